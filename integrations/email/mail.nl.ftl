# Wat in elke mail om de woorden van de gids heen staat.

sender =
    { $organisation ->
        [unknown] Badgewijzer
       *[other] { $organisation } (Badgewijzer)
    }
language = Nederlands
read_below = Nederlands hieronder
choose = Kies een antwoord
    .open = Een antwoord met een link opent een pagina waar je het nog bevestigt. Je kunt ook gewoon op deze mail antwoorden, met een nummer of in je eigen woorden.
    .write = Antwoord op deze mail met een nummer of in je eigen woorden.
write = Je kunt gewoon op deze mail antwoorden, in je eigen woorden.
go_on = Verder in een ander kanaal, bij dezelfde stap
progress = Hoe ver je bent
commands = Dit kan ook altijd
from_us =
    { $organisation ->
        [unknown] Deze mail komt van Badgewijzer, een automatische gids voor edubadges.
       *[other] Deze mail komt van Badgewijzer, de automatische gids van { $organisation } voor edubadges.
    }
from_human =
    { $organisation ->
        [unknown] Dit bericht schreef een medewerker, via Badgewijzer.
       *[other] Dit bericht schreef een medewerker van { $organisation }, via Badgewijzer.
    }
unsubscribe = Geen mails meer over je badge? <a href="{ $link }">Meld je hier af</a>.
unsubscribe_by_mail = Geen mails meer over je badge? Stuur een lege mail naar <a href="mailto:{ $address }">{ $address }</a>.
