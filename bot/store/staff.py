"""Who may come to the desk, and the sessions in which they are there."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, select

from bot.store.tables import sessions, staff

Role = Literal["viewer", "agent", "lead", "admin", "auditor"]

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
"""How long a session lasts without a look at the desk, and at all."""

KEEP_USED = timedelta(minutes=1)
"""How old the note of a session's last use may get: fewer writes."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff. `institutions`: whose learners they may see; None: all."""

    id: int
    email: str
    name: str
    role: Role
    institutions: tuple[str, ...] | None

    @property
    def actor(self) -> str:
        """What the audit calls them."""
        return f"staff:{self.id}"


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody is at the desk. `proven_at`: when they last logged in; `mark` tells this session from others."""

    member: Member
    mark: str
    begun_at: datetime
    used_at: datetime
    proven_at: datetime


class Known(Exception):
    """There is a member of staff with this address already."""


def add(db: Connection, email: str, name: str, role: Role, institutions: Sequence[str] | None, now: datetime) -> Member:
    """Invite somebody: who logs in with this address is at the desk from then on. Raises Known.

    One who was removed comes back, as new.
    """
    email = email.strip().lower()
    known = db.execute(select(staff).where(staff.c.email == email).with_for_update()).first()
    values: dict[str, Any] = {
        "name": name,
        "role": role,
        "institutions": None if institutions is None else list(institutions),
        "issuer": None,
        "subject": None,
        "removed_at": None,
    }
    if known is None:
        made = db.execute(staff.insert().values(email=email, created_at=now, **values).returning(staff)).one()
    elif known.removed_at is None:
        raise Known(email)
    else:
        made = db.execute(staff.update().where(staff.c.id == known.id).values(values).returning(staff)).one()
    return member_of(made)


def change(db: Connection, member: int, *, role: Role, institutions: Sequence[str] | None, name: str) -> Member | None:
    """Give a member another name, role or scope; who is at the desk must come in again. None: there is none such."""
    here = (staff.c.id == member, staff.c.removed_at.is_(None))
    values = {"role": role, "name": name, "institutions": None if institutions is None else list(institutions)}
    row = db.execute(staff.update().where(*here).values(values).returning(staff)).first()
    if row is None:
        return None
    end_all(db, member)
    return member_of(row)


def remove(db: Connection, member: int, now: datetime) -> bool:
    """Let a member go, at once. False: there is none such."""
    here = (staff.c.id == member, staff.c.removed_at.is_(None))
    gone = db.execute(staff.update().where(*here).values(removed_at=now, issuer=None, subject=None)).rowcount
    end_all(db, member)
    return bool(gone)


def everybody(db: Connection) -> list[Any]:
    """All members as rows, by name."""
    return list(db.execute(select(staff).where(staff.c.removed_at.is_(None)).order_by(staff.c.name, staff.c.id)))


def by_id(db: Connection, member: int) -> Member | None:
    row = db.execute(select(staff).where(staff.c.id == member, staff.c.removed_at.is_(None))).first()
    return member_of(row) if row else None


def names(db: Connection) -> dict[int, str]:
    """What everybody is called who ever was a member."""
    return {row.id: row.name for row in db.execute(select(staff.c.id, staff.c.name))}


def begin(db: Connection, member: Member, browser: str, now: datetime) -> str:
    """A new session: the word for its cookie, which is kept nowhere here."""
    word = secrets.token_urlsafe(32)
    db.execute(
        sessions.insert().values(
            token_hash=_hashed(word),
            staff_id=member.id,
            begun_at=now,
            used_at=now,
            proven_at=now,
            browser=browser[:80],
        )
    )
    db.execute(staff.update().where(staff.c.id == member.id).values(seen_at=now))
    return word


def of_word(db: Connection, word: str, now: datetime) -> Session | None:
    """The session of the cookie with this word, as long as it lasts. A look: nothing is written."""
    wanted = select(sessions, staff).join(staff, staff.c.id == sessions.c.staff_id)
    row = db.execute(wanted.where(sessions.c.token_hash == _hashed(word), staff.c.removed_at.is_(None))).first()
    if row is None or now - row.used_at > IDLE or now - row.begun_at > ABSOLUTE:
        return None
    return Session(member_of(row), row.token_hash, row.begun_at, row.used_at, row.proven_at)


def use(db: Connection, session: Session, now: datetime) -> None:
    """Note that a session is used."""
    db.execute(sessions.update().where(sessions.c.token_hash == session.mark).values(used_at=now))


def sessions_of(db: Connection, member: int) -> list[Any]:
    """The sessions of a member, the newest first."""
    mine = select(sessions).where(sessions.c.staff_id == member)
    return list(db.execute(mine.order_by(sessions.c.used_at.desc())))


def end(db: Connection, mark: str, member: int) -> bool:
    """End one session of a member. False: it was over."""
    here = (sessions.c.token_hash == mark, sessions.c.staff_id == member)
    return bool(db.execute(sessions.delete().where(*here)).rowcount)


def end_all(db: Connection, member: int) -> None:
    """End every session of a member."""
    db.execute(sessions.delete().where(sessions.c.staff_id == member))


def let_go(db: Connection, now: datetime) -> int:
    """Delete sessions that are over."""
    return db.execute(sessions.delete().where(sessions.c.used_at < now - IDLE)).rowcount


def member_of(row: Any) -> Member:
    scope = None if row.institutions is None else tuple(row.institutions)
    return Member(row.id, row.email, row.name, row.role, scope)


def _hashed(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
