# Questions: what people ask on their way.

topics =
    What is your question about? You can also simply type it.
    .what = What it is and what it costs
    .getting = Getting or requesting one
    .time = Time, phone and language
    .eduid = eduID and logging in
    .identity = Name and institution
    .safe = Safe and private
    .show = Showing and sharing
    .value = What it is worth
    .recognition = Valid and checkable
    .employer = For employers and schools
    .never_mind = Never mind, go on

topic_what = What would you like to know?

topic_getting = What would you like to know about getting one?

topic_time = What would you like to know?

topic_eduid = What would you like to know about eduID, the account to log in with?

topic_identity = What would you like to know about your name or your institution (your school, university or work)?

# Source: edubadges-server, apps/issuer/models.py, and surf.nl, FAQ on edubadges (August 2026)
what_is_edubadge =
    An edubadge is <b>digital proof</b> of something you have learned, such as a course. A Dutch school or university gives it.

    The badge says what you can do, who gave it and when. Everyone with the link can check that it is genuine. Would you like to collect it? Just follow my steps.
    .title = What is an edubadge?

# Source: npuls.nl/pilot-microcredentials, and edubadges-ui, src/util/microcredentials.js (August 2026)
what_is_microcredential =
    A microcredential is proof of a <b>small piece of education</b> for people who already work, with fixed rules for its quality. You get it as an edubadge.

    The page of your badge says whether it is a microcredential. You collect it in the same way as any other edubadge.
    .title = What is a microcredential?

# Source: myconext, public-gui/src/routes/Support_EN.jsx (August 2026)
what_is_eduid =
    eduID is <b>your own account for education</b>, by SURF, the organisation for ICT in education. You use it to log in to edubadges. It is free and stays yours, also when you change work or school.

    You create it at <a href="https://eduid.nl/?lang=en">eduid.nl</a>. Do you have one already? Then do not make a second.
    .title = What is eduID?

# Source: edubadges-ui, src/routes/students/Backpack.svelte (June 2026)
what_is_backpack =
    The backpack is <b>your own page</b> at edubadges.nl with your edubadges. Only you get in, with your eduID (your login account).

    You open it at <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a> with the button <b>Open your backpack</b>.
    .title = What is the backpack?

# Source: edubadges-server, apps/directaward/api.py, and apps/lti_edu/api.py (June 2026)
what_is_claiming =
    Claiming means <b>collecting</b>. It puts a badge that a school or university gives you in your backpack (your own page with badges). { $kind ->
        [requested] You request it yourself. Then there is nothing to claim: after approval it is there at once. Open it there once.
       *[other] The badge is waiting for you. If you do nothing, it is removed after the last day. So go on with the step below.
        }
    .title = What does claiming mean?

# Source: edubadges-server, apps/mainsite/settings.py, and edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026)
why_claim =
    Your edubadge shows what you have learned: on your CV, on LinkedIn or with a job application. Others can check it with one tap. { $kind ->
        [requested] It stays in your backpack (your page with badges), also when you change jobs.
       *[other] If you do not collect it, it is removed after the last day. Then your proof is gone.
        }

    Collecting it costs nothing. Go on with the step below.
    .title = What is in it for me?

# Source: myconext, account-gui/src/routes/Request.svelte and account-gui/src/verify/VerifyChoice.svelte (August 2026): nowhere is a payment
what_does_it_cost =
    It is <b>free</b>: creating an eduID (your login account), confirming your name and collecting your edubadge. Confirming your name with your bank costs nothing either.

    Does somebody ask for money? Then stop, and type <b>human</b>.
    .title = Does it cost money?

# Source: myconext, model/OneTimeLoginCode.java (August 2026): a code is valid for ten minutes; the steps are those of this guide
how_long_does_it_take =
    That differs. If you have an eduID (the login account) already, there are a few steps. Otherwise you create that first, and confirm your name. You may always stop: I remember where you are.

    Only the codes of eduID must be used within 10 minutes. Type <b>how far am I</b> to see what is left.
    .title = How long does it take?

# Source: edubadges-server, apps/mainsite/settings.py and apps/directaward/api.py (June 2026)
must_i_do_this =
    No, it is your own choice. { $kind ->
        [requested] But you requested the badge yourself, and most of the work is done.
       *[other] If you do not collect it, it is removed after the last day. After that only the school or university can give it again.
        }

    Do you need it for work or study? Ask there. Would you like to stop? Type <b>stop</b>.
    .title = Do I have to do this?

