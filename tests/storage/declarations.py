"""What a schema must declare, as a check that can be pointed at any schema and any database."""

import pydoc
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, JSON, Column, LargeBinary, MetaData, String, Table, Text, inspect
from sqlalchemy.engine import Engine
from sqlalchemy.types import TypeDecorator, TypeEngine

from checkin import notices
from checkin.core.inventory import PURPOSES, Basis, Cat, Erase, Export, Privacy, Subject
from checkin.core.retention import RANGES

PERSONAL_WORDS = frozenset(
    {
        *("name", "mail", "email", "phone", "ip", "agent", "user", "birth"),
        *("photo", "face", "voice", "finger", "gps", "lat", "lon", "badge", "card"),
    }
)
"""A column with such a word in its name says something about somebody."""

FORBIDDEN_WORDS = frozenset(
    {
        *("face", "photo", "avatar", "picture", "biometric", "template", "embedding"),
        *("fingerprint", "iris", "voice", "gait"),
        *("department", "team", "manager", "shift", "hours"),
    }
)
FORBIDDEN_NAMES = frozenset({"signature_image", "cost_centre", "exit_at", "checked_out_at"})
"""No pictures, no bodies, no organisation charts, no working time."""

TYPED_TEXTS = {
    "notice": "checkin.core.notices.Notice",
    "door_rules": "checkin.storage.door_rules.Rules",
    "terms": "checkin.core.terms.Terms",
}
"""Long texts whose structure is declared elsewhere."""

MOST_BINARY = 64


def faults(metadata: MetaData) -> list[str]:
    """A sentence for each column that isn't declared as it must be, naming table and column."""
    return [
        f"{table.name}.{column.name}: {fault}"
        for table in metadata.tables.values()
        for column in table.columns
        for fault in _column_faults(table, column)
    ] + [f"{table.name}: {fault}" for table in metadata.tables.values() for fault in _path(table)]


def undeclared(metadata: MetaData, engine: Engine) -> list[str]:
    """Columns that the database has and the schema doesn't, or the other way round; views too."""
    live = inspect(engine)
    found = {
        f"{table}.{column['name']}"
        for table in [*live.get_table_names(), *live.get_view_names()]
        if table != "alembic_version"
        for column in live.get_columns(table)
    }
    declared = {
        f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.c
    }
    return sorted(found ^ declared)


def _is_personal(column: Column[object]) -> bool:
    privacy = column.info.get("privacy")
    return privacy is None or privacy.category is not Cat.NONE


def about_employees(table: Table) -> bool:
    """Whether a row says something about somebody who takes part, whatever its key says."""
    return any(
        _is_personal(column)
        and (
            column.info.get("privacy") is None or column.info["privacy"].subject is Subject.EMPLOYEE
        )
        for column in table.columns
    )


def personal(table: Table) -> bool:
    """Whether a row of the table says something about somebody."""
    return any(
        (privacy := column.info.get("privacy")) and privacy.category is not Cat.NONE
        for column in table.columns
    )


def stale(metadata: MetaData) -> list[str]:
    """The exemptions for long texts that no column needs any more, or whose structure is gone."""
    used = {column.info.get("schema") for table in metadata.tables.values() for column in table.c}
    return sorted(
        name
        for name, structure in TYPED_TEXTS.items()
        if name not in used or pydoc.locate(structure) is None
    )


def stored(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """What a type comes down to in the database: a wrapped one is what it wraps."""
    while isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    return kind


def _column_faults(table: Table, column: Column[object]) -> Iterator[str]:
    privacy, kind = column.info.get("privacy"), stored(column.type)
    words = set(column.name.split("_"))
    if words & FORBIDDEN_WORDS or column.name in FORBIDDEN_NAMES:
        yield "this system keeps no such thing"
    if isinstance(kind, JSON | ARRAY):
        yield "JSON hides columns: declare them"
    if isinstance(kind, LargeBinary) and not (0 < (kind.length or 0) <= MOST_BINARY):
        yield f"binary columns hold hashes, salts and commitments of at most {MOST_BINARY} bytes"
    if not isinstance(privacy, Privacy):
        yield "has no privacy declaration"
        return
    yield from _declaration_faults(table, column, privacy)


def _declaration_faults(table: Table, column: Column[object], privacy: Privacy) -> Iterator[str]:
    if not re.fullmatch(r"[A-Z0-9].{8,}\.", privacy.why):
        yield "its reason isn't a sentence"
    if not privacy.purposes:
        yield "has no purpose"
    kind = stored(column.type)
    endless = isinstance(kind, Text) or (isinstance(kind, String) and not kind.length)
    if endless and column.info.get("schema") not in TYPED_TEXTS:
        yield "long text without a declared structure"
    rule = privacy.retention
    if rule.clock is not None and rule.clock not in table.c:
        yield f"is kept by the clock {rule.clock!r}, which the table doesn't have"
    if rule.limit is not None and rule.limit not in RANGES:
        yield f"is kept by the limit {rule.limit!r}, which doesn't exist"
    if privacy.category is Cat.NONE:
        yield from _none_faults(column)
    elif privacy.subject is Subject.EMPLOYEE:
        yield from _employee_faults(privacy)


def _none_faults(column: Column[object]) -> Iterator[str]:
    if set(column.name.split("_")) & PERSONAL_WORDS:
        yield "its name says that it is about somebody: NONE won't do"
    for key in column.foreign_keys:
        if about_employees(key.column.table) or _is_personal(key.column):
            yield f"leads to {key.column.table.name}, which is about people: NONE won't do"


def _employee_faults(privacy: Privacy) -> Iterator[str]:
    for purpose in {one.value for one in privacy.purposes} - told_in_the_notice():
        yield f"is kept for {purpose!r}, of which no notice tells"
    if privacy.export is Export.NOT_PERSONAL:
        yield "is about an employee and left out of their copy"
    consented = all(PURPOSES[purpose].basis is Basis.CONSENT for purpose in privacy.purposes)
    if consented and privacy.erase is Erase.KEEP:
        yield "rests on consent and would stay without it"


@cache
def told_in_the_notice() -> frozenset[str]:
    """The purposes that the notice names in every language."""
    texts = [tomllib.loads(notices.words(language)) for language in notices.LANGUAGES]
    told = [{item["purpose"] for item in text["full"]["purposes"]["items"]} for text in texts]
    return frozenset(set.intersection(*told))


def _path(table: Table) -> Iterator[str]:
    path = table.info.get("path")
    if path is None:
        yield "doesn't say how a row is related to a person"
    elif path == "nobody":
        about_employees = [
            column.name
            for column in table.columns
            if (privacy := column.info.get("privacy"))
            and privacy.category is not Cat.NONE
            and privacy.subject is not Subject.NOBODY
            and privacy.retention.clock is None
        ]
        if about_employees:
            yield f"is about nobody, yet keeps {', '.join(about_employees)} without end"
    elif path not in {*table.metadata.tables, table.name}:
        yield f"leads to a person through {path!r}, which doesn't exist"
