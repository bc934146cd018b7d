"""Slack for tests and benchmarks: its Web API, its deliveries and retries, its limits and its bad days.

In a test:

    async with SlackApi() as slack:
        settings: SLACK_BOT_TOKEN=slack.token, SLACK_SIGNING_SECRET=slack.secret, SLACK_API_URL=slack.root
        slack.delivers_to("http://127.0.0.1:8000/hooks/slack")     # or Socket Mode: nothing at all
        sam = slack.person("U1001", "Sam", locale="nl-NL")
        sam.says("hallo")
        await sam.sees("Hoi")
        sam.presses("Ja")

As a process of its own: `python -m tests.fakes.slack_api --port 8082`; then `POST /control/<verb>` does what the
methods of `SlackApi` and `Person` do (see `CONTROLS`).

Every call and every delivery is a line in the ledger, written before it is answered. What an app should never do
(pass a parameter that Slack does not know, answer a press with words) is in `errors`, and fails the test at the end
of the `async with`.

Moments on messages and signatures are real ones; what Slack waits for (a retry, the life of a `response_url` or a
trigger, its rates) goes by `clock`, which may run fast.

Not here: files, search, user tokens, the admin's side. A message in a DM is delivered when it is said, each on its own:
like Slack this promises no order.

Sources: slack_sdk's and Bolt's code; docs.slack.dev (methods, events, Block Kit, rate limits, Socket Mode); what Slack
answered others, where the documentation is silent (see `slack_blocks`).
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import contextlib
import hashlib
import hmac
import html
import json
import math
import os
import random
import re
import time
import uuid
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

import aiohttp
from aiohttp import web

from tests.fakes import slack_blocks
from tests.fakes.server import Bucket, Clock, Watch, half, tear

Json = dict[str, Any]

TEAM = "T0EDUBADGE"
RETRIES = (0.0, 60.0, 300.0)  # seconds after the try before
PATIENCE = 3.0
RESPONSE_LIFE, RESPONSE_USES = 1800.0, 5
TRIGGER_LIFE = 3.0
CODE_LIFE = 600.0
TOKEN_LIFE = 43_200

SCOPES = (
    "app_mentions:read,channels:history,channels:read,chat:write,commands,groups:history,groups:read,im:history,im:read,"
    "im:write,reactions:read,reactions:write,users:read"
)


class _Wrong(Exception):
    """A call that Slack refuses."""

    def __init__(self, error: str, *messages: str, status: int = 200, after: int = 0, **more: object) -> None:
        super().__init__(error)
        self.error, self.messages, self.status, self.after, self.more = error, messages, status, after, more


@dataclass
class Fault:
    """Something that goes wrong with a call. Kinds:

    `reset_before`, `reset_after`: the connection is torn, before or after the call was performed;
    `hang_before`, `hang_after`: no answer; `slow`: the answer comes after `seconds` (of real time);
    `half_body`: the answer breaks off; `drip`: it comes a byte at a time, then stops; `junk`: 200 and no JSON;
    `list`, `not_ok`: 200 and other JSON; `error`: 200 and `ok: false` with that `error`; `html500`; or a status as
    digits, with `retry_after` as its header (429 tells `ratelimited`).
    Performed all the same: `reset_after`, `hang_after`, `slow`, `half_body`, `drip`, `junk`, `list`, `not_ok`; and
    any with `performed=True`.
    """

    kind: str
    method: str = "*"
    times: int = 1  # -1: always
    skip: int = 0  # so many calls pass first
    to: str = ""  # only in this channel, or to this person
    error: str = "fatal_error"
    seconds: float = 0.0
    retry_after: object = None
    performed: bool | None = None

    PERFORMED = frozenset(("reset_after", "hang_after", "slow", "half_body", "drip", "junk", "list", "not_ok"))
    KINDS = PERFORMED | {"reset_before", "hang_before", "html500", "error"}

    def __post_init__(self) -> None:
        if self.kind not in self.KINDS and not (self.kind.isdigit() and 200 <= int(self.kind) <= 599):
            raise ValueError(f"no fault of the kind {self.kind!r}")
        if self.performed is None:
            self.performed = self.kind in self.PERFORMED

    def strikes(self, method: str, whom: frozenset[str]) -> bool:
        return self.method in ("*", method) and (not self.to or self.to in whom) and _is_due(self)


def _is_due(trouble: Fault | Twist) -> bool:
    """Is it this one's time? It is counted: first those that are let through, then those that are struck."""
    if not trouble.times:
        return False
    if trouble.skip:
        trouble.skip -= 1
        return False
    trouble.times -= 1 if trouble.times > 0 else 0
    return True


@dataclass
class Twist:
    """Something that goes wrong with one try of a delivery. Kinds:

    `duplicate`: delivered again although it was taken; `lost_answer`: Slack never sees our answer; `half_request`: the
    body breaks off; `slow`: after `seconds` of real time; `swap`: only when the next delivery is done with;
    `wrong_secret`, `no_signature`, `no_timestamp`, `stale`, `future`, `junk_timestamp`, `non_ascii`: badly signed.
    """

    kind: str
    times: int = 1
    skip: int = 0
    seconds: float = 0.0
    BADLY_SIGNED = frozenset(
        ("wrong_secret", "no_signature", "no_timestamp", "stale", "future", "junk_timestamp", "non_ascii")
    )
    KINDS = BADLY_SIGNED | {"duplicate", "lost_answer", "half_request", "slow", "swap"}

    def __post_init__(self) -> None:
        if self.kind not in self.KINDS:
            raise ValueError(f"no twist of the kind {self.kind!r}")

    def strikes(self) -> bool:
        return _is_due(self)


@dataclass
class Delivery:
    """Something Slack has to tell the app. Only events are tried again; of the rest, people see that it failed."""

    key: str  # the event's id; else one of our own
    kind: str  # event | press | command | view | check
    content: Json
    who: Person | None = None
    tries: int = 0
    status: int = 0  # of the last try; 0: no answer
    reason: str = ""  # why the last try failed, as Slack calls it
    answer: bytes = b""
    reached: bool = False  # did the app take a connection for it?
    fate: str = "waiting"  # taken | lost

    @property
    def form(self) -> bool:
        return self.kind not in ("event", "check")

    @property
    def body(self) -> bytes:
        if self.kind == "command":
            return urlencode(self.content).encode()
        written = json.dumps(self.content, ensure_ascii=False, separators=(",", ":"))
        return urlencode({"payload": written}).encode() if self.form else written.encode()


@dataclass
class Limits:
    """What Slack lets through: messages a second to one channel, and of one method a minute (where told)."""

    channel_rate: float = 1.0
    channel_burst: int = 1
    a_minute: Mapping[str, float] = field(default_factory=dict)  # method -> so many a minute and workspace
    history: int = 999  # objects of one page


@dataclass
class Team:
    """A workspace, and what our app may do there."""

    id: str
    name: str
    domain: str
    bot_user: str
    bot_id: str
    enterprise: str = ""
    scopes: str = SCOPES
    tokens: dict[str, float] = field(default_factory=dict)  # live ones, until when
    refresh: str = ""
    installed: bool = False
    org_wide: bool = False

    @property
    def token(self) -> str:
        """The newest of the app's tokens here; fails when the app is not installed."""
        return list(self.tokens)[-1]


@dataclass(frozen=True)
class Seen:
    """A message of the app as it now stands on somebody's screen."""

    ts: str
    text: str  # what they read: its blocks, or its text where it has none
    buttons: tuple[str, ...]
    blocks: tuple[Json, ...]
    fallback: str  # what a notification shows
    thread: str
    edited: bool
    channel: str


@dataclass
class Channel:
    slack: SlackApi
    id: str
    team: Team
    kind: str  # im | channel | group
    name: str = ""
    person: Person | None = None  # of a DM
    members: set[str] = field(default_factory=set)
    bot_is_in: bool = True
    archived: bool = False
    shared_with: str = ""  # another workspace, by Slack Connect
    messages: dict[str, Json] = field(default_factory=dict)  # by ts

    def keep(self, message: Json) -> None:
        self.messages[message["ts"]] = message
        while len(self.messages) > self.slack.history:
            del self.messages[next(iter(self.messages))]

    @property
    def screen(self) -> list[Seen]:
        """What the app said here, edits applied, deleted messages gone; also in threads."""
        return [_seen(message, self.id) for message in self.messages.values() if "bot_id" in message]

    def newest(self, most: int) -> list[Seen]:
        """The newest of the screen, the last one first: however long it has become."""
        ours = (message for message in reversed(self.messages.values()) if "bot_id" in message)
        return [_seen(message, self.id) for message in islice(ours, most)]

    def thread(self, ts: str) -> list[Json]:
        return [message for message in self.messages.values() if message.get("thread_ts") == ts]

    async def sees(self, what: int | str, seconds: float = 20.0) -> list[Seen]:
        """Wait until so many messages, or one with these words, stand on the screen."""

        def there() -> bool:
            if isinstance(what, int):
                return len(self.screen) >= what
            return any(what in seen.text for seen in self.screen)

        await self.slack.until(there, seconds, f"{self.id} to see {what!r}")
        return self.screen


