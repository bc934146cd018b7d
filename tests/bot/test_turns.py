"""A turn: heard once, saved whole or not at all, answered whatever happens."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, and_, func, select

from bot import ears
from bot.conversation.effects import LookUpBadge
from bot.conversation.nodes import Message
from bot.delivery import MOST_IN_A_ROW
from bot.frozen import freeze, thaw
from bot.ports import (
    Address,
    Blocked,
    Elsewhere,
    Heard,
    Moved,
    Opened,
    Outcome,
    Refused,
    Sent,
    Tapped,
    Typed,
    Unavailable,
    What,
)
from bot.store import awards, links, logins, outbox
from bot.store.database import DatabaseAway
from bot.store.tables import addresses, heard, lanes, learners, messages
from bot.store.tables import outbox as outbox_table
from flows import FLOWS
from flows.checks import AMSTERDAM
from tests.bot.test_store_database import holding
from tests.stand import SAM, Stand, stand

__all__ = ["stand"]

LINK = "https://www.edubadges.nl/public/assertions/Qm9rU2ltdWxhdGllMDAx0A"


async def test_a_first_word_is_answered_with_hello_and_the_card_comes_after_it(stand: Stand) -> None:
    await stand.hears("hoi")
    await stand.delivers()
    assert [how for _, how, _ in stand.channel.sent] == ["send", "send"]
    hello, card = (message for _, _, message in stand.channel.sent)
    assert hello.buttons
    assert "⬜" in card.text
    assert (await stand.fresh_state()) == "welcome.hello"


async def test_the_same_thing_heard_ten_times_at_once_is_heard_once(stand: Stand) -> None:
    await stand.hears("hoi")
    tap = Heard("tap", SAM, Tapped("welcome.hello:go_on"))
    await asyncio.gather(*(stand.ears.hear([tap]) for _ in range(10)))
    await stand.delivers()
    assert len(stand.channel.words()) == 2
    assert (await stand.fresh_state()) == "award.got_mail"


@pytest.mark.parametrize(
    ("told", "word", "spoken"), [("", "hello", "en"), ("", "hoi", "nl"), ("", "badge", "nl"), ("nl", "hello", "nl")]
)
async def test_where_a_channel_tells_no_language_the_first_word_does(
    stand: Stand, told: str, word: str, spoken: str
) -> None:
    await stand.ears.hear([Heard("first", SAM, Typed(word), told)])
    assert await stand.one(select(learners.c.language)) == spoken
    await stand.delivers()
    first = stand.channel.words()[0]
    assert ("Hallo! Ik ben" if spoken == "nl" else "Hello! I am") in first


async def test_many_learners_at_once_each_get_their_own_answers_in_order(stand: Stand) -> None:
    async def walk(name: str) -> None:
        for what in ("hoi", "status", "help", "status"):
            await stand.hears(what, Address("fake", name))

    await asyncio.gather(*(walk(f"learner{i}") for i in range(20)))
    await stand.delivers()
    for i in range(20):
        ids = [m.text for who, how, m in stand.channel.sent if who == f"learner{i}" and how == "send"]
        assert len(ids) == 5  # four answers and one card
    rows = await stand.all(select(messages.c.learner_id, messages.c.id).where(messages.c.direction == "out"))
    assert len(rows) == 80


async def test_a_bug_in_a_turn_undoes_it_keeps_the_event_and_says_sorry(stand: Stand) -> None:
    await stand.hears("hoi")

    def broken(facts: Any, at: datetime) -> Any:
        raise KeyError("something private")

    good = stand.turns.flows
    object.__setattr__(stand.turns, "flows", replace(good, derive=broken))
    await stand.hears(Tapped("welcome.hello:go_on"), key="poison")
    object.__setattr__(stand.turns, "flows", good)
    await stand.delivers()
    assert (await stand.fresh_state()) == "welcome.hello"
    sorry = good.texts.nodes("common.sorry", "nl", {})[0].text
    assert stand.channel.words()[-1].startswith(sorry[:20])
    row = (await stand.all(select(heard).where(heard.c.raw.is_not(None))))[0]
    assert (row.why, row.error) == ("bug", "KeyError")
    assert b"go_on" not in row.raw
    await stand.hears("status")  # nobody behind it waits
    await stand.database.write(stand.turns.replay, row.key, stand.now)
    assert (await stand.fresh_state()) == "award.got_mail"
    assert not await stand.all(select(heard).where(heard.c.raw.is_not(None)))


async def test_a_state_of_a_newer_program_is_left_alone_and_what_was_said_meanwhile_is_heard_later_in_order(
    stand: Stand,
) -> None:
    await stand.hears("hoi")
    newer = {**await stand.state(), "format": 99}

    def store(state: dict[str, Any]) -> Any:
        return lambda db: db.execute(learners.update().values(state=state))

    older = await stand.state()
    await stand.database.write(store(newer))
    await stand.hears(Tapped("welcome.hello:go_on"))
    await stand.hears(Tapped("award.got_mail:no"))
    assert await stand.state() == newer
    await stand.delivers()
    later = FLOWS.texts.nodes("common.sorry_later", "nl", {})[0].text
    assert sum(words.startswith(later[:20]) for words in stand.channel.words()) == 1
    await stand.hears("hoi", Address("fake", "kim"))  # nobody else is held up
    assert (await stand.state(Address("fake", "kim")))["at"] == "welcome.hello"

    await stand.database.write(store(older))  # the newer program's turn: it can read it
    await stand.hears("status")
    assert (await stand.fresh_state()) == "award.no_mail"
    assert await stand.one(select(learners.c.behind).order_by(learners.c.id)) == 0


async def test_an_event_survives_being_frozen() -> None:
    for what in (
        Opened("x"),
        Typed("hé\n"),
        Tapped("a.b:c", "9"),
        Sent("photo"),
        Blocked(True),
        Moved("7"),
        Elsewhere(),
    ):
        said = Heard("k", SAM, what, "nl", "r")
        assert thaw(freeze(said)) == said


async def test_a_thousand_messages_in_a_minute_get_one_kind_notice_and_then_quiet(stand: Stand) -> None:
    stand.inbound = 20
    stand.__post_init__()
    many_messages = 1_000
    for start in range(0, many_messages, 500):
        await asyncio.gather(*(stand.hears(f"bericht {i}") for i in range(start, start + 500)))
    await stand.hears("hoi", Address("fake", "kim"))
    await stand.delivers()
    many = FLOWS.texts.nodes("common.too_many", "nl", {})[0].text
    assert sum(words.startswith(many[:20]) for words in stand.channel.words()) == 1
    assert len(stand.channel.words()) == 21
    assert len(stand.channel.words("kim")) == 1
    assert await stand.one(select(func.count()).where(messages.c.delivery == "ignored")) == many_messages - 20
    stand.now += timedelta(minutes=2)
    await stand.hears("status")
    await stand.delivers()
    assert len(stand.channel.words()) == 22


async def test_a_one_time_link_brings_its_award_to_one_learner_only(stand: Stand) -> None:
    award = awards.Award("Verpleegkundig rekenen", "Hogeschool Voorbeeld", "personal")
    number = await stand.database.write(awards.add, award, "test", stand.now)
    word = await stand.database.write(links.make_for_award, number, stand.now)
    await stand.hears(Opened(word))
    assert (await stand.state())["facts"]["badge"] == "Verpleegkundig rekenen"
    await stand.hears(Opened(word), Address("fake", "stranger"))
    stranger = await stand.state(Address("fake", "stranger"))
    assert "badge" not in stranger.get("facts", {})
    await stand.hears(Opened(word))  # by the same learner it leads on
    await stand.hears(Opened("never-made"), Address("fake", "guess"))
    await stand.delivers()
    used = FLOWS.texts.nodes("common.link_used", "nl", {})[0].text
    unknown = FLOWS.texts.nodes("common.link_unknown", "nl", {})[0].text
    assert stand.channel.words("stranger")[0].startswith(used[:15])
    assert stand.channel.words("guess")[0].startswith(unknown[:15])


async def test_an_invitation_can_be_used_by_everybody(stand: Stand) -> None:
    word = await stand.database.write(links.make_invitation, {"institution": "Hogeschool Voorbeeld"}, stand.now)
    for name in ("a", "b"):
        await stand.hears(Opened(word), Address("fake", name))
        assert (await stand.state(Address("fake", name)))["facts"]["institution"] == "Hogeschool Voorbeeld"


@pytest.mark.parametrize(
    "taps",
    [["got_mail:yes"], [], ["got_mail:no", "no_mail:look"], ["got_mail:no", "no_mail:look", "which_way:personal"]],
)
async def test_a_pasted_mail_is_read_where_it_is_asked_for_and_before_it_is(stand: Stand, taps: list[str]) -> None:
    from bot.wiring import neighbours_for

    stand.neighbours.update(neighbours_for())
    mail = (Path(__file__).parents[1] / "payloads" / "claim_mail" / "personal_both.txt").read_text()
    await stand.hears("hoi")
    await stand.hears(Tapped("welcome.hello:go_on"))
    for tap in taps:
        await stand.hears(Tapped(f"award.{tap}"))
    await stand.hears(mail)
    await stand.delivers()
    assert (await stand.fresh_state()) == "award.mail_read"
    assert (await stand.state())["facts"]["badge"] == "Verpleegkundig rekenen in de wijk"

    def everything(db: Connection) -> str:
        return str(
            [db.exec_driver_sql(f"SELECT * FROM {t}").all() for t in ("learners", "messages", "outbox", "heard")]
        )

    assert "Sanne" not in await stand.database.read(everything), "it is not kept"


async def test_a_neighbour_that_is_not_there_means_the_learners_word(stand: Stand) -> None:
    await at_public_link(stand)
    await stand.hears(LINK)
    await stand.delivers()
    assert (await stand.fresh_state()) == "share.where_to"
    assert "share.link_noted" not in stand.channel.words()


async def test_a_neighbour_that_is_away_is_asked_again_and_given_up_on_in_time(stand: Stand) -> None:
    asked = await asks_about_the_link(stand, Unavailable("not now"))
    for _ in range(20):
        await stand.delivers()
        stand.now += timedelta(seconds=30)
    assert 3 <= len(asked) <= 12
    assert (await stand.fresh_state()) == "share.where_to"


async def test_an_answer_of_a_neighbour_that_comes_too_late_changes_nothing(stand: Stand) -> None:
    await asks_about_the_link(stand, Outcome("genuine"))
    await stand.hears("terug")
    await stand.delivers()
    assert (await stand.fresh_state()) == "share.public_link"


async def asks_about_the_link(stand: Stand, comes_to: Outcome | Exception) -> list[Any]:
    """A learner gave the link of their badge, of which a neighbour is to be asked; what it was asked."""
    asked = []

    async def neighbour(request: Any) -> Outcome:
        asked.append(request)
        if isinstance(comes_to, Exception):
            raise comes_to
        return comes_to

    stand.neighbours[LookUpBadge] = neighbour
    await at_public_link(stand)
    await stand.delivers()
    await stand.hears(LINK)
    return asked


async def at_public_link(stand: Stand) -> None:
    await stand.hears("hoi")
    state = {**await stand.state(), "at": "share.public_link", "trail": ["share.make_public:done"]}
    await stand.database.write(lambda db: db.execute(learners.update().values(state=state)))


async def test_a_spooled_event_that_cannot_be_read_is_set_aside_and_those_behind_it_are_heard(stand: Stand) -> None:
    stand.ears.spool.put(b"not what we write today")
    stand.ears.spool.put(freeze(Heard("k1", SAM, Typed("hoi"), "nl")))
    await stand.ears.empty_spool()
    assert (await stand.fresh_state()) == "welcome.hello"
    assert [row.error for row in await stand.all(select(heard).where(heard.c.raw.is_not(None)))] == ["unreadable"]


# Delivery


async def test_what_comes_while_the_spool_is_emptied_waits_for_it_and_does_not_fill_it_again(stand: Stand) -> None:
    for number, text in enumerate(("hoi", "status", "help")):
        await stand.ears._keep(Heard(f"s{number}", SAM, Typed(text), "nl"))
    kept = len(stand.ears.spool)
    put, puts = stand.ears.spool.put, []
    stand.ears.spool.put = lambda *given, **how: (puts.append(given), put(*given, **how))[1]  # type: ignore[method-assign]
    await asyncio.gather(stand.hears("mijn gegevens"), stand.ears.empty_spool())
    assert (kept, puts, len(stand.ears.spool)) == (3, [], 0)
    said = await stand.all(select(messages.c.body).where(messages.c.direction == "in").order_by(messages.c.id))
    assert [row.body[0][0] for row in said] == ["hoi", "status", "help", "mijn gegevens"]


@pytest.mark.parametrize("later", [0.005, 0.015, 0.1])
async def test_two_that_wait_for_the_spool_are_heard_as_they_came(stand: Stand, later: float) -> None:
    """Whichever looks first when it is empty."""
    await stand.ears._keep(Heard("s", replace(SAM, external_id="kim"), Typed("hoi"), "nl"))
    said = [asyncio.create_task(stand.hears("hoi"))]
    await asyncio.sleep(later)
    said.append(asyncio.create_task(stand.hears("status")))
    await asyncio.sleep(0.03)
    await stand.ears.empty_spool()
    said.append(asyncio.create_task(stand.hears("help")))
    await asyncio.gather(*said)
    await stand.ears.empty_spool()  # on a slow day
    heard_of_sam = select(messages.c.body).join(addresses, addresses.c.id == messages.c.address_id)
    heard_of_sam = heard_of_sam.where(messages.c.direction == "in", addresses.c.external_id == "sam")
    rows = await stand.all(heard_of_sam.order_by(messages.c.id))
    assert [row.body[0][0] for row in rows] == ["hoi", "status", "help"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_who_comes_back_is_not_blocked_by_the_word_before_that_waited_for_too_long(
    stand: Stand, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stand.hears("hoi")
    monkeypatch.setattr(ears, "PATIENCE_SECONDS", 0.6)
    with holding(Path(database_url.removeprefix("sqlite:///"))) as release:
        gone = asyncio.create_task(stand.hears(Blocked(gone=True)))
        await asyncio.sleep(0.3)
        back = asyncio.create_task(stand.hears("status"))
        await gone
        release()
        await back
    await stand.ears.empty_spool()
    assert await stand.one(select(addresses.c.blocked_at)) is None


async def test_who_looks_for_what_is_owed_does_not_do_so_without_a_pause(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is ready may be locked by somebody else for long."""
    looks = 0

    async def nothing() -> int:
        nonlocal looks
        looks += 1
        return 0

    await stand.hears("hoi")
    monkeypatch.setattr(stand.delivery, "_claim", nothing)
    running = asyncio.create_task(stand.delivery.run())
    await asyncio.sleep(0.3)
    await stand.delivery.stop()
    await running
    assert 1 < looks < 18


