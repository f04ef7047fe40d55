"""Kiosks: adding and pairing them, hearing from them, shutting them out."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from checkin.core import shortcode, staffcode
from checkin.core.audit import SYSTEM, Actor
from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.hashing import Hashing
from checkin.core.ids import DoorId, KioskId
from checkin.core.policy import Posture
from checkin.core.scan import Direction
from checkin.core.site import InputMode
from checkin.core.staffcode import StaffVerifier
from checkin.services import alternative, throttle
from checkin.services.alternative import WayIn
from checkin.services.signin import token_hash
from checkin.services.throttle import Pace
from checkin.storage import Db, audit, kiosks, sites
from checkin.storage.kiosks import Health, Kiosk, Seen

__all__ = ["Health", "Kiosk", "Seen"]

CODE_LIFE = timedelta(minutes=10)
SILENT_AFTER = timedelta(minutes=5)
CLOCK_OFF_BY_MILLISECONDS = 30_000
CAMERA_FAULTS = frozenset({"refused", "missing", "failing"})
WRONG_CODES = Pace(free=5, first_wait=throttle.MINUTE, longest_wait=throttle.MINUTE)


@dataclass(frozen=True, slots=True)
class Paired:
    """A device that has just been paired. `credential` is for its cookie and is kept nowhere."""

    credential: str
    kiosk: Kiosk


class NotPaired(StrEnum):
    """Why a device isn't one of ours."""

    UNKNOWN = "unknown"
    REVOKED = "revoked"
    WRONG_CODE = "wrong_code"
    TOO_MANY_TRIES = "too_many_tries"


@dataclass(frozen=True, slots=True)
class KioskView:
    """What a device needs to know of itself."""

    site: str
    door: str
    directions: tuple[Direction, ...]
    input: InputMode
    posture: Posture
    staff: StaffVerifier


def pair(
    db: Db,
    code: str,
    title: str | None,
    hashing: Hashing,
    *,
    client: str,
    held: bytes | None = None,
    keep_code: bool = False,
    now: datetime,
) -> Paired | NotPaired:
    """Pair the device that shows this code, and end the credential that it and its kiosk had.

    `client` is where the try comes from: it may be wrong five times a minute.
    `held` is the hash of the credential that the device still shows, if it was a kiosk before.
    `keep_code` leaves the code good for the next device, as a demo needs it.
    Raises ConflictError if another device uses the same code at the same moment.
    """
    source = throttle.subject(hashing.code_key, "pair", client)
    if throttle.attempt(db, WRONG_CODES, source, now=now):
        return NotPaired.TOO_MANY_TRIES
    meant = shortcode.normalise(code)
    code_hash = hashing.code(meant) if meant else None
    kiosk = kiosks.of_code(db, code_hash, now=now) if code_hash else None
    if code_hash is None or kiosk is None:
        return NotPaired.WRONG_CODE
    credential = f"{kiosk.id.hex}.{secrets.token_urlsafe(32)}"
    kiosk_id = kiosks.pair(
        db, code_hash, token_hash(credential), title=title, keep_code=keep_code, now=now
    )
    if kiosk_id is None:
        raise ConflictError("Another device used this code a moment ago. Ask for a new one.")
    throttle.forget(db, source)
    if held is not None:
        release(db, held, now=now)
    audit.append(db, SYSTEM, "kiosk.paired", f"kiosk:{kiosk_id}", now=now)
    return Paired(credential, one(db, kiosk_id))


def named_in(credential: str) -> KioskId | None:
    """The device that a credential is for, which is as true as the credential itself.

    None for one of an earlier release, which doesn't say.
    """
    kiosk, _, _ = credential.partition(".")
    try:
        return KioskId(UUID(hex=kiosk))
    except ValueError:
        return None


def release(db: Db, credential_hash: bytes, *, now: datetime) -> NotPaired | None:
    """End the credential of a device that is set up anew; why not, if it has none that is good.

    That of a device that was shut out stays known, so that every copy is told to forget itself.
    """
    kiosk = _paired(db, credential_hash)
    if isinstance(kiosk, NotPaired):
        return kiosk
    kiosks.release(db, kiosk.id)
    audit.append(db, SYSTEM, "kiosk.released", f"kiosk:{kiosk.id}", now=now)
    return None


def heartbeat(
    db: Db,
    credential_hash: bytes,
    health: Health,
    hashing: Hashing,
    *,
    medians: Mapping[WayIn, int] | None = None,
    now: datetime,
) -> KioskView | NotPaired:
    """Keep what a device reports; the answer is what it needs to know of itself.

    `medians` is how long each way in took there, in milliseconds, if it has that to tell.
    """
    kiosk = _paired(db, credential_hash)
    if isinstance(kiosk, NotPaired):
        return kiosk
    kiosks.heard(db, kiosk.id, health, now=now)
    if medians is not None:
        alternative.keep_medians(db, kiosk.id, medians, now=now)
    ways = tuple(way for way in Direction if way in kiosk.way.directions)
    staff = staffcode.verifier(staff_code(kiosk, hashing), kiosk.id, kiosk.staff_turn)
    return KioskView(kiosk.site_title, kiosk.door_title, ways, kiosk.input, kiosk.posture, staff)


def _paired(db: Db, credential_hash: bytes) -> Kiosk | NotPaired:
    """The device that holds this credential, or why that is worth nothing."""
    kiosk = kiosks.of_credential(db, credential_hash)
    if kiosk is None:
        return NotPaired.UNKNOWN
    return kiosk if kiosk.revoked_at is None else NotPaired.REVOKED


