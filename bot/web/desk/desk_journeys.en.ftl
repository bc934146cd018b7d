# Journeys: every flow, who is where, and what is down.

heading = Journeys
flows = Flows
flow_head = Flow
here_now = Here now
conversations = Conversations
conversations_in = Conversations in { $flow }
explain_here = So many people are at a step of this flow now: we heard from them in the last 30 days, and they are not finished.
rising = Suddenly more than usual
rise = { $count } people in the last hour; usual is { $usual }. Is something down? Tell of it below as an outage.

kind = What kind of step is this?
    .choose = question with answers
    .careful = question that must be sure
    .ask = question, answered in own words
    .task = something to do oneself
    .prove = login at eduID
    .do = question to another system
    .branch = chooses by itself, by
    .mark = remembers something
    .newaward = makes room for another badge
    .say = tells something
    .aside = tells something for later
    .problem = cure of a problem
    .question = answer to a question
    .farewell = last words
    .notmine = last words, somebody else's badge
    .disown = tells something, and forgets a login
tick = Which milestone?
    .eduid = eduID
    .name = name
    .institution = institution
    .backpack = backpack
    .claimed = claimed
    .public = public
    .shared = shared
leads_to = leads to
back = back to the question
count_here = { $count ->
        [one] 1 person here now
       *[other] { $count } people here now
    }
as_shown_by = As shown by
says_nothing = This step says nothing.
after_how = After “How do I do that?”:
explain_shown = With a badge as an example. Where a text reads otherwise for a badge to a personal address, to an institution account, or a requested one, they stand one below the other.

outages = Outages
nothing_down = No outage is told of.
new_outage = Tell of an outage
where = Where does it stand in people's way?
scope = system
    .eduID = eduID (all steps that need eduID)
    .edubadges = edubadges (all steps that need edubadges)
scope_kind = What kind of place?
    .neighbour = A system
    .flow = A whole flow
    .step = One step
until = Until when (empty: not known)
text_nl = What people read, in Dutch
text_en = What people read, in English
sample_nl = Empty: eduID heeft een storing, naar verwachting tot 14:00. …
sample_en = Empty: eduID has an outage, expected until 14:00. …
explain_outage = People read this above the question, each time that they come here. As long as it lasts we send them no reminders. When it is over, whoever read it hears so, by day.
tell = Tell of the outage
over = It works again
lasts = { $until ->
        [none] until we say that it works
       *[other] until { $until }
    }
outage_here = { $until ->
        [none] Outage:
       *[other] Outage until { $until }:
    }
usual = { $what ->
        [none] This step
       *[other] { $what }
    } has an outage now{ $until ->
        [none] .
       *[other] , expected until { $until }.
    } You cannot go on for a moment; your place is kept. I will let you know when it works again.
told = The outage is told of. People read it from now on.
ended = The outage is over. Whoever read of it hears so.
was_over = This outage was over already.
no_scope = There is no such place. Nothing was told.
odd_end = Choose an end that is still to come, within 30 days. Nothing was told.
too_long = The text is too long: it may have { $count } characters. Nothing was told.
