"""The corpus is what it says: whole mails, nobody's real address, and nothing expected that is not in the mail."""

from __future__ import annotations

import email
import email.policy
import re
from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import getaddresses
from html.parser import HTMLParser

import pytest

from tests.email.corpus import FOLDER, LETTERS, Mail, mails, paragraphs, same

HELD_OUT = mails("held_out")
ALL = [*HELD_OUT, *mails("known")]
FIELDS = {
    "kind", "client", "language", "sender", "subject", "id", "answers", "automatic", "proof", "thread", "talk",
    "mailbox", "accepted", "text", "lost", "files", "unreadable", "bounced",
}  # fmt: skip

each = pytest.mark.parametrize("mail", ALL, ids=str)


class Words(HTMLParser):
    """The words of a page, those of different blocks apart."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in {"br", "div", "p", "td", "li", "pre", "blockquote", "hr"}:
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(mail: Mail) -> EmailMessage:
    return email.message_from_bytes(mail.raw, policy=email.policy.default)  # type: ignore[return-value]


def flowed(text: str, delsp: bool) -> str:
    """Text as it was before a program broke its lines. Source: RFC 3676."""
    lines = [""]
    for line in text.splitlines():
        line = line.removeprefix(" ")
        soft = line.endswith(" ") and line != "-- "
        lines[-1] += line[:-1] if soft and delsp else line
        if not soft:
            lines.append("")
    return "\n".join(lines)


def readings(mail: Mail) -> Iterator[str]:
    """The text parts, in every way in which they may be decoded."""
    for part in parsed(mail).walk():
        if part.get_content_maintype() != "text":
            continue
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        for charset in (part.get_content_charset("us-ascii"), "utf-8", "windows-1252"):
            try:
                text = content.decode(charset)
            except (UnicodeError, LookupError):
                continue
            if part.get_content_subtype() == "html":
                page = Words()
                page.feed(text)
                text = page.text
            yield text
            if part.get_param("format") == "flowed":
                yield flowed(text, part.get_param("delsp") == "yes")


def one_line(text: str) -> str:
    return " ".join(text.split())


def marks_in(mail: Mail, *headers: str) -> list[str]:
    return [value for header in headers for value in parsed(mail).get_all(header, [])]


def test_every_mail_has_an_expectation_and_every_expectation_a_mail() -> None:
    files = [file for file in FOLDER.rglob("*") if file.is_file() and file.parent != FOLDER]
    assert Counter(file.suffix for file in files) == {".eml": len(ALL), ".toml": len(ALL)}
    assert len({mail.name for mail in ALL}) == len(ALL), "the same name in both"


def test_what_is_held_out_is_of_every_kind() -> None:
    assert Counter(mail.expected["kind"] for mail in HELD_OUT) == {
        "reply": 32,
        "forward": 1,
        "automatic": 3,
        "bounce": 4,
        "list": 1,
        "own": 1,
        "forged": 3,
    }
    assert len({mail.expected["client"] for mail in HELD_OUT}) >= 25


def test_there_is_enough_to_read_by() -> None:
    known = mails("known")
    kinds = Counter(mail.expected["kind"] for mail in known)
    assert kinds["reply"] >= 75
    assert kinds["forward"] >= 5
    assert kinds["automatic"] >= 10
    assert kinds["bounce"] >= 8
    assert kinds["forged"] >= 10
    assert min(kinds[kind] for kind in ("list", "own", "unreadable")) >= 1
    clients = " ".join({mail.expected["client"] for mail in known})
    for client in (
        *("Gmail on the web", "Gmail on Android", "Gmail on iOS", "Outlook for Windows", "Outlook on the web", "Yahoo"),
        *("Outlook for iOS", "Outlook for Android", "New Outlook", "Outlook for Mac", "Apple Mail", "Mail on iPhone"),
        *("Mail on iPad", "Thunderbird", "Samsung", "K-9", "Proton", "Roundcube", "KPN", "Zimbra", "Tuta", "Notes"),
    ):
        assert client in clients


@each
def test_it_is_a_mail_as_on_the_wire(mail: Mail) -> None:
    message = parsed(mail)
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", mail.raw)
    assert message["From"]
    assert message["Date"]
    assert message["Message-ID"]
    assert [part for part in message.walk() if not part.is_multipart()]


@each
def test_its_expectation_is_complete(mail: Mail) -> None:
    expected = mail.expected
    assert set(expected) <= FIELDS
    if expected["kind"] in {"reply", "forward"}:
        assert {"sender", "text", "lost", "automatic", "proof", "thread", "unreadable"} <= set(expected)
        assert expected["automatic"] == ""
    if expected["kind"] == "forged":
        assert expected["accepted"] is False
    if expected["kind"] == "bounce":
        assert "bounced" in expected
    if expected["kind"] in {"automatic", "list", "own", "bounce"}:
        assert expected["automatic"]


@each
def test_what_its_sender_wrote_is_in_it_word_for_word(mail: Mail) -> None:
    text = mail.expected.get("text", "")
    assert text == text.strip()
    contents = [one_line(reading) for reading in readings(mail)]
    for paragraph in paragraphs(text):
        assert any(paragraph in content for content in contents), paragraph
    for word in mail.expected.get("lost", ()):
        assert word in text


@each
def test_it_leads_where_it_says(mail: Mail) -> None:
    expected = mail.expected
    to = [address for _, address in getaddresses(marks_in(mail, "To", "Cc"))]
    marks = {
        "reply address": LETTERS.found(to),
        "references": LETTERS.found(" ".join(marks_in(mail, "In-Reply-To", "References")).split()),
    }
    thread = expected.get("thread")
    if thread in marks:
        mark = marks[thread][0]
        assert mark.talk == expected["talk"]
        assert LETTERS.holds(mark, expected["mailbox"])
    given_out = [mark for mark in marks["reply address"] if LETTERS.holds(mark, expected.get("sender", ""))]
    if thread in {"references", "sender", "none"}:
        assert not given_out
    if thread in {"sender", "none"}:
        assert not marks["references"]
    if "id" in expected:
        assert expected["id"] == parsed(mail)["Message-ID"].strip()
    for bounced in expected.get("bounced", ()):
        if bounced["letter"]:
            (mark,) = LETTERS.found([bounced["letter"]])
            assert LETTERS.holds(mark, bounced["mailbox"])
            assert bounced["letter"].encode() in mail.raw


@each
def test_its_headers_and_files_are_what_is_expected(mail: Mail) -> None:
    message, expected = parsed(mail), mail.expected
    if "sender" in expected:
        (sender,) = [address.lower() for _, address in getaddresses(message.get_all("From", []))]
        assert sender == expected["sender"]
    if "subject" in expected:
        assert message["Subject"] == expected["subject"]
    if "answers" in expected:
        references = f"{message.get('References', '')} {message.get('In-Reply-To', '')}".split()
        assert list(dict.fromkeys(references)) == expected["answers"]
    names = [part.get_filename() for part in message.walk()]
    assert set(expected.get("files", ())) <= set(names)


@each
def test_nobody_s_real_address_is_in_it(mail: Mail) -> None:
    whole = mail.raw.replace(b"=\r\n", b"")  # a soft break may stand within an address
    written = [whole.decode("latin-1"), *readings(mail), repr(mail.expected)]
    for domain in re.findall(r"[\w.+=-]@((?:[\w-]+\.)+[a-zA-Z]{2,})", "\n".join(written)):
        assert re.search(r"(^|\.)(example(\.(org|com|net))?|test|invalid)$", domain, re.I), domain


def test_two_texts_are_the_same_wherever_a_program_broke_the_lines() -> None:
    assert same("een twee\ndrie\n\nvier", "een twee drie\n\n\nvier\n")
    assert not same("een twee\n\ndrie", "een twee drie")
    assert not same("een twee", "een twee.")
