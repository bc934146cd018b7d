"""A login by OpenID Connect: authorization code with PKCE, and an id_token that is verified by us.

Authlib writes the requests, joserfc checks the signature and the times; what neither asks is asked here. Every "no" is
a `NotProven` in our own words; the provider's words, which may hold anything, are neither kept nor passed on.

Sources: OpenID Connect Core 1.0, 3.1.2 and 3.1.3; RFC 7636 (PKCE); RFC 9207 (`iss` in the answer); OpenConext-oidcng,
which SURFconext runs: `openid-configuration.json`, `secure/TokenGenerator.java`, `endpoints/TokenEndpoint.java`,
`web/CustomErrorController.java` (August 2026).
"""

from __future__ import annotations

import asyncio
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, unquote_plus

import orjson

from bot.ports import Attempt, NotProven, Unavailable
from integrations.json_over_http import Asker, is_safe

if TYPE_CHECKING:
    from joserfc.jwk import RSAKey

ALGORITHM = "RS256"
"""The only one that SURFconext signs with, so the only one believed, whatever the provider says that it supports.

Source: OpenConext-oidcng and OpenConext-deploy, `openid-configuration.json` (August 2026).
"""

BASIC = "client_secret_basic"
LEEWAY_SECONDS = 30
LONGEST_WORD = 320
KEPT_SECONDS = 3600
"""How long the provider's description and its keys are kept. Source: OpenConext-oidcng, `keys-cache` (an hour)."""

ASKED_AGAIN_SECONDS = 60
"""How soon the keys may be asked for again, because a token names one that was not among them."""

Clock = Callable[[], datetime]
Why = Literal["cancelled", "unmet"]

_VISIBLE = re.compile(r"[\x21-\x7e]+")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_UNMET = re.compile(r"requesting service has indicated|authentication context|no_?authn_?context", re.I)
_STOPPED = frozenset(
    {"access_denied", "login_required", "interaction_required", "consent_required", "account_selection_required"}
)
_KNOWN = _STOPPED | {
    "invalid_client", "invalid_grant", "invalid_request", "invalid_scope", "unauthorized_client",
    "unsupported_response_type", "unsupported_grant_type", "invalid_code", "invalid_code_verifier",
}  # fmt: skip
_OF_THE_CODE = frozenset({"invalid_grant", "invalid_code", "invalid_code_verifier"})
"""What the token endpoint calls a code that is used, foreign or made up. Source: OpenConext-oidcng, `exceptions/`."""


def now_utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Provider:
    """How the provider describes itself, as far as we need it."""

    authorize: str
    token: str
    keys: str
    userinfo: str
    secret_by: str  # a token_endpoint_auth_method
    names_itself: bool  # every answer of it carries `iss`
    at: float


@dataclass(frozen=True, slots=True)
class Proof:
    """A login that came about: who it is, as the id_token tells, and the token to ask more with."""

    claims: Mapping[str, Any]
    access_token: str

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access_token}"}


async def asked(
    asker: Asker, url: str, what: str, headers: Mapping[str, str] | None = None, form: str = ""
) -> tuple[int, object]:
    """The status and the JSON, None for none, of `what` (in words, for the log). Raises Unavailable."""
    answer = await (asker.post(url, form, headers) if form else asker.get(url, headers))
    if answer.status == 429 or answer.status >= 500:
        raise Unavailable(f"{what} was answered with {answer.status}")
    return answer.status, answer.told


