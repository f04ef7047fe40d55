"""How many came in: what stays of each kiosk's counts once an hour is closed."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, select

from checkin.core.crowd import kept
from checkin.core.ids import KioskId, SiteId
from checkin.storage import Db
from checkin.storage.dialect import insert_into
from checkin.storage.tables import door, kiosk, kiosk_count, stat_bucket


def close_hours(db: Db, *, until: datetime, base: int, limit: int) -> int:
    """Leave one rounded number for each site of the oldest hours that began by then; how many
    counts of kiosks went for it.

    An hour is closed as a whole: more than `limit` go only if the oldest hour alone has more.
    Nothing stays of an hour in which few came, and what stays never changes.
    """
    last = _last_hour(db, until=until, limit=limit)
    if last is None:
        return 0
    # What is summed is what was deleted, whatever is counted at the same moment.
    gone = db.execute(
        delete(kiosk_count)
        .where(kiosk_count.c.began_at <= last)
        .returning(kiosk_count.c.kiosk, kiosk_count.c.began_at, kiosk_count.c.came_in)
    ).all()
    sites = _sites(db, {row.kiosk for row in gone})
    came_in: Counter[tuple[SiteId, datetime]] = Counter()
    for row in gone:
        came_in[sites[row.kiosk], row.began_at] += row.came_in
    for (site_id, hour), number in came_in.items():
        value = kept(number, base)
        if value is not None:
            once = insert_into(db, stat_bucket).values(site=site_id, bucket=hour, value=value)
            db.execute(once.on_conflict_do_nothing())
    return len(gone)


def _last_hour(db: Db, *, until: datetime, limit: int) -> datetime | None:
    """Up to which hour counts fit into a batch; None if no hour is to be closed."""
    hours = (
        select(kiosk_count.c.began_at, func.count().label("rows"))
        .where(kiosk_count.c.began_at <= until)
        .group_by(kiosk_count.c.began_at)
        .order_by(kiosk_count.c.began_at)
        .limit(limit)
    )
    last, rows = None, 0
    for hour in db.execute(hours):
        rows += hour.rows
        if last is not None and rows > limit:
            break
        last = hour.began_at
    return last


def _sites(db: Db, kiosks: Collection[KioskId]) -> dict[KioskId, SiteId]:
    of = select(kiosk.c.id, door.c.site).join(door, door.c.id == kiosk.c.door)
    return {row.id: row.site for row in db.execute(of.where(kiosk.c.id.in_(kiosks)))}
