# Claim: van de kaart die wacht tot de badge in de backpack.
# De namen van knoppen: edubadges-ui 9.1.0, src/locale/nl.js (juni 2026). `Unclaimed` staat er in beide talen.

# Source: edubadges-ui, src/routes/students/Backpack.svelte (June 2026).
find_card =
    Zoek in je backpack de kaart van { $badge ->
        [unknown] je badge
       *[other] <b>{ $badge }</b>
    }. Op de kaart staat <b>Unclaimed</b>: de badge wacht nog op jou.{ $time_left ->
        [open] {" "}Je kunt hem ophalen tot en met { $deadline }.
        [last_day] {" "}Vandaag is de laatste dag om hem op te halen.
        [passed] {" "}De laatste dag om hem op te halen was { $deadline }. Kijk toch even of hij er nog staat.
       *[unknown] {""}
    }

    Je backpack staat op <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>. Zie je de kaart?
    .done = Ja, ik zie de kaart
    .have_it = Hij staat er al, zonder Unclaimed

# Source: edubadges-ui, src/routes/students/Backpack.svelte and src/locale/nl.js (June 2026).
find_card_how =
    1. Open <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a> en log in met je eduID als dat nodig is.
    2. Kies in het menu <b>Mijn backpack</b>. Boven de badges staat <b>Behaalde edubadges</b>.
    3. Zoek een kaart met <b>Unclaimed</b>. Dat is Engels voor: nog niet opgehaald. Op de kaart staat ook <b>Bekijk de details om deze edubadge te claimen</b>.
    4. Zie je de badge zonder <b>Unclaimed</b>? Dan heb je hem al. Staat er <b>Nieuw</b> op? Open hem één keer, dan is hij van jou.

nothing_there =
    Dat komt vaker voor, en meestal is het op te lossen. Edubadges laat een badge alleen zien als je eduID er precies bij past. Een foutmelding krijg je niet.
    .title = Mijn badge staat er niet

# Source: edubadges-server, apps/directaward/models.py (June 2026): the address or the account of an award and of an eduID must fit.
prove_it =
    Ik kan zien waar het aan ligt als je inlogt met je eduID. Dan weet ik of je e-mailadres en je instelling bij de badge passen.

    <a href="{ $sign_in_link }">Inloggen met eduID</a>

    De link is alleen voor jou en werkt tien minuten. Ik bewaar alleen wat eruit blijkt.
    .how = Wat gebeurt er dan?
    .rather_not = Liever niet inloggen

prove_it_how =
    1. Tik op de link en log in bij eduID. Neem het eduID waarmee je bij edubadges inlogt. Een code of wachtwoord van eduID vul je alleen daar in.
    2. Je komt terug op een pagina van Badgewijzer. Die brengt je terug naar dit gesprek.
    3. Ik zeg wat er niet past, en wat je eraan doet.

# Source: myconext, security/ACR.java and application.yml, linked_accounts (August 2026): a login that asks for a link is led through
# linking when the last one is older than 180 days.
prove_link =
    Een koppeling met een instelling geldt 180 dagen. Als je inlogt met je eduID, zie ik wat er gekoppeld is. Is de koppeling verlopen of is er geen? Dan laat eduID je meteen koppelen. Kies dan { $institution ->
        [unknown] de instelling die je de badge geeft
       *[other] { $institution }
    }.

    <a href="{ $sign_in_link }">Inloggen met eduID</a>

    De link is alleen voor jou en werkt tien minuten. Ik bewaar alleen wat eruit blijkt.
    .how = Wat gebeurt er dan?
    .rather_not = Liever niet inloggen

# Source: myconext, account-gui/src/routes/Stepup.svelte (August 2026): the page that asks for what is missing.
prove_link_how =
    1. Tik op de link en log in bij eduID. Neem het eduID waarmee je bij edubadges inlogt. Een code of wachtwoord van eduID vul je alleen daar in.
    2. Zie je <b>Je bent er bijna</b>? Tik op <b>Verifïeer nu</b>, kies <b>Gebruik je school- of werkaccount</b> en log in bij je instelling.
    3. Je komt terug op een pagina van Badgewijzer. Die brengt je terug naar dit gesprek.

# Source: myconext, APIController.java (August 2026): the links of an eduID; edubadges-server, apps/directaward/models.py
# (June 2026): the name given with the award is printed, else the confirmed name, else the name in eduID.
after_proof =
    Dit zag ik bij je eduID:
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

