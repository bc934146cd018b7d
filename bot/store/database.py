"""Connections and units of work.

A unit of work is a plain function of a connection, run whole in a thread. On SQLite one writer thread takes
what is waiting into one commit, each unit in its own savepoint; on PostgreSQL a small pool commits each by
itself. What a unit rings is heard after its commit, never before.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import queue
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Concatenate, Literal, ParamSpec, TypeVar

import structlog
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.pool import NullPool

log = structlog.get_logger()

P = ParamSpec("P")
T = TypeVar("T")
Unit = Callable[Concatenate[Connection, P], T]
Role = Literal["program", "command"]

MOST_UNITS_A_COMMIT = 64
LOOK_SECONDS = 0.5
"""How often an idle SQLite program looks whether another process wrote."""

PG_THREADS = 8
PG_TRIES = 3
NOTIFY_CHANNEL = "badgewijzer"
_PG_OPTIONS = (
    "-c lock_timeout=5000 -c statement_timeout=15000 -c idle_in_transaction_session_timeout=30000 "
    "-c synchronous_commit=on -c timezone=UTC"
)
_TRANSIENT = ("40001", "40P01")  # serialization failure, deadlock


class DatabaseAway(Exception):
    """The database is locked, full or out of reach: nothing was decided, try later."""


class AlreadyRunning(Exception):
    """Another program serves this SQLite file."""


def ring(db: Connection, topic: str) -> None:
    """Let everybody who listens know, once this transaction is committed."""
    db.info.setdefault("rings", set()).add(topic)


@dataclass(slots=True)
class _Job:
    unit: Callable[..., Any]
    arguments: tuple[Any, ...]
    future: asyncio.Future[Any]
    taken: Any = field(default_factory=threading.Lock)  # whoever gets it first has it: the writer, or impatience


_Settled = tuple[asyncio.Future[Any], Any, BaseException | None]


def _settle(settled: list[_Settled]) -> None:
    for future, result, error in settled:
        if future.done():
            continue
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)


class Database:
    """One database as one process sees it. Made by `Database.open`, inside the event loop that will use it."""

    def __init__(self, url: str, role: Role) -> None:
        self.url = url
        self.role = role
        self._loop = asyncio.get_running_loop()
        self._listeners: set[Callable[[str], None]] = set()

    @classmethod
    def open(cls, url: str, *, role: Role = "program") -> Database:
        """The database at this address. Raises AlreadyRunning, DatabaseAway."""
        return _SQLite(url, role) if url.startswith("sqlite:///") else _PostgreSQL(url, role)

    async def write(
        self, unit: Callable[Concatenate[Connection, P], T], *arguments: Any, patience: float | None = None
    ) -> T:
        """Run a unit of work in a transaction; what it returned, after the commit.

        Raises what the unit raises, having undone it; DatabaseAway when it could not be committed. With
        `patience`, seconds: DatabaseAway too when it was not committed by then. A unit not yet begun is then
        withdrawn; one under way may still be committed, so a unit must be harmless when it is run again.
        """
        raise NotImplementedError

    async def read(self, unit: Callable[Concatenate[Connection, P], T], *arguments: Any) -> T:
        """Run a unit that only reads. Raises what it raises; DatabaseAway."""
        raise NotImplementedError

    async def close(self) -> None:
        """Finish what waits, then let go of every connection and lock."""
        raise NotImplementedError

    def listen(self, callback: Callable[[str], None]) -> Callable[[], None]:
        """Call back in the event loop for every topic that is rung; returns how to stop that."""
        self._listeners.add(callback)
        return lambda: self._listeners.discard(callback)

    def _heard(self, topics: set[str]) -> None:
        for callback in tuple(self._listeners):
            for topic in topics:
                callback(topic)

    def _announce(self, topics: set[str]) -> None:
        """From any thread: ring these in the event loop."""
        if topics and self._listeners:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
                self._loop.call_soon_threadsafe(self._heard, topics)


def _away(error: BaseException) -> BaseException:
    """DatabaseAway for what is the database's trouble, else the error itself."""
    if isinstance(error, OperationalError | InterfaceError):
        return DatabaseAway(type(error.orig).__name__)
    if isinstance(error, sqlite3.OperationalError):
        return DatabaseAway(type(error).__name__)
    return error


