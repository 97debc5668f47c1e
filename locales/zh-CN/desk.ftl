# 工作台：登录、设置、列表、办理

desk-name = 暖冬工作台
nav-desk = 工作台
sign-out = 退出

## 登录和设置

sign-in-title = 法院人员登录
sign-in-for = 只给法院工作人员用。反映线索和投诉不用登录。
field-username = 用户名
field-password = 密码
field-one-time = 动态口令
field-one-time-help = 手机验证器上的 6 位数字
sign-in-button = 登录
error-sign-in-wrong = 用户名、密码或动态口令有一项不对，核对后重新输入
error-sign-in-too-many = 试的次数太多，过 15 分钟再来

set-up-title = 设置登录
set-up-hello = { $name }，您将作为{ $court }的{ $role }登录。
set-up-username = 您的用户名：{ $username }
set-up-password = 设一个密码
set-up-password-help = 至少 { $shortest } 个字符，不要包含用户名。几个词连起来最好记。
set-up-again = 再输一遍密码
set-up-one-time = 绑定手机验证器
set-up-one-time-text = 用手机上的验证器应用扫下面的码，再把它显示的 6 位数字填进来。
set-up-qr = 验证器二维码
set-up-secret = 扫不了，就手工输入这串密钥：
set-up-code = 验证器上的 6 位数字
set-up-button = 完成设置
error-password-empty = 设一个密码
error-password-too-short = 密码太短，至少 10 个字符
error-password-too-long = 密码太长，最多 200 个字符
error-password-like-name = 密码里不要有用户名，换一个
error-again-differs = 两遍密码不一样，重新输入
error-one-time-empty = 填验证器上的 6 位数字
error-one-time-wrong = 这 6 位数字不对，或者已经过时，填现在显示的

sessions-title = 登录的设备
sessions-text = 您在这些设备上登录着。不认识的，马上结束，再找管理员重设密码。60 分钟不用会自动退出。
session-device = 设备
session-since = 登录时间
session-seen = 最近使用
session-end = 结束
session-this = 这台设备

role-intake = 收件员
role-triage = 分办员
role-handler = 承办人
role-supervisor = 督导员
role-custodian = 身份保管人
role-discipline = 督察员
role-admin = 管理员
role-auditor = 审计员

## 列表

queue-title = 办件列表
queue-count = 共 { $count } 件
queue-empty = 没有符合条件的件。去掉一些条件再看。
queue-next = 下一页
queue-first = 回到第一页
queue-unread = 未读
lanes = 视图
by-status = 按状态
view-all = 全部
view-mine = 我的
view-unassigned = 无人办理
view-overdue = 已超期
view-urgent = 紧急
view-livelihood = 涉民生
view-waiting = 等待补充
view-held = 待甄别
channel-lead = 线索
channel-complaint = 投诉

column-state = 缓急
column-number = 编号
column-kind = 类别
column-about = 事项
column-case = 案号
column-court = 负责法院
column-status = 状态
column-due = 期限
column-received = 收件
column-assignee = 承办人

due-today = 今天到期
due-left = 还剩 { $days } 天
due-late = 超期 { $days } 天

tag-urgent = 紧急
tag-held = 待甄别
tag-late = 已超期
tag-may-withdraw = 可能撤回至 { $until }

filter-q = 编号或案号
filter-go = 查找
filter-more = 更多条件
filter-any = 不限
filter-remove = ，去掉这个条件
filter-channel = 渠道
filter-category = 类别
filter-status = 状态
filter-due = 期限
filter-livelihood = 涉民生
filter-assignee = 承办人
filter-court = 负责法院
filter-nobody = 无人办理
filter-livelihood-any = 涉民生（任何一类）
filter-due-overdue = 已超期
filter-due-today = 今天前到期，含超期
filter-due-week = 7 天内到期，含超期
filter-category-asset = 财产
filter-category-whereabouts = 下落
filter-category-evasion = 规避执行
filter-category-consumption = 违反限消
filter-category-crime = 涉嫌拒执
filter-category-passive = 消极执行
filter-category-delay = 拖延执行
filter-category-wrongful = 乱执行
filter-category-funds = 案款迟发
filter-category-suspension = 不当终本
filter-category-contact = 联系不上
filter-category-integrity = 违纪违法
filter-category-other = 其他

