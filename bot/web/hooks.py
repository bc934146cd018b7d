"""POST /hooks/{channel}: what learners say. Verified on the bytes, ours after the commit, answered empty."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import metrics
from bot.ports import Channel, Forged, Reading, Take, Unavailable

log = structlog.get_logger()

LARGEST_BODY = 1_000_000


class TooLarge(Exception):
    """The body is over the limit."""


async def body_of(request: Request, limit: int = LARGEST_BODY) -> bytes:
    """The whole body. Raises TooLarge as soon as it is, ClientDisconnect."""
    return await _body(request.headers, request.receive, limit)


async def _body(headers: Mapping[str, str], receive: Receive, limit: int = LARGEST_BODY) -> bytes:
    if int(headers.get("content-length") or 0) > limit:
        raise TooLarge
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > limit:
            raise TooLarge
    return body


class Hooks:
    """The door of the channels that deliver to us: before everything that pages need, and a page does not pass it."""

    def __init__(self, app: ASGIApp, channels: Sequence[Channel], hear_all: Take) -> None:
        self.app = app
        self.channels = {f"/hooks/{channel.name}": channel for channel in channels}
        self.hear_all = hear_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        channel = self.channels.get(scope["path"]) if scope["type"] == "http" else None
        if channel is None:
            await self.app(scope, receive, send)
        elif scope["method"] != "POST":
            await _answer(send, 405, [(b"allow", b"POST")])
        else:
            started = time.perf_counter()
            status, outcome = await self._hear(channel, scope, receive)
            metrics.heard(channel.name, outcome).inc()
            if outcome == "heard":
                metrics.turn_seconds(channel.name).observe(time.perf_counter() - started)
            await _answer(send, status, [(b"retry-after", b"5")] if status == 503 else [])

    async def _hear(self, channel: Channel, scope: Scope, receive: Receive) -> tuple[int, str]:
        """What was said is ours when this is a 2xx."""
        try:
            headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
            reading: Reading = channel.read(headers, await _body(headers, receive))  # type: ignore[attr-defined]
        except Forged:
            return 401, "forged"
        except (TooLarge, ValueError):
            return 413, "too_large"
        except ClientDisconnect:
            return 400, "cut_off"
        if reading.ignored:
            log.info("hook.ignored", channel=channel.name, why=reading.ignored)
            return 200, "ignored"
        try:
            await self.hear_all(reading.heard)
        except Unavailable:
            return 503, "not_taken"
        return 200, "heard"


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    """An answer without a body: one with a body could be taken for a command."""
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0"), *headers]})
    await send({"type": "http.response.body", "body": b""})
