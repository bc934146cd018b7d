"""`badgewijzer check` finds what a flow author gets wrong: each file of `tests/seeded` is one mistake.

A mistake is made in a copy of `flows/`, and the real command reads that copy, with every setting at its default.

    file, find, replace   the one edit; `find` occurs exactly once. `times`: `replace` is written so often
    remove                files that are not there
    [[also]]              further edits, where one mistake is made consistently in several files
    says                  what the line says that names the defect
    where, at             the file of that line, and the words that its line number points to ("" = the first line)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bot.settings import Settings
from tests.house import ROOT

SEEDED = {file.stem: tomllib.loads(file.read_text("utf-8")) for file in (ROOT / "tests/seeded").glob("*.toml")}
MOST_LINES = 6

COMMAND = """
import contextlib, gc, io, os, sys, traceback
from bot.__main__ import main
from tests.once import work_out_once

work_out_once()
sys.argv = ["badgewijzer", "check"]
unheard = io.StringIO()
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(unheard), contextlib.redirect_stderr(unheard):
    main()
for name in [name for name in sys.modules if name.partition(".")[0] == "flows" or name == "bot.wiring"]:
    del sys.modules[name]
assert not any(vars(module).get("FLOWS") for module in list(sys.modules.values()))
gc.collect()
gc.freeze()
gc.disable()  # each copy ends before it were worth it
for folder in sys.stdin:
    if (child := os.fork()) == 0:
        os.chdir(folder.strip())
        sys.path.insert(0, folder.strip())
        said = os.open("said", os.O_CREAT | os.O_WRONLY)
        os.dup2(said, 1)
        os.dup2(said, 2)
        code = 1
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""`badgewijzer check` in one folder after the other.

The program, and each text that is as it was, are read once, by a check of the flows as they are; the flows, and what
imports them, by each for itself.
"""


class Said(NamedTuple):
    """How the command ended, and what it printed."""

    code: int
    lines: list[str]


Check = Callable[[Path], Said]


@pytest.fixture(scope="module")
def check() -> Iterator[Check]:
    """The command, run on the flows of a folder."""
    settings = {name.upper() for name in Settings.model_fields}
    environment = {name: value for name, value in os.environ.items() if name not in settings}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT / "tests",
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        asked, answers = process.stdin, process.stdout

        def run(folder: Path) -> Said:
            asked.write(f"{folder}\n")
            asked.flush()
            code = int(answers.readline())
            return Said(code, (folder / "said").read_text("utf-8").splitlines())

        yield run
        asked.close()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with the flows as they are; what is compiled of them counts for a file that is unchanged."""
    shutil.copytree(ROOT / "flows", tmp_path / "flows")
    return tmp_path


def make(defect: dict[str, Any], folder: Path) -> None:
    """Make the mistake in the flows of `folder`."""
    for edit in (*([defect] if "file" in defect else []), *defect.get("also", ())):
        file = folder / edit["file"]
        text = file.read_text("utf-8")
        assert text.count(edit["find"]) == 1, f"{edit['file']} has {text.count(edit['find'])} times: {edit['find']}"
        file.write_text(text.replace(edit["find"], edit["replace"] * edit.get("times", 1)), "utf-8")
    for name in defect.get("remove", ()):
        (folder / name).unlink()


def line(defect: dict[str, Any], folder: Path) -> int:
    """The line of the edited file on which the defect stands."""
    if not defect["at"]:
        return 1
    text = (folder / defect["where"]).read_text("utf-8")
    assert text.count(defect["at"]) == 1, f"{defect['where']} has {text.count(defect['at'])} times: {defect['at']}"
    return text.count("\n", 0, text.index(defect["at"])) + 1


def test_there_are_enough_mistakes_and_the_flows_as_they_are_have_none(check: Check, copy: Path) -> None:
    assert len(SEEDED) >= 28
    said = check(copy)
    assert said.code == 0, said.lines
    assert said.lines[-1].endswith("nothing wrong.")


@pytest.mark.parametrize("name", sorted(SEEDED))
def test_a_mistake_is_told_with_its_file_and_line_and_little_else(check: Check, copy: Path, name: str) -> None:
    defect = SEEDED[name]
    make(defect, copy)
    said = check(copy)
    told = [line for line in said.lines if not line.startswith("badgewijzer: ")]
    everything = "\n".join(said.lines)
    assert said.code == 1, everything
    place = f"{defect['where']}:{line(defect, copy)}: "
    assert any(line.startswith(place) and defect["says"] in line for line in told), f"{place}\n{everything}"
    assert len(told) <= MOST_LINES, everything


def test_the_command_as_one_types_it_says_the_same(check: Check, copy: Path) -> None:
    make(SEEDED["01_target_unknown"], copy)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{copy}{os.pathsep}{ROOT}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "bot", "check"]
    typed = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    said = check(copy)  # there both streams are one
    assert (typed.returncode, sorted((typed.stdout + typed.stderr).splitlines())) == (said.code, sorted(said.lines))
