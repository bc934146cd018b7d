"""What a provider accepted is written down at once: a kill before the database knows makes nothing come twice."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from bot.delivery import Delivery
from bot.ports import Tapped
from bot.store import journal as journals
from bot.store import outbox
from bot.store.database import DatabaseAway
from bot.store.journal import Accepted, Journal
from bot.store.outbox import Job
from bot.store.tables import addresses, learners, messages
from bot.store.tables import outbox as owed
from tests.stand import Stand, stand

__all__ = ["stand"]


async def killed_after_the_send(stand: Stand) -> Delivery:
    """A delivery that sent one thing and never came to note it, as if it were killed there."""
    dead = stand.delivery

    async def never(job: Job, how: object, *details: object) -> None:
        await asyncio.Event().wait()

    dead._note_sent = never  # type: ignore[method-assign, assignment]
    await dead._claim()
    before = len(stand.channel.sent)
    while len(stand.channel.sent) == before:
        await asyncio.sleep(0)
    for task in dead._under_way:
        task.cancel()
    await asyncio.gather(*dead._under_way, return_exceptions=True)
    assert dead.journal._own is not None
    os.close(dead.journal._own[1])  # with the process goes its lock
    dead.journal._own = None
    return stand.new_delivery()


async def starts_again(stand: Stand) -> None:
    await stand.delivery.journal.hand_over(lambda found: stand.database.write(journals.note, found, stand.now))
    await stand.database.write(outbox.free_all, stand.now)
    await stand.delivers()


async def test_what_was_accepted_before_a_kill_is_noted_at_the_next_start_and_not_sent_again(stand: Stand) -> None:
    await stand.hears("hoi")
    await killed_after_the_send(stand)
    assert len(stand.channel.words()) == 1
    await starts_again(stand)
    assert len(stand.channel.words()) == 1
    assert await stand.one(select(messages.c.provider_id).where(messages.c.direction == "out")) == "1"
    assert await stand.one(select(messages.c.delivery).where(messages.c.direction == "out")) == "sent"
    assert await stand.one(select(func.count()).where(owed.c.outcome.is_(None), owed.c.kind == "message")) == 0


async def test_the_card_that_was_sent_before_a_kill_is_edited_and_not_sent_again(stand: Stand) -> None:
    await stand.hears("hoi")
    job = (await stand.database.write(stand.delivery._claim_and_take, "first", stand.now, 1))[0]
    assert job is not None
    assert job.kind == "message"
    stand.channel.sent.append(("sam", "send", job.message))  # type: ignore[arg-type]
    await stand.database.write(lambda db: outbox.done(db, job, "sent", stand.now))
    await stand.database.write(outbox.free_all, stand.now)
    await killed_after_the_send(stand)
    await starts_again(stand)
    cards = [how for _, how, message in stand.channel.sent if message.card]
    assert cards == ["send", "2"]


async def card_on_its_way(stand: Stand) -> Job:
    """The first card was taken to be sent; and before that is noted, it changes."""
    await stand.hears("hoi")
    job = (await stand.database.write(stand.delivery._claim_and_take, "first", stand.now, 1))[0]
    assert job is not None
    card = await stand.delivery._note(job, stand.delivery._ended, "sent", "1")
    assert card is not None
    assert card.kind == "card"
    stand.channel.sent.append(("sam", "send", card.message))  # type: ignore[arg-type]
    state = {**await stand.state(), "at": "eduid.have_one"}
    await stand.database.write(lambda db: db.execute(learners.update().values(state=state)))
    await stand.hears(Tapped("eduid.have_one:yes"))
    return card


async def test_a_card_that_changes_on_its_way_is_edited_and_no_second_one_sent(stand: Stand) -> None:
    card = await card_on_its_way(stand)
    following = await stand.delivery._note(card, stand.delivery._ended, "sent", "77")
    while following is not None:
        following = await stand.delivery._perform(following)
    assert [how for _, how, message in stand.channel.sent if message.card] == ["send", "77"]


async def test_a_card_that_changes_on_its_way_is_edited_also_where_nothing_is_said(stand: Stand) -> None:
    await stand.hears("hoi")
    await stand.delivers()
    card = (
        await stand.all(select(owed.c.learner_id, owed.c.address_id, owed.c.message_id).where(owed.c.key.is_(None)))
    )[-1]

    def changes(db: Connection) -> None:
        whose, how = card.learner_id, {"address_id": card.address_id, "message_id": card.message_id}
        outbox.put(db, whose, "card", now=stand.now, key=f"card:{whose}", **how)

    await stand.database.write(changes)
    job = (await stand.database.write(stand.delivery._claim_and_take, "first", stand.now, 1))[0]
    assert job is not None
    await stand.database.write(changes)
    following = await stand.delivery._note(job, stand.delivery._ended, "sent", "2")
    assert following is not None
    assert following.kind == "card"


@pytest.mark.parametrize("whose", ["the nudge's", "the address's"])
async def test_what_waits_behind_one_that_is_called_off_leaves_at_once(stand: Stand, whose: str) -> None:
    await stand.hears("hoi")
    await stand.delivers()
    sam, said = (await stand.all(select(messages.c.learner_id, messages.c.id).where(messages.c.direction == "out")))[0]
    address = await stand.one(select(addresses.c.id))

    def owe(db: Connection) -> None:
        later = {"due": stand.now + timedelta(hours=9), "priority": outbox.REMINDER, "address_id": address}
        outbox.put(db, sam, "message", now=stand.now, message_id=said, **later)
        outbox.put(db, sam, "message", now=stand.now, message_id=said)

    def call_off(db: Connection) -> None:
        if whose == "the nudge's":
            outbox.let_go_of_nudges(db, sam, stand.now)
        else:
            outbox.cancel_for(db, address, stand.now)

    await stand.database.write(owe)
    await stand.delivers()
    await stand.database.write(call_off)
    await stand.delivers()
    assert await stand.one(select(func.count()).where(owed.c.kind == "message", owed.c.outcome.is_(None))) == 0


async def test_a_card_that_changed_on_its_way_before_a_kill_is_edited_and_no_second_one_sent(stand: Stand) -> None:
    card = await card_on_its_way(stand)
    stand.delivery.journal.accepted(card, "77")
    stand.delivery.journal.close()  # with the process goes its lock
    stand.new_delivery()
    await starts_again(stand)
    assert [how for _, how, message in stand.channel.sent if message.card] == ["send", "77"]


async def test_a_card_that_changed_on_its_way_and_could_not_be_noted_in_time_is_edited(stand: Stand) -> None:
    card = await card_on_its_way(stand)
    stand.delivery.journal.accepted(card, "77")  # its process lives, and is kept from noting it
    stand.now += outbox.LEASE + timedelta(seconds=1)
    stand.new_delivery()
    await stand.delivers()
    assert [how for _, how, message in stand.channel.sent if message.card] == ["send", "77"]


async def test_what_another_attempt_or_another_database_accepted_is_left_alone(stand: Stand) -> None:
    await stand.hears("hoi")
    (job,) = await stand.database.write(stand.delivery._claim_and_take, "mine", stand.now, 1)
    assert job is not None
    true = Accepted(job.id, job.attempts, job.talk, "77")
    for wrong in (true._replace(attempts=2), true._replace(talk="0" * 32), true._replace(row=job.id + 1000)):
        assert await stand.database.write(journals.note, [wrong], stand.now) == 0
    assert await stand.database.write(journals.note, [true, true], stand.now) == 1
    await stand.delivery._note(job, stand.delivery._ended, "sent", "78")  # its process lived after all
    assert await stand.one(select(messages.c.provider_id).where(messages.c.direction == "out")) == "77"


async def test_who_sent_it_and_could_not_note_it_in_time_lives_and_nobody_sends_it_again(stand: Stand) -> None:
    await stand.hears("hoi")
    first = stand.delivery
    (job,) = await stand.database.write(first._claim_carefully, "first", stand.now, 1)
    assert job is not None
    given = await stand.channel.send(job.to, job.message)  # type: ignore[arg-type]
    first.journal.accepted(job, given)
    stand.now += outbox.LEASE + timedelta(seconds=1)  # as long as the database was away
    stand.new_delivery()
    await stand.delivers()
    assert len(stand.channel.words()) == 1
    assert await stand.one(select(messages.c.provider_id).where(messages.c.direction == "out")) == given


async def test_a_stop_waits_only_so_long_for_a_database_that_is_away(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.LAST_NOTES_SECONDS", 0.1)
    await stand.hears("hoi")
    (job,) = await stand.database.write(stand.delivery._claim_and_take, "mine", stand.now, 1)
    assert job is not None

    async def away(*_: object, **__: object) -> None:
        raise DatabaseAway("gone")

    monkeypatch.setattr(stand.database, "write", away)
    stand.delivery._begin(job)
    await asyncio.wait_for(stand.delivery.stop(), 10)
    stand.delivery.journal.close()
    assert len(await found(Journal(stand.spool / "accepted"))) == 1, "the next start finds it"


JOB = Job(7, 1, "talk", None, None, "message", {}, 1, None, False, "lane", None, None, "")  # type: ignore[arg-type]


async def found(journal: Journal) -> list[Accepted]:
    entries: list[Accepted] = []

    async def keep(some: Sequence[Accepted]) -> None:
        entries.extend(some)

    await journal.hand_over(keep)
    return entries


async def test_a_killed_process_leaves_its_journal_to_the_next_and_a_torn_entry_counts_for_nothing(
    tmp_path: Path,
) -> None:
    script = f"""
