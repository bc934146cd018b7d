# Diagnosis: why a badge is not there, and what helps. What is not proven is called probable.
# The names of buttons: edubadges-ui 9.1.0, src/locale/en.js (June 2026), and myconext-gui/src/locale/en (August 2026).

# Source: edubadges-server, apps/directaward/models.py, award (June 2026): both addresses must be the same, in lower case.
award_address =
    Which email address received the email about your badge? Then I check whether it is the address of your eduID{ $eduid_mail_shown ->
        [unknown] .
       *[other] {""}: <b>{ $eduid_mail_shown }</b>.
    }

    Type the address below. I compare it, and do not keep it.
    .this_one = The address of my eduID
    .dont_know = I don't know

compare =
    I am comparing the addresses. One moment …

# Source: edubadges-server, apps/directaward/models.py, award (June 2026); myconext, myconext-gui/src/routes (August 2026):
# a new address cannot be one that has an eduID already.
other_address =
    { $sure ->
        [proven] Found it: your badge and your eduID don't have the same email address. So the badge does not come into your backpack.
       *[probably] This is probably it: your badge and your eduID don't have the same email address.
    }{ $award_mail_shown ->
        [unknown] {""}
       *[other] {""}
        • Your badge: <b>{ $award_mail_shown }</b>
    }{ $eduid_mail_shown ->
        [unknown] {""}
       *[other] {""}
        • Your eduID: <b>{ $eduid_mail_shown }</b>
    }

    Do you also have an eduID with the address of the badge? Then log in with that one. Otherwise change the address of your eduID.
    .change = I will change the address
    .other_eduid = I also have an eduID with it
    .lost = I can't use that address any more
    .seen = I see the badge now

# Source: edubadges-server, apps/badgrsocialauth/providers/eduid/views.py (June 2026): badges hang on the eduID number.
other_eduid =
    Then your badge belongs to that other eduID. Log out of edubadges, with <b>Logout</b>, and log in with the eduID that has the address of the badge. It is waiting there.

    You can't merge two eduIDs. Don't delete either of them: you would lose the badges that belong to it.
    .log_in = I will log in with that one
    .lost = I can't get into it any more
    .seen = I see the badge now

# Source: edubadges-ui, src/routes/Login.svelte, and myconext, account-gui/src/routes/Stepup.svelte (August 2026): only an eduID without
# a confirmed name is asked for one.
log_in_with_this =
    Your name is already confirmed in the eduID that I saw{ $eduid_mail_shown ->
        [unknown] .
       *[other] {" "}(<b>{ $eduid_mail_shown }</b>).
    } Yet eduID asks for it. You are probably logging in to edubadges with another eduID. Log out there, with <b>Logout</b>, and log in with this eduID.

# Source: edubadges-server, apps/directaward/models.py, award (June 2026): exactly the awarded account must be linked.
is_it_linked =
    Your badge was awarded to your account at { $institution ->
        [unknown] an institution
       *[other] <b>{ $institution }</b>
    }. Your eduID is linked to { $linked_shown ->
        [unknown] an institution
       *[other] <b>{ $linked_shown }</b>
    }. Is that the same one?
    .yes = Yes, it is the same one
    .no = No, it is another one

# Source: edubadges-server, apps/directaward/models.py, award (June 2026): exactly the awarded account must be linked.
not_linked =
    { $sure ->
        [proven] This is still missing:
       *[probably] This is probably still missing:
    } your eduID is not linked to { $institution ->
        [unknown] the institution that gives you the badge
       *[other] <b>{ $institution }</b>
    }.

# Source: edubadges-server, apps/directaward/models.py, award, and wiki.surfnet.nl, Uitreiken (June 2026): one person has an
# account as a student and another as an employee.
other_role =
    { $sure ->
        [proven] Found it: { $institution ->
            [unknown] the institution
           *[other] <b>{ $institution }</b>
        } is linked, but with another account than the one your badge is on.
       *[probably] The badge is probably on your other account.
    } Link that one too: the one of an employee if you are now linked as a student, or the other way round.

