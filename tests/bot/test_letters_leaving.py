"""Letters that leave: one for each turn, in its thread, with how far the learner is; and what the gate holds back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.conversation.events import Learned
from bot.conversation.nodes import Message, Span
from bot.delivery import GIVE_UP, Delivery
from bot.ports import Address, Letter, Opened, Refused, Tapped, Thread, Unavailable
from bot.store import awards, conversations, journal, links, outbox, suppressions, threads
from bot.store.awards import Award
from bot.store.database import Database
from bot.store.journal import Journal
from bot.store.tables import addresses, messages
from bot.store.tables import outbox as owed
from flows import FLOWS
from tests.plans import scans
from tests.stand import SAM, Channel, Stand


class Postbox(Channel):
    """A channel of letters that keeps them."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[tuple[str, Message, Letter]] = []
        self.mishap: list[Exception] = []

    async def send(self, to: Address, message: Message) -> str:
        raise AssertionError("letters are posted")

    async def post(self, to: Address, message: Message, letter: Letter) -> str:
        if self.mishap:
            raise self.mishap.pop(0)
        self.letters.append((to.external_id, message, letter))
        return f"<{letter.number}.{letter.talk}@us>"


@pytest.fixture
async def stand(database_url: str, tmp_path: Path) -> AsyncIterator[Stand]:
    database = Database.open(database_url)
    yield Stand(database, FLOWS, Postbox(), tmp_path / "spool")
    await database.close()


def box(stand: Stand) -> Postbox:
    assert isinstance(stand.channel, Postbox)
    return stand.channel


async def hears(stand: Stand, text: str) -> list[tuple[str, Message, Letter]]:
    """What leaves for this."""
    before = len(box(stand).letters)
    await stand.hears(text)
    await stand.delivers()
    return box(stand).letters[before:]


async def outcomes(stand: Stand) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in await stand.all(
        select(owed.c.kind, owed.c.outcome).where(owed.c.outcome.is_not(None)).order_by(owed.c.id)
    ):
        found.setdefault(row.kind, []).append(row.outcome)
    return found


async def says_two_things(stand: Stand) -> None:
    """What one turn says in two messages is owed."""

    def say(db: Connection) -> None:
        talk = conversations.at_address(db, SAM, "nl", stand.now)
        for words in ("Eerst dit.", "En dan dit."):
            stand.turns.owe(db, talk, Message((Span(words),)), stand.now)

    stand.now += timedelta(minutes=1)
    await stand.database.write(say)


async def test_a_turn_makes_one_letter_and_the_card_travels_in_it(stand: Stand):
    await hears(stand, "hallo")
    for text in ("beginnen", "ja", "per mail", "1"):
        (sent,) = await hears(stand, text)
    _, message, letter = sent
    assert letter.kind == "answer"
    assert letter.talk == (await stand.one(select(addresses.c.learner_id)))
    assert letter.progress
    assert message.buttons
    ended = await outcomes(stand)
    assert set(ended["card"]) == {"cancelled"}
    assert set(ended["message"]) == {"sent"}


async def test_each_goes_on_from_the_one_before_under_one_subject(stand: Stand):
    ((_, _, first),) = await hears(stand, "hallo")
    ((_, _, second),) = await hears(stand, "ja")
    assert first.thread == Thread("Je edubadge")
    assert second.thread == Thread("Je edubadge", (f"<{first.number}.{first.talk}@us>",))
    assert second.number != first.number


async def test_the_thread_of_an_award_is_named_by_its_badge(stand: Stand):
    link = await stand.database.write(_award_link, stand)
    await stand.hears(Opened(link))
    await stand.delivers()
    ((_, _, letter),) = box(stand).letters
    assert letter.thread.subject == "Je edubadge: Rekenen <1>"
    assert letter.institution == "Hogeschool Voorbeeld"


def _award_link(db: Connection, stand: Stand) -> str:
    award = awards.add(db, Award("Rekenen <1>", "Hogeschool Voorbeeld", "personal"), "test", stand.now)
    return links.make_for_award(db, award, stand.now)


