"""The questions that the desk asks about conversations: who waits, who is stuck and why, who is where on the way.

Each is answered from the end of an index, and looks at MOST_LOOKED conversations at most. Who may not see learners of
an institution does not meet them in any answer; whose institution nobody knows is met by those who may see all.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, Protocol

from sqlalchemy import ColumnElement, Connection, and_, exists, func, literal_column, or_, select

from bot.conversation.nodes import load, plain
from bot.proof import masked_mail
from bot.store.staff import Member
from bot.store.tables import addresses, cases, id_of, labelled, labels, learners, messages, outbox

Tab = Literal["waiting", "stuck", "bot", "mine", "done", "all"]
TABS: tuple[Tab, ...] = ("waiting", "stuck", "bot", "mine", "done", "all")

Why = Literal["deadline", "not_understood", "too_long", ""]

STUCK_AFTER = timedelta(days=4)
"""At one step for so long: the guide itself speaks up after three days, and that did not help in another."""

STUCK_MISSES = 2
STUCK_DAYS = 7
"""So many times in a row not understood; so few days left to claim."""

HEARD_WITHIN = timedelta(days=30)
"""Who was silent for longer is not stuck but gone."""

PAUSED = ("common.stopped", "common.why_stopped")
"""Where they are who said stop."""

PAGE = 50
MOST_LOOKED = 5_000
"""So many conversations are looked at for one answer; for more, one asks for those that come after."""

MOST_COUNTED = 200
MOST_HERE = 10_000
"""Where counting stops: conversations in a list, and learners at a milestone."""

MOST_INSTITUTIONS = 200
_CHUNKS = (200, 1_000, MOST_LOOKED)

# as the indexes say it, so that they are used
_OPEN: ColumnElement[bool] = literal_column("NOT learners.ended")
_ENDED: ColumnElement[bool] = literal_column("learners.ended")
_MISSED: ColumnElement[bool] = literal_column(f"learners.misses >= {STUCK_MISSES}")


@dataclass(frozen=True, slots=True)
class Case:
    """A conversation as the desk sees it in one line; "" and None where nothing is known.

    `owner`: the human who has the word. `answer_by`: until when somebody who waits was promised an answer; None where
    no time was promised. `assignee`:
    the id of the member whose it is. `stuck`: why, as far as nobody looks after it.
    `whose`: a name, or an account or a mailbox, masked. `said`: the learner's last words.
    """

    learner: int
    token: str
    channel: str
    language: str
    institution: str
    badge: str
    step: str
    milestone: str
    since: datetime | None
    misses: int
    deadline: date | None
    ended: bool
    heard_at: datetime | None
    owner: str
    waiting_since: datetime | None
    answer_by: datetime | None
    assignee: int | None
    labels: tuple[str, ...]
    snoozed_until: datetime | None
    stuck: Why
    cause: str
    whose: str
    said: str


class Reads(Protocol):
    """Who understands a stored state, as `Turns` does.

    What is wrong in it, and until when a human who is asked for was promised to come; None: no time was promised.
    """

    @property
    def answer_by(self) -> Callable[[Mapping[str, Any], datetime], datetime | None]: ...

    def cause_of(self, stored: Mapping[str, Any] | None, now: datetime) -> str: ...


Deadline = Literal["", "passed", "week", "month", "none"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which conversations: a tab, and filters; "" and 0: whatever. `flow`: of the step where they are, which may be on
    the way to any `milestone`.

    `among`: of these learners only. `has`: a condition on the id of a learner besides.
    """

    tab: Tab = "all"
    channel: str = ""
    flow: str = ""
    milestone: str = ""
    institution: str = ""
    language: str = ""
    label: int = 0
    deadline: Deadline = ""
    among: frozenset[int] | None = None
    has: Callable[[Any], ColumnElement[bool]] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some conversations in their order. `after`: what comes next begins behind this; "" = there is no more."""

    cases: tuple[Case, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Today:
    """This moment, and which day that is where the desk is."""

    now: datetime
    day: date


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a list in one order. `where`: what an index leads to, `keep`: what is looked at row by row.

    `long`: it may hold everybody, so that each institution is walked by itself.
    """

    where: tuple[ColumnElement[bool], ...]
    keep: tuple[ColumnElement[bool], ...]
    key: Any
    falls: bool = True
    long: bool = False
    among: frozenset[int] | None = None


