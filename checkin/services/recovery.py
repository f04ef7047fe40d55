"""Erasures that a database brought back doesn't know of are done once more, by the same path."""

from collections.abc import Sequence
from datetime import datetime

from checkin.core.audit import SYSTEM
from checkin.core.erasure import MARKED_FOR, Erasure
from checkin.core.errors import NotFoundError
from checkin.core.hashing import Hashing
from checkin.core.inventory import Purpose
from checkin.services import consent
from checkin.services.consent import Cause
from checkin.storage import Db, audit, erasures, people
from checkin.storage.people import Named


def missing(db: Db, ledger: Sequence[Erasure]) -> list[Erasure]:
    """The erasures of the ledger that this database doesn't know of."""
    return erasures.missing(db, ledger)


def ledger_is_expected(db: Db) -> bool:
    """Whether something was erased here lately, so that a ledger has to tell of it."""
    return erasures.any_known(db)


def replay(db: Db, due: Sequence[Erasure], hashing: Hashing, *, now: datetime) -> int:
    """Do these erasures once more, dated as they were; how many found something to erase.

    Once this block is kept, the database knows of all of them. What was said yes to after an
    erasure stays.
    """
    found = sum(_erased_again(db, erasure, hashing) for erasure in due)
    audit.append(db, SYSTEM, "erasures.replayed", "erasures", now=now, amount=str(len(due)))
    return found


def _erased_again(db: Db, erasure: Erasure, hashing: Hashing) -> bool:
    erasures.mark(db, erasure, until=erasure.at + MARKED_FOR)
    try:
        person = people.by_holder(db, erasure.holder)
    except NotFoundError:  # joined after the backup, or erased in it already
        return False
    purposes = _given_before(db, person, erasure)
    cause = Cause(erasure.act, SYSTEM, again=erasure)
    return bool(purposes) and (
        consent.end(db, person, purposes, cause, hashing, now=erasure.at) is not None
    )


def _given_before(db: Db, person: Named, erasure: Erasure) -> list[Purpose]:
    return [
        choice.purpose
        for choice in consent.choices(db, person.refs.identity)
        if choice.purpose in erasure.purposes and choice.since and choice.since <= erasure.at
    ]
