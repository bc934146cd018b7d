"""The floor: the least a durable bot can do for a turn. It shares no code with the program.

A FastAPI handler; dedupe, state, both messages and the outbox written by plain SQL in commits that waiting turns
share; one HTTP post by aiohttp; the outbox row marked. No flows, no texts, no retries, no second process.
"""

from __future__ import annotations

import asyncio
import json
import queue
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import aiohttp
import uvicorn
from fastapi import FastAPI, Request, Response

TABLES = """
CREATE TABLE heard (key TEXT PRIMARY KEY, at INTEGER);
CREATE TABLE talks (chat INTEGER PRIMARY KEY, state TEXT);
CREATE TABLE messages (id INTEGER PRIMARY KEY, chat INTEGER, direction TEXT, body TEXT, at INTEGER);
CREATE INDEX messages_chat ON messages (chat, id);
CREATE TABLE outbox (id INTEGER PRIMARY KEY, chat INTEGER, message INTEGER, outcome TEXT, at INTEGER);
CREATE INDEX outbox_owed ON outbox (chat, id) WHERE outcome IS NULL;
"""
WORDS = "What would you like to know? " * 12
BUTTONS = {"inline_keyboard": [[{"text": f"Answer {n}", "callback_data": f"flow.step:{n}"}] for n in range(4)]}
Unit = Callable[[sqlite3.Connection], Any]


class Writer:
    """One thread with the connection; what waits goes in one commit."""

    def __init__(self, file: str) -> None:
        self.loop = asyncio.get_running_loop()
        self.waiting: queue.SimpleQueue[tuple[Unit, asyncio.Future[Any]]] = queue.SimpleQueue()
        self.file = file
        threading.Thread(target=self._write, daemon=True).start()

    async def do(self, unit: Unit) -> Any:
        done: asyncio.Future[Any] = self.loop.create_future()
        self.waiting.put((unit, done))
        return await done

    def _write(self) -> None:
        db = sqlite3.connect(self.file, isolation_level=None)
        db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + TABLES)
        while True:
            units = [self.waiting.get()]
            while not self.waiting.empty():
                units.append(self.waiting.get())
            db.execute("BEGIN IMMEDIATE")
            ended = [(done, unit(db)) for unit, done in units]
            db.execute("COMMIT")
            self.loop.call_soon_threadsafe(lambda pairs: [done.set_result(found) for done, found in pairs], ended)  # type: ignore[func-returns-value]


def take(update: dict[str, Any]) -> Callable[[sqlite3.Connection], tuple[int, int] | None]:
    press = update.get("callback_query")
    chat = (press or update)["message"]["chat"]["id"]
    text = press["data"] if press else update["message"]["text"]

    def unit(db: sqlite3.Connection) -> tuple[int, int] | None:
        now = time.time_ns()
        if not db.execute("INSERT OR IGNORE INTO heard VALUES (?, ?)", (str(update["update_id"]), now)).rowcount:
            return None
        row = db.execute("SELECT state FROM talks WHERE chat = ?", (chat,)).fetchone()
        state = json.loads(row[0]) if row else {"step": 0}
        state["step"] += 1
        kept = "INSERT INTO messages (chat, direction, body, at) VALUES (?, ?, ?, ?)"
        db.execute(kept, (chat, "in", text, now))
        message = db.execute(kept, (chat, "out", WORDS, now)).lastrowid
        put = "INSERT INTO outbox (chat, message, at) VALUES (?, ?, ?)"
        owed = db.execute(put, (chat, message, now)).lastrowid
        db.execute("INSERT OR REPLACE INTO talks VALUES (?, ?)", (chat, json.dumps(state)))
        return chat, owed or 0

    return unit


def main(port: int, api: str, file: str, loop: str, http: str) -> None:
    app = FastAPI()
    parts: dict[Any, Any] = {}

    @app.post("/hooks/telegram")
    async def hear(request: Request) -> Response:
        if not parts:
            parts["db"], parts["http"] = Writer(file), aiohttp.ClientSession()
        owed = await parts["db"].do(take(json.loads(await request.body())))
        if owed:
            parts[owed] = asyncio.create_task(send(*owed))
        return Response()

    async def send(chat: int, row: int) -> None:
        body = {"chat_id": chat, "text": WORDS, "reply_markup": BUTTONS}
        async with parts["http"].post(f"{api}/sendMessage", json=body) as answer:
            await answer.read()
        mark = "UPDATE outbox SET outcome = 'sent' WHERE id = ?"
        await parts["db"].do(lambda db: db.execute(mark, (row,)).rowcount)
        parts.pop((chat, row))

    @app.get("/readyz")
    async def ready() -> Response:
        return Response()

    uvicorn.run(app, host="127.0.0.1", port=port, loop=loop, http=http, log_level="warning", access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
