# Proof of receipt: signed receipt, check page, printed acknowledgement, calendar entry, the code once more on the first visit

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

## Receipt page and follow page

keep-day = { $weekday }, { $day }
keep-come-back = When to come back
keep-come-back-text = We aim to answer you by then. You can look earlier, at any time.
keep-calendar = Add { $day } to your calendar (it says only “To do: check progress”)
keep-to-do = To do: check progress
keep-title = Keep a record
keep-paper = Print the acknowledgement (A4, or save it as PDF)
keep-file = Save the signed receipt (file receipt.txt)
keep-what = What the signed receipt proves
keep-what-text = This line is signed by the portal. It proves which number was received and when. Nobody can read from it what you wrote or who you are. Anybody can check it on the check page; scanning this code is enough.
keep-qr = QR code: opens the check page with this signed receipt filled in
keep-unsigned = This one has no signed receipt: it came in before the portal signed receipts.
keep-text = Save what you wrote (file content.json)
keep-text-same = What the court holds now is what this receipt was signed for. To be able to prove that, save the text too; together with your secret code it can be checked.
keep-text-changed = This receipt stands for what you sent first. It was changed afterwards, so what the court holds now differs. For what you sent first, this receipt stays valid.
keep-file-check = Check it at { $address }

receipt-later = What you can still do later
receipt-later-text = Open “Follow a report” and enter your secret code: you can give contact details, add files and write to the court.
receipt-feedback = Was a step here hard to use? Tell us

## First visit

follow-first = Check the code you noted
follow-first-text = This is the first visit, so here it is once more. Is it what you noted? If not, correct your note now. It is shown this once only, until you close the browser or two hours have passed.

## The printed acknowledgement

sheet-title = Acknowledgement of receipt
sheet-choose = What to print
sheet-with-kind = Print what kind of report it is
sheet-with-kind-help = Leave it out if somebody at home should not see it.
sheet-with-code = Print the secret code
sheet-with-code-help = Whoever has the code can read your report.
sheet-renew = Update the page
sheet-print = Print
sheet-print-help = The browser’s own Print works too, and can save a PDF. These lines are not printed.
sheet-received = Received
sheet-court = Court in charge
sheet-kind = Kind
sheet-next-read = Staff of the court in charge read what you wrote and decide what to do.
sheet-next-due = We aim to answer you by { $due }. This is a service target, not law.
sheet-next-follow = With your secret code you can see progress at any time: { $address }
sheet-proof = Check this receipt
sheet-proof-text = Scan the code, or open { $address } and enter the line below.
sheet-not = The receipt proves number and time. It does not mean that the court has accepted the matter or that what was written is true.

## The check page

verify-title = Check a receipt
verify-intro = See whether a signed receipt was issued by this portal and has not been changed. The check asks no database and leaves no record.
verify-receipt = Signed receipt
verify-receipt-help = A long line that begins with NDR1. Paste all of it; line breaks within and words around it do no harm.
verify-filled = The receipt from the QR code is filled in. Press “Check”.
verify-file = Or choose the receipt file (optional)
verify-file-help = The file receipt.txt that was saved. If you choose a file, only the file counts.
verify-check = Check
verify-genuine = This receipt is genuine
verify-time = Received (Beijing time)
verify-key = Signing key
verify-key-signs = in use
verify-key-retired = retired on { $day }; what it signed before stays valid
verify-proves = What a genuine receipt proves
verify-proves-filed = This portal received a report with this number at this time, to the millionth of a second.
verify-proves-order = The times of two receipts tell which came first.
verify-proves-text = Whoever has the code and kept the text can prove that not a character of it was changed. Nobody else can read the text from the receipt.
verify-not = What it does not prove
verify-not-true = That what was written is true.
verify-not-accepted = That the court has accepted it, or that there will be a reward.
verify-not-who = Who sent it. There is no name on a receipt.
verify-not-files = Anything about photographs, recordings and other files.
verify-keys = Public keys, for those who want to check by themselves
verify-keys-text = With the public key you can check offline and need not trust this page. First compare the fingerprint over another way, for example by telephone with the court.
verify-key-since = in use since { $day }
verify-key-until = until { $day }
verify-fingerprint = Fingerprint (SHA-256)
verify-public = Public key (Ed25519)
verify-offline = Without a network:

error-receipt-empty = Paste the receipt or choose the receipt file
error-receipt-not-a-receipt = This is not a receipt. A receipt begins with NDR1; copy from there
error-receipt-cut-off = The receipt is not complete, its end is missing. Copy from NDR1 to the last character
error-receipt-changed = This receipt is not genuine or was changed. One wrong character is enough: find the original and check again
error-receipt-unknown-key = This receipt was signed with a key that this portal does not have. It may come from another portal, or it was changed
error-receipt-future-version = This receipt is of a later version than this portal knows. Check it at the portal that issued it
error-receipt-too-large = This file is too large for a receipt. Choose receipt.txt
