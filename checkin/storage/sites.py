"""Places: sites, their doors, and the access profiles that say which doors open when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, insert, select, update

from checkin.core.badge import Assurance
from checkin.core.ids import DoorId, ProfileId, SiteId
from checkin.core.policy import GapMode, Posture
from checkin.core.site import DoorClass, DoorWay
from checkin.storage import Db
from checkin.storage import tables as t
from checkin.storage.dialect import insert_into


@dataclass(frozen=True, slots=True)
class Site:
    """A building. `day_profile` is for day passes, `join_profile` for badges of those who join.

    `desk_week` is when the front desk means to be open, as windows of the week; `capacity` is how
    many may be in at once, if that has a limit.
    """

    id: SiteId
    code: str
    title: str
    time_zone: str
    capacity: int | None
    day_profile: ProfileId | None
    join_profile: ProfileId | None
    desk_week: str | None
    desk_open_at: datetime | None
    alternative_at: datetime | None
    desk_closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Door:
    """A door of a site."""

    id: DoorId
    site: SiteId
    title: str
    way: DoorWay
    posture: Posture
    gap_seconds: int
    gap_mode: GapMode
    door_class: DoorClass
    assurance: Assurance

    @property
    def is_entrance(self) -> bool:
        """Whether people come in by it."""
        return self.way is not DoorWay.OUT


@dataclass(frozen=True, slots=True)
class Profile:
    """An access profile; its doors and windows are read with `windows`."""

    id: ProfileId
    title: str
    first_day: date | None
    last_day: date | None

    @property
    def has_term(self) -> bool:
        """Whether there are days on which it opens nothing, whatever its hours say."""
        return self.first_day is not None or self.last_day is not None


_SITES: Select[*tuple[Any, ...]] = select(
    t.site.c.id,
    t.site.c.code,
    t.site.c.title,
    t.site.c.time_zone,
    t.site.c.capacity,
    t.site.c.day_profile,
    t.site.c.join_profile,
    t.site.c.desk_week,
    t.site.c.desk_open_at,
    t.site.c.alternative_at,
    t.site.c.desk_closed_at,
)
_DOORS = select(
    t.door.c.id,
    t.door.c.site,
    t.door.c.title,
    t.door.c.way,
    t.door.c.posture,
    t.door.c.gap_seconds,
    t.door.c.gap_mode,
    t.door.c.door_class,
    t.door.c.assurance,
)
_PROFILES = select(t.profile.c.id, t.profile.c.title, t.profile.c.first_day, t.profile.c.last_day)


# --- sites ------------------------------------------------------------------------------------


def lock(db: Db) -> None:
    """Let nobody else change what opens a site until this block ends; scans don't wait for it."""
    db.execute(select(t.site.c.id).order_by(t.site.c.id).with_for_update(key_share=True)).all()


def add_site(db: Db, site_id: SiteId, code: str, title: str, time_zone: str) -> bool:
    """Add a building without doors; False, and nothing, if the code is taken."""
    added = (
        insert_into(db, t.site)
        .values(id=site_id, code=code, title=title, time_zone=time_zone)
        .on_conflict_do_nothing(index_elements=[t.site.c.code])
        .returning(t.site.c.id)
    )
    return db.execute(added).first() is not None


def site(db: Db, site_id: SiteId) -> Site | None:
    """The building of this id; None if there is none."""
    row = db.execute(_SITES.where(t.site.c.id == site_id)).first()
    return None if row is None else Site(*row)


def by_code(db: Db, code: str) -> Site | None:
    """The building whose badges carry this code; None if there is none."""
    row = db.execute(_SITES.where(t.site.c.code == code)).first()
    return None if row is None else Site(*row)


def every(db: Db) -> Sequence[Site]:
    """All buildings, by title."""
    return [Site(*row) for row in db.execute(_SITES.order_by(t.site.c.title, t.site.c.id))]


def set_profiles(
    db: Db, site_id: SiteId, *, joining: ProfileId | None, day_passes: ProfileId | None
) -> None:
    """Choose what new badges and day passes of this building open."""
    db.execute(
        update(t.site)
        .where(t.site.c.id == site_id)
        .values(join_profile=joining, day_profile=day_passes)
    )
    _raise_versions(db, t.door.c.site == site_id)


def desk_opened(db: Db, site_id: SiteId, *, now: datetime) -> None:
    """Keep that the front desk said that it is open."""
    said = update(t.site).where(t.site.c.id == site_id)
    db.execute(said.values(desk_open_at=now, desk_closed_at=None))


def desk_closed(db: Db, site_id: SiteId, *, now: datetime) -> None:
    """Keep that the front desk said that it is closed, until it says otherwise."""
    db.execute(update(t.site).where(t.site.c.id == site_id).values(desk_closed_at=now))


def alternative_used(db: Db, site_id: SiteId, *, at: datetime) -> None:
    """Keep that day passes were printed or admitted here: joining depends on it.

    What is known to be later stays. It is no act of anybody, so it needs no audit entry.
    """
    earlier = t.site.c.alternative_at.is_(None) | (t.site.c.alternative_at < at)
    db.execute(
        update(t.site).where(t.site.c.id == site_id, earlier).values(alternative_at=at),
        execution_options={"unaudited": True},
    )


def change_site(
    db: Db,
    site_id: SiteId,
    *,
    title: str,
    time_zone: str,
    capacity: int | None,
    desk_week: str | None,
) -> None:
    """Choose the building's name, its clock, how many it holds, and its front desk's hours."""
    db.execute(
        update(t.site)
        .where(t.site.c.id == site_id)
        .values(title=title, time_zone=time_zone, capacity=capacity, desk_week=desk_week)
    )
    _raise_versions(db, t.door.c.site == site_id)


