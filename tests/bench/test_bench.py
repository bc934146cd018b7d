"""The benchmark runs and its figures come out; how good they are is not a test's business."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.house import ROOT


def test_the_short_benchmark_gives_every_figure(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.bench", "--short", "--json", str(tmp_path / "found.json")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads((tmp_path / "found.json").read_text())
    rows = found["parts"]["sqlite"]
    assert [row["in flight"] for row in rows[::3]] == [1, 16, 64]
    for row in rows:
        assert row["turns/s"] > 0
        assert row["p50 ms"] <= row["p99 ms"]
