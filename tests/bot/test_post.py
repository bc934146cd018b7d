"""Letters that come in: whose they are, how far they are believed, and that nothing answers for ever."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.commands.set_aside import listed
from bot.frozen import freeze, thaw
from bot.letters import Letters
from bot.ports import Address, Bounced, Heard, Written
from bot.post import A_DAY, A_DAY_BELIEVED, FASTER_THAN_READ, IN_A_ROW, Post
from bot.store import aside, conversations, links, suppressions, threads
from bot.store.awards import Held
from bot.store.database import DatabaseAway
from bot.store.secrets import Box
from bot.store.tables import addresses, heard, learners, messages
from tests.house import KEY, settings
from tests.plans import scans
from tests.stand import Stand, stand

__all__ = ["stand"]

OUR = "badges@uni.example"
SAM = "sam@example.org"
AT_SAM = Address("email", SAM)
AWARD = {"badge": "Verpleegkundig rekenen", "institution": "Hogeschool Voorbeeld", "kind": "personal"}

Writes = Callable[..., Awaitable[Heard]]


class Desk:
    """The stand with mail: `sam` answers letters, with a mark or without, from wherever."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.letters = Letters(stand.turns.box, OUR)
        self.checked(False)
        stand.delivery.channels["email"] = stand.channel  # type: ignore[index]
        self.count = 0

    def checked(self, by_server: bool) -> None:
        object.__setattr__(self.stand.turns, "post", Post(self.letters, by_server))

    async def gets(
        self, text: str = "", sender: str = SAM, *, after: timedelta = FASTER_THAN_READ, **letter: Any
    ) -> Heard:
        """A letter comes, after the last one was read, and what follows is delivered."""
        self.count += 1
        self.stand.now += after
        written = Written(text, **{"to": (OUR,), "id": f"<{self.count}@example.org>", **letter})
        return await self.hears(Heard(f"email:{self.count}", Address("email", sender), written))

    async def hears(self, said: Heard) -> Heard:
        await self.stand.ears.hear([said])
        await self.stand.delivers()
        return said

    async def answers(self, text: str, sender: str = SAM, of: str = SAM, **letter: Any) -> Heard:
        """An answer to a letter of ours that went to `of`."""
        return await self.gets(text, sender, to=(await self.reply_to(of),), **letter)

    async def reply_to(self, mailbox: str = SAM, kind: Any = "reply") -> str:
        return self.letters.address(kind, await self.learner(mailbox), mailbox)

    async def learner(self, mailbox: str = SAM) -> int:
        found = select(addresses.c.learner_id).where(addresses.c.external_id == mailbox)
        return int(await self.stand.one(found) or 0)

    def to(self, mailbox: str = SAM) -> list[str]:
        return self.stand.channel.words(mailbox)

    async def at(self, mailbox: str = SAM) -> str:
        return str((await self.stand.state(Address("email", mailbox)))["at"])

    async def kept(self) -> list[tuple[str, str]]:
        return [(one.why, one.error) for one in await self.stand.database.read(aside.listed)]

    def words(self, name: str) -> str:
        return self.stand.flows.texts.nodes(f"common.{name}", "nl", self.stand.flows.given)[0].text[:20]

    async def begins(self, mailbox: str = SAM) -> None:
        await self.gets("hoi", mailbox)
        await self.answers("beginnen", mailbox, mailbox)
        assert await self.at(mailbox) == "award.got_mail"


@pytest.fixture
def desk(stand: Stand) -> Desk:
    return Desk(stand)


# Whose it is


async def test_a_strangers_first_letter_gets_hello_and_nothing_of_what_they_wrote(desk: Desk) -> None:
    await desk.gets("Koop nu goedkope horloges op horloges.example", subject="Horloges!", award={"badge": "Horloges"})
    [hello] = desk.to()
    assert hello.startswith("Hallo!")
    assert "orloges" not in hello
    assert await desk.at() == "welcome.hello"
    said = await desk.stand.one(select(messages.c.body).where(messages.c.direction == "in"))
    assert "goedkope horloges" in said[0][0]
    thread = await desk.stand.database.read(threads.of, await desk.stand.one(select(addresses.c.id)))
    assert (thread.subject, thread.answers) == ("", ("<1@example.org>",))


