"""Reads the code in a picture that somebody sent, in a process of its own that can do nothing else.

A picture is decoded by code that was not written with enemies in mind. Whatever it does to the child that runs it
(`qr_child`), this program sees words, or none.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from pathlib import Path

from bot.ports import NoCode
from integrations.qr_child import NO_CODE, NO_PICTURE, SEVERAL, TOO_BIG

LONGEST = 5_000_000
"""Bytes of a picture."""

SECONDS = 3.0

LONGEST_WORDS = 20_000
"""A QR code holds 7,089 figures at most, fewer letters. Source: ISO/IEC 18004."""

CHILD = Path(__file__).with_name("qr_child.py")

_AT_ONCE = asyncio.Semaphore(2)


async def read_qr(picture: bytes) -> str | None:
    """The words of the QR code in a PNG, JPEG or WebP picture; None when there is none in it. Raises NoCode."""
    if len(picture) > LONGEST:
        raise NoCode(f"more than {LONGEST} bytes", "too_big")
    async with _AT_ONCE:
        end, words = await _decoded(picture)
    match end:
        case 0 if len(words) <= LONGEST_WORDS:
            return words.decode(errors="replace")
        case _ if end == NO_CODE:
            return None
        case _ if end == SEVERAL:
            raise NoCode("codes that say different things", "several")
        case _ if end == TOO_BIG:
            raise NoCode("more pixels than we take", "too_big")
        case _ if end == NO_PICTURE:
            raise NoCode("no PNG, JPEG or WebP that can be opened", "no_picture")
    raise NoCode(f"the child ended with {end}", "too_hard")


async def _decoded(picture: bytes) -> tuple[int | None, bytes]:
    """How the child ended, and what it said; None when its time was up."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", str(CHILD)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd="/",
        env={},
    )
    assert child.stdin
    assert child.stdout
    words = b""
    try:
        async with asyncio.timeout(SECONDS):
            with suppress(ConnectionError):  # it may have ended without reading all
                child.stdin.write(picture)
                await child.stdin.drain()
                child.stdin.close()
            while len(words) <= LONGEST_WORDS and (more := await child.stdout.read(LONGEST_WORDS)):
                words += more
            if len(words) <= LONGEST_WORDS:
                await child.wait()
    except TimeoutError:
        pass
    finally:
        if child.returncode is None:
            child.kill()
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS):
                await child.stdout.read()  # what it still said: asyncio waits for the end of the pipe as well
                await child.wait()
    return child.returncode, words


__all__ = ["read_qr"]