async def test_a_database_that_is_away_for_a_moment_does_not_end_delivery(stand: Stand) -> None:
    real, failures = stand.database.read, [DatabaseAway("away"), DatabaseAway("away")]

    async def shaky(unit: Any, *arguments: Any) -> Any:
        if unit is outbox.next_ready and failures:
            raise failures.pop()
        return await real(unit, *arguments)

    stand.database.read = shaky  # type: ignore[method-assign]
    running = asyncio.create_task(stand.delivery.run())
    while failures:
        await asyncio.sleep(0.01)
    await stand.hears("hoi")
    while not stand.channel.words():
        await asyncio.sleep(0.01)
    await stand.delivery.stop()
    await running


async def test_what_could_not_be_sent_is_sent_later_in_order(stand: Stand) -> None:
    stand.channel.trouble = [Unavailable("reset"), Unavailable("reset")]
    await stand.hears("hoi")
    await stand.hears("status")
    await stand.delivers()
    assert stand.channel.words() == []
    for _ in range(4):
        stand.now += timedelta(seconds=5)
        await stand.delivers()
    first, second = stand.channel.words()
    assert len(first) < len(second)


async def test_a_channel_that_says_when_is_not_asked_before(stand: Stand) -> None:
    stand.channel.trouble = [Unavailable("429", after=timedelta(seconds=40))]
    await stand.hears("hoi")
    await stand.delivers()
    stand.now += timedelta(seconds=39)
    await stand.delivers()
    assert stand.channel.sent == []
    stand.now += timedelta(seconds=2)
    await stand.delivers()
    assert len(stand.channel.words()) == 1


