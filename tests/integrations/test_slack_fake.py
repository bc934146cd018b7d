"""The Slack of the tests keeps Slack's rules: else green here would mean little. Asked by Slack's own client."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.fakes import slack_blocks
from tests.fakes.slack_api import Limits, SlackApi

Json = dict[str, Any]


@pytest.fixture
async def slack() -> AsyncIterator[SlackApi]:
    async with SlackApi(echoes=False) as slack:
        yield slack


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def client(slack: SlackApi, http: aiohttp.ClientSession) -> AsyncWebClient:
    return AsyncWebClient(slack.token, base_url=slack.url, session=http, retry_handlers=[])


class Hook:
    """An app's address: notes what comes, answers as told."""

    def __init__(self, slack: SlackApi) -> None:
        self.slack = slack
        self.verifier = SignatureVerifier(slack.secret)
        self.got: list[Json] = []
        self.headers: list[dict[str, str]] = []
        self.forged = 0
        self.answers: list[web.Response] = []  # the next ones; then 200
        self.always = 200
        self.holding: set[str] = set()  # texts to wait with, until taken from here
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if not self.verifier.is_valid_request(body, dict(request.headers)):
            self.forged += 1
            return web.Response(status=401)
        if request.content_type == "application/json":
            told = json.loads(body)
        else:
            form = dict(parse_qsl(body.decode(), keep_blank_values=True))
            told = json.loads(form["payload"]) if "payload" in form else form
        self.got.append(told)
        self.headers.append(dict(request.headers))
        self.slack._changed()
        await self.slack.until(lambda: self.said(told) not in self.holding, seconds=30)
        return self.answers.pop(0) if self.answers else web.Response(status=self.always)

    def release(self) -> None:
        self.holding.clear()
        self.slack._changed()

    @staticmethod
    def said(told: Json) -> str:
        event = told.get("event", {})
        acted = told.get("actions", [{}])[0]
        return str(
            event.get("text") or acted.get("value") or told.get("command") or event.get("type") or told.get("type")
        )

    @property
    def heard(self) -> list[str]:
        return [self.said(told) for told in self.got]

    async def hears(self, *texts: str) -> None:
        await self.slack.until(lambda: self.heard == list(texts), what=f"{texts}; {self.heard}")


@pytest.fixture
async def hook(slack: SlackApi) -> AsyncIterator[Hook]:
    hook = Hook(slack)
    app = web.Application()
    app.router.add_post("/hooks/slack", hook.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks/slack"
    slack.delivers_to(hook.url)
    yield hook
    hook.release()
    await runner.cleanup()


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


def button(label: str = "Ja", value: str = "yes", **more: object) -> Json:
    return {"type": "button", "text": {"type": "plain_text", "text": label}, "value": value, **more}


def actions(*buttons: Json) -> Json:
    return {"type": "actions", "elements": list(buttons)}


def section(text: str = "Gelukt?") -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


# Delivery


async def test_an_event_is_delivered_once_and_signed(slack: SlackApi, hook: Hook) -> None:
    sam = slack.person("U1001", "Sam")
    key = sam.says("mail <sam@example.org> & zie https://example.org.")
    await slack.settled()
    [told] = hook.got
    assert (told["type"], told["event_id"], told["team_id"]) == ("event_callback", key, slack.team.id)
    event = told["event"]
    assert (event["type"], event["channel_type"], event["user"]) == ("message", "im", "U1001")
    assert event["text"] == "mail &lt;<mailto:sam@example.org|sam@example.org>&gt; &amp; zie <https://example.org>."
    assert slack_blocks.read(event["blocks"]) == "mail <sam@example.org> & zie https://example.org."
    assert "X-Slack-Retry-Num" not in hook.headers[0]
    assert [line["status"] for line in slack.deliveries(key)] == [200]


async def test_what_fails_is_told_again_at_once_and_after_one_and_five_minutes(slack: SlackApi, hook: Hook) -> None:
    slack.clock.speed = 0
    hook.always = 500
    key = slack.person("U1001").says("hallo")
    await slack.until(lambda: len(slack.deliveries(key)) == 2)
    slack.clock.advance(59)
    assert len(hook.got) == 2
    slack.clock.advance(1)
    await hook.hears(*["hallo"] * 3)
    await slack.until(lambda: len(slack.deliveries(key)) == 3)
    slack.clock.advance(300)
    await slack.settled()
    assert slack.told[key].fate == "lost"
    retries = [(head.get("X-Slack-Retry-Num"), head.get("X-Slack-Retry-Reason")) for head in hook.headers]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]


