"""Which language a mail is in: a guess from its small words, for who has not told us."""

from __future__ import annotations

import re

_NL = """
ik je jij het een de dat die niet wel mijn maar heb hebt heeft ben bent is zijn kan kun wat waar hoe van voor met naar
op ook dan als nog geen al u uw wij we er te bij hier daar dit deze moet wil weet mail hallo hoi beste dag graag bedankt
dank alvast gelukt werkt niets ja nee klopt groet groetjes vriendelijke
"""
_EN = """
i you it a an the that this not my but have has had am are is was can could what where how of for with to on also then
if yet no don't doesn't we they there at by here must want know mail hello hi dear please thanks thank works work
nothing yes regards kind when which do does did it's i'm cannot can't
"""
_SMALL_WORDS = {"nl": frozenset(_NL.split()), "en": frozenset(_EN.split())}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def language_of(text: str) -> str:
    """nl or en, where most of the small words are of it; "" where that is not clear, as for any other language."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text[:5000])]
    found = [(sum(word in small for word in words), language) for language, small in _SMALL_WORDS.items()]
    (less, _), (most, language) = sorted(found)
    return language if most > 2 * less and most * 3 >= len(words) else ""


__all__ = ["language_of"]
