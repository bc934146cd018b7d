"""Where a conversation is: everything the engine knows about a learner, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.conversation.events import Fact

FORMAT = 3
"""The shape of a stored state. It rises when an older program could not read what a newer one wrote.

2: `parked` awards, 3: `brought` ones, which an older program would lose. A state without them is still written as 1.
"""


class NewerState(Exception):
    """This conversation was saved by a newer program than this one: wait for that one, change nothing."""


@dataclass(frozen=True)
class State:
    """A learner's place in the flows and what is known.

    `at` is the path of the pending question ("" before hello), `version` that of its flow, `stack` the questions
    beneath a side journey and `beneath` the versions of their flows, `trail` the way here as `flow.step:answer`,
    with `+milestone` for what that answer ticked, `done` the milestones with how each was proven ("word",
    "proof", "skipped"). `asked` counts questions, so that a late answer of a neighbour is known as late.
    `award` counts the awards of this learner, from 0; `parked` are those that wait while another is dealt with,
    each with its `facts`, `done` and number (`award`). `offered` are the values of the buttons that were proposed
    when the learner was not understood, `told` the problems whose cure was told last. `brought` are the facts of links
    that were opened, and with "news" of mails that were sent on, while a human had the word.
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
    pictured: str = ""
    award: int = 0
    parked: tuple[Mapping[str, Any], ...] = ()
    offered: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    brought: tuple[Mapping[str, Fact], ...] = ()

    def but(self, **changes: Any) -> State:
        """This state with these fields changed. (`dataclasses.replace`, at a tenth of its time.) Raises TypeError."""
        changed = {**self.__dict__, **changes}
        if len(changed) != len(self.__dict__):
            raise TypeError(f"a state has no {', '.join(sorted(changes.keys() - self.__dict__.keys()))}")
        other = object.__new__(State)
        other.__dict__.update(changed)
        return other

    def dump(self) -> dict[str, Any]:
        """The state as JSON values, without what is empty."""
        out: dict[str, Any] = {
            "format": 3 if self.brought else 2 if self.parked else 1,
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
        if self.pictured:
            out["pictured"] = self.pictured
        if self.award:
            out["award"] = self.award
        if self.parked:
            out["parked"] = list(self.parked)
        if self.offered:
            out["offered"] = list(self.offered)
        if self.told:
            out["told"] = list(self.told)
        if self.brought:
            out["brought"] = list(self.brought)
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
            pictured=stored.get("pictured", ""),
            award=stored.get("award", 0),
            parked=tuple(stored.get("parked", ())),
            offered=tuple(stored.get("offered", ())),
            told=tuple(stored.get("told", ())),
            brought=tuple(stored.get("brought", ())),
        )


def _moment(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None
