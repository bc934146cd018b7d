"""SURFconext: the OpenID provider before eduID, and with it everything of eduID.

Who may ask is registered; who logs in does so at eduID. Sources: SURF's pages on OpenID Connect at SURFconext, and
OpenConext-oidcng, `endpoints/*.java`.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote_plus, unquote_plus, urlencode, urlsplit, urlunsplit

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey
from starlette.exceptions import HTTPException

from integrations.sandbox import eduid as eduid_pages
from integrations.sandbox import my_eduid, trust
from integrations.sandbox.eduid import Eduid, Visit, clean, go
from integrations.sandbox.pages import LANGUAGE_COOKIE, LANGUAGES, Pages
from integrations.sandbox.world import Person, World

CODE_LASTS = timedelta(minutes=10)
TOKEN_LASTS = timedelta(hours=1)
"""Source: SURF's page on resource servers, default of an access token."""

SCOPES = ("openid", "profile", "email", "eduid.nl/links")

Clients = Mapping[str, tuple[str, list[str]]]
"""By client id: its secret ("" for a public client), and the redirect URIs that are registered."""


class Keys:
    """What id_tokens are signed with: made when first needed, kept beside the world."""

    def __init__(self, file: Path | None = None, keys: Sequence[RSAKey] = ()) -> None:
        self.file = file
        self._keys = list(keys)

    @classmethod
    def of(cls, world: World) -> Keys:
        return cls(world.file.with_suffix(".keys.json") if world.file else None)

    @property
    def all(self) -> list[RSAKey]:
        """Every key that is published; the first one signs."""
        if not self._keys:
            self._keys = self._kept() or [_new_key()]
            self._keep()
        return self._keys

    def rotate(self, *, forget: bool = False) -> None:
        """Sign with a new key from now on. The ones before stay published, unless they are to be forgotten."""
        self._keys = [_new_key(), *([] if forget else self.all)]
        self._keep()

    def public(self) -> dict[str, Any]:
        return dict(KeySet(list(self.all)).as_dict(private=False))

    def sign(self, claims: dict[str, Any]) -> str:
        key = self.all[0]
        return jwt.encode({"alg": "RS256", "kid": key.kid, "typ": "JWT"}, claims, key)

    def _kept(self) -> list[RSAKey]:
        try:
            kept = json.loads(self.file.read_text("utf-8"))["keys"] if self.file else []
            return [RSAKey.import_key(one) for one in kept]
        except (OSError, ValueError, KeyError, TypeError, JoseError):
            return []

    def _keep(self) -> None:
        if self.file is None:
            return
        self.file.parent.mkdir(parents=True, exist_ok=True)
        beside = self.file.with_suffix(".new")
        beside.touch(mode=0o600)
        beside.write_text(json.dumps(KeySet(list(self._keys)).as_dict(private=True)), encoding="utf-8")
        beside.replace(self.file)


def _new_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256", "kid": secrets.token_hex(8)})


@dataclass
class Asked:
    """A request of a client to let somebody log in, found good."""

    client: str
    redirect_uri: str
    state: str
    nonce: str
    scopes: frozenset[str]
    challenge: str
    in_id_token: tuple[str, ...]


@dataclass
class Code:
    """A code for tokens. Used twice, its tokens are withdrawn."""

    asked: Asked
    uid: str
    met: str
    issued: datetime
    used: bool = False
    token: str = ""


@dataclass
class Token:
    """An access token."""

    uid: str
    client: str
    scopes: frozenset[str]
    ends: datetime


