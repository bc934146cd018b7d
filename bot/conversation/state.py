"""Where a conversation is: everything the engine knows about a learner, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.conversation.events import Fact

FORMAT = 1
"""The shape of a stored state. It rises when an older program could not read what a newer one wrote."""


class NewerState(Exception):
    """This conversation was saved by a newer program than this one: wait for that one, change nothing."""


@dataclass(frozen=True, slots=True)
class State:
    """A learner's place in the flows and what is known.

    `at` is the path of the pending question ("" before hello), `version` that of its flow, `stack` the questions
    beneath a side journey and `beneath` the versions of their flows, `trail` the way here as `flow.step:answer`,
    with `+milestone` for what that answer ticked, `done` the milestones with how each was proven ("word",
    "proof", "skipped"). `asked` counts questions, so that a late answer of a neighbour is known as late.
    """

    at: str = ""
    version: int = 0
    language: str = "nl"
    facts: Mapping[str, Fact] = field(default_factory=dict)
    done: Mapping[str, str] = field(default_factory=dict)
    trail: tuple[str, ...] = ()
    stack: tuple[str, ...] = ()
    beneath: tuple[int, ...] = ()
    asked: int = 0
    misses: int = 0
    heard: datetime | None = None
    alarm: int = 0
    alarm_at: datetime | None = None
    reminded: tuple[str, ...] = ()
    card: str = ""

    def dump(self) -> dict[str, Any]:
        """The state as JSON values, without what is empty."""
        out: dict[str, Any] = {
            "format": FORMAT,
            "at": self.at,
            "version": self.version,
            "language": self.language,
        }
        out["asked"] = self.asked
        if self.facts:
            out["facts"] = dict(self.facts)
        if self.done:
            out["done"] = dict(self.done)
        if self.trail:
            out["trail"] = list(self.trail)
        if self.stack:
            out["stack"] = list(self.stack)
            out["beneath"] = list(self.beneath)
        if self.misses:
            out["misses"] = self.misses
        if self.heard:
            out["heard"] = self.heard.isoformat(timespec="seconds")
        if self.alarm:
            out["alarm"] = self.alarm
        if self.alarm_at:
            out["alarm_at"] = self.alarm_at.isoformat(timespec="seconds")
        if self.reminded:
            out["reminded"] = list(self.reminded)
        if self.card:
            out["card"] = self.card
        return out

    @classmethod
    def load(cls, stored: Mapping[str, Any]) -> State:
        """The state that `dump` wrote, by this program or an older one. Raises NewerState."""
        if stored.get("format", 0) > FORMAT:
            raise NewerState(f"format {stored['format']}, this program reads up to {FORMAT}")
        return cls(
            at=stored.get("at", ""),
            version=stored.get("version", 0),
            language=stored.get("language", "nl"),
            facts=stored.get("facts", {}),
            done=stored.get("done", {}),
            trail=tuple(stored.get("trail", ())),
            stack=tuple(stored.get("stack", ())),
            beneath=tuple(stored.get("beneath", ())),
            asked=stored.get("asked", 0),
            misses=stored.get("misses", 0),
            heard=_moment(stored.get("heard")),
            alarm=stored.get("alarm", 0),
            alarm_at=_moment(stored.get("alarm_at")),
            reminded=tuple(stored.get("reminded", ())),
            card=stored.get("card", ""),
        )


def _moment(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None
