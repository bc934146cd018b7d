# Hoe de balie zegt waar iemand is, wat er aan de hand lijkt, en hoe lang iets duurt.

nowhere = Nog niet begonnen
milestone = mijlpaal
    .eduid = eduID
    .name = Naam bevestigen
    .institution = Instelling koppelen
    .backpack = Backpack openen
    .claimed = Claimen
    .public = Openbaar maken
    .shared = Delen

# Uitkomsten van de diagnose: flows/diagnosis.py; de laatste zijn nog uit te vragen
cause = oorzaak
    .already_claimed = De badge is al geclaimd
    .demo_site = Kijkt op de oefensite van edubadges
    .issuer_portal = Kijkt in de omgeving voor uitgevers
    .expired = De laatste dag is voorbij
    .deleted = De toekenning is verwijderd
    .revoked = De badge is ingetrokken
    .rejected = De badge is geweigerd
    .terms_declined = Ging niet akkoord met de voorwaarden
    .not_that_eduid = Is met een ander eduID ingelogd
    .name_not_confirmed = De naam is niet bevestigd
    .new_eduid = Heeft een nieuw eduID: oude badges staan bij het vorige
    .not_there = De pagina laadt niet
    .issuer_name = De instelling gaf een andere naam op
    .bank_initials = De bank gaf alleen voorletters
    .own_name = De naam is zelf ingevuld
    .confirmed_name = De bevestigde naam is een andere
    .scheduled = De badge komt pas later
    .no_longer_waiting = De toekenning wacht niet meer
    .other_eduid = De badge hoort bij een ander eduID
    .lost_address = Kan niet meer bij het adres van de toekenning
    .other_address = Het eduID heeft een ander mailadres dan de toekenning
    .other_role = Een ander account van de instelling is gekoppeld
    .not_linked = De instelling is niet gekoppeld
    .lapsed = De koppeling met de instelling is verlopen
    .not_read_anew = Moet opnieuw inloggen bij edubadges
    .edubadges_fails = Alles klopt: edubadges toont de badge niet
    .typo = Het adres van de toekenning is verkeerd gespeld
    .not_sent = Er is geen mail over de badge gestuurd
    .only_they_know = Alleen edubadges of eduID kan dit zien
    .whose_name = Naam klopt niet, onbekend welke
    .gone = Toekenning wacht niet meer, onbekend waarom
    .which_address = Adres van de toekenning nog vergelijken
    .which_institution = Onbekend of de juiste instelling gekoppeld is
    .link_not_proven = Koppeling nog niet bewezen met een login
    .not_proven = Nog niets bewezen met een login
    .address_by_word = Adres alleen op hun woord
    .link_by_word = Koppeling alleen op hun woord
    .way_by_word = Onbekend aan welk account de badge is toegekend
    .lapsed_or_not = Onbekend of de koppeling verlopen is
    .which_role = Onbekend in welke rol ze gekoppeld zijn
    .typo_or_not_sent = Geen mail: typefout of niet verstuurd
    .nothing_explains = Ziet niets, en niets verklaart het nog

stuck_deadline =
    { $days ->
        [0] Vandaag is de laatste dag, en nog niet geclaimd
        [one] Nog één dag om te claimen
       *[other] Nog { $days } dagen om te claimen
    }
stuck_not_understood = { $times } keer achter elkaar niet begrepen
stuck_too_long = Al { $days } dagen bij deze stap
deadline_passed =
    { $days ->
        [one] gisteren verlopen
       *[other] { $days } dagen geleden verlopen
    }
deadline_today = vandaag laatste dag
deadline_days =
    { $days ->
        [one] nog één dag
       *[other] nog { $days } dagen
    }

minutes =
    { $count ->
        [0] minder dan een minuut
       *[other] { $count } min
    }
hours = { $count } uur
days = { $count } dagen

ago = { $span } geleden
just_now = zojuist

waits = Wacht op een mens
waits_for = Wacht { $span }
promised = beloofd: { $at }
overdue = te laat: beloofd om { $at }
unpromised = er is geen tijd beloofd
with = Bij { $name }
with_bot = Bij de gids
ready = Klaar
take = Overnemen
take_who = Neem gesprek { $token } over
reply = Antwoorden
reply_who = Antwoord in gesprek { $token }
hand_back = Teruggeven
hand_back_who = Geef gesprek { $token } terug aan de gids
conversation = Gesprek { $token }
snoozed = Rust tot { $at }
no_badge = Badge onbekend
between_questions = { $flow }: tussen twee vragen
what_goes_wrong = Wat gaat er mis? ({ $step })
