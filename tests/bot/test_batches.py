"""Awards by the file: what would change is told first, and then it is done wholly or not at all."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

from bot import awards as bringing
from bot.awards import Found, Plan
from bot.commands import awards as commands
from bot.commands.beside import NotFound
from bot.ports import Opened
from bot.settings import Settings
from bot.store import awards as kept
from bot.store import batches as stored
from bot.store import links, privacy
from bot.store.awards import Award
from bot.store.batches import Overtaken
from bot.store.tables import amendments, awards, batches, learners
from bot.uploads import Given, WrongUpload, looked_at
from tests.bot.test_processes import command
from tests.house import ROOT, Process, settings
from tests.stand import Stand, stand

__all__ = ["stand"]

ZONE = ZoneInfo("Europe/Amsterdam")
FILES = ROOT / "tests/payloads/awards"
LAST = date(2027, 2, 13)  # 82 days from the stand's own day


def uploaded(folder: Path, count: int, *, name: str = "upload.csv", deadline: str = "", begin: int = 0) -> Path:
    """A file with so many personal awards of one badge."""
    head = "Recipient mailadres;Recipient First name;Recipient Surname;Deadline\r\n"
    rows = (f"learner{number}@example.org;Voornaam;Achternaam;{deadline}\r\n" for number in range(begin, begin + count))
    (folder / name).write_text(head + "".join(rows), "utf-8")
    return folder / name


async def planned(stand: Stand, file: Path, **given: Any) -> Plan:
    known = {"badge": "Data in de zorg", "institution": "Universiteit Voorbeeld", **given}
    return await bringing.plan(stand.database, stand.turns.box, looked_at(file), Given(**known), ZONE, stand.now)


async def brought(stand: Stand, file: Path, **given: Any) -> tuple[int, Found]:
    return await bringing.bring_in(stand.database, await planned(stand, file, **given), stand.now)


async def there(stand: Stand) -> list[Any]:
    """Every award that is there, by its address."""
    columns = (awards.c.address, awards.c.deadline, awards.c.assumed, awards.c.institution, awards.c.batch_id)
    return await stand.all(select(*columns).where(stored.there()).order_by(awards.c.id))


async def written(stand: Stand) -> int:
    return int(await stand.one(select(func.count()).select_from(awards)))


def counts(found: Found) -> tuple[int, int, int, int]:
    return found.new, found.known, found.changed, found.refused


# Bringing in


async def test_a_look_changes_nothing_and_then_all_is_there_with_an_assumed_deadline(
    stand: Stand, tmp_path: Path
) -> None:
    plan = await planned(stand, uploaded(tmp_path, 450))
    assert counts(plan.found) == (450, 0, 0, 0)
    assert (await written(stand), await stand.one(select(func.count()).select_from(batches))) == (0, 0)
    batch, found = await bringing.bring_in(stand.database, plan, stand.now, "nl")
    assert counts(found) == (450, 0, 0, 0)
    rows = await there(stand)
    assert len(rows) == 450
    assert tuple(rows[0]) == ("learner0@example.org", LAST, True, "Universiteit Voorbeeld", batch)


async def test_to_bring_in_the_same_again_changes_nothing_on_a_later_day_either(stand: Stand, tmp_path: Path) -> None:
    file = uploaded(tmp_path, 30)
    await brought(stand, file)
    before = await there(stand)
    stand.now += timedelta(days=9)
    batch, found = await brought(stand, file)
    assert (batch, counts(found)) == (0, (0, 30, 0, 0))
    assert await there(stand) == before
    assert await stand.one(select(func.count()).select_from(batches)) == 1


async def test_what_a_later_file_says_otherwise_is_changed_and_what_it_leaves_open_stays(
    stand: Stand, tmp_path: Path
) -> None:
    await brought(stand, uploaded(tmp_path, 3))
    batch, found = await brought(stand, uploaded(tmp_path, 3, begin=1, deadline="31-12-2026"), institution="")
    assert (batch, counts(found), dict(found.changes)) == (2, (1, 0, 2, 0), {"deadline": 2})
    assert [tuple(row) for row in await there(stand)] == [
        ("learner0@example.org", LAST, True, "Universiteit Voorbeeld", 1),
        ("learner1@example.org", date(2026, 12, 31), False, "Universiteit Voorbeeld", 1),
        ("learner2@example.org", date(2026, 12, 31), False, "Universiteit Voorbeeld", 1),
        ("learner3@example.org", date(2026, 12, 31), False, None, 2),
    ]
    assert await stand.one(select(func.count()).select_from(amendments)) == 0


async def test_an_award_that_was_made_known_by_hand_is_known(stand: Stand, tmp_path: Path) -> None:
    by_hand = Award("data in  de Zorg", "Universiteit Voorbeeld", "personal", LAST, "Learner0@example.org")
    await stand.database.write(kept.add, by_hand, "command", stand.now)
    assert counts((await planned(stand, uploaded(tmp_path, 2))).found) == (1, 1, 0, 0)


async def test_a_learner_s_conversation_hears_of_another_deadline_and_nobody_is_written_to(
    stand: Stand, tmp_path: Path
) -> None:
    await brought(stand, uploaded(tmp_path, 1))
    number = await stand.one(select(awards.c.id))
    await stand.hears(Opened(await stand.database.write(links.make_for_award, number, stand.now)))
    await stand.delivers()
    said = stand.channel.words()
    await brought(stand, uploaded(tmp_path, 1, deadline="2026-12-31"))
    await stand.delivers()
    assert (await stand.state())["facts"]["deadline"] == "2026-12-31"
    assert stand.channel.words() == said


async def test_an_award_that_was_gone_and_is_given_anew_belongs_to_the_new_batch(stand: Stand, tmp_path: Path) -> None:
    await brought(stand, uploaded(tmp_path, 1, deadline="2026-12-01"))
    gone = {"status": "gone", "invited_at": stand.now}
    await stand.database.write(lambda db: db.execute(update(awards).values(gone)).rowcount)
    batch, found = await brought(stand, uploaded(tmp_path, 1, deadline="2027-03-01"))
    assert counts(found) == (0, 0, 1, 0)
    columns = (awards.c.status, awards.c.batch_id, awards.c.invited_at)
    assert await stand.all(select(*columns)) == [("open", batch, None)]


async def test_a_file_that_changed_after_the_look_is_not_brought_in(stand: Stand, tmp_path: Path) -> None:
    plan = await planned(stand, uploaded(tmp_path, 3))
    uploaded(tmp_path, 4)
    with pytest.raises(WrongUpload, match="look again"):
        await bringing.bring_in(stand.database, plan, stand.now)
    assert await written(stand) == 0


async def test_what_is_left_half_way_is_never_seen_and_the_next_begins_clean(stand: Stand, tmp_path: Path) -> None:
    plan = await planned(stand, uploaded(tmp_path, 900))

    class Killed(BaseException):
        pass

    def kill(done: int) -> None:
        if done >= 600:
            raise Killed

    drop = stored.drop
    stored.drop = lambda db, batch: None  # type: ignore[assignment]  # who is killed drops nothing
    try:
        with pytest.raises(Killed):
            await bringing.bring_in(stand.database, plan, stand.now, progress=kill)
    finally:
        stored.drop = drop  # type: ignore[assignment]
    assert (await written(stand), await there(stand)) == (600, [])
    assert await stand.database.read(stored.listed) == []
    _, found = await bringing.bring_in(stand.database, plan, stand.now)
    assert counts(found) == (900, 0, 0, 0)
    assert len(await there(stand)) == await written(stand) == 900


async def test_who_brings_in_a_file_while_another_does_wins_and_the_other_leaves_nothing(
    stand: Stand, tmp_path: Path
) -> None:
    first = await planned(stand, uploaded(tmp_path, 600))
    second = await planned(stand, uploaded(tmp_path, 400, name="other.csv", begin=300))
    begun: list[asyncio.Task[Any]] = []

    def meanwhile(done: int) -> None:
        if not begun:
            begun.append(asyncio.ensure_future(bringing.bring_in(stand.database, second, stand.now)))

    with pytest.raises(Overtaken):
        await bringing.bring_in(stand.database, first, stand.now, progress=meanwhile)
    await begun[0]
    await bringing.clear(stand.database)
    assert len(await there(stand)) == await written(stand) == 400


async def test_what_an_opened_batch_was_still_to_change_is_done_by_whoever_comes_next(
    stand: Stand, tmp_path: Path
) -> None:
    await brought(stand, uploaded(tmp_path, 3))
    plan = await planned(stand, uploaded(tmp_path, 3, deadline="2026-12-31"))
    finish = bringing.finish

    async def killed(*_: Any) -> None:
        if await stand.one(select(func.count()).select_from(amendments)):
            raise asyncio.CancelledError

    bringing.finish = killed  # type: ignore[assignment]
    try:
        with pytest.raises(asyncio.CancelledError):
            await bringing.bring_in(stand.database, plan, stand.now)
    finally:
        bringing.finish = finish  # type: ignore[assignment]
    assert {row.deadline for row in await there(stand)} == {LAST}
    await bringing.finish(stand.database, stand.now)
    assert {row.deadline for row in await there(stand)} == {date(2026, 12, 31)}


# Letting go


async def test_a_forgotten_batch_leaves_its_learners_what_is_theirs(stand: Stand, tmp_path: Path) -> None:
    batch, _ = await brought(stand, uploaded(tmp_path, 450))
    number = await stand.one(select(func.min(awards.c.id)))
    await stand.hears(Opened(await stand.database.write(links.make_for_award, number, stand.now)))
    assert await bringing.forget(stand.database, batch, stand.now) == (449, 1)
    assert [row.batch_id for row in await there(stand)] == [None]
    assert await stand.database.read(stored.listed) == []


async def test_what_was_begun_and_never_opened_and_what_is_long_past_is_swept(stand: Stand, tmp_path: Path) -> None:
    batch = await stand.database.write(stored.begin, "left.csv", "", stand.now)
    new = [stored.New(2, Award("Data", address="sam@example.net", deadline=LAST), True, "a key")]
    await stand.database.write(stored.write_down, batch, new, [stored.Amendment(1, {"address": "x@x.nl"})], stand.now)
    retention = timedelta(days=90)
    assert await stand.database.write(privacy.sweep, stand.now, retention) == {}
    assert await stand.database.write(privacy.sweep, stand.now + timedelta(days=2), retention) == {"award": 2}
    await brought(stand, uploaded(tmp_path, 3))
    assert await stand.database.write(privacy.sweep, stand.now + timedelta(days=172), retention) == {}
    assert await stand.database.write(privacy.sweep, stand.now + timedelta(days=174), retention) == {
        "award": 3,
        "batch": 1,
    }


async def test_no_address_of_whoever_is_erased_is_left_and_retention_leaves_a_new_award(
    stand: Stand, tmp_path: Path
) -> None:
    for how in ("erase", "wipe", "sweep"):
        await brought(stand, uploaded(tmp_path, 2))
        number = await stand.one(select(awards.c.id).where(awards.c.address == "learner0@example.org"))
        await stand.hears(Opened(await stand.database.write(links.make_for_award, number, stand.now)))
        await brought(stand, uploaded(tmp_path, 1), badge="Nog een badge")
        learner = await stand.one(select(learners.c.id))
        if how == "sweep":
            much_later = stand.now + timedelta(days=91)
            await stand.database.write(privacy.sweep, much_later, timedelta(days=90))
        else:
            await stand.database.write(getattr(privacy, how), learner)
        left = [row.address for row in await there(stand)]
        assert left == ["learner1@example.org", *(["learner0@example.org"] if how == "sweep" else [])]
        await stand.database.write(privacy.erase, *await stand.database.read(_learners))


def _learners(db: Any) -> list[int]:
    return list(db.execute(select(learners.c.id)).scalars())


# The commands


@pytest.fixture
def chosen(database_url: str) -> Settings:
    return settings(database_url)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The example for addresses, with a row that is refused; its deadline is not past for a long time."""
    year = datetime.now(UTC).year + 1
    text = (FILES / "addresses_google_commas.csv").read_text("utf-8")
    text = text.replace("2026-12-31", f"{year}-12-31").replace("2027-01-15", f"{year}-12-31")
    (tmp_path / "uitreiking.csv").write_text(f"{text}kim,Kim,Bos,,Data in de zorg,\n", "utf-8")
    return tmp_path / "uitreiking.csv"


