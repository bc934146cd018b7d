"""A flow as a drawing, in Mermaid, and as the words that a learner reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from bot.conversation.engine import options_at
from bot.conversation.events import Fact
from bot.conversation.flow import (
    RETURN,
    Ask,
    Branch,
    Choose,
    Do,
    Flow,
    Flows,
    Mark,
    NewAward,
    Problem,
    Step,
    Task,
)
from bot.conversation.nodes import Nodes
from bot.conversation.proofreading import ENGINE_TEXTS
from bot.conversation.understanding import COMMANDS

_SHAPES = {
    Choose: ('{{"', '"}}'),
    Ask: ('[/"', '"/]'),
    Task: ('["', '"]'),
    Do: ('[["', '"]]'),
    Branch: ('{"', '"}'),
    Problem: ('>"', '"]'),
    Mark: ('(["', '"])'),
    NewAward: ('(["', '"])'),
}


def drawing(flows: Flows, flow: Flow) -> str:
    """The flow as a Mermaid flowchart: every step by its name, every answer on its arrow."""
    lines = ["flowchart TD"]
    lines += [f"    {line}" for step in flow.steps.values() for line in _boxes(step)]
    others: list[str] = []
    for step in flow.steps.values():
        for answer, target in step.targets():
            if target == RETURN:
                continue
            path = flows.resolve(flow.name, target)
            end = path.partition(".")[2] if path.startswith(f"{flow.name}.") else path.replace(".", "__")
            if "__" in end and end not in others:
                others.append(end)
                lines.append(f'    {end}(("{path}"))')
            lines.append(f"    {step.name} -->|{answer}| {end}" if answer else f"    {step.name} --> {end}")
    return "\n".join(lines)


def _boxes(step: Step) -> Iterator[str]:
    left, right = next((shape for kind, shape in _SHAPES.items() if type(step) is kind), ('("', '")'))
    told = step.name
    if isinstance(step, Task | Mark) and step.tick:
        told += f" ✓{step.tick}"
    if isinstance(step, Branch):
        told += f" ({step.on}?)"
    yield f"{step.name}{left}{told}{right}"


def document(flows: Flows) -> str:
    """Every flow with its drawing: the text of docs/journeys.md."""
    out = [
        "# The journeys",
        "",
        "Drawn from `flows/` by `badgewijzer diagram`; a test keeps this page current. A hexagon is a question with",
        "fixed answers, a rectangle something the learner does elsewhere (✓ the milestone it reaches), a slanted box",
        "an answer in the learner's own words, a double box a question to a neighbour, a flag the cure of a problem,",
        "a diamond a branch on a fact. Answers that lead back to the same question have no arrow.",
        "",
        f"At every question a learner can also say {', '.join(COMMANDS[:-1]).replace('_', ' ')} and {COMMANDS[-1]}.",
        "",
        "Beneath each drawing stands what a learner reads in Dutch, with the answers in brackets. What reads otherwise",
        "for a badge to a personal address, to an institution account, or requested by the learner, stands below.",
    ]
    for flow in flows.flows.values():
        names = [name for step in flow.steps.values() if not step.words for name in (step.name, f"{step.name}_how")]
        told = _words(flows, [f"{flow.name}.{name}" for name in names])
        out += ["", f"## {flow.name}", "", "```mermaid", drawing(flows, flow), "```", *told]
    out += ["", "## What the bot says by itself", *_words(flows, [f"common.{name}" for name in ENGINE_TEXTS])]
    return "\n".join(out) + "\n"


_DAY = datetime(2026, 6, 1, 12, tzinfo=UTC)
_BADGE = {"badge": "Verpleegkundig rekenen", "institution": "Hogeschool Voorbeeld"}
_SAMPLES: tuple[dict[str, Fact], ...] = (
    {},
    {**_BADGE, "kind": "personal", "deadline": "2026-06-22"},
    {**_BADGE, "kind": "institution", "deadline": "2026-06-22"},
    {**_BADGE, "kind": "requested"},
)
"""Learners for whom a text may read otherwise: nothing is known, and a badge that comes in each way."""


def readings(flows: Flows, name: str, language: str) -> tuple[Nodes, ...]:
    """How a text reads for learners who are at it for different reasons, each reading once."""
    found = [*dict.fromkeys(_nodes(flows, name, sample, language) for sample in _SAMPLES)]
    sensible = [nodes for nodes in found if not any(_UNKNOWN.search(span.text) for span in nodes)]
    return tuple(sensible or found)


def _words(flows: Flows, names: Iterable[str]) -> Iterator[str]:
    """What a learner reads in these texts."""
    for name in names:
        if not flows.texts.has(name, _READ):
            continue
        yield f"\n### {name.partition('.')[2]}\n"
        told = [*dict.fromkeys(map(_reading, readings(flows, name, _READ)))]
        quoted = ["\n".join(f"> {line}".rstrip() for line in reading.splitlines()) for reading in told]
        yield "\n\n*of:*\n\n".join(quoted)
        options = options_at(flows, name) if name in flows else ()
        answers = [flows.texts.label(one.text, one.label, _READ) for one in options if one.kind == "answer"]
        if answers:
            yield f"\n[{'] ['.join(answers)}]"


_UNKNOWN = re.compile(r"\bunknown\b")
"""A fact that is told while nobody knows it: that reading is never met."""

_READ = "nl"
_NAMED: dict[str, Fact] = {
    "mail": "…",
    "in_doubt": "pff",
    "author": "Noor",
    "conversation": "1a2b3c4d",
    "channel": "telegram",
    "spoken": "nl",
    "step": "eduid.make_one",
    "trouble": "not_linked",
    "many": 14,
    "often": "0,6",
    "login_who": "S•••• V••••••••",
    "sign_in_link": "https://badgewijzer.example/eduid/start/…",
    "eduid_mail_shown": "s•••@voorbeeld.nl",
    "eduid_name": "Sanne Voorbeeld",
    "outage": "eduID doet het niet tot 14:00.",
}
"""Facts that some texts have where they are said."""


def _nodes(flows: Flows, name: str, sample: Mapping[str, Fact], language: str) -> Nodes:
    facts = {**flows.unknown, **_NAMED, **sample}
    return tuple(flows.texts.nodes(name, language, {**facts, **flows.derive(facts, _DAY)}))


def _reading(nodes: Nodes) -> str:
    """A text as Markdown."""
    marks = {"bold": "**", "italic": "*", "code": "`", "plain": ""}
    told = (f"{marks[span.style]}{span.text}{marks[span.style]}" for span in nodes)
    return "".join(f"[{text}]({span.href})" if span.href else text for text, span in zip(told, nodes, strict=True))
