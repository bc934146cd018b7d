"""Getting in: a login at the institution's provider, and the way out. For practice, anybody may come in as somebody."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Literal, cast
from urllib.parse import urlencode

import structlog
from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import Connection

from bot.ports import NotProven, StaffIdentity, StaffPerson, Unavailable
from bot.store import audit, staff, staff_logins
from bot.store.staff import ABSOLUTE, Known, Member, NotIn, Role
from bot.web.access import ROLES
from bot.web.chat import cookie_of
from bot.web.desk.browsers import browser_name
from bot.web.desk.room import RECENT, Room, Visit, local_path

log = structlog.get_logger()

PAGE = "desk_door"

SANDBOX_STAFF: Mapping[Role, str] = {
    "viewer": "Vera", "agent": "Noor", "lead": "Lidia", "admin": "Ali", "auditor": "Otto"
}  # fmt: skip
"""Who comes in at the sandbox's desk: a name for each role."""

_DOMAIN = "sandbox.example"
_LOOKING = ["GET", "HEAD"]
_STATUS: Mapping[str, int] = {
    "cancelled": 200, "odd": 400, "not_invited": 403, "unverified": 403, "somebody_else": 403, "unmet": 403,
    "forged": 502, "refused": 502, "away": 503,
}  # fmt: skip
"""How a login may fail, each with words of its own."""

ANOTHER = ("not_invited", "unverified", "somebody_else", "unmet")
"""Here it may help to log in as somebody else."""


def install(room: Room, identity: StaffIdentity | None, roles: Mapping[str, str]) -> None:
    """`/desk/login`, `/desk/callback` and `/desk/logout`.

    `identity`: where staff log in; None: for practice, by a button for each role. `roles`: by what the provider tells.
    """

    async def login(request: Request) -> Response:
        """The page to come in by."""
        there = local_path(request.query_params.get("next", ""))
        session, again = await room.session_of(request), bool(request.query_params.get("again"))
        if session is not None and not again:
            return RedirectResponse(there, HTTPStatus.SEE_OTHER)
        doors = {} if identity else SANDBOX_STAFF
        if session is not None and doors:
            doors = {session.member.role: session.member.name}
        html = room.html(
            None, "login.html", PAGE, language=room.language_of(request), doors=doors, again=session is not None,
            query=_query(there, again),
        )  # fmt: skip
        return HTMLResponse(html)

    room.routes.add_route("/desk/login", login, methods=_LOOKING)

    if identity is None:
        _practise(room)
    else:
        _by_provider(room, identity, roles)

    @room.get("/desk/here", "come", counts=False)
    async def here(visit: Visit) -> Response:
        """204: somebody is there; and who, as a mark by which a page knows whether it is still theirs."""
        return Response(status_code=204, headers={"Page-Of": visit.mark})

    @room.post("/desk/logout", "come")
    async def logout(visit: Visit) -> Response:
        """End this session, and have the browser forget what it saw."""

        def work(db: Connection) -> None:
            staff.end(db, visit.session.mark, visit.member.id)
            visit.note(db, "logout")

        await room.database.write(work)
        answer = RedirectResponse("/desk/login", HTTPStatus.SEE_OTHER)
        answer.delete_cookie(room.cookie, path="/", secure=room.secure, httponly=True, samesite="lax")
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer


# By the provider


