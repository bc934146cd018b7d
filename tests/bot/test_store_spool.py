"""The spool keeps what was heard while the database was away, in order, through a kill."""

from __future__ import annotations

import asyncio
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.store import spool as spooling
from bot.store.secrets import Box
from bot.store.spool import Spool, SpoolFull

BOX = Box("a key of the tests")


async def drained(spool: Spool) -> list[bytes]:
    got: list[bytes] = []

    async def handle(record: bytes) -> None:
        await asyncio.sleep(0)  # as any turn does
        got.append(record)

    await spool.drain(handle)
    return got


async def test_what_is_put_comes_out_in_order_and_once(tmp_path: Path) -> None:
    spool = Spool(tmp_path, BOX)
    for number in range(5):
        spool.put(b"%d" % number)
    assert len(spool) == 5
    assert await drained(spool) == [b"0", b"1", b"2", b"3", b"4"]
    assert await drained(spool) == []
    spool.put(b"again")
    assert await drained(spool) == [b"again"]


async def test_a_record_stays_until_it_was_handled(tmp_path: Path) -> None:
    spool = Spool(tmp_path, BOX)
    spool.put(b"one")
    spool.put(b"two")

    async def refuse(record: bytes) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await spool.drain(refuse)
    assert await drained(spool) == [b"one", b"two"]


async def test_what_a_killed_process_kept_is_adopted_by_the_next(tmp_path: Path) -> None:
    script = f"""
import os
from bot.store.secrets import Box
from bot.store.spool import Spool
from pathlib import Path
spool = Spool(Path({str(tmp_path)!r}), Box("a key of the tests"))
spool.put(b"first"); spool.put(b"second")
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", script], check=False)
    spool = Spool(tmp_path, BOX)
    assert await drained(spool) == [b"first", b"second"]
    assert not list(tmp_path.glob("*.spool"))


async def test_the_file_of_a_living_process_is_left_alone(tmp_path: Path) -> None:
    living = Spool(tmp_path, BOX)
    living.put(b"mine")
    assert len(Spool(tmp_path, BOX)) == 0
    assert await drained(living) == [b"mine"]


async def test_processes_that_share_a_folder_hand_on_in_the_order_in_which_it_came(tmp_path: Path) -> None:
    one, other = Spool(tmp_path, BOX), Spool(tmp_path, BOX)
    assert not other.waits()
    got: list[bytes] = []

    async def handle(record: bytes) -> None:
        await asyncio.sleep(0)
        got.append(record)

    for number in range(20):
        (one if number % 3 else other).put(b"%d" % number)
    assert one.waits()
    assert other.waits()
    await asyncio.gather(one.drain(handle), other.drain(handle))
    assert got == [b"%d" % number for number in range(20)]
    other.put(b"last")
    assert one.waits(), "what comes to this process comes after what waits with the other"
    assert len(one) == 0


async def test_what_several_dead_processes_kept_is_handed_on_in_one_order(tmp_path: Path) -> None:
    one, other = Spool(tmp_path, BOX), Spool(tmp_path, BOX)
    for number in range(10):
        (one if number % 3 else other).put(b"%d" % number)
    one.close()
    other.close()
    assert await drained(Spool(tmp_path, BOX)) == [b"%d" % number for number in range(10)]


async def test_a_process_that_hangs_holds_up_the_others_for_a_while_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooling, "PATIENT_SECONDS", 0.05)
    hanging, other = Spool(tmp_path, BOX), Spool(tmp_path, BOX)
    hanging.put(b"held up")
    other.put(b"goes on")
    assert await drained(other) == [b"goes on"]


async def test_a_torn_last_record_is_let_go_and_those_before_it_kept(tmp_path: Path) -> None:
    spool = Spool(tmp_path, BOX)
    spool.put(b"whole")
    spool.put(b"torn")
    spool.close()
    file = next(tmp_path.glob("*.spool"))
    file.write_bytes(file.read_bytes()[:-3])
    assert await drained(Spool(tmp_path, BOX)) == [b"whole"]


def test_nothing_readable_reaches_the_disk(tmp_path: Path) -> None:
    spool = Spool(tmp_path, BOX)
    spool.put(b"Sanne de Vries")
    assert b"Sanne" not in next(tmp_path.glob("*.spool")).read_bytes()


def test_a_full_spool_says_so_and_takes_nothing(tmp_path: Path) -> None:
    spool = Spool(tmp_path, BOX, limit=500)
    kept = 0
    while kept < 10:
        try:
            spool.put(b"x" * 50)
        except SpoolFull:
            break
        kept += 1
    assert 0 < kept < 10
    with pytest.raises(SpoolFull):
        spool.put(b"x" * 50)
    assert len(spool) == kept


def fill(spool: Spool) -> None:
    while True:
        spool.put(b"x" * 50)


def killed_with(folder: Path, record: bytes) -> None:
    """A process that spools this and is killed."""
    script = f"""
