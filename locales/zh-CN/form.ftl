# 填写：开始页、各步、字段、问题、选项、检查页、回执、填错时的话

choose-title = 您要反映线索，还是投诉？

## 开始页

start-ready = 准备好这些更快
start-know = 填之前知道这些
start-button = 开始填写
start-danger = 有危险，先拨 110。怕别人看见，用浏览器的无痕窗口填；点页面上方的“快速离开”能马上离开。

start-lead-title = 反映执行线索
start-lead-for = 被执行人在哪、财产在哪、是不是在高消费，告诉执行的法院。
start-lead-ready-1 = 被执行人的名字，知道多少写多少
start-lead-ready-2 = 案号，没有也行
start-lead-ready-3 = 照片、录音、录像，没有也行
start-lead-time = 大约 5 分钟。
start-lead-name = 默认匿名。您留了姓名，也只有负责法院的身份保管人能看到。
start-lead-goes = 交给执行这个案子的法院。目标是 7 天内答复，见到人和高消费的 3 天内。这是服务目标，不是法定期限。

start-complaint-title = 投诉执行问题
start-complaint-for = 法院拖着不执行、执行错了、钱到了不发，都可以投诉。
start-complaint-ready-1 = 案号，没有的话说出是哪个法院
start-complaint-ready-2 = 事情的经过和时间
start-complaint-ready-3 = 通知书、裁定书的照片，没有也行
start-complaint-time = 大约 8 分钟。
start-complaint-name = 默认留姓名，也可以匿名。办理投诉的人员能看到姓名，被投诉的法院看不到这件投诉。
start-complaint-goes = 交给上一级法院，目标是 30 天内答复。这是服务目标，不是法定期限。违纪违法的投诉，只有督察人员能看到。

## 填写页的框架

progress-first = 第 1 步
progress = 第 { $at } 步，共 { $of } 步
continue = 继续
saved-at = 已在 {"{"}at{"}"} 保存
save-failed = 刚才没存上，过几秒会自动再存，点“继续”也会存
save-over = 这份已经提交或删除了，新写的存不进来。先复制下来；已经提交的，到“查进展”留言补充
characters-left = 还能写 {"{"}n{"}"} 个字
characters-over = 多了 {"{"}n{"}"} 个字
change = 修改
remove = 移除
not-filled = 未填写
not-said = 不想说

step-kind-lead = 您要反映哪一类线索？
step-kind-complaint = 您要投诉什么？
step-case = 是哪个案子？
step-respondent = 被执行人是谁？
step-story-lead = 您知道些什么？
step-story-complaint = 发生了什么事？
step-details = 下面这些，您知道哪些？（都是选填）
step-livelihood = 这个案子是为了哪种钱？
step-files = 有照片、录音或文件吗？
step-you = 您愿意留下姓名吗？
step-check = 发送前检查您的回答

section-kind = 类别
section-case = 案件
section-respondent = 被执行人
section-story = 经过
section-details = 细节
section-livelihood = 款项
section-files = 文件
section-you = 您

## 类别

field-category = 选最接近的一项
short-category = 类别

category-lead-asset = 被执行人有财产
category-lead-asset-help = 房、车、存款、工资、生意、别人欠他的钱等
category-lead-whereabouts = 我知道被执行人在哪
category-lead-whereabouts-help = 住在哪、在哪上班、刚在哪里见到他
category-lead-evasion = 他在转移、隐藏财产
category-lead-evasion-help = 假离婚、假卖、挂在别人名下等
category-lead-consumption = 他被限制消费，却在高消费
category-lead-consumption-help = 坐飞机、住星级酒店、买房买车等
category-lead-crime = 他拒不执行，可能犯罪
category-lead-crime-help = 有能力还却抗拒、威胁、毁坏查封的东西等
category-lead-other = 其他线索

