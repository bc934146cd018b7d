"""LMTP, or SMTP: a mail server on our side hands us mails, and keeps each until we have it.

A mail is answered with 250 when the turn that it is has been committed, or was laid in the spool; until then it is the
other server's. aiosmtpd does the talking.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.ports import Unavailable

log = structlog.get_logger()

Take = Callable[[bytes], Awaitable[None]]

LARGEST_MAIL = 50_000_000
LONGEST_LINE = 1_000_000
"""The standard allows 1000; a mail with a longer line is a learner's all the same."""

MOST_AT_ONCE = 20
"""So many connections; whoever comes after them is asked to come back. Each may hold a mail in memory."""

SILENCE_SECONDS = 120.0
LAST_WORDS_SECONDS = 10.0

ELSEWHERE = "550 5.1.1 nobody here by that name"
LATER = "451 4.3.0 not now, please keep it and try again"
BUSY = "421 4.3.2 too many at once, please try again"
TAKEN = "250 2.0.0 taken"

_UNFIT = re.compile(r"[\x00-\x20\x7f<>]")


class Listener:
    """The door at `listen` ("host:port", "lmtp://host:port" or "smtp://host:port"). `open` it, `close` it.

    `take` has a mail when it returns, and raises Unavailable where it cannot have it now. `is_ours`: does a mailbox
    belong to us?
    """

    def __init__(self, listen: str, take: Take, is_ours: Callable[[str], bool]) -> None:
        scheme, _, place = listen.rpartition("://")
        host, _, port = place.rpartition(":")
        self.protocol: type[SMTP] = _Smtp if scheme == "smtp" else _Lmtp
        self.host, self.port = host.strip("[]"), int(port)
        self.take = take
        self.is_ours = is_ours
        self.taking: set[asyncio.Future[None]] = set()
        self.closing = False
        self._server: asyncio.Server | None = None
        self._doors: set[SMTP] = set()
        logging.getLogger("mail.log").disabled = True  # it writes addresses

    async def open(self) -> None:
        """Listen. Raises OSError where the port is taken."""
        self._server = await asyncio.get_running_loop().create_server(self._door, self.host or None, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Let no more in, and finish what is being taken."""
        self.closing = True
        if self._server is not None:
            self._server.close()
        if self.taking:
            await asyncio.wait(self.taking, timeout=LAST_WORDS_SECONDS)
            await asyncio.sleep(0.05)  # for the answers to leave
        for door in list(self._doors):
            if door.transport is not None:
                door.transport.close()

    @property
    def is_full(self) -> bool:
        self._doors = {one for one in self._doors if one.transport is not None}
        return len(self._doors) > MOST_AT_ONCE

    def _door(self) -> SMTP:
        door = self.protocol(
            _Mails(self),
            data_size_limit=LARGEST_MAIL,
            enable_SMTPUTF8=True,
            hostname="badgewijzer",
            ident="",
            timeout=SILENCE_SECONDS,
            loop=asyncio.get_running_loop(),
        )
        self._doors.add(door)
        return door


class _Mails:
    """What aiosmtpd asks on the way."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.listener.closing or self.listener.is_full:
            return BUSY
        envelope.mail_from = address or "<>"  # else aiosmtpd takes a bounce's empty sender for none given
        envelope.mail_options.extend(options)
        return "250 2.1.0 go on"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if _UNFIT.search(address) or not self.listener.is_ours(address):
            return ELSEWHERE
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 that is us"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        taking = asyncio.ensure_future(self.listener.take(_with_envelope(envelope) + envelope.content))
        self.listener.taking.add(taking)
        taking.add_done_callback(self.listener.taking.discard)
        try:
            await asyncio.shield(taking)  # it goes on where the other server hangs up: then it comes again
        except Unavailable:
            return LATER
        except Exception as bug:  # ours: the other server keeps it
            log.exception("lmtp.failed", error=type(bug).__name__)
            return LATER
        return TAKEN

    async def handle_exception(self, error: Exception) -> str:
        log.warning("lmtp.broken", error=type(error).__name__)
        return "451 4.3.0 something went wrong here"


class _EachAnswered:
    """LMTP wants an answer after the mail for every recipient; aiosmtpd gives one."""

    _recipients = 1

    async def smtp_DATA(self, arg: str) -> None:
        envelope: Envelope = self.envelope  # type: ignore[attr-defined]
        self._recipients = max(1, len(envelope.rcpt_tos))
        try:
            await super().smtp_DATA(arg)  # type: ignore[misc]
        finally:
            self._recipients = 1

    async def push(self, status: str | bytes) -> None:
        said = status.decode() if isinstance(status, bytes) else status
        each = 1 if said.startswith("354") else self._recipients
        await super().push("\r\n".join([said] * each))  # type: ignore[misc]


class _Smtp(SMTP):
    line_length_limit = LONGEST_LINE


class _Lmtp(_EachAnswered, LMTP):
    line_length_limit = LONGEST_LINE


def _with_envelope(envelope: Envelope) -> bytes:
    """What only the envelope tells, as the headers that a mail store writes: whom it came from and whom it is for."""
    sender = "" if envelope.mail_from in (None, "<>") else str(envelope.mail_from)
    sender = "" if _UNFIT.search(sender) else sender
    lines = [f"Return-Path: <{sender}>", *(f"Delivered-To: {mailbox}" for mailbox in envelope.rcpt_tos[:20])]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "surrogateescape")


__all__ = ["Listener"]
