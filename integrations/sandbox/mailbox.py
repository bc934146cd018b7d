"""The sandbox's mailbox: letters of the guide as they would leave, and what a visitor answers, as a mail program would.

Each letter is a file of its own beside the world's, so that several processes can put letters there. For practice only:
nothing leaves this machine.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime, getaddresses, make_msgid
from pathlib import Path
from typing import Protocol

from babel.dates import format_datetime as in_words

from bot.conversation.nodes import Message
from bot.ports import Address, Heard, Letter, Limits, Refused
from integrations.sandbox.pages import AMSTERDAM
from integrations.sandbox.world import AUTHSERV_ID, GUIDE

MOST = 500
"""So many of the newest letters are kept."""

NAME = re.compile(r"[0-9a-f]{24}")


@dataclass(frozen=True, slots=True)
class Mailed:
    """A letter in the mailbox, as a mail program shows it."""

    name: str
    to: str
    sender: str
    subject: str
    at: datetime
    text: str
    html: str
    reply_to: str
    id: str
    references: tuple[str, ...]


@dataclass
class Mailbox:
    """Letters that the guide sent. `folder` None: they are kept in memory (tests)."""

    folder: Path | None = None
    _kept: dict[str, Mailed] = field(default_factory=dict)

    def put(self, raw: bytes) -> None:
        """A letter arrives; the same letter twice is one."""
        letter = _read(raw)
        if self.folder is None:
            self._kept[letter.name] = letter
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = self.folder / f"{letter.name}.{os.getpid()}.new"
        beside.write_bytes(raw)
        os.replace(beside, self.folder / f"{letter.name}.eml")
        for old in sorted(self.folder.glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)[MOST:]:
            old.unlink(missing_ok=True)

    def letters(self) -> list[Mailed]:
        """Every letter, the newest first."""
        if self.folder is not None:
            files = {file.stem: file for file in self.folder.glob("*.eml")}
            self._kept = {
                name: self._kept.get(name) or _read(file.read_bytes()) for name, file in files.items() if file.exists()
            }
        return sorted(self._kept.values(), key=lambda one: one.at, reverse=True)

    def letter(self, name: str) -> Mailed | None:
        """The letter of this name; None when it is not there."""
        return next((one for one in self.letters() if one.name == name), None) if NAME.fullmatch(name) else None


def _read(raw: bytes) -> Mailed:
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    return Mailed(
        name=hashlib.sha256(str(mail["Message-ID"]).encode()).hexdigest()[:24],
        to=_mailbox(mail, "to"),
        sender=str(mail["From"]),
        subject=str(mail["Subject"]),
        at=mail["Date"].datetime,
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
        reply_to=_mailbox(mail, "reply-to") or _mailbox(mail, "from"),
        id=str(mail["Message-ID"]),
        references=tuple(str(mail.get("References", "")).split()),
    )


def _mailbox(mail: EmailMessage, header: str) -> str:
    return next((address for _, address in getaddresses([str(mail.get(header, ""))])), "")


# What a visitor sends from the mailbox


def answer_to(letter: Mailed, text: str, now: datetime) -> bytes:
    """What a mail program sends when its reader answers this letter: their words above what they answer."""
    quoted = "\n".join(f"> {line}".rstrip() for line in letter.text.splitlines())
    when = in_words(letter.at, "EEE d MMM yyyy 'om' HH:mm", tzinfo=AMSTERDAM, locale="nl")
    mail = _mail(letter.to, letter.reply_to, f"Re: {letter.subject.removeprefix('Re: ')}", now)
    mail["In-Reply-To"] = letter.id
    mail["References"] = " ".join((*letter.references, letter.id))
    mail.set_content(f"{text}\n\nOp {when} schreef {letter.sender}:\n\n{quoted}\n")
    return mail.as_bytes()


def forwarded(to: str, sender: str, subject: str, words: str, text: str, now: datetime) -> bytes:
    """What a mail program sends when the reader of `to` forwards a neighbour's mail to the guide."""
    mail = _mail(to, GUIDE, f"Fwd: {subject}", now)
    head = f"Van: {sender}\nDatum: {format_datetime(now)}\nOnderwerp: {subject}\nAan: {to}"
    mail.set_content(f"{text}\n\n---------- Forwarded message ---------\n{head}\n\n{words}\n")
    return mail.as_bytes()


def _mail(sender: str, to: str, subject: str, now: datetime) -> EmailMessage:
    mail = EmailMessage(SMTP)
    domain = sender.rpartition("@")[2]
    mail["Authentication-Results"] = f"{AUTHSERV_ID}; dmarc=pass header.from={domain}"
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = make_msgid(domain=domain)
    return mail


# What the guide sends to it


class Writes(Protocol):
    """Writes a letter as an e-mail."""

    def write(self, mailbox: str, message: Message, letter: Letter, now: datetime) -> EmailMessage: ...


class PracticePost:
    """The e-mail channel of the sandbox: what it sends arrives in the mailbox."""

    name = "email"
    rate = 0.0
    chat_rate = 0.0
    chat_burst = 3

    def __init__(self, mailbox: Mailbox, writer: Writes, limits: Limits, clock: Callable[[], datetime]) -> None:
        self.mailbox = mailbox
        self.writer = writer
        self.limits = limits
        self.clock = clock

    async def post(self, to: Address, message: Message, letter: Letter) -> str:
        """Deliver one letter; return its id, the same at each try. Raises Refused."""
        try:
            mail = self.writer.write(to.external_id, message, letter, self.clock())
        except ValueError as odd:
            raise Refused(f"post: badly written {type(odd).__name__}", ours=True) from odd
        self.mailbox.put(mail.as_bytes())
        return str(mail["Message-ID"])

    async def send(self, to: Address, message: Message) -> str:
        raise Refused("send: mail goes out as letters", ours=True)

    async def edit(self, to: Address, sent: str, message: Message) -> None:
        """What was mailed is not changed any more."""

    async def acknowledge(self, heard: Heard, words: str = "") -> None: ...

    async def typing(self, to: Address) -> None: ...


__all__ = ["Mailbox", "Mailed", "PracticePost", "answer_to", "forwarded"]