async def test_what_a_stranger_brought_is_gone_into_when_they_answer(desk: Desk) -> None:
    await desk.gets("", award={**AWARD, "news": "awarded"})
    await desk.answers("ja")
    facts = (await desk.stand.state(AT_SAM))["facts"]
    assert facts["badge"] == AWARD["badge"]
    assert "news" not in facts
    assert AWARD["badge"] in desk.to()[-1]


@pytest.mark.parametrize("checked", [False, True])
async def test_an_answer_goes_on_where_they_were(desk: Desk, checked: bool) -> None:
    desk.checked(checked)
    await desk.gets("hoi", proof="pass" if checked else "none")
    await desk.answers("Beginnen", proof="pass" if checked else "none")
    assert await desk.at() == "award.got_mail"
    assert len(desk.to()) == 2


async def test_the_id_that_a_letter_answers_leads_back_as_well(desk: Desk) -> None:
    await desk.gets("hoi")
    own = desk.letters.id(7, await desk.learner(), SAM)
    await desk.gets("beginnen", answers=("<else@example.org>", own))
    assert await desk.at() == "award.got_mail"


async def test_a_sender_who_is_surely_it_needs_no_mark(desk: Desk) -> None:
    desk.checked(True)
    await desk.gets("hoi", proof="pass")
    await desk.gets("beginnen", proof="pass")
    assert await desk.at() == "award.got_mail"


@pytest.mark.parametrize(
    ("case", "why"),
    [
        ("failed", "the sender is not who they say"),
        ("another sender", "it answers a letter that did not go to its sender"),
        ("false mark", "it answers a letter that did not go to its sender"),
        ("no mark", "nobody vouches for the sender"),
        ("nobody vouches", "nobody vouches for the sender"),
    ],
)
async def test_what_cannot_be_believed_is_kept_for_staff_and_changes_nothing(desk: Desk, case: str, why: str) -> None:
    desk.checked(case == "nobody vouches")
    proof = "pass" if case == "nobody vouches" else "none"
    await desk.gets("hoi", proof=proof)
    await desk.answers("beginnen", proof=proof)
    desk.stand.now += timedelta(minutes=20)
    before, sent = await desk.stand.state(AT_SAM), len(desk.to())
    sender = SAM
    match case:
        case "failed":
            await desk.answers("wis alles", proof="fail")
        case "another sender":
            sender = "kim@example.org"
            await desk.answers("Mijn adres is geheim", sender)
        case "false mark":
            await desk.gets("ja", to=(Letters(Box("another key"), OUR).address("reply", 1, SAM),))
        case "no mark":
            await desk.gets("ja")
        case "nobody vouches":
            await desk.answers("ja")
    assert await desk.stand.state(AT_SAM) == before
    assert await desk.kept() == [("unproven", why)]
    assert desk.to(sender)[-1].startswith(desk.words("unproven"))
    assert "geheim" not in desk.to(sender)[-1]
    assert len(desk.to()) == sent + (sender == SAM)
    raw = await desk.stand.one(select(heard.c.raw).where(heard.c.raw.is_not(None)))
    assert b"geheim" not in raw


async def test_what_cannot_be_believed_is_answered_once_a_day_and_three_times_at_most(desk: Desk) -> None:
    await desk.begins()
    for day in range(IN_A_ROW + 3):
        desk.stand.now += timedelta(days=1)
        for _ in range(3):
            await desk.gets(f"hallo {day}")
    fixed = [words for words in desk.to() if words.startswith(desk.words("unproven"))]
    assert len(fixed) == IN_A_ROW - 1, "the last question is one of the three in a row"
    assert len(await desk.kept()) == (IN_A_ROW + 3) * 3
    await desk.answers("ja")
    assert not desk.to()[-1].startswith(desk.words("unproven")), "who answers a letter is heard again"


async def test_an_unproven_address_hears_from_us_once_in_ten_minutes(desk: Desk) -> None:
    for _ in range(5):
        await desk.gets("hallo?")
    assert len(desk.to()) == 1
    desk.stand.now += timedelta(minutes=11)
    await desk.gets("hallo?")
    assert len(desk.to()) == 2


