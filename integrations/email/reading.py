"""What a mail says: whom it is from and what proves that, what they wrote themselves, whether a machine wrote it.

Pure, and not to be run where it would matter that it hangs or dies: `reader` runs it in a child.
"""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import compat32, default

from bot.ports import MOST_PICTURES, Automatic, Written
from integrations.claim_mail import read_award_mail
from integrations.email.automatic import automatic, is_away, is_of_a_machine
from integrations.email.bounces import bounced
from integrations.email.headers import LONGEST_HEADER, Headers, key, payload, read_further, read_headers
from integrations.email.language import language_of
from integrations.email.lines import PICTURES, Line, of_html, of_text, picture
from integrations.email.proof import proof, sender
from integrations.email.replies import reply

MOST_PARTS = 1000
MOST_FILES = 50
MOST_ADDRESSES = 100
MOST_ANSWERED = 20
LONGEST_BEGINNING = 4096
"""By so much a picture is found again: those of one telephone begin the same for longer than one would think."""

LONGEST_NAME = 120
LONGEST_SUBJECT = 300

_ID = re.compile(r"<[^<>\s]{1,250}>")
_ADDRESS = re.compile(r"[^\s<>()\",;:@\[\]\\]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,20}")
_WENT_TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to")
_OF_THE_BODY = ("mime-version", "content-type", "content-transfer-encoding", "content-disposition")
_OF_PICTURES = ("iVBORw0KGg", "/9j/", "UklGR")
"""How PNG, JPEG and WebP begin in base64."""

_CLOSED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
_KEYS_AND_SIGNATURES = {
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-keys",
}  # fmt: skip
_FORWARDS = re.compile(r"\s*(?:fwd?|fw|doorst|doorgestuurd|tr|wg)\s*:", re.I)
_PGP = re.compile(r"\s*-----BEGIN PGP MESSAGE-----")
_PGP_SIGNED = re.compile(r"\A\s*-----BEGIN PGP SIGNED MESSAGE-----\n(?:\w+:[^\n]*\n)*\n")
_CHARSETS = (
    "utf-8", "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255",
    "windows-1256", "windows-1257", "windows-1258", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5",
    "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-9", "iso-8859-10", "iso-8859-13", "iso-8859-14",
    "iso-8859-15", "iso-8859-16", "koi8-r", "koi8-u", "macintosh", "cp437", "cp850", "gb18030", "big5", "shift-jis",
    "euc-jp", "iso-2022-jp", "euc-kr", "utf-16", "utf-16le", "utf-16be", "tis-620",
)  # fmt: skip
"""Not UTF-7: nobody writes it, but to hide something."""

_ALSO_CALLED = {
    "us-ascii": "utf-8", "ascii": "utf-8", "utf8": "utf-8", "iso-8859-1": "windows-1252", "latin1": "windows-1252",
    "iso8859-1": "windows-1252", "cp1252": "windows-1252", "gb2312": "gb18030", "gbk": "gb18030",
    "ks-c-5601-1987": "euc-kr", "macroman": "macintosh",
}  # fmt: skip

_DECODERS = {name: codecs.lookup(name) for name in _CHARSETS}  # in a child none can be loaded


def read_mail(raw: bytes, *, mailbox: str, authserv_id: str = "") -> tuple[str, str, str, Written]:
    """The key of a mail, the mailbox of its sender, a guess of the language (BCP 47, or ""), and what it says.

    The sender is "" where that is not exactly one mailbox. `mailbox` is ours; `authserv_id` the mail server whose word
    about senders counts, "" for none.
    """
    return _read(raw, mailbox, authserv_id)[:4]


def _read(raw: bytes, mailbox: str, authserv_id: str) -> tuple[str, str, str, Written, list[tuple[str, str]]]:
    """The same; and of each attached picture its name, and how it begins as it stands in the mail."""
    headers = read_headers(raw)
    who = sender(headers)
    subject = _line(_decoded(headers.first("subject")))[:LONGEST_SUBJECT]
    parts = _parts(raw, headers, who, subject)
    kind = automatic(headers, parts, who, mailbox)
    body = _Body()
    if headers.whole:
        body.read(parts)
    everything = _said("\n".join(line.text for line in body.plain))
    award = read_award_mail("\n".join([everything, *body.within]), subject)
    shown = reply(body.html)  # where there is HTML: what is a quote, programs mark there for themselves
    text = _said(shown)
    if not text:  # who sends on a mail, or a file, need not write anything
        text = _said(reply(body.plain, whole=not award and not body.files and not _FORWARDS.match(subject)))
    files = body.files + [
        (name, part)
        for content_id, name, part in body.pictures
        if picture(content_id) in shown or not body.shows(content_id)
    ]
    answers = _answers(headers)
    to = tuple(dict.fromkeys(_addresses(headers)))[:MOST_ADDRESSES]
    if not kind and is_away(subject, text, answers, to, mailbox):
        kind = "reply"
    written = Written(
        text,
        subject=subject if kind or not is_of_a_machine(subject) else "",  # else our next mail would go under it
        id=next(iter(_ID.findall(headers.first("message-id"))), ""),
        answers=answers,
        to=to,
        proof=proof(headers, who, authserv_id),
        automatic=kind,
        bounced=bounced(parts) if kind in _MAY_TELL_OF_BOUNCES else (),
        files=tuple(name for name, _ in files[:MOST_FILES]),
        award=award,
        unreadable="too_hard" if not headers.whole else "encrypted" if body.closed and not text else "",
    )
    beginnings = [(name, begins) for name, part in files if part is not None and (begins := _begins(part))]
    return key(raw, headers), who, language_of(text), written, beginnings[:MOST_PICTURES]


