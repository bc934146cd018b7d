"""How a call reaches Telegram's Bot API, and what became of it when it went wrong.

One `Wire` carries everything. It knows the status, the body and how far a call came, so it can
tell "surely not sent", "surely refused" and "maybe sent" apart; python-telegram-bot's exceptions cannot
(its `BadRequest` is a `NetworkError`, and an odd 200 escapes it as a `KeyError`).

The token is part of every address. So no exception of who was handed one leaves this module, not even as the
cause of ours; and python-telegram-bot, which logs its token at DEBUG, is never told it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import aiohttp
import orjson
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.ports import Refused, Unavailable
from integrations.wire import Answer, NoAnswer, TooLarge, Wire

LONGEST_WAIT = timedelta(days=1)

Parameters = Mapping[str, object]
Answered = TypeVar("Answered")

_GONE = re.compile(
    r"chat not found|user not found|PEER_ID_INVALID|group chat was d|(not enough|have no) rights"
    r"|CHAT_\w*(FORBIDDEN|RESTRICTED)",
    re.I,
)
_LATE = re.compile(r"message to edit not found|message can't be edited|message is not modified|query is too old", re.I)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we wait for Telegram."""

    connect: timedelta = timedelta(seconds=5)
    total: timedelta = timedelta(seconds=25)
    """5, PTB's default, makes "maybe sent" of every slow moment there. A send may be two calls, within its lease."""
    looking: timedelta = timedelta(seconds=8)
    """For what may have come, before it is sent again within the same lease."""


USUAL = Patience()


class Transport:
    """Calls of the Bot API over one connection pool, each tried once."""

    def __init__(self, token: str, api_url: str, patience: Patience) -> None:
        self._token = token
        self._total_seconds = patience.total.total_seconds()
        root = URL(api_url)
        self._calls = f"{root.raw_path.rstrip('/')}/bot{token}/"
        self._files = f"{root.raw_path.rstrip('/')}/file/bot{token}/"
        self._wire = Wire(root.origin(), patience.connect.total_seconds())
        self._closed = False

    async def call(
        self,
        method: str,
        parameters: Parameters,
        *,
        wait_seconds: float = 0.0,
        files: Mapping[str, bytes] | None = None,
    ) -> Any:
        """The `result` of one call. `wait_seconds`: how long Telegram may be silent on purpose.

        `files`: PNG pictures, by the parameter that they are. Raises Unavailable or Refused.
        """
        match await self._post(method, parameters, wait_seconds, files or {}):
            case Unavailable() as failure:
                raise failure
            case Answer(status, retry_after, payload):
                body = _parsed_or_none(payload)
        match body:
            case {"ok": True, "result": result} if 200 <= status <= 299:
                return result
        raise self._failure(method, status, retry_after, body)

    async def download(self, path: str, most: int) -> bytes:
        """The file at the path that `getFile` told. Raises Unavailable, or Refused where it is larger than `most`."""
        match await self._get(path, most):
            case bytes() as content:
                return content
            case failure:
                raise failure

    @property
    def total_seconds(self) -> float:
        return self._total_seconds

    async def close(self) -> None:
        self._closed = True
        self._wire.close()

    async def _post(
        self, method: str, parameters: Parameters, wait_seconds: float, files: Mapping[str, bytes]
    ) -> Answer | Unavailable:
        """What came back, or why nothing did.

        Returned, not raised: so neither the wire's exception nor this frame, which knows the address, comes
        along with it into a log.
        """
        if self._closed:
            return Unavailable(f"{method}: closed", sent="no")
        try:
            body, kind = await _form(parameters, files) if files else (orjson.dumps(parameters), "application/json")
            seconds = self._total_seconds + wait_seconds
            return await self._wire.ask("POST", self._calls + method, body=body, kind=kind, seconds=seconds)
        except Exception as error:  # whatever it is, its text may hold the token
            return _fault(method, error)

    async def _get(self, path: str, most: int) -> bytes | Unavailable | Refused:
        """What `download` gives, or why it cannot; returned as in `_post`."""
        if self._closed:
            return Unavailable("file: closed", sent="no")
        try:
            status, _, body = await self._wire.ask("GET", self._files + path, most=most, seconds=self._total_seconds)
        except TooLarge:
            return Refused("file: too large")
        except Exception as error:  # whatever it is, its text may hold the token
            return _fault("file", error)
        if status == 200 and body is not None:
            return body
        return Refused(f"file: {status}") if 400 <= status < 500 and status != 429 else Unavailable(f"file: {status}")

    def _failure(self, method: str, status: int, header: str, body: object) -> Unavailable | Refused:
        """What an answer that is no success means for who called.

        A proxy on the way also answers 401, 403 or 404; only Telegram's own words, in JSON, may close an
        address or the whole channel.
        """
        own = isinstance(body, dict) and isinstance(body.get("description"), str)
        description = body["description"] if own and isinstance(body, dict) else ""
        parameters = body.get("parameters") if isinstance(body, dict) else None
        parameters = parameters if isinstance(parameters, dict) else {}
        why = f"{method}: {status} {description[:200]}".rstrip().replace(self._token, "[token]")

        if 200 <= status <= 299:  # accepted, by the looks of it, by something that is not quite Telegram
            return Unavailable(f"{why}, but no result", sent="maybe")
        if status == 429:
            return Unavailable(why, sent="no", after=_wait(parameters.get("retry_after"), header))
        if status >= 500:
            return Unavailable(why, sent="maybe", after=_wait(None, header))
        if status == 413:
            return Refused(why, ours=True)
        if status == 400:
            moved_to = parameters.get("migrate_to_chat_id")
            if isinstance(moved_to, int) and not isinstance(moved_to, bool):
                return Refused(why, moved_to=str(moved_to))
            if _GONE.search(description):
                return Refused(why, gone=True)
            return Refused(why, ours=not _LATE.search(description))  # late: the world moved on meanwhile
        if own and status in (401, 404):
            return Refused(why, stop=True)
        if own and status == 403:
            return Refused(why, gone=True)
        return Unavailable(why, sent="no", after=_wait(None, header))  # 409; a redirect; a proxy's own answer


