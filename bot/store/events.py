"""What is counted: one row for each thing that happened for the first time in a journey. It names nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection, bindparam, select

from bot.conversation.effects import Note
from bot.conversation.events import Fact
from bot.store.conversations import Talk
from bot.store.dialects import INSERTS
from bot.store.prepared import Prepared
from bot.store.tables import events

_COLUMNS = ("learner_id", "award", "what", "detail", "at", "journey", "channel", "language", "institution", "way")
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
    known = {name: str(facts.get(name, "unknown")) for name in ("institution", "kind")}
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
        },
    )


@dataclass(frozen=True, slots=True)
class Journey:
    """One learner's way with one award, as it was counted. `happened`: when each "what:detail" was, first time."""

    channel: str
    language: str
    institution: str
    way: str
    happened: Mapping[str, datetime]


def journeys(db: Connection, since: datetime) -> Iterator[Journey]:
    """The journeys begun since then. What became known on the way, as the institution, counts for the whole journey."""
    begun = select(events.c.journey).where(events.c.what == "began", events.c.at >= since)
    rows = db.execute(
        select(events).where(events.c.journey.in_(begun)).order_by(events.c.journey, events.c.at, events.c.id)
    ).yield_per(1000)
    for _, group in groupby(rows, key=lambda row: row.journey):
        told = list(group)
        yield Journey(
            told[0].channel,
            told[-1].language,
            next((row.institution for row in reversed(told) if row.institution), ""),
            next((row.way for row in reversed(told) if row.way), ""),
            {f"{row.what}:{row.detail}": row.at for row in reversed(told)},
        )
