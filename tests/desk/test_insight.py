"""Insight: the figures are those of a recount, and nobody can be seen in them."""

from __future__ import annotations

import asyncio
import csv
import io
import itertools
import re
import tracemalloc
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from statistics import median, quantiles
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Connection, select

from bot.insight import DAYS, SMALLEST, by_week, figures, tells_of_few
from bot.ports import Address
from bot.store import finding, tallies
from bot.store.database import Database
from bot.store.events import journeys
from bot.store.tables import cursors, events
from bot.store.tallies import STEPS, Counted, Tallying, counted
from flows import FLOWS
from tests.desk.desk import Desk
from tests.desk.insights import ZONE, every_row, made_up, recount

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FIRST, LAST = date(2026, 9, 1), date(2026, 11, 10)


def counted_in(db: Connection, **only: str) -> Counted:
    return counted(db, FIRST, LAST, only)


def same(told_of: Any, told: Any) -> None:
    """What is shown is what a recount comes to."""
    assert told_of["begun"] == told["begun"]
    assert told_of["reached"] == {step: told.get(f"reached {step}", 0) for step in told_of["reached"]}
    assert told_of["ticked"] == {tick: told.get(f"ticked {tick}", 0) for tick in told_of["ticked"]}
    assert told_of["asked_for_a_human"] == told.get("human", 0)
    assert told_of["stopped"] == told.get("stopped", 0)
    said = told_of["why_stopped"]
    assert said == {why: told[f"why {why}"] for why in said}
    assert sum(said.values()) + told_of["why_stopped_hidden"] == sum(n for k, n in told.items() if k[:4] == "why ")
    in_time = {"in_time": told.get("in time", 0), "known": told.get("deadline known", 0)}
    assert told_of["claimed_in_time"] == in_time
    rated = {one: told.get(f"rated {one}", 0) for one in ("good", "so_so", "bad")}
    assert told_of["rated"] == (rated if sum(rated.values()) >= SMALLEST else None)
    days = told["days"]
    assert told_of["median_days"]["claimed"] == round(median(days))
    assert told_of["days_quartiles"] == [round(day) for day in quantiles(days, method="inclusive")]
    assert sum(told_of["days_to_claim"]) == len(days)
    assert told_of["days_to_claim"][3] == sum(DAYS[3] <= day < DAYS[4] for day in days)


def test_ten_thousand_journeys_are_counted_as_a_recount_of_the_rows_counts_them(db: Connection) -> None:
    made_up(db, 10_000 if db.dialect.name == "sqlite" else 2_500, NOW)  # what differs there shows with fewer
    tallies.count_all(db, ZONE, NOW)
    rows = every_row(db)
    found = counted_in(db)
    report = figures(FLOWS, found)
    whole = recount(rows, FIRST, LAST)
    same(report["all"], whole)
    hours = {step: round(median(whole[f"minutes {step}"]) / 60, 2) for step in STEPS[:-1]}
    assert report["all"]["median_hours"] == {**hours, "done": None}
    for dimension, value in (("channel", "telegram"), ("language", "en"), ("institution", "Universiteit Voorbeeld")):
        same(report["groups"][dimension][value], recount(rows, FIRST, LAST, **{dimension: value}))
    both = {"way": "personal", "institution": "Hogeschool Voorbeeld"}
    assert not tells_of_few(both, tallies.sizes(db, FIRST, LAST, tuple(both)))
    some = figures(FLOWS, counted_in(db, **both))
    same(some["all"], recount(rows, FIRST, LAST, **both))
    assert "Klein Instituut" not in report["groups"]["institution"]
    mine = figures(FLOWS, counted(db, FIRST, LAST, {}, ["Universiteit Voorbeeld", "not known"]))
    assert mine["all"]["begun"] == report["groups"]["institution"]["Universiteit Voorbeeld"]["begun"]
    weeks, hidden = by_week(found)
    assert sum(begun for _, begun, _ in weeks) + hidden == report["all"]["begun"]
    monday, begun, claimed = weeks[3]
    week = recount(rows, monday, monday + timedelta(days=6))
    assert (begun, claimed) == (week["begun"], week["ticked claimed"])


