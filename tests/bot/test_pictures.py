"""Pictures of a screen: held sealed while the learner is asked, kept a week for staff on a yes, else gone."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.commands.beside import NotFound
from bot.commands.conversations import picture, shown
from bot.conversation.effects import FetchPicture
from bot.conversation.engine import KEEP_PICTURE
from bot.frozen import freeze, thaw
from bot.letters import Letters
from bot.pictures import fetching
from bot.ports import Address, Heard, Picture, Refused, Sent, Tapped, Unavailable, Written
from bot.post import Post
from bot.store import pictures, privacy
from bot.store.tables import heard, learners, outbox
from bot.store.tables import pictures as table
from tests.house import settings
from tests.plans import scans
from tests.stand import Stand, stand

__all__ = ["stand"]

PNG = b"\x89PNG\r\n\x1a\n" + b"what stands on the screen" * 100
PHOTO = Sent("photo", "AgACAgQAAxkB-file_7")
RETENTION = timedelta(days=90)
SAM = "sam@example.org"
AT_SAM = Address("email", SAM)
OUR = "badges@uni.example"


class Telegram:
    """Holds pictures, or fails on order."""

    def __init__(self) -> None:
        self.given: bytes | Exception = PNG
        self.asked: list[str] = []

    async def fetch(self, picture: str) -> bytes:
        self.asked.append(picture)
        if isinstance(self.given, Exception):
            raise self.given
        return self.given


@pytest.fixture
def telegram(stand: Stand) -> Telegram:
    holder = Telegram()
    stand.neighbours[FetchPicture] = fetching(stand.database, stand.turns.box, holder)
    return holder


async def says(stand: Stand, *said: Any) -> str:
    """What the bot answers to the last of these."""
    for one in said:
        await stand.hears(one)
        await stand.delivers()
    return stand.channel.words()[-1]


def begins(stand: Stand, name: str) -> str:
    return stand.flows.texts.nodes(f"common.{name}", "nl", stand.flows.unknown)[0].text[:20]


async def rows(stand: Stand) -> list[Any]:
    return await stand.all(select(table).order_by(table.c.id))


async def test_a_picture_on_telegram_is_fetched_after_a_yes_and_kept_sealed_for_a_week(
    stand: Stand, telegram: Telegram
) -> None:
    assert (await says(stand, "hallo", "verder", PHOTO)).startswith(begins(stand, "keep_picture"))
    [row] = await rows(stand)
    assert (row.fetched, row.agreed_at, row.expires_at - stand.now) == (False, None, timedelta(hours=24))
    assert PHOTO.picture.encode() not in row.sealed
    assert not telegram.asked
    assert (await says(stand, "ja")).startswith(begins(stand, "picture_kept"))
    [row] = await rows(stand)
    assert telegram.asked == [PHOTO.picture]
    assert (row.fetched, row.agreed_at, row.expires_at - stand.now) == (True, stand.now, timedelta(days=7))
    assert PNG not in row.sealed
    assert stand.turns.box.open(row.sealed) == PNG
    assert await stand.fresh_state() == "award.got_mail"
    owed = await stand.all(select(outbox.c.payload).where(outbox.c.kind == "request"))
    assert PHOTO.picture not in json.dumps([tuple(one) for one in owed])


async def test_a_no_lets_go_of_it_before_anything_was_fetched(stand: Stand, telegram: Telegram) -> None:
    assert (await says(stand, "hallo", PHOTO, "nee")).startswith(begins(stand, "picture_let_go"))
    assert (await rows(stand), telegram.asked) == ([], [])


@pytest.mark.parametrize("given", [b"GIF89a, no picture we keep", Refused("file: too large")])
async def test_what_does_not_come_through_is_told_and_gone(stand: Stand, telegram: Telegram, given: Any) -> None:
    telegram.given = given
    assert (await says(stand, "hallo", PHOTO, "ja")).startswith(begins(stand, "picture_lost"))
    assert await rows(stand) == []
    assert await stand.fresh_state() == "welcome.hello"


async def test_a_channel_that_is_away_is_asked_again_for_two_minutes(stand: Stand, telegram: Telegram) -> None:
    telegram.given = Unavailable("file: away")
    assert (await says(stand, "hallo", PHOTO, "ja")).startswith(begins(stand, "picture_kept"))
    stand.now += timedelta(seconds=30)
    telegram.given = PNG
    await stand.delivers()
    assert (await rows(stand))[0].fetched
    telegram.given = Unavailable("file: away")
    await says(stand, PHOTO, "ja")
    stand.now += timedelta(minutes=3)
    await stand.delivers()
    assert stand.channel.words()[-1].startswith(begins(stand, "picture_lost"))
    assert len(await rows(stand)) == 1


async def test_what_is_past_its_time_goes(stand: Stand, telegram: Telegram) -> None:
    await says(stand, "hallo", PHOTO)
    tidied = stand.database.write
    assert not await tidied(privacy.sweep, stand.now + timedelta(hours=23), RETENTION)
    await says(stand, "ja", PHOTO)
    assert await tidied(privacy.sweep, stand.now + timedelta(hours=25), RETENTION) == {"picture": 1}
    [kept] = await rows(stand)
    assert kept.agreed_at
    assert await tidied(privacy.sweep, stand.now + timedelta(days=7, minutes=1), RETENTION) == {"picture": 1}


async def test_after_a_day_a_yes_keeps_nothing_also_where_nobody_tidied(stand: Stand, telegram: Telegram) -> None:
    await says(stand, "hallo", PHOTO)
    stand.now += timedelta(hours=24, minutes=1)
    assert begins(stand, "picture_late") in await says(stand, "ja")
    assert not telegram.asked


async def test_three_are_kept_and_no_more(stand: Stand, telegram: Telegram) -> None:
    await says(stand, "hallo", *[replace(PHOTO, picture=f"file-{number}") for number in range(5)])
    assert len(await rows(stand)) == 3
    await says(stand, "ja")
    assert sorted(telegram.asked) == ["file-2", "file-3", "file-4"]
    assert (await says(stand, PHOTO)).startswith(begins(stand, "received_photo"))
    assert len(await rows(stand)) == 3


async def test_an_event_that_waits_waits_without_its_picture(stand: Stand) -> None:
    letter = Written("hoi", files=("a.png",), pictures=(Picture("a.png", b"sealed"),))
    for what in (PHOTO, letter):
        frozen = freeze(Heard("k", Address("fake", "sam"), what))
        assert b"sealed" not in frozen
        assert PHOTO.picture.encode() not in frozen
        assert not stand.turns.keepable(None, None, thaw(frozen).what)  # type: ignore[arg-type]
    assert "sealed" not in repr(letter)
    assert PHOTO.picture not in repr(PHOTO)


async def test_whoever_is_forgotten_leaves_no_picture(stand: Stand, telegram: Telegram) -> None:
    await says(stand, "hallo", PHOTO, "ja", PHOTO, "nee", PHOTO)
    learner = await stand.one(select(learners.c.id))
    told = (await stand.database.read(privacy.export, learner))["pictures"]
    assert [one["agreed"] for one in told] == [True, False]
    assert {one["name"] for one in told} == {"photo"}
    assert "Foto's voor de helpdesk: 1" in await says(stand, "mijn gegevens")
    await says(stand, "wis mij", "ja")
    assert await rows(stand) == []


async def test_what_a_turn_looks_at_is_indexed(stand: Stand, telegram: Telegram) -> None:
    await says(stand, "hallo", PHOTO)
    found = Picture("x", b"x")
    for unit in (
        lambda db: pictures.ask_about(db, 1, [found], stand.now),
        lambda db: pictures.agree(db, 1, stand.now),
        lambda db: pictures.let_go(db, 1),
        lambda db: pictures.kept(db, 1, stand.now),
    ):
        assert not await stand.database.read(scans, unit)


# While a human has the word


async def test_a_human_can_be_shown_a_picture(stand: Stand, telegram: Telegram) -> None:
    await says(stand, "hallo", "verder", "mens")
    assert (await says(stand, PHOTO)).startswith(begins(stand, "keep_picture"))
    assert [button.value for button in stand.channel.sent[-1][2].buttons][-1] == ":bot"
    assert (await says(stand, "ja")).startswith(begins(stand, "picture_kept"))
    assert "?" not in stand.channel.words()[-1], "the bot asks nothing else"
    assert (await rows(stand))[0].fetched
    assert await stand.fresh_state() == "award.got_mail"
    assert await stand.one(select(learners.c.owner)) == "staff"
    said = len(stand.channel.words())
    await says(stand, "en nu?")
    assert len(stand.channel.words()) == said


async def test_a_yes_to_a_human_is_no_yes_to_the_bot(stand: Stand, telegram: Telegram) -> None:
    await says(stand, "hallo", "mens", PHOTO)
    learner = await stand.one(select(learners.c.id))
    await stand.database.write(stand.turns.reply, learner, "Noor", "Ben je ingelogd?", stand.now)
    await says(stand, "ja")
    assert not (await rows(stand))[0].agreed_at
    assert (await says(stand, Tapped(f"{KEEP_PICTURE}:no"))).startswith(begins(stand, "picture_let_go"))
    assert await rows(stand) == []


async def test_who_does_not_answer_is_asked_again_when_the_bot_has_the_word(stand: Stand, telegram: Telegram) -> None:
    await says(stand, "hallo", "mens", PHOTO, "wat een gedoe")
    learner = await stand.one(select(learners.c.id))
    await stand.database.write(stand.turns.hand_back, learner, stand.now)
    await stand.delivers()
    assert begins(stand, "keep_picture") in stand.channel.words()[-1]
    assert (await says(stand, "1")).startswith(begins(stand, "picture_kept"))


# By mail


class Mails:
    """Sam writes letters, with pictures."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.letters = Letters(stand.turns.box, OUR)
        object.__setattr__(stand.turns, "post", Post(self.letters, False))
        stand.delivery.channels["email"] = stand.channel  # type: ignore[index]
        self.count = 0

    async def __call__(self, text: str, *names: str, to: str = "", **letter: Any) -> str:
        """What answers this letter."""
        self.count += 1
        learner = await self.stand.one(select(learners.c.id))
        own = self.letters.address("reply", learner, SAM) if learner else OUR
        found = tuple(Picture(name, self.stand.turns.box.seal(PNG + name.encode())) for name in names)
        written = Written(text, to=(to or own,), id=f"<{self.count}@x.example>", files=names, pictures=found, **letter)
        await self.stand.ears.hear([Heard(f"email:{self.count}", AT_SAM, written, "nl")])
        await self.stand.delivers()
        return self.stand.channel.words(SAM)[-1]

    async def at(self) -> str:
        return str((await self.stand.state(AT_SAM))["at"])


