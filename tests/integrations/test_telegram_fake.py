"""The Bot API server of the tests keeps Telegram's rules: else green here would mean little."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.error import BadRequest, Conflict, Forbidden, RetryAfter

from tests.fakes.bot_api import TOKEN, BotApi, Limits, Webhook

Json = dict[str, Any]
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


class Hook:
    """A bot's webhook: notes what comes, answers as told."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.got: list[Json] = []
        self.secrets: list[str | None] = []
        self.answers: list[web.Response] = []  # the next ones; then 200
        self.always: int = 200
        self.holding: set[str] = set()  # texts to wait with, until taken from here
        self.inside = self.most_inside = 0
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.got.append(update)
        self.secrets.append(request.headers.get(SECRET_HEADER))
        self.inside += 1
        self.most_inside = max(self.most_inside, self.inside)
        self.api._changed()
        await self.api.until(lambda: self.said(update) not in self.holding, seconds=30)
        self.inside -= 1
        return self.answers.pop(0) if self.answers else web.Response(status=self.always)

    def release(self) -> None:
        self.holding.clear()
        self.api._changed()

    @staticmethod
    def said(update: Json) -> str:
        said = update.get("message", {}).get("text") or update.get("callback_query", {}).get("data")
        return str(said or next(name for name in update if name != "update_id"))

    @property
    def heard(self) -> list[str]:
        return [self.said(update) for update in self.got]

    async def hears(self, *texts: str) -> None:
        await self.api.until(lambda: self.heard == list(texts), what=f"{texts}; {self.heard}")

    def listen(self, **more: object) -> Json:
        return {"url": self.url, "secret_token": "s3cret", **more}


