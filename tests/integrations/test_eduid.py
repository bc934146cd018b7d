"""A login with eduID, at a provider that can lie, dawdle and break: what is believed, and what is made of the rest."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import logging
import re
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey, RSAKey

from bot.ports import Attempt, Identity, Linked, NotProven, Person, Unavailable
from integrations.eduid import EduID
from integrations.json_over_http import is_safe
from tests.fakes.openid_provider import (
    CLIENT,
    KEYS,
    LINKS,
    RETURN,
    SANNE,
    LyingProvider,
    says,
    unpadded,
)

NAMES = "https://eduid.nl/trust/validate-names"
INSTITUTION = "https://eduid.nl/trust/linked-institution"
UNMET = (
    "The requesting service has indicated that the authenticated user is required to have a first_name and last_name."
    " Your institution has not provided those attributes."
)
SMALL = unpadded(rsa.generate_private_key(65537, 1024).public_key().public_numbers().n.to_bytes(128, "big"))
PERSONAL = ("example.net", "Sanne", "Voorbeeld", "1234567", "sanne@", SANNE["sub"], SANNE["eduid"])


NOW = int(time.time())


class Clock:
    """Our clock: it stands still, with the provider's or `ahead` of it by some seconds."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(NOW + self.ahead, UTC)


def attempt(number: int = 1) -> Attempt:
    return Attempt(f"state-{number}-" + "s" * 30, f"nonce-{number}-" + "n" * 30, f"verifier-{number}-" + "v" * 40)


@pytest.fixture
async def provider() -> AsyncIterator[LyingProvider]:
    async with LyingProvider(NOW) as provider:
        yield provider


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def eduid(provider: LyingProvider, clock: Clock) -> EduID:
    return ours(provider, clock)


def ours(provider: LyingProvider, clock: Clock | None = None, **more: Any) -> EduID:
    given = {"client_id": CLIENT, "client_secret": provider.secret, "api_url": provider.api, "redirect_uri": RETURN}
    return EduID(**{"issuer": provider.issuer, **given, "clock": clock or Clock(), **more})


