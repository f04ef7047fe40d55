"""The way in without a badge: whether it stands, and whether it is as quick as the other one.

Joining needs both: nobody is asked to carry a badge where the alternative is worse.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import Final

from checkin.core.ids import KioskId, SiteId
from checkin.core.parity import UNKNOWN, Parity, WayIn, parity
from checkin.core.site import another_way_in
from checkin.storage import Db, waits
from checkin.storage.sites import Site

__all__ = ["UNKNOWN", "Parity", "WayIn"]

COUNTS_FOR: Final = timedelta(days=7)
"""How long a day's median counts, from the beginning of that day; then it is deleted."""


class Hindrance(StrEnum):
    """Why nobody can join at a site just now."""

    UNSEEN = "unseen"
    SLOWER = "slower"


def judged(at: Site, known: Parity, *, now: datetime) -> Hindrance | None:
    """Why nobody can join at a site of which so much is known; None if they can."""
    signs = (at.desk_open_at, at.alternative_at)
    if not another_way_in(*signs, desk_closed_at=at.desk_closed_at, now=now):
        return Hindrance.UNSEEN
    return Hindrance.SLOWER if known.slower else None


def hindrance(db: Db, at: Site, *, now: datetime) -> Hindrance | None:
    """Why nobody can join here; None if people get in without a badge, and as quickly."""
    return judged(at, at_site(db, at.id, now=now), now=now)


def stands(db: Db, at: Site, *, now: datetime) -> bool:
    """Whether people get in here without a badge, as seen within a day, and as quickly."""
    return hindrance(db, at, now=now) is None


def parities(db: Db, *, now: datetime) -> dict[SiteId, Parity]:
    """How long each way took in the last seven days, at each site whose kiosks told it."""
    told = sorted(waits.told(db, now=now), key=itemgetter(0))
    return {
        site: parity((way, milliseconds) for _, way, milliseconds in medians)
        for site, medians in groupby(told, key=itemgetter(0))
    }


def at_site(db: Db, site: SiteId, *, now: datetime) -> Parity:
    """How long each way took at one site in the last seven days."""
    return parities(db, now=now).get(site, UNKNOWN)


def keep_medians(db: Db, of: KioskId, medians: Mapping[WayIn, int], *, now: datetime) -> None:
    """Keep how long each way took at a kiosk, in milliseconds; of one day the last word counts."""
    day = now.astimezone(UTC).date()
    until = datetime.combine(day, time(), UTC) + COUNTS_FOR
    waits.keep(db, of, day, medians, until=until)


def forget_medians(db: Db, of: KioskId) -> None:
    """Forget what a kiosk told, as whoever had the device may have made it tell anything.

    Else it would count again as soon as another device stands there.
    """
    waits.forget(db, of)
