# Worth: wat mensen vragen over de badge zelf.

topic_safe = Wat wil je weten over veiligheid en privacy?

topic_show = Wat wil je weten over laten zien?

topic_value = Wat wil je weten over de waarde van een edubadge?

topic_recognition = Wat wil je weten?

topic_employer = Wat wil je weten als werkgever of opleiding?

# Source: edubadges-ui, src/App.svelte, and OpenConext-myconext, public-gui (August 2026): the domains of edubadges and eduID
is_this_genuine =
    Goed dat je dat vraagt. Je hoeft mij niet te geloven, je kunt het zelf nagaan:

    • Typ <b>edubadges.nl</b> of <b>eduid.nl</b> zelf in je browser, in plaats van op een link te tikken. Het zijn de echte sites.
    • Je hoeft nergens te betalen. Vraagt iemand om geld? Stop dan.
    • Geef mij nooit een wachtwoord of code. Die vul je alleen in op de site zelf.
    • Bel of mail { $institution ->
        [unknown] de school of universiteit waar je de cursus deed
       *[other] { $institution }
    }. Zoek het nummer of adres zelf op.

    { $support_email ->
        [unknown] Twijfel je nog? Neem dan rustig de tijd. Ik ben er later ook nog.
       *[other] Twijfel je nog? Vraag het aan <b>{ $support_email }</b> en wacht rustig op antwoord. Ik ben er later ook nog.
        }
    .title = Is dit wel echt?

# Source: edubadges-server, apps/mainsite/utils.py, create_direct_award_student_mail (June 2026): the button leads to one fixed address
is_the_link_safe =
    De knop in de echte mail over je badge opent een adres dat begint met <code>https://www.edubadges.nl/</code>. In die link zit niets geheims van jou.

    Twijfel je? Tik dan niet op de link. Typ zelf <b>edubadges.nl</b> in je browser en kies <b>Open je backpack</b> (je pagina met badges). Staat je badge daar, dan was de mail echt. Vraagt een mail om geld of een wachtwoord? Gooi hem weg.
    .title = Is die mail of link veilig?

# Source: docs/privacy.md (November 2026)
who_are_you =
    Ik ben Badgewijzer, een <b>automatische gids</b>: een computerprogramma, geen mens. { $organisation ->
        [unknown] Ik help je om je edubadge op te halen en te laten zien.
       *[other] Ik help je namens { $organisation } om je edubadge op te halen en te laten zien.
    } Ik ben niet van edubadges of eduID zelf.

    Liever een mens? Typ <b>mens</b>.
    .title = Wie ben jij eigenlijk?

# Source: docs/privacy.md (November 2026)
what_is_stored =
    Dit bewaar ik, zodat ik je kan helpen en je later verder kunt:

    • een nummer, code of mailadres waarmee ik je terugvind
    • onze berichten, en welke stappen je deed
    • wat je over je edubadge vertelt, zoals de naam en de laatste dag

    Medewerkers die helpen, kunnen meelezen. Stuur je per ongeluk een code, wachtwoord, BSN of rekeningnummer? Dat streep ik door voordat ik iets bewaar. De mail die je plakt, bewaar ik niet. Alles verdwijnt { $retention_days } dagen na je laatste bericht.

    Zien wat er is? Typ <b>mijn gegevens</b>. Meteen alles weg? Typ <b>wis mij</b>.
    .title = Wat bewaar je van mij?

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026): private after claiming
who_sees_my_badge =
    Eerst alleen jij: een badge is <b>privé</b> als je hem net hebt. De school of universiteit die hem gaf, weet natuurlijk dat je hem hebt. Pas als je hem zelf openbaar maakt, kan iedereen met jouw link hem zien.

    Je zet dat aan en uit op de pagina van je badge, met <b>Privé edubadge</b>.
    .title = Wie kan mijn badge zien?

# Source: edubadges-server, apps/directaward/api.py, and edubadges-ui, src/App.svelte (June 2026): general terms once, an institution's at its first claim
which_terms =
    Bij de eerste keer inloggen vraagt edubadges je om de algemene voorwaarden te lezen. Bij je eerste badge van een school of universiteit komen daar hun eigen voorwaarden bij: die zie je als je de badge claimt of aanvraagt. De algemene staan op <a href="https://www.edubadges.nl/terms?lang=nl">edubadges.nl</a>.

    Zonder akkoord kun je de badge niet ophalen. Lees ze rustig. Weigeren mag: dan stop je hier.
    .title = Waar ga ik mee akkoord?