@dataclass
class Person:
    """Somebody in a workspace. What they do is on its way to the app at once."""

    slack: SlackApi
    id: str
    team: Team  # the workspace in which they meet the app
    name: str
    locale: str = "nl-NL"
    home_team: str = ""  # of a stranger who comes through Slack Connect
    deactivated: bool = False
    is_bot: bool = False
    home: Json | None = None  # the view on their App Home
    modals: list[Json] = field(default_factory=list)
    whispers: list[Json] = field(default_factory=list)  # what only they see
    warnings: list[str] = field(default_factory=list)  # of presses and commands that failed

    @property
    def dm(self) -> Channel:
        """Their conversation with the app."""
        return self.slack._dm(self)

    @property
    def screen(self) -> list[Seen]:
        return self.dm.screen

    @property
    def seen_whispers(self) -> list[Seen]:
        """What only they see: ephemeral messages."""
        return [_seen(whisper, whisper["channel"]) for whisper in self.whispers]

    @property
    def seen_home(self) -> Seen | None:
        """Their App Home, as they read it."""
        if self.home is None:
            return None
        return _seen({"ts": "", "text": "", "blocks": self.home["blocks"]}, "")

    async def sees(self, what: int | str, seconds: float = 20.0) -> list[Seen]:
        """Wait until so many messages, or one with these words, stand in their DM."""
        return await self.dm.sees(what, seconds)

    async def is_whispered(self, words: str, seconds: float = 20.0) -> Seen:
        """Wait until only they see these words."""

        def heard() -> list[Seen]:
            return [seen for seen in self.seen_whispers if words in seen.text]

        await self.slack.until(lambda: bool(heard()), seconds, f"{self.id} to be whispered {words!r}")
        return heard()[-1]

    async def sees_home(self, words: str, seconds: float = 20.0) -> Seen:
        """Wait until these words stand on their App Home."""
        await self.slack.until(lambda: words in (self.seen_home or _EMPTY).text, seconds, f"{words!r} on App Home")
        assert self.seen_home is not None
        return self.seen_home

    # What they do; each returns the key of the delivery

    def says(self, text: str, thread: str = "", **more: object) -> str:
        """Type something in the DM, or in a thread there."""
        return self._writes(self.dm, text, thread, **more)

    def writes(self, channel: Channel, text: str, thread: str = "", **more: object) -> str:
        """Type something in a channel; `<@…>` of the app makes it a mention as well, of which this is the key then."""
        return self._writes(channel, text, thread, **more)

    def mentions(self, channel: Channel, text: str, thread: str = "") -> str:
        """Type something to the app in a channel."""
        return self._writes(channel, f"@{self.team.bot_user} {text}", thread)

    def _writes(self, channel: Channel, text: str, thread: str, **more: object) -> str:
        written, blocks = _typed(text)
        message: Json = {"user": self.id, "type": "message", "ts": self.slack._ts(), "client_msg_id": str(uuid.uuid4())}
        message |= {"text": written, "team": self.home_team or self.team.id, "blocks": blocks}
        if thread:
            message |= {"thread_ts": thread, "parent_user_id": channel.messages.get(thread, {}).get("user", "")}
        if self.is_bot:
            message |= {"subtype": "bot_message", "bot_id": "B" + self.id[1:]}
        if self.home_team:
            message |= {"user_team": self.home_team, "source_team": self.home_team}
        message |= more
        channel.keep(message)
        event = {**message, "channel": channel.id, "event_ts": message["ts"]}
        key = self.slack.tell({**event, "channel_type": channel.kind}, channel, self)
        if channel.kind != "im" and f"<@{self.team.bot_user}>" in written:
            key = self.slack.tell({**event, "type": "app_mention"}, channel, self)
        return key

    def sends_file(self, name: str = "brief.pdf", text: str = "") -> str:
        """Share a file in the DM, with words or without."""
        file = {"id": "F0000001", "name": name, "mimetype": "application/pdf", "mode": "hosted", "size": 31_337}
        return self._writes(self.dm, text, "", subtype="file_share", files=[file], upload=False)

    def edits(self, text: str, ts: str = "") -> str:
        """Change their newest message in the DM, or another."""
        own = [message for message in self.dm.messages.values() if message["user"] == self.id]
        message = self.dm.messages[ts] if ts else own[-1]
        return self.slack._changes(self.dm, message, {"text": _typed(text)[0], "blocks": _typed(text)[1]}, self)

    def presses(self, button: str | int, on: str = "") -> str:
        """Press a button, by label or place, of the newest message with any in the DM or of message `on`.

        Fails when there is no such button there now; `taps` presses what is no longer there.
        """
        keyed = [seen for seen in self.screen if seen.buttons and on in ("", seen.ts)]
        assert keyed, "there is no button to press"
        message = self.dm.messages[keyed[-1].ts]
        block, element = _pick(message["blocks"], button)
        return self.taps(element.get("value"), message, block, element)

    def taps(
        self, value: str | None, message: Json, block: Json | None = None, element: Json | None = None, where: str = ""
    ) -> str:
        """A press with this value on a message, whatever its buttons say now."""
        channel = self.slack.channels[where] if where else self.dm
        container = {"type": "message", "message_ts": message["ts"], "channel_id": channel.id, "is_ephemeral": False}
        if "thread_ts" in message:
            container["thread_ts"] = message["thread_ts"]
        named = {"im": "directmessage", "group": "privategroup"}.get(channel.kind, channel.name)
        more = {
            "container": container,
            "channel": {"id": channel.id, "name": named},
            "message": {key: held for key, held in message.items() if key != "metadata"},
            "response_url": self.slack._response_url(self, channel, message["ts"]),
        }
        return self._acts(value, more, block, element)

    def presses_on(self, channel: Channel, button: str | int, ts: str) -> str:
        """Press a button of a message in a channel."""
        message = channel.messages[ts]
        block, element = _pick(message["blocks"], button)
        return self.taps(element.get("value"), message, block, element, channel.id)

    def presses_whisper(self, button: str | int) -> str:
        """Press a button of the newest thing that only they see."""
        whisper = [whisper for whisper in self.whispers if list(slack_blocks.controls(whisper["blocks"]))][-1]
        block, element = _pick(whisper["blocks"], button)
        channel = self.slack.channels[whisper["channel"]]
        container = {"type": "message", "message_ts": whisper["ts"], "channel_id": channel.id, "is_ephemeral": True}
        more = {
            "container": container,
            "channel": {"id": channel.id, "name": channel.name or "directmessage"},
            "response_url": self.slack._response_url(self, channel, whisper["ts"]),
        }
        return self._acts(element.get("value"), more, block, element)

    def presses_home(self, button: str | int) -> str:
        """Press a button on their App Home."""
        assert self.home is not None, "there is nothing on the App Home"
        block, element = _pick(self.home["blocks"], button)
        more = {"container": {"type": "view", "view_id": self.home["id"]}, "view": self.home}
        return self._acts(element.get("value"), more, block, element)

    def _acts(self, value: str | None, more: Json, block: Json | None, element: Json | None) -> str:
        now = f"{time.time():.6f}"
        action = {
            "type": "button",
            "action_id": (element or {}).get("action_id", "gone"),
            "block_id": (block or {}).get("block_id", "gone"),
            "text": (element or {}).get("text", {"type": "plain_text", "text": "…", "emoji": True}),
            **({} if value is None else {"value": value}),
            "action_ts": now,
        }
        payload = {
            "type": "block_actions",
            "user": {"id": self.id, "username": self.name.lower(), "name": self.name.lower(), "team_id": self.team.id},
            "api_app_id": self.slack.app_id,
            "token": "verification-of-old",
            "trigger_id": self.slack._trigger(self),
            "team": {"id": self.team.id, "domain": self.team.domain},
            "enterprise": {"id": self.team.enterprise, "name": "Grid"} if self.team.enterprise else None,
            "is_enterprise_install": self.team.org_wide,
            "state": {"values": {}},
            **more,
            "actions": [action],
        }
        if self.home_team:
            payload["user"]["team_id"] = self.home_team
        return self.slack._send(Delivery(self.slack._key("press"), "press", payload, self))

    def submits(self, values: Json | None = None) -> str:
        """Send off the modal on top."""
        view = self.modals[-1] | {"state": {"values": values or {}}}
        payload = {
            "type": "view_submission",
            "team": {"id": self.team.id, "domain": self.team.domain},
            "user": {"id": self.id, "name": self.name.lower(), "team_id": self.team.id},
            "api_app_id": self.slack.app_id,
            "trigger_id": self.slack._trigger(self),
            "view": view,
            "response_urls": [],
            "is_enterprise_install": self.team.org_wide,
        }
        return self.slack._send(Delivery(self.slack._key("view"), "view", payload, self))

    def commands(self, command: str, text: str = "", channel: Channel | None = None) -> str:
        """Give a slash command, in a channel or the DM."""
        channel = channel or self.dm
        form = {
            "token": "verification-of-old",
            "team_id": self.team.id,
            "team_domain": self.team.domain,
            **({"enterprise_id": self.team.enterprise, "enterprise_name": "Grid"} if self.team.enterprise else {}),
            "channel_id": channel.id,
            "channel_name": channel.name or "directmessage",
            "user_id": self.id,
            "user_name": self.name.lower(),
            "command": command,
            "text": text,
            "api_app_id": self.slack.app_id,
            "is_enterprise_install": str(self.team.org_wide).lower(),
            "response_url": self.slack._response_url(self, channel, ""),
            "trigger_id": self.slack._trigger(self),
        }
        return self.slack._send(Delivery(self.slack._key("command"), "command", form, self))

    def opens_home(self, tab: str = "home") -> str:
        """Open the app; on its App Home, or where its messages stand."""
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": self.dm.id, "tab": tab}
        if self.home is not None and tab == "home":
            event["view"] = self.home
        return self.slack.tell(event, self.dm, self)

    def reacts(self, channel: Channel, ts: str, reaction: str = "white_check_mark") -> str:
        return self._reaction("reaction_added", channel, ts, reaction)

    def unreacts(self, channel: Channel, ts: str, reaction: str = "white_check_mark") -> str:
        return self._reaction("reaction_removed", channel, ts, reaction)

    def _reaction(self, kind: str, channel: Channel, ts: str, reaction: str) -> str:
        event = {
            "type": kind,
            "user": self.id,
            "reaction": reaction,
            "item_user": channel.messages.get(ts, {}).get("user", ""),
            "item": {"type": "message", "channel": channel.id, "ts": ts},
        }
        return self.slack.tell(event, channel, self)


