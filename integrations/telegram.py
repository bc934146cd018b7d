"""Telegram: what learners say there, and what they get to see.

Reading and writing are plain functions of values; only the fields we use are read (`Update.de_json` costs
78 µs, this 2 to 4). The calls a turn needs go straight over our transport: through python-telegram-bot's
objects one message costs 365 µs of CPU instead of 130. Its `Bot` does the rest: who we are, commands and
descriptions, the webhook.

Source: https://core.telegram.org/bots/api, and the Bot API server's own code where that says more.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, NotRequired, TypedDict, TypeVar

import structlog
from telegram import Bot

from bot.conversation.events import FileKind
from bot.conversation.nodes import Button, Message
from bot.ports import (
    LARGEST_PICTURE,
    Address,
    Blocked,
    Elsewhere,
    Forged,
    Heard,
    Limits,
    Moved,
    Opened,
    Reading,
    Refused,
    Sent,
    Take,
    Tapped,
    Typed,
    Unavailable,
    What,
    masked,
)
from integrations.telegram_transport import USUAL, Carrier, Patience, Transport, asked, parsed

log = structlog.get_logger(__name__)

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")  # all we ask Telegram for
HEADER = "x-telegram-bot-api-secret-token"
LARGEST_BODY = 1_000_000
LONGEST_TEXT = 8_192  # twice what Telegram lets anyone type
CAPTION = 1_024  # UTF-16 units
ENTITIES = 100  # Telegram ignores the rest
COMMANDS_A_ROW = 3
LONG_POLL = timedelta(seconds=50)
LONGEST_PAUSE_SECONDS = 30.0

LOOKED_AT = 32
"""So many numbers after the last that was known are looked at for a message that may have come."""

LOOKING_AT_ONCE = 8
"""So many messages are looked for at the same time; others wait."""


class Entity(TypedDict):
    """A run of the text that looks different. Offset and length count UTF-16 units."""

    type: Literal["bold", "italic", "code", "text_link"]
    offset: int
    length: int
    url: NotRequired[str]


class Key(TypedDict):
    text: str
    callback_data: str


class Keyboard(TypedDict):
    """Rows of buttons under a message."""

    inline_keyboard: list[list[Key]]


Written = tuple[str, list[Entity], Keyboard | None]
Words = TypeVar("Words")


class Telegram:
    """A `bot.ports.Channel`: one bot, spoken to by webhook or by long polling, in one event loop."""

    name = "telegram"
    limits = Limits(text=4096, label=40, value=64, buttons=100)  # label: what a phone shows uncut

    def __init__(
        self,
        token: str,
        *,
        api_url: str = "https://api.telegram.org",
        webhook_secret: str = "",
        rate: float = 30.0,
        chat_rate: float = 1.0,
        chat_burst: int = 3,
        patience: Patience = USUAL,
    ) -> None:
        """Raises ValueError for a token or a secret that Telegram cannot have given or take."""
        if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", token):
            raise ValueError("a Telegram bot token looks like 123456789:AAF0a9… (ask @BotFather)")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", webhook_secret):
            raise ValueError("a Telegram webhook secret is at most 256 of A-Z, a-z, 0-9, _ and -")
        self.rate, self.chat_rate, self.chat_burst = rate, chat_rate, chat_burst
        self.bot_id = int(token.partition(":")[0])
        self.username = ""  # known once `open` has asked
        self._secret = webhook_secret.encode()
        self._counted = 0
        self._has_sent = False  # until then what is known may be the numbers of the bot whose token was here before
        self._looking = asyncio.Semaphore(LOOKING_AT_ONCE)
        self._patient = patience.looking.total_seconds()
        self._transport = Transport(token, api_url.rstrip("/"), patience)
        carrier = Carrier(self._transport)
        self._bot = Bot("untold", "untold/", request=carrier, get_updates_request=carrier)
        # It writes every parameter of a call at DEBUG, and the webhook's secret is one.
        logging.getLogger("telegram.Bot").addFilter(_no_chatter)

    # In

    def read(self, headers: Mapping[str, str], body: bytes) -> Reading:
        """What one webhook delivery came to. Raises Forged; junk is a Reading that says why it is ignored."""
        given = headers.get(HEADER)
        if given is None:  # a plain dict tells upper case from lower
            given = next((value for name, value in headers.items() if name.lower() == HEADER), "")
        genuine = hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self._secret)
        if not genuine or not self._secret:
            raise Forged("the secret token of the delivery is not ours")
        if len(body) > LARGEST_BODY:
            return Reading(ignored="too large")
        try:
            update = parsed(body)
        except ValueError:
            return Reading(ignored="not JSON")
        return self.read_update(update)

    def read_update(self, update: object) -> Reading:
        """What one update came to, from a webhook or from polling."""
        if not isinstance(update, dict):
            return Reading(ignored="not an update")
        update_id = _whole(update, "update_id")
        if update_id is None:
            return Reading(ignored="an update without update_id")
        for kind, read in (
            ("message", self._message),
            ("callback_query", self._press),
            ("edited_message", self._edit),
            ("my_chat_member", self._membership),
        ):
            content = update.get(kind)
            if content is not None:
                found = read(content) if isinstance(content, dict) else f"{kind} of an odd shape"
                break
        else:
            found = "an update of a kind we do not read"
        if isinstance(found, str):
            return Reading(ignored=found)
        assert isinstance(content, dict)
        chat_id, what, language, receipt = found
        address, account = Address(self.name, str(chat_id)), _account(_within(content, "from"))
        if chat_id > 0:
            self.count(_whole(_within(content, "message") or content, "message_id") or 0)
        key = f"tg:{self.bot_id}:{update_id}"
        return Reading((Heard(key, address, what, language, receipt, account, self._counted),))

    def _message(self, message: dict[str, Any]) -> _Found | str:
        chat, sender = _within(message, "chat"), _within(message, "from")
        chat_id, where = _whole(chat, "id"), chat.get("type")
        if chat_id is None:
            return "a message without a chat"
        if (moved_to := _whole(message, "migrate_to_chat_id")) is not None:
            return chat_id, Moved(str(moved_to)), "", ""
        if (moved_from := _whole(message, "migrate_from_chat_id")) is not None:
            return moved_from, Moved(str(chat_id)), "", ""
        if sender.get("is_bot") is True:
            return "a message by a bot"
        if where in ("group", "supergroup"):
            if not self._spoken_to(message):
                return "talk in a group"
            return chat_id, Elsewhere(), _language(sender), ""
        if where != "private":
            return "a message neither private nor in a group"
        what = self._content(message)
        return what if isinstance(what, str) else (chat_id, what, _language(sender), "")

    def _content(self, message: dict[str, Any]) -> What | str:
        """What a private message holds."""
        text = message.get("text")
        if isinstance(text, str):
            return self._words(_clean(text))
        for field, kind in _CONTENTS.items():
            if content := message.get(field):
                return Sent(kind, *_picture(content))
        if not _SERVICE.isdisjoint(message):
            return "a service message"
        return Sent("other")

    def _words(self, text: str) -> What | str:
        if not text.strip():
            return Sent("other")
        command = _COMMAND.match(text)
        if command is None:
            return Typed(text)
        name, bot, rest = command["name"], command["bot"], command["rest"].strip()
        if bot and self.username and bot.lower() != self.username.lower():
            return "a command for another bot"
        if name.lower() == "start":
            return Opened(rest if _PAYLOAD.fullmatch(rest) else "")
        return Typed(f"/{name} {rest}".rstrip())

    def _spoken_to(self, message: dict[str, Any]) -> bool:
        """Whether a message in a group is meant for us: a mention, a command, an answer to what we said."""
        if _whole(_within(_within(message, "reply_to_message"), "from"), "id") == self.bot_id:
            return True
        text = message.get("text") or message.get("caption")
        if not isinstance(text, str):
            return False
        ours = self.username.lower()
        if command := _COMMAND.match(text):
            return (command["bot"] or ours).lower() == ours
        return bool(ours) and re.search(rf"(?<!\w)@{ours}(?!\w)", text, re.I | re.A) is not None

    def _press(self, query: dict[str, Any]) -> _Found | str:
        message, sender = _within(query, "message"), _within(query, "from")
        user_id, chat = _whole(sender, "id"), _within(message, "chat")
        value, receipt = query.get("data"), query.get("id")
        if user_id is None or not isinstance(value, str) or not value:
            return "a press without a sender or a value"
        if chat.get("type", "private") != "private" or "inline_message_id" in query:
            return "a press in a group"
        chat_id, on = _whole(chat, "id"), _whole(message, "message_id")
        what = Tapped(_clean(value)[:64], on="" if on is None else str(on))
        receipt = _clean(receipt)[:64] if isinstance(receipt, str) else ""
        return chat_id or user_id, what, _language(sender), receipt

    def _edit(self, message: dict[str, Any]) -> _Found | str:
        chat, sender = _within(message, "chat"), _within(message, "from")
        chat_id = _whole(chat, "id")
        if chat_id is None or chat.get("type") != "private":
            return "an edit in a group"
        if sender.get("is_bot") is True:
            return "an edit by a bot"
        if "location" in message:
            return "a live location on the move"  # comes every few seconds, as an edit of the first
        return chat_id, Sent("edited"), _language(sender), ""

    def _membership(self, change: dict[str, Any]) -> _Found | str:
        chat, language = _within(change, "chat"), _language(_within(change, "from"))
        before = _within(change, "old_chat_member").get("status")
        after = _within(change, "new_chat_member").get("status")
        chat_id = _whole(chat, "id")
        if chat_id is None:
            return "a membership without a chat"
        match chat.get("type"), after:
            case "private", "kicked":
                return chat_id, Blocked(True), language, ""
            case "private", "member":
                return chat_id, Blocked(False), language, ""
            case "group" | "supergroup", "member" | "administrator" if before in ("left", "kicked"):
                return chat_id, Elsewhere(), language, ""
        return "a membership that changes nothing for us"

    # Out

    def write(self, message: Message) -> Written:
        """The text, its entities and its buttons as Telegram takes them.

        Raises ValueError for what Telegram would refuse; `badgewijzer check` sees to it that nothing is.
        """
        parts: list[str] = []
        entities: list[Entity] = []
        offset = 0
        for span in message.nodes:
            text = span.text
            linked = span.href and span.href != text
            if linked and not _LINKABLE.match(span.href):  # Telegram would drop the link without a word
                text, linked = Message((span,)).text, ""
            length = _units(text)
            if span.style in ("bold", "italic", "code") and length:
                entities.append({"type": span.style, "offset": offset, "length": length})
            if linked and length:
                entities.append({"type": "text_link", "offset": offset, "length": length, "url": span.href})
            parts.append(text)
            offset += length
        if offset > self.limits.text:
            raise ValueError(f"a message of {offset} UTF-16 units; Telegram takes {self.limits.text}")
        whole = "".join(parts)
        if not whole.strip():
            raise ValueError("a message without words")
        return whole, entities[:ENTITIES], self._keyboard(message.buttons)

    def _keyboard(self, buttons: Sequence[Button]) -> Keyboard | None:
        if not buttons:
            return None
        if len(buttons) > self.limits.buttons:
            raise ValueError(f"{len(buttons)} buttons; Telegram takes {self.limits.buttons}")
        rows: list[list[Key]] = []
        commands: list[Key] = []
        for button in buttons:
            if not 1 <= len(button.value.encode()) <= self.limits.value:
                raise ValueError(f"the value of a button, {button.value!r}, is not 1 to 64 bytes")
            if not button.label.strip():
                raise ValueError(f"the button {button.value!r} has no label")
            key: Key = {"text": button.label, "callback_data": button.value}
            if button.kind == "command":
                commands.append(key)
            else:
                rows.append([key])
        rows += [commands[i : i + COMMANDS_A_ROW] for i in range(0, len(commands), COMMANDS_A_ROW)]
        return {"inline_keyboard": rows}

    async def send(self, to: Address, message: Message) -> str:
        """Deliver one message; Telegram's id of it, or "" if it took the message without naming one.

        Raises Unavailable or Refused.
        """
        return self._given(to, await self._transport.call("sendMessage", self._parameters(to, message)))

    async def send_picture(self, to: Address, picture: bytes, words: str) -> str:
        """Deliver one PNG with words beneath it, without a sound; Telegram's id of it, or "".

        Raises Unavailable or Refused.
        """
        parameters = {"chat_id": _chat_id(to), "caption": _cut(words, CAPTION), "disable_notification": True}
        return self._given(to, await self._transport.call("sendPhoto", parameters, files={"photo": picture}))

    def _given(self, to: Address, sent: object) -> str:
        """Telegram's id of what it took, "" if it did not name one."""
        message_id = _whole(sent, "message_id") if isinstance(sent, dict) else None
        if message_id is None:
            return ""
        if _chat_id(to) > 0:
            self._counted = max(self._counted, message_id) if self._has_sent else message_id
            self._has_sent = True
        return str(message_id)

    def counted(self) -> int:
        """The highest number of a message in any private chat that this process knows of; 0 = none yet.

        One row of numbers goes over all private chats of an account, and each new message has a higher one. Supergroups
        and channels, whose ids are below 0 as those of all groups, count for themselves.
        Source: https://core.telegram.org/method/messages.getMessages asks for messages by number alone, and
        https://core.telegram.org/method/channels.getMessages by channel and number.
        """
        return self._counted

    def count(self, number: int) -> None:
        """This number was given to a message in a private chat."""
        self._counted = max(self._counted, number)

    async def find_after(self, to: Address, message: Message, number: int, others: Collection[str]) -> str | None:
        """Telegram's id for this message, sent when `number` had been given already; None = not found.

        The Bot API cannot be asked what was sent. So each of the numbers that come next is edited to be this message:
        where it is, nothing changes (but a card may have changed meanwhile); where another chat's is, or the learner's
        own, or none, Telegram refuses. What else we sent to this chat would become this message; `others` are left
        alone therefore. What may have come there itself, and is looked for too, takes another place then, or is sent
        again. Raises Unavailable or Refused.

        Source: the Bot API server's code (github.com/tdlib/telegram-bot-api, Client.cpp, check_message): "message to
        edit not found", "message can't be edited", "message is not modified". Not tried with Telegram itself: where it
        counts otherwise, nothing is found.
        """
        if not number or _chat_id(to) <= 0:
            return None
        try:
            async with self._looking, asyncio.timeout(self._patient):
                for further in range(1, LOOKED_AT + 1):
                    candidate = str(number + further)
                    if candidate not in others and await self._is(to, candidate, message):
                        log.info("telegram.found", count=further)
                        return candidate
        except TimeoutError:
            raise Unavailable("editMessageText: too slow to look for what may have come", sent="maybe") from None
        log.info("telegram.not_found", count=LOOKED_AT)
        return None

    async def _is(self, to: Address, sent: str, message: Message) -> bool:
        """Does this message stand under this id by now?"""
        try:
            await self._transport.call("editMessageText", {**self._parameters(to, message), "message_id": int(sent)})
        except Refused as refused:
            if _NOT_IT.search(str(refused)):
                return False
            if _UNCHANGED in str(refused):
                return True
            raise
        log.info("telegram.changed", what="card" if message.card else "message")
        return True

    async def fetch(self, picture: str) -> bytes:
        """The picture that this `file_id` names. Raises Unavailable, or Refused where it is larger than we keep any.

        Source: https://core.telegram.org/bots/api#getfile
        """
        found = await self._transport.call("getFile", {"file_id": picture})
        path = found.get("file_path") if isinstance(found, dict) else None
        if not isinstance(path, str) or not _FILE_PATH.fullmatch(path):
            raise Refused("getFile: no path that a file can have")
        return await self._transport.download(path, LARGEST_PICTURE)

    async def edit(self, to: Address, sent: str, message: Message) -> None:
        """Replace message `sent`; the same again is no error.

        Raises Unavailable, or Refused; where that is not `gone`, `stop` or `ours`, the message cannot be
        changed any more and may be sent anew.
        """
        if not sent.isdecimal():
            raise Refused("editMessageText: no message of ours")
        parameters = {**self._parameters(to, message), "message_id": int(sent)}
        try:
            await self._transport.call("editMessageText", parameters)
        except Refused as refused:
            if _UNCHANGED not in str(refused):
                raise

    async def acknowledge(self, heard: Heard, words: str = "") -> None:
        """Take the waiting off a tapped button, with a few words over it if given; best effort."""
        if heard.receipt:
            await self._try("answerCallbackQuery", {"callback_query_id": heard.receipt, "text": words[:200]})

    async def typing(self, to: Address) -> None:
        """Show "typing…" for five seconds or until the next message; best effort."""
        await self._try("sendChatAction", {"chat_id": _chat_id(to), "action": "typing"})

    async def _try(self, method: str, parameters: Mapping[str, object]) -> None:
        try:
            await self._transport.call(method, parameters)
        except (Unavailable, Refused) as error:
            if "query is too old" not in str(error):  # a tap of more than 150 s ago
                log.info("telegram.courtesy_failed", why=str(error))

    def _parameters(self, to: Address, message: Message) -> dict[str, object]:
        try:
            text, entities, keyboard = self.write(message)
        except ValueError as error:
            raise Refused(str(error), ours=True) from None
        parameters: dict[str, object] = {
            "chat_id": _chat_id(to),
            "text": text,
            "link_preview_options": {"is_disabled": True},  # a preview is a GET by a stranger
        }
        if entities:
            parameters["entities"] = entities
        if keyboard:
            parameters["reply_markup"] = keyboard
        return parameters

    # Set-up

    async def open(self) -> None:
        """Ask Telegram who we are. Raises Unavailable or Refused (`stop`: the token is wrong)."""
        self.username = (await asked(self._bot.get_me())).username or ""

    async def close(self) -> None:
        await self._transport.close()

    async def describe(
        self,
        commands: Mapping[str, Sequence[tuple[str, str]]],
        description: Mapping[str, str],
        short: Mapping[str, str],
    ) -> None:
        """Set the commands and descriptions of the bot, per language, where they differ from what stands.

        The language "" is for everybody else; where it is not given, that is the first one given.
        Raises Unavailable or Refused.
        """
        bot = self._bot
        for language, menu in _for_everybody(commands).items():
            shown = await asked(bot.get_my_commands(language_code=language or None))
            if [(command.command, command.description) for command in shown] != list(menu):
                await asked(bot.set_my_commands(list(menu), language_code=language or None))
        for language, words in _for_everybody(description).items():
            if (await asked(bot.get_my_description(language or None))).description != words:
                await asked(bot.set_my_description(words, language or None))
        for language, words in _for_everybody(short).items():
            if (await asked(bot.get_my_short_description(language or None))).short_description != words:
                await asked(bot.set_my_short_description(words, language or None))

    async def set_webhook(self, url: str, *, again: bool = False) -> bool:
        """Have updates delivered to `url`, if they are not yet; tells whether anything had to be set.

        Telegram does not tell which secret it uses: a changed one is noticed by deliveries we answered
        with 401 or 403, or say `again`. What is waiting to be delivered is never dropped.
        Raises Unavailable or Refused.
        """
        if not self._secret:
            raise ValueError("a webhook needs a webhook secret")
        now = await asked(self._bot.get_webhook_info())
        refused = re.search(r"\b40[13]\b", now.last_error_message or "")
        if now.url == url and set(now.allowed_updates) == set(UPDATES) and not refused and not again:
            return False
        await asked(
            self._bot.set_webhook(
                url, allowed_updates=UPDATES, secret_token=self._secret.decode(), drop_pending_updates=False
            )
        )
        return True

    async def webhook(self) -> tuple[int, datetime | None]:
        """How many updates wait at Telegram for us, and when it last failed to deliver one.

        Raises Unavailable or Refused.
        """
        now = await asked(self._bot.get_webhook_info())
        return now.pending_update_count, now.last_error_date

    async def poll(self, take: Take, *, wait: timedelta = LONG_POLL, pause: timedelta = timedelta(seconds=1)) -> None:
        """Ask Telegram for updates until cancelled, and have each taken before it is called received.

        Updates of one chat are taken in order, those of different chats at once. `wait`: how long
        Telegram may hold an answer back; `pause`: before trying again after trouble, doubling to 30 s.
        Raises Refused only when Telegram refuses the bot itself.
        """
        offset, taken, misses, alone = 0, set[int](), 0, False
        while True:
            try:
                alone = alone or await self._without_webhook()
                updates = await self._updates(offset, wait)
                left = await self._take_all(updates, take, taken)
                if not left:
                    offset = max(updates, default=offset - 1) + 1
                    taken.clear()
                    misses = 0
                    continue
                offset = min(left)
                why, after = "not everything could be taken", None
            except Unavailable as error:
                why, after = str(error), error.after
            except Refused as error:
                if error.stop:
                    raise
                why, after = str(error), None
            log.warning("telegram.conflict" if ": 409" in why else "telegram.polling_failed", why=why)
            pause_seconds = min(pause.total_seconds() * 2 ** min(misses, 10), LONGEST_PAUSE_SECONDS)
            misses += 1
            await asyncio.sleep(max(pause_seconds, after.total_seconds() if after else 0.0))

    async def _without_webhook(self) -> bool:
        if (await asked(self._bot.get_webhook_info())).url:
            await asked(self._bot.delete_webhook(drop_pending_updates=False))
        return True

    async def _updates(self, offset: int, wait: timedelta) -> dict[int, object]:
        seconds = wait.total_seconds()
        found = await self._transport.call(
            "getUpdates",
            {"offset": offset, "timeout": int(seconds), "allowed_updates": UPDATES},
            wait_seconds=seconds,
        )
        entries = found if isinstance(found, list) else [found]
        numbered = [(_whole(entry, "update_id"), entry) for entry in entries if isinstance(entry, dict)]
        updates = {update_id: entry for update_id, entry in numbered if update_id is not None}
        if entries and not updates:
            raise Unavailable("getUpdates: nothing that is an update")
        return dict(sorted(updates.items()))

    async def _take_all(self, updates: Mapping[int, object], take: Take, taken: set[int]) -> set[int]:
        """Have every update taken that is not in `taken` yet; those that could not be, now or in order."""
        chats: dict[Address | None, list[tuple[int, Heard]]] = {}
        for update_id, update in updates.items():
            for heard in self.read_update(update).heard:
                if update_id not in taken:
                    chats.setdefault(heard.address, []).append((update_id, heard))

        async def in_order(chat: list[tuple[int, Heard]]) -> None:
            for update_id, heard in chat:
                await take([heard])
                taken.add(update_id)

        waiting = {update_id for chat in chats.values() for update_id, _ in chat}
        for error in await asyncio.gather(*map(in_order, chats.values()), return_exceptions=True):
            if isinstance(error, Exception):  # Unavailable, or a mistake: waiting loses nothing
                log.warning("telegram.not_taken", why=type(error).__name__)
            elif error is not None:
                raise error
        return waiting - taken


