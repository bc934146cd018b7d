"""Awards: edubadges that wait for somebody, as an institution told us."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, or_, select

from bot.conversation.events import Fact
from bot.ports import Waiting
from bot.store.tables import awards

USUAL_LIFE = timedelta(days=82)
"""How long an award can be claimed when nobody says otherwise.

Source: edubadges-server, `apps/mainsite/settings.py`, EXPIRY_DIRECT_AWARDS_DELETION_THRESHOLD_DAYS.
"""


BUNDLE = "bundle:"
"""How the source of an award begins when we know the action in which it was awarded."""


@dataclass(frozen=True, slots=True)
class Award:
    """One award. `kind`: "personal" or "institution", "" when unknown. `bundle`: edubadges' id of the award action."""

    badge: str
    institution: str = ""
    kind: str = ""
    deadline: date | None = None
    address: str = ""
    eppn: str = ""
    bundle: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """An award as its conversation knows it: facts, and to which address or account it was given ("" = not known).

    Where it was given to an account, the address that the mail went to is not told.
    """

    id: int
    facts: Mapping[str, Fact]
    address: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """An award of a learner is otherwise than it was: `award_status` ("waiting", "scheduled", "gone"), `deadline`."""

    learner: int
    badge: str
    facts: Mapping[str, Fact]


Listed = Mapping[tuple[str, str], Waiting]

AT_ONCE = 500
"""How many awards are gone through in one transaction."""


def add(db: Connection, award: Award, source: str, now: datetime, assumed: bool = False) -> int:
    """Keep an award; its id. `assumed`: nobody told its deadline."""
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
            source=BUNDLE + award.bundle if award.bundle else source,
            created_at=now,
            key=key_of(award),
            assumed=assumed,
        )
        .returning(awards.c.id)
    ).scalar_one()
    return added


def held(row: Any) -> Held:
    """This row, for its conversation."""
    known = {
        "badge": row.badge,
        "institution": row.institution,
        "kind": row.kind,
        "deadline": row.deadline.isoformat() if row.deadline else None,
        "deadline_assumed": "yes" if row.assumed else None,
        "award_status": row.status if row.status != "open" else None,  # as the institution's list last told it
    }
    facts = {name: value for name, value in known.items() if value}
    return Held(row.id, facts, "" if row.kind == "institution" else row.address or "", row.eppn or "")


def key_of(award: Award) -> str | None:
    """The same for two that are one award; None where it is not known for whom it is."""
    keys = _keys(award.badge, award.eppn, award.address)
    return hashlib.sha256("\0".join(keys[0]).encode()).hexdigest()[:32] if keys else None


def last_day(now: datetime, zone: ZoneInfo) -> date:
    """The last day of an award made now, if nobody says otherwise."""
    return now.astimezone(zone).date() + USUAL_LIFE


def bundles(db: Connection) -> tuple[str, ...]:
    """The award actions that we know of, while something of them may still change."""
    known = select(awards.c.source).distinct().where(awards.c.source.startswith(BUNDLE), awards.c.status != "gone")
    return tuple(sorted(source.removeprefix(BUNDLE) for source in db.execute(known).scalars()))


def listed(waiting: Iterable[Waiting]) -> Listed:
    """The list of what waits, to find awards in."""
    return {key: one for one in waiting for key in _keys(one.badge, one.email, one.account)}


def changed(db: Connection, now_listed: Listed, zone: ZoneInfo, after: int = 0) -> tuple[list[Change], int]:
    """Bring some awards up to the list of what waits: what learners are to know of it, and `after` for the next ones.

    It goes through the awards of which we know the address or account, from the one behind number `after`; 0: that was
    the last. An award that was never on the list stays as it is: it may be of an institution that we may not ask.
    """
    parts = ("id", "learner_id", "badge", "address", "eppn", "status", "deadline", "assumed")
    whose = or_(awards.c.address.is_not(None), awards.c.eppn.is_not(None))
    known = select(*(awards.c[name] for name in parts)).where(whose, awards.c.id > after)
    rows = db.execute(known.order_by(awards.c.id).limit(AT_ONCE)).all()
    news = []
    for row in rows:
        found = next((now_listed[key] for key in _keys(row.badge, row.eppn, row.address) if key in now_listed), None)
        status, day, assumed = row.status, row.deadline, row.assumed
        if found is not None:
            status = "scheduled" if found.planned else "waiting"
            day = found.expires.astimezone(zone).date() if found.expires else day
            assumed = assumed and found.expires is None
        elif status in ("waiting", "scheduled"):
            status = "gone"
        if (status, day, assumed) == (row.status, row.deadline, row.assumed):
            continue
        # Another process may be doing the same: only one of them has the news.
        as_read = (awards.c.status == row.status, awards.c.deadline.is_not_distinct_from(row.deadline))
        update = awards.update().where(awards.c.id == row.id, *as_read)
        if (
            db.execute(update.values(status=status, deadline=day, assumed=assumed)).rowcount == 1
            and row.learner_id is not None
        ):
            facts: dict[str, Fact] = {"award_status": status, **({"deadline": day.isoformat()} if day else {})}
            facts |= {"deadline_assumed": "unknown"} if row.assumed and not assumed else {}
            news.append(Change(row.learner_id, row.badge, facts))
    return news, rows[-1].id if len(rows) == AT_ONCE else 0


def _keys(badge: str, *whom: str | None) -> list[tuple[str, str]]:
    """What tells an award from others: edubadges lets one wait for each address or account and badge.

    Source: edubadges-server, `apps/directaward/models.py`, validate_unique (June 2026).
    """
    name = " ".join(unicodedata.normalize("NFKC", badge).casefold().split())
    return [(name, one.lower()) for one in whom if one]
