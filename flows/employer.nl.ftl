# Employer: iemand die een badge te zien kreeg.

# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte (June 2026): anybody can check a public badge, without an account.
what =
    Je hebt een edubadge van iemand gezien. Controleren kan iedereen, zonder account en zonder kosten. Je hebt alleen de <b>link</b> van de badge nodig.

    Wat wil je weten?
    .check = Bekijk een badge voor mij
    .genuine = Is deze badge echt?
    .whose = Is hij echt van deze persoon?
    .worth = Wat zegt deze badge?
    .school = Moeten wij hem als opleiding erkennen?
    .issue = Kunnen wij zelf edubadges geven?
    .no = Dat was alles

# Source: edubadges-ui, src/routes/students/ShareDialog.svelte (June 2026).
paste_link =
    Plak hier de <b>link</b> van de badge. Ik vraag dan bij edubadges na of hij echt is.

    De link begint met <code>https://www.edubadges.nl/public/assertions/</code>. Heb je alleen een plaatje? Vraag dan om de link, of typ <b>overslaan</b>.

look = Een moment, ik vraag het na bij edubadges.

# Source: edubadges-server, apps/public/public_api.py (June 2026): what the public page and the validation tell.
is_genuine =
    ✅ <b>Deze badge is echt</b> en nu geldig. Dat zegt edubadges zelf.

    • Badge: { $checked_shown_badge ->
        [unknown] zonder naam
       *[other] <b>{ $checked_shown_badge }</b>
    }{ $checked_size ->
        [unknown] {""}
       *[other] {" "}({ $checked_size })
    }
    • Gegeven door: { $checked_giver ->
        [unknown] dat staat er niet bij
       *[other] { $checked_giver }
    }{ $checked_issued_on ->
        [unknown] {""}
       *[other] , op { $checked_issued_on }
    }
    • Geldig: { $checked_expires_on ->
        [never] zonder einddatum
        [unknown] zonder einddatum
       *[other] tot { $checked_expires_on }
    }
    • Voor: { $checked_holder ->
        [unknown] de naam staat er niet bij
       *[other] <b>{ $checked_holder }</b>. { $checked_holder_confirmed ->
            [yes] Deze naam is <b>bevestigd</b>, bijvoorbeeld door een school of bank.
           *[other] Deze naam is <b>niet bevestigd</b>: de eigenaar vulde hem zelf in.
        }
    }

    Vergelijk de naam met een identiteitsbewijs.{ $verify_link ->
        [unknown] {""}
       *[other] {" "}Alles wat de badge vertelt, staat op <a href="{ $verify_link }">onze controlepagina</a>.
    }

# Source: edubadges-server, apps/issuer/models.py, `expires` (June 2026).
is_expired =
    ⏳ <b>Deze badge is verlopen.</b> Hij is echt, maar { $checked_expires_on ->
        [never] niet meer geldig
        [unknown] niet meer geldig
       *[other] was geldig tot { $checked_expires_on }
    }.

    { $checked_shown_badge ->
        [unknown] {""}
       *[other] Het gaat om <b>{ $checked_shown_badge }</b>{ $checked_giver ->
            [unknown] {""}
           *[other] {" "}van { $checked_giver }
        }.{" "}
    }Wil je weten of de kennis nog actueel is? Vraag het de eigenaar of de instelling.{ $verify_link ->
        [unknown] {""}
       *[other] {" "}Alles wat de badge vertelt, staat op <a href="{ $verify_link }">onze controlepagina</a>.
    }

# Source: edubadges-ui, page /404?public=true (June 2026): private and revoked badges show the same page.
is_private =
    🔒 <b>Hier is geen badge te zien.</b> Meestal staat hij nog op privé. Dat zegt niets over of hij echt is. Soms is de link niet heel, of is de badge ingetrokken (teruggenomen).

    Vraag de eigenaar om de badge openbaar te maken en de link opnieuw te kopiëren.

# Source: edubadges-server, apps/public/public_api.py (June 2026): `revoked`.
is_revoked =
    ⛔ <b>Deze badge is ingetrokken</b>: de instelling heeft hem teruggenomen. Hij geldt niet meer.

    Wil je weten waarom? Vraag het de eigenaar of de instelling.

# Source: edubadges-server, apps/public/public_api.py, /public/assertions/validate (June 2026).
is_tampered =
    ⛔ <b>Vertrouw deze badge niet.</b> Edubadges vindt er zelf fouten in.

    Mail de link naar <b>support@edubadges.nl</b>: zij kunnen het uitzoeken. Vraag het ook de instelling die op de badge staat.

is_elsewhere =
    ❔ <b>Dit is geen badge van edubadges.</b> De link is van een andere site. Over badges van anderen kan ik niets zeggen.

    Zegt de eigenaar dat het een edubadge is? Vraag dan om de link die begint met <code>https://www.edubadges.nl/public/assertions/</code>.

# Source: edubadges-ui, src/App.svelte (June 2026): the domain of edubadges.
is_lookalike =
    ⛔ <b>Pas op: dit is een nagemaakte site.</b> De link lijkt op edubadges, maar is het niet. Open hem niet en vul er niets in.

    Vraag de eigenaar om de echte link. Die begint met <code>https://www.edubadges.nl/</code>.

# Source: edubadges-ui, header "Demo omgeving" (June 2026): badges there are for practice.
is_demo =
    ❔ <b>Dit is een oefenbadge.</b> Hij staat op de demosite van edubadges en bewijst niets.

    Vraag de eigenaar om de link van de echte badge. Die begint met <code>https://www.edubadges.nl/</code>.

cannot_look =
    ❔ <b>Ik kan het nu niet nakijken:</b> edubadges geeft geen antwoord. Dat zegt niets over de badge.

    Probeer het later nog eens. Of open de link zelf, kijk of hij begint met <code>https://www.edubadges.nl/</code>, en tik op <b>Verifieer</b>.

and_now =
    Wil je nog iets weten?
    .again = Nog een badge bekijken
    .more = Ik heb een andere vraag
    .no = Nee, dat was alles

bye =
    Graag gedaan. Heb je later nog een vraag? Typ hem hier gewoon.
    .more = Ik heb nog een vraag
    .own = Ik heb zelf een edubadge gekregen