async def imported(chosen: Settings, file: Path, sure: Any = None, **how: bool) -> str:
    usual = {"only_look": False, "as_json": False, **how}
    return await commands.brought_in(chosen, file, Given(), "", sure=sure, **usual)


async def test_a_person_reads_what_will_happen_and_is_asked(stand: Stand, chosen: Settings, file: Path) -> None:
    asked: list[str] = []

    def no(question: str) -> bool:
        asked.append(question)
        return False

    with pytest.raises(NotFound, match="nothing was changed"):
        await imported(chosen, file, no)
    assert asked[0].splitlines() == [
        "uitreiking.csv: 3 rows, utf-8, commas, for e-mail addresses",
        "  new             2",
        "  known           0",
        "  changed         0",
        "  refused         1",
        "  badge           2  Data in de zorg",
        "  row 4: this is no e-mail address",
        "Bring in 2 awards?",
    ]
    assert await written(stand) == 0
    assert "Only looked at: nothing was changed." in await imported(chosen, file, only_look=True)
    assert await written(stand) == 0
    assert "Batch 1: 2 awards brought in, 0 changed, 1 row refused." in await imported(
        chosen, file, lambda question: True
    )
    assert "Nothing to do." in await imported(chosen, file)
    assert await written(stand) == 2


async def test_a_script_gets_json(stand: Stand, chosen: Settings, file: Path) -> None:
    told = json.loads(await imported(chosen, file, as_json=True))
    assert told == {
        "batch": 1, "rows": 3, "new": 2, "known": 0, "changed": 0, "refused": 1, "assumed": 0,
        "refused_rows": [{"row": 4, "reason": "bad_address", "same_as": 0}],
    }  # fmt: skip
    [one] = json.loads(await commands.listed(chosen, True))
    assert (one["batch"], one["name"], one["rows"], one["badge"]) == (1, "uitreiking.csv", 2, "Data in de zorg")
    told = json.loads(await commands.status(chosen, 1, True))
    assert told["refused_rows"] == [{"row": 4, "reason": "bad_address", "same_as": 0}]


