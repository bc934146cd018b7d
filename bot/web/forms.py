"""Forms: where one comes from."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from fastapi import Request


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
