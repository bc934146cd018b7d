"""What somebody wrote themselves in a mail: no quotes, no headers of what they answer, no signature, no disclaimer.

When in doubt words are kept: a line of a quote too many is read over, a word of a learner that is missing is not.
Each rule looks at a line and a few beside it, so that the time grows with the number of lines, whatever is in them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from integrations.email.lines import Line

LONGEST_REPLY = 20_000
LONGEST_LOOKED_AT = 400
"""Characters of a line that a rule looks at: no attribution and no header is longer."""

MOST_LINES_OF_AN_ATTRIBUTION = 4
LONGEST_SIGNATURE = 12

_SAID = re.compile(r"\b(?:schreef|schrijft|geschreven|wrote|writes)\b.{0,200}:\s*$", re.I)
_SAYS_WHEN = re.compile(r"\d{1,2}[:.]\d{2}\b|@|\b(?:19|20)\d\d\b")
_SAYS_FIRST = re.compile(r"\W{0,3}(?:op|on)\s", re.I)
_HEADER = re.compile(r"[*\s]{0,4}(\w[\w -]{0,18}?)\s{0,2}:[*\s]{0,4}(?:\S|$)")
_HEADERS = {
    "from": "from", "van": "from", "afzender": "from",
    "sent": "date", "date": "date", "verzonden": "date", "datum": "date", "verstuurd": "date",
    "to": "to", "aan": "to", "cc": "cc", "kopie": "cc", "bcc": "cc",
    "subject": "subject", "onderwerp": "subject", "betreft": "subject",
}  # fmt: skip
_SEPARATOR = re.compile(
    r"\W{0,3}(?:-{2,}|_{5,}|\u2014+)?\s{0,3}(?:begin (?:van )?)?(?:oorspronkelijke? (?:bericht|e-?mail)|"
    r"origineel bericht|original (?:message|e-?mail)|doorgestuurde? (?:bericht|e-?mail)|forwarded (?:message|mail)|"
    r"reply message)(?: (?:volgt|follows))?\s{0,3}(?:-{2,}|_{5,}|:|\u2014+)\s*",
    re.I,
)
_RULE = re.compile(r"\s*(?:_{8,}|-{8,}|\*{8,}|={8,})\s*")


_DEVICE = re.compile(
    r"\W{0,3}(?:(?:verzonden|verstuurd|gestuurd|sent) (?:vanaf|vanuit|vanop|met|via|from|with|using|by|on)\b.{1,80}|"
    r"(?:get|download) outlook (?:for|voor)\b.{1,80}|outlook (?:voor|for) (?:ios|android|mac)\b.{0,80}|"
    r"(?:verzonden|sent) \S{1,20} (?:proton|yahoo|samsung|galaxy)\b.{0,60})",
    re.I,
)
_DISCLAIMER = re.compile(
    r"vertrouwelijk|confidential|uitsluitend bestemd|intended (?:only|solely)|niet de (?:bedoelde|geadresseerde)|"
    r"geadresseerde|addressee|not the intended|geen rechten (?:worden )?(?:aan )?(?:worden )?ontle(?:e)?n|privileged|"
    r"disclaimer|ten onrechte|in error|denk aan het milieu|before printing|environment before|voordat u (?:deze|dit)",
    re.I,
)
_NAME = r"(?:[\w'’.-]{1,25}(?:\s{1,2}[\w'’().-]{1,25}){0,4})"
_CLOSING = re.compile(
    r"\W{0,3}(?:(?:(?:met|een|de|m\.?|v\.?|heel|veel|vele|alvast|hartelijke?|vriendelijke?|warme|lieve|beste|collegiale|"
    r"sportieve|zonnige|fijne|digitale)\s{1,2}){0,4}(?:groet(?:en|jes?)?|gr\.|gr(?=\W*$|,)|m\.?\s?v\.?\s?g\b\.?)|"
    rf"(?:(?:with|kind|kindest|best|warm|warmest|many)\s{{1,2}}){{0,3}}regards|yours sincerely|sincerely(?: yours)?)"
    rf"(?:\s{{1,2}}(?:van|from|uit)\b)?[\s,.!;:–-]{{0,5}}{_NAME}?[\s,.!–-]{{0,5}}",
    re.I,
)
_CLOSING_WORD = re.compile(
    rf"(?:cheers|best(?: wishes)?)\s{{0,2}}(?:[,.!]?\s{{0,2}}|[,.!–-]\s{{0,2}}{_NAME}|\s(?-i:[A-Z])\S{{1,24}})", re.I
)
_TALKS = re.compile(
    r"\b(?:ik|je|jij|jullie|u|mij|me|mijn|wij|het is|heb|hebt|heeft|kan|kun|moet|wil|niet|geen|nog|maar|i|i'm|i’m|you|"
    r"we|my|it|have|has|don't|do|did|not|but|if|when)\b",
    re.I,
)
_AFTER_ALL = re.compile(r"\W{0,3}(?:p\.?s|n\.?b)\b", re.I)
_BANNER = re.compile(
    r"(?:originat\w+|received|came|comes|sent|coming)\b.{0,40}\b(?:outside|external)|"
    r"(?:afkomstig|ontvangen|verzonden|verstuurd|komt|gestuurd)\b.{0,40}\b(?:buiten|extern)|"
    r"external (?:e-?mail|sender|source)|externe (?:e-?mail|afzender|bron)|"
    r"(?:don['’]t|do not) often (?:get|receive) e-?mail|(?:ontvangt|krijgt) niet vaak e-?mail",
    re.I,
)
_BANNER_MORE = re.compile(
    r"caution|warning|attention|let op|waarschuwing|pas op|\blinks?\b|attachment|bijlage|klik|click|recogni[sz]e|"
    r"herken|learn why|meer informatie|waarom dit belangrijk|aka\.ms",
    re.I,
)


def reply(lines: Sequence[Line]) -> str:
    """What they wrote themselves; "" when all of it is a quote."""
    quoted = _quoted(lines)
    blocks: list[list[str]] = [[]]
    for line, is_quote in zip(lines, quoted, strict=True):
        if is_quote and line.mark != "signature":
            blocks.append([])
        elif not is_quote:
            blocks[-1].append(line.text)
    blocks = [_without_banner(block) for block in blocks]
    said = [words for block in blocks if (words := _without_closing(_without_signature(block)))]
    if not said:  # nothing but what looks like a signature: then it is none
        said = [words for block in blocks if (words := _trimmed(_without_footers(block)))]
    return "\n\n".join("\n".join(block) for block in said)[:LONGEST_REPLY].strip()


def _quoted(lines: Sequence[Line]) -> list[bool]:
    """Of each line, whether somebody else wrote it, or a program."""
    quoted = [bool(line.depth or line.mark) for line in lines]
    shown = [at for at, line in enumerate(lines) if line.text.strip()]
    named = any(line.mark == "attribution" for line in lines)
    tail = next((at for at, line in enumerate(lines) if line.mark == "tail"), len(lines))
    for number, at in enumerate(shown):
        if at >= tail:
            break
        if quoted[at]:
            continue
        first, last, sure = _introduction(lines, shown, number)
        if last < 0:
            continue
        following = shown[last + 1] if last + 1 < len(shown) else -1
        if following >= 0 and (lines[following].depth or lines[following].mark):
            named = True
            for each in shown[first : last + 1]:
                quoted[each] = True
        elif sure and (following >= 0 or first > 0):
            tail = min(tail, shown[first])
            break
    deep = [at for at in shown if lines[at].depth]
    if len(deep) == 1 and not named and deep[0] < tail:
        quoted[deep[0]] = False  # somebody may begin a line of their own so: "> 18"
    return [is_quote or at >= tail for at, is_quote in enumerate(quoted)]


def _introduction(lines: Sequence[Line], shown: Sequence[int], number: int) -> tuple[int, int, bool]:
    """From and to which of the lines shown something introduces a quote; (0, -1, ...) for nothing.

    The last tells whether it is sure enough to take what follows for a quote that is not marked as one.
    """
    here = lines[shown[number]].text[:LONGEST_LOOKED_AT]
    if _SEPARATOR.fullmatch(here):
        _, last, _ = _header_block(lines, shown, number + 1)
        return number, max(number, last), True
    if _RULE.fullmatch(here):
        _, last, sure = _header_block(lines, shown, number + 1)
        return (number, last, sure) if last > number else (0, -1, False)
    if here.rstrip().endswith(":") and (found := _attribution(lines, shown, number)):
        return found
    return _header_block(lines, shown, number)


def _attribution(lines: Sequence[Line], shown: Sequence[int], number: int) -> tuple[int, int, bool] | None:
    """The lines up to this one, when they say who wrote what follows: "On ... Sam wrote:"."""
    words = ""
    for first in range(number, max(-1, number - MOST_LINES_OF_AN_ATTRIBUTION), -1):
        line = lines[shown[first]]
        if line.depth or shown[number] - shown[first] > MOST_LINES_OF_AN_ATTRIBUTION:
            break
        words = f"{line.text[:LONGEST_LOOKED_AT].strip()} {words}"
        if _SAYS_FIRST.match(words) and _SAID.search(words):
            return first, number, bool(_SAYS_WHEN.search(words))
    words = lines[shown[number]].text[:LONGEST_LOOKED_AT]
    if _SAID.search(words) and _SAYS_WHEN.search(words):
        return number, number, "@" in words
    return None


def _header_block(lines: Sequence[Line], shown: Sequence[int], number: int) -> tuple[int, int, bool]:
    """From which to which line there stand the headers of a mail, three of them at least, who it is from among them."""
    found: set[str] = set()
    last, others = number - 1, 0
    for at in range(number, min(len(shown), number + 12)):
        line = lines[shown[at]]
        header = _HEADER.match(line.text[:LONGEST_LOOKED_AT])
        if header and (name := _HEADERS.get(header[1].strip().lower())) and name not in found:
            found.add(name)
            last, others = at, 0
        elif not found or line.depth or (others := others + 1) > 2:
            break
    return (number, last, True) if len(found) >= 3 and "from" in found else (0, -1, False)


def _without_signature(block: list[str]) -> list[str]:
    for at, line in enumerate(block):
        if line in ("-- ", "--") and (line == "-- " or len(_trimmed(block[at:])) <= LONGEST_SIGNATURE):
            return _without_footers(block[:at])
    return _without_footers(block)


def _without_closing(block: list[str]) -> list[str]:
    """Without "Kind regards," and a name and address below it; whoever goes on talking below has not closed."""
    shown = [at for at, line in enumerate(block) if line.strip()]
    for number, at in enumerate(shown):
        below = [block[each] for each in shown[number + 1 : number + 2 + LONGEST_SIGNATURE]]
        if _closes(block[at]) and len(below) <= LONGEST_SIGNATURE and not any(map(_is_said, below)):
            return _trimmed(block[:at])
    return block


def _closes(line: str) -> bool:
    line = line.strip()
    return len(line) <= 80 and bool(_CLOSING.fullmatch(line) or _CLOSING_WORD.fullmatch(line))


def _is_said(line: str) -> bool:
    """Is this a sentence of somebody, rather than a line of a card with a name and an address?"""
    line = line[:LONGEST_LOOKED_AT]
    return len(_TALKS.findall(line)) >= 2 or "?" in line or bool(_AFTER_ALL.match(line))


def _without_banner(block: list[str]) -> list[str]:
    """Without what a mail gateway puts above: that the mail came from outside."""
    block = _trimmed(block)
    end = next((at for at, line in enumerate(block) if not line.strip()), len(block))
    words = " ".join(line[:1000] for line in block[:end])[:2000]
    return _without_banner(block[end:]) if _BANNER.search(words) and _BANNER_MORE.search(words) else block


def _without_footers(block: list[str]) -> list[str]:
    """Without what a program or an employer puts below: "Sent from my phone", a disclaimer, a rule."""
    block = _trimmed(block)
    while block:
        last = block[-1][:LONGEST_LOOKED_AT]
        if _DEVICE.fullmatch(last.strip()) or _RULE.fullmatch(last) or _SEPARATOR.fullmatch(last):
            block = _trimmed(block[:-1])
        elif (start := _disclaimer(block)) < len(block):
            block = _trimmed(block[:start])
        else:
            return block
    return block


def _disclaimer(block: list[str]) -> int:
    """Where the last paragraph begins, when it is a disclaimer; else the end."""
    start = len(block)
    while start and block[start - 1].strip():
        start -= 1
    words = " ".join(line[:2000] for line in block[start:])[:4000]
    enough = 2 if start else 3
    found = {match[0].lower() for match in _DISCLAIMER.finditer(words)}
    return start if len(found) >= enough else len(block)


def _trimmed(block: list[str]) -> list[str]:
    start, end = 0, len(block)
    while start < end and not block[start].strip():
        start += 1
    while end > start and not block[end - 1].strip():
        end -= 1
    return block[start:end]


__all__ = ["reply"]
