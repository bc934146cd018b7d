"""Debian's Chromium, as the tests drive it."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from tests.databases import missing

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--in-process-gpu",
    "--renderer-process-limit=1",
    "--process-per-site",
]
"""The last three start fewer processes: on a machine with two cores that is most of what a page costs."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a process. Skips, or fails where nothing may be skipped, without one."""
    chromium = shutil.which("chromium")
    if chromium is None:
        missing("no chromium here")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        except Error as error:
            missing(f"chromium does not start: {str(error).splitlines()[0]}")
        _loop.append(asyncio.get_running_loop())
        yield browser
        with in_use():
            browser.close()
            playwright.stop()
        _loop.clear()
        rest()


_loop: list[asyncio.AbstractEventLoop] = []


@contextlib.contextmanager
def in_use() -> Iterator[None]:
    """For as long as the browser may be asked something; afterwards all is as it was.

    Between calls Playwright leaves its event loop behind as the running one of this thread, though it stands still, and
    wants to find it there. Source: playwright-python, `_impl/_greenlets.py` (November 2026).
    """
    with _running(_loop[0] if _loop else None):
        yield


@contextlib.contextmanager
def at_rest() -> Iterator[None]:
    """For as long as something asynchronous runs in between, with a loop of its own."""
    with _running(None):
        yield


def rest() -> None:
    """Nothing is asked of the browser for now: something asynchronous may come, or end."""
    asyncio._set_running_loop(None)


@contextlib.contextmanager
def _running(loop: asyncio.AbstractEventLoop | None) -> Iterator[None]:
    before = asyncio._get_running_loop()
    asyncio._set_running_loop(loop)
    try:
        yield
    finally:
        asyncio._set_running_loop(before)
