"""HTTP/1.1 to one host, as far as calls of an API need it: each is tried once, and it is known how far it came.

Connections are kept, and carry one call at a time; what comes back is read by httptools. Why not by a client that does
more: docs/decisions/0034-calls-over-a-wire-of-our-own.md.
"""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from collections import deque
from collections.abc import Sequence
from typing import Literal, NamedTuple, cast

import aiohappyeyeballs
import httptools
from yarl import URL

KEPT_SECONDS = 15.0
"""A connection that nobody used for this long is not used again: what is between may have forgotten it."""

LARGEST = 32 * 1024 * 1024
LARGEST_HEAD = 64 * 1024
"""An answer of more bytes is read no further."""

MOST_AT_ONCE = 100
"""So many calls are under way at most; who comes then waits, and has no more time for it."""

_NEXT_ADDRESS_SECONDS = 0.25
"""As RFC 8305 has it: after so long of no connection the next address of the host is tried beside."""

_PLAIN = re.compile(r"[!-~]+")


class Answer(NamedTuple):
    """What came back. `body` is None where it broke off."""

    status: int
    retry_after: str
    body: bytes | None


class NoAnswer(Exception):
    """Nothing came back. `sent`: "no" when nothing of the call can have arrived, else "maybe"."""

    def __init__(self, why: str, sent: Literal["no", "maybe"]) -> None:
        super().__init__(why)
        self.sent = sent


class TooLarge(Exception):
    """The answer is larger than was asked for."""


class Wire:
    """A host that is called. `root` is where it is: http or https, host and port.

    What it raises names no address: those may hold secrets.
    """

    def __init__(self, root: URL, connect_seconds: float) -> None:
        self._root = root
        self._connect_seconds = connect_seconds
        self._tls: ssl.SSLContext | None = None
        self._idle: deque[_Connection] = deque()  # the one that was used last at the end
        self._room = asyncio.Semaphore(MOST_AT_ONCE)
        self._all: set[_Connection] = set()
        self._closed = False

    async def ask(
        self, verb: str, target: str, *, seconds: float, body: bytes = b"", kind: str = "", most: int = LARGEST
    ) -> Answer:
        """What the host answers within so many seconds. `target`: path and query, `kind`: the body's Content-Type.

        Raises NoAnswer, or TooLarge when the body of the answer has more than `most` bytes.
        """
        until = asyncio.get_running_loop().time() + seconds
        request = self._request(verb, target, body, kind)
        if self._room.locked():
            await self._wait(until)
        else:
            await self._room.acquire()
        try:
            connection = self._kept() or await self._opened(until)
            try:
                answer = await connection.ask(request, until, most)
            except BaseException:
                connection.abort()
                raise
            if connection.lasts:
                self._idle.append(connection)
            else:
                connection.abort()
            return answer
        finally:
            self._room.release()

    def close(self) -> None:
        """Let go of every connection; what is under way gets no answer."""
        self._closed = True
        for connection in tuple(self._all):
            connection.abort()

    def _request(self, verb: str, target: str, body: bytes, kind: str) -> bytes:
        if not _PLAIN.fullmatch(target):
            raise NoAnswer("NoAddress", "no")
        about = f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n" if kind else ""
        head = (
            f"{verb} {target} HTTP/1.1\r\nHost: {self._root.host_port_subcomponent}\r\n"
            f"User-Agent: badgewijzer\r\nAccept: */*\r\nAccept-Encoding: identity\r\n{about}\r\n"
        )
        return head.encode() + body

    async def _wait(self, until: float) -> None:
        try:
            async with asyncio.timeout_at(until):
                await self._room.acquire()
        except TimeoutError:
            raise NoAnswer("NoRoom", "no") from None

    def _kept(self) -> _Connection | None:
        oldest = asyncio.get_running_loop().time() - KEPT_SECONDS
        while self._idle and not (self._idle[0].lasts and self._idle[0].since > oldest):
            self._idle.popleft().abort()
        while self._idle:
            connection = self._idle.pop()
            if connection.lasts:
                return connection
            connection.abort()
        return None

    async def _opened(self, until: float) -> _Connection:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(min(until, loop.time() + self._connect_seconds)):
                found = await self._addresses()
                way = await aiohappyeyeballs.start_connection(found, happy_eyeballs_delay=_NEXT_ADDRESS_SECONDS)
            async with asyncio.timeout_at(until):
                name = self._root.host if self._root.scheme == "https" else None
                _, connection = await loop.create_connection(
                    lambda: _Connection(self._all),
                    sock=way,
                    ssl=self._trusted() if name else None,
                    server_hostname=name,
                )
        except (OSError, TimeoutError) as error:  # ssl.SSLError is an OSError
            raise NoAnswer("NotConnected", "no") from error
        if self._closed:
            connection.abort()
        return connection

    async def _addresses(self) -> Sequence[aiohappyeyeballs.AddrInfoType]:
        loop = asyncio.get_running_loop()
        return await loop.getaddrinfo(self._root.host, self._root.port, type=socket.SOCK_STREAM)

    def _trusted(self) -> ssl.SSLContext:
        self._tls = self._tls or ssl.create_default_context()
        return self._tls


