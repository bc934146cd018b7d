"""What every page of the desk shares: who is there and what they may do, the way to show a page, and what is live."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Literal
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from bot.store import audit, staff
from bot.store.database import Database
from bot.store.staff import KEEP_USED, Member, Session
from bot.store.tables import id_of
from bot.turns import Clock, Turns
from bot.web.access import Right, may
from bot.web.chat import cookie_of
from bot.web.desk.shared import Shared
from bot.web.forms import File, ours_only, parts_of
from bot.web.hooks import TooLarge, body_of, drained
from bot.web.pages import Language, Pages, language_of
from bot.web.stream import EventStream, LastWords, event

MENU: tuple[tuple[str, str, Right], ...] = (
    ("now", "/desk", "see"),
    ("conversations", "/desk/conversations", "see"),
    ("awards", "/desk/awards", "awards"),
    ("insight", "/desk/insight", "insight"),
    ("journeys", "/desk/journeys", "journeys"),
    ("delivery", "/desk/delivery", "delivery"),
    ("privacy", "/desk/privacy", "export"),
    ("audit", "/desk/audit", "audit"),
    ("staff", "/desk/staff", "staff"),
)
"""The sections, with the right to see each."""

Look = Literal["conversation.follow", "conversation.glance"]
"""How the audit calls a look that comes by itself: at the page of a conversation that is open, at its row in a list."""

_MORE: Mapping[Look, tuple[str, ...]] = {
    "conversation.follow": ("conversation.view", "conversation.follow"),
    "conversation.glance": ("conversation.view", "conversation.follow", "conversation.glance"),
}
"""What shows as much as such a look, or more: itself, and to open the conversation."""

ONE_LOOK = timedelta(minutes=10)
"""So long the looks of one member at one conversation that come by themselves are one row of the audit."""

LARGEST_FORM = 64 * 1024
LARGEST_LEFT = 300_000_000
"""So much of a file that is too large is let pass by, so that its sender is told."""

MARK = "page-of"
"""The field in which a form tells for whom its page was drawn, where it has a script: see `Visit.mark`."""

TYPED = ("text", "note", "nl", "en", "others")
"""The fields of forms in which somebody writes more than a word: what stands there is given back."""

RECENT = timedelta(minutes=5)
"""So old a login may be for what asks for a fresh one."""

CALM_SECONDS = 0.25
"""How often at most a page is told of news: what rings meanwhile is told together."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_LOOKING = ("GET", "HEAD")
_FORM, _PARTS = "application/x-www-form-urlencoded", "multipart/form-data"


