# eduID: the account with which a learner logs in to edubadges.
# A step is a message, its attributes are the answers; `<step>_how` explains it click by click.
# The names of buttons are those of eduID in English: OpenConext-myconext,
# account-gui/src/locale, myconext-gui/src/locale and public-gui/src/locale (August 2026).

# Source: docs/privacy.md (November 2026): what of a login is kept.
log_in =
    Would you like to log in with your <b>eduID</b>, your account for education? Then I can see for myself what is ready, and what is still missing for this badge.

    You log in at eduID itself. I read your email address, your name and which institutions are linked. I only keep what follows from that.

    <a href="{ $sign_in_link }">Log in with eduID</a>

    The link is for you alone{ $sign_in_by ->
        [letter] . It opens a page of Badgewijzer first; after that you have ten minutes.
       *[unknown] {" "}and works for ten minutes.
    }
    .how = What happens then?
    .no_eduid = I have no eduID yet
    .dont_know = I am not sure if I have one
    .rather_not = I would rather not log in

# Source: myconext, account-gui/src/routes (August 2026): eduID asks by itself before it shares what is linked.
log_in_how =
    1. Tap the link. First you see which conversation it is for, and what I read.
    2. You go to eduID and log in there, as you always do. Enter a code or password of eduID only there.
    3. Does eduID ask whether your details may be shared? Then it is about what is named above.
    4. You come back to a page of Badgewijzer. It leads you back to this conversation.
    5. I tell you what I saw. What is ready, we skip.

on_your_word = Fine, you don't have to. Then I will go by what you tell me.

# Source: myconext, APIController.java (August 2026): the links of an eduID; edubadges-server, apps/directaward/models.py
# (June 2026): the name given with the award is printed, else the confirmed name, else the name in eduID.
proven =
    That worked. This is what I saw at your eduID:
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

    The name of your eduID will be on your badge, unless the institution gave a name itself.

# Source: myconext, APIController.java (August 2026): the links of an eduID; edubadges-server, apps/directaward/models.py
# (June 2026): the name given with the award is printed, else the confirmed name, else the name in eduID.
still_proven =
    I already know your eduID{ $eduid_mail_shown ->
        [unknown] {""}
       *[other] {" "}(<b>{ $eduid_mail_shown }</b>)
    }{ $name_how ->
        [unknown] .
        [own] , with the name <b>{ $eduid_name }</b> (not confirmed yet).
       *[other] , with the confirmed name <b>{ $eduid_name }</b>.
    } You don't have to log in again.

# Source: docs/privacy.md (November 2026): what of a login is kept.
log_in_again =
    Shall I check whether everything is right, before you go to edubadges? Then you won't search in vain.

    <a href="{ $sign_in_link }">Log in with eduID</a>

    The link is for you alone{ $sign_in_by ->
        [letter] . It opens a page of Badgewijzer first; after that you have ten minutes.
       *[unknown] {" "}and works for ten minutes.
    }
    .how = What happens then?
    .rather_not = No, just go on

log_in_again_how =
    1. Tap the link and log in at eduID. Enter a code or password of eduID only there.
    2. You come back to a page of Badgewijzer. It leads you back to this conversation.
    3. I tick what is ready, and say what is still missing for this badge.

already_have = You already have an eduID. We will use it for this edubadge too.

# Source: myconext, public-gui/src/routes/Support_*.jsx (August 2026): one eduID per person is intended.
have_one =
    For your edubadge you need an <b>eduID</b>. That is your own account for education. You use it to log in to edubadges. It stays yours, even when you change jobs or schools.

    You may only have one. So first: do you already have an eduID?
    .yes = Yes, I have an eduID
    .no = No, not yet
    .dont_know = I am not sure

# Source: myconext, account-gui/src/locale (August 2026): the message for an unknown address at login.
may_have_one =
    Let's find out, so that you don't end up with a second one.

    Go to <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> and try to log in with each of your own email addresses, old ones too.
    • Does it say <b>We could not find an eduID with that email address.</b>? Then that address has no eduID.
    • Do you get a code by email? Then you have an eduID. Enter the code on the eduID page only. Never give it to me.

    Did you find one?
    .yes = Yes, I found one
    .no = No, not with any address

