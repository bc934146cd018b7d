"""How a call reaches Slack's Web API, and what became of it when it went wrong.

One aiohttp session carries the calls of every workspace, each with its own token and tried once: slack_sdk's client
tries a dropped connection again by itself, and so posts twice. Slack answers nearly everything with 200 and
`{"ok": false, "error": "..."}`, so it is by that word that "surely not sent", "surely refused" and "maybe sent" are
told apart.

Source: https://docs.slack.dev/reference/methods and https://docs.slack.dev/apis/web-api/rate-limits (August 2026).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, NamedTuple

import aiohttp
import orjson
from yarl import URL

from bot.ports import Refused, Unavailable

LONGEST_WAIT = timedelta(days=1)

Parameters = Mapping[str, object]

_SHUT = frozenset({
    "access_denied", "ekm_access_denied", "enterprise_is_restricted", "messages_tab_disabled", "missing_scope",
    "no_permission", "not_allowed_token_type", "org_login_required", "team_access_not_granted",
    "two_factor_setup_required",
})  # fmt: skip
"""The workspace, or the app there, refuses us: nothing leaves until somebody mends it."""

_GONE = frozenset({
    "cannot_dm_bot", "channel_not_found", "is_archived", "user_disabled", "user_not_found", "user_not_visible",
    "users_not_found",
})  # fmt: skip
"""There is nobody there any more, or nobody that we may write to."""

_OURS = frozenset({
    "invalid_arg_name", "invalid_arguments", "invalid_array_arg", "invalid_blocks", "invalid_blocks_format",
    "invalid_charset", "invalid_form_data", "invalid_json", "invalid_metadata_format", "invalid_metadata_schema",
    "json_not_object", "markdown_text_conflict", "metadata_must_be_sent_from_app", "metadata_too_large",
    "msg_blocks_too_long", "msg_too_long", "no_text",
})  # fmt: skip
"""What we wrote cannot be sent by anybody."""

_LATER = frozenset({"rate_limited", "ratelimited", "request_timeout", "team_added_to_org"})
"""Surely not done; it may be later."""

_UNSURE = frozenset({"fatal_error", "internal_error", "service_unavailable"})
"""Slack stumbled, and says itself that some of it may have been done."""


_DEAD = frozenset({"account_inactive", "token_revoked"})
_TOKEN = _DEAD | {"invalid_auth", "not_authed", "token_expired"}
"""It is the token that is refused; the first two for ever."""


class TokenRefused(Refused):
    """The token is refused: perhaps there is a newer one. `dead`: this one will never be taken again."""

    def __init__(self, why: str, *, dead: bool) -> None:
        super().__init__(why, stop=True)
        self.dead = dead


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we wait for Slack.

    What comes too late is looked up: so one call has less time than a lane is leased for, by far, as several make one
    send.
    """

    connect: timedelta = timedelta(seconds=4)
    total: timedelta = timedelta(seconds=12)

    def timeout(self) -> aiohttp.ClientTimeout:
        return aiohttp.ClientTimeout(total=self.total.total_seconds(), sock_connect=self.connect.total_seconds())


USUAL = Patience()


class _Reply(NamedTuple):
    """What came back over HTTP. `body` is None when it broke off or was no JSON."""

    status: int
    retry_after: str
    body: object


