"""A login at an OpenID provider that nobody here wrote, with every hop that a browser makes."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import aiohttp
import pytest

from bot.ports import Attempt, Linked, NotProven, Person, Unavailable
from integrations.eduid import EduID
from tests.fakes.openid_provider import CLIENT, LINKS, RETURN, SANNE, SECRET
from tests.foreign import ForeignProvider, foreign_provider

NAMES = "https://eduid.nl/trust/validate-names"
INSTITUTION = "https://eduid.nl/trust/linked-institution"
UNMET = "The requesting service has indicated that the authenticated user has linked its account to an Institution."
ATTEMPT = Attempt("the-state-of-this-attempt", "the-nonce-of-this-attempt", "the-verifier-of-this-attempt-" + "v" * 30)
USUAL: dict[str, Any] = {
    "person": SANNE, "reaches": None, "fails": None, "links": LINKS, "linksStatus": 0, "claims": "id_token",
}  # fmt: skip


@pytest.fixture(scope="module")
def running() -> Iterator[ForeignProvider]:
    with foreign_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: ForeignProvider) -> ForeignProvider:
    running.set(**USUAL)
    return running


class Clock:
    ahead = 0.0

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(time.time() + self.ahead, UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def eduid(provider: ForeignProvider, clock: Clock) -> EduID:
    return EduID(provider.issuer, CLIENT, SECRET, provider.issuer, RETURN, clock=clock)


@pytest.fixture(autouse=True)
def nothing_in_the_logs(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Every test here runs with all logs at DEBUG, and none may show a person, a token or a word of the attempt."""
    caplog.set_level(logging.DEBUG)
    yield
    out, err = capfd.readouterr()
    for secret in (
        *vars_of(ATTEMPT),
        SECRET,
        "example.net",
        "Sanne",
        "1234567",
        SANNE["sub"],
        SANNE["eduid"],
        "code=",
        "eyJ",
    ):
        assert secret not in caplog.text + out + err


def vars_of(attempt: Attempt) -> tuple[str, str, str]:
    return attempt.state, attempt.nonce, attempt.verifier


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        yield browser


async def walk(browser: aiohttp.ClientSession, address: str) -> dict[str, str]:
    """From this address by every redirect until it leads back to us: the query that it comes back with."""
    for _ in range(8):
        async with browser.get(address, allow_redirects=False) as response:
            assert response.status in (302, 303), await response.text()
            address = urljoin(address, response.headers["Location"])
        if address.startswith(RETURN):
            return dict(parse_qsl(urlsplit(address).query))
    raise AssertionError("it never leads back")


async def log_in(eduid: EduID, browser: aiohttp.ClientSession, trust: str = "") -> Person:
    browser.cookie_jar.clear()
    answer = await walk(browser, await eduid.begin(ATTEMPT, language="nl", trust=trust))
    return await eduid.finish(ATTEMPT, answer, trust=trust)


async def not_proven(eduid: EduID, browser: aiohttp.ClientSession, trust: str = "") -> str:
    with pytest.raises(NotProven) as raised:
        await log_in(eduid, browser, trust)
    return raised.value.why


async def test_a_whole_login(eduid: EduID, browser: aiohttp.ClientSession, provider: ForeignProvider) -> None:
    assert await log_in(eduid, browser) == Person(
        subject=f"{provider.issuer}|{SANNE['eduid']}",
        email="learner@example.net",
        name="Sanne Voorbeeld",
        confirmed_name="Sanne Voorbeeld-Bevestigd",
        links=(
            Linked("uni.example", "s1234567@uni.example", "Sanne Voorbeeld-Bevestigd"),
            Linked("college.example", "sanne@college.example"),
        ),
    )


async def test_a_client_without_a_secret_logs_in_by_pkce(
    browser: aiohttp.ClientSession, provider: ForeignProvider
) -> None:
    assert await log_in(EduID(provider.issuer, "badgewijzer.public", "", provider.issuer, RETURN), browser)


async def test_claims_that_stand_in_userinfo_alone_are_found_there(
    eduid: EduID, browser: aiohttp.ClientSession, provider: ForeignProvider
) -> None:
    provider.set(claims="userinfo")
    person = await log_in(eduid, browser)
    assert (person.email, person.name) == ("learner@example.net", "Sanne Voorbeeld")
    assert person.subject.endswith(SANNE["eduid"])


@pytest.mark.parametrize("trust", [NAMES, INSTITUTION])
async def test_trust_that_is_reached_is_told(eduid: EduID, browser: aiohttp.ClientSession, trust: str) -> None:
    assert (await log_in(eduid, browser, trust)).trust == trust


