"""Slack under fire: what was acknowledged is not lost, and nothing comes twice, whatever is killed in between.

`make fire ARGS="--channel slack"` is the long form.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.fire.fleet import Nursery
from tests.fire.rounds import play

ROUNDS = {"kills": 2, "faults": 20}
"""How often each round's trouble comes here."""


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as opened:
        yield opened


@pytest.mark.parametrize("name", ROUNDS)
def test_nothing_is_lost_doubled_or_stuck(name: str, nursery: Nursery) -> None:
    outcome = asyncio.run(play(name, "sqlite", nursery, most=ROUNDS[name], learners=4, channel="slack"))
    assert outcome.broken == {}, outcome.folder
