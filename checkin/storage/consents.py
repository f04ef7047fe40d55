"""The ledger of consents: acts are added and read, never changed, until a record ends."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select, update

from checkin.core.audit import SALT_BYTES, Kind, commitment
from checkin.core.consent import ConsentEvent, Shown
from checkin.core.ids import ConsentRef, uuid7
from checkin.storage import Db
from checkin.storage.tables import consent_event

Hint = Callable[[bytes], bytes]
"""From a salt to the bytes by which a claim of a named person can be checked later."""


def history(db: Db, record: ConsentRef) -> Sequence[ConsentEvent]:
    """Every act of this record, in the order they were done."""
    rows = db.execute(
        select(consent_event).where(consent_event.c.record == record).order_by(consent_event.c.seq)
    )
    return [
        ConsentEvent(
            row.purpose,
            row.state,
            row.act,
            row.indicated_by,
            row.method,
            row.occurred_at,
            row.valid_until,
            Shown(
                row.notice,
                row.language,
                row.notice_digest,
                row.inventory_digest,
                row.form_digest,
            ),
        )
        for row in rows
    ]


def add(db: Db, record: ConsentRef, events: Iterable[ConsentEvent], hint: Hint) -> None:
    """Add acts to the record. Whoever adds holds the person's lock (`people.lock`)."""
    last = db.execute(
        select(func.coalesce(func.max(consent_event.c.seq), 0)).where(
            consent_event.c.record == record
        )
    ).scalar_one()
    rows = [_row(record, last + place, act, hint) for place, act in enumerate(events, start=1)]
    db.execute(insert(consent_event), rows)


def close(db: Db, record: ConsentRef, *, now: datetime) -> None:
    """End the record: from now on it is kept as proof only, and for a limited time."""
    db.execute(update(consent_event).where(consent_event.c.record == record).values(ended_at=now))


def _row(record: ConsentRef, seq: int, act: ConsentEvent, hint: Hint) -> dict[str, object]:
    event_id = uuid7(act.occurred_at, secrets.token_bytes(10))
    salt, hint_salt = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(SALT_BYTES)
    return {
        "event_id": event_id,
        "record": record,
        "seq": seq,
        "purpose": act.purpose,
        "state": act.state,
        "act": act.act,
        "indicated_by": act.by,
        "method": act.method,
        "occurred_at": act.occurred_at,
        "valid_until": act.valid_until,
        "notice": act.shown.notice,
        "language": act.shown.language,
        "notice_digest": act.shown.notice_digest,
        "inventory_digest": act.shown.inventory_digest,
        "form_digest": act.shown.form_digest,
        "hint_salt": hint_salt,
        "hint": hint(hint_salt),
        "salt": salt,
        "commitment": commitment(Kind.CONSENT, _body(event_id, record, seq, act), salt),
        "ended_at": None,
    }


def _body(
    event_id: UUID, record: ConsentRef, seq: int, act: ConsentEvent
) -> dict[str, str | int | None]:
    return {
        "v": 1,
        "id": str(event_id),
        "t": _seconds(act.occurred_at),
        "record": str(record),
        "seq": seq,
        "purpose": act.purpose.value,
        "state": act.state.value,
        "act": act.act.value,
        "by": act.by.value,
        "method": act.method.value,
        "until": None if act.valid_until is None else _seconds(act.valid_until),
        "notice": act.shown.notice,
        "language": act.shown.language,
        "notice_digest": act.shown.notice_digest,
        "inventory_digest": act.shown.inventory_digest,
        "form_digest": act.shown.form_digest,
    }


def _seconds(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
