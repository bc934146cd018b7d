# Toekenningen: wat instellingen aanleverden en hoe ver de deelnemers zijn.

heading = Toekenningen
bring_in = Bestand inlezen
none_yet = Er zijn nog geen toekenningen
none_yet_how = Een instelling kent edubadges toe met een CSV-bestand. Lees hier hetzelfde bestand in. Je ziet eerst wat erin staat, en daarna kun je iedereen een mail sturen en volgen hoe ver ze zijn.
none_yet_who = Jij kunt zelf geen bestand inlezen. Vraag het een coördinator of beheerder.
none_such = Hier is niets mee.
what = Wat
since = Ingelezen
deadline = Laatste dag
campaign = Mailing
badge = Edubadge
institution = Instelling
language = Taal van de deelnemers
language_unknown = Niet bekend: de eerste mail is in beide talen
unknown = Niet bekend
any = Alles
all = Alle
show = Tonen
older = Oudere
too_few = Minder dan { $smallest }: dit zien alleen collega's die mogen weten wie het zijn.
by_badge = Per edubadge
by_badge_why = Hoe ver is iedereen die deze edubadge kreeg, uit alle bestanden samen?
so_many_badges = { $count ->
        [one] één edubadge
       *[other] { $count } edubadges
    }
so_many_institutions = { $count ->
        [one] één instelling
       *[other] { $count } instellingen
    }
only_changes = Alleen wijzigingen

count = Aantal
    .rows = Toegekend
    .invited = Gemaild
    .under_way = Onderweg
    .undeliverable = Niet bezorgd
    .complained = Noemden het spam
    .unsubscribed = Afgemeld
    .answered = Antwoordden
    .claimed = Opgehaald
    .public = Openbaar

campaign_is = Hoe staat de mailing ervoor?
    .none = Nog niet gemaild
    .running = Loopt
    .paused = Staat stil
    .done = Klaar
    .cancelled = Gestopt

# Inlezen

new_heading = Bestand inlezen
new_lead = Kies het bestand waarmee de instelling de edubadges toekent. Je ziet eerst wat inlezen zou doen. Er verandert nog niets.
file = CSV-bestand
file_note = Met puntkomma's, komma's of tabs. Hooguit { $most } MB; een groter bestand leest een beheerder in met <code>badgewijzer awards import</code>. Uit Excel: bewaar het als CSV UTF-8.
badge_note = Voor rijen zonder kolom Badge.
institution_note = Voor rijen zonder kolom Institution.
deadline_note = Tot en met welke dag kan de badge opgehaald worden? Leeg: 82 dagen vanaf vandaag, en dat staat er dan bij.
look = Bekijk wat erin staat
look_note = We bewaren alleen adres of account, edubadge, instelling en laatste dag.
nothing_to_do = Dit bestand verandert niets
all_known = { $known ->
        [one] De ene toekenning die erin staat, kenden we al.
       *[other] Alle { $known } toekenningen die erin staan, kenden we al.
    } Er is niets veranderd.
known_and_refused = Al bekend: { $known }. Geweigerd: { $refused }. Er is niets veranderd.
no_rows = Er staan geen rijen in. Er is niets veranderd.

wrong_nothing = Kies eerst een bestand.
wrong_large = Dit bestand is groter dan { $most } MB. Splits het, of laat een beheerder het inlezen. Er is niets bewaard.
wrong_empty = Dit bestand is leeg.
wrong_spreadsheet = Dit is een spreadsheet. Bewaar hem als CSV (in Excel: CSV UTF-8) en kies dat bestand.
wrong_same_columns = Twee kolommen betekenen hetzelfde: { $one } en { $other }. Laat er een weg.
wrong_no_columns = De eerste rij noemt geen kolom met adressen of accounts. Begin zoals de voorbeelden van edubadges: Recipient mailadres;Recipient EPPN, of Recipient mailadres;Recipient First name;Recipient Surname.
wrong_unreadable = Niet alles hierin is tekst. Bewaar het als CSV UTF-8.
wrong_no_text = Dit is geen tekst. Kies een CSV-bestand.
wrong_changed = Het bestand veranderde intussen. Kies het opnieuw.
wrong_overtaken = Een collega leest net een ander bestand in. Van dit bestand is niets bewaard. Probeer het zo nog eens.
wrong_deadline = De laatste dag is geen datum. Schrijf hem als 2026-12-31.
wrong_past = De laatste dag is al voorbij.
wrong_long = De naam van de edubadge of de instelling is langer dan { $most } tekens.
wrong_mailbox = Dit is geen e-mailadres.
wrong_empty_batch = In dit bestand staan geen toekenningen.
wrong_closed = Naar dat adres kunnen we niet mailen. Neem een ander.

look_heading = Klopt dit?
look_lead = Er is nog niets ingelezen.
found = Wat staat erin?
    .new = Nieuw
    .known = Al bekend
    .changed = Gewijzigd
    .refused = Geweigerd
column = Welke kolom?
    .deadline = laatste dag
    .institution = instelling
    .address = mailadres
