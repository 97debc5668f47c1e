# Header, footer, home, help, privacy, accessibility, error pages

site-name = Nuandong
skip = Skip to the main content
demo-note = Everybody and everything here is made up. Do not enter real information.
elder-on = Large text
elder-off = Normal text
elder-smaller = Smaller letters
elder-larger = Larger letters
elder-size = (now size { $at } of { $of })
leave = Leave quickly
leave-key = Pressing Esc three times leaves at once, too
leave-almost = Press Esc once more to leave
nav-foot = Footer
foot-line = Nuandong · leads and complaints about enforcement. What you send is handled by the courts of Shandong.
title-error = Error: { $title }
errors-title = There is something to correct
back = Back
to-home = Home page

## Home

home-title = A question, or something to report?
home-intro = Nuandong takes leads and complaints about enforcement for the courts of Shandong. No account needed. See first whether your question is here.
ask-title = Most people come with one of these
ask-case = Where is my case?
ask-case-hint = Call 12368 with the case number, or look online
ask-money = Where is my money?
ask-money-hint = Has it reached the court, and when is it due
ask-judge = Who is my judge?
ask-judge-hint = How to get a name and a number
ask-aid = How do I get aid?
ask-aid-hint = The debtor has nothing and you are in need
home-report = Something to report
home-lead = I know something about a debtor
home-lead-text = You have seen the debtor, know where the assets are, or saw forbidden spending. Anonymous unless you choose otherwise.
home-lead-button = Report a lead
home-complaint = I want to complain about enforcement
home-complaint-text = The court does nothing, does it wrongly, holds back money or cannot be reached. It goes to the court above; the court you complain about cannot see it.
home-complaint-button = Make a complaint
home-back = You can also
home-follow = Follow a report
home-follow-text = Progress, messages and files, with your 20-digit code
home-resume = Go on with a draft
home-resume-text = Not finished? With its 16-digit resume code
home-verify = Check a receipt
home-verify-text = Is the receipt in your hand genuine
home-check = Count a time limit
home-check-text = By which day the court should be done
home-promise = This portal takes leads and complaints. It does not know how cases stand, gives no legal advice and does not replace objections, reviews or lawsuits. In danger, call 110 first.
home-intro-simple = Leads and complaints about enforcement, for the courts of Shandong. No account needed.
home-promise-simple = This portal does not know how cases stand and does not replace a lawsuit. In danger, call 110 first.

## Help

help-title = Help
help-search = Another question? Search here
help-search-button = Search
help-group-ask = Asked most often
help-group-report = Before you report
help-group-after = After you have sent it
help-group-law = How enforcement works
help-group-site = Using this portal
help-more = Read on
help-all = All help
help-found = Articles found: { $count }
help-none = Nothing found
help-none-text = Try a shorter word, such as “money”, “suspension” or “anonymous”. About a case, call 12368 with the case number, or ask at the enforcement service window of the court.
help-is-code = That looks like a secret code. Enter it under “Follow a report”. It is not kept here and not shown again.
help-is-case = That looks like a case number. This portal does not know how cases stand: call 12368 or look at zxgk.court.gov.cn. Here you can have the number explained and time limits counted.
help-onion = Onion address of this portal (open it in Tor Browser):
error-q-empty = Write what you want to know, for instance “when is the money paid”

## Privacy

