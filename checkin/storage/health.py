"""Asking the database how it is."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from checkin.storage import Db, guards
from checkin.storage.tables import audit_event


def faults(db: Db) -> list[str]:
    """What is wrong in the database: guards that are missing, and what SQLite finds in its file.

    PostgreSQL keeps watch over itself.
    """
    bare = [f"nothing guards the rows of {table}: checkin migrate" for table in guards.missing(db)]
    if db.dialect.name != "sqlite":
        return bare
    checked = db.scalars(select(func.pragma_quick_check(5).table_valued("quick_check")))
    broken = [str(line) for line in checked if line != "ok"]
    dangling = set(db.scalars(select(func.pragma_foreign_key_check().table_valued("table"))))
    return (
        bare
        + broken
        + [f"rows of {table} point at rows that are gone" for table in sorted(dangling)]
    )


def clock(db: Db) -> datetime:
    """The time as the database has it, aware and in UTC."""
    found: datetime | str = db.execute(select(func.current_timestamp())).scalar_one()
    moment = datetime.fromisoformat(found) if isinstance(found, str) else found
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def last_written(db: Db) -> datetime | None:
    """When the last audit entry was written: a clock that is far behind it went backwards."""
    return db.execute(select(func.max(audit_event.c.at))).scalar()
