"""On PostgreSQL: units of different lanes share a transaction, and are none the worse for it; nor are two processes."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from unittest.mock import Mock

import psycopg
import pytest
from sqlalchemy import BigInteger, Connection, Text, bindparam, func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.conversation.nodes import Span
from bot.ports import Address
from bot.store import conversations, pace
from bot.store.database import Database, DatabaseAway, HeldUp, deals_with, ring
from bot.store.migrate import migrate
from bot.store.postgresql import BRIEF, MOST_TOGETHER, SHARED_LOCK_MS, THREADS, PostgreSQL
from bot.store.prepared import Prepared
from bot.store.tables import limits, messages
from tests.databases import postgresql_url, until_locked_out

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TRANSACTION = Prepared(select(func.txid_current().label("number")))
KEEP = Prepared(limits.insert(), ("key", "tat"))
ADD = Prepared(limits.update().where(limits.c.key == bindparam("wanted")).values(tat=limits.c.tat + bindparam("more")))
READ = Prepared(select(limits.c.tat).where(limits.c.key == bindparam("wanted")))
LOCK = Prepared(select(limits.c.tat).where(limits.c.key == bindparam("wanted")).with_for_update())
BAD = Prepared(select((bindparam("one", type_=BigInteger()) / bindparam("none", type_=BigInteger())).label("never")))

LENGTH = Prepared(select(func.length(bindparam("words", type_=Text())).label("characters")))


@pytest.fixture
def url() -> Iterator[str]:
    for url in postgresql_url():
        migrate(url)
        yield url


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = Database.open(url)
    yield opened
    await opened.close()


def keep(db: Connection, key: str) -> int:
    """Keep a key; the number of the transaction."""
    KEEP.later(db, {"key": key, "tat": 1.0})
    ring(db, key)
    number: int = TRANSACTION.value(db, {})
    return number


def keep_and_fail(db: Connection, key: str) -> None:
    keep(db, key)
    raise ZeroDivisionError


def kept(db: Connection) -> set[str]:
    return set(db.execute(select(limits.c.key)).scalars())


def off_the_hot_path(db: Connection, key: str) -> None:
    db.execute(select(limits.c.tat).where(limits.c.key == key)).all()


async def all_at_once(database: Database, *units: tuple[Any, ...]) -> list[Any]:
    """What each unit came to, or raised; the first of each is its lane."""
    wanted = (database.write(unit, *given, brief=True, lane=(lane,)) for lane, unit, *given in units)
    return await asyncio.gather(*wanted, return_exceptions=True)


async def test_what_waits_for_different_lanes_is_one_transaction(database: Database) -> None:
    numbers = await all_at_once(database, *((f"lane{i}", keep, f"key{i}") for i in range(8)))
    assert len(set(numbers)) == 1
    assert await database.read(kept) == {f"key{i}" for i in range(8)}


async def test_two_of_one_lane_are_two_transactions_in_their_order(database: Database) -> None:
    numbers = await all_at_once(database, ("a", keep, "1"), ("a", keep, "2"), ("b", keep, "3"), ("a", keep, "4"))
    first, second, beside, third = numbers
    assert first < second < third
    assert beside == first


async def test_each_gets_the_results_of_its_own_statements(database: Database) -> None:
    def counted(db: Connection, key: str, times: int) -> list[float]:
        KEEP.run(db, {"key": key, "tat": 0.0})
        seen = []
        for _ in range(times):
            coming = READ.soon(db, {"wanted": key})
            ADD.later(db, {"wanted": key, "more": 1.0})
            seen += [coming.first().tat, READ.value(db, {"wanted": key})]
        return seen

    assert await all_at_once(database, ("a", counted, "a", 1), ("b", counted, "b", 3), ("c", counted, "c", 2)) == [
        [0.0, 1.0],
        [0.0, 1.0, 1.0, 2.0, 2.0, 3.0],
        [0.0, 1.0, 1.0, 2.0],
    ]


async def test_one_that_fails_is_undone_alone_and_rings_nothing(database: Database) -> None:
    rung: list[str] = []
    database.listen(rung.append)
    found = await all_at_once(database, ("a", keep, "1"), ("b", keep_and_fail, "2"), ("c", keep, "3"))
    assert found[0] == found[2]
    assert isinstance(found[1], ZeroDivisionError)
    assert await database.read(kept) == {"1", "3"}
    assert {"1", "3"} <= set(rung)
    assert "2" not in rung


async def test_one_that_the_server_refuses_fails_alone(database: Database) -> None:
    def divide(db: Connection) -> None:
        keep(db, "divided")
        BAD.value(db, {"one": 1, "none": 0})

    await database.write(keep, "there", brief=True, lane=("x",))
    found = await all_at_once(
        database, ("a", keep, "1"), ("b", keep, "there"), ("c", divide), ("d", keep, "4"), ("e", keep, "5")
    )
    assert isinstance(found[1], IntegrityError)
    assert "division by zero" in str(found[2])
    assert found[0] == found[3] == found[4]
    assert await database.read(kept) == {"there", "1", "4", "5"}


async def test_one_that_fails_with_the_commit_leaves_the_connection_as_it_was(database: Database) -> None:
    """What nobody asked the result of travels with the commit."""

    def fail_late(db: Connection, key: str) -> None:
        KEEP.later(db, {"key": key, "tat": 1.0})
        KEEP.later(db, {"key": key, "tat": 1.0})

    for lane in ("a", None):
        with pytest.raises(IntegrityError):
            await database.write(fail_late, "twice", brief=True, lane=lane and (lane,))
        assert await database.write(keep, f"after {lane}", brief=True, lane=lane and (lane,))
    assert await database.read(kept) == {"after a", "after None"}


async def test_two_who_deal_with_one_learner_are_two_transactions(database: Database) -> None:
    """Say, a turn at one address of theirs and one at another: neither may read what the other is about to change."""
    await database.write(keep, "state", brief=True, lane=("x",))

    def one_more(db: Connection, learner: int) -> int:
        deals_with(db, learner)
        before = LOCK.value(db, {"wanted": "state"})
        number: int = TRANSACTION.value(db, {})
        ADD.run(db, {"wanted": "state", "more": before})
        return number

    first, second, other = await all_at_once(database, ("a", one_more, 1), ("b", one_more, 1), ("c", keep, "1"))
    assert first != second
    assert other in (first, second)
    assert await database.read(lambda db: READ.value(db, {"wanted": "state"})) == 4.0


async def test_what_is_counted_in_one_transaction_is_counted_for_all_of_it(database: Database) -> None:
    """Looking first and writing then, each of them would be the first."""

    def count(db: Connection) -> tuple[int, bool]:
        number: int = TRANSACTION.value(db, {})
        return number, pace.count(db, "sends:telegram", 1.0, 3, NOW) is None

    found = await all_at_once(database, *((f"lane{i}", count) for i in range(6)))
    assert len({number for number, _ in found}) == 1
    assert [may for _, may in found].count(True) == 3


async def test_one_with_a_statement_off_the_hot_path_is_run_by_itself(database: Database) -> None:
    def off(db: Connection, key: str) -> int:
        number = keep(db, key)
        assert db.execute(select(limits.c.tat).where(limits.c.key == key)).scalar() == 1.0
        return number

    def with_savepoint(db: Connection) -> int:
        number = keep(db, "outer")
        with db.begin_nested() as inner:
            KEEP.run(db, {"key": "inner", "tat": 1.0})
            inner.rollback()
        return number

    found = await all_at_once(database, ("a", keep, "1"), ("b", off, "2"), ("c", with_savepoint), ("d", keep, "4"))
    assert found[0] == found[3]
    assert len(set(found)) == 3
    assert await database.read(kept) == {"1", "2", "outer", "4"}


async def test_who_waits_for_what_somebody_holds_waits_alone(database: Database, url: str) -> None:
    await database.write(keep, "held", brief=True, lane=("x",))

    def add(db: Connection) -> None:
        ADD.run(db, {"wanted": "held", "more": 1.0})

    with psycopg.connect(url.replace("+psycopg", "")) as holder:
        holder.execute("UPDATE limits SET tat = 10 WHERE key = 'held'")
        waiting = asyncio.create_task(database.write(add, brief=True, lane=("a",)))
        assert await asyncio.wait_for(database.write(keep, "free", brief=True, lane=("b",)), 5)
        assert await asyncio.wait_for(database.write(keep, "later", brief=True, lane=("c",)), 5)
        assert not waiting.done()
        holder.commit()
    await waiting
    assert await database.read(lambda db: READ.value(db, {"wanted": "held"})) == 11.0


async def test_a_connection_that_breaks_takes_nobody_along(database: Database) -> None:
    await all_at_once(database, *((f"lane{i}", keep, f"before{i}") for i in range(4)))

    def cut(db: Connection) -> None:
        mine = "pid <> pg_backend_pid() AND datname = current_database()"
        db.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}"))

    await database.write(cut)
    numbers = await all_at_once(database, *((f"lane{i}", keep, f"after{i}") for i in range(4)))
    assert all(isinstance(number, int) for number in numbers)
    assert len(await database.read(kept)) == 8


async def test_who_gave_up_before_it_began_is_not_run(database: Database, url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", "")) as holder:
        holder.execute("LOCK TABLE limits")
        first = asyncio.create_task(database.write(keep, "first", brief=True, lane=("a",)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)  # it is under way
        with pytest.raises(DatabaseAway):
            await database.write(keep, "second", brief=True, lane=("a",), patience=0.01)
        holder.commit()
    await first
    await all_at_once(database, ("a", keep, "third"))
    assert await database.read(kept) == {"first", "third"}


@pytest.mark.parametrize(
    ("many", "size"), [(32, 10_000), (1, 5_000_000)], ids=["what many say together", "what one says"]
)
async def test_more_than_fits_on_the_way_to_the_server_gets_there(database: Database, many: int, size: int) -> None:
    def length(db: Connection) -> int:
        found: int = LENGTH.value(db, {"words": "x" * size})
        return found

    async with asyncio.timeout(10):
        assert await all_at_once(database, *((f"lane{i}", length) for i in range(many))) == [size] * many
        assert await database.write(length) == size  # in a thread


def look_at(db: Connection, key: str) -> None:
    LOCK.value(db, {"wanted": key})


@asynccontextmanager
async def no_room(database: Database, url: str) -> AsyncIterator[None]:
    """As many as may be run by themselves are, and wait for what somebody holds, all the while."""
    await database.write(keep, "held", brief=True, lane=("x",))
    with psycopg.connect(url.replace("+psycopg", "")) as holder:
        holder.execute("UPDATE limits SET tat = 10 WHERE key = 'held'")
        busy = [asyncio.create_task(database.write(look_at, "held", brief=True)) for _ in range(BRIEF)]
        await asyncio.to_thread(until_locked_out, url, BRIEF)
        yield
        assert not any(one.done() for one in busy)
        holder.commit()
    await asyncio.gather(*busy)


@pytest.mark.parametrize(("before", "together"), [(2, True), (1, False)])
async def test_after_several_shared_a_transaction_who_comes_next_waits_a_moment_for_others(
    database: Database, before: int, together: bool
) -> None:
    await all_at_once(database, *((f"lane{i}", keep, f"before{i}") for i in range(before)))
    first = asyncio.create_task(database.write(keep, "first", brief=True, lane=("a",)))
    for _ in range(3):
        await asyncio.sleep(0)  # nothing keeps it from beginning
    second = asyncio.create_task(database.write(keep, "second", brief=True, lane=("b",)))
    assert (await first == await second) is together


async def test_closing_finishes_who_waits_for_others(database: Database) -> None:
    await all_at_once(database, *((f"lane{i}", keep, f"before{i}") for i in range(2)))
    waiting = asyncio.create_task(database.write(keep, "late", brief=True, lane=("a",)))
    await asyncio.sleep(0)
    await database.close()
    assert isinstance(await waiting, int)


def hears(database: Database, topic: str) -> asyncio.Event:
    """Rung when this process hears of that topic."""
    bell = asyncio.Event()
    database.listen(lambda rung: bell.set() if rung == topic else None)
    return bell


async def test_another_process_hears_of_what_was_done_while_there_is_no_room(database: Database, url: str) -> None:
    other = Database.open(url)
    try:
        await hears(other, "wake").wait()
        told = hears(other, "news")
        async with no_room(database, url):
            await database.write(keep, "news", brief=True, lane=("a",))
            await asyncio.wait_for(told.wait(), 2)
    finally:
        await other.close()


async def test_a_process_whose_line_was_cut_hears_of_what_others_do_again(database: Database, url: str) -> None:
    other = Database.open(url)
    try:
        again = hears(other, "wake")
        await again.wait()
        again.clear()
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as operator:
            here = "query LIKE 'LISTEN%' AND datname = current_database()"
            operator.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {here}")
        await asyncio.wait_for(again.wait(), 5)
        told = hears(other, "news")
        await database.write(keep, "news", brief=True, lane=("a",))
        await asyncio.wait_for(told.wait(), 2)
    finally:
        await other.close()


async def test_a_line_that_breaks_takes_no_reader_of_another_along(database: PostgreSQL) -> None:
    """The number of its socket is free as soon as libpq has closed it, and who comes next may get it."""
    line, far = socket.socketpair()
    number = line.fileno()
    next_one: list[socket.socket] = []
    read = asyncio.Event()

    def connects() -> None:
        next_one.extend(socket.socketpair())
        mine = next(one for one in next_one if one.fileno() == number)
        asyncio.get_running_loop().add_reader(mine, read.set)

    def breaks() -> None:
        line.close()
        asyncio.get_running_loop().call_soon(connects)
        raise psycopg.OperationalError("closed")

    far.send(b"!")
    with pytest.raises(psycopg.OperationalError):
        await database._hear(Mock(socket=number, consume_input=breaks))
    other = next(one for one in next_one if one.fileno() != number)
    other.send(b"!")
    await asyncio.wait_for(read.wait(), 2)
    asyncio.get_running_loop().remove_reader(number)
    for one in (far, *next_one):
        one.close()


async def test_closing_tells_what_was_done_in_a_thread(database: PostgreSQL, url: str) -> None:
    """Before it returns: nobody is there afterwards to tell it."""

    def slow(db: Connection, what: str) -> int:
        time.sleep(0.2)
        return keep(db, what)

    other = Database.open(url)
    try:
        await hears(other, "wake").wait()
        told = hears(other, "news")
        last = asyncio.create_task(database.write(slow, "news"))
        await asyncio.sleep(0)
        await database.close()
        assert database._telling is not None
        assert database._telling.done()
        await last
        await asyncio.wait_for(told.wait(), 2)
    finally:
        await other.close()


async def test_who_is_behind_one_that_is_run_by_itself_does_not_overtake_it(database: Database, url: str) -> None:
    done: list[str] = []

    async def one(unit: Any, name: str) -> None:
        await database.write(unit, name, brief=True, lane=("a",))
        done.append(name)

    async with no_room(database, url):
        both = [asyncio.create_task(one(off_the_hot_path, "first")), asyncio.create_task(one(keep, "second"))]
        for lane in ("b", "c"):
            await database.write(keep, lane, brief=True, lane=(lane,))
    await asyncio.gather(*both)
    assert done == ["first", "second"]


async def test_a_conversation_that_is_held_up_leaves_room_for_others(database: Database, url: str) -> None:
    """However much is said in it meanwhile."""
    await database.write(keep, "held", brief=True, lane=("x",))
    with psycopg.connect(url.replace("+psycopg", "")) as holder:
        holder.execute("UPDATE limits SET tat = 10 WHERE key = 'held'")
        wanted = (database.write(look_at, "held", brief=True, lane=("a",)) for _ in range(2 * BRIEF))
        held_up = [asyncio.create_task(one) for one in wanted]
        for number in range(2 * BRIEF):
            await database.write(keep, f"beside {number}", brief=True, lane=("b",))
        assert await asyncio.wait_for(database.write(keep, "alone", brief=True), 3)
        assert not any(one.done() for one in held_up)
        holder.commit()
    await asyncio.gather(*held_up)


WAYS = pytest.mark.parametrize(
    "how", [{"lane": ("a",), "brief": True}, {"brief": True}, {}], ids=["shared", "alone", "thread"]
)


@WAYS
async def test_who_waits_in_vain_for_what_somebody_holds_is_told_that_the_database_is_there(
    database: Database, url: str, how: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.database.LOCKS_SHARE", 0.05)
    await database.write(keep, "held", brief=True, lane=("x",))
    with psycopg.connect(url.replace("+psycopg", "")) as holder:
        holder.execute("UPDATE limits SET tat = 10 WHERE key = 'held'")
        with pytest.raises(HeldUp):
            await database.write(look_at, "held", patience=8, **how)
        since = time.monotonic()
        with pytest.raises(HeldUp):
            await database.write(look_at, "held", patience=30, lock_patience=0.05, **how)
        assert time.monotonic() - since < 20, "nobody waits longer for a lock than they want to"
    assert await database.write(keep, "later", patience=5, **how)


async def test_so_is_who_waits_behind_another_that_waits_in_vain(database: Database, url: str) -> None:
    """Then they wait for two locks, one after the other, and longer than they have."""
    await database.write(keep, "held", brief=True, lane=("x",))
    with psycopg.connect(url.replace("+psycopg", "")) as holder:
        holder.execute("UPDATE limits SET tat = 10 WHERE key = 'held'")
        first = asyncio.create_task(database.write(look_at, "held", patience=0.6, brief=True, lane=("a",)))
        await asyncio.to_thread(until_locked_out, url, 1)
        second = database.write(look_at, "held", patience=1.0, brief=True, lane=("b",))
        found = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(one) for one in found] == [HeldUp, HeldUp]


@WAYS
async def test_who_is_not_served_in_time_for_no_lock_is_told_no_such_thing(
    database: Database, how: dict[str, Any]
) -> None:
    with pytest.raises(DatabaseAway) as told:
        await database.write(lambda db: db.execute(text("SELECT pg_sleep(0.5)")), patience=0.05, **how)
    assert not isinstance(told.value, HeldUp)


async def test_nor_is_who_waits_behind_one_that_the_server_does_not_answer(
    database: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unanswered() -> Any:
        time.sleep(0.5)
        raise OperationalError("connect", None, psycopg.OperationalError("timeout expired"))

    monkeypatch.setattr(database._engine, "connect", unanswered)
    monkeypatch.setattr(database, "_connected", [])
    first = asyncio.create_task(database.write(keep, "first", patience=0.6, brief=True, lane=("a",)))
    await asyncio.sleep(0.7)
    with pytest.raises(DatabaseAway):
        await first
    with pytest.raises(DatabaseAway) as told:
        await database.write(keep, "second", patience=0.1, brief=True, lane=("a",))
    assert not isinstance(told.value, HeldUp)


@pytest.mark.parametrize("lock_patience", [0.01, 0.3])
async def test_who_is_behind_one_that_waits_in_vain_does_not_overtake_it(
    database: Database, url: str, lock_patience: float
) -> None:
    await database.write(keep, "held", brief=True, lane=("x",))
    with psycopg.connect(url.replace("+psycopg", "")) as holder:
        holder.execute("UPDATE limits SET tat = 10 WHERE key = 'held'")
        first = database.write(look_at, "held", patience=5, lock_patience=lock_patience, brief=True, lane=("a",))
        second = database.write(keep, "second", patience=5, brief=True, lane=("a",))
        found = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(one) for one in found] == [HeldUp, HeldUp]
    assert await database.read(kept) == {"held"}


async def test_the_first_connection_waits_for_no_long_work(database: Database, url: str) -> None:
    turn = text("SELECT pg_advisory_xact_lock(1)")
    with psycopg.connect(url.replace("+psycopg", "")) as holder:
        holder.execute("SELECT pg_advisory_xact_lock(1)")
        long = [asyncio.create_task(database.read(lambda db: db.execute(turn).all())) for _ in range(THREADS)]
        await asyncio.to_thread(until_locked_out, url, THREADS)
        await database.write(keep, "a", brief=True, lane=("a",))
        await database.write(keep, "alone", brief=True)
        assert not any(one.done() for one in long)
        holder.commit()
    await asyncio.gather(*long)


@pytest.mark.parametrize(
    "how", [{"lane": ("a",), "brief": True}, {"brief": True}, {}], ids=["shared", "alone", "thread"]
)
async def test_a_column_that_somebody_altered_is_read_as_it_is_now(
    database: Database, url: str, how: dict[str, Any]
) -> None:
    """Say, by the migrations of a newer program: what was prepared before is of no use any more."""

    def read(db: Connection) -> float:
        return float(READ.value(db, {"wanted": "key"}))

    await database.write(keep, "key", brief=True, lane=("x",))
    assert await database.write(read, **how) == 1.0
    with psycopg.connect(url.replace("+psycopg", "")) as other:
        other.execute("ALTER TABLE limits ALTER COLUMN tat TYPE numeric")
    assert [await database.write(read, **how) for _ in range(3)] == [1.0] * 3


async def test_of_two_who_begin_a_conversation_what_the_second_keeps_comes_after_all_of_the_first(
    database: Database, url: str
) -> None:
    """Both found nobody there: what the second drew before it waited for the first would be too early."""
    here = Address("telegram", "4711")
    begun = threading.Event()

    def first(db: Connection) -> None:
        talk = conversations.heard_first(db, "one", here, "nl", NOW)
        assert talk
        begun.set()
        until_locked_out(url, 1)
        conversations.add_heard(db, talk, "hello", NOW, "heard")
        for words in ("welcome", "shall we begin?"):
            conversations.add_message(db, talk, (Span(words),), NOW, "owed")

    def second(db: Connection) -> None:
        assert begun.wait(10)
        talk = conversations.heard_first(db, "two", here, "nl", NOW)
        assert talk
        conversations.add_heard(db, talk, "anybody?", NOW, "heard")

    await asyncio.gather(database.write(first), database.write(second))
    kept = await database.read(lambda db: db.execute(select(messages.c.body).order_by(messages.c.id)).scalars().all())
    assert [body[0][0] for body in kept] == ["hello", "welcome", "shall we begin?", "anybody?"]


async def test_who_is_behind_one_that_gave_up_goes_with_it(database: Database, url: str) -> None:
    async with no_room(database, url):
        first = database.write(off_the_hot_path, "first", patience=0.2, brief=True, lane=("a",))
        second = database.write(keep, "second", brief=True, lane=("a",))
        found = await asyncio.wait_for(asyncio.gather(first, second, return_exceptions=True), 10)
        assert [type(one) for one in found] == [DatabaseAway, DatabaseAway]
    assert await database.read(kept) == {"held"}


async def test_who_waits_for_no_lock_waits_for_no_room_to_wait_for_it_either(database: Database, url: str) -> None:
    async with no_room(database, url):
        wanted = database.write(look_at, "held", lock_patience=0.01, brief=True, lane=("a",))
        with pytest.raises(HeldUp):
            await asyncio.wait_for(wanted, 10)


async def test_many_conversations_that_are_held_up_delay_the_others_hardly_more_than_one(
    database: Database, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    together, waited = PostgreSQL._together, list[int]()

    async def noted(self: PostgreSQL, jobs: list[Any], lock_ms: int) -> Any:
        waited.append(lock_ms)
        return await together(self, jobs, lock_ms)

    monkeypatch.setattr(PostgreSQL, "_together", noted)
    many = [f"lane{number:02}" for number in range(MOST_TOGETHER - 1)]
    await all_at_once(database, *((lane, keep, lane) for lane in many))
    with psycopg.connect(url.replace("+psycopg", "")) as holder:
        holder.execute("UPDATE limits SET tat = 10")
        held_up = asyncio.create_task(all_at_once(database, *((lane, look_at, lane) for lane in many)))
        await asyncio.sleep(0)
        await database.write(keep, "beside", brief=True, lane=("last",))
        assert not held_up.done()
        assert len(waited) > len(many)  # one is taken out at a time
        assert sum(waited) < 4 * SHARED_LOCK_MS
        holder.commit()
    assert await held_up == [None] * len(many)
