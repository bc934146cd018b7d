# De pagina om een badge te controleren: voor een werkgever, examencommissie of toelatingsbureau.

title = Edubadge controleren
heading = Is deze edubadge echt?
lead = Plak de link van de badge. Wij vragen bij edubadges na of hij echt is en leggen uit wat erop staat. Je hebt geen account nodig, en we bewaren niets.
another = Nog een badge controleren
form_link = Link van de badge
    .hint = De link begint met https://www.edubadges.nl/public/assertions/
form_picture = Of een foto van de QR-code
    .hint = Een foto of schermafdruk, hoogstens 4 MB. We lezen alleen de code en gooien de foto meteen weg.
form_name = Naam van de persoon (hoeft niet)
    .hint = Wil je weten of de badge van iemand met deze naam is? Typ de naam zoals op het identiteitsbewijs.
form_go = Controleer
looks = Oordeel
    .good = In orde
    .care = Let op
    .bad = Niet in orde
    .unknown = Niet bekend

# Source: edubadges-server, apps/public/public_api.py, /public/assertions/validate (June 2026)
verdict_genuine_title = Deze badge is echt
verdict_genuine = Hij staat zo bij edubadges, hun eigen controle vindt geen fouten, en hij is vandaag geldig.
verdict_unchecked_title = Deze badge staat bij edubadges
verdict_unchecked = Hij staat zo op de site van edubadges zelf, en hij is vandaag geldig. Maar hun technische controle gaf nu geen antwoord. Wil je helemaal zeker zijn? Controleer hem later nog eens.
# Source: edubadges-server, apps/issuer/models.py, `expires` (June 2026)
verdict_expired_title = Deze badge is verlopen
verdict_expired = Hij is echt, maar de einddatum is voorbij. Wil je weten of de kennis nog actueel is? Vraag het de eigenaar of de instelling.
# Source: edubadges-server, apps/public/public_api.py, `revoked` and `revocationReason` (June 2026)
verdict_revoked_title = Deze badge is ingetrokken
verdict_revoked = De instelling heeft hem teruggenomen. Hij geldt niet meer. Heb je vragen? Stel ze aan de eigenaar of de instelling.
revoked_because = De reden die de instelling gaf:
# Source: edubadges-server, apps/public/public_api.py, /public/assertions/validate (June 2026)
verdict_tampered_title = Vertrouw deze badge niet
verdict_tampered = De controle van edubadges vindt er fouten in. Mail de link naar <b>support@edubadges.nl</b>: zij kunnen het uitzoeken. Vraag het ook de instelling die op de badge staat.
# Source: edubadges-ui, src/App.svelte (June 2026): the domain of edubadges
verdict_lookalike_title = Pas op: een nagemaakte site
verdict_lookalike = Deze link lijkt op edubadges, maar is van een andere site. Open hem niet en vul er niets in. Vraag de eigenaar om de echte link. Die begint met <code>https://www.edubadges.nl/</code>.
# Source: edubadges-ui, page /404?public=true (June 2026): private and revoked badges show the same page
verdict_private_title = Hier is geen badge te zien
verdict_private =
    Meestal staat de badge nog op <b>privé</b>. Dat zegt niets over of hij echt is. Soms is de link niet heel, of is de badge ingetrokken.

    Vraag de eigenaar om in zijn of haar backpack <b>Privé edubadge</b> uit te zetten en de link opnieuw te kopiëren.
verdict_elsewhere_title = Dit is geen badge van edubadges
verdict_elsewhere = Deze link is van een andere site. Wij kunnen alleen badges van <b>edubadges.nl</b> nakijken, en zeggen dus niets over deze. Vraag de uitgever van de badge hoe je hem controleert.
# Source: edubadges-ui, header "Demo omgeving" (June 2026)
verdict_demo_title = Dit is een oefenbadge
verdict_demo = Hij staat op de demosite van edubadges en bewijst niets. Vraag de eigenaar om de link van de echte badge. Die begint met <code>https://www.edubadges.nl/</code>.
verdict_away_title = We kunnen het nu niet nakijken
verdict_away = Edubadges geeft geen antwoord, of er zijn even te veel vragen tegelijk. Dat zegt niets over de badge. Probeer het over een minuut nog eens.

