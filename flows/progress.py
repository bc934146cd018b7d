"""What follows from the facts at a moment: how long there is still, and how far the learner has come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot.conversation.events import Fact
from flows.checks import AMSTERDAM
from flows.diagnosis import diagnosed

MILESTONES = ("eduid", "name", "institution", "backpack", "claimed", "public", "shared")
"""The ticks of the progress card, in the order in which a learner meets them."""

PER_AWARD = ("backpack", "claimed", "public", "shared")
"""Those that belong to one award; the others are about the learner and stay."""

_MARKS = {"no": "⬜", "skipped": "➖", "word": "✅", "proof": "✅"}


def derived(facts: Mapping[str, Fact], at: datetime) -> dict[str, Fact]:
    """`days_left` and `time_left` ("unknown", "open", "last_day", "passed"); a mark for each milestone;
    `here`, the first one still open ("" when none is); how many are done; and what the diagnosis sees."""
    deadline = str(facts.get("deadline", "unknown"))
    days = (date.fromisoformat(deadline) - at.astimezone(AMSTERDAM).date()).days if deadline != "unknown" else -1
    out: dict[str, Fact] = {
        "days_left": max(days, 0),
        "time_left": "unknown" if deadline == "unknown" else "passed" if days < 0 else "open" if days else "last_day",
        "here": next((tick for tick in MILESTONES if facts[f"{tick}_done"] == "no"), ""),
        "steps_done": sum(facts[f"{tick}_done"] != "no" for tick in MILESTONES),
        "steps_all": len(MILESTONES),
    }
    for tick in MILESTONES:
        out[f"{tick}_mark"] = "👉" if tick == out["here"] else _MARKS[str(facts[f"{tick}_done"])]
    return out | diagnosed({**facts, **out}, at)


def urgency(facts: Mapping[str, Fact]) -> str:
    """What orders awards: the one whose last day is nearest comes first, those without one last."""
    deadline = str(facts["deadline"])
    return deadline if deadline != "unknown" else "9999"
