"""A cohort: how far those are who were given a badge, as a sentence, a bar and a table; and a nudge for the stuck."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Response
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from bot import nudges
from bot.store import batches, cohorts
from bot.store.cases import Today
from bot.store.cohorts import SMALLEST, STANDINGS, Cohort
from bot.store.tables import id_of
from bot.web.desk import words
from bot.web.desk.room import Room, Visit

PAGE = "desk_awards"

MOST_TOLD = 2
"""So many places where people are stuck are named in the sentence."""


@dataclass(frozen=True, slots=True)
class Part:
    """So many awards stand so; `place`: the milestone, of those that are stuck or on the way."""

    standing: str
    place: str
    count: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A cohort as this visitor sees it. `hidden`: it is so small that only its size is shown."""

    cohort: Cohort
    total: int
    parts: tuple[Part, ...]
    sentence: str
    hidden: bool

    @property
    def query(self) -> str:
        """What names this cohort in an address."""
        return urlencode({"batch": self.cohort.batch} if self.cohort.batch else {"badge": self.cohort.badge})

    @property
    def bars(self) -> list[tuple[str, float, float]]:
        """Where each standing begins and ends on a line of a thousand."""
        counted, begin = self.counted, 0.0
        found: list[tuple[str, float, float]] = []
        for standing in STANDINGS:
            if counted[standing]:
                width = 1000 * counted[standing] / self.total
                found.append((standing, round(begin, 1), round(width, 1)))
                begin += width
        return found

    @property
    def counted(self) -> Counter[str]:
        counted: Counter[str] = Counter()
        for part in self.parts:
            counted[part.standing] += part.count
        return counted


def seen(db: Connection, visit: Visit, cohort: Cohort) -> Seen:
    """How far a cohort is, as far as this visitor may know."""
    counted: Counter[tuple[str, str]] = Counter()
    for group in cohorts.groups(db, cohort, Today(visit.now, words.today(visit))):
        place = (group.milestone or "start") if group.standing in ("stuck", "under_way") else ""
        counted[group.standing, place] += group.count
    total = counted.total()
    hidden = 0 < total < SMALLEST and not visit.may("contact")
    if hidden:
        return Seen(cohort, total, (), visit.say("cohort_hidden", PAGE, smallest=SMALLEST), hidden=True)
    order: dict[str, int] = {name: number for number, name in enumerate(STANDINGS)}
    parts = [Part(standing, place, count) for (standing, place), count in counted.items()]
    parts.sort(key=lambda part: (order[part.standing], -part.count, part.place))
    return Seen(cohort, total, tuple(parts), _sentence(visit, parts, total), hidden=False)


def _sentence(visit: Visit, parts: list[Part], total: int) -> str:
    """How far they are, as one would say it."""
    by_standing: Counter[str] = Counter()
    for part in parts:
        by_standing[part.standing] += part.count
    said = [visit.say("cohort_claimed", PAGE, claimed=by_standing["claimed"], total=total)]
    stuck = [part for part in parts if part.standing == "stuck"]
    said += [
        visit.say("cohort_stuck", PAGE, count=part.count, at=visit.say(f"place.{part.place}", PAGE))
        for part in stuck[:MOST_TOLD]
    ]
    if more := sum(part.count for part in stuck[MOST_TOLD:]):
        said.append(visit.say("cohort_stuck_elsewhere", PAGE, count=more))
    for standing in ("human", "silent", "unreached"):
        if by_standing[standing]:
            said.append(visit.say(f"cohort_{standing}", PAGE, count=by_standing[standing]))
    return ", ".join(said) + "."


def install(room: Room) -> None:
    """`/desk/cohort`, of a badge, and the nudge for those who are stuck in a cohort."""
    database = room.database

    def asked(visit: Visit, given: Any) -> Cohort:
        """The cohort that a form or an address names; 404 for none."""
        batch = id_of(given("batch"))
        badge = given("badge")
        if not batch and not badge:
            raise HTTPException(404)
        return Cohort(batch, "" if batch else badge, visit.member.institutions)

    def looked(db: Connection, visit: Visit, cohort: Cohort) -> Seen:
        if cohort.batch and batches.find(db, cohort.batch) is None:
            raise HTTPException(404)
        found = seen(db, visit, cohort)
        if not found.total:
            raise HTTPException(404)
        return found

    @room.get("/desk/cohort", "awards")
    async def cohort(visit: Visit) -> Response:
        """How far everybody is who was given this badge."""
        wanted = asked(visit, lambda name: visit.query(name) if name == "badge" else "")

        def work(db: Connection) -> tuple[Seen, list[str]]:
            return looked(db, visit, wanted), cohorts.badges(db, visit.member.institutions)

        found, badges = await database.read(work)
        return visit.page("cohort.html", PAGE, cohort=found, badges=badges)

    def who(db: Connection, visit: Visit, wanted: Cohort, silent: bool) -> tuple[Seen, list[int], Counter[nudges.Why]]:
        found = looked(db, visit, wanted)
        if found.hidden:
            raise HTTPException(403)
        standings = ("stuck", "human", "stopped", *(("silent",) if silent else ()))
        whom = cohorts.learners_of(db, wanted, Today(visit.now, words.today(visit)), standings, nudges.MOST)
        would, left = nudges.would(db, room.turns, whom, visit.now)
        return found, would, left

    @room.get("/desk/cohort/nudge", "bring_in")
    async def nudging(visit: Visit) -> Response:
        """Who would be nudged, and who not and why: counts."""
        wanted, silent = asked(visit, visit.query), visit.query("silent") == "yes"
        found, would, left = await database.read(who, visit, wanted, silent)
        return visit.page("nudge.html", PAGE, cohort=found, would=len(would), left=left, silent=silent)

    @room.post("/desk/cohort/nudge", "bring_in")
    async def nudge(visit: Visit) -> Response:
        """Has them reminded."""
        wanted = asked(visit, lambda name: visit.form.get(name, ""))
        silent = visit.form.get("silent") == "yes"
        found, would, _ = await database.read(who, visit, wanted, silent)

        def account(db: Connection, token: str) -> None:
            visit.note(db, "conversation.nudge", token, **({"batch": wanted.batch} if wanted.batch else {}))

        done = await nudges.nudge(database, room.turns, would, visit.now, account)
        there = f"/desk/awards/{wanted.batch}" if wanted.batch else f"/desk/cohort?{found.query}"
        return visit.back(there, "nudged", PAGE, count=done)
