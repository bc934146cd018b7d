"""The real program with places where it dies on order: `python -m tests.fire.program POINT HIT COMMAND…`.

POINT is `-` or one of POINTS, some with an ending; at the HIT-th time that it comes there, the process stands still for
a moment and sends itself SIGKILL. Nothing in `bot` knows of this: the few seams are wrapped from outside, before it
starts.

From the environment: FIRE_SCALE, by how much leases and the patience with providers are shortened;
FIRE_SLOW_COMMIT, seconds by which every commit is held up; FIRE_SHIFT, a file with the seconds by which this
machine's clock is wrong; FIRE_FULL, a file that is there while the disk is full; FIRE_FAILS, words on which a turn
fails; FIRE_SLOW_REFUSAL, seconds by which it is noted later that somebody shut us out.
"""

from __future__ import annotations

import asyncio
import errno
import functools
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.util import await_only
from sqlalchemy.util.concurrency import in_greenlet

import bot.turns


def now_utc() -> datetime:
    shift = os.environ.get("FIRE_SHIFT", "")
    seconds = float(Path(shift).read_text() or 0) if shift and Path(shift).exists() else 0.0
    return datetime.now(UTC) + timedelta(seconds=seconds)


bot.turns.now_utc = now_utc  # before anybody imports it by name

import bot.__main__  # noqa: E402
import bot.web.app  # noqa: E402
import bot.worker  # noqa: E402
from bot.delivery import Delivery  # noqa: E402
from bot.store import conversations, journal, outbox  # noqa: E402
from bot.store.database import Database  # noqa: E402
from bot.store.journal import Journal  # noqa: E402
from bot.store.spool import Spool  # noqa: E402
from bot.turns import Turns  # noqa: E402
from integrations import slack_transport, telegram_transport  # noqa: E402
from integrations.slack import Slack  # noqa: E402
from integrations.telegram import Telegram  # noqa: E402
from tests.fire.quiet import without_moments  # noqa: E402

UNITS = {
    "take": "turn", "_turn": "turn", "_claim_and_take": "claim", "_noted": "note", "_answered": "answer",
    "note": "hand_over",
}  # fmt: skip
"""Units of work by what they are for; any other is called by its own name."""

CALLS = {
    "chat.postMessage": "sendMessage",
    "chat.update": "editMessageText",
    "conversations.history": "find",
    "conversations.replies": "find",
}
"""What a channel calls it when it sends, or looks up what came."""

POINTS = (
    "commit.before:turn", "commit.after:turn", "owe.before", "save.before",
    "commit.before:claim", "commit.after:claim",
    "call.before:sendMessage", "call.after:sendMessage",
    "send.before:again",
    "call.before:find", "call.after:find",
    "commit.before:looked_for", "commit.after:looked_for",
    "commit.before:free_all", "commit.after:free_all",
    "call.before:editMessageText", "call.after:editMessageText",
    "call.before:answerCallbackQuery", "call.after:answerCallbackQuery",
    "journal.before", "journal.after",
    "commit.before:note", "commit.after:note",
    "commit.before:hand_over", "commit.after:hand_over",
    "tidy.before", "tidy.after",
    "answer.before", "answer.after",
    "spool.before", "spool.after",
    "commit.before:answer", "commit.after:answer",
    "commit.before:set_aside", "commit.after:set_aside",
)  # fmt: skip

FIRST, AGAIN, TAKEN = ":first", ":again", ":taken"
"""How the names of points end that are met at a first try only, at a second one (of what a death left behind), or in a
turn that has taken its lane along.
"""

LEFT_BY = {
    AGAIN: "", ":find": "send.after:first", ":looked_for": "send.before:first", ":hand_over": "journal.after",
    ":free_all": "send.before:first",
}  # fmt: skip
"""Points that are met only in what another death left, by their endings: where that was; "": at the same point.

A channel is asked what came of a first try; that it did not come is noted; so is what a dead process had written down
as sent; and a program that starts alone frees what a dead one held.
"""

STANDSTILL_SECONDS = 0.3
"""How long it lies there: what was wrongly promised before the commit is out by then."""


