# Questions: wat mensen onderweg vragen.

topics =
    Waar gaat je vraag over? Je kunt hem ook gewoon typen.
    .what = Wat het is en wat het kost
    .getting = Krijgen of aanvragen
    .time = Tijd, telefoon en taal
    .eduid = eduID en inloggen
    .identity = Naam en instelling
    .safe = Veilig en privé
    .show = Laten zien en delen
    .value = Wat hij waard is
    .recognition = Geldig en te controleren
    .employer = Voor werkgevers en scholen
    .never_mind = Laat maar, verder

topic_what = Wat wil je weten?

topic_getting = Wat wil je weten over krijgen en aanvragen?

topic_time = Wat wil je weten?

topic_eduid = Wat wil je weten over eduID, het account om mee in te loggen?

topic_identity = Wat wil je weten over je naam of je instelling (je school, universiteit of werk)?

# Source: edubadges-server, apps/issuer/models.py, and surf.nl, FAQ on edubadges (August 2026)
what_is_edubadge =
    Een edubadge is een <b>digitaal bewijs</b> van iets wat je hebt geleerd, zoals een cursus. Een Nederlandse school, hogeschool of universiteit geeft hem.

    In de badge staat wat je kunt, wie hem gaf en wanneer. Iedereen met de link kan nakijken of hij echt is. Wil je hem ophalen? Volg dan gewoon mijn stappen.
    .title = Wat is een edubadge?

# Source: npuls.nl/pilot-microcredentials, and edubadges-ui, src/util/microcredentials.js (August 2026)
what_is_microcredential =
    Een microcredential is een bewijs van een <b>klein stuk onderwijs</b> voor mensen die al werken, met vaste regels voor de kwaliteit. Je krijgt het als edubadge.

    Of jouw edubadge een microcredential is, staat op de pagina van de badge. Je haalt hem op dezelfde manier op als elke andere edubadge.
    .title = Wat is een microcredential?

# Source: myconext, public-gui/src/routes/Support_EN.jsx (August 2026)
what_is_eduid =
    eduID is een <b>eigen account voor onderwijs</b>, van SURF, de organisatie voor ict in het onderwijs. Je logt ermee in bij edubadges. Het is gratis en blijft van jou, ook als je van werk of school verandert.

    Je maakt het op <a href="https://eduid.nl/?lang=nl">eduid.nl</a>. Heb je er al een? Maak dan geen tweede.
    .title = Wat is eduID?

# Source: edubadges-ui, src/routes/students/Backpack.svelte (June 2026)
what_is_backpack =
    Backpack is Engels voor rugzak. Het is jouw <b>eigen pagina</b> op edubadges.nl waar je edubadges staan. Alleen jij komt erin, met je eduID (je inlogaccount).

    Je opent hem op <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a> met de knop <b>Open je backpack</b>.
    .title = Wat is de backpack?

# Source: edubadges-server, apps/directaward/api.py, and apps/lti_edu/api.py (June 2026)
what_is_claiming =
    Claimen betekent: <b>ophalen</b>. Zo zet je een badge die je van een school of universiteit krijgt, in je backpack (je eigen pagina met badges). { $kind ->
        [requested] Jij vraagt hem zelf aan. Dan is claimen niet nodig: na goedkeuring staat hij er meteen in. Open hem daar één keer.
       *[other] De badge staat voor je klaar. Doe je niets, dan wordt hij na de laatste dag weggehaald. Ga daarom verder met de stap hieronder.
        }
    .title = Wat betekent claimen?

# Source: edubadges-server, apps/mainsite/settings.py, and edubadges-ui, src/routes/students/BadgeDetails.svelte (June 2026)
why_claim =
    Met je edubadge laat je zien wat je hebt geleerd: op je cv, op LinkedIn of bij een sollicitatie. Een ander kan met één tik nakijken dat het klopt. { $kind ->
        [requested] Hij blijft in je backpack (je pagina met badges), ook als je van werk verandert.
       *[other] Haal je hem niet op, dan wordt hij na de laatste dag weggehaald. Dan is je bewijs weg.
        }

    Het ophalen kost niets. Ga verder met de stap hieronder.
    .title = Wat heb ik eraan?

