"""On PostgreSQL: where somebody holds the row of one conversation, only that conversation waits."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, select

from bot import ears
from bot.ears import Ears
from bot.ports import Address, Blocked
from bot.store import outbox, privacy
from bot.store.database import Database
from bot.store.spool import Spool
from bot.store.tables import addresses, learners, messages
from flows import FLOWS
from tests.databases import until_locked_out
from tests.stand import SAM, Channel, Stand, stand

__all__ = ["stand"]

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

KIM = Address("fake", "kim")


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than any turn needs on a busy machine, and little of it for a lock."""
    monkeypatch.setattr(ears, "PATIENCE_SECONDS", 4.0)
    monkeypatch.setattr("bot.store.database.LOCKS_SHARE", 0.1)


@contextlib.contextmanager
def holding(stand: Stand, who: Address) -> Iterator[Any]:
    """Somebody else has this conversation and its address, until they let go; what is given lets go."""
    with psycopg.connect(stand.database.url.replace("+psycopg", "")) as holder:
        theirs = "FROM learners JOIN addresses ON addresses.learner_id = learners.id WHERE external_id = %s"
        assert holder.execute(f"SELECT learners.id {theirs} FOR UPDATE", [who.external_id]).fetchall()
        yield holder.commit


async def heard(stand: Stand, who: Address) -> list[str]:
    """What is known of what they said, in its order."""
    said = select(messages.c.body).join(addresses, addresses.c.id == messages.c.address_id)
    theirs = said.where(messages.c.direction == "in", addresses.c.external_id == who.external_id)
    return [row.body[0][0] for row in await stand.all(theirs.order_by(messages.c.id))]


async def begun(stand: Stand) -> None:
    for who in (SAM, KIM):
        await stand.hears("hoi", who)


async def test_a_conversation_that_is_held_up_delays_no_other(stand: Stand) -> None:
    await begun(stand)
    with holding(stand, SAM) as let_go:
        await stand.hears("status", SAM)
        assert len(stand.ears.spool) == 1, "it waits"
        await stand.hears("help", KIM)
        assert len(stand.ears.spool) == 1, "and nobody else"
        await stand.ears.empty_spool()
        await stand.hears("status", KIM)
        assert await heard(stand, KIM) == ["hoi", "help", "status"]
        assert len(stand.ears.spool) == 1
        let_go()
    await stand.ears.empty_spool()
    assert await heard(stand, SAM) == ["hoi", "status"]


async def test_what_is_said_meanwhile_waits_behind_it_and_nobody_waits_for_that(stand: Stand) -> None:
    await begun(stand)
    with holding(stand, SAM) as let_go:
        await stand.hears("status", SAM)
        for text in ("help", "mijn gegevens"):
            since = time.monotonic()
            await stand.hears(text, SAM)
            assert time.monotonic() - since < ears.PATIENCE_SECONDS, "it is known that it would be in vain"
            await stand.ears.empty_spool()
        let_go()
        await stand.hears("terug", SAM)
    await stand.ears.empty_spool()
    assert await heard(stand, SAM) == ["hoi", "status", "help", "mijn gegevens", "terug"]


async def test_two_that_are_held_up_at_once_wait_as_they_came(stand: Stand) -> None:
    await begun(stand)
    put = stand.ears.spool.put

    def slow_at_first(record: bytes, *given: Any, **how: Any) -> None:
        time.sleep(0.1 if b"status" in record else 0)
        put(record, *given, **how)

    stand.ears.spool.put = slow_at_first  # type: ignore[method-assign]
    with holding(stand, SAM):
        await asyncio.gather(stand.hears("status", SAM), stand.hears("help", SAM))
    await stand.ears.empty_spool()
    assert await heard(stand, SAM) == ["hoi", "status", "help"]


