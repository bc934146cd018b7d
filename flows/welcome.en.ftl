# Welcome: who the guide is, how to check that it is genuine, what it keeps and what it never asks.

# Source: docs/privacy.md, "The bot never asks for a password, DigiD, or a code" (August 2026)
hello =
    { $organisation ->
        [unknown] Hello! I am <b>Badgewijzer</b>, an automatic guide.
       *[other] Hello! I am <b>Badgewijzer</b>, the automatic guide of { $organisation }.
    } { $badge ->
        [unknown] Did you get an <b>edubadge</b>? That is digital proof of something you have learned. Together we will collect it.
       *[other] { $kind ->
            [requested] { $institution ->
                [unknown] This is about an <b>edubadge</b> that you request yourself: <b>{ $badge }</b>.
               *[other] This is about an <b>edubadge</b> from { $institution } that you request yourself: <b>{ $badge }</b>.
            } It is digital proof of what you have learned. We will do it together.
           *[other] { $institution ->
                [unknown] An <b>edubadge</b> is waiting for you: <b>{ $badge }</b>.
               *[other] An <b>edubadge</b> from { $institution } is waiting for you: <b>{ $badge }</b>.
            } It is digital proof of what you have learned. Together we will collect it.
        }
    }

    We take one step at a time. You can stop whenever you like and go on later.

    I <b>never</b> ask for a password, for DigiD, or for a code from eduID or your bank. So please do not send me one.

    I keep our messages and your steps so that I can help you, until { $retention_days } days after your last message.

    What would you like first?
    .go_on = Let's begin
    .genuine = Is this genuine?
    .stored = What do you keep about me?
    .employer = I want to check somebody's badge
