# Geen mail meer: de pagina achter de link onder een mail.

heading = Geen mails meer over je badge?
lead = Dan sturen we <b>{ $mailbox }</b> geen herinneringen en geen uitleg meer. Je badge blijft gewoon voor je klaarstaan bij edubadges. Schrijf je ons zelf, dan krijg je nog wel antwoord.
go = Stuur geen mails meer
not_you = Niet jouw adres, of van gedachten veranderd? Sluit dan deze pagina. Er is niets gebeurd.
out_heading = Je krijgt geen mails meer van ons
out = <b>{ $mailbox }</b> krijgt geen herinneringen en geen uitleg meer. De mails van edubadges zelf staan hier los van. Schrijf je ons zelf, dan krijg je nog wel antwoord.
undo_lead = Per ongeluk?
undo = Stuur me toch mails
back = Goed zo: je krijgt weer mails van ons.
odd_heading = Deze link is niet heel
odd =
    Zo kunnen we niet zien om welk adres het gaat. Er is niets veranderd.

    Open de link uit de mail nog een keer, of stuur het woord <b>stop</b> als antwoord op de mail.
