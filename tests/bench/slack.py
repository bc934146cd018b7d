"""Part `slack`: ours on Slack beside Bolt's own echo, in turn. Slack's side is as light as Telegram's in `driver`."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tests.bench import programs
from tests.bench.driver import WALK, BotApi, Delivery, Does, Question, serve
from tests.bench.rounds import Row, interleaved
from tests.bench.scale import Scale

TOKEN = "xoxb-1000-2000-tokenOfTheBenchmark"
SECRET = "be4c" * 8
TEAM, BOT = "T0BENCH", "U0BENCH"


class SlackApi:
    """A Slack that takes everything at once."""

    path = "/hooks/slack"
    walk = ("hallo", *WALK[1:])

    def __init__(self) -> None:
        self.sent = 0
        self.url = ""
        self._waiting: dict[str, asyncio.Future[Question]] = {}

    async def __aenter__(self) -> SlackApi:
        self._server, self.url = await serve(self)
        return self

    async def __aexit__(self, *error: object) -> None:
        self._server.close()

    @property
    def environment(self) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": self.url,
            "SLACK_CHAT_RATE": "0",
        }

    def question_in(self, chat: int) -> asyncio.Future[Question]:
        """The next question that reaches this person's direct messages."""
        self._waiting[f"D{chat}"] = asyncio.get_running_loop().create_future()
        return self._waiting[f"D{chat}"]

    def answer(self, method: str, body: bytes) -> bytes:
        """The answer to a call, as Slack would give it."""
        result: dict[str, Any] = {}
        if method == "chat.postMessage":
            now = time.monotonic()
            given = json.loads(body)
            self.sent += 1
            ts = f"1790000000.{self.sent:06}"
            message = {"type": "message", "user": BOT, "bot_id": "B0BENCH", "ts": ts, "blocks": given.get("blocks", [])}
            result = {"channel": given["channel"], "ts": ts, "message": message}
            values = [
                one["value"] for block in message["blocks"] for one in block.get("elements", ()) if "value" in one
            ]
            if values and (waiting := self._waiting.pop(given["channel"], None)) and not waiting.done():
                waiting.set_result(Question(now, message, tuple(values)))
        elif method == "auth.test":
            result = {"team_id": TEAM, "user_id": BOT, "bot_id": "B0BENCH", "team": "bench", "user": "bench"}
        elif method == "conversations.open":
            given = json.loads(body) if body.startswith(b"{") else dict(parse_qsl(body.decode()))
            result = {"channel": {"id": "D" + given["users"].removeprefix("U")}}
        return json.dumps({"ok": True, **result}).encode()

    def delivery(self, chat: int, number: int, does: Does, last: Question | None) -> Delivery:
        """The event, or the press, signed."""
        if isinstance(does, int):
            assert last is not None
            payload = json.dumps(self._press(chat, number, last.buttons[does], last.message))
            return _signed(urlencode({"payload": payload}).encode(), "application/x-www-form-urlencoded")
        return _signed(json.dumps(_event(chat, number, does)).encode(), "application/json")

    def _press(self, chat: int, number: int, value: str, message: dict[str, Any]) -> dict[str, Any]:
        at = f"{1_790_000_000 + chat}.{number:06}"
        return {
            "type": "block_actions",
            "user": {"id": f"U{chat}", "name": "sam", "team_id": TEAM},
            "team": {"id": TEAM, "domain": "bench"},
            "enterprise": None,
            "is_enterprise_install": False,
            "container": {"type": "message", "message_ts": message["ts"], "channel_id": f"D{chat}"},
            "channel": {"id": f"D{chat}", "name": "directmessage"},
            "message": message,
            "response_url": f"{self.url}/actions/{chat}",
            "actions": [{"type": "button", "action_id": "a", "block_id": "b", "value": value, "action_ts": at}],
        }


def _event(chat: int, number: int, text: str) -> dict[str, Any]:
    said = {"type": "message", "channel_type": "im", "user": f"U{chat}", "channel": f"D{chat}", "text": text}
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A0BENCH",
        "event_id": f"Ev{chat}x{number}",
        "event_time": 1_790_000_000,
        "authorizations": [{"team_id": TEAM, "enterprise_id": None, "user_id": BOT, "is_bot": True}],
        "event": {**said, "ts": f"{1_790_000_000 + chat}.{number:06}", "team": TEAM},
    }


def _signed(body: bytes, content_type: str) -> Delivery:
    at = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), b"v0:%s:%s" % (at.encode(), body), hashlib.sha256).hexdigest()
    headers = f"content-type: {content_type}\r\nx-slack-request-timestamp: {at}\r\nx-slack-signature: v0={digest}\r\n"
    return Delivery(body, headers)


async def measured(_: BotApi, folder: Path, scale: Scale) -> list[Row]:
    async with SlackApi() as api:
        beside = [programs.ours(api, folder / "ours"), programs.echo(api, folder / "echo")]
        rows: list[Row] = []
        async with programs.running(api, *beside, warm_up=scale.warm_up):
            for at_once in (1, 16):
                rows += await interleaved(
                    api,
                    beside,
                    chats=scale.chats,
                    at_once=at_once,
                    rounds=scale.rounds,
                    within_seconds=scale.level_seconds,
                )
        return rows
