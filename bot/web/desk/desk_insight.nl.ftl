# Inzicht: hoe trajecten verlopen.

heading = Inzicht
period = Periode
from = Van
to = Tot en met
all = Alles
show = Toon
not_known = niet bekend
preset = Welke periode?
    .last_7 = 7 dagen
    .last_30 = 30 dagen
    .last_90 = 90 dagen
    .school_year = Dit schooljaar
by = Per
    .channel = Kanaal
    .language = Taal
    .institution = Instelling
    .way = Manier
way = manier
    .personal = naar een privé-adres
    .institution = naar een instellingsaccount
    .requested = aangevraagd
until = Geteld tot { $when }.
not_counted = Nog niet alles is geteld: na een upgrade duurt dat een paar minuten.
explain = We tellen trajecten (één deelnemer met één edubadge) die in deze periode begonnen, met alles wat daarin sindsdien gebeurde. Groepen van minder dan { $count } laten we nooit zien, en ook niet wat je er door aftrekken over te weten komt.
too_few = Met deze filters begonnen in deze periode minder dan { $count } trajecten: te weinig om te tonen zonder iets over personen te zeggen.
hidden_whole = Deze filters tonen we niet: je kunt er een groep van minder dan { $count } uit afleiden. Haal er een weg, of kies een langere periode.

begun = Begonnen
claimed = Geclaimd
claimed_since = daarvan geclaimd
in_time = Op tijd geclaimd
in_time_of = { $count ->
        [one] van 1 waarvan de laatste dag bekend is
       *[other] van { $count } waarvan de laatste dag bekend is
    }
median_days = Dagen tot claimen
quartiles = de helft { $low } tot { $high }
public = Openbaar gemaakt
human = Vroeg een mens
stopped = Gestopt
satisfied = Ging goed
journeys = { $count ->
        [one] 1 traject
       *[other] { $count } trajecten
    }
rated_by = { $count ->
        [one] 1 antwoord
       *[other] { $count } antwoorden
    }
rated_too_few = minder dan { $count } antwoorden
minutes = { $count } min
hours = { $count } u
days = { $count ->
        [one] 1 dag
       *[other] { $count } dagen
    }

table = Welke tabel?
    .steps = Stappen
    .milestones = Mijlpalen
    .reasons = Waarom deelnemers stopten
    .days = Dagen van begin tot claimen
    .weeks = Begonnen per week
    .rated = Hoe het ging
    .compared = Vergelijken
explain_steps = Hoeveel er bij elke stap kwamen. Afgehaakt: hoeveel minder dan bij de stap ervoor. Tijd: de mediaan tot de volgende stap.
explain_milestones = Hoeveel zeiden of bewezen dat het gelukt is. Wie het al had bij het begin, telt ook mee.
step = Welke stap?
    .award = Welke badge
    .eduid = eduID
    .backpack = Backpack
    .claim = Claimen
    .share = Delen
    .done = Klaar
tick = Welke mijlpaal?
    .eduid = Heeft een eduID
    .name = Naam bevestigd
    .institution = Instelling gekoppeld
    .backpack = Backpack geopend
    .claimed = Geclaimd
    .public = Openbaar gemaakt
    .shared = Gedeeld
head = Wat staat er in deze kolom?
    .step = Stap
    .milestone = Mijlpaal
    .journeys = Trajecten
    .of_begun = Van begonnen
    .of_before = Van de vorige
    .lost = Afgehaakt
    .took = Tijd
    .hours = Uren (mediaan)
    .reason = Reden
    .days = Dagen
    .week = Week vanaf
    .begun = Begonnen
    .claimed = Geclaimd
    .rated = Antwoord
    .group = Groep
    .name = Naam
    .in_time = Op tijd geclaimd
    .in_time_known = Geclaimd met bekende laatste dag
    .public = Openbaar gemaakt
    .human = Vroeg een mens
    .stopped = Gestopt
    .median_days = Dagen tot claimen (mediaan)
    .good = Ging goed
    .rated_by = Zei hoe het ging
as_table = Als tabel
weeks_told = { $weeks ->
        [one] Eén week
       *[other] { $weeks } weken
    }: { $begun } trajecten begonnen, waarvan { $claimed } nu geclaimd.
weeks_hidden = { $count ->
        [one] 1 traject begon
       *[other] { $count } trajecten begonnen
    } in weken die we verbergen: minder dan { $smallest }, of ernaast.
no_week = In geen week begonnen er genoeg trajecten.
days_told = Een kwart binnen { $low } dagen, de helft binnen { $middle }, drie kwart binnen { $high }.
too_few_claimed = Er zijn er minder dan { $count } geclaimd.
stopped_told = { $count ->
        [one] 1 traject is gestopt; wie stopt, vragen we waarom. Antwoorden hoeft niet.
       *[other] { $count } trajecten zijn gestopt; wie stopt, vragen we waarom. Antwoorden hoeft niet.
    }
no_reasons = Niemand zei waarom.
other_reasons = Andere redenen, elk minder dan { $count }
group_hidden = { $count ->
        [one] 1 traject zit in een groep die we verbergen: minder dan { $smallest }, of ernaast.
       *[other] { $count } trajecten zitten in groepen die we verbergen: minder dan { $smallest }, of ernaast.
    }
