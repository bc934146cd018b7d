"""Letters that were sent, as the pages behind their links ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.conversation.nodes import Button, Message, Span
from bot.letters import Letters
from bot.ports import Heard
from bot.store import conversations, suppressions
from bot.store.conversations import Mailed
from bot.store.secrets import Box

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SAM = "sam@example.org"
BOX = Box("a key for tests")
LETTERS = Letters(BOX, "badges@voorbeeld.example")

DUTCH, ENGLISH = 7, 8
_SENT = {
    DUTCH: Mailed(SAM, NOW, "nl", Message((Span("Je hebt een eduID nodig.\n\nHeb je al een eduID?"),), (
        Button("Ja, ik heb een eduID", "eduid.have:yes"), Button("Nee, nog niet", "eduid.have:no"),
    ))),
    ENGLISH: Mailed(SAM, NOW, "en", Message((Span("You need an eduID.\n\nDo you have an eduID already?"),), (
        Button("Yes, I have an eduID", "eduid.have:yes"), Button("No, not yet", "eduid.have:no"),
    ))),
}  # fmt: skip


class SentMail:
    """Stands in for a database that knows two letters, and one mailbox that wants no more or does."""

    def __init__(self) -> None:
        self.out = False

    def clock(self) -> datetime:
        return NOW

    async def hear(self, said: Sequence[Heard]) -> None: ...

    async def read(self, unit: Any, *asked: Any) -> Any:
        return _SENT.get(asked[0]) if unit is conversations.mailed else self.out

    async def write(self, unit: Any, *asked: Any) -> None:
        self.out = unit is suppressions.close


def answer_path(language: str, choice: str = "0") -> str:
    """Where a choice in the letter in this language leads."""
    return f"/answer/{LETTERS.choice(ENGLISH if language == 'en' else DUTCH, choice, SAM)}"


def way_out() -> str:
    """Where whoever wants no more mail goes."""
    return f"/unsubscribe/{LETTERS.unsubscribing(SAM)}"
