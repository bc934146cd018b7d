"""A conversation that can go on elsewhere, as the page behind the link in its mails asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from bot.ports import Heard
from bot.store import links
from bot.store.links import Onward, Passage
from bot.store.secrets import Box

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
WORDS = {"nl": "d" * 32, "en": "e" * 32}


class OnwardMail:
    """Stands in for a database that knows one conversation in each language, and for turns that can offer a login."""

    turns: Any = SimpleNamespace(box=Box("a key for tests"), sign_in=lambda word: word)

    def clock(self) -> datetime:
        return NOW

    async def hear(self, said: Sequence[Heard]) -> None: ...

    async def read(self, unit: Any, word: str, now: datetime) -> Any:
        known = next((language for language, one in WORDS.items() if one == word), "")
        return Onward(1, known, "sam@example.org", NOW + timedelta(days=30)) if known else "unknown"

    async def write(self, unit: Any, *asked: Any) -> Any:
        return Passage(links.PASSAGE + "x" * 32, "123456")