@pytest.fixture(autouse=True)
def nothing_in_the_logs(
    provider: LyingProvider, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> Iterator[None]:
    """Every test here runs with all logs at DEBUG, and none may show a person, a token or a word of an attempt."""
    caplog.set_level(logging.DEBUG)
    yield
    out, err = capfd.readouterr()
    insist_on_silence(provider, caplog.text + out + err)


def insist_on_silence(provider: LyingProvider, text: str) -> None:
    words = {
        word for number in (1, 2) for word in (attempt(number).state, attempt(number).nonce, attempt(number).verifier)
    }
    for secret in (*PERSONAL, *provider.secrets, *words):
        assert secret not in text


async def log_in(eduid: EduID, provider: LyingProvider, number: int = 1, *, trust: str = "", acr: str = "") -> Person:
    """A whole login, as a browser would make it."""
    address = await eduid.begin(attempt(number), language="nl", trust=trust)
    return await eduid.finish(attempt(number), provider.log_in(address, acr or trust or "password"), trust=trust)


async def no(call: Awaitable[object], provider: LyingProvider) -> NotProven | Unavailable:
    """The refusal that this comes to; nothing that a log could show of it holds anything secret."""
    with pytest.raises((NotProven, Unavailable)) as raised:
        await call
    error = raised.value
    assert error.__cause__ is None
    assert error.__context__ is None
    insist_on_silence(
        provider, "".join(traceback.format_exception(error)) + repr(vars(error) if hasattr(error, "__dict__") else "")
    )
    return error


async def forged(call: Awaitable[object], provider: LyingProvider) -> NotProven | Unavailable:
    error = await no(call, provider)
    assert why(error) == "forged"
    return error


def why(error: NotProven | Unavailable) -> str:
    return error.why if isinstance(error, NotProven) else "unavailable"


def linked(account: str, name: str = "", preferred: bool = False) -> dict[str, Any]:
    """An institution in eduID's list; a name only where it was confirmed."""
    one = {"eppn": account, "schac_home_organization": account.partition("@")[2], "preferred": preferred}
    return {**one, "validated_name": name} if name else one


def asked(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


# ------------------------------------------------------------------------------------------------ all is well


async def test_it_is_an_identity(eduid: EduID) -> None:
    identity: Identity = eduid
    assert identity


async def test_a_login_tells_who_it_is_and_what_is_linked(eduid: EduID, provider: LyingProvider) -> None:
    assert await log_in(eduid, provider) == Person(
        subject=f"{provider.issuer}|{SANNE['eduid']}",
        email="learner@example.net",
        name="Sanne Voorbeeld",
        confirmed_name="Sanne Voorbeeld-Bevestigd",
        links=(
            Linked("uni.example", "s1234567@uni.example", "Sanne Voorbeeld-Bevestigd"),
            Linked("college.example", "sanne@college.example"),
        ),
    )


async def test_the_address_asks_for_what_edubadges_asks_and_no_more(eduid: EduID, provider: LyingProvider) -> None:
    address = await eduid.begin(attempt(), language="en")
    assert address.startswith(f"{provider.issuer}/authorize?")
    words = asked(address)
    assert json.loads(words.pop("claims")) == {
        "id_token": dict.fromkeys(("email", "eduid", "given_name", "family_name", "name", "preferred_username"))
    }
    assert words == {
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": RETURN,
        "scope": "openid eduid.nl/links",
        "state": attempt().state,
        "nonce": attempt().nonce,
        "code_challenge": unpadded(hashlib.sha256(attempt().verifier.encode()).digest()),
        "code_challenge_method": "S256",
        "ui_locales": "en",
    }


async def test_trust_is_asked_for_only_where_it_is_wanted(eduid: EduID, provider: LyingProvider) -> None:
    assert "acr_values" not in asked(await eduid.begin(attempt(), language="nl"))
    assert asked(await eduid.begin(attempt(), language="nl", trust=NAMES))["acr_values"] == NAMES
    assert (await log_in(eduid, provider, trust=NAMES)).trust == NAMES


async def test_what_the_id_token_lacks_is_asked_of_userinfo(eduid: EduID, provider: LyingProvider) -> None:
    whole = await log_in(eduid, provider)
    assert provider.asked["userinfo"] == 0
    provider.claims = dict.fromkeys(("email", "given_name", "family_name", "name", "preferred_username", "eduid"))
    assert await log_in(eduid, provider) == whole
    assert provider.asked["userinfo"] == 1


async def test_nobody_is_known_by_anything_but_the_issuer_and_their_number(
    eduid: EduID, provider: LyingProvider
) -> None:
    """By eduID's number; by `sub` where that is not released; never by an address, which changes hands."""
    first = await log_in(eduid, provider)
    provider.person["email"] = "other@example.net"
    assert (await log_in(eduid, provider)).subject == first.subject
    del provider.person["eduid"]
    assert (await log_in(eduid, provider)).subject == f"{provider.issuer}|{SANNE['sub']}"


@pytest.mark.parametrize(
    ("links", "confirmed", "linked"),
    [
        ([], "", ()),
        ([linked("a@uni.example")], "", ("uni.example",)),
        ([{"validated_name": "S Voorbeeld", "preferred": True}], "S Voorbeeld", ()),
        ([linked("a@uni.example", "A"), linked("b@HBO.example", "B", True)], "B", ("uni.example", "hbo.example")),
        ([linked("a@uni.example", "", True), linked("b@hbo.example", "B")], "B", ("uni.example", "hbo.example")),
        ([linked("a@uni.example", "A"), linked("b@hbo.example", "B")], "A", ("uni.example", "hbo.example")),
        ([{"eppn": None, "schac_home_organization": "uni.example", "preferred": False}], "", ("uni.example",)),
        ([{"eppn": "a@uni.example", "schac_home_organization": None, "preferred": False}], "", ("uni.example",)),
        ([{"validated_name": "Sam\u202e\u0007  de\nVries", "preferred": True}], "Sam de Vries", ()),
    ],
)  # fmt: skip
async def test_every_form_of_the_list_of_links_is_read(
    eduid: EduID, provider: LyingProvider, links: list[Any], confirmed: str, linked: tuple[str, ...]
) -> None:
    provider.links = links
    person = await log_in(eduid, provider)
    assert person.confirmed_name == confirmed
    assert tuple(one.institution for one in person.links) == linked


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ({"given_name": "Sam"}, "Sam"),
        ({"name": "Sam V."}, "Sam V."),
        ({"preferred_username": "Sammie"}, "Sammie"),
        ({}, ""),
    ],
)
async def test_a_name_is_made_of_what_there_is(
    eduid: EduID, provider: LyingProvider, person: dict[str, str], name: str
) -> None:
    provider.person = {"sub": SANNE["sub"], "email": SANNE["email"], **person}
    assert (await log_in(eduid, provider)).name == name


async def test_a_secret_goes_to_the_provider_in_the_way_that_it_takes(eduid: EduID, provider: LyingProvider) -> None:
    """Also with signs that mean something in an address; Authlib leaves their encoding to whoever calls it."""
    await log_in(eduid, provider)
    provider.described = {"token_endpoint_auth_methods_supported": ["private_key_jwt", "client_secret_post"]}
    await log_in(ours(provider), provider)
    provider.described = {"token_endpoint_auth_methods_supported": None}
    await log_in(ours(provider), provider)
    assert [scheme for scheme, _ in provider.token_requests] == ["Basic", "", "Basic"]
    assert [("client_secret" in form) for _, form in provider.token_requests] == [False, True, False]


async def test_a_client_without_a_secret_proves_itself_by_pkce_alone(provider: LyingProvider) -> None:
    provider.secret = ""
    await log_in(ours(provider), provider)
    [(scheme, form)] = provider.token_requests
    assert (scheme, form["client_id"], "client_secret" in form) == ("", CLIENT, False)