class _Connection(asyncio.Protocol):
    """One call after the other."""

    def __init__(self, among: set[_Connection]) -> None:
        self._among = among
        self._transport: asyncio.Transport
        self._parser: httptools.HttpResponseParser
        self._answer: asyncio.Future[Answer] | None = None
        self._most = self._head = 0
        self._start_over()
        self.lasts = True
        self.since = 0.0

    def _start_over(self) -> None:
        self._status, self._retry_after = 0, ""
        self._whole_head = self._measured = False
        self._size, self._body = 0, list[bytes]()

    async def ask(self, request: bytes, until: float, most: int) -> Answer:
        """Raises NoAnswer or TooLarge; then, or when it is cancelled, the connection is good for nothing more."""
        loop = asyncio.get_running_loop()
        if not self.lasts:
            raise NoAnswer("BrokenOff", "no")
        answer: asyncio.Future[Answer] = loop.create_future()
        self._answer = answer
        self._parser = httptools.HttpResponseParser(self)
        self._most, self._head = most, 0
        self._start_over()
        late = loop.call_at(until, self._break_off, "TooLate")
        try:
            self._transport.write(request)
            return await answer
        finally:
            late.cancel()
            self._answer, self._body = None, []
            self.since = loop.time()

    def abort(self) -> None:
        """Close it at once; who waits for an answer gets none."""
        self.lasts = False
        self._transport.abort()

    # as the event loop calls it

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._among.add(self)

    def data_received(self, data: bytes) -> None:
        if self._answer is None or self._answer.done():
            self.abort()  # nobody asked, or there is more than the answer
            return
        if not self._whole_head:
            self._head += len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._break_off("NoHTTP")
        if self._head > LARGEST_HEAD and not self._whole_head:
            self._break_off("NoHTTP")

    def eof_received(self) -> None:
        if self._whole_head and not self._measured:
            self._came(b"".join(self._body))  # its length was not told: this is its end
        self._break_off("BrokenOff")

    def connection_lost(self, _: Exception | None) -> None:
        self._among.discard(self)
        self._break_off("BrokenOff")

    # as the parser calls it

    def on_message_begin(self) -> None:
        if self._answer is None or self._answer.done():
            self.abort()

    def on_header(self, name: bytes, value: bytes) -> None:
        match name.lower():
            case b"retry-after":
                self._retry_after = value.decode("latin-1")
            case b"content-length" | b"transfer-encoding":
                self._measured = True

    def on_headers_complete(self) -> None:
        self._whole_head = True
        self._status = self._parser.get_status_code()

    def on_body(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size <= self._most:
            self._body.append(piece)
        elif self._answer and not self._answer.done():
            self._answer.set_exception(TooLarge())

    def on_message_complete(self) -> None:
        if self._status < 200:  # a real answer is to come
            self._start_over()
            return
        self.lasts = self.lasts and self._parser.should_keep_alive()
        self._came(b"".join(self._body))

    def _came(self, body: bytes | None) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_result(Answer(self._status, self._retry_after, body))

    def _break_off(self, why: str) -> None:
        """No more comes, or is read; where the head is there, it is an answer."""
        self.lasts = False
        if self._whole_head:
            self._came(None)
        elif self._answer and not self._answer.done():
            self._answer.set_exception(NoAnswer(why, "maybe"))
