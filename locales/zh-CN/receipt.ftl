# 收件凭证：签名回执、核验页、打印的收件回执、日历提醒、第一次打开时再看一次查询码

weekday-1 = 星期一
weekday-2 = 星期二
weekday-3 = 星期三
weekday-4 = 星期四
weekday-5 = 星期五
weekday-6 = 星期六
weekday-7 = 星期日

## 回执页和查询页

keep-day = { $day }（{ $weekday }）
keep-come-back = 哪天回来看
keep-come-back-text = 我们争取这一天前答复您。早来看也行，随时能查。
keep-calendar = 把{ $day }加进日历，到时提醒（日历里只写“待办：查看进度”）
keep-to-do = 待办：查看进度
keep-title = 留个底
keep-paper = 打印收件回执（A4 纸，也可以存成 PDF）
keep-file = 保存签名回执（文件 receipt.txt）
keep-what = 签名回执能证明什么
keep-what-text = 这一串字由本网站签名，能证明哪个编号、什么时候收到。别人看不出内容，也看不出您是谁。谁都能在核验页上验真假，扫这个码就行。
keep-qr = 二维码：打开核验页并填好这份签名回执
keep-unsigned = 这一件没有签名回执：收到它的时候，网站还不给回执签名。
keep-text = 保存反映的内容（文件 content.json）
keep-text-same = 法院现在保存的内容，和这份回执签名时的一样。想证明内容没变，把内容也存下来，连同查询码一起能核对。
keep-text-changed = 这份回执证明的是第一次提交的内容。后来改过，法院现在保存的和那时不一样。对第一次提交的内容，这份回执一直有效。
keep-file-check = 核验：{ $address }

receipt-later = 以后还能做的
receipt-later-text = 打开“查进展”，填上查询码，就能补留联系方式、补充文件、给法院留言。
receipt-feedback = 这里哪一步不好用？告诉我们

## 第一次打开

follow-first = 核对一下您记的查询码
follow-first-text = 第一次打开，再给您看一次。和您记的一样吗？不一样就现在改过来。只有这一回，关掉浏览器或者两小时后就不再显示。

## 打印的收件回执

sheet-title = 收件回执
sheet-choose = 纸上印什么
sheet-with-kind = 印上反映的类别
sheet-with-kind-help = 怕家里人或别人看见，就别勾。
sheet-with-code = 印上查询码
sheet-with-code-help = 谁拿到查询码，谁就能看到这一件。
sheet-renew = 按勾选的重排
sheet-print = 打印
sheet-print-help = 用浏览器的“打印”也行，还可以选“存为 PDF”。这几行不会印出来。
sheet-received = 收到时间
sheet-court = 办理法院
sheet-kind = 类别
sheet-next-read = 办理法院的工作人员会看您写的内容，决定怎么办。
sheet-next-due = 目标是{ $due }前答复您。这是服务目标，不是法定期限。
sheet-next-follow = 凭查询码随时看进展：{ $address }
sheet-proof = 核验这份回执
sheet-proof-text = 扫码，或者打开 { $address }，填上下面这串字。
sheet-not = 回执证明编号和收到的时间，不表示法院已经受理，也不表示内容属实。

## 核验页

verify-title = 核验回执
verify-intro = 看看一份签名回执是不是本网站开的、有没有被改过。核验不查数据库，也不留记录。
verify-receipt = 签名回执
verify-receipt-help = 以 NDR1 开头的一长串，从头到尾粘贴进来。中间断了行、前后有别的字都不要紧。
verify-filled = 扫码带来的回执已经填好，点“核验”。
verify-file = 或者选回执文件（选填）
verify-file-help = 就是保存下来的 receipt.txt。选了文件，就只看文件。
verify-check = 核验
verify-genuine = 这份回执是真的
verify-time = 收到时间（北京时间）
verify-key = 签名密钥
verify-key-signs = 正在使用
verify-key-retired = { $day }停用，以前签的一直有效
verify-proves = 真的回执证明什么
verify-proves-filed = 本网站在这个时间收到了这个编号的一件，时间准到百万分之一秒。
verify-proves-order = 两份回执比时间，就知道谁先谁后。
verify-proves-text = 有查询码、又存了当时内容的人，能证明内容一个字没变。别人从回执里看不出内容。
verify-not = 不能证明什么
verify-not-true = 不证明内容属实。
verify-not-accepted = 不表示法院已经受理，也不表示会有奖励。
verify-not-who = 不证明是谁提交的。回执上没有名字。
verify-not-files = 不包括照片、录音等文件。
verify-keys = 公钥，给想自己核验的人
verify-keys-text = 拿公钥就能离线核验，不用相信这一页。先从别的渠道核对指纹，例如打电话问法院。
verify-key-since = { $day }起使用
verify-key-until = { $day }停用
verify-fingerprint = 指纹（SHA-256）
verify-public = 公钥（Ed25519）
verify-offline = 不联网也能核验：

error-receipt-empty = 粘贴回执，或者选回执文件
error-receipt-not-a-receipt = 这不是回执。回执以 NDR1 开头，从这四个字符开始复制
error-receipt-cut-off = 回执不完整，后面少了一截。从 NDR1 开始复制到最后一个字符
error-receipt-changed = 这份回执不是真的，或者被改过。哪怕只错一个字符也这样，找到原件再核对一次
error-receipt-unknown-key = 签这份回执的密钥，本网站没有。它可能是别的网站开的，也可能被改过
error-receipt-future-version = 这份回执的版本比本网站新，在这里核验不了。到开出它的网站上核验
error-receipt-too-large = 这个文件太大，不会是回执。选 receipt.txt
