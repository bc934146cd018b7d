"""/answer/{word}: the page behind a choice in a letter. Looking at it changes nothing; its one button answers.

Mail scanners open every link of a letter, so that a link alone may not choose. What is chosen is fixed in the link: the
letter, the place of the choice in it, and the mailbox that it went to.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.conversation.blocks import Block, blocks
from bot.conversation.nodes import parted, told_in
from bot.conversation.texts import Texts, languages_of
from bot.conversation.understanding import COMMANDS, NEVER_GUESSED, read_value
from bot.letters import Letters
from bot.ports import Address, Heard, Tapped, Unavailable
from bot.store import conversations
from bot.store.database import Database
from bot.turns import Clock
from bot.web.forms import ours_only
from bot.web.pages import Language, Pages, language_of

ROOM = "answer"
LASTS = timedelta(days=30)

_LOOKING = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a link chooses, in words and as a button's value; for which mailbox, and what was asked."""

    mailbox: str
    value: str
    label: str
    language: Language
    asked: tuple[Block, ...]
    key: str


def router(
    pages: Pages,
    letters: Letters,
    database: Database,
    hear: Callable[[Sequence[Heard]], Awaitable[None]],
    texts: Texts,
    *,
    base_url: str,
    clock: Clock,
) -> APIRouter:
    """`texts`: those of the flows, where commands have their names."""
    routes = APIRouter(include_in_schema=False)
    comes_from_us = ours_only(base_url)

    def page(template: str, language: Language, status: int = 200, **context: Any) -> HTMLResponse:
        return HTMLResponse(pages.render(template, language, ROOM, **context), status)

    async def chosen(word: str, request: Request) -> Chosen | None:
        """What this link chooses; None when it is none of ours, or too old.

        A letter in two languages has its page in the one that the browser asks for.
        """
        choice = letters.chosen(word)
        sent = await database.read(conversations.mailed, choice.letter) if choice else None
        if choice is None or sent is None or not letters.offered(choice, sent.mailbox) or clock() - sent.at > LASTS:
            return None
        languages = languages_of(sent.message.nodes, sent.language)
        language: Language = "en" if sent.language == "en" else "nl"
        if len(languages) > 1:
            language = language_of(request)
        place = languages.index(language)
        asked: tuple[Block, ...] = ()
        if choice.choice in (*COMMANDS, "bot"):
            label, value = texts.label(f"common.command_{choice.choice}", "", language), f":{choice.choice}"
        elif choice.choice.isdigit() and int(choice.choice) < len(sent.message.buttons):
            button = sent.message.buttons[int(choice.choice)]
            half = parted(parted(sent.message.nodes, "rule")[place], "fold")[0]
            label, value = told_in(button.label, place, len(languages)), button.value
            asked = blocks(half)[-1:]
        else:
            return None
        if read_value(value) in NEVER_GUESSED:
            return None
        return Chosen(sent.mailbox, value, label, language, asked, f"answer:{choice.letter}:{choice.choice}")

    @routes.api_route("/answer/{word}", methods=_LOOKING)
    async def look(word: str, request: Request) -> Response:
        """What was asked, the choice, and the button that answers."""
        found = await chosen(word, request)
        if found is None:
            return page("answer_late.html", language_of(request), 410)
        return page("answer.html", found.language, word=word, chosen=found)

    @routes.post("/answer/{word}")
    async def answer(word: str, request: Request) -> Response:
        """Answer with it. A second time nothing happens, and the page says that it was answered."""
        if not comes_from_us(request):
            return pages.error(request, 403)
        found = await chosen(word, request)
        if found is None:
            return page("answer_late.html", language_of(request), 410)
        if await database.read(conversations.noted, found.key):
            return page("answer_done.html", found.language, chosen=found, before=True)
        try:
            await hear([Heard(found.key, Address("email", found.mailbox), Tapped(found.value), found.language)])
        except Unavailable:
            return pages.error(request, 503)
        return page("answer_done.html", found.language, chosen=found, before=False)

    return routes
