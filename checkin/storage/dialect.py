"""What SQLAlchemy spells differently for each database, or has no word for."""

from datetime import datetime

from sqlalchemy import Case, Column, Table, case
from sqlalchemy.dialects import postgresql, sqlite

from checkin.storage import Db


def insert_into(db: Db, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An insert that knows `on_conflict_do_update` and `on_conflict_do_nothing`."""
    return insert_for(db.dialect.name, table)


def insert_for(dialect: str, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """The same by the database's name, for statements that are built once."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def sooner(moment: Column[datetime], other: datetime) -> Case[datetime]:
    """The sooner of two moments; the other one where none is kept."""
    return case((moment <= other, moment), else_=other)