async def test_what_is_said_while_one_is_on_its_way_to_the_spool_does_not_overtake_it(stand: Stand) -> None:
    await begun(stand)
    put, on_its_way = stand.ears.spool.put, asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(*given: Any, **how: Any) -> None:
        loop.call_soon_threadsafe(on_its_way.set)
        time.sleep(0.3)
        put(*given, **how)

    stand.ears.spool.put = slow  # type: ignore[method-assign]
    with holding(stand, SAM):
        first = asyncio.create_task(stand.hears("status", SAM))
        await on_its_way.wait()
    await stand.hears("help", SAM)
    await first
    await stand.ears.empty_spool()
    assert await heard(stand, SAM) == ["hoi", "status", "help"]


async def test_many_that_are_held_up_do_not_keep_the_spool_from_others(stand: Stand) -> None:
    people = [Address("fake", f"p{number}") for number in range(12)]
    await begun(stand)
    for who in people:
        await stand.hears("hoi", who)
    with contextlib.ExitStack() as held:
        for who in people:
            held.enter_context(holding(stand, who))
        for who in people:
            await stand.ears._keep(await said(stand, "status", who))
        await stand.ears._keep(await said(stand, "status", KIM))
        since = time.monotonic()
        await stand.ears.empty_spool()
        assert time.monotonic() - since < len(people) * ears.PATIENCE_SECONDS / 2
        assert await heard(stand, KIM) == ["hoi", "status"]
        assert len(stand.ears.spool) == len(people)
    await stand.ears.empty_spool()
    assert [await heard(stand, who) for who in people] == [["hoi", "status"]] * len(people)


async def said(stand: Stand, text: str, who: Address) -> Any:
    stand.count += 1
    return ears.Heard(f"k{stand.count}", who, ears.ports.Typed(text), "nl")


async def test_news_of_an_address_that_is_held_up_delays_no_other_either(stand: Stand) -> None:
    """That shares no transaction with anybody, and is no turn."""
    await begun(stand)
    with holding(stand, SAM) as let_go:
        await stand.hears(Blocked(gone=True), SAM)
        assert len(stand.ears.spool) == 1
        await stand.hears("help", KIM)
        assert len(stand.ears.spool) == 1
        await stand.ears.empty_spool()
        assert await heard(stand, KIM) == ["hoi", "help"]
        let_go()
    await stand.ears.empty_spool()
    sam = addresses.c.external_id == SAM.external_id
    assert await stand.one(select(addresses.c.blocked_at).where(sam)) is not None


async def test_who_shuts_us_out_and_who_notes_an_answer_to_them_do_not_wait_for_each_other(stand: Stand) -> None:
    await stand.hears("hoi")
    [job] = await stand.database.write(stand.delivery._claim_and_take, "mine", stand.now, 1)
    assert job
    loop, half_noted = asyncio.get_running_loop(), asyncio.Event()

    def noted(db: Connection) -> None:
        _, ended = outbox.done_with_lane(db, job, "sent", stand.now)
        loop.call_soon_threadsafe(half_noted.set)
        until_locked_out(stand.database.url, 1)
        stand.delivery._noted_end(db, job, ended, "sent", "1")

    noting = asyncio.create_task(stand.database.write(noted))
    await half_noted.wait()
    await stand.hears(Blocked(gone=True))
    await noting
    assert len(stand.ears.spool) == 0, "it was heard at once"
    assert await stand.one(select(addresses.c.blocked_at)) is not None
    assert await stand.one(select(messages.c.delivery).where(messages.c.id == job.message_id)) == "sent"


async def test_who_asks_to_be_forgotten_while_an_answer_is_noted_waits_with_empty_hands(stand: Stand) -> None:
    await stand.hears("hoi")
    learner = await stand.one(select(learners.c.id))
    with psycopg.connect(stand.database.url.replace("+psycopg", "")) as noting:
        noting.execute("UPDATE lanes SET token = NULL")
        forgetting = stand.database.write(privacy.erase_on_request, stand.turns.box, learner, stand.now)
        forgotten = asyncio.create_task(forgetting)
        await asyncio.to_thread(until_locked_out, stand.database.url, 1)
        for table in ("outbox", "messages"):
            assert noting.execute(f"SELECT FROM {table} FOR UPDATE NOWAIT").rowcount, "to be noted"
        noting.commit()
    await forgotten
    assert await stand.one(select(learners.c.id)) is None