# Source: myconext, account-gui/src/routes/Request.svelte and account-gui/src/verify/VerifyChoice.svelte (August 2026): nowhere is a payment
what_does_it_cost =
    Het is <b>gratis</b>: een eduID (je inlogaccount) maken, je naam bevestigen en je edubadge ophalen. Ook als je je naam met je bank bevestigt, betaal je niets.

    Vraagt iemand hierbij om geld? Stop dan, en typ <b>mens</b>.
    .title = Kost het geld?

# Source: myconext, model/OneTimeLoginCode.java (August 2026): a code is valid for ten minutes; the steps are those of this guide
how_long_does_it_take =
    Dat verschilt. Heb je al een eduID (het inlogaccount), dan zijn het een paar stappen. Anders maak je dat eerst, en bevestig je je naam. Je mag altijd stoppen: ik onthoud waar je bent.

    Alleen de codes van eduID moet je binnen 10 minuten gebruiken. Typ <b>hoe ver ben ik</b> om te zien wat er nog komt.
    .title = Hoe lang duurt het?

# Source: edubadges-server, apps/mainsite/settings.py and apps/directaward/api.py (June 2026)
must_i_do_this =
    Nee, het is je eigen keuze. { $kind ->
        [requested] Maar je vroeg de badge zelf aan, en het meeste werk is al gedaan.
       *[other] Haal je hem niet op, dan wordt hij na de laatste dag weggehaald. Daarna kan alleen de school of universiteit hem opnieuw geven.
        }

    Heb je hem voor je werk of studie nodig? Vraag dat daar na. Wil je stoppen? Typ <b>stop</b>.
    .title = Moet ik dit doen?

# Source: edubadges-server, apps/lti_edu/api.py and apps/directaward/*: requested and approved, or awarded (June 2026)
how_to_get_one =
    Een edubadge krijg je van een school of universiteit, bijvoorbeeld na een cursus. Dat kan op twee manieren:

    • De school of universiteit geeft hem uit zichzelf. Dan staat hij voor je klaar, meestal met een mail.
    • Je vraagt hem zelf aan op edubadges.nl. Pas als dat is goedgekeurd, krijg je hem.

    Of er een voor jou komt, weet alleen { $institution ->
        [unknown] de school of universiteit waar je de cursus deed
       *[other] { $institution }
    }. Vraag het daar na.
    .title = Hoe krijg ik een edubadge?

# Source: edubadges-ui, src/App.svelte: the catalogue needs no login (June 2026)
where_offered =
    Bijna alle edubadges staan in de <a href="https://www.edubadges.nl/catalog?lang=nl">catalogus op edubadges.nl</a> (een lijst). Je kunt zoeken op naam en op school of universiteit. Inloggen hoeft niet.

    Zie je iets voor jou? Kijk dan op de site van die school of universiteit hoe je je voor de cursus aanmeldt.
    .title = Waar kun je ze halen?

# Source: edubadges-server, apps/directaward/serializer.py, and apps/lti_edu/api.py (June 2026): awarded by staff, at a moment they choose
finished_no_mail =
    { $kind ->
        [requested] Je vroeg hem zelf aan. Dan komt hij pas als de school of universiteit je aanvraag goedkeurt. Kijk op <a href="https://www.edubadges.nl/badge-requests?lang=nl">edubadges.nl</a> bij <b>Aanvragen voor edubadges</b>.
       *[other] Een badge komt niet vanzelf: iemand van de school of universiteit moet hem aan je geven. Wanneer dat gebeurt, verschilt. Soms gaat er geen mail uit. Kijk dus ook in je spam en in je backpack (je pagina met badges).
        }

    Duurt het lang? Vraag het aan { $institution ->
        [unknown] de plek waar je de cursus deed
       *[other] { $institution }
    }.
    .title = Klaar, maar nog geen badge

