"""The whole program with its sandbox, staff, and learners who talk with the guide and walk through the sandbox.

What the guide does is named as the flows name it. Nothing runs by itself: after each turn everything that is due is
delivered, and the clock stands until it is moved.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from pathlib import Path

import uvicorn
from sqlalchemy import select

from bot.conversation.engine import facts_of
from bot.conversation.state import State
from bot.store import awards, links
from bot.store.tables import addresses, learners
from bot.web.app import application
from bot.web.chat import address_of
from bot.wiring import House, flows_for, open_house
from integrations.sandbox.world import _NOT_KEPT, Award, World
from tests.house import emptied, free_port, settings
from tests.sandbox.walker import Page, Walker

NOON = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
BADGE = "Data in de zorg"
SANNE = "sanne@example.net"
OTHER = "s.voorbeeld@example.org"
STUDENT, EMPLOYEE = "s1234567", "v42"
ACCOUNT = f"{STUDENT}@voorbeeld.example"

WORDS = {
    "nl": {
        "register": "Maak een eduID", "next": "Volgende", "add": "Voeg een organisatie toe",
        "school": "Gebruik je school- of werkaccount", "institution": "Universiteit Voorbeeld", "log in": "Inloggen",
        "identity": "Bevestig je identiteit", "bank": "Gebruik je bank", "confirm": "Bevestig",
        "log out": "Uitloggen", "almost": "Je bent er bijna", "verify": "Verifïeer nu", "go to": "Ga naar",
        "backpack": "Open je backpack", "may": "Ja, dat mag", "agree": "Ik ga akkoord",
        "disagree": "Ik ga niet akkoord", "claim": "Claim en voeg toe aan je backpack", "reject": "Weigeren",
        "prefer": "Ja, graag",
    },
    "en": {
        "register": "Make an eduID", "next": "Next", "add": "Add an organisation",
        "school": "Use your school or work account", "institution": "Example University", "log in": "Log in",
        "identity": "Confirm your identity", "bank": "Use a Dutch bank", "confirm": "Confirm",
        "log out": "Log out", "almost": "Almost there", "verify": "Verify now", "go to": "Go to",
        "backpack": "Open your backpack", "may": "Yes, that is fine", "agree": "I agree", "disagree": "I disagree",
        "claim": "Claim & Add to your backpack", "reject": "Reject", "prefer": "Yes please",
    },
}  # fmt: skip
"""The sandbox's labels, which are those of eduID and edubadges."""


@dataclass
class Street:
    """The program, its address, and the moment on its clock before anybody moved it."""

    house: House
    url: str
    now: datetime = NOON
    walkers: list[Walker] = field(default_factory=list)

    @property
    def world(self) -> World:
        assert self.house.world
        return self.house.world

    def walker(self, language: str) -> Walker:
        self.walkers.append(Walker(None, self.url, language=language))
        return self.walkers[-1]

    async def settles(self) -> None:
        """Deliver until nothing is due at this moment."""
        await self.house.ears.empty_spool()  # where a busy machine put it
        delivery = self.house.delivery
        while delivery._under_way or await delivery._claim():
            if delivery._under_way:
                await asyncio.wait(delivery._under_way)

    async def days_pass(self, days: int) -> None:
        """The clock of everybody is moved ahead, by the sandbox's button."""
        await self.walker("nl").client.post("/sandbox/clock", data={"days": str(days)})
        await self.settles()

    async def the_institution_is_asked(self) -> None:
        """The guide reads the institution's list of awards, as it does every so often."""
        assert self.house.awarding
        await self.house.follow_awards(self.house.awarding)
        await self.settles()

    async def begins_anew(self) -> None:
        """Nobody walks here any more, nobody is known, and nothing was awarded yet."""
        while self.walkers:
            await self.walkers.pop().client.aclose()
        await emptied(self.house)
        fresh = World.fresh()
        for one in fields(World):
            if one.name not in _NOT_KEPT:
                setattr(self.world, one.name, getattr(fresh, one.name))
        self.world.save()

    # Staff, in the sandbox's form

    async def awards(self, email: str = SANNE, badge: str = BADGE, **how: str | None) -> Award:
        staff = self.walker("nl")
        await staff.opens("/sandbox/edubadges/staff")
        entity = next(one.entity for one in self.world.badge_classes.values() if one.name == badge)
        await staff.presses("Uitreiken", badge_class=entity, email=email, **how)
        staff.is_at("/sandbox/edubadges/staff").sees("De edubadge is uitgereikt.")
        return list(self.world.awards.values())[-1]

    async def takes_back(self, why: str) -> None:
        """The award that waits, or else the badge that was claimed."""
        staff = self.walker("nl")
        await staff.opens("/sandbox/edubadges/staff")
        waits = any(one.status in ("Unaccepted", "Scheduled") for one in self.world.awards.values())
        await staff.presses("Verwijderen" if waits else "Trek edubadge in", why=why)
        staff.is_at("/sandbox/edubadges/staff").sees(why)


