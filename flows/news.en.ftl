# News: what a mail of edubadges' own tells of an edubadge that does not wait (any more).

# Source: edubadges-server, `apps/mainsite/management/commands/reminders_direct_awards.py` and `apps/directaward/api.py`: an award is deleted when it was not claimed in time, or by staff with a reason (June 2026)
was_deleted =
    { $badge ->
        [unknown] Your mail says that your edubadge was <b>deleted</b>.
       *[other] Your mail says that the edubadge <b>{ $badge }</b> was <b>deleted</b>.
    } Then it is not waiting for you any more. That happens when it was not collected in time, or when the school or university takes it away. In that case the reason is in the mail.

    What you can do now: ask { $issuer_mail ->
        [unknown] { $support_email ->
            [unknown] { $institution ->
                [unknown] the school or university
               *[other] { $institution }
            }
           *[other] <b>{ $support_email }</b>
        }
       *[other] <b>{ $issuer_mail }</b>
    } to award it again. Then you get a new mail. What you have already arranged, such as your eduID, stays as it is.
    .another = I have a new one or another one
    .wait = I will ask them

# Source: edubadges-ui, src/App.svelte and src/routes/students/BadgeDetails.svelte (June 2026): revoked badges stand in the archive, with the reason.
was_revoked =
    { $badge ->
        [unknown] Your mail says that your edubadge was <b>revoked</b>.
       *[other] Your mail says that the edubadge <b>{ $badge }</b> was <b>revoked</b>.
    } Then the school or university has taken it back. You will find it in the <a href="https://www.edubadges.nl/archived?lang=en">archive</a>, with the reason.

    Only { $institution ->
        [unknown] the school or university
       *[other] { $institution }
    } can put that right. Ask them why, and whether you can get it again.
    .another = I have a new one or another one
    .wait = I will ask them

# Source: edubadges-server, `apps/lti_edu/api.py`: a request is denied by the issuer, with or without a reason (June 2026)
was_denied =
    { $badge ->
        [unknown] Your mail says that your request was <b>denied</b>.
       *[other] Your mail says that your request for <b>{ $badge }</b> was <b>denied</b>.
    } That is a pity. Sometimes it says why. If not: { $support_email ->
        [unknown] ask your teacher or the place where you did the course.
       *[other] ask your teacher, or write to <b>{ $support_email }</b>.
    } Often only some proof or an explanation is missing. Then you can request it again.
    .anew = I request it again
    .another = I have another edubadge
    .wait = I will ask them
