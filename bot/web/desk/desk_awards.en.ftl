# Awards: what institutions brought in, and how far the learners are.

heading = Awards
bring_in = Bring in a file
none_yet = There are no awards yet
none_yet_how = An institution awards edubadges with a CSV file. Bring in the same file here. You first see what is in it; then you can mail everybody and follow how far they are.
none_yet_who = You cannot bring in a file yourself. Ask a lead or an admin.
none_such = Nothing here is like that.
what = What
since = Brought in
deadline = Last day
campaign = Campaign
badge = Edubadge
institution = Institution
language = Language of the learners
language_unknown = Not known: the first mail is in both languages
unknown = Not known
any = Any
all = All
show = Show
older = Older
too_few = Fewer than { $smallest }: only colleagues who may know who they are see this.
by_badge = By edubadge
by_badge_why = How far is everybody who was given this edubadge, over all files?
so_many_badges = { $count ->
        [one] one edubadge
       *[other] { $count } edubadges
    }
so_many_institutions = { $count ->
        [one] one institution
       *[other] { $count } institutions
    }
only_changes = Changes only

count = Count
    .rows = Awarded
    .invited = Mailed
    .under_way = On its way
    .undeliverable = Not delivered
    .complained = Called it spam
    .unsubscribed = Unsubscribed
    .answered = Answered
    .claimed = Claimed
    .public = Public

campaign_is = How is the campaign?
    .none = Nobody mailed yet
    .running = Running
    .paused = Paused
    .done = Done
    .cancelled = Cancelled

# Bringing in

new_heading = Bring in a file
new_lead = Choose the file with which the institution awards its edubadges. You first see what bringing it in would do. Nothing changes yet.
file = CSV file
file_note = With semicolons, commas or tabs. At most { $most } MB; an administrator brings in a larger one with <code>badgewijzer awards import</code>. From Excel: save it as CSV UTF-8.
badge_note = For rows without a column Badge.
institution_note = For rows without a column Institution.
deadline_note = Until which day can the badge be claimed? Empty: 82 days from today, and it is marked as assumed.
look = Look at what is in it
look_note = We only keep address or account, edubadge, institution and last day.
nothing_to_do = This file changes nothing
all_known = { $known ->
        [one] The one award in it is known already.
       *[other] All { $known } awards in it are known already.
    } Nothing was changed.
known_and_refused = Known already: { $known }. Refused: { $refused }. Nothing was changed.
no_rows = There are no rows in it. Nothing was changed.

wrong_nothing = Choose a file first.
wrong_large = This file is larger than { $most } MB. Split it, or have an administrator bring it in. Nothing was kept.
wrong_empty = This file is empty.
wrong_spreadsheet = This is a spreadsheet. Save it as CSV (in Excel: CSV UTF-8), and choose that file.
wrong_same_columns = Two of its columns mean the same: { $one } and { $other }. Leave one out.
wrong_no_columns = Its first row names no column with addresses or accounts. Begin like edubadges' own examples: Recipient mailadres;Recipient EPPN, or Recipient mailadres;Recipient First name;Recipient Surname.
wrong_unreadable = Not all of it is text. Save it as CSV UTF-8.
wrong_no_text = This is no text. Choose a CSV file.
wrong_changed = The file changed meanwhile. Choose it again.
wrong_overtaken = A colleague is bringing in another file just now. Nothing of this one was kept. Try again in a moment.
wrong_deadline = The last day is no date. Write it as 2026-12-31.
wrong_past = The last day is over.
wrong_long = The name of the edubadge or the institution has more than { $most } characters.
wrong_mailbox = This is no e-mail address.
wrong_empty_batch = There are no awards in this file.
wrong_closed = We cannot mail to that address. Take another.

look_heading = Is this right?
look_lead = Nothing was brought in yet.
found = What is in it?
    .new = New
    .known = Known already
    .changed = Changed
    .refused = Refused
