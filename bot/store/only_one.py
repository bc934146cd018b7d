"""One process of all that share a database does a thing; another takes over when it dies."""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    import psycopg

log = structlog.get_logger()


class OnlyOne:
    """A lock that lasts as long as its holder's connection: PostgreSQL lets go of it when the process is no more.

    On SQLite there is one program only, and it always has it. For one thread.
    """

    def __init__(self, url: str, name: str) -> None:
        self._url = url if url.startswith("postgresql") else ""
        self._key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        self._held: psycopg.Connection | None = None

    def is_mine(self) -> bool:
        """Do we have it, or can we have it now? Where the database is away nobody has it."""
        if not self._url:
            return True
        import psycopg  # a tenth of a second that a start on SQLite does not need

        from bot.store.postgresql import ALIVE

        try:
            if self._held is not None:
                self._held.execute("SELECT 1")
                return True
            url = self._url.replace("postgresql+psycopg://", "postgresql://")
            connection = psycopg.connect(url, autocommit=True, **ALIVE)
            row = connection.execute("SELECT pg_try_advisory_lock(%s)", (self._key,)).fetchone()
            if row is not None and row[0]:
                self._held = connection
                return True
            connection.close()
        except psycopg.Error as error:
            log.warning("only_one.not_known", error=type(error).__name__)
            self.let_go()
        return False

    def let_go(self) -> None:
        """Let another have it, at once."""
        held, self._held = self._held, None
        if held is None:
            return
        with contextlib.suppress(Exception):  # the connection is broken: it is free as soon as the server sees that
            held.execute("SELECT pg_advisory_unlock(%s)", (self._key,))
        held.close()
