"""A database with many stored learners: one real learner, as the program stored them, copied by plain SQL.

Each copy has its own ids, address, keys and moments within the last days, and an alarm of its own in days to come.
Which columns there are is read from the database itself, so a new column is copied along. The copies stand in the index
by which staff find them, and count as counted: beside the turns no backlog of a million learners is worked off.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

FIRST_CHAT = 5_000_000_000
"""The chat of the learner who is copied; the copies have the numbers that follow."""

TABLES = ("learners", "addresses", "messages", "outbox", "lanes", "events", "heard", "terms")
OWNED = {"learner_id": "learners", "address_id": "addresses", "message_id": "messages"}
"""Which table an id in another one is of."""

PAST = {"at", "created_at", "heard_at", "since", "used_at", "done_at", "proven_at", "sending_since"}
DAY = 86_400_000_000
SPREAD_DAYS = 28
"""The copies were heard in so many days until now: short of the 30 after which deliveries are let go."""

_COPIES = f"""
CREATE TEMP TABLE copies (n INTEGER PRIMARY KEY, word TEXT, back INTEGER, ahead INTEGER);
WITH RECURSIVE counted(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM counted WHERE n < :copies)
INSERT INTO copies
SELECT n, lower(hex(randomblob(16))), abs(random() % {SPREAD_DAYS * DAY}), abs(random() % {20 * DAY}) FROM counted;
"""


def gather(template: Path, file: Path, learners: int) -> None:
    """Make `file` of a database that holds one learner at FIRST_CHAT: with that learner and copies, so many in all."""
    shutil.copyfile(template, file)
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-2000000"):
            db.execute(f"PRAGMA {pragma}")
        db.execute("BEGIN")
        make, fill = _COPIES.strip().split("\n", 1)
        db.execute(make)
        db.execute(fill, {"copies": learners - 1})
        indexes = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
        for name, _ in indexes:
            db.execute(f'DROP INDEX "{name}"')
        strides = {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}
        for table in TABLES:
            db.execute(_copied(db, table, strides))
        for _, sql in indexes:
            db.execute(sql)
        for name, table in (("terms", "messages"), ("tallies", "events")):
            db.execute(f"INSERT OR REPLACE INTO cursors SELECT '{name}', max(id) FROM {table}")
        db.execute("COMMIT")
    with file.open("rb") as written:
        os.fsync(written.fileno())  # or the disk is still busy with it while we measure


def _copied(db: sqlite3.Connection, table: str, strides: dict[str, int]) -> str:
    """The statement that copies the rows of a table, those of one copy together, as one sitting makes them."""
    columns = [name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")]
    source = f"(SELECT * FROM {table})"
    values = ", ".join(_value(table, name, strides) for name in columns)
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
        case "heard", "key":
            return "lower(hex(randomblob(32)))"
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
