"""The desk's door: who comes in, who does not, and how long they are there."""

from __future__ import annotations

from playwright.sync_api import expect

from bot.store import helping
from tests.desk.desk import Desk


def test_who_is_not_logged_in_comes_to_the_login_and_then_where_they_wanted_to_be(desk: Desk) -> None:
    with desk.client(None) as http:
        sent = http.get("/desk?lang=en")
        assert (sent.status_code, sent.headers["location"]) == (303, "/desk/login?next=%2Fdesk%3Flang%3Den")
        inside = http.post("/desk/login/sandbox/agent?next=%2Fdesk%3Flang%3Den")
        assert (inside.status_code, inside.headers["location"]) == (303, "/desk?lang=en")
        assert "HttpOnly" in inside.headers["set-cookie"]
        assert "Noor" in http.get("/desk?lang=en").text
        assert http.post("/desk/logout").headers["location"] == "/desk/login"
        assert http.get("/desk").status_code == 303


def test_a_login_leads_nowhere_but_to_the_desk(desk: Desk) -> None:
    with desk.client(None) as http:
        for there in (
            "https://evil.example/desk",
            "//evil.example/desk",
            "/chat",
            "/desk/../chat",
            "javascript:alert(1)",
        ):
            inside = http.post("/desk/login/sandbox/agent", params={"next": there})
            assert inside.headers["location"] == "/desk", there


def test_a_form_of_another_site_does_nothing(desk: Desk) -> None:
    with desk.client("agent") as http:
        refused = http.post("/desk/logout", headers={"Sec-Fetch-Site": "cross-site"})
        assert refused.status_code == 403
        assert http.get("/desk/here").status_code == 204


def test_a_form_of_a_page_that_was_drawn_for_somebody_else_does_nothing(desk: Desk) -> None:
    with desk.client("lead") as lidia, desk.client("admin") as ali:
        marks = [http.get("/desk/here").headers["page-of"] for http in (lidia, ali)]
        assert f'data-mark="{marks[0]}"' in lidia.get("/desk").text
        form = {"name": "Where", "nl": "Hier", "en": "Here"}
        refused = lidia.post("/desk/replies/keep", data={**form, "page-of": marks[1]})
        assert (refused.status_code, "Hier is iemand anders ingelogd" in refused.text) == (409, True)
        assert desk.read(helping.canned) == []
        assert lidia.post("/desk/replies/keep", data={**form, "page-of": marks[0]}).status_code == 303
        assert len(desk.read(helping.canned)) == 1


def test_what_was_typed_for_a_form_goes_to_its_writer_alone(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    page = desk.opens("/desk/replies", "lead", language="en")
    form = page.locator("form[action='/desk/replies/keep']").last
    for label in ("Name", "Dutch", "English"):
        form.get_by_label(label).fill("Where")
    page.context.add_cookies([{"name": "desk", "value": desk.session("admin"), "url": desk.url}])
    form.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Somebody else is logged in here")
    desk.goes(page, "/desk/replies", "lead")
    expect(form.get_by_label("Dutch")).to_have_value("Where")
    assert desk.read(helping.canned) == []


def test_what_was_typed_is_given_back_to_who_is_not_logged_in_any_more(desk: Desk) -> None:
    sent = {"name": "of no matter", "nl": "Kijk <b>goed</b>", "en": "Look\r\nwell"}
    with desk.client(None) as http:
        page = http.post("/desk/replies/keep", data=sent)
        assert page.status_code == 401
        assert "Kijk &lt;b&gt;goed&lt;/b&gt;</textarea>" in page.text
        assert "Look\nwell</textarea>" in page.text
        assert "of no matter" not in page.text
        foreign = http.post("/desk/replies/keep", data=sent, headers={"Sec-Fetch-Site": "cross-site"})
        assert (foreign.status_code, "goed" in foreign.text) == (403, False)


def test_what_was_typed_for_a_reply_is_there_again_after_an_expired_session(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    page = desk.opens("/desk/replies", "lead", language="en")
    form = page.locator("form[action='/desk/replies/keep']").last
    form.get_by_label("Name").fill("Where")
    form.get_by_label("Dutch").fill("Kijk in je backpack.")
    form.get_by_label("English").fill("Look in your backpack.")
    page.context.clear_cookies()
    form.get_by_role("button").click()
    expect(page.get_by_role("textbox").first).to_have_value("Kijk in je backpack.")
    desk.goes(page, "/desk/replies", "admin")
    expect(form.get_by_label("Dutch")).to_have_value("")
    desk.goes(page, "/desk/replies", "lead")
    expect(form.get_by_label("Dutch")).to_have_value("Kijk in je backpack.")
    form.get_by_label("Name").fill("Where")
    form.get_by_role("button").click()
    expect(page.locator("#said")).to_be_visible()
    assert page.evaluate("Object.keys(sessionStorage)") == []


def test_a_page_of_the_desk_in_a_browser(desk_in_browser: Desk) -> None:
    page = desk_in_browser.opens("/desk", "agent", language="en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Now")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
