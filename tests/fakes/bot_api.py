"""A Bot API server for tests and benchmarks: Telegram's wire format, rules, order, limits and bad days.

In a test:

    async with BotApi() as api:
        telegram = Telegram(api.token, api_url=api.url)
        sam = api.user(1001, "Sam", language_code="nl")
        sam.says("/start abc")
        await sam.sees("Hallo")
        sam.presses("Ja")

As a process of its own: `python -m tests.fakes.bot_api --port 8081 --ledger calls.jsonl`; then
`POST /control/<verb>` does what the methods of `BotApi` and `User` do (see `CONTROLS`).

Every call and every delivery is a line in the ledger, written before it is answered. What a program should
never do (answer a webhook with a `method`, pass a parameter Telegram does not know) is in `errors`, and
fails the test at the end of the `async with`.

Not here: files (but for photos that are uploaded, and what `files` holds of those that people send), inline mode,
payments, parse_mode (taken as plain text), the slow start of connections after an outage.

Sources: the Bot API's documentation and the server's own code (tdlib/telegram-bot-api).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import json
import math
import os
import random
import re
import struct
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.fakes.server import Bucket, Clock, Watch, half, tear

TOKEN = "123456789:AAfake-TOKEN_of_the_fake_bot_api_00"
DAY = 86_400.0
PRESS_LIFE = 150.0
Json = dict[str, Any]


class _Wrong(Exception):
    """A call that Telegram refuses."""

    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass
class Fault:
    """Something that goes wrong with a call. Kinds:

    `reset_before`, `reset_after`: the connection is torn, before or after the call was performed;
    `hang_before`, `hang_after`: no answer; `slow`: the answer comes after `seconds` (of real time);
    `half_body`: the answer breaks off; `drip`: it comes a byte at a time, then stops; `junk`: 200 and no
    JSON; `list`, `not_ok`, `no_result`: 200 and other JSON; `html502`; or a status as digits, with
    `description`, `retry_after` and where that stands (`body`, `header`, `both`), or with any `body`.
    Performed all the same: `reset_after`, `hang_after`, `slow`, `half_body`, `drip`, `junk`, `list`,
    `not_ok`, `no_result`; and any with `performed=True`.
    """

    kind: str
    method: str = "*"
    times: int = 1  # -1: always
    skip: int = 0  # so many calls pass first
    chat: int | None = None
    seconds: float = 0.0
    description: str = ""
    retry_after: object = None
    where: str = "both"
    body: object = None  # instead: a text as it is, anything else as JSON
    performed: bool | None = None

    PERFORMED = frozenset(
        ("reset_after", "hang_after", "slow", "half_body", "drip", "junk", "list", "not_ok", "no_result")
    )
    KINDS = PERFORMED | {"reset_before", "hang_before", "html502"}

    def __post_init__(self) -> None:
        if self.kind not in self.KINDS and not (self.kind.isdigit() and 200 <= int(self.kind) <= 599):
            raise ValueError(f"no fault of the kind {self.kind!r}")
        if self.performed is None:
            self.performed = self.kind in self.PERFORMED

    def strikes(self, method: str, parameters: Mapping[str, object]) -> bool:
        if not self.times or self.method.lower() not in ("*", method.lower()):
            return False
        if self.chat is not None and str(parameters.get("chat_id")) != str(self.chat):
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1 if self.times > 0 else 0
        return True


@dataclass
class Twist:
    """Something that goes wrong with a delivery. Kinds:

    `duplicate`: delivered again although it was taken; `lost_answer`: Telegram never sees our answer;
    `half_request`: the body breaks off; `wrong_secret`, `no_secret`; `slow`: after `seconds` of real time.
    """

    kind: str
    times: int = 1
    skip: int = 0
    seconds: float = 0.0
    KINDS = frozenset(("duplicate", "lost_answer", "half_request", "wrong_secret", "no_secret", "slow"))

    def __post_init__(self) -> None:
        if self.kind not in self.KINDS:
            raise ValueError(f"no twist of the kind {self.kind!r}")

    def strikes(self) -> bool:
        if not self.times:
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1 if self.times > 0 else 0
        return True


@dataclass
class Update:
    """Something Telegram has to tell the bot. `queue`: only the first of each queue is on its way."""

    update_id: int
    kind: str
    content: Json
    queue: tuple[str, int]
    expires: float
    tries: int = 0
    status: int = 0  # of the last delivery
    fate: str = "waiting"  # taken | expired | dropped

    @property
    def body(self) -> Json:
        return {"update_id": self.update_id, self.kind: self.content}


@dataclass
class Webhook:
    url: str
    secret: str = ""
    max_connections: int = 40
    last_error: tuple[int, str] | None = None
    gone_since: float | None = None


@dataclass
class Limits:
    """What Telegram lets through: a second to one chat (after a burst) and to all, a minute to a group."""

    chat_rate: float = 1.0
    chat_burst: int = 3
    rate: float = 30.0
    group_a_minute: float = 20.0


@dataclass(frozen=True)
class Seen:
    """A message of the bot as it now stands on somebody's screen."""

    id: int
    text: str
    rows: tuple[tuple[str, ...], ...]
    entities: tuple[Json, ...]
    edited: bool

    @property
    def buttons(self) -> tuple[str, ...]:
        return tuple(label for row in self.rows for label in row)


def _is_ours(message: Json) -> bool:
    return bool(message.get("from", {}).get("is_bot")) and "text" in message


def _seen(message: Json) -> Seen:
    return Seen(
        message["message_id"],
        message["text"],
        tuple(tuple(key["text"] for key in row) for row in _rows(message)),
        tuple(message.get("entities", ())),
        "edit_date" in message,
    )


@dataclass
class Chat:
    api: BotApi
    id: int
    type: str
    title: str = ""
    messages: dict[int, Json] = field(default_factory=dict)
    migrated_to: int = 0
    refusal: tuple[int, str] | None = None  # why the bot cannot write here

    @property
    def face(self) -> Json:
        return {"id": self.id, "title": self.title, "type": self.type}

    def keep(self, message: Json) -> None:
        self.messages[message["message_id"]] = message
        while len(self.messages) > self.api.history:
            del self.messages[next(iter(self.messages))]

    @property
    def screen(self) -> list[Seen]:
        """What the bot said here, edits applied, deleted messages gone."""
        return [_seen(message) for message in self.messages.values() if _is_ours(message)]

    def newest(self, most: int) -> list[Seen]:
        """The newest of the screen, the last one first: however long it has become."""
        ours = (message for message in reversed(self.messages.values()) if _is_ours(message))
        return [_seen(message) for message in islice(ours, most)]

    @property
    def photos(self) -> list[str]:
        """The captions of the photos that the bot sent here."""
        own = [message for message in self.messages.values() if message.get("from", {}).get("is_bot")]
        return [message.get("caption", "") for message in own if "photo" in message]

    async def sees(self, what: int | str, seconds: float = 20.0) -> list[Seen]:
        """Wait until so many messages, or one with these words, stand on the screen."""

        def there() -> bool:
            if isinstance(what, int):
                return len(self.screen) >= what
            return any(what in seen.text for seen in self.screen)

        await self.api.until(there, seconds, f"chat {self.id} to see {what!r}")
        return self.screen