_COMMON = "attachments blocks link_names metadata parse text thread_ts markdown_text as_user"
PARAMETERS: dict[str, frozenset[str]] = {
    name: frozenset(names.split())
    for name, names in {
        "api.test": "foo error",
        "auth.test": "",
        "auth.revoke": "test",
        "apps.uninstall": "client_id client_secret",
        "apps.connections.open": "",
        "oauth.v2.access": "client_id client_secret code redirect_uri grant_type refresh_token code_verifier",
        "chat.postMessage": f"channel {_COMMON} icon_emoji icon_url mrkdwn reply_broadcast unfurl_links unfurl_media "
        "username",
        "chat.update": f"channel ts {_COMMON} reply_broadcast unfurl_links unfurl_media file_ids",
        "chat.postEphemeral": f"channel user {_COMMON} icon_emoji icon_url username",
        "chat.delete": "channel ts as_user",
        "chat.getPermalink": "channel message_ts",
        "conversations.open": "channel users return_im prevent_creation",
        "conversations.info": "channel include_locale include_num_members",
        "conversations.history": "channel cursor inclusive latest oldest limit include_all_metadata",
        "conversations.replies": "channel ts cursor inclusive latest oldest limit include_all_metadata",
        "reactions.add": "channel name timestamp",
        "users.info": "user include_locale",
        "views.publish": "user_id view hash",
        "views.open": "trigger_id exchange_interactivity view interactivity_pointer",
    }.items()
}
_NO_TOKEN = frozenset(("api.test", "oauth.v2.access", "apps.connections.open"))
_FORM_ONLY = frozenset((
    "oauth.v2.access", "chat.getPermalink", "conversations.info", "conversations.history", "conversations.replies",
    "users.info",
))  # fmt: skip
_SCOPE_OF = {
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.delete": "chat:write",
    "conversations.open": "im:write",
    "reactions.add": "reactions:write",
    "users.info": "users:read",
}
_HISTORY = {"im": "im:history", "channel": "channels:history", "group": "groups:history"}


