"""No more is taken at once than was asked for, whatever a database takes its tables to be like.

PostgreSQL plans by what it counted last: of a table that it knows with one row it would rather look up a small
portion anew for each row it meets, and have all of them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, func, insert, select

from bot.store import outbox, privacy
from bot.store.tables import lanes, learners, limits

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def counted(db: Connection) -> None:
    """What the database knows of its tables from now on."""
    db.exec_driver_sql("ANALYZE")


def ready(db: Connection, *names: str) -> list[int]:
    """These learners are owed something; who came first has waited longest."""
    made: list[int] = []
    for name in names:
        row = {"token": name, "language": "nl", "created_at": NOW}
        made.append(db.execute(insert(learners).values(row).returning(learners.c.id)).scalar_one())
        since = NOW - timedelta(minutes=10) + timedelta(seconds=made[-1])
        db.execute(insert(lanes).values(learner_id=made[-1], ready_at=since))
    return made


def test_a_worker_takes_as_many_conversations_as_it_has_room_for(db: Connection) -> None:
    first = ready(db, "sam")
    counted(db)
    after = ready(db, "kim", "noor", "ali")
    assert outbox.claim(db, "one", NOW, 1) == first
    assert sorted(outbox.claim(db, "another", NOW, 2)) == after[:2]


def test_what_is_past_its_time_goes_in_portions(db: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privacy, "AT_ONCE", 2)
    db.execute(insert(limits).values(key="mail:0", tat=0.0))
    counted(db)
    db.execute(insert(limits), [{"key": f"mail:{number}", "tat": 0.0} for number in range(1, 6)])
    past = limits.c.tat < 1
    assert privacy._some(db, limits, past) == 2
    assert db.execute(select(func.count()).select_from(limits)).scalar_one() == 4
