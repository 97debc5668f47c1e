# Following a report: the page, status words, the timeline

follow-title = Follow a report
field-code = Secret code
field-code-help = The 20 digits you got when you sent it, with or without spaces
follow-open = Open
follow-lost = Nobody can find a lost code. You can send a new report and mention the number of the old one.
follow-report-title = Report { $number }
follow-files = Add files

error-code-empty = Enter the 20 digits of your secret code
error-code-wrong-form = A digit is missing or wrong; there are 20, compare them in groups of four
error-code-unknown = There is no report with this code; compare it with your receipt
error-code-too-many = There were too many attempts; come back in 15 minutes

status-received = Received
status-received-text = The court has it; nobody has looked at it yet. It will be reviewed next.
status-under-review = Under review
status-under-review-text = Somebody is reading what you wrote and will decide whether it is taken up.
status-info-requested = More needed
status-info-requested-text = The court would like to know more. When you have answered, the review goes on.
status-accepted = Accepted
status-accepted-text = The court has decided to take this up. Somebody will start to work on it.
status-declined = Declined
status-declined-text = The court has decided not to take this up; the reasons stand below. If you disagree, write a message; if it is not settled, you can say so here.
status-transferred = Transferred
status-transferred-text = This was passed to another court, which goes on with it. You need not send it again.
status-in-progress = In progress
status-in-progress-text = Somebody is working on it. The court’s answers appear below.
status-extended = Extended
status-extended-text = More time is needed. The new date and the reason stand below.
status-resolved = Closed
status-resolved-text = The work is done; the result stands below. Whether it is settled is for you to say.
status-reopened = Reopened
status-reopened-text = This is being worked on again. Somebody will take it up.
status-withdrawn = Withdrawn
status-withdrawn-text = You withdrew this and the court does no more about it. If you change your mind, send a new report.
status-archived = Archived
status-archived-text = This is over and you can no longer write here. If there is news, send a new report and mention this number.

due-passed = The target date, { $due }, has passed. You can write a message and ask.

timeline-title = What has happened
you = You
reporter = The reporter
the-court = The court
the-portal = The portal
internal = internal

# Whoever did it stands before the sentence: “You”, “The court”, “The portal”, or a name.
entry-received = sent this. Received by: { $court }.
entry-message = wrote a message.
entry-status = changed the status from “{ $from }” to “{ $to }”.
entry-file = added a file.
entry-contact = changed the name or contact details.
entry-withdrawn = withdrew this.
entry-reason = noted the reason.
entry-claim = took this on.
entry-assign = gave this to { $assignee }.
entry-release = put this back for somebody else.
entry-transfer = passed this from { $court_from } to { $court_to }.
entry-request-info = would like to know more.
entry-accept = accepted this.
entry-decline = declined this.
entry-start = started work.
entry-extend = moved the date to { $due }.
entry-measure = noted a measure taken.
entry-reply = answered.
entry-note = wrote an internal note.
entry-resolve = closed this. Result: { $outcome }.
entry-reopen = reopened this.
entry-refer = referred this to another body.
entry-link = linked this with { $number }: { $relation }.
entry-archive = archived this.

outcome-controlled = assets secured
outcome-enforced = enforced
outcome-measures-taken = measures taken
outcome-referred = referred to another body
outcome-corrected = corrected
outcome-paid = money paid out
outcome-partly = solved in part
outcome-already-known = already known to the court
outcome-not-true = not true
outcome-not-verifiable = could not be verified
outcome-explained = explained
outcome-duplicate = same as another report
outcome-unenforceable = no assets to enforce against

message-title = Write to the court
message-help = Up to 5,000 characters. Answers appear above under “What has happened”.
message-send = Send the message

contact-title = Give or change your name and contact details
contact-text = You can add them now or change them. On a lead, only the custodian of identities of the responsible court can read them; on a complaint, those who handle it can.
contact-save = Save

withdraw-title = Withdraw
withdraw-text = You can withdraw at any time before there is a decision. The court then does no more about it, you can no longer write here, and it cannot be undone.
withdraw-button = Withdraw
error-withdraw-busy = The court was just working on it; press “Withdraw” again

error-message-too-many = There were many messages within the hour; wait a while, then write again
