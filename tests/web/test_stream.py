"""What comes in while the page is open, as server-sent events."""

from __future__ import annotations

import asyncio
import json

import pytest
from starlette.types import Message

from bot.ports import Address, Heard, Opened, Typed
from bot.web.chat import address_of, stream_of
from bot.web.pages import Pages
from bot.web.stream import EventStream
from tests.web.talks import Talk, Talks

HERE = address_of("x" * 43)


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages(organisation="", sandbox=False)


@pytest.fixture
def talks() -> Talks:
    talks = Talks()
    asyncio.run(talks.take(heard(Opened())))
    return talks


def heard(what: Opened | Typed, key: str = "begin", address: Address = HERE) -> Heard:
    return Heard(key, address, what, "nl")


class Reader:
    """A browser that reads the stream."""

    def __init__(self, stream: EventStream) -> None:
        self.stream = stream
        self.pieces: asyncio.Queue[str] = asyncio.Queue()
        self.leave = asyncio.Event()
        self.task = asyncio.ensure_future(stream({"type": "http"}, self._receive, self._send))

    async def _receive(self) -> Message:
        await self.leave.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.body":
            self.pieces.put_nowait(message["body"].decode() if message.get("more_body") else "end")

    async def piece(self) -> str:
        return await asyncio.wait_for(self.pieces.get(), 5)

    async def events(self) -> dict[str, str]:
        """The next piece, as events by name."""
        found = {}
        for event in (await self.piece()).strip().split("\n\n"):
            rows = event.split("\n")
            name = next(row.removeprefix("event: ") for row in rows if row.startswith("event: "))
            found[name] = "\n".join(row.removeprefix("data: ") for row in rows if row.startswith("data: "))
        return found


def talk_of(talks: Talks) -> Talk:
    return talks.by_address[HERE]


async def test_a_new_page_hears_what_it_lacks_and_then_only_news(talks: Talks, pages: Pages) -> None:
    reader = Reader(stream_of(pages, talks, HERE, 1))
    assert "retry:" in await reader.piece()
    first = await reader.events()
    assert set(first) == {"lines", "commands", "card", "state"}
    assert "line-2" in first["lines"]
    assert "line-1" not in first["lines"]
    talks.add(talk_of(talks), "out", "Nog iets.\n\nTwee alinea's.")
    talks.ring()
    second = await reader.events()
    assert set(second) == {"lines"}
    assert "<p>Nog iets.</p>" in second["lines"]
    talks.change(talk_of(talks), human="Fatima")
    third = await reader.events()
    assert json.loads(third["state"]) == {
        "language": "nl",
        "quiet": True,
        "words": "Fatima helpt je nu in dit gesprek.",
    }
    reader.leave.set()
    await asyncio.wait_for(reader.task, 5)
    assert not talks.bells


async def test_more_news_than_one_view_holds_comes_whole(talks: Talks, pages: Pages) -> None:
    for number in range(55):
        talks.add(talk_of(talks), "out", f"bericht {number}")
    reader = Reader(stream_of(pages, talks, HERE, 2))
    await reader.piece()
    lines = (await reader.events())["lines"]
    assert [f"<p>bericht {number}</p>" in lines for number in range(55)] == [True] * 55
    reader.leave.set()
    await reader.task


async def test_silence_is_filled_with_signs_of_life(talks: Talks, pages: Pages) -> None:
    reader = Reader(stream_of(pages, talks, HERE, 2, keep_alive_seconds=0.01))
    await reader.piece()
    await reader.piece()
    assert await reader.piece() == ": still here\n\n"
    talks.add(talk_of(talks), "out", "En verder.")
    talks.ring()
    while (piece := await reader.piece()).startswith(":"):
        pass
    assert "En verder." in piece
    reader.leave.set()
    await reader.task


async def test_it_ends_cleanly_when_the_program_stops(talks: Talks, pages: Pages) -> None:
    reader = Reader(stream_of(pages, talks, HERE, 2))
    await reader.piece()
    await reader.piece()
    talks.close()
    assert await reader.piece() == "end"
    await asyncio.wait_for(reader.task, 5)
    assert not talks.bells


async def test_a_conversation_that_was_erased_tells_so(talks: Talks, pages: Pages) -> None:
    reader = Reader(stream_of(pages, talks, HERE, 2))
    await reader.piece()
    await reader.piece()
    del talks.by_address[HERE]
    talks.ring()
    assert await reader.piece() == "event: over\ndata: \n\n"
    reader.leave.set()
    await reader.task
