"""Server-sent events: what is new on a page that is open."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.ports import Unavailable
from bot.store.database import DatabaseAway

KEEP_ALIVE_SECONDS = 15.0
RETRY_MILLISECONDS = 2000


class LastWords(str):
    """Events after which a stream ends."""


class EventStream(Response):
    """What `news` tells, at once and whenever `watch` yields, until the browser leaves or the program stops.

    `news`: events as `event` writes them, "" for nothing new, `LastWords` or None to end. Where the database is away
    the stream ends too: the browser comes back by itself, and says what it has already.
    """

    media_type = "text/event-stream"

    def __init__(
        self,
        watch: AsyncIterator[None],
        news: Callable[[], Awaitable[str | None]],
        keep_alive_seconds: float = KEEP_ALIVE_SECONDS,
    ) -> None:
        self.watch = watch
        self.news = news
        self.keep_alive_seconds = keep_alive_seconds
        self.background = None
        self.status_code = 200
        self.init_headers({"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})

        async def tell(text: str, more: bool = True) -> None:
            await send({"type": "http.response.body", "body": text.encode(), "more_body": more})

        gone = asyncio.ensure_future(_until_gone(receive))
        bell = asyncio.ensure_future(_rings(self.watch))
        try:
            await tell(f"retry: {RETRY_MILLISECONDS}\n\n")
            while not gone.done():
                both: set[asyncio.Future[bool]] = {bell, gone}
                await asyncio.wait(both, timeout=self.keep_alive_seconds, return_when=asyncio.FIRST_COMPLETED)
                if gone.done():
                    return
                if not bell.done():
                    await tell(": still here\n\n")
                    continue
                if not bell.result():
                    break
                try:
                    news = await self.news()
                except (DatabaseAway, Unavailable):
                    break
                if news is None:
                    break
                if news:
                    await tell(news)
                if isinstance(news, LastWords):
                    break
                bell = asyncio.ensure_future(_rings(self.watch))
            await tell("", more=False)
        finally:
            gone.cancel()
            bell.cancel()
            await asyncio.gather(gone, bell, return_exceptions=True)
            if isinstance(self.watch, AsyncGenerator):
                await self.watch.aclose()


def event(name: str, data: str, event_id: str = "") -> str:
    """One event. The browser names the id of the last one it got when it comes back."""
    body = "".join(f"data: {row}\n" for row in re.split(r"\r\n|\r|\n", data))
    return (f"id: {event_id}\n" if event_id else "") + f"event: {name}\n{body}\n"


async def _rings(watch: AsyncIterator[None]) -> bool:
    """Waits for the next ring; False when there will be none."""
    async for _ in watch:
        return True
    return False


async def _until_gone(receive: Receive) -> bool:
    while (await receive())["type"] != "http.disconnect":
        pass
    return True
