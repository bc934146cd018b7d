"""The sandbox's OpenID provider, by a client that knows nothing of it: Authlib asks, joserfc verifies."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2  # what Authlib speaks when it is there
import pytest
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError
from joserfc.jwk import KeySet

from integrations.sandbox import trust
from integrations.sandbox.surfconext import Keys
from tests.sandbox.stage import CALLBACK, NOW, ROOT, URL, Sandbox, makes_an_eduid
from tests.sandbox.walker import Walker

ISSUER = f"{ROOT}/surfconext/oidc"
LINKS = f"{ROOT}/eduid/myconext/api/eduid/links"
SANNE = "sanne@example.net"

ASKED = {"id_token": dict.fromkeys(
    ("preferred_username", "given_name", "family_name", "email", "eduid", "eduperson_scoped_affiliation", "uids")
)}  # fmt: skip
"""What edubadges asks for. Source: edubadges-server, `badgrsocialauth/providers/eduid/views.py`."""


class Client:
    """A service that lets people log in: what it does itself, and what of it is Authlib's."""

    def __init__(self, sandbox: Sandbox, name: str = "badgewijzer", secret: str = "", callback: str = CALLBACK) -> None:
        self.sandbox = sandbox
        self.callback = callback
        self.oauth = AsyncOAuth2Client(
            name,
            secret or None,
            scope="openid eduid.nl/links",
            redirect_uri=callback,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if secret else "none",
            transport=httpx2.ASGITransport(sandbox.app),
            base_url=URL,
        )
        self.http = httpx2.AsyncClient(transport=httpx2.ASGITransport(sandbox.app), base_url=URL)
        self.verifier = generate_token(48)
        self.nonce = generate_token(20)

    async def discovery(self) -> dict[str, Any]:
        answer = await self.http.get(f"{ISSUER}/.well-known/openid-configuration")
        return dict(answer.json())

    async def address(self, **more: str) -> str:
        """Where to send the browser."""
        found = await self.discovery()
        address, self.state = self.oauth.create_authorization_url(
            found["authorization_endpoint"], code_verifier=self.verifier, nonce=self.nonce, **more
        )
        return str(address)

    async def tokens(self, came_back_at: str, **more: str) -> dict[str, Any]:
        found = await self.discovery()
        return dict(
            await self.oauth.fetch_token(
                found["token_endpoint"],
                authorization_response=came_back_at,
                **{"code_verifier": self.verifier, "state": self.state, **more},
            )
        )

    async def verified(self, id_token: str) -> dict[str, Any]:
        """The claims, after signature, issuer, audience, expiry and nonce were looked at."""
        found = await self.discovery()
        keys = KeySet.import_key_set((await self.http.get(found["jwks_uri"])).json())
        token = jwt.decode(id_token, keys, algorithms=["RS256"])
        now = int(self.sandbox.world.now().timestamp())
        rules = jwt.JWTClaimsRegistry(
            now=now,
            iss={"essential": True, "value": found["issuer"]},
            aud={"essential": True, "value": self.oauth.client_id},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": self.nonce},
        )
        rules.validate(token.claims)
        return dict(token.claims)


async def scene() -> tuple[Sandbox, Client, Walker]:
    sandbox = Sandbox()
    sanne = sandbox.somebody()
    await makes_an_eduid(sanne, sandbox, SANNE)
    return sandbox, Client(sandbox), sanne


def said(walker: Walker) -> dict[str, str]:
    assert walker.at.startswith(CALLBACK), walker.at
    return walker.query


async def test_discovery_tells_where_everything_is() -> None:
    found = await Client(Sandbox()).discovery()
    assert found["issuer"] == ISSUER
    assert found["jwks_uri"] == f"{ISSUER}/certs"
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["id_token_signing_alg_values_supported"] == ["RS256"]
    assert trust.NAMES in found["acr_values_supported"]


