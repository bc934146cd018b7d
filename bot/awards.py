"""Awards that institutions bring in: what a file would change, and then the change, wholly or not at all."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.store import batches, suppressions
from bot.store.awards import key_of, last_day
from bot.store.batches import AT_ONCE, Amendment, New
from bot.store.database import Database
from bot.store.secrets import Box
from bot.uploads import Given, Row, Upload, WrongUpload

Progress = Callable[[int], None]
"""Called with the number of rows that were dealt with so far."""

Account = Callable[[Connection], None]
"""Called within the transaction in which something is done."""

AMENDED = ("deadline", "institution", "address")
"""What a file can change of an award that is known."""

MOST_BADGES = 20
"""So many different badges are told apart."""


@dataclass
class Found:
    """What stands in a file, beside what is known: how many rows are new, known, changed and refused.

    `why` tells of the first refused rows their number, the reason, and the row that says the same (0 = none does);
    `badges` how many rows there are for each badge, `changes` what is otherwise of those that are known.
    """

    new: int = 0
    known: int = 0
    changed: int = 0
    refused: int = 0
    assumed: int = 0  # of the new ones: nobody told their deadline
    why: list[tuple[int, str, int]] = field(default_factory=list)
    badges: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        return self.new + self.known + self.changed + self.refused

    @property
    def nothing_to_do(self) -> bool:
        return not self.new and not self.changed

    def refuse(self, row: int, why: str, first: int = 0) -> None:
        self.refused += 1
        if len(self.why) < batches.MOST_REFUSED:
            self.why.append((row, why, first))

    def kept(self) -> dict[str, Any]:
        """What is kept of it with the batch: nobody's address."""
        counts = {name: getattr(self, name) for name in ("new", "known", "changed", "refused", "assumed")}
        spread = {name: getattr(self, name).most_common() for name in ("badges", "changes")}
        return {**counts, **spread, "why": [list(one) for one in self.why[: batches.MOST_REFUSED]]}


@dataclass(frozen=True)
class Plan:
    """What bringing in a file would do. `today`: the day on which it was looked at; `until`: the deadline of awards of
    which nobody tells one.
    """

    upload: Upload
    given: Given
    today: date
    until: date
    found: Found
    stamp: tuple[int, int]  # of the file as it was looked at
    box: Box


def _stamp(upload: Upload) -> tuple[int, int]:
    told = upload.file.stat()
    return told.st_size, told.st_mtime_ns


def _told(done: int) -> None:
    """Nobody wants to know how far it is."""


def _nobody_asks(db: Connection) -> None:
    """Whoever has the machine need not account for it."""


async def plan(
    database: Database,
    box: Box,
    upload: Upload,
    given: Given,
    zone: ZoneInfo,
    now: datetime,
    progress: Progress = _told,
) -> Plan:
    """What bringing in this file would do; nothing is changed. Raises WrongUpload."""
    today = now.astimezone(zone).date()
    planned = Plan(upload, given, today, last_day(now, zone), Found(), _stamp(upload), box)
    async for _ in _gone_through(database, planned, planned.found, progress):
        pass
    return planned


async def bring_in(
    database: Database,
    planned: Plan,
    now: datetime,
    language: str = "",
    progress: Progress = _told,
    account: Callable[[Connection, int, Found], None] = lambda db, batch, found: None,
) -> tuple[int, Found]:
    """Does what was planned: the number of the batch, 0 where there was nothing to do; and what was done.

    While it is written down nobody sees it; then it is there at once. Whatever ends this before that moment leaves
    nothing of it. Raises WrongUpload when the file was changed since, and Overtaken when another is brought in.
    `account`: what is noted of the batch and of what was done, in the transaction in which it is there.
    """
    batch, found = await stage(database, planned, now, language, progress)
    if batch:
        await open_staged(database, batch, now, lambda db: account(db, batch, found))
    return batch, found


async def stage(
    database: Database, planned: Plan, now: datetime, language: str = "", progress: Progress = _told, **more: Any
) -> tuple[int, Found]:
    """Writes down what was planned, where nobody sees it yet: as `bring_in`, up to the moment at which it is there.

    `more`: what is kept with the batch beside what was found.
    """
    if _stamp(planned.upload) != planned.stamp:
        raise WrongUpload("changed")
    await finish(database, now)
    if planned.found.nothing_to_do:
        return 0, planned.found
    found = Found()
    batch = await database.write(batches.begin, planned.upload.name, language, now)
    try:
        await clear(database)
        async for new, amended in _gone_through(database, planned, found, progress):
            if new or amended:
                await database.write(batches.write_down, batch, new, amended, now)
        await database.write(batches.staged, batch, {**found.kept(), **more})
    except BaseException:
        await database.write(batches.drop, batch)
        raise
    return batch, found