@pytest.fixture
def mails(stand: Stand) -> Mails:
    return Mails(stand)


async def test_pictures_without_words_are_asked_about_and_kept_as_they_came(stand: Stand, mails: Mails) -> None:
    await mails("hoi")
    await mails("beginnen")
    assert (await mails("", "a.png", "b.png")).startswith(begins(stand, "keep_picture"))
    assert (await mails("Ja")).startswith(begins(stand, "picture_kept"))
    kept = [stand.turns.box.open(row.sealed) for row in await rows(stand)]
    assert kept == [PNG + b"a.png", PNG + b"b.png"]
    assert await mails.at() == "award.got_mail"


async def test_words_beside_a_picture_are_dealt_with_in_the_same_answer(stand: Stand, mails: Mails) -> None:
    await mails("hoi")
    await mails("beginnen")
    before = len(stand.channel.words(SAM))
    answer = await mails("Wat is een edubadge?", "a.png")
    assert len(stand.channel.words(SAM)) == before + 1
    question = stand.flows.texts.nodes("questions.what_is_edubadge", "nl", stand.flows.unknown)[0].text[:20]
    assert answer.startswith(question)
    assert begins(stand, "keep_picture") in answer
    assert await mails.at() == KEEP_PICTURE
    await mails("nee")
    assert await mails.at() == "award.got_mail"


