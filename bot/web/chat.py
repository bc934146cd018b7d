"""The web chat: the front page, the conversation, what the learner says, and what comes in while it is open.

A GET changes nothing, ever: mail scanners and previews fetch links too. The conversation belongs to whoever
holds the cookie, which only the POST that begins sets; the store knows its hash alone.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import secrets
import time
import uuid
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Literal, Protocol
from urllib.parse import parse_qsl

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from bot.conversation.blocks import Block, blocks
from bot.conversation.events import Fact
from bot.conversation.nodes import Button, Nodes, plain
from bot.picture import progress_picture, progress_words
from bot.ports import Address, Heard, Opened, Tapped, Typed, Unavailable, What
from bot.store.database import DatabaseAway
from bot.web.forms import ours_only
from bot.web.hooks import TooLarge, body_of
from bot.web.pages import AMSTERDAM, Language, Pages, language_of
from bot.web.stream import KEEP_ALIVE_SECONDS, EventStream, event

LONGEST_TEXT = 4000
LARGEST_BODY = 64 * 1024
LONGEST_VALUE = 200
COOKIE_SECONDS = 180 * 24 * 3600

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_COOKIE = re.compile(r"[A-Za-z0-9_-]{43}")
_ID = re.compile(r"\d{1,18}")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LOOKING = ["GET", "HEAD"]  # those who check links ask for the head alone
_NO_LINES = 10**18
"""After this id nothing was ever said: a view from there tells only whether there is a conversation."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message as the learner sees it."""

    id: int
    direction: Literal["in", "out"]
    nodes: Nodes
    buttons: tuple[Button, ...]
    at: datetime
    language: Literal["", "nl", "en"] = ""  # of its words, "" when not known
    author: str = ""  # the member of staff who wrote it


@dataclass(frozen=True, slots=True)
class View:
    """A conversation, or a part of it, oldest first. `more`: there are older lines than these.

    `human`: the member of staff who has the word, "" when the guide has it. `waiting`: for such a person.
    `progress`: what `bot.picture` shows; nothing when there is no picture.
    """

    language: Literal["nl", "en"]
    lines: tuple[Line, ...]
    more: bool
    card: Nodes
    human: str
    waiting: bool
    progress: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Picture:
    """How far the learner is as a picture, ready for the template: what it says, and a name for how it now is."""

    words: str
    version: str


def picture_of(progress: Mapping[str, Fact], language: Language) -> Picture | None:
    """The picture of these facts (`bot.picture.shown`); None when there are none."""
    if not progress:
        return None
    words = progress_words(progress, language)
    return Picture(words, hashlib.sha256(words.encode()).hexdigest()[:12])


class Conversations(Protocol):
    """Where the conversations are."""

    async def take(self, heard: Heard) -> None:
        """Hear it durably. Raises Unavailable."""
        ...

    async def view(self, address: Address, after: int = 0, before: int = 0) -> View | None:
        """The newest lines between two ids (0: no bound); None when nobody ever spoke here."""
        ...

    def watch(self, address: Address) -> AsyncIterator[None]:
        """Yields once at once, and then whenever there may be more; ends when the program stops."""
        ...


_AWAY = (Unavailable, DatabaseAway)

# How lines are shown


@dataclass(frozen=True, slots=True)
class Shown:
    """A line ready for the template. `day` is set where a new day begins; `live`: its answers are wanted now."""

    id: int
    who: Literal["guide", "you", "note"]
    author: str  # the member of staff, "" for the guide
    language: Literal["", "nl", "en"]
    blocks: tuple[Block, ...]
    answers: tuple[Button, ...]
    live: bool
    chosen: str
    moment: str
    clock: str
    day: str


