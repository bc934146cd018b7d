"""The desk of a program that runs: learners who say something, staff who log in, and browsers in which they look."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import httpx2 as httpx
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import Connection, select

from bot.ports import Address, Heard, Tapped, Typed, What
from bot.store import conversations, staff
from bot.store.staff import Known, Role
from bot.store.tables import learners
from bot.wiring import House
from tests.beside import Beside
from tests.browsers import in_use

T = TypeVar("T")

NAMES: dict[Role, str] = {"viewer": "Vera", "agent": "Noor", "lead": "Lidia", "admin": "Ali", "auditor": "Otto"}
AXE = "/axe.js"


def looked_at(page: Page, shown: bool) -> None:
    """As if somebody went to another tab, or came back to this one: a browser without a window never hides a page."""
    state = "visible" if shown else "hidden"
    page.evaluate(
        f"Object.defineProperty(document, 'visibilityState', {{ value: '{state}', configurable: true }});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )


@dataclass
class Desk:
    """One program, its pages at `url`; it runs in `around`'s event loop."""

    house: House
    url: str
    around: Beside
    browser: Browser | None = None
    trouble: list[str] = field(default_factory=list)
    _keys: Any = field(default_factory=lambda: itertools.count(1))
    _contexts: list[BrowserContext] = field(default_factory=list)

    # The program

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Have it done in the program's loop, and wait for it."""
        return self.around.do(work)

    def write(self, unit: Callable[..., T], *arguments: Any) -> T:
        """A unit of work that writes."""
        return self.do(self.house.database.write(unit, *arguments))

    def read(self, unit: Callable[..., T], *arguments: Any) -> T:
        return self.do(self.house.database.read(unit, *arguments))

    @property
    def now(self) -> datetime:
        return self.house.clock()

    # Learners

    def hears(self, who: Address, *what: What | str, language: str = "nl") -> int:
        """Somebody says this, one thing after the other: the learner's id. A text is typed; "[value]" is tapped."""
        for one in what:
            said: What = one if not isinstance(one, str) else Tapped(one[1:-1]) if one[:1] == "[" else Typed(one)
            key = f"desk:{next(self._keys)}"
            self.do(self.house.hear([Heard(key, who, said, language)]))
            while not self.read(conversations.noted, key):  # on a busy machine it waits in the spool for a moment
                self.do(asyncio.sleep(0.05))
        found = self.read(conversations.learner_at, who)
        assert found is not None
        return found

    def token(self, learner: int) -> str:
        """What the conversation is called outside."""
        return str(self.read(lambda db: db.execute(select(learners.c.token).where(learners.c.id == learner)).scalar()))

    # Staff

    def session(self, role: Role = "lead", name: str = "", institutions: tuple[str, ...] | None = None) -> str:
        """The word of the cookie of somebody with this role who is at the desk."""
        name = name or NAMES[role]

        def work(db: Connection) -> str:
            email = f"{name.lower()}@{role}.example"
            try:
                member = staff.add(db, email, name, role, institutions, self.now)
            except Known:
                member = next(staff.member_of(row) for row in staff.everybody(db) if row.email == email)
            return staff.begin(db, member, "a test", self.now)

        return self.write(work)

    def client(self, role: Role | None = "lead", **more: Any) -> httpx.Client:
        """A program that asks for pages as somebody with this role; None: who is not logged in."""
        cookies = {"desk": self.session(role, **more)} if role else {}
        return httpx.Client(base_url=self.url, cookies=cookies, headers={"Sec-Fetch-Site": "same-origin"}, timeout=60)

    def opens(
        self,
        path: str = "/desk",
        role: Role = "lead",
        *,
        language: str = "nl",
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        name: str = "",
        institutions: tuple[str, ...] | None = None,
        **more: Any,
    ) -> Page:
        """A browser of somebody with this role, at this page. What breaks the content policy fails the test."""
        assert self.browser is not None, "ask for the fixture `desk_in_browser`"
        in_use()
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": height},
            locale={"nl": "nl-NL", "en": "en-GB"}[language],
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        context.add_cookies([{"name": "desk", "value": self.session(role, name, institutions), "url": self.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: self.trouble.append(f"script: {error}"))
        page.on("console", lambda said: self.trouble.append(said.text) if "Content Security" in said.text else None)
        page.on("request", lambda asked: self._from_here(asked.url))
        page.goto(path)
        return page

    def goes(self, page: Page, path: str, role: Role) -> None:
        """The same browser, at that page, as somebody else."""
        cookie = {"name": "desk", "value": self.session(role), "url": self.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(path)

    def _from_here(self, url: str) -> None:
        if not url.startswith((self.url + "/", "data:", "blob:")):
            self.trouble.append(f"asked from elsewhere: {url}")

    def close(self) -> None:
        """Close the browsers; nothing may have gone wrong in them."""
        in_use()
        for context in self._contexts:
            context.close()
        self._contexts.clear()
        trouble, self.trouble = self.trouble, []
        assert not trouble
