"""One key for every sandbox of these tests: to make one takes longer than most of them."""

from __future__ import annotations

import pytest

from integrations.sandbox.surfconext import Keys
from integrations.sandbox.world import World
from tests.sandbox.stage import ONE_KEY


@pytest.fixture(autouse=True)
def one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a world has no key yet it gets the one; what it has is read, and a new one is made on demand, as ever."""
    of = Keys.of

    def with_one(world: World) -> Keys:
        keys = of(world)
        if not keys._kept():
            keys._keys = list(ONE_KEY.all)
            keys._keep()
        return keys

    monkeypatch.setattr(Keys, "of", with_one)
