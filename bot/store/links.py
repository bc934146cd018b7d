"""Links: opaque words that open a conversation about one award, or for an institution's learners, or go on with one.

Only the hash of a word is stored. A link for one award works once; opened again by the same learner it leads
to where they are. An invitation can be used by anybody and carries no personal data.

A link in a mail by which its conversation goes on in another channel ("continue") is kept sealed as well, so that each
mail carries the same. Whoever opens its page gets a passage: a word, and six digits, that bring another chat into that
conversation within ten minutes. Both work once: when a chat came in by a passage, it and its link are used.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, and_, func, or_, select

from bot.conversation.events import Fact
from bot.store import pace
from bot.store.awards import held
from bot.store.secrets import Box, code_mark
from bot.store.tables import addresses, awards, learners, links

NAME = 12
"""So many characters of a word's hash are an invitation's name."""

LONGEST_LIFE = timedelta(days=200)
"""An award's link outlives its deadline by far; then it is nothing any more."""

CONTINUE_LIVES = timedelta(days=30)
"""So long the link of a mail works where no deadline is known."""

SAME_LINK = timedelta(days=7)
"""A link that ends this much sooner than a new one would is still told again."""

PASSAGE_LIVES = timedelta(minutes=10)
SAME_PASSAGE = timedelta(minutes=5)
"""A passage that lives this long still is shown again instead of a new one."""

THINK_IT_OVER = timedelta(days=1)
"""So long somebody who already talks with us there may think about which conversation goes on."""

PASSAGE = "join-"
"""How the word of a passage begins."""

CODES_A_DAY = 10
"""So many six digits that are no passage's a chat can type in a day, while there is a passage to be guessed."""

CODES_AN_HOUR = 60
"""The same for all chats together: nobody guesses with many chats at once."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a link brought: facts for the conversation, to which address or account the award was given ("" = not
    known), and what became of it."""

    state: Literal["known", "used", "unknown"]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    address: str = ""
    account: str = ""