assumed = Bij { $count } noemt niemand een laatste dag: we gaan uit van 82 dagen.
unused = Niet gebruikt
and_others = en nog { $count }
refused_rows = { $count ->
        [one] Eén rij geweigerd
       *[other] { $count } rijen geweigerd
    }
row = Rij { $row }:
row_first = rij { $row }
and_more = En nog { $count }.
bring_in_so_many = { $new ->
        [0] { $changed ->
            [one] Pas één toekenning aan
           *[other] Pas { $changed } toekenningen aan
        }
        [one] Lees één toekenning in
       *[other] Lees { $new } toekenningen in
    }
leave_it = Toch niet
look_after = Na het inlezen krijgt nog niemand een mail: die stuur je zelf, in de volgende stap.
brought_in = { $new ->
        [one] Ingelezen: één toekenning.
       *[other] Ingelezen: { $new } toekenningen.
    } Aangepast: { $changed }.
let_be = Er is niets ingelezen.

reason = Waarom is een rij geweigerd?
    .no_address = er staat geen e-mailadres
    .bad_address = dit is geen e-mailadres
    .no_account = er staat geen account (EPPN), en het bestand heeft er een kolom voor
    .bad_account = dit is geen account (EPPN); dat ziet eruit als id@instelling.nl
    .no_badge = er staat geen edubadge: noem hem in een kolom Badge, of hierboven in het formulier
    .long_badge = de naam van de edubadge is te lang
    .long_institution = de naam van de instelling is te lang
    .bad_deadline = dit is geen datum: schrijf 2026-12-31 of 31-12-2026
    .past_deadline = de laatste dag is al voorbij
    .far_deadline = de laatste dag is over meer dan twee jaar: een typefout?
    .our_address = dit is het adres van de gids zelf
    .no_reply = niemand leest wat op dit adres binnenkomt
    .twice = dezelfde edubadge voor dezelfde persoon stond er al
    .columns = er zijn meer cellen dan kolommen: een scheidingsteken in een tekst zonder aanhalingstekens?
    .quotes = de aanhalingstekens kloppen niet
    .long = te veel tekens: een aanhalingsteken dat niet sluit?
    .formula = de edubadge of de instelling is een formule: een naam begint niet met =, @, + of -
    .elsewhere = van een instelling waarvoor jij geen toekenningen inleest

# Eén bestand

brought_in_on = ingelezen op { $day }
deadline_is = laatste dag { $day }
how_far = Hoe ver zijn ze?
one_by_one = Eén voor één
stands = Stand
where = Waar
how_many = Aantal
whose = Van wie
file_row = Rij
mail = Mail
conversation = Gesprek
open_it = Openen
about = ongeveer
is_public = Openbaar
since_when = sinds { $when }
show_names = Adressen tonen
hide_names = Adressen verbergen
following = Volgende
first_page = Naar het begin
partly_yours = Dit bestand heeft ook toekenningen van andere instellingen. Die zie je hier niet. Mailen en terugdraaien kan alleen een collega die alles mag zien.
about_file = Over het bestand
mend_and_again = Verbeter deze adressen in je bestand en lees het opnieuw in.
undeliverable_rows = { $count ->
        [one] Eén rij: de mail kwam niet aan
       *[other] { $count } rijen: de mail kwam niet aan
    }
forget = Terugdraaien
forget_heading = Dit bestand terugdraaien?
forget_what = { $gone ->
        [0] Er is geen toekenning waarmee nog niemand begon. Alleen het bestand gaat weg.
        [one] Eén toekenning waarmee nog niemand begon, gaat weg.
       *[other] { $gone } toekenningen waarmee nog niemand begon, gaan weg.
    } { $left ->
        [0] Niemand is al begonnen.
        [one] Eén blijft bij de deelnemer die ermee bezig is.
       *[other] { $left } blijven bij de deelnemers die ermee bezig zijn.
    } Dit kan niet ongedaan worden gemaakt.
forget_do = { $gone ->
        [0] Haal het bestand weg
        [one] Haal één toekenning weg
       *[other] Haal { $gone } toekenningen weg
    }
forgotten = Teruggedraaid. Weg: { $gone }. Gebleven bij hun deelnemer: { $left }.

mailed = Wat werd het met de mail?
    .none = Nog niet
    .owed = Onderweg
    .sent = Verstuurd
    .refused = Geweigerd
    .gone = Adres bestaat niet
    .complained = Noemde het spam
    .unsubscribed = Afgemeld

# Mailing

to_campaign = Bekijk de mailing
campaign_heading = Mailing
paused_itself = De mailing staat stil, omdat jullie mailserver ons weigert. Laat dat eerst oplossen; er is geen mail kwijt.
will_be_written_to = { $count ->
        [0] Niemand krijgt een mail
        [one] Eén deelnemer krijgt een mail
       *[other] { $count } deelnemers krijgen een mail
    }
