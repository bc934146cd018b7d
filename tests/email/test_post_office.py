"""Mail that goes both ways through servers that people use: Postfix carries it, Dovecot keeps it."""

from __future__ import annotations

import asyncio
import smtplib
import time
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from bot.settings import Settings
from bot.store.tables import addresses, heard, learners
from bot.wiring import House
from tests.email.mails import mail
from tests.house import program, settings
from tests.post_office import AUTHSERV_ID, PostOffice, office

__all__ = ["office"]

SECRET = "a secret of the tests"


class Person:
    """Somebody with a mailbox, who reads what comes and answers it."""

    def __init__(self, office: PostOffice, name: str) -> None:
        self.office = office
        self.mailbox = f"{name}@example.org"
        self.sent = 0

    def screen(self) -> list[Message]:
        """What came, the oldest first."""
        return [message_from_bytes(raw) for raw in self.office.mails(self.mailbox)]

    def writes(self, text: str, to: str, **headers: str) -> bytes:
        self.sent += 1
        raw = mail(text, number=self.sent, sender=self.mailbox, to=to, **headers)
        self.office.deliver(raw, self.mailbox, to)
        return raw

    def answers(self, letter: Message, text: str, **headers: str) -> bytes:
        return self.writes(text, letter["Reply-To"], In_Reply_To=letter["Message-ID"], **headers)

    async def gets(self, count: int, seconds: float = 30) -> Message:
        """The newest mail once there are so many."""
        end = time.monotonic() + seconds
        while len(found := await asyncio.to_thread(self.screen)) < count:
            if time.monotonic() > end:
                logs = (self.office.folder / "postfix.log").read_text()[-1500:]
                raise AssertionError(f"{len(found)} mails instead of {count}; {logs}")
            await asyncio.sleep(0.1)
        assert len(found) == count
        return found[-1]


def chosen(office: PostOffice, folder: Path, **values: Any) -> Settings:
    usual = {
        "smtp_url": f"smtp://127.0.0.1:{office.mx}",
        "email_from": "Badgewijzer <badges@uni.example>",
        "lmtp_listen": f"127.0.0.1:{office.ours}",
        "email_authserv_id": AUTHSERV_ID,
        "mail_rate": 0,
    }
    return settings(f"sqlite:///{folder}/badgewijzer.db", **{**usual, **values})


async def at(house: House, mailbox: str) -> str:
    where = select(learners.c.state).join(addresses).where(addresses.c.external_id == mailbox)
    return str((await house.database.read(lambda db: db.execute(where).scalar_one()))["at"])


async def until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


async def test_mail_goes_both_ways(office: PostOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Out by submission with STARTTLS and a password, in by LMTP."""
    monkeypatch.setenv("SSL_CERT_FILE", str(office.certificate))
    sam = Person(office, "sam")
    async with program(chosen(office, tmp_path, smtp_url=office.smtp_url("badges@uni.example"))) as (house, _):
        sam.writes("hoi", "badges@uni.example")
        hello = await sam.gets(1)
        assert hello["From"] == "Badgewijzer <badges@uni.example>"
        assert "ESMTPSA" in hello.as_string(), "with TLS, and a password"
        sam.answers(hello, "Beginnen")
        question = await sam.gets(2)
        assert question["In-Reply-To"] == f"<2.{sam.mailbox}>"
        assert hello["Message-ID"] in question["References"]
        assert await at(house, sam.mailbox) == "award.got_mail"


async def test_a_mailbox_that_is_watched_is_a_way_in(office: PostOffice, tmp_path: Path) -> None:
    ours = "gids@example.org"
    with_imap = {"email_from": ours, "imap_url": office.imap_url(ours), "lmtp_listen": ""}
    sam = Person(office, "imke")
    async with program(chosen(office, tmp_path, **with_imap)) as (house, _):
        sam.writes("hoi", ours)
        sam.answers(await sam.gets(1), "Beginnen")
        await sam.gets(2)
        assert await at(house, sam.mailbox) == "award.got_mail"


async def test_one_mail_five_times_by_three_ways_is_answered_once(office: PostOffice, tmp_path: Path) -> None:
    ours = "drie@example.org"
    ways = {"email_from": ours, "imap_url": office.imap_url(ours), "email_webhook_secret": SECRET}
    sam = Person(office, "vijf")
    raw = mail("hoi", sender=sam.mailbox, to=ours)
    vouched = f"Authentication-Results: {AUTHSERV_ID}; dmarc=pass header.from=example.org\r\n".encode()

    def by_lmtp() -> None:
        with smtplib.LMTP("127.0.0.1", office.ours) as lmtp:
            lmtp.sendmail(sam.mailbox, [ours], vouched + raw)

    async with program(chosen(office, tmp_path, **ways)) as (house, url):
        for _ in range(2):
            await asyncio.to_thread(office.deliver, raw, sam.mailbox, ours)
        await asyncio.to_thread(by_lmtp)
        async with httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {SECRET}"}) as http:
            for _ in range(2):
                assert (await http.post("/hooks/email", content=vouched + raw)).status_code == 200
        await sam.gets(1)

        def taken() -> bool:
            with office.mailbox(ours) as box:
                return not box.search(None, "UNSEEN")[1][0].split() and len(office.mails(ours)) == 2

        await until(taken)
        assert await house.database.read(lambda db: db.execute(select(func.count()).select_from(heard)).scalar()) == 1
        await sam.gets(1)


async def test_who_writes_to_somebody_we_do_not_have_hears_so(office: PostOffice, tmp_path: Path) -> None:
    sam = Person(office, "mis")
    async with program(chosen(office, tmp_path)) as (house, _):
        sam.writes("hoi", "rector@uni.example")
        bounce = await sam.gets(1)
        assert bounce.get_content_type() == "multipart/report"
        assert "5.1.1" in bounce.as_string()
        assert await house.database.read(lambda db: db.execute(select(func.count()).select_from(heard)).scalar()) == 0


@pytest.mark.parametrize("says_so", [True, False])
async def test_a_machine_that_answers_every_mail_ends_after_two(
    office: PostOffice, tmp_path: Path, says_so: bool
) -> None:
    machine = Person(office, f"machine-{says_so}".lower())
    headers = {"Auto_Submitted": "auto-replied"} if says_so else {}
    away = "Dank je voor je bericht. Ik ben met vakantie en lees mijn mail weer vanaf 3 augustus."
    async with program(chosen(office, tmp_path)) as (house, _):
        machine.writes("hoi", "badges@uni.example")
        while not await asyncio.to_thread(machine.screen):
            await asyncio.sleep(0.1)
        letters, answered = 1, 0
        quiet_since = time.monotonic()
        while time.monotonic() - quiet_since < 3:
            screen = await asyncio.to_thread(machine.screen)
            for letter in screen[answered:]:
                machine.answers(letter, away, **headers)
                quiet_since = time.monotonic()
            answered = letters = len(screen)
            assert letters <= 5
            await asyncio.sleep(0.1)
        assert letters == (1 if says_so else 2)