# ------------------------------------------ what Authlib leaves open, one test for each line of decision 14


async def test_an_answer_is_taken_for_its_own_attempt_only(eduid: EduID, provider: LyingProvider) -> None:
    answer = provider.log_in(await eduid.begin(attempt(1), language="nl"))
    await forged(eduid.finish(attempt(2), answer), provider)
    await forged(eduid.finish(attempt(1), {"code": answer["code"]}), provider)
    await forged(eduid.finish(attempt(1), {**answer, "state": answer["state"] + "x"}), provider)
    assert provider.asked["token"] == 0
    assert await eduid.finish(attempt(1), answer)


async def test_an_answer_works_once(eduid: EduID, provider: LyingProvider) -> None:
    answer = provider.log_in(await eduid.begin(attempt(), language="nl"))
    assert await eduid.finish(attempt(), answer)
    await forged(eduid.finish(attempt(), answer), provider)


@pytest.mark.parametrize("nonce", ["nonce-2-" + "n" * 30, "", None, 7, ["nonce-1-" + "n" * 30]])
async def test_the_nonce_must_be_there_and_be_ours(eduid: EduID, provider: LyingProvider, nonce: object) -> None:
    provider.claims["nonce"] = nonce
    await forged(log_in(eduid, provider), provider)


async def test_a_code_is_bound_to_its_attempt_by_pkce(eduid: EduID, provider: LyingProvider) -> None:
    """Somebody else's code, put into an answer to us, is of no use."""
    stolen = provider.log_in(await eduid.begin(attempt(2), language="nl"))
    await forged(eduid.finish(attempt(1), {"code": stolen["code"], "state": attempt(1).state}), provider)


async def test_pkce_is_never_plain(provider: LyingProvider) -> None:
    provider.described["code_challenge_methods_supported"] = ["plain"]
    assert why(await no(ours(provider).begin(attempt(), language="nl"), provider)) == "unavailable"


@pytest.mark.parametrize("verifier", ["", "short", "v" * 129, "v" * 42 + "+"])
async def test_an_attempt_without_a_proper_verifier_is_a_mistake_of_ours(eduid: EduID, verifier: str) -> None:
    with pytest.raises(ValueError, match="three words"):
        await eduid.begin(Attempt("s", "n", verifier), language="nl")


async def test_nothing_of_an_attempt_stays_with_us_or_goes_out_readable(eduid: EduID, provider: LyingProvider) -> None:
    address = await eduid.begin(attempt(), language="nl")
    assert attempt().verifier not in address
    assert await eduid.finish(attempt(), provider.log_in(address))
    insist_on_silence(provider, repr(vars(eduid)) + repr(vars(eduid._openid) | {"_client_secret": ""}))


async def test_two_tabs_do_not_disturb_each_other(eduid: EduID, provider: LyingProvider) -> None:
    first, second = [await eduid.begin(attempt(number), language="nl") for number in (1, 2)]
    assert await eduid.finish(attempt(1), provider.log_in(first))
    assert await eduid.finish(attempt(2), provider.log_in(second))


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS384", "PS256"])
async def test_only_the_one_algorithm_is_believed_whatever_the_provider_lists(
    provider: LyingProvider, algorithm: str
) -> None:
    provider.described["id_token_signing_alg_values_supported"] = ["none", "HS256", "RS256", "RS384", "PS256"]
    provider.header["alg"] = algorithm
    if algorithm in ("RS384", "PS256"):
        provider.signs_with = RSAKey.import_key(KEYS[0].as_dict(private=True) | {"alg": algorithm})
    assert str(await forged(log_in(ours(provider), provider), provider)) == "the id_token is not signed with RS256"


async def test_a_provider_that_calls_itself_something_else_is_not_ours(provider: LyingProvider) -> None:
    provider.described["issuer"] = "https://connect.example"
    error = await no(ours(provider).begin(attempt(), language="nl"), provider)
    assert str(error) == "the provider calls itself https://connect.example: set EDUID_ISSUER to that"
    for odd in ("javascript:alert(1)", 7, None, f"{provider.issuer}/"):
        provider.described["issuer"] = odd
        assert why(await no(ours(provider).begin(attempt(), language="nl"), provider)) == "unavailable"


async def test_an_answer_that_names_another_provider_is_refused(provider: LyingProvider) -> None:
    """Mix-up: an answer of one provider is taken to another's token endpoint."""
    eduid = ours(provider)
    answer = provider.log_in(await eduid.begin(attempt(), language="nl"))
    await forged(eduid.finish(attempt(), {**answer, "iss": "https://connect.example"}), provider)
    assert provider.asked["token"] == 0
    assert await eduid.finish(attempt(), {**answer, "iss": provider.issuer})
    provider.described["authorization_response_iss_parameter_supported"] = True
    await forged(log_in(ours(provider), provider), provider)


