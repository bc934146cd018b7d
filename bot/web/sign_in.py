"""Out to eduID and back: the page behind a learner's own link, the way to the provider, and what came of it.

Opening a link changes nothing, and shows whose chat it belongs to. What a login proved counts only when it comes back
through that chat: by the button that leads back to it, by six digits, or because the chat is in this very browser.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from bot.conversation.events import Fact, LoggedIn, LoginFailed, NoLogin
from bot.conversation.state import NewerState
from bot.picture import progress_picture
from bot.ports import Identity, NotProven, Person, Unavailable
from bot.proof import Proof
from bot.store import conversations, logins, reports
from bot.store.database import Database
from bot.store.logins import Login
from bot.turns import Clock, Turns
from bot.web.chat import address_of, cookie_name_for, cookie_of, picture_of
from bot.web.forms import ours_only
from bot.web.live import progress_of
from bot.web.pages import Language, Pages, language_of

log = structlog.get_logger()

ROOM = "sign_in"
COOKIE_SECONDS = 30 * 60

_LOOKING = ["GET", "HEAD"]
_WORD = re.compile(r"[A-Za-z0-9_-]{20,64}")
_FAILED: Mapping[str, NoLogin] = {"cancelled": "cancelled", "unmet": "unmet", "forged": "failed", "refused": "failed"}

Prover = Callable[[Person], Proof]
"""What a person's login proves, at this moment."""


