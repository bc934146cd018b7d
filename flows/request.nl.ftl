# Request: een edubadge die je zelf aanvraagt op edubadges.nl.
# De namen van knoppen: edubadges-ui 9.1.0, src/locale/nl.js (juni 2026).

# Source: edubadges-server, apps/lti_edu/api.py and apps/lti_edu/models.py (June 2026): a request is approved or denied by the institution.
how_far =
    Je vroeg je edubadge zelf aan. Dan moet de school of universiteit je <b>aanvraag</b> eerst goedkeuren. Daarna staat hij meteen in je backpack: de pagina met je edubadges. Ophalen (claimen) hoeft dan niet.

    Hoe ver is je aanvraag?
    .approved = Die is goedgekeurd
    .waiting = Ik wacht nog op antwoord
    .denied = Die is afgewezen
    .not_yet = Ik moet nog aanvragen

# Source: edubadges-ui, src/App.svelte, and edubadges-server, apps/lti_edu/api.py (June 2026): the page of requests; approval by a teacher.
while_waiting =
    Iemand van de school of universiteit, vaak je docent, beoordeelt je aanvraag. Hoe lang dat duurt, verschilt en weet ik niet. Je ziet je aanvraag op <a href="https://www.edubadges.nl/badge-requests?lang=nl">edubadges.nl</a> bij <b>Aanvragen voor edubadges</b>.

    Intussen brengen we de rest in orde. Dan is het daarna zo gedaan.

# Source: edubadges-server, apps/badgeuser/models.py, may_enroll (June 2026): a validated name and a linked institution are looked at first.
first_prepare =
    Aanvragen doe je met je eduID, je account om mee in te loggen. Vaak moet je naam bevestigd zijn en je instelling gekoppeld. Dat doen we eerst. Daarna vraag je hem aan.

# Source: edubadges-server, apps/lti_edu/models.py (June 2026): a denied request can be made again; only the institution knows why.
request_denied =
    Dat is jammer. Alleen de school of universiteit weet waarom je aanvraag is afgewezen. { $support_email ->
        [unknown] Vraag het aan je docent of aan de plek waar je de cursus deed.
       *[other] Vraag het aan je docent, of mail naar <b>{ $support_email }</b>.
    } Soms ontbreekt alleen een bewijs of een uitleg. Dan kun je de badge opnieuw aanvragen.
    .title = Mijn aanvraag is afgewezen

# Source: edubadges-ui, src/components/shared/PublicBadgeClassPage.svelte (June 2026).
ask_for_it =
    Vraag nu je edubadge aan, op de pagina van die badge. Je vindt hem in de <a href="https://www.edubadges.nl/catalog?lang=nl">catalogus</a> (de lijst met bijna alle edubadges), of met de link die je van je docent kreeg.

    Log in met je eduID en druk op <b>Aanvragen</b>. Lukt het?
    .done = Er staat nu: Aangevraagd

# Source: edubadges-ui, src/components/shared/PublicBadgeClassPage.svelte (June 2026).
ask_for_it_how =
    1. Open de pagina van je badge in de <a href="https://www.edubadges.nl/catalog?lang=nl">catalogus</a>.
    2. Tik op <b>Login om deze edubadge aan te vragen</b> en log in met je eduID.
    3. Tik op <b>Aanvragen</b>.
    4. Lees de voorwaarden van de instelling en ga akkoord, als ernaar wordt gevraagd.
    5. Vraagt de pagina om een bewijs of uitleg? Vul dat in en bevestig.
    6. Staat er <b>Aangevraagd</b>? Dan is het gelukt.

# Source: edubadges-server, apps/badgeuser/models.py, may_enroll; edubadges-ui, PublicBadgeClassPage.svelte (June 2026).
cannot_request =
    Dit kan de reden zijn:
    • Er staat <b>Aangevraagd</b>: dan heb je hem al aangevraagd. Wacht op antwoord.
    • Je hebt de badge al. Kijk in je backpack.
    • Er staat <b>Deze edubadge kan niet worden aangevraagd</b>: deze badge geeft de instelling alleen zelf. Vraag je docent om hem aan jou toe te kennen.
    • Er staat dat de badge <b>gearchiveerd</b> is (opgeborgen): dan kan niemand hem meer aanvragen.
    .title = Ik kan hem niet aanvragen

# Source: edubadges-ui, PublicBadgeClassPage.svelte (June 2026): shown when there is no validated name; after that the
# institution is looked at, unless the badge allows names that are not validated.
needs_linked_institution =
    Lees je <b>Geen gekoppelde instelling</b>? Dan is je naam nog niet bevestigd.

    Tik op <b>Koppel onderwijsinstelling</b> en kies een instelling waarvan je deze badge mag aanvragen. Welke dat zijn, staat op de pagina van de badge als je bent uitgelogd. Log daar in, kom terug en probeer opnieuw <b>Aanvragen</b>.

    Alleen je naam bevestigen, met je bank of een Europees ID, is meestal niet genoeg. Heb je bij geen van die instellingen een account? Vraag je docent of je de badge op een andere manier kunt krijgen.
    .title = Er staat: Geen gekoppelde instelling

# Source: edubadges-ui, PublicBadgeClassPage.svelte (June 2026): shown when no linked institution, or none at all, is among
# those whose learners may request; logged out, the page names them.
wrong_institution =
    Lees je <b>Geen geldige instelling</b>? Dan is er geen instelling gekoppeld waarvan je deze badge mag aanvragen. Welke dat zijn, staat op de pagina van de badge als je bent uitgelogd.

    Tik op <b>Ga door naar eduID</b> en koppel je account bij een van die instellingen. Heb je daar geen account? Vraag de school of universiteit van de badge of je hem op een andere manier kunt krijgen.
    .title = Er staat: Geen geldige instelling

# Source: edubadges-ui, src/App.svelte and src/locale/nl.js (June 2026).
still_waiting =
    Je aanvraag ligt nu bij de school of universiteit. Is die goedgekeurd, dan krijg je meestal een mail en staat de badge in je backpack. Zelf kijken kan op <a href="https://www.edubadges.nl/badge-requests?lang=nl">edubadges.nl</a> bij <b>Aanvragen voor edubadges</b>.

    Hoe is het nu?
    .approved = Mijn aanvraag is goedgekeurd
    .denied = Mijn aanvraag is afgewezen
    .later = Nog geen antwoord, later verder

# Source: edubadges-ui, src/routes/students/Backpack.svelte and BadgeDetails.svelte (June 2026): opening an approved badge accepts it.
find_new =
    Je badge staat al in je backpack op <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>. Op de kaart staat <b>Nieuw</b>. Open hem één keer: dan is hij van jou. Claimen hoeft niet. Gelukt?
    .done = Ja, ik heb hem geopend
    .not_there = Hij staat er niet

# Source: edubadges-ui, src/routes/students/Backpack.svelte and src/locale/nl.js (June 2026).
find_new_how =
    1. Open <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a> en log in met je eduID als dat nodig is.
    2. Kies in het menu <b>Mijn backpack</b>.
    3. Zoek de kaart van je badge, met het woord <b>Nieuw</b>.
    4. Tik erop. Zie je de pagina van je badge? Dan is hij van jou.
