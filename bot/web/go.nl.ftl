# Verder met een gesprek: de pagina achter de link in een mail.

heading = Verder met je gesprek
whose =
    { $mailbox ->
        [unknown] Deze link hoort bij een gesprek per mail met Badgewijzer.
       *[other] Deze link hoort bij het gesprek van de mailbox <b>{ $mailbox }</b> met Badgewijzer.
    } Is dat jouw mailbox? Kies dan waar je verder wilt. Je begint daar bij dezelfde stap.
to_telegram = Verder op Telegram
to_slack = Verder op Slack
to_web = Verder hier, in deze browser
to_code = Verder op een ander apparaat
by_mail = Of gewoon per <b>mail</b>: antwoord op onze mail. Dat kan altijd.
not_yours = Niet jouw mailbox, of kreeg je deze link van iemand anders? <b>Sluit dan deze pagina.</b> Er is niets gebeurd.
until = De link werkt één keer, tot en met { $day }.
elsewhere = Liever eerst verder in een ander kanaal?

passage_heading = Nog één stap
open_telegram_lead = Open Telegram en tik daar op Start.
open_telegram = Open Telegram
qr_heading = Telegram op een ander apparaat?
qr = Richt de camera van je telefoon op deze code.
qr_alt = QR-code die je gesprek in Telegram opent
code_heading = Of typ zes cijfers
code_telegram = Typ deze cijfers in je chat met Badgewijzer:
code_anywhere = Open Badgewijzer op je andere apparaat, begin daar een gesprek en typ deze zes cijfers:
code_slack_where = Open in Slack je eigen gesprek met Badgewijzer. Heb je dat nog niet? Typ in Slack <b>/edubadge</b> en ga naar het gesprek. Kent Slack dat niet, dan staat Badgewijzer niet in jouw werkruimte: kies een andere manier.
code_slack = Typ in dat gesprek deze zes cijfers:
code_only_there = De code en de knop werken één keer, tien minuten lang. Typ de code <b>alleen in je eigen gesprek</b> met Badgewijzer. Vraagt iemand erom? Geef hem niet.
other_way = Toch een andere manier kiezen

login_heading = Inloggen met eduID
login_whose =
    { $mailbox ->
        [unknown] Deze link hoort bij een gesprek per mail met Badgewijzer.
       *[other] Deze link hoort bij het gesprek van de mailbox <b>{ $mailbox }</b> met Badgewijzer.
    } Is dat jouw mailbox?
to_login = Ja, log in met eduID
login_next = Na het inloggen zie je zes cijfers. Stuur die als antwoord op onze mail, dan weten we dat jij het was.

closed_used_heading = Deze link is al gebruikt
closed_used =
    Voor de veiligheid werkt hij één keer. Je gesprek gaat verder waar je hem gebruikte, en ook gewoon per mail.

    Wil je op nog een plek verder? Antwoord op onze mail met <b>status</b>: dan krijg je een nieuwe link. Was jij het niet die hem gebruikte? Antwoord dan met <b>medewerker</b>.
closed_late_heading = Deze link werkt niet meer
closed_late = Zijn tijd is voorbij, of hij is ingetrokken. Antwoord op onze laatste mail met <b>status</b>: dan krijg je een nieuwe link.
closed_unknown_heading = Deze link kennen we niet
closed_unknown =
    Misschien is hij niet helemaal meegekomen. Open hem nog eens vanuit onze laatste mail, of antwoord op die mail met <b>status</b>: dan krijg je een nieuwe.

    Kreeg je deze link van iemand anders? Gebruik hem dan niet.
to_chat = Naar het gesprek in deze browser
