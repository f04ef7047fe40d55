"""Snapshots: all that a kiosk needs to decide alone, and nothing about people.

A badge is a place in a list here, and what it may do a number. Two lists go together: the published
status list says whether the badge is good, the door list which of the door's weekly plans is its.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from checkin.core import doorlist, statuslist
from checkin.core.doorlist import WindowSet, WindowSets
from checkin.core.ids import KioskId
from checkin.core.moments import hour_of
from checkin.core.policy import DoorFacts
from checkin.services import status
from checkin.services.kiosks import NotPaired
from checkin.services.status import ListSigning
from checkin.storage import Db, scan_facts, snapshots
from checkin.storage.scan_facts import Sought
from checkin.storage.snapshots import Place

_NOTHING = Sought(b"", None, None, None)


@dataclass(frozen=True, slots=True)
class ListPair:
    """A status list and the door list of the same places, each as its signed token."""

    uri: str
    statuses: bytes
    doors: bytes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What holds at one kiosk's door now. `day_pass` is the number of day passes' window set."""

    kiosk: KioskId
    door: DoorFacts
    window_sets: Mapping[int, WindowSet]
    day_pass: int
    lists: tuple[ListPair, ...]
    voided: tuple[bytes, ...]


def taken(
    db: Db, credential_hash: bytes, signing: ListSigning, *, org_code: str, now: datetime
) -> Snapshot | NotPaired:
    """The snapshot for the kiosk of this credential.

    The same rows give the same bytes within an hour. Raises ConflictError if the door has more
    different weekly plans than a door list can tell apart.
    """
    found = scan_facts.at_kiosk(db, credential_hash, _NOTHING, org_code=org_code, now=now)
    if found is None or found.kiosk is None:
        return NotPaired.UNKNOWN
    if found.kiosk_revoked:
        return NotPaired.REVOKED
    sets = WindowSets()
    day_pass = sets.number(snapshots.day_pass_grants(db, found.door_id, found.site))
    numbers = _numbered(snapshots.places(db, found.door_id, now=now), sets)
    lists = tuple(
        ListPair(
            f"{signing.lists_uri}{number}",
            status.published(db, number, signing, now=now),
            _door_list(numbers.get(number, {}), number, found.door_id.hex, signing, now=now),
        )
        for number in snapshots.lists_in_use(db, now=now)
    )
    voided = tuple(snapshots.voided_passes(db, found.site, now=now))
    return Snapshot(found.kiosk, found.door, sets.numbered(), day_pass, lists, voided)


def _numbered(places: Sequence[Place], sets: WindowSets) -> dict[int, dict[int, int]]:
    """For each list the number of each place's window set."""
    numbers: dict[int, dict[int, int]] = {}
    number = cache(sets.number)  # equal grants are united once
    for place in places:
        numbers.setdefault(place.list_number, {})[place.slot] = number(place.grants)
    return numbers


def _door_list(
    numbers: Mapping[int, int], list_number: int, door: str, signing: ListSigning, *, now: datetime
) -> bytes:
    hour = hour_of(now)
    name = f"{signing.lists_uri}{list_number}#{door}"
    array = doorlist.door_list(numbers)
    return statuslist.issue(name, array, signing.kid, signing.signer, at=hour)
