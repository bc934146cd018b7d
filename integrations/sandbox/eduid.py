"""eduID's own pages: making one, logging in by a code, and on to the service that asked. Its API of links.

My eduID is in `my_eduid.py`, the OpenID provider before it in `surfconext.py`. Labels are those of eduID today.
Sources: OpenConext-myconext, `account-gui/src/routes/*`, `myconext-gui/src/routes/*`, `api/UserController.java`,
`model/OneTimeLoginCode.java` (August 2026).
"""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from integrations.sandbox import trust
from integrations.sandbox.pages import Pages, language_of
from integrations.sandbox.world import EDUID_COOKIE, Person, World, moment

CODE_LASTS = timedelta(minutes=10)
RESEND_AFTER = timedelta(seconds=15)
SUSPENDED_FOR = timedelta(minutes=15)

SENDER = "eduID <noreply@eduid.example>"
DISPOSABLE = {"10minutemail.com", "guerrillamail.com", "mailinator.com", "temp-mail.org", "yopmail.com"}

_ADDRESS = re.compile(r"[^@\s<>\"',;:\\]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")
_MOST = 2000
"""So many visits and codes are remembered; the oldest is forgotten first."""

Text = Annotated[str, Form()]
Kept = TypeVar("Kept")


@dataclass
class Visit:
    """Somebody on the way to a service, or to a page of My eduID, who has to log in first.

    `done` gives the address to go to with the person and the trust that was met, `stopped` the one with an OAuth
    error and its description.
    """

    service: str
    done: Callable[[Person, str], str]
    stopped: Callable[[str, str], str]
    trust: str = ""
    reads_links: str = ""  # the client that must be allowed to read what is linked; "" for none
    fresh: bool = False  # a login is wanted, also of who is logged in
    silent: bool = False  # no page may be shown (prompt=none)


@dataclass
class Code:
    """A code of six digits that was mailed, and what it is for."""

    why: Literal["register", "login", "email"]
    email: str
    digits: str
    issued: datetime
    uid: str = ""
    given: str = ""
    family: str = ""
    wrong: int = 0


