"""What many pages look at is read once, and nobody gets what was read before the last ring."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.web.desk import shared
from bot.web.desk.shared import Shared


class Numbers:
    """A database in which every read brings the next number."""

    def __init__(self) -> None:
        self.count = 0
        self.slow = asyncio.Event()
        self.slow.set()
        self.ring: Callable[[str], None] = lambda topic: None

    def listen(self, callback: Callable[[str], None]) -> Callable[[], None]:
        self.ring = callback
        return lambda: None

    async def read(self, unit: Callable[..., Any], *arguments: Any) -> int:
        self.count += 1
        found = self.count
        await self.slow.wait()
        unit(None, *arguments)
        return found


def nothing(db: Any, *arguments: Any) -> int:
    return 0


def fails(db: Any) -> int:
    raise ValueError


async def test_all_who_ask_at_once_get_one_read_and_after_a_ring_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "CALM_SECONDS", 0.01)
    numbers = Numbers()
    reads = Shared(numbers)  # type: ignore[arg-type]
    assert await asyncio.gather(*(reads.read("now", nothing) for _ in range(5))) == [1] * 5
    assert await reads.read("now", nothing) == 1
    assert await reads.read("other", nothing, "an argument") == 2
    numbers.ring("talk:1")
    assert await asyncio.gather(*(reads.read("now", nothing) for _ in range(5))) == [3] * 5


async def test_what_rings_while_it_is_read_is_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "CALM_SECONDS", 0.01)
    numbers = Numbers()
    reads = Shared(numbers)  # type: ignore[arg-type]
    numbers.slow.clear()
    first = asyncio.ensure_future(reads.read("now", nothing))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    numbers.ring("talk:1")
    second = asyncio.ensure_future(reads.read("now", nothing))
    numbers.slow.set()
    assert (await first, await second) == (1, 2)


async def test_a_read_that_failed_or_was_given_up_is_in_nobodys_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "CALM_SECONDS", 0.01)
    numbers = Numbers()
    reads = Shared(numbers)  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        await reads.read("now", fails)
    assert await reads.read("now", nothing) == 2
    numbers.ring("talk:1")
    gone = asyncio.ensure_future(reads.read("now", nothing))
    stays = asyncio.ensure_future(reads.read("now", nothing))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == 3
