"""How a database looks for things: what a unit of work reads row by row, where an index should lead."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, event

WHOLE_INDEXES = {"ix_learners_leaving", "ix_learners_waiting_since", "ix_heard_set_aside", "ix_outbox_set_aside"}
"""These hold few rows by their nature: to read all of one is to look at what one asks for."""

FEW = {"staff", "audit_head", "outages", "labels", "cursors"}
"""Tables that hold few rows by their nature."""


def scans(db: Connection, unit: Callable[..., Any], *arguments: Any) -> list[str]:
    """The lines of this unit's query plans that go through a whole table or index, undone afterwards."""
    found: list[str] = []
    looking = False

    def before(db: Connection, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        nonlocal looking
        if looking or not statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
            return
        looking = True
        try:
            explain = "EXPLAIN QUERY PLAN " if db.dialect.name == "sqlite" else "EXPLAIN "
            given = parameters[0] if many else parameters
            lines = [str(row[-1]) for row in db.exec_driver_sql(explain + statement, given)]
        finally:
            looking = False
        found.extend(line for line in lines if _goes_through(line))

    if db.dialect.name == "postgresql":
        db.exec_driver_sql("SET LOCAL enable_seqscan = off")  # of little, it would rather read all
    event.listen(db, "before_cursor_execute", before)
    try:
        unit(db, *arguments)
    finally:
        event.remove(db, "before_cursor_execute", before)
    return found


def _goes_through(line: str) -> bool:
    if whole := re.search(r"Seq Scan on (\w+)", line):
        return whole[1] not in {"each_one", *FEW}
    if "CONSTANT ROW" in line:  # what is put in, and no table
        return False
    scanned = re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?", line)
    return bool(scanned) and scanned[1] not in {"anon_1", *FEW} and scanned[2] not in WHOLE_INDEXES  # type: ignore[index]
