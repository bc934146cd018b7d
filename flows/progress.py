"""What follows from the facts: how long there is still, how far the learner has come, how the badge is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter

from bot.conversation.events import Fact
from bot.conversation.sharing import Showing, cv_line, linkedin_link, post, signature, size
from bot.conversation.texts import LANGUAGES
from flows.checks import AMSTERDAM, BADGE_PAGE
from flows.diagnosis import LOOKED_AT, diagnosed

MILESTONES = ("eduid", "name", "institution", "backpack", "claimed", "public", "shared")
"""The ticks of the progress card, in the order in which a learner meets them."""

PER_AWARD = ("backpack", "claimed", "public", "shared")
"""Those that belong to one award; the others are about the learner and stay."""

_MARKS = {"no": "⬜", "skipped": "➖", "word": "✅", "proof": "✅"}


def derived(facts: Mapping[str, Fact], at: datetime) -> Mapping[str, Fact]:
    """`days_left` and `time_left` ("unknown", "open", "last_day", "passed"); a mark for each milestone;
    `here`, the first one still open ("" when none is); how many are done; what `_shown` and `_checked` tell; and what
    the diagnosis sees. The same facts on the same day are not looked at twice."""
    return _derived(at.astimezone(AMSTERDAM).date(), *_looked_at(facts))


@lru_cache(maxsize=256)
def _derived(today: date, *known: Fact) -> Mapping[str, Fact]:
    facts = dict(zip(_LOOKED_AT, known, strict=True))
    deadline = str(facts["deadline"])
    days = (date.fromisoformat(deadline) - today).days if deadline != "unknown" else -1
    out: dict[str, Fact] = {
        "days_left": max(days, 0),
        "time_left": "unknown" if deadline == "unknown" else "passed" if days < 0 else "open" if days else "last_day",
        "here": next((tick for tick in MILESTONES if facts[f"{tick}_done"] == "no"), ""),
        "steps_done": sum(facts[f"{tick}_done"] != "no" for tick in MILESTONES),
        "steps_all": len(MILESTONES),
    }
    for tick in MILESTONES:
        out[f"{tick}_mark"] = "👉" if tick == out["here"] else _MARKS[str(facts[f"{tick}_done"])]
    out |= _shown(*(str(facts[name]) for name in _OF_OWN))
    out |= _checked(*(str(facts[name]) for name in _OF_ANOTHER))
    return out | diagnosed({**facts, **out}, today)


_OF_OWN = (
    "our_site", "linkedin_site", "badge_link", "badge_id", "shown_badge", "badge", "shown_institution_nl",
    "shown_institution_en", "institution", "issued_on", "badge_ects", "badge_hours",
)  # fmt: skip
_OF_ANOTHER = (
    "our_site", "checked_badge_id", "checked_shown_issuer", "checked_shown_institution_nl",
    "checked_shown_institution_en", "checked_badge_ects", "checked_badge_hours",
)  # fmt: skip
_LOOKED_AT = tuple(
    dict.fromkeys(("deadline", *(f"{tick}_done" for tick in MILESTONES), *_OF_OWN, *_OF_ANOTHER, *LOOKED_AT))
)
_looked_at = itemgetter(*_LOOKED_AT)


@lru_cache(maxsize=4096)
def _shown(
    site: str,
    linkedin: str,
    link: str,
    number: str,
    shown: str,
    badge: str,
    nl: str,
    en: str,
    other: str,
    day: str,
    *big: str,
) -> Mapping[str, Fact]:
    """What can be copied: `cv_line`, `signature_line`, `post_text`, each in both languages, as good as what is known.

    `linkedin_link`: "unknown" until edubadges told of the badge. `kit_link`, `verify_page`: our own pages, "unknown"
    when nobody can open them. `link_form`: whether `badge_link` is "whole", as edubadges writes it, or "other".
    """
    out: dict[str, Fact] = {"link_form": "whole" if link.startswith(BADGE_PAGE) else "other"}
    for language, institution in zip(LANGUAGES, (nl, en), strict=True):
        showing = Showing(
            name=_known(shown) or _known(badge),
            organisation=_known(institution) or _known(other),
            link=_known(link),
            id=_known(number),
            issued_on=date.fromisoformat(day) if _known(day) else None,
            ects=float(_known(big[0]) or 0),
            hours=int(_known(big[1]) or 0),
        )
        out |= {
            f"cv_line_{language}": cv_line(showing, language),
            f"signature_line_{language}": signature(showing, language),
            f"post_text_{language}": post(showing, language),
            f"linkedin_link_{language}": (_known(shown) and linkedin_link(showing, linkedin)) or "unknown",
            f"kit_link_{language}": _page(site, f"/kit/{number}?lang={language}", number),
            f"verify_page_{language}": _page(site, f"/verify?lang={language}", site),
        }
    return out | _in_any_language(out)


@lru_cache(maxsize=4096)
def _checked(site: str, number: str, issuer: str, nl: str, en: str, *big: str) -> Mapping[str, Fact]:
    """Of a badge that somebody else showed: `checked_size`, `checked_giver` (the institution, else the issuer), and
    `verify_link`: our page with all there is to tell."""
    out: dict[str, Fact] = {}
    giver = dict(zip(LANGUAGES, (nl, en), strict=True))
    showing = Showing(ects=float(_known(big[0]) or 0), hours=int(_known(big[1]) or 0))
    for language in LANGUAGES:
        out[f"checked_giver_{language}"] = _known(giver[language]) or issuer
        out[f"checked_size_{language}"] = size(showing, language) or "unknown"
        out[f"verify_link_{language}"] = _page(site, f"/verify?badge={number}&lang={language}", number)
    return out | _in_any_language(out)


def _known(fact: str) -> str:
    return "" if fact == "unknown" else fact


def _page(site: str, path: str, needed: str) -> str:
    return site + path if _known(site) and _known(needed) else "unknown"


def _in_any_language(said: Mapping[str, Fact]) -> dict[str, Fact]:
    """What is said in each language, under the name by which texts and branches know it."""
    first = f"_{LANGUAGES[0]}"
    return {name.removesuffix(first): fact for name, fact in said.items() if name.endswith(first)}


def urgency(facts: Mapping[str, Fact]) -> str:
    """What orders awards: the one whose last day is nearest comes first, those without one last."""
    deadline = str(facts["deadline"])
    return deadline if deadline != "unknown" else "9999"
