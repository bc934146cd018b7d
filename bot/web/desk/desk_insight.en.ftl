# Insight: how journeys go.

heading = Insight
period = Period
from = From
to = Up to and including
all = All
show = Show
not_known = not known
preset = Which period?
    .last_7 = 7 days
    .last_30 = 30 days
    .last_90 = 90 days
    .school_year = This school year
by = By
    .channel = Channel
    .language = Language
    .institution = Institution
    .way = Way
way = way
    .personal = to a personal address
    .institution = to an institution account
    .requested = requested
until = Counted until { $when }.
not_counted = Not everything is counted yet: after an upgrade that takes some minutes.
explain = Counted are journeys (one learner with one edubadge) that began in this period, with all that happened in them since. Groups of fewer than { $count } are never shown, and neither is what would tell of one by subtraction.
too_few = Fewer than { $count } journeys began in this period for these filters: too few to show without telling of people.
hidden_whole = These filters are not shown: with them a group of fewer than { $count } could be worked out. Take one away, or choose a longer period.

begun = Begun
claimed = Claimed
claimed_since = of these claimed
in_time = Claimed in time
in_time_of = { $count ->
        [one] of 1 whose last day is known
       *[other] of { $count } whose last day is known
    }
median_days = Days to claim
quartiles = half of them { $low } to { $high }
public = Made public
human = Asked for a human
stopped = Stopped
satisfied = Went well
journeys = { $count ->
        [one] 1 journey
       *[other] { $count } journeys
    }
rated_by = { $count ->
        [one] 1 answer
       *[other] { $count } answers
    }
rated_too_few = fewer than { $count } answers
minutes = { $count } min
hours = { $count } h
days = { $count ->
        [one] 1 day
       *[other] { $count } days
    }

table = Which table?
    .steps = Steps
    .milestones = Milestones
    .reasons = Why people stopped
    .days = Days from begin to claim
    .weeks = Begun each week
    .rated = How it went
    .compared = Compared
explain_steps = How many came to each step. Lost: how many fewer than the step before. Time: the median until the next step.
explain_milestones = How many said or proved that it is done. Who had it already when they began counts too.
step = Which step?
    .award = Which badge
    .eduid = eduID
    .backpack = Backpack
    .claim = Claim
    .share = Share
    .done = Finished
tick = Which milestone?
    .eduid = Has an eduID
    .name = Name confirmed
    .institution = Institution linked
    .backpack = Backpack opened
    .claimed = Claimed
    .public = Made public
    .shared = Shared
head = What stands in this column?
    .step = Step
    .milestone = Milestone
    .journeys = Journeys
    .of_begun = Of begun
    .of_before = Of the one before
    .lost = Lost
    .took = Time
    .hours = Hours (median)
    .reason = Reason
    .days = Days
    .week = Week from
    .begun = Begun
    .claimed = Claimed
    .rated = Answer
    .group = Group
    .name = Name
    .in_time = Claimed in time
    .in_time_known = Claimed with a known last day
    .public = Made public
    .human = Asked for a human
    .stopped = Stopped
    .median_days = Days to claim (median)
    .good = Went well
    .rated_by = Said how it went
as_table = As a table
weeks_told = { $weeks ->
        [one] One week
       *[other] { $weeks } weeks
    }: { $begun } journeys begun, { $claimed } of them claimed by now.
weeks_hidden = { $count ->
        [one] 1 journey began
       *[other] { $count } journeys began
    } in weeks that are hidden: fewer than { $smallest }, or next to one.
no_week = In no week did enough journeys begin.
days_told = A quarter within { $low } days, half within { $middle }, three quarters within { $high }.
too_few_claimed = Fewer than { $count } were claimed.
stopped_told = { $count ->
        [one] 1 journey was stopped; whoever stops is asked why, and need not say.
       *[other] { $count } journeys were stopped; whoever stops is asked why, and need not say.
    }
no_reasons = Nobody said why.
other_reasons = Other reasons, each fewer than { $count }
group_hidden = { $count ->
        [one] 1 journey is in a group that is hidden: fewer than { $smallest }, or next to one.
       *[other] { $count } journeys are in groups that are hidden: fewer than { $smallest }, or next to one.
    }