# Source: edubadges-server, apps/mainsite/templates/email/earned_direct_award_new.html (June 2026): the mail names the issuer's address
whom_to_ask =
    • Over de badge zelf (komt hij, klopt je naam): { $institution ->
        [unknown] de school of universiteit waar je de cursus deed.
       *[other] { $institution }.
        } { $kind ->
            [requested] Vaak weet je docent het.
           *[other] Het mailadres staat vaak in de mail over je badge.
        }
    • Over eduID en inloggen: <b>help@eduid.nl</b>
    • Over edubadges en je backpack: <b>support@edubadges.nl</b>
    { $support_email ->
        [unknown] • Over deze gids: typ <b>mens</b>.
       *[other] • Over deze gids: typ <b>mens</b>, of mail <b>{ $support_email }</b>.
        }
    .title = Wie kan ik iets vragen?

# Source: edubadges-server, apps/directaward/* and apps/lti_edu/* (June 2026)
awarded_or_requested =
    • <b>Gekregen</b>: de school of universiteit zet de badge voor je klaar. Jij haalt hem op (claimen), voor de laatste dag.
    • <b>Aangevraagd</b>: jij drukt op de pagina van de badge op <b>Aanvragen</b>. Na goedkeuring staat hij meteen in je backpack (je pagina met badges). Er is geen laatste dag.

    Weet je niet welke het is? Kreeg je een mail waarin een laatste dag staat, dan is hij gekregen.
    .title = Gekregen of aangevraagd?

# Source: edubadges-ui, src/components/shared/PublicBadgeClassPage.svelte (June 2026)
how_to_request =
    1. Zoek je badge in de <a href="https://www.edubadges.nl/catalog?lang=nl">catalogus</a>, of gebruik de link van je docent.
    2. Tik op <b>Login om deze edubadge aan te vragen</b>. Log in met je eduID (je inlogaccount).
    3. Tik op <b>Aanvragen</b>.

    Staat er <b>Deze edubadge kan niet worden aangevraagd</b>? Dan geeft de instelling hem alleen zelf. Vraag het dan aan je docent.
    .title = Hoe vraag ik er zelf een aan?

# Source: edubadges-server, apps/lti_edu/api.py (June 2026): approved by staff, without a term
how_long_approval =
    Dat verschilt: iemand van de school of universiteit, vaak je docent, kijkt naar je aanvraag. Een vaste termijn is er niet.

    Je ziet hoe het ervoor staat op <a href="https://www.edubadges.nl/badge-requests?lang=nl">edubadges.nl</a> bij <b>Aanvragen voor edubadges</b>. Duurt het te lang? Vraag het aan je docent.
    .title = Hoe lang duurt goedkeuren?

# Source: edubadges-server, apps/directaward/api.py (June 2026): no button to send the mail again was found
lost_mail =
    Dat geeft niet. In de link van de mail zit niets geheims: je badge staat in je backpack (je pagina met badges), en daar kom je ook zonder mail. { $kind ->
        [requested] Na goedkeuring staat hij daar vanzelf.
       *[other] De school of universiteit kan dezelfde mail niet zomaar opnieuw sturen. Wel kan die zeggen naar welk adres hij ging, en wat de laatste dag is.
        }

    Ga verder met de stap hieronder.
    .title = Ik heb de mail niet meer

# Source: edubadges-server, apps/mainsite/settings.py:214-218 (June 2026): by default an award is deleted after about 82 days
until_when =
    { $kind ->
        [requested] Een badge die je zelf aanvroeg, heeft geen laatste dag. Na goedkeuring blijft hij in je backpack (je pagina met badges).
       *[other] { $deadline ->
            [unknown] De laatste dag staat in de mail over je badge. Meestal heb je ongeveer 82 dagen. Daarna wordt hij weggehaald.
           *[other] Je kunt hem ophalen tot en met <b>{ $deadline }</b>. Daarna wordt hij weggehaald.
            }
        }

    Wacht niet tot het laatst. Ga verder met de stap hieronder.
    .title = Tot wanneer kan het?