@dataclass(frozen=True)
class Visit:
    """One request of somebody who is at the desk and may make it."""

    request: Request
    room: Room
    session: Session
    language: Language
    form: Mapping[str, str] = field(default_factory=dict)
    """What a form sent: of a field that was sent more than once, the last."""
    pairs: tuple[tuple[str, str], ...] = ()
    """All that a form sent, in its order."""
    files: Mapping[str, File] = field(default_factory=dict)
    """The file that came with it, by the name of its field."""
    too_large: bool = False
    """It came with a file, and was larger than the page takes: nothing of it was read."""

    @property
    def member(self) -> Member:
        return self.session.member

    @property
    def now(self) -> datetime:
        return self.room.clock()

    def may(self, right: Right) -> bool:
        return may(self.member, right)

    @property
    def mark(self) -> str:
        """Whose page it is and with which rights: a page that was drawn for somebody else has another mark."""
        whose = f"{self.member.id} {self.member.role} {self.member.institutions}"
        return hashlib.sha256(whose.encode()).hexdigest()[:16]

    @property
    def proved_lately(self) -> bool:
        """Did they log in so lately that they may export and erase?"""
        return self.now - self.session.proven_at <= RECENT

    @property
    def keys(self) -> bool:
        """Does one letter do something, in this browser?"""
        return self.request.cookies.get("desk_keys") != "off"

    def query(self, name: str) -> str:
        """What the address says under this name, "" for nothing; no longer than any name or word is."""
        return _UNPRINTABLE.sub("", self.request.query_params.get(name, ""))[:200]

    def number(self, name: str) -> int:
        """The id in this part of the path. Raises HTTPException: 404 for what is none."""
        number = id_of(str(self.request.path_params[name]))
        if number is None:
            raise HTTPException(404)
        return number

    def in_language(self, language: str) -> str:
        """The query of this page in that language."""
        return urlencode({**self.request.query_params, "lang": language})

    def moment(self, at: datetime | None) -> str:
        """When that was, as people here write it: "27 nov 09:05", with the year when it is another; "" for never."""
        if at is None:
            return ""
        there = at.astimezone(self.room.zone)
        year = " y" if there.year != self.now.astimezone(self.room.zone).year else ""
        return format_datetime(there, f"d MMM{year} HH:mm", locale=self.language)

    def say(self, name: str, page: str = "desk", /, **facts: str | int) -> str:
        """Words of a page of the desk, as plain text."""
        return self.room.pages.say(name, self.language, page, **facts)

    def html(self, template: str, page: str = "desk", /, **context: Any) -> str:
        """A template of the desk, with the words of `page`, as HTML."""
        return self.room.html(self, template, page, **context)

    def page(self, template: str, page: str = "desk", /, status: int = 200, **context: Any) -> HTMLResponse:
        """A whole page."""
        return HTMLResponse(self.html(template, page, **context), status)

    def back(self, path: str, said: str = "", page: str = "desk", /, **facts: str | int) -> Response:
        """Go and look at that page now; `said`: words to be shown there once, as by `say`.

        A script that sent the form gets the words alone.
        """
        words = self.say(said, page, **facts) if said else ""
        if self.by_script:
            return Response(json.dumps({"said": words, "to": path}), media_type="application/json")
        answer = RedirectResponse(path, HTTPStatus.SEE_OTHER)
        if words:
            answer.set_cookie(
                "desk_said", quote(words), max_age=30, path="/desk", secure=self.room.secure, httponly=True,
                samesite="lax",
            )  # fmt: skip
        return answer

    @property
    def by_script(self) -> bool:
        return self.request.headers.get("x-requested-with") == "fetch"

    def note(self, db: Connection, action: str, conversation: str = "", **detail: Any) -> None:
        """Account for this, in the transaction of `db`."""
        audit.note(db, self.now, self.member.actor, action, conversation, detail or None)

    def note_looks(self, db: Connection, action: Look, conversations: Sequence[str]) -> None:
        """Account for looks at these conversations that come by themselves, at each once in ONE_LOOK."""
        if new := self.unaccounted(db, action, conversations):
            audit.note_each(db, self.now, self.member.actor, action, new)

    def unaccounted(self, db: Connection, action: Look, conversations: Sequence[str]) -> list[str]:
        """Those of these conversations at which such a look is not accounted for by one of less than ONE_LOOK ago."""
        return audit.not_lately(db, self.member.actor, _MORE[action], conversations, self.now - ONE_LOOK)


Handler = Callable[[Visit], Awaitable[Response]]


