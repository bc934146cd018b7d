"""edubadges' API, as far as an outsider and an institution's own system see it: public badges, and who has to claim.

Source: edubadges-server, `apps/public/public_api.py`, `apps/issuer/models.py`, `apps/queries/api.py`,
`apps/directaward/api.py` and `apps/mainsite/oidc_authentication.py` (June 2026).
"""

from __future__ import annotations

import hashlib
import hmac
import html
import json
import secrets
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import unquote_plus, urlencode

import resvg_py
from fastapi import APIRouter, Form, Header, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from integrations.sandbox.awarding import has_expired
from integrations.sandbox.world import Award, Badge, BadgeClass, Institution, World, moment

OPEN_BADGES = "https://w3id.org/openbadges/v2"
TOKEN_LASTS = timedelta(hours=1)

PREVIEWS = ("LinkedInBot", "Slackbot", "Twitterbot", "facebookexternalhit")
"""Programs that draw a preview of a link: they get a page with OpenGraph tags. Source: `public_api.py`."""

Expand = Annotated[list[str] | None, Query()]
Accept = Annotated[str, Header()]
Agent = Annotated[str, Header(alias="user-agent")]


class Shapes:
    """edubadges' JSON of what is in the world. `api` and `site` are the roots of the API and of the pages."""

    def __init__(self, world: World, api: str, site: str) -> None:
        self.world = world
        self.api = api
        self.site = site

    def assertion(self, one: Badge, expand: list[str]) -> dict[str, Any]:
        address = f"{self.api}/public/assertions/{one.entity}"
        if one.revoked:
            return {
                "@context": OPEN_BADGES,
                "type": "Assertion",
                "id": address,
                "revoked": True,
                "revocationReason": one.revoked_because,
            }
        badge_class = self.world.badge_classes[one.badge_class]
        shape: dict[str, Any] = {
            "@context": OPEN_BADGES,
            "type": "Assertion",
            "id": address,
            "badge": f"{self.api}/public/badges/{one.badge_class}",
            "image": f"{address}/image",
            "verification": {"type": "HostedBadge"},
            "evidence": [],
            "issuedOn": one.issued_on,
            "updatedAt": one.claimed_at,
        }
        if one.expires:
            shape["expires"] = one.expires
        shape["recipient"] = {
            "hashed": True,
            "type": "id",
            "identity": identity_of(one.holder, one.salt),
            "salt": one.salt,
        }
        if "badge" in expand:
            shape["badge"] = {**self.badge_class(badge_class), **self._micro(badge_class)}
            if "badge.issuer" in expand:
                shape["badge"]["issuer"] = self.issuer(badge_class, whole=True)
        if "badge.user" in expand:
            account = self.world.accounts[one.holder]
            shape |= {"user": f"{account.given} {account.family}", "endorsements": []}
        return shape

    def _micro(self, one: BadgeClass) -> dict[str, Any]:
        return {
            "stackable": False,
            "gradeAchievedRequired": False,
            "eqfNlqfLevelVerified": one.level_verified,
            "typeBadgeClass": one.kind,
            "participation": one.participation,
            "assessmentType": one.assessment,
            "assessmentSupervised": False,
            "assessmentIdVerified": False,
        }

    def badge_class(self, one: BadgeClass) -> dict[str, Any]:
        address = f"{self.api}/public/badges/{one.entity}"
        values: dict[str, str | float | None] = {
            "ECTS": int(one.ects) if one.ects and one.ects == int(one.ects) else one.ects,
            "EQF": one.level,
            "Language": one.language,
            "LearningOutcome": one.outcome,
            "TimeInvestment": one.hours,
        }
        return {
            "@context": OPEN_BADGES,
            "type": "BadgeClass",
            "name": one.name,
            "description": one.description,
            "id": address,
            "issuer": f"{self.api}/public/issuers/{one.issuer_entity}",
            "image": f"{address}/image",
            "criteria": {"narrative": one.criteria},
            "alignment": [],
            "tags": [],
            **{
                f"extensions:{name}Extension": self._extension(name, name, value)
                for name, value in values.items()
                if value
            },
        }

    def public_badge_class(self, one: BadgeClass, expand: list[str]) -> dict[str, Any]:
        shape = self.badge_class(one)
        if "awards" in expand:
            shape |= {
                "award_allowed_institutions": [],
                "formal": False,
                "archived": False,
                "self_enrollment_disabled": not one.requestable,
                "awardNonValidatedNameAllowed": False,
            }
        if "issuer" in expand:
            shape["issuer"] = self.issuer(one, whole=True)
        if "endorsements" in expand:
            shape |= {"endorsements": [], "endorsed": []}
        if "micro" in expand:
            shape |= {
                **self._micro(one),
                "qualityAssuranceName": one.quality_name,
                "qualityAssuranceUrl": one.quality_url,
                "qualityAssuranceDescription": one.quality_name,
            }
        return shape

    def issuer(self, one: BadgeClass, *, whole: bool) -> dict[str, Any]:
        institution = self.world.institutions[one.institution]
        address = f"{self.api}/public/issuers/{one.issuer_entity}"
        url = f"https://{institution.domain}"
        description = ("Deel van " + institution.name_nl, "Part of " + institution.name_en)
        shape: dict[str, Any] = {
            "@context": OPEN_BADGES,
            "type": "Issuer",
            "name": one.issuer_name,
            "name_english": one.issuer_name_en,
            "name_dutch": one.issuer_name,
            "url": url,
            "url_english": url,
            "url_dutch": url,
            "email": one.issuer_email,
            "description": description[0],
            "description_english": description[1],
            "description_dutch": description[0],
            "id": address,
            "image": f"{address}/image",
            "image_english": f"{address}/image?lang=en",
            "image_dutch": f"{address}/image?lang=nl",
        }
        for name, key, value in (
            ("InstitutionName", "InstitutionName", institution.name_nl),
            ("InstitutionIdentifier", "InstitutionIdentifier", "21XX"),
            ("InstitutionCountry", "InstitutionCountry", "NL"),
        ):
            shape[f"extensions:{name}Extension"] = self._extension(name, key, value)
        if whole:
            shape["faculty"] = {
                "name": one.issuer_name,
                "name_english": one.issuer_name_en,
                "name_dutch": one.issuer_name,
                "on_behalf_of": False,
                "on_behalf_of_url": None,
                "on_behalf_of_display_name": None,
                "entityId": _faculty(institution),
                "institution": {
                    "type": "Institution",
                    "name": institution.name_nl,
                    "name_english": institution.name_en,
                    "name_dutch": institution.name_nl,
                    "entityId": institution.entity,
                },
            }
        return shape

    def _extension(self, name: str, key: str, value: object) -> dict[str, Any]:
        context = f"{self.api}/static/extensions/{name}Extension/context.json"
        return {"@context": context, "type": ["Extension", f"extensions:{name}Extension"], key: value}

    def report(self, one: Badge) -> dict[str, Any]:
        """What edubadges' validator says of a badge."""
        wrong = []
        if one.revoked:
            wrong.append(("DETECT_AND_VALIDATE_NODE_CLASS", "Assertion has been revoked"))
        elif has_expired(self.world, one):
            wrong.append(("ASSERTION_TIMESTAMP_CHECKS", f"Assertion expired on {one.expires}"))
        assertion = self.assertion(one, [])
        return {
            "report": {
                "valid": not wrong,
                "errorCount": len(wrong),
                "warningCount": 0,
                "messages": [
                    {"name": name, "messageLevel": "ERROR", "success": False, "result": result}
                    for name, result in wrong
                ],
                "openBadgesVersion": "2.0",
                "validationSubject": assertion["id"],
                "recipientProfile": {"id": one.holder},
            },
            "input": {"value": json.dumps(assertion), "input_type": "json"},
            "graph": [assertion],
        }

    def unclaimed(self, one: Award) -> dict[str, Any]:
        """A row of the list of who has to claim."""
        badge_class = self.world.badge_classes[one.badge_class]
        return {
            "created_at": _naive(one.created_at),
            "resend_at": None,
            "delete_at": _naive(one.delete_at) if one.delete_at else None,
            "recipientEmail": one.email,
            "eppn": one.account or None,
            "entityId": one.entity,
            "expiration_date": _naive(one.expires_at),
            "name": badge_class.name,
            "bc_entity_id": badge_class.entity,
            "i_name_english": badge_class.issuer_name_en,
            "i_name_dutch": badge_class.issuer_name,
            "i_entity_id": badge_class.issuer_entity,
            "f_name_english": badge_class.issuer_name_en,
            "f_name_dutch": badge_class.issuer_name,
            "f_entity_id": _faculty(self.world.institutions[badge_class.institution]),
        }

    def bundle(self, entity: str) -> dict[str, Any]:
        """How far one award action is. Raises KeyError."""
        bundle = self.world.bundles[entity]
        awards = [one for one in self.world.awards.values() if one.bundle == entity]
        badges = [one for one in self.world.badges.values() if one.bundle == entity]

        def count(status: str) -> int:
            return sum(one.status == status for one in awards)

        return {
            "initial_total": bundle.total,
            "status": "Scheduled" if bundle.scheduled else "Active",
            "badgeclass": self.world.badge_classes[bundle.badge_class].name,
            "assertion_count": len(badges),
            "direct_award_count": count("Unaccepted"),
            "direct_award_rejected_count": count("Rejected"),
            "direct_award_scheduled_count": count("Scheduled"),
            "direct_award_deleted_count": count("Deleted"),
            "direct_award_revoked_count": count("Revoked"),
            "direct_awards": [
                {
                    "recipient_email": one.email,
                    "eppn": one.account or None,
                    "status": one.status,
                    "entity_id": one.entity,
                }
                for one in awards
            ],
            "badge_assertions": [self._claimed(one) for one in badges],
        }

    def _claimed(self, one: Badge) -> dict[str, Any]:
        account = self.world.accounts[one.holder]
        return {
            "full_name": f"{account.given} {account.family}",
            "email": account.email,
            "public": one.public,
            "revoked": one.revoked,
            "entity_id": one.entity,
            "eppn": account.accounts[0] if account.accounts else [],
        }


