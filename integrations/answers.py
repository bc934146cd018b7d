"""One answer of a neighbour over HTTP, within limits: how large, how long, how deep. No redirects, no cookies.

What went wrong is told by its kind alone. aiohttp writes addresses into its exceptions, and ours may hold a code or a
token; so none of them leaves this module, not even as the cause of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import aiohttp
import orjson

from bot.ports import Unavailable

LARGEST = 1_000_000
"""Bytes of an answer. orjson refuses what is nested deeper than 1,024."""


class Answer(NamedTuple):
    """What came back. `body` is None when it is no JSON."""

    status: int
    body: Any


def asking(patience_seconds: float) -> aiohttp.ClientSession:
    """A way to ask, with this much patience for each answer from its first byte to its last."""
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=patience_seconds),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        auto_decompress=False,  # what was not asked for is not unpacked: a small answer cannot become a large one
    )


async def ask(
    http: aiohttp.ClientSession, method: str, url: str, what: str, headers: Mapping[str, str] = {}, form: str = ""
) -> Answer:
    """The answer of `what` (in words, for the log), below 300 or a plain no. Raises Unavailable."""
    try:
        async with http.request(method, url, headers=headers, data=form or None, allow_redirects=False) as response:
            status = response.status
            body = await _read(response)
    except TimeoutError:
        trouble = "was not answered in time"
    except _TooLarge:
        trouble = "is larger than an answer can be"
    except (aiohttp.ClientError, OSError, ValueError) as error:
        trouble = f"failed with {type(error).__name__}"
    else:
        if not (300 <= status < 400 or status == 429 or status >= 500):
            return Answer(status, _json(body))
        trouble = f"was answered with {status}"
    raise Unavailable(f"{what} {trouble}")


class _TooLarge(Exception):
    """The answer is more than we read."""


async def _read(response: aiohttp.ClientResponse) -> bytes:
    found = bytearray()
    async for part in response.content.iter_any():
        found += part
        if len(found) > LARGEST:
            raise _TooLarge
    return bytes(found)


def _json(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None


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
