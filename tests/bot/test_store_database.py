"""Units of work: one commit for many, each for itself; bells after the commit; one program for one SQLite file."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import psycopg
import pytest
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.store.database import BUSY_UNITS, AlreadyRunning, Database, DatabaseAway, ring, unring
from bot.store.migrate import migrate
from bot.store.prepared import Prepared
from bot.store.tables import limits
from tests.databases import postgresql_url

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database.open(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def postgresql() -> Iterator[str]:
    for url in postgresql_url():
        migrate(url)
        yield url


def keep(db: Connection, key: str) -> str:
    db.execute(limits.insert().values(key=key, tat=1.0))
    ring(db, key)
    return key


def keep_and_fail(db: Connection, key: str) -> None:
    keep(db, key)
    raise ZeroDivisionError


def kept(db: Connection) -> set[str]:
    return set(db.execute(select(limits.c.key)).scalars())


async def test_a_unit_that_fails_undoes_itself_only(database: Database) -> None:
    results = await asyncio.gather(
        database.write(keep, "one"),
        database.write(keep_and_fail, "two"),
        database.write(keep, "three"),
        return_exceptions=True,
    )
    assert results[0] == "one"
    assert isinstance(results[1], ZeroDivisionError)
    assert results[2] == "three"
    assert await database.read(kept) == {"one", "three"}


async def test_a_key_that_is_there_already_fails_its_own_unit_only(database: Database) -> None:
    results = await asyncio.gather(*(database.write(keep, f"k{i % 5}") for i in range(10)), return_exceptions=True)
    assert sum(isinstance(result, Exception) for result in results) == 5
    assert await database.read(kept) == {f"k{i}" for i in range(5)}


async def test_bells_ring_after_the_commit_and_never_for_what_was_undone(database: Database) -> None:
    rung: list[str] = []
    database.listen(rung.append)
    await asyncio.gather(
        *(database.write(keep, f"good{i}") for i in range(5)),
        *(database.write(keep_and_fail, f"bad{i}") for i in range(5)),
        return_exceptions=True,
    )
    await until(lambda: {f"good{i}" for i in range(5)} <= set(rung))
    assert not [topic for topic in rung if topic.startswith("bad")]
    assert len([topic for topic in rung if topic.startswith("good")]) == 5


async def test_many_units_at_once_are_all_committed(database: Database) -> None:
    await asyncio.gather(*(database.write(keep, str(i)) for i in range(300)))
    assert len(await database.read(kept)) == 300


async def test_after_a_busy_commit_the_next_waits_for_others_as_long_as_more_come_and_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(url := f"sqlite:///{tmp_path}/badgewijzer.db")
    database: Any = Database.open(url)
    looks: list[tuple[Any, ...]] = []

    def call_later(seconds: float, call: Callable[..., None], *arguments: Any) -> None:
        looks.append((call, arguments))

    busy = [database.write(keep, f"busy{i}") for i in range(BUSY_UNITS)]
    monkeypatch.setattr(database, "_loop", Mock(wraps=database._loop, call_later=call_later))
    await asyncio.gather(*busy)
    later = [asyncio.ensure_future(database.write(keep, "one"))]
    await asyncio.sleep(0)
    [(gather, (before, until))] = looks
    gather(before, until)  # one came
    later.append(asyncio.ensure_future(database.write(keep, "two")))
    await asyncio.sleep(0)
    assert not any(one.done() for one in later)
    looks[1][0](*looks[1][1])  # another came
    assert len(looks) == 3
    looks[2][0](*looks[2][1])  # nobody came: it begins
    assert await asyncio.gather(*later) == ["one", "two"]
    assert len(looks) == 3, "two units are no busy commit"
    await asyncio.gather(*(database.write(keep, f"busy{i}") for i in range(BUSY_UNITS, 2 * BUSY_UNITS)))
    last = asyncio.ensure_future(database.write(keep, "last"))
    await asyncio.sleep(0)
    looks[3][0](0, 0.0)  # though one came, it is late enough
    assert await last == "last"
    await database.close()


@pytest.mark.parametrize("hold_seconds", [0.0, 1.0])
async def test_brief_units_are_each_done_once_and_one_that_fails_is_undone_alone(
    database: Database, monkeypatch: pytest.MonkeyPatch, hold_seconds: float
) -> None:
    monkeypatch.setattr("bot.store.database.LONGEST_HOLD_SECONDS", hold_seconds)
    await database.write(keep, "first")  # from now on there is a connection, and brief units need no thread
    done = await asyncio.gather(*(database.write(keep, str(i), brief=True) for i in range(100)))
    assert done == [str(i) for i in range(100)]
    mixed = await asyncio.gather(
        *(database.write(keep_and_fail if i % 7 == 3 else keep, f"mixed{i}", brief=True) for i in range(20)),
        database.write(keep, "not brief"),
        return_exceptions=True,
    )
    assert [i for i, result in enumerate(mixed) if isinstance(result, ZeroDivisionError)] == [3, 10, 17]
    good = {f"mixed{i}" for i in range(20) if i % 7 != 3}
    assert await database.read(kept) == {"first", "not brief"} | {str(i) for i in range(100)} | good


async def test_a_brief_unit_waits_for_another_process_without_holding_up_the_event_loop(tmp_path: Path) -> None:
    migrate(url := f"sqlite:///{tmp_path}/x.db")
    database = Database.open(url)
    await database.write(keep, "first")
    with holding(tmp_path / "x.db") as release:
        began = asyncio.get_running_loop().time()
        with pytest.raises(DatabaseAway):
            await database.write(keep, "one", patience=0.2, brief=True)
        assert asyncio.get_running_loop().time() - began < 4, "SQLite itself waits for five seconds"
        release()
    assert await database.write(keep, "two", brief=True) == "two"
    assert await database.read(kept) == {"first", "two"}
    await database.close()


async def test_a_brief_unit_waits_for_who_writes_without_our_lock_and_the_event_loop_goes_on(tmp_path: Path) -> None:
    migrate(url := f"sqlite:///{tmp_path}/x.db")
    database = Database.open(url)
    await database.write(keep, "first")
    loop = asyncio.get_running_loop()
    with contextlib.closing(sqlite3.connect(tmp_path / "x.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = loop.time()
        writing = asyncio.create_task(database.write(keep, "one", brief=True))
        await asyncio.sleep(0.2)
        assert loop.time() - began < 4, "SQLite itself waits for five seconds"
        assert not writing.done()
    assert await writing == "one"
    await database.close()


async def test_impatience_withdraws_a_unit_that_has_not_begun(tmp_path: Path) -> None:
    migrate(url := f"sqlite:///{tmp_path}/x.db")
    database = Database.open(url)
    let_go = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(db: Connection) -> None:
        asyncio.run_coroutine_threadsafe(let_go.wait(), loop).result()

    first = asyncio.create_task(database.write(slow))
    await asyncio.sleep(0)
    with pytest.raises(DatabaseAway):
        await database.write(keep, "late", patience=0.05)
    let_go.set()
    await first
    assert await database.read(kept) == set()
    await database.close()


async def test_a_unit_takes_back_only_what_it_rang_itself(database: Database) -> None:
    heard = list[str]()
    database.listen(heard.append)
    rings, takes_back = (database.write(does, "owed", brief=True, lane=(does.__name__,)) for does in (ring, unring))
    await asyncio.gather(rings, takes_back)
    assert "owed" in heard


async def test_who_waits_behind_one_of_theirs_that_gave_up_does_not_overtake_it(tmp_path: Path) -> None:
    migrate(url := f"sqlite:///{tmp_path}/x.db")
    database = Database.open(url)
    await database.write(keep, "before")
    with holding(tmp_path / "x.db") as release:
        first = asyncio.create_task(database.write(keep, "first", patience=0.2, brief=True, lane=("a",)))
        await asyncio.sleep(0.05)
        second = database.write(keep, "second", patience=30, brief=True, lane=("a",))
        other = database.write(keep, "other's", patience=30, brief=True, lane=("b",))
        behind = asyncio.gather(second, other, return_exceptions=True)
        with pytest.raises(DatabaseAway):
            await first
        release()
        assert [type(one) for one in await behind] == [DatabaseAway, str]
    assert await database.read(kept) == {"before", "other's"}
    await database.close()


async def test_another_process_that_holds_the_file_makes_the_database_away_and_not_broken(
    tmp_path: Path,
) -> None:
    migrate(url := f"sqlite:///{tmp_path}/x.db")
    database = Database.open(url)
    with holding(tmp_path / "x.db") as release:
        with pytest.raises(DatabaseAway):
            await database.write(keep, "one", patience=0.2)
        release()
    assert await database.write(keep, "two") == "two"
    assert await database.read(kept) == {"two"}
    await database.close()


async def test_a_second_program_on_one_sqlite_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    migrate(url := f"sqlite:///{tmp_path}/x.db")
    database = Database.open(url)
    with pytest.raises(AlreadyRunning, match="PostgreSQL"):
        Database.open(url)
    beside = Database.open(url, role="command")
    await beside.write(keep, "beside")
    await beside.close()
    await database.close()
    await Database.open(url).close()


async def test_what_another_process_writes_rings_a_bell_here(database_url: str) -> None:
    here, there = Database.open(database_url), Database.open(database_url, role="command")
    rung: list[str] = []
    here.listen(rung.append)
    await until(lambda: "wake" in rung)  # it listens, though it never wrote
    rung.clear()
    await there.write(keep, "theirs")
    await until(lambda: bool(rung), 2)
    await there.close()
    await here.close()


async def test_what_another_process_writes_is_heard_while_we_are_busy_too(database_url: str) -> None:
    here, there = Database.open(database_url), Database.open(database_url, role="command")
    rung: list[str] = []
    here.listen(rung.append)
    await until(lambda: "wake" in rung)
    rung.clear()
    done = False

    async def busy() -> None:
        while not done:
            await here.write(kept)

    working = asyncio.create_task(busy())
    await there.write(keep, "theirs")
    await until(lambda: bool(rung), 2)
    done = True
    await working
    await there.close()
    await here.close()


async def test_each_bell_of_another_process_is_heard_once_and_our_own_only_once_too(postgresql: str) -> None:
    here, there = Database.open(postgresql), Database.open(postgresql)
    rung: list[str] = []
    here.listen(rung.append)
    heard: list[str] = []
    there.listen(heard.append)
    await until(lambda: "wake" in rung and "wake" in heard)
    await asyncio.gather(*(there.write(keep, f"theirs{i}") for i in range(50)), here.write(keep, "mine"))
    await until(lambda: len(set(rung)) == 52 and len(set(heard)) == 52)
    assert len(rung) == 52
    assert len(heard) == 52
    await there.close()
    await here.close()


async def test_a_listener_that_fails_does_not_silence_the_next(database: Database) -> None:
    rung: list[str] = []

    def fails(topic: str) -> None:
        raise ZeroDivisionError

    database.listen(fails)
    database.listen(rung.append)
    database.listen(fails)
    await database.write(keep, "one")
    await until(lambda: "one" in rung)


async def test_a_mistake_in_a_units_sql_is_no_database_that_is_away(database: Database) -> None:
    def mistaken(db: Connection) -> None:
        db.execute(text("SELECT no_such_column FROM limits"))

    with pytest.raises(DBAPIError):
        await database.write(mistaken)
    with pytest.raises(DBAPIError) as told:
        await database.read(mistaken)
    assert told.value.__cause__ is not told.value


async def test_a_time_out_of_the_units_own_stays_its_own(database: Database) -> None:
    def late(db: Connection) -> None:
        raise TimeoutError("mine")

    with pytest.raises(TimeoutError, match="mine"):
        await database.write(late, patience=5)


async def test_what_fails_after_impatience_troubles_nobody(database: Database) -> None:
    troubles: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: troubles.append(context["message"]))
    let_go = threading.Event()

    def slow(db: Connection) -> None:
        let_go.wait(10)
        raise ZeroDivisionError

    with pytest.raises(DatabaseAway):
        await database.write(slow, patience=0.05)
    let_go.set()
    await database.write(keep, "next")
    gc.collect()  # that is when asyncio complains of an error nobody asked for
    await asyncio.sleep(0)
    assert troubles == []


async def test_a_caller_that_is_gone_takes_its_unit_along_if_it_has_not_begun(tmp_path: Path) -> None:
    migrate(url := f"sqlite:///{tmp_path}/x.db")
    database = Database.open(url)
    begun, let_go = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def slow(db: Connection) -> None:
        loop.call_soon_threadsafe(begun.set)
        let_go.wait(10)

    first = asyncio.create_task(database.write(slow))
    await begun.wait()
    second = asyncio.create_task(database.write(keep, "nobody waits for this"))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    let_go.set()
    await first
    assert await database.write(kept) == set()
    await database.close()


async def test_when_a_commit_fails_everybody_in_it_hears_so_and_nothing_stays(tmp_path: Path) -> None:
    migrate(url := f"sqlite:///{tmp_path}/x.db")
    database = Database.open(url)
    rung: list[str] = []
    database.listen(rung.append)
    begun, let_go = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def slow(db: Connection) -> None:
        loop.call_soon_threadsafe(begun.set)
        let_go.wait(10)

    def seen_at_the_commit_only(db: Connection) -> None:
        db.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        db.exec_driver_sql("INSERT INTO addresses (learner_id, channel, external_id) VALUES (404, 'web', 'x')")

    first = asyncio.create_task(database.write(slow))
    await begun.wait()
    units: list[Any] = [(keep, "one"), (seen_at_the_commit_only,), (keep, "two")]
    together = [asyncio.create_task(database.write(*unit)) for unit in units]
    await asyncio.sleep(0)
    let_go.set()
    await first
    results = await asyncio.gather(*together, return_exceptions=True)
    assert [type(result) for result in results] == [IntegrityError] * 3
    assert await database.write(keep, "three") == "three"
    assert await database.read(kept) == {"three"}
    await until(lambda: "three" in rung)
    assert "one" not in rung
    await database.close()


async def test_a_closed_database_says_so(database: Database) -> None:
    await database.close()
    with pytest.raises(DatabaseAway):
        await database.write(keep, "late")
    with pytest.raises(DatabaseAway):
        await database.read(kept)


async def test_closing_finishes_what_waits_and_holds_up_nobody(database: Database) -> None:
    let_go = threading.Event()

    def slow(db: Connection) -> None:
        let_go.wait(10)

    units = [asyncio.create_task(database.read(slow)), asyncio.create_task(database.write(keep, "one"))]
    await asyncio.sleep(0)
    closing = asyncio.create_task(database.close())
    await asyncio.sleep(0)
    let_go.set()  # by the event loop, which would stand still if closing held it up
    await closing
    assert await asyncio.gather(*units) == [None, "one"]


async def test_a_command_that_closes_leaves_no_lock_and_the_last_one_leaves_one_tidy_file(tmp_path: Path) -> None:
    migrate(url := f"sqlite:///{tmp_path}/x.db")
    program, command = Database.open(url), Database.open(url, role="command")
    await program.write(keep, "one")
    await command.write(keep, "two")
    await command.close()
    assert await program.write(keep, "three", patience=1) == "three"
    await program.close()
    assert {file.name for file in tmp_path.iterdir()} == {"x.db", "x.db.lock", "x.db.program"}


async def test_processes_that_write_to_one_file_at_once_all_get_through(tmp_path: Path) -> None:
    migrate(url := f"sqlite:///{tmp_path}/x.db")
    script = f"""
