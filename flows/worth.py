"""Worth: what people ask about the badge itself: safe, shown, valued, checked. See `questions`."""

from bot.conversation.flow import RETURN, Choose, Flow, Question

_TOPICS: dict[str, tuple[str, ...]] = {
    "safe": (
        "is_this_genuine",
        "is_the_link_safe",
        "who_are_you",
        "what_is_stored",
        "who_sees_my_badge",
        "which_terms",
        "leave_edubadges",
        "give_back",
    ),
    "show": (
        "how_linkedin",
        "how_cv",
        "how_signature",
        "other_networks",
        "why_private",
        "what_others_see",
        "undo_public",
        "collections",
        "wallet_europass",
    ),
    "value": (
        "what_is_it_worth",
        "is_it_a_diploma",
        "how_big",
        "how_short",
        "how_assessed",
        "quality",
        "exemption",
        "changing_jobs",
    ),
    "recognition": (
        "is_it_registered",
        "can_it_be_checked",
        "does_it_expire",
        "abroad_value",
        "level",
        "stackable",
        "grade_shown",
    ),
    "employer": (
        "employer_check",
        "employer_whose",
        "employer_worth",
        "other_school_accepts",
        "how_to_issue",
        "open_standard",
    ),
}

worth = Flow(
    "worth",
    *(
        Choose(f"topic_{topic}", side=True, **{name: name for name in names}, never_mind=RETURN)
        for topic, names in _TOPICS.items()
    ),
    *(Question(name) for names in _TOPICS.values() for name in names),
)
