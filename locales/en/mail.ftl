# Mails and texts: they say that there is a message, and nothing else. Texts are plain ASCII of at most 160 signs

mail-news-subject = You have a new message
mail-news-body = There is a new message about something you care about. Open this address and enter the digits you wrote down at the time:
mail-stop = If you want no more mails like this one, open this address and press the button:
mail-foot = This mail was sent automatically; nobody reads replies. If it means nothing to you, ignore it.

mail-code-subject = Confirm this e-mail address
mail-code-body = Confirmation code: { $code }
mail-code-here = Enter these six digits within 48 hours on the page you have open. If it is closed, enter them here:
mail-code-stranger = You did not ask for this? Then somebody mistyped an address. Ignore it, or open the address above and press “Never write here again”.

sms-code = Code { $code }: enter it within 48 hours on the page you have open. Tell nobody. Not you? Ignore this.
sms-news = You have a new message. Read it or stop these texts: { $address }
