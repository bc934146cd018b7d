"""Plays transcripts against the real flows: `talk("learner [no]\nbot ...")`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.conversation.flow import Flows
from bot.conversation.state import State
from bot.conversation.transcript import Player
from flows import FLOWS

MET: set[str] = set()
"""Every step that any test of this process came to: the coverage of the flows."""


class Talk(Player):
    """A `Player` that is called with a transcript."""

    def __call__(self, text: str) -> State:
        return self.play(text)


def new_talk(flows: Flows = FLOWS) -> Talk:
    return Talk(flows)


@pytest.fixture
def talk() -> Iterator[Talk]:
    player = new_talk()
    yield player
    MET.update(player.met)