@pytest.fixture
async def hook(api: BotApi) -> AsyncIterator[Hook]:
    hook = Hook(api)
    app = web.Application()
    app.router.add_post("/hooks/telegram", hook.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks/telegram"
    yield hook
    hook.release()
    await runner.cleanup()


async def call(http: aiohttp.ClientSession, api: BotApi, method: str, **parameters: object) -> Json:
    async with http.post(f"{api.url}/bot{api.token}/{method}", json=parameters) as response:
        answer = await response.json()
        assert isinstance(answer, dict)
        assert answer["ok"] is (response.status == 200)
        return answer


async def refusal(http: aiohttp.ClientSession, api: BotApi, method: str, **parameters: object) -> str:
    answer = await call(http, api, method, **parameters)
    assert not answer["ok"]
    return f"{answer['error_code']} {answer['description']}"


async def listening(http: aiohttp.ClientSession, api: BotApi, hook: Hook, **more: object) -> None:
    assert (await call(http, api, "setWebhook", **hook.listen(**more)))["description"] == "Webhook was set"


# Delivery


async def test_an_update_is_delivered_once_with_the_secret(
    api: BotApi, hook: Hook, http: aiohttp.ClientSession
) -> None:
    await listening(http, api, hook)
    update_id = api.user(1001, "Sam").says("hallo")
    await api.settled()
    [update] = hook.got
    assert (update["update_id"], update["message"]["text"]) == (update_id, "hallo")
    assert update["message"]["from"]["language_code"] == "nl"
    assert hook.secrets == ["s3cret"]
    assert [line["status"] for line in api.deliveries(update_id)] == [200]


async def test_what_was_said_before_the_webhook_was_set_is_delivered_after(
    api: BotApi, hook: Hook, http: aiohttp.ClientSession
) -> None:
    api.user(1001).says("een")
    await listening(http, api, hook)
    await hook.hears("een")


async def test_in_one_chat_the_next_waits_for_the_one_before(
    api: BotApi, hook: Hook, http: aiohttp.ClientSession
) -> None:
    await listening(http, api, hook)
    hook.holding = {"1a"}
    sam, kim = api.user(1001), api.user(1002)
    sam.says("1a")
    sam.says("1b")
    kim.says("2a")
    await api.until(lambda: len(hook.got) == 2)
    assert sorted(hook.heard) == ["1a", "2a"]
    hook.release()
    await api.settled()
    assert hook.heard[-1] == "1b"


async def test_a_press_overtakes_a_text_of_the_same_person(
    api: BotApi, hook: Hook, http: aiohttp.ClientSession
) -> None:
    await listening(http, api, hook)
    await call(http, api, "sendMessage", chat_id=api.user(1001).id, text="?", reply_markup=_keys("Ja"))
    hook.holding = {"tekst"}
    api.user(1001).says("tekst")
    api.user(1001).presses("Ja")
    await hook.hears("tekst", "v0")


async def test_failures_are_tried_again_at_once_then_after_two_four_and_eight_seconds(
    api: BotApi, hook: Hook, http: aiohttp.ClientSession
) -> None:
    await listening(http, api, hook)
    api.clock.speed = 0
    hook.always = 500
    api.user(1001).says("een")
    await api.until(lambda: len(api.deliveries()) == 2)
    for seconds, tries in ((2, 3), (4, 4), (8, 5)):
        api.clock.advance(seconds - 0.1)
        await _nothing_more(api, hook, tries - 1)
        api.clock.advance(0.2)
        await api.until(lambda tries=tries: len(api.deliveries()) == tries)  # type: ignore[misc]
    hook.always = 204
    api.clock.advance(16)
    await api.settled()
    assert len(hook.got) == 6


async def test_a_pause_asked_for_is_kept_up_to_an_hour(api: BotApi, hook: Hook, http: aiohttp.ClientSession) -> None:
    await listening(http, api, hook)
    api.clock.speed = 0
    hook.answers = [
        web.Response(status=503, headers={"Retry-After": "30"}),
        web.Response(status=503, headers={"Retry-After": "999999"}),
    ]
    api.user(1001).says("een")
    await api.until(lambda: len(api.deliveries()) == 1)
    api.clock.advance(29)
    await _nothing_more(api, hook, 1)
    api.clock.advance(2)
    await api.until(lambda: len(api.deliveries()) == 2)
    api.clock.advance(3601)
    await api.settled()


async def test_a_press_lives_150_seconds_and_a_message_a_day(
    api: BotApi, hook: Hook, http: aiohttp.ClientSession
) -> None:
    sam = api.user(1001)
    await call(http, api, "sendMessage", chat_id=1001, text="?", reply_markup=_keys("Ja"))
    await listening(http, api, hook)
    api.clock.speed = 0
    hook.always = 500
    sam.presses("Ja")
    update_id = sam.says("een")
    await api.until(lambda: len(api.deliveries()) == 4)
    api.clock.advance(151)
    await api.until(lambda: api.waiting == 1)
    hook.always = 200
    api.clock.advance(86_400 - 152)
    await api.settled()
    assert api.updates[update_id].fate == "taken"
    assert [update.fate for update in api.updates.values() if update.kind == "callback_query"] == ["expired"]


async def test_no_more_deliveries_at_once_than_asked(api: BotApi, hook: Hook, http: aiohttp.ClientSession) -> None:
    await listening(http, api, hook, max_connections=5)
    hook.holding = {"x"}
    for i in range(20):
        api.user(3000 + i).says("x")
    await api.until(lambda: len(hook.got) == 5)
    await _nothing_more(api, hook, 5)
    hook.release()
    await api.settled()
    assert (len(hook.got), hook.most_inside) == (20, 5)


async def test_an_answer_that_would_be_executed_fails_the_test(
    api: BotApi, hook: Hook, http: aiohttp.ClientSession
) -> None:
    await listening(http, api, hook)
    hook.answers = [web.json_response({"method": "sendMessage", "chat_id": 1001, "text": "echo"})]
    api.user(1001).says("een")
    await api.settled()
    with pytest.raises(AssertionError, match="would be executed: sendMessage"):
        api.no_errors()
    api.errors.clear()


async def test_the_last_error_is_told(api: BotApi, hook: Hook, http: aiohttp.ClientSession) -> None:
    await listening(http, api, hook)
    api.clock.speed = 0
    hook.always = 401
    api.user(1001).says("een")
    await api.until(lambda: len(api.deliveries()) == 2)
    info = (await call(http, api, "getWebhookInfo"))["result"]
    assert info["pending_update_count"] == 1
    assert info["last_error_message"] == "Wrong response from the webhook: 401 Unauthorized"


async def test_a_hook_that_says_gone_for_23_hours_is_dropped(
    api: BotApi, hook: Hook, http: aiohttp.ClientSession
) -> None:
    await listening(http, api, hook)
    api.clock.speed = 0
    hook.always = 410
    api.user(1001).says("een")
    await api.until(lambda: len(api.deliveries()) == 2)
    api.clock.advance(23 * 3600 + 1)
    await api.until(lambda: api.webhook is None)


@pytest.mark.parametrize(
    ("twist", "times_heard"), [("duplicate", 2), ("lost_answer", 2), ("half_request", 1), ("slow", 1)]
)
async def test_a_twisted_delivery_ends_well(
    api: BotApi, hook: Hook, http: aiohttp.ClientSession, twist: str, times_heard: int
) -> None:
    await listening(http, api, hook)
    api.twisted(twist, seconds=0.01)
    api.user(1001).says("een")
    await api.settled()
    assert hook.heard == ["een"] * times_heard


@pytest.mark.parametrize(("twist", "secret"), [("wrong_secret", "wrong"), ("no_secret", None)])
async def test_a_forged_delivery_can_be_played(
    api: BotApi, hook: Hook, http: aiohttp.ClientSession, twist: str, secret: str | None
) -> None:
    await listening(http, api, hook)
    api.twisted(twist)
    api.user(1001).says("een")
    await api.settled()
    assert hook.secrets == [secret]


async def test_any_update_can_be_delivered_again(api: BotApi, hook: Hook, http: aiohttp.ClientSession) -> None:
    await listening(http, api, hook)
    update_id = api.user(1001).says("een")
    await api.settled()
    assert await api.redelivers(update_id) == 200
    assert hook.got[0] == hook.got[1]


async def test_kinds_that_were_not_asked_for_do_not_come(api: BotApi, hook: Hook, http: aiohttp.ClientSession) -> None:
    await listening(http, api, hook, allowed_updates=["message"])
    assert api.user(1001).blocks() == 0
    api.channel().posts("nieuws")
    api.user(1001).says("een")
    await api.settled()
    assert hook.heard == ["een"]


# Webhook and polling


async def test_setting_the_same_webhook_changes_nothing_and_two_in_a_second_are_too_many(
    api: BotApi, http: aiohttp.ClientSession
) -> None:
    url = "https://badges.example.org/hooks/telegram"
    assert (await call(http, api, "setWebhook", url=url))["description"] == "Webhook was set"
    assert (await call(http, api, "setWebhook", url=url))["description"] == "Webhook is already set"
    answer = await call(http, api, "setWebhook", url=url + "2")
    assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 1})
    assert (await call(http, api, "deleteWebhook"))["description"] == "Webhook was deleted"
    assert (await call(http, api, "deleteWebhook"))["description"] == "Webhook is already deleted"


