"""/verify: is this badge what it says? For an employer, an exam board, an admissions office; nothing is kept.

A link in the query shows the same verdict, so that other pages can lead here. What is typed as somebody's name only
ever travels in the body of the form.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal
from urllib.parse import parse_qsl

from babel import Locale
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.requests import ClientDisconnect

from bot.conversation import sharing
from bot.conversation.blocks import Block, blocks
from bot.conversation.nodes import Span
from bot.ports import Badge, NoBadge, NoCode, Unavailable
from bot.web.forms import ours_only, parts_of
from bot.web.hooks import TooLarge, body_of
from bot.web.looking import ID, Looking, giver, in_language, safe_link, showing
from bot.web.pages import Language, Pages, language_of

ROOM = "verify"
LARGEST_PICTURE = 4 * 1024 * 1024
LARGEST_BODY = LARGEST_PICTURE + 64 * 1024
LONGEST_LINK = 2000
LONGEST_NAME = 200
LONGEST_TEXT = 6000
READING_SECONDS = 30.0
UPLOADS_AT_ONCE = 5

_LOOKING = ["GET", "HEAD"]
_LINK = re.compile(r"https?://[^\s<>\"]{1,1000}", re.I)

ReadPicture = Callable[[bytes], Awaitable[str | None]]
"""What the QR code in a picture says; None when there is none. Raises NoCode, or Unavailable."""

_NO_CODE = {
    "too_big": "too_large",
    "no_picture": "no_picture",
    "several": "several",
    "too_hard": "no_code",
}
"""What is said of a picture that no code can be read from (`NoCode`)."""

Kind = Literal["good", "care", "bad", "unknown"]
"""How a verdict looks: a sign, a word and a colour each."""

LOOKS: dict[str, Kind] = {
    "genuine": "good",
    "unchecked": "care",
    "expired": "care",
    "revoked": "bad",
    "tampered": "bad",
    "lookalike": "bad",
    "private": "unknown",
    "elsewhere": "unknown",
    "demo": "care",
    "away": "unknown",
}
"""Every verdict this page can give, and how it looks."""

SIGNS: dict[Kind, str] = {"good": "✓", "care": "!", "bad": "✕", "unknown": "?"}

ASSESSMENTS = (
    "written_exam",
    "report_paper",
    "behavioural_assessment",
    "professional_product",
    "development_report",
    "portfolio_assessment",
    "oram_exam",
    "personalized_assessment",
)
"""How somebody was assessed, as edubadges calls it ("oram" is an oral exam).

Source: edubadges-server, `apps/issuer/models.py`, `assessment_type` (June 2026).
"""

PARTICIPATIONS = ("online", "onsite", "blended", "work_experience")
"""Source: edubadges-server, `apps/issuer/models.py`, `participation` (June 2026)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of a badge. `of_name`: "" when no name was given, else "yes", "no", or "untold"."""

    name: str
    badge: Badge | None = None
    given: str = ""
    of_name: Literal["", "yes", "no", "untold"] = ""

    @property
    def looks(self) -> Kind:
        return LOOKS[self.name]


class _Odd(Exception):
    """Nothing to look at. `status` is the answer, `words` its words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


@dataclass(frozen=True, slots=True)
class _Form:
    link: str = ""
    name: str = ""
    picture: bytes = b""


def _is_small(request: Request) -> bool:
    """Is it so little that any number of them may come at once?"""
    length = request.headers.get("content-length", "")
    return length.isdecimal() and int(length) <= LARGEST_BODY - LARGEST_PICTURE


async def _read(request: Request) -> _Form:
    """What the visitor sent. Raises _Odd, ClientDisconnect."""
    try:
        async with asyncio.timeout(READING_SECONDS):
            body = await body_of(request, LARGEST_BODY)
    except (TooLarge, ValueError):
        raise _Odd(413, "too_large") from None
    except TimeoutError:
        raise _Odd(408, "odd") from None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        try:
            fields = dict(parse_qsl(body.decode("latin-1"), errors="replace", max_num_fields=10))
        except ValueError:
            raise _Odd(400, "odd") from None
        return _Form(fields.get("badge", "").strip(), fields.get("name", "").strip())
    if kind != "multipart/form-data":
        raise _Odd(415, "odd")
    try:
        pairs, files = await parts_of(request, body, fields=5)
    except ValueError:
        raise _Odd(400, "odd") from None
    fields = dict(pairs)
    picture = files["picture"].body if "picture" in files else b""
    return _Form(fields.get("badge", "").strip(), fields.get("name", "").strip(), picture)


def plain_blocks(markdown: str) -> tuple[Block, ...]:
    """What an issuer wrote in Markdown, as paragraphs and lists of plain words: nothing in it leads anywhere.

    Source: edubadges-server, `LearningOutcomeExtension`: a text in Markdown (June 2026).
    """
    text = markdown.replace("\r\n", "\n").strip()
    text = text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT].rstrip() + "…"
    text = re.sub(r"!?\[([^\]\n]*)\]\(([^)\s]*)[^)\n]*\)", r"\1 (\2)", text)
    text = re.sub(r"^[ \t]*[-*+] +", "• ", text, flags=re.M)
    text = re.sub(r"^[ \t]*(?:#{1,6} +|> ?)", "", text, flags=re.M)
    text = re.sub(r"(?<!\\)(\*\*|__|`)(?=\S)(.+?)(?<=[^\s\\])\1", r"\2", text)
    text = re.sub(r"(?<![\w*\\])\*(?=\S)([^*\n]+?)(?<=[^\s\\])\*(?![\w*])", r"\1", text)
    text = re.sub(r"\\([\\`*_{}\[\]()#+.!>-])", r"\1", text)
    return blocks((Span(text),))


