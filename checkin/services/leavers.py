"""People who leave, by a pasted list. It can only end: never begin, prolong or tell who takes part.

Nothing answers whether an address has a badge, an open invitation or neither: a list is the same
work, and reads the same, whoever is on it. What ends, ends by the one way of `enrolment.end`.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from checkin.core.at_the_door import at_the_door
from checkin.core.audit import SYSTEM, Actor
from checkin.core.errors import ConflictError
from checkin.core.hashing import Hashing
from checkin.core.ids import IdentityRef
from checkin.core.pasted import Deed, Line
from checkin.services import last_day
from checkin.storage import Db, audit, consents, joining, pasted, people, watch

UNDO_FOR: Final = timedelta(minutes=1)
GIVEN_UP_AFTER: Final = timedelta(days=7)
"""How long a list waits for a server that doesn't run: an end is never lost to a short outage."""


@watch.unseen("whom it ends is told to nobody")
def end_now(db: Db, lines: Sequence[Line], hashing: Hashing, *, by: Actor, now: datetime) -> None:
    """End these enrolments: no door takes their badges from this moment on.

    What was kept on the people is erased right after it, by `enrolment.end_over`. Invitations and
    ways in that were begun are gone as well.
    """
    addresses = [line.address for line in lines]
    people.end_at(db, addresses, now)
    for address in addresses:
        joining.erase(db, address, hashing.email(address))
    audit.append(db, by, "enrolment.end_list", "people", now=now, amount=str(len(lines)))


def plan(db: Db, lines: Sequence[Line], *, by: Actor, now: datetime) -> UUID:
    """Let these enrolments end after their last day, entered a minute from now: until then it can
    be undone. Returns what `undo` takes. Raises ConflictError for a line without a last day.
    """
    planned = uuid4()
    days = [line.last_day for line in lines if line.last_day]
    if len(days) < len(lines):
        raise ConflictError("Somebody on the list has no last day.")
    ends = {day: last_day.over_at(db, day) for day in set(days)}
    kept = [(line.address, None, ends[day]) for line, day in zip(lines, days, strict=True)]
    due_at, until = now + UNDO_FOR, now + GIVEN_UP_AFTER
    pasted.add(db, planned, Deed.END, kept, due_at=due_at, until=until)
    audit.append(db, by, "enrolment.plan_ends", f"list:{planned}", now=now, amount=str(len(lines)))
    return planned


@watch.unseen("a time")
def undo_until(db: Db, planned: UUID, *, now: datetime) -> datetime | None:
    """Until when the plan can be undone; None once it has taken effect or was undone."""
    return pasted.undone_until(db, planned, now=now)


def undo(db: Db, planned: UUID, *, by: Actor, now: datetime) -> bool:
    """Undo a plan: as if it had never been made. False once its minute is over."""
    undone = pasted.undo(db, planned, now=now)
    if undone:
        audit.append(db, by, "enrolment.undo_ends", f"list:{planned}", now=now)
    return undone


def settle(db: Db, hashing: Hashing, *, now: datetime, limit: int) -> int:
    """Let the plans whose minute is over take effect; how many lines. More may wait at `limit`."""
    lines = pasted.due(db, Deed.END, now=now, limit=limit)
    for line in lines:
        if line.ends_at is not None:
            people.end_at(db, [line.address], line.ends_at)
            joining.end_invitations(db, [hashing.email(line.address)], ends_at=line.ends_at)
    pasted.done(db, lines)
    if lines:
        audit.append(db, SYSTEM, "enrolment.ends_set", "people", now=now, amount=str(len(lines)))
    return len(lines)


@watch.unseen("a deed, which is in the log")
def set_last_day(
    db: Db, identity: IdentityRef, last: date | None, *, by: Actor, now: datetime
) -> None:
    """Enter, move or clear one person's last day: contracts are prolonged. Raises NotFoundError."""
    refs = people.get(db, identity).refs
    people.lock(db, refs.holder)
    people.set_end(db, refs.holder, last_day.over_at(db, last) if last else None)
    people.let_doors_know(db, refs.holder, at_the_door(consents.history(db, refs.consent)))
    audit.append(db, by, "enrolment.last_day", f"holder:{refs.holder}", now=now)
