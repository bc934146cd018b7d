"""What can happen to a conversation. Time comes in with the event: thinking has no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Fact = str | int

Secret = Literal["", "code", "password", "bsn", "iban"]
"""What nobody should send us, and what we do not keep."""

FileKind = Literal["photo", "sticker", "voice", "location", "contact", "video", "document", "edited", "other"]


@dataclass(frozen=True, slots=True)
class Started:
    """The learner opened the conversation, perhaps by a link that carries facts (an award, an invitation).

    `link` says what became of that link: "" when there was none; "used" and "unknown" carry no facts.
    """

    at: datetime
    facts: Mapping[str, Fact] = field(default_factory=dict)
    link: Literal["", "known", "used", "unknown"] = ""


@dataclass(frozen=True, slots=True)
class Said:
    """The learner typed something. `secret`: what was taken out of it before anything was kept ("" = nothing)."""

    at: datetime
    text: str
    secret: Secret = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """The learner tapped a button; `value` as the engine wrote it, perhaps long ago."""

    at: datetime
    value: str


@dataclass(frozen=True, slots=True)
class Received:
    """Something that is not words: a photo, a sticker, a changed message."""

    at: datetime
    kind: FileKind


@dataclass(frozen=True, slots=True)
class Happened:
    """A neighbour's answer to what the step `step` asked for when the state's count was `asked`."""

    at: datetime
    step: str
    asked: int
    outcome: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """The moment came that the conversation had set its alarm for; `alarm` tells which alarm."""

    at: datetime
    alarm: int


@dataclass(frozen=True, slots=True)
class HandedBack:
    """The bot has the word again, after a human had it or was waited for."""

    at: datetime


@dataclass(frozen=True, slots=True)
class NobodyCame:
    """The time in which a human would have answered is over, and none did. `again`: one did before."""

    at: datetime
    again: bool = False


Event = Started | Said | Pressed | Received | Happened | Due | HandedBack | NobodyCame
