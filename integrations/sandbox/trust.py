"""What eduID vouches for: whose names are confirmed, which trust (acr) is met, and what a service is told of it.

Nothing here changes the world. Sources: OpenConext-myconext, `security/ACR.java`,
`security/GuestIdpAuthenticationRequestFilter.java`, `eduid/APIController.java` and `application.yml` (August 2026).
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from integrations.sandbox.world import LAPSES_AFTER, Link, Person, moment

NAMES = "https://eduid.nl/trust/validate-names"
NAMES_EXTERNAL = "https://eduid.nl/trust/validate-names-external"
INSTITUTION = "https://eduid.nl/trust/linked-institution"
STUDENT = "https://eduid.nl/trust/affiliation-student"
MEDIUM = "https://refeds.org/assurance/IAP/medium"
HIGH = "https://refeds.org/assurance/IAP/high"
MFA = "https://refeds.org/profile/mfa"

_PLAIN = (NAMES_EXTERNAL, HIGH, MEDIUM, NAMES, STUDENT, INSTITUTION)
STRONGEST_FIRST = (*(f"{one}/mfa" for one in _PLAIN), MFA, *_PLAIN)

NAME_OF_INSTITUTION_LASTS = timedelta(days=2190)
NAME_OF_OTHERS_LASTS = timedelta(days=5 * 365)

GUEST_DOMAIN = "tempguestidp.edubadges.nl"
"""Where accounts of the guest identity provider of the pilot live.

Source: edubadges-server, `apps/institution/models.py`, help texts of `alternative_identifier`. That its links look
like this is inferred.
"""

_ASSURANCE = "https://refeds.org/assurance"
_HOW = {"institution": "institution", "guest": "institution", "bank": "bank", "european": "eidas",
        "servicedesk": "servicedesk"}  # fmt: skip
_NAMESPACE = uuid.UUID("6c1f0a53-53f5-4f0e-9c1e-5b6a3a0f4d11")


def asked(acr_values: str) -> str:
    """The one trust that eduID answers to, of all that a service asks for; "" when it asks for none."""
    values = acr_values.split()
    return next((one for one in STRONGEST_FIRST if one in values), INSTITUTION if values else "")


def of_education(link: Link) -> bool:
    """Is it an account at an institution (or at the guest identity provider), and not a bank or the like?"""
    return link.way in ("institution", "guest")


def valid_until(link: Link) -> datetime:
    """The moment that My eduID shows: until then an institution's link proves a role, and another one a name."""
    return moment(link.linked_at) + (LAPSES_AFTER if of_education(link) else NAME_OF_OTHERS_LASTS)


def names_until(link: Link) -> datetime:
    lasts = NAME_OF_INSTITUTION_LASTS if of_education(link) else NAME_OF_OTHERS_LASTS
    return moment(link.linked_at) + lasts


def confirms_name(link: Link, now: datetime) -> bool:
    return bool(link.name) and now < names_until(link)


def preferred(person: Person) -> Link | None:
    """The source whose name counts, when there is one."""
    return next((link for link in person.links if link.preferred), None)


def names(person: Person, now: datetime) -> tuple[str, str]:
    """Given and family name as services get them: confirmed by the preferred source, else what the person typed."""
    link = preferred(person)
    if link is None or not confirms_name(link, now):
        return person.given, person.family
    given = link.given or link.name.partition(" ")[0]
    return given, link.name.removeprefix(given).strip()


def meets(person: Person, trust: str, now: datetime) -> bool:
    """Is this trust met? Nobody in the sandbox has the eduID app, so what asks for a second factor never is."""
    current = [link for link in person.links if now < valid_until(link)]
    named = [link for link in person.links if confirms_name(link, now)]
    match trust:
        case "":
            return True
        case _ if trust == INSTITUTION:
            return any(of_education(link) for link in current)
        case _ if trust == NAMES:
            return bool(named)
        case _ if trust == NAMES_EXTERNAL:
            return any(not of_education(link) for link in named)
        case _ if trust == STUDENT:
            return any(link.role == "student" for link in current)
        case _ if trust == MEDIUM:
            return bool(current)
        case _ if trust == HIGH:
            return any(not of_education(link) for link in current)
    return False


def number(uid: str, service: str) -> str:
    """The eduID number of this person at this service: a UUID, and another one at each service."""
    return str(uuid.uuid5(_NAMESPACE, f"eduid {service} {uid}"))


def links(person: Person, now: datetime) -> list[dict[str, Any]]:
    """What `GET /myconext/api/eduid/links` answers.

    Institutions stay listed when their link has lapsed; another party is listed only when it confirmed a name and is
    preferred.
    """
    found: list[dict[str, Any]] = []
    for link in person.links:
        if of_education(link):
            one: dict[str, Any] = {
                "eppn": link.account,
                "schac_home_organization": link.institution,
                "preferred": link.preferred,
            }
            found.append({**one, "validated_name": link.name} if confirms_name(link, now) else one)
    for link in person.links:
        if not of_education(link) and link.preferred and confirms_name(link, now):
            found.append({"validated_name": link.name, "preferred": True})
    return found


def claims(person: Person, service: str, now: datetime) -> dict[str, Any]:
    """Everything that an eduID user's tokens can hold for this service (a client id), but the protocol's own claims."""
    given, family = names(person, now)
    full = f"{given} {family}".strip()
    current = [link for link in person.links if now < valid_until(link) and of_education(link)]
    scoped = [f"{link.role}@{link.institution}" for link in current if link.role]
    how = [_HOW[link.way] for link in person.links if confirms_name(link, now)]
    return {
        "eduid": number(person.uid, service),
        "uids": [person.uid],
        "email": person.email,
        "given_name": given,
        "family_name": family,
        "preferred_username": full,
        "name": full,
        "schac_home_organization": "eduid.nl",
        "eduperson_scoped_affiliation": list(dict.fromkeys(["affiliate@eduid.nl", *scoped])),
        "eduperson_assurance": [
            _ASSURANCE,
            f"{_ASSURANCE}/ID/unique",
            f"{_ASSURANCE}/ID/eppn-unique-no-reassign",
            f"{_ASSURANCE}/IAP/low",
            f"{_ASSURANCE}/version/2",
            "https://eduid.nl/validated/email-validated",
            *(one for one in (MEDIUM, HIGH) if meets(person, one, now)),
            *dict.fromkeys(f"https://eduid.nl/validated/{one}" for one in how),
        ],
    }


def subject(uid: str, service: str) -> str:
    """The `sub` of this person at this client. Source: OpenConext-oidcng, `ResponseAuthenticationConverter.java`."""
    return str(uuid.uuid5(_NAMESPACE, f"sub {service} {uid}"))
