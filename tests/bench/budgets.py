"""The ten figures that were agreed on (docs/performance.md), and how what was measured stands to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench.postgresql import ONE_WEB, RAW, RUN, TWO_WEBS
from tests.bench.rounds import Row, ratio
from tests.bench.stored import AT_ONCE

Parts = Mapping[str, Sequence[Row]]
OURS, FLOOR, USUAL = "Badgewijzer", "floor", "ConversationHandler"
SLOWER = 0.85
"""A floor below this part of what it was is a finding: the machine was slower, or busier, than last time."""

MOST_SECONDS = 20 * 60
"""In so much time all that a budget is about is measured, or that is a finding."""


@dataclass(frozen=True)
class Budget:
    """One row: what must be, what we aim at, and how it follows from the parts. At least, or at most?"""

    number: int
    figure: str
    part: str
    must: tuple[float, ...]
    aim: tuple[float, ...]
    measured: Callable[[Sequence[Row]], tuple[float, ...]]
    units: tuple[str, ...] = ("",)
    at_least: bool = False

    def row(self, parts: Parts) -> Row:
        found = self.measured(parts[self.part]) if parts.get(self.part) else ()
        return {
            "row": self.number,
            "figure": self.figure,
            "must": self._written(self.must, "≥ " if self.at_least else "≤ "),
            "aim": self._written(self.aim, "≥ " if self.at_least else "≤ "),
            "measured": self._written(found) if found else "-",
            "verdict": self._verdict(found) if found else f"not measured: part {self.part}",
        }

    def _verdict(self, found: tuple[float, ...]) -> str:
        def within(bounds: tuple[float, ...]) -> bool:
            pairs = zip(found, bounds, strict=True)
            return all(one >= bound if self.at_least else one <= bound for one, bound in pairs)

        return "aim reached" if within(self.aim) else "good enough" if within(self.must) else "MISSED"

    def _written(self, values: tuple[float, ...], sign: str = "") -> str:
        return "; ".join(f"{sign}{value:.5g}{unit}" for value, unit in zip(values, self.units, strict=True))


def _steady(rows: Sequence[Row]) -> tuple[float, ...]:
    ours = next(row for row in rows if row["program"] == OURS)
    return ours["p99/p50"], ours["ack p99 ms"], ours["worst ms"]


def _stored(rows: Sequence[Row]) -> tuple[float, ...]:
    few, *more = (row["program"] for row in rows)
    return (ratio(rows, "CPU µs/turn", more[-1], few, AT_ONCE),) if more else ()


def _against(column: str, theirs: str, ours: str = OURS) -> Callable[[Sequence[Row]], tuple[float, ...]]:
    return lambda rows: (ratio(rows, column, ours, theirs, 16),)


BUDGETS = (
    Budget(
        1, "SQLite, 16 in flight: turns/s against the floor", "sqlite",
        (0.40,), (0.65,), _against("turns/s", FLOOR), at_least=True,
    ),
    Budget(
        2, "turns/s against ConversationHandler with its pickles", "sqlite",
        (1.5,), (2.5,), _against("turns/s", USUAL), at_least=True,
    ),
    Budget(3, "CPU a turn against the floor's", "sqlite", (2.5,), (1.5,), _against("CPU µs/turn", FLOOR)),
    Budget(
        4, "PostgreSQL: turns/s against raw asyncpg, a transaction a turn", "postgresql",
        (0.5,), (1.0,), _against("turns/s", RAW, RUN), at_least=True,
    ),
    Budget(
        5, "two web processes on PostgreSQL: CPU a turn against one", "postgresql",
        (1.3,), (1.15,), _against("CPU µs/turn", ONE_WEB, TWO_WEBS),
    ),
    Budget(
        6, "at 200 turns/s: p99/p50; p99 acknowledgement; worst", "steady",
        (8, 50, 2500), (4, 25, 1000), _steady, ("", " ms", " ms"),
    ),
    Budget(7, "CPU a turn with 1,000,000 stored learners against 1,000", "stored", (1.15,), (1.05,), _stored),
    Budget(
        9, "memory of `run` after 100,000 turns", "memory",
        (150,), (110,), lambda rows: (float(rows[-1]["memory MB"]),), (" MB",),
    ),
    Budget(
        10, "understanding one free-text message", "words",
        (5,), (1,), lambda rows: (float(rows[0]["median ms"]),), (" ms",),
    ),
)  # fmt: skip

AT_A_KILL: Row = {
    "row": 8,
    "figure": "kill -9: lost, wrong step; sent twice",
    "must": "0, 0; ≤ 0.5; ≤ 0.2",
    "aim": "0, 0; ≤ 0.1; ≤ 0.1",
    "measured": "-",
    "verdict": "not here: make fire",
}


def verdicts(parts: Parts) -> list[Row]:
    """The ten rows."""
    return sorted([*(budget.row(parts) for budget in BUDGETS), AT_A_KILL], key=lambda row: int(row["row"]))


def compared(run: Mapping[str, Any], before: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Remarks and findings: why a run cannot be compared with an earlier one, or where its floors are slower."""
    if why := _unlike(run, before):
        return [f"not compared with the run of {before['at']}: {why}"], []
    return [], _slower(run["parts"], before["parts"])


def _unlike(run: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    here, there = run["machine"]["processor"], before["machine"]["processor"]
    if run["short"] or before["short"]:
        return "the figures of a short run say nothing"
    return "" if here == there else f"that was another machine ({there})"


def _slower(parts: Parts, before: Parts) -> list[str]:
    """Where the floor, or what stands in its place on PostgreSQL, is slower."""
    found = []
    for part, name in (("sqlite", FLOOR), ("postgresql", RAW)):
        earlier = {row["in flight"]: row["turns/s"] for row in before.get(part, ()) if row["program"] == name}
        for row in parts.get(part, ()):
            was = earlier.get(row["in flight"])
            if row["program"] == name and was and row["turns/s"] < was * SLOWER:
                found.append(
                    f"{name} at {row['in flight']} in flight: {row['turns/s']:,} turns/s, {was:,} last time. The "
                    "machine is slower or busier, so a better ratio is no gain"
                )
    return found


def too_long(seconds: Mapping[str, float]) -> list[str]:
    """Whether all that a budget is about took more time than it may. `seconds`: what each part took."""
    whole = sum(seconds.get(part, 0) for part in {budget.part for budget in BUDGETS})
    if whole <= MOST_SECONDS:
        return []
    return [f"to measure what the budgets are about took {whole:,.0f} s, and may take {MOST_SECONDS:,} s"]
