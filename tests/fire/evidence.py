"""What is left after a round: what we did, the channel's ledger, and the rows of the database."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, select

from bot.conversation.nodes import Message
from bot.store import conversations
from bot.store.database import sqlite_engine
from bot.store.postgresql import postgresql_engine
from bot.store.tables import addresses, heard, lanes, learners, messages, outbox
from tests.fire.quiet import Course, without_moments, words

SENDS = ("message", "card", "picture", "chosen", "notice")


@dataclass(frozen=True)
class Send:
    """Something new that a channel took and put on a learner's screen. `afflicted`: we may not have heard so."""

    chat: str
    text: str
    card: bool = False
    afflicted: bool = False
    picture: bool = False


@dataclass(frozen=True)
class Row:
    """A row of the outbox that is owed to a learner, or was."""

    id: int
    chat: str
    kind: str
    outcome: str | None
    text: str = ""
    overdue: bool = False
    why: str = ""


@dataclass(frozen=True)
class Kill:
    """A process that ended without warning, and the rows that it was sending at that moment."""

    at: float
    under_way: frozenset[int]
    acknowledged_after: float | None = None
    delivers: bool = True
    """Was it one that sends?"""


@dataclass(frozen=True)
class Turn:
    """When something was said, acknowledged and answered, on the machine's monotonic clock; None: never."""

    said: float
    acknowledged: float | None
    answered: float | None


@dataclass
class Evidence:
    """Everything that the invariants look at."""

    courses: Mapping[str, Sequence[Course]]
    """What each learner's lines come to in a quiet run; more than one where two things were said at once."""
    acknowledged: Mapping[str, Sequence[str]]
    """The keys of what each learner said and the program took."""
    sends: Sequence[Send] = ()
    kills: Sequence[Kill] = ()
    rows: Sequence[Row] = ()
    said: Mapping[str, Sequence[str]] = field(default_factory=dict)
    states: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    keys: Mapping[str, int] = field(default_factory=dict)
    """Of what was heard, hashed: 1 for done, 0 for set aside."""
    untaken: int = 0
    """What the channel could not deliver."""
    held: int = 0
    """Lanes that nobody let go."""
    spooled: int = 0
    """Files that still wait in the spool."""
    excuses: bool = True
    """May what was on its way at a kill, or met a bad answer, come twice?"""
    marks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Under which mark each message stands on a learner's screen, where the channel keeps them."""
    rewritten: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What was written over on a learner's screen, and stands nowhere there."""
    shut: Mapping[str, bool] = field(default_factory=dict)
    """Who shut us out once, and whether they let us in again."""
    refusals: Mapping[str, int] = field(default_factory=dict)
    """How often the channel refused something for a learner as such, so that to try again is of no use."""
    turned_away: Mapping[str, int] = field(default_factory=dict)
    """How often the channel said so."""
    blocked: frozenset[str] = frozenset()
    """Whom the program takes to have shut it out."""


def hashed(key: str) -> str:
    """What is kept of a key: its hash, and of Telegram's its number and as much of its hash as there is room for."""
    if not key.startswith("tg:"):
        return hash_of(key)
    return f"{int(key.rpartition(':')[2]):016x}{hash_of(key)[:48]}"


def hash_of(key: str) -> str:
    """What older programs kept."""
    return hashlib.sha256(key.encode()).hexdigest()


def engine(url: str) -> Engine:
    return sqlite_engine(Path(url.removeprefix("sqlite:///")), immediate=False) if "sqlite" in url else _server(url)


def _server(url: str) -> Engine:
    return postgresql_engine(url.replace("postgresql://", "postgresql+psycopg://"))


def under_way(db: Connection, token: str) -> frozenset[int]:
    """The rows that a process took to be sent, and of which nobody knows yet how it ended.

    `token`: how what it holds lanes by begins.
    """
    taken = select(outbox.c.id).where(
        outbox.c.outcome.is_(None), outbox.c.sending_since.is_not(None), outbox.c.kind.in_(SENDS)
    )
    its = taken.join(lanes, lanes.c.learner_id == outbox.c.learner_id).where(lanes.c.token.startswith(token))
    return frozenset(db.execute(its).scalars())


def owed(db: Connection, chat: str = "") -> int:
    """How much is still to be done now, for one learner or all; reminders are for later."""
    rows = select(outbox.c.id).where(outbox.c.outcome.is_(None), outbox.c.kind.not_in(("alarm", "nobody")))
    if chat:
        rows = rows.join(addresses, addresses.c.learner_id == outbox.c.learner_id).where(
            addresses.c.external_id == chat
        )
    return len(db.execute(rows).all())


def blocked(db: Connection) -> frozenset[str]:
    """Who is taken to have shut us out."""
    return frozenset(db.execute(select(addresses.c.external_id).where(addresses.c.blocked_at.is_not(None))).scalars())


def gather(
    db: Connection, evidence: Evidence, written: Callable[[Message], str], *, among_others: bool = False
) -> Evidence:
    """Add what the database tells. `among_others`: only of those who talked, for a crowd is stored beside them."""
    chats: dict[int, str] = {}
    evidence.states, said = {}, {}
    older: dict[str, str] = {}  # what older programs kept of a key, and what is kept today
    talkers = select(addresses.c.external_id, learners.c.id, learners.c.state).join(learners)
    spoken, all_owed, known = select(messages), select(outbox), select(heard.c.key, heard.c.raw)
    if among_others:
        talks = addresses.c.external_id.in_(evidence.courses)
        talkers, their_ids = talkers.where(talks), select(addresses.c.learner_id).where(talks)
        spoken = spoken.where(messages.c.learner_id.in_(their_ids))
        all_owed = all_owed.where(outbox.c.learner_id.in_(their_ids))
        theirs = [key for keys in evidence.acknowledged.values() for key in keys]
        older = {hash_of(key): hashed(key) for key in theirs}
        known = known.where(heard.c.key.in_([*older, *older.values()]))
    for row in db.execute(talkers):
        chats[row.id] = row.external_id
        evidence.states[row.external_id] = without_moments(row.state)  # type: ignore[index]
        said[row.external_id] = []
    texts: dict[int, str] = {}
    for row in db.execute(spoken.order_by(messages.c.id)):
        if row.direction == "in":
            said[chats[row.learner_id]].append(words(row.body))
        else:
            texts[row.id] = written(conversations.stored_message(row.body, row.buttons))
    evidence.said = said
    now = datetime.now(UTC)
    evidence.rows = [
        Row(
            row.id, chats[row.learner_id], row.kind, row.outcome, texts.get(row.message_id, ""),
            row.outcome is None and row.kind not in ("alarm", "nobody") and row.due <= now, row.error or "",
        )
        for row in db.execute(all_owed.order_by(outbox.c.id))
    ]  # fmt: skip
    evidence.keys = {older.get(row.key, row.key): int(row.raw is None) for row in db.execute(known)}
    evidence.blocked = blocked(db)
    evidence.held = len(db.execute(select(lanes.c.learner_id).where(lanes.c.token.is_not(None))).all())
    return evidence
