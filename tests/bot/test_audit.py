"""The audit: a chain in which nothing can be changed, taken out or put in unseen."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, select

from bot.commands.audit import NotWhole, verified
from bot.commands.beside import NotFound
from bot.commands.conversations import handed_back, replied, shown
from bot.commands.conversations import listed as listed_conversations
from bot.commands.privacy import erased, exported
from bot.commands.staff import added, given, listed, removed
from bot.store import audit, privacy
from bot.store.audit import Broken
from bot.store.tables import audit as rows
from bot.store.tables import audit_head, learners
from tests.databases import postgresql_url
from tests.house import settings
from tests.stand import Stand, stand

__all__ = ["stand"]

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def chain(db: Connection, count: int = 5, at: datetime = NOON) -> None:
    for number in range(count):
        audit.note(db, at, "staff:1", "conversation.view", f"talk{number}", {"messages": number})


def lift(row: int, by: int) -> Callable[[Connection], Any]:
    return lambda db: db.execute(rows.update().where(rows.c.id == row).values(id=by))


def forge(db: Connection) -> None:
    """The last row is written anew, with a hash that fits it."""
    before = db.execute(select(rows.c.hash).where(rows.c.id == 4)).scalar_one()
    kept = db.execute(select(rows).where(rows.c.id == 5)).mappings().one()
    forged = {**kept, "actor": "staff:2"}
    db.execute(rows.update().where(rows.c.id == 5).values(actor="staff:2", hash=audit._hash(before, forged)))


TAMPERED: dict[str, tuple[Callable[[Connection], Any], Broken]] = {
    "another did it": (
        lambda db: db.execute(rows.update().where(rows.c.id == 3).values(actor="staff:2")), Broken(3, "changed")
    ),
    "a second later": (
        lambda db: db.execute(rows.update().where(rows.c.id == 1).values(at=NOON + timedelta(seconds=1))),
        Broken(1, "changed"),
    ),
    "with other details": (
        lambda db: db.execute(rows.update().where(rows.c.id == 5).values(detail={"messages": 0})), Broken(5, "changed")
    ),
    "written anew": (forge, Broken(5, "changed")),
    "taken out": (lambda db: db.execute(rows.delete().where(rows.c.id == 3)), Broken(3, "missing")),
    "the first taken out": (lambda db: db.execute(rows.delete().where(rows.c.id == 1)), Broken(1, "missing")),
    "cut off": (lambda db: db.execute(rows.delete().where(rows.c.id >= 4)), Broken(4, "missing")),
    "all taken out": (lambda db: db.execute(rows.delete()), Broken(1, "missing")),
    "put in at the end": (lift(5, 6), Broken(5, "missing")),
    "put in before": (
        lambda db: db.execute(
            rows.insert().values(id=0, at=NOON, actor="staff:9", action="login", conversation="", hash="0" * 64)
        ),
        Broken(0, "added"),
    ),
    "put in after": (
        lambda db: db.execute(
            rows.insert().values(id=6, at=NOON, actor="staff:9", action="login", conversation="", hash="0" * 64)
        ),
        Broken(6, "added"),
    ),
    "the head set back": (lambda db: db.execute(audit_head.update().values(last_id=4)), Broken(5, "added")),
    "the head taken away": (lambda db: db.execute(audit_head.delete()), Broken(1, "added")),
}  # fmt: skip


@pytest.mark.parametrize("at_once", [2, 3, audit.CHECKED_AT_ONCE])
def test_whatever_is_done_to_a_row_is_found(db: Connection, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(audit, "CHECKED_AT_ONCE", at_once)
    assert audit.verify(db) == audit.Verified(0, None)
    chain(db)
    db.commit()
    whole = audit.verify(db)
    assert (whole.rows, whole.broken, whole.last) == (5, None, 5)
    for name, (tamper, broken) in TAMPERED.items():
        tamper(db)
        assert audit.verify(db).broken == broken, name
        db.rollback()
    assert audit.verify(db) == whole


def test_what_is_past_its_time_goes_and_the_rest_stays_a_chain(db: Connection) -> None:
    chain(db, 3, NOON - audit.KEPT - timedelta(seconds=1))
    chain(db, 2)
    retention = timedelta(days=90)
    assert privacy.sweep(db, NOON, retention) == {"audit": 3}
    assert privacy.sweep(db, NOON, retention) == {}
    assert (audit.verify(db).rows, audit.verify(db).broken) == (2, None)
    chain(db, 1)
    assert audit.verify(db).last == 6
    begun = audit.Verified(2, None, 6, "of a row that went meanwhile", 3, more=True)
    assert audit.verify_some(db, begun).broken is None, "what went while it was looked at is not missed"
    db.execute(rows.delete().where(rows.c.id == 4))
    assert audit.verify(db).broken == Broken(4, "missing"), "more than was past its time"
    db.rollback()


def test_two_who_write_at_once_write_one_chain() -> None:
    for url in postgresql_url():
        engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
        began = threading.Barrier(4)

        def write(actor: str, engine: Any = engine, began: threading.Barrier = began) -> None:
            began.wait()
            for _ in range(10):
                with engine.begin() as db:
                    audit.note(db, NOON, actor, "login")

        writers = [threading.Thread(target=write, args=(f"staff:{number}",)) for number in range(4)]
        for writer in writers:
            writer.start()
        looks = []
        while any(writer.is_alive() for writer in writers):
            with engine.connect() as db:
                looks.append(audit.verify(db).broken)
            writers[0].join(0.01)
        for writer in writers:
            writer.join()
        assert looks, "it was looked at meanwhile"
        assert not any(looks)
        with engine.connect() as db:
            assert audit.verify(db).rows == 40
        engine.dispose()


async def test_commands_say_who_may_come_in_and_account_for_it(database_url: str) -> None:
    chosen = settings(database_url, staff_issuer="https://login.uni.example", staff_client_id="desk")
    assert "Nobody may come" in await listed(chosen)
    assert "/desk" in await added(chosen, " Noor@Uni.example ", "Noor", "agent", [])
    await added(chosen, "ali@uni.example", "Ali", "admin", ["Hogeschool Voorbeeld"])
    with pytest.raises(NotFound, match="may come in already"):
        await added(chosen, "NOOR@uni.example", "Noor", "lead", [])
    assert "Noor is lead now" in await given(chosen, "noor@uni.example", "lead")
    _, ali, noor = (await listed(chosen)).splitlines()
    assert noor.split() == ["lead", "never", "Noor", "noor@uni.example", "all"]
    assert ali.endswith("Hogeschool Voorbeeld")
    assert "may not come in" in await removed(chosen, "noor@uni.example")
    for command in (given(chosen, "noor@uni.example", "lead"), removed(chosen, "noor@uni.example")):
        with pytest.raises(NotFound, match="nobody is invited"):
            await command
    assert "The audit holds: 4 rows" in await verified(chosen, False)
    assert json.loads(await verified(chosen, True))["broken"] is None


async def test_an_audit_that_does_not_hold_is_told_with_its_row(database_url: str, db: Connection) -> None:
    chain(db)
    db.execute(rows.update().where(rows.c.id == 3).values(actor="staff:2"))
    db.commit()
    chosen = settings(database_url)
    with pytest.raises(NotWhole, match="row 3 was changed; 2 before it"):
        await verified(chosen, False)
    with pytest.raises(NotWhole, match='"row": 3'):
        await verified(chosen, True)


async def test_what_commands_show_and_do_to_a_learner_is_accounted_for(
    stand: Stand, database_url: str, tmp_path: Path
) -> None:
    stand.now = datetime.now(UTC) + timedelta(minutes=1)
    chosen = settings(database_url)
    await stand.hears("hallo")
    token = await stand.one(select(learners.c.token))
    await listed_conversations(chosen, True)
    await shown(chosen, token)
    await replied(chosen, token, "Welke melding?", "Noor")
    await handed_back(chosen, token)
    await handed_back(chosen, token)  # the bot has the word already
    await exported(chosen, token, tmp_path / "export.json")
    await erased(chosen, token)
    told = await stand.all(select(rows.c.actor, rows.c.action, rows.c.conversation).order_by(rows.c.id))
    done = ("conversation.view", "conversation.reply", "conversation.hand_back", "privacy.export", "privacy.erase")
    assert told == [("command", action, token) for action in done]
    assert "The audit holds: 5 rows" in await verified(chosen, False)
