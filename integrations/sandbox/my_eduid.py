"""My eduID, and confirming who you are: there, or on the way to a service that asks for it.

Each party that confirms is a small page on which you choose who you are there. Labels are those of eduID today.
Sources: OpenConext-myconext, `myconext-gui/src/routes/*`, `account-gui/src/routes/verify/*`,
`api/AccountLinkerController.java` (August 2026).
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from integrations.sandbox import trust
from integrations.sandbox.eduid import Eduid, Text, Visit, address, clean, go, with_query
from integrations.sandbox.pages import language_of
from integrations.sandbox.world import Institution, Link, Person, World, moment

CONTROL_CODE_LASTS = timedelta(days=14)

BANKS = ("ABN AMRO", "ASN Bank", "bunq", "ING", "Rabobank", "RegioBank", "SNS")
"""Source: domain of eduID's page of choices (August 2026)."""

COUNTRIES = (("België", "Belgium"), ("Duitsland", "Germany"), ("Italië", "Italy"), ("Spanje", "Spain"))
"""Some of those whose national eID works here; a Dutch one does not."""

GUEST = "guest"
"""The word for the guest identity provider in the list of institutions, where others have their domain."""

OF_EDUCATION_ONLY = (trust.INSTITUTION, trust.STUDENT)


@dataclass(frozen=True)
class Errand:
    """Why somebody confirms something: on the way to a service (`visit`), or in My eduID."""

    person: Person
    key: str = ""
    visit: Visit | None = None
    goal: str = "identity"  # or "organisation"

    @property
    def trust(self) -> str:
        return self.visit.trust if self.visit else ""

    @property
    def carry(self) -> str:
        """The query that keeps the errand from page to page."""
        return with_query("", visit=self.key, goal=self.goal)


def router(eduid: Eduid) -> APIRouter:
    """The routes of My eduID and of confirming, below the sandbox's own address."""
    router = APIRouter(prefix="/eduid", include_in_schema=False)
    _mine(router, eduid)
    _institution(router, eduid)
    _others(router, eduid)
    return router


# My eduID


