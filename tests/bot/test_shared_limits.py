"""Limits hold for all processes of one installation together, whichever of them sends or hears."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.store.database import Database
from bot.store.migrate import migrate
from bot.store.tables import addresses, messages, outbox
from tests.bot.test_many_processes import Proxy, postgresql, started
from tests.bot.test_processes import telegram
from tests.counts import counted
from tests.fakes.bot_api import BotApi
from tests.fire.channels import is_card
from tests.house import Process

__all__ = ["postgresql"]

RATE = 5
"""Sends a second, and at once: `outbox.pace_channel` lets a channel have a second's worth in one go."""
LEARNERS = 20
A_MINUTE = 6
TURNS = "badgewijzer_turns_total[telegram]"
SENT = [f"badgewijzer_sent_total[telegram][{kind}][sent]" for kind in ("message", "card")]
LET_GO = select(addresses.c.external_id, outbox.c.kind, outbox.c.sending_since).where(
    addresses.c.learner_id == outbox.c.learner_id, outbox.c.kind.in_(("message", "card"))
)
"""The moment from which a worker was allowed to send each."""


def too_many(moments: Sequence[float], rate: float, burst: int) -> float:
    """By how much more than the pace allows there ever came, over every stretch of time between two of these moments.

    What `pace.count` lets through: a stretch of some seconds has at most `burst` and `rate` for each of them.
    """
    ordered = sorted(moments)
    return max(
        last + 1 - first - burst - rate * (ordered[last] - ordered[first])
        for first in range(len(ordered))
        for last in range(first, len(ordered))
    )


def test_what_a_pace_allows_is_counted_over_every_stretch() -> None:
    even = [number / 5 for number in range(20)]
    assert too_many([*[0.0] * 5, *(1 / 5 + moment for moment in even)], 5, 5) <= 1e-6, "a burst, then evenly"
    assert round(too_many([*[0.0] * 6, *even], 5, 5)) == 2, "one more at once, and one at the same moment"
    assert too_many([*even, *even], 5, 5) > 10, "each of two by itself"


@dataclass
class Many:
    """Processes of each kind on one database, and the proxy that spreads over the web processes what learners say."""

    proxy: Proxy
    processes: dict[str, list[Process]]
    database: Database

    async def counted(self, command: str, name: str, total: int) -> list[float]:
        """What each process of this kind counted, once it is so much in all."""
        async with asyncio.timeout(30):
            while sum(found := [await self._count(process, name) for process in self.processes[command]]) < total:
                await asyncio.sleep(0.05)
        assert sum(found) == total
        return found

    async def _count(self, process: Process, name: str) -> float:
        async with self.proxy.http.get(f"{process.url}/metrics") as answer:
            return counted(await answer.text()).get(name, 0.0)


@contextlib.asynccontextmanager
async def many(api: BotApi, url: str, folder: Path, **more: str) -> AsyncIterator[Many]:
    """Two web and two worker processes that are ready."""
    migrate(url)
    async with contextlib.AsyncExitStack() as rest:
        proxy = await rest.enter_async_context(Proxy().standing(api))
        environment = telegram(api, DATABASE_URL=url, **more)
        processes = {
            command: [rest.enter_context(started(command, folder, environment)) for _ in range(2)]
            for command in ("web", "worker")
        }
        for process in (*processes["web"], *processes["worker"]):
            await process.ready()
        proxy.ups = [web.url for web in processes["web"]]
        database = Database.open(url, role="command")
        rest.push_async_callback(database.close)
        yield Many(proxy, processes, database)


@pytest.mark.timeout(180)
async def test_two_workers_together_send_no_faster_than_one_may(postgresql: str, tmp_path: Path) -> None:
    more = {"TELEGRAM_RATE": str(RATE), "SENDS_IN_FLIGHT": "1"}
    async with BotApi() as api, many(api, postgresql, tmp_path, **more) as both:
        people = [api.user(1000 + number, "Sam", language_code="nl") for number in range(LEARNERS)]
        api.breaks("sendMessage", "slow", seconds=2, times=2)  # who waits for the first cannot make the second
        for person in people:
            person.says("/start")
        by_worker = [await both.counted("worker", name, LEARNERS) for name in SENT]
        assert all(map(sum, zip(*by_worker, strict=True))), f"both sent: {by_worker}"
        calls = [call for call in api.calls("sendMessage") if call["performed"]]
        came = {(str(one["parameters"]["chat_id"]), is_card(one["parameters"]["text"])): one for one in calls}
        assert len(calls) == len(came) == 2 * LEARNERS, "the answer and the card came to everybody, each once"
        rows = await both.database.read(lambda db: db.execute(LET_GO).all())
        left = {(row.external_id, row.kind == "card"): row.sending_since.timestamp() for row in rows}

    assert too_many(list(left.values()), RATE, RATE) < 0.001
    under_way = [call["at"] - left[what] for what, call in came.items()]
    assert min(under_way) > -0.05, "none came before it was let go, by two clocks"
    seen = [call["monotonic"] for call in calls]
    assert too_many(seen, RATE, RATE) < 0.001 + RATE * max(under_way), "as many more as one that is late falls behind"


@pytest.mark.timeout(180)
async def test_who_writes_through_two_web_processes_is_held_to_one_measure(postgresql: str, tmp_path: Path) -> None:
    async with BotApi() as api, many(api, postgresql, tmp_path, INBOUND_PER_MINUTE=str(A_MINUTE)) as both:
        sam = api.user(1001, "Sam", language_code="nl")
        sam.says("/start")
        (hello,) = await sam.sees(1)
        for _ in range(2 * A_MINUTE):
            sam.says("status")
            sam.taps(":help", sam.messages[hello.id])  # delivered beside what is typed
        by_web = await both.counted("web", TURNS, 1 + 4 * A_MINUTE)
        assert all(more > A_MINUTE for more in by_web), f"through each more than one may: {by_web}"
        await sam.sees("Je stuurt veel berichten tegelijk.")
        kept = select(messages.c.delivery, messages.c.at).where(messages.c.direction == "in")
        said = await both.database.read(lambda db: db.execute(kept).all())

    assert len(said) == 1 + 4 * A_MINUTE
    answered = [row.at.timestamp() for row in said if row.delivery == "heard"]
    assert len(answered) >= A_MINUTE
    assert too_many(answered, A_MINUTE / 60, A_MINUTE) < 0.001
