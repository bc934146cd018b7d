# Guide: the first mail to somebody who was given an edubadge by an institution and has said nothing yet.

# Source: edubadges-server, `apps/directaward/models.py` and `apps/mainsite/settings.py`: what happens after the last day (June 2026)
letter =
    { $institution ->
        [unknown] You were given an edubadge: <b>{ $badge }</b>.
       *[other] { $institution } gave you an edubadge: <b>{ $badge }</b>.
    } That is digital proof of what you have learned. It is waiting, but you have to collect it yourself. { $time_left ->
        [passed] The last day was <b>{ $deadline }</b>. It may be gone already. We will check that together.
        [last_day] Today is the <b>last day</b>.
        [open] { $deadline_assumed ->
            [yes] You can do so up to and including <b>{ $deadline }</b>. The exact day is in the mail from edubadges.
           *[unknown] You can do so up to and including <b>{ $deadline }</b>.
        }
       *[unknown] You can do so for a limited time.
    }

    I am Badgewijzer, the automatic guide { $organisation ->
        [unknown] for your edubadge.
       *[other] of { $organisation }.
    } I help you, one step at a time. <b>Just answer this mail.</b> Only write: <b>begin</b>.

# Source: docs/privacy.md; edubadges-server, `apps/directaward/models.py`, notify_recipient: the mail of edubadges itself (June 2026)
about =
    <b>Why two mails?</b> Edubadges itself usually mails you too: <i>Je hebt een edubadge ontvangen. You received an edubadge. Claim it now!</i> That one says that your edubadge is waiting. I help you to collect it.

    <b>Is this genuine?</b> You do not have to believe me. Type <b>edubadges.nl</b> into your browser yourself, choose <b>Open your backpack</b> and log in with eduID. No eduID yet? Then we will make that first. { $institution_page ->
        [unknown] { $institution ->
            [unknown] In doubt? Ask the school or university where you did the course.
           *[other] In doubt? Ask { $institution }. Look up the number or address yourself.
        }
       *[other] In doubt? Look at <a href="{ $institution_page }">the page of your school or university</a>.
    } I <b>never</b> ask you for a password, for DigiD, or for a code that eduID or your bank sends you.

    <b>Rather no mail from me?</b> Answer <b>stop</b>. I keep your mail address, this edubadge and our messages so that I can help you, until { $retention_days } days after your last message.

shall_we =
    Shall we begin with your edubadge <b>{ $badge }</b>?
    .go_on = Let's begin
    .have_it = I have collected it already
    .not_me = This is not for me

not_me_sure =
    Is this edubadge not for you? Then I stop and erase this conversation. I cannot undo that.

    Are you sure?
    .yes = Yes, stop and erase this conversation
    .no = No, it is for me

# Source: docs/privacy.md (November 2026)
not_mine =
    Thank you for telling me. You will get no more mail about this. Whoever gave us your address sees that the edubadge is not for you. What I kept of this conversation has been erased. You need not do anything.
