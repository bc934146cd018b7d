"""What several open pages look at is read once for all of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from bot.store.database import Database

P = ParamSpec("P")
T = TypeVar("T")

CALM_SECONDS = 0.25
"""How often at most the same is read."""

LASTS_SECONDS = 1.0
"""After so long it is read anew though nothing rang: time passes."""

MOST_KEPT = 100


@dataclass(slots=True)
class _Read:
    """One read: when it began, and what had rung by then; None: it is still to begin."""

    task: asyncio.Task[Any] | None = None
    rings: int | None = None
    begun: float = 0.0


class Shared:
    """Reads whose answer is the same for everybody who asks under one key, and no older than what rang last."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rings = 0
        self._reads: dict[Hashable, _Read] = {}
        database.listen(self._rung)

    def _rung(self, topic: str) -> None:
        self._rings += 1

    async def read(self, key: Hashable, unit: Callable[Concatenate[Connection, P], T], *arguments: Any) -> T:
        """What this unit reads, with these arguments or those of another who asked under this key. Raises as `read`."""
        known = self._reads.get(key)
        if known is None or not self._will_do(known):
            wait = 0.0 if known is None else known.begun + CALM_SECONDS - time.monotonic()
            if len(self._reads) >= MOST_KEPT:
                self._reads.clear()
            known = self._reads[key] = _Read()
            known.task = asyncio.ensure_future(self._begin(known, wait, unit, arguments))
        assert known.task is not None
        found: T = await asyncio.shield(known.task)
        return found

    def _will_do(self, known: _Read) -> bool:
        """Is it still to begin, or did nothing ring since it began?"""
        if known.rings is None:
            return True
        assert known.task is not None
        failed = known.task.done() and (known.task.cancelled() or known.task.exception() is not None)
        return not failed and known.rings == self._rings and time.monotonic() - known.begun < LASTS_SECONDS

    async def _begin(self, read: _Read, wait: float, unit: Callable[..., T], arguments: tuple[Any, ...]) -> T:
        if wait > 0:
            await asyncio.sleep(wait)
        read.rings, read.begun = self._rings, time.monotonic()
        return await self._database.read(unit, *arguments)
