# Employer: somebody who was shown a badge.

# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte (June 2026): anybody can check a public badge, without an account.
what =
    You have seen an edubadge of somebody. Everyone can check it, without an account and without costs. All you need is the <b>link</b> of the badge.

    What would you like to know?
    .check = Look at a badge for me
    .genuine = Is this badge genuine?
    .whose = Does it really belong to this person?
    .worth = What does this badge tell me?
    .school = Must we as a school recognise it?
    .issue = Can we issue edubadges ourselves?
    .no = That was all

# Source: edubadges-ui, src/routes/students/ShareDialog.svelte (June 2026).
paste_link =
    Paste the <b>link</b> of the badge here. I will ask edubadges whether it is genuine.

    The link begins with <code>https://www.edubadges.nl/public/assertions/</code>. Do you only have a picture? Then ask for the link, or type <b>skip</b>.

look = One moment, I am asking edubadges.

# Source: edubadges-server, apps/public/public_api.py (June 2026): what the public page and the validation tell.
is_genuine =
    ✅ <b>This badge is genuine</b> and valid now. Edubadges itself says so.

    • Badge: { $checked_shown_badge ->
        [unknown] without a name
       *[other] <b>{ $checked_shown_badge }</b>
    }{ $checked_size ->
        [unknown] {""}
       *[other] {" "}({ $checked_size })
    }
    • Given by: { $checked_giver ->
        [unknown] that is not told
       *[other] { $checked_giver }
    }{ $checked_issued_on ->
        [unknown] {""}
       *[other] , on { $checked_issued_on }
    }
    • Valid: { $checked_expires_on ->
        [never] without an end date
        [unknown] without an end date
       *[other] until { $checked_expires_on }
    }
    • For: { $checked_holder ->
        [unknown] the name is not told
       *[other] <b>{ $checked_holder }</b>. { $checked_holder_confirmed ->
            [yes] This name is <b>confirmed</b>, for example by a school or bank.
           *[other] This name is <b>not confirmed</b>: the holder entered it.
        }
    }

    Compare the name with an identity document.{ $verify_link ->
        [unknown] {""}
       *[other] {" "}Everything the badge tells is on <a href="{ $verify_link }">our page for checking</a>.
    }

# Source: edubadges-server, apps/issuer/models.py, `expires` (June 2026).
is_expired =
    ⏳ <b>This badge has expired.</b> It is genuine, but { $checked_expires_on ->
        [never] no longer valid
        [unknown] no longer valid
       *[other] was valid until { $checked_expires_on }
    }.

    { $checked_shown_badge ->
        [unknown] {""}
       *[other] It is <b>{ $checked_shown_badge }</b>{ $checked_giver ->
            [unknown] {""}
           *[other] {" "}from { $checked_giver }
        }.{" "}
    }Would you like to know whether the knowledge is still up to date? Ask the holder or the institution.{ $verify_link ->
        [unknown] {""}
       *[other] {" "}Everything the badge tells is on <a href="{ $verify_link }">our page for checking</a>.
    }

# Source: edubadges-ui, page /404?public=true (June 2026): private and revoked badges show the same page.
is_private =
    🔒 <b>There is no badge to be seen here.</b> Usually it is still private. That says nothing about whether it is genuine. Sometimes the link is not complete, or the badge was revoked (taken back).

    Ask the holder to make the badge public and to copy the link again.

# Source: edubadges-server, apps/public/public_api.py (June 2026): `revoked`.
is_revoked =
    ⛔ <b>This badge was revoked</b>: the institution has taken it back. It is no longer valid.

    Would you like to know why? Ask the holder or the institution.

# Source: edubadges-server, apps/public/public_api.py, /public/assertions/validate (June 2026).
is_tampered =
    ⛔ <b>Do not trust this badge.</b> Edubadges itself finds faults in it.

    Email the link to <b>support@edubadges.nl</b>: they can find out. Also ask the institution that is named on the badge.

is_elsewhere =
    ❔ <b>This is not a badge of edubadges.</b> The link is from another site. I can't say anything about badges of others.

    Does the holder say it is an edubadge? Then ask for the link that begins with <code>https://www.edubadges.nl/public/assertions/</code>.

# Source: edubadges-ui, src/App.svelte (June 2026): the domain of edubadges.
is_lookalike =
    ⛔ <b>Careful: this is an imitation.</b> The link looks like edubadges, but it is not. Do not open it and enter nothing there.

    Ask the holder for the real link. It begins with <code>https://www.edubadges.nl/</code>.

# Source: edubadges-ui, header "Demo environment" (June 2026): badges there are for practice.
is_demo =
    ❔ <b>This is a badge for practice.</b> It is on the demo site of edubadges and proves nothing.

    Ask the holder for the link of the real badge. It begins with <code>https://www.edubadges.nl/</code>.

cannot_look =
    ❔ <b>I can't check it right now:</b> edubadges does not answer. That says nothing about the badge.

    Please try again later. Or open the link yourself, see that it begins with <code>https://www.edubadges.nl/</code>, and tap <b>Verify</b>.

and_now =
    Would you like to know anything else?
    .again = Look at another badge
    .more = I have another question
    .no = No, that was all

bye =
    You are welcome. Do you have a question later? Just type it here.
    .more = I have another question
    .own = I earned an edubadge myself
