"""Debian's Chromium, as the tests drive it."""

from __future__ import annotations

import asyncio
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
        in_use()
        browser.close()
        _loop.clear()


_loop: list[asyncio.AbstractEventLoop] = []


def in_use() -> None:
    """The browser is going to be asked something.

    Between calls Playwright leaves its event loop behind as the running one of this thread, though it stands still, and
    wants to find it there. Source: playwright-python, `_impl/_greenlets.py` (November 2026).
    """
    asyncio._set_running_loop(_loop[0] if _loop else None)


def at_rest() -> None:
    """Nothing is asked of the browser for now: an asynchronous test may come, or end."""
    asyncio._set_running_loop(None)
