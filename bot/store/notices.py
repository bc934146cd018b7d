"""Notices to staff who can answer: each begins a thread, and what is said in it is said about one conversation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from bot.ports import Address
from bot.store import outbox
from bot.store.tables import notices
from bot.store.tables import outbox as rows


def _at(place: Address) -> tuple[Any, ...]:
    return (
        notices.c.channel == place.channel,
        notices.c.workspace == place.workspace,
        notices.c.external_id == place.external_id,
    )


def begin(db: Connection, learner: int, place: Address, now: datetime) -> int:
    """A new notice at this place; its thread is known once it was sent."""
    where = {"channel": place.channel, "workspace": place.workspace, "external_id": place.external_id}
    made = db.execute(notices.insert().values(learner_id=learner, at=now, **where).returning(notices.c.id))
    return int(made.scalar_one())


def newest(db: Connection, learner: int, place: Address) -> int | None:
    """The last notice about this learner at this place; None where there was none."""
    mine = select(func.max(notices.c.id)).where(notices.c.learner_id == learner, *_at(place))
    return db.execute(mine).scalar()


def in_thread(db: Connection, place: Address, thread: str) -> Any:
    """The notice that this thread began with: id, learner_id (None = forgotten); None for a thread of others."""
    wanted = select(notices.c.id, notices.c.learner_id).where(notices.c.thread == thread, *_at(place))
    return db.execute(wanted).first()


def thread_of(db: Connection, notice: int) -> str:
    """The thread that this notice began; "" as long as it was not sent."""
    return db.execute(select(notices.c.thread).where(notices.c.id == notice)).scalar() or ""


def sent(db: Connection, notice: int, thread: str) -> None:
    """The notice was sent: this is its thread."""
    db.execute(update(notices).where(notices.c.id == notice, notices.c.thread.is_(None)).values(thread=thread))


def _owed(learner: int) -> tuple[Any, ...]:
    return rows.c.learner_id == learner, rows.c.outcome.is_(None), rows.c.kind == "desk"


def owe(db: Connection, learner: int, payload: Mapping[str, Any], now: datetime) -> None:
    """Owe staff one thing about this learner, after all that is owed about them already."""
    outbox.wake(db, learner, now)  # the lane is locked: what is owed on it stays as it is seen now
    after = db.execute(select(func.max(rows.c.due)).where(*_owed(learner))).scalar()
    outbox.put(db, learner, "desk", now=now, due=max(now, after or now), payload=payload)


def hold_back(db: Connection, learner: int, until: datetime) -> None:
    """One of what is owed to staff about this learner waits until then: so does what comes after it."""
    db.execute(update(rows).where(*_owed(learner), rows.c.due < until).values(due=until))


def forget(db: Connection, who: Iterable[int]) -> None:
    """The notices stay, so that an answer to one is told that there is nobody any more; about whom is forgotten."""
    db.execute(update(notices).where(notices.c.learner_id.in_(who)).values(learner_id=None))


def lead_to(db: Connection, learner: int, to: int) -> None:
    """What is answered to notices about this learner is for the other one from now on."""
    db.execute(update(notices).where(notices.c.learner_id == learner).values(learner_id=to))
