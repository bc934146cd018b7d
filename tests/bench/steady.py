"""Part `steady`: how even the answers come at a pace far below what the program can do."""

from __future__ import annotations

from pathlib import Path

from tests.bench import programs
from tests.bench.driver import WALK, BotApi, Round, measure
from tests.bench.rounds import Row, median, new_chats, percentile, say
from tests.bench.scale import Scale

TURNS_A_SECOND = 200
AT_ONCE = 100
"""Learners who are walking at any moment: each does something twice a second."""


async def measured(api: BotApi, folder: Path, scale: Scale) -> list[Row]:
    ours, floor = programs.ours(api, folder / "ours"), programs.floor(api, folder / "floor")
    found: dict[str, list[Round]] = {ours.name: [], floor.name: []}
    chats = max(round(scale.steady_seconds * TURNS_A_SECOND / len(WALK)), 1)
    async with programs.running(api, ours, floor, warm_up=scale.warm_up):
        for program in (ours, floor, ours):
            one = await measure(
                api,
                program.urls,
                program.cpu_seconds,
                new_chats(chats),
                AT_ONCE,
                every=1 / TURNS_A_SECOND,
                within_seconds=scale.steady_seconds * 1.5,
            )
            found[program.name].append(one)
            say(f"  {program.name}: worst {max(one.answered) * 1000:.1f} ms of {len(one.answered):,}")
    return [_row(name, rounds) for name, rounds in found.items()]


def _row(name: str, rounds: list[Round]) -> Row:
    p50, p99 = (median(rounds, lambda one, part=part: percentile(one.answered, part)) for part in (0.5, 0.99))  # type: ignore[misc]
    return {
        "program": name,
        "turns/s": round(median(rounds, lambda one: len(one.answered) / one.seconds)),
        "p50 ms": round(p50 * 1000, 1),
        "p99 ms": round(p99 * 1000, 1),
        "p99/p50": round(median(rounds, lambda one: percentile(one.answered, 0.99) / percentile(one.answered, 0.5)), 1),
        "ack p99 ms": round(median(rounds, lambda one: percentile(one.acknowledged, 0.99)) * 1000, 1),
        "worst ms": round(max(max(one.answered) for one in rounds) * 1000, 1),
        "worst ack ms": round(max(max(one.acknowledged) for one in rounds) * 1000, 1),
        "turns": sum(len(one.answered) for one in rounds),
    }