async def test_who_is_slow_is_told_again_while_still_busy(slack: SlackApi, hook: Hook) -> None:
    slack.patience = 0.5  # on a busy machine a request takes its time to come
    hook.holding = {"hallo"}
    slack.person("U1001").says("hallo")
    await hook.hears("hallo", "hallo")
    assert hook.headers[1]["X-Slack-Retry-Reason"] == "http_timeout"


async def test_who_asks_for_no_retry_gets_none(slack: SlackApi, hook: Hook) -> None:
    hook.answers = [web.Response(status=400, headers={"X-Slack-No-Retry": "1"})]
    key = slack.person("U1001").says("hallo")
    await slack.settled()
    assert (slack.told[key].fate, hook.heard) == ("lost", ["hallo"])


async def test_nobody_listening_is_a_failed_connection(slack: SlackApi) -> None:
    slack.clock.speed = 0
    slack.delivers_to("http://127.0.0.1:9/hooks/slack")
    key = slack.person("U1001").says("hallo")
    await slack.until(lambda: len(slack.deliveries(key)) == 2)
    assert slack.told[key].reason == "connection_failed"


@pytest.mark.parametrize(
    "twist", ["wrong_secret", "no_signature", "no_timestamp", "stale", "future", "non_ascii", "half_request"]
)
async def test_a_bad_signature_is_seen_as_such_and_the_next_try_is_good(
    slack: SlackApi, hook: Hook, twist: str
) -> None:
    if twist == "non_ascii":
        hook.verifier.is_valid_request = _ascii_only(hook.verifier)  # type: ignore[method-assign]
    slack.twisted(twist)
    slack.person("U1001").says("hallo")
    await slack.settled()
    assert hook.heard == ["hallo"]
    assert hook.forged == (twist != "half_request")


def _ascii_only(verifier: SignatureVerifier) -> Any:
    """Slack's own check breaks on a signature that is not ASCII."""
    check = verifier.is_valid_request
    return lambda body, headers: headers["X-Slack-Signature"].isascii() and check(body, headers)


async def test_deliveries_can_be_swapped_doubled_and_taken_unseen(slack: SlackApi, hook: Hook) -> None:
    sam = slack.person("U1001")
    slack.twisted("swap")
    sam.says("een")
    await asyncio.sleep(0)
    sam.says("twee")
    await slack.settled()
    assert hook.heard == ["twee", "een"]
    slack.twisted("duplicate")
    sam.says("drie")
    await slack.settled()
    slack.twisted("lost_answer")
    last = sam.says("vier")
    await slack.settled()
    assert hook.heard[2:] == ["drie", "drie", "vier", "vier"]
    assert await slack.redelivers(last) == 200
    assert hook.heard[-1] == "vier"


async def test_the_address_is_verified_and_its_certificate_looked_at(slack: SlackApi, hook: Hook) -> None:
    assert not await slack.verifies_url()
    challenge: list[str] = []

    async def challenged(request: web.Request) -> web.Response:
        challenge.append((await request.json())["challenge"])
        return web.Response(text=challenge[0])

    app = web.Application()
    app.router.add_post("/", challenged)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.delivers_to(f"http://127.0.0.1:{runner.addresses[0][1]}/")
    assert await slack.verifies_url()
    await runner.cleanup()
    slack.delivers_to(hook.url)
    assert await slack.checks_ssl() == 200
    assert hook.got[-1]["ssl_check"] == "1"
    assert await slack.checks_ssl(signed=False) == 401


