"""Letting go of what is due: what that is now, and doing it in batches that can be repeated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from checkin.core.audit import SYSTEM
from checkin.core.errors import ConflictError
from checkin.core.retention import Limits
from checkin.services import notices
from checkin.storage import Db, audit, health, retention, watch
from checkin.storage.retention import Backlog, Due

__all__ = ["Backlog", "Due"]

BATCH = 1000
_CLOCK_MAY_SLIP = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Run:
    """What one batch deleted, by table. There may be more if it is full."""

    deleted: dict[str, int]
    full: bool

    @property
    def rows(self) -> int:
        """How many rows it deleted."""
        return sum(self.deleted.values())


def due(db: Db, limits: Limits, *, now: datetime) -> list[Due]:
    """What would go if a run began now. What the notice in force promises wins over `limits`."""
    return retention.due(db, notices.limits_in_force(db, limits, now=now), now=now)


def backlog(db: Db, limits: Limits, *, now: datetime) -> list[Backlog]:
    """How each table's rows are let go, those without a backlog among them."""
    limits = notices.limits_in_force(db, limits, now=now)
    with watch.unseen("numbers and ages"):
        return retention.backlog(db, limits, now=now)


def overdue(db: Db, limits: Limits, *, now: datetime) -> tuple[str, ...]:
    """The tables in which rows stay longer than they may, since something hinders the clean-up."""
    return tuple(one.table for one in backlog(db, limits, now=now) if one.overdue)


def run_batch(
    db: Db, limits: Limits, *, now: datetime, limit: int = BATCH, clock_is_right: bool = False
) -> Run:
    """Delete at most `limit` rows that are due, oldest first, and write down how many.

    What the notice in force promises wins over `limits`, so that nothing is kept longer than people
    were told until a new notice holds.
    Raises ConflictError when the clock went back by more than five minutes: what is due can't be
    told then, unless somebody says that it is right now and was ahead before. A batch that finds
    nothing writes nothing.
    """
    last = health.last_written(db)
    went_back = last is not None and now < last - _CLOCK_MAY_SLIP
    if went_back and not clock_is_right:
        raise ConflictError(
            f"The clock says {now:%Y-%m-%d %H:%M} UTC, and the last audit entry is of "
            f"{last:%Y-%m-%d %H:%M}. Nothing is deleted until the clock is right. If it is, and "
            "was ahead then: checkin retention run --clock-is-right."
        )
    promised = notices.limits_in_force(db, limits, now=now)
    run_deleted = retention.delete_due(db, promised, now=now, limit=limit)
    run = Run(run_deleted, sum(run_deleted.values()) >= limit)
    if run.rows:
        why = "clock_is_right" if went_back else ""
        audit.append(db, SYSTEM, "retention.ran", "rows", now=now, reason=why, amount=str(run.rows))
    return run


def exposition(found: Sequence[Backlog], *, now: datetime) -> str:
    """The backlog as Prometheus reads it, so coarse that it tells nothing of anybody's day.

    Counts are rounded up to tens, ages down to hours.
    """
    measures: dict[str, tuple[str, Callable[[Backlog], int]]] = {
        "erasure_due": ("Rows that are to go, in tens.", lambda one: in_tens(one.due)),
        "erasure_overdue": (
            "Rows that should be gone by now, in tens.",
            lambda one: in_tens(one.overdue),
        ),
        "oldest_row_age_seconds": (
            "How old the oldest row is, in whole hours.",
            lambda one: _whole_hours(now - one.oldest) if one.oldest else 0,
        ),
    }
    lines: list[str] = []
    for name, (words, measure) in measures.items():
        lines += [f"# HELP checkin_{name} {words}", f"# TYPE checkin_{name} gauge"]
        lines += [f'checkin_{name}{{table="{one.table}"}} {measure(one)}' for one in found]
    return "\n".join([*lines, ""])


def in_tens(rows: int) -> int:
    """A number rounded up to tens: so coarse that it tells of nobody, and 0 is still 0."""
    return -(-rows // 10) * 10


def _whole_hours(age: timedelta) -> int:
    return max(0, int(age / timedelta(hours=1))) * 3600