# --- for the console --------------------------------------------------------------------------


class Trouble(StrEnum):
    """What a device itself says isn't right."""

    QUEUE = "queue"
    CLOCK = "clock"
    CAMERA = "camera"


class Care(StrEnum):
    """What a device needs from somebody, the most pressing first."""

    SILENT = "silent"
    TROUBLED = "troubled"
    UNPAIRED = "unpaired"
    REVOKED = "revoked"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class KioskRow:
    """A device as the console lists it."""

    kiosk: Kiosk
    seen: Seen | None
    care: Care
    troubles: tuple[Trouble, ...]


def listed(db: Db, *, now: datetime) -> list[KioskRow]:
    """Every device, those that need care first."""
    rows = [_row(kiosk, seen, now) for kiosk, seen in kiosks.every(db)]
    return sorted(rows, key=lambda row: list(Care).index(row.care))


def row(db: Db, kiosk_id: KioskId, *, now: datetime) -> KioskRow:
    """One device as the console shows it. Raises NotFoundError."""
    return _row(one(db, kiosk_id), kiosks.seen(db, kiosk_id), now)


def _row(kiosk: Kiosk, seen: Seen | None, now: datetime) -> KioskRow:
    troubles = _troubles(seen.health) if seen else ()
    return KioskRow(kiosk, seen, _care(kiosk, seen, troubles, now), troubles)


def _troubles(health: Health) -> tuple[Trouble, ...]:
    return tuple(
        trouble
        for trouble, applies in (
            (Trouble.QUEUE, health.queued > 0),
            (Trouble.CLOCK, abs(health.clock_milliseconds) > CLOCK_OFF_BY_MILLISECONDS),
            (Trouble.CAMERA, health.camera in CAMERA_FAULTS),
        )
        if applies
    )


def _care(kiosk: Kiosk, seen: Seen | None, troubles: tuple[Trouble, ...], now: datetime) -> Care:
    if kiosk.revoked_at is not None:
        return Care.REVOKED
    if kiosk.paired_at is None:
        return Care.UNPAIRED
    last = max(kiosk.paired_at, seen.at) if seen else kiosk.paired_at
    if now - last > SILENT_AFTER:
        return Care.SILENT
    return Care.TROUBLED if troubles else Care.NONE


def one(db: Db, kiosk_id: KioskId) -> Kiosk:
    """The device. Raises NotFoundError."""
    kiosk = kiosks.get(db, kiosk_id)
    if kiosk is None:
        raise NotFoundError("There is no such kiosk.")
    return kiosk


def add(
    db: Db, door: DoorId, title: str, mode: InputMode, actor: Actor, *, now: datetime
) -> KioskId:
    """Add a device at a door; it can be paired once it has a code. Raises NotFoundError."""
    if sites.door(db, door) is None:
        raise NotFoundError("There is no such door.")
    kiosk_id = KioskId(uuid4())
    kiosks.add(db, kiosk_id, door, title, mode)
    audit.append(db, actor, "kiosk.added", f"kiosk:{kiosk_id}", now=now)
    return kiosk_id


def new_code(
    db: Db,
    kiosk_id: KioskId,
    hashing: Hashing,
    actor: Actor,
    *,
    now: datetime,
    life: timedelta = CODE_LIFE,
) -> str:
    """A pairing code for the device, to be shown once; an older code stops working.

    The device that holds its credential keeps working until the code is used. Raises NotFoundError.
    """
    one(db, kiosk_id)
    code = shortcode.short_code(secrets.token_bytes(32), secrets.token_bytes(16))
    kiosks.set_code(db, kiosk_id, hashing.code(code), until=now + life)
    audit.append(db, actor, "kiosk.code", f"kiosk:{kiosk_id}", now=now)
    return code


def staff_code(kiosk: Kiosk, hashing: Hashing) -> str:
    """The digits with which staff leave kiosk mode at this device."""
    return staffcode.staff_code(hashing.code_key, kiosk.id, kiosk.staff_turn)


def change_staff_code(db: Db, kiosk_id: KioskId, actor: Actor, *, now: datetime) -> None:
    """Give the device another staff code. Raises NotFoundError.

    The device takes it up with its next heartbeat; without a network the old one stays good there.
    """
    one(db, kiosk_id)
    kiosks.change_staff_code(db, kiosk_id)
    audit.append(db, actor, "kiosk.staff_code", f"kiosk:{kiosk_id}", now=now)


def revoke(db: Db, kiosk_id: KioskId, actor: Actor, *, now: datetime) -> None:
    """Shut the device out at its next request, and forget the medians that it told.

    Raises NotFoundError.
    """
    one(db, kiosk_id)
    kiosks.revoke(db, kiosk_id, now=now)
    alternative.forget_medians(db, kiosk_id)
    audit.append(db, actor, "kiosk.revoked", f"kiosk:{kiosk_id}", now=now)


def set_input(db: Db, kiosk_id: KioskId, mode: InputMode, actor: Actor, *, now: datetime) -> None:
    """Choose how the device reads badges. Raises NotFoundError."""
    one(db, kiosk_id)
    kiosks.set_input(db, kiosk_id, mode)
    audit.append(db, actor, f"kiosk.input_{mode.value}", f"kiosk:{kiosk_id}", now=now)
