# De plaat met hoe ver je bent: wat erop staat, en dezelfde feiten in woorden.

site = Badgewijzer
of =
    { $organisation ->
        [unknown] {""}
       *[other] van { $organisation }
    }
count = { $gone } van { $all } stappen

badge =
    { $badge ->
        [unknown] Jouw edubadge
       *[other] { $badge }
    }
institution =
    { $institution ->
        [unknown] {""}
       *[other] { $institution }
    }

step =
    .eduid = eduID
    .name = Naam bevestigd
    .institution = Instelling gekoppeld
    .backpack = Backpack open
    .claimed = { $kind ->
        [requested] Aangevraagd en geopend
       *[other] Geclaimd
    }
    .public = Openbaar
    .shared = Gedeeld

# Hoe we het weten. "zelf gemeld": jij zei het, en wij keken het niet na.
how =
    .proof = gecontroleerd
    .word = zelf gemeld
    .skipped = overgeslagen
    .here = nu
    .no = nog te doen

left =
    { $safe ->
        [yes] Hij is van jou!
       *[no] { $time_left ->
            [open] { $days_left ->
                [one] Nog één dag
               *[other] Nog { $days_left } dagen
            }
            [last_day] Vandaag is de laatste dag
            [passed] De laatste dag is voorbij
           *[unknown] { $kind ->
                [requested] Er is geen laatste dag
               *[other] Laatste dag: niet bekend
            }
        }
    }
more =
    { $safe ->
        [yes] { $shared_done ->
            [no] Nu nog laten zien.
           *[other] Gefeliciteerd!
        }
       *[no] { $time_left ->
            [open] De laatste dag is { $deadline }.
            [last_day] Claim hem vandaag nog.
            [passed] Dat was { $deadline }.
           *[unknown] { $kind ->
                [requested] Je vroeg deze edubadge zelf aan.
               *[other] Die dag staat in de mail.
            }
        }
    }

# In woorden: onder de plaat, en voor wie hem niet ziet.
about =
    { $institution ->
        [unknown] { $badge ->
            [unknown] Zo ver ben je met je edubadge: { $gone } van { $all } stappen.
           *[other] Zo ver ben je met { $badge }: { $gone } van { $all } stappen.
        }
       *[other] { $badge ->
            [unknown] Zo ver ben je met je edubadge van { $institution }: { $gone } van { $all } stappen.
           *[other] Zo ver ben je met { $badge } van { $institution }: { $gone } van { $all } stappen.
        }
    }
