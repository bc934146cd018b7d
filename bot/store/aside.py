"""What was set aside because it failed on a mistake of ours: events that were heard, and things that are owed.

It stands in nobody's way, and is kept as it is until somebody replays or drops it, or its time is over.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, null, select
from sqlalchemy.exc import DBAPIError

from bot.store import conversations
from bot.store import outbox as owed
from bot.store.database import DESK_SEES, ring
from bot.store.tables import addresses, heard, lanes, messages, outbox

MOST_COUNTED = 10_000

OF_LETTERS = ("unproven", "unreadable")
"""Why a letter is kept for staff without a mistake of ours."""

_ASIDE: ColumnElement[bool] = literal_column("outbox.outcome") == literal_column("'set_aside'")
"""As the index says it, so that it is used."""


@dataclass(frozen=True, slots=True)
class Aside:
    """One thing that was set aside. `key` names it; `what`: event, or the kind of what is owed.

    `why`: bug, newer; of a letter also unproven, unreadable, which is no mistake of ours.
    """

    key: str
    since: datetime
    channel: str
    what: str
    why: str
    error: str


def listed(db: Connection) -> list[Aside]:
    """Everything that is set aside, the oldest first."""
    events = select(heard.c.key, heard.c.at, heard.c.channel, heard.c.why, heard.c.error)
    found = [
        Aside(row.key, row.at, row.channel, "event", row.why or "bug", row.error or "")
        for row in db.execute(events.where(heard.c.raw.is_not(None)))
    ]
    rows = select(outbox.c.id, outbox.c.done_at, outbox.c.kind, outbox.c.error, addresses.c.channel)
    for row in db.execute(rows.outerjoin(addresses, addresses.c.id == outbox.c.address_id).where(_ASIDE)):
        found.append(Aside(f"row-{row.id}", row.done_at, row.channel or "", row.kind, "bug", row.error or ""))
    return sorted(found, key=lambda one: (one.since, one.key))


def count(db: Connection) -> tuple[int, int, int]:
    """How many events, things owed, and letters that nobody vouches for or can read, are set aside."""
    one: ColumnElement[Any] = literal_column("1")
    kept = heard.c.raw.is_not(None)

    def counted(some: Select[tuple[Any]]) -> int:
        return db.execute(select(func.count()).select_from(some.limit(MOST_COUNTED).subquery())).scalar_one()

    letters = counted(select(one).where(kept, heard.c.why.in_(OF_LETTERS)))
    events = counted(select(one).where(kept)) - letters
    return events, counted(select(one).select_from(outbox).where(_ASIDE)), letters


def is_ours(error: Exception) -> bool:
    """Is this a mistake of ours, and not the database's trouble, which passes?"""
    return not isinstance(error, DBAPIError | sqlite3.Error) and not type(error).__module__.startswith("psycopg")


# Events: bot.turns sets them aside and replays them


def drop_event(db: Connection, key: str) -> bool:
    """Forget what this event was, not that it was heard; False when it is no longer set aside."""
    kept = heard.update().where(heard.c.key == key, heard.c.raw.is_not(None))
    return db.execute(kept.values(raw=None, error=None, why=None)).rowcount == 1


# What is owed


def put(db: Connection, rows: Sequence[int], error: str, now: datetime) -> int:
    """Set these rows of the outbox aside, as they are; how many were still owed."""
    if not rows:
        return 0
    ring(db, DESK_SEES)
    still = outbox.update().where(outbox.c.id.in_(rows), outbox.c.outcome.is_(None))
    ended = still.returning(outbox.c.kind, outbox.c.message_id)
    gone = db.execute(ended.values(outcome="set_aside", error=error[:200], done_at=now, key=None)).all()
    said = [row.message_id for row in gone if row.kind == "message"]
    db.execute(messages.update().where(messages.c.id.in_(said)).values(delivery="failed"))
    return len(gone)


def unreadable(db: Connection, learner: int) -> list[int]:
    """The rows owed to this learner that nobody can read."""
    found = []
    mine = select(outbox.c.id).where(outbox.c.learner_id == learner, outbox.c.outcome.is_(None))
    for row in db.execute(mine).scalars().all():
        one = select(outbox.c.payload, outbox.c.due, messages.c.body, messages.c.buttons)
        try:
            db.execute(one.outerjoin(messages, messages.c.id == outbox.c.message_id).where(outbox.c.id == row)).one()
        except (ValueError, TypeError):  # no JSON, no moment
            found.append(row)
    return found


def replay_row(db: Connection, row: int, now: datetime) -> bool:
    """Owe this row again, from now; False when it is no longer set aside."""
    learner = db.execute(select(outbox.c.learner_id).where(outbox.c.id == row, _ASIDE)).scalar()
    if learner is None:
        return False
    conversations.lock(db, learner)
    again = outbox.update().where(outbox.c.id == row, _ASIDE).returning(outbox.c.learner_id, outbox.c.message_id)
    values = {"outcome": None, "error": None, "done_at": None, "due": now, "attempts": 0, "sending_since": None}
    found = db.execute(again.values(values)).first()
    if found is None:
        return False
    db.execute(messages.update().where(messages.c.id == found.message_id).values(delivery="owed"))
    owed.wake(db, found.learner_id, now)
    return True


def drop_row(db: Connection, row: int, now: datetime) -> bool:
    """Owe this no longer; False when it is no longer set aside."""
    gone = outbox.update().where(outbox.c.id == row, _ASIDE)
    return db.execute(gone.values(outcome="cancelled", done_at=now, payload=null())).rowcount == 1


def free_lane(db: Connection, learner: int, token: str, ready: datetime) -> None:
    """Let go of a lane whose rows could not be read."""
    db.execute(
        lanes.update().where(lanes.c.learner_id == learner, lanes.c.token == token).values(token=None, ready_at=ready)
    )
