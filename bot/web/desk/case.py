"""What a newcomer must know of a conversation in twenty seconds: who, where, why stuck, until when, what was tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal

from bot.conversation.engine import facts_of, places
from bot.conversation.events import Fact
from bot.conversation.flow import Flows
from bot.conversation.nodes import plain
from bot.conversation.state import NewerState, State
from bot.store.helping import Opened
from bot.turns import ANYBODY, Turns

Word = Literal["bot", "anybody", "somebody"]

SHOWN_FACTS = (
    "badge", "institution", "kind", "deadline_assumed", "award_status", "award_mail_shown", "eduid_mail_shown",
    "eduid_name", "name_how", "proven_on", "linked_shown", "login",
)  # fmt: skip
"""The facts that matter to whoever helps, in this order; mailboxes in them are masked."""

OF_A_PERSON = frozenset({"eduid_name", "award_mail_shown", "eduid_mail_shown"})
"""Those that are shown to whoever may see contact details alone."""

FEW_WORDS = 90


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation in a few facts. "unknown" and "" are what is not known.

    `word`: who has it; `owner`: the name of the human. `answer_by`: until when somebody was promised to come.
    `cause`, `sure`: what the diagnosis came to. `tried`: the titles of the cures that were told last, the newest last.
    `progress`: milestones with how each was proven. `newer`: a newer program wrote where they are.
    """

    word: Word
    owner: str
    waiting_since: datetime | None
    answer_by: datetime | None
    step: str
    question: str
    since: datetime | None
    cause: str
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


def case_of(turns: Turns, found: Opened, language: str, now: datetime, *, contact: bool) -> Case:
    """What stands in the state of this conversation, in words of this language where it is in words."""
    state, facts, newer = State(language=found.language), dict[str, Fact](), False
    if found.state:
        try:
            state = State.load(found.state)
            facts = dict(facts_of(turns.flows, state, now))
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
        question=words_of(turns.flows, state.at, language, facts),
        since=found.since,
        cause=said.get("cause", ""),
        sure=said.get("sure", ""),
        misses=state.misses,
        tried=tuple(_title(turns.flows, path, language) for path in state.told[-4:]),
        deadline=found.deadline.isoformat() if found.deadline else "",
        days_left=int(facts.get("days_left", 0)),
        time_left=said.get("time_left", "unknown"),
        progress=tuple((tick, said.get(f"{tick}_done", "no")) for tick in turns.flows.milestones),
        name=said.get("eduid_name", "unknown").replace("unknown", "") if contact else "",
        badge=said.get("badge", "unknown").replace("unknown", ""),
        facts=tuple((name, said[name]) for name in matters if said.get(name, "unknown") not in ("unknown", "off")),
        newer=newer,
    )


def words_of(flows: Flows, path: str, language: str, facts: Mapping[str, Fact]) -> str:
    """How the question at this step begins; the step's name where it has no words."""
    if not path or path not in flows:
        return path
    name = flows[path].words or path
    if not flows.texts.has(name):
        return path
    whole = " ".join(plain(flows.texts.nodes(name, language, facts)).split())
    return whole if len(whole) <= FEW_WORDS else f"{whole[:FEW_WORDS].rsplit(' ', 1)[0]} …"


@lru_cache(maxsize=4)
def steps_to(flows: Flows, language: str, day: datetime) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The questions to which a learner can be brought, by flow, each with how it begins for somebody unknown."""
    facts = facts_of(flows, State(language=language), day)
    found: dict[str, list[tuple[str, str]]] = {}
    for path in places(flows):
        found.setdefault(path.partition(".")[0], []).append((path, words_of(flows, path, language, facts)))
    return tuple((flow, tuple(steps)) for flow, steps in found.items())


def _title(flows: Flows, path: str, language: str) -> str:
    today = flows.successor(path)
    if today and flows.texts.has(today, label="title"):
        return flows.texts.label(today, "title", language)
    return path
