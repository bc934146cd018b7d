"""Who we are on Telegram, what we are called there, and where updates go."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from bot.ports import Refused, Unavailable
from integrations.telegram import Telegram
from tests.fakes.bot_api import BotApi, Webhook

HOOK = "https://badges.example.org/hooks/telegram"
SECRET = "s3cret"
MENU = {
    "nl": [("start", "Opnieuw beginnen"), ("help", "Hulp van een mens")],
    "en": [("start", "Start again"), ("help", "Help from a human")],
}
ABOUT = {"en": "I help you claim your edubadge.", "nl": "Ik help je je edubadge te claimen."}
SHORT = {"": "Edubadges", "nl": "Edubadges claimen"}


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture
async def telegram(api: BotApi) -> AsyncIterator[Telegram]:
    channel = Telegram(api.token, api_url=api.url + "/", webhook_secret=SECRET)
    yield channel
    await channel.close()


def changes(api: BotApi) -> list[str]:
    return [call["method"] for call in api.calls() if call["method"].startswith(("set", "delete"))]


async def test_opening_tells_who_we_are(telegram: Telegram, api: BotApi) -> None:
    assert telegram.username == ""
    await telegram.open()
    assert (telegram.bot_id, telegram.username) == (api.id, "badgewijzer_test_bot")


async def test_commands_and_descriptions_are_set_per_language_and_for_everybody_else(
    telegram: Telegram, api: BotApi
) -> None:
    await telegram.describe(MENU, ABOUT, SHORT)
    default = json.dumps({"type": "default"})
    shown = {
        language: [(command["command"], command["description"]) for command in menu]
        for (scope, language), menu in api.menus.items()
        if scope == default
    }
    assert shown == {"": MENU["nl"], **MENU}
    assert api.descriptions["description", ""] == ABOUT["en"]
    assert api.descriptions["description", "nl"] == ABOUT["nl"]
    assert api.descriptions["short_description", ""] == "Edubadges"
    assert api.descriptions["short_description", "nl"] == "Edubadges claimen"


async def test_what_stands_already_is_not_set_again(telegram: Telegram, api: BotApi) -> None:
    await telegram.describe(MENU, ABOUT, SHORT)
    before = len(changes(api))
    await telegram.describe(MENU, ABOUT, SHORT)
    assert len(changes(api)) == before == 8
    await telegram.describe(MENU, {**ABOUT, "nl": "Anders"}, SHORT)
    assert changes(api)[before:] == ["setMyDescription"]


async def test_nothing_to_say_changes_nothing(telegram: Telegram, api: BotApi) -> None:
    await telegram.describe({}, {}, {})
    assert api.calls() == []


async def test_a_description_that_telegram_refuses_is_our_mistake(telegram: Telegram) -> None:
    with pytest.raises(Refused) as raised:
        await telegram.describe({}, {"nl": "x" * 600}, {})
    assert raised.value.ours


async def test_the_webhook_is_set_once_with_its_secret_and_the_kinds_we_read(telegram: Telegram, api: BotApi) -> None:
    assert await telegram.set_webhook(HOOK) is True
    assert api.webhook == Webhook(HOOK, SECRET)
    assert api.allowed == {"message", "edited_message", "callback_query", "my_chat_member"}
    assert await telegram.set_webhook(HOOK) is False
    assert changes(api) == ["setWebhook"]


async def test_a_webhook_that_differs_is_set_anew(telegram: Telegram, api: BotApi) -> None:
    await telegram.set_webhook(HOOK)
    api.clock.advance(2)
    assert await telegram.set_webhook(HOOK + "/new") is True
    api.clock.advance(2)
    api.allowed |= {"poll"}
    assert await telegram.set_webhook(HOOK + "/new") is True
    assert api.allowed == {"message", "edited_message", "callback_query", "my_chat_member"}


async def test_what_waits_is_never_dropped(telegram: Telegram, api: BotApi) -> None:
    api.user(1001).says("hallo")
    await telegram.set_webhook("http://127.0.0.1:9/hooks/telegram")  # where nobody listens
    assert api.waiting == 1
    assert not api.calls("setWebhook")[0]["parameters"].get("drop_pending_updates")


async def test_a_secret_that_telegram_does_not_use_is_noticed_by_our_refusals(telegram: Telegram, api: BotApi) -> None:
    await telegram.set_webhook(HOOK)
    assert api.webhook is not None
    api.webhook.last_error = (api.now, "Wrong response from the webhook: 401 Unauthorized")
    api.clock.advance(2)
    assert await telegram.set_webhook(HOOK) is True


async def test_a_changed_secret_can_be_set_at_will(telegram: Telegram, api: BotApi) -> None:
    await telegram.set_webhook(HOOK)
    api.clock.advance(2)
    other = Telegram(api.token, api_url=api.url, webhook_secret="another")
    assert await other.set_webhook(HOOK) is False
    assert await other.set_webhook(HOOK, again=True) is True
    assert api.webhook == Webhook(HOOK, "another")
    await other.close()


async def test_two_processes_that_start_at_once_are_told_to_wait_a_second(telegram: Telegram, api: BotApi) -> None:
    await telegram.set_webhook(HOOK)
    with pytest.raises(Unavailable) as raised:
        await telegram.set_webhook(HOOK + "/2")
    assert raised.value.after is not None
    assert raised.value.after.total_seconds() == 1


async def test_without_a_secret_there_is_no_webhook(api: BotApi) -> None:
    telegram = Telegram(api.token, api_url=api.url)
    with pytest.raises(ValueError, match="secret"):
        await telegram.set_webhook(HOOK)
    assert api.calls() == []