@pytest.mark.parametrize("token", [None, "", 7, "é", {"a": "b"}])
async def test_without_an_id_token_there_is_no_login(eduid: EduID, provider: LyingProvider, token: object) -> None:
    provider.tokens["id_token"] = token
    assert str(await forged(log_in(eduid, provider), provider)) == "the answer has no id_token"


@pytest.mark.parametrize("token", ["a", "a.b", "a.b.c", "..", "." * 90_000])
async def test_an_id_token_that_is_none_is_refused(eduid: EduID, provider: LyingProvider, token: str) -> None:
    provider.tokens["id_token"] = token
    await forged(log_in(eduid, provider), provider)


@pytest.mark.parametrize(("ahead", "believed"), [(3600 + 29, True), (3600 + 30, False), (-30, True), (-31, False)])
async def test_clocks_may_differ_by_half_a_minute(
    eduid: EduID, provider: LyingProvider, clock: Clock, ahead: float, believed: bool
) -> None:
    clock.ahead = ahead
    if believed:
        assert await log_in(eduid, provider)
    else:
        await forged(log_in(eduid, provider), provider)


@pytest.mark.parametrize(
    ("claims", "believed"),
    [
        ({"aud": [CLIENT]}, True),
        ({"aud": [CLIENT], "azp": CLIENT}, True),
        ({"aud": [CLIENT, "myconext.rs"], "azp": CLIENT}, True),
        ({"aud": [CLIENT, "myconext.rs"]}, False),
        ({"aud": [CLIENT, "myconext.rs"], "azp": "myconext.rs"}, False),
        ({"azp": "somebody-else"}, False),
        ({"aud": "somebody-else"}, False),
        ({"aud": ["somebody-else"]}, False),
        ({"aud": []}, False),
        ({"aud": None}, False),
        ({"aud": f"{CLIENT}.evil.example"}, False),
    ],
)
async def test_a_token_is_for_us_and_made_for_us(
    eduid: EduID, provider: LyingProvider, claims: dict[str, Any], believed: bool
) -> None:
    provider.claims = claims
    if believed:
        assert await log_in(eduid, provider)
    else:
        await forged(log_in(eduid, provider), provider)


@pytest.mark.parametrize(
    ("error", "description", "trust", "meaning"),
    [
        ("access_denied", "", "", "cancelled"),
        ("access_denied", "The end-user denied it", NAMES, "cancelled"),
        ("access_denied", UNMET, NAMES, "unmet"),
        ("access_denied", UNMET.replace(" ", "+"), NAMES, "unmet"),
        ("access_denied", UNMET.replace(" ", "%20"), "", "unmet"),
        ("access_denied", "The specified authentication context requirements 'x' cannot be met", NAMES, "unmet"),
        ("access_denied", "urn:oasis:names:tc:SAML:2.0:status:NoAuthnContext", NAMES, "unmet"),
        ("unmet_authentication_requirements", "", NAMES, "unmet"),
        ("interaction_required", "", NAMES, "unmet"),
        ("interaction_required", "", "", "cancelled"),
        ("login_required", "", "", "cancelled"),
        ("consent_required", "", "", "cancelled"),
        ("invalid_scope", "", "", "refused"),
        ("unauthorized_client", "", "", "refused"),
        ("<script>alert('Sanne Voorbeeld')</script>", "", "", "refused"),
        ("server_error", "", "", "unavailable"),
        ("temporarily_unavailable", "", NAMES, "unavailable"),
    ],
)
async def test_what_a_provider_says_went_wrong_is_told_in_our_words(
    eduid: EduID, provider: LyingProvider, error: str, description: str, trust: str, meaning: str
) -> None:
    answer = {"error": error, "error_description": f"{description} Sanne Voorbeeld <b>", "state": attempt().state}
    found = await no(eduid.finish(attempt(), answer, trust=trust), provider)
    assert why(found) == meaning
    assert "<" not in str(found)
    assert provider.asked["token"] == 0


async def test_an_error_may_come_without_its_state_but_not_with_a_foreign_one(
    eduid: EduID, provider: LyingProvider
) -> None:
    """After a step-up SURFconext may have forgotten the state; nothing can be proven by such an answer anyway."""
    denied = {"error": "access_denied", "error_description": UNMET}
    assert why(await no(eduid.finish(attempt(), denied, trust=NAMES), provider)) == "unmet"
    await forged(eduid.finish(attempt(), {**denied, "state": attempt(2).state}, trust=NAMES), provider)
    both = {**denied, **provider.log_in(await eduid.begin(attempt(), language="nl"))}
    assert why(await no(eduid.finish(attempt(), both), provider)) == "unmet"
    assert provider.asked["token"] == 0