def router(
    pages: Pages,
    identity: Identity,
    database: Database,
    turns: Turns,
    prove: Prover,
    *,
    base_url: str,
    telegram: Callable[[], str],
    clock: Clock,
) -> APIRouter:
    """`/eduid/start/{word}`, `/eduid/callback`, `/eduid/done`. `telegram`: the name of our bot there, "" for none."""
    routes = APIRouter(include_in_schema=False)
    secure = base_url.startswith("https://")
    cookie_name = "__Host-eduid" if secure else "eduid"
    chat_cookie = cookie_name_for(base_url)
    comes_from_us = ours_only(base_url)
    box = turns.box

    def browser_of(request: Request) -> str:
        """The hash of this browser's cookie, under which its logins are kept; "" when it has none."""
        cookie = cookie_of(request, cookie_name)
        return hashlib.sha256(cookie.encode()).hexdigest() if cookie else ""

    def page(template: str, language: Language, status: int = 200, **context: Any) -> HTMLResponse:
        return HTMLResponse(pages.render(template, language, ROOM, **context), status)

    def sorry(name: str, language: Language, status: int, back: str = "") -> HTMLResponse:
        return page("sign_in_failed.html", language, status, name=name, back=back)

    def way_back(login: Login, word: str = "") -> str:
        """Where the learner's chat is; with the word, a link that brings the login back there."""
        match login.address.channel:
            case "web":
                return "/chat#newest"
            case "telegram" if name := telegram():
                return f"https://t.me/{name}?start={word}" if word else f"https://t.me/{name}"
        return ""

    def speaks(login: Login) -> Language:
        return "en" if login.language == "en" else "nl"

    @routes.api_route("/eduid/start/{word}", methods=_LOOKING)
    async def start(word: str, request: Request) -> Response:
        """Whose chat this link belongs to, and what will be read. Changes nothing."""
        login = await database.read(logins.look, word, clock()) if _WORD.fullmatch(word) else None
        if login is None or login.status not in ("offered", "begun"):
            return sorry("late", language_of(request), 410)
        also = await database.read(logins.other_places, login)
        return page("sign_in.html", speaks(login), login=login, also=also, word=word)

    @routes.post("/eduid/start/{word}")
    async def begin(word: str, request: Request) -> Response:
        """Bind the link to this browser, and send it to eduID."""
        if not comes_from_us(request):
            return pages.error(request, 403)
        cookie = cookie_of(request, cookie_name) or secrets.token_urlsafe(32)
        browser = hashlib.sha256(cookie.encode()).hexdigest()
        begun = await database.write(logins.begin, box, word, browser, clock()) if _WORD.fullmatch(word) else None
        if begun is None:
            return sorry("late", language_of(request), 410)
        login, attempt = begun
        language = speaks(login)
        try:
            there = await identity.begin(attempt, language=language, trust=login.trust)
            # A page, and no redirect: browsers hold a form's redirects against form-action, and eduID has many hosts.
            answer = page("sign_in_go.html", language, there=there)
        except Unavailable as away:
            log.warning("login.away", why=str(away))
            answer = sorry("away", language, 503, way_back(login))
        answer.set_cookie(
            cookie_name, cookie, max_age=COOKIE_SECONDS, path="/", secure=secure, httponly=True, samesite="lax"
        )
        return answer

    @routes.get("/eduid/callback")
    async def callback(request: Request) -> Response:
        """The browser is back from eduID."""
        answer = dict(request.query_params)
        browser, state = browser_of(request), answer.get("state", "")
        came = None
        if browser and state:
            came = await database.write(logins.come_back, box, state, browser, clock())
        elif browser and "error" in answer:
            came = await database.write(logins.come_back_without_state, box, browser, clock())
        if came is None:
            return sorry("odd", language_of(request), 400)
        login, attempt = came
        try:
            proof = prove(await identity.finish(attempt, answer, trust=login.trust))
        except (NotProven, Unavailable) as failed:
            why = _FAILED[failed.why] if isinstance(failed, NotProven) else "failed"
            log.info("login.failed", why=failed.why if isinstance(failed, NotProven) else "away", what=str(failed))
            await database.write(_failed, login, why)
            return sorry(why, speaks(login), 200 if why == "cancelled" else 502, way_back(login))
        cookie = cookie_of(request, chat_cookie)
        here = bool(cookie) and await database.read(reports.learner_at, address_of(cookie)) == login.learner
        try:
            kept = await database.write(_kept, login, proof, here)
        except NewerState:  # what was proved waits for the code, which a newer program will hear
            log.warning("login.untold")
            kept = await database.write(_kept, login, proof, False)
        if not kept:
            return sorry("late", speaks(login), 410, way_back(login))
        return RedirectResponse("/eduid/done", HTTPStatus.SEE_OTHER)

    @routes.api_route("/eduid/done", methods=_LOOKING)
    async def done(request: Request) -> Response:
        """What the login in this browser proved, and how it comes to its chat."""
        browser = browser_of(request)
        login = await database.read(logins.of_browser, browser, clock()) if browser else None
        found = logins.contents(box, login) if login else None
        if login is None or found is None:
            return sorry("late", language_of(request), 410)
        waits, language = login.status == "returned", speaks(login)
        return page(
            "sign_in_done.html",
            language,
            login=login,
            facts=found.proof.facts,
            waits=waits,
            code=found.code,
            back=way_back(login, found.word if waits else ""),
            picture=picture_of(await progress_in(login), language),
        )

    @routes.api_route("/eduid/progress.png", methods=_LOOKING)
    async def progress(request: Request) -> Response:
        """How far the learner is whose login counted in this browser, as a picture."""
        browser = browser_of(request)
        login = await database.read(logins.of_browser, browser, clock()) if browser else None
        known = await progress_in(login) if login else {}
        if login is None or not known:
            raise HTTPException(404)
        dark = request.query_params.get("dark") == "1"
        return Response(await asyncio.to_thread(progress_picture, known, speaks(login), dark), media_type="image/png")

    async def progress_in(login: Login) -> Mapping[str, Fact]:
        """How far its learner is; nothing before the login came back to their chat, since it may be somebody else's."""
        if login.status != "used":
            return {}
        return progress_of(turns.flows, await database.read(conversations.state_of, login.learner), clock())

    def _failed(db: Connection, login: Login, why: NoLogin) -> None:
        conversations.of_learner(db, login.learner)  # locked first, as every turn does: else they wait for each other
        logins.fail(db, login)
        _think(db, login, LoginFailed(clock(), why))

    def _kept(db: Connection, login: Login, proof: Proof, here: bool) -> bool:
        """Keep what was proved; where its chat is in this browser, it counts at once."""
        conversations.of_learner(db, login.learner)  # locked first, as every turn does: else they wait for each other
        kept = logins.keep(db, box, login, proof, clock())
        if kept is None:
            return False
        if not here:
            _think(db, login, LoggedIn(clock(), proof.who, proof.where))
        elif (used := logins.by_browser(db, box, login)) is not None:
            turns.prove(db, login.learner, used, clock())
        return True

    def _think(db: Connection, login: Login, event: LoggedIn | LoginFailed) -> None:
        try:
            turns.think(db, login.learner, event, clock())
        except NewerState:
            log.warning("login.untold")  # a newer program owns the conversation; the page tells it all the same

    return routes
