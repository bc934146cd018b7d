"""What is known of all journeys together, and of none alone: counts by channel, language, institution and way."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from statistics import median
from typing import Any

from bot.commands.beside import with_database
from bot.conversation.flow import Flows
from bot.settings import Settings
from bot.store.events import Journey, journeys
from bot.wiring import flows_for

SMALLEST = 10
"""A group of fewer journeys might show who is in it, and is hidden."""

DIMENSIONS: Mapping[str, Callable[[Journey], str]] = {
    "channel": lambda journey: journey.channel,
    "language": lambda journey: journey.language,
    "institution": lambda journey: journey.institution or "not known",
    "way": lambda journey: journey.way or "not known",
}


async def told(settings: Settings, since: date, as_json: bool) -> str:
    """The report on the journeys begun from this day on."""
    begin = datetime.combine(since, time(), settings.zone)
    flows = flows_for(settings)
    found = await with_database(settings, lambda database: database.read(lambda db: list(journeys(db, begin))))
    report = counted(flows, found)
    return json.dumps({"since": since.isoformat(), **report}, indent=2) if as_json else written(report, since)


def counted(flows: Flows, found: Sequence[Journey]) -> dict[str, Any]:
    """The counts of all, then of each group that is large enough; and how many journeys are in groups hidden."""
    if len(found) < SMALLEST:
        return {"all": None, "groups": {}, "hidden": {}}
    groups: dict[str, dict[str, Any]] = {}
    hidden: dict[str, int] = {}
    for dimension, of in DIMENSIONS.items():
        grouped: dict[str, list[Journey]] = {}
        for journey in found:
            grouped.setdefault(of(journey), []).append(journey)
        large = sorted((item for item in grouped.items() if len(item[1]) >= SMALLEST), key=lambda item: -len(item[1]))
        small = len(found) - sum(len(group) for _, group in large)
        if 0 < small < SMALLEST and large:  # what is left over would tell the small group: hide one more
            small += len(large.pop()[1])
        groups[dimension] = {name: _figures(flows, group) for name, group in large}
        hidden[dimension] = small
    return {"all": _figures(flows, found), "groups": groups, "hidden": hidden}


def _figures(flows: Flows, found: Sequence[Journey]) -> dict[str, Any]:
    """The counts of one group. Days are whole, from the first word to the milestone."""
    stopped = Counter(key.partition(":")[2] for journey in found for key in journey.happened if key.startswith("why:"))
    few = {reason: count for reason, count in stopped.items() if count < SMALLEST}
    return {
        "begun": len(found),
        "reached": {
            flow: sum(f"reached:{flow}" in journey.happened for journey in found)
            for flow in ("award", "eduid", "backpack", "claim", "share", "done")
            if flow in flows.flows
        },
        "ticked": {tick: sum(f"ticked:{tick}" in journey.happened for journey in found) for tick in flows.milestones},
        "median_days": {tick: _days(found, f"ticked:{tick}") for tick in ("claimed", "public")},
        "asked_for_a_human": sum("human:" in journey.happened for journey in found),
        "stopped": sum(any(key.startswith("stopped:") for key in journey.happened) for journey in found),
        "why_stopped": {reason: count for reason, count in stopped.most_common() if reason not in few},
        "why_stopped_hidden": sum(few.values()),
    }


def _days(found: Sequence[Journey], milestone: str) -> int | None:
    """The median number of days from the first word to a milestone; None when fewer than SMALLEST reached it."""
    days = [
        (journey.happened[milestone] - journey.happened["began:"]).days
        for journey in found
        if milestone in journey.happened
    ]
    return round(median(days)) if len(days) >= SMALLEST else None


def written(report: Mapping[str, Any], since: date) -> str:
    """The report as a table."""
    if report["all"] is None:
        return f"Fewer than {SMALLEST} journeys were begun since {since}: too few to report without telling of people."
    every = report["all"]
    heads = ["", "begun", *every["reached"], *(f"✓{tick}" for tick in every["ticked"]), "human", "stopped", "days"]
    rows = [("all", every)]
    for dimension, groups in report["groups"].items():
        rows += [(f"{dimension}: {name}", figures) for name, figures in groups.items()]
    wide = max(len(name) for name, _ in rows)
    lines = [
        f"Journeys begun since {since}. A step counts when it was reached, ✓ when it was said or proven to be done;",
        "days: the median from the first word to claimed / public.",
        "",
        _row(heads, wide),
    ]
    for name, figures in rows:
        days = " / ".join("-" if days is None else str(days) for days in figures["median_days"].values())
        counts = [figures["begun"], *figures["reached"].values(), *figures["ticked"].values()]
        lines.append(_row([name, *counts, figures["asked_for_a_human"], figures["stopped"], days], wide, heads))
    for dimension, count in report["hidden"].items():
        if count:
            lines.append(
                f"{count} journeys are in groups by {dimension} that are hidden: under {SMALLEST}, or next to one."
            )
    why = [f"{reason.replace('_', ' ')} {count}" for reason, count in every["why_stopped"].items()]
    if every["why_stopped_hidden"]:
        why.append(f"other reasons, each fewer than {SMALLEST}: {every['why_stopped_hidden']}")
    lines += ["", f"Why people stopped: {'; '.join(why) or 'nobody said'}"]
    return "\n".join(lines)


def _row(cells: Sequence[Any], wide: int, heads: Sequence[str] | None = None) -> str:
    sizes = [max(len(str(head)), 5) for head in (heads or cells)[1:]]
    told = "  ".join(f"{cell!s:>{size}}" for cell, size in zip(cells[1:], sizes, strict=True))
    return f"{cells[0]:{wide}}  {told}"