async def test_no_library_says_a_word_at_debug(
    eduid: EduID, provider: LyingProvider, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("", "authlib", "joserfc", "aiohttp.client", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    await log_in(eduid, provider)
    assert {record.name for record in caplog.records} <= {"asyncio"}


async def test_a_renewed_key_is_fetched_when_a_token_names_it(
    eduid: EduID, provider: LyingProvider, clock: Clock
) -> None:
    await log_in(eduid, provider)
    await log_in(eduid, provider)
    assert provider.asked["keys"] == 1
    provider.keys, provider.signs_with = [KEYS[1], KEYS[0]], KEYS[1]
    clock.ahead = 61
    provider.claims = {"exp": NOW + 10_000}
    await log_in(eduid, provider)
    assert provider.asked["keys"] == 2
    provider.keys, provider.signs_with = [KEYS[0]], KEYS[0]  # the old one is still known
    await log_in(eduid, provider)
    assert provider.asked["keys"] == 2


async def test_keys_are_asked_for_again_once_a_minute_at_most(
    eduid: EduID, provider: LyingProvider, clock: Clock
) -> None:
    """Names of keys can be made up: whoever does so must not have us knock at the provider's door all day."""
    provider.claims = {"exp": NOW + 100_000}
    await log_in(eduid, provider)
    provider.signs_with = KEYS[2]  # which is not among its keys
    for minute in range(1, 4):
        clock.ahead = minute * 61
        await forged(log_in(eduid, provider), provider)
        for _ in range(3):
            assert why(await no(log_in(eduid, provider), provider)) == "unavailable"
        assert provider.asked["keys"] == 1 + minute


async def test_many_logins_at_once_ask_for_the_keys_once(eduid: EduID, provider: LyingProvider) -> None:
    addresses = [await eduid.begin(attempt(number), language="nl") for number in range(3, 9)]
    answers = [provider.log_in(address) for address in addresses]
    await asyncio.gather(
        *(eduid.finish(attempt(number), answer) for number, answer in zip(range(3, 9), answers, strict=True))
    )
    assert provider.asked["keys"] == 1


async def test_keys_and_addresses_are_kept_for_an_hour_and_no_longer(
    eduid: EduID, provider: LyingProvider, clock: Clock
) -> None:
    """A key that the provider withdrew is believed for an hour at most, also when it can no longer be asked."""
    provider.claims = {"exp": NOW + 100_000}
    await log_in(eduid, provider)
    clock.ahead = 3590
    await log_in(eduid, provider)
    assert (provider.asked["keys"], provider.asked["description"]) == (1, 1)
    clock.ahead = 3610
    provider.behaves["keys"] = says(503)
    for _ in range(2):
        assert why(await no(log_in(eduid, provider), provider)) == "unavailable"
    del provider.behaves["keys"]
    provider.keys = [KEYS[1]]
    await forged(log_in(eduid, provider), provider)
    assert provider.asked["description"] == 2


@pytest.mark.parametrize(
    "acr", ["urn:oasis:names:tc:SAML:2.0:ac:classes:Password", INSTITUTION, NAMES + "/mfa", None, 7, [NAMES]]
)
async def test_trust_that_was_asked_for_must_be_in_the_token(
    eduid: EduID, provider: LyingProvider, acr: object
) -> None:
    provider.claims["acr"] = acr
    assert why(await no(log_in(eduid, provider, trust=NAMES), provider)) == "unmet"


async def test_trust_may_stand_among_others(eduid: EduID, provider: LyingProvider) -> None:
    """Source: OpenConext-oidcng, `TokenGenerator.java`: several are joined by a space."""
    assert (await log_in(eduid, provider, trust=NAMES, acr=f"password {NAMES}")).trust == NAMES


# --------------------------------------------------------------------------------- other lies of a provider


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://connect.example"}, {"iss": None}, {"sub": None}, {"sub": ""}, {"sub": 7}, {"exp": None},
        {"exp": "tomorrow"}, {"exp": float("nan")}, {"exp": True}, {"iat": None}, {"iat": 10**12}, {"nbf": 10**12},
    ],
)  # fmt: skip
async def test_a_token_with_a_wrong_or_missing_claim_is_refused(
    eduid: EduID, provider: LyingProvider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    await forged(log_in(eduid, provider), provider)


async def test_a_token_signed_with_another_key_under_a_known_name_is_refused(
    eduid: EduID, provider: LyingProvider
) -> None:
    provider.header["kid"] = KEYS[0].kid
    provider.signs_with = KEYS[1]
    await forged(log_in(eduid, provider), provider)


async def test_a_token_that_was_changed_on_its_way_is_refused(eduid: EduID, provider: LyingProvider) -> None:
    address = await eduid.begin(attempt(), language="nl")
    right = provider._id_token({**asked(address), "acr": ""})
    head, body, signature = right.split(".")
    other = unpadded(json.dumps({"iss": provider.issuer, "aud": CLIENT, "sub": "somebody-else"}).encode())
    for token in (
        f"{head}.{other}.{signature}",
        f"{head}.{body}.",
        f"{head}.{body}.{signature[:-4]}AAAA",
        f"{head}.{body}",
    ):
        provider.tokens["id_token"] = token
        await forged(log_in(eduid, provider), provider)


async def test_a_token_without_the_name_of_its_key_needs_a_provider_with_one_key(provider: LyingProvider) -> None:
    unnamed = KEYS[0].as_dict(private=True)
    del unnamed["kid"]
    provider.signs_with = RSAKey.import_key(unnamed)
    provider._id_token = _without_kid(provider)  # type: ignore[method-assign]
    assert await log_in(ours(provider), provider)
    provider.keys = [KEYS[0], KEYS[1]]
    await forged(log_in(ours(provider), provider), provider)


def _without_kid(provider: LyingProvider) -> Any:
    from joserfc import jwt

    def id_token(asked: dict[str, Any]) -> str:
        claims = {"iss": provider.issuer, "aud": CLIENT, "iat": NOW, "exp": NOW + 60, "nonce": asked["nonce"], **SANNE}
        return jwt.encode({"alg": "RS256"}, claims, provider.signs_with, algorithms=["RS256"])

    return id_token


@pytest.mark.parametrize(
    "key",
    [
        {"kty": "RSA", "kid": "small", "n": SMALL, "e": "AQAB"},
        ECKey.generate_key("P-256", {"kid": "curve"}).as_dict(private=False),
        {**KEYS[0].as_dict(private=False), "use": "enc"},
        {**KEYS[0].as_dict(private=False), "alg": "PS256"},
        {"kty": "RSA", "kid": KEYS[0].kid, "n": "é" * 400, "e": "AQAB"},
        {"kty": "RSA", "kid": KEYS[0].kid, "n": "_" * 400_000, "e": "AQAB"},
        {"kty": "oct", "k": "c2VjcmV0", "kid": KEYS[0].kid},
        {"kty": "RSA", "kid": KEYS[0].kid},
        "no key",
    ],
)
async def test_a_key_that_cannot_have_signed_it_is_not_used(eduid: EduID, provider: LyingProvider, key: object) -> None:
    provider.behaves["keys"] = says(200, json.dumps({"keys": [key]}), "application/json")
    assert why(await no(log_in(eduid, provider), provider)) == "unavailable"


async def test_a_key_of_another_kind_beside_ours_does_no_harm(eduid: EduID, provider: LyingProvider) -> None:
    keys = [{"kty": "AKP", "kid": "new", "alg": "ML-DSA-44"}, 7, KEYS[0].as_dict(private=False)]
    provider.behaves["keys"] = says(200, json.dumps({"keys": keys}), "application/json")
    assert await log_in(eduid, provider)


async def test_userinfo_of_somebody_else_is_not_believed(eduid: EduID, provider: LyingProvider) -> None:
    provider.claims = {"email": None}
    provider.in_userinfo = {"sub": "somebody-else", "email": "somebody@example.org"}
    await forged(log_in(eduid, provider), provider)
    provider.in_userinfo = {"sub": None, "email": "somebody@example.org"}
    await forged(log_in(eduid, provider), provider)


async def test_userinfo_does_not_overrule_the_token(eduid: EduID, provider: LyingProvider) -> None:
    provider.claims = {"email": None}
    provider.in_userinfo = {"eduid": "somebody-else"}
    assert (await log_in(eduid, provider)).subject.endswith(SANNE["eduid"])


@pytest.mark.parametrize("email", [None, "", "no address"])
async def test_without_an_address_the_client_is_not_set_up_well(
    eduid: EduID, provider: LyingProvider, email: str | None
) -> None:
    provider.person["email"] = email
    assert why(await no(log_in(eduid, provider), provider)) == "refused"


@pytest.mark.parametrize(
    "tokens", [{"access_token": None}, {"access_token": "a\nb"}, {"access_token": 7}, {"token_type": "mac"}]
)
async def test_an_access_token_must_be_one(eduid: EduID, provider: LyingProvider, tokens: dict[str, Any]) -> None:
    provider.tokens = tokens
    await forged(log_in(eduid, provider), provider)


@pytest.mark.parametrize(
    "described",
    [
        {"token_endpoint": "http://connect.example/token"}, {"jwks_uri": None}, {"authorization_endpoint": 7},
        {"authorization_endpoint": "javascript:alert(1)"}, {"userinfo_endpoint": "http://10.0.0.1/"},
        {"token_endpoint": "https://user:password@connect.example/token"},
        {"token_endpoint_auth_methods_supported": ["private_key_jwt"]},
        {"code_challenge_methods_supported": "S256"},
    ],
)  # fmt: skip
async def test_a_description_that_cannot_be_followed_safely_is_not_followed(
    provider: LyingProvider, described: dict[str, Any]
) -> None:
    provider.described = described
    assert why(await no(ours(provider).begin(attempt(), language="nl"), provider)) == "unavailable"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://connect.example/token", True), ("http://localhost:8000/token", True), ("http://127.0.0.1/", True),
        ("http://[::1]:80/", True), ("http://connect.example/", False), ("http://localhost.evil.example/", False),
        ("http://127.0.0.1.evil.example/", False), ("http://2130706433/", False), ("ftp://localhost/", False),
        ("https://", False), ("https://user@connect.example/", False), ("https://connect.example/#a", False),
        ("https://connect.example/a b", False), ("https://[::1", False), ("", False), (None, False), (7, False),
    ],
)  # fmt: skip
def test_a_secret_goes_by_https_or_stays_on_this_machine(url: object, safe: bool) -> None:
    assert is_safe(url) is safe


