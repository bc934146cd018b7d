"""What runs where it can do nothing: it computes, within its time and memory, and what kills it kills nothing else."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from integrations import confined
from integrations.confined import Confined, TooHard

PROGRAM = """
import os, socket, sys
began = os.getpid()
held = []

def work(given):
    told = {}
    exec(given, globals(), told)
    return str(told.get("says", "")).encode()
"""


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Confined]:
    (tmp_path / "program.py").write_text(PROGRAM)
    monkeypatch.setattr(confined, "_ROOT", str(tmp_path))
    started = Confined("program:work", seconds=30, megabytes=50)
    yield started
    started.close()


async def test_it_computes_and_nothing_of_one_call_is_there_at_the_next(child: Confined) -> None:
    assert await child(b"held.append(1); says = len(held)") == b"1"
    assert await child(b"held.append(1); says = len(held)") == b"1"
    assert await child(b"says = began == os.getppid()") == b"True"


@pytest.mark.parametrize(
    "does",
    [
        "open('/etc/hostname')",
        "socket.socket()",
        "os.close(0); os.open('/etc/hostname', os.O_RDONLY)",
        "os.close(0); socket.socket()",
        "import wave",
        "bytearray(60 * 1024 * 1024)",
        "os.write(os.open('/tmp/never-written', os.O_CREAT | os.O_WRONLY), b'x')",
        "raise ValueError",
        "os.abort()",
        "os.kill(os.getpid(), 9)",
        "says = 'x' * 5_000_000",
        "[[]] * 10**12",
    ],
)
async def test_it_opens_nothing_connects_to_nobody_and_takes_no_more_memory(child: Confined, does: str) -> None:
    with pytest.raises(TooHard):
        await child(does.encode())
    assert await child(b"says = 'goes on'") == b"goes on"


@pytest.mark.parametrize("does", ["while True: pass", "import time; time.sleep(60)", "sum(range(10**12))"])
async def test_its_time_is_kept(child: Confined, does: str) -> None:
    assert await child(b"says = 'begun'") == b"begun"
    child.seconds = 0.3
    with pytest.raises(TooHard, match=r"its time was up|ended with"):
        await child(does.encode())
    child.seconds = 30
    assert await child(b"says = 'goes on'") == b"goes on"


async def test_it_cannot_hear_what_others_ask_nor_answer_for_them(child: Confined) -> None:
    assert await child(b"says = os.read(0, 10)") == b"b''"
    assert await child(b"os.write(1, bytes(100)); os.write(2, bytes(100)); says = 'itself'") == b"itself"


async def test_a_process_that_was_killed_is_started_again(child: Confined) -> None:
    assert await child(b"says = 1") == b"1"
    first = child.pid()
    assert first
    os.kill(first, signal.SIGKILL)
    assert await child(b"says = 2") == b"2"
    assert child.pid() != first


async def test_a_process_without_work_ends_and_the_next_call_starts_another(child: Confined) -> None:
    soon = Confined("program:work", seconds=30, megabytes=50, idle=0.01)
    assert await soon(b"says = 1") == b"1"
    assert soon._process
    assert soon._process.wait(30) == 0
    assert await soon(b"says = 2") == b"2"
    soon.close()


async def test_what_cannot_be_imported_is_too_hard(child: Confined) -> None:
    none = Confined("no.such.module:work", seconds=1, megabytes=50)
    with pytest.raises(TooHard, match="its process ended"):
        await none(b"")


async def test_much_is_given_and_taken_whole(child: Confined) -> None:
    given = b"says = '" + b"x" * 3_000_000 + b"'"
    assert await child(given) == b"x" * 3_000_000
