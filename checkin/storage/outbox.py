"""The far end of the mail queue: what waits to be sent. `storage.mail` puts messages into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select, update

from checkin.core.inventory import Purpose
from checkin.storage import Db
from checkin.storage.purposes import reads
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
    invites: bool


@reads(Purpose.LOGIN)
def waiting(db: Db, *, now: datetime, limit: int) -> Sequence[Waiting]:
    """The messages that wait: those tried least often first, of those the most urgent ones.

    A code is good for minutes, an invitation for days: nobody waits for it behind hundreds.
    """
    rows = db.execute(
        select(mail_queue)
        .where(mail_queue.c.until > now)
        .order_by(mail_queue.c.tries, mail_queue.c.until, mail_queue.c.id)
        .limit(limit)
    )
    return [_waiting(row) for row in rows]


@reads(Purpose.LOGIN)
def newest(db: Db, *, now: datetime, limit: int) -> Sequence[Waiting]:
    """The messages that wait, newest first: what a demo shows instead of sending them."""
    rows = db.execute(
        select(mail_queue)
        .where(mail_queue.c.until > now)
        .order_by(mail_queue.c.id.desc())
        .limit(limit)
    )
    return [_waiting(row) for row in rows]


def done(db: Db, message: UUID) -> None:
    """The message was sent, or can't ever be: it is kept no longer."""
    db.execute(delete(mail_queue).where(mail_queue.c.id == message))


def tried(db: Db, message: UUID) -> None:
    """Keep the message for another try, and count the one that failed."""
    db.execute(
        update(mail_queue).where(mail_queue.c.id == message).values(tries=mail_queue.c.tries + 1)
    )


@reads(Purpose.LOGIN)
def given_up(db: Db, *, now: datetime) -> Sequence[str]:
    """Delete the messages whose time is over; the addresses that invitations didn't reach."""
    rows = db.execute(
        delete(mail_queue)
        .where(mail_queue.c.until <= now)
        .returning(mail_queue.c.address, mail_queue.c.invites)
    )
    return [row.address for row in rows if row.invites]


def _waiting(row: Row[*tuple[Any, ...]]) -> Waiting:
    return Waiting(row.id, row.address, row.subject, row.body, row.tries, row.until, row.invites)