@dataclass
class Group(Chat):
    """A group, supergroup or channel. Everything said reaches the bot, as with privacy mode off."""

    def says(self, user: User, text: str, reply_to: int = 0) -> int:
        more = {"reply_to_message": self.messages[reply_to]} if reply_to else {}
        return self.api._message(self, user.face, {"text": text, **_entities(text), **more})

    def posts(self, text: str) -> int:
        return self.api._message(self, None, {"text": text}, kind="channel_post")

    def adds_bot(self, user: User) -> int:
        return self._membership(user, "left", "member")

    def removes_bot(self, user: User) -> int:
        self.refusal = (403, "Forbidden: bot was kicked from the group chat")
        return self._membership(user, "member", "kicked")

    def _membership(self, user: User, before: str, after: str) -> int:
        return self.api._membership(self, user, before, after)

    def migrates(self) -> Group:
        """The group becomes a supergroup with another id; both sides are told."""
        heir = self.api.group(self.title, id=-1_000_000_000_000 - abs(self.id), type="supergroup")
        self.migrated_to = heir.id
        anonymous = {
            "id": 1_087_968_824,
            "is_bot": True,
            "first_name": "Group",
            "username": "GroupAnonymousBot",
        }
        self.api._message(self, anonymous, {"migrate_to_chat_id": heir.id})
        self.api._message(heir, anonymous, {"migrate_from_chat_id": self.id})
        return heir


@dataclass
class User(Chat):
    """A person and their private chat with the bot. What they do is on its way to the bot at once."""

    first_name: str = ""
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    blocked: bool = False
    answers: dict[str, str | None] = field(default_factory=dict)  # of their presses; None: still waiting

    @property
    def _name(self) -> Json:
        named = {"first_name": self.first_name, "last_name": self.last_name, "username": self.username}
        return {key: value for key, value in named.items() if value}

    @property
    def person(self) -> Json:
        language = {"language_code": self.language_code} if self.language_code else {}
        return {"id": self.id, "is_bot": False, **self._name, **language}

    @property
    def face(self) -> Json:
        return {"id": self.id, **self._name, "type": self.type}

    def says(self, text: str, **more: object) -> int:
        """Type something; the update's id."""
        return self.api._message(self, self.person, {"text": text, **_entities(text), **more})

    def sends(self, **content: object) -> int:
        """Send something else: `photo=True` for a usual one, or what it holds; `caption="…"` beside it."""
        filled = {
            name: CONTENTS[name] if value is True else value  # a venue also carries its location, and so on
            for name, value in content.items()
        }
        for name in content:
            filled |= ALSO.get(name, {})
        return self.api._message(self, self.person, filled)

    def edits(self, text: str, message_id: int = 0) -> int:
        """Change their newest message, or `message_id`."""
        own = [id for id, message in self.messages.items() if message.get("from", {}).get("id") == self.id]
        message = self.messages[message_id or own[-1]]
        message |= {"text": text, "edit_date": self.api.now}
        return self.api.tell("edited_message", message, ("chat", self.id))

    def presses(self, button: str | int, on: int | None = None) -> str:
        """Tap a button, by label or place, of the newest message with any or of message `on`; the query's id.

        Fails when there is no such button there now; `taps` presses what is no longer there.
        """
        keyed = [id for id, message in self.messages.items() if _rows(message)]
        if not keyed and on is None:
            raise AssertionError("there is no button to press")
        message = self.messages[keyed[-1] if on is None else on]
        keys = [key for row in _rows(message) for key in row]
        labels = [key["text"] for key in keys]
        if isinstance(button, str) and button not in labels:
            raise AssertionError(f"no button {button!r}; there are {labels}")
        return self.taps(keys[labels.index(button) if isinstance(button, str) else button]["callback_data"], message)

    def taps(self, value: str, message: Json) -> str:
        """A press with this value, whatever the buttons say now."""
        query_id = str(self.api.random.getrandbits(62))
        self.api.queries[query_id] = (self.api.clock.time() + PRESS_LIFE, self)
        self.answers[query_id] = None
        query = {
            "id": query_id,
            "from": self.person,
            "message": message,
            "chat_instance": str(-self.id * 7919),
            "data": value,
        }
        self.api.tell("callback_query", query, ("press", self.id), PRESS_LIFE)
        return query_id

    def blocks(self) -> int:
        self.refusal = (403, "Forbidden: bot was blocked by the user")
        return self.api._membership(self, self, "member", "kicked")

    def unblocks(self) -> int:
        self.refusal = None
        return self.api._membership(self, self, "kicked", "member")

    def leaves_telegram(self) -> None:
        self.refusal = (403, "Forbidden: user is deactivated")


def _file(kind: str, **more: object) -> Json:
    return {
        "file_id": f"{kind}-AgACAgQAAxkBAAI",
        "file_unique_id": f"AQAD{kind}",
        "file_size": 31_337,
        **more,
    }


CONTENTS: dict[str, Any] = {
    "photo": [_file("small", width=90, height=67), _file("large", width=1280, height=960)],
    "sticker": _file(
        "sticker", width=512, height=512, is_animated=False, is_video=False, type="regular", emoji="👍"
    ),
    "voice": _file("voice", duration=3, mime_type="audio/ogg"),
    "audio": _file("audio", duration=180, mime_type="audio/mpeg", title="Lied"),
    "video_note": _file("round", length=240, duration=4),
    "location": {"latitude": 52.0907, "longitude": 5.1214},
    "venue": {
        "location": {"latitude": 52.0907, "longitude": 5.1214},
        "title": "Domtoren",
        "address": "Domplein 21",
    },
    "contact": {"phone_number": "+31600000000", "first_name": "Kim", "user_id": 4242},
    "video": _file("video", width=640, height=480, duration=9, mime_type="video/mp4"),
    "animation": _file("gif", width=320, height=240, duration=2, mime_type="video/mp4"),
    "document": _file("document", file_name="brief.pdf", mime_type="application/pdf"),
    "dice": {"emoji": "🎲", "value": 4},
    "poll": {
        "id": "5420000000000000000", "question": "Welke?", "type": "regular", "is_anonymous": True,
        "options": [{"persistent_id": "1", "text": "a", "voter_count": 0}],
        "total_voter_count": 0, "is_closed": False, "allows_multiple_answers": False,
        "allows_revoting": True, "members_only": False,
    },
    "story": {"chat": {"id": 4242, "type": "private", "first_name": "Kim"}, "id": 7},
    "pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 4242, "type": "private"}},
    "message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400},
}  # fmt: skip
ALSO: dict[str, Json] = {
    "venue": {"location": CONTENTS["location"]},
    "animation": {"document": _file("gif", file_name="gif.mp4", mime_type="video/mp4")},
}

