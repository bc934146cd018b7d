"""Every step of every flow is met by somebody who walks there from hello, in both languages."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import timedelta
from typing import get_args

import pytest

from bot.conversation.events import (
    CouldJoin,
    Due,
    Event,
    Fact,
    Happened,
    Invited,
    LoggedIn,
    News,
    Pressed,
    Proven,
    Received,
    Said,
    SentOn,
    Started,
)
from bot.conversation.flow import Ask, Do, Flows, Prove, Step, Wait
from bot.conversation.state import State
from bot.conversation.transcript import BEGIN
from flows import FLOWS
from tests.talk import MET, Talk

LINK = "https://www.edubadges.nl/public/assertions/Qm9rU2ltdWxhdGllMDAx0A"
GOOD_ANSWERS = {
    "award.paste_mail": "Hogeschool Voorbeeld heeft je de volgende edubadge gestuurd. " * 2,
    "award.name_of_badge": "Verpleegkundig rekenen",
    "award.deadline": "20 december 2026",
    "share.public_link": LINK,
    "diagnosis.award_address": "sam@voorbeeld.nl",
    "employer.paste_link": LINK,
}
LOGIN: dict[str, Fact] = {"proven_on": "2026-11-02", "eduid_mail": "h1", "linked": "none", "eduid_name": "Sanne"}
LOGINS: tuple[dict[str, Fact], ...] = (
    {**LOGIN, "name_how": "own"},
    {**LOGIN, "name_how": "initials", "linked": "voorbeeld.example", "accounts": "h2"},
    {**LOGIN, "name_how": "confirmed", "linked": "voorbeeld.example", "award_mail": "h9", "award_account": "h9"},
    *(
        {**LOGIN, "name_how": "own", "award_mail": "h1", "award_status": how}
        for how in ("waiting", "scheduled", "gone")
    ),
)
"""What a login may prove."""
BAD_ANSWERS = ("?", "1 januari 2020", "1 januari 2040", "https://example.org/x", "https://edubadges.nl/", "x" * 200)
ANOTHER_LINK = "https://badges.example/1"


class Watched(Flows):
    """The flows, noting which steps were looked at: those without words leave no other trace."""

    looked_at: set[str] = set()

    def __getitem__(self, path: str) -> Step:
        self.looked_at.add(path)
        return super().__getitem__(path)


def watched() -> Watched:
    return Watched(**{field.name: getattr(FLOWS, field.name) for field in fields(FLOWS)})


def moves_with_a_login(talk: Talk, first: bool) -> list[Event]:
    """What can be answered to what a login leads to, and the login itself."""
    path, now = talk.state.at, talk.now
    step = FLOWS[path]
    assert isinstance(step, Wait)
    if path.partition(".")[0] not in ("eduid", "backpack", "claim", "diagnosis", "common"):
        return []
    if isinstance(step, Do):
        return [Happened(now, path, talk.state.asked, outcome) for outcome in step.answers]
    found: list[Event] = [Said(now, "overslaan"), *(Pressed(now, f"{path}:{answer}") for answer in step.answers)]
    if isinstance(step, Ask):
        found.append(Said(now, GOOD_ANSWERS[path]))
    if isinstance(step, Prove):
        found += [Proven(now, facts, {"eduid": "proof"}) for facts in LOGINS]
        found += [LoggedIn(now, "S••••"), Proven(now, LOGIN, also="telegram"), CouldJoin(now, "email")]
    if path == "backpack.open_backpack":
        found.append(Started(now, {"badge": "Klinisch redeneren", "kind": "personal"}, "known"))
    return found


def moves(talk: Talk, first: bool) -> list[Event]:
    """Everything a learner, a neighbour or the clock can do here; what is no answer only where we are first here."""
    path, now = talk.state.at, talk.now
    step = FLOWS[path]
    assert isinstance(step, Wait)
    found: list[Event] = [Said(now, "overslaan")]
    found += [Said(now, word) for word in ("terug", "stop", "opnieuw beginnen") if first]
    if isinstance(step, Do):
        facts = {"kind": "personal", "badge": "Rekenen"} if "read_mail" in path else {}
        found += [Happened(now, path, talk.state.asked, outcome, facts) for outcome in step.answers]
    else:
        found += [Pressed(now, f"{path}:{answer}") for answer in step.answers]
    if path == FLOWS.start:
        found += [Said(now, "vragen"), Said(now, "wis mij")]
        found += [SentOn(now, news, {"badge": "Rekenen"}) for news in get_args(News)]
        found.append(Received(now, "photo", 1))  # which could be kept
    if isinstance(step, Ask):
        found += [Said(now, text) for text in (GOOD_ANSWERS[path], *(BAD_ANSWERS if first else ()))]
    if path == "share.public_link":
        found.append(Said(now, ANOTHER_LINK))
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
        *("word" if state.done.get(tick) == "proof" else state.done.get(tick) for tick in ("claimed", "public")),
        state.at == "share.look_up" and state.facts.get("badge_link") == LINK,
        state.reminded[:1] == ("stopped",),
    )


def place_with_a_login(state: State) -> tuple[object, ...]:
    """What makes them the same for a walk that looks at what a login leads to."""
    facts: dict[str, Fact] = {**FLOWS.unknown, **state.facts} | {
        f"{tick}_done": how for tick, how in state.done.items()
    }
    cause = FLOWS.derive(facts, BEGIN)["cause"]
    return (state.at, facts["kind"], facts["name_how"], facts["got_mail"], cause, state.done.get("backpack"))


def walk(
    flows: Flows,
    language: str,
    beginnings: Iterable[dict[str, Fact]],
    events: Callable[[Talk, bool], list[Event]],
    where: Callable[[State], tuple[object, ...]],
    after_hello: bool = False,
) -> set[str]:
    """All that is met on every way from these beginnings; a place is gone on from once."""
    met: set[str] = set()
    been: set[str] = set()
    todo: deque[Talk] = deque()
    for facts in beginnings:
        talk = Talk(flows, state=State(language=language))
        invited = Invited(talk.now, facts) if facts.get("language") else None
        talk.happens(invited or Started(talk.now, facts, "known" if facts else ""))
        if after_hello:
            talk.happens(Pressed(talk.now, "welcome.hello:go_on"))
        todo.append(talk)
        met |= talk.met
    seen = {where(talk.state) for talk in todo}
    while todo:
        talk = todo.popleft()
        first = talk.state.at not in been
        been.add(talk.state.at)
        for event in events(talk, first):
            after = Talk(flows, talk.now + timedelta(minutes=1), talk.state)
            after.happens(event)
            met |= after.met
            if after.state.at and (here := where(after.state)) not in seen:
                seen.add(here)
                todo.append(after)
    return met


@pytest.mark.parametrize(
    ("language", "name_step"),
    [("nl", "verify_in_eduid"), ("en", "idp_guest"), ("nl", "none")],
)
def test_every_step_is_met_on_a_walk_from_hello(language: str, name_step: str) -> None:
    flows = watched().with_given(name_step=name_step)
    beginnings: list[dict[str, Fact]] = [
        {},
        {"badge": "Rekenen", "kind": "institution"},
        {"badge": "Rekenen", "kind": "personal", "deadline": "2026-11-12"},
        {"badge": "Rekenen", "kind": "dont_know"},
        {"badge": "Rekenen", "kind": "personal", "language": language},
    ]
    if name_step == "none":  # which only leaves a step out: two beginnings come by there
        beginnings = beginnings[1:3]
    met = walk(flows, language, beginnings, moves, place)
    awards = [{"kind": "personal", "got_mail": "no"}, {"kind": "personal"}, {"kind": "institution"}]
    logins: list[dict[str, Fact]] = [{"badge": "Rekenen", "login": "possible", **facts} for facts in awards]
    met |= walk(flows, language, logins, moves_with_a_login, place_with_a_login, after_hello=True)
    silent = {path for path, step in FLOWS.paths() if not step.speaks} & Watched.looked_at
    MET.update(met | silent)
    other_name_steps = {"eduid.confirm_name", "eduid.confirm_name_guest", "eduid.confirm_name_problems"}
    if name_step == "verify_in_eduid":
        every = {path for path, step in FLOWS.paths() if "guest" not in path and path != "eduid.no_name_needed"}
        missing = every - met - silent - {path for path in every if FLOWS[path].words}
        assert not missing
    assert other_name_steps & met or name_step == "none"