async def test_trust_that_is_not_reached_is_told_apart(
    eduid: EduID, browser: aiohttp.ClientSession, provider: ForeignProvider
) -> None:
    """By a login that reaches less, by the error of the standard, and by the one that SURFconext gives."""
    provider.set(reaches=INSTITUTION)
    assert await not_proven(eduid, browser, NAMES) == "unmet"
    provider.set(fails={"error": "unmet_authentication_requirements"})
    assert await not_proven(eduid, browser, NAMES) == "unmet"
    provider.set(fails={"error": "access_denied", "error_description": UNMET})
    assert await not_proven(eduid, browser, INSTITUTION) == "unmet"


async def test_somebody_who_stops_proves_nothing(
    eduid: EduID, browser: aiohttp.ClientSession, provider: ForeignProvider
) -> None:
    provider.set(fails={"error": "access_denied", "error_description": "End-User aborted interaction"})
    assert await not_proven(eduid, browser) == "cancelled"
    provider.set(fails=None)
    assert await log_in(eduid, browser)


async def test_keys_are_renewed_without_anybody_noticing(
    eduid: EduID, browser: aiohttp.ClientSession, provider: ForeignProvider, clock: Clock
) -> None:
    assert await log_in(eduid, browser)
    before = provider.set(rotate=True)["kid"]
    clock.ahead = 20
    with pytest.raises(Unavailable, match="not known yet"):
        await log_in(eduid, browser)
    clock.ahead = 61
    assert await log_in(eduid, browser)
    after = provider.set(rotate=True, forget=True)["kid"]
    assert before != after
    clock.ahead = 125
    assert await log_in(eduid, browser)
    assert await log_in(EduID(provider.issuer, CLIENT, SECRET, provider.issuer, RETURN), browser)


async def test_a_code_is_taken_once(eduid: EduID, browser: aiohttp.ClientSession) -> None:
    answer = await walk(browser, await eduid.begin(ATTEMPT, language="nl"))
    assert await eduid.finish(ATTEMPT, answer)
    with pytest.raises(NotProven) as raised:
        await eduid.finish(ATTEMPT, answer)
    assert raised.value.why == "forged"


async def test_a_code_of_another_attempt_is_not_taken(eduid: EduID, browser: aiohttp.ClientSession) -> None:
    """The provider holds the verifier against the challenge; were it let through, the nonce would be another."""
    answer = await walk(browser, await eduid.begin(ATTEMPT, language="nl"))
    ours = Attempt("another-state", "another-nonce", "another-verifier-" + "w" * 40)
    with pytest.raises(NotProven) as raised:
        await eduid.finish(ours, {**answer, "state": ours.state})
    assert raised.value.why == "forged"


async def test_an_answer_is_changed_in_vain(eduid: EduID, browser: aiohttp.ClientSession) -> None:
    answer = await walk(browser, await eduid.begin(ATTEMPT, language="nl"))
    for change in ({"state": "x"}, {"iss": "https://connect.example"}, {"code": "x"}, {"code": ""}):
        with pytest.raises(NotProven) as raised:
            await eduid.finish(ATTEMPT, {**answer, **change})
        assert raised.value.why == "forged"
    with pytest.raises(NotProven):  # this provider promises to name itself
        await eduid.finish(ATTEMPT, {name: value for name, value in answer.items() if name != "iss"})


async def test_a_wrong_secret_is_a_setting_of_ours(browser: aiohttp.ClientSession, provider: ForeignProvider) -> None:
    assert await not_proven(EduID(provider.issuer, CLIENT, "wrong", provider.issuer, RETURN), browser) == "refused"


async def test_the_list_of_links_refuses_and_breaks(
    eduid: EduID, browser: aiohttp.ClientSession, provider: ForeignProvider
) -> None:
    for status in (401, 403):
        provider.set(linksStatus=status)
        assert await not_proven(eduid, browser) == "refused"
    provider.set(linksStatus=502)
    with pytest.raises(Unavailable):
        await log_in(eduid, browser)


async def test_a_provider_with_another_name_is_not_ours(provider: ForeignProvider) -> None:
    """localhost is where it answers, and not what it calls itself."""
    elsewhere = provider.issuer.replace("127.0.0.1", "localhost")
    with pytest.raises(Unavailable, match=f"calls itself {provider.issuer}: set EDUID_ISSUER"):
        await EduID(elsewhere, CLIENT, SECRET, provider.issuer, RETURN).begin(ATTEMPT, language="nl")