_Place = tuple[Any, int]
"""Where a row stands in its part: the value that orders it, and its id."""


def page(
    db: Connection, by: Member, wanted: Wanted, at: Today, reads: Reads, after: str = "", most: int = PAGE
) -> Page:
    """The conversations that are wanted, as far as this member may see them. `after`: as the page before told."""
    parts = _parts(db, by, wanted, at)
    first, place = _place(after, parts)
    found: list[tuple[int, _Place]] = []
    looked = 0
    for number, part in enumerate(parts[first:], first):
        for at_place, fits in _walk(db, by, wanted, at, part, place):
            looked += 1
            if fits:
                found.append((number, at_place))
            if len(found) > most or looked >= MOST_LOOKED:
                last = found[most - 1] if len(found) > most else (number, at_place)
                return Page(_cases(db, [one[1][1] for one in found[:most]], at, reads), _told(*last))
        place = None
    return Page(_cases(db, [one[1][1] for one in found], at, reads))


def count(db: Connection, by: Member, wanted: Wanted, at: Today, most: int = MOST_COUNTED) -> tuple[int, bool]:
    """How many these are, and whether there may be more: counting stops at `most`, and looking at MOST_LOOKED."""
    walks = (_walk(db, by, wanted, at, part, None) for part in _parts(db, by, wanted, at))
    found = looked = 0
    for _, fits in (row for walk in walks for row in walk):
        found, looked = found + fits, looked + 1
        if found >= most or looked >= MOST_LOOKED:
            return found, True
    return found, False


def one(db: Connection, by: Member, token: str, at: Today, reads: Reads) -> Case | None:
    """The conversation with this token; None when there is none, or they may not see it."""
    here = (learners.c.token == token, learners.c.leaving.is_(False), *_scope(by))
    learner = db.execute(select(learners.c.id).where(*here)).scalar()
    return _cases(db, [learner], at, reads)[0] if learner is not None else None


def named(db: Connection, by: Member, beginning: str) -> str:
    """The token that begins like this; "" when none does that they may see, or more than one."""
    span = (learners.c.token >= beginning, learners.c.token < f"{beginning}g")  # in any collation after all digits
    wanted = select(learners.c.token).where(*span, learners.c.leaving.is_(False), *_scope(by)).limit(2)
    found = db.execute(wanted).scalars().all()
    return str(found[0]) if len(found) == 1 else ""


def at_milestones(db: Connection, by: Member, milestones: Iterable[str], at: Today) -> dict[str, int]:
    """How many learners are under way to each milestone, of those heard lately; counting stops at MOST_HERE."""
    found = {}
    for milestone in milestones:
        here = (learners.c.milestone == milestone, learners.c.heard_at >= at.now - HEARD_WITHIN, _OPEN, *_scope(by))
        some = select(learners.c.milestone).where(*here).limit(MOST_HERE).subquery()
        found[milestone] = db.execute(select(func.count()).select_from(some)).scalar_one()
    return found


def institutions(db: Connection, by: Member) -> list[str]:
    """The institutions whose learners they may see, by name."""
    if by.institutions is not None:
        return sorted(by.institutions)
    found: list[str] = []
    while len(found) < MOST_INSTITUTIONS:  # from one name to the next, by the index
        named = select(learners.c.institution).where(learners.c.institution.is_not(None))
        beyond = named.where(learners.c.institution > found[-1]) if found else named
        name = db.execute(beyond.order_by(learners.c.institution).limit(1)).scalar()
        if name is None:
            break
        found.append(name)
    return found


def all_labels(db: Connection) -> list[tuple[int, str]]:
    """The labels there are, by name."""
    return [(row.id, row.name) for row in db.execute(select(labels.c.id, labels.c.name).order_by(labels.c.name))]


