# Share: make the badge public, keep its link, and show it where it counts.
# The names of buttons: edubadges-ui 9.1.0, src/locale/en.js (June 2026).

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026): private after claiming.
make_public =
    Your badge is still <b>private</b> now: only you can see it. If you want to show it, make it public. Everyone with your link can then see your name and what you earned.

    Open the badge in your backpack at <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a> and switch <b>Private edubadge</b> off. You can always switch it back on. Rather not? Type <b>skip</b>. Did it work?
    .done = My badge is public

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte and ShareDialog.svelte (June 2026).
make_public_how =
    1. Open <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a>, choose <b>My backpack</b> and tap your badge.
    2. Find the switch <b>Private edubadge</b> and turn it off.
    3. You see <b>Make this edubadge publicly visible</b>. Sometimes you can tick here that others also see your grade or your evidence (such as a personal message). That is up to you.
    4. Tap <b>Confirm</b>.
    5. Tap <b>Share</b> and then <b>Copy the link</b>. You will need that link in a moment.

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026).
share_is_grey =
    A grey <b>Share</b> button means that your badge is still private. Switch <b>Private edubadge</b> off and tap <b>Confirm</b>.

    Is the button still grey? Then look which word your badge shows:
    • <b>Rejected</b>: first tap <b>Accept this edubadge</b>.
    • <b>Expired</b> or <b>Revoked</b>: you can't share such a badge. Ask the institution why.
    .title = The Share button is grey

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026).
no_switch =
    The switch <b>Private edubadge</b> is on the page of the badge itself. So first tap your badge in <b>My backpack</b>.

    { $kind ->
        [requested] Does it say <b>New</b>? Then open it once first.
       *[other] Does it say <b>Unclaimed</b>? Then you have to claim it first.
    } Is the badge <b>Expired</b>, <b>Revoked</b> or <b>Rejected</b>? Then you can't make it public. You can first accept a rejected badge again.
    .title = I don't see a switch

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026): two boxes in the window that makes it public.
evidence_hidden =
    Others see your grade and your evidence only if you ticked that when you made the badge public. Do you want to change that?

    1. Switch <b>Private edubadge</b> back on. Your link does not work for a moment.
    2. Switch it off again.
    3. In the window, tick what others may see, and tap <b>Confirm</b>.
    .title = Others cannot see my grade

# Source: edubadges-ui, src/routes/students/ShareDialog.svelte (June 2026).
public_link =
    Now send me the <b>link</b> of your badge. I will check that it works, and get it ready for your CV or your emails.

    The link starts with <code>https://www.edubadges.nl/public/assertions/</code>. Would you rather not send it? Type <b>skip</b>.

    Paste your link here:
    .where = Where do I find that link?

# Source: edubadges-ui, src/routes/students/ShareDialog.svelte (June 2026).
where_is_link =
    1. Open <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a>, choose <b>My backpack</b> and tap your badge.
    2. Tap <b>Share</b>. Is that button grey? Then first switch <b>Private edubadge</b> off.
    3. Tap <b>Copy the link</b>.
    4. Come back here and paste the link into your answer. On a phone: hold your finger where you type and choose Paste.

look_up = One moment, I am looking at your link.

link_checked = Your link works. Your badge is public and others can check it.

# Source: edubadges-server, apps/issuer/models.py, `expires` (June 2026).
link_is_expired =
    Your link works, and your badge is genuine. But it was valid until { $expires_on ->
        [never] a day that has passed
        [unknown] a day that has passed
       *[other] { $expires_on }
    }: whoever opens your link sees that it has <b>expired</b>. Ask the institution whether you can get a new one.

link_noted = I have kept your link. I can't look at it myself right now. So please open it yourself to see if your badge appears.

link_not_seen = I can't look at this link right now. Please copy the whole link of your badge once more, with <b>Share</b> and <b>Copy the link</b>. Then I will keep it for you.

link_is_elsewhere = This link is not from edubadges but from another site. Perhaps you have a badge there too. I only help with badges of <b>edubadges.nl</b>.