async def test_what_can_always_be_said_stands_beneath_a_letter_once(stand: Stand):
    ((_, message, _),) = await hears(stand, "hallo")
    commands = [button.value for button in message.buttons if button.kind == "command"]
    assert commands == [":help", ":human", ":language", ":stop"]


async def test_a_try_that_failed_is_the_same_letter_again(stand: Stand):
    box(stand).mishap = [Unavailable("post: 451"), Unavailable("dot", sent="maybe")]
    await stand.hears("hallo")
    for _ in range(3):
        await stand.delivers()
        stand.now += timedelta(minutes=1)
    await stand.delivers()
    assert len(box(stand).letters) == 1
    assert (await outcomes(stand))["message"] == ["sent"]
    assert (await stand.one(select(messages.c.provider_id).where(messages.c.direction == "out"))) is not None


async def test_what_one_turn_says_in_several_messages_is_one_letter(stand: Stand):
    await hears(stand, "hallo")

    await says_two_things(stand)
    await stand.delivers()
    _, message, letter = box(stand).letters[-1]
    assert message.text == "Eerst dit.\n\nEn dan dit."
    assert len(box(stand).letters) == 2
    assert (await outcomes(stand))["message"] == ["sent"] * 3
    given = await stand.all(select(messages.c.provider_id, messages.c.delivery).order_by(messages.c.id.desc()).limit(2))
    assert {tuple(row) for row in given} == {(f"<{letter.number}.{letter.talk}@us>", "sent")}


async def test_a_human_and_what_comes_unasked_are_told_apart(stand: Stand):
    await hears(stand, "hallo")
    learner = await stand.one(select(addresses.c.learner_id))
    await stand.database.write(stand.turns.reply, learner, "Kim", "Ik kijk even mee.", stand.now)
    await stand.delivers()
    _, message, letter = box(stand).letters[-1]
    assert letter.kind == "staff"
    assert [button.value for button in message.buttons] == [":bot"]
    await stand.database.write(stand.turns.hand_back, learner, stand.now + timedelta(hours=5))
    stand.now += timedelta(hours=5)
    await stand.delivers()
    assert box(stand).letters[-1][2].kind == "reminder"


async def test_what_is_sent_in_bulk_begins_a_thread_of_its_own(stand: Stand):
    await hears(stand, "hallo")

    def guide(db: Connection) -> None:
        talk = conversations.at_address(db, SAM, "nl", stand.now)
        said = conversations.add_message(db, talk, (Span("Er staat een badge klaar."),), stand.now, "owed")
        outbox.put(
            db, talk.learner, "message", now=stand.now, address_id=talk.address_id, message_id=said,
            priority=outbox.BULK,
        )  # fmt: skip

    await stand.database.write(guide)
    await stand.delivers()
    _, _, letter = box(stand).letters[-1]
    assert (letter.kind, letter.thread.answers, letter.progress) == ("guide", (), ())
    thread = await stand.database.read(threads.of, await stand.one(select(addresses.c.id)))
    assert thread.answers == (f"<{letter.number}.{letter.talk}@us>",)


# The gate


async def test_a_mailbox_that_does_not_exist_gets_nothing_more_and_is_not_tried_for_ever(stand: Stand):
    box(stand).mishap = [Refused("RCPT: 550 5.1.1", gone=True)]
    assert await hears(stand, "hallo") == []
    assert await stand.database.read(suppressions.closed, stand.turns.box, "sam", stand.now) == "gone"
    assert await hears(stand, "hallo?") == []
    told = select(owed.c.outcome, owed.c.error).where(owed.c.kind == "message").order_by(owed.c.id)
    held = await stand.all(told)
    assert [tuple(row) for row in held] == [("refused", "RCPT: 550 5.1.1"), ("cancelled", "gone")]


