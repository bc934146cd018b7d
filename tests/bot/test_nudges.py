"""Nudges that staff send: the reminder that the clock would send, by day, once, and not to whoever is here by then."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, select, update

from bot import nudges
from bot.store import awards, conversations
from bot.store.awards import Award
from bot.store.tables import learners, outbox
from tests.stand import SAM, Stand, stand

__all__ = ["stand"]

NIGHT = datetime(2026, 11, 23, 22, tzinfo=UTC)
HALFWAY = "Hallo, ik ben er nog"


async def sam(stand: Stand) -> int:
    """Sam, who began a day ago and went away."""
    await stand.hears("hallo")
    await stand.delivers()
    stand.now += timedelta(days=1)
    found = await stand.database.read(conversations.learner_at, SAM)
    assert found is not None
    return found


async def nudged(stand: Stand, *whom: int) -> list[str]:
    """The tokens of those who were nudged."""
    noted: list[str] = []

    def account(db: Connection, token: str) -> None:
        noted.append(token)

    would, _ = await stand.database.read(nudges.would, stand.turns, whom, stand.now)
    assert await nudges.nudge(stand.database, stand.turns, would, stand.now, account) == len(noted)
    return noted


async def told(stand: Stand) -> int:
    await stand.delivers()
    return sum(HALFWAY in words for words in stand.channel.words())


async def test_a_nudge_is_the_usual_reminder_and_is_not_given_again_by_staff_or_by_the_clock(stand: Stand) -> None:
    learner = await sam(stand)
    assert len(await nudged(stand, learner)) == 1
    assert await told(stand) == 1
    assert await nudged(stand, learner) == []
    stand.now += timedelta(days=2)
    assert await nudged(stand, learner) == []  # three days have not passed
    stand.now += timedelta(days=2)
    assert await told(stand) == 1  # the clock's own is the one that was given
    assert len(await nudged(stand, learner)) == 1


async def test_at_night_it_waits_for_the_day_and_whoever_speaks_before_gets_an_answer_alone(stand: Stand) -> None:
    learner = await sam(stand)
    stand.now = NIGHT
    await nudged(stand, learner)
    assert await told(stand) == 0
    await stand.hears("status")
    stand.now += timedelta(hours=14)
    assert await told(stand) == 0
    called_off = select(outbox.c.outcome).where(outbox.c.priority == 5, outbox.c.kind == "message")
    assert await stand.one(called_off) == "cancelled"


async def test_nobody_is_nudged_who_has_a_human_said_stop_or_has_claimed(stand: Stand) -> None:
    learner = await sam(stand)
    has_human = update(learners).where(learners.c.id == learner)
    await stand.database.write(lambda db: db.execute(has_human.values(owner="Noor")).rowcount)
    assert await nudged(stand, learner) == []
    await stand.database.write(lambda db: db.execute(has_human.values(owner=None)).rowcount)
    await stand.hears("stop")
    assert await nudged(stand, learner) == []
    assert await nudged(stand, 4711) == []
    assert not await stand.database.write(stand.turns.nudge, 4711, stand.now)


async def test_who_was_mailed_and_never_answered_is_reminded_of_the_last_day(stand: Stand) -> None:
    award = Award("Rekenen", "Hogeschool", "personal", date(2027, 1, 31), "kim@voorbeeld.example")

    def invited(db: Connection) -> int:
        kept = awards.Held(awards.add(db, award, "test", stand.now), {"badge": "Rekenen", "deadline": "2027-01-31"})
        found = stand.turns.invite(db, award.address, kept, "nl", stand.now)
        assert found is not None
        return found

    learner = await stand.database.write(invited)
    assert await nudged(stand, learner) == []  # the mail itself was just now
    stand.now += timedelta(days=4)
    assert len(await nudged(stand, learner)) == 1
    last = select(outbox.c.payload).where(
        outbox.c.learner_id == learner, outbox.c.priority == 5, outbox.c.kind == "message"
    )
    assert await stand.one(last) == {"nudge": True}