class _SQLite(Database):
    def __init__(self, url: str, role: Role) -> None:
        super().__init__(url, role)
        self.path = Path(url.removeprefix("sqlite:///"))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._program = _only_program(self.path) if role == "program" else None
        self._side: IO[bytes] = open(f"{self.path}.lock", "ab")  # noqa: SIM115 (held for life)
        self._engine = sqlite_engine(self.path, immediate=True)
        self._reading = sqlite_engine(self.path, immediate=False, pool_size=4)
        self._readers = ThreadPoolExecutor(4, "read")
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write_all, name="write", daemon=True)
        self._writer.start()

    async def write(
        self, unit: Callable[Concatenate[Connection, P], T], *arguments: Any, patience: float | None = None
    ) -> T:
        job = _Job(unit, arguments, self._loop.create_future())
        self._queue.put(job)
        if patience is None:
            found: T = await job.future
            return found
        done, _ = await asyncio.wait({job.future}, timeout=patience)
        if not done:
            job.taken.acquire(blocking=False)
            raise DatabaseAway("not committed in time")
        found = job.future.result()
        return found

    async def read(self, unit: Callable[Concatenate[Connection, P], T], *arguments: Any) -> T:
        return await self._loop.run_in_executor(self._readers, self._read, unit, arguments)

    def _read(self, unit: Callable[..., T], arguments: tuple[Any, ...]) -> T:
        try:
            with self._reading.connect() as db:
                return unit(db, *arguments)
        except Exception as error:
            raise _away(error) from error

    def _write_all(self) -> None:
        """The writer thread: everything that waits in one commit, until a None comes."""
        db: Connection | None = None
        version = -1
        while True:
            try:
                first = self._queue.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                if db is not None and self.role == "program":
                    version = self._look(db, version)
                continue
            jobs, last = [first] if first else [], first is None
            while not last and len(jobs) < MOST_UNITS_A_COMMIT:
                try:
                    job = self._queue.get_nowait()
                except queue.Empty:
                    break
                if job is None:
                    last = True
                else:
                    jobs.append(job)
            if jobs:
                try:
                    db = db or self._engine.connect()
                    self._commit(db, jobs)
                except BaseException as error:
                    failed: list[_Settled] = [(job.future, None, _away(error)) for job in jobs]
                    self._loop.call_soon_threadsafe(_settle, failed)
                    if db is not None:
                        with contextlib.suppress(Exception):
                            db.invalidate()
                            db.close()
                    db = None
            if last:
                if db is not None:
                    with contextlib.suppress(Exception):
                        db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                        db.close()
                return

    def _commit(self, db: Connection, jobs: list[_Job]) -> None:
        settled: list[_Settled] = []
        topics: set[str] = set()
        raw: Any = db.connection.driver_connection
        with _held(self._side), db.begin():
            for job in jobs:
                if not job.taken.acquire(blocking=False):
                    continue  # withdrawn while we waited for our turn
                db.info["rings"] = set()
                raw.execute("SAVEPOINT unit")
                try:
                    result = job.unit(db, *job.arguments)
                except Exception as error:
                    raw.execute("ROLLBACK TO unit")
                    settled.append((job.future, None, _away(error)))
                else:
                    settled.append((job.future, result, None))
                    topics |= db.info["rings"]
                raw.execute("RELEASE unit")
        self._loop.call_soon_threadsafe(_settle, settled)
        self._announce(topics)

    def _look(self, db: Connection, version: int) -> int:
        """Ring "wake" when another process has written since `version`."""
        try:
            raw: Any = db.connection.driver_connection
            now: int = raw.execute("PRAGMA data_version").fetchone()[0]
        except Exception:
            return version
        if now != version and version != -1:
            self._announce({"wake"})
        return now

    async def close(self) -> None:
        self._queue.put(None)
        await asyncio.to_thread(self._writer.join)
        self._readers.shutdown(wait=True)
        self._reading.dispose()
        self._engine.dispose()
        self._side.close()
        if self._program:
            self._program.close()


