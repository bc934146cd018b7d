"""Plays transcripts against the real flows: `talk("learner [no]\nbot ...")`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields

import pytest

from bot.conversation.events import Fact, Started
from bot.conversation.flow import Flows, Step
from bot.conversation.state import State
from bot.conversation.transcript import Player
from flows import FLOWS

MET: set[str] = set()
"""Every step that a transcript of this process came to: the coverage of the flows (`conftest` gathers and tells it)."""


class Watched(Flows):
    """Flows that note every step the engine walks over: a branch or a mark says nothing, so nobody else sees it."""

    def __getitem__(self, path: str) -> Step:
        if sys._getframe(1).f_code.co_name == "arrive":
            MET.add(path)
        return super().__getitem__(path)


JOURNEYS = Watched(**{field.name: getattr(FLOWS, field.name) for field in fields(Flows)})


class Talk(Player):
    """A `Player` that is called with a transcript."""

    def __call__(self, text: str) -> State:
        return self.play(text)

    def happens_to_know(self, **facts: Fact) -> None:
        """Begin with a link that brought these facts; the hello is said."""
        self.happens(Started(self.now, facts, "known"))
        self.said.clear()


def new_talk(flows: Flows = JOURNEYS) -> Talk:
    return Talk(flows)


@pytest.fixture
def talk() -> Iterator[Talk]:
    player = new_talk()
    yield player
    MET.update(player.met)


def missed() -> list[str]:
    """The steps that no transcript came to, in the order in which they are written."""
    return [path for path, _ in FLOWS.paths() if path not in MET]
