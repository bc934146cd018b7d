"""The page behind a learner's own link, out to eduID and back, in the real program with a stand-in for eduID."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.ports import Attempt, Linked, NotProven, Person, Unavailable
from bot.store import conversations, logins
from bot.store.database import DatabaseAway
from bot.store.tables import learners
from bot.store.tables import logins as rows
from bot.wiring import House
from tests.house import emptied, program, settings

pytestmark = pytest.mark.asyncio(loop_scope="module")

SANNE = Person(
    "https://eduid.example|7f3a", "sanne@voorbeeld.example", "Sanne Voorbeeld", "Sanne Voorbeeld",
    (Linked("voorbeeld.example", "s123@voorbeeld.example"),),
)  # fmt: skip
SECRETS = ("verifier", "sanne@", "Voorbeeld")


@dataclass
class Stand:
    """An eduID whose page is a line, and that tells of whoever it is told to."""

    person: Person = SANNE
    trouble: Exception | None = None
    begun: list[Attempt] = field(default_factory=list)

    async def begin(self, attempt: Attempt, *, language: str, trust: str = "") -> str:
        if isinstance(self.trouble, Unavailable):
            raise self.trouble
        self.begun.append(attempt)
        return f"https://eduid.example/authorize?state={attempt.state}&lang={language}"

    async def finish(self, attempt: Attempt, answer: Mapping[str, str], *, trust: str = "") -> Person:
        assert attempt == self.begun[-1]
        if self.trouble:
            raise self.trouble
        return self.person


@dataclass
class Learner:
    """A browser, and the conversation that may be in it."""

    house: House
    eduid: Stand
    http: httpx.AsyncClient

    async def says(self, text: str) -> None:
        answer = await self.http.post("/chat/say", data={"text": text, "lang": "nl"}, headers=FORM)
        assert answer.status_code == 303, answer.text

    async def begins(self) -> int:
        """The conversation of this browser has begun; its learner's id."""
        answer = await self.http.post("/chat/say", data={"start": "", "lang": "nl"}, headers=FORM)
        assert answer.status_code == 303
        found = await self.house.database.read(lambda db: db.execute(select(learners.c.id)).scalars().all())
        return max(found)

    async def word(self, learner: int, trust: str = "") -> str:
        """The word of a link of this learner."""

        def offer(db: Any) -> str:
            talk = conversations.of_learner(db, learner)
            assert talk
            return logins.offer(db, self.house.turns.box, talk, self.house.clock(), trust)

        return await self.house.database.write(offer)

    async def opens(self, word: str) -> httpx.Response:
        return await self.http.get(f"/eduid/start/{word}")

    async def goes(self, word: str) -> httpx.Response:
        return await self.http.post(f"/eduid/start/{word}", headers=FORM)

    async def returns(self, **query: str) -> httpx.Response:
        usual = {"state": self.eduid.begun[-1].state, "code": "c"} if self.eduid.begun else {}
        return await self.http.get("/eduid/callback", params={**usual, **query}, follow_redirects=True)

    async def done(self, learner: int) -> dict[str, str]:
        state = await self.house.database.read(
            lambda db: db.execute(select(learners.c.state).where(learners.c.id == learner)).scalar()
        )
        return dict((state or {}).get("done", {}))


