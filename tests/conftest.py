"""What every test can ask for, and how much of the flows the transcripts came to."""

from __future__ import annotations

import contextlib
import gc
import inspect
import reprlib
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.lean import COLLECTED_AFTER
from flows import FLOWS
from tests.browsers import at_rest, browser, in_use, rest
from tests.databases import database_url, db, empty_url
from tests.once import work_out_once
from tests.talk import MET, missed, talk

# An exception in the log as it is: drawn with all that its frames hold it takes some seconds.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)

# Before and after what is asynchronous, asyncio asks for the handler of Ctrl-C, and Python tries whether that is a
# number: it writes it out, with its task and what that gave. For a whole program this took longer than most tests.
reprlib.aRepr.repr_instance = lambda x, level: object.__repr__(x)  # type: ignore[method-assign]

work_out_once()
FLOWS.texts.has(FLOWS.start)  # all of them are read now, and not while the first turn of some test is timed

__all__ = ["browser", "database_url", "db", "empty_url", "talk"]


def _whole(config: pytest.Config) -> bool:
    """Is this a run of every test there is?"""
    fewer = ("keyword", "markexpr", "deselect", "ignore", "ignore_glob", "lf", "stepwise", "collectonly")
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return everything and not any(config.getoption(name, None) for name in fewer)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[object]:
    """What is collected stays until the end, so nobody looks for waste in it: not meanwhile, and not between tests.

    From then on it is looked for as seldom as in the program.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(*COLLECTED_AFTER)
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """The browser is at hand for who asks for it, and in nobody's way else.

    An asynchronous test never asks for it, though a fixture of its own may have that name.
    """
    asynchronous = inspect.iscoroutinefunction(getattr(item, "obj", None))
    asks = "browser" in getattr(item, "fixturenames", ()) and not asynchronous
    try:
        with in_use() if asks else contextlib.nullcontext():
            return (yield)
    finally:
        rest()  # however it ended


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Iterator[object]:
    """An asynchronous fixture begins and ends while the browser rests, also one that a test in the browser asks for."""
    if not (inspect.iscoroutinefunction(fixturedef.func) or inspect.isasyncgenfunction(fixturedef.func)):
        return (yield)
    with at_rest():
        value = yield
    fixturedef.addfinalizer(rest)  # which is the first of its finalizers
    return value


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A worker of xdist is done: what its transcripts came to."""
    MET.update(getattr(node, "workeroutput", {}).get("met", ()))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker hands over what it met; the run as a whole fails when no transcript came to some step."""
    handed_over = getattr(session.config, "workeroutput", None)
    if handed_over is not None:
        handed_over["met"] = sorted(MET)
    elif session.exitstatus == pytest.ExitCode.OK and _whole(session.config) and missed():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not MET:
        return
    steps, missing = sum(1 for _ in FLOWS.paths()), missed()
    terminalreporter.write_line(f"flows: {steps - len(missing)} of {steps} steps covered by transcripts")
    if _whole(config):
        for path in missing:
            terminalreporter.write_line(f"  {path} is in no transcript", red=True)
