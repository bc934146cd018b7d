"""The sandbox's mailbox: letters of the guide arrive there, and what a visitor answers goes the way of real mail."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx2 as httpx
import pytest
from sqlalchemy import select

from bot.settings import Settings
from bot.store.tables import addresses, learners
from bot.wiring import House, open_house
from integrations.email.reading import read_mail
from integrations.sandbox.mailbox import Mailbox, answer_to, forwarded
from integrations.sandbox.world import AUTHSERV_ID, GUIDE
from tests.house import free_port, program, settings

SANNE = "sanne@example.net"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LETTER = b"""From: "Universiteit Voorbeeld" <gids@sandbox.example>
To: sanne@example.net
Reply-To: gids+rabc.aaaaaaaaaaaaaaaaaaaaaaaaaa@sandbox.example
Subject: Je edubadge
Date: Mon, 23 Nov 2026 11:00:00 +0000
Message-ID: <o.b.c.aaaaaaaaaaaaaaaaaaaaaaaaaa@sandbox.example>
References: <eerder@example.net>
Content-Type: multipart/alternative; boundary=x

--x
Content-Type: text/plain; charset=utf-8

Heb je al een eduID?

1. Ja
2. Nee
--x
Content-Type: text/html; charset=utf-8

<html><head></head><body><p>Heb je al een eduID?</p></body></html>
--x--
"""


def practising(folder: Path) -> Settings:
    return settings(f"sqlite:///{folder}/bw.db", sandbox=True, port=free_port())


@pytest.mark.parametrize("kept", [True, False])
def test_a_letter_is_there_once_whoever_put_it_there(tmp_path: Path, kept: bool) -> None:
    here = Mailbox(tmp_path / "mail" if kept else None)
    here.put(LETTER)
    here.put(LETTER)
    here.put(LETTER.replace(b"o.b.c", b"o.d.c").replace(b"23 Nov", b"24 Nov"))
    other = Mailbox(tmp_path / "mail") if kept else here
    assert [one.at.day for one in other.letters()] == [24, 23]
    name = other.letters()[1].name
    letter = other.letter(name)
    assert letter
    assert (letter.to, letter.subject) == (SANNE, "Je edubadge")
    assert other.letter("../../etc/passwd") is None


def test_an_answer_is_a_mail_as_a_program_sends_it_and_is_read_as_one() -> None:
    here = Mailbox()
    here.put(LETTER)
    [letter] = here.letters()
    raw = answer_to(letter, "2, maar ik twijfel\nover mijn naam", letter.at)
    _, sender, _, written = read_mail(raw, mailbox=GUIDE, authserv_id=AUTHSERV_ID)
    assert sender == SANNE
    assert written.text == "2, maar ik twijfel\nover mijn naam", "without the quote"
    assert written.proof == "pass"
    assert written.to == (letter.reply_to,)
    assert written.answers[-1] == letter.id
    assert written.subject == "Re: Je edubadge"


def test_a_mail_of_edubadges_can_be_forwarded_to_the_guide() -> None:
    words = "Universiteit Voorbeeld heeft je de volgende edubadge gestuurd.\n\nData in de zorg"
    raw = forwarded(SANNE, "noreply@surf.nl", "Je hebt een edubadge ontvangen", words, "Wat nu?", NOON)
    _, sender, _, written = read_mail(raw, mailbox=GUIDE, authserv_id=AUTHSERV_ID)
    assert (sender, written.text, written.proof) == (SANNE, "Wat nu?", "pass")


class Visitor:
    def __init__(self, house: House) -> None:
        self.house = house
        self.http = httpx.AsyncClient(base_url=house.settings.own_url, follow_redirects=True)

    async def letters(self, at_least: int) -> list[str]:
        """The names of the guide's letters, the newest first, once there are so many."""
        for _ in range(600):
            page = (await self.http.get("/sandbox/mailbox")).text
            found = re.findall(r'<h2><a href="/sandbox/mailbox/([0-9a-f]{24})"', page)
            if len(found) >= at_least:
                return found
            await asyncio.sleep(0.05)  # of the delivery, which goes on by itself
        raise AssertionError("no letter came")

    async def at(self) -> str:
        wanted = select(learners.c.state).join(addresses).where(addresses.c.external_id == SANNE)
        state = await self.house.database.read(lambda db: db.execute(wanted).scalar())
        return str((state or {}).get("at", ""))