def test_what_counts_of_a_journey_is_what_its_rows_say_last(db: Connection) -> None:
    row = {"award": 0, "journey": "j" * 32, "way": "", "deadline": None, "detail": ""}
    begin = NOW - timedelta(days=3)
    said = (
        {"what": "reached", "detail": "guide", "channel": "email", "language": "nl", "institution": ""},
        {"what": "began", "channel": "web", "language": "nl", "institution": "Een"},
        {"what": "reached", "detail": "eduid", "channel": "slack", "language": "en", "institution": "Twee"},
        {"what": "reached", "detail": "claim", "channel": "slack", "language": "nl", "institution": ""},
    )
    for hour, one in enumerate(said):
        db.execute(events.insert().values({**row, "at": begin + timedelta(hours=hour), **one}))
    found = list(journeys(db, begin - timedelta(days=1), NOW, ZONE))
    assert [(one.channel, one.language, one.institution, one.way, one.in_time) for one in found] == [
        ("web", "nl", "Twee", "", None)
    ]
    assert set(found[0].happened) == {"began:", "reached:eduid", "reached:claim"}
    assert found[0].happened["began:"] == (begin + timedelta(hours=1)).timestamp()
    assert not list(journeys(db, begin + timedelta(hours=2), NOW, ZONE))
    assert not list(journeys(db, begin, begin + timedelta(hours=1), ZONE))


def test_a_day_of_many_journeys_is_counted_in_little_memory(db: Connection) -> None:
    row = {"award": 0, "way": "", "deadline": None, "channel": "web", "language": "nl", "institution": "", "at": NOW}
    what = [{"what": "began", "detail": ""}, *({"what": "reached", "detail": f"step{number}"} for number in range(12))]
    db.execute(events.insert(), [{**row, "journey": f"{n:032}", **one} for n in range(3_000) for one in what])
    tracemalloc.start()
    try:
        _, _, cells = tallies.count(db, NOW.astimezone(ZONE).date(), ZONE)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sum(cell.of["begun"] for group, cell in cells.items() if not any(group)) == 3_000
    assert most < 3_000_000


def test_no_filter_tells_of_a_small_group_nor_does_what_is_left_beside_it(db: Connection) -> None:
    cells: dict[tuple[str, ...], int] = {("web", "nl"): 40, ("email", "nl"): 11, ("email", "en"): 3}

    def few(**filters: str) -> bool:
        sizes: dict[tuple[str, ...], int] = {}
        for cell, many in cells.items():
            of = tuple(value for name, value in zip(("channel", "language"), cell, strict=True) if name in filters)
            sizes[of] = sizes.get(of, 0) + many
        return tells_of_few(filters, sizes)

    assert not few()
    assert not few(channel="web")
    assert few(language="en"), "three"
    assert few(language="nl"), "all but three"
    assert few(channel="email", language="nl"), "eleven of fourteen"
    assert not few(channel="slack")


async def test_what_happens_later_changes_the_day_on_which_its_journey_began(database_url: str) -> None:
    row = {
        "award": 0,
        "journey": "j" * 32,
        "way": "",
        "deadline": None,
        "detail": "",
        "channel": "web",
        "language": "nl",
    }
    days = (NOW - timedelta(days=9)).date(), NOW.date()

    def happens(db: Connection, what: str, detail: str, at: datetime, institution: str = "") -> None:
        found = {"what": what, "detail": detail, "at": at, "institution": institution}
        db.execute(events.insert().values({**row, **found}))

    database = Database.open(database_url)
    other = Database.open(database_url, role="command")
    try:
        beside, ours = (Tallying(one, ZONE, lambda: NOW, watches=one is database) for one in (other, database))
        assert await database.read(tallies.counted_until, NOW) == NOW
        await database.write(happens, "began", "", NOW - timedelta(days=8))
        assert await database.read(tallies.counted_until, NOW) is None
        await ours.refresh()
        assert await database.read(tallies.counted_until, NOW + timedelta(minutes=1)) >= NOW
        await database.write(happens, "ticked", "claimed", NOW, "Een")
        await asyncio.gather(ours.refresh(), beside.refresh(), ours.refresh())
        found = await database.read(counted, *days)
        assert found.all.of == {"begun": 1, "ticked:claimed": 1, "days:claimed:8": 1}
        assert found.days == {(NOW - timedelta(days=8)).date(): (1, 1)}
        assert {name: set(groups) for name, groups in found.groups.items()} == {
            "channel": {"web"}, "language": {"nl"}, "institution": {"Een"}, "way": {"not known"},
        }  # fmt: skip
        await database.write(tallies.anew)
        assert not (await database.read(counted, *days)).days
        await beside.refresh()
        assert (await database.read(counted, *days)).all.of["ticked:claimed"] == 1
    finally:
        await other.close()
        await database.close()


