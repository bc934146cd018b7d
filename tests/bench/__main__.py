"""How fast one learner's turn is: webhook in, durably stored, `sendMessage` arriving at a Bot API server.

    make bench                                      all that a budget is about, some 15 minutes
    make bench ARGS=--all                           Slack, awards, mail, the desk and the picture too: 25 minutes
    make bench ARGS="--part sqlite"                 one part
    make bench ARGS="--short"                       whether it works, within a minute
    make bench ARGS="--json F --plot F.svg"         keep the figures, and draw them
    make bench ARGS="--before F"                    is the machine as fast as it was then? none: do not compare

Every program runs in processes of its own; the driver, with a Bot API server, is this one. docs/performance.md tells
how it is done and what came of it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench import (
    awards,
    desk,
    machine,
    mail,
    memory,
    picture,
    postgresql,
    programs,
    slack,
    sqlite,
    steady,
    stored,
    words,
)
from tests.bench.budgets import compared, too_long, verdicts
from tests.bench.driver import BotApi, Stuck
from tests.bench.plot import draw
from tests.bench.postgresql import NoPostgreSQL
from tests.bench.programs import NotStarted
from tests.bench.rounds import Row, remarks, say
from tests.bench.scale import FULL, SHORT, Scale
from tests.bench.tables import table
from tests.house import ROOT

Part = Callable[[BotApi, Path, Scale], Awaitable[list[Row]]]

PARTS: dict[str, tuple[str, Part]] = {
    "sqlite": ("SQLite, one process, beside the floor and ConversationHandler", sqlite.measured),
    "postgresql": ("PostgreSQL, beside raw asyncpg, and with two web processes", postgresql.measured),
    "slack": ("Slack, one process on SQLite, beside Bolt's own echo", slack.measured),
    "stored": ("Learners who come back, with more and more of them stored", stored.measured),
    "steady": ("At a steady 200 turns a second", steady.measured),
    "memory": ("Memory of `badgewijzer run`", memory.measured),
    "awards": ("Awards brought in by the file, beside turns", awards.measured),
    "words": ("Understanding a free-text message", words.measured),
    "mail": ("Guide mails that leave", mail.measured),
    "desk": ("The desk, with a million messages stored", desk.measured),
    "picture": ("Drawing how far a learner is", picture.measured),
}
PUBLISHED = ROOT / "docs" / "performance.json"
"""The figures that docs/performance.md tells of."""

OF_BUDGETS = ("sqlite", "postgresql", "stored", "steady", "memory", "words")
"""What a budget is about; the rest takes ten minutes more."""


async def bench(names: Sequence[str], scale: Scale) -> dict[str, Any]:
    """What the parts of these names came to; each is told when it is done."""
    folder = ROOT / "var" / "bench" / str(os.getpid())
    found: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine.describe(),
        "short": scale.short,
        "parts": {},
        "seconds": {},
        "left out": {},
        "remarks": list(machine.remarks()),
    }
    forked = programs.forked() if scale.short else contextlib.nullcontext()
    try:
        with forked, machine.on(machine.DRIVER_CORE):
            async with BotApi() as api:
                for name in names:
                    title, part = PARTS[name]
                    say(f"{name}: {title}")
                    begun = time.monotonic()
                    try:
                        rows = await part(api, folder / name, scale)
                    except (NoPostgreSQL, NotStarted, Stuck) as why:
                        if len(names) == 1:
                            raise
                        say(f"  {why}")
                        found["left out"][name] = str(why)
                        continue
                    finally:
                        shutil.rmtree(folder / name, ignore_errors=True)
                    found["parts"][name] = rows
                    found["seconds"][name] = seconds = round(time.monotonic() - begun)
                    found["remarks"] += remarks(rows)
                    print(f"\n{title} ({seconds} s)\n\n{table(rows)}", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    found["budgets"] = verdicts(found["parts"])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--part", choices=list(PARTS), help="only this one")
    parser.add_argument("--all", action="store_true", help="what no budget is about too: Slack, awards, mail, the desk")
    parser.add_argument("--short", action="store_true", help="only see that it works, within a minute")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file too")
    parser.add_argument("--plot", type=Path, metavar="FILE.svg", help="draw turns a second and latency")
    parser.add_argument(
        "--before",
        default=PUBLISHED,
        metavar="FILE",
        help="the figures of an earlier run, to compare with instead of those that are published; none: do not compare",
    )
    chosen = parser.parse_args()
    before = None if chosen.before == "none" else json.loads(Path(chosen.before).read_text("utf-8"))
    begun = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to stop"))  # what was started is stopped on the way out
    print("\n".join(f"{name:12} {value}" for name, value in machine.describe().items()))
    usual = PARTS if chosen.all or chosen.short else OF_BUDGETS
    try:
        found = asyncio.run(bench([chosen.part] if chosen.part else list(usual), SHORT if chosen.short else FULL))
    except (NotStarted, NoPostgreSQL, Stuck) as why:
        sys.exit(str(why))
    more, found["findings"] = compared(found, before) if before else ([], [])
    found["remarks"] += more
    found["findings"] += too_long(found["seconds"])
    print(f"\nThe budgets{' (a short run: its figures say nothing)' if chosen.short else ''}\n")
    print(table(found["budgets"]))
    found["remarks"] += [f"part {name} was left out: {why}" for name, why in found["left out"].items()]
    for kind in ("remarks", "findings"):
        if found[kind]:
            print(f"\n{kind.capitalize()}\n" + "".join(f"\n- {one}" for one in found[kind]))
    if chosen.json:
        chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if chosen.plot:
        draw(found["parts"], "; ".join([found["at"], *list(found["machine"].values())[:3]]), chosen.plot)
    print(f"\n{time.monotonic() - begun:.0f} s in all")
    if found["left out"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
