"""What is counted of journeys, added up by the day on which they began. It names nobody, and a page reads nothing else.

A row of `tallies` tells how many journeys of that day have each mark (`of`): of all, and of those of one channel,
language, institution or way, and of each mix of these. Rows add up; the figures of any period follow from the sum. A
day is counted anew, whole, whenever something happened in one of its journeys.
"""

from __future__ import annotations

import asyncio
import dataclasses
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from operator import itemgetter
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from bot.store.database import Database
from bot.store.dialects import INSERTS
from bot.store.events import Journey, journeys
from bot.store.finding import Settling
from bot.store.tables import cursors, events, tallies

Tally = Counter[str]
"""How many journeys have each mark."""

Group = tuple[str, ...]
"""A channel, language, institution and way; "" for all."""

DIMENSIONS = ("channel", "language", "institution", "way")
NOT_KNOWN = "not known"

STEPS = ("award", "eduid", "backpack", "claim", "share", "done")
"""The flows that a journey passes, in their order."""

DAY_SECONDS = 86_400
MINUTE, HOUR, DAY = 1, 60, 1440
"""In minutes."""

MANY = 20_000
"""After more events than this it is not asked whose days they changed: every day is counted anew."""

CALM = 60
"""So many times as long as a day took the next one waits: all of it takes a sixtieth of a core at most."""

CURSOR, TURN, UNTIL = "tallies", "tallies:turn", "tallies:until"
"""In `cursors`: the event up to which all is counted for good, what changes with each day written, and the moment up to
which all was counted once."""

_BITS = {name: 1 << place for place, name in enumerate(DIMENSIONS)}
_REACHED = tuple((f"reached:{step}", step) for step in STEPS)
_KEPT = ("reached", "ticked", "human", "why", "rated")


# One journey


def of(journey: Journey) -> Iterator[str]:
    """The marks of a journey; "days:claimed:3" is that it was claimed in the fourth day of 24 hours."""
    happened = journey.happened
    begin = happened["began:"]
    yield "begun"
    for key, moment in happened.items():
        what, _, detail = key.partition(":")
        if what in _KEPT:
            yield key
        if key in ("ticked:claimed", "ticked:public"):
            yield f"days:{detail}:{int((moment - begin) // DAY_SECONDS)}"
    if any(key.startswith("stopped:") for key in happened):
        yield "stopped"
    if journey.in_time is not None:
        yield "told_in_time"
        if journey.in_time:
            yield "in_time"


