# Diagnose: waarom een badge er niet staat, en wat helpt. Wat niet bewezen is, heet waarschijnlijk.
# De namen van knoppen: edubadges-ui 9.1.0, src/locale/nl.js (juni 2026), en myconext-gui/src/locale/nl (augustus 2026).

# Source: edubadges-server, apps/directaward/models.py, award (June 2026): both addresses must be the same, in lower case.
award_address =
    Op welk e-mailadres kreeg je de mail over je badge? Dan kijk ik of dat het adres van je eduID is{ $eduid_mail_shown ->
        [unknown] .
       *[other] {""}: <b>{ $eduid_mail_shown }</b>.
    }

    Typ het adres hieronder. Ik vergelijk het, en bewaar het zelf niet.
    .this_one = Op het adres van mijn eduID
    .dont_know = Dat weet ik niet

compare =
    Ik vergelijk de adressen. Een moment …

# Source: edubadges-server, apps/directaward/models.py, award (June 2026); myconext, myconext-gui/src/routes (August 2026):
# a new address cannot be one that has an eduID already.
other_address =
    { $sure ->
        [proven] Gevonden: je badge en je eduID hebben niet hetzelfde e-mailadres. Zo komt de badge niet in je backpack.
       *[probably] Waarschijnlijk is dit het: je badge en je eduID hebben niet hetzelfde e-mailadres.
    }{ $award_mail_shown ->
        [unknown] {""}
       *[other] {""}
        • Je badge: <b>{ $award_mail_shown }</b>
    }{ $eduid_mail_shown ->
        [unknown] {""}
       *[other] {""}
        • Je eduID: <b>{ $eduid_mail_shown }</b>
    }

    Heb je ook een eduID met het adres van de badge? Dan log je dáármee in. Anders verander je het adres van je eduID.
    .change = Ik verander het adres
    .other_eduid = Ik heb daar ook een eduID mee
    .lost = Ik kan niet meer bij dat adres
    .seen = Ik zie de badge nu

# Source: edubadges-server, apps/badgrsocialauth/providers/eduid/views.py (June 2026): badges hang on the eduID number.
other_eduid =
    Dan hoort je badge bij dat andere eduID. Log bij edubadges uit, met <b>Logout</b>, en log in met het eduID dat het adres van de badge heeft. Daar staat hij klaar.

    Samenvoegen kun je twee eduID's niet. Verwijder er geen: de badges die erbij horen, ben je dan kwijt.
    .log_in = Ik log daarmee in
    .lost = Ik kan daar niet meer in
    .seen = Ik zie de badge nu

# Source: edubadges-ui, src/routes/Login.svelte, and myconext, account-gui/src/routes/Stepup.svelte (August 2026): only an eduID without
# a confirmed name is asked for one.
log_in_with_this =
    Je naam is al bevestigd in het eduID dat ik zag{ $eduid_mail_shown ->
        [unknown] .
       *[other] {" "}(<b>{ $eduid_mail_shown }</b>).
    } Toch vraagt eduID erom. Waarschijnlijk log je bij edubadges in met een ander eduID. Log daar uit, met <b>Logout</b>, en log in met dit eduID.

# Source: edubadges-server, apps/directaward/models.py, award (June 2026): exactly the awarded account must be linked.
is_it_linked =
    Je badge is toegekend aan je account bij { $institution ->
        [unknown] een instelling
       *[other] <b>{ $institution }</b>
    }. Je eduID is gekoppeld met { $linked_shown ->
        [unknown] een instelling
       *[other] <b>{ $linked_shown }</b>
    }. Is dat dezelfde?
    .yes = Ja, dat is dezelfde
    .no = Nee, dat is een andere

# Source: edubadges-server, apps/directaward/models.py, award (June 2026): exactly the awarded account must be linked.
not_linked =
    { $sure ->
        [proven] Dit ontbreekt nog:
       *[probably] Waarschijnlijk ontbreekt dit nog:
    } je eduID is niet gekoppeld met { $institution ->
        [unknown] de instelling die je de badge geeft
       *[other] <b>{ $institution }</b>
    }.

# Source: edubadges-server, apps/directaward/models.py, award, and wiki.surfnet.nl, Uitreiken (June 2026): one person has an
# account as a student and another as an employee.
other_role =
    { $sure ->
        [proven] Gevonden: { $institution ->
            [unknown] de instelling
           *[other] <b>{ $institution }</b>
        } is gekoppeld, maar met een ander account dan waarop je badge staat.
       *[probably] Waarschijnlijk staat de badge op je andere account.
    } Koppel ook dat: dat van medewerker als je nu als student gekoppeld bent, of andersom.

