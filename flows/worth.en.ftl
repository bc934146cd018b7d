# Worth: what people ask about the badge itself.

topic_safe = What would you like to know about safety and privacy?

topic_show = What would you like to know about showing it?

topic_value = What would you like to know about the worth of an edubadge?

topic_recognition = What would you like to know?

topic_employer = What would you like to know as an employer or a school?

# Source: edubadges-ui, src/App.svelte, and OpenConext-myconext, public-gui (August 2026): the domains of edubadges and eduID
is_this_genuine =
    Good question. You do not have to take my word for it, you can check it yourself:

    • Type <b>edubadges.nl</b> or <b>eduid.nl</b> into your browser yourself, instead of tapping a link. Those are the real sites.
    • You never have to pay. Does someone ask for money? Then stop.
    • Never give me a password or code. You only enter those on the site itself.
    • Call or mail { $institution ->
        [unknown] the school or university where you took the course
       *[other] { $institution }
    }. Look up the number or address yourself.

    { $support_email ->
        [unknown] Still in doubt? Take your time. I will still be here later.
       *[other] Still in doubt? Ask <b>{ $support_email }</b> and wait for an answer. I will still be here later.
        }
    .title = Is this genuine?

# Source: edubadges-server, apps/mainsite/utils.py, create_direct_award_student_mail (June 2026): the button leads to one fixed address
is_the_link_safe =
    The button in the real mail about your badge opens an address that starts with <code>https://www.edubadges.nl/</code>. There is nothing secret of yours in that link.

    In doubt? Then do not tap the link. Type <b>edubadges.nl</b> into your browser yourself and choose <b>Open your backpack</b> (your page with badges). If your badge is there, the mail was real. Does a mail ask for money or a password? Throw it away.
    .title = Is that mail or link safe?

# Source: docs/privacy.md (November 2026)
who_are_you =
    I am Badgewijzer, an <b>automatic guide</b>: a computer program, not a human. { $organisation ->
        [unknown] I help you to collect your edubadge and show it.
       *[other] On behalf of { $organisation } I help you to collect your edubadge and show it.
    } I do not belong to edubadges or eduID.

    Would you rather have a human? Type <b>human</b>.
    .title = Who are you?

# Source: docs/privacy.md (November 2026)
what_is_stored =
    I keep this, so that I can help you and you can go on later:

    • a number, code or mail address by which I find you again
    • our messages, and which steps you did
    • what you tell me about your edubadge, such as its name and last day

    Staff who help can read along. Did you send a code, password, BSN or account number by mistake? I cross that out before I keep anything. I do not keep the mail that you paste. All of it disappears { $retention_days } days after your last message.

    To see what there is, type <b>my data</b>. To have it all gone at once, type <b>erase me</b>.
    .title = What do you keep about me?

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026): private after claiming
who_sees_my_badge =
    At first only you: a badge is <b>private</b> when you have just got it. The school or university that gave it knows that you have it, of course. Only when you make it public yourself, everyone with your link can see it.

    You switch that on and off on the page of your badge, with <b>Private edubadge</b>.
    .title = Who can see my badge?

# Source: edubadges-server, apps/directaward/api.py, and edubadges-ui, src/App.svelte (June 2026): general terms once, an institution's at its first claim
which_terms =
    When you log in for the first time, edubadges asks you to read the general terms. At your first badge of a school or university, their own terms come on top: you see those when you claim or request the badge. The general ones are at <a href="https://www.edubadges.nl/terms?lang=en">edubadges.nl</a>.

    Without agreeing you cannot collect the badge. Read them at your ease. You may refuse: then you stop here.
    .title = What am I agreeing to?

# Source: edubadges-ui, src/routes/students/Profile.svelte (June 2026): deleting the backpack makes all badges invalid
leave_edubadges =
    Yes. Log in at <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a>, open <b>Account</b> and choose <b>Delete your backpack</b>. Please note: all your badges then become <b>invalid</b>, and that cannot be undone. Your eduID (your login account) remains.

    Do you only want nobody to see your badge? Then make it private. Do you want <b>me</b> to forget you? Type <b>erase me</b>.
    .title = Can I leave edubadges?

