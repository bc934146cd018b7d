"""What staff did and looked at: a chain of rows, of which none can be changed or taken out unseen.

Each row's hash covers the row and the hash before it; the head remembers the last. A row names a member of staff and a
conversation by numbers that say nothing once they are gone, so that erasing leaves the chain whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, func, select

from bot.store.dialects import INSERTS
from bot.store.tables import audit, audit_head

KEPT = timedelta(days=365)
"""So long a row is kept."""

BEGINNING = "0" * 64
"""The hash before the first row."""

COMMAND = "command"
SLACK = "slack"
"""How the audit calls whoever types a command, and begins for whoever answers on Slack."""

CHECKED = "audit.verify"

CHECKED_AT_ONCE = 5_000
SKEW = 1_000
"""So many rows may stand in another order than their moments: clocks of two machines are not one."""

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Broken:
    """The first row at which the chain does not hold: it was changed, is missing, or was put in."""

    id: int
    what: Literal["changed", "missing", "added"]

    @property
    def said(self) -> str:
        return {"changed": "was changed", "missing": "is missing", "added": "was put in"}[self.what]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: "" and None for all. `actor`: "slack" is everybody there. `until`: before that moment."""

    actor: str = ""
    action: str = ""
    conversation: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How many rows there are, and the row of the last time that somebody at the desk had the chain checked."""

    rows: int
    checked: Any


@dataclass(frozen=True, slots=True)
class Verified:
    """How many rows were as they were written, up to the first that was not; the last row there is, and its hash.

    `more`: it was not looked at to its end; then `hash` is that of the row looked at last, and `expected` comes next.
    """

    rows: int
    broken: Broken | None
    last: int = 0
    hash: str = BEGINNING
    expected: int = 1
    more: bool = False


def note(
    db: Connection,
    now: datetime,
    actor: str,
    action: str,
    conversation: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add what was done or looked at, in the caller's transaction. `conversation`: its token. `detail` names nobody."""
    note_each(db, now, actor, action, [conversation], detail)


def note_each(
    db: Connection,
    now: datetime,
    actor: str,
    action: str,
    conversations: Sequence[str],
    detail: Mapping[str, Any] | None = None,
) -> None:
    """The same for several conversations: a row for each."""
    head = _head(db)
    digest, rows = head.hash, []
    for number, conversation in enumerate(conversations, head.last_id + 1):
        row = {
            "id": number,
            "at": now,
            "actor": actor[:80],
            "action": action[:40],
            "conversation": conversation,
            "detail": dict(detail) if detail else None,
        }
        digest = _hash(digest, row)
        rows.append({**row, "hash": digest})
    db.execute(audit.insert(), rows)
    db.execute(audit_head.update().values(last_id=rows[-1]["id"], hash=digest))


def not_lately(
    db: Connection, actor: str, actions: Sequence[str], conversations: Sequence[str], since: datetime
) -> list[str]:
    """Those of these conversations to which they did none of these since then."""
    here = (audit.c.conversation.in_(conversations), audit.c.actor == actor, audit.c.action.in_(actions))
    lately = set(db.execute(select(audit.c.conversation).where(*here, audit.c.at > since)).scalars())
    return [one for one in conversations if one not in lately]


def verify(db: Connection) -> Verified:
    """Whether the chain holds, from the first row kept to the last."""
    found = verify_some(db)
    while found.more:
        found = verify_some(db, found)
    return found


def verify_some(db: Connection, so_far: Verified | None = None) -> Verified:
    """The same, a part at once: `more` tells that it is to be asked again, with what it found."""
    # head and rows in one statement: else a row that is written meanwhile would seem to be put in
    head_now = (
        select(column).where(audit_head.c.id == 1).scalar_subquery().label(f"head_{column.name}")
        for column in audit_head.c
    )
    some = select(audit, *head_now).order_by(audit.c.id).limit(CHECKED_AT_ONCE)
    rows = db.execute(some.where(audit.c.id >= so_far.expected) if so_far else some).all()
    if not rows:
        return _at_the_end(db, so_far)
    head = rows[0]
    last, looked = head.head_last_id, so_far.rows if so_far else 0
    if last is None:
        return Verified(looked, Broken(head.id, "added"))
    before, expected = (so_far.hash, so_far.expected) if so_far else (head.head_before, head.head_kept_from)
    if expected < head.head_kept_from:  # what is past its time went meanwhile
        before, expected = head.head_before, head.head_kept_from
    for row in rows:
        if row.id != expected:
            what: Literal["missing", "added"] = "missing" if row.id > expected else "added"
            return Verified(looked, Broken(min(row.id, expected), what), last)
        if row.id > last:
            return Verified(looked, Broken(row.id, "added"), last)
        if _hash(before, row._mapping) != row.hash:
            return Verified(looked, Broken(row.id, "changed"), last)
        before, expected, looked = row.hash, row.id + 1, looked + 1
    if len(rows) == CHECKED_AT_ONCE:
        return Verified(looked, None, last, before, expected, more=True)
    if expected != last + 1:
        return Verified(looked, Broken(expected, "missing"), last)
    if before != head.head_hash:
        return Verified(looked, Broken(last, "changed"), last)
    return Verified(looked, None, last, before, expected)


