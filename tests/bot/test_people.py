"""What is said of people: a human has the word, what should not be sent is crossed out, a learner is forgotten."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.conversation.effects import ReadClaimMail
from bot.conversation.nodes import load, plain
from bot.ears import without_secrets
from bot.ports import Address, Heard, Opened, Outcome, Refused, Sent, StaffSaid, Tapped, Typed
from bot.store import awards, links, privacy, reports
from bot.store.awards import Award
from bot.store.secrets import Box
from bot.store.tables import addresses, events, heard, lanes, learners, messages, outbox
from bot.store.tables import awards as awards_table
from bot.store.tables import links as links_table
from bot.wiring import flows_for
from flows import FLOWS
from tests.house import KEY, settings
from tests.plans import scans
from tests.stand import SAM, Stand, stand

__all__ = ["stand"]

STAFF = Address("fake", "-100")
RETENTION = timedelta(days=90)


def begins(name: str, language: str = "nl") -> str:
    """How a text begins, before anything in it depends on facts."""
    facts = {**FLOWS.unknown, **FLOWS.derive(FLOWS.unknown, datetime.now(UTC)), "author": "Noor", "conversation": "…"}
    return plain(FLOWS.texts.nodes(name, language, facts))[:24]


async def hears(stand: Stand, *said: str | Any, who: Address = SAM) -> list[str]:
    """What is sent in answer to these, each delivered before the next is said."""
    before = len(stand.channel.words(who.external_id))
    for one in said:
        await stand.hears(one, who)
        await stand.delivers()
    return stand.channel.words(who.external_id)[before:]


async def talk_of(stand: Stand, who: Address = SAM) -> Any:
    return (await stand.all(select(learners).join(addresses).where(addresses.c.external_id == who.external_id)))[0]


async def asked(stand: Stand, **kept: Any) -> Any:
    """Sam asked for a human, somewhere on the way."""
    stand.turns = stand.ears.turns = stand.delivery.turns = replace(stand.turns, **kept)
    await hears(stand, "hallo", "verder", "medewerker")
    return await talk_of(stand)


# A human has the word


@pytest.mark.parametrize(
    "said",
    [
        Typed("help"), Typed("ja"), Typed("stop"), Typed("/start"), Typed("wat kost het"), Typed("wis mij"), Typed("1"),
        Tapped("award.got_mail:yes"), Tapped("welcome.hello:go_on"), Tapped(":help"), Tapped("=worth.is_this_genuine"),
        Sent("photo"), Sent("document"), Sent("voice"), Opened("an-old-link"),
    ],
    ids=str,
)  # fmt: skip
async def test_nothing_that_a_learner_does_makes_the_bot_speak_while_a_human_has_the_word(
    stand: Stand, said: Any
) -> None:
    before = await asked(stand)
    assert await hears(stand, said) == []
    after = await talk_of(stand)
    assert (after.owner, after.state) == (before.owner, before.state)
    assert (await stand.all(select(messages.c.direction).order_by(messages.c.id.desc())))[0].direction == "in"


async def test_a_human_who_is_asked_for_in_the_first_words_is_called(stand: Stand) -> None:
    [told] = await hears(stand, "ik wil een mens spreken")
    assert begins("common.human_asked") in told
    talk = await talk_of(stand)
    assert (talk.owner, talk.waiting_since) == ("staff", stand.now)
    assert begins("welcome.hello")[:12] in (await hears(stand, "gids"))[-1]


async def test_no_reminder_rings_while_a_human_has_the_word(stand: Stand) -> None:
    await asked(stand)
    sent = len(stand.channel.sent)
    stand.now += timedelta(hours=3)
    await stand.delivers()
    assert len(stand.channel.sent) == sent
    await hears(stand, "gids")
    stand.now += timedelta(days=5)
    await stand.delivers()
    assert len(stand.channel.sent) > sent + 1, "they go on when the word is given back"


async def test_a_neighbour_that_answers_meanwhile_says_nothing_and_is_not_lost(stand: Stand) -> None:
    async def read(request: Any) -> Outcome:
        return Outcome("personal", {"badge": "Rekenen", "kind": "personal"})

    stand.neighbours[ReadClaimMail] = read
    await hears(stand, "hallo", "verder", "ja")
    await stand.hears("Beste Sam, je hebt een edubadge ontvangen van Hogeschool Voorbeeld, claim hem voor 18 december.")
    await stand.hears("medewerker")
    sent = len(stand.channel.words())
    await stand.delivers()
    said = stand.channel.words()[sent:]
    assert not any(begins("award.mail_read") in one for one in said)
    talk = await talk_of(stand)
    assert (talk.owner, talk.state["at"]) == ("staff", "award.mail_read")
    back = await hears(stand, "gids")
    assert begins("award.mail_read")[:12] in back[-1]


async def link_to(stand: Stand, badge: str, day: int) -> str:
    award = Award(badge, "Hogeschool", "personal", datetime(2026, 12, day, tzinfo=UTC).date(), "sam@example.org", "")
    add = awards.add

    def link(db: Any) -> str:
        return links.make_for_award(db, add(db, award, "test", stand.now), stand.now)

    return await stand.database.write(link)


@pytest.mark.parametrize("typed", [False, True])
async def test_an_award_that_is_opened_while_a_human_has_the_word_attaches_afterwards(
    stand: Stand, typed: bool
) -> None:
    talk = await asked(stand)
    for badge, day in (("Rekenen", 18), ("Wondzorg", 11)):
        word = await link_to(stand, badge, day)
        assert await hears(stand, f"/start {word}" if typed else Opened(word)) == []
    said = len(stand.channel.words())
    assert await stand.database.write(stand.turns.hand_back, talk.id, stand.now)
    await stand.delivers()
    [told] = stand.channel.words()[said:]
    assert told.startswith(begins("common.handed_back"))
    assert told.count(begins("eduid.have_one")) == 1
    state = await stand.state()
    assert (state["facts"]["badge"], [one["facts"]["badge"] for one in state["parked"]]) == ("Wondzorg", ["Rekenen"])
    assert "brought" not in state


def test_the_word_of_a_link_is_not_taken_for_a_password() -> None:
    said = Heard("k", SAM, Typed("/start aB3_dE6-gH9_jK2mN5pQ8"), "nl")
    assert without_secrets(said, Box(KEY)) == said


@pytest.mark.parametrize("word", ["gids", "Guide", "/bot", ":bot"])
async def test_the_learner_takes_the_word_back_and_is_where_they_were(stand: Stand, word: str) -> None:
    before = await asked(stand)
    said = await hears(stand, Tapped(word) if word.startswith(":") else word)
    assert said[0].startswith(begins("common.handed_back"))
    after = await talk_of(stand)
    assert (after.owner, after.waiting_since, after.state["at"]) == (None, None, before.state["at"])


async def test_staff_are_told_within_a_minute_with_nothing_of_the_learner(stand: Stand) -> None:
    talk = await asked(stand, staff=STAFF)
    await stand.delivers()
    [notice] = stand.channel.words("-100") or [m.text for to, _, m in stand.channel.sent if to == "-100"]
    assert talk.token[:8] in notice
    assert "award.got_mail" in notice
    assert "sam" not in notice.lower().replace("samen", "")
    assert "hallo" not in notice


@pytest.mark.parametrize("trouble", [Refused("migrated", moved_to="-200"), Refused("wrong token", stop=True)])
async def test_staff_are_told_where_their_group_is_by_now_and_when_the_channel_is_mended(
    stand: Stand, trouble: Refused
) -> None:
    stand.turns = stand.ears.turns = stand.delivery.turns = replace(stand.turns, staff=STAFF)
    await hears(stand, "hallo")
    await stand.hears("medewerker")
    send, troubles = stand.channel.send, [trouble]

    async def to_staff(to: Address, message: Any) -> str:
        if to.external_id == "-100" and troubles:
            raise troubles.pop() if trouble.stop else trouble
        return await send(to, message)

    stand.channel.send = to_staff  # type: ignore[method-assign]
    await stand.delivers()
    stand.now += timedelta(minutes=2)
    await stand.delivers()
    told = [to for to, _, message in stand.channel.sent if "conversations show" in message.text]
    assert told == [trouble.moved_to or "-100"]


async def test_staff_answer_at_their_desk_and_look_at_no_more_than_they_need(stand: Stand) -> None:
    place = replace(STAFF, thread="-100:1")
    send = stand.channel.send

    async def sent(to: Address, message: Any) -> str:
        given = await send(to, message)
        return f"-100:{sum(who == '-100' for who, *_ in stand.channel.sent)}" if to == STAFF else given

    stand.channel.send = sent  # type: ignore[method-assign]
    talk = await asked(stand, desk_at=STAFF)
    await hears(stand, "waar ben je", who=SAM)
    says, done = StaffSaid("Hier", by="U7", author="Noor"), StaffSaid(by="U7", done=True)
    for number, said in enumerate((says, done, says)):
        for one in (Heard(f"there{number}", place, said), Heard(f"here{number}", SAM, Typed("dank je"))):
            assert await stand.database.write(scans, stand.turns.take, one, stand.now) == []
        stand.now += timedelta(seconds=5)
        await stand.delivers()
    told = [message.text for to, _, message in stand.channel.sent if to == "-100"]
    assert [one.splitlines()[-1][:16] for one in told[1:]] == [
        "waar ben je", "dank je", "De gids gaat ver", "Niet verstuurd: ",
    ]  # fmt: skip
    assert "Noor (medewerker):\nHier" in stand.channel.words()
    assert (await talk_of(stand)).owner is None
    await stand.database.write(privacy.erase, talk.id)
    [told_only_them] = await stand.ears.hear([Heard("there9", place, says)])
    assert told_only_them is not None


@pytest.mark.parametrize(("hour", "by"), [(9, "vandaag om 14:00"), (15, "30 november 2026 om 12:00")])
async def test_how_long_it_may_take_is_said_as_the_office_hours_are(stand: Stand, hour: int, by: str) -> None:
    flows = flows_for(settings("sqlite:///x.db", support_hours="Mo-Fr 09:00-17:00"))
    stand.now = datetime(2026, 11, 27, hour, 0, tzinfo=UTC)  # a Friday; in Amsterdam it is an hour later
    await asked(stand, flows=flows)
    assert f"uiterlijk {by}. Eerder" in stand.channel.words()[-1]


async def test_when_nobody_comes_in_time_the_learner_is_told_once_and_may_go_on(stand: Stand) -> None:
    by = stand.now + timedelta(hours=4)
    await asked(stand, answer_by=lambda facts, now: by)
    said = len(stand.channel.words())
    stand.now = by - timedelta(minutes=1)
    await stand.delivers()
    assert len(stand.channel.words()) == said
    stand.now = by + timedelta(minutes=1)
    await stand.delivers()
    [told] = stand.channel.words()[said:]
    assert told.startswith(begins("common.human_nobody")[:20])
    assert "help@eduid.nl" in told
    assert (await talk_of(stand)).owner == "staff", "the question stays open"
    stand.now += timedelta(days=1)
    await stand.delivers()
    assert len(stand.channel.words()) == said + 1
    assert (await hears(stand, Tapped(":bot")))[0].startswith(begins("common.handed_back"))


async def test_when_somebody_comes_in_time_nobody_is_told_that_nobody_came(stand: Stand) -> None:
    by = stand.now + timedelta(hours=4)
    talk = await asked(stand, answer_by=lambda facts, now: by)
    await stand.database.write(stand.turns.reply, talk.id, "Noor", "Waar loop je vast?", stand.now)
    await stand.delivers()
    assert stand.channel.words()[-1] == "Noor (medewerker):\nWaar loop je vast?"
    assert (await talk_of(stand)).owner == "Noor"
    said = len(stand.channel.words())
    stand.now = by + timedelta(hours=1)
    await stand.delivers()
    assert len(stand.channel.words()) == said


async def test_a_learner_who_writes_on_waits_again_for_an_answer(stand: Stand) -> None:
    by = stand.now + timedelta(days=9)
    talk = await asked(stand, answer_by=lambda facts, now: by)
    await stand.database.write(stand.turns.reply, talk.id, "Noor", "Waar loop je vast?", stand.now)
    assert (await talk_of(stand)).waiting_since is None
    await hears(stand, "bij de code")
    assert (await talk_of(stand)).waiting_since == stand.now


@pytest.mark.parametrize("thanks", ["dank je wel Noor!", "thanks", "👍", Sent("sticker")])
async def test_thanks_wait_for_nobody(stand: Stand, thanks: Any) -> None:
    talk = await asked(stand, answer_by=lambda facts, now: now + timedelta(hours=4))
    await stand.database.write(stand.turns.reply, talk.id, "Noor", "Zo moet het lukken.", stand.now)
    await hears(stand, thanks)
    assert (await talk_of(stand)).waiting_since is None
    stand.now += timedelta(hours=5)
    assert await hears(stand) == []


async def test_who_was_helped_before_is_not_told_that_nobody_came(stand: Stand) -> None:
    talk = await asked(stand, answer_by=lambda facts, now: now + timedelta(hours=4))
    await stand.database.write(stand.turns.reply, talk.id, "Noor", "Zo moet het lukken.", stand.now)
    await hears(stand, "en wat moet ik daarna doen?")
    said = len(stand.channel.words())
    stand.now += timedelta(hours=5)
    await stand.delivers()
    [told] = stand.channel.words()[said:]
    assert told.startswith(begins("common.human_silent"))


async def test_hand_back_repeats_where_they_were_and_a_second_one_says_nothing(stand: Stand) -> None:
    talk = await asked(stand)
    said = len(stand.channel.words())
    assert await stand.database.write(stand.turns.hand_back, talk.id, stand.now)
    assert not await stand.database.write(stand.turns.hand_back, talk.id, stand.now)
    await stand.delivers()
    [told] = stand.channel.words()[said:]
    assert told.startswith(begins("common.handed_back"))
    assert begins("award.got_mail") in told


async def test_what_staff_write_is_words_and_never_markup(stand: Stand) -> None:
    talk = await asked(stand)
    await stand.database.write(stand.turns.reply, talk.id, "<b>Noor", "Ga naar <a href='x'>mijn</a> & klik", stand.now)
    await stand.delivers()
    assert stand.channel.words()[-1] == "<b>Noor (medewerker):\nGa naar <a href='x'>mijn</a> & klik"


# What should not be sent

SECRETS = {
    "code": "123456", "password": "wachtwoord: Geheim123!", "bsn": "bsn 111222333", "iban": "NL91ABNA0417164300",
}  # fmt: skip


@pytest.mark.parametrize("kind", SECRETS)
@pytest.mark.parametrize("owned", [False, True])
async def test_a_secret_is_kept_nowhere_and_answered_with_why(stand: Stand, kind: str, owned: bool) -> None:
    await hears(stand, "hallo", *(["medewerker"] if owned else []))
    said = await hears(stand, SECRETS[kind])
    assert owned == (said == [])
    if not owned:
        assert said[0].startswith(begins(f"common.secret_{kind}"))
    secret = SECRETS[kind].split()[-1]
    for row in await stand.all(select(messages.c.body)):
        assert secret not in plain(load(row.body))
    for row in await stand.all(select(learners.c.state)):
        assert secret not in json.dumps(row.state)


@pytest.mark.parametrize("split", ["483\u200b920", "mijn wachtwoord is zonnebloem", "NL 91 ABNA 0417 1643 00"])
async def test_a_secret_that_is_written_otherwise_is_kept_nowhere_either(stand: Stand, split: str) -> None:
    await hears(stand, "hallo")
    [told] = await hears(stand, split)
    assert "doorgestreept" in told
    stored = " ".join(plain(load(row.body)) for row in await stand.all(select(messages.c.body)))
    assert not any(part in stored for part in ("920", "zonnebloem", "0417"))


async def test_a_secret_in_a_long_story_is_answered_with_why(stand: Stand) -> None:
    await hears(stand, "hallo")
    [told] = await hears(stand, "Ik heb van alles gedaan. " * 20 + "mijn wachtwoord is Zonnebloem12")
    assert told.startswith(begins("common.secret_password"))


async def test_a_secret_is_not_kept_when_its_turn_fails(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    await hears(stand, "hallo")
    monkeypatch.setattr("bot.turns.advance", lambda *_: 1 / 0)
    await stand.hears("mijn wachtwoord is Geheim123!")
    for row in await stand.all(select(heard.c.raw).where(heard.c.raw.is_not(None))):
        assert b"Geheim123!" not in stand.turns.box.open(row.raw)


# My data, and erase me


async def test_my_data_says_what_is_kept_and_how_to_erase_it(stand: Stand) -> None:
    _, told = await hears(stand, "hallo", "mijn gegevens")
    assert "Onze berichten: 3, sinds 23 november 2026" in told
    buttons = [button.value for _, _, message in stand.channel.sent[-2:] for button in message.buttons]
    assert ":erase" in buttons


async def kept(stand: Stand) -> dict[str, int]:
    """How many rows there are in each table that may speak of a learner."""
    tables = (learners, addresses, messages, outbox, lanes, awards_table)
    return {table.name: await stand.one(select(func.count()).select_from(table)) for table in tables}


async def erased(stand: Stand, **more: Any) -> None:
    """Sam, with an award and reminders, asks to be forgotten."""
    award = Award("Rekenen", "Hogeschool", "personal", datetime(2026, 12, 18, tzinfo=UTC).date(), "sam@example.org", "")

    def link(db: Any) -> str:
        return links.make_for_award(db, awards.add(db, award, "test", stand.now), stand.now)

    word = await stand.database.write(link)
    await hears(stand, Opened(word), "verder", "wis mij")
    await hears(stand, Tapped("common.erase_sure:yes"))
    await stand.database.write(privacy.sweep, stand.now, RETENTION)


async def test_erase_me_asks_first_and_only_a_clear_yes_will_do(stand: Stand) -> None:
    await hears(stand, "hallo", "verder", "wis mij")
    for vague in ("misschien wel denk ik", "doe maar wat", "zou dat kunnen"):
        await hears(stand, vague)
        assert (await talk_of(stand)).state["at"] in ("common.erase_sure", "award.got_mail")
    assert await stand.one(select(func.count()).select_from(learners)) == 1


async def test_an_erased_learner_gets_a_last_word_and_is_nowhere_any_more(stand: Stand) -> None:
    await erased(stand)
    assert stand.channel.words()[-1].startswith(begins("common.erased"))
    assert set((await kept(stand)).values()) == {0}
    assert await stand.one(select(func.count()).where(links_table.c.used_by.is_not(None))) == 0
    counted = await stand.all(select(events))
    assert counted
    assert all(row.learner_id is None for row in counted), "what is counted names nobody"
    for table in (messages, heard, events, links_table):
        for row in await stand.all(select(table)):
            assert "sam" not in str(row)


async def test_who_spoke_within_the_retention_period_is_kept_however_long_ago_they_began(stand: Stand) -> None:
    await hears(stand, "hallo")
    stand.now += RETENTION - timedelta(days=1)
    await hears(stand, "verder")
    stand.now += timedelta(days=2)
    await stand.database.write(privacy.sweep, stand.now, RETENTION)
    assert await stand.one(select(func.count()).select_from(learners)) == 1


async def test_an_erased_learner_is_not_revived_by_what_is_delivered_again(stand: Stand) -> None:
    award_said = [await stand.hears("hallo", key="h"), await stand.hears("verder", key="v")]
    await stand.delivers()
    await hears(stand, "wis mij")
    yes = await stand.hears(Tapped("common.erase_sure:yes"), key="yes")
    for again in (*award_said, yes):  # before and after the last word has left
        await stand.ears.hear([again])
    await stand.delivers()
    await stand.database.write(privacy.sweep, stand.now, RETENTION)
    for again in (*award_said, yes):
        await stand.ears.hear([again])
    await stand.delivers()
    assert set((await kept(stand)).values()) == {0}


async def test_who_writes_again_after_erasing_begins_anew(stand: Stand) -> None:
    await erased(stand)
    [hello] = await hears(stand, "hallo")
    assert hello.startswith(begins("welcome.hello"))
    assert "Rekenen" not in hello


async def test_who_writes_again_before_the_last_word_left_begins_anew_too(stand: Stand) -> None:
    await hears(stand, "hallo", "wis mij")
    await stand.hears(Tapped("common.erase_sure:yes"))
    await stand.hears("hallo, nog iets")
    await stand.delivers()
    said = stand.channel.words()
    assert said[-2].startswith(begins("common.erased"))
    assert begins("welcome.hello") in said[-1]
    await stand.database.write(privacy.sweep, stand.now, RETENTION)
    assert (await talk_of(stand)).state["at"] == "welcome.hello"


# Retention


async def test_who_was_not_heard_for_so_long_is_forgotten_and_nobody_else(stand: Stand) -> None:
    await hears(stand, "hallo")
    stand.now += RETENTION - timedelta(days=1)
    kim = Address("fake", "kim")
    await hears(stand, "hallo", who=kim)
    await stand.database.write(privacy.sweep, stand.now, RETENTION)
    assert await stand.one(select(func.count()).select_from(learners)) == 2
    stand.now += timedelta(days=1, minutes=1)
    while await stand.database.write(privacy.sweep, stand.now, RETENTION):
        pass
    assert [row.external_id for row in await stand.all(select(addresses.c.external_id))] == ["kim"]


async def test_a_reminder_does_not_make_us_keep_somebody_longer(stand: Stand) -> None:
    await hears(stand, "hallo", "verder")
    stand.now += timedelta(days=5)
    await stand.delivers()
    stand.now += RETENTION - timedelta(days=5) + timedelta(minutes=1)
    await stand.database.write(privacy.sweep, stand.now, RETENTION)
    assert await stand.one(select(func.count()).select_from(learners)) == 0


async def test_keys_of_what_was_heard_go_after_thirty_days(stand: Stand) -> None:
    await hears(stand, "hallo")
    stand.now += timedelta(days=29)
    await stand.database.write(privacy.sweep, stand.now, RETENTION)
    assert await stand.one(select(func.count()).select_from(heard)) == 1
    stand.now += timedelta(days=2)
    await stand.database.write(privacy.sweep, stand.now, RETENTION)
    assert await stand.one(select(func.count()).select_from(heard)) == 0


async def test_few_days_of_retention_do_not_make_us_hear_twice(stand: Stand) -> None:
    await hears(stand, "hallo")
    stand.now += timedelta(days=2)
    await stand.database.write(privacy.sweep, stand.now, timedelta(days=1))
    assert await stand.one(select(func.count()).select_from(learners)) == 0
    assert await stand.one(select(func.count()).select_from(heard)) == 1


async def test_cleaning_finds_what_is_past_its_time_without_a_look_at_the_rest(stand: Stand) -> None:
    await hears(stand, "hallo", "verder")
    await stand.delivers()
    for unit, *details in (
        (privacy.sweep, stand.now + 2 * RETENTION, RETENTION),  # lets go of everything there is
        (privacy.sweep, stand.now, RETENTION),
    ):
        assert await stand.database.write(scans, unit, *details) == []


async def test_cleaning_says_what_went(stand: Stand) -> None:
    await hears(stand, "hallo")
    await stand.delivers()
    stand.now += 2 * RETENTION
    assert await stand.database.write(privacy.sweep, stand.now, RETENTION) == {"learner": 1, "event": 1}
    assert await stand.database.write(privacy.sweep, stand.now, RETENTION) == {}


async def test_what_is_kept_of_a_learner_can_be_taken_along(stand: Stand) -> None:
    await hears(stand, "hallo", "verder")
    talk = await talk_of(stand)
    found = await stand.database.read(lambda db: privacy.export(db, talk.id))
    assert [one["who"] for one in found["messages"] if one["who"] == "learner"] == ["learner", "learner"]
    assert any(begins("award.got_mail") in one["text"] for one in found["messages"])
    assert found["addresses"] == [{"channel": "fake", "workspace": "", "external_id": "sam", "account": None}]
    assert found["journey"]["at"] == "award.got_mail"
    json.dumps(found)


async def test_who_waits_is_listed_the_longest_first(stand: Stand) -> None:
    for name in ("een", "twee", "drie"):
        await hears(stand, "hallo", who=Address("fake", name))
        if name != "twee":
            await hears(stand, "medewerker", who=Address("fake", name))
        stand.now += timedelta(minutes=5)
    rows = await stand.database.read(lambda db: reports.conversations(db, 50, False))
    assert [row.waiting_since is not None for row in rows] == [True, True]
    assert rows[0].waiting_since < rows[1].waiting_since
    every = await stand.database.read(lambda db: reports.conversations(db, 50, True))
    assert len(every) == 3
