"""The least on PostgreSQL: raw asyncpg, one transaction a turn. It shares no code with the program.

A FastAPI handler; dedupe, the conversation locked, state, both messages and the outbox in one transaction; one HTTP
post by aiohttp; the outbox row marked. No flows, no texts, no retries, no second process.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import asyncpg
import uvicorn
from fastapi import FastAPI, Request, Response

CONNECTIONS = 16
TABLES = """
CREATE TABLE heard (key TEXT PRIMARY KEY, at BIGINT);
CREATE TABLE talks (chat BIGINT PRIMARY KEY, state TEXT);
CREATE TABLE messages (id BIGSERIAL PRIMARY KEY, chat BIGINT, direction TEXT, body TEXT, at BIGINT);
CREATE INDEX messages_chat ON messages (chat, id);
CREATE TABLE outbox (id BIGSERIAL PRIMARY KEY, chat BIGINT, message BIGINT, outcome TEXT, at BIGINT);
CREATE INDEX outbox_owed ON outbox (chat, id) WHERE outcome IS NULL;
"""
WORDS = "What would you like to know? " * 12
BUTTONS = {"inline_keyboard": [[{"text": f"Answer {n}", "callback_data": f"flow.step:{n}"}] for n in range(4)]}


async def take(db: Any, update: dict[str, Any]) -> tuple[int, int] | None:
    """The chat and the outbox row of what is owed; None when this was heard before."""
    press = update.get("callback_query")
    chat = (press or update)["message"]["chat"]["id"]
    text = press["data"] if press else update["message"]["text"]
    now = time.time_ns()
    heard = "INSERT INTO heard VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1"
    async with db.transaction():
        if not await db.fetchval(heard, str(update["update_id"]), now):
            return None
        row = await db.fetchval("SELECT state FROM talks WHERE chat = $1 FOR UPDATE", chat)
        state = json.loads(row) if row else {"step": 0}
        state["step"] += 1
        kept = "INSERT INTO messages (chat, direction, body, at) VALUES ($1, $2, $3, $4) RETURNING id"
        await db.fetchval(kept, chat, "in", text, now)
        message = await db.fetchval(kept, chat, "out", WORDS, now)
        put = "INSERT INTO outbox (chat, message, at) VALUES ($1, $2, $3) RETURNING id"
        owed = await db.fetchval(put, chat, message, now)
        saved = "INSERT INTO talks VALUES ($1, $2) ON CONFLICT (chat) DO UPDATE SET state = excluded.state"
        await db.execute(saved, chat, json.dumps(state))
    return chat, owed


def main(port: int, api: str, url: str, loop: str, http: str) -> None:
    tasks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with asyncpg.create_pool(url, min_size=CONNECTIONS, max_size=CONNECTIONS) as pool:
            await pool.execute(TABLES)
            async with aiohttp.ClientSession() as http:
                app.state.pool, app.state.http = pool, http
                yield

    app = FastAPI(lifespan=lifespan)

    @app.post("/hooks/telegram")
    async def hear(request: Request) -> Response:
        async with app.state.pool.acquire() as db:
            owed = await take(db, json.loads(await request.body()))
        if owed:
            task = asyncio.create_task(send(*owed))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        return Response()

    async def send(chat: int, row: int) -> None:
        body = {"chat_id": chat, "text": WORDS, "reply_markup": BUTTONS}
        async with app.state.http.post(f"{api}/sendMessage", json=body) as answer:
            await answer.read()
        await app.state.pool.execute("UPDATE outbox SET outcome = 'sent' WHERE id = $1", row)

    @app.get("/readyz")
    async def ready() -> Response:
        return Response()

    uvicorn.run(app, host="127.0.0.1", port=port, loop=loop, http=http, log_level="warning", access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
