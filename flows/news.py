"""News: what a mail of edubadges' own tells of a badge that does not, or not yet, wait to be claimed.

A new award, or a reminder of one, begins or fills the journey itself; an approved request is in the backpack.
Source: edubadges-server, `apps/mainsite/utils.py` and `apps/mainsite/templates/email/` (June 2026).
"""

from bot.conversation.flow import Choose, Flow, Mark, NewAward

news = Flow(
    "news",
    Mark("requested", request="waiting", then="request.while_waiting"),
    Mark("deleted", award_status="gone", then="was_deleted"),
    Choose("was_deleted", another="let_go", wait="common.stopped", skip="common.stopped"),
    Mark("revoked", award_status="gone", then="was_revoked"),
    Choose("was_revoked", another="let_go", wait="common.stopped", skip="common.stopped"),
    Mark("denied", request="denied", then="was_denied"),
    Choose("was_denied", anew="ask_anew", another="let_go", wait="common.stopped", skip="common.stopped"),
    Mark("ask_anew", request="not_yet", then="request.ask_for_it"),
    NewAward("let_go", then="next_one"),
    NewAward("next_one", park=True, then="award"),
)