class OpenID:
    """One provider, as one client of it sees it. It keeps nothing of any login."""

    def __init__(
        self,
        issuer: str,
        client_id: str,
        client_secret: str,
        redirect_uri: str,
        *,
        setting: str,
        clock: Clock = now_utc,
    ) -> None:
        """`setting`: the one that names the issuer, for whoever reads that it is wrong."""
        self.issuer = issuer
        self._setting = setting
        self._client_id = client_id
        self._client_secret = client_secret
        self._redirect_uri = redirect_uri
        self._clock = clock
        self._described: _Provider | None = None
        self._keys: list[RSAKey] = []
        self._keys_at = self._keys_asked_at = 0.0
        self._one_at_a_time = asyncio.Lock()

    async def address(self, asker: Asker, attempt: Attempt, scope: str, **more: str) -> str:
        """Where to send the browser. `more`: further parameters; empty ones are left out. Raises Unavailable."""
        from authlib.oauth2 import OAuth2Client  # here, since a program in which nobody logs in need not carry it

        if not (_VERIFIER.fullmatch(attempt.verifier) and attempt.state and attempt.nonce):
            raise ValueError("an attempt to log in has three words that nobody can guess")
        provider = await self._provider(asker)
        client = OAuth2Client(
            None, self._client_id, scope=scope, redirect_uri=self._redirect_uri, code_challenge_method="S256"
        )
        words = {name: value for name, value in more.items() if value}
        address, _ = client.create_authorization_url(
            provider.authorize, state=attempt.state, code_verifier=attempt.verifier, nonce=attempt.nonce, **words
        )
        return str(address)

    async def prove(self, asker: Asker, attempt: Attempt, answer: Mapping[str, str], *, acr: str = "") -> Proof:
        """The login behind the answer that the browser came back with. Raises NotProven, Unavailable."""
        provider = await self._provider(asker)
        code = self._code(provider, attempt, answer, acr)
        tokens = await self._exchange(asker, provider, code, attempt.verifier)
        token, access = tokens.get("id_token"), tokens.get("access_token")
        if not (isinstance(token, str) and _VISIBLE.fullmatch(token)):
            raise NotProven("the answer has no id_token", "forged")
        if not (isinstance(access, str) and _VISIBLE.fullmatch(access)) or not _is_bearer(tokens):
            raise NotProven("the answer has no access token that can be used", "forged")
        claims = await self._verified(asker, provider, token, attempt.nonce)
        if acr and acr not in str(claims.get("acr", "")).split():
            raise NotProven("the login does not say that the trust was reached", "unmet")
        return Proof(claims, access)

    async def userinfo(self, asker: Asker, proof: Proof) -> Mapping[str, Any]:
        """What the provider tells of the same person when asked. Raises NotProven, Unavailable."""
        provider = await self._provider(asker)
        if not provider.userinfo:
            return {}
        status, found = await asked(asker, provider.userinfo, "userinfo", proof.bearer)
        if status in (401, 403):
            raise NotProven(f"userinfo was answered with {status}", "refused")
        if status != 200 or not isinstance(found, dict):
            raise Unavailable(f"userinfo was answered with {status} and no claims")
        if not _same(found.get("sub"), proof.claims["sub"]):
            raise NotProven("userinfo tells of somebody else", "forged")
        return found

    async def _provider(self, asker: Asker) -> _Provider:
        """How the provider describes itself, kept for an hour. Raises Unavailable."""
        now = self._now()
        if self._described is None or not 0 <= now - self._described.at < KEPT_SECONDS:
            self._described = await self._ask_provider(asker, now)
        return self._described

    async def _ask_provider(self, asker: Asker, now: float) -> _Provider:
        where = f"{self.issuer}/.well-known/openid-configuration"
        if not is_safe(where):
            raise Unavailable(f"{self._setting} is no https address")
        status, found = await asked(asker, where, "the provider's description")
        if status != 200 or not isinstance(found, dict):
            raise Unavailable(f"the provider's description was answered with {status} and is no description")
        if found.get("issuer") != self.issuer:
            raise Unavailable(f"the provider calls itself {_shown(found.get('issuer'))}: set {self._setting} to that")
        needed = [found.get(f"{name}_endpoint") for name in ("authorization", "token")] + [found.get("jwks_uri")]
        userinfo = found.get("userinfo_endpoint", "")
        if not all(map(is_safe, needed)) or not (userinfo == "" or is_safe(userinfo)):
            raise Unavailable("the provider's description has an address that is missing or not https")
        if "S256" not in _words(found, "code_challenge_methods_supported", "S256"):
            raise Unavailable("the provider does not take PKCE with S256")
        authorize, token, keys = map(str, needed)
        named = found.get("authorization_response_iss_parameter_supported") is True
        return _Provider(authorize, token, keys, str(userinfo), self._secret_by(found), named, now)

    def _secret_by(self, found: Mapping[str, Any]) -> str:
        if not self._client_secret:
            return "none"
        taken = _words(found, "token_endpoint_auth_methods_supported", BASIC)
        for method in (BASIC, "client_secret_post"):
            if method in taken:
                return method
        raise Unavailable("the provider takes a client's secret in no way that we know")

    def _code(self, provider: _Provider, attempt: Attempt, answer: Mapping[str, str], acr: str) -> str:
        """The code in the answer. Raises NotProven, Unavailable.

        An error may come without its state: a learner who was sent on to confirm something at eduID comes back to
        SURFconext in a session that no longer knows it. Such an answer proves nothing, so it can be believed.

        Source: OpenConext-oidcng, `web/CustomErrorController.java` (August 2026).
        """
        error = answer.get("error", "")
        if not _same(answer.get("state"), attempt.state) and not (error and "state" not in answer):
            raise NotProven("the answer is not to this attempt", "forged")
        if "iss" in answer and not _same(answer["iss"], self.issuer):
            raise NotProven("the answer names another provider", "forged")
        if error in ("temporarily_unavailable", "server_error"):
            raise Unavailable(f"the provider said {error}")
        if error:
            raise _not_proven(error, answer.get("error_description", ""), acr)
        if provider.names_itself and "iss" not in answer:
            raise NotProven("the answer does not name its provider", "forged")
        if not _VISIBLE.fullmatch(answer.get("code", "")):
            raise NotProven("the answer has no code", "forged")
        return answer["code"]

    async def _exchange(self, asker: Asker, provider: _Provider, code: str, verifier: str) -> Mapping[str, Any]:
        """What the token endpoint gives for this code, once. Raises NotProven, Unavailable."""
        from authlib.oauth2 import ClientAuth
        from authlib.oauth2.rfc6749.parameters import prepare_token_request

        client = self._client_id, self._client_secret
        if provider.secret_by == BASIC:
            client = quote(client[0], safe=""), quote(client[1], safe="")  # RFC 6749, 2.3.1; Authlib leaves it to us
        form = prepare_token_request(
            "authorization_code", code=code, redirect_uri=self._redirect_uri, code_verifier=verifier
        )
        url, headers, form = ClientAuth(*client, provider.secret_by).prepare(
            "POST", provider.token, {"Content-Type": "application/x-www-form-urlencoded"}, form
        )
        status, found = await asked(asker, url, "the token endpoint", headers, form)
        if status == 200 and isinstance(found, dict):
            return found
        if status == 200:
            raise Unavailable("the token endpoint gave no tokens")
        error = str(found.get("error", "")) if isinstance(found, dict) else ""
        said = f"the token endpoint answered {status}, {error if error in _KNOWN else 'with no error that we know'}"
        raise NotProven(said, "forged" if error in _OF_THE_CODE else "refused")

    async def _verified(self, asker: Asker, provider: _Provider, token: str, nonce: str) -> Mapping[str, Any]:
        """The claims of an id_token that stands every test. Raises NotProven, Unavailable."""
        from joserfc import jws, jwt
        from joserfc.errors import JoseError

        try:
            header = jws.extract_compact(token.encode()).headers()
        except (JoseError, ValueError, TypeError, AttributeError, RecursionError):
            header = {}
        if header.get("alg") != ALGORITHM:
            raise NotProven(f"the id_token is not signed with {ALGORITHM}", "forged")
        key = await self._key(asker, provider, header.get("kid"))
        fault = ""
        try:
            claims = jwt.decode(token, key, algorithms=[ALGORITHM]).claims
            jwt.JWTClaimsRegistry(
                now=int(self._now()),
                leeway=LEEWAY_SECONDS,
                iss={"essential": True, "value": self.issuer},
                sub={"essential": True},
                aud={"essential": True, "value": self._client_id},
                exp={"essential": True},
                iat={"essential": True},
            ).validate(claims)
        except JoseError as error:
            fault = f"{type(error).__name__} {getattr(error, 'claim', '') or ''}".strip()
        except (ValueError, TypeError, RecursionError) as error:
            fault = type(error).__name__
        if fault:
            raise NotProven(f"the id_token does not stand its test: {fault}", "forged")
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != self._client_id:
            raise NotProven("the id_token is for several, and not made for us", "forged")
        if not _same(claims.get("nonce"), nonce):
            raise NotProven("the id_token is not of this attempt", "forged")
        return claims

    async def _key(self, asker: Asker, provider: _Provider, kid: object) -> RSAKey:
        """The provider's key of this name; without a name its only one. Raises NotProven, Unavailable.

        One that is not known yet is asked for, at most once a minute: keys are renewed, and names can be made up.
        """
        async with self._one_at_a_time:
            now = self._now()
            known = self._keys if 0 <= now - self._keys_at < KEPT_SECONDS else []
            if found := _named(known, kid):
                return found
            if known and 0 <= now - self._keys_asked_at < ASKED_AGAIN_SECONDS:
                raise Unavailable("the id_token is signed with a key that is not known yet")
            self._keys_asked_at = now
            self._keys = await self._ask_keys(asker, provider)
            self._keys_at = now
            found = _named(self._keys, kid)
        if found is None:
            raise NotProven("the id_token is signed with a key that the provider does not have", "forged")
        return found

    async def _ask_keys(self, asker: Asker, provider: _Provider) -> list[RSAKey]:
        status, found = await asked(asker, provider.keys, "the provider's keys")
        listed = found.get("keys") if isinstance(found, dict) else None
        if status != 200 or not isinstance(listed, list):
            raise Unavailable(f"the provider's keys were answered with {status} and are no keys")
        keys = [key for one in listed[:50] if (key := _imported(one))]
        if not keys:
            raise Unavailable(f"the provider has no key for {ALGORITHM}")
        return keys

    def _now(self) -> float:
        return self._clock().timestamp()


