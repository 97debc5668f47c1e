# 填写：开始页、各步、字段、问题、选项、检查页、回执、填错时的话

choose-title = 您要反映线索，还是投诉？

## 开始页

start-ready = 准备好这些更快
start-know = 填之前知道这些
start-saves = 每填一步都会保存。没填完，收藏填写页的网址，最后一次修改后 7 天内都能接着填，过后删除。
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

progress = 第 { $at } 步，共 { $of } 步
continue = 继续
saved-at = 已在 {"{"}at{"}"} 保存
save-failed = 刚才没存上，点“继续”会再存一次
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

details-no-kind = 先回到第一步选类别，才知道该问什么。

q-asset-type = 是哪种财产？
opt-asset-type-income = 工资、奖金等收入
opt-asset-type-deposit = 存款、现金、理财、股票
opt-asset-type-vehicle = 车、船、机器
opt-asset-type-house = 房子、店铺、厂房
opt-asset-type-land = 土地、承包地
opt-asset-type-equity = 公司股份、合伙份额
opt-asset-type-goods = 货物、原料、值钱的东西
opt-asset-type-claim = 别人欠他的钱、工程款
opt-asset-type-online = 网上的钱：微信、支付宝等
opt-asset-type-ip = 商标、专利、著作权
opt-asset-type-held-by-others = 放在别人名下的财产
opt-asset-type-other = 其他，或不知道
q-asset-where = 财产在哪里？
q-asset-where-help = 小区和楼号、停车的地方、哪家银行等
q-asset-mark = 有什么能认出来的？
q-asset-mark-help = 车牌号、房号、账号、公司名等
q-seen-where = 在哪里见到或知道他在哪？
q-seen-where-help = 越具体越好，例如小区、楼号、单位
q-seen-when = 什么时候？
q-seen-when-help = 例如“今天早上 8 点”“每周五晚上”
q-seen-again = 他还会去那里吗？
opt-seen-again-yes = 会
opt-seen-again-no = 不会
opt-seen-again-unknown = 不知道
q-evasion-act = 他做了什么？
q-evasion-act-help = 选最接近的一项
opt-evasion-act-gave-up-claim = 该要的钱故意不要
opt-evasion-act-sham-transfer = 把财产白送、低价卖或假转给别人
opt-evasion-act-overpaid = 故意高价买东西、替人还债
opt-evasion-act-hid-evidence = 藏起、伪造、毁掉账本等证据
opt-evasion-act-false-report = 向法院报假账，罚过还不改
opt-evasion-act-refused-handover = 该交的房、车、东西不交
opt-evasion-act-blocked-site = 闹事、阻拦，让法院执行不了
opt-evasion-act-destroyed = 毁坏要执行的财产
opt-evasion-act-sham-lawsuit = 打假官司、做假仲裁
opt-evasion-act-moved-seized = 动了查封、冻结的财产
opt-evasion-act-accomplice = 别人帮他逃债
opt-evasion-act-during-trial = 打官司时就开始转移
opt-evasion-act-other = 其他，或不知道
q-who-helped = 有谁帮他？
q-who-helped-help = 名字、和他的关系
q-consumption-act = 他在做什么？
opt-consumption-act-flight = 坐飞机、软卧、轮船二等以上舱
opt-consumption-act-fast-train = 坐高铁、动车一等以上座
opt-consumption-act-hotel = 去星级酒店、夜总会、高尔夫球场等
opt-consumption-act-property = 买房，或者建房、豪华装修
opt-consumption-act-office = 租高档写字楼、宾馆、公寓办公
opt-consumption-act-car = 买不是经营必需的车
opt-consumption-act-travel = 旅游、度假
opt-consumption-act-school = 子女上高收费私立学校
opt-consumption-act-insurance = 花大钱买保险理财
opt-consumption-act-other = 其他，或不知道
q-consumption-where = 在哪里、什么时候？
q-consumption-where-help = 例如航班、车次、酒店名和日期
q-reported-police = 报过警或告过法院吗？
opt-reported-police-yes = 报过
opt-reported-police-no = 没有
opt-reported-police-unknown = 不知道
q-filed-when = 什么时候申请执行的？
q-filed-when-help = 记个大概就行，例如“2025 年春天”
q-asset-known = 法院知道有财产吗？
opt-asset-known-yes = 知道
opt-asset-known-no = 不知道
opt-asset-known-unknown = 我不清楚
q-tried = 您怎么找过法院？结果怎样？
q-tried-help = 例如“打过三次 12368，没有回音”
q-wrongful-act = 错在哪里？
q-wrongful-act-help = 选最接近的一项
opt-wrongful-act-excess = 查封、扣押、冻结得太多
opt-wrongful-act-should-have = 该解封的不解，该执行的不执行
opt-wrongful-act-third-party = 执行了别人的财产
opt-wrongful-act-priority = 不顾别人优先的权利
opt-wrongful-act-conflict-seizure = 已被查封的又重复查封
opt-wrongful-act-custody = 扣押的东西没看管好
opt-wrongful-act-perishable = 容易坏的东西没及时处理
opt-wrongful-act-auction = 拍卖、变卖有问题
opt-wrongful-act-pricing = 评估、定价有问题
opt-wrongful-act-sanction = 罚款、拘留、限制消费或列失信有错
opt-wrongful-act-other = 其他，或不知道
q-objected = 提过执行异议吗？
q-objected-help = 异议有专门的程序。在这里投诉，不算提了异议。
opt-objected-yes = 提过
opt-objected-no = 没有
opt-objected-unknown = 不知道
q-funds-arrived = 钱什么时候到的法院？
q-funds-arrived-help = 记个大概就行；不知道就空着
q-funds-amount = 大约多少钱？
q-suspended-when = 什么时候收到的“终本”裁定？
q-suspended-when-help = 裁定书标题是“执行裁定书”，里面写“终结本次执行程序”

