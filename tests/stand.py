"""A program on one database without its neighbours: a channel that keeps what it is given, and a clock that stands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversation.flow import Flows
from bot.conversation.nodes import Message
from bot.delivery import Delivery
from bot.ears import Ears
from bot.ports import Address, Heard, Limits, Typed, What
from bot.store.database import Database
from bot.store.journal import Journal
from bot.store.secrets import Box
from bot.store.spool import Spool
from bot.store.tables import addresses, learners
from bot.turns import Turns
from flows import FLOWS

SAM = Address("fake", "sam")


class Channel:
    """A channel that keeps what it is given, and fails on order."""

    name = "fake"
    limits = Limits(4096, 40, 64, 100)
    rate = 0.0
    chat_rate = 0.0
    chat_burst = 3

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, Message]] = []  # to whom, "send" or the edited id, what
        self.trouble: list[Exception] = []

    async def send(self, to: Address, message: Message) -> str:
        if self.trouble:
            raise self.trouble.pop(0)
        self.sent.append((to.external_id, "send", message))
        return str(len(self.sent))

    async def edit(self, to: Address, sent: str, message: Message) -> None:
        self.sent.append((to.external_id, sent, message))

    async def acknowledge(self, heard: Heard, words: str = "") -> None: ...

    async def typing(self, to: Address) -> None: ...

    def words(self, to: str = "sam") -> list[str]:
        """What was sent as new messages that ask or tell, without the card."""
        new = [message for who, how, message in self.sent if who == to and how == "send"]
        return [message.text for message in new if message.buttons or "⬜" not in message.text]


@dataclass
class Stand:
    """One program on one database, with a clock that stands until it is moved."""

    database: Database
    flows: Flows
    channel: Channel
    spool: Path
    now: datetime = datetime(2026, 11, 23, 12, tzinfo=UTC)
    inbound: int = 0
    neighbours: dict[Any, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.turns = Turns(self.flows, Box("key of the tests"), self.inbound)
        self.ears = Ears(self.database, self.turns, Spool(self.spool, self.turns.box), lambda: self.now)
        self.count = 0
        self.new_delivery()

    def new_delivery(self) -> Delivery:
        self.delivery = Delivery(
            self.database,
            self.turns,
            {"fake": self.channel},
            self.neighbours,
            Journal(self.spool / "accepted"),
            clock=lambda: self.now,
        )
        return self.delivery

    async def hears(self, what: What | str, who: Address = SAM, key: str = "", counted: int = 0) -> Heard:
        self.count += 1
        said = Heard(
            key or f"k{self.count}", who, Typed(what) if isinstance(what, str) else what, "nl", counted=counted
        )
        await self.ears.hear([said])
        return said

    async def delivers(self) -> None:
        """Deliver until nothing is due at this moment; on a slow day some of it comes from the spool."""
        await self.ears.empty_spool()
        while self.delivery._under_way or await self.delivery._claim():
            # what ends while we claim may owe more: nothing is due only when nothing was under way before the claim
            if self.delivery._under_way:
                await asyncio.wait(self.delivery._under_way)

    async def one(self, query: Any) -> Any:
        return await self.database.read(lambda db: db.execute(query).scalar())

    async def all(self, query: Any) -> list[Any]:
        return await self.database.read(lambda db: list(db.execute(query).all()))

    async def state(self, who: Address = SAM) -> dict[str, Any]:
        found: dict[str, Any] = await self.one(
            select(learners.c.state).join(addresses).where(addresses.c.external_id == who.external_id)
        )
        return found

    async def fresh_state(self) -> str:
        return str((await self.state())["at"])


@pytest.fixture
async def stand(database_url: str, tmp_path: Path) -> AsyncIterator[Stand]:
    database = Database.open(database_url)
    yield Stand(database, FLOWS, Channel(), tmp_path / "spool")
    await database.close()
