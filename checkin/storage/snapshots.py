"""What a kiosk has to know to decide without a connection: places in lists, never people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import select

from checkin.core.ids import DoorId, SiteId
from checkin.core.inventory import Purpose
from checkin.core.policy import BadgeState
from checkin.core.windows import Grant, grants
from checkin.storage import Db
from checkin.storage.purposes import reads
from checkin.storage.scan_facts import grant_lines
from checkin.storage.tables import (
    badge,
    day_pass,
    holder_profile,
    profile,
    profile_door,
    site,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A badge's place in a status list, and what its holder's profiles allow at a door."""

    list_number: int
    slot: int
    grants: tuple[Grant, ...]


@reads(Purpose.ENTRY)
def lists_in_use(db: Db, *, now: datetime) -> Sequence[int]:
    """The numbers of the status lists that a badge which hasn't run out is in."""
    numbers = select(badge.c.list_number).where(badge.c.expires_at > now).distinct()
    return db.scalars(numbers.order_by(badge.c.list_number)).all()


@reads(Purpose.ENTRY)
def places(db: Db, door_id: DoorId, *, now: datetime) -> Sequence[Place]:
    """The places of all good badges that may ever pass this door."""
    rows = db.execute(
        select(badge.c.list_number, badge.c.slot, grant_lines())
        .join(holder_profile, holder_profile.c.holder == badge.c.holder)
        .join(profile, profile.c.id == holder_profile.c.profile)
        .join(profile_door, profile_door.c.profile == profile.c.id)
        .where(
            profile_door.c.door == door_id,
            badge.c.state == BadgeState.GOOD,
            badge.c.expires_at > now,
        )
        .group_by(badge.c.list_number, badge.c.slot)
        .order_by(badge.c.list_number, badge.c.slot)
    )
    read = cache(grants)  # thousands of people share a few weekly plans
    return [Place(number, slot, read(lines)) for number, slot, lines in rows]


def day_pass_grants(db: Db, door_id: DoorId, at: SiteId) -> tuple[Grant, ...]:
    """What the site's day passes are allowed at this door."""
    lines = db.execute(
        select(grant_lines())
        .select_from(site)
        .join(profile, profile.c.id == site.c.day_profile)
        .join(profile_door, profile_door.c.profile == profile.c.id)
        .where(site.c.id == at, profile_door.c.door == door_id)
    ).scalar()
    return grants(lines or "")


def voided_passes(db: Db, at: SiteId, *, now: datetime) -> Sequence[bytes]:
    """The marks of the site's passes that were voided and haven't run out."""
    marks = select(day_pass.c.cti_mark).where(
        day_pass.c.site == at,
        day_pass.c.voided,
        day_pass.c.until > now,
        day_pass.c.cti_mark.is_not(None),
    )
    return db.scalars(marks.order_by(day_pass.c.cti_mark)).all()
