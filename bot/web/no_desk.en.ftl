off = This desk is off
off_how = Who runs this program turns it on with these settings:
off_provider = STAFF_ISSUER and STAFF_CLIENT_ID: where your staff log in.
off_invite = Then invite the first one: badgewijzer staff add ADDRESS --name NAME --role admin
off_practice = To practise, with made-up staff: SANDBOX=1. Then anybody who knows this address can come in.
off_more = docs/operations.md tells more, at "The desk: who may come in".