# Source: edubadges-server, apps/lti_edu/api.py and apps/directaward/*: requested and approved, or awarded (June 2026)
how_to_get_one =
    You get an edubadge from a school or university, for example after a course. There are two ways:

    • The school or university gives it of its own accord. Then it waits for you, usually with a mail.
    • You request it yourself on edubadges.nl. You get it only after that has been approved.

    Whether there is one for you, is known only to { $institution ->
        [unknown] the school or university where you took the course
       *[other] { $institution }
    }. Ask them.
    .title = How do I get an edubadge?

# Source: edubadges-ui, src/App.svelte: the catalogue needs no login (June 2026)
where_offered =
    Nearly all edubadges are in the <a href="https://www.edubadges.nl/catalog?lang=en">catalogue on edubadges.nl</a> (a list). You can search by name and by school or university. You do not need to log in.

    Do you see something for you? Then look at the website of that school or university how to enrol in the course.
    .title = Where are they offered?

# Source: edubadges-server, apps/directaward/serializer.py, and apps/lti_edu/api.py (June 2026): awarded by staff, at a moment they choose
finished_no_mail =
    { $kind ->
        [requested] You requested it yourself. Then it only comes when the school or university approves your request. Look at <a href="https://www.edubadges.nl/badge-requests?lang=en">edubadges.nl</a> under <b>Edubadge requests</b>.
       *[other] A badge does not come by itself: somebody at the school or university has to give it to you. When that happens differs. Sometimes no mail is sent. So look in your spam and in your backpack (your page with badges) too.
        }

    Does it take long? Ask { $institution ->
        [unknown] the place where you took the course
       *[other] { $institution }
    }.
    .title = Finished, but no badge yet

# Source: edubadges-server, apps/mainsite/templates/email/earned_direct_award_new.html (June 2026): the mail names the issuer's address
whom_to_ask =
    • About the badge itself (will it come, is your name right): { $institution ->
        [unknown] the school or university where you took the course.
       *[other] { $institution }.
        } { $kind ->
            [requested] Your teacher often knows.
           *[other] Their address is often in the mail about your badge.
        }
    • About eduID and logging in: <b>help@eduid.nl</b>
    • About edubadges and your backpack: <b>support@edubadges.nl</b>
    { $support_email ->
        [unknown] • About this guide: type <b>human</b>.
       *[other] • About this guide: type <b>human</b>, or mail <b>{ $support_email }</b>.
        }
    .title = Whom can I ask?

# Source: edubadges-server, apps/directaward/* and apps/lti_edu/* (June 2026)
awarded_or_requested =
    • <b>Awarded</b>: the school or university gets the badge ready for you. You collect it (claiming), before the last day.
    • <b>Requested</b>: you press <b>Request</b> on the page of the badge. After approval it is in your backpack (your page with badges) at once. There is no last day.

    Don't you know which it is? If you got a mail that names a last day, it was awarded.
    .title = Awarded or requested?

# Source: edubadges-ui, src/components/shared/PublicBadgeClassPage.svelte (June 2026)
how_to_request =
    1. Find your badge in the <a href="https://www.edubadges.nl/catalog?lang=en">catalogue</a>, or use the link from your teacher.
    2. Tap <b>Login to request this edubadge</b>. Log in with your eduID (your login account).
    3. Tap <b>Request</b>.

    Does it say <b>This edubadge can not be requested</b>? Then the institution only gives it itself. Ask your teacher.
    .title = How do I request one myself?

# Source: edubadges-server, apps/lti_edu/api.py (June 2026): approved by staff, without a term
how_long_approval =
    That differs: somebody at the school or university, often your teacher, looks at your request. There is no fixed term.

    You can see how it stands at <a href="https://www.edubadges.nl/badge-requests?lang=en">edubadges.nl</a> under <b>Edubadge requests</b>. Does it take too long? Ask your teacher.
    .title = How long does approval take?

# Source: edubadges-server, apps/directaward/api.py (June 2026): no button to send the mail again was found
lost_mail =
    That does not matter. There is nothing secret in the link of the mail: your badge is in your backpack (your page with badges), and you get there without the mail too. { $kind ->
        [requested] After approval it is there by itself.
       *[other] The school or university cannot simply send the same mail again. It can tell you to which address it went, and what the last day is.
        }

    Go on with the step below.
    .title = I no longer have the mail

