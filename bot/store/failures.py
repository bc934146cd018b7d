"""What did not leave: refused, given up, or set aside on a mistake of ours; seen, owed again, or let go of.

Whoever is bound to institutions meets only what is of their learners.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, exists, func, literal_column, null, or_, select

from bot.store import aside, conversations, outbox, suppressions
from bot.store.aside import OF_LETTERS
from bot.store.batches import Whose
from bot.store.secrets import Box
from bot.store.tables import addresses, awards, heard, learners, messages
from bot.store.tables import outbox as rows
from bot.store.tables import suppressions as closed

PAGE = 50
MOST_COUNTED = 1000
"""Where counting stops."""

Mark = Literal["blocked", "gone", "free"]
"""What staff say of an address: they shut us out; the mailbox does not exist; it is well again."""

_REFUSED: ColumnElement[bool] = literal_column("outbox.outcome IN ('refused', 'gave_up')")
_ASIDE: ColumnElement[bool] = literal_column("outbox.outcome = 'set_aside'")
"""As the indexes say it, so that they are used."""

_FAILED = or_(_REFUSED, _ASIDE)
_KEPT: ColumnElement[bool] = literal_column("heard.raw IS NOT NULL")
_LETTER = func.coalesce(heard.c.why, "").in_(OF_LETTERS)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of each kind, up to MOST_COUNTED."""

    failed: int
    events: int
    letters: int


def counts(db: Connection, whose: Whose) -> Counts:
    """How much did not leave, and how much of what was heard waits for staff."""

    def of(wanted: Any) -> int:
        some = wanted.limit(MOST_COUNTED).subquery()
        return int(db.execute(select(func.count()).select_from(some)).scalar_one())

    def theirs(found: Any, learner: Any) -> Any:
        """Joined, the learners would be gone through first: it is few rows that are asked for."""
        if whose is None:
            return found
        return found.where(exists().where(learners.c.id == learner, learners.c.institution.in_(whose)))

    failed_ones = theirs(select(rows.c.id), rows.c.learner_id)
    kept = theirs(select(heard.c.key), heard.c.learner_id).where(_KEPT)
    undelivered = sum(of(failed_ones.where(one)) for one in (_REFUSED, _ASIDE))
    return Counts(undelivered, of(kept.where(~_LETTER)), of(kept.where(_LETTER)))


def failed(db: Connection, whose: Whose, before: int = 0, most: int = PAGE) -> Sequence[Row[Any]]:
    """What did not leave, the newest first, older than row `before`."""
    wanted = (
        select(rows.c.id, rows.c.kind, rows.c.outcome, rows.c.error, rows.c.attempts, rows.c.created_at, rows.c.done_at)
        .add_columns(learners.c.token, addresses.c.channel, addresses.c.blocked_at, rows.c.address_id)
        .join(learners, learners.c.id == rows.c.learner_id)
        .outerjoin(addresses, addresses.c.id == rows.c.address_id)
    )
    if before:
        wanted = wanted.where(rows.c.id < before)
    newest = _theirs(wanted, whose).order_by(rows.c.id.desc()).limit(most)
    found = [row for one in (_REFUSED, _ASIDE) for row in db.execute(newest.where(one))]
    return sorted(found, key=lambda row: -int(row.id))[:most]


def kept(db: Connection, whose: Whose, *, letters: bool, most: int = PAGE) -> Sequence[Row[Any]]:
    """What was heard and is set aside, the oldest first: events, or letters that nobody vouches for or can read."""
    wanted = (
        select(heard.c.key, heard.c.at, heard.c.channel, heard.c.why, heard.c.error, learners.c.token)
        .outerjoin(learners, learners.c.id == heard.c.learner_id)
        .where(_KEPT, _LETTER if letters else ~_LETTER)
    )
    return db.execute(_theirs(wanted, whose).order_by(heard.c.at, heard.c.key).limit(most)).all()


def keys_of(db: Connection, whose: Whose, keys: Sequence[str]) -> dict[str, str]:
    """Those of these keys under which something is set aside that may be seen, with the conversation's token."""
    wanted = select(heard.c.key, learners.c.token).outerjoin(learners, learners.c.id == heard.c.learner_id)
    found = db.execute(_theirs(wanted.where(_KEPT, heard.c.key.in_(keys)), whose))
    return {row.key: row.token or "" for row in found}


