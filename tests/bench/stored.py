"""Part `stored`: what a turn of a learner who comes back costs, with few and with many learners stored."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from tests.bench import crowd, programs
from tests.bench.driver import WALK, BotApi, measure
from tests.bench.rounds import Row, interleaved, say
from tests.bench.scale import Scale

AT_ONCE = 16
FIRST_TURNS = 3
"""So many turns each stored learner has behind them: 7 messages, 5 deliveries done, an alarm to come."""


def name_for(stored: int) -> str:
    return f"{stored:,} stored"


async def measured(api: BotApi, folder: Path, scale: Scale) -> list[Row]:
    template = await _one_learner(api, folder / "template")
    beside, megabytes = [], {}
    for stored in scale.stored:
        home = folder / str(stored)
        home.mkdir(parents=True)
        begun = time.monotonic()
        await asyncio.to_thread(crowd.gather, template, home / "badgewijzer.db", stored)
        megabytes[name_for(stored)] = (home / "badgewijzer.db").stat().st_size / 1_000_000
        say(f"  {name_for(stored)}: {megabytes[name_for(stored)]:,.0f} MB in {time.monotonic() - begun:.1f} s")
    for stored in scale.stored:
        beside.append(programs.ours(api, folder / str(stored), name=name_for(stored)))
    again = {name_for(stored): crowd.chats(stored) for stored in scale.stored}
    async with programs.running(api, *beside, warm_up=scale.warm_up):
        rows = await interleaved(
            api,
            beside,
            chats=scale.stored_chats,
            at_once=AT_ONCE,
            rounds=scale.rounds,
            within_seconds=scale.level_seconds,
            among=lambda program, count: again[program.name](count),
        )
    for row in rows:
        row["file MB"] = round(megabytes[row["program"]])
    return rows


async def _one_learner(api: BotApi, folder: Path) -> Path:
    """A database as the program leaves it after the first turns of one learner."""
    program = programs.ours(api, folder)
    try:
        await asyncio.to_thread(program.wait_ready)
        chat = [crowd.FIRST_CHAT]
        await measure(api, program.urls, program.cpu_seconds, chat, 1, walk=WALK[:FIRST_TURNS])
        program.processes[0].terminate()  # a clean end leaves everything in the one file
        await asyncio.to_thread(program.processes[0].wait, 30)
    finally:
        program.stop()
    return folder / "badgewijzer.db"
