"""Logins at eduID on their way: offered in a chat, begun in a browser, away at eduID, returned, and used in that chat.

A login counts only for the conversation it was offered in, in one browser, once, for ten minutes; and only after it
came back through that conversation, since a link that somebody opened proves nothing about whose chat it is.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, and_, func, select

from bot.ports import Address, Attempt
from bot.proof import Proof, masked_mail
from bot.store import finding, links, notices
from bot.store.conversations import Talk
from bot.store.database import ring
from bot.store.secrets import Box, code_mark
from bot.store.tables import addresses, awards, joins, learners, logins, persons

LIVES = timedelta(minutes=10)
STILL_GOOD = timedelta(minutes=5)
"""A link that lives this long still is offered again instead of a new one."""

TRIES = 3
TRIES_A_DAY = 10
"""After so many wrong codes in a day each further login of that conversation has one try."""

PREFIX = "proof-"
"""How the word begins that brings a login back to its chat."""

Status = Literal["offered", "begun", "away", "returned", "used", "void"]
Failed = Literal["wrong_code", "burnt", "foreign", "late"]

_OPEN = ("offered", "begun", "away", "returned")


@dataclass(frozen=True, slots=True)
class Login:
    """A login, and the chat it was offered in. `account`: whose chat that is, masked."""

    id: int
    learner: int
    address: Address
    account: str
    language: str
    status: Status
    trust: str
    at: datetime
    sealed: bytes | None


@dataclass(frozen=True, slots=True)
class Returned:
    """What the page shows after a login: the six digits and the word that bring it to the chat, and what it proved."""

    code: str
    word: str
    proof: Proof


def hashed(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def offer(db: Connection, box: Box, talk: Talk, now: datetime, trust: str = "") -> str:
    """The word of a link by which this learner can log in: the one they have, while it is fresh, else a new one.

    A new one ends those that nobody opened.
    """
    mine = and_(logins.c.learner_id == talk.learner, logins.c.status.in_(("offered", "begun")))
    last = db.execute(select(logins).where(mine).order_by(logins.c.id.desc()).limit(1)).first()
    if last and last.trust == trust and last.expires_at - now >= STILL_GOOD and last.address_id == talk.address_id:
        return str(json.loads(box.open(last.sealed))["word"])
    unopened = and_(logins.c.learner_id == talk.learner, logins.c.status == "offered")
    db.execute(logins.update().where(unopened).values(status="void", sealed=None))
    word = secrets.token_urlsafe(32)
    db.execute(
        logins.insert().values(
            learner_id=talk.learner,
            address_id=talk.address_id,
            token_hash=hashed(word),
            status="offered",
            trust=trust,
            sealed=box.seal(json.dumps({"word": word}).encode()),
            made_at=now,
            expires_at=now + LIVES,
        )
    )
    return word


def look(db: Connection, word: str, now: datetime) -> Login | None:
    """The login behind the link with this word; None when there is none, or its time is over. Changes nothing."""
    return _alive(db, logins.c.token_hash == hashed(word), now)


def begin(db: Connection, box: Box, word: str, browser: str, now: datetime) -> tuple[Login, Attempt] | None:
    """A new attempt in this browser (the hash of its cookie); None when the link is used, elsewhere, or too old."""
    login = _alive(db, logins.c.token_hash == hashed(word), now, lock=True)
    if login is None or login.status not in ("offered", "begun"):
        return None
    attempt = Attempt(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    begun = and_(logins.c.id == login.id, (logins.c.browser.is_(None)) | (logins.c.browser == browser))
    changed = db.execute(
        logins.update()
        .where(begun)
        .values(
            status="begun",
            browser=browser,
            state_hash=hashed(attempt.state),
            sealed=box.seal(json.dumps({"word": word, "attempt": asdict(attempt)}).encode()),
        )
    )
    return (login, attempt) if changed.rowcount else None


def come_back(db: Connection, box: Box, state: str, browser: str, now: datetime) -> tuple[Login, Attempt] | None:
    """The attempt that this state belongs to, once, in the browser it began in; None for anything else."""
    return _take(db, box, and_(logins.c.state_hash == hashed(state), logins.c.browser == browser), now)


def come_back_without_state(db: Connection, box: Box, browser: str, now: datetime) -> tuple[Login, Attempt] | None:
    """The newest attempt that began in this browser: a provider that lost its session tells an error, and no state."""
    return _take(db, box, logins.c.browser == browser, now)


def _take(db: Connection, box: Box, which: Any, now: datetime) -> tuple[Login, Attempt] | None:
    login = _alive(db, and_(which, logins.c.status == "begun"), now, lock=True)
    if login is None or login.sealed is None:
        return None
    _set(db, login.id, status="away", state_hash=None, sealed=None)
    return login, Attempt(**json.loads(box.open(login.sealed))["attempt"])


def fail(db: Connection, login: Login) -> None:
    """This attempt proved nothing: its link is used up."""
    _set(db, login.id, status="void")


def keep(db: Connection, box: Box, login: Login, proof: Proof, now: datetime) -> Returned | None:
    """What the login proved, kept sealed until it is recognised in its chat; None when a newer link ended it."""
    code, word = f"{secrets.randbelow(1_000_000):06}", PREFIX + secrets.token_urlsafe(24)
    kept = {"code": code, "word": word, "proof": asdict(proof)}
    changed = db.execute(
        logins.update()
        .where(logins.c.id == login.id, logins.c.status == "away")
        .values(
            status="returned",
            word_hash=hashed(word),
            code=code_mark(box, code),
            sealed=box.seal(json.dumps(kept).encode()),
            expires_at=now + LIVES,
        )
    )
    return Returned(code, word, proof) if changed.rowcount else None


def of_browser(db: Connection, browser: str, now: datetime) -> Login | None:
    """The login that came back last in this browser, whatever began there since."""
    came = and_(logins.c.browser == browser, logins.c.status.in_(("returned", "used")))
    return _alive(db, came, now, used_too=True, newest=logins.c.expires_at)


def contents(box: Box, login: Login) -> Returned | None:
    """What a login that returned, or was used, proved."""
    if login.status not in ("returned", "used") or login.sealed is None:
        return None
    kept = json.loads(box.open(login.sealed))
    return Returned(kept["code"], kept["word"], Proof(**kept["proof"]))


def by_word(db: Connection, box: Box, word: str, learner: int, now: datetime) -> Proof | Failed:
    """What came back to this learner's chat by a word; or why it does not count."""
    row = db.execute(select(logins).where(logins.c.word_hash == hashed(word)).with_for_update()).first()
    if row is None or row.expires_at < now or row.status not in ("returned", "used"):
        return "late"
    if row.learner_id != learner:
        return "foreign"
    return "late" if row.status == "used" else _use(db, box, row)


