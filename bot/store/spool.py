"""The spool: what was heard while the database was away, on disk, sealed, in order.

Append-only files, each locked by the process that writes it; when a process is gone, another adopts its files. A
record is its length, a checksum, when it came and the sealed bytes. A torn last record was never acknowledged and is
let go. A file is removed when all of it is done. Processes that share the folder hand their records on in one order,
for a learner's next message may have come to another process.
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
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import structlog

from bot.store.secrets import Box, Sealed

log = structlog.get_logger()

SEGMENT = 1024 * 1024
"""A file that has grown to this is followed by a new one, so that room comes free while the spool is emptied."""

_HEAD = struct.Struct(">IIQB")  # length, checksum, nanoseconds since 1970, done

PATIENT_SECONDS = 30.0
"""How long a record waits for an older one that another process should hand on; that process may hang."""


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
        self._waiting: deque[tuple[int, Path, int, int]] = deque()  # when, file, place, length of what is sealed
        self._last = 0
        self._passed: dict[Path, int] = {}  # how far others are with their files
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

    def put(self, record: bytes) -> None:
        """Keep this record; on disk when it returns. Raises SpoolFull, OSError."""
        sealed = self.box.seal(record)
        with self._lock:
            moment = self._last = max(time.time_ns(), self._last + 1)  # in order whatever the clock does
            whole = _HEAD.pack(len(sealed), zlib.crc32(sealed), moment, 0) + sealed
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
            self._waiting.append((moment, file, place, len(sealed)))

    async def drain(self, handle: Callable[[bytes], Awaitable[None]]) -> None:
        """Hand every record on, in order; each is done when `handle` returned. Raises what it raises."""
        async with self._draining:
            self._adopt()
            while self._waiting:
                await self._our_turn()
                moment, file, place, length = self._waiting[0]
                sealed = os.pread(self._files[file], length, place + _HEAD.size)
                try:
                    record = self.box.open(sealed)
                except Sealed:
                    self._lay_apart(file, moment, sealed)
                else:
                    await handle(record)
                self._done(file, place)

    async def _our_turn(self) -> None:
        """Wait while another living process still has something older to hand on."""
        end = time.monotonic() + PATIENT_SECONDS
        while (first := self._first_elsewhere()) and first < self._waiting[0][0] and time.monotonic() < end:
            await asyncio.sleep(0.005)
            self._adopt()  # it may have ended meanwhile

    def _first_elsewhere(self) -> int | None:
        """When the first came of what waits with other processes; None when nothing does."""
        files = [file for file in self.folder.glob("*.spool") if file not in self._files]
        moments = []
        for file in files:
            with contextlib.suppress(FileNotFoundError), file.open("rb") as other:
                place, first = _first(other.fileno(), self._passed.get(file, 0))
                self._passed[file] = place
                moments += [first] if first else []
        self._passed = {file: place for file, place in self._passed.items() if file in files}
        return min(moments, default=None)

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

    def _done(self, file: Path, place: int) -> None:
        with self._lock:
            self._waiting.popleft()
            os.pwrite(self._files[file], b"\x01", place + _HEAD.size - 1)
            if not any(other == file for _, other, _, _ in self._waiting):
                self._own = None if self._own == file else self._own
                file.unlink(missing_ok=True)
                os.close(self._files.pop(file))

    def _lay_apart(self, file: Path, moment: int, sealed: bytes) -> None:
        with open(file.with_suffix(".unreadable"), "ab") as apart:
            apart.write(_HEAD.pack(len(sealed), zlib.crc32(sealed), moment, 0) + sealed)
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
        found: list[tuple[int, Path, int, int]] = []
        with self._lock:
            for file in self.folder.glob("*.spool") if self.folder.is_dir() else ():
                if file not in self._files:
                    found += self._adopted(file)
            if found:
                self._waiting = deque(sorted([*self._waiting, *found]))

    def _adopted(self, file: Path) -> list[tuple[int, Path, int, int]]:
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
        found = [(moment, file, place, length) for moment, place, length in _records(content)]
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


def _first(descriptor: int, place: int) -> tuple[int, int | None]:
    """Of a file that another process writes: the place of the first record that is not done, and when it came."""
    while len(head := os.pread(descriptor, _HEAD.size, place)) == _HEAD.size:
        length, _, moment, done = _HEAD.unpack(head)
        if not done:
            return place, moment
        place += _HEAD.size + length
    return place, None


def _records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Of the records that are whole and not done: when they came, their places, the lengths of what is sealed."""
    place = 0
    while place + _HEAD.size <= len(content):
        length, checksum, moment, done = _HEAD.unpack_from(content, place)
        sealed = content[place + _HEAD.size : place + _HEAD.size + length]
        if len(sealed) < length or zlib.crc32(sealed) != checksum:
            return
        if not done:
            yield moment, place, length
        place += _HEAD.size + length
