"""The outbox: what is due, taken, done, failed. Delivered by lanes, one conversation each.

A lane's `ready_at` in the future with a token is a lease: when it runs out the lane is ready again, whoever
held it. Whoever finishes a row must still hold the token, so a worker that was given up for dead cannot
change what its successor did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, and_, bindparam, case, func, or_, select

from bot.store.dialects import INSERTS
from bot.store.tables import lanes, learners, limits, messages, outbox

Kind = Literal["message", "card", "chosen", "request", "alarm", "nobody", "notice"]
REPLY, REMINDER, BULK = 0, 5, 9

LEASE = timedelta(seconds=60)
"""Longer than the longest send (45 s): who holds a lane and is still at work never loses it."""

_EXTRAS = ("card", "chosen")

_COLUMNS = (
    "learner_id",
    "address_id",
    "message_id",
    "kind",
    "payload",
    "due",
    "priority",
    "key",
    "attempts",
    "created_at",
)
_PUT = outbox.insert().values({name: bindparam(name, type_=outbox.c[name].type) for name in _COLUMNS})
_PUT_KEYED = {
    dialect: insert(outbox)
    .values({name: bindparam(name, type_=outbox.c[name].type) for name in _COLUMNS})
    .on_conflict_do_update(
        index_elements=[outbox.c.key],
        set_={
            "payload": bindparam("new_payload", type_=outbox.c.payload.type),
            "due": bindparam("new_due", type_=outbox.c.due.type),
            "address_id": bindparam("new_address"),
            "attempts": 0,
            "outcome": None,
            "done_at": None,
            "sending_since": None,
        },
    )
    for dialect, insert in INSERTS.items()
}
_WAKE = {
    dialect: (
        statement := insert(lanes).values(
            learner_id=bindparam("lane"),
            ready_at=bindparam("due", type_=lanes.c.ready_at.type),
            priority=bindparam("priority"),
        )
    ).on_conflict_do_update(
        index_elements=[lanes.c.learner_id],
        set_={
            "ready_at": case(
                (lanes.c.token.is_not(None), lanes.c.ready_at),
                (lanes.c.ready_at.is_(None), statement.excluded.ready_at),
                (statement.excluded.ready_at < lanes.c.ready_at, statement.excluded.ready_at),
                else_=lanes.c.ready_at,
            ),
            "priority": case(
                (lanes.c.ready_at.is_(None), statement.excluded.priority),
                (statement.excluded.priority < lanes.c.priority, statement.excluded.priority),
                else_=lanes.c.priority,
            ),
        },
    )
    for dialect, insert in INSERTS.items()
}


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the outbox that was taken to be performed. `maybe`: an earlier try may have reached them."""

    id: int
    learner: int
    talk: str
    address_id: int | None
    message_id: int | None
    kind: Kind
    payload: Mapping[str, Any]
    attempts: int
    created_at: datetime
    maybe: bool
    lane: str  # the token that its lane is held by


def put(
    db: Connection,
    learner: int,
    kind: Kind,
    *,
    now: datetime,
    due: datetime | None = None,
    address_id: int | None = None,
    message_id: int | None = None,
    payload: Mapping[str, Any] | None = None,
    priority: int = REPLY,
    key: str | None = None,
) -> None:
    """Owe one thing. With a `key`, what was owed under it before is replaced."""
    moment = due or now
    row = {
        "learner_id": learner,
        "address_id": address_id,
        "message_id": message_id,
        "kind": kind,
        "payload": payload,
        "due": moment,
        "priority": priority,
        "key": key,
        "attempts": 0,
        "created_at": now,
    }
    if key:
        new = {"new_payload": payload, "new_due": moment, "new_address": address_id}
        db.execute(_PUT_KEYED[db.dialect.name], {**row, **new})
    else:
        db.execute(_PUT, row)
    db.execute(_WAKE[db.dialect.name], {"lane": learner, "due": moment, "priority": priority})


def drop(db: Connection, key: str, now: datetime) -> None:
    """What was owed under this key is no longer."""
    db.execute(
        outbox.update().where(outbox.c.key == key, outbox.c.outcome.is_(None)).values(outcome="cancelled", done_at=now)
    )


