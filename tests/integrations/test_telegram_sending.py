"""What leaves by Telegram, and what we make of it when that goes wrong."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import io
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from PIL import Image

from bot.conversation.nodes import Button, Message, Span
from bot.ports import (
    LARGEST_PICTURE,
    Address,
    CarriesPictures,
    Channel,
    Heard,
    HoldsPictures,
    Refused,
    Tapped,
    Unavailable,
)
from bot.store.outbox import LEASE
from integrations.telegram import Patience, Telegram
from tests.fakes.bot_api import TOKEN, BotApi, Limits, User

HURRIED = Patience(connect=timedelta(seconds=2), total=timedelta(milliseconds=400))
ASKED = Message((Span("Gelukt?", "bold"),), (Button("Ja", "y"), Button("Hulp", "!help", "command")))
SAM = Address("telegram", "1001")


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture
def sam(api: BotApi) -> User:
    return api.user(1001, "Sam")


@pytest.fixture
async def telegram(api: BotApi) -> AsyncIterator[Telegram]:
    channel = Telegram(api.token, api_url=api.url, patience=HURRIED)
    yield channel
    await channel.close()


@pytest.fixture(autouse=True)
def no_token_anywhere(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Every test here runs with all logs at DEBUG, and none may show the token."""
    caplog.set_level(logging.DEBUG)
    yield
    out, err = capfd.readouterr()
    assert TOKEN not in out + err
    assert TOKEN not in caplog.text


def test_a_look_and_a_send_of_two_calls_end_while_their_lane_is_ours() -> None:
    """What Telegram finds badly written goes as bare words after it, and a card that cannot be changed is sent anew."""
    assert Patience().looking + 2 * Patience().total < LEASE


def everything_about(error: BaseException) -> str:
    """All that a log could show of an error: texts, causes, contexts, and what its frames know."""
    told = ["".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())]
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        if (one := waiting.pop()) is not None and id(one) not in seen:
            seen.add(id(one))
            told += [repr(one), str(one), repr(one.args), repr(vars(one))]
            waiting += [one.__cause__, one.__context__]
    return "\n".join(told)


async def failure(call: Any) -> Unavailable | Refused:
    with pytest.raises((Unavailable, Refused)) as raised:
        await call
    assert TOKEN not in everything_about(raised.value).replace(f"TOKEN = '{TOKEN}'", "")
    assert isinstance(raised.value, Unavailable | Refused)
    return raised.value


def test_it_is_a_channel() -> None:
    channel: Channel = Telegram("1:a", rate=30.0, chat_rate=1.0, chat_burst=3)
    assert (channel.name, channel.rate, channel.chat_rate, channel.chat_burst) == ("telegram", 30.0, 1.0, 3)
    assert channel.limits.text == 4096


async def test_a_message_arrives_with_its_looks_and_its_buttons(telegram: Telegram, sam: User) -> None:
    sent = await telegram.send(SAM, ASKED)
    [seen] = sam.screen
    assert (seen.id, seen.text, seen.rows) == (int(sent), "Gelukt?", (("Ja",), ("Hulp",)))
    assert seen.entities == ({"type": "bold", "offset": 0, "length": 7},)


async def test_no_message_shows_a_preview_and_none_is_parsed(telegram: Telegram, sam: User, api: BotApi) -> None:
    await telegram.send(SAM, Message((Span("<b>https://edubadges.nl</b>"),)))
    [call] = api.calls("sendMessage")
    assert call["parameters"]["link_preview_options"] == {"is_disabled": True}
    assert "parse_mode" not in call["parameters"]
    assert sam.screen[0].text == "<b>https://edubadges.nl</b>"


async def test_an_edit_replaces_text_and_buttons_and_may_be_repeated(telegram: Telegram, sam: User) -> None:
    sent = await telegram.send(SAM, ASKED)
    for _ in range(2):
        await telegram.edit(SAM, sent, Message((Span("Klaar"),)))
    [seen] = sam.screen
    assert (seen.text, seen.rows, seen.edited) == ("Klaar", (), True)


