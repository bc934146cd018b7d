"""Connections and units of work.

A unit of work is a plain function of a connection, run whole and in no other's way. On SQLite what is waiting goes
into one commit, and one that fails is undone alone; on PostgreSQL a small pool of threads commits each by itself.
What a unit rings is heard after its commit, never before.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import sqlite3
import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Concatenate, Literal, ParamSpec, TypeVar

import structlog
from sqlalchemy import Connection, Engine, Transaction, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

log = structlog.get_logger()

P = ParamSpec("P")
T = TypeVar("T")
Unit = Callable[Concatenate[Connection, P], T]
Role = Literal["program", "command"]
Lane = tuple[str, ...]
"""Whose a unit of work is."""

WRITERS_KB, READERS_KB = 3_000, 100
"""So many kB of an SQLite file a connection keeps in memory. Turns are taken by the one that writes, and each has pages
of its own among a million stored learners: with 1,500 a turn fetched 21 of them from the system, with 3,000 9."""

CHECKPOINT_PAGES = 4_000
"""So many pages (some 16 MB) SQLite's write-ahead log gathers before they go into the file: one that turns write again
and again goes there once. With SQLite's own 1,000 a turn among a million learners made 35 writes and 24 reads, with
4,000 31 and 21."""

MOST_UNITS_A_COMMIT = 64
LONGEST_HOLD_SECONDS = 0.002
"""How long units may hold the event loop before it looks around."""

BUSY_UNITS = 4
GATHER_SECONDS, LONGEST_GATHER_SECONDS = 0.0007, 0.006
"""After a SQLite commit of so many units the next gathers as long as more comes in so little time, and no longer than
this: for one wait for the disk instead of many."""

BUSY_MS = 5000
LOOK_SECONDS = 0.5
"""How often a SQLite program looks whether another process wrote."""

# An error says that the database is away, or that the unit is wrong. Taking the second for the first would have
# the unit tried for ever, with everything else waiting behind it: only what is known to pass counts as away.
_SQLITE_AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}
_PG_AWAY_CLASSES = ("08", "40", "53", "57", "58")  # connection, rollback, resources, operator, system
_PG_AWAY = ("25006", "25P03", "25P04")  # a standby, two time-outs
_PG_HELD_UP = "55P03"  # a lock that was not to be had

LOCKS_SHARE = 0.9
"""How much of a unit's patience it may wait for a lock: then there is time left to hear that it was a lock."""


class DatabaseAway(Exception):
    """The database is locked, full or out of reach: nothing was decided, try later."""


class HeldUp(DatabaseAway):
    """The database is there, but somebody else holds what this unit wants: others may well get what they want."""


class AlreadyRunning(Exception):
    """Another program serves this SQLite file."""


def ring(db: Connection, topic: str) -> None:
    """Let everybody who listens know, once this transaction is committed."""
    db.info.setdefault("rings", set()).add(topic)


DESK_SEES = "desk:delivery"
"""The bell for who looks at what did not leave."""


def deals_with(db: Connection, learner: int) -> None:
    """This unit is about this learner: on PostgreSQL no other one in its transaction is. May end it there."""
    if together := db.info.get("together"):
        together.deals_with(learner)


def unring(db: Connection, topic: str) -> None:
    """This unit has nothing to say about that after all."""
    db.info.get("rings", set()).discard(topic)


@dataclass(slots=True, eq=False)
class Errand:
    unit: Callable[..., Any]
    arguments: tuple[Any, ...]
    future: asyncio.Future[Any]
    brief: bool
    lane: Lane | None = None
    lock_until: float | None = None  # until when it waits for a lock, by the monotonic clock
    taken: Any = field(default_factory=threading.Lock)  # whoever gets it first has it: the writer, or who gave up
    begun: bool = False
    held_up: bool = False  # it waits for a lock, or for one of its lane that is run by itself

    def begin(self) -> bool:
        """The writer's: begin, or begin again; False when whoever wanted it gave up before."""
        self.begun = self.begun or self.taken.acquire(blocking=False)
        return self.begun


