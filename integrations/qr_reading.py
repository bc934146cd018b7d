"""Reads the code in a picture that somebody sent, in a process of its own that can do nothing else.

A picture is decoded by code that was not written with enemies in mind. Whatever it does to the child that runs it
(`qr_child`), this program sees words, or none.
"""

from __future__ import annotations

from bot.ports import NoCode
from integrations.confined import Confined, TooHard

LONGEST = 5_000_000
"""Bytes of a picture."""

LONGEST_WORDS = 20_000
"""A QR code holds 7,089 figures at most, fewer letters. Source: ISO/IEC 18004."""

_CHILD = Confined("integrations.qr_child:read", seconds=3, megabytes=512)


async def read_qr(picture: bytes) -> str | None:
    """The words of the QR code in a PNG, JPEG or WebP picture; None when there is none in it. Raises NoCode."""
    if len(picture) > LONGEST:
        raise NoCode(f"more than {LONGEST} bytes", "too_big")
    try:
        said = await _CHILD(picture)
    except TooHard as why:
        raise NoCode(f"the child: {why}", "too_hard") from None
    match said:
        case b"no_code":
            return None
        case b"several":
            raise NoCode("codes that say different things", "several")
        case b"too_big":
            raise NoCode("more pixels than we take", "too_big")
        case b"no_picture":
            raise NoCode("no PNG, JPEG or WebP that can be opened", "no_picture")
        case _ if said.startswith(b"=") and len(said) <= LONGEST_WORDS:
            return said[1:].decode(errors="replace")
    raise NoCode("more than a code can hold", "too_hard")


__all__ = ["read_qr"]
