# The page behind a choice in a mail.

heading = Is this your answer?
heading_command = Is this what you want?
asked = The question was
chosen = You chose
go = Yes, send this
instead = Rather something else? Close this page, and choose another link in the mail or answer the mail.
done_heading = Your answer is in
done = You chose <b>{ $choice }</b>. You will get a mail in a moment, in which we go on. You can close this page.
before_heading = You gave this answer already
before = You chose <b>{ $choice }</b> before. Nothing has changed, and no new mail comes of this. You go on in the last mail that you got from us. You can close this page.
late_heading = This link no longer works
late =
    A link in a mail works for thirty days, and no longer when your conversation was erased. Nothing has changed.

    Do you want to go on? Then just answer the mail, with a number or in your own words.
