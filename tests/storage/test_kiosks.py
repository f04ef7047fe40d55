from datetime import timedelta
from uuid import uuid4

from checkin.core.audit import SYSTEM
from checkin.core.ids import KioskId
from checkin.core.site import InputMode
from checkin.storage import audit, kiosks
from checkin.storage.kiosks import Health, Seen
from checkin.storage.store import Store
from tests.world import Building

CODE, SECRET = b"c" * 32, b"s" * 32
WELL = Health(0, 9, None, "off", "seen", -40, "1a2b3c4d")


def test_a_kiosk_knows_its_door_and_site(building: Building) -> None:
    with building.runtime.reading() as db:
        found = kiosks.of_credential(db, building.kiosk_hash)

    assert found is not None
    assert (found.id, found.title, found.input) == (
        building.kiosk,
        "Lobby tablet",
        InputMode.SCANNER,
    )
    assert (found.door, found.door_title) == (building.main_entrance, "Main entrance")
    assert (found.site, found.site_title) == (building.hq, "Headquarters")


def test_nothing_is_found_by_what_nobody_has(building: Building) -> None:
    with building.runtime.reading() as db:
        assert kiosks.get(db, KioskId(uuid4())) is None
        assert kiosks.of_credential(db, SECRET) is None
        assert kiosks.of_code(db, CODE, now=building.now) is None
        assert kiosks.seen(db, building.kiosk) is None


def test_a_code_pairs_while_it_is_good_and_no_other_device(building: Building) -> None:
    until = building.now + timedelta(minutes=10)
    with building.runtime.writing() as db:
        kiosks.set_code(db, building.kiosk, CODE, until=until)
        late = kiosks.pair(db, CODE, SECRET, title=None, keep_code=False, now=until)
        first = kiosks.pair(db, CODE, SECRET, title="Tablet", keep_code=False, now=building.now)
        again = kiosks.pair(db, CODE, b"t" * 32, title=None, keep_code=False, now=building.now)
        audit.append(db, SYSTEM, "kiosk.paired", f"kiosk:{building.kiosk}", now=building.now)
        found = kiosks.of_credential(db, SECRET)

    assert (late, first, again) == (None, building.kiosk, None)
    assert found is not None
    assert (found.title, found.code_until, found.paired_at) == ("Tablet", None, building.now)


def test_a_credential_that_was_given_back_is_nobodys(building: Building) -> None:
    with building.runtime.writing() as db:
        kiosks.release(db, building.kiosk)
        audit.append(db, SYSTEM, "kiosk.released", f"kiosk:{building.kiosk}", now=building.now)
        found = kiosks.get(db, building.kiosk)
        holder = kiosks.of_credential(db, building.kiosk_hash)

    assert holder is None
    assert found is not None
    assert (found.paired_at, found.staff_turn) == (None, 2)


def test_the_last_report_is_the_one_that_counts(building: Building, store: Store) -> None:
    later = building.now + timedelta(minutes=1)
    with store.writing() as db:
        kiosks.heard(db, building.kiosk, WELL, now=building.now)
        kiosks.heard(db, building.kiosk, WELL, now=later)
        seen = kiosks.seen(db, building.kiosk)

    assert seen == Seen(later, WELL)


def test_devices_never_heard_of_come_first(building: Building, store: Store) -> None:
    new = KioskId(uuid4())
    with store.writing() as db:
        kiosks.add(db, new, building.courtyard, "Courtyard laptop", InputMode.CAMERA)
        kiosks.heard(db, building.kiosk, WELL, now=building.now)
        audit.append(db, SYSTEM, "kiosk.added", f"kiosk:{new}", now=building.now)
        listed = kiosks.every(db)

    assert [(kiosk.id, seen is None) for kiosk, seen in listed] == [
        (new, True),
        (building.kiosk, False),
    ]
