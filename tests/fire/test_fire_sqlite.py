"""The short form of every round on SQLite. `make fire` is the long one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.fire.fleet import Nursery
from tests.fire.rounds import play

ROUNDS = {"kills": 3, "sigterm": 2, "faults": 30, "waits": 6, "full": 1, "locked": 1, "again": 1, "pictures": 2}
"""How often each round's trouble comes here."""


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as opened:
        yield opened


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ROUNDS)
def test_nothing_is_lost_doubled_or_stuck(name: str, nursery: Nursery) -> None:
    outcome = asyncio.run(play(name, "sqlite", nursery, most=ROUNDS[name], learners=6))
    assert outcome.broken == {}, outcome.folder
