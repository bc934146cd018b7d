"""/desk where nobody can come in: one page, which says which settings turn it on."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from bot.web.pages import Pages, language_of

ROOM = "no_desk"


def router(pages: Pages) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    async def off(request: Request) -> HTMLResponse:
        return HTMLResponse(pages.render("no_desk.html", language_of(request), ROOM), HTTPStatus.NOT_FOUND)

    for path in ("/desk", "/desk/{rest:path}"):
        routes.add_route(path, off, methods=["GET", "HEAD"])
    return routes
