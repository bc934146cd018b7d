"""Mending: what was set aside on a mistake of ours is done again, by whoever had that mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from bot.conversation.state import NewerState
from bot.store import aside
from bot.store.database import Database, DatabaseAway
from bot.turns import Turns

Ended = Literal["done", "gone", "newer", "fails"]
"""What came of it: done again; it was there no longer; a newer program will hear it; it fails again."""


def _nobody_asks(db: Connection) -> None:
    """Whoever has the machine need not account for it."""


async def again(
    database: Database, turns: Turns, key: str, now: datetime, account: Callable[[Connection], None] = _nobody_asks
) -> tuple[Ended, str]:
    """Has what was set aside under this key (`Aside.key`) done again; what came of it, and on what it fails.

    `account`: what is noted of it in the same transaction, where it is done.
    """

    def work(db: Connection) -> bool:
        row = key.removeprefix("row-")
        done = turns.replay(db, key, now) if row == key else aside.replay_row(db, int(row), now)
        if done:
            account(db)
        return done

    try:
        return ("done" if await database.write(work) else "gone"), ""
    except DatabaseAway:
        raise
    except NewerState:
        return "newer", ""
    except Exception as bug:
        return "fails", type(bug).__name__
