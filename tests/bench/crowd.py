"""A database with many stored learners: one real learner, as the program stored them, copied by plain SQL.

Each copy has its own ids, address, keys and moments within the last days, and an alarm of its own in days to come.
Which tables and columns there are is read from the database itself: a new column is copied along, and an older program
has its own. The copies stand in the index by which staff find them, and count as counted: beside the turns no backlog
of a million learners is worked off.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import LiteralString, cast

import psycopg

FIRST_CHAT = 5_000_000_000
"""The chat of the learner who is copied; the copies have the numbers that follow."""

TABLES = ("learners", "addresses", "messages", "outbox", "lanes", "events", "heard", "terms")
OWNED = {"learner_id": "learners", "address_id": "addresses", "message_id": "messages"}
"""Which table an id in another one is of."""

COUNTED = (("terms", "messages"), ("tallies", "events"))
"""How far an index and the counting are, and in which table."""

PAST = {"at", "created_at", "heard_at", "since", "used_at", "done_at", "proven_at", "sending_since"}
DAY = 86_400_000_000
SPREAD_DAYS = 28
"""The copies were heard in so many days until now: short of the 30 after which deliveries are let go."""

_COPIES = f"""
CREATE TEMP TABLE copies (n INTEGER PRIMARY KEY, word TEXT, back INTEGER, ahead INTEGER);
WITH RECURSIVE counted(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM counted WHERE n < :copies)
INSERT INTO copies
SELECT n, lower(hex(randomblob(16))), abs(random() % :spread), abs(random() % {20 * DAY}) FROM counted;
"""


def gather(template: Path, file: Path, learners: int, days: int = SPREAD_DAYS) -> None:
    """Make `file` of a database that holds one learner at FIRST_CHAT: with that learner and copies, so many in all.

    `days`: so many days until now they were heard in; 0: when the one was.
    """
    shutil.copyfile(template, file)
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-2000000"):
            db.execute(f"PRAGMA {pragma}")
        db.execute("BEGIN")
        make, fill = _COPIES.strip().split("\n", 1)
        db.execute(make)
        db.execute(fill, {"copies": learners - 1, "spread": max(days * DAY, 1)})
        there = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        tables = [table for table in TABLES if table in there]
        indexes = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
        for name, _ in indexes:
            db.execute(f'DROP INDEX "{name}"')
        strides = {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
        for table in tables:
            columns = [name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")]
            db.execute(_copied(table, columns, strides))
        for _, sql in indexes:
            db.execute(sql)
        for name, table in COUNTED if "cursors" in there else ():
            db.execute(f"INSERT OR REPLACE INTO cursors SELECT '{name}', max(id) FROM {table}")
        db.execute("COMMIT")
    with file.open("rb") as written:
        os.fsync(written.fileno())  # or the disk is still busy with it while we measure


_COPIES_ON_POSTGRESQL = """
CREATE TEMP TABLE copies AS
SELECT n, md5(random()::text || n) AS word, random() * %s * interval '1 day' AS back,
    random() * interval '20 days' AS ahead
FROM generate_series(1, %s) AS n;
"""
_KEY_ON_POSTGRESQL = (
    "lpad(to_hex(copies.n), 16, '0') || left(md5(random()::text || copies.n) || md5(random()::text), 48)"
)


def gather_on_postgresql(url: str, learners: int, days: int = SPREAD_DAYS) -> None:
    """The same within a PostgreSQL database that holds the one learner, and that no program serves meanwhile."""
    with psycopg.connect(url) as db:

        def run(sql: str, *given: object) -> list[tuple[object, ...]]:
            ran = db.execute(cast(LiteralString, sql), given or None)
            return list(ran.fetchall()) if ran.description else []

        run("SET LOCAL session_replication_role = replica")  # whom a copy refers to is copied too: nobody needs to look
        run("SET LOCAL maintenance_work_mem = '512MB'")
        run("SET LOCAL work_mem = '256MB'")
        run(_COPIES_ON_POSTGRESQL, days, learners - 1)
        found = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        there = {str(name) for (name,) in run(found)}
        tables = [table for table in TABLES if table in there]
        indexes = run(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY (%s) "
            "AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexname)",
            tables,
        )
        for name, _ in indexes:
            run(f'DROP INDEX "{name}"')
        ids = dict.fromkeys(
            {*OWNED.values(), "outbox", "events"}, "coalesce(max(id), 0)"
        )  # numbers may have been left out
        strides = {table: int(str(run(f"SELECT {ids.get(table, 'count(*)')} FROM {table}")[0][0])) for table in tables}
        of_table = "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position"
        for table in tables:
            columns = [str(name) for (name,) in run(of_table, table)]
            run(_copied(table, columns, strides, _KEY_ON_POSTGRESQL))
            if "id" in columns:
                run(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
        for _, sql in indexes:
            run(str(sql))
        for name, table in COUNTED if "cursors" in there else ():
            run("DELETE FROM cursors WHERE name = %s", name)
            run(f"INSERT INTO cursors SELECT '{name}', max(id) FROM {table}")
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("VACUUM ANALYZE")


def _copied(
    table: str,
    columns: Sequence[str],
    strides: dict[str, int],
    key: str = "printf('%016x', copies.n) || lower(hex(randomblob(24)))",
) -> str:
    """The statement that copies the rows of a table, those of one copy together, as one sitting makes them.

    `key`: what gives a key of what Telegram told there, 64 hexadecimal digits that begin with a number.
    """
    source = f"(SELECT * FROM {table})"
    values = ", ".join(key if (table, name) == ("heard", "key") else _value(table, name, strides) for name in columns)
    # in the order of their keys, where these are random: a B-tree grows quickest at its end
    journeys = f"ORDER BY {columns.index('journey') + 1}" if table == "events" else ""
    order = {"heard": "ORDER BY 1", "terms": "ORDER BY 1, 2, 3", "events": journeys}
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM copies CROSS JOIN {source} AS old "
        f"{order.get(table, '')}"
    )


def _value(table: str, name: str, strides: dict[str, int]) -> str:
    """What stands in this column of a copy."""
    old = f"old.{name}"
    owed = {"outbox": "old.outcome IS NULL", "lanes": "TRUE"}.get(table, "FALSE")
    match table, name:
        case _, "id":
            return f"{old} + copies.n * {strides[table]}"
        case _, "learner_id" | "address_id" | "message_id":
            return f"{old} + copies.n * {strides[OWNED[name]]}"
        case ("learners", "token") | ("events", "journey"):
            return "copies.word"
        case "addresses", "external_id":
            return f"CAST({FIRST_CHAT} + copies.n AS TEXT)"
        case "outbox", "key":
            return f"replace({old}, ':1', ':' || (1 + copies.n))"
        case _, "due" | "ready_at":
            return f"CASE WHEN {owed} THEN {old} + copies.ahead ELSE {old} - copies.back END"
        case _, moment if moment in PAST:
            return f"{old} - copies.back"
    return old


def chats(learners: int, step: int = 7_919) -> Callable[[int], list[int]]:
    """Gives that many of the stored learners' chats, from all over the database, and each only once."""

    def all_of_them() -> Iterator[int]:
        place = 0
        for _ in range(learners - 1):
            place = (place + step) % learners
            yield FIRST_CHAT + place

    found = all_of_them()
    return lambda count: [chat for _, chat in zip(range(count), found, strict=False)]
