"""Letting go of what is due: what that is now, and doing it in batches that can be repeated."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from checkin.core.audit import SYSTEM
from checkin.core.errors import ConflictError
from checkin.core.retention import Limits
from checkin.storage import Db, audit, health, retention
from checkin.storage.retention import Due

__all__ = ["Due", "Run", "due", "run_batch"]

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
    """What would go if a run began now."""
    return retention.due(db, limits, now=now)


def run_batch(db: Db, limits: Limits, *, now: datetime, limit: int = BATCH) -> Run:
    """Delete at most `limit` rows that are due, oldest first, and write down how many.

    Raises ConflictError when the clock went back by more than five minutes: what is due can't be
    told then (privacy.md C-77). A batch that finds nothing writes nothing.
    """
    last = health.last_written(db)
    if last is not None and now < last - _CLOCK_MAY_SLIP:
        raise ConflictError(
            f"The clock says {now:%Y-%m-%d %H:%M} UTC, and the last audit entry is of "
            f"{last:%Y-%m-%d %H:%M}. Nothing is deleted until the clock is right."
        )
    run_deleted = retention.delete_due(db, limits, now=now, limit=limit)
    run = Run(run_deleted, sum(run_deleted.values()) >= limit)
    if run.rows:
        audit.append(db, SYSTEM, "retention.ran", "rows", now=now, amount=str(run.rows))
    return run
