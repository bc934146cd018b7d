"""Calls over the wire: what a host hears, what comes of its answers, and how far a call came that got none."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from unittest.mock import Mock

import pytest
from yarl import URL

from integrations import wire
from integrations.wire import Answer, NoAnswer, TooLarge, Wire
from tests.post_office import certify

FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
END = b"<end>"
"""The host closes the connection here."""


class Host:
    """Says its next answer to each call; without one it says nothing."""

    def __init__(self) -> None:
        self.answers: list[bytes] = []
        self.heard: list[bytes] = []
        self.lines: list[asyncio.StreamWriter] = []
        self.hung_up = asyncio.Event()
        self.called = asyncio.Event()
        self.port = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.lines.append(writer)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"Content-Length: (\d+)", head)
                self.heard.append(head + await reader.readexactly(int(length[1]) if length else 0))
                self.called.set()
                if self.answers:
                    said, end, _ = self.answers.pop(0).partition(END)
                    writer.write(said)
                    await writer.drain()
                    if end:
                        break
        self.hung_up.set()
        writer.close()

    @contextlib.asynccontextmanager
    async def standing(self, tls: ssl.SSLContext | None = None) -> AsyncIterator[None]:
        server = await asyncio.start_server(self.talk, "127.0.0.1", 0, ssl=tls)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            server.close()
            for line in self.lines:
                line.close()


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    host = Host()
    async with host.standing():
        yield host


@pytest.fixture
async def line(host: Host) -> AsyncIterator[Wire]:
    line = Wire(URL(f"http://127.0.0.1:{host.port}"), 5.0)
    yield line
    line.close()


async def none(call: Awaitable[Answer]) -> tuple[str, str]:
    """Why there is no answer, and whether the call can have arrived."""
    with pytest.raises(NoAnswer) as found:
        await call
    return str(found.value), found.value.sent


async def test_what_is_asked_and_what_comes(host: Host, line: Wire) -> None:
    host.answers += [FINE]
    answer = await line.ask("POST", "/bot/say?x=%20", body=b'{"a":"\xc3\xa9"}', kind="application/json", seconds=5)
    assert answer == Answer(200, "", b"ok")
    assert host.heard == [
        b"POST /bot/say?x=%%20 HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: badgewijzer\r\nAccept: */*\r\n"
        b"Accept-Encoding: identity\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n"
        b'{"a":"\xc3\xa9"}' % host.port
    ]


ANSWERS: dict[str, tuple[bytes, tuple[int, str, bytes | None] | str]] = {
    "pieces": (
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n",
        (200, "", b"abcd"),
    ),
    "until it ends": (b"HTTP/1.1 200 OK\r\n\r\nas long as it lasts" + END, (200, "", b"as long as it lasts")),
    "old": (b"HTTP/1.0 200 OK\r\n\r\n" + END, (200, "", b"")),
    "no body": (b"HTTP/1.1 204 No Content\r\n\r\n", (204, "", b"")),
    "not yet": (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + FINE,
        (200, "", b"ok"),
    ),
    "later": (b"HTTP/1.1 429 Slow\r\nRETRY-AFTER: 7\r\nContent-Length: 0\r\n\r\n", (429, "7", b"")),
    "elsewhere": (b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", (302, "", b"")),
    "half a body": (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf" + END, (200, "", None)),
    "an error, no body": (b"HTTP/1.1 500 No\r\nContent-Length: 9\r\n\r\n" + END, (500, "", None)),
    "half a piece": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab" + END, (200, "", None)),
    "no pieces": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nmany\r\n", (200, "", None)),
    "two lengths": (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok", "NoHTTP"),
    "no HTTP": (b"SSH-2.0-host\r\n", "NoHTTP"),
    "another protocol": (b"HTTP/1.1 101 Up\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n", "NoHTTP"),
    "too long a head": (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 2 * wire.LARGEST_HEAD, "NoHTTP"),
    "half a head": (b"HTTP/1.1 200 OK\r\nContent-Le" + END, "BrokenOff"),
    "nothing": (END, "BrokenOff"),
}


@pytest.mark.parametrize(("says", "comes"), list(ANSWERS.values()), ids=list(ANSWERS))
async def test_whatever_a_host_says_is_an_answer_or_none_and_the_next_call_has_its_own(
    host: Host, line: Wire, says: bytes, comes: tuple[int, str, bytes | None] | str
) -> None:
    host.answers += [says, FINE]
    asked = line.ask("POST", "/x", body=b"{}", kind="application/json", seconds=20)
    if isinstance(comes, str):
        assert await none(asked) == (comes, "maybe")
    else:
        assert await asked == comes
    assert await line.ask("GET", "/y", seconds=20) == (200, "", b"ok")
    assert len(host.heard) == 2, "each was asked once"


@pytest.mark.parametrize("pieces", [1, 7, 200])
async def test_an_answer_may_be_large_and_come_in_any_pieces(host: Host, line: Wire, pieces: int) -> None:
    body = b"0123456789" * 30_000
    said = b"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + body
    cut = len(said) // pieces + 1
    call = asyncio.create_task(line.ask("GET", "/", seconds=20))
    await host.called.wait()
    for start in range(0, len(said), cut):
        host.lines[0].write(said[start : start + cut])
        await host.lines[0].drain()
        await asyncio.sleep(0)
    assert await call == (200, "", body)
    host.answers += [FINE]
    assert (await line.ask("GET", "/", seconds=20)).body == b"ok"
    assert len(host.lines) == 1


def test_a_large_answer_that_comes_at_once_is_whole() -> None:
    async def told() -> Answer:
        connection = wire._Connection(set())
        connection.connection_made(Mock())
        asking = asyncio.create_task(connection.ask(b"", asyncio.get_running_loop().time() + 5, wire.LARGEST))
        await asyncio.sleep(0)
        connection.data_received(b"HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + b"x" * 150_000)
        connection.data_received(b"x" * 50_000)
        return await asking

    assert asyncio.run(told()) == (200, "", b"x" * 200_000)


async def test_no_more_are_under_way_at_once_than_may_be_and_what_a_burst_left_is_let_go(
    host: Host, line: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    line._room = asyncio.Semaphore(2)
    calls = [asyncio.create_task(line.ask("GET", f"/{number}", seconds=20)) for number in range(3)]
    while len(host.heard) < 2:
        await asyncio.sleep(0.001)
    assert await none(line.ask("GET", "/3", seconds=0.01)) == ("NoRoom", "no")
    host.answers += [FINE]
    for writer in tuple(host.lines):
        writer.write(FINE)
    assert [answer.body for answer in await asyncio.gather(*calls)] == [b"ok"] * 3
    assert len(line._idle) == len(line._all) == 2
    monkeypatch.setattr(wire, "KEPT_SECONDS", 0.0)
    host.answers += [FINE]
    assert (await line.ask("GET", "/4", seconds=20)).body == b"ok"
    assert len(line._idle) == 1


async def test_a_connection_is_kept_and_one_that_the_host_closed_is_not_used(host: Host, line: Wire) -> None:
    host.answers += [FINE, FINE + END, FINE, FINE]
    for _ in range(2):
        assert (await line.ask("GET", "/", seconds=5)).body == b"ok"
    assert len(host.lines) == 1
    await host.hung_up.wait()
    while line._idle and line._idle[-1].lasts:  # until that is heard
        await asyncio.sleep(0)
    for _ in range(2):
        assert (await line.ask("GET", "/", seconds=5)).body == b"ok"
    assert len(host.lines) == 2


@pytest.mark.parametrize(
    "ends", [b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", FINE], ids=["ends", "old"]
)
async def test_a_connection_that_ends_or_was_not_used_for_long_is_not_used_again(
    host: Host, line: Wire, ends: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    if ends == FINE:
        monkeypatch.setattr(wire, "KEPT_SECONDS", 0.0)
    host.answers += [ends, FINE]
    for _ in range(2):
        assert (await line.ask("GET", "/", seconds=5)).body == b"ok"
    assert len(host.lines) == 2


async def test_who_asks_at_once_has_a_connection_each(host: Host, line: Wire) -> None:
    host.answers += [FINE] * 4
    asked = [line.ask("GET", f"/{number}", seconds=5) for number in range(4)]
    assert await asyncio.gather(*asked) == [(200, "", b"ok")] * 4
    assert len(host.lines) == 4


@pytest.mark.parametrize(
    "more", [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother", b"junk"], ids=["an answer", "junk"]
)
@pytest.mark.parametrize("together", [True, False], ids=["at once", "later"])
async def test_more_than_the_answer_is_nobodys(host: Host, line: Wire, more: bytes, together: bool) -> None:
    host.answers += [FINE + more * together, FINE]
    assert (await line.ask("GET", "/", seconds=5)).body == b"ok"
    if not together:
        host.lines[0].write(more)
        await host.hung_up.wait()
    assert (await line.ask("GET", "/", seconds=5)).body == b"ok"
    assert len(host.lines) == 2


async def test_what_is_too_large_is_read_no_further(host: Host, line: Wire) -> None:
    host.answers += [b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n" + b"x" * 100, FINE, FINE]
    with pytest.raises(TooLarge):
        await line.ask("GET", "/file", seconds=5, most=99)
    await host.hung_up.wait()
    assert (await line.ask("GET", "/file", seconds=5, most=2)).body == b"ok"
    with pytest.raises(TooLarge):
        await line.ask("GET", "/file", seconds=5, most=1)


async def test_who_is_silent_for_too_long_gave_no_answer(host: Host, line: Wire) -> None:
    assert await none(line.ask("GET", "/", seconds=0.05)) == ("TooLate", "maybe")
    await host.hung_up.wait()
    host.answers += [b"HTTP/1.1 503 No\r\nRetry-After: 3\r\nContent-Length: 9\r\n\r\nhal", FINE]
    assert await line.ask("GET", "/", seconds=0.2) == (503, "3", None)
    assert (await line.ask("GET", "/", seconds=5)).body == b"ok"
    assert len(host.lines) == 3


async def test_the_answer_to_a_call_that_was_given_up_is_not_the_next_ones(host: Host, line: Wire) -> None:
    call = asyncio.create_task(line.ask("GET", "/first", seconds=5))
    await host.called.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    host.lines[0].write(FINE.replace(b"ok", b"no"))
    host.answers += [FINE]
    assert (await line.ask("GET", "/second", seconds=5)).body == b"ok"


async def test_when_it_is_closed_nobody_waits_any_more_and_nothing_leaves(host: Host, line: Wire) -> None:
    call = asyncio.create_task(line.ask("GET", "/", seconds=5))
    await host.called.wait()
    line.close()
    assert await none(call) == ("BrokenOff", "maybe")
    assert await none(line.ask("GET", "/", seconds=5)) == ("BrokenOff", "no")
    assert len(host.heard) == 1


@pytest.mark.parametrize("target", ["", "/a b", "/a\r\nX: y", "/é"])
async def test_what_is_no_address_is_not_asked(host: Host, line: Wire, target: str) -> None:
    assert await none(line.ask("GET", target, seconds=5)) == ("NoAddress", "no")
    assert not host.heard


async def test_without_a_connection_nothing_was_sent() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        assert await none(Wire(URL(f"http://127.0.0.1:{port}"), 5.0).ask("GET", "/", seconds=5)) == (
            "NotConnected",
            "no",
        )


async def test_a_host_that_is_not_to_be_found_heard_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nowhere(_: Wire) -> list[tuple[object, ...]]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(Wire, "_addresses", nowhere)
    assert await none(Wire(URL("http://nobody.invalid"), 5.0).ask("GET", "/", seconds=5)) == ("NotConnected", "no")


async def test_a_host_that_lets_nobody_in_is_waited_for_no_longer_than_we_have_patience() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        with contextlib.ExitStack() as rest:
            for _ in range(8):  # until no more fit
                one = rest.enter_context(socket.socket())
                one.setblocking(False)
                one.connect_ex(full.getsockname())
            line = Wire(URL(f"http://127.0.0.1:{full.getsockname()[1]}"), 0.1)
            assert await none(line.ask("GET", "/", seconds=9)) == ("NotConnected", "no")


async def test_another_address_of_the_host_does_as_well(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    host.answers += [FINE]

    async def found(_: Wire) -> list[tuple[object, ...]]:
        kind = socket.SOCK_STREAM, socket.IPPROTO_TCP, ""
        return [
            (socket.AF_INET6, *kind, ("::1", host.port, 0, 0)),  # there nobody listens
            (socket.AF_INET, *kind, ("127.0.0.1", host.port)),
        ]

    monkeypatch.setattr(Wire, "_addresses", found)
    line = Wire(URL(f"http://host.example:{host.port}"), 5.0)
    assert (await line.ask("GET", "/", seconds=5)).body == b"ok"
    assert b"Host: host.example:%d\r\n" % host.port in host.heard[0]
    line.close()


@pytest.mark.parametrize(
    ("name", "trusted", "comes"),
    [("localhost", True, (200, "", b"ok")), ("localhost", False, None), ("127.0.0.1", True, None)],
    ids=["trusted", "not trusted", "another's name"],
)
async def test_a_host_is_who_it_says_or_hears_nothing(
    tmp_path: Path, name: str, trusted: bool, comes: tuple[int, str, bytes] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    certify(tmp_path)
    its = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    its.load_cert_chain(tmp_path / "server.pem", tmp_path / "server.key")
    ours = ssl.create_default_context(cafile=str(tmp_path / "server.pem") if trusted else None)
    monkeypatch.setattr(ssl, "create_default_context", lambda: ours)
    host = Host()
    host.answers += [FINE]
    async with host.standing(its):
        line = Wire(URL(f"https://{name}:{host.port}"), 5.0)
        asked = line.ask("GET", "/", seconds=5)
        if comes:
            assert await asked == comes
        else:
            assert await none(asked) == ("NotConnected", "no")
            assert not host.heard
        line.close()
