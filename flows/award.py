"""Award: which edubadge waits, until when, and how it was addressed, for on that the rest depends.

An award is addressed either to a personal e-mail address, which must then be the eduID's, or to an account at
an institution, which must then be linked in eduID. A badge the learner requests is no award, and has no last day.
Source: edubadges-server, `apps/directaward/models.py`.
"""

from bot.conversation.effects import ReadClaimMail
from bot.conversation.flow import Ask, Branch, Choose, Do, Flow, NewAward, Say
from flows import checks

award = Flow(
    "award",
    Branch("is_it_known", on="badge", unknown="got_mail", otherwise="known"),
    Say("known", then="is_way_known"),
    Branch(
        "is_way_known", on="kind", personal="eduid", institution="eduid", requested="request", otherwise="which_way"
    ),
    Choose("got_mail", save="got_mail", yes="paste_mail", no="no_mail", skip="which_way"),
    Choose("no_mail", look="which_way", ask="questions.how_to_get_one", wait="common.stopped", skip="which_way"),
    Ask(
        "paste_mail",
        check=checks.mail_text,
        save="mail",
        conceal="mail",
        known_by=checks.is_claim_mail,
        then="read_mail",
        skip="which_way",
        by_hand="which_way",
    ),
    Do(
        "read_mail",
        ReadClaimMail,
        forget=("mail",),
        personal="mail_read",
        institution="mail_read",
        unclear="mail_half_read",
        approved="request.approved",
        requested="news.requested",
        denied="news.denied",
        deleted="news.deleted",
        revoked="news.revoked",
        not_a_mail="mail_unread",
        no_answer="mail_unread",
    ),
    Choose("mail_read", yes="eduid", no="misread", skip="eduid"),
    NewAward("misread", then="which_way"),
    Say("mail_half_read", then="is_way_read"),
    Branch("is_way_read", on="kind", personal="which_badge", institution="which_badge", otherwise="which_way"),
    Say("mail_unread", then="which_way"),
    Choose(
        "which_way",
        save="kind",
        without="missing_way",
        personal="which_badge",
        institution="which_badge",
        requested="request",
        dont_know="can_mail_tell",
        skip="which_badge",
    ),
    Branch(
        "can_mail_tell", on="missing_way", personal="which_badge", institution="which_badge", otherwise="how_to_tell"
    ),
    Choose(
        "how_to_tell",
        save="kind",
        personal="which_badge",
        institution="which_badge",
        dont_know="which_badge",
        skip="which_badge",
    ),
    Branch("which_badge", on="badge", unknown="name_of_badge", otherwise="has_deadline"),
    Ask(
        "name_of_badge",
        check=checks.short_name,
        doubt=checks.is_talk,
        save="badge",
        then="has_deadline",
        skip="has_deadline",
        dont_know="has_deadline",
    ),
    Branch("has_deadline", on="kind", requested="eduid", otherwise="which_deadline"),
    Branch("which_deadline", on="deadline", unknown="deadline", otherwise="eduid"),
    Ask(
        "deadline",
        check=checks.last_day,
        sure=True,
        save="deadline",
        then="deadline_noted",
        skip="eduid",
        dont_know="eduid",
    ),
    Say("deadline_noted", then="eduid"),
)
