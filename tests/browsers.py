"""Debian's Chromium, as the tests drive it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

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


def chromium() -> Iterator[Browser]:
    """A browser, until the iteration goes on. Skips, or fails where nothing may be skipped, without one."""
    chromium = shutil.which("chromium")
    if chromium is None:
        missing("no chromium here")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        except Error as error:
            missing(f"chromium does not start: {str(error).splitlines()[0]}")
        yield browser
        browser.close()