# Source: edubadges-server, apps/mainsite/management/commands/reminders_direct_awards.py (June 2026); apps/issuer/serializers.py (June 2026): the end date
# of a requested badge counts from approval
too_late =
    { $kind ->
        [requested] Een badge die je zelf aanvraagt, heeft geen laatste dag om hem op te halen. Te laat ben je dus niet. Heeft de badge zelf een einddatum? Die telt vanaf de dag dat je aanvraag is goedgekeurd.
       *[other] Na de laatste dag wordt de badge weggehaald. Je krijgt daar een mail over. Zelf kun je dat niet terugdraaien.

        Kijk eerst in je backpack (je pagina met badges): misschien staat hij er nog. Is hij weg? Vraag dan de school of universiteit om hem opnieuw te geven. Het mailadres staat vaak in de mail over je badge.
    }
    .title = Wat als ik te laat ben?

# Source: edubadges-ui, src/routes/students/Backpack.svelte (June 2026): every award has its own card
several_awards =
    Dat kan. Elke badge heeft een eigen kaart in je backpack (je pagina met badges). Je eduID en je naam regel je maar één keer, dat telt voor allemaal.

    We doen ze een voor een: eerst die met de dichtstbijzijnde laatste dag. Kies aan het eind <b>Ik heb nog een edubadge</b>.
    .title = Ik heb er meer dan een

# Source: edubadges-ui and myconext, account-gui (August 2026): web pages, no app is needed
on_my_phone =
    Ja. Alles gaat via gewone webpagina's, dus je kunt het op je telefoon, tablet of computer doen. Een app is niet nodig.

    Tip: open de mail met de code op hetzelfde apparaat, dan kun je de code kopiëren. Ga verder met de stap hieronder.
    .title = Kan het op mijn telefoon?

# Source: edubadges-ui, src/main.js and src/components/Footer.svelte (June 2026); myconext, myconext-gui/src/App.svelte (August 2026):
# My eduID speaks the language of the account, whatever the link says.
site_language =
    Ja. Edubadges en eduID zijn er in het Nederlands en het Engels. Mijn links naar edubadges openen in het Nederlands. Alleen mijn.eduid.nl kiest zelf: de taal van je eduID. Staat er ergens toch Engels? Kies onder aan de pagina <b>NL</b>.

    Enkele woorden blijven Engels: <b>Unclaimed</b> (nog niet opgehaald) en <b>Logout</b> (uitloggen). Met mij Engels praten? Typ <b>English</b>.
    .title = Is de site in het Nederlands?

# Source: flows/remind.py: the days before the last day, between nine and eight (November 2026)
reminders =
    { $kind ->
        [requested] Een badge die je aanvroeg heeft geen laatste dag. Ik stuur dus één bericht als je halverwege stopt.
       *[other] Ik stuur een bericht op deze dagen voor de laatste dag: { $reminder_days }. En één bericht als je halverwege stopt. Nooit 's nachts, en niet meer als je badge is opgehaald.
        }

    Liever niet? Typ <b>stop</b>. Dan stuur ik niets meer.
    .title = Hoe vaak herinner je mij?

# Source: docs/privacy.md: one conversation at each address (November 2026)
other_channel =
    Dat hangt af van wie deze gids aanbiedt: soms ben ik er op Telegram, soms in een chat op een webpagina. Een gesprek gaat verder waar je het begon.

    Vraag { $organisation ->
        [unknown] de organisatie die deze gids aanbiedt
       *[other] { $organisation }
    } waar ik nog meer te vinden ben.
    .title = Kan het ook ergens anders?

# Source: edubadges-ui, src/routes/students/Backpack.svelte (June 2026)
next_badge =
    Dan gaat het sneller: je eduID (je inlogaccount) en je bevestigde naam heb je al. Log in op <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>, kies <b>Open je backpack</b> en zoek de nieuwe kaart.

    { $kind ->
        [requested] Vraag je er weer zelf een aan? Kijk dan of je instelling nog gekoppeld is: dat geldt 180 dagen.
        [institution] Kijk wel of je instelling nog gekoppeld is: dat geldt 180 dagen.
       *[other] Kijk wel of de mail naar het adres van je eduID ging.
    } Wil je hulp? Kies hier <b>Ik heb nog een edubadge</b>.
    .title = En bij een volgende badge?

