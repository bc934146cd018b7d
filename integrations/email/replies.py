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
LONGEST_CLOSING = 80

_SAID = re.compile(r"\b(?:schreef|schrijft|geschreven|wrote|writes)\b.{0,200}:\s*$", re.I)
_SAID_WITHOUT_A_COLON = re.compile(r"\b(?:schreef|wrote)\b.{0,200}@.{1,200}>\s*$", re.I)
_SAYS_WHEN = re.compile(r"\d{1,2}[:.]\d{2}\b|@|\b(?:19|20)\d\d\b")
_SAYS_WHO_AND_WHEN = re.compile(r"\d{1,2}[:.]\d{2}\b|<[^<>\s]{1,100}@")
_SAYS_FIRST = re.compile(r"\W{0,3}(?:op|on)\s", re.I)
_HEADER = re.compile(r"[*\s]{0,4}(\w[\w -]{0,18}?)\s{0,2}:[*\s]{0,4}(?:\S|$)")
_HEADERS = {
    "from": "from", "van": "from", "afzender": "from", "von": "from", "de": "from",
    "sent": "date", "date": "date", "verzonden": "date", "datum": "date", "verstuurd": "date", "gesendet": "date",
    "envoyé": "date", "enviado": "date", "fecha": "date",
    "to": "to", "aan": "to", "an": "to", "à": "to", "para": "to", "cc": "cc", "kopie": "cc", "bcc": "cc",
    "subject": "subject", "onderwerp": "subject", "betreft": "subject", "betreff": "subject", "objet": "subject",
    "asunto": "subject",
}  # fmt: skip
_SEPARATOR = re.compile(
    r"\W{0,3}(?:-{2,}|_{5,}|\u2014+)?\s{0,3}(?:begin (?:van )?)?(?:oorspronkelijke? (?:bericht|e-?mail)|"
    r"origineel bericht|original (?:message|e-?mail)|doorgestuurde? (?:bericht|e-?mail)|forwarded (?:message|mail)|"
    r"reply message|(?<=-)\s{0,3}original|.{1,200} (?:schreef|wrote):)(?: (?:volgt|follows))?"
    r"\s{0,3}(?:-{2,}|_{5,}|:|\u2014+)\s*",
    re.I,
)
_GROUPWISE = re.compile(r".{1,300}@.{1,300}>>>\s*")
_RULE = re.compile(r"\s*(?:_{8,}|-{8,}|\*{8,}|={8,})\s*")


