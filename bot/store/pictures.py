"""Pictures of what a learner sees on their screen, sealed: asked about for a day, then kept for staff for a week.

Who sees one is somebody of the support desk; when its time is over the cleaning lets go of it (`privacy.sweep`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from bot.ports import MOST_PICTURES, Picture
from bot.store.tables import pictures

KEPT = timedelta(days=7)
"""So long one is kept from the learner's yes on."""


def room(db: Connection, learner: int) -> int:
    """How many more of this learner can be asked about."""
    agreed = and_(pictures.c.learner_id == learner, pictures.c.agreed_at.is_not(None))
    count: int = db.execute(select(func.count()).where(agreed)).scalar_one()
    return max(MOST_PICTURES - count, 0)


def ask_about(db: Connection, learner: int, found: Sequence[Picture], until: datetime, *, fetched: bool = True) -> None:
    """Keep these while the learner is asked whether they may be kept; those asked about longest make room for them.

    `fetched` False: what is sealed is what their channel gives them back for.
    """
    most = room(db, learner)
    rows = [
        {"learner_id": learner, "name": one.name[:120], "sealed": one.sealed, "fetched": fetched, "expires_at": until}
        for one in found
    ]
    db.execute(insert(pictures), rows)
    asked = and_(pictures.c.learner_id == learner, pictures.c.agreed_at.is_(None))
    stay = db.execute(select(pictures.c.id).where(asked).order_by(pictures.c.id.desc()).limit(most)).scalars().all()
    db.execute(delete(pictures).where(asked, pictures.c.id.not_in(stay)))


def agree(db: Connection, learner: int, now: datetime) -> Sequence[int]:
    """They may be kept: those that their channel still holds."""
    asked = and_(pictures.c.learner_id == learner, pictures.c.agreed_at.is_(None), pictures.c.expires_at > now)
    there = db.execute(select(pictures.c.id, pictures.c.fetched).where(asked).order_by(pictures.c.id)).all()
    kept = pictures.c.id.in_([one.id for one in there])
    db.execute(update(pictures).where(kept).values(agreed_at=now, expires_at=now + KEPT))
    return [one.id for one in there if not one.fetched]


def let_go(db: Connection, learner: int, lost: int = 0) -> None:
    """Those that were asked about go at once; or only the one that is lost."""
    which = pictures.c.id == lost if lost else pictures.c.agreed_at.is_(None)
    db.execute(delete(pictures).where(pictures.c.learner_id == learner, which))


def held(db: Connection, picture: int) -> bytes | None:
    """What the channel gives this picture back for, sealed; None when nobody wants it any more, or it is here."""
    wanted = and_(pictures.c.id == picture, ~pictures.c.fetched, pictures.c.agreed_at.is_not(None))
    return db.execute(select(pictures.c.sealed).where(wanted)).scalar()


def keep(db: Connection, picture: int, sealed: bytes) -> None:
    """The picture itself came, unless it was let go of meanwhile."""
    db.execute(update(pictures).where(pictures.c.id == picture).values(sealed=sealed, fetched=True))


def kept(db: Connection, learner: int, now: datetime) -> Sequence[Any]:
    """The pictures of this learner that staff may see, the oldest first: id, name, fetched, expires_at."""
    mine = and_(pictures.c.learner_id == learner, pictures.c.agreed_at.is_not(None), pictures.c.expires_at > now)
    wanted = select(pictures.c.id, pictures.c.name, pictures.c.fetched, pictures.c.expires_at)
    return db.execute(wanted.where(mine).order_by(pictures.c.id)).all()


def sealed(db: Connection, picture: int) -> bytes:
    """The picture itself, sealed."""
    found: bytes = db.execute(select(pictures.c.sealed).where(pictures.c.id == picture)).scalar_one()
    return found
