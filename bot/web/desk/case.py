"""What a newcomer must know of a conversation in twenty seconds: who, where, why stuck, until when, what was tried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.conversation.engine import facts_of, places
from bot.conversation.events import Fact
from bot.conversation.state import NewerState, State
from bot.store.conversations import ANYBODY
from bot.store.helping import Opened
from bot.web.desk import words
from bot.web.desk.room import Visit

Word = Literal["bot", "anybody", "somebody"]

SHOWN_FACTS = (
    "badge", "institution", "kind", "deadline_assumed", "award_status", "award_mail_shown", "eduid_mail_shown",
    "eduid_name", "name_how", "proven_on", "linked_shown", "login",
)  # fmt: skip
"""The facts that matter to whoever helps, in this order; mailboxes in them are masked."""

OF_A_PERSON = frozenset({"eduid_name", "award_mail_shown", "eduid_mail_shown"})
"""Those that are shown to whoever may see contact details alone."""


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation in a few facts. "unknown" and "" are what is not known.

    `word`: who has it; `owner`: the name of the human. `answer_by`: until when somebody was promised to come;
    None while they wait: no time was promised.
    `journey`, `question`: where they are, in words. `cause`, `sure`: what the diagnosis came to; `why`: the same in
    words. `tried`: the titles of the cures that were told last, the newest last. `progress`: milestones with how each
    was proven. `newer`: a newer program wrote where they are.
    """

    word: Word
    owner: str
    waiting_since: datetime | None
    answer_by: datetime | None
    step: str
    journey: str
    question: str
    since: datetime | None
    cause: str
    why: str
    sure: str
    misses: int
    tried: tuple[str, ...]
    deadline: str
    days_left: int
    time_left: str
    progress: tuple[tuple[str, str], ...]
    name: str
    badge: str
    facts: tuple[tuple[str, str], ...]
    newer: bool


def case_of(visit: Visit, found: Opened) -> Case:
    """What stands in the state of this conversation, as this visitor may see it, in their language."""
    turns, contact = visit.room.turns, visit.may("contact")
    state, facts, newer = State(language=found.language), dict[str, Fact](), False
    if found.state:
        try:
            state = State.load(found.state)
            facts = dict(facts_of(turns.flows, state, visit.now))
        except NewerState:
            newer = True
    said = {name: str(fact) for name, fact in facts.items()}
    matters = (name for name in SHOWN_FACTS if contact or name not in OF_A_PERSON)
    since = found.waiting_since
    return Case(
        word="bot" if not found.owner else "anybody" if found.owner == ANYBODY else "somebody",
        owner=found.owner if found.owner and found.owner != ANYBODY else "",
        waiting_since=since,
        answer_by=turns.answer_by(state.facts, since) if since else None,
        step=state.at,
        journey=words.flow_name(visit, state.at.partition(".")[0]),
        question=_question(visit, state.at),
        since=found.since,
        cause=said.get("cause", ""),
        why=words.cause(visit, said.get("cause", "")),
        sure=said.get("sure", ""),
        misses=state.misses,
        tried=tuple(words.cause(visit, turns.flows.successor(path) or path) for path in state.told[-4:]),
        deadline=found.deadline.isoformat() if found.deadline else "",
        days_left=int(facts.get("days_left", 0)),
        time_left=said.get("time_left", "unknown"),
        progress=tuple((tick, said.get(f"{tick}_done", "no")) for tick in turns.flows.milestones),
        name=said.get("eduid_name", "unknown").replace("unknown", "") if contact else "",
        badge=said.get("badge", "unknown").replace("unknown", ""),
        facts=tuple((name, said[name]) for name in matters if said.get(name, "unknown") not in ("unknown", "off")),
        newer=newer,
    )


def steps_to(visit: Visit) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The questions to which a learner can be brought, by part of the journey, each with what is asked there."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in places(visit.room.turns.flows):
        found.setdefault(path.partition(".")[0], []).append((path, _question(visit, path)))
    return tuple((words.flow_name(visit, flow), tuple(steps)) for flow, steps in found.items())


def _question(visit: Visit, path: str) -> str:
    """What is asked at this step; its name where there is no such step any more."""
    return (path and words.question(visit.room.turns.flows, path, visit.language)) or path
