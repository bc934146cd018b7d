"""How far a learner is, as a picture to keep: the seven steps, how we know of each, and the days left.

Drawn from a template as SVG and from that by resvg, with our own font: the same on every machine.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.conversation.events import Fact
from bot.conversation.nodes import plain
from bot.conversation.texts import Texts

HERE = Path(__file__).parent
FONTS = tuple(str(HERE / "fonts" / f"Roboto-{weight}.ttf") for weight in ("Regular", "Bold"))

STEPS = ("eduid", "name", "institution", "backpack", "claimed", "public", "shared")
"""The milestones on the picture, in their order."""

_NAMED = tuple(f"{name}{of}" for name in ("badge", "institution", "organisation") for of in ("", "_nl", "_en"))
_FACTS = (*(f"{step}_done" for step in STEPS), *_NAMED, "kind", "time_left", "days_left", "deadline")

WIDTH, MARGIN = 768, 32
"""Of the drawing, as the template counts."""

PIXELS = 880
"""The picture's width. It is shown at 300 to 400 points, so letters need no grey edges: that halves what it weighs."""

LONGEST_NAME = 200
MOST_KEPT = 32
"""So many pictures are kept as they were drawn last, at most 2 MB: a page that is loaded anew costs nothing."""

Colours = Mapping[str, str]

LIGHT: Colours = {
    "surface": "#ffffff",
    "ink": "#1c2a30",
    "soft": "#51616a",
    "edge": "#7b8a91",
    "brand": "#0b6470",
    "on_brand": "#ffffff",
    "mine": "#d6ecea",
    "care": "#fff4d9",
}
DARK: Colours = {
    "surface": "#1d262a",
    "ink": "#eaf0f1",
    "soft": "#a9b8be",
    "edge": "#82939b",
    "brand": "#7ad3d8",
    "on_brand": "#062a2e",
    "mine": "#16474d",
    "care": "#33290f",
}
"""The colours of the web chat (`web/static/chat.css`)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One step on the picture: its shape, its name, and how we know."""

    mark: Literal["proof", "word", "skipped", "here", "no"]
    label: str
    how: str


def shown(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """What the picture shows of everything that is known, and nothing else."""
    return {name: facts[name] for name in _FACTS if name in facts}


def progress_picture(facts: Mapping[str, Fact], language: str, dark: bool = False) -> bytes:
    """How far this learner is, as a PNG of 880 pixels wide. Takes some time: not in an event loop.

    `facts`: at least those that `shown` leaves.
    """
    return _drawn(_svg(facts, language, dark))


def progress_words(facts: Mapping[str, Fact], language: str) -> str:
    """The same facts as on the picture, as a few lines of text."""
    known = _known(facts)
    lines = (f"{row.label}: {row.how}" for row in _rows(known, language))
    last = f"{_say('left', language, known).rstrip('.!')}. {_say('more', language, known)}"
    return "\n".join((_say("about", language, known), *(f"• {line}" for line in lines), last))


def _known(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """What the texts look at: names as they can be drawn, how many steps are behind them, and is the badge safe?"""
    known = {name: _drawable(str(fact)) if name in _NAMED else fact for name, fact in shown(facts).items()}
    gone = sum(facts[f"{step}_done"] != "no" for step in STEPS)
    safe = "yes" if facts["claimed_done"] in ("word", "proof") else "no"
    return {**known, "gone": gone, "all": len(STEPS), "safe": safe}


def _drawable(name: str) -> str:
    """A name in one line, without what no font draws and no SVG may hold; "unknown" when nothing is left.

    Signs that our font has not become boxes.
    """
    seen = (" " if sign.isspace() else sign for sign in name if sign.isspace() or _is_seen(sign))
    kept = " ".join("".join(seen).split())
    return (kept if len(kept) <= LONGEST_NAME else f"{kept[: LONGEST_NAME - 1].rstrip()}…") or "unknown"


def _is_seen(sign: str) -> bool:
    """Not of control, format or private use, half a sign, or what only chooses another look of a sign."""
    return unicodedata.category(sign)[0] != "C" and sign not in "\ufe0e\ufe0f"


def _rows(known: Mapping[str, Fact], language: str) -> list[Row]:
    rows = []
    here = next((step for step in STEPS if known[f"{step}_done"] == "no"), "")
    for step in STEPS:
        mark = "here" if step == here else str(known[f"{step}_done"])
        rows.append(Row(mark, _label("step", step, language, known), _label("how", mark, language, known)))  # type: ignore[arg-type]
    return rows


@lru_cache(maxsize=1)
def _texts() -> Texts:
    return Texts.load(HERE)


def _say(name: str, language: str, known: Mapping[str, Fact]) -> str:
    return plain(_texts().nodes(f"card.{name}", language, known))


def _label(name: str, label: str, language: str, known: Mapping[str, Fact]) -> str:
    return _texts().label(f"card.{name}", label, language, known)


# How much fits


@lru_cache(maxsize=1)
def _widths() -> Mapping[str, float]:
    """How wide each sign of the font is, in parts of its size: in the bolder or lighter of the two, the widest."""
    grouped: dict[str, str] = json.loads((HERE / "fonts" / "widths.json").read_text("utf-8"))
    return {sign: int(width) / 2048 for width, signs in grouped.items() for sign in signs}


_BOX = 908 / 2048
"""The width of the box in the place of a sign that the font has not."""


def _fitting(text: str, size: float, width: float) -> int:
    """How many signs of the text fit, at least one."""
    for number, sign in enumerate(text):
        width -= _widths().get(sign, _BOX) * size
        if width < 0:
            return max(number, 1)
    return len(text)


def lines(text: str, size: float, width: float, most: int = 1) -> list[str]:
    """The text in at most so many lines; what does not fit ends in an ellipsis."""
    found: list[str] = []
    while text:
        fits = _fitting(text, size, width)
        if fits == len(text):
            found.append(text)
            break
        if len(found) == most - 1:
            found.append(text[: _fitting(text, size, width - _widths()["…"] * size)].rstrip() + "…")
            break
        at = text.rfind(" ", 1, fits + 1)
        found.append(text[: at if at > 0 else fits])
        text = text[len(found[-1]) :].lstrip()
    return found


# Drawing


@lru_cache(maxsize=1)
def _jinja() -> Environment:
    loader = FileSystemLoader(HERE)
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _svg(facts: Mapping[str, Fact], language: str, dark: bool) -> str:
    known = _known(facts)
    words = {
        name: _say(name, language, known) for name in ("site", "of", "count", "badge", "institution", "left", "more")
    }
    return (
        _jinja()
        .get_template("card.svg")
        .render(
            words=words,
            rows=_rows(known, language),
            lines=lines,
            width=WIDTH,
            margin=MARGIN,
            care=words["left"] if known["safe"] == "no" and known["time_left"] in ("last_day", "passed") else "",
            language=language,
            colour=DARK if dark else LIGHT,
        )
    )


@lru_cache(maxsize=MOST_KEPT)
def _drawn(svg: str) -> bytes:
    import resvg_py  # at the first picture: most processes draw none

    return resvg_py.svg_to_bytes(
        svg, width=PIXELS, font_files=list(FONTS), skip_system_fonts=True, text_rendering="optimize_speed"
    )