## 一件

report-title = 办件 { $number }
unverified = 未经核实
fact-received = 收件时间
fact-due = 期限
fact-court = 负责法院
fact-concerned = 涉及法院
fact-assignee = 承办人
fact-livelihood = 涉民生
fact-outcome = 办理结果
fact-reporter = 反映人
due-basis = 服务目标，参照 { $source }
reporter-sealed = 已封存，您的角色看不到
reporter-anonymous = 匿名
flag-court-unknown = 没写法院
flag-court-outside = 外省法院的案件
flag-court-differs = 所选法院与案号不一致
flag-court-retired = 原法院已撤并
flag-about-home-court = 投诉本院
flag-case-number-unrecognised = 案号没认出
files-title = 文件
files-not-scanned = 文件没有做过病毒检查。下载后先查毒，再打开。
file-picture = 图片：{ $name }

conflict-title = 没有保存：别人刚改过
conflict-text = 您写的还在下面。看看现在的情况，还要这样办就再点一次。
conflict-seen = 您看到的
conflict-now = 现在
seen-line = 第 { $version } 版 · { $status } · { $court } · 承办人 { $assignee } · 期限 { $due }
error-step-not-now = 没有保存：状态已经变了，现在不能做这一步。看看现在能做的。
error-step-not-yours = 没有保存：您的角色不能做这一步。交给能做的同事。

steps-title = 办理
choose = 选一个
action-claim = 领取
action-assign = 分派
action-release = 放回
action-transfer = 转办
action-request-info = 要求补充
action-accept = 受理
action-decline = 不予受理
action-start = 开始办理
action-extend = 延期
action-measure = 记录措施
action-reply = 回复
action-note = 内部备注
action-resolve = 办结
action-reopen = 重办
action-refer = 移送外单位
action-link = 关联
action-archive = 归档

need-note = 内部备注（反映人看不到）
need-note-measure = 采取了什么措施（反映人看不到）
need-text = 写给反映人的话（反映人会看到）
need-text-request-info = 要反映人补充什么（反映人会看到）
need-text-decline = 不予受理的理由（反映人会看到）
need-text-extend = 延期的原因（反映人会看到）
need-text-reply = 回复（反映人会看到）
need-text-resolve = 结果说明（反映人会看到）
need-reason = 原因（反映人看不到）
need-assignee = 交给谁
need-court = 转到哪个法院
need-outcome = 办理结果
need-due = 新的期限（最多再延 30 天）
need-body = 移送到哪个单位
need-number = 要关联的编号

error-action-unknown = 没有这个操作，从能做的里面选
error-note-empty = 写上备注
error-note-too-long = 备注最多 10000 个字
error-text-empty = 写上要说的话
error-text-too-long = 写得太长，缩短一些
error-reason-empty = 写明原因
error-reason-too-long = 原因最多 10000 个字
error-assignee-empty = 选一个承办人
error-assignee-unknown = 这个人不能办这一件，从列表里选
error-outcome-empty = 选一个办理结果
error-outcome-unknown = 从列表里选办理结果
error-due-empty = 填新的期限
error-due-not-a-date = 没有这一天，例如这样写：2026-12-31
error-due-too-early = 新期限要晚于今天和原来的期限
error-due-too-late = 一次最多延 30 天，换一个早些的日期
error-body-empty = 写明移送到哪个单位
error-body-too-long = 单位名称最多 100 个字
error-number-empty = 填要关联的 12 位编号
error-number-unknown = 没有找到这个编号。核对 12 位数字，也不能关联自己

error-due-already-extended = 已经延期过一次，不能再延
