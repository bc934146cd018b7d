"""Batches: awards that an institution made known with one file. Every function runs inside the caller's transaction.

The awards of a batch are written down a few at a time while it is `staging`, when nobody sees them, and are all there
at the moment it is `open`. What it changes of awards that were known is written down beside them, and done after that
moment, a few at a time too: by whoever brings it in, or, if that is killed, by whoever comes next. A batch that was
never opened is void as soon as another begins.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, delete, distinct, exists, func, or_, select, true, update

from bot.store import outbox
from bot.store.awards import Award, Held, held
from bot.store.dialects import INSERTS
from bot.store.tables import amendments, awards, batches, events, limits, messages
from bot.store.tables import outbox as outbox_rows

AT_ONCE = 200
"""So many awards are written in one transaction: a few milliseconds, in which no turn is taken."""

MOST_LISTED = 50
MOST_REFUSED = 500
"""So many refused rows are kept with a batch."""


class Overtaken(Exception):
    """Another batch was begun meanwhile: this one is void, and nothing of it is there."""


@dataclass(frozen=True, slots=True)
class New:
    """An award that was not known. `row`: its place in the file; `assumed`: nobody told its deadline. `erased`: it is
    for somebody who had everything erased, whose address and account are not kept.
    """

    row: int
    award: Award
    assumed: bool
    key: str | None
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is otherwise of an award that was known: columns, as they are to be."""

    award_id: int
    change: Mapping[str, Any]


def there() -> ColumnElement[bool]:
    """Is an award there, for whoever looks? Not while its batch is being written down."""
    opened = select(batches.c.id).where(batches.c.id == awards.c.batch_id, batches.c.state == "open")
    return or_(awards.c.batch_id.is_(None), exists(opened))


def begin(db: Connection, name: str, language: str, now: datetime) -> int:
    """A new batch, to be written down; its number. One that was being written down is void from now on."""
    insert = INSERTS[db.dialect.name](limits).values(key="awards:import", tat=0.0)
    db.execute(insert.on_conflict_do_update(index_elements=[limits.c.key], set_={"tat": 0.0}))  # one at a time
    db.execute(update(batches).where(batches.c.state == "staging").values(state="void"))
    new: dict[str, Any] = {
        "name": name[:120],
        "state": "staging",
        "language": language or None,
        "created_at": now,
        "found": {},
    }
    return int(db.execute(batches.insert().values(new).returning(batches.c.id)).scalar_one())


def clear(db: Connection) -> int:
    """Let go of what void batches wrote down, some of it: how many rows. Call again while there are any."""
    void = select(batches.c.id).where(batches.c.state == "void")
    done = 0
    for table in (awards, amendments):
        some = select(table.c.id).where(table.c.batch_id.in_(void)).limit(AT_ONCE)
        done += db.execute(delete(table).where(table.c.id.in_(some))).rowcount
    if not done:
        db.execute(delete(batches).where(batches.c.state == "void"))
    return done


def known(db: Connection, keys: Iterable[str]) -> dict[str, Any]:
    """The awards that are there with these keys; of several with one key the one with the last deadline."""
    columns = ("id", "key", "institution", "deadline", "assumed", "address", "status", "flag")
    found = select(*(getattr(awards.c, name) for name in columns)).where(awards.c.key.in_(list(keys)), there())
    return {row.key: row for row in db.execute(found.order_by(awards.c.deadline, awards.c.id))}


def write_down(db: Connection, batch: int, new: Sequence[New], amended: Sequence[Amendment], now: datetime) -> None:
    """Write down some of a batch. Raises Overtaken."""
    _hold(db, batch)
    if new:
        rows = [
            {
                "badge": one.award.badge,
                "institution": one.award.institution or None,
                "kind": one.award.kind or None,
                "deadline": one.award.deadline,
                "address": one.award.address or None if not one.erased else None,
                "eppn": one.award.eppn or None if not one.erased else None,
                "flag": "erased" if one.erased else None,
                "status": "open",
                "source": f"batch:{batch}",
                "created_at": now,
                "batch_id": batch,
                "key": one.key,
                "assumed": one.assumed,
                "file_row": one.row,
            }
            for one in new
        ]
        db.execute(awards.insert(), rows)
    if amended:
        db.execute(
            amendments.insert(),
            [{"batch_id": batch, "award_id": one.award_id, "change": dict(one.change)} for one in amended],
        )


