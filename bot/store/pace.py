"""How often something may happen: the generic cell rate algorithm, on one row of `limits` for all processes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from bot.store.dialects import INSERTS
from bot.store.tables import limits


def count(db: Connection, key: str, rate: float, burst: int, now: datetime) -> datetime | None:
    """Count one more under this key; or, when it is too soon, the moment from which it may be. `rate`: a second."""
    before = db.execute(select(limits.c.tat).where(limits.c.key == key).with_for_update()).scalar()
    if before is None:
        db.execute(INSERTS[db.dialect.name](limits).values(key=key, tat=0.0).on_conflict_do_nothing())
    return paced(
        before or 0.0,
        rate,
        burst,
        now,
        lambda tat: db.execute(limits.update().where(limits.c.key == key).values(tat=tat)),
    )


def too_soon(db: Connection, key: str, rate: float, burst: int, now: datetime) -> bool:
    """Would one more be refused now? Counts nothing."""
    before = db.execute(select(limits.c.tat).where(limits.c.key == key)).scalar()
    return paced(before or 0.0, rate, burst, now, lambda tat: None) is not None


def paced(before: float, rate: float, burst: int, now: datetime, keep: Callable[[float], object]) -> datetime | None:
    """The same where `before` is kept elsewhere: when the last one counted would have been due at an even pace."""
    moment = now.timestamp()
    tat = max(before, moment)
    early = tat - (burst - 1) / rate - moment
    if early > 1e-6:
        return now + timedelta(seconds=early)
    keep(tat + 1 / rate)
    return None