def closed_mailboxes(db: Connection, now: datetime) -> dict[str, int]:
    """How many mailboxes are closed to us, by why."""
    in_force = (closed.c.until.is_(None)) | (closed.c.until > now)
    counted = select(closed.c.why, func.count().label("size")).where(in_force).group_by(closed.c.why)
    return {row.why: row.size for row in db.execute(counted.order_by(closed.c.why))}


Account = Callable[[str], None]
"""Called with the token of each conversation in which something is done, within the transaction."""


def retry(db: Connection, whose: Whose, wanted: Sequence[int], now: datetime, account: Account) -> int:
    """Owe these again, from now; how many. What is no message cannot be had again once it was refused, and what was to
    go to an address that is closed waits until that is free.
    """
    done = 0
    for row in _held(db, whose, wanted):
        if row.kind == "message" and (row.blocked_at is not None or row.leaving):
            continue
        if row.outcome == "set_aside":
            done_now = aside.replay_row(db, row.id, now)
        else:
            done_now = row.kind == "message"
            if done_now:
                _owe_again(db, row, now)
        if done_now:
            account(row.token)
            done += 1
    return done


def drop(db: Connection, whose: Whose, wanted: Sequence[int], now: datetime, account: Account) -> int:
    """Owe these no longer; how many."""
    found = _held(db, whose, wanted)
    gone = rows.update().where(rows.c.id.in_([row.id for row in found]), _FAILED)
    db.execute(gone.values(outcome="cancelled", done_at=now, payload=null()))
    for row in found:
        account(row.token)
    return len(found)


def mark(
    db: Connection, box: Box, whose: Whose, wanted: Sequence[int], what: Mark, now: datetime, account: Account
) -> int:
    """Say this of the addresses that these were to go to; how many. A closed one gets nothing more.

    "free" opens no mailbox whose owner wants no mail.
    """
    done = set()
    for row in _held(db, whose, wanted):
        if row.address_id is None or row.address_id in done or row.external_id is None:
            continue
        shut = None if what == "free" else now
        db.execute(addresses.update().where(addresses.c.id == row.address_id).values(blocked_at=shut))
        if what != "free":
            outbox.cancel_for(db, row.address_id, now)
        if row.channel == "email" and what == "gone":
            suppressions.close(db, box, row.external_id, "gone", now)
        if row.channel == "email" and what == "free":
            suppressions.opened(db, box, row.external_id, "gone", "full")
        done.add(row.address_id)
        account(row.token)
    return len(done)


def _held(db: Connection, whose: Whose, wanted: Sequence[int]) -> Sequence[Row[Any]]:
    """Those of these rows that failed and may be seen, locked: their learners first, as every turn does."""
    theirs = select(rows.c.learner_id).where(rows.c.id.in_(wanted), _FAILED)
    conversations.lock_each(db, db.execute(theirs).scalars().all())
    found = (
        select(rows.c.id, rows.c.kind, rows.c.outcome, rows.c.learner_id, rows.c.message_id, rows.c.priority)
        .add_columns(rows.c.address_id, rows.c.created_at, learners.c.token, learners.c.leaving)
        .add_columns(addresses.c.channel, addresses.c.external_id, addresses.c.blocked_at)
        .join(learners, learners.c.id == rows.c.learner_id)
        .outerjoin(addresses, addresses.c.id == rows.c.address_id)
        .where(rows.c.id.in_(wanted), _FAILED)
    )
    return db.execute(_theirs(found, whose).order_by(rows.c.id)).all()


def _owe_again(db: Connection, row: Row[Any], now: datetime) -> None:
    """A message of which nothing is kept but what it says: a reminder is one again."""
    payload = {"nudge": True} if row.priority == outbox.REMINDER else null()
    values = {"outcome": None, "error": None, "done_at": None, "due": now, "attempts": 0, "sending_since": None}
    db.execute(rows.update().where(rows.c.id == row.id).values(**values, payload=payload))
    db.execute(messages.update().where(messages.c.id == row.message_id).values(delivery="owed"))
    if row.priority >= outbox.BULK:  # a campaign waits for it again
        its = (awards.c.learner_id == row.learner_id, awards.c.invited_at == row.created_at)
        db.execute(awards.update().where(*its, awards.c.mail.startswith("refused")).values(mail="owed"))
    outbox.wake(db, row.learner_id, now)


def _theirs(wanted: Any, whose: Whose) -> Any:
    return wanted if whose is None else wanted.where(learners.c.institution.in_(whose))
