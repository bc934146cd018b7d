"""Part `sqlite`: ours, the floor and ConversationHandler, in turn.

ConversationHandler begins anew at each level: once a minute PicklePersistence writes its whole file, once for every
conversation that went on. With some two thousand of them it answered nobody for half a minute, and took the core of the
others with it.
"""

from __future__ import annotations

from pathlib import Path

from tests.bench import programs
from tests.bench.driver import BotApi
from tests.bench.rounds import Row, interleaved
from tests.bench.scale import Scale


async def measured(api: BotApi, folder: Path, scale: Scale) -> list[Row]:
    beside = [
        made(api, folder / f"{name}{end}")
        for name, made in (("ours", programs.ours), ("floor", programs.floor))
        for end in programs.ALIKE
    ]
    quick = programs.floor(api, folder / "quick", programs.QUICK)
    rows: list[Row] = []
    async with programs.running(api, *beside, quick, warm_up=scale.warm_up):
        for at_once in (1, 16, 64):
            usual = programs.forgetful(api, folder / f"forgetful-{at_once}")
            async with programs.running(api, usual, warm_up=scale.warm_up):
                rows += await interleaved(
                    api,
                    [*beside, usual, *([quick] if at_once == 16 else [])],
                    chats=scale.chats,
                    at_once=at_once,
                    rounds=scale.rounds,
                    within_seconds=scale.level_seconds,
                )
    return rows
