"""Request: a badge the learner asked for on edubadges.nl; once approved it is in the backpack, with nothing to claim.

Sources: edubadges-ui, `src/components/shared/PublicBadgeClassPage.svelte`, and edubadges-server,
`apps/lti_edu/api.py` and `apps/badgeuser/models.py` (June 2026).
"""

from bot.conversation.flow import Branch, Choose, Flow, Mark, Problem, Say, Task

request = Flow(
    "request",
    Choose(
        "how_far",
        save="request",
        approved="award.which_badge",
        waiting="while_waiting",
        denied="request_denied",
        not_yet="first_prepare",
        skip="award.which_badge",
    ),
    Say("while_waiting", then="award.which_badge"),
    Say("first_prepare", then="award.which_badge"),
    Problem("request_denied"),
    Branch("is_it_approved", on="request", not_yet="ask_for_it", waiting="still_waiting", otherwise="find_new"),
    Task(
        "ask_for_it",
        then="asked",
        problems=("cannot_request", "needs_linked_institution", "wrong_institution", "backpack.almost_there"),
    ),
    Problem("cannot_request"),
    Problem("needs_linked_institution"),
    Problem("wrong_institution"),
    Mark("asked", request="waiting", then="still_waiting"),
    Choose("still_waiting", approved="approved", denied="request_denied", later="common.stopped", skip="done"),
    Mark("approved", request="approved", then="find_new"),
    Task(
        "find_new",
        tick="claimed",
        then="share",
        skip="done",
        problems=("claim.badges_gone", "claim.revoked", "claim.spinner", "claim.demo_site"),
        not_there="still_waiting",
    ),
)
