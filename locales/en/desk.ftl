# The desk: signing in, set-up, the queue, handling

desk-name = Nuandong desk
nav-desk = Desk
sign-out = Sign out

## Signing in and set-up

sign-in-title = Staff sign-in
sign-in-for = For people of the courts only. Nobody needs to sign in to send a lead or a complaint.
field-username = User name
field-password = Password
field-one-time = One-time password
field-one-time-help = The 6 digits of your authenticator app
sign-in-button = Sign in
error-sign-in-wrong = User name, password or one-time password is not right; check them and enter them again
error-sign-in-too-many = There were too many attempts; come back in 15 minutes

set-up-title = Set up your sign-in
set-up-hello = { $name }, you will sign in for { $court } as { $role }.
set-up-username = Your user name: { $username }
set-up-password = Choose a password
set-up-password-help = At least { $shortest } characters, without your user name. A few words in a row are easiest to remember.
set-up-again = The password again
set-up-one-time = Connect an authenticator app
set-up-one-time-text = Scan this code with the authenticator app on your telephone, then enter the 6 digits it shows.
set-up-qr = QR code for the authenticator
set-up-secret = If you cannot scan it, type this key:
set-up-code = The 6 digits of the app
set-up-button = Finish
error-password-empty = Choose a password
error-password-too-short = Use at least 10 characters for the password
error-password-too-long = Use at most 200 characters for the password
error-password-like-name = Choose a password without your user name in it
error-again-differs = The two passwords are different; enter the same one twice
error-one-time-empty = Enter the 6 digits of the app
error-one-time-wrong = These 6 digits are wrong or too old; enter those the app shows now

sessions-title = Signed-in devices
sessions-text = You are signed in on these devices. End any that you do not know at once, then ask your administrator to reset your password. After 60 minutes without use you are signed out.
session-device = Device
session-since = Signed in
session-seen = Last used
session-end = End
session-this = this device

role-intake = intake clerk
role-triage = triage officer
role-handler = handler
role-supervisor = supervisor
role-custodian = custodian of identities
role-discipline = discipline officer
role-admin = administrator
role-auditor = auditor

## Queue

queue-title = Queue
queue-count = Reports: { $count }
queue-empty = No report fits. Take off a filter or two.
queue-next = Next page
queue-first = First page
queue-unread = Unread
lanes = Views
by-status = By status
view-all = All
view-mine = Mine
view-unassigned = Nobody’s
view-overdue = Overdue
view-urgent = Urgent
view-livelihood = Livelihood
view-waiting = Waiting for the reporter
view-held = Held for a look
channel-lead = Lead
channel-complaint = Complaint

column-state = Urgency
column-number = Number
column-kind = Kind
column-about = About
column-case = Case
column-court = Court
column-status = Status
column-due = Due
column-received = Received
column-assignee = Handler

due-today = due today
due-left = { $days } d left
due-late = { $days } d late

tag-urgent = urgent
tag-held = held
tag-late = overdue
tag-may-withdraw = may be withdrawn until { $until }

filter-q = Report or case number
filter-go = Find
filter-more = More filters
filter-any = any
filter-remove = , remove this filter
filter-channel = Channel
filter-category = Kind
filter-status = Status
filter-due = Due
filter-livelihood = Livelihood
filter-assignee = Handler
filter-court = Court
filter-nobody = nobody
filter-livelihood-any = livelihood, any class
filter-due-overdue = overdue
filter-due-today = by today, overdue included
filter-due-week = within 7 days, overdue included
filter-category-asset = Assets
filter-category-whereabouts = Whereabouts
filter-category-evasion = Evasion
filter-category-consumption = Spending ban
filter-category-crime = Refusal crime
filter-category-passive = Inaction
filter-category-delay = Delay
filter-category-wrongful = Wrongful
filter-category-funds = Payout late
filter-category-suspension = Wrong closure
filter-category-contact = No contact
filter-category-integrity = Misconduct
filter-category-other = Other

## One report

report-title = Report { $number }
unverified = Unverified
fact-received = Received
fact-due = Due
fact-court = Court responsible
fact-concerned = Court concerned
fact-assignee = Handler
fact-livelihood = Livelihood
fact-outcome = Result
fact-reporter = Reporter
due-basis = service target, after { $source }
reporter-sealed = sealed; your role cannot read it
reporter-anonymous = anonymous
flag-court-unknown = no court given
flag-court-outside = court outside Shandong
flag-court-differs = court chosen differs from the case number
flag-court-retired = former court
flag-about-home-court = about this portal’s own court
flag-case-number-unrecognised = case number not recognised
files-title = Files
files-not-scanned = These files have not been checked for viruses. Scan them before you open them.
file-picture = Picture: { $name }

conflict-title = Not saved: somebody else was quicker
conflict-text = What you wrote is still below. See how the report stands now; if you still want this, press the button again.
conflict-seen = As you saw it
conflict-now = Now
seen-line = Version { $version } · { $status } · { $court } · handler { $assignee } · due { $due }
error-step-not-now = Not saved: the status has changed and does not allow this step. Choose one of the steps offered now.
error-step-not-yours = Not saved: your role cannot take this step. Ask a colleague who can.

steps-title = Steps
choose = Choose
action-claim = Take it
action-assign = Assign
action-release = Put back
action-transfer = Transfer
action-request-info = Ask for more
action-accept = Accept
action-decline = Decline
action-start = Start work
action-extend = Extend
action-measure = Note a measure
action-reply = Reply
action-note = Internal note
action-resolve = Close
action-reopen = Reopen
action-refer = Refer elsewhere
action-link = Link
action-archive = Archive

need-note = Internal note (the reporter does not see it)
need-note-measure = Measure taken (the reporter does not see it)
need-text = To the reporter (the reporter reads it)
need-text-request-info = What the reporter should add (the reporter reads it)
need-text-decline = Why it is declined (the reporter reads it)
need-text-extend = Why it takes longer (the reporter reads it)
need-text-reply = Reply (the reporter reads it)
need-text-resolve = What came of it (the reporter reads it)
need-reason = Reason (the reporter does not see it)
need-assignee = To whom
need-court = To which court
need-outcome = Result
need-due = New due date (at most 30 days more)
need-body = To which body
need-number = Number of the other report

error-action-unknown = Choose one of the steps that can be taken
error-note-empty = Write the note
error-note-too-long = Use at most 10,000 characters for the note
error-text-empty = Write what you want to say
error-text-too-long = Make the text shorter
error-reason-empty = Give the reason
error-reason-too-long = Use at most 10,000 characters for the reason
error-assignee-empty = Choose a person
error-assignee-unknown = This person cannot handle the report; choose one from the list
error-outcome-empty = Choose a result
error-outcome-unknown = Choose a result from the list
error-due-empty = Enter the new due date
error-due-not-a-date = There is no such day; write it like 2026-12-31
error-due-too-early = Choose a day after today and after the present due date
error-due-too-late = Choose a day at most 30 days later
error-body-empty = Say to which body it goes
error-body-too-long = Use at most 100 characters for the body
error-number-empty = Enter the 12-digit number of the other report
error-number-unknown = There is no other report with this number; check the 12 digits

error-due-already-extended = The date was extended once already; it cannot be extended again