@pytest.mark.parametrize("sent", ["999999", "", "abc"])
async def test_an_edit_of_what_is_not_there_is_refused_but_leaves_the_address_alone(
    telegram: Telegram, sam: User, sent: str
) -> None:
    refused = await failure(telegram.edit(SAM, sent, ASKED))
    assert isinstance(refused, Refused)
    assert (refused.gone, refused.stop, refused.ours, refused.moved_to) == (False, False, False, "")


async def test_an_edit_of_what_the_learner_wrote_is_refused(telegram: Telegram, sam: User) -> None:
    sam.says("hallo")
    refused = await failure(telegram.edit(SAM, str(next(iter(sam.messages))), ASKED))
    assert isinstance(refused, Refused)
    assert (refused.gone, refused.ours) == (False, False)


async def test_a_press_is_acknowledged_with_words(telegram: Telegram, sam: User) -> None:
    await telegram.send(SAM, ASKED)
    query = sam.presses("Ja")
    await telegram.acknowledge(Heard("k", SAM, Tapped("y"), receipt=query), "Genoteerd " * 30)
    assert sam.answers[query] == ("Genoteerd " * 30)[:200]


async def test_a_press_of_long_ago_is_acknowledged_in_silence(
    telegram: Telegram, sam: User, api: BotApi, capfd: pytest.CaptureFixture[str]
) -> None:
    await telegram.send(SAM, ASKED)
    query = sam.presses("Ja")
    api.clock.advance(151)
    await telegram.acknowledge(Heard("k", SAM, Tapped("y"), receipt=query))
    assert api.calls("answerCallbackQuery")[0]["verdict"].startswith("400 Bad Request: query is too old")
    assert "courtesy" not in capfd.readouterr().out


async def test_what_waits_for_no_receipt_is_not_acknowledged(telegram: Telegram, api: BotApi) -> None:
    await telegram.acknowledge(Heard("k", SAM, Tapped("y")))
    assert api.calls() == []


async def test_typing_is_shown(telegram: Telegram, sam: User, api: BotApi) -> None:
    await telegram.typing(SAM)
    [call] = api.calls("sendChatAction")
    assert call["parameters"] == {"chat_id": 1001, "action": "typing"}


@pytest.mark.parametrize("kind", ["reset_before", "hang_before", "500", "401", "403", "429", "junk", "not_ok"])
async def test_courtesies_never_raise(telegram: Telegram, sam: User, api: BotApi, kind: str) -> None:
    api.breaks("*", kind, times=-1)
    await telegram.typing(SAM)
    await telegram.acknowledge(Heard("k", SAM, Tapped("y"), receipt="1"))
    await telegram.typing(Address("telegram", "@somewhere"))


async def test_a_conversation_by_webhook_comes_and_goes(api: BotApi, sam: User) -> None:
    telegram = Telegram(api.token, api_url=api.url, webhook_secret="s3cret")

    async def hook(request: web.Request) -> web.Response:
        for heard in telegram.read(request.headers, await request.read()).heard:
            if isinstance(heard.what, Tapped):
                await telegram.acknowledge(heard)
                await telegram.edit(heard.address, heard.what.on, Message((Span("Gelukt!"),)))
            else:
                await telegram.send(heard.address, ASKED)
        return web.Response()

    app = web.Application()
    app.router.add_post("/hooks/telegram", hook)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await telegram.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hooks/telegram")
    sam.says("/start")
    await sam.sees("Gelukt?")
    query = sam.presses("Ja")
    await sam.sees("Gelukt!")
    await api.settled()
    assert sam.answers[query] == ""
    assert (len(sam.screen), sam.screen[0].rows) == (1, ())
    await telegram.close()
    await runner.cleanup()


# Pictures


