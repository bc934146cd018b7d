"""Whom a mail says it is from, and what the one mail server that we trust found out about that."""

from __future__ import annotations

import re
from email.errors import InvalidHeaderDefect
from email.policy import default
from typing import Literal

import authres

from integrations.email.headers import LONGEST_HEADER, Headers

LONGEST_SENDER = 1000

_MAILBOX = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f-\uffff]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,20}")


def sender(headers: Headers) -> str:
    """The mailbox of the one sender, in lower case; "" where that is not one mailbox that could be answered.

    Two headers, two mailboxes, the name of a group, an address inside an address: each program that reads those
    takes another sender, and so would we another than the server that checked.
    """
    values = headers.all("from")
    if not headers.whole or len(values) != 1 or len(values[0]) > LONGEST_SENDER:
        return ""
    try:
        found = default.header_factory("from", values[0])
        groups, defects = found.groups, found.defects
    except Exception:  # whatever the library makes of junk
        return ""
    if len(groups) != 1 or groups[0].display_name is not None or len(groups[0].addresses) != 1:
        return ""
    if any(isinstance(defect, InvalidHeaderDefect) for defect in defects):
        return ""
    mailbox = groups[0].addresses[0].addr_spec.lower()
    return mailbox if _MAILBOX.fullmatch(mailbox) and len(mailbox) <= 254 else ""


def proof(headers: Headers, mailbox: str, authserv_id: str) -> Literal["pass", "fail", "none"]:
    """Whether the sender is who they say, by DMARC, as the server `authserv_id` wrote down.

    Where the sender's domain has no DMARC policy, what DMARC would have looked at decides: a DKIM signature of that
    domain or one above it, or SPF for it (RFC 9989 asks for either). Else many a small organisation is never heard.
    Only the topmost header of exactly that id is read: that server removes those of the same id that came with a mail
    (RFC 8601, section 5). "none" where there is none, or it says nothing of the domain that the mail is from.
    """
    ours = (value for value in headers.all("authentication-results") if _is_of(value, authserv_id))
    value = next(ours, "")
    if not value or not mailbox or len(value) >= LONGEST_HEADER:
        return "none"
    try:
        read = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {value}")
    except Exception:  # its own errors, and a RecursionError
        return "none"
    if read.authserv_id.lower() != authserv_id.lower():
        return "none"
    domain = mailbox.rpartition("@")[2]
    verdicts = {
        (result.result.lower(), *(p.value.lower() for p in result.properties if (p.type, p.name) == ("header", "from")))
        for result in read.results
        if result.method.lower() == "dmarc"
    }
    if verdicts == {("pass", domain)}:
        return "pass"
    if any(verdict[0] in ("pass", "fail") for verdict in verdicts):
        return "fail"
    no_policy = all(verdict == ("none", domain) for verdict in verdicts)
    return "pass" if no_policy and any(_vouches(result, domain) for result in read.results) else "none"


def _vouches(result: authres.AuthenticationResult, domain: str) -> bool:
    """Does this one check say that the mail comes from that domain?"""
    if result.result.lower() != "pass":
        return False
    told = {(prop.type.lower(), prop.name.lower()): prop.value.lower() for prop in result.properties}
    match result.method.lower():
        case "dkim":
            signer: str = told.get(("header", "d"), "")
            return domain == signer or ("." in signer and domain.endswith(f".{signer}"))
        case "spf":
            envelope: str = told.get(("smtp", "mailfrom"), "")
            return domain == envelope.rpartition("@")[2]
    return False


def _is_of(value: str, authserv_id: str) -> bool:
    """Does this header name that server? What stands before its first `;` may hold a version, and comments."""
    words = re.sub(r"\([^()]*\)", " ", value.partition(";")[0]).split()
    return bool(words and authserv_id) and words[0].lower() == authserv_id.lower()


__all__ = ["proof", "sender"]
