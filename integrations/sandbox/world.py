"""What exists in the sandbox: people with an eduID, institutions, badge classes, awards and badges; and its clock.

One value, kept whole in one JSON file beside the database, so that a restart changes nothing. Pages and APIs of the
sandbox read and change it; nobody else does.
"""

from __future__ import annotations

import json
import os
import secrets
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

LAPSES_AFTER = timedelta(days=180)
"""A link with an institution proves its role so long. Source: myconext, `application.yml` (August 2026)."""

CLAIM_WITHIN = timedelta(days=82)
"""Source: edubadges-server, `apps/mainsite/settings.py` (June 2026)."""

EDUID_COOKIE = "sandbox_eduid"

SIS_CLIENT, SIS_SECRET = "institution", "practice"
"""The institution's own system, as a client of edubadges' API."""

GUIDE = "gids@sandbox.example"
"""Where the guide gets its mail in the sandbox."""

AUTHSERV_ID = "sandbox.example"
"""The mail server whose word about senders counts there; every answer from the mailbox has it."""

Way = Literal["institution", "bank", "european", "servicedesk", "guest"]


def entity_id() -> str:
    """22 characters, as edubadges names things: URL-safe base64 of a UUID. Source: `apps/mainsite/utils.py`."""
    return urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")


def moment(stamp: str) -> datetime:
    """The moment of a stamp as `World.stamp` writes it."""
    return datetime.fromisoformat(stamp)


@dataclass
class Link:
    """A source that an eduID is linked to: an institution's account, or another party that confirmed a name."""

    way: Way
    name: str  # validated "given family"; "" when none was released
    linked_at: str  # ISO moment, UTC
    account: str = ""  # eduPersonPrincipalName; "" for a party outside education
    institution: str = ""  # its domain
    role: str = ""  # student, employee, affiliate
    preferred: bool = False
    subject: str = ""  # who it was at a party outside education: one identity belongs to one eduID
    given: str = ""  # how much of `name` is the given name (a bank gives initials)


@dataclass
class Person:
    """One eduID."""

    uid: str
    email: str
    given: str
    family: str
    links: list[Link] = field(default_factory=list)
    created_at: str = ""
    last_login: str = ""
    language: str = "nl"
    consents: list[str] = field(default_factory=list)  # services that may read what is linked
    suspended_until: str = ""  # after codes tried too often
    desk_code: str = ""  # control code for the Service Desk, 5 digits
    desk_code_until: str = ""


@dataclass
class Institution:
    """An institution in SURFconext and in edubadges."""

    domain: str
    name_nl: str
    name_en: str
    entity: str
    linkedin_id: int | None = None
    staff_domain: str = ""  # where accounts of staff live, when not at `domain`
    releases_name: bool = True


@dataclass
class BadgeClass:
    """What a badge is about. Field names and values as in edubadges (domain: `apps/issuer/models.py`)."""

    entity: str
    institution: str  # domain
    name: str
    description: str
    criteria: str
    kind: Literal["micro_credential", "regular", "extra_curricular"] = "micro_credential"
    ects: float | None = None
    hours: int | None = None
    level: int | None = None
    level_verified: bool = True
    language: str = "nl_NL"
    outcome: str = ""
    assessment: str = ""
    participation: str = ""
    quality_name: str = ""
    quality_url: str = ""
    expires_after_days: int | None = None
    requestable: bool = False
    issuer_name: str = "Onderwijs voor Professionals"
    issuer_name_en: str = "Education for Professionals"
    issuer_email: str = ""
    issuer_entity: str = ""


@dataclass
class Bundle:
    """What one action of staff awarded, as edubadges keeps account of it."""

    entity: str
    badge_class: str
    total: int
    kind: Literal["email", "eppn"]
    scheduled: bool = False
    expired: int = 0
    removed: int = 0