async def test_somebody_who_blocked_us_is_left_alone_until_they_speak(stand: Stand) -> None:
    stand.channel.trouble = [Refused("blocked", gone=True)]
    await stand.hears("hoi")
    await stand.delivers()
    assert stand.channel.sent == []
    assert await stand.one(select(addresses.c.blocked_at)) is not None
    owed = select(func.count()).where(outbox_table.c.outcome.is_(None), outbox_table.c.kind != "alarm")
    assert await stand.one(owed) == 0
    stand.now += timedelta(days=4)
    await stand.delivers()
    assert stand.channel.sent == [], "no nudge either"
    await stand.hears("hoi weer")
    await stand.delivers()
    assert stand.channel.words()
    assert await stand.one(select(addresses.c.blocked_at)) is None


def once_shut(stand: Stand, *meanwhile: What | str) -> None:
    """The next message meets a closed door; before that is noted, all this is heard."""
    send = stand.channel.send

    async def to_nobody(to: Address, message: Message) -> str:
        stand.channel.send = send  # type: ignore[method-assign]
        stand.now += timedelta(seconds=1)
        for what in meanwhile:
            await stand.hears(what)
        raise Refused("sendMessage: 403", gone=True)

    stand.channel.send = to_nobody  # type: ignore[method-assign]


