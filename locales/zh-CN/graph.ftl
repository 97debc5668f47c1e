# 相关办件：同案、同一被执行人、文字相近、人工关联

together-title = 相关办件
together-all = 按时间看全部相关办件
together-way = { $way } { $n }
together-flood-first = 近似来件共 { $n } 件，本件最早
together-flood-member = 属于一批近似来件
together-confirmed = 另有 { $n } 名互不相关的反映人反映同一情况
together-confirmed-many = 另有 { $n } 名以上互不相关的反映人反映同一情况

how-link = 人工关联
how-case = 同案
how-number = 同一被执行人
how-name = 被执行人同名
how-reporter = 同一反映人
how-similar = 文字相近
how-similar-percent = 文字相近 { $percent }%
tie-duplicate = 本件与它重复
tie-duplicate-of-this = 它与本件重复
tie-related = 相关
tie-contradicts = 与本件矛盾

relation-duplicate = 重复
relation-related = 相关
relation-contradicts = 相互矛盾
need-relation = 怎样关联
action-unlink = 解除关联
entry-unlink = 解除与 { $number } 的关联。
error-relation-unknown = 从列表里选怎样关联
error-number-linked = 已经这样关联了，不用再做
error-number-not-linked = 这两件没有关联，或者已经解除

close-as-duplicate = 单独答复，按重复件办结
duplicate-answer = 您反映的情况，我院此前已经收到并在核实。您的这一件单独登记、单独答复：

related-title = { $number } 的相关办件
related-text = 各件分别登记、分别答复，不合并。同名不一定是同一个人，文字相近由机器比对，以核实为准。
related-none = 没有相关的办件。
related-this = 本件