_Found = tuple[int, What, str, str]
"""Chat, what was heard there, the sender's language, and the receipt."""

_CONTENTS: Mapping[str, FileKind] = {  # the first that is there; an animation is also a document
    "photo": "photo",
    "live_photo": "photo",
    "sticker": "sticker",
    "voice": "voice",
    "audio": "voice",
    "video_note": "voice",
    "venue": "location",
    "location": "location",
    "contact": "contact",
    "video": "video",
    "animation": "video",
    "document": "document",
}
_PICTURES = ("image/png", "image/jpeg", "image/webp")
_FILE_PATH = re.compile(r"[A-Za-z0-9_-]+(?:[./][A-Za-z0-9_-]+){0,9}")
_FILE_ID = re.compile(r"[A-Za-z0-9_-]{1,250}")
_SERVICE = frozenset({
    "chat_background_set", "chat_shared", "checklist_tasks_added", "checklist_tasks_done",
    "connected_website", "forum_topic_closed", "forum_topic_created", "forum_topic_edited",
    "forum_topic_reopened", "gift", "gift_upgrade_sent", "message_auto_delete_timer_changed",
    "paid_message_price_changed", "pinned_message",
    "refunded_payment", "successful_payment", "unique_gift", "users_shared", "write_access_allowed",
})  # fmt: skip
"""News about the chat itself: nobody said anything, so nobody waits for an answer."""

