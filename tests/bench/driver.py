"""The other side of a benchmark, as light as it can be: a provider's servers, which deliver and take messages.

It runs in the benchmark's own process, beside the program: it posts to the webhook as the provider does, serves its
API, and knows the moment at which each chat's next question comes. Telegram is here, Slack in `tests.bench.slack`.
"""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

TOKEN = "123456789:AAfake-TOKEN_for_the_benchmark_000"
SECRET = "bench"
Does = str | int
"""What a learner types, or which button of the last question they press."""

WALK: tuple[Does, ...] = (
    "/start", 0, "overslaan", 0, "Rekenen", "overslaan", "ja", 0, "status", "terug", "help", 0,
)  # fmt: skip
"""A dozen turns of one learner."""

PATIENCE_SECONDS = 60.0
SETTLING_SECONDS = 0.3
"""So long after the last answer, what a program still does for it (a card, a note in the outbox) is counted too."""

LATE_SECONDS = 0.01
"""At a fixed pace, a turn that the driver begins later than this is counted from when it was due."""


class Stuck(Exception):
    """A program under measurement does not do its part; the message says what it did instead."""


@dataclass(frozen=True, slots=True)
class Question:
    """A message with buttons that reached a chat."""

    at: float
    message: dict[str, Any]
    buttons: tuple[str, ...]


@dataclass
class Round:
    """What one round measured; times in seconds."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    driver_seconds: float = 0.0
    acknowledged: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is posted to the webhook: a body, and the headers that go with it alone."""

    body: bytes
    headers: str = "content-type: application/json\r\n"


class Provider(Protocol):
    """Whose servers stand on the other side."""

    url: str
    path: str
    """Of the webhook."""
    walk: Sequence[Does]

    @property
    def environment(self) -> dict[str, str]:
        """The settings by which the program finds it."""

    def question_in(self, chat: int) -> asyncio.Future[Question]:
        """The next question that reaches this chat."""

    def answer(self, method: str, body: bytes) -> bytes:
        """The answer to a call."""

    def delivery(self, chat: int, number: int, does: Does, last: Question | None) -> Delivery:
        """What comes of what a learner does as their turn of this number."""


class BotApi:
    """A Bot API server that takes everything at once."""

    path = "/hooks/telegram"
    walk = WALK

    def __init__(self) -> None:
        self.sent = 0
        self.url = ""
        self._waiting: dict[int, asyncio.Future[Question]] = {}

    async def __aenter__(self) -> BotApi:
        self._server, self.url = await serve(self)
        return self

    async def __aexit__(self, *error: object) -> None:
        self._server.close()

    @property
    def environment(self) -> dict[str, str]:
        return {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.url,
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
            "TELEGRAM_RATE": "0",
            "TELEGRAM_CHAT_RATE": "0",
        }

    def delivery(self, chat: int, number: int, does: Does, last: Question | None) -> Delivery:
        headers = f"content-type: application/json\r\nx-telegram-bot-api-secret-token: {SECRET}\r\n"
        return Delivery(json.dumps(_update(chat, number, does, last)).encode(), headers)

    def question_in(self, chat: int) -> asyncio.Future[Question]:
        """The next question that reaches this chat."""
        self._waiting[chat] = asyncio.get_running_loop().create_future()
        return self._waiting[chat]

    def answer(self, method: str, body: bytes) -> bytes:
        """The answer to a call, as Telegram would give it."""
        result: Any = True
        if method == "sendMessage":
            now = time.monotonic()
            given = _given(body)
            self.sent += 1
            chat = int(given["chat_id"])
            result = {"message_id": self.sent, "date": 1_790_000_000, "chat": _chat(chat), "text": given["text"]}
            markup = given.get("reply_markup")
            if markup and (waiting := self._waiting.pop(chat, None)) and not waiting.done():
                markup = json.loads(markup) if isinstance(markup, str) else markup
                buttons = [button["callback_data"] for row in markup["inline_keyboard"] for button in row]
                waiting.set_result(Question(now, {**result, "reply_markup": markup}, tuple(buttons)))
        elif method == "getMe":
            result = {"id": 123456789, "is_bot": True, "first_name": "b", "username": "bench_bot"}
        elif method == "getWebhookInfo":
            result = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        elif method == "getMyCommands":
            result = []
        elif method.startswith("getMy"):
            result = {method[5:].lower(): "", "description": "", "short_description": ""}
        return json.dumps({"ok": True, "result": result}).encode()


def _given(body: bytes) -> dict[str, Any]:
    """What was sent along: JSON, or a form as python-telegram-bot's own client sends it."""
    given: dict[str, Any] = json.loads(body) if body.startswith(b"{") else dict(parse_qsl(body.decode()))
    return given


def _chat(chat: int) -> dict[str, Any]:
    return {"id": chat, "type": "private", "first_name": "Sam"}