def _begins(part: Message) -> str:
    """How the content of a picture begins, in base64, as all programs send it; "" for what is no picture."""
    content = part.get_payload()
    base64 = str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64"
    if not base64 or not isinstance(content, str) or not content.isascii():
        return ""
    return content[:LONGEST_BEGINNING] if content.startswith(_OF_PICTURES) else ""


_MAY_TELL_OF_BOUNCES: tuple[Automatic, ...] = ("bounce", "reply", "no_reply")


def _parts(raw: bytes, headers: Headers, who: str, subject: str) -> Message:
    """The parts of a mail. The library sees of its headers only those that say how to read it, and these two."""
    own = f"From: {who or 'nobody'}\nSubject: {subject}\n".encode() + b"".join(
        f"{name}: ".encode() + value[:LONGEST_HEADER].replace(b"\r", b" ") + b"\n"
        for name, value in headers.fields
        if name in _OF_THE_BODY
    )
    return message_from_bytes(own + b"\n" + read_further(raw, headers), policy=compat32)


@dataclass(slots=True)
class _Body:
    """The lines of a mail, as its plain text and as its HTML has them, and what else there is in it."""

    plain: list[Line] = field(default_factory=list)
    html: list[Line] = field(default_factory=list)
    files: list[tuple[str, Message | None]] = field(default_factory=list)  # their names; None: a mail
    pictures: list[tuple[str, str, Message]] = field(default_factory=list)  # those that HTML may show, with their ids
    within: list[str] = field(default_factory=list)  # the text of mails that were attached
    closed: bool = False
    _left: int = MOST_PARTS

    def read(self, part: Message, *, first: bool = True) -> None:
        """Take in this part and what is in it."""
        self._left -= 1
        if self._left < 0:
            return
        kind = part.get_content_type()
        inner = part.get_payload() if part.is_multipart() else None
        if kind in _CLOSED:
            self.closed = True
        elif kind == "message/rfc822" or kind.startswith("message/"):
            self._mail(part, kind)
        elif kind == "multipart/alternative" and isinstance(inner, list):
            self._alternatives([each for each in inner if isinstance(each, Message)])
        elif isinstance(inner, list):
            for number, each in enumerate(inner):
                if isinstance(each, Message):
                    self.read(each, first=first and not number)
        elif kind in ("text/plain", "text/html", "text/enriched", "text/markdown") and not _is_file(part, first):
            self._text(part, kind)
        elif kind not in _KEYS_AND_SIGNATURES:
            self._file(part)

    def _alternatives(self, parts: list[Message]) -> None:
        """The same in several ways: plain text and HTML, which may have its pictures with it."""
        plain, rich = _Body(), _Body()
        for part in parts:
            (plain if part.get_content_type() == "text/plain" else rich).read(part)
        self.plain += plain.plain if any(line.text for line in plain.plain) else rich.plain
        self.html += rich.html or plain.html
        self.closed |= rich.closed
        self.files += plain.files + rich.files
        self.pictures += plain.pictures + rich.pictures
        self.within += plain.within + rich.within

    def _text(self, part: Message, kind: str) -> None:
        text = _decoded_text(part)
        if kind == "text/html":
            lines = of_html(text)
        else:
            if _PGP.match(text):
                self.closed = True
                return
            text = _PGP_SIGNED.sub("", text).partition("-----BEGIN PGP SIGNATURE-----")[0]
            flowed = _parameter(part, "format").lower() == "flowed"
            lines = of_text(text, flowed=flowed, delsp=_parameter(part, "delsp").lower() == "yes")
        self.plain += lines
        self.html += lines

    def _mail(self, part: Message, kind: str) -> None:
        """A mail within a mail: its name, and its text for what edubadges says in it."""
        inner = part.get_payload() if part.is_multipart() else None
        if kind != "message/rfc822" or not isinstance(inner, list) or not inner or not isinstance(inner[0], Message):
            return
        subject = _line(_decoded(str(inner[0].get("Subject", ""))[:LONGEST_HEADER]))
        self.files.append((_name(_file_name(part) or f"{subject or 'mail'}.eml"), None))
        body = _Body(_left=self._left)
        body.read(inner[0])
        self._left = body._left
        self.within.append("\n".join([subject, *(line.text for line in body.plain)]))

    def _file(self, part: Message) -> None:
        name = _name(_file_name(part))
        if not name and part.get_content_disposition() != "attachment" and part.get_content_maintype() != "image":
            return
        content_id = str(part.get("Content-ID", ""))[:1000]
        if content_id and part.get_content_maintype() == "image":
            self.pictures.append((content_id, name or "picture", part))
            return
        name = name or f"{part.get_content_maintype()}.{part.get_content_subtype()}"[:LONGEST_NAME]
        self.files.append((name, part))

    def shows(self, content_id: str) -> bool:
        """Does the HTML show this picture, wherever?"""
        return any(picture(content_id) in line.text for line in self.html)