def hashed(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def make_for_award(db: Connection, award: int, now: datetime) -> str:
    """A new one-time word for this award; it is told here and never again."""
    word = secrets.token_urlsafe(24)
    db.execute(
        links.insert().values(
            token_hash=hashed(word),
            purpose="award",
            award_id=award,
            facts={},
            once=True,
            created_at=now,
            expires_at=now + LONGEST_LIFE,
        )
    )
    return word


def make_invitation(db: Connection, facts: Mapping[str, Fact], now: datetime) -> str:
    """A new word that anybody may use, as often as they like."""
    word = secrets.token_urlsafe(12)
    db.execute(
        links.insert().values(
            token_hash=hashed(word), purpose="invitation", facts=dict(facts), once=False, created_at=now
        )
    )
    return word


def name_of(word: str) -> str:
    """What staff call the invitation with this word; it opens nothing."""
    return hashed(word)[:NAME]


def invitations(db: Connection) -> list[Any]:
    """Every invitation, the newest first."""
    wanted = select(links.c.token_hash, links.c.facts, links.c.created_at, links.c.withdrawn_at)
    return list(db.execute(wanted.where(links.c.purpose == "invitation").order_by(links.c.created_at.desc())))


def withdraw(db: Connection, name: str, now: datetime) -> bool:
    """Take back the invitation of this name, or with this word; False when no open one has it."""
    if len(name) < NAME:
        return False
    mine = or_(links.c.token_hash.startswith(name, autoescape=True), links.c.token_hash == hashed(name))
    open_ = and_(links.c.purpose == "invitation", links.c.withdrawn_at.is_(None))
    return db.execute(links.update().where(mine, open_).values(withdrawn_at=now)).rowcount == 1


def use(db: Connection, word: str, learner: int, now: datetime) -> Opening:
    """Open a link for this learner."""
    row = db.execute(select(links).where(links.c.token_hash == hashed(word)).with_for_update()).first()
    if row is None or row.withdrawn_at or (row.expires_at and row.expires_at < now):
        return Opening("unknown")
    if not row.once:
        return Opening("known", row.facts)
    if row.used_by is not None and row.used_by != learner:
        return Opening("used")
    award = db.execute(select(awards).where(awards.c.id == row.award_id)).first()
    if award is None:
        return Opening("unknown")
    if row.used_by is None:
        db.execute(links.update().where(links.c.token_hash == row.token_hash).values(used_by=learner, used_at=now))
        db.execute(awards.update().where(awards.c.id == award.id).values(learner_id=learner))
    known = held(award)
    return Opening("known", known.facts, known.address, known.account)


def award_of(db: Connection, learner: int) -> Mapping[str, Fact]:
    """What is known of the newest award of this learner; {} when they have none."""
    row = db.execute(select(awards).where(awards.c.learner_id == learner).order_by(awards.c.id.desc()).limit(1)).first()
    return {} if row is None else held(row).facts


# On with a conversation in another channel


Closed = Literal["unknown", "late", "used", "too_often", "here"]
"""Why a link or a code leads nowhere: it is nobody's, its time is over, it was used, too many codes were tried; or the
conversation that it leads to already goes on here."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mailbox, and the id of its row among the addresses."""

    address: int
    name: str


@dataclass(frozen=True, slots=True)
class Onward:
    """A conversation as the page of its link shows it. `mailbox`: where the link was mailed to, "" for none."""

    learner: int
    language: str
    mailbox: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Passage:
    """What brings another chat into a conversation, within ten minutes: a word in a link, or six digits."""

    word: str
    code: str


@dataclass(frozen=True, slots=True)
class Way:
    """A passage that was opened: into whose conversation it leads, and the link that it came from."""

    passage: str
    link: str
    learner: int


def continue_until(deadline: Fact, now: datetime) -> datetime:
    """Until when a link in a mail works: through the award's deadline (an ISO date), else for 30 days."""
    try:
        last = datetime.combine(date.fromisoformat(str(deadline)) + timedelta(days=1), time(), now.tzinfo)
    except ValueError:
        return now + CONTINUE_LIVES
    return last if last > now else now + CONTINUE_LIVES


def make_continue(db: Connection, box: Box, learner: int, now: datetime, until: datetime) -> str:
    """The word of the link by which this learner's conversation goes on elsewhere: the one there is, else a new one."""
    if word := continue_word(db, box, learner, until - SAME_LINK, now):
        return word
    word = secrets.token_urlsafe(24)
    _add(db, "continue", word, learner, box, now, until)
    return word


def continue_word(db: Connection, box: Box, learner: int, lasting: datetime, now: datetime) -> str:
    """The word that `make_continue` made for this learner, unused and lasting until then; "" when there is none."""
    sealed = db.execute(
        select(links.c.sealed)
        .where(*_unused("continue", learner, max(lasting, now)))
        .order_by(links.c.expires_at.desc())
        .limit(1)
    ).scalar()
    return "" if sealed is None else box.open(sealed).decode()


def withdraw_continue(db: Connection, learner: int, now: datetime) -> None:
    """No link or passage that was given out for this conversation leads into it any more."""
    ways = and_(links.c.learner_id == learner, links.c.purpose.in_(("continue", "passage")), links.c.used_at.is_(None))
    db.execute(links.update().where(ways).values(withdrawn_at=now, sealed=None, code=None))


def lead_to(db: Connection, learner: int, to: int) -> None:
    """What was given out for the conversation of `learner` leads into that of `to`, where it goes on."""
    mine = and_(links.c.learner_id == learner, links.c.used_at.is_(None))
    db.execute(links.update().where(mine).values(learner_id=to))


def look(db: Connection, word: str, now: datetime) -> Onward | Closed:
    """The conversation behind the link of a mail, or why it leads nowhere. Changes nothing."""
    row = db.execute(select(links).where(links.c.token_hash == hashed(word), links.c.purpose == "continue")).first()
    if row is None:
        return "unknown"
    if closed := _closed(row, now):
        return closed
    language = db.execute(select(learners.c.language).where(learners.c.id == row.learner_id)).scalar()
    mailbox = mailbox_of(db, row.learner_id)
    return Onward(row.learner_id, language or "nl", mailbox.name if mailbox else "", row.expires_at)


def went_to(db: Connection, word: str, learner: int | None) -> bool:
    """Does the link with this word, used or not, lead into the conversation of this learner?"""
    mine = select(links.c.learner_id).where(links.c.token_hash == hashed(word), links.c.purpose == "continue")
    return learner is not None and db.execute(mine).scalar() == learner


def mailbox_of(db: Connection, learner: int) -> Mailbox | None:
    """Where this learner wrote from, or was written to, last; None when that was never by mail."""
    mail = select(addresses.c.id, addresses.c.external_id).where(
        addresses.c.learner_id == learner, addresses.c.channel == "email"
    )
    row = db.execute(mail.order_by(addresses.c.used_at.desc(), addresses.c.id.desc()).limit(1)).first()
    return None if row is None else Mailbox(row.id, row.external_id)


def make_passage(db: Connection, box: Box, word: str, now: datetime) -> Passage | Closed:
    """A passage by the link with this word: the one there is while it is fresh, else a new one, which ends that."""
    link = _locked(db, hashed(word), "continue")
    if link is None:
        return "unknown"
    if closed := _closed(link, now):
        return closed
    mine = and_(*_unused("passage", link.learner_id, now), links.c.used_by.is_(None))
    last = db.execute(select(links).where(mine).order_by(links.c.expires_at.desc()).limit(1)).first()
    if last and last.facts["link"] == link.token_hash and last.expires_at - now >= SAME_PASSAGE:
        kept = box.open(last.sealed).decode().split()
        return Passage(*kept)
    db.execute(links.update().where(mine).values(withdrawn_at=now, sealed=None, code=None))
    passage = Passage(PASSAGE + secrets.token_urlsafe(24), _free_code(db, box))
    _add(db, "passage", passage.word, link.learner_id, box, now, now + PASSAGE_LIVES, passage.code, link.token_hash)
    return passage


def by_word(db: Connection, word: str, learner: int, now: datetime) -> Way | Closed:
    """Where the passage with this word leads a chat of this learner."""
    return _open(db, hashed(word), learner, now)


def by_code(db: Connection, mark: str, learner: int, address: int, now: datetime) -> Way | Closed | None:
    """Where the passage with these six digits leads; None when they are no passage's. `mark`: `code_mark` of them.

    Nothing is looked up any more for a chat that typed too many others, or once all chats together did.
    """
    if _tired(db, address, now, pace.too_soon):
        return "too_often"
    found = db.execute(select(links.c.token_hash).where(links.c.code == mark).limit(1)).scalar()
    return _open(db, found, learner, now) if found else None


def missed(db: Connection, address: int, now: datetime) -> None:
    """Six digits that were nobody's: counted against this chat, while there is a passage they may be a guess at."""
    waits = select(links.c.code).where(links.c.code.is_not(None), links.c.expires_at > now, links.c.used_at.is_(None))
    if db.execute(waits.limit(1)).first() is not None:
        _tired(db, address, now, pace.count)


def claim(db: Connection, way: Way, learner: int, now: datetime) -> None:
    """Only this learner can go on by this passage, and has a day to think it over."""
    mine = links.update().where(links.c.token_hash == way.passage)
    db.execute(mine.values(used_by=learner, expires_at=now + THINK_IT_OVER, sealed=None))


def spend(db: Connection, learner: int, now: datetime) -> Way | None:
    """The way that this learner claimed last, used from now on; None when it leads nowhere any more."""
    mine = and_(links.c.used_by == learner, links.c.purpose == "passage", links.c.used_at.is_(None))
    found = db.execute(select(links.c.token_hash).where(mine).order_by(links.c.created_at.desc()).limit(1)).scalar()
    way = _open(db, found, learner, now) if found else "unknown"
    if not isinstance(way, Way):
        return None
    both = links.c.token_hash.in_((way.passage, way.link))
    db.execute(links.update().where(both).values(used_by=learner, used_at=now, sealed=None))
    others = and_(*_unused("passage", way.learner, now))
    db.execute(links.update().where(others).values(withdrawn_at=now, sealed=None, code=None))
    return way


def _open(db: Connection, passage: str, learner: int, now: datetime) -> Way | Closed:
    found = db.execute(select(links.c.facts).where(links.c.token_hash == passage, links.c.purpose == "passage")).first()
    link = _locked(db, found.facts["link"], "continue") if found else None  # before the passage, as who makes one does
    row = _locked(db, passage, "passage") if link else None
    if link is None or row is None:
        return "unknown"
    if row.learner_id == learner:
        return "here"
    if row.used_by not in (None, learner):
        return "used"
    return _closed(row, now) or _closed(link, now, row.created_at) or Way(passage, link.token_hash, row.learner_id)


def _closed(row: Any, now: datetime, begun: datetime | None = None) -> Closed | None:
    """Why this row leads nowhere. `begun`: by when its time must not have been over; None = now."""
    if row.used_at:
        return "used"
    if row.withdrawn_at or row.expires_at < (begun or now):
        return "late"
    return None


def _locked(db: Connection, token_hash: str, purpose: str) -> Any:
    wanted = select(links).where(links.c.token_hash == token_hash, links.c.purpose == purpose)
    return db.execute(wanted.with_for_update()).first()


def _unused(purpose: str, learner: int, until: datetime) -> tuple[Any, ...]:
    mine = (links.c.learner_id == learner, links.c.purpose == purpose, links.c.used_at.is_(None))
    return (*mine, links.c.withdrawn_at.is_(None), links.c.expires_at >= until)


def _add(
    db: Connection,
    purpose: str,
    word: str,
    learner: int,
    box: Box,
    now: datetime,
    until: datetime,
    code: str = "",
    link: str = "",
) -> None:
    db.execute(
        links.insert().values(
            token_hash=hashed(word),
            purpose=purpose,
            learner_id=learner,
            facts={"link": link} if link else {},
            once=True,
            created_at=now,
            expires_at=until,
            sealed=box.seal(f"{word} {code}".strip().encode()),
            code=code_mark(box, code) if code else None,
        )
    )


def _free_code(db: Connection, box: Box) -> str:
    """Six digits that lead nowhere yet, and did not until a day ago."""
    while True:
        code = f"{secrets.randbelow(1_000_000):06}"
        if db.execute(select(func.count()).where(links.c.code == code_mark(box, code))).scalar_one() == 0:
            return code


def _tired(db: Connection, address: int, now: datetime, how: Any) -> bool:
    """Did this chat, or did all together, try too many codes? `how`: whether to count this one too."""
    everybody = how(db, "codes", CODES_AN_HOUR / 3600, CODES_AN_HOUR, now)
    return bool(how(db, f"codes:{address}", CODES_A_DAY / 86400, CODES_A_DAY, now)) or bool(everybody)