# Source: myconext, public-gui/src/routes/Support_EN.jsx (August 2026)
need_app =
    Nee. Voor edubadges is de eduID-app niet nodig. Je kunt altijd inloggen met een code die je per mail krijgt. Biedt eduID de app aan? Sla dat gerust over.

    Ga verder met de stap hieronder.
    .title = Heb ik de eduID-app nodig?

# Source: myconext, account-gui/src/routes/Request.svelte and account-gui/src/verify/VerifyChoice.svelte (August 2026): name and address only; DigiD is no choice
need_digid =
    Nee. DigiD en je BSN (burgerservicenummer) heb je niet nodig. Voor een eduID vul je alleen je naam en e-mailadres in.

    Je naam bevestig je met je school- of werkaccount, je bank of een Europees ID. Alleen wie naar een balie (de Service Desk) gaat, laat daar een paspoort of kaart zien. Stuur nooit een foto daarvan, ook niet naar mij.
    .title = Heb ik DigiD of paspoort nodig?

# Source: myconext, account-gui/src/routes/LoginCode.svelte (August 2026): a code by mail is the usual way
eduid_password =
    Meestal geen. Bij eduID log je in met een <b>code van zes cijfers</b> die je per mail krijgt. Vul je e-mailadres in, open de mail en typ de code binnen 10 minuten op de pagina van eduID.

    Koos je zelf ooit een wachtwoord en ben je het kwijt? Kies dan inloggen met een code per mail. Geef mij nooit een wachtwoord of code.
    .title = Welk wachtwoord moet ik hebben?

# Source: edubadges-server, apps/directaward/models.py, award (June 2026): an award to an address needs an eduID with that address
which_email =
    { $kind ->
        [personal] Het adres waarop je de mail over je badge kreeg. Met een ander adres zie je je badge niet. Later wijzigen mag.
        [institution] Liefst een adres van jezelf, niet van je werk of school. Dan kun je er altijd bij. Je instelling koppel je daarna.
        [requested] Liefst een adres van jezelf, niet van je werk of school. Dan kun je er altijd bij.
       *[other] Bij voorkeur het adres waarop je de mail over je badge kreeg. Ging die naar je account bij de instelling? Kies dan een adres van jezelf.
        }

    Heb je al een eduID (je inlogaccount)? Maak dan geen tweede: het adres kun je veranderen op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>.
    .title = Welk mailadres gebruik ik?

# Source: myconext, myconext-gui/src/routes (August 2026): changing the address needs the current login
lose_work_email =
    Je eduID (je inlogaccount) en je badges blijven van jou. Maar kun je straks niet meer bij het mailadres van je werk of school? Verander het dan <b>op tijd</b> op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> bij <b>Je gegevens</b>, in een adres van jezelf.

    De koppeling met je oude instelling verloopt vanzelf. Badges die je al hebt, houd je. { $kind ->
        [institution] Claim deze badge wel voordat je account daar stopt.
        [requested] Vraag deze badge wel aan voordat je account daar stopt.
       *[other] Claim deze badge wel voordat je het adres verandert, als hij daarheen is gestuurd.
        }
    .title = Als ik van werk of school ga?

# Source: myconext, myconext-gui/src/routes (August 2026): a code goes to the new address
change_email =
    Ja. Log in op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, kies <b>Je gegevens</b> en tik op het potlood bij je e-mailadres. Je krijgt een code op je <b>nieuwe</b> adres. { $kind ->
        [personal] Doe dat pas nadat je deze badge hebt geclaimd (opgehaald), als hij naar je huidige adres is gestuurd.
       *[other] Je badges blijven gewoon staan.
        }

    Lukt het niet omdat het adres al in gebruik is? Typ dan wat je op het scherm ziet.
    .title = Kan ik mijn adres wijzigen?

