# De pagina met alles om een badge te delen.
# De namen van knoppen: edubadges-ui 9.1.0, src/locale/nl.js (juni 2026).

title = Deel je edubadge
heading = Laat je edubadge zien
lead = Alles om te delen, klaar om te kopiëren. Deze pagina bewaart niets over jou.
given_by = Gegeven door
given_on = Gegeven op
size = Omvang
holder = Op naam van
# Source: edubadges-server, apps/issuer/models.py, `expires` (June 2026)
expired = <b>Deze badge is verlopen op { $day }.</b> Hij is echt, maar wie je link opent, ziet dat hij niet meer geldig is. Vraag de instelling of je een nieuwe kunt krijgen.

linkedin_heading = LinkedIn
linkedin = Dit opent een formulier op LinkedIn dat al is ingevuld, met de goede maand. Kijk of alles klopt en kies de organisatie uit de lijst. Je wachtwoord vul je alleen bij LinkedIn in.
linkedin_go = Zet op LinkedIn

copy_link_heading = De link van je badge
copy_link = Iedereen met deze link kan je badge bekijken en controleren.
copy_cv_heading = Voor je cv
copy_cv = Plak deze regel bij je opleidingen of cursussen.
copy_cv_other_heading = Voor je Engelse cv
copy_cv_other = Dezelfde regel in het Engels.
copy_signature_heading = Onder je e-mails
copy_signature = Plak deze regel onder je naam, bij Handtekening in je mailprogramma.
copy_post_heading = Voor een bericht
copy_post = Voor LinkedIn, Facebook of waar je maar wilt. Maak er je eigen verhaal van.
copy = Kopieer
    .what = Kopieer: { $what }
copied = Gekopieerd. Plak het waar je het nodig hebt.
selected = De tekst is geselecteerd. Kies nu Kopiëren op je telefoon, of druk op Ctrl en C.

qr_heading = QR-code
qr = Voor op papier: een cv, een kaartje of een poster. Wie hem scant, ziet je badge.
qr_alt = QR-code van de link van je badge
qr_png = Download als plaatje (PNG)
qr_svg = Download om te drukken (SVG)

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026)
private_again = Wil je je badge niet meer laten zien? Zet in je backpack <b>Privé edubadge</b> weer aan. Je link werkt dan niet meer.

check = Hoe ziet een werkgever dit?

# Als het niet kan
# Source: edubadges-ui, page /404?public=true, and src/routes/students/BadgeDetails.svelte (June 2026)
sorry_private_title = Deze badge is nog niet te zien
sorry_private =
    Meestal is de badge dan nog <b>privé</b>. Is het jouw badge? Zo maak je hem openbaar:

    1. Open <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>, kies <b>Mijn backpack</b> en tik op je badge.
    2. Zet het schuifje <b>Privé edubadge</b> uit.
    3. Tik op <b>Bevestig</b>.
    4. Kom terug naar deze pagina en laad hem opnieuw.

    Is hij al openbaar? Kopieer dan de link nog eens helemaal, met <b>Deel</b> en <b>Kopieer de link</b>.
# Source: edubadges-ui, src/routes/students/Archived.svelte (June 2026)
sorry_revoked_title = Deze badge is ingetrokken
sorry_revoked =
    De instelling heeft deze badge <b>ingetrokken</b> (teruggenomen). Je kunt hem niet meer delen.

    De reden lees je in je backpack op <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>, bij <b>Archief</b>. Heb je vragen? Mail de instelling die je de badge gaf.
# Source: edubadges-server, apps/public/public_api.py, /public/assertions/validate (June 2026)
sorry_tampered_title = Er klopt iets niet aan deze badge
sorry_tampered =
    Edubadges vindt zelf <b>fouten</b> in deze badge. Deel hem nog niet.

    Mail naar <b>support@edubadges.nl</b> en stuur de link mee: zij kunnen het uitzoeken.
sorry_elsewhere_title = Dit is geen badge van edubadges
sorry_elsewhere = Deze pagina is er alleen voor badges van <b>edubadges.nl</b>. Kopieer de link daar nog eens, met <b>Deel</b> en <b>Kopieer de link</b>.
# Source: edubadges-ui, src/App.svelte (June 2026): the domain of edubadges
sorry_lookalike_title = Pas op: een nagemaakte site
sorry_lookalike = Deze link lijkt op edubadges, maar is van een andere site. Open hem niet en vul er niets in. Typ zelf <b>edubadges.nl</b> in je browser en kopieer daar de link van je badge.
sorry_no_link_title = Deze link is niet heel
sorry_no_link = De code van een badge heeft 22 tekens. Kopieer de link nog eens helemaal, op edubadges.nl, met <b>Deel</b> en <b>Kopieer de link</b>.
# Source: edubadges-ui, header "Demo omgeving" (June 2026)
sorry_demo_title = Dit is een oefenbadge
sorry_demo = Deze badge staat op de <b>demosite</b> van edubadges en verdwijnt weer. Je echte badge staat op <b>www.edubadges.nl</b>.
sorry_away_title = Even geduld
sorry_away = We kunnen je badge nu niet opvragen. Dat ligt niet aan jou en er is niets mis met je badge. Probeer het over een minuut nog eens.
again = Probeer opnieuw
to_chat = Hulp in de chat
