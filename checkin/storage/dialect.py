"""The one statement that SQLAlchemy spells differently for each database."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from checkin.storage import Db


def insert_into(db: Db, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An insert that knows `on_conflict_do_update` and `on_conflict_do_nothing`."""
    if db.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
