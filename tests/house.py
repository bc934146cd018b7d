"""The real program for tests: in this process with its web server on loopback, or as a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import socket
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import uvicorn
from sqlalchemy import Connection
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from bot.settings import Settings
from bot.store import tallies
from bot.store.tables import metadata
from bot.web.app import application
from bot.wiring import House, flows_for, open_house
from tests.databases import sqlite_in_shape
from tests.nursery import ROOT, Cold, nursery

KEY = "a secret key of the tests"


def settings(database_url: str, **values: Any) -> Settings:
    """Settings of a test: nothing from the environment or a file, no limits and no edubadges unless asked for."""
    usual = {
        "secret_key": KEY, "telegram_rate": 0, "telegram_chat_rate": 0, "slack_chat_rate": 0, "inbound_per_minute": 0,
        "port": 0, "sandbox": False, "edubadges_api_url": "",
    }  # fmt: skip
    with without_environment():
        return Settings(_env_file=None, database_url=database_url, **{**usual, **values})


@contextlib.contextmanager
def without_environment() -> Iterator[None]:
    kept = dict(os.environ)
    for name in Settings.model_fields:
        os.environ.pop(name.upper(), None)
    try:
        yield
    finally:
        os.environ.update(kept)


class _Server(uvicorn.Server):
    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()


@contextlib.asynccontextmanager
async def program(chosen: Settings, *, poll: bool = True, **more: Any) -> AsyncIterator[tuple[House, str]]:
    """The program as `badgewijzer run` runs it, in this event loop; and the address of its pages."""
    if chosen.sqlite_path and not chosen.sqlite_path.exists():
        sqlite_in_shape(chosen.sqlite_path)
    house = await open_house(chosen, **{"flows": flows_for(chosen), **more})  # they are proofread elsewhere
    house.start(deliver=True, poll=poll, hooks=True)
    held = socket.socket()
    held.bind(("127.0.0.1", chosen.port))
    config = uvicorn.Config(
        application(house, delivers=True), log_config=None, access_log=False, timeout_graceful_shutdown=1
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[held]))
    while not server.started:
        if serving.done():
            serving.result()
        await asyncio.sleep(0.005)
    try:
        yield house, f"http://127.0.0.1:{held.getsockname()[1]}"
    finally:
        house.closing.set()
        server.should_exit = True
        await serving


async def emptied(house: House) -> None:
    """Nobody is known to this program any more, and nothing is owed: the next test finds it as new."""

    def empty(db: Connection) -> None:
        for table in reversed(metadata.sorted_tables):
            db.execute(table.delete())
        tallies.anew(db)

    await house.database.write(empty)
    if house.delivery._under_way:
        await asyncio.wait(house.delivery._under_way)


@contextlib.asynccontextmanager
async def served(make: Callable[[str], ASGIApp]) -> AsyncIterator[str]:
    """What `make` makes of the address it will have, below its /sandbox; and that address."""
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{held.getsockname()[1]}"
    app = Starlette(routes=[Mount("/sandbox", make(url))])
    server = _Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[held]))
    while not server.started:
        if serving.done():
            serving.result()
        await asyncio.sleep(0.005)
    try:
        yield url
    finally:
        server.should_exit = True
        await serving


class Process:
    """`badgewijzer` as a process of its own. `cold`: started from nothing, as a shell does."""

    def __init__(self, command: str, folder: Path, cold: bool = False, **environment: str) -> None:
        self.port = free_port()
        usual = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": f"sqlite:///{folder}/badgewijzer.db",
            "PORT": str(self.port),
            "SECRET_KEY": KEY,
        }
        self.log = folder / "program.log"
        started_by = Cold() if cold else nursery()
        self.process = started_by.start(["-m", "bot", *command.split()], folder, {**usual, **environment}, self.log)
        self.url = f"http://127.0.0.1:{self.port}"

    async def ready(self, seconds: float = 60) -> None:
        """Wait until it answers that it is ready."""
        await asyncio.to_thread(self.wait_ready, seconds)

    def wait_ready(self, seconds: float = 60) -> None:
        """The same where there is no event loop."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            assert self.process.poll() is None, f"it ended: {self.log.read_text()[-2000:]}"
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.02)
        raise AssertionError(f"it was not ready in {seconds} s: {self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds: float = 15) -> int:
        """SIGTERM, and the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *error: object) -> None:
        if self.process.poll() is None:
            self.kill()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def without_marks(text: str) -> str:
    return re.sub(r"\s+", " ", text)
