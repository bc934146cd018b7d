"""My sessions: where somebody is logged in, and the end of it; and whether keys do something."""

from __future__ import annotations

from fastapi import Response
from sqlalchemy import Connection

from bot.store import staff
from bot.web.desk.room import Room, Visit

PAGE = "desk_account"
HERE = "/desk/account"


def install(room: Room) -> None:
    """`/desk/account`, and what can be done there."""

    @room.get(HERE, "come")
    async def account(visit: Visit) -> Response:
        """Who somebody is here, and the sessions they have."""
        sessions = await room.database.read(staff.sessions_of, visit.member.id, visit.now)
        return visit.page("account.html", PAGE, sessions=sessions)

    @room.post(f"{HERE}/keys", "come")
    async def keys(visit: Visit) -> Response:
        """Whether one letter does something, in this browser."""
        on = visit.form.get("keys") != "off"
        answer = visit.back(HERE, "keys_on" if on else "keys_off", PAGE)
        room.keep(answer, "desk_keys", "on" if on else "off")
        return answer

    @room.post(f"{HERE}/end", "come")
    async def end(visit: Visit) -> Response:
        """End one session; when it is this one, that is a way out like any other."""

        def work(db: Connection) -> bool:
            ended = staff.end(db, visit.form.get("session", ""), visit.member.id)
            if ended:
                visit.note(db, "session.end", sessions=1)
            return ended

        ended = await room.database.write(work)
        return visit.back(HERE, "ended" if ended else "was_over", PAGE)

    @room.post(f"{HERE}/end-others", "come")
    async def end_others(visit: Visit) -> Response:
        """End every session but this one."""

        def work(db: Connection) -> int:
            count = staff.end_all(db, visit.member.id, but=visit.session.mark)
            visit.note(db, "session.end", sessions=count)
            return count

        count = await room.database.write(work)
        return visit.back(HERE, "ended_others", PAGE, count=count)