# Source: edubadges-server, apps/directaward/models.py (June 2026); myconext, AccountLinkerController.java (August 2026).
printed_name =
    Straks zie je de naam die op je badge komt. Volgens je eduID is dat <b>{ $eduid_name }</b>. { $name_how ->
        [initials] Alleen voorletters: waarschijnlijk gaf je bank niet meer door. Liever je voornaam? Bevestig je naam dan eerst met je school- of werkaccount.
        [own] Die heb je zelf ingevuld en is nog niet bevestigd.
       *[confirmed] Die is bevestigd.
    } Gaf de instelling zelf een naam mee? Dan zie je die.

# Source: edubadges-server, apps/directaward/models.py and apps/badgrsocialauth/providers/eduid/views.py (June 2026).
other_address =
    Je badge is toegekend aan een e-mailadres. Waarschijnlijk heeft je eduID een ander adres, en dan zie je hem niet. Ik kan dat zelf niet zien. Dus kijk je even mee:

    • Kijk op welk adres je de mail over je badge kreeg.
    • Kijk op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> bij <b>Je gegevens</b> welk adres je eduID heeft.
    • Zijn ze hetzelfde? Log dan uit bij edubadges, met <b>Logout</b>, en log weer in.

    Wat zie je?
    .seen = Ik zie de badge nu
    .change = De adressen zijn verschillend
    .still = Zelfde adres, toch geen badge

# Source: edubadges-server, apps/directaward/models.py (June 2026): the account at the awarding institution must be linked.
other_institution =
    Je badge is toegekend aan je account bij { $institution ->
        [unknown] een instelling
       *[other] { $institution }
    }. Je ziet hem alleen als precies dat account aan je eduID is gekoppeld. Waarschijnlijk ligt het daaraan. Ik kan dat zelf niet zien. Dus kijk je even mee:

    • Kijk op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> bij <b>Je gegevens</b> welke instelling gekoppeld is, en of <b>geldig tot</b> nog niet voorbij is.
    • Heb je daar een account als student én als medewerker? Dan moet het goede gekoppeld zijn.
    • Klopt alles? Log dan uit bij edubadges, met <b>Logout</b>, en log weer in.

    Wat zie je?
    .seen = Ik zie de badge nu
    .link = Ik moet nog (opnieuw) koppelen
    .still = Goed gekoppeld, toch geen badge

# Source: edubadges-server, apps/directaward/models.py (June 2026).
either =
    Een badge is toegekend aan een e-mailadres of aan je account bij een instelling. Kijk op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> bij <b>Je gegevens</b>:
    • Heeft je eduID hetzelfde e-mailadres als waarop je de mail over je badge kreeg?
    • Is de instelling gekoppeld die je de badge geeft? En is <b>geldig tot</b> nog niet voorbij?
    • Klopt alles? Log dan uit bij edubadges, met <b>Logout</b>, en log weer in.

    Wat zie je?
    .seen = Ik zie de badge nu
    .change = Mijn e-mailadres is anders
    .link = Mijn instelling is niet gekoppeld
    .still = Alles klopt, toch geen badge

# Source: edubadges-server, apps/directaward/api.py (June 2026): only the institution sees to whom an award was addressed, and
# can award again.
nothing_helps =
    { $support_email ->
        [unknown] Mail de instelling die je de badge geeft. Het adres staat vaak in de mail over je badge.
       *[other] Mail naar <b>{ $support_email }</b>.
    } Deze tekst kun je kopiëren:

    <code>{ $badge ->
        [unknown] Mijn edubadge
       *[other] De edubadge { $badge }
    }{ $institution ->
        [unknown] {""}
       *[other] {" "}van { $institution }
    } { $cause ->
        [expired] is niet op tijd opgehaald. Wilt u hem opnieuw toekennen, aan het adres van mijn eduID?
        [rejected] heb ik per ongeluk geweigerd. Wilt u hem opnieuw toekennen?
        [lost_address] staat op een adres dat ik niet meer heb. Wilt u hem opnieuw toekennen, aan het adres van mijn eduID?
        [deleted] is weggehaald. Wat is de reden, en kunt u hem opnieuw toekennen?
        [revoked] is ingetrokken. Wat is de reden, en kunt u hem opnieuw toekennen?
        [issuer_name] staat klaar met een naam die niet klopt. Wilt u hem opnieuw toekennen met de goede naam?
       *[other] staat niet in mijn backpack. Op welk adres of account is hij toegekend, en staat hij nog klaar? Klopt dat niet, wilt u hem dan opnieuw toekennen aan het adres van mijn eduID?
    }{ $deadline ->
        [unknown] {""}
       *[other] {" "}Laatste dag: { $deadline }.
    }{ $kind ->
        [institution] { $linked_shown ->
            [unknown] {""}
           *[other] {" "}Gekoppeld: { $linked_shown }.
        }
       *[other] { $eduid_mail_shown ->
            [unknown] {""}
           *[other] {" "}Mijn eduID: { $eduid_mail_shown }.
        }
    }{ $logged_in_anew ->
        [yes] {" "}Ik heb alles nagekeken en ben opnieuw ingelogd.
       *[other] {""}
    }</code>

    Zet erbij: je naam{ $cause ->
        [issuer_name] {" "}zoals die op de badge hoort.
       *[other] {" "}en het hele e-mailadres van je eduID.
    }
    .seen = Ik zie de badge nu
    .wait = Ik wacht op antwoord