_LINK = re.compile(r"<https?://[^<>\s]{1,300}>?")
_DEVICE = re.compile(
    r"\W{0,3}(?:(?:verzonden|verstuurd|gestuurd|sent) (?:vanaf|vanuit|vanop|met|via|from|with|using|by|on)"
    r"(?: [^\s,;:?!.]{1,40}){1,6}(?:[,.;] ?[^?!]{0,60}(?:excus|sorry|typ|tik|kort|brevity|brief|error)[^?!]{0,60})?|"
    r"(?:get|download|haal) \S{1,30} (?:for|voor) (?:android|ios|mac|iphone)\W{0,3}|"
    r"(?:enviado desde|envoyé de(?:puis)?|von) (?:mi|mon|meine[mr]?)(?: [^\s,;:?!.]{1,40}){1,4}|"
    r"outlook (?:voor|for) (?:ios|android|mac)(?: downloaden)?)\W{0,3}",
    re.I,
)
_OF_A_PROGRAM = re.compile(
    r"\W{0,3}(?:virus-?(?:vrij|free)\W.{0,60}|(?:dit|deze|this) (?:e-?mail|message|bericht|e-?mailbericht)\b.{0,60}"
    r"(?:virus|avast|avg|scanned|gescand).{0,80}|yahoo mail\W.{0,60}(?:organi[sz]e|conquer).{0,20}|disclaimer\W{0,3}|"
    r".{1,60} (?:heeft gereageerd|reacted) via gmail|[-_=*~\s]{3,})",
    re.I,
)
_DISCLAIMER = re.compile(
    r"vertrouwelijk|confidential|geadresseerde|addressee|bedoelde ontvanger|intended (?:recipient|only|solely)|"
    r"privileged|bestemd voor|geen rechten|aansprakelijk|liab(?:le|ility)|disclaimer|onbevoegd|"
    r"unauthori[sz]ed|ten onrechte|"
    r"in error|per abuis|by mistake|milieu|the environment|niet toegestaan|prohibited",
    re.I,
)
_DISCLAIMER_MORE = re.compile(
    r"\b(?:uitsluitend|bestemd|ontvanger|recipient|afzender|sender|verwijder\w*|delet\w+|vernietig\w*|destroy|verspreid\w*|"
    r"distribut\w+|disclos\w+|openbaar\w*|gebruik|bijlagen?|attachments?|ontle(?:en|nd|nen)\w*|e-?mail\w*|bericht|message|"
    r"print\w*|afdruk\w*)\b",
    re.I,
)
_OF_SOMEBODY = re.compile(r"\b(?:ik|mijn|mij|i|i['’]m|my|me)\b|\?", re.I)
_NAME = r"(?:[\w'’.-]{1,25}(?:\s{1,2}[\w'’().-]{1,25}){0,4})"
_CLOSING = re.compile(
    r"\W{0,3}(?:(?:(?:met|een|de|m\.?|v\.?|vr\.?|heel|veel|vele|alvast|hartelijke?|vriendelijke?|warme|lieve|beste|collegiale|"
    r"sportieve|zonnige|fijne|digitale)\s{1,2}){0,4}(?:groet(?:en|jes?)?|gr(?:(?:oe?)?t)?(?:je)?[sz]?\b\.?|m\.?\s?v\.?\s?g\b\.?)|"
    rf"(?:(?:with|kind|kindest|best|warm|warmest|many)\s{{1,2}}){{0,3}}regards|yours sincerely|sincerely(?: yours)?|"
    rf"all the best)(?:\s{{1,2}}(?:van|from|uit)\b)?[\s,.!;:–-]{{0,5}}{_NAME}?\W{{0,10}}",
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
_WORKING_DAYS = re.compile(
    r"aanwezig|werkdag|bereikbaar|afwezig|werkzaam|kantoor|available|working (?:days|hours)|office|reachable|"
    r"\b(?:ma|di|wo|do|vr|maandag|dinsdag|woensdag|donderdag|vrijdag|mon|tue|wed|thu|fri)\b",
    re.I,
)
_POINTS_DOWN = re.compile(
    r"\b(?:antwoord|reactie|opmerking)\w*\b.{0,40}\b(?:hieronder|onder|beneden|tussen|"
    r"in (?:het )?(?:rood|blauw|groen|geel))\b|"
    r"\b(?:answer|repl|comment)\w*\b.{0,40}\b(?:below|inline|in-line|between|in (?:red|blue|green))\b",
    re.I,
)
_BANNER = re.compile(
    r"(?:originat\w+|received|came|comes|sent|coming)\b.{0,40}\b(?:outside|external)|"
    r"(?:afkomstig|ontvangen|verzonden|verstuurd|komt|gestuurd)\b.{0,40}\b(?:buiten|extern)|"
    r"external (?:e-?mail|sender|source)|externe (?:e-?mail|afzender|bron)|"
    r"(?:don['’]t|do not) often (?:get|receive) e-?mail|(?:ontvang|krijg)(?:t|en) niet vaak e-?mail",
    re.I,
)
_BANNER_MORE = re.compile(
    r"caution|warning|attention|let op|waarschuwing|pas op|\blinks?\b|attachment|bijlage|klik|click|recogni[sz]e|"
    r"herken|learn why|meer informatie|waarom dit belangrijk|aka\.ms",
    re.I,
)


def reply(lines: Sequence[Line], *, whole: bool = False) -> str:
    """What they wrote themselves; "" when all of it is a quote.

    `whole`: where they wrote nothing above what looks like a mail that they answer, what follows its headers is kept:
    they may have written in it.
    """
    quoted, tail = _quoted(lines)
    said = _said(lines, quoted)
    if tail < len(lines) and ((whole and not said) or (len(said) < 200 and _POINTS_DOWN.search(said))):
        below = lines[_after_headers(lines, tail) :]
        said = f"{said}\n\n{_said(below, [bool(line.depth or line.mark) for line in below])}"
    return said[:LONGEST_REPLY].strip()


def _said(lines: Sequence[Line], quoted: Sequence[bool]) -> str:
    """The lines that are not quoted, without what is below and above each block of them."""
    blocks: list[list[str]] = [[]]
    for line, is_quote in zip(lines, quoted, strict=True):
        if not is_quote:
            blocks[-1].append("> " * line.depth + line.text)
        elif line.mark != "signature":
            blocks.append([])
    blocks = [_without_banner(block) for block in blocks]
    said = [words for block in blocks if (words := _without_closing(_without_signature(block)))]
    if not said:  # nothing but what looks like a signature: then it is none
        said = [words for block in blocks if (words := _without_footers(block))]
    return "\n\n".join("\n".join(block) for block in said)


def _quoted(lines: Sequence[Line]) -> tuple[list[bool], int]:
    """Of each line, whether somebody else wrote it, or a program; and from which line on all of it is a mail before."""
    quoted = [bool(line.depth or line.mark) for line in lines]
    shown = [at for at, line in enumerate(lines) if line.text.strip()]
    named = any(line.mark == "attribution" for line in lines)
    tail = next((at for at, line in enumerate(lines) if line.mark == "tail"), len(lines))
    for number, at in enumerate(shown):
        if at >= tail:
            break
        if quoted[at]:
            if lines[at].depth == 3 and _GROUPWISE.fullmatch(lines[at].text[:LONGEST_LOOKED_AT]):
                tail = at
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
            tail = shown[first]
    deep = [at for at in shown if lines[at].depth]
    if deep and not named and tail == len(lines) and all(lines[at].mark == "arrow" for at in deep):
        below_words = len(deep) == 1 and deep[0] > 0 and lines[deep[0] - 1].text.strip()
        if below_words or len(deep) == len(shown):  # then they are lines of their own: "> 18"
            for at in deep:
                quoted[at] = False
    return [is_quote or at >= tail for at, is_quote in enumerate(quoted)], tail


def _after_headers(lines: Sequence[Line], tail: int) -> int:
    """Where the mail begins whose headers stand at `tail`."""
    shown = [at for at, line in enumerate(lines[tail : tail + 40], tail) if line.text.strip()]
    last = -1
    for number in range(min(3, len(shown))):
        last = max(last, _introduction(lines, shown, number)[1])
    return shown[last] + 1 if last >= 0 else tail


def _introduction(lines: Sequence[Line], shown: Sequence[int], number: int) -> tuple[int, int, bool]:
    """From and to which of the lines shown something introduces a quote; (0, -1, ...) for nothing.

    The last tells whether it is sure enough to take what follows for a quote that is not marked as one.
    """
    here = lines[shown[number]].text[:LONGEST_LOOKED_AT]
    if (separator := _SEPARATOR.match(here)) and (not (rest := here[separator.end() :].strip()) or _HEADER.match(rest)):
        _, last, _ = _header_block(lines, shown, number + 1)
        return number, max(number, last), True
    if _RULE.fullmatch(here):
        _, last, sure = _header_block(lines, shown, number + 1)
        return (number, last, sure) if last > number else (0, -1, False)
    if here.rstrip().endswith(":") and (found := _attribution(lines, shown, number)):
        return found
    if _SAYS_FIRST.match(here) and _SAID_WITHOUT_A_COLON.search(here):
        return number, number, False
    return _header_block(lines, shown, number)


def _attribution(lines: Sequence[Line], shown: Sequence[int], number: int) -> tuple[int, int, bool] | None:
    """The lines up to this one, when they say who wrote what follows: "On ... Sam wrote:"."""
    words = ""
    for first in range(number, max(-1, number - MOST_LINES_OF_AN_ATTRIBUTION), -1):
        line = lines[shown[first]]
        text = line.text[:LONGEST_LOOKED_AT].strip()
        if first < number and (line.depth or shown[first + 1] - shown[first] > 1 or text[-1] in ".?!:"):
            break
        words = f"{text} {words}"
        if _SAYS_FIRST.match(words) and _SAID.search(words):
            return first, number, bool(_SAYS_WHEN.search(words))
    words = lines[shown[number]].text[:LONGEST_LOOKED_AT]
    if _SAYS_WHO_AND_WHEN.search(words):  # in any language; but then what follows must be marked as a quote
        return number, number, "@" in words and bool(_SAID.search(words))
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
    left = sum(bool(line.strip()) for line in block)
    for at, line in enumerate(block):
        if line == "-- " or (line == "--" and left <= LONGEST_SIGNATURE):
            return _without_footers(block[:at])
        left -= bool(line.strip())
    return _without_footers(block)


def _without_closing(block: list[str]) -> list[str]:
    """Without "Kind regards," and a name and address below it; whoever goes on talking below has not closed."""
    shown = [at for at, line in enumerate(block) if line.strip()]
    for number, at in enumerate(shown):
        if not _closes(block[at]) or len(shown) - number > LONGEST_SIGNATURE + 1:
            continue
        if not any(_is_said(block[each]) for each in shown[number + 1 :]):
            return _trimmed(block[:at])
    return block


def _closes(line: str) -> bool:
    both = [half.strip() for half in re.split(r"[/|]", line[: LONGEST_CLOSING + 1])]  # in two languages
    return len(line) <= LONGEST_CLOSING and all(
        _CLOSING.fullmatch(half) or _CLOSING_WORD.fullmatch(half) for half in both
    )


def _is_said(line: str) -> bool:
    """Is this a sentence of somebody, rather than a line of a card with a name, an address and working days?"""
    line = line[:LONGEST_LOOKED_AT]
    if "?" in line or _AFTER_ALL.match(line):
        return True
    talks, words = len(_TALKS.findall(line)), len(line.split())
    if _WORKING_DAYS.search(line):
        return talks >= 3
    return talks >= 2 or (talks == 1 and words >= 4)


def _without_banner(block: list[str]) -> list[str]:
    """Without what a mail gateway puts above: that the mail came from outside."""
    for _ in range(3):
        block = _trimmed(block)
        end = next((at for at, line in enumerate(block) if not line.strip()), len(block))
        words = " ".join(line[:1000] for line in block[:end][:20])[:2000]
        if not (_BANNER.search(words) and _BANNER_MORE.search(words)):
            break
        block = block[end:]
    return block


def _without_footers(block: list[str]) -> list[str]:
    """Without what a program or an employer puts below: "Sent from my phone", a disclaimer, a rule."""
    end = len(block)
    while end:
        last = block[end - 1][:LONGEST_LOOKED_AT]
        if not last.strip() or _is_of_a_program(last.strip()) or _SEPARATOR.fullmatch(last):
            end -= 1
        elif _LINK.fullmatch(last.strip()) and end > 1 and _is_of_a_program(block[end - 2].strip()):
            end -= 2
        elif (start := _disclaimer(block, end)) < end:
            end = start
        else:
            break
    return _trimmed(block[:end])


def _is_of_a_program(line: str) -> bool:
    line = " ".join(_LINK.sub("", line).split())
    return bool(_OF_A_PROGRAM.fullmatch(line) or (_DEVICE.fullmatch(line) and len(_TALKS.findall(line)) < 2))


def _disclaimer(block: list[str], end: int) -> int:
    """Where the last paragraph before `end` begins, when it is a disclaimer; else `end`."""
    start = end
    while start > max(0, end - 60) and block[start - 1].strip():
        start -= 1
    words = " ".join(line[:2000] for line in block[start:end])[:4000]
    sure, likely = (len({found.lower() for found in kind.findall(words)}) for kind in (_DISCLAIMER, _DISCLAIMER_MORE))
    return start if sure and sure + likely >= (2 if start else 3) and not _OF_SOMEBODY.search(words) else end


def _trimmed(block: list[str]) -> list[str]:
    start, end = 0, len(block)
    while start < end and not block[start].strip():
        start += 1
    while end > start and not block[end - 1].strip():
        end -= 1
    return block[start:end]


__all__ = ["reply"]
