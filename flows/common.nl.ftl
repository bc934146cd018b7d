# Common: wat bij elke vraag kan gebeuren, en de woorden die elke reis gebruikt.


## Wat je altijd kunt zeggen: knop, woorden die mensen typen, en de regel in het menu

command_help = Hulp
    .words = hulp, help me, help mij, hoe werkt dit, wat kan ik doen, menu, ik snap het niet, ik begrijp het niet
    .about = Zie wat je altijd kunt doen
command_status = Hoe ver ben ik?
    .words = hoe ver ben ik, hoever ben ik, waar ben ik, voortgang, overzicht, wat moet ik nog doen
    .about = Zie wat je al hebt gedaan
command_back = Terug
    .words = terug, vorige, ga terug, een stap terug, vorige vraag, vorige stap
    .about = Ga naar de vorige vraag
command_skip = Overslaan
    .words = overslaan, sla over, sla dit over, deze overslaan
    .about = Sla deze stap over
command_restart = Opnieuw beginnen
    .words = opnieuw beginnen, opnieuw, begin opnieuw, herstart, herstarten
    .about = Begin weer bij het begin
command_stop = Stoppen
    .words = stop, stoppen, stop maar, pauze, ik wil stoppen, geen herinneringen, afmelden
    .about = Stop even, zonder herinneringen
command_language = English
    .words = taal, andere taal, verander taal, taal veranderen
    .about = Wissel tussen Nederlands en Engels
command_human = Een mens spreken
    .words = medewerker, mens, een mens, iemand spreken, contact, helpdesk, klantenservice, ik wil iemand spreken
    .about = Vraag om een medewerker
command_questions = Veelgestelde vragen
    .words = vragen, veelgestelde vragen, ik heb een vraag, vraag, faq, onderwerpen
    .about = Zie wat anderen vragen, met antwoord
command_my_data = Mijn gegevens
    .words = mijn gegevens, mijn data, gegevens, welke gegevens heb je van mij, wat weet je van mij, inzage
    .about = Zie wat ik van je bewaar
command_erase = Wis mij
    .words = wis mij, wis mijn gegevens, wis alles, verwijder mij, verwijder mijn gegevens, vergeet mij
    .about = Laat alles van jou wissen
command_bot = Verder met de gids
    .words = verder met de gids, terug naar de gids, gids, bot, verder met de bot


## Gewone woorden die bijna altijd hetzelfde antwoord zijn

usual_yes =
    .words = ja, jep, jup, jawel, jazeker, natuurlijk, ja graag, graag, ja hoor, ja dat klopt, klopt, dat klopt, zeker, inderdaad, goed, prima, oké, ok, j
usual_no =
    .words = nee, neen, nee hoor, nee dank je, nee dank je wel, nee dankjewel, nee bedankt, nope, nog niet, klopt niet, dat klopt niet, helaas niet, n
usual_done =
    .words = klaar, gedaan, al gedaan, heb ik gedaan, heb ik al gedaan, ik heb het gedaan, gelukt, is gelukt, het is gelukt, ja gelukt, dat is gelukt, het werkt, ik ben klaar, af
usual_how =
    .words = hoe, hoe dan, hoe moet dat, hoe moet ik dat doen, ik weet niet hoe, hoe doe ik dat, uitleg, leg uit, meer uitleg
usual_problem =
    .words = lukt niet, lukt nog niet, het lukt niet, het lukt me niet, het lukt mij niet, het is niet gelukt, ik kom er niet uit, ik kom niet verder, mislukt, niet gelukt, probleem, werkt niet, het werkt niet, het gaat mis, fout, foutmelding, ik zit vast
usual_dont_know =
    .words = weet ik niet, weet niet, ik weet het niet, geen idee, dat weet ik niet, weet ik niet zeker, ik weet het niet zeker, misschien
usual_go_on =
    .words = verder, ga verder, doorgaan, door, ga door, volgende, beginnen, begin, laten we beginnen, kom maar op, start

usual_what =
    .words = wat is dat, wat is dit, wat is dat dan, wat is dat nou, wat is dat nu weer, wat bedoel je, wat bedoel je daarmee, wat betekent dat, wat houdt dat in, nooit van gehoord, ken ik niet
usual_why =
    .words = waarom, waarom dan, waarom dat, waarom moet dat, waarom is dat, waarvoor, waarvoor is dat, waar is dat voor, hoezo, hoezo dat, wat heb ik daaraan

usual_greeting =
    .words = hoi, hallo, hey, hé, hee, hai, hi, yo, goedemorgen, goedemiddag, goedenavond, goeiemorgen, goeiedag, goedendag, dag, moi, hallo daar, hoi hoi, hallo hallo, beste, hoi badgewijzer
usual_thanks =
    .words = dank je, dankje, dank je wel, dankjewel, dank u, dank u wel, bedankt, heel erg bedankt, hartelijk dank, dank, thanks, thx, tnx, merci, super bedankt, top bedankt, oké bedankt, ok bedankt, fijn dank je, lief dank je

speak_nl =
    .words = nederlands, in het nederlands, graag nederlands, nederlands graag, ik spreek nederlands, nl
speak_en =
    .words = engels, in het engels, graag engels, engels graag, ik spreek engels


