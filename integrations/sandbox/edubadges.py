"""edubadges' site, as a learner walks through it: home, login, terms, backpack, claim, badge, share, public pages.

It is a client of SURFconext like any other, and knows of a learner only what a login told. What is for another
address or account is absent without a word, as at the real one.

Source: edubadges-ui, `src/App.svelte`, `src/routes/**`, `src/locale/nl.js` and `en.js`; edubadges-server,
`apps/badgrsocialauth/providers/eduid/views.py` and `apps/directaward/api.py` (June 2026).
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import parse_qsl, quote, urlencode

import httpx
from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from integrations.sandbox import awarding
from integrations.sandbox.pages import Pages
from integrations.sandbox.world import (
    Account,
    Award,
    Badge,
    BadgeClass,
    Enrolment,
    Session,
    World,
    entity_id,
    moment,
)

SESSION_LASTS = timedelta(hours=1)
"""Source: edubadges-server, `apps/mainsite/settings.py`."""

VALIDATE_NAMES = "https://eduid.nl/trust/validate-names"
GENERAL_TERMS = ""
SURF_ON_LINKEDIN = 206815
"""What LinkedIn is told where an institution has no number there. Source: `BadgeDetails.svelte`."""

CLAIMS = ("preferred_username", "given_name", "family_name", "email", "eduid", "eduperson_scoped_affiliation", "uids")

SHARE_SCRIPT = """document.querySelector("[data-copies]")?.addEventListener("click", async (click) => {
  const button = click.currentTarget;
  const link = document.getElementById(button.dataset.copies);
  link.select();
  await navigator.clipboard.writeText(link.value);
  button.textContent = button.dataset.done;
});
"""


class LoginFailed(Exception):
    """This login did not come to an account; its text is what edubadges shows."""


@dataclass(frozen=True, slots=True)
class Login:
    """How edubadges logs somebody in: as this client of that provider, over `http`."""

    http: httpx.AsyncClient
    issuer: str
    eduid_api: str
    client_id: str
    client_secret: str
    callback: str

    def address(self, state: str, *, validate_names: bool) -> str:
        """Where the browser is sent. The names are asked for only when the learner came by the link of a mail."""
        query = {
            "client_id": self.client_id,
            "response_type": "code",
            "scope": "openid eduid.nl/links",
            "redirect_uri": self.callback,
            "state": state,
            "claims": json.dumps({"id_token": dict.fromkeys(CLAIMS)}),
        }
        if validate_names:
            query["acr_values"] = VALIDATE_NAMES
        return f"{self.issuer}/authorize?{urlencode(query)}"

    async def account(self, code: str) -> Account:
        """Whoever this code stands for, as eduID tells of them now. Raises LoginFailed."""
        answer = await self.http.post(
            f"{self.issuer}/token",
            data={
                "grant_type": "authorization_code",
                "redirect_uri": self.callback,
                "code": code,
                "client_id": self.client_id,
                "client_secret": self.client_secret,
            },
        )
        if answer.status_code != 200:
            raise LoginFailed(f"Server error: User info endpoint error (http {answer.status_code})")
        tokens = answer.json()
        told = _payload(tokens["id_token"])
        for claim in ("eduid", "email", "family_name", "given_name"):
            if not told.get(claim):
                raise LoginFailed(f"The attribute {claim} is missing: please add it in eduID and try again.")
        links = await self.http.get(
            f"{self.eduid_api}/myconext/api/eduid/links",
            headers={"Authorization": f"Bearer {tokens['access_token']}"},
        )
        if links.status_code != 200:
            raise LoginFailed(f"Server error: eduID eppn endpoint error ({links.status_code})")
        return _account(told, links.json())


def _payload(token: str) -> dict[str, Any]:
    """What an id_token says. It came from the provider itself, so its signature need not be looked at.

    Source: OpenID Connect Core 1.0, section 3.1.3.7, point 6; edubadges does not look at it either.
    """
    middle = token.split(".")[1]
    said: dict[str, Any] = json.loads(urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    return said


def _account(told: dict[str, Any], links: list[dict[str, Any]]) -> Account:
    named = [one for one in links if one.get("validated_name")]
    chosen = next((one for one in named if one.get("preferred")), named[0] if named else {})
    return Account(
        told["eduid"],
        told["email"].lower(),
        told["given_name"],
        told["family_name"],
        chosen.get("validated_name", ""),
        [one["eppn"].lower() for one in links if one.get("eppn")],
        [one["schac_home_organization"].lower() for one in links if one.get("schac_home_organization")],
    )


class Edubadges:
    """One site of edubadges. On the demo site nothing that was awarded at the real one is there."""

    def __init__(self, pages: Pages, login: Login, *, name: str = "edubadges", demo: bool = False) -> None:
        self.pages = pages
        self.world: World = pages.world
        self.login = login
        self.demo = demo
        self.site = f"{pages.root}/{name}"
        self.base = f"{pages.base}/{name}"
        self.cookie = f"sandbox_{name.replace('-', '_')}"
        self.secure = pages.root.startswith("https://")

    def page(self, request: Request, template: str, status: int = 200, /, **context: Any) -> Response:
        """A page of this site. A flash is shown once: the cookie that brought it is taken away."""
        flash = request.cookies.get(f"{self.cookie}_flash", "")
        account = self.learner(request)
        answer = self.pages.page(
            request,
            f"edubadges/{template}",
            status,
            site=self.base,
            demo=self.demo,
            account=account,
            flash=flash if flash in FLASHES else "",
            flashes=FLASHES,
            **context,
        )
        if flash:
            answer.delete_cookie(f"{self.cookie}_flash", path=self.base)
        return answer

    def who(self, request: Request) -> Account | None:
        """Whoever is logged in here; None too when the hour is over."""
        session = self.world.sessions.get(request.cookies.get(self.cookie, ""))
        if session is None or moment(session.ends) < self.world.now():
            return None
        return self.world.accounts.get(session.holder)

    def log_in(self, answer: Response, account: Account) -> None:
        """Take over what eduID told now, and remember this browser for an hour.

        An older account with the same address goes, and its badges with it: that is what becomes of them when
        somebody deletes an eduID and makes a new one. Source: `eduid/views.py`, end of after_terms_agreement.
        """
        world = self.world
        known = world.accounts.get(account.eduid)
        if known is not None:
            account.terms = known.terms
            account.had_name = known.had_name
        account.had_name = account.had_name or bool(account.confirmed_name)
        for other in [one for one in world.accounts.values() if one.email == account.email]:
            if other.eduid != account.eduid:
                self.remove(other)
        world.accounts[account.eduid] = account
        for key in [key for key, one in world.sessions.items() if moment(one.ends) < world.now()]:
            del world.sessions[key]
        key = secrets.token_urlsafe(24)
        ends = (world.now() + SESSION_LASTS).isoformat(timespec="seconds")
        world.sessions[key] = Session(account.eduid, ends)
        world.save()
        self.set_cookie(answer, self.cookie, key)

    def log_out(self, request: Request, answer: Response) -> None:
        self.world.sessions.pop(request.cookies.get(self.cookie, ""), None)
        self.world.save()
        answer.delete_cookie(self.cookie, path=self.base)

    def remove(self, account: Account) -> None:
        """Take an account away, with everything in its backpack."""
        world = self.world
        world.accounts.pop(account.eduid, None)
        world.badges = {key: one for key, one in world.badges.items() if one.holder != account.eduid}
        world.enrolments = {key: one for key, one in world.enrolments.items() if one.holder != account.eduid}
        world.sessions = {key: one for key, one in world.sessions.items() if one.holder != account.eduid}

    def set_cookie(self, answer: Response, name: str, value: str) -> None:
        answer.set_cookie(name, value, path=self.base, httponly=True, secure=self.secure, samesite="lax")

    def go(self, path: str, flash: str = "") -> RedirectResponse:
        """On to another page of this site, which says `flash`."""
        answer = RedirectResponse(self.base + path, 303)
        if flash:
            self.set_cookie(answer, f"{self.cookie}_flash", flash)
        return answer

    def learner(self, request: Request) -> Account | None:
        """Whoever is logged in here and agreed with the general terms."""
        account = self.who(request)
        return account if account and GENERAL_TERMS in account.terms else None

    def first(self, request: Request) -> RedirectResponse:
        """To the login, or to the general terms, and back to this page after it."""
        path = request.url.path.removeprefix(self.base)
        query = f"?{request.url.query}" if request.url.query and request.method == "GET" else ""
        way = "/signup" if self.who(request) else "/login"
        language = {"lang": picked} if (picked := request.query_params.get("lang")) else {}
        return self.go(f"{way}?{urlencode({'next': path + query, **language})}")

    def badges_of(self, account: Account) -> list[Badge]:
        mine = [one for one in self.world.badges.values() if one.holder == account.eduid and not self.demo]
        return sorted(mine, key=lambda one: one.claimed_at, reverse=True)

    def waiting(self, account: Account) -> list[Award]:
        return [] if self.demo else awarding.waiting(self.world, account)

    def award_for(self, account: Account, entity: str) -> Award | None:
        """The award that this learner may claim, if there is one."""
        return next((one for one in self.waiting(account) if one.entity == entity), None)

    def about(self, one: Badge) -> dict[str, Any]:
        """What a page about a badge shows besides: its class, who gave it, and its status when that is not usual."""
        badge_class = self.world.badge_classes[one.badge_class]
        return {
            "badge_class": badge_class,
            "institution": self.world.institutions[badge_class.institution],
            "status": self.status(one),
        }

    def card(self, one: Badge) -> tuple[Badge, BadgeClass, str]:
        return one, self.world.badge_classes[one.badge_class], self.status(one)

    def status(self, one: Badge) -> str:
        if one.revoked:
            return "revoked"
        if awarding.has_expired(self.world, one):
            return "expired"
        return {"Accepted": "", "Rejected": "rejected", "Unaccepted": "new"}[one.acceptance]

    def linkedin(self, one: Badge) -> str:
        """The address of the LinkedIn button, in edubadges' order, with its month that counts from zero.

        Source: edubadges-ui, `src/routes/students/BadgeDetails.svelte`, lines 230 to 238.
        """
        badge_class = self.world.badge_classes[one.badge_class]
        organisation = self.world.institutions[badge_class.institution].linkedin_id or SURF_ON_LINKEDIN
        issued = moment(one.issued_on)
        link = quote(f"{self.site}/public/assertions/{one.entity}", safe="")
        host = quote(self.site, safe="")
        return (
            f"{self.pages.root}/linkedin/profile/add?startTask=CERTIFICATION_NAME"
            f"&name={quote(badge_class.name, safe='')}&organizationId={organisation}"
            f"&issueYear={issued.year}&issueMonth={issued.month - 1}"
            f"&certUrl={link}&certId={one.entity}&original_referer={host}"
        )


FLASHES: dict[str, tuple[str, str]] = {
    "awarded": ("De edubadge is uitgereikt.", "The edubadge is awarded."),
    "claimed": ("Edubadge is succesvol geclaimed", "Successfully claimed edubadge"),
    "rejected": ("Edubadge is afgewezen", "Edubadge is rejected"),
    "published": (
        "Deze edubadge is nu publiek zichtbaar gemaakt. Je kunt deze nu delen met anderen.",
        "This edubadge is now publicly visible. You can now share it with others.",
    ),
    "private": (
        "Deze edubadge is nu privé gemaakt. Je kunt deze niet langer delen met anderen.",
        "This edubadge is now private. You can no longer share it with others.",
    ),
    "badge_rejected": (
        "Deze edubadge is geweigerd. Je kunt deze niet langer delen met anderen.",
        "This edubadge is rejected. You can no longer share it with others.",
    ),
    "badge_accepted": (
        "Deze edubadge is geaccepteerd. Je kan deze nu delen met anderen.",
        "This edubadge is accepted. You can now share it with others.",
    ),
    "requested": ("Aanvraag gedaan voor deze edubadge.", "Requested this edubadge."),
    "withdrawn": ("Aanvraag teruggetrokken.", "Request withdrawn."),
    "terms_declined": (
        "Zonder akkoord met de voorwaarden van deze instelling kun je de edubadge niet claimen.",
        "Without agreeing to the terms of this institution you can not claim the edubadge.",
    ),
    "terms_withdrawn": ("Akkoordverklaring ingetrokken.", "Statement withdrawn."),
}

Text = Annotated[str, Form()]
Next = Annotated[str, Query(alias="next")]


def _inside(path: str) -> str:
    """A path of this site to go on to; anything else becomes the backpack."""
    return path if path.startswith("/") and not path.startswith("//") and "\\" not in path else "/backpack"


def router(here: Edubadges) -> APIRouter:
    """Every page of one site."""
    routes = APIRouter(prefix=f"/{here.base.rsplit('/', 1)[1]}", include_in_schema=False)
    _home(routes, here)
    _logging_in(routes, here)
    _backpack(routes, here)
    _award(routes, here)
    _badge(routes, here)
    _account_pages(routes, here)
    _public(routes, here)

    @routes.get("/share.js")
    async def script() -> Response:
        return Response(SHARE_SCRIPT, media_type="text/javascript; charset=utf-8")

    return routes


def _home(routes: APIRouter, here: Edubadges) -> None:
    @routes.get("")
    @routes.get("/")
    async def home(request: Request) -> Response:
        return here.go("/backpack") if here.who(request) else here.page(request, "home.html", next="/backpack")

    @routes.get("/login")
    async def login(request: Request, then: Next = "") -> Response:
        return here.page(request, "home.html", next=_inside(then))

    @routes.get("/issuer-portal")
    async def issuer_portal(request: Request) -> Response:
        return here.page(request, "no_access.html", 403, code=2, detail="")

    @routes.get("/terms")
    async def terms(request: Request) -> Response:
        return here.page(request, "terms.html", institution=None, action="")

    @routes.get("/404")
    async def gone(request: Request, public: str = "") -> Response:
        return here.page(request, "not_found.html", 404, public=public == "true")


def _logging_in(routes: APIRouter, here: Edubadges) -> None:
    kept = f"{here.cookie}_login"

    @routes.get("/sociallogin")
    async def begin(then: Next = "", validate_name: Annotated[str, Query(alias="validateName")] = "") -> Response:
        """Off to eduID. Names are asked for by the link of a claim mail (`direct-awards`), not from the home page."""
        then = _inside(then)
        state = secrets.token_urlsafe(16)
        validate = validate_name == "true" or "direct-awards" in then
        answer = RedirectResponse(here.login.address(state, validate_names=validate), 303)
        here.set_cookie(answer, kept, urlencode({"state": state, "next": then}))
        return answer

    @routes.get("/callback")
    async def back(
        request: Request, code: str = "", state: str = "", error_description: str = "", error: str = ""
    ) -> Response:
        begun = dict(parse_qsl(request.cookies.get(kept, "")))
        if error or not code or not state or begun.get("state") != state:
            detail = error_description or "Server error: eduID login failed"
            return here.page(request, "no_access.html", 400, code=0, detail=detail)
        try:
            account = await here.login.account(code)
        except LoginFailed as failed:
            return here.page(request, "no_access.html", 400, code=0, detail=str(failed))
        known = here.world.accounts.get(account.eduid)
        lost_name = known is not None and known.had_name and not account.confirmed_name
        then = _inside(begun.get("next", ""))
        path = f"/auth/login?{urlencode({'revalidate-name': 'true', 'next': then})}" if lost_name else then
        answer = here.go(path)
        here.log_in(answer, account)
        answer.delete_cookie(kept, path=here.base)
        return answer

    @routes.get("/auth/login")
    async def no_longer_linked(request: Request, then: Next = "") -> Response:
        return here.page(request, "no_longer_linked.html", next=_inside(then))

    @routes.get("/signup")
    async def general_terms(request: Request, then: Next = "") -> Response:
        if here.who(request) is None:
            return here.go("/")
        action = f"{here.base}/signup?{urlencode({'next': _inside(then)})}"
        return here.page(request, "terms.html", institution=None, action=action)

    @routes.post("/signup")
    async def answer_terms(request: Request, then: Next = "", do: Text = "") -> Response:
        account = here.who(request)
        if account is None:
            return here.go("/")
        if do != "agree":
            answer = here.go("/")
            here.log_out(request, answer)
            return answer
        account.terms.append(GENERAL_TERMS)
        here.world.save()
        return here.go(_inside(then))

    @routes.post("/logout")
    async def log_out(request: Request) -> Response:
        answer = here.go("/")
        here.log_out(request, answer)
        return answer


def _backpack(routes: APIRouter, here: Edubadges) -> None:
    @routes.get("/backpack")
    @routes.get("/direct-awards")
    async def backpack(request: Request) -> Response:
        account = here.learner(request)
        if account is None:
            return here.first(request)
        badges = [here.card(one) for one in here.badges_of(account) if not one.revoked]
        waiting = [(one, here.world.badge_classes[one.badge_class]) for one in here.waiting(account)]
        return here.page(request, "backpack.html", badges=badges, waiting=waiting)

    @routes.get("/archived")
    async def archived(request: Request) -> Response:
        """Revoked badges, and nothing else: what was deleted before it was claimed is not told here either."""
        account = here.learner(request)
        if account is None:
            return here.first(request)
        return here.page(
            request, "archived.html", badges=[here.card(one) for one in here.badges_of(account) if one.revoked]
        )

    @routes.get("/collections")
    async def collections(request: Request) -> Response:
        return here.page(request, "collections.html") if here.learner(request) else here.first(request)

    @routes.get("/badge-requests")
    async def requests(request: Request) -> Response:
        account = here.learner(request)
        if account is None:
            return here.first(request)
        asked = [one for one in here.world.enrolments.values() if one.holder == account.eduid and not here.demo]
        return here.page(
            request, "requests.html", asked=[(one, here.world.badge_classes[one.badge_class]) for one in asked]
        )

    @routes.post("/badge-requests")
    async def withdraw(request: Request, entity: Text = "") -> Response:
        account = here.learner(request)
        if account is None:
            return here.first(request)
        asked = here.world.enrolments.get(entity)
        if asked is None or asked.holder != account.eduid:
            return here.go("/badge-requests")
        del here.world.enrolments[entity]
        here.world.save()
        return here.go("/badge-requests", "withdrawn")


def _award(routes: APIRouter, here: Edubadges) -> None:
    @routes.get("/direct-award/{entity}")
    async def award(request: Request, entity: str, step: str = "") -> Response:
        """One waiting award. Of somebody else's, a claimed or an expired one, the page never ends loading."""
        account = here.learner(request)
        if account is None:
            return here.first(request)
        one = here.award_for(account, entity)
        if one is None:
            return here.page(request, "spinner.html")
        badge_class = here.world.badge_classes[one.badge_class]
        if step == "claim" and badge_class.institution not in account.terms:
            institution = here.world.institutions[badge_class.institution]
            action = f"{here.base}/direct-award/{entity}"
            return here.page(request, "terms.html", institution=institution, action=action)
        name = awarding.printed_name(account, one)
        return here.page(
            request,
            "award.html",
            award=one,
            badge_class=badge_class,
            institution=here.world.institutions[badge_class.institution],
            name=name,
            step=step,
        )

    @routes.post("/direct-award/{entity}")
    async def answer(request: Request, entity: str, do: Text = "") -> Response:
        account = here.learner(request)
        if account is None:
            return here.first(request)
        one = here.award_for(account, entity)
        if one is None:
            return here.page(request, "spinner.html", 404)
        domain = here.world.badge_classes[one.badge_class].institution
        path = f"/direct-award/{entity}"
        match do:
            case "agree":
                if domain not in account.terms:
                    account.terms.append(domain)
                answer = here.go(f"{path}?step=claim")
            case "decline":
                answer = here.go(path, "terms_declined")
            case "claim" if domain not in account.terms:
                answer = here.go(f"{path}?step=claim")
            case "claim":
                badge = awarding.claim(here.world, account, one)
                answer = here.go(f"/details/{badge.entity}", "claimed")
            case "reject":
                one.status = "Rejected"
                answer = here.go("/backpack", "rejected")
            case _:
                answer = here.go(path)
        here.world.save()
        return answer


