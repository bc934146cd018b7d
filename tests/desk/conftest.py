"""One program with a desk for all tests of a process; each test finds it as new."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest
from playwright.sync_api import Browser

from tests.beside import beside
from tests.desk.desk import Desk
from tests.house import emptied, program, settings


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    with beside() as around:
        stack = AsyncExitStack()
        chosen = settings(f"sqlite:///{folder}/desk.db", sandbox=True, organisation="Hogeschool Voorbeeld")
        house, url = around.do(stack.enter_async_context(program(chosen)))
        yield Desk(house, url, around)
        around.do(stack.aclose())


@pytest.fixture
def desk(running: Desk) -> Desk:
    """A program with a desk, that knows nobody."""
    running.do(emptied(running.house))
    return running


@pytest.fixture
def desk_in_browser(desk: Desk, browser: Browser) -> Iterator[Desk]:
    """The same, to be looked at: `desk.opens`."""
    desk.browser = browser
    yield desk
    desk.close()
    desk.browser = None
