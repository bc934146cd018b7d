# Award: which edubadge is waiting, until when, and what kind of address it was sent to.

known =
    { $deadline ->
        [unknown] { $institution ->
            [unknown] It is about the edubadge <b>{ $badge }</b>.
           *[other] It is about the edubadge <b>{ $badge }</b> from { $institution }.
        }
       *[other] { $institution ->
            [unknown] It is about the edubadge <b>{ $badge }</b>. { $time_left ->
                [passed] The last day was <b>{ $deadline }</b>. It may be gone already. We will check together.
                [last_day] Today is the <b>last day</b> to collect it.
               *[open] You can collect it up to and including <b>{ $deadline }</b>.
            }
           *[other] It is about the edubadge <b>{ $badge }</b> from { $institution }. { $time_left ->
                [passed] The last day was <b>{ $deadline }</b>. It may be gone already. We will check together.
                [last_day] Today is the <b>last day</b> to collect it.
               *[open] You can collect it up to and including <b>{ $deadline }</b>.
            }
        }
    }

# Source: edubadges-server, `apps/directaward/models.py`, notify_recipient: the subject of the mail (June 2026)
got_mail =
    When an edubadge is waiting for you, you usually get an email. It holds what we need. Its subject is: <i>Je hebt een edubadge ontvangen. You received an edubadge. Claim it now!</i>

    Did you get that email?
    .yes = Yes, I have the email
    .no = No, I have not seen it

# Source: edubadges-server, `apps/directaward/serializer.py`: mails can be switched off; addresses are typed by the institution (June 2026)
no_mail =
    That can happen. First look in your <b>spam</b> or <b>junk</b> folder and in your other mailboxes. Sometimes your address was mistyped, or the school or university does not send an email.

    Your edubadge can still be waiting. So we can simply go on without the email. What would you like?
    .look = Go on without the email
    .ask = Is there an edubadge for me at all?
    .wait = I will search first

# Source: docs/privacy.md, a pasted claim mail is read for four facts and not stored (August 2026)
paste_mail =
    Copy the <b>whole text</b> of the email and paste it here. I look up which edubadge it is, who it is from and what the last day is. I do not keep the email itself.

    Is copying difficult, or would you rather not? Then I will ask you a few questions.
    .by_hand = Ask me the questions instead

read_mail =
    I am reading your email. One moment …

mail_read =
    Thank you, this is what I read:

    • Edubadge: { $badge ->
        [unknown] not found
       *[other] <b>{ $badge }</b>
    }
    • From: { $institution ->
        [unknown] not found
       *[other] <b>{ $institution }</b>
    }
    • Last day: { $deadline ->
        [unknown] not found
       *[other] <b>{ $deadline }</b>
    }
    • { $kind ->
        [institution] Sent to your account at the school or university
        [personal] Sent to your own email address
       *[other] Where to: not found
    }

    Is this right?
    .yes = Yes, this is right
    .no = No, something is wrong

mail_half_read =
    Thank you. { $badge ->
        [unknown] I could not find everything in the email.
       *[other] It is about the edubadge <b>{ $badge }</b>. I could not find everything in the email.
    } I will ask you the rest.

mail_unread =
    I could not read this text well. No problem: a few questions will get us there too.

# Source: edubadges-server, `apps/mainsite/templates/email/earned_direct_award_new.html`, and `apps/directaward/models.py`, award (June 2026)
which_way =
    { $missing_way ->
        [personal] This school or university (the institution) sends an edubadge to your <b>account</b> there. Or you request it yourself.

        • Did you get an email that an edubadge is waiting for you? Then it was sent to your account.
        • Did it not come by itself, but did you request it on edubadges.nl? Then choose that.
        [institution] This school or university sends an edubadge to your <b>own email address</b>. Or you request it yourself.

        • Did you get an email that an edubadge is waiting for you? Then it was sent to your own address.
        • Did it not come by itself, but did you request it on edubadges.nl? Then choose that.
        [requested] An edubadge is sent to your <b>own email address</b>, or to your <b>account at the school or university</b> (the institution). That decides how you collect it.

        • Does the email mention your name, and say that your email address at <b>eduID</b> must be the same? Then it is your own address. (eduID is the account you will log in with.)
        • Does it say that your eduID must be <b>linked</b> to the school or university? Then it is your account there.
       *[unknown] An edubadge is sent to your <b>own email address</b>, or to your <b>account at the school or university</b> (the institution). That decides how you collect it.

        • Does the email mention your name, and say that your email address at <b>eduID</b> must be the same? Then it is your own address. (eduID is the account you will log in with.)
        • Does it say that your eduID must be <b>linked</b> to the school or university? Then it is your account there.
        • Did it not come by itself, but did you request it on edubadges.nl? Then choose that.
    }

    Which one is it for you?
    .personal = My own email address
    .institution = My account at the institution
    .requested = I requested it myself
    .dont_know = I don't know

# Source: edubadges-server, `apps/mainsite/templates/email/earned_direct_award_new.html` (June 2026)
how_to_tell =
    This is how you can tell. Open the email and see what it says about eduID, your login account:

    • It has your <b>first and last name</b>. It also says that your email address at eduID must be the same as the address of this email → your own email address.
    • It says that your eduID must be <b>linked</b> to the institution that gives the edubadge → your account at the institution.

    No email, or can't you find it? Just say you don't know yet. Then we will look at both ways later on.

    Which one is it for you?
    .personal = My own email address
    .institution = My account at the institution
    .dont_know = I don't know yet

# Source: edubadges-ui, src/components/shared/PublicBadgeClassPage.svelte (June 2026): a badge that can be requested has a page.
name_of_badge =
    What is your edubadge called? Then you can be sure later that you have the right one. { $kind ->
        [requested] The name is on the page of the badge at edubadges.nl.
       *[other] The name is in the email.
    }

    Type the name below. Roughly right is fine.
    .dont_know = I don't know its name

# Source: edubadges-server, `apps/mainsite/templates/email/earned_direct_award_new.html`: the mail names the last day; `apps/mainsite/settings.py`: afterwards the award is deleted (June 2026)
deadline =
    An edubadge does not wait for ever: after the last day it is removed. That day is in the email. If I know it, I can remind you in time.

    What is the last day? Type for example <i>22 June</i>.
    .dont_know = I don't know that day

deadline_noted =
    { $time_left ->
        [last_day] That is <b>today</b>. So let's get started right away.
       *[other] Noted: <b>{ $deadline }</b>. { $days_left ->
            [one] That is tomorrow, so let's get started right away.
           *[other] You have { $days_left } days left. I will remind you in time.
        }
    }