# Talking


async def test_a_message_is_seen_pressed_and_changed(slack: SlackApi, client: AsyncWebClient, hook: Hook) -> None:
    sam = slack.person("U1001")
    dm = (await client.conversations_open(users="U1001"))["channel"]["id"]
    assert dm == sam.dm.id
    sent = await client.chat_postMessage(
        channel=dm, text="Gelukt?", blocks=[section(), actions(button(), button("Nee", "no"))]
    )
    [seen] = sam.screen
    assert (seen.ts, seen.text, seen.buttons) == (sent["ts"], "Gelukt?", ("Ja", "Nee"))
    key = sam.presses("Nee")
    await hook.hears("no")
    [told] = hook.got
    assert (told["type"], told["container"]["message_ts"], told["channel"]["id"]) == ("block_actions", seen.ts, dm)
    assert told["actions"][0]["action_id"] == seen.blocks[1]["elements"][1]["action_id"]
    assert slack.told[key].fate in ("waiting", "taken")
    await client.chat_update(channel=dm, ts=seen.ts, text="Gelukt? Nee", blocks=[section("Gelukt? *Nee*")])
    [seen] = sam.screen
    assert (seen.buttons, seen.edited) == ((), True)
    with pytest.raises(AssertionError, match="no button"):
        sam.presses("Ja")


async def test_a_press_is_not_told_again_but_the_person_sees_that_it_failed(
    slack: SlackApi, client: AsyncWebClient, hook: Hook
) -> None:
    sam = slack.person("U1001")
    await client.chat_postMessage(channel="U1001", text="Gelukt?", blocks=[actions(button())])
    hook.always = 503
    sam.presses("Ja")
    await slack.settled()
    assert (hook.heard, sam.warnings) == (["yes"], ["press: http_error"])


async def test_a_response_url_works_five_times_in_half_an_hour(
    slack: SlackApi, client: AsyncWebClient, http: aiohttp.ClientSession, hook: Hook
) -> None:
    sam = slack.person("U1001")
    await client.chat_postMessage(channel="U1001", text="Gelukt?", blocks=[actions(button())])
    sam.presses("Ja")
    sam.presses("Ja")
    await slack.settled()
    first, second = (AsyncWebhookClient(told["response_url"], session=http) for told in hook.got)
    for number in range(5):
        answer = await first.send(text=f"Ja {number}", replace_original=True)
        assert (answer.status_code, answer.body) == (200, "ok")
    assert sam.screen[0].text == "Ja 4"
    assert (await first.send(text="nog eens")).status_code == 404
    slack.clock.advance(1801)
    assert "expired_url" in (await second.send(text="laat")).body


async def test_a_command_is_answered_at_once_or_later_and_only_they_see_it(
    slack: SlackApi, http: aiohttp.ClientSession, hook: Hook
) -> None:
    sam = slack.person("U1001")
    hook.answers = [web.json_response({"response_type": "ephemeral", "text": "Tot zo"})]
    sam.commands("/edubadge", "nl", slack.channel(members={"U1001"}))
    await slack.settled()
    assert (hook.got[0]["command"], hook.got[0]["text"]) == ("/edubadge", "nl")
    await AsyncWebhookClient(hook.got[0]["response_url"], session=http).send(text="En nu")
    assert [seen.text for seen in sam.seen_whispers] == ["Tot zo", "En nu"]
    assert not slack.channel().screen


