"""Long polling: nothing is called received before it is ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest

from bot.ports import Forged, Heard, Refused, Sent, Tapped, Typed, Unavailable
from integrations.telegram import Patience, Telegram
from tests.fakes.bot_api import BotApi

WAIT, PAUSE = timedelta(seconds=5), timedelta(milliseconds=5)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


class Ear:
    """Takes what is heard; fails or waits where a test says so."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.heard: list[Heard] = []
        self.hold: dict[str, asyncio.Event] = {}  # texts to wait with
        self.fails: dict[str, list[Exception]] = {}  # texts to fail on, once for each

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
        await self.api.until(lambda: sorted(self.texts) == sorted(texts), what=f"{texts}, not {self.texts}")


@asynccontextmanager
async def polling(api: BotApi, ear: Ear, pause: timedelta = PAUSE) -> AsyncIterator[asyncio.Task[None]]:
    telegram = Telegram(api.token, api_url=api.url)
    task = asyncio.create_task(telegram.poll(ear.take, wait=WAIT, pause=pause))
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, Refused):
            await task
        await telegram.close()


async def test_what_is_said_is_taken_under_the_number_of_its_update(api: BotApi) -> None:
    ear = Ear(api)
    async with polling(api, ear):
        update_id = api.user(1001, "Sam").says("hallo 👋")
        await ear.hears("hallo 👋")
    assert ear.heard[0].key == f"tg:{api.id}:{update_id}"


async def test_every_kind_we_read_comes_by_polling_too(api: BotApi) -> None:
    ear, sam = Ear(api), api.user(1001)
    async with polling(api, ear):
        sam.says("een")
        await ear.hears("een")
        sam.sends(photo=True)
        sam.edits("twee")
        sam.blocks()
        sam.taps("y", {"message_id": 1, "chat": sam.face, "date": 0})
        await api.until(lambda: len(ear.heard) == 5)
    whats = [one.what for one in ear.heard]
    assert Tapped("y", on="1") in whats
    assert Sent("edited") in whats
    [call, *_] = api.calls("getUpdates")
    assert call["parameters"]["allowed_updates"] == [
        "message", "edited_message", "callback_query", "my_chat_member",
    ]  # fmt: skip


async def test_the_next_offset_is_asked_only_after_everything_is_taken(api: BotApi) -> None:
    ear, go = Ear(api), asyncio.Event()
    ear.hold["twee"] = go
    api.user(1001).says("een")
    second = api.user(1002).says("twee")
    async with polling(api, ear):
        await ear.hears("een")
        assert (api.offsets, api.waiting) == ([0], 2)  # nothing asked since, nothing called received
        go.set()
        await ear.hears("een", "twee")
        await api.until(lambda: api.offsets == [0, second + 1])
        assert api.waiting == 0


async def test_updates_of_one_chat_are_taken_in_order_and_of_others_meanwhile(api: BotApi) -> None:
    ear, go = Ear(api), asyncio.Event()
    ear.hold["1a"] = go
    sam, kim = api.user(1001), api.user(1002)
    for text in ("1a", "1b", "1c"):
        sam.says(text)
    for text in ("2a", "2b"):
        kim.says(text)
    async with polling(api, ear):
        await ear.hears("2a", "2b")
        go.set()
        await ear.hears("1a", "1b", "1c", "2a", "2b")
    assert [text for text in ear.texts if text.startswith("1")] == ["1a", "1b", "1c"]


@pytest.mark.parametrize("error", [Unavailable("locked"), RuntimeError("a mistake"), Forged("odd")])
async def test_what_could_not_be_taken_comes_again_in_order_and_the_rest_does_not(
    api: BotApi, error: Exception
) -> None:
    ear = Ear(api)
    ear.fails["1b"] = [error, error]
    sam, kim = api.user(1001), api.user(1002)
    for text in ("1a", "1b", "1c"):
        sam.says(text)
    kim.says("2a")
    async with polling(api, ear):
        await ear.hears("1a", "1b", "1c", "2a")
        await api.until(lambda: api.waiting == 0)
    assert [text for text in ear.texts if text.startswith("1")] == ["1a", "1b", "1c"]


async def test_what_is_not_taken_at_a_crash_is_there_for_the_next_process(api: BotApi) -> None:
    ear = Ear(api)
    ear.hold["een"] = asyncio.Event()
    api.user(1001).says("een")
    async with polling(api, ear):
        await api.until(lambda: len(api.calls("getUpdates")) == 1)
    assert (ear.texts, api.waiting) == ([], 1)
    ear.hold.clear()
    async with polling(api, ear):
        await ear.hears("een")


async def test_a_webhook_is_taken_away_first_and_nothing_waiting_is_lost(api: BotApi) -> None:
    await _webhook(api, "http://127.0.0.1:9/hooks/telegram")
    api.user(1001).says("een")
    ear = Ear(api)
    async with polling(api, ear):
        await ear.hears("een")
    assert api.webhook is None
    assert len(api.calls("deleteWebhook")) == 1


