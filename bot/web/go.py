"""On with a conversation elsewhere: the page behind the link in a mail, and the ways that it opens.

Opening the link changes nothing, since those who check mail open links too, and shows whose conversation it is. Each
way is a button: a deep link into Telegram, this browser's own web chat, six digits for Slack or any other chat with us,
a login.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Literal
from urllib.parse import parse_qsl

import segno
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup
from sqlalchemy import Connection

from bot.conversation.state import NewerState
from bot.ports import Address, Heard, Opened, Unavailable
from bot.proof import masked_mail
from bot.store import links, reports
from bot.store.database import Database
from bot.store.links import Closed, Onward, Passage
from bot.turns import Clock, Turns
from bot.web.chat import COOKIE_SECONDS, address_of, cookie_name_for, cookie_of
from bot.web.forms import ours_only
from bot.web.hooks import TooLarge, body_of
from bot.web.pages import Language, Pages, language_of

ROOM = "go"
LARGEST_FORM = 1024
A_MOMENT = timedelta(seconds=1)
"""Before midnight it is the day before."""

STATUS = {"unknown": 404, "late": 410, "used": 410}

_LOOKING = ["GET", "HEAD"]
_WORD = re.compile(r"[A-Za-z0-9_-]{20,64}")


def router(
    pages: Pages,
    database: Database,
    turns: Turns,
    hear: Callable[[Sequence[Heard]], Awaitable[None]],
    *,
    base_url: str,
    telegram: Callable[[], str],
    slack: bool,
    clock: Clock,
) -> APIRouter:
    """`/go/{word}`. `telegram`: the name of our bot there, "" for none. `slack`: whether we talk there."""
    routes = APIRouter(include_in_schema=False)
    secure = base_url.startswith("https://")
    cookie_name = cookie_name_for(base_url)
    comes_from_us = ours_only(base_url)
    box = turns.box

    def page(template: str, language: Language, status: int = 200, **context: Any) -> HTMLResponse:
        return HTMLResponse(pages.render(template, language, ROOM, **context), status)

    def closed(request: Request, why: Closed) -> HTMLResponse:
        has_chat = bool(cookie_of(request, cookie_name))
        return page("go_closed.html", language_of(request), STATUS[why], name=why, has_chat=has_chat)

    async def found(word: str) -> Onward | Closed:
        return await database.read(links.look, word, clock()) if _WORD.fullmatch(word) else "unknown"

    def facts(onward: Onward, word: str) -> dict[str, Any]:
        mailbox = masked_mail(onward.mailbox) if onward.mailbox else "unknown"
        return {"word": word, "mailbox": mailbox, "until": (onward.until - A_MOMENT).date().isoformat()}

    def chosen_cookie(request: Request, word: str, key: str) -> str:
        """This browser's cookie; else a new one, the same where the same form is sent twice."""
        return cookie_of(request, cookie_name) or "".join(box.mark("go", f"{n} {word} {key}") for n in "12")[:43]

    @routes.api_route("/go/", methods=_LOOKING)
    async def without(request: Request) -> Response:
        """A link that lost its word, as in a letter that is shown elsewhere."""
        return closed(request, "unknown")

    @routes.api_route("/go/{word}", methods=_LOOKING)
    async def look(word: str, request: Request) -> Response:
        """Whose conversation it is, and where it can go on. Changes nothing."""
        onward = await found(word)
        if not isinstance(onward, Onward):
            return closed(request, onward)
        logs_in = request.query_params.get("to") == "login" and turns.sign_in is not None
        template = "go_login.html" if logs_in else "go.html"
        ways = {"telegram": bool(telegram()), "slack": slack}
        key = secrets.token_urlsafe(16)
        return page(template, speaks(onward), **facts(onward, word), **ways, key=key)

    @routes.post("/go/{word}")
    async def go(word: str, request: Request) -> Response:
        """On by the way that was chosen."""
        if not comes_from_us(request):
            return pages.error(request, 403)
        try:
            form = dict(parse_qsl((await body_of(request, LARGEST_FORM)).decode("latin-1"), max_num_fields=5))
        except (TooLarge, ValueError):
            return pages.error(request, 400)
        onward = await found(word)
        match form.get("to"):
            case "web":
                return await to_web(request, word, form.get("key", ""), onward)
            case "login":
                return await to_login(request, word, onward)
            case "telegram" | "slack" | "code" as way:
                passage = await database.write(links.make_passage, box, word, clock())
                if not isinstance(passage, Passage) or not isinstance(onward, Onward):
                    return closed(request, passage if not isinstance(passage, Passage) else "unknown")
                return page("go_passage.html", speaks(onward), **by_passage(passage, way), **facts(onward, word))
        return pages.error(request, 400)

    def by_passage(passage: Passage, way: Literal["telegram", "slack", "code"]) -> dict[str, Any]:
        name = telegram() if way == "telegram" else ""
        there = f"https://t.me/{name}?start={passage.word}" if name else ""
        drawn = segno.make(there, error="m", micro=False).svg_inline(scale=5, omitsize=True) if there else ""
        qr = Markup(drawn)  # noqa: S704 - squares, drawn by segno
        return {"way": way, "there": there, "qr": qr, "code": passage.code}

    async def to_web(request: Request, word: str, key: str, onward: Onward | Closed) -> Response:
        """Into the web chat of this browser, by the same way as into any other chat."""
        cookie = chosen_cookie(request, word, key)
        address = address_of(cookie)
        passage = await database.write(into_chat, word, address, clock())
        if not isinstance(passage, Passage) and passage != "here":
            return closed(request, passage)
        if isinstance(passage, Passage):
            language = speaks(onward) if isinstance(onward, Onward) else language_of(request)
            key = f"web:{address.external_id}:{links.hashed(passage.word)}"
            said = Heard(key, address, Opened(passage.word), language)
            try:
                await hear([said])
            except Unavailable:
                return pages.error(request, 503)
        answer = RedirectResponse("/chat#newest", HTTPStatus.SEE_OTHER)
        answer.set_cookie(
            cookie_name, cookie, max_age=COOKIE_SECONDS, path="/", secure=secure, httponly=True, samesite="lax"
        )
        return answer

    def into_chat(db: Connection, word: str, address: Address, now: datetime) -> Passage | Closed:
        """A passage for this web chat; "here" where the link brought its conversation there before."""
        if links.went_to(db, word, reports.learner_at(db, address)):
            return "here"
        return links.make_passage(db, box, word, now)

    async def to_login(request: Request, word: str, onward: Onward | Closed) -> Response:
        """A fresh login: its own page tells what will be read."""
        if not isinstance(onward, Onward):
            return closed(request, onward)
        try:
            there = await database.write(turns.offer_login, onward.learner, clock())
        except NewerState:
            return pages.error(request, 503)
        return RedirectResponse(there, HTTPStatus.SEE_OTHER) if there else closed(request, "unknown")

    return routes


def speaks(onward: Onward) -> Language:
    """The language of the learner whose link it is."""
    return "en" if onward.language == "en" else "nl"