async def test_a_mention_is_answered_where_only_one_sees_it(
    slack: SlackApi, client: AsyncWebClient, hook: Hook
) -> None:
    sam, general = slack.person("U1001"), slack.channel(members={"U1001"})
    slack.subscribed = frozenset(("app_mention",))
    sam.mentions(general, "hallo")
    await hook.hears(f"<@{slack.team.bot_user}> hallo")
    assert hook.got[0]["event"]["type"] == "app_mention"
    await client.chat_postEphemeral(channel=general.id, user="U1001", text="Kom", blocks=[actions(button("Verder"))])
    assert (await sam.is_whispered("")).buttons == ("Verder",)
    assert await refusal(client.chat_postEphemeral(channel=general.id, user="U9", text="x")) == "user_not_in_channel"
    sam.presses_whisper("Verder")
    await slack.settled()
    assert hook.got[1]["container"]["is_ephemeral"]
    assert "message" not in hook.got[1]


async def test_app_home_is_published_opened_and_pressed(slack: SlackApi, client: AsyncWebClient, hook: Hook) -> None:
    sam = slack.person("U1001")
    view = {"type": "home", "blocks": [section("Stap 2 van 5"), actions(button("Verder", "go"))]}
    await client.views_publish(user_id="U1001", view=view)
    assert (await sam.sees_home("Stap 2")).buttons == ("Verder",)
    sam.opens_home()
    await hook.hears("app_home_opened")
    sam.presses_home("Verder")
    await hook.hears("app_home_opened", "go")
    assert hook.got[1]["view"]["type"] == "home"
    assert "response_url" not in hook.got[1]
    assert (
        await refusal(client.views_publish(user_id="U1001", view={"type": "home", "blocks": [{}]}))
        == "invalid_arguments"
    )


async def test_a_modal_needs_a_fresh_trigger(slack: SlackApi, client: AsyncWebClient, hook: Hook) -> None:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Code"}, "blocks": [section()]}
    sam = slack.person("U1001")
    for _ in range(2):
        sam.commands("/edubadge")
    await slack.settled()
    first, second = (told["trigger_id"] for told in hook.got)
    await client.views_open(trigger_id=first, view=view)
    assert await refusal(client.views_open(trigger_id=first, view=view)) == "exchanged_trigger_id"
    slack.clock.advance(4)
    assert await refusal(client.views_open(trigger_id=second, view=view)) == "expired_trigger_id"
    sam.submits()
    await slack.settled()
    assert (hook.got[2]["type"], sam.modals) == ("view_submission", [])


async def test_reactions_and_staff_threads_are_told(slack: SlackApi, client: AsyncWebClient, hook: Hook) -> None:
    eva, staff = slack.person("U2001", "Eva"), slack.channel("G0000001", "hulp", members={"U2001"})
    notice = (await client.chat_postMessage(channel=staff.id, text="Iemand vraagt om een mens"))["ts"]
    eva.writes(staff, "Ik help", thread=notice)
    eva.reacts(staff, notice)
    await slack.settled()
    said, reaction = (told["event"] for told in hook.got)
    assert (said["channel_type"], said["thread_ts"], said["text"]) == ("group", notice, "Ik help")
    assert (reaction["reaction"], reaction["item"]["ts"]) == ("white_check_mark", notice)
    link = await client.chat_getPermalink(channel=staff.id, message_ts=notice)
    assert link["permalink"].endswith(notice.replace(".", ""))


async def test_the_app_hears_itself_in_a_dm(http: aiohttp.ClientSession) -> None:
    async with SlackApi() as slack:
        slack.clock.speed = 0
        client = AsyncWebClient(slack.token, base_url=slack.url, session=http, retry_handlers=[])
        slack.person("U1001")
        await client.chat_postMessage(channel="U1001", text="Hoi", metadata={"event_type": "out", "event_payload": {}})
        [told] = slack.told.values()
        assert told.content["event"]["bot_id"] == slack.team.bot_id
        assert "metadata" not in told.content["event"]


# History


