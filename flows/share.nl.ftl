# Share: de badge openbaar maken, de link bewaren en laten zien waar het telt.
# De namen van knoppen: edubadges-ui 9.1.0, src/locale/nl.js (juni 2026).

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026): private after claiming.
make_public =
    Je badge is nu nog <b>privé</b>: alleen jij ziet hem. Wil je hem laten zien, maak hem dan openbaar. Iedereen met jouw link ziet dan je naam en wat je hebt behaald.

    Open de badge in je backpack op <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a> en zet <b>Privé edubadge</b> uit. Je kunt het altijd weer terugzetten. Liever niet? Typ <b>overslaan</b>. Lukt het?
    .done = Mijn badge is openbaar

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte and ShareDialog.svelte (June 2026).
make_public_how =
    1. Open <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>, kies <b>Mijn backpack</b> en tik op je badge.
    2. Zoek het schuifje <b>Privé edubadge</b> en zet het uit.
    3. Je ziet <b>Maak deze edubadge publiekelijk zichtbaar</b>. Soms kun je hier aanvinken dat anderen ook je cijfer of je bewijs zien (zoals een persoonlijk bericht). Dat kies je zelf.
    4. Tik op <b>Bevestig</b>.
    5. Tik op <b>Deel</b> en dan op <b>Kopieer de link</b>. Die link heb je straks nodig.

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026).
share_is_grey =
    Een grijze knop <b>Deel</b> betekent dat je badge nog privé is. Zet <b>Privé edubadge</b> uit en tik op <b>Bevestig</b>.

    Blijft de knop grijs? Kijk dan welk woord er bij je badge staat:
    • <b>Geweigerd</b>: tik eerst op <b>Accepteer deze edubadge</b>.
    • <b>Verlopen</b> of <b>Ingetrokken</b> (teruggenomen): zo'n badge kun je niet delen. Vraag de instelling waarom.
    .title = De knop Deel is grijs

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026).
no_switch =
    Het schuifje <b>Privé edubadge</b> staat op de pagina van de badge zelf. Tik dus eerst in <b>Mijn backpack</b> op je badge.

    { $kind ->
        [requested] Staat er <b>Nieuw</b> op? Open hem dan eerst één keer.
       *[other] Staat er <b>Unclaimed</b> op? Dan moet je hem eerst claimen.
    } Is de badge <b>Verlopen</b>, <b>Ingetrokken</b> (teruggenomen) of <b>Geweigerd</b>? Dan kun je hem niet openbaar maken. Een geweigerde badge kun je eerst weer accepteren.
    .title = Ik zie geen schuifje

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026): two boxes in the window that makes it public.
evidence_hidden =
    Je cijfer en je bewijs zien anderen alleen als je dat hebt aangevinkt toen je de badge openbaar maakte. Wil je dat veranderen?

    1. Zet <b>Privé edubadge</b> weer aan. Je link werkt dan even niet.
    2. Zet hem weer uit.
    3. Vink in het venster aan wat anderen mogen zien, en tik op <b>Bevestig</b>.
    .title = Anderen zien mijn cijfer niet

# Source: edubadges-ui, src/routes/students/ShareDialog.svelte (June 2026).
public_link =
    Stuur me nu de <b>link</b> van je badge. Dan kijk ik of hij werkt, en zet ik hem klaar voor je cv of je mails.

    De link begint met <code>https://www.edubadges.nl/public/assertions/</code>. Wil je hem liever niet sturen? Typ <b>overslaan</b>.

    Plak hier je link:
    .where = Waar vind ik die link?

# Source: edubadges-ui, src/routes/students/ShareDialog.svelte (June 2026).
where_is_link =
    1. Open <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>, kies <b>Mijn backpack</b> en tik op je badge.
    2. Tik op <b>Deel</b>. Is die knop grijs? Zet dan eerst <b>Privé edubadge</b> uit.
    3. Tik op <b>Kopieer de link</b>.
    4. Kom hier terug en plak de link in je antwoord. Op een telefoon: houd je vinger op de plek waar je typt en kies Plakken.

look_up = Een moment, ik bekijk je link.

link_checked = Je link werkt. Je badge is openbaar en anderen kunnen hem controleren.

# Source: edubadges-server, apps/issuer/models.py, `expires` (June 2026).
link_is_expired =
    Je link werkt, en je badge is echt. Maar hij was geldig { $expires_on ->
        [never] tot een dag die voorbij is
        [unknown] tot een dag die voorbij is
       *[other] tot { $expires_on }
    }: wie je link opent, ziet dat hij <b>verlopen</b> is. Vraag de instelling of je een nieuwe kunt krijgen.

link_noted = Ik heb je link bewaard. Ik kan hem nu niet zelf bekijken. Open hem dus even om te zien of je badge verschijnt.

link_not_seen = Ik kan deze link nu niet bekijken. Kopieer de link van je badge nog eens helemaal, met <b>Deel</b> en <b>Kopieer de link</b>. Dan bewaar ik hem voor je.

link_is_elsewhere = Deze link is niet van edubadges, maar van een andere site. Misschien heb je daar ook een badge. Ik help alleen met badges van <b>edubadges.nl</b>.