def close_on(db: Db, site_id: SiteId, day: date) -> None:
    """Keep the building closed on this local day, if it isn't already."""
    row = insert_into(db, t.closed_day).values(site=site_id, day=day)
    db.execute(row.on_conflict_do_nothing())
    _raise_versions(db, t.door.c.site == site_id)


def open_on(db: Db, site_id: SiteId, day: date) -> None:
    """Let the building be open on this local day as on others."""
    db.execute(
        delete(t.closed_day).where(t.closed_day.c.site == site_id, t.closed_day.c.day == day)
    )
    _raise_versions(db, t.door.c.site == site_id)


def closed_days(db: Db, site_id: SiteId, *, since: date) -> frozenset[date]:
    """The local days, from `since` on, on which the building is closed."""
    days = select(t.closed_day.c.day).where(
        t.closed_day.c.site == site_id, t.closed_day.c.day >= since
    )
    return frozenset(db.scalars(days))


# --- doors ------------------------------------------------------------------------------------


def add_door(db: Db, door_id: DoorId, at: SiteId, title: str, way: DoorWay) -> None:
    """Add a door that checks badges and has no re-entry gap."""
    db.execute(
        insert(t.door).values(
            id=door_id,
            site=at,
            title=title,
            way=way,
            posture=Posture.NORMAL,
            door_class=DoorClass.GENERAL,
            assurance=Assurance.ANY,
            gap_seconds=0,
            gap_mode=GapMode.REFUSE,
            version=1,
        )
    )


def door(db: Db, door_id: DoorId) -> Door | None:
    """The door of this id; None if there is none."""
    row = db.execute(_DOORS.where(t.door.c.id == door_id)).first()
    return None if row is None else Door(*row)


def doors(db: Db) -> Sequence[Door]:
    """All doors, by title."""
    return [Door(*row) for row in db.execute(_DOORS.order_by(t.door.c.title, t.door.c.id))]


def change_door(db: Db, door_id: DoorId, title: str, way: DoorWay) -> None:
    """Choose what the door is called and which way people go through it."""
    _change_door(db, door_id, title=title, way=way)


def set_posture(db: Db, door_id: DoorId, posture: Posture) -> None:
    """Choose what the door does just now."""
    _change_door(db, door_id, posture=posture)


def set_gap(db: Db, door_id: DoorId, seconds: int, mode: GapMode) -> None:
    """Choose how soon the same badge may come in again, and what happens if it is sooner."""
    _change_door(db, door_id, gap_seconds=seconds, gap_mode=mode)


def set_class(db: Db, door_id: DoorId, door_class: DoorClass, assurance: Assurance) -> None:
    """Choose whom the door is for, and what it asks of a badge."""
    _change_door(db, door_id, door_class=door_class, assurance=assurance)


def _change_door(db: Db, door_id: DoorId, **values: object) -> None:
    db.execute(
        update(t.door).where(t.door.c.id == door_id).values(version=t.door.c.version + 1, **values)
    )


# --- access profiles --------------------------------------------------------------------------


def add_profile(db: Db, profile: Profile, opens: Mapping[DoorId, str]) -> None:
    """Add a profile that opens these doors, each in the windows that its text gives."""
    db.execute(
        insert(t.profile).values(
            id=profile.id,
            title=profile.title,
            first_day=profile.first_day,
            last_day=profile.last_day,
        )
    )
    _open_doors(db, profile.id, opens)


def change_profile(db: Db, profile: Profile, opens: Mapping[DoorId, str]) -> None:
    """Let the profile be this one and open these doors alone, each in the windows of its text."""
    db.execute(
        update(t.profile)
        .where(t.profile.c.id == profile.id)
        .values(title=profile.title, first_day=profile.first_day, last_day=profile.last_day)
    )
    _raise_versions(db, t.door.c.id.in_(list(windows(db, profile.id))))
    db.execute(delete(t.profile_door).where(t.profile_door.c.profile == profile.id))
    _open_doors(db, profile.id, opens)


def _open_doors(db: Db, profile_id: ProfileId, opens: Mapping[DoorId, str]) -> None:
    rows = [
        {"profile": profile_id, "door": door_id, "windows": windows}
        for door_id, windows in opens.items()
    ]
    if rows:
        db.execute(insert(t.profile_door), rows)
        _raise_versions(db, t.door.c.id.in_(list(opens)))


def profile(db: Db, profile_id: ProfileId) -> Profile | None:
    """The profile of this id; None if there is none."""
    row = db.execute(_PROFILES.where(t.profile.c.id == profile_id)).first()
    return None if row is None else Profile(*row)


def profiles(db: Db) -> Sequence[Profile]:
    """All profiles, by title."""
    return [Profile(*row) for row in db.execute(_PROFILES.order_by(t.profile.c.title))]


def windows(db: Db, profile_id: ProfileId) -> dict[DoorId, str]:
    """The doors that the profile opens, and the text of its windows at each."""
    rows = db.execute(
        select(t.profile_door.c.door, t.profile_door.c.windows).where(
            t.profile_door.c.profile == profile_id
        )
    )
    return {row.door: row.windows for row in rows}


def _raise_versions(db: Db, which: ColumnElement[bool]) -> None:
    """Raise the version of these doors, so that no scan is decided on old facts."""
    db.execute(update(t.door).where(which).values(version=t.door.c.version + 1))
