"""What every test can ask for, and how much of the flows the tests of a run walked through."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows import FLOWS
from tests import talk as talks
from tests.databases import database_url, migrated_url
from tests.talk import talk

__all__ = ["database_url", "migrated_url", "talk"]

MET = Path("var") / "tests" / "met"


def pytest_sessionstart(session: pytest.Session) -> None:
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        for file in MET.glob("*"):
            file.unlink()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave what this process met for the summary."""
    if talks.MET:
        MET.mkdir(parents=True, exist_ok=True)
        (MET / str(os.getpid())).write_text("\n".join(sorted(talks.MET)), "utf-8")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which steps of the flows were walked through."""
    met = {path for file in MET.glob("*") for path in file.read_text("utf-8").split()}
    if not met:
        return
    every = {path for path, _ in FLOWS.paths()}
    missing = sorted(every - met)
    told = f"flows: {len(every & met)} of {len(every)} steps walked through"
    terminalreporter.write_line(told + (f"; not: {', '.join(missing)}" if missing and len(missing) < 30 else ""))
