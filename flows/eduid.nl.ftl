# eduID: het account waarmee een lerende bij edubadges inlogt.
# Een stap is een bericht, zijn attributen zijn de antwoorden; `<stap>_how` is de uitleg klik voor klik.
# De namen van knoppen zijn die van eduID in het Nederlands: OpenConext-myconext,
# account-gui/src/locale, myconext-gui/src/locale en public-gui/src/locale (augustus 2026).

# Source: docs/privacy.md (November 2026): what of a login is kept.
log_in =
    Wil je inloggen met je <b>eduID</b>, je account voor onderwijs? Dan zie ik zelf wat al klaar is, en wat er voor deze badge nog ontbreekt.

    Je logt in bij eduID zelf. Ik lees je e-mailadres, je naam en welke instellingen gekoppeld zijn. Ik bewaar alleen wat daaruit blijkt.

    <a href="{ $sign_in_link }">Inloggen met eduID</a>

    De link is alleen voor jou{ $sign_in_by ->
        [letter] . Hij opent eerst een pagina van Badgewijzer; daarna heb je tien minuten.
       *[unknown] {" "}en werkt tien minuten.
    }
    .how = Wat gebeurt er dan?
    .no_eduid = Ik heb nog geen eduID
    .dont_know = Ik weet niet of ik er een heb
    .rather_not = Liever niet inloggen

# Source: myconext, account-gui/src/routes (August 2026): eduID asks by itself before it shares what is linked.
log_in_how =
    1. Tik op de link. Je ziet eerst voor welk gesprek hij is, en wat ik lees.
    2. Je gaat naar eduID en logt daar in, zoals je gewend bent. Een code of wachtwoord van eduID vul je alleen daar in.
    3. Vraagt eduID of je gegevens gedeeld mogen worden? Dan gaat het om wat hierboven staat.
    4. Je komt terug op een pagina van Badgewijzer. Die brengt je terug naar dit gesprek.
    5. Ik vertel je wat ik zag. Wat klaar is, slaan we over.

on_your_word = Prima, dat hoeft niet. Dan ga ik af op wat jij me vertelt.

# Source: myconext, APIController.java (August 2026): the links of an eduID; edubadges-server, apps/directaward/models.py
# (June 2026): the name given with the award is printed, else the confirmed name, else the name in eduID.
proven =
    Gelukt. Dit zag ik bij je eduID:
    { $eduid_mail_shown ->
        [unknown] {""}
       *[other] {""}
        • E-mailadres: <b>{ $eduid_mail_shown }</b>{ $mail_fits ->
            [yes] {""}, en dat past bij je badge
           *[other] {""}
        }
    }{ $name_how ->
        [unknown] {""}
        [confirmed] {""}
        • Naam: <b>{ $eduid_name }</b>, bevestigd
        [initials] {""}
        • Naam: <b>{ $eduid_name }</b>, bevestigd, met alleen voorletters
       *[own] {""}
        • Naam: <b>{ $eduid_name }</b>, nog niet bevestigd
    }
    • Gekoppelde instelling: { $linked_shown ->
        [unknown] { $kind ->
            [personal] geen, en dat hoeft ook niet
           *[other] nog geen
        }
       *[other] <b>{ $linked_shown }</b>{ $institution_fits ->
            [yes] {""}, en dat past bij je badge
           *[other] {""}
        }
    }

    De naam van je eduID komt op je badge, tenzij de instelling zelf een naam meegaf.

# Source: myconext, APIController.java (August 2026): the links of an eduID; edubadges-server, apps/directaward/models.py
# (June 2026): the name given with the award is printed, else the confirmed name, else the name in eduID.
still_proven =
    Je eduID{ $eduid_mail_shown ->
        [unknown] {""}
       *[other] {" "}(<b>{ $eduid_mail_shown }</b>)
    } ken ik al{ $name_how ->
        [unknown] .
        [own] , met de naam <b>{ $eduid_name }</b> (nog niet bevestigd).
       *[other] , met de bevestigde naam <b>{ $eduid_name }</b>.
    } Je hoeft niet nog een keer in te loggen.

