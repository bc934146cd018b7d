heading = Now
waiting = Waiting for a human
waiting_none = Nobody is waiting. When somebody asks for a human, you see it here at once.
stuck = Stuck
stuck_none = Nobody is stuck.
all_of_them = See all of them
undelivered = Not delivered
undelivered_none = Everything was delivered.
failed = { $count ->
        [0] Nothing refused.
       *[other] { $count } refused or given up.
    }
aside = { $count } set aside.
to_delivery = To Delivery
owed = message
    .message = Message
    .card = Progress card
    .picture = Picture
    .request = Question to another system
    .alarm = Reminder
    .nobody = Word that nobody came
    .news = News about the conversation
    .notice = Notice to staff
    .desk = Message to staff
outcome = outcome
    .refused = refused
    .gave_up = given up after many tries
    .set_aside = set aside by a fault of ours
steps = Where everybody is
steps_what = How many learners are on their way to each milestone, of those heard in the last 30 days
learners = Learners
calls = Somebody asks for a human: { $where }
rising = Suddenly more than usual:
rise = { $count } people in the last hour; usual is { $usual }.