async def test_history_keeps_metadata_for_who_asks_for_it(slack: SlackApi, client: AsyncWebClient) -> None:
    slack.person("U1001")
    mark = {"event_type": "out", "event_payload": {"o": "m1"}}
    first = await client.chat_postMessage(channel="U1001", text="een", metadata=mark)
    await client.chat_postMessage(channel="U1001", text="twee")
    in_thread = await client.chat_postMessage(channel="U1001", text="drie", thread_ts=first["ts"], metadata=mark)
    dm = first["channel"]
    known = await client.conversations_history(channel=dm, include_all_metadata=True)
    assert [message["text"] for message in known["messages"]] == ["twee", "een"]
    assert known["messages"][1]["metadata"] == mark
    assert "metadata" not in (await client.conversations_history(channel=dm))["messages"][1]
    thread = await client.conversations_replies(channel=dm, ts=first["ts"], include_all_metadata=True)
    assert [message["ts"] for message in thread["messages"]] == [first["ts"], in_thread["ts"]]
    later = await client.conversations_history(channel=dm, oldest=first["ts"])
    assert [message["text"] for message in later["messages"]] == ["twee"]
    both = await client.conversations_history(channel=dm, oldest=first["ts"], inclusive=True, limit=1)
    assert both["has_more"]
    rest = await client.conversations_history(
        channel=dm, oldest=first["ts"], inclusive=True, limit=1, cursor=both["response_metadata"]["next_cursor"]
    )
    assert [message["text"] for message in rest["messages"]] == ["een"]
    assert await refusal(client.conversations_replies(channel=dm, ts="1.1")) == "thread_not_found"


async def test_reading_history_as_json_is_a_mistake(http: aiohttp.ClientSession) -> None:
    async with SlackApi(strict=False) as slack:
        head = {"Authorization": f"Bearer {slack.token}"}
        async with http.post(f"{slack.url}conversations.history", json={"channel": "D1"}, headers=head) as got:
            assert (await got.json())["error"] == "channel_not_found"
        assert slack.errors == ["conversations.history does not read JSON"]


# Limits and refusals


LONG = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
TEXT_3001 = {"type": "mrkdwn", "text": "x" * 3001}
NO_WORDS = {"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}
PLAIN = {"type": "plain_text", "text": "Kop"}


@pytest.mark.parametrize(
    ("blocks", "why"),
    [
        ([{"type": "section", "text": TEXT_3001}], LONG),
        ([{"type": "section"}], "must define either `fields` or `text`"),
        ([{"type": "hologram"}], "unsupported type: hologram"),
        ([{"type": "divider"}] * 51, "no more than 50 items allowed"),
        ([actions(*[button()] * 26)], "no more than 25 items allowed"),
        ([actions(button("x" * 76))], "must be less than 76 characters"),
        ([actions(button(value="x" * 2001))], "must be less than 2001 characters"),
        ([actions(button(action_id="a"), button(action_id="a"))], "`action_id` already exists"),
        ([actions(button(style="green"))], "unsupported style"),
        ([actions(button(url="javascript:1"))], "must be a valid URL"),
        ([{"type": "divider", "block_id": "b"}] * 2, "`block_id` already exists"),
        ([actions()], "at least 1 item"),
        ([{"type": "context", "elements": [PLAIN] * 11}], "no more than 10 items allowed"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "unsupported type: mrkdwn"),
        ([{"type": "header", "text": {**PLAIN, "text": ""}}], "must be more than 0 characters"),
        ([{"type": "rich_text", "elements": [NO_WORDS]}], "must be more than 0 characters"),
        ([{"type": "rich_text", "elements": [{"type": "text", "text": "x"}]}], "unsupported type: text"),
    ],
)  # fmt: skip
async def test_blocks_that_slack_does_not_take_are_refused_with_the_place(
    slack: SlackApi, client: AsyncWebClient, blocks: list[Json], why: str
) -> None:
    slack.person("U1001")
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="U1001", text="x", blocks=blocks)
    answer = refused.value.response
    assert answer["error"] == "invalid_blocks"
    assert why in answer["response_metadata"]["messages"][0]


