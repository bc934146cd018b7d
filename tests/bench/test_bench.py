"""The benchmark runs and its figures come out; how good they are is not a test's business."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.bench import budgets, crowd, programs, rounds, stored
from tests.bench.__main__ import PUBLISHED
from tests.bench.driver import BotApi, Round
from tests.bench.plot import draw
from tests.bench.programs import Program
from tests.bench.scale import SHORT
from tests.bench.tables import table
from tests.databases import missing, postgresql_server
from tests.house import ROOT
from tests.nursery import nursery

PATIENCE_SECONDS = 240
COLUMNS = {
    "sqlite": {"turns/s", "p50 ms", "p95 ms", "p99 ms", "ack p99 ms", "CPU µs/turn", "memory bytes/turn"},
    "postgresql": {"turns/s", "p50 ms", "p95 ms", "p99 ms", "CPU µs/turn", "deadlocks"},
    "slack": {"turns/s", "p50 ms", "p99 ms", "ack p99 ms", "CPU µs/turn"},
    "stored": {"turns/s", "CPU µs/turn", "file MB"},
    "steady": {"p99/p50", "ack p99 ms", "worst ms"},
    "memory": {"turns", "memory MB"},
    "words": {"median ms"},
    "awards": {"p99 ms", "worst ms"},
    "mail": {"mails/s", "CPU ms/mail", "memory MB"},
    "desk": {"p50 ms", "p95 ms", "worst ms"},
    "picture": {"median ms", "CPU ms", "KB"},
}


@dataclass(frozen=True)
class Ran:
    """What a short run printed, and what it found."""

    told: str
    found: dict[str, Any]


def ran(folder: Path, *options: str) -> Ran:
    """A short run, in its own process. In its last moments it stops what it started."""
    file, out, progress = (folder / name for name in ("found.json", "out", "progress"))
    command = ["-m", "tests.bench", "--short", "--json", str(file), *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_TEST_URL": postgresql_server()}
    process = nursery().start(command, ROOT, environment, out, progress)
    try:
        code = process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.terminate()
        process.wait()
        pytest.fail(f"not done in {PATIENCE_SECONDS} s: {progress.read_text()[-2000:]}")
    without_a_part = not (options or postgresql_server())
    assert code == int(without_a_part), progress.read_text()[-2000:]
    return Ran(out.read_text(), json.loads(file.read_text()))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A short run of every part."""
    return ran(tmp_path_factory.mktemp("bench"))


def not_measured(run: Ran) -> set[int]:
    """The budgets without a verdict."""
    verdicts = {row["row"]: row["verdict"] for row in run.found["budgets"]}
    assert list(verdicts) == list(range(1, 11))
    assert verdicts[8] == "not here: make fire"
    return {number for number, verdict in verdicts.items() if verdict.startswith("not")}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", COLUMNS)
def test_the_short_form_of_a_part_gives_its_figures(part: str, whole: Ran) -> None:
    if part == "postgresql" and not postgresql_server():
        missing("no PostgreSQL server could be started here")
    rows = whole.found["parts"][part]
    assert rows
    for row in rows:
        assert set(row) >= COLUMNS[part]
        assert row.get("turns/s", 1) > 0
    assert not_measured(whole).isdisjoint(budget.number for budget in budgets.BUDGETS if budget.part == part)
    assert table(rows) in whole.told


@pytest.mark.timeout(300)
def test_it_says_in_the_end_how_long_it_took(whole: Ran) -> None:
    said = re.search(r"^(\d+) s in all\n\Z", whole.told, re.M)
    assert said
    assert whole.found["seconds"].keys() == whole.found["parts"].keys()
    for part, seconds in whole.found["seconds"].items():
        assert f"({seconds} s)\n\n{table(whole.found['parts'][part])}" in whole.told


def published() -> dict[str, Any]:
    """The run that docs/performance.md tells of."""
    found: dict[str, Any] = json.loads(PUBLISHED.read_text("utf-8"))
    return found


def not_compared(run: Ran) -> list[str]:
    return [remark for remark in run.found["remarks"] if remark.startswith("not compared")]


@pytest.mark.timeout(300)
def test_the_published_figures_are_what_a_run_is_compared_with(whole: Ran) -> None:
    [said] = not_compared(whole)
    assert said == f"not compared with the run of {published()['at']}: the figures of a short run say nothing"


def test_the_page_shows_the_published_figures() -> None:
    page, run = PUBLISHED.with_suffix(".md").read_text("utf-8"), published()
    for part in ("sqlite", "postgresql", "stored", "steady"):
        assert table(run["parts"][part]) in page, part
    assert table(run["budgets"]) in page
    assert run["budgets"] == budgets.verdicts(run["parts"])