privacy-title = Privacy
privacy-intro = What you write is used for your report and nothing else. This is what is kept, where, for how long, and who can see it.
privacy-what = What is kept
privacy-what-text = Only what you write (and what it said before you changed it), the files you add, the time you sent it, what was done, and when you read the court’s answers. Name, telephone and e-mail are all optional. There is no account and no picture puzzle.
privacy-where = Where it is kept
privacy-where-text = On servers and storage under the court that runs this portal. Everything you write and every file is encrypted, each report with a key of its own. Of your secret code only a mark is kept that cannot be turned back: even we cannot read it. Staff see pictures only as copies without position and camera data; such data inside videos, recordings and documents is not removed. The list says of each file whether it was checked for viruses.
privacy-who = Who can see it
privacy-who-text = A lead can be read by the responsible court and the courts above it; the name of whoever reported it only by the custodian of identities of the responsible court. A complaint is handled by the court above; those who handle it can read the name, and the court complained about cannot see it. Complaints about misconduct can be read by discipline officers only. Complaints about the court that runs this portal go to its discipline officers.
privacy-long = How long it is kept
privacy-long-text = When the time is over, the program deletes it by itself.
privacy-kept-draft = A draft that was not sent, and its files
privacy-kept-draft-long = { $draft_days } days after the last change, or until you delete it. For some time after a resume code has ended, the reason is remembered, not the content
privacy-kept-receipt = The receipt with your secret code
privacy-kept-receipt-long = can be shown again in the same browser for { $receipt_hours } hours
privacy-kept-report = What you sent and what was done
privacy-kept-report-long = kept by the court; no automatic date of deletion is set yet. This includes what was withdrawn, which is no longer worked on
privacy-kept-files = Files you sent
privacy-kept-files-long = as long as the report. At most { $file_mb } MB each, { $video_mb } MB for video, { $file_count } files, { $report_mb } MB together
privacy-kept-contact = Name, telephone, e-mail
privacy-kept-contact-long = as long as the report; you can change them
privacy-kept-visit = The mark of this visit (cookie)
privacy-kept-visit-long = gone when the browser closes; a report opened with its code asks for the code again after { $open_hours } hours
privacy-kept-elder = The mark of large text (cookie)
privacy-kept-elder-long = one year, or until you choose normal text
privacy-kept-guesses = Counts of wrong codes and of reports in bulk
privacy-kept-guesses-long = one hour at most, under a mark that changes every day and holds no network address. How often an e-mail address or mobile was written to is kept for a day, under a mark
privacy-kept-jobs = Mail and texts that wait to be sent
privacy-kept-jobs-long = emptied when they have gone; the empty record is deleted after { $job_days } days. On which days you were told of news is kept as long as the report
privacy-kept-search = What you search for in the help
privacy-kept-search-long = not kept
privacy-address = Your network address
privacy-address-text = It is not stored in logs or tables. Against guessing and sending in bulk, a mark is computed from it that changes every day and cannot be turned back without the key: after { $code_tries } wrong codes you wait { $code_minutes } minutes; more than { $reports_hour } reports in an hour are set aside for somebody to look at, never refused. What network equipment of the court logs by law is outside this program.
privacy-not = What is not done
privacy-not-text = No visitor statistics, nothing loaded from other sites, nothing sold. Nothing is passed on but what handling it needs: to another court that helps, or to the police and other bodies it is referred to. Notices say only that there is news, and only if you left an address.
privacy-rights = What you can ask for
privacy-rights-text = With your secret code you can see progress at any time, and add information and change your contact details until the report is withdrawn or archived; you can change the report within { $change_minutes } minutes and withdraw it until there is a result. To see, copy, correct or delete what is held about you, write a message on the follow page; the responsible court answers. If you sent it anonymously, only the code proves that it is yours.
privacy-law = By which law
privacy-law-text = The Personal Information Protection Law, in force since 1 November 2021. These articles concern you:
privacy-law-minimum = Art. 6: collect only what the purpose needs, and as little as possible. That is why most fields may stay empty.
privacy-law-notice = Art. 17: you are told what is collected and why. Art. 18 and 35 name the cases in which one need not be told.
privacy-law-retention = Art. 19: keep it no longer than needed.
privacy-law-sensitive = Art. 28 to 30: whereabouts and accounts are sensitive. A lead often is somebody’s whereabouts, so all of it is encrypted and shown only to those who handle it.
privacy-law-china = Art. 33 to 37: personal information handled by state bodies is stored in China.
privacy-law-rights = Art. 44 to 47: you may see, copy, correct and delete what is held about you.
privacy-law-security = Art. 51: classify, encrypt, limit who can see it. Art. 54 to 57: audit, assess the impact before launch, tell people of a leak. Audit and assessment are for the court that runs this portal; the portal does not vouch for them.
privacy-standing = Articles are numbered as in the text published in 2021. A later revision may number them differently.

## Accessibility