def _by_provider(room: Room, identity: StaffIdentity, roles: Mapping[str, str]) -> None:
    box = room.turns.box
    cookie_name = "__Host-desk-login" if room.secure else "desk-login"

    def browser_of(request: Request) -> str:
        """The hash of this browser's cookie, under which its logins are kept; "" when it has none."""
        cookie = cookie_of(request, cookie_name)
        return hashlib.sha256(cookie.encode()).hexdigest() if cookie else ""

    def sorry(request: Request, why: str, there: str = "/desk", email: str = "") -> Response:
        html = room.html(
            None, "login_failed.html", PAGE, language=room.language_of(request), why=why, email=email or "unknown",
            query=_query(there, why in ANOTHER), another=why in ANOTHER,
        )  # fmt: skip
        return HTMLResponse(html, _STATUS[why], {"Retry-After": "10"} if why == "away" else None)

    async def begin(request: Request) -> Response:
        """Send the browser to the provider."""
        if not room.comes_from_us(request):
            return room.sorry(request, 403)
        there, again = local_path(request.query_params.get("next", "")), bool(request.query_params.get("again"))
        cookie = cookie_of(request, cookie_name) or secrets.token_urlsafe(32)
        browser = hashlib.sha256(cookie.encode()).hexdigest()
        attempt = await room.database.write(staff_logins.begin, box, browser, there, again, room.clock())
        language = room.language_of(request)
        try:
            to = await identity.begin(attempt, language=language, again=again)
        except Unavailable as away:
            log.warning("desk.login_away", why=str(away))
            return sorry(request, "away", there)
        # A page, and no redirect: browsers hold a form's redirects against form-action.
        answer = HTMLResponse(room.html(None, "login_go.html", PAGE, language=language, to=to))
        answer.set_cookie(
            cookie_name, cookie, max_age=int(staff_logins.LIVES.total_seconds()), path="/", secure=room.secure,
            httponly=True, samesite="lax",
        )  # fmt: skip
        return answer

    async def callback(request: Request) -> Response:
        """The browser is back from the provider."""
        answer = dict(request.query_params)
        browser, state = browser_of(request), answer.get("state", "")
        away = None
        if browser and state:
            away = await room.database.write(staff_logins.come_back, box, state, browser, room.clock())
        if away is None:
            return sorry(request, "odd")
        try:
            since = away.begun_at if away.again else None
            who = await identity.finish(away.attempt, answer, proven_since=since)
        except (NotProven, Unavailable) as failed:
            why = failed.why if isinstance(failed, NotProven) else "away"
            log.info("desk.login_failed", why=why, what=str(failed))
            return sorry(request, why, away.there)
        told = next((role for value, role in roles.items() if value in who.told), None)
        old = cookie_of(request, room.cookie) or ""
        came = await room.database.write(_came_in, room, who, cast("Role | None", told), _browser(request), old)
        if came.refused:
            log.info("desk.login_failed", why=came.refused)
            return sorry(request, came.refused, away.there, who.email)
        return let_in(room, came.word, away.there)

    room.routes.add_route("/desk/login", begin, methods=["POST"])
    room.routes.add_route("/desk/callback", callback, methods=["GET"])


@dataclass(frozen=True, slots=True)
class _Came:
    """Somebody came in, with the word of a session; or was refused."""

    word: str = ""
    refused: NotIn | Literal[""] = ""


def _came_in(db: Connection, room: Room, who: StaffPerson, told: Role | None, browser: str, old: str) -> _Came:
    member = staff.come_in(db, who, told, room.clock())
    if not isinstance(member, Member):
        return _Came(refused=member)
    now = room.clock()
    proven = min(who.proven_at, now) if who.proven_at else now - RECENT - timedelta(seconds=1)
    word = staff.begin(db, member, browser, now, old, proven)
    audit.note(db, now, member.actor, "login", detail={"by": "openid", "role": member.role})
    return _Came(word)


def let_in(room: Room, word: str, there: str) -> Response:
    """Off to that page, with the cookie of a session that has begun."""
    answer = RedirectResponse(there, HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        room.cookie, word, max_age=int(ABSOLUTE.total_seconds()), path="/", secure=room.secure, httponly=True,
        samesite="lax",
    )  # fmt: skip
    return answer


def _query(there: str, again: bool) -> str:
    return urlencode({"next": there, **({"again": "1"} if again else {})})


def _browser(request: Request) -> str:
    return browser_name(request.headers.get("user-agent", ""))


# For practice


def _practise(room: Room) -> None:
    async def practise(request: Request) -> Response:
        """Come in as the made-up member of staff with this role."""
        if not room.comes_from_us(request):
            return room.sorry(request, 403)
        role: Any = request.path_params["role"]
        if role not in ROLES:
            return room.sorry(request, 404)
        old = cookie_of(request, room.cookie) or ""
        word = await room.database.write(_practised, room, role, _browser(request), old)
        return let_in(room, word, local_path(request.query_params.get("next", "")))

    room.routes.add_route("/desk/login/sandbox/{role}", practise, methods=["POST"])


def _practised(db: Connection, room: Room, role: Role, browser: str, old: str) -> str:
    session = staff.of_word(db, old, room.clock()) if old else None
    member = session.member if session and session.member.role == role else _sandbox_member(db, room, role)
    word = staff.begin(db, member, browser, room.clock(), old)
    audit.note(db, room.clock(), member.actor, "login", detail={"by": "sandbox", "role": member.role})
    return word


def _sandbox_member(db: Connection, room: Room, role: Role) -> Member:
    email = f"{role}@{_DOMAIN}"
    try:
        return staff.add(db, email, SANDBOX_STAFF[role], role, None, room.clock())
    except Known:
        known = next(staff.member_of(row) for row in staff.everybody(db) if row.email == email)
        if known.role == role:
            return known
        # an admin who practises gave them another role
        return staff.change(db, known.id, role=role, institutions=None, name=known.name, now=room.clock()) or known
