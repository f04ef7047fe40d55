"""What the database itself refuses: changing rows that a log covers, or deleting them elsewhere.

Triggers, on SQLite and PostgreSQL alike. Rows go only while this transaction holds a row in
`erasing`, which `storage.erasing` alone writes. A published notice never goes.
On PostgreSQL only who owns the tables can take triggers away: `storage.grants`.
"""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import DDL, Table, column, literal, select, table

from checkin.storage import Db
from checkin.storage.retention import rule_of
from checkin.storage.tables import metadata

COVERED: Final = ("entry", "consent_event", "access_event", "audit_event", "notice_version")
"""Tables whose rows are never changed and are deleted by `storage.erasing` alone, if ever."""

FREE: Final = {"consent_event": frozenset({"ended_at"})}
"""What isn't part of what is committed to: when a record ended is known later than its acts."""


def lasts(covered: Table) -> bool:
    """Whether its rows stay for good, since nothing declares when they end."""
    return rule_of(covered) is None


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
    for name, covered, _ in _present(db):
        on = f" ON {covered}" if db.dialect.name == "postgresql" else ""
        _run(db, f"DROP TRIGGER {name}{on}")


def missing(db: Db) -> list[str]:
    """The tables that lack a guard, or whose guard was switched off."""
    present = {name for name, _, works in _present(db) if works}
    return [one.name for one in _covered() if not present.issuperset(_names(one))]


def _run(db: Db, statement: str) -> None:
    db.execute(DDL(statement))  # type: ignore[no-untyped-call]  # SQLAlchemy's


def _covered() -> list[Table]:
    return [metadata.tables[name] for name in COVERED]


def _names(covered: Table) -> tuple[str, str]:
    name = covered.name
    gone = f"{name}_is_never_deleted" if lasts(covered) else f"{name}_is_erased_in_one_place"
    return f"{name}_is_never_changed", gone


def _present(db: Db) -> set[tuple[str, str, bool]]:
    """Every trigger on a covered table, of any release: its name, its table, whether it works."""
    if db.dialect.name == "postgresql":
        trigger = table(
            "pg_trigger", *map(column, ("tgname", "tgrelid", "tgisinternal", "tgenabled"))
        )
        relation = table("pg_class", column("oid"), column("relname"))
        found = (
            select(trigger.c.tgname, relation.c.relname, trigger.c.tgenabled.in_(["O", "A"]))
            .join_from(trigger, relation, trigger.c.tgrelid == relation.c.oid)
            .where(trigger.c.tgisinternal.is_(False), relation.c.relname.in_(COVERED))
        )
    else:
        master = table("sqlite_master", *map(column, ("name", "tbl_name", "type")))
        found = select(master.c.name, master.c.tbl_name, literal(True)).where(
            master.c.type == "trigger", master.c.tbl_name.in_(COVERED)
        )
    return {(str(name), str(covered), bool(works)) for name, covered, works in db.execute(found)}


def _triggers(dialect: str, covered: Table) -> Iterator[str]:
    never, gone = _names(covered)
    free = FREE.get(covered.name, frozenset())
    firm = ", ".join(one.name for one in covered.columns if one.name not in free)
    delete = "never_change" if lasts(covered) else "erase_in_one_place"
    if dialect == "postgresql":
        on, each = f"ON {covered.name}", "FOR EACH ROW EXECUTE FUNCTION"
        yield f"CREATE TRIGGER {never} BEFORE UPDATE OF {firm} {on} {each} never_change()"
        yield f"CREATE TRIGGER {gone} BEFORE DELETE {on} {each} {delete}()"
    else:
        changed = f"SELECT RAISE(ABORT, 'rows of {covered.name} are never changed'); END"
        yield f"CREATE TRIGGER {never} BEFORE UPDATE OF {firm} ON {covered.name} BEGIN {changed}"
        if lasts(covered):
            yield f"CREATE TRIGGER {gone} BEFORE DELETE ON {covered.name} BEGIN {changed}"
            return
        yield (
            f"CREATE TRIGGER {gone} BEFORE DELETE ON {covered.name} {_UNLESS_ERASING} BEGIN "
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
