# Backpack: the place on edubadges.nl that holds a learner's badges.
# The names of buttons: edubadges-ui 9.1.0, src/locale/en.js (June 2026).

# Source: edubadges-ui, src/routes/Login.svelte (June 2026): the button in the mail asks eduID to check the name first,
# the button on the home page does not; edubadges-server, apps/issuer/models.py (June 2026): the mail about an approved
# request leads to that badge, and does not ask.
open_backpack =
    Now open your <b>backpack</b>. That is your own place on edubadges.nl, where your badges are.{ $kind ->
        [requested] {""}
       *[other] { $name_done ->
            [skipped] {" "}Don't use the button in the email for this, because it first asks you to confirm your name.
            [no] {" "}Don't use the button in the email for this, because it first asks you to confirm your name.
           *[other] {" "}You don't need the button in the email for it.
        }
    }

    Go to <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a>, choose <b>Open your backpack</b> and log in with your eduID. Did it work?
    .done = I am in my backpack

# Source: edubadges-ui, src/routes/Login.svelte (June 2026); edubadges-server, apps/badgrsocialauth/providers/eduid/views.py.
open_backpack_how =
    1. Open <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a>. Feel free to type the address yourself, so you know you are in the right place.
    2. Tap <b>Open your backpack</b>. Don't choose <b>Open the issuer portal</b>: that is for staff.
    3. You now go to eduID (login.eduid.nl). Fill in the email address of your eduID.
    4. You get an email with the subject eduID login code. Enter the code on the eduID page only. Give it to nobody, not to me either.
    5. The first time you see the terms of edubadges. Read them and tap <b>I agree</b>. Without agreeing you can't go on.
    6. You see <b>Your edubadges</b>. That is your backpack.

# Source: edubadges-ui, src/locale/en.js, authError: the issuer portal is by invitation only; edubadges-server,
# apps/badgrsocialauth/providers/eduid/views.py: a missing detail, and the answers that begin with Server error (June 2026).
no_access =
    Look at what your screen says:
    • <b>Sorry, you don't have access</b>, and it is about an invitation: you chose the wrong button, <b>Open the issuer portal</b>. That one is for staff only.
    • Something is missing from your details, such as your name: add it at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>.
    • <b>Server error</b>: something went wrong while logging in, or you broke it off.

    Then start again: go to <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a> and choose <b>Open your backpack</b>. Does it keep going wrong? Email <b>support@edubadges.nl</b> and say what is on your screen.
    .title = No access, or an error message

# Source: myconext, account-gui/src/locale (August 2026): the message for an unknown address at login.
no_eduid_found =
    Then the address you filled in has no eduID. Perhaps there is a typing mistake in it, or your eduID has another address of yours.
    .title = There is no eduID with my address

# Source: myconext, account-gui/src/routes/LoginCode.svelte and OneTimeLoginCode.java (August 2026).
login_code =
    • Don't you get an email with <b>eduID login code</b>? Look in your spam or junk folder. If it is not there, choose <b>click to resend</b> on the eduID page. You can do that after 15 seconds.
    • <b>Wrong code. Please try again.</b> Take the code from the newest email, and wait a moment before you enter it.
    • <b>Your code is invalid</b>. A code works for 10 minutes and only once. Log in again and you will get a new one.
    • <b>Maximum attempts reached</b>, or <b>You are still suspended</b>. Wait 15 minutes, then log in again.

    Don't send the code to me. You enter it on the eduID page only. Does it keep going wrong? <a href="https://eduid.nl/help?lang=en">eduid.nl/help</a>
    .title = My login code fails or does not come

# Source: myconext, account-gui/src/routes/Stepup.svelte (August 2026): this page cannot be skipped;
# edubadges-ui, src/routes/Login.svelte (June 2026): by way of the home page it is not asked for; and
# src/components/shared/PublicBadgeClassPage.svelte (June 2026): without a confirmed name a request is stopped there.
almost_there =
    On the page <b>Almost there</b>, eduID asks you to confirm your name. { $kind ->
        [requested] To request a badge you usually have to do it now: tap <b>Verify now</b>. It is best to choose your school or work account. That also links your institution, which you usually need. Don't you have such an account? Ask your teacher whether you can get the badge in another way.
       *[other] You have two options:
        • Do it right away: tap <b>Verify now</b>. Choose your school or work account, your bank or a European ID. Can you use none of them? Then choose <b>I can't use any of the above methods</b>: sometimes you can go to a desk, the Service Desk.
        • Don't do it now: close the page. Open <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a> and choose <b>Open your backpack</b> there. Don't use the button in the email. Then eduID should not ask for this.
    }
    .title = I am stuck at ‘Almost there’

# Source: edubadges-ui, src/routes/ProcessToken.svelte (June 2026): Cancel continues to the backpack; edubadges-server,
# apps/badgeuser/models.py, may_enroll (June 2026): whoever requests needs the link, unless the badge says otherwise.
no_longer_linked =
    Does it say <b>eduID account no longer linked</b>? Then your link or your confirmed name has expired or was removed. { $kind ->
        [institution] For this badge you need the link.
        [requested] To request a badge you usually need the link.
       *[other] For a badge on your own email address you don't need the link.
    }

    • Tap <b>Link institution</b> to link again.
    • Or tap <b>Cancel</b>: then you simply go to your backpack.
    .title = My eduID is no longer linked

# Source: edubadges-server, apps/mainsite/settings.py (June 2026): a session lasts an hour.
thrown_out =
    That can happen when a page stays open for long: after about an hour you have to log in again. Nothing gets lost.

    Go back to <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a>, choose <b>Open your backpack</b> and log in again with your eduID.
    .title = I keep having to log in again

# Source: edubadges-server, `apps/directaward/serializer.py`: mails can be switched off; there is no button to send one again (June 2026)
no_mail =
    First look in your <b>spam</b> or <b>junk</b> folder, and in all your mailboxes. Search for <i>edubadge</i>. { $kind ->
        [institution] Look in the mailbox of your school or work too.
        [requested] Did you request the badge yourself? Then a mail only comes when your request is approved.
       *[other] Sometimes your address was mistyped, or the school or university sends no mail.
    }

    It works without the mail too: your badge is then simply in your backpack, the page with your edubadges. So we go on. Can you not find it there later? Then ask the school or university whether it was really awarded to you, and to which address.
    .title = I did not get a mail

# Source: myconext, public-gui/src/routes/Support_EN.jsx (August 2026): the app is not needed for edubadges; an SMS is sent a few times a day only.
app_trouble =
    You do not need the eduID app for edubadges. Log in with a <b>code by mail</b>:

    • Does eduID ask for the app or a PIN? Choose another way to log in, with your email address.
    • No text message? After a few times you have to wait 24 hours.
    • Do you have a new phone? Log in with a code by mail at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, go to <b>Security</b> and switch the old app off.

    Does it not work? Mail <b>help@eduid.nl</b>. Give nobody your PIN.
    .title = Trouble with the app, PIN or SMS
