"""Whether this process has watched quietly for long enough to take over what another holds.

A lease is a moment of the clock. It says that its holder is gone only to who has seen that moment come: not to one
whose clock has just jumped over it, nor where the database was away, and nobody could note anything.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

JUMP = 12
"""A clock that goes otherwise by more than so manieth a part of a lease between two looks has jumped."""


class Watch:
    """What a process saw of the clock and of the database.

    `even`: seconds that go on evenly whatever the clock does, as `time.monotonic`.
    """

    def __init__(self, lease: timedelta, now: datetime, even: Callable[[], float]) -> None:
        self._lease = lease.total_seconds()
        self._even = even
        self._ahead = now.timestamp() - even()
        self._disturbed: float | None = None

    def disturbed(self) -> None:
        """The database is away: who holds something cannot note what became of it."""
        self._disturbed = self._even()

    def may_take_over(self, now: datetime) -> bool:
        """Look at the clock: has a whole lease passed since it last jumped and the database was last away?"""
        even = self._even()
        ahead, before = now.timestamp() - even, self._ahead
        self._ahead = ahead
        if abs(ahead - before) > self._lease / JUMP:
            self._disturbed = even
        return self._disturbed is None or even - self._disturbed >= self._lease
