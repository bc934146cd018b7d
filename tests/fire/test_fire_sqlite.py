"""The short form of every round on SQLite. `make fire` is the long one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.fire.fleet import Nursery
from tests.fire.rounds import ROUNDS as ALL
from tests.fire.rounds import SWEEP, play
from tests.fire.test_fire_postgresql import ROUNDS as ON_POSTGRESQL

ROUNDS = {
    "quiet": 2, "kills": 3, "sigterm": 2, "faults": 30, "waits": 6, "refused": 6, "blocked": 2, "full": 1, "locked": 1,
    "back": 1, "again": 1, "mistakes": 1, "pictures": 2,
}  # fmt: skip
"""How often each round's trouble comes here."""


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as opened:
        yield opened


@pytest.mark.parametrize("name", ROUNDS)
def test_nothing_is_lost_doubled_or_stuck(name: str, nursery: Nursery) -> None:
    learners = 12 if name == "faults" else 6  # each of fifteen faults holds one of them up
    outcome = asyncio.run(play(name, "sqlite", nursery, most=ROUNDS[name], learners=learners))
    assert outcome.broken == {}, outcome.folder


def test_it_may_die_at_any_point(nursery: Nursery) -> None:
    outcome = asyncio.run(play("points", "sqlite", nursery, learners=3, points=SWEEP))
    assert outcome.broken == {}, outcome.folder


def test_every_round_is_played_on_one_database_at_least() -> None:
    assert {*ROUNDS, *ON_POSTGRESQL, "points", "alone", "siege"} == set(ALL)
