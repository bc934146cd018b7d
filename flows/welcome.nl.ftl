# Welcome: wie de gids is, hoe je controleert of hij echt is, wat hij bewaart en wat hij nooit vraagt.

# Source: docs/privacy.md, "The bot never asks for a password, DigiD, or a code" (August 2026)
hello =
    { $organisation ->
        [unknown] Hallo! Ik ben <b>Badgewijzer</b>, een automatische gids.
       *[other] Hallo! Ik ben <b>Badgewijzer</b>, de automatische gids van { $organisation }.
    } { $badge ->
        [unknown] Je hebt een <b>edubadge</b> gekregen: een digitaal bewijs van iets wat je hebt geleerd. Samen halen we die op.
       *[other] { $institution ->
            [unknown] Er staat een <b>edubadge</b> voor je klaar: <b>{ $badge }</b>.
           *[other] Er staat een <b>edubadge</b> van { $institution } voor je klaar: <b>{ $badge }</b>.
        } Dat is een digitaal bewijs van wat je hebt geleerd. Samen halen we die op.
    }

    We doen één stap tegelijk. Je mag altijd stoppen en later verdergaan.

    Ik vraag je <b>nooit</b> om een wachtwoord, om DigiD of om een code van eduID of je bank. Stuur die dus ook niet.

    Wat wil je eerst?
    .go_on = Beginnen
    .genuine = Is dit wel echt?
    .stored = Wat bewaar je van mij?

# Source: domain of edubadges and eduID in edubadges-ui, `src/App.svelte`, and OpenConext-myconext, `public-gui` (June and August 2026)
is_it_genuine =
    Goed dat je dat vraagt. Je hoeft mij niet te geloven, je kunt het zelf nagaan:

    • Typ <b>edubadges.nl</b> of <b>eduid.nl</b> zelf in je browser, in plaats van op een link te tikken. Het zijn de echte sites.
    • Je hoeft nergens te betalen. Vraagt iemand om geld? Stop dan.
    • Geef mij nooit een wachtwoord of code. Die vul je alleen in op de site zelf.
    { $institution ->
        [unknown] • Bel of mail de school of universiteit waar je de cursus deed. Zoek het nummer of adres zelf op.
       *[other] • Bel of mail { $institution }. Zoek het nummer of adres zelf op.
    }

    { $support_email ->
        [unknown] Twijfel je nog? Neem dan rustig de tijd. Ik ben er later ook nog.
       *[other] Twijfel je nog? Vraag het aan <b>{ $support_email }</b> en wacht rustig op antwoord. Ik ben er later ook nog.
    }

# Source: docs/privacy.md (August 2026)
what_is_stored =
    Dit bewaar ik, zodat ik je kan helpen en je later verder kunt:

    • een nummer of code waarmee ik je in deze chat terugvind
    • onze berichten
    • wat je over je edubadge vertelt, zoals de naam en de laatste dag
    • welke stappen je al hebt gedaan

    Medewerkers die helpen bij problemen, kunnen meelezen. Plak je de mail over je edubadge als ik erom vraag? Die lees ik, maar ik bewaar hem niet.

    { $support_email ->
        [unknown] Wil je dat alles wordt gewist? Vraag dat aan de organisatie die deze gids aanbiedt.
       *[other] Wil je dat alles wordt gewist? Mail dan naar <b>{ $support_email }</b>.
    }
