"""A workspace installs us, is talked with, shows us the door and lets us in again: the real program, a fake Slack."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
import pytest_asyncio
import structlog
from fastapi import FastAPI
from sqlalchemy import Connection, func, select
from starlette.testclient import TestClient

from bot.ports import Address, Installed, InstallPage
from bot.store import installations as kept
from bot.store import reports
from bot.store.tables import addresses, installations, outbox
from bot.web import slack_install
from bot.web.pages import Pages
from bot.wiring import House, flows_for
from tests.fakes.slack_api import Person, SlackApi
from tests.house import free_port, program, settings

PAGE = {"accept": "text/html", "accept-language": "nl"}
SECRET = "0123456789abcdef0123456789abcdef"


@dataclass
class Stand:
    """Slack, our program, and an admin's browser."""

    slack: SlackApi
    house: House
    url: str
    http: httpx.AsyncClient

    async def opens(self, path: str, **headers: str) -> httpx.Response:
        return await self.http.get(path, headers={**PAGE, **headers})

    async def installs(self, team: str, name: str = "School", **headers: str) -> httpx.Response:
        begun = await self.opens("/slack/install", **headers)
        [there] = re.findall(r'href="([^"]*/oauth/v2/authorize[^"]*)"', begun.text)
        back = self.slack.approves(unescape(there), team, name=name)
        return await self.opens(back.removeprefix(self.url), **headers)

    async def hears(self, person: Person, text: str = "hallo") -> None:
        """Somebody says something, and what comes of it is there."""
        key = person.says(text)
        await self.slack.settled()
        assert self.slack.told[key].status == 200

    async def becomes(self, number: int, *where: object, seconds: float = 30) -> None:
        """Wait until so many addresses are so: what was heard while the database was busy waits in the spool."""
        end = asyncio.get_running_loop().time() + seconds
        while (found := await self.count(*where)) != number or self.house.ears.spool.waits():
            assert asyncio.get_running_loop().time() < end, f"{found} where {number} should be"
            await asyncio.sleep(0.01)

    async def count(self, *where: object) -> int:
        return await self.house.database.read(
            lambda db: db.execute(select(func.count()).select_from(addresses).where(*where)).scalar_one()
        )


@pytest_asyncio.fixture
async def stand(database_url: str) -> AsyncIterator[Stand]:
    async for one in standing(database_url):
        yield one


@pytest_asyncio.fixture
async def small(tmp_path: Path) -> AsyncIterator[Stand]:
    """Where the database does not matter."""
    async for one in standing(f"sqlite:///{tmp_path}/bw.db"):
        yield one


async def standing(database_url: str) -> AsyncIterator[Stand]:
    async with SlackApi(patience=30) as slack:
        slack.secret = SECRET
        port = free_port()
        chosen = settings(
            database_url, port=port, base_url=f"http://127.0.0.1:{port}", slack_api_url=slack.root,
            slack_client_id=slack.client_id, slack_client_secret=slack.client_secret, slack_signing_secret=SECRET,
        )  # fmt: skip
        async with program(chosen, flows=flows_for(chosen)) as (house, url):
            slack.delivers_to(f"{url}/hooks/slack")
            async with httpx.AsyncClient(base_url=url, timeout=30) as http:
                yield Stand(slack, house, url, http)


async def test_a_workspace_installs_us_and_is_talked_with_by_its_own_token(stand: Stand) -> None:
    slack = stand.slack
    done = await stand.installs("T0SCHOOL", "ROC <b>Voorbeeld</b>")
    assert done.status_code == 200
    assert "ROC &lt;b&gt;Voorbeeld&lt;/b&gt;" in done.text
    assert "app_redirect?app=A0EDUBADGE&amp;team=T0SCHOOL" in done.text
    sam = slack.person("U1001", "Sam", team="T0SCHOOL")
    await stand.hears(sam)
    await sam.sees(1)
    assert slack.calls("chat.postMessage")[-1]["team"] == "T0SCHOOL"


async def test_a_workspace_that_did_not_install_us_gets_no_answer_and_no_address(small: Stand) -> None:
    sam = small.slack.person("U1001", "Sam")
    await small.hears(sam)
    assert await small.count() == 0
    assert sam.screen == []


