# How the desk says where somebody is, what seems to be wrong, and how long something takes.

nowhere = Not begun yet
milestone = milestone
    .eduid = eduID
    .name = Confirm the name
    .institution = Link the institution
    .backpack = Open the backpack
    .claimed = Claim
    .public = Make public
    .shared = Share

# What the diagnosis comes to: flows/diagnosis.py; the last are still to be asked
cause = cause
    .already_claimed = The badge is claimed already
    .demo_site = Looks at the practice site of edubadges
    .issuer_portal = Looks at the pages for issuers
    .expired = The last day has passed
    .deleted = The award was deleted
    .revoked = The badge was revoked
    .rejected = The badge was rejected
    .terms_declined = Did not agree to the terms
    .not_that_eduid = Is logged in with another eduID
    .name_not_confirmed = The name is not confirmed
    .new_eduid = Has a new eduID: old badges are with the one before
    .not_there = The page does not load
    .issuer_name = The institution gave another name
    .bank_initials = The bank gave initials only
    .own_name = The name was filled in by themselves
    .confirmed_name = The confirmed name is another one
    .scheduled = The badge comes later
    .no_longer_waiting = The award waits no longer
    .other_eduid = The badge belongs to another eduID
    .lost_address = Cannot read the address of the award any more
    .other_address = The eduID has another e-mail address than the award
    .other_role = Another account of the institution is linked
    .not_linked = The institution is not linked
    .lapsed = The link with the institution has lapsed
    .not_read_anew = Has to log in to edubadges again
    .edubadges_fails = All fits: edubadges does not show the badge
    .typo = The address of the award is misspelt
    .not_sent = No mail about the badge was sent
    .only_they_know = Only edubadges or eduID can see this
    .whose_name = Name is wrong, not known which
    .gone = Award waits no longer, not known why
    .which_address = Address of the award still to be compared
    .which_institution = Not known whether the right institution is linked
    .link_not_proven = Link not proven by a login yet
    .not_proven = Nothing proven by a login yet
    .address_by_word = Address by their word only
    .link_by_word = Link by their word only
    .way_by_word = Not known to which account it was awarded
    .lapsed_or_not = Not known whether the link lapsed
    .which_role = Not known in which role they are linked
    .typo_or_not_sent = No mail: a typo or not sent
    .nothing_explains = Sees nothing, and nothing explains it yet

stuck_deadline =
    { $days ->
        [0] Today is the last day, and not claimed yet
        [one] One day left to claim
       *[other] { $days } days left to claim
    }
stuck_not_understood = Not understood { $times } times in a row
stuck_too_long = At this step for { $days } days
deadline_passed =
    { $days ->
        [one] ended yesterday
       *[other] ended { $days } days ago
    }
deadline_today = last day today
deadline_days =
    { $days ->
        [one] one day left
       *[other] { $days } days left
    }

minutes =
    { $count ->
        [0] less than a minute
       *[other] { $count } min
    }
hours =
    { $count ->
        [one] 1 hour
       *[other] { $count } hours
    }
days = { $count } days

ago = { $span } ago
just_now = just now

waits = Waits for a human
waits_for = Waits { $span }
promised = promised: { $at }
overdue = late: promised for { $at }
unpromised = no time was promised
with = With { $name }
with_bot = With the guide
ready = Done
take = Take over
take_who = Take over conversation { $token }
reply = Reply
reply_who = Reply in conversation { $token }
hand_back = Hand back
hand_back_who = Hand conversation { $token } back to the guide
conversation = Conversation { $token }
snoozed = Rests until { $at }
no_badge = Badge not known
between_questions = { $flow }: between two questions
what_goes_wrong = What goes wrong? ({ $step })