async def test_an_answer_beside_a_picture_goes_on_and_words_that_say_nothing_are_passed_over(
    stand: Stand, mails: Mails
) -> None:
    await mails("hoi")
    await mails("beginnen", "a.png")
    assert await mails.at() == KEEP_PICTURE
    await mails("nee")
    assert await mails.at() == "award.got_mail"
    assert (await mails("xqzt vrbl kdsf", "a.png")).startswith(begins(stand, "keep_picture"))


async def test_who_asks_for_a_human_and_shows_a_picture_gets_both(stand: Stand, mails: Mails) -> None:
    await mails("hoi")
    answer = await mails("Ik wil een mens spreken", "a.png")
    assert answer.startswith(begins(stand, "human_asked"))
    assert begins(stand, "keep_picture") in answer
    assert (await mails("ja")).startswith(begins(stand, "picture_kept"))
    assert (await rows(stand))[0].agreed_at
    assert await stand.one(select(learners.c.owner)) == "staff"


async def test_of_a_stranger_and_of_what_cannot_be_believed_no_picture_is_held(stand: Stand, mails: Mails) -> None:
    await mails("hoi", "a.png")
    assert await rows(stand) == []
    await mails("beginnen", "a.png", to=OUR)  # nobody vouches for the sender
    assert await rows(stand) == []
    kept = await stand.one(select(heard.c.raw).where(heard.c.raw.is_not(None)))
    assert b"PNG" not in stand.turns.box.open(kept)