import asyncio, sys
from bot.store.database import Database
from bot.store.tables import limits
def keep(db, key):
    db.execute(limits.insert().values(key=key, tat=1.0))
async def some(database, caller):
    for number in range(25):
        await database.write(keep, f"{{sys.argv[1]}} {{caller}} {{number}}")
async def main():
    database = Database.open("{url}", role="command")
    await asyncio.gather(*(some(database, caller) for caller in range(8)))
    await database.close()
asyncio.run(main())
"""
    others = [await asyncio.create_subprocess_exec(sys.executable, "-c", script, name) for name in "abc"]
    database = Database.open(url)
    mine = 0
    while any(other.returncode is None for other in others):
        await database.write(keep, f"mine {mine}", patience=5)
        mine += 1
    assert [await other.wait() for other in others] == [0, 0, 0]
    assert len(await database.read(kept)) == 3 * 8 * 25 + mine
    await database.close()


async def test_a_unit_whose_connection_breaks_is_run_again(postgresql: str) -> None:
    database = Database.open(postgresql, role="command")
    runs: list[int] = []

    def cut_off_the_first_time(db: Connection) -> None:
        keep(db, "once")
        runs.append(db.execute(text("SELECT pg_backend_pid()")).scalar_one())
        if len(runs) == 1:
            with psycopg.connect(postgresql, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", (runs[0],))

    await database.write(cut_off_the_first_time)
    assert len(runs) == 2
    assert await database.read(kept) == {"once"}
    await database.close()


async def test_a_prepared_statement_whose_connection_breaks_is_run_again_be_it_in_the_commit(postgresql: str) -> None:
    database = Database.open(postgresql)
    put = Prepared(limits.insert(), ("key", "tat"))
    broken: set[str] = set()

    def breaks_once(db: Connection, key: str) -> None:
        pid = db.execute(text("SELECT pg_backend_pid()")).scalar_one()
        if key.endswith("later"):
            put.later(db, {"key": key, "tat": 1.0})
        if key not in broken:
            broken.add(key)
            with psycopg.connect(postgresql.replace("+psycopg", ""), autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [pid])
        if not key.endswith("later"):
            put.run(db, {"key": key, "tat": 1.0})

    await database.write(breaks_once, "now")
    await database.write(breaks_once, "later")
    assert await database.read(kept) == {"now", "later"}
    await database.close()


async def test_of_what_was_put_by_the_error_comes_with_the_commit_and_nothing_stays(database: Database) -> None:
    put = Prepared(limits.insert(), ("key", "tat"))

    def twice(db: Connection) -> None:
        put.later(db, {"key": "one", "tat": 1.0})
        put.later(db, {"key": "one", "tat": 1.0})

    with pytest.raises(IntegrityError):
        await database.write(twice)
    assert await database.read(kept) == set()


async def test_of_two_units_in_a_deadlock_one_is_run_again_and_both_succeed(postgresql: str) -> None:
    database = Database.open(postgresql, role="command")
    await asyncio.gather(database.write(keep, "a"), database.write(keep, "b"))
    both_hold_one = threading.Barrier(2)
    runs: list[str] = []

    def update(db: Connection, first: str, second: str) -> None:
        runs.append(first)
        again = runs.count(first) > 1
        db.execute(limits.update().where(limits.c.key == first).values(tat=2.0))
        if not again:
            both_hold_one.wait(10)
        db.execute(limits.update().where(limits.c.key == second).values(tat=2.0))

    await asyncio.gather(database.write(update, "a", "b"), database.write(update, "b", "a"))
    assert len(runs) == 3
    await database.close()


async def test_impatience_holds_on_postgresql_too(postgresql: str) -> None:
    database = Database.open(postgresql, role="command")
    with psycopg.connect(postgresql) as other:
        other.execute("LOCK TABLE limits IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(DatabaseAway):
            await database.write(keep, "one", patience=0.2)
    await database.write(keep, "two")
    assert "two" in await database.read(kept)
    await database.close()


async def test_a_writer_that_is_killed_leaves_nothing_half_done_and_no_lock(tmp_path: Path) -> None:
    migrate(url := f"sqlite:///{tmp_path}/x.db")
    script = f"""
