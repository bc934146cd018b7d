heading = Gesprekken
lists = Lijsten
tab = lijst
    .waiting = Wacht
    .stuck = Loopt vast
    .bot = Bij de gids
    .mine = Van mij
    .done = Klaar
    .all = Alle
find = Zoek in tekst en namen
any = Alle
show = Toon
clear = Wis filters
step = Stap
on_the_way_to = Op weg naar
in_part = In dit deel
channel = Kanaal
institution = Instelling
language = Taal
label = Label
deadline = Laatste dag
    .week = Binnen 7 dagen
    .month = Binnen 28 dagen
    .passed = Voorbij
    .none = Niet bekend
where = Waar en waarom
about = Badge en kanaal
who = Bij wie, en laatst gehoord
heard = Gehoord: { $ago }
actions = Wat je kunt doen
older = Volgende
first = Naar het begin
hits =
    { $count ->
        [1] 1 gesprek
       *[other] { $count } gesprekken
    }
found_none = Niets gevonden. Alle woorden moeten in hetzelfde gesprek staan; het laatste mag het begin van een woord zijn.
filtered_none = Geen gesprek in deze lijst past bij deze filters.
none_here = Bij de eerste 5.000 gesprekken past er geen. Verderop misschien wel.
none = leeg
    .waiting = Niemand wacht op een mens.
    .stuck = Niemand loopt vast.
    .bot = De gids is met niemand in gesprek.
    .mine = Jij hebt geen gesprekken. Neem er een over, dan staat het hier.
    .done = Nog niemand heeft een badge die geclaimd en openbaar is.
    .all = Er zijn nog geen gesprekken.
