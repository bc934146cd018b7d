"""How well people are understood: a file of utterances with what they mean, held against what the bot makes of them.

A line is a language, the pending step (`-`: hello), a text and the name of its meaning, with tabs between them;
the first line names these columns. What counts:

    right          what was expected is done; what is `unclear` is not acted on
    asked back     nothing is done: the bot asks, or offers what it may have been
    wrong action   something else is done
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from bot.conversation.engine import options_at
from bot.conversation.flow import Ask, Flows, Wait
from bot.conversation.texts import LANGUAGES
from bot.conversation.transcript import BEGIN
from bot.conversation.understanding import (
    COMMANDS,
    Courtesy,
    Meaning,
    Refused,
    Unsure,
    Words,
    answers_that_tell,
    is_command,
    name_of,
    normal,
    understand,
)

COLUMNS = ("language", "step", "text", "expected")
MOST_SHOWN = 40


class WrongFile(Exception):
    """The file cannot be judged; each line of the message names a mistake, with file and line."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody types at the question `step`, and what they mean."""

    language: str
    step: str
    text: str
    expected: str


def same(flows: Flows, name: str) -> str:
    """One name for what comes to the same: an answer that only tells a topic, and that topic."""
    kind, _, rest = name.partition(":")
    path, _, answer = rest.rpartition(".")
    if kind == "choice" and path in flows:
        if (path, answer) == ("common.stopped", "restart"):
            return "command:restart"
        return next((topic for topic, one in answers_that_tell(flows, path).items() if one == answer), name)
    return name


@dataclass(frozen=True, slots=True)
class Judged:
    """One utterance, what the bot made of it, and how long that took.

    `found`: all it would do; () = it asks back, `offered` this, or because it is no good answer (`refused`).
    """

    said: Utterance
    found: tuple[str, ...]
    offered: tuple[str, ...]
    refused: str
    milliseconds: float

    @property
    def verdict(self) -> str:
        """`right`, `asked` or `wrong`."""
        if not self.found:
            return "right" if self.said.expected in ("unclear", self.refused) else "asked"
        return "right" if self.said.expected in self.found else "wrong"

    @property
    def told(self) -> str:
        """What was found, in a word or a few."""
        return " + ".join(self.found) or ("unclear" if not self.offered else f"unclear ({', '.join(self.offered)})")


def names(flows: Flows) -> Iterator[str]:
    """Every meaning there is, by its name."""
    yield from (f"command:{command}" for command in (*COMMANDS, "bot"))
    for path, step in flows.paths():
        if isinstance(step, Wait) and not path.endswith("_problems"):
            yield from (f"choice:{path}.{answer}" for answer in step.answers)
        if isinstance(step, Ask):
            yield f"answer:{path}"
    yield from flows.topical
    yield "unclear"


def read(file: Path, flows: Flows) -> list[Utterance]:
    """The utterances of a file. Raises WrongFile, which names every line that cannot be read."""
    known, mistakes, found = set(names(flows)), [], []
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip() or line.startswith("#") or (number == 1 and tuple(line.split("\t")) == COLUMNS):
            continue
        cells = line.split("\t")
        where = f"{file}:{number}:"
        if len(cells) != len(COLUMNS):
            mistakes.append(f"{where} {len(cells)} columns; there are four, with tabs between: {', '.join(COLUMNS)}")
            continue
        said = Utterance(*(cell.strip() for cell in cells))
        if said.language not in LANGUAGES:
            mistakes.append(f"{where} the language is {' or '.join(LANGUAGES)}, not {said.language!r}")
        if said.step != "-" and not (said.step in flows and flows[said.step].waits):
            mistakes.append(f"{where} there is no question {said.step!r}; `badgewijzer diagram` draws them all")
        if said.expected not in known:
            mistakes.append(
                f"{where} there is no meaning {said.expected!r}; `badgewijzer understand --names` lists them"
            )
        found.append(said)
    if mistakes:
        raise WrongFile("\n".join(mistakes))
    if not found:
        raise WrongFile(f"{file}: there are no utterances in it")
    return found


