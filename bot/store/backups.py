"""Backups: one file that holds the whole database as it was at one moment, and the way back.

SQLite is copied by its own backup API in one step: a reader of its WAL, which holds up no writer. PostgreSQL is
saved and brought back by its own `pg_dump` and `pg_restore`. A backup is whole or not there: it is written beside
its place, looked at, and only then given its name.
"""

from __future__ import annotations

import contextlib
import fcntl
import glob
import os
import re
import secrets
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, inspect, select, text

from bot.store import privacy
from bot.store.database import DatabaseAway, only_program, sqlite_engine
from bot.store.migrate import HEAD, MIGRATION_LOCK, current, migrate
from bot.store.spool import sync_folder
from bot.store.tables import heard, metadata, outbox

BEFORE = "restoring_before"
"""On PostgreSQL: who was there before, for as long as a restore takes."""


SYSTEM_FOLDERS = "/usr/lib/postgresql/*/bin"
"""Where Debian keeps the tools of each version, beside those in PATH."""


HANGING_UP_SECONDS = 2.0
"""So long a connection may take to be gone whose program has ended."""


class Refused(Exception):
    """This cannot be saved or brought back; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of a restore. `heard`: the last moment the backup knows of; `kept`: where the old data are.

    `erased_again`: learners of the backup who were erased after it, and now once more; None: nobody can tell.
    `tidied`: rows that were past their time. `owed`: messages that leave when the program starts.
    """

    heard: datetime | None
    kept: Path | None
    erased_again: int | None
    tidied: int
    owed: int


def backup(url: str, file: Path, *, force: bool = False) -> int:
    """Save the database to this file, while the program runs; how many bytes. Raises Refused, DatabaseAway."""
    if file.is_dir() or not file.parent.is_dir():
        raise Refused(f"{file} cannot be written: name a file in a folder that is there")
    if file.exists() and not force:
        raise Refused(f"{file} is there already: name another, or give --force to replace it")
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        if url.startswith("sqlite:///"):
            source = Path(url.removeprefix("sqlite:///"))
            if not source.is_file():
                raise Refused(f"there is no database {source} yet")
            _copy_sqlite(source, part)
        else:
            _run(_tool("pg_dump", url), "--format=custom", "--no-owner", "--no-privileges", f"--file={part}", url=url)
            _run(_tool("pg_restore", url), "--list", str(part), url=url)
        _make_last(part, file, force=force)
        return file.stat().st_size
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror}") from error
    finally:
        _gone(part)


def _copy_sqlite(source: Path, to: Path) -> None:
    """One whole file of what is there now, found sound."""
    try:
        with contextlib.closing(sqlite3.connect(to)) as copy:
            with contextlib.closing(sqlite3.connect(source, timeout=30)) as original:
                original.backup(copy)  # all pages in one step: in several, each write of another begins it anew
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
            found = copy.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.Error as error:
        raise Refused(f"{source} cannot be read: {error}") from error
    if found != [("ok",)]:
        raise Refused(f"{source} is damaged: {found[0][0]}")


def _make_last(part: Path, file: Path, *, force: bool) -> None:
    with part.open("rb") as written:
        os.fsync(written.fileno())
    if force:
        part.replace(file)
    else:
        try:
            os.link(part, file)  # never over what somebody else put there meanwhile
        except FileExistsError:
            raise Refused(f"{file} is there already: name another, or give --force to replace it") from None
    sync_folder(file.parent)


def _gone(part: Path) -> None:
    for end in ("", "-journal", "-wal", "-shm", ".lock"):
        part.with_name(part.name + end).unlink(missing_ok=True)


# Back


def look_at(url: str, file: Path) -> str:
    """The revision of the backup in this file. Raises Refused when it cannot be brought back here."""
    if not file.is_file():
        raise Refused(f"there is no file {file}")
    revision = _sqlite_revision(file) if url.startswith("sqlite:///") else _dump_revision(url, file)
    if revision > HEAD:
        raise Refused(f"{file} was made by a newer version (revision {revision}; this one knows {HEAD}): upgrade first")
    return revision