class OAuthError(Exception):
    """What an endpoint refuses, as OAuth names it."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status

    def answer(self) -> JSONResponse:
        headers = {"Cache-Control": "no-store"}
        if self.status == 401:
            headers["WWW-Authenticate"] = f'Basic realm="SURFconext", error="{self.error}"'
        return JSONResponse({"error": self.error, "error_description": self.description}, self.status, headers)


@dataclass
class Provider:
    """The OpenID provider for one world. What is on its way (codes, tokens) does not outlive the program."""

    world: World
    root: str
    clients: Clients
    keys: Keys
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"{self.root}/surfconext/oidc"

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/certs",
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
            "scopes_supported": list(SCOPES),
            "claims_supported": ["aud", "nonce", "iss", "iat", "exp", "sub", "acr", *_CLAIMS],
            "claims_parameter_supported": True,
            "request_parameter_supported": False,
            "request_uri_parameter_supported": False,
            "acr_values_supported": list(trust.STRONGEST_FIRST),
            "code_challenge_methods_supported": ["S256"],
            "ui_locales_supported": ["nl", "en"],
        }

    def asked(self, query: Mapping[str, str]) -> Asked:
        """What a client asks for. The client and its redirect URI are known to be right. Raises OAuthError."""
        if query.get("response_type") != "code":
            raise OAuthError("unsupported_response_type", "Only the code flow is supported here.")
        if "request" in query or "request_uri" in query:
            raise OAuthError("request_not_supported", "Request objects are not supported here.")
        scopes = frozenset(query.get("scope", "").split())
        if "openid" not in scopes or not scopes <= set(SCOPES):
            raise OAuthError("invalid_scope", f"The scope must have openid, and of others only {' '.join(SCOPES[1:])}.")
        challenge, method = query.get("code_challenge", ""), query.get("code_challenge_method", "")
        if challenge and method != "S256":
            raise OAuthError("invalid_request", "Only the code_challenge_method S256 is supported.")
        if not challenge and not self.clients[query["client_id"]][0]:
            raise OAuthError("invalid_request", "A client without a secret must use PKCE.")
        return Asked(
            query["client_id"],
            query["redirect_uri"],
            query.get("state", ""),
            query.get("nonce", ""),
            scopes,
            challenge,
            _in_id_token(query.get("claims", "")),
        )

    def code(self, asked: Asked, person: Person, met: str) -> str:
        """The redirect URI with a code for this person."""
        word = secrets.token_urlsafe(32)
        self.codes[word] = Code(asked, person.uid, met, self.world.now())
        while len(self.codes) > _MOST:
            del self.codes[next(iter(self.codes))]
        return _back(asked.redirect_uri, code=word, state=asked.state)

    def exchange(self, form: Mapping[str, str], basic: tuple[str, str] | None) -> dict[str, Any]:
        """The tokens for a code. Raises OAuthError."""
        client = self._client(form, basic)
        if form.get("grant_type") != "authorization_code":
            raise OAuthError("unsupported_grant_type", "Only authorization_code is supported here.")
        code = self.codes.get(form.get("code", ""))
        if code is None or code.asked.client != client:
            raise OAuthError("invalid_grant", "This code is not known.")
        if code.used:
            self.tokens.pop(code.token, None)
            raise OAuthError("invalid_grant", "Authorization code already used")
        code.used = True
        now = self.world.now()
        person = self.world.people.get(code.uid)
        if now > code.issued + CODE_LASTS or person is None:
            raise OAuthError("invalid_grant", "Authorization code expired")
        if form.get("redirect_uri") != code.asked.redirect_uri:
            raise OAuthError("invalid_grant", "Redirects do not match")
        verifier = form.get("code_verifier", "")
        if code.asked.challenge:
            if not verifier or _s256(verifier) != code.asked.challenge:
                raise OAuthError("invalid_grant", "code_verifier does not match code_challenge")
        elif verifier:
            raise OAuthError("invalid_grant", "code_verifier present, but no code_challenge in the authorization_code")
        code.token = secrets.token_urlsafe(32)
        self.tokens[code.token] = Token(person.uid, client, code.asked.scopes, now + TOKEN_LASTS)
        while len(self.tokens) > _MOST:
            del self.tokens[next(iter(self.tokens))]
        return {
            "access_token": code.token,
            "token_type": "Bearer",
            "expires_in": int(TOKEN_LASTS.total_seconds()),
            "scope": " ".join(sorted(code.asked.scopes)),
            "id_token": self.keys.sign(self.id_token(code, person, now)),
        }

    def id_token(self, code: Code, person: Person, now: datetime) -> dict[str, Any]:
        """The claims of an id_token: those of the protocol, and of the person those that `claims` asked for.

        Without that parameter they come from userinfo. Source: SURF's page "OpenID Connect features".
        """
        client = code.asked.client
        issued_at = int(now.timestamp())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "sub": trust.subject(person.uid, client),
            "aud": client,
            "exp": issued_at + int(TOKEN_LASTS.total_seconds()),
            "iat": issued_at,
        }
        if code.asked.nonce:
            claims["nonce"] = code.asked.nonce
        if code.met:
            claims["acr"] = code.met
        about = trust.claims(person, client, now)
        return {**claims, **{name: about[name] for name in code.asked.in_id_token if name in about}}

    def bearer(self, request: Request) -> Token | None:
        """The access token of a request, when it is good."""
        kind, _, word = request.headers.get("authorization", "").partition(" ")
        return self.token(word.strip()) if kind.lower() == "bearer" else None

    def token(self, word: str) -> Token | None:
        token = self.tokens.get(word)
        return token if token is not None and self.world.now() < token.ends else None

    def scopes_of(self, word: str) -> tuple[str, frozenset[str]] | None:
        token = self.token(word)
        return (token.uid, token.scopes) if token else None

    def _client(self, form: Mapping[str, str], basic: tuple[str, str] | None) -> str:
        name, secret = basic or (form.get("client_id", ""), form.get("client_secret", ""))
        if name not in self.clients:
            raise OAuthError("invalid_client", "This client is not known.", 401)
        expected = self.clients[name][0]
        if expected and not secrets.compare_digest(secret.encode(), expected.encode()):
            raise OAuthError("invalid_client", "Invalid user / secret", 401)
        return name


_MOST = 2000
_CLAIMS = (
    "eduid", "uids", "email", "given_name", "family_name", "preferred_username", "name", "schac_home_organization",
    "eduperson_scoped_affiliation", "eduperson_assurance",
)  # fmt: skip


def _s256(verifier: str) -> str:
    """The challenge that this verifier answers. Source: RFC 7636, 4.2."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _in_id_token(parameter: str) -> tuple[str, ...]:
    """The names that the `claims` parameter asks for in the id_token."""
    if not parameter:
        return ()
    try:
        asked = json.loads(parameter).get("id_token") or {}
        return tuple(asked.keys())
    except (ValueError, AttributeError, RecursionError):
        raise OAuthError(
            "invalid_request", "The claims parameter is no JSON object as OpenID Connect wants it."
        ) from None