category-complaint-passive = 知道有财产，法院却不动
category-complaint-passive-help = 不查封、不扣款、不拍卖
category-complaint-wrongful = 执行错了
category-complaint-wrongful-help = 查封太多、动了别人的财产、拍卖有问题等
category-complaint-funds = 钱到了法院，迟迟不发
category-complaint-delay = 案子很久没有动静
category-complaint-suspension = 还有财产，却先结了案
category-complaint-suspension-help = 法院裁定“终结本次执行程序”（常叫“终本”）
category-complaint-contact = 联系不上承办人
category-complaint-integrity = 法院人员违纪违法
category-complaint-integrity-help = 收钱、吃请、走漏消息等。只有督察人员能看到。
category-complaint-other = 其他投诉

category-short-lead-asset = 财产
category-short-lead-whereabouts = 下落
category-short-lead-evasion = 规避执行
category-short-lead-consumption = 违反限消
category-short-lead-crime = 涉嫌拒执
category-short-lead-other = 其他线索
category-short-complaint-passive = 消极执行
category-short-complaint-wrongful = 乱执行
category-short-complaint-funds = 案款迟发
category-short-complaint-delay = 拖延执行
category-short-complaint-suspension = 不当终本
category-short-complaint-contact = 联系不上
category-short-complaint-integrity = 违纪违法
category-short-complaint-other = 其他投诉

## 案件

field-case-number = 案号（选填）
field-case-number-help = 执行通知书、裁定书上有，例如（2019）鲁0102执1234号。不知道就空着。
short-case-number = 案号
field-court = 哪个法院？（选填）
field-court-lead = 哪个法院在执行？（选填）
field-court-complaint = 您要投诉哪个法院？（选填）
field-court-help = 案号写对了，不选也能认出法院。
short-court = 法院
court-unknown = 不知道

case-read = 案号：{ $number }
case-read-as = 认作：{ $number }。不对就改过来。
case-court = 法院：{ $court }
case-court-ambiguous = 老式案号看不出是哪个法院。知道的话，在下面选。
case-court-retired = { $old }已经撤并，现在是{ $court }。
case-court-outside = 这是{ $court }的案子，不归山东的法院管。您可以接着提交；直接拨打当地的 12368 更快。那里的高级法院：{ $province }。
case-not-enforcement = 这不是执行案件的案号。手上有带“执”字的案号，换成那个更好；没有就用这个。
case-go-on = 没错就点“继续”
case-kept = 按您写的原样留着，可以接着填。
case-no-match = 没认出这个案号。对照文书看一遍，例如（2019）鲁0102执1234号。
case-empty-or-too-long = 案号太长了，只写一个案号。
case-unknown-type = 没有这种类型的案号。执行案件一般是“执”“执恢”“执异”等，对照文书看一遍。
case-unknown-court-code = 没有这个代号的法院。看看“鲁”字后面的数字抄对没有。
case-new-format-before-2016 = 2016 年以前的案号不是这种写法。看看年份抄对没有。
case-year-in-future = 这个年份还没到。看看年份抄对没有。
case-serial-too-long = “号”字前面的数字太长了。对照文书看一遍。

## 被执行人

field-respondent-kind = 是个人还是单位？（选填）
short-respondent-kind = 个人或单位
respondent-person = 个人
respondent-organisation = 公司或其他单位
field-respondent-name = 名字或名称（选填）
field-respondent-name-help = 判决要他还钱、做事的人或单位。绰号、店名也行。
short-respondent-name = 被执行人
field-respondent-id = 身份证号或统一社会信用代码（选填）
field-respondent-id-help = 知道才填。同名的人多，有它不会认错。
short-respondent-id = 证件号码

## 经过

field-narrative = 写下来
field-narrative-help = 什么时间、什么地方、谁、做了什么。照实写，不用写成公文。想匿名，别写能看出您是谁的话。
short-narrative = 经过
narrative-limit = 最多 { $limit } 个字。
field-occurred-on = 什么时候的事？
field-occurred-on-help = 选填。记不清就空着，写在上面也行。例如 2026 年 11 月 3 日。
short-occurred-on = 时间
date-year = 年
date-month = 月
date-day = 日

## 各类的问题



## 款项

