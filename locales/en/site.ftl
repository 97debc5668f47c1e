# Header, footer, home, help, privacy, accessibility, error pages

site-name = Nuandong
skip = Skip to the main content
demo-note = Everybody and everything here is made up. Do not enter real information.
elder-on = Large text
elder-off = Normal text
leave = Leave quickly
nav-foot = Footer
foot-line = Nuandong · leads and complaints about enforcement. What you send is handled by the courts of Shandong.
title-error = Error: { $title }
errors-title = There is something to correct
back = Back
to-home = Home page

## Home

home-title = Tell the court what you know, or complain about enforcement
home-intro = No account needed; it takes a few minutes. Leads are anonymous unless you say otherwise. Complaints go to the court above, and the court you complain about cannot see them.
home-lead = I know something about a debtor
home-lead-text = You have seen the debtor, know where the assets are, or saw forbidden spending. Anonymous unless you choose otherwise.
home-lead-button = Report a lead
home-complaint = I want to complain about enforcement
home-complaint-text = The court does nothing, does it wrongly, holds back money or cannot be reached. It goes to the court above.
home-complaint-button = Make a complaint
home-follow = Sent something already?
home-follow-text = With your 20-digit code you can see progress, write to the court and add files.
home-promise = This portal gives no legal advice and does not replace objections, reviews, lawsuits or other legal remedies. In danger, call 110 first.

ask-title = Is this what you want to know?
ask-case = Where is my case?
ask-case-answer = Call 12368 and give the case number. You can also look it up on the national enforcement website (zxgk.court.gov.cn) or ask at the enforcement service window of the court.
ask-money = When do I get my money?
ask-money-answer = Call 12368 first and ask whether the money has arrived. According to public sources, it is usually paid out within 30 days after the court’s finance office reports it; the court’s own answer counts. If it is held back, you can complain here.
ask-judge = Who is handling my case?
ask-judge-answer = Call 12368 with the case number and ask who handles it and how to reach them. You can also ask at the court’s enforcement service window.
ask-aid = I am in hardship. Can I get aid?
ask-aid-answer = If the debtor really has nothing and you are in great need, you can apply for judicial aid. Apply to the court that enforces your case; its service window and 12368 can tell you how.

## Help

help-title = Help
help-case = Where is my case
help-case-text = Call 12368 with the case number, look on the national enforcement website (zxgk.court.gov.cn), or ask at the enforcement service window of the court. This portal does not know how cases stand; it only shows what you sent here.
help-money = When is case money paid out
help-money-text = Ask 12368 first whether the money is in the court’s account. According to public sources it is usually paid out within 30 days after the finance office tells the enforcement officer; disputes take longer, and the court’s own answer counts. If it has arrived and nobody explains, complain under “The court has the money but does not pay it out”.
help-judge = I cannot reach the officer
help-judge-text = Call 12368 with the case number and ask who handles it and how to reach them, or ask at the enforcement service window. If you have tried several times in vain, complain here under “I cannot reach the officer”.
help-aid = Judicial aid
help-aid-text = If the debtor cannot pay and you are in great need, you can apply to the enforcing court for judicial aid. Take your identity card, the case papers and proof of your hardship to the window. Whether and how much is given is for the court to decide.
help-what = What you can do here
help-what-text = Two things. You can report a lead: where a debtor is, where assets are, or forbidden spending. And you can complain about a court’s enforcement: nothing done, done wrongly, or money held back. There is no legal advice here. It does not replace objections, reviews or lawsuits, and it does not watch legal time limits for you.
help-anonymous = Names and anonymity
help-anonymous-text = Leads are anonymous unless you say otherwise. If you give your name, only the custodian of identities of the responsible court can read it. Complaints usually carry a name but may be anonymous; the people who handle a complaint can read the name, and the court complained about cannot see the complaint. To stay anonymous, leave out anything in your text and files that shows who you are.
help-after = After you have sent it
help-after-text = You get a report number and a 20-digit code. You may share the number; keep the code to yourself. You can withdraw within 10 minutes. Our targets for an answer: 7 days for leads, 3 days when somebody was seen or is spending, 30 days for complaints. These are service targets, not law.
help-elsewhere = What this portal cannot do
help-elsewhere-text = In danger, or when a crime is happening, call 110. To ask about a case or reach a judge, call 12368. Misconduct of court staff can also be reported at jubao.court.gov.cn. If you disagree with a ruling, use the way and the time limit written on it.

