"""Mails as they come in on a wire."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

OUR = "badges@uni.example"
SAM = "sam@example.org"


def mail(text: str = "hoi", *, number: int = 1, sender: str = SAM, to: str = OUR, **headers: str) -> bytes:
    """A mail in plain text; `headers` with _ for -."""
    made = EmailMessage()
    made["From"] = sender
    made["To"] = to
    made["Subject"] = "Re: je edubadge"
    made["Message-ID"] = f"<{number}.{sender}>"
    made["Date"] = format_datetime(datetime.now(UTC))
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
