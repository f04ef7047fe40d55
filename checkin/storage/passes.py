"""Day passes and the packs they are printed in. A pass is kept as a hash, and names nobody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, insert, or_, select, update

from checkin.core.ids import PackId, SiteId
from checkin.storage import Db
from checkin.storage.tables import day_pass, day_pass_pack

_MARK_BYTES = 8


@dataclass(frozen=True, slots=True)
class Pass:
    """One day pass: what it is found by, the day on which it opens doors, and what signed it."""

    code_hash: bytes
    from_at: datetime
    until: datetime
    kid: bytes
    cti_mark: bytes


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack of passes. `marks` are the first 8 bytes of the hashes of its passes."""

    id: PackId
    number: str
    site: SiteId
    first_day: date
    printed: int
    marks: tuple[bytes, ...]
    until: datetime


def mark(code_hash: bytes) -> bytes:
    """What a pack keeps of a pass: enough to find it among those of some days, and no more."""
    return code_hash[:_MARK_BYTES]


def add(db: Db, at: SiteId, passes: Collection[Pass]) -> None:
    """Keep new passes of a site."""
    rows = [
        {
            "code_hash": one.code_hash,
            "site": at,
            "from_at": one.from_at,
            "until": one.until,
            "voided": False,
            "kid": one.kid,
            "cti_mark": one.cti_mark,
        }
        for one in passes
    ]
    db.execute(insert(day_pass), rows)


def add_pack(db: Db, pack: Pack) -> None:
    """Keep a new pack; its passes are kept with `add`."""
    db.execute(
        insert(day_pass_pack).values(
            id=pack.id,
            number=pack.number,
            site=pack.site,
            first_day=pack.first_day,
            printed=pack.printed,
            pass_hashes=" ".join(one.hex() for one in pack.marks),
            until=pack.until,
        )
    )


def pack_of_number(db: Db, number: str, at: Collection[SiteId], *, now: datetime) -> Pack | None:
    """The pack of this number at one of these sites, while one of its passes is good."""
    return _pack(db, day_pass_pack.c.number == number, at, now=now)


def pack_of_pass(db: Db, code_hash: bytes, at: Collection[SiteId], *, now: datetime) -> Pack | None:
    """The pack that a pass was printed in, at one of these sites, while any of it is good."""
    held = day_pass_pack.c.pass_hashes.contains(mark(code_hash).hex())
    return _pack(db, held, at, now=now)


def site_of(db: Db, code_hash: bytes, at: Collection[SiteId]) -> SiteId | None:
    """At which of these sites a pass is kept under this hash, if at any."""
    here = select(day_pass.c.site).where(day_pass.c.code_hash == code_hash, day_pass.c.site.in_(at))
    return db.execute(here).scalar()


def void(db: Db, at: SiteId, marks: Sequence[bytes]) -> int:
    """Void the passes of these marks; returns how many weren't void already."""
    found = [
        day_pass.c.code_hash.between(one.ljust(32, b"\0"), one.ljust(32, b"\xff")) for one in marks
    ]
    voided = db.execute(
        update(day_pass)
        .where(day_pass.c.site == at, day_pass.c.voided.is_(False), or_(*found))
        .values(voided=True)
    )
    return voided.rowcount


def _pack(
    db: Db, which: ColumnElement[bool], at: Collection[SiteId], *, now: datetime
) -> Pack | None:
    row = db.execute(
        select(day_pass_pack).where(
            which, day_pass_pack.c.site.in_(at), day_pass_pack.c.until > now
        )
    ).first()
    if row is None:
        return None
    marks = tuple(bytes.fromhex(one) for one in row.pass_hashes.split())
    return Pack(row.id, row.number, row.site, row.first_day, row.printed, marks, row.until)
