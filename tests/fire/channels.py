"""What the harness asks of a channel. What is Telegram's is in one class, what is Slack's in another."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, Self

import aiohttp

from bot.conversation.nodes import Message
from integrations import slack_transport, telegram_transport
from integrations.slack import OneToken, Slack
from integrations.telegram import LOOKED_AT, Telegram
from tests.fakes import bot_api, slack_api
from tests.fakes.bot_api import DAY, BotApi, User
from tests.fakes.slack_api import Delivery, Person, SlackApi
from tests.fire.evidence import Send, Turn
from tests.fire.quiet import Line

AFFLICTED = frozenset(("reset_after", "hang_after", "half_body", "drip", "junk", "list", "not_ok", "no_result"))
"""Faults by which a message arrives and we cannot know."""

_CARD = re.compile("^[⬜➖✅👉] eduID$", re.MULTILINE)


def is_card(text: str) -> bool:
    """Is this the progress card, with a step on each line?"""
    return bool(_CARD.search(text))


CHAOS = ("reset_before", "reset_after", "half_body", "junk", "not_ok", "list", "html502", "429", "503", "500")


class Stage(Protocol):
    """A channel's server with its learners, between whom and the program the harness stands."""

    name: str
    hello: str
    """With what a learner begins."""
    language: str
    """What the channel tells of a learner's language, if anything."""
    asked: bool
    """Does the channel know what came? Then nothing may come twice, whatever was on its way at a kill."""
    patience_seconds: float
    """How long the program waits for an answer of this server."""
    unconnected: str
    """What a process tells of a call to which nobody listened."""

    @property
    def environment(self) -> Mapping[str, str]:
        """The settings by which the program finds this server."""

    async def delivers_to(self, url: str) -> None:
        """From now on what learners say goes to this root of the program."""

    def says(self, learner: int, line: Line) -> str:
        """A learner says or taps something; the key by which the program knows it again."""

    async def hears(self, learner: int, words: str, seconds: float) -> None:
        """Wait until these words stand on the learner's screen."""

    def told(self, learner: int) -> int:
        """How many answers stand on the learner's screen."""

    async def takes(self, learner: int, waiting: int, seconds: float) -> None:
        """Wait until at most so many things of this learner wait to be delivered."""

    def acknowledged(self) -> dict[str, list[str]]:
        """The keys of what each learner said and the program took."""

    def acknowledgements(self) -> list[float]:
        """When the program took something, on the machine's monotonic clock."""

    def acknowledged_since(self, moment: float) -> int:
        """How much the program took since then."""

    def turned_away_since(self, moment: float) -> bool:
        """Was something refused for later since then?"""

    async def until(self, there: Callable[[], bool], seconds: float, what: str) -> None:
        """Wait until something holds of what the other methods tell."""

    def chat(self, learner: int) -> str:
        """The name of a learner's address in the database."""

    def answers_badly(
        self, how: str, learner: int | None = None, *, times: int, skip: int = 0, seconds: float = 0
    ) -> None:
        """The server answers sends badly, to one learner or all, so often (-1: always), after `skip` good ones.

        `slow`: after so many seconds; `away`: not now; `badly_written`: never; `gone`: nobody is there any more.
        """

    def bad_days(self, chance: float) -> None:
        """Every kind of bad answer this server knows, each with this chance at every call, and once in any case; 0: no
        more.
        """

    def still_to_come(self) -> list[str]:
        """Which of the bad answers that were ordered were not given yet."""

    def refusing(self) -> AbstractAsyncContextManager[None]:
        """Meanwhile nobody listens at the server: connections are refused."""

    def under_way_seconds(self, most: float) -> None:
        """A send takes up to so long before it is accepted."""

    def lets_find_nothing(self) -> None:
        """What came cannot be looked for: whatever is sent again is seen."""

    def sends(self) -> list[Send]:
        """What was put on screens, in order."""

    def rewritten(self) -> dict[str, list[str]]:
        """What each learner was sent, was written over, and stands nowhere on their screen any more."""

    def refusals(self) -> dict[str, int]:
        """How often a message to each learner was refused as such, whoever tries it again."""

    def turned_away(self) -> dict[str, int]:
        """How often the program was told, at a call, that somebody shut it out."""

    def marks(self) -> dict[str, list[str]]:
        """The marks under which messages stand on each learner's screen, where the channel keeps them."""

    def said_again(self, learner: int) -> list[int]:
        """Which lines, by number, a learner said once more as the channel gave up on them, though they may be heard."""

    def untaken(self) -> int:
        """How much waits to be delivered."""

    def written(self, message: Message) -> str:
        """A message as its text stands in the ledger."""

    async def again(self) -> None:
        """Deliver once more everything that was taken."""