class _OneFailed(Exception):
    """A unit of a shared commit failed: the commit was undone."""


Settled = tuple[asyncio.Future[Any], Any, BaseException | None]


class _Work:
    """What the units of one SQLite commit come to, before it."""

    def __init__(self, db: Connection, transaction: Transaction) -> None:
        self.db = db
        self.transaction = transaction
        self.settled: list[Settled] = []
        self.topics: set[str] = set()

    def run(self, job: Errand) -> None:
        """As nearly always nothing fails: without a savepoint. Raises _OneFailed: then all is to be undone."""
        if job.begin():
            self.db.info["rings"] = rung = set[str]()
            try:
                self.settled.append((job.future, job.unit(self.db, *job.arguments), None))
            except Exception as error:
                raise _OneFailed from error
            self.topics |= rung

    def run_by_itself(self, job: Errand) -> None:
        """With a savepoint: what fails is undone alone."""
        if not job.begin():
            return
        raw: Any = self.db.connection.driver_connection
        self.db.info["rings"] = rung = set[str]()
        raw.execute("SAVEPOINT unit")
        try:
            result = job.unit(self.db, *job.arguments)
        except Exception as error:
            if not raw.in_transaction:
                raise  # a full disk undoes the whole transaction, not this unit alone
            raw.execute("ROLLBACK TO unit")
            self.settled.append((job.future, None, as_away(error) or error))
        else:
            self.settled.append((job.future, result, None))
            self.topics |= rung
        raw.execute("RELEASE unit")


def settle(settled: list[Settled]) -> None:
    for future, result, error in settled:
        if future.done():
            continue
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)


class Database(ABC):
    """One database as one process sees it. Made by `Database.open`, inside the event loop that will use it."""

    def __init__(self, url: str, role: Role) -> None:
        self.url = url
        self.role = role
        self._loop = asyncio.get_running_loop()
        self._listeners: set[Callable[[str], None]] = set()
        self._waiting: deque[Errand] = deque()
        self._closed = False

    @classmethod
    def open(cls, url: str, *, role: Role = "program") -> Database:
        """The database at this address. Raises AlreadyRunning, DatabaseAway."""
        if url.startswith("sqlite:///"):
            return _SQLite(url, role)
        from bot.store.postgresql import PostgreSQL  # a tenth of a second that a start on SQLite does not need

        return PostgreSQL(url, role)

    @abstractmethod
    async def write(
        self,
        unit: Callable[Concatenate[Connection, P], T],
        *arguments: Any,
        patience: float | None = None,
        lock_patience: float | None = None,
        brief: bool = False,
        lane: Lane | None = None,
    ) -> T:
        """Run a unit of work in a transaction; what it returned, after the commit.

        Raises what the unit raises, having undone it; DatabaseAway when it could not be committed. With
        `patience`, seconds: DatabaseAway too when it was not committed by then; HeldUp where that is known to be for
        what somebody else holds, be it after `lock_patience`, seconds. (The lock of SQLite is one for all: there nobody
        is held up alone.) A unit not yet begun is then withdrawn, as when the caller is cancelled; one under way may
        still be committed. On PostgreSQL a unit is run again when its connection broke, even in COMMIT; on SQLite when
        one that shared its commit failed. So a unit must be harmless when it is run again. `brief`: it takes a few
        milliseconds at most, waits for nothing but the database, and may run in the event loop. `lane`: whose it is;
        units of different lanes may share a transaction on PostgreSQL, as all brief ones do on SQLite.
        """

    @abstractmethod
    async def read(self, unit: Callable[Concatenate[Connection, P], T], *arguments: Any) -> T:
        """Run a unit that only reads. Raises what it raises; DatabaseAway."""

    @abstractmethod
    async def close(self) -> None:
        """Finish what waits, then let go of every connection and lock."""

    def listen(self, callback: Callable[[str], None]) -> Callable[[], None]:
        """Call back in the event loop for every topic that is rung; returns how to stop that."""
        self._listeners.add(callback)
        return lambda: self._listeners.discard(callback)

    def _heard(self, topics: set[str]) -> None:
        for callback in tuple(self._listeners):
            for topic in topics:
                try:
                    callback(topic)
                except Exception:  # one listener's trouble is not the next one's
                    log.exception("database.listener_failed")

    def _in_loop(self, callback: Callable[[Any], None], what: Any) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(callback, what)

    async def _outcome(self, job: Errand, patience: float | None) -> Any:
        """What comes of a job of the event loop; one that has not begun when we wait no longer is withdrawn."""
        late = self._loop.call_later(patience, self._give_up, job) if patience is not None else None
        try:
            return await job.future
        finally:
            job.taken.acquire(blocking=False)
            if late is not None:
                late.cancel()

    def _give_up(self, job: Errand) -> None:
        if not job.future.done():
            self._let_down(job, (HeldUp if job.held_up else DatabaseAway)("not committed in time"))

    def _let_down(self, job: Errand, away: DatabaseAway) -> None:
        """This one is not to be had now, nor are those of its lane behind it: they would overtake it."""
        behind = [other for other in self._waiting if other.lane == job.lane] if job.lane else []
        if behind:
            self._waiting = deque(other for other in self._waiting if other.lane != job.lane)
        settle([(one.future, None, away) for one in (job, *behind)])

    def _open_still(self) -> None:
        if self._closed:
            raise DatabaseAway("closed")


