"""The whole program against a Bot API server: by webhook and by polling, with everything people send."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from bot.store.tables import addresses, learners, pictures
from bot.wiring import House
from flows import FLOWS
from tests.fakes.bot_api import BotApi, User
from tests.house import program, settings

SECRET = "webhook-secret_of_the_tests"


def words(name: str, language: str = "nl") -> str:
    """How a text begins."""
    facts = {**FLOWS.unknown, **FLOWS.derive(FLOWS.unknown, datetime.now(UTC))}
    return FLOWS.texts.nodes(name, language, facts)[0].text[:18]


@pytest.fixture(params=["webhook", "polling"])
async def telegram(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[BotApi, House, str]]:
    """The program, on SQLite, talking with a Bot API server in each of the two ways."""
    async with BotApi() as api:
        by_hook = request.param == "webhook"
        chosen = settings(
            f"sqlite:///{tmp_path}/bw.db",
            telegram_bot_token=api.token,
            telegram_api_url=api.url,
            telegram_webhook_secret=SECRET if by_hook else "",
            sends_in_flight=8,
        )
        async with program(chosen) as (house, url):
            if by_hook:
                assert house.telegram is not None
                await house.telegram.set_webhook(f"{url}/hooks/telegram")
            yield api, house, url


async def state(house: House, user: User) -> dict[str, Any]:
    query = select(learners.c.state).join(addresses).where(addresses.c.external_id == str(user.id))
    found: dict[str, Any] = await house.database.read(lambda db: db.execute(query).scalar())
    return found or {}


async def at(house: House, user: User, path: str) -> None:
    """Wait until this learner's conversation is there."""
    for _ in range(1000):
        if (await state(house, user)).get("at") == path:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"not at {path} but at {(await state(house, user)).get('at')}")


async def test_sam_walks_from_hello_to_the_claim_by_buttons_words_and_numbers(
    telegram: tuple[BotApi, House, str],
) -> None:
    api, house, _ = telegram
    sam = api.user(1001, "Sam", language_code="nl")
    sam.says("/start")
    await sam.sees("Hallo")
    sam.presses(FLOWS.texts.label("welcome.hello", "go_on", "nl"))
    await at(house, sam, "award.got_mail")
    sam.says("overslaan")
    await at(house, sam, "award.which_way")
    sam.says("1")
    await at(house, sam, "award.name_of_badge")
    sam.says("Verpleegkundig rekenen")
    await at(house, sam, "award.deadline")
    sam.says("2 februari 2027")
    await at(house, sam, "eduid.have_one")
    sam.says("JA!")
    await at(house, sam, "eduid.same_address")
    sam.says("terug")
    await at(house, sam, "eduid.have_one")
    sam.says("English")
    await sam.sees(words("common.language_is", "en"))
    assert (await state(house, sam))["language"] == "en"
    await api.settled()
    assert (await state(house, sam))["facts"]["badge"] == "Verpleegkundig rekenen"


async def test_a_pressed_button_is_acknowledged_and_its_message_shows_what_was_chosen(
    telegram: tuple[BotApi, House, str],
) -> None:
    api, house, _ = telegram
    sam = api.user(1001, "Sam", language_code="nl")
    sam.says("/start")
    hello = (await sam.sees("Hallo"))[0]
    label = FLOWS.texts.label("welcome.hello", "go_on", "nl")
    sam.presses(label, on=hello.id)
    await at(house, sam, "award.got_mail")
    await api.until(lambda: "➤" in next(seen for seen in sam.screen if seen.id == hello.id).text)
    seen = next(seen for seen in sam.screen if seen.id == hello.id)
    assert label in seen.text
    assert not seen.buttons
    await api.until(lambda: bool(api.calls("answerCallbackQuery")))


async def test_where_no_more_may_leave_now_a_tapped_question_stays_as_it_is(tmp_path: Path) -> None:
    async with BotApi() as api:
        chosen = settings(f"sqlite:///{tmp_path}/bw.db", telegram_bot_token=api.token, telegram_api_url=api.url,
                          telegram_rate=0.01)  # fmt: skip
        async with program(chosen) as (house, _):
            sam = api.user(1001, "Sam", language_code="nl")
            sam.says("/start")
            hello = (await sam.sees("Hallo"))[0]
            sam.presses(FLOWS.texts.label("welcome.hello", "go_on", "nl"), on=hello.id)
            await api.until(lambda: bool(api.calls("answerCallbackQuery")))
            await asyncio.gather(*house._courtesies)
            assert not api.calls("editMessageText")


