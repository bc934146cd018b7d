"""Slack: what learners say there, and what they get to see.

Reading and writing are plain functions of values; only the fields we use are read. Bolt is not in the way of either: it
answers 200 before the work has begun, and junk with a 500 (docs/decisions/0020-slack.md).

Source: https://docs.slack.dev/apis/events-api, https://docs.slack.dev/interactivity and
https://docs.slack.dev/reference/block-kit (August 2026).
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import parse_qs
from weakref import WeakValueDictionary

import orjson
import structlog

from bot.conversation.events import FileKind
from bot.conversation.nodes import Button, Message, Nodes, parted, plain
from bot.ports import (
    OPEN,
    Address,
    AtHome,
    Forged,
    Heard,
    Mentioned,
    Opened,
    Reading,
    Refused,
    Sent,
    StaffSaid,
    Stranger,
    Tapped,
    Tokens,
    Typed,
    Unavailable,
    Uninstalled,
    What,
    masked,
)
from integrations.slack_limits import BLOCKS, BUTTONS_A_BLOCK, LIMITS, SIZE
from integrations.slack_transport import USUAL, Patience, TokenRefused, Transport

log = structlog.get_logger(__name__)

LARGEST_BODY = 1_000_000
LONGEST_TEXT = 12_000
FALLBACK = 3_900
WINDOW_SECONDS = 300
"""So far the clock of a delivery may be from ours."""

CLOCKS_APART = timedelta(minutes=10)
"""So much earlier a message of ours may stand in Slack's history than we believe to have sent it."""

MOST_KEPT = 10_000
"""So much is remembered by a process, to spare a call: what is not is asked for when it is needed."""

SLACK, RESPONSES = "https://slack.com", "https://hooks.slack.com/"

MOST_PAGES = 20

WHOLE = 2.25
"""So many times the patience with one call we have with all that make one send, one look or one change.

Two of these end before the lane of a conversation is another worker's: else both would send what neither found.
"""

LOOKED_AT = timedelta(minutes=10)
"""So long it is believed that the channel of staff is theirs alone."""

PATIENT_WITH_NAME = timedelta(seconds=1)
"""Slack waits three seconds for us to take what staff said; what they are called may take a part of that."""

DONE = ("white_check_mark", "heavy_check_mark", "ballot_box_with_check")
"""The reactions that mark a notice as done: ✅, and what is easily taken for it."""

Block = dict[str, Any]
K = TypeVar("K")
T = TypeVar("T")


