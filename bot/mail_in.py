"""Mail on its way in: whichever way it came, it is heard durably before whoever brought it is told that we have it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import structlog

from bot import metrics
from bot.ports import Heard, Unavailable

log = structlog.get_logger()

RETRY_SECONDS = 30.0
"""How often a port that is taken is tried again: another process of ours may have it, and die."""


class Reads(Protocol):
    """What makes of a raw mail what was heard."""

    async def read(self, raw: bytes) -> Heard: ...

    def close(self) -> None: ...


class Listens(Protocol):
    """A port at which mails are handed to us."""

    async def open(self) -> None:
        """Listen. Raises OSError where the port is taken."""
        ...

    async def close(self) -> None: ...


class Watches(Protocol):
    """A mailbox that is looked after."""

    async def watch(self) -> None:
        """Have what comes taken, until cancelled; nothing else ends it."""
        ...


class MailIn:
    """The ways in of one process. `hear` has what it is given when it returns, and raises Unavailable."""

    def __init__(self, reader: Reads, hear: Callable[[Sequence[Heard]], Awaitable[None]]) -> None:
        self.reader = reader
        self._hear = hear
        self._listener: Listens | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def take(self, raw: bytes, way: str) -> None:
        """Read one mail and hear it durably. Raises Unavailable: whoever brought it must keep it."""
        try:
            said = await self.reader.read(raw)
            await self._hear([said])
        except Unavailable:
            metrics.mail_in(way, "not_taken").inc()
            raise
        except Exception as bug:
            metrics.mail_in(way, "failed").inc()
            log.exception("mail.failed", what=way, error=type(bug).__name__)
            raise Unavailable(f"the mail could not be read: {type(bug).__name__}") from bug
        metrics.mail_in(way, "heard").inc()

    def begin(self, listener: Listens | None, watcher: Watches | None) -> None:
        """Listen and watch in the background."""
        if listener is not None:
            self._tasks.append(asyncio.create_task(self._listen(listener)))
        if watcher is not None:
            self._tasks.append(asyncio.create_task(watcher.watch()))

    async def _listen(self, listener: Listens) -> None:
        told = False
        while True:
            try:
                await listener.open()
            except OSError as taken:
                if not told:
                    log.warning("lmtp.port_taken", error=type(taken).__name__)
                told = True
                await asyncio.sleep(RETRY_SECONDS)
            else:
                self._listener = listener
                log.info("lmtp.open")
                return

    async def close(self) -> None:
        """Let nothing more in, and finish what is being taken."""
        if self._listener is not None:
            await self._listener.close()
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task
        self.reader.close()
