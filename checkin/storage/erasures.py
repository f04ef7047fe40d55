"""Erasures as this database knows them: what it has done itself or taken over from the ledger."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from checkin.core.erasure import Erasure
from checkin.storage import Db
from checkin.storage.dialect import insert_into
from checkin.storage.tables import erasure_mark


def note(db: Db, erasure: Erasure, *, until: datetime) -> None:
    """Write down an erasure of this block: here, and in the ledger before the block is kept."""
    mark(db, erasure, until=until)
    db.info.setdefault("erasures", []).append(erasure)


def mark(db: Db, erasure: Erasure, *, until: datetime) -> None:
    """Write down that this erasure is done here; the ledger has it."""
    added = insert_into(db, erasure_mark).values(id=erasure.id, until=until)
    db.execute(added.on_conflict_do_nothing())


def any_known(db: Db) -> bool:
    """Whether this database has erased anything that a ledger still has to tell of."""
    return db.execute(select(erasure_mark.c.id).limit(1)).first() is not None


def missing(db: Db, erasures: Collection[Erasure]) -> list[Erasure]:
    """Those of these erasures that this database doesn't know of: it is older than they are."""
    if not erasures:
        return []
    known: set[UUID] = set(db.scalars(select(erasure_mark.c.id)))
    return [one for one in erasures if one.id not in known]
