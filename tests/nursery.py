"""Programs that start in a quarter of the time: forked from a process that has read its modules already.

A fork is a process like any other: it has its own folder, environment and files, is killed by signals, and ends as
Python ends. All that it leaves out is to read the modules anew, which is most of a start, and with them whose
certificates are trusted (SSL_CERT_FILE). The tests of
`tests/bot/test_processes.py` that say so start the program as a shell does.

`python -m tests.nursery MODULE…` reads these modules and then, for every line of JSON on its standard input, forks a
program, or tells what became of one.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent

PROGRAM = (
    "typer", "bot.web.app", "bot.worker", "bot.terminal", "bot.store.backups", "bot.commands.awards",
    "integrations.email", "integrations.sandbox.application",
)  # fmt: skip
"""What `badgewijzer` reads at its start, whichever command it is given."""

USED_LATER = (
    "alembic.config", "dateparser", "joserfc.jwt", "mrml", "psycopg", "pydantic.v1", "resvg_py", "traceback",
    "uvicorn.lifespan.on", "uvicorn.protocols.http.httptools_impl", "uvicorn.protocols.websockets.auto",
)  # fmt: skip
"""What it reads when it first needs it."""


def environment(tree: Path) -> dict[str, str]:
    """What Python needs to find the program of this tree, and our tests."""
    path = os.pathsep.join(map(str, dict.fromkeys((tree, ROOT))))
    return {"PATH": os.environ["PATH"], "PYTHONPATH": path}


class Nursery:
    """Starts programs of one tree of code quickly."""

    def __init__(self, *modules: str, tree: Path = ROOT) -> None:
        self.environment = environment(tree)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery", *modules],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=self.environment, cwd="/",
        )  # fmt: skip
        self._one = threading.Lock()

    def start(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        out: Path,
        errors: Path | None = None,
        given: Path = Path(os.devnull),
    ) -> Forked:
        """A program as `python ARGUMENTS` starts it. What it prints is added to `out`; `given` is what it reads."""
        files = (str(given), str(out), str(errors or out))
        told = {"arguments": list(arguments), "folder": str(folder), "environment": dict(environment), "files": files}
        return Forked(self, self.asks(**told))

    def asks(self, **told: Any) -> Any:
        with self._one:
            assert self._process.stdin
            assert self._process.stdout
            self._process.stdin.write(json.dumps(told) + "\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """End it, with every program that still lives."""
        self._process.communicate()

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


@dataclass
class Forked:
    """A program that was forked, to be used as a `subprocess.Popen` is."""

    nursery: Nursery
    pid: int
    returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self.nursery.asks(pid=self.pid)
        return self.returncode

    def wait(self, timeout: float = float("inf")) -> int:
        end = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired("a forked program", timeout)
            time.sleep(0.005)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Cold:
    """Starts every program as a shell would, from nothing: where what a start takes and a program holds counts."""

    def __init__(self, tree: Path = ROOT) -> None:
        self.environment = environment(tree)
        self.programs: list[subprocess.Popen[bytes]] = []

    def start(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], out: Path
    ) -> subprocess.Popen[bytes]:
        """The same."""
        with out.open("ab") as log:
            program = subprocess.Popen(
                [sys.executable, *arguments], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log,
            )  # fmt: skip
        self.programs.append(program)
        return program

    def close(self) -> None:
        for program in self.programs:
            program.kill()
            program.wait()

    def __enter__(self) -> Cold:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


Started = Forked | subprocess.Popen[bytes]


@lru_cache(maxsize=1)
def nursery() -> Nursery:
    """The one of this process, for the program as it is. It ends with this process."""
    made = Nursery(*PROGRAM)
    atexit.register(made.close)
    return made


# Within


def _serves() -> dict[str, Any] | None:
    """Do what is asked on standard input: in a fork, what it is to run; None where nobody asks any more."""
    started: set[int] = set()
    ended: dict[int, int] = {}
    for line in sys.stdin:
        told: dict[str, Any] = json.loads(line)
        pid: int = told.get("pid", 0)
        if not pid:
            pid = os.fork()
            if pid == 0:
                return told
            started.add(pid)
            ended.pop(pid, None)  # of one before it that had the same number
            answer: int | None = pid
        else:
            if pid not in ended:
                found, status = os.waitpid(pid, os.WNOHANG)
                if found:
                    ended[pid] = os.waitstatus_to_exitcode(status)
            answer = ended.get(pid)
        print(json.dumps(answer), flush=True)
    for pid in started - ended.keys():  # whoever asked for them is gone
        os.kill(pid, signal.SIGKILL)
    return None


def _becomes(told: Mapping[str, Any]) -> None:
    """Run the program in this fork."""
    given, out, errors = told["files"]
    adding = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    for number, (file, how) in enumerate(((given, os.O_RDONLY), (out, adding), (errors, adding))):
        opened = os.open(file, how, 0o644)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115  (nothing of what the nursery has read ahead)
    os.environ.clear()
    os.environ.update(told["environment"])
    os.chdir(told["folder"])
    sys.argv = told["arguments"]
    if sys.argv[0] == "-m":
        warnings.filterwarnings("ignore", ".* found in sys.modules after import", RuntimeWarning)
        _, module, *_ = sys.argv
        sys.argv = sys.argv[1:]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(sys.argv[0], run_name="__main__")


def main() -> None:
    import pygments  # noqa: F401  (pytest, which some of these import, does not do without)

    from bot.lean import without_drawing

    with without_drawing():
        for module in (*sys.argv[1:], *USED_LATER):
            importlib.import_module(module)
        import bot.wiring
        from flows import FLOWS
    FLOWS.texts.has("welcome.hello")  # all of them are read at the first look
    bot.wiring.insist = lambda flows, limits: None  # other tests proofread the flows, and a start from nothing does
    gc.collect()
    gc.freeze()  # forks do not look at it again
    if told := _serves():
        _becomes(told)


if __name__ == "__main__":
    main()
