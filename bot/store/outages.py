"""Outages that staff told us of: learners read of them where they stand in the way, and hear when they are over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, exists, select, tuple_

from bot.conversation.flow import Flows
from bot.store import outbox
from bot.store.database import ring
from bot.store.dialects import INSERTS
from bot.store.tables import outages, warned

CHANGED = "outages"
"""The bell for whoever keeps in mind what is down."""

AT_ONCE = 100
"""So many learners are told in one transaction that an outage is over."""


@dataclass(frozen=True, slots=True)
class Outage:
    """Something that learners need does not work, within `scope` (`Flows.within`). `until`: as far as is known."""

    id: int
    scope: str
    nl: str
    en: str
    begins_at: datetime
    until: datetime | None

    def text(self, language: str) -> str:
        return self.en if language == "en" else self.nl

    def lasts(self, now: datetime) -> bool:
        return self.begins_at <= now and (self.until is None or now < self.until)


class InMind:
    """The outages as this process saw them last: a turn asks here, and the database only where there are any."""

    def __init__(self) -> None:
        self.listed: tuple[Outage, ...] = ()

    def at(self, flows: Flows, places: Iterable[str], now: datetime) -> list[Outage]:
        """Those that last, and stand in the way of a learner at one of these steps."""
        here = [path for path in places if path]
        return [
            outage
            for outage in self.listed
            if outage.lasts(now) and any(flows.within(outage.scope, path) for path in here)
        ]


def begin(
    db: Connection, scope: str, nl: str, en: str, until: datetime | None, now: datetime, member: int | None = None
) -> int:
    """From now on learners within this scope read this. Its number."""
    values = {"scope": scope, "nl": nl, "en": en, "begins_at": now, "until": until, "staff_id": member}
    made: int = db.execute(outages.insert().values(values).returning(outages.c.id)).scalar_one()
    ring(db, CHANGED)
    return made


def end(db: Connection, outage: int, now: datetime) -> bool:
    """It is over; False where it was already, or there is none such."""
    here = and_(outages.c.id == outage, outages.c.over_at.is_(None))
    ended = db.execute(outages.update().where(here).values(over_at=now)).rowcount
    ring(db, CHANGED)
    return bool(ended)


def listed(db: Connection) -> tuple[Outage, ...]:
    """Those of which nobody said that they are over, the oldest first; one may be past its end."""
    wanted = select(outages).where(outages.c.over_at.is_(None)).order_by(outages.c.id)
    return tuple(Outage(row.id, row.scope, row.nl, row.en, row.begins_at, row.until) for row in db.execute(wanted))


def warn(db: Connection, outage: int, learner: int) -> bool:
    """Note that this learner read of it; False when they did before."""
    row = INSERTS[db.dialect.name](warned).values(outage_id=outage, learner_id=learner).on_conflict_do_nothing()
    return db.execute(row.returning(warned.c.learner_id)).first() is not None


def look(db: Connection, now: datetime) -> tuple[tuple[Outage, ...], bool]:
    """What there is, and whether something is to be done about it (`tend`)."""
    found = listed(db)
    over = any(outage.until is not None and outage.until <= now for outage in found)
    told = exists().where(warned.c.outage_id == outages.c.id, outages.c.over_at.is_not(None))
    return found, over or bool(db.execute(select(outages.c.id).where(told).limit(1)).scalar())


def tend(db: Connection, now: datetime, by_day: Callable[[datetime], datetime]) -> int:
    """End what is past its end, and owe the news to some of those who read of what is over: how many.

    Each is told once, by day (`by_day`), and only if it is news to them by then: see `engine.advance`.
    """
    past = and_(outages.c.over_at.is_(None), outages.c.until <= now)
    if db.execute(outages.update().where(past).values(over_at=outages.c.until)).rowcount:
        ring(db, CHANGED)
    some = (
        select(warned.c.outage_id, warned.c.learner_id)
        .join(outages, outages.c.id == warned.c.outage_id)
        .where(outages.c.over_at.is_not(None))
        .order_by(warned.c.learner_id)
        .limit(AT_ONCE)
    )
    rows = [tuple(row) for row in db.execute(some)]
    if not rows:
        return 0
    here = tuple_(warned.c.outage_id, warned.c.learner_id).in_(rows)
    gone = db.execute(warned.delete().where(here).returning(warned.c.learner_id, warned.c.outage_id)).all()
    whose = select(outages.c.id, outages.c.scope).where(outages.c.id.in_({outage for _, outage in gone}))
    scopes = {row.id: row.scope for row in db.execute(whose)}
    for learner, outage in sorted(gone):
        news = {"what": "over", "scope": scopes[outage]}
        outbox.put(db, learner, "news", now=now, due=by_day(now), payload=news, priority=outbox.REMINDER)
    return len(rows)
