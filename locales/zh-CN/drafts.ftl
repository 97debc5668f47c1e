# 草稿：保存、续填码、删除；来得太多时等一步；重复提交的提醒；待甄别

draft-saves = 每填一步都会保存，最后一次修改后留 7 天，过后删除。中途想停，点“存起来，以后接着填”，换手机、换电脑也能接着填。
draft-saved = 上次保存：{ $at }
draft-later = 存起来，以后接着填
draft-kept = 已经存好，留到{ $day }。每改一次，重新算 7 天。
draft-delete = 不要了，删除这份草稿
draft-delete-title = 删除这份草稿？
draft-delete-text = 您写的内容马上删掉，谁也找不回来。
draft-delete-files = 您写的内容和上传的 { $count } 个文件马上删掉，谁也找不回来。
draft-delete-yes = 删除这份草稿
draft-delete-no = 不删，回去
draft-deleted-title = 草稿已经删除
draft-deleted-text = 您写的内容和文件都删掉了，没有提交给法院。续填码也作废了。

## 续填码

resume-link = 没填完？接着填
resume-title = 接着填没填完的
field-resume = 续填码
field-resume-help = 存草稿时得到的 16 位数字，空格有没有都行
resume-on = 接着填
resume-lost = 续填码丢了，谁也找不回来。还是原来的手机或电脑，从浏览器的历史记录打开填写页，也能接着填。
resume-code = 续填码
resume-code-text = 换一台手机或电脑，或者浏览器记录清掉了，凭这个 16 位的码接着填。
resume-make = 给我一个续填码
resume-another = 换一个码，这个作废
resume-once = 只显示这一次，现在就抄下来。
resume-shown = 续填码只显示一次，刚才已经显示过。没抄下来，就再要一个，原来的作废。
resume-where = 接着填的网址：{ $address }
resume-qr = 二维码：扫一扫，打开接着填的页面并填好续填码
resume-shared = 谁拿到续填码，谁就能看到您写的内容。和别人共用手机、电脑的，抄在纸上，别拍照；走之前点页面上方的“快速离开”。
resume-follow = 到“查进展”打开
resume-go = 接着填这份草稿
resume-anew = 重新填一份

error-resume-empty = 填上 16 位续填码
error-resume-wrong-form = 续填码有数字漏了或抄错了。共 16 位，每 4 位一组核对
error-resume-unknown = 没有找到这个续填码。后来又换过码的，用最新的那个
error-resume-too-many = 试的次数太多了，过 15 分钟再来
error-resume-sent = 这份草稿已经提交，法院收到了。用提交时得到的 20 位查询码查进展
error-resume-expired = 这份草稿超过 7 天没有改，已经删除
error-resume-deleted = 这份草稿已经按您的意思删除
error-resume-receipt = 这是 20 位的查询码，查进展用的。点下面的按钮打开
error-code-resume = 这是 16 位的续填码，接着填草稿用的。点下面的按钮打开

## 来得太多时

gate-title = 再等一小会儿
gate-begin = 这一小时里，从您用的网络来填写的人特别多，所以多等一步。
gate-wait = 过 { $seconds } 秒，点“开始填写”。
gate-working = 您的手机或电脑正在算一道小题，算完自动往下走，不用动手。算了约 {"{"}share{"}"}%
gate-done = 算好了，正在往下走。
busy-send = 这一小时里，从您用的网络来的件特别多。慢慢看一遍，等 { $seconds } 秒再提交，就和平时一样。马上提交也收，也给回执，只是先由工作人员看一眼是不是程序发的。
busy-working = 这一小时里，从您用的网络来的件特别多，您的手机或电脑正在算一道小题，证明不是程序发的。现在就可以点提交，算完自动发出。算了约 {"{"}share{"}"}%
busy-done = 小题算好了，可以提交了。

## 同一个案子

twin-lead = 您在 { $at } 已经提交过这个案子的线索，编号 { $number }。想补充，凭查询码留言、加文件就行。是另一条线索，就接着提交。
twin-complaint = 您在 { $at } 已经提交过这个案子的投诉，编号 { $number }。想补充，凭查询码留言、加文件就行。是另一件事，就接着提交。

## 待甄别

flag-held-trap = 填了看不见的格子
flag-held-too-quick = 填得太快
flag-held-too-many = 同一网络来件太多
tag-held-for = 待甄别：{ $reason }
action-release-hold = 解除待甄别
entry-release-hold = 解除待甄别。