class SlackApi:
    """The server, our app's account, and the workspaces and people around it."""

    def __init__(
        self,
        *,
        port: int = 0,
        ledger: Path | None = None,
        speed: float = 1.0,
        limits: Limits | None = None,
        strict: bool = True,
        seed: int = 0,
        history: int = 1000,
        echoes: bool = True,
        rotation: bool = False,
        patience: float = PATIENCE,
    ) -> None:
        """`limits`: what is answered with 429, nothing if None. `history`: messages remembered per channel.

        `echoes`: the app hears its own messages in DMs, as it does at Slack. `rotation`: tokens expire. `patience`: so
        many (real) seconds a delivery may take.
        """
        self.port, self.limits, self.strict, self.history = port, limits, strict, history
        self.echoes, self.rotation, self.patience = echoes, rotation, patience
        self.app_id, self.client_id, self.client_secret = "A0EDUBADGE", "1000.2000", "client-fake"
        self.secret, self.app_token = "fa4e" * 8, "xapp-1-A0EDUBADGE-1000-fake"
        self.skew = 0.0  # seconds that Slack's clock is ahead when it signs
        self.clock = Clock(speed)
        self.random = random.Random(seed)
        self.hook = ""
        self.subscribed: frozenset[str] | None = None  # kinds of events ("message.im", …); None: all
        self.teams: dict[str, Team] = {}
        self.people: dict[tuple[str, str], Person] = {}
        self.channels: dict[str, Channel] = {}
        self.told: dict[str, Delivery] = {}  # by key
        self.denies = False  # the admin says no on the page of consent
        self.faults: list[Fault] = []
        self.twists: list[Twist] = []
        self.chaos: dict[str, float] = {}  # kind of fault -> chance at every call
        self.latency = 0.0  # seconds, at most, that a call is under way before it is performed
        self.errors: list[str] = []
        self.sockets: list[web.WebSocketResponse] = []
        self.ledger: deque[Json] = deque(maxlen=200_000)
        self._file = os.open(ledger, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644) if ledger else None
        self._last_ts = 0
        self._numbers: dict[str, int] = {}
        self._dms: dict[tuple[str, str], Channel] = {}
        self._responses: dict[str, Json] = {}
        self._triggers: dict[str, tuple[float, Person]] = {}
        self._codes: dict[str, Json] = {}
        self._spent: dict[str, Team] = {}  # tokens that were alive once
        self._acks: dict[str, asyncio.Future[Json]] = {}
        self._tickets: set[str] = set()
        self._buckets: dict[object, Bucket] = {}
        self._waiting: dict[str, Delivery] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: list[asyncio.Event] = []
        self._busy = 0
        self._watch = Watch()
        self._stop = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._client: aiohttp.ClientSession | None = None
        self.installs(TEAM, "Edubadges")

    @property
    def team(self) -> Team:
        """The first workspace, in which the app is from the start."""
        return self.teams[TEAM]

    @property
    def token(self) -> str:
        return self.team.token

    # The server

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """Where the methods are, as `base_url` of Slack's own clients wants it."""
        return f"{self.root}/api/"

    async def __aenter__(self) -> Self:
        self._client = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=60), connector=aiohttp.TCPConnector(limit=0)
        )
        await self.up()
        return self

    async def __aexit__(self, kind: object, *_: object) -> None:
        self._stop.set()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
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
        app = web.Application(client_max_size=10_000_000)
        app.router.add_route("*", "/api/{method}", self._serve)
        app.router.add_get("/oauth/v2/authorize", self._authorize)
        app.router.add_post("/actions/{id}", self._respond)
        app.router.add_get("/link/", self._link)
        app.router.add_post("/control/{verb}", self._control)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def down(self) -> None:
        """Stop listening: connections are refused."""
        await self.drops_sockets()
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
        method = request.match_info["method"]
        if method not in PARAMETERS:
            self.errors.append(f"no such method: {method}")
            return _answer(_Wrong("unknown_method", req_method=method))
        given, token, warnings = await self._read(request, method)
        for unknown in given.keys() - PARAMETERS[method]:
            self.errors.append(f"{method} has no parameter {unknown}")
        whom = self._whom(given)
        fault = next((fault for fault in self.faults if fault.strikes(method, whom)), None) or self._bad_luck(method)
        outcome: Json | _Wrong = {}
        if self.latency:
            await asyncio.sleep(self.random.uniform(0, self.latency))
        team: Team | None = None
        if fault is None or fault.performed:
            self._busy += 1
            try:
                team = self._authorized(method, token)
                outcome = await self._perform(method, given, team)
            except _Wrong as wrong:
                outcome = wrong
            finally:
                self._busy -= 1
        performed = (fault is None or bool(fault.performed)) and not isinstance(outcome, _Wrong)
        verdict = outcome.error if isinstance(outcome, _Wrong) else "ok"
        line = {"kind": "call", "method": method, "parameters": given, "performed": performed}
        line |= {"verdict": verdict if fault is None or fault.performed else "not performed"}
        line |= {"team": team.id if team else "", "to": sorted(whom)}
        if fault is not None:
            line["fault"] = fault.kind
        if isinstance(outcome, dict) and "ts" in outcome:
            line["ts"] = outcome["ts"]
        self._note(line)
        if fault is not None:
            return await self._afflicted(request, fault, _answer(outcome, warnings))
        return _answer(outcome, warnings, team.scopes if team else "")

    async def _read(self, request: web.Request, method: str) -> tuple[Json, str, list[str]]:
        """Parameters from the query, a form or JSON (objects also as JSON in a string), the token, and warnings."""
        given: Json = dict(request.query)
        warnings = []
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        token = secret if scheme == "Bearer" else ""
        if request.content_type == "application/json":
            if request.charset is None:
                warnings.append("missing_charset")
            with contextlib.suppress(ValueError):
                sent = json.loads(await request.read())
                if method in _FORM_ONLY:
                    self.errors.append(f"{method} does not read JSON")
                elif isinstance(sent, dict):
                    given |= sent
        elif request.method == "POST":
            given |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        if scheme == "Basic":
            client, _, key = base64.b64decode(secret).decode(errors="replace").partition(":")
            given |= {"client_id": client, "client_secret": key}
        token = str(given.pop("token", "")) or token
        return {name: value for name, value in given.items() if value is not None}, token, warnings

    def _whom(self, given: Json) -> frozenset[str]:
        """The channels and people that a call is about."""
        names = {str(given[name]) for name in ("channel", "user", "users", "user_id") if name in given}
        for name in tuple(names):
            if (channel := self.channels.get(name)) and channel.person:
                names.add(channel.person.id)
        return frozenset(names)

    def _bad_luck(self, method: str) -> Fault | None:
        for kind, chance in self.chaos.items():
            if method != "auth.test" and self.random.random() < chance:
                return Fault(kind, retry_after=1 if kind == "429" else None)
        return None

    async def _afflicted(self, request: web.Request, fault: Fault, good: web.Response) -> web.StreamResponse:
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
                head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(good.body)}\r\n\r\n"
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
            case "error":
                return _answer(_Wrong(fault.error, after=int(str(fault.retry_after or 0))))
            case "html500":
                page = "<html><head><title>Server Error | Slack</title></head></html>"
                return web.Response(status=500, text=page, content_type="text/html")
            case status:
                headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
                error = "ratelimited" if status == "429" else fault.error
                return web.json_response({"ok": False, "error": error}, status=int(status), headers=headers)
        return good

    # What the app may ask

    def _authorized(self, method: str, token: str) -> Team | None:
        if method == "apps.connections.open":
            if token != self.app_token:
                raise _Wrong("invalid_auth" if token else "not_authed")
            return None
        if method in _NO_TOKEN:
            return None
        if not token:
            raise _Wrong("not_authed")
        if spent := self._spent.get(token):
            raise _Wrong("token_revoked" if spent.installed else "account_inactive")
        team = next((team for team in self.teams.values() if token in team.tokens), None)
        if team is None:
            raise _Wrong("invalid_auth")
        if not team.installed:
            raise _Wrong("account_inactive")
        if self.clock.time() > team.tokens[token]:
            raise _Wrong("token_expired")
        return team

    async def _perform(self, method: str, given: Json, team: Team | None) -> Json:
        if team is not None:
            if needed := _SCOPE_OF.get(method):
                self._may(team, needed)
            self._within_limits(method, given, team)
        name = "_" + re.sub(r"\W", "_", re.sub(r"([A-Z])", r"_\1", method)).lower()
        performed: Json = getattr(self, name)(given) if team is None else getattr(self, name)(given, team)
        self._changed()
        return performed

    def _may(self, team: Team, needed: str) -> None:
        if needed not in team.scopes.split(","):
            self.errors.append(f"the scope {needed} is missing")
            raise _Wrong("missing_scope", needed=needed, provided=team.scopes)

    def _within_limits(self, method: str, given: Json, team: Team) -> None:
        if self.limits is None:
            return
        now, shapes = self.clock.time(), {}
        if method == "chat.postMessage":
            key = (method, self._channel(given, team).id)
            shapes[key] = (self.limits.channel_rate, float(self.limits.channel_burst))
        if many := self.limits.a_minute.get(method):
            shapes[method, team.id] = (many / 60, many)
        buckets = [self._buckets.setdefault(key, Bucket(*shape, now)) for key, shape in shapes.items()]
        seconds = math.ceil(max((bucket.wait(now) for bucket in buckets), default=0))
        if seconds:
            raise _Wrong("ratelimited", status=429, after=seconds)
        for bucket in buckets:
            bucket.take()

    def _api_test(self, given: Json) -> Json:
        return {"args": given}

    def _auth_test(self, _: Json, team: Team) -> Json:
        known = {
            "url": f"https://{team.domain}.slack.com/",
            "team": team.name,
            "user": "badgewijzer",
            "team_id": team.id,
            "user_id": team.bot_user,
            "bot_id": team.bot_id,
            "is_enterprise_install": team.org_wide,
        }
        return known | ({"enterprise_id": team.enterprise} if team.enterprise else {})

    def _auth_revoke(self, _: Json, team: Team) -> Json:
        self._dies(team)
        return {"revoked": True}

    def _apps_uninstall(self, given: Json, team: Team) -> Json:
        self._client_known(given)
        self.uninstalls(team.id)
        return {}

    def _chat_post_message(self, given: Json, team: Team) -> Json:
        channel = self._channel(given, team)
        if not channel.bot_is_in:
            raise _Wrong("not_in_channel")
        if channel.archived:
            raise _Wrong("is_archived")
        content = self._content(given, 40_000)
        message: Json = {"user": team.bot_user, "type": "message", "ts": self._ts(), "bot_id": team.bot_id}
        message |= {"app_id": self.app_id, "team": team.id, "bot_profile": {"id": team.bot_id, "app_id": self.app_id}}
        message |= content
        if thread := str(given.get("thread_ts", "")):
            parent = channel.messages.get(thread)
            if parent is None:
                raise _Wrong("cannot_reply_to_message")
            message |= {"thread_ts": parent.get("thread_ts", thread), "parent_user_id": parent["user"]}
            parent |= {"thread_ts": parent.get("thread_ts", thread)}
        channel.keep(message)
        if self.echoes:
            event = {**_public(message), "channel": channel.id, "event_ts": message["ts"]}
            self.tell({**event, "channel_type": channel.kind}, channel, None)
        return {"channel": channel.id, "ts": message["ts"], "message": message}

    def _chat_update(self, given: Json, team: Team) -> Json:
        channel = self._channel(given, team)
        message = channel.messages.get(str(given.get("ts")))
        if message is None:
            raise _Wrong("message_not_found")
        if message.get("bot_id") != team.bot_id:
            raise _Wrong("cant_update_message")
        self._changes(channel, message, self._content(given, 4_000), None)
        return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": message}

    def _chat_delete(self, given: Json, team: Team) -> Json:
        channel = self._channel(given, team)
        message = channel.messages.get(str(given.get("ts")))
        if message is None:
            raise _Wrong("message_not_found")
        if message.get("bot_id") != team.bot_id:
            raise _Wrong("cant_delete_message")
        del channel.messages[message["ts"]]
        return {"channel": channel.id, "ts": message["ts"]}

    def _chat_post_ephemeral(self, given: Json, team: Team) -> Json:
        channel = self._channel(given, team)
        person = self.people.get((team.id, str(given.get("user"))))
        if person is None or (channel.kind != "im" and person.id not in channel.members):
            raise _Wrong("user_not_in_channel")
        if not channel.bot_is_in:
            raise _Wrong("not_in_channel")
        whisper = {"ts": self._ts(), "channel": channel.id, "blocks": [], **self._content(given, 4_000)}
        if "thread_ts" in given:
            whisper["thread_ts"] = given["thread_ts"]
        person.whispers.append(whisper)
        return {"message_ts": whisper["ts"]}

    def _chat_get_permalink(self, given: Json, team: Team) -> Json:
        channel = self._channel(given, team)
        if str(given.get("message_ts")) not in channel.messages:
            raise _Wrong("message_not_found")
        digits = str(given["message_ts"]).replace(".", "")
        link = f"https://{team.domain}.slack.com/archives/{channel.id}/p{digits}"
        return {"channel": channel.id, "permalink": link}

    def _conversations_open(self, given: Json, team: Team) -> Json:
        if "channel" in given:
            channel = self._channel(given, team)
            return {"no_op": True, "already_open": True, "channel": {"id": channel.id}}
        listed = given.get("users", "")
        names = listed if isinstance(listed, list) else str(listed).split(",")
        if not any(names):
            raise _Wrong("users_list_not_supplied")
        if len(names) > 1:
            raise _Wrong("method_not_supported_for_channel_type")  # several at once: this server has no such
        channel = self._dm(self._user(team, names[0]))
        return {"channel": {"id": channel.id} | ({"user": names[0]} if _true(given.get("return_im")) else {})}

    def _conversations_info(self, given: Json, team: Team) -> Json:
        channel = self._channel(given, team)
        about: Json = {"id": channel.id, "is_im": channel.kind == "im", "is_archived": channel.archived}
        about |= {"is_channel": channel.kind == "channel", "is_private": channel.kind != "channel"}
        about |= {"is_member": channel.bot_is_in, "is_ext_shared": bool(channel.shared_with)}
        about |= {"user": channel.person.id} if channel.person else {"name": channel.name}
        return {"channel": about}

    def _conversations_history(self, given: Json, team: Team) -> Json:
        channel = self._readable(given, team)
        own = (message for message in channel.messages.values() if message.get("thread_ts", "") in ("", message["ts"]))
        found = sorted(own, key=lambda message: str(message["ts"]), reverse=True)
        return self._page(found, given, 100)

    def _conversations_replies(self, given: Json, team: Team) -> Json:
        channel = self._readable(given, team)
        parent = channel.messages.get(str(given.get("ts")))
        if parent is None:
            raise _Wrong("thread_not_found")
        thread = parent.get("thread_ts", parent["ts"])
        held = [message for message in channel.messages.values() if thread in (message["ts"], message.get("thread_ts"))]
        return self._page(sorted(held, key=lambda message: str(message["ts"])), given, 1000)

    def _readable(self, given: Json, team: Team) -> Channel:
        channel = self._channel(given, team)
        self._may(team, _HISTORY[channel.kind])
        if not channel.bot_is_in:
            raise _Wrong("not_in_channel")
        return channel

    def _page(self, found: list[Json], given: Json, usual: int) -> Json:
        """Part of a history. Bounds are left out unless `inclusive`; metadata only where asked for."""
        bounds = []
        for name in ("oldest", "latest"):
            value = str(given.get(name, "") or 0)
            if not re.fullmatch(r"\d{1,12}(\.\d{1,6})?", value):
                raise _Wrong(f"invalid_ts_{name}")
            bounds.append(float(value))
        oldest, latest = bounds[0], bounds[1] or math.inf
        inclusive, whole = _true(given.get("inclusive")), _true(given.get("include_all_metadata"))
        limit = str(given.get("limit", usual))
        if not re.fullmatch(r"[1-9]\d{0,3}", limit) or int(limit) > 1000:
            raise _Wrong("invalid_limit")
        many = min(int(limit), self.limits.history if self.limits else 999)
        between = [
            message
            for message in found
            if oldest < float(message["ts"]) < latest or (inclusive and float(message["ts"]) in (oldest, latest))
        ]
        start = 0
        if cursor := str(given.get("cursor", "")):
            try:
                start = int(base64.b64decode(cursor).removeprefix(b"next:"))
            except ValueError:
                raise _Wrong("invalid_cursor") from None
        page = between[start : start + many]
        more = start + many < len(between)
        answer: Json = {"messages": [message if whole else _public(message) for message in page], "has_more": more}
        if more:
            answer["response_metadata"] = {"next_cursor": base64.b64encode(b"next:%d" % (start + many)).decode()}
        return answer

    def _reactions_add(self, given: Json, team: Team) -> Json:
        channel = self._channel(given, team)
        message = channel.messages.get(str(given.get("timestamp")))
        if message is None:
            raise _Wrong("message_not_found")
        names = message.setdefault("app_reactions", [])
        if given.get("name") in names:
            raise _Wrong("already_reacted")
        names.append(given.get("name"))
        return {}

    def _users_info(self, given: Json, team: Team) -> Json:
        person = self.people.get((team.id, str(given.get("user"))))
        if person is None:
            raise _Wrong("user_not_found")
        about: Json = {"id": person.id, "team_id": person.home_team or team.id, "name": person.name.lower()}
        about |= {"real_name": person.name, "deleted": person.deactivated, "is_bot": person.is_bot}
        about |= {"is_stranger": bool(person.home_team), "tz": "Europe/Amsterdam", "tz_offset": 3600}
        about["profile"] = {"real_name": person.name, "display_name": person.name}
        if _true(given.get("include_locale")):
            about["locale"] = person.locale
        return {"user": about}

    def _views_publish(self, given: Json, team: Team) -> Json:
        person = self._user(team, str(given.get("user_id")))
        view = self._view(given, "home")
        if given.get("hash") and person.home and given["hash"] != person.home["hash"]:
            raise _Wrong("hash_conflict")
        person.home = {**view, "team_id": team.id, "app_id": self.app_id, "bot_id": team.bot_id}
        return {"view": person.home}

    def _views_open(self, given: Json, team: Team) -> Json:
        until, person = self._triggers.pop(str(given.get("trigger_id")), (0.0, None))
        if person is None:
            raise _Wrong("exchanged_trigger_id")
        if self.clock.time() > until:
            raise _Wrong("expired_trigger_id")
        view = self._view(given, "modal") | {"team_id": team.id, "app_id": self.app_id}
        person.modals.append(view)
        return {"view": view}

    def _view(self, given: Json, kind: str) -> Json:
        view = _object(given.get("view"))
        complaints = slack_blocks.Complaints()
        if not isinstance(view, dict) or view.get("type") != kind:
            raise _Wrong("invalid_arguments", f"[ERROR] view must be a {kind} [json-pointer:/view/type]")
        complaints.blocks(view.get("blocks"), kind, "/view/blocks")
        if kind == "modal":
            for name, most, needed in (("title", 24, True), ("submit", 24, False), ("close", 24, False)):
                if needed or name in view:
                    complaints._text(view.get(name), most, f"/view/{name}", plain=True)
        for name, most in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
            if name in view:
                complaints._string(view[name], most, f"/view/{name}", 0)
        if complaints.words:
            raise _Wrong("invalid_arguments", *complaints.words)
        kept = {**view, "blocks": slack_blocks.named(view["blocks"], self._name)}
        digest = hashlib.sha1(json.dumps(kept).encode()).hexdigest()[:8]
        return kept | {"id": self._key("V"), "hash": f"{int(time.time())}.{digest}", "state": {"values": {}}}

    def _content(self, given: Json, longest: int) -> Json:
        """The words, blocks and metadata of a message that Slack would take."""
        text = given.get("text", "")
        content: Json = {"text": text if isinstance(text, str) else ""}
        blocks = _object(given.get("blocks"))
        if blocks not in (None, []):
            if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
                raise _Wrong("invalid_blocks_format")
            complaints = slack_blocks.Complaints()
            complaints.blocks(blocks, "message")
            if complaints.words:
                errors = [words.removeprefix("[ERROR] ") for words in complaints.words]
                raise _Wrong("invalid_blocks", *complaints.words, errors=errors)
            if slack_blocks.characters(blocks) > slack_blocks.IN_ALL:
                raise _Wrong("msg_blocks_too_long")
            content["blocks"] = slack_blocks.named(blocks, self._name)
        elif blocks == []:
            content["blocks"] = []
        if not content["text"].strip() and not blocks and not given.get("attachments"):
            raise _Wrong("no_text")
        if len(content["text"]) > longest:
            raise _Wrong("msg_too_long")
        if "metadata" in given:
            metadata = _object(given["metadata"])
            if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
                raise _Wrong("invalid_metadata_format")
            payload = metadata.get("event_payload")
            if not isinstance(payload, dict) or not re.fullmatch(r"\w{1,255}", metadata["event_type"]):
                raise _Wrong("invalid_metadata_schema")
            content["metadata"] = {"event_type": metadata["event_type"], "event_payload": payload}
        return content

    def _channel(self, given: Json, team: Team) -> Channel:
        name = str(given.get("channel", ""))
        if name.startswith(("U", "W")) and (team.id, name) in self.people:
            return self._dm(self._user(team, name))
        channel = self.channels.get(name)
        if channel is None or (channel.team is not team and channel.shared_with != team.id):
            raise _Wrong("channel_not_found")
        if channel.person and channel.person.deactivated:
            raise _Wrong("channel_not_found")
        return channel

    def _user(self, team: Team, name: str) -> Person:
        person = self.people.get((team.id, name))
        if person is None:
            raise _Wrong("user_not_found")
        if person.deactivated:
            raise _Wrong("user_disabled")
        if person.is_bot:
            raise _Wrong("cannot_dm_bot")
        return person

    def _changes(self, channel: Channel, message: Json, content: Json, who: Person | None) -> str:
        before = _public(message)
        message |= {**content, "edited": {"user": message["user"], "ts": self._ts()}}
        event = {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "channel": channel.id,
            "ts": message["edited"]["ts"],
            "message": _public(message),
            "previous_message": before,
            "event_ts": message["edited"]["ts"],
            "channel_type": channel.kind,
        }
        self._changed()
        return self.tell(event, channel, who) if who or self.echoes else ""

    # Answers to presses and commands, later

    def _response_url(self, person: Person, channel: Channel, ts: str) -> str:
        name = f"{person.team.id}-{self._key('R')}-{self.random.getrandbits(64):016x}"
        life = self.clock.time() + RESPONSE_LIFE
        self._responses[name] = {"person": person, "channel": channel, "ts": ts, "uses": 0, "until": life}
        while len(self._responses) > 20_000:
            del self._responses[next(iter(self._responses))]
        return f"{self.root}/actions/{name}"

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        known = self._responses.get(request.match_info["id"])
        whom = frozenset((known["person"].id, known["channel"].id)) if known else frozenset[str]()
        fault = next((fault for fault in self.faults if fault.strikes("response_url", whom)), None)
        sent: object = None
        with contextlib.suppress(ValueError):
            sent = json.loads(await request.read())
        outcome = "ok"
        if fault is None or fault.performed:
            try:
                self._responds(known, sent)
            except _Wrong as wrong:
                outcome = wrong.error
        performed = outcome == "ok" and (fault is None or bool(fault.performed))
        line = {"kind": "call", "method": "response_url", "parameters": sent, "performed": performed}
        self._note(line | {"verdict": outcome, "to": sorted(whom)} | ({"fault": fault.kind} if fault else {}))
        good = web.Response(text="ok", content_type="text/html")
        if outcome != "ok":
            status = 404 if outcome in ("used_url", "expired_url") else 400
            good = web.json_response({"ok": False, "error": outcome}, status=status)
        return await self._afflicted(request, fault, good) if fault else good

    def _responds(self, known: Json | None, sent: object) -> None:
        if known is None or self.clock.time() > known["until"]:
            raise _Wrong("expired_url")
        if known["uses"] >= RESPONSE_USES:
            raise _Wrong("used_url")
        if not isinstance(sent, dict):
            raise _Wrong("invalid_payload")
        known["uses"] += 1
        person, channel, ts = known["person"], known["channel"], known["ts"]
        whisper = next((whisper for whisper in person.whispers if whisper["ts"] == ts), None)
        if _true(sent.get("delete_original")) and ts:
            channel.messages.pop(ts, None)
            person.whispers = [other for other in person.whispers if other is not whisper]
            self._changed()
            return
        content = {"blocks": [], **self._content(sent, 40_000)}
        if _true(sent.get("replace_original")) and ts:
            if whisper is not None:
                whisper |= content
            elif ts in channel.messages:
                channel.messages[ts].pop("metadata", None)  # whether Slack keeps it here is written nowhere
                self._changes(channel, channel.messages[ts], content, None)
        elif sent.get("response_type") == "in_channel":
            bot = {"user": person.team.bot_user, "bot_id": person.team.bot_id, "app_id": self.app_id}
            channel.keep({**bot, "type": "message", "ts": self._ts(), "team": person.team.id, **content})
        else:
            person.whispers.append({"ts": self._ts(), "channel": channel.id, **content})
        self._changed()

    def _trigger(self, person: Person) -> str:
        name = f"{self.random.getrandbits(40)}.{self.random.getrandbits(40)}.{self.random.getrandbits(64):016x}"
        self._triggers[name] = (self.clock.time() + TRIGGER_LIFE, person)
        return name

    # Installing

    def installs(self, id: str, name: str = "School", *, enterprise: str = "", scopes: str = SCOPES) -> Team:
        """The app is in this workspace from now on, with a new token: what an admin's consent leads to."""
        if id not in self.teams:
            number = len(self.teams) + 1
            self.teams[id] = Team(id, name, name.lower(), f"U0BOT{number:04}", f"B0BOT{number:04}", enterprise)
        team = self.teams[id]
        team.installed, team.scopes = True, scopes
        self._new_token(team)
        return team

    def _new_token(self, team: Team) -> None:
        number = self._number("token")
        name = (
            f"xoxe.xoxb-1-fakeTokenOfTheFakeSlackApi{number:04}"
            if self.rotation
            else f"xoxb-1000-{number:04}-fakeTokenOfTheFakeSlackApi"
        )
        team.tokens[name] = self.clock.time() + TOKEN_LIFE if self.rotation else math.inf
        team.refresh = f"xoxe-1-fake-{number:04}" if self.rotation else ""

    def _dies(self, team: Team) -> None:
        self._spent |= dict.fromkeys(team.tokens, team)
        team.tokens.clear()
        team.refresh = ""

    def uninstalls(self, id: str) -> tuple[str, str]:
        """An admin removes the app: its tokens die and it is told, twice over; the keys of what it is told."""
        team = self.teams[id]
        bot = team.bot_user
        self._dies(team)
        revoked = self.tell({"type": "tokens_revoked", "tokens": {"bot": [bot]}}, None, None, team)
        uninstalled = self.tell({"type": "app_uninstalled"}, None, None, team)
        team.installed = False
        return uninstalled, revoked

    def revokes(self, id: str) -> str:
        """The app's tokens in a workspace die, and it is told; the key of that."""
        team = self.teams[id]
        self._dies(team)
        return self.tell({"type": "tokens_revoked", "tokens": {"bot": [team.bot_user]}}, None, None, team)

    def approves(self, url: str, team: str = TEAM, *, by: str = "U0ADMIN", name: str = "School") -> str:
        """An admin consents on the page at `url` (or refuses, if this server `denies`); where their browser goes."""
        asked = dict(parse_qsl(urlsplit(url).query))
        back = asked.get("redirect_uri", "")
        if self.denies:
            return f"{back}?{urlencode({'error': 'access_denied', 'state': asked.get('state', '')})}"
        code = f"{self.random.getrandbits(64):016x}"
        self._codes[code] = {"team": team, "name": name, "by": by, "redirect_uri": back, "scopes": asked.get("scope")}
        self._codes[code]["until"] = self.clock.time() + CODE_LIFE
        return f"{back}?{urlencode({'code': code, 'state': asked.get('state', '')})}"

    async def _authorize(self, request: web.Request) -> web.Response:
        if request.query.get("client_id") != self.client_id:
            return web.Response(status=400, text="Invalid client_id parameter")
        team = request.query.get("team") or TEAM
        return web.Response(status=302, headers={"Location": self.approves(str(request.url), team)})

    def _client_known(self, given: Json) -> None:
        if given.get("client_id") != self.client_id:
            raise _Wrong("invalid_client_id")
        if given.get("client_secret") != self.client_secret:
            raise _Wrong("bad_client_secret")

    def _oauth_v2_access(self, given: Json) -> Json:
        self._client_known(given)
        if given.get("grant_type") == "refresh_token":
            team = next(
                (one for one in self.teams.values() if one.refresh and one.refresh == given["refresh_token"]), None
            )
            if team is None or not team.installed:
                raise _Wrong("invalid_refresh_token")
            self._new_token(team)
            return self._installation(team, "")
        code = self._codes.pop(str(given.get("code")), None)
        if code is None or self.clock.time() > code["until"]:
            raise _Wrong("invalid_code")
        if given.get("redirect_uri", code["redirect_uri"]) != code["redirect_uri"]:
            raise _Wrong("bad_redirect_uri")
        team = self.installs(code["team"], code["name"], scopes=code["scopes"] or SCOPES)
        return self._installation(team, code["by"])

    def _installation(self, team: Team, by: str) -> Json:
        answer: Json = {"app_id": self.app_id, "token_type": "bot", "access_token": team.token, "scope": team.scopes}
        answer |= {"bot_user_id": team.bot_user, "team": {"id": team.id, "name": team.name}}
        answer |= {"enterprise": {"id": team.enterprise, "name": "Grid"} if team.enterprise else None}
        answer |= {"is_enterprise_install": team.org_wide, "authed_user": {"id": by}} if by else {}
        if team.org_wide:
            answer["team"] = None
        if team.refresh:
            answer |= {"refresh_token": team.refresh, "expires_in": TOKEN_LIFE}
        return answer

    # Delivering

    def delivers_to(self, url: str) -> None:
        """From now on everything goes to this address: events, presses, commands."""
        self.hook = url

    def tell(self, event: Json, channel: Channel | None, who: Person | None, team: Team | None = None) -> str:
        """Put an event on its way to the app; its id, or "" when the app did not ask for this kind or is not there."""
        team = team or (channel.team if channel else self.team)
        kind = str(event["type"])
        if kind == "message":
            kind = {"im": "message.im", "channel": "message.channels", "group": "message.groups"}[event["channel_type"]]
        if not team.installed or (self.subscribed is not None and kind not in self.subscribed):
            return ""
        if channel is not None and channel.kind != "im" and not channel.bot_is_in:
            return ""
        now = time.time()
        event.setdefault("event_ts", f"{now:.6f}")
        key = self._key("Ev")
        content = {
            "token": "verification-of-old",
            "team_id": team.id,
            **({"enterprise_id": team.enterprise} if team.enterprise else {}),
            "context_team_id": team.id,
            "context_enterprise_id": team.enterprise or None,
            "api_app_id": self.app_id,
            "event": json.loads(json.dumps(event)),
            "type": "event_callback",
            "event_id": key,
            "event_time": int(now),
            "authorizations": [
                {
                    "enterprise_id": team.enterprise or None,
                    "team_id": team.id,
                    "user_id": team.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": team.org_wide,
                }
            ],
            "is_ext_shared_channel": bool(channel and channel.shared_with),
            "event_context": f"4-{self._name()}",
        }
        return self._send(Delivery(key, "event", content, who))

    def _send(self, delivery: Delivery) -> str:
        self.told[delivery.key] = self._waiting[delivery.key] = delivery
        if len(self.told) > 200_000:
            del self.told[next(iter(self.told))]
        self._note({"kind": "told", "key": delivery.key, "what": delivery.kind})
        self._drive(self._delivers(delivery))
        return delivery.key

    def _drive(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _delivers(self, delivery: Delivery) -> None:
        twist = next((twist for twist in self.twists if twist.strikes()), None)
        again = await self._tries(delivery, twist)
        for wait in RETRIES if delivery.kind == "event" else ():
            if not again:
                break
            await self.clock.until(self.clock.time() + wait)
            twist = next((twist for twist in self.twists if twist.strikes()), None)
            again = await self._tries(delivery, twist)
        if 200 <= delivery.status <= 299:
            delivery.fate = "taken"
            self._taken(delivery)
        else:
            delivery.fate = "lost"
            if delivery.who and delivery.kind != "event":
                delivery.who.warnings.append(f"{delivery.kind}: {delivery.reason}")
        del self._waiting[delivery.key]
        self._changed()

    async def _tries(self, delivery: Delivery, twist: Twist | None) -> bool:
        """One try, by HTTP or over a socket; is there to be another?"""
        if twist and twist.kind == "swap":
            held = asyncio.Event()
            self._held.append(held)
            await held.wait()
        stop = await (self._post(delivery, twist) if self.hook else self._over_socket(delivery, twist))
        for held in self._held:
            held.set()
        self._held.clear()
        good = 200 <= delivery.status <= 299
        if good and twist and twist.kind == "duplicate":
            await (self._post(delivery, None) if self.hook else self._over_socket(delivery, None))
        return not good and not stop

    def signed(self, body: bytes, twist: str = "") -> dict[str, str]:
        """The headers with which Slack signs, or with which somebody tries to."""
        at = int(time.time() + self.skew + {"stale": -310, "future": 310}.get(twist, 0))
        moment = "soon" if twist == "junk_timestamp" else str(at)
        secret = "another" if twist == "wrong_secret" else self.secret
        digest = hmac.new(secret.encode(), b"v0:%s:%s" % (moment.encode(), body), hashlib.sha256).hexdigest()
        headers = {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={digest}"}
        if twist == "non_ascii":
            headers["X-Slack-Signature"] = "v0=é" + digest[1:]
        for kind, name in (("no_signature", "X-Slack-Signature"), ("no_timestamp", "X-Slack-Request-Timestamp")):
            if twist == kind:
                del headers[name]
        return headers

    async def _post(self, delivery: Delivery, twist: Twist | None) -> bool:
        """One delivery by HTTP; did the app say that it does not want it again?"""
        assert self._client is not None
        kind, body = twist.kind if twist else "", delivery.body
        headers = self.signed(body, kind)
        headers["Content-Type"] = "application/x-www-form-urlencoded" if delivery.form else "application/json"
        headers["User-Agent"] = "Slackbot 1.0 (+https://api.slack.com/robots)"
        if delivery.tries:
            headers |= {
                "X-Slack-Retry-Num": str(delivery.tries),
                "X-Slack-Retry-Reason": delivery.reason or "http_error",
            }
        delivery.tries += 1
        status, stop, reason, began = 0, False, "", time.perf_counter()
        try:
            if kind == "slow" and twist:
                await asyncio.sleep(twist.seconds)
            content: Any = half(body) if kind == "half_request" else body
            if kind == "half_request":
                headers["Content-Length"] = str(len(body))
            async with (
                asyncio.timeout(self.patience),
                self._client.post(self.hook, data=content, headers=headers, allow_redirects=False) as got,
            ):
                delivery.answer = await got.read()
                status = got.status
                stop = got.headers.get("X-Slack-No-Retry") == "1"
        except TimeoutError:
            reason, delivery.reached = "http_timeout", True
        except (aiohttp.ClientError, OSError) as error:
            reason = "connection_failed"
            delivery.reached |= not isinstance(error, aiohttp.ClientConnectorError)
        if kind == "lost_answer":
            status, stop, reason = 0, False, "http_timeout"
        delivery.reached |= bool(status)
        delivery.status = status
        delivery.reason = reason or ("" if 200 <= status <= 299 else "http_error")
        self._note_try(delivery, kind, began)
        return stop

    def _note_try(self, delivery: Delivery, twist: str, began: float) -> None:
        line = {"kind": "delivery", "key": delivery.key, "what": delivery.kind, "status": delivery.status}
        line |= {"try": delivery.tries, "ms": round((time.perf_counter() - began) * 1000, 2)}
        line |= {"reason": delivery.reason} if delivery.reason else {}
        self._note(line | ({"twist": twist} if twist else {}))

    def _taken(self, delivery: Delivery) -> None:
        """What the app's answer to a delivery does."""
        answer, who = delivery.answer, delivery.who
        if delivery.kind == "press" and answer not in (b"", b"ok"):
            self.errors.append(f"a press is answered with words, which nobody sees: {answer[:80]!r}")
        if delivery.kind == "view" and who:
            who.modals.pop()
        if delivery.kind == "command" and who and answer:
            said: Json = {"text": answer.decode(errors="replace")}
            with contextlib.suppress(ValueError):
                read = json.loads(answer)
                said = read if isinstance(read, dict) else said
            if not said:
                return
            try:
                content = {"blocks": [], **self._content(said, 40_000)}
            except _Wrong as wrong:
                self.errors.append(f"the answer to a command: {wrong.error}")
                return
            channel = delivery.content["channel_id"]
            if said.get("response_type") == "in_channel":
                bot = {"user": who.team.bot_user, "bot_id": who.team.bot_id}
                self.channels[channel].keep({**bot, "type": "message", "ts": self._ts(), **content})
            else:
                who.whispers.append({"ts": self._ts(), "channel": channel, **content})

    async def redelivers(self, key: str) -> int:
        """Deliver something once more, at once, whatever became of it; the status."""
        delivery = self.told[key]
        await (self._post(delivery, None) if self.hook else self._over_socket(delivery, None))
        return delivery.status

    async def verifies_url(self) -> bool:
        """What Slack does when the address is filled in: does the app give back its challenge?"""
        challenge = self._name()
        content = {"token": "verification-of-old", "challenge": challenge, "type": "url_verification"}
        delivery = Delivery(self._key("check"), "check", content)
        await self._post(delivery, None)
        answer = delivery.answer.decode(errors="replace").strip()
        with contextlib.suppress(ValueError):
            answer = str(json.loads(answer)["challenge"])
        return delivery.status == 200 and answer == challenge

    async def checks_ssl(self, signed: bool = True) -> int:
        """Slack looks at the certificate of an address for commands now and then; the status of our answer."""
        assert self._client is not None
        body = urlencode({"ssl_check": "1", "token": "verification-of-old"}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"} | (self.signed(body) if signed else {})
        async with self._client.post(self.hook, data=body, headers=headers) as got:
            return got.status

    # Socket Mode

    def _apps_connections_open(self, _: Json) -> Json:
        ticket = str(uuid.uuid4())
        self._tickets.add(ticket)
        return {"url": f"ws://127.0.0.1:{self.port}/link/?ticket={ticket}&app_id={self.app_id}"}

    async def _link(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=401)
        self._tickets.discard(ticket)  # of one use
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        debug = {"host": "applink-1", "build_number": 7, "approximate_connection_time": 18_060}
        hello = {"type": "hello", "num_connections": len(self.sockets), "debug_info": debug}
        await socket.send_json(hello | {"connection_info": {"app_id": self.app_id}})
        self._changed()
        try:
            async for frame in socket:
                if frame.type == aiohttp.WSMsgType.TEXT:
                    said = json.loads(frame.data)
                    waiting = self._acks.pop(str(said.get("envelope_id")), None)
                    if waiting is None:
                        self.errors.append("an envelope is acknowledged that was not sent, or twice")
                    elif not waiting.done():
                        waiting.set_result(said)
        finally:
            if socket in self.sockets:
                self.sockets.remove(socket)
            self._changed()
        return socket

    async def _over_socket(self, delivery: Delivery, twist: Twist | None) -> bool:
        began = time.perf_counter()
        envelope = str(uuid.uuid4())
        names = {"event": "events_api", "command": "slash_commands"}
        message: Json = {"envelope_id": envelope, "type": names.get(delivery.kind, "interactive")}
        message |= {"payload": delivery.content, "accepts_response_payload": delivery.kind != "event"}
        if delivery.kind == "event":
            message |= {"retry_attempt": delivery.tries, "retry_reason": delivery.reason}
        delivery.tries += 1
        delivery.status, delivery.reason = 0, "timeout"
        if twist and twist.kind == "slow":
            await asyncio.sleep(twist.seconds)
        if self.sockets:
            answered: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
            self._acks[envelope] = answered
            with contextlib.suppress(TimeoutError, ConnectionError):
                await self.random.choice(self.sockets).send_json(message)
                said = await asyncio.wait_for(answered, self.patience)
                if not (twist and twist.kind == "lost_answer"):
                    delivery.status, delivery.reason = 200, ""
                    payload = said.get("payload")
                    delivery.answer = json.dumps(payload).encode() if payload else b""
            if delivery.status:
                self._acks.pop(envelope, None)
        self._note_try(delivery, twist.kind if twist else "", began)
        return False

    async def refreshes_sockets(self, reason: str = "refresh_requested") -> None:
        """Slack asks to connect anew, and closes."""
        for socket in list(self.sockets):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}})
            await socket.close()

    async def drops_sockets(self) -> None:
        """The connections break, without a word."""
        for socket in list(self.sockets):
            tear(socket._req.transport if socket._req else None)
            self.sockets.remove(socket)

    # Faults, the ledger, waiting

    def breaks(self, method: str, kind: str, **details: Any) -> Fault:
        """Have the next call of `method` ("*": of any; "response_url") go wrong; `Fault` says how."""
        fault = Fault(kind, method, **details)
        self.faults.append(fault)
        return fault

    def twisted(self, kind: str, **details: Any) -> Twist:
        """Have the next try of a delivery go wrong; `Twist` says how."""
        twist = Twist(kind, **details)
        self.twists.append(twist)
        return twist

    def calls(self, method: str = "") -> list[Json]:
        return [line for line in self.ledger if line["kind"] == "call" and method in ("", line["method"])]

    def deliveries(self, key: str = "") -> list[Json]:
        return [line for line in self.ledger if line["kind"] == "delivery" and key in ("", line["key"])]

    @property
    def waiting(self) -> int:
        """How much the app has not taken yet."""
        return len(self._waiting)

    def _note(self, line: Json) -> None:
        line = {"at": round(time.time(), 6), "monotonic": time.monotonic(), **line}
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
        """Wait until everything is taken (or lost) and no call is under way."""
        await self.until(lambda: not self._waiting and not self._busy, seconds, "everything to settle")

    def no_errors(self) -> None:
        """Fails when the app did what an app should never do."""
        assert not self.errors, "\n".join(self.errors)

    # People and places

    def person(self, id: str, name: str = "Sam", *, team: str = TEAM, **about: Any) -> Person:
        """Somebody in a workspace; the same one for the same id."""
        if (team, id) not in self.people:
            self.people[team, id] = Person(self, id, self.teams[team], name, **about)
        return self.people[team, id]

    def channel(self, id: str = "C0000001", name: str = "general", *, team: str = TEAM, **about: Any) -> Channel:
        """A channel (`G…`: a private one) in which the app is, the same for the same id; `members`: people's ids."""
        if id not in self.channels:
            kind = "group" if id.startswith("G") else "channel"
            self.channels[id] = Channel(self, id, self.teams[team], kind, name, **about)
        return self.channels[id]

    def _dm(self, person: Person) -> Channel:
        key = (person.team.id, person.id)
        if key not in self._dms:
            channel = Channel(self, f"D{self._number('dm'):07}", person.team, "im", person=person)
            self._dms[key] = self.channels[channel.id] = channel
        return self._dms[key]

    def _ts(self) -> str:
        self._last_ts = max(self._last_ts + 1, int(time.time() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06}"

    def _number(self, kind: str) -> int:
        self._numbers[kind] = self._numbers.get(kind, 0) + 1
        return self._numbers[kind]

    def _key(self, kind: str) -> str:
        return f"{kind}{self._number(kind):08}"

    def _name(self) -> str:
        return f"{self.random.getrandbits(48):012x}"

    # From another process

    async def _control(self, request: web.Request) -> web.Response:
        verb = request.match_info["verb"]
        if verb not in CONTROLS:
            raise web.HTTPNotFound(text=f"there is {', '.join(CONTROLS)}")
        result = CONTROLS[verb](self, **(await request.json() if request.can_read_body else {}))
        return web.json_response(result)


CONTROLS: dict[str, Callable[..., Any]] = {
    "delivers_to": lambda slack, url: slack.delivers_to(url),
    "says": lambda slack, user, text: slack.person(user).says(text),
    "presses": lambda slack, user, button, on="": slack.person(user).presses(button, on),
    "screen": lambda slack, user: [vars(seen) for seen in slack.person(user).screen],
    "breaks": lambda slack, method, kind, **details: vars(slack.breaks(method, kind, **details)),
    "twisted": lambda slack, kind, **details: vars(slack.twisted(kind, **details)),
    "heal": lambda slack: (slack.faults.clear(), slack.twists.clear(), slack.chaos.clear()),
    "limits": lambda slack, **limits: setattr(slack, "limits", Limits(**limits) if limits else None),
    "advance": lambda slack, seconds: slack.clock.advance(seconds),
    "state": lambda slack: {"waiting": slack.waiting, "errors": slack.errors, "calls": len(slack.calls())},
}
"""What `POST /control/<verb>` does, with the fields of its JSON body as arguments."""


# Shapes


def _answer(outcome: Json | _Wrong, warnings: list[str] | None = None, scopes: str = "") -> web.Response:
    headers = {"x-slack-req-id": uuid.uuid4().hex} | ({"x-oauth-scopes": scopes} if scopes else {})
    status = 200
    if isinstance(outcome, _Wrong):
        body: Json = {"ok": False, "error": outcome.error, **outcome.more}
        status = outcome.status
        if outcome.after:
            headers["Retry-After"] = str(outcome.after)
        if outcome.messages:
            body["response_metadata"] = {"messages": list(outcome.messages)}
    else:
        body = {"ok": True, **outcome}
    if warnings:
        body["warning"] = ",".join(warnings)
        body.setdefault("response_metadata", {})["warnings"] = warnings
    return web.json_response(body, status=status, headers=headers)


def _public(message: Json) -> Json:
    """A message as it is told to whoever did not ask for its metadata."""
    return {name: value for name, value in message.items() if name not in ("metadata", "app_reactions")}


def _seen(message: Json, channel: str) -> Seen:
    blocks = message.get("blocks") or []
    fallback = slack_blocks.unescaped(message["text"])
    return Seen(
        message["ts"],
        slack_blocks.read(blocks) if blocks else fallback,
        tuple(element["text"]["text"] for _, element in slack_blocks.controls(blocks)),
        tuple(blocks),
        fallback,
        message.get("thread_ts", ""),
        "edited" in message,
        channel,
    )


_EMPTY = Seen("", "", (), (), "", "", False, "")


def _pick(blocks: list[Json], button: str | int) -> tuple[Json, Json]:
    found = list(slack_blocks.controls(blocks))
    labels = [element["text"]["text"] for _, element in found]
    if isinstance(button, str) and button not in labels:
        raise AssertionError(f"no button {button!r}; there are {labels}")
    return found[labels.index(button) if isinstance(button, str) else button]


def _true(value: object) -> bool:
    return value is True or str(value).lower() in ("true", "1", "yes")


def _object(value: object) -> object:
    if isinstance(value, str):
        with contextlib.suppress(ValueError):
            return json.loads(value)
    return value


_TYPED = re.compile(
    r"(?P<link>https?://[^\s<>]+[^\s<>.,!?;:)\]])|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|@(?P<user>[UW][A-Z0-9]{4,})\b"
)


def _typed(text: str) -> tuple[str, list[Json]]:
    """What somebody typed as Slack tells it: `&<>` escaped, links, addresses and people marked; and as rich text."""
    words, parts, at = [], [], 0
    for found in _TYPED.finditer(text):
        if plain := text[at : found.start()]:
            words.append(html.escape(plain, quote=False))
            parts.append({"type": "text", "text": plain})
        at, said = found.end(), html.escape(found.group(), quote=False)
        if found["link"]:
            words.append(f"<{said}>")
            parts.append({"type": "link", "url": found.group()})
        elif found["mail"]:
            words.append(f"<mailto:{said}|{said}>")
            parts.append({"type": "link", "url": f"mailto:{found.group()}", "text": found.group()})
        else:
            words.append(f"<@{found['user']}>")
            parts.append({"type": "user", "user_id": found["user"]})
    if plain := text[at:]:
        words.append(html.escape(plain, quote=False))
        parts.append({"type": "text", "text": plain})
    section = {"type": "rich_text_section", "elements": parts}
    return "".join(words), [{"type": "rich_text", "block_id": "typed", "elements": [section]}]


async def _run(options: argparse.Namespace) -> None:
    limits = Limits() if options.limits else None
    async with SlackApi(
        port=options.port, ledger=options.ledger, speed=options.speed, limits=limits, seed=options.seed, strict=False
    ) as slack:
        print(slack.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Slack's Web API for tests and benchmarks.")
    parser.add_argument("--port", type=int, default=8082)
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--speed", type=float, default=1.0, help="seconds of its clock in one of ours")
    parser.add_argument("--limits", action="store_true", help="answer 429 beyond 1/s a channel")
    parser.add_argument("--seed", type=int, default=0)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(parser.parse_args()))