class Fuse:
    """Counts how often the program comes to one point, and ends it there.

    At the first hit no unit shares its transaction with others, so that it alone stands still; later ones share it.
    """

    def __init__(self, point: str, hits: int) -> None:
        self.point, self.hits = point, hits
        self.alone = point != "-" and hits == 1

    def at(self, *points: str) -> None:
        if self.point not in points:
            return
        self.hits -= 1
        if self.hits == 0:
            if self.alone and in_greenlet():  # the event loop goes on, as it does while a database is slow
                await_only(asyncio.sleep(STANDSTILL_SECONDS))
            else:
                time.sleep(STANDSTILL_SECONDS)
            os.kill(os.getpid(), signal.SIGKILL)


SMALL_JOURNAL = 200
"""So large is a journal that is emptied, where the program dies of that: 64 KiB take a minute to write."""


def full() -> bool:
    return os.path.exists(os.environ.get("FIRE_FULL", "/nowhere"))


def prepare(fuse: Fuse) -> None:
    """Put the seams around this process's program."""
    _around_commits(fuse, float(os.environ.get("FIRE_SLOW_COMMIT", "0")))
    _around_calls(fuse)
    _around_files(fuse)
    _around_answers(fuse)
    _signed()
    if words := os.environ.get("FIRE_FAILS"):
        _fail_on(words)
    if seconds := float(os.environ.get("FIRE_SLOW_REFUSAL", "0")):
        _refused_late(seconds)
    scale = float(os.environ.get("FIRE_SCALE", "1"))
    outbox.LEASE /= scale
    for channel, transport in ((Telegram, telegram_transport), (Slack, slack_transport)):
        usual = transport.Patience()
        shorter = transport.Patience(*(seconds / scale for seconds in astuple(usual)))
        channel.__init__.__kwdefaults__["patience"] = shorter  # type: ignore[index,misc]


def token_of(pid: int) -> str:
    """How what this process holds lanes by begins."""
    return f"{pid}."


def _signed() -> None:
    """Whoever looks at the lanes knows which process holds each."""
    made = Delivery.__init__

    def signing(self: Delivery, *given: Any, **how: Any) -> None:
        made(self, *given, **how)
        self._me = token_of(os.getpid()) + self._me

    Delivery.__init__ = signing  # type: ignore[method-assign]


def _fail_on(words: str) -> None:
    """A mistake of ours: the turn of who says this fails when all of it is done."""
    take = Turns.take

    @functools.wraps(take)
    def taken(self: Turns, db: Any, said: Any, *given: Any) -> Any:
        came = take(self, db, said, *given)
        if getattr(said.what, "text", "") == words:
            raise RuntimeError("a mistake of ours")
        return came

    Turns.take = taken  # type: ignore[method-assign]


def _refused_late(seconds: float) -> None:
    note = Delivery._note

    async def noted(self: Delivery, job: Any, how: Any, *details: Any) -> Any:
        if how == self._refused:
            await asyncio.sleep(seconds)
        return await note(self, job, how, *details)

    Delivery._note = noted  # type: ignore[method-assign]


def _around_commits(fuse: Fuse, slow_seconds: float) -> None:
    opened = Database.open.__func__  # type: ignore[attr-defined]

    def open_(cls: type[Database], url: str, **more: Any) -> Database:
        database: Database = opened(cls, url, **more)
        write = database.write

        async def written(unit: Callable[..., Any], *arguments: Any, **how: Any) -> Any:
            name = UNITS.get(unit.__name__, unit.__name__)

            @functools.wraps(unit)
            def whole(db: Any, *given: Any) -> Any:
                if os.environ.get("FIRE_FULL") and db.dialect.name == "sqlite":
                    pages = db.exec_driver_sql("PRAGMA page_count").scalar() if full() else 2**31
                    db.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
                came = unit(db, *given)
                if slow_seconds:
                    time.sleep(slow_seconds)
                fuse.at(f"commit.before:{name}")
                return came

            if fuse.alone:
                how.pop("lane", None)
            came = await write(whole, *arguments, **how)
            fuse.at(f"commit.after:{name}")
            return came

        database.write = written  # type: ignore[method-assign]
        return database

    Database.open = classmethod(open_)  # type: ignore[assignment, method-assign]
    put = outbox.put

    def owing(*given: Any, **how: Any) -> None:
        fuse.at("owe.before")
        put(*given, **how)

    outbox.put = owing  # type: ignore[assignment]
    save = conversations.save

    def saving(db: Any, talk: Any, **values: Any) -> None:
        """Of a turn by which the learner gets somewhere else, all that is owed is written by then."""
        if values.get("state") and without_moments(values["state"]) != without_moments(talk.stored):
            fuse.at("save.before", *(("save.before" + TAKEN,) if talk.first and talk.first.job else ()))
        save(db, talk, **values)

    conversations.save = saving


