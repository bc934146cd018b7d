"""The whole program against a Slack: what is said there is heard once, and answered once, where it was said."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import structlog
from sqlalchemy import func, select

from bot.store.tables import addresses, learners, messages
from bot.wiring import House
from flows import FLOWS
from tests.fakes.slack_api import Person, SlackApi
from tests.house import program, settings

SECRET = "0123456789abcdef0123456789abcdef"
DESK = "G0STAFF01"


@asynccontextmanager
async def running(folder: Path, *away: str, **more: Any) -> AsyncIterator[tuple[SlackApi, House, str]]:
    """`away`: what becomes of the first calls by which we ask who we are there."""
    async with SlackApi(speed=200) as api:
        api.secret = SECRET
        for kind in away:
            api.breaks("auth.test", kind, performed=False)
        usual = {"slack_signing_secret": SECRET, "sends_in_flight": 8}
        chosen = settings(
            f"sqlite:///{folder}/bw.db", slack_bot_token=api.token, slack_api_url=api.root, **{**usual, **more}
        )
        async with program(chosen) as (house, url):
            if chosen.slack_signing_secret.get_secret_value():
                api.delivers_to(f"{url}/hooks/slack")
            yield api, house, url


async def at(house: House, who: Person) -> str:
    query = select(learners.c.state).join(addresses).where(addresses.c.external_id == who.id)
    state = await house.database.read(lambda db: db.execute(query).scalar())
    return (state or {}).get("at", "")


async def comes_to(house: House, who: Person, path: str) -> None:
    for _ in range(1000):
        if await at(house, who) == path:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"not at {path} but at {await at(house, who)}")


async def count(house: House, what: Any) -> int:
    return int(await house.database.read(lambda db: db.execute(what).scalar()))


def asked(who: Person, path: str) -> list[str]:
    """The texts on their screen that begin as the words of this step do."""
    words = FLOWS.texts.nodes(path, "nl", {**FLOWS.unknown})[0].text[:18]
    return [seen.thread for seen in who.screen if words in seen.text]


async def test_a_conversation_is_begun_by_a_word_and_goes_on_by_buttons_that_show_what_was_chosen(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as (api, house, _):
        sam = api.person("U1001", "Sam")
        sam.says("hallo")
        hello = (await sam.sees("Hallo"))[0]
        label = FLOWS.texts.label("welcome.hello", "go_on", "nl")
        key = sam.presses(label)
        await comes_to(house, sam, "award.got_mail")
        await api.until(lambda: "➤" in next(seen for seen in sam.screen if seen.ts == hello.ts).text)
        seen = next(seen for seen in sam.screen if seen.ts == hello.ts)
        assert label in seen.text
        assert not seen.buttons
        assert api.told[key].answer == b""
        await api.settled()
        assert not api.calls("conversations.open"), "where they wrote from is known"
        # a button of last month, on a message that nobody knows any more
        sam.taps("eduid.make_one:done", {"ts": "1700000000.000100"})
        words = FLOWS.texts.nodes("common.old_button", "nl", {**FLOWS.unknown})[0].text[:18]
        await sam.sees(words)
        assert await at(house, sam) == "award.got_mail"


async def test_what_is_delivered_again_is_heard_once_and_junk_changes_nothing(tmp_path: Path) -> None:
    async with running(tmp_path) as (api, house, url):
        sam = api.person("U1001", "Sam")
        with structlog.testing.capture_logs() as told:
            for kind in (
                "duplicate", "lost_answer", "half_request", "wrong_secret", "stale", "junk_timestamp", "non_ascii",
            ):  # fmt: skip
                api.twisted(kind)
                key = sam.says("hallo")
                await api.until(lambda key=key: api.told[key].fate == "taken")  # type: ignore[misc]
        forged = [one["why"] for one in told if one["event"] == "hook.forged"]
        assert forged == ["the signature of the delivery is not ours"], (
            "the first of a minute is told, the others counted"
        )
        await api.settled()
        heard = select(func.count()).select_from(messages).where(messages.c.direction == "in")
        assert await count(house, heard) == 7
        assert await count(house, select(func.count()).select_from(addresses)) == 1
        async with aiohttp.ClientSession() as http:

            async def post(body: bytes, **headers: str) -> int:
                async with http.post(f"{url}/hooks/slack", data=body, headers=headers) as answer:
                    assert answer.status < 500
                    return answer.status

            good = json.dumps(api.told[key].content).encode()
            assert await post(good) == 401
            assert await post(b"ssl_check=1") == 401
            assert await post(good, **{"X-Slack-Signature": "v0=é", "X-Slack-Request-Timestamp": "x"}) == 401
            assert await post(b"x" * 2_000_000) == 413
        stranger = api.installs("T0OTHER", "Elders")
        other = api.tell({"type": "message", "channel": "D0OTHER", "channel_type": "im", "user": "U7", "text": "hoi",
                          "ts": "1790000000.000100"}, None, None, stranger)  # fmt: skip
        await api.until(lambda: api.told[other].fate == "taken")
        assert await count(house, select(func.count()).select_from(addresses)) == 1


async def test_what_perhaps_was_sent_is_looked_up_and_not_sent_again(tmp_path: Path) -> None:
    async with running(tmp_path) as (api, house, _):
        people = [api.person(f"U200{number}", "Sam") for number in range(4)]
        for who, kind in zip(people, ("reset_after", "html500", "junk", "reset_before"), strict=True):
            api.breaks("chat.postMessage", kind, to=who.id, performed=kind != "reset_before")
            who.says("hallo")
        api.breaks("conversations.history", "429", retry_after=1, to=people[0].id)
        api.breaks("conversations.history", "html500", to=people[1].id)
        sent = (
            select(func.count())
            .select_from(messages)
            .where(messages.c.delivery == "sent", messages.c.direction == "out")
        )
        for _ in range(2000):
            if await count(house, sent) == 4:
                break
            await asyncio.sleep(0.01)
        await api.settled()
        for who in people:
            assert len([seen for seen in who.screen if seen.buttons]) == 1
        label = FLOWS.texts.label("welcome.hello", "go_on", "nl")
        people[0].presses(label)  # what was found is known by its id
        await api.until(lambda: any("➤" in seen.text for seen in people[0].screen))


async def test_an_answer_stands_in_the_thread_in_which_was_asked_and_what_comes_unasked_does_not(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as (api, house, _):
        sam = api.person("U1001", "Sam")
        sam.says("hallo")
        await comes_to(house, sam, "welcome.hello")
        await api.settled()
        thread = next(iter(sam.dm.messages))
        sam.says("1", thread)
        await comes_to(house, sam, "award.got_mail")
        await api.until(lambda: bool(asked(sam, "award.got_mail")))
        assert asked(sam, "award.got_mail") == [thread]
        sam.presses(FLOWS.texts.label("award.got_mail", "no", "nl"))  # a tap there is answered there
        await api.until(lambda: bool(asked(sam, "award.no_mail")))
        assert asked(sam, "award.no_mail") == [thread]
        sam.says("kijken")
        await comes_to(house, sam, "award.which_way")
        await api.until(lambda: bool(asked(sam, "award.which_way")))
        assert asked(sam, "award.which_way") == [""]
        await api.settled()
        assert not any(seen.thread for seen in sam.screen if "⬜" in seen.text), "how far they are stands on its own"


async def test_a_slack_that_is_away_when_we_start_is_opened_when_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.wiring.RETRY_SECONDS", (0.01, 0.05))
    by_socket = {"slack_signing_secret": "", "slack_app_token": "xapp-1-A0EDUBADGE-1000-fake"}
    async with running(tmp_path, "503", "reset_before", "html500", **by_socket) as (api, _, _):
        await api.until(lambda: bool(api.sockets))
        sam = api.person("U1001", "Sam")
        sam.says("hallo")
        await sam.sees("Badgewijzer")


async def test_without_a_public_address_everything_comes_by_socket_mode(tmp_path: Path) -> None:
    async with running(tmp_path, slack_signing_secret="", slack_app_token="xapp-1-A0EDUBADGE-1000-fake") as (
        api,
        house,
        _,
    ):
        await api.until(lambda: bool(api.sockets))
        sam = api.person("U1001", "Sam")
        sam.says("hallo")
        await sam.sees("Hallo")
        sam.presses(FLOWS.texts.label("welcome.hello", "go_on", "nl"))
        await comes_to(house, sam, "award.got_mail")


async def test_what_is_done_and_not_said_comes_by_socket_mode_too(tmp_path: Path) -> None:
    async with running(
        tmp_path, slack_signing_secret="", slack_app_token="xapp-1-A0EDUBADGE-1000-fake", staff_slack_channel=DESK
    ) as (api, house, _):
        await api.until(lambda: bool(api.sockets))
        sam, noor = api.person("U1001", "Sam"), api.person("U2001", "Noor")
        desk = api.channel(DESK, "helpdesk", members={noor.id})
        general = api.channel("C0GENERAL", "general", members={sam.id, noor.id})
        keys = [sam.opens_home()]
        home = await sam.sees_home("Ik ben Badgewijzer")
        keys.append(sam.presses_home(home.buttons[0]))
        await sam.sees("automatische gids")
        keys.append(sam.presses(FLOWS.texts.label("welcome.hello", "go_on", "nl")))
        await comes_to(house, sam, "award.got_mail")
        keys.append(sam.commands("/edubadge", "status", channel=general))
        await sam.is_whispered("Ik antwoord je in ons privégesprek")
        keys.append(sam.mentions(general, "mijn edubadge is weg"))
        await sam.is_whispered("Hier lezen anderen mee")
        keys.append(sam.presses_whisper(0))
        await sam.sees("fijn dat je er weer bent")
        keys.append(sam.commands("/edubadge", "medewerker", channel=general))
        await sam.sees("een medewerker gevraagd")
        [notice] = await desk.sees("vraagt om een mens")
        keys.append(noor.writes(desk, "Waar zie je dat?", notice.ts))
        await sam.sees("Noor (medewerker):\nWaar zie je dat?")
        keys.append(noor.reacts(desk, notice.ts))
        await sam.sees("Ik ben er weer")
        await desk.sees("De gids gaat verder met de deelnemer")
        await api.settled()
        assert [(api.told[key].fate, api.told[key].tries) for key in keys] == [("taken", 1)] * len(keys)
        assert (api.hook, general.screen, sam.warnings) == ("", [], [])