# Source: edubadges-ui, src/App.svelte (June 2026): the domain of edubadges.
link_is_lookalike =
    <b>Please note:</b> this link looks like edubadges, but is from another site. Do not open it, and enter nothing there. Did you already enter a password or code? Then change your password right away.

    Type <b>edubadges.nl</b> into your browser yourself and copy the link of your badge there.

# Source: edubadges-ui, header "Demo environment" (June 2026): badges there are for practice.
link_is_demo = This is a badge of the <b>demo site</b> of edubadges, for practice. It is of no use to show to others, and it will disappear. Your real badge is at <b>www.edubadges.nl</b>.

# Source: edubadges-server, apps/public/public_api.py, /public/assertions/validate (June 2026).
link_is_tampered =
    Something is not right about this badge: edubadges itself finds <b>faults</b> in it. Please don't share it yet.

    Email <b>support@edubadges.nl</b> and send your link along: they can find out. If necessary, the institution that gave you the badge can give it to you again.

# Source: edubadges-ui, page /404?public=true (June 2026): private and revoked badges show the same page.
link_is_private = This link does not show a badge yet: it gives an error page (404). Usually that means the badge is still private. Sometimes the link was not copied completely.

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte and Archived.svelte (June 2026).
link_is_revoked =
    The institution has <b>revoked</b> this badge (taken it back). It is no longer valid and you can't share it.

    You can read the reason in your backpack at <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a>, under <b>Archive</b>. Do you have questions? { $support_email ->
        [unknown] Email the institution that gave you the badge.
       *[other] Email { $support_email }.
    }

where_to =
    Where would you like to show your badge? You can choose something else afterwards.{ $kit_link ->
        [unknown] {""}
       *[other] {" "}It is all together on <a href="{ $kit_link }">one page</a> too, with a QR code.
    }
    .linkedin = On LinkedIn
    .cv = On my CV
    .mail = Below my emails
    .post = In a post
    .no = I won't share it now

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026): months are counted from zero, and the
# organisation falls back to a standard number.
linkedin =
    Put your badge on your profile at LinkedIn, a site about work and careers. People who see it there can click through to the proof.

    { $linkedin_link ->
        [unknown] Open your badge in your backpack at <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a> and tap the LinkedIn image. Please note: the <b>month</b> will be one too early, and sometimes the <b>organisation</b> is wrong. Correct this before you save.
       *[other] Tap <a href="{ $linkedin_link }">Add to LinkedIn</a>. You see a form that I have already filled in, with the right month. Check that everything is correct, choose the <b>organisation</b> from the list and save it.
    } Did it work?
    .done = It is on LinkedIn

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026).
linkedin_how =
    { $linkedin_link ->
        [unknown]
    1. Open <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a>, choose <b>My backpack</b> and tap your badge.
    2. Tap the LinkedIn image. Is it grey? Then first switch <b>Private edubadge</b> off.
    3. Log in to LinkedIn if needed. You enter your password only there.
    4. You see a form that is already filled in. Choose the right month. The month that is filled in is one too early.
       *[other]
    1. Open your profile on LinkedIn in your browser.
    2. Log in if needed. You enter your password only there.
    3. Come back here and tap <a href="{ $linkedin_link }">Add to LinkedIn</a>.
    4. You see a form that is already filled in. Check that the name, the month and the link are right.
    }
    5. Check the organisation: { $institution ->
        [unknown] choose the institution that gave you the badge.
       *[other] it should be { $institution }.
    }
    6. Save it. Your badge is now under your licences and certifications.

linkedin_month =
    You are right, that is a small fault in edubadges. The month is one too early. A badge from January does not even get a valid month.

    Change the month in LinkedIn before you save. The right date is on your badge, next to <b>Issued</b>. That is the day on which the institution awarded it. Have you already saved? You can still change it in LinkedIn.
    .title = The month is wrong

linkedin_organisation =
    If edubadges does not know your institution on LinkedIn, it fills in another organisation.

    { $institution ->
        [unknown] In LinkedIn, change it to the institution that gave you the badge.
       *[other] In LinkedIn, change it to { $institution }.
    } Type the name and choose it from the list. You can still do this after you have saved.
    .title = The organisation is wrong