def _mine(router: APIRouter, eduid: Eduid) -> None:
    pages, world = eduid.pages, eduid.world
    mine = f"{pages.base}/eduid/mijn"

    def log_in_first(request: Request) -> Response:
        path = request.url.path if request.method == "GET" else f"{mine}/home"
        name = "Mijn eduID" if language_of(request) == "nl" else "My eduID"
        return go(eduid.welcome(Visit(name, lambda person, met: path, lambda error, why: f"{pages.base}/eduid")))

    def show(request: Request, name: str, status: int = 200, **more: Any) -> Response:
        person = eduid.person(request)
        if person is None:
            return log_in_first(request)
        return pages.page(
            request,
            f"eduid/mijn/{name}.html",
            status,
            person=person,
            at=name,
            trust=trust,
            now=world.now(),
            institutions=world.institutions,
            **more,
        )

    @router.get("/mijn")
    async def start() -> Response:
        return go(f"{mine}/home")

    @router.get("/mijn/home")
    async def home(request: Request) -> Response:
        return show(request, "home")

    @router.get("/mijn/personal")
    async def personal(request: Request) -> Response:
        return show(request, "personal")

    @router.get("/mijn/data-activity")
    async def activity(request: Request) -> Response:
        return show(request, "activity")

    @router.get("/mijn/security")
    async def security(request: Request) -> Response:
        return show(request, "security")

    @router.get("/mijn/account")
    async def account(request: Request) -> Response:
        return show(request, "account")

    @router.get("/mijn/email")
    async def email(request: Request) -> Response:
        return show(request, "email", typed="", error="")

    @router.post("/mijn/email")
    async def other_email(request: Request, email: Text = "") -> Response:
        person, found = eduid.person(request), address(email)
        if person is None:
            return log_in_first(request)
        if not found:
            return show(request, "email", 422, typed=clean(email, 254), error="invalid")
        if world.person_with(found):
            return show(request, "email", 409, typed=found, error="in_use")
        word = eduid.send_code(eduid.new_code("email", found, uid=person.uid), language_of(request))
        return go(f"{pages.base}/eduid/code/{word}")

    @router.get("/mijn/name")
    async def name(request: Request) -> Response:
        return show(request, "name", error=False)

    @router.post("/mijn/name")
    async def other_name(request: Request, given: Text = "", family: Text = "") -> Response:
        person = eduid.person(request)
        if person is None:
            return log_in_first(request)
        if not clean(given) or not clean(family):
            return show(request, "name", 422, error=True)
        person.given, person.family = clean(given), clean(family)
        world.save()
        return go(f"{mine}/personal")

    def link_at(person: Person | None, place: str) -> Link | None:
        found = person is not None and place.isdecimal() and int(place) < len(person.links)
        return person.links[int(place)] if person is not None and found else None

    @router.get("/mijn/link/{place}")
    async def link(request: Request, place: str) -> Response:
        found = link_at(eduid.person(request), place)
        return show(request, "link", link=found, place=place) if found else go(f"{mine}/personal")

    @router.post("/mijn/link/{place}/remove")
    async def remove(request: Request, place: str) -> Response:
        person = eduid.person(request)
        found = link_at(person, place)
        if person is not None and found is not None:
            person.links.remove(found)
            if found.preferred and person.links:
                person.links[0].preferred = True
            world.save()
        return go(f"{mine}/personal")

    @router.post("/mijn/link/{place}/prefer")
    async def prefer(request: Request, place: str) -> Response:
        person = eduid.person(request)
        found = link_at(person, place)
        if person is not None and found is not None:
            _prefer(person, found)
            world.save()
        return go(f"{mine}/personal")

    @router.post("/mijn/service/{place}/remove")
    async def withdraw(request: Request, place: str) -> Response:
        """Take back that a service may read what is linked."""
        person = eduid.person(request)
        if person is not None and place.isdecimal() and int(place) < len(person.consents):
            del person.consents[int(place)]
            world.save()
        return go(f"{mine}/data-activity")

    @router.post("/mijn/account/delete")
    async def delete(request: Request, sure: Text = "") -> Response:
        person = eduid.person(request)
        if person is None:
            return log_in_first(request)
        if not sure:
            return show(request, "account", 422)
        del world.people[person.uid]
        for key in [key for key, uid in world.logins.items() if uid == person.uid]:
            del world.logins[key]
        answer = pages.page(request, "eduid/deleted.html", person=None)
        eduid.log_out(request, answer)
        return answer


# Confirming


def _errand(eduid: Eduid, request: Request) -> Errand | None:
    """What somebody is here for; None when nobody is logged in, or the visit is over."""
    person = eduid.person(request)
    key = request.query_params.get("visit", "")
    visit = eduid.visits.get(key)
    goal = "organisation" if request.query_params.get("goal") == "organisation" else "identity"
    return Errand(person, key, visit, goal) if person and (visit or not key) else None


def _lost(eduid: Eduid, request: Request) -> Response:
    if request.query_params.get("visit") or request.method != "GET":
        return eduid.pages.page(request, "eduid/lapsed.html", 410, person=None, what="link", visit="")
    return go(f"{eduid.pages.base}/eduid/mijn/personal")


def _prefer(person: Person, link: Link) -> None:
    for one in person.links:
        one.preferred = one is link


def _added(eduid: Eduid, request: Request, errand: Errand, link: Link) -> Response:
    """The page after a link was made. What the service needed may still be missing."""
    now, person = eduid.world.now(), errand.person
    eduid.world.save()
    lacking = ""
    if not trust.meets(person, errand.trust, now):
        lacking = {
            trust.NAMES: "valid-name-missing",
            trust.NAMES_EXTERNAL: "valid-name-missing",
            trust.STUDENT: "affiliation-missing",
        }.get(errand.trust, "iap-assurance-missing")
    elif errand.visit is None and errand.goal == "identity" and not trust.confirms_name(link, now):
        lacking = "valid-name-missing"
    if lacking:
        return _error(eduid, request, errand, lacking)
    before = trust.preferred(person)
    ask = errand.visit is None and before is not None and before is not link and bool(link.name)
    if trust.confirms_name(link, now):
        dutch = person.language == "nl"
        eduid.mail(
            person.email,
            "Je eduID is gevalideerd" if dutch else "Your eduID has been validated",
            f"Je naam is bevestigd als {link.name}." if dutch else f"Your name is verified as {link.name}.",
        )
    return eduid.pages.page(
        request, "eduid/confirm/added.html", errand=errand, person=person, link=link,
        place=person.links.index(link), ask=ask,
        institutions=eduid.world.institutions,
    )  # fmt: skip


