heading = Mijn sessies
name = Naam
name_why = (zo zien deelnemers je)
address = Adres
role = Rol
scope = Instellingen
everybody = Alle
sessions = Waar ik ben ingelogd
lasts = Een sessie eindigt na een half uur zonder gebruik, en in elk geval na twaalf uur.
begun = Begonnen { $at }.
used = Laatst gebruikt { $at }.
this_one = deze
unknown_browser = Onbekende browser
end = Beëindigen
end_this = De sessie in { $browser } beëindigen
keys = Toetsen
keys_why = Met één letter doe je iets, zoals overnemen met t. Zet dat uit als je spraak gebruikt of per ongeluk toetsen indrukt. Het geldt in deze browser.
keys_on = De toetsen staan aan.
keys_off = De toetsen staan uit.
switch_on = Toetsen aanzetten
switch_off = Toetsen uitzetten
end_others = Alle andere beëindigen
ended = Die sessie is beëindigd.
was_over = Die sessie was al voorbij.
ended_others = { $count ->
        [one] De andere sessie is beëindigd.
       *[other] { $count } andere sessies zijn beëindigd.
    }
