"""How Alembic meets the database: on the connection, and in the transaction, that it is handed.

A new step is drafted with `alembic revision --autogenerate -m WHAT -x url=URL`, against a database
that stands at the last step, and then read and corrected by hand.
"""

from typing import Any, Literal

from alembic import context
from sqlalchemy import String, create_engine

from checkin.storage import Db
from checkin.storage.tables import metadata
from checkin.storage.types import ByValue, UtcDateTime


def render_plainly(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Own column types as what the database sees: a step mustn't change when code does.

    Comments are left out: they are written from the declarations after every upgrade.
    """
    if kind == "column":
        item.comment = None
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, ByValue) and isinstance(item.impl_instance, String):
        return f"sa.String(length={item.impl_instance.length})"
    return False


def run(db: Db) -> None:
    """Take the steps that were asked for. SQLite changes a table by copying it."""
    context.configure(
        connection=db,
        target_metadata=metadata,
        render_item=render_plainly,
        render_as_batch=db.dialect.name == "sqlite",
        transactional_ddl=True,
    )
    context.run_migrations()


connection = context.config.attributes.get("connection")
if connection is not None:
    run(connection)
else:
    with create_engine(context.get_x_argument(as_dictionary=True)["url"]).begin() as opened:
        run(opened)
