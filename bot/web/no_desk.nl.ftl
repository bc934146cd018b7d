off = Deze balie staat uit
off_how = Wie dit programma beheert, zet haar aan met deze instellingen:
off_provider = STAFF_ISSUER en STAFF_CLIENT_ID: waar je medewerkers inloggen.
off_invite = Nodig dan de eerste uit: badgewijzer staff add ADRES --name NAAM --role admin
off_practice = Om te oefenen, met verzonnen medewerkers: SANDBOX=1. Dan kan iedereen die dit adres kent naar binnen.
off_more = In docs/operations.md staat meer, bij "The desk: who may come in".