async def test_what_was_brought_in_is_listed_looked_at_and_forgotten(
    stand: Stand, chosen: Settings, file: Path
) -> None:
    assert "awards import FILE" in await commands.listed(chosen, False)
    await imported(chosen, file)
    line = (await commands.listed(chosen, False)).splitlines()[1]
    assert re.fullmatch(
        r" +1  \d{4}-\d\d-\d\d +2 +0 +0 +0 +0  \d{4}-12-31  - +Data in de zorg \(uitreiking.csv\)", line
    )
    text = await commands.status(chosen, 1, False)
    assert "awards                   2  2 with an e-mail address" in text
    assert "Campaign: none yet" in text
    assert "  row 4: this is no e-mail address" in text
    asked: list[str] = []

    def no(question: str) -> bool:
        asked.append(question)
        return False

    with pytest.raises(NotFound, match="nothing was forgotten"):
        await commands.forgotten(chosen, 1, no)
    assert "2 awards that nobody has begun with go, 0 stay" in asked[0]
    assert "2 awards went" in await commands.forgotten(chosen, 1, None)
    for gone in (commands.status(chosen, 1, False), commands.forgotten(chosen, 1, None)):
        with pytest.raises(NotFound, match="there is no batch 1"):
            await gone


def test_a_file_that_cannot_be_used_is_told_in_a_line(tmp_path: Path) -> None:
    for words, code, said in (
        ((FILES / "without_columns.csv",), 1, "names no column with addresses or accounts"),
        (("nowhere.csv",), 1, "nowhere.csv cannot be written or read"),
        ((FILES / "accounts.csv", "--language", "de"), 2, "--language is nl or en"),
        ((FILES / "accounts.csv", "--deadline", "2020-01-01"), 2, "2020-01-01 has passed"),
        ((FILES / "accounts.csv", "--json"), 2, "--yes or --dry-run"),
    ):
        done = command(tmp_path, "awards", "import", *map(str, words))
        assert (done.returncode, "Traceback" in done.stderr) == (code, False)
        assert said in done.stderr


def test_a_file_is_brought_in_beside_the_running_program_and_after_a_kill(tmp_path: Path) -> None:
    file = uploaded(tmp_path, 3000)
    words = ("awards", "import", str(file), "--badge", "Data", "--yes")
    with Process("run", tmp_path, EDUBADGES_API_URL="off") as program:
        program.wait_ready()
        with Process(" ".join(words), tmp_path) as killed:
            with sqlite3.connect(tmp_path / "badgewijzer.db") as db:
                while not db.execute("SELECT count(*) FROM awards").fetchone()[0] and killed.process.poll() is None:
                    time.sleep(0.002)
            killed.kill()
        listed = command(tmp_path, "awards", "list").stdout
        assert "No awards were brought in yet" in listed
        assert "3,000 awards brought in" in command(tmp_path, *words).stdout
        assert program.process.poll() is None
    with sqlite3.connect(tmp_path / "badgewijzer.db") as db:
        assert db.execute("SELECT count(*), count(DISTINCT batch_id) FROM awards").fetchone() == (3000, 1)
