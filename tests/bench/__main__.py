"""How fast one learner's turn is: webhook in, durably stored, `sendMessage` arriving at a Bot API server.

    make bench                              SQLite, about a minute
    make bench ARGS="--database URL"        PostgreSQL
    make bench ARGS="--chats 50 --rounds 1" the short form

The program and the Bot API server are processes of their own on loopback; limits are off. Each figure is the
median of the rounds. The machine is part of the figure: compare runs of one machine only.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from tests.house import Process, free_port

TOKEN = "123456789:AAfake-TOKEN_for_the_benchmark_000"
SECRET = "bench"
WALK = ("/start", "1", "overslaan", "1", "Rekenen", "overslaan", "ja", "ja", "status", "terug", "help", "ja")
"""A dozen turns of one learner."""


def serve(port: int) -> None:
    """A Bot API server that takes everything at once and remembers when each chat's message came."""
    came: list[tuple[int, float]] = []
    waiting: dict[int, asyncio.Future[float]] = {}

    async def call(request: web.Request) -> web.Response:
        method = request.match_info["method"]
        given = await request.json() if request.can_read_body else {}
        result: Any = True
        if method == "getMe":
            result = {"id": 123456789, "is_bot": True, "first_name": "b", "username": "bench_bot"}
        elif method == "getWebhookInfo":
            result = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        elif method in ("getMyCommands",):
            result = []
        elif method.startswith("getMy"):
            result = {method[5:].lower(): "", "description": "", "short_description": ""}
        elif method == "sendMessage":
            chat = int(given["chat_id"])
            now = time.monotonic()
            asks = "reply_markup" in given
            if asks and chat in waiting:
                waiting.pop(chat).set_result(now)
            came.append((chat, now))
            result = {"message_id": len(came), "date": 0, "chat": {"id": chat, "type": "private"}, "text": "x"}
        return web.json_response({"ok": True, "result": result})

    async def arrival(request: web.Request) -> web.Response:
        """When the next question reaches this chat, on the machine's monotonic clock."""
        chat = int(request.match_info["chat"])
        waiting[chat] = asyncio.get_running_loop().create_future()
        moment = await asyncio.wait_for(waiting[chat], 30)
        return web.json_response(moment)

    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", call)
    app.router.add_get("/arrival/{chat}", arrival)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


@dataclass
class Round:
    """What one round measured; times in seconds."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    acknowledged: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


async def walk(http: aiohttp.ClientSession, hook: str, api: str, chat: int, first: int, into: Round) -> None:
    """One learner's dozen turns, each after the answer to the one before."""
    for number, text in enumerate(WALK):
        message = {
            "message_id": number + 1,
            "date": 1_790_000_000,
            "text": text,
            "chat": {"id": chat, "type": "private", "first_name": "Sam"},
            "from": {"id": chat, "is_bot": False, "first_name": "Sam", "language_code": "nl"},
        }
        arrival = asyncio.create_task(_json(http, f"{api}/arrival/{chat}"))
        await asyncio.sleep(0)
        begun = time.monotonic()
        update = {"update_id": first + number, "message": message}
        async with http.post(hook, json=update, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}) as answer:
            if answer.status != 200:
                raise RuntimeError(f"the hook answered {answer.status}")
        into.acknowledged.append(time.monotonic() - begun)
        into.answered.append(await arrival - begun)


async def _json(http: aiohttp.ClientSession, url: str) -> Any:
    async with http.get(url) as answer:
        return await answer.json()


async def measure(process: Process, api: str, chats: int, at_once: int, base: int) -> Round:
    """`chats` learners, `at_once` of them at a time."""
    done = Round()
    room = asyncio.Semaphore(at_once)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as http:
        cpu, begun = cpu_seconds(process.process.pid), time.monotonic()

        async def one(chat: int) -> None:
            async with room:
                await walk(http, f"{process.url}/hooks/telegram", api, chat, chat * 100, done)

        await asyncio.gather(*(one(base + i) for i in range(chats)))
        done.seconds = time.monotonic() - begun
        done.cpu_seconds = cpu_seconds(process.process.pid) - cpu
    return done


def percentile(values: Sequence[float], part: float) -> float:
    return sorted(values)[min(int(len(values) * part), len(values) - 1)]


def row(at_once: int, rounds: Sequence[Round], memory: float) -> dict[str, Any]:
    def median(of: Any) -> float:
        return statistics.median(of(one) for one in rounds)

    return {
        "in flight": at_once,
        "turns/s": round(median(lambda r: len(r.answered) / r.seconds)),
        "p50 ms": round(median(lambda r: percentile(r.answered, 0.5)) * 1000, 1),
        "p95 ms": round(median(lambda r: percentile(r.answered, 0.95)) * 1000, 1),
        "p99 ms": round(median(lambda r: percentile(r.answered, 0.99)) * 1000, 1),
        "ack p99 ms": round(median(lambda r: percentile(r.acknowledged, 0.99)) * 1000, 1),
        "CPU µs/turn": round(median(lambda r: r.cpu_seconds / len(r.answered)) * 1_000_000),
        "memory MB": round(memory),
    }


async def bench(database: str, chats: int, rounds: int) -> list[dict[str, Any]]:
    """The table, a row for each number of turns in flight."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "tests.bench", "--serve", str(port)])
    try:
        with tempfile.TemporaryDirectory() as folder:
            environment = {
                "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": f"http://127.0.0.1:{port}",
                "TELEGRAM_WEBHOOK_SECRET": SECRET, "TELEGRAM_RATE": "0", "TELEGRAM_CHAT_RATE": "0",
                "INBOUND_PER_MINUTE": "0", "SENDS_IN_FLIGHT": "16", "LOG_LEVEL": "warning",
                **({"DATABASE_URL": database} if database else {}),
            }  # fmt: skip
            with Process("run", Path(folder), **environment) as process:
                await process.ready(60)
                api, base, rows = f"http://127.0.0.1:{port}", int(time.time()) * 10, []
                for at_once in (1, 16, 64):
                    measured = []
                    for number in range(rounds):
                        some = max(chats // 10, 1) if at_once == 1 else chats
                        measured.append(await measure(process, api, some, at_once, base))
                        base += some
                        print(f"  {at_once} in flight, round {number + 1} of {rounds}", file=sys.stderr)
                    rows.append(row(at_once, measured, memory_mb(process.process.pid)))
                return rows
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--database", default="", help="postgresql://…; a fresh SQLite file when left out")
    parser.add_argument("--chats", type=int, default=150, help="learners a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        serve(chosen.serve)
        return
    rows = asyncio.run(bench(chosen.database, chosen.chats, chosen.rounds))
    widths = {name: max(len(name), *(len(str(one[name])) for one in rows)) for name in rows[0]}
    print("  ".join(name.rjust(width) for name, width in widths.items()))
    for one in rows:
        print("  ".join(str(one[name]).rjust(width) for name, width in widths.items()))
    if chosen.json:
        chosen.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
