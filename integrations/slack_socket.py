"""Socket Mode: Slack's deliveries over a connection that we open, where no public address leads to us.

The same things come as at the hook, each in an envelope that is acknowledged when what was in it is ours; one that is
not, Slack delivers again, over another connection too. (slack_sdk's own client answers for the order of nothing, and
writes the secret address of a connection and what came over it into the log.)

Source: https://docs.slack.dev/apis/events-api/using-socket-mode (August 2026).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any
from weakref import WeakValueDictionary

import aiohttp
import structlog
from yarl import URL

from bot.ports import Address, Reading, Refused, Take, Unavailable
from integrations.slack import LARGEST_BODY, Slack

log = structlog.get_logger(__name__)

HEARTBEAT_SECONDS = 15.0
"""A connection that answers no ping for so long is dead."""

LONGEST_PAUSE_SECONDS = 30.0


class SlackSocket:
    """Hears what Slack tells this app, by one connection at a time."""

    def __init__(self, slack: Slack, app_token: str, take: Take, *, pause: timedelta = timedelta(seconds=1)) -> None:
        """`pause`: before trying again after trouble, doubling to 30 s."""
        self._slack = slack
        self._app_token = app_token
        self._take = take
        self._pause = pause.total_seconds()
        self._lanes: WeakValueDictionary[Address | None, asyncio.Lock] = WeakValueDictionary()
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Hear until cancelled; what is being taken then is not waited for, and comes again."""
        misses = 0
        try:
            while True:
                try:
                    if await self._hear_by(await self._connected()):
                        misses = 0
                        continue
                    why = "the connection ended"
                except Unavailable as away:
                    why = str(away)
                except Refused as refused:
                    log.error("slack.socket_refused", why=str(refused))
                    why = str(refused)
                log.warning("slack.socket_away", why=why)
                await asyncio.sleep(min(self._pause * 2 ** min(misses, 10), LONGEST_PAUSE_SECONDS))
                misses += 1
        finally:
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _connected(self) -> aiohttp.ClientWebSocketResponse:
        """A fresh connection. Raises Unavailable or Refused."""
        opened = await self._slack.transport.call("apps.connections.open", self._app_token, {}, as_form=True)
        failure: Unavailable
        try:
            address = URL(opened["url"])
            connect = self._slack.transport.session.ws_connect
            return await connect(address, heartbeat=HEARTBEAT_SECONDS, max_msg_size=LARGEST_BODY)
        except Exception as error:  # whatever it is, its text may hold the address, and that is a secret
            failure = Unavailable(f"socket: {type(error).__name__}")
        raise failure

    async def _hear_by(self, socket: aiohttp.ClientWebSocketResponse) -> bool:
        """Hear until this connection is to be replaced (then it goes on by itself until it ends); True if it heard."""
        heard = replaced = False
        try:
            async for frame in socket:
                message = _parsed(frame)
                heard = True
                if replaced := message.get("type") == "disconnect":
                    break
                self._beside(self._open(socket, message))
        finally:
            if not replaced:
                await socket.close()
        if replaced:
            self._beside(self._finish(socket))
        return heard

    async def _finish(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """A connection that Slack is about to close: what comes over it until then is heard."""
        try:
            async for frame in socket:
                self._beside(self._open(socket, _parsed(frame)))
        finally:
            await socket.close()

    def _beside(self, doing: Any) -> None:
        task: asyncio.Task[None] = asyncio.create_task(doing)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _open(self, socket: aiohttp.ClientWebSocketResponse, envelope: Mapping[str, Any]) -> None:
        """Hear what is in one envelope, after what the same person said before, and acknowledge it when it is ours."""
        if not isinstance(envelope.get("envelope_id"), str):
            return  # "hello", and whatever Slack may come to say
        reading = self._reading(envelope)
        whose = reading.heard[0].address if reading.heard else None
        lane = self._lanes.setdefault(whose, asyncio.Lock())
        async with lane:
            try:
                reading = await self._slack.admitted(reading)
                if reading.ignored:
                    log.info("hook.ignored", channel=self._slack.name, why=reading.ignored)
                else:
                    await self._take(reading.heard)
            except Unavailable:
                log.warning("slack.not_taken")
                return
            except Exception as bug:
                log.exception("slack.not_taken", error=type(bug).__name__)
                return
        answer: dict[str, object] = {"envelope_id": envelope["envelope_id"]}
        if reading.reply and envelope.get("accepts_response_payload") is True:
            answer["payload"] = json.loads(reading.reply)
        with suppress(Exception):  # the connection is gone: it comes again, and was heard before
            await socket.send_json(answer)

    def _reading(self, envelope: Mapping[str, Any]) -> Reading:
        content = envelope.get("payload")
        match envelope.get("type"):
            case "events_api":
                return self._slack.read_event(content)
            case "interactive":
                return self._slack.read_interaction(content)
            case "slash_commands" if isinstance(content, dict):
                return self._slack.read_command(content)
        return Reading(ignored="an envelope of a kind we do not read")


def _parsed(frame: aiohttp.WSMessage) -> dict[str, Any]:
    """What one frame holds; nothing where it is no JSON object."""
    try:
        message = json.loads(frame.data) if frame.type is aiohttp.WSMsgType.TEXT else None
    except (ValueError, RecursionError):
        message = None
    return message if isinstance(message, dict) else {}


__all__ = ["SlackSocket"]