async def test_a_setting_that_would_send_tokens_in_the_open_is_refused(provider: LyingProvider) -> None:
    found = await no(ours(provider, issuer="http://connect.example").begin(attempt(), language="nl"), provider)
    assert "EDUID_ISSUER" in str(found)
    found = await no(log_in(ours(provider, api_url="http://login.example"), provider), provider)
    assert "EDUID_API_URL" in str(found)


@pytest.mark.parametrize(
    ("status", "body", "meaning"),
    [
        (400, {"error": "invalid_grant", "error_description": "Sanne Voorbeeld"}, "forged"),
        (400, {"error": "invalid_code"}, "forged"),
        (401, {"error": "invalid_code_verifier"}, "forged"),
        (401, {"error": "invalid_client"}, "refused"),
        (401, {"error": "access_denied", "error_description": "Invalid user / secret"}, "refused"),
        (400, {"error": ["Sanne"]}, "refused"),
        (403, "<html>Sanne Voorbeeld</html>", "refused"),
        (200, "<html>Sanne Voorbeeld</html>", "unavailable"),
        (200, ["Sanne"], "unavailable"),
        (429, {"error": "slow_down"}, "unavailable"),
    ],
)
async def test_what_the_token_endpoint_says_is_told_by_what_to_do(
    eduid: EduID, provider: LyingProvider, status: int, body: object, meaning: str
) -> None:
    provider.behaves["token"] = says(status, body if isinstance(body, str) else json.dumps(body), "application/json")
    assert why(await no(log_in(eduid, provider), provider)) == meaning


