"""How a badge is shown elsewhere: LinkedIn's form filled in, a line for a CV, a mail signature, a post.

The words stand in `sharing.nl.ftl` and `sharing.en.ftl`; the chat and the page of the share kit both say them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

from bot.conversation.events import Fact
from bot.conversation.texts import Texts

LONGEST_NAME = 120
"""So many characters of a name are shown; what is longer is cut off."""

LINKEDIN = "https://www.linkedin.com"

LONGEST_LINE = 600
"""No line made here is longer than this, whatever the badge is called."""

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]+")
"""What cannot be read, what turns the order of the letters after it around, and what `texts` uses for itself."""


@dataclass(frozen=True, slots=True)
class Showing:
    """What is told of a badge, in one language. "", 0 and None: not known.

    `organisation` gave the badge. `ects` in EC, `hours` of study: the first goes before the second.
    """

    name: str = ""
    organisation: str = ""
    link: str = ""
    id: str = ""
    issued_on: date | None = None
    ects: float = 0
    hours: int = 0
    organisation_id: str = ""  # LinkedIn's own number of the organisation


def short(text: str) -> str:
    """This name in one line, without what cannot be read, and cut off where it is too long."""
    line = " ".join(_UNSEEN.sub(" ", text).split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"


def linkedin_link(badge: Showing, site: str = LINKEDIN) -> str:
    """LinkedIn's form for a certificate with this badge filled in; "" when its name or link is not known.

    Months are counted from 1: edubadges' own button counts from 0, which is one too early. Without LinkedIn's number
    of the organisation its name is sent. What is not known is left out, for the learner to fill in.

    Source: edubadges-ui, `src/routes/students/BadgeDetails.svelte`: the parameters and their order; edubadges-server,
    `apps/mobile_api/serializers.py`, `get_linkedin_url`: months from 1 (June 2026); npmjs.com, linkedin-certification:
    `organizationName` in the place of `organizationId` (November 2026).
    """
    name = short(badge.name)
    if not name or not badge.link:
        return ""
    fields = {
        "startTask": "CERTIFICATION_NAME",
        "name": name,
        "organizationId": badge.organisation_id,
        "organizationName": "" if badge.organisation_id else short(badge.organisation),
        "issueYear": str(badge.issued_on.year) if badge.issued_on else "",
        "issueMonth": str(badge.issued_on.month) if badge.issued_on else "",
        "certUrl": badge.link,
        "certId": badge.id,
    }
    known = {name: value for name, value in fields.items() if value}
    return f"{site}/profile/add?" + urlencode(known, quote_via=quote, safe="")


def size(badge: Showing, language: str) -> str:
    """How big it is: "5 EC", "140 uur"; "" when that is not known."""
    return _said("size", badge, language).strip()


def cv_line(badge: Showing, language: str) -> str:
    """One line for a CV. What is not known and cannot be left out stands there as what to fill in."""
    return _said("cv_line", badge, language)


def signature(badge: Showing, language: str) -> str:
    """One line below a mail, as plain text."""
    return _said("signature", badge, language)


def post(badge: Showing, language: str) -> str:
    """A few words for a post on a site where people tell what they do."""
    return _said("post", badge, language)


@cache
def _texts() -> Texts:
    return Texts.load(Path(__file__).parent)


def _said(name: str, badge: Showing, language: str) -> str:
    facts: dict[str, Fact] = {
        "name": short(badge.name) or "unknown",
        "organisation": short(badge.organisation) or "unknown",
        "link": badge.link or "unknown",
        "day": badge.issued_on.isoformat() if badge.issued_on else "unknown",
        "size": "unknown",
    }
    if name == "size":
        points = f"{badge.ects:g}".replace(".", "," if language == "nl" else ".")
        facts |= {"ects": points if badge.ects else "unknown", "hours": badge.hours}
    else:
        facts["size"] = size(badge, language) or "unknown"
    return "".join(span.text for span in _texts().nodes(f"sharing.{name}", language, facts))
