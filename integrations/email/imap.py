"""IMAP: a mailbox at a mail provider, looked through when the server says that something came, and now and then.

What is new is fetched without a mark and taken; only when it is ours it is marked as read. A thread of its own speaks
with the server (imap-tools), since none of it can be awaited.

A mail is new when nobody read it, or when it is newer than those seen before. When the server counts its mails anew
(another UIDVALIDITY), everything of the last weeks is taken again: what was heard is known by what it says, not by its
number.
"""

from __future__ import annotations

import asyncio
import contextlib
import imaplib
import random
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, timedelta
from urllib.parse import unquote, urlsplit

import structlog
from imap_tools import BaseMailBox, MailBox, MailboxLoginError, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from bot.ports import Unavailable

log = structlog.get_logger()

Take = Callable[[bytes], Awaitable[None]]

LOOK_SECONDS = 300.0
"""A server that says nothing is looked at this often. Source: RFC 2177, IDLE must be renewed within 29 minutes."""

WITHOUT_IDLE_SECONDS = 30.0
WAIT_SECONDS = 30.0
"""How long we wait for one answer of the server."""

RETRY_SECONDS = (1.0, 60.0)
REFUSED_SECONDS = 60.0
NOT_OURS_SECONDS = 10.0
"""How often another process is asked whether it still looks after the mailbox."""

KNOWN_FOR = timedelta(days=25)
"""Older mails are left alone: what was heard is known for 30 days, and nobody is answered twice."""

MOST_BYTES = 26_500_000
"""So much of a mail is fetched: what is longer is known to be too long from that."""

_TICK_SECONDS = 1.0
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_BROKEN = (imaplib.IMAP4.error, ImapToolsError, OSError, EOFError)


class Refused(Exception):
    """The server does not let us in, or the folder is not there: somebody must mend a setting."""