@pytest.mark.parametrize("wrong", [{"url": "ftp://x"}, {"url": "x"}, {"secret_token": "a b"}])
async def test_an_odd_webhook_is_refused(api: BotApi, http: aiohttp.ClientSession, wrong: Json) -> None:
    assert (await refusal(http, api, "setWebhook", **{"url": "https://x.nl", **wrong})).startswith("400")
    assert api.webhook is None


async def test_updates_wait_until_a_higher_offset_is_asked(api: BotApi, http: aiohttp.ClientSession) -> None:
    first, second, third = (api.user(1001).says(text) for text in "abc")

    async def ids(**asked: int) -> list[int]:
        found = (await call(http, api, "getUpdates", **asked))["result"]
        return [update["update_id"] for update in found]

    assert await ids() == await ids() == [first, second, third]
    assert await ids(limit=2) == [first, second]
    assert await ids(offset=second) == [second, third]
    assert await ids() == [second, third]
    assert await ids(offset=-1) == [third]
    assert await ids(offset=third + 1) == []


async def test_a_long_poll_ends_with_the_first_update_or_with_its_time(
    api: BotApi, http: aiohttp.ClientSession
) -> None:
    waiting = asyncio.create_task(call(http, api, "getUpdates", timeout=50))
    await api.until(lambda: len(api.offsets) == 1)
    update_id = api.user(1001).says("een")
    assert [update["update_id"] for update in (await waiting)["result"]] == [update_id]
    waiting = asyncio.create_task(call(http, api, "getUpdates", timeout=50, offset=update_id + 1))
    await api.until(lambda: len(api.offsets) == 2)
    api.clock.advance(51)
    assert (await waiting)["result"] == []


