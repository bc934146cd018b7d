"""What is measured: our program and what stands beside it, each in processes of its own."""

from __future__ import annotations

import asyncio
import contextlib
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.store.migrate import migrate
from tests.bench import machine
from tests.bench.driver import TOKEN, BotApi, Provider, measure
from tests.house import KEY, ROOT, free_port
from tests.nursery import PROGRAM, Cold, Nursery, Started

START_SECONDS = 120.0
FIRST_WARM_UP = 9_000_000_000
"""The first of the chats of a program's first walks, which are not counted."""


_started_by: Cold | Nursery = Cold()


@contextlib.contextmanager
def forked() -> Iterator[None]:
    """Within, programs are started by a fork: quick, and what they hold in memory says nothing."""
    global _started_by
    usual = _started_by
    with Nursery(*PROGRAM, "aiohttp", "fastapi", "telegram.ext", "tests.bench.awards") as nursery:
        _started_by = nursery
        try:
            yield
        finally:
            _started_by = usual


def started(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], out: Path) -> Started:
    """A process of Python on any core: a start is not measured."""
    with machine.on(set(machine.CORES)):
        process = _started_by.start(arguments, folder, environment, out)
        machine.pin(process.pid, set(machine.CORES))
        return process


class NotStarted(Exception):
    """A program ended or did not get ready; the message says which, and how its log ends."""


@dataclass
class Program:
    """One program under measurement, perhaps of several processes."""

    name: str
    urls: list[str] = field(default_factory=list)
    processes: list[Started] = field(default_factory=list)
    log: Path = Path()

    def start(self, arguments: Sequence[str], environment: Mapping[str, str] = {}, port: int = 0) -> None:
        """Another process of it; with a `port`, it has a webhook there and /readyz."""
        self.processes.append(started(arguments, self.log.parent, environment, self.log))
        if port:
            self.urls.append(f"http://127.0.0.1:{port}")

    def wait_ready(self) -> None:
        """Until every webhook is. Raises NotStarted."""
        end = time.monotonic() + START_SECONDS
        for url in self.urls:
            while not _answers(f"{url}/readyz"):
                ended = any(process.poll() is not None for process in self.processes)
                if ended or time.monotonic() > end:
                    raise NotStarted(f"{self.name} did not start: {self.log.read_text()[-2000:]}")
                time.sleep(0.02)

    def cpu_seconds(self) -> float:
        return sum(machine.cpu_seconds(process.pid) for process in self.processes)

    def memory_mb(self, *, peak: bool = False) -> float:
        return sum(machine.memory_mb(process.pid, peak=peak) for process in self.processes)

    def stop(self) -> None:
        """End every process: what it still had to say does not matter here."""
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextlib.asynccontextmanager
async def running(api: Provider, *programs: Program, warm_up: int) -> AsyncIterator[None]:
    """Wait until all are ready, give them their core, let each warm up, and stop them in the end.

    Raises NotStarted.
    """
    try:
        await asyncio.gather(*(asyncio.to_thread(program.wait_ready) for program in programs))
        for program in programs:
            for process in program.processes:
                machine.pin(process.pid, machine.PROGRAM_CORE)
            chats = range(FIRST_WARM_UP, FIRST_WARM_UP + warm_up)
            await measure(api, program.urls, lambda: 0.0, chats, 4, settling_seconds=0)
        yield
    finally:
        for program in programs:
            program.stop()


ALIKE = ("", "-again")
"""How the folders of a program end that is measured in two processes, or more: one of the same program may take a tenth
more for a turn than another, for as long as it runs, by where the machine put it."""


def ours(
    api: Provider,
    folder: Path,
    database_url: str = "",
    commands: Sequence[str] = ("run",),
    name: str = "Badgewijzer",
    more: Mapping[str, str] = {},
) -> Program:
    """The real program: these commands, each a process; a fresh SQLite file in `folder` unless a database is given.

    `more`: further settings.
    """
    program = _program(name, folder)
    usual = {
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": database_url or f"sqlite:///{folder}/badgewijzer.db",
        "SECRET_KEY": KEY,
        **api.environment,
        "INBOUND_PER_MINUTE": "0",
        "EDUBADGES_API_URL": "off",
        "SENDS_IN_FLIGHT": "64",
        "LOG_LEVEL": "warning",
        **more,
    }
    migrate(usual["DATABASE_URL"])  # as a release does: only a very first start carries Alembic along
    for command in commands:
        port = free_port()
        program.start(["-m", "bot", command], {**usual, "PORT": str(port)}, 0 if command == "worker" else port)
    return program


PLAIN, QUICK = ("asyncio", "h11"), ("uvloop", "httptools")
"""What uvicorn serves with: what a plain install of it brings, and what our program uses."""


def floor(api: BotApi, folder: Path, server: tuple[str, str] = PLAIN) -> Program:
    """The least a durable bot can do."""
    return _beside(f"floor{_with(server)}", "floor.py", api, folder, f"{folder}/floor.db", *server)


def forgetful(api: BotApi, folder: Path) -> Program:
    """python-telegram-bot's own ConversationHandler."""
    return _beside("ConversationHandler", "forgetful.py", api, folder, f"{folder}/conversations.pickle")


def plain_asyncpg(api: BotApi, folder: Path, database_url: str, server: tuple[str, str] = PLAIN) -> Program:
    """The least on PostgreSQL, a transaction a turn."""
    return _beside(f"raw asyncpg{_with(server)}", "plain_asyncpg.py", api, folder, database_url, *server)


def _with(server: tuple[str, str]) -> str:
    return "" if server == PLAIN else f" on {server[0]}"


def echo(api: Provider, folder: Path) -> Program:
    """Bolt's own way on Slack."""
    program, port = _program("Bolt's echo", folder), free_port()
    program.start(
        [str(Path(__file__).parent / "bolt_echo.py"), str(port)], {"HOME": str(folder), **api.environment}, port
    )
    return program


def _beside(name: str, script: str, api: BotApi, folder: Path, memory: str, *more: str) -> Program:
    program, port = _program(name, folder), free_port()
    arguments = [str(Path(__file__).parent / script), str(port), f"{api.url}/bot{TOKEN}", memory, *more]
    program.start(arguments, {"HOME": str(folder)}, port)
    return program


def _program(name: str, folder: Path) -> Program:
    folder.mkdir(parents=True, exist_ok=True)
    return Program(name, log=folder / f"{name.replace(' ', '-')}.log")