def shown(lines: Iterable[Line], day: str = "") -> tuple[tuple[Shown, ...], tuple[Button, ...]]:
    """The lines for the template, and the newest command buttons. `day`: that of the line before these."""
    lines = tuple(lines)
    newest = max((line.id for line in lines if _answers(line)), default=0)
    commands: tuple[Button, ...] = ()
    out = []
    for number, line in enumerate(lines):
        local = line.at.astimezone(AMSTERDAM)
        today = local.date().isoformat()
        answers = _answers(line)
        chosen = _chosen(answers, lines[number + 1 :])
        commands = tuple(one for one in line.buttons if one.kind == "command") or commands
        mine = line.direction == "in"
        out.append(
            Shown(
                id=line.id,
                who="note" if mine and plain(line.nodes).strip() == "/start" else "you" if mine else "guide",
                author=line.author,
                language="" if mine else line.language,
                blocks=blocks(line.nodes, lists=not mine),
                answers=answers,
                live=line.id == newest and not chosen,
                chosen=chosen,
                moment=local.isoformat(timespec="seconds"),
                clock=f"{local:%H:%M}",
                day=today if today != day else "",
            )
        )
        day = today
    return tuple(out), commands


def _answers(line: Line) -> tuple[Button, ...]:
    return tuple(one for one in line.buttons if one.kind == "answer") if line.direction == "out" else ()


def _chosen(answers: tuple[Button, ...], later: tuple[Line, ...]) -> str:
    """The value of the answer that the learner gave to this question, "" when none of these."""
    for line in later:
        if _answers(line):
            break
        if line.direction == "in":
            words = plain(line.nodes).strip()
            for answer in answers:
                if answer.label.strip() == words:
                    return answer.value
    return ""


# The visitor and the form


class _Odd(Exception):
    """A form that no page of ours makes, or that is too much. `status` is the answer, `words` its words."""

    def __init__(self, status: int, words: str, **facts: int) -> None:
        super().__init__(words)
        self.status = status
        self.words = words
        self.facts = facts


def address_of(cookie: str) -> Address:
    """Where the holder of this cookie is reached."""
    return Address("web", hashlib.sha256(cookie.encode()).hexdigest())


async def _form(request: Request) -> dict[str, str]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise _Odd(415, "fail_odd")
    try:
        body = await body_of(request, LARGEST_BODY)
        pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True, errors="replace", max_num_fields=20)
    except TooLarge:
        raise _Odd(413, "fail_odd") from None
    except ValueError:
        raise _Odd(400, "fail_odd") from None
    return {name: _UNPRINTABLE.sub("", re.sub(r"\r\n?", "\n", value)) for name, value in pairs}


def _what(form: dict[str, str]) -> What | None:
    """What the form says; None when it says nothing."""
    if "value" in form:
        if not form["value"] or len(form["value"].encode()) > LONGEST_VALUE:
            raise _Odd(422, "fail_odd")
        return Tapped(form["value"])
    if "start" in form:
        if form["start"] and not _TOKEN.fullmatch(form["start"]):
            raise _Odd(422, "fail_odd")
        return Opened(form["start"])
    text = form.get("text", "").strip()
    if len(text) > LONGEST_TEXT:
        raise _Odd(422, "fail_too_long", length=len(text), limit=LONGEST_TEXT)
    return Typed(text) if text else None


def _key(form: dict[str, str]) -> uuid.UUID:
    if "key" not in form:
        return uuid.uuid4()
    try:
        return uuid.UUID(form["key"])
    except ValueError:
        raise _Odd(422, "fail_odd") from None


def _key_of(key: uuid.UUID, what: What) -> uuid.UUID:
    """The same for the same form sent twice, but not when its words were mended in between."""
    return uuid.uuid5(key, repr(what))


class _Begun:
    """The cookies just given out, by the key of the form that began: a double tap begins one conversation."""

    def __init__(self) -> None:
        self._given: OrderedDict[uuid.UUID, tuple[float, str]] = OrderedDict()

    def cookie(self, key: uuid.UUID) -> str:
        now = time.monotonic()
        while self._given and (len(self._given) > 1000 or next(iter(self._given.values()))[0] < now - 30):
            self._given.popitem(last=False)
        return self._given.setdefault(key, (now, secrets.token_urlsafe(32)))[1]


def cookie_name_for(base_url: str) -> str:
    """What the cookie of a conversation is called on this site."""
    return "__Host-chat" if base_url.startswith("https://") else "chat"


def cookie_of(request: Request, name: str) -> str:
    """The visitor's cookie of this name, as long as ours are; "" for none."""
    cookie = request.cookies.get(name, "")
    return cookie if _COOKIE.fullmatch(cookie) else ""


