# Stuck: wat de gids niet kan oplossen, gaat naar een mens.

# Source: contact addresses in edubadges-ui, `src/locale`, authError, and in OpenConext-myconext, `public-gui` help pages (June and August 2026)
tell =
    Dan is dit iets voor een mens. Vertel wat je deed, wat je op het scherm zag en hoe laat het was. Stuur <b>nooit</b> een wachtwoord of code mee.

    { $support_email ->
        [unknown] • Iets met je backpack of je edubadge: <b>support@edubadges.nl</b>
       *[other] • Begin hier: <b>{ $support_email }</b>
    }
    • Iets met je eduID of inloggen: <b>help@eduid.nl</b>
    { $institution ->
        [unknown] • Je naam klopt niet, of je edubadge is weg: de instelling die hem geeft.{ $kind ->
            [requested] {""}
           *[other] {" "}Het mailadres staat vaak in de mail over je edubadge.
        }
       *[other] • Je naam klopt niet, of je edubadge is weg: { $institution }.
    }

    Hieronder staat weer waar je was. Je kunt ook later verdergaan.