def picture(wide: int = 880, high: int = 1000) -> bytes:
    drawn = io.BytesIO()
    Image.new("1", (wide, high)).save(drawn, "PNG")
    return drawn.getvalue()


async def test_a_picture_arrives_as_a_photo_with_words_beneath_it_and_without_a_sound(
    telegram: Telegram, sam: User, api: BotApi
) -> None:
    assert isinstance(telegram, CarriesPictures)
    sent = await telegram.send_picture(SAM, picture(), "Zo ver ben je\n• één: <b>klaar</b> 🎉")
    assert sam.photos == ["Zo ver ben je\n• één: <b>klaar</b> 🎉"]
    [call] = api.calls("sendPhoto")
    assert call["message_id"] == int(sent)
    photo = call["parameters"].pop("photo")
    assert call["parameters"].keys() == {"chat_id", "caption", "disable_notification"}
    assert (photo["name"], photo["type"], photo["width"]) == ("photo.png", "image/png", 880)
    assert photo["sha256"] == hashlib.sha256(picture()).hexdigest()
    await telegram.send(SAM, ASKED)  # what comes after a file is JSON again
    assert sam.screen[-1].text == "Gelukt?"


async def test_words_that_are_too_long_beneath_a_picture_end_in_an_ellipsis(telegram: Telegram, sam: User) -> None:
    for words in ("a" * 1024, "🎉" * 512):
        await telegram.send_picture(SAM, picture(), words)
        assert sam.photos[-1] == words
    await telegram.send_picture(SAM, picture(), "🎉" * 513)
    assert sam.photos[-1] == "🎉" * 511 + "…"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (picture(9_500, 501), "PHOTO_INVALID_DIMENSIONS"),
        (picture(2_100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (picture()[:-20], "IMAGE_PROCESS_FAILED"),
        (b"", "file must be non-empty"),
    ],
)
async def test_a_picture_that_telegram_will_not_have_is_our_own_mistake(
    telegram: Telegram, sam: User, given: bytes, why: str
) -> None:
    refused = await failure(telegram.send_picture(SAM, given, "x"))
    assert isinstance(refused, Refused)
    assert why in str(refused)
    assert (refused.ours, refused.gone, refused.stop) == (True, False, False)


@pytest.mark.parametrize(
    ("kind", "what", "detail"),
    [
        ("reset_before", Unavailable, {"sent": "maybe"}),
        ("reset_after", Unavailable, {"sent": "maybe"}),
        ("hang_after", Unavailable, {"sent": "maybe"}),
        ("html502", Unavailable, {"sent": "maybe"}),
        ("429", Unavailable, {"sent": "no", "after": timedelta(seconds=7)}),
        ("401", Refused, {"stop": True}),
    ],
)
async def test_a_picture_fails_as_a_message_does(
    telegram: Telegram, sam: User, api: BotApi, kind: str, what: type, detail: dict[str, Any]
) -> None:
    api.breaks("sendPhoto", kind, retry_after=7 if kind == "429" else None)
    failed = await failure(telegram.send_picture(SAM, picture(), "x"))
    assert isinstance(failed, what)
    assert {name: getattr(failed, name) for name in detail} == detail


async def test_a_picture_to_somebody_who_blocked_us_finds_them_gone(telegram: Telegram, sam: User) -> None:
    sam.blocks()
    refused = await failure(telegram.send_picture(SAM, picture(), "x"))
    assert isinstance(refused, Refused)
    assert refused.gone


# Pictures that learners send

JPEG = b"\xff\xd8\xff" + b"what stands on the screen" * 1000
FILE = "AgACAgQAAxkB-file_7"


async def test_a_picture_that_was_sent_is_given_back(telegram: Telegram, api: BotApi) -> None:
    assert isinstance(telegram, HoldsPictures)
    api.files[FILE] = JPEG
    assert await telegram.fetch(FILE) == JPEG


