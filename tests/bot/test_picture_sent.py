"""When a learner is shown the picture of how far they are, and what becomes of one that goes wrong."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from PIL import Image
from sqlalchemy import select

from bot import picture
from bot.ports import Address, Refused, Tapped, Unavailable
from bot.store import outbox
from bot.store.database import Database
from bot.store.tables import addresses, learners, messages
from bot.store.tables import outbox as owed
from flows import FLOWS
from tests.fakes.bot_api import BotApi
from tests.house import program, settings
from tests.stand import Channel, Stand


class Gallery(Channel):
    """A channel that carries pictures too."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: list[str] = []
        self.order: list[str] = []
        self.mishap: list[Exception] = []

    async def send(self, to: Address, message: Any) -> str:
        self.order.append("card" if message.card else "message")
        return await super().send(to, message)

    async def send_picture(self, to: Address, picture: bytes, words: str) -> str:
        if self.mishap:
            raise self.mishap.pop(0)
        assert picture.startswith(b"\x89PNG")
        self.order.append("picture")
        self.pictures.append(words)
        return f"p{len(self.pictures)}"


@pytest.fixture
async def stand(database_url: str, tmp_path: Path) -> AsyncIterator[Stand]:
    database = Database.open(database_url)
    yield Stand(database, FLOWS, Gallery(), tmp_path / "spool")
    await database.close()


def gallery(stand: Stand) -> Gallery:
    assert isinstance(stand.channel, Gallery)
    return stand.channel


async def at(stand: Stand, path: str) -> None:
    """Sam is at this step, with everything so far delivered."""
    await stand.hears("hoi")
    await stand.delivers()
    await put(stand, path)
    gallery(stand).order.clear()


async def put(stand: Stand, path: str) -> None:
    state = {**await stand.state(), "at": path, "version": 1}
    await stand.database.write(lambda db: db.execute(learners.update().values(state=state)))


async def claims(stand: Stand) -> None:
    await at(stand, "claim.claim_it")
    await stand.hears(Tapped("claim.claim_it:done"))


async def outcomes(stand: Stand) -> list[tuple[str | None, Any]]:
    query = select(owed.c.outcome, owed.c.payload).where(owed.c.kind == "picture").order_by(owed.c.id)
    return [tuple(row) for row in await stand.all(query)]


async def test_a_claim_is_celebrated_with_a_picture_after_the_question_and_the_card(stand: Stand) -> None:
    await claims(stand)
    await stand.delivers()
    assert gallery(stand).order == ["message", "picture"]
    assert [how for _, how, message in stand.channel.sent if message.card] == ["send", "2"]
    (words,) = gallery(stand).pictures
    assert "Geclaimd: zelf gemeld" in words
    assert await outcomes(stand) == [("sent", None)], "and nothing of it is kept"


async def test_the_end_of_the_journey_has_one_too_and_the_same_is_not_shown_twice(stand: Stand) -> None:
    await claims(stand)
    await put_on(stand, "share.where_to", "no")
    assert len(gallery(stand).pictures) == 1, "nothing has changed since the claim"
    await put_on(stand, "share.cv", "done")
    await put_on(stand, "share.where_else", "no")
    assert len(gallery(stand).pictures) == 2
    assert "Gedeeld: zelf gemeld" in gallery(stand).pictures[1]
    await put_on(stand, "share.where_else", "no")
    assert len(gallery(stand).pictures) == 2


async def put_on(stand: Stand, path: str, answer: str) -> None:
    await put(stand, path)
    await stand.hears(Tapped(f"{path}:{answer}"))
    await stand.delivers()


async def test_one_that_may_have_arrived_is_not_sent_twice(stand: Stand) -> None:
    await claims(stand)
    gallery(stand).mishap = [Unavailable("lost", sent="maybe")]
    await stand.delivers()
    stand.now += timedelta(minutes=1)
    await stand.delivers()
    assert gallery(stand).pictures == []
    assert await outcomes(stand) == [("maybe", None)]


async def test_one_that_surely_did_not_leave_is_sent_later(stand: Stand) -> None:
    await claims(stand)
    gallery(stand).mishap = [Unavailable("away", sent="no")]
    await stand.delivers()
    await stand.hears("status")
    await stand.delivers()
    assert gallery(stand).order == ["message", "message"], "what is said next does not wait for it"
    stand.now += timedelta(minutes=1)
    await stand.delivers()
    assert len(gallery(stand).pictures) == 1


async def test_one_that_comes_too_late_does_not_come(stand: Stand) -> None:
    await claims(stand)
    gallery(stand).mishap = [Unavailable("away", sent="no") for _ in range(20)]
    for _ in range(20):
        await stand.delivers()
        stand.now += timedelta(minutes=2)
    assert await outcomes(stand) == [("gave_up", None)]


