"""Issued badges: their claims, never their text, and their places in the status list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, delete, insert, select, update

from checkin.core.badge import Badge, HolderKey, Kind, StatusRef
from checkin.core.ids import BadgeId, DeviceId, HolderRef
from checkin.core.inventory import Purpose
from checkin.core.policy import BadgeState
from checkin.core.retention import RANGES
from checkin.storage import Db, devices, status
from checkin.storage.dialect import insert_into
from checkin.storage.purposes import Duty, reads
from checkin.storage.status import Place
from checkin.storage.tables import (
    badge,
    device,
    door,
    ended_badge,
    holder_profile,
    profile_door,
    site,
)

TOLD_LATER: Final = timedelta(days=RANGES["late_max_days"][1])
"""How long after a scan a kiosk may tell of it at most, whatever an instance has chosen."""


@dataclass(frozen=True, slots=True)
class Held:
    """A badge as it is kept. `place` is that in a status list.

    One on a phone has the phone's `device` and `key`, until it ends.
    """

    cti: UUID
    holder: HolderRef
    kind: Kind
    state: BadgeState
    aud: str
    issued_at: datetime
    expires_at: datetime
    kid: bytes
    place: Place
    device: DeviceId | None = None
    key: HolderKey | None = None

    @property
    def id(self) -> BadgeId:
        """What the badge is known by: the random number in its code."""
        return BadgeId(self.cti)

    def claims(self, list_uri: str) -> Badge:
        """The claims that its text was made of, so that it can be drawn again.

        `list_uri` is the address of its status list.
        """
        return Badge(
            cti=self.cti.bytes,
            kind=self.kind,
            aud=self.aud,
            issued_at=self.issued_at,
            expires_at=self.expires_at,
            not_before=None,
            kid=self.kid,
            status=StatusRef(list_uri, self.place.slot),
            holder_key=self.key,
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """A door that a badge opens, by its title and its site's, and that site's time zone."""

    site: str
    door: str
    zone: str


@reads(Purpose.ENTRY)
def add(db: Db, held: Held, code_hash: bytes) -> bool:
    """Keep a new badge; False, and nothing is kept, if another one has the same short code."""
    added = db.execute(
        insert_into(db, badge)
        .values(
            cti=held.cti,
            holder=held.holder,
            kind=held.kind,
            device=held.device,
            state=held.state,
            aud=held.aud,
            issued_at=held.issued_at,
            expires_at=held.expires_at,
            kid=held.kid,
            list_number=held.place.list_number,
            slot=held.place.slot,
            code_hash=code_hash,
            version=1,
        )
        .on_conflict_do_nothing()
        .returning(badge.c.cti)
    )
    return added.first() is not None


@reads(Purpose.ENTRY)
def get(db: Db, badge_id: BadgeId) -> Held | None:
    """The badge of this id, whatever became of it; None once it is erased."""
    return _first(db, _HELD.where(badge.c.cti == badge_id))


@reads(Purpose.ENTRY)
def by_code(db: Db, code_hash: bytes) -> Held | None:
    """The badge that this short code finds, whatever became of it; None if it finds none."""
    return _first(db, _HELD.where(badge.c.code_hash == code_hash))


@reads(Purpose.ENTRY)
def of_holder(db: Db, holder: HolderRef) -> Held | None:
    """The holder's good printed badge, or the newest of those that ended; None without any."""
    return _first(
        db,
        _HELD.where(badge.c.holder == holder, badge.c.kind == Kind.PRINTED)
        .order_by((badge.c.state == BadgeState.GOOD).desc(), badge.c.issued_at.desc())
        .limit(1),
    )


@reads(Purpose.ENTRY)
def on_device(db: Db, device_id: DeviceId) -> Held | None:
    """The newest good badge on this phone; the one before it is good until it runs out, too.

    Somebody may hold that up to a door while the phone fetches the next one.
    """
    return _first(
        db,
        _HELD.where(badge.c.device == device_id, badge.c.state == BadgeState.GOOD)
        .order_by(badge.c.issued_at.desc(), badge.c.expires_at.desc())
        .limit(1),
    )


@reads(Purpose.ENTRY)
def holder_of_code(db: Db, code_hash: bytes) -> HolderRef | None:
    """Whose badge this short code finds; None if it finds none."""
    found: HolderRef | None = db.scalar(
        select(badge.c.holder).where(badge.c.code_hash == code_hash)
    )
    return found


@reads(Purpose.ENTRY)
def end(db: Db, badge_id: BadgeId, state: BadgeState, *, now: datetime) -> bool:
    """Switch a good badge off; `state` says why. False if it wasn't good any more."""
    ended = db.execute(
        update(badge)
        .where(badge.c.cti == badge_id, badge.c.state == BadgeState.GOOD)
        .values(state=state, ended_at=now, version=badge.c.version + 1)
        .returning(badge.c.list_number, badge.c.slot)
    ).all()
    status.switch_off(db, (Place(*row) for row in ended))
    return bool(ended)


@reads(Purpose.ENTRY)
def ended_at(db: Db, cti: bytes) -> datetime | None:
    """Since when the badge is switched off or replaced; None while it is good."""
    found: datetime | None = db.scalar(
        select(badge.c.ended_at).where(badge.c.cti == UUID(bytes=cti))
    )
    return found


@reads(Purpose.ENTRY)
def code_hash_at(db: Db, place: Place) -> bytes | None:
    """What the newest badge at a place is found by: a phone's next badge takes its place."""
    found: bytes | None = db.scalar(
        select(badge.c.code_hash)
        .where(badge.c.list_number == place.list_number, badge.c.slot == place.slot)
        .order_by(badge.c.issued_at.desc())
        .limit(1)
    )
    return found