# Source: edubadges-server, CHANGELOG.md 9.1.0 (June 2026): images that carry the badge are no longer made.
no_pdf =
    You can't download an edubadge. The proof is your public link: there everyone can see whether the badge is real and still valid.

    Would you still like a PDF? Open your link in your browser, choose print and then save as PDF. Add the link to it. Only through the link can someone check the badge.
    .title = I want a PDF or an image

cv =
    You can copy this line to your CV:

    <code>{ $cv_line }</code>

    { $badge_link ->
        [unknown] Put your own link in place of ‘your link’. Then an employer can see right away that it is real.
       *[other] With the link an employer can see right away that your badge is real.
    } Did it work?
    .done = It is on my CV

cv_how =
    1. Copy the line I made for you. On a phone: hold your finger on it and choose Copy.
    2. Open your CV and paste the line under your education or courses.
    3. Fill in what is still missing. You can find your link at <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a>: tap your badge, then <b>Share</b> and <b>Copy the link</b>.
    4. Do you send your CV as a PDF? Then check that you can tap the link in the PDF.

# Source: edubadges-ui, page /404?public=true (June 2026): a badge that is private or revoked is not shown.
link_shows_404 =
    Do you see a page with <b>404</b>? Then your badge is private or revoked (taken back), or the link is not complete.

    • Open the badge at <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a> and check that <b>Private edubadge</b> is off.
    • Copy the link again, with <b>Share</b> and <b>Copy the link</b>.
    • Is the badge under <b>Archive</b>? Then the institution revoked it. The reason is given there.
    .title = My link does not work

mail_signature =
    This way you show your badge below every email. You can copy this line:

    <code>{ $signature_line }</code>

    { $badge_link ->
        [unknown] Put your own link in place of ‘your link’.
       *[other] The link is already filled in for you.
    } Did it work?
    .done = It is below my emails

mail_signature_how =
    1. Copy the line I made for you. On a phone: hold your finger on it and choose Copy.
    2. Open the settings of your mail program and look for Signature. That is the text that comes below every email.
    3. Paste the line under your name and save it.
    4. Is the link missing? You can find it at <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a>: tap your badge, then <b>Share</b> and <b>Copy the link</b>.
    5. Send yourself an email and check that the link works.

post =
    Tell others, on LinkedIn, Facebook or wherever you like. You can copy this text:

    <code>{ $post_text }</code>

    { $badge_link ->
        [unknown] Put your own link in place of ‘your link’. Make the rest of it your own story.
       *[other] The link is already filled in for you. Make the rest of it your own story.
    } Did it work?
    .done = My post is up

post_how =
    1. Copy the text I made for you. On a phone: hold your finger on it and choose Copy.
    2. Open the site or app where you want to tell it and begin a new post.
    3. Paste the text into it. Is the link missing? You can find it at <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a>: tap your badge, then <b>Share</b> and <b>Copy the link</b>.
    4. Read it once more and post it. Everyone who sees it can open your badge.

where_else =
    Would you like to show your badge anywhere else?{ $kit_link ->
        [unknown] {""}
       *[other] {" "}It is all together on <a href="{ $kit_link }">one page</a> too, with a QR code.
    }
    .linkedin = On LinkedIn
    .cv = On my CV
    .mail = Below my emails
    .post = In a post
    .employer = How does an employer check this?
    .no = No, this is fine

# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte (June 2026).
for_employer =
    An employer only needs your link, no account. This is how checking works:
    1. The employer opens your link and checks that the address starts with <code>https://www.edubadges.nl/</code>.
    2. They tap <b>Verify</b>.
    3. A list appears: who the badge is for, who gave it, when, and whether it is still valid. It also says whether your name was checked.{ $verify_page ->
        [unknown] {""}
       *[other] {""}

    There is also <a href="{ $verify_page }">our page to check a badge</a>, with explanations.
    }
