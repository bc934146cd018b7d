# Backpack: de plek op edubadges.nl waar de badges van een lerende staan.
# De namen van knoppen: edubadges-ui 9.1.0, src/locale/nl.js (juni 2026).

# Source: edubadges-ui, src/routes/Login.svelte (June 2026): the button in the mail asks eduID to check the name first,
# the button on the home page does not; edubadges-server, apps/issuer/models.py (June 2026): the mail about an approved
# request leads to that badge, and does not ask.
open_backpack =
    Open nu je <b>backpack</b>. Dat is je eigen plek op edubadges.nl, waar je badges staan.{ $kind ->
        [requested] {""}
       *[other] { $name_done ->
            [skipped] {" "}Gebruik hiervoor niet de knop in de mail, want die vraagt je eerst om je naam te bevestigen.
            [no] {" "}Gebruik hiervoor niet de knop in de mail, want die vraagt je eerst om je naam te bevestigen.
           *[other] {" "}Je hebt de knop in de mail er niet voor nodig.
        }
    }

    Ga naar <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>, kies <b>Open je backpack</b> en log in met je eduID. Lukt het?
    .done = Ik ben in mijn backpack

# Source: edubadges-ui, src/routes/Login.svelte (June 2026); edubadges-server, apps/badgrsocialauth/providers/eduid/views.py.
open_backpack_how =
    1. Open <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>. Typ het adres gerust zelf in, dan weet je zeker dat je goed zit.
    2. Tik op <b>Open je backpack</b>. Kies niet <b>Open het issuer portaal</b>: dat is voor medewerkers.
    3. Je gaat nu naar eduID (login.eduid.nl). Vul het e-mailadres van je eduID in.
    4. Je krijgt een mail met het onderwerp eduID login code. Vul de code alleen in op de pagina van eduID. Geef hem aan niemand, ook niet aan mij.
    5. De eerste keer zie je de voorwaarden van edubadges. Lees ze en tik op <b>Ik ga akkoord</b>. Zonder akkoord kom je niet verder.
    6. Je ziet <b>Behaalde edubadges</b>. Dat is je backpack.

# Source: edubadges-ui, src/locale/nl.js, authError: the issuer portal is by invitation only; edubadges-server,
# apps/badgrsocialauth/providers/eduid/views.py: a missing detail, and the answers that begin with Server error (June 2026).
no_access =
    Kijk wat er op je scherm staat:
    • <b>Sorry, je hebt geen toegang</b>, en het gaat over een uitnodiging: je koos de verkeerde knop, <b>Open het issuer portaal</b>. Die is alleen voor medewerkers.
    • Er ontbreekt een gegeven, zoals je naam: vul het aan op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>.
    • <b>Server error</b>: er ging iets mis bij het inloggen, of je brak het af.

    Begin daarna opnieuw: ga naar <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a> en kies <b>Open je backpack</b>. Blijft het misgaan? Mail <b>support@edubadges.nl</b> en zet erbij wat er op je scherm staat.
    .title = Geen toegang, of een foutmelding

# Source: myconext, account-gui/src/locale (August 2026): the message for an unknown address at login.
no_eduid_found =
    Dan hoort er geen eduID bij het adres dat je invulde. Misschien zit er een typefout in, of hoort je eduID bij een ander adres van jou.
    .title = Er is geen eduID met mijn adres

# Source: myconext, account-gui/src/routes/LoginCode.svelte and OneTimeLoginCode.java (August 2026).
login_code =
    • Komt er geen mail met <b>eduID login code</b>? Kijk bij spam en ongewenste mail. Kies anders op de pagina van eduID <b>klik om opnieuw te versturen</b>. Dat kan na 15 seconden.
    • <b>Verkeerde code. Probeer het opnieuw.</b> Neem de code uit de nieuwste mail, en wacht even voor je hem invult.
    • <b>Je code is niet geldig</b>. Een code werkt 10 minuten en maar één keer. Log opnieuw in, dan krijg je een nieuwe.
    • <b>Maximale pogingen bereikt</b>, of <b>Je bent nog steeds geschorst</b>. Wacht 15 minuten en log dan opnieuw in.

    Stuur de code niet naar mij. Je vult hem alleen in bij eduID. Blijft het misgaan? <a href="https://eduid.nl/help?lang=nl">eduid.nl/help</a>
    .title = Mijn inlogcode komt niet of werkt niet

