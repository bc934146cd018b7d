"""Where channels bring what they heard: whatever becomes of its turn, it is kept, and the learner gets an answer."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from bot import ports
from bot.conversation.nodes import Message
from bot.conversation.state import NewerState
from bot.frozen import freeze, thaw
from bot.ports import Heard, Unavailable
from bot.redaction import redact
from bot.store.database import Database, DatabaseAway
from bot.store.secrets import Box, code_mark
from bot.store.spool import Spool, SpoolFull
from bot.turns import LINK_TYPED, Clock, Turns, lane_of, now_utc

log = structlog.get_logger()

PATIENCE_SECONDS = 2.0
"""How long a turn may wait for the database before what was heard goes to the spool instead."""

_SIX_DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}(?!\d)")


class Ears:
    """Where channels bring what they heard. When `hear` returns, it is ours: done, or kept to be done."""

    def __init__(
        self,
        database: Database,
        turns: Turns,
        spool: Spool,
        clock: Clock = now_utc,
        take_turn: Callable[[Heard, datetime, float], Awaitable[Message | None]] | None = None,
    ) -> None:
        """`take_turn`: takes a turn and at once sends what is owed, where this process delivers."""
        self.database = database
        self.turns = turns
        self.spool = spool
        self.clock = clock
        self.take_turn = take_turn or self._only_take
        self._spooling = asyncio.Lock()
        self._away = False

    async def hear(self, said: Sequence[Heard]) -> list[Message | None]:
        """Take these turns durably; for each, how the question that was tapped now looks, as `Turns.take` tells.

        Raises Unavailable only when they can be neither taken nor kept.
        """
        return [await self._hear(one) for one in (without_secrets(one, self.turns.box) for one in said)]

    async def _hear(self, one: Heard) -> Message | None:
        if not await self._spool_empty():
            await self._keep(one)  # those before it are still waiting
            return None
        try:
            return await self._take(one)
        except DatabaseAway:
            self._away = True
            await self._keep(one)
            return None

    async def _spool_empty(self) -> bool:
        """Nothing waits before what came now; while the spool is being emptied that may take a moment.

        Without this wait a busy hour would go on by way of the spool: it fills faster than it is emptied in order.
        """
        end = time.monotonic() + PATIENCE_SECONDS
        while self.spool.waits():
            if self._away or time.monotonic() > end:
                return False
            await asyncio.sleep(0.02)
        return True

    async def _only_take(self, one: Heard, now: datetime, patience: float) -> Message | None:
        return await self.database.write(self.turns.take, one, now, patience=patience, brief=True, lane=lane_of(one))

    async def _take(self, one: Heard) -> Message | None:
        now = self.clock()
        try:
            return await self.take_turn(one, now, PATIENCE_SECONDS)
        except DatabaseAway:
            raise
        except NewerState as newer:
            await self._set_aside(one, "newer", newer)
        except Exception as bug:
            log.exception("turn.failed", channel=one.address.channel, what=type(one.what).__name__)
            await self._set_aside(one, "bug", bug)
        return None

    async def _set_aside(self, one: Heard, why: str, error: Exception) -> None:
        told = type(error).__name__ if why == "bug" else str(error)
        unit = self.turns.set_aside
        try:
            await self.database.write(unit, one, why, told, self.clock(), patience=PATIENCE_SECONDS)
        except DatabaseAway:
            raise
        except Exception:  # not even the learner's row can be read: the event is kept, staff must help
            log.exception("turn.unreadable", channel=one.address.channel)
            keep = self.turns.keep_event
            await self.database.write(keep, one, why, told, self.clock(), patience=PATIENCE_SECONDS)
        log.warning("turn.set_aside", channel=one.address.channel, why=why, error=type(error).__name__)

    async def _keep(self, one: Heard) -> None:
        try:
            await asyncio.to_thread(self.spool.put, freeze(one))
        except (SpoolFull, OSError) as full:
            raise Unavailable(f"neither the database nor the spool takes it: {type(full).__name__}") from full
        log.warning("turn.spooled", channel=one.address.channel)

    async def empty_spool(self) -> None:
        """Take the turns that wait in the spool, in order, until the database is away again."""

        async def handle(frozen: bytes) -> None:
            try:
                said = thaw(frozen)
            except Exception:  # another version wrote it: staff must look, those behind it go on
                log.exception("spool.unreadable")
                await self.database.write(self.turns.keep_unreadable, frozen, self.clock())
                return
            await self._take(said)
            self._away = False

        async with self._spooling:
            try:
                await self.spool.drain(handle)
            except DatabaseAway:
                self._away = True


def without_secrets(said: Heard, box: Box) -> Heard:
    """What was heard, with what nobody should send crossed out; of six digits a mark is left: a login may know them."""
    what = said.what
    if not isinstance(what, ports.Typed | ports.Written) or LINK_TYPED.fullmatch(what.text):
        return said
    text, secret = redact(what.text)
    digits = _SIX_DIGITS.findall(what.text)
    code = code_mark(box, re.sub(r"\D", "", digits[0])) if len(digits) == 1 else ""
    if isinstance(what, ports.Typed):
        return replace(said, what=ports.Typed(text, secret, code))
    files = tuple(redact(name)[0] for name in what.files)
    return replace(
        said, what=replace(what, text=text, subject=redact(what.subject)[0], files=files, secret=secret, code=code)
    )
