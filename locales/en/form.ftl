# The form: start, steps, fields, questions, options, check, receipt, words for errors

choose-title = Do you want to report a lead or make a complaint?

## Start page

start-ready = Good to have at hand
start-know = Good to know
start-button = Start
start-danger = In danger, call 110 first. If somebody might look at your browser, use a private window; “Leave quickly” at the top takes you away at once.

start-lead-title = Report a lead
start-lead-for = Tell the enforcing court where a debtor is, where assets are, or about forbidden spending.
start-lead-ready-1 = the debtor’s name, as far as you know it
start-lead-ready-2 = the case number, if you have it
start-lead-ready-3 = photos, recordings or videos, if there are any
start-lead-time = It takes about 5 minutes.
start-lead-name = You are anonymous unless you choose otherwise. If you give your name, only the custodian of identities of the responsible court can read it.
start-lead-goes = It goes to the court that enforces the case. We aim to answer within 7 days, or 3 days if somebody was seen or is spending. This is a service target, not law.

start-complaint-title = Complain about enforcement
start-complaint-for = You can complain if a court does nothing, does it wrongly, or holds back your money.
start-complaint-ready-1 = the case number, or else the name of the court
start-complaint-ready-2 = what happened, and when
start-complaint-ready-3 = photos of notices or rulings, if there are any
start-complaint-time = It takes about 8 minutes.
start-complaint-name = You are asked for your name but may stay anonymous. Those who handle the complaint can read the name; the court you complain about cannot see the complaint.
start-complaint-goes = It goes to the court above. We aim to answer within 30 days. This is a service target, not law. Complaints about misconduct can be read by discipline officers only.

## Around each page

progress-first = Step 1
progress = Step { $at } of { $of }
continue = Continue
saved-at = Saved at {"{"}at{"}"}
save-failed = Not saved just now; it is tried again in a few seconds, and “Continue” saves it too
save-over = This was already sent or deleted, so what you write is not saved. Copy it; if the report was sent, add it as a message at “Follow a report”
characters-left = Characters left: {"{"}n{"}"}
characters-over = Characters too many: {"{"}n{"}"}
change = Change
remove = Remove
not-filled = Not filled in
not-said = I would rather not say

step-kind-lead = What kind of lead is it?
step-kind-complaint = What is your complaint about?
step-case = Which case is it?
step-respondent = Who is the debtor?
step-story-lead = What do you know?
step-story-complaint = What happened?
step-details = Do you know any of these? (all optional)
step-livelihood = What kind of money is the case about?
step-files = Do you have photos, recordings or documents?
step-you = Do you want to give your name?
step-check = Check your answers before you send them

section-kind = Kind
section-case = Case
section-respondent = Debtor
section-story = Story
section-details = Details
section-livelihood = Kind of money
section-files = Files
section-you = You

## Kinds

field-category = Choose what fits best
short-category = Kind

category-lead-asset = The debtor has assets
category-lead-asset-help = A home, a car, savings, wages, a business, money owed to the debtor
category-lead-whereabouts = I know where the debtor is
category-lead-whereabouts-help = Home, workplace, or where you have just seen them
category-lead-evasion = The debtor is hiding or moving assets
category-lead-evasion-help = A sham divorce or sale, property in somebody else’s name
category-lead-consumption = The debtor spends despite a spending ban
category-lead-consumption-help = Flights, starred hotels, buying a home or a car
category-lead-crime = The debtor refuses to comply, perhaps a crime
category-lead-crime-help = Able to pay, yet resists, threatens or destroys what was seized
category-lead-other = Another lead

category-complaint-passive = The court knows of assets but does not act
category-complaint-passive-help = Nothing is seized, deducted or auctioned
category-complaint-wrongful = The enforcement is wrong
category-complaint-wrongful-help = Too much seized, somebody else’s property, a faulty auction
category-complaint-funds = The court has the money but does not pay it out
category-complaint-delay = Nothing has happened for a long time
category-complaint-suspension = The case was closed although there are assets
category-complaint-suspension-help = The court ended “this round of enforcement” (终本)
category-complaint-contact = I cannot reach the officer
category-complaint-integrity = Misconduct of court staff
category-complaint-integrity-help = Bribes, favours, leaks. Only discipline officers can read this.
category-complaint-other = Another complaint

category-short-lead-asset = Assets
category-short-lead-whereabouts = Whereabouts
category-short-lead-evasion = Evasion
category-short-lead-consumption = Spending ban
category-short-lead-crime = Refusal crime
category-short-lead-other = Other lead
category-short-complaint-passive = Inaction
category-short-complaint-wrongful = Wrongful
category-short-complaint-funds = Payout late
category-short-complaint-delay = Delay
category-short-complaint-suspension = Wrong closure
category-short-complaint-contact = No contact
category-short-complaint-integrity = Misconduct
category-short-complaint-other = Other complaint

## Case