@pytest.mark.parametrize(
    ("content", "why"),
    [(bytes(LARGEST_PICTURE + 1), "too large"), (bytes(20_000_001), "too big"), (None, "wrong file_id")],
)
async def test_what_is_too_large_or_gone_is_refused(
    telegram: Telegram, api: BotApi, content: bytes | None, why: str
) -> None:
    if content is not None:
        api.files[FILE] = content
    with pytest.raises(Refused, match=why) as refused:
        await telegram.fetch(FILE)
    assert TOKEN not in everything_about(refused.value)


@pytest.mark.parametrize("kind", ["hang_before", "half_body", "html502", "302", "429"])
@pytest.mark.parametrize("method", ["getFile", "file"])
async def test_where_telegram_is_away_the_picture_is_asked_for_again(
    telegram: Telegram, api: BotApi, kind: str, method: str
) -> None:
    api.files[FILE] = JPEG
    api.breaks(method, kind)
    with pytest.raises(Unavailable) as away:
        await telegram.fetch(FILE)
    assert TOKEN not in everything_about(away.value)
    assert await telegram.fetch(FILE) == JPEG


async def test_a_file_that_is_not_there_is_refused(telegram: Telegram, api: BotApi) -> None:
    api.files[FILE] = JPEG
    api.breaks("file", "404")
    with pytest.raises(Refused, match="404"):
        await telegram.fetch(FILE)


@pytest.mark.parametrize("path", ["../getMe", "a/../../b", "/etc/passwd", "a?b", "a%2e", "", 7, None])
async def test_a_path_that_no_file_has_is_not_asked_for(telegram: Telegram, api: BotApi, path: object) -> None:
    api.breaks("getFile", "200", body={"ok": True, "result": {"file_path": path}})
    with pytest.raises(Refused, match="no path"):
        await telegram.fetch(FILE)
    assert not [line for line in api.ledger if line["kind"] == "file"]


# What goes wrong. (kind of fault, whether the learner may have it, what we say about that)

MAYBE = [
    ("reset_before", False),
    ("reset_after", True),
    ("hang_before", False),
    ("hang_after", True),
    ("half_body", True),
    ("drip", True),
    ("junk", True),
    ("list", True),
    ("not_ok", True),
    ("no_result", True),
    ("html502", False),
    ("500", False),
    ("503", False),
]


@pytest.mark.parametrize(("kind", "arrived"), MAYBE)
async def test_no_clear_answer_means_maybe_sent(
    telegram: Telegram, sam: User, api: BotApi, kind: str, arrived: bool
) -> None:
    api.breaks("sendMessage", kind)
    unavailable = await failure(telegram.send(SAM, ASKED))
    assert isinstance(unavailable, Unavailable)
    assert (unavailable.sent, bool(sam.screen)) == ("maybe", arrived)
    assert len(api.calls("sendMessage")) == 1  # nobody tried again behind our back


async def test_nobody_there_means_surely_not_sent(telegram: Telegram, sam: User, api: BotApi) -> None:
    async with api.refusing():
        unavailable = await failure(telegram.send(SAM, ASKED))
    assert isinstance(unavailable, Unavailable)
    assert unavailable.sent == "no"
    await telegram.send(SAM, ASKED)
    assert len(sam.screen) == 1


async def test_a_connection_that_never_comes_about_means_surely_not_sent() -> None:
    silent = socket.create_server(("127.0.0.1", 0))  # takes connections and never says a word
    port = silent.getsockname()[1]
    patience = Patience(connect=timedelta(milliseconds=150))
    telegram = Telegram(TOKEN, api_url=f"https://127.0.0.1:{port}", patience=patience)
    unavailable = await failure(telegram.send(SAM, ASKED))
    assert isinstance(unavailable, Unavailable)
    assert unavailable.sent == "no"
    await telegram.close()
    silent.close()