def _sqlite_revision(file: Path) -> str:
    try:
        with contextlib.closing(sqlite3.connect(f"file:{file.resolve()}?mode=ro&immutable=1", uri=True)) as db:
            found = db.execute("PRAGMA integrity_check").fetchall()
            if found != [("ok",)]:
                raise Refused(f"{file} is damaged: {found[0][0]}")
            row = db.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        hint = " (it looks like a backup of PostgreSQL)" if file.read_bytes()[:5] == b"PGDMP" else ""
        raise Refused(f"{file} is no backup of this program on SQLite{hint}: {error}") from error
    if row is None:
        raise Refused(f"{file} holds an empty database")
    return str(row[0])


def _dump_revision(url: str, file: Path) -> str:
    with file.open("rb") as dump:
        if dump.read(5) != b"PGDMP":
            raise Refused(f"{file} is no backup of this program on PostgreSQL")
    script = _run(_tool("pg_restore", url), "--data-only", "--table=alembic_version", "--file=-", str(file), url=url)
    found = re.search(r"^COPY .*alembic_version.*\n(\w+)$", script, re.M)
    if not found:
        raise Refused(f"{file} is no backup of this program: it has no revision")
    return found[1]


def restore(url: str, file: Path, retention: timedelta, *, with_erased: bool = False) -> Restored:
    """Put the backup in the place of the database, which nobody may serve.

    Raises Refused, AlreadyRunning, DatabaseAway. It is brought to this version's shape; what is past its time goes
    at once, and so do learners who were erased after the backup, unless `with_erased`, where the old database can
    still tell who they are.
    """
    look_at(url, file)
    now = datetime.now(UTC)
    if url.startswith("sqlite:///"):
        return _restore_sqlite(Path(url.removeprefix("sqlite:///")), file, retention, with_erased, now)
    return _restore_postgresql(url, file, retention, with_erased, now)


def _restore_sqlite(path: Path, file: Path, retention: timedelta, with_erased: bool, now: datetime) -> Restored:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    with only_program(path), open(f"{path}.lock", "ab") as side:
        fcntl.flock(side, fcntl.LOCK_EX)  # no command writes meanwhile
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            _copy_sqlite(file, part)
            migrate(f"sqlite:///{part}")
            engine = sqlite_engine(part, immediate=True)
            try:
                with engine.connect() as db:
                    before = _attached(db, path)
                    restored = _settled(db, before, None, retention, with_erased, now)
                    db.commit()
                    if before:
                        db.connection.driver_connection.execute("DETACH before")  # type: ignore[union-attr]
            finally:
                engine.dispose()
            with contextlib.closing(sqlite3.connect(part)) as last:
                last.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                last.execute("PRAGMA journal_mode=DELETE")
            kept = None
            if path.exists():
                _same_owner(path, part)
                kept = _kept_apart(path, now)
            with part.open("rb") as written:
                os.fsync(written.fileno())
            part.replace(path)
            if kept:
                kept.chmod(0o600)
            sync_folder(path.parent)
        except sqlite3.Error as error:
            raise DatabaseAway(str(error)) from error
        finally:
            _gone(part)
    return Restored(restored.heard, kept, restored.erased_again, restored.tidied, restored.owed)


def _attached(db: Connection, path: Path) -> str:
    """Where this connection finds the learners of the old database; "" when that cannot be read."""
    raw: Any = db.connection.driver_connection
    if not path.exists():
        return ""
    try:
        raw.execute("ATTACH ? AS before", (str(path),))
        raw.execute("SELECT id, token FROM before.learners LIMIT 1").fetchone()
        raw.execute("SELECT count(*) FROM before.sqlite_sequence").fetchone()
    except sqlite3.Error:
        with contextlib.suppress(sqlite3.Error):
            raw.execute("DETACH before")
        return ""
    return "before.learners"


