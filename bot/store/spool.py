"""The spool: what was heard while the database was away, on disk, sealed, in the order of each conversation.

Append-only files, each locked by the process that writes it; when a process is gone, another adopts its files. A
record is its length, a checksum, when it came and the sealed bytes; before it stands a mark of whose it is, its lane. A
torn last record was never acknowledged and is let go. A file is removed when all of it is done.

Records are handed on as they came. One that cannot be taken now leaves those of its lane behind it, and holds up nobody
else. Of one lane all processes that share the folder hand on in one order, for a learner's next message may have come
to another process.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import secrets
import struct
import threading
import time
import zlib
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import structlog

from bot.store.secrets import Box, Sealed

log = structlog.get_logger()

SEGMENT = 1024 * 1024
"""A file that has grown to this is followed by a new one, so that room comes free while the spool is emptied."""

_HEAD = struct.Struct(">IIQB")  # length, checksum, nanoseconds since 1970, what it is
_WAITS, _DONE, _LANE = range(3)
"""A record, one that is done, or the mark of whose the next record is: a program of before there were lanes passes over
that like over any that is done. What it wrote itself, without a mark, may be anybody's."""

PATIENT_SECONDS = 30.0
"""How long a record waits for an older one of its lane that another process should hand on, while that process does
nothing with its file: it may hang."""

LINGER_SECONDS = 0.5
"""How long, when nothing else is to be done, is waited for what another process hands on."""

Lane = bytes | None
"""Whose a record is, as a mark; None = anybody's."""


class NotNow(Exception):
    """This record cannot be handed on now, nor those of its lane behind it; all others can."""


class SpoolFull(Exception):
    """There is no room for more; the neighbour must deliver it again."""


