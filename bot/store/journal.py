"""The journal of accepted sends: what a provider took, written down before the database knows.

A process that is killed between the two would send it again. One `write` to a file survives a kill (not a power cut,
after which a message may come twice), and takes microseconds where the database may have us wait. Files are like the
spool's: each locked by the process that writes it, and adopted when that process is gone.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import orjson
import structlog
from sqlalchemy import Connection, bindparam, case, null, select

from bot.store import notices
from bot.store.outbox import Job
from bot.store.tables import learners, messages, outbox

log = structlog.get_logger()

LARGEST = 64 * 1024
"""A file that has grown to this is emptied at the first moment when all in it is noted."""


class Accepted(NamedTuple):
    """One attempt that a provider took. `talk` tells the row from that of another database."""

    row: int
    attempts: int
    talk: str
    given: str


class Journal:
    """What was accepted and is not noted yet. The folder is shared by the processes of one machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._own: tuple[Path, int] | None = None
        self._open: set[int] = set()
        self._size = 0

    def accepted(self, job: Job, given: str) -> None:
        """Write down that the provider took this; a full disk costs no more than the protection against a double."""
        self._open.add(job.id)
        line = orjson.dumps((job.id, job.attempts, job.talk, given))  # as `Accepted`
        try:
            # what was torn before it stays a line of its own
            self._size += os.write(self._file(), b"\n%b\n" % line)
        except OSError as error:
            log.warning("journal.not_written", error=type(error).__name__)

    def noted(self, job: Job) -> None:
        """The database knows it now."""
        self._open.discard(job.id)
        if self._own and not self._open and self._size >= LARGEST:
            os.ftruncate(self._own[1], 0)
            self._size = 0

    def given_before(self, job: Job) -> str | None:
        """The provider's id of what an earlier attempt at this row sent, by any process of this machine; None: unknown.

        For a row that may have been sent: who sent it may live and be kept from noting it by a database that was away
        for longer than a lease.
        """
        found = None
        for one in self._all():
            if (one.row, one.talk) == (job.id, job.talk) and one.attempts < job.attempts:
                found = one.given
        return found

    def given_in(self, talk: str) -> frozenset[str]:
        """The providers' ids of all that is written down of this conversation, by any process of this machine."""
        return frozenset(one.given for one in self._all() if one.talk == talk)

    def _all(self) -> Iterator[Accepted]:
        for file in sorted(self.folder.glob("*.journal")) if self.folder.is_dir() else ():
            with contextlib.suppress(FileNotFoundError):
                yield from _read(file.read_bytes())

    async def hand_over(self, note: Callable[[Sequence[Accepted]], Awaitable[object]]) -> None:
        """What processes that are gone had accepted, to be noted; then their files go. Raises what `note` raises."""
        for file in sorted(self.folder.glob("*.journal")) if self.folder.is_dir() else ():
            if self._own and file == self._own[0]:
                continue
            descriptor = _adopted(file)
            if descriptor is None:
                continue
            try:
                found = list(_read(os.pread(descriptor, os.fstat(descriptor).st_size, 0)))
                if found:
                    await note(found)
                file.unlink(missing_ok=True)
            finally:
                os.close(descriptor)

    def close(self) -> None:
        if self._own:
            file, descriptor = self._own
            if not self._open:
                file.unlink(missing_ok=True)
            os.close(descriptor)
            self._own = None

    def _file(self) -> int:
        if self._own is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            file = self.folder / f"{time.time_ns():020d}-{secrets.token_hex(4)}.journal"
            unseen = file.with_suffix(".new")  # nobody may adopt it before it is locked
            descriptor = os.open(unseen, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            unseen.rename(file)
            self._own = file, descriptor
        return self._own[1]


def _adopted(file: Path) -> int | None:
    """The file, now ours; None when its process lives or somebody else was first."""
    try:
        descriptor = os.open(file, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _read(content: bytes) -> Iterator[Accepted]:
    """The entries that are whole."""
    for line in content.splitlines():
        try:
            row, attempts, talk, given = json.loads(line)
        except (ValueError, TypeError):
            continue  # torn, or the empty line before each
        yield Accepted(int(row), int(attempts), str(talk), str(given))


_OWED = (
    select(outbox.c.kind, outbox.c.message_id, outbox.c.attempts, outbox.c.payload, messages.c.provider_id)
    .join(learners, learners.c.id == outbox.c.learner_id)
    .outerjoin(messages, messages.c.id == outbox.c.message_id)
    .where(
        outbox.c.id == bindparam("row"),
        outbox.c.outcome.is_(None),
        learners.c.token == bindparam("talk"),
    )
    .with_for_update(of=outbox)
)
_SENT = (
    outbox.update()
    .where(outbox.c.id == bindparam("row"))
    .values(outcome="sent", done_at=bindparam("now", type_=outbox.c.done_at.type), key=None, payload=null())
)
_GIVEN = (
    messages.update()
    .where(messages.c.id == bindparam("message"))
    .values(
        delivery="sent",
        provider_id=case((bindparam("given") == "", messages.c.provider_id), else_=bindparam("given")),
    )
)


def note(db: Connection, accepted: Sequence[Accepted], now: object) -> int:
    """Note as sent what is still owed by the same attempt; how many that were.

    Of a card only where it stands is noted: its row may be owed anew since then, and to edit it once more harms nobody.
    That is noted too when the attempts were counted anew since, for whoever has no card yet.
    """
    found = 0
    for one in accepted:
        owed = db.execute(_OWED, {"row": one.row, "talk": one.talk}).first()
        first_card = owed is not None and owed.kind == "card" and owed.provider_id is None
        if owed is None or (owed.attempts != one.attempts and not first_card):
            continue
        found += 1
        if owed.kind == "desk":
            notices.sent(db, owed.payload["notice"], one.given)
        if owed.kind != "card":
            db.execute(_SENT, {"row": one.row, "now": now})
        if owed.message_id is not None:
            db.execute(_GIVEN, {"message": owed.message_id, "given": one.given})
    return found
