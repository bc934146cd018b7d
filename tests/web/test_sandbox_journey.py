"""From an award to a badge on LinkedIn, in a real browser: the program with nothing configured, and its sandbox.

The chat stays open in one tab; eduID, edubadges, the mailbox and LinkedIn are visited in another.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from flows import FLOWS
from tests.house import Process
from tests.web.test_journey import SLOW, Learner, tap_done

SHOTS = os.environ.get("BADGEWIJZER_SCREENSHOTS")  # a folder; then every page is photographed
BADGE = "Data in de zorg"
ACCOUNT = "s1234567@voorbeeld.example"

BUSY = 10.0
"""So many seconds the chat may take to tick on a machine that does much else; left alone, it needs less than one."""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    with Process("run", tmp_path_factory.mktemp("sandbox"), INBOUND_PER_MINUTE="0") as process:
        process.wait_ready()
        yield process


class Person:
    """Somebody with a browser of two tabs: the chat, and `tab` for all the rest."""

    def __init__(self, browser: Browser, program: Process, language: str, width: int) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": 844 if width < 500 else 900},
            locale={"nl": "nl-NL", "en": "en-GB"}[language],
            has_touch=width < 500,
            base_url=program.url.replace("127.0.0.1", "localhost"),
        )
        self.context.set_default_timeout(SLOW)
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.language, self.narrow = language, width < 500
        self.tab = self.context.new_page()
        self.count = 0

    def opens(self, path: str) -> None:
        self.tab.goto(path)
        self.photograph()

    def follows(self, words: str) -> None:
        self.tab.get_by_role("link", name=words).first.click()
        self.photograph()

    def presses(self, words: str, **typed: str) -> None:
        for field, value in typed.items():
            self.tab.locator(f"[name={field}]").fill(value)
        self.tab.get_by_role("button", name=words).first.click()
        self.photograph()

    def sees(self, words: str | re.Pattern[str]) -> None:
        expect(self.tab.locator("body")).to_contain_text(words, timeout=SLOW)

    def goes_to_eduid(self, words: str) -> None:
        """By the page that sends the browser on by itself."""
        self.tab.get_by_role("button", name=words).click()
        self.tab.wait_for_url(re.compile("/sandbox/eduid/|/eduid/done"))
        self.photograph()

    def types_the_code(self, next_page: str) -> None:
        """The code from the mail; the sandbox shows it below the form too."""
        self.presses(next_page, code=self.tab.locator("#sandbox-code").inner_text())

    def begins_the_chat(self, button: str) -> Learner:
        page = self.context.new_page()
        page.goto("/chat")
        self.chat = Learner(page, self.language, f"chat-{self.language}")
        self.chat.photograph()
        page.get_by_role("button", name=button).click()
        expect(self.chat.button(self.chat.label("welcome.hello", "go_on"))).to_be_visible(timeout=SLOW)
        self.chat.photograph()
        return self.chat

    def follows_in_chat(self, words: str) -> None:
        """The newest link with these words in the chat; it opens in a tab of its own."""
        with self.context.expect_page() as opened:
            self.chat.page.get_by_role("log").get_by_role("link", name=words).last.click()
        self.tab.close()
        self.tab = opened.value
        self.tab.wait_for_load_state()
        self.photograph()

    def photograph(self) -> None:
        """Nothing may stick out sideways on any page."""
        self.tab.wait_for_load_state()
        wide = self.tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.tab.url} sticks out by {wide} pixels"
        if SHOTS:
            self.count += 1
            name = re.sub(r"\W+", "-", self.tab.url.partition("/")[2].partition("/")[2].partition("/")[2])[:40]
            self.tab.screenshot(path=f"{SHOTS}/{self.language}-{self.count:02}-{name}.png", full_page=True)


def award(person: Person, button: str, **typed: str) -> None:
    """Staff award the badge in the sandbox's form."""
    person.opens("/sandbox/edubadges/staff")
    person.tab.locator("[name=badge_class]").select_option(
        label=person.tab.locator("option", has_text=BADGE).first.inner_text()
    )
    person.presses(button, **typed)
    person.sees("Unclaimed")