## Knoppen die bij elke taak horen

answers =
    .done = Gelukt
    .how = Hoe doe ik dat?
    .problem = Het lukt niet
    .other = Iets anders
    .never_mind = Laat maar, ik probeer het nog eens

which_problem =
    Vervelend. We zoeken samen uit wat er aan de hand is.

    Wat gaat er mis?


## Wat je altijd kunt zeggen: de antwoorden

help =
    Kies een antwoord of typ het. Een <b>1</b> betekent: het eerste antwoord. Dit kan ook altijd:

    • <b>hoe ver ben ik</b>: zien wat er al klaar is
    • <b>terug</b>: naar de vorige vraag
    • <b>overslaan</b>: deze stap overslaan
    • <b>opnieuw beginnen</b>
    • <b>stop</b>: pauze, zonder herinneringen
    • <b>English</b>: verder in het Engels
    • <b>mens</b>: een medewerker om hulp vragen
    • <b>vragen</b>: veelgestelde vragen, met antwoord
    • <b>mijn gegevens</b>: zien wat ik van je bewaar
    • <b>wis mij</b>: alles van jou laten wissen

    En dit was de vraag:

status =
    { $steps_done ->
        [0] Je staat aan het begin. Dit zijn de { $steps_all } stappen:
       *[other] Je hebt { $steps_done } van de { $steps_all } stappen gehad:
    }

    { $eduid_mark } eduID: het account om mee in te loggen
    { $name_mark } Je naam laten bevestigen
    { $institution_mark } Je instelling koppelen
    { $backpack_mark } Je backpack openen: daar staan je edubadges
    { $claimed_mark } { $kind ->
        [requested] Aanvragen, en na goedkeuring openen
       *[other] Claimen: de edubadge in je backpack zetten
    }
    { $public_mark } Openbaar maken
    { $shared_mark } Delen

    ✅ is klaar, ➖ is overgeslagen, 👉 is nu aan de beurt. { $claimed_done ->
        [word] We gaan hier verder:
        [proof] We gaan hier verder:
       *[other] { $time_left ->
            [passed] De laatste dag om te claimen was { $deadline }.
            [last_day] Vandaag is de <b>laatste dag</b> om te claimen.
            [open] Claimen kan tot en met <b>{ $deadline }</b>.
           *[unknown] We gaan hier verder:
        }
    }{ $others ->
        [0] {""}
        [one] {" "}Daarna wacht er nog een edubadge op je{ $other_badge ->
            [unknown] .
           *[other] : <b>{ $other_badge }</b>.
        }
       *[other] {" "}Daarna wachten er nog { $others } edubadges op je.
    }

# Source: bot/turns.py: while a human has the word the bot says nothing (November 2026)
human_asked =
    Ik heb een medewerker gevraagd om je te helpen. Die kan lezen wat wij hier schreven. { $help_when ->
        [today] Je krijgt hier antwoord, uiterlijk <b>vandaag</b> om <b>{ $help_time }</b>. Eerder kan ook.
        [later] Je krijgt hier antwoord, uiterlijk <b>{ $help_day }</b> om <b>{ $help_time }</b>. Eerder kan ook.
       *[unknown] Je krijgt hier antwoord. Hoe snel dat gaat, weet ik niet.
    }

    Schrijf alvast wat je deed en wat je op het scherm zag. Stuur <b>nooit</b> een wachtwoord of code. { $support_email ->
        [unknown] Is het dringend? Over eduID en inloggen helpt <b>help@eduid.nl</b> je, over edubadges <b>support@edubadges.nl</b>.
       *[other] Is het dringend? Mail dan ook naar <b>{ $support_email }</b>.
    }

    Ik ben nu zelf stil. Wil je toch met mij verder? Kies dat hieronder, of typ <b>gids</b>.

# Source: contact addresses in edubadges-ui, `src/locale`, authError, and in OpenConext-myconext, `public-gui` help pages (June and August 2026)
human_nobody =
    Het spijt me: er is nog geen medewerker gekomen. Je vraag blijft staan, maar je hoeft niet te wachten. Deze mensen helpen je ook:

    { $support_email ->
        [unknown] • Over edubadges en je backpack: <b>support@edubadges.nl</b>
       *[other] • Over deze gids en je edubadge: <b>{ $support_email }</b>
    }
    • Over eduID en inloggen: <b>help@eduid.nl</b>
    { $institution ->
        [unknown] • Over de edubadge zelf: de school of universiteit waar je de cursus deed.
       *[other] • Over de edubadge zelf: { $institution }.
    }

    Wil je met mij verder? Kies dat hieronder, of typ <b>gids</b>.

# Source: contact addresses in edubadges-ui, `src/locale`, authError, and in OpenConext-myconext, `public-gui` help pages (June and August 2026)
human_silent =
    Op je laatste bericht is nog geen nieuw antwoord gekomen. Het blijft staan, en de medewerker kan het lezen. { $support_email ->
        [unknown] Wil je niet wachten? Over edubadges helpt <b>support@edubadges.nl</b> je, over eduID en inloggen <b>help@eduid.nl</b>.
       *[other] Wil je niet wachten? Mail dan naar <b>{ $support_email }</b>. Over eduID en inloggen helpt <b>help@eduid.nl</b> je.
    }

    Wil je met mij verder? Kies dat hieronder, of typ <b>gids</b>.

