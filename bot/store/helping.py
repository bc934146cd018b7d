"""What staff do with conversations: whose each is, what is said in it, notes and labels, and who else is looking.

What asks for one conversation takes the member who asks: of whom that member may not see there is nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, func, or_, select, update

from bot.ports import Address
from bot.store import conversations, privacy
from bot.store.database import ring
from bot.store.dialects import INSERTS
from bot.store.staff import Member
from bot.store.tables import (
    addresses,
    awards,
    cases,
    labelled,
    labels,
    learners,
    looking,
    messages,
    replies,
    staff,
    threads,
)

PAGE = 100
"""So many lines are shown at once."""

HERE = timedelta(seconds=25)
"""So long somebody counts as looking after a heartbeat of their page, which comes every ten seconds."""

LEAVES = timedelta(seconds=12)
"""So long somebody still counts as looking after a page of theirs was left: another of theirs tells within ten seconds
that they are."""

TYPING = timedelta(seconds=6)
"""So long somebody counts as typing after a page said so, which it does every four seconds while they do."""

_SHOWN = ("in", "out", "note")


@dataclass(frozen=True, slots=True)
class Opened:
    """A conversation as whoever helps finds it.

    `owner`: who has the word, as `learners.owner` tells; `staff_id`: the member whose conversation it is, whatever
    others are called; None = nobody's at the desk.
    """

    learner: int
    token: str
    language: str
    state: Mapping[str, Any] | None
    owner: str | None
    waiting_since: datetime | None
    heard_at: datetime | None
    created_at: datetime
    since: datetime | None
    institution: str | None
    deadline: date | None
    behind: int
    staff_id: int | None
    snoozed_until: datetime | None


_OPENED = (
    select(
        learners.c.id.label("learner"),
        learners.c.token,
        learners.c.language,
        learners.c.state,
        learners.c.owner,
        learners.c.waiting_since,
        learners.c.heard_at,
        learners.c.created_at,
        learners.c.since,
        learners.c.institution,
        learners.c.deadline,
        learners.c.behind,
        cases.c.staff_id,
        cases.c.snoozed_until,
    )
    .select_from(learners)
    .join(cases, cases.c.learner_id == learners.c.id, isouter=True)
)


def of_token(db: Connection, token: str, member: Member) -> Opened | None:
    """The conversation of this name; None when there is none, it was erased, or this member may not see it."""
    wanted = _OPENED.where(learners.c.token == token, learners.c.leaving.is_(False))
    if member.institutions is not None:
        wanted = wanted.where(learners.c.institution.in_(member.institutions))
    row = db.execute(wanted).first()
    return Opened(**row._mapping) if row else None


def addresses_of(db: Connection, learner: int) -> list[Any]:
    """Where this learner is reached, the one used last first."""
    mine = select(addresses).where(addresses.c.learner_id == learner)
    return list(db.execute(mine.order_by(addresses.c.used_at.desc(), addresses.c.id.desc())))


def subject_at(db: Connection, address: int) -> str:
    """The subject of the letters to this address; "" where none was written yet."""
    return db.execute(select(threads.c.subject).where(threads.c.address_id == address)).scalar() or ""


# What was said

_LINE = select(
    messages.c.id,
    messages.c.direction,
    messages.c.body,
    messages.c.buttons,
    messages.c.language,
    messages.c.at,
    messages.c.delivery,
    messages.c.author,
    addresses.c.channel,
).join(addresses, addresses.c.id == messages.c.address_id, isouter=True)


def lines(db: Connection, learner: int, *, after: int = 0, before: int = 0) -> tuple[list[Any], bool]:
    """Lines between two ids (0: no bound), oldest first, and whether there are more of them.

    Also of conversations that go on in this one by now. The newest ones; with `after` the first after that, so that
    nothing is left out. A line is written while its conversation is locked: whoever has seen one has seen all of lower
    ids.
    """
    wanted = _LINE.where(messages.c.learner_id.in_(_whole(db, learner)), messages.c.direction.in_(_SHOWN))
    if after:
        wanted = wanted.where(messages.c.id > after).order_by(messages.c.id)
    elif before:
        wanted = wanted.where(messages.c.id < before).order_by(messages.c.id.desc())
    else:
        wanted = wanted.order_by(messages.c.id.desc())
    rows = list(db.execute(wanted.limit(PAGE + 1)))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    return rows if after else rows[::-1], more


def _whole(db: Connection, learner: int) -> list[int]:
    """This learner, and those whose conversations were joined to theirs."""
    found, last = [learner], [learner]
    while last := [one for one in privacy.joined_into(db, *last) if one not in found]:
        found += last
    return found


def line(db: Connection, learner: int, number: int) -> Any:
    """One line; None when it is none of this conversation."""
    return db.execute(_LINE.where(messages.c.learner_id.in_(_whole(db, learner)), messages.c.id == number)).first()


def deliveries(db: Connection, learner: int, since: int) -> dict[int, str]:
    """How what we said stands, by the id of the line: of the lines from `since` on."""
    mine = (messages.c.learner_id == learner, messages.c.direction == "out", messages.c.id >= since)
    return {row.id: row.delivery for row in db.execute(select(messages.c.id, messages.c.delivery).where(*mine))}


def first_shown(db: Connection, learner: int) -> int:
    """The id of the oldest of the newest lines, as they are shown at once; 0 when there are none."""
    mine = (messages.c.learner_id.in_(_whole(db, learner)), messages.c.direction.in_(_SHOWN))
    some = select(messages.c.id).where(*mine).order_by(messages.c.id.desc()).limit(PAGE).subquery()
    return db.execute(select(func.min(some.c.id))).scalar() or 0


def newer(db: Connection, learner: int, seen: int) -> bool:
    """Did the learner say something, or a colleague reply, after the line that was seen last?"""
    said = or_(messages.c.direction == "in", and_(messages.c.direction == "out", messages.c.author.is_not(None)))
    mine = (messages.c.learner_id == learner, messages.c.id > seen, said)
    return db.execute(select(messages.c.id).where(*mine).limit(1)).first() is not None


def last_line(db: Connection, learner: int) -> int:
    """The id of the newest line, 0 when there is none."""
    mine = (messages.c.learner_id == learner, messages.c.direction.in_(_SHOWN))
    return db.execute(select(func.max(messages.c.id)).where(*mine)).scalar() or 0


def notes(db: Connection, learner: int, most: int = 20) -> list[Any]:
    """What staff noted, the newest first."""
    mine = (messages.c.learner_id.in_(_whole(db, learner)), messages.c.direction == "note")
    wanted = select(messages.c.id, messages.c.body, messages.c.author, messages.c.at).where(*mine)
    return list(db.execute(wanted.order_by(messages.c.id.desc()).limit(most)))


def add_note(db: Connection, learner: int, words: str, author: str, now: datetime) -> bool:
    """Note something for colleagues; False when the learner was erased meanwhile."""
    talk = conversations.of_learner(db, learner)
    if talk is None or talk.leaving:
        return False
    conversations.add_note(db, talk, words, now, author)
    ring(db, f"talk:{learner}")
    return True


# Whose it is


def belongs_to(db: Connection, learner: int, member: int | None) -> None:
    """Whose this conversation is from now on: a member's, or nobody's at the desk."""
    if member is None:
        here = (cases.c.learner_id == learner, cases.c.staff_id.is_not(None))
        db.execute(update(cases).where(*here).values(staff_id=None))
    else:
        _keep(db, learner, staff_id=member)


def assign(db: Connection, learner: int, member: Member) -> bool:
    """Give this conversation to a member, with the word where a human has it; False when the learner was erased."""
    talk = conversations.of_learner(db, learner)
    if talk is None or talk.leaving:
        return False
    if talk.owner:
        conversations.save(db, talk, owner=member.name)
    belongs_to(db, learner, member.id)
    ring(db, f"talk:{learner}")
    return True


def helpers(db: Connection, institution: str | None, roles: Collection[str]) -> list[Any]:
    """The members of these roles who may see learners of this institution, by name."""
    wanted = select(staff).where(staff.c.removed_at.is_(None), staff.c.role.in_(roles)).order_by(staff.c.name)
    return [row for row in db.execute(wanted) if row.institutions is None or institution in row.institutions]


def snooze(db: Connection, learner: int, until: datetime | None) -> None:
    """Leave this conversation alone until then, or until the learner says something; None: no longer."""
    _keep(db, learner, snoozed_until=until)
    ring(db, f"talk:{learner}")


def wake(db: Connection, learner: int) -> None:
    """Somebody waits here again: no longer to be left alone."""
    here = (cases.c.learner_id == learner, cases.c.snoozed_until.is_not(None))
    db.execute(update(cases).where(*here).values(snoozed_until=None))


def _keep(db: Connection, learner: int, **values: Any) -> None:
    insert = INSERTS[db.dialect.name](cases).values(learner_id=learner, **values)
    db.execute(insert.on_conflict_do_update(index_elements=[cases.c.learner_id], set_=values))


def _added(db: Connection, insert: Any, number: Any) -> bool:
    """Add a row; False when there is one like it."""
    return db.execute(insert.on_conflict_do_nothing().returning(number)).first() is not None


# By mail


def mailbox_for(db: Connection, learner: int) -> str | None:
    """The mailbox at which this learner can be written to: of the conversation, else of an award; None: not known."""
    if known := conversations.mailboxes(db, learner):
        return known[-1]
    given = select(awards.c.address).where(awards.c.learner_id == learner, awards.c.address.is_not(None))
    return db.execute(given.order_by(awards.c.id.desc()).limit(1)).scalar()


def goes_on_at(db: Connection, learner: int, mailbox: str, now: datetime) -> bool:
    """The conversation goes on in this mailbox from now on; False where that is somebody else's."""
    there = Address("email", mailbox)
    known = conversations.learner_at(db, there)
    if known not in (None, learner):
        return False
    if known is None:
        insert = INSERTS[db.dialect.name](addresses).values(
            learner_id=learner, channel="email", external_id=mailbox, used_at=now
        )
        return _added(db, insert, addresses.c.id)
    here = (addresses.c.learner_id == learner, addresses.c.channel == "email", addresses.c.external_id == mailbox)
    db.execute(update(addresses).where(*here).values(used_at=now))
    return True


