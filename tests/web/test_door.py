"""How requests are read off a connection: each head within its limit, bodies as the pages allow, one after another."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn

from bot.web.door import LARGEST_HEAD, Door
from tests.house import free_port


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Says how long the body was."""
    length, more = 0, True
    while more:
        message = await receive()
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
    body = str(length).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
async def door() -> AsyncIterator[int]:
    """The port of a server."""
    port = free_port()
    config = uvicorn.Config(app, port=port, http=Door, log_config=None, lifespan="off", server_header=False)
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign, assignment]
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0)
    yield port
    server.should_exit = True
    await serving


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> bytearray:
    """What the server has read so far."""
    came, data_received = bytearray(), Door.data_received

    def noted(self: Door, data: bytes) -> None:
        came.extend(data)
        data_received(self, data)

    monkeypatch.setattr(Door, "data_received", noted)
    return came


async def answers(port: int, *pieces: bytes, read: bytearray | None = None) -> bytes:
    """All that comes back for what is sent, piece after piece, until the server closes.

    `read`: what it has read so far; a piece is then sent when all before it are read. Raises TimeoutError.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    sent = 0
    with contextlib.suppress(ConnectionError):
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            sent += len(piece)
            async with asyncio.timeout(20):
                while read is not None and len(read) < sent:
                    await asyncio.sleep(0)
    got = b""
    with contextlib.suppress(ConnectionError):
        async with asyncio.timeout(20):
            got = await reader.read()
    writer.close()
    return got


def head(length: int, more: bytes = b"") -> bytes:
    """A request whose head has about this length."""
    begun = b"POST / HTTP/1.1\r\nhost: here\r\n" + more
    return begun + b"x-long: " + b"a" * (length - len(begun)) + b"\r\n"


async def test_a_head_within_the_limit_is_read(door: int) -> None:
    got = await answers(door, head(LARGEST_HEAD - 2_000) + b"content-length: 2\r\nconnection: close\r\n\r\nok")
    assert got.startswith(b"HTTP/1.1 200")
    assert got.endswith(b"\r\n\r\n2")


async def test_a_head_without_end_is_refused(door: int) -> None:
    got = await answers(door, head(LARGEST_HEAD // 2), *[b"x-more: " + b"b" * 8_000 + b"\r\n"] * 3)
    assert got.startswith(b"HTTP/1.1 400")
    assert got.endswith(b"Request head too large.")


async def test_one_header_without_end_is_refused(door: int) -> None:
    got = await answers(door, b"GET / HTTP/1.1\r\nx-long: ", *[b"c" * 8_000] * 5)
    assert got.startswith(b"HTTP/1.1 400")


async def test_a_large_body_is_no_large_head(door: int) -> None:
    size = 40 * LARGEST_HEAD
    got = await answers(door, head(100, b"content-length: %d\r\nconnection: close\r\n" % size) + b"\r\n" + b"d" * size)
    assert got.endswith(b"\r\n\r\n%d" % size)


IN_PIECES = b"POST / HTTP/1.1\r\nhost: here\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n"


@pytest.mark.parametrize("end", [b"", b"\r\nx-more: "], ids=["one header", "many headers"])
async def test_what_follows_a_body_without_end_is_refused(door: int, end: bytes) -> None:
    got = await answers(door, IN_PIECES + b"1\r\nf\r\n0\r\nx-more: ", *[b"g" * 8_000 + end] * 5)
    assert got.startswith(b"HTTP/1.1 400")


async def test_a_large_piece_of_a_body_is_no_large_head(door: int, read: bytearray) -> None:
    size = 2 * LARGEST_HEAD
    begun = b"%x\r\n" % size
    piece = b"h" * size + b"\r\n"
    got = await answers(door, IN_PIECES + begun, *[piece + begun] * 3, piece + b"0\r\n\r\n", read=read)
    assert got.endswith(b"\r\n\r\n%d" % (4 * size))


async def test_a_body_with_the_next_request_behind_it_is_no_large_head(door: int, read: bytearray) -> None:
    one = head(100) + b"content-length: %d\r\n\r\n" % LARGEST_HEAD + b"i" * LARGEST_HEAD
    last = head(100) + b"content-length: 1\r\nconnection: close\r\n\r\ne"
    got = await answers(door, one + last[:50], last[50:], read=read)
    assert got.count(b"HTTP/1.1 200") == 2


async def test_each_request_of_a_connection_has_its_own_limit(door: int) -> None:
    one = head(LARGEST_HEAD // 2) + b"content-length: 1\r\n\r\ne"
    last = head(LARGEST_HEAD // 2) + b"content-length: 1\r\nconnection: close\r\n\r\ne"
    got = await answers(door, one, one, one, last)
    assert got.count(b"HTTP/1.1 200") == 4


async def test_what_is_no_http_is_refused(door: int) -> None:
    assert (await answers(door, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 10)).startswith(b"HTTP/1.1 400")