_COMMON = "business_connection_id message_thread_id direct_messages_topic_id disable_notification protect_content"
_COMMON += " allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup"
PARAMETERS: dict[str, frozenset[str]] = {
    name: frozenset(names.split())
    for name, names in {
        "getMe": "",
        "setWebhook": "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
        "deleteWebhook": "drop_pending_updates",
        "getWebhookInfo": "",
        "getUpdates": "offset limit timeout allowed_updates",
        "sendMessage": f"chat_id text parse_mode entities link_preview_options {_COMMON}",
        "sendPhoto": "chat_id photo caption parse_mode caption_entities show_caption_above_media has_spoiler "
        f"{_COMMON}",
        "editMessageText": "business_connection_id chat_id message_id inline_message_id text parse_mode "
        "entities link_preview_options reply_markup",
        "editMessageReplyMarkup": "business_connection_id chat_id message_id inline_message_id reply_markup",
        "deleteMessage": "chat_id message_id",
        "getFile": "file_id",
        "answerCallbackQuery": "callback_query_id text show_alert url cache_time",
        "sendChatAction": "business_connection_id chat_id message_thread_id action",
        "setMyCommands": "commands scope language_code",
        "deleteMyCommands": "scope language_code",
        "getMyCommands": "scope language_code",
        "setMyDescription": "description language_code",
        "getMyDescription": "language_code",
        "setMyShortDescription": "short_description language_code",
        "getMyShortDescription": "language_code",
    }.items()
}
_METHODS = {name.lower(): name for name in PARAMETERS}
_ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip
_ENTITIES = frozenset({
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic",
    "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre",
    "text_link", "text_mention", "custom_emoji",
})  # fmt: skip
_EVERYTHING = frozenset({
    "message", "edited_message", "channel_post", "edited_channel_post", "inline_query", "callback_query",
    "my_chat_member", "poll", "chat_join_request",
})  # fmt: skip


