"""Claim: from the card that waits to the badge in the learner's backpack.

Sources for what edubadges shows and does: edubadges-ui and edubadges-server 9.1.0 (June 2026).
"""

from bot.conversation.flow import Branch, Choose, Flow, Mark, Problem, Task

claim = Flow(
    "claim",
    Branch("how_it_came", on="kind", requested="request.is_it_approved", otherwise="find_card"),
    Task(
        "find_card",
        then="claim_it",
        problems=(
            "nothing_there",
            "eduid.institution_not_linked",
            "eduid.two_eduids",
            "spinner",
            "mail_says_deleted",
            "badges_gone",
            "revoked",
            "demo_site",
        ),
        have_it="already_claimed",
    ),
    Mark("already_claimed", tick="claimed", then="share"),
    Problem("nothing_there", then="why_nothing"),
    Problem("spinner"),
    Problem("mail_says_deleted"),
    Problem("badges_gone"),
    Problem("revoked"),
    Problem("demo_site"),
    Branch(
        "why_nothing",
        on="kind",
        personal="other_address",
        institution="other_institution",
        otherwise="either",
    ),
    Choose(
        "other_address",
        seen="claim_it",
        change="eduid.change_address",
        still="nothing_helps",
        skip="nothing_helps",
    ),
    Choose(
        "other_institution",
        seen="claim_it",
        link="eduid.link_institution",
        still="nothing_helps",
        skip="nothing_helps",
    ),
    Choose(
        "either",
        seen="claim_it",
        change="eduid.change_address",
        link="eduid.link_institution",
        still="nothing_helps",
        skip="nothing_helps",
    ),
    Choose("nothing_helps", seen="claim_it", wait="common.stopped", skip="done"),
    Task(
        "claim_it",
        tick="claimed",
        then="share",
        skip="done",
        problems=("wrong_name", "terms", "rejected", "no_button"),
    ),
    Problem("wrong_name"),
    Problem("terms"),
    Problem("rejected"),
    Problem("no_button"),
)