class OneToken:
    """`bot.ports.Tokens` of an app that is installed in one workspace: that of SLACK_BOT_TOKEN."""

    def __init__(self, token: str) -> None:
        self.only = token
        self.workspaces: frozenset[str] = frozenset()  # known once `Slack.open` has asked

    async def token(self, workspace: str, refused: str = "") -> str:
        if self.workspaces and workspace and workspace not in self.workspaces:
            raise Refused("not the workspace of SLACK_BOT_TOKEN", gone=True)
        return self.only


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said: whose address it is, and the channel that it was said in, perhaps in a thread."""

    address: Address
    channel: str
    thread: str = ""


class Slack:
    """A `bot.ports.Channel`: one app, in one workspace or in many. What is sent has the id "<channel>:<ts>"."""

    name = "slack"
    limits = LIMITS
    rate = 0.0  # a workspace's ceiling is not told; Slack says when it is reached
    chat_burst = 3

    def __init__(
        self,
        tokens: Tokens,
        *,
        signing_secrets: Sequence[str] = (),
        api_url: str = SLACK,
        chat_rate: float = 1.0,
        patience: Patience = USUAL,
        clock: Callable[[], float] = time.time,
        desk: Address | None = None,
    ) -> None:
        """`signing_secrets`: those that deliveries may be signed with; two while one is replaced.

        `desk`: the channel in which staff answer; without a workspace, that of the only one.
        """
        self.tokens = tokens
        self.desk = desk
        self.chat_rate = chat_rate
        self._secrets = [secret.encode() for secret in signing_secrets if secret]
        self.transport = Transport(api_url, patience)
        self._whole = patience.total.total_seconds() * WHOLE
        self._clock = clock
        self._private_until = 0.0
        self._rooms: dict[tuple[str, str], str] = {}  # of our conversation with somebody
        self._pressed: dict[str, str] = {}  # where to answer, by the message that was pressed
        self._names: dict[tuple[str, str], str] = {}  # of staff
        self._asking: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    # In

    def read(self, headers: Mapping[str, str], body: bytes) -> Reading:
        """What one delivery came to. Raises Forged; junk is a Reading that says why it is ignored."""
        self._insist(headers, body)
        if len(body) > LARGEST_BODY:
            return Reading(ignored="too large")
        try:
            if body.lstrip()[:1] in (b"{", b"["):
                return self.read_event(json.loads(body))
            form = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=100)
            if "payload" in form:
                return self.read_interaction(json.loads(form["payload"][0]))
        except (ValueError, RecursionError):
            return Reading(ignored="neither JSON nor a form")
        if "command" in form:
            return self.read_command({name: values[0] for name, values in form.items()})
        return Reading(ignored="ssl_check" if "ssl_check" in form else "a form of another kind")

    def _insist(self, headers: Mapping[str, str], body: bytes) -> None:
        """Raises Forged for what Slack did not sign, or not just now.

        Source: https://docs.slack.dev/authentication/verifying-requests-from-slack (August 2026).
        """
        named = {name.lower(): value for name, value in headers.items()}
        moment = named.get("x-slack-request-timestamp", "")
        if not re.fullmatch(r"[0-9]{1,12}", moment) or abs(self._clock() - int(moment)) > WINDOW_SECONDS:
            raise Forged("the delivery is not of now")
        given = named.get("x-slack-signature", "").encode("utf-8", "surrogatepass")
        signed = b"v0:%s:%s" % (moment.encode(), body)
        known = [b"v0=" + hmac.new(secret, signed, hashlib.sha256).hexdigest().encode() for secret in self._secrets]
        equal = [hmac.compare_digest(given, one) for one in known]  # each is compared, whatever the first comes to
        if not any(equal):
            raise Forged("the signature of the delivery is not ours")

    def read_event(self, payload: object) -> Reading:
        """What the Events API tells, by HTTP or in Socket Mode."""
        if not isinstance(payload, dict):
            return Reading(ignored="not an event")
        kind, event = payload.get("type"), _within(payload, "event")
        if kind == "url_verification":
            challenge = _clean(_text(payload, "challenge")[:1000])
            return Reading(ignored="url_verification", reply=orjson.dumps({"challenge": challenge}))
        if kind == "app_rate_limited":
            log.warning("slack.deliveries_limited", hint="more than 30,000 events an hour: Slack holds some back")
            return Reading(ignored="app_rate_limited")
        key = _text(payload, "event_id")
        if kind != "event_callback" or not _ID.fullmatch(key):
            return Reading(ignored="an event of a kind we do not read")
        if event.get("type") in ("app_uninstalled", "tokens_revoked"):
            return self._uninstalled(key, payload, event)
        reads = {
            "message": self._message,
            "app_mention": self._mention,
            "app_home_opened": self._home_opened,
            "reaction_added": self._reaction,
        }
        read = reads.get(_text(event, "type"))
        found = read(payload, event) if read else "an event of a kind we do not read"
        if isinstance(found, str):
            return Reading(ignored=found)
        place, what = found
        if place.channel.startswith("D") and not isinstance(what, Stranger):
            self._remember(place.address, place.channel)
        whispers = isinstance(what, Mentioned | Stranger | StaffSaid)
        receipt = _receipt(payload, place.channel, place.thread) if whispers else ""
        return Reading((Heard(f"slack:{key}", place.address, what, receipt=receipt),))

    def _uninstalled(self, key: str, payload: dict[str, Any], event: dict[str, Any]) -> Reading:
        """A workspace showed us the door, or took our token back. Tokens of people are none of ours.

        Source: https://docs.slack.dev/reference/events/app_uninstalled and tokens_revoked (August 2026): they come in
        any order, and name a workspace, perhaps with its organisation, and the second in which it happened. Where a
        whole organisation did it they name no workspace (lobu-ai/lobu#1819): one that leaves takes nobody with it.
        """
        bots, moment = _within(event, "tokens").get("bot"), payload.get("event_time")
        if event.get("type") == "tokens_revoked" and not bots:
            return Reading(ignored="tokens of people")
        names = [name for name in (_text(payload, "team_id"), _text(payload, "enterprise_id")) if _ID.fullmatch(name)]
        if not names or not isinstance(moment, int) or not 0 < moment < 10**11:
            return Reading(ignored="an event of no workspace, or of no moment")
        by_now = datetime.fromtimestamp(moment + 1, UTC)  # moments are told in whole seconds
        return Reading((Heard(f"slack:{key}", Address(self.name, "", names[0]), Uninstalled(by_now)),))

    def _message(self, payload: dict[str, Any], event: dict[str, Any]) -> tuple[Place, What] | str:
        """What was said to us in our own conversation with somebody, or by staff at their desk."""
        subtype = event.get("subtype")
        said = _within(event, "message") if subtype == "message_changed" else event
        if self._is_desk(payload, _text(event, "channel")):
            return (
                "a desk that is open to all" if event.get("channel_type") == "channel" else self._staff(payload, event)
            )
        if event.get("channel_type") != "im":
            return "a message in a channel"
        found = self._somebody(payload, event, said)
        if isinstance(found, str):
            return found
        place, stranger = found
        if stranger:
            return place, stranger
        if subtype == "message_changed":
            before = _text(_within(event, "previous_message"), "text")
            changed = said.get("edited") and before != _text(said, "text")
            return (place, Sent("edited")) if changed else "a message that looks otherwise"
        if subtype not in (None, "file_share", "thread_broadcast", "me_message"):
            return "a service message"
        words = _clean(_unescaped(_text(said, "text")))
        if words.strip():
            return place, Typed(words)
        files = _rows(said, "files")
        return place, Sent(_kind(files[0]) if files else "other")

    def _somebody(
        self, payload: dict[str, Any], event: dict[str, Any], said: dict[str, Any]
    ) -> tuple[Place, Stranger | None] | str:
        """Who said this and where; with it, if they are a stranger to us. One that we said is nobody's.

        Who is not of this workspace is known in what is shared with others only.
        Source: slackapi/bolt-python, `slack_bolt/request/internals.py`, `extract_actor_team_id` (August 2026).
        """
        user, channel = _text(said, "user"), _text(event, "channel")
        ours = {_text(one, "user_id") for one in _rows(payload, "authorizations")}
        if user in ours or user == "USLACKBOT" or said.get("app_id", "") == payload.get("api_app_id", "?"):
            return "a message of our own"
        stranger = Stranger("foreign") if _is_foreign(payload, said) else None
        if said.get("bot_id") or said.get("app_id"):
            if event.get("subtype") not in (None, "bot_message"):
                return "a message by a bot"
            user, stranger = user or _text(said, "bot_id"), Stranger("bot")
        if not (_USER.fullmatch(user) or (stranger and _ID.fullmatch(user))) or not _CHANNEL.fullmatch(channel):
            return "a message by nobody"
        thread = _thread(said, _text(said, "ts"))
        return Place(Address(self.name, user, _workspace(payload), thread), channel, thread), stranger

    def _mention(self, payload: dict[str, Any], event: dict[str, Any]) -> tuple[Place, What] | str:
        """That somebody spoke to us where others read along."""
        channel = _text(event, "channel")
        if channel.startswith("D") or self._is_desk(payload, channel):
            return "a mention that is a message too"
        found = self._somebody(payload, event, event)
        return found if isinstance(found, str) else (found[0], found[1] or Mentioned())

    def _home_opened(self, payload: dict[str, Any], event: dict[str, Any]) -> tuple[Place, What] | str:
        """That somebody looked at the page that we have for them."""
        user = _text(event, "user")
        if event.get("tab") != "home" or not _USER.fullmatch(user) or _is_foreign(payload, event):
            return "a look at something else"
        return Place(Address(self.name, user, _workspace(payload)), _text(event, "channel")), AtHome()

    # Staff

    def _is_desk(self, payload: Mapping[str, Any], channel: str) -> bool:
        """Is this the channel in which staff answer, of that very workspace?"""
        if self.desk is None or channel != self.desk.external_id:
            return False
        return self.desk.workspace in ("", _workspace(payload), *_workspaces(payload))

    def _at_desk(self, thread: str) -> Place:
        """A thread of the desk, as that of the notice is known that it began with."""
        assert self.desk is not None
        channel = self.desk.external_id
        address = Address(self.name, channel, self.desk.workspace, f"{channel}:{thread}")
        return Place(address, channel, thread)

    def _staff(self, payload: dict[str, Any], event: dict[str, Any]) -> tuple[Place, What] | str:
        """What was said in a thread of the desk. What is changed afterwards was said as it was."""
        if event.get("subtype") not in (None, "file_share", "thread_broadcast", "me_message"):
            return "staff changed something, or a service message"
        found = self._somebody(payload, event, event)
        if isinstance(found, str):
            return found
        place, stranger = found
        if stranger or not place.thread:
            return "talk at the desk"
        text = _text(event, "text")
        for ours in (_text(one, "user_id") for one in _rows(payload, "authorizations")):
            text = text.replace(f"<@{ours}>", "") if ours else text
        files = bool(_rows(event, "files"))
        what = StaffSaid(_clean(_unescaped(text)).strip(), by=place.address.external_id, files=files)
        return self._at_desk(place.thread), what

    def _reaction(self, payload: dict[str, Any], event: dict[str, Any]) -> tuple[Place, What] | str:
        """That staff marked a notice as done.

        Whose workspace they are of a reaction does not tell: where the channel is shared with others, none counts.
        """
        item, user = _within(event, "item"), _text(event, "user")
        ours = {_text(one, "user_id") for one in _rows(payload, "authorizations")}
        if event.get("reaction") not in DONE or item.get("type") != "message" or user in ours:
            return "a reaction that says nothing to us"
        if not self._is_desk(payload, _text(item, "channel")) or payload.get("is_ext_shared_channel"):
            return "a reaction elsewhere"
        if not _USER.fullmatch(user) or not _TS.fullmatch(_text(item, "ts")):
            return "a reaction by nobody"
        return self._at_desk(_text(item, "ts")), StaffSaid(by=user, done=True)

    # Presses and commands

    def read_interaction(self, payload: object) -> Reading:
        """What a press came to, by HTTP or in Socket Mode."""
        if not isinstance(payload, dict) or payload.get("type") != "block_actions":
            return Reading(ignored="an interaction of a kind we do not read")
        user, container = _within(payload, "user"), _within(payload, "container")
        pressed = next((one for one in _rows(payload, "actions") if one.get("type") == "button"), {})
        value, who = _clean(_text(pressed, "value"))[: LIMITS.value], _text(user, "id")
        if not value or not _USER.fullmatch(who):
            return Reading(ignored="a press without a sender or a value")
        channel, on = _text(container, "channel_id"), _text(container, "message_ts")
        home, theirs = _within(payload, "enterprise"), _text(user, "team_id")
        if not _text(home, "id") and theirs not in (*_workspaces(payload), ""):
            return Reading(ignored="a press by somebody of another workspace")
        if value == OPEN:  # on their page, or where others read along: the way to our own conversation
            address = Address(self.name, who, _workspace(payload))
            view = _text(container, "view_id") or f"{channel}:{on}"
            parts = (address.workspace, who, _text(pressed, "action_ts"), _text(pressed, "action_id"), view, "")
            return Reading((Heard(_key("press", parts), address, Tapped(OPEN), account=_account(user)),))
        if not channel.startswith("D") or not _CHANNEL.fullmatch(channel) or not _TS.fullmatch(on):
            return Reading(ignored="a press in a channel")
        thread = _thread(container, on) or _thread(_within(payload, "message"), on)
        address = Address(self.name, who, _workspace(payload), thread)
        parts = (address.workspace, who, _text(pressed, "action_ts"), _text(pressed, "action_id"), channel, on)
        account, answer_at = _account(user), _text(payload, "response_url")
        self._remember(address, channel)
        what = Tapped(value, f"{channel}:{on}")
        return Reading((Heard(_key("press", parts), address, what, receipt=answer_at, account=account),))

    def read_command(self, form: Mapping[str, Any]) -> Reading:
        """What a slash command came to, by HTTP or in Socket Mode: the same as if it was said in our conversation.

        `/edubadge` opens it, `/edubadge start WORD` does so by the word of a link.
        """
        who, trigger = _text(form, "user_id"), _text(form, "trigger_id")
        address = Address(self.name, who, _workspace(form))
        if not _USER.fullmatch(who) or not trigger or not address.workspace:
            return Reading(ignored="a command by nobody")
        words = _clean(_unescaped(_text(form, "text"))).strip()
        opened = _START.fullmatch(words)
        what: What = Opened(opened["word"] or "") if opened else Typed(words) if words else Opened()
        account = masked(_clean(_text(form, "user_name"))[:64])
        here = self._rooms.get((address.workspace, who)) == _text(form, "channel_id")  # then they see the answer come
        receipt = "" if here else f"{_text(form, 'api_app_id')[:40]} {_text(form, 'response_url')}"
        key = _key("command", (address.workspace, who, trigger))
        return Reading((Heard(key, address, what, receipt=receipt, account=account),))

    async def admitted(self, reading: Reading) -> Reading:
        """What of this comes from workspaces that installed us: one secret signs for every workspace there is."""
        kept = []
        for one in reading.heard:
            if isinstance(one.what, Uninstalled):
                kept.append(one)  # whether it was here, its turn finds out
                continue
            try:
                await self.tokens.token(one.address.workspace)
            except Unavailable:
                pass  # nobody can tell now: what was said is kept
            except Refused:
                continue
            kept.append(one)
        if len(kept) == len(reading.heard):
            return reading
        return Reading(tuple(kept), "" if kept else "a workspace that has not installed us", reading.reply)

    # Out

    def write(self, message: Message) -> dict[str, Any]:
        """The blocks and what a notification shows of them, as `chat.postMessage` takes them.

        Raises ValueError for what Slack would refuse; `badgewijzer check` sees to it that nothing is.
        """
        blocks: list[Block] = []
        for number, piece in enumerate(parted(message.nodes, "rule")):
            if number:
                blocks.append({"type": "divider"})
            if elements := _rich(piece):
                section = {"type": "rich_text_section", "elements": elements}
                blocks.append({"type": "rich_text", "elements": [section]})
        if not message.text.strip():
            raise ValueError("a message without words")
        for kind in ("answer", "command"):
            blocks += self._actions([one for one in message.buttons if one.kind == kind], kind)
        if len(blocks) > BLOCKS or len(message.buttons) > LIMITS.buttons:
            raise ValueError(f"{len(message.buttons)} buttons in {len(blocks)} blocks; Slack takes {BLOCKS} blocks")
        if (size := _size(message)) > SIZE:
            raise ValueError(f"a message of {size} characters; Slack takes {SIZE}")
        return {
            "text": _shortened(message.text.strip()),
            "blocks": blocks,
            "parse": "none",
            "link_names": False,
            "unfurl_links": False,  # an unfurl is a GET by a stranger
            "unfurl_media": False,
        }

    @staticmethod
    def _actions(buttons: Sequence[Button], kind: str) -> list[Block]:
        elements: list[Block] = []
        for number, button in enumerate(buttons):
            if not button.label.strip() or len(button.label) > LIMITS.label:
                raise ValueError(f"the label of the button {button.value!r} is not 1 to {LIMITS.label} characters")
            if not 1 <= len(button.value.encode()) <= LIMITS.value:
                raise ValueError(f"the value of a button, {button.value!r}, is not 1 to {LIMITS.value} bytes")
            text = {"type": "plain_text", "text": button.label}
            elements.append({"type": "button", "text": text, "value": button.value, "action_id": f"{kind}{number}"})
        rows = (elements[i : i + BUTTONS_A_BLOCK] for i in range(0, len(elements), BUTTONS_A_BLOCK))
        return [{"type": "actions", "elements": row} for row in rows]

    async def send(self, to: Address, message: Message) -> str:
        """Deliver one message; our id of it. Raises Unavailable or Refused."""
        return await self._post(to, self._written(message))

    async def send_marked(self, to: Address, message: Message, mark: str) -> str:
        """The same, with a mark that `find` finds it by. Whoever reads the workspace's data sees it, nobody else."""
        return await self._post(to, {**self._written(message), "metadata": _metadata(mark)})

    async def _within(self, what: str, doing: Coroutine[Any, Any, T]) -> T:
        """What all these calls come to. Raises Unavailable when they take too long together, and as they do."""
        try:
            async with asyncio.timeout(self._whole):
                return await doing
        except TimeoutError:
            raise Unavailable(f"{what}: too slow", sent="maybe") from None

    async def _post(self, to: Address, written: Mapping[str, object]) -> str:
        return await self._within("chat.postMessage", self._posted(to, written))

    async def _posted(self, to: Address, written: Mapping[str, object]) -> str:
        if self.desk is not None and to.external_id == self.desk.external_id:
            await self._insist_on_private(to)
        whose = (to.workspace, to.external_id)
        remembered, room = whose in self._rooms, await self._room(to)
        parameters = {"channel": room, **written, "mrkdwn": False}
        if to.thread:
            parameters["thread_ts"] = _ts_of(to.thread)
        try:
            sent = await self._call(to, "chat.postMessage", parameters)
        except Refused as refused:
            if "thread_ts" in parameters and _NO_THREAD.search(str(refused)) and room != to.external_id:
                del parameters["thread_ts"]  # they took away what they answer: then in the midst of it
            elif refused.gone and remembered:
                self._rooms.pop(whose, None)  # what we remembered is of before their workspace moved
                parameters["channel"] = room = await self._room(to)
            else:
                raise
            sent = await self._call(to, "chat.postMessage", parameters)
        ts = _text(sent, "ts")
        return f"{_text(sent, 'channel') or room}:{ts}" if ts else ""

    async def _insist_on_private(self, desk: Address) -> None:
        """What learners write is read by the members of a private channel, and by nobody else. Raises Refused.

        Source: https://docs.slack.dev/reference/methods/conversations.info (August 2026).
        """
        now = self._clock()
        if now < self._private_until:
            return
        told = await self._call(desk, "conversations.info", {"channel": desk.external_id}, as_form=True)
        channel = _within(told, "channel")
        if channel.get("is_private") is not True or channel.get("is_ext_shared"):
            raise Refused("conversations.info: not private", stop=True)
        self._private_until = now + LOOKED_AT.total_seconds()

    async def find(self, to: Address, mark: str, since: datetime) -> str | None:
        """Our id of the message with this mark; None = it surely never came. Raises Unavailable or Refused."""
        return await self._within("conversations.history", self._found(to, mark, since))

    async def _found(self, to: Address, mark: str, since: datetime) -> str | None:
        room = await self._room(to)
        asked: dict[str, object] = {
            "channel": room,
            "oldest": f"{(since - CLOCKS_APART).timestamp():.6f}",
            "include_all_metadata": True,
            "limit": 100,
        }
        if to.thread:
            try:
                if found := await self._look(to, "conversations.replies", {**asked, "ts": _ts_of(to.thread)}, mark):
                    return f"{room}:{found}"
            except Refused as refused:
                if not _NO_THREAD.search(str(refused)):
                    raise
        found = await self._look(to, "conversations.history", asked, mark)
        return f"{room}:{found}" if found else None

    async def _look(self, to: Address, method: str, asked: dict[str, object], mark: str) -> str:
        """The moment of the message with this mark, as it names messages; "" where there is none."""
        for _ in range(MOST_PAGES):
            page = await self._call(to, method, asked, as_form=True)
            for one in _rows(page, "messages"):
                if one.get("metadata") == _metadata(mark) and (ts := _text(one, "ts")):
                    return ts
            following = _text(_within(page, "response_metadata"), "next_cursor")
            if not page.get("has_more") or not following:
                return ""
            asked["cursor"] = following
        raise Unavailable(f"{method}: too long to look through")

    async def edit(self, to: Address, sent: str, message: Message) -> None:
        """Replace message `sent`; the same again is no error.

        Raises Unavailable, or Refused; where that is not `stop` or `ours`, the message cannot be changed any more and
        may be sent anew.
        """
        room, _, ts = sent.partition(":")
        if not _CHANNEL.fullmatch(room) or not _TS.fullmatch(ts):
            raise Refused("chat.update: no message of ours")
        await self._within("chat.update", self._changed(to, sent, self._written(message)))

    async def _changed(self, to: Address, sent: str, written: Mapping[str, object]) -> None:
        room, _, ts = sent.partition(":")
        if answer_at := self._pressed.pop(sent, ""):
            with contextlib.suppress(Unavailable, Refused):  # used up by now: the other way does
                await self.transport.respond(answer_at, {**written, "replace_original": True})
                return
        try:
            await self._call(to, "chat.update", {"channel": room, "ts": ts, **written})
        except Refused as refused:
            if not refused.gone:
                raise
            raise Refused(str(refused)) from None  # that message is; whether they are, a new one finds out

    async def acknowledge(self, heard: Heard, words: str = "") -> None:
        """Remember where a press may be answered: `edit` does so there, which counts for none of Slack's limits.

        The answer to the delivery took the waiting off the button. Source:
        https://docs.slack.dev/interactivity/handling-user-interaction#message_responses (August 2026).
        """
        if isinstance(heard.what, Tapped) and heard.what.on and self._is_slacks(heard.receipt):
            _keep(self._pressed, heard.what.on, heard.receipt)

    def _is_slacks(self, url: str) -> bool:
        """Is this an address of Slack's own, or of the server in its place?"""
        own = (RESPONSES, f"{self.transport.root}/") if self.transport.root != SLACK else (RESPONSES,)
        return url.startswith(own)

    async def whisper(self, heard: Heard, message: Message) -> None:
        """Show it to whoever said this, where they said it, and to nobody else; best effort, never raises.

        Another program sees nothing that is meant for one alone: it is told aloud.
        """
        app, _, where = heard.receipt.partition(" ")
        try:
            written = self._led_home(self._written(message), app, heard.address.workspace)
            if self._is_slacks(where):
                await self.transport.respond(where, {**written, "response_type": "ephemeral"})
                return
            channel, _, thread = where.partition(":")
            parameters: dict[str, object] = {"channel": channel, **written}
            if thread:
                parameters["thread_ts"] = thread
            method = "chat.postMessage"
            if not isinstance(heard.what, Stranger) or (heard.what.kind != "bot" and not channel.startswith("D")):
                method = "chat.postEphemeral"
                parameters["user"] = heard.what.by if isinstance(heard.what, StaffSaid) else heard.address.external_id
                for name in ("unfurl_links", "unfurl_media"):
                    parameters.pop(name)
            await self._call(heard.address, method, parameters)
        except (Unavailable, Refused) as trouble:
            log.info("slack.not_whispered", why=" ".join(str(trouble).split()[:3]))

    async def show_home(self, to: Address, message: Message) -> None:
        """Let the home tab of our app look like this for them; best effort, never raises.

        Source: https://docs.slack.dev/reference/methods/views.publish (August 2026).
        """
        try:
            view = {"type": "home", "blocks": self._written(message)["blocks"]}
            await self._call(to, "views.publish", {"user_id": to.external_id, "view": view})
        except (Unavailable, Refused) as trouble:
            log.info("slack.home_not_shown", why=" ".join(str(trouble).split()[:3]))

    async def name_of(self, who: Address) -> str:
        """What they are called in Slack; "" when Slack does not tell at once. Never raises.

        Those who ask for the same one hear it in their order: what one of staff did last does not overtake the rest.
        """
        key = (who.workspace, who.external_id)
        lock = self._asking.setdefault(key, asyncio.Lock())
        async with lock:
            return await self._name(who, key)

    async def _name(self, who: Address, key: tuple[str, str]) -> str:
        if key not in self._names:
            try:
                async with asyncio.timeout(PATIENT_WITH_NAME.total_seconds()):
                    found = await self._call(who, "users.info", {"user": who.external_id}, as_form=True)
            except (Unavailable, Refused, TimeoutError) as trouble:
                log.info("slack.not_named", why=" ".join(str(trouble).split()[:3]) or "too slow")
                return ""
            user = _within(found, "user")
            profile = _within(user, "profile")
            named = (_text(profile, "display_name"), _text(profile, "real_name"), _text(user, "real_name"))
            _keep(self._names, key, next((name.strip() for name in map(_clean, named) if name.strip()), ""))
        return self._names[key]

    def _led_home(self, written: dict[str, Any], app: str, workspace: str) -> dict[str, Any]:
        """The same, with the address of our conversation on the button that leads there.

        Source: https://docs.slack.dev/interactivity/deep-linking (August 2026).
        """
        if not _ID.fullmatch(app):
            return written
        team = f"&team={workspace}" if workspace.startswith("T") else ""
        for block in written["blocks"]:
            for element in block["elements"] if block["type"] == "actions" else ():
                if element["value"] == OPEN:
                    element["url"] = f"{SLACK}/app_redirect?app={app}{team}"
        return written

    async def typing(self, to: Address) -> None:
        """Nothing: an app has no way to show it in a conversation."""

    def _written(self, message: Message) -> dict[str, Any]:
        try:
            return self.write(message)
        except ValueError as error:
            raise Refused(str(error), ours=True) from None

    async def _call(
        self, to: Address, method: str, parameters: Mapping[str, object], *, as_form: bool = False
    ) -> dict[str, Any]:
        token = await self.tokens.token(to.workspace)
        try:
            return await self.transport.call(method, token, parameters, as_form=as_form)
        except TokenRefused as refused:
            newer = await self.tokens.token(to.workspace, token)
            if newer == token and refused.dead and not isinstance(self.tokens, OneToken):
                raise Refused(str(refused), gone=True) from None  # they showed us the door, and we did not hear it
            if newer == token:
                raise
        return await self.transport.call(method, newer, parameters, as_form=as_form)

    async def _room(self, to: Address) -> str:
        """The channel of our conversation with them; a channel's own name stays what it is."""
        if _CHANNEL.fullmatch(to.external_id):
            return to.external_id
        if not _USER.fullmatch(to.external_id):
            raise Refused("conversations.open: nobody of Slack's")
        if known := self._rooms.get((to.workspace, to.external_id)):
            return known
        try:
            opened = await self._call(to, "conversations.open", {"users": to.external_id})
        except Unavailable as away:  # whatever became of that, nothing was said yet
            raise Unavailable(str(away), sent="no", after=away.after) from None
        room = _text(_within(opened, "channel"), "id")
        if not _CHANNEL.fullmatch(room):
            raise Unavailable("conversations.open: no channel", sent="no")
        self._remember(to, room)
        return room

    def _remember(self, whose: Address, room: str) -> None:
        _keep(self._rooms, (whose.workspace, whose.external_id), room)

    # Set-up

    async def open(self) -> None:
        """Ask Slack whose the one token is. Raises Unavailable or Refused (`stop`: the token is wrong)."""
        if isinstance(self.tokens, OneToken):
            found = await self.transport.call("auth.test", self.tokens.only, {})
            names = (_text(found, "team_id"), _text(found, "enterprise_id"))
            self.tokens.workspaces = frozenset(name for name in names if name)

    async def close(self) -> None:
        await self.transport.close()


_ID = re.compile(r"[A-Za-z0-9]{3,40}")
_USER = re.compile(r"[UW][A-Z0-9]{2,30}")
_CHANNEL = re.compile(r"[CDG][A-Z0-9]{2,30}")
_START = re.compile(r"/?start(?:\s+(?P<word>[A-Za-z0-9_-]{1,64}))?", re.I)
_TS = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}")
_NO_THREAD = re.compile(r"cannot_reply_to_message|thread_not_found|thread_ts|thread_locked")
_LINKABLE = re.compile(r"https?://[^/\s]|mailto:.", re.I)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_MARKED = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