field-case-number = Case number (optional)
field-case-number-help = It stands on notices and rulings, for example （2019）鲁0102执1234号. Leave it empty if you do not know it.
short-case-number = Case number
field-court = Which court? (optional)
field-court-lead = Which court enforces it? (optional)
field-court-complaint = Which court do you complain about? (optional)
field-court-help = With a correct case number you need not choose.
short-court = Court
court-unknown = I do not know

case-read = Case number: { $number }
case-read-as = Read as { $number }. Correct it if that is wrong.
case-court = Court: { $court }
case-court-ambiguous = A case number of the old form does not tell the court. If you know it, choose it below.
case-court-retired = { $old } no longer exists; its successor is { $court }.
case-court-outside = This case belongs to { $court }, outside Shandong. You can go on, but calling 12368 there is quicker. The high court there: { $province }.
case-not-enforcement = This is not the number of an enforcement case. If you have one with the character 执, use that; if not, this one will do.
case-go-on = If this is right, press “Continue”
case-kept = It is kept as you typed it; you can go on.
case-no-match = This case number was not recognised. Compare it with the document; it looks like （2019）鲁0102执1234号.
case-empty-or-too-long = This is too long. Enter one case number only.
case-unknown-type = There is no such type of case. Enforcement cases mostly have 执, 执恢 or 执异; compare it with the document.
case-unknown-court-code = No court has this code. Check the digits after 鲁.
case-new-format-before-2016 = Case numbers before 2016 looked different. Check the year.
case-year-in-future = This year has not begun yet. Check the year.
case-serial-too-long = The number before 号 is too long. Compare it with the document.

## Debtor

field-respondent-kind = A person or an organisation? (optional)
short-respondent-kind = Person or organisation
respondent-person = A person
respondent-organisation = A company or other organisation
field-respondent-name = Name (optional)
field-respondent-name-help = Whoever the judgment tells to pay or to act. A nickname or the name of a shop will do.
short-respondent-name = Debtor
field-respondent-id = Identity number or unified credit code (optional)
field-respondent-id-help = Only if you know it. Many people share a name; this tells them apart.
short-respondent-id = Identity number

## Story

field-narrative = Write it down
field-narrative-help = When, where, who did what. Plain words are fine. To stay anonymous, leave out anything that shows who you are.
short-narrative = Story
narrative-limit = At most { $limit } characters.
field-occurred-on = When was it?
field-occurred-on-help = Optional. Leave it empty if you are not sure. For example 2026, 11, 3.
short-occurred-on = When
date-year = Year
date-month = Month
date-day = Day

## Questions of each kind



## Kind of money

field-livelihood = Choose one (optional)
field-livelihood-lead = What kind of money is the case about? (optional)
field-livelihood-help = Families live on this money; the court sees the mark.
short-livelihood = Kind of money
livelihood-none = None of these, or I do not know
livelihood-labor = Wages
livelihood-parents = Support for parents
livelihood-spouse = Support for a spouse
livelihood-child = Child support
livelihood-pension = Survivors’ or disability pension
livelihood-medical = Damages for medical harm
livelihood-traffic = Damages for a traffic accident
livelihood-injury = Damages for a work injury
livelihood-crim-civil = Damages from a criminal case
livelihood-supervised = A case supervised by the Supreme People’s Court
livelihood-short-labor = Wages
livelihood-short-parents = Parents
livelihood-short-spouse = Spouse
livelihood-short-child = Child
livelihood-short-pension = Pension
livelihood-short-medical = Medical
livelihood-short-traffic = Traffic
livelihood-short-injury = Work injury
livelihood-short-crim-civil = Criminal damages
livelihood-short-supervised = Supervised

## Files

short-files = Files

## You

field-anonymous = Choose one
short-anonymous = Anonymous or with name
anonymous-yes = Anonymous
anonymous-yes-help = You leave nothing. With the code you can still write to the court and read its answers.
anonymous-no = With a name or contact details
anonymous-no-help = On a lead: only the custodian of identities of the responsible court can read them. On a complaint: those who handle it can.
you-if-named = If you stay anonymous, leave the rest empty. If not, give at least a name, a telephone number or an e-mail address.
field-name = Name (optional)
short-name = Name
field-phone = Telephone (optional)
field-phone-help = Mobile or landline. A mobile that you confirm gets a text when there is news; the text says nothing more.
short-phone = Telephone
field-email = E-mail (optional)
field-email-help = Once you confirm it, we write when there is news; the mail says nothing more.
short-email = E-mail
field-role = What have you to do with the case? (optional)
short-role = Part in the case
reporter-role-applicant = I am the creditor
reporter-role-family = I am family of the creditor
reporter-role-lawyer = I am a lawyer or representative
reporter-role-respondent = I am the debtor
reporter-role-third-party = I am no party, but my property is affected
reporter-role-other = Something else
field-claims-reward = If there is a reward, I want to claim it (optional)
field-claims-reward-help = Some cases carry a reward; of equal leads the first one counts. To claim it you must leave your name or a way to reach you. The court decides whether it is paid.

## Check and send

