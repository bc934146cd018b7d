"""The transcripts of the journeys, every line of them unchanged, on Slack: see `tests/talk_on_slack.py`.

With EVERY_TRANSCRIPT=1 those of all side roads are played as well, which takes half a minute.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterator
from types import ModuleType

import pytest

from tests.flows import (
    test_diagnosis,
    test_guide,
    test_journeys,
    test_login,
    test_news,
    test_questions,
    test_reminders,
    test_side_roads,
    test_straying,
)
from tests.talk_on_slack import SlackTalk, SlackWorld, new_talk, slack_world

JOURNEYS = (test_journeys, test_guide, test_login, test_news, test_reminders, test_side_roads)
SIDE_ROADS = (test_diagnosis, test_questions, test_straying)

OF_TWO = (
    "test_a_link_of_another_conversation_asks_which_one_goes_on",
    "test_the_conversation_of_a_link_goes_on_at_once_where_nothing_counts_yet",
    "test_the_same_person_elsewhere_is_joined_on_consent_only",
)
"""What takes a second conversation, which a transcript does not have: `tests/bot/test_joining.py` has it.

Without one the program says at once that it is gone, which no line of these waits for.
"""

OTHERWISE = ("test_who_begins_in_another_language_than_the_channel_guessed_is_answered_in_theirs",)
"""What is not so on Slack, which guesses none: the first words decide."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SlackWorld]:
    with slack_world(tmp_path_factory.mktemp("slack")) as world:
        yield world


@pytest.fixture
def talk(world: SlackWorld) -> Iterator[SlackTalk]:
    played = new_talk(world)
    yield played
    world.do(played.over())


def played(module: ModuleType) -> Iterator[tuple[str, object]]:
    """The tests of a file that play a transcript."""
    for name, test in vars(module).items():
        if (
            name.startswith("test_")
            and name not in OF_TWO + OTHERWISE
            and inspect.isfunction(test)
            and "talk" in inspect.signature(test).parameters
        ):
            yield f"{name}_on_slack", test


for _file in (*JOURNEYS, *(SIDE_ROADS if os.environ.get("EVERY_TRANSCRIPT") else ())):
    globals().update(played(_file))