def why_stuck(
    at: Today,
    *,
    step: str,
    since: datetime | None,
    misses: int,
    deadline: date | None,
    ended: bool,
    heard_at: datetime | None,
    owner: str | None,
    snoozed_until: datetime | None,
) -> Why:
    """Why somebody whom nobody looks after is stuck; "" for one who is not."""
    if ended or owner or not heard_at or heard_at < at.now - HEARD_WITHIN or (snoozed_until or at.now) > at.now:
        return ""
    if deadline and at.day <= deadline <= at.day + timedelta(days=STUCK_DAYS):
        return "deadline"
    if step in PAUSED:
        return ""
    if misses >= STUCK_MISSES:
        return "not_understood"
    return "too_long" if since and since <= at.now - STUCK_AFTER else ""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """What did not reach anybody: how many were refused or given up, and set aside; and the newest of both.

    Counting stops at MOST_COUNTED. A row has `kind`, `outcome`, `done_at`, `token`, `channel`.
    """

    failed: int
    aside: int
    newest: tuple[Any, ...]


def undelivered(db: Connection, by: Member, most: int = 5) -> Undelivered:
    """What failed to leave, of the learners that they may see."""
    failed: ColumnElement[bool] = literal_column("outbox.outcome IN ('refused', 'gave_up')")
    aside: ColumnElement[bool] = literal_column("outbox.outcome = 'set_aside'")
    newest: list[Any] = []
    counts: list[int] = []
    for which, order in ((failed, outbox.c.id), (aside, outbox.c.done_at)):
        columns = (outbox.c[name] for name in ("learner_id", "address_id", "kind", "outcome", "done_at"))
        last = select(*columns).where(which).order_by(order.desc()).limit(MOST_LOOKED).subquery()
        mine = last.join(learners, learners.c.id == last.c.learner_id)
        here = (learners.c.leaving.is_(False), *_scope(by))
        some = select(last.c.learner_id).select_from(mine).where(*here).limit(MOST_COUNTED).subquery()
        counts.append(db.execute(select(func.count()).select_from(some)).scalar_one())
        rows = (
            select(last.c.kind, last.c.outcome, last.c.done_at, learners.c.token)
            .add_columns(func.coalesce(addresses.c.channel, "").label("channel"))
            .select_from(mine.outerjoin(addresses, addresses.c.id == last.c.address_id))
        )
        newest += db.execute(rows.where(*here).order_by(last.c.done_at.desc()).limit(most)).all()
    newest.sort(key=lambda row: row.done_at, reverse=True)
    return Undelivered(counts[0], counts[1], tuple(newest[:most]))


def _scope(by: Member) -> tuple[ColumnElement[bool], ...]:
    return () if by.institutions is None else (learners.c.institution.in_(by.institutions),)


def _parts(db: Connection, by: Member, wanted: Wanted, at: Today) -> list[_Part]:
    """The stretches of a list: the most urgent first."""
    heard, waiting = learners.c.heard_at, learners.c.waiting_since
    match wanted.tab:
        case "waiting":
            return [_Part((waiting.is_not(None),), (~_snoozed(at),), waiting, falls=False)]
        case "stuck":
            return _stuck(at)
        case "bot":
            with_bot = (learners.c.owner.is_(None), learners.c.ended.is_(False), learners.c.step.is_not(None))
            return [_Part((), with_bot, heard, long=True)]
        case "mine":
            theirs = select(cases.c.learner_id).where(cases.c.staff_id == by.id).limit(MOST_LOOKED)
            ids = frozenset(db.execute(theirs).scalars())
            return [
                _Part((waiting.is_not(None),), (), waiting, falls=False, among=ids),
                _Part((waiting.is_(None),), (), heard, among=ids),
            ]
        case "done":
            return [_Part((_ENDED,), (), heard, long=True)]
    return [_Part((), (), heard, long=True)]


def _snoozed(at: Today) -> ColumnElement[bool]:
    """Is it left alone for now?"""
    return exists().where(cases.c.learner_id == learners.c.id, cases.c.snoozed_until > at.now)


