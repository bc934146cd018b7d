"""The picture of how far the learner is: in the chat, for whoever holds its cookie alone."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from bot import picture
from bot.web import chat
from bot.web.pages import Pages
from tests.web.conftest import Opener, Site
from tests.web.talks import Talks

COOKIE, OTHER = "a" * 43, "b" * 43
PATH = "/chat/progress.png"
SHOTS = os.environ.get("BADGEWIJZER_SCREENSHOTS")


@pytest.fixture
def talks() -> Talks:
    return Talks()


@pytest.fixture
def client(talks: Talks) -> Iterator[TestClient]:
    app = FastAPI()
    chat.install(app, Pages(organisation="", sandbox=False), talks, base_url="http://chat.example")
    with TestClient(app, base_url="http://chat.example", headers={"accept": "text/html"}) as client:
        client.cookies.set("chat", COOKIE)
        yield client


def test_the_learner_gets_their_own_in_their_language_and_nobody_keeps_it(client: TestClient, talks: Talks) -> None:
    talk = talks.begun(COOKIE, "en")
    answer = client.get(PATH)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content == picture.progress_picture(talk.progress, "en")
    assert client.get(PATH, params={"dark": "1"}).content == picture.progress_picture(talk.progress, "en", True)
    assert client.head(PATH).status_code == 200


def test_without_a_conversation_or_with_another_cookie_there_is_none(client: TestClient, talks: Talks) -> None:
    assert client.get(PATH).status_code == 404
    talks.begun(OTHER, "nl")
    assert client.get(PATH).status_code == 404, "somebody else's"
    talks.begun(COOKIE, "nl").progress = {}
    assert client.get(PATH).status_code == 404, "nothing is known yet"
    client.cookies.clear()
    assert client.get(PATH).status_code == 404
    assert "progress.png" not in client.get("/chat").text


def test_whoever_does_not_see_it_hears_the_same(client: TestClient, talks: Talks) -> None:
    talk = talks.begun(COOKIE, "nl")
    page = client.get("/chat").text
    for line in picture.progress_words(talk.progress, "nl").splitlines():
        assert line in page
    assert "✅ Uitleg gelezen" in page, "the card in words is there too"


def test_a_name_that_looks_like_markup_is_text_on_the_page(client: TestClient, talks: Talks) -> None:
    talk = talks.begun(COOKIE, "nl")
    talk.progress = {**talk.progress, "badge": '"><script>alert(1)</script>'}
    assert "<script>alert" not in client.get("/chat").text


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (320, "dark"), (1280, "light")])
def test_it_opens_beneath_the_card_on_a_phone_and_a_desk_and_stays_open_when_it_changes(
    conversation: Opener, site: Site, width: int, scheme: str
) -> None:
    page = conversation(width=width, height=700, color_scheme=scheme)
    if width < 1000:
        page.locator("#card > summary").click()
    shown = page.locator(".picture img")
    expect(shown).not_to_be_visible()
    page.locator(".picture summary").click()
    expect(shown).to_be_visible()
    expect(page.locator(".picture img")).to_have_js_property("naturalWidth", 880)
    source = page.evaluate("document.querySelector('.picture img').currentSrc")
    assert ("dark=1" in source) == (scheme == "dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shown.scroll_into_view_if_needed()
    photograph(page, f"chat-{width}-{scheme}")
    talk = site.talk_of(page.context)
    site.talks.change(talk, progress={**talk.progress, "backpack_done": "word"})
    expect(shown).to_have_attribute("alt", picture.progress_words(talk.progress, "nl"))
    expect(shown).to_be_visible()
    assert page.evaluate("document.querySelector('.picture img').currentSrc") != source


def photograph(page, name: str) -> None:  # type: ignore[no-untyped-def]
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")
