"""Mails in the shapes of real clients, each with what is true of it; corpus/README.md tells the rules."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bot.letters import Letters
from bot.store.secrets import Box

FOLDER = Path(__file__).parent / "corpus"
AUTHSERV_ID = "mx.uni.example"
LETTERS = Letters(Box("corpus key"), "badges@uni.example")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as on the wire, and what is true of it. A field that is not expected is not held."""

    name: str
    raw: bytes
    expected: Mapping[str, Any]

    def __str__(self) -> str:
        return self.name


def mails(which: Literal["known", "held_out"]) -> list[Mail]:
    """The mails the reader was made with, or those it has not seen, by name."""
    return [
        Mail(file.stem, file.read_bytes(), tomllib.loads(file.with_suffix(".toml").read_text("utf-8")))
        for file in sorted((FOLDER / which).glob("*.eml"))
    ]


def same(one: str, other: str) -> bool:
    """Are these the same paragraphs of the same words, wherever a program broke the lines in them?"""
    return paragraphs(one) == paragraphs(other)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each on one line."""
    found: list[list[str]] = [[]]
    for line in text.splitlines():
        if words := line.split():
            found[-1] += words
        else:
            found.append([])
    return [" ".join(words) for words in found if words]
