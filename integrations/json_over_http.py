"""What a neighbour answers in JSON over HTTP, within limits that it cannot stretch: time, size, and no way elsewhere.

aiohttp writes addresses into its exceptions, and ours may name a person's badge. So none of them leaves this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

import aiohttp
import orjson
from yarl import URL

from bot.ports import Unavailable

AGENT = "Badgewijzer"
"""edubadges answers with a page to programs that preview links (Slackbot, LinkedInBot): this is none of them.

Source: edubadges-server, `apps/mainsite/settings.py`, BADGR_PUBLIC_BOT_USERAGENTS (June 2026).
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `told` is the body when `is_json`: a body counts as JSON when its type says so and it is.

    edubadges says some of its noes with no body at all (`is_empty`). A page is neither: it is a proxy's, not its own.
    """

    status: int
    is_json: bool
    told: object = None
    is_empty: bool = False


class Asker:
    """Calls of one neighbour over one connection pool, each tried once, no redirect followed."""

    def __init__(self, who: str, *, patience: timedelta, longest: int) -> None:
        self._who = who
        self._timeout = aiohttp.ClientTimeout(total=patience.total_seconds(), sock_connect=5)
        self._longest = longest
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """What `url` answers. Raises Unavailable."""
        return await self._ask("GET", url, headers, None)

    async def post(self, url: str, form: Mapping[str, str] | str, headers: Mapping[str, str] | None = None) -> Answer:
        """What `url` answers to a form, or to one that is written already. Raises Unavailable."""
        return await self._ask("POST", url, headers, form)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    async def close(self) -> None:
        self._closed = True
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _ask(
        self, method: str, url: str, headers: Mapping[str, str] | None, form: Mapping[str, str] | str | None
    ) -> Answer:
        answer = await self._tried(method, url, headers, form)
        if isinstance(answer, Unavailable):
            raise answer
        return answer

    async def _tried(
        self, method: str, url: str, headers: Mapping[str, str] | None, form: Mapping[str, str] | str | None
    ) -> Answer | Unavailable:
        """Returned, not raised: so neither aiohttp's exception nor this frame comes along into a log."""
        if self._closed:
            return Unavailable(f"{self._who}: closed")
        session = self._session = self._session or self._opened()
        try:
            async with session.request(
                method, URL(url, encoded=True), headers=headers, data=form, allow_redirects=False
            ) as response:
                if 300 <= response.status <= 399:
                    return Unavailable(f"{self._who}: sends us elsewhere ({response.status})")
                if response.headers.get("Content-Encoding", "identity") != "identity":
                    return Unavailable(f"{self._who}: packed, though we asked not to")
                body = await self._body(response)
                kind = response.content_type
        except TimeoutError:
            return Unavailable(f"{self._who}: too slow")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Unavailable(f"{self._who}: {type(error).__name__}")
        if body is None:
            return Unavailable(f"{self._who}: an answer of more than {self._longest} bytes")
        if kind != "application/json" and not kind.endswith("+json"):
            return Answer(response.status, False, is_empty=not body)
        try:
            return Answer(response.status, True, orjson.loads(body))  # refuses what is nested too deep
        except orjson.JSONDecodeError:
            return Answer(response.status, False)

    async def _body(self, response: aiohttp.ClientResponse) -> bytes | None:
        if (response.content_length or 0) > self._longest:
            return None
        body = bytearray()
        async for piece in response.content.iter_any():
            body += piece
            if len(body) > self._longest:
                return None
        return bytes(body)

    def _opened(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            timeout=self._timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": AGENT},
            auto_decompress=False,  # a small body may unpack into a large one
        )


def is_safe(url: object) -> bool:
    """Can a secret be sent there? By https, or within this machine."""
    if not isinstance(url, str) or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if not host or parts.username is not None or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(host))


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