# Source: myconext, myconext-gui/src/locale and application.yml, linked_accounts (August 2026): valid for 180 days.
valid_until =
    Een koppeling geldt 180 dagen, en ik zie niet hoe oud die van jou is. Kijk op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> bij <b>Je gegevens</b>, bij { $institution ->
        [unknown] je instelling
       *[other] { $institution }
    }. Wat staat er bij <b>geldig tot</b>?
    .open = Een dag die nog komt
    .passed = Een dag die voorbij is
    .dont_know = Dat kan ik niet vinden

# Source: myconext, application.yml, linked_accounts (August 2026): valid for 180 days.
lapsed =
    Dan is je koppeling verlopen, en waarschijnlijk ligt het daaraan. Koppel opnieuw. Badges die je al hebt, blijven van jou.

# Source: wiki.surfnet.nl, Uitreiken (August 2026): the accounts of a student and an employee differ.
two_roles =
    Heb je bij { $institution ->
        [unknown] die instelling
       *[other] { $institution }
    } twee accounts: één als student en één als medewerker?
    .yes = Ja, ik heb er twee
    .no = Nee, ik heb er één

# Source: edubadges-server, apps/directaward/models.py and apps/mainsite/management/commands/award_scheduled_direct_awards.py
# (June 2026): a scheduled award is seen, and its mail sent, on its day.
scheduled =
    Gevonden: je badge is klaargezet voor later. Hij staat pas in je backpack op de dag die de instelling koos. Je hoeft niets te doen. Meestal krijg je die dag een mail.
    .wait = Dan wacht ik daarop
    .seen = Ik zie de badge nu

# Source: edubadges-server, apps/badgrsocialauth/providers/eduid/views.py (June 2026): the eduID is read anew at every login.
log_in_anew =
    Wat ik weet, klopt. Waarschijnlijk kent edubadges je eduID nog zoals het was: het leest je gegevens alleen bij het inloggen.

    Log bij <a href="https://www.edubadges.nl/?lang=nl">edubadges</a> uit, met <b>Logout</b>, en log weer in. Kijk dan in <b>Mijn backpack</b>. Wat zie je?
    .seen = Ik zie de badge nu
    .still = Nog steeds niet

# Source: edubadges-server, apps/directaward/serializer.py (June 2026): addresses are typed by the institution, and mails can be
# switched off.
post_known =
    Krijg je andere mail van { $institution ->
        [unknown] de instelling
       *[other] { $institution }
    } wel, op het adres van je eduID?
    .yes = Ja, die krijg ik daar
    .no = Nee, of ik weet het niet

# Source: edubadges-ui, src/routes/students (June 2026), and edubadges-server, apps/mainsite/utils.py (June 2026): the mails.
look =
    { $award_status ->
        [gone] Deze badge wacht niet meer op je. Dan is hij al geclaimd, geweigerd, verlopen of weggehaald.
       *[other] Wat ik weet, klopt.
    } Kijk nog één keer in <b>Mijn backpack</b> en in je mail. Wat zie je?
    .found = Ik zie de badge nu
    .nothing_at_all = Niets, hij staat er niet
    .claimed = Hij staat er al, zonder Unclaimed
    .mail_expired = Mail: Your edubadge has been deleted
    .mail_deleted = Mail: Awarded eduBadge has been…
    .revoked = Hij staat in het archief
    .rejected = Ik heb hem geweigerd
    .old_badges_gone = Mijn oude badges zijn ook weg
    .other_page = Een andere pagina of melding

# Source: edubadges-ui, src/locale/nl.js, and myconext, account-gui/src/locale (August 2026): what these pages say.
which_page =
    Wat staat er op je scherm?
    .demo = Demo omgeving
    .portal = Sorry, je hebt geen toegang
    .almost_there = Je bent er bijna
    .terms = Voorwaarden die ik niet wil
    .spinner = De pagina blijft laden
    .none_of_these = Iets anders

# Source: edubadges-ui, src/routes/students/DirectAward.svelte (June 2026): the dialog shows the name that will be printed.
whose_name =
    Staat er in het venster precies <b>{ $eduid_name }</b>?
    .eduid = Ja, precies zo
    .other = Nee, een andere naam

# Source: myconext, myconext-gui/src/locale (August 2026); edubadges-server, apps/badgrsocialauth/providers/eduid/views.py (June 2026).
own_name =
    Dan komt de naam uit je eduID, zoals jij hem invulde. Verander hem op <a href="https://mijn.eduid.nl">mijn.eduid.nl</a> bij <b>Je gegevens</b>, of bevestig je naam daar. Log daarna bij edubadges uit, met <b>Logout</b>, en weer in.

# Source: myconext, myconext-gui/src/locale (August 2026); edubadges-server, apps/badgrsocialauth/providers/eduid/views.py (June 2026).
confirmed_name =
    Dan komt de naam uit je eduID, zoals een instelling of een ander hem bevestigde. Laat hem eerst dáár verbeteren. Ga dan naar <a href="https://mijn.eduid.nl">mijn.eduid.nl</a>, <b>Je gegevens</b>. Verwijder de oude naam bij <b>Beheer je bevestigde gegevens</b> en bevestig hem opnieuw. Log daarna bij edubadges uit, met <b>Logout</b>, en weer in.