def judge(flows: Flows, said: Utterance) -> Judged:
    """What the bot makes of an utterance."""
    path = flows.start if said.step == "-" else said.step
    options = options_at(flows, path)
    began = perf_counter()
    if is_command(flows.texts, said.text, "bot"):
        return Judged(said, ("command:bot",), (), "", 0.0)
    first, then = understand(flows, path, said.text, BEGIN, options)
    took = (perf_counter() - began) * 1000
    offered = tuple(name_of(flows, one) for one in then.meant) if isinstance(then, Unsure) else ()
    done = () if isinstance(then, Unsure | Words | Refused | Courtesy) else (then,)
    refused = name_of(flows, then) if isinstance(then, Refused) else ""
    found = tuple(said.expected if _does(flows, one, said) else name_of(flows, one) for one in (*first, *done))
    return Judged(said, found, offered, refused, took)


def _does(flows: Flows, meaning: Meaning, said: Utterance) -> bool:
    """Does this come to what was expected?"""
    return same(flows, name_of(flows, meaning)) == same(flows, said.expected)


def report(judged: Sequence[Judged], seen: Callable[[str], bool]) -> Iterator[str]:
    """The figures, and every utterance that was acted on wrongly or asked back. `seen`: do flows or texts say it so?"""
    groups: dict[str, list[Judged]] = {"all": list(judged)}
    for language in LANGUAGES:
        groups[language] = [one for one in judged if one.said.language == language]
    groups["said by no flow or phrase"] = [one for one in judged if not seen(one.said.text)]
    for kind in ("command", "choice", "answer", "question", "problem", "unclear"):
        groups[kind] = [one for one in judged if one.said.expected.partition(":")[0] == kind]
    yield f"{'':28}utterances  right                  wrong action           asked back"
    for name, group in groups.items():
        if group:
            counted = Counter(one.verdict for one in group)
            shares = (share(counted[verdict], len(group)) for verdict in ("right", "wrong", "asked"))
            yield f"{name:28}{len(group):10}  {'  '.join(f'{text:21}' for text in shares)}".rstrip()
    times = [one.milliseconds for one in judged]
    often = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    yield "\nIn brackets: the 95 % interval (Wilson)."
    yield f"To understand one takes {median(times):.2f} ms (median), and 95 % of them at most {often:.2f} ms."
    yield from _confusions("Acted on wrongly", (one for one in judged if one.verdict == "wrong"))
    yield from _confusions("Asked back", (one for one in judged if one.verdict == "asked"))


def _confusions(title: str, listed: Iterable[Judged]) -> Iterator[str]:
    found: dict[tuple[str, str], list[Judged]] = {}
    for one in listed:
        found.setdefault((one.said.expected, one.told), []).append(one)
    if not found:
        return
    yield f"\n{title}, as expected -> understood:"
    often = sorted(found.items(), key=lambda pair: -len(pair[1]))
    for (expected, told), those in often[:MOST_SHOWN]:
        yield f"  {expected} -> {told}"
        yield from (f"      {one.said.step}: {one.said.text}" for one in those)
    if len(often) > MOST_SHOWN:
        yield f"  and {len(often) - MOST_SHOWN} more"


def share(part: int, whole: int) -> str:
    """A part of a whole in per cents, with its 95 % interval after Wilson."""
    z, p = 1.959964, part / whole
    middle = p + z * z / (2 * whole)
    spread = z * (p * (1 - p) / whole + z * z / (4 * whole * whole)) ** 0.5
    low, high = ((middle + sign * spread) / (1 + z * z / whole) for sign in (-1, 1))
    return f"{100 * p:.1f} % ({100 * max(low, 0):.1f}-{100 * min(high, 1):.1f})"


def said_before(flows: Flows, phrases: Iterable[str]) -> Callable[[str], bool]:
    """Tells whether a text is one of these phrases, or stands word for word in a text of the flows."""
    lines = "|".join(normal(line) for source in flows.texts.sources for line in source.text.splitlines())
    written = f" {lines} ".replace("|", " | ")
    known = {normal(phrase) for phrase in phrases}
    return lambda text: normal(text) in known or f" {normal(text)} " in written
