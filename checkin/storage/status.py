"""Status lists: which place in which list a badge has, and what each place says.

Nothing in a list leads back to a holder: a place is a random number that is never used twice.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select, tuple_, update

from checkin.core.inventory import Purpose
from checkin.core.policy import BadgeState, EntryConsent
from checkin.core.statuslist import SIZE, Status
from checkin.storage import Db
from checkin.storage.dialect import insert_into
from checkin.storage.purposes import reads
from checkin.storage.tables import badge, holder, status_list, status_slot


class Place(NamedTuple):
    """A place in a status list."""

    list_number: int
    slot: int


def numbers(db: Db) -> Sequence[int]:
    """The numbers of all lists, in order."""
    return db.scalars(select(status_list.c.number).order_by(status_list.c.number)).all()


def list_for(db: Db, kid: bytes) -> int:
    """The number of the list for badges that this key signs; the first of them begins it."""
    mine = select(status_list.c.number).where(status_list.c.kid == kid)
    while True:
        if (row := db.execute(mine).first()) is not None:
            return int(row.number)
        last = select(func.coalesce(func.max(status_list.c.number), 0)).scalar_subquery()
        db.execute(
            insert_into(db, status_list).values(number=last + 1, kid=kid).on_conflict_do_nothing()
        )


def draw(db: Db, list_number: int) -> Place | None:
    """Take a random, never used place in a list; None if it happened to be taken."""
    place = Place(list_number, secrets.randbelow(SIZE))
    taken = db.execute(
        insert_into(db, status_slot)
        .values(list_number=place.list_number, slot=place.slot, value=Status.VALID.value)
        .on_conflict_do_nothing()
        .returning(status_slot.c.slot)
    )
    return None if taken.first() is None else place


def was_given(db: Db, place: Place) -> bool:
    """Whether a badge has, or ever had, this place."""
    given = select(status_slot.c.slot).where(
        status_slot.c.list_number == place.list_number, status_slot.c.slot == place.slot
    )
    return db.execute(given).first() is not None


def switch_off(db: Db, places: Iterable[Place]) -> None:
    """Mark places as those of badges that are good no more. There is no way back."""
    gone = sorted(places)
    if gone:
        db.execute(
            update(status_slot)
            .where(tuple_(status_slot.c.list_number, status_slot.c.slot).in_(gone))
            .values(value=Status.INVALID.value)
        )


@reads(Purpose.ENTRY)
def statuses(db: Db, list_number: int, *, now: datetime) -> Mapping[int, Status] | None:
    """The places of a list that say anything but "valid"; None if there is no such list.

    A yes that was paused or has run out shows by itself, before anybody has written it down.
    """
    if db.execute(select(status_list.c.kid).where(status_list.c.number == list_number)).first():
        return {**_paused(db, list_number, now), **_written(db, list_number)}
    return None


def _written(db: Db, list_number: int) -> dict[int, Status]:
    rows = db.execute(
        select(status_slot.c.slot, status_slot.c.value).where(
            status_slot.c.list_number == list_number, status_slot.c.value > Status.VALID.value
        )
    )
    return {row.slot: Status(row.value) for row in rows}


def _paused(db: Db, list_number: int, now: datetime) -> dict[int, Status]:
    rows = db.execute(
        select(badge.c.slot, holder.c.entry, holder.c.entry_until)
        .join(holder, holder.c.ref == badge.c.holder)
        .where(
            badge.c.list_number == list_number,
            badge.c.state == BadgeState.GOOD,
            (holder.c.entry != EntryConsent.IN_FORCE) | (holder.c.entry_until <= now),
        )
    )
    return {row.slot: _of_holder(row.entry, over=row.entry_until <= now) for row in rows}


def _of_holder(entry: EntryConsent, *, over: bool) -> Status:
    paused = entry is EntryConsent.SUSPENDED and not over
    return Status.SUSPENDED if paused else Status.INVALID
