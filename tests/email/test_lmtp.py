"""The door for mail servers: a mail is ours when it was answered with 250, and never before."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.ports import Unavailable
from integrations.email.lmtp import LARGEST_MAIL, Listener

MAIL = b"From: sam@example.org\r\nSubject: hoi\r\n\r\nbeginnen\r\n"


class Talk:
    """A mail server that speaks to us, line by line."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def hears(self) -> str:
        line = (await asyncio.wait_for(self.reader.readline(), 10)).decode()
        while line[3:4] == "-":
            line = (await asyncio.wait_for(self.reader.readline(), 10)).decode()
        return line.strip()

    async def says(self, line: str | bytes) -> str:
        self.writer.write((line.encode() if isinstance(line, str) else line) + b"\r\n")
        await self.writer.drain()
        return await self.hears()

    async def mail(self, raw: bytes, to: tuple[str, ...] = ("badges@uni.example",), sender: str = "s@x.org") -> str:
        assert (await self.says(f"MAIL FROM:<{sender}>")).startswith("250")
        for mailbox in to:
            assert (await self.says(f"RCPT TO:<{mailbox}>")).startswith("250")
        assert (await self.says("DATA")).startswith("354")
        return await self.says(raw + b".")


class Door:
    """A listener that keeps what it is given, and fails on order."""

    def __init__(self, listen: str = "127.0.0.1:0") -> None:
        self.taken: list[bytes] = []
        self.trouble: list[Exception] = []
        self.gate: Awaitable[None] | None = None
        self.listener = Listener(listen, self.take, lambda mailbox: mailbox.startswith("badges"))
        self.talks: list[Talk] = []

    async def take(self, raw: bytes) -> None:
        if self.gate is not None:
            await self.gate
        if self.trouble:
            raise self.trouble.pop(0)
        self.taken.append(raw)

    async def talk(self, hello: str = "LHLO mx") -> Talk:
        talk = Talk(*await asyncio.open_connection("127.0.0.1", self.listener.port))
        self.talks.append(talk)
        assert (await talk.hears()).startswith("220")
        assert (await talk.says(hello)).startswith("250")
        return talk


Opens = Callable[[str], Awaitable[Door]]


@pytest.fixture
async def opened() -> AsyncIterator[Opens]:
    doors: list[Door] = []

    async def open_one(listen: str) -> Door:
        doors.append(Door(listen))
        await doors[-1].listener.open()
        return doors[-1]

    yield open_one
    for door in doors:
        for talk in door.talks:
            talk.writer.close()
        await door.listener.close()


@pytest.fixture
async def door(opened: Opens) -> Door:
    return await opened("lmtp://127.0.0.1:0")


async def test_a_mail_is_taken_with_what_only_the_envelope_tells(door: Door) -> None:
    talk = await door.talk()
    assert (await talk.mail(MAIL, ("badges+rab.c@uni.example",))).startswith("250")
    [raw] = door.taken
    assert raw == b"Return-Path: <s@x.org>\r\nDelivered-To: badges+rab.c@uni.example\r\n" + MAIL


async def test_smtp_is_spoken_where_it_is_asked_for(opened: Opens) -> None:
    door = await opened("smtp://127.0.0.1:0")
    talk = await door.talk("EHLO mx")
    assert (await talk.mail(MAIL)).startswith("250")
    assert (await talk.says("QUIT")).startswith("221")


async def test_whom_we_do_not_have_is_refused_before_the_mail(door: Door) -> None:
    talk = await door.talk()
    await talk.says("MAIL FROM:<s@x.org>")
    assert (await talk.says("RCPT TO:<rector@uni.example>")).startswith("550 5.1.1")
    assert (await talk.says("DATA")).startswith("503")
    assert (await talk.says("RCPT TO:<badges@uni.example>")).startswith("250")


async def test_a_bounce_has_no_sender_and_is_taken(door: Door) -> None:
    talk = await door.talk()
    assert (await talk.mail(MAIL, sender="")).startswith("250")
    assert door.taken[0].startswith(b"Return-Path: <>\r\n")


