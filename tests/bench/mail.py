"""Part `mail`: guide mails that leave by SMTP for a sink on loopback, as fast as may be and at a pace."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy import Connection, create_engine, insert

from bot.conversation.nodes import Span, dump
from bot.store.migrate import migrate
from bot.store.outbox import BULK
from bot.store.tables import addresses, lanes, learners, messages, outbox
from tests.bench import programs
from tests.bench.driver import BotApi, measure
from tests.bench.rounds import Row, new_chats, percentile, say
from tests.bench.scale import Scale

PATIENCE_SECONDS = 600.0
WORDS = (
    "Hallo! Er staat een edubadge voor je klaar.\n\nDat is een digitaal bewijs van wat je hebt geleerd. Samen halen we "
    "die op, in een paar stappen.\n\nAntwoord gewoon op deze mail, of kies hieronder."
)
BUTTONS = [["Beginnen", "welcome.hello:go", "answer"], ["Is dit wel echt?", "=questions.genuine", "answer"]]


@dataclass
class Sink:
    """A mail server that takes everything, and keeps the moments at which it did."""

    port: int = 0
    taken: list[float] = field(default_factory=list)
    size: int = 0
    connections: int = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        writer.write(b"220 sink\r\n")
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while line := await reader.readline():
                match line[:4].upper():
                    case b"DATA":
                        writer.write(b"354 go on\r\n")
                        letter = await reader.readuntil(b"\r\n.\r\n")
                        self.taken.append(time.monotonic())
                        self.size = max(self.size, len(letter))
                        writer.write(b"250 taken\r\n")
                    case b"QUIT":
                        writer.write(b"221 bye\r\n")
                        break
                    case _:
                        writer.write(b"250 yes\r\n")
        writer.close()


@contextlib.asynccontextmanager
async def sink() -> AsyncIterator[Sink]:
    made = Sink()
    server = await asyncio.start_server(made.talk, "127.0.0.1", 0, limit=1 << 20)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()


def owe(url: str, count: int) -> None:
    """So many learners who never spoke, each owed the mail about an award."""
    now = datetime.now(UTC)

    def many(db: Connection) -> None:
        who = range(1, count + 1)
        token = secrets.token_hex(8)
        body = dump((Span(WORDS),))
        db.execute(
            insert(learners),
            [{"id": n, "token": f"{token}{n}", "language": "nl", "created_at": now, "heard_at": now} for n in who],
        )
        db.execute(
            insert(addresses),
            [{"id": n, "learner_id": n, "channel": "email", "external_id": f"l{n}@example.org"} for n in who],
        )
        said = {"direction": "out", "body": body, "buttons": BUTTONS, "language": "nl", "at": now, "delivery": "owed"}
        db.execute(insert(messages), [{"id": n, "learner_id": n, "address_id": n, **said} for n in who])
        row = {"kind": "message", "due": now, "priority": BULK, "created_at": now}
        db.execute(insert(outbox), [{"id": n, "learner_id": n, "address_id": n, "message_id": n, **row} for n in who])
        db.execute(insert(lanes), [{"learner_id": n, "ready_at": now, "priority": BULK} for n in who])

    engine = create_engine(url)
    with engine.begin() as db:
        many(db)
    engine.dispose()


def key_file(folder: Path) -> Path:
    file = folder / "dkim.pem"
    kind = serialization.PrivateFormat.TraditionalOpenSSL
    key = rsa.generate_private_key(65537, 2048)
    file.write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption()))
    return file


async def measured(api: BotApi, folder: Path, scale: Scale) -> list[Row]:
    """As fast as may be; the same signed; and at a pace, with others' turns on Telegram meanwhile."""
    count, paced = scale.mails, max(2, scale.mails // 20)
    return [
        await _row(api, folder / "fast", "guide mails", count, rate=0, signed=False),
        await _row(api, folder / "signed", "guide mails, signed", count, rate=0, signed=True),
        await _row(api, folder / "paced", "at a pace, turns meanwhile", count, rate=50, signed=True, only=paced),
    ]


async def _row(api: BotApi, folder: Path, name: str, count: int, *, rate: float, signed: bool, only: int = 0) -> Row:
    folder.mkdir(parents=True)
    url = f"sqlite:///{folder}/badgewijzer.db"
    migrate(url)
    owe(url, count)
    wanted = only or count
    async with sink() as server:
        mail = {
            "SMTP_URL": f"smtp://127.0.0.1:{server.port}",
            "EMAIL_FROM": "badges@voorbeeld.example",
            "MAIL_RATE": str(rate),
            "BASE_URL": "https://badges.voorbeeld.example",
            **({"DKIM_KEY_FILE": str(key_file(folder)), "DKIM_SELECTOR": "badges"} if signed else {}),
        }
        program = programs.ours(api, folder, url, name=name, more=mail)
        async with programs.running(api, program, warm_up=0):
            while not server.taken:
                await asyncio.sleep(0.01)
            begun, cpu, before = time.monotonic(), program.cpu_seconds(), len(server.taken)
            turns: list[float] = []
            if only:
                one = await measure(api, program.urls, program.cpu_seconds, new_chats(2), 1, settling_seconds=0)
                turns = [1000 * seconds for seconds in one.answered]
            while len(server.taken) < wanted and time.monotonic() - begun < PATIENCE_SECONDS:
                await asyncio.sleep(0.01)
            took, done = time.monotonic() - begun, len(server.taken) - before
            used = program.cpu_seconds() - cpu
            say(f"  {name}: {done:,} in {took:.1f} s")
            return {
                "program": name,
                "mails": done,
                "mails/s": round(done / took, 1),
                "CPU ms/mail": round(1000 * used / max(done, 1), 2),
                "KB": round(server.size / 1000, 1),
                "connections": server.connections,
                "memory MB": round(program.memory_mb()),
                "turn p50 ms": round(median(turns), 1) if turns else "",
                "turn worst ms": round(percentile(turns, 1.0), 1) if turns else "",
                "CPU %": round(100 * used / took),
            }
