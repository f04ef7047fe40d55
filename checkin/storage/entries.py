"""A person's own entries: read by nobody else, and forgotten at their word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from checkin.core.ids import HolderRef
from checkin.core.inventory import Purpose
from checkin.core.policy import Presented
from checkin.storage import Db, erasing
from checkin.storage.purposes import Duty, reads
from checkin.storage.tables import door, entry, kiosk, site, weekly_ref


@dataclass(frozen=True, slots=True)
class Entry:
    """One time somebody came in, with what. `zone` is the site's, in which people read it."""

    minute: datetime
    site: str
    door: str
    zone: str
    presented: Presented


@reads(Purpose.HISTORY)
def own(db: Db, holder: HolderRef, *, limit: int) -> Sequence[Entry]:
    """The newest entries of a holder, newest first."""
    rows = db.execute(
        select(entry.c.minute, site.c.title, door.c.title, site.c.time_zone, entry.c.assurance)
        .select_from(entry)
        .join(weekly_ref, weekly_ref.c.ref == entry.c.weekly_ref)
        .join(site, site.c.id == entry.c.site)
        .join(kiosk, kiosk.c.id == entry.c.kiosk)
        .join(door, door.c.id == kiosk.c.door)
        .where(weekly_ref.c.holder == holder)
        .order_by(entry.c.minute.desc(), entry.c.id.desc())
        .limit(limit)
    )
    return [Entry(*row[:-1], Presented(row.assurance)) for row in rows]


@reads(Duty.ERASURE)
def forget(db: Db, holder: HolderRef) -> dict[str, int]:
    """Delete all entries of a holder, and what stood for them there; how many of which table.

    Whoever forgets holds the person's lock (`people.lock`), so that no scan slips in behind.
    """
    weeks = select(weekly_ref.c.ref).where(weekly_ref.c.holder == holder)
    entries = erasing.rows(db, entry, entry.c.weekly_ref.in_(weeks))
    refs = db.execute(delete(weekly_ref).where(weekly_ref.c.holder == holder)).rowcount
    return {entry.name: entries, weekly_ref.name: refs}
