"""What migrations are made of: steps that may be taken twice, and hold up nobody for long.

A migration that only makes new tables is one transaction, and needs none of this. One that changes tables in use
takes these steps. On PostgreSQL each is a transaction of its own, while learners go on talking; cut off half-way,
the migration is begun again by the next `migrate`, which finds its first steps taken. On SQLite all of it is one
transaction: there nobody talks during a migration but to the spool.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
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
