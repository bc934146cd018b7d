"""What letters carry that leads back to a conversation: signed addresses and ids.

A letter of ours asks for answers at `local+r<talk>.<mark>@domain`. The mark is made from the conversation and from the
mailbox that the letter went to: it tells which conversation an answer is for, and that its sender has a letter that
went to that mailbox. It does not prove who they are: whoever was forwarded the letter has it too.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.store.secrets import Box, Sealed

LONGEST_LOCAL_PART = 64
"""Source: RFC 5321, 4.5.3.1.1."""

LONGEST_TOKEN = 42
"""`+`, a letter, 13 for the number of a conversation, a dot, 26 for the mark; the local part of ours is before it."""

LONGEST_DOMAIN = 60
"""The id of a letter, which holds the domain, is kept in 120 characters."""

_KINDS = {"r": "reply", "b": "bounce", "u": "unsubscribe"}
_ADDRESS = re.compile(r"[^@+\s]+\+([rbu])([a-z2-7]{1,13})\.([a-z2-7]{26})@([^@\s]+)", re.I)
_ID = re.compile(r"<o\.([a-z2-7]{1,13})\.([a-z2-7]{1,13})\.([a-z2-7]{26})@([^@\s>]+)>", re.I)
_CHOICE = re.compile(r"([a-z2-7]{1,13})\.(\d{1,2}|[a-z_]{2,20})\.([a-z2-7]{26})")

_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass(frozen=True, slots=True)
class Mark:
    """An address or id that looks like ours: which conversation it names. Whether it is true, `Letters.holds` tells."""

    kind: Literal["reply", "bounce", "unsubscribe", "letter"]
    talk: int
    mark: str
    letter: int = 0  # the number of the letter, where it is an id


@dataclass(frozen=True, slots=True)
class Choice:
    """What a link in a letter chooses: `choice` is the place of a button in letter `letter`, or a command's name."""

    letter: int
    choice: str
    mark: str


class Letters:
    """The addresses and ids of one installation, which sends as `sender` (a mailbox, without a name)."""

    def __init__(self, box: Box, sender: str) -> None:
        self._box = box
        self.local, _, self.domain = sender.lower().rpartition("@")

    def address(self, kind: Literal["reply", "bounce", "unsubscribe"], talk: int, mailbox: str) -> str:
        """Where what is said about letters of this conversation to this mailbox comes in."""
        return f"{self.local}+{kind[0]}{_written(talk)}.{self._mark(kind, talk, mailbox)}@{self.domain}"

    def id(self, number: int, talk: int, mailbox: str) -> str:
        """The Message-ID of letter `number`, the same at each try."""
        mark = self._mark(f"letter {number}", talk, mailbox)
        return f"<o.{_written(number)}.{_written(talk)}.{mark}@{self.domain}>"

    def choice(self, number: int, choice: str, mailbox: str) -> str:
        """The word for a link by which letter `number` is answered with a choice of its own: a place or a command."""
        return f"{_written(number)}.{choice}.{self._mark(f'choice {choice} of {number}', 0, mailbox)}"

    def chosen(self, word: str) -> Choice | None:
        """What a word for such a link names, not believed yet; None when it is none."""
        found = _CHOICE.fullmatch(word)
        return Choice(_read(found[1]), found[2], found[3]) if found else None

    def offered(self, choice: Choice, mailbox: str) -> bool:
        """Did we offer this, in a letter to this mailbox?"""
        mark = self._mark(f"choice {choice.choice} of {choice.letter}", 0, mailbox)
        return secrets.compare_digest(mark, choice.mark)

    def unsubscribing(self, mailbox: str) -> str:
        """The word for a link by which this mailbox gets no more mail. It holds for ever."""
        return self._box.seal(f"unsubscribe\0{mailbox}".encode()).decode().rstrip("=")

    def unsubscribed(self, word: str) -> str:
        """The mailbox that a word for such a link names; "" when it is none of ours."""
        try:
            what, _, mailbox = self._box.open((word + "=" * (-len(word) % 4)).encode()).decode().partition("\0")
        except (Sealed, ValueError):
            return ""
        return mailbox if what == "unsubscribe" else ""

    def found(self, texts: Iterable[str]) -> list[Mark]:
        """Every address and id of ours that is among these, each once, in their order. None of them is believed yet."""
        marks: dict[Mark, None] = {}
        for text in texts:
            if (address := _ADDRESS.fullmatch(text.strip())) and address[4].lower() == self.domain:
                kind = _KINDS[address[1].lower()]
                marks[Mark(kind, _read(address[2]), address[3].lower())] = None  # type: ignore[arg-type]
            elif (own := _ID.fullmatch(text.strip())) and own[4].lower() == self.domain:
                marks[Mark("letter", _read(own[2]), own[3].lower(), _read(own[1]))] = None
        return list(marks)

    def holds(self, mark: Mark, mailbox: str) -> bool:
        """Did we give this out, in a letter to this mailbox?"""
        kind = f"letter {mark.letter}" if mark.kind == "letter" else mark.kind
        return self._mark(kind, mark.talk, mailbox) == mark.mark

    def is_ours(self, mailbox: str) -> bool:
        """Is this a mailbox that we send from, with or without a mark?"""
        local, _, domain = mailbox.lower().rpartition("@")
        return domain == self.domain and local.split("+")[0] == self.local

    def _mark(self, kind: str, talk: int, mailbox: str) -> str:
        mark = self._box.mark("letters", f"{kind}\0{talk}\0{mailbox.lower()}")
        return base64.b32encode(bytes.fromhex(mark)).decode().rstrip("=").lower()


def _written(number: int) -> str:
    """A number in base 32: some mail programs turn capitals into small letters."""
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 32)
        digits = _DIGITS[digit] + digits
    return digits


def _read(digits: str) -> int:
    number = 0
    for digit in digits.lower():
        number = number * 32 + _DIGITS.index(digit)
    return number