@dataclass
class Eduid:
    """What goes on at eduID and may be forgotten when the program stops."""

    world: World
    pages: Pages
    visits: dict[str, Visit] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)

    def welcome(self, visit: Visit) -> str:
        """The path where this visit goes on."""
        return f"{self.pages.base}/eduid/visit/{_keep(self.visits, visit)}"

    def person(self, request: Request) -> Person | None:
        return self.world.logged_in(request.cookies)

    def mail(self, to: str, subject: str, text: str) -> None:
        self.world.post(to, SENDER, subject, text)
        self.world.save()

    def log_in(self, answer: Response, person: Person) -> None:
        """Remember this browser as this person's."""
        person.last_login = self.world.stamp()
        key = secrets.token_urlsafe(24)
        self.world.logins[key] = person.uid
        _forget_oldest(self.world.logins)
        self.world.save()
        answer.set_cookie(EDUID_COOKIE, key, path=self.pages.base or "/", httponly=True, samesite="lax")

    def log_out(self, request: Request, answer: Response) -> None:
        self.world.logins.pop(request.cookies.get(EDUID_COOKIE, ""), None)
        self.world.save()
        answer.delete_cookie(EDUID_COOKIE, path=self.pages.base or "/")

    def send_code(self, code: Code, language: str) -> str:
        """Mail this code; return the word that its page goes by."""
        dutch = language == "nl"
        subject = {
            "register": ("Bevestig je eduID e-mailadres met een code", "Confirm your eduID email with code"),
            "login": ("eduID login code", "eduID login code"),
            "email": ("Verander je eduID email met een code", "Update your eduID email with code"),
        }[code.why][0 if dutch else 1]
        text = (
            f"Je code is {code.digits}. Vul hem in op de pagina van eduID. Hij is 10 minuten geldig."
            if dutch
            else f"Your code is {code.digits}. Enter it on the page of eduID. It is valid for 10 minutes."
        )
        self.mail(code.email, subject, text)
        return _keep(self.codes, code)

    def new_code(
        self, why: Literal["register", "login", "email"], email: str, uid: str = "", given: str = "", family: str = ""
    ) -> Code:
        return Code(why, email, f"{secrets.randbelow(10**6):06}", self.world.now(), uid, given, family)

    def attempt(self, code: Code, digits: str) -> Literal["right", "wrong", "too_often", "lapsed"]:
        """Try a code. After each wrong one the wait since it was issued doubles; who does not wait is suspended.

        eduID counts its first second too. Here it is free: no hand is that fast, but a test in a browser is.
        """
        now = self.world.now()
        if now > code.issued + CODE_LASTS:
            return "lapsed"
        if code.wrong and now < code.issued + timedelta(seconds=2**code.wrong):
            person = self.world.person_with(code.email)
            if person is not None and code.why == "login":
                person.suspended_until = (now + SUSPENDED_FOR).isoformat(timespec="seconds")
                self.world.save()
            return "too_often"
        if not secrets.compare_digest(code.digits.encode(), digits.encode()):
            code.wrong += 1
            return "wrong"
        return "right"

    def suspended_minutes(self, person: Person) -> int:
        """How many minutes this person still has to wait; 0 when they may log in."""
        if not person.suspended_until:
            return 0
        left = (moment(person.suspended_until) - self.world.now()).total_seconds()
        return max(0, -int(-left // 60))


def clean(text: str, longest: int = 100) -> str:
    """What somebody typed in a field: on one line, without what cannot be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:longest]


def address(text: str) -> str:
    """An e-mail address as eduID keeps it, in lower case; "" when it is none."""
    found = text.strip().lower()
    return found if len(found) <= 254 and found.isprintable() and _ADDRESS.fullmatch(found) else ""


def _keep(where: dict[str, Kept], what: Kept) -> str:
    key = secrets.token_urlsafe(12)
    where[key] = what
    _forget_oldest(where)
    return key


def _forget_oldest(where: dict[str, Any]) -> None:
    while len(where) > _MOST:
        del where[next(iter(where))]


def go(address: str) -> RedirectResponse:
    """Send the browser on, by GET."""
    return RedirectResponse(address, 303)


def with_query(path: str, **query: str) -> str:
    """A path with what is not empty of `query`."""
    asked = urlencode({name: value for name, value in query.items() if value})
    return f"{path}?{asked}" if asked else path


def router(eduid: Eduid, scopes_of: Callable[[str], tuple[str, frozenset[str]] | None]) -> APIRouter:
    """eduID's routes, below the sandbox's own address. `scopes_of` an access token: whose it is, and its scopes."""
    router = APIRouter(prefix="/eduid", include_in_schema=False)
    _site(router, eduid)
    _register(router, eduid)
    _log_in(router, eduid)
    _code(router, eduid)
    _visit(router, eduid)
    _api(router, eduid, scopes_of)
    return router


def _site(router: APIRouter, eduid: Eduid) -> None:
    pages = eduid.pages

    @router.get("")
    async def home(request: Request) -> Response:
        failing = eduid.world.failing.get("eduid_api", 0)
        return pages.page(request, "eduid/home.html", person=eduid.person(request), failing=failing)

    @router.get("/servicedesk")
    @router.get("/servicedesk-en")
    async def service_desk(request: Request) -> Response:
        return pages.page(request, "eduid/servicedesk.html", person=eduid.person(request))

    @router.post("/fail")
    async def fail(status: Text = "") -> Response:
        """For practice: let the API of links fail, or work again."""
        if status in ("502", "504"):
            eduid.world.failing["eduid_api"] = int(status)
        else:
            eduid.world.failing.pop("eduid_api", None)
        eduid.world.save()
        return go(f"{pages.base}/eduid")


def _register(router: APIRouter, eduid: Eduid) -> None:
    pages, world = eduid.pages, eduid.world

    def form(request: Request, status: int = 200, visit: str = "", error: str = "", **typed: str) -> Response:
        shown = {"email": "", "given": "", "family": "", **typed}
        return pages.page(request, "eduid/register.html", status, visit=visit, error=error, person=None, **shown)

    @router.get("/register")
    async def register(request: Request, visit: str = "") -> Response:
        return form(request, visit=visit)

    @router.post("/register")
    async def registered(
        request: Request,
        visit: str = "",
        email: Text = "",
        given: Text = "",
        family: Text = "",
        agree: Text = "",
        anyway: Text = "",
    ) -> Response:
        typed = {"email": clean(email, 254), "given": clean(given), "family": clean(family)}
        found = address(email)
        domain = found.rpartition("@")[2]
        if not found:
            return form(request, 422, visit, "invalid", **typed)
        if not typed["given"] or not typed["family"]:
            return form(request, 422, visit, "name", **typed)
        if not agree:
            return form(request, 422, visit, "terms", **typed)
        if domain in DISPOSABLE:
            return form(request, 412, visit, "disposable", **typed)
        if world.person_with(found):
            return form(request, 409, visit, "in_use", **typed)
        of_work = any(domain in (one.domain, one.staff_domain) for one in world.institutions.values())
        if of_work and not anyway:
            return form(request, 200, visit, "institution", **typed)
        code = eduid.new_code("register", found, given=typed["given"], family=typed["family"])
        word = eduid.send_code(code, language_of(request))
        return go(with_query(f"{pages.base}/eduid/code/{word}", visit=visit))


def _log_in(router: APIRouter, eduid: Eduid) -> None:
    pages, world = eduid.pages, eduid.world

    def form(request: Request, status: int, visit: str, email: str, error: str = "", minutes: int = 0) -> Response:
        known = eduid.visits.get(visit)
        service = known.service if known else ""
        return pages.page(
            request, "eduid/login.html", status, person=None,
            visit=visit, email=email, error=error, minutes=minutes, service=service,
        )  # fmt: skip

    @router.get("/login")
    async def log_in(request: Request, visit: str = "", email: str = "") -> Response:
        return form(request, 200, visit, clean(email, 254))

    @router.post("/login")
    async def logging_in(request: Request, visit: str = "", email: Text = "") -> Response:
        found = address(email)
        if not found:
            return form(request, 422, visit, clean(email, 254), "invalid")
        person = world.person_with(found)
        if person is None:
            return form(request, 404, visit, found, "unknown")
        if minutes := eduid.suspended_minutes(person):
            return form(request, 403, visit, found, "suspended", minutes)
        word = eduid.send_code(eduid.new_code("login", found, uid=person.uid), language_of(request))
        return go(with_query(f"{pages.base}/eduid/code/{word}", visit=visit))

    @router.post("/logout")
    async def log_out(request: Request) -> Response:
        answer = go(f"{pages.base}/eduid")
        eduid.log_out(request, answer)
        return answer


def _code(router: APIRouter, eduid: Eduid) -> None:
    pages, world = eduid.pages, eduid.world

    def form(request: Request, word: str, status: int = 200, visit: str = "", error: str = "") -> Response:
        code = eduid.codes.get(word)
        if code is None:
            return lapsed(request, visit)
        return pages.page(
            request, "eduid/code.html", status, person=eduid.person(request),
            word=word, code=code, visit=visit, error=error,
        )  # fmt: skip

    def lapsed(request: Request, visit: str) -> Response:
        return pages.page(request, "eduid/lapsed.html", 410, person=None, what="code", visit=visit)

    @router.get("/code/{word}")
    async def enter(request: Request, word: str, visit: str = "") -> Response:
        return form(request, word, visit=visit)

    @router.post("/code/{word}/again")
    async def again(request: Request, word: str, visit: str = "") -> Response:
        code = eduid.codes.get(word)
        if code is None:
            return lapsed(request, visit)
        if world.now() < code.issued + RESEND_AFTER:
            return form(request, word, 429, visit, "patience")
        del eduid.codes[word]
        fresh = eduid.new_code(code.why, code.email, uid=code.uid, given=code.given, family=code.family)
        word = eduid.send_code(fresh, language_of(request))
        return go(with_query(f"{pages.base}/eduid/code/{word}", visit=visit))

    @router.post("/code/{word}")
    async def entered(request: Request, word: str, visit: str = "", code: Text = "") -> Response:
        known = eduid.codes.get(word)
        if known is None:
            return lapsed(request, visit)
        match eduid.attempt(known, re.sub(r"\s", "", code)[:20]):
            case "wrong":
                return form(request, word, 400, visit, "wrong")
            case "too_often":
                del eduid.codes[word]
                return pages.page(request, "eduid/too_often.html", 403, person=None, visit=visit, why=known.why)
            case "lapsed":
                del eduid.codes[word]
                return lapsed(request, visit)
        del eduid.codes[word]
        if known.why == "register":
            return created(request, known, visit)
        if known.why == "email":
            return moved(request, known)
        person = world.people.get(known.uid)
        if person is None:
            return lapsed(request, visit)
        if known_visit := eduid.visits.get(visit):
            known_visit.fresh = False
        answer = go(f"{pages.base}/eduid/visit/{visit}" if visit else f"{pages.base}/eduid/mijn/home")
        eduid.log_in(answer, person)
        return answer

    def created(request: Request, code: Code, visit: str) -> Response:
        if world.person_with(code.email):
            return lapsed(request, visit)
        language = language_of(request)
        person = Person(
            str(uuid.uuid4()), code.email, code.given, code.family, created_at=world.stamp(), language=language
        )
        world.people[person.uid] = person
        dutch = language == "nl"
        eduid.mail(
            code.email,
            "Je eduID is aangemaakt" if dutch else "Your eduID has been created",
            f"Hoi {person.given}, je eduID is klaar. Je logt er voortaan mee in."
            if dutch
            else f"Hi {person.given}, your eduID is ready. You log in with it from now on.",
        )
        if known_visit := eduid.visits.get(visit):
            known_visit.fresh = False
        answer = go(with_query(f"{pages.base}/eduid/created", visit=visit))
        eduid.log_in(answer, person)
        return answer

    def moved(request: Request, code: Code) -> Response:
        person = world.people.get(code.uid)
        if person is None or world.person_with(code.email):
            return lapsed(request, "")
        before, person.email = person.email, code.email
        dutch = language_of(request) == "nl"
        eduid.mail(
            before,
            "Aanpassing eduID email" if dutch else "Change of eduID email",
            f"Het e-mailadres van je eduID is nu {code.email}."
            if dutch
            else f"The email address of your eduID is now {code.email}.",
        )
        return go(f"{pages.base}/eduid/mijn/personal")

    @router.get("/created")
    async def has_been_created(request: Request, visit: str = "") -> Response:
        person = eduid.person(request)
        return pages.page(request, "eduid/created.html", person=person, visit=visit)


def _visit(router: APIRouter, eduid: Eduid) -> None:
    pages, world = eduid.pages, eduid.world

    def gone(request: Request) -> Response:
        return pages.page(request, "eduid/lapsed.html", 410, person=None, what="link", visit="")

    @router.get("/visit/{key}")
    async def onward(request: Request, key: str) -> Response:
        """The next page of this visit: the login, the missing proof, the consent, or the service."""
        visit = eduid.visits.get(key)
        if visit is None:
            return gone(request)
        person = eduid.person(request)
        if person is None or visit.fresh:
            if visit.silent:
                return leave(key, "login_required", "Nobody is logged in.")
            return go(with_query(f"{pages.base}/eduid/login", visit=key))
        if not trust.meets(person, visit.trust, world.now()):
            if visit.silent:
                return leave(key, "interaction_required", "The requested trust is not met.")
            return pages.page(request, "eduid/stepup.html", person=person, key=key, visit=visit, acr=trust)
        if visit.reads_links and visit.reads_links not in person.consents:
            if visit.silent:
                return leave(key, "consent_required", "Consent has not been given.")
            return pages.page(request, "eduid/consent.html", person=person, key=key, visit=visit)
        del eduid.visits[key]
        person.last_login = world.stamp()
        world.save()
        return go(visit.done(person, visit.trust))

    def leave(key: str, error: str, description: str) -> Response:
        return go(eduid.visits.pop(key).stopped(error, description))

    @router.post("/visit/{key}/consent")
    async def consent(request: Request, key: str) -> Response:
        visit, person = eduid.visits.get(key), eduid.person(request)
        if visit is None:
            return gone(request)
        if person is not None and visit.reads_links not in person.consents:
            person.consents.append(visit.reads_links)
            world.save()
        return go(f"{pages.base}/eduid/visit/{key}")

    @router.post("/visit/{key}/stop")
    async def stop(request: Request, key: str, unmet: Text = "") -> Response:
        """Back to the service without what it asked for: the person cancelled, or could not meet the trust.

        Both are `access_denied` there; only the words tell them apart. What eduID says of somebody who cancelled is
        not known. Source: OpenConext-myconext, `security/GuestIdpAuthenticationRequestFilter.java`;
        OpenConext-oidcng, `web/RedirectAuthenticationFailureHandler.java`, `web/CustomErrorController.java`.
        """
        visit = eduid.visits.get(key)
        if visit is None:
            return gone(request)
        if not unmet:
            return leave(key, "access_denied", "The user cancelled the login.")
        needed = {
            trust.NAMES: "is required to have a first_name and last_name.",
            trust.NAMES_EXTERNAL: "has verified their first_name and last_name.",
            trust.STUDENT: "is required to have an affiliation Student.",
        }.get(visit.trust, "is required to have validated attributes.")
        return leave(key, "access_denied", f"The requesting service has indicated that the authenticated user {needed}")


def _api(router: APIRouter, eduid: Eduid, scopes_of: Callable[[str], tuple[str, frozenset[str]] | None]) -> None:
    @router.get("/myconext/api/eduid/links")
    async def links(request: Request) -> Response:
        """What is linked in the eduID of the token's person. Source: `eduid/APIController.java`."""
        if failing := eduid.world.failing.get("eduid_api"):
            return Response("<html><h1>Bad Gateway</h1></html>", failing, media_type="text/html")
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        known = scopes_of(token.strip()) if kind.lower() == "bearer" else None
        person = eduid.world.people.get(known[0]) if known else None
        if known is None or person is None:
            return JSONResponse({"error": "invalid_token"}, 401, {"WWW-Authenticate": 'Bearer error="invalid_token"'})
        if "eduid.nl/links" not in known[1]:
            return JSONResponse(
                {"error": "insufficient_scope"}, 403, {"WWW-Authenticate": 'Bearer error="insufficient_scope"'}
            )
        return JSONResponse(trust.links(person, eduid.world.now()), headers={"Cache-Control": "no-store"})
