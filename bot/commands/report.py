"""What `badgewijzer report` prints of what is counted of all journeys."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.commands.beside import with_database
from bot.insight import SMALLEST, figures
from bot.settings import Settings
from bot.store.database import Database
from bot.store.tallies import Counted, Tallying, counted
from bot.wiring import clock_for, flows_for


async def told(settings: Settings, since: date, as_json: bool) -> str:
    """The report on the journeys begun from this day on."""
    flows = flows_for(settings)

    async def found(database: Database) -> Counted:
        await Tallying(database, settings.zone, clock_for(settings), watches=False).refresh()
        return await database.read(counted, since, date.max)

    report = figures(flows, await with_database(settings, found))
    return json.dumps({"since": since.isoformat(), **report}, indent=2) if as_json else written(report, since)


def written(report: Mapping[str, Any], since: date) -> str:
    """The report as a table."""
    if report["all"] is None:
        return f"Fewer than {SMALLEST} journeys were begun since {since}: too few to report without telling of people."
    every = report["all"]
    heads = ["", "begun", *every["reached"], *(f"✓{tick}" for tick in every["ticked"]), "human", "stopped", "days"]
    rows = [("all", every)]
    for dimension, groups in report["groups"].items():
        rows += [(f"{dimension}: {name}", one) for name, one in groups.items()]
    wide = max(len(name) for name, _ in rows)
    lines = [
        f"Journeys begun since {since}. A step counts when it was reached, ✓ when it was said or proven to be done;",
        "days: the median from the first word to claimed / public.",
        "",
        _row(heads, wide),
    ]
    for name, one in rows:
        days = " / ".join("-" if days is None else str(days) for days in one["median_days"].values())
        counts = [one["begun"], *one["reached"].values(), *one["ticked"].values()]
        lines.append(_row([name, *counts, one["asked_for_a_human"], one["stopped"], days], wide, heads))
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