async def _form(parameters: Parameters, files: Mapping[str, bytes]) -> tuple[bytes, str]:
    """A call that brings files, and what kind of content that is: each parameter is a part; what is no text is JSON.

    Source: https://core.telegram.org/bots/api#sending-files
    """
    form = aiohttp.FormData()
    for name, value in parameters.items():
        form.add_field(name, value if isinstance(value, str) else orjson.dumps(value).decode())
    for name, content in files.items():
        form.add_field(name, content, filename=f"{name}.png", content_type="image/png")
    whole = form()
    return await whole.as_bytes(), whole.headers["Content-Type"]


def _fault(method: str, error: Exception) -> Unavailable:
    """How far a call came that got no answer."""
    if isinstance(error, NoAnswer):
        return Unavailable(f"{method}: {error}", sent=error.sent)
    return Unavailable(f"{method}: {type(error).__name__}", sent="maybe")


def parsed(payload: bytes) -> object:
    """What this JSON says. Raises ValueError. (json reads half an emoji; orjson, five times as fast, does not.)"""
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError:
        try:
            return json.loads(payload)
        except RecursionError:
            raise ValueError("nested too deep") from None


def _parsed_or_none(payload: bytes | None) -> object:
    """What this JSON says; None where it is none."""
    try:
        return parsed(payload or b"")
    except ValueError:
        return None


def _wait(seconds: object, header: str) -> timedelta | None:
    """How long Telegram asks us to wait, a day at most; None if it does not say, or says nonsense."""
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        if not (header.isascii() and header.isdigit() and len(header) < 20):
            return None
        seconds = int(header)
    if not math.isfinite(seconds) or seconds <= 0:
        return None
    return timedelta(seconds=min(seconds, LONGEST_WAIT.total_seconds()))


class _Failed(TelegramError):
    """Our own error on its way through python-telegram-bot, which hands on only its own family as it is."""

    def __init__(self, error: Unavailable | Refused) -> None:
        super().__init__(str(error))
        self.error = error


class Carrier(BaseRequest):
    """Lets python-telegram-bot's `Bot` call through our transport."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @property
    def read_timeout(self) -> float:
        return self._transport.total_seconds

    async def initialize(self) -> None:
        """Nothing to do: the transport opens its session with the first call."""

    async def shutdown(self) -> None:
        """Nothing to do: who made the transport closes it."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: object, **__: object
    ) -> tuple[int, bytes]:
        name = url.rpartition("/")[2]  # all of the address that is meant: the rest holds no real token
        try:
            result = await self._transport.call(name, request_data.parameters if request_data else {})
        except (Unavailable, Refused) as error:
            failed = _Failed(error)
        else:
            return 200, json.dumps({"ok": True, "result": result}).encode()
        raise failed


async def asked(call: Awaitable[Answered]) -> Answered:
    """What a call through `Bot` came to. Raises Unavailable or Refused, like the transport itself."""
    failure: Unavailable | Refused
    try:
        return await call
    except _Failed as failed:
        failure = failed.error
    except (TelegramError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # `de_json` on a result of another shape; its own words may quote what it read
        failure = Unavailable(f"an answer we cannot read: {type(error).__name__}", sent="maybe")
    raise failure


__all__ = ["USUAL", "Carrier", "Patience", "Transport", "asked", "parsed"]
