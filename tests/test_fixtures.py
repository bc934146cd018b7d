"""What a fixture gives costs a test nothing more than to make it."""

from __future__ import annotations

import functools
import signal
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio


class Given:
    """It counts how often it is written out."""

    written = 0

    def __repr__(self) -> str:
        self.written += 1
        return "something large"


@pytest_asyncio.fixture
async def given() -> AsyncIterator[Given]:
    yield Given()


@pytest.fixture
def heeded() -> Iterator[None]:
    """Ctrl-C is heeded, which it is not in a shell's background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


async def test_what_an_asynchronous_fixture_gave_is_not_written_out(heeded: None, given: Given) -> None:
    assert isinstance(signal.getsignal(signal.SIGINT), functools.partial), "asyncio waits for Ctrl-C"
    assert not given.written
