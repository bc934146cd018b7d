"""What one login at eduID proves of a learner, reduced to what is kept: nothing of the person beyond that.

Addresses and accounts are kept as marks (`Box.mark`), which tell only whether two are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.conversation.effects import CompareAddress, Request
from bot.conversation.events import Fact
from bot.ports import Neighbour, Outcome, Person, masked
from bot.store.secrets import Box

LINKED = "https://eduid.nl/trust/linked-institution"
"""The trust that only a link younger than 180 days reaches. Source: myconext, `security/ACR.java` (August 2026)."""

TRUST: Mapping[str, str] = {
    "": "",
    "name": "https://eduid.nl/trust/validate-names",
    "institution": LINKED,
}
"""What to ask eduID for, by what a step wants."""

_INITIALS = re.compile(r"[^\W\d_]|(?:[^\W\d_]{1,2}\.-?)+")


@dataclass(frozen=True, slots=True)
class Proof:
    """What is kept of a login: facts and milestones for the conversation, and a mark of who it was.

    `who` is the name, masked, and `where` the linked institutions ("unknown" for none), as the chat asks for them.
    """

    facts: Mapping[str, Fact]
    ticks: Mapping[str, str]
    subject: str
    who: str
    where: str


def masked_mail(address: str) -> str:
    """An address of which the first letter and the domain are left: "s•••@voorbeeld.nl"."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}•••@{domain}"[:80]


def address_facts(box: Box, address: str) -> dict[str, Fact]:
    """What is kept of the e-mail address that an award was given to; {} for none."""
    if not address:
        return {}
    return {"award_mail": mail_mark(box, address), "award_mail_shown": masked_mail(address.strip())}


def mail_mark(box: Box, address: str) -> str:
    """Equal for two addresses that edubadges holds for the same: it looks at them in lower case.

    Source: edubadges-server, `apps/directaward/models.py` (June 2026).
    """
    return box.mark("mail", address.strip().lower())


def account_mark(box: Box, account: str) -> str:
    """Equal for the same account at an institution."""
    return box.mark("account", account.strip().lower())


def proof_of(person: Person, box: Box, name_of: Callable[[str], str], now: datetime) -> Proof:
    """What this login proves. `name_of`: how an institution with this domain is called, "" where nobody knows; `now` in
    the learners' zone.
    """
    institutions = list(dict.fromkeys(link.institution for link in person.links))
    shown = ", ".join(dict.fromkeys(name_of(domain) or domain for domain in institutions))[:200] or "unknown"
    name = person.confirmed_name or person.name
    facts: dict[str, Fact] = {
        "proven_on": now.date().isoformat(),
        "eduid_mail": mail_mark(box, person.email) if person.email else "unknown",
        "eduid_mail_shown": masked_mail(person.email) if person.email else "unknown",
        "eduid_name": name[:120] or "unknown",
        "name_how": _how(person) if name else "unknown",
        "linked": " ".join(institutions) or "none",
        "linked_shown": shown,
        "accounts": " ".join(account_mark(box, link.account) for link in person.links) or "none",
    }
    if person.trust.removesuffix("/mfa") == LINKED:
        facts["link_current"] = now.date().isoformat()
    ticks = {  # what an earlier login proved, of another eduID or before a link was removed, is so no more
        "eduid": "proof",
        "name": "proof" if person.confirmed_name else "open",
        "institution": "proof" if institutions else "open",
    }
    return Proof(facts, ticks, box.mark("person", person.subject), masked(name) or "…", shown)


def comparing(box: Box) -> Neighbour:
    """Answers `CompareAddress`: whether an award was given to the address that the eduID has."""

    async def compare(request: Request) -> Outcome:
        assert isinstance(request, CompareAddress)
        known = address_facts(box, request.award_address)
        if request.eduid_mail in ("unknown", ""):
            return Outcome("unknown", known)
        return Outcome("same" if known.get("award_mail") == request.eduid_mail else "other", known)

    return compare


def _how(person: Person) -> str:
    """How the name is known: "confirmed", "initials" (confirmed, as a bank does, by initials alone), or "own".

    Source: myconext, `myconext-gui/src/locale` (August 2026): a bank tells initials and surname.
    """
    if not person.confirmed_name:
        return "own"
    given, _, surname = person.confirmed_name.partition(" ")
    short = _INITIALS.fullmatch(given) or (given.isupper() and len(given) <= 4)
    return "initials" if surname and short else "confirmed"
