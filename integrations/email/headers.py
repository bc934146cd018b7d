"""The headers of a mail, as they stand in its bytes, and what makes two deliveries of it the same.

Read without a library, line by line: so that none of the ways in which a header can be made hard costs time, and so
that we see the headers that a mail server saw when it judged the sender.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from itertools import islice

LONGEST_HEADERS = 256 * 1024
"""Exchange writes 40 KB of them on an ordinary day."""

LONGEST_HEADER = 8 * 1024
MOST_HEADERS = 1000

LONGEST_PART = 512 * 1024
MOST_PARTS = 5000
LONGEST_KEPT = 6 * 1024 * 1024
"""Of a mail that is read: a part further than this holds an attachment, of which only the name is looked at."""

_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.S)

_HELD = (
    "from", "sender", "reply-to", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references",
    "auto-submitted", "mime-version", "content-type", "content-transfer-encoding", "content-disposition",
    "dkim-signature",
)  # fmt: skip
"""What a sender writes, and no server on the way."""


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of a mail, in their order: (name in lower case, value unfolded). `whole`: none was left out."""

    fields: tuple[tuple[str, bytes], ...]
    body: int  # where it begins
    whole: bool = True

    def all(self, name: str) -> list[str]:
        """The values of this name, the topmost first, each cut at `LONGEST_HEADER`."""
        return [_text(value) for held, value in self.fields if held == name]

    def first(self, name: str) -> str:
        """The topmost value of this name; "" for none."""
        return next(iter(self.all(name)), "")

    def __contains__(self, name: str) -> bool:
        return any(held == name for held, _ in self.fields)


def read_headers(raw: bytes) -> Headers:
    """The headers of this mail."""
    fields: list[tuple[str, list[bytes]]] = []
    at, whole = 0, True
    if raw.startswith((b"From ", b">From ")):  # of a mailbox file
        at = (raw.find(b"\n") + 1) or len(raw)
    while at < len(raw):
        end = (raw.find(b"\n", at, LONGEST_HEADERS) + 1) or len(raw)
        if end > LONGEST_HEADERS or len(fields) > MOST_HEADERS:
            whole = False
            break
        line = raw[at:end].rstrip(b"\r\n")
        if not line:
            at = end
            break
        if line[:1] in b" \t" and fields:
            fields[-1][1].append(line.strip())
        elif found := _FIELD.fullmatch(line):
            fields.append((found[1].decode("ascii").lower(), [found[2].strip()]))
        else:
            break  # what is no header begins the body: so does the mail library, and so do servers
        at = end
    return Headers(tuple((name, b" ".join(value)) for name, value in fields), at, whole)


def key(raw: bytes, headers: Headers) -> str:
    """The same for this mail however it comes in, and for no other.

    What servers on the way add or fold is left out. The signature of the sender's server is not: nobody can make a
    mail of the same key beforehand, for the mail itself to be taken for heard.
    """
    digest = hashlib.sha256()
    for name, value in sorted(field for field in headers.fields if field[0] in _HELD):
        digest.update(name.encode() + b":" + b" ".join(value.split()) + b"\n")
    digest.update(b"\n")
    end = len(raw.rstrip(b"\r\n"))
    for at in range(headers.body, end, 1 << 20):
        part = raw[at : min(end, at + (1 << 20))]
        digest.update(part.replace(b"\r", b""))
    return f"email:{digest.hexdigest()}"


def read_further(raw: bytes, headers: Headers) -> bytes:
    """What of the body is worth parsing: of each part the first half megabyte, of all together no more than 6."""
    if len(raw) <= LONGEST_PART:
        return raw[headers.body :]
    return b"".join(islice(_kept(raw, headers.body), MOST_PARTS))


def _kept(raw: bytes, at: int) -> Iterator[bytes]:
    room = LONGEST_KEPT
    while at < len(raw):
        border = (raw.find(b"\n--", at) + 1) or len(raw)
        end = border
        if end - at > (most := min(LONGEST_PART, room)):
            end = (raw.rfind(b"\n", at + 1, at + most) + 1) or at + most
        yield raw[at:end]
        room -= end - at
        if room <= 0:
            return
        at = border


def payload(part: Message) -> bytes:
    """The bytes of one part, its transfer encoding undone, whatever charset it says to have."""
    try:
        found = part.get_payload(decode=True)
    except (LookupError, ValueError):  # the library tries the charset as well, and there are odd ones
        del part["Content-Type"]
        found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _text(value: bytes) -> str:
    return value[:LONGEST_HEADER].decode("utf-8", "replace").replace("\0", "\ufffd")


__all__ = ["Headers", "key", "payload", "read_further", "read_headers"]