skipped = Wie niet, en waarom?
    .claimed = { $count } niet: al opgehaald, of hij wacht niet meer
    .invited = { $count } niet: kregen al een mail
    .closed = { $count } niet: willen geen mail, of er komt geen mail aan
    .not_me = { $count } niet: zeiden dat het niet voor hen is
    .no_address = { $count } niet: geen e-mailadres in het bestand
    .past = { $count } niet: de laatste dag is voorbij
no_mail_here = Hier kan geen mail weg. Een beheerder stelt dat in met SMTP_URL en EMAIL_FROM.
goes_already = De mailing is al begonnen.
start = { $count ->
        [one] Mail één deelnemer
       *[other] Mail { $count } deelnemers
    }
start_note = De mails gaan een voor een weg, achter antwoorden aan deelnemers. Stilzetten kan altijd.
first_mail = Zo ziet de eerste mail eruit
mail_from = Van
mail_to = Aan
mail_subject = Onderwerp
try_to = Stuur hem ter proef naar
try = Proefmail sturen
try_note = Wie daarop antwoordt, heeft zelf een gesprek over deze edubadge.
tried = De proefmail is onderweg.
order = Wat moet de mailing?
    .pause = Stilzetten
    .resume = Verder
    .cancel = Stoppen
cancel_sure = De mailing stoppen? Wie nog geen mail kreeg, krijgt er geen.
ordered_start = De mailing is begonnen.
ordered_pause = De mailing staat stil.
ordered_resume = De mailing gaat verder.
ordered_cancel = De mailing is gestopt.

# Een groep

cohort_hidden = Dit zijn er minder dan { $smallest }. Hoe ver ze zijn, zien alleen collega's die mogen weten wie het zijn.
cohort_claimed = { $total ->
        [one] { $claimed ->
            [0] De ene edubadge is nog niet opgehaald
           *[other] De ene edubadge is opgehaald
        }
       *[other] { $claimed } van de { $total } zijn opgehaald
    }
cohort_stuck = { $count ->
        [one] één deelnemer loopt vast bij { $at }
       *[other] { $count } lopen vast bij { $at }
    }
cohort_stuck_elsewhere = { $count ->
        [one] één ergens anders
       *[other] { $count } ergens anders
    }
cohort_human = { $count ->
        [one] één praat met een medewerker
       *[other] { $count } praten met een medewerker
    }
cohort_silent = { $count ->
        [one] één antwoordde nog niet
       *[other] { $count } antwoordden nog niet
    }
cohort_unreached = { $count ->
        [one] één kreeg de mail niet
       *[other] { $count } kregen de mail niet
    }
cohort_table = Hoe ver ze zijn, geteld
all_of_badge = Iedereen die deze edubadge kreeg, uit alle bestanden samen
to_awards = Naar alle toekenningen
standing = Hoe staat het ervoor?
    .claimed = Opgehaald
    .stuck = Loopt vast
    .under_way = Bezig
    .human = Met een medewerker
    .stopped = Zei stop
    .silent = Antwoordde nog niet
    .unreached = Mail kwam niet aan
    .unwritten = Nog niet gemaild
    .not_theirs = Niet voor hen
    .gone = Wacht niet meer
place = Waarbij?
    .start = het begin
    .eduid = eduID maken
    .name = de naam bevestigen
    .institution = het koppelen van de instelling
    .backpack = de backpack openen
    .claimed = het ophalen
    .public = openbaar maken
    .shared = delen

nudge = Herinner wie vastloopt
nudge_heading = Wie vastloopt herinneren
nudge_lead = Elke deelnemer krijgt één berichtje met waar die gebleven was, in het kanaal waar die het laatst schreef.
nudge_would = { $count ->
        [0] Niemand krijgt nu een berichtje
        [one] Eén deelnemer krijgt een berichtje
       *[other] { $count } deelnemers krijgen een berichtje
    }
nudge_not = Wie niet, en waarom?
    .human = { $count } niet: praten met een medewerker
    .stopped = { $count } niet: willen geen herinneringen
    .lately = { $count } niet: kregen in de laatste drie dagen al een berichtje
    .shut = { $count } niet: het laatste kanaal is dicht
    .outage = { $count } niet: er is een storing bij wat zij nodig hebben
    .claimed = { $count } niet: al opgehaald
nudge_silent = Ook wie nog nooit antwoordde
nudge_count_again = Tel opnieuw
nudge_do = { $count ->
        [one] Herinner één deelnemer
       *[other] Herinner { $count } deelnemers
    }
nudge_note = Tussen 9 en 20 uur, hooguit 500 tegelijk. Wie intussen zelf iets zegt, krijgt het niet meer.
nudged = { $count ->
        [0] Niemand is herinnerd: er was intussen niemand meer die het nodig had.
        [one] Eén deelnemer wordt herinnerd.
       *[other] { $count } deelnemers worden herinnerd.
    }
over = Deze blik op een bestand is voorbij
over_why = Er is niets ingelezen. Een collega keek intussen naar een ander bestand, of je liet het zelf los, of het is langer dan een dag geleden: er kan er één tegelijk open staan.
over_again = Kies het bestand opnieuw
