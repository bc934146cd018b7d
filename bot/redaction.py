"""What nobody should send to a chat is crossed out before anything is kept: codes, passwords, BSN and IBAN.

Two questions are asked of a text: does a word in it name a secret ("wachtwoord is", "code:"), and does something in
it look like one. What is named needs to look less like it than what stands there unasked.
"""

from __future__ import annotations

import re

from stdnum import iban
from stdnum.nl import bsn

from bot.conversation.events import Secret
from bot.conversation.understanding import visible

_BLANK = r"[ \t\u00a0\u2007\u2009\u202f]"
_GAP = r"[ .\-\u00a0\u2007\u2009\u202f]"
_QUOTE = "[\"'\u201c\u2018\u201e\u00ab`]"
_SIGN = rf"{_BLANK}*(?:[:=]|->|=>){_BLANK}*{_QUOTE}?"
_IS = (
    rf"(?:{_SIGN}|{_BLANK}+[-\u2013\u2014]{_BLANK}+|{_BLANK}+(?={_QUOTE}\S){_QUOTE}"
    rf"|{_BLANK}+(?:is|was|wordt|luidt)\b(?:{_SIGN}|{_BLANK}+{_QUOTE}?))"
)
"""What stands between the name of a secret and the secret."""

_OF = rf"(?:{_BLANK}+(?:van|voor|of|for|from|bij|on|to)(?:{_BLANK}+(?:mijn|my|de|het|the))?{_BLANK}+[\w@.-]+){{0,2}}"
"""Whose it is: "van eduID"."""

_IBAN = re.compile(
    rf"(?<![A-Za-z0-9])[A-Za-z]{{2}}{_GAP}{{0,3}}\d{{2}}(?:{_GAP}{{0,3}}[A-Za-z0-9]){{11,30}}(?![A-Za-z0-9])"
)
_BSN = re.compile(rf"(?<![\w/=-])\d(?:{_GAP}?\d){{7,8}}(?![\w/]|-\d)")
_BSN_GIVEN = re.compile(
    rf"\b((?:bsn|burgerservicenummer|sofinummer)(?:nummer)?(?:{_IS}|[\s-]{{0,3}}))\d(?:{_GAP}{{0,2}}\d){{7,8}}(?!\d)",
    re.IGNORECASE,
)

_CODE_WORD = (
    r"(?<![\w?&/])(?<!error )(?<!fout )(?<!status )(?<!post )(?<!zip )(?<!qr )"
    r"(?:(?:inlog|controle|verificatie|bevestigings|activerings|activatie|beveiligings|toegangs|login|log-in|"
    r"verification|security|confirmation|access|one-?time|sms|pin|mail|e-?mail|eduid)[ -]?)?(?:code|pin|otp)"
)
_CODE_SAID = re.compile(rf"{_CODE_WORD}\b", re.IGNORECASE)
_CODE_GIVEN = re.compile(
    rf"({_CODE_WORD}(?:{_OF}{_IS}|{_BLANK}?(?=\d)))"
    rf"((?=[a-z]*\d)[a-z0-9]{{4,10}}|\d{{2,4}}(?:{_GAP}\d{{2,4}}){{1,3}})(?![\w/]|{_GAP}\d|[,:]\d)",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![\w=.,:+€-])(?<!\S/)(?:[A-Z]-)?\d{6}(?![\w/]|[-.,:]\d)")
_SPLIT_CODE = re.compile(rf"(?<![\w/=.,:+€-])\d{{3}}{_GAP}\d{{3}}(?![\w/]|[-.,:]\d| \d)")
_SHORT_CODE = re.compile(r"(?<![\w/=.,:+€-])(?:\d{4,8}|(?=[A-Z]*\d)[A-Z0-9]{6,8})(?![\w/]|[-.,:]\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")

_NAMES_IT = r"(?<![\w/?&])(?:wachtwoord(?:je)?|password|paswoord|pasword|passwoord|passwd|passphrase|wachtw|ww|pwd?)"
_PASSWORD_GIVEN = re.compile(rf"({_NAMES_IT}{_OF}({_IS}))(\S[^\n]*)", re.IGNORECASE)
_PASSWORD_BARE = re.compile(rf"({_NAMES_IT}{_OF}{_BLANK}+)(?=\S*[a-z])(?=\S*\d)[^\s/\[\]]{{6,40}}(?!\S)", re.IGNORECASE)
_STRONG = re.compile(
    r"(?<!\S)(?=\S*[a-z])(?=\S*[A-Z])(?=\S*\d)(?=\S*[!#$%^&*?+_~@])(?!\S*(?:/|cid:|&\w+=|%[0-9A-F]{2}|@\S*\.[A-Za-z]{2}))\S{8,40}(?!\S)"
)
_GOES_ON = re.compile(rf"{_BLANK}*(?:,{_BLANK}|[.!?]{_BLANK}+(?=[A-Z])|{_BLANK}(?:maar|en|want|but|and|because)\b)")
_STATE = re.compile(
    r"(?:(?:aan|af|door|in|op|uit|terug|weg)?ge\w{3,}|(?:ver|be|her|ont)\w{3,}|re\w+)(?:d|t|en)|\w{3,}(?:lijk|baar|ed|ing)",
    re.IGNORECASE,
)
_TELLING = """
    aan accepted al all alleen also altijd always an anders another asked been being bij blijkbaar case correct dan dat
    de denk desnoods deze die different difficult door echt een eenvoudig eigenlijk empty en er ergens even expired fine
    for fout from gek geheim geldig gewoon goed gone good hard heel helaas hem het hetzelfde hidden hier hoe hoezo
    iets ik in incorrect ingewikkeld invalid is it jouw juist just kapot known kort kwijt lang langer lastig leeg long
    lost maar me mij mijn minimaal minstens missing my needed net new niet niets nieuw niks no nodig nog not nou now nu
    of okay old on onbekend onduidelijk ongeldig onjuist onveilig ook op oud outdated overal prima raar reset right
    safe same secret set short simpel simple slecht soms somehow steeds still stom strong te that the to toch too
    unclear unknown uw vaak valid van veilig verkeerd volgens voor waar waarom wanneer wat weak weer weg weird wel welke
    what where which why wie with working wrong you your zeker zo zoek zonder zwak
"""
"""After "mijn wachtwoord is" these tell about a password."""