column = Which column?
    .deadline = last day
    .institution = institution
    .address = mail address
assumed = For { $count } nobody tells a last day: 82 days are assumed.
unused = Not used
and_others = and { $count } more
refused_rows = { $count ->
        [one] One row refused
       *[other] { $count } rows refused
    }
row = Row { $row }:
row_first = row { $row }
and_more = And { $count } more.
bring_in_so_many = { $new ->
        [0] { $changed ->
            [one] Change one award
           *[other] Change { $changed } awards
        }
        [one] Bring in one award
       *[other] Bring in { $new } awards
    }
leave_it = Leave it
look_after = Nobody is mailed by bringing it in: you do that yourself, in the next step.
brought_in = { $new ->
        [one] Brought in: one award.
       *[other] Brought in: { $new } awards.
    } Changed: { $changed }.
let_be = Nothing was brought in.

reason = Why is a row refused?
    .no_address = there is no e-mail address
    .bad_address = this is no e-mail address
    .no_account = there is no account (EPPN), while the file has a column for it
    .bad_account = this is no account (EPPN), which looks like id@institution.nl
    .no_badge = no edubadge is named: name it in a column Badge, or above in the form
    .long_badge = the name of the edubadge is too long
    .long_institution = the name of the institution is too long
    .bad_deadline = this is no date: write 2026-12-31 or 31-12-2026
    .past_deadline = the last day is over
    .far_deadline = the last day is more than two years ahead: a slip of the pen?
    .our_address = this is the guide's own address
    .no_reply = nobody reads what is mailed to this address
    .twice = the same edubadge for the same person stands there already
    .columns = there are more cells than columns: a separator in a text without quotes?
    .quotes = the quotes do not fit
    .long = too many characters: a quote that is not closed?
    .formula = the edubadge or the institution is a formula: a name begins with no =, @, + or -
    .elsewhere = of an institution whose awards are not yours to bring in

# One file

brought_in_on = brought in on { $day }
deadline_is = last day { $day }
how_far = How far are they?
one_by_one = One by one
stands = Standing
where = Where
how_many = Count
whose = Whose
file_row = Row
mail = Mail
conversation = Conversation
open_it = Open
about = about
is_public = Public
since_when = since { $when }
show_names = Show addresses
hide_names = Hide addresses
following = Next
first_page = To the beginning
partly_yours = This file has awards of other institutions too. You do not see those here. Only a colleague who may see all of it can mail or undo it.
about_file = About the file
mend_and_again = Mend these addresses in your file, and bring it in again.
undeliverable_rows = { $count ->
        [one] One row: the mail did not arrive
       *[other] { $count } rows: the mail did not arrive
    }
forget = Undo
forget_heading = Undo this file?
forget_what = { $gone ->
        [0] There is no award that nobody has begun with. Only the file goes.
        [one] One award that nobody has begun with goes.
       *[other] { $gone } awards that nobody has begun with go.
    } { $left ->
        [0] Nobody has begun yet.
        [one] One stays with the learner who is busy with it.
       *[other] { $left } stay with the learners who are busy with them.
    } This cannot be undone.
forget_do = { $gone ->
        [0] Take the file away
        [one] Take one award away
       *[other] Take { $gone } awards away
    }
forgotten = Undone. Gone: { $gone }. Stayed with their learner: { $left }.

mailed = What became of the mail?
    .none = Not yet
    .owed = On its way
    .sent = Sent
    .refused = Refused
    .gone = No such address
    .complained = Called it spam
    .unsubscribed = Unsubscribed

# Campaign

to_campaign = Look at the campaign
campaign_heading = Campaign
paused_itself = The campaign stands still because your mail server refuses us. Have that mended first; no mail is lost.
will_be_written_to = { $count ->
        [0] Nobody will be mailed
        [one] One learner will be mailed
       *[other] { $count } learners will be mailed
    }
