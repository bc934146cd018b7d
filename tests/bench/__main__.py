"""How fast one learner's turn is: webhook in, durably stored, `sendMessage` arriving at a Bot API server.

    make bench                              everything, at most 20 minutes
    make bench ARGS="--part sqlite"         one part
    make bench ARGS="--short"               whether it works, within a minute

Every program runs in processes of its own; so does the driver, which is this one. docs/performance.md tells how it
is done and what came of it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tests.bench import machine, memory, postgresql, sqlite, steady, stored, words
from tests.bench.driver import BotApi
from tests.bench.programs import NotStarted
from tests.bench.rounds import Row, remarks, say
from tests.bench.scale import FULL, SHORT, Scale
from tests.bench.tables import table
from tests.house import ROOT

Part = Callable[[BotApi, Path, Scale], Awaitable[list[Row]]]

PARTS: dict[str, tuple[str, Part]] = {
    "sqlite": ("SQLite, one process, beside the floor and ConversationHandler", sqlite.measured),
    "postgresql": ("PostgreSQL, beside raw asyncpg, and with two web processes", postgresql.measured),
    "stored": ("Learners who come back, with more and more of them stored", stored.measured),
    "steady": ("At a steady 200 turns a second", steady.measured),
    "memory": ("Memory of `badgewijzer run`", memory.measured),
    "words": ("Understanding a free-text message", words.measured),
}


async def bench(names: list[str], scale: Scale) -> dict[str, Any]:
    """What the parts of these names came to."""
    folder = ROOT / "var" / "bench" / str(os.getpid())
    os.sched_setaffinity(0, machine.DRIVER_CORE)
    found: dict[str, Any] = {"machine": machine.describe(), "short": scale.short, "parts": {}, "remarks": []}
    try:
        async with BotApi() as api:
            for name in names:
                title, part = PARTS[name]
                say(f"{name}: {title}")
                begun = time.monotonic()
                rows = await part(api, folder / name, scale)
                found["parts"][name] = rows
                found["remarks"] += remarks(rows)
                print(f"\n{title} ({time.monotonic() - begun:.0f} s)\n\n{table(rows)}", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--part", choices=list(PARTS), help="only this one")
    parser.add_argument("--short", action="store_true", help="see that it works, within a minute")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    chosen = parser.parse_args()
    for name, value in machine.describe().items():
        print(f"{name:12} {value}")
    try:
        found = asyncio.run(bench([chosen.part] if chosen.part else list(PARTS), SHORT if chosen.short else FULL))
    except NotStarted as why:
        sys.exit(str(why))
    for remark in found["remarks"]:
        print(f"note: {remark}")
    if chosen.json:
        chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