handed_back = Ik ben er weer, de automatische gids. We waren hier:

led = Een medewerker bracht je naar een andere stap. We gaan verder met:

staff_here = <b>{ $author }</b> (medewerker) leest nu met je mee en antwoordt je hier. Ik ben zolang stil.

staff_says = <b>{ $author }</b> (medewerker):

staff_rise = 📈 Plotseling meer dan anders: <b>{ $many }</b> mensen liepen het laatste uur vast op <b>{ $step }</b>; gewoon is { $often }. Is er een storing? Zet het op de balie bij Reizen, dan lezen mensen het.

staff_notice =
    Iemand vraagt om een mens: gesprek <b>{ $conversation }</b>.

    Kanaal: { $channel }. Taal: { $spoken }. Stap: { $step }. { $trouble ->
        [unknown] Oorzaak: niet bekend.
       *[other] Oorzaak: { $trouble }.
    }
    { $institution ->
        [unknown] Instelling: niet bekend.
       *[other] Instelling: { $institution }.
    } { $deadline ->
        [unknown] Laatste dag: niet bekend.
       *[other] Laatste dag: { $deadline }.
    }

    Lees het met <code>badgewijzer conversations show { $conversation }</code>

# Source: bot/desk.py (November 2026)
staff_how =
    Antwoord in deze draad: je bericht gaat naar de deelnemer, met je naam erbij. Wat de deelnemer schrijft, zie je hier ook. Vraag <b>nooit</b> om een wachtwoord of code.

    Klaar? Zet ✅ op dit bericht, of antwoord met alleen ✅. Dan gaat de gids verder.

staff_learner = <b>Deelnemer</b>:
staff_nameless = Helpdesk

staff_back_learner = De deelnemer gaat verder met de gids. Wat je hier nu schrijft, komt niet meer aan.
staff_back_staff = De gids gaat verder met de deelnemer, bij de vraag waar ze waren.

staff_taken = <b>{ $author }</b> heeft dit gesprek overgenomen op de balie.

staff_not_handed_back = Niet verstuurd: de gids is weer met deze deelnemer bezig. Vraagt de deelnemer opnieuw om een mens, dan komt hier een nieuw bericht.
staff_not_erased = Niet verstuurd: dit gesprek is gewist. Er is niemand meer om te antwoorden.
staff_not_shut_out = Niet verstuurd: de deelnemer heeft de gids geblokkeerd. Pas als de deelnemer weer schrijft, kun je antwoorden.
staff_not_too_long = Niet verstuurd: je bericht is langer dan 3000 tekens. Stuur het in stukken.
staff_not_delivered = Niet aangekomen: het kanaal van de deelnemer nam je bericht niet aan. Schrijft de deelnemer weer, dan kun je opnieuw antwoorden.
staff_not_no_words = Niet verstuurd: ik kan alleen tekst doorgeven, geen bestand of plaatje.
staff_not_the_file = Je tekst is verstuurd, je bestand of plaatje niet: ik kan alleen tekst doorgeven.

again_human = Deze oplossing heb je al een paar keer gezien. Misschien kan een mens je beter helpen: typ <b>mens</b>.


## Wat nooit hierheen gestuurd moet worden

secret_code = Dat lijkt op een inlogcode. Ik heb hem doorgestreept en niet bewaard. Geef een code <b>nooit</b> aan iemand anders, ook niet aan mij: vul hem alleen in op de site die erom vraagt. Typte je een datum? Schrijf die dan zo: <i>22 juni</i>.

secret_password = Dat lijkt op een wachtwoord. Ik heb het doorgestreept en niet bewaard. Stuur een wachtwoord <b>nooit</b> in een chat of mail. Is dit het wachtwoord van een account van jou? Verander het dan voor de zekerheid.

secret_bsn = Dat lijkt op een burgerservicenummer (BSN). Ik heb het doorgestreept en niet bewaard. Wij hebben je BSN nooit nodig. Geef het alleen aan wie het van de wet mag vragen.

secret_iban = Dat lijkt op een rekeningnummer. Ik heb het doorgestreept en niet bewaard. Een edubadge kost je niets, en ik heb je rekeningnummer nooit nodig.


## Wat ik van je bewaar