def lock_until(patience: float | None, lock_patience: float | None) -> float | None:
    """Until when who has so much patience waits for a lock, by the monotonic clock."""
    waits = min((given for given in (patience and patience * LOCKS_SHARE, lock_patience) if given), default=None)
    return None if waits is None else time.monotonic() + waits


async def in_time(future: asyncio.Future[T], patience: float | None) -> T:
    """What the future brings; DatabaseAway, and the future cancelled, when that takes longer."""
    if patience is None:
        return await future
    try:
        async with asyncio.timeout(patience):
            return await future
    except TimeoutError:
        if future.done() and not future.cancelled():
            return future.result()  # it came at the last moment, or the unit itself raised this
        raise DatabaseAway("not committed in time") from None


def as_away(error: BaseException) -> DatabaseAway | None:
    """The error as DatabaseAway when it is the database's trouble and will pass; None when the unit is wrong."""
    broken = isinstance(error, DBAPIError) and error.connection_invalidated
    cause: Any = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        # an extended code has the plain one in its lowest byte; Python's own errors have none
        away = getattr(cause, "sqlite_errorcode", -1) & 0xFF in _SQLITE_AWAY
        return DatabaseAway(cause.sqlite_errorname) if away else None
    state: str | None = getattr(cause, "sqlstate", None)
    if state == _PG_HELD_UP:
        return HeldUp(f"{type(cause).__name__} {state}")
    away = state.startswith(_PG_AWAY_CLASSES) or state in _PG_AWAY if state else isinstance(error, OperationalError)
    return DatabaseAway(f"{type(cause).__name__} {state or ''}".strip()) if away or broken else None


