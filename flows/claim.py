"""Claim: from the card that waits to the badge in the learner's backpack.

Sources for what edubadges shows and does: edubadges-ui and edubadges-server 9.1.0 (June 2026).
"""

from bot.conversation.flow import RETURN, Branch, Choose, Flow, Mark, Problem, Prove, Say, Task

claim = Flow(
    "claim",
    Branch("how_it_came", on="kind", requested="request.is_it_approved", otherwise="find_card"),
    Task(
        "find_card",
        then="seen_now",
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
    Problem("nothing_there", then="nothing_seen"),
    Mark("nothing_seen", sees="nothing", then="diagnosis"),
    Problem("spinner"),
    Problem("mail_says_deleted"),
    Problem("badges_gone"),
    Problem("revoked"),
    Problem("demo_site"),
    # Where the diagnosis leads: a login, or what the learner can look up without one
    Prove("prove_it", then="after_proof", rather_not="not_proving", skip="not_proving"),
    Prove("prove_link", wants="institution", then="after_proof", rather_not="not_proving", skip="not_proving"),
    Mark("not_proving", prove_said="no", then="diagnosis"),
    Say("after_proof", then="diagnosis"),
    Choose(
        "other_address",
        seen="seen_now",
        change="eduid.change_address",
        still="looked_up",
        skip="looked_up",
    ),
    Choose(
        "other_institution",
        seen="seen_now",
        link="eduid.link_institution",
        still="looked_up",
        skip="looked_up",
    ),
    Choose(
        "either",
        seen="seen_now",
        change="eduid.change_address",
        link="eduid.link_institution",
        still="looked_up",
        skip="looked_up",
    ),
    Mark(
        "looked_up",
        mail_said="yes",
        institution_said="yes",
        valid_until="open",
        two_roles="no",
        logged_in_anew="yes",
        then="diagnosis",
    ),
    Choose("nothing_helps", seen="seen_now", wait="common.stopped", skip="done"),
    Mark("seen_now", sees="found", then="is_name_known"),
    Branch("is_name_known", on="name_how", unknown="claim_it", otherwise="printed_name"),
    Say("printed_name", then="claim_it"),
    Task(
        "claim_it",
        tick="claimed",
        then="share",
        skip="done",
        problems=("wrong_name", "terms", "rejected", "no_button"),
    ),
    Problem("wrong_name", then="whose_name"),
    Branch("whose_name", on="name_how", unknown=RETURN, otherwise="wrong_name_seen"),
    Mark("wrong_name_seen", sees="wrong_name", name_seen="unknown", then="diagnosis.whose_name"),
    Problem("terms"),
    Problem("rejected"),
    Problem("no_button"),
)
