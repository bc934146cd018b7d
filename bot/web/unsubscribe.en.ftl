# No more mail: the page behind the link beneath a mail.

heading = No more mails about your badge?
lead = Then we send <b>{ $mailbox }</b> no more reminders and no more explanation. Your badge stays ready for you at edubadges. If you write to us yourself, you still get an answer.
go = Send no more mails
not_you = Not your address, or changed your mind? Then close this page. Nothing has happened.
out_heading = You get no more mails from us
out = <b>{ $mailbox }</b> gets no more reminders and no more explanation. The mails of edubadges itself are another matter. If you write to us yourself, you still get an answer.
undo_lead = By accident?
undo = Send me mails after all
back = All right: you get mails from us again.
odd_heading = This link is not whole
odd =
    So we cannot see which address it is about. Nothing has changed.

    Open the link in the mail once more, or answer the mail with the word <b>stop</b>.
