"""Every journey of Badgewijzer, checked as one whole: what a learner experiences, and nothing else."""

from pathlib import Path

from bot.conversation.flow import Flows
from bot.conversation.matching import Learned
from bot.conversation.sharing import LINKEDIN
from bot.conversation.texts import Texts
from flows.award import award
from flows.backpack import backpack
from flows.claim import claim
from flows.common import common
from flows.diagnosis import ANSWERS, diagnosis
from flows.done import done
from flows.eduid import eduid
from flows.employer import employer
from flows.guide import guide
from flows.news import news
from flows.progress import MILESTONES, PER_AWARD, derived, urgency
from flows.questions import questions
from flows.remind import by_day, next_alarm, nudge, remind
from flows.request import request
from flows.share import share
from flows.stuck import stuck
from flows.welcome import welcome
from flows.worth import worth

PHRASES = Path(__file__).parent / "phrases"
"""What people say, with its meaning, and what was learned from it."""

OF_A_BADGE = (
    "badge_link",
    "badge_id",
    "shown_badge",
    "shown_issuer",
    "shown_institution",
    "shown_institution_nl",
    "shown_institution_en",
    "issued_on",
    "expires_on",
    "badge_ects",
    "badge_hours",
    "holder",
    "holder_confirmed",
)
"""What edubadges tells of a public badge (`LookUpBadge`); with `checked_` before it, of somebody else's."""

FLOWS = Flows(
    flows={
        flow.name: flow
        for flow in (
            welcome,
            guide,
            award,
            request,
            news,
            eduid,
            backpack,
            claim,
            diagnosis,
            share,
            done,
            employer,
            questions,
            worth,
            stuck,
            remind,
            common,
        )
    },
    texts=Texts.load(Path(__file__).parent),
    matcher=Learned.load(PHRASES),
    about={
        "welcome": ("question:what_is_edubadge",),
        "award": ("question:what_is_edubadge",),
        "award.which_way": ("question:awarded_or_requested",),
        "eduid": ("question:what_is_eduid",),
        "eduid.confirm_name": ("question:why_confirm_name", "question:must_i_confirm_name"),
        "eduid.confirm_name_guest": ("question:name_validation", "question:why_confirm_name"),
        "eduid.link_institution": ("question:why_link_institution",),
        "backpack": ("question:what_is_backpack",),
        "claim": ("question:what_is_claiming", "question:why_claim"),
        "diagnosis": ("question:what_is_backpack",),
        "request": ("question:awarded_or_requested", "question:how_long_approval"),
        "share.make_public": ("question:why_private", "question:who_sees_my_badge"),
        "share.linkedin": ("question:how_linkedin",),
        "share.cv": ("question:how_cv",),
    },
    topics="questions.topics",
    rating="done.how_was_it",
    milestones=MILESTONES,
    per_award=PER_AWARD,
    goal="claimed",
    ends=("claimed", "public"),
    tied={"institution": "institution"},
    urgency=urgency,
    award_facts=(
        "badge",
        "institution",
        "kind",
        "deadline",
        "request",
        *OF_A_BADGE,
        "award_mail",
        "award_mail_shown",
        "award_account",
        "award_status",
        "deadline_assumed",
        "issuer_mail",
        "mail_told",
        "rated",
        *ANSWERS,
    ),
    lasting=(
        "login",
        "proven_on",
        "eduid_mail",
        "eduid_mail_shown",
        "eduid_name",
        "name_how",
        "linked",
        "linked_shown",
        "accounts",
        "link_current",
    ),
    award="award",
    guide="guide.letter",
    news={
        "approved": "request.approved",
        "requested": "news.requested",
        "denied": "news.denied",
        "deleted": "news.deleted",
        "revoked": "news.revoked",
    },
    after_proof={
        "eduid": "proven",
        "backpack": "eduid.proven",
        "claim": "after_proof",
        "diagnosis": "claim.after_proof",
    },
    defaults={
        "badge": "unknown",
        "institution": "unknown",
        "kind": "unknown",
        "deadline": "unknown",
        **dict.fromkeys(OF_A_BADGE, "unknown"),
        **{f"checked_{name}": "unknown" for name in OF_A_BADGE},
        "course": "unknown",
        "request": "unknown",
        "profile": "unknown",
        "why_stopped": "unknown",
        "rated": "unknown",
        "outage": "unknown",
        "in_doubt": "unknown",
        "picture_until": "unknown",
        "help_when": "unknown",
        "help_day": "unknown",
        "help_time": "unknown",
        "messages_kept": "unknown",
        "pictures_kept": 0,
        "kept_since": "unknown",
        "login": "off",
        "sign_in_link": "unknown",
        "sign_in_by": "unknown",
        "login_who": "unknown",
        "login_where": "unknown",
        "other_channel": "unknown",
        "joined_mail": "unknown",
        **dict.fromkeys(("joins_channel", "joins_badge", "joins_here"), "unknown"),
        "proven_on": "unknown",
        "eduid_mail": "unknown",
        "eduid_mail_shown": "unknown",
        "award_mail": "unknown",
        "award_mail_shown": "unknown",
        "award_account": "unknown",
        "eduid_name": "unknown",
        "name_how": "unknown",
        "linked": "unknown",
        "linked_shown": "unknown",
        "accounts": "unknown",
        "link_current": "unknown",
        "award_status": "unknown",
        "deadline_assumed": "unknown",
        "issuer_mail": "unknown",
        "mail_news": "unknown",
        "mail_badge": "unknown",
        "institution_page": "unknown",
        "institution_domains": "unknown",
        "log_in_said": "unknown",
        **dict.fromkeys(ANSWERS, "unknown"),
    },
    given={
        "organisation": "unknown",
        "our_site": "unknown",
        "linkedin_site": LINKEDIN,
        "support_email": "unknown",
        "name_step": "verify_in_eduid",
        "guest_idp": "edubadges Naam Validatie",
        "service_desk": "unknown",
        "missing_way": "unknown",
        "reminder_days": "28,14,7,3,1",
        "retention_days": 90,
    },
    derive=derived,
    next_alarm=next_alarm,
    nudge=nudge,
    by_day=by_day,
    alarms=("remind.deadline_near", "remind.halfway"),
    needs={
        "eduID": ("eduid", "backpack", "claim.prove_it", "claim.prove_link"),
        "edubadges": ("backpack", "claim", "share", "request"),
    },
    pictured=("done.recap",),
)
