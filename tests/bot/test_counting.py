"""Where a channel numbers what it carries, what may have come is looked for among the next numbers."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversation.nodes import Message
from bot.delivery import MOST_LENT, MOST_LOOKS
from bot.ports import Address, Refused, Unavailable
from bot.store.journal import Journal
from bot.store.outbox import Job, free_all
from bot.store.tables import addresses, lanes, learners, messages, outbox
from tests.stand import Channel, Stand, stand

__all__ = ["stand"]

CUT_OFF = Unavailable("cut off", sent="maybe")


class Counting(Channel):
    """One row of numbers for all its chats. What was cut off came, unless it was lost on its way."""

    def __init__(self) -> None:
        super().__init__()
        self.number = self.known = 100
        self.screen: dict[int, tuple[str, str]] = {}  # to whom, what it says
        self.lost = 0  # so many that are cut off do not come
        self.cards_only = False  # only these are in trouble
        self.learns = True  # it knows of the numbers it is given
        self.unknown: list[Exception] = []  # instead of an answer to what is looked for
        self.looked: list[tuple[int, frozenset[str]]] = []  # after which number, and what was left alone

    def hears(self) -> int:
        """The number of what a learner says."""
        self.number += 1
        return self.number

    async def send(self, to: Address, message: Message) -> str:
        fails = self.trouble.pop(0) if self.trouble and (message.card or not self.cards_only) else None
        if fails and self.lost:
            self.lost -= 1
            raise fails
        self.number += 1
        self.screen[self.number] = (to.external_id, message.text)
        self.sent.append((to.external_id, "send", message))
        if fails:
            raise fails
        self.known = self.number if self.learns else self.known
        return str(self.number)

    def counted(self) -> int:
        return self.known

    def count(self, number: int) -> None:
        self.known = max(self.known, number)

    async def find_after(self, to: Address, message: Message, number: int, others: Collection[str]) -> str | None:
        self.looked.append((number, frozenset(others)))
        if self.unknown:
            raise self.unknown.pop(0)
        here = (at for at in range(number + 1, number + 30) if str(at) not in others and at in self.screen)
        if found := next((at for at in here if self.screen[at][0] == to.external_id), None):
            self.screen[found] = (to.external_id, message.text)
        return str(found) if found else None


@pytest.fixture
def channel(stand: Stand) -> Counting:
    stand.channel = Counting()
    stand.new_delivery()
    return stand.channel


def starts_anew(stand: Stand, channel: Counting) -> None:
    """A process that knows of no number yet goes on."""
    channel.known = 0
    stand.new_delivery()


async def on(stand: Stand, tries: int, seconds: float = 20) -> None:
    """So many times something is tried, each when it is due."""
    for _ in range(tries):
        await stand.delivers()
        stand.now += timedelta(seconds=seconds)


async def test_an_answer_that_may_have_come_is_found_and_stands_there_once(stand: Stand, channel: Counting) -> None:
    channel.trouble = [CUT_OFF]
    await stand.hears("hallo", counted=channel.hears())
    await on(stand, 2)
    assert len(channel.words()) == 1
    assert await stand.all(
        select(messages.c.delivery, messages.c.provider_id).where(messages.c.direction == "out")
    ) == [("sent", "102")]


async def test_one_that_never_came_is_sent_and_that_is_what_is_looked_for_then(stand: Stand, channel: Counting) -> None:
    channel.trouble, channel.lost = [CUT_OFF], 1
    await stand.hears("hallo", counted=channel.hears())
    await on(stand, 1)
    channel.number = channel.known = 401
    channel.trouble = [CUT_OFF]
    await on(stand, 2)
    assert len(channel.words()) == 1
    assert [number for number, _ in channel.looked] == [101, 401]


async def test_a_process_that_has_just_started_looks_after_what_the_learner_said(
    stand: Stand, channel: Counting
) -> None:
    starts_anew(stand, channel)
    channel.trouble = [CUT_OFF]
    await stand.hears("hallo", counted=channel.hears())
    await on(stand, 1)
    starts_anew(stand, channel)
    await on(stand, 1)
    assert len(channel.words()) == 1
    assert [number for number, _ in channel.looked] == [101]


async def test_a_process_that_has_just_started_knows_what_number_was_given_last(
    stand: Stand, channel: Counting
) -> None:
    await stand.hears("hallo", counted=channel.hears())
    await stand.delivers()
    channel.number = channel.known = 400
    await stand.hears("hallo", Address("fake", "kim"), counted=channel.hears())
    await stand.delivers()
    starts_anew(stand, channel)
    running = asyncio.create_task(stand.delivery.run())
    async with asyncio.timeout(20):
        while not channel.known:
            await asyncio.sleep(0)
    await stand.delivery.stop()
    await running
    assert channel.known == 402, "when the card was taken the answer had that number"


async def test_where_no_number_is_known_it_is_sent_again(stand: Stand, channel: Counting) -> None:
    starts_anew(stand, channel)
    channel.trouble = [CUT_OFF]
    await stand.hears("hallo")
    await on(stand, 2)
    assert len(channel.words()) == 2
    assert channel.looked == []


async def test_what_surely_never_came_is_not_looked_for(stand: Stand, channel: Counting) -> None:
    channel.trouble, channel.lost = [Unavailable("refused", sent="no")], 1
    await stand.hears("hallo", counted=channel.hears())
    await on(stand, 2)
    assert len(channel.words()) == 1
    assert channel.looked == []


async def test_the_card_that_may_have_come_is_found_and_the_answer_before_it_is_left_alone(
    stand: Stand, channel: Counting
) -> None:
    starts_anew(stand, channel)
    channel.learns, channel.cards_only, channel.trouble = False, True, [CUT_OFF]
    await stand.hears("hallo", counted=channel.hears())
    await on(stand, 2)
    assert len([text for _, text in channel.screen.values() if "⬜" in text]) == 1
    assert channel.looked == [(101, frozenset(("102",)))]
    assert [how for _, how, message in channel.sent if message.card] == ["send"], "it is as it is to be"


async def test_what_another_process_wrote_down_and_cannot_note_is_left_alone(stand: Stand, channel: Counting) -> None:
    channel.learns, channel.known = False, 0
    channel.cards_only, channel.trouble = True, [CUT_OFF]
    await stand.hears("hallo", counted=channel.hears())
    await stand.delivers()
    talk = await stand.one(select(learners.c.token))
    other = Journal(stand.spool / "accepted")
    other.accepted(Job(99, 1, talk, None, None, "message", {}, 1, stand.now, False, "", None, None, ""), "107")
    await on(stand, 2)
    assert channel.looked[0][1] == {"102", "107"}
    other.close()


async def test_what_was_told_at_their_address_in_another_conversation_is_left_alone(
    stand: Stand, channel: Counting
) -> None:
    channel.trouble = [CUT_OFF]
    await stand.hears("hallo", counted=channel.hears())
    await stand.delivers()
    await stand.hears("hallo", Address("fake", "kim"), counted=channel.hears())
    await stand.delivers()
    told = select(messages.c.provider_id).where(messages.c.learner_id == 2, messages.c.direction != "in")
    theirs = {row.provider_id for row in await stand.all(told)}
    at_sam = select(addresses.c.id).where(addresses.c.external_id == "sam").scalar_subquery()
    by_kim = outbox.update().where(outbox.c.learner_id == 2)
    await stand.database.write(lambda db: db.execute(by_kim.values(address_id=at_sam)))  # as where two are joined
    stand.now += timedelta(seconds=20)
    await stand.delivers()
    assert theirs
    assert channel.looked[0][1] > theirs
    assert len(channel.words()) == 1


async def test_while_another_conversation_owes_something_there_it_is_sent_again(
    stand: Stand, channel: Counting
) -> None:
    """What that will be known by is not known yet, and it would be written over."""
    channel.trouble = [CUT_OFF]
    await stand.hears("hallo", counted=channel.hears())
    await stand.delivers()
    await stand.hears("hallo", Address("fake", "kim"))
    at_sam = select(addresses.c.id).where(addresses.c.external_id == "sam").scalar_subquery()
    late = {"address_id": at_sam, "due": stand.now + timedelta(hours=1)}
    await stand.database.write(lambda db: db.execute(outbox.update().where(outbox.c.learner_id == 2).values(late)))
    stand.now += timedelta(seconds=20)
    await stand.delivers()
    assert channel.looked == []
    assert len(channel.words()) == 2


@pytest.mark.parametrize("lost", [0, 1, 2])
@pytest.mark.parametrize("first", ["message", "card"])
async def test_where_two_of_one_conversation_may_have_come_each_stands_there_once(
    stand: Stand, channel: Counting, lost: int, first: str
) -> None:
    """One may take the place in which the other came: that one takes another place then, or is sent."""
    channel.trouble, channel.lost, channel.learns = [CUT_OFF, CUT_OFF], lost, False  # the answer, and the card
    await stand.hears("hallo", counted=channel.hears())
    await stand.delivers()
    later = outbox.update().where(outbox.c.kind != first, outbox.c.outcome.is_(None))
    await stand.database.write(lambda db: db.execute(later.values(due=stand.now + timedelta(seconds=30))))
    await on(stand, 3)
    texts = [text for who, text in channel.screen.values() if who == "sam"]
    assert sorted("⬜" in text for text in texts) == [False, True]
    assert {row.delivery for row in await stand.all(select(messages.c.delivery))} == {"heard", "sent"}


async def test_what_ended_while_it_was_looked_for_is_not_sent_and_its_lane_goes_on(
    stand: Stand, channel: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel.trouble, channel.lost = [CUT_OFF], 1
    await stand.hears("hallo", counted=channel.hears())
    await stand.delivers()

    async def meanwhile(*_: Any) -> None:
        await stand.database.write(lambda db: db.execute(outbox.update().values(outcome="cancelled")))

    monkeypatch.setattr(channel, "find_after", meanwhile)
    stand.now += timedelta(seconds=20)
    await stand.delivers()
    assert channel.words() == []
    assert await stand.one(select(lanes.c.token)) is None


async def test_the_number_that_is_kept_never_goes_down(stand: Stand, channel: Counting) -> None:
    """A process that knows of fewer numbers tries again what one that knew more of them has tried."""
    channel.trouble, channel.lost = [CUT_OFF], 1
    channel.number = channel.known = 5000
    await stand.hears("hallo", counted=channel.hears())
    await stand.delivers()
    starts_anew(stand, channel)
    channel.learns, channel.trouble = False, [CUT_OFF]
    stand.now += timedelta(seconds=20)
    await on(stand, 2)
    assert len(channel.words()) == 1
    assert [number for number, _ in channel.looked] == [5001, 5001]


async def test_who_lost_its_lane_while_it_looked_sends_nothing(
    stand: Stand, channel: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel.trouble, channel.lost = [CUT_OFF], 1
    await stand.hears("hallo", counted=channel.hears())
    await stand.delivers()
    find = channel.find_after

    async def slow(*what: Any) -> str | None:
        await stand.database.write(lambda db: db.execute(lanes.update().values(token="another's", ready_at=stand.now)))
        return await find(*what)

    monkeypatch.setattr(channel, "find_after", slow)
    stand.now += timedelta(seconds=20)
    await stand.delivery._claim()
    await asyncio.gather(*stand.delivery._under_way)
    assert channel.words() == []


async def test_while_it_cannot_be_looked_for_it_is_not_sent_again(stand: Stand, channel: Counting) -> None:
    channel.trouble, channel.unknown = [CUT_OFF], [Unavailable("500"), Unavailable("429", after=timedelta(seconds=9))]
    await stand.hears("hallo", counted=channel.hears())
    await on(stand, 4)
    assert len(channel.words()) == 1
    assert len(channel.looked) == 3


async def test_what_was_looked_for_in_vain_so_often_is_sent_again(stand: Stand, channel: Counting) -> None:
    channel.trouble, channel.unknown = [CUT_OFF], [Unavailable("500")] * 9
    await stand.hears("hallo", counted=channel.hears())
    await on(stand, 8)
    assert len(channel.words()) == 2
    assert len(channel.looked) == MOST_LOOKS


async def test_what_many_deaths_left_is_sent_a_second_after_a_look_that_failed(stand: Stand, channel: Counting) -> None:
    channel.trouble, channel.unknown = [CUT_OFF], [Unavailable("500")]
    await stand.hears("hallo", counted=channel.hears())
    await stand.delivers()
    await stand.database.write(lambda db: db.execute(outbox.update().values(attempts=17)))
    stand.now += timedelta(seconds=2)
    await on(stand, 2, seconds=2)
    assert len(channel.words()) == 2


async def test_a_channel_that_is_shut_keeps_it_and_it_is_looked_for_when_staff_mended_that(
    stand: Stand, channel: Counting
) -> None:
    channel.trouble, channel.unknown = [CUT_OFF], [Refused("unauthorized", stop=True)] * 9
    await stand.hears("hallo", counted=channel.hears())
    await on(stand, 9, seconds=60)
    channel.unknown = []
    stand.now += timedelta(hours=30)
    await on(stand, 1)
    assert len(channel.words()) == 1
    assert await stand.one(select(messages.c.delivery).where(messages.c.direction == "out")) == "sent"


async def test_what_a_program_left_that_was_down_for_hours_is_looked_for(stand: Stand, channel: Counting) -> None:
    channel.trouble = [CUT_OFF]
    note = stand.delivery._note

    async def dies(*_: object) -> None:
        """Before it can be noted how that ended; its lane stays held."""

    stand.delivery._note = dies  # type: ignore[method-assign, assignment]
    await stand.hears("hallo", counted=channel.hears())
    await stand.delivers()
    stand.delivery._note = note  # type: ignore[method-assign]
    stand.now += timedelta(hours=5)
    starts_anew(stand, channel)
    await stand.database.write(free_all, stand.now)
    await on(stand, 2)
    assert len(channel.words()) == 1
    assert len(channel.looked) == 1


async def test_where_nobody_is_left_it_is_not_sent_again(stand: Stand, channel: Counting) -> None:
    channel.trouble, channel.unknown = [CUT_OFF], [Refused("user is deactivated", gone=True)]
    await stand.hears("hallo", counted=channel.hears())
    await on(stand, 2)
    assert len(channel.words()) == 1
    assert await stand.one(select(addresses.c.blocked_at)) is not None


async def test_only_so_many_are_looked_for_at_once_and_who_speaks_meanwhile_is_answered(
    stand: Stand, channel: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on, find = asyncio.Event(), channel.find_after

    async def waits(to: Address, message: Message, number: int, others: Collection[str]) -> str | None:
        await going_on.wait()
        return await find(to, message, number, others)

    people = [Address("fake", f"p{number}") for number in range(MOST_LENT + 8)]
    for person in people:
        channel.trouble = [CUT_OFF]
        await stand.hears("hallo", person, counted=channel.hears())
        await stand.delivers()
    monkeypatch.setattr(channel, "find_after", waits)
    stand.now += timedelta(seconds=20)
    while await stand.delivery._claim():
        await asyncio.sleep(0)
    assert stand.delivery._lent == MOST_LENT
    await stand.hears("hallo", Address("fake", "kim"))
    while not channel.words("kim"):
        await stand.delivery._claim()
        await asyncio.sleep(0)
    going_on.set()
    await on(stand, 3)
    assert {len(channel.words(person.external_id)) for person in people} == {1}
