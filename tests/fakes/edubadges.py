"""An edubadges on loopback: its public API, the list of who has to claim, and the token for it; and its bad days.

    async with Edubadges() as fake:
        badges = fake.adapter()
        fake.holds(fake.ID, expires="2020-01-01T00:00:00+00:00")
        fake.ill("validate", "drip")

Every answer is one of `tests/payloads/edubadges`, with what a test changed in it. The shapes are edubadges' own.
Source: edubadges-server, `apps/public/public_api.py`, `apps/queries/api.py` (June 2026).
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import copy
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any, Self

from aiohttp import web

PAYLOADS = Path(__file__).parent.parent / "payloads" / "edubadges"
Json = dict[str, Any]

ILLS = frozenset(
    (
        "hang", "drip", "huge", "endless", "deep", "junk", "list", "number", "empty", "packed", "page", "redirect",
        "redirect_within", "reset", "missing_page", "wrong_type",
    )
)  # fmt: skip


def payload(name: str) -> Any:
    return json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))


class Edubadges:
    """The server. `site` and `api` are its roots; `calls` what was asked of it, as "GET /public/..."."""

    ID = "Qm9rU2ltdWxhdGllMDAx0A"
    CLIENT, SECRET = "badgewijzer@uni.example", "a s3cret/with: signs"

    def __init__(self) -> None:
        self.badges: dict[str, Json] = {}
        self.private: set[str] = set()
        self.reports: dict[str, Json] = {}
        self.names: dict[str, Json] = {}
        self.waiting: Any = payload("direct_awards_unclaimed")
        self.bundles: dict[str, Json] = {}
        self.tokens: set[str] = set()
        self.token: Json = payload("token")
        self.calls: list[str] = []
        self.agents: set[str] = set()
        self.accepts: set[str] = set()
        self._ills: list[tuple[str, str]] = []
        self._closing = asyncio.Event()

    def holds(self, entity: str = ID, **changes: Any) -> str:
        """A public badge like that of the payload, with other values: of the assertion, or `badge__name` within it."""
        told = payload("assertion_expanded")
        for name, value in changes.items():
            inner = told
            *path, last = name.split("__")
            for step in path:
                inner = inner[step]
            inner[last] = value
        told["id"] = f"{self.api}/public/assertions/{entity}"
        if isinstance(told["badge"], dict):
            told["badge"].setdefault("id", f"{self.api}/public/badges/aB3dE5fG7hI9jK1lM3nO5Q")
        salt = hashlib.sha256(entity.encode()).hexdigest()[:32]
        if isinstance(told.get("recipient"), dict) and told["recipient"].get("salt"):
            told["recipient"]["salt"] = salt
        self.badges[entity] = told
        self.names[salt] = payload("identity")
        return entity

    def revokes(self, entity: str = ID, reason: str = "Per ongeluk twee keer uitgegeven.") -> str:
        self.badges[entity] = {**payload("assertion_revoked"), "revocationReason": reason}
        return entity

    def names_holder(self, entity: str, **names: str | None) -> None:
        self.names[self.badges[entity]["recipient"]["salt"]] = {"name": None, "validated_name": None, **names}

    def ill(self, part: str, how: str) -> None:
        """From now on every answer to an address with `part` in it is ill: one of `ILLS`, or a status ("502")."""
        assert how in ILLS or how.isdigit(), how
        self._ills.append((part, how))

    def well(self) -> None:
        self._ills.clear()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.site, self.api = f"http://127.0.0.1:{port}/site", f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing.set()
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.calls.append(f"{request.method} {request.path_qs}")
        self.agents.add(request.headers.get("User-Agent", ""))
        self.accepts.add(request.headers.get("Accept", ""))
        for part, how in self._ills:
            if part in request.path_qs:
                return await self._ill(request, how)
        return await self._well(request)

    async def _well(self, request: web.Request) -> web.StreamResponse:
        match request.method, [step for step in request.path.split("/") if step]:
            case "GET", ["public", "assertions", entity]:
                return self._assertion(request, entity.removesuffix(".json"))
            case "GET", ["public", "assertions", "validate", entity]:
                if self._shown(entity) is None:
                    return self._missing()
                return web.json_response(self.reports.get(entity) or self._report(entity))
            case "GET", ["public", "assertions", "identity", identity, salt]:
                return self._identity(identity, salt)
            case "GET", ["public", "badges", _]:
                micro = "micro" in request.query.getall("expand", [])
                return web.json_response(payload("badge_class_micro" if micro else "badge_class"))
            case "POST", ["oidc", "token"]:
                return await self._token(request)
            case "GET", ["queries", "direct-awards"]:
                return self._for_the_institution(request, self.waiting if "unclaimed" in request.query_string else [])
            case "GET", ["directaward", "bundle", entity]:
                return self._for_the_institution(request, self.bundles.get(entity))
        return self._missing()

    def _shown(self, entity: str) -> Json | None:
        return None if entity in self.private else self.badges.get(entity)

    def _assertion(self, request: web.Request, entity: str) -> web.Response:
        told = copy.deepcopy(self._shown(entity))
        if told is None:
            return self._missing()
        if "text/html" in request.headers.get("Accept", "application/json"):
            raise web.HTTPFound(f"{self.site}/public/assertions/{entity}")
        expand = request.query.getall("expand", [])
        if isinstance(told.get("badge"), dict):
            if "badge.user" not in expand:
                told["badge"].pop("user", None)
                told["badge"].pop("endorsements", None)
            if "badge.issuer" not in expand and isinstance(told["badge"].get("issuer"), dict):
                told["badge"]["issuer"] = told["badge"]["issuer"]["id"]
            if "badge" not in expand:
                told["badge"] = told["badge"]["id"]
        return web.json_response(told)

    def _report(self, entity: str) -> Json:
        told = self.badges[entity]
        return payload("report_expired" if str(told.get("expires", "9")) < "2026-11" else "report_valid")

    def _identity(self, identity: str, salt: str) -> web.Response:
        for entity, told in self.badges.items():
            recipient = told.get("recipient")
            if isinstance(recipient, dict) and recipient.get("salt") == salt:
                if entity not in self.private and recipient.get("identity") == identity:
                    return web.json_response(self.names[salt])
                return web.Response(status=404, headers={"Content-Type": ""})  # REST framework sends no body here
        return web.Response(status=500, text="<h1>Server Error (500)</h1>", content_type="text/html")

    def _missing(self) -> web.Response:
        return web.json_response(payload("not_found"), status=404)

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        given = request.headers.get("Authorization", "").removeprefix("Basic ")
        # Source: RFC 6749, 2.3.1: both are written as in a form before they are joined
        wanted = base64.b64encode(b"badgewijzer%40uni.example:a+s3cret%2Fwith%3A+signs").decode()
        if given != wanted:
            return web.json_response({"error": "invalid_client"}, status=401)
        if form.get("grant_type") != "client_credentials" or form.get("scope") != "edubadges.nl/sis":
            return web.json_response({"error": "invalid_scope"}, status=400)
        word = f"token-{len(self.calls)}"
        self.tokens.add(word)
        return web.json_response({**self.token, "access_token": word})

    def _for_the_institution(self, request: web.Request, told: Any) -> web.Response:
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return web.json_response({"detail": "Invalid authentication credentials."}, status=401)
        if told is None and "bundle" in request.path:
            return web.Response(status=404, headers={"Content-Type": ""})
        return web.json_response(told)

    async def _ill(self, request: web.Request, how: str) -> web.StreamResponse:
        kind = "application/json"
        match how:
            case "hang":
                await self._closing.wait()
            case "drip" | "endless":
                response = web.StreamResponse(headers={"Content-Type": kind})
                response.enable_chunked_encoding()
                with contextlib.suppress(ConnectionError):
                    await response.prepare(request)
                    while not self._closing.is_set():
                        await response.write(b" " if how == "drip" else b" " * 65_536)
                        if how == "drip":
                            with contextlib.suppress(TimeoutError):
                                await asyncio.wait_for(self._closing.wait(), 0.02)
                return response
            case "huge":
                return web.Response(body=b"[" + b" " * 10_000_000 + b"]", content_type=kind)
            case "deep":
                return web.Response(body=b"[" * 400_000, content_type=kind)
            case "junk":
                return web.Response(body=b'{"type": "Assertion", ', content_type=kind)
            case "list":
                return web.json_response([1, 2, 3])
            case "number":
                return web.json_response(7)
            case "empty":
                return web.json_response({})
            case "packed":
                packed = gzip.compress(b'"' + b" " * 5_000_000 + b'"')
                return web.Response(body=packed, content_type=kind, headers={"Content-Encoding": "gzip"})
            case "page" | "missing_page":
                status = 200 if how == "page" else 404
                return web.Response(status=status, text="<h1>edubadges</h1>", content_type="text/html")
            case "wrong_type":
                return web.Response(text=json.dumps(payload("assertion_expanded")), content_type="text/html")
            case "redirect":
                return web.Response(status=302, headers={"Location": "http://127.0.0.1:1/elsewhere"})
            case "redirect_within":
                return web.Response(status=301, headers={"Location": f"{self.api}/public/badges/elsewhere"})
            case "reset":
                assert request.transport is not None
                request.transport.abort()
            case status if status.isdigit():
                return web.Response(status=int(status), text="<h1>Bad Request (400)</h1>", content_type="text/html")
        return web.Response()
