# The page to check a badge: for an employer, an exam board or an admissions office.

title = Check an edubadge
heading = Is this edubadge genuine?
lead = Paste the link of the badge. We ask edubadges whether it is genuine and explain what it says. You need no account, and we keep nothing.
another = Check another badge
form_link = Link of the badge
    .hint = The link begins with https://www.edubadges.nl/public/assertions/
form_picture = Or a picture of the QR code
    .hint = A photo or screenshot, 4 MB at most. We only read the code and throw the picture away at once.
form_name = Name of the person (optional)
    .hint = Would you like to know whether the badge belongs to somebody of this name? Type the name as on the identity document.
form_go = Check
looks = Verdict
    .good = All right
    .care = Please note
    .bad = Not all right
    .unknown = Not known

# Source: edubadges-server, apps/public/public_api.py, /public/assertions/validate (June 2026)
verdict_genuine_title = This badge is genuine
verdict_genuine = Edubadges has it like this, their own check finds no faults, and it is valid today.
verdict_unchecked_title = This badge is at edubadges
verdict_unchecked = The site of edubadges itself shows it like this, and it is valid today. But their technical check gave no answer just now. Would you like to be completely sure? Check it again later.
# Source: edubadges-server, apps/issuer/models.py, `expires` (June 2026)
verdict_expired_title = This badge has expired
verdict_expired = It is genuine, but its end date has passed. Would you like to know whether the knowledge is still up to date? Ask the holder or the institution.
# Source: edubadges-server, apps/public/public_api.py, `revoked` and `revocationReason` (June 2026)
verdict_revoked_title = This badge was revoked
verdict_revoked = The institution has taken it back. It is no longer valid. Do you have questions? Ask the holder or the institution.
revoked_because = The reason that the institution gave:
# Source: edubadges-server, apps/public/public_api.py, /public/assertions/validate (June 2026)
verdict_tampered_title = Do not trust this badge
verdict_tampered = The check of edubadges finds faults in it. Email the link to <b>support@edubadges.nl</b>: they can find out. Also ask the institution that is named on the badge.
# Source: edubadges-ui, src/App.svelte (June 2026): the domain of edubadges
verdict_lookalike_title = Careful: an imitation
verdict_lookalike = This link looks like edubadges, but is from another site. Do not open it and enter nothing there. Ask the holder for the real link. It begins with <code>https://www.edubadges.nl/</code>.
# Source: edubadges-ui, page /404?public=true (June 2026): private and revoked badges show the same page
verdict_private_title = There is no badge to be seen here
verdict_private =
    Usually the badge is still <b>private</b>. That says nothing about whether it is genuine. Sometimes the link is not complete, or the badge was revoked.

    Ask the holder to switch <b>Private edubadge</b> off in their backpack and to copy the link again.
verdict_elsewhere_title = This is not a badge of edubadges
verdict_elsewhere = This link is from another site. We can only check badges of <b>edubadges.nl</b>, so we say nothing about this one. Ask the issuer of the badge how to check it.
# Source: edubadges-ui, header "Demo environment" (June 2026)
verdict_demo_title = This is a badge for practice
verdict_demo = It is on the demo site of edubadges and proves nothing. Ask the holder for the link of the real badge. It begins with <code>https://www.edubadges.nl/</code>.
verdict_away_title = We can't check it right now
verdict_away = Edubadges does not answer, or there are too many questions at once. That says nothing about the badge. Please try again in a minute.

wrong = That did not work
wrong_nothing = Paste a link, or choose a picture of the QR code.
wrong_no_link = We see no link of a badge here. Copy the whole link and paste it here.
wrong_no_code = We find no QR code in this picture. Take a sharp picture from nearby, or paste the link.
wrong_no_picture = We can't open this file as a picture. Choose a PNG, JPEG or WebP, or paste the link.
wrong_several = This picture holds different QR codes. Choose a picture with only that of the badge, or paste the link.
wrong_too_large = This is too large. A picture may be 4 MB at most. You can also paste the link.
wrong_busy = It is too busy to read a picture right now. Paste the link, or try again in a minute.
wrong_odd = We could not read that. Please try again.
wrong_forbidden = This did not come from our own page. Please fill it in again below.

whose = Whose is it?
holder = In the name of
# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte (June 2026); OpenConext-myconext, verify/VerifyChoice.svelte (August 2026)
name_confirmed = This name is <b>confirmed</b>: checked through, for example, a school, a bank or a European identity document.
name_unconfirmed = This name is <b>not confirmed</b>. Ask for an identity document, or ask the institution.
holder_untold = The name is not told.
# Source: edubadges-server, apps/public/public_api.py, /public/assertions/identity (June 2026)
of_name_yes = The badge belongs to somebody of the name <b>{ $name }</b>. Compare it with an identity document.
of_name_no = The badge is <b>not</b> in the name <b>{ $name }</b>. Is the name spelt correctly, with all first names, or with only the usual one? Otherwise ask the holder.
of_name_untold = Edubadges does not tell right now whether the badge belongs to <b>{ $name }</b>. Please compare the name yourself.

about = What does it say?
fact_badge = Badge
fact_kind = Kind
    .micro_credential = Microcredential
    .regular = Regular edubadge
    .extra_curricular = Extra-curricular edubadge
fact_given_by = Given by
fact_issuer = Department
fact_on_behalf_of = On behalf of
fact_given_on = Given on
fact_expires = Valid until
never = No end date
fact_size = Size
size_both = { $size }, { $hours } hours
fact_level = Level
# Source: edubadges-server, apps/issuer/models.py, EQF and eqf_nlqf_level_verified (June 2026): a number from 1 to 8
level_is = { $level } on the scale from 1 to 8 (NLQF and EQF)
fact_spoken = Language
fact_participation = Form
    .online = Online
    .onsite = On site
    .blended = Partly online, partly on site
    .work_experience = Through work experience
fact_assessment = Assessment
    .written_exam = Written exam
    .report_paper = Report or paper
    .behavioural_assessment = Assessment of behaviour
    .professional_product = Professional product
    .development_report = Development report
    .portfolio_assessment = Portfolio
    .oram_exam = Oral exam
    .personalized_assessment = Personalised assessment
supervised_yes = The assessment was supervised.
supervised_no = The assessment was not supervised.
id_verified_yes = It was checked who took the assessment.
id_verified_no = It was not checked who took the assessment.
fact_grade = Grade
quality = Quality framework
page = Public page
page_go = See the badge at edubadges

text_outcome = What can this person do?
text_criteria = What did it take?
text_description = Description
by_issuer = In the words of the institution:

# Source: npuls.nl/pilot-microcredentials, and it-omscholing.nl, questions on microcredentials (August 2026)
what_micro_heading = What is a microcredential, and what is it not?
what_micro =
    • It is proof of a <b>small piece of education</b> from a Dutch school or university, with guarded quality.
    • It is <b>not a diploma</b>, and during the national pilot it has no status of its own in law.
    • Whether it gives an exemption or admission is decided by the <b>exam board</b> or the programme itself.
    • A microcredential does not expire by itself. Does it show an end date? Then that counts.
# Source: edubadges-server, apps/issuer/models.py, badge_class_type (June 2026)
what_edubadge_heading = What is an edubadge, and what is it not?
what_edubadge =
    • It is digital proof of something that somebody learned or did at a Dutch school or university.
    • It is <b>not a diploma</b>. The institution that gave it vouches for what it says.
    • What it is worth for a job or a programme is for you to decide.
