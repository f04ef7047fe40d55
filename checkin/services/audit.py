"""Reading what was written down: who did what in the console, and who looked at records.

Whoever reads is written down as well, page by page and export by export.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from checkin.core.audit import Actor
from checkin.storage import Db, audit, watch
from checkin.storage.audit import Entry, Glance, Wanted

__all__ = ["Entry", "Glance", "Wanted"]

A_PAGE = 50
_A_DAY = timedelta(days=1)
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """A page of acts, newest first, and after which of them the next page begins, if one does."""

    entries: Sequence[Entry]
    next_before: UUID | None


@dataclass(frozen=True, slots=True)
class LooksOfDay:
    """Who looked at records on one day (UTC), and the days before and after with any looks."""

    day: date
    glances: Sequence[Glance]
    earlier: date | None
    later: date | None


def page(
    db: Db, wanted: Wanted, before: UUID | None, *, what: str, by: Actor, now: datetime
) -> Page:
    """What console accounts and the system did; `what` says in the log which part was read."""
    found = audit.acts(db, wanted, before=before, limit=A_PAGE + 1)
    entries = found[:A_PAGE]
    audit.append(db, by, "log.read", f"log:{what}", now=now, amount=str(len(entries)))
    return Page(entries, entries[-1].id if len(found) > A_PAGE else None)


def export(
    db: Db, wanted: Wanted, *, what: str, form: str, by: Actor, now: datetime
) -> Sequence[Entry]:
    """Everything that was asked for, newest first, for a file of this form."""
    entries = list(_every(db, wanted))
    audit.append(db, by, f"log.export_{form}", f"log:{what}", now=now, amount=str(len(entries)))
    return entries


@watch.unseen("how many looks, and never at whom")
def looks_of(db: Db, day: date | None, *, by: Actor, now: datetime) -> LooksOfDay:
    """Who looked at how many records on a day, the newest one with any if none is named.

    Whose records they were, and the words that were typed, are for these people alone.
    """
    if day is None:
        last = audit.last_look(db, before=now + _A_DAY)
        day = (last or now).date()
    begin = datetime.combine(day, time(), UTC)
    found = audit.glances(db, begin, begin + _A_DAY)
    earlier = audit.last_look(db, before=begin)
    later = audit.next_look(db, since=begin + _A_DAY)
    audit.append(db, by, "log.read", "log:looks", now=now, amount=str(len(found)))
    return LooksOfDay(
        day, found, earlier.date() if earlier else None, later.date() if later else None
    )


def _every(db: Db, wanted: Wanted) -> Iterator[Entry]:
    before = None
    while found := audit.acts(db, wanted, before=before, limit=_AT_ONCE):
        yield from found
        before = found[-1].id
