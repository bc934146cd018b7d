# Remind: een seintje waar niet om gevraagd is. Kort, vriendelijk, en te stoppen.

# Source: edubadges-server, `apps/mainsite/settings.py`: after the last day an unclaimed award is deleted (June 2026)
deadline_near =
    { $badge ->
        [unknown] Een vriendelijk seintje over je edubadge.
       *[other] Een vriendelijk seintje over je edubadge <b>{ $badge }</b>.
    } { $time_left ->
        [passed] De laatste dag om hem op te halen was { $deadline }. Kijk toch even of hij nog klaarstaat.
        [last_day] Vandaag is de <b>laatste dag</b> om hem op te halen.
        [unknown] Hij staat nog voor je klaar.
       *[open] Je kunt hem ophalen tot en met <b>{ $deadline }</b>. { $days_left ->
            [one] Dat is <b>morgen</b>.
           *[other] Je hebt nog <b>{ $days_left } dagen</b>.
        }
    }

    Hieronder staat wat je nu kunt doen. Wil je geen herinneringen meer? Typ <b>stop</b>.

halfway =
    { $badge ->
        [unknown] Hallo, ik ben er nog. Je was bezig met je edubadge.
       *[other] Hallo, ik ben er nog. Je was bezig met je edubadge <b>{ $badge }</b>.
    } { $time_left ->
        [passed] De laatste dag was { $deadline }. Kijk toch even of hij nog klaarstaat.
        [last_day] Let op: vandaag is de <b>laatste dag</b>.
        [unknown] Als het je nu uitkomt, gaan we verder.
       *[open] { $days_left ->
            [one] Let op: morgen is de <b>laatste dag</b>.
           *[other] Je hebt nog <b>{ $days_left } dagen</b>, tot en met { $deadline }.
        }
    }

    Hieronder staat waar je was. Wil je geen herinneringen meer? Typ <b>stop</b>.
