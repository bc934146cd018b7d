"""Mails are read in a child: none that is made to be hard delays another for long, and none is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.ports import Address, Heard, Written
from integrations.email import reader as reader_module
from integrations.email.reader import Reader
from integrations.email.reading import read_mail

OURS = "badges@uni.example"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    made = Reader(OURS, "mx.uni.example")
    yield made
    made.close()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time to wait on a busy machine; that of the processor is what it is, and so is the memory."""
    monkeypatch.setattr(reader_module, "SECONDS", 30.0)
    monkeypatch.setattr(reader_module, "SECONDS_FOR_HEADERS", 30.0)


def mail(body: str | bytes = "Ja.", *headers: str, kind: str = "text/plain; charset=utf-8") -> bytes:
    head = "\r\n".join(["From: Sam <sam@x.example>", "Subject: Re: x", *headers, f"Content-Type: {kind}"])
    return head.encode() + b"\r\n\r\n" + (body if isinstance(body, bytes) else body.encode())


def letter(heard: Heard) -> Written:
    assert isinstance(heard.what, Written)
    return heard.what


async def test_a_mail_is_heard_as_it_reads_here(reader: Reader) -> None:
    raw = mail("Ik heb geen eduID.\n\nOp 9 november 2026 10:11 schreef ik <a@b.nl>:\n> ja?", "In-Reply-To: <a@b>")
    key, sender, language, written = read_mail(raw, mailbox=OURS, authserv_id="mx.uni.example")
    assert await reader.read(raw) == Heard(key, Address("email", sender), written, language)
    assert (sender, language, written.text) == ("sam@x.example", "nl", "Ik heb geen eduID.")


async def test_a_bounce_an_award_and_files_come_through_whole(reader: Reader) -> None:
    award = "Hogeschool X heeft je de volgende edubadge gestuurd.\nClaim deze voor 1 mei 2027!\n"
    raw = mail(
        f"--b\n\n{award}\n--b\nContent-Type: image/png; name=a.png\n\nx\n--b--", kind="multipart/mixed; boundary=b"
    )
    found = letter(await reader.read(raw))
    assert (found.files, found.award["deadline"]) == (("a.png",), "2027-05-01")
    fields = "Final-Recipient: rfc822; eva@x.example\nAction: failed\nStatus: 5.1.1\n"
    report = f"--b\n\nx\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n{fields}\n--b--"
    raw = mail(report, kind="multipart/report; report-type=delivery-status; boundary=b")
    assert letter(await reader.read(raw)) == read_mail(raw, mailbox=OURS)[3]
    assert letter(await reader.read(raw)).bounced


async def test_a_mail_of_25_megabytes_is_read_and_a_larger_one_is_told_to_be_too_big(reader: Reader) -> None:
    attached = b"--b\r\n\r\nIk zie niets.\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%s\r\n--b--"
    lines = (b"A" * 76 + b"\r\n") * 330_000
    large = mail(attached % lines[: 25 * 1024 * 1024 - 1000], kind="multipart/mixed; boundary=b")
    found = letter(await reader.read(large))
    assert (found.text, found.files, found.unreadable) == ("Ik zie niets.", ("a.pdf",), "")
    heard = await reader.read(mail(attached % (lines * 2)[: 49 * 1024 * 1024], kind="multipart/mixed; boundary=b"))
    assert heard.address.external_id == "sam@x.example"
    assert letter(heard) == Written("", subject="Re: x", unreadable="too_big")


def nested(deep: int) -> str:
    return "".join(f"--b{number}\nContent-Type: multipart/mixed; boundary=b{number + 1}\n\n" for number in range(deep))


@pytest.mark.parametrize(
    "raw",
    [
        mail(nested(10_000), kind="multipart/mixed; boundary=b0"),
        mail("Content-Type: message/rfc822\n\n" * 3000, kind="message/rfc822"),
    ],
    ids=["ten thousand nested parts", "three thousand nested mails"],
)
async def test_what_is_too_hard_is_set_aside_with_its_sender_and_the_next_mail_is_read(
    reader: Reader, raw: bytes
) -> None:
    heard = await reader.read(raw)
    assert (letter(heard).unreadable, letter(heard).text) == ("too_hard", "")
    assert (heard.address.external_id, letter(heard).subject) == ("sam@x.example", "Re: x")
    assert letter(await reader.read(mail())).text == "Ja."


