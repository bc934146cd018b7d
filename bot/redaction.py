"""What nobody should send to a chat is crossed out before anything is kept: codes, passwords, BSN and IBAN."""

from __future__ import annotations

import re

from stdnum import iban
from stdnum.nl import bsn

from bot.conversation.events import Secret

LONGEST_ANSWERED = 300
"""In a longer text, such as a pasted mail, secrets are crossed out without a word about it."""

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ .-]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])")
_BSN = re.compile(r"(?<![\w/=-])\d(?:[ .-]?\d){7,8}(?![\w/]|-\d)")
_CODE = re.compile(r"(?<![\w=.,:+€-])(?<!\S/)\d{6}(?![\w/]|[-.,:]\d)")
_SPLIT_CODE = re.compile(r"(?<![\w/=.,:+€-])\d{3}[ -]\d{3}(?![\w/]|[-.,:]\d| \d)")
_CODE_SAID = re.compile(
    r"\b(?:inlog|controle|verificatie|sms|pin|login|security|one-time )?(?:code|pin)\b", re.IGNORECASE
)
_SHORT_CODE = re.compile(r"(?<![\w/=.,:+€-])(?:\d{4,8}|(?=[A-Z]*\d)[A-Z0-9]{6,8})(?![\w/]|[-.,:]\d)")
_PASSWORD_SAID = re.compile(
    r"\b(?:wachtwoord(?:je)?|pass?word|wachtw|ww|pwd?)\b\W{0,3}(?:van mij |voor \w+ )?(is|was|=|:)\W{0,3}(\S+)",
    re.IGNORECASE,
)
_STRONG = re.compile(r"(?<!\S)(?=\S*[a-z])(?=\S*[A-Z])(?=\S*\d)(?=\S*[!#$%^&*?+_~])(?!\S*[/@])\S{8,40}(?!\S)")


def redact(text: str) -> tuple[str, Secret]:
    """The text with every secret crossed out as `[code]`, `[password]`, `[bsn]` or `[iban]`, and which kind it held.

    The kind is "" when there was none, and in a text so long that it is not an answer to anything.
    """
    found: list[Secret] = []

    def cross_out(kind: Secret, secret: str = "") -> str:
        found.append(kind)
        return f"[{kind}]"

    def account(match: re.Match[str]) -> str:
        compact = re.sub(r"[ .-]", "", match[0])
        for end in range(len(compact), 14, -1):  # words that follow it look like a part of it
            if iban.is_valid(compact[:end], check_country=False):
                return cross_out("iban") + _after(match[0], end)
        return match[0]

    def citizen(match: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", match[0])
        return cross_out("bsn") if len(digits) == 9 and bsn.is_valid(digits) else match[0]

    def password(match: re.Match[str]) -> str:
        word = match[2]
        plain = re.fullmatch(r"[A-Za-z\u00c0-\u017f'’]+[.,!?]*", word)
        return match[0] if plain and match[1] not in "=:" else match[0][: -len(word)] + cross_out("password")

    text = _IBAN.sub(account, text)
    text = _PASSWORD_SAID.sub(password, text)
    text = _STRONG.sub(lambda match: cross_out("password"), text)
    text = _BSN.sub(citizen, text)
    text = _CODE.sub(lambda match: cross_out("code"), text)
    alone = re.fullmatch(r"\W*\d{3}[ -]\d{3}\W*", text)
    if alone or _CODE_SAID.search(text):
        text = _SPLIT_CODE.sub(lambda match: cross_out("code"), text)
    if _CODE_SAID.search(text):
        text = _SHORT_CODE.sub(lambda match: cross_out("code"), text)
    return text, found[0] if found and len(text) <= LONGEST_ANSWERED else ""


def _after(text: str, count: int) -> str:
    """What follows the first `count` letters and digits."""
    for index, letter in enumerate(text):
        if letter.isalnum():
            count -= 1
            if count == 0:
                return text[index + 1 :]
    return ""