def _error(eduid: Eduid, request: Request, errand: Errand, name: str, other: str = "") -> Response:
    """An error page of linking, by the name that its address has at eduID. `other`: the eduID that is in the way."""
    status = 409 if name in ("eppn-already-linked", "subject-already-linked") else 400
    return eduid.pages.page(
        request, "eduid/confirm/error.html", status, errand=errand, person=errand.person, name=name, other=other
    )


def _link_education(world: World, errand: Errand, link: Link) -> Link | Person:
    """The link as this eduID has it from now on; or the other person whose eduID has that account."""
    person = errand.person
    for other in world.people.values():
        if other is not person and any(one.account == link.account for one in other.links):
            return other
    for known in person.links:
        if known.account == link.account:
            known.name, known.given, known.role, known.linked_at = link.name, link.given, link.role, link.linked_at
            return known
    person.links.append(link)
    if trust.preferred(person) is None:
        link.preferred = True
    return link


def _link_external(world: World, errand: Errand, link: Link) -> Link | Person:
    """The same for a bank, a European ID or a Service Desk. Only one of these is kept: a new one takes its place.

    On the way to a service it becomes the preferred source; in My eduID only when there was no other.
    """
    person = errand.person
    for other in world.people.values():
        if other is not person and any(one.subject == link.subject for one in other.links):
            return other
    person.links = [one for one in person.links if trust.of_education(one)]
    person.links.append(link)
    if errand.visit is not None or trust.preferred(person) is None:
        _prefer(person, link)
    return link


