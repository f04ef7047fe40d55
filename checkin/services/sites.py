"""Sites, doors and access profiles: what a building is made of, and the open front desk."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo, available_timezones

from checkin.core.audit import Actor
from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.ids import DoorId, ProfileId, SiteId
from checkin.core.policy import GapMode, Posture
from checkin.core.site import DoorWay
from checkin.core.windows import windows
from checkin.storage import Db, audit, sites
from checkin.storage.sites import Door, Profile, Site

__all__ = ["Door", "Profile", "Site"]

ALTERNATIVE_FRESH = timedelta(hours=24)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,23}")


@dataclass(frozen=True, slots=True)
class Place:
    """A site with its doors."""

    site: Site
    doors: tuple[Door, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """A profile with the doors it opens; `windows` by door, as `core.policy.windows` reads them."""

    profile: Profile
    windows: Mapping[DoorId, str]


def places(db: Db) -> list[Place]:
    """Every site with its doors, by title."""
    doors = sites.doors(db)
    return [
        Place(site, tuple(door for door in doors if door.site == site.id))
        for site in sites.every(db)
    ]


def openings(db: Db) -> list[Opening]:
    """Every access profile with what it opens, by title."""
    return [Opening(one, sites.windows(db, one.id)) for one in sites.profiles(db)]


def site(db: Db, site_id: SiteId) -> Site:
    """The site. Raises NotFoundError."""
    found = sites.site(db, site_id)
    if found is None:
        raise NotFoundError("There is no such site.")
    return found


def door(db: Db, door_id: DoorId) -> Door:
    """The door. Raises NotFoundError."""
    found = sites.door(db, door_id)
    if found is None:
        raise NotFoundError("There is no such door.")
    return found


def profile(db: Db, profile_id: ProfileId) -> Profile:
    """The access profile. Raises NotFoundError."""
    found = sites.profile(db, profile_id)
    if found is None:
        raise NotFoundError("There is no such access profile.")
    return found


# --- building it ------------------------------------------------------------------------------


def add_site(
    db: Db,
    *,
    code: str,
    title: str,
    time_zone: str,
    organisation_code: str,
    actor: Actor,
    now: datetime,
) -> SiteId:
    """Add a site without doors.

    Raises ConflictError for a code that is taken or can't stand on a badge, or an unknown zone.
    """
    if not _CODE.fullmatch(code):
        raise ConflictError("A site's code has 1 to 24 letters, digits and hyphens, such as HQ.")
    if code == organisation_code or sites.by_code(db, code) is not None:
        raise ConflictError(f"The code {code} is taken. Choose another one.")
    if time_zone not in available_timezones():
        raise ConflictError("That time zone isn't known. One looks like Europe/Berlin.")
    site_id = SiteId(uuid4())
    sites.add_site(db, site_id, code, title, time_zone)
    audit.append(db, actor, "site.added", f"site:{site_id}", now=now)
    return site_id


def add_door(
    db: Db, at: SiteId, title: str, way: DoorWay, actor: Actor, *, now: datetime
) -> DoorId:
    """Add a door that checks badges. Raises NotFoundError without such a site."""
    site(db, at)
    door_id = DoorId(uuid4())
    sites.add_door(db, door_id, at, title, way)
    audit.append(db, actor, "door.added", f"door:{door_id}", now=now)
    return door_id


def add_profile(
    db: Db,
    title: str,
    opens: Iterable[DoorId],
    week: str,
    actor: Actor,
    *,
    first_day: date | None = None,
    last_day: date | None = None,
    now: datetime,
) -> ProfileId:
    """Add an access profile that opens these doors in the windows of `week`.

    A site whose door it opens and that has none yet takes it for new badges and for day passes,
    so that both ways in are the same from the start. Raises NotFoundError for an unknown door and
    ConflictError for a title that is taken or a profile that would open nothing.
    """
    doors = [door(db, each) for each in opens]
    if not doors or not all(windows(window) for window in week.split(";")):
        raise ConflictError("Choose at least one door, and hours on at least one day.")
    if any(one.title == title for one in sites.profiles(db)):
        raise ConflictError(f"There is a profile called {title} already.")
    profile = Profile(ProfileId(uuid4()), title, first_day, last_day)
    sites.add_profile(db, profile, {each.id: week for each in doors})
    for site_id in {each.site for each in doors if each.is_entrance}:
        _take_as_first(db, site(db, site_id), profile.id)
    audit.append(db, actor, "profile.added", f"profile:{profile.id}", now=now)
    return profile.id


def _take_as_first(db: Db, at: Site, profile: ProfileId) -> None:
    joining, day_passes = at.join_profile or profile, at.day_profile or profile
    if (joining, day_passes) != (at.join_profile, at.day_profile):
        sites.set_profiles(db, at.id, joining=joining, day_passes=day_passes)


def set_profiles(
    db: Db,
    at: SiteId,
    *,
    joining: ProfileId,
    day_passes: ProfileId,
    actor: Actor,
    now: datetime,
) -> None:
    """Choose what new badges and what day passes of a site open.

    Raises NotFoundError, and ConflictError if day passes would open no way in at some time when
    badges do: declining must never cost anyone an entrance (privacy.md C-01).
    """
    here = {each.id for each in sites.doors(db) if each.site == at and each.is_entrance}
    for each in (joining, day_passes):
        profile(db, each)
    site(db, at)
    if _minutes(db, joining, here) - _minutes(db, day_passes, here):
        raise ConflictError(
            "Day passes would open no entrance at some time when badges do. "
            "Choose a day-pass profile with at least the hours of the badges' profile."
        )
    sites.set_profiles(db, at, joining=joining, day_passes=day_passes)
    audit.append(db, actor, "site.profiles", f"site:{at}", now=now)


def _minutes(db: Db, profile: ProfileId, doors: set[DoorId]) -> set[tuple[int, int]]:
    """The minutes of the week (ISO weekday, minute) in which the profile opens any of the doors."""
    return {
        (weekday, minute)
        for door_id, week in sites.windows(db, profile).items()
        if door_id in doors
        for weekday, first, last in windows(week)
        for minute in range(first, last)
    }


# --- running it -------------------------------------------------------------------------------


def set_posture(db: Db, door_id: DoorId, posture: Posture, actor: Actor, *, now: datetime) -> None:
    """Choose what a door does from now on. Raises NotFoundError."""
    door(db, door_id)
    sites.set_posture(db, door_id, posture)
    audit.append(db, actor, f"door.{posture.value}", f"door:{door_id}", now=now)


def set_gap(
    db: Db, door_id: DoorId, gap: timedelta, mode: GapMode, actor: Actor, *, now: datetime
) -> None:
    """Choose how soon the same badge may come in again, up to an hour. Raises NotFoundError."""
    door(db, door_id)
    sites.set_gap(db, door_id, int(gap.total_seconds()), mode)
    audit.append(db, actor, "door.gap", f"door:{door_id}", now=now)


def open_desk(db: Db, at: SiteId, actor: Actor, *, now: datetime) -> None:
    """Keep that the front desk is open today: the way in without a badge stands (C-04)."""
    site(db, at)
    sites.desk_opened(db, at, now=now)
    audit.append(db, actor, "desk.open", f"site:{at}", now=now)


def desk_is_open(at: Site, *, now: datetime) -> bool:
    """Whether the front desk said today, by the site's own clock, that it is open."""
    zone, said = ZoneInfo(at.time_zone), at.desk_open_at
    return said is not None and said.astimezone(zone).date() == now.astimezone(zone).date()


def alternative_stands(at: Site, *, now: datetime) -> bool:
    """Whether people get in here without a badge, as seen within a day: joining needs it (C-04).

    The signs are the desk's daily press, a pack that was printed or a day pass that was admitted.
    """
    signs = (at.desk_open_at, at.alternative_at)
    return any(sign is not None and now - sign <= ALTERNATIVE_FRESH for sign in signs)


# --- weekly windows ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when on one day of the week, as `HH:MM`; until 24:00 is midnight."""

    weekday: int
    first: str
    last: str


def week_text(days: Sequence[Hours]) -> str:
    """The text of weekly windows that a profile keeps."""
    return ";".join(f"{day.weekday} {day.first}-{day.last}" for day in days)