accessibility-title = Accessibility
accessibility-how = How it is made
accessibility-how-text = One question to a page, large text, and words wherever there is colour. No sideways scrolling on narrow phones or at 200% zoom. You can fill in forms, add files and follow a report without scripts and without pictures. Settings for dark pages, high contrast and less motion are respected.
accessibility-elder = Large text
accessibility-elder-text = “Large text” at the top of each page gives letters from { $elder_least } to { $elder_most } pixels in { $elder_steps } sizes, changed with “A−” and “A+”, more space between lines and taller buttons. Nothing pops up and nothing is hidden. This browser remembers it; on another device, choose it again.
accessibility-keyboard = Keyboard and screen reader
accessibility-keyboard-text = Everything can be done with the keyboard, and a clear frame shows where you are. Every field has a name; if something is wrong, the top of the page lists what to change, with links. The first stop on each page is “Leave quickly”. Chinese names on English pages are marked as Chinese, so that a screen reader changes its voice.
accessibility-standard = Standards
accessibility-standard-text = Made to WCAG 2.2 level AA. Contrast, size of letters, size of buttons and narrow screens are checked by a program with every change; nobody outside has tested it yet. The design was guided by GB/T 37668-2019, Art. 32 and 41 of the Act on Building an Accessible Environment and the elder-friendly design rules of 2021; their full texts were not at hand, so no conformity with them is claimed.
accessibility-known = What is known to be missing
accessibility-known-text = Files that you or the court add are shown as they are; pictures in them have no description. There is no sign language and no spoken dialect.
accessibility-tell = If something does not work for you
accessibility-tell-text = Call 12368 or go to the enforcement service window of a court. You may also ask somebody you trust to fill it in for you.

## Security

security-title = Security
security-tell = You found a weakness: how to tell us
security-tell-text = Say at which address, what one does, and what can be seen then. Do not send what you saw of other people; that you saw it is enough.
security-contact = Send it to:
security-no-contact = The court that runs this portal has not published an address for this yet. Use “Make a complaint” on the home page, kind “Another complaint”, and choose the court that runs the portal; or call 12368.
security-rules = While looking for weaknesses
security-rules-text = Do not open, copy or change what others sent, do not slow the portal down, do not deceive staff. Try it with a report of your own, and withdraw it afterwards.
security-protects = What protects you
security-protects-sealed = What you write, your files and notices that wait to be sent are stored encrypted (XChaCha20-Poly1305), each with its own key, locked with a main key that is not in the database.
security-protects-code = The code has 20 digits; the database holds only a keyed mark of it (HMAC-SHA256). In the QR code it stands behind the # of the address, which no server receives.
security-protects-fence = Complaints go to the court above. The court complained about can neither see, search nor count them; a program checks every route for that.
security-protects-identity = Those who handle a lead cannot see who reported it; only the custodian of identities can.
security-protects-pictures = Staff see pictures as redrawn copies without position and camera data.
security-protects-foreign = Pages load nothing from other sites. Other sites can neither send forms in your name nor show this portal inside theirs.
security-protects-scripts = The only scripts on a page are a few of our own, each with a mark that changes every time; a browser does not run any other.
security-protects-guesses = After { $code_tries } wrong codes the same connection waits { $code_minutes } minutes before it may try again. The right code opens the report all the same: nobody who guesses can lock you out.
security-protects-restart = You are told that a report was sent only when it is on disk; a power cut does not lose it.
security-not = What does not
security-not-device = Software that somebody else put on your phone or computer, or somebody who looks on.
security-not-network = The network at work or at home can tell that you visited this portal, though not what you wrote. If that matters, use mobile data or Tor Browser.
security-not-server = The server needs the keys to do its work: whoever controls all of it can read what is there.
security-not-words = What in your own words tells who you are. To stay anonymous, leave out what only you can know.
security-not-files = Data inside videos, recordings and documents (time, place, author) is not removed.
security-not-review = Nobody outside has examined it yet.
security-machines = For programs
security-machines-text = The same in the form of RFC 9116; its date of expiry moves on every day:

## Error pages

error-not-found-title = There is no such page
error-not-found-body = The address may be mistyped, or the draft was deleted after 7 days. Start again from the home page, or follow your report with its code.
error-not-here-title = It is not here
error-not-here-body = It may have been deleted, it may have gone to another court and out of your reach, or the address is mistyped.
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
