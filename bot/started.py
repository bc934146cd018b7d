"""Tells whoever started this process that it is ready, where they want to know: systemd, with `Type=notify`."""

from __future__ import annotations

import os
import socket

import structlog

log = structlog.get_logger()


def say_ready() -> None:
    """From now on this process takes what comes. A no-op where nobody asked.

    Source: https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html.
    """
    place = os.environ.get("NOTIFY_SOCKET", "")
    if not place.startswith(("/", "@")):
        return
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
            door.connect("\0" + place[1:] if place.startswith("@") else place)
            door.send(b"READY=1")
    except OSError as error:
        log.warning("started.not_told", error=type(error).__name__)