def reads_mail(person: Person, email: str) -> str:
    person.opens(f"/sandbox/mailbox?to={email}")
    return person.tab.locator("article pre").first.inner_text()


def logs_in(person: Person, then: str, answer: str, onward: str, way: Callable[[], None]) -> float:
    """By the link in the chat, to the page after it; the seconds until the chat asks `then` by itself."""
    chat = person.chat
    link = chat.page.locator(".line").last.get_by_role("link", name=onward).bounding_box()
    assert link
    assert link["height"] >= 44, "what the question asks for is as easy to tap as its answers"
    person.follows_in_chat(onward)
    way()
    person.tab.wait_for_url("**/eduid/done", wait_until="commit")
    shown = time.monotonic()
    label = chat.label(then, answer, "" if FLOWS.texts.has(then, label=answer) else "common.answers")
    expect(chat.button(label)).to_be_visible(timeout=BUSY * 1000)
    seconds = time.monotonic() - shown
    expect(chat.page.locator("#card-words")).to_contain_text("✅ eduID")
    chat.photograph()
    person.photograph()
    return seconds


def test_a_badge_for_a_personal_address_on_a_phone(
    browser: Browser, program: Process, record_property: Callable[[str, object], None]
) -> None:
    sanne = Person(browser, program, "nl", 390)
    award(sanne, "Uitreiken", email="sanne@example.net")
    mail = reads_mail(sanne, "sanne@example.net")
    assert BADGE in mail
    chat = sanne.begins_the_chat("Begin het gesprek")
    chat.taps("welcome.hello", "go_on")
    chat.taps("award.got_mail", "yes")
    box = chat.page.get_by_role("textbox")
    box.fill(mail)
    box.press("Enter")
    expect(chat.button(chat.label("award.mail_read", "yes"))).to_be_visible(timeout=SLOW)
    chat.photograph()
    chat.taps("award.mail_read", "yes")

    chat.taps("eduid.log_in", "no_eduid")
    sanne.follows_in_chat("login.eduid.nl")
    sanne.tab.locator("[name=agree]").check()
    sanne.presses("Maak een eduID", email="sanne@example.net", given="Sanne", family="Voorbeeld")
    sanne.types_the_code("Volgende")
    sanne.sees("Je eduID is aangemaakt")
    tap_done(chat, "eduid.make_one")
    chat.types("overslaan")
    chat.taps("eduid.at_an_institution", "no")

    def way() -> None:
        sanne.sees("deze site")
        sanne.goes_to_eduid("Ja, verder naar eduID")
        sanne.presses("Ja, dat mag")

    seconds = logs_in(sanne, "diagnosis.award_address", "this_one", "Inloggen met eduID", way)
    record_property("ticked_after_seconds", round(seconds, 3))
    print(f"the chat ticked {seconds * 1000:.0f} ms after the page of the login")
    sanne.sees("Je gesprek weet het al")
    chat.taps("diagnosis.award_address", "this_one")

    sanne.follows_in_chat("www.edubadges.nl")
    sanne.follows("Open je backpack")
    sanne.presses("Ja, dat mag")
    sanne.presses("Ik ga akkoord")
    sanne.sees("Unclaimed")
    tap_done(chat, "backpack.open_backpack")
    tap_done(chat, "claim.find_card")
    claims(sanne, "Claim en voeg toe aan je backpack", "Ik ga akkoord", "Bevestig", "Edubadge is succesvol geclaimed")
    tap_done(chat, "claim.claim_it")
    link = makes_public(sanne, "Bevestig", "Deel")
    tap_done(chat, "share.make_public")
    shares(sanne, link, "Zet op LinkedIn", "Toon certificaat")
    sanne.context.close()


def claims(person: Person, claim: str, agree: str, confirm: str, done: str) -> None:
    person.follows("Unclaimed")
    person.follows(claim)
    person.presses(agree)
    person.presses(confirm)
    person.sees(done)


