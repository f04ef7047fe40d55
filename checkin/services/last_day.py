"""The last day of somebody's time here, as the moment at which it is over."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from checkin.storage import Db, sites

_NOBODY_S_ZONE = "UTC"


def over_at(db: Db, day: date) -> datetime:
    """When the day is over at every site: nobody loses an hour to another site's clock."""
    zones = {site.time_zone for site in sites.every(db)} or {_NOBODY_S_ZONE}
    next_day = day + timedelta(days=1)
    return max(datetime.combine(next_day, time(), ZoneInfo(zone)).astimezone(UTC) for zone in zones)


def of(db: Db, ends_at: datetime) -> date:
    """The day that is over then: that of the site whose clock is the last to say so."""
    return min(
        (ends_at - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
        for zone in {site.time_zone for site in sites.every(db)} or {_NOBODY_S_ZONE}
    )