# ----------------------------------------------------------------------------------------------- bad days

ENDPOINTS = ("description", "token", "keys", "userinfo", "links")
BROKEN = {
    "an error": says(500, "Sanne Voorbeeld"),
    "a gateway's page": says(502, "<html>Bad Gateway</html>"),
    "a page": says(200, "<html><title>Sanne Voorbeeld</title></html>"),
    "half JSON": says(200, '{"issuer": "Sanne', "application/json"),
    "nothing": says(200, "", "application/json"),
    "no text": says(200, b"\xff\xfe\x00", "application/json"),
    "too deep": says(200, "[" * 100_000, "application/json"),
    "a number": says(200, "7", "application/json"),
    "packed": says(200, gzip.compress(b"[]" + b" " * 900_000), "application/json", **{"Content-Encoding": "gzip"}),
}


def breaks(provider: LyingProvider, endpoint: str) -> None:
    if endpoint == "userinfo":
        provider.claims = {"email": None}


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("how", BROKEN)
async def test_an_answer_that_is_none_is_tried_again_later(
    eduid: EduID, provider: LyingProvider, endpoint: str, how: str
) -> None:
    breaks(provider, endpoint)
    provider.behaves[endpoint] = BROKEN[how]
    assert why(await no(log_in(eduid, provider), provider)) == "unavailable"
    del provider.behaves[endpoint]
    assert await log_in(eduid, provider)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("how", ["hangs", "drips"])
async def test_a_provider_that_dawdles_is_not_waited_for(provider: LyingProvider, endpoint: str, how: str) -> None:
    breaks(provider, endpoint)
    provider.behaves[endpoint] = getattr(provider, how)
    assert why(await no(log_in(ours(provider, patience_seconds=0.25), provider), provider)) == "unavailable"


async def test_a_whole_login_has_an_end_too(provider: LyingProvider) -> None:
    """Five answers that are each just in time are together too late."""
    eduid = ours(provider, patience_seconds=0.3)
    answer = provider.log_in(await ours(provider).begin(attempt(), language="nl"))
    for endpoint in ("token", "keys", "links", "userinfo"):
        provider.behaves[endpoint] = _late(provider, endpoint)
    breaks(provider, "userinfo")
    assert why(await no(eduid.finish(attempt(), answer), provider)) == "unavailable"


def _late(provider: LyingProvider, endpoint: str) -> Any:
    usual = getattr(provider, f"_{endpoint}")

    async def answer(request: Any) -> Any:
        try:
            await asyncio.wait_for(provider._closing.wait(), 0.2)
        except TimeoutError:
            pass
        return await usual(request)

    return answer


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("how", ["floods", "breaks_off", "redirects"])
async def test_a_flood_half_an_answer_and_a_redirect_are_no_answer(
    eduid: EduID, provider: LyingProvider, endpoint: str, how: str
) -> None:
    breaks(provider, endpoint)
    provider.behaves[endpoint] = getattr(provider, how)
    assert why(await no(log_in(eduid, provider), provider)) == "unavailable"
    assert provider.asked["elsewhere"] == 0