field-livelihood = 选一项（选填）
field-livelihood-lead = 这个案子是为了哪种钱？（选填）
field-livelihood-help = 这些钱关系一家人的生活，法院会看到这个标记。
short-livelihood = 款项
livelihood-none = 都不是，或不知道
livelihood-labor = 工资、劳动报酬
livelihood-parents = 父母的赡养费
livelihood-spouse = 夫妻间的扶养费
livelihood-child = 孩子的抚养费
livelihood-pension = 抚恤金
livelihood-medical = 医疗损害赔偿
livelihood-traffic = 交通事故赔偿
livelihood-injury = 工伤赔偿
livelihood-crim-civil = 刑事案件里的赔偿
livelihood-supervised = 最高人民法院督办的案件
livelihood-short-labor = 工资
livelihood-short-parents = 赡养
livelihood-short-spouse = 扶养
livelihood-short-child = 抚养
livelihood-short-pension = 抚恤
livelihood-short-medical = 医疗
livelihood-short-traffic = 交通
livelihood-short-injury = 工伤
livelihood-short-crim-civil = 刑附民
livelihood-short-supervised = 督办

## 文件

short-files = 文件

## 您

field-anonymous = 选一项
short-anonymous = 匿名还是留姓名
anonymous-yes = 匿名
anonymous-yes-help = 什么都不用留，凭查询码也能和法院来回留言。
anonymous-no = 留下姓名或联系方式
anonymous-no-help = 线索：只有负责法院的身份保管人能看到。投诉：办理的人员能看到。
you-if-named = 选了匿名，下面不用填。选了留姓名，姓名、电话、邮箱至少填一项。
field-name = 姓名（选填）
short-name = 姓名
field-phone = 电话（选填）
field-phone-help = 手机或座机。手机确认后，有新进展会收到短信，短信里不写内容。
short-phone = 电话
field-email = 邮箱（选填）
field-email-help = 确认后，有新进展会收到邮件，邮件里不写内容。
short-email = 邮箱
field-role = 您和案子的关系（选填）
short-role = 和案子的关系
reporter-role-applicant = 我是申请执行人
reporter-role-family = 我是申请执行人的家人
reporter-role-lawyer = 我是律师或代理人
reporter-role-respondent = 我是被执行人
reporter-role-third-party = 我不是当事人，但财产受了影响
reporter-role-other = 其他
field-claims-reward = 如果有悬赏，我想领（选填）
field-claims-reward-help = 有的案子挂了悬赏，同样的线索谁先报算谁的。要领，得留下姓名或联系方式。给不给由法院决定。

## 检查和提交

check-not-sent = 还没有提交。从头看一遍，没问题再点最下面的按钮。
check-truth-lead = 点“提交线索”，表示您写的是自己知道的实情。
check-truth-complaint = 点“提交投诉”，表示您写的是自己经历或知道的实情。
send-lead = 提交线索
send-complaint = 提交投诉

## 提交以后，在另一个窗口接着写的

sent-already-title = 这份已经提交了
sent-already-text = 您刚才在这一页写的没有加进去。下面这些没有丢，可以复制下来；要补充，到“查进展”给法院留言。
sent-already-receipt = 看提交后的页面

## 回执

receipt-title = 已经提交
receipt-at = 收到时间：{ $at }
receipt-number = 编号
receipt-code = 查询码
receipt-code-help = 查进展、给法院留言、补充文件，都用它。别告诉别人。
receipt-qr = 二维码：扫一扫，打开查询页并填好查询码
receipt-keep = 现在就记下查询码。丢了谁也找不回来，我们也不行。
receipt-next = 接下来
receipt-court-lead = 这条线索由{ $court }办理。
receipt-court-complaint = 这件投诉由{ $court }办理。
receipt-due-lead = 目标是{ $due }前答复您。这是服务目标，不是法定期限。
receipt-due-complaint = 目标是{ $due }前答复您结果。这是服务目标，不是法定期限。
receipt-look = 用查询码随时看进展。留了邮箱或手机并确认过的，有新进展会收到提醒。
receipt-withdraw = 10 分钟内可以在查询页修改；没有结果以前，随时可以撤回。
receipt-outside = 这是{ $court }的案子，不归山东的法院管。直接拨打当地的 12368 更快。那里的高级法院：{ $province }。
receipt-about-home = 您投诉的是运行本网站的法院。这件投诉只由它的督察人员看和办。您也可以向最高人民法院反映，或者上 jubao.court.gov.cn 举报。
receipt-print = 打印这一页，或者拍照、抄下来。
receipt-again = 24 小时内、没有关过浏览器，还能再打开这一页。

