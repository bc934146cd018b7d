"""Where channels bring what they heard: whatever becomes of its turn, it is kept, and the learner gets an answer."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

import structlog

from bot import ports
from bot.conversation.nodes import Message
from bot.conversation.state import NewerState
from bot.frozen import freeze, thaw
from bot.ports import Heard, Unavailable
from bot.redaction import redact
from bot.store.database import Database, DatabaseAway, HeldUp
from bot.store.secrets import Box, code_mark
from bot.store.spool import NotNow, Spool, SpoolFull
from bot.turns import LINK_TYPED, Clock, Turns, lane_of, now_utc

log = structlog.get_logger()

PATIENCE_SECONDS = 2.0
"""How long a turn may wait for the database before what was heard goes to the spool instead."""

LOCK_PATIENCE_SECONDS = 0.05
"""How long one from the spool waits for what somebody else holds: those of other conversations are behind it."""

_SIX_DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}(?!\d)")


class Ears:
    """Where channels bring what they heard. When `hear` returns, it is ours: done, or kept to be done."""

    def __init__(
        self,
        database: Database,
        turns: Turns,
        spool: Spool,
        clock: Clock = now_utc,
        take_turn: Callable[[Heard, datetime, float, float | None], Awaitable[Message | None]] | None = None,
    ) -> None:
        """`take_turn`: takes a turn and at once sends what is owed, where this process delivers."""
        self.database = database
        self.turns = turns
        self.spool = spool
        self.clock = clock
        self.take_turn = take_turn or self._only_take
        self._spooling = asyncio.Lock()
        self._keeping = asyncio.Lock()
        self._hearing: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._away = False

    async def hear(self, said: Sequence[Heard]) -> list[Message | None]:
        """Take these turns durably; for each, how the question that was tapped now looks, as `Turns.take` tells.

        Raises Unavailable only when they can be neither taken nor kept.
        """
        return [await self._hear(one) for one in (without_secrets(one, self.turns.box) for one in said)]

    async def _hear(self, one: Heard) -> Message | None:
        """One thing of a conversation at a time: whatever the one before waits for, nothing overtakes it."""
        conversation, came = _conversation_of(one), time.monotonic()
        async with self._hearing.setdefault(conversation, asyncio.Lock()):
            return await self._hear_next(one, conversation, came)

    async def _hear_next(self, one: Heard, conversation: str, came: float) -> Message | None:
        if self.spool.waits() and not await self._is_next(conversation, came + PATIENCE_SECONDS):
            await self._keep(one, held=not self._away)
            return None
        try:
            return await self._take(one)
        except HeldUp:  # the others go on
            await self._keep(one, held=True)
        except DatabaseAway:
            self._away = True
            await self._keep(one)
        return None

    async def _is_next(self, conversation: str, end: float) -> bool:
        """Does nothing of its conversation wait in the spool before what came now? It may take a moment to become so.

        While the spool is being emptied all others wait for that too, as long and no longer. Without this wait a busy
        hour would go on by way of the spool: it fills faster than it is emptied in order.
        """
        while self.spool.waits():
            behind = self.spool.waits_for(conversation)
            if not (behind or self._away or self.spool.moves()):
                return True
            if self._away or (behind and self.spool.is_held(conversation)):
                return False
            if time.monotonic() > end:
                return not behind
            await asyncio.sleep(0.02)
        return True

    async def _only_take(
        self, one: Heard, now: datetime, patience: float, lock_patience: float | None
    ) -> Message | None:
        how: dict[str, Any] = {"patience": patience, "lock_patience": lock_patience}
        return await self.database.write(self.turns.take, one, now, **how, brief=True, lane=lane_of(one))

    async def _take(self, one: Heard, lock_patience: float | None = None) -> Message | None:
        now = self.clock()
        try:
            return await self.take_turn(one, now, PATIENCE_SECONDS, lock_patience)
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

    async def _keep(self, one: Heard, *, held: bool = False) -> None:
        """Keep it in the spool, behind all that goes there already."""
        try:
            async with self._keeping:  # threads would race for their place
                await asyncio.to_thread(self.spool.put, freeze(one), _conversation_of(one), held=held)
        except (SpoolFull, OSError) as full:
            raise Unavailable(f"neither the database nor the spool takes it: {type(full).__name__}") from full
        log.warning("turn.spooled", channel=one.address.channel)

    async def empty_spool(self) -> None:
        """Take the turns that wait in the spool, those of a conversation in order, until the database is away again."""

        async def handle(frozen: bytes) -> None:
            try:
                said = thaw(frozen)
            except Exception:  # another version wrote it: staff must look, those behind it go on
                log.exception("spool.unreadable")
                await self.database.write(self.turns.keep_unreadable, frozen, self.clock())
                return
            try:
                await self._take(said, LOCK_PATIENCE_SECONDS)
            except HeldUp as held_up:
                self._away = False
                raise NotNow from held_up
            except DatabaseAway:
                raise
            except Exception as bug:  # not even set aside: what is behind it in its conversation waits, and nobody else
                log.exception("spool.failed", channel=said.address.channel)
                raise NotNow from bug
            self._away = False

        async with self._spooling:
            try:
                await self.spool.drain(handle)
            except DatabaseAway:
                self._away = True


def _conversation_of(one: Heard) -> str:
    """What of this must keep its order, whatever waits for the database: what is heard at one address.

    Of a place where staff answer it is each thread: what they write there is about another learner.
    """
    thread = one.address.thread if isinstance(one.what, ports.StaffSaid) else ""
    return "\0".join((*one.address.place, thread))


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