@pytest.mark.parametrize(
    "told", [(Blocked(True), Blocked(False)), ()], ids=["the channel tells that too", "it does not"]
)
async def test_who_is_back_before_it_is_noted_that_they_were_gone_is_answered(
    stand: Stand, told: tuple[What, ...]
) -> None:
    await stand.hears("hoi")
    once_shut(stand, *told, "status")
    await stand.delivers()
    assert len(stand.channel.words()) == 1
    assert await stand.one(select(addresses.c.blocked_at)) is None


async def test_who_lets_us_in_again_without_a_word_before_that_is_noted_is_not_taken_to_be_gone(stand: Stand) -> None:
    await stand.hears("hoi")
    once_shut(stand, Blocked(True), Blocked(False))
    await stand.delivers()
    assert await stand.one(select(addresses.c.blocked_at)) is None
    learner = await stand.one(select(learners.c.id))
    assert await stand.database.write(stand.turns.reply, learner, "Ada", "Ik help je", stand.now) == ""
    await stand.delivers()
    assert "Ik help je" in stand.channel.words()[-1]


async def test_who_is_back_and_asks_to_be_forgotten_gets_the_last_word(stand: Stand) -> None:
    await stand.hears("hoi")
    await stand.delivers()
    await stand.hears("status")
    once_shut(stand, Blocked(True), Blocked(False), "vergeet mij", "ja")
    before = len(stand.channel.words())
    await stand.delivers()
    assert len(stand.channel.words()) > before
    assert await stand.one(select(addresses.c.blocked_at)) is None


