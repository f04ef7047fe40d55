"""The one place where rows that a log covers are deleted, for withdrawal and for the clock."""

from uuid import uuid4

from sqlalchemy import ColumnElement, Table, delete, insert

from checkin.storage import Db
from checkin.storage.purposes import Duty, reads
from checkin.storage.tables import erasing


@reads(Duty.ERASURE)
def rows(db: Db, table: Table, which: ColumnElement[bool]) -> int:
    """Delete these rows, salts and all; how many.

    The database lets them go only while this transaction says that it is erasing: nobody else sees
    that row, and it is gone again when this returns.
    """
    gate = uuid4()
    db.execute(insert(erasing).values(id=gate))
    deleted = db.execute(delete(table).where(which)).rowcount
    db.execute(delete(erasing).where(erasing.c.id == gate))
    return deleted