def staged(db: Connection, batch: int, found: Mapping[str, Any]) -> None:
    """All of a batch is written down; what was found in its file. Raises Overtaken."""
    _hold(db, batch)
    db.execute(update(batches).where(batches.c.id == batch).values(found=dict(found)))


def open_(db: Connection, batch: int) -> None:
    """All that was written down of a batch is there from now on. Raises Overtaken."""
    _hold(db, batch)
    db.execute(update(batches).where(batches.c.id == batch).values(state="open"))


def drop(db: Connection, batch: int) -> None:
    """A batch that is being written down is void."""
    db.execute(update(batches).where(batches.c.id == batch, batches.c.state == "staging").values(state="void"))


def amend(db: Connection, now: datetime) -> int:
    """Do some of what opened batches are to change: how much. Call again while there is any.

    The conversations that these awards belong to hear of it.
    """
    opened = select(batches.c.id).where(batches.c.state == "open")
    some = select(amendments).where(amendments.c.batch_id.in_(opened)).order_by(amendments.c.id).limit(AT_ONCE)
    rows = db.execute(some.with_for_update(skip_locked=True)).all()
    theirs = select(awards.c.learner_id).where(awards.c.id.in_([row.award_id for row in rows]))
    whose = [learner for learner in db.execute(theirs).scalars() if learner is not None]
    outbox.lock(db, whose)  # before their awards, as who notes a mail about one does
    for row in rows:
        change = {name: value for name, value in row.change.items() if name != "deadline"}
        facts: dict[str, Any] = {}
        if "deadline" in row.change:
            change["deadline"] = datetime.fromisoformat(row.change["deadline"]).date()
            facts |= {"deadline": row.change["deadline"], "deadline_assumed": "unknown"}
        if change.get("status") == "open":  # given anew: it is the new batch's, and may be written about again
            change |= {"batch_id": row.batch_id, "invited_at": None, "flag": None, "mail": None}
            facts["award_status"] = "unknown"
        done = update(awards).where(awards.c.id == row.award_id).values(change)
        award = db.execute(done.returning(awards.c.learner_id, awards.c.badge)).first()
        if award is not None and award.learner_id is not None and facts:
            payload = {"what": "learned", "badge": award.badge, "facts": facts}
            outbox.put(db, award.learner_id, "news", now=now, payload=payload, priority=outbox.BULK)
    db.execute(delete(amendments).where(amendments.c.id.in_([row.id for row in rows])))
    return len(rows)


def _hold(db: Connection, batch: int) -> None:
    here = select(batches.c.id).where(batches.c.id == batch, batches.c.state == "staging")
    if db.execute(here.with_for_update()).first() is None:
        raise Overtaken


# Whose they are


def waiting_for(db: Connection, mailbox: str) -> list[Held]:
    """The awards for this mailbox that nobody has begun with, the nearest last day first."""
    here = (awards.c.address == mailbox.lower(), awards.c.learner_id.is_(None), awards.c.flag.is_(None), there())
    rows = db.execute(select(awards).where(*here, awards.c.status != "gone").order_by(awards.c.deadline, awards.c.id))
    return [held(row) for row in rows]


def bind(db: Connection, award: int, learner: int) -> bool:
    """This award is this learner's; False when somebody else begun with it meanwhile."""
    here = (awards.c.id == award, awards.c.learner_id.is_(None))
    return db.execute(update(awards).where(*here).values(learner_id=learner)).rowcount == 1


def disown(db: Connection, learner: int, mailbox: str) -> None:
    """The awards for this mailbox are not for whoever has it, as they say: noted, and the address is not kept."""
    here = or_(awards.c.learner_id == learner, awards.c.address == mailbox.lower())
    theirs = update(awards).where(here, awards.c.batch_id.is_not(None))
    db.execute(theirs.values(flag="not_me", learner_id=None, address=None))


# What became of them


def owed(db: Connection, award: int, now: datetime) -> None:
    """A mail about this award is on its way, where one is owed since now: who is silent for now is not written to."""
    here = awards.c.id == award
    letter = exists().where(
        outbox_rows.c.learner_id == awards.c.learner_id,
        outbox_rows.c.created_at == now,
        outbox_rows.c.kind == "message",
        outbox_rows.c.outcome.is_(None),
    )
    db.execute(update(awards).where(here, letter).values(mail="owed"))


