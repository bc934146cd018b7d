"""Brings a database to this version's shape. Two processes may try at once; one does it."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.store.database import DatabaseAway, postgresql_engine, sqlite_engine

FOLDER = Path(__file__).parent / "migrations"
HEAD = max(file.name.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*.py"))
"""The newest migration: a migration's file begins with its revision."""

_PG_LOCK = 0x62616467  # any number that nobody else takes


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
                # Batch mode drops a table to rebuild it: with foreign keys on, that would delete every row that
                # refers to it, and within a transaction they cannot be switched off.
                _migrate(sqlite_engine(path, immediate=True, foreign_keys=False), revision)
        else:
            engine = postgresql_engine(url)
            try:
                with engine.connect() as guard:
                    # who comes second waits for as long as the first one needs
                    guard.execute(text("SET lock_timeout = 0"))
                    guard.execute(text("SET statement_timeout = 0"))
                    guard.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _PG_LOCK})
                    guard.commit()
                    _migrate(create_engine(url, hide_parameters=True), revision)
                    guard.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _PG_LOCK})
                    guard.commit()
            finally:
                engine.dispose()  # and with its connection the lock, whatever happened
    except (DBAPIError, OSError) as error:
        raise DatabaseAway(str(getattr(error, "orig", error)).strip().splitlines()[0]) from error


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
