"""POST /hooks/{channel}: what learners say. Verified on the bytes, ours after the commit, answered empty."""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import metrics
from bot.ports import Channel, Forged, HasWorkspaces, Reading, Take, Unavailable

log = structlog.get_logger()

LARGEST_BODY = 1_000_000
LARGEST_MAIL = 50_000_000

TOLD_AGAIN_SECONDS = 60.0
"""So seldom the log tells of deliveries that are not genuine; each is counted."""

_NO_MAIL = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")
"""How providers post what they took out of a mail, where they do not post the mail itself."""

_HEADER_LINE = re.compile(rb"(?:From [^\r\n]+\r?\n)?[A-Za-z0-9][A-Za-z0-9._-]{0,99}[ \t]*:")
"""How a mail begins, with the line that mailbox files and some servers have above it. Source: RFC 5322, 2.2."""


class TooLarge(Exception):
    """The body is over the limit."""


async def body_of(request: Request, limit: int = LARGEST_BODY) -> bytes:
    """The whole body. Raises TooLarge as soon as it is, ClientDisconnect."""
    return await _body(request.headers, request.receive, limit)


async def drained(request: Request, limit: int) -> None:
    """Let the rest of a body pass by, up to `limit` bytes: a browser that still sends reads no answer."""
    passed, more = 0, True
    while more and passed < limit:
        message = await request.receive()
        passed += len(message.get("body", b""))
        more = message["type"] == "http.request" and message.get("more_body", False)


async def _body(headers: Mapping[str, str], receive: Receive, limit: int = LARGEST_BODY) -> bytes:
    if int(headers.get("content-length") or 0) > limit:
        raise TooLarge
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > limit:
            raise TooLarge
    return bytes(body)


class Hooks:
    """The door of the channels that deliver to us: before everything that pages need, and a page does not pass it."""

    def __init__(self, app: ASGIApp, channels: Sequence[Channel], hear_all: Take) -> None:
        self.app = app
        self.channels = {f"/hooks/{channel.name}": channel for channel in channels}
        self.many = {channel.name: channel for channel in channels if isinstance(channel, HasWorkspaces)}
        self.hear_all = hear_all
        self._quiet_until = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        channel = self.channels.get(scope["path"]) if scope["type"] == "http" else None
        if channel is None:
            await self.app(scope, receive, send)
        elif scope["method"] != "POST":
            await _answer(send, 405, [(b"allow", b"POST")])
        else:
            started = time.perf_counter()
            status, outcome, reply = await self._hear(channel, scope, receive)
            metrics.heard(channel.name, outcome).inc()
            if outcome == "heard":
                metrics.turn_seconds(channel.name).observe(time.perf_counter() - started)
            await _answer(send, status, [(b"retry-after", b"5")] if status == 503 else [], reply, b"application/json")

    async def _hear(self, channel: Channel, scope: Scope, receive: Receive) -> tuple[int, str, bytes]:
        """The status, how to count it, and what goes back. What was said is ours when this is a 2xx."""
        try:
            headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
            reading: Reading = channel.read(headers, await _body(headers, receive))  # type: ignore[attr-defined]
        except Forged as forged:
            if time.monotonic() >= self._quiet_until:  # anybody may come to this door, as often as they like
                self._quiet_until = time.monotonic() + TOLD_AGAIN_SECONDS
                log.warning("hook.forged", channel=channel.name, why=str(forged))
            return 401, "forged", b""
        except (TooLarge, ValueError):
            return 413, "too_large", b""
        except ClientDisconnect:
            return 400, "cut_off", b""
        if channel.name in self.many:
            reading = await self.many[channel.name].admitted(reading)
        if reading.ignored:
            log.info("hook.ignored", channel=channel.name, why=reading.ignored)
            return 200, "ignored", reading.reply
        try:
            await self.hear_all(reading.heard)
        except Unavailable:
            return 503, "not_taken", b""
        return 200, "heard", reading.reply


class MailHook:
    """The door at which a mail provider posts raw mails: each is ours when it is answered with 200."""

    path = "/hooks/email"

    def __init__(self, app: ASGIApp, secret: str, take: Callable[[bytes, str], Awaitable[None]]) -> None:
        self.app = app
        self.known = f"Bearer {secret}".encode()
        self.take = take

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != self.path:
            await self.app(scope, receive, send)
        elif scope["method"] != "POST":
            await _answer(send, 405, [(b"allow", b"POST")])
        else:
            status, outcome = await self._take(scope, receive)
            if outcome:
                metrics.mail_in("hook", outcome).inc()
            words = b"post the raw mail (message/rfc822)\n" if outcome == "no_mail" else b""
            await _answer(send, status, [(b"retry-after", b"5")] if status == 503 else [], words)

    async def _take(self, scope: Scope, receive: Receive) -> tuple[int, str]:
        """What comes of it; how to count it, "" where that was done."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if not hmac.compare_digest(headers.get("authorization", "").encode(), self.known):
            return 401, "forged"
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind in _NO_MAIL:
            log.warning("hook.no_mail", kind=kind, hint="have the provider post the raw mail (message/rfc822)")
            return 415, "no_mail"
        try:
            body = await _body(headers, receive, LARGEST_MAIL)
        except (TooLarge, ValueError):
            return 413, "too_large"
        except ClientDisconnect:
            return 400, "cut_off"
        if not body:
            return 400, "empty"
        if not _HEADER_LINE.match(body):
            log.warning("hook.no_mail", kind="no header line", hint="have the provider post the raw mail")
            return 400, "no_mail"
        try:
            await self.take(body, "hook")
        except Unavailable:
            return 503, ""
        return 200, ""


async def _answer(
    send: Send,
    status: int,
    headers: list[tuple[bytes, bytes]],
    words: bytes = b"",
    kind: bytes = b"text/plain; charset=utf-8",
) -> None:
    """An answer without a body, which could be taken for a command, but where a provider asks for one."""
    length = (b"content-length", str(len(words)).encode())
    named = [(b"content-type", kind)] if words else []
    await send({"type": "http.response.start", "status": status, "headers": [length, *named, *headers]})
    await send({"type": "http.response.body", "body": words})
