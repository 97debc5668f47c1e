# 同时办理：键盘、实时更新、谁在看、没写完的答复、冲突

## 键盘

keys-title = 键盘
keys-text = 工作台的每一件事都可以用键盘完成。先把焦点放在页面上，不要放在输入框里；正在输入时，这些键只是文字。
keys-on = 单个字母可以当快捷键用。
keys-off = 单个字母不当快捷键用；Ctrl K 和 Ctrl Enter 照常可用。
keys-switch-off = 关闭单键快捷键
keys-switch-on = 打开单键快捷键
keys-more = 全部按键和开关
keys-place-list = 列表
keys-place-report = 办件
keys-place-go = 前往
keys-place-always = 随处可用
key-down = 下一行
key-up = 上一行
key-open = 打开
key-expand = 就地展开
key-select = 选中或取消
key-select-down = 选中并下移
key-select-up = 选中并上移
key-back = 回到列表
key-next = 下一件，在列表里是下一页
key-previous = 上一件，在列表里是上一页
key-search = 查找
key-help = 列出按键
key-palette = 打开命令面板
key-send = 提交正在写的内容
key-queue = 办件列表
key-sessions = 登录的设备
key-keys = 键盘说明

## 命令面板和实时更新

live-close = 关闭
live-palette = 命令面板
live-palette-hint = 输入要做的事，或 12 位编号
live-palette-number = 打开办件 {"{"}number{"}"}
live-palette-none = 没有符合的
live-new = 新到 {"{"}count{"}"} 件
live-show = 显示
live-changed = 刚有变动
live-by = {"{"}who{"}"}：{"{"}status{"}"}
live-reload = 刷新页面
live-lost = 离开太久，列表可能已经变了
live-unsaved = 还没有保存，稍后会自动再试
live-unreached = 现在连不上服务器，稍后再试
live-selected = 选了 {"{"}count{"}"} 件
live-gone = 这一件已经不在您的范围内。您写的内容还在这里，可以复制。
live-session = 登录已经结束。您写的内容还在这里；在另一个窗口登录后再继续。
presence-title = 谁在看
presence-viewing = 正在看
presence-idle = 暂时离开
presence-writing = 正在写

## 没写完的答复

answer-keep = 先存着
answer-kept = 已保存 { $at }
kept-typed = 您写的内容（没有提交，可以复制）
kept-for = 您为“{ $action }”写的内容（已保存，没有提交，可以复制）
kept-discard = 不再需要

## 冲突

seen-field = 项目
seen-by = 谁改的
seen-since = 这期间：
seen-status = 状态
seen-court = 负责法院
seen-assignee = 承办人
seen-due = 期限
seen-flags = 标记和加分
seen-outcome = 办理结果
seen-content = 反映内容（第几版）
seen-messages = 反映人的来信（封）
conflict-again = 按新情况办理：{ $action }
conflict-not-now = 现在不能再办这一步。您写的还在下面，可以复制。
conflict-unseen = 下面显示的是现在的情况。
