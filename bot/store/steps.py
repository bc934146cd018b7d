"""How many learners are where in the journeys just now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from bot.store.staff import Member
from bot.store.tables import learners

HEARD_WITHIN = timedelta(days=30)
"""Who was silent for longer is not at a step but gone."""


def at_steps(db: Connection, by: Member, now: datetime) -> Mapping[str, int]:
    """How many learners are at each step, of those heard lately whose journey has not ended and whom they may see."""
    wanted = (
        select(learners.c.step, func.count().label("many"))
        .where(learners.c.heard_at >= now - HEARD_WITHIN, learners.c.ended.is_(False), learners.c.step.is_not(None))
        .group_by(learners.c.step)
    )
    if by.institutions is not None:
        wanted = wanted.where(learners.c.institution.in_(by.institutions))
    return {row.step: row.many for row in db.execute(wanted)}