def test_one_part_is_measured_alone(tmp_path: Path) -> None:
    run = ran(tmp_path, "--part", "words", "--before", "none")
    assert not_compared(run) == []
    assert list(run.found["parts"]) == ["words"]
    assert not_measured(run) == set(range(1, 10))


def levels(program: str, *rates: int) -> list[dict[str, Any]]:
    return [
        {
            "program": program,
            "in flight": at_once,
            "turns/s": rate,
            "p50 ms": 1.0,
            "p95 ms": 2.0,
            "p99 ms": 4.0,
            "CPU µs/turn": 100,
        }
        for at_once, rate in zip((1, 16, 64), rates, strict=True)
    ]


def a_run(*floor: int, processor: str = "AMD EPYC, 2 cores", short: bool = False) -> dict[str, Any]:
    """A run in which the floor was so fast at each level."""
    parts = {"sqlite": levels("floor", *floor)}
    return {"at": "2026-11-28", "machine": {"processor": processor}, "short": short, "parts": parts}


def test_a_floor_that_is_slower_than_last_time_is_a_finding() -> None:
    remarks, [finding] = budgets.compared(a_run(900, 2_000, 5_000), a_run(1_000, 3_000, 4_000))
    assert remarks == []
    assert finding.startswith("floor at 16 in flight: 2,000 turns/s, 3,000 last time")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"processor": "AMD EPYC, 4 cores"}, "that was another machine (AMD EPYC, 4 cores)"),
        ({"processor": "Xeon, 2 cores"}, "that was another machine (Xeon, 2 cores)"),
        ({"short": True}, "the figures of a short run say nothing"),
    ],
)
def test_a_floor_is_compared_only_where_that_says_something(other: dict[str, Any], why: str) -> None:
    said = [f"not compared with the run of 2026-11-28: {why}"]
    assert budgets.compared(a_run(1, 1, 1), a_run(9, 9, 9, **other)) == (said, [])


def test_more_than_twenty_minutes_for_what_the_budgets_are_about_is_a_finding() -> None:
    seconds = {"sqlite": 300, "postgresql": 300, "stored": 400, "steady": 100, "memory": 99, "words": 1}
    assert budgets.too_long(seconds) == []
    assert budgets.too_long({**seconds, "desk": 500}) == []
    said = "to measure what the budgets are about took 1,201 s, and may take 1,200 s"
    assert budgets.too_long({**seconds, "words": 2}) == [said]


def test_a_ratio_is_held_against_what_must_be_and_what_we_aim_at() -> None:
    for rate, verdict in ((70_000, "aim reached"), (40_000, "good enough"), (39_999, "MISSED")):
        parts = {
            "sqlite": levels("Badgewijzer", 1, rate, 1)
            + levels("floor", 1, 100_000, 1)
            + levels("ConversationHandler", 1, 100, 1)
        }
        assert budgets.verdicts(parts)[0]["verdict"] == verdict


def test_the_picture_shows_every_program(tmp_path: Path) -> None:
    file = tmp_path / "picture.svg"
    draw({"sqlite": levels("Badgewijzer", 1, 2, 3) + levels("floor", 4, 5, 6)}, "a machine", file)
    assert all(words in file.read_text() for words in ("Badgewijzer", "floor", "16 in flight", "a machine"))


def test_a_stored_learner_is_walked_with_once() -> None:
    some = crowd.chats(50)
    chats = [*some(20), *some(20), *some(20)]
    assert len(chats) == len(set(chats)) == 49
    assert all(0 < chat - crowd.FIRST_CHAT < 50 for chat in chats)


@pytest.mark.timeout(300)
async def test_where_more_learners_take_too_long_to_store_fewer_are_measured_once(tmp_path: Path) -> None:
    too_slow = replace(SHORT, stored=(20, 200, 2_000), load_seconds=0)
    with programs.forked():
        async with BotApi() as api:
            [row] = await stored.measured(api, tmp_path, too_slow)
    assert row["program"] == "20 stored"
    assert row["note"] == "20 stored learners instead of 2,000: to load those takes too long here"
    verdicts = {one["row"]: one["verdict"] for one in budgets.verdicts({"stored": [row]})}
    assert verdicts[7] == "not measured: part stored"


async def test_the_rounds_are_of_each_process_of_a_program_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def measured(api: object, urls: list[str], *_: object, **__: object) -> Round:
        asked.append(urls[0])
        return Round(seconds=1.0, acknowledged=[0.1], answered=[0.1])

    monkeypatch.setattr(rounds, "measure", measured)
    beside = [Program("ours", ["one"]), Program("ours", ["two"]), Program("floor", ["three"])]
    rows = await rounds.interleaved(BotApi(), beside, chats=3, at_once=1, rounds=3, within_seconds=60)
    assert asked == ["one", "three", "two", "three", "one", "three"]
    assert [(row["program"], row["rounds"]) for row in rows] == [("ours", 3), ("floor", 3)]