# Source: docs/privacy.md (November 2026)
my_data =
    Dit weet ik van jou:

    • Edubadge: { $badge ->
        [unknown] niet bekend
       *[other] { $badge }
    }
    • Van: { $institution ->
        [unknown] niet bekend
       *[other] { $institution }
    }
    • Hoe hij komt: { $kind ->
        [personal] naar je eigen mailadres
        [institution] naar je account bij de instelling
        [requested] je vroeg hem zelf aan
       *[other] niet bekend
    }
    • Laatste dag: { $deadline ->
        [unknown] niet bekend
       *[other] { $deadline }
    }
    • Link naar je edubadge: { $badge_link ->
        [unknown] geen
       *[other] { $badge_link }
    }
    • Stappen: eduID { $eduid_mark } naam { $name_mark } instelling { $institution_mark } backpack { $backpack_mark } geclaimd { $claimed_mark } openbaar { $public_mark } gedeeld { $shared_mark }
    { $others ->
        [0] • Andere edubadges: geen
       *[other] • Andere edubadges die wachten: { $others }
    }
    { $pictures_kept ->
        [0] • Foto's voor de helpdesk: geen
       *[other] • Foto's voor de helpdesk: { $pictures_kept }, elk 7 dagen bewaard
    }
    { $messages_kept ->
        [unknown] • Onze berichten, en een nummer of adres waarmee ik je hier terugvind
       *[other] • Onze berichten: { $messages_kept }, sinds { $kept_since }, en een nummer of adres waarmee ik je hier terugvind
    }

    Alles verdwijnt vanzelf { $retention_days } dagen na je laatste bericht. Een kopie van alles krijg je { $support_email ->
        [unknown] bij de organisatie die deze gids aanbiedt
       *[other] via <b>{ $support_email }</b>
    }. Nu meteen wissen kan ook: typ <b>wis mij</b>.

erase_sure =
    Dan wis ik alles wat ik van je weet: onze berichten, je stappen en je herinneringen. Dat kan ik niet terugdraaien. Je edubadge, je eduID en je backpack blijven gewoon bestaan: die staan niet bij mij.

    Weet je het zeker?
    .yes = Ja, wis alles
    .no = Nee, bewaar het

erased = Alles wat ik van je wist, is gewist. Ik stuur je niets meer. Schrijf je me later weer, dan beginnen we opnieuw. Het ga je goed!


## Als ik het niet zeker weet

perhaps = Ik weet niet zeker of ik je goed begrijp. Staat je vraag tussen de antwoorden hieronder? Kies die dan. Anders was dit de vraag:

# Source: docs/privacy.md, "The bot never asks for a password, DigiD, or a code" (August 2026)
introduction =
    { $organisation ->
        [unknown] Hallo! Ik ben <b>Badgewijzer</b>, een automatische gids bij je <b>edubadge</b>.
       *[other] Hallo! Ik ben <b>Badgewijzer</b>, de automatische gids van { $organisation } bij je <b>edubadge</b>.
    } Ik bewaar onze berichten en je stappen om je te kunnen helpen. Om een wachtwoord, of om een code die eduID of je bank je stuurt, vraag ik je <b>nooit</b>.

first_answer = Welkom! Eerst het antwoord op je vraag:

in_doubt =
    Ik weet niet zeker of dit de naam is: <b>{ $in_doubt }</b>.

    Heet je edubadge zo? Kies anders nee, of typ meteen de naam.
    .yes = Ja, zo heet hij
    .no = Nee, zo heet hij niet

more_questions = Dat waren twee van je vragen. Stel de andere zo nog eens, dan beantwoord ik die ook.

greeting = Hallo! We gaan verder waar we waren:
thanks = Graag gedaan! We gaan verder waar we waren:

long_story = Dank je, dat is een heel verhaal. Lange berichten begrijp ik slecht, en ik bewaar ze niet. Vertel het in één korte zin, of typ <b>mens</b> voor een medewerker. Dit was de vraag:

also_waiting =
    { $others ->
        [one] Er wacht nog een edubadge op je
       *[other] Er wachten nog { $others } edubadges op je
    }{ $other_badge ->
        [unknown] {""}
       *[other] , eerst <b>{ $other_badge }</b>
    }{ $other_deadline ->
        [unknown] .
       *[other] , tot en met { $other_deadline }.
    } Die doen we hierna: eerst die met de dichtstbijzijnde laatste dag. Wat je voor de ene in orde maakt, telt ook voor de andere.

language_is = We gaan verder in het Nederlands. Liever Engels? Typ <b>English</b>.

skipped = Goed, die stap slaan we over.

cannot_skip = Deze vraag kan ik niet overslaan, want zonder antwoord weet ik niet hoe we verdergaan. Kies je <b>terug</b>, dan ga je naar de vorige vraag.

back_to = We gaan een stap terug.

first_question = Dit is de eerste vraag, dus verder terug kan niet.

old_button = Dat antwoord hoort bij een eerdere vraag. Daar zijn we al voorbij. Dit is de vraag van nu:

hello_again = Hallo, fijn dat je er weer bent. We waren hier gebleven:

new_award = Er is een nieuwe edubadge voor je, dus we beginnen een nieuwe ronde. Wat je al in orde hebt gemaakt, zoals je eduID, hoef je niet nog eens te doen.

invited =
    { $institution ->
        [unknown] Goed nieuws: er is nog een edubadge voor je.
       *[other] Goed nieuws: { $institution } heeft je een edubadge gegeven.
    } Ik help je om ook deze op te halen. Wat je al in orde hebt gemaakt, zoals je eduID, hoef je niet nog eens te doen. Liever geen berichten? Typ <b>stop</b>.

mail_known = Dank je. Wat in deze mail staat, wist ik al. We gaan verder waar we waren:

