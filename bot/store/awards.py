"""Awards: edubadges that wait for somebody, as an institution told us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.store.tables import awards

USUAL_LIFE = timedelta(days=82)
"""How long an award can be claimed when nobody says otherwise.

Source: edubadges-server, `apps/mainsite/settings.py`, EXPIRY_DIRECT_AWARDS_DELETION_THRESHOLD_DAYS.
"""


@dataclass(frozen=True, slots=True)
class Award:
    """One award. `kind`: "personal" or "institution", "" when unknown."""

    badge: str
    institution: str = ""
    kind: str = ""
    deadline: date | None = None
    address: str = ""
    eppn: str = ""


def add(db: Connection, award: Award, source: str, now: datetime) -> int:
    """Keep an award; its id."""
    added: int = db.execute(
        awards.insert()
        .values(
            badge=award.badge,
            institution=award.institution or None,
            kind=award.kind or None,
            deadline=award.deadline,
            address=award.address.lower() or None,
            eppn=award.eppn.lower() or None,
            status="open",
            source=source,
            created_at=now,
        )
        .returning(awards.c.id)
    ).scalar_one()
    return added


def last_day(now: datetime, zone: ZoneInfo) -> date:
    """The last day of an award made now, if nobody says otherwise."""
    return now.astimezone(zone).date() + USUAL_LIFE