@reads(Purpose.ENTRY)
def replace(db: Db, holder: HolderRef, kind: Kind, *, now: datetime) -> None:
    """Make way for a new badge of this kind: the good ones become `replaced`."""
    replaced = db.execute(
        update(badge)
        .where(badge.c.holder == holder, badge.c.kind == kind, badge.c.state == BadgeState.GOOD)
        .values(state=BadgeState.REPLACED, ended_at=now, version=badge.c.version + 1)
        .returning(badge.c.list_number, badge.c.slot)
    ).all()
    status.switch_off(db, (Place(*row) for row in replaced))


@reads(Purpose.ENTRY)
def end_device(db: Db, device_id: DeviceId, state: BadgeState, *, now: datetime) -> None:
    """Switch off what is on a phone, and forget the phone; `state` says why."""
    ended = db.execute(
        update(badge)
        .where(badge.c.device == device_id, badge.c.state == BadgeState.GOOD)
        .values(device=None, state=state, ended_at=now, version=badge.c.version + 1)
        .returning(badge.c.list_number, badge.c.slot)
    ).all()
    status.switch_off(db, {Place(*row) for row in ended})
    devices.forget(db, device_id)


@reads(Purpose.ENTRY)
def forget_before(db: Db, current: Held, *, now: datetime) -> None:
    """Forget what a phone carried before its current badge, if it has run out or shares its place.

    What is good in another list has to stay until it runs out, or it couldn't be switched off.
    """
    same_place = (badge.c.list_number == current.place.list_number) & (
        badge.c.slot == current.place.slot
    )
    db.execute(
        delete(badge).where(
            badge.c.device == current.device,
            badge.c.cti != current.cti,
            same_place | (badge.c.expires_at <= now),
        )
    )


@reads(Purpose.ENTRY)
def forget_ended(db: Db, holder: HolderRef, *, now: datetime) -> None:
    """Forget those of a holder's badges that are on no phone any more and have run out."""
    db.execute(
        delete(badge).where(
            badge.c.holder == holder,
            badge.c.kind == Kind.LIVE,
            badge.c.device.is_(None),
            badge.c.expires_at <= now,
        )
    )


@reads(Duty.ERASURE)
def erase(db: Db, holder: HolderRef, ended_hash: Callable[[bytes], bytes], *, now: datetime) -> int:
    """Delete all badges of a holder; returns how many.

    What stays is their places in the status list, switched off, and a keyed hash, which tells an
    erased badge from one that never was: until they would have run out by themselves, and as long
    after as a kiosk without a connection may tell of them.
    """
    held = [_held(row) for row in db.execute(_HELD.where(badge.c.holder == holder))]
    erased = db.execute(delete(badge).where(badge.c.holder == holder)).rowcount
    status.switch_off(db, [one.place for one in held])
    rows = [
        {"cti_hash": ended_hash(one.cti.bytes), "until": one.expires_at + TOLD_LATER}
        for one in held
        if one.expires_at + TOLD_LATER > now
    ]
    if rows:
        db.execute(insert(ended_badge), rows)
    return erased


@reads(Purpose.ENTRY)
def sites_of(db: Db, holder: HolderRef) -> frozenset[str]:
    """The codes of the sites at which the holder's profiles open a door."""
    return frozenset(
        db.scalars(
            select(site.c.code)
            .distinct()
            .select_from(holder_profile)
            .join(profile_door, profile_door.c.profile == holder_profile.c.profile)
            .join(door, door.c.id == profile_door.c.door)
            .join(site, site.c.id == door.c.site)
            .where(holder_profile.c.holder == holder)
        )
    )


@reads(Purpose.ENTRY)
def places_of(db: Db, holder: HolderRef) -> Sequence[Opened]:
    """The doors that the holder's profiles open, by site and title."""
    rows = db.execute(
        select(site.c.title, door.c.title, site.c.time_zone)
        .distinct()
        .select_from(holder_profile)
        .join(profile_door, profile_door.c.profile == holder_profile.c.profile)
        .join(door, door.c.id == profile_door.c.door)
        .join(site, site.c.id == door.c.site)
        .where(holder_profile.c.holder == holder)
        .order_by(site.c.title, door.c.title)
    )
    return [Opened(*row) for row in rows]


def zone_of(db: Db, holder: HolderRef) -> ZoneInfo:
    """The local time of the first site that the holder's badge opens; UTC if there is none."""
    opened = places_of(db, holder)
    return ZoneInfo(opened[0].zone) if opened else ZoneInfo("UTC")


_HELD = select(
    badge.c.cti,
    badge.c.holder,
    badge.c.kind,
    badge.c.state,
    badge.c.aud,
    badge.c.issued_at,
    badge.c.expires_at,
    badge.c.kid,
    badge.c.list_number,
    badge.c.slot,
    badge.c.device,
    device.c.alg,
    device.c.public,
).select_from(badge.outerjoin(device, device.c.id == badge.c.device))


def _first(db: Db, statement: Select[*tuple[Any, ...]]) -> Held | None:
    row = db.execute(statement).first()
    return None if row is None else _held(row)


def _held(row: Row[*tuple[Any, ...]]) -> Held:
    *claims, list_number, slot, device_id, alg, public = row
    key = None if public is None else HolderKey(alg, public)
    place = Place(list_number, slot)
    return Held(*claims, place, device_id, key)  # type: ignore[call-arg]  # as many as are selected
