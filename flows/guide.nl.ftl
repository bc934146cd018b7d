# Guide: de eerste mail aan wie van een instelling een edubadge kreeg en nog niets zei.

# Source: edubadges-server, `apps/directaward/models.py` and `apps/mainsite/settings.py`: what happens after the last day (June 2026)
letter =
    { $institution ->
        [unknown] Je hebt een edubadge gekregen: <b>{ $badge }</b>.
       *[other] { $institution } heeft je een edubadge gegeven: <b>{ $badge }</b>.
    } Dat is een digitaal bewijs van wat je hebt geleerd. Hij staat klaar, maar je moet hem zelf ophalen. { $time_left ->
        [passed] De laatste dag was <b>{ $deadline }</b>. Misschien is hij al weg. We kijken het samen na.
        [last_day] Vandaag is de <b>laatste dag</b>.
        [open] { $deadline_assumed ->
            [yes] Dat kan tot en met <b>{ $deadline }</b>. De precieze dag staat in de mail van edubadges.
           *[unknown] Dat kan tot en met <b>{ $deadline }</b>.
        }
       *[unknown] Dat kan maar een tijdje.
    }

    Ik ben Badgewijzer, de automatische gids { $organisation ->
        [unknown] bij je edubadge.
       *[other] van { $organisation }.
    } Ik help je, steeds één stap tegelijk. <b>Antwoord gewoon op deze mail.</b> Schrijf alleen: <b>beginnen</b>.

# Source: docs/privacy.md; edubadges-server, `apps/directaward/models.py`, notify_recipient: the mail of edubadges itself (June 2026)
about =
    <b>Waarom twee mails?</b> Edubadges stuurt je zelf meestal ook een mail: <i>Je hebt een edubadge ontvangen. You received an edubadge. Claim it now!</i> Die zegt dat je edubadge klaarstaat. Ik help je om hem op te halen.

    <b>Is dit echt?</b> Je hoeft mij niet te geloven. Typ zelf <b>edubadges.nl</b> in je browser, kies <b>Open je backpack</b> en log in met eduID. Heb je nog geen eduID? Dan maken we dat eerst. { $institution_page ->
        [unknown] { $institution ->
            [unknown] Twijfel je? Vraag het aan de school of universiteit waar je de cursus deed.
           *[other] Twijfel je? Vraag het aan { $institution }. Zoek het nummer of adres zelf op.
        }
       *[other] Twijfel je? Kijk op <a href="{ $institution_page }">de pagina van je school of universiteit</a>.
    } Om een wachtwoord, om DigiD of om een code die eduID of je bank je stuurt vraag ik je <b>nooit</b>.

    <b>Liever geen mail van mij?</b> Antwoord met <b>stop</b>. Ik bewaar je mailadres, deze edubadge en onze berichten om je te kunnen helpen, tot { $retention_days } dagen na je laatste bericht.

shall_we =
    Zullen we beginnen met je edubadge <b>{ $badge }</b>?
    .go_on = Beginnen
    .have_it = Ik heb hem al opgehaald
    .not_me = Dit is niet voor mij

not_me_sure =
    Is deze edubadge niet voor jou? Dan stop ik en wis ik dit gesprek. Dat kan ik niet terugdraaien.

    Weet je het zeker?
    .yes = Ja, stop en wis dit gesprek
    .no = Nee, hij is wel voor mij

# Source: docs/privacy.md (November 2026)
not_mine =
    Dank je, goed dat je het zegt. Je krijgt hier geen mail meer over. Wie ons je adres gaf, ziet dat de edubadge niet voor jou is. Wat ik van dit gesprek bewaarde, is gewist. Je hoeft niets te doen.
