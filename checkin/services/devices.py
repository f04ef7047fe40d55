"""Badges on phones: putting one there, fetching the next, ending it.

A phone is known by its key alone. So it fetches its badge again as long as nobody ended it, signed
in or not, and whoever has a copy of the badge can't.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from checkin.core import possession
from checkin.core.audit import SELF, SYSTEM
from checkin.core.badge import HolderKey, Kind, Verifier
from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.hashing import Hashing
from checkin.core.ids import DeviceId, HolderRef
from checkin.core.moments import midnight_before
from checkin.core.policy import BadgeState
from checkin.core.possession import DeviceKind, Possession
from checkin.services import badges, letters, throttle
from checkin.services.badges import BadgeMaking, Held
from checkin.services.throttle import Pace
from checkin.storage import Db, audit, devices, mail, people
from checkin.storage import badges as kept_badges
from checkin.storage.devices import Device

__all__ = ["Device", "DeviceKind", "HolderKey", "Possession"]

LIFE: Final = timedelta(days=7)
"""How long a phone shows its badge without a network."""
RENEW_AFTER: Final = timedelta(hours=20)
"""A phone that asks earlier gets the badge it has: so an answer that was lost does no harm."""
KEPT: Final = timedelta(days=90)
MOST: Final = 5

# Many phones ask from behind one company's address on the same morning.
_FROM_THERE: Final = Pace(600, timedelta(seconds=1), timedelta(seconds=30))


@dataclass(frozen=True, slots=True)
class OnDevice:
    """A badge on a phone, as the phone is handed it. `text` is the issuer's part of it.

    While `paused` it opens nothing: its holder or a changed text stopped it for a while.
    """

    device: DeviceId
    holder: HolderRef
    text: str
    expires_at: datetime
    renew_at: datetime
    works_at: tuple[str, ...]
    paused: bool


def challenge(hashing: Hashing, *, now: datetime) -> bytes:
    """What a phone signs to show that it holds its key, within two minutes.

    Nothing is kept of it: whoever sent a proof a second time would change nothing by it, since a
    key is enrolled once and a badge that is fresh isn't renewed.
    """
    random = secrets.token_bytes(possession.RANDOM_BYTES)
    return possession.challenge(hashing.challenge, random, now=now)


def shown(
    proof: bytes, key: HolderKey, verifier: Verifier, making: BadgeMaking, *, now: datetime
) -> Possession | None:
    """What the proof shows: that this key is held, just now and for this building; else None."""
    found = possession.read(proof, key, verifier)
    if found is None or found.aud != making.org_code:
        return None
    return found if possession.is_open(found.nonce, making.hashing.challenge, now=now) else None


def pace(db: Db, client: str, hashing: Hashing, *, now: datetime) -> datetime | None:
    """Count a request of a phone; when it may come again, if there were too many from there."""
    there = throttle.subject(hashing.challenge_key, "devices", client)
    return throttle.attempt(db, _FROM_THERE, there, now=now)


def enrol(
    db: Db,
    holder: HolderRef,
    held: Possession,
    kind: DeviceKind,
    making: BadgeMaking,
    *,
    now: datetime,
    instead_of: DeviceId | None = None,
) -> OnDevice:
    """Put the holder's badge on the phone that holds this key.

    `instead_of` is what the phone was before: that one's badge becomes `replaced`. Raises
    ConflictError for a key that is known, for too many phones, and if somebody switched the
    holder's badge off.
    """
    people.lock(db, holder)
    _refuse_switched_off(db, holder)
    if instead_of is not None:
        _make_way(db, holder, instead_of, now=now)
    kept_badges.forget_ended(db, holder, now=now)
    if len(devices.of_holder(db, holder)) >= MOST:
        raise ConflictError(
            f"Your badge is on {MOST} devices already. End one of them on your page first."
        )
    device = Device(DeviceId(uuid4()), holder, kind, held.key, now, _forgotten_on(now))
    if not devices.add(db, device):
        raise ConflictError("This key is known already. Load the page again.")
    audit.append(db, SELF, "device.enrol", f"device:{device.id}", now=now)
    return _on_device(db, _issue(db, device, None, making, now=now), making, now=now)


def tell(db: Db, holder: HolderRef, organisation: str, link: str, *, now: datetime) -> None:
    """Mail the holder that their badge is on another phone, in case that one isn't theirs."""
    address = people.by_holder(db, holder).email
    if address is not None:
        letter = letters.on_a_phone(organisation, link)
        mail.put(db, address, letter, now=now)


