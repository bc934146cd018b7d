"""How a call reaches Telegram's Bot API, and what became of it when it went wrong.

One aiohttp session carries everything. It knows the status, the body and how far a call came, so it can
tell "surely not sent", "surely refused" and "maybe sent" apart; python-telegram-bot's exceptions cannot
(its `BadRequest` is a `NetworkError`, and an odd 200 escapes it as a `KeyError`).

The token is part of every address, and aiohttp writes addresses into its exceptions. So no exception of
aiohttp's leaves this module, not even as the cause of ours; and python-telegram-bot, which logs its token
at DEBUG, is never told it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, NamedTuple, TypeVar

import aiohttp
import orjson
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.ports import Refused, Unavailable

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

    def timeout(self, longer: float = 0.0) -> aiohttp.ClientTimeout:
        connect, total = self.connect.total_seconds(), self.total.total_seconds() + longer
        # aiohttp's `connect` and `sock_read` would set two more alarms at every call
        return aiohttp.ClientTimeout(total=total, sock_connect=connect)


USUAL = Patience()


class _Reply(NamedTuple):
    """What came back over HTTP. `body` is None when it broke off or was no JSON."""

    status: int
    retry_after: str
    body: object


class Transport:
    """Calls of the Bot API over one connection pool, each tried once."""

    def __init__(self, token: str, api_url: str, patience: Patience) -> None:
        self._token = token
        self._patience = patience
        self._root = f"{api_url}/bot{token}/"
        self._files = f"{api_url}/file/bot{token}/"
        self._urls: dict[str, URL] = {}
        self._session: aiohttp.ClientSession | None = None
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
        reply = await self._post(method, parameters, wait_seconds, files or {})
        match reply:
            case Unavailable():
                raise reply
            case _Reply(status, _, {"ok": True, "result": result}) if 200 <= status <= 299:
                return result
        raise self._failure(method, reply)

    async def download(self, path: str, most: int) -> bytes:
        """The file at the path that `getFile` told. Raises Unavailable, or Refused where it is larger than `most`."""
        match await self._get(path, most):
            case bytes() as content:
                return content
            case failure:
                raise failure

    @property
    def total_seconds(self) -> float:
        return self._patience.total.total_seconds()

    async def close(self) -> None:
        self._closed = True
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _post(
        self, method: str, parameters: Parameters, wait_seconds: float, files: Mapping[str, bytes]
    ) -> _Reply | Unavailable:
        """What came back, or why nothing did.

        Returned, not raised: so neither aiohttp's exception nor this frame, which knows the address, comes
        along with it into a log.
        """
        if self._closed:
            return Unavailable(f"{method}: closed", sent="no")
        session = self._session = self._session or self._opened()
        timeout = self._patience.timeout(wait_seconds) if wait_seconds else session.timeout
        status, retry_after = 0, ""
        form = _form(parameters, files) if files else None
        try:
            async with session.post(
                self._url(method),
                data=form or orjson.dumps(parameters),
                headers=form.headers if form else None,
                timeout=timeout,
                allow_redirects=False,  # a redirect would take the token along, and repeat the message
            ) as response:
                status, retry_after = response.status, response.headers.get("Retry-After", "")
                payload = await response.read()
        except Exception as error:  # whatever it is, its text may hold the token
            if status < 300:
                return _fault(method, error)
            payload = b""  # the status alone tells enough
        try:
            body = parsed(payload)
        except ValueError:
            body = None
        return _Reply(status, retry_after, body)

    async def _get(self, path: str, most: int) -> bytes | Unavailable | Refused:
        """What `download` gives, or why it cannot; returned as in `_post`."""
        if self._closed:
            return Unavailable("file: closed", sent="no")
        session = self._session = self._session or self._opened()
        content = bytearray()
        try:
            async with session.get(URL(self._files + path, encoded=True), allow_redirects=False) as response:
                status = response.status
                if status == 200:
                    async for piece in response.content.iter_chunked(1 << 16):
                        content += piece
                        if len(content) > most:
                            return Refused("file: too large")
                    return bytes(content)
        except Exception as error:  # whatever it is, its text may hold the token
            return _fault("file", error)
        return Refused(f"file: {status}") if 400 <= status < 500 and status != 429 else Unavailable(f"file: {status}")

    def _opened(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            timeout=self._patience.timeout(),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"Content-Type": "application/json", "Accept-Encoding": "identity"},
        )

    def _url(self, method: str) -> URL:
        if method not in self._urls:
            self._urls[method] = URL(self._root + method, encoded=True)
        return self._urls[method]

    def _failure(self, method: str, reply: _Reply) -> Unavailable | Refused:
        """What an answer that is no success means for who called.

        A proxy on the way also answers 401, 403 or 404; only Telegram's own words, in JSON, may close an
        address or the whole channel.
        """
        status, header, body = reply
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


def _form(parameters: Parameters, files: Mapping[str, bytes]) -> aiohttp.payload.Payload:
    """A call that brings files: each parameter is a part; what is no text is JSON.

    Source: https://core.telegram.org/bots/api#sending-files
    """
    form = aiohttp.FormData()
    for name, value in parameters.items():
        form.add_field(name, value if isinstance(value, str) else orjson.dumps(value).decode())
    for name, content in files.items():
        form.add_field(name, content, filename=f"{name}.png", content_type="image/png")
    return form()


def _fault(method: str, error: Exception) -> Unavailable:
    """How far a call came that got no answer: without a connection nothing was sent."""
    unconnected = isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
    sent: Literal["no", "maybe"] = "no" if unconnected else "maybe"
    return Unavailable(f"{method}: {type(error).__name__}", sent=sent)


def parsed(payload: bytes) -> object:
    """What this JSON says. Raises ValueError. (json reads half an emoji; orjson, five times as fast, does not.)"""
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError:
        try:
            return json.loads(payload)
        except RecursionError:
            raise ValueError("nested too deep") from None


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
