"""Codes on receipts: they stand for a record of consents, and show for 30 days what was erased."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from checkin.core.ids import AccessRef, ConsentRef, IdentityRef
from checkin.core.inventory import Purpose
from checkin.storage import Db
from checkin.storage.dialect import insert_into
from checkin.storage.purposes import Duty, reads
from checkin.storage.tables import (
    access_event,
    audit_event,
    consent_event,
    receipt_code,
    subject_link,
)


@dataclass(frozen=True, slots=True)
class Ended:
    """What remains of a record for its receipt: when it ended, and rows by table."""

    record: ConsentRef
    at: datetime
    until: datetime
    erased: Mapping[str, int]
    stayed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a code stands for: somebody who takes part, or a record that has ended."""

    record: ConsentRef
    identity: IdentityRef | None
    ended: Ended | None


def keep(db: Db, code_hash: bytes, record: ConsentRef) -> None:
    """Let the code be found from now on."""
    added = insert_into(db, receipt_code).values(code_hash=code_hash, record=record)
    db.execute(added.on_conflict_do_nothing())


def end(db: Db, code_hash: bytes, ended: Ended) -> None:
    """Let the code show this from now on, until it runs out."""
    told = {"until": ended.until, "erased": _line(ended.erased), "stayed": _line(ended.stayed)}
    added = insert_into(db, receipt_code).values(code_hash=code_hash, record=ended.record, **told)
    db.execute(added.on_conflict_do_update(index_elements=[receipt_code.c.code_hash], set_=told))


@reads(Purpose.PROOF, Purpose.ENTRY)
def missing(db: Db, *, limit: int) -> Sequence[ConsentRef]:
    """Records of people who take part and whose code isn't found yet, this many at most."""
    return db.scalars(
        select(subject_link.c.consent)
        .join(receipt_code, receipt_code.c.record == subject_link.c.consent, isouter=True)
        .where(receipt_code.c.record.is_(None))
        .limit(limit)
    ).all()


@reads(Purpose.PROOF, Purpose.ENTRY)
def standing(db: Db, code_hash: bytes, *, now: datetime) -> Standing | None:
    """What this code stands for; None for a wrong one and for one that has run out."""
    row = db.execute(
        select(
            receipt_code.c.record,
            receipt_code.c.until,
            receipt_code.c.erased,
            receipt_code.c.stayed,
            subject_link.c.identity,
        )
        .join(subject_link, subject_link.c.consent == receipt_code.c.record, isouter=True)
        .where(receipt_code.c.code_hash == code_hash)
    ).first()
    if row is None or (row.until is not None and row.until <= now):
        return None
    ended = None
    if row.until is not None:
        ended = Ended(
            row.record,
            _ended_at(db, row.record),
            row.until,
            _counts(row.erased),
            _counts(row.stayed),
        )
    return Standing(row.record, row.identity, ended)


@reads(Duty.ERASURE)
def left_behind(db: Db, record: ConsentRef, access: AccessRef) -> dict[str, int]:
    """How many rows of which table stay when everything about a person is erased."""
    rows = {
        consent_event: consent_event.c.record == record,
        access_event: access_event.c.subject == access,
        audit_event: audit_event.c.object == f"consent:{record}",
    }
    return {
        table.name: db.execute(select(func.count()).select_from(table).where(which)).scalar_one()
        for table, which in rows.items()
    }


def _ended_at(db: Db, record: ConsentRef) -> datetime:
    when = select(func.max(consent_event.c.occurred_at)).where(consent_event.c.record == record)
    found: datetime = db.execute(when).scalar_one()
    return found


def _line(counts: Mapping[str, int]) -> str:
    return " ".join(f"{table}={rows}" for table, rows in counts.items() if rows)


def _counts(line: str) -> dict[str, int]:
    pairs = (part.split("=") for part in line.split())
    return {table: int(rows) for table, rows in pairs}
