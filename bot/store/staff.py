"""Who may come to the desk, and the sessions in which they are there."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, and_, or_, select

from bot.ports import StaffPerson
from bot.store.conversations import ANYBODY
from bot.store.database import ring
from bot.store.tables import cases, learners, sessions, staff

Role = Literal["viewer", "agent", "lead", "admin", "auditor"]

HELPERS: frozenset[Role] = frozenset({"agent", "lead"})
"""Who talks with learners; all rights of each role are in `bot.web.access`."""

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
"""How long a session lasts without a look at the desk, and at all."""

LONGEST_NAME = 60
NAMELESS = "Helpdesk"
"""What learners see of a member whose name nobody told."""

KEEP_USED = timedelta(minutes=1)
"""How old the note of a session's last use may get: fewer writes."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff.

    `institutions`: whose learners they may see; None: all. `by_claim`: not invited, the provider tells their role.
    """

    id: int
    email: str
    name: str
    role: Role
    institutions: tuple[str, ...] | None
    by_claim: bool = False

    @property
    def actor(self) -> str:
        """What the audit calls them."""
        return f"staff:{self.id}"


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody is at the desk; `mark` tells this session from others.

    `proven_at`: when they last showed their provider who they are.
    """

    member: Member
    mark: str
    begun_at: datetime
    used_at: datetime
    proven_at: datetime


class Known(Exception):
    """There is a member of staff with this address already."""


NotIn = Literal["not_invited", "unverified", "somebody_else"]
"""Why whoever logged in may not come in: nobody invited them and the provider tells no role; it does not vouch for
their address; another person came in by this address before."""


def add(
    db: Connection,
    email: str,
    name: str,
    role: Role,
    institutions: Sequence[str] | None,
    now: datetime,
) -> Member:
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
        "by_claim": False,
        "removed_at": None,
    }
    if known is None:
        made = db.execute(staff.insert().values(email=email, created_at=now, **values).returning(staff)).one()
    elif known.removed_at is None:
        raise Known(email)
    else:
        made = db.execute(staff.update().where(staff.c.id == known.id).values(values).returning(staff)).one()
    return member_of(made)


def come_in(db: Connection, who: StaffPerson, told: Role | None, now: datetime) -> Member | NotIn:
    """The member that whoever logged in is, or why they are none. `told`: the role that the provider tells.

    The first time they are known by an address that is verified; from then on by who they are at the provider alone.
    Whoever was not invited is a member while the provider tells a role, and has that one.
    """
    mine = and_(staff.c.issuer == who.issuer, staff.c.subject == who.subject)
    known = db.execute(select(staff).where(mine).with_for_update()).first()
    if known is not None:
        if known.by_claim and told is None:
            end_all(db, known.id)
            _leave(db, known.id, now)
            return "not_invited"
        return _as_told(db, known, told, now) if known.by_claim else member_of(known)
    if not who.email_verified:
        return "unverified"
    invited = db.execute(select(staff).where(staff.c.email == who.email).with_for_update()).first()
    if invited is not None and invited.subject is not None:
        return "somebody_else"
    removed = invited is not None and invited.removed_at is not None  # they are to be invited again, whatever is told
    if removed or (invited is None and told is None):
        return "not_invited"
    them = {"issuer": who.issuer, "subject": who.subject}
    if invited is None:
        name = " ".join(who.name.split())[:LONGEST_NAME] or NAMELESS
        new = staff.insert().values(email=who.email, name=name, role=told, by_claim=True, created_at=now, **them)
        return member_of(db.execute(new.returning(staff)).one())
    bound = staff.update().where(staff.c.id == invited.id).values(them)
    return member_of(db.execute(bound.returning(staff)).one())


def _as_told(db: Connection, known: Any, told: Role | None, now: datetime) -> Member:
    """Give a member the role that the provider tells now; at the desk with another, they must come in again."""
    if known.role == told:
        return member_of(known)
    end_all(db, known.id)
    if told not in HELPERS:
        _leave(db, known.id, now)
    return member_of(db.execute(staff.update().where(staff.c.id == known.id).values(role=told).returning(staff)).one())


def change(
    db: Connection, member: int, *, role: Role, institutions: Sequence[str] | None, name: str, now: datetime
) -> Member | None:
    """Give a member another name, role or scope; with a new role or scope they must come in again.

    The conversations that they may not go on with are nobody's from then on. None: there is none such member.
    """
    here = (staff.c.id == member, staff.c.removed_at.is_(None))
    before = db.execute(select(staff).where(*here).with_for_update()).first()
    values = {"role": role, "name": name, "institutions": None if institutions is None else list(institutions)}
    row = db.execute(staff.update().where(*here).values(values).returning(staff)).first()
    if row is None or before is None:
        return None
    if (row.role, row.institutions) != (before.role, before.institutions):
        end_all(db, member)
        _leave(db, member, now, row.institutions if role in HELPERS else ())
    return member_of(row)