async def test_an_answer_that_telegram_took_without_telling_us_stands_there_once(
    telegram: tuple[BotApi, House, str],
) -> None:
    api, _, _ = telegram
    sam, kim = (api.user(1001 + number, name, language_code="nl") for number, name in enumerate(("Sam", "Kim")))
    api.breaks("sendMessage", "reset_after", times=2, chat=sam.id)  # the answer, and the card
    for one in (sam, kim):
        one.says("/start")
    await api.until(lambda: len(api.calls("editMessageText")) >= 2 and len(kim.screen) == 2)
    sam.says("wat?")
    await api.until(lambda: len(sam.screen) == 3)
    await api.settled()
    assert sum(seen.text.startswith("Hallo") for seen in sam.screen) == 1
    assert sum("⬜" in seen.text for seen in sam.screen) == 1


async def test_there_is_one_progress_card_that_is_edited_and_one_new_message_for_every_turn(
    telegram: tuple[BotApi, House, str],
) -> None:
    api, house, _ = telegram
    sam = api.user(1001, "Sam", language_code="nl")
    sam.says("/start")
    await sam.sees(2)
    for text, path in (("1", "award.got_mail"), ("overslaan", "award.which_way"), ("1", "award.name_of_badge")):
        sam.says(text)
        await at(house, sam, path)
    sam.says("Rekenen")
    await at(house, sam, "award.deadline")
    await api.settled()
    await api.until(lambda: len(sam.screen) == 6)
    cards = [seen for seen in sam.screen if "⬜" in seen.text and not seen.buttons]
    assert len(cards) == 1
    await api.until(lambda: any("Rekenen" in seen.text and "⬜" in seen.text for seen in sam.screen))


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ({"photo": True}, "keep_picture"),
        ({"document": True}, "received_document"),
        ({"sticker": True}, "received_sticker"),
        ({"voice": True}, "received_voice"),
        ({"location": True}, "received_location"),
        ({"contact": True}, "received_contact"),
    ],
)
async def test_what_is_not_words_gets_a_kind_answer(
    telegram: tuple[BotApi, House, str], sent: dict[str, Any], text: str
) -> None:
    api, house, _ = telegram
    sam = api.user(1001, "Sam", language_code="nl")
    sam.says("/start")
    await at(house, sam, "welcome.hello")
    sam.sends(**sent)
    await sam.sees(words(f"common.{text}"))


async def test_a_photo_of_a_screen_is_fetched_after_a_yes_and_kept_sealed(telegram: tuple[BotApi, House, str]) -> None:
    api, house, _ = telegram
    jpeg = b"\xff\xd8\xff" + b"what stands on the screen" * 1000
    api.files["large-AgACAgQAAxkBAAI"] = jpeg
    sam = api.user(1001, "Sam", language_code="nl")
    sam.says("/start")
    await at(house, sam, "welcome.hello")
    sam.sends(photo=True)
    await sam.sees(words("common.keep_picture"))
    assert not api.calls("getFile")
    sam.presses(FLOWS.texts.label("common.keep_picture", "yes", "nl"))
    await sam.sees(words("common.picture_kept"))
    for _ in range(500):
        kept = await house.database.read(lambda db: db.execute(select(pictures.c.sealed, pictures.c.fetched)).all())
        if kept[0].fetched:
            break
        await asyncio.sleep(0.01)
    assert house.turns.box.open(kept[0].sealed) == jpeg
    await at(house, sam, "welcome.hello")


async def test_an_edited_message_a_group_and_a_channel_post_each_have_their_answer_or_none(
    telegram: tuple[BotApi, House, str],
) -> None:
    api, house, _ = telegram
    sam = api.user(1001, "Sam", language_code="nl")
    sam.says("/start")
    await at(house, sam, "welcome.hello")
    sam.edits("start!")
    await sam.sees(words("common.received_edited"))
    group = api.group()
    group.adds_bot(sam)
    await group.sees(words("common.elsewhere"))
    group.says(sam, f"@{api.username} hoi")
    group.says(sam, "iets anders")
    channel = api.channel()
    channel.posts("Mededeling")
    await api.settled()
    sam.says("status")
    await sam.sees(words("common.status"))
    assert len(group.screen) == 1
    assert not channel.screen