def claim(db: Connection, token: str, now: datetime, limit: int) -> list[int]:
    """Take up to `limit` lanes that are ready: the conversations this worker now holds."""
    ready = (
        select(lanes.c.learner_id)
        .where(lanes.c.ready_at <= now)
        .order_by(lanes.c.priority, lanes.c.ready_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = (
        lanes.update()
        .where(lanes.c.learner_id.in_(ready))
        .values(token=token, ready_at=now + LEASE)
        .returning(lanes.c.learner_id)
    )
    return list(db.execute(taken).scalars())


def holds(db: Connection, learner: int, token: str) -> bool:
    """Is this lane still ours? Locks it for the transaction."""
    held = select(lanes.c.learner_id).where(lanes.c.learner_id == learner, lanes.c.token == token).with_for_update()
    return db.execute(held).first() is not None


_ROW = (
    outbox.c.id,
    outbox.c.address_id,
    outbox.c.message_id,
    outbox.c.kind,
    outbox.c.payload,
    outbox.c.due,
    outbox.c.attempts,
    outbox.c.created_at,
    outbox.c.sending_since,
)
_OWED = and_(outbox.c.learner_id == bindparam("lane"), outbox.c.outcome.is_(None))
_NEXT_MESSAGE = select(*_ROW).where(_OWED, outbox.c.kind == "message").order_by(outbox.c.id).limit(1)
_NEXT_OTHER = (
    select(*_ROW)
    .where(_OWED, outbox.c.kind != "message", outbox.c.due <= bindparam("now", type_=outbox.c.due.type))
    .order_by(case((outbox.c.kind.in_(_EXTRAS), 1), else_=0), outbox.c.id)
    .limit(1)
)
_TAKE = (
    outbox.update()
    .where(outbox.c.id == bindparam("row"))
    .values(
        attempts=outbox.c.attempts + 1,
        sending_since=bindparam("now", type_=outbox.c.sending_since.type),
        due=bindparam("until", type_=outbox.c.due.type),
    )
)


def take(db: Connection, learner: int, token: str, now: datetime) -> Job | None:
    """The next row of a lane we hold, noted as being performed; None when nothing of it may leave now.

    Messages leave in their order: one that waits for another try holds back those behind it. What a
    neighbour is asked and alarms do not wait for messages, nor messages for them.
    """
    row = db.execute(_NEXT_MESSAGE, {"lane": learner}).first()
    if row is None or row.due > now:
        row = db.execute(_NEXT_OTHER, {"lane": learner, "now": now}).first()
    if row is None:
        return None
    until = now + LEASE if row.kind == "request" else row.due
    db.execute(_TAKE, {"row": row.id, "now": now, "until": until})
    talk = db.execute(select(learners.c.token).where(learners.c.id == learner)).scalar_one()
    return Job(
        row.id,
        learner,
        talk,
        row.address_id,
        row.message_id,
        row.kind,
        row.payload or {},
        row.attempts + 1,
        row.created_at,
        row.sending_since is not None,
        token,
    )


def untake(db: Connection, job: Job, due: datetime) -> None:
    """Put a row back as if it had not been taken, for `due`."""
    db.execute(
        outbox.update().where(outbox.c.id == job.id).values(attempts=job.attempts - 1, sending_since=None, due=due)
    )


def release(db: Connection, learner: int, token: str, now: datetime, not_before: datetime | None = None) -> None:
    """Let go of a lane; it is ready again when its next row is."""
    first = (
        select(outbox.c.due)
        .where(outbox.c.learner_id == learner, outbox.c.outcome.is_(None), outbox.c.kind == "message")
        .order_by(outbox.c.id)
        .limit(1)
    )
    others = select(func.min(outbox.c.due)).where(
        outbox.c.learner_id == learner, outbox.c.outcome.is_(None), outbox.c.kind != "message"
    )
    moments = [moment for moment in (db.execute(first).scalar(), db.execute(others).scalar()) if moment]
    ready = max(min(moments), not_before or now) if moments else None
    db.execute(
        lanes.update().where(lanes.c.learner_id == learner, lanes.c.token == token).values(token=None, ready_at=ready)
    )


def done(db: Connection, job: Job, outcome: str, now: datetime, error: str | None = None) -> bool:
    """Note how a row ended; False when somebody else did so before, or took it over."""
    ended = (
        outbox.update()
        .where(outbox.c.id == job.id, outbox.c.outcome.is_(None), outbox.c.attempts == job.attempts)
        .values(outcome=outcome, error=error, done_at=now, key=None, payload=None)
    )
    return db.execute(ended).rowcount == 1


def again(db: Connection, job: Job, due: datetime, error: str, *, maybe: bool) -> None:
    """Note that a row is to be tried again at `due`."""
    values: dict[str, Any] = {"due": due, "error": error}
    if not maybe:
        values["sending_since"] = None
    db.execute(outbox.update().where(outbox.c.id == job.id, outbox.c.attempts == job.attempts).values(values))


def cancel_for(db: Connection, address_id: int, now: datetime) -> None:
    """Nothing more is owed at this address: they shut us out."""
    rows = and_(outbox.c.address_id == address_id, outbox.c.outcome.is_(None), outbox.c.kind != "request")
    owed = select(outbox.c.message_id).where(rows, outbox.c.kind == "message")
    db.execute(messages.update().where(messages.c.id.in_(owed)).values(delivery="cancelled"))
    db.execute(outbox.update().where(rows).values(outcome="cancelled", done_at=now, key=None))


def next_ready(db: Connection) -> datetime | None:
    """When the next lane is ready."""
    return db.execute(select(func.min(lanes.c.ready_at)).where(lanes.c.ready_at.is_not(None))).scalar()


def free_all(db: Connection, now: datetime) -> None:
    """Free every lane: only for a program that is alone on this database and has just started."""
    held = select(lanes.c.learner_id).where(lanes.c.token.is_not(None))
    started = and_(outbox.c.outcome.is_(None), outbox.c.sending_since.is_not(None), outbox.c.kind == "request")
    db.execute(outbox.update().where(started).values(due=now, sending_since=None))
    stalled = select(outbox.c.learner_id).where(
        outbox.c.outcome.is_(None), outbox.c.kind == "request", outbox.c.due <= now
    )
    db.execute(
        lanes.update()
        .where(or_(lanes.c.learner_id.in_(held), lanes.c.learner_id.in_(stalled)))
        .values(token=None, ready_at=now)
    )


# Pace: how fast a channel and one conversation may be spoken to, shared by all workers


def pace_chat(db: Connection, learner: int, rate: float, burst: int, now: datetime) -> datetime | None:
    """Count one message to this conversation; or, when it is too soon, the moment it may leave."""
    if not rate:
        return None
    before = db.execute(select(lanes.c.chat_tat).where(lanes.c.learner_id == learner)).scalar() or 0.0
    return _paced(
        before,
        rate,
        burst,
        now,
        lambda tat: db.execute(lanes.update().where(lanes.c.learner_id == learner).values(chat_tat=tat)),
    )


def pace_channel(db: Connection, channel: str, rate: float, now: datetime) -> datetime | None:
    """Count one call to this channel; or, when it is too soon, the moment it may leave."""
    if not rate:
        return None
    key = f"sends:{channel}"
    before = db.execute(select(limits.c.tat).where(limits.c.key == key).with_for_update()).scalar()
    if before is None:
        insert = INSERTS[db.dialect.name]
        db.execute(insert(limits).values(key=key, tat=0.0).on_conflict_do_nothing())
    return _paced(
        before or 0.0,
        rate,
        max(1, round(rate)),
        now,
        lambda tat: db.execute(limits.update().where(limits.c.key == key).values(tat=tat)),
    )


def hold_channel(db: Connection, channel: str, until: datetime) -> None:
    """Nothing leaves by this channel before `until`: it told us so."""
    insert = INSERTS[db.dialect.name]
    key, tat = f"sends:{channel}", until.timestamp() + 1  # what a full burst would let through early
    statement = insert(limits).values(key=key, tat=tat)
    db.execute(statement.on_conflict_do_update(index_elements=[limits.c.key], set_={"tat": tat}))


def _paced(before: float, rate: float, burst: int, now: datetime, keep: Any) -> datetime | None:
    """The generic cell rate algorithm: `before` is when the last one counted would have been due at an even pace."""
    moment = now.timestamp()
    tat = max(before, moment)
    early = tat - (burst - 1) / rate - moment
    if early > 1e-6:
        return now + timedelta(seconds=early)
    keep(tat + 1 / rate)
    return None


def wake(db: Connection, learner: int, due: datetime) -> None:
    """Let a lane be ready at `due` at the latest."""
    db.execute(_WAKE[db.dialect.name], {"lane": learner, "due": due, "priority": REPLY})
