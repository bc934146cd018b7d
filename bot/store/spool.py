"""The spool: what was heard while the database was away, on disk, sealed, in order.

Append-only files, each locked by the process that writes it; when a process is gone, another adopts its files. A
record is its length, a checksum and the sealed bytes. A torn last record was never acknowledged and is let go. A
file is removed when all of it is done.
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

_HEAD = struct.Struct(">IIB")  # length, checksum, done


class SpoolFull(Exception):
    """There is no room for more; the neighbour must deliver it again."""


class Spool:
    """What was heard and waits for the database. `put` is durable when it returns.

    What was sealed with another SECRET_KEY is laid apart in `*.unreadable`, out of the way of the rest; once the
    key is back and the file named `*.spool` again, it is read. `limit`, bytes, holds for all files in the folder.
    """

    def __init__(self, folder: Path, box: Box, *, limit: int = 64 * 1024 * 1024) -> None:
        self.folder = folder
        self.box = box
        self.limit = limit
        self._lock = threading.Lock()
        self._draining = asyncio.Lock()
        self._files: dict[Path, int] = {}  # ours and adopted ones, by descriptor
        self._own: Path | None = None
        self._waiting: deque[tuple[Path, int, int]] = deque()  # file, place, length of what is sealed
        self._adopt()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, record: bytes) -> None:
        """Keep this record; on disk when it returns. Raises SpoolFull, OSError."""
        sealed = self.box.seal(record)
        whole = _HEAD.pack(len(sealed), zlib.crc32(sealed), 0) + sealed
        with self._lock:
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
            self._waiting.append((file, place, len(sealed)))

    async def drain(self, handle: Callable[[bytes], Awaitable[None]]) -> None:
        """Hand every record on, in order; each is done when `handle` returned. Raises what it raises."""
        async with self._draining:
            self._adopt()
            while self._waiting:
                file, place, length = self._waiting[0]
                sealed = os.pread(self._files[file], length, place + _HEAD.size)
                try:
                    record = self.box.open(sealed)
                except Sealed:
                    self._lay_apart(file, sealed)
                else:
                    await handle(record)
                self._done(file, place)

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
            if not any(other == file for other, _, _ in self._waiting):
                self._own = None if self._own == file else self._own
                file.unlink(missing_ok=True)
                os.close(self._files.pop(file))

    def _lay_apart(self, file: Path, sealed: bytes) -> None:
        with open(file.with_suffix(".unreadable"), "ab") as apart:
            apart.write(_HEAD.pack(len(sealed), zlib.crc32(sealed), 0) + sealed)
            apart.flush()
            os.fsync(apart.fileno())
        _sync(self.folder)
        log.error("spool.unreadable")

    def _own_file(self) -> tuple[Path, int]:
        """The file we write, made first if need be. Its name tells when, so that names sort as the files came."""
        if self._own is None or os.fstat(self._files[self._own]).st_size >= SEGMENT:
            if not self.folder.is_dir():
                self.folder.mkdir(parents=True, exist_ok=True)
                _sync(self.folder.parent)
            file = self.folder / f"{time.time_ns():020d}-{secrets.token_hex(4)}.spool"
            unseen = file.with_suffix(".new")  # nobody may adopt it before it is locked
            descriptor = os.open(unseen, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                unseen.rename(file)
                _sync(self.folder)
            except OSError:
                os.close(descriptor)
                unseen.unlink(missing_ok=True)
                raise
            self._files[file] = descriptor
            self._own = file
        return self._own, self._files[self._own]

    def _adopt(self) -> None:
        """Take over the files of processes that are gone."""
        found: list[tuple[Path, int, int]] = []
        with self._lock:
            for file in self.folder.glob("*.spool") if self.folder.is_dir() else ():
                if file not in self._files:
                    found += self._adopted(file)
            if found:
                self._waiting = deque(sorted([*self._waiting, *found]))

    def _adopted(self, file: Path) -> list[tuple[Path, int, int]]:
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
        found = [(file, place, length) for place, length in _records(content)]
        if found:
            self._files[file] = descriptor
        else:
            file.unlink(missing_ok=True)
            os.close(descriptor)
        return found


def _sync(folder: Path) -> None:
    """Make what was made or renamed in this folder last."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _records(content: bytes) -> Iterator[tuple[int, int]]:
    """The places of the records that are whole and not done, and the lengths of what is sealed in them."""
    place = 0
    while place + _HEAD.size <= len(content):
        length, checksum, done = _HEAD.unpack_from(content, place)
        sealed = content[place + _HEAD.size : place + _HEAD.size + length]
        if len(sealed) < length or zlib.crc32(sealed) != checksum:
            return
        if not done:
            yield place, length
        place += _HEAD.size + length
