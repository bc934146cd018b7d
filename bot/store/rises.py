"""A sudden rise: many more learners than usual meet the same problem in an hour, so something broke somewhere.

What counts are the cures told (`problem` in `events`). How many are usual follows from the last two weeks: from the
hours of the day at which people are there, and from how much goes on in this hour, so that a campaign is no alarm.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, literal_column, select, true

from bot.store.dialects import INSERTS
from bot.store.tables import cursors, events

HOUR = timedelta(hours=1)
LOOKED_BACK = timedelta(days=14)
LEAST = 5
"""So few are no rise, whatever is usual."""

UNLIKELY = 1e-5
"""How seldom chance alone may bring as many in an hour: with 60 problems looked at each minute about once in a year."""

BY_DAY = 3.0
"""So much more than in the mean hour happens in a busy one, as nearly all is by day."""

AGAIN = timedelta(hours=3)
"""A rise that was not seen for so long has ended: what comes then is another."""


_PROBLEM: ColumnElement[bool] = literal_column("events.what = 'problem'")  # as the index says it, so that it is used


@dataclass(frozen=True, slots=True)
class Rise:
    """Far more than usual in the last hour. `path`: the cure that was told."""

    path: str
    count: int
    usual: float

    def usual_in(self, language: str) -> str:
        """How many are usual, as it is written in this language."""
        told = f"{self.usual:.1f}"
        return told.replace(".", ",") if language == "nl" else told


def rises(db: Connection, now: datetime, institutions: Sequence[str] | None = None) -> tuple[Rise, ...]:
    """What rose suddenly in the last hour, the strongest first; with `institutions`, among their learners alone."""
    mine = true() if institutions is None else events.c.institution.in_(institutions)
    lately = and_(mine, events.c.at > now - HOUR, events.c.at <= now)
    some = select(events.c.detail, func.count().label("many")).where(_PROBLEM).group_by(events.c.detail)
    here = {row.detail: row.many for row in db.execute(some.where(lately).having(func.count() >= LEAST))}
    if not here:
        return ()
    before = and_(mine, events.c.at > now - LOOKED_BACK, events.c.at <= now - HOUR)
    usual = {row.detail: row.many for row in db.execute(some.where(before, events.c.detail.in_(here)))}
    everything = select(func.count()).select_from(events)
    going_on, went_on = (db.execute(everything.where(when)).scalar_one() for when in (lately, before))
    hours = (LOOKED_BACK - HOUR) / HOUR
    found = []
    for path, count in here.items():
        by_hour = usual.get(path, 0) / hours * BY_DAY
        by_bustle = usual.get(path, 0) * (going_on - count) / went_on if went_on else 0.0
        expected = max(by_hour, by_bustle, 0.2)
        if chance_of(count, expected) < UNLIKELY:
            found.append(Rise(path, count, round(expected, 1)))
    return tuple(sorted(found, key=lambda rise: rise.usual / rise.count))


def chance_of(count: int, expected: float) -> float:
    """How likely so many or more are where `expected` are usual, as happens by chance (Poisson)."""
    term = total = math.exp(-expected)
    for number in range(1, count):
        term *= expected / number
        total += term
    return max(0.0, 1.0 - total)


def new(db: Connection, found: tuple[Rise, ...], now: datetime) -> list[Rise]:
    """Those of which staff were not told yet; each is told by one process, once."""
    told = []
    for rise in found:
        name = f"rise:{hashlib.sha256(rise.path.encode()).hexdigest()[:15]}"
        moment = int(now.timestamp())
        row = INSERTS[db.dialect.name](cursors).values(name=name, at=moment).on_conflict_do_nothing()
        first = db.execute(row.returning(cursors.c.name)).first() is not None
        known = select(cursors.c.at).where(cursors.c.name == name).with_for_update()
        seen = moment if first else db.execute(known).scalar_one()
        if first or moment - seen > AGAIN.total_seconds():
            told.append(rise)
        db.execute(cursors.update().where(cursors.c.name == name).values(at=moment))
    return told


def met_last(db: Connection, path: str, now: datetime) -> int | None:
    """A learner who met this problem in the last hour; None where all were forgotten."""
    lately = and_(_PROBLEM, events.c.at > now - HOUR, events.c.detail == path)
    mine = select(events.c.learner_id).where(lately, events.c.learner_id.is_not(None))
    return db.execute(mine.order_by(events.c.at.desc()).limit(1)).scalar()
