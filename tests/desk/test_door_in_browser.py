"""The door, and what an admin and an auditor have behind it, in Chromium: by mouse, by keyboard, and for everybody."""

from __future__ import annotations

import re
import secrets
from contextlib import AsyncExitStack
from importlib.resources import files
from typing import Any

from playwright.sync_api import Browser, Page, expect

from bot.ports import Address
from bot.store import staff
from tests.beside import beside
from tests.desk.desk import Desk
from tests.fakes.openid_provider import CLIENT, SECRET
from tests.foreign import foreign_provider
from tests.house import free_port, program, settings

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def axe(page: Page, *rules: str) -> list[str]:
    """What axe finds wrong with this page, by these rules; by all of them where none is named."""
    page.evaluate(AXE + "; null")
    found: list[str] = page.evaluate(
        """async (only) => (await axe.run(document, { resultTypes: ["violations"], ...only })).violations
            .map((one) => `${one.id} ${one.nodes[0].html.slice(0, 200)}`)""",
        {"runOnly": list(rules)} if rules else {},
    )
    return found


def test_what_is_kept_of_a_learner_is_read_by_everybody(desk_in_browser: Desk) -> None:
    """The other pages are looked at in test_every_page.py; this one comes of a form."""
    token = desk_in_browser.token(desk_in_browser.hears(Address("web", "kim"), "hallo"))
    auditor = desk_in_browser.opens(f"/desk/privacy?conversation={token}", "auditor", width=390)
    auditor.get_by_label("Reden").fill("Verzoek 12")
    auditor.get_by_role("button", name="Als pagina").click()
    expect(auditor.get_by_role("heading", name=re.compile("Alles wat bewaard is"))).to_be_visible()
    assert axe(auditor) == []


def test_an_admin_invites_somebody_by_keyboard_alone(desk_in_browser: Desk) -> None:
    page = desk_in_browser.opens("/desk/staff", "admin", language="en", width=390)
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("noor@uni.example")
    page.keyboard.press("Tab")
    page.keyboard.type("Noor")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")  # from agent to lead
    page.keyboard.press("Enter")
    expect(page.get_by_text("Noor can log in now.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Noor.*lead.*noor@uni.example"))).to_be_visible()


def test_staff_log_in_at_a_real_provider_in_a_real_browser(tmp_path: Any, browser: Browser) -> None:
    port = free_port()
    with foreign_provider(redirect=f"http://localhost:{port}/desk/callback") as provider, beside() as around:
        stack = AsyncExitStack()
        chosen = settings(
            f"sqlite:///{tmp_path}/real.db", port=port, staff_issuer=provider.issuer, staff_client_id=CLIENT,
            staff_client_secret=SECRET,
        )  # fmt: skip
        house, _ = around.do(stack.enter_async_context(program(chosen)))
        person = {"sub": secrets.token_hex(8), "email": "noor@uni.example", "email_verified": True, "name": "Noor"}
        provider.set(person=person, reaches=None, fails=None, claims="id_token")
        desk = Desk(house, f"http://localhost:{port}", around)
        page = browser.new_context(base_url=desk.url, locale="en-GB").new_page()
        said: list[str] = []
        page.on("console", lambda one: said.append(one.text))
        page.goto("/desk/account")
        expect(page.get_by_role("heading", level=1)).to_have_text("Log in at the desk")
        assert axe(page) == []
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("You are not invited yet")
        assert axe(page) == []
        desk.write(lambda db: staff.add(db, "noor@uni.example", "Noor", "agent", None, desk.now))
        page.get_by_role("button", name="Log in as somebody else").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("My sessions")
        page.goto("/desk/login?again=1&next=/desk/account")
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("My sessions")
        page.get_by_text("Noor agent").click()
        page.get_by_role("button", name="Log out").click()
        expect(page.get_by_role("button", name="Log in")).to_be_visible()
        assert not [text for text in said if "Content Security" in text]
        page.context.close()
        around.do(stack.aclose())
