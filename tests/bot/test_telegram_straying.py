"""Learners who stray, against the fake Bot API: a human asked for, nobody coming, erasing, an employer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.commands.conversations import handed_back, listed, replied
from bot.settings import Settings
from bot.store import awards, links
from bot.store.awards import Award
from bot.store.tables import learners
from bot.wiring import House
from flows import FLOWS
from tests.bot.test_telegram_program import at, state, words
from tests.fakes.bot_api import BotApi, User
from tests.house import ROOT, program, settings

BOTH = pytest.mark.parametrize("language", ["nl", "en"])


@dataclass
class Scene:
    """The program, its settings and fake Telegram, a staff group, and a clock that can be put forward."""

    api: BotApi
    house: House
    settings: Settings
    clock: Clock


@dataclass
class Clock:
    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with BotApi() as api:
        staff = api.user(4242, "Noor", language_code="nl")
        staff.says("/start")  # Telegram lets a bot write only to those who wrote to it
        chosen = settings(
            f"sqlite:///{tmp_path}/bw.db", telegram_bot_token=api.token, telegram_api_url=api.url,
            staff_telegram_chat="4242", support_hours="24/7", support_email="hulp@example.org",
            institutions=ROOT / "docs/institutions.example.toml", name_step="none",
        )  # fmt: skip
        clock = Clock()
        async with program(chosen, clock=clock) as (house, _):
            yield Scene(api, house, chosen, clock)


def label(path: str, answer: str, language: str) -> str:
    return FLOWS.texts.label(path, answer, language)


async def begin(scene: Scene, language: str, number: int = 1001) -> User:
    sam = scene.api.user(number, "Sam", language_code=language)
    sam.says("/start")
    await sam.sees(words("welcome.hello", language))
    return sam


async def press(sam: User, path: str, answer: str, language: str) -> None:
    """Press an answer as soon as its question is there."""
    words = label(path, answer, language)
    await sam.api.until(lambda: any(words in seen.buttons for seen in sam.screen))
    sam.presses(words)


@BOTH
async def test_a_human_is_asked_for_is_told_answers_and_hands_back(scene: Scene, language: str) -> None:
    sam = await begin(scene, language)
    sam.says("medewerker" if language == "nl" else "human")
    await sam.sees(words("common.human_asked", language))
    noor = scene.api.user(4242)
    notice = (await noor.sees("badgewijzer conversations show"))[-1]
    assert "Sam" not in notice.text
    name = (await listed(scene.settings, False)).splitlines()[1].split()[0]
    assert name in notice.text
    seen = len(sam.screen)
    for said in ("hallo?", "help", "1", "stop"):
        sam.says(said)
    sam.sends(voice=True)
    await scene.api.settled()
    assert len(sam.screen) == seen, "the bot is silent"
    sam.sends(photo=True)
    await sam.sees(words("common.keep_picture", language))
    sam.says("2")
    await sam.sees(words("common.picture_let_go", language))
    await replied(scene.settings, name, "Waar loop je vast?", "Noor")
    await sam.sees("Waar loop je vast?")
    await handed_back(scene.settings, name)
    await sam.sees(words("common.handed_back", language))
    sam.says("1")
    await at(scene.house, sam, "award.got_mail")


@BOTH
async def test_when_nobody_comes_within_the_promised_hours_the_learner_may_go_on(scene: Scene, language: str) -> None:
    sam = await begin(scene, language)
    sam.says("ik wil een mens spreken" if language == "nl" else "can i talk to a person")
    await sam.sees(words("common.human_asked", language))
    scene.clock.ahead = timedelta(hours=4, minutes=1)
    told = (await sam.sees(words("common.human_nobody", language)))[-1]
    assert "hulp@example.org" in told.text
    sam.presses(label("common.command_bot", "", language))
    await sam.sees(words("common.handed_back", language))
    await at(scene.house, sam, "welcome.hello")


@BOTH
async def test_erase_me(scene: Scene, language: str) -> None:
    sam = await begin(scene, language)
    sam.says("wis mij" if language == "nl" else "erase me")
    await sam.sees(words("common.erase_sure", language))
    sam.presses(label("common.erase_sure", "yes", language))
    await sam.sees(words("common.erased", language))
    await scene.api.settled()
    sam.says("/start")
    await at(scene.house, sam, "welcome.hello")
    count = await scene.house.database.read(lambda db: db.execute(select(func.count()).select_from(learners)).scalar())
    assert count <= 3, "Noor, Sam who comes anew, and Sam who left until the last word is buried"


@BOTH
async def test_an_employer_and_a_requested_badge_and_no_mail(scene: Scene, language: str) -> None:
    sam = await begin(scene, language)
    await press(sam, "welcome.hello", "employer", language)
    await at(scene.house, sam, "employer.what")
    await press(sam, "employer.what", "genuine", language)
    await sam.sees(words("worth.employer_check", language))
    sam.says("niks meer dank je" if language == "nl" else "no thanks")
    await at(scene.house, sam, "employer.bye")
    await press(sam, "employer.bye", "own", language)
    await at(scene.house, sam, "award.got_mail")
    sam.says("nee" if language == "nl" else "no")
    await at(scene.house, sam, "award.no_mail")
    await press(sam, "award.no_mail", "ask", language)
    await sam.sees(words("questions.how_to_get_one", language))
    await press(sam, "award.no_mail", "look", language)
    await at(scene.house, sam, "award.which_way")
    await press(sam, "award.which_way", "requested", language)
    await at(scene.house, sam, "request.how_far")
    assert (await state(scene.house, sam))["facts"]["kind"] == "requested"


@BOTH
async def test_two_awards_and_the_institution_s_own_way_to_confirm_a_name(scene: Scene, language: str) -> None:

    async def link(badge: str, days: int) -> str:
        day = (datetime.now(UTC) + timedelta(days=days)).date()
        award = Award(badge, "Hogeschool Voorbeeld", "institution", day, "", "")
        now = datetime.now(UTC)
        return str(
            await scene.house.database.write(
                lambda db: links.make_for_award(db, awards.add(db, award, "test", now), now)
            )
        )

    sam = scene.api.user(1001, "Sam", language_code=language)
    sam.says(f"/start {await link('Rekenen', 60)}")
    await at(scene.house, sam, "welcome.hello")
    sam.says(f"/start {await link('Wondzorg', 20)}")
    await at(scene.house, sam, "eduid.have_one")
    found = await state(scene.house, sam)
    assert found["facts"]["badge"] == "Wondzorg"
    assert [one["facts"]["badge"] for one in found["parked"]] == ["Rekenen"]
    sam.says("ja heb ik al" if language == "nl" else "yes i have one already")
    await at(scene.house, sam, "eduid.confirm_name_guest")
    sam.says("wat is edubadges naam validatie" if language == "nl" else "what is edubadges naam validatie")
    await sam.sees("edubadges Naam Validatie is")
    await at(scene.house, sam, "eduid.confirm_name_guest")
