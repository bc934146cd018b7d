# Inloggen met eduID: de pagina achter de link van een lerende.

heading = Inloggen met eduID
whose =
    Deze link hoort bij het gesprek met Badgewijzer { $channel ->
        [telegram] op <b>Telegram</b>
        [slack] op <b>Slack</b>
        [email] per <b>mail</b>
       *[web] op <b>deze site</b>
    }{ $account ->
        [unknown] .
       *[other] {" "}van <b>{ $account }</b>.
    } Is dat jouw gesprek?
also =
    Wat we lezen, is ook te zien waar dit gesprek verder nog loopt: { $channel ->
        [telegram] op <b>Telegram</b>
        [slack] op <b>Slack</b>
        [email] per <b>mail</b>
       *[web] op <b>deze site</b>
    }{ $account ->
        [unknown] .
       *[other] {" "}({ $account }).
    }
read_heading = Wat Badgewijzer dan leest
# Source: OpenConext-myconext, myconext/eduid/APIController.java (August 2026): the links; the claims at SURFconext.
read =
    – het e-mailadres van je eduID
    – je naam, en of die bevestigd is
    – welke instellingen je hebt gekoppeld

    Zo zien we wat er al klaar is en wat er nog ontbreekt voor je badge. Je wachtwoord en je codes zien we nooit: inloggen doe je bij eduID zelf.
go = Ja, verder naar eduID
not_yours = Niet jouw gesprek, of kreeg je deze link van iemand anders? <b>Sluit dan deze pagina.</b> Er is niets gebeurd.

on_the_way = Je gaat naar eduID
on_the_way_lead = Dat gaat vanzelf. Kijk of er eduid.nl of surfconext.nl in de adresbalk staat voordat je iets invult.
on_the_way_go = Verder naar eduID

done_heading = Je bent ingelogd
it_counts = Je gesprek weet het al. Ga terug: daar ga je verder.
bring_back =
    { $channel ->
        [telegram] Nog één stap: laat in je gesprek op Telegram zien dat jij dit was.
        [slack] Nog één stap: typ deze code in je gesprek met Badgewijzer op Slack.
        [email] Nog één stap: stuur deze code als antwoord op onze mail.
       *[web] Nog één stap: typ deze code in het gesprek waaruit je kwam.
    }
back_to_telegram = Terug naar Telegram
or_code = Of typ daar deze zes cijfers:
code_only_there = De code is tien minuten geldig. Typ hem <b>alleen in je eigen gesprek</b> met Badgewijzer. Vraagt iemand erom? Geef hem niet.
back = Terug naar het gesprek
back_yourself = Ga terug naar je gesprek met Badgewijzer.
found_heading = Dit zagen we
found =
    – E-mailadres van je eduID: { $mail ->
        [unknown] onbekend
       *[other] <b>{ $mail }</b>
    }
    – Naam: { $name ->
        [unknown] onbekend
       *[other] <b>{ $name }</b>
    } { $how ->
        [confirmed] (bevestigd)
        [initials] (bevestigd, met alleen voorletters)
       *[own] (nog niet bevestigd)
    }
    – Gekoppelde instellingen: { $linked ->
        [unknown] geen
       *[other] <b>{ $linked }</b>
    }
kept = We bewaren hiervan wanneer je inlogde, je naam, je instellingen, en een onleesbaar merkteken van je e-mailadres om het te kunnen vergelijken. Wissen kan altijd: typ in het gesprek ‘wis mij’.

failed_late_heading = Deze link werkt niet meer
failed_late =
    Een link werkt één keer, tien minuten lang, in één browser.

    Ga terug naar je gesprek en typ <b>status</b>, of stel daar je vraag nog eens. Bij de volgende stap krijg je een nieuwe link.
failed_odd_heading = Dit hoort niet bij deze browser
failed_odd =
    Hier kwam een login binnen die niet in deze browser begon, of die al klaar was. Er is niets veranderd.

    Ga terug naar je gesprek en tik daar op de link. Open hem in dezelfde browser en rond het daar ook af.
failed_away_heading = eduID is nu niet te bereiken
failed_away = Dat ligt niet aan jou. Probeer het over een paar minuten opnieuw met dezelfde link, of ga in je gesprek verder zonder in te loggen.
failed_cancelled_heading = Je bent gestopt met inloggen
failed_cancelled = Dat geeft niet: er is niets veranderd. In je gesprek kun je verder zonder in te loggen, of later opnieuw inloggen.
failed_unmet_heading = Er ontbreekt nog een stap bij eduID
failed_unmet =
    Je bent ingelogd, maar de bevestiging die eduID vroeg is niet afgemaakt. Er is niets veranderd.

    Ga terug naar je gesprek: daar lees je hoe je die stap zet.
failed_failed_heading = Het inloggen lukte niet
failed_failed = Er ging iets mis tussen eduID en ons. Dat ligt niet aan jou, en er is niets veranderd. Probeer het later nog eens, of ga in je gesprek verder zonder in te loggen.