def _stuck(at: Today) -> list[_Part]:
    """As `why_stuck` tells it: the nearest deadline first, then who was not understood, then who is there too long."""
    lately = learners.c.heard_at >= at.now - HEARD_WITHIN
    alone = (learners.c.owner.is_(None), ~_snoozed(at))
    near = learners.c.deadline.between(at.day, at.day + timedelta(days=STUCK_DAYS))
    later = or_(learners.c.deadline.is_(None), ~near)
    going_on = learners.c.step.not_in(PAUSED)
    few = learners.c.misses < STUCK_MISSES
    long_there = learners.c.since <= at.now - STUCK_AFTER
    return [
        _Part((_OPEN, near), (*alone, lately), learners.c.deadline, falls=False),
        _Part((_MISSED, lately), (*alone, learners.c.ended.is_(False), later, going_on), learners.c.heard_at),
        _Part((_OPEN, long_there), (*alone, lately, later, going_on, few), learners.c.since),
    ]


def _walk(
    db: Connection, by: Member, wanted: Wanted, at: Today, part: _Part, after: _Place | None
) -> Iterator[tuple[_Place, bool]]:
    """Row by row, where it stands and whether it is wanted."""
    scope = by.institutions
    if wanted.institution:
        scope = (wanted.institution,) if scope is None or wanted.institution in scope else ()
    each: Sequence[str | None] = (None,)
    if scope is not None and part.long:
        each = scope
    elif scope is not None:  # not among what leads: SQLite would go by the institution, and sort all of its learners
        part = replace(part, keep=(learners.c.institution.in_(scope), *part.keep))
    walks = [_walk_one(db, wanted, at, part, after, institution) for institution in each]
    return heapq.merge(*walks, key=lambda row: row[0], reverse=part.falls) if len(walks) != 1 else walks[0]


def _walk_one(
    db: Connection, wanted: Wanted, at: Today, part: _Part, after: _Place | None, institution: str | None
) -> Iterator[tuple[_Place, bool]]:
    c = learners.c
    fits = and_(c.leaving.is_(False), *part.keep, *_filters(wanted, at)).label("fits")
    where = part.where if institution is None else (*part.where, c.institution == institution)
    rows = select(part.key.label("place"), c.id, fits).where(*where, part.key.is_not(None))
    ids = part.among if wanted.among is None else wanted.among if part.among is None else wanted.among & part.among
    if ids is not None:
        of_them = db.execute(rows.where(c.id.in_(ids), *_beyond(part, after))).all() if ids else ()
        yield from sorted((((row.place, row.id), bool(row.fits)) for row in of_them), reverse=part.falls)
        return
    order = (part.key.desc(), c.id.desc()) if part.falls else (part.key, c.id)
    for size in _CHUNKS:
        some = db.execute(rows.where(*_beyond(part, after)).order_by(*order).limit(size)).all()
        for row in some:
            yield (row.place, row.id), bool(row.fits)
        if len(some) < size:
            return
        after = (some[-1].place, some[-1].id)


def _beyond(part: _Part, after: _Place | None) -> tuple[ColumnElement[bool], ...]:
    if after is None:
        return ()
    value, learner = after
    if part.falls:
        return part.key <= value, or_(part.key < value, learners.c.id < learner)
    return part.key >= value, or_(part.key > value, learners.c.id > learner)


def _filters(wanted: Wanted, at: Today) -> Iterator[ColumnElement[bool]]:
    """What is looked at row by row: what stands in the row itself first."""
    c = learners.c
    if wanted.flow:
        yield c.step.startswith(f"{wanted.flow}.", autoescape=True)
    if wanted.milestone:
        yield c.milestone == wanted.milestone
    if wanted.language:
        yield c.language == wanted.language
    match wanted.deadline:
        case "passed":
            yield and_(c.deadline.is_not(None), c.deadline < at.day)
        case "week" | "month":
            days = STUCK_DAYS if wanted.deadline == "week" else 28
            yield and_(c.deadline.is_not(None), c.deadline.between(at.day, at.day + timedelta(days=days)))
        case "none":
            yield c.deadline.is_(None)
    if wanted.label:
        yield exists().where(labelled.c.learner_id == c.id, labelled.c.label_id == wanted.label)
    if wanted.channel:
        yield channel_used_last() == wanted.channel
    if wanted.has:
        yield wanted.has(c.id)


