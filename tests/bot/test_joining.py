"""A conversation begun by mail goes on in another channel by the link in its mails, once, and can be parted again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.commands.conversations import parted
from bot.delivery import Delivery
from bot.ports import Address, Opened, Tapped
from bot.store import conversations, links, logins, outbox, privacy
from bot.store.journal import Journal
from bot.store.links import Onward, Passage
from bot.store.tables import addresses, awards, joins, learners, limits, messages
from bot.store.tables import links as rows
from tests.house import settings
from tests.plans import scans
from tests.stand import Channel, Stand, stand

__all__ = ["stand"]

MAIL = Address("email", "sanne@voorbeeld.example")
PHONE = Address("telegram", "501")
OTHER_PHONE = Address("telegram", "502")
WEB = Address("web", "w" * 64)
KNOWN = {"badge": "Data in de zorg", "institution": "Universiteit Voorbeeld", "kind": "personal"}


@dataclass
class House:
    """A stand with channels of three kinds; what mail carries stands for letters here."""

    stand: Stand
    channels: dict[str, Channel]

    async def hears(self, what: Any, who: Address) -> list[str]:
        """Somebody says this there; what they are told thereupon."""
        before = len(self.told(who))
        self.stand.now += timedelta(seconds=5)
        await self.stand.hears(what, who)
        await self.stand.delivers()
        return self.told(who)[before:]

    def told(self, who: Address) -> list[str]:
        return self.channels[who.channel].words(who.external_id)

    async def learner(self, who: Address) -> int:
        found = await self.stand.one(select(addresses.c.learner_id).where(addresses.c.external_id == who.external_id))
        return int(found)

    async def begins(self, who: Address = MAIL, *said: str, deadline: str = "2026-12-20", **facts: Any) -> None:
        """A conversation about an award begins at this address, and has come as far as this was said."""
        word = await self.stand.database.write(_award_link, {**KNOWN, **facts}, deadline, self.stand.now)
        await self.hears(Opened(word), who)
        for text in said:
            await self.hears(text, who)

    async def link(self, who: Address = MAIL) -> str:
        """The word of the link in the letters of this conversation."""

        def find(db: Any, learner: int) -> str:
            return self.stand.turns.go_link(db, learner, self.stand.now)

        return (await self.stand.database.read(find, await self.learner(who))).rpartition("/")[2]

    async def looks(self, word: str) -> Any:
        return await self.stand.database.read(links.look, word, self.stand.now)

    async def passes(self, word: str) -> Any:
        make = links.make_passage
        return await self.stand.database.write(make, self.stand.turns.box, word, self.stand.now)

    async def opens(self, who: Address) -> list[str]:
        """Opens the link of the mail, and the way that its page shows, in this chat."""
        passage = await self.passes(await self.link())
        assert isinstance(passage, Passage)
        return await self.hears(Opened(passage.word), who)

    async def at(self, who: Address) -> str:
        return str((await self.stand.state(who))["at"])


def _award_link(db: Any, facts: dict[str, Any], deadline: str, now: Any) -> str:
    from datetime import date

    found = awards.insert().values(deadline=date.fromisoformat(deadline), source="test", created_at=now, **facts)
    return links.make_for_award(db, db.execute(found.returning(awards.c.id)).scalar_one(), now)


@pytest.fixture
async def house(stand: Stand) -> House:
    stand.turns = replace(
        stand.turns,
        go=lambda word: f"https://gids.example/go/{word}",
        sign_in=lambda word: f"https://gids.example/eduid/start/{word}",
        reached=True,
    )
    stand.ears.turns = stand.turns
    channels = {}
    for name in ("email", "telegram", "web"):
        channels[name] = Channel()
        channels[name].name = name
    journal = Journal(stand.spool / "accepted")
    stand.delivery = Delivery(stand.database, stand.turns, channels, {}, journal, clock=lambda: stand.now)
    return House(stand, channels)


# As it should go


async def test_begun_by_mail_continued_on_telegram_finished_on_the_web(house: House) -> None:
    await house.begins(MAIL, "verder", "nee, ik wil niet inloggen", "ja")
    step = await house.at(MAIL)
    [told] = await house.opens(PHONE)
    assert told.startswith("Dit gesprek gaat nu ook hier verder. Het hoort bij de mailbox s•••@voorbeeld.example.")
    assert await house.at(PHONE) == step
    assert await house.learner(PHONE) == await house.learner(MAIL)
    await house.hears("ja", PHONE)
    step = await house.at(PHONE)
    [by_mail] = await house.hears("status", MAIL)
    assert by_mail.startswith("Dit gesprek gaat nu ook verder op Telegram. Was jij dat niet?")
    assert "ook verder op Telegram" not in (await house.hears("status", MAIL))[0], "said once"
    [told] = await house.opens(WEB)
    assert told.startswith("Dit gesprek gaat nu ook hier verder.")
    assert await house.at(WEB) == step
    assert len({await house.learner(one) for one in (MAIL, PHONE, WEB)}) == 1


async def test_six_digits_do_the_same_in_any_other_chat(house: House) -> None:
    await house.begins(MAIL, "verder")
    passage = await house.passes(await house.link())
    [told] = await house.hears(f"{passage.code[:3]} {passage.code[3:]}", PHONE)
    assert told.startswith("Dit gesprek gaat nu ook hier verder.")
    said = await house.stand.all(select(messages.c.body).where(messages.c.direction == "in"))
    assert not [one for one in said if passage.code[:3] in str(one.body)]


async def test_ten_mails_carry_one_link_and_after_it_is_used_the_next_has_another(house: House) -> None:
    await house.begins(MAIL, "verder", "status", "hulp", "status")
    first = await house.link()
    assert len(await house.stand.all(select(rows).where(rows.c.purpose == "continue"))) == 1
    await house.opens(PHONE)
    assert await house.link() == ""
    await house.hears("status", MAIL)
    assert await house.link() not in ("", first)


async def test_a_link_works_until_the_deadline_else_for_thirty_days(house: House) -> None:
    await house.begins(MAIL, deadline="2026-12-20")
    word = await house.link()
    assert isinstance(await house.looks(word), Onward)
    house.stand.now += timedelta(days=27)
    assert isinstance(await house.looks(word), Onward)
    house.stand.now += timedelta(days=1)
    assert await house.looks(word) == "late"
    await house.hears("hallo", Address("email", "kim@voorbeeld.example"))
    word = await house.link(Address("email", "kim@voorbeeld.example"))
    house.stand.now += timedelta(days=30)
    assert isinstance(await house.looks(word), Onward)
    house.stand.now += timedelta(minutes=1)
    assert await house.looks(word) == "late"


async def test_where_a_human_has_the_word_the_new_chat_hears_so(house: House) -> None:
    await house.begins(MAIL, "verder", "medewerker")
    [told] = await house.opens(PHONE)
    assert told.startswith("Dit gesprek gaat nu ook hier verder. Een medewerker")


async def test_an_award_that_nobody_said_a_word_about_begins_where_its_link_is_opened(house: House) -> None:
    """The guide mail went out, and was not answered yet."""

    def invited(db: Any) -> str:
        talk = conversations.at_address(db, MAIL, "nl", house.stand.now)
        _award_link(db, {**KNOWN, "learner_id": talk.learner}, "2026-12-20", house.stand.now)
        until = links.continue_until("2026-12-20", house.stand.now)
        return links.make_continue(db, house.stand.turns.box, talk.learner, house.stand.now, until)

    passage = await house.passes(await house.stand.database.write(invited))
    [told] = await house.hears(Opened(passage.word), PHONE)
    assert "Data in de zorg" in told


# Used, late, and nobody's


async def test_a_passage_and_its_link_work_once(house: House) -> None:
    await house.begins(MAIL, "verder")
    word = await house.link()
    passage = await house.passes(word)
    await house.hears(Opened(passage.word), PHONE)
    for what in (Opened(passage.word), passage.code):
        [told] = await house.hears(what, OTHER_PHONE)
        assert told.startswith("Deze link of code is al gebruikt.")
    assert await house.looks(word) == "used"
    assert await house.passes(word) == "used"
    assert await house.learner(OTHER_PHONE) != await house.learner(MAIL)
    [told] = await house.hears(Opened(passage.word), PHONE)
    assert told.startswith("Dit gesprek gaat hier al verder.")


async def test_a_passage_lasts_ten_minutes_and_the_link_makes_another(house: House) -> None:
    await house.begins(MAIL, "verder")
    first = await house.passes(await house.link())
    assert await house.passes(await house.link()) == first, "the page was loaded again"
    house.stand.now += timedelta(minutes=6)
    second = await house.passes(await house.link())
    assert second.code != first.code
    [told] = await house.hears(Opened(first.word), PHONE)
    assert told.startswith("Deze link of code is niet meer geldig.")
    house.stand.now += timedelta(minutes=11)
    for what in (Opened(second.word), second.code):
        [told] = await house.hears(what, PHONE)
        assert told.startswith("Deze link of code is niet meer geldig.")
    assert (await house.opens(PHONE))[0].startswith("Dit gesprek gaat nu ook hier verder.")


async def test_a_word_that_is_nobodys_leads_nowhere_and_says_what_to_do(house: House) -> None:
    [told] = await house.hears(Opened(links.PASSAGE + "x" * 32), PHONE)
    assert told.startswith("Deze link hoort bij geen gesprek dat ik ken.")
    assert await house.looks("x" * 32) == "unknown"
    await house.begins(MAIL)
    passage = await house.passes(await house.link())
    assert await house.looks(passage.word) == "unknown", "one kind of word does not do for the other"
    assert await house.passes(passage.word) == "unknown"
    [told] = await house.hears(Opened(links.PASSAGE + await house.link()), PHONE)
    assert told.startswith("Deze link hoort bij geen gesprek dat ik ken.")


async def test_a_link_that_was_withdrawn_leads_nowhere(house: House) -> None:
    await house.begins(MAIL)
    word = await house.link()
    passage = await house.passes(word)
    await house.stand.database.write(links.withdraw_continue, await house.learner(MAIL), house.stand.now)
    assert await house.looks(word) == "late"
    [told] = await house.hears(Opened(passage.word), PHONE)
    assert told.startswith("Deze link of code is niet meer geldig.")


async def test_two_chats_at_once_and_only_one_comes_in(house: House) -> None:
    await house.begins(MAIL, "verder")
    passage = await house.passes(await house.link())
    for who in (PHONE, OTHER_PHONE):
        await house.stand.hears(Opened(passage.word), who)
    await house.stand.delivers()
    mine = await house.learner(MAIL)
    assert [await house.learner(who) == mine for who in (PHONE, OTHER_PHONE)] == [True, False]
    assert "al gebruikt" in house.told(OTHER_PHONE)[0]


async def test_ten_wrong_codes_a_day_and_a_chat_is_heard_no_more(house: House) -> None:
    await house.begins(MAIL)
    right = (await house.passes(await house.link())).code
    for add in range(1, 11):
        [told] = await house.hears(f"{(int(right) + add) % 1_000_000:06}", PHONE)
        assert not told.startswith("Er zijn te veel codes getypt")
    [told] = await house.hears(right, PHONE)
    assert told.startswith("Er zijn te veel codes getypt")
    [told] = await house.hears(right, OTHER_PHONE)
    assert told.startswith("Dit gesprek gaat nu ook hier verder.")
    house.stand.now += timedelta(days=1, minutes=1)
    assert (await house.stand.database.write(privacy.sweep, house.stand.now, timedelta(days=90)))["try"] == 1
    assert not await house.stand.all(select(limits).where(limits.c.key.startswith("codes:")))


async def test_many_chats_together_guess_no_faster(house: House) -> None:
    await house.begins(MAIL)
    right = (await house.passes(await house.link())).code
    for add in range(1, links.CODES_AN_HOUR + 1):
        await house.stand.hears(f"{(int(right) + add) % 1_000_000:06}", Address("telegram", str(add)))
    [told] = await house.hears(right, PHONE)
    assert told.startswith("Er zijn te veel codes getypt")


async def test_codes_of_others_cost_nothing_while_there_is_nothing_to_guess(house: House) -> None:
    await house.begins(MAIL)
    for _ in range(12):
        [told] = await house.hears("123456", PHONE)
        assert "Dat lijkt op een inlogcode" in told
    assert not await house.stand.all(select(limits).where(limits.c.key.startswith("codes")))


# A chat that had a conversation already


async def test_a_chat_where_nothing_was_said_yet_is_joined_at_once(house: House) -> None:
    await house.hears(Opened(), PHONE)
    await house.begins(MAIL, "verder")
    [told] = await house.opens(PHONE)
    assert told.startswith("Dit gesprek gaat nu ook hier verder.")


async def both(house: House) -> None:
    await house.begins(PHONE, "verder", badge="Duurzaam bouwen", institution="Hogeschool Ginder", deadline="2026-12-01")
    await house.begins(MAIL, "verder")
    [told] = await house.opens(PHONE)
    assert told.startswith("Je opende een link naar een gesprek per mail. Dat gaat over Data in de zorg")
    assert "Hier was je bezig met Duurzaam bouwen, bij de stap: je eduID." in told


async def test_it_is_asked_which_conversation_goes_on_and_the_other_award_is_not_lost(house: House) -> None:
    await both(house)
    before = await house.learner(PHONE)
    [told] = await house.hears(Tapped("common.go_on_with:there"), PHONE)
    assert told.startswith("Dit gesprek gaat nu ook hier verder.")
    assert "Er wacht nog een edubadge op je, eerst Duurzaam bouwen" in told
    state = await house.stand.state(PHONE)
    assert state["facts"]["badge"] == "Data in de zorg"
    assert [one["facts"]["badge"] for one in state["parked"]] == ["Duurzaam bouwen"]
    assert await house.learner(PHONE) == await house.learner(MAIL) != before


async def test_the_mailbox_can_go_on_in_the_chat_instead(house: House) -> None:
    await both(house)
    here, there = await house.learner(PHONE), await house.learner(MAIL)
    [told] = await house.hears(Tapped("common.go_on_with:here"), PHONE)
    assert told.startswith("Dit gesprek gaat nu ook hier verder.")
    assert "eerst Data in de zorg" in told
    assert await house.learner(PHONE) == await house.learner(MAIL) == here
    assert (await house.hears("status", MAIL))[0].startswith("Je staat"), "whose mailbox it is knows it already"
    assert await house.stand.database.write(logins.part, here, house.stand.now) == [MAIL]
    assert await house.learner(MAIL) == there


async def test_kept_apart_nothing_moves_and_the_link_is_still_good(house: House) -> None:
    await both(house)
    step = (await house.stand.state(PHONE))["stack"][-1]
    await house.hears(Tapped("common.go_on_with:apart"), PHONE)
    assert await house.at(PHONE) == step
    assert await house.learner(PHONE) != await house.learner(MAIL)
    [told] = await house.opens(OTHER_PHONE)
    assert told.startswith("Dit gesprek gaat nu ook hier verder.")


async def test_who_thought_too_long_or_was_overtaken_hears_so(house: House) -> None:
    await both(house)
    await house.opens(OTHER_PHONE)
    [told] = await house.hears(Tapped("common.go_on_with:there"), PHONE)
    assert told.startswith("Deze link of code is niet meer geldig.")
    assert await house.learner(PHONE) != await house.learner(MAIL)


# Parted again


async def test_unmerge_restores_both_histories(house: House, database_url: str) -> None:
    await house.begins(PHONE, "verder", badge="Duurzaam bouwen", institution="Hogeschool Ginder")
    await house.begins(MAIL, "verder")
    phone, mail = await house.learner(PHONE), await house.learner(MAIL)

    async def history(learner: int) -> tuple[Any, ...]:
        state = await house.stand.one(select(learners.c.state).where(learners.c.id == learner))
        said = await house.stand.all(select(messages.c.id).where(messages.c.learner_id == learner))
        owned = await house.stand.all(select(awards.c.badge).where(awards.c.learner_id == learner))
        return state["facts"]["badge"], {one.id for one in said}, sorted(one.badge for one in owned)

    before = await history(phone)
    await house.opens(PHONE)
    await house.hears(Tapped("common.go_on_with:there"), PHONE)
    assert (await history(mail))[2] == ["Data in de zorg", "Duurzaam bouwen"], "its awards came along"
    word = await house.link()
    name = await house.stand.one(select(learners.c.token).where(learners.c.id == mail))
    assert (await parted(settings(database_url), name[:8])).startswith("Parted: telegram")
    assert await house.learner(PHONE) == phone
    after = await history(phone)
    assert (after[0], after[2]) == (before[0], before[2])
    assert before[1] <= after[1]
    assert (await history(mail))[2] == ["Data in de zorg"]
    assert not word or await house.looks(word) == "late", "what was given out in either chat is nothing any more"


async def test_a_link_leads_on_to_where_its_conversation_went(house: House) -> None:
    await house.begins(MAIL, "verder")
    word, mail = await house.link(), await house.learner(MAIL)
    await house.hears("hallo", WEB)
    web = await house.learner(WEB)
    address = await house.stand.one(select(addresses.c.id).where(addresses.c.external_id == MAIL.external_id))
    await house.stand.database.write(logins.join, address, mail, web, house.stand.now)
    assert (await house.looks(word)).learner == web


# What is kept, and how it is found


async def test_no_word_and_no_code_is_kept_to_be_read(house: House) -> None:
    await house.begins(MAIL, "verder")
    word = await house.link()
    passage = await house.passes(word)
    await house.hears(f"/start {passage.word}", PHONE)
    for table in (rows, messages, outbox.outbox, joins):
        for row in await house.stand.all(select(table)):
            kept = " ".join(str(bytes(one) if isinstance(one, memoryview) else one) for one in row)
            assert not [secret for secret in (word, passage.word, passage.code) if secret in kept]


async def test_of_who_is_forgotten_no_link_is_left(house: House) -> None:
    await house.begins(MAIL, "verder")
    await house.passes(await house.link())
    await house.stand.database.write(privacy.erase, await house.learner(MAIL))
    assert await house.stand.all(select(rows).where(rows.c.learner_id.is_not(None))) == []


async def test_links_and_codes_are_found_by_an_index(house: House) -> None:
    await house.begins(MAIL, "verder")
    stand, word, mail = house.stand, await house.link(), await house.learner(MAIL)
    passage = await house.passes(word)
    box = stand.turns.box

    def work(db: Any) -> None:
        links.look(db, word, stand.now)
        links.make_passage(db, box, word, stand.now + timedelta(minutes=6))
        links.by_word(db, passage.word, 0, stand.now)
        links.by_code(db, "0" * 32, 0, 0, stand.now)
        links.missed(db, 0, stand.now)
        links.make_continue(db, box, mail, stand.now, stand.now + timedelta(days=60))
        links.spend(db, mail, stand.now)
        links.withdraw_continue(db, mail, stand.now)
        logins.untold(db, mail, 0, stand.now)
        logins.part(db, mail, stand.now)

    assert await stand.database.write(scans, work) == []
