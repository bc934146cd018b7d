# Reizen: elke route, wie waar is, en wat er nu niet werkt.

heading = Reizen
flows = Routes
flow_head = Route
here_now = Hier nu
conversations = Gesprekken
conversations_in = Gesprekken in { $flow }
explain_here = Zoveel mensen zijn nu bij een stap van deze route: van hen hoorden we de laatste 30 dagen iets, en ze zijn nog niet klaar.
rising = Plotseling meer dan anders
rise = { $count } mensen in het laatste uur; gewoon is { $usual }. Staat er iets stil? Zet het hieronder als storing.

kind = Wat voor stap is dit?
    .choose = vraag met antwoorden
    .careful = vraag die zeker moet zijn
    .ask = vraag, antwoord in eigen woorden
    .task = iets om zelf te doen
    .prove = inloggen bij eduID
    .do = vraag aan een ander systeem
    .branch = kiest zelf, op grond van
    .mark = onthoudt iets
    .newaward = maakt plaats voor een andere badge
    .say = vertelt iets
    .aside = vertelt iets voor later
    .problem = oplossing van een probleem
    .question = antwoord op een vraag
    .farewell = laatste woorden
    .notmine = laatste woorden, badge van een ander
    .disown = vertelt iets, en vergeet een login
tick = Welke mijlpaal?
    .eduid = eduID
    .name = naam
    .institution = instelling
    .backpack = backpack
    .claimed = geclaimd
    .public = openbaar
    .shared = gedeeld
leads_to = leidt naar
back = terug naar de vraag
count_here = { $count ->
        [one] 1 persoon hier nu
       *[other] { $count } mensen hier nu
    }
as_shown_by = Zoals getoond door
says_nothing = Deze stap zegt niets.
after_how = Na ‘Hoe doe ik dat?’:
explain_shown = Met een voorbeeldbadge. Leest een tekst anders voor een badge naar een privé-adres, naar een instellingsaccount, of een aangevraagde? Dan staan ze onder elkaar.

outages = Storingen
nothing_down = Er is geen storing gemeld.
new_outage = Storing melden
where = Waar hebben mensen er last van?
scope = systeem
    .eduID = eduID (alle stappen die eduID nodig hebben)
    .edubadges = edubadges (alle stappen die edubadges nodig hebben)
scope_kind = Wat voor plek?
    .neighbour = Een systeem
    .flow = Een hele route
    .step = Eén stap
until = Tot wanneer (leeg: niet bekend)
text_nl = Wat mensen lezen, in het Nederlands
text_en = Wat mensen lezen, in het Engels
sample_nl = Leeg: eduID heeft een storing, naar verwachting tot 14:00. …
sample_en = Leeg: eduID has an outage, expected until 14:00. …
explain_outage = Mensen lezen dit boven de vraag, elke keer als ze hier komen. Zolang het duurt, sturen we hun geen herinneringen. Is het voorbij, dan hoort wie het las dat, overdag.
tell = Meld de storing
over = Het werkt weer
lasts = { $until ->
        [none] tot we zeggen dat het werkt
       *[other] tot { $until }
    }
outage_here = { $until ->
        [none] Storing:
       *[other] Storing tot { $until }:
    }
usual = { $what ->
        [none] Deze stap
       *[other] { $what }
    } heeft nu een storing{ $until ->
        [none] .
       *[other] , naar verwachting tot { $until }.
    } Je kunt even niet verder; je plek blijft bewaard. Ik laat het je weten als het weer werkt.
told = De storing is gemeld. Mensen lezen het vanaf nu.
ended = De storing is voorbij. Wie erover las, hoort dat.
was_over = Deze storing was al voorbij.
no_scope = Die plek is er niet. Er is niets gemeld.
odd_end = Kies een eind dat nog komt, binnen 30 dagen. Er is niets gemeld.
too_long = De tekst is te lang: hij mag { $count } tekens zijn. Er is niets gemeld.
