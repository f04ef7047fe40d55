from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from checkin.core import cose
from checkin.core.audit import SYSTEM
from checkin.core.badge import HolderKey
from checkin.core.ids import DeviceId
from checkin.core.possession import DeviceKind
from checkin.services.enrolment import Enrolled
from checkin.storage import audit, devices
from checkin.storage.devices import Device
from checkin.storage.store import Store
from tests import world
from tests.minting import PHONE, PHONE_P256, MadeKey
from tests.world import Building


def phone(building: Building, owner: Enrolled, key: MadeKey = PHONE) -> Device:
    return Device(
        DeviceId(uuid4()),
        owner.refs.holder,
        DeviceKind.IPHONE,
        HolderKey(key.alg, key.public),
        building.now,
        building.now + timedelta(days=91),
    )


def test_a_phone_is_found_by_its_id_its_key_and_its_holder(
    building: Building, store: Store
) -> None:
    ada, grace = world.enrol(building), world.enrol(building, "Grace Hopper")
    hers, other = phone(building, ada), phone(building, grace, PHONE_P256)

    with store.writing() as db:
        added = [devices.add(db, one) for one in (hers, other)]
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    assert added == [True, True]
    with store.reading() as db:
        assert devices.get(db, hers.id) == hers
        assert devices.of_key(db, hers.key) == hers
        assert devices.of_key(db, HolderKey(cose.ESP256, hers.key.public)) is None
        assert devices.of_holder(db, ada.refs.holder) == [hers]


def test_a_key_is_kept_once(building: Building, store: Store) -> None:
    ada = world.enrol(building)
    first = phone(building, ada)

    with store.writing() as db:
        devices.add(db, first)
        again = devices.add(db, replace(first, id=DeviceId(uuid4())))
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    assert not again


def test_a_phone_is_kept_for_longer_or_forgotten(building: Building, store: Store) -> None:
    ada = world.enrol(building)
    kept, gone = phone(building, ada), phone(building, ada, PHONE_P256)
    later = building.now + timedelta(days=200)

    with store.writing() as db:
        for one in (kept, gone):
            devices.add(db, one)
        devices.keep_until(db, kept.id, later)
        devices.forget(db, gone.id)
        audit.append(db, SYSTEM, "test", "test", now=building.now)

        assert devices.of_holder(db, ada.refs.holder) == [replace(kept, until=later)]
        assert devices.erase(db, ada.refs.holder) == 1
        assert devices.of_holder(db, ada.refs.holder) == []
