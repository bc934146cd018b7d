# The picture of how far you are: what stands on it, and the same facts in words.

site = Badgewijzer
of =
    { $organisation ->
        [unknown] {""}
       *[other] by { $organisation }
    }
count = { $gone } of { $all } steps

badge =
    { $badge ->
        [unknown] Your edubadge
       *[other] { $badge }
    }
institution =
    { $institution ->
        [unknown] {""}
       *[other] { $institution }
    }

step =
    .eduid = eduID
    .name = Name confirmed
    .institution = Institution linked
    .backpack = Backpack open
    .claimed = { $kind ->
        [requested] Requested and opened
       *[other] Claimed
    }
    .public = Public
    .shared = Shared

# How we know. "you told us": you said so, and we did not check.
how =
    .proof = checked
    .word = you told us
    .skipped = skipped
    .here = now
    .no = to do

left =
    { $safe ->
        [yes] It is yours!
       *[no] { $time_left ->
            [open] { $days_left ->
                [one] One day left
               *[other] { $days_left } days left
            }
            [last_day] Today is the last day
            [passed] The last day has passed
           *[unknown] { $kind ->
                [requested] There is no last day
               *[other] Last day: not known
            }
        }
    }
more =
    { $safe ->
        [yes] { $shared_done ->
            [no] Now let it be seen.
           *[other] Congratulations!
        }
       *[no] { $time_left ->
            [open] The last day is { $deadline }.
            [last_day] Claim it today.
            [passed] That was { $deadline }.
           *[unknown] { $kind ->
                [requested] You requested this edubadge yourself.
               *[other] That day is in the email.
            }
        }
    }

# In words: beneath the picture, and for whoever does not see it.
about =
    { $institution ->
        [unknown] { $badge ->
            [unknown] This is how far you are with your edubadge: { $gone } of { $all } steps.
           *[other] This is how far you are with { $badge }: { $gone } of { $all } steps.
        }
       *[other] { $badge ->
            [unknown] This is how far you are with your edubadge from { $institution }: { $gone } of { $all } steps.
           *[other] This is how far you are with { $badge } from { $institution }: { $gone } of { $all } steps.
        }
    }