# Source: docs/privacy.md (November 2026): what of a login is kept.
log_in_again =
    Zal ik kijken of alles klopt, voor je naar edubadges gaat? Dan zoek je straks niet voor niets.

    <a href="{ $sign_in_link }">Inloggen met eduID</a>

    De link is alleen voor jou{ $sign_in_by ->
        [letter] . Hij opent eerst een pagina van Badgewijzer; daarna heb je tien minuten.
       *[unknown] {" "}en werkt tien minuten.
    }
    .how = Wat gebeurt er dan?
    .rather_not = Nee, ga maar verder

log_in_again_how =
    1. Tik op de link en log in bij eduID. Een code of wachtwoord van eduID vul je alleen daar in.
    2. Je komt terug op een pagina van Badgewijzer. Die brengt je terug naar dit gesprek.
    3. Ik vink af wat klaar is, en zeg wat er voor deze badge nog ontbreekt.

already_have = Je hebt al een eduID. Dat gebruiken we ook voor deze edubadge.

# Source: myconext, public-gui/src/routes/Support_*.jsx (August 2026): one eduID per person is intended.
have_one =
    Voor je edubadge heb je een <b>eduID</b> nodig. Dat is je eigen account voor onderwijs. Je logt ermee in bij edubadges. Het blijft van jou, ook als je van werk of school verandert.

    Je mag er maar één hebben. Daarom eerst de vraag: heb je al een eduID?
    .yes = Ja, ik heb een eduID
    .no = Nee, nog niet
    .dont_know = Dat weet ik niet

# Source: myconext, account-gui/src/locale (August 2026): the message for an unknown address at login.
may_have_one =
    Dat zoeken we uit. Zo voorkom je dat je een tweede maakt.

    Ga naar <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> en probeer in te loggen met elk van je eigen e-mailadressen, ook oude.
    • Lees je <b>We konden geen eduID vinden met dit e-mailadres.</b>? Dan hoort er geen eduID bij dat adres.
    • Krijg je een code per mail? Dan heb je een eduID. Vul de code alleen in bij eduID. Geef hem nooit aan mij.

    Heb je er een gevonden?
    .yes = Ja, ik heb er een gevonden
    .no = Nee, bij geen enkel adres

# Source: myconext, account-gui/src/routes/Request.svelte (August 2026); edubadges-server,
# apps/directaward/models.py (June 2026): an award to an e-mail address needs an eduID with that address;
# apps/badgeuser/models.py, may_enroll (June 2026): a request looks at the name and the institution, at no address.
make_one =
    Maak nu je eduID. { $kind ->
        [personal] Gebruik het e-mailadres waarop je de mail over je badge kreeg. Met een ander adres zie je je badge niet.
        [institution] Gebruik een e-mailadres van jezelf, niet van je werk of school. Dan kun je er altijd bij.
        [requested] Gebruik een e-mailadres van jezelf, niet van je werk of school. Dan kun je er altijd bij.
       *[other] Gebruik bij voorkeur het e-mailadres waarop je de mail over je badge kreeg. Kreeg je geen mail? Neem dan het adres dat de school of universiteit van je heeft.
    }

    Je begint op <a href="https://login.eduid.nl/register?lang=nl">login.eduid.nl</a>. Je vult alleen je naam en e-mailadres in. Lukt het?
    .done = Mijn eduID is klaar

# Source: myconext, account-gui/src/routes/Request.svelte and LoginCode.svelte, OneTimeLoginCode.java (August 2026).
make_one_how =
    1. Open <a href="https://login.eduid.nl/register?lang=nl">login.eduid.nl</a>. Of typ zelf <b>eduid.nl</b> in je browser en tik daar op <b>eduID aanmaken</b>.
    2. Vul je <b>E-mailadres</b>, <b>Voornaam</b> en <b>Achternaam</b> in. Gebruik je echte naam: die kan op je badge komen.
    3. Zet een vinkje bij de voorwaarden. Soms moet je ook aanvinken dat je geen robot bent.
    4. Tik op <b>Maak een eduID</b>.
    5. Je krijgt een mail met een code van zes cijfers. Het onderwerp is: Bevestig je eduID e-mailadres met een code.
    6. Vul de code binnen 10 minuten in op de pagina van eduID. Geef de code aan niemand anders, ook niet aan mij.
    7. Zie je <b>Je eduID is aangemaakt</b>? Tik op <b>Volgende</b> en kom hier terug.

