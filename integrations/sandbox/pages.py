"""What the pages of all sandbox neighbours share: the banner, the language, the clock below, one style sheet.

A template stands in `templates/<neighbour>/`, extends `base.html` and says each text in both languages beside each
other: `{{ t("Je gegevens", "Personal info") }}`. Links within the sandbox begin with `{{ base }}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from integrations.sandbox.world import World, moment

Language = Literal["nl", "en"]
LANGUAGES: Mapping[str, Language] = {"nl": "nl", "en": "en"}

HERE = Path(__file__).parent
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LANGUAGE_COOKIE = "sandbox_lang"
A_YEAR_SECONDS = 365 * 24 * 3600


class Pages:
    """The templates of the sandbox, for one world. `root` is its own address, as `http://localhost:8000/sandbox`."""

    def __init__(self, world: World, root: str) -> None:
        self.world = world
        self.root = root.rstrip("/")
        self.base = urlsplit(self.root).path
        self.jinja = _templates()

    def page(self, request: Request, template: str, status: int = 200, /, **context: Any) -> HTMLResponse:
        """A whole page in the reader's language. A template can use what is given, and `t`, `day`, `base`, `root`."""
        language = language_of(request)

        def t(dutch: str, english: str) -> str:
            return dutch if language == "nl" else english

        def day(stamp: str) -> str:
            return long_day(stamp, language)

        html = self.jinja.get_template(template).render(
            language=language,
            t=t,
            day=day,
            moment=lambda at: format_datetime(at, "d MMMM yyyy, HH:mm", tzinfo=AMSTERDAM, locale=language),
            base=self.base,
            root=self.root,
            here=_here(request),
            other_language=_here(request, lang="en" if language == "nl" else "nl"),
            clock=format_datetime(self.world.now(), "EEEE d MMMM yyyy, HH:mm", tzinfo=AMSTERDAM, locale=language),
            **context,
        )
        answer = HTMLResponse(html, status)
        if request.query_params.get("lang") in LANGUAGES:
            answer.set_cookie(
                LANGUAGE_COOKIE, language, max_age=A_YEAR_SECONDS, path=self.base or "/", httponly=True, samesite="lax"
            )
        return answer

    def trouble(self, request: Request, status: int, dutch: str, english: str, back: str = "") -> HTMLResponse:
        """A page that says what went wrong and what to do, with a link to go on with (`back`, a path)."""
        return self.page(request, "trouble.html", status, text=(dutch, english), back=back or f"{self.base}/eduid")


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def language_of(request: Request) -> Language:
    """The language this reader wants: picked by `?lang=`, else picked before, else the browser's, else Dutch."""
    for picked in (request.query_params.get("lang", ""), request.cookies.get(LANGUAGE_COOKIE, "")):
        if picked in LANGUAGES:
            return LANGUAGES[picked]
    for part in request.headers.get("accept-language", "")[:200].lower().split(","):
        if part.strip()[:2] in LANGUAGES:
            return LANGUAGES[part.strip()[:2]]
    return "nl"


def long_day(stamp: str, language: Language) -> str:
    """The day of a moment as people write it: "16 december 2026"."""
    return format_date(moment(stamp).astimezone(AMSTERDAM), "d MMMM yyyy", locale=language)


def _here(request: Request, **more: str) -> str:
    """The path and query of this page, as a link back to it. What was sent in a form is left behind."""
    query = {**{name: value for name, value in request.query_params.items() if name != "lang"}, **more}
    return request.url.path + (f"?{urlencode(query)}" if query else "")


def static() -> APIRouter:
    """The style sheet, below `/static`. Mounted once, for all neighbours."""
    files = {file.name: file.read_bytes() for file in sorted((HERE / "static").glob("*.css"))}
    router = APIRouter(include_in_schema=False)

    @router.get("/static/{name}")
    async def style(name: str) -> Response:
        if name not in files:
            raise HTTPException(404)
        return Response(files[name], media_type="text/css; charset=utf-8", headers={"Cache-Control": "no-cache"})

    return router
