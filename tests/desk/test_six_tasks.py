"""Six tasks of a support desk, from the first page on: by the keyboard alone, and by taps on a phone.

See who waits and open them, take over, note something for colleagues, reply, hand back, find somebody by what they
said.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.desk.desk import Desk
from tests.desk.test_conversation import Kim, actions

DONE = ["conversation.take", "conversation.note", "conversation.reply", "conversation.hand_back", "search"]


def came_of_it(desk: Desk, kim: Kim) -> None:
    """What the learner and the audit have of the six tasks."""
    said = kim.timeline()
    assert ("out", "Noor", "Noor (medewerker):\nKijk eens in je backpack.") in said
    assert ("note", "Noor", "belde al eerder") in said
    assert said[-1][:2] == ("out", ""), "the guide repeats where they were"
    assert kim.row().owner is None
    assert [action for action in actions(desk) if action in DONE] == DONE


def test_by_the_keyboard_alone(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    kim = Kim(desk, "hallo", "mijn backpack is leeg", "mens")
    page = desk.opens("/desk", "agent")
    press = page.keyboard.press
    press("j")
    press("Enter")
    page.wait_for_url(f"**{kim.there}")
    press("t")
    expect(page.locator("#head")).to_contain_text("Noor heeft het woord")
    press("n")
    page.keyboard.type("belde al eerder")
    press("Control+Enter")
    expect(page.locator("#notes")).to_contain_text("belde al eerder")
    press("Escape")
    press("r")
    page.keyboard.type("Kijk eens in je backpack.")
    press("Control+Enter")
    expect(page.locator("#lines .line.staff")).to_contain_text("Kijk eens")
    press("Escape")
    press("h")
    expect(page.locator("#head")).to_contain_text("De gids heeft het woord")
    press("g")
    press("c")
    page.wait_for_url("**/desk/conversations")
    press("/")
    page.keyboard.type("leeg")
    press("Enter")
    expect(page.locator("[data-row]")).to_have_count(1)
    came_of_it(desk, kim)


def test_by_taps_on_a_phone(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    kim = Kim(desk, "hallo", "mijn backpack is leeg", "mens")
    page = desk.opens("/desk", "agent", width=390, height=844, has_touch=True, is_mobile=True)

    def tap(name: str, within: str = "main") -> None:
        page.locator(within).get_by_role("button", name=name).first.tap()

    page.locator("[data-row] a").first.tap()
    page.wait_for_url(f"**{kim.there}")
    tap("Overnemen")
    expect(page.locator("#head")).to_contain_text("Noor heeft het woord")
    opened(page)
    page.locator("#note textarea").fill("belde al eerder")
    page.locator("#note button").tap()
    expect(page.locator("#notes")).to_contain_text("belde al eerder")
    page.locator("#reply-text").fill("Kijk eens in je backpack.")
    page.locator("#reply-send").tap()
    expect(page.locator("#lines .line.staff")).to_contain_text("Kijk eens")
    tap("Teruggeven")
    expect(page.locator("#head")).to_contain_text("De gids heeft het woord")
    page.get_by_role("navigation", name="Onderdelen").get_by_role("link", name="Gesprekken").tap()
    page.get_by_role("searchbox").fill("leeg")
    tap("Toon")
    expect(page.locator("[data-row]")).to_have_count(1)
    came_of_it(desk, kim)


def opened(page: Page) -> None:
    """What stands beside the conversation is folded on a phone."""
    side = page.locator("#side")
    if side.get_attribute("open") is None:
        side.locator("summary").tap()
