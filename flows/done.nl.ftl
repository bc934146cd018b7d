# Done: terugkijken, en wat je met een volgende badge doet.

recap =
    { $claimed_done ->
        [no] We zijn aan het eind van de route. Je badge is nog niet geclaimd, voor zover ik weet. Vergeet hem niet.{ $time_left ->
            [open] {" "}Ophalen kan tot en met { $deadline }.
            [last_day] {" "}Vandaag is de laatste dag.
           *[other] {""}
        }
        [skipped] We zijn aan het eind van de route. Je badge is nog niet geclaimd, voor zover ik weet. Vergeet hem niet.{ $time_left ->
            [open] {" "}Ophalen kan tot en met { $deadline }.
            [last_day] {" "}Vandaag is de laatste dag.
           *[other] {""}
        }
       *[other] <b>Gefeliciteerd!</b> 🎉 { $badge ->
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
    }

# Shown with the recap above it, and again after every answer.
what_now =
    Je backpack vind je altijd op <a href="https://www.edubadges.nl/?lang=nl">www.edubadges.nl</a>. Wil je nog iets doen?
    .share = Mijn badge ergens laten zien
    .next = Ik heb nog een edubadge
    .employer = Hoe controleert een werkgever dit?
    .keep = Hoe houd ik mijn badges?

# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte (June 2026).
how_employers_check =
    Een werkgever heeft alleen je link nodig, geen account. Zo gaat het controleren:
    1. De werkgever opent je link en kijkt of het adres begint met <code>https://www.edubadges.nl</code>.
    2. Hij of zij tikt op <b>Verifieer</b>.
    3. Er verschijnt een lijst: voor wie de badge is, wie hem gaf, wanneer, en of hij nog geldig is. Ook staat er of je naam is gecontroleerd.{ $badge_link ->
        [unknown] {""}
       *[other] {"\u000A"}4. Wil je het zelf proberen? Jouw link: { $badge_link }
    }

# Source: myconext, model/UserInactivity.java and cron/InactivityMail.java (August 2026): deleted after five years.
keep_eduid =
    Je badges horen bij je eduID. Zo blijven ze van jou:
    • Log af en toe in bij <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>. Log je 5 jaar niet in, dan wordt je eduID verwijderd. Je krijgt daar vooraf mails over.
    • Krijg je een ander e-mailadres? Verander het bij <b>Je gegevens</b>, zolang je nog bij het oude kunt.
    • Verwijder je eduID niet en maak geen tweede. Met een nieuw eduID krijg je je oude badges niet terug.
    • Een koppeling met een instelling verloopt na 180 dagen. Je badges houd je.