def _institution(router: APIRouter, eduid: Eduid) -> None:
    pages, world = eduid.pages, eduid.world

    @router.get("/confirm")
    async def choose(request: Request) -> Response:
        errand = _errand(eduid, request)
        if errand is None:
            return _lost(eduid, request)
        only_education = errand.trust in OF_EDUCATION_ONLY or (errand.visit is None and errand.goal == "organisation")
        only_others = errand.trust == trust.NAMES_EXTERNAL
        return pages.page(
            request, "eduid/confirm/choose.html", errand=errand, person=errand.person,
            education=not only_others, others=not only_education,
            desk=_desk_code(eduid, errand.person), mfa=errand.trust.endswith("mfa"),
        )  # fmt: skip

    @router.get("/confirm/institution")
    async def institutions(request: Request) -> Response:
        errand = _errand(eduid, request)
        if errand is None:
            return _lost(eduid, request)
        return pages.page(
            request, "eduid/confirm/institutions.html", errand=errand, institutions=list(world.institutions.values())
        )

    def account_page(
        request: Request, errand: Errand, institution: Institution, status: int = 200, **typed: str
    ) -> Response:
        ends = (f"@{institution.domain}", f"@{institution.staff_domain or institution.domain}")
        waiting = {
            one.account for one in world.awards.values() if one.account.endswith(ends) and one.status == "Unaccepted"
        }
        student, employee = _accounts(errand.person)
        shown = {"role": "student", "student": student, "employee": employee, "error": "", **typed}
        return pages.page(
            request, "eduid/confirm/account.html", status, errand=errand, institution=institution,
            waiting=sorted(waiting), given=errand.person.given, family=errand.person.family, **shown,
        )  # fmt: skip

    @router.get("/confirm/institution/{domain}")
    async def account(request: Request, domain: str) -> Response:
        errand, institution = _errand(eduid, request), world.institutions.get(domain)
        if errand is None or (institution is None and domain != GUEST):
            return _lost(eduid, request)
        if institution is None:
            return pages.page(request, "eduid/confirm/guest.html", errand=errand, person=errand.person, error=False)
        return account_page(request, errand, institution)

    @router.post("/confirm/institution/{domain}")
    async def logged_in(
        request: Request,
        domain: str,
        role: Text = "student",
        student: Text = "",
        employee: Text = "",
        given: Text = "",
        family: Text = "",
        gives_name: Text = "",
        gives_role: Text = "",
        gives_account: Text = "",
        cancel: Text = "",
    ) -> Response:
        errand, institution = _errand(eduid, request), world.institutions.get(domain)
        if errand is None or (institution is None and domain != GUEST):
            return _lost(eduid, request)
        if cancel:
            return go(f"{pages.base}/eduid/confirm{errand.carry}")
        given, family = clean(given), clean(family)
        if institution is None:
            if not given or not family:
                return pages.page(
                    request, "eduid/confirm/guest.html", 422, errand=errand, person=errand.person, error=True
                )
            link = Link(
                "guest", f"{given} {family}", world.stamp(), f"{errand.person.uid[:8]}@{trust.GUEST_DOMAIN}",
                trust.GUEST_DOMAIN, "affiliate", given=given,
            )  # fmt: skip
        else:
            of_staff = role == "employee"
            realm = (institution.staff_domain if of_staff else "") or institution.domain
            name = clean(employee if of_staff else student).lower().removesuffix(f"@{realm}")
            if not re.fullmatch(r"[a-z0-9._+-]{1,64}", name):
                return account_page(
                    request, errand, institution, 422, error="account", role="employee" if of_staff else "student",
                    student=clean(student), employee=clean(employee),
                )  # fmt: skip
            if not gives_account:
                return _error(eduid, request, errand, "attribute-missing")
            link = Link(
                "institution", f"{given} {family}".strip() if gives_name else "", world.stamp(),
                f"{name}@{realm}", institution.domain,
                ("employee" if of_staff else "student") if gives_role else "", given=given if gives_name else "",
            )  # fmt: skip
        made = _link_education(world, errand, link)
        if isinstance(made, Person):
            return _error(eduid, request, errand, "eppn-already-linked", made.email)
        return _added(eduid, request, errand, made)


def _accounts(person: Person) -> tuple[str, str]:
    """The names of this person's accounts that a page proposes: of a student and of an employee."""
    digits = int.from_bytes(hashlib.sha256(person.uid.encode()).digest()[:4], "big") % 10**7
    plain = unicodedata.normalize("NFKD", f"{person.given[:1]}.{person.family}").encode("ascii", "ignore").decode()
    return f"s{digits:07}", re.sub(r"[^a-z0-9.]", "", plain.lower()).strip(".") or "medewerker"


def _desk_code(eduid: Eduid, person: Person) -> str:
    """The control code that is open, "" for none."""
    is_open = person.desk_code and eduid.world.now() < moment(person.desk_code_until)
    return person.desk_code if is_open else ""


