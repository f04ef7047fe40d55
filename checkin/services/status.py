"""Status lists as they are published: anybody may fetch them, and they name nobody."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from checkin.core import statuslist
from checkin.core.badge import Signer
from checkin.core.errors import NotFoundError
from checkin.core.moments import hour_of
from checkin.storage import Db, status

BITS: Final = 2
_LAST_NUMBER: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class ListSigning:
    """What it takes to sign status lists; `lists_uri` is their address up to their number."""

    signer: Signer = field(repr=False)
    kid: bytes
    lists_uri: str


def numbers(db: Db) -> Sequence[int]:
    """The numbers of all lists, in the order in which they were begun."""
    return status.numbers(db)


def published(db: Db, number: int, signing: ListSigning, *, now: datetime) -> bytes:
    """The signed list of this number as of now. Raises NotFoundError.

    Every process makes the same bytes of the same rows: `iat` is the beginning of the hour.
    """
    found = status.statuses(db, number, now=now) if number <= _LAST_NUMBER else None
    if found is None:
        raise NotFoundError("There is no such list.")
    array = statuslist.filled(BITS, statuslist.SIZE, found)
    hour = hour_of(now)
    uri = f"{signing.lists_uri}{number}"
    return statuslist.issue(uri, array, signing.kid, signing.signer, at=hour)
