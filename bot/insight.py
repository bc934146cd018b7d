"""What is known of all journeys together, and of none alone: counts by channel, language, institution and way.

The command `report` and the desk's page both tell what is counted here, out of the tallies of days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import accumulate
from typing import Any, TypeVar

from bot.conversation.flow import Flows, Wait
from bot.store.tallies import STEPS, Counted, Group, Tally

Key = TypeVar("Key")

SMALLEST = 10
"""A group of fewer journeys might show who is in it, and is hidden."""

DAYS = (0, 1, 2, 3, 7, 14, 28)
"""Where a class of days to claim begins."""


def figures(flows: Flows, found: Counted) -> dict[str, Any]:
    """The counts of all, then of each group that is large enough; and how many journeys are in groups hidden."""
    if found.all.of["begun"] < SMALLEST:
        return {"all": None, "groups": {}, "hidden": {}}
    groups: dict[str, dict[str, Any]] = {}
    hidden: dict[str, int] = {}
    for dimension, tallies in found.groups.items():
        large, hidden[dimension] = large_enough({name: tally["begun"] for name, tally in tallies.items()})
        groups[dimension] = {name: _figures(flows, tallies[name]) for name in large}
    hours = {step: _hours(found.all.spent, step) for step in STEPS if step in flows.flows}
    return {"all": {**_figures(flows, found.all.of), "median_hours": hours}, "groups": groups, "hidden": hidden}


def large_enough(sizes: Mapping[Key, int]) -> tuple[list[Key], int]:
    """The groups that are large enough to be told of, the largest first; and how many journeys are in the others."""
    large = sorted((name for name, size in sizes.items() if size >= SMALLEST), key=lambda name: -sizes[name])
    small = sum(sizes.values()) - sum(sizes[name] for name in large)
    if 0 < small < SMALLEST and large:  # what is left over would tell the small group: hide one more
        small += sizes[large.pop()]
    return large, small


def tells_of_few(filters: Mapping[str, str], sizes: Mapping[Group, int]) -> bool:
    """Would these filters tell of a small group? `sizes`: of all journeys, by their values of what is filtered by.

    They do not where every group that can be worked out from what they let through, and from what fewer of them let
    through, is large, or empty.
    """
    cells: Counter[tuple[bool, ...]] = Counter()
    for group, size in sizes.items():
        cells[tuple(value == wanted for value, wanted in zip(group, filters.values(), strict=True))] += size
    return bool(filters) and any(0 < size < SMALLEST for size in cells.values())


def by_week(found: Counted) -> tuple[list[tuple[date, int, int]], int]:
    """For each week, by its Monday, how many journeys began and how many of those were claimed since.

    And how many are in weeks that are hidden.
    """
    begun: Counter[date] = Counter()
    claimed: Counter[date] = Counter()
    for day, (many, done) in found.days.items():
        monday = day - timedelta(days=day.weekday())
        begun[monday] += many
        claimed[monday] += done
    large, hidden = large_enough(begun)
    return [(monday, begun[monday], claimed[monday]) for monday in sorted(large)], hidden


def _figures(flows: Flows, tally: Tally) -> dict[str, Any]:
    """The counts of one group. Days are whole, from the first word to the milestone."""
    why = Counter({key.partition(":")[2]: many for key, many in tally.items() if key.startswith("why:")})
    few = {reason for reason, many in why.items() if many < SMALLEST}
    days = _part(tally, "days:claimed:")
    return {
        "begun": tally["begun"],
        "reached": {flow: tally[f"reached:{flow}"] for flow in STEPS if flow in flows.flows},
        "ticked": {tick: tally[f"ticked:{tick}"] for tick in flows.milestones},
        "median_days": {tick: _middle(_part(tally, f"days:{tick}:")) for tick in ("claimed", "public")},
        "days_to_claim": _classes(days),
        "days_quartiles": _quartiles(days),
        "claimed_in_time": {"in_time": tally["in_time"], "known": tally["told_in_time"]},
        "asked_for_a_human": tally["human:"],
        "stopped": tally["stopped"],
        "why_stopped": {reason: many for reason, many in why.most_common() if reason not in few},
        "why_stopped_hidden": sum(why[reason] for reason in few),
        "rated": _rated(flows, tally),
    }


def _rated(flows: Flows, tally: Tally) -> dict[str, int] | None:
    """How it went, by their own word; None when fewer than SMALLEST said so."""
    asked = flows[flows.rating] if flows.rating else None
    if not isinstance(asked, Wait):
        return None
    said = {answer: tally[f"rated:{answer}"] for answer in asked.answers}
    return said if sum(said.values()) >= SMALLEST else None


def _part(tally: Tally, begin: str) -> dict[int, int]:
    """How many took so many days, or minutes, in their order: of the marks that begin like this."""
    found = {int(key[len(begin) :]): many for key, many in tally.items() if key.startswith(begin)}
    return dict(sorted(found.items()))


def _classes(days: Mapping[int, int]) -> list[int] | None:
    """How many of these days are in each class of DAYS; None where they are too few."""
    if sum(days.values()) < SMALLEST:
        return None
    many: Counter[int] = Counter()
    for day, count in days.items():
        many[sum(day >= begin for begin in DAYS) - 1] += count
    return [many[number] for number in range(len(DAYS))]


def _quartiles(days: Mapping[int, int]) -> list[int] | None:
    """None where they are too few."""
    if sum(days.values()) < SMALLEST:
        return None
    return [round(_at(days, quarter / 4)) for quarter in (1, 2, 3)]


def _middle(days: Mapping[int, int]) -> int | None:
    return None if sum(days.values()) < SMALLEST else round(_at(days, 0.5))


def _hours(spent: Tally, step: str) -> float | None:
    """The median of the hours at this step, with two digits; None where it is of too few."""
    minutes = _part(spent, f"{step}:")
    return None if sum(minutes.values()) < SMALLEST else round(_at(minutes, 0.5) / 60, 2)


def _at(found: Mapping[int, int], part: float) -> float:
    """What stands so far along these values in their order, each as often as it is said; between two, in proportion."""
    last = sum(found.values()) - 1
    place = int(last * part)
    between = last * part - place
    ends = list(zip(accumulate(found.values()), found, strict=True))
    low = next(value for end, value in ends if end > place)
    high = next(value for end, value in ends if end > min(place + 1, last))
    return low + (high - low) * between