class Room:
    """The desk's routes, each with the right that it asks for."""

    def __init__(
        self, pages: Pages, database: Database, turns: Turns, clock: Clock, closing: asyncio.Event, *, base_url: str,
        zone: ZoneInfo, practice: bool = False,
    ) -> None:  # fmt: skip
        """`practice`: anybody may come in."""
        self.pages = pages
        self.database = database
        self.turns = turns
        self.clock = clock
        self.closing = closing
        self.zone = zone
        self.practice = practice
        self.menu = MENU
        self.secure = base_url.startswith("https://")
        self.cookie = "__Host-desk" if self.secure else "desk"
        self.comes_from_us = ours_only(base_url)
        self.routes = APIRouter(include_in_schema=False)
        self.shared = Shared(database)
        self.rights: dict[tuple[str, str], Right] = {}
        """What each route asks for, by method and path."""

    def get(self, path: str, right: Right, *, counts: bool = True) -> Callable[[Handler], Handler]:
        """A page that is looked at: nothing changes by it, save that the look is accounted for.

        `counts`: whether who asks for it is there, which keeps their session; a stream comes back by itself, and only
        for a page of ours.
        """
        return self._route("GET", path, right, counts)

    def post(
        self, path: str, right: Right, *, counts: bool = True, longest: int = LARGEST_FORM, brings_file: bool = False
    ) -> Callable[[Handler], Handler]:
        """A form of ours, urlencoded or, where it `brings_file`, in many parts, of at most `longest` bytes.

        `counts`: as for `get`.
        """
        return self._route("POST", path, right, counts, longest, brings_file)

    def _route(
        self, method: str, path: str, right: Right, counts: bool, longest: int = 0, brings_file: bool = False
    ) -> Callable[[Handler], Handler]:
        self.rights[method, path] = right

        def keep(handler: Handler) -> Handler:
            async def endpoint(request: Request) -> Response:
                return await self._answer(request, handler, right, counts, longest, brings_file)

            self.routes.add_route(path, endpoint, methods=list(_LOOKING) if method == "GET" else [method])
            return handler

        return keep

    async def _answer(
        self, request: Request, handler: Handler, right: Right, counts: bool, longest: int, brings_file: bool
    ) -> Response:
        looks = request.method in _LOOKING
        language = self.language_of(request)
        if not (self._may_listen(request, counts) if looks else self.comes_from_us(request)):
            return self.sorry(request, 403)
        session = await self.session_of(request)
        if session is None:
            return await self._log_in_first(request, looks)
        if not may(session.member, right):
            return self.sorry(request, 403, session)
        visit = Visit(request, self, session, language)
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if not looks and (kind == _FORM or (brings_file and kind == _PARTS)):
            files: Mapping[str, File] = {}
            try:
                body = await body_of(request, longest)
                if kind == _PARTS:
                    found, files = await parts_of(request, body)
                else:
                    found = parse_qsl(
                        body.decode("latin-1"), keep_blank_values=True, errors="replace", max_num_fields=2000
                    )
            except TooLarge:
                if kind != _PARTS:
                    return self.sorry(request, 413, session)
                await drained(request, LARGEST_LEFT)
                visit = Visit(request, self, session, language, too_large=True)
            except ValueError:
                return self.sorry(request, 400, session)
            except ClientDisconnect:
                return Response(status_code=400)
            else:
                if any(name == MARK and value != visit.mark for name, value in found):
                    return self.sorry(request, 409, session, name="another")
                pairs = tuple((name, _plain(value)) for name, value in found if name != MARK)
                visit = Visit(request, self, session, language, dict(pairs), pairs, files)
        if counts and self.clock() - session.used_at > KEEP_USED:
            await self.database.write(staff.use, session, self.clock())
        try:
            answer = await handler(visit)
        except HTTPException as error:
            return self.sorry(request, error.status_code, session)
        picked = request.query_params.get("lang")
        if picked in ("nl", "en"):
            self.keep(answer, "desk_language", picked)
        if request.cookies.get("desk_said") and looks and isinstance(answer, HTMLResponse):
            answer.delete_cookie("desk_said", path="/desk")
        return answer

    def keep(self, answer: Response, name: str, value: str) -> None:
        """Have a browser remember a choice."""
        answer.set_cookie(
            name, value, max_age=365 * 86400, path="/desk", secure=self.secure, httponly=True, samesite="lax"
        )

    def language_of(self, request: Request) -> Language:
        """The language in which somebody at the desk reads: the one picked last, else the browser's."""
        return language_of(request, request.cookies.get("desk_language", ""))

    async def session_of(self, request: Request) -> Session | None:
        """Who is there, by their cookie."""
        word = cookie_of(request, self.cookie)
        return await self.database.read(staff.of_word, word, self.clock()) if word else None

    def _may_listen(self, request: Request, counts: bool) -> bool:
        """False for what only a page of ours asks for by itself, such as a stream, where another site asks for it."""
        if counts and "text/event-stream" not in request.headers.get("accept", ""):
            return True
        told = "sec-fetch-site" in request.headers or "origin" in request.headers
        return self.comes_from_us(request) if told else True

    async def _log_in_first(self, request: Request, looks: bool) -> Response:
        if request.headers.get("accept", "").startswith("text/event-stream"):
            return Response(status_code=204)  # tells the browser not to come back
        if request.headers.get("x-requested-with") == "fetch":
            return Response(status_code=401)
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        if looks:
            return RedirectResponse(f"/desk/login?{urlencode({'next': here})}", HTTPStatus.SEE_OTHER)
        return self.sorry(request, 401, typed=await _typed(request))

    def sorry(
        self, request: Request, status: int, session: Session | None = None, typed: tuple[str, ...] = (), name: str = ""
    ) -> Response:
        """The page that says what went wrong, and what to do. `typed`: what they wrote, given back to them.

        `name`: what the words are called, where not after the status.
        """
        language = self.language_of(request)
        name = name or (str(status) if status in (401, 403, 404, 409, 413) else "other")
        if request.headers.get("x-requested-with") == "fetch":
            said = self.pages.say(f"sorry_{name}", language, "desk")
            return Response(json.dumps({"said": said}), status, media_type="application/json")
        visit = Visit(request, self, session, language) if session else None
        html = self.html(visit, "sorry.html", "desk", language=language, name=name, typed=typed)
        return HTMLResponse(html, status)

    def html(self, visit: Visit | None, template: str, page: str, /, **context: Any) -> str:
        language = context.pop("language", None) or (visit.language if visit else "nl")

        def d(name: str, /, **facts: str | int) -> str:
            return self.pages.say(name, language, "desk", **facts)

        said = visit.request.cookies.get("desk_said", "") if visit else ""
        return self.pages.render(
            f"desk/{template}",
            language,
            page,
            d=d,
            visit=visit,
            path=visit.request.url.path if visit else "",
            practice=self.practice,
            said=_unquoted(said),
            zone=self.zone,
            **context,
        )

    # What is live

    def live(self, visit: Visit, parts: Callable[[], Awaitable[Mapping[str, str]]], *topics: str) -> EventStream:
        """Parts of a page as they change: `parts` gives the HTML of each by the id of its element.

        Looked at anew when one of `topics` rings ("talk:" and "desk:" for all of them), and now and then.
        """
        told: dict[str, str] = {}

        async def news() -> str | None:
            if not await self.is_there(visit):
                return LastWords(event("over", ""))
            found = await parts()
            changed = {name: html for name, html in found.items() if told.get(name) != html}
            told.update(changed)
            return "".join(event("part", json.dumps({"id": name, "html": html})) for name, html in changed.items())

        return EventStream(self.watch(staff.topic_of(visit.member.id), *topics), news)

    async def is_there(self, visit: Visit) -> bool:
        """Does the session of a page that is open last still, with the rights that it had?"""
        now, then = await self.session_of(visit.request), visit.member
        return now is not None and (now.member.role, now.member.institutions) == (then.role, then.institutions)

    async def watch(self, *topics: str, often_seconds: float = 20.0) -> AsyncIterator[None]:
        """Yields at once, then whenever one of `topics` rings, and now and then; ends when the program stops.

        A topic that ends in a colon stands for all that begin so.
        """
        bell = asyncio.Event()
        all_of = tuple(topic for topic in topics if topic.endswith(":"))
        unlisten = self.database.listen(
            lambda topic: bell.set() if topic in ("wake", *topics) or topic.startswith(all_of) else None
        )
        closing = asyncio.ensure_future(self.closing.wait())
        try:
            yield
            while not self.closing.is_set():
                rung = asyncio.ensure_future(bell.wait())
                try:
                    await asyncio.wait({rung, closing}, timeout=often_seconds, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    rung.cancel()
                if not self.closing.is_set():
                    bell.clear()
                    yield
                    with suppress(TimeoutError):
                        await asyncio.wait_for(asyncio.shield(closing), CALM_SECONDS)
        finally:
            closing.cancel()
            unlisten()


def local_path(path: str) -> str:
    """A page of the desk to go to after a login; the first one for anything else."""
    try:
        parts = urlsplit(path)
    except ValueError:
        return "/desk"
    ours = not parts.scheme and not parts.netloc and re.fullmatch(r"/desk(/[A-Za-z0-9/_:-]*)?", parts.path)
    return f"{parts.path}?{parts.query}" if ours and parts.query else parts.path if ours else "/desk"


async def _typed(request: Request) -> tuple[str, ...]:
    """What somebody wrote in a form of ours that came when they were not logged in any more."""
    if not request.headers.get("content-type", "").lower().startswith(_FORM):
        return ()
    try:
        body = (await body_of(request, LARGEST_FORM)).decode("latin-1")
        found = parse_qsl(body, errors="replace", max_num_fields=200)
    except (TooLarge, ValueError, ClientDisconnect):
        return ()
    return tuple(text for name, value in found if name in TYPED and (text := _plain(value)).strip())


def _plain(value: str) -> str:
    return _UNPRINTABLE.sub("", re.sub(r"\r\n?", "\n", value))


def _unquoted(words: str) -> str:
    """What `back` wrote."""
    return unquote(words)[:400]
