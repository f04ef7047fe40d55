"""The ledger of consents: acts are added and read, never changed, until a record ends."""

import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, insert, select, update

from checkin.core.audit import SALT_BYTES, Kind, commitment
from checkin.core.consent import ConsentEvent, Shown, State
from checkin.core.ids import ConsentRef, HolderRef, IdentityRef, uuid7
from checkin.core.inventory import Purpose
from checkin.storage import Db
from checkin.storage.purposes import reads
from checkin.storage.tables import consent_event, holder, subject_link

Hint = Callable[[bytes], bytes]
"""From a salt to the bytes by which a claim of a named person can be checked later."""

_UNPAUSED: Final = holder.c.paused_until.is_(None)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a consent of somebody who takes part stands, by the last act about it."""

    identity: IdentityRef
    purpose: Purpose
    since: datetime
    valid_until: datetime
    reminded_at: datetime | None


@reads(Purpose.PROOF)
def history(db: Db, record: ConsentRef) -> Sequence[ConsentEvent]:
    """Every act of this record, in the order they were done."""
    return _acts(db, select(consent_event).where(consent_event.c.record == record))


@reads(Purpose.PROOF, Purpose.ENTRY)
def of_holder(db: Db, holder_ref: HolderRef) -> Sequence[ConsentEvent]:
    """Every act of whoever holds badges under this reference; none once they are erased."""
    theirs = (
        select(consent_event)
        .join(subject_link, subject_link.c.consent == consent_event.c.record)
        .where(subject_link.c.holder == holder_ref)
    )
    return _acts(db, theirs)


def _acts(db: Db, of_record: Select[Any]) -> Sequence[ConsentEvent]:
    rows = db.execute(of_record.order_by(consent_event.c.seq))
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
            row.assisted_by,
        )
        for row in rows
    ]


@reads(Purpose.PROOF)
def add(db: Db, record: ConsentRef, events: Iterable[ConsentEvent], hint: Hint) -> None:
    """Add acts to the record. Whoever adds holds the person's lock (`people.lock`)."""
    last = db.execute(
        select(func.coalesce(func.max(consent_event.c.seq), 0)).where(
            consent_event.c.record == record
        )
    ).scalar_one()
    rows = [_row(record, last + place, act, hint) for place, act in enumerate(events, start=1)]
    db.execute(insert(consent_event), rows)


@reads(Purpose.PROOF)
def close(db: Db, record: ConsentRef, *, now: datetime) -> None:
    """End the record: from now on it is kept as proof only, and for a limited time."""
    db.execute(update(consent_event).where(consent_event.c.record == record).values(ended_at=now))


@reads(Purpose.PROOF, Purpose.ENTRY)
def running_out(
    db: Db, states: Collection[State], *, by: datetime, limit: int
) -> Sequence[Standing]:
    """Consents in these states that hold no longer than that, the first to end first."""
    return _standing(db, states, _UNPAUSED & (consent_event.c.valid_until <= by), limit)


@reads(Purpose.PROOF, Purpose.ENTRY)
def unanswered(db: Db, *, since: datetime, limit: int) -> Sequence[Standing]:
    """Consents that were suspended at that time or before, and that nobody has answered for."""
    return _standing(
        db, [State.SUSPENDED], _UNPAUSED & (consent_event.c.occurred_at <= since), limit
    )


@reads(Purpose.PROOF, Purpose.ENTRY)
def on_texts(
    db: Db,
    states: Collection[State],
    texts: Collection[str],
    purposes: Collection[Purpose],
    *,
    limit: int,
) -> Sequence[Standing]:
    """Consents to these purposes in these states that rest on one of these texts."""
    about = consent_event.c.notice.in_(texts) & consent_event.c.purpose.in_(purposes)
    return _standing(db, states, _UNPAUSED & about, limit)


@reads(Purpose.PROOF, Purpose.ENTRY)
def for_purpose(
    db: Db, purpose: Purpose, states: Collection[State], *, limit: int
) -> Sequence[Standing]:
    """Consents to this purpose in these states, those of people who paused all among them."""
    return _standing(db, states, consent_event.c.purpose == purpose, limit)


def _standing(
    db: Db, states: Collection[State], which: ColumnElement[bool], limit: int
) -> Sequence[Standing]:
    """Consents whose last act led to one of these states."""
    last = (
        select(consent_event.c.record, func.max(consent_event.c.seq).label("seq"))
        .where(consent_event.c.ended_at.is_(None))
        .group_by(consent_event.c.record, consent_event.c.purpose)
        .subquery()
    )
    rows = db.execute(
        select(
            subject_link.c.identity,
            consent_event.c.purpose,
            consent_event.c.occurred_at,
            consent_event.c.valid_until,
            holder.c.reminded_at,
        )
        .join(last, (last.c.record == consent_event.c.record) & (last.c.seq == consent_event.c.seq))
        .join(subject_link, subject_link.c.consent == consent_event.c.record)
        .join(holder, holder.c.ref == subject_link.c.holder)
        .where(consent_event.c.state.in_(states), which)
        .order_by(consent_event.c.valid_until, subject_link.c.identity)
        .limit(limit)
    )
    return [Standing(*row) for row in rows]


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
        "assisted_by": act.assisted_by,
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
    helped: dict[str, str | int | None] = (
        {} if act.assisted_by is None else {"assisted_by": act.assisted_by}
    )
    return helped | {
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
