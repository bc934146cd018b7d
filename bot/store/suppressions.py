"""The gate: whether a letter may leave for a mailbox, by what came back from it and by how many it got already.

Of a mailbox only a mark is kept: this list outlives the conversations, so that whoever wants no mail gets none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, select

from bot.ports import Bounced
from bot.store import pace
from bot.store.dialects import INSERTS
from bot.store.secrets import Box
from bot.store.tables import awards, suppressions

Why = Literal["gone", "full", "complained", "unsubscribed", "not_me", "erased"]

BURST = 120
AN_HOUR = 5
"""A mailbox gets at most BURST mails at once and AN_HOUR in each hour on, whatever happens: 125 in any hour.

The last fence. A lively learner's day fits in it (`bot.post.A_DAY_BELIEVED`), with what staff and reminders add.
"""

FULL_TIMES = 3
FULL_WITHIN = timedelta(days=3)
FULL_FOR = timedelta(days=7)
"""So often within so long could a mailbox take nothing: then it is left alone for so long."""

_STRENGTH: dict[Why, int] = {"full": 0, "unsubscribed": 1, "erased": 2, "complained": 3, "not_me": 4, "gone": 5}
"""Which of two reasons stays."""

_TOLD: tuple[Why, ...] = ("gone", "complained", "unsubscribed")
"""Of these the institution that had the mailbox written to hears the number."""


def why_not(db: Connection, box: Box, mailbox: str, now: datetime, *, asked: bool) -> str:
    """Why no letter may leave for this mailbox now; "" when one may. `asked`: it answers what they wrote themselves.

    Whoever wants no mail still gets answers; a mailbox that does not exist gets nothing.
    """
    why = closed(db, box, mailbox, now)
    if why == "gone" or (why and not asked):
        return why
    return "too_many" if pace.too_soon(db, _key(box, mailbox), AN_HOUR / 3600, BURST, now) else ""


def count(db: Connection, box: Box, mailbox: str, now: datetime) -> None:
    """One more letter left for this mailbox."""
    pace.count(db, _key(box, mailbox), AN_HOUR / 3600, BURST, now)


def closed(db: Connection, box: Box, mailbox: str, now: datetime) -> Why | Literal[""]:
    """Why this mailbox is closed to all but answers; "" when it is not."""
    row = db.execute(select(suppressions).where(suppressions.c.mailbox == _mark(box, mailbox))).first()
    if row is None or (row.until is not None and row.until <= now):
        return ""
    why: Why = row.why
    return why


def erased(db: Connection, box: Box, mailboxes: Mapping[int, str]) -> set[int]:
    """Which of these mailboxes, by number, are of somebody who had everything erased."""
    marks = {number: _mark(box, mailbox) for number, mailbox in mailboxes.items() if mailbox}
    here = (suppressions.c.mailbox.in_(set(marks.values())), suppressions.c.why == "erased")
    found = set(db.execute(select(suppressions.c.mailbox).where(*here)).scalars())
    return {number for number, mark in marks.items() if mark in found}


def bounced(db: Connection, box: Box, back: Bounced, now: datetime) -> Why | Literal[""]:
    """A letter came back: what the mailbox is closed for from now on, "" when it stays open.

    Gone and complained at once; full when it happens again and again; refused for how we send says nothing of them.
    """
    match back.how:
        case "gone" | "complained":
            close(db, box, back.mailbox, back.how, now)
        case "full":
            _was_full(db, box, back.mailbox, now)
    return closed(db, box, back.mailbox, now)


def close(db: Connection, box: Box, mailbox: str, why: Why, now: datetime) -> None:
    """Close a mailbox to all but answers ("gone": to everything), until it is opened. A weightier reason stays."""
    mark = _mark(box, mailbox)
    row = db.execute(select(suppressions).where(suppressions.c.mailbox == mark).with_for_update()).first()
    in_force = row is not None and (row.until is None or row.until > now)
    if row is not None and in_force and _STRENGTH[row.why] > _STRENGTH[why]:
        return
    _keep(db, mark, why, 0.0, None, now)
    if why in _TOLD:
        _note(db, mailbox, why)


def opened(db: Connection, box: Box, mailbox: str, *whys: Why) -> None:
    """Open a mailbox that is closed for one of these reasons (none named: whatever it is).

    Who writes to us from it has it, and wants an answer: "gone", "full", "erased". Who takes an
    unsubscribing back: "unsubscribed".
    """
    here = suppressions.c.mailbox == _mark(box, mailbox)
    if db.execute(suppressions.delete().where(here, suppressions.c.why.in_(whys or tuple(_STRENGTH)))).rowcount:
        _note(db, mailbox, "sent")


def _note(db: Connection, mailbox: str, mail: str) -> None:
    """Whoever wrote to it is told, with the awards that this mailbox was written to about."""
    written = (awards.c.invited_at.is_not(None), awards.c.mail.in_(("sent", *_TOLD)))
    db.execute(awards.update().where(awards.c.address == mailbox.lower(), *written).values(mail=mail))


def _was_full(db: Connection, box: Box, mailbox: str, now: datetime) -> None:
    """Count it: `at` is when the first of those within FULL_WITHIN happened, and `until` over while they are few."""
    mark = _mark(box, mailbox)
    row = db.execute(select(suppressions).where(suppressions.c.mailbox == mark).with_for_update()).first()
    if row is not None and (row.why != "full" or row.until > now):
        return
    goes_on = row is not None and row.score < FULL_TIMES and now - row.at <= FULL_WITHIN
    score, since = (row.score + 1, row.at) if row is not None and goes_on else (1.0, now)
    _keep(db, mark, "full", score, now + FULL_FOR if score >= FULL_TIMES else now, since)


def _keep(db: Connection, mark: str, why: Why, score: float, until: datetime | None, at: datetime) -> None:
    new = {"why": why, "score": score, "until": until, "at": at}
    insert = INSERTS[db.dialect.name](suppressions).values(mailbox=mark, **new)
    db.execute(insert.on_conflict_do_update(index_elements=[suppressions.c.mailbox], set_=new))


def _mark(box: Box, mailbox: str) -> str:
    return box.mark("mailbox", mailbox.lower())


def _key(box: Box, mailbox: str) -> str:
    return f"mail:{_mark(box, mailbox)}"