mail_of_another =
    { $mail_badge ->
        [unknown] Dank je voor je mail van edubadges.
       *[other] Je mail van edubadges gaat over een andere edubadge: <b>{ $mail_badge }</b>.
    } { $mail_news ->
        [deleted] Daar staat in dat die is verwijderd. Alleen wie hem gaf, kan hem opnieuw toekennen: vraag daar om.
        [revoked] Daar staat in dat die is ingetrokken. Vraag aan wie hem gaf waarom.
        [denied] Daar staat in dat je aanvraag is afgewezen. Vraag aan je docent waarom.
        [approved] Daar staat in dat je aanvraag is goedgekeurd. Die edubadge staat al in je backpack.
        [requested] Daar staat in dat je die hebt aangevraagd. Je krijgt een mail als de aanvraag is bekeken.
       *[other] Welke edubadge het is, kon ik er niet in vinden. Kopieer de tekst van de mail in je antwoord, of vertel het me hier.
    } We gaan verder waar we waren:

welcome_back =
    Welkom terug. { $here ->
        [eduid] Je bent bij de stap: je eduID.
        [name] Je bent bij de stap: je naam bevestigen.
        [institution] Je bent bij de stap: je instelling koppelen.
        [backpack] Je bent bij de stap: je backpack openen.
        [claimed] { $kind ->
            [requested] Je bent bij de stap: je edubadge aanvragen en openen.
           *[other] Je bent bij de stap: je edubadge claimen.
        }
        [public] Je bent bij de stap: je edubadge openbaar maken.
        [shared] Je bent bij de stap: je edubadge delen.
       *[other] Je hebt alle stappen gehad.
    } { $claimed_done ->
        [word] We gaan verder waar je was.
        [proof] We gaan verder waar je was.
       *[other] { $time_left ->
            [passed] De laatste dag om te claimen was { $deadline }.
            [last_day] Vandaag is de <b>laatste dag</b> om te claimen.
            [open] { $days_left ->
                [one] Je hebt nog één dag.
               *[other] Je hebt nog { $days_left } dagen.
            }
           *[unknown] We gaan verder waar je was.
        }
    }

link_used = Deze link is al eens gebruikt. Voor de veiligheid werkt hij maar één keer. We kunnen wel gewoon samen aan de slag.

link_unknown = Deze link ken ik niet. Misschien is hij oud of niet helemaal meegekomen. Dat geeft niet, we kunnen gewoon beginnen.

link_go_used = Deze link of code is al gebruikt. Voor de veiligheid werkt hij maar één keer. Wil je hier verder met je gesprek per mail? Antwoord op onze laatste mail met <b>status</b>: dan krijg je een nieuwe link.

link_go_late = Deze link of code is niet meer geldig. Een code werkt tien minuten. Open de link in onze laatste mail nog eens, of antwoord op die mail: dan krijg je een nieuwe.

link_go_unknown = Deze link hoort bij geen gesprek dat ik ken. Misschien is hij niet helemaal meegekomen. Open de link in onze laatste mail nog eens.

link_go_too_often = Er zijn te veel codes getypt die niet klopten. Voor de zekerheid kijk ik nu niet meer naar codes. Gebruik de knop of de QR-code op de pagina van onze link, of antwoord gewoon op onze mail. Een code van eduID of je bank geef je aan niemand.

link_go_here = Dit gesprek gaat hier al verder.

unclear_1 = Dat begreep ik niet goed. Kies een antwoord, of typ <b>1</b> voor het eerste, <b>2</b> voor het tweede, enzovoort.

unclear_2 = Ik begrijp je nog niet, dat ligt aan mij. Kies een van de antwoorden hieronder. Past er geen? Typ <b>overslaan</b>, <b>terug</b> of <b>hulp</b>.

# Source: contact addresses in edubadges-ui, `src/locale`, authError, and in OpenConext-myconext, `public-gui` help pages (June and August 2026)
unclear_3 =
    Ik kom er niet uit. Een mens kan je beter helpen:

    { $support_email ->
        [unknown] • Over edubadges en je backpack: <b>support@edubadges.nl</b>
       *[other] • Over deze gids en je edubadge: <b>{ $support_email }</b>
    }
    • Over eduID en inloggen: <b>help@eduid.nl</b>

    Wil je het hier nog eens proberen? Dit was de vraag:

card =
    { $badge ->
        [unknown] <b>Jouw edubadge</b>
       *[other] <b>{ $badge }</b>
    }

    { $eduid_mark } eduID
    { $name_mark } Naam bevestigd
    { $institution_mark } Instelling gekoppeld
    { $backpack_mark } Backpack open
    { $claimed_mark } { $kind ->
        [requested] Aangevraagd en geopend
       *[other] Geclaimd
    }
    { $public_mark } Openbaar
    { $shared_mark } Gedeeld

    { $claimed_done ->
        [word] { $shared_done ->
            [no] Hij is van jou. Nu nog laten zien.
           *[other] Hij is van jou. Gefeliciteerd!
        }
        [proof] { $shared_done ->
            [no] Hij is van jou. Nu nog laten zien.
           *[other] Hij is van jou. Gefeliciteerd!
        }
       *[other] { $time_left ->
            [passed] De laatste dag was { $deadline }.
            [last_day] Vandaag is de <b>laatste dag</b> om te claimen.
            [open] Claimen kan tot en met <b>{ $deadline }</b>.
           *[unknown] { $kind ->
                [requested] Een aangevraagde edubadge heeft geen laatste dag.
               *[other] Laatste dag: nog niet bekend.
            }
        }
    }