# Source: myconext, account-gui/src/verify/VerifyChoice.svelte (August 2026)
from_abroad =
    Ja. Een eduID (het inlogaccount) en de badge werken overal. Alleen je naam bevestigen met een bank kan alleen met een <b>Nederlandse</b> bank. Zonder die bank kan het met:

    • je account bij een Nederlandse school, universiteit of onderzoeksinstelling
    • een digitaal ID van een ander EU-land: <b>Gebruik een Europees ID</b>
    • soms een balie, de Service Desk: nu alleen voor TU Delft en Radboud Universiteit

    Past niets? Typ <b>overslaan</b> bij die stap.
    .title = Kan het vanuit het buitenland?

# Source: myconext, model/UserInactivity.java and cron/InactivityMail.java (August 2026): deleted after five years
keep_eduid =
    Je badges horen bij je eduID. Zo blijven ze van jou:
    • Log af en toe in bij <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>. Log je 5 jaar niet in, dan wordt je eduID verwijderd. Je krijgt daar vooraf mails over.
    • Krijg je een ander e-mailadres? Verander het bij <b>Je gegevens</b>, zolang je nog bij het oude kunt.
    • Verwijder je eduID niet en maak geen tweede. Met een nieuw eduID krijg je je oude badges niet terug.
    • Een koppeling met een instelling verloopt na 180 dagen. Je badges houd je.
    .title = Moet ik mijn eduID bijhouden?

# Source: edubadges-server, apps/badgrsocialauth/providers/eduid/views.py, and myconext, myconext-gui (August 2026): the number is lost with the account
delete_eduid =
    Doe dat niet zolang je badges hebt. Je badges horen bij dat ene eduID (je inlogaccount). Verwijder je het, dan kun je niet meer bij je backpack (je pagina met badges). Een nieuw eduID brengt ze niet terug.

    Wil je alleen een ander mailadres? Dat kan veilig op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>.
    .title = Als ik mijn eduID verwijder?

# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte (June 2026): the public page says whether the name is verified
why_confirm_name =
    Zo weet een ander dat de badge echt van <b>jou</b> is. Op de openbare pagina van je badge staat of je naam is gecontroleerd. { $kind ->
        [requested] Bij een badge die je aanvraagt, is het meestal zelfs nodig.
       *[other] Een werkgever vertrouwt hem dan sneller.
        }

    Je doet het één keer, op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> (van eduID, je inlogaccount).
    .title = Waarom mijn naam bevestigen?

# Source: edubadges-server, CHANGELOG.md 9.0.0, and apps/badgeuser/models.py, may_enroll (June 2026)
must_i_confirm_name =
    { $kind ->
        [requested] Bij een badge die je zelf aanvraagt: meestal wel. Zonder bevestigde naam houdt edubadges de aanvraag tegen, tenzij de badge dat anders regelt. Zie je <b>Je bent er bijna</b>? Tik dan op <b>Verifïeer nu</b>.
       *[other] Nee, sinds maart 2026 kun je een badge ook zonder ophalen. Maar op de openbare pagina staat dan dat je naam <b>niet gevalideerd</b> is (niet gecontroleerd). Blijf je hangen op <b>Je bent er bijna</b>? Open dan <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a> en kies <b>Open je backpack</b>.
        }

    Liever later? Typ <b>overslaan</b> bij die stap.
    .title = Moet ik mijn naam bevestigen?

# Source: ru.nl, page on microcredentials and edubadges, and myconext, account-gui/src/verify/VerifyChoice.svelte (August 2026): eduID itself does not know these words
name_validation =
    { $name_step ->
        [idp_guest] <b>{ $guest_idp }</b> is een keuze in de lijst van instellingen bij eduID (je inlogaccount). Jouw instelling biedt die aan om je naam te bevestigen. Zo kom je er: <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, <b>Bevestig je identiteit</b>, <b>Gebruik je school- of werkaccount</b>, en kies dan die naam.
       *[verify_in_eduid] Die woorden staan in oudere uitleg. Het was een keuze bij eduID (je inlogaccount) om je naam te bevestigen. Tegenwoordig doe je dat op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> met <b>Bevestig je identiteit</b>: met je school- of werkaccount, je bank of een Europees ID. Soms kan het ook bij een balie, de Service Desk.
        }

    Zie je de woorden niet staan? Dan doe je niets fout. Kies een van de andere manieren.
    .title = ‘edubadges Naam Validatie’