async def test_a_learner_who_blocks_us_is_left_alone_and_welcome_back(telegram: tuple[BotApi, House, str]) -> None:
    api, house, _ = telegram
    sam = api.user(1001, "Sam", language_code="nl")
    sam.says("/start")
    await at(house, sam, "welcome.hello")
    await api.settled()
    sam.blocks()
    await api.settled()

    async def blocked() -> bool:
        query = select(addresses.c.blocked_at)
        return await house.database.read(lambda db: db.execute(query).scalar()) is not None

    for _ in range(500):
        if await blocked():
            break
        await asyncio.sleep(0.01)
    assert await blocked()
    sam.unblocks()
    sam.says("xyzzy")
    await sam.sees(words("common.unclear_1"))
    assert not await blocked()


async def test_the_commands_menu_and_descriptions_are_set_in_both_languages(
    telegram: tuple[BotApi, House, str],
) -> None:
    api, house, _ = telegram
    await api.until(lambda: len(api.menus) >= 3)
    for language in ("nl", "en"):
        menu = next(menu for (_, code), menu in api.menus.items() if code == language)
        assert [row["command"] for row in menu][:3] == ["help", "status", "back"]
    await api.until(lambda: len(api.descriptions) >= 6)


async def test_names_and_texts_with_markup_stay_text(telegram: tuple[BotApi, House, str]) -> None:
    api, house, _ = telegram
    sam = api.user(1001, "<b>Sam</b> [x](http://evil.example)", language_code="nl")
    sam.says("/start")
    await at(house, sam, "welcome.hello")
    for text, path in (("1", "award.got_mail"), ("overslaan", "award.which_way"), ("1", "award.name_of_badge")):
        sam.says(text)
        await at(house, sam, path)
    sam.says('<a href="https://evil.example">*klik* `hier`</a> & \u202e{ $badge }')
    await at(house, sam, "common.in_doubt")  # an odd name
    sam.says("ja")
    await at(house, sam, "award.deadline")
    sam.says("status")
    sam.says("overslaan")
    await at(house, sam, "eduid.have_one")
    await sam.sees('<a href="https://evil.example">')
    await api.settled()
    told = " ".join(seen.text for seen in sam.screen)
    assert '<a href="https://evil.example">*klik* `hier`</a>' in told
    assert "\u202e" not in told
    assert not [e for seen in sam.screen for e in seen.entities if "evil" in e.get("url", "")]


async def test_junk_at_the_hook_is_answered_and_changes_nothing(tmp_path: Path) -> None:
    async with BotApi() as api:
        chosen = settings(
            f"sqlite:///{tmp_path}/bw.db",
            telegram_bot_token=api.token,
            telegram_api_url=api.url,
            telegram_webhook_secret=SECRET,
        )
        async with program(chosen) as (house, url), aiohttp.ClientSession() as http:
            hook = f"{url}/hooks/telegram"

            async def post(body: bytes, secret: str | None = SECRET) -> int:
                headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
                async with http.post(hook, data=body, headers=headers) as answer:
                    assert await answer.read() == b"", "an answer with a body could be taken for a command"
                    return answer.status

            good = (
                b'{"update_id":1,"message":{"message_id":1,"date":1,"text":"hoi","chat":{"id":7,"type":"private"},'
                b'"from":{"id":7,"is_bot":false,"first_name":"x"}}}'
            )
            assert await post(good, None) == 401
            assert await post(good, "") == 401
            assert await post(good, SECRET + "x") == 401
            assert await post(good, "h\u00e9") == 401
            for junk in (
                b"", b"{", b"null", b"[]", b"\x00\xff", b"[" * 100_000, b'{"update_id":"x"}',
                b'{"update_id":2,"message":{}}', b'{"update_id":3,"message":"str"}', b'{"update_id":4,"poll":{}}',
                b'{"update_id":5,"message":{"chat":{"id":1e999,"type":"private"},"text":"x"}}',
                good.replace(b"hoi", b"\\u0000\\ud800 \\u202e"),
            ):  # fmt: skip
                assert await post(junk) == 200
            assert await post(good.replace(b"hoi", b"x" * 1_100_000)) == 413
            count = select(learners.c.id)
            assert len(await house.database.read(lambda db: db.execute(count).all())) == 1
            async with http.get(hook) as answer:
                assert answer.status in (404, 405)