# Source: edubadges-ui, src/routes/students/Profile.svelte (June 2026): deleting the backpack makes all badges invalid
leave_edubadges =
    Ja. Log in op <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>, open <b>Account</b> en kies <b>Verwijder mijn backpack</b>. Let op: al je badges worden dan <b>ongeldig</b>, en dat is niet terug te draaien. Je eduID (je inlogaccount) blijft bestaan.

    Wil je alleen dat niemand je badge ziet? Zet hem dan op privé. Wil je dat <b>ik</b> je vergeet? Typ <b>wis mij</b>.
    .title = Kan ik weg bij edubadges?

# Source: edubadges-ui, src/routes/students/DirectAward.svelte and BadgeDetails.svelte, and edubadges-server, apps/directaward/api.py (June 2026)
give_back =
    { $kind ->
        [requested] Heb je nog geen antwoord? Dan kun je je aanvraag intrekken (terugnemen) op <a href="https://www.edubadges.nl/badge-requests?lang=nl">edubadges.nl</a>, met <b>Aanvraag intrekken</b>.
       *[other] Ja, een badge die klaarstaat kun je weigeren op <a href="https://www.edubadges.nl/?lang=nl">edubadges.nl</a>. Let op: dat kun je niet terugdraaien. Je kunt hem ook gewoon laten staan: na de laatste dag wordt hij weggehaald.
    } Heb je hem al? Open hem en tik op <b>Weiger deze edubadge</b>. Dan ziet niemand hem meer. Je kunt hem later weer accepteren. Wil je hem houden maar niet laten zien? Zet hem op privé.

    Twijfel je? Doe nog niets, en vraag het de school of universiteit.
    .title = Kan ik een badge weigeren?

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte:230-238 (June 2026)
how_linkedin =
    1. Open je badge op <a href="https://www.edubadges.nl/?lang=nl">edubadges.nl</a> en zet <b>Privé edubadge</b> uit. Alleen een openbare badge kun je delen.
    2. Tik op het LinkedIn-plaatje bij je badge en log in bij LinkedIn.
    3. Kijk naar de <b>maand</b>: edubadges vult er één te vroeg in. Verander die en sla op.

    Hij komt bij je licenties en certificaten.
    .title = Hoe zet ik hem op LinkedIn?

# Source: edubadges-ui, src/routes/students/ShareDialog.svelte (June 2026)
how_cv =
    Maak je badge openbaar en tik op <b>Deel</b>, dan op <b>Kopieer de link</b>. Zet op je cv de naam van de badge, de school of universiteit, de datum en die link. { $badge_link ->
        [unknown] Een pdf om mee te sturen is er niet.
       *[other] Jouw link: { $badge_link }
        }

    Test de link eerst zelf, in een venster waarin je niet bent ingelogd.
    .title = Hoe zet ik hem op mijn cv?

# Source: edubadges-ui, src/routes/students/ShareDialog.svelte (June 2026)
how_signature =
    Maak je badge openbaar en kopieer de link, met <b>Deel</b> en <b>Kopieer de link</b>. Open in je mailprogramma de instelling <b>handtekening</b> (de tekst onder elke mail) en plak daar de naam van je badge met de link.

    Lukt het op je telefoon niet? Op een computer is het meestal makkelijker.
    .title = En onder mijn mails?

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte and ShareDialog.svelte (June 2026): a button for LinkedIn and a link
other_networks =
    Edubadges heeft alleen een knop voor LinkedIn. Op Facebook, Instagram, X of ergens anders gebruik je de <b>link</b> van je badge. Maak hem openbaar, tik op <b>Deel</b> en op <b>Kopieer de link</b>. Plak die in je bericht of profiel.
    .title = Kan het ook op andere sites?

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026)
why_private =
    Elke nieuwe badge staat op <b>privé</b>. Zo beslis jij zelf of anderen hem mogen zien. Delen en LinkedIn werken pas als je hem openbaar maakt.

    Open je badge op <a href="https://www.edubadges.nl/?lang=nl">edubadges.nl</a>, zet <b>Privé edubadge</b> uit en kies <b>Bevestig</b>. Terugzetten kan altijd.
    .title = Waarom is hij privé?

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte and BadgeValidation.svelte (June 2026)
what_others_see =
    Anderen zien je naam, de badge, de instelling en de datum. Ook staat er of je naam <b>gevalideerd</b> is: gecontroleerd door eduID.

    Je cijfer en je bewijs zien ze alleen als je dat aanvinkt wanneer je hem openbaar maakt. Zet je <b>Privé edubadge</b> weer aan, dan werkt je link niet meer.
    .title = Wat zien anderen dan van mij?

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026)
undo_public =
    Ja, altijd. Open je badge op <a href="https://www.edubadges.nl/?lang=nl">edubadges.nl</a> en zet <b>Privé edubadge</b> weer aan. Wie je link opent, ziet dan dat de badge er niet (meer) is. Op LinkedIn blijft je regel staan: haal die daar zelf weg.
    .title = Kan hij weer op privé?

