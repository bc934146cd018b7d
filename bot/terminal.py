"""Process: the same bot in your terminal, with everything as it is elsewhere but for the window."""

from __future__ import annotations

import asyncio
import itertools
import sys
import tempfile
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.conversation.events import Fact
from bot.conversation.nodes import Button, Message, plain
from bot.conversation.transcript import Recorder
from bot.ports import Address, Heard, Limits, Opened, Tapped, Typed, What
from bot.settings import Settings
from bot.store import awards, links, reports
from bot.wiring import House, open_house

LOOK = timedelta(milliseconds=20)
"""How often to look whether everything that is owed has been said."""

BOLD, DIM, PLAIN = "\033[1m", "\033[2m", "\033[0m"


class Terminal:
    """A `bot.ports.Channel` that prints. Buttons are numbered; their number is typed."""

    name = "terminal"
    limits = Limits(text=20_000, label=80, value=200, buttons=40)
    rate = 0.0
    chat_rate = 0.0
    chat_burst = 1

    def __init__(self, out: TextIO, *, colour: bool) -> None:
        self.out = out
        self.colour = colour
        self.buttons: tuple[Button, ...] = ()
        self._ids = itertools.count(1)

    async def send(self, to: Address, message: Message) -> str:
        if message.card:
            return str(next(self._ids))  # `status` shows it when asked
        self.buttons = message.buttons
        bold, dim, end = (BOLD, DIM, PLAIN) if self.colour else ("", "", "")
        lines = ["", plain(message.nodes), ""]
        answers = [button for button in message.buttons if button.kind == "answer"]
        lines += [f"  {bold}{number}{end}  {button.label}" for number, button in enumerate(answers, 1)]
        commands = [
            f"/{button.value.strip(':')} {button.label}" for button in message.buttons if button.kind == "command"
        ]
        if commands:
            lines += [f"  {dim}{'   '.join(commands)}{end}"]
        print("\n".join(lines), file=self.out, flush=True)
        return str(next(self._ids))

    async def edit(self, to: Address, sent: str, message: Message) -> None:
        return None  # what was printed stays

    async def acknowledge(self, heard: Heard, words: str = "") -> None:
        return None

    async def typing(self, to: Address) -> None:
        print("  …", file=self.out, flush=True)


@dataclass(frozen=True)
class Practice:
    """What the conversation is about: the facts of an award, or none."""

    language: str
    facts: Mapping[str, Fact]


async def chat(settings: Settings, practice: Practice, record: Path | None, source: TextIO | None = None) -> None:
    """Talk until the input ends or says /quit. Nothing is kept: the database is a temporary one."""
    with tempfile.TemporaryDirectory(prefix="badgewijzer-") as folder:
        url = f"sqlite:///{folder}/chat.db"
        api = "" if settings.in_sandbox else settings.edubadges_api_url  # the sandbox has its pages elsewhere
        alone = {"sandbox": False, "edubadges_api_url": api, "edubadges_sis_token_url": ""}
        here = settings.model_copy(update={"database_url": url, "inbound_per_minute": 0, **alone})
        out = sys.stdout
        terminal = Terminal(out, colour=out.isatty())
        recorder = Recorder() if record else None
        house = await open_house(here, channels={"terminal": terminal})
        if recorder:
            house.turns.overheard.append(recorder.turn)
        house.start(deliver=True, poll=False, hooks=False)
        try:
            await _talk(house, terminal, practice, source or sys.stdin)
        finally:
            await house.close()
        if recorder and record:
            record.write_text(recorder.text(), "utf-8")
            print(f"\nThe transcript is in {record}.", file=out)


async def _talk(house: House, terminal: Terminal, practice: Practice, source: TextIO) -> None:
    address = Address("terminal", uuid.uuid4().hex)
    payload = (
        await house.database.write(_award, practice.facts, house.clock(), house.settings.zone) if practice.facts else ""
    )
    said: What = Opened(payload)
    while True:
        was_silent = await _silent(house, address)
        await house.ears.hear([Heard(uuid.uuid4().hex, address, said, practice.language)])
        while (await house.database.read(reports.pulse, house.clock())).due:
            await asyncio.sleep(LOOK.total_seconds())
        if was_silent and await _silent(house, address):
            print("(A human has the word; the bot is silent.)", file=terminal.out)
        line: str | None = ""
        while line == "":
            line = await asyncio.to_thread(_line, source)
        if line is None or line.strip() in ("/quit", "/exit"):
            return
        said = _meant(line, terminal.buttons)


async def _silent(house: House, address: Address) -> bool:
    """Has a human the word?"""
    found = await house.database.read(reports.timeline, address)
    return found is not None and found.owner is not None


def _award(db: Connection, facts: Mapping[str, Fact], now: datetime, zone: ZoneInfo) -> str:
    """An award with these facts, and the word of a link to it."""
    award = awards.Award(
        badge=str(facts.get("badge", "Voorbeeldbadge")),
        institution=str(facts.get("institution", "")),
        kind=str(facts.get("kind", "")),
        deadline=_last_day(facts, now, zone),
    )
    return links.make_for_award(db, awards.add(db, award, "terminal", now), now)


def _last_day(facts: Mapping[str, Fact], now: datetime, zone: ZoneInfo) -> date | None:
    if "deadline" in facts:
        return date.fromisoformat(str(facts["deadline"]))
    return None if facts.get("kind") == "requested" else awards.last_day(now, zone)


def _line(source: TextIO) -> str | None:
    if source is sys.stdin and source.isatty():
        print("\n> ", end="", flush=True)
    line = source.readline()
    return line.strip() if line else None


def _meant(line: str, buttons: tuple[Button, ...]) -> What:
    """A number taps that button; everything else is words."""
    answers = [button for button in buttons if button.kind == "answer"]
    if line.strip().isdecimal() and 1 <= int(line) <= len(answers):
        return Tapped(answers[int(line) - 1].value)
    return Typed(line)