# Source: myconext, myconext-gui/src/locale and application.yml, linked_accounts (August 2026): valid for 180 days.
valid_until =
    A link is valid for 180 days, and I can't see how old yours is. Look at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> under <b>Personal info</b>, at { $institution ->
        [unknown] your institution
       *[other] { $institution }
    }. What does it say with <b>valid until</b>?
    .open = A day that is still to come
    .passed = A day that has passed
    .dont_know = I can't find that

# Source: myconext, application.yml, linked_accounts (August 2026): valid for 180 days.
lapsed =
    Then your link has expired, and that is probably it. Link again. Badges you already have stay yours.

# Source: wiki.surfnet.nl, Uitreiken (August 2026): the accounts of a student and an employee differ.
two_roles =
    Do you have two accounts at { $institution ->
        [unknown] that institution
       *[other] { $institution }
    }: one as a student and one as an employee?
    .yes = Yes, I have two
    .no = No, I have one

# Source: edubadges-server, apps/directaward/models.py and apps/mainsite/management/commands/award_scheduled_direct_awards.py
# (June 2026): a scheduled award is seen, and its mail sent, on its day.
scheduled =
    Found it: your badge has been prepared for later. It only comes into your backpack on the day that the institution chose. You don't have to do anything. You usually get an email that day.
    .wait = Then I will wait for it
    .seen = I see the badge now

# Source: edubadges-server, apps/badgrsocialauth/providers/eduid/views.py (June 2026): the eduID is read anew at every login.
log_in_anew =
    What I know is right. Edubadges probably still knows your eduID as it was: it only reads your details when you log in.

    Log out of <a href="https://www.edubadges.nl/?lang=en">edubadges</a>, with <b>Logout</b>, and log in again. Then look in <b>My backpack</b>. What do you see?
    .seen = I see the badge now
    .still = Still not there

# Source: edubadges-server, apps/directaward/serializer.py (June 2026): addresses are typed by the institution, and mails can be
# switched off.
post_known =
    Do you get other email from { $institution ->
        [unknown] the institution
       *[other] { $institution }
    }, at the address of your eduID?
    .yes = Yes, I get it there
    .no = No, or I don't know

# Source: edubadges-ui, src/routes/students (June 2026), and edubadges-server, apps/mainsite/utils.py (June 2026): the mails.
look =
    { $award_status ->
        [gone] This badge is no longer waiting for you. So it has been claimed, rejected or removed, or it has expired.
       *[other] What I know is right.
    } Look once more in <b>My backpack</b> and in your email. What do you see?
    .found = I see the badge now
    .nothing_at_all = Nothing, it is not there
    .claimed = It is there, without Unclaimed
    .mail_expired = Mail: Your edubadge has been deleted
    .mail_deleted = Mail: Awarded eduBadge has been…
    .revoked = It is in the archive
    .rejected = I rejected it
    .old_badges_gone = My old badges are gone too
    .other_page = Another page or message

# Source: edubadges-ui, src/locale/en.js, and myconext, account-gui/src/locale (August 2026): what these pages say.
which_page =
    What is on your screen?
    .demo = Demo environment
    .portal = Sorry, you don't have access
    .almost_there = Almost there
    .terms = Terms that I don't want
    .spinner = The page keeps loading
    .none_of_these = Something else

# Source: edubadges-ui, src/routes/students/DirectAward.svelte (June 2026): the dialog shows the name that will be printed.
whose_name =
    Does it say exactly <b>{ $eduid_name }</b> in the dialog?
    .eduid = Yes, exactly that
    .other = No, another name

# Source: myconext, myconext-gui/src/locale (August 2026); edubadges-server, apps/badgrsocialauth/providers/eduid/views.py (June 2026).
own_name =
    Then the name comes from your eduID, as you filled it in. Change it at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> under <b>Personal info</b>, or confirm your name there. After that log out of edubadges, with <b>Logout</b>, and log in again.

# Source: myconext, myconext-gui/src/locale (August 2026); edubadges-server, apps/badgrsocialauth/providers/eduid/views.py (June 2026).
confirmed_name =
    Then the name comes from your eduID, as an institution or another party confirmed it. First have it corrected there. Then go to <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, <b>Personal info</b>. Delete the old name under <b>Manage your verified information</b> and confirm it again. After that log out of edubadges, with <b>Logout</b>, and log in again.

