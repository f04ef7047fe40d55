"""The equal way in at each site, as its doors and profiles stand and as a change would leave them.

Whoever changes a door or a profile asks `guard` first: nobody's way in may depend on a badge. What
two do at once could be right each and wrong together, so `sites.lock` comes before that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from checkin.core.entrance import NEVER, Entrance, Week, taken, union, week, written
from checkin.core.errors import ConflictError
from checkin.core.ids import DoorId, ProfileId
from checkin.core.policy import Posture
from checkin.core.site import DoorClass
from checkin.services import weeks
from checkin.storage import Db, sites
from checkin.storage.sites import Door, Profile, Site

SHUT = frozenset({Posture.LOCKED, Posture.OFF})


@dataclass(frozen=True, slots=True)
class Plan:
    """What opens a site: its entrances, the profiles that aren't over, and that of day passes."""

    doors: tuple[Door, ...]
    windows: Mapping[ProfileId, Mapping[DoorId, str]]
    day_profile: ProfileId | None

    def with_door(self, door: Door) -> "Plan":
        """The plan with this door in place of the one it was."""
        others = tuple(one for one in self.doors if one.id != door.id)
        return replace(self, doors=(*others, door))

    def with_profile(self, profile: ProfileId, windows: Mapping[DoorId, str]) -> "Plan":
        """The plan with what this profile would open."""
        return replace(self, windows={**self.windows, profile: windows})

    def entrances(self, *, now_shut: bool) -> list[Entrance]:
        """The site's ways in; with `now_shut`, without those that are locked or off just now."""
        return [
            self.entrance(door)
            for door in self.doors
            if door.is_entrance and not (now_shut and door.posture in SHUT)
        ]

    def without(self, door: Door) -> "Plan":
        """The plan as if this door weren't there."""
        return replace(self, doors=tuple(one for one in self.doors if one.id != door.id))

    def entrance(self, door: Door) -> Entrance:
        """When a door admits badges and day passes."""
        badges = union(week(opens.get(door.id, "")) for opens in self.windows.values())
        general = door.door_class is DoorClass.GENERAL
        return Entrance(badges, self._day_passes(door) if general else NEVER, alike=general)

    def _day_passes(self, door: Door) -> Week:
        opens = self.windows.get(self.day_profile, {}) if self.day_profile else {}
        return week(opens.get(door.id, ""))


def plan(db: Db, site: Site, *, now: datetime) -> Plan:
    """What opens the site, today or on some day to come."""
    today = now.astimezone(ZoneInfo(site.time_zone)).date()
    return Plan(
        tuple(door for door in sites.doors(db) if door.site == site.id),
        {
            profile.id: sites.windows(db, profile.id)
            for profile in sites.profiles(db)
            if not _is_over(profile, today)
        },
        site.day_profile,
    )


def guard(before: Plan, after: Plan, *, now_shut: bool = False) -> None:
    """Refuse a change that leaves badges a way in at some time when day passes have none.

    `now_shut` asks about a posture: a door that is locked is no way in, for nobody. Other changes
    are asked about as if every door stood open. Raises ConflictError, which names the hours.
    """
    missing = taken(before.entrances(now_shut=now_shut), after.entrances(now_shut=now_shut))
    if missing != NEVER:
        raise ConflictError(
            "Badges would open an entrance at times when no entrance takes badges and day passes "
            f"alike: {weeks.in_words(written(missing))}. Nobody's way in may depend on a badge. "
            + ("Lock the other entrances as well." if now_shut else "Let day passes in then, too.")
        )


def guard_from_the_start(standing: Plan, *, joining: ProfileId, day_passes: ProfileId) -> None:
    """Refuse a choice for new badges and day passes that would be unequal by itself.

    What was unequal before is no excuse here. Raises ConflictError, which names the hours.
    """
    chosen = {one: standing.windows.get(one, {}) for one in (joining, day_passes)}
    empty = replace(standing, windows={})
    guard(empty, replace(standing, windows=chosen, day_profile=day_passes))


def affected(db: Db, doors: Iterable[DoorId]) -> list[Site]:
    """The sites that these doors belong to."""
    wanted = set(doors)
    here = {door.site for door in sites.doors(db) if door.id in wanted}
    return [site for site in sites.every(db) if site.id in here]


def _is_over(profile: Profile, today: date) -> bool:
    return profile.last_day is not None and profile.last_day < today
