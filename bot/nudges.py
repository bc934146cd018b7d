"""Nudges: staff have learners reminded who do not come further. The reminder is the one that the clock would send.

It leaves as every reminder does: once, by the channel in which they spoke last, by day, and not to whoever is here by
then, has claimed, wants no reminders, or talks with a human.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, and_, exists, select

from bot.conversation.engine import STOPPED
from bot.conversation.state import NewerState, State
from bot.store import outbox, suppressions
from bot.store.database import Database
from bot.store.tables import addresses, learners
from bot.store.tables import outbox as rows
from bot.turns import Turns

LATELY = timedelta(days=3)
"""Who was written to unasked within so long is left in peace."""

MOST = 500
"""So many are nudged at once."""

FEW = 5
"""So many are written to in one transaction: some ten milliseconds, in which no turn is taken on SQLite."""

Why = Literal["human", "stopped", "lately", "shut", "claimed", "outage"]
"""Why somebody is not nudged: a human has the word; they want no reminders; they were written to lately, of which an
answer to them is no part; the channel in which they spoke last is closed to us; they have claimed; something is down
that they would need."""


def would(db: Connection, turns: Turns, whom: Sequence[int], now: datetime) -> tuple[list[int], Counter[Why]]:
    """Of these learners those who would be nudged now, and how many not and why."""
    wanted: list[int] = []
    left: Counter[Why] = Counter()
    for learner, why in _why_not(db, turns, whom, now).items():
        if why:
            left[why] += 1
        else:
            wanted.append(learner)
    return wanted, left


async def nudge(
    database: Database,
    turns: Turns,
    whom: Sequence[int],
    now: datetime,
    account: Callable[[Connection, str], None],
) -> int:
    """Nudge these learners, save whom nothing is to be said to by now: how many were.

    `account`: what is noted of each, by the token of their conversation, in the transaction in which it is owed.
    """
    done = 0
    for first in range(0, len(whom), FEW):
        done += await database.write(_some, turns, whom[first : first + FEW], now, account)
    return done


def _some(
    db: Connection, turns: Turns, whom: Sequence[int], now: datetime, account: Callable[[Connection, str], None]
) -> int:
    here = select(learners.c.id, learners.c.token).where(learners.c.id.in_(whom)).order_by(learners.c.id)
    tokens = {row.id: row.token for row in db.execute(here.with_for_update(key_share=True))}
    done = 0
    for learner, why in _why_not(db, turns, list(tokens), now).items():
        if why:
            continue
        try:
            with db.begin_nested():
                said = turns.nudge(db, learner, now)
        except NewerState:
            continue
        if said:
            account(db, tokens[learner])
            done += 1
    return done


def _why_not(db: Connection, turns: Turns, whom: Sequence[int], now: datetime) -> dict[int, Why | Literal[""]]:
    """Why each of these learners is not nudged now; "": they are. One that is gone is not among them."""
    last = (
        select(addresses.c.id)
        .where(addresses.c.learner_id == learners.c.id)
        .order_by(addresses.c.used_at.desc(), addresses.c.id.desc())
        .limit(1)
        .correlate(learners)
        .scalar_subquery()
    )
    unasked = and_(rows.c.kind == "message", rows.c.priority >= outbox.REMINDER, rows.c.created_at > now - LATELY)
    lately = exists().where(rows.c.learner_id == learners.c.id, unasked, rows.c.outcome.is_distinct_from("cancelled"))
    wanted = (
        select(learners.c.id, learners.c.owner, learners.c.state, lately.label("lately"))
        .add_columns(addresses.c.channel, addresses.c.external_id, addresses.c.blocked_at)
        .outerjoin(addresses, addresses.c.id == last)
        .where(learners.c.id.in_(whom))
    )
    found = {row.id: row for row in db.execute(wanted)}
    return {learner: _why(db, turns, found[learner], now) for learner in whom if learner in found}


def _why(db: Connection, turns: Turns, row: Any, now: datetime) -> Why | Literal[""]:
    if row.channel is None or row.blocked_at is not None:
        return "shut"
    if row.owner is not None:
        return "human"
    if row.lately:
        return "lately"
    try:
        state = State.load(row.state or {})
    except NewerState:
        return ""  # it is seen when it is done
    if STOPPED in state.reminded:
        return "stopped"
    if turns.down.at(turns.flows, (state.at, *state.stack), now):
        return "outage"
    if state.done.get(turns.flows.goal) in ("word", "proof") and not state.parked:
        return "claimed"
    if row.channel == "email" and suppressions.closed(db, turns.box, row.external_id, now):
        return "shut"
    return ""
