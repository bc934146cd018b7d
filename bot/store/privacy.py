"""What is kept of a learner: shown, taken along, erased, and let go when its time is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    delete,
    exists,
    func,
    literal_column,
    select,
    update,
)

from bot.conversation.nodes import load, plain
from bot.store import audit, conversations, suppressions
from bot.store import notices as told_staff
from bot.store import outbox as owed
from bot.store.database import ring
from bot.store.secrets import Box
from bot.store.staff import IDLE
from bot.store.tables import (
    addresses,
    amendments,
    awards,
    batches,
    cases,
    events,
    heard,
    installs,
    joins,
    labelled,
    labels,
    lanes,
    learners,
    limits,
    links,
    logins,
    looking,
    messages,
    notices,
    outbox,
    persons,
    pictures,
    sessions,
    staff,
    staff_logins,
    terms,
)

EVENT_KEYS = timedelta(days=30)
"""So long a hash of each event is kept, that a late redelivery is known; nobody is revived by it."""

DELIVERIES = timedelta(days=30)
"""So long what was delivered is kept as a fact; the words themselves go with the conversation."""

ABANDONED = timedelta(days=1)
"""So old is a batch that was begun to be brought in, and never was."""

LINKS_AFTER = timedelta(hours=24)

SHORTEST = 4
"""So many characters of a conversation's name are enough to look for it."""

AT_ONCE = 200
LEARNERS_AT_ONCE = 10
"""So many rows, and learners with all that is theirs, go in one transaction, so that no turn waits for the cleaning."""


_LEAVING: ColumnElement[bool] = literal_column("learners.leaving")
_ONCE: ColumnElement[bool] = literal_column("links.once")
"""As the indexes say it: SQLite does not see that `leaving = 1` is the same."""


_BY_MAIL = and_(addresses.c.channel == "email", addresses.c.workspace == "")
"""With the address, as the index has them."""


def kept(db: Connection, learner: int) -> dict[str, Any]:
    """How many messages are kept of this learner, since which day, and how many pictures."""
    count, since = db.execute(
        select(func.count(), func.min(messages.c.at)).where(
            messages.c.learner_id == learner, messages.c.direction != "card"
        )
    ).one()
    agreed = and_(pictures.c.learner_id == learner, pictures.c.agreed_at.is_not(None))
    shown = db.execute(select(func.count()).where(agreed)).scalar_one()
    return {
        "messages_kept": count,
        "kept_since": since.date().isoformat() if since else "unknown",
        "pictures_kept": shown,
    }


def conversation(db: Connection, name: str) -> Any:
    """The row of the one conversation whose token begins with these four characters or more; None: there is none."""
    learner = find(db, name) if len(name) >= SHORTEST else None
    wanted = select(
        learners.c.id, learners.c.token, learners.c.institution, learners.c.heard_at, learners.c.created_at
    ).where(learners.c.id == learner)
    return db.execute(wanted).first() if learner is not None else None


def of_mailbox(db: Connection, mailbox: str) -> tuple[list[Any], list[tuple[str | None, int]]]:
    """The conversations of somebody with this address, as rows; and how many awards wait for it, by institution.

    By a mail of theirs, or by an award that was given to it and that they began with.
    """
    wrote = select(addresses.c.learner_id).where(_BY_MAIL, addresses.c.external_id == mailbox)
    given = select(awards.c.learner_id).where(awards.c.address == mailbox, awards.c.learner_id.is_not(None))
    rows = select(
        learners.c.id, learners.c.token, learners.c.institution, learners.c.heard_at, learners.c.created_at
    ).where(learners.c.id.in_(wrote.union(given)))
    nobodys = (awards.c.address == mailbox, awards.c.learner_id.is_(None))
    waiting = select(awards.c.institution, func.count()).where(*nobodys).group_by(awards.c.institution)
    return list(db.execute(rows.order_by(learners.c.id))), [(name, count) for name, count in db.execute(waiting)]


def figures(db: Connection, learner: int) -> dict[str, Any]:
    """How much of what is kept of a learner, and of the conversations that go on in theirs; nothing of what it says."""
    who = [learner, *joined_into(db, learner)]
    counts = {
        table.name: db.execute(select(func.count()).select_from(table).where(table.c.learner_id.in_(who))).scalar_one()
        for table in (messages, awards, pictures, notices, persons)
    }
    channels = select(addresses.c.channel).where(addresses.c.learner_id.in_(who)).distinct()
    return {**counts, "joined": len(who) - 1, "channels": sorted(db.execute(channels).scalars())}


def find(db: Connection, conversation: str) -> int | None:
    """The learner of the conversation whose token begins like this; None when there is none or more than one."""
    wanted = select(learners.c.id).where(*_begins(learners.c.token, conversation)).limit(2)
    found = db.execute(wanted).scalars().all()
    return found[0] if len(found) == 1 else None


