"""A worker's own pages: /healthz, /readyz and /metrics at METRICS_PORT."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, nullcontext

import structlog
import uvicorn
from fastapi import FastAPI

from bot.web import health
from bot.web.door import Door
from bot.wiring import House

log = structlog.get_logger()


class _Server(uvicorn.Server):
    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()  # signals are the worker's own


@contextlib.asynccontextmanager
async def pages(house: House) -> AsyncIterator[None]:
    """Meanwhile, the pages for operators answer at METRICS_PORT. A port that is taken stops no worker."""
    settings = house.settings
    place = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        place.bind((settings.host, settings.metrics_port))
    except OSError as taken:
        log.warning("worker.no_pages", port=settings.metrics_port, error=type(taken).__name__)
        place.close()
        yield
        return
    app = FastAPI(title="Badgewijzer", docs_url=None, redoc_url=None, openapi_url=None)
    token = settings.metrics_token.get_secret_value()
    app.include_router(health.router(house.database, house.ears, house.delivery, delivers=True, metrics_token=token))
    config = uvicorn.Config(
        app, http=Door, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=1
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[place]))
    while not (server.started or serving.done()):
        await asyncio.sleep(0.005)
    try:
        yield
    finally:
        server.should_exit = True
        await serving