# Source: edubadges-ui, src/routes/students/DirectAward.svelte and BadgeDetails.svelte, and edubadges-server, apps/directaward/api.py (June 2026)
give_back =
    { $kind ->
        [requested] No answer yet? Then you can withdraw your request (take it back) at <a href="https://www.edubadges.nl/badge-requests?lang=en">edubadges.nl</a>, with <b>Withdraw request</b>.
       *[other] Yes, you can reject a badge that is waiting at <a href="https://www.edubadges.nl/?lang=en">edubadges.nl</a>. Please note: you cannot undo that. You can also leave it: after the last day it is removed.
    } Do you have it already? Open it and tap <b>Reject this edubadge</b>. Then nobody sees it any more. You can accept it again later. Do you want to keep it without showing it? Make it private.

    In doubt? Do nothing yet, and ask the school or university.
    .title = Can I refuse a badge?

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte:230-238 (June 2026)
how_linkedin =
    1. Open your badge at <a href="https://www.edubadges.nl/?lang=en">edubadges.nl</a> and switch <b>Private edubadge</b> off. Only a public badge can be shared.
    2. Tap the LinkedIn picture at your badge and log in to LinkedIn.
    3. Look at the <b>month</b>: edubadges fills in one too early. Change it and save.

    It appears under your licences and certifications.
    .title = How do I put it on LinkedIn?

# Source: edubadges-ui, src/routes/students/ShareDialog.svelte (June 2026)
how_cv =
    Make your badge public and tap <b>Share</b>, then <b>Copy the link</b>. On your CV, put the name of the badge, the school or university, the date and that link. { $badge_link ->
        [unknown] There is no PDF to send along.
       *[other] Your link: { $badge_link }
        }

    Test the link yourself first, in a window where you are not logged in.
    .title = How do I put it on my CV?

# Source: edubadges-ui, src/routes/students/ShareDialog.svelte (June 2026)
how_signature =
    Make your badge public and copy the link, with <b>Share</b> and <b>Copy the link</b>. In your mail program open the setting <b>signature</b> (the text below every mail) and paste the name of your badge with the link there.

    Does it not work on your phone? It is usually easier on a computer.
    .title = And below my emails?

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte and ShareDialog.svelte (June 2026): a button for LinkedIn and a link
other_networks =
    Edubadges only has a button for LinkedIn. On Facebook, Instagram, X or elsewhere you use the <b>link</b> of your badge. Make it public, tap <b>Share</b> and <b>Copy the link</b>. Paste that into your post or profile.
    .title = Does it work on other sites?

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026)
why_private =
    Every new badge is <b>private</b>. That way you decide whether others may see it. Share and LinkedIn only work once you make it public.

    Open your badge at <a href="https://www.edubadges.nl/?lang=en">edubadges.nl</a>, switch <b>Private edubadge</b> off and choose <b>Confirm</b>. You can always switch it back.
    .title = Why is it private?

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte and BadgeValidation.svelte (June 2026)
what_others_see =
    Others see your name, the badge, the institution and the date. It also says whether your name is <b>verified</b>: checked by eduID.

    They see your grade and your evidence only if you tick that when you make it public. If you switch <b>Private edubadge</b> back on, your link stops working.
    .title = What will others see of me?

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026)
undo_public =
    Yes, always. Open your badge at <a href="https://www.edubadges.nl/?lang=en">edubadges.nl</a> and switch <b>Private edubadge</b> back on. Whoever opens your link then sees that the badge is not there (any more). On LinkedIn your entry remains: remove it there yourself.
    .title = Can I make it private again?

# Source: edubadges-ui, src/routes/students/Collections.svelte and src/locale (June 2026)
collections =
    A collection is a <b>folder</b> with some of your badges. You can share one link to it, which is handy for a job application.

    In the menu of <a href="https://www.edubadges.nl/collections?lang=en">edubadges.nl</a> choose <b>Collections</b> and then <b>Create a new collection</b>. Others only see the public badges in it. So make your badge public first.
    .title = What are collections?

# Source: edubadges-server, CHANGELOG.md 9.1.0, and apps/ob3 (June 2026): no download, no Europass export; a wallet where it is switched on
wallet_europass =
    Usually not. Edubadges has no button to download your badge or send it to Europass. A few institutions do have a button <b>Wallet import</b> at your badge. It puts the badge in a wallet (a digital purse).

    What you can do: make it public and put the <b>link</b> in your Europass CV or profile.
    .title = Can it go to Europass or elsewhere?

# Source: npuls.nl/pilot-microcredentials, and it-omscholing.nl, questions on microcredentials (August 2026)
what_is_it_worth =
    An edubadge is proof from a recognised school or university. It says what you can do and how that was assessed. It is not a degree. During the national pilot a microcredential (proof of a small piece of education) has no status in law.

    What it brings you is decided by whoever looks at it: your employer or a school. Ask them, and send the link along.
    .title = What is it worth?

