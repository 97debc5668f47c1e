# 页眉、页脚、首页、帮助、隐私、无障碍、出错页面

site-name = 暖冬
skip = 跳到正文
demo-note = 这里的人和事都是编的，别填真实信息。
elder-on = 长辈模式
elder-off = 退出长辈模式
elder-smaller = 字小一点
elder-larger = 字大一点
elder-size = （现在是第 { $at } 档，共 { $of } 档）
leave = 快速离开
leave-key = 连按三次 Esc 键也能马上离开
leave-almost = 再按一次 Esc 就离开
nav-foot = 页脚
foot-line = 暖冬 · 执行线索与监督举报。您提交的内容由山东法院办理。
title-error = 错误：{ $title }
errors-title = 还有地方要改
back = 返回
to-home = 回首页

## 首页

home-title = 您想问什么，还是想反映什么？
home-intro = 暖冬收执行线索和对执行的投诉，由山东的法院办理。不用注册。先看看您的问题在不在下面。
ask-title = 多数人来问这四件事
ask-case = 我的案子到哪了？
ask-case-hint = 打 12368 报案号，或者上网查
ask-money = 我的钱在哪？
ask-money-hint = 钱到没到法院，多久该发
ask-judge = 谁是承办法官？
ask-judge-hint = 怎么问到名字和电话
ask-aid = 怎么申请救助？
ask-aid-hint = 对方没有钱，家里又困难
home-report = 想反映情况
home-lead = 我知道执行线索
home-lead-text = 见过被执行人、知道他的财产在哪、看到他高消费，都可以说。默认匿名。
home-lead-button = 反映线索
home-complaint = 我要投诉执行问题
home-complaint-text = 法院拖着不执行、执行错了、钱到了不发、找不到人。交给上一级法院，被投诉的法院看不到。
home-complaint-button = 写投诉
home-back = 还可以
home-follow = 查进展
home-follow-text = 用 20 位查询码看进展、留言、补材料
home-resume = 接着填
home-resume-text = 没填完的，用 16 位续填码接着填
home-verify = 核验回执
home-verify-text = 手里的签名回执是不是真的
home-check = 算期限
home-check-text = 法院该在哪天以前做完
home-promise = 这里收线索和投诉。查不到案件进展，不提供法律意见，也不能代替异议、复议、起诉。有危险，先拨 110。
home-intro-simple = 这里收执行线索和投诉，由山东的法院办理。不用注册。
home-promise-simple = 这里查不到案件进展，也不能代替打官司。有危险，先拨 110。

## 帮助

help-title = 帮助
help-search = 别的问题，写在这里找
help-search-button = 找一找
help-group-ask = 问得最多的
help-group-report = 反映和投诉之前
help-group-after = 提交之后
help-group-law = 执行里的事
help-group-site = 怎么用这个网站
help-more = 接着看
help-all = 看全部帮助
help-found = 找到 { $count } 篇
help-none = 没有找到
help-none-text = 换个短一点的词再找，例如“案款”“终本”“匿名”。案子的事，打 12368 报案号就能问；也可以到执行法院的执行服务窗口问。
help-is-code = 您写的像是查询码。到“查进展”填它；这里不留，也不再显示。
help-is-case = 您写的像是案号。本网站查不到案件进展，要打 12368 或上 zxgk.court.gov.cn。在这里可以看懂案号、算期限。
help-onion = 本网站的洋葱地址（用 Tor 浏览器打开）：
error-q-empty = 写下想问的事，例如“钱什么时候发”

## 隐私

