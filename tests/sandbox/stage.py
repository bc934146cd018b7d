"""The sandbox's eduID and SURFconext for tests: an own world, its clock in hand, and people with browsers."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from functools import cache

from fastapi import FastAPI
from starlette.types import ASGIApp

from integrations.sandbox import surfconext
from integrations.sandbox.pages import Pages
from integrations.sandbox.pages import static as style_sheet
from integrations.sandbox.world import World
from tests.sandbox.walker import Walker

URL = "http://localhost:8000"
ROOT = f"{URL}/sandbox"
CALLBACK = "https://bot.example/eduid/callback"
ONE_KEY = surfconext.Keys()
"""Making a key takes longer than most tests: each begins with this one."""

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)


WORLD = World.load(None)
KEYS = surfconext.Keys()
CLIENTS: dict[str, tuple[str, list[str]]] = {}
"""What the applications below are around; every sandbox begins with them as new."""


class Sandbox:
    """eduID and SURFconext around a world; the only sandbox until another one is made."""

    def __init__(self) -> None:
        self.time = NOW
        self.world, self.keys, self.clients = WORLD, KEYS, CLIENTS
        fresh = World.load(None)
        for one in fields(World):
            setattr(WORLD, one.name, getattr(fresh, one.name))
        WORLD.clock = lambda: self.time
        KEYS._keys = list(ONE_KEY.all)
        CLIENTS.clear()
        CLIENTS["badgewijzer"] = ("", [CALLBACK])
        CLIENTS["office"] = ("a secret of the office", ["https://office.example/back?from=eduid"])
        self.app: ASGIApp = self.routes()

    @staticmethod
    @cache
    def routes() -> ASGIApp:
        """Its routes, which take longer to make than most walks. What they remember themselves goes by random words."""
        app = FastAPI()
        app.include_router(style_sheet(), prefix="/sandbox")
        app.include_router(surfconext.router(WORLD, Pages(WORLD, ROOT), ROOT, CLIENTS, KEYS), prefix="/sandbox")
        return app

    def somebody(self, *, language: str = "nl") -> Walker:
        """A person with a new browser."""
        return Walker(self.app, URL, language=language)

    def later(self, **how_long: float) -> None:
        self.time += timedelta(**how_long)

    def mails_to(self, address: str) -> list[str]:
        return [mail.subject for mail in self.world.mails if mail.to == address]

    def code_for(self, address: str) -> str:
        """The newest code that this address got by mail."""
        text = next(mail.text for mail in reversed(self.world.mails) if mail.to == address)
        return re.search(r"\d{6}", text)[0]  # type: ignore[index]


async def makes_an_eduid(
    walker: Walker, sandbox: Sandbox, email: str, given: str = "Sanne", family: str = "Voorbeeld"
) -> None:
    """From eduID's first page to My eduID, in Dutch."""
    await walker.opens("/sandbox/eduid")
    await walker.follows("eduID aanmaken")
    await walker.presses("Maak een eduID", email=email, given=given, family=family, agree="1")
    await walker.presses("Volgende", code=sandbox.code_for(email))
    walker.sees("Je eduID is aangemaakt")
    await walker.follows("Volgende")
    walker.is_at("/sandbox/eduid/mijn/home")
