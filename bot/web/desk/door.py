"""Getting in: the login, and the way out. In the sandbox anybody may come in as a made-up member of staff."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import Connection

from bot.store import audit, staff
from bot.store.staff import ABSOLUTE, Known, Member, Role
from bot.web.access import ROLES
from bot.web.desk.room import Room, Visit, local_path

SANDBOX_STAFF = {"viewer": "Vera", "agent": "Noor", "lead": "Lidia", "admin": "Ali", "auditor": "Otto"}
"""Who comes in at the sandbox's desk: a name for each role."""

_DOMAIN = "sandbox.example"


def install(room: Room, *, sandbox: bool) -> None:
    """`/desk/login` and `/desk/logout`; `sandbox`: a button for each role instead of a login."""

    async def login(request: Request) -> Response:
        """The page to come in by."""
        there = local_path(request.query_params.get("next", ""))
        if await room.session_of(request) is not None and not request.query_params.get("again"):
            return RedirectResponse(there, HTTPStatus.SEE_OTHER)
        html = room.html(
            None, "login.html", "desk_door", language=room.language_of(request), there=there, sandbox=sandbox,
            staff=SANDBOX_STAFF if sandbox else {},
        )  # fmt: skip
        return HTMLResponse(html)

    room.routes.add_route("/desk/login", login, methods=["GET", "HEAD"])

    if sandbox:

        async def practise(request: Request) -> Response:
            """Come in as the made-up member of staff with this role."""
            if not room.comes_from_us(request):
                return room.sorry(request, 403)
            role = request.path_params["role"]
            if role not in ROLES:
                return room.sorry(request, 404)
            word = await room.database.write(_practised, room, role, request.headers.get("user-agent", ""))
            return let_in(room, word, local_path(request.query_params.get("next", "")))

        room.routes.add_route("/desk/login/sandbox/{role}", practise, methods=["POST"])

    @room.get("/desk/here", "come", counts=False)
    async def here(visit: Visit) -> Response:
        """204: somebody is there."""
        return Response(status_code=204)

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


def let_in(room: Room, word: str, there: str) -> Response:
    """Off to that page, with the cookie of a session that has begun."""
    answer = RedirectResponse(there, HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        room.cookie, word, max_age=int(ABSOLUTE.total_seconds()), path="/", secure=room.secure, httponly=True,
        samesite="lax",
    )  # fmt: skip
    return answer


def _practised(db: Connection, room: Room, role: Role, browser: str) -> str:
    member = _sandbox_member(db, room, role)
    audit.note(db, room.clock(), member.actor, "login", detail={"by": "sandbox"})
    return staff.begin(db, member, browser, room.clock())


def _sandbox_member(db: Connection, room: Room, role: Role) -> Member:
    email = f"{role}@{_DOMAIN}"
    try:
        return staff.add(db, email, SANDBOX_STAFF[role], role, None, room.clock())
    except Known:
        return next(staff.member_of(row) for row in staff.everybody(db) if row.email == email)
