"""A lane whose lease ran out is taken over only by who has quietly watched for a whole lease."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery import Delivery
from bot.ports import Address
from bot.store.database import DatabaseAway, HeldUp
from bot.store.journal import Journal
from bot.watch import Watch
from tests.stand import Stand, stand

__all__ = ["stand"]

LEASE = timedelta(seconds=60)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Even:
    """Seconds that go on evenly."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Neighbour:
    """A worker on another machine, with a journal of its own, whose learner's answer the first one is sending."""

    def __init__(self, stand: Stand) -> None:
        self.stand, self.even = stand, Even()
        journal = Journal(stand.spool / "of another machine")
        self.delivery = Delivery(
            stand.database, stand.turns, {"fake": stand.channel}, {}, journal, clock=lambda: stand.now, even=self.even
        )

    async def looks(self) -> int:
        """Look for what is owed, and do all that is found; how often something left by then."""
        while self.delivery._under_way or await self.delivery._claim():
            if self.delivery._under_way:
                await asyncio.wait(self.delivery._under_way)
        return sum(how == "send" and not message.card for _, how, message in self.stand.channel.sent)

    async def waits(self, seconds: float) -> int:
        self.stand.now += timedelta(seconds=seconds)
        self.even.seconds += seconds
        return await self.looks()


@pytest.fixture
async def neighbour(stand: Stand) -> Neighbour:
    await stand.hears("hoi")
    beside = Neighbour(stand)
    assert await stand.database.write(stand.delivery._claim_and_take, "first", stand.now, 1)
    return beside


async def test_who_was_quiet_for_a_lease_is_taken_over(neighbour: Neighbour) -> None:
    assert await neighbour.waits(59) == 0
    assert await neighbour.waits(2) == 1


async def test_nobody_is_taken_over_because_the_clock_jumped(neighbour: Neighbour) -> None:
    assert await neighbour.waits(1) == 0
    neighbour.stand.now += timedelta(minutes=10)
    assert await neighbour.looks() == 0
    assert await neighbour.waits(59) == 0
    assert await neighbour.waits(2) == 1


async def test_nobody_is_taken_over_when_the_database_is_just_back(
    neighbour: Neighbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who sent something and lives needs a moment to note it."""
    with monkeypatch.context() as away:
        away.setattr(neighbour.stand.database, "write", failing_with(DatabaseAway("gone")))
        with pytest.raises(DatabaseAway):
            await neighbour.waits(300)
    assert await neighbour.waits(59) == 0
    assert await neighbour.waits(2) == 1


async def test_a_conversation_that_is_held_up_disturbs_nobody(
    neighbour: Neighbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody may keep its row for hours; who was killed meanwhile is taken over as ever."""
    with monkeypatch.context() as held:
        held.setattr(neighbour.stand.database, "write", failing_with(HeldUp("a row")))
        with pytest.raises(HeldUp):
            await neighbour.waits(61)
    assert await neighbour.looks() == 1


async def test_what_others_owe_goes_on_meanwhile(neighbour: Neighbour) -> None:
    neighbour.stand.now += timedelta(minutes=10)
    await neighbour.stand.hears("hoi", Address("fake", "kim"))
    assert await neighbour.looks() == 1


def failing_with(error: Exception) -> Callable[..., Awaitable[None]]:
    async def write(*_: object, **__: object) -> None:
        raise error

    return write


@pytest.mark.parametrize("jump", [-600, 600])
def test_a_clock_that_jumps_disturbs_and_one_that_is_slowly_put_right_does_not(jump: float) -> None:
    even = Even()
    watch = Watch(LEASE, NOON, even)
    assert watch.may_take_over(NOON)
    for moment in range(1, 100):
        even.seconds += 1
        assert watch.may_take_over(NOON + timedelta(seconds=moment * 1.01))
    even.seconds += 1
    assert not watch.may_take_over(NOON + timedelta(seconds=101 + jump))
    even.seconds += 60
    assert watch.may_take_over(NOON + timedelta(seconds=161 + jump))
