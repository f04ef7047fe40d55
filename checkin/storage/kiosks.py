"""Kiosks: the devices that stand at doors, and what they report about themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, insert, select, update

from checkin.core.ids import DoorId, KioskId, SiteId
from checkin.core.policy import Posture
from checkin.core.site import DoorWay, InputMode
from checkin.storage import Db
from checkin.storage.dialect import insert_into
from checkin.storage.tables import door, kiosk, kiosk_health, site


@dataclass(frozen=True, slots=True)
class Kiosk:
    """A device and the door it stands at."""

    id: KioskId
    title: str
    input: InputMode
    paired_at: datetime | None
    revoked_at: datetime | None
    code_until: datetime | None
    staff_turn: int
    door: DoorId
    door_title: str
    way: DoorWay
    posture: Posture
    site: SiteId
    site_title: str


@dataclass(frozen=True, slots=True)
class Health:
    """What a device last reported about itself. What its camera does is None if it said nothing."""

    queued: int
    queued_ever: int
    snapshot_seconds: int | None
    camera: str
    scanner: str
    clock_milliseconds: int
    release: str
    frames: int | None = None
    frames_failed: int | None = None
    decode_milliseconds: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """When a device last reported, and what."""

    at: datetime
    health: Health


def add(db: Db, kiosk_id: KioskId, at: DoorId, title: str, mode: InputMode) -> None:
    """Add a device that isn't paired yet."""
    db.execute(
        insert(kiosk).values(id=kiosk_id, door=at, title=title, input=mode, staff_turn=1, version=1)
    )


def get(db: Db, kiosk_id: KioskId) -> Kiosk | None:
    """The device, or None if there is none of this id."""
    return _one(db, _KIOSKS.where(kiosk.c.id == kiosk_id))


def of_credential(db: Db, credential_hash: bytes) -> Kiosk | None:
    """The device that holds this credential, revoked or not."""
    return _one(db, _KIOSKS.where(kiosk.c.credential_hash == credential_hash))


def of_code(db: Db, code_hash: bytes, *, now: datetime) -> Kiosk | None:
    """The device that this pairing code is for, while the code is good."""
    return _one(db, _KIOSKS.where(kiosk.c.code_hash == code_hash, kiosk.c.code_until > now))


def every(db: Db) -> Sequence[tuple[Kiosk, Seen | None]]:
    """All devices with what they last reported, those never heard of first, then the silent."""
    rows = db.execute(
        _KIOSKS.add_columns(*kiosk_health.c)
        .outerjoin(kiosk_health, kiosk_health.c.kiosk == kiosk.c.id)
        .order_by(kiosk_health.c.seen_at.asc().nulls_first(), kiosk.c.title)
    )
    return [(_kiosk(row), _seen(row)) for row in rows]


def seen(db: Db, kiosk_id: KioskId) -> Seen | None:
    """What the device last reported; None if it was never heard of."""
    row = db.execute(select(kiosk_health).where(kiosk_health.c.kiosk == kiosk_id)).first()
    return None if row is None else _seen(row)


def set_code(db: Db, kiosk_id: KioskId, code_hash: bytes, *, until: datetime) -> None:
    """Give the device a pairing code; an older one stops working."""
    db.execute(
        update(kiosk).where(kiosk.c.id == kiosk_id).values(code_hash=code_hash, code_until=until)
    )


def pair(
    db: Db,
    code_hash: bytes,
    credential_hash: bytes,
    *,
    title: str | None,
    keep_code: bool,
    now: datetime,
) -> KioskId | None:
    """Hand the device of this code a credential and end its old one; None if the code isn't good.

    One statement, so that of two devices with one code only the first is paired.
    """
    values: dict[str, object] = {
        "credential_hash": credential_hash,
        "paired_at": now,
        "revoked_at": None,
        "version": kiosk.c.version + 1,
    }
    if title:
        values["title"] = title
    if not keep_code:
        values |= {"code_hash": None, "code_until": None}
    return db.execute(
        update(kiosk)
        .where(kiosk.c.code_hash == code_hash, kiosk.c.code_until > now)
        .values(values)
        .returning(kiosk.c.id)
    ).scalar()


