"""A server with the pages on a free port, and a browser to look at them."""

from __future__ import annotations

import asyncio
import functools
import importlib.resources
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
import uvicorn
from fastapi import FastAPI, Response
from fastapi import Request as Asked
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from bot.web import answer, chat, go, kit, unsubscribe, verify
from bot.web.chat import address_of
from bot.web.looking import Looking
from bot.web.pages import Pages, language_of
from flows import FLOWS
from tests.browsers import in_use
from tests.web.badges import Sample, read_picture
from tests.web.letters import BOX, LETTERS, SentMail
from tests.web.onward import OnwardMail
from tests.web.talks import Talk, Talks

ORGANISATION = "Hogeschool Voorbeeld"

AXE = "/axe.js"
"""Where the accessibility checker is, for pages that are opened with `bypass_csp`."""

LOCALES = {"nl": "nl-NL", "en": "en-GB"}

MAILS = Path(__file__).parent.parent / "integrations" / "mails"

PATIENCE_MILLISECONDS = 15_000
"""Only a test that fails waits this long; a busy machine may need it."""

expect.set_options(timeout=PATIENCE_MILLISECONDS)


@dataclass
class Site:
    """The pages as they are served."""

    url: str
    talks: Talks
    mail: SentMail

    def begin(self, context: BrowserContext, language: Literal["nl", "en"]) -> None:
        """This browser has a conversation that has just begun."""
        cookie = secrets.token_urlsafe(32)
        self.talks.begun(cookie, language)
        context.add_cookies([{"name": "chat", "value": cookie, "url": self.url}])

    def talk_of(self, context: BrowserContext) -> Talk:
        """The conversation that this browser holds the cookie of."""
        cookie = next(one for one in context.cookies() if one.get("name") == "chat")
        return self.talks.by_address[address_of(cookie.get("value", ""))]


class _Server(uvicorn.Server):
    def install_signal_handlers(self) -> None:
        return None


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The pages on a loopback port of this machine."""
    talks = Talks()
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    app = FastAPI()
    pages = Pages(organisation=ORGANISATION, sandbox=True, verifies=True)
    chat.install(app, pages, talks, base_url=url)
    looking = Looking(Sample())
    app.include_router(kit.router(pages, looking))
    app.include_router(verify.router(pages, looking, base_url=url, read_picture=read_picture))
    mail = SentMail()
    database: Any = mail  # which is all that these pages ask of one
    app.include_router(answer.router(pages, LETTERS, database, mail.hear, FLOWS.texts, base_url=url, clock=mail.clock))
    app.include_router(unsubscribe.router(pages, LETTERS, database, BOX, clock=mail.clock))

    @app.get("/mails/{kind}")
    async def mails(kind: str, request: Asked) -> Response:
        return Response((MAILS / f"{kind}.{language_of(request)}.html").read_bytes(), media_type="text/html")

    onward: Any = OnwardMail()
    app.include_router(
        go.router(
            pages,
            onward,
            onward.turns,
            onward.hear,
            base_url=url,
            telegram=lambda: "gids_bot",
            slack=True,
            clock=onward.clock,
        )
    )
    started = threading.Event()

    async def begin() -> None:
        talks.loop = asyncio.get_running_loop()
        started.set()

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError("on purpose")

    axe = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_bytes()

    @app.get(AXE)
    async def checker() -> Response:
        return Response(axe, media_type="text/javascript", headers={"Cache-Control": "max-age=600"})

    app.router.add_event_handler("startup", begin)
    server = _Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=2, lifespan="on"))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    assert started.wait(10)
    yield Site(url, talks, mail)
    talks.close()
    server.should_exit = True
    thread.join(10)
    listening.close()


@pytest.fixture(autouse=True)
def everything_works(site: Site) -> Iterator[None]:
    """Whatever a test breaks is whole for the next."""
    yield
    site.talks.down = site.mail.out = False
    site.talks.let_through()


Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def profiles(browser: Browser, site: Site) -> Iterator[dict[str, BrowserContext]]:
    """A profile of the browser in each language, as new; to make one takes longer than most tests."""
    found = {language: _profile(browser, site, language) for language in LOCALES}
    yield found
    with in_use():
        for context in found.values():
            context.close()


def _profile(browser: Browser, site: Site, language: str, **more: Any) -> BrowserContext:
    context = browser.new_context(locale=LOCALES[language], base_url=site.url, **more)
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    return context


@pytest.fixture
def opened(browser: Browser, profiles: dict[str, BrowserContext], site: Site) -> Iterator[Opener]:
    """Opens a page in a browser of its own: `opened("/chat", language="en", width=320)`.

    At the end nothing may have been asked from elsewhere, broken the content policy or failed in the script.
    """
    free = dict(profiles)
    contexts: list[BrowserContext] = []
    trouble: list[str] = []

    def look(request: Request) -> None:
        _from_here(request.url, site.url, trouble)

    def open_page(
        path: str = "/chat",
        *,
        language: Literal["nl", "en"] = "nl",
        width: int = 390,
        height: int = 844,
        begun: bool = False,
        **more: Any,
    ) -> Page:
        viewport: Any = {"width": width, "height": height}
        if more or language not in free:
            context = _profile(browser, site, language, viewport=viewport, **more)
        else:
            context = free.pop(language)
        contexts.append(context)
        if begun:
            site.begin(context, language)
        page = context.new_page()
        page.set_viewport_size(viewport)
        context.on("request", look)
        page.on("pageerror", lambda error: trouble.append(f"script: {error}"))
        page.on("console", lambda said: trouble.append(said.text) if "Content Security" in said.text else None)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        if context in profiles.values():
            context.remove_listener("request", look)
            for page in context.pages:
                page.close()
            context.clear_cookies()
            context.set_offline(False)
        else:
            context.close()
    assert not trouble


def _from_here(url: str, ours: str, trouble: list[str]) -> None:
    if not url.startswith((ours + "/", "data:")):
        trouble.append(f"asked from elsewhere: {url}")


@pytest.fixture
def conversation(opened: Opener) -> Opener:
    """Opens the chat with a conversation that has just begun."""
    return functools.partial(opened, "/chat", begun=True)


@pytest.fixture(scope="module", params=["nl", "en"])
def inspected(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Opens a page for axe, each time in the same window (a new one takes longer than looking at the page)."""
    language = request.param
    context = browser.new_context(locale=f"{language}-NL", base_url=site.url, bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    page = context.new_page()

    def open_page(path: str = "/chat", *, begun: bool = False) -> Page:
        context.set_offline(False)
        context.clear_cookies()
        if begun:
            site.begin(context, language)
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(path)
        return page

    yield open_page
    with in_use():
        context.close()
