# The page with all one needs to share a badge.
# The names of buttons: edubadges-ui 9.1.0, src/locale/en.js (June 2026).

title = Share your edubadge
heading = Show your edubadge
lead = Everything you need to share it, ready to copy. This page keeps nothing about you.
given_by = Given by
given_on = Given on
size = Size
holder = In the name of
# Source: edubadges-server, apps/issuer/models.py, `expires` (June 2026)
expired = <b>This badge expired on { $day }.</b> It is genuine, but whoever opens your link sees that it is no longer valid. Ask the institution whether you can get a new one.

linkedin_heading = LinkedIn
linkedin = This opens a form at LinkedIn that is already filled in, with the right month. Check that everything is correct and choose the organisation from the list. You enter your password only at LinkedIn.
linkedin_go = Add to LinkedIn

copy_link_heading = The link of your badge
copy_link = Everyone with this link can see and check your badge.
copy_cv_heading = For your CV
copy_cv = Paste this line under your education or courses.
copy_cv_other_heading = For your Dutch CV
copy_cv_other = The same line in Dutch.
copy_signature_heading = Below your emails
copy_signature = Paste this line under your name, in the setting Signature of your mail program.
copy_post_heading = For a post
copy_post = For LinkedIn, Facebook or wherever you like. Make it your own story.
copy = Copy
    .what = Copy: { $what }
copied = Copied. Paste it where you need it.
selected = The text is selected. Now choose Copy on your phone, or press Ctrl and C.

qr_heading = QR code
qr = For paper: a CV, a card or a poster. Whoever scans it sees your badge.
qr_alt = QR code of the link of your badge
qr_png = Download as a picture (PNG)
qr_svg = Download for print (SVG)

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026)
private_again = Do you no longer want to show your badge? In your backpack, switch <b>Private edubadge</b> back on. Your link then stops working.

check = How does an employer see this?

# When it cannot be
# Source: edubadges-ui, page /404?public=true, and src/routes/students/BadgeDetails.svelte (June 2026)
sorry_private_title = This badge cannot be seen yet
sorry_private =
    Usually the badge is still <b>private</b> then. Is it yours? This is how you make it public:

    1. Open <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a>, choose <b>My backpack</b> and tap your badge.
    2. Turn the switch <b>Private edubadge</b> off.
    3. Tap <b>Confirm</b>.
    4. Come back to this page and load it again.

    Is it public already? Then copy the whole link once more, with <b>Share</b> and <b>Copy the link</b>.
# Source: edubadges-ui, src/routes/students/Archived.svelte (June 2026)
sorry_revoked_title = This badge was revoked
sorry_revoked =
    The institution has <b>revoked</b> this badge (taken it back). You can't share it any more.

    You can read the reason in your backpack at <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a>, under <b>Archive</b>. Do you have questions? Email the institution that gave you the badge.
# Source: edubadges-server, apps/public/public_api.py, /public/assertions/validate (June 2026)
sorry_tampered_title = Something is not right about this badge
sorry_tampered =
    Edubadges itself finds <b>faults</b> in this badge. Please don't share it yet.

    Email <b>support@edubadges.nl</b> and send the link along: they can find out.
sorry_elsewhere_title = This is not a badge of edubadges
sorry_elsewhere = This page is only for badges of <b>edubadges.nl</b>. Copy the link there once more, with <b>Share</b> and <b>Copy the link</b>.
# Source: edubadges-ui, src/App.svelte (June 2026): the domain of edubadges
sorry_lookalike_title = Careful: an imitation
sorry_lookalike = This link looks like edubadges, but is from another site. Do not open it and enter nothing there. Type <b>edubadges.nl</b> into your browser yourself and copy the link of your badge there.
sorry_no_link_title = This link is not complete
sorry_no_link = The code of a badge has 22 characters. Copy the whole link once more, at edubadges.nl, with <b>Share</b> and <b>Copy the link</b>.
# Source: edubadges-ui, header "Demo environment" (June 2026)
sorry_demo_title = This is a badge for practice
sorry_demo = This badge is on the <b>demo site</b> of edubadges and will disappear. Your real badge is at <b>www.edubadges.nl</b>.
sorry_away_title = One moment please
sorry_away = We can't ask for your badge right now. That is not your fault, and nothing is wrong with your badge. Please try again in a minute.
again = Try again
to_chat = Help in the chat
