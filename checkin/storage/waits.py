"""How long badges and day passes take at doors: medians that kiosks tell, and nothing beneath."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, select

from checkin.core.ids import KioskId, SiteId
from checkin.core.parity import WayIn
from checkin.storage import Db
from checkin.storage.dialect import insert_into
from checkin.storage.tables import door, kiosk, waiting_time


def keep(db: Db, of: KioskId, day: date, medians: Mapping[WayIn, int], *, until: datetime) -> None:
    """Keep what a kiosk tells of a day, in place of what it told of it before; milliseconds."""
    for way, milliseconds in medians.items():
        told = {"milliseconds": milliseconds, "until": until}
        db.execute(
            insert_into(db, waiting_time)
            .values(kiosk=of, day=day, way=way, **told)
            .on_conflict_do_update(index_elements=list(waiting_time.primary_key), set_=told)
        )


def forget(db: Db, of: KioskId) -> None:
    """Forget what a kiosk told."""
    db.execute(delete(waiting_time).where(waiting_time.c.kiosk == of))


def told(db: Db, *, now: datetime) -> list[tuple[SiteId, WayIn, int]]:
    """Every median that still counts, in milliseconds, with the site it is from.

    Those of kiosks that are shut out don't: one may have told something at that moment.
    """
    rows = db.execute(
        select(door.c.site, waiting_time.c.way, waiting_time.c.milliseconds)
        .join_from(waiting_time, kiosk, kiosk.c.id == waiting_time.c.kiosk)
        .join(door, door.c.id == kiosk.c.door)
        .where(waiting_time.c.until > now, kiosk.c.revoked_at.is_(None))
    )
    return [(site, way, milliseconds) for site, way, milliseconds in rows]
