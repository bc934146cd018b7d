"""Staff bring a learner to another question, and give the word back."""

from __future__ import annotations

from bot.conversation.effects import Tell
from bot.conversation.engine import advance, places
from bot.conversation.events import Led
from bot.conversation.state import State
from bot.conversation.transcript import BEGIN
from flows import FLOWS
from tests.talk import Talk


def test_staff_bring_a_learner_to_another_question(talk: Talk) -> None:
    talk.happens_to_know(badge="Rekenen", kind="personal")
    talk("""
        staff       claim.find_card
        bot         common.led
        bot         claim.find_card [done] [how] [problem] [have_it]
        staff       common.erase_sure             # that one does harm: nobody is brought there
        bot         common.led
        bot         claim.find_card [done] [how] [problem] [have_it]
        staff
        bot         common.handed_back
        bot         claim.find_card [done] [how] [problem] [have_it]
    """)


def test_every_place_to_which_staff_may_bring_a_learner_asks_its_question() -> None:
    for path in places(FLOWS):
        state, effects = advance(FLOWS, State(at="welcome.hello"), Led(BEGIN, path))
        told = next(effect for effect in effects if isinstance(effect, Tell))
        assert (state.at, told.parts[0].name) == (path, "common.led")
        assert len(told.parts) > 1
