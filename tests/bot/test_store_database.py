"""Units of work: one commit for many, each for itself; bells after the commit; one program for one SQLite file."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from bot.store.database import AlreadyRunning, Database, DatabaseAway, ring
from bot.store.migrate import migrate
from bot.store.tables import limits

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    opened = Database.open(migrated_url)
    yield opened
    await opened.close()


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


async def test_what_another_process_writes_rings_a_bell_here(migrated_url: str) -> None:
    here, there = Database.open(migrated_url), Database.open(migrated_url, role="command")
    rung: list[str] = []
    here.listen(rung.append)
    await here.write(keep, "mine")
    await until(lambda: "mine" in rung)
    if migrated_url.startswith("postgresql"):
        await until(lambda: "wake" in rung)  # it listens
    else:
        # the program has looked at the file's version once before it can see a change
        await asyncio.get_running_loop().run_in_executor(None, here._queue.empty)  # type: ignore[attr-defined]
    rung.clear()
    for number in range(50):
        await there.write(keep, f"theirs{number}")
        if await happens(lambda: bool(rung), 0.2):
            break
    assert rung
    assert "mine" not in rung
    await there.close()
    await here.close()


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
    process.wait()
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