@dataclass
class Award:
    """A direct award that waits, or waited, to be claimed."""

    entity: str
    badge_class: str
    email: str = ""  # lower case: where its mail goes, and who may claim it when there is no `account`
    account: str = ""
    given: str = ""
    family: str = ""
    status: Literal["Unaccepted", "Scheduled", "Rejected", "Deleted", "Revoked"] = "Unaccepted"
    created_at: str = ""
    expires_at: str = ""
    notified: bool = True
    why: str = ""  # of a deletion or revocation
    bundle: str = ""
    scheduled_at: str = ""
    delete_at: str = ""  # when the row of a deleted award goes
    reminders: int = 0


@dataclass
class Badge:
    """A claimed badge in somebody's backpack."""

    entity: str
    badge_class: str
    holder: str  # the account's eduID number
    name: str  # as it is printed
    name_confirmed: bool
    issued_on: str
    claimed_at: str
    expires: str = ""
    public: bool = False
    acceptance: Literal["Accepted", "Rejected", "Unaccepted"] = "Accepted"
    revoked: bool = False
    revoked_because: str = ""
    salt: str = field(default_factory=lambda: secrets.token_hex(16))
    bundle: str = ""
    requested: bool = False


@dataclass
class Account:
    """Whoever logged in at edubadges, as edubadges read it from eduID at the last login."""

    eduid: str  # eduID's number of this person for edubadges
    email: str
    given: str
    family: str
    confirmed_name: str = ""
    accounts: list[str] = field(default_factory=list)  # eduPersonPrincipalNames
    institutions: list[str] = field(default_factory=list)  # their domains
    terms: list[str] = field(default_factory=list)  # "" for the general ones, else the institution's domain
    had_name: bool = False  # was the name confirmed at an earlier login?


@dataclass
class Enrolment:
    """A badge that somebody asked for and that staff did not decide about yet."""

    entity: str
    badge_class: str
    holder: str
    at: str


@dataclass
class Session:
    """A browser that is logged in at edubadges, until `ends`."""

    holder: str
    ends: str


@dataclass
class Mail:
    """A mail that a neighbour sent, as the sandbox's mailbox shows it. `text` is plain."""

    to: str
    sender: str
    subject: str
    text: str
    at: str
    link: str = ""