class Transport:
    """Calls of the Web API over one connection pool, each tried once."""

    def __init__(self, api_url: str, patience: Patience = USUAL) -> None:
        self.root = api_url.rstrip("/")
        self._patience = patience
        self._urls: dict[str, URL] = {}
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    async def call(self, method: str, token: str, parameters: Parameters, *, as_form: bool = False) -> dict[str, Any]:
        """What Slack answers to this call. `as_form`: methods that only read take no JSON. Raises Unavailable, Refused.

        Source: https://docs.slack.dev/apis/web-api/#posting-json (August 2026).
        """
        if method not in self._urls:
            self._urls[method] = URL(f"{self.root}/api/{method}", encoded=True)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if as_form:
            data: Any = aiohttp.FormData({name: _as_text(value) for name, value in parameters.items()})
        else:
            headers["Content-Type"] = "application/json; charset=utf-8"
            data = orjson.dumps(parameters)
        return self._result(method, await self._post(method, self._urls[method], headers, data))

    async def respond(self, url: str, parameters: Parameters) -> None:
        """Say something at the address that a press or a command brought along. Raises Unavailable or Refused."""
        headers = {"Content-Type": "application/json; charset=utf-8"}
        reply = await self._post("response_url", URL(url, encoded=True), headers, orjson.dumps(parameters))
        if isinstance(reply, _Reply) and reply.status == 200 and reply.body is None:
            return  # a bare "ok"
        if isinstance(reply, _Reply) and reply.status in (403, 404):
            raise Refused(f"response_url: {reply.status}")  # used five times, or half an hour old
        self._result("response_url", reply)

    async def close(self) -> None:
        self._closed = True
        if self._session is not None:
            await self._session.close()
            self._session = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The one session, opened when it is first needed."""
        self._session = self._session or aiohttp.ClientSession(
            timeout=self._patience.timeout(),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"Accept-Encoding": "identity"},
        )
        return self._session

    async def _post(self, method: str, url: URL, headers: Mapping[str, str], data: Any) -> _Reply | Unavailable:
        """What came back, or why nothing did; returned, so that no frame that knows the token comes into a log."""
        if self._closed:
            return Unavailable(f"{method}: closed", sent="no")
        status, retry_after = 0, ""
        try:
            async with self.session.post(url, data=data, headers=headers, allow_redirects=False) as response:
                status, retry_after = response.status, response.headers.get("Retry-After", "")
                payload = await response.read()
        except Exception as error:  # whatever it is, its text may hold an address
            if status < 300:
                return _fault(method, error)
            payload = b""  # the status alone tells enough
        return _Reply(status, retry_after, _parsed(payload))

    def _result(self, method: str, reply: _Reply | Unavailable) -> dict[str, Any]:
        if isinstance(reply, Unavailable):
            raise reply
        status, header, body = reply
        if isinstance(body, dict) and body.get("ok") is True and 200 <= status <= 299:
            return body
        told = body.get("error") if isinstance(body, dict) and body.get("ok") is False else None
        error = told if isinstance(told, str) and told.replace("_", "").isalnum() else ""
        raise _failure(f"{method}: {status} {error[:80]}".rstrip(), status, header, error)


def _failure(why: str, status: int, header: str, error: str) -> Unavailable | Refused:
    """What an answer that is no success means for who called. Only Slack's own word may close an address."""
    if 300 <= status <= 399:  # somebody on the way, whatever else it says
        return Unavailable(why, sent="no")
    if status == 429 or error in _LATER:
        return Unavailable(why, sent="no", after=_wait(header))
    if status >= 500 or error in _UNSURE:
        return Unavailable(why, sent="maybe", after=_wait(header))
    if error in _TOKEN:
        return TokenRefused(why, dead=error in _DEAD)
    if error:
        return Refused(why, stop=error in _SHUT, gone=error in _GONE, ours=error in _OURS)
    if 200 <= status <= 299:  # accepted, by the looks of it, by something that is not quite Slack
        return Unavailable(f"{why}, but no result", sent="maybe")
    if status == 413:
        return Refused(why, ours=True)
    return Unavailable(why, sent="no", after=_wait(header))  # a proxy's own answer


def _fault(method: str, error: Exception) -> Unavailable:
    """How far a call came that got no answer: without a connection nothing was sent."""
    unconnected = isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
    sent: Literal["no", "maybe"] = "no" if unconnected else "maybe"
    return Unavailable(f"{method}: {type(error).__name__}", sent=sent)


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _parsed(payload: bytes) -> object:
    try:
        return json.loads(payload)
    except (ValueError, RecursionError):
        return None


def _wait(header: str) -> timedelta | None:
    """How long Slack asks us to wait, a day at most; None if it does not say, or says nonsense."""
    if not (header.isascii() and header.isdigit() and len(header) < 20) or int(header) == 0:
        return None
    return timedelta(seconds=min(int(header), LONGEST_WAIT.total_seconds()))


__all__ = ["USUAL", "Patience", "TokenRefused", "Transport"]
