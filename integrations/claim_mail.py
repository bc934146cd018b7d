"""The mail in which edubadges announces an award, or reminds of one: which badge, by whom, until when, what kind.

It is HTML only, Dutch above English, and nothing in it identifies the award, so this reads the words of a copy.
Each half: who sent it and the last day, steps, the last day again and the button, then a card: the badge's name,
"issued by", issuer, (faculty), institution. Read here are those four facts; nothing else is kept.

Source: edubadges-server, `apps/mainsite/templates/email/earned_direct_award_new.html`,
`reminder_direct_award_new.html` and `apps/mainsite/utils.py` (June 2026; read November 2026).
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from babel.dates import get_month_names

LONGEST_MAIL = 20_000
LONGEST_FIELD = 120

Kind = Literal["personal", "institution"]


@dataclass(frozen=True, slots=True)
class ClaimMail:
    """What the mail says; None for what this copy does not say.

    `deadline` is the day it names, in Dutch time. A reminder never says its `kind`.
    """

    badge: str | None
    institution: str | None
    deadline: date | None
    kind: Kind | None


_TAG = re.compile(r"</[a-z]+\s*>?|<[a-z!][^<>]*>", re.I)  # also <https://...> and <name@example.org>
_ADDRESS = re.compile(r"(?:https?://|www\.|data:image/)[^\s<>()\[\]]+", re.I)
_PICTURE = re.compile(r"\[(?:image|afbeelding|cid)(?::[^\[\]]*)?\]|!?\[\](?:\(\))?|\ufffc", re.I)
_ENTITY = re.compile(r"&#?\w{1,31};")  # short: html.unescape raises ValueError on a number of 4,301 digits
_QUOTE_MARKS = re.compile(r"^[>|\s]+", re.M)

# These look at one long line with single spaces. What may stand between two marks has an upper limit, for speed.
_SENT = re.compile(
    r" ?(?:heeft je (?:de volgende|op .{6,20} een) edubadge gestuurd|has sent you (?:the following|an) edubadge)", re.I
)
_BUTTON = re.compile(r"claim (?:deze edubadge in je|this edubadge in your) backpack", re.I)
_NAME = r"((?:(?!has sent you|claim (?:deze|this)).){1,400}?)"  # ends before a next button or half: no character twice
_CARD = re.compile(rf"{_BUTTON.pattern}[\])(*]{{0,4}} {_NAME} (?:uitgegeven (?:door|op)|issued (?:by|on)) ", re.I)
_CLAIM_BEFORE = re.compile(r"claim deze voor|tot .{6,20} je edubadge claimen|claim it before|your edubadge until", re.I)
_LAST_DAY = re.compile(
    r"(?:claim deze voor|kunt tot|claim (?:it )?before|edubadge until) ([0-9]{1,2}) ([a-z]{3,9}) ([0-9]{4})", re.I
)
_KINDS: dict[Kind, re.Pattern[str]] = {
    "personal": re.compile(r"adres van je eduID gelijk is aan|address in your eduID is the same as", re.I),
    "institution": re.compile(r"eduID gekoppeld is aan de instelling|eduID is connected to the institution", re.I),
}
_MONTHS = {
    name.lower(): number for language in ("nl", "en") for number, name in get_month_names(locale=language).items()
}


def read_claim_mail(text: str) -> ClaimMail | None:
    """The award this mail speaks of; None when it is no award mail and no reminder of one.

    Takes what a learner copies from a mail program: either language, a part, quoted, forwarded, wrapped, on one
    line, with leftovers of HTML. Looks at the first 20,000 characters, in time that grows with their number.
    """
    lines = _readable(text[:LONGEST_MAIL])
    line = lines.replace("\n", " ") + " "
    sent, card = _SENT.search(line), _CARD.search(line)
    kinds = [kind for kind, marks in _KINDS.items() if marks.search(line)]
    # The mail of an approved request has the sender's sentence and the card as well, but nothing to claim.
    if not (sent or card or kinds) or not (_BUTTON.search(line) or _CLAIM_BEFORE.search(line)):
        return None
    return ClaimMail(
        badge=_field(card[1]) if card else None,
        institution=_field(_sender(lines, line, sent)) if sent else None,
        deadline=next(filter(None, map(_day, _LAST_DAY.finditer(line))), None),
        kind=kinds[0] if len(kinds) == 1 else None,
    )


def _readable(text: str) -> str:
    """The lines a reader sees, single-spaced: no quote marks, tags, addresses, pictures or invisible characters."""
    text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    text = "".join(character for character in text if character.isprintable() or character.isspace())
    text = _ADDRESS.sub("", _TAG.sub("\n", _QUOTE_MARKS.sub("", text)))
    lines = (" ".join(line.split()) for line in _PICTURE.sub("", text).splitlines())
    return "\n".join(filter(None, lines))


def _sender(lines: str, line: str, sent: re.Match[str]) -> str:
    """The name before "has sent you": from where the card has it too, after "(faculty)"; else from its line's start."""
    words = line[max(0, sent.start() - 2 * LONGEST_FIELD) : sent.start()].split()
    below = line[sent.end() :]
    for start in range(len(words)):
        if f") {(name := ' '.join(words[start:]))}" in below:
            return name
    name = re.split(r"\bbelow\.\s|:\s|\n", lines[: sent.start()].rstrip())[-1]
    return name if len(name) <= LONGEST_FIELD else ""


def _field(name: str) -> str | None:
    return unicodedata.normalize("NFC", name).strip(" *_")[:LONGEST_FIELD].strip() or None


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[3]), _MONTHS[found[2].lower()], int(found[1]))
    except (KeyError, ValueError):
        return None
