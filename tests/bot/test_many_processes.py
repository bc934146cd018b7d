"""Several processes on one PostgreSQL: restarted one after the other under load, and started from the Procfile."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.store.migrate import migrate
from tests.bot.test_processes import SECRET, telegram
from tests.databases import postgresql_url
from tests.fakes.bot_api import BotApi
from tests.house import KEY, ROOT, Process, free_port


@pytest.fixture
def postgresql() -> Iterator[str]:
    yield from postgresql_url()


def started(command: str, folder: Path, environment: dict[str, str]) -> Process:
    """A process whose `url` has its pages, also where it is a worker."""
    port = {} if command == "web" else {"METRICS_PORT": str(free_port())}
    process = Process(command, folder, **environment, **port)
    if port:
        process.url = f"http://127.0.0.1:{port['METRICS_PORT']}"
    return process


@dataclass
class Proxy:
    """What stands before the web processes: each delivery goes to the next that is up, and to another if it went down.

    That is safe after a broken connection too, since a delivery is heard once.
    """

    ups: list[str] = field(default_factory=list)
    url: str = ""
    acknowledged: list[float] = field(default_factory=list)
    slowest: float = 0.0
    stall: float = 0.0  # the longest that this process itself was held up
    _turn: Iterator[int] = field(default_factory=itertools.count)

    async def pass_on(self, request: web.Request) -> web.Response:
        began, body = time.monotonic(), await request.read()
        headers = {name: request.headers[name] for name in ("Content-Type", "X-Telegram-Bot-Api-Secret-Token")}
        first = next(self._turn) % len(self.ups)
        for up in self.ups[first:] + self.ups[:first]:
            try:
                async with self.http.post(f"{up}/hooks/telegram", data=body, headers=headers) as answer:
                    if answer.status == 200:
                        self.acknowledged.append(time.monotonic())
                        self.slowest = max(self.slowest, time.monotonic() - began)
                        return web.Response()
            except aiohttp.ClientError:
                continue
        return web.Response(status=502)

    async def _tick(self) -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            self.stall = max(self.stall, time.monotonic() - before - 0.01)

    @contextlib.asynccontextmanager
    async def standing(self, api: BotApi) -> AsyncIterator[Proxy]:
        app = web.Application()
        app.router.add_post("/hooks/telegram", self.pass_on)
        runner = web.AppRunner(app)
        await runner.setup()
        port = free_port()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        ticking = asyncio.create_task(self._tick())
        # a connection for each delivery: none is found closed when it is used
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as self.http:
            hook = {"url": f"http://127.0.0.1:{port}/hooks/telegram", "secret_token": SECRET}
            await self.http.post(f"{api.url}/bot{api.token}/setWebhook", json=hook)
            yield self
        ticking.cancel()
        await runner.cleanup()

    @property
    def gap(self) -> float:
        """The longest time without an acknowledgement, under a load that never rests."""
        return max(after - before for before, after in itertools.pairwise(self.acknowledged))


@pytest.mark.timeout(300)
async def test_each_process_is_restarted_under_load_without_a_pause_a_loss_or_a_double(
    postgresql: str, tmp_path: Path
) -> None:
    migrate(postgresql)
    async with BotApi() as api, contextlib.AsyncExitStack() as rest:
        more = telegram(api, DATABASE_URL=postgresql)
        people = [api.user(1000 + i, "Sam", language_code="nl") for i in range(4)]
        proxy = await rest.enter_async_context(Proxy().standing(api))

        def start(command: str) -> Process:
            return rest.enter_context(started(command, tmp_path, more))

        processes = [start(command) for command in ("web", "web", "worker", "worker")]
        for process in processes:
            await process.ready()
        proxy.ups = [process.url for process in processes[:2]]
        said = dict.fromkeys(range(4), 0)
        talking = True

        async def talk(number: int) -> None:
            while talking:
                people[number].says("/start" if not said[number] else "status")
                said[number] += 1
                await asyncio.sleep(0.25)
                while api.waiting > 4:  # a slow machine is not what is measured here
                    await asyncio.sleep(0.05)

        talkers = [asyncio.create_task(talk(number)) for number in range(4)]
        await api.until(lambda: len(proxy.acknowledged) > 10, 30)
        for number, command in enumerate(("web", "web", "worker", "worker")):
            old = processes[number]
            assert await asyncio.to_thread(old.stop, 30) == 0
            processes[number] = start(command)
            if command == "web":
                proxy.ups.remove(old.url)
            await processes[number].ready()
            if command == "web":
                proxy.ups.append(processes[number].url)
        await asyncio.sleep(1)
        talking = False
        await asyncio.gather(*talkers)

        def answered() -> dict[int, int]:
            """By the ledger: a screen forgets what is long ago."""
            sent = [call["parameters"] for call in api.calls("sendMessage") if call["performed"]]
            asked = Counter(one["chat_id"] for one in sent if "reply_markup" in one)
            return {number: asked[1000 + number] for number in said}

        await api.until(lambda: all(count >= said[number] for number, count in answered().items()), 60)
        await api.settled()
        print(f"{sum(said.values())} said, longest gap {proxy.gap:.2f} s, slowest {proxy.slowest:.2f} s, "
              f"own stall {proxy.stall:.2f} s")  # fmt: skip
        assert answered() == said, "none lost, none doubled"
        assert {delivery["status"] for delivery in api.deliveries()} == {200}
        assert proxy.gap < 1.0 + proxy.stall


async def test_the_procfile_starts_two_web_and_two_worker_processes_that_answer(
    postgresql: str, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "badgewijzer"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m bot "$@"\n')
    program.chmod(0o755)
    async with BotApi() as api:
        environment = {
            "PATH": f"{tmp_path}/bin:{os.environ['PATH']}", "HOME": str(tmp_path), "SECRET_KEY": KEY,
            **telegram(api, DATABASE_URL=postgresql),
        }  # fmt: skip
        honcho = [sys.executable, "-m", "honcho", "-f", str(ROOT / "Procfile"), "-d", str(tmp_path)]
        released = await asyncio.to_thread(
            subprocess.run, [*honcho, "start", "release"], env=environment, capture_output=True, text=True, timeout=60
        )
        assert "The database is up to date." in released.stdout + released.stderr
        base = two_free_ports()
        log = tmp_path / "honcho.log"
        with log.open("wb") as out:
            running = subprocess.Popen(
                [*honcho, "start", "-p", str(base), "-c", "web=2,worker=2", "web", "worker"],
                env=environment, stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip
        try:
            async with Proxy(ups=[f"http://127.0.0.1:{base + i}" for i in range(2)]).standing(api) as proxy:
                for up in proxy.ups:
                    await is_ready(proxy.http, up, log)
                people = [api.user(1000 + i, "Sam", language_code="nl") for i in range(6)]
                for person in people:
                    person.says("/start")
                for person in people:
                    await person.sees("Hallo", 30)
            running.send_signal(signal.SIGTERM)
            await asyncio.to_thread(running.wait, 30)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
        told = log.read_text()
        for name in ("web.1", "web.2", "worker.1", "worker.2"):
            assert f"{name} " in told
        assert "Traceback" not in told


def two_free_ports() -> int:
    """The first of two ports that follow each other and are free."""
    while True:
        port = free_port()
        with contextlib.suppress(OSError), contextlib.closing(socket.socket()) as next_one:
            next_one.bind(("127.0.0.1", port + 1))
            return port


async def is_ready(http: aiohttp.ClientSession, url: str, log: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(aiohttp.ClientError):
            async with http.get(f"{url}/readyz") as answer:
                if answer.status == 200:
                    return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{url} was not ready: {log.read_text()[-2000:]}")
