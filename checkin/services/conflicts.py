"""Conflicts: where kiosks without a connection said otherwise than the server; what came of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from checkin.core.audit import Actor
from checkin.core.errors import NotFoundError
from checkin.core.late import Settled
from checkin.storage import Db, audit, conflicts, watch
from checkin.storage.conflicts import Conflict

__all__ = ["Conflict"]

MOST: Final = 200
"""How many a page shows: there are more only if something is badly wrong."""


@watch.unseen("names nobody, and leads to nobody")
def listed(db: Db) -> Sequence[Conflict]:
    """Conflicts of the last days, those that nobody has settled first."""
    return conflicts.newest(db, limit=MOST)


@watch.unseen("a number")
def waiting(db: Db) -> int:
    """How many conflicts nobody has settled yet."""
    return conflicts.count_waiting(db)


def settle(db: Db, conflict: UUID, outcome: Settled | None, actor: Actor, *, now: datetime) -> None:
    """Write down what came of a conflict, or with None that it is open again.

    Raises NotFoundError.
    """
    if not conflicts.settle(db, conflict, outcome, now=now):
        raise NotFoundError("There is no such conflict. It may be too old.")
    act = f"conflict.{outcome.value}" if outcome else "conflict.reopened"
    audit.append(db, actor, act, f"conflict:{conflict}", now=now)
