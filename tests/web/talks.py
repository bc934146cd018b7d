"""Conversations in memory, for the pages to show: a guide that always knows what to answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from bot.conversation.events import Fact
from bot.conversation.nodes import Button, Nodes, Span
from bot.ports import Address, Heard, Opened, Tapped, Typed, Unavailable
from bot.web.chat import Line, View, address_of

PAGE = 12
NOON = datetime(2026, 6, 22, 10, 0, tzinfo=UTC)

WORDS = {
    "nl": {
        "hello": "Hallo! Ik ben je gids. Zullen we beginnen?",
        "hello:go": "Beginnen",
        "hello:why": "Is dit wel echt?",
        ":help": "Hulp",
        ":stop": "Stoppen",
        "card": "🎓 Je edubadge\n\n✅ Uitleg gelezen\n👉 eduID gemaakt\n⬜ Badge opgehaald\n⬜ Badge gedeeld",
    },
    "en": {
        "hello": "Hello! I am your guide. Shall we begin?",
        "hello:go": "Begin",
        "hello:why": "Is this genuine?",
        ":help": "Help",
        ":stop": "Stop",
        "card": "🎓 Your edubadge\n\n✅ Explanation read\n👉 eduID made\n⬜ Badge collected\n⬜ Badge shared",
    },
}

STEPS: dict[str, Nodes] = {
    "nl": (
        Span("Je hebt een "),
        Span("eduID", "bold"),
        Span(" nodig. Zo maak je die:\n\n1. Ga naar "),
        Span("de site van eduID", "plain", "https://eduid.nl/home"),
        Span(".\n2. Tik op "),
        Span("Maak een eduID", "bold"),
        Span(".\n3. Vul je e-mailadres in.\n\nLet op:\n– het is gratis\n– een wachtwoord hoeft niet\n\nGelukt?"),
    ),
    "en": (
        Span("You need an "),
        Span("eduID", "bold"),
        Span(". This is how you make one:\n\n1. Go to "),
        Span("the eduID site", "plain", "https://eduid.nl/home"),
        Span(".\n2. Tap "),
        Span("Create an eduID", "bold"),
        Span(".\n3. Fill in your email address.\n\nNote:\n– it is free\n– you need no password\n\nDone?"),
    ),
}
ANSWERS = {
    "nl": (
        Button("Ja, gelukt", "eduid:done"),
        Button("Ik heb er al een", "eduid:have"),
        Button("Het lukt niet", "eduid:stuck"),
    ),
    "en": (
        Button("Yes, done", "eduid:done"),
        Button("I already have one", "eduid:have"),
        Button("It does not work", "eduid:stuck"),
    ),
}


HALFWAY: Mapping[str, Fact] = {
    "eduid_done": "proof",
    "name_done": "word",
    "institution_done": "skipped",
    **{f"{step}_done": "no" for step in ("backpack", "claimed", "public", "shared")},
    "badge": "Rekenen in de zorg",
    "institution": "Hogeschool Voorbeeld",
    "organisation": "Hogeschool Voorbeeld",
    "kind": "institution",
    "time_left": "open",
    "days_left": 12,
    "deadline": "2026-07-04",
}
"""What the picture shows of somebody on their way."""


@dataclass
class Talk:
    """One conversation."""

    language: Literal["nl", "en"]
    lines: list[Line] = field(default_factory=list)
    human: str = ""
    waiting: bool = False
    keys: set[str] = field(default_factory=set)
    heard: list[Heard] = field(default_factory=list)
    silent: bool = False  # nobody answers for now
    progress: Mapping[str, Fact] = field(default_factory=lambda: dict(HALFWAY))


class Talks:
    """Implements `bot.web.chat.Conversations` in memory. Lives in the server's thread; tests may call `tell`."""

    def __init__(self) -> None:
        self.by_address: dict[Address, Talk] = {}
        self.down = False
        self.bells: set[asyncio.Event] = set()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.closing = False
        self.gate: asyncio.Event | None = None  # what is said waits here, when there is one
        self.last_id = 0

    # The contract

    async def take(self, heard: Heard) -> None:
        if self.down:
            raise Unavailable("the test says so")
        if self.gate is not None:
            await self.gate.wait()
        language: Literal["nl", "en"] = "en" if heard.language == "en" else "nl"
        talk = self.by_address.setdefault(heard.address, Talk(language))
        if heard.key in talk.keys:
            return
        talk.keys.add(heard.key)
        talk.heard.append(heard)
        match heard.what:
            case Opened():
                self.hello(talk)
            case Tapped(value=value):
                label = next((b.label for line in talk.lines for b in line.buttons if b.value == value), "…")
                self.add(talk, "in", label)
                if not talk.silent:
                    self.ask(talk)
            case Typed(text=text):
                self.add(talk, "in", text)
                if not talk.silent:
                    self.add(talk, "out", f"“{text[:200]}”?")
        self.ring()

    async def view(self, address: Address, after: int = 0, before: int = 0) -> View | None:
        talk = self.by_address.get(address)
        if talk is None:
            return None
        lines = [line for line in talk.lines if line.id > after and (not before or line.id < before)]
        card = (Span(WORDS[talk.language]["card"]),)
        more = len(lines) > PAGE
        return View(talk.language, tuple(lines[-PAGE:]), more, card, talk.human, talk.waiting, talk.progress)

    async def watch(self, address: Address) -> AsyncIterator[None]:
        bell = asyncio.Event()
        self.bells.add(bell)
        try:
            yield
            while not self.closing:
                await bell.wait()
                bell.clear()
                if not self.closing:
                    yield
        finally:
            self.bells.discard(bell)

    # What a test can do

    def add(
        self, talk: Talk, direction: Literal["in", "out"], words: str | Nodes, buttons: tuple[Button, ...] = ()
    ) -> Line:
        """One more line, a minute after the last."""
        self.last_id += 1
        nodes = (Span(words),) if isinstance(words, str) else words
        at = talk.lines[-1].at + timedelta(minutes=1) if talk.lines else NOON
        line = Line(self.last_id, direction, nodes, buttons, at)
        talk.lines.append(line)
        return line

    def hello(self, talk: Talk) -> None:
        """How every conversation begins."""
        self.add(talk, "in", "/start")
        buttons = self.buttons(talk, "hello:go", "hello:why", ":help")
        self.add(talk, "out", WORDS[talk.language]["hello"], buttons)

    def begun(self, cookie: str, language: Literal["nl", "en"]) -> Talk:
        """A conversation as if the holder of this cookie had begun it."""
        talk = self.by_address[address_of(cookie)] = Talk(language)
        self.hello(talk)
        return talk

    def ask(self, talk: Talk) -> None:
        """The big question, with a list, a link and three answers."""
        commands = self.buttons(talk, ":help", ":stop")
        self.add(talk, "out", STEPS[talk.language], ANSWERS[talk.language] + commands)

    def buttons(self, talk: Talk, *values: str) -> tuple[Button, ...]:
        words = WORDS[talk.language]
        return tuple(Button(words[value], value, "command" if value[0] == ":" else "answer") for value in values)

    def change(self, talk: Talk, **fields: object) -> None:
        for name, value in fields.items():
            setattr(talk, name, value)
        self.ring()

    def ring(self) -> None:
        """Tell every open page, from whichever thread."""
        for bell in list(self.bells):
            if self.loop is not None:
                self.loop.call_soon_threadsafe(bell.set)
            else:
                bell.set()

    def let_through(self) -> None:
        """Open the gate, from whichever thread."""
        if self.gate is not None and self.loop is not None:
            self.loop.call_soon_threadsafe(self.gate.set)
        self.gate = None

    def close(self) -> None:
        self.closing = True
        self.ring()
