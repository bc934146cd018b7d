"""Process: runs delivery, and long polling where a channel has no webhook."""

from __future__ import annotations

import asyncio
import gc
import signal

import structlog

from bot.settings import Settings
from bot.wiring import open_house

log = structlog.get_logger()


async def work(settings: Settings) -> None:
    """Deliver until told to stop; then finish what is under way."""
    house = await open_house(settings)
    loop = asyncio.get_running_loop()
    for sent in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sent, house.closing.set)
    house.start(deliver=True, poll=True, hooks=False)
    gc.collect()
    gc.freeze()
    log.info("worker.open")
    await house.closing.wait()
    await house.close()
