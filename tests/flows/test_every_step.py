"""Every step of every flow is met by somebody who walks there from hello, in both languages."""

from __future__ import annotations

from collections import deque
from dataclasses import fields
from datetime import timedelta

import pytest

from bot.conversation.events import Due, Event, Fact, Happened, Pressed, Said, Started
from bot.conversation.flow import Ask, Do, Flows, Step, Wait
from bot.conversation.state import State
from flows import FLOWS
from tests.talk import MET, Talk

LINK = "https://www.edubadges.nl/public/assertions/Qm9rU2ltdWxhdGllMDAx0A"
GOOD_ANSWERS = {
    "award.paste_mail": "Hogeschool Voorbeeld heeft je de volgende edubadge gestuurd. " * 2,
    "award.name_of_badge": "Verpleegkundig rekenen",
    "award.deadline": "20 december 2026",
    "share.public_link": LINK,
}
BAD_ANSWERS = ("?", "1 januari 2020", "1 januari 2040", "https://example.org/x", "https://edubadges.nl/", "x" * 200)


class Watched(Flows):
    """The flows, noting which steps were looked at: those without words leave no other trace."""

    looked_at: set[str] = set()

    def __getitem__(self, path: str) -> Step:
        self.looked_at.add(path)
        return super().__getitem__(path)


def watched() -> Watched:
    return Watched(**{field.name: getattr(FLOWS, field.name) for field in fields(FLOWS)})


def moves(talk: Talk) -> list[Event]:
    """Everything a learner, a neighbour or the clock can do here."""
    path, now = talk.state.at, talk.now
    step = FLOWS[path]
    assert isinstance(step, Wait)
    found: list[Event] = [Said(now, word) for word in ("overslaan", "terug", "stop", "opnieuw beginnen")]
    if isinstance(step, Do):
        facts = {"kind": "personal", "badge": "Rekenen"} if "read_mail" in path else {}
        found += [Happened(now, path, talk.state.asked, outcome, facts) for outcome in step.answers]
    else:
        found += [Pressed(now, f"{path}:{answer}") for answer in step.answers]
    if path == FLOWS.start:
        found += [Said(now, "vragen"), Said(now, "wis mij")]
    if isinstance(step, Ask):
        found += [Said(now, text) for text in (GOOD_ANSWERS[path], *BAD_ANSWERS)]
    if path == "award.name_of_badge":
        found.append(Said(now, "hoe bedoel je"))  # it is asked whether that is the name
    if talk.state.alarm_at:
        found.append(Due(talk.state.alarm_at, talk.state.alarm))
    return found


def place(state: State) -> tuple[object, ...]:
    """What makes two states the same place for a walk."""
    return (
        state.at,
        bool(state.stack),
        state.facts.get("kind", ""),
        state.facts.get("request", ""),
        state.done.get("eduid"),
        state.done.get("claimed"),
        state.done.get("public"),
        state.reminded[:1],
    )


@pytest.mark.parametrize(
    ("language", "name_step"),
    [("nl", "verify_in_eduid"), ("en", "idp_guest"), ("nl", "none")],
)
def test_every_step_is_met_on_a_walk_from_hello(language: str, name_step: str) -> None:
    flows = watched().with_given(name_step=name_step)
    met: set[str] = set()
    todo: deque[Talk] = deque()
    beginnings: list[dict[str, Fact]] = [
        {},
        {"badge": "Rekenen", "kind": "institution"},
        {"badge": "Rekenen", "kind": "personal", "deadline": "2026-11-20"},
        {"badge": "Rekenen", "kind": "dont_know"},
    ]
    for facts in beginnings:
        talk = Talk(flows, state=State(language=language))
        talk.happens(Started(talk.now, facts, "known" if facts else ""))
        todo.append(talk)
        met |= talk.met
    seen = {place(talk.state) for talk in todo}
    while todo:
        talk = todo.popleft()
        for event in moves(talk):
            after = Talk(flows, talk.now + timedelta(minutes=1), talk.state)
            after.happens(event)
            met |= after.met
            where = place(after.state)
            if after.state.at and where not in seen:
                seen.add(where)
                todo.append(after)
    silent = {path for path, step in FLOWS.paths() if not step.speaks} & Watched.looked_at
    MET.update(met | silent)
    other_name_steps = {"eduid.confirm_name", "eduid.confirm_name_guest", "eduid.confirm_name_problems"}
    if name_step == "verify_in_eduid":
        every = {path for path, step in FLOWS.paths() if "guest" not in path and path != "eduid.no_name_needed"}
        missing = every - met - silent - {path for path in every if FLOWS[path].words}
        assert not missing
    assert other_name_steps & met or name_step == "none"
