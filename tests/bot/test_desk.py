"""Staff at their desk: told who waits, they read along in a thread, answer in it, and give the word back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from bot.conversation.nodes import Message
from bot.frozen import freeze, thaw
from bot.ports import Address, Blocked, Heard, Refused, Sent, StaffSaid, Tapped, Unavailable
from bot.store import conversations, privacy, staff
from bot.store import journal as accepted
from bot.store import notices as kept
from bot.store.journal import Accepted
from bot.store.tables import addresses, audit, learners, messages, notices, outbox
from tests.stand import SAM, Stand, stand

__all__ = ["stand"]

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What asks more of a database stands in test_people: the whole of it, and what is looked at."""

PLACE = Address("fake", "C1", "T1")
RETENTION = timedelta(days=90)


class Desk:
    """A learner who asked for a human, and the place where staff are told so."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.told: list[tuple[str, str]] = []  # the thread, and what was said in it
        self.trouble: list[Exception] = []
        self.count = 0
        send = stand.channel.send

        async def to_desk(to: Address, message: Message) -> str:
            if to != PLACE:
                return await send(to, message)
            if self.trouble:
                raise self.trouble.pop(0)
            self.told.append((to.thread, message.text))
            return f"C1:{len(self.told)}"

        stand.channel.send = to_desk  # type: ignore[method-assign]
        stand.turns = stand.ears.turns = stand.delivery.turns = replace(stand.turns, desk_at=PLACE)

    async def hears(self, *said: Any, deliver: bool = True) -> None:
        for one in said:
            await self.stand.hears(one)
            if deliver:
                await self.delivers()

    async def delivers(self) -> None:
        self.stand.now += timedelta(seconds=5)
        await self.stand.delivers()

    async def says(
        self, what: StaffSaid | str, thread: str = "C1:1", place: Address = PLACE, key: str = ""
    ) -> list[Message | None]:
        self.count += 1
        what = StaffSaid(what, by="U7", author="Noor") if isinstance(what, str) else what
        said = Heard(key or f"staff{self.count}", replace(place, thread=thread), what)
        answered = await self.stand.ears.hear([said])
        await self.delivers()
        return answered

    async def owner(self) -> str | None:
        found: str | None = await self.stand.one(
            select(learners.c.owner).join(addresses).where(addresses.c.external_id == SAM.external_id)
        )
        return found

    def in_thread(self) -> list[str]:
        return [text.partition("\n")[2] or text for thread, text in self.told if thread == "C1:1"]


@pytest.fixture
async def desk(stand: Stand) -> Desk:
    desk = Desk(stand)
    await desk.hears("hallo", "verder", "medewerker")
    return desk


async def test_staff_are_told_who_waits_and_why_with_nothing_of_what_was_said(desk: Desk) -> None:
    [(thread, notice)] = desk.told
    token = await desk.stand.one(select(learners.c.token))
    assert thread == ""
    assert f"gesprek {token[:8]}" in notice
    assert "Kanaal: fake. Taal: nl. Stap: award.got_mail. Oorzaak: niet bekend." in notice
    assert "Antwoord in deze draad" in notice
    assert "hallo" not in notice.lower()
    assert "sam" not in notice.lower().replace("samen", "")


async def test_the_cause_that_was_found_is_told(stand: Stand) -> None:
    desk = Desk(stand)
    await desk.hears("hallo", "verder", Tapped("award.got_mail:yes"), "mijn edubadge is verlopen", "medewerker")
    assert "Oorzaak: " in desk.told[0][1]


async def test_what_the_learner_says_next_is_read_in_the_thread_in_its_order(desk: Desk) -> None:
    await desk.hears(
        "ik zie niets", "mijn wachtwoord is Geheim123!", Sent("photo", "file-1", "scherm.png"), Tapped(":help")
    )
    assert desk.in_thread() == ["ik zie niets", "mijn wachtwoord is [password]", "[photo]", "Hulp"]
    assert all(text.startswith("Deelnemer:") for thread, text in desk.told if thread)


async def test_what_staff_do_in_a_thread_is_accounted_for_by_their_number(desk: Desk) -> None:
    token = await desk.stand.one(select(learners.c.token))
    await desk.says("Welke melding zie je?")
    await desk.says("✅")
    await desk.says("Nog iets?")
    assert await desk.stand.all(select(audit.c.actor, audit.c.action, audit.c.conversation).order_by(audit.c.id)) == [
        ("slack:U7", "conversation.reply", token),
        ("slack:U7", "conversation.hand_back", token),
    ]


async def test_words_wait_for_those_before_them(desk: Desk) -> None:
    desk.trouble = [Unavailable("busy", sent="no", after=timedelta(minutes=1))]
    await desk.hears("een")
    await desk.hears("twee", "drie")
    assert desk.in_thread() == []
    desk.stand.now += timedelta(minutes=1)
    await desk.delivers()
    await desk.delivers()
    assert desk.in_thread() == ["een", "twee", "drie"]


async def test_a_desk_that_the_bot_was_not_invited_to_gets_everything_once_it_is(stand: Stand) -> None:
    desk = Desk(stand)
    desk.trouble = [Refused("not_in_channel"), Refused("not_in_channel")]
    await desk.hears("hallo", "medewerker", "waar ben je")
    assert desk.told == []
    for _ in range(3):
        desk.stand.now += timedelta(minutes=1)
        await desk.delivers()
    assert [thread for thread, _ in desk.told] == ["", "C1:1"]
    assert "waar ben je" in desk.told[1][1]


async def test_a_notice_that_never_came_leaves_nothing_of_the_learner_in_the_channel(stand: Stand) -> None:
    desk = Desk(stand)
    desk.trouble = [Refused("gone")] * 3
    await desk.hears("hallo", "medewerker", "waar ben je")
    stand.now += timedelta(hours=25)
    await desk.delivers()
    desk.trouble = []
    stand.now += timedelta(minutes=2)
    await desk.delivers()
    assert desk.told == []
    assert await stand.all(select(outbox.c.outcome).where(outbox.c.kind == "desk")) == [("gave_up",), ("refused",)]


async def test_an_answer_in_the_thread_reaches_the_learner_and_whoever_gave_it_has_the_word(desk: Desk) -> None:
    assert await desk.says("Waar loop je <vast>?") == [None]
    assert desk.stand.channel.words()[-1] == "Noor (medewerker):\nWaar loop je <vast>?"
    assert await desk.owner() == "Noor"
    author = select(messages.c.author).where(messages.c.author.is_not(None))
    assert await desk.stand.all(author) == [("Noor",)]
    assert desk.in_thread() == [], "what staff wrote stands there already"


async def test_several_of_staff_answer_and_the_last_has_the_word(desk: Desk) -> None:
    await desk.says("Hoi")
    await desk.says(StaffSaid("Ik neem het over", by="U8", author="Bo"))
    assert desk.stand.channel.words()[-1].startswith("Bo (medewerker)")
    assert await desk.owner() == "Bo"


async def test_an_answer_that_is_delivered_twice_is_said_once(desk: Desk) -> None:
    said = len(desk.stand.channel.words())
    await desk.says("Hoi", key="slack:Ev1")
    await desk.says("Hoi", key="slack:Ev1")
    assert len(desk.stand.channel.words()) == said + 1


async def test_whoever_is_not_named_by_their_channel_speaks_as_the_desk(desk: Desk) -> None:
    await desk.says(StaffSaid("Hoi", by="U7"))
    assert desk.stand.channel.words()[-1] == "Helpdesk (medewerker):\nHoi"
    assert await desk.owner() == "Helpdesk"


@pytest.mark.parametrize("mark", [StaffSaid(by="U7", done=True), "✅", " :white_check_mark: "], ids=str)
async def test_a_mark_gives_the_word_back(desk: Desk, mark: Any) -> None:
    await desk.says("Log eens opnieuw in")
    await desk.says(mark)
    assert await desk.owner() is None
    assert desk.stand.channel.words()[-1].startswith("Ik ben er weer")
    assert desk.in_thread() == ["De gids gaat verder met de deelnemer, bij de vraag waar ze waren."]
    said = len(desk.stand.channel.words()), len(desk.told)
    await desk.says(StaffSaid(by="U8", done=True))
    assert (len(desk.stand.channel.words()), len(desk.told)) == said, "another mark changes nothing"


async def test_who_answers_after_that_is_told_that_it_did_not_arrive(desk: Desk) -> None:
    await desk.says("✅")
    said = len(desk.stand.channel.words())
    for late in ("Nog iets", "✅"):
        await desk.says(late)
        assert desk.in_thread()[-1].startswith("Niet verstuurd: de gids is weer met deze deelnemer bezig.")
    assert len(desk.stand.channel.words()) == said


async def test_staff_see_that_the_learner_went_on_with_the_guide(desk: Desk) -> None:
    await desk.hears("gids")
    assert desk.in_thread() == ["De deelnemer gaat verder met de gids. Wat je hier nu schrijft, komt niet meer aan."]
    await desk.hears("ja")
    assert len(desk.told) == 2, "what they say to the guide is theirs"


async def test_who_asks_again_gets_a_thread_of_its_own_and_both_reach_them(desk: Desk) -> None:
    await desk.hears("gids", "medewerker", "toch nog iets")
    assert [thread for thread, _ in desk.told] == ["", "C1:1", "", "C1:3"]
    for thread in ("C1:1", "C1:3"):
        await desk.says("Hoi", thread)
        assert desk.stand.channel.words()[-1].startswith("Noor")


async def test_who_waits_for_another_answer_stays_in_the_thread(desk: Desk) -> None:
    await desk.says("Hoi")
    await desk.hears("het lukt nog niet")
    assert [thread for thread, _ in desk.told] == ["", "C1:1"]


async def test_an_answer_by_command_is_read_in_the_thread(desk: Desk) -> None:
    learner = await desk.stand.one(select(learners.c.id))
    await desk.stand.database.write(desk.stand.turns.reply, learner, "Bo", "Bel me even", desk.stand.now)
    await desk.delivers()
    assert desk.in_thread() == ["Bel me even"]


async def test_that_a_colleague_took_over_at_the_desk_is_read_in_the_thread(desk: Desk) -> None:
    def take_over(db: Connection) -> None:
        learner = conversations.learner_at(db, SAM)
        assert learner is not None
        lidia = staff.add(db, "lidia@desk.example", "Lidia", "lead", None, desk.stand.now).id
        for _ in range(2):
            assert desk.stand.turns.take_over(db, learner, "Lidia", desk.stand.now, staff=lidia)

    await desk.stand.database.write(take_over)
    await desk.delivers()
    assert await desk.owner() == "Lidia"
    assert [text for _, text in desk.told if "Lidia" in text] == ["Lidia heeft dit gesprek overgenomen op de balie."]


@pytest.mark.parametrize(
    ("said", "why"),
    [("x" * 3001, "langer dan 3000 tekens"), ("", "alleen tekst doorgeven"), ("\u200b", "alleen tekst doorgeven")],
)
async def test_what_cannot_be_passed_on_is_told_in_the_thread(desk: Desk, said: str, why: str) -> None:
    before = len(desk.stand.channel.words())
    await desk.says(said)
    assert why in desk.in_thread()[-1]
    assert len(desk.stand.channel.words()) == before
    assert await desk.owner() == "staff"


async def test_what_came_with_the_words_and_is_not_passed_on_is_told(desk: Desk) -> None:
    await desk.says(StaffSaid("zie bijlage", by="U7", author="Noor", files=True))
    assert desk.stand.channel.words()[-1] == "Noor (medewerker):\nzie bijlage"
    assert desk.told[-1][1].startswith("Je tekst is verstuurd, je bestand of plaatje niet")


async def test_who_blocked_us_cannot_be_answered(desk: Desk) -> None:
    await desk.hears(Blocked(gone=True))
    await desk.says("Hoi")
    assert "geblokkeerd" in desk.in_thread()[-1]


@pytest.mark.parametrize("trouble", [Refused("blocked", gone=True), Refused("too_long", ours=True)], ids=str)
async def test_an_answer_that_did_not_arrive_is_told_in_the_thread(desk: Desk, trouble: Refused) -> None:
    desk.stand.channel.trouble = [trouble, trouble]
    await desk.says("Hoi")
    await desk.delivers()
    assert desk.in_thread()[-1].startswith("Niet aangekomen")
    assert not any(text.endswith("Hoi") for text in desk.stand.channel.words())


async def test_who_was_erased_cannot_be_answered_and_nobody_is_begun_with(desk: Desk) -> None:
    learner = await desk.stand.one(select(learners.c.id))
    await desk.stand.database.write(privacy.erase, learner)
    [answered] = await desk.says("Hoi")
    assert answered is not None
    assert answered.text.startswith("Niet verstuurd: dit gesprek is gewist.")
    assert len(desk.told) == 1
    assert await desk.stand.one(select(func.count()).select_from(learners)) == 0


@pytest.mark.parametrize(
    ("thread", "place"),
    [("C1:99", PLACE), ("", PLACE), ("C1:1", replace(PLACE, external_id="C2")),
     ("C1:1", replace(PLACE, workspace="T2")), ("C1:1", replace(PLACE, channel="telegram"))],
)  # fmt: skip
async def test_what_is_said_elsewhere_is_no_answer(desk: Desk, thread: str, place: Address) -> None:
    said = len(desk.stand.channel.words())
    for one in ("Hoi", "✅", StaffSaid(by="U7", done=True)):
        assert await desk.says(one, thread, place) == [None]
    assert (len(desk.stand.channel.words()), len(desk.told), await desk.owner()) == (said, 1, "staff")
    assert await desk.stand.one(select(func.count()).select_from(learners)) == 1


async def test_without_a_desk_nothing_is_heard_there(stand: Stand) -> None:
    said = Heard("k", replace(PLACE, thread="C1:1"), StaffSaid("Hoi", by="U7"))
    assert await stand.ears.hear([said]) == [None]


async def test_a_notice_that_was_accepted_before_a_kill_is_known_by_its_thread(stand: Stand) -> None:
    desk = Desk(stand)
    await desk.hears("hallo")
    await desk.hears("medewerker", deliver=False)
    row = await stand.one(select(outbox.c.id).where(outbox.c.kind == "desk"))
    token = await stand.one(select(learners.c.token))
    await stand.database.write(accepted.note, [Accepted(row, 0, token, "C1:77")], stand.now)
    await desk.hears("waar ben je")
    assert [thread for thread, _ in desk.told] == ["C1:77"]
    await desk.says("Hier", "C1:77")
    assert stand.channel.words()[-1].startswith("Noor")


async def test_a_joined_learner_is_answered_where_they_go_on(desk: Desk) -> None:
    kim = Address("fake", "kim")
    await desk.stand.hears("hallo", kim)
    await desk.stand.hears("medewerker", kim)
    one, other = (row.id for row in await desk.stand.all(select(learners.c.id).order_by(learners.c.id)))
    await desk.stand.database.write(kept.lead_to, one, other)
    await desk.says("Hoi")
    assert desk.stand.channel.words("kim")[-1].startswith("Noor")


async def test_what_is_kept_of_notices_goes_with_time_and_is_told(desk: Desk) -> None:
    learner = await desk.stand.one(select(learners.c.id))
    told = await desk.stand.database.read(lambda db: privacy.export(db, learner)["asked_staff"])
    assert len(told) == 1
    await desk.stand.database.write(privacy.erase, learner)
    assert await desk.stand.all(select(notices.c.learner_id)) == [(None,)]
    desk.stand.now += RETENTION + timedelta(minutes=1)
    while await desk.stand.database.write(privacy.sweep, desk.stand.now, RETENTION):
        pass
    assert await desk.stand.one(select(func.count()).select_from(notices)) == 0


def test_what_staff_say_survives_the_spool(database_url: str) -> None:
    said = Heard("k", replace(PLACE, thread="C1:1"), StaffSaid("Hoi", by="U7", author="Noor"))
    back = thaw(freeze(said))
    assert back == said
    assert back.address.thread == "C1:1"
