"""Brings a database to this version's shape. Two processes may try at once; one does it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.store.database import DatabaseAway, sqlite_engine

FOLDER = Path(__file__).parent / "migrations"
HEAD = max(file.name.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*.py"))
"""The newest migration: a migration's file begins with its revision."""

MIGRATION_LOCK = 0x62616467  # any number that nobody else takes
_PG_OPTIONS = "-c lock_timeout=500 -c statement_timeout=0 -c timezone=UTC"
"""Who asks for a table's lock has everybody behind it wait as well: it asks for half a second, and then later again."""

PATIENT = timedelta(minutes=10)
"""So long a migration tries to get the locks it needs."""

log = structlog.get_logger()


def at_head(db: Connection) -> bool:
    """Is this database in this version's shape, or a newer one? Old and new run side by side during a deploy."""
    now = current(db)
    return now is not None and now >= HEAD


def current(db: Connection) -> str | None:
    """The newest migration this database has seen; None for an empty one."""
    if not inspect(db).has_table("alembic_version"):
        return None
    return db.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database there. A database of a newer version is left alone. Raises DatabaseAway."""
    try:
        if url.startswith("sqlite:///"):
            path = Path(url.removeprefix("sqlite:///"))
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(f"{path}.lock", "ab") as side:
                fcntl.flock(side, fcntl.LOCK_EX)
                with contextlib.suppress(FileExistsError):  # it holds what learners say: for nobody else to read
                    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
                # Batch mode drops a table to rebuild it: with foreign keys on, that would delete every row that
                # refers to it, and within a transaction they cannot be switched off.
                _migrate(sqlite_engine(path, immediate=True, foreign_keys=False), revision)
        else:
            from bot.store.postgresql import postgresql_engine  # SQLite does not need it

            engine = postgresql_engine(url)
            try:
                with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as guard:
                    _see_that_it_is_ours(guard)
                    # Who comes second waits for as long as the first one needs, and asks rather than stands in
                    # line: an index that is made beside the turns waits for every statement that was there before.
                    while not guard.execute(
                        text("SELECT pg_try_advisory_lock(:lock)"), {"lock": MIGRATION_LOCK}
                    ).scalar():
                        time.sleep(0.1)
                    _migrate_patiently(url, revision)
                    guard.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": MIGRATION_LOCK})
            finally:
                engine.dispose()  # and with its connection the lock, whatever happened
    except (DBAPIError, OSError) as error:
        raise DatabaseAway(str(getattr(error, "orig", error)).strip().splitlines()[0]) from error


def _see_that_it_is_ours(guard: Connection) -> None:
    """A connection has the settings we asked for, so no pooler stands between that drops them. Raises DatabaseAway.

    One that does (PgBouncer with `ignore_startup_parameters = options`) mostly hands on connections by the transaction
    too. Then our locks stay with the connection, not with us: this very one kept every later start waiting, for ever.
    """
    if guard.execute(text("SHOW lock_timeout")).scalar() == "0":
        raise DatabaseAway(
            "a pooler such as PgBouncer drops the settings of our connections: "
            "let DATABASE_URL lead to PostgreSQL itself"
        )


def _migrate_patiently(url: str, revision: str) -> None:
    """On PostgreSQL: a lock that is not to be had is asked for again. What was done so far stays done."""
    end = time.monotonic() + PATIENT.total_seconds()
    pause = 0.1
    while True:
        try:
            _migrate(create_engine(url, hide_parameters=True, connect_args={"options": _PG_OPTIONS}), revision)
            return
        except DBAPIError as error:
            state = getattr(error.orig, "sqlstate", "")
            if state not in ("55P03", "40P01") or time.monotonic() > end:  # a lock not to be had, a deadlock
                raise
            log.info("migrate.waits", error=state)
            time.sleep(pause)
            pause = min(pause * 2, 5.0)


def _migrate(engine: Engine, revision: str) -> None:
    try:
        _bring(engine, revision)
    finally:
        engine.dispose()


def _bring(engine: Engine, revision: str) -> None:
    with engine.connect() as db:
        now = current(db)
        db.rollback()
        if revision == "head" and now is not None and now >= HEAD:
            return
        from alembic import command  # a tenth of a second that a start at head does not need

        config = configuration()
        config.attributes["connection"] = db
        sqlite = db.dialect.name == "sqlite"
        if sqlite:
            db.begin()  # all of it or nothing: within a transaction of ours Alembic commits none of its own
        if now is not None and (revision == "base" or (revision != "head" and revision < now)):
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)
        if sqlite and (loose := db.exec_driver_sql("PRAGMA foreign_key_check").first()):
            raise RuntimeError(f"a migration left rows of {loose[0]} that refer to nothing in {loose[2]}")
        db.commit()


def configuration() -> Any:
    """Alembic's configuration, made here: there is no ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config
