# Bezorging: wat niet aankwam, waarom, en wat je eraan doet.

heading = Bezorging
how_it_goes = Hoe loopt het?
health = Hoe loopt het, in één woord
    .well = Loopt
    .behind = Loopt achter
    .still = Staat stil
due = Moet nu weg
oldest = het oudste wacht { $span }
longest = langst { $span }
lane = Wie wacht waarop?
    .reply = Wachten op antwoord
    .reminder = Wachten op een herinnering
    .bulk = Wachten op een mailing
span_seconds = { $count } s
span_minutes = { $count } min
span_hours = { $count } uur
span_days = { $count } dagen

tabs = Wat ging mis
tab = Tabblad
    .failed = Niet verstuurd
    .events = Niet verwerkt
    .letters = Brieven apart
    .closed = Dichte mailboxen
about = Wat staat hier?
    .failed = Berichten die een kanaal weigerde, die te lang niet weg konden, of die door een fout van ons bleven liggen.
    .events = Wat deelnemers zeiden en wij door een fout niet konden verwerken. Is de fout opgelost? Verwerk het dan opnieuw.
    .letters = Mails waarvan niet zeker is wie ze schreef, of die niemand kan lezen. Opnieuw verwerken betekent: jij staat ervoor in.
    .closed = Adressen waar we niet heen mailen. We bewaren alleen een afdruk van zo'n adres, niet het adres zelf.
none = Niets
    .failed = Alles is verstuurd.
    .events = Alles is verwerkt.
    .letters = Er liggen geen brieven apart.
    .closed = Er is geen mailbox dicht.

what = Wat
why_not = Waarom
channel = Kanaal
since = Sinds
tries = Pogingen
conversation = Gesprek
how_many = Aantal
address = Het adres …
all_here = Kies alles op deze pagina
pick_all = Kies alles op deze pagina
pick = Kies: { $what }, gesprek { $token }
older = Oudere
is_shut = dicht
kind = Soort
    .message = Bericht
    .card = Voortgangskaart
    .picture = Plaatje
    .request = Vraag aan een dienst
    .alarm = Herinnering
    .nobody = Bericht dat niemand kwam
    .news = Nieuws
    .notice = Seintje aan medewerkers
    .desk = Bericht aan medewerkers
why = Waarom niet?
    .ours = Een fout van ons
    .gave_up = Te lang geprobeerd: het kanaal was er niet
    .shut = Het adres is dicht: geblokkeerd, of het bestaat niet meer
    .nobody = Er is niemand om het aan te sturen
    .refused = Het kanaal weigerde het
heard = Wat
    .events = Iets van een deelnemer
    .letters = Brief
heard_why = Waarom apart?
    .bug = Een fout van ons
    .newer = Wacht op een nieuwer programma
    .unproven = Niet zeker wie dit schreef
    .unreadable = Niet te lezen
do = Wat doe je?
    .retry = Verstuur opnieuw
    .drop = Laat vervallen
    .replay = Verwerk opnieuw
    .blocked = Is geblokkeerd
    .gone = Bestaat niet meer
    .free = Is weer goed
drop_sure = Laten vervallen? Dit kan niet ongedaan worden gemaakt.
nothing_picked = Er was niets gekozen. Er is niets veranderd.
did_retry = { $count ->
        [one] Eén gaat opnieuw op weg.
       *[other] { $count } gaan opnieuw op weg.
    } { $left ->
        [0] { "" }
       *[other] { $left } niet: het adres is dicht, of er is niets meer om te sturen.
    }
did_drop = { $count ->
        [one] Eén is vervallen.
       *[other] { $count } zijn vervallen.
    } { $left ->
        [0] { "" }
       *[other] { $left } waren er al niet meer.
    }
did_replay = { $count ->
        [one] Eén is opnieuw verwerkt.
       *[other] { $count } zijn opnieuw verwerkt.
    } { $left ->
        [0] { "" }
        [one] Eén mislukt weer, en blijft hier staan.
       *[other] { $left } mislukken weer, en blijven hier staan.
    }
did_blocked = { $count ->
        [one] Eén adres is dicht: daar gaat niets meer heen.
       *[other] { $count } adressen zijn dicht: daar gaat niets meer heen.
    }
did_gone = { $count ->
        [one] Eén adres is dicht: het bestaat niet meer.
       *[other] { $count } adressen zijn dicht: ze bestaan niet meer.
    }
did_free = { $count ->
        [one] Eén adres is weer open.
       *[other] { $count } adressen zijn weer open.
    }

closed = Waarom is een mailbox dicht?
    .gone = Bestaat niet
    .full = Een tijdje vol
    .complained = Noemde onze mail spam
    .unsubscribed = Afgemeld
    .not_me = Zei: dit is niet voor mij
    .erased = Liet alles wissen
mailbox = Is dit adres dicht?
ask_mailbox = Kijk
free_mailbox = Maak weer open
free_note = Open gaat alleen een adres dat niet bestond of vol was. Wie geen mail wil, kan dat alleen zelf veranderen.
wrong_mailbox = Dit is geen e-mailadres.
mailbox_is = Hoe staat het met dit adres?
    .open = Dit adres is open.
    .freed = Dit adres is weer open.
    .gone = Dit adres is dicht: het bestond niet toen we mailden.
    .full = Dit adres is een tijdje dicht: het was te vaak vol.
    .complained = Dit adres is dicht: onze mail werd spam genoemd.
    .unsubscribed = Dit adres is dicht: afgemeld.
    .not_me = Dit adres is dicht: het was niet voor hen.
    .erased = Dit adres is dicht: alles is gewist op hun verzoek.
