"""Lines of pasted lists that wait to be worked through, and are gone when that is done."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select

from checkin.core.ids import uuid7
from checkin.core.inventory import Purpose
from checkin.core.pasted import Deed
from checkin.storage import Db
from checkin.storage.joining import Start
from checkin.storage.purposes import reads
from checkin.storage.tables import pasted_line


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line that waits: whom to invite to `start`, or whose enrolment ends at `ends_at`."""

    id: UUID
    address: str = field(repr=False)
    start: Start | None
    ends_at: datetime | None


def add(
    db: Db,
    pasted: UUID,
    deed: Deed,
    lines: Iterable[tuple[str, Start | None, datetime | None]],
    *,
    due_at: datetime,
    until: datetime,
) -> None:
    """Keep the lines of a list: address, what to start with, when it ends."""
    rows = [
        {
            "id": uuid7(due_at, secrets.token_bytes(10)),
            "pasted": pasted,
            "deed": deed,
            "work_email": address,
            "profile": start.profile if start else None,
            "site": start.site if start else None,
            "ends_at": ends_at,
            "due_at": due_at,
            "until": until,
        }
        for address, start, ends_at in lines
    ]
    db.execute(insert(pasted_line), rows)


@reads(Purpose.LOGIN)
def due(db: Db, deed: Deed, *, now: datetime, limit: int) -> Sequence[Waiting]:
    """The next lines of which this is to be done now."""
    rows = db.execute(
        select(pasted_line)
        .where(pasted_line.c.deed == deed, pasted_line.c.due_at <= now)
        .order_by(pasted_line.c.id)
        .limit(limit)
    )
    return [
        Waiting(
            row.id,
            row.work_email,
            Start(row.profile, row.site, row.ends_at) if row.profile else None,
            row.ends_at,
        )
        for row in rows
    ]


def done(db: Db, lines: Iterable[Waiting]) -> None:
    """These lines have been worked through: nothing of them is kept."""
    db.execute(delete(pasted_line).where(pasted_line.c.id.in_([line.id for line in lines])))


def waiting(db: Db, deed: Deed) -> int:
    """How many lines wait of which this is to be done."""
    counted = select(func.count()).select_from(pasted_line).where(pasted_line.c.deed == deed)
    return db.execute(counted).scalar_one()


def undo(db: Db, pasted: UUID, *, now: datetime) -> bool:
    """Forget a list whose time hasn't come; False, and nothing happens, if it has."""
    waits = (pasted_line.c.pasted == pasted) & (pasted_line.c.due_at > now)
    return db.execute(delete(pasted_line).where(waits)).rowcount > 0


def undone_until(db: Db, pasted: UUID, *, now: datetime) -> datetime | None:
    """Until when a list can be undone; None when its time has come, or there is none."""
    found = select(func.min(pasted_line.c.due_at)).where(
        pasted_line.c.pasted == pasted, pasted_line.c.due_at > now
    )
    return db.execute(found).scalar()
