"""Messages that wait to be sent. An address stays here only until its message has left."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert

from checkin.core.ids import uuid7
from checkin.storage import Db
from checkin.storage.purposes import Duty, reads
from checkin.storage.tables import mail_queue

GIVEN_UP_AFTER: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message without its address."""

    subject: str
    body: str


def put(
    db: Db,
    address: str,
    letter: Letter,
    *,
    now: datetime,
    life: timedelta = GIVEN_UP_AFTER,
    invites: bool = False,
) -> None:
    """Leave a message to be sent within `life`. `invites` says that it is an invitation.

    Raises ValueError for an address or subject of several lines, which could smuggle in headers.
    """
    if len(address.splitlines()) != 1 or len(letter.subject.splitlines()) != 1:
        raise ValueError("address and subject of a message are one line each")
    db.execute(
        insert(mail_queue).values(
            id=uuid7(now, secrets.token_bytes(10)),
            address=address,
            subject=letter.subject,
            body=letter.body,
            invites=invites,
            tries=0,
            until=now + life,
        )
    )


@reads(Duty.ERASURE)
def forget(db: Db, address: str) -> int:
    """Forget everything that waits for this address; returns how many messages."""
    return db.execute(delete(mail_queue).where(mail_queue.c.address == address)).rowcount
