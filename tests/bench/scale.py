"""How much is measured: everything, or just enough to see that the benchmark works."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Sizes of the parts. A level is one number of turns in flight, with all its rounds."""

    short: bool = False
    warm_up: int = 40
    chats: int = 2_000
    rounds: int = 5
    level_seconds: float = 60
    postgresql_chats: int = 800
    postgresql_rounds: int = 10
    postgresql_seconds: float = 120
    stored: tuple[int, ...] = (1_000, 100_000, 1_000_000)
    stored_chats: int = 1_000
    stored_rounds: int = 10
    load_seconds: float = 360
    steady_seconds: float = 30
    memory_turns: int = 100_000
    memory_seconds: float = 150
    awards: int = 100_000
    awards_seconds: float = 10
    sentences: int = 0
    """0: all of them."""
    mails: int = 10_000
    desk_learners: int = 143_000
    desk_open: int = 500
    desk_looks: int = 30
    desk_seconds: float = 40
    pictures: int = 40


FULL = Scale()
SHORT = Scale(
    short=True,
    warm_up=1,
    chats=2,
    rounds=1,
    level_seconds=5,
    postgresql_chats=1,
    postgresql_rounds=1,
    postgresql_seconds=5,
    stored=(20, 200),
    stored_chats=2,
    stored_rounds=1,
    steady_seconds=0.3,
    memory_turns=120,
    awards=200,
    awards_seconds=0.5,
    sentences=20,
    mails=20,
    desk_learners=40,
    desk_open=20,
    desk_looks=2,
    desk_seconds=1,
    pictures=1,
)
