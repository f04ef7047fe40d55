"""What the database itself refuses: changing rows that a log covers, or deleting them elsewhere.

Triggers, on SQLite and PostgreSQL alike. Rows go only while this transaction holds a row in
`erasing`, which `storage.erasing` alone writes (privacy.md C-76). A published notice is as firm.
"""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import DDL, Table, column, select, table

from checkin.storage import Db
from checkin.storage.tables import metadata

COVERED: Final = ("entry", "consent_event", "access_event", "audit_event", "notice_version")
"""Tables whose rows are never changed and are deleted by `storage.erasing` alone."""

FREE: Final = {"consent_event": frozenset({"ended_at"})}
"""What isn't part of what is committed to: when a record ended is known later than its acts."""


def install(db: Db) -> None:
    """Put every guard in place, in a database that has all tables."""
    remove(db)
    if db.dialect.name == "postgresql":
        for function in _POSTGRES_FUNCTIONS:
            _run(db, function)
    for covered in _covered():
        for trigger in _triggers(db.dialect.name, covered):
            _run(db, trigger)


def remove(db: Db) -> None:
    """Take the guards away, for a step of the schema that moves rows about."""
    present = _present(db)
    for covered in _covered():
        for name in _names(covered.name):
            if name in present:
                on = f" ON {covered.name}" if db.dialect.name == "postgresql" else ""
                _run(db, f"DROP TRIGGER {name}{on}")


def missing(db: Db) -> list[str]:
    """The tables that lack a guard."""
    present = _present(db)
    return [one.name for one in _covered() if not present.issuperset(_names(one.name))]


def _run(db: Db, statement: str) -> None:
    db.execute(DDL(statement))  # type: ignore[no-untyped-call]  # SQLAlchemy's


def _covered() -> list[Table]:
    return [metadata.tables[name] for name in COVERED]


def _names(name: str) -> tuple[str, str]:
    return f"{name}_is_never_changed", f"{name}_is_erased_in_one_place"


def _present(db: Db) -> set[str]:
    """The names of all triggers that there are."""
    if db.dialect.name == "postgresql":
        return set(db.scalars(select(column("tgname")).select_from(table("pg_trigger"))))
    triggers = column("type") == "trigger"
    return set(
        db.scalars(select(column("name")).select_from(table("sqlite_master")).where(triggers))
    )


def _triggers(dialect: str, covered: Table) -> Iterator[str]:
    never, one_place = _names(covered.name)
    free = FREE.get(covered.name, frozenset())
    firm = ", ".join(one.name for one in covered.columns if one.name not in free)
    if dialect == "postgresql":
        on, each = f"ON {covered.name}", "FOR EACH ROW EXECUTE FUNCTION"
        yield f"CREATE TRIGGER {never} BEFORE UPDATE OF {firm} {on} {each} never_change()"
        yield f"CREATE TRIGGER {one_place} BEFORE DELETE {on} {each} erase_in_one_place()"
    else:
        yield (
            f"CREATE TRIGGER {never} BEFORE UPDATE OF {firm} ON {covered.name} BEGIN "
            f"SELECT RAISE(ABORT, 'rows of {covered.name} are never changed'); END"
        )
        yield (
            f"CREATE TRIGGER {one_place} BEFORE DELETE ON {covered.name} "
            f"{_UNLESS_ERASING} BEGIN "
            f"SELECT RAISE(ABORT, 'rows of {covered.name} are erased in one place'); END"
        )


_UNLESS_ERASING: Final = "WHEN NOT EXISTS (SELECT 1 FROM erasing)"

_POSTGRES_FUNCTIONS: Final = (
    """
    CREATE OR REPLACE FUNCTION never_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION USING MESSAGE = 'rows of ' || TG_TABLE_NAME || ' are never changed';
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION erase_in_one_place() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT 1 FROM erasing) THEN RETURN OLD; END IF;
      RAISE EXCEPTION USING MESSAGE = 'rows of ' || TG_TABLE_NAME || ' are erased in one place';
    END $$
    """,
)
