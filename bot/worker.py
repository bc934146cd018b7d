"""Process: runs delivery, and long polling where a channel has no webhook."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from contextlib import AbstractAsyncContextManager

import structlog

from bot.lean import settle
from bot.settings import Settings
from bot.started import say_ready
from bot.wiring import House, open_house

log = structlog.get_logger()


async def work(settings: Settings) -> None:
    """Deliver until told to stop; then finish what is under way."""
    house = await open_house(settings)
    loop = asyncio.get_running_loop()
    for sent in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sent, house.closing.set)
    house.start(deliver=True, poll=True, hooks=False)
    settle()
    log.info("worker.open")
    async with _pages(house):
        say_ready()
        await house.closing.wait()
    await house.close()


def _pages(house: House) -> AbstractAsyncContextManager[None]:
    """The pages for operators, where they are asked for: a worker without them does not carry a web server."""
    if not house.settings.metrics_port:
        return contextlib.nullcontext()
    from bot.web.worker_pages import pages

    return pages(house)