def channel_used_last() -> Any:
    """The channel by which the learner of a row of `learners` spoke last."""
    return (
        select(addresses.c.channel)
        .where(addresses.c.learner_id == learners.c.id)
        .order_by(addresses.c.used_at.desc(), addresses.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _last_words() -> Any:
    """What the learner of a row of `learners` said last."""
    return (
        select(messages.c.body)
        .where(messages.c.learner_id == learners.c.id, messages.c.direction == "in")
        .order_by(messages.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _known_as(db: Connection, ids: Sequence[int]) -> dict[int, str]:
    """By learner whose the address is that they used last, masked, of those of which that is known."""
    columns = (addresses.c[name] for name in ("learner_id", "channel", "external_id", "account"))
    told = or_(addresses.c.account.is_not(None), addresses.c.channel == "email")
    rows = db.execute(select(*columns).where(addresses.c.learner_id.in_(ids), told).order_by(addresses.c.used_at))
    return {row.learner_id: row.account or masked_mail(row.external_id) for row in rows}


def _cases(db: Connection, ids: Sequence[int], at: Today, reads: Reads) -> tuple[Case, ...]:
    """These learners as cases, in this order."""
    if not ids:
        return ()
    wanted = (
        select(learners, channel_used_last().label("channel"), cases.c.staff_id, cases.c.snoozed_until)
        .add_columns(_last_words().label("said"))
        .outerjoin(cases, cases.c.learner_id == learners.c.id)
        .where(learners.c.id.in_(ids))
    )
    rows = {row.id: row for row in db.execute(wanted)}
    known: dict[int, list[str]] = {}
    theirs = select(labelled.c.learner_id, labels.c.name).join(labels, labels.c.id == labelled.c.label_id)
    for row in db.execute(theirs.where(labelled.c.learner_id.in_(ids)).order_by(labels.c.name)):
        known.setdefault(row.learner_id, []).append(row.name)
    whose = _known_as(db, ids)
    return tuple(
        _case(rows[learner], known.get(learner, ()), whose.get(learner, ""), at, reads)
        for learner in ids
        if learner in rows
    )


def _case(row: Any, named: Iterable[str], whose: str, at: Today, reads: Reads) -> Case:
    facts = (row.state or {}).get("facts", {})
    badge = str(facts.get("badge", "unknown"))
    place = {
        "step": row.step or "",
        "since": row.since,
        "misses": row.misses,
        "deadline": row.deadline,
        "ended": row.ended,
        "heard_at": row.heard_at,
        "snoozed_until": row.snoozed_until,
    }
    return Case(
        learner=row.id,
        token=row.token,
        channel=row.channel or "",
        language=row.language,
        institution=row.institution or "",
        badge="" if badge == "unknown" else badge,
        milestone=row.milestone or "",
        owner=row.owner or "",
        waiting_since=row.waiting_since,
        answer_by=reads.answer_by(facts, row.waiting_since) if row.waiting_since else None,
        assignee=row.staff_id,
        labels=tuple(named),
        stuck=why_stuck(at, owner=row.owner, **place),
        cause=reads.cause_of(row.state, at.now),
        whose=_name(facts) or whose or _name(facts, "award_mail_shown"),
        said=plain(load(row.said)) if row.said else "",
        **place,
    )


def _name(facts: Mapping[str, Any], fact: str = "eduid_name") -> str:
    name = str(facts.get(fact, "unknown"))
    return "" if name == "unknown" else name


# Where a page ended, for the address of the next


def _told(part: int, place: _Place) -> str:
    value, learner = place
    if isinstance(value, datetime):
        number = (value - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    else:
        number = value.toordinal()
    return f"{part}.{number}.{learner}"


def _place(told: str, parts: Sequence[_Part]) -> tuple[int, _Place | None]:
    """The part and the place in it, as `_told` wrote them; the beginning for anything else."""
    try:
        number, value, learner = map(int, told.split("."))
        dated = parts[number].key is learners.c.deadline
        since = date.fromordinal(value) if dated else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=value)
    except (ValueError, IndexError, OverflowError):
        return 0, None
    return (number, (since, learner)) if number >= 0 and id_of(str(learner)) is not None else (0, None)
