"""Whole journeys in a real browser against the real program, to the end, on a phone and on a desk."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from flows import FLOWS
from tests.bot.test_processes import command
from tests.house import KEY, Process

LINK = "https://www.edubadges.nl/public/assertions/Qm9rU2ltdWxhdGllMDAx0A"
SHOTS = os.environ.get("BADGEWIJZER_SCREENSHOTS")  # a folder; then every step is photographed
SLOW = 15_000


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """`badgewijzer run` with room for many messages, where the learner's word is taken for everything."""
    folder = tmp_path_factory.mktemp("program")
    with Process("run", folder, INBOUND_PER_MINUTE="0", SANDBOX="false", EDUBADGES_API_URL="off") as process:
        process.wait_ready()
        yield process


class Learner:
    """Somebody with the chat open. What they tap is named as the flows name it."""

    def __init__(self, page: Page, language: str, shots: str) -> None:
        self.page, self.language, self.shots, self.count = page, language, shots, 0

    def label(self, step: str, answer: str, text: str = "") -> str:
        return FLOWS.texts.label(text or step, answer, self.language)

    def taps(self, step: str, answer: str, text: str = "") -> None:
        """Tap an answer of the newest question, and wait for the next one."""
        self._answered(lambda: self.button(self.label(step, answer, text)).click())

    def types(self, words: str) -> None:
        """Type and send, and wait for what comes."""
        box = self.page.get_by_role("textbox")
        box.fill(words)
        self._answered(lambda: box.press("Enter"))

    def button(self, label: str):  # type: ignore[no-untyped-def]
        return self.page.locator(".answers.live").get_by_role("button", name=label, exact=True)

    def _answered(self, act) -> None:  # type: ignore[no-untyped-def]
        lines = self.page.locator("[data-who=guide]")
        before = lines.count()
        self.page.bring_to_front()  # as whoever taps has it; a browser draws hidden tabs once a second at most
        act()
        expect(lines).to_have_count(before + 1, timeout=SLOW)
        self.photograph()

    def photograph(self) -> None:
        if SHOTS:
            self.count += 1
            self.page.wait_for_timeout(150)
            self.page.screenshot(path=f"{SHOTS}/{self.shots}-{self.count:02}.png")

    def reads(self, words: str) -> None:
        expect(self.page.get_by_role("log")).to_contain_text(words, timeout=SLOW)


def begin(browser: Browser, program: Process, kind: str, language: str, width: int, scheme: str) -> Learner:
    made = command(
        program.log.parent, "awards", "link", "--badge", "Verpleegkundig rekenen", "--institution",
        "Hogeschool Voorbeeld", "--kind", kind, "--deadline", "2099-02-02", SECRET_KEY=KEY, PORT=str(program.port),
    )  # fmt: skip
    found = re.search(r"/chat\?start=\S+", made.stdout)
    assert found, made.stdout + made.stderr
    context = browser.new_context(
        viewport={"width": width, "height": 844 if width < 500 else 900},
        locale=language, color_scheme="dark" if scheme == "dark" else "light", has_touch=width < 500,
    )  # fmt: skip
    page = context.new_page()
    page.goto(program.url + found[0])
    learner = Learner(page, language, f"{kind}-{language}-{width}-{scheme}")
    learner.photograph()
    page.locator("#begin button").first.click()
    learner.reads("Verpleegkundig rekenen")
    learner.photograph()
    return learner


@pytest.mark.parametrize(
    ("kind", "language", "width", "scheme"),
    [("personal", "nl", 390, "light"), ("institution", "en", 1280, "dark")],
)
def test_a_learner_walks_the_whole_journey_with_a_step_back_a_switch_of_language_and_a_reload(
    browser: Browser, program: Process, kind: str, language: str, width: int, scheme: str
) -> None:
    sam = begin(browser, program, kind, language, width, scheme)
    sam.taps("welcome.hello", "go_on")
    sam.taps("eduid.have_one", "no")
    sam.taps("eduid.make_one", "how", "common.answers" if not FLOWS.texts.has("eduid.make_one", label="how") else "")
    tap_done(sam, "eduid.make_one")
    tap_done(sam, "eduid.confirm_name")
    sam.types("terug" if language == "nl" else "back")
    for into in ("en", "nl") if language == "nl" else ("nl", "en"):
        sam.types({"nl": "Nederlands", "en": "English"}[into])
        sam.language = into
        send = {"nl": "Stuur", "en": "Send"}[into]
        expect(sam.page.get_by_role("button", name=send, exact=True)).to_be_visible(
            timeout=SLOW
        )  # all around it has changed too
    tap_done(sam, "eduid.confirm_name")
    if kind == "institution":
        tap_done(sam, "eduid.link_institution")
    else:
        sam.taps("eduid.at_an_institution", "no")
    before = sam.page.get_by_role("log").inner_text()
    sam.page.reload()
    assert sam.page.get_by_role("log").inner_text() == before, "history survives a reload"
    tap_done(sam, "backpack.open_backpack")
    tap_done(sam, "claim.find_card")
    tap_done(sam, "claim.claim_it")
    tap_done(sam, "share.make_public")
    box = sam.page.get_by_role("textbox")
    box.fill(f"hier is hij {LINK}?lang=nl")
    box.press("Enter")
    expect(sam.button(sam.label("share.where_to", "linkedin"))).to_be_visible(timeout=SLOW)
    sam.photograph()
    sam.taps("share.where_to", "linkedin")
    tap_done(sam, "share.linkedin")
    sam.taps("share.where_else", "no")
    expect(sam.button(sam.label("done.what_now", "next"))).to_be_visible(timeout=SLOW)
    assert sam.page.locator("html").get_attribute("lang") == language
    sam.page.context.close()