import os
from pathlib import Path
from bot.store.secrets import Box
from bot.store.spool import Spool
Spool(Path({str(folder)!r}), Box("a key of the tests")).put({record!r})
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", script], check=False)


async def test_what_several_dead_processes_kept_comes_in_the_order_it_was_heard(tmp_path: Path) -> None:
    records = [b"%d" % number for number in range(4)]
    for record in records:
        killed_with(tmp_path, record)
    spool = Spool(tmp_path, BOX)
    spool.put(b"now")
    assert await drained(spool) == [*records, b"now"]


async def test_a_process_that_dies_while_we_live_is_followed_up(tmp_path: Path) -> None:
    spool = Spool(tmp_path, BOX)
    killed_with(tmp_path, b"orphan")
    assert await drained(spool) == [b"orphan"]


async def test_two_that_drain_at_once_hand_each_record_on_once(tmp_path: Path) -> None:
    spool = Spool(tmp_path, BOX)
    for number in range(5):
        spool.put(b"%d" % number)
    first, second = await asyncio.gather(drained(spool), drained(spool))
    assert sorted(first + second) == [b"0", b"1", b"2", b"3", b"4"]


async def test_what_was_sealed_with_another_key_is_laid_apart_and_holds_up_nothing(tmp_path: Path) -> None:
    before = Spool(tmp_path, Box("the key before"))
    before.put(b"old")
    before.close()
    spool = Spool(tmp_path, BOX)
    spool.put(b"new")
    assert await drained(spool) == [b"new"]
    apart = next(tmp_path.glob("*.unreadable"))
    apart.rename(apart.with_suffix(".spool"))
    assert await drained(Spool(tmp_path, Box("the key before"))) == [b"old"]


async def test_a_file_is_never_adopted_before_its_maker_has_locked_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = fcntl.flock
    others: list[Spool] = []

    def another_starts_just_now(descriptor: int, how: int) -> None:
        monkeypatch.setattr(fcntl, "flock", locked)
        others.append(Spool(tmp_path, BOX))
        locked(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", another_starts_just_now)
    spool = Spool(tmp_path, BOX)
    spool.put(b"acknowledged")
    assert len(others[0]) == 0
    spool.close()
    assert await drained(Spool(tmp_path, BOX)) == [b"acknowledged"]


async def test_nothing_is_lost_behind_a_torn_record_that_could_not_be_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = Spool(tmp_path, BOX)
    spool.put(b"before")
    write = os.write

    def refuse(descriptor: int, length: int) -> None:
        raise OSError("the disk is sick")

    with monkeypatch.context() as sick:
        sick.setattr(os, "write", lambda descriptor, content: write(descriptor, content[:20]))
        sick.setattr(os, "ftruncate", refuse)
        with pytest.raises(OSError, match="did not fit"):
            spool.put(b"torn")
    spool.put(b"after")
    spool.close()
    assert await drained(Spool(tmp_path, BOX)) == [b"before", b"after"]


async def test_room_comes_free_while_the_spool_is_emptied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spooling, "SEGMENT", 400)
    spool = Spool(tmp_path, BOX, limit=2000)
    with pytest.raises(SpoolFull):
        fill(spool)
    assert len(list(tmp_path.glob("*.spool"))) > 1
    handled = 0

    async def handle(record: bytes) -> None:
        nonlocal handled
        handled += 1
        if handled == 4:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await spool.drain(handle)
    spool.put(b"there is room again")
    assert (await drained(spool))[-1] == b"there is room again"


def test_the_limit_is_for_all_processes_together(tmp_path: Path) -> None:
    first, second = Spool(tmp_path, BOX, limit=400), Spool(tmp_path, BOX, limit=400)
    first.put(b"x" * 50)
    first.put(b"x" * 50)
    with pytest.raises(SpoolFull):
        second.put(b"x" * 50)


def test_who_is_alone_on_a_folder_looks_for_no_spools_of_others(tmp_path: Path) -> None:
    other = Spool(tmp_path, BOX)
    other.put(b"theirs")
    assert Spool(tmp_path, BOX).waits()
    alone = Spool(tmp_path, BOX, alone=True)
    assert not alone.waits()
    alone.put(b"ours")
    assert alone.waits()
