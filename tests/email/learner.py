"""Somebody with a mailbox and a mail program: reads what came, as a reader would, and answers as their program does."""

from __future__ import annotations

import email
import html
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from functools import cached_property
from html.parser import HTMLParser
from typing import Literal, cast

from bot.conversation.texts import LANGUAGES, Texts
from integrations.email.writing import HERE
from tests.post_office import PostOffice

Program = Literal["gmail", "outlook", "iphone", "thunderbird"]

_SIGNATURES = {
    "gmail": "",
    "outlook": "Met vriendelijke groet,\n\nSanne Voorbeeld",
    "iphone": "Verstuurd vanaf mijn iPhone",
    "thunderbird": "-- \nSanne Voorbeeld\nTel. 030 123 45 67",
}
_CHOICE = re.compile(r"^(\d{1,2})\. (.+(?:\n {3}(?!https?:).+)*)", re.M)
HEADINGS = [Texts.load(HERE).label("mail.choose", "", language) for language in LANGUAGES]
_LINK = re.compile(r"https?://[^\s<>\"()]*[^\s<>\"().]")


class _Words(HTMLParser):
    """What a page says, without its head and what is hidden; and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag in ("style", "title") or (tag == "div" and "display:none" in (given.get("style") or "")):
            self._hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and tag == self._hidden[-1]:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words += data.split()


@dataclass(frozen=True)
class Letter:
    """A mail that came."""

    raw: bytes

    @cached_property
    def mail(self) -> EmailMessage:
        return cast(EmailMessage, email.message_from_bytes(self.raw, policy=policy.default))

    def __getitem__(self, header: str) -> str:
        return str(self.mail[header] or "")

    def _part(self, kind: str) -> str:
        body = self.mail.get_body((kind,))
        assert body is not None, f"no {kind}"
        return str(body.get_content()).replace("\r\n", "\n")

    @cached_property
    def text(self) -> str:
        return self._part("plain")

    @cached_property
    def html(self) -> str:
        return self._part("html")

    @cached_property
    def _read(self) -> _Words:
        read = _Words()
        read.feed(self.html)
        return read

    @property
    def html_words(self) -> list[str]:
        return self._read.words

    @property
    def links(self) -> list[str]:
        """Every address in it, of both parts."""
        return [*dict.fromkeys([*_LINK.findall(self.text), *self._read.links])]

    @property
    def choices(self) -> dict[str, str]:
        """The numbers that can be answered, by what they stand for."""
        heading = rf"\n(?:{'|'.join(HEADINGS)}):\n"
        asked = re.split(heading, self.text)
        return {" ".join(words.split()): number for number, words in _CHOICE.findall(asked[1] if asked[1:] else "")}

    @property
    def goes_on(self) -> str:
        """The link by which the conversation goes on elsewhere."""
        return next(link for link in self.links if "/go/" in link and "to=login" not in link)


class Learner:
    """A mailbox at Dovecot, and whoever has it."""

    def __init__(self, office: PostOffice, mailbox: str, program: Program = "gmail") -> None:
        self.office, self.mailbox, self.program = office, mailbox, program
        self.letters: list[Letter] = []
        self.said: list[str] = []  # the ids of what they wrote

    def reads(self, seconds: float = 30) -> Letter:
        """The next mail that comes."""
        end = time.monotonic() + seconds
        while len(came := self.office.mails(self.mailbox)) <= len(self.letters):
            assert time.monotonic() < end, f"no mail came after {len(self.letters)}"
            time.sleep(0.05)
        self.letters.append(Letter(came[len(self.letters)]))
        return self.letters[-1]

    def answers(self, text: str, *, sender: str = "", **headers: str) -> None:
        """Answer the newest mail as this program does, with the mail beneath or above it."""
        self._send(self.reply(text, sender=sender, **headers), sender or self.mailbox)

    def reply(self, text: str, *, sender: str = "", **headers: str) -> EmailMessage:
        last = self.letters[-1]
        mail = EmailMessage(policy.SMTP)
        mail["From"] = f"Sanne Voorbeeld <{sender or self.mailbox}>"
        mail["To"] = last["Reply-To"] or parseaddr(last["From"])[1]
        subject = last["Subject"]
        mail["Subject"] = headers.pop("Subject", subject if subject.startswith("Re: ") else f"Re: {subject}")
        mail["Date"] = format_datetime(datetime.now(UTC))
        mail["Message-ID"] = make_msgid(domain=self.mailbox.rpartition("@")[2])
        mail["In-Reply-To"] = last["Message-ID"]
        mail["References"] = f"{last['References']} {last['Message-ID']}".strip()
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        self._fill(mail, text, last)
        return mail

    def writes(self, text: str, to: str, subject: str = "vraag") -> None:
        """A mail of its own, which answers nothing."""
        mail = EmailMessage(policy.SMTP)
        mail["From"], mail["To"], mail["Subject"] = self.mailbox, to, subject
        mail["Date"], mail["Message-ID"] = format_datetime(datetime.now(UTC)), make_msgid(domain="example.org")
        mail.set_content(text)
        self._send(mail, self.mailbox)

    def _send(self, mail: EmailMessage, sender: str) -> None:
        self.said.append(str(mail["Message-ID"]))
        self.office.deliver(mail.as_bytes(), sender, parseaddr(str(mail["To"]))[1])

    def _fill(self, mail: EmailMessage, text: str, last: Letter) -> None:
        name, box = parseaddr(last["From"])
        quoted = "\n".join(f"> {line}".rstrip() for line in last.text.splitlines())
        page = html.escape(text).replace("\n", "<br>")
        inside = re.sub(r"(?s).*<body[^>]*>|</body>.*", "", last.html)
        signature = _SIGNATURES[self.program]
        match self.program:
            case "gmail":
                above = f"Op vr 27 nov 2026 om 10:12 schreef {name} <{box}>:"
                mail.set_content(f"{text}\n\n{above}\n\n{quoted}\n")
                mail.add_alternative(
                    f'<div dir="ltr">{page}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" '
                    f'class="gmail_attr">{html.escape(above)}<br></div><blockquote class="gmail_quote" '
                    f'style="margin:0px 0px 0px 0.8ex">{inside}</blockquote></div>',
                    subtype="html",
                )
            case "outlook":
                lines = f"Van: {name} <{box}>\nVerzonden: vrijdag 27 november 2026 10:12\nAan: {self.mailbox}\n"
                lines += f"Onderwerp: {last['Subject']}"
                mail.set_content(f"{text}\n\n{signature}\n{'_' * 32}\n{lines}\n\n{last.text}")
                mail.add_alternative(
                    f'<html><body><div class="elementToProof">{page}</div><div id="Signature"><p>'
                    f'{signature.replace(chr(10), "<br>")}</p></div><div id="appendonsend"></div><hr>'
                    f'<div id="divRplyFwdMsg" dir="ltr">{html.escape(lines).replace(chr(10), "<br>")}</div>'
                    f"{inside}</body></html>",
                    subtype="html",
                )
            case "iphone":
                above = f"Op 27 nov 2026 om 10:12 heeft {name} <{box}> het volgende geschreven:"
                mail.set_content(f"{text}\n\n{signature}\n\n> {above}\n> \n{quoted}\n")
            case "thunderbird":  # answers below
                mail.set_content(f"Op 27-11-2026 om 10:12 schreef {name}:\n{quoted}\n\n{text}\n\n{signature}\n")