def tap_done(sam: Learner, step: str) -> None:
    sam.taps(step, "done", "" if FLOWS.texts.has(step, label="done") else "common.answers")


def test_the_whole_journey_is_walked_by_keyboard_alone(browser: Browser, program: Process) -> None:
    """Tab and Enter, and typing into what has the focus: no pointer, no script of ours that clicks."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl")
    page = context.new_page()
    page.goto(f"{program.url}/")
    tab_to(page, "start")
    page.keyboard.press("Enter")
    page.wait_for_url("**/chat")
    tab_to(page, "begin")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("Hallo", timeout=SLOW)
    sam = Learner(page, "nl", "keyboard")
    for step, answer in (
        ("welcome.hello", "go_on"), ("award.got_mail", "no"), ("award.no_mail", "look"),
        ("award.which_way", "personal"),
    ):  # fmt: skip
        press(sam, sam.label(step, answer))
    keys(sam, "Rekenen in de zorg")
    keys(sam, "overslaan")
    press(sam, sam.label("eduid.have_one", "yes"))
    press(sam, sam.label("eduid.same_address", "yes"))
    keys(sam, "gelukt")
    press(sam, sam.label("eduid.at_an_institution", "no"))
    for _ in range(4):
        keys(sam, "klaar")
    keys(sam, LINK, answers=False)
    expect(sam.button(sam.label("share.where_to", "cv"))).to_be_visible(timeout=SLOW)
    press(sam, sam.label("share.where_to", "cv"))
    keys(sam, "klaar")
    press(sam, sam.label("share.where_else", "no"))
    expect(sam.button(sam.label("done.what_now", "next"))).to_be_visible(timeout=SLOW)
    context.close()


def tab_to(page: Page, what: str) -> None:
    """Tab on until the focus is on what carries this word in its id, address or words."""
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => { const e = document.activeElement; const f = e.closest('form');"
            " const form = f && e.tagName === 'BUTTON' ? f.id : '';"
            " return [e.id, e.getAttribute('href'), e.innerText, form, e.className].join(' ') }"
        )
        if what.lower() in found.lower() and "switch" not in found:
            return
    raise AssertionError(f"{what!r} cannot be reached by Tab")


def press(sam: Learner, label: str) -> None:
    """Find the button by Tab, backwards from the composer, and press it."""
    expect(sam.button(label)).to_be_visible(timeout=SLOW)

    def act() -> None:
        for _ in range(80):
            sam.page.keyboard.press("Tab")
            if sam.page.evaluate(
                "label => { const e = document.activeElement; return e.tagName === 'BUTTON' && !!e.closest('.live')"
                " && e.querySelector('.label')?.innerText === label }",
                label,
            ):
                sam.page.keyboard.press("Enter")
                return
        raise AssertionError(f"the button {label!r} cannot be reached by Tab")

    sam._answered(act)


def keys(sam: Learner, words: str, answers: bool = True) -> None:
    """Go to the text field by Tab, type, Enter."""

    def act() -> None:
        for _ in range(80):
            if sam.page.evaluate("() => document.activeElement.id") == "text":
                break
            sam.page.keyboard.press("Tab")
        sam.page.keyboard.type(words)
        sam.page.keyboard.press("Enter")

    if answers:
        sam._answered(act)
    else:
        act()


def test_two_windows_of_one_browser_show_the_same_conversation_live(browser: Browser, program: Process) -> None:
    sam = begin(browser, program, "personal", "nl", 390, "light")
    other = sam.page.context.new_page()
    other.goto(f"{program.url}/chat")
    sam.taps("welcome.hello", "go_on")
    expect(other.get_by_role("log")).to_contain_text("eduID", timeout=SLOW)
    sam.page.context.close()
