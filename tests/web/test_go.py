"""The page behind the link in a mail, and the ways that it opens, in the real program."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import httpx2 as httpx
import pytest
import pytest_asyncio
from playwright.sync_api import expect
from sqlalchemy import func, select

from bot.ports import Address, Heard, Opened, Typed
from bot.store import links
from bot.store.tables import addresses, learners
from bot.store.tables import links as rows
from bot.wiring import House
from tests.house import emptied, free_port, program, settings
from tests.web.conftest import Opener
from tests.web.onward import WORDS
from tests.web.test_sign_in import FORM
from tests.web.test_sign_in import Stand as EduID

WALKS = pytest.mark.asyncio(loop_scope="module")
"""All that is asynchronous goes on around one program."""

MAIL = Address("email", "sanne@voorbeeld.example")


class Mailed:
    """The program, a learner who wrote us a mail, and the browser in which they open its link."""

    def __init__(self, house: House, url: str, eduid: EduID) -> None:
        self.house, self.url, self.eduid = house, url, eduid
        self.http = httpx.AsyncClient(base_url=url)
        self.heard = 0

    async def writes(self, text: str) -> None:
        self.heard += 1
        await self.hears(Heard(f"mail {self.heard}", MAIL, Typed(text), "nl"))

    async def hears(self, said: Heard) -> None:
        await self.house.hear([said])
        await self.house.ears.empty_spool()  # where a busy machine put it

    async def learner(self, address: Address = MAIL) -> int:
        wanted = select(addresses.c.learner_id).where(addresses.c.external_id == address.external_id)
        return int(await self.one(wanted))

    async def one(self, query: Any) -> Any:
        return await self.house.database.read(lambda db: db.execute(query).scalar())

    async def link(self) -> str:
        learner, now = await self.learner(), self.house.clock()
        found = await self.house.database.read(lambda db: self.house.turns.go_link(db, learner, now))
        return found.rpartition("/")[2]

    async def opens(self, word: str, query: str = "") -> httpx.Response:
        return await self.http.get(f"/go/{word}{query}")

    async def goes(self, word: str, to: str, key: str = "k") -> httpx.Response:
        return await self.http.post(f"/go/{word}", data={"to": to, "key": key}, headers=FORM)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def the_program(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[House, EduID]]:
    """On SQLite; what is kept of links is tried on both databases in tests/bot/test_joining.py."""
    file = tmp_path_factory.mktemp("program") / "bw.db"
    eduid = EduID()
    async with program(settings(f"sqlite:///{file}", sandbox=True, port=free_port()), identity=eduid) as (house, _):
        yield house, eduid


@pytest_asyncio.fixture(loop_scope="module")
async def sanne(the_program: tuple[House, EduID]) -> AsyncIterator[Mailed]:
    """Whom nobody knew before their first mail."""
    house, eduid = the_program
    vars(eduid).update(vars(EduID()))
    one = Mailed(house, house.settings.own_url, eduid)
    await one.writes("hallo")
    await one.writes("verder")
    yield one
    await one.http.aclose()
    house.telegram = None
    await emptied(house)


@WALKS
async def test_looking_changes_nothing_however_often_and_shows_whose_conversation_it_is(sanne: Mailed) -> None:
    word = await sanne.link()
    before = await sanne.one(select(rows.c.expires_at))
    for _ in range(3):
        shown = await sanne.opens(word)
        assert shown.status_code == 200
        assert (await sanne.http.head(f"/go/{word}")).status_code == 200
    assert "<strong>s•••@voorbeeld.example</strong>" in shown.text
    assert "sanne@" not in shown.text
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert shown.headers["cache-control"] == "no-store"
    assert "set-cookie" not in shown.headers
    assert await sanne.one(select(rows.c.expires_at)) == before
    assert await sanne.one(select(func.count()).select_from(rows)) == 1
    assert not re.search("Telegram|Slack", shown.text), "where we do not talk there is no button for it"


@WALKS
async def test_the_web_chat_goes_on_in_this_browser_at_the_same_step(sanne: Mailed) -> None:
    word = await sanne.link()
    gone = await sanne.goes(word, "web")
    assert (gone.status_code, gone.headers["location"]) == (303, "/chat#newest")
    assert "httponly" in gone.headers["set-cookie"].lower()
    chat = await sanne.http.get("/chat")
    assert "verder" in chat.text, "with all that was said by mail"
    again = await sanne.opens(word)
    assert again.status_code == 410
    assert "Naar het gesprek in deze browser" in again.text


@WALKS
async def test_a_form_that_is_sent_twice_brings_one_browser_in(sanne: Mailed) -> None:
    """A double tap: the second goes out before the first is answered, so it brings no cookie."""
    word = await sanne.link()
    first = await sanne.goes(word, "web", "same")
    sanne.http.cookies.clear()
    second = await sanne.goes(word, "web", "same")
    assert first.headers["set-cookie"] == second.headers["set-cookie"]
    sanne.http.cookies.clear()
    third = await sanne.goes(word, "web", "other")
    assert third.status_code == 410
    assert "set-cookie" not in third.headers


@WALKS
async def test_six_digits_bring_another_chat_in(sanne: Mailed) -> None:
    word = await sanne.link()
    shown = await sanne.goes(word, "code")
    found = re.search(r"<bdi>(\d{3}) (\d{3})</bdi>", shown.text)
    assert found
    assert (await sanne.goes(word, "code")).text == shown.text, "loaded again it shows the same"
    phone = Address("telegram", "501")
    await sanne.hears(Heard("t1", phone, Typed(found[1] + found[2]), "nl"))
    assert await sanne.learner(phone) == await sanne.learner()


@WALKS
async def test_telegram_is_offered_where_there_is_a_bot_with_a_link_and_a_code_for_a_camera(sanne: Mailed) -> None:
    sanne.house.telegram = SimpleNamespace(username="gids_bot", name="telegram")  # type: ignore[assignment]
    word = await sanne.link()
    assert "Verder op Telegram" in (await sanne.opens(word)).text
    shown = await sanne.goes(word, "telegram")
    found = re.search(r'href="https://t\.me/gids_bot\?start=(join-[A-Za-z0-9_-]{32})"', shown.text)
    assert found
    assert "<svg" in shown.text
    phone = Address("telegram", "501")
    await sanne.hears(Heard("t1", phone, Opened(found[1]), "nl"))
    assert await sanne.learner(phone) == await sanne.learner()


@WALKS
async def test_the_login_of_a_mail_is_made_when_its_page_is_used_and_counts_by_its_code_alone(sanne: Mailed) -> None:
    word = await sanne.link()
    shown = await sanne.opens(word, "?to=login")
    assert "Ja, log in met eduID" in shown.text
    away = await sanne.goes(word, "login")
    assert away.status_code == 303
    start = urlsplit(away.headers["location"]).path
    assert re.fullmatch(r"/eduid/start/[A-Za-z0-9_-]{43}", start)
    assert "per <strong>mail</strong>" in (asked := (await sanne.http.get(start)).text)
    assert "van <strong>s•••@voorbeeld.example</strong>" in asked
    await sanne.http.post(start, headers=FORM)
    state = sanne.eduid.begun[-1].state
    back = await sanne.http.get("/eduid/callback", params={"state": state, "code": "c"}, follow_redirects=True)
    found = re.search(r"<bdi>(\d{3}) (\d{3})</bdi>", back.text)
    assert found, "whoever presses the button in a mail that was sent on is not its reader"
    assert "done" not in await sanne.one(select(learners.c.state))
    await sanne.writes(f"{found[1]} {found[2]}")
    assert (await sanne.one(select(learners.c.state)))["done"]["eduid"] == "proof"
    assert (await sanne.opens(word)).status_code == 200, "to log in does not use the link up"


@WALKS
async def test_where_the_conversation_goes_on_in_this_browser_the_login_counts_at_once(sanne: Mailed) -> None:
    await sanne.goes(await sanne.link(), "web")
    await sanne.writes("status")
    away = await sanne.goes(await sanne.link(), "login")
    start = urlsplit(away.headers["location"]).path
    assert (
        "Wat we lezen, is ook te zien waar dit gesprek verder nog loopt: op <strong>deze site</strong>"
        in (await sanne.http.get(start)).text
    )
    await sanne.http.post(start, headers=FORM)
    state = sanne.eduid.begun[-1].state
    back = await sanne.http.get("/eduid/callback", params={"state": state, "code": "c"}, follow_redirects=True)
    assert "Je gesprek weet het al" in back.text


@WALKS
async def test_a_link_that_is_late_used_or_nobodys_says_what_to_do(sanne: Mailed) -> None:
    ways = ("web", "code", "telegram", "login")
    for word in ("x" * 32, "short", "join-" + "x" * 32):
        answers = [await sanne.opens(word), *[await sanne.goes(word, to) for to in ways]]
        assert {one.status_code for one in answers} == {404}
        assert all("Deze link kennen we niet" in one.text for one in answers)
        assert all("set-cookie" not in one.headers for one in answers)
    word = await sanne.link()
    await sanne.house.database.write(links.withdraw_continue, await sanne.learner(), sanne.house.clock())
    for to in ways:
        assert "Deze link werkt niet meer" in (await sanne.goes(word, to)).text
    await sanne.writes("status")
    word = await sanne.link()
    await sanne.goes(word, "web")
    sanne.http.cookies.clear()
    for to in ways:
        refused = await sanne.goes(word, to, "another page")
        assert refused.status_code == 410
        assert "Antwoord op onze mail met <strong>status</strong>" in refused.text


@WALKS
async def test_a_form_from_elsewhere_or_of_nonsense_changes_nothing(sanne: Mailed) -> None:
    word = await sanne.link()
    foreign = await sanne.http.post(f"/go/{word}", data={"to": "web"}, headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403
    assert (await sanne.goes(word, "nowhere")).status_code == 400
    long = await sanne.http.post(f"/go/{word}", content=b"x" * 5000, headers=FORM)
    assert long.status_code == 400
    assert await sanne.one(select(func.count()).select_from(rows)) == 1


def test_by_keyboard_and_without_a_mouse_each_way_is_reached(opened: Opener) -> None:
    page = opened(f"/go/{WORDS['nl']}", width=320)
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.value || ''"))
    assert [way for way in seen if way][:4] == ["telegram", "slack", "web", "code"]
    page.locator("button[value=slack]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".code")).to_have_text("123 456")
    expect(page.locator("main")).to_contain_text("/edubadge")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