# Source: edubadges-ui, src/routes/students/DirectAward.svelte (June 2026): no data comes back for an award that is not there.
spinner =
    Dat gebeurt als de badge al is opgehaald, als hij verlopen is, of als hij bij een ander eduID hoort.

    Sluit de pagina. Open <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a> en kies <b>Mijn backpack</b>. Misschien staat je badge daar al.
    .title = De pagina blijft laden

# Source: edubadges-server, apps/mainsite/settings.py and apps/directaward/api.py (June 2026): about 82 days by default.
mail_says_deleted =
    Dan staat de badge niet meer voor je klaar. Kijk naar het onderwerp van de mail:
    • <b>Your edubadge has been deleted</b>: de badge is te lang niet opgehaald.
    • <b>Awarded eduBadge has been deleted</b>: de instelling heeft hem weggehaald. De reden staat in de mail.

    Je kunt dit niet zelf herstellen. { $support_email ->
        [unknown] Vraag de instelling om de badge opnieuw toe te kennen.
       *[other] Vraag of de badge opnieuw kan worden toegekend: { $support_email }.
    }
    .title = Volgens een mail is hij verwijderd

# Source: edubadges-server, apps/mobile_api/api.py (June 2026): the demo is wiped every month.
demo_site =
    Staat er <b>Demo omgeving</b> boven aan de pagina? Dan zit je op de oefensite. Daar staat jouw badge niet.

    Ga naar <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a> en kies <b>Open je backpack</b>.
    .title = Er staat Demo omgeving bovenaan

# Source: edubadges-ui, src/routes/students/DirectAward.svelte (June 2026): the dialog shows the name that will be printed.
claim_it =
    Nu ga je de badge <b>claimen</b>: je haalt hem op en hij is van jou. Aan het eind zie je een naam. Zo komt je naam op de badge te staan.

    Controleer die naam <b>vóórdat</b> je op <b>Bevestig</b> tikt. Klopt hij niet? Tik dan op <b>Annuleer</b> en kies hieronder <b>Het lukt niet</b>.

    Open de kaart in je backpack op <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>. Lukt het?
    .done = Mijn badge is geclaimd

# Source: edubadges-ui, src/routes/students/DirectAward.svelte and src/routes/AcceptInstitutionTerms.svelte (June 2026).
claim_it_how =
    1. Tik in je backpack op de kaart met <b>Unclaimed</b>.
    2. Tik op <b>Claim en voeg toe aan je backpack</b>. Tik niet op <b>Weigeren</b>: dat kun je niet terugdraaien.
    3. De eerste keer zie je de voorwaarden van de instelling. Lees ze en tik op <b>Ik ga akkoord</b> of <b>Ik heb dit gelezen</b>.
    4. Je ziet de naam die op je badge komt. Lees hem letter voor letter. Heb je je naam bevestigd met je bank? Dan staan er misschien alleen voorletters.
    5. Klopt de naam? Tik op <b>Bevestig</b>. Klopt hij niet? Tik op <b>Annuleer</b>.
    6. Je ziet <b>Edubadge is succesvol geclaimed</b>. De badge is nu van jou. Niemand anders kan hem al zien.