async def test_a_provider_that_is_down_is_unavailable(provider: LyingProvider) -> None:
    eduid = ours(provider)
    answer = provider.log_in(await eduid.begin(attempt(), language="nl"))
    await provider._runner.cleanup()
    assert why(await no(eduid.finish(attempt(), answer), provider)) == "unavailable"
    assert why(await no(ours(provider).begin(attempt(), language="nl"), provider)) == "unavailable"


@pytest.mark.parametrize("endpoint", ["links", "userinfo"])
@pytest.mark.parametrize("status", [401, 403])
async def test_a_token_that_is_not_taken_is_a_setting_of_ours(
    eduid: EduID, provider: LyingProvider, endpoint: str, status: int
) -> None:
    """There is no person then: who logged in and what is linked are told together or not at all."""
    breaks(provider, endpoint)
    provider.behaves[endpoint] = says(
        status, json.dumps({"error": "invalid_token", "who": "Sanne"}), "application/json"
    )
    found = await no(log_in(eduid, provider), provider)
    assert (why(found), str(status) in str(found)) == ("refused", True)


async def test_somebody_without_an_eduid_is_told_apart(eduid: EduID, provider: LyingProvider) -> None:
    provider.behaves["links"] = says(404, json.dumps({"message": SANNE["uids"][0]}), "application/json")
    assert why(await no(log_in(eduid, provider), provider)) == "refused"


@pytest.mark.parametrize(
    "links",
    [
        {}, {"links": []}, [[]], ["uni.example"], [7], [None], [{"eppn": 7}],
        [{"schac_home_organization": ["uni.example"]}], [{"validated_name": {"given": "Sanne"}}],
        [{"validated_name": "x" * 400}], LINKS * 60, "uni.example", 7,
    ],
)  # fmt: skip
async def test_a_list_of_links_of_another_shape_is_no_list(
    eduid: EduID, provider: LyingProvider, links: object
) -> None:
    provider.behaves["links"] = says(200, json.dumps(links), "application/json")
    assert why(await no(log_in(eduid, provider), provider)) == "unavailable"


# ------------------------------------------------------------------------------------------- whatever comes

JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
CLAIM = st.sampled_from(
    [
        "iss",
        "sub",
        "aud",
        "azp",
        "exp",
        "iat",
        "nbf",
        "nonce",
        "acr",
        "email",
        "given_name",
        "family_name",
        "name",
        "eduid",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    claims=st.dictionaries(CLAIM, JSON, min_size=1, max_size=4),
    header=st.dictionaries(st.text(max_size=8), JSON, max_size=2),
)
def test_whatever_stands_in_a_token_it_is_a_person_or_a_plain_no(
    claims: dict[str, Any], header: dict[str, Any]
) -> None:
    async def play() -> None:
        async with LyingProvider(NOW) as provider:
            provider.claims = claims
            provider.tokens = {"id_token": _crude(provider, claims, header)} if header else {}
            try:
                await log_in(ours(provider), provider)
            except (NotProven, Unavailable):
                pass

    asyncio.run(play())


def _crude(provider: LyingProvider, claims: dict[str, Any], header: dict[str, Any]) -> str:
    """A token of which header and claims are anything at all, signed by the provider's own key."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    head = unpadded(json.dumps({"alg": "RS256", "kid": KEYS[0].kid, **header}).encode())
    body = unpadded(json.dumps(claims).encode())
    private = KEYS[0].private_key
    assert private is not None
    return f"{head}.{body}.{unpadded(private.sign(f'{head}.{body}'.encode(), PKCS1v15(), SHA256()))}"


@pytest.mark.parametrize("part", ["header", "payload"])
async def test_a_token_nested_without_end_is_refused(eduid: EduID, provider: LyingProvider, part: str) -> None:
    deep = unpadded(b'{"alg":"RS256","a":' + b"[" * 90_000)
    flat = unpadded(json.dumps({"alg": "RS256", "kid": KEYS[0].kid}).encode())
    provider.tokens["id_token"] = f"{deep}.{flat}.AAAA" if part == "header" else f"{flat}.{deep}.AAAA"
    await forged(log_in(eduid, provider), provider)


@pytest.mark.parametrize("name", ["code", "state", "iss", "error", "error_description"])
@pytest.mark.parametrize("value", ["", "\ud800", "é" * 5000, "a\r\nSet-Cookie: b", "%00", "a&code=b", "<script>"])
async def test_whatever_stands_in_the_address_of_the_answer_it_is_a_plain_no(
    eduid: EduID, provider: LyingProvider, name: str, value: str
) -> None:
    answer = {"code": "made-up", "state": attempt().state, name: value}
    found = await no(eduid.finish(attempt(), answer), provider)
    assert re.fullmatch(r"[\w ,.'-]+", str(found))
