"""Journeys at the desk: who is where, what each step says, and what is down."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from playwright.sync_api import expect
from sqlalchemy import select

from bot.ports import Address, Tapped
from bot.store import outages, rises
from bot.store.tables import audit, events, learners, messages
from bot.store.tables import outages as rows
from flows import FLOWS
from tests.desk.desk import Desk


def all_rows(desk: Desk, query: Any) -> list[Any]:
    return desk.read(lambda db: list(db.execute(query).all()))


def at(desk: Desk, who: str, step: str, institution: str = "") -> int:
    """Somebody who is at this step, and said something lately."""
    learner = desk.hears(Address("web", who), "hallo")
    values = {"step": step, "institution": institution or None}
    desk.write(lambda db: db.execute(learners.update().where(learners.c.id == learner).values(values)))
    return learner


def here(page: str, name: str) -> str:
    found = re.search(rf'id="{name}">(\d+)<', page)
    assert found, name
    return found[1]


def test_every_flow_and_step_has_a_page_in_both_languages_by_every_channel(desk: Desk) -> None:
    with desk.client("viewer") as http:
        overview = http.get("/desk/journeys?lang=nl").text
        for name, flow in FLOWS.flows.items():
            assert f'href="/desk/journeys/{name}"' in overview
            page = http.get(f"/desk/journeys/{name}?lang=nl")
            assert page.status_code == 200, name
            assert all((f'id="{step.name}"' in page.text) == step.speaks for step in flow.steps.values())
        for number, (path, one) in enumerate(FLOWS.paths()):
            if number % 9 == 0:
                channel = ("web", "telegram", "slack", "email")[number % 4]
                found = http.get(f"/desk/journeys/{path.replace('.', '/')}?channel={channel}").status_code
                assert found == (200 if one.speaks else 303), path
        for odd in ("/desk/journeys/nowhere", "/desk/journeys/eduid/nowhere"):
            assert http.get(odd).status_code == 404
        step = http.get("/desk/journeys/eduid/have_one?channel=email&lang=nl").text
        assert '<ol class="choices"><li>Ja, ik heb een eduID</li>' in step
        assert "Yes, I have an eduID" in step


def test_a_flow_is_drawn_in_the_words_that_learners_meet(desk: Desk) -> None:
    with desk.client("viewer") as http:
        for language, otherwise, a_case in (
            ("nl", "anders", "als de badge naar een instellingsaccount gaat"),
            ("en", "otherwise", "if the badge goes to an institution account"),
        ):
            for flow in FLOWS.flows:
                page = http.get(f"/desk/journeys/{flow}?lang={language}").text
                shown = re.sub(r"<[^>]+>", "\n", page.partition('<ol class="drawing"')[2])
                assert not re.search(
                    r"\b[a-z]+_[a-z_]+\b|^(skip|otherwise|proof)$", shown.replace(otherwise, ""), re.M
                ), flow
                if flow == "eduid":
                    assert otherwise in shown
                    assert a_case in shown


def test_the_usual_way_is_that_of_who_has_all_of_it_still_to_do(desk: Desk) -> None:
    usual = {
        "eduid": ["have_one", "make_one", "confirm_name", "at_an_institution", "link_institution", "log_in_again"],
        "claim": ["find_card", "printed_name", "claim_it"],
        "share": ["make_public", "public_link", "look_up", "link_checked", "where_to", "linkedin", "where_else"],
    }
    with desk.client("viewer") as http:
        for flow, way in usual.items():
            page = http.get(f"/desk/journeys/{flow}?lang=en").text
            first, _, further = page.partition("The usual way</h2>")[2].partition("What else can happen</h2>")
            assert re.findall(r'<li id="(\w+)"', first) == way
            assert further, flow
            assert not set(way) & set(re.findall(r'<li id="(\w+)"', further))


def test_an_outage_is_told_by_where_it_is(desk: Desk) -> None:
    with desk.client("lead") as http:
        for scope, told in (
            ("eduID", "eduID heeft nu"), ("eduid", "Dit deel van de reis heeft nu"),
            ("eduid.make_one", "Deze stap heeft nu"),
        ):  # fmt: skip
            http.post("/desk/journeys/outages", data={"scope": scope})
            assert all_rows(desk, select(rows.c.nl).order_by(rows.c.id.desc()))[0].nl.startswith(told)
        page = http.get("/desk/journeys?lang=en").text
    choices = re.findall(r"<option[^>]*>([^<]*)<", page)
    assert len(choices) == len(set(choices))
    assert sum("eduID" in choice and "system" in choice for choice in choices) == 1
    assert "eduid.make_one" not in re.sub(r"<[^>]+>", "", page)


def test_who_is_where_is_counted_within_the_scope_of_who_looks(desk: Desk) -> None:
    at(desk, "a", "eduid.make_one", "Hogeschool Voorbeeld")
    at(desk, "b", "eduid.make_one", "ROC Voorbeeld")
    gone = at(desk, "c", "eduid.make_one", "ROC Voorbeeld")
    long_ago = desk.now - timedelta(days=40)
    desk.write(lambda db: db.execute(learners.update().where(learners.c.id == gone).values(heard_at=long_ago)))
    with desk.client("viewer") as http:
        assert here(http.get("/desk/journeys").text, "in-eduid") == "2"
        assert here(http.get("/desk/journeys/eduid").text, "at-make_one") == "2"
    with desk.client("lead", name="Roc", institutions=("ROC Voorbeeld",)) as http:
        assert here(http.get("/desk/journeys/eduid").text, "at-make_one") == "1"
    with desk.client("lead", name="Niemand", institutions=()) as http:
        assert here(http.get("/desk/journeys/eduid").text, "at-make_one") == "0"


def test_a_lead_tells_of_an_outage_and_that_it_is_over(desk: Desk) -> None:
    sam = Address("web", "sam")
    desk.hears(sam, "hallo")
    desk.hears(sam, Tapped("welcome.shall_we:yes"))
    until = (desk.now + timedelta(hours=2)).astimezone(desk.house.settings.zone)
    with desk.client("lead") as http:
        sent = http.post("/desk/journeys/outages", data={"scope": "eduID", "until": f"{until:%Y-%m-%dT%H:%M}"})
        assert (sent.status_code, sent.headers["location"]) == (303, "/desk/journeys")
        desk.do(desk.house.look_at_outages())
        page = http.get("/desk/journeys?lang=en").text
        for words in ("expected until", "naar verwachting tot"):  # with the day, where that is another than today
            assert re.search(rf"{words} [^.<]*{until:%H:%M}", page)
        assert "Outage until" in http.get("/desk/journeys/eduid?lang=en").text
        assert "Outage until" not in http.get("/desk/journeys/employer?lang=en").text
        (row,) = all_rows(desk, select(rows))
        assert desk.house.turns.down.listed[0].id == row.id
        assert http.post(f"/desk/journeys/outages/{row.id}/end").status_code == 303
        assert http.post(f"/desk/journeys/outages/{row.id}/end").status_code == 303
    done = [(one.action, one.detail) for one in all_rows(desk, select(audit).order_by(audit.c.id))]
    assert ("outage.begin", {"outage": row.id, "scope": "eduID"}) in done
    assert [action for action, _ in done].count("outage.end") == 1
    assert all_rows(desk, select(rows.c.over_at))[0].over_at is not None


def test_what_is_no_outage_is_not_told(desk: Desk) -> None:
    past = f"{desk.now - timedelta(hours=5):%Y-%m-%dT%H:%M}"
    with desk.client("lead") as http:
        for odd in (
            {"scope": "nowhere"}, {}, {"scope": "eduid", "until": past}, {"scope": "eduid", "until": "soon"},
            {"scope": "eduid", "until": "9999-12-31T23:59"}, {"scope": "eduid", "nl": "x" * 301},
        ):  # fmt: skip
            assert http.post("/desk/journeys/outages", data=odd).status_code == 422
    for who in (desk.client("agent"), desk.client("viewer"), desk.client("lead", name="R", institutions=("ROC",))):
        with who as http:
            assert http.post("/desk/journeys/outages", data={"scope": "eduid"}).status_code == 403
            assert http.post("/desk/journeys/outages/1/end").status_code == 403
            assert 'action="/desk/journeys/outages"' not in http.get("/desk/journeys").text
    assert all_rows(desk, select(rows)) == []


def test_an_outage_that_is_refused_stays_as_it_was_typed(desk: Desk) -> None:
    past = f"{desk.now - timedelta(hours=5):%Y-%m-%dT%H:%M}"
    with desk.client("lead") as http:
        sent = {"scope": "share", "until": past, "nl": "<b>Even</b> niet", "en": "y" * 301}
        page = http.post("/desk/journeys/outages", data=sent).text
    assert f'value="{past}" aria-invalid="true" aria-describedby="wrong-until"' in page
    assert 'id="wrong-until"' in page
    assert 'id="wrong-en"' in page
    assert 'id="wrong-nl"' not in page
    assert ">&lt;b&gt;Even&lt;/b&gt; niet</textarea>" in page
    assert f">{'y' * 301}</textarea>" in page
    assert '<option value="share" selected>' in page


def test_the_words_of_staff_are_words_whatever_they_look_like(desk: Desk) -> None:
    with desk.client("lead") as http:
        words = "<script>alert(1)</script> { $badge } \"'&"
        http.post("/desk/journeys/outages", data={"scope": "welcome", "nl": words, "en": words})
        assert "<script>alert" not in http.get("/desk/journeys").text
    desk.do(desk.house.look_at_outages())
    learner = desk.hears(Address("web", "kim"), "hallo")
    said = all_rows(
        desk, select(messages.c.body).where(messages.c.learner_id == learner, messages.c.direction == "out")
    )
    assert any(words in str(span[0]) for row in said for span in row.body)


def test_a_sudden_rise_stands_above_the_journeys(desk: Desk) -> None:
    row = {"award": 0, "channel": "web", "language": "nl", "what": "problem", "detail": "eduid.no_mail"}
    told = [{**row, "at": desk.now - timedelta(minutes=1), "journey": f"r{number}"} for number in range(8)]
    desk.write(lambda db: db.execute(events.insert(), told))
    assert desk.read(rises.rises, desk.now)[0].path == "eduid.no_mail"
    with desk.client("viewer") as http:
        page = http.get("/desk/journeys?lang=en").text
        assert "Suddenly more than usual" in page
        assert 'href="/desk/journeys/eduid/no_mail"' in page
        assert "Suddenly more than usual: " in re.sub(r"<[^>]+>", "", http.get("/desk?lang=en").text)
    with desk.client("lead", name="Roc", institutions=("ROC Voorbeeld",)) as http:
        assert "Suddenly" not in http.get("/desk?lang=en").text


def test_counts_of_journeys_change_as_one_looks(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    desk.write(outages.begin, "eduID", "eduID doet het niet.", "eduID is down.", None, desk.now)
    page = desk.opens("/desk/journeys", "lead", language="en", width=390, dark=True)
    expect(page.get_by_role("heading", name="Outages")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="Welcome", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Welcome")
    page.goto("/desk/journeys/welcome")
    expect(page.locator("#at-shall_we, [id^=at-]").first).to_have_text("0")
    desk.hears(Address("web", "kim"), "hallo")
    step = all_rows(desk, select(learners.c.step))[0].step
    desk.write(outages.begin, "share", "Delen doet het niet.", "Sharing is down.", None, desk.now)  # rings
    expect(page.locator(f"#at-{step.partition('.')[2]}")).to_have_text("1")
