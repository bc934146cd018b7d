# Reizen: elke route, wie waar is, en wat er nu niet werkt.

heading = Reizen
flows = Routes
flow_head = Route
here_now = Hier nu
conversations = Gesprekken
conversations_in = Gesprekken in { $flow }
explain_here = Zoveel deelnemers zijn nu bij een stap van deze route: van hen hoorden we de laatste 30 dagen iets, en ze zijn nog niet klaar.
rising = Plotseling meer dan anders
rise = { $count } deelnemers in het laatste uur; gewoon is { $usual }. Staat er iets stil? Zet het hieronder als storing.

kind = Wat voor stap is dit?
    .choose = vraag met antwoorden
    .careful = vraag die zeker moet zijn
    .ask = vraag, antwoord in eigen woorden
    .task = iets om zelf te doen
    .prove = inloggen bij eduID
    .do = vraag aan een ander systeem
    .say = vertelt iets
    .aside = vertelt iets voor later
    .problem = oplossing van een probleem
    .question = antwoord op een vraag
    .farewell = laatste woorden
    .notmine = laatste woorden, badge van een ander
    .disown = vertelt iets, en vergeet een login
part = Welk deel van de tekening?
    .usual = De gewone weg
    .further = Wat er verder kan gebeuren
by = Waardoor gaat het verder?
    .skip = Overslaan
    .proof = Na het inloggen
    .own_words = Een goed antwoord
outcome = Wat is het antwoord?
    .no_answer = geen antwoord
    .genuine = echt
    .revoked = ingetrokken
    .expired = verlopen
    .private = niet openbaar
    .tampered = er is aan geknoeid
    .elsewhere = van een andere site
    .lookalike = van een site die op edubadges lijkt
    .demo = van de oefensite
    .personal = naar een privé-adres
    .institution = naar een instellingsaccount
    .unclear = niet duidelijk
    .approved = goedgekeurd
    .requested = aangevraagd
    .denied = afgewezen
    .deleted = verwijderd
    .not_a_mail = geen mail van edubadges
    .same = hetzelfde
    .unknown = niet bekend
    .skip = Overslaan
if = In welk geval?
    .kind_institution = als de badge naar een instellingsaccount gaat
    .kind_personal = als de badge naar een privé-adres gaat
    .kind_requested = als de badge is aangevraagd
    .badge_unknown = als de badge nog niet bekend is
    .missing_way_institution = als de badge naar een instellingsaccount gaat
    .missing_way_personal = als de badge naar een privé-adres gaat
    .deadline_unknown = als de laatste dag niet bekend is
    .request_not_yet = als de badge nog niet is aangevraagd
    .request_waiting = als de aanvraag nog wacht
    .proven_yes = als een login dit al bewees
    .login_possible = als inloggen met eduID hier kan
    .log_in_said_no = als iemand liever niet inlogt
    .eduid_done_proof = als een login bewees dat er een eduID is
    .eduid_done_word = als iemand al zei een eduID te hebben
    .name_done_no = als de naam nog niet bevestigd is
    .name_step_idp_guest = als de bevestiging via een andere weg moet
    .name_step_none = als de naam niet bevestigd hoeft te zijn
    .institution_done_no = als de instelling nog niet gekoppeld is
    .institution_done_skipped = als het koppelen van de instelling is overgeslagen
    .name_how_unknown = als niet bekend is hoe de naam bevestigd is
    .backpack_done_no = als er nog geen backpack is
    .claimed_done_proof = als bewezen is dat de badge geclaimd is
    .claimed_done_word = als iemand al zei dat de badge geclaimd is
    .rated_unknown = als nog niet gevraagd is hoe het ging
    .public_done_no = als de badge nog niet openbaar is
    .public_done_skipped = als openbaar maken is overgeslagen
    .link_form_whole = als het een hele link is
if_cause = als de oorzaak is: { $cause }
otherwise = anders
and = { " " }en{ " " }
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
       *[other] { $count } deelnemers hier nu
    }
as_shown_by = Zoals getoond door
says_nothing = Deze stap zegt niets.
after_how = Na ‘Hoe doe ik dat?’:
explain_shown = Met een voorbeeldbadge. Leest een tekst anders voor een badge naar een privé-adres, naar een instellingsaccount, of een aangevraagde? Dan staan ze onder elkaar.

outages = Storingen
nothing_down = Er is geen storing gemeld.
new_outage = Storing melden
where = Waar hebben deelnemers er last van?
scope = systeem
    .eduID = het systeem eduID (alle stappen die eduID nodig hebben)
    .edubadges = het systeem edubadges (alle stappen die edubadges nodig hebben)
whole_flow = het deel ‘{ $flow }’ van de reis
scope_kind = Wat voor plek?
    .neighbour = Een systeem
    .flow = Een hele route
    .step = Eén stap
until = Tot wanneer (leeg: niet bekend)
text_nl = Wat deelnemers lezen, in het Nederlands
text_en = Wat deelnemers lezen, in het Engels
sample_nl = Leeg: eduID heeft een storing, naar verwachting tot 14:00. …
sample_en = Leeg: eduID has an outage, expected until 14:00. …
explain_outage = Deelnemers lezen dit boven de vraag, elke keer als ze hier komen. Zolang het duurt, sturen we hun geen herinneringen. Is het voorbij, dan hoort wie het las dat, overdag.
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
        [flow] Dit deel van de reis
        [step] Deze stap
       *[other] { $what }
    } heeft nu een storing{ $until ->
        [none] .
       *[other] , naar verwachting tot { $until }.
    } Je kunt even niet verder; je plek blijft bewaard. Ik laat het je weten als het weer werkt.
told = De storing is gemeld. Deelnemers lezen het vanaf nu.
ended = De storing is voorbij. Wie erover las, hoort dat.
was_over = Deze storing was al voorbij.
no_scope = Die plek is er niet. Er is niets gemeld.
odd_end = Kies een eind dat nog komt, binnen 30 dagen. Er is niets gemeld.
too_long = De tekst is te lang: hij mag { $count } tekens zijn. Er is niets gemeld.