def _keep(kept: dict[K, str], key: K, value: str) -> None:
    """Remember one thing more, and forget the oldest where that is too much."""
    kept.pop(key, None)
    kept[key] = value
    if len(kept) > MOST_KEPT:
        del kept[next(iter(kept))]


def _workspace(payload: Mapping[str, Any]) -> str:
    """Whose workspace it is: what installed us, which is the organisation's where it did so for all of its workspaces.

    One token does not reach the people of another workspace of the same organisation, so each is its own.

    Source: slackapi/bolt-python, `slack_bolt/request/internals.py` (August 2026).
    """
    for found in (*_rows(payload, "authorizations")[:1], payload):
        whole = found.get("is_enterprise_install") in (True, "true")
        for name in ("enterprise", "team") if whole else ("team", "enterprise"):
            told = _text(found, f"{name}_id") or _text(_within(found, name), "id")
            if _ID.fullmatch(told):
                return told
    told = _text(_within(payload, "user"), "team_id")
    return told if _ID.fullmatch(told) else ""


def _thread(said: Mapping[str, Any], ts: str) -> str:
    """The thread in which this was said, "" for none: what a thread hangs from names it too, and is not in it."""
    thread = _text(said, "thread_ts")
    return thread if _TS.fullmatch(thread) and thread != ts else ""


