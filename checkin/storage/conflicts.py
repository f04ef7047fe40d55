"""Conflicts: where a kiosk without a connection said otherwise than the server would have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update

from checkin.core.ids import DoorId, HolderRef
from checkin.core.inventory import Purpose
from checkin.core.late import Disputed, Settled
from checkin.storage import Db
from checkin.storage.dialect import insert_into
from checkin.storage.purposes import Duty, reads
from checkin.storage.tables import conflict, door, site
from checkin.storage.tables import holder as holders


@dataclass(frozen=True, slots=True)
class Conflict:
    """One conflict. `zone` is the site's, `data_minutes` how old the kiosk's data was.

    Whose badge it was isn't in it: a door and a minute lead to nobody.
    """

    id: UUID
    minute: datetime
    site: str
    door: str
    zone: str
    reason: Disputed
    data_minutes: int | None
    outcome: Settled | None
    settled_at: datetime | None


@reads(Purpose.ENTRY)
def add(
    db: Db,
    nonce_hash: bytes,
    door_id: DoorId,
    minute: datetime,
    reason: Disputed,
    *,
    data_minutes: int | None,
    holder: HolderRef | None,
) -> bool:
    """Keep a conflict about one presentation; False if there is one already.

    `holder` is who may read of it among what is known of them, if entries are kept for them still.
    """
    theirs = (
        select(holders.c.ref)
        .where(holders.c.ref == holder, holders.c.history)
        .with_for_update(read=True)
        .scalar_subquery()
    )
    added = db.execute(
        insert_into(db, conflict)
        .values(
            id=UUID(bytes=nonce_hash[:16]),
            door=door_id,
            minute=minute,
            reason=reason,
            data_minutes=data_minutes,
            holder=theirs,
        )
        .on_conflict_do_nothing()
        .returning(conflict.c.id)
    )
    return added.first() is not None


def newest(db: Db, *, limit: int) -> Sequence[Conflict]:
    """Conflicts: those that nobody has settled first, then by time, newest first."""
    rows = _CONFLICTS.order_by(
        conflict.c.settled_at.is_(None).desc(), conflict.c.minute.desc(), conflict.c.id
    )
    found = db.execute(rows.limit(limit))
    return [Conflict(*row) for row in found]


def count_waiting(db: Db) -> int:
    """How many conflicts nobody has settled yet."""
    unsettled = select(func.count()).select_from(conflict).where(conflict.c.settled_at.is_(None))
    return db.scalar(unsettled) or 0


def settle(db: Db, conflict_id: UUID, outcome: Settled | None, *, now: datetime) -> bool:
    """Keep what came of a conflict, None for nothing yet; False if there is no such one."""
    settled = db.execute(
        update(conflict)
        .where(conflict.c.id == conflict_id)
        .values(outcome=outcome, settled_at=now if outcome else None)
    )
    return settled.rowcount > 0


@reads(Duty.ERASURE)
def forget(db: Db, holder: HolderRef) -> dict[str, int]:
    """Let conflicts belong to a holder no more; of how many. Whoever forgets holds their lock."""
    freed = db.execute(update(conflict).where(conflict.c.holder == holder).values(holder=None))
    return {conflict.name: freed.rowcount}


_CONFLICTS = (
    select(
        conflict.c.id,
        conflict.c.minute,
        site.c.title,
        door.c.title,
        site.c.time_zone,
        conflict.c.reason,
        conflict.c.data_minutes,
        conflict.c.outcome,
        conflict.c.settled_at,
    )
    .join(door, door.c.id == conflict.c.door)
    .join(site, site.c.id == door.c.site)
)
