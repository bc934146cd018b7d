"""A program that is forked is like one that a shell starts: what it is given, what it prints, how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.nursery import Forked, nursery

SCRIPT = """
import os, sys, time
print(sys.argv[1:], os.getcwd(), sorted(os.environ), sys.stdin.read(), __name__)
print("this too", file=sys.stderr)
match sys.argv[1]:
    case "stays":
        print(flush=True)
        time.sleep(60)
    case "fails":
        raise ValueError("a mistake")
    case "stops":
        sys.exit("no more")
    case code:
        sys.exit(int(code))
"""


def forked(folder: Path, word: str, given: str = "hello") -> tuple[Forked, Path, Path]:
    (folder / "script.py").write_text(SCRIPT)
    (folder / "given").write_text(given)
    out, errors = folder / f"{word}.out", folder / f"{word}.errors"
    command = [str(folder / "script.py"), word]
    return nursery().start(command, folder, {"NAME": "Sam"}, out, errors, folder / "given"), out, errors


@pytest.mark.parametrize("word", ["0", "3", "fails", "stops"])
def test_it_reads_prints_and_ends_as_from_a_shell(tmp_path: Path, word: str) -> None:
    process, out, errors = forked(tmp_path, word)
    shell = subprocess.run(
        [sys.executable, str(tmp_path / "script.py"), word],
        cwd=tmp_path, env={"NAME": "Sam"}, input="hello", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert process.wait(30) == shell.returncode
    assert out.read_text() == shell.stdout.replace("'LC_CTYPE', ", "")  # Python sets that where nothing is set
    assert errors.read_text().splitlines()[0] == shell.stderr.splitlines()[0] == "this too"
    assert errors.read_text().splitlines()[-1] == shell.stderr.splitlines()[-1]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_it_is_ended_by_a_signal(tmp_path: Path, number: int) -> None:
    process, out, _ = forked(tmp_path, "stays")
    assert process.poll() is None
    process.send_signal(number)
    assert process.wait(30) == -number
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)


def test_who_waits_no_longer_is_told_that_it_lives(tmp_path: Path) -> None:
    process, *_ = forked(tmp_path, "stays")
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.05)
    process.kill()