async def test_whoever_unsubscribed_gets_answers_and_nothing_else(stand: Stand):
    await hears(stand, "hallo")
    await stand.database.write(suppressions.close, stand.turns.box, "sam", "unsubscribed", stand.now)
    assert len(await hears(stand, "ja")) == 1
    stand.now += timedelta(days=3)
    learner = await stand.one(select(addresses.c.learner_id))
    news = Learned(stand.now, "x", {"award_status": "deleted"})
    await stand.database.write(stand.turns.think, learner, news, stand.now)
    for _ in range(4):
        await stand.delivers()
        stand.now += timedelta(days=1)
    assert len(box(stand).letters) == 2
    assert len(await hears(stand, "ik ben er weer")) == 1


async def test_the_last_word_to_whoever_leaves_is_an_answer(stand: Stand):
    """It leaves though what they asked with is erased by then, and though they want no other mail."""
    await hears(stand, "hallo")
    await stand.database.write(suppressions.close, stand.turns.box, SAM.external_id, "not_me", stand.now)
    await hears(stand, "wis mij")
    ((_, message, letter),) = await hears(stand, "ja")
    assert "gewist" in message.text
    assert letter.kind == "answer"
    assert (message.buttons, letter.go, letter.progress) == ((), "", ()), "there is nothing left to go on with"


async def test_nobody_gets_more_letters_than_so_many_whatever_happens(stand: Stand):
    for number in range(suppressions.BURST + 5):
        await stand.hears(f"vraag {number}")
        await stand.delivers()
    assert len(box(stand).letters) == suppressions.BURST
    held = await stand.all(select(owed.c.error).where(owed.c.outcome == "cancelled", owed.c.kind == "message"))
    assert [row.error for row in held] == ["too_many"] * 5
    stand.now += timedelta(hours=1)
    assert len(await hears(stand, "en nu?")) == 1


async def test_the_pace_of_letters_is_not_spent_on_cards(stand: Stand):
    box(stand).rate = 1.0
    stand.new_delivery()
    await hears(stand, "hallo")
    stand.now += timedelta(seconds=5)
    assert len(await hears(stand, "ja")) == 1
    stand.now += timedelta(seconds=1)
    assert len(await hears(stand, "ja")) == 1


async def test_a_mail_server_that_hangs_holds_up_nobody_on_another_channel(stand: Stand):
    hangs, hung = asyncio.Event(), 0

    async def post(to: Address, message: Message, letter: Letter) -> str:
        nonlocal hung
        hung += 1
        await hangs.wait()
        return "<x@us>"

    box(stand).post = post  # type: ignore[method-assign]
    chat = Channel()
    chat.name = "chat"
    delivery = Delivery(
        stand.database, stand.turns, {"fake": box(stand), "chat": chat}, {}, Journal(stand.spool / "two"),
        in_flight=2, clock=lambda: stand.now,
    )  # fmt: skip
    for number in range(6):
        await stand.hears("hallo", Address("fake", f"mail{number}"))
    while await delivery._claim() and hung < 2:
        pass
    for number in range(3):
        await stand.hears("hallo", Address("chat", f"chat{number}"))
    while len({to for to, _, _ in chat.sent}) < 3:
        await delivery._claim()
        await asyncio.wait(delivery._under_way, timeout=0.01)
    assert 2 <= hung <= 4  # what was taken before the first hung may hang too
    hangs.set()
    while delivery._under_way:
        await asyncio.wait(delivery._under_way)


