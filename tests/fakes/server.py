"""What the fake servers share: a clock that can run fast, waiting for something to hold, and bad connections."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import time
from collections.abc import AsyncIterator, Callable, Sequence

import aiohttp


class Clock:
    """A server's clock: `speed` of its seconds pass in one of ours (0: only `advance` moves it)."""

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed
        self._from, self._began = time.time(), time.monotonic()
        self._wake: set[asyncio.Event] = set()

    @property
    def speed(self) -> float:
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._from, self._began = self.time(), time.monotonic()
        self._speed = speed
        self.advance(0)

    def time(self) -> float:
        return self._from + (time.monotonic() - self._began) * self._speed

    def advance(self, seconds: float) -> None:
        self._from += seconds
        for event in self._wake:
            event.set()

    async def until(self, moment: float) -> None:
        event = asyncio.Event()
        self._wake.add(event)
        try:
            while (left := moment - self.time()) > 0:
                event.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), left / self.speed if self.speed else None)
        finally:
            self._wake.discard(event)


class Watch:
    """Waits until something holds; looks again whenever anything `changed`."""

    def __init__(self) -> None:
        self._events: set[asyncio.Event] = set()

    def changed(self) -> None:
        for event in self._events:
            event.set()

    async def until(self, there: Callable[[], bool], seconds: float, what: str, ledger: Sequence[object]) -> None:
        event = asyncio.Event()
        self._events.add(event)
        try:
            async with asyncio.timeout(seconds):
                while not there():
                    event.clear()
                    await event.wait()
        except TimeoutError:
            last = "\n".join(str(line) for line in list(ledger)[-8:])
            raise AssertionError(
                f"waited {seconds} s in vain for {what or 'it'}; the last of the ledger:\n{last}"
            ) from None
        finally:
            self._events.discard(event)


class Bucket:
    """So many a second, and so many at once."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate, self.burst, self.level, self.at = rate, burst, burst, now

    def wait(self, now: float) -> float:
        """How long until there is room for one more; 0 takes that room."""
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.level >= 1 else (1 - self.level) / self.rate

    def take(self) -> None:
        self.level -= 1


def tear(transport: asyncio.Transport | None) -> None:
    """Reset the connection: the other side gets RST, not an orderly end."""
    if transport is None:
        return
    connection = transport.get_extra_info("socket")
    if connection is not None:
        with contextlib.suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def half(body: bytes) -> AsyncIterator[bytes]:
    """A request's body that breaks off."""
    yield body[: len(body) // 2]
    raise aiohttp.ClientConnectionError("broke off")
