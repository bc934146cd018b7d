"""When the sandbox is there and when not, where links lead, and that one clock moves everybody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from pydantic import ValidationError

from bot.conversation.nodes import Message
from bot.conversation.texts import MissingText, Texts
from bot.ports import Address, Attempt, Heard, Typed
from bot.settings import Settings
from bot.web.app import application
from bot.wiring import House, clock_for, flows_for, open_house, sites_for, with_sandbox
from flows import FLOWS
from integrations.sandbox.world import World
from tests.house import free_port, program, settings
from tests.sandbox.stage import Sandbox, makes_an_eduid
from tests.sandbox.walker import Walker
from tests.stand import SAM, Channel

NOON = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
URL = "http://localhost:8000"
TOKEN = "123456789:AAFfakefakefakefake"


def practising(folder: Path, **values: Any) -> Settings:
    return settings(f"sqlite:///{folder}/bw.db", **{"sandbox": None, "port": 8000, **values})


@asynccontextmanager
async def opened(chosen: Settings, **more: Any) -> AsyncIterator[tuple[House, Walker]]:
    """The program without its background, and somebody with a browser before it."""
    house = await open_house(chosen, **more)
    try:
        yield house, Walker(application(house, delivers=False), URL)
    finally:
        await house.close()


async def test_with_nothing_configured_the_front_page_leads_to_the_sandbox(tmp_path: Path) -> None:
    async with opened(practising(tmp_path)) as (_, sanne):
        await sanne.client.__aenter__()
        sanne.client.headers["Accept"] = "text/html"
        await sanne.opens("/")
        sanne.sees("Oefenomgeving.", "nagemaakte sites")
        await sanne.follows("Oefen in de sandbox")
        sanne.is_at("/sandbox/").sees("De sandbox")
        await sanne.opens("/sandbox/edubadges/staff")
        await sanne.presses("Uitreiken", email="sanne@example.net")
        await sanne.opens("/sandbox")
        sanne.is_at("/sandbox/").sees("1 te claimen")
        answer = await sanne.client.get("/sandbox/edubadges")
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert (tmp_path / "sandbox.json").is_file()


@pytest.mark.parametrize(
    "values",
    [
        {"sandbox": False},
        {"telegram_bot_token": TOKEN},
        {"eduid_issuer": "https://connect.surfconext.nl/oidc", "eduid_client_id": "x"},
    ],
)
async def test_otherwise_there_is_none_and_nobody_is_sent_there(tmp_path: Path, values: dict[str, Any]) -> None:
    chosen = practising(tmp_path, **values)
    assert with_sandbox(chosen) is chosen
    assert sites_for(chosen) == {}
    async with opened(chosen, channels={}) as (house, sanne):
        sanne.client.headers["Accept"] = "text/html"
        for path in ("/sandbox", "/sandbox/", "/sandbox/edubadges", "/sandbox/surfconext/oidc/certs"):
            await sanne.opens(path)
            sanne.is_at(path, 404)
        assert (await sanne.client.post("/sandbox/clock", data={"days": "3"})).status_code == 404
        await sanne.opens("/")
        assert "/sandbox" not in sanne.html
        assert house.settings.edubadges_url == "https://www.edubadges.nl"
        assert house.flows.texts is FLOWS.texts
    assert not (tmp_path / "sandbox.json").exists()


def test_a_login_is_for_practice_or_real(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="SANDBOX is 1, but EDUID_ISSUER is set"):
        practising(tmp_path, sandbox=True, eduid_issuer="https://connect.surfconext.nl/oidc", eduid_client_id="x")


def test_in_the_sandbox_the_neighbours_are_at_our_own_address(tmp_path: Path) -> None:
    chosen = with_sandbox(practising(tmp_path, base_url="https://gids.example.org"))
    root = "https://gids.example.org/sandbox"
    assert (chosen.eduid_issuer, chosen.eduid_api_url) == (f"{root}/surfconext/oidc", f"{root}/eduid")
    assert (chosen.edubadges_url, chosen.edubadges_api_url) == (f"{root}/edubadges", f"{root}/edubadges-api")
    assert chosen.edubadges_sis_token_url == f"{root}/edubadges-api/sis/token"
    assert (chosen.eduid_client_id, chosen.in_sandbox) == ("badgewijzer", True)
    assert with_sandbox(chosen) == chosen


def links_of(texts: Texts) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """The words and addresses of every link, by text and language, of those that need no facts."""
    found = {}
    for source in texts.sources:
        for entry in source.resource.body:
            name = f"{source.flow}.{getattr(getattr(entry, 'id', None), 'name', '')}"
            try:
                nodes = texts.nodes(name, source.language, FLOWS.unknown)
            except MissingText:
                continue
            found[name, source.language] = [(span.text, span.href) for span in nodes if span.href]
    return found


def test_links_in_texts_lead_to_the_sandbox_and_read_the_same(tmp_path: Path) -> None:
    here = links_of(flows_for(practising(tmp_path)).texts)
    real = links_of(FLOWS.texts)
    assert here.keys() == real.keys()
    led = set()
    for name, links in real.items():
        assert [words for words, _ in links] == [words for words, _ in here[name]]
        for (_, there), (_, practice) in zip(links, here[name], strict=True):
            host = urlsplit(there).hostname or ""
            if host.endswith(("edubadges.nl", "eduid.nl")):
                assert practice.startswith(f"{URL}/sandbox/"), (name, practice)
                led.add((there, practice))
            else:
                assert practice == there
    assert ("https://www.edubadges.nl/?lang=nl", f"{URL}/sandbox/edubadges/?lang=nl") in led
    assert ("https://mijn.eduid.nl", f"{URL}/sandbox/eduid/mijn") in led
    assert ("https://login.eduid.nl/register?lang=en", f"{URL}/sandbox/eduid/register?lang=en") in led


async def test_every_link_in_texts_is_a_page_of_the_sandbox(tmp_path: Path) -> None:
    here = links_of(flows_for(practising(tmp_path)).texts)
    addresses = {address for links in here.values() for _, address in links if address.startswith(URL)}
    async with opened(practising(tmp_path)) as (_, sanne):
        missing = []
        for address in sorted(addresses):
            await sanne.opens(address)
            if sanne.status != 200:
                missing.append((address, sanne.status))
        assert not missing


def test_another_site_of_edubadges_is_linked_to_outside_the_sandbox_too(tmp_path: Path) -> None:
    chosen = practising(tmp_path, sandbox=False, edubadges_url="https://edubadges.example/app")
    addresses = {address for links in links_of(flows_for(chosen).texts).values() for _, address in links}
    assert "https://edubadges.example/app/?lang=nl" in addresses
    assert "https://mijn.eduid.nl" in addresses
    assert not [address for address in addresses if "www.edubadges.nl" in address]


def test_only_the_site_itself_is_replaced() -> None:
    texts = FLOWS.texts.leading_to({"https://www.edubadges": "http://localhost", "https://www.edubadges.nl.": "x"})
    assert links_of(texts) == links_of(FLOWS.texts)


# One clock


class Telling(Channel):
    """A channel that lets know when something was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.told = asyncio.Event()

    async def send(self, to: Address, message: Message) -> str:
        self.told.set()
        return await super().send(to, message)


