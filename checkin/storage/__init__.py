"""Rows, and the only room that knows SQLAlchemy."""

from sqlalchemy.engine import Connection as Db

__all__ = ["Db"]
