"""What the harness asks of a channel. What is Telegram's is in one class; e-mail and Slack add theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol, Self

import aiohttp

from bot.conversation.nodes import Message
from integrations.telegram import Telegram
from tests.fakes.bot_api import DAY, BotApi, User
from tests.fire.evidence import Send
from tests.fire.quiet import Line

AFFLICTED = frozenset(("reset_after", "hang_after", "half_body", "drip", "junk", "list", "not_ok", "no_result"))
"""Faults by which a message arrives and we cannot know."""

CARD = "⬜"
"""What stands on the progress card, which has no buttons."""

CHAOS = ("reset_before", "reset_after", "half_body", "junk", "not_ok", "list", "html502", "429", "503", "500")


class Stage(Protocol):
    """A channel's server with its learners, between whom and the program the harness stands."""

    name: str

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

        `slow`: after so many seconds; `away`: not now; `badly_written`: never.
        """

    def bad_days(self, chance: float) -> None:
        """Every kind of bad answer this server knows, each with this chance at every call; 0: no more."""

    def under_way_seconds(self, most: float) -> None:
        """A send takes up to so long before it is accepted."""

    def sends(self) -> list[Send]:
        """What was put on screens, in order."""

    def untaken(self) -> int:
        """How much waits to be delivered."""

    def written(self, message: Message) -> str:
        """A message as its text stands in the ledger."""

    async def again(self) -> None:
        """Deliver once more everything that was taken."""


class TelegramStage:
    """Telegram, by its Bot API: the fake server delivers as the real one does, twenty times as fast."""

    name = "telegram"
    secret = "secret_of_the_hook"
    speed = 20.0

    def __init__(self) -> None:
        self.api = BotApi(speed=self.speed, strict=False, history=100_000)  # what falls out cannot be edited
        self.writer = Telegram(self.api.token)
        self._keys: dict[int, int] = {}  # update -> learner
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
            return any(words in seen.text for seen in user.screen[-12:])

        await self.api.until(there, seconds, f"{user.id} to see {words!r}")

    def told(self, learner: int) -> int:
        return sum(bool(seen.buttons) or CARD not in seen.text for seen in self.learner(learner).screen)

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
        kind = {"slow": "slow", "away": "503", "badly_written": "400"}[how]
        chat = None if learner is None else 1000 + learner
        fault = self.api.breaks("sendMessage", kind, times=times, skip=skip, seconds=seconds, chat=chat)
        fault.description = "Bad Request: can't parse entities" if how == "badly_written" else ""

    def bad_days(self, chance: float) -> None:
        self.api.chaos = dict.fromkeys(CHAOS, chance) if chance else {}
        if chance:
            for kind in ("hang_before", "hang_after", "drip"):
                self.api.breaks("sendMessage", kind, skip=20)

    def under_way_seconds(self, most: float) -> None:
        self.api.latency = most

    def sends(self) -> list[Send]:
        pictures = [
            Send(str(call["parameters"]["chat_id"]), call["parameters"]["caption"], picture=True)
            for call in self.api.calls("sendPhoto")
            if call["performed"]
        ]
        return pictures + [
            Send(
                str(call["parameters"]["chat_id"]),
                call["parameters"]["text"],
                CARD in call["parameters"]["text"] and "reply_markup" not in call["parameters"],
                call.get("fault", "") in AFFLICTED or bool(call.get("fault", "").startswith("5")),
            )
            for call in self.api.calls("sendMessage")
            if call["performed"]
        ]

    def untaken(self) -> int:
        return self.api.waiting

    def written(self, message: Message) -> str:
        return self.writer.write(message)[0]

    async def again(self) -> None:
        for update in list(self._keys):
            await self.api.redelivers(update)