def identity_of(holder: str, salt: str) -> str:
    """How a badge names its holder. Source: `apps/issuer/models.py`, get_hashed_identity."""
    return "sha256$" + hashlib.sha256(f"{holder.lower()}{salt}".encode()).hexdigest()


def _faculty(institution: Institution) -> str:
    return institution.entity[::-1]


def _naive(stamp: str) -> str:
    """A moment as edubadges' own queries write it: in UTC, without saying so."""
    return moment(stamp).astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")


class Tokens:
    """Access tokens for an institution's own system: each says itself until when it may be used."""

    def __init__(self, client_id: str, client_secret: str, world: World) -> None:
        self.client_id = client_id
        self.client_secret = client_secret
        self.world = world

    def give(self, client_id: str, client_secret: str) -> str:
        """A new token; "" for another client, or another secret."""
        if client_id != self.client_id or not secrets.compare_digest(client_secret, self.client_secret):
            return ""
        until = str(int((self.world.now() + TOKEN_LASTS).timestamp()))
        return f"{until}.{self._seal(until)}"

    def holds(self, token: str) -> bool:
        until, _, seal = token.partition(".")
        if not secrets.compare_digest(seal.encode(), self._seal(until).encode()) or not until.isdecimal():
            return False
        return self.world.now() < datetime.fromtimestamp(int(until), UTC)

    def _seal(self, until: str) -> str:
        return hmac.new(self.client_secret.encode(), until.encode(), "sha256").hexdigest()


