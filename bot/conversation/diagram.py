"""A flow as a drawing, in Mermaid."""

from __future__ import annotations

from collections.abc import Iterator

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
        "At every question a learner can also say help, status, back, skip, restart, stop, language and human.",
    ]
    for flow in flows.flows.values():
        out += ["", f"## {flow.name}", "", "```mermaid", drawing(flows, flow), "```"]
    return "\n".join(out) + "\n"
