"""Part `stored`: what a turn of a learner who comes back costs, with few and with many learners stored."""

from __future__ import annotations

import asyncio
import shutil
import time
from pathlib import Path

from bot.store import finding
from bot.store.database import sqlite_engine
from tests.bench import crowd, machine, programs
from tests.bench.driver import WALK, BotApi, measure
from tests.bench.rounds import Row, interleaved, say
from tests.bench.scale import Scale

AT_ONCE = 16
FIRST_TURNS = 3
"""So many turns each stored learner has behind them: 7 messages, 5 deliveries done, an alarm to come."""


def name_for(stored: int) -> str:
    return f"{stored:,} stored"


async def measured(api: BotApi, folder: Path, scale: Scale) -> list[Row]:
    template = await one_learner(api, folder / "template")
    asked: dict[int, int] = {}  # how many were asked for, by how many are stored
    megabytes: dict[str, float] = {}
    seconds_each = 0.0
    for wanted in scale.stored:
        stored = wanted
        if seconds_each * wanted > scale.load_seconds:
            stored = max(int(scale.load_seconds / seconds_each) // 10_000 * 10_000, *asked)
            say(f"  {wanted:,} would take {seconds_each * wanted:.0f} s to load here: {stored:,} instead")
        if stored not in asked:
            begun = time.monotonic()
            megabytes[name_for(stored)] = await _load(template, folder / str(stored), stored)
            seconds_each = (time.monotonic() - begun) / stored
            say(f"  {name_for(stored)}: {megabytes[name_for(stored)]:,.0f} MB in {seconds_each * stored:.1f} s")
        asked[stored] = wanted
    for stored in asked:
        await asyncio.to_thread(shutil.copytree, folder / str(stored), folder / f"{stored}{programs.ALIKE[1]}")
    beside = [
        programs.ours(api, folder / f"{stored}{end}", name=name_for(stored))
        for stored in asked
        for end in programs.ALIKE
    ]
    again = {name_for(stored): crowd.chats(stored) for stored in asked}
    async with programs.running(api, *beside, warm_up=scale.warm_up):
        rows = await interleaved(
            api,
            beside,
            chats=scale.stored_chats,
            at_once=AT_ONCE,
            rounds=scale.stored_rounds,
            within_seconds=scale.level_seconds,
            among=lambda program, count: again[program.name](count),
        )
    for row, (stored, wanted) in zip(rows, asked.items(), strict=True):
        row["file MB"] = round(megabytes[row["program"]])
        if stored != wanted:
            row["note"] = f"{stored:,} stored learners instead of {wanted:,}: to load those takes too long here"
    return rows


async def _load(template: Path, folder: Path, stored: int) -> float:
    """A database with so many learners, in its own folder; how many megabytes it takes."""
    folder.mkdir(parents=True)
    file = folder / "badgewijzer.db"
    with machine.on(set(machine.CORES)):  # a thread runs where it was started
        await asyncio.to_thread(crowd.gather, template, file, stored)
    return file.stat().st_size / 1_000_000


async def one_learner(api: BotApi, folder: Path) -> Path:
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
    file = folder / "badgewijzer.db"
    await asyncio.to_thread(_indexed, file)
    return file


def _indexed(file: Path) -> None:
    """Staff find this learner: the program comes to that half a minute after the turns."""
    engine = sqlite_engine(file, immediate=True)
    try:
        with engine.begin() as db:
            while finding.note_some(db, finding.newest(db)):
                pass
    finally:
        engine.dispose()
