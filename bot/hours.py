"""When a desk is open, and by when somebody who asks it something has an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from opening_hours import OpeningHours

WITHIN = timedelta(hours=4)
"""So much of its open time a desk takes at most to answer."""

EXAMPLE = "Mo-Fr 09:00-17:00; PH off"
COUNTRY = "NL"

AHEAD = (timedelta(days=7), timedelta(days=30), timedelta(days=1500))
"""How far ahead is looked: most desks are open within a week, and one that is not within four years never is."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours as OpenStreetMap writes them: days Mo to Su, PH for public holidays, `off` for closed."""

    text: str
    zone: ZoneInfo

    def __post_init__(self) -> None:
        """Raises ValueError for what are no opening hours, and for a desk that never opens."""
        from opening_hours import validate  # the holidays of every country: for those only who set hours

        if not validate(self.text):
            raise ValueError(f"are no opening hours; write them as {EXAMPLE}")
        if self.answer_by(datetime(2026, 1, 1, tzinfo=self.zone)) is None:
            raise ValueError(f"never open; write them as {EXAMPLE}")

    def answer_by(self, now: datetime) -> datetime | None:
        """The moment by which WITHIN of open time has passed from now, in the desk's own time; None: never."""
        here = now.astimezone(self.zone)
        for ahead in AHEAD:  # where the hours never change, a look without an end takes more than a second
            left = WITHIN
            for begin, end, state, _ in _read(self.text, self.zone).intervals(here, here + ahead):
                if str(state) == "open":
                    until: datetime | None = end  # None: it never closes
                    until = until or here + ahead
                    if until - begin >= left:
                        return begin + left
                    left -= until - begin
        return None


@cache
def _read(text: str, zone: ZoneInfo) -> OpeningHours:
    from opening_hours import OpeningHours

    return OpeningHours(text, timezone=zone, country=COUNTRY)