# Source: edubadges-server, apps/mainsite/settings.py:214-218 (June 2026): by default an award is deleted after about 82 days
until_when =
    { $kind ->
        [requested] A badge you requested yourself has no last day. After approval it stays in your backpack (your page with badges).
       *[other] { $deadline ->
            [unknown] The last day is in the mail about your badge. Usually you have about 82 days. After that it is removed.
           *[other] You can collect it up to and including <b>{ $deadline }</b>. After that it is removed.
            }
        }

    Do not wait until the end. Go on with the step below.
    .title = Until when can I do it?

# Source: edubadges-server, apps/mainsite/management/commands/reminders_direct_awards.py (June 2026); apps/issuer/serializers.py (June 2026): the end date
# of a requested badge counts from approval
too_late =
    { $kind ->
        [requested] A badge you request yourself has no last day to collect it. So you are not too late. Does the badge itself have an end date? That counts from the day your request was approved.
       *[other] After the last day the badge is removed. You get a mail about that. You cannot undo it yourself.

        First look in your backpack (your page with badges): it may still be there. Is it gone? Then ask the school or university to give it again. Their address is often in the mail about your badge.
    }
    .title = What if I am too late?

# Source: edubadges-ui, src/routes/students/Backpack.svelte (June 2026): every award has its own card
several_awards =
    That is possible. Every badge has its own card in your backpack (your page with badges). You arrange your eduID and your name only once, that counts for all.

    We do them one by one: first the one whose last day is nearest. At the end choose <b>I have another edubadge</b>.
    .title = I have more than one

# Source: edubadges-ui and myconext, account-gui (August 2026): web pages, no app is needed
on_my_phone =
    Yes. Everything is done on ordinary web pages, so you can use your phone, tablet or computer. You do not need an app.

    Tip: open the mail with the code on the same device, then you can copy the code. Go on with the step below.
    .title = Can I do it on my phone?

# Source: edubadges-ui, src/main.js and src/components/Footer.svelte (June 2026); myconext, myconext-gui/src/App.svelte (August 2026):
# My eduID speaks the language of the account, whatever the link says.
site_language =
    Yes. Edubadges and eduID are in Dutch and English. My links to edubadges open in English. Only mijn.eduid.nl chooses by itself: the language of your eduID. Is it in Dutch somewhere after all? Choose <b>EN</b> at the bottom of the page.

    Would you rather speak Dutch with me? Type <b>Nederlands</b>.
    .title = Is the site in English?

# Source: flows/remind.py: the days before the last day, between nine and eight (November 2026)
reminders =
    { $kind ->
        [requested] A badge you requested has no last day. So I send one message if you stop halfway.
       *[other] I send a message this many days before the last day: { $reminder_days }. And one message if you stop halfway. Never at night, and no more once your badge is collected.
        }

    Rather not? Type <b>stop</b>. Then I send nothing more.
    .title = How often will you remind me?

# Source: docs/privacy.md: one conversation at each address (November 2026)
other_channel =
    That depends on who offers this guide: sometimes I am on Telegram, sometimes in a chat on a web page. A conversation goes on where you began it.

    Ask { $organisation ->
        [unknown] the organisation that offers this guide
       *[other] { $organisation }
    } where else you can find me.
    .title = Can I do this elsewhere?

# Source: edubadges-ui, src/routes/students/Backpack.svelte (June 2026)
next_badge =
    Then it is quicker: you have your eduID (your login account) and your confirmed name already. Log in at <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a>, choose <b>Open your backpack</b> and find the new card.

    { $kind ->
        [requested] Will you request one again? Then check that your institution is still linked: that lasts 180 days.
        [institution] Do check that your institution is still linked: that lasts 180 days.
       *[other] Do check that the mail went to the address of your eduID.
    } Would you like help? Choose <b>I have another edubadge</b> here.
    .title = And with a next badge?

# Source: myconext, public-gui/src/routes/Support_EN.jsx (August 2026)
need_app =
    No. You do not need the eduID app for edubadges. You can always log in with a code that comes by mail. Does eduID offer the app? Feel free to skip that.

    Go on with the step below.
    .title = Do I need the eduID app?

# Source: myconext, account-gui/src/routes/Request.svelte and account-gui/src/verify/VerifyChoice.svelte (August 2026): name and address only; DigiD is no choice
need_digid =
    No. You do not need DigiD or your BSN (citizen service number). For an eduID you only fill in your name and email address.

    You confirm your name with your school or work account, your bank or a European ID. Only those who go to a desk (the Service Desk) show a passport or card there. Never send a photo of it, not to me either.
    .title = Do I need DigiD or a passport?

