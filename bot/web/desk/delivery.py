"""Delivery: what did not leave and why, what was heard and waits for staff, and how the delivery is doing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any, Literal

from fastapi import Response
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from bot import mending
from bot.mending import Ended
from bot.proof import masked_mail
from bot.settings import is_mail_address
from bot.store import aside, failures, reports, suppressions
from bot.store.database import DESK_SEES
from bot.store.failures import MOST_COUNTED
from bot.store.failures import PAGE as ROWS
from bot.store.reports import Pulse
from bot.store.tables import id_of
from bot.web.desk.room import Room, Visit

PAGE = "desk_delivery"

Tab = Literal["failed", "events", "letters", "closed"]
TABS: tuple[Tab, ...] = ("failed", "events", "letters", "closed")

SLOW_SECONDS, STUCK_SECONDS = 30.0, 300.0
"""How long somebody may wait for what is due before the delivery is behind, and before it stands still."""

_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")


def install(room: Room) -> None:
    """`/desk/delivery`."""
    database = room.database

    def tabs_of(visit: Visit) -> tuple[Tab, ...]:
        return TABS if visit.member.institutions is None else TABS[:3]

    def looked(db: Connection, visit: Visit) -> dict[str, Any]:
        return {"pulse": reports.pulse(db, visit.now), "counts": failures.counts(db, visit.member.institutions)}

    @room.get("/desk/delivery", "delivery")
    async def delivery(visit: Visit) -> Response:
        """What did not leave, or another tab."""
        return await shown(visit)

    async def shown(visit: Visit, status: int = 200, asked: str = "", wrong: str = "") -> Response:
        tab = next((one for one in tabs_of(visit) if one == visit.query("tab")), "failed")
        if asked or wrong:
            tab = "closed"
        whose, before = visit.member.institutions, visit.query("before")

        def work(db: Connection) -> dict[str, Any]:
            found = looked(db, visit)
            if tab == "failed":
                found["rows"] = failures.failed(db, whose, id_of(before) or 0, ROWS + 1)
            elif tab == "closed":
                found["rows"] = failures.closed_mailboxes(db, visit.now)
            else:
                found["rows"] = failures.kept(db, whose, letters=tab == "letters")
            return found

        found = await database.read(work)
        rows = found["rows"]
        more = tab == "failed" and len(rows) > ROWS
        return visit.page(
            "delivery.html", PAGE, status=status, tab=tab, tabs=tabs_of(visit), **{**found, "rows": rows[:ROWS]}
            if tab != "closed" else found, older=rows[ROWS - 1].id if more else 0, why=why, masked=without_addresses,
            state=state_of(found["pulse"]), most=MOST_COUNTED, all=visit.query("all") == "yes", asked=asked,
            wrong=wrong, span=partial(_span, visit),
        )  # fmt: skip

    @room.get("/desk/delivery/live", "delivery", counts=False)
    async def live(visit: Visit) -> Response:
        """How it is doing, and how much there is of each."""

        async def parts() -> Mapping[str, str]:
            found = await database.read(looked, visit)
            shared = {**found, "state": state_of(found["pulse"]), "most": MOST_COUNTED, "span": partial(_span, visit)}
            tabs = {"tab": visit.query("tab") or "failed", "tabs": tabs_of(visit)}
            return {
                "health": visit.html("delivery_health.html", PAGE, **shared),
                "tabs": visit.html("delivery_tabs.html", PAGE, **shared, **tabs),
            }

        return room.live(visit, parts, DESK_SEES)

    @room.post("/desk/delivery/failed", "mend")
    async def mend(visit: Visit) -> Response:
        """Owes again what was picked, lets go of it, or marks the addresses it was to go to."""
        what, whose, now = visit.form.get("do", ""), visit.member.institutions, visit.now
        picked = [number for name, value in visit.pairs if name == "row" and (number := id_of(value)) is not None]
        there = "/desk/delivery"
        if not picked:
            return visit.back(there, "nothing_picked", PAGE)

        def work(db: Connection) -> int:
            def account(token: str) -> None:
                visit.note(db, f"delivery.{what}", token)

            if what == "retry":
                return failures.retry(db, whose, picked, now, account)
            if what == "drop":
                return failures.drop(db, whose, picked, now, account)
            if what in ("blocked", "gone", "free"):
                return failures.mark(db, room.turns.box, whose, picked, what, now, account)  # type: ignore[arg-type]
            raise HTTPException(400)

        done = await database.write(work)
        return visit.back(there, f"did_{what}", PAGE, count=done, left=len(set(picked)) - done)

    @room.post("/desk/delivery/heard", "mend")
    async def hear_again(visit: Visit) -> Response:
        """Has what was picked heard again, or lets go of it."""
        what = visit.form.get("do", "")
        if what not in ("replay", "drop"):
            raise HTTPException(400)
        tab = visit.form.get("tab") if visit.form.get("tab") in ("events", "letters") else "events"
        there = f"/desk/delivery?tab={tab}"
        picked = list(dict.fromkeys(value[:64] for name, value in visit.pairs if name == "key"))
        if not picked:
            return visit.back(there, "nothing_picked", PAGE)
        known = await database.read(failures.keys_of, visit.member.institutions, picked)
        if what == "drop":

            def work(db: Connection) -> int:
                gone = [key for key in known if aside.drop_event(db, key)]
                for key in gone:
                    visit.note(db, "delivery.drop_heard", known[key])
                return len(gone)

            done = await database.write(work)
            return visit.back(there, "did_drop", PAGE, count=done, left=len(picked) - done)
        ended: Counter[Ended] = Counter()
        for key, token in known.items():
            account = partial(_account, visit=visit, token=token)
            came, fails_on = await mending.again(database, room.turns, key, visit.now, account)
            if came == "fails":
                await database.write(_account, visit, token, fails_on)
            ended[came] += 1
        left = ended["fails"] + ended["newer"]
        return visit.back(there, "did_replay", PAGE, count=ended["done"], left=left)

    @room.post("/desk/delivery/mailbox", "mend")
    async def mailbox(visit: Visit) -> Response:
        """Whether a mailbox is closed to us and why, or opens it."""
        if visit.member.institutions is not None:
            raise HTTPException(404)
        address = visit.form.get("mailbox", "").strip().lower()
        if not is_mail_address(address):
            return await shown(visit, 422, wrong=visit.say("wrong_mailbox", PAGE))
        box = room.turns.box

        def work(db: Connection) -> str:
            closed = suppressions.closed(db, box, address, visit.now)
            if visit.form.get("do") == "free" and closed in ("gone", "full"):
                suppressions.opened(db, box, address, "gone", "full")
                visit.note(db, "mailbox.free")
                return "freed"
            visit.note(db, "mailbox.ask")
            return closed or "open"

        said = await database.write(work)
        return await shown(visit, asked=visit.say(f"mailbox_is.{said}", PAGE))


def _account(db: Connection, visit: Visit, token: str, fails_on: str = "") -> None:
    """Something was handled again, or fails again."""
    visit.note(db, "delivery.replay", token, **({"fails": fails_on} if fails_on else {}))


def state_of(pulse: Pulse) -> Literal["well", "behind", "still"]:
    """How the delivery is doing, in a word."""
    longest = max(pulse.lanes[name][1] for name in ("reply", "reminder"))
    return "still" if longest > STUCK_SECONDS else "behind" if longest > SLOW_SECONDS else "well"


def why(row: Any) -> str:
    """The name of the words that say why this did not leave."""
    if row.outcome == "set_aside":
        return "ours"
    if row.outcome == "gave_up":
        return "gave_up"
    if row.blocked_at is not None:
        return "shut"
    return "nobody" if row.channel is None or (row.error or "").startswith("there is nobody") else "refused"


def without_addresses(text: str | None) -> str:
    """What a neighbour said, with nobody's whole address in it."""
    return _ADDRESS.sub(lambda found: masked_mail(found[0]), text or "")[:200]


def _span(visit: Visit, seconds: float) -> str:
    """How long that is, roughly."""
    if seconds < 1:
        return "–"
    for name, size in (("seconds", 1), ("minutes", 60), ("hours", 3600), ("days", 86400)):
        if name == "days" or seconds < size * (60 if name != "hours" else 48):
            return visit.say(f"span_{name}", PAGE, count=round(seconds / size))
    return ""