## 填错时的话

error-any-empty = 这里还空着，填上再继续
error-any-too-long = 写得太长了，缩短一些
error-any-unknown = 没有这个选项，从列出的里面选
error-any-wrong-form = 写法不对，对照旁边的例子改一改
error-any-checksum = 号码里有数字抄错了，对照原件核一遍
error-any-not-a-date = 没有这一天，核对年、月、日
error-any-future = 这一天还没到，换成已经过去的日期
error-any-too-early = 日期太早了，换一个晚些的
error-any-too-late = 日期太晚了，换一个早些的
error-any-incomplete = 年、月、日要填全，或者都空着
error-any-too-many = 太多了，减少一些
error-any-closed = 这件事已经结束，不能再改
error-any-busy = 刚好有别人在改，再点一次
error-any-same = 和原来一样，换一个
error-any-conflict = 不能交给被投诉的法院，换一个
error-any-differs = 两次写的不一样，重新写一遍
error-any-too-short = 太短了，再写长一些
error-any-like-name = 和用户名太像，换一个
error-any-wrong = 不对，核对后再写一次

error-category-empty = 选一个类别
error-category-unknown = 从列出的类别里选一个
error-channel-empty = 写明是线索（lead）还是投诉（complaint）
error-channel-unknown = 只能是线索（lead）或投诉（complaint）
error-case-number-too-long = 案号太长，只写一个，例如（2019）鲁0102执1234号
error-court-empty = 选一个法院
error-court-same = 现在就在这个法院，换一个
error-court-conflict = 不能交给被投诉的法院和它下面的法院，也只能交给山东的法院，换一个
error-court-unknown = 列表里没有这个法院，重新选，或者选“不知道”
error-court-too-long = 从列表里选一个法院，或者选“不知道”
error-respondent-name-too-long = 被执行人的名字最多 100 个字
error-respondent-kind-unknown = 选“个人”或“公司或其他单位”
error-respondent-id-too-long = 证件号码最多 50 位
error-respondent-id-checksum = 这个身份证号有数字抄错了。核对一遍，或者空着
error-title-too-long = 标题最多 100 个字
error-narrative-empty = 写下您知道的事，一两句也行
error-narrative-too-long = 经过最多 20000 个字。删短一些，其余的可以作为文件上传
error-occurred-on-incomplete = 年、月、日都填上；记不清就都空着
error-occurred-on-not-a-date = 没有这一天，例如这样写：2026 年 11 月 3 日
error-occurred-on-short-year = 年份写四位，例如 2026
error-occurred-on-future = 这一天还没到，填已经过去的日期
error-occurred-on-too-early = 填 1949 年 10 月 1 日以后的日期
error-details-too-many = 回答太多，最多 60 个
error-livelihood-unknown = 从列出的款项里选一项，或者选“都不是，或不知道”
error-name-empty = 姓名、电话、邮箱至少填一项；不想留，就匿名
error-name-too-long = 姓名最多 100 个字
error-name-closed = 这件事已经结束，不能再改联系方式
error-name-busy = 法院刚好在处理，再点一次“保存”
error-phone-wrong-form = 填手机号或带区号的座机，例如 13800138000 或 0531-88888888
error-email-wrong-form = 填完整的邮箱，例如 wang@example.com
error-role-too-long = 从列表里选您和案子的关系
error-message-empty = 写上要说的话，再发送
error-message-too-long = 留言最多 5000 个字，可以分几次发
error-message-closed = 这件事已经结束，不能再留言

error-name-reward = 要领取悬赏，就选“留下姓名或联系方式”，并至少填一项。
claims-reward = 要求领取悬赏