def _same_owner(path: Path, part: Path) -> None:
    """The program may be another user than who restores."""
    was = path.stat()
    part.chmod(was.st_mode & 0o777)
    with contextlib.suppress(PermissionError):
        os.chown(part, was.st_uid, was.st_gid)


def _name_before(path: Path, now: datetime) -> Path:
    """A name with the date, that nothing has yet."""
    named = path.with_name(f"{path.name}.before-{now:%Y%m%dT%H%M%SZ}")
    count = 1
    while named.exists():
        count += 1
        named = path.with_name(f"{path.name}.before-{now:%Y%m%dT%H%M%SZ}-{count}")
    return named


def _kept_apart(path: Path, now: datetime) -> Path:
    """The old database, with another name; the file itself stays until it is replaced."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = _name_before(path, now)
    os.link(path, kept)
    for end in ("-wal", "-shm"):  # there only when it was damaged, or its program killed and its disk full
        if (beside := path.with_name(path.name + end)).exists():
            beside.rename(kept.with_name(kept.name + end))
    return kept


def _restore_postgresql(url: str, file: Path, retention: timedelta, with_erased: bool, now: datetime) -> Restored:
    from bot.store.postgresql import postgresql_engine  # SQLite does not need it

    engine = postgresql_engine(url)
    tool = _tool("pg_restore", url)
    kept: Path | None = None
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as guard:
            guard.execute(text("SET statement_timeout = 0"))
            # Whoever starts meanwhile migrates first, and waits there.
            if not guard.execute(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": MIGRATION_LOCK}).scalar():
                raise Refused("the database is being migrated or restored by somebody else")
            if others := _serving(guard):
                raise Refused(
                    f"{len(others)} connections of a running program are open ({', '.join(sorted(set(others)))}): "
                    "stop every web and worker first"
                )
            highest = None
            if current(guard) is not None:
                kept = _name_before(file, now)
                backup(url, kept)
                highest = guard.execute(text("SELECT last_value FROM learners_id_seq")).scalar()
                guard.execute(text(f"DROP TABLE IF EXISTS {BEFORE}"))
                guard.execute(text(f"CREATE TABLE {BEFORE} AS SELECT id, token FROM learners"))  # noqa: S608 (ours)
            try:
                _replace(guard, tool, file, url)
            except Refused:
                if kept:
                    _replace(guard, tool, kept, url)
                raise
            guard.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": MIGRATION_LOCK})
            migrate(url)
        with engine.connect() as db:
            before = BEFORE if inspect(db).has_table(BEFORE) else ""
            restored = _settled(db, before, highest, retention, with_erased, now)
            db.execute(text(f"DROP TABLE IF EXISTS {BEFORE}"))
            db.commit()
    finally:
        engine.dispose()
    return Restored(restored.heard, kept, restored.erased_again, restored.tidied, restored.owed)


def _serving(guard: Connection) -> Sequence[str]:
    """The programs that are connected; who has just hung up is given a moment to be gone."""
    until = time.monotonic() + HANGING_UP_SECONDS
    while (others := guard.execute(_SERVING).scalars().all()) and time.monotonic() < until:
        time.sleep(0.05)
    return others


_SERVING = text(
    "SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND (application_name LIKE 'badgewijzer %' OR query LIKE 'LISTEN badgewijzer%')"
)


def _replace(guard: Connection, tool: str, file: Path, url: str) -> None:
    """This dump instead of what is there. Tables it does not know must go too: they refer to those it does."""
    names = [*metadata.tables, "alembic_version"]
    guard.execute(text("DROP TABLE IF EXISTS " + ", ".join(names) + " CASCADE"))
    _run(
        tool, "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
        f"--dbname={_words(url)['PGDATABASE']}", str(file), url=url,
    )  # fmt: skip


def _settled(
    db: Connection, before: str, highest: int | None, retention: timedelta, with_erased: bool, now: datetime
) -> Restored:
    """Who was erased meanwhile erased again, what is past its time let go."""
    last = db.execute(select(func.max(heard.c.at))).scalar()
    erased: int | None = None
    if before and (gone := _erased_since(db, before, highest)) is not None:
        erased = 0
        for start in range(0, 0 if with_erased else len(gone), 200):
            some = gone[start : start + 200]
            privacy.erase(db, *some)
            erased += len(some)
    tidied = 0
    while swept := privacy.sweep(db, now, retention):
        tidied += sum(swept.values())
    owed = select(func.count()).where(outbox.c.outcome.is_(None), outbox.c.kind == "message")
    return Restored(last, None, erased, tidied, db.execute(owed).scalar_one())


def _erased_since(db: Connection, before: str, highest: int | None) -> list[int] | None:
    """Learners of the backup who are no longer in the old database; None where that is not a later state of it.

    It is when it has given out at least the same ids, and none of them to somebody else. An empty database that
    was begun after a loss, or one restored from an older backup, tells nothing.
    """
    if highest is None:
        highest = db.execute(text("SELECT seq FROM before.sqlite_sequence WHERE name = 'learners'")).scalar()
    ours = db.execute(text("SELECT max(id) FROM learners")).scalar()
    both = f"FROM learners l JOIN {before} b ON b.id = l.id"
    same = db.execute(text(f"SELECT count(*) {both} AND b.token = l.token")).scalar_one()
    other = db.execute(text(f"SELECT count(*) {both} AND b.token <> l.token")).scalar_one()
    if ours is None or highest is None or highest < ours or not same or other:
        return None
    left = f"SELECT l.id FROM learners l WHERE NOT EXISTS (SELECT 1 FROM {before} b WHERE b.id = l.id)"  # noqa: S608 (ours)
    return list(db.execute(text(left)).scalars())


# PostgreSQL's own tools


def _words(url: str) -> dict[str, str]:
    """The address as the variables that PostgreSQL's tools read: on a command line all could read the password."""
    from psycopg import pq

    options = pq.Conninfo.parse(url.encode())
    named = {
        option.envvar.decode(): option.val.decode()
        for option in options
        if option.envvar and option.val is not None and option.keyword != b"application_name"
    }
    return {"PGDATABASE": named.get("PGUSER", ""), **named}


