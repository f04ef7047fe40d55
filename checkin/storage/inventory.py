"""What is stored, as the tables themselves declare it: for pages, copies and notices."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from checkin.core.inventory import Privacy
from checkin.storage.tables import metadata


@dataclass(frozen=True, slots=True)
class DeclaredColumn:
    """A column with its declaration. `schema` names the structure of a long text."""

    table: str
    name: str
    type: str
    privacy: Privacy
    schema: str | None


@dataclass(frozen=True, slots=True)
class DeclaredTable:
    """A table, how its rows are related to a person (`path`), and its columns."""

    name: str
    path: str
    columns: tuple[DeclaredColumn, ...]


@cache
def tables() -> Sequence[DeclaredTable]:
    """Every table with every column, in the order of the schema."""
    return tuple(
        DeclaredTable(
            table.name,
            table.info["path"],
            tuple(
                DeclaredColumn(
                    table.name,
                    column.name,
                    str(column.type),
                    column.info["privacy"],
                    column.info["schema"],
                )
                for column in table.columns
            ),
        )
        for table in metadata.tables.values()
    )


@cache
def digest() -> str:
    """What stands for everything that is declared (SHA-256, hex)."""
    lines = [
        (column.table, column.name, *_told(column.privacy))
        for table in tables()
        for column in table.columns
    ]
    return sha256(json.dumps(sorted(lines)).encode()).hexdigest()


def _told(privacy: Privacy) -> tuple[str, ...]:
    """What of a declaration a notice tells: another of these is another promise."""
    return (
        privacy.category,
        privacy.subject,
        "+".join(privacy.purposes),
        privacy.retention.words,
        privacy.erase,
    )
