# De woorden van de pagina's zelf. Wat de gids zegt, staat in flows/.

site = Badgewijzer
skip = Naar de inhoud
skip_chat = Naar het schrijfveld
sandbox = <b>Oefenomgeving.</b> Nog geen instelling heeft deze gids ingericht. De links gaan naar nagemaakte sites.
sandbox_open = Oefen in de sandbox
sandbox_desk = Kijk mee als medewerker
other_language = English
    .title = Read this page in English
new_tab = opent in een nieuw tabblad

# De voorpagina
front_title =
    { $organisation ->
        [unknown] Badgewijzer: hulp bij je edubadge
       *[other] Badgewijzer van { $organisation }: hulp bij je edubadge
    }
front_heading = Hulp bij je edubadge
front_lead =
    Heb je een mail gekregen over een <b>edubadge</b>? Dat is een digitaal bewijs van iets wat je hebt geleerd. Badgewijzer helpt je om die op te halen en te laten zien, stap voor stap, in een chat.
front_points = In het kort
    .one = Eén vraag tegelijk, in gewone woorden
    .two = Stoppen en later verdergaan kan altijd
    .three = Geen app en geen wachtwoord nodig voor deze chat
front_go = Start de chat
front_go_note = Er gebeurt pas iets als je daar zelf op ‘Begin het gesprek’ tikt.
never_heading = Wat we nooit vragen
never = We vragen je <b>nooit</b> om een wachtwoord, om DigiD of om een code die eduID of je bank je stuurt. Betalen hoeft ook nooit.
genuine_heading = Is dit wel echt?
genuine =
    Goed dat je dat wilt weten. Je hoeft ons niet te geloven, je kunt het zelf nagaan:

    • Typ <b>edubadges.nl</b> of <b>eduid.nl</b> zelf in je browser, in plaats van op een link te tikken. Dat zijn de echte sites. Inloggen doe je alleen daar, nooit hier.
    { $organisation ->
        [unknown] • Bel of mail de school of organisatie waar je iets leerde. Zoek het nummer zelf op.
       *[other] • Bel of mail { $organisation }. Deze hulp is van hen. Zoek het nummer zelf op.
    }
    • Twijfel je nog? Begin dan niet. Deze pagina loopt niet weg.
front_verify = Kreeg je een edubadge te zien, als werkgever of opleiding? Controleer of hij echt is
guide_of =
    { $organisation ->
        [unknown] Een automatische gids voor edubadges.
       *[other] Een automatische gids van { $organisation }.
    }

# De chat, voor het begin
chat_title = Chat
begin_heading = Hallo! Zullen we beginnen?
begin_lead =
    { $organisation ->
        [unknown] Ik ben <b>Badgewijzer</b>, een automatische gids. Ik help je om je edubadge op te halen. Dat doen we samen, één stap tegelijk.
       *[other] Ik ben <b>Badgewijzer</b>, de automatische gids van { $organisation }. Ik help je om je edubadge op te halen. Dat doen we samen, één stap tegelijk.
    }
begin_never = Ik vraag je <b>nooit</b> om een wachtwoord, om DigiD of om een code van eduID of je bank.
begin_button = Begin het gesprek
begin_stored = Als je begint, bewaren we dit gesprek. Een cookie onthoudt dat het van jou is. Verder volgt niets je.
begin_doubt = Twijfel je? Kijk eerst hoe je nagaat of dit echt is.

# De chat
conversation = Gesprek
said_by_guide = Badgewijzer:
said_by_you = Jij:
you_opened = Je opende de chat
older = Toon oudere berichten
newest = Terug naar het nieuwste bericht
answers = Antwoorden
earlier_answers = Andere antwoorden
chosen = Gekozen:
commands = Altijd mogelijk
card_picture = Als plaatje
card = Zo ver ben je
composer = Schrijf een bericht
    .hint = Enter verstuurt je bericht. Met Shift en Enter begin je een nieuwe regel.
send = Stuur
follow_heading = Je opende een link
follow_lead = Er loopt hier al een gesprek. Wil je verder met wat er in de link staat?
follow_button = Ga verder met deze link
new_message = Nieuw bericht
sending = Wordt verstuurd
typing = Badgewijzer schrijft
offline = Geen verbinding. We proberen het steeds opnieuw; wat je al verstuurde, is bewaard.
online = Er is weer verbinding.
status_human = { $human } helpt je nu in dit gesprek.
status_waiting = Een medewerker leest met je mee zodra die tijd heeft. Je hoeft niet te wachten: het antwoord komt hier te staan.

# Als er iets misgaat
fail_unavailable = Je bericht kon nu niet worden bewaard. Het staat er nog: probeer het zo nog eens.
fail_unavailable_tap = Dat kon nu niet worden bewaard. Probeer het zo nog eens.
fail_too_long = Je bericht is te lang: { $length } tekens, en er passen er { $limit } in. Maak het korter of verstuur het in stukken.
fail_odd = Dat konden we niet lezen. Probeer het nog eens.
fail_forbidden = Dit kwam niet van onze eigen pagina. Open de chat opnieuw en probeer het nog eens.
fail_over = Dit gesprek is hier niet meer open. Je kunt opnieuw beginnen.
error_back = Naar de chat
error_front = Naar de voorpagina
error_kept = Je bericht
error_again = Probeer het opnieuw
error_403_title = Dat mag hier niet
error_403 = Deze pagina of knop werkt alleen vanuit onze eigen chat. Er is niets veranderd.
error_404_title = Deze pagina is er niet
error_404 = Misschien is de link niet helemaal overgekomen. Er is niets mis met je edubadge.
error_500_title = Er ging iets mis bij ons
error_500 = Dat ligt aan ons, niet aan jou. Probeer het over een paar minuten nog eens. Je gesprek is bewaard.
error_503_title = Even geduld
error_503 = We kunnen er nu niet bij. Dat ligt aan ons, niet aan jou. Probeer het over een minuut nog eens. Je gesprek is bewaard.
error_other_title = Dat konden we niet lezen
error_other = Er is niets veranderd. Ga terug naar de chat en probeer het nog eens.