## Het onderwerp van een mail

letter_subject =
    { $badge ->
        [unknown] Over je edubadge
       *[other] Over je edubadge { $badge }
    }
letter_subject_guide = Haal je edubadge op: { $badge }
letter_subject_guide_both = Haal je edubadge op / Collect your edubadge: { $badge }


## De uitnodiging: voor een mail, een cursuspagina of een poster

# Source: edubadges-server, `apps/mainsite/settings.py`: an unclaimed award is deleted (June 2026)
invite =
    Heb je een edubadge gekregen? Dat is een digitaal bewijs van iets wat je hebt geleerd. Hij staat klaar, maar je moet hem zelf ophalen, en dat kan maar een tijdje.

    Badgewijzer is een gratis gids in een chat of per mail. Die helpt je stap voor stap: een eduID maken, je edubadge ophalen en hem laten zien, bijvoorbeeld op LinkedIn.

    Badgewijzer vraagt nooit om een wachtwoord, om DigiD of om een code die eduID of je bank je stuurt.{ $institution ->
        [unknown] {""}
       *[other] {" "}Twijfel je? Vraag het eerst aan { $institution }.
    }

invite_title = Haal je edubadge op
invite_telegram = In Telegram
invite_web = In je browser
invite_scan_telegram = Scan: open de gids in Telegram
invite_scan_web = Scan: open de gids in je browser


## Als het anders loopt

# Source: bot/turns.py, an event whose turn fails is set aside and heard again (August 2026)
sorry = Sorry, hier ging bij mij iets mis. Dat ligt niet aan jou. Je bericht is bewaard en de beheerders weten ervan. Probeer het straks nog eens.

# Source: bot/turns.py, an event for a newer program waits (August 2026)
sorry_later = Ik word nu net bijgewerkt. Je bericht is bewaard. Over een paar minuten ben ik er weer.

too_many = Je stuurt veel berichten tegelijk. Ik lees verder als het rustig is, over ongeveer een minuut.

elsewhere = Hier lezen anderen mee, daarom help ik je alleen in een privégesprek. Stuur mij daar een bericht, dan beginnen we.

answered_private = Ik antwoord je in ons privégesprek. Daar leest niemand mee.

open_private = Naar ons gesprek

stranger_foreign = Sorry, hier kan ik alleen mensen helpen die bij deze werkruimte horen. Vraag je eigen instelling of zij ook zo'n gids heeft.

stranger_bot = Sorry, ik praat alleen met mensen, niet met andere programma's.

home_known = Zo ver ben je met je edubadge:

home_new =
    { $organisation ->
        [unknown] Hallo! Ik ben <b>Badgewijzer</b>, een automatische gids bij je <b>edubadge</b>.
       *[other] Hallo! Ik ben <b>Badgewijzer</b>, de automatische gids van { $organisation } bij je <b>edubadge</b>.
    } Hier zie je straks hoe ver je bent. We praten in een privégesprek.


## Per mail

# Source: bot/post.py, what a letter may ask (August 2026)
withheld = Ik weet niet zeker genoeg dat deze mail van jou is om je gegevens te laten zien, iets te wissen of een login af te maken. Doe dat in een chat waarin je mij al spreekt. Of antwoord met <b>mens</b>, dan helpt een medewerker je. We waren hier:

unproven =
    Ik kreeg een mail van dit adres, maar ik kan niet zien of die echt van jou is. Daarom heb ik er niets mee gedaan. Een medewerker kan de mail nog bekijken.

    Zo lukt het wel: open mijn laatste mail aan jou en kies <b>Beantwoorden</b>. Doe dat vanaf het adres waar die mail naartoe ging.

    Heb je mij niets gestuurd? Dan hoef je niets te doen.

enough_mail =
    We hebben elkaar vandaag heel vaak gemaild. Daarom antwoord ik nu even niet meer vanzelf. Ik heb een medewerker gevraagd om je verder te helpen. Die leest wat je schreef, en ook wat je nu nog schrijft.

    Wil je toch met mij verder? Antwoord dan morgen met <b>bot</b>.

unreadable_too_big = Je mail was te groot, dus ik kon hem niet lezen. Antwoord nog eens zonder bijlagen, met alleen de tekst die ik nodig heb.

unreadable_too_hard = Je mail kon ik niet openen. Schrijf me een nieuw antwoord met alleen gewone tekst, zonder bijlagen.

unreadable_encrypted = Je mail is versleuteld, en zo kan ik hem niet lezen. Stuur hem nog eens zonder versleuteling. Zet er nooit een wachtwoord in, of een code die eduID of je bank je stuurde.


## Wat geen tekst is

received_photo = Een foto kan ik niet bekijken. Typ liever wat er op je scherm staat. Stuur nooit een foto van je paspoort, identiteitskaart of bankpas.

received_sticker = Leuk! Alleen: stickers kan ik niet lezen. Kies een antwoord of typ het.

received_voice = Naar een spraakbericht kan ik niet luisteren. Typ je antwoord, of kies er een.