async def test_messages_that_slack_does_not_take_are_refused(slack: SlackApi, client: AsyncWebClient) -> None:
    sam = slack.person("U1001")
    much = [section("x" * 2700) for _ in range(5)]
    assert await refusal(client.chat_postMessage(channel="U1001", text="x", blocks=much)) == "msg_blocks_too_long"
    assert await refusal(client.chat_postMessage(channel="U1001", text="x" * 40_001)) == "msg_too_long"
    assert await refusal(client.chat_postMessage(channel="U1001", text=" ")) == "no_text"
    assert await refusal(client.chat_postMessage(channel="C9", text="x")) == "channel_not_found"
    assert await refusal(client.chat_postMessage(channel="U1001", text="x", blocks="geen")) == "invalid_blocks_format"
    assert await refusal(client.chat_update(channel=sam.dm.id, ts="1.1", text="x")) == "message_not_found"
    assert await refusal(client.conversations_open(users="U9")) == "user_not_found"
    sam.deactivated = True
    assert await refusal(client.conversations_open(users="U1001")) == "user_disabled"
    slack.team.scopes = "im:write"
    assert await refusal(client.chat_postMessage(channel="U1001", text="x")) == "missing_scope"
    slack.errors.clear()


async def test_more_than_one_a_second_to_a_channel_is_too_many(slack: SlackApi, client: AsyncWebClient) -> None:
    slack.clock.speed = 0
    slack.limits = Limits(a_minute={"conversations.history": 1})
    sam = slack.person("U1001")
    slack.person("U1002")
    await client.chat_postMessage(channel="U1001", text="een")
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=sam.dm.id, text="twee")
    answer = refused.value.response
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "1")
    await client.chat_postMessage(channel="U1002", text="een")
    slack.clock.advance(1)
    await client.chat_postMessage(channel="U1001", text="twee")
    await client.conversations_history(channel=sam.dm.id)
    assert await refusal(client.conversations_history(channel=sam.dm.id)) == "ratelimited"


# Faults


async def test_calls_go_wrong_as_told(slack: SlackApi, client: AsyncWebClient) -> None:
    sam = slack.person("U1001")

    async def says(kind: str, **details: Any) -> type[BaseException] | str:
        slack.breaks("chat.postMessage", kind, **details)
        before = len(sam.screen)
        try:
            async with asyncio.timeout(0.3):  # the client's own holds for sessions of its own only
                await client.chat_postMessage(channel="U1001", text="hoi")
        except SlackApiError as error:
            came = str(error.response.get("error", "")) if isinstance(error.response.data, dict) else "no JSON"
            return came + " performed" * (len(sam.screen) > before)
        except Exception as error:
            return type(error).__name__ + " performed" * (len(sam.screen) > before)
        return "performed" * (len(sam.screen) > before)

    assert await says("reset_before") in ("ClientOSError", "ServerDisconnectedError")
    assert await says("reset_after") in ("ClientOSError performed", "ServerDisconnectedError performed")
    assert await says("half_body") == "ClientPayloadError performed"
    assert await says("hang_after") == "TimeoutError performed"
    assert await says("error", error="account_inactive") == "account_inactive"
    assert await says("429", retry_after=30) == "ratelimited"
    assert await says("503") == "fatal_error"
    assert await says("not_ok") == " performed"
    assert "performed" in str(await says("junk"))
    assert "performed" not in str(await says("html500"))
    slack.breaks("*", "error", to="U1002", times=-1)
    assert await says("slow", seconds=0.01) == "performed"
    async with slack.refusing():
        assert await says("slow") == "ClientConnectorError"


async def test_the_retry_that_is_on_by_default_posts_twice(slack: SlackApi, http: aiohttp.ClientSession) -> None:
    sam = slack.person("U1001")
    careless = AsyncWebClient(slack.token, base_url=slack.url, retry_handlers=[AsyncConnectionErrorRetryHandler()])
    slack.breaks("chat.postMessage", "reset_after")
    await careless.chat_postMessage(channel="U1001", text="hoi")
    assert len(sam.screen) == 2


# Installing


