"""The process that decodes one picture: `qr_reading` runs this file as a script and reads what it has to say.

It gives up what it does not need before it looks at a byte: it can write no file, open nothing, connect to nobody and
start nothing, and has a set time and memory. The words of the code go to its output; else its exit says why not.
"""

from __future__ import annotations

import io
import resource
import sys

PIXELS = 25_000_000
MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 2

NO_CODE, SEVERAL, NO_PICTURE, TOO_BIG, TOO_HARD = 10, 11, 12, 13, 14
"""How it ends, when not with words."""


def _confine() -> None:
    """From here on this process only computes. What it must import, it has imported."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),  # what is open stays so; no file and no socket is, even in the place of one closed
    ):
        resource.setrlimit(what, (most, most))


def _read(picture: bytes) -> int:
    import zxingcpp
    from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

    Image.preinit()  # else it imports its first formats when it opens the picture
    Image.MAX_IMAGE_PIXELS = PIXELS
    _confine()
    del JpegImagePlugin, PngImagePlugin, WebPImagePlugin
    try:
        image: Image.Image = Image.open(io.BytesIO(picture), formats=["PNG", "JPEG", "WEBP"])
        if image.width * image.height > PIXELS:
            return TOO_BIG
        image.draft("L", (2000, 2000))  # of a large JPEG only as much as is needed
        if image.has_transparency_data:
            image = image.convert("RGBA")
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
        grey = image.convert("L")
    except Image.DecompressionBombError:
        return TOO_BIG
    except MemoryError:
        return TOO_HARD
    except Exception:  # whatever a decoder makes of junk
        return NO_PICTURE
    pixels = memoryview(grey.tobytes()).cast("B", (grey.height, grey.width))
    found = zxingcpp.read_barcodes(pixels, formats=zxingcpp.barcode_formats_from_str("QRCode"))
    words = {code.text for code in found if code.text}
    if len(words) > 1:
        return SEVERAL
    sys.stdout.buffer.write("".join(words).encode(errors="replace"))
    return 0 if words else NO_CODE


if __name__ == "__main__":
    sys.exit(_read(sys.stdin.buffer.read()))