def _badge(routes: APIRouter, here: Edubadges) -> None:
    def mine(account: Account, entity: str) -> Badge | None:
        return next((one for one in here.badges_of(account) if one.entity == entity), None)

    @routes.get("/details/{entity}")
    async def details(request: Request, entity: str, dialog: str = "") -> Response:
        account = here.learner(request)
        if account is None:
            return here.first(request)
        one = mine(account, entity)
        if one is None:
            return here.page(request, "spinner.html")
        if one.acceptance == "Unaccepted":  # a badge that was asked for is accepted by looking at it
            one.acceptance = "Accepted"
            here.world.save()
        return here.page(
            request,
            "details.html",
            badge=one,
            **here.about(one),
            dialog_name=dialog,
            name=account.confirmed_name or f"{account.given} {account.family}",
            link=f"{here.site}/public/assertions/{one.entity}",
            linkedin=here.linkedin(one),
        )

    @routes.post("/details/{entity}")
    async def change(request: Request, entity: str, do: Text = "") -> Response:
        account = here.learner(request)
        if account is None:
            return here.first(request)
        one = mine(account, entity)
        if one is None:
            return here.page(request, "spinner.html", 404)
        flash = ""
        if not one.revoked and not awarding.has_expired(here.world, one):
            match do:
                case "publish" if one.acceptance == "Accepted":
                    one.public, flash = True, "published"
                case "private":
                    one.public, flash = False, "private"
                case "reject":
                    one.acceptance, one.public, flash = "Rejected", False, "badge_rejected"
                case "accept":
                    one.acceptance, flash = "Accepted", "badge_accepted"
        here.world.save()
        return here.go(f"/details/{entity}", flash)


