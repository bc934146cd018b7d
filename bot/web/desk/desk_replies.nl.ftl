# Standaardantwoorden en labels.

heading = Antwoorden en labels
replies = Standaardantwoorden
what_for = Deze teksten staan klaar bij elk gesprek, in de taal van de deelnemer. Wie ze gebruikt, kan ze nog aanpassen.
no_replies = Nog geen standaardantwoorden
new = Nieuw antwoord
name = Naam
in_dutch = Nederlandse tekst
in_english = Engelse tekst
add = Toevoegen
examples = Zes voorbeelden toevoegen
drop = Weghalen
drop_sure = Het antwoord “{ $name }” weghalen?
kept = Bewaard.
dropped = Weggehaald.
all_fields = Niet bewaard: vul de naam en de tekst in beide talen in.
too_long = Niet bewaard: de naam of een tekst is te lang.
name_taken = Niet bewaard: er is al een antwoord met die naam, of het is intussen weggehaald.
asks_for_secret = Niet bewaard: de tekst lijkt om een wachtwoord, code of nummer te vragen. Dat doen we nooit.

labels = Labels
label = Label
how_many = Gesprekken
no_labels = Nog geen labels
new_label = Nieuw label
label_name = Niet gemaakt: geef het label een naam van hoogstens 40 tekens.
taken = Niet gemaakt: dat label is er al.
label_made = Label gemaakt.
label_dropped = Label weggehaald.
label_drop_sure = Het label “{ $name }” weghalen, ook van de gesprekken die het hebben?
drop_label = Label { $name } weghalen

starter_where_is_it = Je edubadge wacht in je backpack op edubadges.nl. Log daar in met eduID. Zie je hem niet? Stuur me dan wat er op het scherm staat.
    .name = Waar vind ik mijn edubadge
starter_confirm_name = Je naam in eduID moet eerst bevestigd zijn. Dat doe je op eduid.nl bij Mijn gegevens. Kies daar je instelling of je bank.
    .name = Naam bevestigen
starter_link_institution = Koppel je instelling aan je eduID: op eduid.nl, bij Mijn gegevens. Log daarna bij edubadges uit en weer in.
    .name = Instelling koppelen
starter_no_mail = Kijk ook bij ongewenste mail. Staat hij daar niet? Vertel me dan naar welk adres je opleiding hem gestuurd kan hebben.
    .name = Geen mail gekregen
starter_make_public = Open je edubadge in je backpack en zet hem op openbaar. Daarna kun je de link delen.
    .name = Openbaar maken
starter_all_done = Fijn dat het gelukt is! De gids gaat nu verder met je. Veel plezier met je edubadge.
    .name = Gelukt