# Source: myconext, account-gui/src/routes/Request.svelte (August 2026); edubadges-server,
# apps/directaward/models.py (June 2026): an award to an e-mail address needs an eduID with that address;
# apps/badgeuser/models.py, may_enroll (June 2026): a request looks at the name and the institution, at no address.
make_one =
    Now create your eduID. { $kind ->
        [personal] Use the email address that received the email about your badge. With another address you will not see your badge.
        [institution] Use an email address of your own, not one from work or school. Then you can always reach it.
        [requested] Use an email address of your own, not one from work or school. Then you can always reach it.
       *[other] It is best to use the email address that received the email about your badge. Did you get no email? Then use the address that the school or university has for you.
    }

    You start at <a href="https://login.eduid.nl/register?lang=en">login.eduid.nl</a>. You only fill in your name and email address. Did it work?
    .done = My eduID is ready

# Source: myconext, account-gui/src/routes/Request.svelte and LoginCode.svelte, OneTimeLoginCode.java (August 2026).
make_one_how =
    1. Open <a href="https://login.eduid.nl/register?lang=en">login.eduid.nl</a>. Or type <b>eduid.nl</b> into your browser yourself and tap <b>Create an eduID</b> there.
    2. Fill in your <b>Email address</b>, <b>First name</b> and <b>Last name</b>. Use your real name: it may appear on your badge.
    3. Tick the box to accept the terms. Sometimes you also have to tick that you are human.
    4. Tap <b>Make an eduID</b>.
    5. You get an email with a six-digit code. The subject is: Confirm your eduID email with code.
    6. Enter the code on the eduID page within 10 minutes. Give it to nobody else, not to me either.
    7. Do you see <b>Your eduID has been created</b>? Tap <b>Next</b> and come back here.

# Source: myconext, account-gui/src/routes/Request.svelte (August 2026): the answer 409.
address_in_use =
    Does it say <b>This email is already in use.</b>? Then you already have an eduID, and that is fine.

    Tap <b>Log in with this email address</b>. Don't create a second eduID with another address. Are you logged in? Then choose <b>My eduID is ready</b> below.
    .title = My address is already in use

# Source: myconext, account-gui/src/routes/LoginCode.svelte (August 2026): resending is possible after 15 seconds.
no_code =
    The email with the code usually comes quickly. Is it not there?
    • Look in your spam or junk folder.
    • Is the email address you filled in right? One typing mistake and the email will not arrive.
    • On the eduID page, choose <b>click to resend</b>. You can do that after 15 seconds.

    Always use the code from the newest email.
    .title = I don't get a code

# Source: myconext, OneTimeLoginCode.java and account-gui/src/locale (August 2026).
wrong_code =
    Look at what your screen says:
    • <b>Wrong code. Please try again.</b> Take the code from the newest email. Wait a moment before you try again.
    • <b>Your code is invalid</b>. A code works for 10 minutes and only once. Start again and you will get a new one.
    • <b>Maximum attempts reached</b>, or <b>You are still suspended</b>. Wait 15 minutes, then start again.

    Don't send the code to me. You enter it on the eduID page only.
    .title = My code does not work

# Source: myconext, account-gui/src/routes/Request.svelte (August 2026): 412 is a throw-away mailbox; an address of
# an institution only gives a warning.
address_refused =
    • First check your address for typing mistakes.
    • A throw-away address (a temporary email address) is not allowed. Use an ordinary mailbox.
    • Does eduID warn you that this is an address from work or school? An address of your own is better. { $kind ->
        [personal] Did the email about your badge come to exactly that address? Then you may go on.
       *[other] But you may go on.
    }

    Does eduID still refuse your address? Ask for help at <a href="https://eduid.nl/help?lang=en">eduid.nl/help</a>.
    .title = eduID refuses my email address

# Source: edubadges-server, apps/directaward/models.py (June 2026): the addresses must be equal, in lower case.
same_address =
    { $kind ->
        [personal] Your badge was awarded to an email address. It only comes into your backpack if your eduID has exactly the same address.
       *[other] Many badges are awarded to an email address. You only see such a badge if your eduID has exactly the same address.
    }

    Look at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> under <b>Personal info</b>. Does your eduID have the same email address that received the email about your badge? Capital letters make no difference. I can't see it myself, so I go by what you see. Can't you check, or did you get no email? Type <b>skip</b>.
    .yes = Yes, it is the same address
    .no = No, a different address

# Source: myconext, myconext-gui/src/routes (August 2026): the code goes to the new address.
change_address =
    Change the email address of your eduID to the address that received the email about your badge. Then edubadges can match your badge to you.

    You do this at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>.{ $backpack_done ->
        [no] {""}
       *[other] {" "}Then log out of edubadges (with <b>Logout</b>) and log in again. Only then will you see the badge.
    } Can you no longer use that address? Then ask the institution to award the badge again, to the address of your eduID. Did it work?
    .done = My email address is changed

