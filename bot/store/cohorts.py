"""Cohorts: how far those are who were given one badge, or the awards of one batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, or_, select

from bot.store.batches import ANSWERED, UNDELIVERABLE, Whose, of, there, ticked
from bot.store.cases import PAUSED, STUCK_AFTER, STUCK_DAYS, STUCK_MISSES, Today
from bot.store.tables import awards, learners

SMALLEST = 10
"""What a smaller group did is shown only to who may know who they are: somebody who knows the class could tell."""

Standing = Literal[
    "claimed", "stuck", "under_way", "human", "stopped", "silent", "unreached", "unwritten", "not_theirs", "gone"
]  # fmt: skip
"""How it stands with an award: claimed, as the learner says; its learner has answered and is stuck, on the way, with a
human, or said stop; was written to and never answered, or could not be reached; was not written to; it is not for
them, or nothing of them may be kept; or it waits no longer, as the institution tells."""

STANDINGS: tuple[Standing, ...] = get_args(Standing)


@dataclass(frozen=True, slots=True)
class Cohort:
    """Awards that are looked at together: those of a batch, or else of a badge. `whose`: of these institutions only."""

    batch: int | None = None
    badge: str = ""
    whose: Whose = None

    def chosen(self) -> list[ColumnElement[bool]]:
        mine = awards.c.batch_id == self.batch if self.batch else and_(awards.c.badge == self.badge, there())
        return [mine, *of(self.whose)]


@dataclass(frozen=True, slots=True)
class Group:
    """So many awards stand so; of those that are stuck or on the way, `milestone` is the one that they work at."""

    standing: Standing
    milestone: str
    count: int


def _standing(at: Today) -> ColumnElement[str]:
    """The first of these that holds. What is stuck is what `cases` calls so, however long ago they were heard."""
    stuck = or_(
        learners.c.since < at.now - STUCK_AFTER,
        learners.c.misses >= STUCK_MISSES,
        learners.c.deadline.between(at.day, at.day + timedelta(days=STUCK_DAYS)),
    )
    began = awards.c.learner_id.is_not(None)
    answered = and_(began, ANSWERED)
    return case(
        (and_(began, ticked("claimed")), literal("claimed")),
        (awards.c.flag.in_(("not_me", "erased")), literal("not_theirs")),
        (awards.c.status == "gone", literal("gone")),
        (and_(answered, learners.c.owner.is_not(None)), literal("human")),
        (and_(answered, learners.c.step.in_(PAUSED)), literal("stopped")),
        (and_(answered, stuck), literal("stuck")),
        (answered, literal("under_way")),
        (UNDELIVERABLE, literal("unreached")),
        (awards.c.invited_at.is_not(None), literal("silent")),
        else_=literal("unwritten"),
    )


def groups(db: Connection, cohort: Cohort, at: Today) -> list[Group]:
    """How it stands with the awards of a cohort, counted."""
    standing = _standing(at).label("standing")
    place = case((standing.in_(("stuck", "under_way")), func.coalesce(learners.c.milestone, "")), else_="")
    each = (
        select(standing, place.label("milestone"))
        .select_from(awards.outerjoin(learners))
        .where(*cohort.chosen())
        .subquery()
    )
    counted = select(each.c.standing, each.c.milestone, func.count().label("size")).group_by(
        each.c.standing, each.c.milestone
    )
    return [Group(row.standing, row.milestone, row.size) for row in db.execute(counted)]


def awards_of(
    db: Connection, cohort: Cohort, at: Today, *, standing: str = "", after: int = 0, most: int = 100
) -> Sequence[Any]:
    """Awards of a cohort in their order, with how each stands: of one `standing`, behind number `after`."""
    how = _standing(at).label("standing")
    columns = ("id", "file_row", "badge", "institution", "address", "eppn", "deadline", "assumed", "mail", "invited_at")
    wanted = (
        select(*(awards.c[name] for name in columns), how, learners.c.token, learners.c.milestone, learners.c.since)
        .add_columns(and_(awards.c.learner_id.is_not(None), ticked("public")).label("public"))
        .select_from(awards.outerjoin(learners))
        .where(*cohort.chosen(), awards.c.id > after)
    )
    if standing:
        wanted = wanted.where(_standing(at) == standing)
    return db.execute(wanted.order_by(awards.c.id).limit(most)).all()


def learners_of(db: Connection, cohort: Cohort, at: Today, standings: Sequence[str], most: int) -> list[int]:
    """The learners whose awards of a cohort stand so, each once, in their order."""
    wanted = (
        select(awards.c.learner_id)
        .select_from(awards.outerjoin(learners))
        .where(*cohort.chosen(), awards.c.learner_id.is_not(None), _standing(at).in_(standings))
        .group_by(awards.c.learner_id)
        .order_by(func.min(awards.c.id))
    )
    return list(db.execute(wanted.limit(most)).scalars())


def badges(db: Connection, whose: Whose, most: int = 50) -> list[str]:
    """The badges of the newest awards, each once."""
    newest = select(awards.c.badge, awards.c.id).where(there(), *of(whose)).order_by(awards.c.id.desc()).limit(5000)
    some = newest.subquery()
    wanted = select(some.c.badge).group_by(some.c.badge).order_by(func.max(some.c.id).desc()).limit(most)
    return list(db.execute(wanted).scalars())
