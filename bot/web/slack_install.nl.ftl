# Installeren in Slack: de pagina's voor een beheerder van een werkruimte.

heading = Badgewijzer in jullie Slack
lead = Zet Badgewijzer in jullie werkruimte. Wie daar een <b>edubadge</b> kreeg, wordt dan in een eigen gesprek geholpen, stap voor stap, in het Nederlands of het Engels.
go = Toevoegen aan Slack
who = Slack vraagt of je dit goedvindt. Mag je zelf geen apps toevoegen? Dan stuurt Slack je verzoek naar een beheerder. Is jullie organisatie een Enterprise-organisatie? Dan kan een beheerder daarvan Badgewijzer voor alle werkruimtes toevoegen.
may_heading = Wat Badgewijzer mag
may =
    – antwoorden aan wie Badgewijzer zelf een bericht stuurt
    – lezen wat in dat eigen gesprek staat, en wanneer iemand @Badgewijzer noemt
    – een startscherm laten zien, en luisteren naar <code>/edubadge</code>
may_staff = Slack noemt ook kanalen waar Badgewijzer lid van is, reacties en namen. Dat is voor het ene kanaal waarin onze medewerkers vragen beantwoorden. Ergens anders doen we er niets mee.
not_heading = Wat Badgewijzer niet doet
not =
    – meelezen in jullie kanalen
    – iets persoonlijks zeggen waar anderen het zien
    – vragen om een wachtwoord, om DigiD of om een code die eduID of je bank stuurt

done_heading = Badgewijzer is toegevoegd
done_where = Werkruimte:
done_go = Open Badgewijzer in Slack
next_heading = En nu?
next =
    1. Open Badgewijzer in Slack en typ <b>hallo</b>. Dan zie je wat een ander ziet.
    2. Vertel in een kanaal waar het om gaat: ‘Kreeg je een edubadge? Typ <code>/edubadge</code> of stuur @Badgewijzer een bericht.’
    3. Is Badgewijzer voor een hele organisatie toegevoegd? Kies dan bij Slack nog in welke werkruimtes hij te zien is.
stop_heading = Weer stoppen
stop = Een beheerder verwijdert Badgewijzer bij Slack, onder ‘Manage apps’. Onze toegang vervalt meteen en we sturen daar niemand meer iets. Opnieuw toevoegen kan altijd: dan gaan de gesprekken verder.

again = Opnieuw beginnen
failed_cancelled_heading = Je hebt Badgewijzer niet toegevoegd
failed_cancelled =
    Je bent bij Slack gestopt. Dat geeft niet: er is niets veranderd.

    Mag je zelf geen apps toevoegen? Stuur het adres van deze site dan naar een beheerder van jullie werkruimte.
failed_late_heading = Deze stap is al gedaan, of duurde te lang
failed_late =
    Tussen het begin en het einde mogen tien minuten zitten, en elke keer telt één keer.

    Heb je deze pagina opnieuw geladen? Kijk dan in Slack: Badgewijzer staat er waarschijnlijk al. Anders begin je opnieuw.
failed_elsewhere_heading = Dit begon niet in deze browser
failed_elsewhere =
    Hier kwam een antwoord van Slack binnen dat bij een andere browser hoort, of je browser bewaart geen cookies. Er is niets veranderd.

    Begin opnieuw en rond het in dezelfde browser af. Laat cookies voor deze site toe.
failed_refused_heading = Slack nam dit niet aan
failed_refused =
    Er is niets toegevoegd. Begin opnieuw.

    Gaat het weer mis? Vertel het dan aan wie Badgewijzer voor jullie draait: in het log staat bij <code>slack.install_refused</code> waarom.
failed_away_heading = Slack is nu niet te bereiken
failed_away = Dat ligt niet aan jou. Begin over een paar minuten opnieuw.
