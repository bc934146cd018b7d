"""The harness sees what it should: every seeded bug still fits the program, and some of them are tried here.

`make fire ARGS=--bugs` tries all of them, five times each.
"""

from __future__ import annotations

import argparse
import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.fire.__main__ import caught
from tests.fire.invariants import INVARIANTS
from tests.fire.rounds import ROUNDS
from tests.fire.seeded import BUGS, Bug, make, red, together
from tests.house import ROOT

QUICK = (
    "02_noted_as_accepted_before_the_call",
    "05_what_failed_twice_lets_others_pass",
)


def test_there_are_enough_bugs() -> None:
    assert len(BUGS) >= 12


@pytest.mark.parametrize("name", BUGS)
def test_a_bug_fits_the_program_and_names_what_shows_it(name: str, tmp_path: Path) -> None:
    mistake = BUGS[name]
    make(mistake, tmp_path / "tree")
    assert mistake.caught_by in INVARIANTS
    assert mistake.database in ROUNDS[mistake.round].databases


def test_an_ordinary_test_that_sees_a_bug_is_named(tmp_path: Path) -> None:
    mistake = Bug("00", (("bot/redaction.py", "_GAP}?\\d){{7,8}}(?!", "_GAP}?\\d){{9}}(?!"),), "", "", "")
    [one, *_] = red(mistake, tmp_path, ("tests/bot/test_redaction.py",), workers="0")
    assert one.startswith("FAILED tests/bot/test_redaction.py::")


def names_in(file: Path) -> Counter[str]:
    """What the module binds, and how often."""
    bound: Counter[str] = Counter()
    for node in ast.parse(file.read_text("utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                bound[name] += 1
            case ast.Assign(targets=targets):
                bound.update(target.id for target in targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                bound[name] += 1
    return bound


def test_all_bugs_fit_into_one_program(tmp_path: Path) -> None:
    tree = make(together(list(BUGS.values())), tmp_path / "tree")
    for name in {name for one in BUGS.values() for name, *_ in one.edits}:
        ours, theirs = names_in(ROOT / name), names_in(tree / name)
        assert [one for one, times in theirs.items() if times > max(ours[one], 1)] == [], f"{name}: bound twice"


@pytest.mark.parametrize("name", QUICK)
def test_a_bug_is_caught_by_the_invariant_it_names(name: str) -> None:
    chosen = argparse.Namespace(scale=6.0, way=0.02, channel="telegram")
    count, seen_by = caught(BUGS[name], 1, chosen, patience_seconds=10)
    assert count == 1, seen_by