received_location = Je locatie heb ik niet nodig, en ik gebruik die niet. Kies een antwoord of typ het.

received_contact = Contactgegevens heb ik niet nodig, en ik gebruik ze niet. Kies een antwoord of typ het.

received_video = Een video kan ik niet bekijken. Typ liever wat er op je scherm staat.

received_document = Een bestand kan ik niet openen. Staat er tekst in die ik nodig heb? Kopieer die dan en plak hem hier.

received_edited = Je hebt een eerder bericht veranderd. Ik lees alleen nieuwe berichten. Wil je iets anders antwoorden? Typ <b>terug</b>, of stuur een nieuw bericht.

received_other = Dit soort bericht kan ik niet lezen. Kies een antwoord of typ het.


## Vragen naast de weg

restart_sure =
    Dan beginnen we weer bij de eerste vraag. Wat ik over je edubadge weet, houd ik vast. Je edubadge, je eduID en je backpack veranderen niet.

    Weet je het zeker?
    .yes = Ja, opnieuw
    .no = Nee, ik ga verder

why_stopped =
    Goed, ik stop. Ik stuur je geen herinneringen meer en onthoud waar je bent.

    Mag ik vragen waarom? Dan kunnen we het beter maken. Antwoorden hoeft niet.
    .no_time = Geen tijd nu
    .too_hard = Het is te moeilijk
    .distrust = Ik vertrouw het niet
    .not_needed = Ik heb de edubadge niet nodig
    .other = Iets anders
    .rather_not_say = Zeg ik liever niet
    .go_on = Toch verdergaan

stopped =
    { $why_stopped ->
        [too_hard] Dank je. Een medewerker kan je helpen: typ <b>mens</b>.
        [distrust] Dank je, dat is goed om te weten. Typ <b>is dit echt</b>, dan lees je hoe je het zelf nagaat.
       *[other] Goed, we stoppen hier even. Ik onthoud waar je bent. Heb je <b>stop</b> gekozen? Dan stuur ik je ook geen herinneringen meer.
    }

    { $claimed_done ->
        [word] Je kunt hier altijd terugkomen.
        [proof] Je kunt hier altijd terugkomen.
       *[other] { $time_left ->
            [last_day] Let op: vandaag is de <b>laatste dag</b> om je edubadge te claimen.
            [open] Let op: je edubadge claimen kan tot en met <b>{ $deadline }</b>.
           *[other] Je kunt hier altijd terugkomen.
        }
    } Wil je later verder? Kies dat dan, of typ <b>verder</b>.
    .go_on = Verdergaan waar ik was
    .restart = Bij het begin beginnen


## Een foto van wat er op het scherm staat

# Source: bot/store/pictures.py: wie hem ziet, en hoe lang hij bewaard wordt (November 2026)
keep_picture =
    Je stuurde me een foto of schermafbeelding. Zelf kan ik die niet bekijken. Staat je paspoort, identiteitskaart, bankpas of een wachtwoord erop? Kies dan <b>Nee</b>.

    Mag ik hem 7 dagen bewaren voor de mensen van de helpdesk? Zij zien hem alleen om je te helpen.
    .yes = Ja, bewaar hem maar
    .no = Nee, gooi hem weg

picture_kept = Dank je. Ik bewaar je foto voor de mensen van de helpdesk. Na 7 dagen wordt hij vanzelf gewist.

picture_human = Wil je dat er iemand met je meekijkt? Typ <b>mens</b>. Of ga hier gewoon verder.

picture_let_go = Prima. Ik heb je foto niet bewaard. Je kunt ook typen wat er op je scherm staat.

picture_late = Je foto wachtte langer dan een dag op een antwoord. Daarom heb ik hem niet bewaard. Wil je dat er toch iemand naar kijkt? Stuur hem dan nog een keer.

picture_lost = Ik wilde je foto bewaren, maar hij kwam niet door. Een foto van hooguit 5 MB, als PNG, JPEG of WebP, werkt het best. Stuur hem nog een keer, of typ wat er op je scherm staat.


## Wie ik ben, voordat het gesprek begint (Telegram)

about_bot =
    { $organisation ->
        [unknown] Je hebt een edubadge gekregen: een digitaal bewijs van wat je hebt geleerd. Ik help je stap voor stap om die op te halen en te laten zien.
       *[other] Je hebt een edubadge gekregen: een digitaal bewijs van wat je hebt geleerd. Ik help je namens { $organisation } om die op te halen en te laten zien.
    }

    Ik vraag nooit om een wachtwoord, om DigiD of om een code die eduID of je bank je stuurt. Tik op Start.
about_bot_short = Helpt je stap voor stap van ‘edubadge gekregen’ naar ‘edubadge gedeeld’.


## Inloggen met eduID

login_waits =
    Er is net ingelogd met eduID via jouw link: <b>{ $login_who }</b>{ $login_where ->
        [unknown] .
       *[other] {" "}({ $login_where }).
    } Was jij dat?

    Antwoord dan met de <b>zes cijfers</b> die op de pagina van Badgewijzer staan. Staat daar een knop terug naar dit gesprek? Die kun je ook gebruiken. Alleen deze code, en alleen hier. Een code van eduID of je bank geef je aan niemand.
    .not_me = Dat was ik niet
    .later = Dat doe ik zo

