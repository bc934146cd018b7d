"""What is counted: one row for each thing that happened for the first time in a journey. It names nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    select,
    type_coerce,
)

from bot.conversation.effects import Note
from bot.conversation.events import Fact
from bot.store.conversations import Talk
from bot.store.dialects import INSERTS
from bot.store.prepared import Prepared
from bot.store.tables import events

_COLUMNS = (
    "learner_id", "award", "what", "detail", "at", "journey", "channel", "language", "institution", "way", "deadline",
)  # fmt: skip
_NOTE = Prepared(
    {
        dialect: insert(events)
        .values({name: bindparam(name, type_=events.c[name].type) for name in _COLUMNS})
        .on_conflict_do_nothing()
        for dialect, insert in INSERTS.items()
    }
)


def note(db: Connection, talk: Talk, noted: Note, facts: Mapping[str, Fact], language: str, at: datetime) -> None:
    """Count this, once for each journey: a learner's way with one award."""
    known = {name: str(facts.get(name, "unknown")) for name in ("institution", "kind", "deadline")}
    told = known["deadline"] != "unknown" and facts.get("deadline_assumed") != "yes"
    _NOTE.later(
        db,
        {
            "learner_id": talk.learner,
            "award": noted.award,
            "what": noted.what,
            "detail": noted.detail[:80],
            "at": at,
            "journey": hashlib.sha256(f"{talk.token}:{noted.award}".encode()).hexdigest()[:32],
            "channel": talk.address.channel,
            "language": language,
            "institution": known["institution"].replace("unknown", "")[:120],
            "way": known["kind"].replace("unknown", ""),
            "deadline": date.fromisoformat(known["deadline"]) if told else None,
        },
    )


@dataclass(frozen=True, slots=True)
class Journey:
    """One learner's way with one award, as it was counted, from their first word on.

    `happened`: when each "what:detail" was, the first time, in seconds since 1970. `in_time`: whether it was claimed
    by its last day; None where it was not, or nobody told the day.
    """

    channel: str
    language: str
    institution: str
    way: str
    happened: Mapping[str, float]
    in_time: bool | None = None


SOME = 500
"""So many journeys are in memory at once: a day may have a hundred thousand."""

_CLAIMED = and_(events.c.what == "ticked", events.c.detail == "claimed")
_PARTS, _HALVES = "\x1e", "\x1f"
_NUMBERS = 10**15
"""What makes the number of every row equally long: as text they then stand in their own order."""


def _newest(column: ColumnElement[str]) -> ColumnElement[str]:
    """What the last row says here that says something, after the number of that row."""
    said = cast(events.c.id + _NUMBERS, String).concat(column)
    return func.max(case((column != "", said)))


@cache
def _journeys(dialect: str) -> Any:
    """What `journeys` asks. Made once for each dialect: its parts refer to each other, and would be long in going."""
    at: ColumnElement[Any] = type_coerce(events.c.at, BigInteger)
    if dialect != "sqlite":
        at = cast(func.extract("epoch", events.c.at) * 1_000_000, BigInteger)
    since, until = (bindparam(name, type_=events.c.at.type) for name in ("since", "until"))
    began = select(events.c.journey).where(events.c.what == "began", events.c.at >= since, events.c.at < until)
    key = events.c.what.concat(":").concat(events.c.detail).concat(_HALVES).concat(cast(at, String))
    return (
        select(
            func.min(case((events.c.what == "began", events.c.channel))),
            _newest(events.c.language),
            _newest(events.c.institution),
            _newest(events.c.way),
            func.min(case((_CLAIMED, events.c.deadline))),
            func.aggregate_strings(key, _PARTS),
        )
        .where(events.c.journey.in_(began), events.c.what != "problem")
        .group_by(events.c.journey)
        .execution_options(yield_per=SOME)
    )


def journeys(db: Connection, since: datetime, until: datetime, zone: ZoneInfo) -> Iterator[Journey]:
    """The journeys begun since then, and before `until`, some at a time; `zone`: whose days a last day is counted in.

    What became known on the way, as the institution, counts for the whole journey. It happens in the database, for
    that is twenty times as many events as journeys.
    """
    for row in db.execute(_journeys(db.dialect.name), {"since": since, "until": until}):
        yield _journey(*row, zone=zone)


def _journey(
    channel: str, language: str, institution: str | None, way: str | None, last_day: Any, told: str, *, zone: ZoneInfo
) -> Journey:
    happened: dict[str, float] = {}
    for part in told.split(_PARTS):
        key, _, moment = part.partition(_HALVES)
        happened[key] = int(moment) / 1_000_000
    begin = happened["began:"]
    if min(happened.values()) < begin:  # what an institution's word began, before theirs
        happened = {key: moment for key, moment in happened.items() if moment >= begin}
    width = len(str(_NUMBERS))
    in_time = None
    claimed = happened.get("ticked:claimed")
    if last_day is not None and claimed is not None:
        in_time = datetime.fromtimestamp(claimed, UTC).astimezone(zone).date() <= last_day
    return Journey(channel, language[width:], (institution or "")[width:], (way or "")[width:], happened, in_time)