def _is_file(part: Message, first: bool) -> bool:
    return part.get_content_disposition() == "attachment" or (bool(_file_name(part)) and not first)


def _decoded_text(part: Message) -> str:
    """The text of a part: as its charset says, where that is one we know and it holds; else as it most likely is."""
    charset = _parameter(part, "charset").strip("'\" ").lower().replace("_", "-")
    data = payload(part)
    charset = _ALSO_CALLED.get(charset, charset)
    if charset not in _DECODERS:
        charset = "utf-8"
    for name, errors in ((charset, "strict"), ("utf-8", "strict"), ("windows-1252", "replace")):
        try:
            return _DECODERS[name].decode(data, errors)[0]
        except (UnicodeError, ValueError):
            continue
    return ""


def _parameter(part: Message, name: str) -> str:
    value = part.get_param(name, "")
    return str(value[2] if isinstance(value, tuple) else value)


def _file_name(part: Message) -> str:
    try:
        return _decoded(part.get_filename("") or "")
    except (LookupError, UnicodeError, ValueError):
        return "?"


def _name(name: str) -> str:
    """The name of a file, to be shown: no folders, nothing that cannot be seen, not long."""
    return _line(re.split(r"[/\\]", name)[-1]).lstrip(". ")[:LONGEST_NAME]


def _line(text: str) -> str:
    """On one line, without what cannot be seen or turns the direction of the text."""
    shown = (character if character.isprintable() else " " for character in unicodedata.normalize("NFC", text))
    return " ".join("".join(shown).split())


def _decoded(value: str) -> str:
    """A header's value with its encoded words read."""
    if "=?" not in value:
        return value
    try:
        return str(default.header_factory("subject", value))
    except Exception:  # whatever the library makes of junk
        return value


def _answers(headers: Headers) -> tuple[str, ...]:
    """The Message-IDs that this goes on from, the oldest first."""
    before = list(dict.fromkeys(_ID.findall(headers.first("references"))))
    to = list(dict.fromkeys(_ID.findall(headers.first("in-reply-to"))))
    ids = [each for each in before if each not in to] + to
    return tuple(ids[:1] + ids[1:][-MOST_ANSWERED + 1 :])


def _addresses(headers: Headers) -> Iterator[str]:
    for name in _WENT_TO:
        for value in headers.all(name):
            yield from (found.lower() for found in _ADDRESS.findall(value))


def _said(text: str) -> str:
    """The words of a text, without the places where pictures stood between them."""
    return PICTURES.sub("", text).strip()


def answer(given: bytes) -> bytes:
    """`read_mail` from bytes to bytes, for a child: a line of JSON with its settings, then the mail."""
    settings, _, raw = given.partition(b"\n")
    key_, who, language, written, pictures = _read(raw, **json.loads(settings))
    return json.dumps([key_, who, language, asdict(written), pictures]).encode()


def warm() -> None:
    """Import what the libraries import only once they need it: after this a child can open no file."""
    for kind, how, body in (
        ("text/plain; charset=utf-8; format=flowed", "base64", "SGFsbG8="),
        ("text/html; name*=utf-8''a", "quoted-printable", "<p>a=20<table><tr><td>b</table><a href=x>c</a><ul><li>d"),
        ("multipart/alternative; boundary=b", "7bit", "--b\n\na\n--b\nContent-Type: text/html\n\n<b>a\n--b--\n"),
        ("multipart/report; report-type=delivery-status; boundary=b", "7bit", "--b\n\nSam <sam@uni.example>: no\n"),
        ("text/plain", "x-uuencode", "begin 666 a\n#0V%T\n`\nend\n"),
    ):
        top = "From: =?utf-8?b?U2Ft?= <mailer-daemon@uni.example>\nSubject: =?iso-8859-1?q?S=E9?=\nReturn-Path: <>\n"
        results = "Authentication-Results: mx; dmarc=pass header.from=uni.example\n"
        mail = f"{top}{results}Content-Type: {kind}\nContent-Transfer-Encoding: {how}\n\n{body}\n"
        read_mail(mail.encode(), mailbox="badges@uni.example", authserv_id="mx")


__all__ = ["answer", "read_mail", "warm"]