class Imap:
    """The mailbox of `url`: imaps://user:password@host[:port]/folder, or imap:// with STARTTLS.

    `take` has a mail when it returns, and raises Unavailable where it cannot have it now. `is_ours`: is this the
    process that looks after the mailbox? `looked`: told each time that the mailbox was looked through.
    """

    def __init__(
        self,
        url: str,
        take: Take,
        *,
        is_ours: Callable[[], bool] = lambda: True,
        let_go: Callable[[], None] = lambda: None,
        looked: Callable[[], None] = lambda: None,
        look_seconds: float = LOOK_SECONDS,
        retry_seconds: tuple[float, float] = RETRY_SECONDS,
    ) -> None:
        parts = urlsplit(url)
        self._tls = parts.scheme == "imaps"
        self._host = parts.hostname or ""
        self._port = parts.port or (993 if self._tls else 143)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._folder = unquote(parts.path.strip("/")) or "INBOX"
        self._take = take
        self._is_ours, self._let_go, self._looked = is_ours, let_go, looked
        self._look_seconds, self._retry_seconds = look_seconds, retry_seconds
        self._stop = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._validity = 0
        self._newest, self._looked_before = 0, False
        self._taken: set[int] = set()

    async def watch(self) -> None:
        """Look after the mailbox until cancelled. What is being taken is finished; no trouble ends this."""
        self._loop = asyncio.get_running_loop()
        thread = threading.Thread(target=self._run, name="imap", daemon=True)
        thread.start()
        try:
            while thread.is_alive():
                await asyncio.sleep(_TICK_SECONDS)
        finally:
            self._stop.set()
            while thread.is_alive():
                await asyncio.sleep(0.02)

    # In the thread

    def _run(self) -> None:
        pause = self._retry_seconds[0]
        try:
            while not self._stop.is_set():
                try:
                    if not self._is_ours():
                        self._stop.wait(NOT_OURS_SECONDS)
                        continue
                    with self._opened() as box:
                        log.info("imap.open")
                        pause = self._retry_seconds[0]
                        self._follow(box)
                    continue
                except Refused as refused:
                    log.error("imap.refused", why=str(refused))
                    pause = max(pause, min(REFUSED_SECONDS, self._retry_seconds[1]))
                except Unavailable:
                    log.warning("imap.not_taken")
                except _BROKEN as error:
                    log.warning("imap.away", error=type(error).__name__)
                except Exception:
                    log.exception("imap.failed")
                self._stop.wait(pause * random.uniform(0.5, 1.0))  # noqa: S311 (spreads load, guards nothing)
                pause = min(pause * 2, self._retry_seconds[1])
        finally:
            self._let_go()

    @contextlib.contextmanager
    def _opened(self) -> Iterator[BaseMailBox]:
        """The mailbox, logged in, with our folder open. Raises Refused and what breaks."""
        box: BaseMailBox
        if self._tls:
            box = MailBox(self._host, self._port, WAIT_SECONDS)
        elif self._host in _LOOPBACK:
            box = MailBoxUnencrypted(self._host, self._port, WAIT_SECONDS)
        else:
            box = MailBoxStartTls(self._host, self._port, WAIT_SECONDS)
        try:
            try:
                box.login(self._user, self._password, initial_folder=None)
            except MailboxLoginError:
                raise Refused("the server refuses the user or the password of IMAP_URL") from None
            try:
                box.folder.set(self._folder)
            except ImapToolsError:
                raise Refused("the folder of IMAP_URL is not there") from None
            yield box
        finally:
            _hang_up(box)

    def _follow(self, box: BaseMailBox) -> None:
        """Look, and wait for more, as long as the connection and the mailbox are ours."""
        while not self._stop.is_set() and self._is_ours():
            more = self._look(box)
            self._looked()
            if not more:
                self._wait(box)
            if self._stop.is_set():
                return

    def _look(self, box: BaseMailBox) -> bool:
        """Take everything that is new. Did the server tell of more meanwhile? It does so once, and not when we wait."""
        box.folder.set(self._folder)  # only then the server tells whether it counts anew
        validity, following = _told(box, "UIDVALIDITY"), _told(box, "UIDNEXT")
        anew = bool(self._validity) and validity != self._validity
        if validity != self._validity:
            self._validity, self._newest, self._looked_before = validity, 0, False
            self._taken.clear()
        if anew:
            log.warning("imap.counted_anew")
        for uid in self._waiting(box, everything=anew):
            if self._stop.is_set():
                return False
            if uid not in self._taken:
                self._take_one(box, uid)
        self._newest = max(self._newest, following - 1)
        self._looked_before = True
        _, counts = box.client.response("EXISTS")
        return len(counts) > 1  # the first came with the folder

    def _waiting(self, box: BaseMailBox, *, everything: bool) -> list[int]:
        """The numbers of the mails that are new, the oldest first."""
        since = (date.today() - KNOWN_FOR).strftime("%d-%b-%Y")  # noqa: DTZ011 (the server's own day, roughly)
        found = self._search(box, f"SINCE {since}" if everything else f"UNSEEN SINCE {since}")
        if self._looked_before:
            found |= {uid for uid in self._search(box, f"UID {self._newest + 1}:*") if uid > self._newest}
        return sorted(found)

    @staticmethod
    def _search(box: BaseMailBox, criteria: str) -> set[int]:
        _, found = box.client.uid("SEARCH", criteria)
        return {int(uid) for line in found or [] for uid in (line or b"").split()}

    def _take_one(self, box: BaseMailBox, uid: int) -> None:
        raw = self._fetched(box, uid)
        if raw is None:
            return  # somebody moved or deleted it meanwhile
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(_coroutine(self._take, raw), self._loop).result()
        self._taken.add(uid)
        try:
            box.client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            log.warning("imap.not_marked")  # a folder that can only be read: known by its number while we live

    @staticmethod
    def _fetched(box: BaseMailBox, uid: int) -> bytes | None:
        _, found = box.client.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
        for part in found or []:
            if isinstance(part, tuple):
                return bytes(part[1])
        return None

    def _wait(self, box: BaseMailBox) -> None:
        """Until the server says that something changed, or it is time to look by ourselves."""
        if "IDLE" not in box.client.capabilities:
            self._stop.wait(min(WITHOUT_IDLE_SECONDS, self._look_seconds))
            return
        end = time.monotonic() + self._look_seconds
        box.idle.start()  # type: ignore[no-untyped-call]
        told = _read_ahead(box)
        while not told and not self._stop.is_set() and (left := end - time.monotonic()) > 0:
            began = time.monotonic()
            if lines := box.idle.poll(timeout=min(_TICK_SECONDS, left)):
                if any(b"BYE" in line for line in lines):
                    raise ConnectionResetError("the server says goodbye")
                break
            if time.monotonic() - began < min(_TICK_SECONDS, left) / 2:
                raise ConnectionResetError("the connection is gone")  # imap-tools keeps that to itself
        box.idle.stop()  # type: ignore[no-untyped-call]


def _told(box: BaseMailBox, what: str) -> int:
    """A number that the server told with the folder; 0 where it did not."""
    _, numbers = box.client.response(what)
    return int((numbers or [None])[-1] or 0)


def _read_ahead(box: BaseMailBox) -> bool:
    """Did the server say something in one breath with "go ahead"? It is read by then, and imap-tools waits for more.

    So a mail that comes between our look and our wait would be seen at the next look only.
    Source: imap-tools, `imap_tools/idle.py`: `poll` asks the socket, and imaplib reads through a buffer.
    """
    sock = box.client.sock
    before = sock.gettimeout()
    sock.settimeout(0)
    try:
        return bool(box.client._get_line())
    except (OSError, box.client.abort):  # there was nothing; or the connection is gone, which the wait finds out
        return False
    finally:
        sock.settimeout(before)


def _hang_up(box: BaseMailBox) -> None:
    with contextlib.suppress(Exception):
        box.client.sock.settimeout(2)
        box.logout()
    with contextlib.suppress(Exception):
        box.client.shutdown()


async def _coroutine(take: Take, raw: bytes) -> None:
    await take(raw)


__all__ = ["Imap", "Refused"]
