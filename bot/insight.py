"""What is known of all journeys together, and of none alone: counts by channel, language, institution and way.

The command `report` and the desk's page both tell what is counted here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import chain, pairwise
from statistics import median, quantiles
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.conversation.flow import Flows, Wait
from bot.store.events import Journey

Key = TypeVar("Key")

SMALLEST = 10
"""A group of fewer journeys might show who is in it, and is hidden."""

DIMENSIONS: Mapping[str, Callable[[Journey], str]] = {
    "channel": lambda journey: journey.channel,
    "language": lambda journey: journey.language,
    "institution": lambda journey: journey.institution or NOT_KNOWN,
    "way": lambda journey: journey.way or NOT_KNOWN,
}
NOT_KNOWN = "not known"

STEPS = ("award", "eduid", "backpack", "claim", "share", "done")
"""The flows that a journey passes, in their order."""

DAYS = (0, 1, 2, 3, 7, 14, 28)
"""Where a class of days to claim begins."""

DAY = 86_400.0


def counted(flows: Flows, found: Sequence[Journey]) -> dict[str, Any]:
    """The counts of all, then of each group that is large enough; and how many journeys are in groups hidden."""
    if len(found) < SMALLEST:
        return {"all": None, "groups": {}, "hidden": {}}
    groups: dict[str, dict[str, Any]] = {}
    hidden: dict[str, int] = {}
    for dimension, of in DIMENSIONS.items():
        large, hidden[dimension] = large_enough(found, of)
        groups[dimension] = {name: _figures(flows, group) for name, group in large.items()}
    every = _figures(flows, found)
    every["median_hours"] = {step: _median(hours) for step, hours in _hours(found).items() if step in flows.flows}
    return {"all": every, "groups": groups, "hidden": hidden}


def large_enough(found: Iterable[Journey], of: Callable[[Journey], Key]) -> tuple[dict[Key, list[Journey]], int]:
    """The groups that are large enough to be told of, the largest first; and how many journeys are in the others."""
    grouped: dict[Key, list[Journey]] = {}
    for journey in found:
        grouped.setdefault(of(journey), []).append(journey)
    large = sorted((item for item in grouped.items() if len(item[1]) >= SMALLEST), key=lambda item: -len(item[1]))
    small = sum(map(len, grouped.values())) - sum(len(group) for _, group in large)
    if 0 < small < SMALLEST and large:  # what is left over would tell the small group: hide one more
        small += len(large.pop()[1])
    return dict(large), small


def chosen(found: Sequence[Journey], filters: Mapping[str, str]) -> Sequence[Journey] | None:
    """The journeys that these filters let through; None where they would tell of a small group.

    Every group that can be worked out from this one and from those with fewer of these filters is large, or empty.
    """
    tests = [(DIMENSIONS[name], wanted) for name, wanted in filters.items()]
    if not tests:
        return found
    cells: dict[tuple[bool, ...], list[Journey]] = {}
    for journey in found:
        cells.setdefault(tuple(of(journey) == wanted for of, wanted in tests), []).append(journey)
    if any(len(cell) < SMALLEST for cell in cells.values()):
        return None
    return cells.get((True,) * len(tests), [])


def by_week(found: Sequence[Journey], zone: ZoneInfo) -> tuple[list[tuple[date, int, int]], int]:
    """For each week, by its Monday, how many journeys began and how many of those were claimed since.

    And how many are in weeks that are hidden.
    """

    def week(journey: Journey) -> date:
        day = datetime.fromtimestamp(journey.happened["began:"], UTC).astimezone(zone).date()
        return day - timedelta(days=day.weekday())

    large, hidden = large_enough(found, week)
    told = [
        (monday, len(group), sum("ticked:claimed" in journey.happened for journey in group))
        for monday, group in sorted(large.items())
    ]
    return told, hidden


def _figures(flows: Flows, found: Sequence[Journey]) -> dict[str, Any]:
    """The counts of one group. Days are whole, from the first word to the milestone."""
    count = Counter(chain.from_iterable(journey.happened for journey in found))
    stops = [key for key in count if key.startswith("stopped:")]
    why = Counter({key.partition(":")[2]: many for key, many in count.items() if key.startswith("why:")})
    few = {reason for reason, many in why.items() if many < SMALLEST}
    days = _days(found, "ticked:claimed")
    known = [journey.in_time for journey in found if journey.in_time is not None]
    return {
        "begun": len(found),
        "reached": {flow: count[f"reached:{flow}"] for flow in STEPS if flow in flows.flows},
        "ticked": {tick: count[f"ticked:{tick}"] for tick in flows.milestones},
        "median_days": {"claimed": _median(days), "public": _median(_days(found, "ticked:public"))},
        "days_to_claim": _classes(days),
        "days_quartiles": _quartiles(days),
        "claimed_in_time": {"in_time": sum(known), "known": len(known)},
        "asked_for_a_human": count["human:"],
        "stopped": sum(not journey.happened.keys().isdisjoint(stops) for journey in found) if stops else 0,
        "why_stopped": {reason: many for reason, many in why.most_common() if reason not in few},
        "why_stopped_hidden": sum(why[reason] for reason in few),
        "rated": _rated(flows, count),
    }


def _rated(flows: Flows, count: Mapping[str, int]) -> dict[str, int] | None:
    """How it went, by their own word; None when fewer than SMALLEST said so."""
    asked = flows[flows.rating] if flows.rating else None
    if not isinstance(asked, Wait):
        return None
    said = {answer: count[f"rated:{answer}"] for answer in asked.answers}
    return said if sum(said.values()) >= SMALLEST else None


def _days(found: Sequence[Journey], milestone: str) -> list[int]:
    """How many whole days each took from the first word to this milestone."""
    begun = ((journey.happened, journey.happened["began:"]) for journey in found if milestone in journey.happened)
    return [int((happened[milestone] - begin) // DAY) for happened, begin in begun]


def _quartiles(days: Sequence[int]) -> list[int] | None:
    return [round(day) for day in quantiles(days, method="inclusive")] if len(days) >= SMALLEST else None


def _classes(days: Sequence[int]) -> list[int] | None:
    """How many of these days are in each class of DAYS; None where they are too few."""
    if len(days) < SMALLEST:
        return None
    many = Counter(sum(day >= begin for begin in DAYS) - 1 for day in days)
    return [many[number] for number in range(len(DAYS))]


def _hours(found: Sequence[Journey]) -> Mapping[str, list[float]]:
    """How long each was at a step, until the next one that they came to."""
    spent: dict[str, list[float]] = {step: [] for step in STEPS}
    for journey in found:
        came = sorted((moment, step) for key, step in _REACHED if (moment := journey.happened.get(key)) is not None)
        for (moment, step), (later, _) in pairwise(came):
            spent[step].append((later - moment) / 3600)
    return spent


_REACHED = tuple((f"reached:{step}", step) for step in STEPS)


def _median(found: Sequence[float]) -> float | None:
    """None when there are fewer than SMALLEST: one that is not whole has two digits."""
    if len(found) < SMALLEST:
        return None
    middle = median(found)
    return round(middle) if isinstance(found[0], int) else round(middle, 2)
