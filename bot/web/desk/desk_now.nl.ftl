heading = Nu
waiting = Wacht op een mens
waiting_none = Niemand wacht. Vraagt iemand om een mens, dan zie je dat hier meteen.
stuck = Loopt vast
stuck_none = Niemand loopt vast.
all_of_them = Bekijk ze allemaal
undelivered = Niet bezorgd
undelivered_none = Alles is bezorgd.
failed = { $count ->
        [0] Niets geweigerd.
       *[other] { $count } geweigerd of opgegeven.
    }
aside = { $count } apart gezet.
to_delivery = Naar Bezorging
owed = bericht
    .message = Bericht
    .card = Kaart met voortgang
    .picture = Afbeelding
    .request = Vraag aan een ander systeem
    .alarm = Herinnering
    .nobody = Bericht dat er niemand kwam
    .news = Nieuws over het gesprek
    .notice = Melding aan medewerkers
    .desk = Bericht aan medewerkers
outcome = uitkomst
    .refused = geweigerd
    .gave_up = opgegeven na veel pogingen
    .set_aside = apart gezet door een fout bij ons
steps = Waar iedereen is
steps_what = Hoeveel deelnemers op weg zijn naar elke mijlpaal, van wie de laatste 30 dagen iets van zich liet horen
learners = Deelnemers
calls = Iemand vraagt om een mens: { $where }
rising = Plotseling meer dan anders:
rise = { $count } deelnemers in het laatste uur; gewoon is { $usual }.
