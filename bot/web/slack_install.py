"""/slack/install: how a workspace lets us in. The page before, out to Slack and back, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from bot.ports import Installer, InstallPage
from bot.web.pages import Pages, language_of

ROOM = "slack_install"

STATUS: Mapping[str, int] = {"late": 410, "elsewhere": 400, "refused": 502, "away": 503}
LONGEST = 2000
"""Of one value of a query: longer ones are nobody's."""


def router(pages: Pages, installer: Installer, *, staff: bool) -> APIRouter:
    """`/slack/install` and `/slack/oauth_redirect`. `staff`: they answer in a channel of their own."""
    routes = APIRouter(include_in_schema=False)

    def page(shown: InstallPage, request: Request) -> HTMLResponse:
        template = {"begin": "slack_install.html", "done": "slack_install_done.html"}
        html = pages.render(
            template.get(shown.name, "slack_install_failed.html"),
            language_of(request),
            ROOM,
            name=shown.name,
            there=shown.there if re.match(r"https?://", shown.there) else "",
            workspace=shown.workspace,
            staff=staff,
        )
        answer = HTMLResponse(html, STATUS.get(shown.name, 200))
        if shown.cookie:
            answer.headers["Set-Cookie"] = shown.cookie
        if shown.name == "away":
            answer.headers["Retry-After"] = "60"
        return answer

    def asked(request: Request) -> dict[str, str]:
        return {name: value for name, value in request.query_params.items() if len(value) <= LONGEST}

    @routes.get("/slack/install")
    async def begin(request: Request) -> HTMLResponse:
        """What it is and what it may do, with the way to Slack. What is kept of it is over in ten minutes."""
        return page(await installer.begin(asked(request)), request)

    @routes.get("/slack/oauth_redirect")
    async def back(request: Request) -> HTMLResponse:
        """The browser is back from Slack."""
        return page(await installer.finish(asked(request), request.headers.get("cookie", "")), request)

    return routes
