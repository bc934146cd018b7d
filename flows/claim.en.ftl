# Claim: from the card that waits to the badge in the backpack.
# The names of buttons: edubadges-ui 9.1.0, src/locale/en.js (June 2026). `Unclaimed` is the same in both languages.

# Source: edubadges-ui, src/routes/students/Backpack.svelte (June 2026).
find_card =
    In your backpack, find the card for { $badge ->
        [unknown] your badge
       *[other] <b>{ $badge }</b>
    }. The card says <b>Unclaimed</b>: the badge is still waiting for you.{ $time_left ->
        [open] {" "}You can claim it up to and including { $deadline }.
        [last_day] {" "}Today is the last day to claim it.
        [passed] {" "}The last day to claim it was { $deadline }. But do check whether it is still there.
       *[unknown] {""}
    }

    Your backpack is at <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a>. Do you see the card?
    .done = Yes, I see the card
    .have_it = It is there, without Unclaimed

# Source: edubadges-ui, src/routes/students/Backpack.svelte and src/locale/en.js (June 2026).
find_card_how =
    1. Open <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a> and log in with your eduID if needed.
    2. In the menu, choose <b>My backpack</b>. Above the badges it says <b>Your edubadges</b>.
    3. Find a card with <b>Unclaimed</b>. That means: not collected yet. The card also says <b>View details to claim this edubadge</b>.
    4. Do you see the badge without <b>Unclaimed</b>? Then you already have it. Does it say <b>New</b>? Open it once and it is yours.

nothing_there =
    This happens quite often, and it can usually be solved. Edubadges only shows a badge if your eduID matches it exactly. You get no error message.
    .title = My badge is not there

# Source: edubadges-server, apps/directaward/models.py (June 2026): the address or the account of an award and of an eduID must fit.
prove_it =
    I can see what is wrong if you log in with your eduID. Then I know whether your email address and your institution fit the badge.

    <a href="{ $sign_in_link }">Log in with eduID</a>

    The link is for you alone and works for ten minutes. I only keep what follows from it.
    .how = What happens then?
    .rather_not = I would rather not log in

prove_it_how =
    1. Tap the link and log in at eduID. Use the eduID with which you log in to edubadges. Enter a code or password of eduID only there.
    2. You come back to a page of Badgewijzer. It leads you back to this conversation.
    3. I say what does not fit, and what to do about it.

# Source: myconext, security/ACR.java and application.yml, linked_accounts (August 2026): a login that asks for a link is led through
# linking when the last one is older than 180 days.
prove_link =
    A link with an institution is valid for 180 days. If you log in with your eduID, I see what is linked. Has the link expired, or is there none? Then eduID lets you link right away. Then choose { $institution ->
        [unknown] the institution that gives you the badge
       *[other] { $institution }
    }.

    <a href="{ $sign_in_link }">Log in with eduID</a>

    The link is for you alone and works for ten minutes. I only keep what follows from it.
    .how = What happens then?
    .rather_not = I would rather not log in

# Source: myconext, account-gui/src/routes/Stepup.svelte (August 2026): the page that asks for what is missing.
prove_link_how =
    1. Tap the link and log in at eduID. Use the eduID with which you log in to edubadges. Enter a code or password of eduID only there.
    2. Do you see <b>Almost there</b>? Tap <b>Verify now</b>, choose <b>Use your school or work account</b> and log in at your institution.
    3. You come back to a page of Badgewijzer. It leads you back to this conversation.

# Source: myconext, APIController.java (August 2026): the links of an eduID; edubadges-server, apps/directaward/models.py
# (June 2026): the name given with the award is printed, else the confirmed name, else the name in eduID.
after_proof =
    This is what I saw at your eduID:
    { $eduid_mail_shown ->
        [unknown] {""}
       *[other] {""}
        • Email address: <b>{ $eduid_mail_shown }</b>{ $mail_fits ->
            [yes] {""}, which fits your badge
           *[other] {""}
        }
    }{ $name_how ->
        [unknown] {""}
        [confirmed] {""}
        • Name: <b>{ $eduid_name }</b>, confirmed
        [initials] {""}
        • Name: <b>{ $eduid_name }</b>, confirmed, with initials only
       *[own] {""}
        • Name: <b>{ $eduid_name }</b>, not confirmed yet
    }
    • Linked institution: { $linked_shown ->
        [unknown] { $kind ->
            [personal] none, and you don't need one
           *[other] none yet
        }
       *[other] <b>{ $linked_shown }</b>{ $institution_fits ->
            [yes] {""}, which fits your badge
           *[other] {""}
        }
    }

# Source: edubadges-server, apps/directaward/models.py (June 2026); myconext, AccountLinkerController.java (August 2026).
printed_name =
    In a moment you will see the name that goes on your badge. By your eduID that is <b>{ $eduid_name }</b>. { $name_how ->
        [initials] With initials only: your bank probably passed on no more. Would you rather have your first name? Then first confirm your name with your school or work account.
        [own] You filled it in yourself and it is not confirmed yet.
       *[confirmed] It is confirmed.
    } Did the institution give a name itself? Then you will see that one.