# Source: myconext, account-gui/src/routes/LoginCode.svelte (August 2026): a code by mail is the usual way
eduid_password =
    Usually none. At eduID you log in with a <b>code of six digits</b> that comes by mail. Fill in your email address, open the mail and type the code on eduID's page within 10 minutes.

    Did you once choose a password and lose it? Then choose to log in with a code by mail. Never give me a password or code.
    .title = Which password do I need?

# Source: edubadges-server, apps/directaward/models.py, award (June 2026): an award to an address needs an eduID with that address
which_email =
    { $kind ->
        [personal] The address at which you got the mail about your badge. With another address you do not see your badge. You may change it later.
        [institution] Preferably an address of your own, not of your work or school. Then you can always reach it. You link your institution after that.
        [requested] Preferably an address of your own, not of your work or school. Then you can always reach it.
       *[other] Preferably the address at which you got the mail about your badge. Did that go to your account at the institution? Then choose an address of your own.
        }

    Do you have an eduID (your login account) already? Then do not make a second: you can change the address at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>.
    .title = Which email address do I use?

# Source: myconext, myconext-gui/src/routes (August 2026): changing the address needs the current login
lose_work_email =
    Your eduID (your login account) and your badges stay yours. But will you lose the email address of your work or school? Then change it <b>in time</b> at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> under <b>Personal info</b>, to an address of your own.

    The link with your old institution runs out by itself. You keep the badges you have. { $kind ->
        [institution] Do claim this badge before your account there ends.
        [requested] Do request this badge before your account there ends.
       *[other] Do claim this badge before you change the address, if it was sent there.
        }
    .title = If I leave my work or school?

# Source: myconext, myconext-gui/src/routes (August 2026): a code goes to the new address
change_email =
    Yes. Log in at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, choose <b>Personal info</b> and tap the pencil at your email address. A code goes to your <b>new</b> address. { $kind ->
        [personal] Do that only after you have claimed (collected) this badge, if it was sent to your current address.
       *[other] Your badges stay where they are.
        }

    Does it fail because the address is in use? Then type what you see on the screen.
    .title = Can I change my address?

# Source: myconext, account-gui/src/verify/VerifyChoice.svelte (August 2026)
from_abroad =
    Yes. An eduID (the login account) and the badge work everywhere. Only confirming your name with a bank needs a <b>Dutch</b> bank. Without one you can use:

    • your account at a Dutch school, university or research institution
    • a digital ID of another EU country: <b>Use a European ID</b>
    • sometimes a desk, the Service Desk: for now only for TU Delft and Radboud University

    Does nothing fit? Type <b>skip</b> at that step.
    .title = Can I do this from abroad?

# Source: myconext, model/UserInactivity.java and cron/InactivityMail.java (August 2026): deleted after five years
keep_eduid =
    Your badges belong to your eduID. This is how they stay yours:
    • Log in at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> once in a while. If you don't log in for 5 years, your eduID is deleted. You get emails about it first.
    • Are you getting another email address? Change it under <b>Personal info</b>, while you can still use the old one.
    • Don't delete your eduID and don't create a second one. A new eduID does not bring back your old badges.
    • A link with an institution runs out after 180 days. You keep your badges.
    .title = Do I have to look after my eduID?

# Source: edubadges-server, apps/badgrsocialauth/providers/eduid/views.py, and myconext, myconext-gui (August 2026): the number is lost with the account
delete_eduid =
    Do not do that while you have badges. Your badges belong to that one eduID (your login account). If you delete it, you can no longer reach your backpack (your page with badges). A new eduID does not bring them back.

    Do you only want another email address? That is safe to do at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>.
    .title = If I delete my eduID?

# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte (June 2026): the public page says whether the name is verified
why_confirm_name =
    So that others know the badge is really <b>yours</b>. The public page of your badge says whether your name was checked. { $kind ->
        [requested] For a badge that you request, it is usually even needed.
       *[other] An employer will trust it sooner.
        }

    You do it once, at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> (by eduID, your login account).
    .title = Why confirm my name?

