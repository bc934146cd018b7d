"""What counts as a good answer."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.conversation.flow import Invalid, check

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

LONGEST_LINK = 120
"""No more of a foreign address is kept: it is only judged."""

BADGE_PAGE = "https://www.edubadges.nl/public/assertions/"

_BADGE = re.compile(
    r"(?<![\w.@/-])(?:https?://)?(?:www\.|api\.)?edubadges\.nl/public/assertions/([\w-]{22})(?![\w-])", re.I | re.A
)
_LIKE_BADGE = re.compile(
    r"(?:https?://)?[\w.:-]{3,45}/(?:[\w./-]{1,25}/)?public/assertions/[\w-]{22}(?![\w-])", re.I | re.A
)
"""The address of a badge as edubadges writes it, whatever the site."""

_PERHAPS = re.compile(r"https?://[^\s<>\"?#]*(?:badg|credential|assertion|certific)[^\s<>\"?#]*", re.I)
"""An address that some issuer's badge may have."""

_ID = re.compile(r"(?=\S+[A-Z0-9])(?=\S*[a-z])[A-Za-z0-9_-]{22}")
"""The id of a badge alone; a Dutch word may be as long, but has no capital within."""

_EDUBADGES = re.compile(r"(?:^|[/\s.])edubadges\.nl(?:[/\s:?#]|$)", re.I)
_NO_NAMES = frozenset({"ja", "nee", "yes", "no", "ok", "oké", "hoi", "hallo", "hello", "weet niet", "?"})
_TALK = """
    ben bent boeien daar dan dat deze die dit foto fotos gedoe geen haha heb hebben hebt heeft help hier hoe hoor ik
    jeetje jij je jullie kan kun kunt laat lekker lol maar me mij mijn moet niet niks nou ofzo pf pff pfff pffff snap
    sorry toch top u vind vond wat waar waarom wanneer weet welke wie wij wil zeg zie zucht
    am are bla blabla cant do does dont dunno have how i idk is it me mean meh my no not photo please see that these
    this those ugh what whatever when where which who why you your
"""
"""Words that people talk with and that few names of badges have."""

_MAIL_ADDRESS = re.compile(r"[^\s@<>()\[\]\",;:&']+@(?:[\w-]+\.)+[a-z]{2,}")
_CLAIM_MAIL = re.compile(r"claim (?:deze edubadge in je|this edubadge in your) backpack", re.I)
_ADDRESS = re.compile(r"https?://|www\.|\w\.(?:nl|com|eu|org|net)\b", re.I)


@check("too_short", "too_long")
def short_name(text: str, at: datetime) -> str:
    """A name in one line, 2 to 80 characters with at least one letter."""
    name = " ".join(text.split())
    if len(name) < 2 or not any(letter.isalpha() for letter in name) or name.lower().strip(".!") in _NO_NAMES:
        raise Invalid("too_short")
    if len(name) > 80:
        raise Invalid("too_long")
    return name


def is_talk(text: str) -> bool:
    """Whether this is how people talk, rather than how a badge is called."""
    return "?" in text or bool(set(_TALK.split()) & set(re.findall(r"[^\W\d_]+", text.lower().replace("'", ""))))


@check("not_a_date", "day_has_passed", "day_too_far")
def last_day(text: str, at: datetime) -> str:
    """The last day to claim, as an ISO date: "22 juni 2026", "22-06", "over 10 dagen", "next friday"."""
    import dateparser  # a tenth of a second that the start does not need

    today = at.astimezone(AMSTERDAM)
    found = dateparser.parse(
        " ".join(text.split())[:60],
        languages=["nl", "en"],
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": today.replace(tzinfo=None),
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    if found is None or not any(character.isalnum() for character in text):
        raise Invalid("not_a_date")
    day: date = found.date()
    if day < today.date():
        raise Invalid("day_has_passed", day=day.isoformat())
    if day > today.date() + timedelta(days=400):
        raise Invalid("day_too_far", day=day.isoformat())
    return day.isoformat()


def is_claim_mail(text: str) -> bool:
    """Whether this is surely the mail about an award, in either language, or a large part of it.

    Source: edubadges-server, `apps/mainsite/templates/email/earned_direct_award_new.html` (June 2026).
    """
    return bool(_CLAIM_MAIL.search(" ".join(text.split())))


@check("mail_too_short")
def mail_text(text: str, at: datetime) -> str:
    """The text of a mail, whatever it turns out to be; a word or two is none."""
    if len(text) < 60:
        raise Invalid("mail_too_short")
    return text


@check("not_an_address")
def mail_address(text: str, at: datetime) -> str:
    """The one e-mail address in the text, in lower case, as edubadges compares it."""
    if len(found := set(_MAIL_ADDRESS.findall(text.lower()))) != 1:
        raise Invalid("not_an_address")
    return str(found.pop())


@check("not_a_link", "not_edubadges", "not_a_badge_link")
def public_link(text: str, at: datetime) -> str:
    """The address or the id of what may be a public badge, found in the text; edubadges' own in its one form.

    Only its form is looked at: whether there is such a badge, and whose site it is on, is the neighbour's to say.

    Source: edubadges-ui, `src/routes/students/ShareDialog.svelte`: `/public/assertions/` and 22 characters.
    """
    if found := _BADGE.search(text):
        return f"{BADGE_PAGE}{found[1]}"
    if (found := _LIKE_BADGE.search(text)) or (found := _ID.fullmatch(text.strip())):
        return found[0]
    if _EDUBADGES.search(text):
        raise Invalid("not_a_badge_link")
    if found := _PERHAPS.search(text):
        return found[0][:LONGEST_LINK]
    if _ADDRESS.search(text):
        raise Invalid("not_edubadges")
    raise Invalid("not_a_link")
