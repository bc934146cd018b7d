"""Now: who waits for a human, who is stuck and why, what failed to deliver, and where everybody is on the way."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from fastapi import Response
from sqlalchemy import Connection

from bot.store import cases
from bot.store.cases import MOST_HERE, Page, Reads, Tab, Today, Wanted
from bot.store.rises import rises
from bot.store.staff import Member
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
        seen = await room.database.read(_seen, visit.member, _today(visit), room.turns)
        found = _in_words(visit, seen) | await room.database.read(_count, visit)
        await words.account_for(visit, (*found["waiting"], *found["stuck"]))
        return visit.page("now.html", PAGE, **_words(visit), **found)

    @room.get("/desk/live/now", "see", counts=False)
    async def live(visit: Visit) -> Response:
        return room.live(visit, _parts(room, visit), "talk:")

    @room.get("/desk/live/now/title", "see", counts=False)
    async def title(visit: Visit) -> Response:
        """The title alone, for a page that nobody looks at."""
        scope = visit.member.institutions
        seen = await room.shared.read(("now", scope), _seen, visit.member, _today(visit), room.turns)
        found = {"page-title": visit.html("now_title.html", PAGE, **_in_words(visit, seen))}
        return Response(json.dumps(found), media_type="application/json")


def _parts(room: Room, visit: Visit) -> Callable[[], Awaitable[Mapping[str, str]]]:
    """The panels as they are at each look; who asked since the last one is called out."""
    told: dict[str, str] = {}
    counted_at = float("-inf")
    waited: set[str] | None = None
    glanced: dict[str, datetime] = {}

    async def parts() -> Mapping[str, str]:
        nonlocal counted_at, waited
        scope = visit.member.institutions
        seen = await room.shared.read(("now", scope), _seen, visit.member, _today(visit), room.turns)
        found = _in_words(visit, seen)
        await words.account_for(visit, (*found["waiting"], *found["stuck"]), glanced)
        waiting = {line.token for line in found["waiting"]}
        more = seen.waiting.after  # then one who is shown now may have waited for long
        new = waiting - waited if waited is not None and not more else set()
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
            counted = await room.shared.read(("counts", scope, visit.may("delivery")), _count, visit)
            for name in ("steps", "rising", *(["undelivered"] if counted["undelivered"] else ())):
                told[f"now-{name}"] = show(part=name, **counted)
        return told

    return parts


def _today(visit: Visit) -> Today:
    return Today(visit.now, words.today(visit))


def _words(visit: Visit) -> dict[str, Any]:
    return {"c": words.saying(visit), "ago": partial(words.ago, visit), "title": partial(words.title, visit)}


@dataclass(frozen=True, slots=True)
class Seen:
    """What is to be seen at once, the same for all who may see the same learners."""

    waiting: Page
    waiting_count: str
    stuck: Page
    stuck_count: str


def _in_words(visit: Visit, seen: Seen) -> dict[str, Any]:
    return {
        "waiting": [words.line(visit, case) for case in seen.waiting.cases],
        "waiting_count": seen.waiting_count,
        "stuck": [words.line(visit, case) for case in seen.stuck.cases],
        "stuck_count": seen.stuck_count,
    }


def _seen(db: Connection, by: Member, at: Today, reads: Reads) -> Seen:
    waiting = cases.page(db, by, Wanted("waiting"), at, reads, most=WAITING)
    stuck = cases.page(db, by, Wanted("stuck"), at, reads, most=STUCK)
    return Seen(waiting, _how_many(db, by, waiting, "waiting", at), stuck, _how_many(db, by, stuck, "stuck", at))


def _how_many(db: Connection, by: Member, page: Page, tab: Tab, at: Today) -> str:
    if not page.after:
        return str(len(page.cases))
    return words.counted(*cases.count(db, by, Wanted(tab), at))


def _count(db: Connection, visit: Visit) -> dict[str, Any]:
    """How many learners are under way to each milestone, which problem suddenly rose, and what was not delivered."""
    milestones = visit.room.turns.flows.milestones
    found = cases.at_milestones(db, visit.member, milestones, _today(visit))
    most = max(found.values(), default=0)
    return {
        "steps": [
            (name, words.counted(count, count >= MOST_HERE), max(100 * count // most, 1) if count else 0)
            for name, count in found.items()
        ],
        "rising": rises(db, visit.now, visit.member.institutions),
        "undelivered": cases.undelivered(db, visit.member) if visit.may("delivery") else None,
    }
