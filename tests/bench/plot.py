"""The figures as a picture: turns a second and latency, on each database, by how many turns are in flight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def _by_program(rows: Sequence[Row]) -> dict[str, dict[int, Row]]:
    found: dict[str, dict[int, Row]] = {}
    for row in rows:
        found.setdefault(row["program"], {})[row["in flight"]] = row
    return found


def _rates(axes: Any, rows: Sequence[Row]) -> None:
    programs, levels = _by_program(rows), sorted({row["in flight"] for row in rows})
    width = 0.8 / len(programs)
    for place, (program, by_level) in enumerate(programs.items()):
        for number, level in enumerate(levels):
            if row := by_level.get(level):
                at = number - 0.4 + width * (place + 0.5)
                axes.bar(at, row["turns/s"], width * 0.92, color=COLOURS[place], label=_once(axes, program))
                axes.annotate(f"{row['turns/s']:,}", (at, row["turns/s"]), ha="center", va="bottom", fontsize=7)
    axes.set_xticks(range(len(levels)), [f"{level} in flight" for level in levels])
    axes.margins(y=0.25)
    _finish(axes)


def _latencies(axes: Any, rows: Sequence[Row]) -> None:
    """A bar from p50 to p99 with a mark at p95, on a logarithmic scale."""
    programs, levels = _by_program(rows), sorted({row["in flight"] for row in rows})
    width = 0.8 / len(programs)
    for place, (program, by_level) in enumerate(programs.items()):
        for number, level in enumerate(levels):
            if row := by_level.get(level):
                at = number - 0.4 + width * (place + 0.5)
                p50, p95, p99 = (max(row[name], 0.1) for name in LATENCIES)
                axes.plot([at, at], [p50, p99], color=COLOURS[place], linewidth=2, label=_once(axes, program))
                axes.plot(at, p50, "o", color=COLOURS[place])
                axes.plot(at, p95, "_", color=COLOURS[place], markersize=10)
                axes.plot(at, p99, "^", color=COLOURS[place])
                axes.annotate(f"{p50:g}", (at, p50), (0, -10), textcoords="offset points", ha="center", fontsize=7)
                axes.annotate(f"{p99:g}", (at, p99), (0, 5), textcoords="offset points", ha="center", fontsize=7)
    axes.set_yscale("log")
    axes.set_xticks(range(len(levels)), [f"{level} in flight" for level in levels])
    axes.set_xlabel("● p50   – p95   ▲ p99", fontsize=8)
    axes.margins(y=0.2)
    _finish(axes)


def _once(axes: Any, program: str) -> str:
    """The name for the legend, unless it is there already."""
    return "" if program in axes.get_legend_handles_labels()[1] else program


def _finish(axes: Any) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#e5e5e5", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.legend(frameon=False, fontsize=7, loc="upper left", ncols=2)
