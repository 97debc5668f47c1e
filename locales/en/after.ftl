# After sending: where it stands, changing, withdrawing, read marks, what became of it

## Where it stands

now-handler = Who has it
now-handled = Handled by
now-progress = Latest step
now-due = When
now-estimate = How long it takes
status-received-opened = The court has it; somebody opened it on { $at }. Next it is decided whether it is taken up.
handled-waiting = Waiting to be looked at by the triage officers of { $court }
handled-arranging = { $court } is choosing who will handle it
handled-triage = With a triage officer of { $court }
handled-handler = With a handling officer of { $court }
handled-supervisor = With a supervisor of { $court }
handled-apart-waiting = Waiting to be looked at by designated officers of { $court }; nobody else can see it
handled-apart = With a designated officer of { $court }; nobody else can see it
progress-today = There was a step today
progress-days = Days since the last step: { $days }
progress-none-today = Sent today
progress-none = No step yet; days since it was sent: { $days }
estimate-kind = Days until half of this kind are closed: { $median }; until eight of ten are: { $most } (from { $sample } closed in the last 180 days)
estimate-all-lead = Few of this kind were closed so far. Of all leads together, days until half are closed: { $median }; until eight of ten are: { $most } (from { $sample } closed in the last 180 days)
estimate-all-complaint = Few of this kind were closed so far. Of all complaints together, days until half are closed: { $median }; until eight of ten are: { $most } (from { $sample } closed in the last 180 days)
estimate-none = Not enough were closed lately to say
asked-title = The court asks you
asked-answer = Your answer

## Read marks

read-by-court = Read by the court on { $at }
unread-by-court = Not yet read by the court
read-by-reporter = Read by the reporter on { $at }
unread-by-reporter = Not yet read by the reporter
read-note = When you open this page, the court can see that you have read its answers.

## Changing within ten minutes

change-text = Wrote something wrong, forgot something? You can change it until { $until }, as often as you like. Number and code stay the same.
change-button = Change it
change-note = You are changing report { $number }. It counts only if you press “Send the change” at the end of this page before { $until }; otherwise everything stays as it was. What you wrote first is kept under seal, and those who handle it can read it.
change-note-files = Files and messages you have sent stay with the report. If it goes to another court, that court can see them.
change-over = Report { $number } can no longer be changed; the court still has what you sent first. Nothing you wrote below is lost, and you can copy it.
change-over-write = Write to the court and say what should be different
change-now = See what it says now
change-send = Send the change
change-truth = By pressing “Send the change” you say that this is true as far as you know.
change-files = You need not send files again. Those you have sent are all there. To add more, use the page of this report.
change-files-kept = Those you have sent are all there
change-leave = Leave it as it is and go back to the report
change-files-link = Add files on that page
changed-title = Changed
changed-text = Report { $number } now says what you wrote last. Number and code stay the same.
changed-until = You can change it again until { $until }.
changed-back = Follow this report
error-change-too-late = The time for changes is over and nothing was changed; what you wrote is still below
error-change-closed = A decision has been made and nothing was changed; what you wrote is still below
error-change-elsewhere = Nothing was changed yet: you changed this report in another window. See what it says now; to replace that by what stands below, press “Send the change” again
error-change-too-many = There were many changes within the hour and nothing was changed; what you wrote is still below, press again later

## Withdrawing

withdraw-reason = Why do you withdraw it? (optional)
withdraw-reason-help = Leave it empty if you prefer. Those who handle the report can read it.
error-withdraw-closed = A decision has been made, there is nothing to withdraw; if you have more to say, write to the court
error-withdraw-too-long = The reason can have up to 2,000 characters

## What became of it

rating-title = Is it settled?
rating-title-again = Four weeks have passed. Is it settled now?
rating-label = Choose what is true
rating-settled = Settled
rating-partly = Settled in part
rating-not = Not settled
rating-unknown = I do not know yet
rating-not-first = If you choose this, the court works on it again, with { $due } as the new target date. That can be done once.
rating-not-again-above = It was worked on again once because you asked, and is not opened a second time. What you say is recorded, and the supervisors of the court above can see it.
rating-not-again = It was worked on again once because you asked, and is not opened a second time. What you say is recorded, and those who supervise can see it.
rating-text = What would you like to explain? (optional)
rating-text-help = For instance which money is still missing, or what was not done. Up to 2,000 characters.
rating-send = Tell the court
rating-said = On { $at } you said: { $result }.
rating-change = Things have changed: say it again
entry-rated = said what became of it: { $result }.
entry-reopened = asked for it to be worked on again. New target date: { $due }.
entry-changed = changed what it says.
entry-changed-court = changed what it says. Received by: { $court }.
error-result-empty = Choose one
error-result-unknown = Choose one of the four
error-result-not-closed = This is still being worked on; say what became of it once it is closed
error-rating-text-too-long = The explanation can have up to 2,000 characters
problem-not-closed-title = Not closed yet
problem-not-closed-detail = Wait until it is closed and “can” holds “rate”.

## The desk

tag-may-change = may change until { $until }
tag-reopened-by-citizen = reopened by the reporter
tag-not-settled = not settled, says the reporter
tag-citizen-says = Reporter says: { $result }
flag-not-settled-again = still not settled after reopening
view-unsettled = Not settled, says the reporter
filter-result = What the reporter says
versions-title = Before it was changed
version-line = Version { $n }, until { $until }
