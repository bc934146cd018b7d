"""The spool: what was heard while the database was away, on disk, sealed, in order.

One append-only file per process, locked for its life; when a process is gone, the next one adopts its file. A
record is its length, a checksum and the sealed bytes. A torn last record was never acknowledged and is let go.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import struct
import threading
import zlib
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from bot.store.secrets import Box

_HEAD = struct.Struct(">IIB")  # length, checksum, done


class SpoolFull(Exception):
    """There is no room for more; the neighbour must deliver it again."""


class Spool:
    """What was heard and waits for the database. `put` is durable when it returns."""

    def __init__(self, folder: Path, box: Box, *, limit: int = 64 * 1024 * 1024) -> None:
        self.folder = folder
        self.box = box
        self.limit = limit
        self._lock = threading.Lock()
        self._files: dict[Path, int] = {}  # ours and adopted ones, by descriptor
        self._own: Path | None = None
        self._waiting: list[tuple[Path, int, bytes]] = []  # file, place, sealed
        self._size = 0
        if folder.is_dir():
            for file in sorted(folder.glob("*.spool")):
                self._adopt(file)

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, record: bytes) -> None:
        """Keep this record; on disk when it returns. Raises SpoolFull, OSError."""
        sealed = self.box.seal(record)
        with self._lock:
            if self._size + len(sealed) + _HEAD.size > self.limit:
                raise SpoolFull("the spool is full")
            file, descriptor = self._own_file()
            place = os.lseek(descriptor, 0, os.SEEK_END)
            whole = _HEAD.pack(len(sealed), zlib.crc32(sealed), 0) + sealed
            try:
                written = os.write(descriptor, whole)
                if written != len(whole):
                    raise OSError("the record did not fit")
                os.fsync(descriptor)
            except OSError:
                with contextlib.suppress(OSError):
                    os.ftruncate(descriptor, place)
                raise
            self._size += len(whole)
            self._waiting.append((file, place, sealed))

    async def drain(self, handle: Callable[[bytes], Awaitable[None]]) -> None:
        """Hand every record on, in order; each is done when `handle` returned. Raises what it raises."""
        while self._waiting:
            file, place, sealed = self._waiting[0]
            await handle(self.box.open(sealed))
            with self._lock:
                self._done(file, place, sealed)

    def close(self) -> None:
        for descriptor in self._files.values():
            os.close(descriptor)
        self._files.clear()

    def _done(self, file: Path, place: int, sealed: bytes) -> None:
        self._waiting.pop(0)
        descriptor = self._files[file]
        os.pwrite(descriptor, b"\x01", place + _HEAD.size - 1)
        self._size -= _HEAD.size + len(sealed)
        if not any(other == file for other, _, _ in self._waiting):
            if file == self._own:
                os.ftruncate(descriptor, 0)
                os.fsync(descriptor)
            else:
                file.unlink(missing_ok=True)
                os.close(self._files.pop(file))

    def _own_file(self) -> tuple[Path, int]:
        if self._own is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._own = self.folder / f"{os.getpid()}-{secrets.token_hex(4)}.spool"
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL
            self._files[self._own] = os.open(self._own, flags, 0o600)
            fcntl.flock(self._files[self._own], fcntl.LOCK_EX | fcntl.LOCK_NB)
            folder = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        return self._own, self._files[self._own]

    def _adopt(self, file: Path) -> None:
        """Take over the file of a process that is gone."""
        descriptor = os.open(file, os.O_RDWR)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)  # its process lives
            return
        found = [(file, place, sealed) for place, sealed in _records(file.read_bytes())]
        if not found:
            file.unlink(missing_ok=True)
            os.close(descriptor)
            return
        self._files[file] = descriptor
        self._waiting += found
        self._size += sum(_HEAD.size + len(sealed) for _, _, sealed in found)


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The records that are whole and not done, with their places."""
    place = 0
    while place + _HEAD.size <= len(content):
        length, checksum, done = _HEAD.unpack_from(content, place)
        sealed = content[place + _HEAD.size : place + _HEAD.size + length]
        if len(sealed) < length or zlib.crc32(sealed) != checksum:
            return
        if not done:
            yield place, sealed
        place += _HEAD.size + length
