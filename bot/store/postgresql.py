"""PostgreSQL: units of work of many processes on one server.

A brief unit runs in the event loop, as a greenlet that lets the loop go on while it waits for the server; with a lane
it shares a transaction with others (`together`). All else runs in a few threads.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Concatenate, ParamSpec, TypeVar

import psycopg
import structlog
from sqlalchemy import Connection, Engine, String, bindparam, create_engine, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import greenlet_spawn

from bot.store.database import (
    Database,
    DatabaseAway,
    Errand,
    HeldUp,
    Lane,
    Role,
    Settled,
    as_away,
    in_time,
    lock_until,
    settle,
)
from bot.store.libpq import checked, hook, travelled, undo
from bot.store.prepared import Prepared
from bot.store.together import Together, Unit

log = structlog.get_logger()

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 4
BRIEF = 8
"""How many units may be under way in threads, and by themselves in the event loop: each has a connection, and what
shares a transaction has one more, and so has what is told to other processes."""

MOST_TOGETHER = 32
SHARED_LOCK_MS = 50
"""How many conversations share a transaction, and how long that waits for what somebody else holds: then who wants it
waits by itself, and holds up nobody. Where many do, the others wait half as long for each as for the one before."""

FEW = 4
GATHER_SECONDS, LONGEST_GATHER_SECONDS = 0.002, 0.012
"""After a transaction that several shared, fewer than FEW wait this long at most for others: a transaction costs three
journeys, however many share it. With two web processes, to each of which half of the turns come, a turn took a tenth
less of a processor."""

TRIES = 3
NOTIFY_CHANNEL = "badgewijzer"
TELL_SECONDS = 0.02
MOST_TOLD = 200
"""How often at most this process tells others what was rung here, and how much in one message of 8 kB at most."""

LOCK_MS = 5000
_OPTIONS = (
    f"-c lock_timeout={LOCK_MS} -c statement_timeout=15000 -c idle_in_transaction_session_timeout=30000 "
    "-c synchronous_commit=on -c timezone=UTC"
)
ALIVE: dict[str, Any] = {  # a server that vanished without a word is noticed within half a minute
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
_TRANSIENT = ("40001", "40P01")  # serialization failure, deadlock


class _Apart(Exception):
    """A unit failed, or has to be run by itself: the transaction that it shared was undone."""

    def __init__(self, job: Errand) -> None:
        super().__init__()
        self.job = job


class PostgreSQL(Database):
    """Brief units run in the event loop, each a greenlet on a connection of its own, so that waiting for the server
    costs no thread; all others run in threads.
    """

    def __init__(self, url: str, role: Role) -> None:
        super().__init__(url, role)
        self._me = secrets.token_hex(8)
        self._engine = postgresql_engine(url)
        self._pool = ThreadPoolExecutor(THREADS, "database")
        self._room = asyncio.Semaphore(BRIEF)
        self._connected: list[Connection] = []  # for brief units, while none uses them
        self._sharing = False
        self._apart: dict[Lane | None, bool] = {}  # of whom one is run by itself; may it be for a lock?
        self._under_way: set[asyncio.Task[Any]] = set()
        self._untold: set[str] = set()
        self._telling: asyncio.Task[None] | None = None
        self._closing: asyncio.Future[None] = self._loop.create_future()
        self._listening = self._loop.create_task(self._listen()) if role == "program" else None

    async def write(
        self,
        unit: Callable[Concatenate[Connection, P], T],
        *arguments: Any,
        patience: float | None = None,
        lock_patience: float | None = None,
        brief: bool = False,
        lane: Lane | None = None,
    ) -> T:
        self._open_still()
        until = lock_until(patience, lock_patience)
        if not brief:
            return await in_time(self._loop.run_in_executor(self._pool, self._write, unit, arguments, until), patience)
        job = Errand(unit, arguments, self._loop.create_future(), brief, lane, until)
        if lane is None:
            self._start(self._alone(job))
        else:
            self._waiting.append(job)
            self._loop.call_soon(self._gather)
        found: T = await self._outcome(job, patience)
        return found

    async def read(self, unit: Callable[Concatenate[Connection, P], T], *arguments: Any) -> T:
        self._open_still()
        return await self._loop.run_in_executor(self._pool, self._read, unit, arguments)

    # In the event loop

    def _start(self, work: Coroutine[Any, Any, Any]) -> None:
        task = self._loop.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def _gather(self) -> None:
        """Begin a transaction of what waits, one of each lane; while one is under way, when that has ended.

        So it is for a lane of which one is run by itself: those behind it neither overtake it nor wait where it waits.
        """
        if self._sharing:
            return
        jobs: dict[Lane | None, Errand] = {}
        behind: deque[Errand] = deque()
        while self._waiting and len(jobs) < MOST_TOGETHER:
            job = self._waiting.popleft()
            job.held_up = self._apart.get(job.lane, False)
            if job.lane in jobs or job.lane in self._apart:
                behind.append(job)
            else:
                jobs[job.lane] = job
        self._waiting.extendleft(reversed(behind))
        if not jobs:
            return
        self._sharing = True
        self._start(self._round(sorted(jobs.values(), key=lambda job: job.lane or ())))  # so everybody locks them

    async def _round(self, jobs: list[Errand]) -> None:
        """Run these together, and let the next gather."""
        try:
            await self._share(jobs)
            end = self._loop.time() + LONGEST_GATHER_SECONDS if len(jobs) > 1 else 0.0
            while len(self._waiting) < FEW and self._loop.time() < end and not self._closed:
                await asyncio.sleep(GATHER_SECONDS)
        finally:
            self._sharing = False
            self._gather()

    async def _share(self, jobs: list[Errand]) -> None:
        """Run these in one transaction; who cannot share it by itself, and so all where the database has trouble."""
        jobs = [job for job in jobs if job.begin()]  # the others gave up
        lock_ms = SHARED_LOCK_MS
        while jobs:
            try:
                settled, topics = await self._together(jobs, lock_ms)
            except _Apart as one:
                jobs.remove(one.job)
                one.job.held_up = isinstance(one.__cause__, psycopg.errors.LockNotAvailable)
                if one.job.held_up:
                    lock_ms = max(lock_ms // 2, 1)
                if one.job.held_up and _lock_ms(one.job.lock_until) <= SHARED_LOCK_MS:
                    self._let_down(one.job, HeldUp("waited for what somebody else holds"))
                else:
                    self._set_apart(one.job)
            except Exception as error:
                for job in jobs:
                    self._set_apart(job, for_lock=isinstance(as_away(error), HeldUp))
                return
            else:
                self._ring(topics)
                settle(settled)
                return

    async def _together(self, jobs: list[Errand], lock_ms: int) -> tuple[list[Settled], set[str]]:
        """What these came to in one transaction, and what they rang. Raises _Apart, and what the database says."""
        units = [Unit(job.unit, job.arguments) for job in jobs]
        async with self._connection() as db:
            together = Together(db, units)
            transaction = db.begin()
            try:
                for job, unit in zip(jobs, units, strict=True):
                    self._go_on(together, job, unit)
                while asking := [(job, unit) for job, unit in zip(jobs, units, strict=True) if unit.asks]:
                    asked = [statement for _, unit in asking for statement in unit.asks]
                    came = iter(await greenlet_spawn(travelled, db, asked, lock_ms=lock_ms))
                    for job, unit in asking:
                        self._go_on(together, job, unit, [next(came) for _ in unit.asks])
                together.part()
                db.info["later"] = [statement for unit in units for statement in unit.later]
                await greenlet_spawn(transaction.commit)
            except BaseException:
                together.part()
                await greenlet_spawn(transaction.rollback)
                raise
        topics = set[str]().union(*(unit.rings for unit in units))
        return [(job.future, unit.result, None) for job, unit in zip(jobs, units, strict=True)], topics

    def _set_apart(self, job: Errand, *, for_lock: bool = True) -> None:
        self._apart[job.lane] = for_lock
        self._start(self._by_itself(job))

    async def _by_itself(self, job: Errand) -> None:
        """Run one that shares no transaction; then those of its lane that waited for it may."""
        try:
            if away := await self._alone(job):
                self._let_down(job, away)
        finally:
            self._apart.pop(job.lane, None)
            self._gather()

    @staticmethod
    def _go_on(together: Together, job: Errand, unit: Unit, results: Sequence[Any] | None = None) -> None:
        try:
            together.go_on(unit, *([] if results is None else [[checked(result) for result in results]]))
        except Exception as error:
            raise _Apart(job) from error

    async def _alone(self, job: Errand) -> DatabaseAway | None:
        """Run one brief unit by itself, as soon as there is room; what kept it."""
        async with self._room:
            if not job.begin() or job.future.done():
                return _gave_up(job)  # nobody waits for it any more, and what it did with others was undone
            return await self._tried(job)

    async def _tried(self, job: Errand) -> DatabaseAway | None:
        """Run one by itself, again where the connection broke or the server asks for it; what kept it."""
        settled: Settled
        topics = set[str]()
        for attempt in range(1, TRIES + 1):
            try:
                async with self._connection() as db:
                    result, topics = await greenlet_spawn(self._once, db, job.unit, job.arguments, job.lock_until)
            except Exception as error:
                if attempt < TRIES and _is_passing(error):
                    await asyncio.sleep(0.05 * attempt)
                    continue
                settled = (job.future, None, as_away(error) or error)
            else:
                settled = (job.future, result, None)
            break
        self._ring(topics)
        settle([settled])
        return settled[2] if isinstance(settled[2], DatabaseAway) else None

    @contextlib.asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        """A connection for work in the event loop, which has it to itself."""
        if self._connected:
            db = self._connected.pop()
        else:
            db = await asyncio.to_thread(self._engine.connect)  # those of the pool may all be long at work
        try:
            yield db
        except BaseException as error:
            await self._after(db, error)
            raise
        self._connected.append(db)

    async def _after(self, db: Connection, error: BaseException) -> None:
        """Keep a connection that is whole; one that broke is let go of, and so are those that wait."""
        if isinstance(error, Exception) and not (db.invalidated or db.closed):
            with contextlib.suppress(Exception):
                await greenlet_spawn(undo, db)  # what failed in its commit is not undone yet
                self._connected.append(db)
                return
        broken, self._connected = [db, *self._connected], []
        await asyncio.to_thread(_let_go_of, self._engine, broken)

    @staticmethod
    def _once(
        db: Connection, unit: Callable[..., T], arguments: tuple[Any, ...], until: float | None
    ) -> tuple[T, set[str]]:
        db.info["rings"] = topics = set[str]()
        with db.begin():
            if until is not None:
                _LOCK_PATIENCE.later(db, {"wait": str(max(_lock_ms(until), 1))})
            result = unit(db, *arguments)
        return result, topics

    # In threads

    def _write(self, unit: Callable[..., T], arguments: tuple[Any, ...], until: float | None = None) -> T:
        def once() -> tuple[T, set[str]]:
            with self._engine.connect() as db:
                return self._once(db, unit, arguments, until)

        result, topics = self._again(once)
        if topics:
            self._in_loop(self._ring, topics)
        return result

    def _read(self, unit: Callable[..., T], arguments: tuple[Any, ...]) -> T:
        def once() -> T:
            with self._engine.connect() as db:
                return unit(db, *arguments)

        return self._again(once)

    def _again(self, once: Callable[[], T]) -> T:
        """Again, where the connection broke or the server asks for it. Raises DatabaseAway and what `once` raises."""
        for attempt in range(1, TRIES + 1):
            try:
                return once()
            except DBAPIError as error:
                if error.connection_invalidated:  # and so are those that wait in the pool
                    self._engine.dispose(close=False)
                if not _is_passing(error) or attempt == TRIES:
                    if away := as_away(error):
                        raise away from error
                    raise
                time.sleep(0.05 * attempt)
        raise AssertionError("unreachable")

    def _ring(self, topics: set[str]) -> None:
        """Let everybody know: here at once; elsewhere soon, and many topics in one message while there are many.

        Not in the transaction that rang: a NOTIFY there has the commits of the whole server wait for each other. What a
        process did not get round to tell before it was killed is found by those who look.
        """
        if not topics:
            return
        self._heard(topics)
        self._untold |= topics
        if self._telling is None or self._telling.done():
            self._telling = self._loop.create_task(self._tell())

    async def _tell(self) -> None:
        while self._untold:
            topics = sorted(self._untold)[:MOST_TOLD]
            self._untold.difference_update(topics)
            job = Errand(_notify, (" ".join([self._me, *topics]),), self._loop.create_future(), brief=True)
            await self._tried(job)  # without waiting for room: units may long keep all of it
            if error := job.future.exception():
                log.warning("database.not_told", error=type(error).__name__)
            if not self._closed:
                await asyncio.sleep(TELL_SECONDS)

    async def _listen(self) -> None:
        """Hear what other processes ring, on a connection of its own, for as long as we live."""
        url = self.url.replace("postgresql+psycopg://", "postgresql://")
        while not self._closed:
            try:
                async with await psycopg.AsyncConnection.connect(url, autocommit=True, **ALIVE) as connection:
                    await connection.execute(f"LISTEN {NOTIFY_CHANNEL}")
                    self._heard({"wake"})  # for what was rung while nobody listened
                    await self._hear(connection.pgconn)
            except Exception as error:
                log.warning("database.not_listening", error=type(error).__name__)
                await asyncio.wait([self._closing], timeout=1)

    async def _hear(self, libpq: Any) -> None:
        """Ring here what is told to this connection, until we close. Raises what broke it."""
        broken: asyncio.Future[None] = self._loop.create_future()
        socket = libpq.socket

        def heard() -> None:
            try:
                libpq.consume_input()
                while notice := libpq.notifies():
                    who, *topics = notice.extra.decode().split(" ")
                    if who != self._me:
                        self._heard(set(topics))
            except Exception as error:  # libpq has closed the socket: its number may be another's in a moment
                self._loop.remove_reader(socket)
                broken.set_exception(error)

        self._loop.add_reader(socket, heard)
        try:
            await asyncio.wait([broken, self._closing], return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not broken.done():
                self._loop.remove_reader(socket)
        if broken.done():
            broken.result()

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._closing.set_result(None)
        self._gather()
        while self._under_way:
            await asyncio.wait(self._under_way)
        await asyncio.to_thread(self._pool.shutdown)  # what is done there may still have something to tell
        await asyncio.sleep(0)
        if self._telling is not None:
            await self._telling
        if self._listening is not None:
            await self._listening
        await asyncio.to_thread(_close, self._connected)
        self._engine.dispose()


def _gave_up(job: Errand) -> DatabaseAway | None:
    """Why nobody waits for it any more, unless they were called off."""
    error = job.future.exception() if job.future.done() and not job.future.cancelled() else None
    return error if isinstance(error, DatabaseAway) else None


def _lock_ms(until: float | None) -> int:
    """How long who waits for a lock until then still does; 0 = no longer."""
    return LOCK_MS if until is None else max(min(int((until - time.monotonic()) * 1000), LOCK_MS), 0)


def _is_passing(error: BaseException) -> bool:
    """Did the connection break, or does the server ask to do it again?"""
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or getattr(error.orig, "sqlstate", "") in _TRANSIENT


def _let_go_of(engine: Engine, broken: list[Connection]) -> None:
    """Close these, and do not use those again that wait in the pool."""
    engine.dispose(close=False)
    for db in broken:
        with contextlib.suppress(Exception):
            db.invalidate()
    _close(broken)


def _close(connections: list[Connection]) -> None:
    for db in connections:
        with contextlib.suppress(Exception):
            db.close()


def _notify(db: Connection, payload: str) -> None:
    _NOTIFY.later(db, {"payload": payload})


_LOCK_PATIENCE = Prepared(select(func.set_config("lock_timeout", bindparam("wait"), True).label("waits")))
_NOTIFY = Prepared(select(func.pg_notify(NOTIFY_CHANNEL, bindparam("payload", type_=String)).label("told")))


def postgresql_engine(url: str) -> Engine:
    """An engine for this server with the settings our guarantees rest on."""
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=THREADS + BRIEF + 2,
        max_overflow=2,
        pool_timeout=5,
        connect_args={
            **ALIVE,
            "prepare_threshold": None,  # else psycopg lets go of all that is prepared at a rollback, ours too
            "options": _OPTIONS,
            "application_name": f"badgewijzer {os.getpid()}",
        },
    )
    hook(engine)
    return engine
