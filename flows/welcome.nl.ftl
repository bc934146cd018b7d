# Welcome: wie de gids is, hoe je controleert of hij echt is, wat hij bewaart en wat hij nooit vraagt.

# Source: docs/privacy.md, "The bot never asks for a password, DigiD, or a code" (August 2026)
hello =
    { $organisation ->
        [unknown] Hallo! Ik ben <b>Badgewijzer</b>, een automatische gids.
       *[other] Hallo! Ik ben <b>Badgewijzer</b>, de automatische gids van { $organisation }.
    } { $badge ->
        [unknown] Heb je een <b>edubadge</b> gekregen? Dat is een digitaal bewijs van iets wat je hebt geleerd. Samen halen we die op.
       *[other] { $kind ->
            [requested] { $institution ->
                [unknown] Het gaat om een <b>edubadge</b> die je zelf aanvraagt: <b>{ $badge }</b>.
               *[other] Het gaat om een <b>edubadge</b> van { $institution } die je zelf aanvraagt: <b>{ $badge }</b>.
            } Dat is een digitaal bewijs van wat je hebt geleerd. We doen het samen.
           *[other] { $institution ->
                [unknown] Er staat een <b>edubadge</b> voor je klaar: <b>{ $badge }</b>.
               *[other] Er staat een <b>edubadge</b> van { $institution } voor je klaar: <b>{ $badge }</b>.
            } Dat is een digitaal bewijs van wat je hebt geleerd. Samen halen we die op.
        }
    }

    We doen één stap tegelijk. Je mag altijd stoppen en later verdergaan.

    Ik vraag je <b>nooit</b> om een wachtwoord, om DigiD of om een code van eduID of je bank. Stuur die dus ook niet.

    Ik bewaar onze berichten en je stappen om je te kunnen helpen, tot { $retention_days } dagen na je laatste bericht.

    Wat wil je eerst?
    .go_on = Beginnen
    .genuine = Is dit wel echt?
    .stored = Wat bewaar je van mij?
    .employer = Ik wil iemands badge controleren
