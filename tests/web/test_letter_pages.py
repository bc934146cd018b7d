"""What the links in a mail open, in the real program with a mail server on loopback: a choice, and no more mail."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx2 as httpx
import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.letters import Letters
from bot.ports import Address, Heard, Typed
from bot.store import suppressions
from bot.store.database import DatabaseAway
from bot.store.tables import learners, messages
from bot.wiring import House
from tests.fakes.smtp_server import Got, Server, mail_server
from tests.house import emptied, program, settings

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAM = Address("email", "sam@example.org")
FORM = {"sec-fetch-site": "same-origin"}
SITE = "https://badges.example"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass
class Mailbox:
    """Sam, who reads mail and follows its links."""

    house: House
    server: Server
    http: httpx.AsyncClient
    now: datetime = NOON
    count: int = 0
    seen: list[Got] = field(default_factory=list)

    async def writes(self, text: str) -> Got:
        self.count += 1
        await self.house.hear([Heard(f"k{self.count}", SAM, Typed(text), "nl")])
        return await self.next()

    async def next(self) -> Got:
        """The next mail that arrives."""
        await self.server.has_got(len(self.seen) + 1)
        self.seen.append(self.server.got[len(self.seen)])
        return self.seen[-1]

    async def state(self) -> str:
        found = await self.house.database.read(lambda db: db.execute(select(learners.c.state)).scalar())
        return str(found["at"])

    async def heard(self) -> list[str]:
        wanted = select(messages.c.body).where(messages.c.direction == "in").order_by(messages.c.id)
        return [row[0][0] for row in await self.house.database.read(lambda db: db.execute(wanted).scalars().all())]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def the_program(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Mailbox]:
    """The program, with a clock that stands until a test moves it."""
    folder = tmp_path_factory.mktemp("program")
    async with mail_server() as server:
        chosen = settings(
            f"sqlite:///{folder}/bw.db", smtp_url=server.url, email_from="badges@voorbeeld.example", mail_rate=0,
            base_url=SITE,
        )  # fmt: skip
        mailbox: list[Mailbox] = []
        async with program(chosen, clock=lambda: mailbox[0].now if mailbox else NOON) as (house, url):
            house.channels["email"].chat_rate = 0
            async with httpx.AsyncClient(base_url=url) as http:
                mailbox.append(Mailbox(house, server, http))
                yield mailbox[0]


@pytest_asyncio.fixture(loop_scope="module")
async def sam(the_program: Mailbox) -> AsyncIterator[Mailbox]:
    """Sam, whom nobody knows yet."""
    yield the_program
    await emptied(the_program.house)
    the_program.now = NOON
    the_program.seen = list(the_program.server.got)


def links(got: Got) -> dict[str, str]:
    """The links of a mail by the words on them, as paths."""
    found = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', got.part("html"))
    return {re.sub("<[^>]+>", "", words): link.removeprefix(SITE) for link, words in found}


def letters_of(sam: Mailbox) -> Letters:
    assert sam.house.turns.post is not None
    return sam.house.turns.post.letters


async def test_a_choice_in_a_mail_opens_a_page_whose_button_answers(sam: Mailbox) -> None:
    await sam.writes("hallo")
    await sam.writes("beginnen")
    first = links(sam.seen[-1])
    (words, path), *_ = [(words, path) for words, path in first.items() if words.startswith("1. ")]
    before = await sam.state()
    for _ in range(3):  # a scanner follows every link, and a mail program looks ahead
        page = await sam.http.get(path)
        await sam.http.head(path)
    assert page.status_code == 200
    assert words.removeprefix("1. ") in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert 'content="noindex, nofollow"' in page.text
    assert len(re.findall("<button", page.text)) == 1
    assert await sam.state() == before
    done = await sam.http.post(path, headers=FORM)
    assert done.status_code == 200
    assert "Je antwoord is binnen" in done.text
    answer = await sam.next()
    assert answer.mail["In-Reply-To"] == sam.seen[-2].mail["Message-ID"]
    assert await sam.state() != before
    assert (await sam.heard())[-1] == words.removeprefix("1. ")


async def test_a_second_press_changes_nothing_and_an_old_choice_is_answered_as_an_old_button(sam: Mailbox) -> None:
    await sam.writes("hallo")
    first = links(await sam.writes("beginnen"))
    one = next(path for words, path in first.items() if words.startswith("1. "))
    two = next(path for words, path in first.items() if words.startswith("2. "))
    await sam.http.post(one, headers=FORM)
    await sam.next()
    after = await sam.state()
    again = await sam.http.post(one, headers=FORM)
    assert "Dit antwoord had je al gegeven" in again.text
    assert "Je krijgt zo een mail" not in again.text
    assert await sam.state() == after
    heard = len(await sam.heard())
    await sam.http.post(two, headers=FORM)
    await sam.next()
    assert len(await sam.heard()) == heard + 1


async def test_commands_at_the_foot_are_pages_too(sam: Mailbox) -> None:
    mail = links(await sam.writes("hallo"))
    page = await sam.http.get(mail["English"])
    assert "Wil je dit?" in page.text
    await sam.http.post(mail["English"], headers=FORM)
    assert (await sam.next()).mail["Content-Language"] == "en"


async def test_another_site_cannot_press_the_button(sam: Mailbox) -> None:
    mail = links(await sam.writes("hallo"))
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://kwaad.example"}, {}):
        refused = await sam.http.post(mail["English"], headers=headers)
        assert refused.status_code == 403
    assert len(await sam.heard()) == 1


async def test_a_link_is_old_after_thirty_days(sam: Mailbox) -> None:
    mail = links(await sam.writes("hallo"))
    sam.now += timedelta(days=29, hours=23)
    assert (await sam.http.get(mail["Hulp"])).status_code == 200
    sam.now += timedelta(hours=2)
    for late in (await sam.http.get(mail["Hulp"]), await sam.http.post(mail["Hulp"], headers=FORM)):
        assert late.status_code == 410
        assert "Antwoord dan gewoon op de mail" in late.text


async def test_what_was_not_offered_or_not_to_this_mailbox_opens_nothing(sam: Mailbox) -> None:
    mail = links(await sam.writes("hallo"))
    letters = letters_of(sam)
    word = mail["Hulp"].removeprefix("/answer/")
    letter = letters.chosen(word)
    assert letter is not None
    for forged in (
        word.replace(".help.", ".human."),
        word[:-1] + ("a" if word[-1] != "a" else "b"),
        letters.choice(letter.letter, "help", "kim@example.org"),
        letters.choice(letter.letter, "99", "sam@example.org"),
        letters.choice(letter.letter, "wipe", "sam@example.org"),
        letters.choice(letter.letter + 1000, "help", "sam@example.org"),
        "a.b.c",
        "x" * 500,
    ):
        assert (await sam.http.get(f"/answer/{forged}")).status_code == 410
        assert (await sam.http.post(f"/answer/{forged}", headers=FORM)).status_code == 410
    assert len(await sam.heard()) == 1


async def test_erasing_takes_more_than_a_link(sam: Mailbox) -> None:
    await sam.writes("hallo")
    sure = await sam.writes("wis mij")
    assert not [words for words in links(sure) if words.startswith("1. ")]
    letters = letters_of(sam)
    (mark,) = letters.found([sure.mail["Message-ID"]])
    made = f"/answer/{letters.choice(mark.letter, '0', 'sam@example.org')}"
    assert (await sam.http.post(made, headers=FORM)).status_code == 410


async def test_a_human_who_has_the_word_hears_what_was_chosen(sam: Mailbox) -> None:
    mail = links(await sam.writes("hallo"))
    await sam.http.post(mail["Een mens spreken"], headers=FORM)
    await sam.next()
    owner = await sam.house.database.read(lambda db: db.execute(select(learners.c.owner)).scalar())
    assert owner is not None


async def test_while_the_database_is_away_the_page_says_so(sam: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    mail = links(await sam.writes("hallo"))

    async def away(*anything: object, **more: object) -> None:
        raise DatabaseAway("gone for a moment")

    monkeypatch.setattr(sam.house.database, "read", away)
    answer = await sam.http.get(mail["Hulp"], headers={"accept": "text/html"})
    assert answer.status_code == 503


# No more mail


def way_out(sam: Mailbox) -> str:
    letters = letters_of(sam)
    return f"/unsubscribe/{letters.unsubscribing('sam@example.org')}"


async def is_out(sam: Mailbox) -> str:
    box = sam.house.turns.box
    return await sam.house.database.read(suppressions.closed, box, "Sam@example.org", sam.now)


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_looking_changes_nothing_and_one_button_ends_the_mail(sam: Mailbox, language: str) -> None:
    path, asked = way_out(sam), {"accept-language": language}
    page = await sam.http.get(path, headers=asked)
    assert page.status_code == 200
    assert "s•••@example.org" in page.text
    assert "sam@" not in page.text
    assert await is_out(sam) == ""
    done = await sam.http.post(path, headers=asked)
    assert {"nl": "Je krijgt geen mails meer", "en": "You get no more mails"}[language] in done.text
    assert await is_out(sam) == "unsubscribed"
    back = await sam.http.post(f"{path}/undo", headers=asked)
    assert back.status_code == 200
    assert await is_out(sam) == ""


async def test_a_mail_program_ends_it_with_one_click(sam: Mailbox) -> None:
    """Source: RFC 8058, 3.2: a POST of this body, without cookies or what the browser would add."""
    for _ in range(2):
        done = await sam.http.post(way_out(sam), data={"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200
    assert await is_out(sam) == "unsubscribed"
    assert (await sam.writes("hallo")).mail["Auto-Submitted"] == "auto-replied"


async def test_who_said_it_is_not_theirs_is_not_brought_back_by_a_link(sam: Mailbox) -> None:
    await sam.house.database.write(suppressions.close, sam.house.turns.box, "sam@example.org", "not_me", sam.now)
    undone = await sam.http.post(f"{way_out(sam)}/undo")
    assert "Je krijgt geen mails meer" in undone.text
    assert await is_out(sam) == "not_me"


@pytest.mark.parametrize("word", ["x", "gAAAAAB" + "x" * 100, "%00", "a" * 5000])
async def test_a_broken_way_out_says_what_to_do(sam: Mailbox, word: str) -> None:
    for path in (f"/unsubscribe/{word}", f"/unsubscribe/{word}/undo"):
        answer = await sam.http.post(path)
        assert answer.status_code == 404
        assert "stop" in answer.text


async def test_what_else_is_sealed_is_no_way_out(sam: Mailbox) -> None:
    other = sam.house.turns.box.seal(b"reply\0sam@example.org").decode()
    assert (await sam.http.post(f"/unsubscribe/{other}")).status_code == 404
