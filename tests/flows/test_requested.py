"""Who requests a badge hears nothing that is true of awarded ones only: no mail, no last day, no claiming."""

from __future__ import annotations

import re
from collections import deque
from datetime import timedelta
from functools import cache

import pytest

from bot.conversation.effects import Tell
from bot.conversation.events import Event, Fact, Pressed, Started
from bot.conversation.flow import Problem, Question
from bot.conversation.state import State
from bot.conversation.texts import LANGUAGES
from flows import FLOWS
from tests.flows.test_every_step import moves, place
from tests.talk import Talk

AWARDED = {
    "nl": r"(?:is|zijn|wordt|worden) toegekend aan|mail over je badge|knop in de mail|in de mail\b|je badge kreeg"
    r"|voor je klaar|klaarsta|wacht (?:nog )?op jou|wordt hij weggehaald|(?<!geen )laatste dag|unclaimed|geclaimd"
    r"|claim(?!en)|claimen(?!\)? hoeft| niet nodig| betekent)",
    "en": r"(?:is|was|are) awarded to|email about your badge|button in the email|in the email\b(?! address)"
    r"|waiting for you|stay there for ever|is removed|(?<!no )last day|unclaimed|(?<!nothing to )claim(?!ing means)",
}
"""Words of awards: what is addressed, waits, runs out, and is claimed."""

BOTH = (
    "award.which_way",
    "questions.awarded_or_requested",
    "questions.how_to_get_one",
    "questions.several_awards",
    "questions.site_language",
    "news.was_deleted",
)
"""Texts about every badge there is, or that tell the ways apart; only an award is ever deleted, whatever they said."""


@cache
def told_on_the_way() -> dict[str, dict[str, dict[str, Fact]]]:
    """Every text that is told to somebody who requests, with the different facts it was told with."""
    told: dict[str, dict[str, dict[str, Fact]]] = {}
    todo: deque[Talk] = deque()
    seen = set()
    been = set()

    def hear(talk: Talk, event: Event) -> None:
        for effect in talk.happens(event):
            for part in effect.parts if isinstance(effect, Tell) else ():
                if part.facts.get("kind") == "requested":
                    known = {name: fact for name, fact in sorted(part.facts.items()) if "mark" not in name}
                    told.setdefault(part.name, {})[repr(known)] = dict(part.facts)
        if talk.state.at and place(talk.state) not in seen:
            seen.add(place(talk.state))
            todo.append(talk)

    for facts in ({"badge": "Rekenen", "kind": "requested"}, {"badge": "Rekenen", "institution": "Een"}):
        talk = Talk(FLOWS, state=State())
        hear(talk, Started(talk.now, facts, "known"))
    while todo:
        talk = todo.popleft()
        here = (talk.state.at, talk.state.facts.get("request"))
        first = here not in been
        been.add(here)
        for event in moves(talk, first):
            away = isinstance(event, Pressed) and (event.value.startswith("=") or event.value.endswith(":next"))
            if not away:
                hear(Talk(FLOWS, talk.now + timedelta(minutes=1), talk.state), event)
    return told


def test_the_walk_comes_by_everything_a_requester_meets() -> None:
    met = set(told_on_the_way())
    assert {
        "welcome.hello", "request.how_far", "eduid.make_one", "eduid.confirm_name", "eduid.at_an_institution",
        "eduid.link_institution", "backpack.open_backpack", "backpack.almost_there", "backpack.no_longer_linked",
        "request.ask_for_it", "request.find_new", "done.not_yet", "share.make_public",
    } <= met  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_requests_hears_nothing_of_awards(language: str) -> None:
    wrong = []
    for name, ways in told_on_the_way().items():
        topic = name in FLOWS and isinstance(FLOWS[name], Question | Problem) and name.startswith(("worth", "claim"))
        if name in BOTH or topic:
            continue
        for facts in ways.values():
            text = "".join(span.text for span in FLOWS.texts.nodes(name, language, facts))
            if found := re.search(AWARDED[language], text, re.IGNORECASE):
                wrong.append(f"{name}: …{text[max(0, found.start() - 40) : found.end() + 40]}…")
    assert not wrong, "\n".join(sorted(set(wrong)))
