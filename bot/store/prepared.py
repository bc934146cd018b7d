"""Statements of the hot path: written in SQLAlchemy's Core like all others, run without it.

A turn and a send are a dozen statements, and through `Connection.execute` each costs several times what the database
itself takes for it. Here a statement is compiled once for each dialect and handed to the driver inside the same
transaction: to SQLite's connection, or to PostgreSQL by `bot.store.libpq`. Types are converted as their columns say.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Boolean, Connection, Dialect, Executable, Table, TypeDecorator
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.selectable import Select

_CONVERTED = (TypeDecorator, Boolean)
"""What a driver brings in another shape than our columns have; everything else it brings as it is."""

_SHAPE_CHANGED = "0A000"
"""PostgreSQL: "cached plan must not change result type"."""

Made = Executable | Mapping[str, Executable]
Came = Callable[[int, Sequence[Any]], None]


class Prepared:
    """One statement, ready to run. Made from one for every database, or from one for each dialect by name.

    Its parameters are its bindparams; for a plain insert the columns that are named in `columns`.
    """

    def __init__(self, statement: Made, columns: Sequence[str] = ()) -> None:
        self._statement = statement
        self._columns = list(columns)
        self._compiled: dict[str, Compiled] = {}

    def run(self, db: Connection, parameters: Mapping[str, Any]) -> int:
        """How many rows it changed."""
        return self._ran(db, parameters)[1]

    def all(self, db: Connection, parameters: Mapping[str, Any]) -> list[Any]:
        """Every row it brings, with its columns by name."""
        compiled, _, rows = self._ran(db, parameters)
        return [compiled.row(row) for row in rows]

    def first(self, db: Connection, parameters: Mapping[str, Any]) -> Any:
        """The first row; None when there is none."""
        compiled, _, rows = self._ran(db, parameters)
        return compiled.row(rows[0]) if rows else None

    def value(self, db: Connection, parameters: Mapping[str, Any]) -> Any:
        """The first column of the first row; None when there is none."""
        row = self.first(db, parameters)
        return None if row is None else row[0]

    def later(self, db: Connection, parameters: Mapping[str, Any]) -> None:
        """Run it with whatever is run next, or with the commit; what it comes to is not asked. Its error comes then.

        On PostgreSQL that spares a journey to the server; on SQLite it runs now.
        """
        compiled = self._for(db)
        self._on(db, compiled, compiled.later, parameters)

    def soon(self, db: Connection, parameters: Mapping[str, Any]) -> Coming:
        """Run it as `later` does; what it comes to can be asked, and waits for it then."""
        compiled = self._for(db)
        coming = Coming(compiled, db)
        self._on(db, compiled, coming.run, parameters)
        return coming

    def _ran(self, db: Connection, parameters: Mapping[str, Any]) -> tuple[Compiled, int, Sequence[Any]]:
        compiled = self._for(db)
        return compiled, *self._on(db, compiled, compiled.ran, parameters)

    def _for(self, db: Connection) -> Compiled:
        compiled = self._compiled.get(db.dialect.name)
        if compiled is None:
            chosen = self._statement[db.dialect.name] if isinstance(self._statement, Mapping) else self._statement
            compiled = self._compiled[db.dialect.name] = _kind(db.dialect)(chosen, db.dialect, self._columns)
        return compiled

    def _on(self, db: Connection, compiled: Compiled, does: Any, parameters: Mapping[str, Any]) -> Any:
        raw: Any = db.connection.dbapi_connection
        try:
            return does(raw, db, compiled.bound(parameters))
        except Exception as error:
            if (wrapped := wrapped_error(db, compiled.sql, error, raw)) is error:
                raise
            raise wrapped from error


class Adding(Prepared):
    """An insert of one row with these columns into a table that gives it its id."""

    def __init__(self, table: Table, columns: Sequence[str]) -> None:
        add = table.insert()
        super().__init__({"sqlite": add, "postgresql": add.returning(table.c.id)}, columns)

    def added(self, db: Connection, parameters: Mapping[str, Any]) -> int:
        """The id of the row. (SQLite knows it anyway; to return it as a row takes as long again as to put it in.)"""
        compiled = self._for(db)
        return int(self._on(db, compiled, compiled.added, parameters))


class Coming:
    """What a statement comes to that may travel with the next one."""

    def __init__(self, compiled: Compiled, db: Connection) -> None:
        self._compiled = compiled
        self._db = db
        self._found: tuple[int, Sequence[Any]] | None = None

    def run(self, raw: Any, db: Connection, values: list[Any]) -> None:
        self._found = self._compiled.soon(raw, db, values, self.came)

    def came(self, changed: int, rows: Sequence[Any]) -> None:
        """It ran."""
        self._found = changed, rows

    def _ran(self) -> tuple[int, Sequence[Any]]:
        if self._found is None:
            self._compiled.go(self._db)
        assert self._found is not None
        return self._found

    @property
    def changed(self) -> int:
        """How many rows it changed."""
        return self._ran()[0]

    def first(self) -> Any:
        """The first row; None when there is none."""
        rows = self._ran()[1]
        return self._compiled.row(rows[0]) if rows else None


def _kind(dialect: Dialect) -> type[Compiled]:
    if dialect.name == "sqlite":
        return _OnSQLite
    from bot.store.libpq import OnPostgreSQL  # psycopg takes a tenth of a second that a start on SQLite does not need

    return OnPostgreSQL


def wrapped_error(db: Connection, sql: str, error: Exception, raw: Any) -> BaseException:
    """The error as SQLAlchemy would have raised it; a connection that broke is not used again.

    Nor is one where what was prepared is of no use any more, since somebody altered the columns that it brings.
    """
    family: Any = db.dialect.loaded_dbapi.Error
    if not isinstance(error, family):
        return error
    broken = bool(db.dialect.is_disconnect(error, raw, None)) or getattr(error, "sqlstate", "") == _SHAPE_CHANGED
    if broken:
        db.invalidate(error)
    made: BaseException = DBAPIError.instance(
        sql, None, error, family, hide_parameters=True, connection_invalidated=broken, dialect=db.dialect
    )
    return made


class Compiled(ABC):
    """A statement in the words of one dialect, with what converts its parameters and its rows."""

    def __init__(self, statement: Any, dialect: Dialect, columns: list[str]) -> None:
        compiled = statement.compile(dialect=self.words_of(dialect), column_keys=columns or None)
        self.sql: str = compiled.string
        given = set(columns)
        self.fixed = {name: b.value for name, b in compiled.binds.items() if not b.required and name not in given}
        names: list[str] = compiled.positiontup or []
        self._values: Callable[[Mapping[str, Any]], Sequence[Any]] = (
            itemgetter(*names) if len(names) > 1 else lambda given: [given[name] for name in names]
        )
        binds = [compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
        self._binds = [(place, convert) for place, convert in enumerate(binds) if convert]
        self.brings = isinstance(statement, Select) or bool(compiled.effective_returning)
        found = list(statement.exported_columns) if self.brings else []
        self._row: Any = namedtuple("Row", [column.key for column in found])  # type: ignore[misc]
        ours = [(place, column.type) for place, column in enumerate(found) if isinstance(column.type, _CONVERTED)]
        results = [(place, kind.dialect_impl(dialect).result_processor(dialect, None)) for place, kind in ours]
        self._results = [(place, convert) for place, convert in results if convert]

    def words_of(self, dialect: Dialect) -> Dialect:
        return dialect

    def bound(self, parameters: Mapping[str, Any]) -> list[Any]:
        """The parameters as the driver takes them, in the order in which it does."""
        values = list(self._values({**self.fixed, **parameters} if self.fixed else parameters))
        for place, convert in self._binds:
            values[place] = convert(values[place])
        return values

    def row(self, row: Sequence[Any]) -> Any:
        """A row as the driver brings it, with its values converted."""
        if self._results:
            values = list(row)
            for place, convert in self._results:
                values[place] = convert(values[place])
            row = values
        return self._row._make(row)

    @abstractmethod
    def ran(self, raw: Any, db: Connection, values: list[Any]) -> tuple[int, Sequence[Any]]:
        """Run it: how many rows it changed, and those that it brings."""

    @abstractmethod
    def later(self, raw: Any, db: Connection, values: list[Any]) -> None:
        """Run it now or with what comes next."""

    def added(self, raw: Any, db: Connection, values: list[Any]) -> int:
        """Run an insert of one row, which brings its id."""
        _, [[row]] = self.ran(raw, db, values)
        return int(row)

    def soon(self, raw: Any, db: Connection, values: list[Any], came: Came) -> tuple[int, Sequence[Any]] | None:
        """What it comes to; None where it travels with what comes next: then `came` is called with it."""
        return self.ran(raw, db, values)

    def go(self, db: Connection) -> None:
        """Let what waits to travel go now."""
        raise AssertionError("here nothing waits")


class _OnSQLite(Compiled):
    def later(self, raw: Any, db: Connection, values: list[Any]) -> None:
        raw.execute(self.sql, values)

    def added(self, raw: Any, db: Connection, values: list[Any]) -> int:
        return int(raw.execute(self.sql, values).lastrowid)

    def ran(self, raw: Any, db: Connection, values: list[Any]) -> tuple[int, Sequence[Any]]:
        cursor = raw.execute(self.sql, values)
        rows = cursor.fetchall() if self.brings else ()
        return cursor.rowcount, rows