@pytest.fixture
async def beside(stand: Stand, tmp_path: Path) -> AsyncIterator[Stand]:
    """Another process on the same database and the same folder."""
    database = Database.open(stand.database.url)
    other = Stand(database, FLOWS, Channel(), tmp_path / "spool")
    other.count = 1000
    yield other
    await database.close()


async def test_what_comes_to_another_process_keeps_its_place_and_others_go_on_there(
    stand: Stand, beside: Stand
) -> None:
    await begun(stand)
    with holding(stand, SAM) as let_go:
        await stand.hears("status", SAM)
        await asyncio.gather(beside.hears("help", SAM), beside.hears("help", KIM))
        since = time.monotonic()
        await beside.hears("status", KIM)
        assert time.monotonic() - since < ears.PATIENCE_SECONDS
        assert await heard(stand, KIM) == ["hoi", "help", "status"]
        let_go()
    await beside.ears.empty_spool()
    assert await heard(stand, SAM) == ["hoi"], "what was said before is with the other process"
    await asyncio.gather(stand.ears.empty_spool(), beside.ears.empty_spool())
    assert await heard(stand, SAM) == ["hoi", "status", "help"]


async def test_what_a_killed_process_kept_of_it_is_heard_first(stand: Stand, beside: Stand) -> None:
    await begun(stand)
    with holding(stand, SAM) as let_go:
        await stand.hears("status", SAM)
        stand.ears.spool.close()  # as a kill does
        await beside.hears("help", SAM)
        await beside.hears("help", KIM)
        assert await heard(stand, KIM) == ["hoi", "help"]
        await beside.ears.empty_spool()
        let_go()
    await beside.ears.empty_spool()
    assert await heard(stand, SAM) == ["hoi", "status", "help"]


async def test_one_that_can_not_even_be_set_aside_stops_nobody_else(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begun(stand)
    for text, who in (("status", SAM), ("help", SAM), ("help", KIM)):
        await stand.ears._keep(await said(stand, text, who))
    take = Ears._take

    async def broken(self: Ears, one: Any, *given: Any) -> Any:
        if one.address == SAM:
            raise RuntimeError("broken")
        return await take(self, one, *given)

    with monkeypatch.context() as while_broken:
        while_broken.setattr(Ears, "_take", broken)
        await stand.ears.empty_spool()
    assert (await heard(stand, KIM), len(stand.ears.spool)) == (["hoi", "help"], 2)
    await stand.ears.empty_spool()
    assert await heard(stand, SAM) == ["hoi", "status", "help"]


async def test_who_has_nothing_in_a_spool_that_takes_long_to_empty_goes_by_after_a_moment(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begun(stand)
    await stand.ears._keep(await said(stand, "status", SAM))
    assert stand.ears.spool.moves()
    monkeypatch.setattr(ears, "PATIENCE_SECONDS", 0.2)
    await asyncio.gather(stand.hears("help", SAM), stand.hears("help", KIM))
    assert (await heard(stand, SAM), await heard(stand, KIM)) == (["hoi"], ["hoi", "help"])
    await stand.ears.empty_spool()
    assert await heard(stand, SAM) == ["hoi", "status", "help"]


async def test_a_spool_that_others_keep_open_takes_nothing_from_who_has_nothing_in_it(
    stand: Stand, tmp_path: Path
) -> None:
    other = Spool(tmp_path / "spool", stand.turns.box)
    other.put(b"somebody's", "somebody")
    since = time.monotonic()
    await stand.hears("hoi", KIM)
    assert time.monotonic() - since < ears.PATIENCE_SECONDS
    assert (await heard(stand, KIM), len(stand.ears.spool)) == (["hoi"], 0)
