"""Forms: where one comes from, and what is in one that brings a file."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

LONGEST_FIELD = 64 * 1024


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a form, by the name that it has there."""

    name: str
    body: bytes


async def parts_of(request: Request, body: bytes, *, fields: int = 20) -> tuple[list[tuple[str, str]], dict[str, File]]:
    """The fields of a form in many parts, in their order, and the one file that may be among them.

    Nothing of it touches the disk. Raises ValueError for what is no such form, and for more than `fields` fields.
    """

    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    try:
        parser = MultiPartParser(
            request.headers,
            whole(),
            max_files=1,
            max_fields=fields,
            max_part_size=LONGEST_FIELD,
        )
        parser.spool_max_size = len(body) + 1
        form = await parser.parse()
    except (MultiPartException, KeyError, UnicodeDecodeError) as odd:
        raise ValueError("no form") from odd
    pairs = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    files = {
        name: File(value.filename or "", await value.read())
        for name, value in form.multi_items()
        if isinstance(value, UploadFile)
    }
    await form.close()
    return pairs, files


def ours_only(base_url: str) -> Callable[[Request], bool]:
    """Whether a page of ours sent a request.

    Under no-referrer a form's Origin is "null", but a new browser tells more.
    """
    parts = urlsplit(base_url)
    our_origin = f"{parts.scheme}://{parts.netloc}".lower()
    secure = parts.scheme == "https"

    def comes_from_us(request: Request) -> bool:
        if site := request.headers.get("sec-fetch-site"):
            return site in ("same-origin", "none")
        origin = request.headers.get("origin", "").lower()
        if origin == our_origin:
            return True
        host = request.headers.get("host", "").lower()
        return not secure and bool(host) and origin == f"http://{host}"  # a machine at home has many names

    return comes_from_us
