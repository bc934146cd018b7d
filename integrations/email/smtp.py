"""The e-mail channel: letters leave by SMTP, signed by DKIM where a key is given.

Which failure is which follows from how far the conversation with the server came: before the dot that ends a letter it
surely has none, after it nobody knows until the server says so. A letter is the same letter at each try by its
Message-ID, so that a mailbox that looks at it shows it once.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

import aiosmtplib
import dkim
from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupported,
    SMTPReadTimeoutError,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from bot.conversation.nodes import Message, Span
from bot.ports import Address, Heard, Letter, Refused, Unavailable
from integrations.email.limits import LIMITS
from integrations.email.writing import POLICY, Writer

SERVER_SECONDS = 10.0
"""How long the server may take for each word of its, but the last."""

DOT_SECONDS = 20.0
"""How long after the dot. RFC 5321, 4.5.3.2.6 gives a relay ten minutes; a lane is leased for one, and the server that
we hand our mail to is our own."""

BEFORE_DOT_SECONDS = 20.0
"""For all that comes before the dot. Both together are shorter than the lease of a lane, so that no other worker sends
the same meanwhile."""

IDLE_SECONDS = 30.0
"""A connection that rested for longer is closed: most servers do so after some minutes."""

GONE = ("5.1.1", "5.1.10", "5.2.1")
"""No such mailbox, or one that takes no mail any more. Source: RFC 3463, 3.2 and 3.3; RFC 7505, 4.2."""

FULL = "5.2.2"
"""A mailbox that can take nothing now: it may tomorrow."""

TOO_BIG = "5.3.4"

SIGNED = (
    "from", "from", "to", "reply-to", "subject", "date", "message-id", "in-reply-to", "references", "mime-version",
    "content-type", "content-language", "auto-submitted", "list-unsubscribe", "list-unsubscribe-post",
)  # fmt: skip
"""What the signature covers, also where it is not there (or not twice): so nobody can add it. RFC 8058, 4 asks for the
last two."""

_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_MAILBOX = re.compile(r"[!#-'*+/-9=?A-Z^-~.-]{1,64}@[A-Za-z0-9.-]{1,253}")


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over, as SMTP_URL says.

    `secure`: TLS from the first byte, asked for, taken where it is offered, or none.
    """

    host: str
    port: int
    user: str
    password: str
    secure: Literal["tls", "starttls", "offered", "none"]

    @classmethod
    def read(cls, url: str) -> Server:
        """As `smtp://user:password@host:587` or `smtps://…`. Without TLS only to this very machine.

        There most servers vouch for themselves, so that TLS is taken only where a password goes along: a usual one
        takes no password without it.
        """
        parts = urlsplit(url)
        host = parts.hostname or "localhost"
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if parts.scheme == "smtps":
            return cls(host, parts.port or 465, user, password, "tls")
        here = host in ("localhost", "::1") or host.startswith("127.")
        secure: Literal["starttls", "offered", "none"] = "starttls" if not here else "offered" if user else "none"
        return cls(host, parts.port or (25 if here else 587), user, password, secure)


@dataclass(frozen=True, slots=True)
class Key:
    """The key that letters are signed with, and under which name receivers find its other half."""

    pem: bytes
    selector: str
    domain: str

    def sign(self, mail: bytes) -> bytes:
        """The same letter with a signature before it."""
        signer = dkim.DKIM(mail)
        covered = [name.encode() for name in SIGNED]
        header: bytes = signer.sign(
            self.selector.encode(),
            self.domain.encode(),
            self.pem,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=covered,
        )
        return header + mail


def read_key(file: Path, selector: str, domain: str) -> Key:
    """The key in this file. Raises ValueError where nothing can be signed with it."""
    key = Key(file.read_bytes(), selector, domain)
    try:
        key.sign(b"From: a@b.example\r\n\r\n\r\n")
    except (dkim.DKIMException, ValueError) as odd:
        raise ValueError("is no RSA private key in PEM, as `openssl genrsa 2048` makes one") from odd
    return key


