"""A text as nodes, which every channel renders to its own form, so that nothing needs escaping."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Style = Literal["plain", "bold", "italic", "code", "fold", "rule"]
"""How a run of text looks. `fold`: what comes next may stand below the buttons; `rule`: it is the same, in another
language. What knows neither shows their text."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style; with `href`, a link. A newline in `text` is a line break."""

    text: str
    style: Style = "plain"
    href: str = ""


Nodes = tuple[Span, ...]

BESIDE = " / "
"""Between the words of a button in two languages."""

FOLD, RULE = Span("\n\n", "fold"), Span("\n\n* * *\n\n", "rule")


@dataclass(frozen=True, slots=True)
class Button:
    """One thing the learner can tap. `value` is what comes back; at most 64 bytes."""

    label: str
    value: str
    kind: Literal["answer", "command"] = "answer"


@dataclass(frozen=True, slots=True)
class Message:
    """What a learner gets to see at once: words, and what they can tap."""

    nodes: Nodes
    buttons: tuple[Button, ...] = ()
    nudge: bool = False  # a reminder: better lost than sent twice
    card: bool = False  # how far the learner is: kept up to date in place

    @property
    def text(self) -> str:
        return plain(self.nodes)


def plain(nodes: Iterable[Span]) -> str:
    """The words alone; a link whose text is not its address is followed by it in brackets."""
    return "".join(
        f"{span.text} ({span.href})" if span.href and span.text not in span.href else span.text for span in nodes
    )


def dump(nodes: Iterable[Span]) -> list[list[str]]:
    """Nodes as plain JSON: `[text, style, href]`, shortened from the right."""
    return [
        [span.text, span.style, span.href]
        if span.href
        else [span.text, span.style]
        if span.style != "plain"
        else [span.text]
        for span in nodes
    ]


def load(rows: Sequence[Sequence[str]]) -> Nodes:
    """The nodes that `dump` wrote."""
    return tuple(Span(*row) for row in rows)  # type: ignore[arg-type]


def parted(nodes: Nodes, at: Literal["fold", "rule"]) -> tuple[Nodes, ...]:
    """The pieces of a text between its folds or rules; the whole text when it has none."""
    found: list[Nodes] = [()]
    for span in nodes:
        if span.style == at:
            found.append(())
        else:
            found[-1] = (*found[-1], span)
    return tuple(found)


def told_in(label: str, place: int, languages: int) -> str:
    """What a button says in one of the languages that its words are in; all of it when that is unsure."""
    each = label.split(BESIDE)
    return each[place] if len(each) == languages else label