# Source: edubadges-ui, src/routes/students/Collections.svelte and src/locale (June 2026)
collections =
    Een collectie is een <b>map</b> met een paar van je badges. Je kunt er één link van delen, handig bij een sollicitatie.

    Kies in het menu van <a href="https://www.edubadges.nl/collections?lang=nl">edubadges.nl</a> <b>Collecties</b> en dan <b>Maak een nieuwe collectie</b>. Anderen zien alleen de openbare badges erin. Maak dus eerst je badge openbaar.
    .title = Wat zijn collecties?

# Source: edubadges-server, CHANGELOG.md 9.1.0, and apps/ob3 (June 2026): no download, no Europass export; a wallet where it is switched on
wallet_europass =
    Meestal niet. Edubadges heeft geen knop om je badge te downloaden of naar Europass te sturen. Bij een paar instellingen staat er bij je badge wel een knop <b>Wallet import</b>. Daarmee zet je hem in een wallet (een digitale portemonnee).

    Wat wel kan: maak hem openbaar en zet de <b>link</b> in je Europass-cv of profiel.
    .title = Kan hij naar Europass of elders?

# Source: npuls.nl/pilot-microcredentials, and it-omscholing.nl, questions on microcredentials (August 2026)
what_is_it_worth =
    Een edubadge is een bewijs van een erkende school of universiteit. Er staat bij wat je kunt en hoe dat is getoetst. Het is geen diploma. Een wettelijke status heeft een microcredential (bewijs van een klein stuk onderwijs) tijdens de landelijke proef niet.

    Wat hij je oplevert, beslist wie hem bekijkt: je werkgever of een opleiding. Vraag het daar, en stuur de link mee.
    .title = Wat is hij waard?

# Source: it-omscholing.nl, questions on microcredentials, and npuls.nl/pilot-microcredentials (August 2026)
is_it_a_diploma =
    Nee. Een microcredential is een <b>aanvulling op een diploma</b>, en zelf geen diploma. Het is een bewijs van een klein stuk onderwijs, met bewaakte kwaliteit. Het heeft geen eigen plek in de wet.

    Wil je er vrijstelling mee (dan hoef je een vak niet te doen)? Dat beslist de examencommissie van de opleiding: de groep die over examens gaat. Vraag het daar.
    .title = Is het een diploma?

# Source: edubadges-ui, src/util/microcredentials.js and limits of version 9.1.0 (June 2026)
how_big =
    Een microcredential is <b>84 tot 840 uur</b> leren. Dat is <b>3 tot 30 EC</b> (studiepunten, 28 uur per punt). Universiteiten mogen sinds juni 2026 kleinere geven, vanaf 28 uur (1 EC).

    Hoe groot de jouwe is, staat op de pagina van je badge. Andere edubadges kunnen groter of kleiner zijn.
    .title = Hoe groot is het?

# Source: npuls.nl/pilot-microcredentials, and ru.nl, page on microcredentials and edubadges (August 2026)
how_short =
    Het is <b>kort leren voor professionals</b> (mensen die al werken): meestal <b>korter dan een half jaar</b>. Je doet het naast je werk.

    Hoe lang jouw cursus duurt, staat op de pagina van de school of universiteit. Vraag het daar na.
    .title = Hoe lang duurt zo'n opleiding?

# Source: edubadges-server, apps/issuer/models.py, assessment_type (June 2026), and ru.nl, page on microcredentials and edubadges (August 2026)
how_assessed =
    Dat verschilt per badge. Het kan met een <b>examen</b>, een <b>presentatie</b>, een <b>verslag</b> of een opdracht uit je werk. Op de pagina van de badge staat hoe er is getoetst.

    Wil je weten hoe het bij jouw cursus gaat? Kijk op die pagina, of vraag het je docent.
    .title = Hoe toon je aan dat je het kunt?