def release(db: Db, kiosk_id: KioskId) -> None:
    """End the device's credential: it is to be paired again.

    Whoever has it may guess at its staff code, so that changes as well.
    """
    db.execute(
        update(kiosk)
        .where(kiosk.c.id == kiosk_id)
        .values(
            credential_hash=None,
            paired_at=None,
            staff_turn=kiosk.c.staff_turn + 1,
            version=kiosk.c.version + 1,
        )
    )


def revoke(db: Db, kiosk_id: KioskId, *, now: datetime) -> None:
    """Shut the device out. Its credential stays known, so that it can be told to forget itself.

    Whoever has it may guess at its staff code, so that changes as well.
    """
    db.execute(
        update(kiosk)
        .where(kiosk.c.id == kiosk_id)
        .values(
            revoked_at=now,
            code_hash=None,
            code_until=None,
            staff_turn=kiosk.c.staff_turn + 1,
            version=kiosk.c.version + 1,
        )
    )


def change_staff_code(db: Db, kiosk_id: KioskId) -> None:
    """Let the device's staff code be another one."""
    db.execute(
        update(kiosk).where(kiosk.c.id == kiosk_id).values(staff_turn=kiosk.c.staff_turn + 1)
    )


def set_input(db: Db, kiosk_id: KioskId, mode: InputMode) -> None:
    """Choose how the device reads badges."""
    db.execute(
        update(kiosk).where(kiosk.c.id == kiosk_id).values(input=mode, version=kiosk.c.version + 1)
    )


def heard(db: Db, kiosk_id: KioskId, health: Health, *, now: datetime) -> None:
    """Keep what the device reports, in place of what it reported before."""
    report = {
        "seen_at": now,
        "queued": health.queued,
        "queued_ever": health.queued_ever,
        "snapshot_seconds": health.snapshot_seconds,
        "camera": health.camera,
        "scanner": health.scanner,
        "clock_milliseconds": health.clock_milliseconds,
        "release": health.release,
        "frames": health.frames,
        "frames_failed": health.frames_failed,
        "decode_milliseconds": health.decode_milliseconds,
    }
    db.execute(
        insert_into(db, kiosk_health)
        .values(kiosk=kiosk_id, **report)
        .on_conflict_do_update(index_elements=[kiosk_health.c.kiosk], set_=report)
    )


_KIOSKS = (
    select(
        kiosk.c.id,
        kiosk.c.title,
        kiosk.c.input,
        kiosk.c.paired_at,
        kiosk.c.revoked_at,
        kiosk.c.code_until,
        kiosk.c.staff_turn,
        kiosk.c.door,
        door.c.title.label("door_title"),
        door.c.way,
        door.c.posture,
        door.c.site,
        site.c.title.label("site_title"),
    )
    .join_from(kiosk, door, door.c.id == kiosk.c.door)
    .join(site, site.c.id == door.c.site)
)
_COLUMNS = len(Kiosk.__dataclass_fields__)


def _one(db: Db, statement: Select[*tuple[object, ...]]) -> Kiosk | None:
    row = db.execute(statement).first()
    return None if row is None else _kiosk(row)


def _kiosk(row: Row[*tuple[object, ...]]) -> Kiosk:
    return Kiosk(*row[:_COLUMNS])  # type: ignore[arg-type]


def _seen(row: Row[*tuple[object, ...]]) -> Seen | None:
    if row.seen_at is None:
        return None
    return Seen(
        row.seen_at,
        Health(
            row.queued,
            row.queued_ever,
            row.snapshot_seconds,
            row.camera,
            row.scanner,
            row.clock_milliseconds,
            row.release,
            row.frames,
            row.frames_failed,
            row.decode_milliseconds,
        ),
    )