def makes_public(person: Person, confirm: str, share: str) -> str:
    """`Privé` off; the public link, as the button to copy it leaves it on the clipboard."""
    person.tab.get_by_role("switch").click()
    person.photograph()
    person.presses(confirm)
    person.tab.get_by_role("link", name=share, exact=True).click()
    person.photograph()
    person.tab.locator("[data-copies]").click()
    return str(person.tab.evaluate("navigator.clipboard.readText()"))


def shares(person: Person, link: str, on_linkedin: str, certificate: str) -> None:
    chat = person.chat
    box = chat.page.get_by_role("textbox")
    box.fill(link)
    box.press("Enter")
    expect(chat.button(chat.label("share.where_to", "linkedin"))).to_be_visible(timeout=SLOW)
    chat.photograph()
    chat.taps("share.where_to", "linkedin")
    person.follows_in_chat(on_linkedin)
    expect(person.tab.locator("#name")).to_have_value(BADGE)
    expect(person.tab.locator("#certUrl")).to_have_value(link)
    expect(person.tab.locator("#month")).to_have_value(str(time.localtime().tm_mon))
    person.follows(certificate)
    person.sees(BADGE)
    tap_done(chat, "share.linkedin")
    chat.taps("share.where_else", "no")
    expect(chat.button(chat.label("done.what_now", "next"))).to_be_visible(timeout=SLOW)
    assert "⬜" not in chat.page.locator("#card-words").inner_text()


def test_a_badge_for_an_account_at_an_institution_on_a_desk(
    browser: Browser, program: Process, record_property: Callable[[str, object], None]
) -> None:
    sam = Person(browser, program, "en", 1280)
    award(sam, "Award", email="sam@example.net", account=ACCOUNT)
    mail = reads_mail(sam, "sam@example.net")
    chat = sam.begins_the_chat("Begin the conversation")
    chat.taps("welcome.hello", "go_on")
    chat.taps("award.got_mail", "yes")
    box = chat.page.get_by_role("textbox")
    box.fill(mail)
    box.press("Enter")
    expect(chat.button(chat.label("award.mail_read", "yes"))).to_be_visible(timeout=SLOW)
    chat.taps("award.mail_read", "yes")

    def registers_on_the_way() -> None:
        sam.goes_to_eduid("Yes, on to eduID")
        sam.follows("Create directly")
        sam.tab.locator("[name=agree]").check()
        sam.presses("Make an eduID", email="sam@example.net", given="Sam", family="Example")
        sam.types_the_code("Next")
        sam.follows("Next")
        sam.presses("Yes, that is fine")

    seconds = logs_in(sam, "eduid.link_institution", "done", "Log in with eduID", registers_on_the_way)
    record_property("ticked_after_seconds", round(seconds, 3))
    print(f"the chat ticked {seconds * 1000:.0f} ms after the page of the login")
    sam.follows_in_chat("mijn.eduid.nl")
    sam.opens("/sandbox/eduid/mijn/personal")
    sam.follows("Add an organisation")
    sam.follows("Use your school or work account")
    sam.follows("Example University")
    sam.presses("Log in", student="s1234567", given="Sam", family="Example")
    tap_done(chat, "eduid.link_institution")
    seconds = logs_in(
        sam, "backpack.open_backpack", "done", "Log in with eduID", lambda: sam.goes_to_eduid("Yes, on to eduID")
    )
    print(f"and {seconds * 1000:.0f} ms after the page of the second login")
    expect(chat.page.locator("#card-words")).to_contain_text("✅ Institution linked")

    sam.follows_in_chat("www.edubadges.nl")
    sam.follows("Open your backpack")
    sam.presses("Yes, that is fine")
    sam.presses("I agree")
    sam.sees("Unclaimed")
    tap_done(chat, "backpack.open_backpack")
    tap_done(chat, "claim.find_card")
    claims(sam, "Claim & Add to your backpack", "I agree", "Confirm", "Successfully claimed edubadge")
    tap_done(chat, "claim.claim_it")
    link = makes_public(sam, "Confirm", "Share")
    tap_done(chat, "share.make_public")
    shares(sam, link, "Add to LinkedIn", "Show credential")
    sam.context.close()
