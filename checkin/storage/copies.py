"""Every row, out of one database and into another: the same for SQLite and PostgreSQL.

A copy holds values, not pages of a file: what was deleted before it was made isn't in it, and it
can be brought back on either kind of database. It is made while others write, from one state.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Result, Table, column, func, insert, select, table

from checkin.storage import Db
from checkin.storage.migrate import connected
from checkin.storage.purposes import Duty, reads
from checkin.storage.tables import metadata

_ROWS_AT_ONCE: Final = 500

PASSING: Final = frozenset(
    {
        *("carry_code", "desk_code", "joining", "mailed_code", "mail_queue"),
        *("marker", "session", "throttle"),
        *("invitation", "pasted_line"),
    }
)
"""What lasts minutes or hours, such as sign-ins, codes and messages; and who was invited, which
nothing may keep for longer than the invitation itself."""

Value = bool | int | str | bytes | datetime | date | UUID | None


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of one table, each with a value for each of the columns."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def one_state(db: Db) -> None:
    """Let everything that this block reads be of one moment. Has to come first in it."""
    if db.dialect.name == "postgresql":  # SQLite reads no other way
        db.execution_options(isolation_level="REPEATABLE READ")


def out(db: Db) -> Iterator[Part]:
    """Every row that is worth keeping, those that others point at first."""
    for kept in metadata.sorted_tables:
        if kept.name in PASSING:
            continue
        names = tuple(one.name for one in kept.columns)
        for some in _rows(db, kept).partitions(_ROWS_AT_ONCE):
            values = tuple(tuple(_plain(value) for value in row) for row in some)
            yield Part(kept.name, names, values)


def into(url: str, parts: Iterable[Part]) -> dict[str, int]:
    """Put these rows into a database that has empty tables for them: all of them, or none.

    Returns how many of which table.
    """
    rows: dict[str, int] = {}
    with connected(url) as db:
        as_driven = _for_sqlite if db.dialect.name == "sqlite" else _unchanged
        for part in parts:
            filled = table(part.table, *(column(name) for name in part.columns))
            made = [dict(zip(part.columns, map(as_driven, row), strict=True)) for row in part.rows]
            db.execute(insert(filled), made)
            rows[part.table] = rows.get(part.table, 0) + len(part.rows)
    return rows


def counts(db: Db) -> Mapping[str, int]:
    """How many rows each table has that a copy holds; those without any are left out."""
    tables = [kept for kept in metadata.sorted_tables if kept.name not in PASSING]
    found = {
        kept.name: db.execute(select(func.count()).select_from(kept)).scalar_one()
        for kept in tables
    }
    return {name: rows for name, rows in found.items() if rows}


@reads(Duty.BACKUP)
def _rows(db: Db, kept: Table) -> Result[Any]:
    return db.execution_options(yield_per=_ROWS_AT_ONCE).execute(select(kept))


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _unchanged(value: Value) -> Value:
    return value


def _for_sqlite(value: Value) -> Value:
    """The value as the columns of `storage.types` and SQLAlchemy write it there."""
    match value:
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        case date():
            return value.isoformat()
        case UUID():
            return value.hex
        case _:
            return value
