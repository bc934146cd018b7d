"""Process: the web application, which hears webhooks and shows the chat."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import AsyncIterator
from types import FrameType

import structlog
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from bot.lean import settle
from bot.ports import Channel
from bot.settings import Settings
from bot.started import say_ready
from bot.web import answer, chat, go, health, hooks, kit, no_desk, sign_in, slack_install, unsubscribe, verify
from bot.web.door import Door
from bot.web.live import Live
from bot.web.looking import Looking
from bot.web.pages import Pages
from bot.wiring import House, installer_for, open_house, sandbox_of, sites_for

log = structlog.get_logger()

LAST_WORDS_SECONDS = 5
"""How long a request may still take once we are told to stop."""


def application(house: House, *, delivers: bool) -> ASGIApp:
    """The routes of this process around a house that is open."""
    settings = house.settings

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        await house.close()

    app = FastAPI(title="Badgewijzer", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(
        health.router(
            house.database,
            house.ears,
            house.delivery,
            delivers=delivers,
            metrics_token=settings.metrics_token.get_secret_value(),
        )
    )
    live = Live(house.database, house.ears, house.closing)
    pages = Pages(
        organisation=settings.organisation,
        sandbox=settings.in_sandbox,
        verifies=house.badges is not None,
        sites=sites_for(settings),
        desk=house.has_desk,
    )
    chat.install(app, pages, live, base_url=settings.own_url)

    def telegram() -> str:
        return house.telegram.username if house.telegram else ""

    if house.turns.go is not None:
        app.include_router(
            go.router(
                pages,
                house.database,
                house.turns,
                house.hear,
                base_url=settings.own_url,
                telegram=telegram,
                slack=settings.talks_on_slack,
                clock=house.clock,
            )
        )
    if house.identity is not None:
        app.include_router(
            sign_in.router(
                pages,
                house.identity,
                house.database,
                house.turns,
                house.prove,
                base_url=settings.own_url,
                telegram=telegram,
                clock=house.clock,
            )
        )
    if house.turns.post is not None:
        letters = house.turns.post.letters
        texts, own_url, clock = house.flows.texts, settings.own_url, house.clock
        app.include_router(
            answer.router(pages, letters, house.database, house.hear, texts, base_url=own_url, clock=clock)
        )
        app.include_router(unsubscribe.router(pages, letters, house.database, house.turns.box, clock=clock))
    if installer := installer_for(house):
        app.include_router(slack_install.router(pages, installer, staff=bool(settings.staff_slack_channel)))
    if house.has_desk:
        from bot.web import desk  # where nobody can come in, nobody carries it

        app.include_router(desk.router(house, pages))
    else:
        app.include_router(no_desk.router(pages))
    if sandbox := sandbox_of(house):
        app.mount("/sandbox", sandbox)
    if house.badges is not None:
        looking = Looking(house.badges)
        app.include_router(kit.router(pages, looking, linkedin=str(house.flows.given["linkedin_site"])))
        app.include_router(verify.router(pages, looking, base_url=settings.own_url, read_picture=house.read_picture))
    application: ASGIApp = app
    if house.mail is not None and (secret := settings.email_webhook_secret.get_secret_value()):
        application = hooks.MailHook(application, secret, house.mail.take)
    delivered: list[Channel] = []  # those that come to our door
    if house.telegram is not None and settings.telegram_webhook_secret.get_secret_value():
        delivered.append(house.telegram)
    if house.slack is not None and settings.slack_signing_secret.get_secret_value():
        delivered.append(house.slack)
    return hooks.Hooks(application, channels=delivered, hear_all=house.hear) if delivered else application


class _Server(uvicorn.Server):
    """A server that lets its open streams know that it is time to go."""

    def __init__(self, config: uvicorn.Config, house: House) -> None:
        super().__init__(config)
        self.house = house

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop; asked a second time with Ctrl-C, at once. A clean stop ends with exit code 0."""
        self.house.closing.set()
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            settle()
            log.info("web.open", url=self.house.settings.own_url)
            say_ready()


async def serve(settings: Settings, *, deliver: bool, poll: bool) -> None:
    """Open the house, answer requests until told to stop, and leave nothing half done."""
    house = await open_house(settings)
    house.start(deliver=deliver, poll=poll, hooks=True)
    config = uvicorn.Config(
        application(house, delivers=deliver),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=LAST_WORDS_SECONDS,
        http=Door,
    )
    try:
        await _Server(config, house).serve()
    finally:
        if not house.closing.is_set():
            await house.close()
