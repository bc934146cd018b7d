"""Work that a short command does beside the running program."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.settings import Settings
from bot.store import audit, reports
from bot.store.database import Database
from bot.store.migrate import migrate
from bot.store.privacy import SHORTEST, find

T = TypeVar("T")


class NotFound(Exception):
    """What the command was told to work on is not there; the message says what to do."""


async def with_database(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    """Do this with the database, migrated and open."""
    await asyncio.to_thread(migrate, settings.database_url)
    database = Database.open(settings.database_url, role="command")
    try:
        return await work(database)
    finally:
        await database.close()


def learner_of(db: Connection, conversation: str) -> int:
    """The learner of the conversation whose name begins like this. Raises NotFound."""
    found = find(db, conversation) if len(conversation) >= SHORTEST else None
    if found is None:
        raise NotFound(
            f"{conversation!r} is the beginning of no conversation's name, or of several; "
            "`badgewijzer conversations list --all` lists them"
        )
    return found


def account(db: Connection, now: datetime, action: str, learner: int | None = None, **detail: Any) -> None:
    """Account for what a command did or showed, in its own transaction. `learner`: whose conversation it was about."""
    token = str(reports.conversation(db, learner).token) if learner is not None else ""
    audit.note(db, now, audit.COMMAND, action, token, detail or None)


def ago(moment: datetime | None, now: datetime) -> str:
    """How long ago that was, in the unit that suits it; "" for never."""
    if moment is None:
        return ""
    minutes = int((now - moment).total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h" if minutes < 2880 else f"{minutes // 1440} days"
