# Working side by side: keyboard, live updates, presence, unfinished answers, conflicts

## Keyboard

keys-title = Keyboard
keys-text = Everything at the desk can be done by keyboard. The keys work while the focus is on the page; in a field they are plain letters.
keys-on = Single letters are shortcuts.
keys-off = Single letters are not shortcuts; Ctrl K and Ctrl Enter still work.
keys-switch-off = Switch single-letter shortcuts off
keys-switch-on = Switch single-letter shortcuts on
keys-more = All keys, and the switch
keys-place-list = In the list
keys-place-report = In a report
keys-place-go = Go to
keys-place-always = Anywhere
key-down = Next row
key-up = Previous row
key-open = Open
key-expand = Expand in place
key-select = Select or clear
key-select-down = Select and move down
key-select-up = Select and move up
key-back = Back to the list
key-next = Next report; in the list, next page
key-previous = Previous report; in the list, previous page
key-search = Search
key-help = List the keys
key-palette = Open the command palette
key-send = Send what is being written
key-queue = Queue
key-sessions = Signed-in devices
key-keys = Keyboard help

## Palette and live updates

live-close = Close
live-palette = Command palette
live-palette-hint = Type what to do, or a 12-digit number
live-palette-number = Open report {"{"}number{"}"}
live-palette-none = Nothing fits
live-new = {"{"}count{"}"} new
live-show = Show
live-changed = Just changed
live-by = {"{"}who{"}"}: {"{"}status{"}"}
live-reload = Reload the page
live-lost = You were away for long; the list may have changed
live-unsaved = Not saved yet; it is tried again by itself
live-unreached = The server cannot be reached; try again in a moment
live-selected = {"{"}count{"}"} selected
live-gone = This report is no longer within your reach. What you wrote is still here to copy.
live-session = You are signed out. What you wrote is still here; sign in in another window, then go on.
presence-title = Who has it open
presence-viewing = viewing
presence-idle = away
presence-writing = writing

## Unfinished answers

answer-keep = Save for later
answer-kept = Saved { $at }
kept-typed = What you wrote (not sent; you can copy it)
kept-for = What you wrote for “{ $action }” (kept, not sent; you can copy it)
kept-discard = I do not need it any more

## Conflicts

seen-field = Field
seen-by = Changed by
seen-since = Since then:
seen-status = Status
seen-court = Court responsible
seen-assignee = Handler
seen-due = Due
seen-flags = Flags and points
seen-outcome = Result
seen-content = Content (version)
seen-messages = Messages from the reporter
conflict-again = Do it on the new version: { $action }
conflict-not-now = This step can no longer be taken. What you wrote is still below, to copy.
conflict-unseen = This is how the report stands now.