# Source: npuls.nl, Kwaliteitskader Microcredentials voor Professionals, and edubadges-ui, src/util/microcredentials.js (August 2026)
quality =
    De school of universiteit zelf. Voor microcredentials (bewijzen van een klein stuk onderwijs) is er een landelijk <b>kwaliteitskader</b>: vaste regels voor goed onderwijs. Die passen bij de <b>Europese kwaliteitsnormen</b> voor hoger onderwijs. Bij de badge hoort te staan welke regels gelden.

    Wil je het nalezen? Open de badge en kijk bij de kwaliteit, of vraag de school of universiteit.
    .title = Wie bewaakt de kwaliteit?

# Source: it-omscholing.nl, questions on microcredentials (August 2026): exam boards decide
exemption =
    Soms. Vrijstelling betekent dat je een vak niet hoeft te doen. Dat beslist de <b>examencommissie</b> van de opleiding die je wilt doen: de groep die over examens gaat. Een recht is het niet.

    Maak je badge openbaar en stuur de link mee met je verzoek. Op de pagina staan het niveau en de studiepunten, dat helpt.
    .title = Krijg ik er vrijstelling mee?

# Source: ru.nl, page on microcredentials and edubadges (August 2026)
changing_jobs =
    Dat is het idee: met een edubadge kun je <b>makkelijker overstappen</b> naar een andere baan of opleiding, omdat iedereen kan nakijken wat je hebt geleerd. Zeker is het niet: de nieuwe werkgever of opleiding beslist zelf.

    Zet de link op je cv en stuur hem mee bij je sollicitatie.
    .title = Helpt het bij een andere baan?

# Source: edubadges-ui, src/App.svelte: the catalogue, without private badges and archived issuers, and the public pages (June 2026);
# no public register of holders was found
is_it_registered =
    Zo zit het: bijna alle edubadges die je kunt halen, staan in de openbare <b>catalogus</b> van edubadges. En elke gegeven badge is daar <b>geregistreerd</b>: wie jouw link heeft, kan hem nakijken. Een openbare lijst van mensen die een badge hebben, hebben wij niet gevonden.

    Anderen zien jouw badge dus alleen als jij hem openbaar maakt en de link geeft.
    .title = Staat het in een register?

# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte: it shows what the page has loaded; the technical check is
# edubadges-server, apps/public/public_api.py, /public/assertions/validate (June 2026)
can_it_be_checked =
    Ja. Elke openbare badge is te <b>controleren</b> en te <b>herleiden</b>: de pagina laat zien van welke school of universiteit hij komt, voor wie en van wanneer. De knop <b>Verifieer</b> zet dat voor je op een rij. Een plaatje van een badge zegt niets.

    Vraag dus altijd om de <b>link</b>, en kijk of die begint met <code>https://www.edubadges.nl/</code>.
    .title = Kun je hem nakijken?

# Source: edubadges-server, apps/issuer/models.py, expiration_period, apps/issuer/serializers.py, and CHANGELOG.md 8.4 (June 2026)
does_it_expire =
    Meestal niet. Sommige badges hebben een einddatum, omdat kennis veroudert. { $kind ->
        [requested] Die telt vanaf de dag dat je aanvraag is goedgekeurd.
       *[other] Die telt vanaf de dag dat je hem claimt (ophaalt).
    } De einddatum staat op de pagina van je badge. Staat er niets, dan verloopt hij niet vanzelf.

    Let op: je eduID (je inlogaccount) moet wel blijven bestaan. Log daar af en toe in.
    .title = Verloopt een edubadge?

# Source: edubadges-server, apps/issuer/models.py (EQF) and apps/public/public_api.py (Open Badges) (June 2026)
abroad_value =
    Nakijken kan overal: de pagina is er ook in het Engels, en de badge volgt een internationale afspraak (Open Badges). Vaak staat het Europese niveau erbij (EQF). Of een werkgever of opleiding hem laat meetellen, beslist die zelf.

    Geef de link van je openbare badge en vraag het daar.
    .title = Telt hij in het buitenland?

# Source: edubadges-server, apps/issuer/models.py, EQF and eqf_nlqf_level_verified (June 2026): a number from 1 to 8
level =
    Op de pagina van je badge kan een <b>niveau van 1 tot 8</b> staan: NLQF of EQF, de Nederlandse en Europese schaal. Hoe hoger het getal, hoe hoger het niveau. Het staat er alleen als de school of universiteit dat heeft laten vaststellen.

    Zie je niets? Vraag het de school of universiteit.
    .title = Welk niveau is het?

# Source: edubadges-server, apps/issuer/models.py, stackable (June 2026)
stackable =
    Soms. Op de pagina van een badge kan staan dat hij <b>stapelbaar</b> is: samen met andere telt hij mee voor iets groters, zoals een programma. Dat bepaalt de school of universiteit.

    Vraag daar welke badges bij elkaar horen. Bij elkaar laten zien kan altijd, met een <b>collectie</b> (een map met badges).
    .title = Kan ik badges stapelen?

