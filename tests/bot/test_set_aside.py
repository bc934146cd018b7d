"""What fails on a mistake of ours is set aside, is nobody's obstacle, and is replayed or dropped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.commands.beside import NotFound
from bot.commands.set_aside import Stays, dropped, listed, replayed
from bot.conversation.nodes import Message, Span
from bot.ports import Address, Tapped
from bot.settings import Settings
from bot.store import aside, conversations, outbox
from bot.store.tables import heard, learners, messages
from bot.store.tables import outbox as rows
from tests.house import KEY, settings
from tests.plans import scans
from tests.stand import SAM, Stand, stand

__all__ = ["stand"]

KIM = Address("fake", "kim")


@pytest.fixture
def chosen(database_url: str, stand: Stand) -> Settings:
    """Settings for the database of the stand, which reads what commands seal and they what it seals."""
    stand.now = datetime.now(UTC) + timedelta(minutes=1)
    stand.turns.box.__init__(KEY)  # type: ignore[misc]
    return settings(database_url)


async def sql(stand: Stand, statement: str, **values: Any) -> None:
    await stand.database.write(lambda db: db.execute(text(statement), values) and None)


async def owes(stand: Stand, who: Address, kind: Any, payload: dict[str, Any], body: str | None = None) -> int:
    """Owe somebody one more thing; its row."""

    def put(db: Any) -> int:
        found = conversations.at_address(db, who, "nl", stand.now)
        said = conversations.add_message(db, found, (Span(body),), stand.now, "owed") if body else None
        outbox.put(
            db, found.learner, kind, now=stand.now, address_id=found.address_id, payload=payload, message_id=said
        )
        return int(db.execute(select(rows.c.id).order_by(rows.c.id.desc()).limit(1)).scalar_one())

    return await stand.database.write(put)


def said_to(stand: Stand, who: str) -> list[str]:
    return [message.text for to, how, message in stand.channel.sent if to == who and how == "send"]


# Things owed


@pytest.mark.parametrize("spoil", ["outbox SET payload", "messages SET body"])
async def test_a_row_that_nobody_can_read_stands_in_nobodys_way(stand: Stand, spoil: str) -> None:
    for who in (SAM, KIM):
        await stand.hears("hallo", who)
    await stand.delivers()
    bad = await owes(stand, SAM, "message", {"x": 1}, "nooit te lezen")
    await owes(stand, SAM, "message", {}, "daarna")
    await owes(stand, KIM, "message", {}, "aan een ander")
    where = "id = :row" if "outbox" in spoil else "id = (SELECT message_id FROM outbox WHERE id = :row)"
    await sql(stand, f"UPDATE {spoil} = '{{half' WHERE {where}", row=bad)
    await stand.delivers()
    assert said_to(stand, "kim")[-1] == "aan een ander"
    assert said_to(stand, "sam")[-1] == "daarna"
    [row] = await stand.database.read(aside.listed)
    assert (row.key, row.what, row.error) == (f"row-{bad}", "message", "JSONDecodeError")
    await stand.hears("status")
    await stand.delivers()
    assert len(await stand.database.read(aside.listed)) == 1, "and their next turn is an ordinary one"


async def test_a_turn_is_heard_though_something_else_owed_there_cannot_be_read(stand: Stand) -> None:
    """Where a process delivers, a turn takes its lane along and reads what is owed."""
    await stand.hears("hallo")
    await stand.delivers()
    bad = await owes(stand, SAM, "message", {"x": 1}, "nooit te lezen")
    await sql(stand, "UPDATE outbox SET payload = '{half' WHERE id = :row", row=bad)
    stand.delivery._running = True
    stand.ears.take_turn = stand.delivery.take_turn
    await stand.hears("status")
    stand.delivery._running = False
    await stand.delivers()
    assert not await stand.all(select(heard.c.key).where(heard.c.raw.is_not(None)))
    assert [row.key for row in await stand.database.read(aside.listed)] == [f"row-{bad}"]


async def test_what_was_sent_is_noted_though_what_comes_after_it_cannot_be_read(stand: Stand) -> None:
    await stand.hears("hallo")
    await stand.delivers()
    await owes(stand, SAM, "message", {}, "eerst")
    bad = await owes(stand, SAM, "message", {"x": 1}, "nooit te lezen")
    send = stand.channel.send

    async def spoils(to: Address, message: Message) -> str:
        await sql(stand, "UPDATE outbox SET payload = '{half' WHERE id = :row", row=bad)
        return await send(to, message)

    stand.channel.send = spoils  # type: ignore[method-assign]
    await stand.delivers()
    assert said_to(stand, "sam").count("eerst") == 1
    assert [row.key for row in await stand.database.read(aside.listed)] == [f"row-{bad}"]
    stand.now += timedelta(minutes=5)
    await stand.delivers()
    assert said_to(stand, "sam").count("eerst") == 1


@pytest.mark.parametrize(
    ("kind", "payload", "error"),
    [
        ("request", {"request": "NoSuchRequest", "fields": {}, "step": "x", "asked": 1}, "AttributeError"),
        ("request", {"oops": 1}, "KeyError"),
        ("notice", {"body": []}, "KeyError"),
        ("alarm", {}, "KeyError"),
    ],
)
async def test_a_row_that_makes_no_sense_is_set_aside_once(
    stand: Stand, kind: str, payload: dict[str, Any], error: str
) -> None:
    await stand.hears("hallo")
    await stand.delivers()
    bad = await owes(stand, SAM, kind, payload)
    await owes(stand, SAM, "message", {}, "daarna")
    for _ in range(4):
        await stand.delivers()
        stand.now += timedelta(minutes=2)
    assert said_to(stand, "sam").count("daarna") == 1
    found = [row.error for row in await stand.database.read(aside.listed)]
    assert found == [error]
    assert await stand.one(select(rows.c.outcome).where(rows.c.id == bad)) is not None


async def test_an_alarm_of_somebody_whose_state_cannot_be_read_is_set_aside(stand: Stand) -> None:
    await stand.hears("hallo")
    await stand.delivers()
    await owes(stand, SAM, "alarm", {"alarm": "x"})
    await sql(stand, "UPDATE learners SET state = '{half'")
    for _ in range(3):
        await stand.delivers()
        stand.now += timedelta(minutes=2)
    assert "JSONDecodeError" in [row.error for row in await stand.database.read(aside.listed)]
    assert (await stand.one(select(rows.c.attempts).where(rows.c.outcome == "set_aside"))) == 1


# Commands


async def test_an_event_is_listed_with_its_error_replayed_and_then_gone(stand: Stand, chosen: Settings) -> None:
    assert await listed(chosen) == "Nothing is set aside."
    await stand.hears("hallo")
    await stand.delivers()
    good = (await stand.state(), await stand.one(select(learners.c.id)))
    await sql(stand, "UPDATE learners SET state = '{half'")
    await stand.hears(Tapped("welcome.hello:go_on"))
    await stand.hears("hallo", KIM)  # nobody else is troubled
    head, line, *_, total, advice = (await listed(chosen)).splitlines()
    assert "fake" in line
    assert "event" in line
    assert "JSONDecodeError" in line
    key = line.split()[0]
    with pytest.raises(Stays, match="it fails again, on JSONDecodeError"):
        await replayed(chosen, key)
    await stand.database.write(lambda db: db.execute(learners.update().where(learners.c.id == good[1])
                                                     .values(state=good[0])) and None)  # fmt: skip
    assert "done again" in await replayed(chosen, key)
    assert (await stand.state())["at"] == "award.got_mail"
    assert await listed(chosen) == "Nothing is set aside."


async def test_everything_is_replayed_and_one_thing_dropped(stand: Stand, chosen: Settings) -> None:
    await stand.hears("hallo")
    await stand.delivers()
    for payload in ({"x": 1}, {"x": 2}, {"x": 3}):
        await owes(stand, SAM, "message", payload, f"bericht {payload['x']}")
    await sql(stand, "UPDATE outbox SET payload = '{half' WHERE outcome IS NULL AND kind = 'message'")
    await stand.delivers()
    first, *rest = [row.key for row in await stand.database.read(aside.listed)]
    assert len(rest) == 2

    def never_mind(what: str) -> None:
        raise KeyboardInterrupt(what)

    with pytest.raises(KeyboardInterrupt, match=rf"{first} \(message, fake, JSONDecodeError\)"):
        await dropped(chosen, first, never_mind)
    assert "dropped" in await dropped(chosen, first)
    with pytest.raises(NotFound, match="set-aside"):
        await dropped(chosen, first, never_mind)
    with pytest.raises(NotFound):
        await replayed(chosen, "row-")
    await sql(stand, "UPDATE outbox SET payload = '{}' WHERE outcome = 'set_aside'")
    assert (await replayed(chosen, "")).count("done again") == 2
    await stand.delivers()
    assert said_to(stand, "sam")[-2:] == ["bericht 2", "bericht 3"]
    delivery = await stand.all(select(messages.c.delivery).order_by(messages.c.id.desc()).limit(3))
    assert [row.delivery for row in delivery] == ["sent", "sent", "failed"]
    assert await replayed(chosen, "") == "Nothing is set aside."


async def test_what_is_set_aside_is_found_and_counted_by_an_index(stand: Stand) -> None:
    assert await stand.database.read(scans, aside.count) == []
    assert await stand.database.read(scans, aside.listed) == []