def _born(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return ""


def _subject(*parts: str) -> str:
    """Somebody's identity outside education: the same at every login of theirs."""
    return hashlib.sha256("\0".join(part.casefold() for part in parts).encode()).hexdigest()[:32]


def _others(router: APIRouter, eduid: Eduid) -> None:
    pages, world = eduid.pages, eduid.world

    def linked(request: Request, errand: Errand, link: Link) -> Response:
        made = _link_external(world, errand, link)
        if isinstance(made, Person):
            return _error(eduid, request, errand, "subject-already-linked", made.email)
        return _added(eduid, request, errand, made)

    def show(request: Request, errand: Errand, template: str, status: int = 200, **more: Any) -> Response:
        return pages.page(
            request, f"eduid/confirm/{template}.html", status, errand=errand, person=errand.person, **more
        )

    @router.get("/confirm/bank")
    async def banks(request: Request) -> Response:
        errand = _errand(eduid, request)
        return show(request, errand, "banks", banks=BANKS) if errand else _lost(eduid, request)

    @router.get("/confirm/bank/{bank}")
    async def bank(request: Request, bank: str) -> Response:
        errand = _errand(eduid, request)
        if errand is None or bank not in BANKS:
            return _lost(eduid, request)
        return show(request, errand, "bank", bank=bank, error=False, initials=errand.person.given[:1].upper())

    @router.post("/confirm/bank/{bank}")
    async def at_bank(
        request: Request, bank: str, initials: Text = "", family: Text = "", born: Text = "", cancel: Text = ""
    ) -> Response:
        errand = _errand(eduid, request)
        if errand is None or bank not in BANKS:
            return _lost(eduid, request)
        if cancel:
            return _error(eduid, request, errand, "external-account-linked-error")
        initials, family, born = clean(initials, 20), clean(family), _born(born)
        if not initials or not family or not born:
            return show(request, errand, "bank", 422, bank=bank, error=True, initials=initials)
        subject = _subject("bank", initials, family, born)
        name = f"{initials} {family}"
        return linked(request, errand, Link("bank", name, world.stamp(), subject=subject, given=initials))

    @router.get("/confirm/european")
    async def european(request: Request) -> Response:
        errand = _errand(eduid, request)
        if errand is None:
            return _lost(eduid, request)
        return show(request, errand, "european", countries=COUNTRIES, error=False)

    @router.post("/confirm/european")
    async def at_european(
        request: Request, country: Text = "", given: Text = "", family: Text = "", born: Text = "", cancel: Text = ""
    ) -> Response:
        errand = _errand(eduid, request)
        if errand is None:
            return _lost(eduid, request)
        if cancel:
            return _error(eduid, request, errand, "external-account-linked-error")
        given, family, born = clean(given), clean(family), _born(born)
        if not given or not family or not born or country not in [english for _, english in COUNTRIES]:
            return show(request, errand, "european", 422, countries=COUNTRIES, error=True)
        subject = _subject("european", country, given, family, born)
        name = f"{given} {family}"
        return linked(request, errand, Link("european", name, world.stamp(), subject=subject, given=given))

    @router.get("/confirm/servicedesk")
    async def service_desk(request: Request) -> Response:
        errand = _errand(eduid, request)
        if errand is None:
            return _lost(eduid, request)
        code = _desk_code(eduid, errand.person)
        return show(request, errand, "servicedesk", code=code, until=errand.person.desk_code_until, error=False)

    @router.post("/confirm/servicedesk")
    async def at_service_desk(
        request: Request, do: Text = "", given: Text = "", family: Text = "", born: Text = ""
    ) -> Response:
        """`do`: "generate" or "delete" the control code, or "show" it at the desk, with proof of who you are."""
        errand = _errand(eduid, request)
        if errand is None:
            return _lost(eduid, request)
        person, here = errand.person, f"{pages.base}/eduid/confirm/servicedesk{errand.carry}"
        code = _desk_code(eduid, person)
        if do == "show" and code:
            given, family, born = clean(given), clean(family), _born(born)
            if not given or not family or not born:
                return show(request, errand, "servicedesk", 422, code=code, until=person.desk_code_until, error=True)
            person.desk_code = person.desk_code_until = ""
            subject = _subject("servicedesk", given, family, born)
            name = f"{given} {family}"
            return linked(request, errand, Link("servicedesk", name, world.stamp(), subject=subject, given=given))
        if do == "generate" and not code:
            person.desk_code = f"{secrets.randbelow(10**5):05}"
            person.desk_code_until = (world.now() + CONTROL_CODE_LASTS).isoformat(timespec="seconds")
            dutch = language_of(request) == "nl"
            eduid.mail(
                person.email,
                "Je verificatie-code om je identiteit te bevestigen"
                if dutch
                else "Your verification code to conform your identity",
                f"Je code is {person.desk_code}. Hij is 14 dagen geldig. Neem hem mee naar de Service Desk, met je ID."
                if dutch
                else f"Your code is {person.desk_code}. It is valid for 14 days. Take it and your ID to the Service "
                "Desk.",
            )
        elif do == "delete":
            person.desk_code = person.desk_code_until = ""
            world.save()
        return go(here)