# Source: edubadges-server, apps/mainsite/settings.py, EXPIRY_DIRECT_AWARDS_DELETION_THRESHOLD_DAYS (June 2026).
expired =
    { $sure ->
        [proven] The badge was
       *[probably] The badge was probably
    } not collected in time. After about 82 days it is deleted. Only the institution can give it again.

# Source: edubadges-server, apps/directaward/api.py (June 2026).
deleted =
    The institution removed the badge. The reason is in the email.

# Source: edubadges-server, apps/issuer/models.py (June 2026).
revoked =
    The institution revoked the badge (took it back). The reason is in the <a href="https://www.edubadges.nl/archived?lang=en">archive</a>.

# Source: edubadges-server, apps/directaward/api.py (June 2026).
rejected =
    Had you already claimed it? Then open it in your backpack and tap <b>Accept this edubadge</b>. If not, only the institution can give it again.

# Source: edubadges-server, apps/directaward/api.py (June 2026).
no_longer_waiting =
    The badge is no longer waiting for you. Only the institution can see why.

# Source: edubadges-server, apps/directaward/models.py (June 2026).
lost_address =
    The badge is on an address that you can't use any more. The institution can award it again, to the address of your eduID.

# Source: edubadges-server, apps/directaward/models.py, award (June 2026).
issuer_name =
    Then the institution gave that name with the badge. Tap <b>Cancel</b> and don't claim it yet: only the institution can correct the name.

# Source: edubadges-server, apps/directaward/serializer.py (June 2026).
typo =
    The institution probably has another address of yours, or there is a typing mistake in it.

# Source: edubadges-server, apps/directaward/serializer.py (June 2026).
not_sent =
    The badge has probably not been awarded to you yet, or it was awarded to another address.

# Source: edubadges-server, apps/directaward/api.py (June 2026).
only_they_know =
    Then only the institution can see what goes wrong.

# Source: edubadges-ui, src/locale/en.js (June 2026): the address for what goes wrong at edubadges itself.
ask_edubadges =
    Everything fits, and the badge is waiting for you. So something is probably wrong at edubadges itself. Email <b>support@edubadges.nl</b>. You can copy this text:

    <code>{ $badge ->
        [unknown] My edubadge
       *[other] The edubadge { $badge }
    }{ $institution ->
        [unknown] {""}
       *[other] {" "}from { $institution }
    } is waiting for me according to the institution, but is not in my backpack. My eduID fits it, and I logged in again.{ $eduid_mail_shown ->
        [unknown] {""}
       *[other] {" "}My eduID: { $eduid_mail_shown }.
    }{ $deadline ->
        [unknown] {""}
       *[other] {" "}Last day: { $deadline }.
    } Can you see what goes wrong?</code>

    Add your name, and the email address of your eduID in full.
    .seen = I see the badge now
    .wait = I am waiting for an answer

# Source: myconext, public-gui/src/routes/Support_EN.jsx (August 2026): the help desk of eduID.
ask_eduid =
    Then the help desk of eduID can help you. Email <b>help@eduid.nl</b>. You can copy this text:

    <code>I have two eduIDs and can no longer log in to one of them.{ $award_mail_shown ->
        [unknown] {""}
       *[other] {" "}Its address is { $award_mail_shown }.
    }{ $eduid_mail_shown ->
        [unknown] {""}
       *[other] {" "}The address of my other eduID is { $eduid_mail_shown }.
    } An edubadge is waiting for me there{ $badge ->
        [unknown] {""}
       *[other] {""}: { $badge }
    }{ $institution ->
        [unknown] .
       *[other] {" "}from { $institution }.
    }{ $deadline ->
        [unknown] {""}
       *[other] {" "}Last day: { $deadline }.
    } How do I get back into that eduID?</code>

    Add your name, and both email addresses in full.
    .seen = I see the badge now
    .wait = I am waiting for an answer
