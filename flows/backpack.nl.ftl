# Backpack: de plek op edubadges.nl waar de badges van een lerende staan.
# De namen van knoppen: edubadges-ui 9.1.0, src/locale/nl.js (juni 2026).

# Source: edubadges-ui, src/routes/Login.svelte (June 2026): the button in the mail asks eduID to check the name first,
# the button on the home page does not.
open_backpack =
    Open nu je <b>backpack</b>. Dat is je eigen plek op edubadges.nl, waar je badges staan. { $name_done ->
        [skipped] Gebruik hiervoor niet de knop in de mail, want die vraagt je eerst om je naam te bevestigen.
        [no] Gebruik hiervoor niet de knop in de mail, want die vraagt je eerst om je naam te bevestigen.
       *[other] Je hebt de knop in de mail er niet voor nodig.
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

# Source: edubadges-ui, src/locale/nl.js, authError (June 2026): the issuer portal is by invitation only.
no_access =
    Lees je <b>Sorry, je hebt geen toegang</b>? Dan koos je waarschijnlijk de verkeerde knop: <b>Open het issuer portaal</b>. Dat is alleen voor medewerkers.

    Ga terug naar <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a> en kies <b>Open je backpack</b>. Staat er dat er een gegeven ontbreekt? Vul dat dan aan op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>. Blijft het misgaan? Mail support@edubadges.nl.
    .title = Ik heb geen toegang

# Source: myconext, account-gui/src/routes/Stepup.svelte (August 2026): this page cannot be skipped;
# edubadges-ui, src/routes/Login.svelte (June 2026): by way of the home page it is not asked for.
almost_there =
    Op de pagina <b>Je bent er bijna</b> vraagt eduID je om je naam te bevestigen. Je hebt twee mogelijkheden:
    • Doe het meteen: tik op <b>Verifïeer nu</b>. Kies je school- of werkaccount, je bank of een Europees ID.
    • Doe het nu niet: sluit de pagina. Open <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a> en kies daar <b>Open je backpack</b>. Gebruik niet de knop in de mail. Dan hoort eduID dit niet te vragen.
    .title = Ik blijf steken bij ‘Je bent er bijna’

# Source: edubadges-ui, src/routes/ProcessToken.svelte (June 2026): Cancel continues to the backpack.
no_longer_linked =
    Staat er <b>Je eduID account is niet langer gekoppeld met een onderwijsinstelling</b>? Dan is je koppeling of je bevestigde naam verlopen of weggehaald. { $kind ->
        [institution] Voor deze badge heb je de koppeling nodig.
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
