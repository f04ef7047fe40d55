from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from checkin.core.audit import SYSTEM
from checkin.core.ids import KioskId, SiteId
from checkin.storage import Db, audit, counts, tables
from checkin.storage.store import Store
from tests.storage.test_retention import Rows

EIGHT = datetime(2026, 11, 23, 8, tzinfo=UTC)
NINE = EIGHT + timedelta(hours=1)
TEN = EIGHT + timedelta(hours=2)


class Counted:
    """Two kiosks at one site and a third at another, and what they counted."""

    def __init__(self, db: Db) -> None:
        self.db = db
        rows = Rows(db)
        self.here, self.there = SiteId(rows.site), SiteId(uuid4())
        self.front, self.back, self.elsewhere = rows.kiosk, KioskId(uuid4()), KioskId(uuid4())
        far_door = uuid4()
        rows.add("site", id=self.there, time_zone="UTC")
        rows.add("door", id=far_door, site=self.there)
        rows.add("kiosk", id=self.back, door=rows.door)
        rows.add("kiosk", id=self.elsewhere, door=far_door)

    def add(self, kiosk: KioskId, hour: datetime, came_in: int, left_again: int = 0) -> None:
        self.db.execute(
            insert(tables.kiosk_count).values(
                kiosk=kiosk, began_at=hour, came_in=came_in, left_again=left_again, unread=1
            )
        )

    def close(self, until: datetime = NINE, *, base: int = 5, limit: int = 100) -> int:
        return counts.close_hours(self.db, until=until, base=base, limit=limit)

    def left(self) -> list[datetime]:
        return sorted(self.db.scalars(select(tables.kiosk_count.c.began_at)))

    def kept(self) -> dict[tuple[SiteId, datetime], int]:
        rows = self.db.execute(select(tables.stat_bucket))
        return {(SiteId(row.site), row.bucket): row.value for row in rows}


@pytest.fixture
def counted(store: Store) -> Iterator[Counted]:
    with store.writing() as db:
        yield Counted(db)
        audit.append(db, SYSTEM, "test", "test", now=TEN)


def test_what_stays_of_an_hour_is_one_rounded_number_for_the_site(counted: Counted) -> None:
    counted.add(counted.front, EIGHT, 21, left_again=5)
    counted.add(counted.back, EIGHT, 7)
    counted.add(counted.elsewhere, EIGHT, 12)

    assert counted.close() == 3

    assert counted.kept() == {(counted.here, EIGHT): 30, (counted.there, EIGHT): 10}
    assert counted.left() == []


def test_of_an_hour_in_which_few_came_nothing_stays_not_even_that_somebody_did(
    counted: Counted,
) -> None:
    counted.add(counted.front, EIGHT, 1)
    counted.add(counted.elsewhere, NINE, 9)

    assert counted.close() == 2

    assert counted.kept() == {}
    assert counted.left() == []


def test_hours_that_may_still_be_added_to_stay_as_they_are(counted: Counted) -> None:
    counted.add(counted.front, NINE, 20)
    counted.add(counted.front, TEN, 20)

    assert counted.close(NINE) == 1

    assert counted.left() == [TEN]
    assert counted.kept() == {(counted.here, NINE): 20}


def test_an_hour_that_is_closed_never_changes_again(counted: Counted) -> None:
    counted.add(counted.front, EIGHT, 20)
    counted.close()
    counted.add(counted.front, EIGHT, 40)

    assert counted.close() == 1
    assert counted.close() == 0

    assert counted.kept() == {(counted.here, EIGHT): 20}
    assert counted.left() == []


def test_a_batch_takes_whole_hours_the_oldest_first(counted: Counted) -> None:
    counted.add(counted.front, NINE, 10)
    counted.add(counted.front, EIGHT, 6)
    counted.add(counted.back, EIGHT, 6)

    assert [counted.close(limit=1) for _ in range(3)] == [2, 1, 0]

    assert counted.kept() == {(counted.here, EIGHT): 10, (counted.here, NINE): 10}


def test_a_building_may_round_more_coarsely(counted: Counted) -> None:
    counted.add(counted.front, EIGHT, 38)

    counted.close(base=20)

    assert counted.kept() == {(counted.here, EIGHT): 40}