async def test_a_newcomer_makes_an_eduid_on_the_way_and_comes_back_logged_in() -> None:
    sandbox = Sandbox()
    client, sanne = Client(sandbox), sandbox.somebody()
    await sanne.opens(await client.address(claims=json.dumps(ASKED)))
    sanne.is_at("/sandbox/eduid/login").sees("Badgewijzer", "Nog geen eduID?")
    await sanne.follows("Direct aanmaken")
    await sanne.presses("Maak een eduID", email=SANNE, given="Sanne", family="Voorbeeld", agree="1")
    await sanne.presses("Volgende", code=sandbox.code_for(SANNE))
    sanne.sees("Je eduID is aangemaakt")
    await sanne.follows("Volgende")
    sanne.sees("Mag Badgewijzer dit lezen?", "met welke instellingen je eduID gekoppeld is")
    await sanne.presses("Ja, dat mag")
    assert said(sanne)["state"] == client.state
    tokens = await client.tokens(sanne.at)
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 3600)
    person = sandbox.world.person_with(SANNE)
    assert person is not None
    claims = await client.verified(tokens["id_token"])
    assert claims == {
        "iss": ISSUER,
        "sub": trust.subject(person.uid, "badgewijzer"),
        "aud": "badgewijzer",
        "exp": int(NOW.timestamp()) + 3600,
        "iat": int(NOW.timestamp()),
        "nonce": client.nonce,
        "eduid": trust.number(person.uid, "badgewijzer"),
        "uids": [person.uid],
        "email": SANNE,
        "given_name": "Sanne",
        "family_name": "Voorbeeld",
        "preferred_username": "Sanne Voorbeeld",
        "eduperson_scoped_affiliation": ["affiliate@eduid.nl"],
    }
    answer = await client.oauth.get(LINKS)
    assert (answer.status_code, answer.json()) == (200, [])


async def test_who_is_logged_in_and_consented_comes_back_at_once() -> None:
    _, client, sanne = await scene()
    await sanne.opens(await client.address())
    await sanne.presses("Ja, dat mag")
    first = await client.tokens(sanne.at)
    again = Client(client.sandbox)
    await sanne.opens(await again.address())
    second = await again.tokens(sanne.at)
    assert (await client.verified(first["id_token"]))["sub"] == (await again.verified(second["id_token"]))["sub"]
    assert first["access_token"] != second["access_token"]
    await sanne.opens(await again.address(prompt="consent"))
    sanne.sees("Mag Badgewijzer dit lezen?")
    await sanne.opens("/sandbox/eduid/mijn/data-activity")
    sanne.does_not_see("badgewijzer")


async def test_without_the_claims_parameter_they_come_from_userinfo() -> None:
    sandbox, client, sanne = await scene()
    await sanne.opens(await client.address())
    await sanne.presses("Ja, dat mag")
    tokens = await client.tokens(sanne.at)
    claims = await client.verified(tokens["id_token"])
    assert set(claims) == {"iss", "sub", "aud", "exp", "iat", "nonce"}
    about = (await client.oauth.get(f"{ISSUER}/userinfo")).json()
    assert about["sub"] == claims["sub"]
    assert set(about) == {
        "sub", "eduid", "uids", "email", "given_name", "family_name", "preferred_username", "name",
        "schac_home_organization", "eduperson_scoped_affiliation", "eduperson_assurance",
    }  # fmt: skip
    assert about["name"] == "Sanne Voorbeeld"
    assert "https://eduid.nl/validated/email-validated" in about["eduperson_assurance"]


async def test_what_is_missing_is_asked_on_the_way_and_proven_in_the_token() -> None:
    _, client, sanne = await scene()
    await sanne.opens(await client.address(acr_values=trust.NAMES, claims=json.dumps(ASKED)))
    sanne.sees("Je bent er bijna", "Badgewijzer", "Je voor- en achternaam moeten bevestigd zijn.")
    assert "skip" not in sanne.html
    await sanne.follows("Verifïeer nu")
    sanne.sees(
        "Bevestig wie je bent", "Gebruik je school- of werkaccount", "Gebruik je bank", "Gebruik een Europees ID"
    )
    await sanne.follows("Gebruik je bank")
    await sanne.follows("bunq")
    await sanne.presses("Bevestig", initials="S", family="Voorbeeld")
    sanne.sees("Gelukt!")
    await sanne.follows("Ga naar Badgewijzer")
    await sanne.presses("Ja, dat mag")
    claims = await client.verified((await client.tokens(sanne.at))["id_token"])
    assert claims["acr"] == trust.NAMES
    assert (claims["given_name"], claims["preferred_username"]) == ("S", "S Voorbeeld")
    assert (await client.oauth.get(LINKS)).json() == [{"validated_name": "S Voorbeeld", "preferred": True}]