privacy-title = 隐私
privacy-intro = 您写的东西，只为办这件事用。下面说清楚记下什么、放在哪、放多久、谁能看。
privacy-what = 记下什么
privacy-what-text = 只有您填写的内容（修改前的也留底）、上传的文件、提交的时间、办理的经过，和您什么时候读过法院的回复。姓名、电话、邮箱都可以不填。不要求注册，也不做验证码。
privacy-where = 放在哪
privacy-where-text = 放在运行本网站的法院管的服务器和存储上。您写的内容和文件都加密，每件用自己的钥匙；查询码只留一个还原不了的代号，我们自己也读不出来。照片给法院人员看的，是去掉位置和相机信息的副本；视频、录音和文档里的这类信息不会去掉。每个文件查没查过毒，列表里会写明。
privacy-who = 谁能看
privacy-who-text = 线索的内容，负责的法院和它的上级法院能看到；反映人的姓名，只有负责法院的身份保管人能看到。投诉由上一级法院办理，办理的人员能看到姓名，被投诉的法院看不到。违纪违法的投诉，只有督察人员能看到。投诉运行本网站的法院，由它的督察人员办理。
privacy-long = 放多久
privacy-long-text = 时间一到，由程序自己删。
privacy-kept-draft = 没提交的草稿和里面的文件
privacy-kept-draft-long = 最后一次修改后 { $draft_days } 天；自己点删除，马上删。续填码作废后，一段时间内还记得是为什么，不记内容
privacy-kept-receipt = 带查询码的回执
privacy-kept-receipt-long = { $receipt_hours } 小时内，在同一个浏览器里还能再看
privacy-kept-report = 提交的内容和办理的经过
privacy-kept-report-long = 由法院保存，目前没有设自动删除的期限。撤回的也在内，但不再办理
privacy-kept-files = 提交的文件
privacy-kept-files-long = 和提交的内容一样久。每个最多 { $file_mb } MB，录像最多 { $video_mb } MB，最多 { $file_count } 个，一共最多 { $report_mb } MB
privacy-kept-contact = 姓名、电话、邮箱
privacy-kept-contact-long = 和提交的内容一样久，可以改
privacy-kept-visit = 这次访问的标记（Cookie）
privacy-kept-visit-long = 关浏览器就没了；用查询码打开的进展，{ $open_hours } 小时后要重新填码
privacy-kept-elder = 长辈模式的标记（Cookie）
privacy-kept-elder-long = 一年，退出长辈模式就没了
privacy-kept-guesses = 试错查询码、提交太多的计数
privacy-kept-guesses-long = 最长 1 小时；只有一个每天更换的代号，没有网络地址。给同一个邮箱或手机发过几次，用代号记 1 天
privacy-kept-jobs = 等着发的邮件和短信
privacy-kept-jobs-long = 发出后清空内容，空记录 { $job_days } 天后删；哪天提醒过您，和提交的内容存得一样久
privacy-kept-search = 您在帮助里找的词
privacy-kept-search-long = 不留
privacy-address = 网络地址
privacy-address-text = 日志和数据库里都不存您的网络地址。为了防止有人乱试查询码和批量提交，只用它算一个代号，每天换，没有密钥还原不了：查询码错 { $code_tries } 次，等 { $code_minutes } 分钟；一小时提交超过 { $reports_hour } 件，先放着等人看，不会拒收。法院的网络设备依法另外留存什么日志，不归本程序管。
privacy-not = 不做什么
privacy-not-text = 不做访问统计，不加载别的网站的东西，不卖。除了办理需要（请别的法院协助、移送公安等机关），不给别人。通知只说有新进展，不写内容，没留联系方式就不发。
privacy-rights = 您可以要求什么
privacy-rights-text = 凭查询码随时可以看进展；撤回或归档以前，可以补充、改联系方式；提交后 { $change_minutes } 分钟内可以修改，没有结果以前可以撤回。想查阅、复制、更正、删除自己的信息，在查询页留言，由负责的法院答复。匿名提交的，只能凭查询码证明是您。
privacy-law = 依据什么法律
privacy-law-text = 个人信息保护法，2021 年 11 月 1 日起施行。下面是和您有关的条文：
privacy-law-minimum = 第六条：只收办这件事要用的，收得越少越好。所以多数格子可以不填。
privacy-law-notice = 第十七条：要让您知道收什么、为什么。第十八条、第三十五条说了可以不告知的情形。
privacy-law-retention = 第十九条：保存的时间要尽量短。
privacy-law-sensitive = 第二十八条到第三十条：行踪、账户属于敏感信息。线索里写的往往就是别人的行踪，所以全部加密，只给办理的人看。
privacy-law-china = 第三十三条到第三十七条：国家机关处理的个人信息存放在境内。
privacy-law-rights = 第四十四条到第四十七条：您可以查阅、复制、更正、删除自己的信息。
privacy-law-security = 第五十一条：分类、加密、限制谁能看。第五十四条到第五十七条：审计、上线前评估影响、出了泄露要告知。评估和审计由运行本网站的法院做，本网站不替它保证。
privacy-standing = 条文编号按 2021 年公布的文本。以后修改了法律，编号可能变。

## 无障碍

accessibility-title = 无障碍
accessibility-how = 怎么做的
accessibility-how-text = 一页一个问题，字大行宽，颜色之外都有文字说明。手机窄屏、放大到 200% 都不用左右拖。浏览器不开脚本、不显示图片，也能填写、上传和查询。深色、高对比度、减少动画的设置都照办。
accessibility-elder = 长辈模式
accessibility-elder-text = 点页面上方的“长辈模式”，字从 { $elder_least } 像素到 { $elder_most } 像素分 { $elder_steps } 档，用“A−”“A+”调；行距更宽，按钮更高，没有弹窗，也不藏东西。选一次就记住，换一台手机要再选一次。
accessibility-keyboard = 键盘和读屏
accessibility-keyboard-text = 全部操作都能用键盘完成，当前位置有明显的框。每个格子都有名称；填错了，页面最上面会列出要改的地方，点一下就到。页面上第一个能到的就是“快速离开”。英文页里的中文名称标明是中文，读屏会换成中文读。
accessibility-standard = 依据的标准
accessibility-standard-text = 按《网页内容无障碍指南》（WCAG）2.2 AA 级制作，每次修改都由程序检查颜色对比、字号、按钮大小和窄屏，还没有经过第三方检测。设计时参考了 GB/T 37668-2019、无障碍环境建设法第三十二条和第四十一条、2021 年的互联网适老化设计规范；这几份的条文手边没有，不敢说全都做到。
accessibility-known = 知道做不到的
accessibility-known-text = 您和法院人员上传的文件，是什么样就是什么样，里面的图片没有文字说明。没有手语视频，也没有方言语音。
accessibility-tell = 用不了怎么办
accessibility-tell-text = 哪里用不了，拨打 12368，或者到法院的执行服务窗口当面反映。您也可以让信得过的人帮您填。

