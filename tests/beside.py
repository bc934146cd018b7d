"""What stands beside the program while a test goes on: an event loop of its own, and TLS before the pages."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


class Beside:
    """An event loop in a thread."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.serving: list[asyncio.Task[None]] = []
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Have it done there, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    async def _end(self) -> None:
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def close(self) -> None:
        self.do(self._end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()


@contextlib.contextmanager
def beside() -> Iterator[Beside]:
    one = Beside()
    try:
        yield one
    finally:
        one.close()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on what comes, until nothing does."""
    with contextlib.suppress(OSError):
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()
    writer.close()


async def front(port: int, to: int, certificate: Path, serving: list[asyncio.Task[None]]) -> None:
    """Bring whoever comes to `port` with TLS to `to`, as a proxy does. The key of the certificate lies beside it."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, certificate.with_suffix(".key"))

    async def passes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            there, back = await asyncio.open_connection("127.0.0.1", to)
            await asyncio.gather(pump(reader, back), pump(there, writer))
        writer.close()

    server = await asyncio.start_server(passes, "127.0.0.1", port, ssl=tls)
    serving.append(asyncio.create_task(server.serve_forever()))  # which closes it when cancelled
