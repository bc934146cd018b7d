# Done: terugkijken, en wat je met een volgende badge doet.

recap =
    <b>Gefeliciteerd!</b> 🎉 { $badge ->
        [unknown] Je edubadge
       *[other] De edubadge <b>{ $badge }</b>
    }{ $institution ->
        [unknown] {""}
       *[other] {" "}van { $institution }
    } staat in je backpack.{ $public_done ->
        [no] {" "}Hij is nog privé. Openbaar maken kan altijd later.
        [skipped] {" "}Hij is nog privé. Openbaar maken kan altijd later.
       *[other] {" "}Hij is openbaar: iedereen met je link kan hem bekijken.
    }{ $shared_done ->
        [no] {""}
        [skipped] {""}
       *[other] {" "}En je hebt hem gedeeld. Goed gedaan!
    }

# Shown with the recap above it, and again after every answer.
what_now =
    Je backpack vind je altijd op <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>. Wil je nog iets doen?
    .share = Mijn badge ergens laten zien
    .next = Ik heb nog een edubadge
    .employer = Hoe controleert een werkgever dit?
    .keep = Hoe houd ik mijn badges?
    .no = Nee, ik ben klaar

# One tap, asked once for each badge.
how_was_it = Nog één ding: hoe ging het met deze hulp? Eén tik is genoeg. Zo zien we wat beter kan.
    .good = 😀 Goed
    .so_so = 😐 Ging wel
    .bad = 🙁 Niet goed

rated = Dank je. Daar doen we iets mee.

finished =
    { $claimed_done ->
        [word] Dan zijn we klaar. Veel plezier met je edubadge!
        [proof] Dan zijn we klaar. Veel plezier met je edubadge!
       *[other] Dan stoppen we hier.
    } Heb je later nog een vraag, of krijg je weer een edubadge? Kom dan gerust terug.
    .more = Ik wil toch nog iets
    .next = Ik heb nog een edubadge

# Source: edubadges-server, `apps/mainsite/settings.py`: after the last day an unclaimed award is deleted (June 2026).
not_yet =
    { $kind ->
        [requested] We zijn aan het eind van de route, maar voor zover ik weet heb je je edubadge nog niet geopend. Dat geeft niet: een badge die je aanvraagt, heeft geen laatste dag.
       *[other] We zijn aan het eind van de route, maar voor zover ik weet is je edubadge nog niet geclaimd (opgehaald). { $time_left ->
            [open] Dat kan tot en met <b>{ $deadline }</b>. Daarna wordt hij weggehaald.
            [last_day] Vandaag is de <b>laatste dag</b>.
            [passed] De laatste dag was { $deadline }. Kijk toch even of hij er nog staat.
           *[unknown] Wacht niet te lang, want hij blijft niet voor altijd klaarstaan.
        }
    }

    Wat wil je doen?
    .again = Nu verder met deze badge
    .have_it = Ik heb hem al
    .next = Het gaat om een andere edubadge
    .later = Later, nu even niet

