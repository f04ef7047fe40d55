"""What a statement reads, worked out once for each that is compiled.

`storage.watch` asks of it who sees it, `storage.purposes` what for.
"""

from dataclasses import dataclass
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import Column, ColumnClause, CompoundSelect, Select, Table
from sqlalchemy.engine import Compiled
from sqlalchemy.sql import visitors
from sqlalchemy.sql.dml import UpdateBase

from checkin.core.inventory import Privacy


@dataclass(frozen=True, slots=True)
class Read:
    """What a statement reads: the tables that it gives rows of, and its columns about somebody.

    A column is read where it finds, orders or links rows as well as where it is given: the number
    of rows that changed tells of it, too. One that is only written isn't read.
    """

    tables: frozenset[str]
    personal: frozenset[Column[Any]]


def read_by(compiled: Compiled) -> Read:
    """What this statement reads."""
    known = _KNOWN.get(compiled)
    if known is None:
        known = _KNOWN[compiled] = Read(_tables(compiled.statement), _personal(compiled.statement))
    return known


_KNOWN: Final[WeakKeyDictionary[Compiled, Read]] = WeakKeyDictionary()
"""SQLAlchemy compiles a statement once, whatever its values are, and forgets those of long ago."""


def declared(column: Column[Any]) -> Privacy:
    """What a column says about itself."""
    privacy: Privacy = column.info["privacy"]
    return privacy


def _tables(statement: Any) -> frozenset[str]:
    if isinstance(statement, UpdateBase):
        return frozenset(one.table.name for one in _about_somebody(statement.exported_columns))
    if isinstance(statement, Select | CompoundSelect):
        parts = visitors.iterate(statement)
        return frozenset(part.name for part in parts if isinstance(part, Table))
    return frozenset()


def _personal(statement: Any) -> frozenset[Column[Any]]:
    mentioned: list[Any] = []
    for part in visitors.iterate(statement):
        if isinstance(part, ColumnClause):
            mentioned.append(part)
        elif isinstance(part, Select | UpdateBase):
            mentioned.extend(part.exported_columns)  # a whole table is given by its name alone
    return _about_somebody(mentioned)


def _about_somebody(columns: Any) -> frozenset[Column[Any]]:
    """Those of these columns, by their own name or another, that say something about somebody."""
    kept = (base for column in columns for base in column.base_columns)
    ours = (one for one in kept if isinstance(one, Column) and "privacy" in one.info)
    return frozenset(one for one in ours if declared(one).personal)
