"""The conversations as the web chat's pages see them: what is stored, and a bell when there is more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any, Literal

from bot.conversation.engine import facts_of
from bot.conversation.events import Fact
from bot.conversation.flow import Flows
from bot.conversation.nodes import Button, Span, load, plain
from bot.conversation.state import NewerState, State
from bot.ears import Ears
from bot.picture import shown
from bot.ports import Address, Heard
from bot.store import reports
from bot.store.conversations import ANYBODY
from bot.store.database import Database
from bot.web.chat import Line, View


def progress_of(flows: Flows, stored: Mapping[str, Any] | None, now: datetime) -> Mapping[str, Fact]:
    """What the picture of how far a learner is shows, by their stored state; nothing where that cannot be known."""
    if not stored:
        return {}
    try:
        return shown(facts_of(flows, State.load(stored), now))
    except NewerState:
        return {}


class Live:
    """Implements `bot.web.chat.Conversations` on the store."""

    def __init__(self, database: Database, ears: Ears, closing: asyncio.Event) -> None:
        self.database = database
        self.ears = ears
        self.closing = closing

    async def take(self, heard: Heard) -> None:
        """Hear it durably. Raises Unavailable."""
        await self.ears.hear([heard])

    async def view(self, address: Address, after: int = 0, before: int = 0) -> View | None:
        """The conversation at this address; None when nobody spoke there yet."""
        found = await self.database.read(reports.timeline, address, after, before)
        if found is None:
            return None
        lines = tuple(
            Line(
                row.id,
                row.direction,
                load(row.body) if row.direction == "out" else (Span(plain(load(row.body))),),
                tuple(Button(*button) for button in row.buttons or ()),
                row.at,
                row.language or "",
                row.author or "",
            )
            for row in found.rows
        )
        language: Literal["nl", "en"] = "en" if found.language == "en" else "nl"
        human = "" if found.owner in (None, ANYBODY) else str(found.owner)
        waiting = found.waiting or found.owner is not None
        progress = progress_of(self.ears.turns.flows, found.state, self.ears.clock())
        return View(language, lines, found.more, load(found.card or ()), human, waiting, progress)

    async def watch(self, address: Address) -> AsyncIterator[None]:
        """Yields at once, and then whenever there may be something new; ends when the program stops."""
        bell = asyncio.Event()
        mine = ""  # whose page this is may change while that is looked up: until it is known, every topic may be of it
        unlisten = self.database.listen(lambda topic: bell.set() if not mine or topic in (mine, "wake") else None)
        closing = asyncio.ensure_future(self.closing.wait())
        try:
            mine = f"talk:{await self.database.read(reports.learner_at, address)}"
            yield
            while not self.closing.is_set():
                rung = asyncio.ensure_future(bell.wait())
                try:
                    await asyncio.wait({rung, closing}, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    rung.cancel()
                if bell.is_set():
                    bell.clear()
                    # joined to another conversation, or parted from it, meanwhile
                    mine = f"talk:{await self.database.read(reports.learner_at, address)}"
                    yield
        finally:
            closing.cancel()
            unlisten()