async def test_the_clock_moves_the_guide_along_and_wakes_it(tmp_path: Path) -> None:
    channel = Telling()
    async with opened(practising(tmp_path), channels={"fake": channel}, clock=lambda: NOON) as (house, staff):
        house.start(deliver=True, poll=False, hooks=False)
        await house.ears.hear([Heard("1", SAM, Typed("hoi"))])
        await house.ears.hear([Heard("2", SAM, Typed("verder"))])
        async with asyncio.timeout(20):
            while len(channel.words()) < 2:
                channel.told.clear()
                await channel.told.wait()
            before = len(channel.words())
            assert house.clock() == NOON
            await staff.client.post("/sandbox/clock", data={"days": "4"})
            assert house.clock() == NOON + timedelta(days=4)
            while len(channel.words()) == before:  # the nudge for a journey left halfway
                channel.told.clear()
                await channel.told.wait()


async def test_the_guides_own_login_goes_through_the_sandbox_whatever_its_clock_says(tmp_path: Path) -> None:
    async with program(practising(tmp_path, port=free_port())) as (house, _):
        url = house.settings.own_url
        assert house.world is not None
        assert house.identity is not None
        async with httpx.AsyncClient(base_url=url) as client:
            sanne = Walker(None, f"{url}/sandbox")
            sanne.client = client
            await sanne.opens(f"{url}/sandbox/")
            await sanne.presses("30 dagen later")
            sandbox = Sandbox.__new__(Sandbox)
            sandbox.world = house.world
            await makes_an_eduid(sanne, sandbox, "sanne@example.net")
            attempt = Attempt("a state", "a nonce", "v" * 43)
            await sanne.opens(await house.identity.begin(attempt, language="nl"))
            await sanne.presses("Ja, dat mag")
            assert sanne.at.startswith(f"{url}/eduid/callback?")
            person = await house.identity.finish(attempt, sanne.query)
        assert (person.email, person.name) == ("sanne@example.net", "Sanne Voorbeeld")


def test_what_one_process_does_the_others_see(tmp_path: Path) -> None:
    file = tmp_path / "sandbox.json"
    here, there = World.load(file), World.load(file)
    here.save()
    there.refresh()
    assert there.badge_classes == here.badge_classes
    there.post("sanne@example.net", "eduID", "Hoi", "…")
    there.move(3)
    here.refresh()
    assert (here.days_ahead, len(here.mails)) == (3, 1)
    assert World.load(file) == here
    clock = clock_for(practising(tmp_path), lambda: NOON)
    assert clock() == NOON + timedelta(days=3)
    there.move(1)
    assert clock() == NOON + timedelta(days=4)


def test_a_file_that_cannot_be_read_is_begun_anew(tmp_path: Path) -> None:
    file = tmp_path / "sandbox.json"
    for text in ("{", '{"people": 3}', ""):
        file.write_text(text, "utf-8")
        assert len(World.load(file).badge_classes) == 3
