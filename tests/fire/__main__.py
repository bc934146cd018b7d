"""`make fire`: the long form of the crash harness, with figures.

    make fire                                              every round once, on both databases
    make fire ARGS="--kills 500 --database sqlite"         kill -9 under load
    make fire ARGS="--sigterm 200 --database postgresql"   restarts under load
    make fire ARGS="--siege 10 --database postgresql"      ten minutes of kills every few seconds, watched by /metrics
    make fire ARGS="--kills 500 --channel slack"           the same on Slack, where nothing may come twice
    make fire ARGS="--points"                              SIGKILL at every named point, at the 1st, 2nd and 7th hit
    make fire ARGS=--bugs                                  every seeded bug, five times (--times), and once without it
    make fire ARGS="--bugs --ordinary"                     the ordinary tests with each bug: are they green?
    make fire ARGS="--bugs --ordinary --together"          with all bugs in one program: sooner done
    make fire ARGS="--repeat 20"                           every round, twenty times
    make fire ARGS="--mails 1000"                          mails in and out through Postfix and Dovecot, under kill -9
    make fire ARGS="--upgrade 1000000"                     upgrade so many learners' database while they talk
    make fire ARGS="--rounds stopped,locked --json out.json"

Exit code 1 when an invariant did not hold, nothing was acknowledged within 5 s of one of --kills, a seeded bug was not
seen, or something was seen without it; with --ordinary, when a test sees a bug.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.fire.channels import STAGES
from tests.fire.fleet import Cold, Nursery
from tests.fire.invariants import doubles
from tests.fire.mails import fire
from tests.fire.rounds import BETWEEN_SECONDS, ROUNDS, WAY_SECONDS, Outcome, play
from tests.fire.seeded import BUGS, Bug, make, red, together
from tests.fire.upgrade import TEN_MIGRATIONS_BEFORE, NoSuchProgram, upgrades
from tests.post_office import post_office

ACKNOWLEDGED_WITHIN_SECONDS = 5.0
"""So long after a kill the first thing that is said is acknowledged at the latest, by whichever process."""

KILLS_A_RUN = 50
"""After so many kills the evidence is looked at, and the next run begins on a fresh database."""


def figures(outcome: Outcome) -> dict[str, Any]:
    """What one round came to."""
    broken, evidence = outcome.broken, outcome.evidence
    return {
        "round": outcome.round,
        "database": outcome.database,
        "seconds": round(outcome.seconds, 1),
        "kills": outcome.kills,
        "worker_kills": sum(kill.delivers for kill in evidence.kills),
        "turns": outcome.turns,
        "lost": len(broken.get("acknowledged-once", ())) + len(broken.get("nothing-lost", ())),
        "wrong_state": len(broken.get("state-as-in-a-quiet-run", ())),
        "out_of_order": len(broken.get("order", ())),
        "doubles": sum(double.times for double in doubles(evidence)),
        "unexplained": len(broken.get("doubles-only-in-flight", ())),
        "in_flight": sum(len(kill.under_way) for kill in evidence.kills),
        "unacknowledged": sum(kill.acknowledged_after is None for kill in evidence.kills),
        "recoveries": [round(seconds, 3) for seconds in outcome.recoveries],
        "broken": broken,
        "counts": asdict(outcome.counts) if outcome.counts else None,
    }


def added(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rounds of the same kind on the same database as one row."""
    whole: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        key = row["round"], row["database"]
        if key not in whole:
            whole[key] = {**row, "runs": 1, "recoveries": list(row["recoveries"]), "broken": dict(row["broken"])}
            continue
        sum_ = whole[key]
        sum_["runs"] += 1
        for name, value in row.items():
            if isinstance(value, int | float):
                sum_[name] += value
        sum_["recoveries"] += row["recoveries"]
        sum_["broken"] |= row["broken"]
    return list(whole.values())