async def open_staged(database: Database, batch: int, now: datetime, account: Account = _nobody_asks) -> None:
    """All that was written down of a batch is there from now on. Raises Overtaken, having dropped it.

    `account`: what is noted of it in the same transaction.
    """

    def work(db: Connection) -> None:
        batches.open_(db, batch)
        account(db)

    try:
        await database.write(work)
    except BaseException:
        await database.write(batches.drop, batch)
        raise
    await finish(database, now)


async def finish(database: Database, now: datetime) -> None:
    """Does what opened batches are still to change."""
    while await database.write(batches.amend, now):
        await asyncio.sleep(0)


async def clear(database: Database) -> None:
    """Lets go of what was written down of batches that were never opened."""
    while await database.write(batches.clear):
        await asyncio.sleep(0)


async def forget(
    database: Database, batch: int, now: datetime, progress: Progress = _told, account: Account = _nobody_asks
) -> tuple[int, int]:
    """Lets go of a batch: how many awards went, and how many were left to the learners whose they are.

    `account`: what is noted of it before anything goes.
    """
    await finish(database, now)
    await database.write(account)
    gone = left = 0
    while any(done := await database.write(batches.forget, batch)):
        gone, left = gone + done[0], left + done[1]
        progress(gone + left)
    return gone, left


async def _gone_through(
    database: Database, planned: Plan, found: Found, progress: Progress
) -> AsyncIterator[tuple[list[New], list[Amendment]]]:
    """What is new of a file, and otherwise of what is known, some rows at a time; counted in `found`."""
    rows = planned.upload.rows(planned.given, planned.today)
    try:
        while some := await asyncio.to_thread(_some, rows):
            erased = await database.read(_erased, planned.box, some)
            keys = {row.number: _key(planned.box, row, erased) for row in some if row.award is not None}
            known = await database.read(batches.known, list(keys.values())) if keys else {}
            yield _compared(planned, some, keys, known, erased, found)
            progress(found.rows)
    finally:
        await asyncio.to_thread(rows.close)


def _some(rows: Iterator[Row]) -> list[Row]:
    return list(islice(rows, AT_ONCE))


def _erased(db: Connection, box: Box, rows: Sequence[Row]) -> set[int]:
    """The rows for mailboxes whose learner had everything erased."""
    return suppressions.erased(db, box, {row.number: row.award.address for row in rows if row.award is not None})


def _key(box: Box, row: Row, erased: set[int]) -> str:
    """What the award of this row is known by; of who was erased nobody else can find out whose it is."""
    assert row.award is not None
    key = str(key_of(row.award))
    return box.mark("erased", key)[:32] if row.number in erased else key


def _compared(
    planned: Plan,
    rows: Sequence[Row],
    keys: Mapping[int, str],
    known: dict[str, Any],
    erased: set[int],
    found: Found,
) -> tuple[list[New], list[Amendment]]:
    new, amended = [], []
    for row in rows:
        if row.award is None:
            found.refuse(row.number, str(row.refused), row.first)
            continue
        award = row.award
        if award.badge in found.badges or len(found.badges) < MOST_BADGES:
            found.badges[award.badge] += 1
        there = known.get(keys[row.number])
        if there is not None and not planned.given.is_theirs(there.institution or ""):
            found.refuse(row.number, "elsewhere")
        elif there is None:
            assumed = award.deadline is None
            kept = replace(award, deadline=award.deadline or planned.until)
            new.append(New(row.number, kept, assumed, keys[row.number], row.number in erased))
            found.new += 1
            found.assumed += assumed
        elif change := _change(row, there):
            amended.append(Amendment(there.id, change))
            found.changed += 1
            found.changes[", ".join(name for name in AMENDED if name in change)] += 1
        else:
            found.known += 1
    return new, amended


def _change(row: Row, there: Any) -> dict[str, Any]:
    """What this row says otherwise than what is known. What it leaves open stays as it is, an assumed deadline too."""
    award, change = row.award, dict[str, Any]()
    assert award is not None
    if there.flag in ("not_me", "erased"):
        return {}
    if award.deadline is not None and (there.assumed or award.deadline != there.deadline):
        change |= {"deadline": award.deadline.isoformat(), "assumed": False}
        if there.status == "gone" and (there.deadline is None or award.deadline > there.deadline):
            change["status"] = "open"
    if award.institution and award.institution != there.institution:
        change["institution"] = award.institution
    if award.address and award.address != there.address:
        change["address"] = award.address
    return change
