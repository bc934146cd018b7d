"""Part `memory`: what `run` holds after many turns, and whether it goes on growing."""

from __future__ import annotations

import time
from pathlib import Path

from tests.bench import programs
from tests.bench.driver import WALK, BotApi, measure
from tests.bench.rounds import Row, new_chats, say
from tests.bench.scale import Scale

AT_ONCE = 64
LOOKS = 10
"""How often its memory is looked at on the way."""


async def measured(api: BotApi, folder: Path, scale: Scale) -> list[Row]:
    program = programs.ours(api, folder / "ours")
    turns, begun = 0, time.monotonic()
    async with programs.running(api, program, warm_up=scale.warm_up):
        rows = [_row(program, turns)]
        for _ in range(LOOKS):
            chats = new_chats(-(-scale.memory_turns // LOOKS // len(WALK)))
            left = scale.memory_seconds - (time.monotonic() - begun)
            one = await measure(api, program.urls, program.cpu_seconds, chats, AT_ONCE, within_seconds=left)
            turns += len(one.answered)
            rows.append(_row(program, turns))
            say(f"  {turns:,} turns: {program.memory_mb():.0f} MB")
            if turns < scale.memory_turns and time.monotonic() - begun > scale.memory_seconds:
                rows[-1]["note"] = f"memory after {turns:,} turns instead of {scale.memory_turns:,}: it took too long"
                break
    return rows


def _row(program: programs.Program, turns: int) -> Row:
    return {
        "program": program.name,
        "turns": turns,
        "memory MB": round(program.memory_mb()),
        "peak MB": round(program.memory_mb(peak=True)),
    }