# Source: edubadges-ui, src/App.svelte (June 2026): the domain of edubadges.
link_is_lookalike =
    <b>Let op:</b> deze link lijkt op edubadges, maar is van een andere site. Open hem niet, en vul er niets in. Heb je er al een wachtwoord of code ingevuld? Verander dan meteen je wachtwoord.

    Typ zelf <b>edubadges.nl</b> in je browser en kopieer daar de link van je badge.

# Source: edubadges-ui, header "Demo omgeving" (June 2026): badges there are for practice.
link_is_demo = Dit is een badge van de <b>demosite</b> van edubadges, om te oefenen. Daar heb je niets aan bij anderen, en hij verdwijnt weer. Je echte badge staat op <b>www.edubadges.nl</b>.

# Source: edubadges-server, apps/public/public_api.py, /public/assertions/validate (June 2026).
link_is_tampered =
    Er klopt iets niet aan deze badge: edubadges vindt er zelf <b>fouten</b> in. Deel hem nog niet.

    Mail naar <b>support@edubadges.nl</b> en stuur je link mee: zij kunnen het uitzoeken. De instelling die je de badge gaf, kan hem zo nodig opnieuw geven.

# Source: edubadges-ui, page /404?public=true (June 2026): private and revoked badges show the same page.
link_is_private = Op deze link is nog geen badge te zien: je krijgt een foutmelding (404). Meestal is de badge dan nog privé. Soms is de link niet helemaal gekopieerd.

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte and Archived.svelte (June 2026).
link_is_revoked =
    De instelling heeft deze badge <b>ingetrokken</b> (teruggenomen). Hij is niet meer geldig en je kunt hem niet delen.

    De reden lees je in je backpack op <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>, bij <b>Archief</b>. Heb je vragen? { $support_email ->
        [unknown] Mail de instelling die je de badge gaf.
       *[other] Mail naar { $support_email }.
    }

where_to =
    Waar wil je je badge laten zien? Je kunt straks nog iets kiezen.{ $kit_link ->
        [unknown] {""}
       *[other] {" "}Alles staat ook bij elkaar op <a href="{ $kit_link }">één pagina</a>, met een QR-code.
    }
    .linkedin = Op LinkedIn
    .cv = Op mijn cv
    .mail = Onder mijn e-mails
    .post = In een bericht
    .no = Ik deel hem nu niet

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026): months are counted from zero, and the
# organisation falls back to a standard number.
linkedin =
    Zet je badge op je profiel van LinkedIn, een site over werk en je loopbaan. Wie hem daar ziet, kan doorklikken naar het bewijs.

    { $linkedin_link ->
        [unknown] Open je badge in je backpack op <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a> en tik op het plaatje van LinkedIn. Let op: de <b>maand</b> staat dan één te vroeg, en soms klopt de <b>organisatie</b> niet. Verbeter dat voordat je opslaat.
       *[other] Tik op <a href="{ $linkedin_link }">Zet op LinkedIn</a>. Je ziet een formulier dat ik al heb ingevuld, met de goede maand. Kijk of alles klopt, kies de <b>organisatie</b> uit de lijst en sla het op.
    } Lukt het?
    .done = Hij staat op LinkedIn

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026).
linkedin_how =
    { $linkedin_link ->
        [unknown]
    1. Open <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>, kies <b>Mijn backpack</b> en tik op je badge.
    2. Tik op het plaatje van LinkedIn. Is het grijs? Zet dan eerst <b>Privé edubadge</b> uit.
    3. Log in bij LinkedIn als dat nodig is. Je wachtwoord vul je alleen daar in.
    4. Je ziet een formulier dat al is ingevuld. Kies de goede maand. De maand die er staat, is één te vroeg.
       *[other]
    1. Open je profiel op LinkedIn in je browser.
    2. Log in als dat nodig is. Je wachtwoord vul je alleen daar in.
    3. Kom hier terug en tik op <a href="{ $linkedin_link }">Zet op LinkedIn</a>.
    4. Je ziet een formulier dat al is ingevuld. Kijk of de naam, de maand en de link kloppen.
    }
    5. Controleer de organisatie: { $institution ->
        [unknown] kies de instelling die je de badge gaf.
       *[other] dat moet { $institution } zijn.
    }
    6. Sla het op. Je badge staat nu bij je licenties en certificaten.

linkedin_month =
    Dat klopt, dat is een foutje in edubadges. De maand staat één te vroeg. Een badge uit januari krijgt zelfs geen geldige maand.

    Verander de maand in LinkedIn voordat je opslaat. De goede datum staat op je badge bij <b>Uitgegeven op</b>. Dat is de dag waarop de instelling hem toekende. Heb je al opgeslagen? Dan kun je het in LinkedIn nog veranderen.
    .title = De maand klopt niet

linkedin_organisation =
    Als edubadges je instelling op LinkedIn niet kent, vult het een andere organisatie in.

    { $institution ->
        [unknown] Verander die in LinkedIn in de instelling die je de badge gaf.
       *[other] Verander die in LinkedIn in { $institution }.
    } Typ de naam en kies hem uit de lijst. Dat kan ook nog als je al hebt opgeslagen.
    .title = De organisatie klopt niet

