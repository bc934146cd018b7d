"""Campaigns: every learner of a batch is written to once, behind everything else, and whoever should not be is not."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot import campaigns
from bot.campaigns import FEW, NotNow
from bot.commands import awards as awards_commands
from bot.commands import campaign as commands
from bot.commands.beside import NotFound
from bot.letters import Letters
from bot.ports import Address, Bounced, Heard, Opened, Refused, Tapped, Written
from bot.post import Post
from bot.settings import Settings
from bot.store import batches as stored
from bot.store import conversations, suppressions
from bot.store.tables import addresses, awards, batches, learners, messages, outbox
from bot.wiring import open_house
from tests.bot.test_batches import ZONE, brought, uploaded
from tests.bot.test_letters_leaving import Postbox
from tests.house import settings
from tests.stand import SAM, Channel, Stand, stand

__all__ = ["stand"]

DAY = timedelta(days=1)


class Mail(Channel):
    """A channel that keeps what it is given, by mail."""

    name = "email"


@pytest.fixture
def mail(stand: Stand) -> Mail:
    channel = Mail()
    stand.delivery.channels = {**stand.delivery.channels, "email": channel}
    return channel


async def started(stand: Stand, folder: Path, count: int, language: str = "") -> int:
    batch, _ = await brought(stand, uploaded(folder, count))
    if language:
        await stand.database.write(lambda db: db.execute(update(batches).values(language=language)).rowcount)
    await told(stand, batch, "start")
    return batch


async def told(stand: Stand, batch: int, what: campaigns.Order) -> None:
    await stand.database.write(campaigns.order, batch, what, stand.now)


async def go_on(stand: Stand, times: int = 1000) -> int:
    """So many times a few, or until nothing is to be done: how many awards were looked at."""
    done = 0
    for _ in range(times):
        today = stand.now.astimezone(ZONE).date()
        some = await stand.database.write(campaigns.go_on, stand.turns, stand.now, today)
        if not some:
            break
        done += some
    return done


async def preview(stand: Stand, batch: int) -> tuple[int, dict[str, int]]:
    today = stand.now.astimezone(ZONE).date()
    seen = await stand.database.read(campaigns.preview, batch, stand.turns, stand.now, today)
    return seen.written, dict(seen.skipped)


async def state_of(stand: Stand, batch: int) -> str:
    return str(await stand.one(select(batches.c.campaign).where(batches.c.id == batch)))


def mailbox(number: int) -> str:
    return f"learner{number}@example.org"


async def known(stand: Stand, number: int, address: Address = SAM) -> int:
    """Somebody who talks with us already, and whose mailbox we know; their number."""
    await stand.hears(Opened(), address)
    await stand.delivers()

    def unit(db: Any) -> int:
        learner = conversations.learner_at(db, address)
        assert learner is not None
        values = {"learner_id": learner, "channel": "email", "external_id": mailbox(number), "used_at": stand.now - DAY}
        db.execute(addresses.insert().values(values))
        return learner

    return await stand.database.write(unit)


async def test_each_is_written_to_once_with_what_is_known_of_their_award(
    stand: Stand, mail: Mail, tmp_path: Path
) -> None:
    batch = await started(stand, tmp_path, 12)
    assert await go_on(stand) == 12
    assert await state_of(stand, batch) == "done"
    await stand.delivers()
    written = Counter(to for to, _, message in mail.sent if message.buttons)
    assert written == {mailbox(number): 1 for number in range(12)}
    text = mail.words(mailbox(3))[0]
    assert "Data in de zorg" in text
    assert "Universiteit Voorbeeld" in text
    assert "Just answer this mail" in text, "in both languages, since nobody told us theirs"
    assert await preview(stand, batch) == (0, {"invited": 12})
    assert await stand.one(select(func.count()).where(awards.c.learner_id.is_not(None))) == 12


async def test_who_reads_english_is_written_to_in_english(stand: Stand, mail: Mail, tmp_path: Path) -> None:
    await started(stand, tmp_path, 1, "en")
    await go_on(stand)
    await stand.delivers()
    [text, *_] = mail.words(mailbox(0))
    assert "Just answer this mail" in text
    assert "Antwoord gewoon" not in text


async def test_whoever_should_not_be_written_to_is_left_out_and_the_preview_says_so(
    stand: Stand, mail: Mail, tmp_path: Path
) -> None:
    batch, _ = await brought(stand, uploaded(tmp_path, 8))

    def unit(db: Any) -> None:
        for number, values in enumerate(
            ({"status": "gone"}, {"flag": "not_me"}, {"address": None}, {"deadline": stand.now.date() - timedelta(1)},
             {"invited_at": stand.now})
        ):  # fmt: skip
            db.execute(update(awards).where(awards.c.address == mailbox(number)).values(values))
        suppressions.close(db, stand.turns.box, mailbox(5).upper(), "unsubscribed", stand.now)

    await stand.database.write(unit)
    left_out = {"claimed": 1, "not_me": 1, "no_address": 1, "past": 1, "invited": 1, "closed": 1}
    assert await preview(stand, batch) == (2, left_out)
    await told(stand, batch, "start")
    await go_on(stand)
    await stand.delivers()
    assert {to for to, *_ in mail.sent} == {mailbox(6), mailbox(7)}


async def test_a_pause_and_a_cancel_take_effect_at_once_and_nobody_is_written_to_twice(
    stand: Stand, mail: Mail, tmp_path: Path
) -> None:
    batch = await started(stand, tmp_path, 4 * FEW)
    assert await go_on(stand, 1) == FEW
    await told(stand, batch, "pause")
    assert await go_on(stand) == 0
    await told(stand, batch, "resume")
    assert await go_on(stand, 1) == FEW
    await told(stand, batch, "cancel")
    assert await go_on(stand) == 0
    for wrong in ("pause", "resume", "cancel"):
        with pytest.raises(NotNow, match="cancelled"):
            await told(stand, batch, wrong)  # type: ignore[arg-type]
    await told(stand, batch, "start")
    await go_on(stand)
    await stand.delivers()
    assert Counter(to for to, _, message in mail.sent if message.buttons) == {mailbox(n): 1 for n in range(4 * FEW)}


async def test_no_more_is_written_while_enough_waits_to_leave(
    stand: Stand, mail: Mail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(campaigns, "LITTLE", FEW)
    await started(stand, tmp_path, 3 * FEW)
    assert await go_on(stand) == FEW
    await stand.delivers()
    assert await go_on(stand) == FEW


async def test_an_answer_to_a_learner_goes_ahead_of_the_mails_of_a_campaign(
    stand: Stand, mail: Mail, tmp_path: Path
) -> None:
    await started(stand, tmp_path, 10)
    await go_on(stand)
    mail.sent = stand.channel.sent  # one list, in the order in which they leave
    await stand.hears("hallo")
    stand.delivery.in_flight = 1
    await stand.delivers()
    assert stand.channel.sent[0][0] == "sam"


async def test_two_workers_and_one_that_is_killed_write_to_each_once(stand: Stand, mail: Mail, tmp_path: Path) -> None:
    await started(stand, tmp_path, 30)

    class Killed(Exception):
        pass

    def killed(db: Any) -> None:
        campaigns.go_on(db, stand.turns, stand.now, stand.now.date())
        raise Killed

    with pytest.raises(Killed):
        await stand.database.write(killed)
    await asyncio.gather(*(go_on(stand) for _ in range(3)))
    await go_on(stand)
    await stand.delivers()
    assert Counter(to for to, _, message in mail.sent if message.buttons) == {mailbox(n): 1 for n in range(30)}


async def test_a_conversation_that_is_there_goes_on_where_the_learner_spoke_last(
    stand: Stand, mail: Mail, tmp_path: Path
) -> None:
    learner = await known(stand, 0)
    before = len(stand.channel.words())
    await started(stand, tmp_path, 1)
    await go_on(stand)
    await stand.delivers()
    assert mail.sent == []
    assert "Data in de zorg" in stand.channel.words()[before]
    assert await stand.one(select(awards.c.learner_id)) == learner


async def test_while_a_human_has_the_word_the_award_waits(stand: Stand, mail: Mail, tmp_path: Path) -> None:
    learner = await known(stand, 0)
    await stand.hears("medewerker")
    await stand.delivers()
    before = len(stand.channel.sent)
    await started(stand, tmp_path, 1)
    await go_on(stand)
    await stand.delivers()
    assert (len(stand.channel.sent), mail.sent) == (before, [])
    await stand.database.write(stand.turns.hand_back, learner, stand.now)
    await stand.delivers()
    assert "Data in de zorg" in stand.channel.words()[-1]


async def test_one_that_cannot_be_written_to_stands_in_nobody_s_way(stand: Stand, mail: Mail, tmp_path: Path) -> None:
    learner = await known(stand, 1)
    newer = await known(stand, 2, Address("fake", "kim"))

    def broken(db: Any) -> None:
        db.execute(update(learners).where(learners.c.id == learner).values(state={"at": "award.got_mail", "stack": 7}))
        db.execute(update(learners).where(learners.c.id == newer).values(state={"format": 99}))

    await stand.database.write(broken)
    batch = await started(stand, tmp_path, 4)
    await go_on(stand)
    await stand.delivers()
    assert {to for to, *_ in mail.sent} == {mailbox(0), mailbox(3)}
    assert await stand.all(select(awards.c.flag).order_by(awards.c.id)) == [(None,), ("failed",), (None,), (None,)]
    assert (await preview(stand, batch))[0] == 1, "whoever talks with a newer program is found by another start"


async def test_who_says_it_is_not_for_them_gets_no_more_mail_and_the_row_is_flagged(
    stand: Stand, mail: Mail, tmp_path: Path
) -> None:
    batch = await started(stand, tmp_path, 2)
    await brought(stand, uploaded(tmp_path, 1), badge="Nog een badge")
    await go_on(stand)
    await stand.delivers()
    await stand.hears(Tapped("guide.shall_we:not_me"), Address("email", mailbox(0)))
    await stand.hears(Tapped("guide.not_me_sure:yes"), Address("email", mailbox(0)))
    await stand.delivers()
    assert "geen mail meer" in mail.words(mailbox(0))[-1]
    closed = await stand.database.read(suppressions.closed, stand.turns.box, mailbox(0), stand.now)
    assert closed == "not_me"
    rows = await stand.all(select(awards.c.flag, awards.c.address, awards.c.file_row).order_by(awards.c.id))
    assert rows == [("not_me", None, 2), (None, mailbox(1), 3), ("not_me", None, 2)]
    assert (await stand.database.read(stored.figures, batch))["not_me"] == 1
    assert await stand.database.read(stored.flagged, batch, "not_me") == [2]
    number, found = await brought(stand, uploaded(tmp_path, 2))
    assert (number, found.known) == (0, 2), "to bring it in again brings the address back to nobody"
    assert mailbox(0) not in str(await stand.all(select(awards)))


async def test_an_award_waits_for_whoever_has_its_mailbox_and_is_theirs_once(stand: Stand, tmp_path: Path) -> None:
    await brought(stand, uploaded(tmp_path, 2))
    learner = await known(stand, 7)
    [waiting] = await stand.database.read(stored.waiting_for, mailbox(1).upper())
    assert waiting.facts["badge"] == "Data in de zorg"
    assert waiting.facts["deadline_assumed"] == "yes"
    assert await stand.database.write(stored.bind, waiting.id, learner)
    assert not await stand.database.write(stored.bind, waiting.id, learner)
    assert await stand.database.read(stored.waiting_for, mailbox(1)) == []


async def letter(stand: Stand, text: str, to: str = "gids@example.org", proof: str = "none") -> None:
    """Somebody writes from the mailbox of the first award, once they have read what we said."""
    stand.now += timedelta(minutes=2)
    stand.count += 1
    written = Written(text, to=(to,), id=f"<{stand.count}@example.org>", proof=proof)  # type: ignore[arg-type]
    await stand.ears.hear([Heard(f"email:{stand.count}", Address("email", mailbox(0)), written)])
    await stand.delivers()


async def test_whoever_proves_to_have_the_mailbox_of_an_award_begins_with_it(
    stand: Stand, mail: Mail, tmp_path: Path
) -> None:
    object.__setattr__(stand.turns, "post", Post(Letters(stand.turns.box, "gids@example.org"), True))
    await brought(stand, uploaded(tmp_path, 1))
    await brought(stand, uploaded(tmp_path, 1, deadline="2027-03-01"), badge="Nog een badge")
    await letter(stand, "Hallo, ik kreeg een mail", proof="pass")
    state = await stand.state(Address("email", mailbox(0)))
    assert state["facts"]["badge"] == "Data in de zorg"
    assert [one["facts"]["badge"] for one in state["parked"]] == ["Nog een badge"]
    assert await stand.database.read(stored.waiting_for, mailbox(0)) == []


async def test_who_writes_about_something_else_hears_of_an_award_in_the_same_mail(
    stand: Stand, post: Server, tmp_path: Path
) -> None:
    letters = Letters(stand.turns.box, "gids@example.org")
    object.__setattr__(stand.turns, "post", Post(letters, True))
    await letter(stand, "hallo", proof="pass")
    learner = await stand.one(select(addresses.c.learner_id))
    to = letters.address("reply", learner, mailbox(0))
    await letter(stand, "ja", to=to, proof="pass")
    await brought(stand, uploaded(tmp_path, 1))
    before = len(post.letters)
    await letter(stand, "wat is eduID?", to=to, proof="pass")
    stand.now += timedelta(minutes=5)
    await stand.delivers()
    [(_, message, _)] = post.letters[before:]
    assert "eduID" in message.text
    assert "Data in de zorg" in message.text
    assert await stand.one(select(awards.c.learner_id)) == learner


async def test_an_award_that_comes_while_another_is_dealt_with_waits_in_the_same_mail(
    stand: Stand, post: Server, tmp_path: Path
) -> None:
    letters = Letters(stand.turns.box, "gids@example.org")
    object.__setattr__(stand.turns, "post", Post(letters, True))
    await started(stand, tmp_path, 1, "nl")
    await go_on(stand)
    await stand.delivers()
    await brought(stand, uploaded(tmp_path, 1), badge="Nog een badge")
    learner = await stand.one(select(addresses.c.learner_id))
    before = len(post.letters)
    await letter(stand, "ja", to=letters.address("reply", learner, mailbox(0)), proof="pass")
    [(_, message, _)] = post.letters[before:]
    assert "Nog een badge" in message.text
    state = await stand.state(Address("email", mailbox(0)))
    assert {state["facts"]["badge"], *(one["facts"]["badge"] for one in state["parked"])} == {
        "Data in de zorg",
        "Nog een badge",
    }


async def test_a_stranger_who_says_to_have_a_mailbox_is_told_nothing_of_its_award(
    stand: Stand, mail: Mail, tmp_path: Path
) -> None:
    letters = Letters(stand.turns.box, "gids@example.org")
    object.__setattr__(stand.turns, "post", Post(letters, False))
    await brought(stand, uploaded(tmp_path, 1))
    await letter(stand, "Hallo")
    assert "badge" not in (await stand.state(Address("email", mailbox(0)))).get("facts", {})
    learner = await stand.one(select(addresses.c.learner_id).where(addresses.c.external_id == mailbox(0)))
    await letter(stand, "ja", to=letters.address("reply", learner, mailbox(0)))
    assert "Data in de zorg" in mail.words(mailbox(0))[-1]
    assert await stand.one(select(awards.c.learner_id)) == learner


async def test_a_program_that_delivers_runs_its_campaigns_by_itself(stand: Stand, tmp_path: Path) -> None:
    batch = await started(stand, tmp_path, 12)
    await stand.database.close()
    url = stand.database.url
    channel = Mail()
    house = await open_house(settings(url), channels={"email": channel}, neighbours={})
    house.start(deliver=True, poll=False, hooks=False)
    try:
        async with asyncio.timeout(30):
            while len({to for to, *_ in channel.sent}) < 12:
                await asyncio.sleep(0.02)
            while await house.database.read(lambda db: db.execute(select(batches.c.campaign)).scalar()) != "done":
                await asyncio.sleep(0.02)
    finally:
        await house.close()
    assert batch == 1


# The command


@pytest.fixture
def chosen(database_url: str) -> Settings:
    return settings(database_url, smtp_url="smtp://localhost:25", email_from="gids@example.org")


async def test_an_institution_looks_tries_starts_and_holds_a_campaign(
    stand: Stand, chosen: Settings, mail: Mail, tmp_path: Path
) -> None:
    stand.now = datetime.now(UTC) + timedelta(minutes=1)
    batch, _ = await brought(stand, uploaded(tmp_path, 3, deadline=f"{stand.now + 90 * DAY:%Y-%m-%d}"))
    text = await commands.previewed(chosen, batch, False)
    assert text.startswith("Batch 1: 3 will be written to\nCampaign: none yet\n\n--- the first mail\n")
    assert 'From: "Universiteit Voorbeeld' in text
    assert "<gids@example.org>\nTo: l•••@example.org\nSubject: Je edubadge: Data in de zorg\n\n" in text
    assert "\n1. " in text
    assert "learner0" not in text
    assert json.loads(await commands.previewed(chosen, batch, True))["to_write"] == 3
    assert "on its way" in await commands.tried(chosen, batch, "noor@example.net")
    await stand.delivers()
    assert {to for to, *_ in mail.sent} == {"noor@example.net"}
    with pytest.raises(NotFound, match="has not started"):
        await commands.ordered(chosen, batch, "pause", None)
    with pytest.raises(NotFound, match="nothing was started"):
        await commands.ordered(chosen, batch, "start", lambda question: "3 will be written to" not in question)
    assert "has started" in await commands.ordered(chosen, batch, "start", lambda question: True)
    assert "paused" in await commands.ordered(chosen, batch, "pause", None)
    assert "goes on" in await commands.ordered(chosen, batch, "resume", None)
    await go_on(stand)
    assert "0  written to\n         3  to go" in await commands.stands(chosen, batch, False)
    await stand.delivers()
    assert "3  written to" in await commands.stands(chosen, batch, False)
    assert json.loads(await commands.stands(chosen, batch, True))["invited"] == 3
    with pytest.raises(NotFound, match="nobody is left"):
        await commands.ordered(chosen, batch, "start", None)


async def test_who_had_everything_erased_is_not_written_to_when_the_file_comes_again(
    stand: Stand, chosen: Settings, post: Server, tmp_path: Path
) -> None:
    letters = Letters(stand.turns.box, "gids@example.org")
    object.__setattr__(stand.turns, "post", Post(letters, True))
    await started(stand, tmp_path, 2, "nl")
    await go_on(stand)
    await stand.delivers()
    learner = await stand.one(select(addresses.c.learner_id).where(addresses.c.external_id == mailbox(0)))
    for text in ("wis mij", "ja"):
        await letter(stand, text, to=letters.address("reply", learner, mailbox(0)), proof="pass")
    assert "gewist" in post.letters[-1][1].text, "the last words leave"
    assert await stand.database.read(suppressions.closed, stand.turns.box, mailbox(0), stand.now) == "erased"
    written = len(post.letters)
    for _ in range(2):
        batch, found = await brought(stand, uploaded(tmp_path, 2))
        assert (batch, found.new) in ((2, 1), (0, 0)), "their row is kept once"
    assert mailbox(0) not in str(await stand.all(select(awards)))
    assert await stand.all(select(awards.c.flag, awards.c.address).where(awards.c.batch_id == 2)) == [("erased", None)]
    assert await preview(stand, 2) == (0, {"closed": 1})
    assert "erased                   1" in await awards_commands.status(chosen, 2, False)
    await told(stand, 2, "start")
    await go_on(stand)
    await stand.delivers()
    assert len(post.letters) == written
    await letter(stand, "hallo, toch weer", proof="pass")
    assert len(post.letters) == written + 1, "what they write themselves is answered"
    _, found = await brought(stand, uploaded(tmp_path, 2))
    assert found.new == 1, "and who writes anew can be written to again"


class Server(Postbox):
    """A mail server that says this to each letter for such a mailbox ("" = to all)."""

    name = "email"

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[str, Exception] = {}

    async def post(self, to: Address, message: Any, letter: Any) -> str:
        if no := self.answers.get(to.external_id, self.answers.get("")):
            raise no
        return await super().post(to, message, letter)


@pytest.fixture
def post(stand: Stand) -> Server:
    box = Server()
    stand.delivery.channels = {**stand.delivery.channels, "email": box}
    stand.delivery.posts = {"email": box}
    return box


async def test_a_campaign_that_the_mail_server_refuses_pauses_itself_and_loses_no_mail(
    stand: Stand, chosen: Settings, post: Server, tmp_path: Path
) -> None:
    batch = await started(stand, tmp_path, 2 * FEW)
    post.answers[""] = Refused("RCPT: 550 5.7.1", stop=True)
    await go_on(stand, 1)
    await stand.delivers()
    assert await state_of(stand, batch) == "paused"
    told_so = await commands.stands(chosen, batch, False)
    assert "paused: your mail server refuses us: RCPT: 550 5.7.1" in told_so
    assert "0  written to\n        10  to go" in told_so
    assert "paused: your mail server refuses us" in await awards_commands.status(chosen, batch, False)
    post.answers.clear()
    await told(stand, batch, "resume")
    assert "refuses" not in await commands.stands(chosen, batch, False)
    stand.now += timedelta(minutes=2)
    await go_on(stand)
    await stand.delivers()
    assert Counter(to for to, *_ in post.letters) == {mailbox(n): 1 for n in range(2 * FEW)}
    figures = await stand.database.read(stored.figures, batch)
    assert (figures["invited"], figures["under_way"], figures["undeliverable"]) == (10, 0, 0)
    assert await state_of(stand, batch) == "done"


async def test_a_campaign_that_had_written_all_is_paused_too_and_ends_once_they_left(
    stand: Stand, post: Server, tmp_path: Path
) -> None:
    batch = await started(stand, tmp_path, 2)
    post.answers[""] = Refused("MAIL: 550", stop=True)
    await go_on(stand)
    assert await state_of(stand, batch) == "done"
    await stand.delivers()
    assert await state_of(stand, batch) == "paused"
    assert (await stand.database.read(stored.figures, batch))["invited"] == 0


async def test_an_institution_is_told_which_rows_take_no_mail_and_how_many_want_none(
    stand: Stand, chosen: Settings, post: Server, tmp_path: Path
) -> None:
    batch = await started(stand, tmp_path, 6)
    post.answers[mailbox(0)] = Refused("RCPT: 550 5.1.1", gone=True)
    post.answers[mailbox(1)] = Refused("RCPT: 550 5.4.1")
    await go_on(stand)
    await stand.delivers()

    def later(db: Any) -> None:
        box, now = stand.turns.box, stand.now
        suppressions.bounced(db, box, Bounced(mailbox(2), "gone"), now)
        suppressions.bounced(db, box, Bounced(mailbox(3), "complained"), now)
        suppressions.close(db, box, mailbox(4), "unsubscribed", now)
        suppressions.close(db, box, mailbox(5), "unsubscribed", now)
        suppressions.opened(db, box, mailbox(5), "unsubscribed")

    await stand.database.write(later)
    text = await awards_commands.status(chosen, batch, False)
    assert "invited                  4" in text
    assert "undeliverable            3" in text
    assert "complained               1" in text
    assert "unsubscribed             1" in text
    assert "Undeliverable: 3 rows; mend the addresses, import it again" in text
    assert "  row 2: RCPT: 550 5.1.1\n  row 3: RCPT: 550 5.4.1\n  row 4: gone" in text
    rows = json.loads(await awards_commands.status(chosen, batch, True))["undeliverable_rows"]
    assert rows[0] == {"row": 2, "reason": "RCPT: 550 5.1.1"}
    assert "example.org" not in text


async def test_without_mail_nothing_is_started(stand: Stand, database_url: str, tmp_path: Path) -> None:
    batch, _ = await brought(stand, uploaded(tmp_path, 1))
    for asked in (commands.ordered, commands.tried):
        with pytest.raises(NotFound, match="set SMTP_URL and EMAIL_FROM first"):
            await asked(settings(database_url), batch, *(["start", None] if asked is commands.ordered else ["a@b.nl"]))  # type: ignore[operator]
    assert await stand.one(select(func.count()).select_from(outbox)) == 0
    assert await stand.one(select(func.count()).select_from(messages)) == 0