def spent(journey: Journey) -> Iterator[str]:
    """How long it was at each step until the next one that it came to, in minutes, as "award:35".

    As precise as it is told: in whole minutes, from an hour on in whole hours, from two days on in whole days.
    """
    came = [(journey.happened[key], step) for key, step in _REACHED if key in journey.happened]
    came.sort(key=itemgetter(0))  # those of one moment stay in their order
    for (moment, step), (later, _) in pairwise(came):
        minutes = int((later - moment) // 60)
        unit = MINUTE if minutes < HOUR else HOUR if minutes < 2 * DAY else DAY
        yield f"{step}:{minutes // unit * unit}"


def group_of(journey: Journey) -> Group:
    """The finest group it is in."""
    return journey.channel, journey.language, journey.institution or NOT_KNOWN, journey.way or NOT_KNOWN


# Counting days


@dataclass(frozen=True, slots=True)
class News:
    """What there is to count: the events after `since` up to `newest`, which are of journeys begun on these days."""

    since: int
    newest: int
    days: Sequence[date] = ()

    @property
    def many(self) -> bool:
        """Are they so many that every day is to be counted?"""
        return self.newest - self.since > MANY


def news(db: Connection, zone: ZoneInfo) -> News:
    """What there is to count, the newest day first."""
    found = News(_cursor(db, CURSOR) or 0, _newest(db))
    began = select(events.c.at).where(events.c.what == "began")
    if not found.many:
        changed = select(events.c.journey).where(events.c.id > found.since, events.c.id <= found.newest)
        moments = db.execute(began.where(events.c.journey.in_(changed))).scalars()
        return dataclasses.replace(found, days=sorted({_day(at, zone) for at in moments}, reverse=True))
    first = db.execute(began.order_by(events.c.at).limit(1)).scalar()
    last = db.execute(began.order_by(events.c.at.desc()).limit(1)).scalar()
    if first is None or last is None:
        return found
    end = _day(last, zone)
    back = range((end - _day(first, zone)).days + 1)
    return dataclasses.replace(found, days=[end - timedelta(days=day) for day in back])


def _newest(db: Connection) -> int:
    return db.execute(select(func.max(events.c.id))).scalar() or 0


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


@dataclass(slots=True)
class Cell:
    """Some journeys of one day: how many have each mark, and how long they were at each step."""

    of: Tally = field(default_factory=Counter)
    spent: Tally = field(default_factory=Counter)

    def add(self, more: Cell) -> None:
        self.of.update(more.of)
        self.spent.update(more.spent)


def count(db: Connection, day: date, zone: ZoneInfo) -> tuple[date, int | None, Mapping[Group, Cell]]:
    """The journeys begun on this day, counted from the events; what `replace` wants."""
    turn = _cursor(db, TURN)
    cells: dict[Group, Cell] = {}
    for journey in journeys(db, *_span(day, zone), zone):
        cell = cells.setdefault(group_of(journey), Cell())
        cell.of.update(of(journey))
        cell.spent.update(spent(journey))
    for place in range(len(DIMENSIONS)):  # of each mix of those before, also of all in this one
        for group, cell in list(cells.items()):
            cells.setdefault((*group[:place], "", *group[place + 1 :]), Cell()).add(cell)
    return day, turn, cells


def _span(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When this day begins and is over."""
    begin, end = (datetime.combine(one, time(), zone) for one in (day, day + timedelta(days=1)))
    return begin, end


def replace(db: Connection, day: date, turn: int | None, cells: Mapping[Group, Cell]) -> bool:
    """Keep what was counted of this day; False, and nothing is changed, where another wrote a day meanwhile."""
    mine = select(cursors.c.at).where(cursors.c.name == TURN).with_for_update()
    now = secrets.randbits(62)
    if turn is None:
        row = INSERTS[db.dialect.name](cursors).values(name=TURN, at=now).on_conflict_do_nothing()
        if db.execute(row.returning(cursors.c.at)).first() is None:
            return False
    elif db.execute(mine).scalar() != turn:
        return False
    db.execute(cursors.update().where(cursors.c.name == TURN).values(at=now))
    db.execute(tallies.delete().where(tallies.c.day == day))
    rows = [
        {
            "day": day, **dict(zip(DIMENSIONS, group, strict=True)), "by": _by(group), "begun": cell.of["begun"],
            "of": cell.of, "spent": cell.spent,
        }
        for group, cell in cells.items()
    ]  # fmt: skip
    if rows:
        db.execute(tallies.insert(), rows)
    return True


def _by(group: Group) -> int:
    return sum(bit for bit, value in zip(_BITS.values(), group, strict=True) if value)


def done(db: Connection, until: int, at: datetime) -> None:
    """All events up to this one are counted for good, and all that could be seen at this moment once."""
    for name, value in ((CURSOR, until), (UNTIL, int(at.timestamp()))):
        db.execute(INSERTS[db.dialect.name](cursors).values(name=name, at=0).on_conflict_do_nothing())
        db.execute(cursors.update().where(cursors.c.name == name, cursors.c.at < value).values(at=value))


def count_all(db: Connection, zone: ZoneInfo, now: datetime) -> None:
    """Count what there is to count in this transaction, where nobody else writes."""
    found = news(db, zone)
    for day in found.days:
        replace(db, *count(db, day, zone))
    done(db, found.newest, now)


def anew(db: Connection) -> None:
    """Forget what was counted, and what is being counted: it is counted from the beginning."""
    db.execute(tallies.delete())
    db.execute(cursors.delete().where(cursors.c.name.in_((CURSOR, TURN, UNTIL))))
    db.execute(cursors.insert().values(name=TURN, at=secrets.randbits(62)))


def _cursor(db: Connection, name: str) -> int | None:
    return db.execute(select(cursors.c.at).where(cursors.c.name == name)).scalar()


class Tallying:
    """Keeps tallies up to date behind the turns; as several processes may.

    `watches`: for as long as the program runs, so that it learns up to which event all can be seen; a command counts
    all it sees, and leaves to the program what is for good.
    """

    def __init__(self, database: Database, zone: ZoneInfo, clock: Callable[[], datetime], *, watches: bool) -> None:
        self.database, self.zone, self.clock = database, zone, clock
        self._in_order = database.url.startswith("sqlite")  # one writes after the other: each number is seen in order
        self._settling = Settling() if watches else None

    async def refresh(self, calm: int = 0) -> None:
        """Count what there is to count; after each day `calm` times as long as it took goes to others."""
        now = self.clock()
        found = await self.database.read(news, self.zone)
        until = self._until(found)
        if found.newest == found.since or (until is None and self._settling and found.many):
            return
        for day in found.days:
            begun = monotonic()
            while not await self.database.write(replace, *await self.database.read(count, day, self.zone)):
                pass
            await asyncio.sleep(calm * (monotonic() - begun))
        await self.database.write(done, until or 0, now)

    def _until(self, found: News) -> int | None:
        """Up to which event all could be seen before these days are counted; None where that is not known yet."""
        if self._in_order:
            return found.newest
        known = self._settling.until(asyncio.get_running_loop().time(), found.newest) if self._settling else 0
        return known or None


# Reading them


@dataclass(frozen=True, slots=True)
class Counted:
    """A period.

    `days`: of each day how many began, and how many of these were claimed since. `groups`: by each dimension that
    is not asked for.
    """

    all: Cell
    days: Mapping[date, tuple[int, int]]
    groups: Mapping[str, Mapping[str, Tally]]


NOTHING = Counted(Cell(), {}, {})


def counted(
    db: Connection,
    first: date,
    last: date,
    only: Mapping[str, str] | None = None,
    institutions: Collection[str] | None = None,
) -> Counted:
    """What is counted of the journeys begun on these days, both counted in; `only`: of those of this channel and so on.

    `institutions`: of learners of these alone.
    """
    only = only or {}
    whole, days = Cell(), dict[date, tuple[int, int]]()
    columns = (tallies.c.day, tallies.c.of, tallies.c.spent)
    for row in db.execute(_rows(columns, first, last, set(only), only, institutions)):
        whole.add(Cell(row.of, row.spent))
        begun, claimed = days.get(row.day, (0, 0))
        days[row.day] = begun + row.of["begun"], claimed + row.of.get("ticked:claimed", 0)
    groups: dict[str, dict[str, Tally]] = {}
    for name in (one for one in DIMENSIONS if one not in only):
        found: dict[str, Tally] = {}
        wanted = _rows((tallies.c[name], tallies.c.of), first, last, {*only, name}, only, institutions)
        for value, some in db.execute(wanted):
            found.setdefault(value, Counter()).update(some)
        groups[name] = found
    return Counted(whole, days, groups)


def sizes(
    db: Connection, first: date, last: date, by: Sequence[str], institutions: Collection[str] | None = None
) -> dict[Group, int]:
    """How many journeys began on these days, by what they are of these dimensions."""
    columns = [tallies.c[name] for name in by]
    wanted = _rows((*columns, func.sum(tallies.c.begun)), first, last, set(by), {}, institutions)
    return {tuple(row[:-1]): int(row[-1]) for row in db.execute(wanted.group_by(*columns)) if row[-1]}


def _rows(
    columns: Sequence[Any],
    first: date,
    last: date,
    by: set[str],
    only: Mapping[str, str],
    institutions: Collection[str] | None,
) -> Any:
    if institutions is not None:
        by = by | {"institution"}
    here = [tallies.c.by == sum(_BITS[name] for name in by), tallies.c.day.between(first, last)]
    here += [tallies.c[name] == value for name, value in only.items()]
    if institutions is not None:  # whose institution is not known is nobody's
        here.append(tallies.c.institution.in_([one for one in institutions if one != NOT_KNOWN]))
    return select(*columns).where(*here)


def counted_until(db: Connection, now: datetime) -> datetime | None:
    """Up to which moment all is counted; None: it never was."""
    if _newest(db) <= (_cursor(db, CURSOR) or 0):
        return now
    moment = _cursor(db, UNTIL)
    return datetime.fromtimestamp(moment, UTC) if moment is not None else None
