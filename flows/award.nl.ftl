# Award: welke edubadge klaarstaat, tot wanneer, en naar wat voor adres hij is gestuurd.

known =
    { $deadline ->
        [unknown] { $institution ->
            [unknown] Het gaat om de edubadge <b>{ $badge }</b>.
           *[other] Het gaat om de edubadge <b>{ $badge }</b> van { $institution }.
        }
       *[other] { $institution ->
            [unknown] Het gaat om de edubadge <b>{ $badge }</b>. { $time_left ->
                [passed] De laatste dag was <b>{ $deadline }</b>. Misschien is hij al weg. We kijken het samen na.
                [last_day] Vandaag is de <b>laatste dag</b> om hem op te halen.
               *[open] Je kunt hem ophalen tot en met <b>{ $deadline }</b>.
            }
           *[other] Het gaat om de edubadge <b>{ $badge }</b> van { $institution }. { $time_left ->
                [passed] De laatste dag was <b>{ $deadline }</b>. Misschien is hij al weg. We kijken het samen na.
                [last_day] Vandaag is de <b>laatste dag</b> om hem op te halen.
               *[open] Je kunt hem ophalen tot en met <b>{ $deadline }</b>.
            }
        }
    }

# Source: edubadges-server, `apps/directaward/models.py`, notify_recipient: the subject of the mail (June 2026)
got_mail =
    Als er een edubadge voor je klaarstaat, krijg je meestal een mail. Daarin staat wat wij nodig hebben. Het onderwerp is: <i>Je hebt een edubadge ontvangen. You received an edubadge. Claim it now!</i>

    Heb je die mail gekregen?
    .yes = Ja, ik heb de mail
    .no = Nee, geen mail gezien

# Source: edubadges-server, `apps/directaward/serializer.py`: mails can be switched off; addresses are typed by the institution (June 2026)
no_mail =
    Dat kan. Kijk eerst in je map <b>spam</b> of <b>ongewenst</b>, en in je andere mailboxen. Soms is je adres verkeerd getypt, of stuurt de school of universiteit geen mail.

    Je edubadge kan dan tóch klaarstaan. We kunnen dus gewoon verder zonder mail. Wat wil je?
    .look = Verder zonder de mail
    .ask = Komt er wel een edubadge voor mij?
    .wait = Ik zoek eerst zelf verder

# Source: docs/privacy.md, a pasted claim mail is read for four facts and not stored (August 2026)
paste_mail =
    Kopieer de <b>hele tekst</b> van de mail en plak die hier. Ik haal eruit om welke edubadge het gaat, van wie die komt en wat de laatste dag is. De mail zelf bewaar ik niet.

    Lukt kopiëren niet, of doe je het liever niet? Dan stel ik je een paar vragen.
    .by_hand = Stel mij liever de vragen

read_mail =
    Ik lees je mail. Een ogenblik …

mail_read =
    Dank je, dit heb ik gelezen:

    • Edubadge: { $badge ->
        [unknown] niet gevonden
       *[other] <b>{ $badge }</b>
    }
    • Van: { $institution ->
        [unknown] niet gevonden
       *[other] <b>{ $institution }</b>
    }
    • Laatste dag: { $deadline ->
        [unknown] niet gevonden
       *[other] <b>{ $deadline }</b>
    }
    • { $kind ->
        [institution] Gestuurd naar je account bij de school of universiteit
        [personal] Gestuurd naar je eigen mailadres
       *[other] Waarheen: niet gevonden
    }

    Klopt dit?
    .yes = Ja, dit klopt
    .no = Nee, er klopt iets niet

mail_half_read =
    Dank je. { $badge ->
        [unknown] Ik kon niet alles in de mail vinden.
       *[other] Het gaat over de edubadge <b>{ $badge }</b>. Niet alles kon ik in de mail vinden.
    } Ik vraag je de rest.

mail_unread =
    Deze tekst kon ik niet goed lezen. Dat geeft niet: met een paar vragen komen we er ook.

