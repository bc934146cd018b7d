"""The figures as a picture: turns a second and latency, on each database, by how many turns are in flight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.bench.rounds import Row

TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
COLOURS = ("#1b5e9b", "#8a8a8a", "#c8641b", "#3d8f5f", "#7b5aa6")
LATENCIES = ("p50 ms", "p95 ms", "p99 ms")


def draw(parts: Mapping[str, Sequence[Row]], note: str, file: Path) -> None:
    """An SVG of what there is of the parts `sqlite` and `postgresql`."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "bench", "font.size": 9, "font.family": "sans-serif"})
    from matplotlib import pyplot

    shown = [name for name in TITLES if parts.get(name)]
    figure, axes = pyplot.subplots(len(shown), 2, figsize=(10, 3.6 * len(shown)), squeeze=False)
    for name, (rate, latency) in zip(shown, axes, strict=True):
        _rates(rate, parts[name])
        rate.set_title(f"{TITLES[name]}: turns a second", loc="left", fontweight="bold")
        _latencies(latency, parts[name])
        latency.set_title(f"{TITLES[name]}: webhook to sendMessage, ms", loc="left", fontweight="bold")
    figure.text(0.01, 0.005, note, fontsize=7, color="#555555")
    figure.tight_layout(rect=(0, 0.02, 1, 1))
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    pyplot.close(figure)


def _places(rows: Sequence[Row]) -> Iterator[tuple[float, float, str, Row]]:
    """For each row its place from left to right, the room it has, its colour and itself; a group for each level."""
    programs = list(dict.fromkeys(row["program"] for row in rows))
    for number, level in enumerate(_levels(rows)):
        group = [row for row in rows if row["in flight"] == level]
        room = 0.8 / len(programs)
        for place, row in enumerate(group):
            yield number + room * (place - (len(group) - 1) / 2), room, COLOURS[programs.index(row["program"])], row


def _levels(rows: Sequence[Row]) -> list[int]:
    return sorted({row["in flight"] for row in rows})


def _rates(axes: Any, rows: Sequence[Row]) -> None:
    for at, room, colour, row in _places(rows):
        new = row["program"] not in axes.get_legend_handles_labels()[1]
        axes.bar(at, row["turns/s"], room * 0.92, color=colour, label=row["program"] if new else "")
        axes.annotate(f"{row['turns/s']:,}", (at, row["turns/s"]), ha="center", va="bottom", fontsize=7)
    axes.margins(y=0.3)
    axes.legend(frameon=False, fontsize=8, loc="upper left", ncols=2)
    _finish(axes, _levels(rows))


def _latencies(axes: Any, rows: Sequence[Row]) -> None:
    """A line from p50 to p99 with a mark at p95, on a logarithmic scale."""
    for at, _, colour, row in _places(rows):
        p50, p95, p99 = (max(row[name], 0.1) for name in LATENCIES)
        axes.plot([at, at], [p50, p99], color=colour, linewidth=2)
        for value, mark in ((p50, "o"), (p95, "_"), (p99, "^")):
            axes.plot(at, value, mark, color=colour, markersize=10 if mark == "_" else 6)
        axes.annotate(f"{p50:.3g}", (at, p50), (0, -11), textcoords="offset points", ha="center", fontsize=7)
        axes.annotate(
            f"{p99:.3g}" if p99 < 1000 else f"{p99:,.0f}",
            (at, p99),
            (0, 6),
            textcoords="offset points",
            ha="center",
            fontsize=7,
        )
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter("{x:,g}")
    axes.set_xlabel("● p50   – p95   ▲ p99", fontsize=8)
    axes.margins(y=0.15)
    _finish(axes, _levels(rows))


def _finish(axes: Any, levels: Sequence[int]) -> None:
    axes.set_xticks(range(len(levels)), [f"{level} in flight" for level in levels])
    axes.set_xlim(-0.5, len(levels) - 0.5)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#e5e5e5", linewidth=0.6)
    axes.set_axisbelow(True)