## Privacy

privacy-title = Privacy
privacy-what = What we keep
privacy-what-text = Only what you write, the files you add, the time you sent it and what was done. Name, telephone and e-mail are all optional. There is no account and no picture puzzle.
privacy-sealed = How it is kept
privacy-sealed-text = Everything you write and every file is stored encrypted. Even we cannot read your code back. Staff see pictures only as copies without position and camera data; such data inside videos, recordings and documents is not removed. Files are not checked for viruses yet.
privacy-who = Who can see it
privacy-who-text = A lead can be read by the responsible court and the courts above it; the name of whoever reported it only by the custodian of identities of the responsible court. A complaint is handled by the court above; those who handle it can read the name, and the court complained about cannot see it. Complaints about misconduct can be read by discipline officers only. Complaints about the court that runs this portal go to its discipline officers.
privacy-long = How long it is kept
privacy-long-text = A draft that was not sent is deleted 7 days after the last change. The receipt with your code can be shown again in the same browser for 24 hours and is then deleted. What you sent is kept by the court; no automatic deletion date is set yet.
privacy-not = What we do not do
privacy-not-text = No visitor statistics, and nothing is loaded from other sites. Your network address is not stored in logs or tables; a keyed fingerprint that changes every day serves to stop people from guessing codes or sending in bulk. Two small cookies only: one for this visit, gone when you close the browser, and one for large text. Mail says only that there is news, and only if you gave an address.
privacy-rights = What you can ask for
privacy-rights-text = With your code you can see progress, add information, change your contact details and, within 10 minutes, withdraw. To see, correct or delete what is held about you, write a message on the follow page; the responsible court answers.

## Accessibility

accessibility-title = Accessibility
accessibility-how = How it is made
accessibility-how-text = One question to a page, large text, and words wherever there is colour. It works on narrow phones and at 200% zoom. You can fill in forms, add files and follow a report without scripts.
accessibility-elder = Large text
accessibility-elder-text = “Large text” at the top of each page makes text and buttons bigger. This browser remembers it; on another device, choose it again.
accessibility-keyboard = Keyboard and screen reader
accessibility-keyboard-text = Everything can be done with the keyboard, and a clear frame shows where you are. Every field has a name; if something is wrong, the top of the page lists what to change, with links.
accessibility-standard = Standards
accessibility-standard-text = Made to WCAG 2.2 level AA; nobody outside has tested it yet. The design was guided by GB/T 37668-2019, the Act on Building an Accessible Environment and the Chinese rules for elder-friendly websites.
accessibility-tell = If something does not work for you
accessibility-tell-text = Call 12368 or go to the enforcement service window of a court. You may also ask somebody you trust to fill it in for you.

## Error pages

error-not-found-title = There is no such page
error-not-found-body = The address may be mistyped, or the draft was deleted after 7 days. Start again from the home page, or follow your report with its code.
error-foreign-title = That was not carried out
error-foreign-body = It seems to have come from another website. Go back to a page of this portal and try again there.
error-too-large-title = That was too large
error-too-large-body = Go back, shorten the text or remove files, and send it again. Files can be added one at a time.
error-too-many-title = Too many attempts
error-too-many-body = Come back in 15 minutes. Everything you saved or sent is still there.
error-trouble-title = The portal has a fault
error-trouble-body = This is not your doing, and what was saved is still there. Go back in a few minutes and try again. If it still fails, call 12368.
error-not-understood-title = That could not be understood
error-not-understood-body = Nothing was taken. Go back to the page before and try again.
error-receipt-over-title = The receipt can no longer be shown
receipt-over-title = The receipt can no longer be shown
error-receipt-over-body = Your report was sent and the court has it. The receipt with the code is shown for 24 hours in the same browser only. If you wrote the code down, use it to follow your report.
error-set-up-gone-title = This set-up link no longer works
error-set-up-gone-body = It was used already or is older than 72 hours. Ask your administrator for a new one.