skipped = Who not, and why?
    .claimed = { $count } not: claimed already, or it waits no longer
    .invited = { $count } not: were mailed already
    .closed = { $count } not: want no mail, or none arrives
    .not_me = { $count } not: said that it is not for them
    .no_address = { $count } not: no e-mail address in the file
    .past = { $count } not: the last day is over
no_mail_here = No mail can leave here. An administrator sets SMTP_URL and EMAIL_FROM for that.
goes_already = The campaign has begun already.
start = { $count ->
        [one] Mail one learner
       *[other] Mail { $count } learners
    }
start_note = The mails leave one by one, behind answers to learners. You can always pause.
first_mail = The first mail as it would be
mail_from = From
mail_to = To
mail_subject = Subject
try_to = Send it to, as a test
try = Send a test
try_note = Who answers it has a conversation about this edubadge of their own.
tried = The test is on its way.
order = What is the campaign to do?
    .pause = Pause
    .resume = Go on
    .cancel = End it
cancel_sure = End the campaign? Who was not mailed yet will not be.
ordered_start = The campaign has started.
ordered_pause = The campaign is paused.
ordered_resume = The campaign goes on.
ordered_cancel = The campaign has ended.

# A cohort

cohort_hidden = These are fewer than { $smallest }. Only colleagues who may know who they are see how far they are.
cohort_claimed = { $total ->
        [one] { $claimed ->
            [0] The one edubadge is not claimed yet
           *[other] The one edubadge is claimed
        }
       *[other] { $claimed } of { $total } claimed
    }
cohort_stuck = { $count ->
        [one] one learner is stuck at { $at }
       *[other] { $count } stuck at { $at }
    }
cohort_stuck_elsewhere = { $count ->
        [one] one elsewhere
       *[other] { $count } elsewhere
    }
cohort_human = { $count ->
        [one] one talks with a member of staff
       *[other] { $count } talk with staff
    }
cohort_silent = { $count ->
        [one] one never answered
       *[other] { $count } never answered
    }
cohort_unreached = { $count ->
        [one] one did not get the mail
       *[other] { $count } did not get the mail
    }
cohort_table = How far they are, counted
all_of_badge = Everybody who was given this edubadge, over all files
to_awards = To all awards
standing = How does it stand?
    .claimed = Claimed
    .stuck = Stuck
    .under_way = On the way
    .human = With staff
    .stopped = Said stop
    .silent = Never answered
    .unreached = Mail did not arrive
    .unwritten = Not mailed yet
    .not_theirs = Not for them
    .gone = Waits no longer
place = At what?
    .start = the beginning
    .eduid = making an eduID
    .name = confirming the name
    .institution = linking the institution
    .backpack = opening the backpack
    .claimed = claiming
    .public = making it public
    .shared = sharing

nudge = Remind who is stuck
nudge_heading = Remind who is stuck
nudge_lead = Each learner gets one message with where they were, in the channel in which they wrote last.
nudge_would = { $count ->
        [0] Nobody gets a message now
        [one] One learner gets a message
       *[other] { $count } learners get a message
    }
nudge_not = Who not, and why?
    .human = { $count } not: talk with staff
    .stopped = { $count } not: want no reminders
    .lately = { $count } not: got a message in the last three days already
    .shut = { $count } not: their last channel is closed
    .outage = { $count } not: something is down that they need
    .claimed = { $count } not: claimed already
nudge_silent = Also who never answered
nudge_count_again = Count again
nudge_do = { $count ->
        [one] Remind one learner
       *[other] Remind { $count } learners
    }
nudge_note = Between 9:00 and 20:00, at most 500 at once. Who says something meanwhile does not get it any more.
nudged = { $count ->
        [0] Nobody was reminded: meanwhile nobody needed it any more.
        [one] One learner is reminded.
       *[other] { $count } learners are reminded.
    }
over = This look at a file is over
over_why = Nothing was brought in. A colleague looked at another file meanwhile, or you left it yourself, or it is more than a day ago: one can be open at a time.
over_again = Choose the file again