async def test_after_each_day_it_waits_many_times_as_long_as_that_took(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So counting takes a small part of a core, however many journeys a day has."""
    waited: list[float] = []

    async def waits(seconds: float) -> None:
        waited.append(seconds)

    database = Database.open(database_url, role="command")
    try:
        await database.write(made_up, 50, NOW)
        found = await database.read(tallies.news, ZONE)
        monkeypatch.setattr(tallies, "monotonic", itertools.count().__next__)  # a day takes a second
        # of this module alone: programs of other tests sleep too
        its_own = SimpleNamespace(sleep=waits, get_running_loop=asyncio.get_running_loop)
        monkeypatch.setattr(tallies, "asyncio", its_own)
        await Tallying(database, ZONE, lambda: NOW, watches=False).refresh(tallies.CALM)
        assert len(found.days) > 1
        assert [one for one in waited if one] == [60.0] * len(found.days)
    finally:
        await database.close()


def test_a_day_that_another_counted_meanwhile_is_not_kept(db: Connection) -> None:
    made_up(db, 50, NOW)
    day = db.execute(select(events.c.at).where(events.c.what == "began").limit(1)).scalar_one().date()
    mine, theirs = tallies.count(db, day, ZONE), tallies.count(db, day, ZONE)
    assert tallies.replace(db, *theirs)
    assert not tallies.replace(db, *mine)
    assert tallies.replace(db, *tallies.count(db, day, ZONE))


async def test_a_number_that_is_seen_late_is_counted(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL the events of a turn can be seen after those of a later one: they are looked at again."""
    row = {"award": 0, "way": "", "deadline": None, "what": "began", "detail": "", "channel": "web",
           "language": "nl", "institution": "", "at": NOW}  # fmt: skip

    def happens(db: Connection, number: int) -> None:
        db.execute(events.insert().values({**row, "id": number, "journey": f"{number:032}"}))

    if database_url.startswith("sqlite"):
        return
    database = Database.open(database_url)
    try:
        ours = Tallying(database, ZONE, lambda: NOW, watches=True)
        await database.write(happens, 12)
        await ours.refresh()
        await database.write(happens, 11)
        await ours.refresh()
        assert (await database.read(counted, NOW.date(), NOW.date())).all.of["begun"] == 2
        monkeypatch.setattr(finding, "SETTLED", 0.0)
        await ours.refresh()
        cursor = select(cursors.c.at).where(cursors.c.name == tallies.CURSOR)
        assert await database.read(lambda db: db.execute(cursor).scalar_one()) == 12
    finally:
        await database.close()


def journeys_at(desk: Desk, many: int) -> None:
    """So many made-up journeys, counted."""
    desk.write(made_up, many, desk.now)
    desk.do(desk.house.tallying.refresh())


def page_moment(desk: Desk) -> str:
    return f"{desk.now.astimezone(ZONE):%-d %b}"


def rows_of(answer: Any) -> list[list[str]]:
    assert answer.content[:3] == b"\xef\xbb\xbf", "without it Excel takes it for another writing"
    return list(csv.reader(io.StringIO(answer.content[3:].decode()), delimiter=";"))


def test_the_page_and_its_files_tell_the_same(desk: Desk) -> None:
    journeys_at(desk, 600)
    since = desk.now - timedelta(days=60)
    asked = f"from={since.date()}&channel=web&lang=en"
    with desk.client("viewer") as http:
        page = http.get(f"/desk/insight?{asked}")
        assert page.status_code == 200
        assert f"Counted until {page_moment(desk)}" in page.text
        told = recount(desk.read(every_row), since.date(), desk.now.astimezone(ZONE).date())
        steps = rows_of(http.get(f"/desk/insight/steps.csv?from={since.date()}&lang=en"))
        assert steps[0] == ["Step", "Journeys", "Of begun", "Of the one before", "Hours (median)"]
        assert steps[1][:2] == ["Begun", str(told["begun"])]
        assert [row[1] for row in steps[2:]] == [str(told[f"reached {one}"]) for one in STEPS]
        assert "," in steps[2][2]
        assert "." not in steps[2][2]
        for name in ("milestones", "reasons", "days", "weeks", "rated", "compared"):
            assert len(rows_of(http.get(f"/desk/insight/{name}.csv?{asked}"))) > 1, name
        assert http.get("/desk/insight/passwords.csv").status_code == 404
        for odd in ("from=yesterday", "from=9999-99-99&to=0001-01-01", "channel=nowhere", "institution=<script>"):
            answer = http.get(f"/desk/insight?{odd}")
            assert answer.status_code == 200, odd
            assert "<script>" not in answer.text, odd
    with desk.client("auditor") as http:
        assert http.get("/desk/insight").status_code == 200


def test_who_may_see_one_institution_counts_only_that(desk: Desk) -> None:
    journeys_at(desk, 600)
    with desk.client("lead", institutions=("ROC Voorbeeld",)) as http:
        today = desk.now.astimezone(ZONE).date()
        first = today - timedelta(days=89)
        told = recount(desk.read(every_row), first, today, institution="ROC Voorbeeld")
        page = http.get(f"/desk/insight?from={first}&lang=en").text
        assert re.search(rf"<dt>Begun</dt><dd>{told['begun']}</dd>", page)
        assert "Hogeschool Voorbeeld" not in page
        other = f"/desk/insight?from={first}&institution=Universiteit+Voorbeeld&lang=en"
        assert "Fewer than 10" in http.get(other).text


def test_a_cell_that_a_spreadsheet_would_run_is_text(desk: Desk) -> None:
    def work(db: Connection) -> None:
        made_up(db, 40, desk.now)
        db.execute(events.update().values(institution="=cmd|'/c calc'!A1"))

    desk.write(work)
    desk.do(desk.house.tallying.refresh())
    with desk.client("lead") as http:
        rows = rows_of(http.get(f"/desk/insight/compared.csv?from={(desk.now - timedelta(days=95)).date()}"))
    assert [row[1] for row in rows if "cmd" in row[1]] == ["'=cmd|'/c calc'!A1"]


def test_what_a_turn_counts_holds_the_last_day_as_it_was_told(desk: Desk) -> None:
    desk.hears(Address("web", "kim"), "hallo", "verder")
    rows = desk.read(lambda db: db.execute(events.select()).all())
    assert {row.what for row in rows} == {"began", "reached"}
    assert all(row.deadline is None for row in rows)


AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def axe(page: Page) -> list[str]:
    """What axe finds wrong with this page, beside the sandbox's notice, which stands on every one."""
    page.evaluate(AXE + "; null")
    rules = "{rules: {region: {enabled: false}}}"
    found = page.evaluate(
        f"async () => (await axe.run(document, {rules})).violations.map(one => one.id + ' ' + one.nodes[0].html)"
    )
    return list(found)


def test_insight_is_read_by_everybody_in_light_and_dark(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    journeys_at(desk, 600)
    for width, dark in ((390, True),):
        page = desk.opens("/desk/insight", "lead", language="en", width=width, dark=dark)
        expect(page.get_by_role("img", name="Begun each week")).to_be_visible()
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_label("Channel").select_option("web")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("channel=web"))
