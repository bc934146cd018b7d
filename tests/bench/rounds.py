"""Rounds: every program in turn, again and again, so that a busy moment of the machine hits them all; then medians."""

from __future__ import annotations

import itertools
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tests.bench.driver import Provider, Round, measure
from tests.bench.programs import Program

Row = dict[str, Any]
"""What is told of one program: a column's name and its figure."""

DRIVER_TOO_BUSY = 0.9
"""A driver that takes more than this of its core may be what is measured."""

MOST_SHARES = 2
"""A slow program may take so many times its part of the time: others leave some of theirs."""

_batches = itertools.count(1)


def say(text: str) -> None:
    """Progress, where it does not get among the figures."""
    print(text, file=sys.stderr, flush=True)


def new_chats(count: int) -> range:
    """Chats that nobody has seen before in this run."""
    first = next(_batches) * 1_000_000
    return range(first, first + count)


def percentile(values: Sequence[float], part: float) -> float:
    return sorted(values)[min(int(len(values) * part), len(values) - 1)]


def median(rounds: Sequence[Round], of: Callable[[Round], float]) -> float:
    return statistics.median(of(one) for one in rounds)


def cpu_us(one: Round) -> float:
    """Processor time a turn, in microseconds."""
    return one.cpu_seconds / len(one.answered) * 1_000_000


async def interleaved(
    api: Provider,
    programs: Sequence[Program],
    *,
    chats: int,
    at_once: int,
    rounds: int,
    within_seconds: float,
    among: Callable[[Program, int], Sequence[int]] = lambda program, count: new_chats(count),
) -> list[Row]:
    """A row for each program: `chats` learners in `rounds` rounds. Those of one name are one program, measured in turn.

    Where that takes longer than `within_seconds` there are fewer rounds, and fewer walks in each.
    """
    alike: dict[str, list[Program]] = {}
    for program in programs:
        alike.setdefault(program.name, []).append(program)
    measured: dict[str, list[Round]] = {name: [] for name in alike}
    held = {name: sum(program.memory_mb() for program in each) for name, each in alike.items()}
    share = within_seconds / rounds / len(alike)
    begun = time.monotonic()
    for number in range(rounds):
        for program in (each[number % len(each)] for each in alike.values()):
            some = among(program, max(chats // rounds, 1))
            one = await measure(
                api, program.urls, program.cpu_seconds, some, at_once, within_seconds=share * MOST_SHARES
            )
            measured[program.name].append(one)
            say(
                f"  {program.name}, {at_once} in flight, round {number + 1} of {rounds}:"
                f" {len(one.answered) / one.seconds:,.0f} turns/s, {cpu_us(one):,.0f} µs CPU"
            )
        if time.monotonic() - begun > within_seconds:
            say(f"  that took long enough: {number + 1} of {rounds} rounds")
            break
    return [row(each, at_once, measured[name], held[name]) for name, each in alike.items()]


def row(alike: Sequence[Program], at_once: int, rounds: Sequence[Round], held_before: float) -> Row:
    """The medians of the rounds. `held_before`: MB in memory before the first, in all of them together."""

    def ms(of: Callable[[Round], list[float]], part: float) -> float:
        return round(median(rounds, lambda one: percentile(of(one), part)) * 1000, 1)

    held, turns = sum(program.memory_mb() for program in alike), sum(len(one.answered) for one in rounds)
    return {
        "program": alike[0].name,
        "in flight": at_once,
        "turns/s": round(median(rounds, lambda one: len(one.answered) / one.seconds)),
        "p50 ms": ms(lambda one: one.answered, 0.5),
        "p95 ms": ms(lambda one: one.answered, 0.95),
        "p99 ms": ms(lambda one: one.answered, 0.99),
        "ack p99 ms": ms(lambda one: one.acknowledged, 0.99),
        "worst ms": round(max(max(one.answered) for one in rounds) * 1000, 1),
        "CPU µs/turn": round(median(rounds, cpu_us)),
        "memory MB": round(held / len(alike)),
        "memory bytes/turn": round((held - held_before) * 1_048_576 / turns),
        "turns": turns,
        "rounds": len(rounds),
        "driver busy": round(median(rounds, lambda one: one.driver_seconds / one.seconds), 2),
    }


def remarks(rows: Sequence[Row]) -> Iterator[str]:
    """What a reader of these rows should know."""
    for one in rows:
        if one.get("driver busy", 0) > DRIVER_TOO_BUSY:
            yield (
                f"{one['program']} at {one['in flight']} in flight: the driver took {one['driver busy']:.0%} of its "
                "core, so the program may be faster than this"
            )
        if one.get("note"):
            yield one["note"]
        if one.get("deadlocks"):
            yield (
                f"{one['program']} at {one['in flight']} in flight: {one['deadlocks']} deadlocks in {one['turns']:,} "
                "turns, each of which PostgreSQL undoes after a second"
            )


def ratio(rows: Sequence[Row], column: str, ours: str, theirs: str, at_once: int) -> float:
    """A figure of one program as a part of another's."""
    by_name = {one["program"]: one[column] for one in rows if one["in flight"] == at_once}
    return float(by_name[ours] / by_name[theirs])