# Source: edubadges-server, CHANGELOG.md 9.0.0, and apps/badgeuser/models.py, may_enroll (June 2026)
must_i_confirm_name =
    { $kind ->
        [requested] For a badge that you request yourself: usually yes. Without a confirmed name edubadges stops the request, unless the badge says otherwise. Do you see <b>Almost there</b>? Then tap <b>Verify now</b>.
       *[other] No, since March 2026 you can collect a badge without it. But the public page then says that your name is <b>not verified</b> (not checked). Are you stuck at <b>Almost there</b>? Then open <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a> and choose <b>Open your backpack</b>.
        }

    Rather later? Type <b>skip</b> at that step.
    .title = Must I confirm my name?

# Source: ru.nl, page on microcredentials and edubadges, and myconext, account-gui/src/verify/VerifyChoice.svelte (August 2026): eduID itself does not know these words
name_validation =
    { $name_step ->
        [idp_guest] <b>{ $guest_idp }</b> is a choice in the list of institutions at eduID (your login account). Your institution offers it to confirm your name. This is how to get there: <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, <b>Confirm your identity</b>, <b>Use your school or work account</b>, and then choose that name.
       *[verify_in_eduid] Those words (“name validation”) are in older instructions. It was a choice at eduID (your login account) to confirm your name. Today you do that at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> with <b>Confirm your identity</b>: with your school or work account, your bank or a European ID. Sometimes a desk can do it too, the Service Desk.
        }

    Don't you see the words? Then you are doing nothing wrong. Choose one of the other ways.
    .title = ‘edubadges Naam Validatie’

# Source: myconext, account-gui/src/verify/VerifyChoice.svelte (August 2026): iDIN gives initials, surname and date of birth; no payment
bank_safe =
    You log in at your <b>own bank</b>, with iDIN: a way of banks to say who you are. Your bank passes your initials, surname and date of birth on to eduID. Not your balance or payments. You pay nothing.

    Look at the address: it must be the site or app of your bank. Rather not? Choose your school or work account, or type <b>skip</b>.
    .title = Is it safe, with my bank?

# Source: myconext, public-gui/src/routes/ServiceDesk_NL.jsx and account-gui/src/locale (August 2026): who it is for, and what to bring
service_desk =
    The Service Desk is a <b>desk</b> where somebody checks who you are. It is for those who have no school or work account, no Dutch bank and no European ID. { $service_desk ->
        [unknown] For now only participants of TU Delft and Radboud University can go there.
       *[other] That of your institution: { $service_desk }.
    }

    1. At <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> choose <b>Confirm your identity</b>, then <b>I can't use any of the above methods</b> and <b>Contact the Service Desk</b>.
    2. Tap <b>Generate verification code</b>. That code of five digits works for 14 days. Don't give it to me.
    3. Make an appointment. Show the code there, and a real passport, European identity card, Dutch driving licence or Dutch residence permit. A copy is not accepted.

    The addresses are at <a href="https://eduid.nl/servicedesk-en">eduid.nl/servicedesk-en</a>.
    .title = What is the Service Desk?

# Source: edubadges-server, apps/directaward/models.py, and apps/badgeuser/models.py (June 2026)
why_link_institution =
    { $kind ->
        [institution] Your badge was sent to your account at the school or university. You only see it if exactly that account is linked to your eduID (your login account).
        [requested] Whoever requests a badge often has to show to which school or university they belong. The link does that.
       *[other] Then edubadges knows to which school or university you belong, and your name is confirmed at once. For a badge to your own address it is not needed.
        }

    You can do it at <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, with <b>Add an organisation</b>.
    .title = Why link my institution?

# Source: edubadges-server, apps/directaward/models.py, and CHANGELOG.md 9.0.0 (June 2026): issuing to learners without institutional accounts
no_institution_account =
    { $kind ->
        [institution] This badge was sent to an account at a school or university. Do you no longer have that account? Then ask them to send the badge to your own email address.
        [requested] To request a badge you often need an account at a school or university. Don't you have one? Ask your teacher to award the badge to you.
       *[other] That does not matter. For a badge to your own email address you need not link an institution. You confirm your name with your bank or a European ID. Sometimes a desk can do it, the Service Desk.
        }

    At the step about linking, just say no, or type <b>skip</b>.
    .title = I belong to no institution

# Source: myconext, application.yml, linked_accounts (August 2026): 180 days
link_expires =
    A link with a school or university lasts <b>180 days</b>. At <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, under <b>Personal info</b>, you see until when: <b>valid until</b>. { $kind ->
        [personal] For this badge it does not matter.
       *[other] Is it over? Then link again, before you collect the badge.
        }

    You keep the badges you have.
    .title = Must I link again and again?
