heading = Conversations
lists = Lists
tab = list
    .waiting = Waiting
    .stuck = Stuck
    .bot = With the guide
    .mine = Mine
    .done = Done
    .all = All
find = Search text and names
any = All
show = Show
clear = Clear filters
step = Step
on_the_way_to = On the way to
in_part = In this part
channel = Channel
institution = Institution
language = Language
label = Label
deadline = Last day
    .week = Within 7 days
    .month = Within 28 days
    .passed = Past
    .none = Not known
where = Where and why
about = Badge and channel
who = With whom, and last heard
heard = Heard: { $ago }
actions = What you can do
older = Next
first = To the beginning
hits =
    { $count ->
        [1] 1 conversation
       *[other] { $count } conversations
    }
found_none = Nothing found. All words have to be in the same conversation; the last may be the beginning of a word.
filtered_none = No conversation in this list fits these filters.
none_here = None of the first 5,000 conversations fits. One further on may.
none = empty
    .waiting = Nobody is waiting for a human.
    .stuck = Nobody is stuck.
    .bot = The guide is talking with nobody.
    .mine = You have no conversations. Take one over, and it is here.
    .done = Nobody has a badge yet that is claimed and public.
    .all = There are no conversations yet.
