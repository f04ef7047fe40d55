"""Receipts: what somebody said yes to, or what was erased, in a form that proves itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from checkin.core import consent, receipts
from checkin.core.badge import Signer
from checkin.core.hashing import Hashing
from checkin.core.ids import ConsentRef, IdentityRef
from checkin.core.inventory import CONSENT_PURPOSES, Cat, Purpose, Subject
from checkin.core.receipts import Datum, Party, Remnant, Standing
from checkin.core.retention import Limits
from checkin.services.consent import Receipt
from checkin.storage import Db, consents, inventory, people, receipt_codes
from checkin.storage.receipt_codes import Ended


@dataclass(frozen=True, slots=True)
class Issuing:
    """Who issues receipts, what they say of how things are done, and what they are signed with."""

    party: Party
    limits: Limits
    signer: Signer = field(repr=False)
    kid: bytes


def keep_code(db: Db, record: ConsentRef, hashing: Hashing) -> None:
    """Let the code on the receipts of this record be found: whoever has it takes back with it."""
    receipt_codes.keep(db, hashing.receipt(hashing.receipt_code(record)), record)


def keep_missing_codes(db: Db, hashing: Hashing, *, limit: int) -> int:
    """Do so for people who said yes before that was done with the yes; for how many."""
    missing = receipt_codes.missing(db, limit=limit)
    for record in missing:
        keep_code(db, record, hashing)
    return len(missing)


def issue(
    db: Db, identity: IdentityRef, issuing: Issuing, lines: Sequence[str], *, now: datetime
) -> dict[str, Any]:
    """The signed receipt of every consent of this person that stands. `lines` tell it plainly."""
    record = people.get(db, identity).refs.consent
    ledger = consents.history(db, record)
    standing = consent.standing(ledger)
    told = [
        Standing(consent.last_act(ledger, purpose), _data(purpose), _kept(purpose, issuing.limits))
        for purpose in CONSENT_PURPOSES
        if purpose in standing
    ]
    body = receipts.of_consent(record, told, issuing.party, lines, acts=len(ledger), at=now)
    return receipts.signed(body, issuing.kid, issuing.signer)


def of_erasure(
    found: Receipt | Ended,
    stays: Sequence[Remnant],
    issuing: Issuing,
    lines: Sequence[str],
    *,
    now: datetime,
) -> dict[str, Any]:
    """The signed receipt of an erasure, just done or read again. `lines` tell it plainly."""
    body = receipts.of_erasure(
        found.record,
        issuing.party,
        lines,
        erased=found.erased,
        stays=stays,
        erased_at=found.at,
        at=now,
    )
    return receipts.signed(body, issuing.kid, issuing.signer)


def _data(purpose: Purpose) -> tuple[Datum, ...]:
    """The columns about people that rest on this consent, as the tables declare them."""
    return tuple(
        Datum(f"{column.table}.{column.name}", column.privacy.category.value)
        for table in inventory.tables()
        for column in table.columns
        if purpose in column.privacy.purposes
        and column.privacy.subject is Subject.EMPLOYEE
        and column.privacy.category is not Cat.NONE
    )


def _kept(purpose: Purpose, limits: Limits) -> str:
    """How long it stays, as ISO 8601 durations where it is one."""
    if purpose is Purpose.HISTORY:
        return f"P{limits.retention_entry_days}D each, and at once when it is taken back"
    return f"until it is taken back, P{limits.consent_valid_months}M at most"
