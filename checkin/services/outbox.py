"""Mail on its way out: what waits, what went, and what a demo shows instead of sending it."""

from collections.abc import Sequence
from datetime import datetime

from checkin.storage import Db, outbox
from checkin.storage.outbox import Waiting

__all__ = ["Waiting", "newest", "sent", "tried", "waiting"]

_AT_ONCE = 20
_SHOWN = 50


def waiting(db: Db, *, now: datetime) -> Sequence[Waiting]:
    """The next messages to send, those that failed least often first."""
    return outbox.waiting(db, now=now, limit=_AT_ONCE)


def newest(db: Db, *, now: datetime) -> Sequence[Waiting]:
    """The last messages, newest first."""
    return outbox.newest(db, now=now, limit=_SHOWN)


def sent(db: Db, message: Waiting) -> None:
    """The message went out, or never can: nothing of it is kept."""
    outbox.done(db, message.id)


def tried(db: Db, message: Waiting) -> None:
    """The mail server didn't take the message now."""
    outbox.tried(db, message.id)
