"""GET /kit/{id}: all that a learner needs to show a public badge elsewhere, ready to be copied. Nothing is kept."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Literal, cast

import segno
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from bot.conversation import sharing
from bot.ports import Badge, NoBadge, Unavailable
from bot.web.looking import ID, Looking, giver, showing
from bot.web.pages import Language, Pages, language_of

ROOM = "kit"
_LOOKING = ["GET", "HEAD"]
_QR_TYPES = {"png": "image/png", "svg": "image/svg+xml"}


def qr_code(link: str, kind: Literal["png", "svg"]) -> bytes:
    """A picture from which a phone reads this link: as PNG some 500 pixels wide, as SVG of any size."""
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind=kind, scale=12)
    return out.getvalue()


def texts(badge: Badge, language: Language) -> Mapping[str, str]:
    """What can be copied, by name; a line for a CV in both languages, since a CV may be in either."""
    other: Language = "en" if language == "nl" else "nl"
    here, there = showing(badge, language), showing(badge, other)
    return {
        "link": badge.link,
        "cv": sharing.cv_line(here, language),
        "cv_other": sharing.cv_line(there, other),
        "signature": sharing.signature(here, language),
        "post": sharing.post(here, language),
    }


def router(pages: Pages, looking: Looking, *, linkedin: str = sharing.LINKEDIN) -> APIRouter:
    """The page of the share kit, and its QR codes as files. `linkedin`: where LinkedIn is."""
    routes = APIRouter(include_in_schema=False)

    def sorry(request: Request, why: str, status: int) -> HTMLResponse:
        html = pages.render("kit_sorry.html", language_of(request), ROOM, why=why)
        return HTMLResponse(html, status, {"Retry-After": "10"} if status == 503 else None)

    async def found(request: Request, number: str) -> Badge | HTMLResponse:
        """The badge when it can be shown; else the page that says why not, and what to do."""
        if not ID.fullmatch(number):
            return sorry(request, "no_link", 404)
        try:
            badge = await looking.look_up(number)
        except NoBadge as no:
            return sorry(request, no.why, 404)
        except Unavailable:
            return sorry(request, "away", 503)
        return badge if badge.verdict in ("genuine", "expired") else sorry(request, badge.verdict, 404)

    @routes.api_route("/kit/{number}", methods=_LOOKING)
    async def kit(request: Request, number: str) -> HTMLResponse:
        badge = await found(request, number)
        if not isinstance(badge, Badge):
            return badge
        language = language_of(request)
        shown = showing(badge, language)
        code = segno.make(badge.link, error="m", micro=False)
        html = pages.render(
            "kit.html",
            language,
            ROOM,
            badge=badge,
            name=sharing.short(badge.name),
            giver=giver(badge, language),
            size=sharing.size(shown, language),
            texts=texts(badge, language),
            linkedin=sharing.linkedin_link(shown, linkedin),
            code=Markup(code.svg_inline(scale=5, omitsize=True)),  # noqa: S704 - squares, drawn by segno
        )
        return HTMLResponse(html)

    @routes.api_route("/kit/{number}/qr.{kind}", methods=_LOOKING)
    async def qr(request: Request, number: str, kind: str) -> Response:
        if kind not in _QR_TYPES:
            return sorry(request, "no_link", 404)
        badge = await found(request, number)
        if not isinstance(badge, Badge):
            return badge
        picture = qr_code(badge.link, cast(Literal["png", "svg"], kind))
        headers = {"Content-Disposition": f'attachment; filename="edubadge-{badge.id[:6]}.{kind}"'}
        return Response(picture, media_type=_QR_TYPES[kind], headers=headers)

    return routes
