# 查进展：查询页、状态、经过

follow-title = 查进展
field-code = 查询码
field-code-help = 提交时得到的 20 位数字，空格有没有都行
follow-open = 打开
follow-lost = 查询码丢了，谁也找不回来。可以重新提交一份，写明原来的编号。
follow-report-title = 进展：{ $number }
follow-files = 补充文件

error-code-empty = 填上 20 位查询码
error-code-wrong-form = 查询码有数字漏了或抄错了。共 20 位，每 4 位一组核对
error-code-unknown = 没有找到这个查询码。对照回执核对一遍
error-code-too-many = 试的次数太多了，过 15 分钟再来

status-received = 已收件
status-received-text = 法院收到了，还没有人看。接下来会有人审查。
status-under-review = 审查中
status-under-review-text = 有人在看您写的内容。看完会决定受不受理。
status-info-requested = 待补充
status-info-requested-text = 法院想多了解一些情况。您回答以后，接着审查。
status-accepted = 已受理
status-accepted-text = 法院决定办这件事。接下来会有人动手办。
status-declined = 不予受理
status-declined-text = 法院决定不办这件事，理由写在下面的“经过”里。不同意，可以留言；事情没解决，也可以在这里告诉法院。
status-transferred = 已转办
status-transferred-text = 这件事转给了另一个法院，由它接着办。您不用重新提交。
status-in-progress = 办理中
status-in-progress-text = 有人正在办。法院的回复会写在下面。
status-extended = 延期办理
status-extended-text = 原来的时间办不完，延长了。新的日期和原因写在下面。
status-resolved = 已办结
status-resolved-text = 法院办完了，结果写在下面的“经过”里。解决了没有，由您来说。
status-reopened = 重办中
status-reopened-text = 这件事重新办理。接下来会有人接着办。
status-withdrawn = 已撤回
status-withdrawn-text = 您撤回了，法院不再办。改主意了，可以重新提交一份。
status-archived = 已归档
status-archived-text = 这件事结束了，这里不能再留言。有新情况，可以重新提交一份，写明这个编号。

due-passed = 目标日期{ $due }已经过了。您可以留言催问。

timeline-title = 经过
you = 您
reporter = 反映人
the-court = 法院
the-portal = 网站
internal = 内部

# 前面是谁做的（“您”“法院”“网站”、工作人员的姓名），后面接这一句
entry-received = 提交，由{ $court }收件。
entry-message = 写了留言。
entry-status = 把状态从“{ $from }”改为“{ $to }”。
entry-file = 补充了一个文件。
entry-contact = 更新了姓名或联系方式。
entry-withdrawn = 撤回。
entry-reason = 写了原因。
entry-claim = 领走办理。
entry-assign = 交给{ $assignee }办理。
entry-release = 放回，等别人接手。
entry-transfer = 把它从{ $court_from }转到{ $court_to }。
entry-request-info = 想多了解一些情况。
entry-accept = 决定受理。
entry-decline = 决定不予受理。
entry-start = 开始办理。
entry-extend = 把日期延到{ $due }。
entry-measure = 记下采取的措施。
entry-reply = 写了回复。
entry-note = 写了内部备注。
entry-resolve = 办结。结果：{ $outcome }。
entry-reopen = 重新开始办理。
entry-refer = 移送其他机关。
entry-link = 与 { $number } 关联：{ $relation }。
entry-archive = 归档。

outcome-controlled = 财产已控制
outcome-enforced = 已执行
outcome-measures-taken = 已采取措施
outcome-referred = 已移送有关单位
outcome-corrected = 已纠正
outcome-paid = 钱已发放
outcome-partly = 解决了一部分
outcome-already-known = 法院之前已掌握
outcome-not-true = 与事实不符
outcome-not-verifiable = 查不清楚
outcome-explained = 已说明情况
outcome-duplicate = 和另一件重复
outcome-unenforceable = 确实没有财产可执行

message-title = 给法院留言
message-help = 最多 5000 个字。回答会写在上面的“经过”里。
message-send = 发送留言

contact-title = 留下或修改姓名、联系方式
contact-text = 以前没留的，现在可以留；已经留的，可以改。线索的姓名只有负责法院的身份保管人能看到，投诉的姓名办理人员能看到。
contact-save = 保存

withdraw-title = 撤回
withdraw-text = 没有结果以前，随时可以撤回。撤回以后法院不再办，这里也不能再写，不能再改回来。
withdraw-button = 撤回
error-withdraw-busy = 法院刚好在处理，再点一次“撤回”

error-message-too-many = 一小时内留言太多了，过一会儿再写
