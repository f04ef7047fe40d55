"""The far end of the mail queue: what waits to be sent. `storage.mail` puts messages into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from checkin.storage import Db
from checkin.storage.tables import mail_queue


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits. After `until` nobody needs it any more."""

    id: UUID
    address: str
    subject: str
    body: str
    tries: int
    until: datetime


def waiting(db: Db, *, now: datetime, limit: int) -> Sequence[Waiting]:
    """The messages that wait: those tried least often first, and of those the oldest."""
    rows = db.execute(
        select(mail_queue)
        .where(mail_queue.c.until > now)
        .order_by(mail_queue.c.tries, mail_queue.c.id)
        .limit(limit)
    )
    return [
        Waiting(row.id, row.address, row.subject, row.body, row.tries, row.until) for row in rows
    ]


def newest(db: Db, *, now: datetime, limit: int) -> Sequence[Waiting]:
    """The messages that wait, newest first: what a demo shows instead of sending them."""
    rows = db.execute(
        select(mail_queue)
        .where(mail_queue.c.until > now)
        .order_by(mail_queue.c.id.desc())
        .limit(limit)
    )
    return [
        Waiting(row.id, row.address, row.subject, row.body, row.tries, row.until) for row in rows
    ]


def done(db: Db, message: UUID) -> None:
    """The message was sent, or can't ever be: it is kept no longer."""
    db.execute(delete(mail_queue).where(mail_queue.c.id == message))


def tried(db: Db, message: UUID) -> None:
    """Sending failed for now."""
    db.execute(
        update(mail_queue).where(mail_queue.c.id == message).values(tries=mail_queue.c.tries + 1)
    )