async def test_fifty_workspaces_that_uninstall_us_at_once_are_closed_and_open_again_when_they_come_back(
    stand: Stand,
) -> None:
    """Fifty at once, each told twice, while others go on talking."""
    slack, teams = stand.slack, [f"T0SCHOOL{number:02}" for number in range(50)]

    def install(db: Connection) -> None:
        for team in (*teams, "T0STAYS"):
            token = slack.installs(team).token
            kept.keep(db, stand.house.turns.box, Installed(team, token), stand.house.clock())

    await stand.house.database.write(install)
    people = [slack.person("U1001", "Sam", team=team) for team in teams[:10]]
    stays = slack.person("U1001", "Sam", team="T0STAYS")
    for person in (*people, stays):
        person.says("hallo")
    await slack.settled()
    await asyncio.gather(*(person.sees(1) for person in (*people, stays)))

    with structlog.testing.capture_logs() as said:
        keys = [key for team in teams for key in slack.uninstalls(team)]
        stays.says("status")
        await slack.settled()
        await stand.becomes(10, addresses.c.blocked_at.is_not(None))
    assert {slack.told[key].status for key in keys} == {200}
    assert {slack.told[key].tries for key in keys} == {1}
    closed = [line for line in said if line["event"] == "workspace.uninstalled"]
    assert sorted(line["workspace"] for line in closed) == teams
    assert "U1001" not in str(closed)
    left = await stand.house.database.read(lambda db: db.execute(select(installations.c.workspace)).scalars().all())
    assert left == ["T0STAYS"]
    owed = select(func.count()).select_from(outbox).join(addresses, addresses.c.id == outbox.c.address_id)
    owed = owed.where(outbox.c.outcome.is_(None), addresses.c.workspace != "T0STAYS", outbox.c.kind != "request")
    assert await stand.house.database.read(lambda db: db.execute(owed).scalar_one()) == 0
    await stays.sees(2)

    assert (await stand.installs(teams[0])).status_code == 200
    assert await stand.count(addresses.c.blocked_at.is_not(None)) == 9
    before = len(people[0].screen)
    people[0].says("status")
    await people[0].sees(before + 1)


async def test_a_token_that_another_process_replaced_is_looked_up_again(small: Stand) -> None:
    slack = small.slack
    await small.installs("T0SCHOOL")
    sam = slack.person("U1001", "Sam", team="T0SCHOOL")
    await small.hears(sam)
    await sam.sees(1)
    team = slack.teams["T0SCHOOL"]
    old = team.token
    slack._dies(team)
    slack.installs("T0SCHOOL")

    def quietly(db: Connection) -> None:
        sealed = kept._sealed(small.house.turns.box, Installed("T0SCHOOL", team.token))
        db.execute(installations.update().values(sealed=sealed))

    await small.house.database.write(quietly)
    assert team.token != old
    before = len(sam.screen)
    sam.says("status")
    await sam.sees(before + 1)


async def test_a_workspace_that_left_while_we_did_not_hear_it_closes_by_what_is_sent(small: Stand) -> None:
    slack = small.slack
    await small.installs("T0SCHOOL")
    sam = slack.person("U1001", "Sam", team="T0SCHOOL")
    await small.hears(sam)
    await sam.sees(1)
    slack._dies(slack.teams["T0SCHOOL"])  # and nobody is told
    sam.says("status")
    await small.becomes(1, addresses.c.blocked_at.is_not(None))


# The pages


class Told:
    """An installer that comes to what it is told."""

    def __init__(self) -> None:
        self.page = InstallPage(
            "begin", there="https://slack.com/oauth/v2/authorize?a=1&b=2", cookie="word=1; HttpOnly"
        )
        self.asked: list[Mapping[str, str]] = []

    async def begin(self, asked: Mapping[str, str]) -> InstallPage:
        self.asked.append(asked)
        return self.page

    async def finish(self, answer: Mapping[str, str], cookie: str) -> InstallPage:
        self.asked.append({**answer, "cookie": cookie})
        return self.page


@pytest.fixture
def told() -> Told:
    return Told()


@cache
def pages() -> Pages:
    return Pages(organisation="", sandbox=False)


def shown(told: Told, path: str, language: str = "nl", *, staff: bool = False) -> httpx.Response:
    app = FastAPI()
    pages().install(app)
    app.include_router(slack_install.router(pages(), told, staff=staff))
    return TestClient(app).get(path, headers={"accept": "text/html", "accept-language": language, "cookie": "a=b"})