def _account_pages(routes: APIRouter, here: Edubadges) -> None:
    @routes.get("/profile")
    async def profile(request: Request, dialog: str = "") -> Response:
        account = here.learner(request)
        if account is None:
            return here.first(request)
        agreed = [here.world.institutions[term] for term in account.terms if term]
        linked = [here.world.institutions[one] for one in account.institutions if one in here.world.institutions]
        return here.page(request, "profile.html", agreed=agreed, linked=linked, dialog_name=dialog)

    @routes.post("/profile")
    async def change(request: Request, do: Text = "", institution: Text = "") -> Response:
        account = here.learner(request)
        if account is None:
            return here.first(request)
        if do == "delete":
            answer = here.go("/")
            here.remove(account)
            here.log_out(request, answer)
            return answer
        if do == "withdraw" and institution and institution in account.terms:
            account.terms.remove(institution)
            here.world.save()
            return here.go("/profile", "terms_withdrawn")
        return here.go("/profile")


def _public(routes: APIRouter, here: Edubadges) -> None:
    @routes.get("/catalog")
    async def catalog(request: Request) -> Response:
        classes = [(one, here.world.institutions[one.institution]) for one in here.world.badge_classes.values()]
        return here.page(request, "catalog.html", classes=classes)

    @routes.get("/public/assertions/{entity}")
    async def badge(request: Request, entity: str, verify: str = "") -> Response:
        one = here.world.badges.get(entity)
        if one is None or not one.public or one.revoked or here.demo:
            return here.go("/404?public=true")
        holder = here.world.accounts[one.holder]
        return here.page(request, "public_badge.html", badge=one, **here.about(one), holder=holder, verify=bool(verify))

    @routes.get("/public/issuers/{entity}")
    async def issuer(request: Request, entity: str) -> Response:
        classes = [one for one in here.world.badge_classes.values() if one.issuer_entity == entity]
        if not classes:
            return here.page(request, "not_found.html", 404, public=False)
        shown = [(one, here.world.institutions[one.institution]) for one in classes]
        return here.page(request, "catalog.html", classes=shown)

    def stands_in_the_way(account: Account, one: BadgeClass) -> str:
        """Why this learner cannot ask for this badge now, as `PublicBadgeClassPage.svelte` orders it; "": nothing."""
        if not account.confirmed_name:
            return "no_name"
        if one.institution not in account.institutions:
            return "no_institution"
        return "" if one.institution in account.terms else "terms"

    def asked_by(account: Account, entity: str) -> bool:
        mine = [one for one in here.world.enrolments.values() if one.holder == account.eduid]
        return any(one.badge_class == entity for one in mine)

    @routes.get("/public/badges/{entity}")
    @routes.get("/public/catalog/{entity}")
    @routes.get("/public/{entity}")
    async def badge_class(request: Request, entity: str, step: str = "") -> Response:
        one = here.world.badge_classes.get(entity)
        if one is None:
            return here.page(request, "not_found.html", 404, public=False)
        account = here.learner(request)
        institution = here.world.institutions[one.institution]
        path = f"/public/{entity}"
        dialog = ""
        if step == "request" and one.requestable:
            if account is None:
                return here.first(request)
            dialog = stands_in_the_way(account, one) or "confirm"
            if dialog == "terms":
                return here.page(request, "terms.html", institution=institution, action=f"{here.base}{path}")
        return here.page(
            request,
            "badge_class.html",
            badge_class=one,
            institution=institution,
            asked=account is not None and asked_by(account, entity),
            dialog_name=dialog,
            login=f"{here.base}/sociallogin?{urlencode({'next': path, 'validateName': 'true'})}",
        )

    @routes.post("/public/{entity}")
    async def ask(request: Request, entity: str, do: Text = "") -> Response:
        account = here.learner(request)
        one = here.world.badge_classes.get(entity)
        if account is None or one is None or not one.requestable:
            return here.first(request) if account is None else here.go(f"/public/{entity}")
        if do == "agree" and one.institution not in account.terms:
            account.terms.append(one.institution)
            here.world.save()
            return here.go(f"/public/{entity}?step=request")
        if do != "request" or asked_by(account, entity):
            return here.go(f"/public/{entity}")
        if stands_in_the_way(account, one):
            return here.go(f"/public/{entity}?step=request")
        asked = Enrolment(entity_id(), entity, account.eduid, here.world.stamp())
        here.world.enrolments[asked.entity] = asked
        awarding.requested_mail(here.world, here.site, asked)
        here.world.save()
        return here.go(f"/public/{entity}", "requested")