def export(db: Connection, learner: int) -> dict[str, Any]:
    """Everything that is kept of a learner, as JSON values. Events are counted without them, and are not theirs.

    `joined`: the same of each conversation that goes on in this one.
    """
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
            {name: one[name] for name in ("channel", "workspace", "external_id", "account")}
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
        "pictures": [
            {"name": one.name, "kept_until": one.expires_at.isoformat(), "agreed": one.agreed_at is not None}
            for one in db.execute(
                select(pictures.c.name, pictures.c.expires_at, pictures.c.agreed_at)
                .where(pictures.c.learner_id == learner)
                .order_by(pictures.c.id)
            )
        ],
        "logged_in_with_eduid": [
            one.isoformat()
            for one in db.execute(select(persons.c.proven_at).where(persons.c.learner_id == learner)).scalars()
        ],
        "asked_staff": [
            one.isoformat()
            for one in db.execute(
                select(notices.c.at).where(notices.c.learner_id == learner).order_by(notices.c.id)
            ).scalars()
        ],
        "labels": list(
            db.execute(
                select(labels.c.name).join(labelled).where(labelled.c.learner_id == learner).order_by(labels.c.name)
            ).scalars()
        ),
        "joined": [export(db, other) for other in joined_into(db, learner)],
        "counted": [
            {"at": one["at"].isoformat(), "what": one["what"], "detail": one["detail"]}
            for one in db.execute(select(events).where(events.c.learner_id == learner).order_by(events.c.id)).mappings()
        ],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def joined_into(db: Connection, *who: int) -> Sequence[int]:
    """The learners who have no address left, since each goes on in the conversation of one of these."""
    theirs = exists().where(addresses.c.learner_id == joins.c.from_learner)
    joined = and_(joins.c.to_learner.in_(who), joins.c.undone_at.is_(None), ~theirs)
    return db.execute(select(joins.c.from_learner).where(joined).distinct()).scalars().all()


def wipe(db: Connection, learner: int) -> None:
    """Let go of everything about a learner but where to send the last words; `bury` does the rest."""
    erase(db, *joined_into(db, learner))
    _unaddress(db, [learner])
    _let_go(db, [learner])
    db.execute(
        update(learners)
        .where(learners.c.id == learner)
        .values(state=None, owner=None, waiting_since=None, behind=0, leaving=True)
    )


def leave_alone(db: Connection, box: Box, learner: int, now: datetime) -> None:
    """Nobody is written to who is about to be erased, until they write themselves: only a mark of the mailbox stays."""
    for mailbox in _mailboxes(db, [learner, *joined_into(db, learner)]):
        suppressions.close(db, box, mailbox, "erased", now)


def erase_on_request(db: Connection, box: Box, learner: int, now: datetime) -> None:
    """Forget a learner who asked for it, without a word; nobody writes to their mailboxes about an award again."""
    conversations.lock(db, learner)
    leave_alone(db, box, learner, now)
    erase(db, learner)


def _mailboxes(db: Connection, who: Sequence[int]) -> set[str]:
    mail = select(addresses.c.external_id).where(addresses.c.channel == "email", addresses.c.learner_id.in_(who))
    given = select(awards.c.address).where(awards.c.learner_id.in_(who), awards.c.address.is_not(None))
    return {*db.execute(mail).scalars(), *db.execute(given).scalars()}


def _unaddress(db: Connection, who: Sequence[int]) -> None:
    """Awards for the mailboxes and accounts of these learners, which they have not begun with, are theirs too."""
    keys = db.execute(select(awards.c.key).where(awards.c.learner_id.in_(who))).scalars().all()
    db.execute(delete(awards).where(awards.c.address.in_(_mailboxes(db, who)) | awards.c.key.in_(keys)))


def _let_go(db: Connection, who: Sequence[int]) -> None:
    """Everything about these learners but themselves, their lanes and addresses."""
    owed.lock(db, who)
    for table in (outbox, messages, awards, logins, persons, pictures, terms, cases, labelled, looking):
        db.execute(delete(table).where(table.c.learner_id.in_(who)))
    told_staff.forget(db, who)
    db.execute(delete(links).where(links.c.learner_id.in_(who)))
    db.execute(update(links).where(links.c.used_by.in_(who)).values(used_by=None))
    db.execute(update(events).where(events.c.learner_id.in_(who)).values(learner_id=None))
    kept = and_(heard.c.raw.is_not(None), heard.c.learner_id.in_(who))  # what was set aside: few, and indexed
    db.execute(update(heard).where(kept).values(raw=None, error=None, why=None, learner_id=None))


