"""Letters that leave by SMTP: what a server may answer at each stage, and what comes of it."""

from __future__ import annotations

import asyncio
import datetime as moments
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from bot.conversation.nodes import Button, Message, Span
from bot.letters import Letters
from bot.ports import Address, Letter, Refused, Thread, Unavailable
from bot.store.secrets import Box
from integrations.email import smtp
from integrations.email.smtp import Email, Server, read_key
from integrations.email.writing import Writer
from tests.fakes.smtp_server import Server as Fake
from tests.fakes.smtp_server import mail_server

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SAM = Address("email", "sam@example.org")
HELLO = Message((Span("Hallo!\n\n.Een regel met een punt ervoor. Gelukt?"),), (Button("Ja", "claim.open:done"),))
LETTER = Letter(7, 3, "nl", "answer", Thread("Je edubadge", ("<a@example.org>",)))


def letters() -> Letters:
    return Letters(Box("a key for tests"), "badges@uni.example")


def channel(server: Fake, url: str = "", **more: object) -> Email:
    writer = Writer(letters(), "Badgewijzer <badges@uni.example>", site="https://badges.uni.example")
    return Email(url or server.url, writer, rate=0, clock=lambda: NOW, **more)  # type: ignore[arg-type]


@pytest.fixture
async def server() -> AsyncIterator[Fake]:
    async with mail_server() as running:
        yield running


@pytest.fixture
async def email(server: Fake) -> AsyncIterator[Email]:
    made = channel(server)
    yield made
    await made.close()


async def test_a_letter_arrives_as_it_was_written(server: Fake, email: Email):
    given = await email.post(SAM, HELLO, LETTER)
    (got,) = server.got
    assert given == letters().id(7, 3, "sam@example.org") == got.mail["Message-ID"]
    assert got.sender == letters().address("bounce", 3, "sam@example.org")
    assert got.to == ["sam@example.org"]
    assert "\n.Een regel met een punt ervoor." in got.part("plain")


async def test_one_connection_carries_letter_after_letter(server: Fake, email: Email):
    for _ in range(5):
        await email.post(SAM, HELLO, LETTER)
    assert (len(server.got), server.connections) == (5, 1)


async def test_letters_beside_each_other_wait_for_no_slow_one(server: Fake, email: Email):
    server.answers["dot"] = ["silent"]
    slow = asyncio.create_task(email.post(SAM, HELLO, LETTER))
    await server.has_got(1)
    await email.post(SAM, HELLO, LETTER)
    assert len(server.got) == 2
    slow.cancel()


async def test_a_connection_that_the_server_closed_meanwhile_is_made_anew(server: Fake, email: Email):
    await email.post(SAM, HELLO, LETTER)
    server.cut_all()
    await email.post(SAM, HELLO, LETTER)
    server.answers["MAIL"] = ["421 4.4.2 you rested for too long"]
    await email.post(SAM, HELLO, LETTER)
    assert (len(server.got), server.connections) == (3, 3)


async def test_a_connection_that_rests_is_closed(server: Fake, email: Email, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(smtp, "IDLE_SECONDS", 0.0)
    await email.post(SAM, HELLO, LETTER)
    assert email._closer is not None
    await email._closer
    assert email._resting == []


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "dot"])
@pytest.mark.parametrize(
    "answer", ["451 4.3.0 later", "450 4.2.0 greylisted", "452 4.3.1 full", "421 4.3.2 closing", "552 5.2.2 full"]
)
async def test_a_passing_no_is_tried_later_at_every_stage(server: Fake, email: Email, stage, answer):
    server.answers[stage] = [answer, answer]
    with pytest.raises(Unavailable) as away:
        await email.post(SAM, HELLO, LETTER)
    assert away.value.sent == "no"
    assert str(away.value).startswith(f"{stage}: {answer[:3]}")
    server.answers.clear()
    await email.post(SAM, HELLO, LETTER)
    assert len(server.got) == 1


