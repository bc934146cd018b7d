"""The spool keeps what was heard while the database was away, in order, through a kill."""

from __future__ import annotations

import asyncio
import fcntl
import os
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest

from bot.store import spool as spooling
from bot.store.secrets import Box
from bot.store.spool import NotNow, Spool, SpoolFull

BOX = Box("a key of the tests")


async def drained(spool: Spool, held_up: str = "") -> list[bytes]:
    """What is handed on, where conversations that begin so are held up."""
    got: list[bytes] = []

    async def handle(record: bytes) -> None:
        await asyncio.sleep(0)  # as any turn does
        if held_up and record.decode().startswith(held_up):
            raise NotNow
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
    spool.put(b"Sanne de Vries", "telegram 1001")
    kept = next(tmp_path.glob("*.spool")).read_bytes()
    assert b"Sanne" not in kept
    assert b"1001" not in kept


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


async def test_a_clock_that_is_put_back_between_two_kills_changes_no_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time_ns
    for hours, record in enumerate((b"0", b"1", b"2")):
        monkeypatch.setattr(time, "time_ns", lambda hours=hours: now() - hours * 3600 * 10**9)
        dies = Spool(tmp_path, BOX)
        dies.put(record)
        dies.close()
    assert await drained(Spool(tmp_path, BOX)) == [b"0", b"1", b"2"]


async def test_what_could_not_be_noted_as_done_is_handed_on_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object) -> int:
        raise OSError("the disk is sick")

    spool = Spool(tmp_path, BOX)
    put(spool, "a1", "b1")
    with monkeypatch.context() as sick:
        sick.setattr(os, "pwrite", refuse)
        with pytest.raises(OSError, match="sick"):
            await drained(spool)
    assert await drained(spool) == [b"a1", b"b1"]
    assert not spool.waits()
    assert not spool.waits_for("a")


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
    first, second = Spool(tmp_path, BOX, limit=450), Spool(tmp_path, BOX, limit=450)
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


# Conversations: of each record the first letter says whose it is


def put(spool: Spool, *records: str) -> None:
    for record in records:
        spool.put(record.encode(), record[0])


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spooling, "LINGER_SECONDS", 0.02)


async def test_a_conversation_that_is_held_up_stays_in_order_and_all_others_go_on(tmp_path: Path) -> None:
    spool = Spool(tmp_path, BOX)
    put(spool, "a1", "b1", "a2", "c1", "a3", "b2")
    assert await drained(spool, held_up="a") == [b"b1", b"c1", b"b2"]
    put(spool, "a4", "b3")
    assert await drained(spool, held_up="a") == [b"b3"]
    assert len(spool) == 4
    assert await drained(spool) == [b"a1", b"a2", b"a3", b"a4"]
    assert not list(tmp_path.glob("*.spool"))


async def test_what_is_held_up_is_tried_once_each_time(tmp_path: Path, hasty: None) -> None:
    """Also while what another process should hand on is looked for again and again."""
    other, spool = Spool(tmp_path, BOX), Spool(tmp_path, BOX)
    put(other, "b1")
    put(spool, "a1", "a2", "b2")
    tried: list[bytes] = []

    async def held_up(record: bytes) -> None:
        tried.append(record)
        raise NotNow

    for _ in range(2):
        await spool.drain(held_up)
    assert tried == [b"a1", b"a1"]


async def test_it_is_known_who_waits_who_is_held_up_and_whether_anything_moves(tmp_path: Path) -> None:
    spool, other = Spool(tmp_path, BOX), Spool(tmp_path, BOX)

    def told(spool: Spool) -> tuple[str, str, bool]:
        waiting, held = ("".join(lane for lane in "abc" if asked(lane)) for asked in (spool.waits_for, spool.is_held))
        return waiting, held, spool.moves()

    assert told(spool) == ("", "", False)
    put(spool, "a1", "b1")
    assert (told(spool), told(other)) == (("ab", "", True), ("ab", "", False))
    await drained(spool, held_up="a")
    assert (told(spool), told(other)) == (("a", "a", False), ("a", "", False))
    spool.put(b"c1", "c", held=True)
    assert told(spool) == ("ac", "ac", False)
    await drained(spool)
    assert told(spool) == told(other) == ("", "", False)


