"""Whether two names are of one person, as far as names can tell."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
"""Letters that Unicode does not take apart into a letter and a mark."""


def same_name(one: str, other: str) -> bool | None:
    """Whether these are the same name: True, False, or None when they may be.

    Case, accents, spaces, hyphens and "Voorbeeld, Sanne" make no difference. An initial is no given name: "S.
    Voorbeeld" may be Sanne, and may be Sem; so may a name that lacks one of the other's words in between.
    """
    ours, theirs = _words(one), _words(other)
    if not ours or not theirs:
        return None
    if ours == theirs or "".join(ours) == "".join(theirs):
        return None if _only_initials(ours[:-1]) else True
    short, long = sorted((ours, theirs), key=len)
    return None if _may_be(short, long) else False


def _words(name: str) -> list[str]:
    """`S.J. van der Bérg-Öz` as s, j, van, der, berg, oz."""
    family, comma, given = name.partition(",")
    turned = f"{given} {family}" if comma else name
    parts = unicodedata.normalize("NFKD", turned.casefold()).translate(_LETTERS)
    letters = (one for one in parts if unicodedata.category(one) not in ("Mn", "Cf"))
    return "".join(one if one.isalpha() else "" if one in "'’`" else " " for one in letters).split()


def _only_initials(given: Sequence[str]) -> bool:
    return bool(given) and all(len(word) == 1 for word in given)


def _may_be(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether every word of the short name is found in the long one, in order, or is the initial of one there.

    The first and the last words must meet: a family name is no initial.
    """
    if short[-1] != long[-1] or not _fits(short[0], long[0]):
        return False
    at = 0
    for word in short:
        at = next((place + 1 for place in range(at, len(long)) if _fits(word, long[place])), 0)
        if not at:
            return False
    return True


def _fits(word: str, other: str) -> bool:
    return word == other or (1 in (len(word), len(other)) and word[0] == other[0])


__all__ = ["same_name"]