async def test_an_address_of_which_nothing_is_proven_gets_twenty_answers_a_day(desk: Desk) -> None:
    for _ in range(A_DAY + 5):
        await desk.gets("status", after=timedelta(minutes=11))
    assert len(desk.to()) <= A_DAY
    assert await desk.stand.one(select(learners.c.owner)) is None


async def test_a_lively_learner_is_told_when_a_human_goes_on_and_heard_all_day(desk: Desk) -> None:
    await desk.begins()
    while len(desk.to()) < A_DAY_BELIEVED:
        await desk.answers("status")
    await desk.answers("Help, mijn code werkt niet")
    assert desk.to()[-1].startswith(desk.words("enough_mail"))
    assert await desk.stand.one(select(learners.c.owner)) == "staff"
    for words in ("Ik wil een medewerker", "Ben je er nog?", "bot", "status"):
        await desk.answers(words)
    assert len(desk.to()) == A_DAY_BELIEVED + 1
    ignored = select(func.count()).select_from(messages).where(messages.c.delivery == "ignored")
    assert await desk.stand.one(ignored) == 0
    said = str(await desk.stand.all(select(messages.c.body).where(messages.c.direction == "in")))
    assert "mijn code werkt niet" in said
    assert "Ben je er nog?" in said


async def test_whoever_had_enough_mails_is_told_so_once_and_goes_on_the_next_day(desk: Desk) -> None:
    await desk.begins()
    while len(desk.to()) < A_DAY_BELIEVED:
        await desk.answers("status")
    for _ in range(2):
        await desk.answers("hallo?")
        await desk.stand.database.write(desk.stand.turns.hand_back, await desk.learner(), desk.stand.now)
        await desk.stand.delivers()
    enough = [words for words in desk.to() if words.startswith(desk.words("enough_mail"))]
    assert len(enough) == 1
    await desk.answers("hallo?")
    assert await desk.stand.one(select(learners.c.owner)) == "staff"
    desk.stand.now += timedelta(days=1, minutes=1)
    await desk.answers("bot")
    assert await desk.stand.one(select(learners.c.owner)) is None
    assert len(enough) < len(desk.to())


def test_a_lively_learners_day_passes_the_last_fence() -> None:
    assert suppressions.BURST > A_DAY_BELIEVED + 1


async def test_the_same_long_words_on_one_day_are_answered_once(desk: Desk) -> None:
    """A machine that answers every letter ends after one, also where it does not say that it is one."""
    await desk.begins()
    sent = len(desk.to())
    for _ in range(5):
        await desk.answers("Ik ben op vakantie en lees mijn mail pas na 3 augustus weer.")
    assert len(desk.to()) == sent + 1


async def test_the_same_short_words_again_before_anybody_read_the_answer_are_a_machines(desk: Desk) -> None:
    await desk.begins()
    sent = len(desk.to())
    for _ in range(3):
        await desk.answers("Ik ben er niet.", after=timedelta(seconds=4))
    assert len(desk.to()) == sent + 1
    await desk.answers("Ik ben er niet.")
    assert len(desk.to()) == sent + 2, "somebody who says so again is heard"


async def test_a_machine_that_says_something_else_each_time_is_answered_twice_at_most(desk: Desk) -> None:
    await desk.gets("Uw bericht is ontvangen als ticket 1000.")
    for ticket in range(1001, 1015):
        await desk.answers(f"Uw bericht is ontvangen als ticket {ticket}.", after=timedelta(seconds=4))
    assert len(desk.to()) == 2, "hello, and the first that came too soon"
    said = str(await desk.stand.all(select(messages.c.body).where(messages.c.direction == "in")))
    assert "ticket 1014" in said, "what it says is kept"


async def test_who_was_heard_at_human_pace_may_be_quick(desk: Desk) -> None:
    await desk.gets("hoi")
    await desk.answers("Wat is een eduID?")
    sent = len(desk.to())
    for words in ("Wat is een backpack?", "Wat is een edubadge?", "Wat kost het?"):
        await desk.answers(words, after=timedelta(seconds=4))
    assert len(desk.to()) == sent + 3


