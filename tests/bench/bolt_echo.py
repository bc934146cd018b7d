"""The usual way on Slack: Bolt in FastAPI, which answers each direct message and each press, as Bolt's pages show it.

Its answers have texts and buttons of the same size as the benchmark's other programs'. It acknowledges before it has
thought, and keeps nothing.

Source: https://docs.slack.dev/tools/bolt-python/concepts/async (August 2026), slack_bolt's example examples/fastapi.
"""

from __future__ import annotations

import os
import re
import sys
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response
from slack_bolt.adapter.fastapi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

WORDS = "What would you like to know? " * 12
BUTTONS = [
    {
        "type": "button",
        "text": {"type": "plain_text", "text": f"Answer {n}"},
        "value": f"flow.step:{n}",
        "action_id": f"answer{n}",
    }
    for n in range(4)
]
BLOCKS = [
    {"type": "section", "text": {"type": "plain_text", "text": WORDS}},
    {"type": "actions", "elements": BUTTONS},
]


def main(port: int, token: str, secret: str, root: str) -> None:
    bolt = AsyncApp(signing_secret=secret, client=AsyncWebClient(token, base_url=f"{root}/api/"))

    @bolt.event("message")
    async def said(say: Any) -> None:
        await say(text=WORDS, blocks=BLOCKS)

    @bolt.action(re.compile(".*"))
    async def pressed(ack: Any, say: Any) -> None:
        await ack()
        await say(text=WORDS, blocks=BLOCKS)

    app, handler = FastAPI(), AsyncSlackRequestHandler(bolt)

    @app.post("/hooks/slack")
    async def hear(request: Request) -> Response:
        return await handler.handle(request)

    @app.get("/readyz")
    async def ready() -> Response:
        return Response()

    uvicorn.run(app, host="127.0.0.1", port=port, loop="asyncio", http="h11", log_level="warning", access_log=False)


if __name__ == "__main__":
    main(
        int(sys.argv[1]),
        os.environ["SLACK_BOT_TOKEN"],
        os.environ["SLACK_SIGNING_SECRET"],
        os.environ["SLACK_API_URL"],
    )