def _at_the_end(db: Connection, so_far: Verified | None) -> Verified:
    """There was no row left to look at: whether the head says so too."""
    found = db.execute(select(audit_head, select(func.max(audit.c.id)).scalar_subquery().label("newest"))).first()
    if found is None:
        return Verified(0, Broken(so_far.expected, "missing") if so_far else None)
    looked, before, expected = (
        (so_far.rows, so_far.hash, so_far.expected) if so_far else (0, found.before, found.kept_from)
    )
    if expected < found.kept_from:
        before, expected = found.before, found.kept_from
    if found.newest is not None and found.newest >= expected:  # written meanwhile
        return verify_some(db, so_far)
    if expected != found.last_id + 1:
        return Verified(looked, Broken(expected, "missing"), found.last_id)
    if before != found.hash:
        return Verified(looked, Broken(found.last_id, "changed"), found.last_id)
    return Verified(looked, None, found.last_id, before, expected)


def listed(db: Connection, wanted: Wanted, before: int | None, limit: int) -> list[Any]:
    """Rows, the newest first; `before`: only those with a lower number."""
    rows = select(audit)
    if wanted.actor == SLACK:
        rows = rows.where(audit.c.actor.startswith(f"{SLACK}:"))
    elif wanted.actor:
        rows = rows.where(audit.c.actor == wanted.actor)
    if wanted.action:
        rows = rows.where(audit.c.action == wanted.action)
    if wanted.conversation:
        first = wanted.conversation  # a range is led by the index on both databases
        last = f"{first}g"  # in any collation after all digits of a token
        rows = rows.where(audit.c.conversation >= first, audit.c.conversation < last)
    at = select(audit.c.id).limit(1)
    if wanted.since:
        begin = db.execute(at.where(audit.c.at >= wanted.since).order_by(audit.c.at)).scalar()
        if begin is None:
            return []
        rows = rows.where(audit.c.at >= wanted.since, audit.c.id >= begin - SKEW)
    if wanted.until:
        end = db.execute(at.where(audit.c.at < wanted.until).order_by(audit.c.at.desc())).scalar()
        if end is None:
            return []
        rows = rows.where(audit.c.at < wanted.until, audit.c.id <= end + SKEW)
    if before is not None:
        rows = rows.where(audit.c.id < before)
    return list(db.execute(rows.order_by(audit.c.id.desc()).limit(limit)))


def standing(db: Connection) -> Standing:
    """How much there is, and when it was checked last."""
    head = _head(db, lock=False)
    checked = listed(db, Wanted(action=CHECKED), None, 1)
    return Standing(head.last_id - head.kept_from + 1 if head else 0, checked[0] if checked else None)


def let_go(db: Connection, now: datetime) -> int:
    """Delete rows that are past their time, from the oldest on; the rest stays a chain. How many went."""
    head = _head(db, lock=False)
    if head is None:
        return 0
    old = select(audit.c.id, audit.c.hash, audit.c.at).order_by(audit.c.id).limit(AT_ONCE)
    gone = []
    for row in db.execute(old):
        if now - row.at < KEPT or row.id > head.last_id:
            break
        gone.append(row)
    if not gone:
        return 0
    _head(db)  # locked, so that two who tidy go one after the other
    db.execute(audit.delete().where(audit.c.id <= gone[-1].id))
    db.execute(audit_head.update().values(kept_from=gone[-1].id + 1, before=gone[-1].hash))
    return len(gone)


def _head(db: Connection, *, lock: bool = True) -> Any:
    """The end of the chain, locked until the transaction ends: rows are added one after the other."""
    wanted = select(audit_head)
    if not lock:
        return db.execute(wanted).first()
    first = {"id": 1, "last_id": 0, "hash": BEGINNING, "kept_from": 1, "before": BEGINNING}
    found = db.execute(wanted.with_for_update()).first()
    if found is None:
        db.execute(INSERTS[db.dialect.name](audit_head).values(first).on_conflict_do_nothing())
        found = db.execute(wanted.with_for_update()).one()
    return found


def _hash(before: str, row: Mapping[Any, Any]) -> str:
    told = [
        before,
        row["id"],
        row["at"].astimezone(UTC).isoformat(timespec="microseconds"),
        row["actor"],
        row["action"],
        row["conversation"],
        row["detail"],
    ]
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()
