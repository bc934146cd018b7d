# Stuck: what the guide cannot solve goes to a human.

# Source: contact addresses in edubadges-ui, `src/locale`, authError, and in OpenConext-myconext, `public-gui` help pages (June and August 2026)
tell =
    Then this is one for a human. Tell them what you did, what you saw on the screen and what time it was. <b>Never</b> send a password or a code along.

    { $support_email ->
        [unknown] • Something with your backpack or your edubadge: <b>support@edubadges.nl</b>
       *[other] • Start here: <b>{ $support_email }</b>
    }
    • Something with your eduID or logging in: <b>help@eduid.nl</b>
    { $institution ->
        [unknown] • Your name is wrong, or your edubadge is gone: the institution that gives it.{ $kind ->
            [requested] {""}
           *[other] {" "}Its address is often in the email about your edubadge.
        }
       *[other] • Your name is wrong, or your edubadge is gone: { $institution }.
    }

    Below is where you were. You can also go on later.