def _around_calls(fuse: Fuse) -> None:
    for transport in (telegram_transport.Transport, slack_transport.Transport):
        _around_calls_of(transport, fuse)
    send = Delivery._send_new

    async def sent(self: Delivery, channel: Any, to: Any, message: Any, job: Any) -> str:
        which = AGAIN if job.maybe else FIRST
        fuse.at(f"send.before{which}")
        given = await send(self, channel, to, message, job)
        fuse.at(f"send.after{which}")
        return given

    Delivery._send_new = sent  # type: ignore[method-assign]
    find = Telegram.find_after

    async def looked_for(*given: Any) -> Any:
        fuse.at("call.before:find")
        found = await find(*given)
        fuse.at("call.after:find")
        return found

    Telegram.find_after = looked_for  # type: ignore[method-assign]


def _around_calls_of(transport: Any, fuse: Fuse) -> None:
    call = transport.call

    async def called(self: Any, method: str, *given: Any, **how: Any) -> Any:
        point = CALLS.get(method, method)
        fuse.at(f"call.before:{point}")
        came = await call(self, method, *given, **how)
        fuse.at(f"call.after:{point}")
        return came

    transport.call = called


def _around_files(fuse: Fuse) -> None:
    put, accepted, tidy, file = Spool.put, Journal.accepted, Journal.noted, Journal._file
    if fuse.point.startswith("tidy"):
        journal.LARGEST = SMALL_JOURNAL

    def spooled(self: Spool, *given: Any, **how: Any) -> None:
        fuse.at("spool.before")
        if full():
            raise OSError(errno.ENOSPC, "no space left on device")
        put(self, *given, **how)
        fuse.at("spool.after")

    def noted(self: Journal, job: Any) -> None:
        """It is emptied once all in it is noted and it has grown."""
        tidies = self._open <= {job.id} and self._size >= journal.LARGEST
        if tidies:
            fuse.at("tidy.before")
        tidy(self, job)
        if tidies:
            fuse.at("tidy.after")

    def journalled(self: Journal, *given: Any) -> None:
        fuse.at("journal.before")
        accepted(self, *given)
        fuse.at("journal.after")

    def opened(self: Journal) -> int:
        if full():
            raise OSError(errno.ENOSPC, "no space left on device")
        return file(self)

    Spool.put = spooled  # type: ignore[method-assign]
    Journal.accepted = journalled  # type: ignore[method-assign]
    Journal.noted = noted  # type: ignore[method-assign]
    Journal._file = opened  # type: ignore[method-assign]


def _around_answers(fuse: Fuse) -> None:
    made = bot.web.app.application

    def application(*given: Any, **how: Any) -> Any:
        app = made(*given, **how)

        async def heard(scope: Any, receive: Any, send: Any) -> None:
            async def sending(message: Any) -> None:
                fuse.at("answer.before")
                await send(message)
                if message["type"] == "http.response.body":
                    fuse.at("answer.after")

            hooked = scope["type"] == "http" and scope["path"].startswith("/hooks/")
            await app(scope, receive, sending if hooked else send)

        return heard

    bot.web.app.application = application


def run(point: str, hits: int, command: list[str]) -> None:
    prepare(Fuse(point, hits))
    sys.argv = ["badgewijzer", *command]
    bot.__main__.main()


if __name__ == "__main__":
    run(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