def _back(redirect_uri: str, **query: str) -> str:
    """The redirect URI with an answer in its query."""
    parts = urlsplit(redirect_uri)
    said = parse_qsl(parts.query, keep_blank_values=True) + [(name, value) for name, value in query.items() if value]
    return urlunsplit(parts._replace(query=urlencode(said)))


def _basic(request: Request) -> tuple[str, str] | None:
    """The client and secret of HTTP Basic, each form-encoded before. Source: RFC 6749, 2.3.1."""
    kind, _, word = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, secret = b64decode(word.strip(), validate=True).decode().partition(":")
    except ValueError:
        raise OAuthError("invalid_client", "The Authorization header cannot be read.", 401) from None
    return unquote_plus(name), unquote_plus(secret)


def router(world: World, pages: Pages, root: str, clients: Clients, keys: Keys | None = None) -> APIRouter:
    """SURFconext, eduID, My eduID and eduID's API, below the path of `root` (`http://localhost:8000/sandbox`).

    The issuer is `{root}/surfconext/oidc`, the root of eduID's API `{root}/eduid`.
    """
    provider = Provider(world, root.rstrip("/"), clients, keys or Keys.of(world))
    eduid = Eduid(world, pages)

    async def as_others_left_it() -> None:
        world.refresh()

    whole = APIRouter(dependencies=[Depends(as_others_left_it)])
    whole.include_router(_oidc(provider, eduid))
    whole.include_router(eduid_pages.router(eduid, provider.scopes_of))
    whole.include_router(my_eduid.router(eduid))
    return whole


