"""A learner who asks for their data, or to be forgotten: find them, show what is kept, export it, erase it.

Both ask for a login of less than five minutes ago and for a reason; both are accounted for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import Response
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from bot.settings import is_mail_address
from bot.store import privacy
from bot.web.access import sees
from bot.web.desk import words
from bot.web.desk.room import Room, Visit

PAGE = "desk_privacy"
HERE = "/desk/privacy"
LONGEST_REASON = 200
SHOWN = 8
"""So much of a conversation's name is typed to be sure."""

_NAMES_SOMEBODY = re.compile(r"@|\d[\d .-]{5,}\d")


def install(room: Room, retention: timedelta) -> None:
    """`/desk/privacy`, and what can be done there. `retention`: how long a conversation is kept."""

    def looked_up(visit: Visit, db: Connection, name: str) -> Any:
        """The row of a conversation that they may see, by the beginning of its name; None: there is none such."""
        row = privacy.conversation(db, name.strip())
        return row if row and sees(visit.member, row.institution) else None

    async def shown(visit: Visit, name: str, status: int = 200, wrong: str = "") -> Response:
        """What is kept of one learner."""

        def work(db: Connection) -> Any:
            row = looked_up(visit, db, name)
            if row is None:
                return None
            visit.note(db, "privacy.view", row.token)
            return row, privacy.figures(db, row.id)

        found = await room.database.write(work)
        if found is None:
            return searching(visit, 404, "not_there")
        row, figures = found
        heard = row.heard_at or row.created_at
        again = urlencode({"again": "1", "next": f"{HERE}?conversation={row.token}"})
        return visit.page(
            "privacy.html", PAGE, status, row=row, figures=figures, until=heard + retention, wrong=wrong, again=again,
            days=retention.days, short=row.token[:SHOWN], longest=LONGEST_REASON, found=None, given=visit.form,
        )  # fmt: skip

    def searching(visit: Visit, status: int = 200, wrong: str = "", found: Any = None, waiting: int = 0) -> Response:
        """The forms to find somebody, with what was found."""
        return visit.page(
            "privacy.html", PAGE, status, row=None, wrong=wrong, found=found, waiting=waiting, days=retention.days,
            given=visit.form,
        )  # fmt: skip

    @room.get(HERE, "export")
    async def look(visit: Visit) -> Response:
        """The forms to find somebody; with a conversation in the address, what is kept of its learner."""
        name = visit.query("conversation")
        return await shown(visit, name) if name else searching(visit)

    @room.post(f"{HERE}/find", "export")
    async def find(visit: Visit) -> Response:
        """The conversations of somebody by their e-mail address, which stands in no address bar."""
        email = visit.form.get("email", "").strip().lower()
        if not visit.may("contact"):
            raise HTTPException(403)
        if not is_mail_address(email):
            return searching(visit, 400, "no_address")

        def work(db: Connection) -> tuple[list[Any], int]:
            known, waiting = privacy.of_mailbox(db, email)
            rows = [row for row in known if sees(visit.member, row.institution)]
            left = sum(count for institution, count in waiting if sees(visit.member, institution))
            visit.note(db, "privacy.find", found=len(rows))
            return rows, left

        rows, waiting = await room.database.write(work)
        return searching(visit, found=rows, waiting=waiting)

    @room.post(f"{HERE}/export", "export")
    async def export(visit: Visit) -> Response:
        """Everything that is kept of one learner: as a file, or as a page to read or print."""
        name, as_file = visit.form.get("conversation", ""), visit.form.get("as") == "file"
        wrong = refused(visit)

        def work(db: Connection) -> Any:
            row = looked_up(visit, db, name)
            if row is None or wrong:
                return row
            visit.note(db, "privacy.export", row.token, reason=reason_of(visit), file=as_file)
            return row, privacy.export(db, row.id)

        found = await room.database.write(work)
        if found is None:
            raise HTTPException(404)
        if wrong:
            return await shown(visit, name, 400, wrong)
        row, data = found
        if not as_file:
            return visit.page(
                "privacy_export.html", PAGE, data=readable(visit, data), row=row, title=partial(title, visit),
                value=partial(value, visit),
            )  # fmt: skip
        text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        headers = {"Content-Disposition": f'attachment; filename="{row.token[:SHOWN]}.json"'}
        return Response(text, media_type="application/json", headers=headers)

    @room.post(f"{HERE}/erase", "erase")
    async def erase(visit: Visit) -> Response:
        """Forget one learner, without a word to them."""
        name = visit.form.get("conversation", "")
        wrong = refused(visit)

        def work(db: Connection) -> str:
            row = looked_up(visit, db, name)
            if row is None:
                return "not_there"
            if wrong or visit.form.get("sure", "").strip().lower() != row.token[:SHOWN].lower():
                return wrong or "not_sure"
            privacy.erase_on_request(db, room.turns.box, row.id, visit.now)
            visit.note(db, "privacy.erase", row.token, reason=reason_of(visit))
            return ""

        why = await room.database.write(work)
        if why == "not_there":
            raise HTTPException(404)
        if why:
            return await shown(visit, name, 400, why)
        return visit.back(HERE, "erased", PAGE)


def refused(visit: Visit) -> str:
    """Why this is not done: no login of late, or no reason that can be kept; "" for nothing."""
    if not visit.proved_lately:
        return "log_in"
    reason = reason_of(visit)
    if not 1 <= len(reason) <= LONGEST_REASON:
        return "no_reason"
    return "reason_names" if _NAMES_SOMEBODY.search(reason) else ""


_MOMENTS = {
    "begun", "last_heard", "at", "kept_until", "logged_in_with_eduid", "asked_staff", "heard", "alarm_at",
}  # fmt: skip
"""What of an export is a moment, or several."""


def readable(visit: Visit, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """An export in which the step where they are is told in words, and stands under its own name."""
    journey = {("step" if name == "at" else name): kept for name, kept in (data["journey"] or {}).items()}
    if journey.get("step", "") in visit.room.turns.flows:
        journey["step"] = words.title(visit, journey["step"])
    joined = [readable(visit, other) for other in data["joined"]]
    return {**data, "journey": journey, "joined": joined}


def title(visit: Visit, name: str) -> str:
    """What a part of an export is called; one that has no words is told by its name."""
    known = visit.room.pages.texts.has(f"{PAGE}.part", visit.language, name)
    return visit.say(f"part.{name}", PAGE) if known else name.replace("_", " ").capitalize()


def value(visit: Visit, name: str, kept: Any) -> str:
    """A value of an export as people here write it, by the name of what it is; "–" where nothing is kept."""
    if isinstance(kept, bool):
        return visit.say("yes" if kept else "no", PAGE)
    if kept is None or kept == "":
        return "–"
    return visit.moment(datetime.fromisoformat(kept)) if name in _MOMENTS else str(kept)


def reason_of(visit: Visit) -> str:
    return " ".join(visit.form.get("reason", "").split())
