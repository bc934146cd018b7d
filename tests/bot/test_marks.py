"""A channel that remembers marks is asked whether something came before that is sent again; threads are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.conversation.effects import LookUpBadge, Request
from bot.conversation.nodes import Message
from bot.ports import Address, Outcome, Refused, Tapped, Unavailable
from bot.store.tables import addresses, messages
from tests.stand import SAM, Channel, Stand, stand

__all__ = ["stand"]

IN_THREAD = replace(SAM, thread="17.1")


class Remembering(Channel):
    """One that keeps with which mark, and in which thread, each message came."""

    def __init__(self) -> None:
        super().__init__()
        self.marked: dict[str, str] = {}
        self.threads: list[str] = []
        self.unknown: list[Exception] = []  # instead of an answer to what is looked up
        self.of_cards = False  # only these are in trouble
        self.not_now: list[Exception] = []  # what becomes of a change
        self.asked = 0

    async def edit(self, to: Address, sent: str, message: Message) -> None:
        if self.not_now:
            raise self.not_now.pop(0)
        await super().edit(to, sent, message)

    async def send_marked(self, to: Address, message: Message, mark: str) -> str:
        """Trouble that perhaps sent it did."""
        fails = self.trouble.pop(0) if self.trouble and (message.card or not self.of_cards) else None
        if fails and not (isinstance(fails, Unavailable) and fails.sent == "maybe"):
            raise fails
        later, self.trouble = self.trouble, []
        sent = await super().send(to, message)
        self.trouble = later
        assert mark not in self.marked, "sent twice"
        self.marked[mark] = sent
        self.threads.append(to.thread)
        if fails:
            raise fails
        return sent

    async def send(self, to: Address, message: Message) -> str:
        raise AssertionError("sent without a mark")

    async def find(self, to: Address, mark: str, since: datetime) -> str | None:
        self.asked += 1
        if self.unknown:
            raise self.unknown.pop(0)
        return self.marked.get(mark)


@pytest.fixture
def channel(stand: Stand) -> Remembering:
    stand.channel = Remembering()
    stand.new_delivery()
    return stand.channel


async def on(stand: Stand, tries: int) -> None:
    """So many times something is tried, each when it is due."""
    for _ in range(tries):
        await stand.delivers()
        stand.now += timedelta(minutes=2)


async def test_what_perhaps_came_is_looked_up_and_known_by_its_id(stand: Stand, channel: Remembering) -> None:
    channel.trouble = [Unavailable("cut off", sent="maybe")]
    await stand.hears("hallo")
    await on(stand, 2)
    assert len(channel.words()) == 1
    assert await stand.all(
        select(messages.c.delivery, messages.c.provider_id).where(messages.c.direction == "out")
    ) == [("sent", "1")]


@pytest.mark.parametrize(
    "unknown", [Unavailable("500"), Unavailable("429", after=timedelta(seconds=9)), Refused("new")]
)
async def test_as_long_as_it_is_not_known_nothing_is_sent(
    stand: Stand, channel: Remembering, unknown: Exception
) -> None:
    channel.trouble = [Unavailable("cut off", sent="maybe")]
    channel.unknown = [unknown] * 3
    await stand.hears("hallo")
    await on(stand, 3)
    assert channel.asked == 2
    await on(stand, 3)
    assert channel.asked == 4
    assert len(channel.words()) == 1


async def test_what_surely_never_came_is_sent_and_nobody_looks_for_what_was_not_tried(
    stand: Stand, channel: Remembering
) -> None:
    channel.trouble = [Unavailable("refused", sent="no"), Unavailable("refused", sent="no")]
    await stand.hears("hallo")
    await on(stand, 3)
    assert len(channel.words()) == 1
    assert channel.asked == 0


async def test_the_card_that_perhaps_came_is_changed_and_not_sent_again(stand: Stand, channel: Remembering) -> None:
    channel.of_cards, channel.trouble = True, [Unavailable("cut off", sent="maybe")]
    await stand.hears("hallo")
    await on(stand, 3)
    assert [how for _, how, message in channel.sent if message.card] == ["send", "2"]


@pytest.mark.parametrize(
    "not_now", [Unavailable("429", sent="no", after=timedelta(seconds=9)), Refused("invalid_auth", stop=True)]
)
async def test_nor_is_it_where_the_change_is_put_off(stand: Stand, channel: Remembering, not_now: Exception) -> None:
    """That it came had been looked up, and is looked up once more."""
    channel.of_cards, channel.trouble = True, [Unavailable("cut off", sent="maybe")]
    channel.not_now = [not_now]
    await stand.hears("hallo")
    await on(stand, 4)
    assert [how for _, how, message in channel.sent if message.card] == ["send", "2"]
    assert channel.asked == 2


async def test_a_reminder_that_perhaps_came_before_the_night_is_looked_up_before_it_is_put_off(
    stand: Stand, channel: Remembering
) -> None:
    await stand.hears("hallo")
    await stand.delivers()
    for day, hour in ((26, 12), (26, 23), (27, 9)):
        stand.now = stand.now.replace(day=day, hour=hour)
        channel.trouble = [Unavailable("cut off", sent="maybe")] if hour == 12 else []
        await stand.delivers()
    assert sum(message.nudge for _, _, message in channel.sent) == 1
    assert channel.asked == 1


async def test_the_answer_stands_in_their_thread_and_the_card_does_not(stand: Stand, channel: Remembering) -> None:
    await stand.hears("hallo", IN_THREAD)
    await on(stand, 2)
    assert channel.threads == ["17.1", ""]
    await stand.hears(Tapped("welcome.hello:go_on"))
    await on(stand, 2)
    assert channel.threads == ["17.1", "", ""]


async def test_an_answer_that_waits_and_one_of_a_neighbour_stand_there_too(stand: Stand, channel: Remembering) -> None:
    async def genuine(request: Request) -> Outcome:
        return Outcome("no_answer")

    stand.neighbours[LookUpBadge] = genuine
    await stand.hears("hallo")
    await stand.hears(Tapped("welcome.hello:employer"), IN_THREAD)
    await on(stand, 2)
    before = len(channel.threads)
    channel.trouble = [Unavailable("refused", sent="no")]
    await stand.hears("https://www.edubadges.nl/public/assertions/Qm9rU2ltdWxhdGllMDAx0A", IN_THREAD)
    await on(stand, 3)
    assert set(channel.threads[before:]) == {"17.1"}


async def test_where_nobody_is_left_nothing_is_looked_for_any_more(stand: Stand, channel: Remembering) -> None:
    channel.trouble = [Unavailable("cut off", sent="maybe")]
    channel.unknown = [Refused("user_not_found", gone=True)]
    await stand.hears("hallo")
    await on(stand, 3)
    assert channel.asked == 1
    assert await stand.one(select(addresses.c.blocked_at)) is not None
