"""Part `words`: how long it takes to understand one free-text message."""

from __future__ import annotations

import asyncio
from pathlib import Path
from statistics import median

from bot.phrases.judging import Utterance, judge, read
from flows import FLOWS
from tests.bench.driver import BotApi
from tests.bench.rounds import Row, percentile
from tests.bench.scale import Scale
from tests.house import ROOT

JUDGED = ROOT / "tests" / "understanding" / "judged.tsv"


async def measured(api: BotApi, folder: Path, scale: Scale) -> list[Row]:
    """Each sentence once: a second time it may be remembered."""
    return await asyncio.to_thread(_row, read(JUDGED, FLOWS), scale.sentences)


def _row(said: list[Utterance], limit: int) -> list[Row]:
    judge(FLOWS, Utterance("nl", "-", "goedemorgen samen", "unclear"))  # what is read at first use
    every = max(len(said) // limit, 1) if limit else 1
    times = [judge(FLOWS, one).milliseconds for one in said[::every]]
    return [
        {
            "program": "understanding",
            "sentences": len(times),
            "median ms": round(median(times), 2),
            "p95 ms": round(percentile(times, 0.95), 2),
            "worst ms": round(max(times), 2),
        }
    ]
