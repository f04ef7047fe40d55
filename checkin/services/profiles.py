"""Changing an access profile, and what that would mean: who gains, who loses, in numbers alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from checkin.core import doorlist
from checkin.core.audit import Actor
from checkin.core.crowd import Crowd, told
from checkin.core.doorlist import WindowSets
from checkin.core.entrance import Week, union, week, written
from checkin.core.errors import ConflictError
from checkin.core.ids import DoorId, ProfileId, SiteId
from checkin.core.windows import Grant, windows
from checkin.services import entrances, restrictions
from checkin.services import sites as places
from checkin.storage import Db, audit, profiles, sites, watch
from checkin.storage.sites import Profile

Held: TypeAlias = Mapping[frozenset[ProfileId], int]
"""How many people have which profiles together."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A profile as it would be saved: every door that it opens in the windows of `week`.

    With a first or a last day, both included, it opens nothing before or after.
    """

    title: str
    doors: tuple[DoorId, ...]
    week: str
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class DoorEffect:
    """The weekly hours in which the profile would open a door from now on, or no longer."""

    door: DoorId
    added: str
    removed: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What saving would do. People are numbers, and only those that point at nobody.

    `gain` and `lose` count who could come in at more, or at fewer, times than now, all their
    profiles together; somebody may be in both: whatever its first and last day. `day_passes` and
    `new_badges` name the sites whose day passes and new badges open what this profile opens.
    """

    doors: tuple[DoorEffect, ...]
    gain: int | Crowd
    lose: int | Crowd
    day_passes: tuple[str, ...]
    new_badges: tuple[str, ...]
    first_day: date | None
    last_day: date | None


@watch.unseen("how many, in bands")
def outcome(db: Db, profile_id: ProfileId, draft: Draft, *, now: datetime) -> Outcome:
    """What saving the draft would do; writes nothing.

    Raises NotFoundError, and ConflictError for what can't be saved.
    """
    held = profiles.combinations(db)
    _check(db, profile_id, draft, held, now=now)
    before, after = sites.windows(db, profile_id), dict.fromkeys(draft.doors, draft.week)
    gain, lose = _people(db, profile_id, held, before, after)
    every = sites.every(db)
    return Outcome(
        tuple(_door_effects(before, after)),
        gain,
        lose,
        tuple(site.title for site in every if site.day_profile == profile_id),
        tuple(site.title for site in every if site.join_profile == profile_id),
        draft.first_day,
        draft.last_day,
    )


def of_day_passes(
    db: Db, at: SiteId, *, joining: ProfileId, day_passes: ProfileId, now: datetime
) -> tuple[DoorEffect, ...]:
    """What day passes of a site would open as well, and no longer; writes nothing.

    Raises NotFoundError, and ConflictError for what can't be saved.
    """
    places.refuse_unequal(db, at, joining=joining, day_passes=day_passes, now=now)
    present = places.site(db, at).day_profile
    before = sites.windows(db, present) if present else {}
    here = {door.id for door in sites.doors(db) if door.site == at}
    effects = _door_effects(before, sites.windows(db, day_passes))
    return tuple(effect for effect in effects if effect.door in here)


@watch.unseen("which sets of profiles there are")
def change(db: Db, profile_id: ProfileId, draft: Draft, actor: Actor, *, now: datetime) -> None:
    """Save the draft in place of the profile; it holds from the next scan on.

    Raises NotFoundError, and ConflictError for a title that is taken, a profile that would open
    nothing, days that can't be, or a site that would lose its equal entrance at some time.
    """
    sites.lock(db)
    _check(db, profile_id, draft, profiles.combinations(db), now=now)
    changed = Profile(profile_id, draft.title, draft.first_day, draft.last_day)
    sites.change_profile(db, changed, dict.fromkeys(draft.doors, draft.week))
    audit.append(db, actor, "profile.changed", f"profile:{profile_id}", now=now)


def _check(db: Db, profile_id: ProfileId, draft: Draft, held: Held, *, now: datetime) -> None:
    places.profile(db, profile_id)
    doors = [places.door(db, each) for each in draft.doors]
    if not doors or not all(windows(window) for window in draft.week.split(";")):
        raise ConflictError("Choose at least one door, and hours on at least one day.")
    if any(one.title == draft.title and one.id != profile_id for one in sites.profiles(db)):
        raise ConflictError(f"There is a profile called {draft.title} already.")
    changed = Profile(profile_id, draft.title, draft.first_day, draft.last_day)
    places.refuse_backwards(changed)
    if profile_id in restrictions.defaults(db):
        restrictions.refuse_restricted(doors)
        places.refuse_term(changed)
    after = dict.fromkeys(draft.doors, draft.week)
    for site in entrances.affected(db, {*sites.windows(db, profile_id), *after}):
        standing = entrances.plan(db, site, now=now)
        entrances.guard(standing, standing.with_profile(profile_id, after))
    _refuse_too_many_plans(db, profile_id, held, after)


def _refuse_too_many_plans(
    db: Db, profile_id: ProfileId, held: Held, after: Mapping[DoorId, str]
) -> None:
    """Refuse more different weeks at one door than a kiosk's list of them can number.

    Raises ConflictError.
    """
    if len(held) <= doorlist.MOST:
        return
    terms = {one.id: one for one in sites.profiles(db)}
    opens = {one: sites.windows(db, one) for one in terms} | {profile_id: after}
    for door in after:
        plans = WindowSets()
        for combination in held:
            plans.number(
                Grant(terms[one].first_day, terms[one].last_day, windows(opens[one][door]))
                for one in combination
                if door in opens[one]
            )


def _door_effects(
    before: Mapping[DoorId, str], after: Mapping[DoorId, str]
) -> Iterable[DoorEffect]:
    for door in {**before, **after}:
        old, new = week(before.get(door, "")), week(after.get(door, ""))
        if old != new:
            yield DoorEffect(door, written(new & ~old), written(old & ~new))


def _people(
    db: Db,
    profile_id: ProfileId,
    held: Held,
    before: Mapping[DoorId, str],
    after: Mapping[DoorId, str],
) -> tuple[int | Crowd, int | Crowd]:
    """How many could come in at more times, and how many at fewer, all their profiles together."""
    gain = lose = 0
    opened: dict[ProfileId, Mapping[DoorId, str]] = {}
    for combination, number in held.items():
        if profile_id not in combination:
            continue
        others = combination - {profile_id}
        for one in others - opened.keys():
            opened[one] = sites.windows(db, one)
        kept = [opened[one] for one in others]
        doors = {**before, **after}
        old = {door: _open_at(door, [*kept, before]) for door in doors}
        new = {door: _open_at(door, [*kept, after]) for door in doors}
        gain += number if any(new[door] & ~old[door] for door in doors) else 0
        lose += number if any(old[door] & ~new[door] for door in doors) else 0
    of = profiles.enrolled(db)
    return told(gain, of), told(lose, of)


def _open_at(door: DoorId, opens: Iterable[Mapping[DoorId, str]]) -> Week:
    return union(week(one.get(door, "")) for one in opens)
