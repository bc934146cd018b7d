"""The questions that pages ask: each is one or two indexed queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from bot.ports import Address
from bot.store import aside
from bot.store.dialects import INSERTS
from bot.store.outbox import BULK, REMINDER, REPLY
from bot.store.tables import addresses, lanes, learners, limits, messages, outbox

PAGE = 200
"""So many messages are shown at once."""

MOST_COUNTED = 10_000
TIDIED = "tidied"
PRIORITIES = {"reply": REPLY, "reminder": REMINDER, "bulk": BULK}


@dataclass(frozen=True, slots=True)
class Pulse:
    """How the delivery is doing. Counts stop at MOST_COUNTED.

    `due`: rows that are owed and due, `oldest_seconds`: the age of the oldest, also of one that waits behind another.
    `lanes`: for replies, reminders and bulk, how many conversations a worker could take now, and the longest wait
    for that in seconds: what waits for its turn, its pace or another try is not among them. `tidied_at`: when all that
    was past its time was last gone, in seconds since 1970; 0 where it never was.
    """

    due: int
    oldest_seconds: float
    lanes: Mapping[str, tuple[int, float]]
    events_aside: int
    owed_aside: int
    letters_aside: int
    waiting: int
    tidied_at: float

    @property
    def longest_wait_seconds(self) -> float:
        return max(wait for _, wait in self.lanes.values())


def pulse(db: Connection, now: datetime) -> Pulse:
    """How things stand at this moment: each figure is read from the end of an index."""
    owed = outbox.c.outcome.is_(None)
    some = select(outbox.c.due).where(owed, outbox.c.due <= now).order_by(outbox.c.due).limit(MOST_COUNTED).subquery()
    due, oldest = db.execute(select(func.count(), func.min(some.c.due))).one()
    events_aside, owed_aside, letters_aside = aside.count(db)
    asked = select(learners.c.id).where(learners.c.waiting_since.is_not(None)).limit(MOST_COUNTED).subquery()
    waiting = db.execute(select(func.count()).select_from(asked)).scalar_one()
    lanes_waiting = {name: _waiting(db, priority, now) for name, priority in PRIORITIES.items()}
    tidied_at = db.execute(select(limits.c.tat).where(limits.c.key == TIDIED)).scalar() or 0.0
    return Pulse(due, _age(oldest, now), lanes_waiting, events_aside, owed_aside, letters_aside, waiting, tidied_at)


def _waiting(db: Connection, priority: int, now: datetime) -> tuple[int, float]:
    ready = select(lanes.c.ready_at).where(lanes.c.priority == priority, lanes.c.ready_at <= now)
    some = ready.order_by(lanes.c.ready_at).limit(MOST_COUNTED).subquery()
    count, since = db.execute(select(func.count(), func.min(some.c.ready_at))).one()
    return count, _age(since, now)


def _age(moment: datetime | None, now: datetime) -> float:
    return max((now - moment).total_seconds(), 0.0) if moment else 0.0


def touch(db: Connection, now: datetime) -> None:
    """Write one row that says nothing: the database takes writing."""
    _mark(db, "ready", now)


def note_tidied(db: Connection, now: datetime) -> None:
    """Keep that all that was past its time is gone: every process tells it from then on."""
    _mark(db, TIDIED, now)


def _mark(db: Connection, key: str, now: datetime) -> None:
    tat = now.timestamp()
    statement = INSERTS[db.dialect.name](limits).values(key=key, tat=tat)
    db.execute(statement.on_conflict_do_update(index_elements=[limits.c.key], set_={"tat": tat}))


@dataclass(frozen=True, slots=True)
class Timeline:
    """A conversation as the learner sees it: `rows` oldest first, the card, who has the word, and the stored state."""

    learner: int
    language: str
    rows: tuple[Any, ...]
    more: bool
    card: Any
    owner: str | None
    waiting: bool
    state: Mapping[str, Any] | None


def learner_at(db: Connection, address: Address) -> int | None:
    """Whose address this is; None when nobody ever spoke there."""
    return db.execute(
        select(addresses.c.learner_id).where(
            addresses.c.channel == address.channel,
            addresses.c.workspace == address.workspace,
            addresses.c.external_id == address.external_id,
        )
    ).scalar()


def timeline(db: Connection, address: Address, after: int = 0, before: int = 0) -> Timeline | None:
    """The newest messages between two ids (0 = no bound); None when nobody ever spoke here."""
    learner = learner_at(db, address)
    if learner is None:
        return None
    who = db.execute(
        select(learners.c.language, learners.c.owner, learners.c.waiting_since, learners.c.state).where(
            learners.c.id == learner
        )
    ).one()
    wanted = select(
        messages.c.id,
        messages.c.direction,
        messages.c.author,
        messages.c.body,
        messages.c.buttons,
        messages.c.language,
        messages.c.at,
    ).where(messages.c.learner_id == learner, messages.c.direction.in_(("in", "out")))
    if after:
        wanted = wanted.where(messages.c.id > after)
    if before:
        wanted = wanted.where(messages.c.id < before)
    rows = list(db.execute(wanted.order_by(messages.c.id.desc()).limit(PAGE + 1)))
    card = db.execute(
        select(messages.c.body).where(messages.c.learner_id == learner, messages.c.direction == "card")
    ).scalar()
    return Timeline(
        learner,
        who.language,
        tuple(rows[:PAGE][::-1]),
        len(rows) > PAGE,
        card,
        who.owner,
        who.waiting_since is not None,
        who.state,
    )


def conversations(db: Connection, most: int, everything: bool) -> list[Any]:
    """Who waits for a human or talks with one, the longest first; with `everything`, then who was heard last."""
    channel = (
        select(addresses.c.channel)
        .where(addresses.c.learner_id == learners.c.id)
        .order_by(addresses.c.used_at.desc(), addresses.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = select(
        learners.c.token,
        learners.c.waiting_since,
        learners.c.owner,
        learners.c.language,
        learners.c.state,
        func.coalesce(channel, "").label("channel"),
    )
    owned = wanted.where(learners.c.owner.is_not(None))
    rows = list(db.execute(owned.order_by(learners.c.waiting_since.is_(None), learners.c.waiting_since).limit(most)))
    if everything and len(rows) < most:
        rest = wanted.where(learners.c.owner.is_(None), learners.c.heard_at.is_not(None))
        rows += db.execute(rest.order_by(learners.c.heard_at.desc()).limit(most - len(rows)))
    return rows


def conversation(db: Connection, learner: int) -> Any:
    """One conversation: `token`, `owner`, `waiting_since`, `language`, `state`, `channel`."""
    found = select(
        learners.c.token,
        learners.c.owner,
        learners.c.waiting_since,
        learners.c.language,
        learners.c.state,
        addresses.c.channel,
    )
    return db.execute(
        found.join(addresses, isouter=True).where(learners.c.id == learner).order_by(addresses.c.used_at.desc())
    ).first()


def lines(db: Connection, learner: int) -> list[Any]:
    """The newest messages of a conversation, oldest first."""
    wanted = select(messages.c.direction, messages.c.author, messages.c.body, messages.c.at).where(
        messages.c.learner_id == learner, messages.c.direction != "card"
    )
    return list(db.execute(wanted.order_by(messages.c.id.desc()).limit(PAGE)))[::-1]
