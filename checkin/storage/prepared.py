"""Statements that are written with SQLAlchemy and run by the driver itself.

SQLAlchemy compiles a statement once, but each time it runs one it looks that up, asks whoever
listens, and wraps connection, parameters and row. Of a scan that was a third of all the work.
"""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Dialect, Select, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

from checkin.storage import Db, purposes


class Prepared:
    """A statement for one database, with a name for each of its parameters.

    It can write tables only whose changes need no audit entry, since a block doesn't see it. What
    it reads for is asked here, once, and never when it runs.
    """

    def __init__(self, statement: "Select[Any] | UpdateBase", dialect: Dialect) -> None:
        _refuse_audited(statement)
        compiled = statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)
        if compiled.literal_execute_params or compiled.post_compile_params:
            raise ValueError("a statement whose text depends on its values can't be prepared")
        purposes.check(compiled)
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        names = {name: bind for bind, name in compiled.bind_names.items()}
        self._sql = compiled.string
        self._constants = {name: bind.value for name, bind in names.items() if not bind.required}
        self._to_driver = [
            (name, bind.type.dialect_impl(dialect).bind_processor(dialect))
            for name, bind in names.items()
        ]
        self._from_driver = [
            (str(column.key), column.type.dialect_impl(dialect).result_processor(dialect, None))
            for column in columns
        ]

    def first(self, db: Db, values: Mapping[str, Any]) -> Any:
        """The first row, with its columns as attributes; None without any."""
        cursor = self._run(db, values)
        found = cursor.fetchone()
        cursor.close()
        if found is None:
            return None
        row = {
            name: value if process is None else process(value)
            for (name, process), value in zip(self._from_driver, found, strict=True)
        }
        return SimpleNamespace(**row)

    def write(self, db: Db, values: Mapping[str, Any]) -> int:
        """How many rows were written."""
        cursor = self._run(db, values)
        rows = int(cursor.rowcount)
        cursor.close()
        return rows

    def _run(self, db: Db, values: Mapping[str, Any]) -> Any:
        given = {**self._constants, **values}
        bound = {
            name: given[name] if process is None else process(given[name])
            for name, process in self._to_driver
        }
        cursor = db.connection.cursor()
        driver: Any = db.dialect.loaded_dbapi
        try:
            cursor.execute(self._sql, bound)
        except driver.Error as fault:
            raise DBAPIError.instance(
                self._sql, None, fault, driver.Error, hide_parameters=True, dialect=db.dialect
            ) from fault
        return cursor


def _refuse_audited(statement: "Select[Any] | UpdateBase") -> None:
    written = [part.table for part in visitors.iterate(statement) if isinstance(part, UpdateBase)]
    for table in written:
        if isinstance(table, Table) and table.info.get("audited", True):
            raise ValueError(f"changes of {table} need an audit entry")
