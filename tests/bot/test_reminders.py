"""Reminders as they leave: by the channel that was used last, by day, and never to whom they are no longer for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.conversation.events import Proven
from bot.ports import Address, Opened, Unavailable
from bot.store import awards, links, outbox
from bot.store.tables import addresses, messages
from flows.checks import AMSTERDAM
from tests.stand import Channel, Stand, stand

__all__ = ["stand"]

CHANGES = {"to winter time": date(2026, 10, 25), "to summer time": date(2027, 3, 28)}


def at(day: date, hour: int = 12, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), AMSTERDAM)


class Place:
    """One learner on a stand with these channels, whose award is to be claimed by a day."""

    def __init__(self, stand: Stand, *names: str) -> None:
        self.stand = stand
        self.channels = {name: Channel() for name in names}
        for name, channel in self.channels.items():
            channel.name = name
        stand.delivery.channels = self.channels
        self.who = {name: Address(name, f"sam at {name}") for name in names}

    async def begins(self, name: str, deadline: date) -> None:
        award = awards.Award("Rekenen", "Hogeschool", "personal", deadline)
        number = await self.stand.database.write(awards.add, award, "test", self.stand.now)
        word = await self.stand.database.write(links.make_for_award, number, self.stand.now)
        await self.stand.hears(Opened(word), self.who[name])
        await self.stand.delivers()

    async def also_at(self, name: str) -> None:
        """The same learner has an address on another channel too."""
        learner = await self.stand.one(select(addresses.c.learner_id))
        row = {"learner_id": learner, "channel": name, "external_id": self.who[name].external_id}
        await self.stand.database.write(lambda db: db.execute(addresses.insert().values(row)))

    async def on(self, until: datetime) -> None:
        """The clock goes on, and what is due is delivered."""
        while self.stand.now < until:
            ready = await self.stand.database.read(outbox.next_ready) or until
            self.stand.now = min(max(ready, self.stand.now + timedelta(minutes=1)), until)
            await self.stand.delivers()

    def nudges(self, name: str) -> int:
        return sum(message.nudge for _, how, message in self.channels[name].sent if how == "send")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("name", ["telegram", "email"])
async def test_over_the_change_of_summer_time_they_leave_by_day_on_their_days(
    stand: Stand, name: str, change: date
) -> None:
    deadline = change + timedelta(days=1)
    stand.now = at(deadline - timedelta(days=9), 21)
    place = Place(stand, name)
    await place.begins(name, deadline)
    await place.on(at(deadline, 23))
    sent = select(messages.c.at).where(messages.c.direction == "out", messages.c.delivery == "sent")
    came = [row.at.astimezone(AMSTERDAM) for row in await stand.all(sent.order_by(messages.c.id))][1:]
    assert [(deadline - moment.date()).days for moment in came] == [7, 5, 3, 1]  # the second: left halfway
    assert {moment.time() for moment in came} == {time(10)}
    assert place.nudges(name) == 4


@pytest.mark.parametrize(("first", "last"), [("telegram", "email"), ("email", "telegram")])
async def test_they_leave_by_the_channel_that_was_used_last(stand: Stand, first: str, last: str) -> None:
    place = Place(stand, "telegram", "email")
    deadline = stand.now.date() + timedelta(days=9)
    await place.begins(first, deadline)
    await place.also_at(last)
    stand.now += timedelta(hours=1)
    await stand.hears("hoi", place.who[last])
    await place.on(at(deadline - timedelta(days=5)))
    assert (place.nudges(first), place.nudges(last)) == (0, 2)


@pytest.mark.parametrize("name", ["telegram", "email"])
async def test_while_a_human_has_the_word_nobody_is_reminded_and_afterwards_again(stand: Stand, name: str) -> None:
    place = Place(stand, name)
    deadline = stand.now.date() + timedelta(days=9)
    await place.begins(name, deadline)
    await stand.hears("ik wil een medewerker spreken", place.who[name])
    await place.on(at(deadline - timedelta(days=4)))
    assert place.nudges(name) == 0
    learner = await stand.one(select(addresses.c.learner_id))
    await stand.database.write(stand.turns.hand_back, learner, stand.now)
    await place.on(at(deadline - timedelta(days=2)))
    assert place.nudges(name) == 1


@pytest.mark.parametrize("name", ["telegram", "email"])
async def test_who_wants_none_gets_none(stand: Stand, name: str) -> None:
    place = Place(stand, name)
    deadline = stand.now.date() + timedelta(days=9)
    await place.begins(name, deadline)
    await stand.hears("stop", place.who[name])
    await place.on(at(deadline + timedelta(days=9)))
    assert place.nudges(name) == 0


async def held_up(place: Place, name: str, deadline: date) -> None:
    """The reminder of seven days before is on its way, and the channel has been away for a day's end."""
    await place.begins(name, deadline)
    place.channels[name].trouble = [Unavailable("away") for _ in range(200)]
    await place.on(at(deadline - timedelta(days=7), 22))
    place.channels[name].trouble = []