async def test_a_server_that_speaks_no_tls_means_surely_not_sent(api: BotApi) -> None:
    telegram = Telegram(TOKEN, api_url=api.url.replace("http:", "https:"), patience=HURRIED)
    unavailable = await failure(telegram.send(SAM, ASKED))
    assert isinstance(unavailable, Unavailable)
    assert unavailable.sent == "no"
    await telegram.close()


async def test_after_close_nothing_is_sent(telegram: Telegram, sam: User) -> None:
    await telegram.send(SAM, ASKED)
    await telegram.close()
    unavailable = await failure(telegram.send(SAM, ASKED))
    assert isinstance(unavailable, Unavailable)
    assert unavailable.sent == "no"


async def test_a_slow_answer_within_our_patience_is_a_success(telegram: Telegram, sam: User, api: BotApi) -> None:
    api.breaks("sendMessage", "slow", seconds=0.05)
    assert await telegram.send(SAM, ASKED) == str(sam.screen[0].id)


async def test_accepted_without_an_id_is_sent_all_the_same(telegram: Telegram, sam: User, api: BotApi) -> None:
    results: list[object] = [True, {}, {"message_id": "7"}, []]
    for result in results:
        api.breaks("sendMessage", "200", body={"ok": True, "result": result})
        assert await telegram.send(SAM, ASKED) == ""


@pytest.mark.parametrize(
    ("details", "after"),
    [
        ({"retry_after": 7}, 7),
        ({"retry_after": 7, "where": "body"}, 7),
        ({"retry_after": 7, "where": "header"}, 7),
        ({"retry_after": 0.5, "where": "body"}, 0.5),
        ({"retry_after": 40_000_000}, 86_400),
        ({"retry_after": 10**60, "where": "body"}, 86_400),
        ({"retry_after": "9" * 15, "where": "header"}, 86_400),
        ({}, None),
        ({"retry_after": 0, "where": "body"}, None),
        ({"retry_after": -5, "where": "body"}, None),
        ({"retry_after": True, "where": "body"}, None),
        ({"retry_after": "soon", "where": "both"}, None),
        ({"retry_after": "9" * 60, "where": "header"}, None),
        ({"retry_after": float("nan"), "where": "body"}, None),
        ({"body": {"ok": False, "parameters": [3]}}, None),
        ({"body": "<html>slow down</html>", "retry_after": 3}, 3),
    ],
)
async def test_too_many_means_surely_not_sent_and_says_how_long_to_wait(
    telegram: Telegram, sam: User, api: BotApi, details: dict[str, Any], after: float | None
) -> None:
    api.breaks("sendMessage", "429", **details)
    unavailable = await failure(telegram.send(SAM, ASKED))
    assert isinstance(unavailable, Unavailable)
    assert unavailable.sent == "no"
    assert unavailable.after == (None if after is None else timedelta(seconds=after))


async def test_a_server_under_repair_may_say_how_long(telegram: Telegram, api: BotApi) -> None:
    api.breaks("sendMessage", "503", retry_after=20, where="header")
    unavailable = await failure(telegram.send(SAM, ASKED))
    assert isinstance(unavailable, Unavailable)
    assert unavailable.after == timedelta(seconds=20)


@pytest.mark.parametrize(
    ("status", "description"),
    [
        ("403", "Forbidden: bot was blocked by the user"),
        ("403", "Forbidden: user is deactivated"),
        ("403", "Forbidden: bot was kicked from the group chat"),
        ("403", "Forbidden: bot can't initiate conversation with a user"),
        ("400", "Bad Request: chat not found"),
        ("400", "Bad Request: PEER_ID_INVALID"),
        ("400", "Bad Request: group chat was deactivated"),
        ("400", "Bad Request: not enough rights to send text messages to the chat"),
    ],
)
async def test_who_cannot_be_reached_is_gone(telegram: Telegram, api: BotApi, status: str, description: str) -> None:
    api.breaks("sendMessage", status, description=description)
    refused = await failure(telegram.send(SAM, ASKED))
    assert isinstance(refused, Refused)
    assert (refused.gone, refused.stop, refused.ours) == (True, False, False)


