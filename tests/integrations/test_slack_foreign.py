"""A Slack that nobody here wrote: does it let us in, does it take what we write, and can it be found there again?

It is one workspace, whose page of consent has no way to say no; its tokens do not expire, and it tells nobody that it
shows us the door (`emulate` 0.12.2). What we do about those, only `tests.fakes.slack_api` tries.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import aiohttp
import httpx2 as httpx
import pytest

from bot.conversation.nodes import Button, Message, Span
from bot.ports import Address, Refused
from bot.wiring import flows_for
from integrations.slack import OneToken, Slack
from integrations.slack_transport import Transport
from tests.foreign import foreign_slack
from tests.house import free_port, program, settings

TOKEN = "xoxb-1000-2000-tokenOfTheForeignSlack"
SCOPES = ["chat:write", "im:write", "im:history", "users:read"]
SEED: dict[str, Any] = {
    "team": {"name": "Edubadges", "domain": "edubadges"},
    "users": [{"name": "sam", "real_name": "Sam"}],
    "bots": [{"name": "badgewijzer"}],
    "tokens": [{"token": TOKEN, "type": "bot", "user": "sam", "scopes": SCOPES}],
    "strict_scopes": True,
}
GELUKT = Message(
    (Span("Gelukt? Kijk op "), Span("edubadges", href="https://edubadges.nl"), Span(" <!channel> *x*", "bold")),
    tuple(Button(label, label.lower(), "answer") for label in ("Ja", "Nee", "Overslaan", "Terug", "Hulp")),
)


@pytest.fixture(scope="module")
def root() -> Iterator[str]:
    with foreign_slack(SEED) as root:
        yield root


@pytest.fixture
async def slack(root: str) -> AsyncIterator[Slack]:
    slack = Slack(OneToken(TOKEN), api_url=root)
    await slack.open()
    yield slack
    await slack.close()


@pytest.fixture
async def sam(root: str, slack: Slack) -> Address:
    """The address of somebody else there than the token's own."""
    found = await ask(root, "users.list")
    name = next(one["id"] for one in found["members"] if one["name"] == "admin")
    return Address("slack", name, min(slack.tokens.workspaces))  # type: ignore[attr-defined]


async def ask(root: str, method: str, token: str = TOKEN, **parameters: object) -> dict[str, Any]:
    transport = Transport(root)
    try:
        return await transport.call(method, token, parameters, as_form=True)
    finally:
        await transport.close()


async def test_the_token_tells_its_workspace(slack: Slack) -> None:
    assert isinstance(slack.tokens, OneToken)
    assert [re.fullmatch(r"T[A-Z0-9]+", name) is not None for name in slack.tokens.workspaces] == [True]


async def test_a_question_with_five_buttons_stands_in_the_dm_as_it_was_written(
    root: str, slack: Slack, sam: Address
) -> None:
    room, _, ts = (await slack.send(sam, GELUKT)).partition(":")
    held = await ask(root, "conversations.history", channel=room, limit=1)
    [message] = held["messages"]
    assert (message["ts"], message["blocks"]) == (ts, slack.write(GELUKT)["blocks"])
    assert "<!channel>" not in message["text"]
    assert message["text"].startswith("Gelukt? Kijk op edubadges")


async def test_a_message_is_found_again_by_its_mark_and_only_by_that(slack: Slack, sam: Address) -> None:
    since = datetime.now(UTC) - timedelta(seconds=1)
    assert await slack.find(sam, "mark-1", since) is None
    given = await slack.send_marked(sam, GELUKT, "mark-1")
    for number in range(120):  # more than one page
        await slack.send_marked(sam, Message((Span(f"nummer {number}"),)), f"other-{number}")
    assert await slack.find(sam, "mark-1", since) == given
    assert await slack.find(sam, "mark-2", since) is None


async def test_what_is_said_in_a_thread_is_found_in_the_thread(slack: Slack, sam: Address) -> None:
    since = datetime.now(UTC) - timedelta(seconds=1)
    _, _, parent = (await slack.send(sam, GELUKT)).partition(":")
    there = Address("slack", sam.external_id, sam.workspace, parent)
    given = await slack.send_marked(there, GELUKT, "mark-3")
    assert await slack.find(there, "mark-3", since) == given
    assert await slack.find(sam, "mark-3", since) is None


async def test_a_message_changes_and_keeps_its_place(root: str, slack: Slack, sam: Address) -> None:
    given = await slack.send(sam, GELUKT)
    chosen = Message((Span("Gelukt? Ja"),))
    await slack.edit(sam, given, chosen)
    await slack.edit(sam, given, chosen)
    [message] = (await ask(root, "conversations.history", channel=given.partition(":")[0], limit=1))["messages"]
    assert message["blocks"] == slack.write(chosen)["blocks"]


async def test_nobody_and_what_we_may_not_do_are_refused_by_class(root: str, slack: Slack, sam: Address) -> None:
    with pytest.raises(Refused) as nobody:
        await slack.send(Address("slack", "U0NOBODY", sam.workspace), GELUKT)
    assert nobody.value.gone
    with pytest.raises(Refused) as shut:
        await ask(root, "reactions.add", channel="D1", timestamp="1.1", name="wave")
    assert shut.value.stop


async def test_it_listens_where_it_says(root: str) -> None:
    async with aiohttp.ClientSession() as http, http.post(f"{root}/api/auth.test") as answer:
        assert (await answer.json())["error"] == "not_authed"


async def test_a_workspace_there_lets_us_in_and_its_token_is_kept_and_opens_a_dm(tmp_path: Path) -> None:
    port = free_port()
    us = f"http://127.0.0.1:{port}"
    app = {"client_id": "1000.2000", "client_secret": "secretOfTheForeignSlack", "name": "Badgewijzer"}
    seed = {**SEED, "oauth_apps": [{**app, "redirect_uris": [f"{us}/slack/oauth_redirect"]}]}
    with foreign_slack(seed) as root:
        chosen = settings(
            f"sqlite:///{tmp_path}/bw.db", port=port, base_url=us, slack_api_url=root, slack_signing_secret="5" * 32,
            slack_client_id=app["client_id"], slack_client_secret=app["client_secret"],
        )  # fmt: skip
        async with (
            program(chosen, flows=flows_for(chosen)) as (house, _),
            httpx.AsyncClient(timeout=30, headers={"accept": "text/html", "accept-language": "nl"}) as browser,
        ):
            begun = await browser.get(f"{us}/slack/install")
            [there] = re.findall(r'href="([^"]*/oauth/v2/authorize[^"]*)"', begun.text)
            consent = await browser.get(unescape(there))
            form = consent.text.partition("</form>")[0]  # of the first of their people
            fields = dict(re.findall(r'name="([^"]*)" value="([^"]*)"', unescape(form)))
            back = await browser.post(f"{root}/oauth/v2/authorize/callback", data=fields)
            done = await browser.get(back.headers["location"])
            assert done.status_code == 200
            assert "Edubadges" in done.text

            team = (await ask(root, "auth.test"))["team_id"]
            assert f"team={team}" in done.text
            assert house.installations is not None
            assert house.slack is not None
            token = await house.installations.token(team)
            assert (await ask(root, "auth.test", token))["team_id"] == team
            sam = Address("slack", fields["user_id"], team)
            room, _, ts = (await house.slack.send(sam, GELUKT)).partition(":")
            [message] = (await ask(root, "conversations.history", token, channel=room, limit=1))["messages"]
            assert (message["ts"], message["blocks"]) == (ts, house.slack.write(GELUKT)["blocks"])

            again = await browser.get(back.headers["location"])
            assert again.status_code == 410, "its word is of one use"
