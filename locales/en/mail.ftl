# Mail: it says that there is news, and nothing else

mail-news-subject = You have a new message
mail-news-body = There is news for you. Open the address below and enter your code to read it.
mail-news-foot = This mail was sent automatically; nobody reads replies. If it means nothing to you, ignore it.