wrong = Dat lukte niet
wrong_nothing = Plak een link, of kies een foto van de QR-code.
wrong_no_link = Hier zien we geen link van een badge in. Kopieer de hele link en plak hem hier.
wrong_no_code = In deze foto vinden we geen QR-code. Maak een scherpe foto van dichtbij, of plak de link.
wrong_no_picture = Dit bestand kunnen we niet openen als foto. Kies een PNG, JPEG of WebP, of plak de link.
wrong_several = In deze foto staan verschillende QR-codes. Kies een foto met alleen die van de badge, of plak de link.
wrong_too_large = Dit is te groot. Een foto mag hoogstens 4 MB zijn. Je kunt ook de link plakken.
wrong_busy = Het is nu even te druk om een foto te lezen. Plak de link, of probeer het over een minuut nog eens.
wrong_odd = Dat konden we niet lezen. Probeer het nog eens.
wrong_forbidden = Dit kwam niet van onze eigen pagina. Vul het hieronder opnieuw in.

whose = Van wie is hij?
holder = Op naam van
# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte (June 2026); OpenConext-myconext, verify/VerifyChoice.svelte (August 2026)
name_confirmed = Deze naam is <b>bevestigd</b>: gecontroleerd via bijvoorbeeld een school, bank of Europees identiteitsbewijs.
name_unconfirmed = Deze naam is <b>niet bevestigd</b>. Vraag om een identiteitsbewijs, of vraag het de instelling.
holder_untold = De naam staat er niet bij.
# Source: edubadges-server, apps/public/public_api.py, /public/assertions/identity (June 2026)
of_name_yes = De badge is van iemand met de naam <b>{ $name }</b>. Vergelijk die met een identiteitsbewijs.
of_name_no = De badge staat <b>niet</b> op de naam <b>{ $name }</b>. Is de naam goed gespeld, met alle voornamen of juist alleen de roepnaam? Vraag het anders de eigenaar.
of_name_untold = Of de badge van <b>{ $name }</b> is, vertelt edubadges nu niet. Vergelijk de naam zelf.

about = Wat staat erop?
fact_badge = Badge
fact_kind = Soort
    .micro_credential = Microcredential
    .regular = Reguliere edubadge
    .extra_curricular = Extra-curriculaire edubadge
fact_given_by = Gegeven door
fact_issuer = Onderdeel
fact_on_behalf_of = Namens
fact_given_on = Gegeven op
fact_expires = Geldig tot
never = Geen einddatum
fact_size = Omvang
size_both = { $size }, { $hours } uur
fact_level = Niveau
# Source: edubadges-server, apps/issuer/models.py, EQF and eqf_nlqf_level_verified (June 2026): a number from 1 to 8
level_is = { $level } op de schaal van 1 tot 8 (NLQF en EQF)
fact_spoken = Taal
fact_participation = Vorm
    .online = Online
    .onsite = Op locatie
    .blended = Deels online, deels op locatie
    .work_experience = Door werkervaring
fact_assessment = Toetsing
    .written_exam = Schriftelijk examen
    .report_paper = Verslag of werkstuk
    .behavioural_assessment = Beoordeling van gedrag
    .professional_product = Beroepsproduct
    .development_report = Ontwikkelverslag
    .portfolio_assessment = Portfolio
    .oram_exam = Mondeling examen
    .personalized_assessment = Toetsing op maat
supervised_yes = Er was toezicht bij de toets.
supervised_no = Er was geen toezicht bij de toets.
id_verified_yes = Bij de toets is gecontroleerd wie het was.
id_verified_no = Bij de toets is niet gecontroleerd wie het was.
fact_grade = Cijfer
quality = Kwaliteitskader
page = Openbare pagina
page_go = Bekijk de badge bij edubadges

text_outcome = Wat kan deze persoon?
text_criteria = Wat was ervoor nodig?
text_description = Beschrijving
by_issuer = In de woorden van de instelling:

# Source: npuls.nl/pilot-microcredentials, and it-omscholing.nl, questions on microcredentials (August 2026)
what_micro_heading = Wat is een microcredential, en wat niet?
what_micro =
    • Het is een bewijs van een <b>klein stuk onderwijs</b> van een Nederlandse school of universiteit, met bewaakte kwaliteit.
    • Het is <b>geen diploma</b> en heeft tijdens de landelijke pilot geen eigen status in de wet.
    • Of het vrijstelling of toelating geeft, beslist de <b>examencommissie</b> of de opleiding zelf.
    • Een microcredential verloopt niet vanzelf. Staat er een einddatum op? Dan geldt die.
# Source: edubadges-server, apps/issuer/models.py, badge_class_type (June 2026)
what_edubadge_heading = Wat is een edubadge, en wat niet?
what_edubadge =
    • Het is een digitaal bewijs van iets dat iemand heeft geleerd of gedaan bij een Nederlandse school of universiteit.
    • Het is <b>geen diploma</b>. De instelling die hem gaf, staat in voor wat erop staat.
    • Wat hij waard is voor een baan of opleiding, beslis je zelf.