_UNCHANGED = "message is not modified"
_NOT_IT = re.compile(r"message to edit not found|message can't be edited|there is no text in the message")
"""What Telegram says of a number that is none of ours in this chat, or a picture's."""

_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>\w{1,64}))?(?=\s|$)(?P<rest>.*)", re.S | re.A)
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LINKABLE = re.compile(r"https?://[^/\s]+\.[^/\s]|tg://", re.I)
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def _within(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The object under `name`, empty when there is none."""
    value = content.get(name)
    return value if isinstance(value, dict) else {}


def _whole(content: Mapping[str, Any], name: str) -> int | None:
    """The whole number under `name`, None when there is none that an id could be."""
    value = content.get(name)
    return value if type(value) is int and -(2**63) < value < 2**63 else None


def _picture(content: object) -> tuple[str, str]:
    """What Telegram gives a picture back for (its largest size that we keep) and its name; "" for no picture."""
    sizes = content if isinstance(content, list) else [content]
    fitting = [
        one
        for one in sizes
        if isinstance(one, dict)
        and (isinstance(content, list) or one.get("mime_type") in _PICTURES)
        and (_whole(one, "file_size") or 0) <= LARGEST_PICTURE
        and isinstance(one.get("file_id"), str)
        and _FILE_ID.fullmatch(one["file_id"])
    ]
    if not fitting:
        return "", ""
    largest = max(fitting, key=lambda one: (_whole(one, "width") or 0, _whole(one, "height") or 0))
    name = largest.get("file_name")
    return largest["file_id"], _clean(name)[:120] if isinstance(name, str) else ""


def _account(sender: Mapping[str, Any]) -> str:
    """Who sent it, as only they know themselves: the name they have on Telegram, masked."""
    names = (sender.get("first_name"), sender.get("last_name"))
    return masked(_clean(" ".join(name for name in names if isinstance(name, str))[:64]))


def _language(sender: Mapping[str, Any]) -> str:
    tag = sender.get("language_code")
    return tag if isinstance(tag, str) and _TAG.fullmatch(tag) else ""


def _clean(text: str) -> str:
    """Without control characters and halves of emoji, which no database or phone takes."""
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT]
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    return _UNPRINTABLE.sub("", text) if _UNPRINTABLE.search(text) else text


def _units(text: str) -> int:
    """Length in UTF-16 units, which is how Telegram counts. Raises ValueError for half an emoji."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _cut(text: str, most: int) -> str:
    """At most so many UTF-16 units of it, and no half emoji."""
    if _units(text) <= most:
        return text
    return text.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", "ignore").rstrip() + "…"


def _chat_id(to: Address) -> int:
    """0, which is nobody, for a name that is no number: "@name" would be a public channel."""
    return int(to.external_id) if re.fullmatch(r"-?[0-9]{1,19}", to.external_id) else 0


def _for_everybody(words: Mapping[str, Words]) -> dict[str, Words]:
    """Per language, and under "" for everybody else."""
    return {"": next(iter(words.values())), **words} if words else {}


def _no_chatter(record: logging.LogRecord) -> bool:
    return record.levelno > logging.DEBUG


__all__ = ["Patience", "Telegram"]
