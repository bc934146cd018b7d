"""Prepared statements on PostgreSQL: by libpq itself, several in one journey, with psycopg's adapters around them.

psycopg's cursors cost three times what libpq and these adapters do, and every journey to the server has this thread let
go of the interpreter and wait to have it back. What `later` puts by travels with the statement after it, or with the
commit; each statement still is one of its own there, with its own view of the data.

A unit that runs in the event loop is a greenlet there: where it waits for the server, the loop goes on. One in a thread
waits as a thread does.

Source: https://www.postgresql.org/docs/current/libpq-pipeline-mode.html and psycopg's `pq` and `adapt` modules.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import select
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from types import NoneType
from typing import Any

import psycopg
from psycopg import OperationalError, errors
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, TransactionStatus
from psycopg.waiting import Ready, Wait
from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.util import await_only
from sqlalchemy.util.concurrency import in_greenlet

from bot.store.prepared import Came, Compiled, wrapped_error
from bot.store.together import NotTogether

_Ready = tuple["OnPostgreSQL", list[bytes | None]]
"""A statement with its parameters as the server takes them."""

_Travelling = tuple["OnPostgreSQL", list[Any], Callable[[Any], None] | None]
"""A statement on its way, its parameters, and who wants to know what it comes to."""


class OnPostgreSQL(Compiled):
    """A statement as the server prepares it, once for each connection."""

    def words_of(self, dialect: Dialect) -> Dialect:
        return type(dialect)(paramstyle="numeric_dollar")  # type: ignore[call-arg]

    def ran(self, raw: Any, db: Connection, values: list[Any]) -> tuple[int, Sequence[Any]]:
        return self._read(raw, db, _performed(raw, db, (self, values, None)))

    def later(self, raw: Any, db: Connection, values: list[Any]) -> None:
        db.info.setdefault("later", []).append((self, values, None))

    def soon(self, raw: Any, db: Connection, values: list[Any], came: Came) -> None:
        def read(result: Any) -> None:
            came(*self._read(raw, db, result))

        db.info.setdefault("later", []).append((self, values, read))

    def go(self, db: Connection) -> None:
        _hooked(db)

    def _read(self, raw: Any, db: Connection, result: Any) -> tuple[int, Sequence[Any]]:
        if not self.brings:
            return result.command_tuples or 0, ()
        adapted = db.info.get("adapted")
        if adapted is None:
            adapted = db.info["adapted"] = Transformer(raw)
        adapted.set_pgresult(result)
        return result.ntuples, adapted.load_rows(0, result.ntuples, tuple)


class Connected(psycopg.Connection[Any]):
    """A connection whose waiting for the server lets the event loop go on, where its caller is a greenlet there."""

    def wait(self, gen: Any, *how: Any, **more: Any) -> Any:
        if not in_greenlet():
            return super().wait(gen, *how, **more)
        try:
            wanted = next(gen)
            while True:
                wanted = gen.send(_ready(self.pgconn.socket, wanted))
        except StopIteration as ended:
            return ended.value


def _ready(socket: int, wanted: Wait) -> Ready:
    """Let the event loop go on until this socket can be read, or written where that is wanted; which of them it is."""
    loop = asyncio.get_running_loop()
    can: asyncio.Future[Ready] = loop.create_future()

    def now(what: Ready) -> None:
        if not can.done():
            can.set_result(what)

    if wanted & Wait.R:
        loop.add_reader(socket, now, Ready.R)
    if wanted & Wait.W:
        loop.add_writer(socket, now, Ready.W)
    try:
        return await_only(can)
    finally:
        if wanted & Wait.R:
            loop.remove_reader(socket)
        if wanted & Wait.W:
            loop.remove_writer(socket)


def _polled(socket: int, wanted: Wait) -> Ready:
    """The same in a thread, which waits itself."""
    ready = select.poll()
    ready.register(socket, select.POLLIN | (select.POLLOUT if wanted & Wait.W else 0))
    [(_, event)] = ready.poll()
    return Ready.W if event == select.POLLOUT else Ready.R  # to read is to hear of trouble


def hook(engine: Engine) -> None:
    """What was put by goes before anything that SQLAlchemy runs itself, and with the commit."""

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Any, record: Any, arguments: Any, named: Any) -> Any:
        return Connected.connect(*arguments, **named)

    @event.listens_for(engine, "before_cursor_execute")
    def before(db: Connection, *_: Any) -> None:
        _by_itself(db)
        if db.info.get("later"):
            _hooked(db)

    @event.listens_for(engine, "savepoint")
    def savepoint(db: Connection, name: str) -> None:
        _by_itself(db)

    @event.listens_for(engine, "commit")
    def commit(db: Connection) -> None:
        raw: Any = db.connection.dbapi_connection
        if db.info.get("later") or raw.pgconn.transaction_status != TransactionStatus.IDLE:
            _hooked(db, commit=True)

    @event.listens_for(engine, "rollback_savepoint")
    @event.listens_for(engine, "rollback")
    def rollback(db: Connection, *_: Any) -> None:
        if not db.invalidated:  # what a broken connection had put by is gone with it
            db.info.pop("later", None)


def _by_itself(db: Connection) -> None:
    """What SQLAlchemy runs itself is no statement of the hot path. Raises NotTogether."""
    if db.info.get("together"):
        raise NotTogether


def _hooked(db: Connection, *, commit: bool = False) -> None:
    raw: Any = db.connection.dbapi_connection
    try:
        _performed(raw, db, commit=commit)
    except Exception as error:
        raise wrapped_error(db, "what was put by", error, raw) from error


def _performed(raw: Any, db: Connection, wanted: _Travelling | None = None, *, commit: bool = False) -> Any:
    """The result of this statement, after all that was put by, in one journey; a transaction is begun where none is."""
    try:
        return _asked(raw, db, wanted, commit)
    except MemoryError:  # so psycopg calls it that libpq has no answer, be it for want of a connection
        if raw.pgconn.status == ConnStatus.OK:
            raise
        raise OperationalError("the connection to the server is broken") from None


def _asked(raw: Any, db: Connection, wanted: _Travelling | None, commit: bool) -> Any:
    todo = [*db.info.pop("later", ()), *([wanted] if wanted else ())]
    ready = [(statement, _dumped(raw, values)) for statement, values, _ in todo]
    together = db.info.get("together")
    results = together.ask(ready) if together else [*map(checked, travelled(db, ready, commit=commit))]
    for (_, _, read), result in zip(todo, results, strict=False):
        if read:
            read(result)
    return results[-1]


def travelled(db: Connection, todo: Sequence[_Ready], *, commit: bool = False, lock_ms: int = 0) -> list[Any]:
    """What these statements come to, one by one, and the commit if wanted, in one journey: well or not (`checked`).

    A transaction is begun where none is; `lock_ms`: how long it waits for any lock then, 0 = as long as any other.
    Raises OperationalError when the connection broke.
    """
    raw: Any = db.connection.dbapi_connection
    libpq = raw.pgconn
    known: dict[OnPostgreSQL, bytes] = db.info.setdefault("prepared", {})
    new = {statement: b"prepared_%d" % next(_NUMBERS) for statement, _ in todo if statement not in known}
    names = {**known, **new} if new else known
    first = [b"BEGIN"] if libpq.transaction_status == TransactionStatus.IDLE else []
    if first and lock_ms:
        first.append(b"SET LOCAL lock_timeout = %d" % lock_ms)
    libpq.enter_pipeline_mode()
    try:
        for words in first:
            libpq.send_query_params(words, None)
        for statement, name in new.items():
            libpq.send_prepare(name, statement.sql.encode())
        for statement, values in todo:
            libpq.send_query_prepared(names[statement], values)
        if commit:
            libpq.send_query_params(b"COMMIT", None)
        libpq.pipeline_sync()
        results = list(_results(libpq))
    finally:
        with contextlib.suppress(OperationalError):  # of a connection that broke: what comes of that is told below
            libpq.exit_pipeline_mode()
    before = len(first) + len(new)
    if libpq.status != ConnStatus.OK or len(results) != before + len(todo) + commit:
        raise OperationalError("the connection to the server broke")
    for result in results[:before]:
        checked(result)
    known.update(new)
    return results[before:]


def undo(db: Connection) -> None:
    """End whatever transaction the server has open on this connection."""
    raw: Any = db.connection.dbapi_connection
    if raw.pgconn.transaction_status != TransactionStatus.IDLE:
        raw.rollback()


_NUMBERS = itertools.count()
"""What is prepared has a name of its own: one whose journey failed may be there or not."""


def _results(libpq: Any) -> Iterator[Any]:
    """What a pipeline comes to, up to its end; while nothing comes, the interpreter is another's."""
    wait = _ready if in_greenlet() else _polled
    while libpq.flush():  # more than fits on the way: the server may first want us to read what it says
        if wait(libpq.socket, Wait.RW) & Ready.R:
            libpq.consume_input()
    while True:
        while libpq.is_busy():
            wait(libpq.socket, Wait.R)
            libpq.consume_input()
        result = libpq.get_result()
        if result is None:  # the end of one statement; of a connection that broke there is no other end
            if libpq.status != ConnStatus.OK:
                return
        elif result.status == ExecStatus.PIPELINE_SYNC:
            return
        else:
            yield result


def _dumped(raw: Any, values: list[Any]) -> list[bytes | None]:
    """The values as PostgreSQL reads them in text: ours by themselves, which costs a third; others by psycopg."""
    try:
        return [_WRITES[type(value)](value) for value in values]
    except (KeyError, ValueError):
        return Transformer(raw).dump_sequence(values, [PyFormat.TEXT] * len(values))  # type: ignore[return-value]


def _words(value: str) -> bytes:
    if "\0" in value:
        raise ValueError("PostgreSQL keeps no such character")  # psycopg says so in its own words
    return value.encode()


_WRITES: dict[type, Callable[[Any], bytes | None]] = {
    NoneType: lambda value: None,
    str: _words,
    int: lambda value: b"%d" % value,
    bool: lambda value: b"t" if value else b"f",
    float: lambda value: repr(value).encode(),
    datetime: lambda value: str(value).encode(),
    date: lambda value: str(value).encode(),
}


def checked(result: Any) -> Any:
    """The result of a command, when it went well. Raises what psycopg would have raised."""
    if result.status in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
        return result
    state = result.error_field(DiagnosticField.SQLSTATE)
    kind = errors.lookup(state.decode()) if state else OperationalError
    raise kind(result.get_error_message())
