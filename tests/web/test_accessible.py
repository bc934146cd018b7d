"""Every state of every page through axe: both languages, light and dark, narrow and wide."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Opener, Site
from tests.web.talks import WORDS

State = Callable[[Page, Site, str], None]

WIDTHS = ((320, 640), (1280, 800))
SCHEMES = ("light", "dark")


def front(page: Page, site: Site, language: str) -> None:
    page.goto("/")


def begin(page: Page, site: Site, language: str) -> None:
    page.goto("/chat?start=abc")


def question(page: Page, site: Site, language: str) -> None:
    page.goto("/chat")
    page.locator("#begin button").click()
    page.get_by_role("button", name=WORDS[language]["hello:go"], exact=True).click()
    page.locator("form.live [value='eduid:done']").wait_for()
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true })")


def long_history(page: Page, site: Site, language: str) -> None:
    question(page, site, language)
    talk = site.talk_of(page.context)
    for _ in range(12):
        site.talks.add(talk, "in", "مرحبا?\n\nNog een regel")
        site.talks.ask(talk)
    page.goto("/chat")
    page.locator(".earlier").first.evaluate("one => { one.open = true }")


def older(page: Page, site: Site, language: str) -> None:
    long_history(page, site, language)
    page.locator(".older a").click()
    page.locator(".older a[href='/chat']").wait_for()


def link_during_a_conversation(page: Page, site: Site, language: str) -> None:
    question(page, site, language)
    page.goto("/chat?start=abc")


def error(page: Page, site: Site, language: str) -> None:
    question(page, site, language)
    site.talks.down = True
    page.locator("#text").fill("hallo")
    page.locator("#text").press("Enter")
    expect(page.locator("#wrong")).not_to_be_empty()
    site.talks.down = False


def waiting(page: Page, site: Site, language: str) -> None:
    question(page, site, language)
    site.talks.change(site.talk_of(page.context), waiting=True)
    expect(page.locator("#state")).not_to_be_empty()


def human(page: Page, site: Site, language: str) -> None:
    question(page, site, language)
    site.talks.change(site.talk_of(page.context), human="Fatima")
    expect(page.locator("#state")).to_contain_text("Fatima")


def offline(page: Page, site: Site, language: str) -> None:
    question(page, site, language)
    page.context.set_offline(True)
    expect(page.locator("#net")).not_to_be_empty()


def pending(page: Page, site: Site, language: str) -> None:
    question(page, site, language)
    page.route("**/chat/say", lambda route: None)
    page.locator("#text").fill("hallo")
    page.locator("#text").press("Enter")
    expect(page.locator(".pending")).to_be_visible()
    expect(page.locator("#typing")).to_be_visible()


def not_found(page: Page, site: Site, language: str) -> None:
    page.goto("/nothing")


def broken(page: Page, site: Site, language: str) -> None:
    page.goto("/broken")


STATES: tuple[State, ...] = (
    front, begin, question, long_history, older, link_during_a_conversation, error, waiting, human, offline, pending,
    not_found, broken,
)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing(opened: Opener, site: Site, axe: str, state: State, language: str) -> None:
    page = opened("/", language=language, bypass_csp=True, reduced_motion="reduce")
    state(page, site, language)
    assert page.evaluate("document.documentElement.lang") == language
    page.evaluate(axe)
    found: list[Any] = []
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            result = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
            assert result["passes"]
            for one in result["violations"]:
                found.append((width, scheme, one["id"], [node["html"][:200] for node in one["nodes"]]))
    assert not found, json.dumps(found, indent=2)


def test_forced_colours_and_large_text_leave_everything_usable(conversation: Opener, site: Site) -> None:
    page = conversation(forced_colors="active", width=320, height=640)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Beginnen").click()
    expect(page.get_by_role("button", name="Ja, gelukt")).to_be_visible()
    page.locator("#text").fill("hallo")
    page.get_by_role("button", name="Stuur").click()
    expect(page.get_by_text("“hallo”?")).to_be_visible()


def test_those_who_want_no_motion_get_none(conversation: Opener, site: Site) -> None:
    page = conversation(reduced_motion="reduce")
    assert page.locator("#typing i").first.evaluate("dot => getComputedStyle(dot).animationName") == "none"