class Spool:
    """What was heard and waits for the database. `put` is durable when it returns.

    What was sealed with another SECRET_KEY is laid apart in `*.unreadable`, out of the way of the rest; once the
    key is back and the file named `*.spool` again, it is read. `limit`, bytes, holds for all files in the folder.
    `alone`: no other process shares the folder while we live.
    """

    def __init__(self, folder: Path, box: Box, *, limit: int = 64 * 1024 * 1024, alone: bool = False) -> None:
        self.folder = folder
        self.alone = alone
        self.box = box
        self.limit = limit
        self._lock = threading.Lock()
        self._draining = asyncio.Lock()
        self._files: dict[Path, int] = {}  # ours and adopted ones, by descriptor
        self._own: Path | None = None
        self._waiting: deque[_Record] = deque()  # as they came
        self._of: Counter[Lane | Path] = Counter()  # how many of those are of this lane, and in this file
        self._held: set[Lane] = set()  # the lanes of some that could not be handed on when that was tried
        self._last = 0
        self._shown = 0.0
        self._others: dict[Path, _Other] = {}
        self._adopt()

    def __len__(self) -> int:
        return len(self._waiting)

    def waits(self) -> bool:
        """Does anything wait, here or with another process that shares the folder?"""
        if self._waiting:
            return True
        if self.alone:
            return False
        with contextlib.suppress(FileNotFoundError), os.scandir(self.folder) as entries:
            return any(entry.name.endswith(".spool") for entry in entries)
        return False

    def waits_for(self, lane: str) -> bool:
        """Does anything of this lane wait, here or with another process, or what may be of it?"""
        mark = self._mark(lane)
        return self._of[mark] > 0 or self._of[None] > 0 or self._elsewhere(mark)

    def is_held(self, lane: str) -> bool:
        """Could what waits of this lane not be handed on when that was tried?"""
        return self._mark(lane) in self._held or None in self._held

    def moves(self) -> bool:
        """Does anything wait here that can be handed on, as far as we know?"""
        return None not in self._held and len(self._waiting) > sum(self._of[lane] for lane in tuple(self._held))

    def put(self, record: bytes, lane: str = "", *, held: bool = False) -> None:
        """Keep this record; on disk when it returns. `held`: it was tried just now. Raises SpoolFull, OSError."""
        sealed, mark = self.box.seal(record), self._mark(lane)
        with self._lock:
            moment = self._last = max(time.time_ns(), self._last + 1)  # in order whatever the clock does
            whole = _packed(sealed, mark, moment)
            if self._size() + len(whole) > self.limit:
                raise SpoolFull("the spool is full")
            file, descriptor = self._own_file()
            place = os.lseek(descriptor, 0, os.SEEK_END)
            try:
                if os.write(descriptor, whole) != len(whole):
                    raise OSError("the record did not fit")
                os.fsync(descriptor)
            except OSError:
                try:
                    os.ftruncate(descriptor, place)
                except OSError:
                    self._own = None  # nothing may follow what is torn: it would not be found again
                raise
            if held:
                self._held.add(mark)
            self._waits(_Record(moment, file, place + len(whole) - len(sealed) - _HEAD.size, len(sealed), mark))

    async def drain(self, handle: Callable[[bytes], Awaitable[None]]) -> None:
        """Hand on what can be, as it came; each is done when `handle` returned. Raises what that raises but NotNow."""
        async with self._draining:
            not_now: set[Lane] = set()
            end = time.monotonic() + LINGER_SECONDS
            while True:
                waiting = len(self._waiting)
                behind_others = await self._hand_on(handle, not_now)
                if len(self._waiting) < waiting:
                    end = time.monotonic() + LINGER_SECONDS
                if not behind_others or time.monotonic() > end:
                    return
                await asyncio.sleep(0.01)

    async def _hand_on(self, handle: Callable[[bytes], Awaitable[None]], not_now: set[Lane]) -> bool:
        """Hand on once what can be; `not_now` gets the lanes that are held up. Is something behind what others have?"""
        self._adopt()
        stays, at, behind_others = set(not_now), 0, False  # the lanes of what stays, and how much that is
        while at < len(self._waiting) and None not in stays:
            self._show_life()
            record = self._waiting[at]
            if record.lane in stays:
                at += 1
            elif record.lane is None and stays:  # it may be of any of these
                stays.add(None)
                self._held.add(None)
            elif self._elsewhere(record.lane, record.moment):
                behind_others = True
                stays.add(record.lane)
                self._held.add(record.lane)
                await asyncio.sleep(0)  # many may be, and to look at the files of others takes its time
            elif await self._taken(record, handle):
                self._done(at)
            else:
                stays.add(record.lane)
                not_now.add(record.lane)
                self._held.add(record.lane)
        return behind_others

    def _show_life(self) -> None:
        """Touch all our files now and then, whatever becomes of what is in them: others see that we do not hang."""
        if time.monotonic() - self._shown < PATIENT_SECONDS / 30:
            return
        self._shown = time.monotonic()
        with contextlib.suppress(OSError):
            for descriptor in tuple(self._files.values()):
                os.utime(descriptor)

    async def _taken(self, record: _Record, handle: Callable[[bytes], Awaitable[None]]) -> bool:
        """Hand this one on, or lay it apart; False when that cannot be done now."""
        sealed = os.pread(self._files[record.file], record.length, record.place + _HEAD.size)
        try:
            opened = self.box.open(sealed)
        except Sealed:
            self._lay_apart(record, sealed)
            return True
        try:
            await handle(opened)
        except NotNow:
            return False
        return True

    def _elsewhere(self, lane: Lane, before: int | None = None) -> bool:
        """Does a living process have something of this lane to hand on, that came before this moment?"""
        if self.alone:
            return False
        found, others = False, {}
        for file in self.folder.glob("*.spool") if self.folder.is_dir() else ():
            if file in self._files:
                continue
            other = others[file] = self._others.get(file) or _Other()
            with contextlib.suppress(FileNotFoundError), file.open("rb") as reading:
                first = other.first(reading.fileno(), lane)
                found |= first is not None and (before is None or first < before)
        self._others = others
        return found

    def _mark(self, lane: str) -> bytes:
        return bytes.fromhex(self.box.mark("lane", lane))

    def _waits(self, *records: _Record) -> None:
        self._waiting.extend(records)
        for record in records:
            self._of[record.lane] += 1
            self._of[record.file] += 1

    def close(self) -> None:
        for descriptor in self._files.values():
            os.close(descriptor)
        self._files.clear()

    def _size(self) -> int:
        """How many bytes the folder holds, whoever wrote them."""
        size = 0
        with contextlib.suppress(FileNotFoundError), os.scandir(self.folder) as entries:
            for entry in entries:
                with contextlib.suppress(FileNotFoundError):
                    size += entry.stat().st_size
        return size

    def _done(self, at: int) -> None:
        with self._lock:
            record = self._waiting[at]
            os.pwrite(self._files[record.file], bytes([_DONE]), record.place + _HEAD.size - 1)
            del self._waiting[at]
            self._held.discard(record.lane)
            for counted in (record.lane, record.file):
                self._of[counted] -= 1
                if not self._of[counted]:
                    del self._of[counted]
            if record.file not in self._of:
                self._own = None if self._own == record.file else self._own
                record.file.unlink(missing_ok=True)
                os.close(self._files.pop(record.file))

    def _lay_apart(self, record: _Record, sealed: bytes) -> None:
        with open(record.file.with_suffix(".unreadable"), "ab") as apart:
            apart.write(_packed(sealed, record.lane, record.moment))
            apart.flush()
            os.fsync(apart.fileno())
        sync_folder(self.folder)
        log.error("spool.unreadable")

    def _own_file(self) -> tuple[Path, int]:
        """The file we write, made first if need be. Its name tells when, so that names sort as the files came."""
        if self._own is None or os.fstat(self._files[self._own]).st_size >= SEGMENT:
            if not self.folder.is_dir():
                self.folder.mkdir(parents=True, exist_ok=True)
                sync_folder(self.folder.parent)
            file = self.folder / f"{time.time_ns():020d}-{secrets.token_hex(4)}.spool"
            unseen = file.with_suffix(".new")  # nobody may adopt it before it is locked
            descriptor = os.open(unseen, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                unseen.rename(file)
                sync_folder(self.folder)
            except OSError:
                os.close(descriptor)
                unseen.unlink(missing_ok=True)
                raise
            self._files[file] = descriptor
            self._own = file
        return self._own, self._files[self._own]

    def _adopt(self) -> None:
        """Take over the files of processes that are gone."""
        found: list[_Record] = []
        with self._lock:
            for file in self.folder.glob("*.spool") if self.folder.is_dir() else ():
                if file not in self._files:
                    found += self._adopted(file)
            if found:
                self._waits(*found)
                self._last = max(self._last, *(record.moment for record in found))  # the clock may have been put back
                self._waiting = deque(sorted(self._waiting, key=lambda record: record.moment))

    def _adopted(self, file: Path) -> list[_Record]:
        """What waits in this file, now ours; nothing when its process lives."""
        try:
            descriptor = os.open(file, os.O_RDWR)
        except FileNotFoundError:
            return []  # somebody else was first
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return []
        content = os.pread(descriptor, os.fstat(descriptor).st_size, 0)
        found = [
            _Record(moment, file, place, length, lane)
            for moment, place, length, lane, done in _records(content)
            if not done
        ]
        if found:
            self._files[file] = descriptor
        else:
            file.unlink(missing_ok=True)
            os.close(descriptor)
        return found


def sync_folder(folder: Path) -> None:
    """Make what was made or renamed in this folder last."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _packed(sealed: bytes, lane: Lane, moment: int) -> bytes:
    """A record as it stands in a file, behind the mark of its lane."""
    parts = [(_WAITS, sealed)] if lane is None else [(_LANE, lane), (_WAITS, sealed)]
    return b"".join(_HEAD.pack(len(part), zlib.crc32(part), moment, what) + part for what, part in parts)


def _records(content: bytes) -> Iterator[tuple[int, int, int, Lane, bool]]:
    """Of the records that are whole: when they came, their places, the lengths of what is sealed, whose, if done."""
    place, lane = 0, None
    while place + _HEAD.size <= len(content):
        length, checksum, moment, what = _HEAD.unpack_from(content, place)
        body = content[place + _HEAD.size : place + _HEAD.size + length]
        if len(body) < length or zlib.crc32(body) != checksum:
            return
        if what == _LANE:
            lane = body
        else:
            yield moment, place, length, lane, what == _DONE
            lane = None
        place += _HEAD.size + length


class _Record(NamedTuple):
    """One that waits in a file of ours; `place`: of its head, `length`: of what is sealed."""

    moment: int
    file: Path
    place: int
    length: int
    lane: Lane


class _Other:
    """The file of another process, as far as we have read it."""

    def __init__(self) -> None:
        self._read = 0
        self._waiting: defaultdict[Lane, deque[tuple[int, int]]] = defaultdict(deque)  # when, place
        self._changed = -1
        self._since = 0.0  # by our own clock, whatever becomes of the machine's

    def first(self, descriptor: int, lane: Lane) -> int | None:
        """When the first came of what waits there and is of this lane, or may be; None where none is, or it hangs."""
        state = os.fstat(descriptor)
        if state.st_mtime_ns != self._changed:
            self._changed, self._since = state.st_mtime_ns, time.monotonic()
        if time.monotonic() - self._since > PATIENT_SECONDS:
            return None
        if state.st_size > self._read:
            start = self._read
            for moment, place, length, whose, done in _records(os.pread(descriptor, state.st_size - start, start)):
                self._read = start + place + _HEAD.size + length
                if not done:
                    self._waiting[whose].append((moment, start + place))
        lanes = list(self._waiting) if lane is None else [lane, None]
        firsts = [self._first_of(descriptor, one) for one in lanes if one in self._waiting]
        return min((first for first in firsts if first is not None), default=None)

    def _first_of(self, descriptor: int, lane: Lane) -> int | None:
        waiting = self._waiting[lane]
        while waiting and os.pread(descriptor, 1, waiting[0][1] + _HEAD.size - 1) != bytes([_WAITS]):
            waiting.popleft()
        if waiting:
            return waiting[0][0]
        del self._waiting[lane]
        return None
