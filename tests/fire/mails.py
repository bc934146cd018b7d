"""Mails in and out while processes are killed: Postfix brings them and takes the answers, Dovecot keeps the mailboxes.

Every learner writes a mail, reads the answer, and answers that, with a mail server between them and the program that
keeps what the program did not acknowledge. Afterwards each mail has one answer. An answer that was handed over at the
very moment of a kill may come as the same letter twice: with the same Message-ID, which mail programs show once; how
often that was is told.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from sqlalchemy import Connection, func, select

from bot.store.tables import addresses, heard, learners, messages, outbox
from tests.email.mails import mail
from tests.fire import evidence as found
from tests.fire.fleet import Fleet, Nursery, fleet
from tests.post_office import AUTHSERV_ID, PostOffice, post_office

OUR = "badges@uni.example"
LINES = ("hoi", "Beginnen", "overslaan", "Rekenen", "mijn gegevens", "terug")
"""What every learner writes, each as an answer to what came before."""

AT_ONCE = 24
"""So many learners write at once."""

MOST_ON_THE_WAY = 4
"""So many letters at most are handed over at one moment."""

UP_SECONDS = (0.2, 2.5)
"""So long a process lives after it is ready, before it is killed."""


@dataclass
class Result:
    """What became of a run. `again`: letters that came more than once, with the same id each time."""

    mails: int
    kills: int = 0
    seconds: float = 0.0
    again: int = 0
    broken: list[str] = field(default_factory=list)


def environment(office: PostOffice) -> dict[str, str]:
    return {
        "SMTP_URL": f"smtp://127.0.0.1:{office.mx}",
        "EMAIL_FROM": f"Badgewijzer <{OUR}>",
        "LMTP_LISTEN": f"127.0.0.1:{office.ours}",
        "EMAIL_AUTHSERV_ID": AUTHSERV_ID,
        "MAIL_RATE": "0",
        "FIRE_SCALE": "3",  # what a dead process was sending is taken over after 20 s; no mail takes so long here
        "INBOUND_PER_MINUTE": "0",
        "EDUBADGES_API_URL": "off",
    }


async def fire(
    kind: str,
    office: PostOffice,
    folder: Path,
    nursery: Nursery,
    *,
    mails: int,
    most_kills: int = 10_000,
    seed: int = 0,
    patience_seconds: float = 60,
    progress: Callable[[str], None] = lambda text: None,
) -> Result:
    """Have so many mails written, and kill one process after the other until each is answered; what became of them."""
    begun = time.monotonic()
    people = [f"m{seed}-{number}@example.org" for number in range(-(-mails // len(LINES)))]
    result = Result(len(people) * len(LINES))
    at_once = asyncio.Semaphore(AT_ONCE)

    async def one(mailbox: str) -> None:
        async with at_once:
            await _talk(office, mailbox, patience_seconds)

    async with fleet(kind, folder, nursery, environment(office)) as ships:
        await ships.start()
        killing = asyncio.create_task(_kill(ships, random.Random(seed), result, most_kills, progress))
        for ended in await asyncio.gather(*map(one, people), return_exceptions=True):
            if isinstance(ended, AssertionError):
                result.broken.append(str(ended))
            elif ended is not None:
                raise ended
        killing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await killing
        ships.restart()
        await _rests(ships, office, result, patience_seconds)
        await asyncio.to_thread(_judge, result, office, people, ships.database_url)
    result.seconds = time.monotonic() - begun
    return result


async def _talk(office: PostOffice, mailbox: str, patience_seconds: float) -> None:
    """Write every line, each when the answer to the one before is there."""
    last: Message | None = None
    for number, line in enumerate(LINES, 1):
        to, about = (OUR, {}) if last is None else (last["Reply-To"], {"In_Reply_To": last["Message-ID"]})
        raw = mail(line, number=number, sender=mailbox, to=to, **about)
        await asyncio.to_thread(office.deliver, raw, mailbox, to)
        end = time.monotonic() + patience_seconds
        while len(letters := await asyncio.to_thread(_letters, office, mailbox)) < number:
            assert time.monotonic() < end, f"no answer to {line!r} of {mailbox}"
            await asyncio.sleep(0.2)
        last = list(letters.values())[-1]


def _letters(office: PostOffice, mailbox: str) -> dict[str, Message]:
    """What stands in a mailbox, each letter once."""
    came = map(message_from_bytes, office.mails(mailbox))
    return {letter["Message-ID"]: letter for letter in came}


async def _kill(
    ships: Fleet, chance: random.Random, result: Result, most: int, progress: Callable[[str], None]
) -> None:
    """SIGKILL to one process after the other, each a while after it is ready."""
    number = 0
    while number < most:
        program = ships.programs[number % len(ships.programs)]
        await program.ready()
        await asyncio.sleep(chance.uniform(*UP_SECONDS))
        await asyncio.to_thread(program.kill)
        program.start()
        number = result.kills = number + 1
        progress(f"kill {number}")


async def _rests(ships: Fleet, office: PostOffice, result: Result, patience_seconds: float) -> None:
    """Wait until nothing waits anywhere."""
    end = time.monotonic() + patience_seconds
    while (
        await asyncio.to_thread(_waiting, ships.database_url) or office.queued() or list(ships.folder.rglob("*.spool"))
    ):
        if time.monotonic() > end:
            result.broken.append("something still waits")
            return
        await asyncio.sleep(0.2)


def _waiting(url: str) -> int:
    engine = found.engine(url)
    try:
        with engine.connect() as db:
            return found.owed(db)
    finally:
        engine.dispose()


def _judge(result: Result, office: PostOffice, people: list[str], url: str) -> None:
    """Was every mail heard and answered, once?"""
    for mailbox in people:
        came = Counter(message_from_bytes(raw)["Message-ID"] for raw in office.mails(mailbox))
        if len(came) != len(LINES):
            told = _in_log(office, mailbox)
            result.broken.append(f"{mailbox} got {len(came)} letters for {len(LINES)} mails; Postfix: {told}")
        result.again += came.total() - len(came)
    if result.again > result.kills * MOST_ON_THE_WAY:
        result.broken.append(f"{result.again} letters came again after {result.kills} kills")
    engine = found.engine(url)
    try:
        with engine.connect() as db:
            result.broken += _in_database(db, people)
    finally:
        engine.dispose()


def _in_log(office: PostOffice, mailbox: str) -> str:
    """The last that Postfix did for or from somebody."""
    lines = (office.folder / "postfix.log").read_text().splitlines()
    ids = {line.split("]: ")[1].split(":")[0] for line in lines if mailbox in line and "]: " in line}
    return " | ".join([line[-220:] for line in lines if any(f"]: {one}:" in line for one in ids)][-8:])


def _in_database(db: Connection, people: list[str]) -> list[str]:
    wrong = []
    states = select(addresses.c.external_id, learners.c.state).join(learners)
    ends = {row.external_id: (row.state["at"], row.state.get("facts", {}).get("badge")) for row in db.execute(states)}
    odd = {mailbox: end for mailbox, end in ends.items() if end != next(iter(ends.values()))}
    if sorted(ends) != sorted(people) or odd:
        wrong.append(f"{len(ends)} conversations of {len(people)}, and not all end alike: {odd}")
    said = select(func.count()).select_from(messages).where(messages.c.direction == "in")
    if (count := db.execute(said).scalar_one()) != len(people) * len(LINES):
        wrong.append(f"{count} mails were heard of {len(people) * len(LINES)}")
    if aside := db.execute(select(func.count()).select_from(heard).where(heard.c.raw.is_not(None))).scalar_one():
        wrong.append(f"{aside} mails are set aside")
    failed = select(func.count()).select_from(outbox).where(outbox.c.outcome.in_(("refused", "gave_up", "set_aside")))
    if count := db.execute(failed).scalar_one():
        wrong.append(f"{count} letters failed")
    return wrong


async def short(kind: str, folder: Path, mails: int = 18) -> Result:
    """The short form, for the tests."""
    with post_office() as office, Nursery() as nursery:
        return await fire(kind, office, folder, nursery, mails=mails, most_kills=3)