def erase(db: Connection, *who: int) -> None:
    """Forget learners at once, without a last word; and with them the conversations that were joined to theirs.

    No address of theirs is left in the awards that an institution brought in.
    """
    if who:
        _unaddress(db, [*who, *joined_into(db, *who)])
        _erase(db, *who)


def _erase(db: Connection, *who: int) -> None:
    if not who:
        return
    _erase(db, *joined_into(db, *who))
    _let_go(db, who)
    db.execute(delete(joins).where(joins.c.from_learner.in_(who) | joins.c.to_learner.in_(who)))
    for table in (lanes, addresses):
        db.execute(delete(table).where(table.c.learner_id.in_(who)))
    db.execute(delete(learners).where(learners.c.id.in_(who)))
    for learner in who:
        ring(db, f"talk:{learner}")  # whoever looks at it sees that it is gone


def sweep(db: Connection, now: datetime, retention: timedelta) -> Mapping[str, int]:
    """Let go of what is past its time, some of it: how many rows of what. Call again while there are any.

    Two that sweep at once each take other rows, and what a turn has in hand is left for the next time.
    """
    done = {"learner": _bury(db) + _silent(db, now - retention)}
    for name, table, past in _past(now, retention):
        done[name] = done.get(name, 0) + _some(db, table, past)
    done["audit"] = audit.let_go(db, now)
    return {name: count for name, count in done.items() if count}


def _bury(db: Connection) -> int:
    """Forget those who left, once nothing is owed to them any more."""
    owed = exists().where(outbox.c.learner_id == learners.c.id, outbox.c.outcome.is_(None))
    return _forget(db, select(learners.c.id).where(_LEAVING, ~owed))


def _silent(db: Connection, since: datetime) -> int:
    """Forget the learners who have not been heard since then."""
    return _forget(db, select(learners.c.id).where(learners.c.heard_at < since).order_by(learners.c.heard_at))


def _forget(db: Connection, wanted: Select[Any]) -> int:
    # locked before anything of theirs, as every turn does: else the two would wait for each other
    who = db.execute(wanted.limit(LEARNERS_AT_ONCE).with_for_update(skip_locked=True, key_share=True)).scalars().all()
    if who:
        _erase(db, *who)  # an award that was brought in since is for another journey
    return len(who)


def _begins(column: Any, beginning: str) -> tuple[Any, Any]:
    """A range, which an index leads, of all that begins so and goes on in letters and digits, in any collation."""
    return column >= beginning, column < beginning + "z" * 64


def _past(now: datetime, retention: timedelta) -> Sequence[tuple[str, Table, Any]]:
    ended = (now - retention).date()
    abandoned = select(batches.c.id).where(
        batches.c.state.in_(("staging", "void")), batches.c.created_at < now - ABANDONED
    )
    return (
        ("event", heard, and_(heard.c.at < now - EVENT_KEYS, heard.c.raw.is_(None))),
        ("event", heard, and_(heard.c.at < now - retention, heard.c.raw.is_not(None))),  # and nobody looked
        ("delivery", outbox, and_(outbox.c.outcome.is_not(None), outbox.c.done_at < now - DELIVERIES)),
        ("link", links, and_(_ONCE, links.c.expires_at < now - LINKS_AFTER)),
        ("try", limits, and_(*_begins(limits.c.key, "codes:"), limits.c.tat < now.timestamp())),
        ("picture", pictures, pictures.c.expires_at < now),
        ("notice", notices, and_(notices.c.at < now - retention, notices.c.learner_id.is_(None))),
        ("login", logins, logins.c.expires_at < now - LINKS_AFTER),
        ("session", sessions, sessions.c.used_at < now - IDLE),
        ("member", staff, staff.c.removed_at < now - audit.KEPT),  # so long the audit says who did what
        ("staff login", staff_logins, staff_logins.c.expires_at < now),
        ("install", installs, installs.c.expires_at < now),
        ("limit", limits, and_(*_begins(limits.c.key, "mail:"), limits.c.tat < now.timestamp())),
        ("award", awards, and_(awards.c.learner_id.is_(None), awards.c.deadline < ended)),
        ("award", awards, awards.c.batch_id.in_(abandoned)),
        ("award", amendments, amendments.c.batch_id.in_(abandoned)),
        (
            "batch",
            batches,
            and_(batches.c.created_at < now - retention, ~exists().where(awards.c.batch_id == batches.c.id)),
        ),
    )


def _some(db: Connection, table: Table, past: Any) -> int:
    key = table.primary_key.columns.values()[0]
    # Looked up by themselves: within the delete PostgreSQL may look anew for each row, and have them all.
    some = db.execute(select(key).where(past).limit(AT_ONCE).with_for_update(skip_locked=True)).scalars().all()
    return db.execute(delete(table).where(key.in_(some))).rowcount if some else 0
