"""Every journey of Badgewijzer, checked as one whole: what a learner experiences, and nothing else."""

from pathlib import Path

from bot.conversation.flow import Flows
from bot.conversation.texts import Texts
from flows.award import award
from flows.backpack import backpack
from flows.claim import claim
from flows.common import common
from flows.done import done
from flows.eduid import eduid
from flows.progress import MILESTONES, PER_AWARD, derived
from flows.remind import next_alarm, remind
from flows.share import share
from flows.stuck import stuck
from flows.welcome import welcome

FLOWS = Flows(
    flows={flow.name: flow for flow in (welcome, award, eduid, backpack, claim, share, done, stuck, remind, common)},
    texts=Texts.load(Path(__file__).parent),
    milestones=MILESTONES,
    per_award=PER_AWARD,
    award_facts=("badge", "institution", "kind", "deadline", "badge_link"),
    award="award",
    defaults={
        "badge": "unknown",
        "institution": "unknown",
        "kind": "unknown",
        "deadline": "unknown",
        "badge_link": "unknown",
        "course": "unknown",
    },
    given={
        "organisation": "unknown",
        "support_email": "unknown",
        "name_step": "verify_in_eduid",
        "reminder_days": "28,14,7,3,1",
        "retention_days": 90,
    },
    derive=derived,
    next_alarm=next_alarm,
    alarms=("remind.deadline_near", "remind.halfway"),
)