def router(
    pages: Pages,
    looking: Looking,
    *,
    base_url: str,
    read_picture: ReadPicture | None = None,
) -> APIRouter:
    """The page with its form. Without `read_picture` it does not offer to read a picture."""
    routes = APIRouter(include_in_schema=False)
    comes_from_us = ours_only(base_url)
    uploads = asyncio.Semaphore(UPLOADS_AT_ONCE)

    def page(
        request: Request, status: int = 200, verdict: Verdict | None = None, wrong: str = "", form: _Form = _Form()
    ) -> HTMLResponse:
        language = language_of(request)
        badge = verdict.badge if verdict else None
        html = pages.render(
            "verify.html",
            language,
            ROOM,
            verdict=verdict,
            sign=SIGNS[verdict.looks] if verdict else "",
            badge=badge,
            told=_told(badge, language) if badge else {},
            wrong=wrong,
            link=form.link[:LONGEST_LINK],
            name=form.name[:LONGEST_NAME],
            pictures=read_picture is not None,
        )
        return HTMLResponse(html, status, {"Retry-After": "10"} if status == 503 else None)

    async def answered(request: Request, text: str, form: _Form) -> HTMLResponse:
        """The page with what there is to say of the badge that this text names."""
        try:
            badge = await looking.look_up(text)
        except NoBadge as no:
            if no.why == "no_link":
                return page(request, 422, wrong="no_link", form=form)
            return page(request, verdict=Verdict(no.why), form=form)
        except Unavailable:
            return page(request, 503, Verdict("away"), form=form)
        of_name: Literal["", "yes", "no", "untold"] = ""
        if form.name and badge.verdict in ("genuine", "expired"):
            found = await looking.is_of(badge, form.name)
            of_name = "untold" if found is None else "yes" if found else "no"
        name = "unchecked" if badge.verdict == "genuine" and not badge.checked else badge.verdict
        return page(request, verdict=Verdict(name, badge, form.name, of_name), form=form)

    @routes.api_route("/verify", methods=_LOOKING)
    async def show(request: Request) -> HTMLResponse:
        asked = request.query_params.get("badge", "").strip()
        if not asked:
            return page(request)
        form = _Form(link=asked)
        if not ID.fullmatch(asked) and not _LINK.fullmatch(asked):
            return page(request, 422, wrong="no_link", form=form)
        return await answered(request, asked, form)

    @routes.post("/verify")
    async def check(request: Request) -> HTMLResponse:
        if not comes_from_us(request):
            return page(request, HTTPStatus.FORBIDDEN, wrong="forbidden")
        form = _Form()
        try:
            if _is_small(request):
                form = await _read(request)
                text = await _text_of(form)
            elif uploads.locked():
                raise _Odd(503, "busy")
            else:
                async with uploads:
                    form = await _read(request)
                    text = await _text_of(form)
        except _Odd as odd:
            return page(request, odd.status, wrong=odd.words, form=form)
        except ClientDisconnect:
            return HTMLResponse("", 400)
        return await answered(request, text, form)

    async def _text_of(form: _Form) -> str:
        """The text that names the badge: what was typed, else what the picture says. Raises _Odd."""
        if form.link:
            if len(form.link) > LONGEST_LINK:
                raise _Odd(422, "no_link")
            return form.link
        if not form.picture or read_picture is None:
            raise _Odd(422, "nothing")
        if len(form.picture) > LARGEST_PICTURE:
            raise _Odd(413, "too_large")
        try:
            text = await read_picture(form.picture)
        except NoCode as no:
            raise _Odd(413 if no.why == "too_big" else 422, _NO_CODE[no.why]) from None
        except Unavailable:
            raise _Odd(503, "busy") from None
        if not text:
            raise _Odd(422, "no_code")
        return text[:LONGEST_LINK]

    return routes


def _told(badge: Badge, language: Language) -> dict[str, object]:
    """What of the badge is more than a field: words in this language, and texts as blocks."""
    issuer = in_language(badge.issuer, language)
    from_whom = giver(badge, language)
    locale = Locale(language)
    return {
        "giver": from_whom,
        "issuer": issuer if issuer != from_whom else "",
        "size": sharing.size(showing(badge, language), language),
        "both": bool(badge.ects and badge.hours),
        "language": locale.languages.get(badge.language, "") if badge.language else "",
        "outcome": plain_blocks(badge.outcome),
        "criteria": plain_blocks(badge.criteria),
        "description": plain_blocks(badge.description),
        "assessment": badge.assessment if badge.assessment in ASSESSMENTS else "",
        "participation": badge.participation if badge.participation in PARTICIPATIONS else "",
        "quality_link": safe_link(badge.quality_link),
    }