# Labels and canned replies


def all_labels(db: Connection) -> list[Any]:
    """Every label, by name, with how many conversations have it."""
    count = func.count(labelled.c.learner_id).label("count")
    wanted = select(labels.c.id, labels.c.name, count).join(labelled, isouter=True).group_by(labels.c.id, labels.c.name)
    return list(db.execute(wanted.order_by(labels.c.name)))


def labels_of(db: Connection, learner: int) -> list[Any]:
    """The labels of this conversation, by name."""
    mine = select(labels.c.id, labels.c.name).join(labelled).where(labelled.c.learner_id == learner)
    return list(db.execute(mine.order_by(labels.c.name)))


def label(db: Connection, learner: int, number: int) -> bool:
    """Put this label on; False when there is no such label."""
    if db.execute(select(labels.c.id).where(labels.c.id == number)).first() is None:
        return False
    insert = INSERTS[db.dialect.name](labelled).values(learner_id=learner, label_id=number)
    db.execute(insert.on_conflict_do_nothing())
    ring(db, f"talk:{learner}")
    return True


def unlabel(db: Connection, learner: int, number: int) -> None:
    """Take this label off."""
    db.execute(delete(labelled).where(labelled.c.learner_id == learner, labelled.c.label_id == number))
    ring(db, f"talk:{learner}")