def mailed(db: Connection, learner: int, written_at: datetime, mail: str) -> None:
    """What became of the mail that was written to this learner at that moment: "sent", or why not."""
    here = (awards.c.learner_id == learner, awards.c.invited_at == written_at, awards.c.mail == "owed")
    db.execute(update(awards).where(*here).values(mail=mail[:60]))


def pause(db: Connection, learner: int, written_at: datetime, why: str, now: datetime) -> None:
    """The campaign that wrote this pauses itself: no mail of it is taken."""
    its = select(awards.c.batch_id).where(awards.c.learner_id == learner, awards.c.invited_at == written_at)
    here = (batches.c.id.in_(its), batches.c.campaign.in_(("running", "done")))
    db.execute(update(batches).where(*here).values(campaign="paused", campaign_at=now, campaign_why=why[:80]))


ANSWERED = exists().where(messages.c.learner_id == awards.c.learner_id, messages.c.direction == "in")
_REFUSED = awards.c.mail.startswith("refused")
_OWED = awards.c.mail == "owed"
_INVITED = and_(awards.c.invited_at.is_not(None), func.coalesce(~or_(_REFUSED, _OWED), true()))
UNDELIVERABLE = or_(_REFUSED, awards.c.mail == "gone")


def ticked(milestone: str) -> ColumnElement[bool]:
    """Did the learner of an award come to this milestone?"""
    here = (events.c.learner_id == awards.c.learner_id, events.c.what == "ticked", events.c.detail == milestone)
    return exists().where(*here)


COUNTED: Mapping[str, ColumnElement[bool]] = {
    "with_address": awards.c.address.is_not(None),
    "waiting": awards.c.status.in_(("waiting", "scheduled")),
    "gone": awards.c.status == "gone",
    "invited": _INVITED,
    "under_way": _OWED,
    "undeliverable": UNDELIVERABLE,
    "complained": awards.c.mail == "complained",
    "unsubscribed": awards.c.mail == "unsubscribed",
    "bound": awards.c.learner_id.is_not(None),
    "answered": and_(awards.c.learner_id.is_not(None), ANSWERED),
    "claimed": and_(awards.c.learner_id.is_not(None), ticked("claimed")),
    "public": and_(awards.c.learner_id.is_not(None), ticked("public")),
    "not_me": awards.c.flag == "not_me",
    "erased": awards.c.flag == "erased",
    "failed": awards.c.flag == "failed",
}
"""What is counted of a batch, by name; waiting and gone as the institution's list tells, claimed and public as learners
do; invited once their mail was accepted."""


OF_LEARNERS = ("answered", "claimed", "public")
"""What of COUNTED learners did; a hundred times as long to count as the rest."""

Whose = Sequence[str] | None
"""Of which institutions awards are looked at; None: of all, and of none that is known."""


def of(whose: Whose) -> list[ColumnElement[bool]]:
    """What holds for awards that may be looked at."""
    return [] if whose is None else [awards.c.institution.in_(whose)]


def figures(db: Connection, batch: int, whose: Whose = None, *, done: bool = True) -> dict[str, Any]:
    """What became of a batch's awards: `rows`, everything of COUNTED, and which badges, institutions and deadlines.

    `done`: with what learners did (OF_LEARNERS), for which their conversations are looked at.
    """
    return figures_of(db, [batch], whose, done=done)[batch]


def figures_of(
    db: Connection, numbers: Sequence[int], whose: Whose = None, *, done: bool = True
) -> dict[int, dict[str, Any]]:
    """The same of several batches."""
    wanted_ones = {name: wanted for name, wanted in COUNTED.items() if done or name not in OF_LEARNERS}
    counts = [func.sum(case((wanted, 1), else_=0)).label(name) for name, wanted in wanted_ones.items()]
    spread = []
    for column in (awards.c.badge, awards.c.institution):
        spread += [func.min(column).label(column.name), func.count(distinct(column)).label(f"{column.name}s")]
    asked = select(
        awards.c.batch_id,
        func.count().label("rows"),
        *counts,
        *spread,
        func.min(awards.c.deadline).label("first_deadline"),
        func.max(awards.c.deadline).label("last_deadline"),
        func.sum(case((awards.c.assumed, 1), else_=0)).label("assumed"),
    ).where(awards.c.batch_id.in_(numbers), *of(whose))
    found = {row["batch_id"]: row for row in db.execute(asked.group_by(awards.c.batch_id)).mappings()}
    named = ("badge", "institution", "first_deadline", "last_deadline")
    names = [column.name for column in asked.selected_columns if column.name != "batch_id"]
    return {
        number: {name: found[number][name] if number in found else None if name in named else 0 for name in names}
        for number in numbers
    }


