"""Figures as a table of plain text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.bench.rounds import Row


def table(rows: Sequence[Row]) -> str:
    """A column for each figure; words to the left, numbers to the right."""
    names = list(rows[0])
    cells = [[_written(one.get(name, "")) for name in names] for one in rows]
    widths = [max(len(name), *(len(line[n]) for line in cells)) for n, name in enumerate(names)]
    words = [isinstance(rows[0][name], str) for name in names]
    lines = [names, ["-" * width for width in widths], *cells]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if word else cell.rjust(width)
            for cell, width, word in zip(line, widths, words, strict=True)
        ).rstrip()
        for line in lines
    )


def _written(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
