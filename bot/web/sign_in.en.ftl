# Logging in with eduID: the page behind a learner's link.

heading = Log in with eduID
whose =
    This link belongs to the conversation with Badgewijzer { $channel ->
        [telegram] on <b>Telegram</b>
        [slack] on <b>Slack</b>
        [email] by <b>e-mail</b>
       *[web] on <b>this site</b>
    }{ $account ->
        [unknown] .
       *[other] {" "}of <b>{ $account }</b>.
    } Is that your conversation?
also =
    What we read can also be seen where else this conversation goes on: { $channel ->
        [telegram] on <b>Telegram</b>
        [slack] on <b>Slack</b>
        [email] by <b>e-mail</b>
       *[web] on <b>this site</b>
    }{ $account ->
        [unknown] .
       *[other] {" "}({ $account }).
    }
read_heading = What Badgewijzer then reads
# Source: OpenConext-myconext, myconext/eduid/APIController.java (August 2026): the links; the claims at SURFconext.
read =
    – the e-mail address of your eduID
    – your name, and whether it is confirmed
    – which institutions you have linked

    So we see what is done and what is still missing for your badge. We never see your password or your codes: you log in at eduID itself.
go = Yes, on to eduID
not_yours = Not your conversation, or did somebody else send you this link? <b>Then close this page.</b> Nothing has happened.

on_the_way = You are going to eduID
on_the_way_lead = That goes by itself. Look for eduid.nl or surfconext.nl in the address bar before you fill in anything.
on_the_way_go = On to eduID

done_heading = You are logged in
it_counts = Your conversation knows already. Go back: that is where you go on.
bring_back =
    { $channel ->
        [telegram] One more step: show in your conversation on Telegram that this was you.
        [slack] One more step: type this code in your conversation with Badgewijzer on Slack.
        [email] One more step: send this code as a reply to our mail.
       *[web] One more step: type this code in the conversation you came from.
    }
back_to_telegram = Back to Telegram
or_code = Or type these six digits there:
code_only_there = The code is valid for ten minutes. Type it <b>only in your own conversation</b> with Badgewijzer. Does somebody ask for it? Do not give it.
back = Back to the conversation
back_yourself = Go back to your conversation with Badgewijzer.
found_heading = This is what we saw
found =
    – E-mail address of your eduID: { $mail ->
        [unknown] not known
       *[other] <b>{ $mail }</b>
    }
    – Name: { $name ->
        [unknown] not known
       *[other] <b>{ $name }</b>
    } { $how ->
        [confirmed] (confirmed)
        [initials] (confirmed, with initials only)
       *[own] (not confirmed yet)
    }
    – Linked institutions: { $linked ->
        [unknown] none
       *[other] <b>{ $linked }</b>
    }
kept = Of this we keep when you logged in, your name, your institutions, and an unreadable mark of your e-mail address to compare it with. You can have it erased any time: type ‘erase me’ in the conversation.

failed_late_heading = This link no longer works
failed_late =
    A link works once, for ten minutes, in one browser.

    Go back to your conversation and type <b>status</b>, or ask your question there again. At the next step you get a new link.
failed_odd_heading = This does not belong to this browser
failed_odd =
    A login came in here that did not begin in this browser, or that was finished already. Nothing has changed.

    Go back to your conversation and tap the link there. Open it in the same browser, and finish it there too.
failed_away_heading = eduID cannot be reached just now
failed_away = That is not your doing. Try again in a few minutes with the same link, or go on in your conversation without logging in.
failed_cancelled_heading = You stopped logging in
failed_cancelled = That is fine: nothing has changed. In your conversation you can go on without logging in, or log in later.
failed_unmet_heading = A step at eduID is still missing
failed_unmet =
    You logged in, but the confirmation that eduID asked for was not finished. Nothing has changed.

    Go back to your conversation: there you read how to take that step.
failed_failed_heading = The login did not work
failed_failed = Something went wrong between eduID and us. That is not your doing, and nothing has changed. Try again later, or go on in your conversation without logging in.