async def test_who_is_back_in_another_conversation_is_answered_there(stand: Stand) -> None:
    await stand.hears("hoi", Address("fake", "kim"))
    await stand.delivers()
    await stand.hears("hoi")
    once_shut(stand)
    shut = stand.channel.send

    async def joins(to: Address, message: Message) -> str:
        ids = dict(await stand.all(select(addresses.c.external_id, addresses.c.learner_id)))
        sam = await stand.one(select(addresses.c.id).where(addresses.c.external_id == "sam"))
        await stand.database.write(lambda db: logins.join(db, sam, ids["sam"], ids["kim"], stand.now))
        try:
            return await shut(to, message)
        finally:
            await stand.hears("status")

    stand.channel.send = joins  # type: ignore[method-assign]
    await stand.delivers()
    assert await stand.one(select(addresses.c.blocked_at).where(addresses.c.external_id == "sam")) is None
    assert stand.channel.words("sam")


async def test_what_they_said_before_says_not_that_they_are_back(stand: Stand) -> None:
    await stand.hears("hoi")
    stand.now += timedelta(seconds=1)
    await stand.hears("status")
    stand.now += timedelta(seconds=1)
    stand.channel.trouble = [Refused("sendMessage: 403", gone=True)]
    await stand.delivers()
    assert stand.channel.sent == []
    assert await stand.one(select(addresses.c.blocked_at)) is not None


async def test_a_message_that_is_refused_holds_up_nothing_behind_it(stand: Stand) -> None:
    stand.channel.trouble = [Refused("too odd")]
    await stand.hears("hoi")
    await stand.hears("status")
    await stand.delivers()
    assert len(stand.channel.words()) == 1
    deliveries = await stand.all(
        select(messages.c.delivery).where(messages.c.direction == "out").order_by(messages.c.id)
    )
    assert [row.delivery for row in deliveries] == ["failed", "sent"]


async def test_a_message_the_channel_finds_badly_written_goes_as_bare_words(stand: Stand) -> None:
    stand.channel.trouble = [Refused("can't parse entities", ours=True)]
    await stand.hears("hoi")
    await stand.delivers()
    (message,) = [message for _, how, message in stand.channel.sent if how == "send" and "⬜" not in message.text]
    assert message.text.startswith("Hallo")
    assert not message.buttons


async def test_a_chat_that_moved_is_followed(stand: Stand) -> None:
    stand.channel.trouble = [Refused("moved", moved_to="sam2")]
    await stand.hears("hoi")
    await stand.delivers()
    assert len(stand.channel.words("sam2")) == 1


async def test_a_channel_with_a_wrong_token_keeps_everything_for_later(stand: Stand) -> None:
    stand.channel.trouble = [Refused("401", stop=True)]
    await stand.hears("hoi")
    await stand.delivers()
    stand.now += timedelta(minutes=2)
    await stand.delivers()
    assert len(stand.channel.words()) == 1


async def test_one_learner_who_cannot_be_reached_delays_nobody_else(stand: Stand) -> None:
    stand.channel.trouble = [Unavailable("hangs", after=timedelta(hours=1))]
    await stand.hears("hoi")
    await stand.delivers()
    for i in range(5):
        await stand.hears("hoi", Address("fake", f"other{i}"))
    await stand.delivers()
    assert all(stand.channel.words(f"other{i}") for i in range(5))


@pytest.mark.parametrize("refused", [0, MOST_IN_A_ROW])
async def test_one_learner_who_writes_faster_than_is_sent_delays_nobody_else(stand: Stand, refused: int) -> None:
    """With room for one at a time they would keep it for as long as they go on, also where nothing reaches them."""
    stand.delivery._free = asyncio.Semaphore(1)
    stand.channel.trouble = [Refused("not this one")] * refused
    for who in (*[SAM] * 15, Address("fake", "kim"), *[SAM] * 10):
        await stand.hears("status", who)
        stand.now += timedelta(seconds=1)
    await stand.delivers()
    order = [who for who, how, message in stand.channel.sent if how == "send" and message.buttons]
    assert order == [*["sam"] * (MOST_IN_A_ROW - refused), "kim", *["sam"] * (25 - MOST_IN_A_ROW)]


async def test_a_tapped_question_shows_afterwards_what_was_chosen(stand: Stand) -> None:
    await stand.hears("hoi")
    await stand.delivers()
    tap = Heard("tap", SAM, Tapped("welcome.hello:go_on", on="1"), "nl")
    (asked,) = await stand.ears.hear([tap])
    assert asked is not None
    assert asked.text.startswith(stand.channel.sent[0][2].text)
    assert asked.text.endswith("➤ " + FLOWS.texts.label("welcome.hello", "go_on", "nl"))
    assert not asked.buttons
    assert await stand.ears.hear([tap]) == [None], "heard before"
    of_nobody = replace(tap, key="other", what=Tapped("welcome.hello:go_on", on="no message of ours"))
    assert await stand.ears.hear([of_nobody]) == [None]