def _workspaces(payload: Mapping[str, Any]) -> set[str]:
    """Every name that the workspace goes by which this was told for: that of its own, and of its organisation."""
    found = set()
    for one in (*_rows(payload, "authorizations")[:1], payload):
        for name in ("enterprise", "team"):
            found |= {_text(one, f"{name}_id"), _text(_within(one, name), "id")}
    return found - {""}


def _is_foreign(payload: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Did somebody of another workspace say this? Where that is not told of what is shared with others, they did."""
    if payload.get("is_ext_shared_channel") is not True:
        return False
    return (_text(said, "user_team") or _text(said, "team")) not in _workspaces(payload)


def _receipt(payload: Mapping[str, Any], channel: str, thread: str) -> str:
    """What `Slack.whisper` needs: our app's id, and where to."""
    return f"{_text(payload, 'api_app_id')[:40]} {channel}" + (f":{thread}" if thread else "")


def _account(user: Mapping[str, Any]) -> str:
    return masked(_clean(_text(user, "name"))[:64])


def _ts_of(thread: str) -> str:
    """The moment by which Slack knows a thread, which may be named by our id of the message that it began with."""
    return thread.rpartition(":")[2]


def _key(kind: str, parts: Sequence[str]) -> str:
    """The key of what comes without an event_id: the same at each delivery of it."""
    return f"slack:{kind}:" + hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _within(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The object under `name`, empty when there is none."""
    value = content.get(name)
    return value if isinstance(value, dict) else {}


def _rows(content: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects in the list under `name`."""
    value = content.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(content: Mapping[str, Any], name: str) -> str:
    """The text under `name`, "" when there is none."""
    value = content.get(name)
    return value if isinstance(value, str) else ""


def _kind(file: Mapping[str, Any]) -> FileKind:
    """What a file is, by what Slack says of it."""
    match _text(file, "mimetype").partition("/")[0]:
        case "image":
            return "photo"
        case "audio":
            return "voice"
        case "video":
            return "voice" if file.get("subtype") == "slack_audio" else "video"
    return "document"


def _unescaped(text: str) -> str:
    """What was typed, from how Slack writes it down: a link within < and >, and &, < and > themselves escaped.

    Source: https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages (August 2026).
    """

    def typed(found: re.Match[str]) -> str:
        target, label = found[1], found[2]
        if target[:1] in ("@", "#", "!"):
            return (
                target[:1] + (label or target[1:]).lstrip("@#!") if target[:1] != "!" else (label or f"@{target[1:]}")
            )
        if not label:
            return target
        return label if label in target else f"{label} ({target})"

    typed_ = _MARKED.sub(typed, text)
    return typed_.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _clean(text: str) -> str:
    """Without control characters and halves of emoji, which no database or phone takes."""
    text = text[:LONGEST_TEXT].replace("\r\n", "\n")
    return _UNPRINTABLE.sub("", text) if _UNPRINTABLE.search(text) else text


def _rich(nodes: Nodes) -> list[Block]:
    """The elements of a rich_text_section: what stands in them is text, whatever it looks like.

    Source: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block (August 2026).
    """
    elements: list[Block] = []
    for span in nodes:
        element: Block = {"type": "text", "text": span.text}
        if span.href and not _LINKABLE.match(span.href):
            element["text"] = plain((span,))
        elif span.href:
            element = {"type": "link", "url": span.href, "text": span.text or span.href}
        if not element["text"]:
            continue
        if span.style in ("bold", "italic", "code"):
            element["style"] = {span.style: True}
        elements.append(element)
    return elements


def _size(message: Message) -> int:
    """How much stands in the blocks of a message."""
    said = sum(len(span.text) + len(span.href) for span in message.nodes)
    return said + sum(len(button.label) + len(button.value) for button in message.buttons)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _shortened(text: str) -> str:
    """What a notification shows, and a voice reads: as much of it, escaped, as `chat.update` takes."""
    escaped = _escaped(text)
    if len(escaped) <= FALLBACK:
        return escaped
    return re.sub(r"&[a-z]{0,3}$", "", escaped[: FALLBACK - 1]).rstrip() + "…"


def _metadata(mark: str) -> dict[str, Any]:
    return {"event_type": "out", "event_payload": {"o": mark}}


__all__ = ["OneToken", "Patience", "Slack"]