async def test_one_poller_at_a_time_and_none_beside_a_webhook(api: BotApi, http: aiohttp.ClientSession) -> None:
    older = asyncio.create_task(refusal(http, api, "getUpdates", timeout=50))
    await api.until(lambda: len(api.offsets) == 1)
    newer = asyncio.create_task(refusal(http, api, "getUpdates", timeout=50))
    assert (await older).startswith("409 Conflict: terminated by other getUpdates request")
    await call(http, api, "setWebhook", url="https://x.nl")
    assert await newer == "409 Conflict: terminated by setWebhook request"
    assert (await refusal(http, api, "getUpdates")).startswith("409 Conflict: can't use getUpdates method")


# What the bot may say


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"chat_id": None}, "chat_id is empty"),
        ({"chat_id": 9}, "chat not found"),
        ({"chat_id": "@nobody"}, "chat not found"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "👍" * 2049}, "message is too long"),
        ({"text": "\ud83d"}, "strings must be encoded in UTF-8"),
        ({"entities": "["}, "can't parse entities JSON object"),
        ({"entities": [{"type": "loud", "offset": 0, "length": 1}]}, "Unsupported type"),
        ({"entities": [{"type": "bold", "offset": 0, "length": 99}]}, "ends after the end of the text"),
        ({"entities": [{"type": "bold", "offset": -1, "length": 1}]}, "must be numbers"),
        ({"text": "👍👍", "entities": [{"type": "bold", "offset": 1, "length": 2}]}, "middle of a UTF-16"),
        ({"reply_markup": "x"}, "can't parse reply keyboard markup"),
        ({"reply_markup": {}}, "object expected as reply markup"),
        ({"reply_markup": {"inline_keyboard": {}}}, "Array of Arrays"),
        ({"reply_markup": {"inline_keyboard": [[{"text": "", "callback_data": "x"}]]}}, "must not be empty"),
        ({"reply_markup": {"inline_keyboard": [[{"text": "x"}]]}}, "Text buttons are unallowed"),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": ""}]]}},
            "BUTTON_DATA_INVALID",
        ),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "é" * 33}]]}},
            "BUTTON_DATA_INVALID",
        ),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "x", "url": "http://localhost"}]]}},
            "Wrong HTTP URL",
        ),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]] * 101}},
            "REPLY_MARKUP_TOO_LONG",
        ),
    ],
)
async def test_what_telegram_refuses_is_refused(
    api: BotApi, http: aiohttp.ClientSession, wrong: Json, why: str
) -> None:
    sam = api.user(1001)
    said = await refusal(http, api, "sendMessage", **{"chat_id": 1001, "text": "hallo", **wrong})
    assert said.startswith("400 Bad Request: ")
    assert why in said
    assert sam.screen == []
    assert api.calls()[0]["performed"] is False


async def test_a_photo_must_be_brought_along_and_its_caption_fit(api: BotApi, http: aiohttp.ClientSession) -> None:
    sam = api.user(1001)
    assert await refusal(http, api, "sendPhoto", chat_id=1001) == "400 Bad Request: there is no photo in the request"
    assert "wrong remote file identifier" in await refusal(http, api, "sendPhoto", chat_id=1001, photo="AgACAgQ")
    form = aiohttp.FormData({"chat_id": "1001", "caption": "x" * 1025})
    form.add_field("photo", b"\x89PNG", filename="a.png", content_type="image/png")
    async with http.post(f"{api.url}/bot{api.token}/sendPhoto", data=form) as response:
        assert (await response.json())["description"] == "Bad Request: message caption is too long"
    assert sam.photos == []


