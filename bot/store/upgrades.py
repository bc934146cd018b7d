"""What migrations are made of: steps that may be taken twice, and hold up nobody for long.

A migration that only makes new tables is one transaction, and needs none of this. One that changes tables in use
takes these steps. On PostgreSQL each is a transaction of its own, while learners go on talking; cut off half-way,
the migration is begun again by the next `migrate`, which finds its first steps taken. On SQLite all of it is one
transaction: there nobody talks during a migration but to the spool.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op


def add_table(name: str, *parts: Any, **options: Any) -> None:
    """Make a table, with the columns and constraints it has; `add_index` makes its indexes."""
    with _by_itself():  # a foreign key locks the table it refers to
        op.create_table(name, *parts, if_not_exists=True, **options)


def add_column(table: str, column: sa.Column[Any]) -> None:
    """Add a column that may be null, or has a constant default: neither writes the rows that are there."""
    with _by_itself():
        op.add_column(table, column, if_not_exists=_is_postgresql() or None)


def fill(table: str, updates: Mapping[str, str], at_once: int = 1000) -> None:
    """Give rows that are there what is new in them, some at a time: an UPDATE by dialect, of ids :first to :last."""
    last = op.get_bind().execute(sa.text(f"SELECT max(id) FROM {table}")).scalar() or 0  # noqa: S608
    update = sa.text(updates[op.get_context().dialect.name])
    for first in range(1, last + 1, at_once):
        with _by_itself():
            op.get_bind().execute(update, {"first": first, "last": first + at_once - 1})


def add_index(table: str, *columns: str, name: str = "", where: str = "") -> None:
    """Make an index while the table is written to. `where`: the rows it holds; all when left out."""
    name = name or f"ix_{table}_{'_'.join(columns)}"
    partial: dict[str, Any] = {}
    if where:
        partial = {f"{op.get_context().dialect.name}_where": sa.text(where)}
    if not _is_postgresql():
        op.create_index(name, table, list(columns), **partial)
        return
    with _by_itself():
        op.execute("SET lock_timeout = 0")  # it waits for those who write, and they do not wait for it
        if _is_broken(name):
            op.execute(f"DROP INDEX CONCURRENTLY {name}")
        op.create_index(name, table, list(columns), postgresql_concurrently=True, if_not_exists=True, **partial)
        op.execute("RESET lock_timeout")


def drop_index(table: str, *columns: str, name: str = "") -> None:
    """Let an index go; the other way of `add_index`."""
    op.drop_index(name or f"ix_{table}_{'_'.join(columns)}", table, if_exists=True)


def drop_foreign_key(table: str, column: str, refers_to: str) -> None:
    """Let a column no longer be held against the table it refers to."""
    name = f"fk_{table}_{column}_{refers_to}"
    if _is_postgresql():
        with _by_itself():
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
    else:
        _rewrite(table, lambda sql: re.sub(rf",\s*CONSTRAINT {name} FOREIGN KEY[^,]*?(?=,|\s*\)$)", "", sql))


def add_foreign_key(table: str, column: str, refers_to: str, on_delete: str) -> None:
    """The other way of `drop_foreign_key`. `on_delete`: CASCADE, SET NULL."""
    name = f"fk_{table}_{column}_{refers_to}"
    words = f"CONSTRAINT {name} FOREIGN KEY({column}) REFERENCES {refers_to} (id) ON DELETE {on_delete}"
    if _is_postgresql():
        with _by_itself():
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}, ADD {words}")
    else:
        _rewrite(table, lambda sql: re.sub(r"\s*\)$", f", {words})", sql))


def _rewrite(table: str, change: Callable[[str], str]) -> None:
    """SQLite: change what is written down of a table where its rows stay as they are, as foreign keys have them.

    Source: https://sqlite.org/lang_altertable.html#making_other_kinds_of_table_schema_changes, the simpler procedure.
    """
    db = op.get_bind()
    found = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = :table"
    sql = str(db.execute(sa.text(found), {"table": table}).scalar_one())
    version = int(db.exec_driver_sql("PRAGMA schema_version").scalar_one())
    db.exec_driver_sql("PRAGMA writable_schema=ON")
    update = "UPDATE sqlite_schema SET sql = :sql WHERE type = 'table' AND name = :table"
    db.execute(sa.text(update), {"sql": change(sql), "table": table})
    db.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    db.exec_driver_sql("PRAGMA writable_schema=OFF")


def _is_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"


def _is_broken(index: str) -> bool:
    """Was the making of this index cut off? Such a one is written and never read."""
    found = op.get_bind().execute(
        sa.text("SELECT NOT indisvalid FROM pg_index WHERE indexrelid = to_regclass(:index)"), {"index": index}
    )
    return bool(found.scalar())


@contextlib.contextmanager
def _by_itself() -> Iterator[None]:
    if _is_postgresql():
        with op.get_context().autocommit_block():
            yield
    else:
        yield