# Source: myconext, account-gui/src/routes/Stepup.svelte (August 2026): this page cannot be skipped;
# edubadges-ui, src/routes/Login.svelte (June 2026): by way of the home page it is not asked for; and
# src/components/shared/PublicBadgeClassPage.svelte (June 2026): without a confirmed name a request is stopped there.
almost_there =
    Op de pagina <b>Je bent er bijna</b> vraagt eduID je om je naam te bevestigen. { $kind ->
        [requested] Om een badge aan te vragen, moet dat meestal nu: tik op <b>Verifïeer nu</b>. Kies liefst je school- of werkaccount. Dan is ook meteen je instelling gekoppeld, en die heb je meestal nodig. Heb je zo'n account niet? Vraag je docent of je de badge op een andere manier kunt krijgen.
       *[other] Je hebt twee mogelijkheden:
        • Doe het meteen: tik op <b>Verifïeer nu</b>. Kies je school- of werkaccount, je bank of een Europees ID. Kan niets daarvan? Kies dan <b>Ik kan geen van bovenstaande manieren gebruiken</b>: soms kun je naar een balie, de Service Desk.
        • Doe het nu niet: sluit de pagina. Open <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a> en kies daar <b>Open je backpack</b>. Gebruik niet de knop in de mail. Dan hoort eduID dit niet te vragen.
    }
    .title = Ik blijf steken bij ‘Je bent er bijna’

# Source: edubadges-ui, src/routes/ProcessToken.svelte (June 2026): Cancel continues to the backpack; edubadges-server,
# apps/badgeuser/models.py, may_enroll (June 2026): whoever requests needs the link, unless the badge says otherwise.
no_longer_linked =
    Staat er <b>Je eduID account is niet langer gekoppeld met een onderwijsinstelling</b>? Dan is je koppeling of je bevestigde naam verlopen of weggehaald. { $kind ->
        [institution] Voor deze badge heb je de koppeling nodig.
        [requested] Om een badge aan te vragen, heb je de koppeling meestal nodig.
       *[other] Voor een badge op je eigen e-mailadres heb je de koppeling niet nodig.
    }

    • Tik op <b>Koppel onderwijsinstelling</b> om opnieuw te koppelen.
    • Of tik op <b>Annuleer</b>: dan ga je gewoon naar je backpack.
    .title = Mijn eduID is niet meer gekoppeld

# Source: edubadges-server, apps/mainsite/settings.py (June 2026): a session lasts an hour.
thrown_out =
    Dat kan gebeuren als een pagina lang openstaat: na ongeveer een uur moet je opnieuw inloggen. Er gaat niets verloren.

    Ga terug naar <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>, kies <b>Open je backpack</b> en log weer in met je eduID.
    .title = Ik moet steeds opnieuw inloggen

# Source: edubadges-server, `apps/directaward/serializer.py`: mails can be switched off; there is no button to send one again (June 2026)
no_mail =
    Kijk eerst in je map <b>spam</b> of <b>ongewenst</b>, en in al je mailboxen. Zoek op <i>edubadge</i>. { $kind ->
        [institution] Kijk ook in de mailbox van je school of werk.
        [requested] Vroeg je de badge zelf aan? Dan komt er pas een mail als je aanvraag is goedgekeurd.
       *[other] Soms is je adres verkeerd getypt, of stuurt de school of universiteit geen mail.
    }

    Zonder mail kan het ook: je badge staat dan gewoon in je backpack, de pagina met je edubadges. We gaan dus verder. Vind je hem daar straks niet? Vraag dan de school of universiteit of hij echt aan jou is toegekend, en naar welk adres.
    .title = Ik heb geen mail gekregen

# Source: myconext, public-gui/src/routes/Support_NL.jsx (August 2026): the app is not needed for edubadges; an SMS is sent a few times a day only.
app_trouble =
    De eduID-app heb je voor edubadges niet nodig. Log in met een <b>code per mail</b>:

    • Vraagt eduID om de app of een pincode? Kies een andere manier om in te loggen, met je e-mailadres.
    • Komt er geen sms? Na een paar keer moet je 24 uur wachten.
    • Heb je een nieuwe telefoon? Log in met een code per mail op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, ga naar <b>Beveiliging</b> en zet de oude app uit.

    Lukt het niet? Mail naar <b>help@eduid.nl</b>. Geef niemand je pincode.
    .title = Gedoe met de app, pincode of sms