# Source: myconext, myconext-gui/src/routes (August 2026); edubadges-server, apps/badgrsocialauth/providers/eduid/views.py
# (June 2026): edubadges reads the address anew at every login.
change_address_how =
    1. Open <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> and log in with the email address it has now.
    2. In the menu, choose <b>Personal info</b>.
    3. Tap the edit icon next to your email address.
    4. Fill in the address that received the email about your badge.
    5. You get an email with a code at that new address. Enter the code on the eduID page only.
    6. Were you already logged in to edubadges? Log out there and log in again. Only then does edubadges know your new address.

# Source: myconext, myconext-gui (August 2026): changing fails when the address already has an eduID.
new_address_in_use =
    Then that address already has an eduID. So you have two.

    For this badge, log in with the eduID of that address: then you will see the badge. Would you rather use your other eduID? Then ask the institution to award the badge again, to the address of that one.

    Don't delete either of them. If you delete an eduID, the badges that belong to it are gone too.
    .title = The new address is already in use

# Source: edubadges-server, apps/badgrsocialauth/providers/eduid/views.py (June 2026): badges hang on the eduID number.
two_eduids =
    You can't merge two eduIDs yourself. Choose one to go on with: preferably the one that already has badges.

    Does your new badge belong to the address of the other eduID? Then log in with that one for this badge. Or ask the institution to award it again, to the address of the eduID you keep using.

    Don't delete an eduID: you would lose the badges that belong to it. Questions? <a href="https://eduid.nl/help?lang=en">eduid.nl/help</a>
    .title = I have two eduIDs

# Source: edubadges-server and edubadges-ui, CHANGELOG.md 9.0.0 (March 2026): no confirmed name is needed to claim;
# edubadges-server, apps/badgeuser/models.py, may_enroll (June 2026): for a request it is, unless the badge says otherwise;
# edubadges-ui, src/routes/students/BadgeValidation.svelte (June 2026): the public page tells whether it is.
confirm_name =
    Now have eduID check your name. { $kind ->
        [personal] You don't have to, but it is wise: without it, the public page of your badge says that your name is <b>not verified</b> (not checked).
        [institution] You can do it with your school or work account. That also links your institution, which you need for this badge.
        [requested] For a badge that you request, this is usually needed. If you do it with your school or work account, you link your institution at once. That is usually needed too.
       *[other] Without it, the public page of your badge says that your name is <b>not verified</b> (not checked). For a badge on an email address of your own you don't have to.
    }

    You can do it at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>. Rather not, or later? Type <b>skip</b>. Did it work?
    .done = My name is confirmed

# Source: myconext, account-gui/src/verify/VerifyChoice.svelte and myconext-gui/src/locale (August 2026).
confirm_name_how =
    1. Open <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, log in and choose <b>Personal info</b>.
    2. Tap <b>Confirm your identity</b>.
    3. Choose a way:
    • <b>Use your school or work account</b>: if you have an account at a Dutch school, university or research institution.{ $kind ->
        [institution] {" "}This is the best choice for you. In the list, choose the institution that gives you the badge.
       *[other] {""}
    }
    • <b>Use a Dutch bank</b>: ABN AMRO, ASN Bank, bunq, ING, Rabobank, RegioBank or SNS. You pay nothing. Of your name, the bank only passes on your initials and last name.
    • <b>Use a European ID</b>: with the digital ID (eID) of another EU country. Not with a Dutch ID.
    • None of these? Choose <b>I can't use any of the above methods</b>: a desk (Service Desk), { $service_desk ->
        [unknown] for now only for TU Delft and Radboud University.
       *[other] at your institution: { $service_desk }.
    }
    4. Follow the steps on the screen. You enter your PIN or password only at your bank or institution, never here.
    5. Does it say <b>verified</b> next to your name? Then it worked.

# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte (June 2026): the public page tells whether the name is confirmed.
confirm_name_guest =
    Now have your name checked. Without it, the public page of your badge says that your name is <b>not verified</b> (not checked).

    { $institution ->
        [unknown] Your institution
       *[other] { $institution }
    } offers <b>{ $guest_idp }</b> for this. That name comes from the institution, not from eduID itself. You start at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>. Rather not, or later? Type <b>skip</b>. Did it work?
    .done = My name is confirmed

