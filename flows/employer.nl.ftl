# Employer: iemand die een badge te zien kreeg.

# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte (June 2026): anybody can check a public badge, without an account.
what =
    Je hebt een edubadge van iemand gezien. Controleren kan iedereen, zonder account en zonder kosten. Je hebt alleen de <b>link</b> van de badge nodig.

    Wat wil je weten?
    .genuine = Is deze badge echt?
    .whose = Is hij echt van deze persoon?
    .worth = Wat zegt deze badge?
    .school = Moeten wij hem als opleiding erkennen?
    .issue = Kunnen wij zelf edubadges geven?
    .no = Dat was alles

bye =
    Graag gedaan. Heb je later nog een vraag? Typ hem hier gewoon.
    .more = Ik heb nog een vraag
    .own = Ik heb zelf een edubadge gekregen