# The routes


def install(app: FastAPI, pages: Pages, conversations: Conversations, *, base_url: str) -> None:
    """Adds the web chat to the application: its pages, static files, headers and error pages."""
    pages.install(app)
    app.include_router(router(pages, conversations, base_url))


def router(pages: Pages, conversations: Conversations, base_url: str) -> APIRouter:
    """The front page and the chat."""
    routes = APIRouter(include_in_schema=False)
    secure = base_url.startswith("https://")
    cookie_name = cookie_name_for(base_url)
    comes_from_us = ours_only(base_url)
    begun = _Begun()

    async def page(
        request: Request, status: int = 200, *, wrong: str = "", kept: str = "", key: str = "", token: str = ""
    ) -> HTMLResponse:
        """The chat as it now stands, with what went wrong. Raises what `view` raises."""
        cookie = cookie_of(request, cookie_name)
        before = request.query_params.get("before", "")
        before_id = int(before) if _ID.fullmatch(before) else 0
        view = await conversations.view(address_of(cookie), before=before_id) if cookie else None
        fields = {"wrong": wrong, "token": token, "key": key, "new_key": lambda: str(uuid.uuid4())}
        if view is None:
            return HTMLResponse(pages.render("begin.html", language_of(request), **fields), status)
        lines, commands = shown(view.lines)
        html = pages.render(
            "chat.html",
            view.language,
            lines=lines,
            commands=commands,
            view=view,
            card=blocks(view.card),
            picture=picture_of(view.progress, view.language),
            kept=kept,
            past=bool(before_id),
            last=max((line.id for line in lines), default=0),
            **fields,
        )
        return HTMLResponse(html, status)

    @routes.api_route("/", methods=_LOOKING)
    async def front(request: Request) -> HTMLResponse:
        picked = request.query_params.get("lang") in ("nl", "en")
        return HTMLResponse(pages.render("front.html", language_of(request), picked=picked))

    @routes.api_route("/chat", methods=_LOOKING)
    async def chat(request: Request) -> HTMLResponse:
        token = request.query_params.get("start", "")
        try:
            return await page(request, token=token if _TOKEN.fullmatch(token) else "")
        except _AWAY:
            return pages.error(request, 503)

    @routes.post("/chat/say")
    async def say(request: Request) -> Response:
        """Hears one thing. 303 to the chat for a page; 204 for a script, or an error with its words as text."""
        by_script = request.headers.get("x-requested-with") == "fetch"
        form: dict[str, str] = {}

        async def sorry(status: int, words: str, **facts: int) -> Response:
            language = language_of(request)
            if form.get("lang") in ("nl", "en"):
                language = "en" if form["lang"] == "en" else "nl"
            wrong = pages.say(words, language, **facts)
            headers = {"Retry-After": "5"} if status == 503 else None
            if by_script:
                return PlainTextResponse(wrong, status, headers)
            if status in (403, 413, 415):
                return pages.error(request, status)
            try:
                answer = await page(
                    request,
                    status,
                    wrong=wrong,
                    kept=form.get("text", ""),
                    key=form.get("key", ""),
                    token=form.get("start", ""),
                )
            except _AWAY:
                answer = pages.error(request, 503, form)
            answer.headers.update(headers or {})
            return answer

        if not comes_from_us(request):
            return await sorry(403, "fail_forbidden")
        try:
            form = await _form(request)
            key = _key(form)
            what = _what(form)
        except _Odd as odd:
            return await sorry(odd.status, odd.words, **odd.facts)
        except ClientDisconnect:
            return Response(status_code=400)
        cookie = known = cookie_of(request, cookie_name)
        try:
            if not isinstance(what, Opened):
                if not cookie or await conversations.view(address_of(cookie), _NO_LINES) is None:
                    return await sorry(409, "fail_over")
            elif not cookie:
                cookie = begun.cookie(key)
            if what is not None:
                address = address_of(cookie)
                language = form.get("lang", "")
                await conversations.take(
                    Heard(
                        key=f"web:{address.external_id}:{_key_of(key, what)}",
                        address=address,
                        what=what,
                        language=language if language in ("nl", "en") else language_of(request),
                    )
                )
        except _AWAY:
            return await sorry(503, "fail_unavailable" if isinstance(what, Typed) else "fail_unavailable_tap")
        answer: Response = (
            Response(status_code=204) if by_script else RedirectResponse("/chat#newest", HTTPStatus.SEE_OTHER)
        )
        if isinstance(what, Opened):
            # Given anew at each opening, so that it stays for another while.
            answer.set_cookie(
                cookie_name,
                known or cookie,
                max_age=COOKIE_SECONDS,
                path="/",
                secure=secure,
                httponly=True,
                samesite="lax",
            )
        return answer

    @routes.api_route("/chat/progress.png", methods=_LOOKING)
    async def progress(request: Request) -> Response:
        """How far the holder of this cookie is, as a picture; never somebody else."""
        cookie = cookie_of(request, cookie_name)
        try:
            view = await conversations.view(address_of(cookie), _NO_LINES) if cookie else None
        except _AWAY:
            return pages.error(request, 503)
        if view is None or not view.progress:
            raise HTTPException(404)
        dark = request.query_params.get("dark") == "1"
        picture = await asyncio.to_thread(progress_picture, view.progress, view.language, dark)
        return Response(picture, media_type="image/png")

    @routes.get("/chat/stream")
    async def stream(request: Request) -> Response:
        """What is new, as server-sent events. 204 tells the browser not to come back."""
        cookie = cookie_of(request, cookie_name)
        if not cookie:
            return Response(status_code=204)
        after = request.headers.get("last-event-id") or request.query_params.get("after", "")
        if after and not _ID.fullmatch(after):
            raise HTTPException(400)
        return stream_of(pages, conversations, address_of(cookie), int(after or 0))

    return routes


