"""Restricted doors: for a few who are named, and never the way in that somebody needs."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from checkin.core.audit import Actor
from checkin.core.badge import Assurance
from checkin.core.entrance import NEVER, only_here, written
from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.ids import DoorId, ProfileId
from checkin.core.site import DoorClass
from checkin.services import entrances, weeks
from checkin.storage import Db, audit, sites
from checkin.storage.sites import Door


def set_class(
    db: Db,
    door_id: DoorId,
    door_class: DoorClass,
    assurance: Assurance,
    actor: Actor,
    *,
    now: datetime,
) -> None:
    """Choose whom a door is for, and what it asks of a badge.

    Raises NotFoundError, and ConflictError if somebody may need the door to get to work, if new
    badges or day passes open it, and for a general door that asks for more than any badge.
    """
    sites.lock(db)
    door = sites.door(db, door_id)
    if door is None:
        raise NotFoundError("There is no such door.")
    if door_class is DoorClass.GENERAL and assurance is not Assurance.ANY:
        raise ConflictError("A door for everybody takes every badge and every day pass.")
    changed = replace(door, door_class=door_class, assurance=assurance)
    if door_class is DoorClass.RESTRICTED and door.door_class is DoorClass.GENERAL:
        _refuse_defaults(db, changed)
        _refuse_needed(db, door, changed, now=now)
    sites.set_class(db, door_id, door_class, assurance)
    audit.append(db, actor, f"door.{_done(door_class, assurance)}", f"door:{door_id}", now=now)


def refuse_restricted(doors: Iterable[Door]) -> None:
    """Refuse a profile that everybody gets if one of its doors is restricted.

    Raises ConflictError, which names the door.
    """
    for door in doors:
        if door.door_class is DoorClass.RESTRICTED:
            raise ConflictError(
                f"{door.title} is restricted: only a profile that people get one by one may open "
                "it, none that new badges or day passes get."
            )


def defaults(db: Db) -> frozenset[ProfileId]:
    """The profiles that new badges or day passes of a site get."""
    every = sites.every(db)
    chosen = {one for site in every for one in (site.join_profile, site.day_profile)}
    return frozenset(one for one in chosen if one is not None)


def _refuse_defaults(db: Db, changed: Door) -> None:
    if any(changed.id in sites.windows(db, one) for one in defaults(db)):
        refuse_restricted([changed])


def _refuse_needed(db: Db, door: Door, changed: Door, *, now: datetime) -> None:
    """Refuse to restrict a door while at some time it is the only way in for a badge."""
    if not door.is_entrance:
        return
    (site,) = entrances.affected(db, [door.id])
    standing = entrances.plan(db, site, now=now)
    entrances.guard(standing, standing.with_door(changed))
    alone = only_here(standing.entrance(door), standing.without(door).entrances(now_shut=False))
    if alone != NEVER:
        raise ConflictError(
            "Somebody may need this door to get to work: no other entrance for everybody opens for "
            f"badges at these times: {weeks.in_words(written(alone))}."
        )


def _done(door_class: DoorClass, assurance: Assurance) -> str:
    """What the audit calls it."""
    return door_class.value if assurance is Assurance.ANY else assurance.value
