# 提交之后：办到哪里、修改、撤回、读过没有、办结后说结果

## 办到哪里

now-handler = 谁在办
now-handled = 办理法院
now-progress = 最近进展
now-due = 何时答复
now-estimate = 一般要多久
status-received-opened = 法院收到了，{ $at }有人打开看过。接下来会决定受不受理。
handled-waiting = 等待{ $court }的分办人员查看
handled-arranging = { $court }正在安排承办人
handled-triage = 由{ $court }的分办人员办理
handled-handler = 由{ $court }的承办人办理
handled-supervisor = 由{ $court }的督导员办理
handled-apart-waiting = 等待{ $court }的专门人员查看，其他人看不到
handled-apart = 由{ $court }的专门人员办理，其他人看不到
progress-today = 今天有进展
progress-days = 距上次进展 { $days } 天
progress-none-today = 今天刚提交
progress-none = 提交 { $days } 天了，还没有进展
estimate-kind = 同一类的，一半在 { $median } 天内办完，十件里有八件在 { $most } 天内办完（按最近 180 天办完的 { $sample } 件算）
estimate-all-lead = 这一类办完的还少。所有线索放在一起，一半在 { $median } 天内办完，十件里有八件在 { $most } 天内办完（按最近 180 天办完的 { $sample } 件算）
estimate-all-complaint = 这一类办完的还少。所有投诉放在一起，一半在 { $median } 天内办完，十件里有八件在 { $most } 天内办完（按最近 180 天办完的 { $sample } 件算）
estimate-none = 最近办完的还不够多，说不准
asked-title = 法院想问您
asked-answer = 您的回答

## 读过没有

read-by-court = 法院 { $at } 读过
unread-by-court = 法院还没有读
read-by-reporter = 反映人 { $at } 读过
unread-by-reporter = 反映人还没有读
read-note = 您打开这一页，法院就能看到您读过了它的回复。

## 十分钟内修改

change-text = 写错了、写漏了，{ $until } 以前都能改，改几次都行。编号和查询码不变。
change-button = 修改内容
change-note = 您正在修改编号 { $number }。{ $until } 以前点最下面的“提交修改”，才会换成新的；不点，原来的不变。原来写的会封存留底，办理的人能看到。
change-note-files = 已经交的文件和留言跟着这一件走。换了法院，新的法院也能看到。
change-over = 编号 { $number } 不能再修改，法院那里还是原来的内容。您在下面写的没有丢，可以复制下来。
change-over-write = 去给法院留言，把要改的告诉法院
change-now = 看看现在的内容
change-send = 提交修改
change-truth = 点“提交修改”，表示您写的是自己知道的实情。
change-files = 修改时不用再传文件。已经交的都在。要补充，到这一件的页面上传。
change-files-kept = 已经交的都在，不用再传
change-leave = 不改了，回到这一件
change-files-link = 去那一页补充文件
changed-title = 已经修改
changed-text = 编号 { $number } 换成了新的内容。编号和查询码不变。
changed-until = { $until } 以前还能再改。
changed-back = 看这一件的进展
error-change-too-late = 修改的时间已经过了，没有改。您写的还在下面
error-change-closed = 这一件已经有了结果，没有改。您写的还在下面
error-change-elsewhere = 没有改：您在别的窗口改过这一件了。看看现在的内容，还要换成下面这份，就再点一次“提交修改”
error-change-too-many = 一小时内改的次数太多了，没有改。您写的还在下面，过一会儿再点

## 撤回

withdraw-reason = 为什么撤回？（选填）
withdraw-reason-help = 不想说就空着。说了，办理的人能看到。
error-withdraw-closed = 这一件已经有了结果，不用撤回。有话要说，给法院留言
error-withdraw-too-long = 原因最多 2000 个字

## 办结后说结果

rating-title = 事情解决了吗？
rating-title-again = 四个星期过去了，现在解决了吗？
rating-label = 照实选一项
rating-settled = 解决了
rating-partly = 解决了一部分
rating-not = 没有解决
rating-unknown = 还不知道
rating-not-first = 选这一项，法院会重新办理，新的目标日期是{ $due }。只能这样重办一次。
rating-not-again-above = 已经按您说的重办过一次，这次不再重办。您的话会记下来，上一级法院的督导员能看到。
rating-not-again = 已经按您说的重办过一次，这次不再重办。您的话会记下来，督导的人能看到。
rating-text = 想说明什么？（选填）
rating-text-help = 例如还差哪些钱、哪件事没办。最多 2000 个字。
rating-send = 告诉法院
rating-said = { $at }，您说：{ $result }。
rating-change = 情况变了，再说一次
entry-rated = 说结果：{ $result }。
entry-reopened = 要求重新办理。新的目标日期是{ $due }。
entry-changed = 修改了内容。
entry-changed-court = 修改了内容，改由{ $court }收件。
error-result-empty = 选一项
error-result-unknown = 从列出的四项里选一项
error-result-not-closed = 这一件还在办，办结以后再说结果
error-rating-text-too-long = 说明最多 2000 个字
problem-not-closed-title = 还没有办结
problem-not-closed-detail = 办结以后，can 里出现 rate，再说结果。

## 工作台

tag-may-change = 可能修改至 { $until }
tag-reopened-by-citizen = 反映人要求重办
tag-not-settled = 反映人说没解决
tag-citizen-says = 反映人说：{ $result }
flag-not-settled-again = 重办后仍说没解决
view-unsettled = 反映人说没解决
filter-result = 反映人说的结果
versions-title = 修改以前的内容
version-line = 第 { $n } 版，到 { $until } 为止
