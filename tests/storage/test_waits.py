from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from checkin.core.audit import SYSTEM
from checkin.core.ids import KioskId
from checkin.core.parity import WayIn
from checkin.core.site import InputMode
from checkin.storage import audit, kiosks, waits
from checkin.storage.store import Store
from checkin.storage.tables import waiting_time
from tests.world import Building

DAY = date(2026, 11, 23)


def test_medians_are_told_with_their_site_until_they_run_out(
    building: Building, store: Store
) -> None:
    until = building.now + timedelta(days=7)
    with store.writing() as db:
        waits.keep(db, building.kiosk, DAY, {WayIn.BADGE: 800, WayIn.DAY_PASS: 900}, until=until)

    with store.reading() as db:
        still = waits.told(db, now=until - timedelta(seconds=1))
        over = waits.told(db, now=until)

    assert sorted(still) == [
        (building.hq, WayIn.BADGE, 800),
        (building.hq, WayIn.DAY_PASS, 900),
    ]
    assert over == []


def test_what_is_told_later_on_the_same_day_takes_its_place(
    building: Building, store: Store
) -> None:
    until = building.now + timedelta(days=7)
    with store.writing() as db:
        for day, milliseconds in ((DAY, 800), (DAY, 700), (DAY + timedelta(days=1), 600)):
            waits.keep(db, building.kiosk, day, {WayIn.BADGE: milliseconds}, until=until)

    with store.reading() as db:
        assert sorted(waits.told(db, now=building.now)) == [
            (building.hq, WayIn.BADGE, 600),
            (building.hq, WayIn.BADGE, 700),
        ]


def test_what_a_kiosk_tells_while_it_is_shut_out_doesnt_count(
    building: Building, store: Store
) -> None:
    until = building.now + timedelta(days=7)
    with store.writing() as db:
        waits.keep(db, building.kiosk, DAY, {WayIn.BADGE: 800}, until=until)
        kiosks.revoke(db, building.kiosk, now=building.now)
        audit.append(db, SYSTEM, "kiosk.revoked", f"kiosk:{building.kiosk}", now=building.now)

    with store.reading() as db:
        assert waits.told(db, now=building.now) == []


def test_what_a_kiosk_told_is_forgotten_and_nothing_else(building: Building, store: Store) -> None:
    until, other = building.now + timedelta(days=7), KioskId(uuid4())
    with store.writing() as db:
        kiosks.add(db, other, building.courtyard, "Courtyard", InputMode.SCANNER)
        audit.append(db, SYSTEM, "kiosk.added", f"kiosk:{other}", now=building.now)
        for one, milliseconds in ((building.kiosk, 800), (other, 700)):
            waits.keep(db, one, DAY, {WayIn.BADGE: milliseconds}, until=until)

        waits.forget(db, building.kiosk)

    with store.reading() as db:
        assert waits.told(db, now=building.now) == [(building.hq, WayIn.BADGE, 700)]


@pytest.mark.parametrize("milliseconds", [0, -1, 60_001])
def test_the_database_takes_no_wait_that_nobody_has_at_a_door(
    building: Building, store: Store, milliseconds: int
) -> None:
    row = {"kiosk": building.kiosk, "day": DAY, "way": WayIn.BADGE, "until": building.now}

    with pytest.raises(IntegrityError), store.writing() as db:
        db.execute(insert(waiting_time).values(milliseconds=milliseconds, **row))