@lru_cache(maxsize=64)
def picture(entity: str) -> bytes:
    """A badge to look at, PNG: the same for the same badge class."""
    hue = hashlib.sha256(entity.encode()).digest()[0] * 360 // 256
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=f"""<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" viewBox="0 0 40 40">
            <path d="M20 1l16.5 9.5v19L20 39 3.500 29.500v-19z" fill="hsl({hue},45%,32%)"/>
            <path d="M20 4.500l13.500 7.750v15.500L20 35.500 6.500 27.750v-15.500z" fill="none"
              stroke="hsl({hue},60%,85%)" stroke-width=".8"/>
            <path d="M13 20.500l5 5 9.500-11" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"
              stroke-linejoin="round"/></svg>"""
        )
    )


def router(world: World, api: str, site: str, tokens: Tokens) -> APIRouter:
    """The routes below `api`. Links to pages lead below `site`."""
    routes = APIRouter(include_in_schema=False)
    shapes = Shapes(world, api, site)

    def public(entity: str) -> Badge:
        one = world.badges.get(entity)
        if one is None or not one.public:
            raise HTTPException(404, "Not found.")
        return one

    def badge_class_of(entity: str) -> BadgeClass:
        one = world.badge_classes.get(entity)
        if one is None:
            raise HTTPException(404, "Not found.")
        return one

    def issued_by(entity: str) -> list[BadgeClass]:
        classes = [one for one in world.badge_classes.values() if one.issuer_entity == entity]
        if not classes:
            raise HTTPException(404, "Not found.")
        return classes

    def shown(request: Request, path: str, accept: str, agent: str, about: BadgeClass) -> Response | None:
        """What a browser or a preview gets instead of JSON; None for everybody else."""
        if any(preview in agent for preview in PREVIEWS):
            return Response(_preview(about, f"{site}/public/{path}", api), media_type="text/html; charset=utf-8")
        if "text/html" in accept:
            query = f"?{urlencode(request.query_params.multi_items())}" if request.query_params else ""
            return RedirectResponse(f"{site}/public/{path}{query}", 302)
        return None

    @routes.get("/public/assertions/validate/{entity}")
    async def validate(entity: str) -> Response:
        return JSONResponse(shapes.report(public(entity)))

    @routes.get("/public/assertions/identity/{identity}/{salt}")
    async def identity(identity: str, salt: str) -> Response:
        for one in world.badges.values():
            if one.salt == salt and one.public and identity_of(one.holder, salt) == identity:
                account = world.accounts[one.holder]
                return JSONResponse(
                    {
                        "name": f"{account.given} {account.family}",
                        "validated_name": account.confirmed_name or None,
                        "recipient_name": one.name,
                    }
                )
        raise HTTPException(404, "Not found.")

    @routes.get("/public/{kind}/{entity}/image")
    async def image(kind: str, entity: str) -> Response:
        if kind == "assertions" and (one := world.badges.get(entity)) and not one.revoked:
            entity = one.badge_class
        elif kind == "issuers":
            issued_by(entity)
        elif kind != "badges" or entity not in world.badge_classes:
            raise HTTPException(404, "Not found.")
        return Response(picture(entity), media_type="image/png")

    @routes.get("/public/assertions/{entity}.json")
    async def assertion_json(entity: str, expand: Expand = None) -> Response:
        return JSONResponse(shapes.assertion(public(entity), expand or []))

    @routes.get("/public/assertions/{entity}")
    async def assertion(
        request: Request, entity: str, expand: Expand = None, accept: Accept = "", agent: Agent = ""
    ) -> Response:
        one = public(entity)
        about = world.badge_classes[one.badge_class]
        page = shown(request, f"assertions/{entity}", accept, agent, about)
        return page or JSONResponse(shapes.assertion(one, expand or []))

    @routes.get("/public/badges/{entity}")
    async def badge_class(
        request: Request, entity: str, expand: Expand = None, accept: Accept = "", agent: Agent = ""
    ) -> Response:
        one = badge_class_of(entity)
        page = shown(request, f"badges/{entity}", accept, agent, one)
        return page or JSONResponse(shapes.public_badge_class(one, expand or []))

    @routes.get("/public/issuers/{entity}/badges")
    async def issued(entity: str) -> Response:
        return JSONResponse([shapes.badge_class(one) for one in issued_by(entity)])

    @routes.get("/public/issuers/{entity}")
    async def issuer(entity: str, expand: Expand = None) -> Response:
        return JSONResponse(shapes.issuer(issued_by(entity)[0], whole="institution" in (expand or [])))

    def institution_system(authorization: str) -> None:
        scheme, _, token = authorization.partition(" ")
        if not authorization:
            raise HTTPException(401, "Authentication credentials were not provided.")
        if scheme.lower() != "bearer" or not tokens.holds(token):
            raise HTTPException(401, "Invalid authentication credentials.")

    @routes.post("/sis/token")
    async def token(
        grant_type: Annotated[str, Form()] = "",
        client_id: Annotated[str, Form()] = "",
        client_secret: Annotated[str, Form()] = "",
        authorization: Annotated[str, Header()] = "",
    ) -> Response:
        """A token for an institution's system, by client credentials in the form or as Basic."""
        if authorization:
            client_id, client_secret = _basic(authorization)
        if grant_type != "client_credentials":
            return JSONResponse({"error": "unsupported_grant_type"}, 400)
        given = tokens.give(client_id, client_secret)
        if not given:
            return JSONResponse({"error": "invalid_client"}, 401)
        lasts = int(TOKEN_LASTS.total_seconds())
        return JSONResponse({"access_token": given, "token_type": "Bearer", "expires_in": lasts})

    @routes.get("/queries/direct-awards")
    async def direct_awards(status: str = "unclaimed", authorization: Annotated[str, Header()] = "") -> Response:
        institution_system(authorization)
        wanted = ("Unaccepted", "Scheduled") if status == "unclaimed" else ("Deleted",)
        return JSONResponse([shapes.unclaimed(one) for one in world.awards.values() if one.status in wanted])

    @routes.get("/directaward/bundle/{entity}")
    async def bundle(entity: str, authorization: Annotated[str, Header()] = "") -> Response:
        institution_system(authorization)
        if entity not in world.bundles:
            return Response(status_code=404)
        return JSONResponse(shapes.bundle(entity))

    @routes.get("/health")
    async def health() -> Response:
        return JSONResponse({"status": "ok"})

    return routes


def _basic(authorization: str) -> tuple[str, str]:

    scheme, _, given = authorization.partition(" ")
    try:
        client_id, _, secret = b64decode(given, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return (unquote_plus(client_id), unquote_plus(secret)) if scheme.lower() == "basic" else ("", "")


def _preview(about: BadgeClass, page: str, api: str) -> str:
    name, description = html.escape(about.name), html.escape(about.description)
    return (
        f'<!doctype html><title>{name}</title><meta property="og:title" content="{name}">'
        f'<meta property="og:description" content="{description}">'
        f'<meta property="og:url" content="{html.escape(page)}">'
        f'<meta property="og:image" content="{html.escape(api)}/public/badges/{about.entity}/image?type=png">'
    )
