"""The audit: who did and looked at what, and whether nothing of it was changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, get_args
from urllib.parse import urlencode

from fastapi import Response
from sqlalchemy import Connection

from bot.store import audit, staff
from bot.store.audit import Wanted
from bot.store.staff import Role
from bot.store.tables import id_of
from bot.web.desk.csv_file import as_csv
from bot.web.desk.room import Room, Visit

PAGE = "desk_audit"
HERE = "/desk/audit"
A_PAGE = 100
MOST_IN_FILE = 20_000

FILTERS = ("actor", "action", "conversation", "since", "until")


def install(room: Room) -> None:
    """`/desk/audit`, as a file too, and the check of the chain."""

    @room.get(HERE, "audit")
    async def listing(visit: Visit) -> Response:
        """The newest first, by the filters in the address."""
        wanted, before = _wanted(visit), id_of(visit.query("before"))

        def read(db: Connection) -> tuple[list[Any], Mapping[int, str], audit.Standing]:
            return audit.listed(db, wanted, before, A_PAGE + 1), staff.names(db), audit.standing(db)

        rows, names, standing = await room.database.read(read)
        older = rows[A_PAGE - 1].id if len(rows) > A_PAGE else None
        chosen = {name: visit.query(name) for name in FILTERS if visit.query(name)}
        return visit.page(
            "audit.html", PAGE, rows=rows[:A_PAGE], who=lambda actor: who_is(visit, actor, names), chosen=chosen,
            did=lambda action: did(visit, action), told=partial(told, visit), names=names, standing=standing,
            query=urlencode(chosen),
            older=urlencode({**chosen, "before": older}) if older else "", newest=before is not None,
            actions=ACTIONS,
        )  # fmt: skip

    @room.get(f"{HERE}.csv", "audit")
    async def file(visit: Visit) -> Response:
        """The same as a file for a spreadsheet; that it was taken along is accounted for too."""
        wanted = _wanted(visit)

        def work(db: Connection) -> tuple[list[Any], Mapping[int, str]]:
            rows = audit.listed(db, wanted, None, MOST_IN_FILE)
            visit.note(db, "audit.export", rows=len(rows))
            return rows, staff.names(db)

        rows, names = await room.database.write(work)
        table: list[tuple[Any, ...]] = [("number", "at", "who", "actor", "action", "conversation", "detail", "hash")]
        for row in rows:
            at = row.at.astimezone(room.zone).isoformat(timespec="seconds")
            who = who_is(visit, row.actor, names)
            table.append((row.id, at, who, row.actor, row.action, row.conversation, told(visit, row.detail), row.hash))
        headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
        return Response(as_csv(table), media_type="text/csv; charset=utf-8", headers=headers)

    @room.post(f"{HERE}/verify", "audit")
    async def verify(visit: Visit) -> Response:
        """Look through the whole chain."""
        found = await room.database.read(audit.verify_some)
        while found.more:
            found = await room.database.read(audit.verify_some, found)
        broken = found.broken
        detail: dict[str, Any] = {"rows": found.rows, "holds": broken is None}
        if broken:
            detail |= {"row": broken.id, "what": broken.what}
        await room.database.write(lambda db: visit.note(db, audit.CHECKED, **detail))
        return visit.back(HERE)


def who_is(visit: Visit, actor: str, names: Mapping[int, str]) -> str:
    """What somebody who did something is called."""
    kind, _, which = actor.partition(":")
    if kind == "staff":
        return names.get(id_of(which) or 0, actor)
    if kind == audit.SLACK:
        return visit.say("on_slack", PAGE, who=which)
    return visit.say("by_command", PAGE) if actor == audit.COMMAND else actor


ACTIONS = (
    "login", "logout", "session.end", "staff.invite", "staff.change", "staff.remove", "staff.log_out", "audit.verify",
    "audit.export", "privacy.find", "privacy.view", "privacy.export", "privacy.erase", "search", "conversation.view",
    "picture.view", "conversation.reply", "conversation.take", "conversation.hand_back", "conversation.part",
    "conversation.note", "conversation.label", "conversation.unlabel", "conversation.assign", "conversation.snooze",
    "conversation.wake", "conversation.done", "conversation.follow", "conversation.glance", "conversation.lead",
    "conversation.nudge",
    "award.view", "award.import", "award.forget", "campaign.try", "campaign.start", "campaign.pause", "campaign.resume",
    "campaign.cancel", "label.make", "label.drop", "reply.keep", "reply.drop", "reply.examples", "outage.begin",
    "outage.end", "delivery.retry", "delivery.drop", "delivery.replay", "delivery.drop_heard", "delivery.blocked",
    "delivery.gone", "delivery.free", "mailbox.ask", "mailbox.free",
)  # fmt: skip
"""What has words of its own; what has not is told by its name."""


def did(visit: Visit, action: str) -> str:
    """What was done, in words."""
    return visit.say(f"did.{action.replace('.', '_')}", PAGE) if action in ACTIONS else action


def told(visit: Visit, detail: Mapping[str, Any] | None) -> str:
    """The details of a row, in one line of words."""

    def name(known: str) -> str:
        has_words = visit.room.pages.texts.has(f"{PAGE}.beside", "nl", known)
        return visit.say(f"beside.{known}", PAGE) if has_words else known

    def value(known: str, of: Any) -> str:
        if isinstance(of, bool):
            return visit.say("yes" if of else "no", PAGE)
        return visit.say(f"role.{of}") if known == "role" and of in get_args(Role) else str(of)

    return ", ".join(f"{name(known)} {value(known, of)}" for known, of in (detail or {}).items())


def _wanted(visit: Visit) -> Wanted:
    since, until = _day(visit.query("since")), _day(visit.query("until"))
    return Wanted(
        visit.query("actor")[:80],
        visit.query("action")[:40],
        re.sub(r"[^0-9a-z]", "", visit.query("conversation").lower())[:32],
        _begin(visit, since) if since else None,
        _begin(visit, until + timedelta(days=1)) if until else None,
    )


def _begin(visit: Visit, day: date) -> datetime:
    return datetime.combine(day, time(), visit.room.zone)


def _day(text: str) -> date | None:
    if not re.fullmatch(r"20\d\d-\d\d-\d\d", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
