"""The counts of `/metrics`, read as Prometheus reads them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import aiohttp
from prometheus_client.parser import text_string_to_metric_families


def counted(page: str) -> dict[str, float]:
    """Every sample of a page of counts, by its name and labels."""
    return {
        sample.name + "".join(f"[{value}]" for _, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


EVERY_SECONDS = 1.0
WATCHED = tuple(
    f"badgewijzer_{name}"
    for name in ("outbox_oldest_seconds", "outbox_due", "lane_wait_seconds", "set_aside", "spooled", "webhook_pending")
)
"""What tells an operator that something waits, or was given up."""


@dataclass
class Counts:
    """What somebody saw who looked at the counts of some processes, again and again."""

    looks: int = 0
    unanswered: int = 0
    """How often there was no answer: the process was dead, or not ready yet."""
    worst: dict[str, float] = field(default_factory=dict)
    """The greatest value of each count that is watched, of any process."""

    def worst_of(self, name: str) -> float:
        """The greatest value of this count, whatever its labels."""
        return max((value for key, value in self.worst.items() if key.partition("[")[0] == name), default=0.0)

    async def look(self, http: aiohttp.ClientSession, url: str) -> None:
        self.looks += 1
        try:
            async with http.get(f"{url}/metrics") as answer:
                page = counted(await answer.text())
        except (aiohttp.ClientError, TimeoutError):
            self.unanswered += 1
            return
        for key, value in page.items():
            if key.startswith(WATCHED):
                self.worst[key] = max(value, self.worst.get(key, 0.0))


@contextlib.asynccontextmanager
async def watching(urls: Sequence[str]) -> AsyncIterator[Counts]:
    """Look at the counts of these processes every second, and one last time at the end."""
    counts = Counts()

    async def look() -> None:
        await asyncio.gather(*(counts.look(http, url) for url in urls))

    async def again_and_again() -> None:
        while True:
            await look()
            await asyncio.sleep(EVERY_SECONDS)

    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http:
        task = asyncio.create_task(again_and_again())
        try:
            yield counts
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            await look()
