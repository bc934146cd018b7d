"""The whole sandbox as one application: its index and clock, the mailbox, LinkedIn's form, and both neighbours."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Annotated
from urllib.parse import urlsplit

import httpx
from babel.dates import get_month_names
from fastapi import APIRouter, Depends, FastAPI, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Mount
from starlette.types import ASGIApp

from integrations.sandbox import edubadges, edubadges_api, edubadges_staff, mailbox_pages, pages, surfconext
from integrations.sandbox.awarding import catch_up
from integrations.sandbox.edubadges import Edubadges, Login
from integrations.sandbox.mailbox_pages import PostOffice
from integrations.sandbox.pages import Pages
from integrations.sandbox.surfconext import Clients
from integrations.sandbox.world import SIS_CLIENT, SIS_SECRET, World

LONGEST_MOVE = 400
"""Days that the clock can be moved at once."""

REAL = {"eduid": "https://eduid.nl", "edubadges": "https://www.edubadges.nl", "linkedin": "https://www.linkedin.com"}
"""Where a page can be found that the sandbox does not have, by the first part of its path."""

ORGANISATIONS = {"206815": "SURF"}

Text = Annotated[str, Form()]


def application(world: World, root: str, clients: Clients, post: PostOffice | None = None) -> ASGIApp:
    """Everything below `root` (`http://localhost:8000/sandbox`). `clients` may log people in at SURFconext.

    `post`: where the guide's letters arrive and answers to them go; None where its mail is real, or off.
    """
    root = root.rstrip("/")
    site, demo = f"{root}/edubadges", f"{root}/edubadges-demo"
    of_edubadges = ("between neighbours", [f"{site}/callback", f"{demo}/callback"])
    all_clients: Clients = {**clients, "edubadges": of_edubadges}

    async def look() -> None:
        """Before anything is shown: what other processes did, and what the clock has brought."""
        world.refresh()
        if not world.is_kept:
            world.save()  # for other processes and the next start: the same badge classes have the same links
        catch_up(world, site)

    app = FastAPI(title="Sandbox", docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(look)])
    here = Pages(world, root)
    within = Starlette(routes=[Mount(urlsplit(root).path or "/", app)])
    http = httpx.AsyncClient(transport=httpx.ASGITransport(within))

    def login(callback: str) -> Login:
        secret = of_edubadges[0]
        return Login(http, f"{root}/surfconext/oidc", f"{root}/eduid", "edubadges", secret, callback)

    real_site = Edubadges(here, login(f"{site}/callback"))
    demo_site = Edubadges(here, login(f"{demo}/callback"), name="edubadges-demo", demo=True)
    tokens = edubadges_api.Tokens(SIS_CLIENT, SIS_SECRET, world)
    app.include_router(_common(world, here, post))
    app.include_router(mailbox_pages.router(world, here, post))
    app.include_router(pages.static())
    app.include_router(surfconext.router(world, here, root, all_clients))
    app.include_router(edubadges_staff.router(real_site))
    app.include_router(edubadges.router(real_site))
    app.include_router(edubadges.router(demo_site))
    app.include_router(edubadges_api.router(world, f"{root}/edubadges-api", site, tokens), prefix="/edubadges-api")
    app.add_exception_handler(HTTPException, _refused(here))
    return app


def _common(world: World, here: Pages, post: PostOffice | None) -> APIRouter:
    """The index, the clock and LinkedIn's form."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/")
    async def index(request: Request) -> Response:
        return here.page(
            request,
            "index.html",
            guide=post is not None,
            people=sorted(world.people.values(), key=lambda one: one.created_at),
            institutions=[
                (one, [each for each in world.badge_classes.values() if each.institution == one.domain])
                for one in world.institutions.values()
            ],
            awards=len([one for one in world.awards.values() if one.status == "Unaccepted"]),
            badges=len(world.badges),
            mails=len(world.mails) + (len(post.mailbox.letters()) if post else 0),
            base_site=here.root.removesuffix(here.base),
        )

    @routes.get("/eduid/help")
    async def help_of_eduid(request: Request) -> Response:
        return here.page(request, "not_here.html", real="https://eduid.nl/help")

    @routes.post("/clock")
    async def clock(request: Request, days: Text = "", back: Text = "") -> Response:
        """Move everybody's clock ahead: the guide's and that of all neighbours."""
        if not re.fullmatch(r"[0-9]{1,3}", days) or not 1 <= int(days) <= LONGEST_MOVE:
            return here.trouble(
                request,
                400,
                f"Vul een aantal dagen in, van 1 tot {LONGEST_MOVE}. De klok gaat alleen vooruit.",
                f"Fill in a number of days, from 1 to {LONGEST_MOVE}. The clock only goes ahead.",
                here.base,
            )
        world.move(int(days))
        within = back == here.base or back.startswith(f"{here.base}/")
        return RedirectResponse(back if within and "\\" not in back else f"{here.base}/", 303)

    @routes.get("/linkedin/profile/add")
    async def linkedin(request: Request) -> Response:
        """LinkedIn's form for a certificate, filled in from the link. Its months count from 1."""
        query = request.query_params
        month = query.get("issueMonth", "")
        named = query.get("organizationName", "")
        return here.page(
            request,
            "linkedin.html",
            filled={
                "name": query.get("name", ""),
                "organisation": named or ORGANISATIONS.get(query.get("organizationId", ""), ""),
                "year": query.get("issueYear", ""),
                "link": query.get("certUrl", ""),
                "id": query.get("certId", ""),
            },
            month=int(month) if re.fullmatch(r"[1-9]|1[0-2]", month) else 0,
            months={language: get_month_names(locale=language) for language in ("nl", "en")},
        )

    return routes


def _refused(here: Pages) -> Callable[[Request, Exception], Awaitable[Response]]:
    """What is answered to whatever is not there: JSON by the API, elsewhere a page with the way to the real one."""

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        part = request.url.path.removeprefix(here.base).split("/")[1:2]
        if part == ["edubadges-api"] or part == ["static"] or error.status_code != 404:
            return JSONResponse({"detail": error.detail}, error.status_code, error.headers)
        name = part[0] if part else ""
        real = REAL.get(name.removesuffix("-demo"), "")
        if real:
            real += request.url.path.removeprefix(f"{here.base}/{name}")
        return here.page(request, "not_here.html", 404, real=real)

    return refused