login_disowned =
    Goed dat je het zegt. Deze login telt niet mee: er is niets van bewaard. Heb je de link aan iemand gegeven? Doe dat niet meer. Hij is alleen voor jou.

login_cancelled = Het inloggen met eduID is gestopt. Dat geeft niet: er is niets veranderd.

login_unmet = Je bent ingelogd, maar een stap bij eduID is niet afgemaakt. Er is niets veranderd. Je kunt het opnieuw proberen, of gewoon hier verdergaan.

login_failed = Het inloggen met eduID lukte niet door een storing. Dat ligt niet aan jou, en er is niets veranderd. Probeer het later nog eens, of ga hier gewoon verder.

login_wrong_code = Deze code klopt niet. Kijk nog eens op de pagina van Badgewijzer en typ de zes cijfers die daar staan.

login_burnt = Deze code klopt niet, en er zijn nu te veel verkeerde codes getypt. Voor de zekerheid telt deze login niet meer mee. Log opnieuw in met een nieuwe link.

login_foreign = Deze link hoort bij een ander gesprek. Hier is niets veranderd. Heeft iemand je deze link gestuurd? Gebruik hem dan niet.

login_late = Deze link is niet meer geldig: hij werkt één keer, tien minuten lang. Hier is niets veranderd. Je krijgt een nieuwe als je hier verdergaat.

proven =
    Ik zie je login met eduID, en heb afgevinkt wat daarmee zeker is{ $name_how ->
        [confirmed] {""}. Je naam is bevestigd: <b>{ $eduid_name }</b>.
        [initials] {""}. Je naam is bevestigd, met alleen voorletters: <b>{ $eduid_name }</b>.
       *[other] .
    }

same_person =
    Met dit eduID is er ook al een gesprek { $other_channel ->
        [telegram] op Telegram
        [slack] op Slack
        [email] per mail
       *[web] op onze site
    }. Zal ik hier verdergaan met dat gesprek? Wat je daar al deed, hoef je dan niet opnieuw te doen. De helpdesk kan het altijd weer splitsen.
    .join = Ja, ga daarmee verder
    .apart = Nee, houd ze apart

joined =
    Dit gesprek gaat nu ook hier verder{ $joined_mail ->
        [unknown] .
       *[other] . Het hoort bij de mailbox <b>{ $joined_mail }</b>. Is dat niet jouw mailbox? Typ dan <b>medewerker</b>.
    } Je was hier gebleven:

joined_with_human = Dit gesprek gaat nu ook hier verder. Een medewerker is met je in gesprek: wat je hier schrijft, komt bij die persoon aan.

goes_on_too =
    Dit gesprek gaat nu ook verder { $other_channel ->
        [telegram] op Telegram
        [slack] op Slack
        [email] per mail
       *[web] op onze site
    }. Was jij dat niet? Schrijf dan <b>medewerker</b> terug.

go_on_with =
    Je opende een link naar een gesprek { $joins_channel ->
        [telegram] op Telegram
        [slack] op Slack
        [email] per mail
       *[web] op onze site
    }. Dat gaat over { $joins_badge ->
        [unknown] een edubadge
       *[other] <b>{ $joins_badge }</b>
    } en is bij de stap: { $joins_here ->
        [eduid] je eduID.
        [name] je naam bevestigen.
        [institution] je instelling koppelen.
        [backpack] je backpack openen.
        [claimed] je edubadge claimen.
        [public] je edubadge openbaar maken.
        [shared] je edubadge delen.
       *[other] klaar.
    }

    Hier was je bezig met { $badge ->
        [unknown] een edubadge
       *[other] <b>{ $badge }</b>
    }, bij de stap: { $here ->
        [eduid] je eduID.
        [name] je naam bevestigen.
        [institution] je instelling koppelen.
        [backpack] je backpack openen.
        [claimed] je edubadge claimen.
        [public] je edubadge openbaar maken.
        [shared] je edubadge delen.
       *[other] klaar.
    }

    Met welk gesprek zal ik hier verdergaan? Wat in het andere nog wacht, neem ik mee. De helpdesk kan ze altijd weer splitsen.
    .there = Met dat van de link
    .here = Met dit gesprek
    .apart = Houd ze apart

outage = ⚠️ <b>Let op:</b> { $outage }

outage_over = Het werkt weer: de storing waar ik je over vertelde, is voorbij. We kunnen verder waar we waren.

seen_elsewhere =
    Met jouw eduID is ook ingelogd in een gesprek { $other_channel ->
        [telegram] op Telegram
        [slack] op Slack
        [email] per mail
       *[web] op onze site
    }. Was jij dat? Dan hoef je niets te doen. Was jij het niet? Typ dan <b>medewerker</b>.

# Een laatste dag die niemand ons vertelde, overal waar die genoemd wordt
about_day =
    { $deadline ->
        [unknown] nog niet bekend
       *[other] ongeveer { $deadline }
    }

# Het onderwerp van een mail waarmee wij beginnen
mail_subject =
    { $badge ->
        [unknown] Je edubadge
       *[other] Je edubadge: { $badge }
    }
