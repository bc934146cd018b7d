"""On PostgreSQL everybody locks in one order: of two about one learner, one waits for the other and none for both."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot import campaigns, nudges
from bot.conversation.effects import Part, ShowProgress
from bot.conversation.state import State
from bot.ports import Address, Blocked, Heard, Outcome, Refused, Typed, Unavailable
from bot.store import aside, batches, conversations, installations, outbox, privacy
from bot.store import tables as t
from bot.store.outbox import Job
from tests.databases import until_locked_out
from tests.stand import SAM, Stand, stand

__all__ = ["stand"]

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

Unit = Callable[[Connection], Any]


class Race:
    """Two units, of which the first stands still until the second waits for it; each is to run once and to its end."""

    def __init__(self, stand: Stand, patch: pytest.MonkeyPatch) -> None:
        self.stand, self.patch = stand, patch
        self.loop, self.half = asyncio.get_running_loop(), asyncio.Event()
        self.runs = [0, 0]

    def stops(self, of: Any, name: str, *, after: bool = False) -> None:
        """Stand still in this function, before or after what it does: the first time."""
        real = getattr(of, name)
        stopped: list[bool] = []

        def stopping(*given: Any, **how: Any) -> Any:
            came = real(*given, **how) if after else None
            if not stopped:
                stopped.append(True)
                self.loop.call_soon_threadsafe(self.half.set)
                until_locked_out(self.stand.database.url, 1)
            return came if after else real(*given, **how)

        self.patch.setattr(of, name, stopping)

    async def run(self, first: Unit, second: Unit) -> None:
        def counted(number: int, unit: Unit) -> Unit:
            def run(db: Connection) -> Any:
                self.runs[number] += 1
                return unit(db)

            return run

        leads = asyncio.create_task(self.stand.database.write(counted(0, first)))
        half = asyncio.create_task(self.half.wait())
        await asyncio.wait({leads, half}, return_when=asyncio.FIRST_COMPLETED)
        assert half.done(), "the first came to its end, or failed, without stopping half-way"
        await asyncio.gather(leads, self.stand.database.write(counted(1, second)))
        assert self.runs == [1, 1], "one of them was undone for the other's sake"


@pytest.fixture
async def race(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> Race:
    return Race(stand, monkeypatch)


async def owed(stand: Stand, who: Address = SAM) -> Job:
    """Somebody said hello, and the answer is on its way."""
    await stand.hears("hoi", who)
    [job] = await stand.database.write(stand.delivery._claim_and_take, "mine", stand.now, 1)
    assert job
    return job


async def asked(stand: Stand) -> Job:
    """A neighbour was asked something for this learner."""
    await stand.hears("hoi")
    what = {"step": "x", "asked": 1, "request": "LookUpBadge", "fields": {}}
    learner = await learner_of(stand)
    await stand.database.write(lambda db: outbox.put(db, learner, "request", now=stand.now, payload=what))
    [job] = await stand.database.write(stand.delivery._claim_and_take, "mine", stand.now, 1)
    while job is not None and job.kind != "request":
        job = await stand.database.write(stand.delivery._noted, job, stand.delivery._ended, ("sent", "1"), stand.now)
    assert job
    await stand.database.write(stand.delivery._noted, job, stand.delivery._go_on, (), stand.now)
    return job


async def learner_of(stand: Stand, who: Address = SAM) -> int:
    found = await stand.one(select(t.addresses.c.learner_id).where(t.addresses.c.external_id == who.external_id))
    assert found is not None
    return int(found)


def forgets(stand: Stand, learner: int) -> Unit:
    """They ask for it in their conversation."""

    def forget(db: Connection) -> None:
        conversations.of_learner(db, learner)
        privacy.wipe(db, learner)

    return forget


def noted(stand: Stand, job: Job, how: Any, *details: Any) -> Unit:
    return lambda db: stand.delivery._noted(db, job, how, details, stand.now)


async def put_off(stand: Stand, race: Race, job: Job) -> Unit:
    """The note of a try that failed for now: it writes the lane, the row, and the lane once more."""
    race.stops(outbox, "again")
    return noted(stand, job, stand.delivery._later, Unavailable("busy"), job.to.channel if job.to else "")


async def test_who_asks_to_be_forgotten(stand: Stand, race: Race) -> None:
    job = await owed(stand)
    first = await put_off(stand, race, job)
    await race.run(first, lambda db: privacy.erase_on_request(db, stand.turns.box, job.learner, stand.now))


async def test_who_is_forgotten_for_being_silent(stand: Stand, race: Race) -> None:
    first = await put_off(stand, race, await owed(stand))
    await race.run(first, lambda db: privacy.sweep(db, stand.now + timedelta(days=1), timedelta(hours=1)))
    assert await stand.one(select(t.learners.c.id)) is None


async def test_a_workspace_that_shows_us_the_door(stand: Stand, race: Race) -> None:
    there = {"workspace": "T1", "sealed": b"x", "installed_at": stand.now}
    await stand.database.write(lambda db: db.execute(t.installations.insert().values(there)))
    first = await put_off(stand, race, await owed(stand, Address("slack", "U1", "T1")))
    await race.run(first, lambda db: installations.remove(db, "T1", stand.now, stand.now))


async def test_who_shuts_us_out_as_it_is_noted_that_they_did(stand: Stand, race: Race) -> None:
    job = await owed(stand)
    race.stops(outbox, "heard_meanwhile")
    shut = Refused("sendMessage: 403", gone=True)
    leaves = Heard("leaves", SAM, Blocked(gone=True), "nl")
    await race.run(
        noted(stand, job, stand.delivery._refused, shut, "fake"), lambda db: stand.turns.take(db, leaves, stand.now)
    )


async def test_the_answer_of_a_neighbour(stand: Stand, race: Race) -> None:
    job = await asked(stand)
    race.stops(outbox, "done", after=True)
    found = Outcome("found", {})
    await race.run(lambda db: stand.delivery._answered(db, job, found, stand.now), forgets(stand, job.learner))


async def test_a_neighbour_that_is_asked_later(stand: Stand, race: Race) -> None:
    job = await asked(stand)
    race.stops(outbox, "again", after=True)
    await race.run(lambda db: stand.delivery._ask_later(db, job, "away", stand.now), forgets(stand, job.learner))


async def test_an_award_that_is_changed_while_the_mail_about_it_is_noted(stand: Stand, race: Race) -> None:
    await stand.hears("hoi")
    learner = await learner_of(stand)

    def prepare(db: Connection) -> None:
        batch = {"name": "b", "created_at": stand.now, "state": "open", "found": {}}
        number = db.execute(t.batches.insert().values(batch).returning(t.batches.c.id)).scalar_one()
        award = {"key": "k", "batch_id": number, "learner_id": learner, "invited_at": stand.now, "mail": "owed"}
        award |= {"badge": "B", "source": "s", "created_at": stand.now}
        made = db.execute(t.awards.insert().values(award).returning(t.awards.c.id)).scalar_one()
        change = {"batch_id": number, "award_id": made, "change": {"deadline": "2027-01-01"}}
        db.execute(t.amendments.insert().values(change))
        db.execute(t.outbox.update().values(priority=outbox.BULK))

    await stand.database.write(prepare)
    [job] = await stand.database.write(stand.delivery._claim_and_take, "mine", stand.now, 1)
    assert job
    race.stops(outbox, "put")
    await race.run(lambda db: batches.amend(db, stand.now), noted(stand, job, stand.delivery._ended, "sent", "1"))


async def test_what_was_set_aside_and_is_heard_again(stand: Stand, race: Race) -> None:
    await stand.hears("hoi")
    learner = await learner_of(stand)
    said = Heard("zz", SAM, Typed("status"), "nl")
    await stand.database.write(stand.turns.set_aside, said, "bug", "X", stand.now)
    race.stops(type(stand.turns), "take")
    await race.run(
        lambda db: stand.turns.replay(db, conversations.key_of("zz"), stand.now),
        lambda db: privacy.erase_on_request(db, stand.turns.box, learner, stand.now),
    )


async def test_a_row_that_was_set_aside_and_is_owed_again(stand: Stand, race: Race) -> None:
    await stand.hears("hoi")
    learner = await learner_of(stand)
    row = await stand.one(select(t.outbox.c.id).where(t.outbox.c.kind == "message"))
    await stand.database.write(aside.put, [row], "X", stand.now)
    race.stops(outbox, "wake")
    await race.run(
        lambda db: aside.replay_row(db, row, stand.now),
        lambda db: privacy.erase_on_request(db, stand.turns.box, learner, stand.now),
    )


async def test_a_campaign_and_who_reminds_the_same_learners(
    stand: Stand, race: Race, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailboxes = [Address("email", "sam@uni.example"), Address("email", "kim@uni.example")]
    for who in mailboxes:
        await stand.hears("hoi", who)
    learners = {await learner_of(stand, who): who for who in mailboxes}
    batch = {"name": "b", "created_at": stand.now, "state": "open", "found": {}, "campaign": "running", "written_to": 0}
    award = {"badge": "B", "source": "s", "created_at": stand.now, "assumed": False}

    def prepare(db: Connection) -> None:
        number = db.execute(t.batches.insert().values(batch).returning(t.batches.c.id)).scalar_one()
        for learner in sorted(learners, reverse=True):  # the later learner's award is the first
            theirs = {"address": learners[learner].external_id, "batch_id": number, "key": str(learner)}
            db.execute(t.awards.insert().values(**award, **theirs))

    await stand.database.write(prepare)
    race.stops(conversations, "of_learner", after=True)
    monkeypatch.setattr(
        campaigns,
        "_write_to",
        lambda db, turns, row, *more: conversations.of_learner(db, int(row.key)),
    )
    await race.run(
        lambda db: campaigns.go_on(db, stand.turns, stand.now, stand.now.date()),
        lambda db: nudges._some(db, stand.turns, sorted(learners), stand.now, lambda db, talk: None),
    )


async def test_a_card_that_is_shown_without_a_word_while_the_last_is_noted(stand: Stand, race: Race) -> None:
    await stand.hears("hoi")
    learner = await learner_of(stand)
    await stand.database.write(
        lambda db: db.execute(t.outbox.update().where(t.outbox.c.kind != "card").values(outcome="sent"))
    )
    [job] = await stand.database.write(stand.delivery._claim_and_take, "mine", stand.now, 1)
    assert job
    assert job.kind == "card"
    race.stops(conversations, "set_card", after=True)
    await race.run(shows(stand, learner), noted(stand, job, stand.delivery._ended, "sent", "1"))


def shows(stand: Stand, learner: int) -> Unit:
    """A turn that shows how far they are and says nothing."""

    def show(db: Connection) -> None:
        talk = conversations.of_learner(db, learner)
        assert talk is not None
        state = State.load(talk.stored or {})
        stand.turns._save(db, talk, state, (ShowProgress(Part("common.sorry")),), stand.now)

    return show