async def test_one_that_was_on_its_way_at_a_kill_is_not_sent_again(stand: Stand) -> None:
    await claims(stand)
    (job,) = await stand.database.write(stand.delivery._claim_and_take, "first", stand.now, 1)
    while job is not None and job.kind != "picture":
        job = await stand.delivery._perform(job)
    assert job is not None
    assert job.payload.keys() == {"facts", "language"}
    stand.new_delivery()
    await stand.database.write(outbox.free_all, stand.now)
    await stand.delivers()
    assert gallery(stand).pictures == []
    assert await outcomes(stand) == [("maybe", None)]


async def test_a_channel_that_cannot_send_it_now_is_not_waited_for_long(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(to: Address, picture: bytes, words: str) -> str:
        raise TimeoutError

    await claims(stand)
    monkeypatch.setattr(stand.channel, "send_picture", never)
    await stand.delivers()
    stand.now += timedelta(minutes=1)
    await stand.delivers()
    assert await outcomes(stand) == [("maybe", None)]


async def test_who_shut_us_out_is_noted_and_what_cannot_be_sent_is_let_go(stand: Stand) -> None:
    await claims(stand)
    gallery(stand).mishap = [Refused("sendPhoto: 400 Bad Request: PHOTO_INVALID_DIMENSIONS", ours=True)]
    await stand.delivers()
    assert await outcomes(stand) == [("refused", None)]
    assert await stand.one(select(addresses.c.blocked_at)) is None
    await put(stand, "share.cv")
    await stand.hears(Tapped("share.cv:done"))
    await put(stand, "share.where_else")
    gallery(stand).mishap = [Refused("sendPhoto: 403", gone=True)]
    await stand.hears(Tapped("share.where_else:no"))
    await stand.delivers()
    assert await stand.one(select(addresses.c.blocked_at)) is not None


async def test_while_a_human_has_the_word_no_picture_comes_in_between(stand: Stand) -> None:
    await claims(stand)
    await stand.database.write(lambda db: db.execute(learners.update().values(owner="Kim")))
    await stand.delivers()
    assert gallery(stand).pictures == []
    assert await outcomes(stand) == [("cancelled", None)]


async def test_a_channel_without_pictures_gets_none(database_url: str, tmp_path: Path) -> None:
    database = Database.open(database_url)
    plain = Stand(database, FLOWS, Channel(), tmp_path / "spool")
    await plain.hears("hoi")
    await put(plain, "claim.claim_it")
    await plain.hears(Tapped("claim.claim_it:done"))
    await plain.delivers()
    assert await outcomes(plain) == [("cancelled", None)]
    assert await plain.one(select(messages.c.id).where(messages.c.delivery == "owed")) is None
    await database.close()


async def test_on_telegram_it_comes_as_a_photo_with_the_same_facts_beneath_it(tmp_path: Path) -> None:
    async with BotApi() as api:
        chosen = settings(
            f"sqlite:///{tmp_path}/bw.db", telegram_bot_token=api.token, telegram_api_url=api.url, sends_in_flight=8
        )
        async with program(chosen) as (house, _):
            sam = api.user(1001, "Sam", language_code="en")
            sam.says("/start")
            await sam.sees("Hello")
            await api.settled()
            state = {**await _state(house.database), "at": "claim.claim_it", "version": 1}
            await house.database.write(lambda db: db.execute(learners.update().values(state=state)))
            sam.taps("claim.claim_it:done", next(reversed(sam.messages.values())))
            await api.until(lambda: bool(sam.photos), what="the photo")
        (caption,) = sam.photos
        assert "• Claimed: you told us" in caption.splitlines()
        sends = [call["method"] for call in api.calls() if call["method"].startswith("send")]
        assert sends.index("sendPhoto") == len(sends) - 1, "the question came before"
        (photo,) = api.calls("sendPhoto")
        assert photo["parameters"]["photo"]["width"] == picture.PIXELS
        assert photo["parameters"]["disable_notification"] == "true"


async def test_the_web_chat_shows_it_from_the_first_word_on(tmp_path: Path) -> None:
    async with program(settings(f"sqlite:///{tmp_path}/bw.db")) as (_, url):
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
            assert (await http.get(f"{url}/chat/progress.png")).status == 404
            await http.post(f"{url}/chat/say", data={"start": "", "lang": "nl"}, headers={"Origin": url})
            answer = await http.get(f"{url}/chat/progress.png")
            assert answer.status == 200
            assert Image.open(io.BytesIO(await answer.read())).width == picture.PIXELS
            assert "Zo ver ben je met je edubadge: 0 van 7 stappen." in await (await http.get(f"{url}/chat")).text()


async def _state(database: Database) -> dict[str, Any]:
    found: dict[str, Any] = await database.read(lambda db: db.execute(select(learners.c.state)).scalar())
    return found
