"""Receipts of a consent and of an erasure, signed.

That of a consent begins with ten plain lines, then comes every field of ISO/IEC TS 27560.
That of an erasure says in lines and in fields what went and what stays, table by table.

The signature (Ed25519) is over the canonical bytes (RFC 8785) of everything but itself, so anybody
with the issuer's published keys can check it without asking anyone. Other forms of the same receipt
(JSON-LD) can be made of the same fields.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from checkin.core import base64url, json_once
from checkin.core.audit import Canonical, canonical
from checkin.core.badge import KeyPurpose, Signer, Verifier
from checkin.core.consent import ConsentEvent
from checkin.core.ids import ConsentRef
from checkin.core.inventory import PURPOSES, Purpose

SCHEMA: Final = "checkin-receipt/v1 (ISO/IEC TS 27560:2023)"
ERASURE_SCHEMA: Final = "checkin-erasure-receipt/v1"
LINES: Final = 10
MOST_BYTES: Final = 256 * 1024
_PROHIBITED: Final = {
    "purposes": ["dpv:PersonnelPerformanceMonitoring", "dpv:PersonnelBehaviourMonitoring"],
    "data": ["pd:Biometric", "pd:FacialPrint", "pd:Picture"],
}
_RIGHTS: Final = [
    f"GDPR art. {article}" for article in ("7(3)", "15", "16", "17", "18", "20", "21", "77")
]


@dataclass(frozen=True, slots=True)
class Party:
    """Who answers for the data, and what a receipt says of how that is done."""

    name: str
    address: str
    contact: str
    authority: str
    country: str
    recipients: tuple[str, ...]
    impact_assessment: str
    withdrawal: str


@dataclass(frozen=True, slots=True)
class Datum:
    """A stored column that rests on a consent: its place and its category."""

    place: str
    category: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A consent that stands: its last act, the data that rests on it, and how long that stays."""

    event: ConsentEvent
    data: tuple[Datum, ...]
    kept: str


@dataclass(frozen=True, slots=True)
class Remnant:
    """What an erasure left, why, and when the last of it goes, if it does.

    `table` is a table, or the name of what is kept beside the database, whose `rows` nobody counts.
    """

    table: str
    rows: int | None
    reason: str
    until: datetime | None


class ReceiptFault(StrEnum):
    """Why a receipt proves nothing."""

    UNREADABLE = "unreadable"
    UNKNOWN_KEY = "unknown_key"
    REVOKED_KEY = "revoked_key"
    WRONG_TIME = "wrong_time"
    BAD_SIGNATURE = "bad_signature"


def of_consent(
    record: ConsentRef,
    consents: Sequence[Standing],
    party: Party,
    lines: Sequence[str],
    *,
    acts: int,
    at: datetime,
) -> dict[str, Canonical]:
    """The receipt of consents without its signature. `acts` is how many the record has by now."""
    if len(lines) != LINES or not all(lines):
        raise ValueError(f"a receipt begins with {LINES} plain lines")
    return {
        "lines": list(lines),
        "schema_version": SCHEMA,
        "receipt_id": f"{record}.{acts}",
        "record_id": str(record),
        "pii_principal_id": str(record),
        "issued_at": _time(at),
        "controllers": [{"name": party.name, "address": party.address, "contact": party.contact}],
        "authority": party.authority,
        "jurisdiction": party.country,
        "recipients": list(party.recipients) or ["none"],
        "impact_assessment": party.impact_assessment,
        "rights": list(_RIGHTS),
        "withdrawal_method": party.withdrawal,
        "prohibited": {name: list(terms) for name, terms in _PROHIBITED.items()},
        "consents": [_consent(one, party) for one in consents],
    }


def of_erasure(
    record: ConsentRef,
    party: Party,
    lines: Sequence[str],
    *,
    erased: Mapping[str, int],
    stays: Sequence[Remnant],
    erased_at: datetime,
    at: datetime,
) -> dict[str, Canonical]:
    """The receipt of an erasure without its signature, under the consent receipt's `record`."""
    return {
        "lines": list(lines),
        "schema_version": ERASURE_SCHEMA,
        "receipt_id": f"{record}.erased.{_time(erased_at)}",
        "record_id": str(record),
        "issued_at": _time(at),
        "erased_at": _time(erased_at),
        "controllers": [{"name": party.name, "address": party.address, "contact": party.contact}],
        "authority": party.authority,
        "deleted": [{"table": table, "rows": rows} for table, rows in erased.items() if rows],
        "kept": [
            {
                "table": one.table,
                "rows": "not counted" if one.rows is None else one.rows,
                "reason": one.reason,
                "until": _time(one.until) if one.until else "no end",
            }
            for one in stays
        ],
    }


def signed(unsigned: Mapping[str, Canonical], kid: bytes, signer: Signer) -> dict[str, Canonical]:
    """The receipt with its signature, which is what is handed out."""
    value = signer.sign(kid, canonical(unsigned))
    signature = {"alg": "Ed25519", "kid": base64url.encode(kid), "value": base64url.encode(value)}
    return {**unsigned, "signature": signature}


def as_text(receipt: Mapping[str, Canonical]) -> str:
    """The receipt as a file for people: its plain lines come first."""
    return json.dumps(receipt, indent=2, ensure_ascii=False) + "\n"


def verify(text: str, keys: Verifier) -> dict[str, Any] | ReceiptFault:
    """The receipt of this text if it is genuine, or why it isn't."""
    try:
        receipt = json_once.loads(text)
        signature = receipt.pop("signature")
        kid, value = (base64url.decode(signature[part]) for part in ("kid", "value"))
        algorithm = signature.get("alg")
        issued = datetime.fromisoformat(receipt["issued_at"])
        message = canonical(receipt)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ReceiptFault.UNREADABLE
    key = keys.key(kid)
    if key is None or key.purpose is not KeyPurpose.LOG or algorithm != "Ed25519":
        return ReceiptFault.UNKNOWN_KEY
    if key.revoked:
        return ReceiptFault.REVOKED_KEY
    if issued.tzinfo is None or not key.not_before <= issued <= key.not_after + _SLACK:
        return ReceiptFault.WRONG_TIME
    if not keys.verify(kid, message, value):
        return ReceiptFault.BAD_SIGNATURE
    return dict(receipt)


_SLACK: Final = timedelta(minutes=5)


def _consent(one: Standing, party: Party) -> dict[str, Canonical]:
    event, facts = one.event, PURPOSES[one.event.purpose]
    return {
        "purpose": event.purpose.value,
        "purpose_words": facts.words,
        "purpose_type": facts.dpv,
        "lawful_basis": facts.basis.value,
        "event_type": "dpv:ExplicitlyExpressedConsent",
        "event_state": event.state.value,
        "event_time": _time(event.occurred_at),
        "validity": _time(event.valid_until) if event.valid_until else "ended",
        "entity_id": event.by.value,
        "indication_method": event.method.value,
        **({"assisted_by": event.assisted_by} if event.assisted_by else {}),
        "privacy_notice": event.shown.notice,
        "language": event.shown.language,
        "notice_digest": event.shown.notice_digest,
        "form_digest": event.shown.form_digest,
        "inventory_digest": event.shown.inventory_digest,
        "pii_information": [
            {
                "name": datum.place,
                "pii_type": datum.category,
                "necessity": _necessity(event.purpose),
            }
            for datum in one.data
        ],
        "storage_location": party.country,
        "retention_period": one.kept,
    }


def _necessity(purpose: Purpose) -> str:
    return "dpv:Required" if purpose is Purpose.ENTRY else "dpv:Optional"


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
