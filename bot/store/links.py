"""Links: opaque words that open a conversation about one award, or for an institution's learners.

Only the hash of a word is stored. A link for one award works once; opened again by the same learner it leads
to where they are. An invitation can be used by anybody and carries no personal data.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, and_, or_, select

from bot.conversation.events import Fact
from bot.store.tables import awards, links

NAME = 12
"""So many characters of a word's hash are an invitation's name."""

LONGEST_LIFE = timedelta(days=200)
"""An award's link outlives its deadline by far; then it is nothing any more."""


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
    known = {
        "badge": award.badge,
        "institution": award.institution,
        "kind": award.kind,
        "deadline": award.deadline,
        "award_status": award.status if award.status != "open" else None,  # as the institution's list last told it
    }
    facts = {name: value.isoformat() if isinstance(value, date) else value for name, value in known.items() if value}
    return Opening("known", facts, award.address or "", award.eppn or "")
