# Welcome: who the guide is, how to check that it is genuine, what it keeps and what it never asks.

# Source: docs/privacy.md, "The bot never asks for a password, DigiD, or a code" (August 2026)
hello =
    { $organisation ->
        [unknown] Hello! I am <b>Badgewijzer</b>, an automatic guide.
       *[other] Hello! I am <b>Badgewijzer</b>, the automatic guide of { $organisation }.
    } { $badge ->
        [unknown] You earned an <b>edubadge</b>: digital proof of something you have learned. Together we will collect it.
       *[other] { $institution ->
            [unknown] An <b>edubadge</b> is waiting for you: <b>{ $badge }</b>.
           *[other] An <b>edubadge</b> from { $institution } is waiting for you: <b>{ $badge }</b>.
        } It is digital proof of what you have learned. Together we will collect it.
    }

    We take one step at a time. You can stop whenever you like and go on later.

    I <b>never</b> ask for a password, for DigiD, or for a code from eduID or your bank. So please do not send me one.

    What would you like first?
    .go_on = Let's begin
    .genuine = Is this genuine?
    .stored = What do you keep about me?

# Source: domain of edubadges and eduID in edubadges-ui, `src/App.svelte`, and OpenConext-myconext, `public-gui` (June and August 2026)
is_it_genuine =
    Good question. You do not have to take my word for it, you can check it yourself:

    • Type <b>edubadges.nl</b> or <b>eduid.nl</b> into your browser yourself, instead of tapping a link. Those are the real sites.
    • You never have to pay. Does someone ask for money? Then stop.
    • Never give me a password or a code. You only enter those on the site itself.
    { $institution ->
        [unknown] • Call or email the school or university where you took the course. Look up the number or address yourself.
       *[other] • Call or email { $institution }. Look up the number or address yourself.
    }

    { $support_email ->
        [unknown] Still in doubt? Then take your time. I will be here later too.
       *[other] Still in doubt? Ask <b>{ $support_email }</b> and wait for an answer. I will be here later too.
    }

# Source: docs/privacy.md (August 2026)
what_is_stored =
    This is what I keep, so that I can help you and you can go on later:

    • a number or code by which I find you in this chat
    • our messages
    • what you tell me about your edubadge, such as its name and the last day
    • which steps you have done

    Support staff who help with problems may read along. Do you paste the email about your edubadge when I ask for it? I read it but do not keep it.

    { $support_email ->
        [unknown] Do you want it all deleted? Ask the organisation that offers this guide.
       *[other] Do you want it all deleted? Email <b>{ $support_email }</b>.
    }
