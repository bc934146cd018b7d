heading = Log in at the desk
lead = You log in with your work account. Who may come in was invited.
log_in = Log in
log_in_as_another = Log in as somebody else
practice = Choose as whom you come in. This is practice: nobody is behind these names.
come_in = { $name }, { $role }
again = Log in again
again_why = What you want to do asks for a login of less than five minutes ago.
on_the_way = You are on your way to the login
go_on = Go on

failed_cancelled = You did not log in
failed_cancelled_do = You stopped at the login. Nothing was changed. Log in again when you want to.
failed_odd = This login does not belong to this page
failed_odd_do = It was used already, is older than ten minutes, or began in another browser. Log in again here.
failed_not_invited = You are not invited yet
failed_not_invited_do = You logged in as { $email }. Ask an admin of this desk to invite that address, then log in again.
failed_unverified = Your address is not certain
failed_unverified_do = Your login does not say that { $email } is yours. Confirm your address with your account, or ask an admin of this desk for help.
failed_somebody_else = This address is in use
failed_somebody_else_do = Somebody else came in with { $email } before. Is it you, with a new account? Ask an admin of this desk to remove you and invite you again.
failed_unmet = You had to log in anew
failed_unmet_do = Your account was still logged in, and you were not asked for your password. Log in again here.
failed_forged = We cannot be sure of this login
failed_forged_do = The answer of your provider is not right. Log in again. Does it go wrong once more? Tell the administrator of this desk.
failed_refused = The login is not set up well
failed_refused_do = Your provider refuses us. The administrator of this desk finds the cause in the log, at desk.login_failed.
failed_away = Your provider does not answer
failed_away_do = Nothing is wrong with your account. Try again in a few minutes.

off = This desk is off
off_how = Who runs this program turns it on with these settings:
off_provider = STAFF_ISSUER and STAFF_CLIENT_ID: where your staff log in.
off_invite = Then invite the first one: badgewijzer staff add ADDRESS --name NAME --role admin
off_practice = To practise, with made-up staff: SANDBOX=1. Then anybody who knows this address can come in.
off_more = docs/operations.md tells more, at "The desk: who may come in".
