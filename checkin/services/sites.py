"""Sites, doors and access profiles: what a building is made of, and the open front desk."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo, available_timezones

from checkin.core.audit import Actor
from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.ids import DoorId, ProfileId, SiteId
from checkin.core.policy import GapMode, Posture
from checkin.core.site import DoorWay
from checkin.core.windows import windows
from checkin.services import entrances, restrictions
from checkin.storage import Db, audit, sites
from checkin.storage.audit import Done
from checkin.storage.sites import Door, Profile, Site

__all__ = ["Done", "Door", "Profile", "Site"]

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,23}")


@dataclass(frozen=True, slots=True)
class Place:
    """A site with its doors."""

    site: Site
    doors: tuple[Door, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """A profile with the doors it opens, each with the text that `core.windows` reads."""

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


def opening(db: Db, profile_id: ProfileId) -> Opening:
    """One access profile with what it opens. Raises NotFoundError."""
    return Opening(profile(db, profile_id), sites.windows(db, profile_id))


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
    _check_zone(time_zone)
    site_id = SiteId(uuid4())
    if code == organisation_code or not sites.add_site(db, site_id, code, title, time_zone):
        raise ConflictError(f"The code {code} is taken. Choose another one.")
    audit.append(db, actor, "site.added", f"site:{site_id}", now=now)
    return site_id


def change_site(
    db: Db,
    site_id: SiteId,
    *,
    title: str,
    time_zone: str,
    capacity: int | None,
    desk_week: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Choose what a site is called, its clock, how many it holds, and its front desk's hours.

    `capacity` is None for no limit. Raises NotFoundError, and ConflictError for an unknown zone.
    """
    site(db, site_id)
    _check_zone(time_zone)
    sites.change_site(
        db,
        site_id,
        title=title,
        time_zone=time_zone,
        capacity=capacity,
        desk_week=desk_week or None,
    )
    audit.append(db, actor, "site.changed", f"site:{site_id}", now=now)


def _check_zone(time_zone: str) -> None:
    if time_zone not in available_timezones():
        raise ConflictError("That time zone isn't known. One looks like Europe/Berlin.")


def closed_days(db: Db, at: Site, *, now: datetime) -> list[date]:
    """The days to come on which a site is closed, by its own clock, the next one first."""
    today = now.astimezone(ZoneInfo(at.time_zone)).date()
    return sorted(sites.closed_days(db, at.id, since=today))


def close_on(db: Db, at: SiteId, day: date, actor: Actor, *, now: datetime) -> None:
    """Keep a site closed on a day, from midnight to midnight, for badges and day passes alike.

    Raises NotFoundError, and ConflictError for a day that is over.
    """
    here = site(db, at)
    if day < now.astimezone(ZoneInfo(here.time_zone)).date():
        raise ConflictError("That day is over. Choose today or a day to come.")
    sites.close_on(db, at, day)
    audit.append(db, actor, "site.closed_day", f"site:{at}", now=now)


def open_on(db: Db, at: SiteId, day: date, actor: Actor, *, now: datetime) -> None:
    """Let a site be open on a day as on others of its week. Raises NotFoundError."""
    site(db, at)
    sites.open_on(db, at, day)
    audit.append(db, actor, "site.open_day", f"site:{at}", now=now)


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
    ConflictError for a title that is taken, a profile that would open nothing, days that can't be,
    or hours in which badges would have a way in and day passes none.
    """
    sites.lock(db)
    doors = [door(db, each) for each in opens]
    if not doors or not all(windows(window) for window in week.split(";")):
        raise ConflictError("Choose at least one door, and hours on at least one day.")
    if any(one.title == title for one in sites.profiles(db)):
        raise ConflictError(f"There is a profile called {title} already.")
    profile = Profile(ProfileId(uuid4()), title, first_day, last_day)
    refuse_backwards(profile)
    if any(None in (one.join_profile, one.day_profile) for one in _entered(db, doors)):
        restrictions.refuse_restricted(doors)  # the site takes it for everybody
        refuse_term(profile)
    opened = {each.id: week for each in doors}
    for here in entrances.affected(db, opened):
        if here.day_profile is not None:
            standing = entrances.plan(db, here, now=now)
            entrances.guard(standing, standing.with_profile(profile.id, opened))
    sites.add_profile(db, profile, opened)
    for here in _entered(db, doors):
        _take_as_first(db, here, profile.id)
    audit.append(db, actor, "profile.added", f"profile:{profile.id}", now=now)
    return profile.id


def _entered(db: Db, doors: Iterable[Door]) -> list[Site]:
    """The sites that people come into by these doors."""
    return [site(db, each) for each in {door.site for door in doors if door.is_entrance}]


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

    Raises NotFoundError, and ConflictError as `refuse_unequal` does.
    """
    sites.lock(db)
    refuse_unequal(db, at, joining=joining, day_passes=day_passes, now=now)
    sites.set_profiles(db, at, joining=joining, day_passes=day_passes)
    audit.append(db, actor, "site.profiles", f"site:{at}", now=now)


