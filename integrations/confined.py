"""Runs a function of ours on bytes that may be hostile, in a process that can do nothing else.

The first call starts a process that imports what the function needs; it forks a child for each call. The child gives
up everything before it looks at a byte: it can write no file, open nothing, connect to nobody and start nothing, and
has a set time and memory. What kills it kills nothing else, and nothing of one call is there at the next.
"""

from __future__ import annotations

import asyncio
import math
import os
import select
import subprocess
import sys
import threading
import weakref
from contextlib import suppress
from pathlib import Path

LONGEST_ANSWER = 4_000_000
IDLE_SECONDS = 300.0

STARTING_SECONDS = 20.0

_ROOT = str(Path(__file__).parents[1])
_SIZE = 8


class TooHard(Exception):
    """The function came to no answer within its time and memory, or died. Its text is for the log."""


class Confined:
    """`function` ("package.module:name", of bytes to bytes), one call at a time, each in a child of its own.

    A call has `seconds`, as many of them on the processor (rounded up), and `megabytes` beyond what its child begins
    with. What the function imports while it runs is out of reach: its module must import and warm all that it needs.
    """

    def __init__(self, function: str, *, seconds: float, megabytes: int, idle: float = IDLE_SECONDS) -> None:
        self.seconds = seconds
        self._program = [
            sys.executable,
            "-I",
            __file__,
            _ROOT,
            function,
            str(idle),
            str(megabytes),
            str(math.ceil(seconds)),
        ]
        self._process: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    async def __call__(self, given: bytes) -> bytes:
        """What the function makes of it. Raises TooHard."""
        return await asyncio.to_thread(self.run, given)

    def run(self, given: bytes, seconds: float | None = None) -> bytes:
        """As a call, for who may wait; in so many seconds, where not as always. Raises TooHard."""
        seconds = self.seconds if seconds is None else seconds
        with self._one_at_a_time:
            for _ in range(2):  # a process that has gone meanwhile, idle or killed, has touched nothing
                try:
                    answer = self._asked(self._started(), given, seconds)
                except OSError:
                    answer = b""
                except BaseException:  # what it has still to say would be taken for the next answer
                    self._end()
                    raise
                if answer[:1] == b"\1":
                    return answer[1:]
                if answer:
                    raise TooHard(answer[1:].decode(errors="replace"))
                self._end()
        raise TooHard("its process ended")

    def close(self) -> None:
        """End the process; the next call starts another."""
        with self._one_at_a_time:
            self._end()

    def pid(self) -> int | None:
        """The process that forks, while there is one."""
        return self._process.pid if self._process else None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 - the program is ours
                self._program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", env={}
            )
            self._ending = weakref.finalize(self, _ended, self._process)  # at the latest when this program ends
        return self._process

    def _asked(self, process: subprocess.Popen[bytes], given: bytes, seconds: float) -> bytes:
        """How it went (a byte, 1 = well) and what was said; b"" when the process went away."""
        assert process.stdin
        assert process.stdout
        process.stdin.write(int(seconds * 1000).to_bytes(_SIZE, "big") + len(given).to_bytes(_SIZE, "big"))
        process.stdin.write(given)
        process.stdin.flush()
        if not select.select([process.stdout], [], [], seconds + STARTING_SECONDS)[0]:
            raise TooHard("its process says nothing")  # stopped, or starved: it keeps the time itself
        size = process.stdout.read(_SIZE)
        return process.stdout.read(int.from_bytes(size, "big")) if len(size) == _SIZE else b""

    def _end(self) -> None:
        if self._process:
            self._process = None
            self._ending()


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(OSError):  # what was not written yet has nobody to read it
                pipe.close()


def confine(megabytes: int, cpu_seconds: int) -> None:
    """From here on this process only computes. What it must import, it has imported."""
    import resource

    with open("/proc/self/statm", "rb") as pages:
        begins_with = int(pages.read().split()[0]) * resource.getpagesize()
    for what, most in (
        (resource.RLIMIT_AS, begins_with + megabytes * 1024 * 1024),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),  # what is open stays so; no file and no socket is, even in the place of one closed
    ):
        resource.setrlimit(what, (most, most))


def _serve(name: str, idle: float, megabytes: int, cpu_seconds: int) -> None:
    """Answer call after call, until there is nobody to answer or nothing was asked for long."""
    import gc
    import importlib

    place, _, function = name.partition(":")
    module = importlib.import_module(place)
    work = getattr(module, function)
    getattr(module, "warm", lambda: None)()
    gc.freeze()  # else each child's first collection copies every page
    asked, said = sys.stdin.buffer, sys.stdout.buffer
    while select.select([asked], [], [], idle)[0]:  # the reader asks once at a time: nothing waits in a buffer
        seconds = int.from_bytes(asked.read(_SIZE), "big") / 1000
        size = asked.read(_SIZE)
        given = asked.read(int.from_bytes(size, "big"))
        if len(size) < _SIZE or len(given) < int.from_bytes(size, "big"):
            return
        answer = _in_a_child(work, given, seconds, megabytes, cpu_seconds)
        del given
        said.write(len(answer).to_bytes(_SIZE, "big") + answer)
        said.flush()


def _in_a_child(work: object, given: bytes, seconds: float, megabytes: int, cpu_seconds: int) -> bytes:
    """1 and what `work` made of it in a child; else 0 and why not."""
    import signal
    import time

    until = time.monotonic() + seconds
    out, into = os.pipe()
    child = os.fork()
    if not child:
        _work_and_end(work, given, into, megabytes, cpu_seconds)
    os.close(into)
    answer, why = b"", ""
    while not why:
        if not select.select([out], [], [], max(0.0, until - time.monotonic()))[0]:
            why = "its time was up"
        elif not (more := os.read(out, 1 << 16)):
            break
        elif len(answer := answer + more) > LONGEST_ANSWER:
            why = "it said too much"
    os.close(out)
    if why:
        os.kill(child, signal.SIGKILL)
    _, ended = os.waitpid(child, 0)
    if not why and ended:
        why = f"its child ended with {os.waitstatus_to_exitcode(ended)}"
    return b"\0" + why.encode() if why else b"\1" + answer


def _work_and_end(work: object, given: bytes, into: int, megabytes: int, cpu_seconds: int) -> None:
    """In the child. It never returns: what is above it on the stack is its parent's."""
    end = 1
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for inherited in (0, 1, 2):  # the calls of others come by these
            os.dup2(nothing, inherited)
        os.close(nothing)
        confine(megabytes, cpu_seconds)
        said = memoryview(work(given))  # type: ignore[operator]
        while said:
            said = said[os.write(into, said) :]
        end = 0
    finally:
        os._exit(end)


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    _serve(sys.argv[2], float(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))

__all__ = ["Confined", "TooHard", "confine"]
