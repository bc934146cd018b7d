"""The pages of the sandbox's mailbox: what the neighbours and the guide sent, and a box to answer the guide in."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.ports import Unavailable
from integrations.sandbox.mailbox import Mailbox, Mailed, answer_to, forwarded
from integrations.sandbox.pages import Pages
from integrations.sandbox.world import Mail, World, moment

MOST_SHOWN = 100
LONGEST_ANSWER = 20_000

FRAMES = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
"""A page that shows a letter in a frame."""

FRAMED = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""The letter in it, as strange to us as a mail program takes it: no script, no form, nothing from elsewhere."""

Text = Annotated[str, Form()]


@dataclass(frozen=True, slots=True)
class PostOffice:
    """Where the guide's letters arrive, and who takes what is sent to it: a raw mail."""

    mailbox: Mailbox
    take: Callable[[bytes], Awaitable[None]]


def router(world: World, here: Pages, post: PostOffice | None) -> APIRouter:
    """`/mailbox`. `post` None: the guide's mail is not here."""
    routes = APIRouter(include_in_schema=False)

    def at(one: Mail | Mailed) -> datetime:
        return moment(one.at) if isinstance(one, Mail) else one.at

    @routes.get("/mailbox")
    async def mailbox(request: Request, to: str = "", sent: str = "") -> Response:
        everything = [*world.mails, *(post.mailbox.letters() if post else ())]
        mails = sorted(everything, key=at, reverse=True)
        addresses = list(dict.fromkeys(one.to for one in mails))
        shown = [one for one in mails if not to or one.to == to][:MOST_SHOWN]
        return here.page(
            request,
            "mailbox.html",
            mails=[(one, _name(one), isinstance(one, Mailed)) for one in shown],
            addresses=addresses,
            to=to,
            sent=bool(sent),
            guide=post is not None,
        )

    @routes.get("/mailbox/{name}")
    async def letter(request: Request, name: str) -> Response:
        shown = here.page(request, "letter.html", mail=found(name))
        shown.headers["Content-Security-Policy"] = FRAMES
        return shown

    @routes.get("/mailbox/{name}/html")
    async def html(name: str) -> Response:
        shown = found(name).html.replace("<head>", '<head><base target="_blank">', 1)
        return HTMLResponse(shown, headers={"Content-Security-Policy": FRAMED})

    @routes.post("/mailbox/{name}")
    async def answer(request: Request, name: str, text: Text = "") -> Response:
        """What the visitor answers to a letter of the guide, or writes above a mail that they forward to it."""
        if post is None:
            raise HTTPException(404)
        words = text.replace("\r\n", "\n")[:LONGEST_ANSWER].strip()
        mail = next((one for one in world.mails if _name(one) == name), None)
        if mail is not None:
            to = mail.to
            raw = forwarded(to, mail.sender, mail.subject, _words(mail), words, world.now())
        else:
            to = found(name).to
            raw = answer_to(found(name), words, world.now())
        try:
            await post.take(raw)
        except Unavailable:
            return here.trouble(
                request,
                503,
                "Je mail kwam niet aan. Ga terug en probeer het over een minuut opnieuw.",
                "Your mail did not arrive. Go back and try again in a minute.",
                f"{here.base}/mailbox",
            )
        return RedirectResponse(f"{here.base}/mailbox?sent=1&to={quote(to)}", 303)

    def found(name: str) -> Mailed:
        letter = post.mailbox.letter(name) if post else None
        if letter is None:
            raise HTTPException(404)
        return letter

    return routes


def _name(mail: Mail | Mailed) -> str:
    if isinstance(mail, Mailed):
        return mail.name
    return hashlib.sha256("\n".join((mail.to, mail.at, mail.subject, mail.text)).encode()).hexdigest()[:24]


def _words(mail: Mail) -> str:
    return f"{mail.text}\n\n{mail.link}".strip()
