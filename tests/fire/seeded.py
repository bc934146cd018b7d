"""Mistakes that the harness must see: each file of `tests/fire/bugs` is one, made in a copy of the program.

file, find, replace   the one edit; `find` occurs exactly once, whatever blank line `replace` begins with goes
[[also]]              further edits
round, database       the round that shows it; `commands`: with these processes; `points`: dying there;
                      `learners`: with so many; `patience_seconds`: of theirs and of the harness; `channel`: there
caught_by             the invariant that must not hold then
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.house import ROOT

FOLDER = Path(__file__).parent / "bugs"
ORDINARY = (
    "tests/bot", "tests/integrations", "tests/email", "tests/web", "tests/conversation", "tests/understanding",
    "tests/flows", "tests/sandbox",
)  # fmt: skip
"""The tests that should see no bug: what only the harness sees is what it is for."""


@dataclass(frozen=True)
class Bug:
    """A mistake, and how it shows."""

    name: str
    edits: tuple[tuple[str, str, str], ...]
    round: str
    database: str
    caught_by: str
    how: dict[str, Any] = field(default_factory=dict)


def bug(file: Path) -> Bug:
    told = tomllib.loads(file.read_text("utf-8"))
    how = {
        name: told[name] for name in ("commands", "points", "learners", "patience_seconds", "channel") if name in told
    }
    return Bug(file.stem, tuple(_edits(told)), told["round"], told["database"], told["caught_by"], how)


def _edits(told: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for edit in (told, *told.get("also", ())):
        yield edit["file"], edit["find"], edit["replace"]


def together(mistakes: Sequence[Bug]) -> Bug:
    """All of these in one program: where no test sees that, none sees any of them."""
    return Bug("together", tuple(edit for mistake in mistakes for edit in mistake.edits), "", "", "")


BUGS = {file.stem: bug(file) for file in sorted(FOLDER.glob("*.toml"))}


PROGRAM = ("bot", "flows", "integrations")


def copied(folder: Path, parts: Sequence[str] = PROGRAM) -> Path:
    """A copy of these parts of our tree."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in parts:
        if (ROOT / part).is_file():
            shutil.copy2(ROOT / part, folder / part)
        else:
            shutil.copytree(ROOT / part, folder / part)  # what is compiled already too: it counts for an unchanged file
    return folder


def make(mistake: Bug, folder: Path, parts: Sequence[str] = PROGRAM) -> Path:
    """A copy of the program, of these parts, with this mistake in it. Raises ValueError where it fits no more."""
    copied(folder, parts)
    for name, find, replace in mistake.edits:
        file = folder / name
        text = file.read_text("utf-8")
        if text.count(find) != 1:
            raise ValueError(f"{mistake.name}: {name} has {text.count(find)} times: {find!r}")
        file.write_text(text.replace(find, replace), "utf-8")
        compile(file.read_text("utf-8"), name, "exec")
    return folder


def red(mistake: Bug, folder: Path, tests: Sequence[str] = ORDINARY, workers: str = "auto") -> list[str]:
    """The tests that see this mistake, run in a copy of everything that is made in this folder."""
    whole = [one.name for one in ROOT.iterdir() if one.name != "var" and not one.name.startswith(".")]
    whole += [".ci", ".env.example"]
    how = ["-qrfE", "-n", workers, "--maxprocesses", "8", "--dist", "loadfile", "-p", "no:cacheprovider"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *how, *tests],
        cwd=make(mistake, folder, whole),
        env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = ran.stdout.splitlines()
    seen_by = [line.split(" - ")[0] for line in lines if line.startswith(("FAILED ", "ERROR "))]
    return seen_by or ([] if ran.returncode == 0 else [*lines[-1:], *ran.stderr.splitlines()[-1:]] or ["no test ran"])