async def test_objects_may_come_in_json_in_forms_and_in_parts(api: BotApi, http: aiohttp.ClientSession) -> None:
    url = f"{api.url}/bot{api.token}/SENDMESSAGE"  # case does not matter to the real one either
    keys = _keys("Ja")
    given = {"chat_id": "1001", "text": "?", "reply_markup": json.dumps(keys)}
    parts = aiohttp.FormData(given, default_to_multipart=True)
    sam = api.user(1001)
    sends: list[Json] = [
        {"json": {"chat_id": 1001, "text": "?", "reply_markup": keys}},
        {"json": given},
        {"data": given},
        {"data": parts},
        {"params": given},
    ]
    for how in sends:
        async with http.post(url, **how) as response:
            assert response.status == 200
    assert [seen.rows for seen in sam.screen] == [(("Ja",),)] * 5


async def test_a_parameter_or_method_that_does_not_exist_fails_the_test(
    api: BotApi, http: aiohttp.ClientSession
) -> None:
    await call(http, api, "sendMessage", txt="x")
    await call(http, api, "sendMesage")
    assert api.errors == ["sendMessage has no parameter txt", "no such method: sendMesage"]
    with pytest.raises(AssertionError, match="no parameter txt"):
        await api.__aexit__(None)
    api.errors.clear()


async def test_the_token_is_checked(api: BotApi, http: aiohttp.ClientSession) -> None:
    for token, status in ((TOKEN[:-1] + "x", 401), ("x", 404), ("1:x", 404)):
        async with http.get(f"{api.url}/bot{token}/getMe") as response:
            assert response.status == status


async def test_a_message_can_be_edited_until_it_is_the_same_or_gone(api: BotApi, http: aiohttp.ClientSession) -> None:
    sam = api.user(1001)
    sent = (await call(http, api, "sendMessage", chat_id=1001, text="a", reply_markup=_keys("Ja")))["result"]
    this: Json = {"chat_id": 1001, "message_id": sent["message_id"]}
    edited = (await call(http, api, "editMessageText", **this, text="b"))["result"]
    assert edited["edit_date"]
    assert [(seen.text, seen.rows) for seen in sam.screen] == [("b", ())]
    assert "message is not modified" in await refusal(http, api, "editMessageText", **this, text="b")
    await call(http, api, "editMessageReplyMarkup", **this, reply_markup=_keys("Nee"))
    assert sam.screen[0].rows == (("Nee",),)
    await call(http, api, "deleteMessage", **this)
    assert sam.screen == []
    assert "message to edit not found" in await refusal(http, api, "editMessageText", **this, text="c")
    sam.says("van mij")
    own = max(sam.messages)
    this["message_id"] = own
    assert "can't be edited" in await refusal(http, api, "editMessageText", **this, text="c")
    api.clock.advance(2 * 86_400 + 60)
    assert "can't be deleted" in await refusal(http, api, "deleteMessage", **this)


async def test_a_press_can_be_answered_for_150_seconds(api: BotApi, http: aiohttp.ClientSession) -> None:
    sam = api.user(1001)
    await call(http, api, "sendMessage", chat_id=1001, text="?", reply_markup=_keys("Ja", "Nee"))
    early, late = sam.presses("Ja"), sam.presses(1)
    assert sam.answers == {early: None, late: None}
    await call(http, api, "answerCallbackQuery", callback_query_id=early, text="ok")
    api.clock.advance(151)
    assert "query is too old" in await refusal(http, api, "answerCallbackQuery", callback_query_id=late)
    assert sam.answers == {early: "ok", late: None}


async def test_commands_and_descriptions_are_kept_per_language(api: BotApi, http: aiohttp.ClientSession) -> None:
    commands = [{"command": "help", "description": "Hulp"}]
    await call(http, api, "setMyCommands", commands=commands, language_code="nl")
    assert (await call(http, api, "getMyCommands", language_code="nl"))["result"] == commands
    assert (await call(http, api, "getMyCommands"))["result"] == []
    for wrong in ("Help!", "", "x" * 33):
        bad = [{"command": wrong, "description": "x"}]
        assert "COMMAND_INVALID" in await refusal(http, api, "setMyCommands", commands=bad)
    assert "too long" in await refusal(http, api, "setMyDescription", description="x" * 513)
    assert "language code" in await refusal(http, api, "setMyDescription", description="x", language_code="nld")


