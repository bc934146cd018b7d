"""What letters carry that leads back to a conversation: signed addresses and ids.

A letter of ours asks for answers at `local+r<talk>.<mark>@domain`. The mark is made from the conversation and from the
mailbox that the letter went to: it tells which conversation an answer is for, and that its sender has a letter that
went to that mailbox. It does not prove who they are: whoever was forwarded the letter has it too.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.store.secrets import Box

LONGEST_LOCAL_PART = 64
"""Source: RFC 5321, 4.5.3.1.1."""

LONGEST_TOKEN = 42
"""`+`, a letter, 13 for the number of a conversation, a dot, 26 for the mark; the local part of ours is before it."""

_KINDS = {"r": "reply", "b": "bounce", "u": "unsubscribe"}
_ADDRESS = re.compile(r"[^@+\s]+\+([rbu])([a-z2-7]{1,13})\.([a-z2-7]{26})@([^@\s]+)", re.I)
_ID = re.compile(r"<o\.([a-z2-7]{1,13})\.([a-z2-7]{1,13})\.([a-z2-7]{26})@([^@\s>]+)>", re.I)

_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass(frozen=True, slots=True)
class Mark:
    """An address or id that looks like ours: which conversation it names. Whether it is true, `Letters.holds` tells."""

    kind: Literal["reply", "bounce", "unsubscribe", "letter"]
    talk: int
    mark: str
    letter: int = 0  # the number of the letter, where it is an id


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