# Source: myconext, account-gui/src/routes/Request.svelte (August 2026): the answer 409.
address_in_use =
    Lees je <b>Dit e-mailadres is al in gebruik.</b>? Dan heb je al een eduID, en dat is prima.

    Tik op <b>Log in met dit e-mailadres</b>. Maak geen tweede eduID met een ander adres. Ben je ingelogd? Kies dan hieronder <b>Mijn eduID is klaar</b>.
    .title = Mijn adres is al in gebruik

# Source: myconext, account-gui/src/routes/LoginCode.svelte (August 2026): resending is possible after 15 seconds.
no_code =
    De mail met de code komt meestal snel. Komt hij niet?
    • Kijk in de map met spam of ongewenste mail.
    • Klopt het e-mailadres dat je hebt ingevuld? Eén typefout en de mail komt niet aan.
    • Kies op de pagina van eduID <b>klik om opnieuw te versturen</b>. Dat kan na 15 seconden.

    Gebruik altijd de code uit de nieuwste mail.
    .title = Ik krijg geen code

# Source: myconext, OneTimeLoginCode.java and account-gui/src/locale (August 2026).
wrong_code =
    Kijk wat er op je scherm staat:
    • <b>Verkeerde code. Probeer het opnieuw.</b> Neem de code uit de nieuwste mail. Wacht even voor je het nog eens probeert.
    • <b>Je code is niet geldig</b>. Een code werkt 10 minuten en maar één keer. Begin opnieuw, dan krijg je een nieuwe.
    • <b>Maximale pogingen bereikt</b>, of <b>Je bent nog steeds geschorst</b>. Wacht 15 minuten en begin dan opnieuw.

    Stuur de code niet naar mij. Je vult hem alleen in bij eduID.
    .title = Mijn code werkt niet

# Source: myconext, account-gui/src/routes/Request.svelte (August 2026): 412 is a throw-away mailbox; an address of
# an institution only gives a warning.
address_refused =
    • Kijk eerst of er een typefout in je adres zit.
    • Een wegwerpadres (een tijdelijk e-mailadres) mag niet. Neem een gewone mailbox.
    • Waarschuwt eduID dat je een adres van je werk of school gebruikt? Kies liever een eigen adres. { $kind ->
        [personal] Kreeg je de mail over je badge juist op dat adres? Dan mag je doorgaan.
       *[other] Maar je mag doorgaan.
    }

    Blijft eduID je adres weigeren? Vraag hulp via <a href="https://eduid.nl/help?lang=nl">eduid.nl/help</a>.
    .title = eduID weigert mijn e-mailadres

# Source: edubadges-server, apps/directaward/models.py (June 2026): the addresses must be equal, in lower case.
same_address =
    { $kind ->
        [personal] Je badge is toegekend aan een e-mailadres. Hij komt alleen in je backpack als je eduID precies hetzelfde adres heeft.
       *[other] Veel badges worden toegekend aan een e-mailadres. Zo'n badge zie je alleen als je eduID precies hetzelfde adres heeft.
    }

    Kijk op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> bij <b>Je gegevens</b>. Heeft je eduID hetzelfde e-mailadres als waarop je de mail over je badge kreeg? Hoofdletters maken niet uit. Ik kan het zelf niet zien, dus ik ga af op wat jij ziet. Kun je het niet nagaan? Of kreeg je geen mail? Typ <b>overslaan</b>.
    .yes = Ja, het is hetzelfde adres
    .no = Nee, een ander adres

# Source: myconext, myconext-gui/src/routes (August 2026): the code goes to the new address.
change_address =
    Verander het e-mailadres van je eduID in het adres waarop je de mail over je badge kreeg. Dan kan edubadges je badge aan jou koppelen.

    Dat doe je op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>.{ $backpack_done ->
        [no] {""}
       *[other] {" "}Log daarna bij edubadges uit (met <b>Logout</b>) en weer in. Pas dan zie je de badge.
    } Kun je niet meer bij dat adres? Vraag de instelling dan om de badge opnieuw toe te kennen, aan het adres van je eduID. Lukt het?
    .done = Mijn e-mailadres is veranderd