import asyncio, sys, time
from bot.store.database import Database
from bot.store.tables import limits
def half(db):
    db.execute(limits.insert().values(key="half", tat=1.0))
    print("in the middle", flush=True)
    time.sleep(60)
async def main():
    database = Database.open("{url}")
    await database.write(half)
asyncio.run(main())
"""
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert "middle" in process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    database = Database.open(url)
    assert await database.read(kept) == set()
    assert await database.write(keep, "after") == "after"
    await database.close()


async def test_a_full_disk_is_away_and_comes_back(tmp_path: Path) -> None:
    migrate(url := f"sqlite:///{tmp_path}/x.db")
    database = Database.open(url)

    def shrink(db: Connection) -> None:
        pages = db.exec_driver_sql("PRAGMA page_count").scalar()
        db.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    await database.write(shrink)
    with pytest.raises(DatabaseAway):
        await asyncio.gather(*(database.write(keep, f"{i}" * 50) for i in range(500)))
    await database.write(lambda db: db.exec_driver_sql("PRAGMA max_page_count=1000000").scalar())
    assert await database.write(keep, "room again") == "room again"
    await database.close()


async def test_counting_inside_a_unit_sees_what_the_units_before_it_did(database: Database) -> None:
    def count(db: Connection) -> int:
        found: int = db.execute(select(func.count()).select_from(limits)).scalar_one()
        return found

    await database.write(keep, "one")
    assert await database.write(count) == 1


async def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    assert await happens(condition, seconds), "it never came"


async def happens(condition: Callable[[], bool], seconds: float) -> bool:
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while not condition():
        if loop.time() > end:
            return False
        await asyncio.sleep(0.005)
    return True


class holding:
    """Another process that holds the file's write lock."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __enter__(self) -> Callable[[], None]:
        script = (
            "import fcntl,sys\n"
            f"f=open('{self.file}.lock','ab'); fcntl.flock(f, fcntl.LOCK_EX)\n"
            "print('held', flush=True); sys.stdin.readline()"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.process.stdout.readline()
        return self.release

    def release(self) -> None:
        if self.process.poll() is None:
            self.process.communicate("\n")

    def __exit__(self, *error: object) -> None:
        self.release()
