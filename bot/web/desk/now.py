"""Now: who waits for a human, who is stuck, and what failed to deliver."""

from __future__ import annotations

from fastapi import Response

from bot.web.desk.room import Room, Visit

PAGE = "desk_now"


def install(room: Room) -> None:
    """`/desk`, the first page."""

    @room.get("/desk", "come")
    async def now(visit: Visit) -> Response:
        return visit.page("now.html", PAGE)
