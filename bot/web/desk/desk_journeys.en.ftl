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
    .say = tells something
    .aside = tells something for later
    .problem = cure of a problem
    .question = answer to a question
    .farewell = last words
    .notmine = last words, somebody else's badge
    .disown = tells something, and forgets a login
part = Which part of the drawing?
    .usual = The usual way
    .further = What else can happen
by = By what does it go on?
    .skip = Skip
    .proof = After the login
    .own_words = A good answer
outcome = What is the answer?
    .no_answer = no answer
    .genuine = genuine
    .revoked = revoked
    .expired = expired
    .private = not public
    .tampered = tampered with
    .elsewhere = of another site
    .lookalike = of a site that imitates edubadges
    .demo = of the site for practice
    .personal = to a personal address
    .institution = to an institution account
    .unclear = not clear
    .approved = approved
    .requested = requested
    .denied = denied
    .deleted = deleted
    .not_a_mail = no mail of edubadges
    .same = the same
    .unknown = not known
    .skip = Skip
if = In which case?
    .kind_institution = if the badge goes to an institution account
    .kind_personal = if the badge goes to a personal address
    .kind_requested = if the badge was requested
    .badge_unknown = if the badge is not known yet
    .missing_way_institution = if the badge goes to an institution account
    .missing_way_personal = if the badge goes to a personal address
    .deadline_unknown = if the last day is not known
    .request_not_yet = if the badge was not requested yet
    .request_waiting = if the request still waits
    .proven_yes = if a login proved this already
    .login_possible = if one can log in with eduID here
    .log_in_said_no = if somebody would rather not log in
    .eduid_done_proof = if a login proved that there is an eduID
    .eduid_done_word = if somebody already said to have an eduID
    .name_done_no = if the name is not confirmed yet
    .name_step_idp_guest = if the name is confirmed by another way
    .name_step_none = if the name need not be confirmed
    .institution_done_no = if the institution is not linked yet
    .institution_done_skipped = if linking the institution was skipped
    .name_how_unknown = if it is not known how the name was confirmed
    .backpack_done_no = if there is no backpack yet
    .claimed_done_proof = if it is proven that the badge is claimed
    .claimed_done_word = if somebody already said that the badge is claimed
    .rated_unknown = if it was not asked yet how it went
    .public_done_no = if the badge is not public yet
    .public_done_skipped = if making it public was skipped
    .link_form_whole = if it is a whole link
if_cause = if the cause is: { $cause }
otherwise = otherwise
and = { " " }and{ " " }
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
    .eduID = the system eduID (all steps that need eduID)
    .edubadges = the system edubadges (all steps that need edubadges)
whole_flow = the part “{ $flow }” of the journey
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
        [flow] This part of the journey
        [step] This step
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