# Source: myconext, myconext-gui/src/routes (August 2026); edubadges-server, apps/badgrsocialauth/providers/eduid/views.py
# (June 2026): edubadges reads the address anew at every login.
change_address_how =
    1. Open <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> en log in met je e-mailadres van nu.
    2. Kies in het menu <b>Je gegevens</b>.
    3. Tik bij je e-mailadres op het icoon om het te bewerken.
    4. Vul het adres in waarop je de mail over je badge kreeg.
    5. Op dat nieuwe adres krijg je een mail met een code. Vul de code alleen in bij eduID.
    6. Was je al ingelogd bij edubadges? Log daar uit en weer in. Pas dan kent edubadges je nieuwe adres.

# Source: myconext, myconext-gui (August 2026): changing fails when the address already has an eduID.
new_address_in_use =
    Dan hoort er bij dat adres al een eduID. Je hebt er dus twee.

    Log voor deze badge in met het eduID van dat adres: dan zie je de badge. Wil je liever je andere eduID gebruiken? Vraag de instelling dan om de badge opnieuw toe te kennen, aan het adres daarvan.

    Verwijder geen van beide. Met een eduID verdwijnen ook de badges die erbij horen.
    .title = Het nieuwe adres is al in gebruik

# Source: edubadges-server, apps/badgrsocialauth/providers/eduid/views.py (June 2026): badges hang on the eduID number.
two_eduids =
    Twee eduID's kun je niet zelf samenvoegen. Kies er één waarmee je verdergaat: liefst het eduID waar al badges bij horen.

    Hoort je nieuwe badge bij het adres van het andere eduID? Log voor deze badge dan daarmee in. Of vraag de instelling om hem opnieuw toe te kennen, aan het adres van je vaste eduID.

    Verwijder geen eduID: de badges die erbij horen, ben je dan kwijt. Vragen? <a href="https://eduid.nl/help?lang=nl">eduid.nl/help</a>
    .title = Ik heb twee eduID's

# Source: edubadges-server and edubadges-ui, CHANGELOG.md 9.0.0 (March 2026): no confirmed name is needed to claim;
# edubadges-server, apps/badgeuser/models.py, may_enroll (June 2026): for a request it is, unless the badge says otherwise;
# edubadges-ui, src/routes/students/BadgeValidation.svelte (June 2026): the public page tells whether it is.
confirm_name =
    Laat eduID nu je naam controleren. { $kind ->
        [personal] Het hoeft niet, maar het is wel slim: anders staat op de openbare pagina van je badge dat je naam <b>niet gevalideerd</b> is (niet gecontroleerd).
        [institution] Dat kan met je school- of werkaccount. Daarmee koppel je meteen je instelling, en dat is voor deze badge nodig.
        [requested] Voor een badge die je aanvraagt, is dat meestal nodig. Doe je het met je school- of werkaccount, dan koppel je meteen je instelling. Ook dat is meestal nodig.
       *[other] Anders staat op de openbare pagina van je badge dat je naam <b>niet gevalideerd</b> is (niet gecontroleerd). Voor een badge op een eigen e-mailadres hoeft het niet.
    }

    Het kan op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>. Liever niet of later? Typ <b>overslaan</b>. Lukt het?
    .done = Mijn naam is bevestigd

# Source: myconext, account-gui/src/verify/VerifyChoice.svelte and myconext-gui/src/locale (August 2026).
confirm_name_how =
    1. Open <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, log in en kies <b>Je gegevens</b>.
    2. Tik op <b>Bevestig je identiteit</b>.
    3. Kies een manier:
    • <b>Gebruik je school- of werkaccount</b>: als je een account hebt bij een Nederlandse school, universiteit of onderzoeksinstelling.{ $kind ->
        [institution] {" "}Dit is voor jou de beste keuze. Kies in de lijst de instelling die je de badge geeft.
       *[other] {""}
    }
    • <b>Gebruik je bank</b>: ABN AMRO, ASN Bank, bunq, ING, Rabobank, RegioBank of SNS. Je betaalt niets. Van je naam geeft de bank alleen je voorletters en achternaam door.
    • <b>Gebruik een Europees ID</b>: met het digitale ID (eID) van een ander EU-land. Niet met een Nederlands ID.
    • Kan niets hiervan? Kies <b>Ik kan geen van bovenstaande manieren gebruiken</b>: een balie (Service Desk), { $service_desk ->
        [unknown] nu alleen voor TU Delft en Radboud Universiteit.
       *[other] bij jouw instelling: { $service_desk }.
    }
    4. Volg de stappen op het scherm. Je pincode of wachtwoord vul je alleen in bij je bank of instelling, nooit hier.
    5. Staat er <b>bevestigd</b> bij je naam? Dan is het gelukt.

# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte (June 2026): the public page tells whether the name is confirmed.
confirm_name_guest =
    Laat nu je naam controleren. Anders staat op de openbare pagina van je badge dat je naam <b>niet gevalideerd</b> is (niet gecontroleerd).

    { $institution ->
        [unknown] Je instelling
       *[other] { $institution }
    } biedt hiervoor <b>{ $guest_idp }</b> aan. Die naam hoort bij de instelling, niet bij eduID zelf. Je begint op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>. Liever niet of later? Typ <b>overslaan</b>. Lukt het?
    .done = Mijn naam is bevestigd

# Source: ru.nl, page on microcredentials and edubadges (August 2026): the name of this choice is the institution's own; eduID does not have it.
confirm_name_guest_how =
    1. Open <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, log in en kies <b>Je gegevens</b>.
    2. Tik op <b>Bevestig je identiteit</b>.
    3. Kies <b>Gebruik je school- of werkaccount</b>.
    4. Zoek in de lijst <b>{ $guest_idp }</b> en kies die naam.
    5. Log in zoals je instelling het je heeft uitgelegd. Deel die gegevens met niemand, ook niet met mij.
    6. Je komt terug bij eduID. Staat er <b>bevestigd</b> bij je naam? Dan is het gelukt.

# Source: myconext, account-gui/src/verify/VerifyChoice.svelte and public-gui/src/routes/ServiceDesk_NL.jsx (August 2026).
guest_not_listed =
    Alleen sommige instellingen bieden <b>{ $guest_idp }</b> aan. Staat het niet in de lijst, dan kan het via eduID zelf: tik op <b>Bevestig je identiteit</b> en kies <b>Gebruik je bank</b> of <b>Gebruik een Europees ID</b>. Kan dat ook niet? Kies <b>Ik kan geen van bovenstaande manieren gebruiken</b>: een balie (Service Desk), { $service_desk ->
        [unknown] nu alleen voor TU Delft en Radboud Universiteit.
       *[other] bij jouw instelling: { $service_desk }.
    }

    { $support_email ->
        [unknown] Of vraag het de instelling die je de badge geeft.
       *[other] Of vraag hulp: <b>{ $support_email }</b>.
    } Je kunt ook verdergaan zonder: typ <b>overslaan</b>.
    .title = De naam staat niet in de lijst

# Source: myconext, public-gui/src/routes/ServiceDesk_NL.jsx and account-gui/src/locale (August 2026).
no_dutch_bank =
    Dan zijn er nog deze manieren:
    • Heb je een account bij een Nederlandse school, universiteit of onderzoeksinstelling? Kies <b>Gebruik je school- of werkaccount</b>.
    • Heb je een digitaal ID (eID) van een ander EU-land? Kies <b>Gebruik een Europees ID</b>. Met een Nederlands ID kan dat niet.
    • { $service_desk ->
        [unknown] Doe je een cursus bij TU Delft of Radboud Universiteit? Dan kun je naar een balie, de Service Desk. Andere instellingen hebben die nog niet.
       *[other] Je kunt naar de balie van jouw instelling, de Service Desk: { $service_desk }.
    } Kies <b>Ik kan geen van bovenstaande manieren gebruiken</b>, dan <b>Neem contact met de Service Desk</b> en <b>Genereer controlcode</b>. Laat die code binnen 14 dagen zien aan de balie, met een paspoort, Europese identiteitskaart, Nederlands rijbewijs of Nederlandse verblijfsvergunning. Stuur ze niet naar mij. Waar de balie is, staat op <a href="https://eduid.nl/servicedesk">eduid.nl/servicedesk</a>.

    Past niets? Typ <b>overslaan</b>.
    .title = Mijn bank staat er niet bij