## 安全

security-title = 安全
security-tell = 发现了漏洞，怎么告诉我们
security-tell-text = 写清楚是哪个地址、怎么做会出问题、能看到什么。别把看到的别人的内容发来，说看到了就行。
security-contact = 发到：
security-no-contact = 运行本网站的法院还没有公布专门的联系地址。用首页的“写投诉”选“其他投诉”，法院选运行本网站的法院；或者拨打 12368。
security-rules = 找漏洞时别做的
security-rules-text = 别打开、复制、修改别人提交的内容，别让网站变慢，别骗工作人员。用自己提交的一份来试，试完撤回。
security-protects = 做了哪些保护
security-protects-sealed = 您写的内容、上传的文件、等着发的通知都加密存放（XChaCha20-Poly1305），每件一把钥匙，再用主钥匙锁上；主钥匙不放在数据库里。
security-protects-code = 查询码 20 位，数据库里只有带密钥的代号（HMAC-SHA256）。二维码里的查询码在网址的 # 后面，服务器收不到。
security-protects-fence = 投诉交给上一级法院，被投诉的法院看不到、搜不到、数不到；每一条路都有程序检查。
security-protects-identity = 线索反映人的姓名，办理人员看不到，只有身份保管人能看。
security-protects-pictures = 法院人员看照片，看的是重新画过的副本，没有位置和相机信息。
security-protects-foreign = 页面不加载任何别的网站的东西，别的网站不能替您提交，也不能把本网站框在里面。
security-protects-scripts = 页面上的脚本只有自己的几段，都带一次一换的记号；别人塞进来的脚本，浏览器不会运行。
security-protects-guesses = 查询码错 { $code_tries } 次，同一个网络要等 { $code_minutes } 分钟才能再试；正确的查询码不受影响，别人试错不会把您锁在外面。
security-protects-restart = 提交成功的，先写进磁盘才告诉您；停电也不会丢。
security-not = 保护不了什么
security-not-device = 您的手机、电脑上有别人装的软件，或者有人在旁边看着。
security-not-network = 单位或家里的网络能看出您上了这个网站，看不到写了什么。怕被看出，用手机流量或者 Tor 浏览器。
security-not-server = 服务器要用钥匙办事，所以完全控制了服务器的人能读到内容。
security-not-words = 您写的话里能看出您是谁的部分。想匿名，别写只有您知道的事。
security-not-files = 视频、录音和文档里自带的信息（时间、地点、作者）不会去掉。
security-not-review = 还没有请外面的人检查过。
security-machines = 给程序看的
security-machines-text = 按 RFC 9116 写的联系方式，有效期每天往后推：

## 出错页面

error-not-found-title = 没有这个页面
error-not-found-body = 网址可能抄错了，也可能这份草稿超过 7 天已经删除。从首页重新开始，或者用查询码查进展。
error-not-here-title = 这里没有这一项
error-not-here-body = 可能已经删除，可能转给了别的法院、不在您的查看范围内了，也可能网址抄错了。
error-foreign-title = 没有收下刚才的操作
error-foreign-body = 它看上去是从别的网站发来的，所以没有执行。回到本网站的页面，再点一次。
error-too-large-title = 内容太大，没有收下
error-too-large-body = 退回上一页，减少文件或文字，再提交一次。文件可以一个一个传。
error-too-many-title = 试的次数太多了
error-too-many-body = 过 15 分钟再来。您已经保存和提交的内容都在。
error-trouble-title = 网站出了故障
error-trouble-body = 不是您的错，已经保存的内容还在。过几分钟用浏览器的“后退”回到上一页再试。一直不行，拨打 12368。
error-not-understood-title = 没看懂刚才的操作
error-not-understood-body = 内容没有收下。用浏览器的“后退”回到上一页，再点一次。
error-receipt-over-title = 回执不能再显示了
receipt-over-title = 回执不能再显示了
error-receipt-over-body = 您的内容已经提交，法院收到了。带查询码的回执只在 24 小时内、同一个浏览器里显示。记下了查询码的，用它查进展。
error-set-up-gone-title = 这个设置链接不能用了
error-set-up-gone-body = 它已经用过，或者超过了 72 小时。找管理员要一个新链接。
