# Delivery: what did not arrive, why, and what you do about it.

heading = Delivery
how_it_goes = How is it doing?
health = How is it doing, in a word
    .well = Running
    .behind = Behind
    .still = Standing still
due = Due now
oldest = the oldest waits { $span }
longest = longest { $span }
lane = Who waits for what?
    .reply = Waiting for a reply
    .reminder = Waiting for a reminder
    .bulk = Waiting for a campaign
span_seconds = { $count } s
span_minutes = { $count } min
span_hours = { $count } h
span_days = { $count } days

tabs = What went wrong
tab = Tab
    .failed = Not sent
    .events = Not handled
    .letters = Letters set aside
    .closed = Closed mailboxes
about = What is this?
    .failed = Messages that a channel refused, that could not leave for too long, or that were left on a mistake of ours.
    .events = What learners said and we could not handle on a mistake of ours. Is it mended? Then handle it again.
    .letters = Mails of which it is not sure who wrote them, or that nobody can read. To handle one again is to vouch for it.
    .closed = Addresses that we do not mail to. Only a mark of such an address is kept, not the address.
none = Nothing
    .failed = Everything was sent.
    .events = Everything was handled.
    .letters = No letters are set aside.
    .closed = No mailbox is closed.

what = What
why_not = Why
channel = Channel
since = Since
tries = Tries
conversation = Conversation
how_many = Count
address = The address …
all_here = Pick all on this page
pick_all = Pick all on this page
pick = Pick: { $what }, conversation { $token }
older = Older
is_shut = closed
kind = Kind
    .message = Message
    .card = Progress card
    .picture = Picture
    .request = Question to a service
    .alarm = Reminder
    .nobody = Word that nobody came
    .news = News
    .notice = Notice to staff
    .desk = Message to staff
why = Why not?
    .ours = A mistake of ours
    .gave_up = Tried for too long: the channel was away
    .shut = The address is closed: blocked, or it exists no more
    .nobody = There is nobody to send it to
    .refused = The channel refused it
heard = What
    .events = Something of a learner
    .letters = Letter
heard_why = Why set aside?
    .bug = A mistake of ours
    .newer = Waits for a newer program
    .unproven = Not sure who wrote this
    .unreadable = Cannot be read
do = What do you do?
    .retry = Send again
    .drop = Drop
    .replay = Handle again
    .blocked = Is blocked
    .gone = Exists no more
    .free = Is well again
drop_sure = Drop it? This cannot be undone.
nothing_picked = Nothing was picked. Nothing was changed.
did_retry = { $count ->
        [one] One is on its way again.
       *[other] { $count } are on their way again.
    } { $left ->
        [0] { "" }
       *[other] { $left } not: the address is closed, or nothing is left to send.
    }
did_drop = { $count ->
        [one] One was dropped.
       *[other] { $count } were dropped.
    } { $left ->
        [0] { "" }
       *[other] { $left } were gone already.
    }
did_replay = { $count ->
        [one] One was handled again.
       *[other] { $count } were handled again.
    } { $left ->
        [0] { "" }
        [one] One fails again, and stays here.
       *[other] { $left } fail again, and stay here.
    }
did_blocked = { $count ->
        [one] One address is closed: nothing more goes there.
       *[other] { $count } addresses are closed: nothing more goes there.
    }
did_gone = { $count ->
        [one] One address is closed: it exists no more.
       *[other] { $count } addresses are closed: they exist no more.
    }
did_free = { $count ->
        [one] One address is open again.
       *[other] { $count } addresses are open again.
    }

closed = Why is a mailbox closed?
    .gone = Does not exist
    .full = Full, for a while
    .complained = Called our mail spam
    .unsubscribed = Unsubscribed
    .not_me = Said: this is not for me
    .erased = Had everything erased
mailbox = Is this address closed?
ask_mailbox = Look
free_mailbox = Open it again
free_note = Only an address that did not exist or was full can be opened. Who wants no mail can change that only themselves.
wrong_mailbox = This is no e-mail address.
mailbox_is = How is this address?
    .open = This address is open.
    .freed = This address is open again.
    .gone = This address is closed: it did not exist when we mailed.
    .full = This address is closed for a while: it was full too often.
    .complained = This address is closed: our mail was called spam.
    .unsubscribed = This address is closed: unsubscribed.
    .not_me = This address is closed: it was not for them.
    .erased = This address is closed: everything was erased as they asked.
