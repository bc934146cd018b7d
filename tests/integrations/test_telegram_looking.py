"""What may have come to a Telegram chat is looked for among the numbers that Telegram gave next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.conversation.nodes import Message, Span
from bot.ports import Address, CountsMessages, Heard, Refused, Unavailable
from integrations.telegram import LOOKED_AT, Patience, Telegram
from tests.fakes.bot_api import BotApi, Limits, User
from tests.integrations.test_telegram_sending import ASKED, SAM, api, picture, sam

__all__ = ["api", "sam"]

HURRIED = Patience(connect=timedelta(seconds=2), total=timedelta(seconds=2), looking=timedelta(milliseconds=300))
OTHER = Message((Span("Goed zo."),))
KIM = Address("telegram", "1002")


@pytest.fixture
async def telegram(api: BotApi) -> AsyncIterator[Telegram]:
    channel = Telegram(api.token, api_url=api.url)
    yield channel
    await channel.close()


def heard(api: BotApi, telegram: Telegram, update: int) -> Heard:
    return telegram.read_update(api.updates[update].body).heard[0]


async def cut_off(api: BotApi, telegram: Telegram, message: Message, to: Address = SAM) -> None:
    """Telegram takes it, and we do not hear so."""
    api.breaks("sendMessage", "reset_after")
    with pytest.raises(Unavailable) as trouble:
        await telegram.send(to, message)
    assert trouble.value.sent == "maybe"


async def test_it_counts_what_is_said_and_sent_in_private_chats(api: BotApi, telegram: Telegram, sam: User) -> None:
    assert isinstance(telegram, CountsMessages)
    assert telegram.counted() == 0
    first = heard(api, telegram, sam.says("hallo"))
    assert first.counted == telegram.counted() > 0
    sent = await telegram.send(SAM, ASKED)
    assert telegram.counted() == int(sent) == first.counted + 1
    sam.presses("Ja")
    pressed = heard(api, telegram, next(reversed(api.updates)))
    assert pressed.counted == int(sent), "a press has the number of the message under which it was"
    assert heard(api, telegram, sam.edits("hallo?")).counted == int(sent)
    await telegram.send_picture(SAM, picture(), "zo ver ben je")
    assert telegram.counted() == int(sent) + 1


async def test_what_another_bot_counted_is_forgotten_once_this_one_has_sent_something(
    telegram: Telegram, sam: User
) -> None:
    telegram.count(5_000_000)
    assert telegram.counted() == 5_000_000
    sent = await telegram.send(SAM, OTHER)
    assert telegram.counted() == int(sent) < 5_000_000


async def test_an_answer_that_comes_late_does_not_lower_the_number(api: BotApi, telegram: Telegram, sam: User) -> None:
    await telegram.send(SAM, OTHER)
    slow = api.breaks("sendMessage", "slow", seconds=0.3)
    late = asyncio.create_task(telegram.send(SAM, ASKED))
    while slow.times:
        await asyncio.sleep(0)
    newest = await telegram.send(SAM, OTHER)
    assert int(await late) < int(newest) == telegram.counted()


async def test_a_press_tells_the_number_of_what_was_pressed(api: BotApi, telegram: Telegram, sam: User) -> None:
    await cut_off(api, telegram, ASKED)
    sam.presses("Ja")
    assert telegram.counted() == 0
    assert heard(api, telegram, next(reversed(api.updates))).counted == sam.screen[0].id


async def test_groups_which_may_count_for_themselves_do_not_count(api: BotApi, telegram: Telegram, sam: User) -> None:
    before = heard(api, telegram, sam.says("hallo")).counted
    group = api.group("Klas 4", id=-1_001_000, type="supergroup")
    update = group.says(sam, "/start")
    heard(api, telegram, update)
    await telegram.send(Address("telegram", "-1001000"), OTHER)
    assert telegram.counted() == before


async def test_what_came_is_found_and_nothing_changes_on_the_screen(api: BotApi, telegram: Telegram, sam: User) -> None:
    before = heard(api, telegram, sam.says("hallo")).counted
    await cut_off(api, telegram, ASKED)
    for _ in range(3):
        assert await telegram.find_after(SAM, ASKED, before, ()) == str(sam.screen[0].id)
    assert [(seen.text, seen.edited) for seen in sam.screen] == [("Gelukt?", False)]
    assert sam.screen[0].buttons


async def test_it_is_found_behind_what_others_said_and_were_told(api: BotApi, telegram: Telegram, sam: User) -> None:
    before = heard(api, telegram, sam.says("hallo")).counted
    kim = api.user(1002, "Kim")
    for _ in range(5):
        kim.says("hoi")
        sam.says("en?")
        await telegram.send(KIM, ASKED)
    await cut_off(api, telegram, ASKED)
    found = await telegram.find_after(SAM, ASKED, before, ())
    assert found == str(before + 16) == str(sam.screen[0].id)
    assert [seen.edited for seen in (*sam.screen, *kim.screen)] == [False] * 6


async def test_what_never_came_is_not_found_and_so_many_numbers_are_looked_at(
    api: BotApi, telegram: Telegram, sam: User
) -> None:
    before = heard(api, telegram, sam.says("hallo")).counted
    assert await telegram.find_after(SAM, ASKED, before, ()) is None
    assert len(api.calls("editMessageText")) == LOOKED_AT
    assert sam.screen == []


async def test_what_is_too_far_away_is_not_found(api: BotApi, telegram: Telegram, sam: User) -> None:
    before = heard(api, telegram, sam.says("hallo")).counted
    for _ in range(LOOKED_AT):
        sam.says("en?")
    await cut_off(api, telegram, ASKED)
    assert await telegram.find_after(SAM, ASKED, before, ()) is None
    assert await telegram.find_after(SAM, ASKED, before + 1, ()) == str(sam.screen[0].id)


async def test_where_telegram_counts_otherwise_nothing_is_found(api: BotApi, telegram: Telegram, sam: User) -> None:
    api.numbers_apart = 1000
    before = heard(api, telegram, sam.says("hallo")).counted
    await cut_off(api, telegram, ASKED)
    assert await telegram.find_after(SAM, ASKED, before, ()) is None


async def test_what_else_was_sent_there_is_left_alone(api: BotApi, telegram: Telegram, sam: User) -> None:
    before = heard(api, telegram, sam.says("hallo")).counted
    other = await telegram.send(SAM, OTHER)
    await telegram.send_picture(SAM, picture(), "zo ver ben je")
    await cut_off(api, telegram, ASKED)
    assert await telegram.find_after(SAM, ASKED, before, (other,)) == str(before + 3)
    assert [message.get("text", message.get("caption")) for message in sam.messages.values()] == [
        "hallo",
        "Goed zo.",
        "zo ver ben je",
        "Gelukt?",
    ]


async def test_a_card_that_changed_meanwhile_is_found_and_brought_up_to_date(
    api: BotApi, telegram: Telegram, sam: User
) -> None:
    before = heard(api, telegram, sam.says("hallo")).counted
    await cut_off(api, telegram, Message((Span("⬜ eduID"),), card=True))
    now = Message((Span("✅ eduID"),), card=True)
    assert await telegram.find_after(SAM, now, before, ()) == str(sam.screen[0].id)
    assert sam.screen[0].text == "✅ eduID"


async def test_what_else_came_there_that_nobody_knows_of_becomes_the_message(
    api: BotApi, telegram: Telegram, sam: User
) -> None:
    before = heard(api, telegram, sam.says("hallo")).counted
    other = await telegram.send(SAM, OTHER)
    assert await telegram.find_after(SAM, ASKED, before, ()) == other
    assert await telegram.find_after(SAM, OTHER, before, (other,)) is None
    assert [seen.text for seen in sam.screen] == ["Gelukt?"]


async def test_who_is_not_telegram_does_not_say_that_it_is_not_there(
    api: BotApi, telegram: Telegram, sam: User
) -> None:
    before = heard(api, telegram, sam.says("hallo")).counted
    api.breaks("editMessageText", "400").body = "<html>Bad Request</html>"
    with pytest.raises(Refused) as unknown:
        await telegram.find_after(SAM, ASKED, before, ())
    assert not unknown.value.gone


async def test_nothing_is_looked_for_where_no_number_is_known_or_in_a_group(api: BotApi, telegram: Telegram) -> None:
    assert await telegram.find_after(SAM, ASKED, 0, ()) is None
    assert await telegram.find_after(Address("telegram", "-1001000"), ASKED, 5, ()) is None
    assert api.calls() == []


async def test_where_nobody_is_any_more_that_is_said(api: BotApi, telegram: Telegram, sam: User) -> None:
    before = heard(api, telegram, sam.says("hallo")).counted
    sam.blocks()
    with pytest.raises(Refused) as gone:
        await telegram.find_after(SAM, ASKED, before, ())
    assert gone.value.gone


async def test_when_telegram_wants_no_more_calls_it_says_for_how_long(telegram: Telegram) -> None:
    async with BotApi(limits=Limits()) as strict:
        channel = Telegram(strict.token, api_url=strict.url)
        before = heard(strict, channel, strict.user(1001, "Sam").says("hallo")).counted
        with pytest.raises(Unavailable) as wait:
            await channel.find_after(SAM, ASKED, before, ())
        await channel.close()
    assert wait.value.after


async def test_a_telegram_that_hangs_is_not_waited_for_longer_than_a_lease_has_room(api: BotApi, sam: User) -> None:
    hurried = Telegram(api.token, api_url=api.url, patience=HURRIED)
    before = heard(api, hurried, sam.says("hallo")).counted
    api.breaks("editMessageText", "hang_before")
    with pytest.raises(Unavailable) as slow:
        await hurried.find_after(SAM, ASKED, before, ())
    await hurried.close()
    assert "too slow to look" in str(slow.value)