# What comes in while the page is open


def stream_of(
    pages: Pages,
    conversations: Conversations,
    address: Address,
    after: int,
    keep_alive_seconds: float = KEEP_ALIVE_SECONDS,
) -> EventStream:
    """Lines, card and state of the conversation at this address as they change. `after`: the last line shown."""
    news = _News(pages, conversations, address, after)
    return EventStream(conversations.watch(address), news.tell, keep_alive_seconds)


class _News:
    """What a browser with a conversation open does not have yet."""

    def __init__(self, pages: Pages, conversations: Conversations, address: Address, after: int) -> None:
        self.pages = pages
        self.conversations = conversations
        self.address = address
        self.after = after
        self.day = ""
        self.told: dict[str, object] = {}

    async def tell(self) -> str:
        """All of it, as events; "" for nothing. Raises what `view` raises."""
        view = await self.conversations.view(self.address, after=self.after)
        if view is None:
            return event("over", "")
        lines = view.lines
        while view.more and lines:  # more came in than one view holds: fetch what lies between
            view = await self.conversations.view(self.address, after=self.after, before=lines[0].id)
            if view is None:
                return event("over", "")
            lines = view.lines + lines
        state = {
            "language": view.language,
            "quiet": bool(view.human or view.waiting),
            "words": self._html("state.html", view.language, view=view).strip(),
        }
        events = [event("state", json.dumps(state)) if self._is_new("state", state) else ""]
        if lines:
            ready, commands = shown(lines, self.day)
            self.after = lines[-1].id
            self.day = lines[-1].at.astimezone(AMSTERDAM).date().isoformat()
            html = self._html("lines.html", view.language, lines=ready)
            events.append(event("lines", html, str(self.after)))
            if commands:
                events.append(self._part("commands.html", view.language, commands=commands))
        events.append(
            self._part(
                "card.html", view.language, card=blocks(view.card), picture=picture_of(view.progress, view.language)
            )
        )
        return "".join(events)

    def _html(self, template: str, language: Language, **context: object) -> str:
        return self.pages.render(template, language, new_key=lambda: str(uuid.uuid4()), **context)

    def _part(self, name: str, language: Language, **context: object) -> str:
        """The template as an event of its name, unless it would say what it said before."""
        if not self._is_new(name, (language, context)):
            return ""
        return event(name.removesuffix(".html"), self._html(name, language, **context))

    def _is_new(self, name: str, told: object) -> bool:
        if self.told.get(name) == told:
            return False
        self.told[name] = told
        return True
