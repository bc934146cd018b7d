"""Prepared statements on PostgreSQL: by libpq itself, several in one journey, with psycopg's adapters around them.

psycopg's cursors cost three times what libpq and these adapters do, and every journey to the server has this thread let
go of the interpreter and wait to have it back. What `later` puts by travels with the statement after it, or with the
commit; each statement still is one of its own there, with its own view of the data.

Source: https://www.postgresql.org/docs/current/libpq-pipeline-mode.html and psycopg's `pq` and `adapt` modules.
"""

from __future__ import annotations

import contextlib
import select
from collections.abc import Iterator, Sequence
from typing import Any

from psycopg import OperationalError, errors
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, TransactionStatus
from sqlalchemy import Connection, Dialect, Engine, event

from bot.store.prepared import Compiled, wrapped_error


class OnPostgreSQL(Compiled):
    """A statement as the server prepares it, once for each connection."""

    def words_of(self, dialect: Dialect) -> Dialect:
        return type(dialect)(paramstyle="numeric_dollar")  # type: ignore[call-arg]

    def ran(self, raw: Any, db: Connection, values: list[Any]) -> tuple[int, Sequence[Any]]:
        result = _performed(raw, db, (self, values))
        if not self.brings:
            return result.command_tuples or 0, ()
        adapted = Transformer(raw)
        adapted.set_pgresult(result)
        return result.ntuples, adapted.load_rows(0, result.ntuples, tuple)

    def later(self, raw: Any, db: Connection, values: list[Any]) -> None:
        db.info.setdefault("later", []).append((self, values))

    def name_in(self, libpq: Any, db: Connection) -> bytes:
        """What it is called in this connection, which prepares it when it is asked first."""
        names: dict[OnPostgreSQL, bytes] = db.info.setdefault("prepared", {})
        name = names.get(self)
        if name is None:
            name = b"prepared_%d" % len(names)
            _checked(libpq.prepare(name, self.sql.encode()))
            names[self] = name
        return name


def hook(engine: Engine) -> None:
    """What was put by goes before anything that SQLAlchemy runs itself, and with the commit."""

    @event.listens_for(engine, "before_cursor_execute")
    def before(db: Connection, *_: Any) -> None:
        if db.info.get("later"):
            _hooked(db)

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


def _hooked(db: Connection, *, commit: bool = False) -> None:
    raw: Any = db.connection.dbapi_connection
    try:
        _performed(raw, db, commit=commit)
    except Exception as error:
        raise wrapped_error(db, "what was put by", error, raw) from error


def _performed(
    raw: Any, db: Connection, wanted: tuple[OnPostgreSQL, list[Any]] | None = None, *, commit: bool = False
) -> Any:
    """The result of this statement, after all that was put by, in one journey; a transaction is begun where none is."""
    try:
        return _asked(raw, db, wanted, commit)
    except MemoryError:  # so psycopg calls it that libpq has no answer, be it for want of a connection
        if raw.pgconn.status == ConnStatus.OK:
            raise
        raise OperationalError("the connection to the server is broken") from None


def _asked(raw: Any, db: Connection, wanted: tuple[OnPostgreSQL, list[Any]] | None, commit: bool) -> Any:
    libpq = raw.pgconn
    todo = [*db.info.pop("later", ()), *([wanted] if wanted else ())]
    named = [(statement.name_in(libpq, db), _dumped(raw, values)) for statement, values in todo]
    begin = libpq.transaction_status == TransactionStatus.IDLE
    if len(named) == 1 and not begin and not commit:
        return _checked(libpq.exec_prepared(*named[0]))
    libpq.enter_pipeline_mode()
    try:
        if begin:
            libpq.send_query_params(b"BEGIN", None)
        for name, values in named:
            libpq.send_query_prepared(name, values)
        if commit:
            libpq.send_query_params(b"COMMIT", None)
        libpq.pipeline_sync()
        results = list(_results(libpq))
    finally:
        with contextlib.suppress(OperationalError):  # of a connection that broke: what comes of that is told below
            libpq.exit_pipeline_mode()
    done = [_checked(result) for result in results]
    if libpq.status != ConnStatus.OK or len(done) != begin + len(named) + commit:
        raise OperationalError("the connection to the server broke")
    return done[-1]


def _results(libpq: Any) -> Iterator[Any]:
    """What a pipeline comes to, up to its end; while nothing comes, the interpreter is another's."""
    ready = select.poll()
    ready.register(libpq.socket, select.POLLIN)
    libpq.flush()
    while True:
        while libpq.is_busy():
            ready.poll()
            libpq.consume_input()
        result = libpq.get_result()
        if result is None:  # the end of one statement; of a connection that broke there is no other end
            if libpq.status != ConnStatus.OK:
                return
        elif result.status == ExecStatus.PIPELINE_SYNC:
            return
        else:
            yield result


def _dumped(raw: Any, values: list[Any]) -> Any:
    return Transformer(raw).dump_sequence(values, [PyFormat.TEXT] * len(values))


def _checked(result: Any) -> Any:
    """The result of a command, when it went well. Raises what psycopg would have raised."""
    if result.status in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
        return result
    state = result.error_field(DiagnosticField.SQLSTATE)
    kind = errors.lookup(state.decode()) if state else OperationalError
    raise kind(result.get_error_message())
