"""What an open page of the web chat is told of its conversation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast

from sqlalchemy import Connection

from bot.ports import Address
from bot.store.database import Database, ring
from bot.store.tables import addresses
from bot.web.live import Live
from tests.stand import SAM, Stand, stand

__all__ = ["stand"]

KIM = Address("fake", "kim")


class JoinedMeanwhile:
    """The database of a stand, where Sam's address goes on in Kim's conversation right after it is first looked at."""

    def __init__(self, stand: Stand) -> None:
        self.database, self.joined, self.listen = stand.database, 0, stand.database.listen

    async def read(self, unit: Any, *arguments: Any) -> Any:
        found = await self.database.read(unit, *arguments)
        if not self.joined:
            heard = asyncio.Event()
            unlisten = self.database.listen(lambda topic: heard.set())
            self.joined = await self.database.write(self._join, found)
            await heard.wait()
            unlisten()
        return found

    def _join(self, db: Connection, learner: int) -> int:
        kim = addresses.select().where(addresses.c.external_id == KIM.external_id)
        other = int(db.execute(kim).one().learner_id)
        db.execute(addresses.update().where(addresses.c.learner_id == learner).values(learner_id=other))
        ring(db, f"talk:{learner}")
        return other


async def hears(bells: AsyncIterator[None]) -> None:
    async with asyncio.timeout(10):
        await anext(bells)


async def test_a_page_opened_while_its_conversation_is_joined_to_another_hears_of_that_one(stand: Stand) -> None:
    await stand.hears("hallo", SAM)
    await stand.hears("hallo", KIM)
    database = JoinedMeanwhile(stand)
    bells = Live(cast(Database, database), stand.ears, asyncio.Event()).watch(SAM)
    await hears(bells)  # at once
    await hears(bells)  # the join
    await stand.database.write(lambda db: ring(db, f"talk:{database.joined}"))
    await hears(bells)