def table(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    head = "round", "database", "runs", "kills", "turns", "lost", "wrong", "order", "doubles"
    head += "per kill", "a worker", "in flight", "of those"
    yield "  ".join(f"{word:>10}" for word in (*head, "ack p50 s", "ack max s", "verdict"))
    for row in rows:
        waits = row["recoveries"]
        cells = (
            row["round"], row["database"], row["runs"], row["kills"], row["turns"], row["lost"], row["wrong_state"],
            row["out_of_order"], row["doubles"], _share(row["doubles"], row["kills"]),
            _share(row["doubles"], row["worker_kills"]), row["in_flight"], _share(row["doubles"], row["in_flight"]),
            f"{statistics.median(waits):.2f}" if waits else "-",
            f"{max(waits):.2f}" if waits else "-", "BROKEN" if row["broken"] else "holds",
        )  # fmt: skip
        yield "  ".join(f"{cell!s:>10}" for cell in cells)


def _is_late(row: dict[str, Any]) -> bool:
    return bool(row["unacknowledged"]) or max(row["recoveries"], default=0.0) > ACKNOWLEDGED_WITHIN_SECONDS


def _share(some: int, whole: int) -> str:
    return f"{some / whole:.2f}" if whole else "-"


def told(outcome: Outcome) -> None:
    verdict = "holds" if not outcome.broken else "BROKEN: " + ", ".join(outcome.broken)
    row = figures(outcome)
    print(
        f"{outcome.round} on {outcome.database}: {outcome.seconds:.0f} s, {outcome.kills} kills, {outcome.turns} turns,"
        f" {row['doubles']} doubles: {verdict}",
        flush=True,
    )
    for name, lines in outcome.broken.items():
        for line in lines[:5]:
            print(f"    {name}: {line}")
    if outcome.folder:
        print(f"    its database and logs: {outcome.folder}")
    if outcome.counts:
        print(f"    /metrics: {outcome.counts.looks} looks, {outcome.counts.unanswered} unanswered; the worst seen:")
        for name, value in sorted(outcome.counts.worst.items()):
            print(f"    {value:10,.2f}  {name}", flush=True)


def one(
    name: str, database: str, nursery: Nursery | Cold, chosen: argparse.Namespace, seed: int, **how: Any
) -> Outcome:
    def progress(text: str) -> None:
        if sys.stdout.isatty():
            print(f"\r{name} on {database}: {text}".ljust(79), end="\r", flush=True)

    how = {
        "scale": chosen.scale,
        "progress": progress,
        "patience_seconds": 300,  # on a busy machine some learner may be heard only when nobody dies any more
        "way_seconds": chosen.way,
        "channel": chosen.channel,
        **how,
    }
    outcome = asyncio.run(play(name, database, nursery, seed=seed, **how))
    told(outcome)
    return outcome


def portions(whole: int) -> Iterator[int]:
    while whole > 0:
        yield min(whole, KILLS_A_RUN)
        whole -= KILLS_A_RUN


def rounds(chosen: argparse.Namespace) -> list[dict[str, Any]]:
    """The rounds that were asked for, one after the other."""
    rows: list[dict[str, Any]] = []
    databases = [chosen.database] if chosen.database else ["sqlite", "postgresql"]
    seed = chosen.seed
    with Cold() if chosen.cold else Nursery() as nursery:
        for database in databases:
            for name, times in (("kills", chosen.kills), ("sigterm", chosen.sigterm)):
                for most in portions(times):
                    seed += 1
                    rows.append(figures(one(name, database, nursery, chosen, seed, most=most)))
            if chosen.siege:
                most = round(chosen.siege * 60 / statistics.mean(BETWEEN_SECONDS))
                rows.append(figures(one("siege", database, nursery, chosen, seed, most=most)))
            if chosen.points:
                rows.append(figures(one("points", database, nursery, chosen, seed, most=3)))
        if chosen.rounds or not (chosen.kills or chosen.sigterm or chosen.siege or chosen.points):
            names = chosen.rounds.split(",") if chosen.rounds else list(ROUNDS)
            for _ in range(chosen.repeat):
                for name in names:
                    for database in databases:
                        if database in ROUNDS[name].databases and chosen.channel in ROUNDS[name].channels:
                            seed += 1
                            rows.append(figures(one(name, database, nursery, chosen, seed)))
    return rows


def caught(mistake: Bug, times: int, chosen: argparse.Namespace, **how: Any) -> tuple[int, set[str]]:
    """In how many of so many runs the bug was seen by the invariant it names, and by which others."""
    seen_by: set[str] = set()
    count = 0
    with tempfile.TemporaryDirectory(prefix="fire-bug-") as folder:
        tree = make(mistake, Path(folder) / "tree")
        with Nursery(tree) as nursery:
            for seed in range(times):
                how_it_ran = {"patience_seconds": 30, **mistake.how, **how}
                outcome = one(mistake.round, mistake.database, nursery, chosen, seed, **how_it_ran)
                count += mistake.caught_by in outcome.broken
                seen_by |= outcome.broken.keys()
    return count, seen_by


def holds(mistake: Bug, chosen: argparse.Namespace) -> bool:
    """Does everything hold in that round without the bug? If not, that it is seen says nothing."""
    with Nursery() as nursery:
        how_it_ran = {"patience_seconds": 30, **mistake.how}
        return not one(mistake.round, mistake.database, nursery, chosen, 0, **how_it_ran).broken


def chosen_bugs(chosen: argparse.Namespace) -> Iterator[Bug]:
    """All, or those whose names begin as was said."""
    for mistake in BUGS.values():
        if mistake.name.startswith(tuple(chosen.only.split(","))):
            yield mistake


def ordinary(chosen: argparse.Namespace) -> list[dict[str, Any]]:
    """Which ordinary tests see which bug: none should."""
    rows = []
    mistakes = list(chosen_bugs(chosen))
    for mistake in [together(mistakes)] if chosen.together else mistakes:
        with tempfile.TemporaryDirectory(prefix="fire-bug-") as folder:
            seen_by = red(mistake, Path(folder))
        print(f"{mistake.name:<45} {'RED' if seen_by else 'green'}", *seen_by, sep="\n    ", flush=True)
        rows.append({"bug": mistake.name, "red": seen_by})
    return rows


def bugs(chosen: argparse.Namespace) -> list[dict[str, Any]]:
    rows = []
    for mistake in chosen_bugs(chosen):
        print(f"--- {mistake.name}: {mistake.caught_by}, in {mistake.round} on {mistake.database}", flush=True)
        without = holds(mistake, chosen)
        count, seen_by = caught(mistake, chosen.times, chosen)
        rows.append({"bug": mistake.name, "caught": count, "times": chosen.times, "by": mistake.caught_by,
                     "also": sorted(seen_by - {mistake.caught_by}), "holds_without": without})  # fmt: skip
    return rows


def mails(chosen: argparse.Namespace) -> bool:
    """Mails in and out while processes are killed; did everything hold?"""
    whole = True
    for database in [chosen.database] if chosen.database else ["sqlite", "postgresql"]:
        with tempfile.TemporaryDirectory(prefix="fire-mails-") as folder, post_office() as office, Nursery() as nursery:
            how = {"mails": chosen.mails, "seed": chosen.seed, "patience_seconds": 900}  # late is not lost
            under_fire = fire(database, office, Path(folder), nursery, **how)
            result = asyncio.run(under_fire)
        verdict = "BROKEN: " + "; ".join(result.broken[:5]) if result.broken else "holds"
        print(
            f"{result.mails} mails on {database}: {result.seconds:.0f} s, {result.kills} kills, {result.again} letters "
            f"came again as they were: {verdict}",
            flush=True,
        )
        whole = whole and not result.broken
    return whole


def machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.release()}"


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="make fire", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="only this one")
    parser.add_argument("--channel", choices=tuple(STAGES), default="telegram")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--sigterm", type=int, default=0)
    parser.add_argument("--siege", type=float, default=0, metavar="MINUTES")
    parser.add_argument("--points", action="store_true")
    parser.add_argument("--rounds", default="", help=", ".join(ROUNDS))
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--mails", type=int, default=0)
    parser.add_argument("--upgrade", type=int, default=0, metavar="LEARNERS")
    parser.add_argument(
        "--from", dest="origin", default=TEN_MIGRATIONS_BEFORE, metavar="COMMIT",
        help="of --upgrade: this program, or the last one with this migration (%(default)s)",
    )  # fmt: skip
    parser.add_argument("--bugs", action="store_true")
    parser.add_argument("--ordinary", action="store_true", help="with --bugs: the ordinary tests, and no round")
    parser.add_argument("--together", action="store_true", help="with --ordinary: all bugs in one program")
    parser.add_argument("--times", type=int, default=5, help="how often each bug is tried")
    parser.add_argument("--only", default="", help="the beginnings of the names of bugs")
    parser.add_argument("--cold", action="store_true", help="start every process from nothing, as a shell would")
    parser.add_argument("--scale", type=float, default=6, help="by how much leases and patience are shortened; 1: not")
    parser.add_argument("--way", type=float, default=WAY_SECONDS, help="seconds a call is on its way at most, in kills")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    begun = time.monotonic()
    print(f"under fire: {machine()}")
    if chosen.mails:
        bad, rows = not mails(chosen), []
    elif chosen.upgrade:
        databases = [chosen.database] if chosen.database else ["postgresql", "sqlite"]
        try:
            rows = upgrades(chosen.upgrade, chosen.origin, databases)
        except NoSuchProgram as error:
            parser.error(str(error))
        bad = any(row["broken"] for row in rows)
    elif chosen.bugs and chosen.ordinary:
        rows = ordinary(chosen)
        bad = any(row["red"] for row in rows)
    elif chosen.bugs:
        rows = bugs(chosen)
        for row in rows:
            also = f" (also {', '.join(row['also'])})" if row["also"] else ""
            without = "" if row["holds_without"] else "; NOT as promised without it"
            print(f"{row['bug']:<45} {row['caught']} of {row['times']} by {row['by']}{also}{without}")
        bad = any(row["caught"] < row["times"] or not row["holds_without"] for row in rows)
    else:
        rows = added(rounds(chosen))
        print("\n".join(table(rows)))
        late = [row for row in rows if row["round"] == "kills" and _is_late(row)]
        for row in late:
            print(f"after a kill on {row['database']} nothing was acknowledged for {ACKNOWLEDGED_WITHIN_SECONDS:.0f} s")
        bad = bool(late) or any(row["broken"] for row in rows)
    print(f"{time.monotonic() - begun:.0f} s: {'NOT as promised' if bad else 'as promised'}")
    if chosen.json:
        whole = {"machine": machine(), "command": sys.argv[1:], "rows": rows}
        chosen.json.write_text(json.dumps(whole, indent=1), "utf-8")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
