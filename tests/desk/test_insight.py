"""Insight: the figures are those of a recount, and nobody can be seen in them."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import Connection

from bot.insight import DAYS, SMALLEST, STEPS, by_week, chosen, counted
from bot.ports import Address
from bot.store.events import Journey, journeys
from bot.store.tables import events
from flows import FLOWS
from tests.desk.desk import Desk
from tests.desk.insights import ZONE, every_row, made_up, recount

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FIRST, LAST = date(2026, 9, 1), date(2026, 11, 10)


def found_in(db: Connection, first: date = FIRST, last: date = LAST) -> list[Journey]:
    since, until = (datetime.combine(day, time(), ZONE) for day in (first, last + timedelta(days=1)))
    return journeys(db, since, until, ZONE)


def same(figures: Any, told: Any) -> None:
    """What is shown is what a recount comes to."""
    assert figures["begun"] == told["begun"]
    assert figures["reached"] == {step: told.get(f"reached {step}", 0) for step in figures["reached"]}
    assert figures["ticked"] == {tick: told.get(f"ticked {tick}", 0) for tick in figures["ticked"]}
    assert figures["asked_for_a_human"] == told.get("human", 0)
    assert figures["stopped"] == told.get("stopped", 0)
    said = figures["why_stopped"]
    assert said == {why: told[f"why {why}"] for why in said}
    assert sum(said.values()) + figures["why_stopped_hidden"] == sum(n for k, n in told.items() if k[:4] == "why ")
    in_time = {"in_time": told.get("in time", 0), "known": told.get("deadline known", 0)}
    assert figures["claimed_in_time"] == in_time
    rated = {one: told.get(f"rated {one}", 0) for one in ("good", "so_so", "bad")}
    assert figures["rated"] == (rated if sum(rated.values()) >= SMALLEST else None)
    days, middle = told["days"], len(told["days"]) // 2
    assert days[middle - 1] <= figures["median_days"]["claimed"] <= days[middle]
    assert sum(figures["days_to_claim"]) == len(days)
    assert figures["days_to_claim"][3] == sum(DAYS[3] <= day < DAYS[4] for day in days)


def test_ten_thousand_journeys_are_counted_as_a_recount_of_the_rows_counts_them(db: Connection) -> None:
    made_up(db, 10_000, NOW)
    rows = every_row(db)
    found = found_in(db)
    report = counted(FLOWS, found)
    same(report["all"], recount(rows, FIRST, LAST))
    for dimension, value in (("channel", "telegram"), ("language", "en"), ("institution", "Universiteit Voorbeeld")):
        same(report["groups"][dimension][value], recount(rows, FIRST, LAST, **{dimension: value}))
    both = {"way": "personal", "institution": "Hogeschool Voorbeeld"}
    some = chosen(found, both)
    assert some is not None
    same(counted(FLOWS, some)["all"], recount(rows, FIRST, LAST, **both))
    assert "Klein Instituut" not in report["groups"]["institution"]
    weeks, hidden = by_week(found, ZONE)
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
    found = journeys(db, begin - timedelta(days=1))
    assert [(one.channel, one.language, one.institution, one.way, one.in_time) for one in found] == [
        ("web", "nl", "Twee", "", None)
    ]
    assert set(found[0].happened) == {"began:", "reached:eduid", "reached:claim"}
    assert found[0].happened["began:"] == (begin + timedelta(hours=1)).timestamp()
    assert not journeys(db, begin + timedelta(hours=2))
    assert not journeys(db, begin, begin + timedelta(hours=1))


def test_no_filter_tells_of_a_small_group_nor_does_what_is_left_beside_it() -> None:
    def some(many: int, **of: str) -> list[Journey]:
        shape = {"channel": "web", "language": "nl", "institution": "Een", "way": "", **of}
        return [Journey(**shape, happened={"began:": NOW.timestamp()})] * many

    found = some(40) + some(11, channel="email") + some(3, language="en", channel="email")
    assert len(chosen(found, {}) or ()) == 54
    assert len(chosen(found, {"channel": "web"}) or ()) == 40
    assert chosen(found, {"language": "en"}) is None, "three"
    assert chosen(found, {"language": "nl"}) is None, "all but three"
    assert chosen(found, {"channel": "email", "language": "nl"}) is None, "eleven of fourteen"
    assert not chosen(found, {"channel": "slack"})
    assert counted(FLOWS, some(9))["all"] is None


def rows_of(answer: Any) -> list[list[str]]:
    assert answer.content[:3] == b"\xef\xbb\xbf", "without it Excel takes it for another writing"
    return list(csv.reader(io.StringIO(answer.content[3:].decode()), delimiter=";"))


def test_the_page_and_its_files_tell_the_same(desk: Desk) -> None:
    desk.write(made_up, 600, desk.now)
    since = desk.now - timedelta(days=60)
    asked = f"from={since.date()}&channel=web&lang=en"
    with desk.client("viewer") as http:
        page = http.get(f"/desk/insight?{asked}")
        assert page.status_code == 200
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
    desk.write(made_up, 600, desk.now)
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
    desk.write(made_up, 600, desk.now)
    for width, dark in ((1280, False), (390, True)):
        page = desk.opens("/desk/insight", "lead", language="en", width=width, dark=dark)
        expect(page.get_by_role("img", name="Begun each week")).to_be_visible()
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_label("Channel").select_option("web")
    expect(page).to_have_url(re.compile("channel=web"))
