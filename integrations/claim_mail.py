"""What a pasted, quoted or forwarded claim mail of edubadges says: which award, by whom, until when, which kind.

The mail is one text in Dutch and English with fixed sentences around four facts. Only those are read; nothing else
of the mail is kept. Source: edubadges-server, `apps/mainsite/templates/email/earned_direct_award_new.html`,
`reminder_direct_award_new.html` and `apps/mainsite/utils.py` (read November 2026).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

import dateparser

LONGEST_MAIL = 20_000
LONGEST_FIELD = 120


@dataclass(frozen=True, slots=True)
class ClaimMail:
    """What the mail says; None for what it does not, or not readably. `deadline` is the day it names."""

    badge: str | None
    institution: str | None
    deadline: date | None
    kind: Literal["personal", "institution"] | None


_DAY = r"(\d{1,2} [^\W\d_]{3,12} \d{4})"
_DEADLINE = re.compile(
    rf"(?:kunt tot {_DAY} je edubadge claimen|claim your edubadge until {_DAY}|claim deze voor {_DAY}|claim it before {_DAY})",
    re.I,
)
_SENT = re.compile(
    rf" (?:heeft je (?:de volgende|op {_DAY} een) edubadge gestuurd|has sent you (?:the following edubadge|an edubadge on))",
    re.I,
)
_BUTTON = re.compile(r"claim deze edubadge in je backpack|claim this edubadge in your backpack", re.I)
_ISSUED = re.compile(r"(?:uitgegeven (?:door|op)|issued (?:by|on))\b", re.I)
_PERSONAL = ("eduid gelijk is aan het e-mailadres", "eduid is the same as the email address")
_INSTITUTION = ("eduid gekoppeld is aan de instelling", "eduid is connected to the institution")
_NOT_A_NAME = re.compile(r"https?:|www\.|\[|<|image|afbeelding|cid:", re.I)


def read_claim_mail(text: str) -> ClaimMail | None:
    """The award that this mail speaks of; None when it is not a claim mail or a reminder of one.

    Takes the words as copied from a mail program, in either language, whole or in part. Looks at the first
    20,000 characters, in time that grows with their number.
    """
    lines = [_plain(line) for line in text[:LONGEST_MAIL].splitlines()]
    words = " ".join(filter(None, lines))
    sent, due = _SENT.search(words), _DEADLINE.search(words)
    if not sent and not due:
        return None
    lower = words.lower()
    kind: Literal["personal", "institution"] | None = None
    if any(mark in lower for mark in _PERSONAL):
        kind = "personal"
    elif any(mark in lower for mark in _INSTITUTION):
        kind = "institution"
    return ClaimMail(
        badge=_badge(lines),
        institution=_before(words, sent.start()) if sent else None,
        deadline=_day(next(filter(None, due.groups()))) if due else None,
        kind=kind,
    )


def _plain(line: str) -> str:
    """One line without quote marks, tags' leftovers, and what cannot be seen."""
    seen = "".join(
        " " if character in "\t\u00a0" else character
        for character in line
        if character in "\t\u00a0" or unicodedata.category(character)[0] != "C"
    )
    return " ".join(seen.lstrip("> ").replace("*", " ").replace("\u2019", "'").split())


def _before(words: str, end: int) -> str | None:
    """The name that ends there: what stands behind the last full stop before it."""
    start = max(0, end - LONGEST_FIELD)
    piece = words[start:end]
    for stop in (". ", "! ", ": "):
        piece = piece.rpartition(stop)[2]
    return piece.strip(" -–|") or None


def _badge(lines: list[str]) -> str | None:
    """The badge's name: between the button and "issued by", where the mail shows a picture of the badge."""
    for number, line in enumerate(lines):
        if not _ISSUED.match(line):
            continue
        name: list[str] = []
        for above in reversed(lines[max(0, number - 12) : number]):
            if _BUTTON.search(above) or _DEADLINE.search(above):
                found = " ".join(reversed(name)).strip()
                if found:
                    return found[:LONGEST_FIELD]
                break
            if above and not _NOT_A_NAME.search(above):
                name.append(above)
    return None


def _day(words: str) -> date | None:
    found = dateparser.parse(words, languages=["nl", "en"], settings={"DATE_ORDER": "DMY"})
    return found.date() if found else None
