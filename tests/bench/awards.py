"""Part `awards`: awards of an institution are brought in by the file, beside a program that learners talk with.

As a script, `python -m tests.bench.awards URL FILE`, it is the process that brings them in.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import awards
from bot.store import batches
from bot.store.database import Database
from bot.store.secrets import Box
from bot.uploads import Given, looked_at
from tests.bench import machine, programs
from tests.bench.driver import WALK, BotApi, Round, measure
from tests.bench.rounds import Row, median, new_chats, percentile, say
from tests.bench.scale import Scale
from tests.databases import postgresql_server, postgresql_url
from tests.house import ROOT

TURNS_A_SECOND = 50
AT_ONCE = 20


async def measured(api: BotApi, folder: Path, scale: Scale) -> list[Row]:
    folder.mkdir(parents=True, exist_ok=True)
    file = _upload(folder, scale.awards)
    rows = await _beside(api, folder / "sqlite", "", "SQLite", file, scale)
    if scale.short:
        return rows
    with machine.on(set(machine.CORES)):
        await asyncio.to_thread(postgresql_server, durable=True)
    with contextmanager(postgresql_url)(durable=True) as url:
        return rows + await _beside(api, folder / "postgresql", url, "PostgreSQL", file, scale)


async def _beside(api: BotApi, folder: Path, url: str, name: str, file: Path, scale: Scale) -> list[Row]:
    """Turns alone, then while the file is brought in, then while it is brought in again."""
    program = programs.ours(api, folder, url, name=name)
    url = url or f"sqlite:///{folder}/badgewijzer.db"
    async with programs.running(api, program, warm_up=scale.warm_up):
        rows = [_row(f"{name}, turns alone", [await _turns(api, program, scale.awards_seconds)], {})]
        for doing in ("brought in", "brought in again"):
            out = folder / f"{doing}.json"
            child = programs.started(["-m", "tests.bench.awards", url, str(file)], ROOT, os.environ, out)
            rounds = [await _turns(api, program, scale.awards_seconds / 5)]
            while child.poll() is None:
                rounds.append(await _turns(api, program, scale.awards_seconds / 5))
            told = json.loads(out.read_text())
            rows.append(_row(f"{name}, {told.pop('rows'):,} awards {doing}", rounds, told))
            say(f"  {rows[-1]}")
    return rows


async def _turns(api: BotApi, program: programs.Program, seconds: float) -> Round:
    chats = max(round(seconds * TURNS_A_SECOND / len(WALK)), 1)
    every = 1 / TURNS_A_SECOND
    return await measure(
        api, program.urls, program.cpu_seconds, new_chats(chats), AT_ONCE, every=every, settling_seconds=0
    )


def _row(name: str, rounds: list[Round], told: dict[str, Any]) -> Row:
    p50, p99 = (median(rounds, lambda one, part=part: percentile(one.answered, part)) for part in (0.5, 0.99))  # type: ignore[misc]
    worst = max(max(one.answered) for one in rounds)
    figures = {"p50 ms": p50 * 1000, "p99 ms": p99 * 1000, "worst ms": worst * 1000}
    return {"program": name, **{name: round(value, 1) for name, value in figures.items()}, **told}


def _upload(folder: Path, count: int) -> Path:
    """A file such as edubadges takes, with so many rows."""
    file = folder / "upload.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        out.write("Recipient mailadres;Recipient EPPN;Narrative (optional);Evidence URL (optional)\r\n")
        for number in range(count):
            out.write(f's{number}@student.hogeschool.example;s{number}@hogeschool.example;"Goed; gedaan";\r\n')
    return file


async def brought_in(url: str, file: Path) -> dict[str, Any]:
    """What bringing in a file takes, beginning to end: with the longest transaction and the one that opens it."""
    begun, now = time.monotonic(), datetime.now(UTC)
    database = Database.open(url, role="command")
    longest = {"write": 0.0, "open": 0.0}
    write = database.write

    async def timed(unit: Any, *arguments: Any) -> Any:
        since = time.perf_counter()
        try:
            return await write(unit, *arguments)
        finally:
            kind = "open" if unit is batches.open_ else "write"
            longest[kind] = max(longest[kind], time.perf_counter() - since)

    database.write = timed  # type: ignore[method-assign, assignment]
    given = Given("Verpleegkundig rekenen", "Hogeschool Voorbeeld")
    box = Box("the key of a benchmark")
    plan = await awards.plan(database, box, looked_at(file), given, ZoneInfo("Europe/Amsterdam"), now)
    looked = time.monotonic() - begun
    await awards.bring_in(database, plan, now)
    await database.close()
    return {
        "rows": plan.found.rows,
        "looked s": round(looked, 1),
        "in all s": round(time.monotonic() - begun, 1),
        "longest write ms": round(longest["write"] * 1000, 1),
        "switch ms": round(longest["open"] * 1000, 1),
        "peak MB": round(machine.memory_mb(os.getpid(), peak=True)),  # what getrusage tells begins with what forked us
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(brought_in(sys.argv[1], Path(sys.argv[2])))))