async def test_each_recipient_gets_an_answer(door: Door) -> None:
    """Source: RFC 2033, 4.2."""
    talk = await door.talk()
    first = await talk.mail(MAIL, ("badges@uni.example", "badges+x@uni.example"))
    assert [first[:3], (await talk.hears())[:3]] == ["250", "250"]
    assert (await talk.says("NOOP")).startswith("250")
    assert len(door.taken) == 1


@pytest.mark.parametrize("trouble", [Unavailable("the database is away"), KeyError("ours")])
async def test_what_we_cannot_have_now_stays_with_the_other_server(door: Door, trouble: Exception) -> None:
    door.trouble = [trouble]
    talk = await door.talk()
    assert (await talk.mail(MAIL)).startswith("451")
    assert (await talk.mail(MAIL)).startswith("250")


async def test_nothing_is_answered_before_it_is_ours(door: Door) -> None:
    gate = asyncio.get_running_loop().create_future()
    door.gate = gate
    talk = await door.talk()
    answer = asyncio.create_task(talk.mail(MAIL))
    while not door.listener.taking:
        await asyncio.sleep(0)
    closing = asyncio.create_task(door.listener.close())
    await asyncio.sleep(0)
    assert not answer.done()
    gate.set_result(None)
    assert (await answer).startswith("250"), "a stop waits for it"
    await closing
    assert len(door.taken) == 1


@pytest.mark.parametrize("end", [b"\n.\n", b"\r.\r", b"\n.\r\n", b"\r\n.\n", b"\r\n.\r"])
async def test_two_mails_that_look_like_one_to_another_server_are_one_to_us(door: Door, end: bytes) -> None:
    """Otherwise a stranger could send in another's name, inside a mail of their own (SMTP smuggling, 2023)."""
    talk = await door.talk()
    hidden = b"MAIL FROM:<admin@uni.example>\r\nRCPT TO:<badges@uni.example>\r\nDATA\r\nFrom: admin@uni.example\r\n\r\n"
    assert (await talk.mail(MAIL + b"x" + end + hidden + b"x\r\n")).startswith("250")
    assert len(door.taken) == 1
    assert (await talk.says("NOOP")).startswith("250")


async def test_a_mail_of_fifty_megabytes_is_taken_and_a_larger_one_refused(door: Door) -> None:
    talk = await door.talk()
    line = b"x" * 998 + b"\r\n"
    fits = LARGEST_MAIL // len(line) - 1
    assert (await talk.mail(line * fits)).startswith("250")
    assert (await talk.mail(line * (fits + 2))).startswith("552")
    assert (await talk.says(f"MAIL FROM:<s@x.org> SIZE={LARGEST_MAIL + 1}")).startswith("552")
    assert len(door.taken) == 1


async def test_a_line_that_is_longer_than_the_standard_allows_is_taken(door: Door) -> None:
    talk = await door.talk()
    assert (await talk.mail(b"Subject: x\r\n\r\n" + b"y" * 100_000 + b"\r\n")).startswith("250")


async def test_who_hangs_up_halfway_leaves_nothing(door: Door) -> None:
    talk = await door.talk()
    await talk.says("MAIL FROM:<s@x.org>")
    await talk.says("RCPT TO:<badges@uni.example>")
    await talk.says("DATA")
    talk.writer.write(MAIL)
    talk.writer.close()
    again = await door.talk()
    assert (await again.mail(MAIL)).startswith("250")
    assert len(door.taken) == 1


async def test_too_many_at_once_are_asked_to_come_back(door: Door) -> None:
    talks = [await door.talk() for _ in range(21)]
    assert (await talks[-1].says("MAIL FROM:<s@x.org>")).startswith("421")
    talks[0].writer.close()
    await talks[0].writer.wait_closed()
    while door.listener.is_full:
        await asyncio.sleep(0)
    assert (await talks[-1].mail(MAIL)).startswith("250")
