"""What was done in the console, and who looked at whose record; each with salt and commitment."""

import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, insert, not_, or_, select

from checkin.core.audit import SALT_BYTES, SELF, Actor, Canonical, Kind, commitment
from checkin.core.ids import AccessRef, uuid7
from checkin.core.inventory import Purpose
from checkin.core.moments import minute_of
from checkin.storage import Db
from checkin.storage.purposes import reads
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
class Entry:
    """One act that was written down. `about` is kind and row reference, never a name."""

    id: UUID
    at: datetime
    actor: Actor
    act: str
    about: str
    reason: str
    amount: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which acts are asked for: of these families, or of none of these; by whom; since when.

    A family is what an act's name begins with, up to its first dot. None asks for all.
    """

    families: frozenset[str] | None = None
    but_families: frozenset[str] | None = None
    role: str | None = None
    alias: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Glance:
    """How many people's records somebody looked at in one minute, in one way, for one reason."""

    at: datetime
    viewer: Actor
    act: str
    reason_code: str
    records: int


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


@reads(Purpose.OVERSIGHT)
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
    minute = minute_of(now)
    event_id = uuid7(minute, secrets.token_bytes(10))
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


@reads(Purpose.OVERSIGHT)
def looks_at(db: Db, subject: AccessRef) -> Sequence[SeenBy]:
    """Who looked at this person's record, newest first: every look that is kept."""
    rows = db.execute(
        select(access_event)
        .where(access_event.c.subject == subject)
        .order_by(access_event.c.at.desc(), access_event.c.id.desc())
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


# --- reading it -------------------------------------------------------------------------------


@reads(Purpose.OVERSIGHT)
def acts(db: Db, wanted: Wanted, *, before: UUID | None, limit: int) -> Sequence[Entry]:
    """What console accounts and the system did, newest first, from before that event on.

    What people do about themselves is left out: beside the number of invitations it would tell
    how many didn't answer, and when somebody said yes or took it back is theirs alone.
    """
    statement = (
        select(
            audit_event.c.id,
            audit_event.c.at,
            audit_event.c.actor,
            audit_event.c.role,
            audit_event.c.act,
            audit_event.c.object,
            audit_event.c.reason,
            audit_event.c.amount,
        )
        .where(audit_event.c.role != SELF.role, *_conditions(wanted))
        .order_by(audit_event.c.id.desc())  # ids begin with the time
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(audit_event.c.id < before)
    return [
        Entry(row[0], row[1], Actor(row[2], row[3]), row[4], row[5], row[6], row[7])
        for row in db.execute(statement)
    ]


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.families is not None:
        yield or_(*(_of_family(family) for family in sorted(wanted.families)))
    if wanted.but_families is not None:
        yield and_(*(not_(_of_family(family)) for family in sorted(wanted.but_families)))
    if wanted.role is not None:
        yield audit_event.c.role == wanted.role
    if wanted.alias is not None:
        yield audit_event.c.actor == wanted.alias
    if wanted.since is not None:
        yield audit_event.c.at >= wanted.since


def _of_family(family: str) -> ColumnElement[bool]:
    return audit_event.c.act.startswith(f"{family}.", autoescape=True)


@reads(Purpose.OVERSIGHT)
def glances(db: Db, begin: datetime, end: datetime) -> Sequence[Glance]:
    """Who looked at people's records from `begin` until `end`, newest first: numbers, no one."""
    what = (
        access_event.c.at,
        access_event.c.viewer,
        access_event.c.role,
        access_event.c.act,
        access_event.c.reason_code,
    )
    rows = db.execute(
        select(*what, func.count())
        .where(access_event.c.at >= begin, access_event.c.at < end)
        .group_by(*what)
        .order_by(access_event.c.at.desc(), *what[1:])
    )
    return [Glance(row[0], Actor(row[1], row[2]), row[3], row[4], row[5]) for row in rows]


@reads(Purpose.OVERSIGHT)
def last_look(db: Db, *, before: datetime) -> datetime | None:
    """When somebody last looked at a person's record before then."""
    newest = access_event.c.at.desc()
    return db.scalars(
        select(access_event.c.at).where(access_event.c.at < before).order_by(newest).limit(1)
    ).first()


@reads(Purpose.OVERSIGHT)
def next_look(db: Db, *, since: datetime) -> datetime | None:
    """When somebody first looked at a person's record from then on."""
    return db.scalars(
        select(access_event.c.at)
        .where(access_event.c.at >= since)
        .order_by(access_event.c.at)
        .limit(1)
    ).first()


def _seconds(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
