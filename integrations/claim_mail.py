"""The mails of edubadges' own about a badge: what each tells, of which badge, by whom, until when, what kind of award.

They are HTML only, Dutch above English, and nothing in them identifies an award, so this reads the words of a copy. An
award and its reminder: who sent it and the last day, steps, the last day again and the button, then a card: the badge's
name, "issued by", issuer, (faculty), institution. One that was not claimed in time: a sentence and the card. The others
name the badge in one sentence. Read here are the facts below; nothing else is kept, and no reason that staff gave.

Source: edubadges-server, `apps/mainsite/templates/email/` (`earned_direct_award_new`, `reminder_direct_award_new`,
`expired_direct_award_new`, `awarded_badge_deleted`, `assertion_revoked`, `earned_badge`, `requested_badge`,
`enrollment_denied`) and `apps/mainsite/utils.py` (June 2026; read November 2026).
"""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import date

from babel.dates import get_month_names

from bot.conversation.events import Fact, News

LONGEST_MAIL = 20_000
LONGEST_FIELD = 120

_TAG = re.compile(r"</[a-z]+\s*>?|<[a-z!][^<>]*>", re.I)  # also <https://...> and <name@example.org>
_ADDRESS = re.compile(r"(?:https?://|www\.|data:image/)[^\s<>()\[\]]+", re.I)
_PICTURE = re.compile(r"\[(?:image|afbeelding|cid)(?::[^\[\]]*)?\]|!?\[\](?:\(\))?|\ufffc", re.I)
_ENTITY = re.compile(r"&#?\w{1,31};")  # short: html.unescape raises ValueError on a number of 4,301 digits
_QUOTE_MARKS = re.compile(r"^[>|\s]+", re.M)

# These look at one long line with single spaces. What may stand between two marks has an upper limit, for speed.
_SENT = re.compile(
    r" ?(?:heeft je (?:de volgende|op .{6,20} een) edubadge gestuurd|has sent you (?:the following|an) edubadge)", re.I
)
_REMINDED = re.compile(r"heeft je op .{6,20} een edubadge gestuurd|has sent you an edubadge on ", re.I)
_BUTTON = re.compile(r"claim (?:deze edubadge in je|this edubadge in your) backpack", re.I)
_VIEW = re.compile(r"bekijk jouw edubadge|view your edubadge", re.I)
_ISSUED = r"(?:uitgegeven (?:door|op)|issued (?:by|on)) "
_NAME = r"((?:(?!has sent you|claim (?:deze|this)|edubadge gestuurd|following edubadge|edubadge is|has been).){1,400}?)"
"""Ends before a next button, half or subject: no character is looked at twice."""
_CARD = re.compile(rf"{_BUTTON.pattern}[\])(*]{{0,4}} {_NAME} {_ISSUED}", re.I)
_APPROVED_CARD = re.compile(rf"(?:volgende edubadge gestuurd|the following edubadge)\.? {_NAME} {_ISSUED}", re.I)
_EXPIRED = re.compile(r"je edubadge (?:kon claimen|te claimen) is |could claim your edubadge has expired", re.I)
_EXPIRED_CARD = re.compile(rf"(?:edubadge is verwijderd|edubadge has been deleted)\. {_NAME} {_ISSUED}", re.I)
_CLAIM_BEFORE = re.compile(r"claim deze voor|tot .{6,20} je edubadge claimen|claim it before|your edubadge until", re.I)
_LAST_DAY = re.compile(
    r"(?:claim deze voor|kunt tot|claim (?:it )?before|edubadge until) ([0-9]{1,2}) ([a-z]{3,9}) ([0-9]{4})", re.I
)
_ISSUER_MAIL = re.compile(
    r"(?:dan een e-mail naar|send an email to) ([^\s@<>()\[\]\",;:']{1,64}@[\w.-]{1,80}\.[a-z]{2,20})", re.I
)
_KINDS = {
    "personal": re.compile(r"adres van je eduID gelijk is aan|address in your eduID is the same as", re.I),
    "institution": re.compile(r"eduID gekoppeld is aan de instelling|eduID is connected to the institution", re.I),
}
_AMONG = (
    r"((?:(?!toegekende edubadge|awarded edubadge|the edubadge|de edubadge|edubadge aangevraagd|has been).){1,200}?)"
)
"""Ends where the next sentence of its kind begins, for the same reason."""
_SENTENCES: dict[str, re.Pattern[str]] = {
    news: re.compile(f"{nl.replace('NAME', _AMONG)}|{en.replace('NAME', _AMONG)}", re.I)
    for news, nl, en in (
        (
            "deleted",
            "toegekende edubadge NAME is verwijderd door de uitgever",
            "awarded edubadge (?:for )?NAME has been deleted by the issuer",
        ),
        (
            "revoked",
            "toegekende edubadge NAME is ingetrokken door de uitgever",
            "awarded edubadge (?:for )?NAME has been revoked by the issuer",
        ),
        (
            "denied",
            "aanvraag voor de edubadge NAME is geweigerd door de uitgever",
            "request for the edubadge NAME has been denied by the issuer",
        ),
        (
            "requested",
            r"volgende edubadge aangevraagd: NAME\. wacht tot de uitgever",
            r"successfully requested the edubadge: NAME\. please wait for the issuer",
        ),
    )
}
_BY_ISSUER = re.compile(r"de uitgever|the issuer", re.I)
_SUBJECTS: dict[News, re.Pattern[str]] = {
    "awarded": re.compile(r"je hebt een edubadge ontvangen\. you received an edubadge\. claim it now!", re.I),
    "reminded": re.compile(r"reminder: your edubadge will expire", re.I),
    "deleted": re.compile(r"your edubadge has been deleted|awarded edubadge has been deleted", re.I),
    "revoked": re.compile(r"edubadge has been revoked", re.I),
    "approved": re.compile(r"je hebt een edubadge ontvangen! you received an edubadge!", re.I),
    "requested": re.compile(r"you have successfully requested an edubadge", re.I),
    "denied": re.compile(r"your request for the badgeclass (.{1,200}) has been denied by the issuer\.?", re.I),
}
_FORWARDED = re.compile(r"(?:(?:re|fwd?|fw|aw|antw|tr|wg|betreft|doorst)\s*:\s*)+", re.I)
_END = re.compile(r" (?:the period during which|edubadges user support|for the english version)", re.I)
_MONTHS = {
    name.lower(): number for language in ("nl", "en") for number, name in get_month_names(locale=language).items()
}