# Source: it-omscholing.nl, questions on microcredentials, and npuls.nl/pilot-microcredentials (August 2026)
is_it_a_diploma =
    No. A microcredential is a <b>complement to a diploma</b>, and not a diploma itself. It is proof of a small piece of education, with guarded quality. It has no place of its own in the law.

    Would you like an exemption with it (a course you need not take)? The exam board of the programme decides: the group in charge of exams. Ask them.
    .title = Is it a diploma?

# Source: edubadges-ui, src/util/microcredentials.js and limits of version 9.1.0 (June 2026)
how_big =
    A microcredential is <b>84 to 840 hours</b> of learning. That is <b>3 to 30 EC</b> (credits, 28 hours each). Since June 2026 universities may give smaller ones, from 28 hours (1 EC).

    How big yours is, is on the page of your badge. Other edubadges can be bigger or smaller.
    .title = How big is it?

# Source: npuls.nl/pilot-microcredentials, and ru.nl, page on microcredentials and edubadges (August 2026)
how_short =
    It is <b>short learning for professionals</b> (people who already work): usually <b>shorter than half a year</b>. You do it beside your job.

    How long your course takes is on the page of the school or university. Ask them.
    .title = How long is such a course?

# Source: edubadges-server, apps/issuer/models.py, assessment_type (June 2026), and ru.nl, page on microcredentials and edubadges (August 2026)
how_assessed =
    That differs for each badge. It can be an <b>exam</b>, a <b>presentation</b>, a <b>report</b> or an assignment from your work. The page of the badge says how it was assessed.

    Would you like to know about your course? Look at that page, or ask your teacher.
    .title = How do you show that you can do it?

# Source: npuls.nl, Kwaliteitskader Microcredentials voor Professionals, and edubadges-ui, src/util/microcredentials.js (August 2026)
quality =
    The school or university itself. For microcredentials (proof of a small piece of education) there is a national <b>quality framework</b>: fixed rules for good education. They fit the <b>European quality standards</b> for higher education. The badge should say which rules apply.

    Would you like to read them? Open the badge and look at the quality, or ask the school or university.
    .title = Who guards the quality?

# Source: it-omscholing.nl, questions on microcredentials (August 2026): exam boards decide
exemption =
    Sometimes. An exemption means that you need not take a course. The <b>exam board</b> of the programme you want to take decides: the group in charge of exams. It is not a right.

    Make your badge public and send the link with your request. The page shows the level and the credits, which helps.
    .title = Does it give me an exemption?

# Source: ru.nl, page on microcredentials and edubadges (August 2026)
changing_jobs =
    That is the idea: an edubadge makes it <b>easier to move</b> to another job or programme, because everyone can check what you have learned. It is not certain: the new employer or school decides.

    Put the link on your CV and send it with your application.
    .title = Does it help with another job?

# Source: edubadges-ui, src/App.svelte: the catalogue, without private badges and archived issuers, and the public pages (June 2026);
# no public register of holders was found
is_it_registered =
    This is how it is: nearly all edubadges that you can earn are in the public <b>catalogue</b> of edubadges. And every badge that was given is <b>registered</b> there: whoever has your link can check it. We have not found a public list of people who have a badge.

    So others only see your badge if you make it public and give them the link.
    .title = Is it in a register?

# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte: it shows what the page has loaded; the technical check is
# edubadges-server, apps/public/public_api.py, /public/assertions/validate (June 2026)
can_it_be_checked =
    Yes. Every public badge can be <b>checked</b> and <b>traced</b>: the page shows from which school or university it comes, for whom and from when. The button <b>Verify</b> lists that for you. A picture of a badge says nothing.

    So always ask for the <b>link</b>, and see that it starts with <code>https://www.edubadges.nl/</code>.
    .title = Can it be checked?

# Source: edubadges-server, apps/issuer/models.py, expiration_period, apps/issuer/serializers.py, and CHANGELOG.md 8.4 (June 2026)
does_it_expire =
    Usually not. Some badges have an end date, because knowledge grows old. { $kind ->
        [requested] It counts from the day your request was approved.
       *[other] It counts from the day you claim (collect) it.
    } The end date is on the page of your badge. If there is none, it does not expire by itself.

    Please note: your eduID (your login account) has to remain. Log in there once in a while.
    .title = Does an edubadge expire?