# Source: myconext, account-gui/src/locale (August 2026): pages subject-already-linked and eppn-already-linked.
identity_elsewhere =
    Lees je <b>Account niet geverifïeerd!</b> of <b>Koppeling niet gemaakt!</b>, en dat je al bij een ander eduID hoort? Dan heb je ooit nog een eduID gemaakt. Je bank, ID of schoolaccount kan maar bij één eduID horen.

    Log in met dat andere eduID en ga daarmee verder. Of haal daar je bevestigde gegevens weg, bij <b>Beheer je bevestigde gegevens</b>. Verwijder niet het hele eduID.

    Kom je er niet uit? <a href="https://eduid.nl/help?lang=nl">eduid.nl/help</a>
    .title = Dit hoort al bij een ander eduID

# Source: myconext, AccountLinkerController.java (August 2026): a Dutch bank gives initials and surname, and no more.
only_initials =
    Dat klopt: van je naam geeft een bank alleen je voorletters en achternaam door. Je naam is gewoon bevestigd.

    Wil je je voornaam erbij? Bevestig je naam dan ook met je school- of werkaccount: <b>Je gegevens</b>, dan <b>Voeg een organisatie toe</b>. Vraagt eduID of je die naam wilt gebruiken? Kies <b>Ja, graag</b>.

    Gaf je instelling zelf een naam door bij de badge? Dan komt die naam erop te staan.
    .title = Ik zie alleen mijn voorletters

# Source: myconext, account-gui/src/locale, pages external-account-linked-error and valid-name-missing (August 2026).
verification_failed =
    Soms gaat er iets mis bij de bank of instelling, of breek je per ongeluk af.
    • Lees je <b>Account niet geverifïeerd!</b>? Kies <b>Opnieuw proberen</b>, of neem een andere manier.
    • Lees je <b>Account is gekoppeld, maar...</b>? Dan gaf je instelling geen naam door. Kies een andere manier.
    • Zie je geen andere manieren? Misschien staat er nog een code voor de Service Desk open. Kies dan <b>Verwijder controlecode</b>.

    Lukt het nu niet? Typ <b>overslaan</b>. Dit kan later ook nog.
    .title = Het bevestigen mislukt

# Source: edubadges-server, apps/directaward/models.py, and apps/badgeuser/models.py, may_enroll (June 2026).
at_an_institution =
    { $kind ->
        [requested] Om deze badge aan te vragen, moet je account bij een toegelaten school of universiteit meestal aan je eduID gekoppeld zijn. Welke zijn toegelaten? Dat staat op de pagina van de badge als je bent uitgelogd.
        [personal] Voor deze badge hoef je geen school of werk te koppelen aan je eduID. Het kan wel handig zijn voor een volgende badge.
       *[other] Sommige badges worden toegekend aan je account bij een school of werkgever. Zo'n badge zie je pas als je dat account aan je eduID koppelt.
    }

    Studeer of werk je bij een Nederlandse school, universiteit of onderzoeksinstelling, en wil je die koppelen?
    .yes = Ja, ik wil koppelen
    .no = Nee, dat hoeft niet

# Source: edubadges-server, apps/directaward/models.py (June 2026): an award to an account needs that account linked.
link_institution =
    { $kind ->
        [institution] Je badge is toegekend aan je account bij { $institution ->
            [unknown] je instelling
           *[other] { $institution }
        }. Koppel dat account aan je eduID. Anders zie je de badge niet.
        [requested] Koppel je account bij een instelling waarvan je deze badge mag aanvragen aan je eduID. Zonder koppeling kun je de badge meestal niet aanvragen.
       *[other] Koppel je account van school of werk aan je eduID. Dan zie je ook badges die aan dat account zijn toegekend.
    }

    Dat doe je op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>. { $backpack_done ->
        [no] {""}
       *[other] Log daarna bij edubadges uit (met <b>Logout</b>) en weer in. Pas dan ziet edubadges de koppeling.{" "}
    }{ $name_done ->
        [word] { $name_step ->
            [idp_guest] Lukt het?
           *[other] Deed je dat al toen je je naam bevestigde? Dan ben je hier klaar. Lukt het?
        }
       *[other] Lukt het?
    }
    .done = Mijn instelling is gekoppeld

