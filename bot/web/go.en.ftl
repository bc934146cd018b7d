# On with a conversation: the page behind the link in a mail.

heading = Go on with your conversation
whose =
    { $mailbox ->
        [unknown] This link belongs to a conversation by e-mail with Badgewijzer.
       *[other] This link belongs to the conversation of the mailbox <b>{ $mailbox }</b> with Badgewijzer.
    } Is that your mailbox? Then choose where you would like to go on. You begin there at the same step.
to_telegram = Go on in Telegram
to_slack = Go on in Slack
to_web = Go on here, in this browser
to_code = Go on with another device
by_mail = Or simply by <b>e-mail</b>: answer our mail. That always works.
not_yours = Not your mailbox, or did somebody else give you this link? <b>Then close this page.</b> Nothing has happened.
until = The link works once, until { $day }.
elsewhere = Would you rather go on in another channel first?

passage_heading = One more step
open_telegram_lead = Open Telegram and tap Start there.
open_telegram = Open Telegram
qr_heading = Telegram on another device?
qr = Point the camera of your phone at this code.
qr_alt = QR code that opens your conversation in Telegram
code_heading = Or type six digits
code_telegram = Type these digits in your chat with Badgewijzer:
code_anywhere = Open Badgewijzer on your other device, begin a conversation there and type these six digits:
code_slack_where = Open your own conversation with Badgewijzer in Slack. Do you not have one yet? Type <b>/edubadge</b> in Slack and go to the conversation. If Slack does not know that, Badgewijzer is not in your workspace: choose another way.
code_slack = Type these six digits in that conversation:
code_only_there = The code and the button work once, for ten minutes. Type the code <b>only in your own conversation</b> with Badgewijzer. Does somebody ask for it? Do not give it.
other_way = Choose another way after all

login_heading = Log in with eduID
login_whose =
    { $mailbox ->
        [unknown] This link belongs to a conversation by e-mail with Badgewijzer.
       *[other] This link belongs to the conversation of the mailbox <b>{ $mailbox }</b> with Badgewijzer.
    } Is that your mailbox?
to_login = Yes, log in with eduID
login_next = After logging in you see six digits. Send those as an answer to our mail, then we know that it was you.

closed_used_heading = This link was used already
closed_used =
    For safety it works once. Your conversation goes on where you used it, and simply by e-mail too.

    Would you like to go on in yet another place? Answer our mail with <b>status</b>: then you get a new link. Was it not you who used it? Then answer with <b>human</b>.
closed_late_heading = This link no longer works
closed_late = Its time is over, or it was withdrawn. Answer our last mail with <b>status</b>: then you get a new link.
closed_unknown_heading = We do not know this link
closed_unknown =
    Perhaps it did not come along whole. Open it once more from our last mail, or answer that mail with <b>status</b>: then you get a new one.

    Did somebody else give you this link? Then do not use it.
to_chat = To the conversation in this browser
