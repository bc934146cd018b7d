"""Every state of every page through axe: both languages, light and dark, narrow and wide."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from tests.web.badges import id_of
from tests.web.conftest import AXE, Opener, Site
from tests.web.letters import answer_path, way_out
from tests.web.onward import WORDS as ONWARD
from tests.web.talks import WORDS

State = Callable[[Opener, Site], Page]

LOOK = """async (rules) => {
    const result = await axe.run(document, { resultTypes: ['violations'], selectors: false, ...rules });
    const found = result.violations.map((one) => [one.id, one.nodes.map((node) => node.html.slice(0, 200))]);
    return { found, looked: result.passes.length + result.incomplete.length };
}"""

APPEARANCE = ["color-contrast", "link-in-text-block", "scrollable-region-focusable"]
Look = tuple[int, Literal["light", "dark"], dict[str, Any]]
LOOKS: tuple[Look, ...] = (
    (320, "light", {}),
    (320, "dark", {"runOnly": APPEARANCE}),  # the same elements: only what meets the eye can differ
    (1280, "light", {"runOnly": APPEARANCE}),
    (1280, "dark", {"runOnly": APPEARANCE}),
)
WORDED = ["cat.forms", "cat.language", "cat.name-role-value", "cat.parsing", "cat.structure", "cat.text-alternatives"]
IN_ENGLISH: Look = (320, "light", {"runOnly": {"type": "tag", "values": WORDED}})
"""The elements are the same: what hangs on their words is looked at in the other language too."""


def front(opening: Opener, site: Site) -> Page:
    return opening("/")


def begin(opening: Opener, site: Site) -> Page:
    return opening("/chat?start=abc")


def question(opening: Opener, site: Site, path: str = "/chat", asked: int = 1) -> Page:
    page = opening(begun=True)
    talk = site.talk_of(page.context)
    site.talks.add(talk, "in", WORDS[talk.language]["hello:go"])
    site.talks.ask(talk)
    for _ in range(asked - 1):
        site.talks.add(talk, "in", "مرحبا?\n\nNog een regel")
        site.talks.ask(talk)
    page.goto(path)
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true })")
    return page


def long_history(opening: Opener, site: Site) -> Page:
    return question(opening, site, asked=6)


def older(opening: Opener, site: Site) -> Page:
    page = question(opening, site, asked=8)
    page.locator(".older a").click()
    page.locator(".older a[href='/chat']").wait_for()
    return page


def link_during_a_conversation(opening: Opener, site: Site) -> Page:
    return question(opening, site, "/chat?start=abc")


def error(opening: Opener, site: Site) -> Page:
    page = question(opening, site)
    site.talks.down = True
    page.locator("#text").fill("hallo")
    page.locator("#text").press("Enter")
    expect(page.locator("#wrong")).not_to_be_empty()
    return page


def waiting(opening: Opener, site: Site) -> Page:
    page = question(opening, site)
    site.talks.change(site.talk_of(page.context), waiting=True)
    expect(page.locator("#state")).not_to_be_empty()
    return page


def human(opening: Opener, site: Site) -> Page:
    page = question(opening, site)
    site.talks.change(site.talk_of(page.context), human="Fatima")
    expect(page.locator("#state")).to_contain_text("Fatima")
    return page


def offline(opening: Opener, site: Site) -> Page:
    page = question(opening, site)
    page.add_script_tag(url=AXE)
    page.context.set_offline(True)
    expect(page.locator("#net")).not_to_be_empty()
    return page


def pending(opening: Opener, site: Site) -> Page:
    page = question(opening, site)
    site.talks.gate = asyncio.Event()
    page.locator("#text").fill("hallo")
    page.locator("#text").press("Enter")
    expect(page.locator(".pending")).to_be_visible()
    expect(page.locator("#typing")).to_be_visible()
    return page


def not_found(opening: Opener, site: Site) -> Page:
    return opening("/nothing")


def broken(opening: Opener, site: Site) -> Page:
    return opening("/broken")


def share_kit(opening: Opener, site: Site) -> Page:
    page = opening(f"/kit/{id_of('whole')}")
    page.locator("[data-copies=cv-text]").click()
    expect(page.locator(".told:not(:empty)")).to_have_count(1)
    return page


def share_kit_of_an_expired_badge(opening: Opener, site: Site) -> Page:
    return opening(f"/kit/{id_of('expired')}")


def share_kit_of_a_private_badge(opening: Opener, site: Site) -> Page:
    return opening(f"/kit/{id_of('private')}")


def check_a_badge(opening: Opener, site: Site) -> Page:
    page = opening("/verify")
    page.locator("#verify button").click()
    expect(page.locator("#wrong")).to_be_visible()
    return page


def verdict(opening: Opener, site: Site) -> Page:
    page = opening("/verify")
    page.locator("#badge").fill(id_of("unconfirmed"))
    page.locator("#name").fill("Iemand Anders")
    page.locator("#verify button").click()
    expect(page.locator(".verdict.good")).to_be_visible()
    return page


def verdict_revoked(opening: Opener, site: Site) -> Page:
    return opening(f"/verify?badge={id_of('revoked')}")


def verdict_unknown(opening: Opener, site: Site) -> Page:
    return opening(f"/verify?badge={id_of('private')}")


def verdict_expired(opening: Opener, site: Site) -> Page:
    return opening(f"/verify?badge={id_of('expired')}")


def choice_in_a_mail(opening: Opener, site: Site, choice: str = "0") -> Page:
    page = opening("/")
    page.goto(answer_path(page.evaluate("navigator.language.slice(0, 2)"), choice))
    return page


def command_in_a_mail(opening: Opener, site: Site) -> Page:
    return choice_in_a_mail(opening, site, "human")


def choice_taken(opening: Opener, site: Site) -> Page:
    page = choice_in_a_mail(opening, site)
    page.locator("main button").click()
    expect(page.locator("main button")).to_have_count(0)
    return page


def choice_too_late(opening: Opener, site: Site) -> Page:
    return opening("/answer/a.b.c")


def no_more_mail(opening: Opener, site: Site) -> Page:
    return opening(way_out())


def no_more_mail_done(opening: Opener, site: Site) -> Page:
    page = opening(way_out())
    page.locator("main form:not([action$=undo]) button").click()
    expect(page.locator("main form[action$=undo]")).to_be_visible()
    return page


def no_more_mail_undone(opening: Opener, site: Site) -> Page:
    page = no_more_mail_done(opening, site)
    page.locator("main button").click()
    expect(page.locator("main [role=status]")).to_be_visible()
    return page


def no_more_mail_broken(opening: Opener, site: Site) -> Page:
    return opening("/unsubscribe/x")


def go_on(opening: Opener, site: Site, query: str = "") -> Page:
    page = opening("/")
    page.goto(f"/go/{ONWARD[page.evaluate('navigator.language.slice(0, 2)')]}{query}")
    return page


def go_on_by_telegram(opening: Opener, site: Site) -> Page:
    page = go_on(opening, site)
    page.locator("button[value=telegram]").click()
    expect(page.locator(".qr svg")).to_be_visible()
    return page


def go_on_by_slack(opening: Opener, site: Site) -> Page:
    page = go_on(opening, site)
    page.locator("button[value=slack]").click()
    expect(page.locator(".code")).to_have_text("123 456")
    return page


def go_on_by_code(opening: Opener, site: Site) -> Page:
    page = go_on(opening, site)
    page.locator("button[value=code]").click()
    expect(page.locator(".code")).to_have_text("123 456")
    return page


def go_on_to_log_in(opening: Opener, site: Site) -> Page:
    return go_on(opening, site, "?to=login")


def go_on_by_a_link_that_is_nobodys(opening: Opener, site: Site) -> Page:
    return opening("/go/xyz")


STATES: tuple[State, ...] = (
    front,
    begin,
    question,
    long_history,
    older,
    link_during_a_conversation,
    error,
    waiting,
    human,
    offline,
    pending,
    not_found,
    broken,
    share_kit,
    share_kit_of_an_expired_badge,
    share_kit_of_a_private_badge,
    check_a_badge,
    verdict,
    verdict_revoked,
    verdict_unknown,
    verdict_expired,
    choice_in_a_mail,
    command_in_a_mail,
    choice_taken,
    choice_too_late,
    no_more_mail,
    no_more_mail_done,
    no_more_mail_undone,
    no_more_mail_broken,
    go_on,
    go_on_by_telegram,
    go_on_by_slack,
    go_on_by_code,
    go_on_to_log_in,
    go_on_by_a_link_that_is_nobodys,
)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing(inspected: Opener, site: Site, state: State) -> None:
    page = state(inspected, site)
    assert page.evaluate("navigator.language.startsWith(document.documentElement.lang)")
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(url=AXE)
    found: list[Any] = []
    dutch = page.evaluate("document.documentElement.lang") == "nl"
    for width, scheme, rules in LOOKS if dutch else (IN_ENGLISH,):
        page.emulate_media(color_scheme=scheme)
        if page.viewport_size is None or page.viewport_size["width"] != width:
            page.set_viewport_size({"width": width, "height": 640})
            # As tall as the page: what is under an edge has no colours for axe, and half under it is too small.
            page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
        result = page.evaluate(LOOK, rules)
        assert result["looked"], "axe looked at nothing"
        found += [(width, scheme, *one) for one in result["found"]]
    assert not found, json.dumps(found, indent=2)


IN_A_MAIL = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
"""A mail is shown within a page of somebody else's, who has the landmarks."""
MAIL_LOOKS: tuple[Look, ...] = (
    (360, "light", IN_A_MAIL),
    (360, "dark", {"runOnly": APPEARANCE}),
    (600, "light", {"runOnly": [*APPEARANCE, "target-size"]}),
    (600, "dark", {"runOnly": APPEARANCE}),
)


@pytest.mark.parametrize("kind", ["answer", "reminder", "guide", "staff"])
def test_axe_finds_nothing_in_a_mail(inspected: Opener, site: Site, kind: str) -> None:
    page = inspected(f"/mails/{kind}")
    page.add_script_tag(url=AXE)
    found: list[Any] = []
    dutch = page.evaluate("navigator.language").startswith("nl")
    for width, scheme, rules in MAIL_LOOKS if dutch else ((600, "light", {}), (360, "light", IN_A_MAIL)):
        if page.viewport_size is None or page.viewport_size["width"] != width:
            page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if rules:
            result = page.evaluate(LOOK, rules)
            assert result["looked"], "axe looked at nothing"
            found += [(width, scheme, *one) for one in result["found"]]
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
