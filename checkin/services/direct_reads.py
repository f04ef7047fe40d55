"""Reads of the database itself, around this application, which sees nothing of them.

So whoever did it says so afterwards, and everybody it is about reads of it like of any other look.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from checkin.core.audit import Actor
from checkin.core.errors import ConflictError
from checkin.core.ids import AccessRef
from checkin.services import accounts, letters
from checkin.services.signin import MIN_REASON, REASONS
from checkin.storage import Db, audit, mail, people
from checkin.storage.audit import Look

DIRECT: Final = "direct"
"""The way of looking that a person reads about."""

EVERYTHING: Final = "everything"
"""What may have been seen: nobody can tell what else somebody read who could read it all."""

TOLD_WITHIN: Final = timedelta(hours=24)
MOST_REASON: Final = 150
MOST_TICKET: Final = 30


@dataclass(frozen=True, slots=True)
class DirectRead:
    """Who read the database itself, when, under which ticket and why."""

    reader: Actor
    at: datetime
    ticket: str
    reason_code: str
    reason: str


def tell(db: Db, read: DirectRead, addresses: Collection[str] | None, *, now: datetime) -> int:
    """Tell these people, or everybody, that the database was read directly; how many that is.

    Officers get a mail. Raises ConflictError for a time to come, no ticket, a reason that isn't one
    of the list or says too little, and an address that nobody takes part with: then nobody is told.
    """
    _judge(read, now)
    about = people.everybody(db) if addresses is None else _of(db, addresses)
    why = f"Ticket {read.ticket}: {read.reason}"
    look = Look(read.reader, DIRECT, (EVERYTHING,), read.reason_code, why)
    audit.looked(db, about, look, now=read.at)
    told = str(len(about))
    audit.append(
        db, read.reader, "looks.direct", "people", reason=read.reason_code, amount=told, now=now
    )
    for officer in accounts.officers(db):
        letter = letters.read_directly(read.reader, why, len(about), at=read.at)
        mail.put(db, officer.email, letter, now=now)
    return len(about)


def _judge(read: DirectRead, now: datetime) -> None:
    if read.at > now:
        raise ConflictError("That time is still to come. Say when the database was read.")
    if not 0 < len(read.ticket) <= MOST_TICKET:
        raise ConflictError(f"Name the ticket, in {MOST_TICKET} characters at most.")
    if read.reason_code not in REASONS:
        raise ConflictError(f"The kind of reason is one of {', '.join(REASONS)}.")
    if not MIN_REASON <= len(read.reason) <= MOST_REASON:
        raise ConflictError(
            f"Say why in {MIN_REASON} to {MOST_REASON} characters: the people read it."
        )


def _of(db: Db, addresses: Collection[str]) -> Sequence[AccessRef]:
    found = {address: people.by_email(db, address.lower()) for address in addresses}
    if unknown := sorted(address for address, person in found.items() if person is None):
        raise ConflictError(f"Nobody takes part with {', '.join(unknown)}. Nobody was told.")
    return [person.refs.access for person in found.values() if person is not None]