async def test_that_a_letter_was_accepted_is_kept_before_anything_is_waited_for(stand: Stand):
    """While another channel that hangs keeps all room, a kill would have it sent once more."""
    posting, accepted, sending, hangs = (asyncio.Event() for _ in range(4))

    async def post(to: Address, message: Message, letter: Letter) -> str:
        posting.set()
        await accepted.wait()
        return "<x@us>"

    async def send(to: Address, message: Message) -> str:
        sending.set()
        await hangs.wait()
        return "1"

    box(stand).post = post  # type: ignore[method-assign]
    chat = Channel()
    chat.name, chat.send = "chat", send  # type: ignore[method-assign]
    folder = stand.spool / "two"
    delivery = Delivery(
        stand.database, stand.turns, {"fake": box(stand), "chat": chat}, {}, Journal(folder),
        in_flight=1, clock=lambda: stand.now,
    )  # fmt: skip
    await stand.hears("hallo")
    await delivery._claim()
    await posting.wait()
    await stand.hears("hallo", Address("chat", "kim"))
    await delivery._claim()
    await sending.wait()
    accepted.set()
    async with asyncio.timeout(5):
        while not any("<x@us>" in file.read_text() for file in folder.glob("*.journal")):
            await asyncio.sleep(0.01)
    hangs.set()
    while delivery._under_way:
        await asyncio.wait(delivery._under_way)


async def test_what_two_turns_say_is_two_letters_also_where_both_had_to_wait(stand: Stand):
    box(stand).mishap = [Unavailable("connect: refused")]
    await stand.hears("hallo")
    await stand.delivers()
    stand.now += timedelta(minutes=1)
    await stand.hears("wat is een eduID?")
    stand.now += timedelta(minutes=1)
    await stand.delivers()
    assert len(box(stand).letters) == 2
    assert (await outcomes(stand))["message"] == ["sent", "sent"]


async def test_an_answer_that_a_filter_never_lets_through_makes_room_after_a_day(stand: Stand):
    box(stand).mishap = [Refused("dot: 550 5.7.1", stop=True)] * 2
    await stand.hears("hallo")
    await stand.delivers()
    stand.now += GIVE_UP - timedelta(minutes=1)
    await stand.delivers()
    assert "message" not in await outcomes(stand), "until then it may be all of our mail"
    box(stand).mishap = [Refused("dot: 550 5.7.1", stop=True)]
    stand.now += timedelta(minutes=2)
    await stand.delivers()
    assert (await outcomes(stand))["message"] == ["refused"]
    assert len(await hears(stand, "hallo?")) == 1


# A kill between


async def test_what_left_before_a_kill_is_not_sent_again_whole_or_in_part(stand: Stand):
    await hears(stand, "hallo")

    await says_two_things(stand)
    killed = asyncio.Event()

    async def never(*anything: object) -> None:
        killed.set()
        await asyncio.Event().wait()

    stand.delivery._note_sent = never  # type: ignore[method-assign]
    await stand.delivery._claim()
    await killed.wait()
    for task in stand.delivery._under_way:
        task.cancel()
    stand.delivery.journal.close()
    fresh = stand.new_delivery()
    await fresh.journal.hand_over(lambda found: stand.database.write(journal.note, found, stand.now))
    stand.now += outbox.LEASE + timedelta(seconds=1)
    await stand.delivers()
    assert len(box(stand).letters) == 2
    assert (await outcomes(stand))["message"] == ["sent"] * 3


async def test_what_a_letter_needs_to_know_is_found_by_keys(stand: Stand):
    await hears(stand, "hallo")
    await stand.hears("ja")

    def plan(db: Connection) -> list[str]:
        learner = db.execute(select(addresses.c.learner_id)).scalar_one()
        row = outbox.due(db, learner, stand.now)
        job = outbox.take(db, learner, "token", row, stand.now)
        outgoing = stand.delivery.outgoing
        ready = outgoing.ready(db, job, stand.now)
        assert not isinstance(ready, str)
        return [*scans(db, outgoing.ready, job, stand.now), *scans(db, outgoing.left, job, ready, "<x@y>", stand.now)]

    assert await stand.database.write(plan) == []


async def test_a_channel_that_carries_no_letters_is_asked_for_none(stand: Stand):
    plain = replace(stand, channel=Channel())
    asked: list[object] = []
    plain.delivery.outgoing.ready = lambda *what: asked.append(what)  # type: ignore[assignment, method-assign]
    await plain.hears(Tapped(":help"))
    await plain.delivers()
    assert plain.channel.words()
    assert asked == []