async def test_limits_are_kept_when_asked_for(api: BotApi, http: aiohttp.ClientSession) -> None:
    api.limits = Limits()
    api.clock.speed = 0

    async def passed(count: int, chats: list[int]) -> int:
        answers = [await call(http, api, "sendMessage", chat_id=chats[i % len(chats)], text="x") for i in range(count)]
        return sum(answer["ok"] for answer in answers)

    api.clock.advance(60)
    assert await passed(6, [api.user(1).id]) == 3
    api.clock.advance(1)
    assert await passed(3, [1]) == 1
    api.clock.advance(60)
    assert await passed(40, [api.user(100 + i).id for i in range(40)]) == 30
    group = api.group().id
    api.clock.advance(60)
    total = 0
    for _ in range(40):
        api.clock.advance(1)
        total += await passed(1, [group])
    assert 30 <= total <= 34


async def test_telegrams_own_library_is_satisfied(api: BotApi) -> None:
    async with Bot(api.token, base_url=f"{api.url}/bot") as bot:
        assert bot.username == api.username
        sam = api.user(1001)
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="y")]])
        entities = [MessageEntity("bold", 0, 2)]
        message = await bot.send_message(1001, "👍 ok", entities=entities, reply_markup=keyboard)
        assert message.chat.id == 1001
        assert sam.screen[0].entities[0]["length"] == 2
        with pytest.raises(BadRequest, match="not modified"):
            await message.edit_text("👍 ok", entities=entities, reply_markup=keyboard)
        sam.presses("Ja")
        sam.sends(venue=True)
        sam.blocks()
        api.group().adds_bot(sam)
        updates = await bot.get_updates(allowed_updates=["message", "callback_query", "my_chat_member"])
        assert [update.effective_user and update.effective_user.id for update in updates] == [1001] * 4
        with pytest.raises(Forbidden, match="blocked"):
            await bot.send_message(1001, "x")
        api.limits = Limits(chat_burst=0)
        sam.unblocks()
        with pytest.raises(RetryAfter):
            await bot.send_message(1001, "x")
        api.webhook = Webhook("https://x.nl")
        with pytest.raises(Conflict):
            await bot.get_updates()


# People


async def test_every_kind_of_thing_can_be_sent_and_read_by_telegrams_library(api: BotApi) -> None:
    sam = api.user(1001)
    kinds = "photo sticker voice audio video_note location venue contact video animation document dice poll story"
    for kind in kinds.split():
        assert sam.sends(**{kind: True, "caption": "kijk"})
    async with Bot(api.token, base_url=f"{api.url}/bot") as bot:
        updates = await bot.get_updates()
    assert len(updates) == len(kinds.split())
    for kind, update in zip(kinds.split(), updates, strict=True):
        assert update.message is not None
        assert getattr(update.message, kind)


async def test_buttons_are_pressed_on_the_newest_message_or_on_an_older_one(
    api: BotApi, http: aiohttp.ClientSession
) -> None:
    sam = api.user(1001)
    with pytest.raises(AssertionError, match="no button to press"):
        sam.presses("Ja")
    for label in ("Oud", "Nieuw"):
        await call(http, api, "sendMessage", chat_id=1001, text=label, reply_markup=_keys(label))
    with pytest.raises(AssertionError, match="there are"):
        sam.presses("Oud")
    sam.presses("Nieuw")
    sam.presses("Oud", on=sam.screen[0].id)
    texts = [update.content["message"]["text"] for update in api.updates.values()]
    assert texts == ["Nieuw", "Oud"]


async def test_waiting_in_vain_says_for_what(api: BotApi) -> None:
    with pytest.raises(AssertionError, match=r"waited 0\.01 s in vain for chat 1001 to see 'hallo'"):
        await api.user(1001).sees("hallo", seconds=0.01)


# Bad days