class _SQLite(Database):
    """One commit at a time takes all that waits. Brief units run in the event loop and only their commit in a thread:
    with the units in the thread too, it and the loop hand the interpreter to and fro at every statement.
    """

    def __init__(self, url: str, role: Role) -> None:
        super().__init__(url, role)
        self.path = Path(url.removeprefix("sqlite:///"))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._program = only_program(self.path) if role == "program" else None
        self._side: IO[bytes] = open(f"{self.path}.lock", "ab")  # noqa: SIM115 (held for life)
        self._engine = sqlite_engine(self.path, immediate=True)
        self._reading = sqlite_engine(self.path, immediate=False, pool_size=4)
        self._readers = ThreadPoolExecutor(4, "read")
        self._db: Connection | None = None  # belongs to the commit that is under way
        self._under_way = False
        self._idle: asyncio.Future[None] | None = None
        self._thread = ThreadPoolExecutor(1, "write")
        self._watching = self._loop.create_task(self._watch()) if role == "program" else None

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
        job = Errand(unit, arguments, self._loop.create_future(), brief, lane)
        self._waiting.append(job)
        if not self._under_way:
            self._loop.call_soon(self._next_commit)
        found: T = await self._outcome(job, patience)
        return found

    async def read(self, unit: Callable[Concatenate[Connection, P], T], *arguments: Any) -> T:
        self._open_still()
        return await self._loop.run_in_executor(self._readers, self._read, unit, arguments)

    def _read(self, unit: Callable[..., T], arguments: tuple[Any, ...]) -> T:
        try:
            with self._reading.connect() as db:
                return unit(db, *arguments)
        except Exception as error:
            if away := as_away(error):
                raise away from error
            raise

    # In the event loop

    def _next_commit(self) -> None:
        """Begin a commit of what waits, unless one is under way: the next begins when that has ended."""
        if self._under_way:
            return
        if self._waiting:
            self._under_way = True
            jobs = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_UNITS_A_COMMIT))]
            work = self._begun_here(jobs)
            if work is None:
                self._thread.submit(self._finish, jobs, None)
            else:
                self._work_here(jobs, work)
        elif self._idle is not None and not self._idle.done():
            self._idle.set_result(None)

    def _begun_here(self, jobs: list[Errand]) -> _Work | None:
        """A transaction for these units, begun in the event loop; None where the loop might have to wait."""
        db = self._db
        if db is None or not all(job.brief for job in jobs) or not _hold(self._side, wait=False):
            return None
        try:
            return _Work(db, db.begin())
        except Exception:  # somebody writes without our lock: the thread waits for them
            _let_go(self._side)
            return None

    def _work_here(self, jobs: list[Errand], work: _Work, done: int = 0) -> None:
        """Run units for a moment, and go on after the loop has looked around.

        What a provider answered meanwhile is to be written down at once: killed before that, we would send it again.
        """
        until = time.monotonic() + LONGEST_HOLD_SECONDS
        try:
            for job in jobs[done:]:
                done += 1
                work.run(job)
                if done < len(jobs) and time.monotonic() >= until:
                    self._loop.call_soon(self._work_here, jobs, work, done)
                    return
        except BaseException as error:
            work.transaction.rollback()
            _let_go(self._side)
            if not isinstance(error, _OneFailed):
                raise
            self._thread.submit(self._finish, jobs, None)
        else:
            self._thread.submit(self._finish, jobs, work)

    def _ended(self, done: tuple[list[Settled], set[str]]) -> None:
        settled, topics = done
        settle(settled)
        self._heard(topics)
        if len(settled) >= BUSY_UNITS and not self._closed:
            self._loop.call_later(GATHER_SECONDS, self._gather, 0, self._loop.time() + LONGEST_GATHER_SECONDS)
        else:
            self._loop.call_soon(self._rested)  # after whoever waited for this one

    def _gather(self, before: int, until: float) -> None:
        """Let the next commit begin, unless more came lately to take along."""
        waiting = len(self._waiting)
        if waiting > before and self._loop.time() < until and not self._closed:
            self._loop.call_later(GATHER_SECONDS, self._gather, waiting, until)
        else:
            self._rested()

    def _rested(self) -> None:
        self._under_way = False
        self._next_commit()

    async def _watch(self) -> None:
        """Ring "wake" when another process has written, or may have: at the beginning, and after trouble."""
        before = None
        while not self._closed:
            try:
                now = await self.write(_version, brief=True)
            except Exception:
                now = None
            if now is None or now != before:
                self._heard({"wake"})
            before = now
            await asyncio.sleep(LOOK_SECONDS)

    # In the thread

    def _finish(self, jobs: list[Errand], work: _Work | None) -> None:
        """Commit what was worked in the loop, or work it here."""
        try:
            if work is None:
                settled, topics = self._worked(jobs)
            else:
                try:
                    work.transaction.commit()
                finally:
                    _let_go(self._side)
                settled, topics = work.settled, work.topics
        except BaseException as error:
            why = as_away(error) or error
            settled, topics = [(job.future, None, why) for job in jobs], set()
            self._disconnect()
        self._in_loop(self._ended, (settled, topics))

    def _worked(self, jobs: list[Errand]) -> tuple[list[Settled], set[str]]:
        """All of these in one commit; if one of them fails, it alone is undone."""
        db = self._db = self._db or self._engine.connect()
        raw: Any = db.connection.driver_connection
        _hold(self._side, wait=True)
        try:
            raw.execute(f"PRAGMA busy_timeout={BUSY_MS}")
            work = _Work(db, db.begin())
            try:
                for job in jobs:
                    work.run(job)
            except _OneFailed:
                work.transaction.rollback()
                work = _Work(db, db.begin())
                for job in jobs:
                    work.run_by_itself(job)
            work.transaction.commit()
            raw.execute("PRAGMA busy_timeout=0")  # the event loop does not wait
            return work.settled, work.topics
        finally:
            _let_go(self._side)

    def _disconnect(self) -> None:
        if self._db is not None:
            with contextlib.suppress(Exception):
                self._db.invalidate()
            with contextlib.suppress(Exception):
                self._db.close()
            self._db = None

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        if self._watching is not None:
            self._watching.cancel()
        self._idle = self._loop.create_future()
        self._next_commit()
        await self._idle
        await asyncio.to_thread(self._thread.shutdown)
        await asyncio.to_thread(self._readers.shutdown)
        if self._db is not None:
            await asyncio.to_thread(self._db.close)  # SQLite checkpoints when its last connection closes
        self._reading.dispose()
        self._engine.dispose()
        self._side.close()
        if self._program:
            self._program.close()


