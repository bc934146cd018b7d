"""Part `picture`: how long it takes to draw how far a learner is, and how large that is."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from statistics import median

from bot.picture import STEPS, progress_picture
from flows import FLOWS
from tests.bench.driver import BotApi
from tests.bench.rounds import Row, percentile
from tests.bench.scale import Scale

HOWS = ("proof", "word", "skipped", "word", "no", "no", "no")
HALFWAY = {
    **FLOWS.unknown,
    **{f"{step}_done": how for step, how in zip(STEPS, HOWS, strict=True)},
    "badge": "Onderzoeksvaardigheden voor zorgprofessionals in de wijk",
    "institution": "Hogeschool Voorbeeld",
    "kind": "institution",
    "time_left": "open",
    "deadline": "2026-09-30",
}
"""Somebody on their way, with as much text as most will have."""


async def measured(api: BotApi, folder: Path, scale: Scale) -> list[Row]:
    """Each picture differs from the one before: what was drawn a moment ago is not drawn again."""
    times = scale.pictures
    return [await asyncio.to_thread(_row, language, dark, times) for language in ("nl", "en") for dark in (False, True)]


def _row(language: str, dark: bool, times: int) -> Row:
    progress_picture({**HALFWAY, "days_left": 0}, language, dark)  # what is read at first use
    took, cpu, size = [], time.process_time(), 0
    for days in range(1, times + 1):
        begun = time.perf_counter()
        size = max(size, len(progress_picture({**HALFWAY, "days_left": days}, language, dark)))
        took.append((time.perf_counter() - begun) * 1000)
    return {
        "program": f"picture, {language}, {'dark' if dark else 'light'}",
        "median ms": round(median(took), 1),
        "p95 ms": round(percentile(took, 0.95), 1),
        "CPU ms": round((time.process_time() - cpu) * 1000 / times, 1),
        "KB": round(size / 1000, 1),
    }
