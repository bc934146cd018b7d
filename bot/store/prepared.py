"""Statements of the hot path: written in SQLAlchemy's Core like all others, run without it.

A turn and a send are a dozen statements, and through `Connection.execute` each costs four times what the database
itself takes for it. Here a statement is compiled once for each dialect, and then handed to the driver's own cursor
inside the same transaction; types are converted as their columns say.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Boolean, Connection, Dialect, Executable, TypeDecorator
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.selectable import Select

_CONVERTED = (TypeDecorator, Boolean)
"""What a driver brings in another shape than our columns have; everything else it brings as it is."""

Made = Executable | Mapping[str, Executable]


class Prepared:
    """One statement, ready to run. Made from one for every database, or from one for each dialect by name.

    Its parameters are its bindparams; for a plain insert the columns that are named in `columns`.
    """

    def __init__(self, statement: Made, columns: Sequence[str] = ()) -> None:
        self._statement = statement
        self._columns = list(columns)
        self._compiled: dict[str, _Compiled] = {}

    def run(self, db: Connection, parameters: Mapping[str, Any]) -> int:
        """How many rows it changed."""
        cursor = self._cursor(db, parameters)[1]
        changed: int = cursor.rowcount
        return changed

    def all(self, db: Connection, parameters: Mapping[str, Any]) -> list[Any]:
        """Every row it brings, with its columns by name."""
        compiled, cursor = self._cursor(db, parameters)
        return [compiled.row(row) for row in cursor.fetchall()]

    def first(self, db: Connection, parameters: Mapping[str, Any]) -> Any:
        """The first row; None when there is none."""
        compiled, cursor = self._cursor(db, parameters)
        row = cursor.fetchone()
        return None if row is None else compiled.row(row)

    def value(self, db: Connection, parameters: Mapping[str, Any]) -> Any:
        """The first column of the first row; None when there is none."""
        row = self.first(db, parameters)
        return None if row is None else row[0]

    def _cursor(self, db: Connection, parameters: Mapping[str, Any]) -> tuple[_Compiled, Any]:
        compiled = self._compiled.get(db.dialect.name)
        if compiled is None:
            chosen = self._statement[db.dialect.name] if isinstance(self._statement, Mapping) else self._statement
            compiled = self._compiled[db.dialect.name] = _Compiled(chosen, db.dialect, self._columns)
        raw: Any = db.connection.dbapi_connection
        try:
            return compiled, raw.execute(compiled.sql, compiled.bound(parameters))
        except Exception as error:
            wrapped = _wrapped(db, compiled.sql, error, raw)
            if wrapped is error:
                raise
            raise wrapped from error


def _wrapped(db: Connection, sql: str, error: Exception, raw: Any) -> BaseException:
    """The error as SQLAlchemy would have raised it; a connection that broke is not used again."""
    family: Any = db.dialect.loaded_dbapi.Error
    if not isinstance(error, family):
        return error
    broken = bool(db.dialect.is_disconnect(error, raw, None))
    if broken:
        db.invalidate(error)
    made: BaseException = DBAPIError.instance(
        sql, None, error, family, hide_parameters=True, connection_invalidated=broken, dialect=db.dialect
    )
    return made


class _Compiled:
    """A statement in the words of one dialect, with what converts its parameters and its rows."""

    def __init__(self, statement: Any, dialect: Dialect, columns: list[str]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=columns or None)
        self.sql: str = compiled.string
        given = set(columns)
        self.fixed = {name: b.value for name, b in compiled.binds.items() if not b.required and name not in given}
        kinds = {name: bind.type.dialect_impl(dialect) for name, bind in compiled.binds.items()}
        names = tuple(compiled.positiontup or kinds)
        self._names = None if compiled.positiontup else names
        self._values: Callable[[Mapping[str, Any]], Sequence[Any]] = (
            itemgetter(*names) if len(names) > 1 else lambda given: [given[name] for name in names]
        )
        converts = [(place, kinds[name].bind_processor(dialect)) for place, name in enumerate(names)]
        self._converts = [(place, convert) for place, convert in converts if convert]
        brings = isinstance(statement, Select) or bool(compiled.effective_returning)
        found = list(statement.exported_columns) if brings else []
        self._row: Any = namedtuple("Row", [column.key for column in found])  # type: ignore[misc]
        ours = [(place, column.type) for place, column in enumerate(found) if isinstance(column.type, _CONVERTED)]
        results = [(place, kind.dialect_impl(dialect).result_processor(dialect, None)) for place, kind in ours]
        self._results = [(place, convert) for place, convert in results if convert]

    def bound(self, parameters: Mapping[str, Any]) -> Any:
        """The parameters as the driver takes them."""
        values = list(self._values({**self.fixed, **parameters} if self.fixed else parameters))
        for place, convert in self._converts:
            values[place] = convert(values[place])
        return values if self._names is None else dict(zip(self._names, values, strict=True))

    def row(self, row: Sequence[Any]) -> Any:
        """A row as the driver brings it, with its values converted."""
        if self._results:
            values = list(row)
            for place, convert in self._results:
                values[place] = convert(values[place])
            row = values
        return self._row._make(row)