# Source: edubadges-server, apps/mainsite/settings.py, EXPIRY_DIRECT_AWARDS_DELETION_THRESHOLD_DAYS (June 2026).
expired =
    { $sure ->
        [proven] De badge is
       *[probably] Waarschijnlijk is de badge
    } niet op tijd opgehaald. Na ongeveer 82 dagen wordt hij verwijderd. Alleen de instelling kan hem opnieuw geven.

# Source: edubadges-server, apps/directaward/api.py (June 2026).
deleted =
    De instelling heeft de badge weggehaald. De reden staat in de mail.

# Source: edubadges-server, apps/issuer/models.py (June 2026).
revoked =
    De instelling heeft de badge ingetrokken. De reden staat in het <a href="https://www.edubadges.nl/archived?lang=nl">archief</a>.

# Source: edubadges-server, apps/directaward/api.py (June 2026).
rejected =
    Had je hem al geclaimd? Open hem dan in je backpack en tik op <b>Accepteer deze edubadge</b>. Zo niet, dan kan alleen de instelling hem opnieuw geven.

# Source: edubadges-server, apps/directaward/api.py (June 2026).
no_longer_waiting =
    De badge wacht niet meer op je. Waarom, ziet alleen de instelling.

# Source: edubadges-server, apps/directaward/models.py (June 2026).
lost_address =
    De badge staat op een adres waar je niet meer bij kunt. De instelling kan hem opnieuw toekennen, aan het adres van je eduID.

# Source: edubadges-server, apps/directaward/models.py, award (June 2026).
issuer_name =
    Dan gaf de instelling die naam mee bij de badge. Tik op <b>Annuleer</b> en claim hem nog niet: alleen de instelling kan de naam verbeteren.

# Source: edubadges-server, apps/directaward/serializer.py (June 2026).
typo =
    Waarschijnlijk heeft de instelling een ander adres van je, of zit er een typefout in.

# Source: edubadges-server, apps/directaward/serializer.py (June 2026).
not_sent =
    Waarschijnlijk is de badge nog niet aan je toegekend, of is hij aan een ander adres toegekend.

# Source: edubadges-server, apps/directaward/api.py (June 2026).
only_they_know =
    Dan kan alleen de instelling zien wat er misgaat.

# Source: edubadges-ui, src/locale/nl.js (June 2026): the address for what goes wrong at edubadges itself.
ask_edubadges =
    Alles past bij elkaar, en de badge wacht op je. Dan gaat er waarschijnlijk iets mis bij edubadges zelf. Mail naar <b>support@edubadges.nl</b>. Deze tekst kun je kopiëren:

    <code>{ $badge ->
        [unknown] Mijn edubadge
       *[other] De edubadge { $badge }
    }{ $institution ->
        [unknown] {""}
       *[other] {" "}van { $institution }
    } wacht volgens de instelling op mij, maar staat niet in mijn backpack. Mijn eduID past erbij, en ik ben opnieuw ingelogd.{ $eduid_mail_shown ->
        [unknown] {""}
       *[other] {" "}Mijn eduID: { $eduid_mail_shown }.
    }{ $deadline ->
        [unknown] {""}
       *[other] {" "}Laatste dag: { $deadline }.
    } Kunt u zien wat er misgaat?</code>

    Zet je naam erbij, en het e-mailadres van je eduID voluit.
    .seen = Ik zie de badge nu
    .wait = Ik wacht op antwoord

# Source: myconext, public-gui/src/routes/Support_NL.jsx (August 2026): the help desk of eduID.
ask_eduid =
    Dan kan de helpdesk van eduID je helpen. Mail naar <b>help@eduid.nl</b>. Deze tekst kun je kopiëren:

    <code>Ik heb twee eduID's en kan bij één ervan niet meer inloggen.{ $award_mail_shown ->
        [unknown] {""}
       *[other] {" "}Dat heeft het adres { $award_mail_shown }.
    }{ $eduid_mail_shown ->
        [unknown] {""}
       *[other] {" "}Mijn andere eduID heeft het adres { $eduid_mail_shown }.
    } Er wacht daar een edubadge op mij{ $badge ->
        [unknown] {""}
       *[other] {""}: { $badge }
    }{ $institution ->
        [unknown] .
       *[other] {" "}van { $institution }.
    }{ $deadline ->
        [unknown] {""}
       *[other] {" "}Laatste dag: { $deadline }.
    } Hoe kom ik weer in dat eduID?</code>

    Zet je naam erbij, en beide e-mailadressen voluit.
    .seen = Ik zie de badge nu
    .wait = Ik wacht op antwoord
