"""Campaigns: every learner of a batch is written to about their award, at the pace at which mail leaves.

Whether one runs is a state in the database. Whoever delivers takes the next few awards of it, in one short transaction
with what is then owed, while little of that kind is owed: so each is written about once, whatever is killed, and to
pause or cancel takes effect at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import structlog
from sqlalchemy import ColumnElement, Connection, Row, exists, literal_column, select, update

from bot.conversation.effects import Tell
from bot.conversation.engine import advance
from bot.conversation.events import Invited
from bot.conversation.nodes import Message
from bot.conversation.state import NewerState, State
from bot.desk import NOTICES_IN
from bot.outgoing import Outgoing
from bot.ports import Letter
from bot.store import batches as stored
from bot.store import conversations, outbox, suppressions
from bot.store.awards import held
from bot.store.database import ring
from bot.store.tables import amendments, awards, batches, events
from bot.store.tables import suppressions as closed_mailboxes
from bot.turns import Turns

log = structlog.get_logger()

FEW = 5
"""So many awards are looked at in one transaction: some ten milliseconds, in which no turn is taken on SQLite."""

LITTLE = 40
"""No more is written while so much is owed that waits for its turn behind everything else."""

Skipped = Literal["no_address", "invited", "claimed", "past", "not_me", "closed"]
"""Why nobody is written to about an award: there is no address; they were; it is claimed, or gone; its last day is
over; it was not theirs, as they said; that mailbox wants no mail, or takes none."""

Order = Literal["start", "pause", "resume", "cancel"]
_FROM: Mapping[Order, tuple[str | None, ...]] = {
    "start": (None, "cancelled", "done"),
    "pause": ("running",),
    "resume": ("paused",),
    "cancel": ("running", "paused"),
}
_TO: Mapping[Order, str] = {"start": "running", "pause": "paused", "resume": "running", "cancel": "cancelled"}

_RUNNING: ColumnElement[bool] = literal_column("batches.campaign = 'running'")  # as the index says it
_CLAIMED = exists().where(
    events.c.learner_id == awards.c.learner_id, events.c.what == "ticked", events.c.detail == "claimed"
)
_AWARDS = select(awards, _CLAIMED.label("claimed"))


class NotNow(Exception):
    """A campaign in this state cannot be told so; the message is its state, "" where there is none."""


@dataclass(frozen=True, slots=True)
class Preview:
    """To how many a campaign would write, about which award first, and how many it would skip and why."""

    written: int
    skipped: Counter[Skipped]
    first: Row[Any] | None


def preview(db: Connection, batch: int, turns: Turns, now: datetime, today: date) -> Preview:
    """What the campaign of this batch would do now."""
    marks = set(db.execute(select(closed_mailboxes.c.mailbox)).scalars())
    skipped: Counter[Skipped] = Counter()
    written, first = 0, None
    rows = db.execute(_AWARDS.where(awards.c.batch_id == batch).order_by(awards.c.id).execution_options(yield_per=500))
    for row in rows:
        why = _skips(row, today)
        if not why and turns.box.mark("mailbox", row.address) in marks:
            why = "closed" if suppressions.closed(db, turns.box, row.address, now) else ""
        if why:
            skipped[why] += 1
        else:
            written, first = written + 1, first or row
    return Preview(written, skipped, first)


def first_mail(turns: Turns, award: Any, language: str, now: datetime) -> tuple[Message, Letter]:
    """The letter about this award to somebody we do not know yet, as its receiver reads it."""
    facts = {**held(award).facts, **({"language": language} if language else {})}
    state = State(language=language or NOTICES_IN)
    state, effects = advance(turns.flows, state, Invited(now, facts))
    tell = next(effect for effect in effects if isinstance(effect, Tell))
    return Outgoing(turns).guide(turns.message(tell, state.language), facts, state.language)


class Untried(Exception):
    """Nothing was sent to try it: "empty", there is no award, or why that mailbox is closed to our mail."""


def try_out(db: Connection, batch: int, turns: Turns, mailbox: str, now: datetime, today: date) -> None:
    """Send the first mail of a campaign to somebody who wants to see it; it begins their own conversation.

    Raises Untried.
    """
    award = preview(db, batch, turns, now, today).first or stored.any_of(db, batch)
    if award is None:
        raise Untried("empty")
    if why := suppressions.closed(db, turns.box, mailbox, now):
        raise Untried(why)
    turns.invite(db, mailbox, held(award), stored.find(db, batch).language or "", now)


def order(db: Connection, batch: int, what: Order, now: datetime) -> None:
    """Tell a campaign to start, pause, go on or end. Raises NotNow."""
    here = batches.c.id == batch
    state = db.execute(select(batches.c.campaign).where(here).with_for_update()).scalar()
    if state not in _FROM[what]:
        raise NotNow(state or "")
    begin = {"written_to": 0} if what == "start" else {}
    db.execute(update(batches).where(here).values(campaign=_TO[what], campaign_at=now, campaign_why=None, **begin))
    ring(db, f"batch:{batch}")


def busy(db: Connection) -> bool:
    """Is there a campaign that runs, or something that an opened batch is still to change?"""
    for table, wanted in ((batches, _RUNNING), (amendments, amendments.c.id > 0)):
        if db.execute(select(table.c.id).where(wanted).limit(1)).first() is not None:
            return True
    return False


def go_on(db: Connection, turns: Turns, now: datetime, today: date) -> int:
    """Write to the next few learners of a campaign: how many awards were looked at; 0 where there is nothing to do."""
    running = select(batches.c.id, batches.c.language, batches.c.written_to).where(_RUNNING).order_by(batches.c.id)
    batch = db.execute(running.limit(1).with_for_update(skip_locked=True)).first()
    if batch is None or outbox.bulk_owed(db, LITTLE) >= LITTLE:
        return 0
    here = (awards.c.batch_id == batch.id, awards.c.id > batch.written_to)
    rows = db.execute(_AWARDS.where(*here).order_by(awards.c.id).limit(FEW)).all()
    conversations.lock_each(db, conversations.learners_at(db, "email", [row.address for row in rows if row.address]))
    for row in rows:
        if not _skips(row, today) and not suppressions.closed(db, turns.box, row.address, now):
            _write_to(db, turns, row, batch.language or "", now)
    changes: dict[str, Any] = {"written_to": rows[-1].id} if rows else {"campaign": "done", "campaign_at": now}
    db.execute(update(batches).where(batches.c.id == batch.id).values(changes))
    ring(db, f"batch:{batch.id}")
    return len(rows)


def write_about(db: Connection, turns: Turns, award: int, language: str, now: datetime) -> None:
    """Write to the learner of this one award."""
    _write_to(db, turns, db.execute(_AWARDS.where(awards.c.id == award)).one(), language, now)


def _skips(row: Row[Any], today: date) -> Skipped | Literal[""]:
    if row.flag:
        return "closed" if row.flag == "erased" else "not_me"
    if row.invited_at is not None:
        return "invited"
    if row.status == "gone" or row.claimed:
        return "claimed"
    if row.deadline is not None and row.deadline < today:
        return "past"
    return "" if row.address else "no_address"


def _write_to(db: Connection, turns: Turns, row: Row[Any], language: str, now: datetime) -> None:
    """Write about one award. One that cannot be written about, on a mistake of ours, stands in nobody's way."""
    here = awards.c.id == row.id
    try:
        with db.begin_nested():
            learner = turns.invite(db, row.address, held(row), language, now)
            if learner is not None:
                db.execute(update(awards).where(here).values(learner_id=learner, invited_at=now, mail=None))
                stored.owed(db, row.id, now)
    except NewerState:
        log.info("campaign.newer", award=row.id)  # they talk with a newer program: `--start` again finds them
    except Exception as bug:
        log.error("campaign.failed", award=row.id, error=type(bug).__name__, exc_info=True)
        db.execute(update(awards).where(here).values(flag="failed"))
