"""Phones that carry a badge: the key of each, and whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update

from checkin.core.badge import HolderKey
from checkin.core.ids import DeviceId, HolderRef
from checkin.core.inventory import Purpose
from checkin.core.possession import DeviceKind
from checkin.storage import Db
from checkin.storage.dialect import insert_into
from checkin.storage.purposes import Duty, reads
from checkin.storage.tables import device


@dataclass(frozen=True, slots=True)
class Device:
    """A phone that carries a badge. `until` is when it is forgotten if it fetches none before."""

    id: DeviceId
    holder: HolderRef
    kind: DeviceKind
    key: HolderKey
    enrolled_at: datetime
    until: datetime


@reads(Purpose.ENTRY)
def add(db: Db, new: Device) -> bool:
    """Keep a phone; False, and nothing is kept, if its key is known already."""
    added = db.execute(
        insert_into(db, device)
        .values(
            id=new.id,
            holder=new.holder,
            kind=new.kind,
            alg=new.key.alg,
            public=new.key.public,
            enrolled_at=new.enrolled_at,
            until=new.until,
        )
        .on_conflict_do_nothing()
        .returning(device.c.id)
    )
    return added.first() is not None


@reads(Purpose.ENTRY)
def get(db: Db, device_id: DeviceId) -> Device | None:
    """The phone of this id; None if it was forgotten or never was."""
    return _one(db, device.c.id == device_id)


@reads(Purpose.ENTRY)
def of_key(db: Db, key: HolderKey) -> Device | None:
    """The phone that holds this key; None if no badge was put on one that does."""
    return _one(db, (device.c.public == key.public) & (device.c.alg == key.alg))


@reads(Purpose.ENTRY)
def of_holder(db: Db, holder: HolderRef) -> Sequence[Device]:
    """The holder's phones, in the order in which they came."""
    rows = db.execute(
        select(device).where(device.c.holder == holder).order_by(device.c.enrolled_at, device.c.id)
    )
    return [_device(row) for row in rows]


@reads(Purpose.ENTRY)
def keep_until(db: Db, device_id: DeviceId, until: datetime) -> None:
    """Keep the phone until then."""
    db.execute(update(device).where(device.c.id == device_id).values(until=until))


@reads(Purpose.ENTRY)
def forget(db: Db, device_id: DeviceId) -> None:
    """Forget a phone, and with it what is left of its badges."""
    db.execute(delete(device).where(device.c.id == device_id))


@reads(Duty.ERASURE)
def erase(db: Db, holder: HolderRef) -> int:
    """Forget all phones of a holder, whose badges have to be gone already; how many."""
    return db.execute(delete(device).where(device.c.holder == holder)).rowcount


def _one(db: Db, which: ColumnElement[bool]) -> Device | None:
    row = db.execute(select(device).where(which)).first()
    return None if row is None else _device(row)


def _device(row: Row[Any]) -> Device:
    key = HolderKey(row.alg, row.public)
    return Device(row.id, row.holder, row.kind, key, row.enrolled_at, row.until)