async def test_chaos_is_the_same_for_the_same_seed(http: aiohttp.ClientSession) -> None:
    async def verdicts(seed: int) -> list[str]:
        async with BotApi(seed=seed) as api:
            api.user(1001)
            api.chaos = {"500": 0.3, "429": 0.2}
            for _ in range(20):
                await call(http, api, "sendMessage", chat_id=1001, text="x")
            return [line.get("fault", "") for line in api.calls()]

    assert await verdicts(7) == await verdicts(7) != await verdicts(8)


def test_a_fault_that_does_not_exist_is_said_at_once(tmp_path: Path) -> None:
    api = BotApi()
    with pytest.raises(ValueError, match="no fault"):
        api.breaks("sendMessage", "explode")
    with pytest.raises(ValueError, match="no twist"):
        api.twisted("explode")


async def test_a_fault_can_wait_for_its_turn_and_for_its_chat(api: BotApi, http: aiohttp.ClientSession) -> None:
    api.user(1001)
    api.user(1002)
    api.breaks("sendMessage", "500", skip=1, chat=1001)
    answers = [await call(http, api, "sendMessage", chat_id=id, text="x") for id in (1001, 1002, 1001, 1001)]
    assert [answer["ok"] for answer in answers] == [True, True, False, True]


# As a process


async def test_it_runs_as_a_process_of_its_own_with_a_ledger_that_survives(
    tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    ledger = tmp_path / "calls.jsonl"
    root = Path(__file__).parents[2]
    command = [
        sys.executable,
        "-m",
        "tests.fakes.bot_api",
        "--port",
        "0",
        "--ledger",
        str(ledger),
        "--limits",
    ]
    process = subprocess.Popen(
        command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        url = await asyncio.to_thread(process.stdout.readline)

        async def control(verb: str, **about: object) -> Any:
            async with http.post(f"{url.strip()}/control/{verb}", json=about) as response:
                assert response.status == 200, await response.text()
                return await response.json()

        async def send(**given: object) -> int:
            async with http.post(f"{url.strip()}/bot{TOKEN}/sendMessage", json=given) as response:
                return response.status

        await control("user", user=1001, first_name="Sam")
        update_id = await control("says", user=1001, text="hallo")
        assert await send(chat_id=1001, text="?", reply_markup=_keys("Ja")) == 200
        assert [seen["buttons"] for seen in await control("screen", user=1001)] == [["Ja"]]
        assert await control("presses", user=1001, button="Ja")
        assert await control("sends", user=1001, photo=True)
        await control("breaks", method="sendMessage", kind="500", performed=True)
        assert await send(chat_id=1001, text="x") == 500
        await control("twisted", kind="duplicate")
        await control("chaos", **{"500": 1.0})
        assert await send(chat_id=1001, text="y") == 500
        await control("heal")
        await control("limits")
        await control("advance", seconds=3)
        await control("edits", user=1001, text="nee")
        await control("blocks", user=1001)
        assert await send(chat_id=1001, text="z") == 403
        await control("unblocks", user=1001)
        state = await control("state")
        assert (state["waiting"], state["errors"], state["calls"]) == (6, [], 4)
        async with http.post(f"{url.strip()}/control/nonsense") as response:
            assert response.status == 404
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    lines = [json.loads(line) for line in ledger.read_text().splitlines()]
    calls = [(line["performed"], line["verdict"]) for line in lines if line["kind"] == "call"]
    assert calls == [
        (True, "ok"),
        (True, "ok"),
        (False, "not performed"),
        (False, "403 Forbidden: bot was blocked by the user"),
    ]
    assert lines[0] | {"at": 0, "monotonic": 0} == {
        "at": 0,
        "monotonic": 0,
        "kind": "update",
        "update_id": update_id,
        "what": "message",
        "queue": ["chat", 1001],
    }


def _keys(*labels: str) -> Json:
    return {"inline_keyboard": [[{"text": label, "callback_data": f"v{i}"}] for i, label in enumerate(labels)]}


async def _nothing_more(api: BotApi, hook: Hook, count: int) -> None:
    """Let everything that is ready run, and see that nothing more came."""
    async with aiohttp.ClientSession() as http:
        for _ in range(3):
            await call(http, api, "getMe")
    assert len(hook.got) == count