# Source: edubadges-server, CHANGELOG.md 9.1.0 (June 2026): images that carry the badge are no longer made.
no_pdf =
    Een edubadge kun je niet downloaden. Het bewijs is je openbare link: daar ziet iedereen of de badge echt is en nog geldig.

    Wil je toch een pdf? Open je link in je browser, kies afdrukken en dan opslaan als pdf. Zet de link erbij. Alleen via de link kan iemand de badge controleren.
    .title = Ik wil een pdf of een plaatje

cv =
    Deze regel kun je kopiëren naar je cv:

    <code>{ $cv_line }</code>

    { $badge_link ->
        [unknown] Zet je eigen link op de plek van ‘jouw link’. Zo kan een werkgever meteen zien dat hij echt is.
       *[other] Met de link kan een werkgever meteen zien dat je badge echt is.
    } Lukt het?
    .done = Hij staat op mijn cv

cv_how =
    1. Kopieer de regel die ik voor je maakte. Op een telefoon: houd je vinger erop en kies Kopiëren.
    2. Open je cv en plak de regel bij je opleidingen of cursussen.
    3. Vul aan wat nog ontbreekt. Je link vind je op <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>: tik op je badge, dan op <b>Deel</b> en op <b>Kopieer de link</b>.
    4. Stuur je je cv als pdf? Kijk dan of je in de pdf op de link kunt tikken.

# Source: edubadges-ui, page /404?public=true (June 2026): a badge that is private or revoked is not shown.
link_shows_404 =
    Zie je een pagina met <b>404</b>? Dan is je badge privé of ingetrokken (teruggenomen door de instelling), of is de link niet heel.

    • Open de badge op <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a> en kijk of <b>Privé edubadge</b> uit staat.
    • Kopieer de link opnieuw, met <b>Deel</b> en <b>Kopieer de link</b>.
    • Staat de badge bij <b>Archief</b>? Dan heeft de instelling hem ingetrokken. De reden staat erbij.
    .title = Mijn link werkt niet

mail_signature =
    Zo laat je je badge zien onder elke mail. Deze regel kun je kopiëren:

    <code>{ $signature_line }</code>

    { $badge_link ->
        [unknown] Zet je eigen link op de plek van ‘jouw link’.
       *[other] De link is al voor je ingevuld.
    } Lukt het?
    .done = Hij staat onder mijn mails

mail_signature_how =
    1. Kopieer de regel die ik voor je maakte. Op een telefoon: houd je vinger erop en kies Kopiëren.
    2. Open de instellingen van je mailprogramma en zoek naar Handtekening. Dat is de tekst die onder elke mail komt.
    3. Plak de regel onder je naam en sla het op.
    4. Ontbreekt de link? Die vind je op <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>: tik op je badge, dan op <b>Deel</b> en op <b>Kopieer de link</b>.
    5. Stuur jezelf een mail en kijk of de link werkt.

post =
    Vertel het anderen, op LinkedIn, Facebook of waar je maar wilt. Deze tekst kun je kopiëren:

    <code>{ $post_text }</code>

    { $badge_link ->
        [unknown] Zet je eigen link op de plek van ‘jouw link’. Maak er verder je eigen verhaal van.
       *[other] De link is al voor je ingevuld. Maak er verder je eigen verhaal van.
    } Lukt het?
    .done = Mijn bericht staat erop

post_how =
    1. Kopieer de tekst die ik voor je maakte. Op een telefoon: houd je vinger erop en kies Kopiëren.
    2. Open de site of app waar je het wilt vertellen en begin een nieuw bericht.
    3. Plak de tekst erin. Ontbreekt de link? Die vind je op <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>: tik op je badge, dan op <b>Deel</b> en op <b>Kopieer de link</b>.
    4. Lees het nog eens door en plaats het. Iedereen die het ziet, kan je badge openen.

where_else =
    Wil je je badge nog ergens laten zien?{ $kit_link ->
        [unknown] {""}
       *[other] {" "}Alles staat ook bij elkaar op <a href="{ $kit_link }">één pagina</a>, met een QR-code.
    }
    .linkedin = Op LinkedIn
    .cv = Op mijn cv
    .mail = Onder mijn e-mails
    .post = In een bericht
    .employer = Hoe controleert een werkgever dit?
    .no = Nee, zo is het goed

# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte (June 2026).
for_employer =
    Een werkgever heeft alleen je link nodig, geen account. Zo gaat het controleren:
    1. De werkgever opent je link en kijkt of het adres begint met <code>https://www.edubadges.nl/</code>.
    2. Hij of zij tikt op <b>Verifieer</b>.
    3. Er verschijnt een lijst: voor wie de badge is, wie hem gaf, wanneer, en of hij nog geldig is. Ook staat er of je naam is gecontroleerd.{ $verify_page ->
        [unknown] {""}
       *[other] {""}

    Het kan ook met uitleg erbij, op <a href="{ $verify_page }">onze pagina om te controleren</a>.
    }
