# Remind: speaking up unasked. Short, friendly, and easy to stop.

# Source: edubadges-server, `apps/mainsite/settings.py`: after the last day an unclaimed award is deleted (June 2026)
deadline_near =
    { $badge ->
        [unknown] A friendly reminder about your edubadge.
       *[other] A friendly reminder about your edubadge <b>{ $badge }</b>.
    } { $time_left ->
        [passed] The last day to collect it was { $deadline }. It is still worth a look.
        [last_day] Today is the <b>last day</b> to collect it.
        [unknown] It is still waiting for you.
       *[open] You can collect it up to and including <b>{ $deadline }</b>. { $days_left ->
            [one] That is <b>tomorrow</b>.
           *[other] You have <b>{ $days_left } days</b> left.
        }
    }

    Below is what you can do now. No more reminders? Type <b>stop</b>.

halfway =
    { $badge ->
        [unknown] Hello, I am still here. You were busy with your edubadge.
       *[other] Hello, I am still here. You were busy with your edubadge <b>{ $badge }</b>.
    } { $time_left ->
        [passed] The last day was { $deadline }. It is still worth a look.
        [last_day] Please note: today is the <b>last day</b>.
        [unknown] If this is a good moment, we can go on.
       *[open] { $days_left ->
            [one] Please note: tomorrow is the <b>last day</b>.
           *[other] You have <b>{ $days_left } days</b> left, up to and including { $deadline }.
        }
    }

    Below is where you were. No more reminders? Type <b>stop</b>.