async def test_without_a_webhook_none_is_taken_away(api: BotApi) -> None:
    ear = Ear(api)
    async with polling(api, ear):
        api.user(1001).says("een")
        await ear.hears("een")
    assert api.calls("deleteWebhook") == []


async def test_a_webhook_set_meanwhile_is_a_conflict_that_passes(
    api: BotApi, capfd: pytest.CaptureFixture[str]
) -> None:
    ear = Ear(api)
    async with polling(api, ear):
        await api.until(lambda: len(api.calls("getWebhookInfo")) == 1)
        await _webhook(api, "http://127.0.0.1:9/hooks/telegram")
        await api.until(lambda: _conflicts(api) >= 2)
        assert api.webhook is not None  # somebody wants it: we do not fight over it
        api.webhook = None
        api.user(1001).says("een")
        await ear.hears("een")
    assert "telegram.conflict" in capfd.readouterr().out


async def test_a_second_poller_is_a_conflict_and_the_survivor_goes_on(
    api: BotApi, capfd: pytest.CaptureFixture[str]
) -> None:
    ear, other = Ear(api), Ear(api)
    async with polling(api, ear):
        await api.until(lambda: len(api.calls("getWebhookInfo")) == 1)
        async with polling(api, other):
            await api.until(lambda: _conflicts(api) >= 1)
        api.user(1001).says("een")
        await api.until(lambda: sorted(ear.texts + other.texts) == ["een"])
    assert "telegram.conflict" in capfd.readouterr().out


@pytest.mark.parametrize(
    "kind",
    ["reset_before", "reset_after", "500", "html502", "junk", "not_ok", "list", "half_body", "429", "403"],
)
async def test_trouble_passes_and_nothing_is_lost(api: BotApi, kind: str) -> None:
    ear = Ear(api)
    api.breaks("getUpdates", kind, times=3)
    api.breaks("getWebhookInfo", kind)
    api.user(1001).says("een")
    async with polling(api, ear):
        await ear.hears("een")


@pytest.mark.parametrize("result", [{}, 7, "x", [1], [{"update_id": "x"}], [{}], None, True])
async def test_an_odd_answer_is_trouble_like_any_other(api: BotApi, result: object) -> None:
    ear = Ear(api)
    api.breaks("getUpdates", "200", times=2, body={"ok": True, "result": result})
    api.user(1001).says("een")
    async with polling(api, ear):
        await ear.hears("een")


async def test_nobody_there_is_trouble_that_passes(api: BotApi) -> None:
    ear = Ear(api)
    async with api.refusing():
        telegram = Telegram(api.token, api_url=api.url)
        task = asyncio.create_task(telegram.poll(ear.take, wait=WAIT, pause=PAUSE))
        await asyncio.wait([task], timeout=0.05)
        assert not task.done()
    api.user(1001).says("een")
    await ear.hears("een")
    task.cancel()
    await asyncio.wait([task])
    await telegram.close()


async def test_a_pause_asked_for_is_kept(api: BotApi) -> None:
    api.breaks("getUpdates", "429", retry_after=0.3, where="body")
    ear = Ear(api)
    api.user(1001).says("een")
    async with polling(api, ear):
        await ear.hears("een")
    asked, answered = (call["at"] for call in api.calls("getUpdates")[:2])
    assert answered - asked >= 0.29


async def test_a_wrong_token_ends_it(api: BotApi) -> None:
    api.breaks("getUpdates", "401")
    async with polling(api, Ear(api)) as task:
        with pytest.raises(Refused) as raised:
            await task
    assert raised.value.stop


async def test_what_we_do_not_read_is_passed_by(api: BotApi) -> None:
    ear = Ear(api)
    group = api.group()
    group.says(api.user(1001), "tot morgen")
    async with polling(api, ear):
        api.user(1001).says("een")
        await ear.hears("een")
        await api.until(lambda: api.waiting == 0)
    assert len(ear.heard) == 1


async def test_telegram_may_be_silent_for_longer_than_we_have_patience_otherwise(api: BotApi) -> None:
    short = timedelta(milliseconds=50)
    telegram = Telegram(api.token, api_url=api.url, patience=Patience(total=short))
    ear = Ear(api)
    task = asyncio.create_task(telegram.poll(ear.take, wait=WAIT, pause=PAUSE))
    await asyncio.wait([task], timeout=0.25)
    assert api.offsets == [0]  # it still waits for the first answer
    api.user(1001).says("een")
    await ear.hears("een")
    task.cancel()
    await asyncio.wait([task])
    await telegram.close()


async def test_it_ends_at_once_when_cancelled(api: BotApi) -> None:
    async with polling(api, Ear(api)) as task:
        await api.until(lambda: len(api.calls("getWebhookInfo")) == 1)
        task.cancel()
        await asyncio.wait([task], timeout=1)
        assert task.cancelled()


def _conflicts(api: BotApi) -> int:
    return sum(call["verdict"].startswith("409") for call in api.calls("getUpdates"))


async def _webhook(api: BotApi, url: str) -> None:
    telegram = Telegram(api.token, api_url=api.url, webhook_secret="s")
    await telegram.set_webhook(url)
    await telegram.close()