def _version(db: Connection) -> tuple[object, int]:
    """Changes when another connection than this has written, and when this is another connection than before."""
    raw: Any = db.connection.driver_connection
    mark = db.info.setdefault("mark", object())
    return mark, raw.execute("PRAGMA data_version").fetchone()[0]


def sqlite_engine(path: Path, *, immediate: bool, pool_size: int = 0, foreign_keys: bool = True) -> Engine:
    """An engine for this file with the settings our guarantees rest on. `foreign_keys`: off for migrations only."""
    pool: dict[str, Any] = {"pool_size": pool_size, "max_overflow": 0} if pool_size else {"poolclass": NullPool}
    engine = create_engine(
        f"sqlite:///{path}",
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
        **pool,
    )

    @event.listens_for(engine, "connect")
    def prepare(raw: sqlite3.Connection, record: Any) -> None:
        raw.isolation_level = None
        guarded = "foreign_keys=ON" if foreign_keys else "foreign_keys=OFF"
        waits, keeps = f"busy_timeout={BUSY_MS}", f"cache_size=-{WRITERS_KB if immediate else READERS_KB}"
        gathers = f"wal_autocheckpoint={CHECKPOINT_PAGES}"
        for pragma in (waits, "journal_mode=WAL", "synchronous=FULL", gathers, keeps, guarded):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(db: Connection) -> None:
        raw: Any = db.connection.driver_connection  # spares what SQLAlchemy does around a statement
        raw.execute("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _hold(side: IO[bytes], *, wait: bool) -> bool:
    """Take the side file's lock: fair between processes, and let go by the kernel if we are killed."""
    try:
        fcntl.flock(side, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _let_go(side: IO[bytes]) -> None:
    fcntl.flock(side, fcntl.LOCK_UN)


def only_program(path: Path) -> IO[bytes]:
    """The lock of the one program on this file, until it is closed. Raises AlreadyRunning."""
    held = open(f"{path}.program", "ab")  # noqa: SIM115 (held for life)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        raise AlreadyRunning(
            f"another program serves {path}: stop that one first. One SQLite file serves one `badgewijzer run`; for "
            "several processes set DATABASE_URL to PostgreSQL"
        ) from None
    return held
