"""A backup that is made while learners talk is one moment; brought back elsewhere, everybody goes on from there."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from tests.bot.test_backups import tools
from tests.bot.test_processes import command
from tests.databases import BOTH
from tests.fire.evidence import Evidence
from tests.fire.fleet import Nursery, fleet
from tests.fire.invariants import acknowledged_once, nothing_lost, nothing_stuck, state_as_in_a_quiet_run
from tests.fire.rounds import NAMES, Kind, Scene, cycle, quiet, scene
from tests.house import KEY

__all__ = ["tools"]

TALK = Kind(quiet, environment=(("FIRE_SLOW_COMMIT", "0.02"),))
"""Commits are held up, so that some turn is always half-way."""


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as opened:
        yield opened


async def typed(on: Scene, *words: str) -> str:
    """What a command answers that is typed beside the programs of this scene, on their database."""
    environment = {"DATABASE_URL": on.fleet.database_url, "SECRET_KEY": KEY}
    done = await asyncio.to_thread(command, on.fleet.folder, *words, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


async def known(on: Scene, lost: Mapping[str, list[str]]) -> Evidence:
    """What came of all that learners said, but for what was lost with the time after the backup."""
    evidence = await on.evidence()
    kept = {
        chat: [key for key in keys if key not in lost.get(chat, ())] for chat, keys in evidence.acknowledged.items()
    }
    return replace(evidence, acknowledged=kept)


async def saved_and_brought_back(database: str, nursery: Nursery) -> None:
    async with scene(TALK, database, nursery, learners=6) as on:
        stage, chats = on.stage, [on.stage.chat(learner) for learner in range(on.learners)]

        def count() -> dict[str, int]:
            acknowledged = stage.acknowledged()
            return {chat: len(acknowledged.get(chat, ())) for chat in chats}

        on.begin()
        walked_up = lambda: min(count().values()) > len(on.begins)  # noqa: E731
        await stage.until(walked_up, on.patience_seconds, "everybody to name a badge")
        before = count()
        await on.unspooled()  # what waits there is no part of a backup
        await typed(on, "backup", "saved")
        after = {stage.chat(learner): len(lines) for learner, lines in on.lines.items()}
        await on.acknowledged(2 * on.learners, time.monotonic())
        await on.finish()
        assert await on.drained(on.patience_seconds)
        for program in on.fleet.programs:
            assert await program.stop() == 0

        environment = {**stage.environment, "FIRE_SCALE": str(on.scale)}
        async with fleet(database, on.fleet.folder / "elsewhere", nursery, environment) as elsewhere:
            there = replace(on, fleet=elsewhere, lines={})
            assert "Restored from" in await typed(there, "restore", str(on.fleet.folder / "saved"), "--yes")
            heard = {chat: len(said) for chat, said in (await there.evidence()).said.items()}
            assert all(before[chat] <= heard[chat] <= after[chat] for chat in chats), (before, heard, after)
            there.lines = {learner: lines[: heard[stage.chat(learner)]] for learner, lines in on.lines.items()}
            lost = {chat: keys[heard[chat] :] for chat, keys in stage.acknowledged().items()}
            evidence = await known(there, lost)
            assert [*acknowledged_once(evidence), *state_as_in_a_quiet_run(evidence)] == []
            assert {row.outcome for row in evidence.rows if row.kind == "message"} == {None, "sent"}, "much is owed"

            await elsewhere.start()
            await stage.delivers_to(elsewhere.hook)

            async def goes_on(learner: int) -> None:
                for line in cycle(NAMES):
                    await there.say(learner, line)

            await asyncio.gather(*map(goes_on, range(there.learners)))
            await there.drained(there.patience_seconds)
            evidence = await known(there, lost)
            for invariant in (acknowledged_once, state_as_in_a_quiet_run, nothing_lost, nothing_stuck):
                assert list(invariant(evidence)) == []
            assert {row.outcome for row in evidence.rows if row.kind == "message"} == {"sent"}
    shutil.rmtree(on.fleet.folder)


@pytest.mark.parametrize("database", BOTH)
def test_who_talks_while_a_backup_is_made_goes_on_from_there_when_it_is_brought_back(
    database: str, nursery: Nursery
) -> None:
    asyncio.run(saved_and_brought_back(database, nursery))
