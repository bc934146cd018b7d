"""What every page shares: words, security headers, static files, and the pages for errors."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from babel.dates import format_date
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.conversation.blocks import blocks
from bot.conversation.nodes import Nodes
from bot.conversation.texts import Texts, long_date
from bot.store.database import DatabaseAway

Language = Literal["nl", "en"]

HERE = Path(__file__).parent

SHARED = "words"
"""The texts that every page can use: `words.nl.ftl` and `words.en.ftl`."""

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'"
    ),
    "Strict-Transport-Security": "max-age=31536000",  # without TLS a browser does not heed it
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "microphone=(), payment=(), publickey-credentials-get=(), usb=()"
    ),
}
"""On every answer that does not say otherwise itself."""

_STATIC_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_A_YEAR = "public, max-age=31536000, immutable"

# Language and time


def language_of(request: Request, kept: str = "") -> Language:
    """The language this reader wants: the one picked by link, else the one `kept`, the browser's, or Dutch."""
    picked = request.query_params.get("lang") or kept
    if picked in ("nl", "en"):
        return cast(Language, picked)
    wanted: list[tuple[float, Language]] = []
    for part in request.headers.get("accept-language", "")[:200].split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        name = tag.lower().partition("-")[0]
        if name in ("nl", "en") and weight > 0:
            wanted.append((weight, cast(Language, name)))
    return max(wanted, key=lambda one: one[0])[1] if wanted else "nl"


@lru_cache(maxsize=256)
def long_day(iso: str, language: str) -> str:
    """A day as people say it: "maandag 22 juni"."""
    return format_date(datetime.fromisoformat(iso), "EEEE d MMMM", locale=language)


# The house style


class Pages:
    """The templates and words of the pages, for one organisation.

    `verifies`: whether badges can be checked here. `sites`: where links lead instead (`Texts.leading_to`). `desk`:
    whether there is one, whose words are many.
    """

    def __init__(
        self,
        *,
        organisation: str,
        sandbox: bool,
        verifies: bool = False,
        sites: Mapping[str, str] | None = None,
        desk: bool = True,
    ) -> None:
        self.texts = Texts.load(HERE, *([HERE / "desk"] if desk else [])).leading_to(sites or {})
        self.static = {
            file.name: (file.read_bytes(), _STATIC_TYPES[file.suffix])
            for file in sorted((HERE / "static").iterdir())
            if file.suffix in _STATIC_TYPES
        }
        self.versions = {name: hashlib.sha256(body).hexdigest()[:12] for name, (body, _) in self.static.items()}
        self.facts = {"organisation": organisation or "unknown"}
        self.jinja = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.jinja.globals.update(
            asset=self.asset,
            blocks=blocks,
            sandbox=sandbox,
            verifies=verifies,
            organisation=organisation,
            long_day=long_day,
            long_date=long_date,
        )

    def asset(self, name: str) -> str:
        """Where a static file is, in exactly this version."""
        return f"/static/{name}?v={self.versions[name]}"

    def say(self, name: str, language: Language, room: str = SHARED, /, **facts: str | int) -> str:
        """Words of the page as plain text; "name.attribute" for an attribute. `room` as in `nodes`."""
        message, _, attribute = name.partition(".")
        if attribute:
            return self.texts.label(self._where(message, room), attribute, language, {**self.facts, **facts})
        return "".join(span.text for span in self.nodes(name, language, room, **facts))

    def nodes(self, name: str, language: Language, room: str = SHARED, /, **facts: str | int) -> Nodes:
        """Words of the page with their markup, from `room`'s own texts, else from those that all pages share."""
        return self.texts.nodes(self._where(name, room), language, {**self.facts, **facts})

    def _where(self, name: str, room: str) -> str:
        own = f"{room}.{name}"
        return own if self.texts.has(own) else f"{SHARED}.{name}"

    def render(self, template: str, language: Language, room: str = SHARED, /, **context: Any) -> str:
        """A whole page, or a piece of one. `room`: whose texts it speaks, those in `room.nl.ftl` beside this module."""

        def t(name: str, /, **facts: str | int) -> str:
            return self.say(name, language, room, **facts)

        def n(name: str, /, **facts: str | int) -> Nodes:
            return self.nodes(name, language, room, **facts)

        return self.jinja.get_template(template).render(language=language, t=t, n=n, **context)

    def error(self, request: Request, status: int, kept: Mapping[str, str] | None = None) -> HTMLResponse:
        """The page for something that went wrong. `kept` is what the learner sent, to be sent again."""
        name = str(status) if status in (403, 404, 500, 503) else "other"
        headers = {"Retry-After": "10"} if status == 503 else None
        html = self.render(
            "error.html", language_of(request), title=f"error_{name}_title", text=f"error_{name}", kept=kept or {}
        )
        return HTMLResponse(html, status, headers)

    def install(self, app: FastAPI) -> None:
        """Adds static files, the headers of every answer, and the error pages."""

        @app.get("/static/{name}", include_in_schema=False)
        async def static(name: str, request: Request) -> Response:
            if name not in self.static:
                raise HTTPException(404)
            body, kind = self.static[name]
            exact = request.query_params.get("v") == self.versions[name]
            return Response(body, media_type=kind, headers={"Cache-Control": _A_YEAR if exact else "no-cache"})

        async def refused(request: Request, error: Exception) -> Response:
            assert isinstance(error, HTTPException)
            if "text/html" not in request.headers.get("accept", ""):
                return PlainTextResponse(error.detail, error.status_code, error.headers)
            page = self.error(request, error.status_code)
            page.headers.update(error.headers or {})
            return page

        async def failed(request: Request, error: Exception) -> Response:
            page = self.error(request, 500)
            page.headers.update({**HEADERS, "Cache-Control": "no-store"})  # no middleware sees this answer
            return page

        async def away(request: Request, error: Exception) -> Response:
            return self.error(request, 503)

        app.add_exception_handler(HTTPException, refused)
        app.add_exception_handler(DatabaseAway, away)
        app.add_exception_handler(Exception, failed)
        app.add_middleware(Headers)


class Headers:
    """Puts the security headers on every answer; what says nothing about keeping is not kept."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, with_headers)