def flagged(db: Connection, batch: int, flag: str) -> list[int]:
    """The first rows of the file whose award is flagged so."""
    here = (awards.c.batch_id == batch, awards.c.flag == flag)
    return list(db.execute(select(awards.c.file_row).where(*here).order_by(awards.c.id).limit(MOST_LISTED)).scalars())


def undeliverable(db: Connection, batch: int) -> list[tuple[int, str]]:
    """The first rows of the file whose mail did not arrive, and why."""
    here = (awards.c.batch_id == batch, UNDELIVERABLE)
    found = select(awards.c.file_row, awards.c.mail).where(*here).order_by(awards.c.id).limit(MOST_REFUSED)
    return [(row.file_row, row.mail.removeprefix("refused: ")) for row in db.execute(found)]


def listed(
    db: Connection,
    *,
    whose: Whose = None,
    campaign: str = "",
    before: int = 0,
    most: int = MOST_LISTED,
    looked: int | None = None,
) -> list[tuple[Any, dict[str, Any]]]:
    """The newest batches that are there, the newest first, each with its figures.

    `campaign`: only those whose campaign stands so, "none" for those without one. `before`: older than this number.
    `looked`: of so many awards it is looked at what their learners did; OF_LEARNERS are left out of batches after that.
    """
    newest = select(batches).where(batches.c.state == "open").order_by(batches.c.id.desc()).limit(most)
    if before:
        newest = newest.where(batches.c.id < before)
    if campaign:
        newest = newest.where(batches.c.campaign.is_(None) if campaign == "none" else batches.c.campaign == campaign)
    if whose is not None:
        newest = newest.where(exists().where(awards.c.batch_id == batches.c.id, *of(whose)))
    rows = db.execute(newest).all()
    numbers = [row.id for row in rows]
    counted = figures_of(db, numbers, whose, done=looked is None)
    if looked is not None:
        sums = itertools.accumulate(counted[number]["rows"] for number in numbers)
        few = [number for number, so_far in zip(numbers, sums, strict=True) if so_far <= looked]
        counted |= figures_of(db, few, whose)
    return [(row, counted[row.id]) for row in rows]


def institutions_of(db: Connection, batch: int) -> set[str | None]:
    """The institutions of a batch's awards; None among them: nobody told of which some are."""
    return set(db.execute(select(awards.c.institution).where(awards.c.batch_id == batch).distinct()).scalars())


def find(db: Connection, number: int, state: str = "open") -> Any:
    """The batch of this number that is there; None when there is none. `state`: another one, as "staging"."""
    return db.execute(select(batches).where(batches.c.id == number, batches.c.state == state)).first()


def any_of(db: Connection, batch: int) -> Any:
    """The first award of a batch; None when it has none."""
    return db.execute(select(awards).where(awards.c.batch_id == batch).order_by(awards.c.id).limit(1)).first()


def forget(db: Connection, batch: int) -> tuple[int, int]:
    """Let go of a batch, some of it: how many awards went, and how many were left to their learners. Call again while
    there are any; then the batch itself is gone.
    """
    db.execute(update(batches).where(batches.c.id == batch, batches.c.campaign.in_(("running", "paused")))
               .values(campaign="cancelled"))  # fmt: skip
    some = select(awards.c.id, awards.c.learner_id).where(awards.c.batch_id == batch).order_by(awards.c.id)
    rows = db.execute(some.limit(AT_ONCE).with_for_update()).all()
    nobodys = [row.id for row in rows if row.learner_id is None]
    theirs = [row.id for row in rows if row.learner_id is not None]
    db.execute(delete(awards).where(awards.c.id.in_(nobodys)))
    db.execute(update(awards).where(awards.c.id.in_(theirs)).values(batch_id=None))
    if not rows:
        db.execute(delete(batches).where(batches.c.id == batch))
    return len(nobodys), len(theirs)