import os
from pathlib import Path
from bot.store.journal import Journal
from tests.bot.test_store_journal import JOB
journal = Journal(Path({str(tmp_path)!r}))
journal.accepted(JOB, "41")
os.write(journal._own[1], b'\\n[8,1,"talk","4')
journal.accepted(JOB, "42")
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", script], check=False)
    assert await found(Journal(tmp_path)) == [Accepted(7, 1, "talk", "41"), Accepted(7, 1, "talk", "42")]
    assert not list(tmp_path.iterdir())


async def test_the_journal_of_a_living_process_is_left_alone_and_kept_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journals, "LARGEST", 100)
    living = Journal(tmp_path)
    other = replace(JOB, id=8)
    for _ in range(10):
        living.accepted(JOB, "41")
        living.accepted(other, "42")
        living.noted(JOB)
        assert await found(Journal(tmp_path)) == []
        (file,) = tmp_path.iterdir()
        assert file.stat().st_size > 0, "one of the two is not noted"
        living.noted(other)
    assert file.stat().st_size < 200
    living.close()
    assert not list(tmp_path.iterdir())


async def test_what_cannot_be_noted_now_is_handed_over_later(tmp_path: Path) -> None:
    dead = Journal(tmp_path)
    dead.accepted(JOB, "41")
    dead.close()

    async def refuse(some: Sequence[Accepted]) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await Journal(tmp_path).hand_over(refuse)
    assert await found(Journal(tmp_path)) == [Accepted(7, 1, "talk", "41")]


async def test_a_disk_without_room_does_not_undo_a_send(tmp_path: Path) -> None:
    (tmp_path / "accepted").write_text("no folder")
    journal = Journal(tmp_path / "accepted")
    journal.accepted(JOB, "41")
    journal.noted(JOB)
    assert await found(journal) == []