class TelegramStage:
    """Telegram, by its Bot API: the fake server delivers as the real one does, twenty times as fast."""

    name = "telegram"
    hello, language, asked = "/start", "nl", False
    patience_seconds = telegram_transport.Patience().total.total_seconds()
    unconnected = "NotConnected"
    secret = "secret_of_the_hook"
    speed = 20.0

    def __init__(self) -> None:
        self.api = BotApi(speed=self.speed, strict=False, history=100_000)  # what falls out cannot be edited
        self.writer = Telegram(self.api.token)
        self._keys: dict[int, int] = {}  # update -> learner
        self._to_come: list[bot_api.Fault] = []
        self._waiting: dict[int, list[int]] = {}

    @property
    def environment(self) -> dict[str, str]:
        return {
            "TELEGRAM_BOT_TOKEN": self.api.token,
            "TELEGRAM_API_URL": self.api.url,
            "TELEGRAM_WEBHOOK_SECRET": self.secret,
            "TELEGRAM_RATE": "0",
            "TELEGRAM_CHAT_RATE": "0",
            "INBOUND_PER_MINUTE": "0",
            "EDUBADGES_API_URL": "off",
        }

    async def __aenter__(self) -> Self:
        await self.api.__aenter__()
        return self

    async def __aexit__(self, kind: Any, *error: object) -> None:
        await self.api.__aexit__(kind, *error)
        if kind is None:
            self.api.no_errors()

    async def delivers_to(self, url: str) -> None:
        hook = {"url": f"{url}/hooks/telegram", "secret_token": self.secret}
        async with aiohttp.ClientSession() as http:
            await http.post(f"{self.api.url}/bot{self.api.token}/setWebhook", json=hook)

    def learner(self, number: int) -> User:
        return self.api.user(1000 + number, "Sam", language_code="nl")

    def says(self, learner: int, line: Line) -> str:
        user = self.learner(learner)
        if line.tap:
            own = [message for message in user.messages.values() if message.get("from", {}).get("is_bot")]
            user.taps(line.tap, own[-1])
            update = next(reversed(self.api.updates))
            self.api.updates[update].expires += DAY  # what becomes of a press that expired is another test's
        else:
            update = user.says(line.text)
        self._keys[update] = user.id
        self._waiting.setdefault(learner, []).append(update)
        return f"tg:{self.api.id}:{update}"

    async def hears(self, learner: int, words: str, seconds: float) -> None:
        user = self.learner(learner)

        def there() -> bool:
            return any(words in seen.text for seen in user.newest(12))

        await self.api.until(there, seconds, f"{user.id} to see {words!r}")

    def told(self, learner: int) -> int:
        return sum(not is_card(seen.text) for seen in self.learner(learner).screen)

    async def takes(self, learner: int, waiting: int, seconds: float) -> None:
        def few() -> bool:
            left = self._waiting.get(learner, [])
            while left and self.api.updates[left[0]].fate != "waiting":
                left.pop(0)
            return len(left) <= waiting

        await self.api.until(few, seconds, f"learner {learner} to be heard")

    def acknowledged(self) -> dict[str, list[str]]:
        keys: dict[str, list[str]] = {}
        for update, user in self._keys.items():
            if self.api.updates[update].fate == "taken":
                keys.setdefault(str(user), []).append(f"tg:{self.api.id}:{update}")
        return keys

    def acknowledgements(self) -> list[float]:
        return [line["monotonic"] for line in self.api.deliveries() if 200 <= line["status"] <= 299]

    def acknowledged_since(self, moment: float) -> int:
        return sum(200 <= line["status"] <= 299 for line in self._deliveries_since(moment))

    def turned_away_since(self, moment: float) -> bool:
        return any(line["status"] == 503 for line in self._deliveries_since(moment))

    def _deliveries_since(self, moment: float) -> Iterator[dict[str, Any]]:
        for line in reversed(self.api.ledger):
            if line["monotonic"] <= moment:
                return
            if line["kind"] == "delivery":
                yield line

    async def until(self, there: Callable[[], bool], seconds: float, what: str) -> None:
        await self.api.until(there, seconds, what)

    def chat(self, learner: int) -> str:
        return str(1000 + learner)

    def answers_badly(
        self, how: str, learner: int | None = None, *, times: int, skip: int = 0, seconds: float = 0
    ) -> None:
        kind = {"slow": "slow", "away": "503", "badly_written": "400", "gone": "403"}[how]
        chat = None if learner is None else 1000 + learner
        fault = self.api.breaks("sendMessage", kind, times=times, skip=skip, seconds=seconds, chat=chat)
        self._to_come.append(fault)
        said = {"badly_written": "Bad Request: can't parse entities", "gone": "Forbidden: bot was blocked by the user"}
        fault.description = said.get(how, "")

    def bad_days(self, chance: float) -> None:
        self.api.chaos = dict.fromkeys(CHAOS, chance) if chance else {}
        if chance:
            later = itertools.count(10, 3)
            once = (*CHAOS, "hang_before", "hang_after", "drip")  # its 429 without a word of when to come again
            self._to_come = [self.api.breaks("sendMessage", kind, skip=next(later)) for kind in once]
            self._to_come.append(self.api.breaks("sendMessage", "429", skip=20, retry_after=1, where="header"))

    def still_to_come(self) -> list[str]:
        return [fault.kind for fault in self._to_come if fault.times]

    def refusing(self) -> AbstractAsyncContextManager[None]:
        return self.api.refusing()

    def under_way_seconds(self, most: float) -> None:
        self.api.latency = most

    def lets_find_nothing(self) -> None:
        self.api.numbers_apart = 2 * LOOKED_AT

    def shuts_out(self, learner: int) -> int:
        """This learner blocks the bot, as Telegram tells it; the update's id."""
        return self.learner(learner).blocks()

    def leaves(self, learner: int) -> None:
        """This learner has no Telegram any more, of which nobody tells the bot."""
        self.learner(learner).leaves_telegram()

    def lets_in(self, learner: int) -> None:
        self.learner(learner).unblocks()

    def refusals(self) -> dict[str, int]:
        of_it = ("400", "403")
        calls = self.api.calls("sendMessage")
        refused = [call for call in calls if call.get("fault", "") in of_it or call["verdict"].startswith(of_it)]
        return Counter(str(call["parameters"]["chat_id"]) for call in refused)

    def turned_away(self) -> dict[str, int]:
        """How often the bot was told that somebody shut it out."""
        calls = [call for call in self.api.calls() if call["verdict"].startswith("403 ")]
        return Counter(str(call["parameters"]["chat_id"]) for call in calls)

    def sends(self) -> list[Send]:
        pictures = [
            Send(str(call["parameters"]["chat_id"]), call["parameters"]["caption"], picture=True)
            for call in self.api.calls("sendPhoto")
            if call["performed"]
        ]
        texts: dict[int, str] = {}  # as they stand by then
        found = []
        for call in self.api.calls():
            if not call["performed"] or call["method"] not in ("sendMessage", "editMessageText"):
                continue
            text, was = call["parameters"]["text"], texts.get(call["message_id"])
            texts[call["message_id"]] = text
            if was is None or not (is_card(text) or text.startswith(was)):  # it took the place of something else
                afflicted = call.get("fault", "") in AFFLICTED or bool(call.get("fault", "").startswith("5"))
                found.append(Send(str(call["parameters"]["chat_id"]), text, is_card(text), afflicted))
        return pictures + found

    def like(self, learner: int, other: int) -> None:
        """On this learner's screen stands what stands on the other's."""
        user = self.learner(learner)
        for message in self.learner(other).messages.values():
            user.keep(message | {"chat": message["chat"] | {"id": user.id}})

    def turns(self) -> list[Turn]:
        """Every turn of learners who say nothing before they are answered: what comes next is the answer."""
        said: dict[int, float] = {}
        taken: dict[int, float] = {}
        sent: dict[int, list[float]] = {}
        for line in self.api.ledger:
            match line:
                case {"kind": "update", "what": _, "update_id": update, "monotonic": at}:
                    said[update] = at
                case {"kind": "delivery", "status": 200, "update_id": update, "monotonic": at}:
                    taken.setdefault(update, at)
                case {"method": "sendMessage", "performed": True, "parameters": given, "monotonic": at}:
                    if not is_card(given["text"]):
                        sent.setdefault(int(given["chat_id"]), []).append(at)
        return [
            Turn(said[update], taken.get(update), next((at for at in sent.get(user, ()) if at > said[update]), None))
            for update, user in self._keys.items()
        ]

    def rewritten(self) -> dict[str, list[str]]:
        """A card may become another, and to what was asked by buttons the answer is added."""
        sent = {call["message_id"]: call["parameters"] for call in self.api.calls("sendMessage") if call["performed"]}
        found: dict[str, list[str]] = {}
        for call in self.api.calls("editMessageText"):
            was = sent.get(call.get("message_id", 0))
            if was and not is_card(was["text"]) and not call["parameters"]["text"].startswith(was["text"]):
                stands = [seen.text for seen in self.api.people[was["chat_id"]].screen]
                if not any(text.startswith(was["text"]) for text in stands):
                    found.setdefault(str(was["chat_id"]), []).append(was["text"])
        return found

    def marks(self) -> dict[str, list[str]]:
        return {}

    def said_again(self, learner: int) -> list[int]:
        return []

    def untaken(self) -> int:
        return self.api.waiting

    def written(self, message: Message) -> str:
        return self.writer.write(message)[0]

    async def again(self) -> None:
        for update in list(self._keys):
            await self.api.redelivers(update)


