"""Part `sqlite`: ours, the floor and ConversationHandler, in turn."""

from __future__ import annotations

from pathlib import Path

from tests.bench import programs
from tests.bench.driver import BotApi
from tests.bench.rounds import Row, interleaved
from tests.bench.scale import Scale


async def measured(api: BotApi, folder: Path, scale: Scale) -> list[Row]:
    beside = [
        programs.ours(api, folder / "ours"),
        programs.floor(api, folder / "floor"),
        programs.forgetful(api, folder / "forgetful"),
    ]
    quick = programs.floor(api, folder / "quick", programs.QUICK)
    rows: list[Row] = []
    async with programs.running(api, *beside, quick, warm_up=scale.warm_up):
        for at_once in (1, 16, 64):
            rows += await interleaved(
                api,
                [*beside, quick] if at_once == 16 else beside,
                chats=scale.chats,
                at_once=at_once,
                rounds=scale.rounds,
                within_seconds=scale.level_seconds,
            )
    return rows
