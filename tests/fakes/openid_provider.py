"""An OpenID provider and eduID's links API for tests, that can lie, dawdle and break on order.

    async with LyingProvider(now) as provider:
        eduid = EduID(provider.issuer, CLIENT, provider.secret, provider.api, RETURN)
        answer = provider.log_in(await eduid.begin(attempt, language="nl"))   # what the browser comes back with
        provider.claims["aud"] = "somebody-else"
        await eduid.finish(attempt, answer)

Written from the specifications and what is known of SURFconext, not from the adapter. `provider.secrets` is all that it
gave out and that nobody may log.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
from base64 import b64decode, urlsafe_b64encode
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, Self
from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlsplit

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "badgewijzer.example"
SECRET = "s3cret/with+odd=signs & 50%25 more"
RETURN = "https://badgewijzer.example/eduid/back"

Json = dict[str, Any]
Behaviour = Callable[[web.Request], Awaitable[web.StreamResponse]]

SANNE: Json = {
    "sub": "b1d0a6c4-7d55-4c7f-8a52-0f6c2f0b9a11",
    "eduid": "7f3a2c10-3b1e-4a57-9b0a-1f2e3d4c5b6a",
    "uids": ["1f6c2c7e-0a4b-4b3c-8d21-55c1a0f7e001"],
    "email": "Learner@example.net",
    "email_verified": True,
    "given_name": "Sanne",
    "family_name": "Voorbeeld",
    "preferred_username": "Sanne Voorbeeld",
    "name": "Sanne Voorbeeld",
    "schac_home_organization": "eduid.nl",
}

LINKS: list[Json] = [
    {
        "eppn": "S1234567@uni.example",
        "schac_home_organization": "uni.example",
        "preferred": True,
        "validated_name": "Sanne Voorbeeld-Bevestigd",
    },
    {"eppn": "sanne@college.example", "schac_home_organization": "college.example", "preferred": False},
]


def new_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": f"key_{secrets.token_hex(4)}", "use": "sig", "alg": "RS256"})


KEYS = [new_key() for _ in range(3)]
"""Made once: making one takes a tenth of a second."""


class LyingProvider:
    def __init__(self, now: float) -> None:
        self.now = int(now)  # on its clock, which stands still
        self.secret = SECRET
        self.keys = [KEYS[0]]
        self.signs_with = KEYS[0]
        self.header: Json = {}
        self.person = dict(SANNE)
        self.claims: Json = {}  # in the id_token, over what is right; None: left out
        self.in_userinfo: Json = {}
        self.described: Json = {}  # in the description, over what is right; None: left out
        self.tokens: Json = {}  # in the token endpoint's answer; None: left out
        self.links: Any = [dict(one) for one in LINKS]
        self.behaves: dict[str, Behaviour] = {}  # by endpoint
        self.asked: Counter[str] = Counter()
        self.token_requests: list[tuple[str, dict[str, str]]] = []
        self.secrets: set[str] = {SECRET}
        self._codes: dict[str, Json] = {}
        self._access: set[str] = set()
        self._closing = asyncio.Event()

    async def __aenter__(self) -> Self:
        app = web.Application()
        for name, path in {
            "description": "/oidc/.well-known/openid-configuration",
            "token": "/oidc/token",
            "keys": "/oidc/certs",
            "userinfo": "/oidc/userinfo",
            "links": "/myconext/api/eduid/links",
            "elsewhere": "/elsewhere",
        }.items():
            app.router.add_route("*", path, self._endpoint(name))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.api = f"http://{host}:{port}"
        self.issuer = f"{self.api}/oidc"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing.set()
        await self._runner.cleanup()

    # -- the browser's part

    def log_in(self, address: str, acr: str = "urn:oasis:names:tc:SAML:2.0:ac:classes:Password") -> dict[str, str]:
        """Somebody logs in at this address: the query that their browser takes back."""
        asked = dict(parse_qsl(urlsplit(address).query))
        code = secrets.token_urlsafe(24)
        self._codes[code] = {**asked, "acr": acr}
        self.secrets |= {code}
        return {"code": code, "state": asked["state"]}

    # -- the endpoints

    def _endpoint(self, name: str) -> Behaviour:
        async def answer(request: web.Request) -> web.StreamResponse:
            self.asked[name] += 1
            behaviour = self.behaves.get(name) or getattr(self, f"_{name}")
            return await behaviour(request)

        return answer

    async def _elsewhere(self, request: web.Request) -> web.Response:
        return web.json_response({"redirected": True})

    async def _description(self, request: web.Request) -> web.Response:
        right: Json = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/certs",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["plain", "S256"],
        }
        return web.json_response(over(right, self.described))

    async def _keys(self, request: web.Request) -> web.Response:
        return web.json_response({"keys": [key.as_dict(private=False) for key in self.keys]})

    async def _token(self, request: web.Request) -> web.Response:
        form = {name: values[0] for name, values in parse_qs(await request.text()).items()}
        scheme, _, basic = request.headers.get("Authorization", "").partition(" ")
        self.token_requests.append((scheme, form))
        if scheme == "Basic":
            client, _, secret = b64decode(basic).decode().partition(":")
            client, secret = unquote_plus(client), unquote_plus(secret)
        else:
            client, secret = form.get("client_id", ""), form.get("client_secret", "")
        if (client, secret) != (CLIENT, self.secret):
            return web.json_response({"error": "invalid_client"}, status=401)
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"]:
            return web.json_response({"error": "invalid_grant"}, status=400)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if asked["code_challenge_method"] != "S256" or asked["code_challenge"] != unpadded(digest):
            return web.json_response({"error": "invalid_grant"}, status=400)
        access = secrets.token_urlsafe(40)
        self._access.add(access)
        right = {"access_token": access, "token_type": "Bearer", "expires_in": 3600, "id_token": self._id_token(asked)}
        found = over(right, self.tokens)
        given = (found.get(name) for name in ("access_token", "id_token"))
        self.secrets |= {token for token in given if isinstance(token, str) and len(token) > 8}
        return web.json_response(found)

    def _id_token(self, asked: Json) -> str:
        right = {
            "iss": self.issuer, "aud": CLIENT, "iat": self.now, "nbf": self.now, "exp": self.now + 3600,
            "jti": secrets.token_hex(8), "nonce": asked["nonce"], "acr": asked["acr"], **self.person,
        }  # fmt: skip
        claims = over(right, self.claims)
        header = {"alg": "RS256", "kid": self.signs_with.kid, **self.header}
        if header["alg"] == "none":
            return ".".join((unpadded(dumps(header)), unpadded(dumps(claims)), ""))
        if header["alg"] == "HS256":  # with the public key as the secret, the classic confusion
            signed = ".".join((unpadded(dumps(header)), unpadded(dumps(claims))))
            mac = hmac.digest(self.signs_with.as_pem(private=False), signed.encode(), "sha256")
            return f"{signed}.{unpadded(mac)}"
        return jwt.encode(header, claims, self.signs_with, algorithms=[header["alg"]])

    def _carries_token(self, request: web.Request) -> bool:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        return scheme == "Bearer" and token in self._access

    async def _userinfo(self, request: web.Request) -> web.Response:
        if not self._carries_token(request):
            return web.json_response({"error": "invalid_token"}, status=401)
        return web.json_response(over(self.person, self.in_userinfo))

    async def _links(self, request: web.Request) -> web.Response:
        if not self._carries_token(request):
            return web.json_response({"error": "invalid_token"}, status=401)
        return web.json_response(self.links)

    # -- bad days

    async def hangs(self, request: web.Request) -> web.StreamResponse:
        """Takes the request and says nothing."""
        await self._closing.wait()
        return web.Response()

    async def drips(self, request: web.Request) -> web.StreamResponse:
        """A blank now and then, for ever: no single read takes long."""
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        while not self._closing.is_set():
            await response.write(b" ")
            try:
                await asyncio.wait_for(self._closing.wait(), 0.02)
            except TimeoutError:
                pass
        return response

    async def floods(self, request: web.Request) -> web.StreamResponse:
        """Ten megabytes of well-formed JSON, without saying beforehand how much it will be."""
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        response.enable_chunked_encoding()
        await response.prepare(request)
        await response.write(b'{"issuer":"')
        for _ in range(160):
            await response.write(b"x" * 65536)
        await response.write(b'"}')
        return response

    async def breaks_off(self, request: web.Request) -> web.StreamResponse:
        """Half an answer, and the connection is gone."""
        response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"issuer":"')
        assert request.transport is not None
        request.transport.abort()
        return response

    async def redirects(self, request: web.Request) -> web.StreamResponse:
        raise web.HTTPTemporaryRedirect(f"{self.api}/elsewhere")


def says(status: int, body: str | bytes = "", kind: str = "text/html", **headers: str) -> Behaviour:
    """An endpoint that answers this, whatever it is asked."""

    async def answer(request: web.Request) -> web.StreamResponse:
        raw = body.encode() if isinstance(body, str) else body
        return web.Response(status=status, body=raw, headers={"Content-Type": kind, **headers})

    return answer


def over(right: Json, lies: Json) -> Json:
    return {name: value for name, value in {**right, **lies}.items() if value is not None}


def dumps(what: Json) -> bytes:
    return json.dumps(what).encode()


def unpadded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