@pytest.mark.parametrize(
    ("language", "words", "of_staff"),
    [("nl", "Toevoegen aan Slack", "Slack noemt ook kanalen"), ("en", "Add to Slack", "Slack also names channels")],
)
def test_the_page_before_says_what_it_may_do_and_leads_to_slack(
    told: Told, language: str, words: str, of_staff: str
) -> None:
    page = shown(told, "/slack/install?team=T1", language)
    assert page.status_code == 200
    assert words in page.text
    assert 'href="https://slack.com/oauth/v2/authorize?a=1&amp;b=2"' in page.text
    assert page.headers["set-cookie"] == "word=1; HttpOnly"
    assert "no-store" in page.headers["cache-control"]
    assert told.asked == [{"team": "T1"}]
    assert of_staff not in page.text
    assert of_staff in shown(told, "/slack/install", language, staff=True).text


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "Open Badgewijzer in Slack"), ("en", "Open Badgewijzer in Slack")]
)
def test_the_page_after_tells_where_to_go_on_and_how_to_stop(told: Told, language: str, words: str) -> None:
    told.page = InstallPage("done", "https://slack.com/app_redirect?app=A1", "ROC <b>Voorbeeld</b>")
    page = shown(told, "/slack/oauth_redirect?code=c&state=s", language)
    assert page.status_code == 200
    assert words in page.text
    assert "ROC &lt;b&gt;Voorbeeld&lt;/b&gt;" in page.text
    assert 'href="https://slack.com/app_redirect?app=A1"' in page.text
    assert "/edubadge" in page.text
    assert told.asked == [{"code": "c", "state": "s", "cookie": "a=b"}]


@pytest.mark.parametrize(
    ("name", "status", "nl", "en"),
    [
        ("cancelled", 200, "Je bent bij Slack gestopt", "You stopped at Slack"),
        ("late", 410, "Kijk dan in Slack", "Then look in Slack"),
        ("elsewhere", 400, "in dezelfde browser", "in the same browser"),
        ("refused", 502, "Vertel het dan aan wie Badgewijzer", "Then tell whoever runs Badgewijzer"),
        ("away", 503, "over een paar minuten", "in a few minutes"),
    ],
)
def test_what_does_not_work_is_a_page_that_says_what_to_do(
    told: Told, name: Any, status: int, nl: str, en: str
) -> None:
    told.page = InstallPage(name)
    for language, words in (("nl", nl), ("en", en)):
        page = shown(told, "/slack/oauth_redirect?error=x", language)
        assert page.status_code == status
        assert unescape(page.text).count(words) == 1, page.text
        assert 'href="/slack/install"' in page.text
    assert page.headers.get("retry-after") == ("60" if name == "away" else None)


def test_what_is_longer_than_anything_of_slacks_is_not_passed_on(told: Told) -> None:
    shown(told, f"/slack/oauth_redirect?code={'x' * 2001}&state=s")
    assert told.asked == [{"state": "s", "cookie": "a=b"}]


async def test_a_page_that_is_loaded_again_says_that_it_is_done_already(small: Stand) -> None:
    begun = await small.opens("/slack/install")
    [there] = re.findall(r'href="([^"]*/oauth/v2/authorize[^"]*)"', begun.text)
    back = small.slack.approves(unescape(there), "T0SCHOOL").removeprefix(small.url)
    answers = await asyncio.gather(*(small.opens(back) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 410, 410, 410]


async def test_where_one_workspace_is_set_there_is_no_page_and_none_of_bolt(tmp_path: Path) -> None:
    chosen = settings(
        f"sqlite:///{tmp_path}/bw.db", slack_bot_token="xoxb-0000000000", slack_signing_secret=SECRET,
        slack_api_url="http://127.0.0.1:1",
    )  # fmt: skip
    async with program(chosen, flows=flows_for(chosen)) as (_, url):
        async with httpx.AsyncClient(base_url=url) as http:
            for path in ("/slack/install", "/slack/oauth_redirect?code=x"):
                assert (await http.get(path)).status_code == 404


def test_a_page_of_an_installation_shows_no_cookie_where_it_is_printed() -> None:
    assert "word" not in repr(InstallPage("begin", cookie="slack-install=word"))


async def test_the_same_person_in_two_workspaces_is_two_conversations(small: Stand) -> None:
    found = set()
    for team in ("T0SCHOOL", "T0OTHER"):
        await small.installs(team)
        sam = small.slack.person("U1001", "Sam", team=team)
        await small.hears(sam)
        await sam.sees(1)
        found.add(await small.house.database.read(reports.learner_at, Address("slack", "U1001", team)))
    assert len(found) == 2
    assert None not in found