async def test_of_one_conversation_processes_hand_on_in_one_order_and_wait_for_nobody_elses(
    tmp_path: Path, hasty: None
) -> None:
    one, other = Spool(tmp_path, BOX), Spool(tmp_path, BOX)
    put(one, "a1")
    put(other, "a2", "b1")
    put(one, "a3", "c1")
    assert await drained(other) == [b"b1"], "the other conversation waits for nobody"
    assert await drained(one, held_up="a") == [b"c1"]
    assert await drained(other) == []
    assert await drained(one) == [b"a1"]
    assert await drained(one) == []
    assert await drained(other) == [b"a2"]
    assert await drained(one) == [b"a3"]


async def test_a_process_whose_conversation_is_held_up_for_long_does_not_hang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hasty: None
) -> None:
    one, other = Spool(tmp_path, BOX), Spool(tmp_path, BOX)
    put(one, "a1")
    put(other, "a2")
    monkeypatch.setattr(spooling, "PATIENT_SECONDS", 0.3)
    until = time.monotonic() + 1
    while time.monotonic() < until:  # so long it would have been passed by long ago
        assert await drained(one, held_up="a") == []
        assert await drained(other) == []
    assert await drained(one) == [b"a1"]
    assert await drained(other) == [b"a2"]


async def test_nor_does_one_whose_database_is_away_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hasty: None
) -> None:
    one, other = Spool(tmp_path, BOX), Spool(tmp_path, BOX)
    put(one, "a1")
    put(other, "a2")

    async def away(record: bytes) -> None:
        raise RuntimeError

    monkeypatch.setattr(spooling, "PATIENT_SECONDS", 0.3)
    until = time.monotonic() + 1
    while time.monotonic() < until:
        with pytest.raises(RuntimeError):
            await one.drain(away)
        assert await drained(other) == [], "what was said before is with the other process"
    assert await drained(one) == [b"a1"]
    assert await drained(other) == [b"a2"]


async def test_nor_does_one_that_has_more_to_hand_on_than_one_file_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hasty: None
) -> None:
    monkeypatch.setattr(spooling, "SEGMENT", 1)
    monkeypatch.setattr(spooling, "PATIENT_SECONDS", 0.3)
    one, other = Spool(tmp_path, BOX), Spool(tmp_path, BOX)
    put(one, *"bcdefghij", "a1")
    put(other, "a2")
    got: list[bytes] = []

    async def slowly(record: bytes) -> None:
        await asyncio.sleep(0.1)
        got.append(record)

    draining = asyncio.create_task(one.drain(slowly))
    while not draining.done():
        got += await drained(other)
        await asyncio.sleep(0)
    got += await drained(other)
    assert [record for record in got if record.startswith(b"a")] == [b"a1", b"a2"]


async def test_who_has_much_that_waits_for_others_looks_around_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooling, "LINGER_SECONDS", 0.0)
    one, other = Spool(tmp_path, BOX), Spool(tmp_path, BOX)
    conversations = [f"{number}" for number in range(100)]
    for spool in (one, other):
        for conversation in conversations:
            spool.put(b"said", conversation)
    draining, looks = asyncio.create_task(drained(other)), 0
    while not draining.done():
        await asyncio.sleep(0)
        looks += 1
    assert await draining == []
    assert looks > len(conversations)


async def test_what_a_dead_process_kept_keeps_its_place_in_its_conversation(tmp_path: Path) -> None:
    dead, living = Spool(tmp_path, BOX), Spool(tmp_path, BOX)
    put(dead, "a1", "b1")
    put(living, "a2", "c1", "b2")
    put(dead, "a3")
    dead.close()
    assert await drained(living, held_up="a") == [b"b1", b"c1", b"b2"]
    assert await drained(living) == [b"a1", b"a2", b"a3"]