class Email:
    """Letters to learners. Connections are reused one after the other, and made beside each other where it must be."""

    name = "email"
    limits = LIMITS
    chat_rate = 1.0
    chat_burst = 3

    def __init__(
        self,
        url: str,
        writer: Writer,
        *,
        rate: float,
        clock: Callable[[], datetime],
        key: Key | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """`tls`: which certificates of the server are trusted; those that this machine trusts by default."""
        self.server = Server.read(url)
        self.writer = writer
        self.rate = rate
        self.clock = clock
        self.key = key
        self.tls = tls
        self._pen = ThreadPoolExecutor(1, "mail")  # one at a time: it costs what a turn costs, and must not crowd turns
        self._resting: list[tuple[float, aiosmtplib.SMTP]] = []
        self._closer: asyncio.Task[None] | None = None

    async def post(self, to: Address, message: Message, letter: Letter) -> str:
        """Deliver one letter; return its id, the same at each try. Raises Unavailable or Refused."""
        mailbox = to.external_id
        if not _MAILBOX.fullmatch(mailbox):
            raise Refused("post: no mail can be sent to such an address", gone=True)
        try:
            raw, id = await self._wrote(mailbox, message, letter)
        except ValueError:  # the bare words rather than nothing
            try:
                bare = Message((Span(message.text),), nudge=message.nudge)
                raw, id = await self._wrote(mailbox, bare, letter)
            except ValueError as odd:
                raise Refused(f"post: badly written {type(odd).__name__}", ours=True) from odd
        sender = self.writer.marks.address("bounce", letter.talk, mailbox)
        try:
            async with asyncio.timeout(BEFORE_DOT_SECONDS) as patience:
                await self._hand_over(sender, mailbox, raw, patience)
        except TimeoutError:
            raise Unavailable("post: too slow") from None
        return id

    async def _wrote(self, mailbox: str, message: Message, letter: Letter) -> tuple[bytes, str]:
        return await asyncio.get_running_loop().run_in_executor(self._pen, self._written, mailbox, message, letter)

    def _written(self, mailbox: str, message: Message, letter: Letter) -> tuple[bytes, str]:
        mail = self.writer.write(mailbox, message, letter, self.clock())
        raw = mail.as_bytes(policy=POLICY)
        return (self.key.sign(raw) if self.key else raw), str(mail["Message-ID"])

    async def send(self, to: Address, message: Message) -> str:
        raise Refused("send: mail goes out as letters", ours=True)

    async def edit(self, to: Address, sent: str, message: Message) -> None:
        """What was mailed is not changed any more."""

    async def acknowledge(self, heard: Heard, words: str = "") -> None: ...

    async def typing(self, to: Address) -> None: ...

    async def open(self) -> None:
        """Show that the server takes us: connect, and log in where there is a password. Raises Unavailable, Refused."""
        try:
            async with asyncio.timeout(BEFORE_DOT_SECONDS):
                self._rest(await self._connected())
        except TimeoutError:
            raise Unavailable("connect: too slow") from None

    async def close(self) -> None:
        """Take leave of the server."""
        if self._closer is not None:
            self._closer.cancel()
        resting, self._resting = self._resting, []
        for _, connection in resting:
            await _leave(connection)
        self._pen.shutdown(wait=False)

    # The conversation with the server

    async def _hand_over(self, sender: str, mailbox: str, raw: bytes, patience: asyncio.Timeout) -> None:
        connection, reused = await self._at_hand()
        try:
            try:
                await self._envelope(connection, sender, mailbox)
            except (SMTPServerDisconnected, Unavailable):
                if not reused or connection.is_connected:
                    raise
                connection = await self._connected()  # it was closed while it rested
                await self._envelope(connection, sender, mailbox)
            await self._content(connection, raw, patience)
        except SMTPServerDisconnected:
            connection.close()
            raise Unavailable("post: the connection broke") from None
        except (Refused, Unavailable) as no:
            if getattr(no, "sent", "no") == "no" and connection.is_connected and await _reset(connection):
                self._rest(connection)
            else:
                connection.close()
            raise
        except BaseException:
            connection.close()
            raise
        self._rest(connection)

    async def _envelope(self, connection: aiosmtplib.SMTP, sender: str, mailbox: str) -> None:
        """From whom, to whom, and that the letter itself comes now. Whatever fails here: it was surely not sent."""
        for stage, command in (
            ("MAIL", f"MAIL FROM:<{sender}>"),
            ("RCPT", f"RCPT TO:<{mailbox}>"),
            ("DATA", "DATA"),
        ):
            try:
                answer = await connection.execute_command(command.encode("ascii"), timeout=SERVER_SECONDS)
            except SMTPReadTimeoutError:
                raise Unavailable(f"{stage}: no answer") from None
            except SMTPResponseException as odd:
                raise Unavailable(f"{stage}: an odd answer") from odd
            if answer.code != (354 if stage == "DATA" else 250) and not (stage == "RCPT" and answer.code == 251):
                raise _failure(stage, answer.code, answer.message)

    async def _content(self, connection: aiosmtplib.SMTP, raw: bytes, patience: asyncio.Timeout) -> None:
        """The letter with its dot: from then on it may have been sent, until the server says that it was not."""
        protocol = connection.protocol
        if protocol is None:
            raise SMTPServerDisconnected("")
        patience.reschedule(asyncio.get_running_loop().time() + DOT_SECONDS + 1)
        try:
            protocol.write(re.sub(rb"(?m)^\.", b"..", raw) + b".\r\n")
            answer = await protocol.read_response(timeout=DOT_SECONDS)
        except (SMTPServerDisconnected, SMTPReadTimeoutError) as silent:
            raise Unavailable(f"dot: {type(silent).__name__}", sent="maybe") from None
        except SMTPResponseException as odd:
            raise Unavailable("dot: an odd answer", sent="maybe") from odd
        if answer.code != 250:
            raise _failure("dot", answer.code, answer.message)

    # Connections

    async def _at_hand(self) -> tuple[aiosmtplib.SMTP, bool]:
        """A connection, and whether it was used before."""
        while self._resting:
            _, connection = self._resting.pop()
            if connection.is_connected:
                return connection, True
            connection.close()
        return await self._connected(), False

    def _rest(self, connection: aiosmtplib.SMTP) -> None:
        if connection.is_connected:
            self._resting.append((time.monotonic(), connection))
            if self._closer is None or self._closer.done():
                self._closer = asyncio.create_task(self._close_idle())

    async def _close_idle(self) -> None:
        while self._resting:
            since, connection = self._resting[0]
            wait = since + IDLE_SECONDS - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            elif self._resting and self._resting[0][1] is connection:
                self._resting.pop(0)
                await _leave(connection)

    async def _connected(self) -> aiosmtplib.SMTP:
        """A new connection, secured and logged in. Raises Unavailable or Refused."""
        server = self.server
        connection = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            local_hostname=self.writer.mailbox.rpartition("@")[2],
            timeout=SERVER_SECONDS,
            use_tls=server.secure == "tls",
            start_tls={"starttls": True, "offered": None}.get(server.secure, False),
            tls_context=self.tls,
        )
        try:
            await connection.connect()
            if connection.is_ehlo_or_helo_needed:
                await connection.ehlo()
        except (SMTPException, OSError) as no:
            connection.close()
            raise _not_connected(no) from None
        except BaseException:
            connection.close()
            raise
        return connection