def sqlite_engine(path: Path, *, immediate: bool, pool_size: int = 0) -> Engine:
    """An engine for this file with the settings our guarantees rest on."""
    pool: dict[str, Any] = {"pool_size": pool_size, "max_overflow": 0} if pool_size else {"poolclass": NullPool}
    engine = create_engine(
        f"sqlite:///{path}",
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": 5},
        **pool,
    )

    @event.listens_for(engine, "connect")
    def prepare(raw: sqlite3.Connection, record: Any) -> None:
        raw.isolation_level = None
        for pragma in ("busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(db: Connection) -> None:
        db.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


@contextlib.contextmanager
def _held(side: IO[bytes]) -> Iterator[None]:
    """The side file's lock: fair between processes, and let go by the kernel if we are killed."""
    fcntl.flock(side, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(side, fcntl.LOCK_UN)


def _only_program(path: Path) -> IO[bytes]:
    held = open(f"{path}.program", "ab")  # noqa: SIM115 (held for life)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        raise AlreadyRunning(
            f"another program serves {path} already. One SQLite file serves one `badgewijzer run`; for several "
            "processes set DATABASE_URL to PostgreSQL"
        ) from None
    return held


class _PostgreSQL(Database):
    def __init__(self, url: str, role: Role) -> None:
        super().__init__(url, role)
        self._me = secrets.token_hex(8)
        self._engine = postgresql_engine(url)
        self._pool = ThreadPoolExecutor(PG_THREADS, "database")
        self._closing = threading.Event()
        self._listener: threading.Thread | None = None
        if role == "program":
            self._listener = threading.Thread(target=self._listen, name="listen", daemon=True)
            self._listener.start()

    async def write(
        self, unit: Callable[Concatenate[Connection, P], T], *arguments: Any, patience: float | None = None
    ) -> T:
        running = self._loop.run_in_executor(self._pool, self._write, unit, arguments)
        if patience is None:
            return await running
        done, _ = await asyncio.wait({running}, timeout=patience)
        if not done:
            running.cancel()  # withdraws it when it has not begun
            raise DatabaseAway("not committed in time")
        return running.result()

    async def read(self, unit: Callable[Concatenate[Connection, P], T], *arguments: Any) -> T:
        return await self._loop.run_in_executor(self._pool, self._read, unit, arguments)

    def _write(self, unit: Callable[..., T], arguments: tuple[Any, ...]) -> T:
        for attempt in range(1, PG_TRIES + 1):
            try:
                with self._engine.begin() as db:
                    db.info["rings"] = topics = set[str]()
                    result = unit(db, *arguments)
                    for topic in sorted(topics):
                        db.execute(_NOTIFY, {"channel": NOTIFY_CHANNEL, "payload": f"{self._me} {topic}"})
            except DBAPIError as error:
                again = error.connection_invalidated or getattr(error.orig, "sqlstate", "") in _TRANSIENT
                if not again or attempt == PG_TRIES:
                    raise _away(error) from error
                time.sleep(0.05 * attempt)
            else:
                self._announce(topics)
                return result
        raise AssertionError("unreachable")

    def _read(self, unit: Callable[..., T], arguments: tuple[Any, ...]) -> T:
        try:
            with self._engine.connect() as db:
                return unit(db, *arguments)
        except DBAPIError as error:
            raise _away(error) from error

    def _listen(self) -> None:
        """Hear what other processes ring, on a connection of its own, for as long as we live."""
        import psycopg  # a tenth of a second that a start on SQLite does not need

        url = self.url.replace("postgresql+psycopg://", "postgresql://")
        while not self._closing.is_set():
            try:
                with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
                    connection.execute(f"LISTEN {NOTIFY_CHANNEL}")
                    self._announce({"wake"})  # for what was rung while nobody listened
                    while not self._closing.is_set():
                        for notice in connection.notifies(timeout=0.5, stop_after=1):
                            who, _, topic = notice.payload.partition(" ")
                            if who != self._me:
                                self._announce({topic})
            except Exception as error:
                log.warning("database.not_listening", error=type(error).__name__)
                self._closing.wait(1)

    async def close(self) -> None:
        self._closing.set()
        self._pool.shutdown(wait=True)
        if self._listener:
            await asyncio.to_thread(self._listener.join)
        self._engine.dispose()


_NOTIFY = text("SELECT pg_notify(:channel, :payload)")


def postgresql_engine(url: str) -> Engine:
    """An engine for this server with the settings our guarantees rest on."""
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=PG_THREADS,
        max_overflow=2,
        pool_pre_ping=True,
        pool_timeout=5,
        connect_args={
            "options": _PG_OPTIONS,
            "connect_timeout": 5,
            "application_name": f"badgewijzer {os.getpid()}",
        },
    )
