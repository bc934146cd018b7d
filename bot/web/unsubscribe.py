"""/unsubscribe/{word}: no more mail to one mailbox, by one button here or by that of a mail program (RFC 8058).

Looking at it changes nothing. Whoever writes to us still gets an answer.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection

from bot.letters import Letters
from bot.store import suppressions
from bot.store.database import Database
from bot.store.secrets import Box
from bot.turns import Clock
from bot.web.pages import Pages, language_of

ROOM = "unsubscribe"

_LOOKING = ["GET", "HEAD"]


def router(pages: Pages, letters: Letters, database: Database, box: Box, *, clock: Clock) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    def page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        return HTMLResponse(pages.render(template, language_of(request), ROOM, **context), status)

    def is_out(db: Connection, mailbox: str) -> bool:
        return suppressions.closed(db, box, mailbox, clock()) not in ("", "full")

    @routes.api_route("/unsubscribe/{word}", methods=_LOOKING)
    async def look(word: str, request: Request) -> Response:
        """Which mailbox it is about, and the button."""
        mailbox = letters.unsubscribed(word)
        if not mailbox:
            return page(request, "unsubscribe_odd.html", 404)
        out = await database.read(is_out, mailbox)
        return page(request, "unsubscribe.html", word=word, mailbox=shown(mailbox), out=out)

    @routes.post("/unsubscribe/{word}")
    async def unsubscribe(word: str, request: Request) -> Response:
        """Without a login and whoever sends it: mail programs do. Twice is as once.

        Source: RFC 8058, 3.1: the body is `List-Unsubscribe=One-Click`, and no cookie or other proof comes with it.
        """
        mailbox = letters.unsubscribed(word)
        if not mailbox:
            return page(request, "unsubscribe_odd.html", 404)
        await database.write(suppressions.close, box, mailbox, "unsubscribed", clock())
        return page(request, "unsubscribe.html", word=word, mailbox=shown(mailbox), out=True)

    @routes.post("/unsubscribe/{word}/undo")
    async def undo(word: str, request: Request) -> Response:
        """Mail again. Who said that it is not theirs, or called it spam, has to write to us for that."""
        mailbox = letters.unsubscribed(word)
        if not mailbox:
            return page(request, "unsubscribe_odd.html", 404)
        await database.write(suppressions.opened, box, mailbox, "unsubscribed")
        out = await database.read(is_out, mailbox)
        return page(request, "unsubscribe.html", word=word, mailbox=shown(mailbox), out=out, back=not out)

    return routes


def shown(mailbox: str) -> str:
    """A mailbox as whoever has it knows it again, and nobody else learns it: `s•••@example.org`."""
    local, _, domain = mailbox.rpartition("@")
    return f"{local[:1]}•••@{domain}"
