"""The mailbox at a provider, met in a real one: Dovecot."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import threading
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import structlog

from bot.ports import Unavailable
from integrations.email.imap import Imap
from tests.beside import pump
from tests.email.mails import OUR, mail
from tests.post_office import PostOffice, office

__all__ = ["office"]

_names = itertools.count()


class Watched:
    """A mailbox of its own that is looked after; what came is in `taken`, by its text."""

    def __init__(self, office: PostOffice, **more: Any) -> None:
        self.office = office
        self.name = f"badges{next(_names)}@example.org"
        self.taken: list[str] = []
        self.looks = 0
        self.trouble: list[Exception] = []
        self.more = {"retry_seconds": (0.05, 0.1), "looked": self._looked, **more}
        self.imap = Imap(office.imap_url(self.name), self.take, **self.more)
        self.task: asyncio.Task[None] | None = None

    def _looked(self) -> None:
        self.looks += 1

    async def take(self, raw: bytes) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
        self.taken.append(raw.decode().rpartition("\r\n\r\n")[2].strip())

    def comes(self, text: str) -> None:
        self.office.store_in(mail(text, to=OUR), self.name)

    def watch(self) -> None:
        self.task = asyncio.create_task(self.imap.watch())

    async def until(self, true: Callable[[], bool], seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, f"not in time; taken: {self.taken}, looked {self.looks} times"
            await asyncio.sleep(0.01)

    async def stop(self) -> None:
        if self.task is not None:
            self.task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.task

    def unseen(self) -> int:
        with self.office.mailbox(self.name) as box:
            return len(box.search(None, "UNSEEN")[1][0].split())


Watches = Callable[..., Watched]


@pytest.fixture
async def watches(office: PostOffice) -> AsyncIterator[Watches]:
    made: list[Watched] = []

    def one(**more: Any) -> Watched:
        made.append(Watched(office, **more))
        return made[-1]

    yield one
    for watched in made:
        await watched.stop()


async def test_what_waits_is_taken_and_what_comes_wakes_us(watches: Watches) -> None:
    box = watches(look_seconds=1000)
    box.comes("een")
    box.watch()
    await box.until(lambda: box.taken == ["een"])
    await box.until(lambda: box.looks == 1)
    box.comes("twee")  # IDLE: long before the next look
    await box.until(lambda: box.taken == ["een", "twee"])
    await box.until(lambda: box.unseen() == 0)


async def test_a_mail_is_marked_only_when_it_is_ours(watches: Watches) -> None:
    box = watches()
    box.trouble = [Unavailable("neither database nor spool")] * 3
    box.comes("een")
    box.watch()
    await box.until(lambda: len(box.trouble) <= 1)
    assert box.taken == []
    await box.until(lambda: box.taken == ["een"])
    await box.until(lambda: box.unseen() == 0)


async def test_the_connection_may_drop_while_we_wait(office: PostOffice, watches: Watches) -> None:
    async with relay(office.imap) as cut:
        box = watches(look_seconds=1000)
        box.imap._port = cut.port
        box.watch()
        for number in range(3):
            await box.until(lambda: box.looks > 0)
            cut.hang_up()
            box.comes(f"nummer {number}")
            await box.until(lambda n=number: f"nummer {n}" in box.taken)  # type: ignore[misc]
        assert box.taken == ["nummer 0", "nummer 1", "nummer 2"]


async def test_a_server_that_is_away_is_tried_again(office: PostOffice, watches: Watches) -> None:
    async with relay(office.imap) as cut:
        box = watches()
        box.imap._port = cut.port
        cut.shut = True
        box.comes("een")
        box.watch()
        await box.until(lambda: cut.refused >= 3)
        cut.shut = False
        await box.until(lambda: box.taken == ["een"])


async def test_a_mailbox_that_counts_anew_is_read_again_whole(office: PostOffice, watches: Watches) -> None:
    """Restored from a backup: every mail has another number, and may look as if it was read."""
    box = watches(look_seconds=0.2)
    box.imap._folder = "Post"
    with office.mailbox(box.name) as owner:
        owner.create("Post")
        owner.append("Post", "", "", mail("een"))
        box.watch()
        await box.until(lambda: box.taken == ["een"] and box.looks > 1)
        owner.rename("Post", "Old")
        owner.create("Post")
        owner.append("Post", r"(\Seen)", "", mail("een"))
        owner.append("Post", r"(\Seen)", "", mail("twee"))
        await box.until(lambda: "twee" in box.taken)
    assert box.taken == ["een", "een", "twee"], "who hears it knows it by what it says"


async def test_a_mail_that_somebody_else_read_first_is_taken(watches: Watches) -> None:
    box = watches(look_seconds=0.2)
    box.comes("een")
    box.watch()
    await box.until(lambda: box.looks > 0)
    with box.office.mailbox(box.name) as other:
        other.append("INBOX", r"(\Seen)", "", mail("twee"))
    await box.until(lambda: box.taken == ["een", "twee"])


@pytest.mark.parametrize("wrong", ["password", "folder"])
async def test_a_wrong_password_or_folder_is_named_and_tried_again(watches: Watches, wrong: str) -> None:
    box = watches()
    right = box.imap._password
    if wrong == "password":
        box.imap._password = "wrong"
    else:
        box.imap._folder = "Not/There"
    box.comes("een")
    with structlog.testing.capture_logs() as logs:
        box.watch()
        await box.until(lambda: any(line["event"] == "imap.refused" for line in logs))
    [why] = {line["why"] for line in logs if line["event"] == "imap.refused"}
    assert wrong in why
    box.imap._password, box.imap._folder = right, "INBOX"
    await box.until(lambda: box.taken == ["een"])


async def test_only_who_looks_after_the_mailbox_reads_it(watches: Watches, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("integrations.email.imap.NOT_OURS_SECONDS", 0.02)
    mine, let_go = threading.Event(), threading.Event()
    box = watches(is_ours=mine.is_set, let_go=let_go.set)
    box.comes("een")
    box.watch()
    await asyncio.sleep(0.1)
    assert box.looks == 0
    mine.set()
    await box.until(lambda: box.taken == ["een"])
    await box.stop()
    assert let_go.is_set()


async def test_a_stop_is_quick_and_finishes_what_is_being_taken(watches: Watches) -> None:
    box = watches(look_seconds=1000)
    box.watch()
    await box.until(lambda: box.looks == 1)
    began = time.monotonic()
    await box.stop()
    assert time.monotonic() - began < 5


class Cut:
    """A way to a server that can be cut."""

    def __init__(self) -> None:
        self.port = 0
        self.shut = False
        self.refused = 0
        self.writers: list[asyncio.StreamWriter] = []

    def hang_up(self) -> None:
        for writer in self.writers:
            writer.close()
        self.writers.clear()


@contextlib.asynccontextmanager
async def relay(to: int) -> AsyncIterator[Cut]:
    """Passes on what comes to the server at this port, until it is cut."""
    cut = Cut()

    async def passes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if cut.shut:
            cut.refused += 1
            writer.close()
            return
        there, back = await asyncio.open_connection("127.0.0.1", to)
        cut.writers += [writer, back]
        await asyncio.gather(pump(reader, back), pump(there, writer))

    server = await asyncio.start_server(passes, "127.0.0.1", 0)
    cut.port = server.sockets[0].getsockname()[1]
    yield cut
    cut.hang_up()
    server.close()


class InOneBreath:
    """An IMAP server that tells of new mail together with its answer to `at`, and does not tell it twice."""

    def __init__(self, at: str) -> None:
        self.at = at
        self.came = self.searches = 0

    async def serves(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.came += 1
        writer.write(b"* OK here\r\n")
        while line := (await reader.readline()).decode().strip():
            tag, _, command = line.partition(" ")
            writer.write(self._answer(command.upper()).encode())
            if command.upper() == "IDLE":
                await reader.readline()  # DONE
            writer.write(f"{tag} OK done\r\n".encode())

    def _answer(self, command: str) -> str:
        if command == "CAPABILITY":
            return "* CAPABILITY IMAP4rev1 IDLE\r\n"
        if command.startswith(("SELECT", "EXAMINE")):
            return "* 0 EXISTS\r\n* OK [UIDVALIDITY 1]\r\n* OK [UIDNEXT 1]\r\n"
        if command.startswith("UID SEARCH"):
            self.searches += 1
            return "* SEARCH\r\n" + ("* 1 EXISTS\r\n" if self.at == "SEARCH" and self.searches == 1 else "")
        return ("+ idling\r\n" + "* 1 EXISTS\r\n" * (self.at == "IDLE")) if command == "IDLE" else ""


@pytest.mark.parametrize("at", ["SEARCH", "IDLE"])
async def test_a_mail_that_comes_between_a_look_and_the_wait_wakes_us(at: str) -> None:
    told = InOneBreath(at)
    server = await asyncio.start_server(told.serves, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    looked = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def take(raw: bytes) -> None:
        raise AssertionError("there is none")

    def looks() -> None:
        if told.searches > 1:
            loop.call_soon_threadsafe(looked.set)

    box = Imap(f"imap://sam:secret@127.0.0.1:{port}", take, looked=looks, look_seconds=1000)
    watching = asyncio.create_task(box.watch())
    async with asyncio.timeout(20):
        await looked.wait()
    assert told.came == 1, "without coming back"
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching
    server.close()