# Source: edubadges-server, apps/directaward/models.py and apps/badgrsocialauth/providers/eduid/views.py (June 2026).
other_address =
    Your badge was awarded to an email address. Your eduID probably has another address, and then you don't see it. I can't see that myself. So please have a look:

    • Check which address received the email about your badge.
    • Check at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, under <b>Personal info</b>, which address your eduID has.
    • Are they the same? Then log out of edubadges, with <b>Logout</b>, and log in again.

    What do you see?
    .seen = I see the badge now
    .change = The addresses are different
    .still = Same address, still no badge

# Source: edubadges-server, apps/directaward/models.py (June 2026): the account at the awarding institution must be linked.
other_institution =
    Your badge was awarded to your account at { $institution ->
        [unknown] an institution
       *[other] { $institution }
    }. You only see it if exactly that account is linked to your eduID. That is probably it. I can't see that myself. So please have a look:

    • Check at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, under <b>Personal info</b>, which institution is linked, and whether <b>valid until</b> has not passed.
    • Do you have an account there as a student and one as an employee? Then the right one must be linked.
    • Is everything right? Then log out of edubadges, with <b>Logout</b>, and log in again.

    What do you see?
    .seen = I see the badge now
    .link = I still have to link (again)
    .still = Linked correctly, still no badge

# Source: edubadges-server, apps/directaward/models.py (June 2026).
either =
    A badge is awarded to an email address or to your account at an institution. Check at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, under <b>Personal info</b>:
    • Does your eduID have the same email address that received the email about your badge?
    • Is the institution that gives you the badge linked? And has <b>valid until</b> not passed?
    • Is everything right? Then log out of edubadges, with <b>Logout</b>, and log in again.

    What do you see?
    .seen = I see the badge now
    .change = My email address is different
    .link = My institution is not linked
    .still = All correct, still no badge

# Source: edubadges-server, apps/directaward/api.py (June 2026): only the institution sees to whom an award was addressed, and
# can award again.
nothing_helps =
    { $support_email ->
        [unknown] Email the institution that gives you the badge. The address is often in the email about your badge.
       *[other] Email <b>{ $support_email }</b>.
    } You can copy this text:

    <code>{ $badge ->
        [unknown] My edubadge
       *[other] The edubadge { $badge }
    }{ $institution ->
        [unknown] {""}
       *[other] {" "}from { $institution }
    } { $cause ->
        [expired] was not collected in time. Could you please award it again, to the address of my eduID?
        [rejected] was rejected by me by mistake. Could you please award it again?
        [lost_address] is on an address that I no longer have. Could you please award it again, to the address of my eduID?
        [deleted] was removed. What is the reason, and can you award it again?
        [revoked] was revoked. What is the reason, and can you award it again?
        [issuer_name] is waiting with a name that is wrong. Could you please award it again with the right name?
       *[other] is not in my backpack. To which address or account was it awarded, and is it still waiting? If that is wrong, could you please award it again to the address of my eduID?
    }{ $deadline ->
        [unknown] {""}
       *[other] {" "}Last day: { $deadline }.
    }{ $kind ->
        [institution] { $linked_shown ->
            [unknown] {""}
           *[other] {" "}Linked: { $linked_shown }.
        }
       *[other] { $eduid_mail_shown ->
            [unknown] {""}
           *[other] {" "}My eduID: { $eduid_mail_shown }.
        }
    }{ $logged_in_anew ->
        [yes] {" "}I checked everything and logged in again.
       *[other] {""}
    }</code>

    Add: your name{ $cause ->
        [issuer_name] {" "}as it should be on the badge.
       *[other] {" "}and the whole email address of your eduID.
    }
    .seen = I see the badge now
    .wait = I am waiting for an answer

# Source: edubadges-ui, src/routes/students/DirectAward.svelte (June 2026): no data comes back for an award that is not there.
spinner =
    That happens when the badge has already been claimed, when it has expired, or when it belongs to another eduID.

    Close the page. Open <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a> and choose <b>My backpack</b>. Your badge may already be there.
    .title = The page keeps loading

# Source: edubadges-server, apps/mainsite/settings.py and apps/directaward/api.py (June 2026): about 82 days by default.
mail_says_deleted =
    Then the badge is no longer waiting for you. Look at the subject of the email:
    • <b>Your edubadge has been deleted</b>: the badge was not claimed in time.
    • <b>Awarded eduBadge has been deleted</b>: the institution removed it. The reason is in the email.

    You can't undo this yourself. { $support_email ->
        [unknown] Ask the institution to award the badge again.
       *[other] Ask whether the badge can be awarded again: { $support_email }.
    }
    .title = An email says it was deleted

# Source: edubadges-server, apps/mobile_api/api.py (June 2026): the demo is wiped every month.
demo_site =
    Does it say <b>Demo environment</b> at the top of the page? Then you are on the practice site. Your badge is not there.

    Go to <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a> and choose <b>Open your backpack</b>.
    .title = It says Demo environment at the top