_LOST = frozenset({"vergeten", "kwijt", "forgotten", "forgot", "lost"})


def redact(text: str) -> tuple[str, Secret]:
    """The text with every secret crossed out as `[code]`, `[password]`, `[bsn]` or `[iban]`, and which kind it held.

    What cannot be seen in the text is left out first. The kind is "" when there was no secret.
    """
    found: list[Secret] = []

    def cross_out(kind: Secret) -> str:
        found.append(kind)
        return f"[{kind}]"

    def account(match: re.Match[str]) -> str:
        compact = re.sub(r"\W", "", match[0])
        for end in range(len(compact), 14, -1):  # words that follow it look like a part of it
            if iban.is_valid(compact[:end], check_country=False):
                return cross_out("iban") + _after(match[0], end)
        return match[0]

    def citizen(match: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", match[0])
        return cross_out("bsn") if len(digits) == 9 and bsn.is_valid(digits) else match[0]

    def given_citizen(match: re.Match[str]) -> str:
        return match[1] + cross_out("bsn")

    def given_code(match: re.Match[str]) -> str:
        if _YEAR.fullmatch(match[2]) and not re.search(r"[:=]|\b(?:is|was)\b", match[1]):
            return match[0]  # "de code van 2026"
        return match[1] + cross_out("code")

    def given_password(match: re.Match[str]) -> str:
        before, between, words = match[1], match[2], match[3]
        if _tells(words, named=bool(re.search("[:=]", between))):
            return match[0]
        return before + cross_out("password") + words[_length(words) :]

    text = _IBAN.sub(account, visible(text))
    text = _BSN_GIVEN.sub(given_citizen, text)
    text = _PASSWORD_GIVEN.sub(given_password, text)
    text = _PASSWORD_BARE.sub(lambda match: match[1] + cross_out("password"), text)
    text = _STRONG.sub(lambda match: cross_out("password"), text)
    text = _BSN.sub(citizen, text)
    text = _CODE_GIVEN.sub(given_code, text)
    text = _CODE.sub(lambda match: cross_out("code"), text)
    alone = re.fullmatch(rf"\W*\d{{3}}{_GAP}\d{{3}}\W*", text)
    if alone or _CODE_SAID.search(text):
        text = _SPLIT_CODE.sub(lambda match: cross_out("code"), text)
    if _CODE_SAID.search(text):
        text = _SHORT_CODE.sub(lambda match: match[0] if _YEAR.fullmatch(match[0]) else cross_out("code"), text)
    return text, found[0] if found else ""


def _tells(words: str, *, named: bool) -> bool:
    """Do these words, after "wachtwoord is", say how it is with a password, rather than which one it is?

    `named`: a colon or the like stands before them, after which a password is the likelier.
    """
    first = words.partition(" ")[0]
    word = first.strip(".,!?\"'").lower()
    if named:
        return word in _LOST or word == "[password]" or not word
    if re.fullmatch(r"\d{1,2}", word):
        return True  # "8 tekens lang"
    return (
        not word or first.startswith("[") or word in _TELLING.split() or word in _LOST or bool(_STATE.fullmatch(word))
    )


def _length(words: str) -> int:
    """How much of what follows "wachtwoord is" is the password: a word that looks like one, or the whole line."""
    first = words.partition(" ")[0].rstrip(".,!?")
    goes_on = _GOES_ON.search(words)
    if goes_on and not first.isalpha():
        return goes_on.start()
    return len(words.rstrip())


def _after(text: str, count: int) -> str:
    """What follows the first `count` letters and digits."""
    for index, letter in enumerate(text):
        if letter.isalnum():
            count -= 1
            if count == 0:
                return text[index + 1 :]
    return ""


_ASKING = re.compile(
    r"\b(?:stuur|geef|mail|app|sms|typ|tik|noem|vertel|deel|zeg|schrijf|plak|doorgeven|doorsturen|opsturen|toesturen"
    r"|wat is|wat was|mag ik|mogen we|kun je|kan je|heb je|wil je|send|give|e-?mail|text|type|tell|share|say|write"
    r"|paste|what is|what was|what's|may i|can you|could you|please)\b",
    re.IGNORECASE,
)
_SECRET_NAMED = re.compile(
    rf"{_NAMES_IT}\b|{_CODE_WORD}s?\b|(?:pin|sms|inlog|login)-?codes?\b"
    r"|\b(?:bsn|burgerservicenummer|iban|rekeningnummer|account number|digid)\b",
    re.IGNORECASE,
)
_NEVER = re.compile(r"\b(?:nooit|niet|geen|niemand|never|not|no|nobody|don't|do not|doesn't)\b", re.IGNORECASE)


def asks_for_secret(text: str) -> bool:
    """Does this ask somebody for a password, a code or a number that they must not send, in either language?

    It is enough that one sentence seems to; one that says never to send it does not.
    """
    sentences = re.split(r"(?<=[.!?\n])\s+|\n", visible(text))
    return any(
        _SECRET_NAMED.search(one) and (_ASKING.search(one) or "?" in one) and not _NEVER.search(one)
        for one in sentences
    )
