"""What was done in the console, and who looked at whose record; each with salt and commitment."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select

from checkin.core.audit import SALT_BYTES, Actor, Canonical, Kind, commitment
from checkin.core.ids import AccessRef, uuid7
from checkin.storage import Db
from checkin.storage.tables import access_event, audit_event


@dataclass(frozen=True, slots=True)
class Look:
    """Why and how somebody in the console looks at people's records: what they can read."""

    viewer: Actor
    act: str
    categories: tuple[str, ...]
    reason_code: str
    reason: str


@dataclass(frozen=True, slots=True)
class SeenBy:
    """One time somebody looked at a person's record."""

    at: datetime
    look: Look


@dataclass(frozen=True, slots=True)
class Done:
    """One act that was written down."""

    at: datetime
    actor: Actor
    act: str


def append(
    db: Db,
    actor: Actor,
    act: str,
    obj: str,
    *,
    now: datetime,
    reason: str = "",
    amount: str = "1",
) -> UUID:
    """Write down one act; `obj` is kind and row reference, never a name. Returns the event's id."""
    event_id = uuid7(now, secrets.token_bytes(10))
    body: dict[str, Canonical] = {
        "v": 1,
        "id": str(event_id),
        "t": _seconds(now),
        "actor": actor.alias,
        "role": actor.role,
        "act": act,
        "obj": obj,
        "reason": reason,
        "n": amount,
    }
    salt = secrets.token_bytes(SALT_BYTES)
    db.execute(
        insert(audit_event).values(
            id=event_id,
            at=now.replace(microsecond=0),
            actor=actor.alias,
            role=actor.role,
            act=act,
            object=obj,
            reason=reason,
            amount=amount,
            salt=salt,
            commitment=commitment(Kind.AUDIT, body, salt),
        )
    )
    return event_id


def last(db: Db, obj: str, acts: Collection[str]) -> Done | None:
    """The newest of these acts on a thing, as long as what was done is kept."""
    row = db.execute(
        select(audit_event.c.at, audit_event.c.actor, audit_event.c.role, audit_event.c.act)
        .where(audit_event.c.object == obj, audit_event.c.act.in_(acts))
        .order_by(audit_event.c.at.desc(), audit_event.c.id.desc())
        .limit(1)
    ).first()
    return None if row is None else Done(row.at, Actor(row.actor, row.role), row.act)


def looked(db: Db, subjects: Collection[AccessRef], look: Look, *, now: datetime) -> None:
    """Write down that somebody looks at these people: one event for each of them."""
    if subjects:
        db.execute(insert(access_event), [_access_row(subject, look, now) for subject in subjects])


def _access_row(subject: AccessRef, look: Look, now: datetime) -> dict[str, object]:
    event_id = uuid7(now.replace(second=0, microsecond=0), secrets.token_bytes(10))
    minute = now.replace(second=0, microsecond=0)
    body: dict[str, Canonical] = {
        "v": 1,
        "id": str(event_id),
        "t": _seconds(minute),
        "subject": str(subject),
        "viewer": look.viewer.alias,
        "role": look.viewer.role,
        "act": look.act,
        "cats": list(look.categories),
        "rows": 1,
        "reason": look.reason_code,
        "text": look.reason,
    }
    salt = secrets.token_bytes(SALT_BYTES)
    return {
        "id": event_id,
        "at": minute,
        "subject": subject,
        "viewer": look.viewer.alias,
        "role": look.viewer.role,
        "act": look.act,
        "categories": ",".join(look.categories),
        "reason_code": look.reason_code,
        "reason": look.reason,
        "salt": salt,
        "commitment": commitment(Kind.ACCESS, body, salt),
    }


def looks_at(db: Db, subject: AccessRef, *, limit: int) -> Sequence[SeenBy]:
    """Who looked at this person's record, newest first."""
    rows = db.execute(
        select(access_event)
        .where(access_event.c.subject == subject)
        .order_by(access_event.c.at.desc(), access_event.c.id.desc())
        .limit(limit)
    )
    return [
        SeenBy(
            row.at,
            Look(
                Actor(row.viewer, row.role),
                row.act,
                tuple(row.categories.split(",")),
                row.reason_code,
                row.reason,
            ),
        )
        for row in rows
    ]


def _seconds(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