BREATH_SECONDS = 0.5
"""So long people look at a press that failed, before they press again."""

SLACKS_CHAOS = (
    "reset_before", "reset_after", "half_body", "junk", "not_ok", "list", "error", "html500", "429", "503",
)  # fmt: skip


class SlackStage:
    """Slack: the fake server tells again at once, after one minute and five, twenty times as fast.

    It promises no order, so learners say the next thing when what they said was delivered. A press is told once, an
    event four times: then a learner, who sees no answer, presses or says the same again.
    """

    name = "slack"
    hello, language, asked = "hallo", "", True
    patience_seconds = slack_transport.Patience().total.total_seconds()
    unconnected = "ClientConnectorError"
    speed = 20.0

    def __init__(self) -> None:
        self.slack = SlackApi(speed=self.speed, strict=False, history=100_000)
        self.writer = Slack(OneToken(""))
        self._said: dict[str, int] = {}  # key of a delivery -> learner
        self._waiting: dict[int, list[str]] = {}
        self._again: dict[int, list[int]] = {}
        self._lines: dict[int, list[Line]] = {}
        self._given_up: set[str] = set()
        self._to_come: list[slack_api.Fault] = []

    @property
    def environment(self) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": self.slack.token,
            "SLACK_SIGNING_SECRET": self.slack.secret,
            "SLACK_API_URL": self.slack.root,
            "SLACK_CHAT_RATE": "0",
            "INBOUND_PER_MINUTE": "0",
            "EDUBADGES_API_URL": "off",
        }

    async def __aenter__(self) -> Self:
        await self.slack.__aenter__()
        return self

    async def __aexit__(self, kind: Any, *error: object) -> None:
        await self.slack.__aexit__(kind, *error)
        if kind is None:
            self.slack.no_errors()

    async def delivers_to(self, url: str) -> None:
        self.slack.delivers_to(f"{url}/hooks/slack")

    def learner(self, number: int) -> Person:
        return self.slack.person(self.chat(number), "Sam")

    def says(self, learner: int, line: Line) -> str:
        self._lines.setdefault(learner, []).append(line)
        return self._program_knows(self._does(learner, line))

    def _does(self, learner: int, line: Line) -> Delivery:
        person = self.learner(learner)
        if line.tap:
            own = [message for message in person.dm.messages.values() if "bot_id" in message]
            key = person.taps(line.tap, own[-1])
        else:
            key = person.says(line.text)
        self._said[key] = learner
        self._waiting.setdefault(learner, []).append(key)
        return self.slack.told[key]

    def _program_knows(self, delivery: Delivery) -> str:
        """The key by which the program knows it again."""
        read = self.writer.read_event if delivery.kind == "event" else self.writer.read_interaction
        return read(delivery.content).heard[0].key

    async def hears(self, learner: int, words: str, seconds: float) -> None:
        person = self.learner(learner)

        def there() -> bool:
            self._waits(learner)
            return any(words in seen.text for seen in person.dm.newest(12))

        await self.slack.until(there, seconds, f"{person.id} to see {words!r}")

    def told(self, learner: int) -> int:
        return sum(not is_card(seen.text) for seen in self.learner(learner).screen)

    async def takes(self, learner: int, waiting: int, seconds: float) -> None:
        await self.slack.until(lambda: not self._waits(learner), seconds, f"learner {learner} to be heard")

    def _waits(self, learner: int) -> bool:
        """Is something of this learner under way still? Says again what Slack gave up on."""
        left = self._waiting.get(learner, [])
        while left and (delivery := self.slack.told[left[0]]).fate != "waiting":
            if delivery.fate == "lost":
                if delivery.key not in self._given_up:
                    self._given_up.add(delivery.key)
                    asyncio.get_running_loop().call_later(BREATH_SECONDS, self._says_again, learner, delivery)
                return True
            left.pop(0)
        return bool(left)

    def _says_again(self, learner: int, delivery: Delivery) -> None:
        """Nothing else was said since, as they wait."""
        self._waiting[learner].remove(delivery.key)
        if delivery.reached:
            self._again.setdefault(learner, []).append(len(self._lines[learner]) - 1)
        self._does(learner, self._lines[learner][-1])

    def said_again(self, learner: int) -> list[int]:
        return self._again.get(learner, [])

    def acknowledged(self) -> dict[str, list[str]]:
        keys: dict[str, list[str]] = {}
        for key, learner in self._said.items():
            if self.slack.told[key].fate == "taken":
                keys.setdefault(self.chat(learner), []).append(self._program_knows(self.slack.told[key]))
        return keys

    def acknowledgements(self) -> list[float]:
        return sorted(line["monotonic"] for line in self._deliveries() if 200 <= line["status"] <= 299)

    def acknowledged_since(self, moment: float) -> int:
        return sum(200 <= line["status"] <= 299 for line in self._deliveries(moment))

    def turned_away_since(self, moment: float) -> bool:
        return any(line["status"] == 503 for line in self._deliveries(moment))

    def _deliveries(self, since: float = 0.0) -> Iterator[dict[str, Any]]:
        """Of what learners said, the newest first; the app's own messages, which it hears too, do not count."""
        for line in reversed(self.slack.ledger):
            if line["monotonic"] <= since:
                return
            if line["kind"] == "delivery" and line["key"] in self._said:
                yield line

    async def until(self, there: Callable[[], bool], seconds: float, what: str) -> None:
        await self.slack.until(there, seconds, what)

    def chat(self, learner: int) -> str:
        return f"U{1000 + learner}"

    def answers_badly(
        self, how: str, learner: int | None = None, *, times: int, skip: int = 0, seconds: float = 0
    ) -> None:
        kind = {"slow": "slow", "away": "503", "badly_written": "error", "gone": "error"}[how]
        to = "" if learner is None else self.chat(learner)
        error = "user_disabled" if how == "gone" else "invalid_blocks"
        details = {"times": times, "skip": skip, "seconds": seconds, "to": to, "error": error}
        self._to_come.append(self.slack.breaks("chat.postMessage", kind, **details))

    def bad_days(self, chance: float) -> None:
        self.slack.chaos = dict.fromkeys(SLACKS_CHAOS, chance) if chance else {}
        if chance:
            later = itertools.count(10, 3)
            once = (*SLACKS_CHAOS, "hang_before", "hang_after", "drip")
            self._to_come = [self.slack.breaks("chat.postMessage", kind, skip=next(later)) for kind in once]

    def still_to_come(self) -> list[str]:
        return [fault.kind for fault in self._to_come if fault.times]

    def refusing(self) -> AbstractAsyncContextManager[None]:
        return self.slack.refusing()

    def under_way_seconds(self, most: float) -> None:
        self.slack.latency = most

    def lets_find_nothing(self) -> None:
        """Slack can always be asked."""

    def sends(self) -> list[Send]:
        sent = [call for call in self.slack.calls("chat.postMessage") if call["performed"]]
        return [
            Send(
                next(name for name in call["to"] if name.startswith("U")),
                call["parameters"]["text"],
                is_card(call["parameters"]["text"]),
            )
            for call in sent
        ]

    def refusals(self) -> dict[str, int]:
        refused = [call for call in self.slack.calls("chat.postMessage") if call.get("fault") == "error"]
        return Counter(name for call in refused for name in call["to"] if name.startswith("U"))

    def turned_away(self) -> dict[str, int]:
        return {}

    def rewritten(self) -> dict[str, list[str]]:
        return {}

    def marks(self) -> dict[str, list[str]]:
        return {
            channel.person.id: [
                str(message["metadata"]["event_payload"])
                for message in channel.messages.values()
                if "metadata" in message
            ]
            for channel in self.slack.channels.values()
            if channel.person
        }

    def untaken(self) -> int:
        return self.slack.waiting

    def written(self, message: Message) -> str:
        return str(self.writer.write(message)["text"])

    async def again(self) -> None:
        for key in list(self._said):
            if self.slack.told[key].fate == "taken":  # what was given up on is never told again
                await self.slack.redelivers(key)


STAGES: dict[str, Callable[[], TelegramStage | SlackStage]] = {"telegram": TelegramStage, "slack": SlackStage}
