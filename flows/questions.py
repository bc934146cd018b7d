"""Questions: what people ask on their way, answered wherever they are; `worth` has those about the badge itself.

None is invented: each answers a help page, a message on a screen, or a claim of the issuers, named at its text.
"""

from bot.conversation.flow import RETURN, Choose, Flow, Question

_TOPICS: dict[str, tuple[str, ...]] = {
    "what": (
        "what_is_edubadge",
        "what_is_microcredential",
        "what_is_eduid",
        "what_is_backpack",
        "what_is_claiming",
        "why_claim",
        "what_does_it_cost",
        "how_long_does_it_take",
        "must_i_do_this",
    ),
    "getting": (
        "how_to_get_one",
        "where_offered",
        "finished_no_mail",
        "whom_to_ask",
        "awarded_or_requested",
        "how_to_request",
        "how_long_approval",
        "lost_mail",
    ),
    "time": (
        "until_when",
        "too_late",
        "several_awards",
        "on_my_phone",
        "site_language",
        "reminders",
        "other_channel",
        "next_badge",
    ),
    "eduid": (
        "need_app",
        "need_digid",
        "eduid_password",
        "which_email",
        "lose_work_email",
        "change_email",
        "from_abroad",
        "keep_eduid",
        "delete_eduid",
    ),
    "identity": (
        "why_confirm_name",
        "must_i_confirm_name",
        "name_validation",
        "bank_safe",
        "service_desk",
        "why_link_institution",
        "no_institution_account",
        "link_expires",
    ),
}

questions = Flow(
    "questions",
    Choose(
        "topics",
        side=True,
        **{topic: f"topic_{topic}" for topic in _TOPICS},
        safe="worth.topic_safe",
        show="worth.topic_show",
        value="worth.topic_value",
        recognition="worth.topic_recognition",
        employer="worth.topic_employer",
        never_mind=RETURN,
    ),
    *(
        Choose(f"topic_{topic}", side=True, **{name: name for name in names}, never_mind=RETURN)
        for topic, names in _TOPICS.items()
    ),
    *(Question(name) for names in _TOPICS.values() for name in names),
)