async def test_what_was_done_out_of_order_is_not_handed_on_again_after_a_kill(tmp_path: Path) -> None:
    spool = Spool(tmp_path, BOX)
    put(spool, "a1", "b1", "a2", "c1")
    assert await drained(spool, held_up="a") == [b"b1", b"c1"]
    spool.close()
    again = Spool(tmp_path, BOX)
    put(again, "a3")
    assert await drained(again) == [b"a1", b"a2", b"a3"]


OLDER = struct.Struct(">IIQB")
"""Before there were lanes: length, checksum, when it came, whether it is done."""


def older(folder: Path, *records: str) -> None:
    """A file that a program of before there were lanes left."""
    sealed = [BOX.seal(record.encode()) for record in records]
    heads = [OLDER.pack(len(one), zlib.crc32(one), time.time_ns(), 0) for one in sealed]
    (folder / "00000000000000000001-older.spool").write_bytes(b"".join(map(bytes.__add__, heads, sealed)))


async def test_what_an_older_program_kept_is_handed_on_first_since_nobody_knows_whose_it_is(tmp_path: Path) -> None:
    before = Spool(tmp_path, BOX)
    put(before, "a1")
    before.close()
    older(tmp_path, "b1", "a2")
    spool = Spool(tmp_path, BOX)
    put(spool, "c1", "a3")
    assert spool.waits_for("any")
    assert await drained(spool, held_up="a1") == []
    assert await drained(spool, held_up="a2") == [b"a1", b"b1"]
    assert (spool.is_held("any"), spool.moves()) == (True, False)
    assert await drained(spool) == [b"a2", b"c1", b"a3"]


async def test_what_a_living_older_program_keeps_goes_first(tmp_path: Path, hasty: None) -> None:
    older(tmp_path, "a1", "b1")
    file = next(tmp_path.glob("*.spool"))
    spool = Spool(tmp_path / "elsewhere", BOX)
    spool.folder = tmp_path
    with file.open("r+b") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        put(spool, "b2", "c1")
        assert await drained(spool) == []
        assert spool.waits_for("any")
        for place in passed_by_an_older_program(kept.read()):
            os.pwrite(kept.fileno(), b"\x01", place + OLDER.size - 1)
        assert await drained(spool) == [b"b2", b"c1"]


def passed_by_an_older_program(content: bytes) -> dict[int, bytes]:
    """What a program of before there were lanes would hand on, by its place."""
    place, found = 0, {}
    while place + OLDER.size <= len(content):
        length, checksum, _, done = OLDER.unpack_from(content, place)
        sealed = content[place + OLDER.size : place + OLDER.size + length]
        assert zlib.crc32(sealed) == checksum
        if not done:
            found[place] = BOX.open(sealed)
        place += OLDER.size + length
    return found


async def test_an_older_program_that_adopts_our_file_reads_all_that_waits_in_it(tmp_path: Path) -> None:
    spool = Spool(tmp_path, BOX)
    put(spool, "a1", "b1", "a2")
    assert await drained(spool, held_up="a") == [b"b1"]
    content = next(tmp_path.glob("*.spool")).read_bytes()
    assert [*passed_by_an_older_program(content).values()] == [b"a1", b"a2"]


async def test_what_was_laid_apart_comes_back_in_its_conversation(tmp_path: Path) -> None:
    before = Spool(tmp_path, Box("the key before"))
    put(before, "a1", "b1")
    before.close()
    assert await drained(Spool(tmp_path, BOX)) == []
    apart = next(tmp_path.glob("*.unreadable"))
    apart.rename(apart.with_suffix(".spool"))
    assert await drained(Spool(tmp_path, Box("the key before")), held_up="a") == [b"b1"]
