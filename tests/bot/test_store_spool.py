"""The spool keeps what was heard while the database was away, in order, through a kill."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.store.secrets import Box
from bot.store.spool import Spool, SpoolFull

BOX = Box("a key of the tests")


async def drained(spool: Spool) -> list[bytes]:
    got: list[bytes] = []

    async def handle(record: bytes) -> None:
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
