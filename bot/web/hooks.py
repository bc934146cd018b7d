"""POST /hooks/{channel}: what learners say. Verified on the bytes, ours after the commit, answered empty."""

from __future__ import annotations

import time

import structlog
from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from bot import metrics
from bot.ports import Channel, Forged, Reading, Take, Unavailable

log = structlog.get_logger()

LARGEST_BODY = 1_000_000


class TooLarge(Exception):
    """The body is over the limit."""


async def body_of(request: Request, limit: int = LARGEST_BODY) -> bytes:
    """The whole body. Raises TooLarge as soon as it is."""
    if int(request.headers.get("content-length") or 0) > limit:
        raise TooLarge
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise TooLarge
    return bytes(body)


def router(channel: Channel, hear_all: Take) -> APIRouter:
    """The way in for one channel that delivers to us."""
    routes = APIRouter()
    name = channel.name

    @routes.post(f"/hooks/{name}", include_in_schema=False)
    async def hear(request: Request) -> Response:
        """What was said is ours when this answers 2xx. A body in the answer could be taken for a command."""
        started = time.perf_counter()
        try:
            reading: Reading = channel.read(request.headers, await body_of(request))  # type: ignore[attr-defined]
        except Forged:
            return _answer(name, 401, "forged")
        except (TooLarge, ValueError):
            return _answer(name, 413, "too_large")
        except ClientDisconnect:
            return _answer(name, 400, "cut_off")
        if reading.ignored:
            log.info("hook.ignored", channel=name, why=reading.ignored)
            return _answer(name, 200, "ignored")
        try:
            await hear_all(reading.heard)
        except Unavailable:
            return _answer(name, 503, "not_taken", {"Retry-After": "5"})
        metrics.TURN_SECONDS.labels(name).observe(time.perf_counter() - started)
        return _answer(name, 200, "heard")

    return routes


def _answer(channel: str, status: int, outcome: str, headers: dict[str, str] | None = None) -> Response:
    metrics.HEARD.labels(channel, outcome).inc()
    return Response(status_code=status, headers=headers)