async def test_who_answers_our_questions_may_be_quick(desk: Desk) -> None:
    await desk.gets("hoi")
    for words in ("beginnen", "Wat is een backpack?", "Wat is een edubadge?"):
        await desk.answers(words, after=timedelta(seconds=4))
    assert len(desk.to()) == 4


async def test_the_same_answer_to_two_questions_in_a_row_is_two_answers(desk: Desk) -> None:
    await desk.begins()
    for _ in range(2):
        before = await desk.at()
        await desk.answers("1", after=timedelta(seconds=4))
        assert await desk.at() != before


async def test_who_was_too_quick_is_heard_again_at_human_pace(desk: Desk) -> None:
    await desk.gets("hoi")
    for words in ("Wat is een eduID?", "Wat is een backpack?"):
        await desk.answers(words, after=timedelta(seconds=4))
    assert len(desk.to()) == 2
    await desk.answers("Wat is een edubadge?")
    assert len(desk.to()) == 3


# Machines


@pytest.mark.parametrize("automatic", ["reply", "bounce", "list", "own", "loop", "no_reply"])
async def test_what_a_machine_wrote_is_never_answered_and_changes_nothing(desk: Desk, automatic: Any) -> None:
    await desk.gets("Ik ben er niet", automatic=automatic)
    assert await desk.stand.one(select(func.count()).select_from(learners)) == 0
    await desk.begins()
    before, sent = await desk.stand.state(AT_SAM), len(desk.to())
    await desk.answers("Ik ben er niet", automatic=automatic, proof="pass")
    await desk.gets("Ik ben er niet", automatic=automatic, proof="fail")
    await desk.gets("", automatic=automatic, unreadable="too_big")
    assert (await desk.stand.state(AT_SAM), len(desk.to()), await desk.kept()) == (before, sent, [])


async def test_our_own_mailbox_is_not_talked_with(desk: Desk) -> None:
    await desk.gets("hoi", OUR)
    assert await desk.stand.one(select(func.count()).select_from(learners)) == 0


async def closed(desk: Desk, mailbox: str = SAM) -> str:
    return await desk.stand.database.read(suppressions.closed, desk.stand.turns.box, mailbox, desk.stand.now)


@pytest.mark.parametrize("by", ["address", "id"])
async def test_a_letter_that_came_back_closes_the_mailbox_it_went_to(desk: Desk, by: str) -> None:
    await desk.begins()
    own = desk.letters.id(7, await desk.learner(), SAM) if by == "id" else ""
    to = await desk.reply_to(kind="bounce") if by == "address" else OUR
    bounce = Bounced(SAM, "gone", own)
    await desk.gets("Undelivered", "mailer-daemon@example.org", to=(to,), bounced=(bounce,), automatic="bounce")
    assert await closed(desk) == "gone"


async def test_a_bounce_that_anybody_can_make_up_closes_nothing(desk: Desk) -> None:
    await desk.begins()
    own = desk.letters.id(7, await desk.learner(), SAM)
    for bounce in (Bounced(SAM, "gone"), Bounced("kim@example.org", "gone", own)):
        to = (await desk.reply_to(),)
        await desk.gets("x", "mailer-daemon@example.org", to=to, bounced=(bounce,), automatic="bounce")
    assert (await closed(desk), await closed(desk, "kim@example.org")) == ("", "")


async def test_a_mail_to_the_address_for_it_ends_the_letters(desk: Desk) -> None:
    await desk.begins()
    sent = len(desk.to())
    await desk.gets("", to=(await desk.reply_to(kind="unsubscribe"),), automatic="reply")
    assert (await closed(desk), len(desk.to())) == ("unsubscribed", sent)
    await desk.gets("", "kim@example.org", to=(Letters(desk.stand.turns.box, OUR).address("unsubscribe", 9, SAM),))
    assert await closed(desk, "kim@example.org") == ""


async def test_who_writes_to_us_has_the_mailbox_again(desk: Desk) -> None:
    await desk.begins()
    await desk.stand.database.write(suppressions.close, desk.stand.turns.box, SAM, "gone", desk.stand.now)
    await desk.answers("ja")
    assert await closed(desk) == ""