@pytest.mark.parametrize(
    ("stage", "answer", "means"),
    [
        ("RCPT", "550 5.1.1 <sam@example.org> unknown", {"gone"}),
        ("RCPT", "550 5.1.10 null MX", {"gone"}),
        ("RCPT", "550 5.2.1 disabled", {"gone"}),
        ("RCPT", "550 5.4.1 no such domain here", set()),
        ("RCPT", "550 5.7.1 we do not like you", {"stop"}),
        ("RCPT", "554 5.3.2 closed to you", {"stop"}),
        ("RCPT", "503 5.5.1 not now", {"stop"}),
        ("RCPT", "550 no", set()),
        ("dot", "550 5.1.1 unknown", {"gone"}),
        ("dot", "554 5.7.1 policy", {"stop"}),
        ("dot", "554 5.6.0 not like this", set()),
        ("dot", "552 5.3.4 too big", set()),
        ("DATA", "554 5.5.1 no valid recipients", {"stop"}),
        ("MAIL", "550 no", {"stop"}),
        ("MAIL", "552 5.3.4 too big", set()),
        ("MAIL", "550 5.7.1 not your address", {"stop"}),
        ("MAIL", "530 5.7.0 log in first", {"stop"}),
        ("MAIL", "501 5.5.4 odd", {"stop"}),
        ("dot", "501 5.5.4 odd", {"ours"}),
        ("RCPT", "535 5.7.8 who are you", {"stop"}),
    ],
)
async def test_a_lasting_no_is_not_tried_again(server: Fake, email: Email, stage, answer, means):
    server.answers[stage] = [answer]
    with pytest.raises(Refused) as refused:
        await email.post(SAM, HELLO, LETTER)
    assert {name for name in ("gone", "stop", "ours") if getattr(refused.value, name)} == means
    assert "sam" not in str(refused.value)
    await email.post(SAM, HELLO, LETTER)
    assert (len(server.got), server.connections) == (1, 1)


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
async def test_a_cut_before_the_letter_is_surely_not_sent(server: Fake, email: Email, stage):
    server.answers[stage] = ["cut"]
    with pytest.raises(Unavailable) as away:
        await email.post(SAM, HELLO, LETTER)
    assert away.value.sent == "no"
    assert server.got == []


async def test_a_cut_after_the_dot_may_have_been_sent_and_the_next_try_is_the_same_letter(server: Fake, email: Email):
    server.answers["dot"] = ["cut"]
    with pytest.raises(Unavailable) as away:
        await email.post(SAM, HELLO, LETTER)
    assert away.value.sent == "maybe"
    await email.post(SAM, HELLO, LETTER)
    assert len(server.got) == 2
    assert len({got.mail["Message-ID"] for got in server.got}) == 1


