# Done: a look back, and what to do with a next badge.

recap =
    <b>Congratulations!</b> 🎉 { $badge ->
        [unknown] Your edubadge
       *[other] The edubadge <b>{ $badge }</b>
    }{ $institution ->
        [unknown] {""}
       *[other] {" "}from { $institution }
    } is in your backpack.{ $public_done ->
        [no] {" "}It is still private. You can always make it public later.
        [skipped] {" "}It is still private. You can always make it public later.
       *[other] {" "}It is public: everyone with your link can see it.
    }{ $shared_done ->
        [no] {""}
        [skipped] {""}
       *[other] {" "}And you have shared it. Well done!
    }

# Shown with the recap above it, and again after every answer.
what_now =
    You can always find your backpack at <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a>. Is there anything else you would like to do?
    .share = Show my badge somewhere
    .next = I have another edubadge
    .employer = How does an employer check this?
    .keep = How do I keep my badges?
    .no = No, I am finished

# One tap, asked once for each badge.
how_was_it = One last thing: how did it go with this help? One tap is enough. It shows us what can be better.
    .good = 😀 Good
    .so_so = 😐 So-so
    .bad = 🙁 Not good

rated = Thank you. That helps us.

finished =
    { $claimed_done ->
        [word] Then we are finished. Enjoy your edubadge!
        [proof] Then we are finished. Enjoy your edubadge!
       *[other] Then we stop here.
    } If you have a question later, or get another edubadge, you are welcome back.
    .more = There is something else after all
    .next = I have another edubadge

# Source: edubadges-server, `apps/mainsite/settings.py`: after the last day an unclaimed award is deleted (June 2026).
not_yet =
    { $kind ->
        [requested] We have come to the end, but as far as I know you have not opened your edubadge yet. No problem: a badge that you request has no last day.
       *[other] We have come to the end, but as far as I know your edubadge is not claimed (collected) yet. { $time_left ->
            [open] You can do that up to and including <b>{ $deadline }</b>. After that it is removed.
            [last_day] Today is the <b>last day</b>.
            [passed] The last day was { $deadline }. But do check whether it is still there.
           *[unknown] Don't wait too long, because it will not stay there for ever.
        }
    }

    What would you like to do?
    .again = Go on with this badge now
    .have_it = I have it already
    .next = It is about another edubadge
    .later = Later, not just now

