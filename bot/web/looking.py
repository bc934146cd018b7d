"""What the pages about a badge share: edubadges is asked for a few visitors at once, and how a badge is told of."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.conversation.sharing import Showing
from bot.ports import Badge, Badges, Unavailable
from bot.web.pages import Language

AT_ONCE = 20
"""For so many visitors at once edubadges is asked; more are told to come back in a moment."""

ID = re.compile(r"[A-Za-z0-9_-]{22}")
"""Source: edubadges-server, `entity_id`: 16 random bytes as base64 for addresses (June 2026)."""


class Looking:
    """edubadges, for a page: asked for at most `at_once` visitors at the same time."""

    def __init__(self, badges: Badges, at_once: int = AT_ONCE) -> None:
        self.badges = badges
        self.free = at_once

    async def look_up(self, text: str) -> Badge:
        """The badge that a link or id in this text names. Raises NoBadge, or Unavailable, also when too many ask."""
        with self._place():
            return await self.badges.look_up(text)

    async def is_of(self, badge: Badge, name: str) -> bool | None:
        """Whether this badge is of the person of this name; None when it is not told, or nobody can tell it now."""
        try:
            with self._place():
                return await self.badges.is_of(badge, name)
        except Unavailable:
            return None

    @contextlib.contextmanager
    def _place(self) -> Iterator[None]:
        if not self.free:
            raise Unavailable("too many look-ups at once")
        self.free -= 1
        try:
            yield
        finally:
            self.free += 1


def in_language(said: tuple[str, str], language: Language) -> str:
    """What is said in both languages, in this one, else in the other."""
    nl, en = said
    return (nl or en) if language == "nl" else (en or nl)


def giver(badge: Badge, language: Language) -> str:
    """Who gave it: the institution, else the issuer; "" when that is not told."""
    return in_language(badge.institution, language) or in_language(badge.issuer, language)


def showing(badge: Badge, language: Language) -> Showing:
    """What of this badge is shown elsewhere."""
    return Showing(
        name=badge.name,
        organisation=giver(badge, language),
        link=badge.link,
        id=badge.id,
        issued_on=badge.issued_on,
        ects=badge.ects,
        hours=badge.hours,
    )


def safe_link(link: str) -> str:
    """This address when a page may lead there, else ""."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    return link if parts.scheme in ("http", "https") and parts.hostname else ""