def make_label(db: Connection, name: str) -> bool:
    """A new label; False when there is one of this name."""
    insert = INSERTS[db.dialect.name](labels).values(name=name)
    return _added(db, insert, labels.c.id)


def drop_label(db: Connection, number: int) -> bool:
    """Take a label away, wherever it was put; False when there is none."""
    db.execute(delete(labelled).where(labelled.c.label_id == number))
    return bool(db.execute(delete(labels).where(labels.c.id == number)).rowcount)


def canned(db: Connection) -> list[Any]:
    """Every reply that is ready to be used, by name."""
    return list(db.execute(select(replies).order_by(replies.c.name)))


def keep_canned(db: Connection, name: str, nl: str, en: str, number: int = 0) -> bool:
    """Keep a reply to be used again: a new one, or that of this number; False when another has this name."""
    taken = select(replies.c.id).where(replies.c.name == name, replies.c.id != number)
    if db.execute(taken).first() is not None:
        return False
    if number:
        return db.execute(update(replies).where(replies.c.id == number).values(name=name, nl=nl, en=en)).rowcount == 1
    insert = INSERTS[db.dialect.name](replies).values(name=name, nl=nl, en=en)
    return _added(db, insert, replies.c.id)


def drop_canned(db: Connection, number: int) -> bool:
    """Take a reply away; False when there is none."""
    return bool(db.execute(delete(replies).where(replies.c.id == number)).rowcount)


# Who else is there


def here(db: Connection, learner: int, member: int, now: datetime, *, types: bool, gone: bool = False) -> None:
    """Note that a member looks at this conversation, and whether they type; colleagues see it at once.

    `gone`: a page of theirs was left; colleagues see it once no other page of theirs says that they are there.
    """
    mine = (looking.c.learner_id == learner, looking.c.staff_id == member)
    before = db.execute(select(looking.c.until, looking.c.types_until).where(*mine)).first()
    if gone:
        db.execute(update(looking).where(*mine, looking.c.until > now + LEAVES).values(until=now + LEAVES))
    else:
        values = {"until": now + HERE, "types_until": now + TYPING if types else None}
        insert = INSERTS[db.dialect.name](looking).values(learner_id=learner, staff_id=member, **values)
        set_ = {"until": insert.excluded.until, "types_until": insert.excluded.types_until}
        db.execute(insert.on_conflict_do_update(index_elements=[looking.c.learner_id, looking.c.staff_id], set_=set_))
    db.execute(delete(looking).where(looking.c.staff_id == member, looking.c.until < now))
    was = (bool(before and before.until > now), bool(before and before.types_until and before.types_until > now))
    if not gone and was != (True, types):
        ring(db, f"desk:{learner}")


def others_here(db: Connection, learner: int, member: int, now: datetime) -> Sequence[tuple[str, bool]]:
    """Which colleagues look at this conversation now, by name, and whether they type."""
    theirs = (looking.c.learner_id == learner, looking.c.staff_id != member, looking.c.until > now)
    wanted = select(staff.c.name, looking.c.types_until).join(staff, staff.c.id == looking.c.staff_id).where(*theirs)
    rows = db.execute(wanted.order_by(staff.c.name, staff.c.id))
    return [(row.name, row.types_until is not None and row.types_until > now) for row in rows]