# What it may


@pytest.mark.parametrize("wish", ["mijn gegevens", "wis alles"])
async def test_a_letter_that_only_a_mark_vouches_for_sees_and_erases_nothing_personal(desk: Desk, wish: str) -> None:
    await desk.begins()
    before = await desk.at()
    await desk.answers(wish)
    assert desk.to()[-1].startswith(desk.words("withheld"))
    assert await desk.at() == before
    desk.checked(True)
    await desk.gets(wish, proof="pass")
    assert desk.to()[-1].startswith(desk.words("withheld")), "nor one that brings no mark"
    await desk.answers(wish, proof="pass")
    assert not desk.to()[-1].startswith(desk.words("withheld"))


async def test_the_word_of_a_link_opens_nothing_in_a_letter_that_only_a_mark_vouches_for(desk: Desk) -> None:
    word = await desk.stand.database.write(
        links.make_invitation, {"institution": "Hogeschool Voorbeeld"}, desk.stand.now
    )
    await desk.begins()
    await desk.answers(f"/start {word}")
    assert "institution" not in (await desk.stand.state(AT_SAM)).get("facts", {})
    desk.checked(True)
    await desk.answers(f"/start {word}", proof="pass")
    assert (await desk.stand.state(AT_SAM))["facts"]["institution"] == "Hogeschool Voorbeeld"


async def test_who_asked_to_erase_with_proof_cannot_be_confirmed_without(desk: Desk) -> None:
    desk.checked(True)
    await desk.gets("hoi", proof="pass")
    await desk.answers("wis alles", proof="pass")
    assert await desk.at() == "common.erase_sure"
    await desk.gets("ja, wis alles", proof="pass")
    assert (await desk.stand.state(AT_SAM))["at"] == "common.erase_sure"
    await desk.answers("ja, wis alles", proof="pass")
    assert "gewist" in desk.to()[-1]


async def test_a_name_that_a_login_proved_is_not_in_the_answer_to_a_mark_alone(desk: Desk) -> None:
    await desk.begins()
    state = await desk.stand.state(AT_SAM)
    proven = {"eduid_name": "Sam de Vries", "name_how": "confirmed", "proven_on": "2026-11-23", "eduid_mail": "x" * 32}
    state = {**state, "at": "diagnosis.whose_name", "facts": {**AWARD, **proven, **state.get("facts", {})}}
    told = []
    for proof in ("none", "pass"):
        await desk.stand.database.write(lambda db: db.execute(learners.update().values(state=state)) and None)
        desk.checked(proof == "pass")
        await desk.answers("hallo", proof=proof)
        told.append(desk.to()[-1])
    assert ["Sam de Vries" in words for words in told] == [False, True]


async def test_with_our_letter_alone_anybody_may_say_that_the_award_is_not_theirs(desk: Desk) -> None:
    facts = {"badge": "Rekenen", "language": "nl"}
    award = Held(0, facts, SAM, "")
    await desk.stand.database.write(lambda db: desk.stand.turns.invite(db, SAM, award, "nl", desk.stand.now) and None)
    await desk.stand.delivers()
    desk.checked(False)
    await desk.answers("3")
    await desk.answers("ja, stop en wis dit gesprek")
    assert "Je krijgt hier geen mail meer over" in desk.to()[-1]
    assert await closed(desk) == "not_me"


async def test_a_letter_asks_changes_language_and_gets_a_human(desk: Desk) -> None:
    await desk.begins()
    await desk.answers("Wat is een eduID?")
    assert "eduID" in desk.to()[-1]
    await desk.answers("English")
    assert (await desk.stand.state(AT_SAM))["language"] == "en"
    await desk.answers("human")
    assert await desk.stand.one(select(learners.c.owner)) == "staff"
    sent = len(desk.to())
    await desk.answers("Are you there? My eduID does not work", files=("screen.png",))
    assert len(desk.to()) == sent
    kept = await desk.stand.one(select(messages.c.body).order_by(messages.c.id.desc()).limit(1))
    assert kept[0][0] == "Are you there? My eduID does not work\n[screen.png]"
    await desk.answers("bot")
    assert await desk.stand.one(select(learners.c.owner)) is None


