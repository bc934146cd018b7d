heading = Inloggen bij de balie
lead = Je logt in met je werkaccount. Wie naar binnen mag, is uitgenodigd.
log_in = Inloggen
log_in_as_another = Inloggen als iemand anders
practice = Kies als wie je binnenkomt. Dit is oefenen: er zit niemand achter deze namen.
come_in = { $name }, { $role }
again = Log opnieuw in
again_why = Wat je wilt doen, kan alleen als je minder dan vijf minuten geleden inlogde.
on_the_way = Je bent op weg naar het inloggen
go_on = Ga verder

failed_cancelled = Je bent niet ingelogd
failed_cancelled_do = Je stopte bij het inloggen. Er is niets veranderd. Log opnieuw in als je dat wilt.
failed_odd = Dit inloggen hoort niet bij deze pagina
failed_odd_do = Het is al gebruikt, is ouder dan tien minuten, of begon in een andere browser. Log hier opnieuw in.
failed_not_invited = Je bent nog niet uitgenodigd
failed_not_invited_do = Je logde in als { $email }. Vraag een beheerder van deze balie om dat adres uit te nodigen, en log dan opnieuw in.
failed_unverified = Je adres is niet zeker
failed_unverified_do = Je login zegt niet dat { $email } van jou is. Bevestig je adres bij je account, of vraag een beheerder van deze balie om hulp.
failed_somebody_else = Dit adres is al in gebruik
failed_somebody_else_do = Iemand anders kwam eerder binnen met { $email }. Ben jij het, met een nieuw account? Vraag een beheerder van deze balie om je te verwijderen en opnieuw uit te nodigen.
failed_unmet = Je moest opnieuw inloggen
failed_unmet_do = Je account was nog ingelogd, en je wachtwoord is niet gevraagd. Log hier opnieuw in.
failed_forged = We kunnen niet zeker zijn van deze login
failed_forged_do = Het antwoord van je inlogdienst klopt niet. Log opnieuw in. Gaat het weer mis? Vertel het de beheerder van deze balie.
failed_refused = Het inloggen is niet goed ingesteld
failed_refused_do = Je inlogdienst weigert ons. De beheerder van deze balie vindt de oorzaak in het log, bij desk.login_failed.
failed_away = Je inlogdienst antwoordt niet
failed_away_do = Er is niets mis met je account. Probeer het over een paar minuten opnieuw.

off = Deze balie staat uit
off_how = Wie dit programma beheert, zet haar aan met deze instellingen:
off_provider = STAFF_ISSUER en STAFF_CLIENT_ID: waar je medewerkers inloggen.
off_invite = Nodig dan de eerste uit: badgewijzer staff add ADRES --name NAAM --role admin
off_practice = Om te oefenen, met verzonnen medewerkers: SANDBOX=1. Dan kan iedereen die dit adres kent naar binnen.
off_more = In docs/operations.md staat meer, bij "The desk: who may come in".
