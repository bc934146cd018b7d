# News: wat een mail van edubadges vertelt over een edubadge die niet (meer) klaarstaat.

# Source: edubadges-server, `apps/mainsite/management/commands/reminders_direct_awards.py` and `apps/directaward/api.py`: an award is deleted when it was not claimed in time, or by staff with a reason (June 2026)
was_deleted =
    { $badge ->
        [unknown] In je mail staat dat je edubadge is <b>verwijderd</b>.
       *[other] In je mail staat dat de edubadge <b>{ $badge }</b> is <b>verwijderd</b>.
    } Hij staat dan niet meer voor je klaar. Dat gebeurt als hij niet op tijd is opgehaald, of als de school of universiteit hem weghaalt. In dat geval staat de reden in de mail.

    Wat je nu kunt doen: vraag { $issuer_mail ->
        [unknown] { $support_email ->
            [unknown] { $institution ->
                [unknown] de school of universiteit
               *[other] { $institution }
            }
           *[other] <b>{ $support_email }</b>
        }
       *[other] <b>{ $issuer_mail }</b>
    } om hem opnieuw toe te kennen. Dan krijg je een nieuwe mail. Wat je al in orde maakte, zoals je eduID, blijft goed.
    .another = Ik heb een nieuwe of een andere
    .wait = Ik vraag het na

# Source: edubadges-ui, src/App.svelte and src/routes/students/BadgeDetails.svelte (June 2026): revoked badges stand in the archive, with the reason.
was_revoked =
    { $badge ->
        [unknown] In je mail staat dat je edubadge is <b>ingetrokken</b>.
       *[other] In je mail staat dat de edubadge <b>{ $badge }</b> is <b>ingetrokken</b>.
    } De school of universiteit heeft hem dan teruggenomen. Je vindt hem in het <a href="https://www.edubadges.nl/archived?lang=nl">archief</a>, met de reden erbij.

    Dat kan alleen { $institution ->
        [unknown] de school of universiteit
       *[other] { $institution }
    } herstellen. Vraag daar waarom, en of je hem opnieuw kunt krijgen.
    .another = Ik heb een nieuwe of een andere
    .wait = Ik vraag het na

# Source: edubadges-server, `apps/lti_edu/api.py`: a request is denied by the issuer, with or without a reason (June 2026)
was_denied =
    { $badge ->
        [unknown] In je mail staat dat je aanvraag is <b>afgewezen</b>.
       *[other] In je mail staat dat je aanvraag voor <b>{ $badge }</b> is <b>afgewezen</b>.
    } Dat is jammer. Soms staat de reden erbij. Zo niet: { $support_email ->
        [unknown] vraag het aan je docent of aan de plek waar je de cursus deed.
       *[other] vraag het aan je docent, of mail naar <b>{ $support_email }</b>.
    } Vaak ontbreekt alleen een bewijs of een uitleg. Dan kun je hem opnieuw aanvragen.
    .anew = Ik vraag hem opnieuw aan
    .another = Ik heb een andere edubadge
    .wait = Ik vraag het na
