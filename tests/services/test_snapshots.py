"""What goes into a snapshot; tests/web/api shows how it is sent."""

from checkin.core.audit import SYSTEM
from checkin.core.doorlist import NOT_ALLOWED
from checkin.services import kiosks, snapshots
from checkin.services.kiosks import NotPaired
from checkin.services.snapshots import Snapshot
from tests.world import Building, enrol


def taken(building: Building, credential_hash: bytes | None = None) -> Snapshot | NotPaired:
    rt = building.runtime
    with rt.reading() as db:
        return snapshots.taken(
            db,
            credential_hash or building.kiosk_hash,
            rt.list_signing(),
            org_code=rt.settings.code,
            now=building.now,
        )


def test_a_building_without_badges_needs_no_lists(building: Building) -> None:
    snapshot = taken(building)

    assert isinstance(snapshot, Snapshot)
    assert snapshot.lists == ()
    assert snapshot.day_pass != NOT_ALLOWED


def test_people_of_the_same_profiles_share_a_window_set(building: Building) -> None:
    for name in ("Ada Lindqvist", "Ben Okafor"):
        enrol(building, name)
    enrol(building, "Cleo Brandt", profiles=(building.everyone, building.lab_team))

    snapshot = taken(building)

    assert isinstance(snapshot, Snapshot)
    assert len(snapshot.window_sets) == 1  # all of them open this door at all hours
    assert len(snapshot.lists) == 1


def test_the_same_rows_give_the_same_snapshot(building: Building) -> None:
    enrol(building)
    first = taken(building)
    building.clock.pass_(minutes=30)

    assert taken(building) == first


def test_only_a_kiosk_of_ours_gets_one(building: Building) -> None:
    with building.runtime.writing() as db:
        kiosks.revoke(db, building.kiosk, SYSTEM, now=building.now)

    assert taken(building) is NotPaired.REVOKED
    assert taken(building, b"somebody else's") is NotPaired.UNKNOWN