async def test_a_lapsed_link_must_be_made_anew_where_a_current_one_is_asked() -> None:
    sandbox, client, sanne = await scene()
    await sanne.opens(await client.address(acr_values=trust.INSTITUTION))
    sanne.sees("Je eduID moet gekoppeld zijn met een school of werk")
    await sanne.follows("Verifïeer nu")
    sanne.does_not_see("Gebruik je bank")
    await sanne.follows("Gebruik je school- of werkaccount")
    await sanne.follows("Universiteit Voorbeeld")
    await sanne.presses("Inloggen", student="s1234567")
    await sanne.follows("Ga naar Badgewijzer")
    await sanne.presses("Ja, dat mag")
    assert (await client.verified((await client.tokens(sanne.at))["id_token"]))["acr"] == trust.INSTITUTION
    sandbox.later(days=181)
    await sanne.opens(await client.address())
    await client.tokens(sanne.at)
    assert [one["eppn"] for one in (await client.oauth.get(LINKS)).json()] == ["s1234567@voorbeeld.example"]
    await sanne.opens(await client.address(acr_values=trust.INSTITUTION))
    sanne.sees("Je bent er bijna")


async def test_who_cannot_prove_it_goes_back_with_an_error_that_says_what() -> None:
    _, client, sanne = await scene()
    await sanne.opens(await client.address(acr_values=trust.STUDENT))
    await sanne.follows("Verifïeer nu")
    await sanne.follows("Gebruik je school- of werkaccount")
    await sanne.follows("Universiteit Voorbeeld")
    await sanne.presses("Inloggen", gives_role=None)
    sanne.sees("Account is gekoppeld, maar…", "Opnieuw proberen", "Doorgaan")
    await sanne.presses("Doorgaan")
    assert said(sanne) == {
        "error": "access_denied",
        "error_description": "The+requesting+service+has+indicated+that+the+authenticated+user+is+required+to+have+an"
        "+affiliation+Student.",  # encoded twice, as SURFconext does it
        "state": client.state,
    }


@pytest.mark.parametrize("where", ["login", "choice", "consent", "app"])
async def test_who_stops_goes_back_with_an_error(where: str) -> None:
    sandbox, client, sanne = await scene()
    match where:
        case "login":
            sanne = sandbox.somebody()
            await sanne.opens(await client.address())
            await sanne.presses("Annuleer")
        case "choice":
            await sanne.opens(await client.address(acr_values=trust.NAMES))
            await sanne.follows("Verifïeer nu")
            await sanne.presses("Annuleer")
        case "consent":
            await sanne.opens(await client.address())
            await sanne.presses("Nee, ga terug")
        case "app":
            await sanne.opens(await client.address(acr_values=trust.MFA))
            await sanne.follows("Verifïeer nu")
            sanne.sees("Log in met de eduID app")
            await sanne.presses("Doorgaan")
    assert said(sanne)["error"] == "access_denied"
    assert ("requesting+service" in said(sanne)["error_description"]) == (where == "app")
    assert said(sanne)["state"] == client.state


async def test_a_login_can_be_asked_of_who_is_logged_in() -> None:
    sandbox, client, sanne = await scene()
    await sanne.opens(await client.address(prompt="login", ui_locales="en"))
    sanne.is_at("/sandbox/eduid/login").sees("Your email address")
    await sanne.presses("Next", email=SANNE)
    await sanne.presses("Next", code=sandbox.code_for(SANNE))
    await sanne.presses("Yes, that is fine")
    assert "code" in said(sanne)


async def test_nothing_is_shown_when_no_page_may_be() -> None:
    sandbox, client, sanne = await scene()
    stranger = sandbox.somebody()
    await stranger.opens(await client.address(prompt="none"))
    assert said(stranger)["error"] == "login_required"
    await sanne.opens(await client.address(prompt="none", acr_values=trust.NAMES))
    assert said(sanne)["error"] == "interaction_required"
    await sanne.opens(await client.address(prompt="none"))
    assert said(sanne)["error"] == "consent_required"
    await sanne.opens(await client.address())
    await sanne.presses("Ja, dat mag")
    await sanne.opens(await client.address(prompt="none"))
    assert "code" in said(sanne)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "eduid.nl/links"}, "invalid_scope"),
        ({"scope": "openid eduid.nl/mobile"}, "invalid_scope"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": ""}, "invalid_request"),
        ({"claims": "{"}, "invalid_request"),
        ({"claims": "[1]"}, "invalid_request"),
        ({"claims": '{"id_token": 5}'}, "invalid_request"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"request": "x"}, "request_not_supported"),
    ],
)
async def test_what_a_client_asks_wrongly_it_is_told(change: dict[str, str], error: str) -> None:
    sandbox = Sandbox()
    client, sanne = Client(sandbox), sandbox.somebody()
    parts = urlsplit(await client.address())
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    await sanne.opens(parts._replace(query=urlencode({**query, **change})).geturl())
    assert (said(sanne)["error"], said(sanne)["state"]) == (error, client.state)