# Source: myconext, myconext-gui/src/locale and application.yml, linked_accounts (August 2026): valid for 180 days.
link_institution_how =
    1. Open <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, log in en kies <b>Je gegevens</b>.
    2. Tik op <b>Voeg een organisatie toe</b> en dan op <b>Gebruik je school- of werkaccount</b>.
    3. Kies in de lijst { $kind ->
        [requested] een instelling waarvan je deze badge mag aanvragen, en waar je een account hebt.
       *[other] { $institution ->
            [unknown] de instelling die je de badge geeft
           *[other] { $institution }
        }. Niet een andere waar je ook werkt of studeert.
    }
    4. Log daar in. { $kind ->
        [requested] {""}
       *[other] Heb je daar twee accounts, één als student en één als medewerker? Neem het account waarop je de badge krijgt.{" "}
    }Je wachtwoord vul je alleen daar in.
    5. Terug bij eduID: tik op <b>Ga door</b>.
    6. Je ziet de instelling met <b>geldig tot</b>. Een koppeling geldt 180 dagen. Badges die je hebt, houd je ook daarna.
    7. Was je al ingelogd bij edubadges? Log daar uit en weer in.

# Source: edubadges-server, apps/directaward/models.py and apps/badgrsocialauth/providers/eduid/views.py (June 2026): exactly
# the awarded account must be linked, and links are read anew at every login; myconext, myconext-gui/src/locale (August 2026).
institution_not_linked =
    Ga naar <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> en kies <b>Je gegevens</b>, dan <b>Voeg een organisatie toe</b>. { $kind ->
        [requested] Kies een instelling waarvan je deze badge mag aanvragen. Welke dat zijn, staat op de pagina van de badge als je bent uitgelogd.
       *[other] Kies de instelling die je de badge geeft, en log daar in. Heb je daar een account als student én als medewerker? Neem het account waarop je de badge krijgt.
    }

    Log daarna uit bij edubadges, met <b>Logout</b>, en log weer in. Pas dan ziet edubadges de koppeling.
    .title = Mijn instelling is niet gekoppeld

# Source: myconext, account-gui/src/locale (August 2026): page eppn-already-linked names the other eduID's address.
linked_elsewhere =
    Lees je <b>Koppeling niet gemaakt!</b>? Dan zit je account al vast aan een ander eduID van jou. Op de pagina zie je het e-mailadres daarvan.

    Log in met dat eduID en ga daarmee verder. Of haal daar de koppeling weg bij <b>Beheer je bevestigde gegevens</b>, en koppel hier opnieuw. Verwijder niet het hele eduID.

    Ken je dat adres niet? Vraag hulp via <a href="https://eduid.nl/help?lang=nl">eduid.nl/help</a>.
    .title = Al gekoppeld aan een ander eduID

# Source: myconext, account-gui/src/locale (August 2026): pages valid-name-missing and affiliation-missing.
linked_but =
    Lees je <b>Account is gekoppeld, maar…</b>? Dan is de koppeling er wel, maar gaf je instelling iets niet door. Bijvoorbeeld je naam of je rol (student of medewerker).

    Meestal kun je verder: tik op <b>Doorgaan</b>. Ontbreekt je naam? Bevestig die dan op een andere manier, bijvoorbeeld met je bank. De ICT-helpdesk van je instelling (hulp bij computers en accounts) kan zien wat er ontbreekt.
    .title = Gekoppeld, maar er ontbreekt iets

# Source: myconext, account-gui/src/locale (August 2026): page attribute-missing.
not_linked =
    Lees je <b>Account niet gekoppeld!</b>? Dan gaf je instelling niet door wie je bent. Dat kan alleen de instelling zelf oplossen.

    Vraag het de ICT-helpdesk van je instelling (hulp bij computers en accounts). Zeg erbij dat je je account aan eduID wilt koppelen voor een edubadge. Staat je instelling niet in de lijst? Vraag dan of de badge ook op je eigen e-mailadres kan worden toegekend.
    .title = Mijn account wordt niet gekoppeld

# Source: myconext, application.yml, linked_accounts (August 2026): role data goes after 180 days.
lapsed =
    Een koppeling met een instelling geldt 180 dagen. Bij <b>geldig tot</b> zie je tot wanneer.

    Is die dag voorbij? Koppel de instelling dan gewoon opnieuw met <b>Voeg een organisatie toe</b>. Badges die je al hebt, blijven van jou.
    .title = Mijn koppeling is verlopen