# Staff


async def test_staff_see_which_pictures_are_kept_and_look_at_one(
    stand: Stand, telegram: Telegram, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = settings(database_url)
    monkeypatch.setattr("bot.commands.conversations.clock_for", lambda settings: lambda: stand.now)
    monkeypatch.setattr("bot.commands.conversations.secret_key", lambda *given: "key of the tests")
    await says(stand, "hallo", PHOTO, "ja", replace(PHOTO, name="scherm.png"))
    name = await stand.one(select(learners.c.token))
    told = await shown(chosen, name)
    assert "Picture 1: photo, kept until 30-11-2026 13:00\n" in told
    assert "Picture 2" not in told, "nobody agreed to that one"
    file = tmp_path / "screen.png"
    assert "The picture is in" in await picture(chosen, name, 1, file)
    assert file.read_bytes() == PNG
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    refused: list[tuple[int, Path, str]] = [
        (1, file, "is there already"),
        (2, tmp_path / "x.png", "there is no picture 2"),
        (0, tmp_path / "x.png", "there is no picture 0"),
        (1, tmp_path / "no" / "x.png", "cannot be written"),
    ]
    for number, where, why in refused:
        with pytest.raises(NotFound, match=why):
            await picture(chosen, name, number, where)
    monkeypatch.setattr("bot.commands.conversations.secret_key", lambda *given: "another key")
    with pytest.raises(NotFound, match="SECRET_KEY"):
        await picture(chosen, name, 1, tmp_path / "x.png")
    telegram.given = Unavailable("file: away")
    await says(stand, "ja")
    assert "Picture 2: scherm.png, kept until 30-11-2026 13:00 (on its way)" in await shown(chosen, name)
    with pytest.raises(NotFound, match="on its way"):
        await picture(chosen, name, 2, tmp_path / "x.png")