async def test_a_learner_who_blocked_us_is_gone_until_they_come_back(telegram: Telegram, sam: User) -> None:
    sam.blocks()
    refused = await failure(telegram.send(SAM, ASKED))
    assert isinstance(refused, Refused)
    assert refused.gone
    sam.unblocks()
    await telegram.send(SAM, ASKED)
    assert len(sam.screen) == 1


@pytest.mark.parametrize("external_id", ["1", "", "@public_channel", "1001; x", "9" * 30])
async def test_an_address_that_nobody_has_is_gone(telegram: Telegram, sam: User, external_id: str) -> None:
    refused = await failure(telegram.send(Address("telegram", external_id), ASKED))
    assert isinstance(refused, Refused)
    assert refused.gone


async def test_a_group_that_moved_tells_its_new_name(telegram: Telegram, api: BotApi) -> None:
    group = api.group()
    heir = group.migrates()
    refused = await failure(telegram.send(Address("telegram", str(group.id)), ASKED))
    assert isinstance(refused, Refused)
    assert (refused.moved_to, refused.gone) == (str(heir.id), False)


@pytest.mark.parametrize(
    ("status", "description"),
    [
        ("400", "Bad Request: can't parse entities: unsupported start tag at byte offset 3"),
        ("400", "Bad Request: BUTTON_DATA_INVALID"),
        ("400", "Bad Request: message is too long"),
        ("400", "Bad Request: message text is empty"),
        ("413", "Request Entity Too Large"),
    ],
)
async def test_what_we_wrote_wrongly_is_our_own_mistake(
    telegram: Telegram, api: BotApi, status: str, description: str
) -> None:
    api.breaks("sendMessage", status, description=description)
    refused = await failure(telegram.send(SAM, ASKED))
    assert isinstance(refused, Refused)
    assert (refused.ours, refused.gone, refused.stop) == (True, False, False)
    assert description in str(refused)


async def test_what_cannot_be_written_is_our_own_mistake_and_is_not_tried(telegram: Telegram, api: BotApi) -> None:
    refused = await failure(telegram.send(SAM, Message((Span("x" * 5000),))))
    assert isinstance(refused, Refused)
    assert refused.ours
    assert api.calls() == []


@pytest.mark.parametrize("status", ["401", "404"])
async def test_a_token_that_is_refused_stops_the_channel(telegram: Telegram, api: BotApi, status: str) -> None:
    api.breaks("*", status, times=2)
    for call in (telegram.send(SAM, ASKED), telegram.open()):
        refused = await failure(call)
        assert isinstance(refused, Refused)
        assert (refused.stop, refused.gone) == (True, False)


@pytest.mark.parametrize("token", ["123456789:AAother_token_of_the_right_shape_0", "1:x"])
async def test_the_wrong_token_stops_the_channel(api: BotApi, token: str) -> None:
    telegram = Telegram(token, api_url=api.url)
    with pytest.raises(Refused) as raised:
        await telegram.open()
    assert raised.value.stop
    assert token not in everything_about(raised.value).replace(f"token = '{token}'", "")
    await telegram.close()


@pytest.mark.parametrize("status", ["401", "403", "404", "407"])
async def test_a_proxys_own_refusal_closes_nothing(telegram: Telegram, api: BotApi, status: str) -> None:
    api.breaks("sendMessage", status, body="<html>Please log in</html>")
    unavailable = await failure(telegram.send(SAM, ASKED))
    assert isinstance(unavailable, Unavailable)
    assert unavailable.sent == "no"


@pytest.mark.parametrize("status", ["302", "409"])
async def test_an_answer_from_somebody_else_means_not_sent(
    telegram: Telegram, sam: User, api: BotApi, status: str
) -> None:
    api.breaks("sendMessage", status)
    unavailable = await failure(telegram.send(SAM, ASKED))
    assert isinstance(unavailable, Unavailable)
    assert (unavailable.sent, sam.screen) == ("no", [])