@pytest.mark.parametrize(
    "change",
    [
        {"redirect_uri": "https://evil.example/callback"},
        {"redirect_uri": f"{CALLBACK}/more"},
        {"redirect_uri": f"{CALLBACK}?a=1"},
        {"redirect_uri": ""},
        {"client_id": "nobody"},
    ],
)
async def test_nobody_is_sent_to_an_address_that_is_not_registered(change: dict[str, str]) -> None:
    sandbox = Sandbox()
    client, sanne = Client(sandbox), sandbox.somebody()
    parts = urlsplit(await client.address())
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    await sanne.opens(parts._replace(query=urlencode({**query, **change})).geturl())
    sanne.is_at("/sandbox/surfconext/oidc/authorize", 400).sees("Begin opnieuw bij de dienst.")


async def a_code() -> tuple[Sandbox, Client, str]:
    sandbox, client, sanne = await scene()
    await sanne.opens(await client.address())
    await sanne.presses("Ja, dat mag")
    return sandbox, client, sanne.at


async def test_a_code_works_once_and_its_replay_withdraws_the_tokens() -> None:
    _, client, came_back_at = await a_code()
    await client.tokens(came_back_at)
    assert (await client.oauth.get(LINKS)).status_code == 200
    with pytest.raises(OAuthError, match="invalid_grant"):
        await client.tokens(came_back_at)
    assert (await client.oauth.get(LINKS)).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"code_verifier": generate_token(48)},
        {"code_verifier": ""},
        {"redirect_uri": "https://bot.example/elsewhere"},
    ],
)
async def test_a_code_is_no_good_with_another_verifier_or_address(change: dict[str, str]) -> None:
    _, client, came_back_at = await a_code()
    with pytest.raises(OAuthError, match="invalid_grant"):
        await client.tokens(came_back_at, **change)
    with pytest.raises(OAuthError, match="invalid_grant"):
        await client.tokens(came_back_at)  # and no second try


async def test_a_code_lasts_ten_minutes_and_a_token_an_hour() -> None:
    sandbox, client, came_back_at = await a_code()
    sandbox.later(minutes=9)
    await client.tokens(came_back_at)
    sandbox.later(minutes=61)
    token = client.oauth.token["access_token"]
    late = await client.http.get(LINKS, headers={"Authorization": f"Bearer {token}"})
    assert (late.status_code, late.json()) == (401, {"error": "invalid_token"})
    sandbox, client, came_back_at = await a_code()
    sandbox.later(minutes=11)
    with pytest.raises(OAuthError, match="invalid_grant"):
        await client.tokens(came_back_at)


async def test_a_client_with_a_secret_must_show_it() -> None:
    sandbox, _, sanne = await scene()
    callback = "https://office.example/back?from=eduid"
    client = Client(sandbox, "office", "a secret of the office", callback)
    await sanne.opens(await client.address())
    await sanne.presses("Ja, dat mag")
    assert sanne.query["from"] == "eduid"
    stranger = Client(sandbox, "office", "another secret", callback)
    stranger.state, stranger.verifier = client.state, client.verifier
    with pytest.raises(OAuthError, match="invalid_client"):
        await stranger.tokens(sanne.at)
    tokens = await client.tokens(sanne.at)
    assert (await client.verified(tokens["id_token"]))["aud"] == "office"


async def test_a_code_of_one_client_is_no_good_for_another() -> None:
    sandbox, client, came_back_at = await a_code()
    sandbox.clients["other"] = ("", [CALLBACK])
    other = Client(sandbox, "other")
    other.state, other.verifier = client.state, client.verifier
    with pytest.raises(OAuthError, match="invalid_grant"):
        await other.tokens(came_back_at)


async def test_keys_rotate_while_tokens_stay_verifiable() -> None:
    sandbox, client, came_back_at = await a_code()
    before = (await client.tokens(came_back_at))["id_token"]
    sandbox.keys.rotate()
    assert await client.verified(before)
    again = Client(sandbox)
    sanne = sandbox.somebody()
    await sanne.opens(await again.address())
    await sanne.presses("Volgende", email=SANNE)
    await sanne.presses("Volgende", code=sandbox.code_for(SANNE))
    after = (await again.tokens(sanne.at))["id_token"]
    assert await again.verified(after)
    assert before.split(".")[0] != after.split(".")[0]  # by another key
    sandbox.keys.rotate(forget=True)
    for one in (before, after):
        with pytest.raises((BadSignatureError, InvalidKeyIdError, ValueError)):
            await client.verified(one)


