# Drafts: saving, resume code, deleting; the wait when very many come; the word about the same case; held for a look

draft-saves = Every step is saved and kept for 7 days after your last change, then deleted. To stop half-way, choose “Save it and go on later”; you can go on from any device.
draft-saved = Last saved: { $at }
draft-later = Save it and go on later
draft-kept = It is saved, and kept until { $day }. Every change starts the 7 days anew.
draft-delete = Delete this draft
draft-delete-title = Delete this draft?
draft-delete-text = What you wrote is deleted at once. Nobody can bring it back.
draft-delete-files = What you wrote and the files you added ({ $count }) are deleted at once. Nobody can bring them back.
draft-delete-yes = Delete this draft
draft-delete-no = Keep it and go back
draft-deleted-title = The draft is deleted
draft-deleted-text = What you wrote and your files are gone; nothing was sent to the court. The resume code opens nothing any more.

## Resume code

resume-link = Not finished? Go on with a draft
resume-title = Go on with a draft
field-resume = Resume code
field-resume-help = The 16 digits you got when you saved it, with or without spaces
resume-on = Go on
resume-lost = Nobody can find a lost code. On the same phone or computer you can also go on from the form’s page in your browser’s history.
resume-code = Resume code
resume-code-text = With these 16 digits you can go on from another phone or computer, or after the browser’s history was cleared.
resume-make = Give me a resume code
resume-another = Give me another code; this one ends
resume-once = It is shown only once: write it down now.
resume-shown = A resume code is shown only once, and yours was. If you did not write it down, ask for another; the one before ends.
resume-where = Where to go on: { $address }
resume-qr = QR code: opens the page and fills in the resume code
resume-shared = Whoever has the code can read what you wrote. If others use this phone or computer, write the code on paper, take no photo, and choose “Leave quickly” at the top before you go.
resume-follow = Open it under “Follow a report”
resume-go = Go on with this draft
resume-anew = Begin a new one

error-resume-empty = Enter the 16 digits of your resume code
error-resume-wrong-form = A digit is missing or wrong; there are 16, compare them in groups of four
error-resume-unknown = There is no draft with this code; if you asked for another code later, use the newest
error-resume-too-many = There were too many attempts; come back in 15 minutes
error-resume-sent = This draft was sent and the court has it; follow it with the 20 digits you got when you sent it
error-resume-expired = This draft was not changed for 7 days and has been deleted
error-resume-deleted = This draft was deleted, as you wished
error-resume-receipt = These 20 digits are a code for following a report; open it with the button below
error-code-resume = These 16 digits are a resume code for a draft; open it with the button below

## When very many come

gate-title = One short moment
gate-begin = Very many people on your network began a report within this hour, so there is one step more.
gate-wait = Press “Start” in { $seconds } seconds.
gate-working = Your device is working out a small sum and then goes on by itself; there is nothing to do. About {"{"}share{"}"} % done
gate-done = Done; going on.
busy-send = Very many reports came from your network within this hour. Read through your answers and send them after { $seconds } seconds: then all is as always. If you send at once, it is taken and you get a receipt all the same; only somebody first looks whether a program sent it.
busy-working = Very many reports came from your network within this hour, so your device is working out a small sum, to show that no program sends this. You can press the button now; it is sent when the sum is done. About {"{"}share{"}"} % done
busy-done = The sum is done; you can send it.

## The same case

twin-lead = You sent a lead about this case on { $at }, number { $number }. To add to it, use your secret code: write a message or add files. If this is a different lead, go on and send it.
twin-complaint = You sent a complaint about this case on { $at }, number { $number }. To add to it, use your secret code: write a message or add files. If this is a different matter, go on and send it.

## Held for a look

flag-held-trap = filled in a field nobody sees
flag-held-too-quick = filled in too quickly
flag-held-too-many = very many from one network
tag-held-for = held: { $reason }
action-release-hold = Release from hold
entry-release-hold = released it from hold.