def by_code(db: Connection, box: Box, code: str, learner: int, now: datetime) -> Proof | Failed | None:
    """What came back to this learner's chat by six digits; why it does not count; None when no login waits for any."""
    waits = select(logins).where(
        logins.c.learner_id == learner, logins.c.status == "returned", logins.c.expires_at >= now
    )
    row = db.execute(waits.order_by(logins.c.id.desc()).limit(1).with_for_update()).first()
    if row is None:
        return None
    if secrets.compare_digest(row.code, code):
        return _use(db, box, row)
    today = and_(logins.c.learner_id == learner, logins.c.made_at > now - timedelta(days=1))
    wrong: int = db.execute(select(func.coalesce(func.sum(logins.c.tries), 0)).where(today)).scalar_one()
    if row.tries + 1 >= TRIES or wrong + 1 >= TRIES_A_DAY:
        _set(db, row.id, status="void", sealed=None, word_hash=None, tries=row.tries + 1)
        return "burnt"
    _set(db, row.id, tries=row.tries + 1)
    return "wrong_code"


def by_browser(db: Connection, box: Box, login: Login) -> Proof | None:
    """What a login proved whose chat is in the same browser; None when it was used already."""
    row = db.execute(select(logins).where(logins.c.id == login.id).with_for_update()).first()
    return _use(db, box, row) if row is not None and row.status == "returned" else None


def drop(db: Connection, learner: int) -> None:
    """Whatever login of this learner is on its way is nothing any more."""
    mine = and_(logins.c.learner_id == learner, logins.c.status.in_(_OPEN))
    db.execute(logins.update().where(mine).values(status="void", sealed=None, word_hash=None, state_hash=None))


def _use(db: Connection, box: Box, row: Row[Any]) -> Proof:
    _set(db, row.id, status="used")
    return Proof(**json.loads(box.open(row.sealed))["proof"])


def _set(db: Connection, login: int, **values: Any) -> None:
    db.execute(logins.update().where(logins.c.id == login).values(**values))


def _alive(
    db: Connection, which: Any, now: datetime, *, lock: bool = False, used_too: bool = False, newest: Any = logins.c.id
) -> Login | None:
    states = (*_OPEN, "used") if used_too else _OPEN
    wanted = (
        select(logins, addresses.c.channel, addresses.c.workspace, addresses.c.external_id, addresses.c.account)
        .add_columns(learners.c.language)
        .join(addresses, addresses.c.id == logins.c.address_id)
        .join(learners, learners.c.id == logins.c.learner_id)
        .where(which, logins.c.status.in_(states), logins.c.expires_at >= now)
        .order_by(newest.desc(), logins.c.id.desc())
        .limit(1)
    )
    row = db.execute(wanted.with_for_update(of=logins) if lock else wanted).first()
    if row is None:
        return None
    address = Address(row.channel, row.external_id, row.workspace)
    account, sealed = _name_of(row), None if row.sealed is None else bytes(row.sealed)
    return Login(row.id, row.learner_id, address, account, row.language, row.status, row.trust, row.made_at, sealed)


