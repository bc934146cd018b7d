"""What is kept of a learner: shown, taken along, erased, and let go when its time is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, exists, func, or_, select, update

from bot.conversation.nodes import load, plain
from bot.store.tables import addresses, awards, events, heard, lanes, learners, links, messages, outbox

EVENT_KEYS = timedelta(days=30)
"""So long a hash of each event is kept, that a late redelivery is known; nobody is revived by it."""

DELIVERIES = timedelta(days=30)
"""So long what was delivered is kept as a fact; the words themselves go with the conversation."""

LINKS_AFTER = timedelta(hours=24)

AT_ONCE = 500
"""So many rows go in one transaction, so that no turn waits for the cleaning."""


def kept(db: Connection, learner: int) -> dict[str, Any]:
    """How many messages are kept of this learner, and since which day."""
    count, since = db.execute(
        select(func.count(), func.min(messages.c.at)).where(
            messages.c.learner_id == learner, messages.c.direction != "card"
        )
    ).one()
    return {"messages_kept": count, "kept_since": since.date().isoformat() if since else "unknown"}


def find(db: Connection, conversation: str) -> int | None:
    """The learner of the conversation whose token begins like this; None when there is none or more than one."""
    wanted = select(learners.c.id).where(learners.c.token.startswith(conversation, autoescape=True)).limit(2)
    found = db.execute(wanted).scalars().all()
    return found[0] if len(found) == 1 else None


def export(db: Connection, learner: int) -> dict[str, Any]:
    """Everything that is kept of a learner, as JSON values. Events are counted without them, and are not theirs."""
    row = db.execute(select(learners).where(learners.c.id == learner)).mappings().one()
    said = db.execute(select(messages).where(messages.c.learner_id == learner).order_by(messages.c.id)).mappings()
    return {
        "conversation": row["token"],
        "language": row["language"],
        "begun": row["created_at"].isoformat(),
        "last_heard": row["heard_at"].isoformat() if row["heard_at"] else None,
        "with_a_human": row["owner"],
        "journey": row["state"],
        "addresses": [
            {name: one[name] for name in ("channel", "workspace", "external_id")}
            for one in db.execute(select(addresses).where(addresses.c.learner_id == learner)).mappings()
        ],
        "messages": [
            {
                "at": one["at"].isoformat(),
                "who": {"in": "learner", "note": "note"}.get(one["direction"], one["author"] or "guide"),
                "text": plain(load(one["body"])),
            }
            for one in said
        ],
        "awards": [
            {
                name: _plain(one[name])
                for name in ("badge", "institution", "kind", "address", "eppn", "deadline", "source")
            }
            for one in db.execute(select(awards).where(awards.c.learner_id == learner)).mappings()
        ],
        "counted": [
            {"at": one["at"].isoformat(), "what": one["what"], "detail": one["detail"]}
            for one in db.execute(select(events).where(events.c.learner_id == learner).order_by(events.c.id)).mappings()
        ],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def wipe(db: Connection, learner: int) -> None:
    """Let go of everything about a learner but where to send the last words; `bury` does the rest."""
    db.execute(delete(outbox).where(outbox.c.learner_id == learner))
    db.execute(delete(messages).where(messages.c.learner_id == learner))
    db.execute(delete(awards).where(awards.c.learner_id == learner))
    db.execute(update(links).where(links.c.used_by == learner).values(used_by=None))
    db.execute(update(events).where(events.c.learner_id == learner).values(learner_id=None))
    db.execute(
        update(heard)
        .where(heard.c.learner_id == learner, or_(heard.c.raw.is_not(None), heard.c.why == "newer"))
        .values(raw=None, error=None, why=None, learner_id=None)
    )
    db.execute(
        update(learners)
        .where(learners.c.id == learner)
        .values(state=None, owner=None, waiting_since=None, behind=0, leaving=True)
    )


def erase(db: Connection, learner: int) -> None:
    """Forget a learner at once, without a last word."""
    wipe(db, learner)
    db.execute(delete(lanes).where(lanes.c.learner_id == learner))
    db.execute(delete(addresses).where(addresses.c.learner_id == learner))
    db.execute(delete(learners).where(learners.c.id == learner))


def bury(db: Connection) -> int:
    """Forget those who left, once nothing is owed to them any more; how many."""
    owed = exists().where(outbox.c.learner_id == learners.c.id, outbox.c.outcome.is_(None))
    gone = db.execute(select(learners.c.id).where(learners.c.leaving, ~owed).limit(AT_ONCE)).scalars().all()
    for learner in gone:
        erase(db, learner)
    return len(gone)


def sweep(db: Connection, now: datetime, retention: timedelta) -> int:
    """Let go of what is past its time, some of it: how many rows. Call again while it is not 0."""
    return (
        bury(db) + sum(_some(db, table, past) for table, past in _past(now, retention)) + _silent(db, now - retention)
    )


def _past(now: datetime, retention: timedelta) -> Sequence[tuple[Table, Any]]:
    ended = (now - retention).date()
    return (
        (heard, and_(heard.c.at < now - EVENT_KEYS, heard.c.raw.is_(None))),
        (heard, heard.c.at < now - retention),  # set aside, and nobody looked
        (outbox, and_(outbox.c.outcome.is_not(None), outbox.c.done_at < now - DELIVERIES)),
        (links, and_(links.c.once, links.c.expires_at < now - LINKS_AFTER)),
        (awards, and_(awards.c.learner_id.is_(None), awards.c.deadline < ended)),
    )


def _some(db: Connection, table: Table, past: Any) -> int:
    key = table.primary_key.columns.values()[0]
    some = select(key).where(past).limit(AT_ONCE)
    return db.execute(delete(table).where(key.in_(some))).rowcount


def _silent(db: Connection, since: datetime) -> int:
    """Forget the learners who have not been heard since then."""
    wanted = select(learners.c.id).where(learners.c.heard_at < since).order_by(learners.c.heard_at).limit(AT_ONCE // 5)
    silent = db.execute(wanted).scalars().all()
    for learner in silent:
        erase(db, learner)
    return len(silent)
