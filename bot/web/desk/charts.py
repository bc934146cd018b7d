"""Charts as shapes to draw: where each column stands and what is written beneath it. `desk/charts.html` draws them.

One unit is one pixel at a phone's width, so that what is written there is as large as the text around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDE, HIGH = 340, 150
_TOP, _FOOT = 18, 22
_LINES = 3
"""So many lines stand behind the columns at most, beside the ground."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column, in `series` (0 or 1); `told` is what it is about, "" where there is no room to say so beneath it."""

    x: float
    y: float
    width: float
    height: float
    series: int
    number: str
    told: str


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart of columns: `grid` holds the height and number of each line, `ticks` the place of each word beneath."""

    columns: tuple[Column, ...]
    grid: tuple[tuple[float, str], ...]
    ticks: tuple[tuple[float, str], ...]
    numbered: bool
    wide: int = WIDE
    high: int = HIGH

    @property
    def ground(self) -> int:
        return self.high - _FOOT


def columns(names: Sequence[str], *series: Sequence[int]) -> Columns:
    """A column for each name; of two series side by side."""
    most = max([1, *(number for one in series for number in one)])
    left = 4 + 7 * len(str(_ceiling(most)))
    room = (WIDE - left) / max(len(names), 1)
    thick = min(room * 0.8, 44.0) / max(len(series), 1)
    numbered = len(names) * len(series) <= 12
    every = max(1, -(-len(names) * 42 // (WIDE - left)))
    ground = HIGH - _FOOT
    drawn = []
    for which, numbers in enumerate(series):
        for place, number in enumerate(numbers):
            high = (ground - _TOP) * number / _ceiling(most)
            x = left + room * place + (room - thick * len(series)) / 2 + thick * which
            left_of, top = round(x, 1), round(ground - high, 1)
            drawn.append(Column(left_of, top, round(thick - 1, 1), round(high, 1), which, str(number), names[place]))
    ticks = [(round(left + room * (place + 0.5), 1), name) for place, name in enumerate(names) if place % every == 0]
    return Columns(tuple(drawn), tuple(_grid(most, ground)), tuple(ticks), numbered)


def _ceiling(most: int) -> int:
    """The number at the top: round, and not far above the largest."""
    step = _step(most)
    return -(-most // step) * step


def _step(most: int) -> int:
    size = 1
    while True:
        for factor in (1, 2, 5):
            if most <= _LINES * factor * size:
                return factor * size
        size *= 10


def _grid(most: int, ground: int) -> list[tuple[float, str]]:
    top, step = _ceiling(most), _step(most)
    return [(round(ground - (ground - _TOP) * line / top, 1), str(line)) for line in range(0, top + 1, step)]


def share(part: int, whole: int) -> float:
    """This part of the whole in per cents, as the width of a bar; 0 of nothing."""
    return round(100 * part / whole, 1) if whole else 0.0
