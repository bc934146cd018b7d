"""The outbox: what is due, taken, done, failed. Delivered by lanes, one conversation each.

A lane's `ready_at` in the future with a token is a lease: when it runs out the lane is ready again, whoever
held it, for all who have watched for long enough (`bot.watch`). Whoever finishes a row must still hold the
token, so a worker that was given up for dead cannot change what its successor did.

Everybody locks in one order: the learner, their lane, its rows, the messages that these bring. So no two wait for
each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    null,
    or_,
    select,
)

from bot.conversation.nodes import Message
from bot.ports import Address
from bot.store import pace
from bot.store.conversations import Talk, heard_since, stored_message
from bot.store.database import deals_with, ring, unring
from bot.store.dialects import INSERTS
from bot.store.prepared import Adding, Coming, Prepared
from bot.store.tables import addresses, lanes, learners, messages, outbox

Kind = Literal["message", "card", "picture", "request", "alarm", "nobody", "news", "notice", "desk"]
REPLY, REMINDER, BULK = 0, 5, 9

LEASE = timedelta(seconds=60)
"""Longer than the longest send: who is still at work never loses a lane. With a look before it, it takes 54 s on Slack
and 58 s on Telegram, of two calls."""

OWED = "owed"
"""The bell for whoever delivers: something may leave, now or SOON."""

SOON = timedelta(seconds=1)
"""What is owed later is found by looking: it is done at least this often."""

_URGENCY = {"message": 0, "card": 2, "picture": 3}
"""What of a lane goes first; what is not named stands between."""

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
    "counted",
    "created_at",
)
_PUT = Prepared(outbox.insert(), _COLUMNS)
_PUT_KEYED = Prepared(
    {
        dialect: insert(outbox)
        .values({name: bindparam(name, type_=outbox.c[name].type) for name in _COLUMNS})
        .on_conflict_do_update(
            index_elements=[outbox.c.key],
            set_={
                "payload": bindparam("new_payload", type_=outbox.c.payload.type),
                "due": bindparam("new_due", type_=outbox.c.due.type),
                "address_id": bindparam("new_address"),
                # a card may be on its way as it was: what comes of that tells which message is to be edited
                "attempts": case((outbox.c.kind == literal_column("'card'"), outbox.c.attempts + 1), else_=0),
                "outcome": None,
                "done_at": None,
                "sending_since": case((outbox.c.kind == literal_column("'card'"), outbox.c.sending_since)),
            },
        )
        for dialect, insert in INSERTS.items()
    }
)
_WAKE = Prepared(
    {
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
)


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the outbox that was taken to be performed, with what is to be sent and where.

    `maybe`: an earlier try may have reached them. `sent`: the channel's id of the message to change ("" = none yet).
    `lane`: the token that its lane is held by. `message`: what is to be sent; None when that is not kept, or gone.
    `in_a_row`: which one of its lane it is since that was taken. `counted`: the highest number that its channel is
    known to have given before the first try of which nobody knows how it ended; 0 = not known.
    """

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
    lane: str
    to: Address | None
    message: Message | None
    sent: str
    priority: int = REPLY
    in_a_row: int = 1
    counted: int = 0


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
    held: bool = False,
    counted: int = 0,
) -> None:
    """Owe one thing. With a `key`, what was owed under it before is replaced. `held`: the caller holds the lane.

    `counted`: the highest number that a channel which counts messages is known to have given by now.
    """
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
        "counted": counted or None,
        "created_at": now,
    }
    if not held:  # the lane before its rows: so everybody locks them
        _WAKE.later(db, {"lane": learner, "due": moment, "priority": priority})
        _ring_for(db, moment, now)
    if key:
        new = {"new_payload": payload, "new_due": moment, "new_address": address_id}
        _PUT_KEYED.later(db, {**row, **new})
    else:
        _PUT.later(db, row)


def in_thread(to: Address) -> dict[str, Any] | None:
    """What the payload of a row says of the thread that it is for; None in the midst of a conversation."""
    return {"thread": to.thread} if to.thread else None


def drop(db: Connection, key: str, now: datetime) -> None:
    """What was owed under this key is no longer."""
    db.execute(
        outbox.update().where(outbox.c.key == key, outbox.c.outcome.is_(None)).values(outcome="cancelled", done_at=now)
    )


