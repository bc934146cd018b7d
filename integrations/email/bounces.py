"""Mails that say what became of a letter of ours: it did not arrive (RFC 3464), or was called spam (RFC 5965)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import Parser
from typing import Literal

from flufl.bounce import all_failures

from bot.ports import Bounced
from integrations.email.headers import payload

MOST = 20

How = Literal["gone", "full", "refused", "complained"]

_MAILBOX = re.compile(r"[^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"@]{1,255}")
_ID = re.compile(r"<[^<>\s]{1,250}>")
_RETURNED_ID = re.compile(r"^message-id:\s*(<[^<>\s]{1,250}>)", re.I | re.M)
_NOBODY = re.compile(
    r"user unknown|unknown user|no such (?:user|recipient|mailbox|person)|(?:user|recipient|mailbox|address|account)"
    r"(?: \S{1,100})? (?:not found|does(?: not|n't) exist|is disabled|is unknown|unavailable|rejected)|"
    r"invalid (?:recipient|mailbox)|unknown recipient|onbekende gebruiker|bestaat niet",
    re.I,
)
_GONE = re.compile(r"5\.(?:1\.[1236]|1\.10|2\.1|4\.4)")
"""No such mailbox or domain, moved away, shut. Source: the registry of enhanced status codes (RFC 5248)."""

_FULL = re.compile(r"(?:5\.(?:0\.0|1\.0|2\.[02]|3\.[0-35]|4\.\d{1,3}))?")
"""No room, too late, or nothing said of why: it may go better another day."""


def bounced(parts: Message) -> tuple[Bounced, ...]:
    """Which letters did not reach whom, or were complained about; nothing when this tells of neither."""
    letter = next(_returned_ids(parts), "")
    told: dict[str, How] = {}
    for part in parts.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for block in _blocks(part):
                _note(told, block)
        elif kind == "message/feedback-report":
            told |= _complaint(part, parts)
    if not told:
        try:
            temporary, permanent = all_failures(parts)
        except Exception:  # its detectors are not made for junk
            return ()
        told |= dict.fromkeys(map(_lower, temporary), "full")
        told |= dict.fromkeys(map(_lower, permanent), "gone")
    return tuple(Bounced(mailbox, how, letter) for mailbox, how in list(told.items())[:MOST] if mailbox)


def _note(told: dict[str, How], block: Message) -> None:
    """What one recipient's block of a delivery report says."""
    mailbox = _mailbox(block.get("Original-Recipient")) or _mailbox(block.get("Final-Recipient"))
    action = str(block.get("Action", "")).partition("(")[0].strip().lower()
    if mailbox and action in ("failed", "delayed"):
        told[mailbox] = _how(action, str(block.get("Status", "")), str(block.get("Diagnostic-Code", ""))[:2000])


def _how(action: str, status: str, diagnosis: str) -> How:
    code = (re.search(r"[245]\.\d{1,3}\.\d{1,3}", status) or [""])[0]
    if code in ("5.0.0", "") and (closer := re.search(r"\b[45]\.\d{1,3}\.\d{1,3}\b", diagnosis)):
        code = closer[0]
    if action == "delayed" or code.startswith("4."):
        return "full"
    if _GONE.fullmatch(code) or (_NOBODY.search(diagnosis) and not code.startswith("5.7.")):
        return "gone"
    return "full" if _FULL.fullmatch(code) else "refused"


def _complaint(report: Message, parts: Message) -> dict[str, How]:
    """Whose complaint this is. Source: RFC 5965; some senders of these leave the recipient out of the report."""
    fields = next(_blocks(report), report)
    if str(fields.get("Feedback-Type", "")).strip().lower() not in ("abuse", "fraud", "opt-out", "other", "virus"):
        return {}
    said = _mailbox(fields.get("Original-Rcpt-To")) or next(
        (mailbox for inner in _returned(parts) if (mailbox := _mailbox(inner.get("To")))), ""
    )
    return {said: "complained"} if said else {}


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields in a report: the library makes each a message of its own, or they are text."""
    if part.is_multipart():
        yield from _within(part)
        return
    for text in re.split(r"\n\s*\n", _text(part)[:20_000])[:MOST]:
        yield Parser().parsestr(text + "\n\n", headersonly=True)


def _within(part: Message) -> Iterator[Message]:
    inner = part.get_payload() if part.is_multipart() else []
    yield from (each for each in inner if isinstance(each, Message))


def _returned(parts: Message) -> Iterator[Message]:
    """The headers of what came back."""
    for part in parts.walk():
        if part.get_content_type() == "message/rfc822":
            yield from _within(part)
        elif part.get_content_type() == "text/rfc822-headers":
            yield Parser().parsestr(_text(part)[:20_000], headersonly=True)


def _text(part: Message) -> str:
    return payload(part).decode("utf-8", "replace").replace("\r\n", "\n")


def _returned_ids(parts: Message) -> Iterator[str]:
    """The Message-IDs of what came back, and those in the text of a report that has no parts."""
    for returned in _returned(parts):
        if found := _ID.search(str(returned.get("Message-ID", ""))[:1000]):
            yield found[0]
    for part in parts.walk():
        if part.get_content_maintype() == "text":
            yield from _RETURNED_ID.findall(_text(part)[:100_000])


def _mailbox(value: object) -> str:
    """`rfc822; sam@uni.example` -> `sam@uni.example`; "" for none."""
    found = _MAILBOX.search(str(value or "").rpartition(";")[2][:1000])
    return _lower(found[0]) if found else ""


def _lower(mailbox: str | bytes) -> str:
    return (mailbox.decode(errors="replace") if isinstance(mailbox, bytes) else mailbox).lower()


__all__ = ["bounced"]