def remove(db: Connection, member: int, now: datetime) -> bool:
    """Let a member go, at once; their conversations are nobody's from then on. False: there is none such."""
    here = (staff.c.id == member, staff.c.removed_at.is_(None))
    gone = db.execute(staff.update().where(*here).values(removed_at=now, issuer=None, subject=None)).rowcount
    end_all(db, member)
    _leave(db, member, now)
    return bool(gone)


def _leave(db: Connection, member: int, now: datetime, still: Sequence[str] | None = ()) -> None:
    """Let any colleague go on with the conversations of a member, but with those of the institutions they see `still`.

    A learner who talked with them waits for a human from now on.
    """
    if still is None:
        return
    elsewhere = or_(learners.c.institution.is_(None), learners.c.institution.not_in(still))
    theirs = select(cases.c.learner_id).join(learners, learners.c.id == cases.c.learner_id)
    left = list(db.execute(theirs.where(cases.c.staff_id == member, elsewhere).order_by(learners.c.id)).scalars())
    talked = learners.c.id.in_(left), learners.c.owner.is_not(None)
    db.execute(learners.update().where(*talked, learners.c.waiting_since.is_(None)).values(waiting_since=now))
    db.execute(learners.update().where(*talked).values(owner=ANYBODY))
    db.execute(cases.update().where(cases.c.staff_id == member, cases.c.learner_id.in_(left)).values(staff_id=None))
    for learner in left:
        ring(db, f"talk:{learner}")


def everybody(db: Connection) -> list[Any]:
    """All members as rows, by name."""
    return list(db.execute(select(staff).where(staff.c.removed_at.is_(None)).order_by(staff.c.name, staff.c.id)))


def by_id(db: Connection, member: int) -> Member | None:
    row = db.execute(select(staff).where(staff.c.id == member, staff.c.removed_at.is_(None))).first()
    return member_of(row) if row else None


def by_email(db: Connection, email: str) -> Any:
    """The row of the member with this address; None: there is none such."""
    here = (staff.c.email == email.strip().lower(), staff.c.removed_at.is_(None))
    return db.execute(select(staff).where(*here)).first()


def names(db: Connection) -> dict[int, str]:
    """What everybody is called who ever was a member."""
    return {row.id: row.name for row in db.execute(select(staff.c.id, staff.c.name))}


def is_last_admin(db: Connection, member: int) -> bool:
    """Would nobody be left who can invite others, without this member? Nobody else changes that meanwhile."""
    admins = select(staff.c.id).where(staff.c.role == "admin", staff.c.removed_at.is_(None)).order_by(staff.c.id)
    return list(db.execute(admins.with_for_update()).scalars()) == [member]


def begin(
    db: Connection, member: Member, browser: str, now: datetime, instead_of: str = "", proven_at: datetime | None = None
) -> str:
    """A new session: the word for its cookie, which is kept nowhere here.

    `instead_of`: the word of the session that this browser had; it ends. `proven_at`: when their provider last had
    them show who they are, now unless told.
    """
    if instead_of:
        db.execute(sessions.delete().where(sessions.c.token_hash == _hashed(instead_of)))
    word = secrets.token_urlsafe(32)
    db.execute(
        sessions.insert().values(
            token_hash=_hashed(word),
            staff_id=member.id,
            begun_at=now,
            used_at=now,
            proven_at=proven_at or now,
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


def sessions_of(db: Connection, member: int, now: datetime) -> list[Any]:
    """The sessions of a member that last, the one used last first."""
    mine = select(sessions).where(
        sessions.c.staff_id == member, sessions.c.used_at >= now - IDLE, sessions.c.begun_at >= now - ABSOLUTE
    )
    return list(db.execute(mine.order_by(sessions.c.used_at.desc())))


def end(db: Connection, mark: str, member: int) -> bool:
    """End one session of a member. False: it was over."""
    here = (sessions.c.token_hash == mark, sessions.c.staff_id == member)
    ring(db, topic_of(member))
    return bool(db.execute(sessions.delete().where(*here)).rowcount)


def end_all(db: Connection, member: int, but: str = "") -> int:
    """End every session of a member, but the one with this mark: how many."""
    here = (sessions.c.staff_id == member, sessions.c.token_hash != but)
    ring(db, topic_of(member))
    return db.execute(sessions.delete().where(*here)).rowcount


def topic_of(member: int) -> str:
    """What rings when a session of this member ends."""
    return f"staff:{member}"


def member_of(row: Any) -> Member:
    scope = None if row.institutions is None else tuple(row.institutions)
    return Member(row.id, row.email, row.name, row.role, scope, row.by_claim)


def _hashed(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
