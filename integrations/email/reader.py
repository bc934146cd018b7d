"""Reads mails in a child, so that none that is made to be hard to read delays or ends anything else."""

from __future__ import annotations

import asyncio
import binascii
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import structlog
from pydantic import TypeAdapter

from bot.ports import LARGEST_PICTURE, Address, Heard, Picture, Written, is_picture
from integrations.confined import Confined, TooHard
from integrations.email.headers import key, read_further, read_headers

LONGEST_MAIL = 25 * 1024 * 1024
"""A mail that is longer is taken in too, and its sender told; of it only the headers are read."""

SECONDS, SECONDS_FOR_HEADERS = 1.5, 0.5
MEGABYTES = 50

log = structlog.get_logger()

LONGEST_ENCODED = LARGEST_PICTURE * 3 // 2
"""In base64 with its line ends."""

_Begin = tuple[str, str]
_ANSWER: TypeAdapter[tuple[str, str, str, Written, list[_Begin]]] = TypeAdapter(
    tuple[str, str, str, Written, list[_Begin]]
)


class Reader:
    """What mails to `mailbox` say. `authserv_id`: the mail server whose word about senders counts, "" for none.

    `seal`: without it a picture is named only; no picture leaves here in the clear.
    """

    def __init__(self, mailbox: str, authserv_id: str = "", seal: Callable[[bytes], bytes] | None = None) -> None:
        self._seal = seal
        self._settings = json.dumps({"mailbox": mailbox, "authserv_id": authserv_id}).encode() + b"\n"
        self._child = Confined("integrations.email.reading:answer", seconds=SECONDS, megabytes=MEGABYTES)

    async def read(self, raw: bytes) -> Heard:
        """The mail, as one thing heard. Its address is empty where there is no one sender: nobody can be answered."""
        return await asyncio.to_thread(self.read_now, raw)

    def read_now(self, raw: bytes) -> Heard:
        """As `read`, for a thread of its own."""
        headers = read_headers(raw)
        key_ = key(raw, headers)
        if not headers.whole:  # whom it is from might stand in the rest of them too
            return Heard(key_, Address("email", ""), Written("", unreadable="too_hard"))
        head = raw[: headers.body]
        try:
            if len(raw) > LONGEST_MAIL:
                raise TooHard("too big")
            sender, language, written, begun = self._asked(head + read_further(raw, headers), SECONDS)
            written = replace(written, pictures=tuple(self._sealed(raw, headers.body, begun)))
        except TooHard as why:
            log.warning("email.unread", why=str(why), size=len(raw))
            sender, language, written = self._of_headers(head)
            written = replace(written, unreadable="too_big" if len(raw) > LONGEST_MAIL else "too_hard")
        return Heard(key_, Address("email", sender), written, language)

    def close(self) -> None:
        """End the child; the next mail starts another."""
        self._child.close()

    def _sealed(self, raw: bytes, at: int, begun: Sequence[_Begin]) -> Iterator[Picture]:
        """The pictures that begin like this, in their order: the child was shown the first part of each only."""
        for name, begin in begun if self._seal else ():
            found = raw.find(begin.encode("ascii", "replace"), at)
            if found < 0:
                continue
            at = raw.find(b"\n--", found, found + LONGEST_ENCODED)
            if at < 0:
                at = found + 1
                continue
            try:
                content = binascii.a2b_base64(raw[found:at])
            except binascii.Error:
                continue
            if self._seal and is_picture(content):
                yield Picture(name, self._seal(content))

    def _asked(self, raw: bytes, seconds: float) -> tuple[str, str, Written, list[_Begin]]:
        answer = _ANSWER.validate_json(self._child.run(self._settings + raw, seconds))
        return answer[1:]

    def _of_headers(self, head: bytes) -> tuple[str, str, Written]:
        """What the headers alone say; nobody and nothing where even those are too hard."""
        try:
            sender, _, written, _ = self._asked(head, SECONDS_FOR_HEADERS)
        except TooHard:
            return "", "", Written("")
        return sender, "", replace(written, text="", files=(), bounced=(), award={})


__all__ = ["Reader"]
