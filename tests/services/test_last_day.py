from datetime import UTC, date, datetime

from checkin.core.audit import SYSTEM
from checkin.services import last_day, sites
from checkin.storage.store import Store
from tests.world import Building

DAY = date(2026, 12, 31)


def test_a_day_is_over_when_it_is_over_at_every_site(building: Building, store: Store) -> None:
    with store.writing() as db:
        in_berlin = last_day.over_at(db, DAY)
        sites.add_site(
            db,
            code="NYC",
            title="New York",
            time_zone="America/New_York",
            organisation_code="LINDEN",
            actor=SYSTEM,
            now=building.now,
        )
        in_new_york = last_day.over_at(db, DAY)

        assert last_day.of(db, in_new_york) == DAY

    assert in_berlin == datetime(2026, 12, 31, 23, tzinfo=UTC)
    assert in_new_york == datetime(2027, 1, 1, 5, tzinfo=UTC)


def test_without_a_site_days_are_those_of_utc(store: Store) -> None:
    with store.reading() as db:
        over = last_day.over_at(db, DAY)

        assert over == datetime(2027, 1, 1, tzinfo=UTC)
        assert last_day.of(db, over) == DAY