async def test_updates_delivered_three_times_and_shuffled_across_chats_end_as_a_quiet_run_does(tmp_path: Path) -> None:
    """Within a chat messages keep their order; everything comes thrice."""
    script = [
        "/start",
        "1",
        "overslaan",
        "1",
        "Rekenen",
        "overslaan",
        "ja",
        "status",
        "help",
        "1",
        "terug",
        "?",
        "stop",
        "1",
    ]

    async def run(folder: str, noisy: bool) -> dict[int, tuple[str, list[str]]]:
        async with BotApi() as api:
            chosen = settings(
                f"sqlite:///{tmp_path}/{folder}/bw.db",
                telegram_bot_token=api.token,
                telegram_api_url=api.url,
                telegram_webhook_secret=SECRET,
                sends_in_flight=16,
            )
            async with program(chosen) as (house, url):
                assert house.telegram is not None
                await house.telegram.set_webhook(f"{url}/hooks/telegram")
                people = [api.user(2000 + i, f"P{i}", language_code="nl") for i in range(8)]
                turns = [(person, text) for person in people for text in script]
                if noisy:  # mix the chats, keep each chat's own order
                    lines = {person.id: list(script) for person in people}
                    chance, turns = random.Random(3), []
                    while any(lines.values()):
                        person = chance.choice([p for p in people if lines[p.id]])
                        turns.append((person, lines[person.id].pop(0)))
                updates = [person.says(text) for person, text in turns]
                await api.settled()
                for update in random.Random(4).sample(updates, len(updates)) * 2 if noisy else ():
                    assert await api.redelivers(update) == 200
                await api.settled()
                for person in people:
                    await api.until(
                        lambda p=person: len([s for s in p.screen if s.buttons or "⬜" not in s.text]) >= len(script),
                        20,
                    )  # type: ignore[misc]
                return {
                    person.id: (
                        (await state(house, person))["at"],
                        [seen.text for seen in person.screen if seen.buttons or "⬜" not in seen.text],
                    )
                    for person in people
                }

    quiet, noisy = await run("quiet", False), await run("noisy", True)
    assert noisy == quiet


async def test_a_press_that_overtakes_a_message_ends_in_one_legal_order_or_the_other(tmp_path: Path) -> None:
    async with BotApi() as api:
        chosen = settings(
            f"sqlite:///{tmp_path}/bw.db", telegram_bot_token=api.token, telegram_api_url=api.url,
            telegram_webhook_secret=SECRET, sends_in_flight=16,
        )  # fmt: skip
        async with program(chosen) as (house, url):
            assert house.telegram is not None
            await house.telegram.set_webhook(f"{url}/hooks/telegram")
            for i in range(12):
                sam = api.user(3000 + i, "Sam", language_code="nl")
                sam.says("/start")
                await sam.sees("Hallo")
                sam.says("stop")
                sam.presses(FLOWS.texts.label("welcome.hello", "go_on", "nl"), on=sam.screen[0].id)
                await api.settled()
                # stop first: paused, then the press goes on with the question beneath; press first: paused there
                found = (await state(house, sam))["at"], tuple((await state(house, sam)).get("stack", ()))
                assert found in {("award.got_mail", ()), ("common.stopped", ("award.got_mail",))}


async def test_the_whole_journey_to_a_shared_badge_is_walked_on_telegram(telegram: tuple[BotApi, House, str]) -> None:
    api, house, _ = telegram
    sam = api.user(1002, "Sam", language_code="nl")
    sam.says("/start")
    link = "https://www.edubadges.nl/public/assertions/Qm9rU2ltdWxhdGllMDAx0A"
    await at(house, sam, "welcome.hello")
    for said, path in (
        ("1", "award.got_mail"), ("overslaan", "award.which_way"), ("2", "award.name_of_badge"),
        ("Rekenen", "award.deadline"), ("overslaan", "eduid.have_one"), ("nee", "eduid.make_one"),
        ("klaar", "eduid.confirm_name"), ("klaar", "eduid.link_institution"), ("klaar", "backpack.open_backpack"),
        ("klaar", "claim.find_card"), ("klaar", "claim.claim_it"), ("klaar", "share.make_public"),
        ("klaar", "share.public_link"), (link, "share.where_to"), ("1", "share.linkedin"),
        ("klaar", "share.where_else"), ("nee", "done.what_now"),
    ):  # fmt: skip
        sam.says(said)
        await at(house, sam, path)
    await api.settled()
    done = (await state(house, sam))["done"]
    assert set(done.values()) == {"word"}
    assert set(done) == set(FLOWS.milestones)