# Source: myconext, account-gui/src/verify/VerifyChoice.svelte (August 2026): iDIN gives initials, surname and date of birth; no payment
bank_safe =
    Je logt in bij je <b>eigen bank</b>, met iDIN: een manier van banken om te zeggen wie je bent. Je bank geeft je voorletters, achternaam en geboortedatum door aan eduID. Je saldo en je betalingen niet. Je betaalt niets.

    Let op het adres: het moet de site of app van je bank zijn. Liever niet? Kies je school- of werkaccount, of typ <b>overslaan</b>.
    .title = Is dat veilig, met mijn bank?

# Source: myconext, public-gui/src/routes/ServiceDesk_NL.jsx and account-gui/src/locale (August 2026): who it is for, and what to bring
service_desk =
    De Service Desk is een <b>balie</b> waar iemand nakijkt wie je bent. Hij is er voor wie geen school- of werkaccount, geen Nederlandse bank en geen Europees ID heeft. { $service_desk ->
        [unknown] Nu kunnen alleen deelnemers van TU Delft en Radboud Universiteit erheen.
       *[other] Die van jouw instelling: { $service_desk }.
    }

    1. Kies op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> <b>Bevestig je identiteit</b>, dan <b>Ik kan geen van bovenstaande manieren gebruiken</b> en <b>Neem contact met de Service Desk</b>.
    2. Tik op <b>Genereer controlcode</b>. Die code van vijf cijfers werkt 14 dagen. Geef hem niet aan mij.
    3. Maak een afspraak. Laat daar de code zien, en een echt paspoort, Europese identiteitskaart, Nederlands rijbewijs of Nederlandse verblijfsvergunning. Een kopie mag niet.

    De adressen staan op <a href="https://eduid.nl/servicedesk">eduid.nl/servicedesk</a>.
    .title = Wat is de Service Desk?

# Source: edubadges-server, apps/directaward/models.py, and apps/badgeuser/models.py (June 2026)
why_link_institution =
    { $kind ->
        [institution] Je badge is naar je account bij de school of universiteit gestuurd. Alleen als precies dat account aan je eduID (je inlogaccount) is gekoppeld, zie je hem.
        [requested] Wie een badge aanvraagt, moet vaak laten zien bij welke school of universiteit hij hoort. Dat doet de koppeling.
       *[other] Dan weet edubadges bij welke school of universiteit je hoort, en is meteen je naam bevestigd. Voor een badge naar je eigen adres is het niet nodig.
        }

    Het kan op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, met <b>Voeg een organisatie toe</b>.
    .title = Waarom mijn instelling koppelen?

# Source: edubadges-server, apps/directaward/models.py, and CHANGELOG.md 9.0.0 (June 2026): issuing to learners without institutional accounts
no_institution_account =
    { $kind ->
        [institution] Deze badge is naar een account bij een school of universiteit gestuurd. Heb je dat account niet meer? Vraag hun dan om de badge naar je eigen mailadres te sturen.
        [requested] Voor aanvragen is vaak een account bij een school of universiteit nodig. Heb je dat niet? Vraag je docent om de badge aan je toe te kennen.
       *[other] Dat geeft niet. Voor een badge naar je eigen mailadres hoef je geen instelling te koppelen. Je naam bevestig je met je bank of een Europees ID. Soms kan het bij een balie, de Service Desk.
        }

    Zeg bij de stap over koppelen gewoon nee, of typ <b>overslaan</b>.
    .title = Ik hoor nergens bij

# Source: myconext, application.yml, linked_accounts (August 2026): 180 days
link_expires =
    Een koppeling met een school of universiteit geldt <b>180 dagen</b>. Op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> staat bij <b>Je gegevens</b> tot wanneer: <b>geldig tot</b>. { $kind ->
        [personal] Voor deze badge maakt dat niet uit.
       *[other] Is het voorbij? Koppel dan opnieuw, voordat je de badge ophaalt.
        }

    Badges die je al hebt, houd je gewoon.
    .title = Moet ik steeds opnieuw koppelen?