# Source: edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026): a box for the grade
grade_shown =
    Alleen als je dat zelf wilt, en als de school of universiteit er een cijfer bij zette. Wanneer je de badge openbaar maakt, kun je aanvinken dat anderen je cijfer zien. Je kiest: wel of niet.

    Later veranderen? Maak hem privé en dan weer openbaar.
    .title = Staat mijn cijfer erop?

# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte: the list is drawn from what was loaded; edubadges-server,
# apps/public/public_api_urls.py: the technical check; validator, README.md: its answer (June 2026)
employer_check =
    Een werkgever heeft alleen de link nodig, geen account. Zo gaat het:
    1. Open de link en kijk of het adres begint met <code>https://www.edubadges.nl/</code>.
    2. Tik op <b>Verifieer</b>.
    3. Er verschijnt een lijst: voor wie de badge is, wie hem gaf, wanneer, en of hij nog geldig is. Ook staat er of de naam is gecontroleerd.

    Die lijst laat zien wat er op de pagina staat. Ook technisch nakijken? { $verify_page ->
        [unknown] Open <code>https://api.edubadges.nl/public/assertions/validate/</code> met daarachter de code aan het eind van de link. Staat er <code>"valid":true</code>? Dan klopt de badge.
       *[other] Dat doet <a href="{ $verify_page }">onze controlepagina</a> voor je, en in gewone taal.
    }

    { $badge_link ->
        [unknown] Kreeg je een plaatje? Vraag dan om de link.
       *[other] Zelf proberen? { $badge_link }
        }
    .title = Hoe controleert een werkgever dit?

# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte (June 2026)
employer_whose =
    Open de link en tik op <b>Verifieer</b>. Je ziet de naam van de houder (van wie de badge is), en of die naam is <b>gevalideerd</b>: gecontroleerd met een schoolaccount, bank of ID. Staat er dat de naam niet is gevalideerd? Dan heeft de houder die zelf ingevuld.

    Vergelijk de naam met een identiteitsbewijs. Twijfel je? Vraag de school of universiteit die de badge gaf.
    .title = Is hij echt van deze persoon?

# Source: edubadges-server, apps/issuer/models.py: criteria, learning outcome, assessment, level (June 2026)
employer_worth =
    Op de pagina van de badge staat wat iemand kan. Ook staat er wat daarvoor is gedaan, en hoe er is getoetst. Vaak lees je ook hoeveel uur of studiepunten het was, en welk niveau. De school of universiteit staat daarvoor in.

    Het is geen diploma, maar wel een bewijs dat je kunt nakijken. Lees het stuk over wat je leert (leeruitkomst) en vraag ernaar in het gesprek.
    .title = Wat zegt deze badge?

# Source: it-omscholing.nl, questions on microcredentials (August 2026): exam boards decide on exemption and admission
other_school_accepts =
    Nee, dat is niet verplicht. De <b>examencommissie</b> (de groep die over examens gaat) beslist zelf over vrijstelling. Over toelating beslist de opleiding. Een microcredential heeft tijdens de landelijke proef geen eigen status in de wet.

    Op de openbare pagina staat de leeruitkomst: wat iemand na de cursus kan. Ook staan er toetsing, niveau en studiepunten. Vraag de student om de link en kijk met <b>Verifieer</b> of hij klopt.
    .title = Moeten wij hem erkennen?

# Source: surf.nl, pages on edubadges (August 2026): for institutions that are members of SURF
how_to_issue =
    Edubadges is een dienst van SURF voor Nederlandse scholen en universiteiten (mbo, hbo, wo). Die kunnen zelf badges geven. Alleen instellingen die bij SURF zijn aangesloten, kunnen meedoen.

    Meer weten? Kijk op <a href="https://www.surf.nl/edubadges">surf.nl/edubadges</a> of mail <b>support@edubadges.nl</b>.
    .title = Kunnen wij zelf badges geven?

# Source: edubadges-server, apps/public/public_api.py (June 2026): Open Badges 2.0
open_standard =
    Ja. Edubadges volgt <b>Open Badges</b>, een internationale afspraak voor digitale bewijzen. Daardoor kan ook een ander programma nagaan of de badge klopt. De gegevens staan achter de openbare link.

    Alleen nakijken? Open de link en tik op <b>Verifieer</b>.
    .title = Is dit Open Badges?