# Source: edubadges-ui, src/routes/students/DirectAward.svelte (June 2026): the dialog shows the name that will be printed.
claim_it =
    Now you are going to <b>claim</b> the badge: you collect it and it is yours. At the end you see a name. That is how your name will be on the badge.

    Check that name <b>before</b> you tap <b>Confirm</b>. Is it wrong? Then tap <b>Cancel</b> and choose <b>It doesn't work</b> below.

    Open the card in your backpack at <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a>. Did it work?
    .done = My badge is claimed

# Source: edubadges-ui, src/routes/students/DirectAward.svelte and src/routes/AcceptInstitutionTerms.svelte (June 2026).
claim_it_how =
    1. In your backpack, tap the card with <b>Unclaimed</b>.
    2. Tap <b>Claim & Add to your backpack</b>. Don't tap <b>Reject</b>: you can't undo that.
    3. The first time you see the terms of the institution. Read them and tap <b>I agree</b> or <b>I have read this</b>.
    4. You see the name that will be on your badge. Read it letter by letter. Did you confirm your name with your bank? Then it may show initials only.
    5. Is the name right? Tap <b>Confirm</b>. Is it wrong? Tap <b>Cancel</b>.
    6. You see <b>Successfully claimed edubadge</b>. The badge is yours now. Nobody else can see it yet.

# Source: edubadges-server, apps/directaward/models.py and templates/email/earned_direct_award_new.html (June 2026):
# the name given with the award, else the confirmed name, else the name in eduID, which is read anew at every login;
# myconext, myconext-gui/src/locale (August 2026): confirmed details are removed there, and confirmed again.
wrong_name =
    { $name_how ->
        [unknown] {""}
       *[other] By your eduID your name is <b>{ $eduid_name }</b>.{" "}
    }Haven't you claimed the badge yet? Tap <b>Cancel</b>.{ $name_how ->
        [unknown] {""}
        • Did the institution give your name with the badge? Then that name is in the email too. Ask the institution to award the badge again with the right name. { $support_email ->
            [unknown] The address is often in the email.
           *[other] The address is often in the email. Or email <b>{ $support_email }</b>.
        }
        • Otherwise your name comes from eduID. Was it confirmed there by your institution or bank? First have it corrected with them. Then go to <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, <b>Personal info</b>. Delete the old name under <b>Manage your verified information</b> and confirm it again. Is it not confirmed? Then change it yourself under <b>Personal info</b>. After that log out of edubadges, with <b>Logout</b>, and log in again.
       *[other] {""}
    }

    Have you already claimed the badge? Then only the institution can revoke it (take it back) and award it again.
    .title = The name is wrong

# Source: edubadges-ui, src/routes/AcceptInstitutionTerms.svelte (June 2026): the button differs with the legal basis.
terms =
    There are two kinds of terms. Those of edubadges: the button is <b>I agree</b>. And those of the institution: the button is <b>I agree</b> or <b>I have read this</b>. They are about what happens with your data.

    Take your time to read them. Without agreeing you can't claim the badge. Have the terms changed? Then you see them once more. You can withdraw your agreement later: in the menu, choose <b>Account</b> and then <b>Withdraw your statements</b>.
    .title = I see terms

# Source: edubadges-ui, src/routes/students/DirectAward.svelte and BadgeDetails.svelte (June 2026).
rejected =
    Had you not claimed the badge yet? Then you can't undo it yourself. Ask the institution to award the badge again{ $support_email ->
        [unknown] .
       *[other] : { $support_email }.
    }

    Had you already claimed it? Open the badge in your backpack and tap <b>Accept this edubadge</b>. Then it is back.
    .title = I rejected it by mistake

# Source: edubadges-ui, src/routes/students/DirectAward.svelte and PublicBadgeClassPage.svelte (June 2026).
no_button =
    You are probably on another page, for example in the catalog. There you can only request a badge.

    In the menu, choose <b>My backpack</b> and tap the card with <b>Unclaimed</b>. There you find <b>Claim & Add to your backpack</b>. Is there no <b>Unclaimed</b> on your card? Then you have already claimed the badge.
    .title = I don't see the button

# Source: edubadges-server, apps/badgrsocialauth/providers/eduid/views.py (June 2026): a new eduID has a new number, and with it a new backpack.
badges_gone =
    Do you have a <b>new eduID</b>, or do you log in with another eduID than before? Then you also get another, empty backpack.

    • Do you still have the old eduID? Log out of edubadges and log in with the old one. Your badges are there.
    • Did you delete the old eduID? Then you cannot reach them any more. Ask the school or university to give you your badges again.

    Do not delete an eduID that badges belong to.
    .title = New eduID, and my badges are gone

# Source: edubadges-ui, src/App.svelte and src/routes/students/BadgeDetails.svelte (June 2026): revoked badges stand in the archive, with the reason.
revoked =
    Does it say <b>revoked</b> at your badge, or has it gone from your backpack? Then the school or university took it back. You find it in the <a href="https://www.edubadges.nl/archived?lang=en">archive</a>, with the reason.

    Only { $institution ->
        [unknown] the school or university that gave it
       *[other] { $institution }
    } can do something about it. Ask them why, and whether you can get it again.
    .title = My badge was revoked
