"""Mistakes that the harness must see: each file of `tests/fire/bugs` is one, made in a copy of the program.

file, find, replace   the one edit; `find` occurs exactly once, whatever blank line `replace` begins with goes
[[also]]              further edits
round, database       the round that shows it; `commands`: with these processes; `points`: dying there;
                      `learners`: with so many; `patience_seconds`: of theirs and of the harness; `channel`: there
caught_by             the invariant that must not hold then
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.house import ROOT

FOLDER = Path(__file__).parent / "bugs"


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


BUGS = {file.stem: bug(file) for file in sorted(FOLDER.glob("*.toml"))}


def make(mistake: Bug, folder: Path) -> Path:
    """A copy of the program with this mistake in it. Raises ValueError when it does not fit any more."""
    for part in ("bot", "flows", "integrations"):
        shutil.copytree(ROOT / part, folder / part)  # what is compiled already too: it counts for an unchanged file
    for name, find, replace in mistake.edits:
        file = folder / name
        text = file.read_text("utf-8")
        if text.count(find) != 1:
            raise ValueError(f"{mistake.name}: {name} has {text.count(find)} times: {find!r}")
        file.write_text(text.replace(find, replace), "utf-8")
        compile(file.read_text("utf-8"), name, "exec")
    return folder
