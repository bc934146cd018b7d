"""Nudges: staff have learners reminded who do not come further. The reminder is the one that the clock would send.

It leaves as every reminder does: once, by the channel in which they spoke last, by day, and not to whoever is here by
then, has claimed, wants no reminders, or talks with a human.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Literal

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
    for learner in whom:
        why = _why_not(db, turns, learner, now)
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
    done = 0
    for learner in whom:
        token = db.execute(
            select(learners.c.token).where(learners.c.id == learner).with_for_update(key_share=True)
        ).scalar()
        if token is None or _why_not(db, turns, learner, now):
            continue
        try:
            with db.begin_nested():
                said = turns.nudge(db, learner, now)
        except NewerState:
            continue
        if said:
            account(db, token)
            done += 1
    return done


def _why_not(db: Connection, turns: Turns, learner: int, now: datetime) -> Why | Literal[""]:
    where = (
        select(addresses.c.channel, addresses.c.external_id, addresses.c.blocked_at)
        .where(addresses.c.learner_id == learner)
        .order_by(addresses.c.used_at.desc(), addresses.c.id.desc())
        .limit(1)
    )
    who = db.execute(select(learners.c.owner, learners.c.state).where(learners.c.id == learner)).first()
    at = db.execute(where).first()
    if who is None or at is None or at.blocked_at is not None:
        return "shut"
    if who.owner is not None:
        return "human"
    try:
        state = State.load(who.state or {})
    except NewerState:
        return ""  # it is seen when it is done
    if STOPPED in state.reminded:
        return "stopped"
    if turns.down.at(turns.flows, (state.at, *state.stack), now):
        return "outage"
    if state.done.get(turns.flows.goal) in ("word", "proof") and not state.parked:
        return "claimed"
    if at.channel == "email" and suppressions.closed(db, turns.box, at.external_id, now):
        return "shut"
    unasked = and_(rows.c.kind == "message", rows.c.priority >= outbox.REMINDER, rows.c.created_at > now - LATELY)
    called_off = rows.c.outcome.is_not_distinct_from("cancelled")
    lately = exists().where(rows.c.learner_id == learner, unasked, ~called_off)
    return "lately" if db.execute(select(lately)).scalar() else ""