check-not-sent = Nothing has been sent yet. Read it through, then press the button at the end.
check-truth-lead = By sending this lead you say that it is true as far as you know.
check-truth-complaint = By sending this complaint you say that it is true as far as you know.
send-lead = Send the lead
send-complaint = Send the complaint

## Typed in another tab after sending

sent-already-title = This was already sent
sent-already-text = What you just wrote on this page was not added to it. It stands below, so that you can copy it; to add it, write to the court at “Follow a report”.
sent-already-receipt = See the page you got after sending

## Receipt

receipt-title = It has been sent
receipt-at = Received on { $at }
receipt-number = Report number
receipt-code = Secret code
receipt-code-help = You need it to see progress, write to the court and add files. Tell nobody.
receipt-qr = QR code: opens the follow page with the code filled in
receipt-keep = Write the code down now. Nobody can find a lost code, not even we.
receipt-next = What happens next
receipt-court-lead = This lead is handled by: { $court }.
receipt-court-complaint = This complaint is handled by: { $court }.
receipt-due-lead = We aim to answer you by { $due }. This is a service target, not law.
receipt-due-complaint = We aim to tell you the result by { $due }. This is a service target, not law.
receipt-look = Use the code to see progress at any time. If you gave an e-mail address or mobile and confirmed it, you hear when there is news.
receipt-withdraw = You can change it on the follow page for 10 minutes, and withdraw it at any time before there is a decision.
receipt-outside = This case belongs to { $court }, outside Shandong. Calling 12368 there is quicker. The high court there: { $province }.
receipt-about-home = Your complaint is about the court that runs this portal. Only its discipline officers can read and handle it. You can also turn to the Supreme People’s Court or report at jubao.court.gov.cn.
receipt-print = Print this page, photograph it, or copy the numbers.
receipt-again = For 24 hours, and until you close the browser, you can open this page again.

## Words for errors

error-any-empty = Fill this in to go on
error-any-too-long = Make this shorter
error-any-unknown = Choose one of those listed
error-any-wrong-form = Write it as in the example beside it
error-any-checksum = A digit is wrong; compare it with the original
error-any-not-a-date = There is no such day; check year, month and day
error-any-future = This day has not come yet; enter one in the past
error-any-too-early = Choose a later day
error-any-too-late = Choose an earlier day
error-any-incomplete = Fill in year, month and day, or leave all three empty
error-any-too-many = There are too many; remove some
error-any-closed = This is closed and cannot be changed any more
error-any-busy = Somebody else was changing it; press the button again
error-any-same = This is what it was before; choose another
error-any-conflict = It cannot go to the court complained about; choose another
error-any-differs = The two are different; write it again
error-any-too-short = Make this longer
error-any-like-name = This is too like the user name; choose another
error-any-wrong = This is not right; check it and write it again

error-category-empty = Choose a kind
error-category-unknown = Choose one of the kinds listed
error-channel-empty = Say whether it is a lead or a complaint
error-channel-unknown = Write lead or complaint
error-case-number-too-long = Enter one case number only, for example （2019）鲁0102执1234号
error-court-empty = Choose a court
error-court-same = It is at this court already; choose another
error-court-conflict = Choose a court of Shandong that is neither the one complained about nor below it
error-court-unknown = Choose a court from the list, or “I do not know”
error-court-too-long = Choose a court from the list, or “I do not know”
error-respondent-name-too-long = Use at most 100 characters for the debtor’s name
error-respondent-kind-unknown = Choose a person or an organisation
error-respondent-id-too-long = Use at most 50 characters for the identity number
error-respondent-id-checksum = A digit of this identity number is wrong; check it or leave it empty
error-title-too-long = Use at most 100 characters for the title
error-narrative-empty = Write down what you know; a sentence or two will do
error-narrative-too-long = Use at most 20,000 characters; the rest can be added as a file
error-occurred-on-incomplete = Fill in year, month and day, or leave all three empty
error-occurred-on-not-a-date = There is no such day; write it like 2026, 11, 3
error-occurred-on-short-year = Write the year with four digits, for example 2026
error-occurred-on-future = This day has not come yet; enter one in the past
error-occurred-on-too-early = Enter a day after 1 October 1949
error-details-too-many = There are too many answers; 60 at most
error-livelihood-unknown = Choose one of those listed, or “None of these, or I do not know”
error-name-empty = Give a name, a telephone number or an e-mail address, or stay anonymous
error-name-too-long = Use at most 100 characters for the name
error-name-closed = This is closed; contact details can no longer be changed
error-name-busy = The court was just working on it; press “Save” again
error-phone-wrong-form = Enter a mobile number or a landline with its area code, for example 13800138000 or 0531-88888888
error-email-wrong-form = Enter a whole e-mail address, for example wang@example.com
error-role-too-long = Choose your part in the case from the list
error-message-empty = Write your message first
error-message-too-long = Use at most 5,000 characters; you can send several messages
error-message-closed = This is closed; you can no longer write here

error-name-reward = To claim a reward, choose “With a name or contact details” and give at least one of them.
claims-reward = claims the reward
