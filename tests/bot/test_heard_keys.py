"""What is kept of what was heard: it is known again, also by who comes after an older program, and stands in order."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, insert, select

from bot.store import conversations
from bot.store.conversations import key_of
from bot.store.tables import heard
from tests.fire.evidence import hashed

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def note(db: Connection, key: str) -> bool:
    return conversations.note(db, key_of(key), "telegram", NOW)


def as_before(db: Connection, key: str) -> None:
    """An older program hears this: it kept the hash alone."""
    before = hashlib.sha256(key.encode()).hexdigest()
    db.execute(insert(heard).values(key=before, at=NOW, channel="telegram"))


@pytest.mark.parametrize("key", ["tg:7:123", "slack:Ev0123", "slack:press:1234", "email:12ab"])
def test_the_harness_looks_for_what_is_kept(key: str) -> None:
    assert hashed(key) == key_of(key)


KEYS = ["tg:7:123456789", "tg:7:1", "tg:7:99999999999999", "slack:Ev0123", "web:abc:4c2f-1", "email:beef", "", "7"]


@pytest.mark.parametrize("key", KEYS)
def test_what_was_heard_is_known_again(db: Connection, key: str) -> None:
    assert note(db, key)
    assert not note(db, key)
    assert conversations.noted(db, key)


@pytest.mark.parametrize("key", KEYS)
def test_what_an_older_program_heard_is_known_again(db: Connection, key: str) -> None:
    as_before(db, key)
    assert not note(db, key)
    assert len(db.execute(select(heard.c.key)).all()) == 1


def test_nothing_is_taken_for_another(db: Connection) -> None:
    keys = [f"tg:{bot}:{number}" for bot in (7, 8, 78) for number in (1, 8, 10**9, 10**9 + 1)]
    for key in keys[::2]:
        as_before(db, key)
    for key in keys[1::2]:
        assert note(db, key)
    assert len({key_of(key) for key in keys}) == len(keys)


def test_keys_with_a_number_stand_in_its_order() -> None:
    numbers = [1, 2, 9, 10, 123456789, 2**31, 10**13]
    kept = [key_of(f"tg:7:{number}") for number in numbers]
    assert kept == sorted(kept)
    assert {len(key) for key in kept} == {64}


@pytest.mark.parametrize(
    "key",
    [
        "tg:7:-1",
        "tg:7:",
        "tg:7:1a",
        "tg:7:٣",
        f"mail:{'1' * 15}",
        "7",
        "words 7 2026-11-29 Mijn nummer is tel:0612345678",
    ],
)
def test_what_has_no_number_and_what_somebody_wrote_is_a_hash_alone(key: str) -> None:
    assert key_of(key) == hashlib.sha256(key.encode()).hexdigest()