# Source: ru.nl, page on microcredentials and edubadges (August 2026): the name of this choice is the institution's own; eduID does not have it.
confirm_name_guest_how =
    1. Open <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, log in and choose <b>Personal info</b>.
    2. Tap <b>Confirm your identity</b>.
    3. Choose <b>Use your school or work account</b>.
    4. Find <b>{ $guest_idp }</b> in the list and choose that name.
    5. Log in the way your institution explained to you. Share those details with nobody, not with me either.
    6. You come back to eduID. Does it say <b>verified</b> next to your name? Then it worked.

# Source: myconext, account-gui/src/verify/VerifyChoice.svelte and public-gui/src/routes/ServiceDesk_NL.jsx (August 2026).
guest_not_listed =
    Only some institutions offer <b>{ $guest_idp }</b>. If it is not in the list, you can use eduID itself: tap <b>Confirm your identity</b> and choose <b>Use a Dutch bank</b> or <b>Use a European ID</b>. Not possible either? Choose <b>I can't use any of the above methods</b>: a desk (Service Desk), { $service_desk ->
        [unknown] for now only for TU Delft and Radboud University.
       *[other] at your institution: { $service_desk }.
    }

    { $support_email ->
        [unknown] Or ask the institution that gives you the badge.
       *[other] Or ask for help: <b>{ $support_email }</b>.
    } You can also go on without it: type <b>skip</b>.
    .title = The name is not in the list

# Source: myconext, public-gui/src/routes/ServiceDesk_NL.jsx and account-gui/src/locale (August 2026).
no_dutch_bank =
    Then you still have these options:
    • Do you have an account at a Dutch school, university or research institution? Choose <b>Use your school or work account</b>.
    • Do you have a digital ID (eID) from another EU country? Choose <b>Use a European ID</b>. It does not work with a Dutch ID.
    • { $service_desk ->
        [unknown] Are you taking a course at TU Delft or Radboud University? Then you can go to a desk, the Service Desk. Other institutions don't have one yet.
       *[other] You can go to the desk of your institution, the Service Desk: { $service_desk }.
    } Choose <b>I can't use any of the above methods</b>, then <b>Contact the Service Desk</b> and <b>Generate verification code</b>. Show that code at the desk within 14 days, with a passport, European identity card, Dutch driving licence or Dutch residence permit. Don't send them to me. Where the desk is: <a href="https://eduid.nl/servicedesk-en">eduid.nl/servicedesk-en</a>.

    Does nothing fit? Type <b>skip</b>.
    .title = My bank is not in the list

# Source: myconext, account-gui/src/locale (August 2026): pages subject-already-linked and eppn-already-linked.
identity_elsewhere =
    Does it say <b>Account not verified!</b> or <b>Account not connected!</b>, and that you already belong to another eduID? Then you once created another eduID. Your bank, ID or school account can belong to only one.

    Log in with that other eduID and go on with it. Or remove your verified information there, under <b>Manage your verified information</b>. Don't delete the whole eduID.

    Can't work it out? <a href="https://eduid.nl/help?lang=en">eduid.nl/help</a>
    .title = This belongs to another eduID

# Source: myconext, AccountLinkerController.java (August 2026): a Dutch bank gives initials and surname, and no more.
only_initials =
    That is right: of your name, a bank only passes on your initials and last name. Your name is confirmed all the same.

    Would you like your first name too? Then also confirm your name with your school or work account: <b>Personal info</b>, then <b>Add an organisation</b>. Does eduID ask whether to use that name? Choose <b>Yes please</b>.

    Did your institution give a name along with the badge? Then that name will be on it.
    .title = I only see my initials

# Source: myconext, account-gui/src/locale, pages external-account-linked-error and valid-name-missing (August 2026).
verification_failed =
    Sometimes something goes wrong at the bank or institution, or you break it off by accident.
    • Does it say <b>Account not verified!</b>? Choose <b>Retry</b>, or another way.
    • Does it say <b>Account linked, but...</b>? Then your institution passed on no name. Choose another way.
    • Don't you see any other ways? Perhaps a code for the Service Desk is still open. Then choose <b>Delete verification code</b>.

    Is it not working now? Type <b>skip</b>. You can still do this later.
    .title = Confirming my name fails

# Source: edubadges-server, apps/directaward/models.py, and apps/badgeuser/models.py, may_enroll (June 2026).
at_an_institution =
    { $kind ->
        [requested] To request this badge, your account at an allowed school or university usually has to be linked to your eduID. Which ones are allowed? The page of the badge says so when you are logged out.
        [personal] For this badge you don't need to link a school or employer to your eduID. But it can be handy for your next badge.
       *[other] Some badges are awarded to your account at a school or employer. You only see such a badge when you link that account to your eduID.
    }

    Do you study or work at a Dutch school, university or research institution, and would you like to link it?
    .yes = Yes, I want to link it
    .no = No, not needed

