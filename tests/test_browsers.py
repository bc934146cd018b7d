"""Chromium and asynchronous tests in one process: neither gets in the other's way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.sync_api import Browser

from tests.browsers import in_use


def test_chromium_is_asked_something(browser: Browser) -> None:
    assert browser.version


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def program() -> AsyncIterator[str]:
    """Something asynchronous for the last test alone, so that its end is the end of this module."""
    await asyncio.sleep(0)
    yield "runs"
    await asyncio.sleep(0)


@pytest.fixture
async def loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


@pytest.mark.parametrize("browser", ["one of its own"])
async def test_an_asynchronous_test_runs_afterwards_also_with_a_browser_of_its_own(
    browser: str, loop: asyncio.AbstractEventLoop
) -> None:
    assert asyncio.get_running_loop() is loop


def test_where_the_use_of_chromium_ends_in_an_error_it_can_still_be_asked(browser: Browser) -> None:
    with pytest.raises(ZeroDivisionError), in_use():
        raise ZeroDivisionError
    with browser.new_context() as context:
        assert context.pages == []


def test_chromium_looks_at_what_runs_beside_it(program: str, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content(program)
        assert page.inner_text("body") == "runs"
