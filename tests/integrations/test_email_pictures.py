"""Pictures that come with a mail: sealed before anything else sees them, and only those that are meant to be shown."""

from __future__ import annotations

import random
from base64 import encodebytes
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from bot.ports import LARGEST_PICTURE, Picture, Written
from bot.store.secrets import Box
from integrations.email import reader as reader_module
from integrations.email.reader import Reader

BOX = Box("key of the tests")
HEADS = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff\xe0", "webp": b"RIFF\0\0\0\0WEBPVP8 "}


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    made = Reader("badges@uni.example", seal=BOX.seal)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_module, "SECONDS", 30.0)


def drawn(kind: str = "png", size: int = 1000, seed: int = 1) -> bytes:
    """A picture by its beginning; the rest is noise, but alike for a while, as with those of one telephone."""
    alike = HEADS[kind] + b"\0" * 300
    return (alike + random.Random(seed).randbytes(max(size - len(alike), 0)))[:size]


def mail(*attached: tuple[str, bytes], text: str = "kijk") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Sam <sam@x.example>"
    made["Subject"] = "Re: x"
    made.set_content(text)
    for name, content in attached:
        made.add_attachment(content, "image", name.rpartition(".")[2], filename=name)
    return made


async def read(reader: Reader, made: EmailMessage | bytes) -> tuple[Written, list[tuple[str, bytes]]]:
    """What was read, and the pictures in the clear."""
    raw = made if isinstance(made, bytes) else made.as_bytes(policy=SMTP)
    written = (await reader.read(raw)).what
    assert isinstance(written, Written)
    return written, [(one.name, BOX.open(one.sealed)) for one in written.pictures]


@pytest.mark.parametrize("kind", HEADS)
@pytest.mark.parametrize("lines", [b"\r\n", b"\n"])
async def test_a_picture_comes_whole_and_sealed(reader: Reader, kind: str, lines: bytes) -> None:
    picture = drawn(kind, 1_500_000)
    raw = mail((f"scherm.{kind}", picture)).as_bytes(policy=SMTP).replace(b"\r\n", lines)
    written, pictures = await read(reader, raw)
    assert pictures == [(f"scherm.{kind}", picture)]
    assert (written.files, written.text) == ((f"scherm.{kind}",), "kijk")
    assert picture[:50] not in written.pictures[0].sealed


async def test_of_many_that_begin_alike_the_first_three_come_in_their_order(reader: Reader) -> None:
    given = [(f"{number}.png", drawn(size=400_000, seed=number)) for number in range(5)]
    written, pictures = await read(reader, mail(*given))
    assert pictures == given[:3]
    assert len(written.files) == 5


async def test_the_largest_three_fit_into_the_memory_that_reading_has(reader: Reader) -> None:
    given = [(f"{number}.jpeg", drawn("jpeg", LARGEST_PICTURE, number)) for number in range(3)]
    written, pictures = await read(reader, mail(*given))
    assert pictures == given
    assert not written.unreadable


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("groot.png", drawn(size=LARGEST_PICTURE + 1)),
        ("filmpje.gif", b"GIF89a" + bytes(1000)),
        ("geen.png", b"%PDF-1.7" + bytes(1000)),
        ("leeg.png", b""),
    ],
)
async def test_what_is_too_large_or_no_picture_is_named_only(reader: Reader, name: str, content: bytes) -> None:
    written, pictures = await read(reader, mail((name, content)))
    assert (pictures, written.files, written.text) == ([], (name,), "kijk")


async def test_a_file_that_is_a_picture_counts_whatever_it_is_called(reader: Reader) -> None:
    made = mail()
    made.add_attachment(drawn(), "application", "octet-stream", filename="IMG_0001")
    assert (await read(reader, made))[1] == [("IMG_0001", drawn())]


async def test_a_logo_in_a_signature_or_a_quote_is_none_and_a_picture_among_the_words_is(reader: Reader) -> None:
    made = EmailMessage()
    made["From"] = "Sam <sam@x.example>"
    made.set_content("Dit zie ik:\n\n[cid]\n\nOp 9 november 2026 10:11 schreef Gids <a@b.nl>:\n> hoi")
    logo = '<blockquote>hoi <img src="cid:logo"></blockquote>'
    quote = f'<div class="gmail_quote">Op 9 november 2026 schreef Gids:{logo}</div>'
    made.add_alternative(f'<div>Dit zie ik:<br><img src="cid:screen"></div>{quote}', subtype="html")
    html = made.get_payload()[1]  # type: ignore[index]
    html.add_related(drawn(seed=1), "image", "png", cid="<logo>", filename="logo.png")  # type: ignore[union-attr]
    html.add_related(drawn(seed=2), "image", "png", cid="<screen>", filename="image.png")  # type: ignore[union-attr]
    written, pictures = await read(reader, made)
    assert pictures == [("image.png", drawn(seed=2))]
    assert written.files == ("image.png",)


async def test_a_picture_that_breaks_off_is_named_only(reader: Reader) -> None:
    raw = mail(("scherm.png", drawn(size=5000))).as_bytes(policy=SMTP)
    written, pictures = await read(reader, raw[: raw.rindex(b"\r\n--")])
    assert (pictures, written.files) == ([], ("scherm.png",))
    raw = raw.replace(encodebytes(drawn(size=5000)).splitlines()[-1], b"A")
    assert (await read(reader, raw))[0].files == ("scherm.png",)


async def test_nobody_who_cannot_seal_gets_a_picture() -> None:
    reader = Reader("badges@uni.example")
    written, _ = await read(reader, mail(("scherm.png", drawn())))
    reader.close()
    assert (written.pictures, written.files) == ((), ("scherm.png",))
    assert drawn() not in repr(Picture("x", drawn())).encode()
