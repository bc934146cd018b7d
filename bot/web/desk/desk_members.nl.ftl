heading = Medewerkers
name = Naam, zoals deelnemers die zien
role = Rol
address = E-mailadres van het werkaccount
scope = Deelnemers van welke instelling?
scope_all = Van alle instellingen
scope_some = Alleen van:
others = Andere instellingen, één op elke regel, zoals de toekenningen ze noemen
seen = Laatst ingelogd
never = nooit
all = alle
you = jij
by_claim = door de inlogdienst
role_by_claim = De inlogdienst vertelt bij elke login welke rol het is.
role_own = Je kunt je eigen rol niet veranderen. Vraag een andere beheerder.
invite = Iemand uitnodigen
invite_how = Er gaat geen mail uit: vertel zelf dat je collega hier kan inloggen. De login moet zeggen dat het adres klopt.
invite_do = Uitnodigen
change_how = Wie een andere rol of andere instellingen krijgt, is meteen uitgelogd en logt opnieuw in.
out = Uitloggen of verwijderen
sessions = { $count ->
        [0] Nergens ingelogd.
        [one] Op één plek ingelogd.
       *[other] Op { $count } plekken ingelogd.
    }
log_out = Overal uitloggen
remove = Verwijderen
remove_sure = Ja, { $name } mag niet meer naar binnen.
invited = { $name } kan nu inloggen.
changed = { $name } is aangepast.
removed = Verwijderd: die persoon mag niet meer naar binnen.
logged_out = Overal uitgelogd.
wrong_no_address = Dat is geen e-mailadres. Er is niets veranderd.
wrong_no_name = Een naam heeft 1 tot 60 tekens. Er is niets veranderd.
wrong_no_role = Kies een rol. Er is niets veranderd.
wrong_no_institution = Kies minstens één instelling, of alle. Er is niets veranderd.
wrong_beyond = Je bent beheerder voor enkele instellingen: kies uit die. Er is niets veranderd.
wrong_many_institutions = Hoogstens 50 instellingen, elk van hoogstens 120 tekens. Er is niets veranderd.
wrong_known = Iemand met dat adres mag al naar binnen. Kies die persoon in de lijst om iets te veranderen.
wrong_own_role = Je kunt je eigen rol niet veranderen: vraag een andere beheerder. Er is niets veranderd.
wrong_oneself = Je kunt jezelf niet verwijderen: vraag een andere beheerder. Er is niets veranderd.
wrong_last_admin = Dit is de laatste beheerder: maak eerst iemand anders beheerder. Er is niets veranderd.
wrong_not_sure = Vink aan dat je het zeker weet. Er is niets veranderd.
