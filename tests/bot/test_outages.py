"""An outage that staff told of: read where it stands in the way, quiet while it lasts, and told when it is over."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversation.engine import advance
from bot.conversation.events import Restored
from bot.conversation.state import State
from bot.ports import Address, Tapped
from bot.store import outages
from bot.store.database import Database
from bot.store.outages import InMind, Outage
from bot.store.tables import learners, warned
from bot.store.tables import outages as rows
from flows import FLOWS
from tests.bot.test_reminders import Place, at
from tests.databases import postgresql_url
from tests.stand import SAM, Channel, Stand, stand

__all__ = ["stand"]

NL, EN = "eduID ligt eruit tot 14:00.", "eduID is down until 14:00."
DAY = date(2026, 11, 23)


async def is_down(stand: Stand, scope: str = "eduID", until: Any = None) -> int:
    number = await stand.database.write(outages.begin, scope, NL, EN, until, stand.now)
    await sees(stand)
    return number


async def sees(stand: Stand) -> None:
    """What a program does every two seconds."""
    stand.turns.down.listed, owed = await stand.database.read(outages.look, stand.now)
    while owed and await stand.database.write(outages.tend, stand.now, stand.flows.by_day):
        pass
    stand.turns.down.listed, _ = await stand.database.read(outages.look, stand.now)


async def to_eduid(stand: Stand, who: Address = SAM) -> None:
    """Somebody comes to the first step that needs eduID."""
    await stand.hears("hallo", who)
    for _ in range(12):
        path = str((await stand.state(who))["at"])
        if path.startswith("eduid."):
            break
        answer = next(iter(getattr(FLOWS[path], "answers", {})), "")
        await stand.hears(Tapped(f"{path}:{answer}") if answer else "overslaan", who)
    await stand.delivers()
    assert (await stand.state(who))["at"].startswith("eduid.")


def told(stand: Stand, words: str = NL) -> int:
    return sum(words in text for text in stand.channel.words())


async def test_it_is_told_on_the_way_in_once_and_again_on_the_next_visit(stand: Stand) -> None:
    await is_down(stand)
    await to_eduid(stand)
    assert told(stand) == 1
    assert NL not in stand.channel.words()[0], "not before it stands in the way"
    await stand.hears("help")
    await stand.hears("ik snap het niet")
    await stand.delivers()
    assert told(stand) == 1
    while (await stand.state())["at"].startswith("eduid."):
        await stand.hears("terug")
    await to_eduid(stand)
    assert told(stand) == 2


async def test_who_is_there_already_reads_it_when_they_press_on(stand: Stand) -> None:
    await to_eduid(stand)
    await is_down(stand, (await stand.state())["at"])
    await stand.hears("english")
    await stand.hears("help")
    await stand.delivers()
    assert told(stand, EN) == 1
    assert stand.channel.words()[-2].startswith("⚠️ Please note: eduID is down until 14:00.")


async def test_somebody_elsewhere_hears_nothing_of_it(stand: Stand) -> None:
    await is_down(stand, "share")
    await to_eduid(stand)
    assert told(stand) == 0
    assert await stand.one(select(warned.c.learner_id)) is None


async def test_when_it_is_over_that_is_told_once_to_who_read_of_it_and_is_still_there(stand: Stand) -> None:
    kim, lee = Address("fake", "kim"), Address("fake", "lee")
    number = await is_down(stand)
    for who in (SAM, kim, lee):
        await to_eduid(stand, who)
    await stand.hears("stop", kim)
    await stand.hears("medewerker", lee)
    assert await stand.database.write(outages.end, number, stand.now)
    assert not await stand.database.write(outages.end, number, stand.now)
    await sees(stand)
    await sees(stand)
    stand.now += timedelta(minutes=1)
    await stand.delivers()
    over = [who for who, _, message in stand.channel.sent if "de storing waar ik je over vertelde" in message.text]
    assert over == ["sam"]
    await stand.hears("help")
    await stand.delivers()
    assert told(stand) == 1, "and it is not told of any more"


async def test_it_ends_by_itself_and_at_night_that_is_told_in_the_morning(stand: Stand) -> None:
    await is_down(stand, until=stand.now + timedelta(hours=10))
    await to_eduid(stand)
    stand.now += timedelta(hours=10, minutes=5)  # 23:05 in Amsterdam
    await sees(stand)
    await stand.delivers()
    assert "storing" not in stand.channel.words()[-1]
    stand.now += timedelta(hours=12)
    await stand.delivers()
    assert "Het werkt weer" in stand.channel.words()[-1]
    over = await stand.all(select(rows.c.over_at, rows.c.until))
    assert over[0].over_at == over[0].until


async def test_reminders_wait_until_it_is_over(stand: Stand) -> None:
    place = Place(stand, "email", "telegram")
    await place.begins("telegram", at(stand.now.date() + timedelta(days=20)).date())
    await to_eduid_at(stand, place)
    number = await is_down(stand)
    await place.on(stand.now + timedelta(days=7))
    assert place.nudges("telegram") == 0
    await stand.database.write(outages.end, number, stand.now)
    await sees(stand)
    await place.on(stand.now + timedelta(days=1))
    assert place.nudges("telegram") == 1, "the one reminder that waited; who read of nothing is told nothing"


async def to_eduid_at(stand: Stand, place: Place) -> None:
    state = State.load(await stand.one(select(learners.c.state))).but(at="eduid.make_one", trail=(), stack=())
    await stand.database.write(lambda db: db.execute(learners.update().values(state=state.dump())))


def test_the_news_that_it_is_over_is_nothing_to_who_went_on() -> None:
    for path, speaks in (("eduid.make_one", True), ("share.make_public", False), ("done.what_now", False)):
        state = State(at=path, version=FLOWS.flows[path.partition(".")[0]].version)
        after, effects = advance(FLOWS, state, Restored(at(DAY), "eduID"))
        assert any(type(one).__name__ == "Tell" for one in effects) is speaks, path
        assert after.at == path


def test_what_a_neighbour_takes_with_it() -> None:
    assert FLOWS.within("eduID", "eduid.make_one")
    assert FLOWS.within("eduid", "eduid.make_one")
    assert FLOWS.within("eduid.make_one", "eduid.make_one")
    assert not FLOWS.within("eduid.make_one", "eduid.confirm_name")
    assert not FLOWS.within("eduID", "share.cv")
    for scopes in FLOWS.needs.values():
        assert all(scope in FLOWS.flows or scope in FLOWS for scope in scopes)


async def test_two_processes_tell_of_it_and_that_it_is_over_once(tmp_path: Path) -> None:
    for url in postgresql_url():
        here, there = Database.open(url), Database.open(url)
        one, two = (Stand(base, FLOWS, Channel(), tmp_path / name) for base, name in ((here, "a"), (there, "b")))
        number = await one.database.write(outages.begin, "eduID", NL, EN, None, one.now)
        await sees(two)
        await to_eduid(two)
        assert told(two) == 1
        await two.database.write(outages.end, number, two.now)
        await sees(one)
        await sees(two)
        one.now = two.now = one.now + timedelta(minutes=1)
        await one.delivers()
        await two.delivers()
        assert sum("Het werkt weer" in text for text in (*one.channel.words(), *two.channel.words())) == 1
        await here.close()
        await there.close()


def test_what_lasts_and_stands_in_the_way_is_seen_without_the_database() -> None:
    mind = InMind()
    assert not mind.listed
    mind.listed = (Outage(1, "eduID", NL, EN, at(DAY), None),)
    assert mind.at(FLOWS, ("eduid.make_one", ""), at(DAY, 13))
    assert not mind.at(FLOWS, ("eduid.make_one",), at(DAY, 11)), "it has not begun"


@pytest.mark.parametrize("channel", ["web", "telegram", "slack", "email"])
async def test_it_reads_the_same_by_every_channel(stand: Stand, channel: str) -> None:
    place = Place(stand, channel)
    await place.begins(channel, at(stand.now.date() + timedelta(days=20)).date())
    await to_eduid_at(stand, place)
    await is_down(stand)
    await stand.hears("help", place.who[channel])
    await stand.delivers()
    last = [message for _, how, message in place.channels[channel].sent if how == "send"][-1]
    assert last.text.startswith(f"⚠️ Let op: {NL}")