def _not_connected(no: Exception) -> Unavailable | Refused:
    """Why there is no connection: the server's fault of the moment, or a setting that only a human can mend."""
    cause: BaseException | None = no
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Refused("TLS: the certificate of the server is not trusted", stop=True)
        cause = cause.__cause__ or cause.__context__
    match no:
        case SMTPException() if type(no) in (SMTPNotSupported, SMTPException):
            return Refused("STARTTLS: the server offers no TLS, or no way to log in that we know", stop=True)
        case SMTPResponseException(code=code):
            stage = "AUTH" if isinstance(no, SMTPAuthenticationError) else "connect"
            return Refused(f"{stage}: {code}", stop=True) if code >= 500 else Unavailable(f"{stage}: {code}")
    return Unavailable(f"connect: {type(no).__name__}")


def _failure(stage: str, code: int, words: str) -> Unavailable | Refused:
    """What the server's "no" at this stage means for the letter. Its words stay out: they may hold an address."""
    found = _ENHANCED.search(words[:200])
    status = found[1] if found else ""
    why = f"{stage}: {code} {status}".strip()
    if code == 421 or 400 <= code < 500:
        return Unavailable(why, after=timedelta(minutes=1) if code == 421 else None)
    if _is_about_us(stage, code, status):
        return Refused(why, stop=True)
    if status == FULL:
        return Unavailable(why)
    return Refused(why, gone=status in GONE, ours=code in (500, 501, 502, 503, 504, 555))


def _is_about_us(stage: str, code: int, status: str) -> bool:
    """Are we ourselves not let in: a password, a sender that is not ours, a policy? Then no letter fares better.

    Source: RFC 3463: 5.3 is the state of the mail system, 5.5 how we speak with it, 5.7 security and policy; 5.1, 5.2
    and 5.4 tell of the mailbox and the way to it. That a letter is too big (5.3.4) is told of that letter.
    """
    if code in (530, 535) or status.startswith("5.7."):
        return True
    if stage == "dot" or status == TOO_BIG:
        return False
    return status.startswith(("5.3.", "5.5.")) or (stage == "MAIL" and not status)


async def _reset(connection: aiosmtplib.SMTP) -> bool:
    """Make it ready for the next letter; False where that cannot be."""
    try:
        await connection.rset(timeout=SERVER_SECONDS)
    except (SMTPException, OSError):
        return False
    return True


async def _leave(connection: aiosmtplib.SMTP) -> None:
    with contextlib.suppress(SMTPException, OSError, TimeoutError):
        await connection.quit(timeout=2)
    connection.close()
