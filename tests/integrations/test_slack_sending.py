"""Sending by Slack's Web API: what arrives, and what becomes of each thing that can go wrong."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest

from bot.conversation.nodes import Button, Message, Span
from bot.ports import Address, Heard, Refused, Tapped, Unavailable
from bot.store.outbox import LEASE
from integrations.slack import WHOLE, OneToken, Patience, Slack
from tests.fakes.slack_api import Person, SlackApi

HELLO = Message((Span("Hallo "), Span("Sam", "bold")), (Button("Ja", "a.b:yes"), Button("Help", ":help", "command")))


@pytest.fixture
async def api() -> AsyncIterator[SlackApi]:
    async with SlackApi() as api:
        yield api


@pytest.fixture
async def slack(api: SlackApi) -> AsyncIterator[Slack]:
    patience = Patience(connect=timedelta(seconds=0.5), total=timedelta(seconds=0.5))
    slack = Slack(OneToken(api.token), api_url=api.root, patience=patience)
    yield slack
    await slack.close()


def sam(api: SlackApi) -> Person:
    return api.person("U1001", "Sam")


def at(who: Person, thread: str = "") -> Address:
    return Address("slack", who.id, who.team.id, thread)


def since() -> datetime:
    return datetime.now(UTC)


async def test_a_message_arrives_in_our_conversation_with_its_buttons(api: SlackApi, slack: Slack) -> None:
    who = sam(api)
    sent = await slack.send(at(who), HELLO)
    (seen,) = who.screen
    assert sent == f"{who.dm.id}:{seen.ts}"
    assert seen.text.startswith("Hallo Sam")
    assert seen.buttons == ("Ja", "Help")
    assert len(api.calls("conversations.open")) == 1
    await slack.send(at(who), HELLO)
    assert len(api.calls("conversations.open")) == 1


async def test_where_somebody_wrote_from_is_known_without_asking(api: SlackApi, slack: Slack) -> None:
    who = sam(api)
    assert slack.read_event(api.told[who.says("hoi")].content).heard
    await slack.send(at(who), HELLO)
    assert not api.calls("conversations.open")


async def test_an_answer_stands_in_the_thread(api: SlackApi, slack: Slack) -> None:
    who = sam(api)
    who.says("hoi")
    parent = next(iter(who.dm.messages))
    await slack.send(at(who, parent), HELLO)
    assert who.screen[0].thread == parent


async def test_a_message_is_replaced_and_the_same_again_is_no_error(api: SlackApi, slack: Slack) -> None:
    who = sam(api)
    sent = await slack.send(at(who), HELLO)
    for _ in range(2):
        await slack.edit(at(who), sent, Message((Span("Hallo\n\n➤ Ja"),)))
    (seen,) = who.screen
    assert "➤ Ja" in seen.text
    assert not seen.buttons


@pytest.mark.parametrize("sent", ["17", "", "U1001:1.2", "D1ABC:x"])
async def test_what_is_no_message_of_ours_is_not_edited(slack: Slack, sent: str) -> None:
    with pytest.raises(Refused) as refusal:
        await slack.edit(Address("slack", "U1001", "T0EDUBADGE"), sent, HELLO)
    assert (refusal.value.gone, refusal.value.stop, refusal.value.ours) == (False, False, False)


async def test_a_message_that_is_no_longer_there_may_be_sent_anew(api: SlackApi, slack: Slack) -> None:
    who = sam(api)
    with pytest.raises(Refused) as refusal:
        await slack.edit(at(who), f"{who.dm.id}:1700000000.000100", HELLO)
    assert (refusal.value.gone, refusal.value.stop, refusal.value.ours) == (False, False, False)


FAULTS: list[tuple[str, Literal["no", "maybe"]]] = [
    ("reset_before", "maybe"),
    ("reset_after", "maybe"),
    ("hang_before", "maybe"),
    ("hang_after", "maybe"),
    ("half_body", "maybe"),
    ("drip", "maybe"),
    ("junk", "maybe"),
    ("list", "maybe"),
    ("not_ok", "maybe"),
    ("html500", "maybe"),
    ("503", "maybe"),
    ("302", "no"),
    ("429", "no"),
]


@pytest.mark.parametrize(("kind", "sent"), FAULTS)
async def test_a_fault_tells_whether_it_may_have_been_sent(
    api: SlackApi, slack: Slack, kind: str, sent: Literal["no", "maybe"]
) -> None:
    who = sam(api)
    api.breaks("chat.postMessage", kind, retry_after=7 if kind == "429" else None)
    with pytest.raises(Unavailable) as away:
        await slack.send_marked(at(who), HELLO, "m1")
    assert away.value.sent == sent
    assert away.value.after == (timedelta(seconds=7) if kind == "429" else None)
    assert api.token not in str(away.value)
    found = await slack.find(at(who), "m1", since())
    assert (found is not None) == bool(who.screen)


@pytest.mark.parametrize("kind", ["reset_after", "hang_before", "html500", "junk"])
async def test_before_the_conversation_is_known_nothing_was_sent(api: SlackApi, slack: Slack, kind: str) -> None:
    who = sam(api)
    api.breaks("conversations.open", kind)
    with pytest.raises(Unavailable) as away:
        await slack.send(at(who), HELLO)
    assert away.value.sent == "no"
    assert not who.screen


async def test_slack_that_does_not_listen_was_sent_nothing(api: SlackApi, slack: Slack) -> None:
    who = sam(api)
    async with api.refusing():
        with pytest.raises(Unavailable) as away:
            await slack.send(at(who), HELLO)
    assert away.value.sent == "no"


@pytest.mark.parametrize(
    ("error", "gone", "stop", "ours"),
    [
        ("account_inactive", False, True, False),
        ("invalid_auth", False, True, False),
        ("missing_scope", False, True, False),
        ("user_not_found", True, False, False),
        ("cannot_dm_bot", True, False, False),
        ("msg_blocks_too_long", False, False, True),
        ("invalid_blocks", False, False, True),
        ("something_new", False, False, False),
    ],
)
async def test_a_refusal_is_known_by_its_word(
    api: SlackApi, slack: Slack, error: str, gone: bool, stop: bool, ours: bool
) -> None:
    api.breaks("chat.postMessage", "error", error=error)
    with pytest.raises(Refused) as refusal:
        await slack.send(at(sam(api)), HELLO)
    assert (refusal.value.gone, refusal.value.stop, refusal.value.ours) == (gone, stop, ours)


@pytest.mark.parametrize(
    ("error", "sent"), [("fatal_error", "maybe"), ("internal_error", "maybe"), ("ratelimited", "no")]
)
async def test_some_refusals_are_no_answer_at_all(api: SlackApi, slack: Slack, error: str, sent: str) -> None:
    api.breaks("chat.postMessage", "error", error=error)
    with pytest.raises(Unavailable) as away:
        await slack.send(at(sam(api)), HELLO)
    assert away.value.sent == sent


async def test_a_conversation_that_moved_is_asked_for_anew_once(api: SlackApi, slack: Slack) -> None:
    who = sam(api)
    await slack.send(at(who), HELLO)
    api.breaks("chat.postMessage", "error", error="channel_not_found")
    assert await slack.send(at(who), HELLO)
    assert len(api.calls("conversations.open")) == 2
    api.breaks("chat.postMessage", "error", error="channel_not_found", times=2)
    with pytest.raises(Refused) as refusal:
        await slack.send(at(who), HELLO)
    assert refusal.value.gone


async def test_a_mark_finds_its_own_message_only(api: SlackApi, slack: Slack) -> None:
    who, noor = sam(api), api.person("U1002", "Noor")
    sent = [await slack.send_marked(at(who), HELLO, f"m{i}") for i in range(3)]
    await slack.send(at(who), HELLO)
    await slack.send_marked(at(noor), HELLO, "m7")
    assert await slack.find(at(who), "m1", since()) == sent[1]
    assert await slack.find(at(who), "m7", since()) is None
    assert await slack.find(at(who), "m1", since() + timedelta(hours=1)) is None


async def test_a_mark_is_found_in_a_thread_and_behind_many_pages(api: SlackApi, slack: Slack) -> None:
    who = sam(api)
    who.says("hoi")
    thread = next(iter(who.dm.messages))
    sent = await slack.send_marked(at(who, thread), HELLO, "m1")
    assert await slack.find(at(who, thread), "m1", since()) == sent
    sent = await slack.send_marked(at(who), HELLO, "m2")
    for number in range(250):
        who.says(f"{number}")
    assert await slack.find(at(who), "m2", since()) == sent


@pytest.mark.parametrize("kind", ["reset_before", "html500", "429", "junk"])
async def test_where_it_cannot_be_looked_up_it_is_not_known(api: SlackApi, slack: Slack, kind: str) -> None:
    api.breaks("conversations.history", kind)
    with pytest.raises(Unavailable):
        await slack.find(at(sam(api)), "m1", since())


async def test_the_one_token_learns_whose_it_is(api: SlackApi, slack: Slack) -> None:
    await slack.open()
    assert isinstance(slack.tokens, OneToken)
    assert slack.tokens.workspaces == {api.team.id}
    with pytest.raises(Refused) as refusal:
        await slack.send(Address("slack", "U1001", "T0OTHER"), HELLO)
    assert refusal.value.gone


async def test_a_press_shows_what_was_chosen_by_the_address_that_it_brought(api: SlackApi, slack: Slack) -> None:
    who = sam(api)
    await slack.send(at(who), HELLO)
    (heard,) = slack.read_interaction(api.told[who.presses("Ja")].content).heard
    assert isinstance(heard.what, Tapped)
    await slack.acknowledge(heard)
    await slack.edit(heard.address, heard.what.on, Message((Span("Hallo\n\n➤ Ja"),)))
    assert "➤ Ja" in who.screen[0].text
    assert not api.calls("chat.update")


async def test_an_address_that_is_used_up_or_not_slacks_is_not_needed(api: SlackApi, slack: Slack) -> None:
    who = sam(api)
    sent = await slack.send(at(who), HELLO)
    for receipt in (
        f"{api.root}/actions/gone",
        "https://evil.example/actions/1",
        "http://hooks.slack.com.evil.example/x",
    ):
        await slack.acknowledge(Heard("k", at(who), Tapped("a.b:yes", sent), receipt=receipt))
        await slack.edit(at(who), sent, Message((Span("Hallo\n\n➤ Ja"),)))
    assert "➤ Ja" in who.screen[0].text
    assert len(api.calls("chat.update")) == 3


async def test_where_a_thread_is_gone_the_answer_stands_in_the_conversation_and_is_found_there(
    api: SlackApi, slack: Slack
) -> None:
    who = sam(api)
    gone = "1700000000.000100"
    sent = await slack.send_marked(at(who, gone), HELLO, "m1")
    assert [seen.thread for seen in who.screen] == [""]
    assert await slack.find(at(who, gone), "m1", since()) == sent


async def test_however_slow_slack_is_a_look_and_a_send_end_while_their_lane_is_ours(
    api: SlackApi, slack: Slack
) -> None:
    assert 2 * WHOLE * Patience().total < LEASE
    who = sam(api)
    sent = await slack.send(at(who), HELLO)
    slack._rooms.clear()
    for method in ("conversations.open", "conversations.replies", "conversations.history", "chat.update"):
        api.breaks(method, "slow", seconds=0.48, times=-1)
    api.breaks("chat.postMessage", "error", error="thread_not_found")
    api.breaks("chat.postMessage", "slow", seconds=0.48)
    began = time.monotonic()
    for doing in (
        slack.find(at(who, sent.partition(":")[2]), "m1", since()),
        slack.send(at(who, "1700000000.000100"), HELLO),
        slack.edit(at(who), sent, HELLO),
    ):
        with contextlib.suppress(Unavailable):
            await doing
        assert time.monotonic() - began < 0.5 * WHOLE + 0.3
        began = time.monotonic()
        slack._rooms.clear()
