"""How often something may happen: the generic cell rate algorithm, on one row of `limits` for all processes."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Float, bindparam, case, or_, select

from bot.store.dialects import INSERTS
from bot.store.prepared import Prepared
from bot.store.tables import limits

_MOMENT, _LATEST, _GAP = (bindparam(name, type_=Float()) for name in ("moment", "latest", "gap"))


def later_of(kept: ColumnElement[float]) -> ColumnElement[float]:
    """When one more is due at an even pace: after what is kept, and not before this moment."""
    return case((kept > _MOMENT, kept), else_=_MOMENT) + _GAP


def not_too_soon(kept: ColumnElement[float]) -> ColumnElement[bool]:
    return or_(kept.is_(None), kept <= _LATEST)


def measure(rate: float, burst: int, now: datetime) -> dict[str, float]:
    """The parameters of `later_of` and `not_too_soon`. `rate`: a second."""
    moment = now.timestamp()
    return {"moment": moment, "gap": 1 / rate, "latest": moment + (burst - 1) / rate + 1e-6}


def free_at(kept: float, rate: float, burst: int, now: datetime) -> datetime | None:
    """The moment from which one more may be after what is kept; None: now."""
    early = max(kept, now.timestamp()) - (burst - 1) / rate - now.timestamp()
    return now + timedelta(seconds=early) if early > 1e-6 else None


_COUNT = Prepared(
    {
        dialect: insert(limits)
        .values(key=bindparam("key"), tat=bindparam("alone"))
        .on_conflict_do_update(
            index_elements=[limits.c.key], set_={"tat": later_of(limits.c.tat)}, where=not_too_soon(limits.c.tat)
        )
        for dialect, insert in INSERTS.items()
    }
)
_KEPT = Prepared(select(limits.c.tat).where(limits.c.key == bindparam("key")))


def count(db: Connection, key: str, rate: float, burst: int, now: datetime) -> datetime | None:
    """Count one more under this key; or, when it is too soon, the moment from which it may be. `rate`: a second."""
    measured = measure(rate, burst, now)
    if _COUNT.run(db, {"key": key, "alone": measured["moment"] + measured["gap"], **measured}) == 1:
        return None
    return free_at(_KEPT.value(db, {"key": key}) or 0.0, rate, burst, now)


def too_soon(db: Connection, key: str, rate: float, burst: int, now: datetime) -> bool:
    """Would one more be refused now? Counts nothing."""
    return free_at(_KEPT.value(db, {"key": key}) or 0.0, rate, burst, now) is not None
