"""Asking the database how it is."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from checkin.core.inventory import Purpose
from checkin.storage import Db
from checkin.storage.purposes import reads
from checkin.storage.tables import audit_event


def faults(db: Db) -> list[str]:
    """What is wrong in the database, as SQLite finds it in its file; PostgreSQL watches itself."""
    if db.dialect.name != "sqlite":
        return []
    checked = db.scalars(select(func.pragma_quick_check(5).table_valued("quick_check")))
    broken = [str(line) for line in checked if line != "ok"]
    dangling = set(db.scalars(select(func.pragma_foreign_key_check().table_valued("table"))))
    return broken + [f"rows of {table} point at rows that are gone" for table in sorted(dangling)]


def clock(db: Db) -> datetime:
    """The time as the database has it, aware and in UTC."""
    found: datetime | str = db.execute(select(func.current_timestamp())).scalar_one()
    moment = datetime.fromisoformat(found) if isinstance(found, str) else found
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


@reads(Purpose.OVERSIGHT)
def last_written(db: Db) -> datetime | None:
    """When the last audit entry was written: a clock that is far behind it went backwards."""
    return db.execute(select(func.max(audit_event.c.at))).scalar()