@pytest.mark.parametrize(("stage", "sent"), [("MAIL", "no"), ("RCPT", "no"), ("DATA", "no"), ("dot", "maybe")])
async def test_silence_is_not_waited_out(server: Fake, email: Email, stage, sent, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(smtp, "SERVER_SECONDS", 0.2)
    monkeypatch.setattr(smtp, "DOT_SECONDS", 0.2)
    server.answers[stage] = ["silent"]
    with pytest.raises(Unavailable) as away:
        await email.post(SAM, HELLO, LETTER)
    assert away.value.sent == sent


async def test_all_that_comes_before_the_dot_has_its_time(server: Fake, email: Email, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(smtp, "BEFORE_DOT_SECONDS", 0.2)
    server.answers["RCPT"] = ["silent"]
    with pytest.raises(Unavailable, match="too slow") as away:
        await email.post(SAM, HELLO, LETTER)
    assert away.value.sent == "no"


def test_a_send_ends_before_its_lane_is_anothers():
    from bot.store.outbox import LEASE

    longest = smtp.BEFORE_DOT_SECONDS + smtp.DOT_SECONDS + 1
    assert longest < LEASE.total_seconds() - 10


async def test_a_server_that_is_not_there_is_tried_later():
    nobody = channel(Fake(), "smtp://127.0.0.1:1")
    with pytest.raises(Unavailable) as away:
        await nobody.post(SAM, HELLO, LETTER)
    assert away.value.sent == "no"


@pytest.mark.parametrize(
    ("banner", "error"),
    [(b"421 4.3.2 busy\r\n", Unavailable), (b"554 not you\r\n", Refused), (b"huh\r\n", Unavailable)],
)
async def test_what_a_server_says_first(banner: bytes, error: type[Exception]):
    left = asyncio.Event()

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(banner)
        await reader.read()
        writer.close()
        await writer.wait_closed()
        left.set()

    listening = await asyncio.start_server(greet, "127.0.0.1", 0)
    made = channel(Fake(), f"smtp://127.0.0.1:{listening.sockets[0].getsockname()[1]}")
    with pytest.raises(error):
        await made.post(SAM, HELLO, LETTER)
    await left.wait()  # nor does it keep the line open
    listening.close()


@pytest.mark.parametrize(
    "mailbox",
    ["", "sam", "sam@example.org\r\nRCPT TO:<kim@example.org>", "a b@example.org", "<sam@example.org>",
     "sam@exämple.org", "s" * 65 + "@example.org", "sam@example.org,kim@example.org", "@example.org"],
)  # fmt: skip
async def test_no_address_is_sent_to_that_is_not_one(server: Fake, email: Email, mailbox):
    with pytest.raises(Refused):
        await email.post(Address("email", mailbox), HELLO, LETTER)
    assert server.connections == 0


# Who the server is, and who we are


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """One for "localhost" and 127.0.0.1, signed by itself; and its key."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    start = datetime.now(UTC) - moments.timedelta(days=1)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(start).not_valid_after(start + moments.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
    )
    return folder / "cert.pem", folder / "key.pem"


def serving(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


@pytest.mark.parametrize("secure", ["starttls", "offered"])  # as any other host has it, and this very machine
async def test_tls_is_asked_for_before_anything_is_said(certificate, secure):
    trusted = ssl.create_default_context(cafile=str(certificate[0]))
    async with mail_server(starttls=serving(certificate), password="geheim") as server:
        made = channel(server, f"smtp://badges:geheim@127.0.0.1:{server.port}", tls=trusted)
        made.server = Server("localhost", server.port, "badges", "geheim", secure)
        await made.post(SAM, HELLO, LETTER)
        await made.close()
    (got,) = server.got
    assert (got.secure, got.user) == (True, "badges")


async def test_tls_from_the_first_byte(certificate):
    trusted = ssl.create_default_context(cafile=str(certificate[0]))
    async with mail_server(tls=serving(certificate)) as server:
        made = channel(server, f"smtps://localhost:{server.port}", tls=trusted)
        await made.post(SAM, HELLO, LETTER)
        await made.close()
    assert server.got[0].secure


async def test_a_certificate_that_nobody_signed_shuts_the_channel(certificate):
    async with mail_server(tls=serving(certificate)) as server:
        made = channel(server, f"smtps://localhost:{server.port}")
        with pytest.raises(Refused, match="certificate") as refused:
            await made.post(SAM, HELLO, LETTER)
        assert refused.value.stop


async def test_without_tls_no_password_and_no_letter_leave(server: Fake):
    made = channel(server)
    made.server = Server("localhost", server.port, "badges", "geheim", "starttls")
    with pytest.raises(Refused, match="STARTTLS") as refused:
        await made.post(SAM, HELLO, LETTER)
    assert refused.value.stop
    assert server.got == []


async def test_a_wrong_password_shuts_the_channel_until_it_is_mended():
    async with mail_server(password="geheim") as server:
        made = channel(server, f"smtp://badges:anders@127.0.0.1:{server.port}")
        with pytest.raises(Refused, match="AUTH: 535") as refused:
            await made.open()
        assert refused.value.stop


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("smtp://mail.example.nl", Server("mail.example.nl", 587, "", "", "starttls")),
        ("smtp://u%40x:p%3A@mail.example.nl:25", Server("mail.example.nl", 25, "u@x", "p:", "starttls")),
        ("smtps://mail.example.nl", Server("mail.example.nl", 465, "", "", "tls")),
        ("smtp://localhost", Server("localhost", 25, "", "", "none")),
        ("smtp://127.0.0.1:2525", Server("127.0.0.1", 2525, "", "", "none")),
        ("smtp://u:x@localhost:587", Server("localhost", 587, "u", "x", "offered")),
    ],
)
def test_where_mail_is_handed_over(url, read):
    assert Server.read(url) == read


# DKIM


@pytest.fixture(scope="module")
def signing(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A key in a file, and what stands in DNS for it."""
    key = rsa.generate_private_key(65537, 2048)
    file = tmp_path_factory.mktemp("dkim") / "dkim.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
    )
    import base64

    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return file, b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


async def test_a_letter_is_signed_and_what_is_signed_cannot_be_changed(server: Fake, signing):
    file, record = signing
    made = channel(server, key=read_key(file, "badges", "uni.example"))
    await made.post(SAM, HELLO, Letter(8, 3, "nl", "guide", Thread("Je edubadge")))
    await made.close()
    raw = server.got[0].raw

    def holds(mail: bytes) -> bool:
        asked = {b"badges._domainkey.uni.example.": record}
        return bool(dkim.verify(mail, dnsfunc=lambda name, timeout=5: asked.get(name)))

    assert holds(raw)
    for before, after in (
        (b"Subject: Je edubadge", b"Subject: Jouw edubadge"),
        (b"List-Unsubscribe-Post: List-Unsubscribe=One-Click", b"List-Unsubscribe-Post: anders"),
        (b"List-Unsubscribe: <https://badges", b"List-Unsubscribe: <https://kwaad"),
        (b"Hallo!", b"Hullo!"),
        (b"From: ", b"From: kwaad@example.org\r\nFrom: "),
        (b"Reply-To: ", b"Reply-To: kwaad"),
    ):
        assert before in raw
        assert not holds(raw.replace(before, after, 1))
    assert not holds(raw.replace(b"\r\nMIME-Version", b"\r\nIn-Reply-To: <x@y>\r\nMIME-Version", 1))


def test_a_key_that_cannot_sign_is_told_at_once(tmp_path: Path):
    (tmp_path / "odd.pem").write_text("no key")
    with pytest.raises(ValueError, match="openssl"):
        read_key(tmp_path / "odd.pem", "badges", "uni.example")
