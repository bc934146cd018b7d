"""Units of several conversations in one transaction of PostgreSQL, side by side.

Each is a greenlet that stops where it wants to know what a statement comes to; when all have stopped, the statements of
all travel in one journey, and each goes on with its own results. So a journey to the server, the transaction and the
wait for the disk are shared by all that waits, as on SQLite. But here nothing is locked against each other, since all
are one transaction. Hence two rules, which a unit learns by NotTogether, and then it is run by itself: it deals with no
learner of another, and runs only statements of the hot path (`prepared`), of which each is right whatever stands
between it and the one before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from greenlet import getcurrent, greenlet
from sqlalchemy import Connection


class NotTogether(Exception):
    """This unit has to be run by itself."""


class Unit:
    """One unit on its way: what it asks, or what it came to when it asks no more."""

    def __init__(self, does: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        self.does = does
        self.arguments = arguments
        self.asks: Sequence[Any] = ()
        self.result: Any = None
        self.later: Sequence[Any] = ()
        self.rings = set[str]()
        self.run: Any = None


class Together:
    """Those who share the transaction of this connection. Used in one event loop, by `PostgreSQL` alone."""

    def __init__(self, db: Connection, units: Sequence[Unit]) -> None:
        self.db = db
        self.units = units
        self.learners: dict[int, Unit] = {}
        self.now: Unit | None = None
        db.info["together"] = self
        for unit in units:
            unit.run = greenlet(unit.does)

    def go_on(self, unit: Unit, *given: Any) -> None:
        """Let it run until it asks or ends; `given`: the results of what it asked. Raises what it raises."""
        self.now = unit
        self.db.info["rings"] = unit.rings
        came = unit.run.switch(*given if unit.asks else (self.db, *unit.arguments))
        if unit.run.dead:
            unit.asks, unit.result = (), came
            unit.later = self.db.info.pop("later", ())
        else:
            unit.asks = came

    def ask(self, statements: Sequence[Any]) -> Sequence[Any]:
        """What these statements of the unit that runs now came to."""
        results: Sequence[Any] = getcurrent().parent.switch(statements)
        return results

    def deals_with(self, learner: int) -> None:
        """The unit that runs now deals with this learner. Raises NotTogether where another one does."""
        assert self.now is not None
        if self.learners.setdefault(learner, self.now) is not self.now:
            raise NotTogether

    def part(self) -> None:
        """Nothing is shared on this connection any more; who has not ended never will."""
        self.db.info.pop("together", None)
        self.db.info.pop("later", None)
        for unit in self.units:
            if unit.run:  # it stands somewhere
                unit.run.throw()