async def test_an_award_and_words_in_one_letter_get_one_answer(desk: Desk) -> None:
    desk.checked(True)
    await desk.gets("Wat is een backpack?", award=AWARD, proof="pass")
    [both] = desk.to()
    assert AWARD["badge"] in both
    assert "backpack" in both.lower()
    await desk.answers("beginnen", proof="pass")
    await desk.answers("Wat is een eduID?", award={**AWARD, "badge": "Statistiek"}, proof="pass")
    assert len(desk.to()) == 3
    assert "Er is een nieuwe edubadge voor je" in desk.to()[-1]
    assert "eduID" in desk.to()[-1]


async def test_a_mail_that_tells_of_a_deleted_award_leads_to_what_can_be_done_and_under_an_answer_it_is_old_news(
    desk: Desk,
) -> None:
    desk.checked(True)
    gone = {"badge": AWARD["badge"], "news": "deleted"}
    await desk.gets("", award=gone, proof="pass")
    assert await desk.at() == "news.was_deleted"
    assert AWARD["badge"] in desk.to()[-1]
    await desk.answers("Ik vraag het na", award=gone, proof="pass")
    assert await desk.at() == "common.stopped"
    state = await desk.stand.state(AT_SAM)
    assert "news" not in state["facts"]
    assert "alarm_at" not in state


@pytest.mark.parametrize("proof", ["none", "pass"])
async def test_a_mail_of_edubadges_that_came_as_it_is_is_not_kept(desk: Desk, proof: str) -> None:
    desk.checked(proof == "pass")
    whole = "Hogeschool Voorbeeld heeft je de volgende edubadge gestuurd. " * 20
    await desk.gets(whole, award={**AWARD, "news": "awarded"}, proof=proof)
    kept = await desk.stand.one(select(messages.c.body).where(messages.c.direction == "in"))
    assert kept == [["[mail]"]]


async def test_a_stop_above_a_mail_of_edubadges_is_a_stop(desk: Desk) -> None:
    desk.checked(True)
    await desk.gets("hoi", proof="pass")
    await desk.answers("stop", award={**AWARD, "news": "awarded"}, proof="pass")
    assert await desk.at() == "common.why_stopped"


async def test_a_reminder_of_the_same_award_is_no_other_award(desk: Desk) -> None:
    desk.checked(True)
    await desk.gets("", award=AWARD, proof="pass")
    await desk.answers("", award={**AWARD, "deadline": "2026-12-24", "news": "reminded"}, proof="pass")
    state = await desk.stand.state(AT_SAM)
    assert state["facts"]["deadline"] == "2026-12-24"
    assert "parked" not in state


async def test_only_attachments_get_the_words_for_them(desk: Desk) -> None:
    await desk.begins()
    await desk.answers("", files=("IMG_1.JPG", "scherm.png"))
    assert desk.to()[-1].startswith(desk.words("received_photo"))
    await desk.answers("", files=("brief.pdf",))
    assert desk.to()[-1].startswith(desk.words("received_document"))


@pytest.mark.parametrize("why", ["too_big", "too_hard", "encrypted"])
async def test_what_cannot_be_read_is_answered_once_and_kept(desk: Desk, why: Any) -> None:
    await desk.begins()
    sent, before = len(desk.to()), await desk.stand.state(AT_SAM)
    for _ in range(3):
        await desk.answers("", unreadable=why)
    assert len(desk.to()) == sent + 1
    assert desk.to()[-1].startswith(desk.words(f"unreadable_{why}"))
    assert await desk.kept() == [("unreadable", why)] * 3
    assert await desk.stand.state(AT_SAM) == before
    assert (await desk.stand.database.read(aside.count)) == (0, 0, 3), "and it is no mistake of ours"


# Once, whatever happens


async def test_one_letter_that_comes_five_times_is_heard_once(desk: Desk) -> None:
    await desk.gets("hoi")
    said = await desk.answers("beginnen")
    for _ in range(4):
        await desk.hears(said)
    assert len(desk.to()) == 2
    assert await desk.kept() == []