def read_award_mail(text: str, subject: str = "") -> dict[str, Fact]:
    """What a mail of edubadges' own tells that stands in this text; {} when none does.

    "news" (`events.News`), and as far as this copy tells: "badge"; "institution", or for whom it gives the badge;
    "kind" ("personal", "institution", "requested"; a reminder never says its kind); "deadline", the ISO date that it
    names; "issuer_mail", where a wrong name is told. Takes what is left of it in a letter, or what a learner copies:
    either language, a part, quoted, forwarded, wrapped, on one line, with leftovers of HTML. `subject`: of the letter,
    which is enough where nothing of its text is left. Looks at the first 20,000 characters, in time that grows with
    their number.
    """
    lines = _readable(text[:LONGEST_MAIL])
    line = lines.replace("\n", " ") + " "
    facts = _award(lines, line) or _sentence(line) or _expired(lines, line) or _approved(line) or _subject(subject)
    return {name: fact for name, fact in facts.items() if fact}


def _award(lines: str, line: str) -> dict[str, Fact]:
    """A new award or a reminder of one: there is something to claim."""
    sent, card = _SENT.search(line), _CARD.search(line)
    kinds = [kind for kind, marks in _KINDS.items() if marks.search(line)]
    # The mail of an approved request has the sender's sentence and the card as well, but nothing to claim.
    if not (sent or card or kinds) or not (_BUTTON.search(line) or _CLAIM_BEFORE.search(line)):
        return {}
    mail = _ISSUER_MAIL.search(line)
    return {
        "news": "reminded" if _REMINDED.search(line) else "awarded",
        "badge": _field(card[1]) if card else "",
        "institution": _field(_sender(lines, line, sent)) if sent else "",
        "deadline": next(filter(None, map(_day, _LAST_DAY.finditer(line))), ""),
        "kind": kinds[0] if len(kinds) == 1 else "",
        "issuer_mail": mail[1].lower() if mail and len(mail[1]) <= LONGEST_FIELD else "",
    }


def _sentence(line: str) -> dict[str, Fact]:
    """One of the mails that name the badge in a sentence; the first that stands there."""
    if not _BY_ISSUER.search(line):  # which one of these always says: a short look instead of a long one
        return {}
    found = ((news, match) for news, pattern in _SENTENCES.items() if (match := pattern.search(line)))
    for news, match in sorted(found, key=lambda one: one[1].start()):
        return {"news": news, "badge": _field(match[1] or match[2]), **_way(news)}
    return {}


def _expired(lines: str, line: str) -> dict[str, Fact]:
    """An award that was not claimed in time."""
    card = _EXPIRED_CARD.search(line) if _EXPIRED.search(line) else None
    if not card:
        return {}
    return {"news": "deleted", "badge": _field(card[1]), "institution": _field(_below(lines[card.end() :]))}


def _approved(line: str) -> dict[str, Fact]:
    """A request that was approved. It names the issuer, which is part of the institution, as its sender."""
    card = _APPROVED_CARD.search(line) if _VIEW.search(line) else None
    return {"news": "approved", "badge": _field(card[1]), **_way("approved")} if card else {}


def _subject(subject: str) -> dict[str, Fact]:
    said = _FORWARDED.sub("", " ".join(subject[:400].split()), count=1)
    for news, pattern in _SUBJECTS.items():
        if found := pattern.fullmatch(said):
            return {"news": news, "badge": _field(found[1]) if found.groups() else "", **_way(news)}
    return {}


def _way(news: str) -> dict[str, Fact]:
    return {"kind": "requested"} if news in ("requested", "approved", "denied") else {}


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


def _below(card: str) -> str:
    """The name under "(faculty)" on the rest of a card: up to what comes after it, else the line on which it stands."""
    _, line, below = card.partition(")\n")
    below = below or card.partition(") ")[2]
    end = _END.search(below.replace("\n", " ")[: 2 * LONGEST_FIELD])
    return below[: end.start()] if end else below.partition("\n")[0] if line else ""


def _field(name: str) -> str:
    """A name in one line, short, without what may stand around it; "" for one that is too long to be any."""
    name = unicodedata.normalize("NFC", " ".join(name.split())).strip(" *_")
    return name[:LONGEST_FIELD].strip()


def _day(found: re.Match[str]) -> str:
    try:
        return date(int(found[3]), _MONTHS[found[2].lower()], int(found[1])).isoformat()
    except (KeyError, ValueError):
        return ""
