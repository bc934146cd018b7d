"""How it went: asked once for each badge, with one tap, and counted without a name."""

from __future__ import annotations

import pytest

from bot.conversation.effects import Note
from bot.conversation.engine import advance
from bot.conversation.events import HandedBack, Pressed
from tests.flows.test_side_roads import NEXT_BADGE, PERSONAL, TO_PUBLIC, WHAT_NOW
from tests.talk import JOURNEYS, Talk

ASKED = PERSONAL + TO_PUBLIC + f"""
    learner     overslaan
    bot         common.skipped
    bot         done.recap
    {WHAT_NOW}
    learner     [no]
    bot         done.how_was_it [good] [so_so] [bad]
"""  # fmt: skip
IN_ENGLISH = """
    learner     english
    bot         common.language_is
    bot         done.how_was_it [good] [so_so] [bad]
"""
RATED = """
    bot         done.rated
    bot         done.finished [more] [next]
"""


def counted(talk: Talk, value: str) -> list[str]:
    _, effects = advance(JOURNEYS, talk.state, Pressed(talk.now, value))
    return [effect.detail for effect in effects if isinstance(effect, Note) and effect.what == "rated"]


@pytest.mark.parametrize("said", ["goed", "1", "Goed!", "😀 Goed", "so-so", "niet goed", "3"])
def test_a_word_a_number_or_a_face_does_as_well_as_a_tap(talk: Talk, said: str) -> None:
    if said.startswith("so"):
        talk(ASKED + IN_ENGLISH)
    else:
        talk(ASKED)
    talk(f"learner     {said}{RATED}")


def test_how_it_went_is_asked_and_counted_once_for_a_badge(talk: Talk) -> None:
    talk(ASKED)
    assert counted(talk, "done.how_was_it:bad") == ["bad"]
    talk(f"learner     [bad]{RATED}")
    assert counted(talk, "done.how_was_it:good") == []
    talk("""
        learner     terug
        bot         common.back_to
        bot         done.how_was_it [good] [so_so] [bad]
    """)
    assert counted(talk, "done.how_was_it:good") == [], "the first answer is what counts"
    talk(f"""
        learner     [good]{RATED}
        learner     [more]
        {WHAT_NOW}
        learner     [no]
        bot         done.finished [more] [next]
    """)  # fmt: skip


def test_who_skips_it_is_not_asked_again(talk: Talk) -> None:
    talk(ASKED + f"""
        learner     overslaan
        bot         common.skipped
        bot         done.finished [more] [next]
        learner     [more]
        {WHAT_NOW}
        learner     [no]
        bot         done.finished [more] [next]
    """)  # fmt: skip


def test_a_next_badge_is_asked_about_anew(talk: Talk) -> None:
    talk(ASKED)
    state = talk(f"learner     [good]{RATED}    learner [next]\n    bot award.got_mail [yes] [no]")
    assert state.facts.get("rated", "unknown") == "unknown"
    assert NEXT_BADGE


def test_the_word_handed_back_asks_nothing_new(talk: Talk) -> None:
    talk(ASKED + "learner     [good]" + RATED)
    state, effects = advance(JOURNEYS, talk.state, HandedBack(talk.now))
    assert state.at == "done.finished"
    assert not [effect for effect in effects if isinstance(effect, Note)]
