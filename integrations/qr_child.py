"""Decodes one picture, in a child that can do nothing else: `qr_reading` has it run so."""

from __future__ import annotations

import io

import zxingcpp
from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

PIXELS = 25_000_000

Image.preinit()  # else it imports its first formats when it opens the picture
Image.MAX_IMAGE_PIXELS = PIXELS


def read(picture: bytes) -> bytes:
    """`=` and the words of the code, "no_code", or why not: as `ports.NoCode` tells it."""
    try:
        image: Image.Image = Image.open(io.BytesIO(picture), formats=["PNG", "JPEG", "WEBP"])
        if image.width * image.height > PIXELS:
            return b"too_big"
        image.draft("L", (2000, 2000))  # of a large JPEG only as much as is needed
        if image.has_transparency_data:
            image = image.convert("RGBA")
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
        grey = image.convert("L")
    except Image.DecompressionBombError:
        return b"too_big"
    except MemoryError:
        return b"too_hard"
    except Exception:  # whatever a decoder makes of junk
        return b"no_picture"
    pixels = memoryview(grey.tobytes()).cast("B", (grey.height, grey.width))
    found = zxingcpp.read_barcodes(pixels, formats=zxingcpp.barcode_formats_from_str("QRCode"))
    words = {code.text for code in found if code.text}
    if len(words) > 1:
        return b"several"
    return b"=" + words.pop().encode(errors="replace") if words else b"no_code"


__all__ = ["JpegImagePlugin", "PngImagePlugin", "WebPImagePlugin", "read"]