@pytest.fixture
async def visitor(tmp_path: Path) -> AsyncIterator[Visitor]:
    async with program(practising(tmp_path)) as (house, _):
        one = Visitor(house)
        yield one
        await one.http.aclose()


async def test_an_award_brings_both_mails_and_the_guides_is_answered_by_mail(visitor: Visitor) -> None:
    staff = (await visitor.http.get("/sandbox/edubadges/staff")).text
    [badge, *_] = re.findall(r'<option value="([^"]+)"[^>]*>[^<]*Data in de zorg', staff)
    form = {"badge_class": badge, "email": SANNE, "notify": "1"}
    assert (await visitor.http.post("/sandbox/edubadges/staff/award", data=form)).status_code == 200
    [guide] = await visitor.letters(1)
    assert "edubadge" in (page := (await visitor.http.get(f"/sandbox/mailbox?to={SANNE}")).text)
    assert len(re.findall("<article", page)) == 2
    shown = await visitor.http.get(f"/sandbox/mailbox/{guide}")
    assert "Oefenmail: er is niets echt verstuurd." in shown.text
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in shown.text
    assert "frame-src 'self'" in shown.headers["content-security-policy"]
    framed = await visitor.http.get(f"/sandbox/mailbox/{guide}/html")
    assert "sandbox allow-popups" in framed.headers["content-security-policy"]
    assert "script" not in framed.headers["content-security-policy"]
    assert '<base target="_blank">' in framed.text
    before = await visitor.at()
    sent = await visitor.http.post(f"/sandbox/mailbox/{guide}", data={"text": "verder"})
    assert "Je mail is verstuurd" in sent.text
    newest, _ = await visitor.letters(2)
    assert await visitor.at() not in ("", before)
    letter = (await visitor.http.get(f"/sandbox/mailbox/{newest}/html")).text
    [on, log_in] = sorted(set(re.findall(r'href="[^"]*(/go/[^"]+)"', letter)), key=len)
    assert log_in == f"{on}?to=login"
    assert "Verder met je gesprek" in (await visitor.http.get(on)).text
    assert "Ja, log in met eduID" in (await visitor.http.get(log_in)).text


async def test_a_mail_of_edubadges_that_is_forwarded_begins_a_conversation_by_mail(visitor: Visitor) -> None:
    world = visitor.house.world
    assert world
    world.post(SANNE, "noreply@surf.nl", "Je hebt een edubadge ontvangen", "Data in de zorg")
    page = (await visitor.http.get(f"/sandbox/mailbox?to={SANNE}")).text
    [which] = re.findall(r'action="/sandbox/mailbox/([0-9a-f]{24})"', page)
    await visitor.http.post(f"/sandbox/mailbox/{which}", data={"text": "Wat moet ik hiermee?"})
    assert await visitor.letters(1)


async def test_what_is_not_there_is_not_answered(visitor: Visitor) -> None:
    for name in ("0" * 24, "nothing"):
        assert (await visitor.http.get(f"/sandbox/mailbox/{name}")).status_code == 404
        assert (await visitor.http.post(f"/sandbox/mailbox/{name}", data={"text": "x"})).status_code == 404


async def test_where_mail_is_real_the_mailbox_has_the_practice_mails_alone(tmp_path: Path) -> None:
    real = {"smtp_url": "smtp://127.0.0.1:1", "email_from": "Gids <gids@voorbeeld.nl>"}
    chosen = settings(f"sqlite:///{tmp_path}/bw.db", sandbox=True, port=free_port(), **real)
    house = await open_house(chosen)
    assert house.settings.email_from == "Gids <gids@voorbeeld.nl>"
    assert type(house.channels["email"]).__name__ == "Email"
    await house.close()