# Source: edubadges-server, `apps/mainsite/templates/email/earned_direct_award_new.html`, and `apps/directaward/models.py`, award (June 2026)
which_way =
    { $missing_way ->
        [personal] Deze school of universiteit (de instelling) stuurt een edubadge naar je <b>account</b> daar. Of je vraagt hem zelf aan.

        • Kreeg je een mail dat er een edubadge voor je klaarstaat? Dan is hij naar je account gestuurd.
        • Kreeg je hem niet vanzelf, maar vroeg je hem aan op edubadges.nl? Kies dat dan.
        [institution] Deze school of universiteit stuurt een edubadge naar je <b>eigen mailadres</b>. Of je vraagt hem zelf aan.

        • Kreeg je een mail dat er een edubadge voor je klaarstaat? Dan is hij naar je eigen adres gestuurd.
        • Kreeg je hem niet vanzelf, maar vroeg je hem aan op edubadges.nl? Kies dat dan.
        [requested] Een edubadge is gestuurd naar je <b>eigen mailadres</b>, of naar je <b>account bij de school of universiteit</b> (de instelling). Dat bepaalt straks hoe je hem ophaalt.

        • Staat in de mail je naam, en dat je mailadres bij <b>eduID</b> hetzelfde moet zijn? Dan is het je eigen adres. (eduID is het account waarmee je straks inlogt.)
        • Staat er dat je eduID <b>gekoppeld</b> moet zijn aan de school of universiteit? Dan is het je account daar.
       *[unknown] Een edubadge is gestuurd naar je <b>eigen mailadres</b>, of naar je <b>account bij de school of universiteit</b> (de instelling). Dat bepaalt straks hoe je hem ophaalt.

        • Staat in de mail je naam, en dat je mailadres bij <b>eduID</b> hetzelfde moet zijn? Dan is het je eigen adres. (eduID is het account waarmee je straks inlogt.)
        • Staat er dat je eduID <b>gekoppeld</b> moet zijn aan de school of universiteit? Dan is het je account daar.
        • Kreeg je hem niet vanzelf, maar vroeg je hem aan op edubadges.nl? Kies dat dan.
    }

    Welke is het bij jou?
    .personal = Mijn eigen mailadres
    .institution = Mijn account bij de instelling
    .requested = Ik vroeg hem zelf aan
    .dont_know = Weet ik niet

# Source: edubadges-server, `apps/mainsite/templates/email/earned_direct_award_new.html` (June 2026)
how_to_tell =
    Zo zie je het. Open de mail en kijk wat er staat over eduID, je inlogaccount:

    • Je <b>voornaam en achternaam</b> staan erin. Er staat ook dat je mailadres bij eduID hetzelfde moet zijn als het adres van deze mail → je eigen mailadres.
    • Er staat dat je eduID <b>gekoppeld</b> moet zijn aan de instelling die de edubadge geeft → je account bij de instelling.

    Geen mail, of zie je het niet? Zeg dan gerust dat je het niet weet. We bekijken dan straks allebei de manieren.

    Wat is het bij jou?
    .personal = Mijn eigen mailadres
    .institution = Mijn account bij de instelling
    .dont_know = Ik weet het nog niet

# Source: edubadges-ui, src/components/shared/PublicBadgeClassPage.svelte (June 2026): a badge that can be requested has a page.
name_of_badge =
    Hoe heet je edubadge? Dan weet je straks zeker dat je de goede hebt. { $kind ->
        [requested] De naam staat op de pagina van de badge op edubadges.nl.
       *[other] De naam staat in de mail.
    }

    Typ de naam hieronder. Ongeveer is ook goed.
    .dont_know = Die weet ik niet

# Source: edubadges-server, `apps/mainsite/templates/email/earned_direct_award_new.html`: the mail names the last day; `apps/mainsite/settings.py`: afterwards the award is deleted (June 2026)
deadline =
    Een edubadge staat niet voor altijd klaar: na de laatste dag wordt hij weggehaald. Die dag staat in de mail. Dan kan ik je op tijd een seintje geven.

    Wat is de laatste dag? Typ bijvoorbeeld <i>22 juni</i>.
    .dont_know = Die dag weet ik niet

deadline_noted =
    { $time_left ->
        [last_day] Dat is <b>vandaag</b>. Dan gaan we meteen aan de slag.
       *[other] Genoteerd: <b>{ $deadline }</b>. { $days_left ->
            [one] Dat is morgen al, dus we gaan meteen aan de slag.
           *[other] Je hebt nog { $days_left } dagen. Ik herinner je er op tijd aan.
        }
    }
