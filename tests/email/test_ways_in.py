"""The ways in, in the whole program: whichever way a mail comes, it is heard once, and is ours before we say so."""

from __future__ import annotations

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client import REGISTRY
from sqlalchemy import func, select

from bot.conversation.nodes import Message
from bot.ports import Address, Heard, Unavailable
from bot.settings import Settings
from bot.store.database import DatabaseAway
from bot.store.tables import addresses, heard, learners, pictures
from bot.wiring import House
from tests.email.mails import OUR, SAM, mail
from tests.email.test_lmtp import Talk
from tests.house import free_port, program, settings
from tests.stand import Channel

SECRET = "a secret of the tests"
BEARER = {"Authorization": f"Bearer {SECRET}"}


def with_mail(url: str, **values: Any) -> Settings:
    usual = {"smtp_url": "smtp://127.0.0.1:9", "email_from": f"Badgewijzer <{OUR}>", "email_webhook_secret": SECRET}
    return settings(url, **{**usual, "lmtp_listen": f"127.0.0.1:{free_port()}", **values})


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/badgewijzer.db"


async def lmtp(house: House) -> Talk:
    port = int(house.settings.lmtp_listen.rpartition(":")[2])
    for _ in range(200):
        try:
            talk = Talk(*await asyncio.open_connection("127.0.0.1", port))
            break
        except OSError:
            await asyncio.sleep(0.01)
    await talk.hears()
    await talk.says("LHLO mx")
    return talk


async def count(house: House, table: Any) -> int:
    return int(await house.database.read(lambda db: db.execute(select(func.count()).select_from(table)).scalar_one()))


def taken(way: str) -> float:
    """How many mails came in by this way since this process began, whichever test brought them."""
    found = REGISTRY.get_sample_value("badgewijzer_mail_in_total", {"way": way, "outcome": "heard"})
    return found or 0.0


async def test_one_mail_by_two_ways_five_times_is_heard_once(sqlite: str) -> None:
    channel, before = Channel(), {way: taken(way) for way in ("hook", "lmtp")}
    async with program(with_mail(sqlite), channels={"email": channel}) as (house, url):
        talk = await lmtp(house)
        one = mail()
        async with httpx.AsyncClient(base_url=url) as http:
            for _ in range(3):
                assert (await http.post("/hooks/email", content=one, headers=BEARER)).status_code == 200
            for hop in ("mx1", "mx2"):
                raw = f"Received: from {hop} by uni.example\r\n".encode() + one
                assert (await talk.mail(raw)).startswith("250")
            await house.ears.empty_spool()  # where a slow database left it
            assert await count(house, heard) == 1
            assert await count(house, learners) == 1
            told = (await http.get("/metrics")).text
            assert (await http.get("/readyz")).status_code == 200
        assert f'badgewijzer_mail_in_total{{outcome="heard",way="hook"}} {before["hook"] + 3}' in told
        assert f'badgewijzer_mail_in_total{{outcome="heard",way="lmtp"}} {before["lmtp"] + 2}' in told
        found = await house.database.read(lambda db: db.execute(select(addresses.c.external_id)).scalar())
        assert found == SAM


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, mail(), 401),
        ({"Authorization": "Bearer another secret"}, mail(), 401),
        ({"Authorization": SECRET}, mail(), 401),
        (BEARER, b"", 400),
        (BEARER, b"\x00\xff not a mail", 400),
        (BEARER, b'{"subject": "hoi"}', 400),
        (BEARER, b"x: " + b"\x00\xff" * 9, 200),
        (BEARER, b"From sam@example.org Mon Nov 23 12:00:00 2026\n" + mail(), 200),
        ({**BEARER, "Content-Type": "message/rfc822"}, mail(), 200),
        ({**BEARER, "Content-Type": "text/plain"}, mail(), 200),
        ({**BEARER, "Content-Type": "application/json; charset=utf-8"}, b'{"subject": "hoi"}', 415),
        ({**BEARER, "Content-Type": "application/x-www-form-urlencoded"}, mail(), 415),
        ({**BEARER, "Content-Type": "multipart/form-data; boundary=x"}, b"--x\r\nA: b\r\n\r\n--x--", 415),
        (BEARER, mail(), 200),
    ],
)
async def test_the_hook_takes_mails_of_who_knows_the_secret(sqlite: str, headers: Any, body: Any, status: int) -> None:
    async with program(with_mail(sqlite), channels={"email": Channel()}) as (house, url):
        async with httpx.AsyncClient(base_url=url) as http:
            answer = await http.post("/hooks/email", content=body, headers=headers)
            assert answer.status_code == status
            assert ("message/rfc822" in answer.text) == (status == 415 or (status == 400 and bool(body)))
            assert (await http.get("/hooks/email")).status_code == 405
        assert await count(house, heard) == (status == 200)
        assert await count(house, learners) == (status == 200 and b"Subject" in body)


