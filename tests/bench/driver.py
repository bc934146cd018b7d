"""The other side of a benchmark, as light as it can be: Telegram's servers, which deliver updates and take messages.

One process beside the program: it posts updates to the webhook as Telegram does, serves the Bot API, and knows the
moment at which each chat's next question comes.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

TOKEN = "123456789:AAfake-TOKEN_for_the_benchmark_000"
SECRET = "bench"
WALK = ("/start", "1", "overslaan", "1", "Rekenen", "overslaan", "ja", "ja", "status", "terug", "help", "ja")
"""A dozen turns of one learner."""

PATIENCE = 60.0


@dataclass
class Round:
    """What one round measured; times in seconds."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    acknowledged: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)


class BotApi:
    """A Bot API server that takes everything at once."""

    def __init__(self) -> None:
        self.sent = 0
        self.url = ""
        self._waiting: dict[int, asyncio.Future[float]] = {}

    async def __aenter__(self) -> BotApi:
        self._server = await asyncio.get_running_loop().create_server(lambda: _Call(self), "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *error: object) -> None:
        self._server.close()

    def question_in(self, chat: int) -> asyncio.Future[float]:
        """When the next question reaches this chat, on the machine's monotonic clock."""
        self._waiting[chat] = asyncio.get_running_loop().create_future()
        return self._waiting[chat]

    def answer(self, method: str, body: bytes) -> bytes:
        result: Any = True
        if method == "getMe":
            result = {"id": 123456789, "is_bot": True, "first_name": "b", "username": "bench_bot"}
        elif method == "getWebhookInfo":
            result = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        elif method == "getMyCommands":
            result = []
        elif method.startswith("getMy"):
            result = {method[5:].lower(): "", "description": "", "short_description": ""}
        elif method == "sendMessage":
            chat, asks = _chat_and_keyboard(body)
            self.sent += 1
            if asks and (waiting := self._waiting.pop(chat, None)):
                waiting.set_result(time.monotonic())
            result = {"message_id": self.sent, "date": 0, "chat": {"id": chat, "type": "private"}, "text": "x"}
        return json.dumps({"ok": True, "result": result}).encode()


def _chat_and_keyboard(body: bytes) -> tuple[int, bool]:
    if body.startswith(b"{"):
        given = json.loads(body)
    else:  # as python-telegram-bot's own client sends it
        from urllib.parse import parse_qsl

        given = dict(parse_qsl(body.decode()))
    return int(given["chat_id"]), "reply_markup" in given


class _Call(asyncio.Protocol):
    """One connection to the Bot API server."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.read = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.read += data
        while (end := self.read.find(b"\r\n\r\n")) >= 0:
            head = self.read[:end].decode("latin-1")
            length = 0
            for line in head.split("\r\n")[1:]:
                name, _, value = line.partition(":")
                if name.lower() == "content-length":
                    length = int(value)
            if len(self.read) < end + 4 + length:
                return
            body, self.read = self.read[end + 4 : end + 4 + length], self.read[end + 4 + length :]
            answer = self.api.answer(head.split(" ", 2)[1].rpartition("/")[2], body)
            self.transport.write(
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(answer)
                + answer
            )


class Hook:
    """Connections to the webhook, each for one update at a time."""

    def __init__(self, url: str, path: str = "/hooks/telegram") -> None:
        found = urlsplit(url)
        self.host, self.port = found.hostname or "", found.port or 80
        self.head = (
            f"POST {path} HTTP/1.1\r\nhost: {self.host}:{self.port}\r\ncontent-type: application/json\r\n"
            f"x-telegram-bot-api-secret-token: {SECRET}\r\ncontent-length: "
        ).encode()
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def post(self, update: dict[str, Any]) -> None:
        """Deliver an update. Raises RuntimeError when it is not acknowledged with 200."""
        reader, writer = self._free.pop() if self._free else await asyncio.open_connection(self.host, self.port)
        body = json.dumps(update).encode()
        writer.write(self.head + str(len(body)).encode() + b"\r\n\r\n" + body)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"the hook answered {head[:40]!r}")
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:") and (length := int(line.partition(b":")[2])):
                await reader.readexactly(length)
        self._free.append((reader, writer))

    async def __aenter__(self) -> Hook:
        return self

    async def __aexit__(self, *error: object) -> None:
        for _, writer in self._free:
            writer.close()


async def measure(
    api: BotApi, url: str, cpu: Callable[[], float], chats: range, at_once: int, every: float = 0.0
) -> Round:
    """The learners of `chats` walk, `at_once` of them at a time; with `every`, seconds, one turn begins so often."""
    done, waiting = Round(), iter(chats)
    turn = asyncio.Lock()
    before, begun = cpu(), time.monotonic()
    pace = begun

    async def walks(hook: Hook) -> None:
        nonlocal pace
        for chat in waiting:
            for number, text in enumerate(WALK):
                if every:
                    async with turn:
                        pace += every
                        await asyncio.sleep(max(pace - time.monotonic(), 0))
                await one(hook, chat, number, text)

    async def one(hook: Hook, chat: int, number: int, text: str) -> None:
        message = {
            "message_id": number + 1,
            "date": 1_790_000_000,
            "text": text,
            "chat": {"id": chat, "type": "private", "first_name": "Sam"},
            "from": {"id": chat, "is_bot": False, "first_name": "Sam", "language_code": "nl"},
        }
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        arrival = api.question_in(chat)
        sent = time.monotonic()
        await hook.post({"update_id": chat * 100 + number, "message": message})
        done.acknowledged.append(time.monotonic() - sent)
        done.answered.append(await asyncio.wait_for(arrival, PATIENCE) - sent)

    async with AsyncExitStack() as stack:
        hooks = [await stack.enter_async_context(Hook(url)) for _ in range(at_once)]
        await asyncio.gather(*map(walks, hooks))
        done.seconds, done.cpu_seconds = time.monotonic() - begun, cpu() - before
    return done
