"""Socket Mode: what Slack tells over our own connection is acknowledged when it is ours, and not before."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest

from bot.ports import Heard, Tapped, Typed, Unavailable
from integrations.slack import OneToken, Patience, Slack
from integrations.slack_socket import SlackSocket
from tests.fakes.slack_api import Person, SlackApi

PAUSE = timedelta(milliseconds=5)


@pytest.fixture
async def api() -> AsyncIterator[SlackApi]:
    async with SlackApi(speed=200) as api:
        yield api


class Ear:
    """Takes what is heard; waits or fails where a test says so."""

    def __init__(self, api: SlackApi) -> None:
        self.api = api
        self.heard: list[Heard] = []
        self.hold: dict[str, asyncio.Event] = {}
        self.fails: dict[str, list[Exception]] = {}

    async def take(self, heard: Sequence[Heard]) -> None:
        [one] = heard
        text = one.what.text if isinstance(one.what, Typed) else ""
        if self.fails.get(text):
            raise self.fails[text].pop(0)
        if text in self.hold:
            await self.hold[text].wait()
        self.heard.append(one)
        self.api._changed()

    @property
    def texts(self) -> list[str]:
        return [one.what.text for one in self.heard if isinstance(one.what, Typed)]

    async def hears(self, *texts: str) -> None:
        await self.api.until(lambda: self.texts == list(texts), what=f"{texts}, not {self.texts}")


@asynccontextmanager
async def listening(api: SlackApi, ear: Ear, app_token: str = "") -> AsyncIterator[Slack]:
    slack = Slack(OneToken(api.token), api_url=api.root, patience=Patience(total=timedelta(seconds=5)))
    task = asyncio.create_task(SlackSocket(slack, app_token or api.app_token, ear.take, pause=PAUSE).run())
    try:
        if not app_token:
            await api.until(lambda: bool(api.sockets))
        yield slack
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await slack.close()


def sam(api: SlackApi) -> Person:
    return api.person("U1001", "Sam")


async def test_what_is_said_is_taken_and_acknowledged_when_it_is_ours(api: SlackApi) -> None:
    ear = Ear(api)
    ear.hold["hallo 👋"] = asyncio.Event()
    async with listening(api, ear):
        key = sam(api).says("hallo 👋")
        await asyncio.sleep(0.05)
        assert api.told[key].fate == "waiting"
        ear.hold["hallo 👋"].set()
        await api.until(lambda: api.told[key].fate == "taken")
    assert ear.heard[0].key == f"slack:{key}"


async def test_what_could_not_be_taken_is_not_acknowledged_and_comes_again(api: SlackApi) -> None:
    ear = Ear(api)
    ear.fails["een"] = [Unavailable("full"), RuntimeError("a bug")]
    api.patience = 0.05
    async with listening(api, ear):
        key = sam(api).says("een")
        await ear.hears("een")
        await api.until(lambda: api.told[key].fate == "taken")
    assert api.told[key].tries == 3


async def test_what_one_person_says_is_taken_in_order_and_nobody_waits_for_another(api: SlackApi) -> None:
    ear = Ear(api)
    ear.hold["een"] = asyncio.Event()
    async with listening(api, ear):
        first = sam(api)
        first.says("een")
        await asyncio.sleep(0.02)
        first.says("twee")
        api.person("U1002", "Noor").says("hoi")
        await ear.hears("hoi")
        ear.hold["een"].set()
        await ear.hears("hoi", "een", "twee")


async def test_when_slack_renews_or_drops_the_connection_nothing_is_lost(api: SlackApi) -> None:
    ear = Ear(api)
    async with listening(api, ear):
        first, who = api.sockets[0], sam(api)
        who.says("een")
        await ear.hears("een")
        await api.refreshes_sockets()
        await api.until(lambda: bool(api.sockets) and api.sockets[0] is not first)
        who.says("twee")
        await ear.hears("een", "twee")
        await api.drops_sockets()
        who.says("drie")
        await ear.hears("een", "twee", "drie")


async def test_presses_come_too(api: SlackApi) -> None:
    ear = Ear(api)
    async with listening(api, ear):
        who = sam(api)
        who.taps("welcome.hello:go_on", {"ts": "1789999990.000200"})
        await api.until(lambda: bool(ear.heard))
    assert ear.heard[0].what == Tapped("welcome.hello:go_on", f"{who.dm.id}:1789999990.000200")


async def test_slack_that_is_away_is_waited_for(api: SlackApi) -> None:
    ear = Ear(api)
    api.breaks("apps.connections.open", "html500")
    api.breaks("apps.connections.open", "reset_before")
    api.breaks("apps.connections.open", "junk")
    async with listening(api, ear):
        sam(api).says("een")
        await ear.hears("een")


async def test_a_wrong_app_token_is_tried_on_and_told(api: SlackApi) -> None:
    async with listening(api, Ear(api), "xapp-1-wrong"):
        await api.until(lambda: len(api.calls("apps.connections.open")) > 2)
        assert not api.sockets