FORM = {"sec-fetch-site": "same-origin"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def the_program(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[House, str, Stand]]:
    """The program on SQLite; what is kept of logins is tried on both databases in tests/bot/test_logins.py."""
    file = tmp_path_factory.mktemp("program") / "bw.db"
    chosen = settings(f"sqlite:///{file}", eduid_issuer="https://eduid.example", eduid_client_id="us")
    eduid = Stand()
    async with program(chosen, identity=eduid) as (house, url):
        yield house, url, eduid


@pytest_asyncio.fixture(loop_scope="module")
async def somebody(the_program: tuple[House, str, Stand]) -> AsyncIterator[Callable[[], Learner]]:
    """Somebody with a new browser, at a program that knows nobody yet."""
    house, url, eduid = the_program
    vars(eduid).update(vars(Stand()))
    people: list[Learner] = []

    def one() -> Learner:
        people.append(Learner(house, eduid, httpx.AsyncClient(base_url=url)))
        return people[-1]

    yield one
    for who in people:
        await who.http.aclose()
    await emptied(house)


@pytest.fixture
def sam(somebody: Callable[[], Learner]) -> Learner:
    return somebody()


@pytest.fixture
def kim(somebody: Callable[[], Learner]) -> Learner:
    return somebody()


async def test_where_the_chat_is_in_the_same_browser_a_login_counts_at_once(sam: Learner) -> None:
    me = await sam.begins()
    word = await sam.word(me)
    shown = await sam.opens(word)
    assert shown.status_code == 200
    assert "op <strong>deze site</strong>" in shown.text
    away = await sam.goes(word)
    assert f'content="0; url=https://eduid.example/authorize?state={sam.eduid.begun[0].state}&amp;lang=nl"' in away.text
    back = await sam.returns()
    assert str(back.url).endswith("/eduid/done"), "what the provider sent along is gone from the address"
    assert "Je gesprek weet het al" in back.text
    assert "s•••@voorbeeld.example" in back.text
    assert await sam.done(me) == {"eduid": "proof", "name": "proof", "institution": "proof"}
    assert (await sam.http.get("/eduid/progress.png?dark=1")).content.startswith(b"\x89PNG")
    assert 'src="/eduid/progress.png' in back.text
    assert "Ik zie je login met eduID" in (await sam.http.get("/chat")).text


async def test_in_another_browser_it_counts_once_the_six_digits_are_typed_in_the_chat(
    sam: Learner, kim: Learner
) -> None:
    me = await sam.begins()
    word = await sam.word(me)
    await kim.goes(word)
    back = await kim.returns()
    found = re.search(r"<bdi>(\d{3}) (\d{3})</bdi>", back.text)
    assert found
    assert await sam.done(me) == {}
    assert (await kim.http.get("/eduid/progress.png")).status_code == 404, "it may be somebody else's conversation"
    asked = (await sam.http.get("/chat")).text
    assert "S•••• V••••••••" in asked
    assert "Was jij dat?" in asked
    await sam.says(found[1] + found[2])
    assert (await sam.done(me))["eduid"] == "proof"
    again = await kim.http.get("/eduid/done")
    assert "Je gesprek weet het al" in again.text


async def test_looking_at_a_link_changes_nothing_however_often(sam: Learner, kim: Learner) -> None:
    word = await sam.word(await sam.begins())
    for _ in range(3):
        assert (await kim.opens(word)).status_code == 200
        assert (await kim.http.head(f"/eduid/start/{word}")).status_code == 200
    assert (await sam.goes(word)).status_code == 200


async def test_a_link_that_began_in_one_browser_is_dead_in_another(sam: Learner, kim: Learner) -> None:
    word = await sam.word(await sam.begins())
    assert (await sam.goes(word)).status_code == 200
    refused = await kim.goes(word)
    assert refused.status_code == 410
    assert "werkt niet meer" in refused.text
    assert (await kim.returns()).status_code == 400, "nor does it come back there"
    assert "weet het al" in (await sam.returns()).text


async def test_of_two_logins_in_one_browser_the_one_that_came_back_is_shown(sam: Learner, kim: Learner) -> None:
    """Two tabs, each with a link; a link for another trust is another link."""
    me = await sam.begins()
    await kim.goes(await sam.word(me))
    await kim.goes(await sam.word(me, "https://eduid.nl/trust/validate-names"))
    kim.eduid.begun.pop()
    back = await kim.returns()
    assert back.status_code == 200
    assert re.search(r"<bdi>\d{3} \d{3}</bdi>", back.text)


async def test_a_login_whose_chat_a_newer_program_owns_is_kept_for_its_code(sam: Learner) -> None:
    me = await sam.begins()
    await sam.goes(await sam.word(me))
    state = {"format": 1, "at": "tomorrow.step", "version": 1, "language": "nl"}
    await sam.house.database.write(
        lambda db: db.execute(learners.update().where(learners.c.id == me).values(state=state))
    )
    back = await sam.returns()
    assert back.status_code == 200
    assert re.search(r"<bdi>\d{3} \d{3}</bdi>", back.text)


async def test_another_site_cannot_send_a_browser_off_to_log_in(sam: Learner) -> None:
    word = await sam.word(await sam.begins())
    for headers in ({}, {"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
        assert (await sam.http.post(f"/eduid/start/{word}", headers=headers)).status_code == 403
    assert sam.eduid.begun == []


async def test_an_answer_counts_once_and_only_with_its_own_state(sam: Learner) -> None:
    word = await sam.word(await sam.begins())
    await sam.goes(word)
    for state in ("", "x" * 43, "ü" * 10):
        assert (await sam.returns(state=state)).status_code == 400
    assert (await sam.returns()).status_code == 200
    replayed = await sam.returns()
    assert replayed.status_code == 400
    assert "niet in deze browser begon, of die al klaar was" in replayed.text


async def test_a_login_that_another_site_started_is_not_mine(sam: Learner, kim: Learner) -> None:
    """Login CSRF: Kim logs in by her own link, and lets Sam's browser finish it."""
    await kim.goes(await kim.word(await kim.begins()))
    me = await sam.begins()
    await sam.goes(await sam.word(me))
    attempt = sam.eduid.begun.pop(0)
    assert (await sam.returns(state=attempt.state)).status_code == 400
    assert await sam.done(me) == {}


@pytest.mark.parametrize(
    ("trouble", "status", "words"),
    [
        (NotProven("x", "cancelled"), 200, "Je bent gestopt met inloggen"),
        (NotProven("x", "unmet"), 502, "Er ontbreekt nog een stap bij eduID"),
        (NotProven("x", "forged"), 502, "Het inloggen lukte niet"),
        (NotProven("x", "refused"), 502, "Het inloggen lukte niet"),
        (Unavailable("x"), 502, "Het inloggen lukte niet"),
    ],
)
async def test_what_proves_nothing_is_told_on_the_page_and_in_the_chat_and_there_is_a_way_on(
    sam: Learner, trouble: Exception, status: int, words: str
) -> None:
    me = await sam.begins()
    await sam.goes(await sam.word(me))
    sam.eduid.trouble = trouble
    back = await sam.returns()
    assert back.status_code == status
    assert words in back.text
    assert 'href="/chat#newest"' in back.text
    assert "er is niets veranderd" in (await sam.http.get("/chat")).text.lower()
    assert await sam.done(me) == {}
    sam.eduid.trouble = None
    assert (await sam.returns()).status_code == 400, "the link is used up"


async def test_an_error_without_a_state_is_of_the_login_that_began_in_this_browser(sam: Learner, kim: Learner) -> None:
    """Source: OpenConext-oidcng, `web/CustomErrorController.java` (November 2026): its session is gone by then."""
    await sam.goes(await sam.word(await sam.begins()))
    sam.eduid.trouble = NotProven("x", "unmet")
    assert (await kim.http.get("/eduid/callback?error=access_denied")).status_code == 400
    assert "Er ontbreekt nog een stap" in (await sam.http.get("/eduid/callback?error=access_denied")).text
    assert (await sam.http.get("/eduid/callback?code=x")).status_code == 400


async def test_while_eduid_is_away_the_same_link_can_be_tried_again(sam: Learner) -> None:
    word = await sam.word(await sam.begins())
    sam.eduid.trouble = Unavailable("away")
    assert (await sam.goes(word)).status_code == 503
    sam.eduid.trouble = None
    assert (await sam.goes(word)).status_code == 200


async def test_while_the_database_is_away_the_page_says_so_and_the_link_lives(
    sam: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = await sam.word(await sam.begins())

    async def gone(*unit: Any, **how: Any) -> None:
        raise DatabaseAway("gone")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(sam.house.database, "read", gone)
        meanwhile.setattr(sam.house.database, "write", gone)
        for answer in (await sam.opens(word), await sam.goes(word)):
            assert answer.status_code == 503
            assert answer.headers["retry-after"] == "10"
    assert (await sam.goes(word)).status_code == 200


@pytest.mark.parametrize("word", ["x", "A" * 43, "../../etc/passwd", "%00" * 10, "proof-" + "a" * 32])
async def test_a_link_that_never_was_is_told_kindly_in_both_languages(sam: Learner, word: str) -> None:
    for language, words in (("nl", "Deze link werkt niet meer"), ("en", "This link no longer works")):
        answer = await sam.http.get(
            f"/eduid/start/{word}", headers={"accept-language": language, "accept": "text/html"}
        )
        assert answer.status_code in (404, 410)
        if answer.status_code == 410:
            assert words in answer.text


async def test_the_pages_are_not_kept_and_tell_nobody_where_they_came_from(sam: Learner) -> None:
    word = await sam.word(await sam.begins())
    for answer in (await sam.opens(word), await sam.goes(word), await sam.returns()):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "form-action 'self'" in answer.headers["content-security-policy"]


async def test_nothing_secret_is_logged(sam: Learner, capfd: pytest.CaptureFixture[str]) -> None:
    word = await sam.word(await sam.begins())
    await sam.goes(word)
    await sam.returns()
    attempt = sam.eduid.begun[0]
    logged = "".join(capfd.readouterr())
    for secret in (word, attempt.state, attempt.nonce, attempt.verifier, *SECRETS):
        assert secret not in logged


async def test_without_eduid_there_are_no_such_pages(tmp_path: Path) -> None:
    async with (
        program(settings(f"sqlite:///{tmp_path}/bw.db", sandbox=False)) as (_, url),
        httpx.AsyncClient(base_url=url) as http,
    ):
        assert (await http.get("/eduid/start/" + "a" * 43)).status_code == 404


async def test_what_is_kept_of_a_login_on_its_way_is_sealed(sam: Learner) -> None:
    await sam.goes(await sam.word(await sam.begins()))
    await sam.returns()
    kept = await sam.house.database.read(lambda db: db.execute(select(rows)).mappings().all())
    told = repr([dict(row) for row in kept])
    assert not [secret for secret in SECRETS if secret in told]