# Source: edubadges-server, apps/issuer/models.py (EQF) and apps/public/public_api.py (Open Badges) (June 2026)
abroad_value =
    It can be checked everywhere: the page is in English too, and the badge follows an international standard (Open Badges). Often it shows the European level (EQF). Whether an employer or school lets it count is up to them.

    Give them the link of your public badge, and ask.
    .title = Does it count abroad?

# Source: edubadges-server, apps/issuer/models.py, EQF and eqf_nlqf_level_verified (June 2026): a number from 1 to 8
level =
    The page of your badge may show a <b>level from 1 to 8</b>: NLQF or EQF, the Dutch and European scale. The higher the number, the higher the level. It is only there if the school or university had it established.

    Do you see nothing? Ask the school or university.
    .title = Which level is it?

# Source: edubadges-server, apps/issuer/models.py, stackable (June 2026)
stackable =
    Sometimes. The page of a badge may say that it is <b>stackable</b>: together with others it counts towards something bigger, such as a programme. The school or university decides that.

    Ask them which badges belong together. You can always show them together, in a <b>collection</b> (a folder with badges).
    .title = Can I stack badges?

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026): a box for the grade
grade_shown =
    Only if you want it, and if the school or university added a grade. When you make the badge public, you can tick that others see your grade. You choose: yes or no.

    Change it later? Make it private and then public again.
    .title = Is my grade on it?

# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte: the list is drawn from what was loaded; edubadges-server,
# apps/public/public_api_urls.py: the technical check; validator, README.md: its answer (June 2026)
employer_check =
    An employer only needs the link, no account. This is how:
    1. Open the link and check that the address starts with <code>https://www.edubadges.nl/</code>.
    2. Tap <b>Verify</b>.
    3. A list appears: who the badge is for, who gave it, when, and whether it is still valid. It also says whether the name was checked.

    That list shows what the page says. A technical check too? { $verify_page ->
        [unknown] Open <code>https://api.edubadges.nl/public/assertions/validate/</code> followed by the code at the end of the link. Does it say <code>"valid":true</code>? Then the badge is right.
       *[other] <a href="{ $verify_page }">Our page for checking</a> does that for you, in plain words.
    }

    { $badge_link ->
        [unknown] Did you get a picture? Then ask for the link.
       *[other] Try it yourself? { $badge_link }
        }
    .title = How does an employer check this?

# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte (June 2026)
employer_whose =
    Open the link and tap <b>Verify</b>. You see the name of the holder (whose badge it is), and whether that name is <b>verified</b>: checked with a school account, bank or ID. Does it say the name is not verified? Then the holder filled it in.

    Compare the name with an identity document. In doubt? Ask the school or university that gave the badge.
    .title = Does it really belong to this person?

# Source: edubadges-server, apps/issuer/models.py: criteria, learning outcome, assessment, level (June 2026)
employer_worth =
    The page of the badge says what somebody can do. It also says what was done for it, and how it was assessed. Often you read how many hours or credits it was, and which level. The school or university vouches for that.

    It is not a diploma, but it is proof that you can check. Read the part about what is learned (learning outcome) and ask about it in the interview.
    .title = What does this badge tell me?

# Source: it-omscholing.nl, questions on microcredentials (August 2026): exam boards decide on exemption and admission
other_school_accepts =
    No, that is not compulsory. The <b>exam board</b> (the group in charge of exams) decides on exemption. The programme decides on admission. During the national pilot a microcredential has no status of its own in law.

    The public page shows the learning outcome: what somebody can do after the course. It also shows assessment, level and credits. Ask the student for the link and check it with <b>Verify</b>.
    .title = Must we recognise it?

# Source: surf.nl, pages on edubadges (August 2026): for institutions that are members of SURF
how_to_issue =
    Edubadges is a service of SURF for Dutch schools and universities (MBO, HBO, WO). They can issue badges themselves. Only institutions that are members of SURF can take part.

    Would you like to know more? See <a href="https://www.surf.nl/edubadges">surf.nl/edubadges</a> or mail <b>support@edubadges.nl</b>.
    .title = Can we issue badges ourselves?

# Source: edubadges-server, apps/public/public_api.py (June 2026): Open Badges 2.0
open_standard =
    Yes. Edubadges follows <b>Open Badges</b>, an international standard for digital proof. So another program can check the badge too. The data is behind the public link.

    Only want to check? Open the link and tap <b>Verify</b>.
    .title = Is this Open Badges?