# Source: edubadges-server, apps/directaward/models.py and templates/email/earned_direct_award_new.html (June 2026):
# the name given with the award, else the confirmed name, else the name in eduID, which is read anew at every login;
# myconext, myconext-gui/src/locale (August 2026): confirmed details are removed there, and confirmed again.
wrong_name =
    { $name_how ->
        [unknown] {""}
       *[other] Volgens je eduID heet je <b>{ $eduid_name }</b>.{" "}
    }Heb je de badge nog niet geclaimd? Tik op <b>Annuleer</b>.{ $name_how ->
        [unknown] {""}
        • Gaf de instelling je naam door bij de badge? Dan staat die naam ook in de mail. Vraag de instelling om de badge opnieuw toe te kennen met de goede naam. { $support_email ->
            [unknown] Het adres staat vaak in de mail.
           *[other] Het adres staat vaak in de mail. Of mail naar <b>{ $support_email }</b>.
        }
        • Anders komt je naam uit eduID. Is hij daar bevestigd door je instelling of je bank? Laat hem eerst dáár verbeteren. Ga dan naar <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, <b>Je gegevens</b>. Verwijder de oude naam bij <b>Beheer je bevestigde gegevens</b> en bevestig hem opnieuw. Is hij niet bevestigd? Verander hem dan zelf bij <b>Je gegevens</b>. Log daarna bij edubadges uit, met <b>Logout</b>, en weer in.
       *[other] {""}
    }

    Heb je de badge al geclaimd? Dan kan alleen de instelling hem intrekken (terugnemen) en opnieuw toekennen.
    .title = De naam klopt niet

# Source: edubadges-ui, src/routes/AcceptInstitutionTerms.svelte (June 2026): the button differs with the legal basis.
terms =
    Er zijn twee soorten voorwaarden. Die van edubadges: de knop is <b>Ik ga akkoord</b>. En die van de instelling: de knop is <b>Ik ga akkoord</b> of <b>Ik heb dit gelezen</b>. Ze gaan over wat er met je gegevens gebeurt.

    Lees ze rustig. Zonder akkoord kun je de badge niet ophalen. Zijn de voorwaarden veranderd? Dan zie je ze nog een keer. Je akkoord weer intrekken kan later: kies in het menu <b>Account</b> en dan <b>Mijn akkoordverklaring intrekken</b>.
    .title = Ik zie voorwaarden

# Source: edubadges-ui, src/routes/students/DirectAward.svelte and BadgeDetails.svelte (June 2026).
rejected =
    Had je de badge nog niet geclaimd? Dan kun je dat niet zelf terugdraaien. Vraag de instelling om de badge opnieuw toe te kennen{ $support_email ->
        [unknown] .
       *[other] : { $support_email }.
    }

    Had je hem al wel geclaimd? Open de badge in je backpack en tik op <b>Accepteer deze edubadge</b>. Dan is hij terug.
    .title = Ik heb hem per ongeluk geweigerd

# Source: edubadges-ui, src/routes/students/DirectAward.svelte and PublicBadgeClassPage.svelte (June 2026).
no_button =
    Waarschijnlijk zit je op een andere pagina, bijvoorbeeld in de catalogus. Daar kun je alleen een badge aanvragen.

    Kies in het menu <b>Mijn backpack</b> en tik op de kaart met <b>Unclaimed</b>. Daar vind je <b>Claim en voeg toe aan je backpack</b>. Staat er geen <b>Unclaimed</b> op je kaart? Dan heb je de badge al geclaimd.
    .title = Ik zie de knop niet

# Source: edubadges-server, apps/badgrsocialauth/providers/eduid/views.py (June 2026): a new eduID has a new number, and with it a new backpack.
badges_gone =
    Heb je een <b>nieuw eduID</b>, of log je in met een ander eduID dan eerst? Dan krijg je ook een andere, lege backpack.

    • Heb je het oude eduID nog? Log uit bij edubadges en log in met het oude. Daar staan je badges.
    • Heb je het oude eduID verwijderd? Dan kun je er zelf niet meer bij. Vraag de school of universiteit om je badges opnieuw te geven.

    Verwijder geen eduID waar badges bij horen.
    .title = Nieuw eduID, en mijn badges zijn weg

# Source: edubadges-ui, src/App.svelte and src/routes/students/BadgeDetails.svelte (June 2026): revoked badges stand in the archive, with the reason.
revoked =
    Staat er <b>ingetrokken</b> bij je badge, of is hij weg uit je backpack? Dan heeft de school of universiteit hem teruggenomen. Je vindt hem in het <a href="https://www.edubadges.nl/archived?lang=nl">archief</a>, met de reden erbij.

    Alleen { $institution ->
        [unknown] de school of universiteit die hem gaf
       *[other] { $institution }
    } kan hier iets aan doen. Vraag daar waarom, en of je hem opnieuw kunt krijgen.
    .title = Mijn badge is ingetrokken