@dataclass
class World:
    """Everything that exists. `save` after each change; `file` None: nothing is kept (tests)."""

    people: dict[str, Person] = field(default_factory=dict)  # by uid
    institutions: dict[str, Institution] = field(default_factory=dict)  # by domain
    badge_classes: dict[str, BadgeClass] = field(default_factory=dict)  # by entity
    awards: dict[str, Award] = field(default_factory=dict)
    bundles: dict[str, Bundle] = field(default_factory=dict)
    badges: dict[str, Badge] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)  # at edubadges, by eduID number
    enrolments: dict[str, Enrolment] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)  # at edubadges, by the cookie's value
    mails: list[Mail] = field(default_factory=list)
    logins: dict[str, str] = field(default_factory=dict)  # value of eduID's cookie -> uid of whoever is logged in
    failing: dict[str, int] = field(default_factory=dict)  # what must fail, for practice -> status (eduid_api: 502)
    days_ahead: float = 0.0
    file: Path | None = None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    moved: Callable[[], None] = lambda: None  # called when the clock was moved
    awarded: Callable[[Award], Awaitable[None]] | None = None  # whom the institution tells of an award; None: nobody
    _seen: int = 0  # when the file was written that this world was last like

    def now(self) -> datetime:
        """The sandbox's moment: that of the machine, and the days that somebody moved it ahead."""
        return self.clock() + timedelta(days=self.days_ahead)

    def stamp(self) -> str:
        return self.now().isoformat(timespec="seconds")

    def person_with(self, email: str) -> Person | None:
        """The eduID of this address."""
        return next((one for one in self.people.values() if one.email == email.strip().lower()), None)

    def post(self, to: str, sender: str, subject: str, text: str, link: str = "") -> None:
        """Put a mail in the sandbox's mailbox, where the newest 500 are kept."""
        self.mails.append(Mail(to, sender, subject, text, self.stamp(), link))
        del self.mails[:-500]

    def logged_in(self, cookies: Mapping[str, str]) -> Person | None:
        """Whoever is logged in at eduID in this browser. Another neighbour asks by eduID's login, not by this."""
        return self.people.get(self.logins.get(cookies.get(EDUID_COOKIE, ""), ""))

    def move(self, days: int) -> None:
        """Move the clock this many days ahead, and let whoever waits for it know."""
        self.days_ahead += days
        self.save()
        self.moved()

    def save(self) -> None:
        """Write everything, whole or not at all."""
        if self.file is None:
            return
        kept = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in _NOT_KEPT}
        self.file.parent.mkdir(parents=True, exist_ok=True)
        beside = self.file.with_name(f"{self.file.name}.{os.getpid()}.new")
        beside.write_text(json.dumps(kept, ensure_ascii=False, default=asdict), encoding="utf-8")
        os.replace(beside, self.file)
        self._seen = self._kept_at()

    def refresh(self) -> None:
        """Take over what another process wrote meanwhile."""
        kept_at = self._kept_at()
        if self.file is None or kept_at in (0, self._seen):
            return
        if kept := _read(self.file):
            for one in fields(self):
                if one.name not in _NOT_KEPT:
                    setattr(self, one.name, getattr(kept, one.name))
        self._seen = kept_at

    @property
    def is_kept(self) -> bool:
        return bool(self._kept_at())

    def _kept_at(self) -> int:
        try:
            return self.file.stat().st_mtime_ns if self.file else 0
        except OSError:
            return 0

    @classmethod
    def load(cls, file: Path | None) -> World:
        """The world as it was kept, else a new one with two institutions and what they teach."""
        world = (_read(file) if file else None) or cls.fresh()
        world.file = file
        world._seen = world._kept_at()
        return world

    @classmethod
    def fresh(cls) -> World:
        """A new world: nobody has an eduID yet."""
        world = cls()
        for domain, dutch, english in (
            ("voorbeeld.example", "Universiteit Voorbeeld", "Example University"),
            ("hogeschool.example", "Hogeschool Ginder", "Yonder University of Applied Sciences"),
        ):
            world.institutions[domain] = Institution(
                domain, dutch, english, entity_id(), staff_domain=f"staff.{domain}"
            )
        for institution, name, ects, days in (
            ("voorbeeld.example", "Data in de zorg", 5.0, None),
            ("voorbeeld.example", "Verpleegkundig rekenen", 3.0, 730),
            ("hogeschool.example", "Duurzaam bouwen", 4.0, None),
        ):
            badge_class = BadgeClass(
                entity=entity_id(),
                institution=institution,
                name=name,
                description=f"Een microcredential over {name.lower()}.",
                criteria="Alle opdrachten zijn met een voldoende afgerond.",
                ects=ects,
                hours=int(ects * 28),
                level=6,
                outcome=f"De deelnemer past {name.lower()} toe in het eigen werk.",
                assessment="professional_product",
                participation="blended",
                quality_name="Kwaliteitskader Microcredentials voor Professionals HBO en WO",
                quality_url="https://npuls.nl/doorbouwen-aan-microcredentials",
                expires_after_days=days,
                requestable=institution == "hogeschool.example",
                issuer_email=f"edubadges@{institution}",
                issuer_entity=entity_id(),
            )
            world.badge_classes[badge_class.entity] = badge_class
        return world


_NOT_KEPT = ("file", "clock", "moved", "awarded", "_seen")


def _read(file: Path) -> World | None:
    """What a file holds; None when there is none, or none that this program can use."""
    try:
        return TypeAdapter(World).validate_json(file.read_bytes())
    except (OSError, ValueError):
        return None