def _tool(name: str, url: str) -> str:
    """The program of this name that is not older than the server. Raises Refused, DatabaseAway."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            wanted = connection.info.server_version // 10_000
    except psycopg.OperationalError as error:
        raise DatabaseAway(str(error).strip().splitlines()[0]) from error
    folders = [*os.get_exec_path(), *sorted(glob.glob(SYSTEM_FOLDERS), reverse=True)]
    old = set()
    for folder in folders:
        found = shutil.which(name, path=folder)
        told = _version(found) if found else None
        if found and told and told >= wanted:
            return found
        if told:
            old.add(str(told))
    seen = f"there is only that of {', '.join(sorted(old))}" if old else "there is none in PATH"
    raise Refused(f"{name} of PostgreSQL {wanted} or newer is needed, and {seen}: install postgresql-client-{wanted}")


def _version(tool: str) -> int | None:
    ran = subprocess.run([tool, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r"\) (\d+)", ran.stdout)
    return int(found[1]) if found else None


def _run(tool: str, *words: str, url: str) -> str:
    """What it prints. Raises Refused with what it complains of."""
    environment = {**os.environ, **_words(url), "LC_ALL": "C", "PGCONNECT_TIMEOUT": "10"}
    ran = subprocess.run([tool, *words], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if ran.returncode:
        told = [line for line in ran.stderr.strip().splitlines() if line] or [f"it ended with {ran.returncode}"]
        raise Refused(f"{Path(tool).name} failed: {told[0]}")
    return ran.stdout