async def test_what_nobody_should_send_is_crossed_out_of_a_letter(desk: Desk) -> None:
    await desk.begins()
    secret = "mijn wachtwoord is Geheim123!"
    await desk.answers(secret, subject=secret, files=("wachtwoord: Geheim123!.txt",))
    assert desk.to()[-1].startswith(desk.words("secret_password"))
    for body in await desk.stand.all(select(messages.c.body)):
        assert "Geheim123" not in str(body)
    assert "Geheim123" not in str(await desk.stand.all(select(threads_table())))


def threads_table() -> Any:
    from bot.store.tables import threads as table

    return table


async def test_a_letter_survives_the_spool(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.gets("hoi")

    async def away(*arguments: Any) -> None:
        raise DatabaseAway

    with monkeypatch.context() as patched:
        patched.setattr(desk.stand.ears, "take_turn", away)
        patched.setattr(desk.stand.ears, "empty_spool", lambda: away_quietly())
        said = await desk.answers("beginnen", files=("a.png",), bounced=(), award={})
    assert await desk.at() == "welcome.hello"
    await desk.stand.delivers()
    assert await desk.at() == "award.got_mail"
    await desk.hears(said)
    assert len(desk.to()) == 2


async def away_quietly() -> None:
    return None


def test_a_letter_is_thawed_as_it_was_frozen() -> None:
    letter = Written(
        "hoi", "Re: x", "<1@x>", ("<2@x>",), (OUR,), "pass", "", (Bounced(SAM, "full", "<3@x>"),), ("a.png",),
        {"badge": "Statistiek"}, "", "code", "123",
    )  # fmt: skip
    said = Heard("email:1", AT_SAM, letter)
    assert thaw(freeze(said)) == said


async def test_a_letter_that_staff_vouch_for_is_heard(desk: Desk, database_url: str) -> None:
    await desk.begins()
    await desk.answers("ja", "kim@example.org")
    [line] = [row for row in (await listed(settings(database_url, secret_key=KEY))).splitlines() if "unproven" in row]
    assert "it answers a letter that did not go to its sender" in line
    before = await desk.at()
    key = (await desk.stand.database.read(aside.listed))[0].key
    assert await desk.stand.database.write(desk.stand.turns.replay, key, desk.stand.now)
    await desk.stand.delivers()
    assert await desk.at() != before, "in the conversation whose letter it answers"
    assert await desk.kept() == []
    assert desk.to("kim@example.org")[-1].startswith(desk.words("unproven")), "and nothing of it went to them"


async def test_a_letter_whose_turn_fails_gets_sorry_only_where_it_is_believed(desk: Desk) -> None:
    await desk.begins()

    def broken(facts: Any, at: datetime) -> Any:
        raise KeyError("something private")

    good = desk.stand.turns.flows
    object.__setattr__(desk.stand.turns, "flows", replace(good, derive=broken))
    sent = len(desk.to())
    await desk.gets("hoi", "new@example.org")
    await desk.answers("ja")
    object.__setattr__(desk.stand.turns, "flows", good)
    assert [why for why, _ in await desk.kept()] == ["bug", "bug"]
    assert len(desk.to()) == sent + 1
    assert desk.to("new@example.org") == []


async def test_every_question_about_letters_is_answered_by_an_index(desk: Desk) -> None:
    await desk.begins()
    talk = await desk.stand.database.write(conversations.at_address, AT_SAM, "nl", desk.stand.now)
    read = desk.stand.database.read
    assert await read(scans, conversations.is_known, AT_SAM) == []
    assert await read(scans, conversations.mailboxes, talk.learner) == []
    assert await read(scans, conversations.is_proven, talk) == []
    assert await read(scans, conversations.said_lately, talk) == []
    assert await read(scans, conversations.told_since, talk, desk.stand.now) == []
    assert await read(scans, aside.count) == []


@pytest.mark.parametrize("nobody", ["", "x" * 190 + "@example.org"])
async def test_a_letter_of_nobody_who_can_be_answered_is_kept(desk: Desk, nobody: str) -> None:
    await desk.gets("hoi", nobody)
    assert await desk.kept() == [("unproven", "nobody that can be answered")]
    assert desk.stand.channel.sent == []