@contextlib.asynccontextmanager
async def street(folder: Path) -> AsyncIterator[Street]:
    """The program with nothing configured, on a port of this machine."""
    port = free_port()
    chosen = settings(f"sqlite:///{folder}/bw.db", port=port, sandbox=None)
    house = await open_house(chosen, clock=lambda: NOON, flows=flows_for(chosen))  # they are proofread elsewhere
    held = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(application(house, delivers=False), log_config=None, timeout_graceful_shutdown=1)
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[held]))
    while not server.started:
        if serving.done():
            serving.result()
        await asyncio.sleep(0.005)
    opened = Street(house, house.settings.own_url)
    try:
        yield opened
    finally:
        house.closing.set()
        server.should_exit = True
        await serving
        await house.close()


class _Server(uvicorn.Server):
    def capture_signals(self) -> contextlib.AbstractContextManager[None]:  # type: ignore[override]
        return contextlib.nullcontext()


class Learner:
    """A person with one browser, in which the chat, eduID and edubadges are open."""

    def __init__(self, street: Street, language: str) -> None:
        self.street, self.language = street, language
        self.browser = street.walker(language)
        self.words = WORDS[language]

    # The chat

    async def begins(self, start: str = "") -> None:
        await self._says(start=start, lang=self.language)

    async def begins_with(self, award: Award) -> None:
        """By the link that the institution sent: it knows the award, and to whom it was given."""
        world, house = self.street.world, self.street.house
        badge_class = world.badge_classes[award.badge_class]
        told = awards.Award(
            badge=badge_class.name,
            institution=world.institutions[badge_class.institution].name_nl,
            kind="institution" if award.account else "personal",
            deadline=date.fromisoformat(award.expires_at[:10]),
            address=award.email,
            eppn=award.account,
            bundle=award.bundle,
        )
        now = house.clock()
        word = await house.database.write(lambda db: links.make_for_award(db, awards.add(db, told, "link", now), now))
        await self.begins(word)
        await self.hears("welcome.hello")
        await self.taps("go_on")
        await self.hears("eduid.log_in")

    async def says(self, text: str) -> None:
        await self._says(text=text, lang=self.language)

    async def taps(self, answer: str) -> None:
        """An answer of the question that is asked."""
        chat = Page((await self.browser.client.get("/chat")).text)
        values = [button.value for form in chat.forms for button in form.buttons if button.name == "value"]
        found = [value for value in values if value.rpartition(":")[2] == answer]
        assert found, f"no answer {answer!r} among {values}"
        await self._says(value=found[-1], lang=self.language)

    async def hears(self, step: str, *words: str, **facts: str) -> None:
        """This question is asked, these words were just said, and so much is known."""
        state = await self.state()
        known = facts_of(self.street.house.flows, state, self.street.house.clock())
        assert state.at == step, f"the guide is at {state.at}, by {state.trail[-6:]}, for {known['cause']}"
        assert {name: str(known[name]) for name in facts} == facts
        if words:
            chat = (await self.browser.client.get("/chat")).text
            said = Page(chat[chat.rindex('data-who="you"') :] if 'data-who="you"' in chat else chat).text
            missing = [one for one in words if one not in said]
            assert not missing, f"{missing} is not in {said!r}"

    async def cannot(self, problem: str) -> None:
        """`Het lukt niet`, and why."""
        await self.taps("problem")
        await self.taps(problem)

    async def state(self) -> State:
        await self.street.settles()
        cookie = self.browser.client.cookies["chat"]
        query = (
            select(learners.c.state).join(addresses).where(addresses.c.external_id == address_of(cookie).external_id)
        )
        return State.load(await self.street.house.database.read(lambda db: db.execute(query).scalar_one()))

    async def _says(self, **form: str) -> None:
        answer = await self.browser.client.post("/chat/say", data=form, headers={"sec-fetch-site": "same-origin"})
        assert answer.status_code == 303, answer.text
        await self.street.settles()

    async def logs_in(self, *, linking: str = "") -> None:
        """By the newest link in the chat and with the eduID that is open, to the page that tells what was found.

        `linking`: eduID asks for a link with the institution first, and gets one with this account.
        """
        chat = Page((await self.browser.client.get("/chat")).text)
        links_here = [href for href, _ in chat.links if "/eduid/start/" in href]
        await self.browser.opens(links_here[-1])
        onward = await self.browser.client.post(self.browser.at, headers={"sec-fetch-site": "same-origin"})
        found = re.search(r'url=([^"]+)"', onward.text)
        assert found, onward.text
        await self._arrives(found[1].replace("&amp;", "&"))
        if linking:
            self.browser.sees(self.words["almost"])
            await self.browser.follows(self.words["verify"])
            await self._links(linking)
            await self._follows("go to")
        self.browser.is_at("/eduid/done")
        await self.street.settles()

    # eduID

    async def makes_an_eduid(self, email: str = SANNE) -> None:
        await self._presses_out()
        await self.browser.opens("/sandbox/eduid/register")
        await self._presses("register", email=email, given="Sanne", family="Voorbeeld", agree="1")
        await self._presses("next", code=self._code(email))

    async def takes_eduid(self, email: str) -> None:
        """Log out of eduID, and in with another one."""
        await self._presses_out()
        await self.browser.opens("/sandbox/eduid/login")
        await self._presses("next", email=email)
        await self._presses("next", code=self._code(email))

    async def changes_address(self, email: str) -> None:
        await self.browser.opens("/sandbox/eduid/mijn/email")
        await self._presses("next", email=email)
        await self._presses("next", code=self._code(email))

    async def links(self, account: str = STUDENT, *, prefers: bool = False) -> None:
        """A school or work account, in My eduID; `prefers` the name it gives."""
        await self.browser.opens("/sandbox/eduid/mijn/personal")
        await self.browser.follows(self.words["add"])
        await self._links(account)
        if prefers:
            await self._presses("prefer")

    async def uses_the_bank(self) -> None:
        await self.browser.opens("/sandbox/eduid/mijn/personal")
        await self.browser.follows(self.words["identity"])
        await self._bank()

    async def verifies_by_the_bank(self) -> None:
        """From the page that says what is missing, and on to where the learner was going."""
        await self.browser.follows(self.words["verify"])
        await self._bank()
        await self._follows("go to")

    # edubadges

    async def opens_backpack(self, site: str = "edubadges") -> None:
        """Log out at edubadges and in again with the eduID that is open; terms and consent are agreed with."""
        self.browser.client.cookies.delete(f"sandbox_{site.replace('-', '_')}")
        await self.browser.opens(f"/sandbox/{site}")
        await self._follows("backpack")

    async def looks(self) -> None:
        """Once more in the backpack, without logging in anew."""
        await self.browser.opens("/sandbox/edubadges/backpack")

    async def opens_mail(self, subject: str, email: str = SANNE) -> None:
        """By the newest mail with this subject: its link leads to edubadges, and on to the login."""
        mail = next(one for one in reversed(self.street.world.mails) if one.to == email and subject in one.subject)
        await self.browser.opens(mail.link)
        await self._follows("backpack")

    def mail(self, email: str = SANNE) -> str:
        """The newest mail to this address, as somebody pastes it."""
        return next(one.text for one in reversed(self.street.world.mails) if one.to == email)

    async def opens_award(self) -> None:
        await self.looks()
        await self.browser.follows(f"Unclaimed {BADGE}")

    async def agrees_to_claim(self) -> None:
        """Up to the dialog that shows the name."""
        await self.opens_award()
        await self.browser.follows(self.words["claim"])
        if self.words["agree"] in self._buttons():
            await self._presses("agree")

    async def claims(self) -> None:
        await self.agrees_to_claim()
        await self._presses("confirm")

    async def rejects(self) -> None:
        await self.opens_award()
        await self.browser.follows(self.words["reject"])
        await self._presses("confirm")

    async def declines_the_terms(self) -> None:
        await self.opens_award()
        await self.browser.follows(self.words["claim"])
        await self._presses("disagree")

    def sees_card(self, badge: str = BADGE) -> None:
        self.browser.sees("Unclaimed", badge)

    def sees_nothing(self) -> None:
        self.browser.is_at("/sandbox/edubadges/backpack").does_not_see("Unclaimed", BADGE)

    # Steps that these are made of

    async def _arrives(self, address: str) -> None:
        await self.browser.opens(address)
        await self._agrees()

    async def _follows(self, word: str) -> None:
        await self.browser.follows(self.words[word])
        await self._agrees()

    async def _agrees(self) -> None:
        """Where consent or the general terms are asked on the way, yes."""
        for _ in range(3):
            shown = self._buttons()
            if self.words["may"] in shown:
                await self._presses("may")
            elif self.words["agree"] in shown and self.browser.at.split("?")[0].endswith("/signup"):
                await self._presses("agree")

    def _buttons(self) -> list[str]:
        return [button.words.strip() for form in self.browser.page.forms for button in form.buttons]

    async def _presses(self, word: str, **typed: str | None) -> None:
        await self.browser.presses(self.words[word], **typed)

    async def _presses_out(self) -> None:
        await self.browser.opens("/sandbox/eduid/mijn/account")
        if self.browser.at.endswith("/mijn/account"):
            await self._presses("log out")

    async def _bank(self) -> None:
        await self.browser.follows(self.words["bank"])
        await self.browser.follows("ASN Bank")
        await self._presses("confirm")

    async def _links(self, account: str) -> None:
        await self.browser.follows(self.words["school"])
        await self.browser.follows(self.words["institution"])
        role = "employee" if account == EMPLOYEE else "student"
        await self._presses("log in", role=role, **{role: account}, given="Sanne", family="van den Voorbeeld")

    def _code(self, email: str) -> str:
        text = next(one.text for one in reversed(self.street.world.mails) if one.to == email)
        return re.search(r"\d{6}", text)[0]  # type: ignore[index]
