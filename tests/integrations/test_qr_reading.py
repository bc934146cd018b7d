"""The code in a picture: read in a process of its own, whatever the picture is."""

from __future__ import annotations

import asyncio
import io
import struct
import zlib
from pathlib import Path

import pytest
import segno
from PIL import Image, ImageDraw

from bot.ports import NoCode
from integrations import confined, qr_reading
from integrations.confined import Confined
from integrations.qr_reading import LONGEST_WORDS, read_qr

LINK = "https://www.edubadges.nl/public/assertions/Qm9rU2ltdWxhdGllMDAx0A"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time enough on a busy machine; the child's own limits are as they are."""
    monkeypatch.setattr(qr_reading._CHILD, "seconds", 30.0)


def code(words: str = LINK, scale: int = 8, **colours: str | None) -> Image.Image:
    out = io.BytesIO()
    segno.make_qr(words).save(out, kind="png", scale=scale, **colours)
    return Image.open(out)


def written(image: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


async def why(picture: bytes) -> str:
    with pytest.raises(NoCode) as no:
        await read_qr(picture)
    return no.value.why


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_a_code_is_read_from_each_kind_of_picture(kind: str) -> None:
    assert await read_qr(written(code().convert("RGB"), kind)) == LINK


async def test_a_code_is_read_from_a_photograph_turned_blurred_light_on_dark_or_without_background() -> None:
    photo = Image.new("RGB", (3000, 2000), (120, 110, 100))
    photo.paste(code().convert("RGB").rotate(17, expand=True, fillcolor=(120, 110, 100)), (900, 500))
    assert await read_qr(written(photo, "JPEG", quality=60)) == LINK
    assert await read_qr(written(code(dark="white", light="black"))) == LINK
    assert await read_qr(written(code(light=None))) == LINK
    assert await read_qr(written(code("Zorg & ICT 🎓 é"))) == "Zorg & ICT 🎓 é"


async def test_a_picture_without_a_code_has_none() -> None:
    assert await read_qr(written(Image.new("RGB", (400, 400), "white"))) is None
    drawn = Image.new("L", (400, 400), 255)
    ImageDraw.Draw(drawn).text((20, 20), LINK, fill=0)
    assert await read_qr(written(drawn)) is None


async def test_the_same_code_twice_is_one_and_two_that_differ_are_several() -> None:
    def both(other: str) -> bytes:
        page = Image.new("L", (900, 500), 255)
        page.paste(code(), (20, 20))
        page.paste(code(other), (480, 20))
        return written(page)

    assert await read_qr(both(LINK)) == LINK
    assert await why(both(LINK[:-1] + "B")) == "several"


@pytest.mark.parametrize(
    "junk",
    [b"", b"hallo", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, b"%PDF-1.4", b"<svg xmlns='http://www.w3.org/2000/svg'/>",
     b"GIF89a" + b"\0" * 50, b"RIFF\xff\xff\xff\xffWEBPVP8 " + b"\xff" * 60, b"\xff\xd8\xff\xe0" + b"\xff" * 1000],
    ids=["empty", "words", "png", "pdf", "svg", "gif", "webp", "jpeg"],
)  # fmt: skip
async def test_what_is_no_picture_is_called_so(junk: bytes) -> None:
    assert await why(junk) == "no_picture"


async def test_other_formats_are_not_opened() -> None:
    for kind in ("GIF", "TIFF", "BMP", "ICO"):
        assert await why(written(code().convert("L"), kind)) == "no_picture"


async def test_a_picture_that_breaks_off_is_no_picture() -> None:
    whole = written(code(scale=20))
    assert await why(whole[: len(whole) // 2]) == "no_picture"


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says it is so large, and begins like it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * width
    pixels = b"".join(packer.compress(row) for _ in range(min(height, 8_000_000 // width))) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(6000, 6000), (60_000, 60_000), (2_000_000, 1000)])
async def test_a_bomb_of_pixels_is_too_big_before_a_pixel_is_unpacked(width: int, height: int) -> None:
    assert await why(bomb(width, height)) == "too_big"


async def test_a_bomb_of_text_in_a_picture_comes_to_nothing() -> None:
    text = b"Comment\0\0" + zlib.compress(b"x" * 20_000_000, 9)
    chunk = struct.pack(">I", len(text)) + b"zTXt" + text + struct.pack(">I", zlib.crc32(b"zTXt" + text))
    whole = written(code())
    assert await why(whole[:33] + chunk + whole[33:]) in ("no_picture", "too_hard")


async def test_more_bytes_than_we_take_start_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qr_reading, "_CHILD", None)
    assert await why(b"\0" * 5_000_001) == "too_big"


async def test_the_largest_picture_we_take_is_read_in_time() -> None:
    large = Image.new("L", (5000, 5000), 255)
    large.paste(code(scale=40), (1000, 1000))
    assert await read_qr(written(large)) == LINK


@pytest.mark.parametrize(
    "does", ["raise ValueError", "import os; os.abort()", f"return b'=' + b'x' * {LONGEST_WORDS}", "while True: pass"]
)
async def test_a_child_that_does_not_end_well_or_says_too_much_is_too_hard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    (tmp_path / "odd.py").write_text(f"def read(picture):\n    {does}\n")
    monkeypatch.setattr(confined, "_ROOT", str(tmp_path))
    child = Confined("odd:read", seconds=0.5, megabytes=50)
    monkeypatch.setattr(qr_reading, "_CHILD", child)
    assert await why(written(code())) == "too_hard"
    child.close()


async def test_many_pictures_at_once_wait_for_each_other() -> None:
    assert set(await asyncio.gather(*(read_qr(written(code(scale=4))) for _ in range(5)))) == {LINK}
