# De pagina achter een keuze in een mail.

heading = Is dit je antwoord?
heading_command = Wil je dit?
asked = De vraag was
chosen = Je koos
go = Ja, stuur dit
instead = Toch iets anders? Sluit deze pagina, en kies een andere link in de mail of antwoord op de mail.
done_heading = Je antwoord is binnen
done = Je koos <b>{ $choice }</b>. Je krijgt zo een mail waarin we verdergaan. Deze pagina kun je sluiten.
before_heading = Dit antwoord had je al gegeven
before = Je koos al <b>{ $choice }</b>. Er is niets veranderd, en hier komt geen nieuwe mail op. Verder ga je in de laatste mail die je van ons kreeg. Deze pagina kun je sluiten.
late_heading = Deze link werkt niet meer
late =
    Een link in een mail werkt dertig dagen, en niet meer als je gesprek gewist is. Er is niets veranderd.

    Wil je verder? Antwoord dan gewoon op de mail, met een nummer of in je eigen woorden.
