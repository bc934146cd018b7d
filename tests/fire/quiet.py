"""What learners see when nothing goes wrong: their lines through the same turns, one after the other, in one go."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from bot.conversation.events import Happened
from bot.conversation.flow import NO_ANSWER
from bot.conversation.nodes import Message
from bot.delivery import Delivery
from bot.ports import Address, Heard, Outcome, Tapped, Typed
from bot.store import conversations
from bot.store.database import Database
from bot.store.tables import learners, messages, outbox
from bot.turns import Turns
from bot.wiring import flows_for, neighbours_for, turns_for
from tests.databases import sqlite_in_shape
from tests.house import settings

VOLATILE = frozenset(("heard", "alarm_at", "alarm"))
"""What of a state tells the hour of the day; the number of the alarm too: until nine in the morning each turn has its
reminder at the same moment, which is no new alarm, and by day at another."""


@dataclass(frozen=True)
class Line:
    """One thing a learner says or taps. `after`: words that must stand on the screen first. `fails`: its turn does."""

    text: str = ""
    tap: str = ""
    after: str = ""
    fails: bool = False


@dataclass(frozen=True)
class Course:
    """What comes of a learner's lines: what they said as we keep it, our answers in order, and where they are.

    `aside`: how many of their lines are set aside.
    """

    said: tuple[str, ...]
    told: tuple[str, ...]
    state: dict[str, Any]
    aside: int = 0


def without_moments(state: dict[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (state or {}).items() if name not in VOLATILE}


def words(body: Any) -> str:
    return conversations.stored_message(body, None).text


async def course(lines: Sequence[Line], written: Callable[[Message], str], channel: str, language: str) -> Course:
    """The course of these lines on a channel, told as it writes it."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = settings(f"sqlite:///{folder}/quiet.db")
        turns = turns_for(chosen, flows_for(chosen))
        await asyncio.to_thread(sqlite_in_shape, Path(folder) / "quiet.db")
        database = Database.open(chosen.database_url)
        try:
            return await database.write(_walk, turns, lines, written, channel, language)
        finally:
            await database.close()


def _walk(
    db: Connection, turns: Turns, lines: Sequence[Line], written: Callable[[Message], str], channel: str, language: str
) -> Course:
    now = datetime.now(UTC)
    for number, line in enumerate(lines):
        what = Tapped(line.tap) if line.tap else Typed(line.text)
        heard = Heard(f"quiet:{number}", Address(channel, "1"), what, language)
        if line.fails:
            turns.set_aside(db, heard, "bug", "RuntimeError", now)
        else:
            turns.take(db, heard, now)
        answer(db, turns, now)
    said, told = [], []
    for row in db.execute(select(messages).order_by(messages.c.id)):
        if row.direction == "in":
            said.append(words(row.body))
        elif row.direction == "out":
            told.append(written(conversations.stored_message(row.body, row.buttons)))
    state = db.execute(select(learners.c.state)).scalar()
    return Course(tuple(said), tuple(told), without_moments(state), sum(line.fails for line in lines))


def answer(db: Connection, turns: Turns, now: datetime) -> None:
    """Ask the neighbours what is to be asked of them, and take the turn of their answer."""
    asked = select(outbox).where(outbox.c.kind == "request", outbox.c.outcome.is_(None))
    for row in db.execute(asked).all():
        request = Delivery._request(row)
        outcome = asyncio.run(_asked(request))
        db.execute(outbox.update().where(outbox.c.id == row.id).values(outcome="done"))
        happened = Happened(now, row.payload["step"], row.payload["asked"], outcome.name, outcome.facts)
        turns.think(db, row.learner_id, happened, now)


async def _asked(request: Any) -> Outcome:
    ask = neighbours_for().get(type(request))
    return await ask(request) if ask else Outcome(NO_ANSWER)


def scratch() -> Path:
    """A folder for one round."""
    return Path(tempfile.mkdtemp(prefix="fire-"))
