"""How often something was tried, by a keyed hash of what and from where: never by a name."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from checkin.core.inventory import Purpose
from checkin.storage import Db
from checkin.storage.dialect import insert_into
from checkin.storage.purposes import reads
from checkin.storage.tables import throttle


@dataclass(frozen=True, slots=True)
class Tries:
    """How often it was tried, and until when that is remembered."""

    number: int
    until: datetime


def hold(db: Db, what_hash: bytes) -> None:
    """Let nobody else count this until the block ends, whether or not it was counted before.

    A row that isn't there yet can't be locked: many first tries at once would be one. On SQLite
    only one block writes anyway.
    """
    if db.dialect.name == "postgresql":
        number = int.from_bytes(what_hash[:8], signed=True)
        db.execute(select(func.pg_advisory_xact_lock(number)))


@reads(Purpose.LOGIN)
def locked(db: Db, what_hash: bytes, *, now: datetime) -> Tries:
    """The tries that are still remembered; nobody else counts them until this block ends."""
    hold(db, what_hash)
    row = db.execute(
        select(throttle.c.tries, throttle.c.until).where(
            throttle.c.what_hash == what_hash, throttle.c.until > now
        )
    ).first()
    return Tries(0, now) if row is None else Tries(row.tries, row.until)


def keep(db: Db, what_hash: bytes, tries: Tries) -> None:
    """Remember this many tries until then."""
    added = insert_into(db, throttle).values(
        what_hash=what_hash, tries=tries.number, until=tries.until
    )
    db.execute(
        added.on_conflict_do_update(
            index_elements=[throttle.c.what_hash],
            set_={"tries": added.excluded.tries, "until": added.excluded.until},
        )
    )


@reads(Purpose.LOGIN)
def first(db: Db, what_hash: bytes, *, until: datetime) -> bool:
    """Remember it until then; False if it is already. One statement, so only one is first."""
    added = insert_into(db, throttle).values(what_hash=what_hash, tries=1, until=until)
    kept = db.execute(added.on_conflict_do_nothing().returning(throttle.c.what_hash))
    return kept.first() is not None


@reads(Purpose.LOGIN)
def forget(db: Db, what_hash: bytes) -> None:
    """Forget the tries, after one that was right."""
    db.execute(delete(throttle).where(throttle.c.what_hash == what_hash))