def refuse_unequal(
    db: Db, at: SiteId, *, joining: ProfileId, day_passes: ProfileId, now: datetime
) -> None:
    """Refuse what would make the ways into a site unequal; writes nothing.

    Raises NotFoundError, and ConflictError if one of them opens a restricted door or has a first or
    last day, or if day passes would open no way in at some time when badges do: declining must
    never cost anyone an entrance.
    """
    for each in (joining, day_passes):
        refuse_term(profile(db, each))
    opened = {**sites.windows(db, joining), **sites.windows(db, day_passes)}
    restrictions.refuse_restricted(door(db, each) for each in opened)
    standing = entrances.plan(db, site(db, at), now=now)
    entrances.guard(standing, replace(standing, day_profile=day_passes))
    entrances.guard_from_the_start(standing, joining=joining, day_passes=day_passes)


def refuse_backwards(profile: Profile) -> None:
    """Refuse a profile that ends before it begins. Raises ConflictError."""
    if profile.first_day and profile.last_day and profile.last_day < profile.first_day:
        raise ConflictError("Its last day comes before its first. Change one, or leave both empty.")


def refuse_term(profile: Profile) -> None:
    """Refuse a first or last day for what everybody gets: the way in must not end one morning.

    Raises ConflictError.
    """
    if profile.has_term:
        raise ConflictError(
            "What new badges or day passes open has no first and no last day: nobody's way in ends "
            "one morning. Take another profile for people who come for a while."
        )


# --- running it -------------------------------------------------------------------------------


def change_door(
    db: Db, door_id: DoorId, title: str, way: DoorWay, actor: Actor, *, now: datetime
) -> None:
    """Choose what a door is called and which way people go through it.

    Raises NotFoundError, and ConflictError if the site would lose its equal entrance at some time.
    """
    sites.lock(db)
    changed = replace(door(db, door_id), way=way)
    standing = entrances.plan(db, site(db, changed.site), now=now)
    entrances.guard(standing, standing.with_door(changed))
    sites.change_door(db, door_id, title, way)
    audit.append(db, actor, "door.changed", f"door:{door_id}", now=now)


def set_posture(db: Db, door_id: DoorId, posture: Posture, actor: Actor, *, now: datetime) -> None:
    """Choose what a door does from now on.

    Raises NotFoundError, and ConflictError if it is the last entrance that takes badges and day
    passes alike while another one goes on taking badges.
    """
    sites.lock(db)
    changed = replace(door(db, door_id), posture=posture)
    standing = entrances.plan(db, site(db, changed.site), now=now)
    entrances.guard(standing, standing.with_door(changed), now_shut=True)
    sites.set_posture(db, door_id, posture)
    audit.append(db, actor, f"door.{posture.value}", f"door:{door_id}", now=now)


def posture_set(db: Db, door_id: DoorId) -> Done | None:
    """Who last chose what the door does, and when; None if nobody did within the audit's time."""
    return audit.last(db, f"door:{door_id}", [f"door.{posture.value}" for posture in Posture])


def set_gap(
    db: Db, door_id: DoorId, gap: timedelta, mode: GapMode, actor: Actor, *, now: datetime
) -> None:
    """Choose how soon the same badge may come in again, up to an hour. Raises NotFoundError."""
    door(db, door_id)
    sites.set_gap(db, door_id, int(gap.total_seconds()), mode)
    audit.append(db, actor, "door.gap", f"door:{door_id}", now=now)


def open_desk(db: Db, at: SiteId, actor: Actor, *, now: datetime) -> None:
    """Keep that the front desk is open today: the way in without a badge stands."""
    site(db, at)
    sites.desk_opened(db, at, now=now)
    audit.append(db, actor, "desk.open", f"site:{at}", now=now)


def close_desk(db: Db, at: SiteId, actor: Actor, *, now: datetime) -> None:
    """Keep that the front desk is closed: nobody can join here until it opens again."""
    site(db, at)
    sites.desk_closed(db, at, now=now)
    audit.append(db, actor, "desk.close", f"site:{at}", now=now)


def desk_is_open(at: Site, *, now: datetime) -> bool:
    """Whether the front desk said today, by the site's own clock, that it is open, and not since
    that it is closed.
    """
    zone, said = ZoneInfo(at.time_zone), at.desk_open_at
    if at.desk_closed_at is not None:
        return False
    return said is not None and said.astimezone(zone).date() == now.astimezone(zone).date()
