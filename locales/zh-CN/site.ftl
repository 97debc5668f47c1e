# 页眉、页脚、首页、帮助、隐私、无障碍、出错页面

site-name = 暖冬
skip = 跳到正文
demo-note = 这里的人和事都是编的，别填真实信息。
elder-on = 长辈模式
elder-off = 退出长辈模式
leave = 快速离开
nav-foot = 页脚
foot-line = 暖冬 · 执行线索与监督举报。您提交的内容由山东法院办理。
title-error = 错误：{ $title }
errors-title = 还有地方要改
back = 返回
to-home = 回首页

## 首页

home-title = 反映执行线索，投诉执行问题
home-intro = 不用注册，几分钟填完。线索默认匿名；投诉交给上一级法院，被投诉的法院看不到。
home-lead = 我知道执行线索
home-lead-text = 见过被执行人、知道他的财产在哪、看到他高消费，都可以说。默认匿名。
home-lead-button = 反映线索
home-complaint = 我要投诉执行问题
home-complaint-text = 法院拖着不执行、执行错了、钱到了不发、找不到人。交给上一级法院。
home-complaint-button = 写投诉
home-follow = 已经提交过？
home-follow-text = 用 20 位查询码看进展、给法院留言、补充材料。
home-promise = 本网站不提供法律意见，也不能代替异议、复议、起诉等法定途径。有危险，先拨 110。

ask-title = 您是想问这些吗？
ask-case = 我的案子到哪一步了？
ask-case-answer = 拨打 12368，报案号就能问。也可以上中国执行信息公开网（zxgk.court.gov.cn）查，或者到执行法院的执行服务窗口问。
ask-money = 我的钱什么时候能拿到？
ask-money-answer = 先拨 12368，问执行款到了没有。据公开资料，法院财务通知到账后，一般 30 天内发放，以法院答复为准。迟迟不发，可以在这里投诉。
ask-judge = 谁在办我的案子？
ask-judge-answer = 拨打 12368，报案号，可以问承办人是谁、怎么联系。也可以到执行法院的执行服务窗口问。
ask-aid = 生活困难，能申请救助吗？
ask-aid-answer = 对方确实没有钱，您生活又特别困难，可以申请司法救助。向办案的执行法院提出，窗口和 12368 都能问怎么申请。

## 帮助

help-title = 帮助
help-case = 案子到哪一步了
help-case-text = 拨打 12368，报案号查询。也可以上中国执行信息公开网（zxgk.court.gov.cn），或者到执行法院的执行服务窗口。本网站查不到案件进展，只能查您在这里提交的线索和投诉。
help-money = 执行款什么时候发
help-money-text = 先问 12368：钱到法院账户了没有。据公开资料，法院财务通知执行人员到账后，一般 30 天内发放；有争议的会更久，以法院答复为准。到账了又没有说法，可以投诉“钱到了法院，迟迟不发”。
help-judge = 找不到承办人
help-judge-text = 拨打 12368，报案号，可以问承办人和联系方式。到执行服务窗口也能问。多次联系不上，可以在这里投诉“联系不上承办人”。
help-aid = 司法救助
help-aid-text = 被执行人没有能力还，您的生活又特别困难，可以向执行法院申请司法救助。带上身份证、案件文书和能说明困难的材料，到窗口申请。能不能给、给多少，由法院决定。
help-what = 这里能做什么
help-what-text = 能做两件事。一是反映线索：被执行人在哪、财产在哪、是不是在高消费。二是投诉法院的执行：不执行、乱执行、拖着不发钱。这里不提供法律意见，不能代替异议、复议、起诉，也不会帮您算着法定期限。
help-anonymous = 匿名和姓名
help-anonymous-text = 线索默认匿名。您留了姓名，也只有负责法院的身份保管人能看到。投诉默认留姓名，也可以匿名；办理投诉的人员能看到姓名，被投诉的法院看不到这件投诉。想匿名，就别在内容和文件里写能看出您是谁的话。
help-after = 提交之后
help-after-text = 您会得到一个编号和一个 20 位查询码。编号可以告诉别人，查询码只自己留着。10 分钟内可以撤回。目标是：线索 7 天内答复，见到人和高消费的 3 天内，投诉 30 天内。这些是服务目标，不是法定期限。
help-elsewhere = 这里办不了的事
help-elsewhere-text = 有危险或者正在发生的犯罪，拨 110。查案件、找法官，拨 12368。举报法院人员违纪违法，也可以上 jubao.court.gov.cn。不服法院的裁定，按裁定书上写的办法和期限去办。

## 隐私

privacy-title = 隐私
privacy-what = 我们记下什么
privacy-what-text = 只有您填写的内容、上传的文件、提交的时间和办理的经过。姓名、电话、邮箱都可以不填。不要求注册，也不做验证码。
privacy-sealed = 怎么保存
privacy-sealed-text = 您写的内容和文件都加密保存。查询码我们自己也读不出来。照片给法院人员看的，是去掉位置和相机信息的副本；视频、录音和文档里的这类信息不会去掉。文件目前没有做病毒检查。
privacy-who = 谁能看到
privacy-who-text = 线索的内容，负责的法院和它的上级法院能看到；反映人的姓名，只有负责法院的身份保管人能看到。投诉由上一级法院办理，办理的人员能看到姓名，被投诉的法院看不到。违纪违法的投诉，只有督察人员能看到。投诉运行本网站的法院，由它的督察人员办理。
privacy-long = 保存多久
privacy-long-text = 没提交的草稿，最后一次修改后 7 天删除。带查询码的回执，24 小时内可以在同一个浏览器里再看，之后删除。已经提交的内容由法院保存，目前没有设自动删除的期限。
privacy-not = 我们不做什么
privacy-not-text = 不做访问统计，不加载别的网站的东西。日志和数据库里都不存您的网络地址，只用一个每天更换、没有密钥就还原不了的代号来防止有人乱试查询码和批量提交。只用两个小标记（Cookie）：一个记住这次访问，关浏览器就没了；一个记住长辈模式。邮件只说有新进展，不写内容，没填邮箱就不发。
privacy-rights = 您可以要求什么
privacy-rights-text = 凭查询码随时可以看进展、补充和改联系方式，10 分钟内可以撤回。想查阅、更正、删除自己的信息，在查询页留言，由负责的法院答复。

## 无障碍

accessibility-title = 无障碍
accessibility-how = 怎么做的
accessibility-how-text = 一页一个问题，字大行宽，颜色之外都有文字说明。手机窄屏、放大到 200% 都能用。浏览器不开脚本，也能填写、上传和查询。
accessibility-elder = 长辈模式
accessibility-elder-text = 点页面上方的“长辈模式”，字和按钮会变大。选一次就记住，换一台手机要再选一次。
accessibility-keyboard = 键盘和读屏
accessibility-keyboard-text = 全部操作都能用键盘完成，当前位置有明显的框。每个格子都有名称；填错了，页面最上面会列出要改的地方，点一下就到。
accessibility-standard = 依据的标准
accessibility-standard-text = 按《网页内容无障碍指南》（WCAG）2.2 AA 级制作，还没有经过第三方检测。设计时参考了 GB/T 37668-2019、无障碍环境建设法和互联网适老化设计规范。
accessibility-tell = 用不了怎么办
accessibility-tell-text = 哪里用不了，拨打 12368，或者到法院的执行服务窗口当面反映。您也可以让信得过的人帮您填。

## 出错页面

error-not-found-title = 没有这个页面
error-not-found-body = 网址可能抄错了，也可能这份草稿超过 7 天已经删除。从首页重新开始，或者用查询码查进展。
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