async def serve(provider: Provider) -> tuple[asyncio.Server, str]:
    """A server for the calls of a provider's API, and its root."""
    server = await asyncio.get_running_loop().create_server(lambda: _Call(provider), "127.0.0.1", 0)
    return server, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


class _Call(asyncio.Protocol):
    """One connection to a provider's API."""

    def __init__(self, api: Provider) -> None:
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
    """A connection to the webhook, for one delivery at a time."""

    def __init__(self, url: str, path: str) -> None:
        found = urlsplit(url)
        self.host, self.port = found.hostname or "", found.port or 80
        self.head = f"POST {path} HTTP/1.1\r\nhost: {self.host}:{self.port}\r\n"

    async def __aenter__(self) -> Hook:
        await self._open()
        return self

    async def __aexit__(self, *error: object) -> None:
        self.writer.close()

    async def _open(self) -> None:
        self.reader, self.writer = await asyncio.open_connection(self.host, self.port)

    async def post(self, delivery: Delivery) -> None:
        """Deliver it. Raises Stuck when it is not acknowledged with 200."""
        head = f"{self.head}{delivery.headers}content-length: {len(delivery.body)}\r\n\r\n"
        request = head.encode() + delivery.body
        try:
            answer = await self._asked(request)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.writer.close()  # it was idle for some seconds, and the other side let it go
            await self._open()
            answer = await self._asked(request)
        if not answer.startswith(b"HTTP/1.1 200"):
            raise Stuck(f"the hook answered {answer[:40]!r}")
        for line in answer.split(b"\r\n"):
            if line.lower().startswith(b"content-length:") and (length := int(line.partition(b":")[2])):
                await self.reader.readexactly(length)

    async def _asked(self, request: bytes) -> bytes:
        self.writer.write(request)
        return await self.reader.readuntil(b"\r\n\r\n")


def _update(chat: int, number: int, does: Does, last: Question | None) -> dict[str, Any]:
    """The update that Telegram makes of what a learner does as their turn of this number."""
    who = {"id": chat, "is_bot": False, "first_name": "Sam", "language_code": "nl"}
    identity = chat * 100 + number
    if isinstance(does, int):
        assert last is not None
        press = {"id": str(identity), "from": who, "message": last.message, "chat_instance": "1"}
        return {"update_id": identity, "callback_query": {**press, "data": last.buttons[does]}}
    message = {"message_id": identity, "date": 1_790_000_000, "text": does, "chat": _chat(chat), "from": who}
    if does.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(does)}]
    return {"update_id": identity, "message": message}


async def measure(
    api: Provider,
    urls: Sequence[str],
    cpu: Callable[[], float],
    chats: Iterable[int],
    at_once: int,
    every: float = 0.0,
    walk: Sequence[Does] = (),
    within_seconds: float = math.inf,
    settling_seconds: float = SETTLING_SECONDS,
) -> Round:
    """The learners of `chats` walk, `at_once` of them at a time, by the webhooks of `urls` in turn.

    With `every`, in seconds, one turn begins so often, as long as fewer than `at_once` are under way. After
    `within_seconds` no walk is begun any more. `walk`: another than the provider's. Raises Stuck.
    """
    walk = walk or api.walk
    done, waiting = Round(), iter(chats)
    turn = asyncio.Lock()
    begun = pace = 0.0

    async def walks(hook: Hook) -> None:
        for chat in waiting:
            if time.monotonic() - begun > within_seconds:
                break
            last: Question | None = None
            for number, does in enumerate(walk):
                due = await in_pace() if every else 0.0
                last = await one(hook, chat, number, does, last, due)

    async def in_pace() -> float:
        nonlocal pace
        async with turn:
            pace += every
            due = pace
            await asyncio.sleep(max(due - time.monotonic(), 0))
            return due

    async def one(hook: Hook, chat: int, number: int, does: Does, last: Question | None, due: float) -> Question:
        arrival = api.question_in(chat)
        delivery = api.delivery(chat, number, does, last)
        sent = time.monotonic()
        if due and sent - due > LATE_SECONDS:
            sent = due
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await hook.post(delivery)
                done.acknowledged.append(time.monotonic() - sent)
                question = await arrival
        except TimeoutError:
            raise Stuck(f"no question came after turn {number} of the walk, {does!r}") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise Stuck("the hook takes no connections") from None
        done.answered.append(question.at - sent)
        return question

    async with AsyncExitStack() as stack:
        hooks = [await stack.enter_async_context(Hook(urls[n % len(urls)], api.path)) for n in range(at_once)]
        before, own, begun = cpu(), time.process_time(), time.monotonic()
        pace = begun
        await asyncio.gather(*map(walks, hooks))
        done.seconds, done.driver_seconds = time.monotonic() - begun, time.process_time() - own
    await asyncio.sleep(settling_seconds)
    done.cpu_seconds = cpu() - before
    return done