class BotApi:
    """The server, the bot's account, and the people around it."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        port: int = 0,
        ledger: Path | None = None,
        speed: float = 1.0,
        limits: Limits | None = None,
        strict: bool = True,
        seed: int = 0,
        history: int = 1000,
    ) -> None:
        """`limits`: what is answered with 429, nothing if None. `history`: messages remembered per chat."""
        self.token, self.port, self.limits, self.strict, self.history = token, port, limits, strict, history
        self.clock = Clock(speed)
        self.random = random.Random(seed)
        self.id = int(token.partition(":")[0])
        self.username = "badgewijzer_test_bot"
        self.people: dict[int, User] = {}
        self.groups: dict[int, Group] = {}
        self.updates: dict[int, Update] = {}
        self.webhook: Webhook | None = None
        self.allowed: frozenset[str] = _EVERYTHING
        self.queries: dict[str, tuple[float, User]] = {}
        self.menus: dict[tuple[str, str], list[Json]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.files: dict[str, bytes] = {}  # what can be downloaded, by file_id
        self.faults: list[Fault] = []
        self.twists: list[Twist] = []
        self.chaos: dict[str, float] = {}  # kind of fault -> chance at every call
        self.latency = 0.0  # seconds, at most, that a call is under way before it is performed
        self.errors: list[str] = []
        self.offsets: list[int] = []  # of every getUpdates so far, also of the one that still waits
        self.ledger: deque[Json] = deque(maxlen=1_000_000)
        self._file = os.open(ledger, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644) if ledger else None
        self._next_update = 700_000_000
        self._next_message = 1
        self.numbers_apart = 1  # more: a Telegram that does not count one by one
        self._queues: dict[tuple[str, int], deque[Update]] = {}
        self._lanes: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._pending: dict[int, Update] = {}
        self._buckets: dict[object, Bucket] = {}
        self._poller: asyncio.Future[str] | None = None
        self._webhook_set_at = -math.inf
        self._busy = 0
        self._watch = Watch()
        self._stop = asyncio.Event()
        self._news = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._client: aiohttp.ClientSession | None = None
        self._connections = asyncio.Semaphore(40)

    # The server

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._client = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=60), connector=aiohttp.TCPConnector(limit=0)
        )
        await self.up()
        return self

    async def __aexit__(self, kind: object, *_: object) -> None:
        self._stop.set()
        lanes = list(self._lanes.values())
        for lane in lanes:
            lane.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)
        assert self._client is not None
        await self._client.close()
        await self.down()
        if self._file is not None:
            os.close(self._file)
            self._file = None
        if self.strict and kind is None:
            self.no_errors()

    async def up(self) -> None:
        """Listen (again), on the port we had."""
        app = web.Application(client_max_size=60_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/{path:.+}", self._serve_file)
        app.router.add_post("/control/{verb}", self._control)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def down(self) -> None:
        """Stop listening: connections are refused."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @contextlib.asynccontextmanager
    async def refusing(self) -> AsyncIterator[None]:
        await self.down()
        try:
            yield
        finally:
            await self.up()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        token, name = request.match_info["token"], request.match_info["method"]
        if token != self.token:
            well_formed = re.fullmatch(r"\d+:[\w-]{30,}", token, re.A)
            return _answer(_Wrong(401, "Unauthorized") if well_formed else _Wrong(404, "Not Found"))
        method = _METHODS.get(name.lower())
        if method is None:
            self.errors.append(f"no such method: {name}")
            return _answer(_Wrong(404, "Not Found"))
        return await self._call(request, method)

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        """What `getFile` told the path of; a fault of method `file` strikes here."""
        paths = {self._path_of(file_id): content for file_id, content in self.files.items()}
        content = paths.get(request.match_info["path"]) if request.match_info["token"] == self.token else None
        self._note({"kind": "file", "there": content is not None})
        if fault := next((fault for fault in self.faults if fault.strikes("file", {})), None):
            return await self._afflicted(request, fault, {})
        return _answer(_Wrong(404, "Not Found")) if content is None else web.Response(body=content)

    @staticmethod
    def _path_of(file_id: str) -> str:
        return f"photos/file_{hashlib.sha256(file_id.encode()).hexdigest()[:8]}.jpg"

    async def _call(self, request: web.Request, method: str) -> web.StreamResponse:
        parameters = await self._read(request)
        for unknown in parameters.keys() - PARAMETERS[method]:
            self.errors.append(f"{method} has no parameter {unknown}")
        fault = next((fault for fault in self.faults if fault.strikes(method, parameters)), None)
        if fault is None:
            fault = self._bad_luck(method)
        outcome: object = None
        if self.latency:
            await asyncio.sleep(self.random.uniform(0, self.latency))
        if fault is None or fault.performed:
            self._busy += method != "getUpdates"
            try:
                outcome = await self._perform(method, parameters)
            except _Wrong as wrong:
                outcome = wrong
            finally:
                self._busy -= method != "getUpdates"
        performed = (fault is None or bool(fault.performed)) and not isinstance(outcome, _Wrong)
        verdict = f"{outcome.code} {outcome.description}" if isinstance(outcome, _Wrong) else "ok"
        line = {"kind": "call", "method": method, "parameters": parameters, "performed": performed}
        line |= {"verdict": verdict if fault is None or fault.performed else "not performed"}
        if fault is not None:
            line["fault"] = fault.kind
        if isinstance(outcome, dict) and "message_id" in outcome:
            line["message_id"] = outcome["message_id"]
        self._note(line)
        return await self._afflicted(request, fault, outcome) if fault else _answer(outcome)

    def _bad_luck(self, method: str) -> Fault | None:
        for kind, chance in self.chaos.items():
            if method != "getMe" and self.random.random() < chance:
                return Fault(kind, retry_after=1 if kind == "429" else None)
        return None

    async def _read(self, request: web.Request) -> Json:
        """Parameters from the query, a form or JSON; objects may come as objects or as JSON in a string.

        Of a file stands here what it is, not what is in it.
        """
        parameters: Json = dict(request.query)
        if request.content_type == "application/json":
            with contextlib.suppress(ValueError):
                sent = json.loads(await request.read())
                parameters |= sent if isinstance(sent, dict) else {}
        elif request.method == "POST":
            for name, value in (await request.post()).items():
                parameters[name] = value if isinstance(value, str) else _upload(value)
        return {name: value for name, value in parameters.items() if value is not None}

    async def _afflicted(self, request: web.Request, fault: Fault, outcome: object) -> web.StreamResponse:
        good = _answer(outcome)
        transport = request.transport
        match fault.kind:
            case "reset_before" | "reset_after":
                tear(transport)
            case "hang_before" | "hang_after":
                await self._stop.wait()
                tear(transport)
            case "slow":
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stop.wait(), fault.seconds)
            case "half_body" | "drip":
                assert transport is not None
                assert isinstance(good.body, bytes)
                head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(good.body)}\r\n\r\n"
                transport.write(head.encode() + good.body[: len(good.body) // 2])
                if fault.kind == "drip":
                    await self._stop.wait()
                transport.close()
            case "junk":
                return web.Response(text="<html>Welcome to the wifi", content_type="text/html")
            case "list":
                return web.json_response([])
            case "not_ok":
                return web.json_response({"ok": False})
            case "no_result":
                return web.json_response({"ok": True})
            case "html502":
                page = "<html><head><title>502 Bad Gateway</title></head></html>"
                return web.Response(status=502, text=page, content_type="text/html")
            case status:
                return self._status(int(status), fault)
        return good

    def _status(self, status: int, fault: Fault) -> web.Response:
        headers = {}
        body: Json = {
            "ok": False,
            "error_code": status,
            "description": fault.description or _REASONS.get(status, "Error"),
        }
        if status == 302:
            return web.Response(status=302, headers={"Location": f"{self.url}/bot{self.token}/getMe"})
        if fault.retry_after is not None and fault.where in ("header", "both"):
            headers["Retry-After"] = str(fault.retry_after)
        if fault.retry_after is not None and fault.where in ("body", "both"):
            body["parameters"] = {"retry_after": fault.retry_after}
        if isinstance(fault.body, str):
            return web.Response(status=status, text=fault.body, headers=headers)
        return web.json_response(body if fault.body is None else fault.body, status=status, headers=headers)

    # What the bot may ask

    async def _perform(self, method: str, given: Json) -> object:
        if method == "getUpdates":
            return await self._get_updates(given)
        if method in ("sendMessage", "sendPhoto", "editMessageText", "editMessageReplyMarkup"):
            self._within_limits(given)
        performed: object = getattr(self, "_" + re.sub(r"([A-Z])", r"_\1", method).lower())(given)
        self._changed()
        return performed

    def _get_me(self, _: Json) -> Json:
        return {
            **self._bot, "can_join_groups": True, "can_read_all_group_messages": False,
            "supports_inline_queries": False, "can_connect_to_business": False, "has_main_web_app": False,
        }  # fmt: skip

    @property
    def _bot(self) -> Json:
        return {"id": self.id, "is_bot": True, "first_name": "Badgewijzer", "username": self.username}

    def _send_message(self, given: Json) -> Json:
        chat = self._chat(given)
        content = _content(given)
        message = {
            "message_id": self._message_id(),
            "from": self._bot,
            "chat": chat.face,
            "date": self.now,
            **content,
        }
        chat.keep(message)
        return message

    def _send_photo(self, given: Json) -> Json:
        chat = self._chat(given)
        photo = given.get("photo")
        if not isinstance(photo, dict):  # a file_id or a URL, which this server does not have
            raise _Wrong(400, "Bad Request: there is no photo in the request" if not photo else _NO_FILE_ID)
        caption = str(given.get("caption", ""))
        if _units(caption) > 1024:
            raise _Wrong(400, "Bad Request: message caption is too long")
        if not photo["bytes"]:
            raise _Wrong(400, "Bad Request: file must be non-empty")
        if photo["bytes"] > 10_000_000:
            raise _Wrong(413, "Request Entity Too Large")
        wide, high = photo["width"], photo["height"]
        if not (wide and high):
            raise _Wrong(400, "Bad Request: IMAGE_PROCESS_FAILED")
        if wide + high > 10_000 or max(wide, high) > 20 * min(wide, high):
            raise _Wrong(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
        message = {
            "message_id": self._message_id(),
            "from": self._bot,
            "chat": chat.face,
            "date": self.now,
            "photo": [_file("photo", width=wide, height=high)],
            **({"caption": caption.strip()} if caption.strip() else {}),
            **_markup(given),
        }
        chat.keep(message)
        return message

    def _get_file(self, given: Json) -> Json:
        file_id = str(given.get("file_id", ""))
        content = self.files.get(file_id)
        if content is None:
            raise _Wrong(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(content) > 20_000_000:
            raise _Wrong(400, "Bad Request: file is too big")
        known = {"file_id": file_id, "file_unique_id": f"AQAD{file_id[:8]}", "file_size": len(content)}
        return {**known, "file_path": self._path_of(file_id)}

    def _edit_message_text(self, given: Json) -> Json:
        return self._edit(given, _content(given), ("text", "entities", "reply_markup", "link_preview_options"))

    def _edit_message_reply_markup(self, given: Json) -> Json:
        return self._edit(given, _markup(given), ("reply_markup",))

    def _edit(self, given: Json, content: Json, parts: tuple[str, ...]) -> Json:
        chat = self._chat(given)
        message = chat.messages.get(_number(given, "message_id"))
        if message is None:
            raise _Wrong(400, "Bad Request: message to edit not found")
        if message.get("from", {}).get("id") != self.id:
            raise _Wrong(400, "Bad Request: message can't be edited")
        if "text" in parts and "text" not in message:
            raise _Wrong(400, "Bad Request: there is no text in the message to edit")
        if all(message.get(part) == content.get(part) for part in parts if part != "link_preview_options"):
            raise _Wrong(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message",
            )
        for part in parts:
            message.pop(part, None)
        message |= {**content, "edit_date": self.now}
        return message

    def _delete_message(self, given: Json) -> bool:
        chat = self._chat(given)
        message = chat.messages.get(_number(given, "message_id"))
        if message is None:
            raise _Wrong(400, "Bad Request: message to delete not found")
        if message["date"] < self.now - 2 * DAY:
            raise _Wrong(400, "Bad Request: message can't be deleted for everyone")
        del chat.messages[message["message_id"]]
        return True

    def _answer_callback_query(self, given: Json) -> bool:
        until, user = self.queries.get(str(given.get("callback_query_id")), (0.0, None))
        if user is None or self.clock.time() > until:
            raise _Wrong(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        words = str(given.get("text", ""))
        if _units(words) > 200:
            raise _Wrong(400, "Bad Request: MESSAGE_TOO_LONG")
        user.answers[str(given["callback_query_id"])] = words
        return True

    def _send_chat_action(self, given: Json) -> bool:
        self._chat(given)
        if given.get("action") not in _ACTIONS:
            raise _Wrong(400, "Bad Request: wrong parameter action in request")
        return True

    def _set_my_commands(self, given: Json) -> bool:
        commands = _parsed(given, "commands", list, "commands")
        if len(commands) > 100:
            raise _Wrong(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not isinstance(command, dict) or not re.fullmatch(r"/?[a-z0-9_]{1,32}", str(command.get("command"))):
                raise _Wrong(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(str(command.get("description", ""))) <= 256:
                raise _Wrong(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.menus[self._scope(given)] = commands
        return True

    def _delete_my_commands(self, given: Json) -> bool:
        self.menus.pop(self._scope(given), None)
        return True

    def _get_my_commands(self, given: Json) -> list[Json]:
        return self.menus.get(self._scope(given), [])

    def _scope(self, given: Json) -> tuple[str, str]:
        scope = _parsed(given, "scope", dict, "bot command scope") if "scope" in given else {"type": "default"}
        return json.dumps(scope, sort_keys=True), _language(given)

    def _set_my_description(self, given: Json) -> bool:
        return self._describe("description", 512, given)

    def _set_my_short_description(self, given: Json) -> bool:
        return self._describe("short_description", 120, given)

    def _describe(self, kind: str, longest: int, given: Json) -> bool:
        words = str(given.get(kind, ""))
        if len(words) > longest:
            raise _Wrong(400, f"Bad Request: {kind} is too long")
        self.descriptions[kind, _language(given)] = words
        return True

    def _get_my_description(self, given: Json) -> Json:
        return {"description": self.descriptions.get(("description", _language(given)), "")}

    def _get_my_short_description(self, given: Json) -> Json:
        return {"short_description": self.descriptions.get(("short_description", _language(given)), "")}

    def _chat(self, given: Json) -> Chat:
        name = given.get("chat_id")
        if name in (None, ""):
            raise _Wrong(400, "Bad Request: chat_id is empty")
        number = int(name) if re.fullmatch(r"-?\d{1,19}", str(name)) else 0
        chat: Chat | None = self.people.get(number) or self.groups.get(number)
        if chat is None:
            raise _Wrong(400, "Bad Request: chat not found")
        if chat.migrated_to:
            raise _Wrong(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.migrated_to,
            )
        if chat.refusal:
            raise _Wrong(*chat.refusal)
        return chat

    def _within_limits(self, given: Json) -> None:
        if self.limits is None:
            return
        now, chat_id = self.clock.time(), str(given.get("chat_id"))
        group = chat_id.startswith("-")
        shapes = {
            chat_id: (self.limits.chat_rate, float(self.limits.chat_burst)),
            "everybody": (self.limits.rate, self.limits.rate),
        }
        if group:
            shapes[chat_id + " a minute"] = (self.limits.group_a_minute / 60, self.limits.group_a_minute)
        buckets = [self._buckets.setdefault(key, Bucket(*shape, now)) for key, shape in shapes.items()]
        seconds = math.ceil(max(bucket.wait(now) for bucket in buckets))
        if seconds:
            raise _Wrong(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        for bucket in buckets:
            bucket.take()

    # Webhook and polling

    def _set_webhook(self, given: Json) -> tuple[bool, str]:
        url = str(given.get("url", ""))
        if not url:
            return self._delete_webhook(given)
        secret = str(given.get("secret_token", ""))
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise _Wrong(400, "Bad Request: secret token contains unallowed characters")
        if not re.fullmatch(r"https?://[^\s/?#]+([/?#]\S*)?", url):
            raise _Wrong(400, "Bad Request: bad webhook: invalid webhook URL specified")
        allowed = self._choice(given)
        connections = min(max(_number(given, "max_connections", 40), 1), 100)
        hook = Webhook(url, secret, connections)
        if _true(given.get("drop_pending_updates")):
            self._drop()
        now = self.webhook
        if now and (now.url, now.secret, now.max_connections, self.allowed) == (
            url,
            secret,
            connections,
            allowed,
        ):
            return True, "Webhook is already set"
        if self.clock.time() - self._webhook_set_at < 1:
            raise _Wrong(429, "Too Many Requests: retry after 1", retry_after=1)
        self._webhook_set_at = self.clock.time()
        self.webhook, self.allowed = hook, allowed
        self._connections = asyncio.Semaphore(connections)
        self._interrupt("Conflict: terminated by setWebhook request")
        for queue in self._queues:
            self._drive(queue)
        return True, "Webhook was set"

    def _delete_webhook(self, given: Json) -> tuple[bool, str]:
        if _true(given.get("drop_pending_updates")):
            self._drop()
        had, self.webhook = self.webhook, None
        return True, "Webhook was deleted" if had else "Webhook is already deleted"

    def _get_webhook_info(self, _: Json) -> Json:
        hook = self.webhook
        info: Json = {"url": hook.url if hook else "", "has_custom_certificate": False}
        info["pending_update_count"] = len(self._pending)
        if hook:
            info["max_connections"] = hook.max_connections
            info["ip_address"] = "127.0.0.1"
            if hook.last_error:
                info["last_error_date"], info["last_error_message"] = hook.last_error
        if self.allowed != _EVERYTHING:
            info["allowed_updates"] = sorted(self.allowed)
        return info

    def _choice(self, given: Json) -> frozenset[str]:
        if "allowed_updates" not in given:
            return self.allowed
        names = _parsed(given, "allowed_updates", list, "allowed updates")
        return frozenset(str(name) for name in names) or _EVERYTHING

    async def _get_updates(self, given: Json) -> list[Json]:
        if self.webhook:
            raise _Wrong(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete "
                "the webhook first",
            )
        self._interrupt(
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
        )
        self.allowed = self._choice(given)
        offset, limit = _number(given, "offset", 0), min(max(_number(given, "limit", 100), 1), 100)
        until = self.clock.time() + min(max(_number(given, "timeout", 0), 0), 50)
        if offset < 0:
            offset = max([*self._pending][offset:][:1], default=0)
        self.offsets.append(offset)
        for update_id in [update_id for update_id in self._pending if update_id < offset]:
            self._settle(self._pending[update_id], "taken")
        self._changed()
        poller = self._poller = asyncio.get_running_loop().create_future()
        timer = asyncio.ensure_future(self.clock.until(until))
        stop = asyncio.ensure_future(self._stop.wait())
        try:
            while True:
                self._expire()
                if self._pending or timer.done() or stop.done():
                    return [self._pending[update_id].body for update_id in sorted(self._pending)[:limit]]
                self._news.clear()
                news = asyncio.ensure_future(self._news.wait())
                await asyncio.wait([news, timer, poller, stop], return_when=asyncio.FIRST_COMPLETED)
                news.cancel()
                if poller.done():
                    raise _Wrong(409, poller.result())
        finally:
            timer.cancel()
            stop.cancel()
            if self._poller is poller:
                self._poller = None

    def _interrupt(self, why: str) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(why)
        self._poller = None

    def _drop(self) -> None:
        for update in list(self._pending.values()):
            self._settle(update, "dropped")

    def _expire(self) -> None:
        for update in list(self._pending.values()):
            if self.clock.time() > update.expires:
                self._settle(update, "expired")

    def _settle(self, update: Update, fate: str) -> None:
        if self._pending.pop(update.update_id, None) is None:
            return
        update.fate = fate
        queue = self._queues.get(update.queue)
        if queue and update in queue:
            queue.remove(update)
        self._note({"kind": "update", "update_id": update.update_id, "fate": fate})

    def tell(self, kind: str, content: Json, queue: tuple[str, int] = ("chat", 0), life: float = DAY) -> int:
        """Put any update on its way to the bot; its id, or 0 when the bot did not ask for this kind."""
        if kind not in self.allowed:
            return 0
        update_id = self._next_update
        self._next_update += 1
        snapshot = json.loads(json.dumps(content))
        update = Update(update_id, kind, snapshot, queue, self.clock.time() + life)
        self.updates[update_id] = self._pending[update_id] = update
        if len(self.updates) > 200_000:
            del self.updates[next(iter(self.updates))]
        self._queues.setdefault(queue, deque()).append(update)
        self._note({"kind": "update", "update_id": update_id, "what": kind, "queue": list(queue)})
        self._news.set()
        self._drive(queue)
        return update_id

    def _drive(self, queue: tuple[str, int]) -> None:
        if self.webhook and queue not in self._lanes and not self._stop.is_set():
            self._lanes[queue] = asyncio.ensure_future(self._lane(queue))

    async def _lane(self, queue: tuple[str, int]) -> None:
        """Deliver what is in one queue, the next only when the one before is done with."""
        try:
            while (waiting := self._queues.get(queue)) and self.webhook:
                update = waiting[0]
                if self.clock.time() > update.expires:
                    self._settle(update, "expired")
                    continue
                again = await self._deliver(update)
                if again is None:
                    self._settle(update, "taken")
                elif again > update.expires:
                    self._settle(update, "expired")
                else:
                    await self.clock.until(again)
        finally:
            self._lanes.pop(queue, None)
            if not self._queues.get(queue):
                self._queues.pop(queue, None)
            self._changed()

    async def _deliver(self, update: Update) -> float | None:
        """One delivery. When to try again, or None when the bot took it."""
        twist = next((twist for twist in self.twists if twist.strikes()), None)
        status, wait_asked = await self._post(update, twist)
        if 200 <= status <= 299:
            if twist and twist.kind == "duplicate":
                await self._post(update, None)
            return None
        hook, now = self.webhook, self.clock.time()
        if status == 410 and hook:
            hook.gone_since = hook.gone_since or now
            if now - hook.gone_since > 23 * 3600:
                self.webhook = None
        if wait_asked:
            return now + min(wait_asked, 3600)
        if update.tries == 1:
            return now
        return now + min(2.0 ** (update.tries - 1), self.random.uniform(60, 120))

    async def _post(self, update: Update, twist: Twist | None) -> tuple[int, int]:
        """The status of one delivery, 0 for none, and the Retry-After that came with it."""
        hook = self.webhook
        if hook is None or self._client is None:
            return 0, 0
        kind = twist.kind if twist else ""
        update.tries += 1
        headers = {"Content-Type": "application/json"}
        if hook.secret and kind != "no_secret":
            headers["X-Telegram-Bot-Api-Secret-Token"] = "wrong" if kind == "wrong_secret" else hook.secret
        body = json.dumps(update.body, ensure_ascii=False, separators=(",", ":")).encode()
        status, answer, wait_asked, trouble = 0, b"", 0, ""
        async with self._connections:
            began = time.perf_counter()
            try:
                if kind == "slow" and twist:
                    await asyncio.sleep(twist.seconds)
                content: Any = half(body) if kind == "half_request" else body
                if kind == "half_request":
                    headers["Content-Length"] = str(len(body))
                async with self._client.post(hook.url, data=content, headers=headers, allow_redirects=False) as got:
                    answer = await got.read()
                    status = got.status
                    after = got.headers.get("Retry-After", "")
                    wait_asked = int(after) if after.isdigit() else 0
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                trouble = type(error).__name__
            milliseconds = (time.perf_counter() - began) * 1000
        if kind == "lost_answer":
            status = 0
        update.status = status
        if status and not 200 <= status <= 299:
            trouble = f"Wrong response from the webhook: {status} {_REASONS.get(status, '')}".rstrip()
        if trouble:
            hook.last_error = (self.now, trouble)
        self._check_answer(status, answer)
        line = {
            "kind": "delivery",
            "update_id": update.update_id,
            "queue": list(update.queue),
            "status": status,
        }
        line |= {"try": update.tries, "ms": round(milliseconds, 2)}
        self._note(line | ({"twist": kind} if kind else {}))
        return status, wait_asked

    def _check_answer(self, status: int, answer: bytes) -> None:
        if not (200 <= status <= 299 and answer):
            return
        with contextlib.suppress(ValueError):
            said = json.loads(answer)
            if isinstance(said, dict) and "method" in said:
                self.errors.append(f"the webhook's answer would be executed: {said['method']}")

    async def redelivers(self, update_id: int) -> int:
        """Deliver an update once more, at once, whatever became of it; the status."""
        return (await self._post(self.updates[update_id], None))[0]

    def no_errors(self) -> None:
        """Fails when the bot did what a bot should never do."""
        assert not self.errors, "\n".join(self.errors)

    # People and places

    @property
    def now(self) -> int:
        return int(self.clock.time())

    def user(self, id: int, first_name: str = "Sam", *, language_code: str = "nl", **more: Any) -> User:
        """A person who has opened a chat with the bot; the same one for the same id."""
        if id not in self.people:
            self.people[id] = User(self, id, "private", first_name=first_name, language_code=language_code, **more)
        return self.people[id]

    def group(self, title: str = "Klas 4", *, id: int = -4001, type: str = "group") -> Group:
        return self.groups.setdefault(id, Group(self, id, type, title))

    def channel(self, title: str = "Nieuws", *, id: int = -1_004_002) -> Group:
        return self.group(title, id=id, type="channel")

    def _message_id(self) -> int:
        self._next_message += self.numbers_apart
        return self._next_message

    def _message(self, chat: Chat, sender: Json | None, content: Json, kind: str = "message") -> int:
        message: Json = {"message_id": self._message_id()}
        if sender is not None:
            message["from"] = {key: value for key, value in sender.items() if key != "type"}
        else:
            message["sender_chat"] = chat.face
        message |= {"chat": chat.face, "date": self.now, **content}
        chat.keep(message)
        return self.tell(kind, message, ("chat", chat.id))

    def _membership(self, chat: Chat, user: User, before: str, after: str) -> int:
        def member(status: str) -> Json:
            return {"user": self._bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}

        change = {
            "chat": chat.face,
            "from": user.person,
            "date": self.now,
            "old_chat_member": member(before),
            "new_chat_member": member(after),
        }
        return self.tell("my_chat_member", change, ("member", chat.id))

    # Faults, the ledger, waiting

    def breaks(self, method: str, kind: str, **details: Any) -> Fault:
        """Have the next call of `method` ("*": of any) go wrong; `Fault` says how."""
        fault = Fault(kind, method, **details)
        self.faults.append(fault)
        return fault

    def twisted(self, kind: str, **details: Any) -> Twist:
        """Have the next delivery go wrong; `Twist` says how."""
        twist = Twist(kind, **details)
        self.twists.append(twist)
        return twist

    def calls(self, method: str = "") -> list[Json]:
        return [line for line in self.ledger if line["kind"] == "call" and method in ("", line["method"])]

    def deliveries(self, update_id: int = 0) -> list[Json]:
        return [line for line in self.ledger if line["kind"] == "delivery" and update_id in (0, line["update_id"])]

    @property
    def waiting(self) -> int:
        """How many updates the bot has not taken yet."""
        return len(self._pending)

    def _note(self, line: Json) -> None:
        line = {"at": round(self.clock.time(), 6), "monotonic": time.monotonic(), **line}
        self.ledger.append(line)
        if self._file is not None:
            os.write(self._file, (json.dumps(line) + "\n").encode())
        self._changed()

    def _changed(self) -> None:
        self._watch.changed()

    async def until(self, there: Callable[[], bool], seconds: float = 20.0, what: str = "") -> None:
        """Wait until something holds; looks again whenever anything happened here."""
        await self._watch.until(there, seconds, what, self.ledger)

    async def settled(self, seconds: float = 20.0) -> None:
        """Wait until every update is taken (or expired) and no call is under way."""
        await self.until(lambda: not self._pending and not self._busy, seconds, "everything to settle")

    # From another process

    async def _control(self, request: web.Request) -> web.Response:
        verb = request.match_info["verb"]
        if verb not in CONTROLS:
            raise web.HTTPNotFound(text=f"there is {', '.join(CONTROLS)}")
        result = CONTROLS[verb](self, **(await request.json() if request.can_read_body else {}))
        return web.json_response(result)


CONTROLS: dict[str, Callable[..., Any]] = {
    "user": lambda api, user, **about: api.user(user, **about).face,
    "says": lambda api, user, text: api.user(user).says(text),
    "sends": lambda api, user, **content: api.user(user).sends(**content),
    "edits": lambda api, user, text: api.user(user).edits(text),
    "presses": lambda api, user, button, on=None: api.user(user).presses(button, on),
    "taps": lambda api, user, value, on: api.user(user).taps(value, api.user(user).messages[on]),
    "blocks": lambda api, user: api.user(user).blocks(),
    "unblocks": lambda api, user: api.user(user).unblocks(),
    "screen": lambda api, user: [vars(seen) | {"buttons": seen.buttons} for seen in api.user(user).screen],
    "breaks": lambda api, method, kind, **details: vars(api.breaks(method, kind, **details)),
    "twisted": lambda api, kind, **details: vars(api.twisted(kind, **details)),
    "chaos": lambda api, **chances: api.chaos.update(chances),
    "heal": lambda api: (api.faults.clear(), api.twists.clear(), api.chaos.clear()),
    "limits": lambda api, **limits: setattr(api, "limits", Limits(**limits) if limits else None),
    "advance": lambda api, seconds: api.clock.advance(seconds),
    "state": lambda api: {
        "waiting": api.waiting,
        "busy": api._busy,
        "errors": api.errors,
        "webhook": api.webhook.url if api.webhook else "",
        "calls": len(api.calls()),
    },
}
"""What `POST /control/<verb>` does, with the fields of its JSON body as arguments."""


# Shapes


_REASONS = {
    302: "Found", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    409: "Conflict", 410: "Gone", 413: "Request Entity Too Large", 429: "Too Many Requests",
    500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable",
}  # fmt: skip


def _answer(outcome: object) -> web.Response:
    if isinstance(outcome, _Wrong):
        body: Json = {"ok": False, "error_code": outcome.code, "description": outcome.description}
        headers = {}
        if outcome.parameters:
            body["parameters"] = outcome.parameters
        if "retry_after" in outcome.parameters:
            headers["Retry-After"] = str(outcome.parameters["retry_after"])
        return web.json_response(body, status=outcome.code, headers=headers)
    if isinstance(outcome, tuple):
        return web.json_response({"ok": True, "result": outcome[0], "description": outcome[1]})
    return web.json_response({"ok": True, "result": outcome})


def _upload(file: web.FileField) -> Json:
    """What an uploaded file is: its name, its type, its size, and how wide and high a PNG is, as its head says."""
    content = file.file.read()
    png = content[:8] == b"\x89PNG\r\n\x1a\n" and content[12:16] == b"IHDR" and content[-8:-4] == b"IEND"
    wide, high = struct.unpack(">II", content[16:24]) if png else (0, 0)
    known = {"name": file.filename, "type": file.content_type, "bytes": len(content), "width": wide, "height": high}
    return {**known, "sha256": hashlib.sha256(content).hexdigest()}


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _rows(message: Mapping[str, Any]) -> Iterable[list[Json]]:
    rows: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def _true(value: object) -> bool:
    return value is True or str(value).lower() in ("true", "1", "yes")


def _number(given: Json, name: str, default: int = 0) -> int:
    value = str(given.get(name, default))
    return int(value) if re.fullmatch(r"-?\d{1,19}", value) else default


def _language(given: Json) -> str:
    code = str(given.get("language_code", ""))
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise _Wrong(400, "Bad Request: invalid language code specified")
    return code


def _parsed(given: Json, name: str, kind: type, words: str) -> Any:
    value = given.get(name)
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise _Wrong(400, f"Bad Request: can't parse {words} JSON object") from None
    if not isinstance(value, kind):
        raise _Wrong(400, f"Bad Request: expected another type of {words}")
    return value


def _content(given: Json) -> Json:
    """The text, entities and buttons of a message that Telegram would take."""
    text = str(given.get("text", ""))
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _Wrong(400, "Bad Request: strings must be encoded in UTF-8") from None
    if not text.strip():
        raise _Wrong(400, "Bad Request: message text is empty")
    if _units(text) > 4096:
        raise _Wrong(400, "Bad Request: message is too long")
    content: Json = {"text": text.strip()}
    if "entities" in given:
        listed = _parsed(given, "entities", list, "entities")
        shift, end = _units(text) - _units(text.lstrip()), _units(text.strip())
        kept = [entity for entity in (_entity(entity, text) for entity in listed[:100]) if entity]
        for entity in kept:
            start = max(entity["offset"] - shift, 0)
            stop = min(entity["offset"] + entity["length"] - shift, end)
            entity["offset"], entity["length"] = start, stop - start
        kept = [entity for entity in kept if entity["length"] > 0]
        if kept:
            content["entities"] = kept
    if "link_preview_options" in given:
        options = _parsed(given, "link_preview_options", dict, "link preview options")
        if unknown := options.keys() - _PREVIEW:
            raise _Wrong(400, f"Bad Request: unknown link preview options {sorted(unknown)}")
        content["link_preview_options"] = options
    return content | _markup(given)


_NO_FILE_ID = "Bad Request: wrong remote file identifier specified: Wrong string length"
_PREVIEW = {"is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"}


def _entity(entity: object, text: str) -> Json | None:
    if not isinstance(entity, dict):
        raise _Wrong(400, "Bad Request: can't parse MessageEntity: expected an Object")
    kind, offset, length = entity.get("type"), entity.get("offset"), entity.get("length")
    if kind not in _ENTITIES:
        raise _Wrong(400, "Bad Request: can't parse MessageEntity: Unsupported type specified")
    if type(offset) is not int or type(length) is not int or offset < 0 or length < 0:
        raise _Wrong(400, "Bad Request: can't parse MessageEntity: offset and length must be numbers")
    if offset + length > _units(text):
        raise _Wrong(
            400,
            f"Bad Request: entity beginning at UTF-16 offset {offset} ends after the end of the text at "
            f"UTF-16 offset {offset + length}",
        )
    raw = text.encode("utf-16-le")
    try:
        raw[: offset * 2].decode("utf-16-le")
        raw[offset * 2 : (offset + length) * 2].decode("utf-16-le")
    except UnicodeDecodeError:
        raise _Wrong(400, "Bad Request: entity begins or ends in a middle of a UTF-16 symbol") from None
    if kind == "text_link" and not re.match(r"(https?://[^/\s]+\.[^/\s]|tg://)", str(entity.get("url", ""))):
        return None  # the real one drops such a link without a word
    return dict(entity) if length else None


def _markup(given: Json) -> Json:
    if "reply_markup" not in given:
        return {}
    markup = _parsed(given, "reply_markup", dict, "reply keyboard markup")
    rows = markup.get("inline_keyboard")
    if rows is None:
        if markup.keys() & {"keyboard", "remove_keyboard", "force_reply"}:
            return {}
        raise _Wrong(400, "Bad Request: object expected as reply markup")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise _Wrong(400, 'Bad Request: field "inline_keyboard" must be an Array of Arrays')
    kept = [[_key(key) for key in row] for row in rows if row]
    if sum(map(len, kept)) > 100:
        raise _Wrong(400, "Bad Request: REPLY_MARKUP_TOO_LONG")
    if any(len(row) > 8 for row in kept):
        raise _Wrong(400, "Bad Request: BUTTON_ROW_TOO_LONG")
    return {"reply_markup": {"inline_keyboard": kept}} if kept else {}


_KEYS = frozenset({
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text", "callback_game",
    "pay",
})  # fmt: skip


def _key(key: object) -> Json:
    if not isinstance(key, dict) or not isinstance(key.get("text"), str) or not key["text"].strip():
        raise _Wrong(400, 'Bad Request: can\'t parse inline keyboard button: field "text" must not be empty')
    actions = key.keys() & _KEYS
    if len(actions) != 1:
        raise _Wrong(400, "Bad Request: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in actions and not 1 <= len(str(key["callback_data"]).encode()) <= 64:
        raise _Wrong(400, "Bad Request: BUTTON_DATA_INVALID")
    if "url" in actions and not re.match(r"(https?://[^/\s]+\.[^/\s]|tg://)", str(key["url"])):
        raise _Wrong(400, f"Bad Request: inline keyboard button URL '{key['url']}' is invalid: Wrong HTTP URL")
    return dict(key)


def _entities(text: str) -> Json:
    """What Telegram finds by itself in what people type."""
    found = []
    for kind, pattern in (
        ("bot_command", r"(?<![\w/])/\w{1,32}(?:@\w{5,32})?"),
        ("email", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
        ("mention", r"(?<![\w@.])@\w{4,32}"),
        ("url", r"https?://\S+"),
        ("hashtag", r"(?<!\w)#\w+"),
    ):
        for match in re.finditer(pattern, text):
            start, length = _units(text[: match.start()]), _units(match.group())
            found.append({"offset": start, "length": length, "type": kind})
    found.sort(key=lambda entity: int(str(entity["offset"])))
    return {"entities": found} if found else {}


async def _run(options: argparse.Namespace) -> None:
    limits = Limits() if options.limits else None
    async with BotApi(
        token=options.token,
        port=options.port,
        ledger=options.ledger,
        speed=options.speed,
        limits=limits,
        seed=options.seed,
        strict=False,
    ) as api:
        print(api.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A Bot API server for tests and benchmarks.")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--speed", type=float, default=1.0, help="seconds of its clock in one of ours")
    parser.add_argument("--limits", action="store_true", help="answer 429 beyond 1/s a chat and 30/s in all")
    parser.add_argument("--seed", type=int, default=0)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(parser.parse_args()))