def _oidc(provider: Provider, eduid: Eduid) -> APIRouter:
    router = APIRouter(prefix="/surfconext/oidc", include_in_schema=False)
    pages = eduid.pages

    @router.get("/.well-known/openid-configuration")
    async def discovery() -> Response:
        return JSONResponse(provider.discovery())

    @router.get("/certs")
    async def certs() -> Response:
        return JSONResponse(provider.keys.public())

    @router.get("/authorize")
    async def authorize(request: Request) -> Response:
        """To eduID, and from there back to the client. Whoever is not registered is sent nowhere."""
        query = dict(request.query_params)
        client = query.get("client_id", "")
        if client not in provider.clients or query.get("redirect_uri") not in provider.clients[client][1]:
            return pages.trouble(
                request, 400,
                "Deze dienst is hier niet bekend, of vraagt om terug te gaan naar een adres dat niet bekend is. "
                "Begin opnieuw bij de dienst. Werkt het weer niet? Meld het daar.",
                "This service is not known here, or wants to go back to an address that is not known. "
                "Start again at the service. Does it fail again? Report it there.",
            )  # fmt: skip
        redirect_uri, state = query["redirect_uri"], query.get("state", "")

        def stopped(error: str, description: str) -> str:
            """Back to the client with an error, whose words SURFconext encodes twice.

            Source: OpenConext-oidcng, `web/CustomErrorController.java`.
            """
            return _back(redirect_uri, error=error, error_description=quote_plus(description), state=state)

        try:
            asked = provider.asked(query)
        except OAuthError as error:
            return go(stopped(error.error, error.description))
        prompt = query.get("prompt", "").split()
        if "none" in prompt and len(prompt) > 1:
            return go(stopped("invalid_request", "prompt=none goes with nothing else."))
        person = eduid.person(request)
        if "consent" in prompt and person is not None and client in person.consents:
            person.consents.remove(client)
            provider.world.save()
        visit = Visit(
            _name(client),
            done=lambda person, met: provider.code(asked, person, met),
            stopped=stopped,
            trust=trust.asked(query.get("acr_values", "")),
            reads_links=client if "eduid.nl/links" in asked.scopes else "",
            fresh="login" in prompt,
            silent="none" in prompt,
        )
        answer = go(eduid.welcome(visit))
        for wanted in query.get("ui_locales", "").split():
            if wanted[:2] in LANGUAGES:
                answer.set_cookie(LANGUAGE_COOKIE, wanted[:2], path=pages.base or "/", httponly=True, samesite="lax")
                break
        return answer

    @router.post("/token")
    async def token(request: Request) -> Response:
        try:
            form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
            return JSONResponse(
                provider.exchange(form, _basic(request)), headers={"Cache-Control": "no-store", "Pragma": "no-cache"}
            )
        except HTTPException:
            return OAuthError("invalid_request", "The form cannot be read.").answer()
        except OAuthError as error:
            return error.answer()

    @router.api_route("/userinfo", methods=["GET", "POST"])
    async def userinfo(request: Request) -> Response:
        token = provider.bearer(request)
        person = provider.world.people.get(token.uid) if token else None
        if token is None or person is None:
            return JSONResponse({"error": "invalid_token"}, 401, {"WWW-Authenticate": 'Bearer error="invalid_token"'})
        about = trust.claims(person, token.client, provider.world.now())
        return JSONResponse(
            {"sub": trust.subject(person.uid, token.client), **about}, headers={"Cache-Control": "no-store"}
        )

    return router


def _name(client: str) -> str:
    """How eduID's pages call a service."""
    return {"badgewijzer": "Badgewijzer"}.get(client, clean(client, 60))