async def test_what_takes_too_long_is_set_aside_and_the_next_mail_is_read(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert letter(await reader.read(mail())).text == "Ja."
    monkeypatch.setattr(reader_module, "SECONDS", 0.0)
    heard = await reader.read(mail())
    assert (letter(heard).unreadable, heard.address.external_id) == ("too_hard", "sam@x.example")
    monkeypatch.setattr(reader_module, "SECONDS", 30.0)
    assert letter(await reader.read(mail())).text == "Ja."


async def test_more_headers_than_anybody_writes_leave_the_sender_unknown(reader: Reader) -> None:
    heard = await reader.read(b"From: sam@x.example\n" + b"X-A: b\n" * 100_000 + b"From: eva@x.example\n\nJa.")
    assert (heard.address.external_id, letter(heard).unreadable) == ("", "too_hard")


HARD = {
    "On": mail("On " * 100_000),
    "lines of On": mail("On \n" * 100_000),
    "newlines": mail("\n" * 16_000),
    "a million newlines": mail("\n" * 1_000_000),
    "returns": mail("\r" * 1_000_000),
    "From: a": mail("From: a\n" * 16_000),
    "From and Sent": mail("From: a\nSent: b\n" * 16_000),
    "a tower of arrows": mail(">" * 200_000),
    "towers of arrows": mail("".join(">" * high + "\n" for high in range(600))),
    "arrows apart": mail("> " * 100_000),
    "wrote": mail(("On " + "x" * 300 + " wrote:\n") * 5000),
    "colons": mail((":" * 300 + "\n") * 5000),
    "greetings": mail("Groetjes Sam\n" * 16_000),
    "dashes": mail("--\n" * 100_000),
    "phones": mail("Sent from my iPhone\n" * 16_000),
    "disclaimers": mail("vertrouwelijk confidential\n\n" * 10_000),
    "a long line": mail("woord " * 1_000_000),
    "zeros": mail(b"\0" * 1_000_000),
    "junk": mail(bytes(range(256)) * 4000),
    "thousands of parts": mail("--b\n\nx\n" * 5_000, kind="multipart/mixed; boundary=b"),
    "parameters": mail("x", kind="text/plain; " + "a*1=b; " * 20_000),
    "divs": mail("<div>" * 100_000, kind="text/html"),
    "quotes in quotes": mail("<blockquote type=cite>" * 20_000, kind="text/html"),
    "tables in tables": mail("<table><tr><td>" * 5000, kind="text/html"),
    "brackets": mail("<" * 800_000, kind="text/html"),
    "attributes": mail("<p " + "a=b " * 200_000 + ">x", kind="text/html"),
    "a wide cell": mail("<table><tr><td colspan=99999999 rowspan=9999>x</td></table>", kind="text/html"),
    "a wide margin": mail("<div style='padding-left:99999999em'>x</div>" * 50, kind="text/html"),
    "encoded words": mail("x", "X-Y: z", "Subject: " + "=?utf-8?q?a?= " * 50_000),
    "references": mail("x", "References: " + "<a@b> " * 10_000),
    "a date": mail("x", "Date: Mon, 1 Jan 999999999999 00:00:00 +0000"),
    "an id": mail("x", "Message-ID: <a@[>", "In-Reply-To: <"),
    "results": mail("x", "Authentication-Results: mx.uni.example; " + "(" * 8000),
    "charsets": mail(
        "--b\nContent-Type: text/plain; charset=idna\n\n" + "a." * 50_000, kind="multipart/mixed; boundary=b"
    ),
    "flowed": mail("a \n" * 100_000, kind="text/plain; format=flowed"),
}


@pytest.mark.parametrize("name", HARD)
async def test_what_is_written_to_take_for_ever_is_read_in_two_seconds_and_50_mb(reader: Reader, name: str) -> None:
    """The child is ended after so much of a processor's time and memory: it answers, so it needed less."""
    heard = await reader.read(HARD[name])
    assert letter(heard).unreadable == ("too_hard" if name == "encoded words" else "")


PIECES = [
    "From: a@b.nl\n", "From: c@d.nl\n", "\n", "\r\n", "--b\n", "--b--\n",
    "Content-Type: multipart/mixed; boundary=b\n", "Content-Type: text/html\n", "Content-Type: message/rfc822\n",
    "Content-Type: message/delivery-status\n",
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n",
    "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: x-uuencode\n",
    "Content-Type: multipart/alternative; boundary=b\n", "charset=utf-16\n",
    "Content-Disposition: attachment; filename*=utf-8''%\n", "<blockquote type=cite>", "</div>", "<img src=cid:a>",
    "&#0;", "\x01", "Op 9 november 2026 10:11 schreef a <a@b.nl>:\n", "> ", "-- \n", "Van: a\n", "Verzonden: b\n",
    "Aan: c\n", "On ", "wrote:", "Groetjes Sam\n", "Content-ID: <a>\n", "Content-Type: image/png\n",
    "Final-Recipient: rfc822; a@b.nl\n", "Action: failed\n", "Return-Path: <>\n", "References: <a@b>\n",
    "=?utf-8?q?=FF?=", "Subject: ", "Authentication-Results: mx; dmarc=pass (",
]  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.sampled_from(PIECES).map(str.encode), st.binary(max_size=40)), max_size=40))
def test_whatever_comes_in_is_read_and_has_a_key(pieces: list[bytes]) -> None:
    raw = b"".join(pieces)
    key, sender, language, written = read_mail(raw, mailbox=OURS, authserv_id="mx")
    assert len(key) == 70
    assert language in ("", "nl", "en")
    assert not any(sign in sender for sign in " \r\n<>,;")
    assert all(name.isprintable() and 0 < len(name) <= 120 for name in written.files)
    assert written.subject.isprintable()
    assert read_mail(b"Received: x\r\n" + raw, mailbox=OURS)[0] == key or raw.startswith(
        (b" ", b"\t", b"From ", b">From ")
    )