async def test_a_token_that_somebody_else_signed_is_not_believed() -> None:
    sandbox, client, came_back_at = await a_code()
    claims = jwt.decode(
        (await client.tokens(came_back_at))["id_token"], KeySet(list(sandbox.keys.all)), algorithms=["RS256"]
    ).claims
    with pytest.raises((BadSignatureError, InvalidKeyIdError, ValueError)):
        await client.verified(Keys().sign(claims))


async def test_only_what_is_public_of_a_key_is_published() -> None:
    client = Client(Sandbox())
    keys = (await client.http.get(f"{ISSUER}/certs")).json()["keys"]
    assert [set(one) for one in keys] == [{"kty", "n", "e", "kid", "use", "alg"}]


def test_keys_are_kept_where_only_their_owner_can_read(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("keys") / "sandbox.keys.json"
    keys = Keys(file)
    assert Keys(file).public() != keys.public() or file.exists()
    assert Keys(file).public() == keys.public()
    assert file.stat().st_mode & 0o077 == 0
    file.write_text("{}")
    assert Keys(file).public() != keys.public()


# The API of links


async def test_links_are_told_to_a_token_with_the_scope_only() -> None:
    sandbox, client, sanne = await scene()
    client.oauth.scope = "openid"
    await sanne.opens(await client.address())
    assert "code" in said(sanne)  # nothing to consent to
    await client.tokens(sanne.at)
    refused = await client.oauth.get(LINKS)
    assert (refused.status_code, refused.json()) == (403, {"error": "insufficient_scope"})
    for header in ("", "Bearer nonsense", f"Basic {client.oauth.token['access_token']}"):
        answer = await client.http.get(LINKS, headers={"Authorization": header})
        assert (answer.status_code, answer.json()) == (401, {"error": "invalid_token"})
    userinfo = await client.http.get(f"{ISSUER}/userinfo")
    assert userinfo.status_code == 401


async def test_links_have_the_shape_that_eduid_gives_them() -> None:
    _, client, sanne = await scene()
    for name, more in (
        ("Universiteit Voorbeeld", {"student": "s1234567"}),
        ("Hogeschool Ginder", {"gives_name": None}),
    ):
        await sanne.opens("/sandbox/eduid/confirm/institution?goal=organisation")
        await sanne.follows(name)
        await sanne.presses("Inloggen", **more)
    await sanne.opens("/sandbox/eduid/confirm/bank/ING")
    await sanne.presses("Bevestig", initials="S", family="Voorbeeld")
    await sanne.presses("Ja, graag")
    await sanne.opens(await client.address())
    await sanne.presses("Ja, dat mag")
    await client.tokens(sanne.at)
    answer = await client.oauth.get(LINKS)
    assert answer.headers["content-type"] == "application/json"
    first, second, third = answer.json()
    assert first == {
        "eppn": "s1234567@voorbeeld.example",
        "schac_home_organization": "voorbeeld.example",
        "preferred": False,
        "validated_name": "Sanne Voorbeeld",
    }
    assert (set(second), second["preferred"]) == ({"eppn", "schac_home_organization", "preferred"}, False)
    assert third == {"validated_name": "S Voorbeeld", "preferred": True}


@pytest.mark.parametrize("status", [502, 504])
async def test_a_failure_of_eduid_can_be_practised(status: int) -> None:
    sandbox, client, came_back_at = await a_code()
    await client.tokens(came_back_at)
    staff = sandbox.somebody()
    await staff.opens("/sandbox/eduid")
    await staff.presses(f"Fout {status}")
    staff.sees(f"eduID antwoordt met fout {status}")
    assert (await client.oauth.get(LINKS)).status_code == status
    await staff.presses("Laat eduID weer werken")
    assert (await client.oauth.get(LINKS)).status_code == 200


async def test_a_deleted_eduid_has_no_tokens_left() -> None:
    sandbox, client, came_back_at = await a_code()
    await client.tokens(came_back_at)
    sandbox.world.people.clear()
    assert (await client.oauth.get(LINKS)).status_code == 401


async def test_a_form_that_is_none_is_refused_in_words() -> None:
    client = Client(Sandbox())
    for body in (b"", b"grant_type=authorization_code", b"\xff\xfe=&&&", b'{"grant_type": 1}'):
        answer = await client.http.post(
            f"{ISSUER}/token", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
        )
        assert answer.status_code == 401
        assert answer.json()["error"] == "invalid_client"
    answer = await client.http.post(f"{ISSUER}/token", headers={"Authorization": "Basic ===="})
    assert answer.json()["error"] == "invalid_client"
