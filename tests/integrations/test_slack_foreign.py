"""Messages to a Slack that nobody here wrote: does it take what we write, and can it be found there again?"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.conversation.nodes import Button, Message, Span
from bot.ports import Address, Refused
from integrations.slack import OneToken, Slack
from integrations.slack_transport import Transport
from tests.foreign import foreign_slack

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


async def ask(root: str, method: str, **parameters: object) -> dict[str, Any]:
    transport = Transport(root)
    try:
        return await transport.call(method, TOKEN, parameters, as_form=True)
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