def renew(db: Db, held: Possession, making: BadgeMaking, *, now: datetime) -> OnDevice | None:
    """The next badge for the phone that holds this key, or the one it has while that is fresh.

    The one it has stays good as long as it lives. None if the phone was ended. Raises ConflictError
    if it is ended at this moment.
    """
    device = devices.of_key(db, held.key)
    if device is None:
        return None
    current = kept_badges.on_device(db, device.id)
    if current is not None and _is_fresh(db, current, making, now=now):
        return _on_device(db, current, making, now=now)
    people.lock(db, device.holder)
    if devices.get(db, device.id) is None:
        raise ConflictError("The badge was taken off this phone a moment ago.")
    if current is not None:
        kept_badges.forget_before(db, current, now=now)
    devices.keep_until(db, device.id, _forgotten_on(now))
    # Whose phone it is stays out of the log: else it would tell who was about on which day.
    audit.append(db, SYSTEM, "badge.renew", "badge:live", now=now)
    return _on_device(db, _issue(db, device, current, making, now=now), making, now=now)


def of_holder(db: Db, holder: HolderRef) -> Sequence[Device]:
    """The phones that carry the holder's badge, in the order in which they came."""
    return devices.of_holder(db, holder)


def end(db: Db, holder: HolderRef, device_id: DeviceId, *, now: datetime) -> None:
    """Take the badge off one of the holder's phones. Raises NotFoundError."""
    found = devices.get(db, device_id)
    if found is None or found.holder != holder:
        raise NotFoundError("There is no such phone among yours.")
    sign_out(db, device_id, now=now)


def give_up(db: Db, held: Possession, *, now: datetime) -> None:
    """Take the badge off the phone that holds this key; nothing happens if it is off already."""
    found = devices.of_key(db, held.key)
    if found is not None:
        sign_out(db, found.id, now=now)


def sign_out(db: Db, device_id: DeviceId, *, now: datetime) -> None:
    """Take the badge off the phone that signs out; nothing happens if it is off already."""
    found = devices.get(db, device_id)
    if found is None:
        return
    people.lock(db, found.holder)
    kept_badges.end_device(db, device_id, BadgeState.REVOKED, now=now)
    audit.append(db, SELF, "device.end", f"device:{device_id}", now=now)


def _issue(
    db: Db, device: Device, current: Held | None, making: BadgeMaking, *, now: datetime
) -> Held:
    """A new number for the phone's badge; its place in the status list stays while that lasts."""
    stays = current is not None and current.kid == making.kid
    issued_at = now.replace(microsecond=0)
    plan = Held(
        cti=badges.UNNUMBERED,
        holder=device.holder,
        kind=Kind.LIVE,
        state=BadgeState.GOOD,
        aud=badges.audience(db, device.holder, making),
        issued_at=issued_at,
        expires_at=issued_at + LIFE,
        kid=making.kid,
        place=current.place if current and stays else badges.free_place(db, making.kid),
        device=device.id,
        key=device.key,
    )
    return badges.keep(db, plan, making.hashing)


def _is_fresh(db: Db, current: Held, making: BadgeMaking, *, now: datetime) -> bool:
    return (
        now < current.issued_at + RENEW_AFTER
        and current.kid == making.kid
        and current.aud == badges.audience(db, current.holder, making)
    )


def _on_device(db: Db, held: Held, making: BadgeMaking, *, now: datetime) -> OnDevice:
    assert held.device is not None
    sites = dict.fromkeys(place.site for place in kept_badges.places_of(db, held.holder))
    return OnDevice(
        held.device,
        held.holder,
        badges.redraw(held, making),
        held.expires_at,
        held.issued_at + RENEW_AFTER,
        tuple(sites),
        paused=not people.in_force(db, held.holder, now=now),
    )


def _refuse_switched_off(db: Db, holder: HolderRef) -> None:
    printed = kept_badges.of_holder(db, holder)
    if printed is not None and printed.state is BadgeState.REVOKED:
        raise ConflictError("Your badge was switched off. The front desk can help you.")


def _make_way(db: Db, holder: HolderRef, device_id: DeviceId, *, now: datetime) -> None:
    """End what the same phone carried before, if that was this holder's."""
    before = devices.get(db, device_id)
    if before is not None and before.holder == holder:
        kept_badges.end_device(db, device_id, BadgeState.REPLACED, now=now)


def _forgotten_on(now: datetime) -> datetime:
    """Midnight (UTC) behind the last day: when a phone was last about is nobody's business."""
    day = now + KEPT + timedelta(days=1)
    return midnight_before(day)
