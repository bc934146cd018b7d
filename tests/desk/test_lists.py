"""Now and Conversations: who waits, who is stuck and why, as staff read it, find it, and see it change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from bot.ports import Address
from bot.store import finding
from bot.store.tables import addresses, audit, awards, learners, outbox
from bot.web.desk import room, words
from bot.web.desk.room import ONE_LOOK
from bot.web.desk.words import LONGEST_QUESTION, question
from bot.web.pages import Pages
from flows import FLOWS
from flows.diagnosis import TABLE
from tests.desk.desk import Desk, looked_at

KIM = Address("web", "kim")
LEE = Address("web", "lee")


def changed(desk: Desk, learner: int, **values: Any) -> None:
    desk.write(lambda db: db.execute(learners.update().where(learners.c.id == learner).values(**values)))


def test_now_tells_who_waits_who_is_stuck_and_where_everybody_is(desk: Desk) -> None:
    with desk.client("lead") as http:
        empty = http.get("/desk?lang=en").text
        assert "Nobody is waiting." in empty
        assert "Nobody is stuck." in empty
        assert "Everything was delivered." in empty
        kim, lee = desk.hears(KIM, "hallo", "verder", "medewerker"), desk.hears(LEE, "hallo", "verder")
        changed(desk, kim, waiting_since=desk.now - timedelta(hours=5), institution="Hogeschool <b>Utrecht</b>")
        changed(desk, lee, since=desk.now - timedelta(days=6))
        desk.write(
            lambda db: db.execute(
                outbox.update().where(outbox.c.learner_id == lee).values(outcome="gave_up", done_at=desk.now)
            )
        )
        page = http.get("/desk?lang=en").text
    assert '<title id="page-title">(1) Now · Badgewijzer</title>' in page
    assert "Waits 5 hours" in page
    assert "no time was promised" in page
    assert "late: " not in page
    assert "Hogeschool &lt;b&gt;Utrecht" in page
    assert "At this step for 6 days" in page
    assert "given up after many tries" in page
    assert f'action="/desk/conversations/{desk.token(kim)}/take"' in page
    assert 'href="/desk/conversations?step=to-eduid"' in page
    assert '<td class="num">2</td>' in page


def test_who_was_promised_a_time_is_late_after_it_and_who_was_not_never_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kim = desk.hears(KIM, "hallo", "verder", "medewerker")
    changed(desk, kim, waiting_since=desk.now - timedelta(hours=5))
    there = f"/desk/conversations/{desk.token(kim)}?lang=en"
    with desk.client("lead") as http:
        page = http.get(there).text
        assert "no time was promised" in page
        assert "promised before" not in page
        monkeypatch.setitem(vars(desk.house.turns), "answer_by", lambda facts, now: now + timedelta(hours=4))
        assert "promised before" in http.get(there).text
        for list_of in ("/desk?lang=en", "/desk/conversations?lang=en"):
            page = http.get(list_of).text
            assert "late: promised for" in page
            assert "no time was promised" not in page


def test_who_waits_and_is_let_rest_is_shown_when_they_say_more(desk: Desk) -> None:
    kim = desk.hears(KIM, "hallo", "verder", "medewerker")
    there = f"/desk/conversations/{desk.token(kim)}"
    with desk.client("lead") as http:
        assert "Nobody is waiting." not in http.get("/desk?lang=en").text
        http.post(f"{there}/snooze", data={"until": "hour"})
        page = http.get("/desk?lang=en").text
        assert "Nobody is waiting." in page
        assert "(1)" not in page
        assert desk.token(kim) not in http.get("/desk/conversations").text
        assert "Rests until" in http.get("/desk/conversations?tab=all&lang=en").text
        assert "at rest until" in http.get(f"{there}?lang=en").text
        desk.hears(KIM, "ben je er nog?")
        assert "Nobody is waiting." not in http.get("/desk?lang=en").text


def test_a_list_says_no_more_than_the_role_may_know(desk: Desk) -> None:
    kim = desk.hears(KIM, "hallo", "mijn zeldzame badge", "medewerker")
    changed(desk, kim, institution="HU")
    token = desk.token(kim)
    with desk.client("viewer") as http:
        page = http.get("/desk/conversations").text
        assert token in page
        assert "/take" not in page
        assert "#reply" not in page
        assert "tab=mine" not in page
        assert token in http.get("/desk/conversations?find=zeldzame").text
    with desk.client("admin") as http:
        assert 'name="find"' not in http.get("/desk/conversations").text
        assert token not in http.get("/desk/conversations?find=zeldzame").text
    with desk.client("agent", name="Bo", institutions=("UvA",)) as http:
        for path in ("/desk", "/desk/conversations?tab=all", "/desk/conversations?find=zeldzame&institution=HU"):
            assert token not in http.get(path).text
        assert http.get(f"/desk/conversations?find={token}").status_code == 200


def test_whose_a_row_is_and_what_was_said_is_accounted_for_once_in_a_while(desk: Desk) -> None:
    kim, lee = desk.hears(KIM, "hallo", "mijn badge", "medewerker"), desk.hears(LEE, "hallo", "medewerker")
    both = {desk.token(kim), desk.token(lee)}

    def glances() -> list[str]:
        looks = select(audit.c.conversation).where(audit.c.action == "conversation.glance").order_by(audit.c.id)
        return list(desk.read(lambda db: db.execute(looks).scalars().all()))

    with desk.client("admin") as http:
        assert http.get("/desk").status_code == 200
    assert glances() == [], "an admin sees neither"
    with desk.client("agent") as http:
        http.get("/desk")
        assert sorted(glances()) == sorted(both)
        http.get("/desk")
        http.get("/desk/conversations")
        assert len(glances()) == 2
        before = desk.now - ONE_LOOK - timedelta(seconds=1)
        desk.write(lambda db: db.execute(audit.update().values(at=before)))
        http.get("/desk/conversations")
        assert len(glances()) == 4
        http.get(f"/desk/conversations/{desk.token(kim)}")
        assert len(glances()) == 4
    with desk.client("viewer") as http:
        new = desk.hears(Address("web", "mo"), "hallo", "medewerker")
        with http.stream("GET", "/desk/live/now", headers={"Accept": "text/event-stream"}) as page:
            rows = page.iter_lines()
            while desk.token(new)[:8] not in next(rows):
                pass
    assert desk.token(new) in glances(), "what a page shows by itself counts too"


def test_rows_of_a_list_that_stays_open_are_a_look_each_ten_minutes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.hears(KIM, "hallo", "medewerker")
    looks = select(func.count()).where(audit.c.action == "conversation.glance")

    def hears(rows: Iterator[str], name: str) -> int:
        token = desk.token(desk.hears(Address("web", name), "hallo", "medewerker"))
        while token[:8] not in next(rows):
            pass
        return int(desk.read(lambda db: db.execute(looks).scalar_one()))

    for role, path in (("agent", "/desk/live/conversations"), ("viewer", "/desk/live/now")):
        desk.write(lambda db: db.execute(audit.delete()))
        there = len(desk.read(lambda db: db.execute(select(learners.c.id)).all()))
        with desk.client(role) as http, http.stream("GET", path, headers={"Accept": "text/event-stream"}) as page:
            rows = page.iter_lines()
            assert hears(rows, f"{role} one") == there + 1
            assert hears(rows, f"{role} two") == there + 2
            with monkeypatch.context() as later:
                later.setattr(words, "ONE_LOOK", timedelta(0))
                later.setattr(room, "ONE_LOOK", timedelta(0))
                assert hears(rows, f"{role} three") > there + 3, "ten minutes later, those before are looked at anew"


def test_rows_tell_conversations_apart_as_far_as_the_role_may_know(desk: Desk) -> None:
    kim, lee = desk.hears(KIM, "hallo", "ik zie\nniets <b>hier</b>"), desk.hears(LEE, "hallo", "x" * 200)
    desk.hears(KIM, "en een groene kwartel", "nog een vraag")
    desk.write(lambda db: db.execute(addresses.update().values(account="k•• l••").where(addresses.c.learner_id == kim)))
    shown = {}
    for role in ("agent", "viewer", "admin"):
        with desk.client(role) as http:
            shown[role] = http.get("/desk/conversations?tab=all").text
            assert f">{desk.token(kim)[:8]}<" in shown[role]
    assert {role for role, page in shown.items() if "nog een vraag" in page} == {"agent", "viewer"}
    assert {role for role, page in shown.items() if "k•• l••" in page} == {"agent"}
    assert f">{'x' * 79}…<" in shown["agent"]
    with desk.client("agent") as http:
        found = http.get("/desk/conversations?find=groene").text
        changed(desk, lee, since=desk.now - timedelta(days=6))
        assert f">{desk.token(lee)[:8]}<" in (now := http.get("/desk").text)
        assert f">{'x' * 79}…<" in now
    assert "en een groene kwartel" in found
    assert "nog een vraag" not in found


def test_a_search_finds_by_words_and_by_name_and_is_accounted_for_without_them(desk: Desk) -> None:
    kim, lee = desk.hears(KIM, "hallo", "een groene spinner"), desk.hears(LEE, "hallo")
    given = {"badge": "Python", "source": "test", "created_at": desk.now, "address": "lee.smit@uva.example"}
    desk.write(lambda db: db.execute(awards.insert().values(learner_id=lee, **given)))
    desk.write(lambda db: finding.note_people(db, [lee]))
    with desk.client("agent") as http:
        page = http.get("/desk/conversations?lang=en&find=GROENE+spin").text
        assert desk.token(kim) in page
        assert desk.token(lee) not in page
        assert "1 conversation" in page
        assert desk.token(lee) in http.get("/desk/conversations?find=lee.smit@uva.example").text
        assert "Nothing found." in http.get("/desk/conversations?lang=en&find=paarse+spinner").text
        there = http.get(f"/desk/conversations?find={desk.token(kim)[:8].upper()}")
        assert (there.status_code, there.headers["location"]) == (303, f"/desk/conversations/{desk.token(kim)}")
    with desk.client("viewer") as http:
        assert desk.token(lee) not in http.get("/desk/conversations?find=lee.smit@uva.example").text
    noted = desk.read(lambda db: db.execute(select(audit.c.detail).where(audit.c.action == "search")).scalars().all())
    assert noted == [{"hits": hits} for hits in ("1", "1", "0", "0")]


def test_filters_live_in_the_address(desk: Desk) -> None:
    kim, lee = desk.hears(KIM, "hallo", language="en"), desk.hears(LEE, "hallo", "verder")
    changed(desk, kim, deadline=desk.now.date() - timedelta(days=3))
    shown = {}
    with desk.client("agent") as http:
        for query in (
            "language=en",
            "deadline=passed",
            "step=award",
            "step=to-eduid&channel=web",
            "channel=slack",
            "label=x",
        ):
            page = http.get(f"/desk/conversations?tab=all&{query}").text
            shown[query] = [name for name, who in (("kim", kim), ("lee", lee)) if desk.token(who) in page]
            assert query.startswith("label") or " selected>" in page
    assert list(shown.values()) == [["kim"], ["kim"], ["lee"], ["kim", "lee"], [], ["kim", "lee"]]


def test_every_part_of_a_journey_and_every_cause_has_words() -> None:
    said = Pages(organisation="", sandbox=False).texts
    named = {
        "flow": set(FLOWS.flows),
        "milestone": set(FLOWS.milestones),
        "cause": {row.cause for row in TABLE if row.cause != "none"},
    }
    for kind, names in named.items():
        page = "desk" if kind == "flow" else "desk_cases"
        missing = [name for name in names if not said.has(f"{page}.{kind}", "nl", name)]
        assert not missing, kind
    steps = [path for path, step in FLOWS.paths() if step.waits]
    for language in ("nl", "en"):
        asked = {path: question(FLOWS, path, language) for path in steps}
        assert all(asked.values())
        assert "unknown" not in " ".join(asked.values())
        assert max(map(len, asked.values())) <= LONGEST_QUESTION
    assert question(FLOWS, "eduid.make_one_problems", "nl") == question(FLOWS, "eduid.make_one", "nl")
    assert question(FLOWS, "nowhere.at_all", "nl") == ""


def test_who_asks_for_a_human_is_seen_and_heard_of_at_once(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    kim = desk.hears(KIM, "hallo", "verder")
    page = desk.opens("/desk", "agent", language="en")
    expect(page.get_by_text("Nobody is waiting.")).to_be_visible()
    expect(page.locator("#now-calls")).to_have_text("")
    desk.hears(KIM, "medewerker")
    take = page.get_by_role("button", name=f"Take over conversation {desk.token(kim)[:8]}")
    expect(take).to_be_visible(timeout=2_000)
    expect(page).to_have_title("(1) Now · Badgewijzer")
    expect(page.locator("#now-calls")).to_contain_text("Somebody asks for a human")
    desk.hears(KIM, "gids")
    expect(page.get_by_text("Nobody is waiting.")).to_be_visible()
    expect(page).to_have_title("Now · Badgewijzer")


def test_a_page_that_nobody_looks_at_tells_in_its_title_who_waits(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    page = desk.opens("/desk/journeys", "agent", language="en")
    page.clock.install()
    page.goto("/desk?lang=en")
    expect(page).to_have_title("Now · Badgewijzer")
    looked_at(page, False)
    token = desk.token(desk.hears(KIM, "hallo", "medewerker"))
    page.clock.fast_forward(21_000)
    expect(page).to_have_title("(1) Now · Badgewijzer")
    assert page.get_by_role("button", name=f"Take over conversation {token[:8]}").count() == 0
    looked_at(page, True)
    expect(page.get_by_role("button", name=f"Take over conversation {token[:8]}")).to_be_visible()


def test_the_list_is_walked_by_keys_and_changes_under_them(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    for name in ("one", "two", "three"):
        desk.hears(Address("web", name), "hallo", "medewerker")
    page = desk.opens("/desk/conversations", "agent", language="en")
    rows = page.locator("[data-row] .what > a")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    here = rows.nth(1).get_attribute("data-key")
    desk.hears(Address("web", "one"), "gids")
    expect(rows).to_have_count(2)
    expect(page.locator(f"[data-key='{here}']")).to_be_focused()
    page.keyboard.press("r")
    page.wait_for_url(f"**/desk/conversations/{here}#reply")
    page.go_back()
    page.keyboard.press("/")
    page.keyboard.type("hallo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/conversations?find=hallo**")
    expect(page.get_by_text("3 conversations")).to_be_visible()
    page.get_by_label("Last day").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Last day")).to_have_value("passed")  # nothing is sent while one chooses by keys
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**deadline=passed**")
    expect(page.get_by_text("Nothing found.")).to_be_visible()
