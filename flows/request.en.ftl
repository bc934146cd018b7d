# Request: an edubadge you ask for yourself on edubadges.nl.
# The names of buttons: edubadges-ui 9.1.0, src/locale/en.js (June 2026).

# Source: edubadges-server, apps/lti_edu/api.py and apps/lti_edu/models.py (June 2026): a request is approved or denied by the institution.
how_far =
    You requested your edubadge yourself. Then the school or university has to approve your <b>request</b> first. After that it is in your backpack at once: the page with your edubadges. There is nothing to claim.

    How far is your request?
    .approved = It has been approved
    .waiting = I am waiting for an answer
    .denied = It was denied
    .not_yet = I still have to request it

# Source: edubadges-ui, src/App.svelte, and edubadges-server, apps/lti_edu/api.py (June 2026): the page of requests; approval by a teacher.
while_waiting =
    Somebody at the school or university, often your teacher, looks at your request. How long that takes differs, and I do not know it. You can see your request at <a href="https://www.edubadges.nl/badge-requests?lang=en">edubadges.nl</a> under <b>Edubadge requests</b>.

    Meanwhile we make sure that the rest is ready. Then it is quickly done.

# Source: edubadges-server, apps/badgeuser/models.py, may_enroll (June 2026): a validated name and a linked institution are looked at first.
first_prepare =
    You make a request with your eduID, your account to log in with. Often your name has to be confirmed and your institution linked. We do that first. Then you request it.

# Source: edubadges-server, apps/lti_edu/models.py (June 2026): a denied request can be made again; only the institution knows why.
request_denied =
    That is a pity. Only the school or university knows why your request was denied. { $support_email ->
        [unknown] Ask your teacher, or the place where you took the course.
       *[other] Ask your teacher, or mail <b>{ $support_email }</b>.
    } Sometimes only some evidence or an explanation is missing. Then you can request the badge again.
    .title = My request was denied

# Source: edubadges-ui, src/components/shared/PublicBadgeClassPage.svelte (June 2026).
ask_for_it =
    Now request your edubadge, on the page of that badge. You find it in the <a href="https://www.edubadges.nl/catalog?lang=en">catalogue</a> (the list of nearly all edubadges), or with the link your teacher gave you.

    Log in with your eduID and press <b>Request</b>. Did it work?
    .done = It now says: Requested

# Source: edubadges-ui, src/components/shared/PublicBadgeClassPage.svelte (June 2026).
ask_for_it_how =
    1. Open the page of your badge in the <a href="https://www.edubadges.nl/catalog?lang=en">catalogue</a>.
    2. Tap <b>Login to request this edubadge</b> and log in with your eduID.
    3. Tap <b>Request</b>.
    4. Read the terms of the institution and agree, if you are asked to.
    5. Does the page ask for evidence or an explanation? Fill that in and confirm.
    6. Does it say <b>Requested</b>? Then it worked.

# Source: edubadges-server, apps/badgeuser/models.py, may_enroll; edubadges-ui, PublicBadgeClassPage.svelte (June 2026).
cannot_request =
    This may be the reason:
    • It says <b>Requested</b>: then you have requested it already. Wait for an answer.
    • You have the badge already. Look in your backpack.
    • It says <b>This edubadge can not be requested</b>: the institution only gives this badge itself. Ask your teacher to award it to you.
    • It says that the badge has been <b>archived</b> (put away): then nobody can request it any more.
    .title = I cannot request it

# Source: edubadges-ui, PublicBadgeClassPage.svelte (June 2026): shown when there is no validated name; after that the
# institution is looked at, unless the badge allows names that are not validated.
needs_linked_institution =
    Does it say <b>No linked verified institution</b>? Then your name is not confirmed yet.

    Tap <b>Link institution</b> and choose an institution whose learners may request this badge. The page of the badge names them when you are logged out. Log in there, come back and try <b>Request</b> again.

    Only confirming your name, with your bank or a European ID, is usually not enough. Do you have no account at any of those institutions? Ask your teacher whether you can get the badge in another way.
    .title = It says: No linked institution

# Source: edubadges-ui, PublicBadgeClassPage.svelte (June 2026): shown when no linked institution, or none at all, is among
# those whose learners may request; logged out, the page names them.
wrong_institution =
    Does it say <b>No valid institution</b>? Then no institution is linked whose learners may request this badge. The page of the badge names them when you are logged out.

    Tap <b>Proceed to eduID</b> and link your account at one of those institutions. Do you have no account there? Ask the school or university of the badge whether you can get it in another way.
    .title = It says: No valid institution

# Source: edubadges-ui, src/App.svelte and src/locale/en.js (June 2026).
still_waiting =
    Your request is now with the school or university. Once it is approved, you usually get a mail and the badge is in your backpack. You can look yourself at <a href="https://www.edubadges.nl/badge-requests?lang=en">edubadges.nl</a> under <b>Edubadge requests</b>.

    How is it now?
    .approved = My request has been approved
    .denied = My request was denied
    .later = No answer yet, go on later

# Source: edubadges-ui, src/routes/students/Backpack.svelte and BadgeDetails.svelte (June 2026): opening an approved badge accepts it.
find_new =
    Your badge is already in your backpack at <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a>. The card says <b>New</b>. Open it once: then it is yours. There is nothing to claim. Did it work?
    .done = Yes, I have opened it
    .not_there = It is not there

# Source: edubadges-ui, src/routes/students/Backpack.svelte and src/locale/en.js (June 2026).
find_new_how =
    1. Open <a href="https://www.edubadges.nl/?lang=en">www.edubadges.nl</a> and log in with your eduID if needed.
    2. Choose <b>My backpack</b> in the menu.
    3. Find the card of your badge, with the word <b>New</b>.
    4. Tap it. Do you see the page of your badge? Then it is yours.