def other_places(db: Connection, login: Login) -> list[tuple[str, str]]:
    """Where else the conversation of this login goes on: the channel, and whose place that is, masked, or ""."""
    wanted = select(addresses.c.channel, addresses.c.workspace, addresses.c.external_id, addresses.c.account)
    rows = db.execute(wanted.where(addresses.c.learner_id == login.learner).order_by(addresses.c.id)).all()
    others = [one for one in rows if Address(one.channel, one.external_id, one.workspace) != login.address]
    return [(one.channel, _name_of(one)) for one in others]


def _name_of(row: Any) -> str:
    """Whose chat or mailbox this address is, masked; "" where nobody tells."""
    return row.account or (masked_mail(row.external_id) if row.channel == "email" else "")


# Who is who


def note_person(db: Connection, learner: int, subject: str, now: datetime) -> int | None:
    """This learner is that person; another learner who is the same person, and not kept apart yet, or None."""
    known = db.execute(select(persons.c.subject).where(persons.c.learner_id == learner)).scalar()
    if known is None:
        db.execute(persons.insert().values(learner_id=learner, subject=subject, proven_at=now))
    else:
        db.execute(persons.update().where(persons.c.learner_id == learner).values(subject=subject, proven_at=now))
    return other_of(db, learner, subject)


def other_of(db: Connection, learner: int, subject: str = "") -> int | None:
    """The other learner who is the same person, with a chat of their own; None when there is none."""
    if not subject:
        subject = db.execute(select(persons.c.subject).where(persons.c.learner_id == learner)).scalar() or ""
    wanted = (
        select(persons.c.learner_id)
        .join(learners, learners.c.id == persons.c.learner_id)
        .join(addresses, addresses.c.learner_id == persons.c.learner_id)
        .where(persons.c.subject == subject, persons.c.learner_id != learner, learners.c.leaving.is_(False))
        .order_by(persons.c.proven_at.desc())
        .limit(1)
    )
    found: int | None = db.execute(wanted).scalar()
    return found


def join(db: Connection, address: int, learner: int, to: int, now: datetime, *, speaks: bool = True) -> None:
    """This address goes on in the conversation of `to`; with their last one, the awards of this learner come along.

    `speaks`: it is there that the conversation goes on now.
    """
    drop(db, learner)
    used = {"used_at": now} if speaks else {}
    db.execute(addresses.update().where(addresses.c.id == address).values(learner_id=to, **used))
    came = []
    if db.execute(select(addresses.c.id).where(addresses.c.learner_id == learner).limit(1)).first() is None:
        came = list(db.execute(select(awards.c.id).where(awards.c.learner_id == learner)).scalars())
        db.execute(awards.update().where(awards.c.id.in_(came)).values(learner_id=to))
        links.lead_to(db, learner, to)
        notices.lead_to(db, learner, to)
    db.execute(joins.insert().values(address_id=address, from_learner=learner, to_learner=to, at=now, awards=came))
    finding.note_people(db, (learner, to))


def untold(db: Connection, learner: int, mailbox: int, now: datetime) -> str:
    """The channel that this learner's conversation goes on in since the last letter to this mailbox; "" when none.

    It counts as told from now on.
    """
    wanted = (
        select(joins.c.id, addresses.c.channel)
        .join(addresses, addresses.c.id == joins.c.address_id)
        .where(joins.c.to_learner == learner, joins.c.undone_at.is_(None), joins.c.told_at.is_(None))
        .where(joins.c.address_id != mailbox)
        .order_by(joins.c.id.desc())
    )
    found = db.execute(wanted).all()
    if not found:
        return ""
    db.execute(joins.update().where(joins.c.id.in_([one.id for one in found])).values(told_at=now))
    return str(found[0].channel)


def part(db: Connection, learner: int, now: datetime) -> list[Address]:
    """Undo every join into this learner's conversation: the addresses that have their own again, with their awards.

    One that was joined on to yet another conversation meanwhile stays there. A login on its way is nothing any more,
    nor is a link to go on by: it may have been given in either chat.
    """
    wanted = (
        select(joins.c.id, joins.c.from_learner, joins.c.awards, addresses.c.id.label("address"))
        .add_columns(addresses.c.channel, addresses.c.workspace, addresses.c.external_id)
        .join(addresses, addresses.c.id == joins.c.address_id)
        .where(joins.c.to_learner == learner, joins.c.undone_at.is_(None), addresses.c.learner_id == learner)
        .order_by(joins.c.id.desc())
    )
    found = []
    drop(db, learner)
    links.withdraw_continue(db, learner, now)
    ring(db, f"talk:{learner}")  # whoever has it open is told where they are now
    for row in db.execute(wanted).all():
        db.execute(addresses.update().where(addresses.c.id == row.address).values(learner_id=row.from_learner))
        db.execute(joins.update().where(joins.c.id == row.id).values(undone_at=now))
        theirs = and_(awards.c.id.in_(row.awards or ()), awards.c.learner_id == learner)
        db.execute(awards.update().where(theirs).values(learner_id=row.from_learner))
        finding.note_people(db, (row.from_learner,))
        found.append(Address(row.channel, row.external_id, row.workspace))
    finding.note_people(db, (learner,))
    return found
