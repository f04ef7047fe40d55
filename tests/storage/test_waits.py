from datetime import date, timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from checkin.core.parity import WayIn
from checkin.storage import waits
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


@pytest.mark.parametrize("milliseconds", [0, -1, 60_001])
def test_the_database_takes_no_wait_that_nobody_has_at_a_door(
    building: Building, store: Store, milliseconds: int
) -> None:
    row = {"kiosk": building.kiosk, "day": DAY, "way": WayIn.BADGE, "until": building.now}

    with pytest.raises(IntegrityError), store.writing() as db:
        db.execute(insert(waiting_time).values(milliseconds=milliseconds, **row))