async def test_one_that_is_held_up_into_the_night_leaves_in_the_morning(stand: Stand) -> None:
    place = Place(stand, "email")
    deadline = stand.now.date() + timedelta(days=9)
    await held_up(place, "email", deadline)
    await place.on(at(deadline - timedelta(days=6), 8, 45))
    assert place.nudges("email") == 0
    await place.on(at(deadline - timedelta(days=6), 10, 30))
    assert place.nudges("email") == 1


async def says_hello(place: Place) -> None:
    await place.stand.hears("hoi", place.who["email"])


async def staff_write(place: Place) -> None:
    stand = place.stand
    learner = await stand.one(select(addresses.c.learner_id))
    await stand.database.write(stand.turns.reply, learner, "Noor", "Ik kijk met u mee.", stand.now)


async def signs_in(place: Place) -> None:
    """By a link of before, in the browser: nothing is said in the chat."""
    stand = place.stand
    learner = await stand.one(select(addresses.c.learner_id))
    proven = Proven(stand.now, {"name_how": "own"}, {})
    await stand.database.write(stand.turns.think, learner, proven, stand.now)


@pytest.mark.parametrize("happens", [says_hello, staff_write, signs_in])
async def test_what_is_said_at_night_leaves_then_and_the_reminder_that_waited_is_let_go(
    stand: Stand, happens: Callable[[Place], Awaitable[None]]
) -> None:
    place = Place(stand, "email")
    deadline = stand.now.date() + timedelta(days=9)
    await held_up(place, "email", deadline)
    await place.on(at(deadline - timedelta(days=7), 23))
    before = len(place.channels["email"].words("sam at email"))
    await happens(place)
    await stand.delivers()
    assert len(place.channels["email"].words("sam at email")) == before + 1
    await place.on(at(deadline - timedelta(days=6)))
    assert place.nudges("email") == 0
    assert await stand.one(select(messages.c.id).where(messages.c.delivery == "cancelled")) is not None


async def test_one_that_waits_is_let_go_when_the_award_turns_out_to_be_claimed(stand: Stand) -> None:
    place = Place(stand, "email")
    deadline = stand.now.date() + timedelta(days=9)
    await held_up(place, "email", deadline)
    learner = await stand.one(select(addresses.c.learner_id))
    proven = Proven(stand.now, {"name_how": "own"}, {"claimed": "proof"})
    await stand.database.write(stand.turns.think, learner, proven, stand.now)
    await place.on(at(deadline + timedelta(days=1)))
    assert place.nudges("email") == 0


async def test_of_an_award_that_waits_beside_one_that_is_claimed_they_are_reminded(stand: Stand) -> None:
    place = Place(stand, "telegram")
    deadline = stand.now.date() + timedelta(days=9)
    await place.begins("telegram", deadline)
    other = awards.Award("Wondzorg", "Hogeschool", "personal", deadline)
    number = await stand.database.write(awards.add, other, "test", stand.now)
    await stand.hears(
        Opened(await stand.database.write(links.make_for_award, number, stand.now)), place.who["telegram"]
    )
    learner = await stand.one(select(addresses.c.learner_id))
    proven = Proven(stand.now, {"name_how": "own"}, {"claimed": "proof"})
    await stand.database.write(stand.turns.think, learner, proven, stand.now)
    assert (await stand.state(place.who["telegram"]))["done"]["claimed"] == "proof"
    await place.on(at(deadline - timedelta(days=1), 12))
    assert place.nudges("telegram") > 1
