"""A turn: heard once, saved whole or not at all, answered whatever happens."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from bot.conversation.effects import LookUpBadge
from bot.conversation.flow import Flows
from bot.conversation.nodes import Message
from bot.delivery import Delivery
from bot.ports import (
    Address,
    Blocked,
    Elsewhere,
    Heard,
    Limits,
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
from bot.store import awards, links, outbox
from bot.store.database import Database, DatabaseAway
from bot.store.secrets import Box
from bot.store.spool import Spool
from bot.store.tables import addresses, heard, lanes, learners, messages
from bot.store.tables import outbox as outbox_table
from bot.turns import Ears, Turns, freeze, thaw
from flows import FLOWS

SAM = Address("fake", "sam")
LINK = "https://www.edubadges.nl/public/assertions/Qm9rU2ltdWxhdGllMDAx0A"


class Channel:
    """A channel that keeps what it is given, and fails on order."""

    name = "fake"
    limits = Limits(4096, 40, 64, 100)
    rate = 0.0
    chat_rate = 0.0
    chat_burst = 3

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, Message]] = []  # to whom, "send" or the edited id, what
        self.trouble: list[Exception] = []

    async def send(self, to: Address, message: Message) -> str:
        if self.trouble:
            raise self.trouble.pop(0)
        self.sent.append((to.external_id, "send", message))
        return str(len(self.sent))

    async def edit(self, to: Address, sent: str, message: Message) -> None:
        self.sent.append((to.external_id, sent, message))

    async def acknowledge(self, heard: Heard, words: str = "") -> None: ...

    async def typing(self, to: Address) -> None: ...

    def words(self, to: str = "sam") -> list[str]:
        """What was sent as new messages that ask or tell, without the card."""
        new = [message for who, how, message in self.sent if who == to and how == "send"]
        return [message.text for message in new if message.buttons or "⬜" not in message.text]


@dataclass
class Bench:
    """One program on one database, with a clock that stands until it is moved."""

    database: Database
    flows: Flows
    channel: Channel
    spool: Path
    now: datetime = datetime(2026, 11, 23, 12, tzinfo=UTC)
    inbound: int = 0
    neighbours: dict[Any, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.turns = Turns(self.flows, Box("key of the tests"), self.inbound)
        self.ears = Ears(self.database, self.turns, Spool(self.spool, self.turns.box), lambda: self.now)
        self.count = 0
        self.new_delivery()

    def new_delivery(self) -> Delivery:
        self.delivery = Delivery(
            self.database, self.turns, {"fake": self.channel}, self.neighbours, clock=lambda: self.now
        )
        return self.delivery

    async def hears(self, what: What | str, who: Address = SAM, key: str = "") -> Heard:
        self.count += 1
        said = Heard(key or f"k{self.count}", who, Typed(what) if isinstance(what, str) else what, "nl")
        await self.ears.hear([said])
        return said

    async def delivers(self) -> None:
        """Deliver until nothing is due at this moment; on a slow day some of it comes from the spool."""
        await self.ears.empty_spool()
        while await self.delivery._claim() or self.delivery._under_way:
            if self.delivery._under_way:
                await asyncio.wait(self.delivery._under_way)

    async def one(self, query: Any) -> Any:
        return await self.database.read(lambda db: db.execute(query).scalar())

    async def all(self, query: Any) -> list[Any]:
        return await self.database.read(lambda db: list(db.execute(query).all()))

    async def state(self, who: Address = SAM) -> dict[str, Any]:
        found: dict[str, Any] = await self.one(
            select(learners.c.state).join(addresses).where(addresses.c.external_id == who.external_id)
        )
        return found

    async def fresh_state(self) -> str:
        return str((await self.state())["at"])


@pytest.fixture
async def bench(migrated_url: str, tmp_path: Path) -> AsyncIterator[Bench]:
    database = Database.open(migrated_url)
    yield Bench(database, FLOWS, Channel(), tmp_path / "spool")
    await database.close()


async def test_a_first_word_is_answered_with_hello_and_the_card_comes_after_it(bench: Bench) -> None:
    await bench.hears("hoi")
    await bench.delivers()
    assert [how for _, how, _ in bench.channel.sent] == ["send", "send"]
    hello, card = (message for _, _, message in bench.channel.sent)
    assert hello.buttons
    assert "⬜" in card.text
    assert (await bench.fresh_state()) == "welcome.hello"


async def test_the_same_thing_heard_ten_times_at_once_is_heard_once(bench: Bench) -> None:
    await bench.hears("hoi")
    tap = Heard("tap", SAM, Tapped("welcome.hello:go_on"))
    await asyncio.gather(*(bench.ears.hear([tap]) for _ in range(10)))
    await bench.delivers()
    assert len(bench.channel.words()) == 2
    assert (await bench.fresh_state()) == "award.got_mail"


async def test_many_learners_at_once_each_get_their_own_answers_in_order(bench: Bench) -> None:
    async def walk(name: str) -> None:
        for what in ("hoi", "status", "help", "status"):
            await bench.hears(what, Address("fake", name))

    await asyncio.gather(*(walk(f"learner{i}") for i in range(20)))
    await bench.delivers()
    for i in range(20):
        ids = [m.text for who, how, m in bench.channel.sent if who == f"learner{i}" and how == "send"]
        assert len(ids) == 5  # four answers and one card
    rows = await bench.all(select(messages.c.learner_id, messages.c.id).where(messages.c.direction == "out"))
    assert len(rows) == 80


async def test_a_bug_in_a_turn_undoes_it_keeps_the_event_and_says_sorry(bench: Bench) -> None:
    await bench.hears("hoi")

    def broken(facts: Any, at: datetime) -> Any:
        raise KeyError("something private")

    good = bench.turns.flows
    object.__setattr__(bench.turns, "flows", replace(good, derive=broken))
    await bench.hears(Tapped("welcome.hello:go_on"), key="poison")
    object.__setattr__(bench.turns, "flows", good)
    await bench.delivers()
    assert (await bench.fresh_state()) == "welcome.hello"
    sorry = good.texts.nodes("common.sorry", "nl", {})[0].text
    assert bench.channel.words()[-1].startswith(sorry[:20])
    row = (await bench.all(select(heard).where(heard.c.raw.is_not(None))))[0]
    assert (row.why, row.error) == ("bug", "KeyError")
    assert b"go_on" not in row.raw
    await bench.hears("status")  # nobody behind it waits
    await bench.database.write(bench.turns.replay, row.key, bench.now)
    assert (await bench.fresh_state()) == "award.got_mail"
    assert not await bench.all(select(heard).where(heard.c.raw.is_not(None)))


async def test_a_state_of_a_newer_program_is_left_alone_and_what_was_said_meanwhile_is_heard_later_in_order(
    bench: Bench,
) -> None:
    await bench.hears("hoi")
    newer = {**await bench.state(), "format": 99}

    def store(state: dict[str, Any]) -> Any:
        return lambda db: db.execute(learners.update().values(state=state))

    older = await bench.state()
    await bench.database.write(store(newer))
    await bench.hears(Tapped("welcome.hello:go_on"))
    await bench.hears(Tapped("award.got_mail:no"))
    assert await bench.state() == newer
    await bench.delivers()
    later = FLOWS.texts.nodes("common.sorry_later", "nl", {})[0].text
    assert sum(words.startswith(later[:20]) for words in bench.channel.words()) == 1
    await bench.hears("hoi", Address("fake", "kim"))  # nobody else is held up
    assert (await bench.state(Address("fake", "kim")))["at"] == "welcome.hello"

    await bench.database.write(store(older))  # the newer program's turn: it can read it
    await bench.hears("status")
    assert (await bench.fresh_state()) == "award.no_mail"
    assert await bench.one(select(learners.c.behind).order_by(learners.c.id)) == 0


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


async def test_ten_thousand_messages_in_a_minute_get_one_kind_notice_and_then_quiet(bench: Bench) -> None:
    bench.inbound = 20
    bench.__post_init__()
    many_messages = 10_000 if "sqlite" in bench.database.url else 1_000  # the same code; the server is slower
    for start in range(0, many_messages, 500):
        await asyncio.gather(*(bench.hears(f"bericht {i}") for i in range(start, start + 500)))
    await bench.hears("hoi", Address("fake", "kim"))
    await bench.delivers()
    many = FLOWS.texts.nodes("common.too_many", "nl", {})[0].text
    assert sum(words.startswith(many[:20]) for words in bench.channel.words()) == 1
    assert len(bench.channel.words()) == 21
    assert len(bench.channel.words("kim")) == 1
    assert await bench.one(select(func.count()).where(messages.c.delivery == "ignored")) == many_messages - 20
    bench.now += timedelta(minutes=2)
    await bench.hears("status")
    await bench.delivers()
    assert len(bench.channel.words()) == 22


async def test_a_one_time_link_brings_its_award_to_one_learner_only(bench: Bench) -> None:
    award = awards.Award("Verpleegkundig rekenen", "Hogeschool Voorbeeld", "personal")
    number = await bench.database.write(awards.add, award, "test", bench.now)
    word = await bench.database.write(links.make_for_award, number, bench.now)
    await bench.hears(Opened(word))
    assert (await bench.state())["facts"]["badge"] == "Verpleegkundig rekenen"
    await bench.hears(Opened(word), Address("fake", "stranger"))
    stranger = await bench.state(Address("fake", "stranger"))
    assert "badge" not in stranger.get("facts", {})
    await bench.hears(Opened(word))  # by the same learner it leads on
    await bench.hears(Opened("never-made"), Address("fake", "guess"))
    await bench.delivers()
    used = FLOWS.texts.nodes("common.link_used", "nl", {})[0].text
    unknown = FLOWS.texts.nodes("common.link_unknown", "nl", {})[0].text
    assert bench.channel.words("stranger")[0].startswith(used[:15])
    assert bench.channel.words("guess")[0].startswith(unknown[:15])


async def test_an_invitation_can_be_used_by_everybody(bench: Bench) -> None:
    word = await bench.database.write(links.make_invitation, {"institution": "Hogeschool Voorbeeld"}, bench.now)
    for name in ("a", "b"):
        await bench.hears(Opened(word), Address("fake", name))
        assert (await bench.state(Address("fake", name)))["facts"]["institution"] == "Hogeschool Voorbeeld"


async def test_a_pasted_mail_is_read_by_its_neighbour_and_not_kept(bench: Bench) -> None:
    from bot.wiring import NEIGHBOURS

    bench.neighbours.update(NEIGHBOURS)
    mail = (Path(__file__).parents[1] / "payloads" / "claim_mail" / "personal_both.txt").read_text()
    await bench.hears("hoi")
    await bench.hears(Tapped("welcome.hello:go_on"))
    await bench.hears(Tapped("award.got_mail:yes"))
    await bench.hears(mail)
    await bench.delivers()
    assert (await bench.fresh_state()) == "award.mail_read"
    assert (await bench.state())["facts"]["badge"] == "Verpleegkundig rekenen in de wijk"

    def everything(db: Connection) -> str:
        return str(
            [db.exec_driver_sql(f"SELECT * FROM {t}").all() for t in ("learners", "messages", "outbox", "heard")]
        )

    assert "Sanne" not in await bench.database.read(everything)


async def test_a_neighbour_that_is_not_there_means_the_learners_word(bench: Bench) -> None:
    await at_public_link(bench)
    await bench.hears(LINK)
    await bench.delivers()
    assert (await bench.fresh_state()) == "share.where_to"
    assert "share.link_noted" not in bench.channel.words()


async def test_a_neighbour_that_is_away_is_asked_again_and_given_up_on_in_time(bench: Bench) -> None:
    asked = []

    async def away(request: Any) -> Outcome:
        asked.append(request)
        raise Unavailable("not now")

    bench.neighbours[LookUpBadge] = away
    await at_public_link(bench)
    await bench.hears(LINK)
    for _ in range(20):
        await bench.delivers()
        bench.now += timedelta(seconds=30)
    assert 3 <= len(asked) <= 12
    assert (await bench.fresh_state()) == "share.where_to"


async def test_an_answer_of_a_neighbour_that_comes_too_late_changes_nothing(bench: Bench) -> None:
    async def genuine(request: Any) -> Outcome:
        return Outcome("genuine")

    bench.neighbours[LookUpBadge] = genuine
    await at_public_link(bench)
    await bench.hears(LINK)
    await bench.hears("terug")
    await bench.delivers()
    assert (await bench.fresh_state()) == "share.public_link"


async def at_public_link(bench: Bench) -> None:
    await bench.hears("hoi")
    state = {**await bench.state(), "at": "share.public_link", "trail": ["share.make_public:done"]}
    await bench.database.write(lambda db: db.execute(learners.update().values(state=state)))


async def test_a_spooled_event_that_cannot_be_read_is_set_aside_and_those_behind_it_are_heard(bench: Bench) -> None:
    bench.ears.spool.put(b"not what we write today")
    bench.ears.spool.put(freeze(Heard("k1", SAM, Typed("hoi"), "nl")))
    await bench.ears.empty_spool()
    assert (await bench.fresh_state()) == "welcome.hello"
    assert [row.error for row in await bench.all(select(heard).where(heard.c.raw.is_not(None)))] == ["unreadable"]


# Delivery


async def test_a_database_that_is_away_for_a_moment_does_not_end_delivery(bench: Bench) -> None:
    real, failures = bench.database.read, [DatabaseAway("away"), DatabaseAway("away")]

    async def shaky(unit: Any, *arguments: Any) -> Any:
        if unit is outbox.next_ready and failures:
            raise failures.pop()
        return await real(unit, *arguments)

    bench.database.read = shaky  # type: ignore[method-assign]
    running = asyncio.create_task(bench.delivery.run())
    while failures:
        await asyncio.sleep(0.01)
    await bench.hears("hoi")
    while not bench.channel.words():
        await asyncio.sleep(0.01)
    await bench.delivery.stop()
    await running


async def test_what_could_not_be_sent_is_sent_later_in_order(bench: Bench) -> None:
    bench.channel.trouble = [Unavailable("reset"), Unavailable("reset")]
    await bench.hears("hoi")
    await bench.hears("status")
    await bench.delivers()
    assert bench.channel.words() == []
    for _ in range(4):
        bench.now += timedelta(seconds=5)
        await bench.delivers()
    first, second = bench.channel.words()
    assert len(first) < len(second)


async def test_a_channel_that_says_when_is_not_asked_before(bench: Bench) -> None:
    bench.channel.trouble = [Unavailable("429", after=timedelta(seconds=40))]
    await bench.hears("hoi")
    await bench.delivers()
    bench.now += timedelta(seconds=39)
    await bench.delivers()
    assert bench.channel.sent == []
    bench.now += timedelta(seconds=2)
    await bench.delivers()
    assert len(bench.channel.words()) == 1


async def test_somebody_who_blocked_us_is_left_alone_until_they_speak(bench: Bench) -> None:
    bench.channel.trouble = [Refused("blocked", gone=True)]
    await bench.hears("hoi")
    await bench.delivers()
    assert bench.channel.sent == []
    assert await bench.one(select(addresses.c.blocked_at)) is not None
    owed = select(func.count()).where(outbox_table.c.outcome.is_(None), outbox_table.c.kind != "alarm")
    assert await bench.one(owed) == 0
    bench.now += timedelta(days=4)
    await bench.delivers()
    assert bench.channel.sent == [], "no nudge either"
    await bench.hears("hoi weer")
    await bench.delivers()
    assert bench.channel.words()
    assert await bench.one(select(addresses.c.blocked_at)) is None


async def test_a_message_that_is_refused_holds_up_nothing_behind_it(bench: Bench) -> None:
    bench.channel.trouble = [Refused("too odd")]
    await bench.hears("hoi")
    await bench.hears("status")
    await bench.delivers()
    assert len(bench.channel.words()) == 1
    deliveries = await bench.all(
        select(messages.c.delivery).where(messages.c.direction == "out").order_by(messages.c.id)
    )
    assert [row.delivery for row in deliveries] == ["failed", "sent"]


async def test_a_message_the_channel_finds_badly_written_goes_as_bare_words(bench: Bench) -> None:
    bench.channel.trouble = [Refused("can't parse entities", ours=True)]
    await bench.hears("hoi")
    await bench.delivers()
    (message,) = [message for _, how, message in bench.channel.sent if how == "send" and "⬜" not in message.text]
    assert message.text.startswith("Hallo")
    assert not message.buttons


async def test_a_chat_that_moved_is_followed(bench: Bench) -> None:
    bench.channel.trouble = [Refused("moved", moved_to="sam2")]
    await bench.hears("hoi")
    await bench.delivers()
    assert len(bench.channel.words("sam2")) == 1


async def test_a_channel_with_a_wrong_token_keeps_everything_for_later(bench: Bench) -> None:
    bench.channel.trouble = [Refused("401", stop=True)]
    await bench.hears("hoi")
    await bench.delivers()
    bench.now += timedelta(minutes=2)
    await bench.delivers()
    assert len(bench.channel.words()) == 1


async def test_one_learner_who_cannot_be_reached_delays_nobody_else(bench: Bench) -> None:
    bench.channel.trouble = [Unavailable("hangs", after=timedelta(hours=1))]
    await bench.hears("hoi")
    await bench.delivers()
    for i in range(5):
        await bench.hears("hoi", Address("fake", f"other{i}"))
    await bench.delivers()
    assert all(bench.channel.words(f"other{i}") for i in range(5))


async def test_a_tapped_question_shows_afterwards_what_was_chosen(bench: Bench) -> None:
    await bench.hears("hoi")
    await bench.delivers()
    await bench.hears(Tapped("welcome.hello:go_on", on="1"))
    await bench.delivers()
    (edited,) = [message for _, how, message in bench.channel.sent if how == "1"]
    assert "➤" in edited.text
    assert not edited.buttons
    order = [how for _, how, _ in bench.channel.sent]
    assert order.index("1") > 2, "the next question goes first"


async def test_the_progress_card_is_one_message_that_is_edited(bench: Bench) -> None:
    await bench.hears("hoi")
    await bench.delivers()
    state = {**await bench.state(), "at": "eduid.have_one"}
    await bench.database.write(lambda db: db.execute(learners.update().values(state=state)))
    await bench.hears(Tapped("eduid.have_one:yes"))
    await bench.delivers()
    cards = [(how, message.text) for _, how, message in bench.channel.sent if "⬜" in message.text]
    assert [how for how, _ in cards] == ["send", "2"]


async def test_what_was_under_way_at_a_kill_is_delivered_by_the_next_program(bench: Bench) -> None:
    await bench.hears("hoi")
    claimed = await bench.database.write(bench.delivery._claim_and_take, "dead", bench.now, 5)
    assert claimed[0][1] is not None
    await bench.database.write(outbox.free_all, bench.now)
    bench.new_delivery()
    await bench.delivers()
    assert len(bench.channel.words()) == 1


async def test_a_lease_runs_out_and_its_old_holder_can_change_nothing_any_more(bench: Bench) -> None:
    await bench.hears("hoi")
    ((_, job),) = await bench.database.write(bench.delivery._claim_and_take, "zombie", bench.now, 5)
    assert job is not None
    bench.now += outbox.LEASE + timedelta(seconds=1)
    await bench.delivers()
    assert len(bench.channel.words()) == 1
    await bench.delivery._note(job, bench.delivery._ended, "sent", "zombie's id")
    assert await bench.one(select(func.count()).where(messages.c.provider_id == "zombie's id")) == 0


async def test_no_more_is_sent_than_the_channel_allows(bench: Bench) -> None:
    bench.channel.rate, bench.channel.chat_rate, bench.channel.chat_burst = 5.0, 1.0, 2
    for i in range(12):
        await bench.hears("hoi", Address("fake", f"l{i}"))
    moments: list[tuple[datetime, int]] = []
    for _ in range(80):
        await bench.delivers()
        moments.append((bench.now, len(bench.channel.sent)))
        bench.now += timedelta(milliseconds=100)
    left = await bench.all(select(outbox_table).where(outbox_table.c.outcome.is_(None), outbox_table.c.kind != "alarm"))
    assert len(bench.channel.sent) == 24, (left, await bench.all(select(lanes)))
    for i, (moment, count) in enumerate(moments):
        before = next((n for m, n in moments[:i] if moment - m <= timedelta(seconds=1)), 0)
        assert count - before <= 10, "at most a burst and a second's worth"


async def test_random_traffic_ends_with_nothing_owed_and_every_lane_at_rest(bench: Bench) -> None:
    chance = random.Random(7)
    for _ in range(150):
        who = Address("fake", f"l{chance.randrange(6)}")
        if chance.random() < 0.2:
            bench.channel.trouble.append(Unavailable("x", sent=chance.choice(["no", "maybe"])))
        await bench.hears(chance.choice(["hoi", "1", "2", "terug", "stop", "help", "?", "opnieuw beginnen"]), who)
        if chance.random() < 0.5:
            await bench.delivers()
    for _ in range(30):
        bench.now += timedelta(minutes=1)
        await bench.delivers()
    owed = select(func.count()).where(outbox_table.c.outcome.is_(None), outbox_table.c.kind != "alarm")
    assert await bench.one(owed) == 0
    assert await bench.one(select(func.count()).where(lanes.c.token.is_not(None))) == 0
    sent = select(func.count()).where(messages.c.direction == "out", messages.c.delivery == "sent")
    assert await bench.one(sent) == 150


# Reminders


async def test_a_journey_left_halfway_gets_one_nudge_in_the_daytime(bench: Bench) -> None:
    await bench.hears("hoi")
    await bench.delivers()
    for _ in range(24 * 10):
        bench.now += timedelta(hours=1)
        await bench.delivers()
    assert len(bench.channel.words()) == 2
    assert bench.channel.sent[-1][2].nudge


async def test_reminders_follow_the_deadline_and_end_with_the_claim(bench: Bench) -> None:
    award = awards.Award("Rekenen", "Hogeschool", "personal", (bench.now + timedelta(days=16)).date())
    number = await bench.database.write(awards.add, award, "test", bench.now)
    await bench.hears(Opened(await bench.database.write(links.make_for_award, number, bench.now)))
    days: list[int] = []
    for hour in range(24 * 20):
        bench.now += timedelta(hours=1)
        before = len(bench.channel.words())
        await bench.delivers()
        if len(bench.channel.words()) > before:
            days.append((award.deadline - bench.now.date()).days if award.deadline else 0)
        if hour == 24 * 10:
            state = {**await bench.state(), "done": {"claimed": "word"}}
            await bench.database.write(lambda db, s=state: db.execute(learners.update().values(state=s)))
    assert days == [16, 14, 13, 7]  # hello, 14 days, halfway after three days, 7 days; then claimed


async def test_a_nudge_that_may_have_arrived_is_not_sent_twice_but_a_step_is(bench: Bench) -> None:
    bench.channel.trouble = [Unavailable("lost", sent="maybe")]
    await bench.hears("hoi")
    await bench.delivers()
    bench.now += timedelta(seconds=5)
    await bench.delivers()
    assert len(bench.channel.words()) == 1, "a step is sent again"
    bench.channel.trouble = [Unavailable("lost", sent="maybe")]
    for _ in range(24 * 4):
        bench.now += timedelta(hours=1)
        await bench.delivers()
    assert len(bench.channel.words()) == 1, "a nudge is not"