## 款项

field-livelihood = 选一项（选填）
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
file-description = 这是什么？（选填）
file-description-help = 例如“11 月 3 日拍的，车停在楼下”。先写说明，再选文件。
file-choose = 选文件
files-help = 照片、录音、录像、PDF、Word、Excel 都行。每个不超过 { $each } MB，录像不超过 { $video } MB；最多 { $count } 个，一共不超过 { $all } MB。照片里的位置和相机信息不会给办案人员看到；录像、录音、文档里的不会去掉。
file-add = 上传
file-sending = 正在上传
file-done = 传好了
file-failed = 没传上去。检查网络，再传一次。
files-so-far = 已经上传的
file-state-stored = 正在处理
file-state-ready = 已收好
file-state-broken = 已收好，但打不开图片
file-state-infected = 有病毒，不会打开

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
field-phone-help = 手机或座机
short-phone = 电话
field-email = 邮箱（选填）
field-email-help = 有新进展会发邮件，邮件里不写内容。
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
field-claims-reward-help = 有的案子挂了悬赏，同样的线索谁先报算谁的。要领，得留下姓名。给不给由法院决定。

## 检查和提交

check-not-sent = 还没有提交。从头看一遍，没问题再点最下面的按钮。
check-truth-lead = 点“提交线索”，表示您写的是自己知道的实情。
check-truth-complaint = 点“提交投诉”，表示您写的是自己经历或知道的实情。
send-lead = 提交线索
send-complaint = 提交投诉

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
receipt-look = 用查询码随时看进展。留了邮箱的，有新进展会收到邮件。
receipt-withdraw = 改主意了，10 分钟内可以在查询页撤回。
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
error-occurred-on-future = 这一天还没到，填已经过去的日期
error-occurred-on-too-early = 填 1949 年 10 月 1 日以后的日期
error-details-too-long = 有一个回答太长，每个最多 200 个字
error-details-too-many = 回答太多，最多 60 个
error-livelihood-unknown = 从列出的款项里选一项，或者选“都不是，或不知道”
error-name-empty = 姓名、电话、邮箱至少填一项；不想留，就匿名
error-name-too-long = 姓名最多 100 个字
error-name-closed = 这件事已经结束，不能再改联系方式
error-name-busy = 法院刚好在处理，再点一次“保存”
error-phone-wrong-form = 填手机号或带区号的座机，例如 13800138000 或 0531-88888888
error-email-wrong-form = 填完整的邮箱，例如 wang@example.com
error-role-too-long = 从列表里选您和案子的关系
error-file-empty = 这个文件是空的，换一个
error-file-type = 这种文件收不了。换成照片、录音、录像、PDF、Word、Excel 或文本
error-file-too-large = 这个文件太大。压缩、截短，或者分几个传
error-file-too-many = 文件数量到顶了。先移除一个，再传新的
error-file-report-too-large = 文件加起来太大了。先移除一些，再传新的
error-file-interrupted = 传到一半断了。检查网络，再传一次
error-file-store = 文件没存上，不是您的错。过几分钟再传一次
error-file-none = 先选一个文件，再点“上传”
error-message-empty = 写上要说的话，再发送
error-message-too-long = 留言最多 5000 个字，可以分几次发
error-message-closed = 这件事已经结束，不能再留言

error-name-reward = 要领取悬赏，就选“留下姓名或联系方式”，并填写姓名。
claims-reward = 要求领取悬赏
