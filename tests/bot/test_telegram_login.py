"""A login at eduID from Telegram: out by the learner's own link, and back by the button or the digits on the page."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx2 as httpx
import pytest

from bot.wiring import House
from tests.bot.test_telegram_program import at, state
from tests.fakes.bot_api import BotApi, User
from tests.house import program, settings
from tests.web.test_sign_in import FORM, Stand

SITE = "https://gids.example"


@dataclass
class Town:
    """The program on Telegram, with pages that everybody reaches, and an eduID."""

    api: BotApi
    house: House
    url: str

    async def at_the_login(self, name: str, number: int) -> User:
        """Somebody who is offered a login."""
        user = self.api.user(number, name, language_code="nl")
        user.says("/start")
        await user.sees("Hallo")
        user.says("verder")
        await at(self.house, user, "award.got_mail")
        user.says("overslaan")
        await at(self.house, user, "award.which_way")
        user.says("1")
        await at(self.house, user, "award.name_of_badge")
        user.says("Verpleegkundig rekenen")
        await at(self.house, user, "award.deadline")
        user.says("overslaan")
        await at(self.house, user, "eduid.log_in")
        await self.api.until(lambda: bool(self.word(user)), what="a link")
        return user

    def word(self, user: User) -> str:
        """The word of the last link that this user was sent; "" for none."""
        links = [entity.get("url", "") for seen in user.screen for entity in seen.entities]
        words = [found[1] for link in links if (found := re.fullmatch(rf"{SITE}/eduid/start/([\w-]+)", link))]
        return words[-1] if words else ""

    async def logs_in(self, word: str) -> httpx.Response:
        """Somebody opens the link, and logs in; the page after it."""
        async with httpx.AsyncClient(base_url=self.url) as http:
            shown = await http.get(f"/eduid/start/{word}")
            assert "op <strong>Telegram</strong> van <strong>S••</strong>" in shown.text
            gone = await http.post(f"/eduid/start/{word}", headers=FORM)
            cookie = {"cookie": gone.headers["set-cookie"].partition(";")[0]}
            found = re.search(r"state=([^&]+)", gone.text)
            assert found
            back = await http.get(f"/eduid/callback?code=c&state={found[1]}", headers=cookie)
            assert back.headers["location"] == "/eduid/done"
            return await http.get("/eduid/done", headers=cookie)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with BotApi() as api:
        chosen = settings(
            f"sqlite:///{tmp_path}/bw.db", telegram_bot_token=api.token, telegram_api_url=api.url,
            sends_in_flight=8, base_url=SITE,
            eduid_issuer="https://eduid.example", eduid_client_id="us",
        )  # fmt: skip
        async with program(chosen, identity=Stand()) as (house, url):
            yield Town(api, house, url)


async def test_one_tap_brings_the_login_back_to_the_chat_it_belongs_to(town: Town) -> None:
    sam = await town.at_the_login("Sam", 1001)
    page = await town.logs_in(town.word(sam))
    await at(town.house, sam, "common.login_waits")
    found = re.search(rf"https://t\.me/{town.api.username}\?start=(proof-[A-Za-z0-9_-]+)", page.text)
    assert found
    kim = town.api.user(1002, "Kim", language_code="nl")
    kim.says(f"/start {found[1]}")
    await town.api.settled()
    assert (await state(town.house, kim)).get("done", {}) == {}, "in another chat it is nothing"
    sam.says(f"/start {found[1]}")
    await sam.sees("Sanne Voorbeeld")
    assert (await state(town.house, sam))["done"]["eduid"] == "proof"


async def test_the_six_digits_that_the_page_shows_do_as_well(town: Town) -> None:
    sam = await town.at_the_login("Sam", 1001)
    page = await town.logs_in(town.word(sam))
    found = re.search(r"<bdi>(\d{3} \d{3})</bdi>", page.text)
    assert found
    sam.says(found[1])
    await sam.sees("Sanne Voorbeeld")
    assert (await state(town.house, sam))["done"]["name"] == "proof"
