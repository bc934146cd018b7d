"""Now: who waits for a human, who is stuck and why, what failed to deliver, and where everybody is on the way."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from fastapi import Response
from sqlalchemy import Connection

from bot.store import cases
from bot.store.cases import MOST_HERE, Page, Tab, Today, Wanted
from bot.store.rises import rises
from bot.web.desk import words
from bot.web.desk.room import Room, Visit

PAGE = "desk_now"

WAITING = 20
STUCK = 12
"""So many of each are shown; the rest is a link away."""

COUNTED_SECONDS = 5.0
"""How often at most a page that is open is told anew how many are where on the way."""


def install(room: Room) -> None:
    """`/desk`, the first page, and what is live on it."""

    @room.get("/desk", "see")
    async def now(visit: Visit) -> Response:
        found = await room.database.read(_look, visit) | await room.database.read(_count, visit)
        return visit.page("now.html", PAGE, **_words(visit), **found)

    @room.get("/desk/live/now", "see", counts=False)
    async def live(visit: Visit) -> Response:
        return room.live(visit, _parts(room, visit), "talk:")


def _parts(room: Room, visit: Visit) -> Callable[[], Awaitable[Mapping[str, str]]]:
    """The panels as they are at each look; who asked since the last one is called out."""
    told: dict[str, str] = {}
    counted_at = float("-inf")
    waited: set[str] | None = None

    async def parts() -> Mapping[str, str]:
        nonlocal counted_at, waited
        found = await room.database.read(_look, visit)
        waiting = {line.token for line in found["waiting"]}
        new = waiting - waited if waited is not None else set()
        waited = waiting
        show = partial(visit.html, "now_part.html", PAGE, **found, **_words(visit))
        told["page-title"] = visit.html("now_title.html", PAGE, **found)
        for name in ("waiting", "stuck"):
            told[f"now-{name}"] = show(part=name)
        if new:
            first = next(line for line in found["waiting"] if line.token in new)
            told["now-calls"] = show(part="calls", first=first)
        elif not waiting:
            told["now-calls"] = ""
        seconds = time.monotonic()
        if seconds - counted_at >= COUNTED_SECONDS:
            counted_at = seconds
            counted = await room.database.read(_count, visit)
            for name in ("steps", "rising", *(["undelivered"] if counted["undelivered"] else ())):
                told[f"now-{name}"] = show(part=name, **counted)
        return told

    return parts


def _words(visit: Visit) -> dict[str, Any]:
    return {"c": words.saying(visit), "ago": partial(words.ago, visit)}


def _look(db: Connection, visit: Visit) -> dict[str, Any]:
    """What is to be seen at once."""
    at = Today(visit.now, words.today(visit))
    turns = visit.room.turns
    waiting = cases.page(db, visit.member, Wanted("waiting"), at, turns, most=WAITING)
    stuck = cases.page(db, visit.member, Wanted("stuck"), at, turns, most=STUCK)
    return {
        "waiting": [words.line(visit, case) for case in waiting.cases],
        "waiting_count": _how_many(db, visit, waiting, "waiting", at),
        "stuck": [words.line(visit, case) for case in stuck.cases],
        "stuck_count": _how_many(db, visit, stuck, "stuck", at),
    }


def _how_many(db: Connection, visit: Visit, page: Page, tab: Tab, at: Today) -> str:
    if not page.after:
        return str(len(page.cases))
    return words.counted(*cases.count(db, visit.member, Wanted(tab), at))


def _count(db: Connection, visit: Visit) -> dict[str, Any]:
    """How many learners are under way to each milestone, which problem suddenly rose, and what was not delivered."""
    milestones = visit.room.turns.flows.milestones
    found = cases.at_milestones(db, visit.member, milestones, Today(visit.now, words.today(visit)))
    most = max(found.values(), default=0)
    return {
        "steps": [
            (name, words.counted(count, count >= MOST_HERE), max(100 * count // most, 1) if count else 0)
            for name, count in found.items()
        ],
        "rising": rises(db, visit.now, visit.member.institutions),
        "undelivered": cases.undelivered(db, visit.member) if visit.may("delivery") else None,
    }
