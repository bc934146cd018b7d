"""The page of the share kit: what it shows, what can be copied from it, and what it says when there is nothing."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from typing import Any, Literal

import pytest
import zxingcpp
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import ASGITransport, AsyncClient
from PIL import Image
from playwright.sync_api import expect

from bot.conversation.sharing import cv_line
from bot.web import chat, kit
from bot.web.looking import AT_ONCE, Looking, showing
from bot.web.pages import Pages
from tests.web.badges import SITE, WHOLE, Sample, id_of
from tests.web.conftest import Opener
from tests.web.talks import Talks

PAGE = f"/kit/{id_of('whole')}"


def app_for(badges: Sample) -> FastAPI:
    app = FastAPI()
    pages = Pages(organisation="Voorbeeld", sandbox=False)
    chat.install(app, pages, Talks(), base_url="https://gids.example")
    app.include_router(kit.router(pages, Looking(badges)))
    return app


@pytest.fixture
def badges() -> Sample:
    return Sample()


@pytest.fixture
def client(badges: Sample) -> Iterator[TestClient]:
    with TestClient(app_for(badges), base_url="https://gids.example", headers={"accept": "text/html"}) as client:
        yield client


# What it answers


def test_nobody_keeps_or_finds_the_page(client: TestClient) -> None:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert '<meta name="robots" content="noindex, nofollow">' in answer.text
    assert "set-cookie" not in answer.headers
    assert client.head(PAGE).status_code == 200
    assert client.post(PAGE).status_code == 405


@pytest.mark.parametrize(("language", "other"), [("nl", "en"), ("en", "nl")])
def test_every_text_of_the_kit_is_on_the_page(
    client: TestClient, language: Literal["nl", "en"], other: Literal["nl", "en"]
) -> None:
    page = client.get(f"{PAGE}?lang={language}").text.replace("&amp;", "&")
    assert f'<html lang="{language}">' in page
    for text in kit.texts(WHOLE, language).values():
        assert text in page
    assert cv_line(showing(WHOLE, other), other) in page
    assert "issueYear=2026&issueMonth=1&certUrl=https%3A%2F%2Fwww.edubadges.nl%2Fpublic" in page


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_qr_code_leads_to_the_public_page(client: TestClient, kind: str) -> None:
    answer = client.get(f"{PAGE}/qr.{kind}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="edubadge-whole0.{kind}"'
    if kind == "svg":
        assert answer.headers["content-type"] == "image/svg+xml"
        assert answer.content.startswith(b"<?xml")
        import resvg_py

        picture = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=answer.text, background="white"))))
    else:
        assert answer.headers["content-type"] == "image/png"
        picture = Image.open(io.BytesIO(answer.content))
    [code] = zxingcpp.read_barcodes(picture.convert("L"))
    assert code.text == SITE + id_of("whole")


@pytest.mark.parametrize(
    ("number", "status", "says"),
    [
        (id_of("private"), 404, "Privé edubadge"),
        (id_of("revoked"), 404, "ingetrokken"),
        (id_of("tampered"), 404, "fouten"),
        (id_of("elsewhere"), 404, "geen badge van edubadges"),
        (id_of("lookalike"), 404, "nagemaakte"),
        (id_of("demo"), 404, "oefenbadge"),
        ("nobody", 404, "22 tekens"),
        ("%22%3E%3Cscript%3Ealert(1)%3C/script%3E"[:60], 404, ""),
    ],
)
@pytest.mark.parametrize("file", ["", "/qr.png", "/qr.svg"])
def test_what_cannot_be_shared_says_why_and_what_to_do(
    client: TestClient, number: str, status: int, says: str, file: str
) -> None:
    answer = client.get(f"/kit/{number}{file}?lang=nl")
    assert answer.status_code == status
    assert says in answer.text
    assert "<script>alert" not in answer.text


def test_when_edubadges_is_away_the_page_says_so(client: TestClient, badges: Sample) -> None:
    badges.away = True
    answer = client.get(f"{PAGE}?lang=en")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert "nothing is wrong with your badge" in answer.text


def test_what_is_no_id_is_never_asked_for(client: TestClient, badges: Sample) -> None:
    for number in ("x", "a" * 21, "a" * 23, "../../etc/passwd", "a" * 5000):
        assert client.get(f"/kit/{number}").status_code == 404
    assert badges.asked == []


async def test_no_more_than_so_many_look_ups_at_once_and_the_rest_is_told_to_come_back() -> None:
    badges = Sample(held=asyncio.Event())
    transport = ASGITransport(app_for(badges))
    async with AsyncClient(transport=transport, base_url="https://gids.example") as client:
        waiting = [asyncio.create_task(client.get(PAGE)) for _ in range(AT_ONCE)]
        while len(badges.asked) < AT_ONCE:
            await asyncio.sleep(0)
        assert (await client.get(PAGE)).status_code == 503
        assert badges.held is not None
        badges.held.set()
        assert {answer.status_code for answer in await asyncio.gather(*waiting)} == {200}
        assert (await client.get(PAGE)).status_code == 200
    assert len(badges.asked) == AT_ONCE + 1


# In a browser


def test_each_text_is_copied_with_one_tap(opened: Opener) -> None:
    page = opened(PAGE, permissions=["clipboard-read", "clipboard-write"])
    for name, text in kit.texts(WHOLE, "nl").items():
        button = page.locator(f"[data-copies={name}-text]")
        button.click()
        expect(page.locator(".told", has_text="Gekopieerd")).to_have_count(1)
        assert page.evaluate("navigator.clipboard.readText()") == text
    expect(page.get_by_role("button", name="Kopieer: Voor je Engelse cv")).to_be_visible()


def test_where_nothing_may_be_copied_the_text_is_selected(opened: Opener) -> None:
    page = opened(PAGE, language="en")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    page.get_by_role("button", name="Copy: For your CV", exact=True).click()
    expect(page.get_by_text("The text is selected.")).to_be_visible()
    assert page.evaluate("getSelection().toString().trim()") == kit.texts(WHOLE, "en")["cv"]


def test_without_script_there_is_nothing_to_press_and_all_to_read(opened: Opener) -> None:
    page = opened(PAGE, java_script_enabled=False)
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.locator(".copy .text")).to_have_count(len(kit.texts(WHOLE, "nl")))
    expect(page.get_by_role("link", name="Zet op LinkedIn")).to_have_attribute("rel", "noopener noreferrer")
    page.locator("#cv-text").click()


def test_files_come_down_by_a_tap(opened: Opener) -> None:
    page = opened(PAGE)
    for name, file in (("PNG", "edubadge-whole0.png"), ("SVG", "edubadge-whole0.svg")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename == file


@pytest.mark.parametrize("name", ["whole", "long", "private", "bare", "expired"])
@pytest.mark.parametrize("more", [{}, {"forced_colors": "active"}])
def test_a_narrow_window_shows_everything(opened: Opener, name: str, more: dict[str, Any]) -> None:
    page = opened(f"/kit/{id_of(name)}", width=320, height=640, **more)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_other_language_is_one_tap_away(opened: Opener) -> None:
    page = opened(PAGE)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Show your edubadge")).to_be_visible()
