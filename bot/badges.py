"""What a conversation gets to know of a badge that was looked up: one's own, or one that somebody was shown."""

from __future__ import annotations

import structlog

from bot.conversation.effects import CheckBadge, LookUpBadge, Request
from bot.conversation.events import Fact
from bot.ports import Badge, Badges, Neighbour, NoBadge, Outcome

log = structlog.get_logger()


def looking_up(badges: Badges) -> Neighbour:
    """Answers `LookUpBadge` by what edubadges tells."""

    async def look_up(request: Request) -> Outcome:
        assert isinstance(request, LookUpBadge)
        try:
            badge = await badges.look_up(request.badge_link)
        except NoBadge as no:
            why = {"no_link": "elsewhere"}.get(no.why, no.why)  # its form was looked at when it was written
            return Outcome(why)
        if badge.faults:
            log.warning("badge.faults", verdict=badge.verdict, faults=badge.faults)
        return Outcome(badge.verdict, facts_of_badge(badge))

    return look_up


def checking(look_up: Neighbour) -> Neighbour:
    """Answers `CheckBadge` by what `look_up` says of the badge, each fact under its name for another's badge."""

    async def check(request: Request) -> Outcome:
        assert isinstance(request, CheckBadge)
        found = await look_up(LookUpBadge(request.checked_badge_link))
        return Outcome(found.name, {f"checked_{name}": fact for name, fact in found.facts.items()})

    return check


def facts_of_badge(badge: Badge) -> dict[str, Fact]:
    """What a conversation knows of a badge that was looked up; what edubadges does not tell is not among it."""
    facts: dict[str, Fact] = {
        "badge_link": badge.link,
        "badge_id": badge.id,
        "shown_badge": badge.name,
        "shown_issuer": badge.issuer[0],
        "shown_institution_nl": badge.institution[0],
        "shown_institution_en": badge.institution[1],
        "issued_on": badge.issued_on.isoformat() if badge.issued_on else "",
        "expires_on": badge.expires.isoformat() if badge.expires else "" if badge.verdict == "revoked" else "never",
        "badge_ects": f"{badge.ects:g}" if badge.ects else "",
        "badge_hours": badge.hours or "",
        "holder": badge.holder,
        "holder_confirmed": ("yes" if badge.holder_confirmed else "no") if badge.holder else "",
    }
    return {name: fact for name, fact in facts.items() if fact}
