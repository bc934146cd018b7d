"""A sudden rise of one problem is seen and told once; ordinary days, and a busy one, are no alarm."""

from __future__ import annotations

import math
import random
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.ports import Address, Tapped
from bot.store import rises
from bot.store.rises import Rise, chance_of
from bot.store.tables import events, outbox
from tests.stand import Stand, stand

__all__ = ["stand"]

PATHS = ("eduid.no_mail", "backpack.login_code", "claim.spinner", "eduid.two_eduids")


def happened(db: Connection, rows: list[tuple[datetime, str, str]]) -> None:
    shape = {"award": 0, "channel": "web", "language": "nl"}
    told = [
        {**shape, "at": at, "what": what, "detail": detail, "journey": f"{len(rows):x}{number:x}{at.timestamp()}"[:32]}
        for number, (at, what, detail) in enumerate(rows)
    ]
    for begin in range(0, len(told), 5000):
        db.execute(events.insert(), told[begin : begin + 5000])


def ordinary(chance: random.Random, until: datetime, days: int, a_day: float) -> list[tuple[datetime, str, str]]:
    """Days as they are: quiet nights, busy afternoons, and problems in proportion to what goes on."""
    rows = []
    for hours in range(days * 24):
        begin = until - timedelta(hours=days * 24 - hours)
        weight = max(0.02, math.sin(math.pi * (begin.hour - 7) / 15)) if 7 < begin.hour < 22 else 0.02
        for _ in range(_poisson(chance, a_day * weight / 9.5)):
            at = begin + timedelta(seconds=chance.randrange(3600))
            problem = chance.random() < 0.08
            rows.append((at, "problem" if problem else "reached", chance.choice(PATHS) if problem else "claim"))
    return rows


def _poisson(chance: random.Random, mean: float) -> int:
    count, left = 0, math.exp(-mean)
    while (left := left / max(chance.random(), 1e-12)) < 1:
        count += 1
    return count


@pytest.mark.parametrize("a_day", [40, 1500])
def test_forty_ordinary_days_looked_at_each_hour_are_no_alarm(db: Connection, a_day: float) -> None:
    now = datetime.fromisoformat("2026-11-20T00:00+00:00")
    happened(db, ordinary(random.Random(int(a_day)), now, 54 if a_day < 100 else 20, a_day))
    looks = range(40 * 24 if a_day < 100 else 6 * 24)
    assert [found for back in looks if (found := rises.rises(db, now - timedelta(hours=back)))] == []


def test_a_campaign_that_brings_ten_times_as_many_people_is_no_alarm(db: Connection) -> None:
    now, chance = datetime.fromisoformat("2026-11-20T15:00+00:00"), random.Random(5)
    rows = ordinary(chance, now - timedelta(hours=1), 14, 300)
    for _ in range(600):
        at = now - timedelta(seconds=chance.randrange(3600))
        problem = chance.random() < 0.08
        rows.append((at, "problem" if problem else "reached", chance.choice(PATHS) if problem else "claim"))
    happened(db, rows)
    assert rises.rises(db, now) == ()


def test_many_who_meet_one_problem_in_an_hour_are_a_rise_that_is_told_once(db: Connection) -> None:
    now, chance = datetime.fromisoformat("2026-11-20T15:00+00:00"), random.Random(6)
    rows = ordinary(chance, now, 14, 300)
    happened(db, rows)
    assert rises.rises(db, now) == ()
    happened(db, [(now - timedelta(minutes=number), "problem", PATHS[0]) for number in range(1, 20)])
    found = rises.rises(db, now)
    assert [(rise.path, rise.count >= 19) for rise in found] == [(PATHS[0], True)]
    assert rises.new(db, found, now) == list(found)
    assert rises.new(db, found, now + timedelta(minutes=1)) == []
    assert rises.new(db, found, now + timedelta(hours=2)) == [], "it lasts"
    assert rises.new(db, found, now + timedelta(hours=6)) == list(found), "another"


def test_four_are_no_rise_where_nothing_ever_happened_and_six_are(db: Connection) -> None:
    now = datetime.fromisoformat("2026-11-20T15:00+00:00")
    happened(db, [(now - timedelta(minutes=number), "problem", PATHS[1]) for number in range(1, 5)])
    assert rises.rises(db, now) == ()
    happened(db, [(now - timedelta(minutes=number, seconds=1), "problem", PATHS[1]) for number in range(1, 3)])
    assert rises.rises(db, now) == (Rise(PATHS[1], 6, 0.2),)
    assert rises.rises(db, now + timedelta(hours=2)) == ()


def test_the_chance_is_that_of_poisson() -> None:
    assert chance_of(1, 0.5) == pytest.approx(1 - math.exp(-0.5))
    assert chance_of(3, 2.0) == pytest.approx(1 - math.exp(-2) * (1 + 2 + 2))
    assert chance_of(0, 1.0) == pytest.approx(1 - math.exp(-1))


async def test_staff_are_told_of_a_rise_where_they_are(stand: Stand) -> None:
    object.__setattr__(stand.turns, "staff", Address("fake", "the staff"))
    for number in range(7):
        who = Address("fake", f"learner {number}")
        await stand.hears("hallo", who)
        await stand.hears(Tapped("=claim.spinner"), who)
    seen = await stand.all(select(events.c.detail).where(events.c.what == "problem"))
    assert len(seen) == 7
    found = await stand.database.read(rises.rises, stand.now)
    for _ in range(2):
        for rise in await stand.database.write(rises.new, found, stand.now):
            await stand.database.write(stand.turns.tell_of_rise, rise, stand.now)
    await stand.delivers()
    told = stand.channel.words("the staff") or [m.text for who, _, m in stand.channel.sent if who == "the staff"]
    assert len(told) == 1
    assert "7 mensen" in told[0]
    assert seen[0].detail in told[0]
    assert await stand.one(select(outbox.c.id).where(outbox.c.kind == "notice"))
