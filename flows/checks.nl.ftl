# Checks: waarom een antwoord nog niet goed is, en hoe het wel kan.

too_short = Dat is wel erg kort. Typ de naam van je edubadge, bijvoorbeeld <i>Klinisch redeneren</i>.

too_long = Dat is wat lang. Typ alleen de naam van je edubadge, in hoogstens 80 tekens.

not_a_date = Die dag herken ik niet. Typ de dag en de maand, bijvoorbeeld <i>22 juni</i> of <i>22-06-2027</i>.

# Source: edubadges-server, `apps/mainsite/settings.py`: after the last day an unclaimed award is deleted (June 2026)
day_has_passed = { $day } is al geweest. Kijk nog eens in de mail, misschien is het een andere dag. Klopt het toch? Kies dan dat je de dag niet weet. We kijken straks of je edubadge er nog staat.

# Source: edubadges-server, `apps/mainsite/settings.py`: by default an award waits about 82 days (June 2026)
day_too_far = { $day } is meer dan een jaar vooruit. Zo lang staat een edubadge meestal niet klaar. Kijk je de dag en het jaar nog eens na?

mail_too_short = Dit is maar een klein stukje. Kopieer de hele tekst van de mail, van boven tot onder, en plak die hier in één keer.

not_an_address = Ik zie hier niet precies één e-mailadres. Typ alleen het adres, bijvoorbeeld <i>naam@voorbeeld.nl</i>.

not_a_link = Hier zie ik geen link in. De link van je edubadge begint met <code>https://www.edubadges.nl/public/assertions/</code>. Kopieer hem helemaal en plak hem hier.

not_edubadges = Deze link is niet van edubadges.nl. De link van je edubadge begint met <code>https://www.edubadges.nl/public/assertions/</code>.

# Source: edubadges-ui, `src/routes/students/ShareDialog.svelte` and `src/App.svelte` (June 2026)
not_a_badge_link = Dit is wel edubadges.nl, maar niet de deelbare link van je edubadge. Die begint met <code>https://www.edubadges.nl/public/assertions/</code>, met daarachter een lange code. Heb je hem helemaal gekopieerd?