async def before_a_change_of_the_card(stand: Stand) -> None:
    """Sam has a card, and what they tap next ticks a step of it."""
    await stand.hears("hoi")
    await stand.delivers()
    state = {**await stand.state(), "at": "eduid.have_one"}
    await stand.database.write(lambda db: db.execute(learners.update().values(state=state)))


async def test_the_progress_card_is_one_message_that_is_edited(stand: Stand) -> None:
    await before_a_change_of_the_card(stand)
    await stand.hears(Tapped("eduid.have_one:yes"))
    await stand.delivers()
    cards = [(how, message.text) for _, how, message in stand.channel.sent if "⬜" in message.text]
    assert [how for how, _ in cards] == ["send", "2"]


async def test_a_card_that_cannot_be_changed_once_is_tried_again_at_once_however_often_it_changed_meanwhile(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited: list[str] = []
    trouble = [Unavailable("503")]

    async def edit(to: Address, sent: str, message: Message) -> None:
        if trouble:
            raise trouble.pop()
        edited.append(message.text)

    monkeypatch.setattr(stand.channel, "edit", edit)
    await before_a_change_of_the_card(stand)
    await stand.hears(Tapped("eduid.have_one:yes"))
    owed = and_(outbox_table.c.kind == "card", outbox_table.c.outcome.is_(None))
    two_days = {"attempts": 24, "created_at": stand.now - timedelta(days=2)}  # in which it changed again and again
    await stand.database.write(lambda db: db.execute(outbox_table.update().where(owed).values(two_days)))
    await stand.delivers()
    assert edited == []
    stand.now += timedelta(seconds=1)
    await stand.delivers()
    assert len(edited) == 1


async def test_a_card_that_cannot_be_changed_as_its_learner_is_forgotten_is_no_mistake(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    mistakes: list[str] = []

    async def edit(to: Address, sent: str, message: Message) -> None:
        await stand.database.write(lambda db: db.execute(messages.delete()))
        raise Unavailable("503")

    monkeypatch.setattr(stand.channel, "edit", edit)
    await before_a_change_of_the_card(stand)
    monkeypatch.setattr(stand.delivery, "_set_aside", lambda db, job, now, error: mistakes.append(error))
    await stand.hears(Tapped("eduid.have_one:yes"))
    await stand.delivers()
    assert mistakes == []


async def test_a_card_that_cannot_be_changed_is_tried_less_and_less_often_and_given_up_after_a_day(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, tries = stand.now, []

    async def edit(to: Address, sent: str, message: Message) -> None:
        tries.append(stand.now - begun)
        raise Unavailable("503")

    monkeypatch.setattr("random.uniform", lambda least, most: most)
    monkeypatch.setattr(stand.channel, "edit", edit)
    await before_a_change_of_the_card(stand)
    await stand.hears(Tapped("eduid.have_one:yes"))
    due_next = select(outbox_table.c.due).where(outbox_table.c.kind == "card", outbox_table.c.outcome.is_(None))
    await stand.delivers()
    while due := await stand.one(due_next):
        stand.now = due
        await stand.delivers()
    card = select(outbox_table.c.outcome).where(outbox_table.c.kind == "card").order_by(outbox_table.c.id.desc())
    assert [round(late.total_seconds()) for late in tries[:7]] == [0, 1, 2, 4, 8, 16, 32]
    assert tries[20] - tries[19] == timedelta(minutes=15)
    assert timedelta(days=1) < tries[-1] < timedelta(days=1, minutes=16)
    assert await stand.one(card) == "gave_up"


async def test_what_was_under_way_at_a_kill_is_delivered_by_the_next_program(stand: Stand) -> None:
    await stand.hears("hoi")
    claimed = await stand.database.write(stand.delivery._claim_and_take, "dead", stand.now, 5)
    assert claimed[0] is not None
    await stand.database.write(outbox.free_all, stand.now)
    stand.new_delivery()
    await stand.delivers()
    assert len(stand.channel.words()) == 1


async def test_what_a_neighbour_was_being_asked_at_a_kill_is_asked_at_once_by_the_next_program(stand: Stand) -> None:
    asked = await asks_about_the_link(stand, Outcome("genuine"))
    claimed = await stand.database.write(stand.delivery._claim_and_take, "dead", stand.now, 5)
    assert [job and job.kind for job in claimed] == ["request"]
    await stand.database.write(outbox.free_all, stand.now)
    stand.new_delivery()
    await stand.delivers()
    assert len(asked) == 1
    assert (await stand.fresh_state()) == "share.where_to"


async def test_a_lease_runs_out_and_its_old_holder_can_change_nothing_any_more(stand: Stand) -> None:
    await stand.hears("hoi")
    (job,) = await stand.database.write(stand.delivery._claim_and_take, "zombie", stand.now, 5)
    assert job is not None
    stand.now += outbox.LEASE + timedelta(seconds=1)
    await stand.delivers()
    assert len(stand.channel.words()) == 1
    await stand.delivery._note(job, stand.delivery._ended, "sent", "zombie's id")
    assert await stand.one(select(func.count()).where(messages.c.provider_id == "zombie's id")) == 0


def held_up_after(stand: Stand, monkeypatch: pytest.MonkeyPatch, unit: Any) -> tuple[asyncio.Event, asyncio.Event]:
    """Whoever runs this unit, and brings something, goes on when the second event is set; the first tells of it."""
    came_there, go_on = asyncio.Event(), asyncio.Event()
    write = stand.database.write

    async def slowly(what: Any, *given: Any, **how: Any) -> Any:
        came = await write(what, *given, **how)
        if what == unit and any(came):
            came_there.set()
            await go_on.wait()
        return came

    monkeypatch.setattr(stand.database, "write", slowly)
    return came_there, go_on


async def test_what_is_claimed_while_the_program_is_told_to_stop_is_sent_and_let_go(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stand.hears("hoi")
    claiming, go_on = held_up_after(stand, monkeypatch, stand.delivery._claim_and_take)
    running = asyncio.create_task(stand.delivery.run())
    await claiming.wait()
    stopping = asyncio.create_task(stand.delivery.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    go_on.set()
    await stopping
    await running
    assert len(stand.channel.words()) == 1
    assert await stand.one(select(lanes.c.token)) is None


async def test_a_turn_that_is_taken_while_the_program_is_told_to_stop_is_answered(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, go_on = held_up_after(stand, monkeypatch, stand.delivery._turn)
    running = asyncio.create_task(stand.delivery.run())
    await asyncio.sleep(0)
    sam = Heard("1", Address("fake", "sam"), Typed("hoi"), "nl")
    turn = asyncio.create_task(stand.delivery.take_turn(sam, stand.now, 10.0))
    await taken.wait()
    stopping = asyncio.create_task(stand.delivery.stop())
    await running
    await asyncio.sleep(0)
    assert not stopping.done()
    go_on.set()
    await turn
    await stopping
    assert len(stand.channel.words()) == 1
    assert await stand.one(select(lanes.c.token)) is None


async def test_a_lane_that_owes_only_a_reminder_comes_after_those_that_owe_a_reply(stand: Stand) -> None:
    await stand.hears("hoi")
    await stand.delivers()
    assert await stand.one(select(lanes.c.priority)) == outbox.REMINDER
    await stand.hears("hoi")
    assert await stand.one(select(lanes.c.priority)) == outbox.REPLY


async def test_no_more_is_sent_than_the_channel_allows(stand: Stand) -> None:
    stand.channel.rate, stand.channel.chat_rate, stand.channel.chat_burst = 5.0, 1.0, 2
    for i in range(12):
        await stand.hears("hoi", Address("fake", f"l{i}"))
    moments: list[tuple[datetime, int]] = []
    for _ in range(80):
        await stand.delivers()
        moments.append((stand.now, len(stand.channel.sent)))
        stand.now += timedelta(milliseconds=100)
    left = await stand.all(select(outbox_table).where(outbox_table.c.outcome.is_(None), outbox_table.c.kind != "alarm"))
    assert len(stand.channel.sent) == 24, (left, await stand.all(select(lanes)))
    for i, (moment, count) in enumerate(moments):
        before = next((n for m, n in moments[:i] if moment - m <= timedelta(seconds=1)), 0)
        assert count - before <= 10, "at most a burst and a second's worth"


async def test_random_traffic_ends_with_nothing_owed_and_every_lane_at_rest(stand: Stand) -> None:
    chance = random.Random(7)
    for _ in range(150):
        who = Address("fake", f"l{chance.randrange(6)}")
        if chance.random() < 0.2:
            stand.channel.trouble.append(Unavailable("x", sent=chance.choice(["no", "maybe"])))
        await stand.hears(chance.choice(["hoi", "1", "2", "terug", "stop", "help", "?", "opnieuw beginnen"]), who)
        if chance.random() < 0.5:
            await stand.delivers()
    for _ in range(30):
        stand.now += timedelta(minutes=1)
        await stand.delivers()
    owed = select(func.count()).where(outbox_table.c.outcome.is_(None), outbox_table.c.kind != "alarm")
    assert await stand.one(owed) == 0
    assert await stand.one(select(func.count()).where(lanes.c.token.is_not(None))) == 0
    sent = select(func.count()).where(messages.c.direction == "out", messages.c.delivery == "sent")
    assert await stand.one(sent) == 150


# Reminders


async def test_a_journey_left_halfway_gets_one_nudge_in_the_daytime(stand: Stand) -> None:
    await stand.hears("hoi")
    await stand.delivers()
    for _ in range(24 * 10):
        stand.now += timedelta(hours=1)
        await stand.delivers()
    assert len(stand.channel.words()) == 2
    assert stand.channel.sent[-1][2].nudge


async def test_a_reminder_that_was_held_up_into_the_night_waits_for_the_morning(stand: Stand) -> None:
    await stand.hears("hoi")
    await stand.delivers()
    stand.now = datetime.combine(stand.now.date() + timedelta(days=4), time(23, 30), AMSTERDAM)
    await stand.delivers()
    assert len(stand.channel.words()) == 1, "the machine came back at night"
    stand.now += timedelta(hours=10)
    await stand.delivers()
    assert len(stand.channel.words()) == 1, "half past nine"
    stand.now += timedelta(hours=1)
    await stand.delivers()
    assert len(stand.channel.words()) == 2
    assert stand.channel.sent[-1][2].nudge


async def test_a_day_has_one_reminder(stand: Stand) -> None:
    """Halfway and seven days before the last day fall on the same day: three days from now."""
    award = awards.Award("Rekenen", "Hogeschool", "personal", (stand.now + timedelta(days=10)).date())
    number = await stand.database.write(awards.add, award, "test", stand.now)
    await stand.hears(Opened(await stand.database.write(links.make_for_award, number, stand.now)))
    for _ in range(24 * 5):
        stand.now += timedelta(hours=1)
        await stand.delivers()
    assert len(stand.channel.words()) == 2


async def test_reminders_follow_the_deadline_and_end_with_the_claim(stand: Stand) -> None:
    award = awards.Award("Rekenen", "Hogeschool", "personal", (stand.now + timedelta(days=16)).date())
    number = await stand.database.write(awards.add, award, "test", stand.now)
    await stand.hears(Opened(await stand.database.write(links.make_for_award, number, stand.now)))
    days: list[int] = []
    for hour in range(24 * 20):
        stand.now += timedelta(hours=1)
        before = len(stand.channel.words())
        await stand.delivers()
        if len(stand.channel.words()) > before:
            days.append((award.deadline - stand.now.date()).days if award.deadline else 0)
        if hour == 24 * 10:
            state = {**await stand.state(), "done": {"claimed": "word"}}
            await stand.database.write(lambda db, s=state: db.execute(learners.update().values(state=s)))
    assert days == [16, 14, 13, 7]  # hello, 14 days, halfway after three days, 7 days; then claimed


async def test_a_nudge_that_may_have_arrived_is_not_sent_twice_but_a_step_is(stand: Stand) -> None:
    stand.channel.trouble = [Unavailable("lost", sent="maybe")]
    await stand.hears("hoi")
    await stand.delivers()
    stand.now += timedelta(seconds=5)
    await stand.delivers()
    assert len(stand.channel.words()) == 1, "a step is sent again"
    stand.channel.trouble = [Unavailable("lost", sent="maybe")]
    for _ in range(24 * 4):
        stand.now += timedelta(hours=1)
        await stand.delivers()
    assert len(stand.channel.words()) == 1, "a nudge is not"


async def taken_late(stand: Stand, *, committed: bool = True) -> Heard:
    """A turn that is committed after we lost patience: its lane is leased for a minute, and nobody performs it."""
    await stand.hears("hallo", Address("fake", "kim"))  # the connections are there
    await stand.delivers()
    stand.delivery._running = True
    for number in range(1, 20):  # a commit may be quicker than a process that others keep from running
        late = Heard(f"late{number}", Address("fake", f"sam{number}"), Typed("hoi"), "nl")
        try:
            await stand.delivery.take_turn(late, stand.now, 1e-9)
        except DatabaseAway:
            break
    else:
        raise AssertionError("every turn was committed in time")
    stand.delivery._running = False
    async with asyncio.timeout(20):
        while committed and not await stand.one(select(lanes.c.token).where(lanes.c.token.is_not(None))):
            await asyncio.sleep(0.01)
    return late


async def test_a_turn_that_is_committed_after_we_lost_patience_is_answered_at_the_next_look(stand: Stand) -> None:
    late = await taken_late(stand)
    await stand.hears("hoi", late.address, key=late.key)  # from the spool: it is known
    await stand.delivers()
    [hello] = stand.channel.words(late.address.external_id)
    assert hello
    took = await stand.all(
        select(outbox_table.c.attempts, outbox_table.c.outcome).where(outbox_table.c.kind == "message")
    )
    assert set(took) == {(1, "sent")}, "nobody had begun to send it"


@pytest.mark.parametrize("committed", [True, False], ids=["before", "then"])
async def test_a_turn_that_is_committed_after_we_lost_patience_is_not_kept_by_who_stops(
    stand: Stand, committed: bool
) -> None:
    await taken_late(stand, committed=committed)
    await stand.delivery.stop()
    assert await stand.one(select(lanes.c.token).where(lanes.c.token.is_not(None))) is None


async def test_a_stop_ends_though_what_was_taken_cannot_be_let_go(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    await taken_late(stand)

    def broken(*_: Any) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(outbox, "let_be", broken)
    await asyncio.wait_for(stand.delivery.stop(), 5)