_ready = (  # looked up once: PostgreSQL may ask a plain subquery anew for each row, and take more than `most`
    select(lanes.c.learner_id)
    .where(
        lanes.c.ready_at <= bindparam("now", type_=lanes.c.ready_at.type),
        or_(lanes.c.token.is_(None), bindparam("others", type_=Boolean)),
    )
    .order_by(lanes.c.priority, lanes.c.ready_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("ready")
)
_CLAIM = Prepared(
    lanes.update()
    .where(lanes.c.learner_id.in_(select(_ready.c.learner_id)))
    .values(token=bindparam("mine"), ready_at=bindparam("until", type_=lanes.c.ready_at.type))
    .returning(lanes.c.learner_id)
)


def claim(db: Connection, token: str, now: datetime, limit: int, *, others: bool = True) -> list[int]:
    """Take up to `limit` lanes that are ready: the conversations this worker now holds.

    `others`: also those whose lease ran out.
    """
    taken = _CLAIM.all(db, {"now": now, "most": limit, "mine": token, "until": now + LEASE, "others": others})
    return [lane.learner_id for lane in taken]


_earlier = outbox.alias("earlier")
_FIRST_MESSAGE = (
    select(func.min(_earlier.c.id))
    .where(
        _earlier.c.learner_id == bindparam("lane"),
        _earlier.c.outcome.is_(None),
        _earlier.c.kind == literal_column("'message'"),
    )
    .scalar_subquery()
)
_LOOK = Prepared(
    select(
        outbox.c.id,
        outbox.c.address_id,
        outbox.c.message_id,
        outbox.c.kind,
        outbox.c.payload,
        outbox.c.due,
        outbox.c.attempts,
        outbox.c.created_at,
        outbox.c.sending_since,
        outbox.c.counted,
        outbox.c.priority,
        learners.c.token,
        addresses.c.channel,
        addresses.c.workspace,
        addresses.c.external_id,
        messages.c.body,
        messages.c.buttons,
        messages.c.provider_id,
    )
    .select_from(
        lanes.join(learners, learners.c.id == lanes.c.learner_id)
        .outerjoin(
            outbox,
            and_(
                outbox.c.learner_id == lanes.c.learner_id,
                outbox.c.outcome.is_(None),
                or_(outbox.c.kind != literal_column("'message'"), outbox.c.id == _FIRST_MESSAGE),
            ),
        )
        .outerjoin(addresses, addresses.c.id == outbox.c.address_id)
        .outerjoin(messages, messages.c.id == outbox.c.message_id)
    )
    .where(lanes.c.learner_id == bindparam("lane"))
)
_HOLD = Prepared(
    lanes.update()
    .where(lanes.c.learner_id == bindparam("lane"), lanes.c.token == bindparam("mine"))
    .values(ready_at=bindparam("until", type_=lanes.c.ready_at.type))
)
_TAKE = Prepared(
    outbox.update()
    .where(outbox.c.id == bindparam("row"))
    .values(
        attempts=bindparam("tries"),
        sending_since=bindparam("now", type_=outbox.c.sending_since.type),
        counted=bindparam("number"),
        due=bindparam("until", type_=outbox.c.due.type),
    )
)
_owed, _before = outbox.alias("owed"), outbox.alias("before")
_OVER = bindparam("over", type_=outbox.c.id.type)
_OWED_AT = (
    select(func.min(_owed.c.due))
    .where(
        _owed.c.learner_id == bindparam("lane"),
        _owed.c.outcome.is_(None),
        _owed.c.id != _OVER,
        or_(
            _owed.c.kind != literal_column("'message'"),
            _owed.c.id
            == select(func.min(_before.c.id))
            .where(
                _before.c.learner_id == bindparam("lane"),
                _before.c.outcome.is_(None),
                _before.c.id != _OVER,
                _before.c.kind == literal_column("'message'"),
            )
            .scalar_subquery(),
        ),
    )
    .scalar_subquery()
)
_LEFT = outbox.alias("left_over")
_OWED_FIRST = (
    select(func.coalesce(func.min(_LEFT.c.priority), REPLY))
    .where(_LEFT.c.learner_id == bindparam("lane"), _LEFT.c.outcome.is_(None), _LEFT.c.id != _OVER)
    .scalar_subquery()
)
_LATER = bindparam("not_before", type_=lanes.c.ready_at.type)
_RELEASE = {
    held_back: Prepared(
        lanes.update()
        .where(lanes.c.learner_id == bindparam("lane"), lanes.c.token == bindparam("mine"))
        .values(
            token=None,
            ready_at=case((_OWED_AT < _LATER, _LATER), else_=_OWED_AT) if held_back else _OWED_AT,
            priority=_OWED_FIRST,
        )
        .returning(lanes.c.ready_at)
    )
    for held_back in (False, True)
}
_SEIZE = Prepared(
    lanes.update()
    .where(
        lanes.c.learner_id == bindparam("lane"),
        lanes.c.ready_at <= bindparam("now", type_=lanes.c.ready_at.type),
    )
    .values(token=bindparam("mine"), ready_at=bindparam("until", type_=lanes.c.ready_at.type))
)
_SEIZE_IDLE = Prepared(
    {
        dialect: insert(lanes)
        .values(
            learner_id=bindparam("lane"),
            ready_at=bindparam("until", type_=lanes.c.ready_at.type),
            token=bindparam("mine"),
            priority=REPLY,
        )
        .on_conflict_do_update(
            index_elements=[lanes.c.learner_id],
            set_={
                "token": bindparam("mine_too"),
                "ready_at": bindparam("until_too", type_=lanes.c.ready_at.type),
            },
            where=and_(
                lanes.c.token.is_(None),
                or_(lanes.c.ready_at.is_(None), lanes.c.ready_at > bindparam("now", type_=lanes.c.ready_at.type)),
                _FIRST_MESSAGE.is_(None),
            ),
        )
        for dialect, insert in INSERTS.items()
    }
)
_OF_TAKEN = (*_COLUMNS, "sending_since")
_PUT_TAKEN = Adding(outbox, _OF_TAKEN)
_PUT_NAMED = Prepared(outbox.insert(), ("id", *_OF_TAKEN))


@dataclass(slots=True)
class FirstReply:
    """A wish to send the first reply of a turn at once, and the job that came of it: None when it must wait.

    `pace`: for a learner and a channel, counts the message; or the moment from which it may leave. `counted`: the
    highest number that a channel is known to have given.
    """

    token: str
    pace: Callable[[Connection, int, str, datetime], datetime | None]
    counted: Callable[[str | None], int]
    job: Job | None = None


def put_first(
    db: Connection,
    first: FirstReply,
    talk: Talk,
    message_id: int,
    message: Message,
    now: datetime,
) -> bool:
    """Owe a reply and take its lane with it, in one; False, and nothing is done, where it is not its turn."""
    learner, to, address_id = talk.learner, talk.address, talk.address_id
    until = now + LEASE
    seized = {"lane": learner, "now": now, "mine": first.token, "until": until}
    if _SEIZE_IDLE.run(db, {**seized, "mine_too": first.token, "until_too": until}) != 1:
        return False
    if wait := first.pace(db, learner, to.channel, now):
        where_to = in_thread(to)
        put(
            db, learner, "message", now=now, address_id=address_id, message_id=message_id, payload=where_to, held=True,
            counted=talk.counted,
        )  # fmt: skip
        release(db, learner, first.token, now, wait)
        return True
    counted = max(talk.counted, first.counted(to.channel))
    row = {
        "learner_id": learner,
        "address_id": address_id,
        "message_id": message_id,
        "kind": "message",
        "payload": in_thread(to),
        "due": now,
        "priority": REPLY,
        "key": None,
        "attempts": 1,
        "counted": counted or None,
        "created_at": now,
        "sending_since": now,
    }
    if talk.owed:
        taken, talk.owed = talk.owed, None
        _PUT_NAMED.later(db, {**row, "id": taken})
    else:
        taken = _PUT_TAKEN.added(db, row)
    first.job = Job(
        taken, learner, talk.token, address_id, message_id, "message", {}, 1, now, False, first.token, to, message, "",
        counted=counted,
    )  # fmt: skip
    return True


def holding(db: Connection, tokens: Sequence[str]) -> list[str]:
    """Which of these tokens a lane is held by."""
    return list(db.execute(select(lanes.c.token).where(lanes.c.token.in_(tokens))).scalars())


def let_be(db: Connection, job: Job, now: datetime) -> None:
    """Nobody began to perform this first reply, though it was taken: it is owed as if it had not been.

    Raises LeaseLost.
    """
    hold(db, job.learner, job.lane, now)
    mine = and_(outbox.c.id == job.id, outbox.c.outcome.is_(None))
    db.execute(outbox.update().where(mine).values(attempts=0, sending_since=None))
    release(db, job.learner, job.lane, now)


def hold(db: Connection, learner: int, token: str, now: datetime) -> None:
    """Lock a lane for the transaction and lease it anew. Raises LeaseLost."""
    deals_with(db, learner)
    if _HOLD.run(db, {"lane": learner, "mine": token, "until": now + LEASE}) != 1:
        raise LeaseLost


def due(db: Connection, learner: int, now: datetime) -> Any:
    """The row of a lane, which this transaction holds, that may leave now; None when nothing may.

    Messages leave in their order: one that waits for another try holds back those behind it. What a neighbour is
    asked and alarms do not wait for messages, nor messages for them. (A statement of its own after the lock:
    PostgreSQL shows one that waited for a lock the rest as it was before.)
    """
    ready = [row for row in _LOOK.all(db, {"lane": learner}) if row.id is not None and row.due <= now]
    return min(ready, key=lambda row: (_URGENCY.get(row.kind, 1), row.id), default=None)


def take(db: Connection, learner: int, token: str, row: Any, now: datetime, counted: int = 0) -> Job:
    """Note that this row of the lane that is held by `token` is being performed.

    `counted`: the highest number that its channel is known to have given by now.
    """
    until = now + LEASE if row.kind == "request" else row.due
    maybe = row.sending_since is not None
    number = row.counted or 0 if maybe else max(row.counted or 0, counted)
    taken = {"row": row.id, "tries": row.attempts + 1, "now": now, "until": until, "number": number or None}
    _TAKE.later(db, taken)
    return Job(
        row.id,
        learner,
        row.token,
        row.address_id,
        row.message_id,
        row.kind,
        row.payload or {},
        row.attempts + 1,
        row.created_at,
        maybe,
        token,
        Address(row.channel, row.external_id, row.workspace, (row.payload or {}).get("thread", ""))
        if row.channel
        else None,
        _message(row),
        row.provider_id or "",
        row.priority,
        counted=number,
    )


def _message(row: Any) -> Message | None:
    if row.body is None:
        return None
    kept = stored_message(row.body, row.buttons)
    return Message(kept.nodes, kept.buttons, bool((row.payload or {}).get("nudge")), card=row.kind == "card")


class LeaseLost(Exception):
    """The lane is another worker's by now."""


def release(
    db: Connection, learner: int, token: str, now: datetime, not_before: datetime | None = None
) -> datetime | None:
    """Let go of a lane; when its next row may leave, `not_before` at the earliest. Raises LeaseLost."""
    return _released(db, _releasing(db, learner, token, now, not_before, 0), now)


def _releasing(
    db: Connection, learner: int, token: str, now: datetime, not_before: datetime | None, over: int
) -> Coming:
    """`over`: a row of the lane that is done with this very transaction, which has not locked the lane yet."""
    deals_with(db, learner)
    if over and db.dialect.name == "postgresql":  # an update that waits for a lock sees the rest as it was before
        _HOLD.later(db, {"lane": learner, "mine": token, "until": now + LEASE})
    return _RELEASE[not_before is not None].soon(
        db, {"lane": learner, "mine": token, "over": over, "not_before": not_before}
    )


def _released(db: Connection, coming: Coming, now: datetime) -> datetime | None:
    row = coming.first()
    if row is None:
        raise LeaseLost
    ready: datetime | None = row.ready_at
    if ready is not None:
        _ring_for(db, ready, now)
    return ready


def seize(db: Connection, learner: int, token: str, now: datetime) -> None:
    """Take this one lane, which this transaction has just let go of, and which is ready."""
    _SEIZE.later(db, {"lane": learner, "now": now, "mine": token, "until": now + LEASE})
    unring(db, OWED)


def _ring_for(db: Connection, ready: datetime, now: datetime) -> None:
    if ready - now < SOON:
        ring(db, OWED)


_DONE = Prepared(
    outbox.update()
    .where(outbox.c.id == bindparam("row"), outbox.c.outcome.is_(None), outbox.c.attempts == bindparam("tries"))
    .values(
        outcome=bindparam("ended"),
        error=bindparam("why"),
        done_at=bindparam("now", type_=outbox.c.done_at.type),
        key=None,
        payload=null(),
    )
)


def done(db: Connection, job: Job, outcome: str, now: datetime, error: str | None = None) -> bool:
    """Note how a row ended; False when somebody else did so before, or took it over."""
    return _ending(db, job, outcome, now, error).changed == 1


def done_with_lane(
    db: Connection, job: Job, outcome: str, now: datetime, not_before: datetime | None = None
) -> tuple[datetime | None, bool]:
    """What `release` and `done` give, in one step. Raises LeaseLost: then the transaction is to be undone."""
    released = _releasing(db, job.learner, job.lane, now, not_before, job.id)
    ended = _ending(db, job, outcome, now, None)
    ready = _released(db, released, now)
    if ended.changed == 1:
        return ready, True
    wake(db, job.learner, now)  # a card that changed on its way is owed anew, and the lane was let go without it
    return now, False


def _ending(db: Connection, job: Job, outcome: str, now: datetime, error: str | None) -> Coming:
    return _DONE.soon(db, {"row": job.id, "tries": job.attempts, "ended": outcome, "why": error, "now": now})


def heard_meanwhile(db: Connection, job: Job) -> bool:
    """Did they say something at its address since it was taken to be sent?"""
    since = db.execute(select(outbox.c.sending_since).where(outbox.c.id == job.id)).scalar()
    return since is not None and job.address_id is not None and heard_since(db, job.address_id, since)


def again(db: Connection, job: Job, due: datetime, error: str, *, maybe: bool, counted: int = 0) -> None:
    """Note that a row is to be tried again at `due`.

    `counted`: after which number it is to be looked for, where it may have come; 0 = nowhere.
    """
    values: dict[str, Any] = {"due": due, "error": error, "counted": counted or None}
    if not maybe:
        values["sending_since"] = None
    db.execute(outbox.update().where(outbox.c.id == job.id, outbox.c.attempts == job.attempts).values(values))


def looked_for(db: Connection, job: Job, now: datetime) -> bool:
    """Note that a row was looked for in vain and is sent now, after the number `job.counted`; False where it ended.

    Raises LeaseLost.
    """
    hold(db, job.learner, job.lane, now)
    mine = and_(outbox.c.id == job.id, outbox.c.outcome.is_(None))
    return db.execute(outbox.update().where(mine).values(counted=job.counted or None)).rowcount == 1


def let_go_of_nudges(db: Connection, learner: int, now: datetime) -> None:
    """A reminder that waits is not sent any more: something else is said."""
    nudge = and_(outbox.c.kind == "message", outbox.c.priority == REMINDER, outbox.c.sending_since.is_(None))
    _cancel(db, and_(outbox.c.learner_id == learner, nudge), now)


def cancel_for(db: Connection, address_id: int, now: datetime) -> None:
    """Nothing more is owed at this address: they shut us out."""
    _cancel(db, outbox.c.address_id == address_id, now)


def cancel_all(db: Connection, whose: Sequence[int], there: Sequence[int], now: datetime) -> None:
    """The same at all these addresses, which are these learners'."""
    _cancel(db, and_(outbox.c.learner_id.in_(whose), outbox.c.address_id.in_(there)), now)


def _cancel(db: Connection, which: ColumnElement[bool], now: datetime) -> None:
    rows = and_(which, outbox.c.outcome.is_(None), outbox.c.kind != "request")
    theirs = lanes.c.learner_id.in_(select(outbox.c.learner_id).where(rows))
    whose = db.execute(_locked(theirs)).scalars().all()
    if not whose:
        return
    ended = outbox.update().where(rows, outbox.c.learner_id.in_(whose)).returning(outbox.c.kind, outbox.c.message_id)
    gone = db.execute(ended.values(outcome="cancelled", done_at=now, key=None)).all()
    said = [row.message_id for row in gone if row.kind == "message"]
    db.execute(messages.update().where(messages.c.id.in_(said)).values(delivery="cancelled"))
    waits = lanes.update().where(lanes.c.learner_id.in_(whose), lanes.c.token.is_(None))
    db.execute(waits.values(ready_at=now))  # others may wait behind


def _locked(which: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(lanes.c.learner_id).where(which).order_by(lanes.c.learner_id).with_for_update()


def lock(db: Connection, whose: Sequence[int]) -> None:
    """Lock the lanes of these learners: nobody notes what becomes of their rows."""
    db.execute(_locked(lanes.c.learner_id.in_(whose))).all()


_LOCK_SOON = Prepared(select(lanes.c.learner_id).where(lanes.c.learner_id == bindparam("lane")).with_for_update())


def lock_soon(db: Connection, learner: int) -> None:
    """Lock this lane, if there is one, before whatever is run next."""
    _LOCK_SOON.later(db, {"lane": learner})


def bulk_owed(db: Connection, most: int) -> int:
    """How many messages are owed that wait behind everything else, counted up to `most`."""
    here = (outbox.c.outcome.is_(None), outbox.c.priority == literal_column("9"))  # as the index says it
    owed = select(outbox.c.id).where(*here, outbox.c.kind == "message").limit(most)
    return int(db.execute(select(func.count()).select_from(owed.subquery())).scalar_one())


_NEXT_READY = select(func.min(lanes.c.ready_at)).where(lanes.c.ready_at.is_not(None))
_NEXT_FREE = _NEXT_READY.where(lanes.c.token.is_(None))


def next_ready(db: Connection, others: bool = True) -> datetime | None:
    """When the next lane is ready. `others`: also of those that somebody holds."""
    return db.execute(_NEXT_READY if others else _NEXT_FREE).scalar()


LATEST_ROWS = 1000
"""So far back it is looked which number a channel gave last, and what else came to an address."""


def given_beside(db: Connection, job: Job) -> frozenset[str] | None:
    """The channel's ids of all that was sent in the conversation of this row, and lately at its address in another.

    None where another conversation owes something at that address: the ids of that are not all known.
    """
    here = and_(outbox.c.id > _latest(db), outbox.c.address_id == job.address_id, outbox.c.message_id.is_not(None))
    theirs = select(outbox.c.message_id, outbox.c.outcome).where(here, outbox.c.learner_id != job.learner)
    others = db.execute(theirs).all()
    if any(other.outcome is None for other in others):
        return None
    given = or_(messages.c.learner_id == job.learner, messages.c.id.in_([other.message_id for other in others]))
    sent = select(messages.c.provider_id).where(given, messages.c.provider_id.is_not(None))
    return frozenset(db.execute(sent).scalars())


def last_counted(db: Connection, channel: str) -> int:
    """The highest number that this channel is known to have given, as far as the latest rows tell; 0 = they do not."""
    here = select(func.max(outbox.c.counted)).join(addresses, addresses.c.id == outbox.c.address_id)
    return db.execute(here.where(outbox.c.id > _latest(db), addresses.c.channel == channel)).scalar() or 0


def _latest(db: Connection) -> int:
    """The id after which the latest rows begin."""
    return (db.execute(select(func.max(outbox.c.id))).scalar() or 0) - LATEST_ROWS


def free_all(db: Connection, now: datetime) -> None:
    """Free every lane: only for a program that is alone on this database and has just started."""
    held = select(lanes.c.learner_id).where(lanes.c.token.is_not(None))
    lately = outbox.c.due <= now + 2 * LEASE  # `take` has it one ahead; among a million alarms these are soon found
    started = and_(outbox.c.outcome.is_(None), outbox.c.sending_since.is_not(None), outbox.c.kind == "request", lately)
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


_COUNT_CHAT = Prepared(
    lanes.update()
    .where(lanes.c.learner_id == bindparam("lane"), pace.not_too_soon(lanes.c.chat_tat))
    .values(chat_tat=pace.later_of(lanes.c.chat_tat))
)
_CHAT_KEPT = Prepared(select(lanes.c.chat_tat).where(lanes.c.learner_id == bindparam("lane")))


def pace_chat(db: Connection, learner: int, rate: float, burst: int, now: datetime) -> datetime | None:
    """Count one message to this conversation; or, when it is too soon, the moment it may leave."""
    if not rate:
        return None
    lane = {"lane": learner}
    if _COUNT_CHAT.run(db, {**lane, **pace.measure(rate, burst, now)}) == 1:
        return None
    return pace.free_at(_CHAT_KEPT.value(db, lane) or 0.0, rate, burst, now)


def pace_channel(db: Connection, channel: str, rate: float, now: datetime) -> datetime | None:
    """Count one call to this channel; or, when it is too soon, the moment it may leave."""
    if not rate:
        return None
    return pace.count(db, f"sends:{channel}", rate, max(1, round(rate)), now)


def wake(db: Connection, learner: int, due: datetime) -> None:
    """Let a lane be ready at `due` at the latest."""
    _WAKE.later(db, {"lane": learner, "due": due, "priority": REPLY})
    ring(db, OWED)
