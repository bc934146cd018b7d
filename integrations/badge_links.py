"""Which badge a text names, by one strict rule; and whose site it is on, when it is not edubadges.

Nothing of a link is followed or kept but the id: we build our own address from it. Every link is read by the one
expression below, whole, so no two readers of addresses can disagree on it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from bot.ports import NoBadge

LONGEST_TEXT = 4000
"""No more of a text is looked at."""

PRACTICE = ("https://demo.edubadges.nl", "https://api-demo.edubadges.nl")
"""Source: edubadges-server, `apps/mobile_api/api.py` (June 2026)."""

ID = r"[A-Za-z0-9_-]{22}"
"""A UUID in URL-safe base64. Source: edubadges-server, `apps/mainsite/utils.py`, generate_entity_uri (June 2026)."""

_PIECE = re.compile(r"[^\s<>]+")
_LINK = re.compile(
    r"""
    (?: [^/?\#@\\.%]*? (?P<scheme>[a-z]{2,12}) ://      # glued to the words before it: [my badge](https://...
      | [("'\[{*_~`“‘«„]*+ (?:                          # never given back: else a row of them takes long to judge
            (?= www\. )                                  # without a scheme
          | (?= [^/?\#]* \. [^/?\#.]{2,} / )
          | (?= [^/?\#]+ / (?:[^/?\#]+/)* public/assertions/ )
          | (?= [\w.-]+ \. (?:nl|com|eu|org|net|info|be|de) \W* $ )
        )
    )
    (?P<site> [^/?\#]* ) (?P<rest> .* )
    """,
    re.I | re.S | re.X,
)
_BADGE = re.compile(rf"/(?:(?:nl|en)/)?public/assertions/({ID})(?!_*[A-Za-z0-9-])", re.I | re.A)
"""A `_` may end _slanted words_. Without re.A the long s and the sign for kelvin would be letters of an id."""
_REAL = re.compile(r"(?:[a-z0-9-]+\.)*edubadges\.nl", re.I | re.A)
_PUBLIC = frozenset(("edubadges.nl", "www.edubadges.nl", "api.edubadges.nl"))
_NAME = "edubadges"

Found = Literal["badge", "lookalike", "demo", "elsewhere", "no_link"]


class _Root(NamedTuple):
    """Where a site begins: `localhost:8000` and `/sandbox/edubadges`."""

    site: str
    path: str

    @classmethod
    def of(cls, url: str) -> _Root:
        parts = urlsplit(url)
        return cls(parts.netloc.lower(), parts.path.rstrip("/"))

    def holds(self, site: str, rest: str) -> bool:
        inside = rest.startswith(self.path) and rest[len(self.path) :][:1] in ("", "/", "?", "#")
        return site.lower().removeprefix("www.") == self.site.removeprefix("www.") and inside


class BadgeLinks:
    """Reads the links of the edubadges whose pages are at `site` and whose API is at `api`."""

    def __init__(self, site: str, api: str, practice: Iterable[str] = PRACTICE) -> None:
        self._ours = (_Root.of(site), _Root.of(api))
        self._practice = tuple(root for root in map(_Root.of, practice) if root not in self._ours)

    def badge_id(self, text: str) -> str:
        """The id of the first badge that the text names, by a link or alone. Raises NoBadge.

        A link that imitates edubadges goes before all others: whoever asks is to be warned.
        """
        text = text[:LONGEST_TEXT].strip()
        if re.fullmatch(ID, text) and not _is_word(text):
            return text
        found = [self._judged(piece) for piece in _PIECE.findall(text)]
        kinds = {kind for kind, _ in found}
        if "lookalike" in kinds:
            raise NoBadge("a link of a site that imitates edubadges", "lookalike")
        for kind, entity in found:
            if kind == "badge":
                return entity
        if "demo" in kinds:
            raise NoBadge("a link of edubadges' site for practice", "demo")
        if "elsewhere" in kinds:
            raise NoBadge("a link of another site", "elsewhere")
        raise NoBadge("no link or id of a badge", "no_link")

    def _judged(self, piece: str) -> tuple[Found, str]:
        link = _LINK.match(_trimmed(piece))
        if link is None:
            return "no_link", ""
        scheme, site, rest = (link["scheme"] or "https").lower(), link["site"], link["rest"]
        if not rest:
            site = site.rstrip(".,;:!'\")]}*_~`”’»…")  # the end of a sentence
        for root in self._ours:
            if root.holds(site, rest) and scheme in ("http", "https"):
                badge = _BADGE.match(rest, len(root.path))
                return ("badge", badge[1]) if badge else ("no_link", "")
        if any(root.holds(site, rest) for root in self._practice):
            return "demo", ""
        if _REAL.fullmatch(site) and site.lower() not in _PUBLIC:
            return ("demo" if _BADGE.match(rest) else "no_link"), ""
        if _imitates(site) and not _REAL.fullmatch(site):
            return "lookalike", ""
        return "elsewhere", ""


def _is_word(text: str) -> bool:
    """A Dutch word may have 22 letters as well; but no capital or figure within, and not only capitals."""
    return not (re.search(r"[A-Z0-9]", text[1:]) and re.search(r"[a-z]", text))


def _trimmed(piece: str) -> str:
    """Without the invisible characters that come along with a copy, at either end; within, they are left to be seen."""
    ends = [at for at, character in enumerate(piece) if unicodedata.category(character) != "Cf"]
    return piece[ends[0] : ends[-1] + 1] if ends else ""


def _imitates(site: str) -> bool:
    """Whether a reader may take this for edubadges: its name within, or a name two letters away from it."""
    plain = _plain(site)
    return _NAME in re.sub(r"[^a-z?]", "", plain) or any(map(_is_near, re.split(r"[^a-z0-9?]+", plain)))


def _plain(site: str) -> str:
    """How it looks: full-width letters, accents and %-signs undone, every letter of another script as `?`."""
    labels = [_unpuny(label) for label in unquote(site).lower().split(".")]
    parts = unicodedata.normalize("NFKD", ".".join(labels).casefold())
    visible = (character for character in parts if unicodedata.category(character) not in ("Mn", "Cf"))
    return "".join("?" if not one.isascii() and "LETTER" in unicodedata.name(one, "") else one for one in visible)


def _unpuny(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _is_near(word: str) -> bool:
    """Whether two changed letters at most make this `edubadges`; `?` is any letter."""
    if abs(len(word) - len(_NAME)) > 2:
        return False
    row = list(range(len(_NAME) + 1))
    for count, letter in enumerate(word, 1):
        above, row = row, [count]
        for at, wanted in enumerate(_NAME, 1):
            same = letter in (wanted, "?")
            row.append(min(above[at] + 1, row[at - 1] + 1, above[at - 1] + (not same)))
    return row[-1] <= 2


__all__ = ["PRACTICE", "BadgeLinks"]