# Source: edubadges-server, apps/directaward/models.py (June 2026): an award to an account needs that account linked.
link_institution =
    { $kind ->
        [institution] Your badge was awarded to your account at { $institution ->
            [unknown] your institution
           *[other] { $institution }
        }. Link that account to your eduID. Otherwise you won't see the badge.
        [requested] Link your account at an institution whose learners may request this badge to your eduID. Without the link you usually cannot request the badge.
       *[other] Link your school or work account to your eduID. Then you also see badges that are awarded to that account.
    }

    You do this at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>. { $backpack_done ->
        [no] {""}
       *[other] Then log out of edubadges (with <b>Logout</b>) and log in again. Only then does edubadges see the link.{" "}
    }{ $name_done ->
        [word] { $name_step ->
            [idp_guest] Did it work?
           *[other] Did you already do this when you confirmed your name? Then you are done here. Did it work?
        }
       *[other] Did it work?
    }
    .done = My institution is linked

# Source: myconext, myconext-gui/src/locale and application.yml, linked_accounts (August 2026): valid for 180 days.
link_institution_how =
    1. Open <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, log in and choose <b>Personal info</b>.
    2. Tap <b>Add an organisation</b> and then <b>Use your school or work account</b>.
    3. In the list, choose { $kind ->
        [requested] an institution whose learners may request this badge, and where you have an account.
       *[other] { $institution ->
            [unknown] the institution that gives you the badge
           *[other] { $institution }
        }. Not another one where you also work or study.
    }
    4. Log in there. { $kind ->
        [requested] {""}
       *[other] Do you have two accounts there, one as a student and one as an employee? Take the account that gets the badge.{" "}
    }You enter your password only there.
    5. Back at eduID: tap <b>Continue</b>.
    6. You see the institution with <b>valid until</b>. A link is valid for 180 days. Badges you have stay yours after that.
    7. Were you already logged in to edubadges? Log out there and log in again.

# Source: edubadges-server, apps/directaward/models.py and apps/badgrsocialauth/providers/eduid/views.py (June 2026): exactly
# the awarded account must be linked, and links are read anew at every login; myconext, myconext-gui/src/locale (August 2026).
institution_not_linked =
    Go to <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> and choose <b>Personal info</b>, then <b>Add an organisation</b>. { $kind ->
        [requested] Choose an institution whose learners may request this badge. The page of the badge names them when you are logged out.
       *[other] Choose the institution that gives you the badge, and log in there. Do you have two accounts there, one as a student and one as an employee? Take the account that gets the badge.
    }

    Then log out of edubadges, with <b>Logout</b>, and log in again. Only then does edubadges see the link.
    .title = My institution is not linked

# Source: myconext, account-gui/src/locale (August 2026): page eppn-already-linked names the other eduID's address.
linked_elsewhere =
    Does it say <b>Account not connected!</b>? Then your account is already linked to another eduID of yours. The page shows the email address of that eduID.

    Log in with that eduID and go on with it. Or remove the link there under <b>Manage your verified information</b>, and link again here. Don't delete the whole eduID.

    Don't you know that address? Ask for help at <a href="https://eduid.nl/help?lang=en">eduid.nl/help</a>.
    .title = Already linked to another eduID

# Source: myconext, account-gui/src/locale (August 2026): pages valid-name-missing and affiliation-missing.
linked_but =
    Does it say <b>Account linked, but...</b> or <b>Account is connected, but…</b>? Then the link is there, but your institution did not pass on everything. For example your name, or your role (student or employee).

    You can usually go on: tap <b>Proceed</b>. Is your name missing? Then confirm it another way, for example with your bank. Your institution's IT helpdesk (help with computers and accounts) can see what is missing.
    .title = Linked, but something is missing

# Source: myconext, account-gui/src/locale (August 2026): page attribute-missing.
not_linked =
    Does it say <b>Account not linked!</b>? Then your institution did not pass on who you are. Only the institution can solve that.

    Ask your institution's IT helpdesk (help with computers and accounts). Say that you want to link your account to eduID for an edubadge. Is your institution not in the list? Then ask whether the badge can be awarded to your own email address.
    .title = My account cannot be linked

# Source: myconext, application.yml, linked_accounts (August 2026): role data goes after 180 days.
lapsed =
    A link with an institution is valid for 180 days. Next to <b>valid until</b> you see until when.

    Has that day passed? Then simply link the institution again with <b>Add an organisation</b>. Badges you already have stay yours.
    .title = My link has expired
