"""A login at eduID counts once, for the chat it was offered in, and only when it comes back through that chat."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.commands.beside import NotFound
from bot.commands.conversations import parted
from bot.conversation.effects import CompareAddress
from bot.conversation.events import LoggedIn
from bot.ports import Address, Linked, Opened, Person, Tapped, masked
from bot.proof import Proof, comparing, masked_mail, proof_of
from bot.store import conversations, logins, privacy
from bot.store.logins import Returned
from bot.store.secrets import Box
from bot.store.tables import addresses, learners, messages, persons
from bot.store.tables import logins as rows
from tests.house import settings
from tests.stand import SAM, Stand, stand

__all__ = ["stand"]

KIM = Address("fake", "kim")
BROWSER, OTHER_BROWSER = "b" * 64, "c" * 64
SANNE = Person(
    "https://eduid.example|7f3a", "Sanne@Voorbeeld.example", "Sanne Voorbeeld", "Sanne Voorbeeld",
    (Linked("voorbeeld.example", "s123@voorbeeld.example", "Sanne Voorbeeld"),),
)  # fmt: skip


@pytest.fixture
def offering(stand: Stand) -> Stand:
    """A stand where a login can be offered in any channel."""
    stand.turns = replace(stand.turns, sign_in=lambda word: f"https://gids.example/eduid/start/{word}", reached=True)
    stand.ears.turns = stand.turns
    stand.new_delivery()
    return stand


async def offered(stand: Stand, who: Address = SAM) -> str:
    """The word of a link for this learner, who is in a conversation."""
    await stand.hears("hallo", who)
    await stand.delivers()
    return await stand.database.write(_offer, stand, who)


def _offer(db: Any, stand: Stand, who: Address) -> str:
    talk = conversations.at_address(db, who, "nl", stand.now)
    return logins.offer(db, stand.turns.box, talk, stand.now)


async def logged_in(stand: Stand, word: str, person: Person = SANNE, browser: str = BROWSER) -> Returned:
    """Somebody with this link logs in, in this browser."""
    box, now = stand.turns.box, stand.now

    def go(db: Any) -> Returned | None:
        begun = logins.begin(db, box, word, browser, now)
        assert begun
        login, attempt = begun
        came = logins.come_back(db, box, attempt.state, browser, now)
        assert came
        return logins.keep(db, box, came[0], proof_of(person, box, str, now), now)

    found = await stand.database.write(go)
    assert found
    return found


async def done(stand: Stand, who: Address = SAM) -> dict[str, str]:
    return dict((await stand.state(who)).get("done", {}))


# The way it should go


async def test_six_digits_typed_in_the_chat_prove_who_logged_in(offering: Stand) -> None:
    back = await logged_in(offering, await offered(offering))
    await offering.hears(f"mijn code is {back.code[:3]} {back.code[3:]}")
    assert await done(offering) == {"eduid": "proof", "name": "proof", "institution": "proof"}
    facts = (await offering.state())["facts"]
    assert facts["eduid_mail_shown"] == "S•••@Voorbeeld.example"
    assert (facts["eduid_name"], facts["name_how"], facts["linked"]) == (
        "Sanne Voorbeeld", "confirmed", "voorbeeld.example",
    )  # fmt: skip


@pytest.mark.parametrize("typed", [True, False])
async def test_the_way_back_that_the_page_shows_proves_it_as_well(offering: Stand, typed: bool) -> None:
    back = await logged_in(offering, await offered(offering))
    await offering.hears(f"/start {back.word}" if typed else Opened(back.word))
    assert (await done(offering))["eduid"] == "proof"


async def test_the_code_and_the_word_are_kept_nowhere_to_be_read(offering: Stand) -> None:
    back = await logged_in(offering, await offered(offering))
    await offering.hears(back.code)
    await offering.hears(f"/start {back.word}")
    said = [str(row.body) for row in await offering.all(select(messages.c.body).where(messages.c.direction == "in"))]
    assert not [body for body in said if back.code in body or back.word in body]
    kept = [bytes(row.sealed) for row in await offering.all(select(rows.c.sealed)) if row.sealed]
    assert not [sealed for sealed in kept if back.code.encode() in sealed or b"sanne" in sealed.lower()]


async def test_a_link_is_offered_again_while_it_is_fresh_and_then_a_new_one(offering: Stand) -> None:
    first = await offered(offering)
    assert await offering.database.write(_offer, offering, SAM) == first
    offering.now += timedelta(minutes=6)
    second = await offering.database.write(_offer, offering, SAM)
    assert second != first
    assert await offering.database.read(logins.look, first, offering.now) is None, "a new link ends the old one"


# Nobody else's link


async def test_a_link_that_was_sent_to_a_victim_gives_the_attacker_nothing(offering: Stand) -> None:
    """The attacker (Sam) sends his link to Kim, who logs in: only her browser shows what brings it back."""
    word = await offered(offering)
    await offered(offering, KIM)
    back = await logged_in(offering, word)
    assert await done(offering) == {}, "nothing counts before it comes back"
    await offering.hears(back.code, KIM)
    await offering.hears(f"/start {back.word}", KIM)
    assert await done(offering, KIM) == {}, "in another chat it is nothing either"
    assert await done(offering) == {}


async def test_three_wrong_codes_burn_the_login_and_the_right_one_comes_too_late(offering: Stand) -> None:
    back = await logged_in(offering, await offered(offering))
    wrong = [f"{(int(back.code) + add) % 1_000_000:06}" for add in (1, 2, 3)]
    for code in (*wrong, back.code):
        await offering.hears(code)
    await offering.hears(f"/start {back.word}")
    assert await done(offering) == {}
    [status] = [row.status for row in await offering.all(select(rows.c.status))]
    assert status == "void"


async def test_who_says_that_it_was_not_them_has_it_thrown_away(offering: Stand) -> None:
    back = await logged_in(offering, await offered(offering))
    talk = await offering.one(select(learners.c.id))
    await offering.database.write(offering.turns.think, talk, LoggedIn(offering.now, back.proof.who), offering.now)
    await offering.hears(Tapped("common.login_waits:not_me"))
    await offering.hears(back.code)
    assert await done(offering) == {}


async def test_a_link_works_once_in_one_browser(offering: Stand) -> None:
    word, box = await offered(offering), offering.turns.box

    async def begin(browser: str) -> Any:
        return await offering.database.write(logins.begin, box, word, browser, offering.now)

    first = await begin(BROWSER)
    assert await begin(OTHER_BROWSER) is None, "somebody else's browser"
    again = await begin(BROWSER)
    assert again[1] != first[1], "a second try there has new words"
    back = logins.come_back
    assert await offering.database.write(back, box, first[1].state, BROWSER, offering.now) is None, (
        "the old ones are out"
    )
    assert await offering.database.write(back, box, again[1].state, OTHER_BROWSER, offering.now) is None
    assert await offering.database.write(back, box, again[1].state, BROWSER, offering.now)
    assert await offering.database.write(back, box, again[1].state, BROWSER, offering.now) is None, "a replay"
    assert await begin(BROWSER) is None


async def test_ten_minutes_and_no_longer(offering: Stand) -> None:
    word = await offered(offering)
    back = await logged_in(offering, word)
    offering.now += timedelta(minutes=11)
    await offering.hears(back.code)
    await offering.hears(f"/start {back.word}")
    assert await done(offering) == {}
    late = await offered(offering, KIM)
    offering.now += timedelta(minutes=11)
    assert await offering.database.read(logins.look, late, offering.now) is None


async def test_six_digits_that_nobody_waits_for_are_a_code_of_somebody_else(offering: Stand) -> None:
    await offered(offering)
    await offering.hears("123456")
    await offering.delivers()
    assert "nooit" in offering.channel.words()[-1]


async def test_a_human_who_has_the_word_is_not_spoken_over_and_the_login_counts(offering: Stand) -> None:
    word = await offered(offering)
    await offering.hears("medewerker")
    await offering.delivers()
    back, said = await logged_in(offering, word), len(offering.channel.words())
    await offering.hears(back.code)
    await offering.delivers()
    assert (await done(offering))["eduid"] == "proof"
    assert len(offering.channel.words()) == said


async def test_what_an_earlier_login_proved_of_another_eduid_is_so_no_more(offering: Stand) -> None:
    current = replace(SANNE, trust="https://eduid.nl/trust/linked-institution")
    for person in (current, Person("https://eduid.example|other", "sam@voorbeeld.example", "Sam")):
        await offering.hears((await logged_in(offering, await offered(offering), person)).code)
    assert await done(offering) == {"eduid": "proof"}
    facts = (await offering.state())["facts"]
    assert "link_current" not in facts
    assert (facts["name_how"], facts["linked"]) == ("own", "none")


async def test_after_ten_wrong_codes_in_a_day_each_login_has_one_try(offering: Stand) -> None:
    tried = []
    for _ in range(5):
        back = await logged_in(offering, await offered(offering))
        for add in (1, 2, 3):
            await offering.hears(f"{(int(back.code) + add) % 1_000_000:06}")
        tried = [row.tries for row in await offering.all(select(rows.c.tries).order_by(rows.c.id))]
    assert tried == [3, 3, 3, 1, 1]
    back = await logged_in(offering, await offered(offering))
    await offering.hears(back.code)
    assert (await done(offering))["eduid"] == "proof", "the right one is heard all the same"


# One person, two conversations


async def both_proven(stand: Stand) -> None:
    for who in (KIM, SAM):
        back = await logged_in(stand, await offered(stand, who))
        await stand.hears(back.code, who)
        await stand.delivers()


async def test_both_conversations_hear_of_it_and_nothing_moves_by_itself(offering: Stand) -> None:
    await both_proven(offering)
    assert "Met jouw eduID is ook ingelogd" in offering.channel.words("kim")[-1]
    assert "Zal ik hier verdergaan met dat gesprek?" in offering.channel.words()[-1]
    assert await offering.one(select(addresses.c.learner_id).where(addresses.c.external_id == "sam")) != (
        await offering.one(select(addresses.c.learner_id).where(addresses.c.external_id == "kim"))
    )


async def test_joined_on_consent_both_addresses_are_one_conversation_and_can_be_parted_again(
    offering: Stand, database_url: str
) -> None:
    await both_proven(offering)
    await offering.hears("verder", KIM)
    await offering.delivers()
    await offering.hears(Tapped("common.same_person:join"))
    await offering.delivers()
    assert offering.channel.words()[-1].startswith("Dit gesprek gaat nu ook hier verder.")
    here = await offering.one(select(addresses.c.learner_id).where(addresses.c.external_id == "sam"))
    assert here == await offering.one(select(addresses.c.learner_id).where(addresses.c.external_id == "kim"))
    await offering.hears("status")
    await offering.delivers()
    name = await offering.one(select(learners.c.token).where(learners.c.id == here))
    told = await parted(settings(database_url), name[:8])
    assert told.startswith("Parted: fake")
    assert await offering.one(select(addresses.c.learner_id).where(addresses.c.external_id == "sam")) != here
    with pytest.raises(NotFound):
        await parted(settings(database_url), name[:8])
    await offering.hears("status")
    await offering.delivers()
    assert offering.channel.words()[-1]


async def joined(stand: Stand) -> int:
    """Sam's address goes on in Kim's conversation; the learner of both."""
    await both_proven(stand)
    await stand.hears(Tapped("common.same_person:join"))
    await stand.delivers()
    return int(await stand.one(select(addresses.c.learner_id).where(addresses.c.external_id == "sam")))


async def test_parted_conversations_share_no_login_that_was_on_its_way(offering: Stand) -> None:
    here = await joined(offering)
    before = await done(offering, KIM)
    back = await logged_in(offering, await offered(offering), replace(SANNE, confirmed_name=""))
    await offering.database.write(logins.part, here, offering.now)
    for who in (KIM, SAM):
        await offering.hears(back.code, who)
        await offering.hears(f"/start {back.word}", who)
    assert await done(offering, KIM) == before


async def test_an_address_that_was_joined_on_is_not_parted_from_where_it_is_now(offering: Stand) -> None:
    here = await joined(offering)
    sam = await offering.one(select(addresses.c.id).where(addresses.c.external_id == "sam"))
    await offering.hears("hallo", Address("fake", "third"))
    there = await offering.one(select(addresses.c.learner_id).where(addresses.c.external_id == "third"))
    await offering.database.write(logins.join, sam, here, there, offering.now)
    assert await offering.database.write(logins.part, here, offering.now) == []
    assert await offering.database.write(logins.part, there, offering.now) == [SAM]
    assert await offering.database.write(logins.part, here, offering.now) == [SAM]


async def test_who_joins_a_conversation_that_was_erased_meanwhile_is_answered(offering: Stand) -> None:
    await both_proven(offering)
    kim = await offering.one(select(addresses.c.learner_id).where(addresses.c.external_id == "kim"))
    await offering.database.write(privacy.erase, kim)
    said = len(offering.channel.words())
    await offering.hears(Tapped("common.same_person:join"))
    await offering.delivers()
    assert len(offering.channel.words()) > said


# What is kept


async def test_the_conversation_before_a_join_is_shown_and_forgotten_with_the_one_it_went_on_in(
    offering: Stand,
) -> None:
    here = await joined(offering)
    [before] = (await offering.database.read(privacy.export, here))["joined"]
    assert before["messages"]
    assert before["logged_in_with_eduid"]
    await offering.database.write(privacy.wipe, here)
    await offering.database.write(privacy.sweep, offering.now, timedelta(days=90))
    for table in (learners, addresses, messages, persons):
        assert await offering.all(select(table)) == []


async def test_of_who_is_forgotten_no_login_and_no_person_is_left(offering: Stand) -> None:
    await both_proven(offering)
    for learner in await offering.all(select(learners.c.id)):
        await offering.database.write(privacy.erase, learner.id)
    assert await offering.all(select(rows)) == []
    assert await offering.all(select(persons)) == []


async def test_logins_are_let_go_a_day_after_their_time(offering: Stand) -> None:
    await offered(offering)
    offering.now += timedelta(hours=24, minutes=11)
    assert (await offering.database.write(privacy.sweep, offering.now, timedelta(days=90)))["login"] == 1
    assert await offering.all(select(rows)) == []


def proof(person: Person, name_of: Any = str) -> Proof:
    return proof_of(person, Box("key"), name_of, datetime(2026, 11, 26))


@pytest.mark.parametrize(
    ("confirmed", "how"),
    [
        ("Sanne Voorbeeld", "confirmed"), ("S Voorbeeld", "initials"), ("S.A. de Vries", "initials"),
        ("S A de Vries", "initials"), ("", "own"), ("Bo de Vries", "confirmed"), ("Ö Jansen", "initials"),
        ("Voorbeeld", "confirmed"), ("Al-Amin Haddad", "confirmed"), ("JP Jansen", "initials"),
    ],
)  # fmt: skip
def test_a_name_of_initials_is_known_as_such(confirmed: str, how: str) -> None:
    assert proof(replace(SANNE, confirmed_name=confirmed)).facts["name_how"] == how


def test_of_who_has_no_name_at_eduid_no_name_is_told() -> None:
    facts = proof(replace(SANNE, name="", confirmed_name="")).facts
    assert (facts["eduid_name"], facts["name_how"]) == ("unknown", "unknown")


def test_what_a_login_does_not_prove_is_not_ticked() -> None:
    bare = proof(Person("x|y", "", "Sanne"))
    assert bare.ticks == {"eduid": "proof", "name": "open", "institution": "open"}
    assert (bare.facts["linked"], bare.facts["linked_shown"], bare.facts["eduid_mail"]) == (
        "none",
        "unknown",
        "unknown",
    )
    assert "link_current" not in bare.facts
    current = proof(replace(SANNE, trust="https://eduid.nl/trust/linked-institution"))
    assert current.facts["link_current"] == "2026-11-26"


def test_a_mask_leaves_what_only_the_owner_knows() -> None:
    assert masked("Sanne van den Berg-Voorbeeld Extra") == "S•••• v•• d•• B••••••••"
    assert masked("") == ""
    assert masked_mail("sanne@voorbeeld.nl") == "s•••@voorbeeld.nl"


async def test_addresses_are_compared_as_edubadges_does_and_not_kept(offering: Stand) -> None:
    box = offering.turns.box
    known = proof_of(SANNE, box, str, offering.now).facts["eduid_mail"]
    compare = comparing(box)
    same = await compare(CompareAddress(" sanne@voorbeeld.EXAMPLE ", str(known)))
    other = await compare(CompareAddress("sanne@werk.example", str(known)))
    first = await compare(CompareAddress("sanne@werk.example", "unknown"))
    assert (same.name, other.name, first.name) == ("same", "other", "unknown")
    assert other.facts["award_mail_shown"] == "s•••@werk.example"
    assert not re.search(r"@werk|sanne", str(other.facts["award_mail"]))


async def test_once_one_login_counts_no_other_that_is_on_its_way_does(offering: Stand) -> None:
    """Two links were opened, by two people perhaps: the first that comes back ends the other."""
    first = await logged_in(offering, await offered(offering))
    offering.now += timedelta(minutes=6)
    other = replace(SANNE, subject="https://eduid.example|other", email="other@voorbeeld.example")
    second = await logged_in(offering, await offered(offering), other, OTHER_BROWSER)
    await offering.hears(f"/start {first.word}")
    facts = (await offering.state())["facts"]
    await offering.hears(second.code)
    await offering.hears(f"/start {second.word}")
    assert (await offering.state())["facts"]["eduid_mail"] == facts["eduid_mail"]