async def test_a_refusal_whose_words_broke_off_is_still_one(telegram: Telegram, api: BotApi) -> None:
    async def breaking_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 429 Slow\r\nRetry-After: 4\r\nContent-Length: 90\r\n\r\n{")
        writer.close()

    server = await asyncio.start_server(breaking_off, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    other = Telegram(TOKEN, api_url=f"http://127.0.0.1:{port}")
    unavailable = await failure(other.send(SAM, ASKED))
    assert isinstance(unavailable, Unavailable)
    assert (unavailable.sent, unavailable.after) == ("no", timedelta(seconds=4))
    await other.close()
    server.close()


async def test_a_description_that_quotes_the_token_is_scrubbed(telegram: Telegram, api: BotApi) -> None:
    api.breaks("sendMessage", "400", description=f"Bad Request: /bot{TOKEN}/ {'x' * 500}")
    with pytest.raises(Refused) as raised:
        await telegram.send(SAM, ASKED)
    assert "[token]" in str(raised.value)
    assert len(str(raised.value)) < 300
    assert TOKEN not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize("kind", [kind for kind, _ in MAYBE] + ["429", "400", "403", "401", "302"])
async def test_set_up_calls_fail_in_the_same_words(telegram: Telegram, api: BotApi, kind: str) -> None:
    api.breaks("getMe", kind)
    error = await failure(telegram.open())
    assert isinstance(error, Refused) == (kind in ("400", "403", "401"))
    assert str(error).startswith("getMe")


@pytest.mark.parametrize("result", [{}, [], "x", 7, None, {"id": "x"}, {"id": 1, "is_bot": "maybe"}])
async def test_an_odd_answer_to_a_set_up_call_is_unavailable(telegram: Telegram, api: BotApi, result: object) -> None:
    api.breaks("getMe", "200", body={"ok": True, "result": result})
    assert isinstance(await failure(telegram.open()), Unavailable)


async def test_sends_to_many_go_side_by_side(telegram: Telegram, api: BotApi) -> None:
    users = [api.user(2000 + i) for i in range(40)]
    await asyncio.gather(*(telegram.send(Address("telegram", str(user.id)), ASKED) for user in users))
    assert all(len(user.screen) == 1 for user in users)


async def test_a_cancelled_send_is_simply_cancelled(telegram: Telegram, sam: User, api: BotApi) -> None:
    api.breaks("sendMessage", "hang_after")
    task = asyncio.create_task(telegram.send(SAM, ASKED))
    await api.until(lambda: bool(api.calls("sendMessage")))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await telegram.send(SAM, ASKED)


async def test_within_the_burst_all_pass_and_then_telegram_says_wait(api: BotApi, telegram: Telegram) -> None:
    api.limits = Limits(chat_rate=1.0, chat_burst=3)
    api.user(1001)
    api.clock.speed = 0
    for _ in range(3):
        await telegram.send(SAM, ASKED)
    unavailable = await failure(telegram.send(SAM, ASKED))
    assert isinstance(unavailable, Unavailable)
    assert unavailable.after == timedelta(seconds=1)
    api.clock.advance(1)
    await telegram.send(SAM, ASKED)


def test_the_channel_shows_no_token() -> None:
    telegram = Telegram(TOKEN, webhook_secret="s3cret")
    assert TOKEN not in repr(telegram) + str(telegram)


async def test_the_library_is_never_told_the_token_and_tells_no_secret(
    api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("telegram").setLevel(logging.DEBUG)
    telegram = Telegram(TOKEN, api_url=api.url, webhook_secret="s3cret-of-the-webhook")
    with contextlib.suppress(Refused):
        await telegram.set_webhook("http://127.0.0.1:9/hooks/telegram")
    assert api.webhook is not None
    assert api.webhook.secret == "s3cret-of-the-webhook"
    assert "s3cret" not in caplog.text
    await telegram.close()