def _not_proven(error: str, description: str, acr: str) -> NotProven:
    """What an error in the browser's answer means.

    SURFconext tells everything that goes wrong at eduID as `access_denied`; that a check was not reached shows only in
    the words, which are eduID's own and come encoded twice.

    Source: OpenConext-oidcng, `web/CustomErrorController.java`; OpenConext-myconext,
    `security/GuestIdpAuthenticationRequestFilter.java` (August 2026).
    """
    said = f"the provider said {error if error in _KNOWN else 'an error that we do not know'}"
    not_met = error == "unmet_authentication_requirements" or (error == "interaction_required" and acr)
    if not_met or (error in _STOPPED and _UNMET.search(unquote_plus(description[:2000]))):
        return NotProven("the trust that was asked for was not reached", "unmet")
    return NotProven(said, "cancelled" if error in _STOPPED else "refused")


def _named(keys: list[RSAKey], kid: object) -> RSAKey | None:
    if kid is None:
        return keys[0] if len(keys) == 1 else None
    return next((key for key in keys if key.kid == kid), None)


def _imported(one: object) -> RSAKey | None:
    """A key that can have signed an id_token: RSA, for signing, of 2,048 to 8,192 bits; None for any other."""
    from joserfc.errors import JoseError
    from joserfc.jwk import RSAKey

    if not isinstance(one, dict) or one.get("kty") != "RSA":
        return None
    if one.get("use", "sig") != "sig" or one.get("alg", ALGORITHM) != ALGORITHM:
        return None
    n, e, kid = one.get("n"), one.get("e"), one.get("kid")
    if not (isinstance(n, str) and isinstance(e, str) and 341 <= len(n) <= 1366 and len(e) <= 8):
        return None
    try:
        return RSAKey.import_key({"kty": "RSA", "n": n, "e": e}, {"kid": kid} if isinstance(kid, str) else None)
    except (JoseError, ValueError, TypeError):
        return None


def _is_bearer(tokens: Mapping[str, Any]) -> bool:
    return str(tokens.get("token_type", "")).lower() == "bearer"


def _same(given: object, expected: str) -> bool:
    """Compared in a time that tells nothing."""
    return isinstance(given, str) and hmac.compare_digest(_bytes(given), _bytes(expected))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _words(found: Mapping[str, Any], name: str, usual: str) -> list[object]:
    listed = found.get(name, [usual])
    return listed if isinstance(listed, list) else []


def _shown(issuer: object) -> str:
    return issuer if is_safe(issuer) and isinstance(issuer, str) and len(issuer) < 200 else "something else"


def word_of(found: Mapping[str, Any], name: str) -> str:
    """A text of a neighbour, as one line without signs that cannot be seen; "" for none. Raises Unavailable."""
    text = found.get(name)
    if text is None:
        return ""
    if not isinstance(text, str) or len(text) > LONGEST_WORD:
        raise Unavailable(f"{name} is no text that can be used")
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def dumped(claims: object) -> str:
    """JSON, as a parameter."""
    return orjson.dumps(claims).decode()