async def test_the_hook_takes_no_mail_over_its_limit(sqlite: str) -> None:
    async with program(with_mail(sqlite), channels={"email": Channel()}) as (_, url):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
        head = (
            f"POST /hooks/email HTTP/1.1\r\nHost: x\r\nContent-Length: 50000001\r\nAuthorization: Bearer {SECRET}\r\n"
        )
        writer.write(head.encode() + b"\r\n")
        assert b" 413 " in await asyncio.wait_for(reader.readline(), 10)
        writer.close()


async def test_a_mail_that_can_be_taken_nowhere_is_not_acknowledged(sqlite: str) -> None:
    async with program(with_mail(sqlite), channels={"email": Channel()}) as (house, url):

        async def nowhere(said: Any) -> None:
            raise Unavailable("neither the database nor the spool")

        assert house.mail is not None
        house.mail._hear = nowhere
        talk = await lmtp(house)
        assert (await talk.mail(mail())).startswith("451")
        async with httpx.AsyncClient(base_url=url) as http:
            assert (await http.post("/hooks/email", content=mail(), headers=BEARER)).status_code == 503


async def test_a_mail_while_the_database_is_away_is_kept_and_heard_later(sqlite: str) -> None:
    channel = Channel()
    async with program(with_mail(sqlite), channels={"email": channel}) as (house, url):
        talk = await lmtp(house)
        take = house.ears.take_turn

        async def away(one: Heard, now: Any, *patience: float | None) -> Message | None:
            raise DatabaseAway

        house.ears.take_turn = away
        assert (await talk.mail(mail())).startswith("250")
        assert len(house.ears.spool) == 1
        house.ears.take_turn = take
        await house.ears.empty_spool()
        while not channel.sent:
            await asyncio.sleep(0.01)
        assert Address("email", channel.sent[0][0]) == Address("email", SAM)


async def test_a_second_program_waits_for_the_port(
    sqlite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.mail_in.RETRY_SECONDS", 0.02)
    chosen = with_mail(sqlite)
    other = with_mail(f"sqlite:///{tmp_path}/other.db", lmtp_listen=chosen.lmtp_listen)
    async with program(other, channels={"email": Channel()}) as (second, _):
        async with program(chosen, channels={"email": Channel()}):
            assert (await (await lmtp(second)).mail(mail())).startswith("250")
        assert await count(second, heard) == 1


def test_ways_in_need_a_way_out(sqlite: str) -> None:
    with pytest.raises(Exception, match="SMTP_URL and EMAIL_FROM must be set"):
        settings(sqlite, lmtp_listen="127.0.0.1:2424")


async def test_a_picture_in_a_mail_is_kept_after_a_yes_and_is_nowhere_in_the_clear(sqlite: str, tmp_path: Path) -> None:
    channel = Channel()
    screen = b"\x89PNG\r\n\x1a\n" + b"what stands on the screen" * 40_000
    async with program(with_mail(sqlite), channels={"email": channel}) as (house, url):

        async def kept() -> list[Any]:
            return await house.database.read(lambda db: list(db.execute(select(pictures)).all()))

        async with httpx.AsyncClient(base_url=url) as http:
            await http.post("/hooks/email", content=mail(), headers=BEARER)
            learner = await house.database.read(lambda db: db.execute(select(learners.c.id)).scalar_one())
            assert house.turns.post
            us = house.turns.post.letters.address("reply", learner, SAM)
            shows = message_from_bytes(mail("Wat is een edubadge?", number=2, to=us), policy=policy.SMTP)
            assert isinstance(shows, EmailMessage)
            shows.add_attachment(screen, "image", "png", filename="scherm.png")
            await http.post("/hooks/email", content=shows.as_bytes(), headers=BEARER)
            [asked] = await kept()
            assert (asked.name, asked.agreed_at) == ("scherm.png", None)
            await http.post("/hooks/email", content=mail("Ja, bewaar hem maar", number=3, to=us), headers=BEARER)
            [one] = await kept()
            assert one.agreed_at
            assert house.turns.box.open(one.sealed) == screen
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or b"stands on the screen" not in file.read_bytes(), file