async def test_an_admin_installs_refreshes_and_uninstalls(
    slack: SlackApi, client: AsyncWebClient, http: aiohttp.ClientSession, hook: Hook
) -> None:
    asked = f"{slack.root}/oauth/v2/authorize?client_id={slack.client_id}&scope=chat:write,im:write&state=s1"
    asked += "&redirect_uri=https://bot.example/slack/oauth_redirect&team=T2"
    async with http.get(asked, allow_redirects=False) as went:
        back = parse_qs(urlsplit(went.headers["Location"]).query)
    assert back["state"] == ["s1"]
    slack.rotation = True
    client.token = None
    app = {"client_id": slack.client_id, "client_secret": slack.client_secret}
    given = await client.oauth_v2_access(**app, code=back["code"][0])
    assert (given["team"]["id"], given["scope"], given["expires_in"]) == ("T2", "chat:write,im:write", 43_200)
    assert await refusal(client.oauth_v2_access(**app, code=back["code"][0])) == "invalid_code"
    assert await refusal(client.oauth_v2_access(client_id="x", client_secret="y", code="z")) == "invalid_client_id"
    known = await client.auth_test(token=given["access_token"])
    assert (known["team_id"], known["user_id"]) == ("T2", given["bot_user_id"])
    newer = await client.oauth_v2_access(**app, grant_type="refresh_token", refresh_token=given["refresh_token"])
    again = client.oauth_v2_access(**app, grant_type="refresh_token", refresh_token=given["refresh_token"])
    assert await refusal(again) == "invalid_refresh_token"
    slack.clock.advance(43_201)
    assert await refusal(client.auth_test(token=newer["access_token"])) == "token_expired"
    slack.uninstalls("T2")
    await slack.settled()
    assert sorted(hook.heard) == ["app_uninstalled", "tokens_revoked"]
    assert await refusal(client.auth_test(token=newer["access_token"])) == "account_inactive"
    slack.denies = True
    assert slack.approves(asked).endswith("?error=access_denied&state=s1")


# Socket Mode


async def test_socket_mode_delivers_over_a_socket_and_again_when_it_is_not_acknowledged(slack: SlackApi) -> None:
    socket = SocketModeClient(slack.app_token, web_client=AsyncWebClient(slack.token, base_url=slack.url))
    heard: list[tuple[str, int | None]] = []

    async def listener(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        heard.append((request.type, request.retry_attempt))
        if len(heard) != 1:
            await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))

    slack.patience = 0.1
    socket.socket_mode_request_listeners.append(listener)
    await socket.connect()
    await slack.until(lambda: bool(slack.sockets))
    slack.person("U1001").says("hallo")
    await slack.settled()
    assert heard == [("events_api", 0), ("events_api", 1)]
    slack.person("U1001").commands("/edubadge")
    await slack.settled()
    assert heard[-1][0] == "slash_commands"
    await socket.disconnect()
    await socket.close()
    async with aiohttp.ClientSession() as http:
        client = AsyncWebClient("xapp-wrong", base_url=slack.url, session=http, retry_handlers=[])
        assert await refusal(client.apps_connections_open(app_token="xapp-wrong")) == "invalid_auth"


# From another process


async def test_it_runs_as_a_process_of_its_own(http: aiohttp.ClientSession, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.jsonl"
    command = [sys.executable, "-m", "tests.fakes.slack_api", "--port", "0", "--ledger", str(ledger)]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.getcwd()}
    )
    try:
        assert process.stdout is not None
        url = (await process.stdout.readline()).decode().strip()
        root = url.removesuffix("/api/")
        async with http.post(f"{root}/control/says", json={"user": "U1001", "text": "hallo"}) as got:
            assert (await got.json()).startswith("Ev")
        async with http.post(f"{root}/control/state") as got:
            assert (await got.json())["waiting"] == 1
        assert json.loads(ledger.read_text().splitlines()[0])["kind"] == "told"
    finally:
        process.terminate()
        await process.wait()
