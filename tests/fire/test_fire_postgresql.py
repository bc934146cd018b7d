"""The short form of every round on PostgreSQL, with two web and two worker processes. `make fire` is the long one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.databases import missing, postgresql_server
from tests.fire.fleet import Nursery
from tests.fire.rounds import SWEEP, play

ROUNDS = {"kills": 3, "slow": 1, "blocked": 2, "stopped": 1, "clock": 1, "together": 1, "prompt": 2, "mails": 1}
"""How often each round's trouble comes here."""


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    if not postgresql_server():
        missing("no PostgreSQL server could be started here")
    with Nursery() as opened:
        yield opened


@pytest.mark.parametrize("name", ROUNDS)
def test_nothing_is_lost_doubled_or_stuck(name: str, nursery: Nursery) -> None:
    outcome = asyncio.run(play(name, "postgresql", nursery, most=ROUNDS[name], learners=6))
    assert outcome.broken == {}, outcome.folder


def test_it_may_die_at_any_point(nursery: Nursery) -> None:
    outcome = asyncio.run(play("points", "postgresql", nursery, learners=3, points=SWEEP[2:]))
    assert outcome.broken == {}, outcome.folder


def test_who_does_all_may_die_of_what_another_death_left(nursery: Nursery) -> None:
    outcome = asyncio.run(play("alone", "postgresql", nursery, learners=3, points=("commit.after:hand_over",)))
    assert outcome.broken == {}, outcome.folder


def test_who_watches_a_siege_sees_that_nothing_is_given_up(nursery: Nursery) -> None:
    outcome = asyncio.run(play("siege", "postgresql", nursery, most=3, learners=6))
    assert outcome.broken == {}, outcome.folder
    assert outcome.counts
    assert outcome.counts.looks > outcome.counts.unanswered
    assert outcome.counts.worst_of("badgewijzer_set_aside") == 0
